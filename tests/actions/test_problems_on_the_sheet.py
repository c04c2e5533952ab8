"""What is wrong: all of it in one pass, each at its cell, shown in the file and gone once it is corrected."""

from datetime import date
from decimal import Decimal

import openpyxl

from salesbook.hosts.host import CellError
from salesbook.messages import sentence
from salesbook.sheets.columns import PROBLEMS
from tests.small_company import Desk, cell, codes, find_table, marks, outcomes, put, shows, table_shows, typing_into

MIXED = """
    Ref  Date        Customer  Product  Quantity  Tax code
    A1   2026-03-05  C-1       BOLT-8   10
    A2   2026-03-05  C-1       BOLT-9   -3        T99
    A2                         NUT-8    many
    A3   2026-03-05  C-2       NUT-8    5
    A4   tomorrow    C-9       BOLT-8   1
"""


def test_one_bad_document_does_not_stop_the_good_ones(desk: Desk) -> None:
    book = desk.orders(MIXED)
    assert outcomes(desk.post(book)) == {"A1": "posted", "A2": "refused", "A3": "posted", "A4": "refused"}
    assert [number for (number,) in shows(book, "sales_order", "document_no")] == [
        "SO-2026-00001", None, None, "SO-2026-00002", None,
    ]  # fmt: skip


def test_all_or_nothing_holds_the_good_ones_back(desk: Desk) -> None:
    desk.change_settings("all_or_nothing = false", "all_or_nothing = true")
    book = desk.orders(MIXED)
    stored = desk.version
    report = desk.post(book)
    assert report.held
    assert outcomes(report) == {"A1": "held", "A2": "refused", "A3": "held", "A4": "refused"}
    assert desk.version == stored
    assert {number for (number,) in shows(book, "sales_order", "document_no")} == {None}
    assert shows(book, "sales_order", "status")[0][0] == "Not posted: another document has errors"


def test_all_problems_of_well_read_documents_are_found_in_one_pass(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Salesperson  Product  Quantity  Unit price  Discount %  Tax code
        A1   2024-12-31  C-9       P9           BOLT-9   -3        -1          120         T99
        A1                                      NUT-8    2.5
    """)
    assert sorted(codes(desk.post(book))) == [
        ("Orders!B2", "period-closed"),
        ("Orders!C2", "unknown-customer-similar"),
        ("Orders!E2", "unknown-salesperson"),
        ("Orders!I2", "unknown-product-similar"),
        ("Orders!K2", "quantity-not-positive"),
        ("Orders!K3", "quantity-too-fine"),
        ("Orders!M2", "price-negative"),
        ("Orders!N2", "discount-out-of-range"),
        (cell("sales_order", "tax_code", 2), "unknown-tax-code"),
    ]


def test_all_cells_that_cannot_be_read_are_found_in_one_pass(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date      Customer  Product  Quantity  Unit price  Due
        A1   tomorrow            BOLT-8   many      dear        2026/2/30
        A2   03-05     C-1       NUT-8
    """)
    assert codes(desk.post(book)) == [  # in the order in which one reads a sheet
        ("Orders!B2", "not-a-date"),
        ("Orders!C2", "missing"),
        ("Orders!K2", "not-a-number"),
        ("Orders!M2", "not-a-number"),
        (cell("sales_order", "due_date", 2), "no-such-date"),
        ("Orders!B3", "date-without-year"),
        ("Orders!K3", "missing"),
    ]


