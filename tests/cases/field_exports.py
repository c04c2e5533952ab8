"""Field cases of what leaves the ledger, of writing that breaks off, and of the calls to Excel."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from deltalake import DeltaTable
from openpyxl.worksheet.table import Table as ExcelTable

from salesbook.actions import posting
from salesbook.actions.company import create_company
from salesbook.actions.exporting import Selection, export
from salesbook.actions.verifying import read_all, verify
from salesbook.documents.master_data import Customer
from salesbook.formula_texts import is_formula_like
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.excel import ExcelWorkbook
from salesbook.ledger.store import LedgerStore
from salesbook.messages import error_sentence
from salesbook.problems import LedgerError
from salesbook.settings import CompanySettings
from salesbook.sheets.cell_values import read_cell
from salesbook.sheets.columns import EXPORTED, LISTS, RECORD_TABLES
from salesbook.sheets.reading import match, read_records
from tests.hosts.fake_excel import FakeBook, FakeRange
from tests.ledger.by_hand import Pen, listing, order
from tests.ledger.clerks import order_row
from tests.small_company import Desk, body_of, columns_of, find_table, put

Case = Mapping[str, Any]


def csv_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV file, the header first, as Excel reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def column(book: Path, kind: str, field: str) -> list[Any]:
    """The cells of a column of an exported table."""
    workbook = openpyxl.load_workbook(book)
    sheet, found = find_table(workbook, EXPORTED[kind].name)
    first, last = body_of(found)
    number = columns_of(sheet, found, EXPORTED[kind])[field]
    return [sheet.cell(row, number) for row in range(first, last + 1)]


def pasted(rows: list[list[str]], table: str, path: Path) -> Path:
    """A workbook into which the rows of a file were pasted, header and all."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row_number, row in enumerate(rows, start=1):
        for column_number, text in enumerate(row, start=1):
            cell = sheet.cell(row_number, column_number)
            cell.value = text or None
            if text:
                cell.data_type = "s"
    last = sheet.cell(len(rows), len(rows[0])).coordinate
    sheet.add_table(ExcelTable(displayName=table, ref=f"A1:{last}"))
    workbook.save(path)
    return path


def type_customers(desk: Desk, names: list[str]) -> None:
    """Post customers of these names, with codes N1, N2 and so on."""
    text = "\n".join(["Customer  Name", *(f"N{number}        x" for number in range(1, len(names) + 1))])
    book = desk.records("customer", text)
    for row_number, name in enumerate(names, start=2):
        put(book, "customer", row_number, name=name)
    assert not desk.post(book).problems


def run_fc_security_01(case: Case, desk: Desk) -> None:
    """Names that would run as formulas are texts in both exports, and the same names when they come back."""
    type_customers(desk, case["input"]["names"])
    before = read_all(desk.company)
    kind = Selection(["customer"])
    export(desk.company, desk.folder / "out", "csv", kind)
    (book,) = export(desk.company, desk.folder / "out", "xlsx", kind).files
    rows = csv_rows(desk.folder / "out" / "customer.csv")
    name = rows[0].index("Name")
    shown = [row[name] for row in rows if row[0].startswith("N")]
    assert len(shown) == len(case["input"]["names"])
    assert all(text.startswith("'") for text in shown)
    assert not [text for row in rows for text in row if is_formula_like(text)]
    cells = column(book, "customer", "name")
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} >= {text.strip() for text in case["input"]["names"]}
    assert (read_all(desk.company) == before) == case["expect"]["ledger_value_unchanged"]
    stored = {
        (record := Customer.from_stored(line.details, line.document_date)).customer_no: record
        for posted in before
        for line in posted.lines
        if line.kind == "customer"
    }
    for path in (book, pasted(rows, "tblCustomers", desk.folder / "pasted.xlsx")):
        matched = match(ClosedFile(path).read_table("tblCustomers"), RECORD_TABLES["customer"])
        again = {document.model.key: document.model for document in read_records(matched, Customer)}
        assert (again == stored) == case["expect"]["import_of_own_export_gives_same_names"]


def run_fc_security_02(case: Case, desk: Desk) -> None:
    """Numbers are never protected, whatever their sign; a document number with a sign is."""
    company = create_company(desk.folder.parent / "Other", CompanySettings(name="Other"))
    given = {row["doc"]: Decimal(row["amount"]) for row in case["input"]["export_rows"]}
    Pen(company.store).write(*([order(number, net_amount=amount)] for number, amount in given.items()))
    export(company, desk.folder / "out", "csv")
    (book,) = export(company, desk.folder / "out", "xlsx").files
    header, *rows = csv_rows(desk.folder / "out" / "sales_order.csv")
    amounts = [row[header.index("Net amount")] for row in rows]
    numbers = [row[header.index("No.")] for row in rows]
    expected = case["expect"]
    assert amounts[0] == str(expected["amount_cell"]["value"])
    assert sum(Decimal(amount) for amount in amounts) == Decimal(expected["sum_of_amounts"])
    assert [read_cell(number, "General", "code").value for number in numbers] == ["CN-1", expected["doc_cell"]["value"]]
    amount_cells, number_cells = (column(book, "sales_order", field) for field in ("net_amount", "document_no"))
    assert {cell.data_type for cell in amount_cells} == {"n"}
    assert amount_cells[0].value == expected["amount_cell"]["value"]
    assert {cell.data_type for cell in number_cells} == {"s"}
    assert number_cells[1].value == expected["doc_cell"]["value"]


