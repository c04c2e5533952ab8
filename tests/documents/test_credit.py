"""Credit limit and days late, with the worked numbers of the trade."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from salesbook.documents.balances import LineBalance
from salesbook.documents.credit import credit_left
from salesbook.documents.exposure import CreditStanding, waiting_amount
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.posting import Posting, reversal
from salesbook.problems import Problem
from tests.documents.on_credit import delivery, invoice, known, order, paper, pay
from tests.documents.tables import TODAY, Book

WORKED = CreditStanding(Decimal(42000), Decimal(8475), Decimal(15820), Decimal(3000))


def codes(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(found.code, found.severity) for found in problems]


def exposure(book: Book) -> Decimal:
    return book.facts.credit["C-1"].exposure


OVER = [("credit-limit-exceeded", "error")]


def test_the_worked_example_of_the_trade() -> None:
    """42,000 + 8,475 + 15,820 − 3,000 = 63,295; of 70,000 there are 6,705 free; an order of 7,000 is 295 over."""
    book = Book(known("70000", standing=WORKED))
    assert (WORKED.exposure, credit_left("C-1", book.facts)) == (63295, 6705)
    (found,) = book.enter(order("SO-1", "7000"))
    assert (found.code, found.severity, found.place.field) == ("credit-limit-exceeded", "error", "customer_no")
    assert found.values == {
        "customer": "C-1", "members": "", "exposure": "70295", "receivable": "42000", "uninvoiced": "8475",
        "open_orders": "15820", "unapplied": "3000", "added": "7000", "limit": "70000", "over": "295",
    }  # fmt: skip
    assert not book.enter(order("SO-2", "6705"))
    assert exposure(book) == 70000


def test_two_orders_of_one_list_see_each_other() -> None:
    book = Book(known("100"))
    assert not book.enter(order("SO-1", "60"))
    assert codes(book.enter(order("SO-2", "60"))) == OVER
    assert not book.enter(order("SO-3", "40"))


def test_goods_count_once_on_their_way_from_order_to_money() -> None:
    """Field cases FC-credit-02 and FC-credit-03."""
    book = Book(known("200"))
    for paper_, terms in (
        (order("SO-1", "200"), CreditStanding(open_orders=Decimal(200))),
        (delivery("DN-1", "SO-1", "1"), CreditStanding(uninvoiced=Decimal(200))),
        (invoice("SI-1", "DN-1", "1"), CreditStanding(receivable=Decimal(200))),
        (pay("RC-1", "SI-1", "150"), CreditStanding(receivable=Decimal(50))),
        (pay("RC-2", "", "20"), CreditStanding(receivable=Decimal(50), unapplied=Decimal(20))),
    ):
        assert not book.enter(paper_)
        assert book.facts.credit["C-1"] == terms
    assert exposure(book) == 30


def test_a_delivery_in_parts_moves_its_share() -> None:
    book = Book(known("70"))
    assert not book.enter(paper("SO-1", ("", "7", "10")))
    assert not book.enter(delivery("DN-1", "SO-1", "3"))
    assert book.facts.credit["C-1"] == CreditStanding(uninvoiced=Decimal(30), open_orders=Decimal(40))
    assert not book.enter(invoice("SI-1", "DN-1", "2"))
    assert book.facts.credit["C-1"] == CreditStanding(Decimal(20), Decimal(10), Decimal(40))


def test_amounts_are_with_tax() -> None:
    book = Book(known("112.99"))
    taxed = paper("SO-1", ("", "1", "100"))
    taxed = taxed.with_lines(line.model_copy(update={"tax_code": "T13"}) for line in taxed.lines)
    (found,) = book.enter(taxed)
    assert (found.values["added"], found.values["over"]) == ("113", "0.01")


def test_an_order_exactly_up_to_the_limit_is_delivered_in_parts_though_each_part_is_rounded() -> None:
    """Three times 3.335 is 10.01 when ordered, and 3 × 3.34 = 10.02 when delivered one by one."""
    book = Book(known("10.01", credit_check_invoice="block"))
    assert not book.enter(paper("SO-1", ("", "3", "3.335")))
    for number in range(1, 4):
        assert not book.enter(delivery(f"DN-{number}", "SO-1", "1"))
        assert not book.enter(invoice(f"SI-{number}", f"DN-{number}", "1"))
    assert exposure(book) == Decimal("10.02")
    assert codes(book.enter(order("SO-2", "0.01"))) == OVER


def test_a_line_in_another_currency_counts_in_home_currency() -> None:
    """100 US dollars with tax are 720 at home; of 4 pieces 1 is delivered, so 540 are open."""
    line = Posting(
        kind="sales_order", document_date=TODAY, posting_date=TODAY, currency="USD", quantity=Decimal(4),
        net_amount=Decimal(100), home_amount=Decimal(720),
    )  # fmt: skip
    assert waiting_amount(line, LineBalance(quantity=Decimal(4), delivered=Decimal(1)), 2) == 540
    assert waiting_amount(line, LineBalance(quantity=Decimal(4)), 2) == 720


def test_what_is_delivered_beyond_the_order_is_added() -> None:
    book = Book(known("100", over_delivery_percent=50))
    assert not book.enter(paper("SO-1", ("", "10", "10")))
    (found,) = book.enter(delivery("DN-1", "SO-1", "12"))
    assert (found.code, found.values["added"], found.values["over"]) == ("credit-limit-exceeded", "20", "20")
    assert not book.enter(delivery("DN-2", "SO-1", "10"))


def test_checks_of_a_delivery_do_not_count_the_delivery_twice() -> None:
    """Field case FC-credit-01: the limit is looked at only when goods leave."""
    book = Book(known("100", credit_check_order="none"))
    assert not book.enter(order("SO-1", "60"))
    assert not book.enter(delivery("DN-1", "SO-1", "1"))
    assert exposure(book) == 60
    assert not book.enter(order("SO-2", "60"))
    (found,) = book.enter(delivery("DN-2", "SO-2", "1"))
    assert (found.values["exposure"], found.values["limit"], found.values["added"]) == ("120", "100", "0")


@pytest.mark.parametrize(
    ("strength", "told"),
    [("none", []), ("warn", [("credit-limit-exceeded", "warning")]), ("block", OVER)],
)
@pytest.mark.parametrize("kind", ["quotation", "sales_order"])
def test_each_kind_of_paper_has_its_strength(kind: str, strength: str, told: list[tuple[str, str]]) -> None:
    setting = {"quotation": "credit_check_quotation", "sales_order": "credit_check_order"}[kind]
    book = Book(known("10", **{setting: strength}))
    assert codes(book.enter(paper("X-1", ("", "1", "11"), kind=kind))) == told


def test_by_default_a_quotation_is_not_checked_and_an_invoice_warns() -> None:
    book = Book(known("10"))
    assert not book.enter(paper("QU-1", ("", "1", "11"), kind="quotation"))
    assert not book.enter(order("SO-1", "10"))
    assert not book.enter(delivery("DN-1", "SO-1", "1"))
    customer = book.facts.customers["C-1"]
    book.facts.customers["C-1"] = customer.model_copy(update={"credit_limit": Decimal(5)})
    assert codes(book.enter(invoice("SI-1", "DN-1", "1"))) == [("credit-limit-exceeded", "warning")]
    assert "SI-1" in book.posted


def test_money_received_frees_the_limit() -> None:
    book = Book(known("75"))
    for paper_ in (order("SO-1", "75"), delivery("DN-1", "SO-1", "1"), invoice("SI-1", "DN-1", "1")):
        assert not book.enter(paper_)
    assert codes(book.enter(order("SO-2", "50"))) == OVER
    assert not book.enter(pay("RC-1", "SI-1", "75"))
    assert not book.enter(order("SO-2", "50"))


def test_a_reversal_frees_what_its_document_took() -> None:
    book = Book(known("100"))
    assert not book.enter(order("SO-1", "100"))
    mirror = reversal(book.posted["SO-1"], TODAY, "cancelled")
    book.keep([posting.model_copy(update={"document_no": "RV-1"}) for posting in mirror])
    assert book.facts.credit["C-1"] == CreditStanding()


def test_a_limit_of_nothing_is_a_limit() -> None:
    book = Book(known("0"))
    assert codes(book.enter(order("SO-1", "0.01"))) == OVER
    assert not book.enter(pay("RC-1", "", "50"))
    assert not book.enter(order("SO-2", "50"))


def test_without_a_limit_anything_goes_unless_the_settings_say_money_first() -> None:
    assert not Book(known(standing=WORKED)).enter(order("SO-1", "1000000"))
    book = Book(known(credit_without_limit="block"))
    (found,) = book.enter(order("SO-1", "50"))
    assert (found.code, found.values["over"]) == ("credit-without-limit", "50")
    assert not book.enter(pay("RC-1", "", "50"))
    assert not book.enter(order("SO-1", "50"))


@pytest.mark.parametrize(("today", "late"), [(date(2026, 4, 14), False), (date(2026, 4, 15), True)])
def test_the_oldest_open_invoice_may_be_as_late_as_the_credit_days(today: date, late: bool) -> None:
    """Of 5 March, payable within 30 days: due on 4 April, and 10 days late on the 14th."""
    book = Book(known(days=10))
    assert not book.enter(paper("SO-1", ("", "2", "10")))
    for number in (1, 2):
        assert not book.enter(delivery(f"DN-{number}", "SO-1", "1"))
        assert not book.enter(invoice(f"SI-{number}", f"DN-{number}", "1"))
    book.facts.today = today
    found = book.enter(order("SO-2", "1"))
    assert codes(found) == ([("credit-overdue", "error")] if late else [])
    if late:
        assert found[0].values == {
            "customer": "C-1", "members": "", "invoice": "SI-1", "due": "2026-04-04", "days": "11", "open": "10",
            "allowed": "10",
        }  # fmt: skip
        assert not book.enter(pay("RC-1", "SI-1", "10"))
        assert book.enter(order("SO-3", "1"))[0].values["invoice"] == "SI-2"
        assert not book.enter(pay("RC-2", "SI-2", "10"))
        assert not book.enter(order("SO-3", "1"))


def test_a_customer_whose_standing_was_not_asked_for_is_not_judged() -> None:
    found = known("10")
    del found.credit["C-1"]
    book = Book(found)
    assert not book.enter(order("SO-1", "1000"))
    assert book.balance("sales_order", "SO-1") == LineBalance(quantity=Decimal(1))


def due(document_no: str, amount: str, day: date) -> GoodsPaper:
    found = order(document_no, amount)
    return found.with_lines(line.model_copy(update={"due_date": day}) for line in found.lines)


def test_orders_due_after_the_horizon_do_not_count_until_they_are_delivered() -> None:
    """Today is 5 March; with 30 days, what is due on 4 April counts and what is due on the 5th does not."""
    book = Book(known("100", credit_horizon_days=30))
    assert not book.enter(due("SO-1", "60", date(2026, 4, 4)))
    assert not book.enter(due("SO-2", "60", date(2026, 4, 5)))
    assert exposure(book) == 60
    assert codes(book.enter(due("SO-3", "41", date(2026, 4, 4)))) == OVER
    (found,) = book.enter(delivery("DN-1", "SO-2", "1"))
    assert (found.code, found.values["added"], found.values["over"]) == ("credit-limit-exceeded", "60", "20")
    assert not book.enter(delivery("DN-2", "SO-1", "1"))
    assert book.facts.credit["C-1"] == CreditStanding(uninvoiced=Decimal(60))


def test_an_order_line_without_a_date_counts_whatever_the_horizon() -> None:
    book = Book(known("100", credit_horizon_days=30))
    assert codes(book.enter(order("SO-1", "101"))) == OVER


def test_what_is_disputed_on_an_invoice_is_not_late() -> None:
    """Of 10 open on each of two invoices, the first is disputed in full; then the second in part."""
    book = Book(known(days=10))
    assert not book.enter(paper("SO-1", ("", "2", "10")))
    for number in (1, 2):
        assert not book.enter(delivery(f"DN-{number}", "SO-1", "1"))
        assert not book.enter(invoice(f"SI-{number}", f"DN-{number}", "1"))
    book.facts.today = date(2026, 4, 15)
    book.facts.disputed["SI-1"] = Decimal(10)
    (found,) = book.enter(order("SO-2", "1"))
    assert (found.code, found.values["invoice"], found.values["open"]) == ("credit-overdue", "SI-2", "10")
    book.facts.disputed["SI-2"] = Decimal(4)
    assert book.enter(order("SO-3", "1"))[0].values["open"] == "6"
    book.facts.disputed["SI-2"] = Decimal(10)
    assert not book.enter(order("SO-4", "1"))


@pytest.mark.parametrize(("skips", "told"), [(False, OVER), (True, [])])
def test_an_order_paid_before_delivery_is_not_checked_when_the_settings_say_so(
    skips: bool, told: list[tuple[str, str]]
) -> None:
    """The limit is 100; the goods of 250 are paid before they leave."""
    book = Book(known("100", credit_skips_prepaid=skips))
    paid_first = order("SO-1", "250").model_copy(update={"pay_first": True})
    assert codes(book.enter(paid_first)) == told
    assert codes(book.enter(order("SO-2", "250"))) == OVER


@pytest.mark.parametrize("kind", ["quotation", "sales_order"])
def test_a_paper_may_wait_for_somebody_who_releases_it(kind: str) -> None:
    setting = {"quotation": "credit_check_quotation", "sales_order": "credit_check_order"}[kind]
    book = Book(known("10", **{setting: "approve"}))
    found = book.enter(paper("X-1", ("", "1", "11"), kind=kind))
    assert codes(found) == [("credit-limit-exceeded", "approval")]
