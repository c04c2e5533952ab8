"""People rearrange workbooks: own columns, other orders, renamed sheets, moved tables, other languages."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as ExcelTable

from salesbook.actions.workbooks import new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite, Formula
from salesbook.messages import sentence, text
from salesbook.problems import TemplateError
from salesbook.settings import Language
from salesbook.sheets.columns import LISTS
from tests.small_company import (
    TODAY,
    Desk,
    build_company,
    codes,
    find_table,
    marks,
    outcomes,
    rows_of,
    shows,
    typing_into,
)

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")

DECISIVE = ["Unit price", "Discount %", "Tax code"]
"""Columns that a table with own columns may not lack."""

TWO_ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-05  C-1       BOLT-8   10
    A2   2026-03-05  C-2       NUT-8    zero
"""


def own_workbook(path: Path, headers: list[str], rows: list[list[object]], first_cell: str = "A1") -> Path:
    """A workbook that somebody made without salesbook, with a table of orders in it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "My day"
    start = sheet[first_cell]
    for row, values in enumerate([headers, *rows]):
        for column, value in enumerate(values):
            sheet.cell(start.row + row, start.column + column).value = value
    last = sheet.cell(start.row + len(rows), start.column + len(headers) - 1)
    sheet.add_table(ExcelTable(displayName="tblOrders", ref=f"{start.coordinate}:{last.coordinate}"))
    workbook.save(path)
    return path


def test_a_table_in_another_order_with_own_columns_on_an_own_sheet_anywhere(desk: Desk) -> None:
    book = own_workbook(
        desk.folder / "mine.xlsx",
        ["Status", "Quantity", "My notes", "Product", "Customer", "No.", "Date", "Ref", "Margin", *DECISIVE],
        [
            [None, 10, "call first", "BOLT-8", "C-1", None, date(2026, 3, 5), "A1", "=B8*2", None, None, None],
            [None, 0, "", "NUT-8", "C-2", None, date(2026, 3, 5), "A2", None, None, None, None],
        ],
        first_cell="D7",
    )
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "refused"}
    assert codes(report) == [("My day!E9", "quantity-not-positive")]
    sheet = openpyxl.load_workbook(book)["My day"]
    assert (sheet["I8"].value, sheet["F8"].value, sheet["L8"].value) == ("SO-2026-00001", "call first", "=B8*2")
    assert list(marks(book)) == ["My day!E9"]


def test_a_renamed_sheet_with_rows_above_and_a_text_below(desk: Desk) -> None:
    book = desk.orders(TWO_ORDERS)
    with typing_into(book) as workbook:
        sheet = workbook["Orders"]
        sheet.title = "Lin's day (March)"
        sheet["A10"] = "Checked by Lin"
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "refused"}
    assert codes(report) == [("Lin's day (March)!K3", "not-a-number")]
    workbook = openpyxl.load_workbook(book)
    assert workbook["Lin's day (March)"]["A10"].value == "Checked by Lin"
    problems, table = find_table(workbook, "tblProblems")
    assert problems[table.ref][1][0].value == "=HYPERLINK(\"#'Lin''s day (March)'!K3\",\"Lin's day (March)!K3\")"


def test_headers_with_blanks_of_any_width_are_known(desk: Desk) -> None:
    headers = ["Ref ", "date", "\u3000Customer", "PRODUCT", "Quan tity", "Unit\u00a0price", "No.", "Status"]
    rows = [["A1", date(2026, 3, 5), "C-1\u00a0", " BOLT-8\u3000", 3, None, None, None]]
    book = own_workbook(desk.folder / "mine.xlsx", headers, rows)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert desk.show("SO-2026-00001").lines[0].posting.product_no == "BOLT-8"


@pytest.mark.parametrize(
    ("header", "code", "told"),
    [("Cost each", "header-missing", "Quantity"), ("數量", "header-twice", "數量")],
)
def test_a_header_that_is_missing_or_stands_twice_stops_the_run(desk: Desk, header: str, code: str, told: str) -> None:
    headers = ["Ref", "Date", "Customer", "Product", header, "No.", "Status"]
    headers += ["Quantity"] if code == "header-twice" else []
    book = own_workbook(desk.folder / "mine.xlsx", headers, [["A1", date(2026, 3, 5), "C-1", "BOLT-8", 1]])
    content, stored = book.read_bytes(), desk.version
    with pytest.raises(TemplateError) as caught:
        desk.post(book)
    assert (caught.value.code, caught.value.values["header"]) == (code, told)
    assert (book.read_bytes(), desk.version) == (content, stored)


@pytest.mark.parametrize("renamed", DECISIVE)
def test_a_price_under_another_header_is_never_passed_over(desk: Desk, renamed: str) -> None:
    """A column nobody knows may be anybody's own, or the price; so the price must be found (FC-sheet-input-09)."""
    headers = ["Ref", "Date", "Customer", "Product", "Quantity", "No.", "Status", *DECISIVE]
    headers = ["Cost each" if header == renamed else header for header in headers]
    rows: list[list[object]] = [["A1", date(2026, 3, 5), "C-1", "BOLT-8", 1]]
    with pytest.raises(TemplateError) as caught:
        desk.post(own_workbook(desk.folder / "mine.xlsx", headers, rows))
    assert (caught.value.values["header"], caught.value.values["found"]) == (renamed, "Cost each")


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A company in each language."""
    folder = tmp_path_factory.mktemp("languages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(folder / "cache"))
        return {language: build_company(folder / language, language).folder for language in LANGUAGES}


@pytest.mark.parametrize("company_language", LANGUAGES)
@pytest.mark.parametrize("sheet_language", LANGUAGES)
def test_a_workbook_in_any_language_is_read_by_a_company_in_any_language(
    companies: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    company_language: Language, sheet_language: Language,
) -> None:  # fmt: skip
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    maker, reader = (
        Desk(Path(shutil.copytree(companies[language], tmp_path / name / language)))
        for name, language in (("maker", sheet_language), ("reader", company_language))
    )
    rows = {"sales_order": rows_of(TWO_ORDERS, LISTS["sales_order"])}
    made = new_workbook(maker.company, "documents", maker.folder / "March.xlsx", rows)
    book = Path(shutil.copy(made, reader.folder / "March.xlsx"))
    assert outcomes(reader.post(book)) == {"A1": "posted", "A2": "refused"}
    posted, refused = shows(book, "sales_order", "document_no", "status")
    assert posted[0] == "SO-2026-00001"
    assert refused[1] == text("status-refused", company_language, errors="1")
    (note,) = marks(book).values()
    assert text("not-a-number", company_language, found="zero", field="quantity") in note


def test_dates_in_the_ways_people_write_them(desk: Desk) -> None:
    headers = ["Ref", "Date", "Customer", "Product", "Quantity", "No.", "Status"]
    written = [date(2026, 3, 5), "2026年3月5日", "2026/3/5", "２０２６－０３－０５", "10月10日"]
    rows = [[f"A{number}", day, "C-1", "BOLT-8", 1] for number, day in enumerate(written, start=1)]
    report = desk.post(own_workbook(desk.folder / "mine.xlsx", headers, rows))
    assert codes(report) == [("My day!B6", "date-without-year")]
    assert {desk.show(f"SO-2026-0000{number}").document.document_date for number in range(1, 5)} == {TODAY}


HEADERS = ["Ref", "Date", "Customer", "Product", "Quantity", "No.", "Status"]


def mine(desk: Desk, rows: list[list[object]], headers: list[str] = HEADERS) -> Path:
    """Orders in a workbook of one's own."""
    return own_workbook(desk.folder / "mine.xlsx", headers, rows)


