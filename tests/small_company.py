"""A small company on disk, and the hand of a person who types into its workbooks.

Everything goes through the real code: the company folder, the master data workbook, the files that a click
reads and writes. What stands in a file is read with openpyxl, which knows nothing of salesbook.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.worksheet import Worksheet

from salesbook.actions import posting
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.making import Made, make
from salesbook.actions.reversing import reverse
from salesbook.actions.showing import ShownDocument, show
from salesbook.actions.storing import Report
from salesbook.actions.workbooks import new_workbook
from salesbook.hosts.addresses import column_letters
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.settings import CompanySettings, Language, PeriodSettings, RuleSettings
from salesbook.sheets.columns import CASES, FORMS, LISTS, MASTERS, RECORD_TABLES, Table
from salesbook.sheets.reading import match

TODAY = date(2026, 3, 5)

MASTER_DATA = {
    "tax_code": """
        Tax code  Rate %
        T5        5
        T13       13
    """,
    "territory": """
        Territory  Name        Part of
        North      North
        South      South
        N1         North, one  North
        N2         North, two  North
    """,
    "salesperson": """
        Salesperson  Name  Joined
        P1           Wang  2024-01-01
        P2           Li    2024-01-01
    """,
    "assignment": """
        Salesperson  Territory
        P1           N1
        P2           South
    """,
    "customer": """
        Customer  Name   Salesperson  Territory  Payment days
        C-1       Alpha  P1           N1         30
        C-2       Beta   P2           South      60
    """,
    "product": """
        Product  Name         Unit  Unit decimals  Base price  Tax code
        BOLT-8   Bolt, 8 mm   pcs   0              10          T5
        NUT-8    Nut, 8 mm    pcs   0              2.5         T5
        CLOTH    Cotton       m     3              8           T13
    """,
}


@dataclass
class Desk:
    """One company folder and the person who works in it.

    Attributes:
        today: The day on which everything is done.
    """

    folder: Path
    today: date = TODAY

    @property
    def company(self) -> Company:
        """The company as the next click sees it."""
        return open_company(self.folder, self.today)

    @property
    def version(self) -> int:
        """Of the ledger: how often anything was stored."""
        with self.company.cache() as cache:
            return cache.version

    def documents(self, name: str = "March.xlsx", **tables: str) -> Path:
        """A workbook of documents with these rows, each table as one would jot it down.

        The lists have no spare rows, which would only make the tests slow.
        """
        rows = {kind: rows_of(tables.get(kind, ""), table) for kind, table in (LISTS | CASES).items()}
        return new_workbook(self.company, "documents", self.folder / name, rows)

    def orders(self, text: str, name: str = "March.xlsx") -> Path:
        """A workbook with these orders in its list."""
        return self.documents(name, sales_order=text)

    def records(self, kind: str, text: str, name: str = "more master data.xlsx") -> Path:
        """A workbook with these rows of master data or of a register."""
        book = "master" if kind in MASTERS else "documents" if kind in CASES else "appraisal"
        rows = {kind: rows_of(text, RECORD_TABLES[kind])}
        return new_workbook(self.company, book, self.folder / name, rows)

    def post(self, book: Path) -> Report:
        """Press Post."""
        return posting.post(ClosedFile(book), self.company)

    def check(self, book: Path) -> Report:
        """Press Check."""
        return posting.check(ClosedFile(book), self.company)

    def make(self, kind: str, book: Path, *sources: str) -> Made:
        """Fill the list of the next documents."""
        return make(kind, ClosedFile(book), self.company, sources)

    def reverse(self, document_no: str, reason: str = "typing error") -> str:
        """Undo a document; the number of its mirror."""
        return reverse(document_no, self.company, reason).decisions[0].document_no

    def show(self, document_no: str) -> ShownDocument:
        """A document with its balances."""
        return show(document_no, self.company)

    def open_quantities(self, kind: str) -> dict[tuple[str, int], Decimal]:
        """What is open on the lines of a kind, by number and line."""
        with self.company.cache() as cache:
            lines = cache.open_lines(kind)
        counters = {"quotation": "open_to_order", "sales_order": "open_to_deliver", "delivery_note": "uninvoiced"}
        return {(key.document_no, key.line_no): getattr(line.balance, counters[kind]) for key, line in lines.items()}

    def change_settings(self, old: str, new: str) -> None:
        """Edit ``salesbook.toml``."""
        path = self.folder / "salesbook.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def build_company(folder: Path, language: Language = "en", ledger: str = "ledger") -> Desk:
    """Two customers, three products, four territories, two salespeople: posted from the master data workbook."""
    settings = CompanySettings(
        name="Acme",
        company_id="acme",
        language=language,
        ledger=ledger,
        rules=RuleSettings(),
        periods=PeriodSettings(open_from="2025-01-01"),
    )
    create_company(folder, settings)
    desk = Desk(folder)
    rows = {kind: rows_of(text, RECORD_TABLES[kind]) for kind, text in MASTER_DATA.items()}
    report = desk.post(new_workbook(desk.company, "master", folder / "master.xlsx", rows))
    assert not report.problems
    return desk


def move_in(built: Path, folder: Path, patch: pytest.MonkeyPatch) -> Desk:
    """Copy a company that was built once, with its cache, for a test to change as it likes."""
    for part in ("Acme", "cache"):
        shutil.copytree(built / part, folder / part)
    patch.setenv("SALESBOOK_CACHE", str(folder / "cache"))
    return Desk(folder / "Acme")


def table_of(text: str) -> list[dict[str, str]]:
    """A text table: columns are two or more blanks apart; a cell that is left out is blank."""
    header, *lines = [line for line in dedent(text).splitlines() if line.strip()] or [""]
    columns = [(found.start(), found[0]) for found in re.finditer(r"\S+(?: \S+)*", header)]
    starts = [start for start, _ in columns]
    rows = []
    for line in lines:
        cells = [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        rows.append({name: cell for (_, name), cell in zip(columns, cells, strict=True) if cell})
    return rows


def rows_of(text: str, table: Table) -> list[dict[str, Any]]:
    """The rows of a text table by field; its headers are those of the sheet in English."""
    fields = {field.title.en: field for field in table.fields}
    return [
        {fields[title].name: typed(cell, fields[title].type) for title, cell in row.items()} for row in table_of(text)
    ]


def typed(cell: str, field_type: str) -> Any:
    """What Excel keeps when this is typed: a number, a date, else text."""
    if field_type not in ("code", "text", "month") and re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return Decimal(cell)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return date.fromisoformat(cell)
    return cell


@contextmanager
def typing_into(book: Path) -> Iterator[openpyxl.Workbook]:
    """Open a workbook in another program, change it and save it."""
    workbook = openpyxl.load_workbook(book)
    yield workbook
    workbook.save(book)


def cell(kind: str, field: str, row_number: int) -> str:
    """Sheet and address of a field's cell in a list as it is made, such as ``Orders!E14``."""
    table = (LISTS | RECORD_TABLES)[kind]
    return f"{table.sheet.en}!{column_letters(table.index(field) + 1)}{row_number}"


