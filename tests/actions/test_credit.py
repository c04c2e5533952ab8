"""The credit limit in the customer file, and what the papers of a workbook do to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.approving import approve, waiting
from salesbook.actions.crediting import show_credit, write_credit
from salesbook.actions.verifying import verify
from salesbook.documents.credit_sheet import CreditSheet
from salesbook.documents.exposure import CreditStanding
from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import LISTS
from tests.small_company import TODAY, Desk, codes, columns_of, find_table, outcomes, put, shows, typing_into


@pytest.fixture
def limited(desk: Desk) -> Desk:
    """Customer C-1 may owe 1,000."""
    set_limit(desk, "1000")
    return desk


def set_limit(desk: Desk, limit: str, days: str = "") -> None:
    text = f"""
        Customer  Name   Salesperson  Territory  Payment days  Credit limit  Credit days
        C-1       Alpha  P1           N1         30            {limit:12}  {days}
    """
    report = desk.post(desk.records("customer", text, f"limit {limit} {days}.xlsx"))
    # A limit that is taken away again is as it was at first, which a row without an age is told.
    assert {problem.code for problem in report.problems} <= {"row-sets-back"}


def orders(desk: Desk, *quantities: int, name: str = "March.xlsx") -> Path:
    """Orders of bolts, each 10.50 with tax."""
    rows = [f"A{number}   2026-03-05  C-1       BOLT-8   {count}" for number, count in enumerate(quantities, start=1)]
    return desk.orders("\n".join(["Ref  Date        Customer  Product  Quantity", *rows]), name)


def standing(desk: Desk) -> CreditSheet:
    return show_credit("C-1", desk.company)


def test_two_orders_of_one_list_cannot_together_pass_the_limit(limited: Desk) -> None:
    book = orders(limited, 60, 60, 35)
    report = limited.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "refused", "A3": "posted"}
    assert codes(report) == [("Orders!C3", "credit-limit-exceeded")]
    assert sentence(report.problems[0], "en") == (
        "Customer C-1 would owe 1260, 260 over the credit limit of 1000. Receivable 0 + delivered, not invoiced 0 + "
        "open orders 630 − on account 0 + this document 630. "
        "Reduce the document, collect what is due, or raise the limit in the customer file."
    )
    assert standing(limited).free == Decimal("2.50")


def test_the_terms_are_told_with_the_documents_behind_them(limited: Desk) -> None:
    book = orders(limited, 20, 30)
    limited.post(book)
    limited.make("delivery_note", book, "SO-2026-00001")
    limited.post(book)
    put(book, "delivery_note", 2, quantity=Decimal(20))
    limited.make("sales_invoice", book)
    put(book, "sales_invoice", 2, quantity=Decimal(12))
    limited.post(book)
    book = limited.documents(
        "receipts.xlsx",
        payment="""
            Ref  Date        Customer  Invoice no.    Amount
            R1   2026-03-05  C-1       SI-2026-00001  26
            R2   2026-03-05  C-1                      40
        """,
    )
    limited.post(book)
    shown = standing(limited)
    assert {term: [(part.document_no, part.amount) for part in parts] for term, parts in shown.parts.items()} == {
        "receivable": [("SI-2026-00001", 100)],
        "uninvoiced": [("DN-2026-00001", 84)],
        "open_orders": [("SO-2026-00002", 315)],
        "unapplied": [("RC-2026-00002", 40)],
    }
    for term, parts in shown.parts.items():
        assert sum(part.amount for part in parts) == getattr(shown.standing, term)
    assert (shown.standing.exposure, shown.free) == (459, 541)
    assert verify(limited.company).is_good


def test_money_received_counts_for_the_orders_in_the_same_workbook(limited: Desk) -> None:
    book = orders(limited, 90)
    limited.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        limited.make(kind, book)
        limited.post(book)
    row = {"document_ref": "B1", "document_date": TODAY, "customer_no": "C-1", "product_no": "BOLT-8"}
    rows = {
        "sales_order": [row | {"quantity": Decimal(50)}],
        "payment": [{"document_ref": "R1", "document_date": TODAY, "source_no": "SI-2026-00001", "amount": 945}],
    }
    from salesbook.actions.workbooks import new_workbook

    both = new_workbook(limited.company, "documents", limited.folder / "both.xlsx", rows)
    report = limited.post(both)
    assert [(found.document.document_ref, found.outcome) for found in report.decisions] == [
        ("B1", "posted"), ("R1", "posted"),
    ]  # fmt: skip
    assert shows(both, "sales_order", "document_no") == [("SO-2026-00002",)]


def test_a_delivery_is_looked_at_again_and_an_invoice_only_warns(limited: Desk) -> None:
    book = orders(limited, 90)
    limited.post(book)
    set_limit(limited, "900")
    limited.make("delivery_note", book)
    assert codes(limited.post(book)) == [("Deliveries!C2", "credit-limit-exceeded")]
    limited.change_settings('credit_check_delivery = "block"', 'credit_check_delivery = "none"')
    limited.post(book)
    limited.make("sales_invoice", book)
    report = limited.post(book)
    assert codes(report) == [("Invoices!C2", "credit-limit-exceeded")]
    assert report.problems[0].severity == "warning"
    assert report.count("posted") == 1


def test_who_is_late_gets_nothing_more_until_the_oldest_invoice_is_paid(desk: Desk) -> None:
    book = orders(desk, 1)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    set_limit(desk, "", "10")
    later = Desk(desk.folder, TODAY.replace(month=4, day=15))
    april = orders(later, 1, name="April.xlsx")
    report = later.post(april)
    assert codes(report) == [("Orders!C2", "credit-overdue")]
    assert sentence(report.problems[0], "en") == (
        "Customer C-1 is late: invoice SI-2026-00001 was due on 2026-04-04, 11 days ago, and 10.5 is open on it; "
        "10 days are allowed. Collect it, or change the credit days in the customer file."
    )
    receipts = later.documents("receipts.xlsx")
    later.make("payment", receipts)
    later.post(receipts)
    assert not later.post(april).problems


def test_a_customer_without_limit_is_never_stopped_unless_money_comes_first(desk: Desk) -> None:
    assert not desk.post(orders(desk, 100000)).problems
    desk.change_settings('credit_without_limit = "allow"', 'credit_without_limit = "block"')
    assert codes(desk.post(orders(desk, 1, name="second.xlsx"))) == [("Orders!C2", "credit-without-limit")]


def test_an_unknown_customer_is_named_with_the_nearest_one(desk: Desk) -> None:
    with pytest.raises(SalesbookError) as refused:
        show_credit("C-11", desk.company)
    assert (refused.value.code, refused.value.values["similar"]) == ("unknown-customer-similar", "C-1")


def left(book: Path, kind: str = "sales_order") -> list[object]:
    return [number for (number,) in shows(book, kind, "credit_left")]


def test_each_row_shows_what_is_left_after_it_before_anything_is_posted(limited: Desk) -> None:
    """Of 1,000: 630 are taken, another 630 are refused and take nothing, 367.50 are taken."""
    book = orders(limited, 60, 60, 35)
    limited.check(book)
    assert left(book) == [Decimal(370), Decimal(370), Decimal("2.50")]
    assert standing(limited).free == 1000


def test_rows_in_another_order_leave_other_numbers(limited: Desk) -> None:
    """Turned round, 367.50 go first; then 630 fit, and the last 630 do not."""
    book = orders(limited, 35, 60, 60)
    limited.check(book)
    assert left(book) == [Decimal("632.50"), Decimal("2.50"), Decimal("2.50")]


def test_an_order_exactly_up_to_the_limit_leaves_nothing_and_says_so(desk: Desk) -> None:
    set_limit(desk, "630")
    book = orders(desk, 60)
    desk.post(book)
    assert left(book) == [Decimal(0)]
    desk.post(book)
    assert left(book) == [Decimal(0)]


def test_a_delivery_of_what_was_ordered_leaves_as_much_as_before(limited: Desk) -> None:
    book = orders(limited, 60)
    limited.post(book)
    limited.make("delivery_note", book)
    limited.check(book)
    assert left(book, "delivery_note") == [Decimal(370)]


def test_no_limit_leaves_the_column_blank_and_takes_away_an_old_number(limited: Desk) -> None:
    book = orders(limited, 60)
    limited.check(book)
    assert left(book) == [Decimal(370)]
    set_limit(limited, "")
    limited.check(book)
    assert left(book) == [None]


def test_a_workbook_without_the_column_is_posted_as_before(limited: Desk) -> None:
    book = orders(limited, 60)
    table = LISTS["sales_order"]
    with typing_into(book) as workbook:
        sheet, found = find_table(workbook, table.name)
        number = columns_of(sheet, found, table)["credit_left"]
        sheet.cell(1, number).value = found.tableColumns[number - 1].name = "My own"
    assert limited.post(book).count("posted") == 1


def test_over_the_limit_an_order_waits_for_a_release_that_holds_for_this_amount(limited: Desk) -> None:
    """1,260 of 1,000: released, it is posted with both names; a larger one asks anew."""
    limited.change_settings('credit_check_order = "block"', 'credit_check_order = "approve"')
    book = orders(limited, 120)
    assert outcomes(limited.post(book)) == {"A1": "waiting"}
    assert left(book) == [Decimal(1000)]
    put(book, "sales_order", 2, quantity=Decimal(130))
    assert outcomes(limited.post(book)) == {"A1": "waiting"}
    (request,) = waiting(limited.company)
    assert (request.request_no, request.net_amount, request.codes) == ("AP-00002", 1300, {"credit-limit-exceeded"})
    approve("AP-00002", replace(limited.company, user="boss"), "bank guarantee")
    (line,) = limited.show("SO-2026-00001").lines
    assert '"approved_by":"boss"' in line.posting.details
    assert standing(limited).free == -365


def a_group(desk: Desk) -> Path:
    """HQ C-2 with a limit of 1,000 for itself and its company C-1; deliveries within 30 days count."""
    desk.change_settings("credit_horizon_days = 0", "credit_horizon_days = 30")
    text = """
        Customer  Name   Salesperson  Territory  Payment days  Belongs to  Credit limit  Credit days
        C-1       Alpha  P1           N1         30            C-2
        C-2       Beta   P2           South      60                        1000          10
    """
    assert not desk.post(desk.records("customer", text, "group.xlsx")).problems
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Due
        A1   2026-03-05  C-1       BOLT-8   20        2026-03-20
        A2   2026-03-05  C-2       BOLT-8   10        2026-03-20
        A3   2026-03-05  C-1       BOLT-8   50        2026-06-20
    """)
    desk.post(book)
    desk.make("delivery_note", book, "SO-2026-00001")
    desk.post(book)
    desk.make("sales_invoice", book)
    desk.post(book)
    money = """
        Ref  Date        Customer  Amount
        R1   2026-03-05  C-2       15
    """
    desk.post(desk.documents("money.xlsx", payment=money))
    return book