def test_a_cell_that_cannot_be_read_does_not_hide_what_else_is_wrong(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price
        A1   2026-03-05  C-1       BOLT-9   many
        A1                         NUT-8    -3
        A2   tomorrow    C-9       BOLT-8   1
    """)
    assert sorted(codes(desk.post(book))) == [
        ("Orders!B4", "not-a-date"),
        ("Orders!C4", "unknown-customer-similar"),
        ("Orders!I2", "unknown-product-similar"),
        ("Orders!K2", "not-a-number"),
        ("Orders!K3", "quantity-not-positive"),
    ]


def test_every_problem_knows_its_sheet_row_and_cell(desk: Desk) -> None:
    for problem in desk.post(desk.orders(MIXED)).problems:
        assert problem.place.sheet == "Orders"
        assert problem.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(problem.place.row_number)


def test_exactly_the_wrong_cells_are_red_and_say_why(desk: Desk) -> None:
    book = desk.orders(MIXED)
    report = desk.post(book)
    expected = {f"Orders!{p.place.cell}": f"FFC7CE {sentence(p, 'en')}" for p in report.problems}
    shown = marks(book)
    assert list(shown) == list(expected)
    assert all(sentence.split(" ", 1)[1] in shown[cell] for cell, sentence in expected.items())
    assert all(note.startswith("FFC7CE") for note in shown.values())
    red = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in openpyxl.load_workbook(book).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == "FFFFC7CE"
    ]
    assert red == list(expected)


def test_a_doubt_is_yellow_and_does_not_stop_the_posting(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Due
        A1   2026-03-05  C-1       BOLT-8   1         2026-03-01
    """)
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted"}
    assert codes(report) == [(cell("sales_order", "due_date", 2), "due-before-order")]
    assert marks(book)[cell("sales_order", "due_date", 2)].startswith("FFEB9C")
    assert shows(book, "sales_order", "status")[0][0].endswith("1 warning")


def test_the_problems_sheet_has_a_line_with_a_link_for_each(desk: Desk) -> None:
    book = desk.orders(MIXED)
    report = desk.post(book)
    workbook = openpyxl.load_workbook(book)
    sheet, table = find_table(workbook, PROBLEMS.name)
    links = [row[0].value for row in sheet[table.ref][1:]]
    assert links == [f'=HYPERLINK("#\'Orders\'!{p.place.cell}","Orders!{p.place.cell}")' for p in report.problems]
    assert all(p.place.sheet in workbook.sheetnames for p in report.problems)
    shown = table_shows(book, PROBLEMS, "cell", "severity", "document_ref", "sentence")
    assert shown == [
        (f"Orders!{p.place.cell}", "error", found.document.document_ref, sentence(p, "en"))
        for found in report.decisions
        for p in found.problems
    ]


def test_marks_go_away_once_corrected_and_posted_again(desk: Desk) -> None:
    book = desk.orders(MIXED)
    fill_before = fill_of(desk.orders(MIXED, "untouched.xlsx"), "Orders", "K3")
    desk.post(book)
    assert fill_of(book, "Orders", "K3") == "FFFFC7CE"
    put(book, "sales_order", 3, product_no="BOLT-8", quantity=3, tax_code="T5")
    put(book, "sales_order", 4, quantity=7)
    put(book, "sales_order", 6, document_date="2026-03-05", customer_no="C-2")
    report = desk.post(book)
    assert outcomes(report) == {"A1": "already", "A2": "posted", "A3": "already", "A4": "posted"}
    assert marks(book) == {}
    assert fill_of(book, "Orders", "K3") == fill_before
    assert table_shows(book, PROBLEMS, "sentence") == []


def fill_of(book, sheet: str, cell: str) -> str:
    return openpyxl.load_workbook(book)[sheet][cell].fill.start_color.rgb


def test_own_notes_survive_the_marks(desk: Desk) -> None:
    book = desk.orders(MIXED)
    with typing_into(book) as workbook:
        workbook["Orders"]["K3"].comment = openpyxl.comments.Comment("Ask Chen about this.", "Lin")
        workbook["Orders"]["A2"].comment = openpyxl.comments.Comment("Urgent.", "Lin")
    desk.post(book)
    assert "Ask Chen about this." in marks(book)["Orders!K3"]
    assert "zero" in marks(book)["Orders!K3"]
    assert marks(book)["Orders!A2"].endswith("Urgent.")
    put(book, "sales_order", 3, product_no="BOLT-8", quantity=3, tax_code="T5")
    put(book, "sales_order", 4, quantity=7)
    desk.post(book)
    assert marks(book)["Orders!K3"].split(" ", 1)[1] == "Ask Chen about this."


def test_a_lookup_that_failed_is_no_quantity(desk: Desk) -> None:
    book = desk.orders(MIXED)
    put(book, "sales_order", 2, quantity=CellError("#N/A"))
    report = desk.post(book)
    assert ("Orders!K2", "cell-error") in codes(report)
    assert outcomes(report)["A1"] == "refused"


