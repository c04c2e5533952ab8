"""Other currencies: what papers are worth at home, and the difference that a receipt brings."""

from decimal import Decimal

import pytest

from salesbook.documents.balances import AS_A_WHOLE
from salesbook.documents.deposit import OrderDeposit
from salesbook.documents.exchange import ExchangeRate, in_currency_of
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine
from salesbook.documents.master_data import Price
from salesbook.documents.payment import Payment
from salesbook.documents.sales_order import SalesOrder
from salesbook.settings import RuleSettings
from tests.documents.on_credit import paper
from tests.documents.tables import TODAY, Book, check_documents, facts
from tests.documents.test_payment import only, receipt, row_of

SOLD = """
    document  refers_to  item    quantity  price | problem
    SO-1                 BOLT-8       100  10    |
    DN-1      SO-1       BOLT-8       100        |
    SI-1      DN-1       BOLT-8       100        |
"""
"""1,050 euros with tax."""


def euros(rate: str, **rules: object) -> Book:
    """A company at home in dollars whose customer C-1 buys in euros."""
    known = facts(rules=RuleSettings.model_validate(rules))
    known.customers["C-1"] = known.customers["C-1"].model_copy(update={"currency": "EUR"})
    change(known, rate)
    return Book(known)


def change(known: Facts, rate: str) -> None:
    known.exchange_rates["EUR"] = ExchangeRate(currency="EUR", rate=Decimal(rate))


def receivable(book: Book, *numbers: str) -> Decimal:
    """What the customer owes at home by these papers."""
    lines = [line for number in numbers for line in book.posted[number]]
    claimed = sum(line.home_amount - line.applied_home_amount for line in lines if line.kind == "sales_invoice")
    paid = sum(line.home_amount for line in lines if line.kind == "payment" and line.source_no and not line.source_kind)
    return Decimal(claimed - paid)


def sell(book: Book) -> None:
    for number, postings in check_documents(SOLD, book.facts).posted.items():
        book.posted[number] = postings


def test_a_paper_is_in_the_currency_of_its_customer_and_keeps_what_it_is_worth_at_home() -> None:
    book = euros("1.1")
    sell(book)
    (posting,) = book.posted["SI-1"]
    assert (posting.currency, posting.gross_amount, posting.home_amount) == ("EUR", 1050, 1155)
    assert posting.exchange_rate == Decimal("1.1")


def test_a_quotation_in_another_currency_counts_against_the_limit_as_what_it_is_worth_at_home() -> None:
    """100 bolts at 10 are 1,000 euros, 1,050 with tax; at 1.1 they are 1,155 dollars, 1,100 without tax."""
    for counts, added in (("with_tax", "1155"), ("without_tax", "1100")):
        book = euros("1.1", credit_check_quotation="block", credit_counts=counts)
        book.facts.customers["C-1"] = book.facts.customers["C-1"].model_copy(update={"credit_limit": Decimal(50)})
        book.facts.credit["C-1"] = CreditStanding()
        offer = paper("QU-1", ("", "100", "10"), kind="quotation")
        (found,) = book.enter(
            offer.with_lines(line.model_copy(update={"product_no": "BOLT-8"}) for line in offer.lines)
        )
        assert (found.code, found.values["added"]) == ("credit-limit-exceeded", added)


@pytest.mark.parametrize(("rate", "difference"), [("1.2", -105), ("1.0", 105), ("1.1", 0)])
def test_an_invoice_that_is_paid_in_full_leaves_nothing_at_home_whatever_the_rate_has_become(
    rate: str, difference: int
) -> None:
    book = euros("1.1")
    sell(book)
    change(book.facts, rate)
    assert not book.enter(receipt(("SI-1", "1050")))
    found = {line.purpose: line.home_amount for line in book.posted["RC-9"]}
    assert found.get("exchange", 0) == difference
    assert found[""] == 1050 * Decimal(rate)
    assert receivable(book, "SI-1", "RC-9") == 0


def test_parts_of_a_payment_leave_nothing_either_though_each_is_rounded() -> None:
    book = euros("1.0937")
    sell(book)
    change(book.facts, "1.1111")
    parts = ["333.33", "333.33", "0.01", "383.33"]
    for number, amount in enumerate(parts):
        assert not book.enter(receipt(("SI-1", amount), document_no=f"RC-{number}"))
    assert receivable(book, "SI-1", *(f"RC-{number}" for number in range(len(parts)))) == 0


