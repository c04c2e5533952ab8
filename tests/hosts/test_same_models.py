"""One workbook, read in four ways: the file, the running Excel on Windows and on a Mac, the file LibreOffice saved.

The running Excel is played after the sources of xlwings 0.37: floats for whole numbers, ``datetime`` for days,
``Decimal`` for cells in a currency format, negative numbers for errors. All ways must give the same papers and
records, with the same problems.

Left out, because they cannot be the same: errors of newer functions such as ``#SPILL!``, which a file keeps as
``#VALUE!`` and a Mac shows as a blank cell; days before March 1900, which Windows counts otherwise than Excel.
"""

# ruff: noqa: DTZ001 - cells know no time zones

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter

from salesbook.documents.master_data import Customer
from salesbook.hosts import excel_values
from salesbook.hosts.addresses import Area
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.excel import ExcelWorkbook
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import CellError, Grid, Workbook
from salesbook.sheets.columns import LISTS, RECORD_TABLES
from salesbook.sheets.reading import ReadDocument, match, read_papers, read_records

from .fake_excel import ERROR_NUMBERS, Cell, FakeBook, FakeTable
from .test_lossless import SHEET
from .workbooks import rewritten


@dataclass(frozen=True)
class Given:
    """A cell as it is in the file, and as Windows' Excel gives it where the two differ."""

    value: Any = None
    number_format: str = "General"
    formula: str = ""
    excel: Any = None

    @property
    def raw(self) -> Any:
        """The value of ``Range.Value``."""
        if self.excel is not None:
            return self.excel
        if isinstance(self.value, CellError):
            return ERROR_NUMBERS[self.value.text]
        if isinstance(self.value, date):
            return datetime.fromisoformat(self.value.isoformat())
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return float(self.value) if is_number else self.value


DAY = Given(date(2026, 3, 5), "yyyy-mm-dd")
NOON = Given(0.5, "h:mm", excel=datetime(1899, 12, 30, 12))
NA, DIVIDED = CellError("#N/A"), CellError("#DIV/0!")

ORDERS: list[dict[str, Any]] = [
    {"Ref": "plain", "Quantity": 10, "Unit price": 12.5, "Discount %": 15, "Tax code": "T5", "Complete only": True},
    {"Ref": "merged", "Customer": "C-2", "Discount %": Given(0.15, "0%"), "Complete only": False},
    {"Ref": "merged", "Customer": None, "Discount %": Given(0.075, "0.0%"), "Quantity": 0.1 + 0.2},
    {"Ref": "padded", "Product": Given(7, "00000"), "Customer": Given(12, "0000")},
    {"Ref": "long", "Customer order no.": 999000000001885, "Quantity": "３"},
    {"Ref": "NBSP", "Customer": "\u00a0C-1\u00a0", "Product": "BOLT-8\u3000", "Remark": "one\u00a0two"},
    {"Ref": "formulas", "Quantity": Given(6, formula="=2*3"), "Remark": Given("6 pcs", formula='="6 pcs"')},
    {"Ref": "nothing", "Quantity": 1, "Remark": Given("", formula='=""'), "Unit price": Given("", formula='=""')},
    {"Ref": "failed", "Quantity": Given(NA, formula="=NA()"), "Unit price": Given(DIVIDED, formula="=1/0")},
    {"Ref": "pasted", "Product": Given(NA), "Remark": Given(CellError("#REF!"))},
    {"Ref": "texts", "Remark": "#N/A", "Customer order no.": "#DIV/0!", "Quantity": "#REF!"},
    {"Ref": "hidden", "Quantity": 5},
    {"Ref": "text days", "Date": "2026-03-05", "Due": "115/03/06"},
    {"Ref": "text days 2", "Date": Given(46086), "Due": Given(datetime(2026, 3, 6, 8, 30, 15), "yyyy-mm-dd hh:mm:ss")},
    {"Ref": "times", "Date": NOON, "Due": Given(datetime(2026, 3, 6), "yyyy-mm-dd hh:mm")},
    {"Ref": "currency", "Unit price": Given(0.12345, "$#,##0.00"), "Quantity": Given(1000, "$#,##0")},
    {"Ref": "answers", "Quantity": True, "Complete only": "yes", "Tax code": False},
    {"Ref": "sign", "Remark": "=SUM(A1)", "Quantity": "-"},
    {"Ref": Given(20260305), "Quantity": -3, "Product": 123456789012},
    {},
]  # fmt: skip
USUAL = {"Date": DAY, "Customer": "C-1", "Product": "BOLT-8", "Quantity": 1}
ORDER_HEADERS = [field.title.en for field in LISTS["sales_order"].fields]