def put(book: Path, kind: str | Table, row_number: int, **cells: Any) -> None:
    """Type into a row of a list, record table or other table of ours; ``None`` clears a cell."""
    workbook = ClosedFile(book)
    table = kind if isinstance(kind, Table) else (LISTS | RECORD_TABLES)[kind]
    matched = match(workbook.read_table(table.name), table)
    place = matched.block.sheet
    workbook.write_cells(
        [CellWrite(place, row_number, matched.column_number(name), value) for name, value in cells.items()]
    )
    workbook.save()


def clear(book: Path, kind: str, row_number: int) -> None:
    """Empty the cells of a row; its formulas stay."""
    fields = [field.name for field in (LISTS | RECORD_TABLES)[kind].fields if not field.formula]
    put(book, kind, row_number, **dict.fromkeys(fields))


def fill_form(book: Path, kind: str, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """Fill the named cells and the lines of a form, and leave the rest of it blank."""
    form, workbook = FORMS[kind], ClosedFile(book)
    names = workbook.read_names([form.name_of(field.name) for field in form.head])
    writes = [
        CellWrite(cell.sheet, cell.row_number, cell.column_number, head.get(name.split(".")[1]))
        for name, cell in names.items()
        if not name.endswith(".status")
    ]
    matched = match(workbook.read_table(form.lines.name), form.lines)
    for number, row in enumerate(matched.block.rows):
        line = lines[number] if number < len(lines) else {}
        writes += [
            CellWrite(matched.block.sheet, row.row_number, matched.column_number(field.name), line.get(field.name))
            for field in form.lines.fields
            if not field.formula
        ]
    workbook.write_cells(writes)
    workbook.save()


def put_named(book: Path, **cells: Any) -> None:
    """Type into named cells; ``Plan_total`` is the cell ``Plan.total``."""
    workbook = ClosedFile(book)
    values = {name.replace("_", ".", 1): value for name, value in cells.items()}
    names = workbook.read_names(values)
    workbook.write_cells([CellWrite(c.sheet, c.row_number, c.column_number, values[n]) for n, c in names.items()])
    workbook.save()


def form_shows(book: Path, kind: str, *fields: str) -> dict[str, Any]:
    """What stands in the named cells of a form."""
    workbook = openpyxl.load_workbook(book)
    return {field: plain_value(named_cell(workbook, FORMS[kind].name_of(field)).value) for field in fields}


def shows(book: Path, kind: str, *fields: str) -> list[tuple[Any, ...]]:
    """What stands in these columns of the filled rows of a list or record table, from top to bottom."""
    table = (LISTS | RECORD_TABLES)[kind]
    return table_shows(book, table, *fields)


def table_shows(book: Path, table: Table, *fields: str) -> list[tuple[Any, ...]]:
    """What stands in these columns of any table of ours; rows without a value or formula result are left out."""
    workbook = openpyxl.load_workbook(book, data_only=True)
    sheet, found = find_table(workbook, table.name)
    columns = columns_of(sheet, found, table)
    first, last = body_of(found)
    rows = []
    for row_number in range(first, last + 1):
        filled = [sheet.cell(row_number, column).value for column in columns.values()]
        if any(value not in (None, "", 0) for value in filled):
            rows.append(tuple(plain_value(sheet.cell(row_number, columns[name]).value) for name in fields))
    return rows


def plain_value(value: Any) -> Any:
    """Numbers as Decimal of 15 digits, days without a time of day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    return value


def find_table(workbook: openpyxl.Workbook, name: str) -> tuple[Worksheet, ExcelTable]:
    """A table and its sheet, wherever it stands."""
    return next((sheet, sheet.tables[name]) for sheet in workbook.worksheets if name in sheet.tables)


def columns_of(sheet: Worksheet, found: ExcelTable, table: Table) -> dict[str, int]:
    """Column numbers of our fields, by the headers in any language."""
    (first_column, header_row, last_column, _) = openpyxl.utils.range_boundaries(found.ref)
    headers = {str(sheet.cell(header_row, column).value): column for column in range(first_column, last_column + 1)}
    return {field.name: headers[title] for field in table.fields for title in field.title if title in headers}


def body_of(found: ExcelTable) -> tuple[int, int]:
    """First and last row of a table's body."""
    (_, header_row, _, last_row) = openpyxl.utils.range_boundaries(found.ref)
    return header_row + 1, last_row


def named_cell(workbook: openpyxl.Workbook, name: str) -> Any:
    """The cell with a defined name."""
    sheet, address = next(workbook.defined_names[name].destinations)
    return workbook[sheet][address.replace("$", "")]


def marks(book: Path, *sheets: str) -> dict[str, str]:
    """Notes that salesbook put on cells, by ``sheet!cell``, each with its fill colour in front."""
    workbook = openpyxl.load_workbook(book)
    return {
        f"{sheet.title}!{cell.coordinate}": f"{cell.fill.start_color.rgb[2:]} {cell.comment.text}"
        for sheet in workbook.worksheets
        if not sheets or sheet.title in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def codes(report: Report) -> list[tuple[str, str]]:
    """Cell and code of each problem, in order."""
    return [(f"{problem.place.sheet}!{problem.place.cell}", problem.code) for problem in report.problems]


def outcomes(report: Report) -> dict[str, str]:
    """What became of each document, by its Ref."""
    return {found.document.document_ref or found.document_no: found.outcome for found in report.decisions}
