"""Enquiries: one answer about a customer, a product or an order, with the figures of the other commands."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.answer_sheet import write_answer
from salesbook.actions.asking_customer import ask_customer
from salesbook.actions.asking_order import ask_order
from salesbook.actions.asking_product import ask_product
from salesbook.actions.crediting import show_credit
from salesbook.actions.receivables import receivables
from salesbook.actions.reversing import reverse
from salesbook.actions.stocking import available_on, show_promise, show_stock
from salesbook.hosts.closed_file import ClosedFile
from salesbook.ledger.cutoff import Cutoff
from salesbook.messages import error_sentence
from salesbook.problems import SalesbookError
from salesbook.settings import Language
from salesbook.workbooks.enquiry import Answer, Said, section_name
from tests.small_company import Desk, clear, move_in, put

NAMES = """
    Customer  Name                Salesperson  Territory  Payment days  Credit limit  Price list
    C-1       Alpha Trading       P1           N1         30            1000          A
    C-3       Alpha Retail        P1           N1         30
    C-4       Ｗｉｄｅ Letters        P1           N1         30
"""
STOCK = """
    Ref  Date        Movement  Product  Quantity  Unit cost  Warehouse  To warehouse
    S1   2026-03-01  opening   BOLT-8   100       7.00       Main
    S2   2026-03-02  transfer  BOLT-8   20                   Main       Shop
"""
PLACES = "Warehouse  Name\nMain       Main store\nShop       Shop in town"
UNITS = "Product  Unit  Own units in one\nBOLT-8   box   10"
EXPECTED = "Product  Expected on  Warehouse  Quantity\nBOLT-8   2026-03-20   Main       40"
PAPERS = {
    "quotation": """
        Ref  Date        Customer  Valid until  Product  Quantity  Unit price
        Q1   2026-01-02  C-1       2026-01-31   BOLT-8   5         9.5
        Q2   2026-03-02  C-1       2026-03-31   NUT-8    50        2.4
    """,
    "sales_order": """
        Ref    Date        Customer  Customer order no.  Product  Quantity  Due
        WEB-7  2026-01-05  C-1       PO-1                BOLT-8   10        2026-01-20
        WEB-7                                            NUT-8    4         2026-04-01
        A2     2026-03-05  C-2                           BOLT-8   30        2026-03-10
    """,
}


@pytest.fixture(scope="module")
def _built_busy(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("busy")
    with pytest.MonkeyPatch.context() as patch:
        do_business(move_in(_built_company, folder, patch))
    return folder


@pytest.fixture
def busy(_built_busy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The company of ``do_business``, for a test to go on with."""
    return move_in(_built_busy, tmp_path, monkeypatch)


def do_business(desk: Desk) -> None:
    """C-1 has two quotations, an order of which the bolts are delivered in part, invoiced and paid in part, a
    complaint, a refusal and a visit; C-2 waits for bolts.
    """
    for kind, text in (
        ("customer", NAMES), ("warehouse", PLACES), ("product_unit", UNITS), ("expected_receipt", EXPECTED),
    ):  # fmt: skip
        assert not desk.post(desk.records(kind, text, f"{kind}.xlsx")).problems
    desk.post(desk.documents("stock.xlsx", stock_movement=STOCK))
    desk.change_settings('promise_check = "warn"', 'promise_check = "none"')
    book = desk.documents("papers.xlsx", **PAPERS)
    assert not [problem for problem in desk.post(book).problems if problem.severity == "error"]
    for kind, quantity in (("delivery_note", 8), ("sales_invoice", 6)):
        desk.make(kind, book, *(["SO-2026-00001"] if kind == "delivery_note" else []))
        put(book, kind, 2, quantity=Decimal(quantity), document_date=date(2026, 1, 10))
        if kind == "delivery_note":
            clear(book, kind, 3)
        desk.post(book)
    money = """
        Ref  Date        Customer  Invoice no.    Amount
        R1   2026-02-01  C-1       SI-2026-00001  23
        R2   2026-02-02  C-1                      7.5
    """
    desk.post(desk.documents("money.xlsx", payment=money))
    desk.post(
        desk.documents(
            "cases.xlsx",
            complaint="""
                Complaint no.  Customer  About          Opened on   Trouble  What happened  Owner  Promised on
                K-1            C-1       DN-2026-00001  2026-03-01  late     came late      P1     2026-03-09
            """,
            dispute="""
                Case no.  Invoice no.    Refused on  Amount refused  Reason refused  Owner
                D-1       SI-2026-00001  2026-03-02  10              quality         Li
            """,
        )
    )
    visits = """
        Salesperson  Date        Customer  Note
        P1           2026-02-10  C-1       price talk
        P1           2026-03-01  C-1
        P2           2026-02-20  C-2       someone else
    """
    desk.post(desk.records("visit", visits, "visits.xlsx"))