def test_a_row_without_ref_is_told_and_the_others_are_posted(desk: Desk) -> None:
    report = desk.post(desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   10
             2026-03-05  C-1       NUT-8    1
    """))  # fmt: skip
    assert codes(report) == [("Orders!A3", "missing")]
    assert report.count("posted") == 1


def test_hidden_rows_are_neither_posted_nor_dropped_silently(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   1
        A2   2026-03-05  C-1       BOLT-8   9
        A3   2026-03-05  C-1       BOLT-8   2
        A3                         NUT-8    4
    """)
    with typing_into(book) as workbook:
        workbook["Orders"].row_dimensions[3].hidden = True
        workbook["Orders"].row_dimensions[5].hidden = True
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "hidden", "A3": "refused"}
    assert codes(report) == [("Orders!A3", "hidden-row"), ("Orders!A4", "hidden-row-of-document")]
    assert "3" in sentence(report.problems[0], "en")


def test_a_claimed_amount_that_is_not_the_computed_one_is_refused(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price
        A1   2026-03-05  C-1       BOLT-8   10        10
    """)
    put(book, "sales_order", 2, net_amount=90)
    report = desk.post(book)
    assert codes(report) == [(cell("sales_order", "net_amount", 2), "amount-differs")]
    assert (report.problems[0].values["shown"], report.problems[0].values["computed"]) == ("90", "100")
    put(book, "sales_order", 2, net_amount=100)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert desk.show("SO-2026-00001").net_amount == Decimal(100)


FINE_PRODUCTS = """
    Product  Name  Base price
    FINE     Fine  1.2345
    FINER    Too   1.23456
"""

FINE_TAX = """
    Tax code  Rate %
    T7        7.12345
"""

WRONG_CUSTOMER = """
    Customer  Name   Salesperson  Payment days
    C-3       Gamma  P9           soon
"""


def test_master_data_that_no_document_could_use_is_refused_where_it_is_typed(desk: Desk) -> None:
    report = desk.post(desk.records("product", FINE_PRODUCTS))
    assert codes(report) == [("Products!F3", "out-of-range")]
    assert report.problems[0].values["limits"] == "n × 0.0001"
    assert codes(desk.post(desk.records("tax_code", FINE_TAX, "tax.xlsx"))) == [("Tax codes!C2", "out-of-range")]


def test_a_record_row_tells_an_unknown_code_beside_a_cell_that_is_wrong(desk: Desk) -> None:
    report = desk.post(desk.records("customer", WRONG_CUSTOMER))
    assert codes(report) == [
        (cell("customer", "salesperson_no", 2), "unknown-salesperson"),
        (cell("customer", "payment_days", 2), "not-a-number"),
    ]


NEARLY = """
    Customer  Name   Salesperson  Territory  Tax code
    C-3       Gamma  P11          N 1        T5
    C-4       Delta  P1           Nort       T55
"""


def test_a_record_row_names_the_codes_that_were_nearly_typed(desk: Desk) -> None:
    report = desk.post(desk.records("customer", NEARLY))
    found = {(f.place.row_number, f.place.field): (f.code, f.values["similar"]) for f in report.problems}
    assert found == {
        (2, "salesperson_no"): ("unknown-salesperson-similar", "P1"),
        (2, "territory_code"): ("unknown-territory-similar", "N1"),
        (3, "territory_code"): ("unknown-territory-similar", "North"),
        (3, "tax_code"): ("unknown-tax-code-similar", "T5"),
    }


CIRCLE = """
    Territory  Name  Part of
    X          x     Y
    Y          y     X
    W          w     X
    V          v     North
"""


def test_territories_in_a_circle_are_told_so_and_take_along_what_is_part_of_them(desk: Desk) -> None:
    report = desk.post(desk.records("territory", CIRCLE))
    assert codes(report) == [
        ("Territories!C2", "territory-own-ancestor"),
        ("Territories!C3", "territory-own-ancestor"),
        ("Territories!C4", "unknown-territory"),
    ]
    assert [found.outcome for found in report.decisions] == ["refused", "refused", "refused", "posted"]


def test_a_ref_that_excel_took_for_a_date_is_told_as_such(desk: Desk) -> None:
    book = desk.orders(MIXED)
    put(book, "sales_order", 2, document_ref=date(2026, 3, 5))
    assert codes(desk.post(book))[0] == ("Orders!A2", "code-is-date")