def test_the_sheet_of_a_group_says_whose_limit_it_is_and_what_is_left_out(desk: Desk) -> None:
    """Receivable 210 + open 105 − on account 15 = 300 of 1,000; 525 are due after the horizon."""
    a_group(desk)
    shown = standing(desk)
    (level,) = shown.levels
    assert (level.owner.customer_no, level.members, shown.until) == ("C-2", ("C-1", "C-2"), date(2026, 4, 4))
    assert {term: [(part.customer_no, part.amount) for part in parts] for term, parts in level.parts.items()} == {
        "receivable": [("C-1", 210)], "uninvoiced": [], "open_orders": [("C-2", 105)], "unapplied": [("C-2", 15)],
    }  # fmt: skip
    assert [(part.document_no, part.amount) for part in level.later] == [("SO-2026-00003", 525)]
    assert (level.standing.exposure, shown.free) == (300, 700)
    assert shown.levels == show_credit("C-2", desk.company).levels
    assert level.overdue(TODAY) is None
    late = level.overdue(date(2026, 4, 20))
    assert late is not None
    assert (late[0].document_no, late[1]) == ("SI-2026-00001", 16)
    assert replace(level, disputed={"SI-2026-00001": Decimal(210)}).overdue(date(2026, 4, 20)) is None


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "Credit sheet", ["+ Receivable", "+ Delivered, not invoiced", "+ Open orders", "− On account"]),
        ("zh-Hant", "信用額度表", ["+ 應收帳款", "+ 已出貨未開票", "+ 未交訂單", "− 暫收款"]),
        ("zh-Hans", "信用额度表", ["+ 应收账款", "+ 已出货未开票", "+ 未交订单", "− 暂收款"]),
    ],
)
def test_the_workbook_sums_the_documents_by_live_formulas(
    desk: Desk, language: str, title: str, words: list[str]
) -> None:
    a_group(desk)
    desk.change_settings('language = "en"', f'language = "{language}"')
    path = desk.folder / "credit.xlsx"
    write_credit(desk.company, standing(desk), path)
    page = openpyxl.load_workbook(path, data_only=True)[title]
    shown = {row[0].value: row[1].value for row in page.iter_rows(max_col=2) if row[0].value}
    assert [shown[word] for word in words] == [210, 0, 105, 15]
    numbers = [value for value in shown.values() if isinstance(value, int | float)]
    assert numbers == [210, 0, 105, 15, 300, 1000, 700]
    formulas = openpyxl.load_workbook(path)[title]
    (exposure,) = (
        row[1].value
        for row in formulas.iter_rows(max_col=2)
        if str(row[0].value).startswith("= ") and "+" in str(row[1].value)
    )
    assert exposure == "=B11+B12+B13-B14", "the terms above it"


