"""How the price of a line is found, and why it is that price (DOMAIN 4).

Search goes from special to general and stops at the first hit: customer price, the customer's list, the list
of the customer's class, the list ``default``, the product's base price. A promotion may lower what was found.
No price is an error, never zero. All of it counts in the product's own unit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from salesbook.documents.master_data import Customer, Price, Product, Promotion, codes_in
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.money import HUNDRED, UNIT_PRICE_DECIMALS, round_half_up
from salesbook.units import plain

DEFAULT_LIST = "default"


@dataclass(frozen=True)
class FoundPrice:
    """A unit price and the reason that is kept on the line.

    Attributes:
        reason: Level, break and validity, which together name the price row; such as ``list A from 100``.
        doubled: Another row of the same level is just as good; the data must be mended first.
        row: The price row that decided; ``None`` for the base price.
        promotion: What lowered it.
    """

    unit_price: Decimal
    reason: str
    doubled: bool = False
    row: Price | None = field(default=None, compare=False)
    promotion: Promotion | None = field(default=None, compare=False)

    def per(self, factor: Decimal) -> "FoundPrice":
        """The price of a pack that holds so many of the product's own unit."""
        if factor == 1:
            return self
        return replace(
            self,
            unit_price=round_half_up(self.unit_price * factor, UNIT_PRICE_DECIMALS),
            reason=f"{self.reason}, × {plain(factor)}",
        )


def find_price(
    customer: Customer, product: Product, prices: Iterable[Price], quantity: Decimal, day: date, *, best: bool = False
) -> FoundPrice | None:
    """The price of a product for a customer on the order date.

    Args:
        customer: Whose own prices and lists are searched; the list of a class has the name of the class.
        product: Gives the base price.
        prices: All price rows of this product.
        quantity: Of the line, in the product's own unit; a row counts from its minimum quantity on.
        day: The order date.
        best: Take the lowest price of all levels instead of the most special one.

    Returns:
        ``None`` when there is no price at all.
    """
    rows = [row for row in prices if why_not(row, product, quantity, day) is None]
    found = [_best_of(name, level, product) for name, level in levels_of(customer, rows) if level]
    if product.base_price is not None:
        found.append(FoundPrice(product.base_price, "base price"))
    if best:
        return min(found, key=lambda price: price.unit_price, default=None)
    return found[0] if found else None


def row_price(row: Price, product: Product) -> Decimal | None:
    """What a price row says; a percent of a base price that is not known says nothing."""
    if row.unit_price is not None or row.base_percent is None or product.base_price is None:
        return row.unit_price
    return round_half_up(product.base_price * row.base_percent / HUNDRED, UNIT_PRICE_DECIMALS)


WhyNot = Literal["not_yet", "over", "too_few", "no_base_price", "not_for"]
"""Why a price row or a promotion does not count for a line."""


def levels_of(customer: Customer, rows: Iterable[Price]) -> Iterator[tuple[str, list[Price]]]:
    """The rows that are for a customer, from the most special level to the most general one; some may be empty."""
    rows = list(rows)
    yield f"customer {customer.customer_no}", [row for row in rows if row.customer_no == customer.customer_no]
    for name in dict.fromkeys([customer.price_list, customer.customer_class, DEFAULT_LIST]):
        if name:
            yield f"list {name}", [row for row in rows if row.price_list == name]


def why_not(row: Price, product: Product, quantity: Decimal, day: date) -> WhyNot | None:
    """Why a price row does not count for a quantity on a day; ``None`` when it does."""
    if (found := _out_of_time(row, day)) is not None:
        return found
    if quantity < row.minimum_quantity:
        return "too_few"
    return "no_base_price" if row_price(row, product) is None else None


def _out_of_time(rule: Price | Promotion, day: date) -> WhyNot | None:
    if day < rule.valid_from:
        return "not_yet"
    return "over" if rule.valid_to is not None and rule.valid_to < day else None


def _best_of(level: str, rows: list[Price], product: Product) -> FoundPrice:
    """Highest quantity break first, then the latest first day."""
    best = max(rows, key=rank_of)
    price = row_price(best, product)
    assert price is not None
    doubled = sum(rank_of(row) == rank_of(best) for row in rows) > 1
    return FoundPrice(price, level + _row_words(best), doubled, best)


def rank_of(row: Price) -> tuple[Decimal, date]:
    """Of the rows of one level that count, the one with the highest rank decides."""
    return row.minimum_quantity, row.valid_from


def _row_words(row: Price) -> str:
    """What of a price row tells it from the others of its level."""
    return "".join(
        (
            f" from {plain(row.minimum_quantity)}" if row.minimum_quantity else "",
            f" at {plain(row.base_percent)} % of base price" if row.base_percent is not None else "",
            f" since {row.valid_from}" if row.valid_from != FROM_THE_BEGINNING else "",
            f" until {row.valid_to}" if row.valid_to else "",
        )
    )


def is_for(promotion: Promotion, customer: Customer, product_no: str, day: date) -> bool:
    """Whether a promotion is for this customer and product on a day, whatever the quantity."""
    return product_no in codes_in(promotion.products) and why_not_promoted(promotion, customer, day) is None


def why_not_promoted(promotion: Promotion, customer: Customer, day: date) -> WhyNot | None:
    """Why a promotion is not for this customer on a day, whatever the product and quantity; ``None`` when it is."""
    if (found := _out_of_time(promotion, day)) is not None:
        return found
    customers = codes_in(promotion.customers)
    is_for_him = not customers or customer.customer_no in customers
    return None if is_for_him and promotion.customer_class in ("", customer.customer_class) else "not_for"


def promoted(found: FoundPrice, promotions: Iterable[Promotion]) -> FoundPrice:
    """The lowest price that the promotions reached make of a found one; none of them makes it dearer."""
    offers = [
        replace(
            found, unit_price=price, promotion=promotion,
            reason=f"{found.reason}, promotion {promotion.promotion_code}{words}",
        )
        for promotion in promotions
        for price, words in [offered(found.unit_price, promotion)]
    ]  # fmt: skip
    return min([found, *offers], key=lambda offer: offer.unit_price)


def offered(unit_price: Decimal, promotion: Promotion) -> tuple[Decimal, str]:
    """What a promotion makes of a price, and the words for it."""
    if promotion.unit_price is not None:
        return promotion.unit_price, ""
    percent = promotion.percent_off or Decimal(0)
    price = round_half_up(unit_price * (HUNDRED - percent) / HUNDRED, UNIT_PRICE_DECIMALS)
    return price, f" {plain(percent)} % off"
