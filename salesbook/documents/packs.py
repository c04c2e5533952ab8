"""Units and packs of a product: a line may be in any of them; prices and stock count in the product's own unit."""

from decimal import Decimal

from salesbook.documents.facts import Facts
from salesbook.documents.master_data import Product
from salesbook.money import ZERO
from salesbook.units import QUANTITY_DECIMALS

ONE = Decimal(1)


def factor_of(product: Product, unit: str, facts: Facts) -> Decimal | None:
    """How many of the product's own unit are in one of this unit; ``None`` when nobody has said.

    A blank unit is the product's own one. A product without a unit of its own is counted as the line counts it.
    """
    if unit in ("", product.unit):
        return ONE
    pack = facts.units.get(f"{product.product_no}|{unit}")
    if pack is not None:
        return pack.factor
    return None if product.unit else ONE


def in_own_unit(product_no: str, quantity: Decimal, unit: str, facts: Facts) -> Decimal:
    """A quantity in the product's own unit; an unknown product or unit leaves it as it is."""
    product = facts.products.get(product_no)
    factor = factor_of(product, unit, facts) if product else None
    return quantity * factor if factor is not None else quantity


def quantity_decimals(product: Product, unit: str) -> int:
    """Decimals of a quantity of this unit: half a box may be a whole number of pieces."""
    return product.unit_decimals if unit in ("", product.unit) else QUANTITY_DECIMALS


def off_step(quantity: Decimal, step: Decimal) -> Decimal:
    """By how much a quantity exceeds the last multiple of a step; 0 without a step.

    >>> off_step(Decimal(25), Decimal(10))
    Decimal('5')
    """
    return quantity % step if step else ZERO