def test_what_is_settled_without_money_and_kept_on_account_is_worth_the_rate_of_the_day() -> None:
    book = euros("1.1")
    sell(book)
    change(book.facts, "1.2")
    book.enter(row_of("SI-1", "1100", bank_charge=Decimal(50)))
    assert {(line.purpose, line.source_no): line.home_amount for line in book.posted["RC-9"]} == {
        ("", "SI-1"): 1200, ("", ""): 120, ("bank_charge", "SI-1"): 60, ("exchange", "SI-1"): -105,
    }  # fmt: skip
    assert receivable(book, "SI-1", "RC-9") == 0


def test_money_from_the_account_is_worth_what_it_was_worth_when_it_came() -> None:
    book = euros("1.2")
    assert not book.enter(receipt(("", "1050"), document_no="RC-1"))
    change(book.facts, "1.1")
    sell(book)
    change(book.facts, "1.3")
    assert not book.enter(receipt(("", "-1050"), ("SI-1", "1050"), document_no="RC-2"))
    assert [(line.purpose, line.home_amount) for line in book.posted["RC-2"]] == [
        ("", -1260), ("", 1260), ("exchange", -105),
    ]  # fmt: skip
    assert book.facts.on_account_home["C-1", "EUR"] == 0
    assert receivable(book, "SI-1", "RC-2") == 0


def test_the_part_of_an_invoice_that_a_deposit_pays_is_worth_what_the_deposit_was_worth() -> None:
    book = euros("1.2")
    order = SalesOrder(
        document_no="SO-1", document_date=TODAY, customer_no="C-1",
        lines=(GoodsLine(line_no=1, product_no="BOLT-8", quantity=Decimal(100), unit_price=Decimal(10)),),
    )  # fmt: skip
    assert not book.enter(order)
    book.facts.deposits["SO-1"] = OrderDeposit()
    assert not book.enter(receipt(("SO-1", "500"), document_no="RC-1"))
    change(book.facts, "1.1")
    for number, postings in check_documents(SOLD.replace(SOLD.splitlines()[2], ""), book.facts).posted.items():
        book.posted[number] = postings
    (posting,) = book.posted["SI-1"]
    assert (posting.applied_amount, posting.applied_home_amount) == (500, 600)
    assert posting.home_amount == 600 + 550 * Decimal("1.1")
    change(book.facts, "1.5")
    assert not book.enter(receipt(("SI-1", "550"), document_no="RC-2"))
    assert receivable(book, "SI-1", "RC-2") == 0
    assert book.balance("sales_order", "SO-1", AS_A_WHOLE).deposit == 0


def test_a_currency_without_a_rate_is_refused_and_two_currencies_never_meet() -> None:
    book = euros("1.1")
    sell(book)
    dollars = receipt(("SI-1", "5"), currency="USD")
    assert only(book.enter(dollars)).code == "source-of-other-currency"
    book.facts.exchange_rates.clear()
    assert only(book.enter(receipt(("", "5")))).code == "exchange-rate-missing"


def test_prices_are_those_of_the_currency_and_a_base_price_is_one_of_home() -> None:
    line = GoodsLine(line_no=1, product_no="BOLT-8", quantity=Decimal(1))
    order = SalesOrder(document_no="SO-1", document_date=TODAY, customer_no="C-1", lines=(line,))
    book = euros("1.1")
    assert only(book.enter(order)).code == "no-price"
    book.facts.prices["BOLT-8"] = [
        Price(price_list="default", product_no="BOLT-8", unit_price=Decimal(11)),
        Price(price_list="default", product_no="BOLT-8", unit_price=Decimal(9), currency="EUR"),
    ]
    assert not book.enter(order)
    assert book.posted["SO-1"][0].unit_price == 9


def test_amounts_have_the_decimals_of_their_currency() -> None:
    known = facts(rules=RuleSettings(currency_decimals={"JPY": 0}))
    payment = Payment(document_date=TODAY, customer_no="C-1", currency="JPY")
    in_yen = in_currency_of(payment, known)
    assert (in_yen.rules.decimals, in_yen.home_decimals) == (0, 2)
    assert in_currency_of(payment.model_copy(update={"currency": ""}), known) is known