def columns(answer: Answer, name: str, *fields: str) -> list[tuple[object, ...]]:
    """The values of these columns, words by their code."""
    return [tuple(plain(row[field]) for field in fields) for row in answer.rows(name)]


def plain(value: object) -> object:
    return value.code if isinstance(value, Said) else value


def refusal(error: pytest.ExceptionInfo[SalesbookError]) -> str:
    return error_sentence(error.value, "en")


# ---- A customer -------------------------------------------------------------------------------------------------


def test_everything_about_a_customer_stands_on_one_answer(busy: Desk) -> None:
    answer = ask_customer("C-1", busy.company)
    assert (answer.value("name"), answer.value("price_list"), answer.value("credit_limit")) == (
        "Alpha Trading", "A", 1000,
    )  # fmt: skip
    assert answer.value("blocked") is False
    # The visit of 1 March has no note, so it is none.
    assert (answer.value("last_visit"), answer.value("visited_by"), answer.value("visit_note")) == (
        date(2026, 2, 10), "P1", "price talk",
    )  # fmt: skip
    assert columns(answer, "open_quotations", "document_no", "open", "valid_until", "state") == [
        ("QU-2026-00001", 5, date(2026, 1, 31), "expired"),
        ("QU-2026-00002", 50, date(2026, 3, 31), "issued"),
    ]
    assert columns(answer, "open_orders", "document_no", "product_no", "open_to_deliver", "due_date") == [
        ("SO-2026-00001", "BOLT-8", 2, date(2026, 1, 20)),
        ("SO-2026-00001", "NUT-8", 4, date(2026, 4, 1)),
    ]
    assert columns(answer, "uninvoiced", "document_no", "uninvoiced", "order_no") == [
        ("DN-2026-00001", 2, "SO-2026-00001"),
    ]
    # Six bolts at 10.50 are 63, of which 23 came; due on 9 February, 24 days before 5 March.
    assert columns(answer, "open_invoices", "document_no", "amount", "open_amount", "overdue_days", "disputed") == [
        ("SI-2026-00001", 63, 40, 24, 10),
    ]
    assert columns(answer, "on_account", "document_no", "kind", "amount") == [
        ("RC-2026-00002", "payment", Decimal("7.5"))
    ]
    assert columns(answer, "last_prices", "product_no", "unit_price", "quantity", "document_no") == [
        ("BOLT-8", 10, 6, "SI-2026-00001"),
    ]
    assert columns(answer, "complaints", "complaint_no", "trouble", "promised_on") == [
        ("K-1", "late", date(2026, 3, 9)),
    ]
    assert columns(answer, "disputes", "case_no", "refused_amount", "refusal_reason", "case_state") == [
        ("D-1", 10, "quality", "open"),
    ]


def test_what_a_customer_owes_is_what_credit_and_receivables_say(busy: Desk) -> None:
    answer = ask_customer("C-1", busy.company)
    standing = show_credit("C-1", busy.company).standing
    (credit,) = answer.rows("credit")
    for term in ("receivable", "uninvoiced", "open_orders", "unapplied", "exposure"):
        assert credit[term] == getattr(standing, term), term
    assert credit["free"] == 1000 - standing.exposure
    (invoice,) = [found for found in receivables(busy.company).ageing.invoices if found.customer_no == "C-1"]
    (row,) = answer.rows("open_invoices")
    assert (row["due_date"], row["overdue_days"], row["open_amount"], row["disputed"]) == (
        invoice.due_date, invoice.overdue_days, invoice.open_amount, invoice.disputed,
    )  # fmt: skip


def test_a_customer_with_nothing_open_has_empty_tables(desk: Desk) -> None:
    answer = ask_customer("C-2", desk.company)
    assert {section_name(section.table) for section in answer.sections if section.rows} == {"credit"}
    assert answer.value("last_visit") is None


def test_a_part_of_the_name_finds_a_customer_and_says_which(busy: Desk) -> None:
    for typed in ("retail", "ALPHA RET", "c-3"):
        answer = ask_customer(typed, busy.company)
        assert answer.subject == "C-3 Alpha Retail"
        assert answer.found is not None
        assert answer.found.en == f"“{typed}” was taken for C-3 Alpha Retail."
    assert ask_customer("wide", busy.company).subject.startswith("C-4 ")
    assert ask_customer("C-3", busy.company).found is None