CUSTOMERS: list[dict[str, Any]] = [
    {"Customer": "C-1", "Name": "Alpha\u00a0Ltd", "Payment days": 30, "Valid from": DAY},
    {"Customer": Given(42, "000000"), "Name": "大同\u200b公司", "Credit limit": Given(1234.56789, "$#,##0.00")},
    {"Customer": "C-3", "Name": 2026, "Payment days": Given(NA), "Blocked": True},
    {"Customer": "C-4", "Name": "#N/A", "Payment days": "30"},
    {},
]
CUSTOMER_HEADERS = [field.title.en for field in RECORD_TABLES["customer"].fields]

TABLES: dict[str, tuple[str, list[str], list[dict[str, Any]]]] = {
    "tblOrders": ("Orders", ORDER_HEADERS, [USUAL | row if row else {} for row in ORDERS]),
    "tblCustomers": ("Customers", CUSTOMER_HEADERS, CUSTOMERS),
}
FIRST = {"tblOrders": (3, 2), "tblCustomers": (1, 1)}
HIDDEN = [row.get("Ref") for row in ORDERS].index("hidden")
MERGED = [row.get("Ref") for row in ORDERS].index("merged")


def cells_of(headers: Sequence[str], rows: Sequence[dict[str, Any]]) -> list[list[Given]]:
    assert {name for row in rows for name in row} <= set(headers)
    found = ([row.get(header) for header in headers] for row in rows)
    return [[value if isinstance(value, Given) else Given(value) for value in row] for row in found]


def write_file(path: Path) -> Path:
    """The workbook as a file; errors without a formula are those that were pasted as values."""
    book = xlsxwriter.Workbook(str(path))
    for name, (title, headers, rows) in TABLES.items():
        sheet = book.add_worksheet(title)
        top, left = FIRST[name][0] - 1, FIRST[name][1] - 1
        columns = [{"header": header} for header in headers]
        sheet.add_table(top, left, top + len(rows), left + len(headers) - 1, {"name": name, "columns": columns})
        for row, values in enumerate(cells_of(headers, rows), start=top + 1):
            for column, given in enumerate(values, start=left):
                look = book.add_format({"num_format": given.number_format})
                _write(sheet, row, column, given, look)
        if name == "tblOrders":
            sheet.set_row(top + 1 + HIDDEN, None, None, {"hidden": True})
    book.close()
    top, left = FIRST["tblOrders"]
    column = left + ORDER_HEADERS.index("Customer")
    merged = Area(top + 1 + MERGED, column, top + 2 + MERGED, column)
    # XlsxWriter writes an error only as the result of a formula, and merges no cells of a table, nor does Excel.
    merging = f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'
    rewritten(path, SHEET, ("<f>#N/A</f>", ""), ("<f>#REF!</f>", ""), ("</sheetData>", merging))
    rewritten(path, "xl/worksheets/sheet2.xml", ("<f>#N/A</f>", ""))
    return path


def _write(sheet: Any, row: int, column: int, given: Given, look: Any) -> None:
    value = given.value
    if isinstance(value, CellError):
        sheet.write_formula(row, column, given.formula or f"={value.text}", look, value.text)
    elif given.formula:
        sheet.write_formula(row, column, given.formula, look, value)
    elif value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def running_excel(platform: str) -> Workbook:
    """The same workbook, open in Excel."""
    book = FakeBook([title for title, *_ in TABLES.values()])
    for name, (title, headers, rows) in TABLES.items():
        sheet = book.sheet(title)
        sheet.knows_currency = platform == "win32"
        top, left = FIRST[name]
        sheet.cells |= {(top, left + offset): Cell(header) for offset, header in enumerate(headers)}
        for row, values in enumerate(cells_of(headers, rows), start=top + 1):
            for column, given in enumerate(values, start=left):
                # A formula with an empty text as its result has that text as its value.
                sheet.cells[row, column] = Cell(given.raw, given.formula, given.number_format)
        last = top + len(rows), left + len(headers) - 1
        sheet.tables.append(FakeTable(name, sheet, (top, left, *last)))
        if name == "tblOrders":
            sheet.hidden.add(top + 1 + HIDDEN)
            column = left + headers.index("Customer")
            sheet.merged.append((top + 1 + MERGED, column, top + 2 + MERGED, column))
    return ExcelWorkbook(book)