def run_fc_excel_host_07(case: Case, desk: Desk) -> None:
    """A CSV file says by its first bytes that it is UTF-8, and the mark is no part of the first header."""
    (_, (number, name)) = case["input"]["rows"]
    book = desk.records("customer", "Customer  Name\nx         x")
    put(book, "customer", 2, customer_no=str(number), name=name)
    assert not desk.post(book).problems
    export(desk.company, desk.folder / "out", "csv", Selection(["customer"]))
    path = desk.folder / "out" / "customer.csv"
    assert path.read_bytes()[:3].hex() == case["expect"]["first_bytes_hex"]
    # Some programs leave the mark on the first header; it is recognised all the same.
    careless = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    ours = {"id": "Customer", "name": "Name"}
    for rows in (csv_rows(path), careless):
        block = ClosedFile(pasted(rows, "tblCustomers", desk.folder / "pasted.xlsx")).read_table("tblCustomers")
        found = read_records(match(block, RECORD_TABLES["customer"]), Customer)
        read = [[str(document.head["customer_no"]), document.head["name"]] for document in found]
        assert case["expect"]["read_back_by_product"][1] in read
    assert csv_rows(path)[0][0] == ours[case["expect"]["header_read_back"]]


def run_fc_ledger_02(case: Case, desk: Desk) -> None:
    """The disk takes only the first bytes of a posting: what was stored stays whole, and the person is told."""
    resource = pytest.importorskip("resource", reason="limits on the size of files are a matter of Unix")
    given = case["input"]

    def book(name: str, rows: int) -> Path:
        text = "\n".join(f"{f'{name}{row}':10}2026-03-05  C-1       BOLT-8   1" for row in range(10, 10 + rows))
        return desk.orders(f"Ref       Date        Customer  Product  Quantity\n{text}", f"{name}.xlsx")

    append = LedgerStore.append

    def append_on_a_small_disk(store: LedgerStore, *arguments: Any) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (given["fails_after_bytes"], hard))
        try:
            append(store, *arguments)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert desk.post(book("a", given["rows_before"])).count("posted") == given["rows_before"]
    store = desk.company.store
    before = listing(store.storage.folder)
    more = book("b", given["write_rows"])
    content = more.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LedgerStore, "append", append_on_a_small_disk)
        with pytest.raises(LedgerError) as caught:
            desk.post(more)
    assert "Nothing was posted" in error_sentence(caught.value, "en")
    assert more.read_bytes() == content
    left = set(listing(store.storage.folder)) - set(before)
    assert len(left) == case["expect"]["temporary_files_left_in_use"]
    orders = [line for stored in read_all(desk.company) for line in stored.lines if line.kind == "sales_order"]
    assert len(orders) == case["expect"]["rows_readable_after"]
    rows = sum(DeltaTable(str(store.storage.folder)).get_add_actions(flatten=True).column("num_records").to_pylist())
    assert rows == sum(len(stored.lines) for stored in read_all(desk.company))
    assert verify(desk.company).is_good == case["expect"]["file_opens"]
    assert desk.post(more).count("posted") == given["write_rows"]


def run_fc_performance_02(case: Case, desk: Desk) -> None:
    """A thousand rows are read and their statuses written with a few calls, and formats cost a call per column."""
    table = LISTS["sales_order"]
    assert len(table.fields) >= case["input"]["columns"]
    rows = [order_row(f"R{number}", 1) for number in range(case["input"]["rows"])]
    book = FakeBook(["Orders"])
    cells = [[row.get(field.name) for field in table.fields] for row in rows]
    book.add_table(table.name, "Orders", (1, 1), [[field.title.en for field in table.fields], *cells])
    calls: Counter[str] = Counter()

    def counted(name: str) -> property:
        plain = getattr(FakeRange, name)

        def get(self: FakeRange) -> Any:
            calls[f"read {name}"] += 1
            return plain.fget(self)

        def put(self: FakeRange, value: Any) -> None:
            calls[f"write {name}"] += 1
            plain.fset(self, value)

        return property(get, put if plain.fset else None)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("value", "formula", "number_format", "row_height", "color", "merge_cells", "merge_area", "note"):
            patch.setattr(FakeRange, name, counted(name))
        report = posting.check(ExcelWorkbook(book), desk.company)
    assert report.count("ready") == case["input"]["rows"]
    expected = case["expect"]
    assert calls["read value"] + calls["read formula"] <= expected["excel_range_reads_max"]
    assert sum(count for name, count in calls.items() if name.startswith("write")) <= expected["excel_range_writes_max"]
    assert calls.total() <= len(table.fields) + expected["excel_range_reads_max"] + 5
    status = table.index("status") + 1
    assert all(book.sheet("Orders").cells[row, status].value for row in range(2, case["input"]["rows"] + 2))


RUNNERS: dict[str, Callable[[Case, Desk], None]] = {
    "FC-excel-host-07": run_fc_excel_host_07,
    "FC-ledger-02": run_fc_ledger_02,
    "FC-performance-02": run_fc_performance_02,
    "FC-security-01": run_fc_security_01,
    "FC-security-02": run_fc_security_02,
}
