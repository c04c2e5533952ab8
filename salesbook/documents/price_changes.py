"""What a change of the price list would do: the difference, and the papers and customers it is about.

Nothing that is posted changes its price. Open orders and valid quotations are named because somebody has to
decide what to tell those customers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.line_prices import priced_in
from salesbook.documents.master_data import Customer, Price
from salesbook.documents.packs import in_own_unit
from salesbook.documents.pricing import DEFAULT_LIST, find_price, row_price
from salesbook.money import ZERO, round_half_up

ONE = Decimal(1)


@dataclass(frozen=True)
class PapersAffected:
    """Papers that would be priced otherwise if they were entered on the first day of the new price.

    Attributes:
        amount: What is still open of their lines, at the prices that were agreed, without tax.
    """

    count: int = 0
    amount: Decimal = ZERO


@dataclass(frozen=True)
class PriceEffect:
    """What one changed price row does.

    Attributes:
        old_price: Of the same customer or list, product and quantity; ``None`` when the row is new.
        new_price: ``None`` for a percent of a base price that is not known.
        customers: Who would be offered another price, by number.
    """

    old_price: Decimal | None
    new_price: Decimal | None
    orders: PapersAffected
    quotations: PapersAffected
    customers: tuple[str, ...]

    @property
    def difference_percent(self) -> Decimal | None:
        """By how much the new price is above the old one, with two decimals; ``None`` where one of them is missing.

        >>> nothing = PapersAffected()
        >>> PriceEffect(Decimal("9.20"), Decimal("9.66"), nothing, nothing, ()).difference_percent
        Decimal('5.00')
        """
        if self.new_price is None or not self.old_price:
            return None
        return round_half_up((Fraction(self.new_price) / Fraction(self.old_price) - 1) * 100, 2)


def rows_in_force(rows: Iterable[Price], day: date) -> list[Price]:
    """The price rows that count on a day or will later, without those that a later row of the same break replaced."""
    begun: dict[tuple[str, str, str, str, Decimal], Price] = {}
    later = []
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_to is not None and row.valid_to < day:
            continue
        if row.valid_from > day:
            later.append(row)
        else:
            begun[break_of(row)] = row
    return sorted([*begun.values(), *later], key=lambda row: (break_of(row), row.valid_from))


def break_of(row: Price) -> tuple[str, str, str, str, Decimal]:
    """What a price row is for: customer, list, product, currency and quantity."""
    return row.customer_no, row.price_list, row.product_no, row.currency, row.minimum_quantity


def price_before(change: Price, facts: Facts) -> Decimal | None:
    """The price that the same break has on the day before which the change says nothing."""
    day = max(change.valid_from, facts.today)
    product = facts.products.get(change.product_no)
    same = [
        row
        for row in facts.prices.get(change.product_no, [])
        if break_of(row) == break_of(change) and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]
    if not same or product is None:
        return None
    return row_price(max(same, key=lambda row: row.valid_from), product)


def effect_of(
    change: Price, facts: Facts, orders: Sequence[PostedLine], quotations: Sequence[PostedLine]
) -> PriceEffect:
    """What happens when one price row is posted.

    Args:
        change: The new row.
        facts: With all customers, and all stored price rows of the product.
        orders: Open order lines of the product.
        quotations: Quotation lines of the product that may still be ordered from.
    """
    product, before = priced_in(change.currency, facts.products[change.product_no], facts)
    currency = change.currency or facts.rules.currency
    concerned = {customer.customer_no: customer for customer in facts.customers.values() if _concerns(change, customer)}
    after = [*(row for row in before if row.key != change.key), change]
    day = max(change.valid_from, facts.today)
    best = facts.rules.price_rule == "best_price"

    def is_priced_otherwise(customer_no: str, quantity: Decimal) -> bool:
        customer = concerned.get(customer_no)
        if customer is None:
            return False
        old, new = (find_price(customer, product, rows, quantity, day, best=best) for rows in (before, after))
        return (old and old.unit_price) != (new and new.unit_price)

    def affected(lines: Sequence[PostedLine]) -> PapersAffected:
        found = [
            line
            for line in lines
            if line.posting.product_no == change.product_no
            and (line.posting.currency or facts.rules.currency) == currency
            and is_priced_otherwise(
                line.posting.customer_no,
                in_own_unit(change.product_no, line.posting.quantity, line.posting.unit, facts),
            )
        ]
        amount = sum((_open_amount(line, facts.rules.decimals) for line in found), ZERO)
        return PapersAffected(len({line.posting.document_no for line in found}), amount)

    quantity = max(change.minimum_quantity, ONE)
    return PriceEffect(
        price_before(change, facts),
        row_price(change, product),
        affected(orders),
        affected([line for line in quotations if not line.posting.due_date or line.posting.due_date >= facts.today]),
        tuple(sorted(number for number in concerned if is_priced_otherwise(number, quantity))),
    )


def _concerns(change: Price, customer: Customer) -> bool:
    if change.customer_no:
        return change.customer_no == customer.customer_no
    return change.price_list in (DEFAULT_LIST, customer.price_list, customer.customer_class)


def _open_amount(line: PostedLine, decimals: int) -> Decimal:
    posting, balance = line.posting, line.balance
    still_open = balance.open_to_order if posting.kind == "quotation" else balance.open_to_deliver
    if not posting.quantity:
        return ZERO
    return round_half_up(Fraction(posting.net_amount) * Fraction(still_open) / Fraction(posting.quantity), decimals)