def test_a_part_of_several_names_lists_them_and_answers_nothing(busy: Desk) -> None:
    with pytest.raises(SalesbookError) as error:
        ask_customer("alpha", busy.company)
    assert refusal(error) == (
        "“alpha” fits 2 customers: C-1 Alpha Trading, C-3 Alpha Retail. Ask with the code of the one that is meant."
    )


@pytest.mark.parametrize("typed", ["C1", "C-11", ""])
def test_an_unknown_code_names_the_nearest_ones(busy: Desk, typed: str) -> None:
    with pytest.raises(SalesbookError) as error:
        ask_customer(typed, busy.company)
    assert refusal(error).startswith("There is no customer ")
    assert ("Did you mean C-1" in refusal(error)) == bool(typed)


def test_a_merged_file_is_answered_by_the_one_it_became_part_of(busy: Desk) -> None:
    from salesbook.actions.customer_files import merge

    merge("C-1", "C-3", busy.company, "one company")
    answer = ask_customer("C-1", busy.company)
    assert answer.subject == "C-3 Alpha Retail"
    assert answer.found is not None
    assert [row["document_no"] for row in answer.rows("open_invoices")] == ["SI-2026-00001"]
    assert [row["product_no"] for row in answer.rows("last_prices")] == ["BOLT-8"]
    assert answer.value("last_visit") == date(2026, 2, 10)


def test_the_last_price_of_a_product_is_that_of_its_newest_invoice_that_stands(busy: Desk) -> None:
    for number, (day, price) in enumerate((("2026-02-03", "9"), ("2026-02-04", "8")), start=2):
        book = busy.orders(
            f"""
            Ref  Date        Customer  Product  Quantity  Unit price  Invoice from
            L    {day}  C-1       BOLT-8   1         {price}           order
        """,
            f"{day}.xlsx",
        )
        busy.post(book)
        busy.make("sales_invoice", book, f"SO-2026-0000{number + 1}")
        put(book, "sales_invoice", 2, document_date=date.fromisoformat(day))
        busy.post(book)
    newest = ask_customer("C-1", busy.company).rows("last_prices")
    assert [(row["document_no"], row["unit_price"]) for row in newest] == [("SI-2026-00003", 8)]
    busy.reverse("SI-2026-00003")
    newest = ask_customer("C-1", busy.company).rows("last_prices")
    assert [(row["document_no"], row["unit_price"]) for row in newest] == [("SI-2026-00002", 9)]
    sold = ask_product("BOLT-8", busy.company).rows("last_prices")
    assert [(row["document_no"], row["unit_price"]) for row in sold] == [("SI-2026-00002", 9), ("SI-2026-00001", 10)]


def test_no_more_than_five_last_prices_are_told(desk: Desk) -> None:
    products = "\n".join(f"P-{number}      Part {number}  pcs   1" for number in range(7))
    desk.post(desk.records("product", f"Product  Name    Unit  Base price\n{products}", "parts.xlsx"))
    rows = "\n".join(
        f"A{number}   2026-01-{number + 2:02}  C-1       P-{number}      1         order" for number in range(7)
    )
    book = desk.orders(f"Ref  Date        Customer  Product  Quantity  Invoice from\n{rows}")
    assert not desk.post(book).problems
    book = desk.documents("invoices.xlsx")
    desk.make("sales_invoice", book)
    for number in range(7):
        put(book, "sales_invoice", number + 2, document_date=date(2026, 1, number + 2))
    assert not [found for found in desk.post(book).problems if found.severity == "error"]
    told = ask_customer("C-1", desk.company).rows("last_prices")
    assert [row["product_no"] for row in told] == ["P-6", "P-5", "P-4", "P-3", "P-2"]


# ---- A product --------------------------------------------------------------------------------------------------


def test_everything_about_a_product_stands_on_one_answer(busy: Desk) -> None:
    answer = ask_product("BOLT-8", busy.company)
    assert (answer.value("name"), answer.value("base_price"), answer.value("unit")) == ("Bolt, 8 mm", 10, "pcs")
    # 100 came in, 8 went out; 2 and 30 are promised, 40 are on their way.
    facts = {name: answer.value(name) for name in ("on_hand", "promised", "expected", "available")}
    assert facts == {"on_hand": 92, "promised": 32, "expected": 40, "available": 60}
    assert columns(answer, "open_orders", "document_no", "customer_no", "customer_name", "open_to_deliver") == [
        ("SO-2026-00001", "C-1", "Alpha Trading", 2),
        ("SO-2026-00002", "C-2", "Beta", 30),
    ]
    assert columns(answer, "expected", "document_date", "quantity") == [(date(2026, 3, 20), 40)]
    assert columns(answer, "last_prices", "customer_no", "document_date", "quantity", "unit_price") == [
        ("C-1", date(2026, 1, 10), 6, 10),
    ]
    assert columns(answer, "units", "unit", "factor") == [("box", 10)]