def models(host: Workbook) -> dict[str, list[ReadDocument]]:
    """Everything that reading makes of the workbook."""
    orders = match(host.read_table("tblOrders"), LISTS["sales_order"])
    customers = match(host.read_table("tblCustomers"), RECORD_TABLES["customer"])
    return {"orders": read_papers(orders), "customers": read_records(customers, Customer)}


def compare(host: Workbook, file: ClosedFile) -> None:
    """See that both give the same models with the same problems."""
    expected = models(file)
    for kind, documents in models(host).items():
        assert [str(document) for document in documents] == [str(document) for document in expected[kind]]
        assert documents == expected[kind]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_file(tmp_path / "March.xlsx")


def test_the_file_says_what_a_person_sees(path: Path) -> None:
    """What the others are compared with is itself right."""
    file_models = models(ClosedFile(path))
    orders = {document.document_ref: document for document in file_models["orders"]}
    problems = {ref: [(p.place.cell, p.code) for p in document.problems] for ref, document in orders.items()}
    lines = {ref: document.entered for ref, document in orders.items()}
    assert not problems["plain"]
    assert [line["discount_percent"] for line in lines["merged"]] == [15, Decimal("7.5")]
    assert orders["merged"].head["customer_no"] == "C-2"
    assert lines["merged"][1]["quantity"] == Decimal("0.3")
    assert (orders["padded"].head["customer_no"], lines["padded"][0]["product_no"]) == ("0012", "00007")
    assert orders["long"].head["customer_reference"] == "999000000001885"
    assert (orders["NBSP"].head["customer_no"], lines["NBSP"][0]["product_no"]) == ("C-1", "BOLT-8")
    assert lines["formulas"][0]["quantity"] == 6
    assert "unit_price" not in lines["nothing"][0]
    assert [code for _, code in problems["failed"]] == ["cell-error", "cell-error"]
    assert [code for _, code in problems["pasted"]] == ["cell-error", "cell-error"]
    assert [code for _, code in problems["texts"]] == ["not-a-number"]
    assert [code for _, code in problems["hidden"]] == ["hidden-row"]
    assert [code for _, code in problems["times"]] == ["not-a-date"]
    assert lines["currency"][0]["unit_price"] == Decimal("0.12345")
    assert "20260305" in orders
    customers = [document.head for document in file_models["customers"]]
    assert [found["customer_no"] for found in customers] == ["C-1", "000042", "C-3", "C-4"]
    assert customers[1]["credit_limit"] == Decimal("1234.56789")
    assert customers[3]["name"] == "#N/A"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_running_excel_gives_the_same(path: Path, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_values, "sys", SimpleNamespace(platform=platform))
    excel, file = running_excel(platform), ClosedFile(path)
    compare(excel, file)
    for name in TABLES:
        rows, others = excel.read_table(name).rows, file.read_table(name).rows
        assert [row.values for row in rows] == [row.values for row in others]
        # LibreOffice is not held to this: it saves TRUE as a formula.
        assert [row.formulas.keys() for row in rows] == [row.formulas.keys() for row in others]


def saved_by_libreoffice(path: Path, kind: str) -> Path:
    folder = path.parent
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder / "saved"), os.fspath(path)],
        check=True, capture_output=True, timeout=120, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )  # fmt: skip
    return folder / "saved" / f"{path.stem}.{kind}"


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_file_that_libreoffice_saved_gives_the_same(path: Path) -> None:
    compare(ClosedFile(saved_by_libreoffice(path, "xlsx")), ClosedFile(path))


@pytest.mark.libreoffice
@pytest.mark.slow
def test_the_same_workbook_as_xls_has_the_same_cells(path: Path) -> None:
    """But for one thing that LibreOffice loses: of a formula that gives a text, it keeps a 0."""
    found, expected = (
        [comparable(grid) for grid in read_grids(file)] for file in (saved_by_libreoffice(path, "xls"), path)
    )
    assert found == expected
    assert any(row.hidden for row in found[0].rows)
    assert {"00000", "0%", "$#,##0.00"} <= {code for row in found[0].rows for code in row.formats.values()}


def comparable(grid: Grid) -> Grid:
    """The grid with its formats in one way of writing, and without the text of a formula."""
    changed = []
    for row in grid.rows:
        lost = {offset for offset in row.formulas if row.values[offset] in ("6 pcs", 0)}
        values = tuple(None if offset in lost else value for offset, value in enumerate(row.values))
        formats = {offset: code.replace("\\", "") for offset, code in row.formats.items()}
        changed.append(row._replace(values=values, formats=formats, formulas=dict.fromkeys(row.formulas, "")))
    return replace(grid, rows=tuple(changed))
