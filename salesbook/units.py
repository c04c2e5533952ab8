"""Quantities: how many decimals a unit of measure allows, and quantities as text for people."""

from decimal import Decimal

QUANTITY_DECIMALS = 6
"""The ledger keeps six decimals of any quantity; a unit may allow fewer."""


def fits_unit(quantity: Decimal, decimals: int) -> bool:
    """Whether a quantity has no more decimals than its unit allows.

    >>> fits_unit(Decimal("1.50"), 1), fits_unit(Decimal("0.25"), 1)
    (True, False)
    """
    return quantity == quantity.quantize(Decimal(1).scaleb(-decimals))


def plain(number: Decimal) -> str:
    """A number as a person writes it: no exponent, no trailing zeros after the decimal point.

    >>> plain(Decimal("1E+2")), plain(Decimal("8.500000")), plain(Decimal("-0.00"))
    ('100', '8.5', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