def test_a_second_sheet_that_says_the_same_is_not_kept_twice(limited: Desk) -> None:
    path = limited.folder / "credit.xlsx"
    write_credit(limited.company, standing(limited), path)
    write_credit(limited.company, standing(limited), path)
    assert len(list(limited.folder.glob("credit*.xlsx"))) == 1


def test_goods_that_are_sent_again_after_their_invoice_count_once(limited: Desk) -> None:
    """Ten are invoiced for 105; two come back and two are sent in their place: 105 are owed all the time."""
    limited.change_settings('return_check = "approve"', 'return_check = "none"')
    book = orders(limited, 10)
    limited.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        limited.make(kind, book)
        limited.post(book)
    rows = """
        Ref  Date        Delivery or request no.  Line  Quantity  Settlement  Disposition  Reason
        R1   2026-03-05  DN-2026-00001            1     2         replace     scrap        broken
    """
    back = limited.documents("back.xlsx", sales_return=rows)
    assert outcomes(limited.check(back)) == {"R1": "ready"}
    assert standing(limited).standing == CreditStanding(receivable=Decimal(105))
    limited.post(back)
    came_back = CreditStanding(Decimal(105), uninvoiced=Decimal(-21), open_orders=Decimal(21))
    assert standing(limited).standing == came_back
    limited.make("delivery_note", book)
    limited.post(book)
    shown = standing(limited)
    assert (shown.standing, shown.free) == (CreditStanding(receivable=Decimal(105)), 895)
    parts = [(part.document_no, part.amount) for part in shown.parts["uninvoiced"]]
    assert parts == [("DN-2026-00001", -21), ("DN-2026-00002", 21)]
    # A customer who owes 105 has 895 left for the next order: 85 bolts are 892.50.
    more = orders(limited, 85, name="more.xlsx")
    assert outcomes(limited.post(more)) == {"A1": "posted"}
