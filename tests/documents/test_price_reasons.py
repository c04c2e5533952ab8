"""Why a price is what it is: whatever the price list says, one rule decides, and it says the price that is found."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine
from salesbook.documents.line_prices import price_of_line
from salesbook.documents.master_data import Customer, Price, Product, Promotion
from salesbook.documents.price_reasons import considered
from salesbook.documents.sales_order import SalesOrder
from salesbook.periods import OpenPeriods
from salesbook.settings import RuleSettings

DAY = date(2026, 7, 1)
CUSTOMER = Customer(customer_no="C", name="C", price_list="A", customer_class="KEY")
LOST = {"not_yet", "over", "too_few", "no_base_price", "not_for", "special_first", "not_lowest", "break_first",
        "newer_first", "currency"}  # fmt: skip

DAYS = st.sampled_from([date(1900, 1, 1), date(2026, 1, 1), date(2026, 7, 1), date(2026, 7, 2)])
AMOUNTS = st.integers(0, 40).map(lambda cents: Decimal(cents) / 4)


@st.composite
def price_rows(draw: st.DrawFn) -> Price:
    owner = draw(st.sampled_from([("C", ""), ("X", ""), ("", "A"), ("", "B"), ("", "KEY"), ("", "default")]))
    amount = draw(AMOUNTS)
    worth = {"unit_price": amount} if draw(st.booleans()) else {"base_percent": amount * 10}
    least = draw(st.sampled_from([Decimal(0), Decimal(10), Decimal(100)]))
    return Price(
        customer_no=owner[0], price_list=owner[1], product_no="P", valid_from=draw(DAYS),
        valid_to=draw(st.none() | DAYS), minimum_quantity=least,
        currency=draw(st.sampled_from(["", "EUR"])), **worth,
    )  # fmt: skip


@st.composite
def promotions(draw: st.DrawFn) -> Promotion:
    amount = draw(AMOUNTS)
    worth = {"unit_price": amount} if draw(st.booleans()) else {"percent_off": amount}
    return Promotion(
        promotion_code=draw(st.sampled_from(["S", "T"])), products=draw(st.sampled_from(["P", "P, Q", "Q"])),
        minimum_quantity=draw(st.sampled_from([Decimal(0), Decimal(50)])), valid_from=draw(DAYS),
        valid_to=draw(st.none() | DAYS), customers=draw(st.sampled_from(["", "C", "X"])), **worth,
    )  # fmt: skip


@given(
    rows=st.lists(price_rows(), max_size=8),
    offers=st.lists(promotions(), max_size=3),
    base=st.none() | AMOUNTS,
    quantity=st.sampled_from([1, 10, 50, 100]),
    best=st.booleans(),
    currency=st.sampled_from(["", "EUR"]),
)
def test_one_rule_decides_and_says_the_price_that_is_found(
    rows: list[Price], offers: list[Promotion], base: Decimal | None, quantity: int, currency: str, *, best: bool
) -> None:
    facts = Facts(
        today=DAY,
        rules=RuleSettings(price_rule="best_price" if best else "first_hit"),
        open_periods=OpenPeriods(),
        customers={"C": CUSTOMER},
        products={"P": Product(product_no="P", name="P", base_price=base)},
        prices={"P": rows},
        promotions=offers,
    )
    line = GoodsLine(line_no=1, product_no="P", quantity=Decimal(quantity))
    order = SalesOrder(document_date=DAY, customer_no="C", currency=currency, lines=(line,))
    found, told = price_of_line(order, line, facts), considered(order, line, facts)
    decides = [rule for rule in told if rule.outcome == "decides"]
    if found is None:
        assert not decides
        assert {rule.outcome for rule in told} <= LOST
    elif found.doubled:
        assert not decides
        assert sum(rule.outcome == "doubled" for rule in told) >= 2
    else:
        assert [rule.unit_price for rule in decides] == [found.unit_price]
        lowered = [rule for rule in told if rule.outcome == "lowered"]
        assert len(lowered) == (found.promotion is not None)
    assert not [rule for rule in told if isinstance(rule.rule, Price) and rule.rule.customer_no == "X"]