def days(desk: Desk, *written: object) -> Path:
    return mine(desk, [[f"A{number}", day, "C-1", "BOLT-8", 1] for number, day in enumerate(written, start=1)])


def test_one_date_that_can_be_read_in_one_way_only_tells_how_the_column_is_written(desk: Desk) -> None:
    report = desk.check(days(desk, "05/03/2026", "15/02/2026", "04/03/2026"))
    assert {decision.document.head["document_date"] for decision in report.decisions} == {
        date(2026, 3, 5), date(2026, 2, 15), date(2026, 3, 4),
    }  # fmt: skip
    assert codes(report) == [(f"My day!B{row}", "read-as") for row in (2, 3, 4)]
    assert sentence(report.problems[0], "en") == (
        "“05/03/2026” was read as 2026-03-05. If something else is meant, type it anew."
    )


def test_dates_that_contradict_each_other_tell_nothing(desk: Desk) -> None:
    report = desk.check(days(desk, "15/02/2026", "02/16/2026", "04/03/2026"))
    assert [code for _, code in codes(report)] == ["read-as", "read-as", "date-ambiguous"]
    assert sentence(report.problems[-1], "en") == (
        "“04/03/2026” may be 2026-03-04 or 2026-04-03. Enter it as year-month-day; or set date_order in "
        "salesbook.toml, if all dates are written in one order."
    )


def test_dates_that_excel_may_have_exchanged_are_pointed_out(desk: Desk) -> None:
    """Excel set to America has read 03/02 as 2 March, and left 15/02 as it was typed."""
    report = desk.check(days(desk, date(2026, 3, 2), "15/02/2026", date(2026, 2, 2)))
    assert codes(report) == [("My day!B2", "date-may-be-swapped"), ("My day!B3", "read-as")]
    assert "2026-03-02 may be meant as 2026-02-03" in sentence(report.problems[0], "en")
    assert desk.check(days(desk, date(2026, 3, 2), "15/02/2026", date(2026, 2, 20))).count("ready") == 3
    assert codes(desk.check(days(desk, date(2026, 3, 2), "15/02/2026", date(2026, 2, 20)))) == [
        ("My day!B3", "read-as")
    ]