def test_stock_and_promise_are_what_stock_and_atp_say(busy: Desk) -> None:
    answer = ask_product("BOLT-8", busy.company)
    told = {row["warehouse_code"]: row["on_hand"] for row in answer.rows("stock")}
    assert set(told) == {"Main", "Shop"}
    for place, on_hand in told.items():
        assert [row.on_hand for row in show_stock(busy.company, place)] == [on_hand]
    rows = available_on(show_promise("BOLT-8", busy.company), busy.today)
    assert columns(answer, "available", "document_date", "left", "available") == rows


def test_a_product_without_stock_says_nothing_of_stock(desk: Desk) -> None:
    answer = ask_product("cotton", desk.company)
    assert answer.subject == "CLOTH Cotton"
    assert answer.value("on_hand") is None
    assert not any(section.rows for section in answer.sections)
    with pytest.raises(SalesbookError) as error:
        ask_product("BLOT-8", desk.company)
    assert refusal(error) == (
        "There is no product BLOT-8. Did you mean BOLT-8? Correct the code, or post the product first."
    )


# ---- An order ---------------------------------------------------------------------------------------------------


def test_an_order_is_told_line_by_line_with_its_papers(busy: Desk) -> None:
    answer = ask_order("SO-2026-00001", busy.company)
    assert plain(answer.value("state")) == "part_delivered"
    assert (answer.value("customer_name"), answer.value("customer_reference")) == ("Alpha Trading", "PO-1")
    assert (answer.value("net_amount"), answer.value("tax_amount"), answer.value("gross_amount")) == (
        110, Decimal("5.5"), Decimal("115.5"),
    )  # fmt: skip
    names = ("ordered", "delivered", "invoiced", "paid", "open_to_deliver", "uninvoiced")
    assert columns(answer, "lines", "product_no", *names) == [
        ("BOLT-8", 10, 8, 6, 0, 2, 2),
        ("NUT-8", 4, 0, 0, 0, 4, 0),
    ]
    assert columns(answer, "documents", "kind", "document_no", "state", "made_from", "open_amount") == [
        ("sales_order", "SO-2026-00001", "part_delivered", "", None),
        ("delivery_note", "DN-2026-00001", "part_invoiced", "SO-2026-00001", None),
        ("sales_invoice", "SI-2026-00001", "part_paid", "DN-2026-00001", 40),
        ("payment", "RC-2026-00001", "posted", "SI-2026-00001", None),
    ]
    for row in answer.rows("documents"):
        assert plain(row["state"]) == busy.show(row["document_no"]).state


def test_a_line_is_paid_once_its_invoice_is(busy: Desk) -> None:
    rest = "Ref  Date        Customer  Invoice no.    Amount\nR3   2026-03-04  C-1       SI-2026-00001  40"
    busy.post(busy.documents("rest.xlsx", payment=rest))
    answer = ask_order("SO-2026-00001", busy.company)
    assert [row["paid"] for row in answer.rows("lines")] == [6, 0]
    paid = [row for row in answer.rows("documents") if plain(row["kind"]) == "payment"]
    assert [(row["document_no"], row["amount"]) for row in paid] == [("RC-2026-00001", 23), ("RC-2026-00003", 40)]


def test_an_order_as_it_was_on_a_day(busy: Desk) -> None:
    answer = ask_order("SO-2026-00001", busy.company, Cutoff(date(2026, 1, 9)))
    assert plain(answer.value("state")) == "confirmed"
    assert columns(answer, "lines", "delivered", "invoiced", "open_to_deliver") == [(0, 0, 10), (0, 0, 4)]
    assert columns(answer, "documents", "document_no") == [("SO-2026-00001",)]
    answer = ask_order("SO-2026-00001", busy.company, Cutoff(date(2026, 1, 31)))
    assert columns(answer, "documents", "document_no", "state", "open_amount") == [
        ("SO-2026-00001", "part_delivered", None), ("DN-2026-00001", "part_invoiced", None),
        ("SI-2026-00001", "posted", 63),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["WEB-7", "SI-2026-00001", "DN-2026-00001", "so-2026-00001", "ＳＯ-2026-00001"])
