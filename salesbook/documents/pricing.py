"""How the price of a line is found, and why it is that price (DOMAIN 4).

Search goes from special to general and stops at the first hit: customer price, the customer's list,
the list ``default``, the product's base price. No price is an error, never zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.documents.master_data import Customer, Price, Product
from salesbook.units import plain

DEFAULT_LIST = "default"


@dataclass(frozen=True)
class FoundPrice:
    """A unit price and the reason that is kept on the line.

    Attributes:
        reason: Level, break and validity, such as ``list A from 100``.
        doubled: Another row of the same level is just as good; the data must be mended first.
    """

    unit_price: Decimal
    reason: str
    doubled: bool = False


def find_price(
    customer: Customer, product: Product, prices: Iterable[Price], quantity: Decimal, day: date, *, best: bool = False
) -> FoundPrice | None:
    """The price of a product for a customer on the order date.

    Args:
        customer: Whose own prices and list are searched.
        product: Gives the base price.
        prices: All price rows of this product.
        quantity: Of the line; a row counts from its minimum quantity on.
        day: The order date.
        best: Take the lowest price of all levels instead of the most special one.

    Returns:
        ``None`` when there is no price at all.
    """
    rows = [row for row in prices if _counts(row, quantity, day)]
    levels = [
        (f"customer {customer.customer_no}", [row for row in rows if row.customer_no == customer.customer_no]),
        (
            f"list {customer.price_list}",
            [row for row in rows if row.price_list and row.price_list == customer.price_list],
        ),
        (f"list {DEFAULT_LIST}", [row for row in rows if row.price_list == DEFAULT_LIST]),
    ]
    found = [_best_of(name, level) for name, level in levels if level]
    if product.base_price is not None:
        found.append(FoundPrice(product.base_price, "base price"))
    if best:
        return min(found, key=lambda price: price.unit_price, default=None)
    return found[0] if found else None


def _counts(row: Price, quantity: Decimal, day: date) -> bool:
    valid = row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    return valid and row.minimum_quantity <= quantity


def _best_of(level: str, rows: list[Price]) -> FoundPrice:
    """Highest quantity break first, then the latest first day."""

    def rank(row: Price) -> tuple[Decimal, date]:
        return row.minimum_quantity, row.valid_from

    best = max(rows, key=rank)
    doubled = sum(rank(row) == rank(best) for row in rows) > 1
    reason = level + (f" from {plain(best.minimum_quantity)}" if best.minimum_quantity else "")
    return FoundPrice(best.unit_price, reason, doubled)