def test_what_holds_for_a_whole_column_is_said_once(desk: Desk) -> None:
    rows: list[list[object]] = [[f"A{number}", TODAY, "C-1", "BOLT-8", "１２"] for number in range(1, 41)]
    report = desk.post(mine(desk, rows))
    assert report.count("posted") == 40
    assert codes(report) == [("My day!E2", "read-as")]
    assert sentence(report.problems[0], "en") == (
        "“１２” was read as 12; so were 39 more cells of this column, down to row 41. "
        "If something else is meant, type it anew."
    )


def test_a_total_below_the_lines_is_compared_and_not_posted(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["A1", TODAY, "C-1", "BOLT-8", 10],
        ["A1", None, None, "NUT-8", "5"],
        ["小計", None, None, None, 15],
        ["A2", TODAY, "C-2", "BOLT-8", 1],
        ["合計：", None, None, None, 11],
    ]
    report = desk.post(mine(desk, rows))
    assert report.count("posted") == 2
    assert codes(report) == [("My day!A4", "total-row"), ("My day!E6", "total-row-differs")]
    assert sentence(report.problems[-1], "en") == (
        "Row 6 (“合計：”) is a total and was not read as a line. It says 11 for Quantity, but the rows above come to "
        "16. Look for a row that is missing, or for a number typed as text."
    )


def test_a_customer_who_is_called_total_is_no_total(desk: Desk) -> None:
    text = """
        Customer  Name           Salesperson  Territory
        TOTAL     TotalEnergies  P1           N1
    """
    assert desk.post(desk.records("customer", text, "total.xlsx")).count("posted") == 1
    assert outcomes(desk.post(mine(desk, [["A1", TODAY, "TOTAL", "BOLT-8", 10]]))) == {"A1": "posted"}


def test_hidden_rows_are_posted_where_the_company_wants_it_and_said_so(desk: Desk) -> None:
    book = mine(desk, [["A1", TODAY, "C-1", "BOLT-8", 10], ["A2", TODAY, "C-1", "BOLT-8", 9]])
    workbook = openpyxl.load_workbook(book)
    workbook.active.row_dimensions[3].hidden = True
    workbook.save(book)
    assert outcomes(desk.check(book)) == {"A1": "ready", "A2": "hidden"}
    desk.change_settings('hidden_rows = "leave_out"', 'hidden_rows = "post"')
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "posted"}
    assert codes(report) == [("My day!A3", "hidden-row-posted")]


def test_a_formula_that_was_never_calculated_is_no_blank(desk: Desk) -> None:
    """A program wrote it; nobody has opened the workbook in Excel since."""
    headers = [*HEADERS, "Unit price", "Discount %", "Tax code"]
    report = desk.check(mine(desk, [["A1", TODAY, "C-1", "BOLT-8", 10, None, None, "=2*3"]], headers))
    assert codes(report) == [("My day!H2", "formula-without-value")]


def test_a_price_that_needs_itself_is_no_price_of_0(desk: Desk) -> None:
    """Excel warns once about the circle; whoever closes the warning sees 0."""
    headers = [*HEADERS, "Unit price", "Discount %", "Tax code"]
    rows: list[list[object]] = [[f"A{n}", TODAY, "C-1", "BOLT-8", 10, None, None] for n in (1, 2, 3)]
    book = ClosedFile(mine(desk, rows, headers))
    for row, formula in ((2, "=[@[Unit price]]*1.05"), (3, "=H4"), (4, "=SUM(H3:H3)")):
        book.write_cells([CellWrite("My day", row, 8, Formula(formula, Decimal(0)))])
    book.save()
    report = desk.post(desk.folder / "mine.xlsx")
    assert codes(report) == [
        ("My day!H2", "formula-circular"),
        ("My day!H3", "formula-circular"),
        ("My day!H4", "formula-circular"),
    ]
    assert outcomes(report) == {"A1": "refused", "A2": "refused", "A3": "refused"}


def test_a_column_under_another_word_for_the_same_thing_is_found(desk: Desk) -> None:
    headers = ["Order no.", "Order date", "Customer code", "SKU", "Qty (pcs)", "No.", "Status"]
    assert outcomes(desk.post(mine(desk, [["A1", TODAY, "C-1", "BOLT-8", 10]], headers))) == {"A1": "posted"}
    with pytest.raises(TemplateError) as caught:
        desk.post(mine(desk, [["A1", TODAY, "C-1", "BOLT-8", 10]], [*headers[:4], "Quantitty", *headers[5:]]))
    assert (caught.value.code, caught.value.values["similar"]) == ("header-missing", "Quantitty")


def test_a_year_that_is_a_slip_is_pointed_out(desk: Desk) -> None:
    report = desk.post(days(desk, date(2062, 3, 5), date(2027, 3, 5)))
    assert report.count("posted") == 2
    assert codes(report) == [("My day!B2", "date-far-ahead")]
    assert "2062-03-05 is more than a year after today, 2026-03-05." in sentence(report.problems[0], "en")