def test_an_order_is_found_by_its_ref_or_by_one_of_its_papers(busy: Desk, typed: str) -> None:
    answer = ask_order(typed, busy.company)
    assert answer.subject == "SO-2026-00001"
    assert answer.found is not None
    assert answer.found.en.endswith("was taken for SO-2026-00001.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("SO-2026-0001", "There is no posted document SO-2026-0001. Did you mean SO-2026-00001"),
        ("SO-2025-00002", "There is no posted document SO-2025-00002. Did you mean SO-2026-00002?"),
        ("nothing like it", "There is no posted document nothing like it. Check the number."),
        ("QU-2026-00002", "QU-2026-00002 is not an order but of the kind Quotation. Ask with the number of an order."),
    ],
)
def test_a_number_that_is_no_order_names_the_nearest(busy: Desk, typed: str, told: str) -> None:
    with pytest.raises(SalesbookError) as error:
        ask_order(typed, busy.company)
    assert told in refusal(error)


def test_a_ref_of_two_orders_is_asked_about(busy: Desk) -> None:
    again = "Ref    Date        Customer  Product  Quantity\nWEB-7  2026-03-05  C-2       NUT-8    1"
    busy.post(busy.orders(again, "again.xlsx"))
    with pytest.raises(SalesbookError) as error:
        ask_order("WEB-7", busy.company)
    assert "SO-2026-00001, SO-2026-00003" in refusal(error)


def test_an_order_from_a_quotation_shows_where_it_came_from(busy: Desk) -> None:
    order = "Ref  Date        Customer  Quotation no.  Quantity\nN    2026-03-05  C-1       QU-2026-00002  50"
    assert not busy.post(busy.orders(order, "from quotation.xlsx")).has_errors
    answer = ask_order("QU-2026-00002", busy.company)
    assert answer.subject == "SO-2026-00003"
    assert columns(answer, "documents", "kind", "document_no", "state", "made_from") == [
        ("quotation", "QU-2026-00002", "ordered", ""),
        ("sales_order", "SO-2026-00003", "confirmed", "QU-2026-00002"),
    ]


def test_a_paper_that_was_reversed_is_told_as_such_from_that_day_on(busy: Desk) -> None:
    reverse("RC-2026-00001", busy.company, "bounced", date(2026, 3, 5))
    rows = ask_order("SO-2026-00001", busy.company).rows("documents")
    assert [plain(row["state"]) for row in rows if row["document_no"] == "RC-2026-00001"] == ["reversed"]
    rows = ask_order("SO-2026-00001", busy.company, Cutoff(date(2026, 3, 4))).rows("documents")
    assert [plain(row["state"]) for row in rows if row["document_no"] == "RC-2026-00001"] == ["posted"]


# ---- The sheet --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "heading", "column", "trouble"),
    [
        ("en", "Customer enquiry", "Open invoices", "Days overdue", "late"),
        ("zh-Hant", "客戶快速查詢", "未收發票", "逾期天數", "遲交"),
        ("zh-Hans", "客户快速查询", "未收发票", "逾期天数", "迟交"),
    ],
)
def test_the_sheet_says_the_same_in_each_language(
    busy: Desk, tmp_path: Path, language: Language, title: str, heading: str, column: str, trouble: str
) -> None:
    answer = ask_customer("C-1", busy.company)
    write_answer(busy.company, answer, tmp_path / "answer.xlsx", language)
    sheet = openpyxl.load_workbook(tmp_path / "answer.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert sheet.title == title
    assert f"{title} · C-1 Alpha Trading" in texts
    for told in (heading, column, trouble, "SI-2026-00001", "price talk"):
        assert told in texts
    table = sheet.tables["askOpenInvoices"]
    (row,) = list(sheet[table.ref])[1:]
    assert [cell.value for cell in row[3:7]] == [63, 40, "USD", 24]


def test_every_answer_can_be_written_as_a_sheet_and_is_read_as_no_list_of_ours(busy: Desk, tmp_path: Path) -> None:
    answers = (ask_product("BOLT-8", busy.company), ask_order("SO-2026-00001", busy.company))
    for number, answer in enumerate(answers):
        path = tmp_path / f"{number}.xlsx"
        write_answer(busy.company, answer, path)
        shown = {name.removeprefix("ask") for name in ClosedFile(path).table_names()}
        assert len(shown) == sum(bool(section.rows) for section in answer.sections)
