"""Amounts: rounding, line and tax arithmetic, and splitting a total so that no cent is lost.

Everything is ``Decimal`` or exact fractions, never float. Half a cent is rounded away from zero,
as people do by hand (DOMAIN 3), unless the house rounds halves to the even digit. What a price *is* stands in
``documents.pricing``; here is only arithmetic.
"""

from collections.abc import Hashable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal, TypeVar

Key = TypeVar("Key", bound=Hashable)

Rounding = Literal["half_up", "half_even"]
"""What becomes of half a cent in amounts of documents: away from zero, or to the even digit."""

ZERO = Decimal(0)
HUNDRED = Decimal(100)
UNIT_PRICE_DECIMALS = 4
PERCENT_DECIMALS = 4
"""Decimals that a discount or a rate of tax may have."""

LARGEST_AMOUNT = Decimal(10) ** 13
"""Amounts and prices of this size or more are refused: the ledger keeps 18 digits, 4 of them decimals."""

LARGEST_QUANTITY = Decimal(10) ** 11
"""Likewise quantities, which have 6 decimals."""


def unit_of(decimals: int) -> Decimal:
    """The smallest amount with so many decimals: 2 gives ``0.01``, 0 gives ``1``."""
    return Decimal(1).scaleb(-decimals)


def round_half_up(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Round to ``decimals`` places, half a unit away from zero.

    Also takes a fraction, so that a quotient is rounded once and from its exact value.

    >>> round_half_up(Decimal("-2.345"), 2)
    Decimal('-2.35')
    """
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        units = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
        return Decimal(units if scaled >= 0 else -units).scaleb(-decimals)
    return value.quantize(unit_of(decimals), rounding=ROUND_HALF_UP)


def round_amount(value: Decimal, decimals: int, rounding: Rounding = "half_up") -> Decimal:
    """Round an amount of a document as the house does.

    >>> round_amount(Decimal("0.125"), 2), round_amount(Decimal("0.125"), 2, "half_even")
    (Decimal('0.13'), Decimal('0.12'))
    """
    mode = ROUND_HALF_EVEN if rounding == "half_even" else ROUND_HALF_UP
    return value.quantize(unit_of(decimals), rounding=mode)


def round_to_step(amount: Decimal, step: Decimal, rounding: Rounding = "half_up") -> Decimal:
    """The nearest amount that can be paid with coins of this size; a step of 0 leaves it as it is.

    >>> round_to_step(Decimal("42.02"), Decimal("0.05")), round_to_step(Decimal("42.06"), Decimal("0.05"))
    (Decimal('42.00'), Decimal('42.05'))
    """
    return round_amount(amount / step, 0, rounding) * step if step else amount


def discounted_price(
    unit_price: Decimal,
    discount_percent: Decimal,
    price_decimals: int | None = None,
    rounding: Rounding = "half_up",
) -> Decimal:
    """The unit price after its discount; exact, unless it is to be rounded.

    Then the discount of one unit is rounded, and the price is what is left; a house that rounds to the even digit
    rounds the price itself.

    >>> discounted_price(Decimal("19.99"), Decimal("12.5")), discounted_price(Decimal("19.99"), Decimal("12.5"), 4)
    (Decimal('17.49125'), Decimal('17.4912'))
    """
    exact = unit_price * (HUNDRED - discount_percent) / HUNDRED
    if price_decimals is None:
        return exact
    if rounding == "half_even":
        return round_amount(exact, price_decimals, rounding)
    return unit_price - round_half_up(unit_price * discount_percent / HUNDRED, price_decimals)


def line_net(
    quantity: Decimal,
    unit_price: Decimal,
    discount_percent: Decimal,
    decimals: int,
    price_decimals: int | None = None,
) -> Decimal:
    """Net amount of a line, rounded once, after the discount.

    The discounted unit price is not rounded on the way (field case FC-rounding-01), unless house policy gives
    it ``price_decimals``.

    >>> line_net(Decimal(3), Decimal("19.99"), Decimal(5), 2)
    Decimal('56.97')
    """
    return round_half_up(quantity * discounted_price(unit_price, discount_percent, price_decimals), decimals)


def net_of_gross(gross: Decimal, tax_percent: Decimal, decimals: int) -> tuple[Decimal, Decimal]:
    """Divide an amount that contains tax into net and tax, which add up to it exactly.

    >>> net_of_gross(Decimal("99.99"), Decimal(13), 2)
    (Decimal('88.49'), Decimal('11.50'))
    """
    net = round_half_up(Fraction(gross) * 100 / (100 + Fraction(tax_percent)), decimals)
    return net, gross - net


def line_taxes(
    nets: Sequence[Decimal],
    tax_percents: Sequence[Decimal],
    *,
    per_document: bool,
    decimals: int,
    rounding: Rounding = "half_up",
) -> list[Decimal]:
    """Tax of each line, from the rounded nets that are printed; by house policy from the nets before rounding.

    Args:
        nets: Net amount of each line, already rounded, or not.
        tax_percents: Rate of each line, 13 for 13 %.
        per_document: Round the tax of each rate once for the document and spread it over
            its lines by largest remainder; otherwise round each line by itself.
        decimals: Decimals of the currency.

    Returns:
        One tax per line; they add up to the document's tax.

    >>> lines = [Decimal("10.05")] * 3
    >>> [str(tax) for tax in line_taxes(lines, [Decimal(5)] * 3, per_document=True, decimals=2)]
    ['0.51', '0.50', '0.50']
    """
    if not per_document:
        return [
            round_amount(net * rate / HUNDRED, decimals, rounding) for net, rate in zip(nets, tax_percents, strict=True)
        ]
    taxes = [ZERO] * len(nets)
    for rate in set(tax_percents):
        lines = [index for index, line_rate in enumerate(tax_percents) if line_rate == rate]
        total = round_amount(sum((nets[index] for index in lines), ZERO) * rate / HUNDRED, decimals, rounding)
        exact = {index: nets[index] * rate / HUNDRED for index in lines}
        for index, share in spread_rounding(total, exact, unit_of(decimals)).items():
            taxes[index] = share
    return taxes


def split(total: Decimal, weights: Mapping[Key, Decimal], unit: Decimal = Decimal("0.01")) -> dict[Key, Decimal]:
    """Divide a total by weights with the largest remainder method (最大餘數法, DOMAIN 3).

    Exact shares are cut down to whole units; the units still missing go, one each, to the largest
    fractions. Ties go to the larger weight, then to the smaller key. Order of the mapping is irrelevant.

    Args:
        total: A whole number of units. A negative total is split as its absolute value.
        weights: Zero or more, on any scale. When all are zero the split is even.
        unit: The smallest share, ``0.01`` for cents or ``1000`` for thousands.

    Returns:
        One share per key, in the order of ``weights``, adding up to ``total`` exactly.

    Raises:
        ValueError: No weights, a negative weight, or a total that is no whole number of units.

    >>> split(Decimal(100), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}, Decimal(1))
    {'a': Decimal('34'), 'b': Decimal('33'), 'c': Decimal('33')}
    """
    if not weights:
        raise ValueError("nothing to split among")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is negative")
    fractions = {key: Fraction(weight) for key, weight in weights.items()}
    whole = sum(fractions.values())
    if whole == 0:
        fractions, whole = dict.fromkeys(weights, Fraction(1)), Fraction(len(weights))
    units = Fraction(total) / Fraction(unit)
    if units.denominator != 1:
        raise ValueError(f"{total} is no whole number of units of {unit}")
    sign = -1 if units < 0 else 1
    exact = {key: abs(units) * weight / whole for key, weight in fractions.items()}
    shares = _whole_units(abs(int(units)), exact, fractions)
    return {key: sign * shares[key] * unit for key in weights}


def spread_rounding(total: Decimal, exact: Mapping[Key, Decimal], unit: Decimal) -> dict[Key, Decimal]:
    """Round amounts to whole units so that they add up to a given, separately rounded total.

    Used for tax per document, where lines may have both signs: each amount is cut down to a whole
    unit and the missing units go to the largest fractions.
    """
    fractions = {key: Fraction(amount) / Fraction(unit) for key, amount in exact.items()}
    shares = _whole_units(
        int(Fraction(total) / Fraction(unit)), fractions, {key: abs(x) for key, x in fractions.items()}
    )
    return {key: share * unit for key, share in shares.items()}


def _whole_units(units: int, exact: Mapping[Key, Fraction], weights: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Floors of ``exact``, and the units missing to ``units`` given to the largest fractions."""
    shares = {key: amount.numerator // amount.denominator for key, amount in exact.items()}
    missing = units - sum(shares.values())

    def by_claim(key: Any) -> tuple[Fraction, Fraction, Any]:
        return (shares[key] - exact[key], -weights[key], key)

    for key in sorted(exact, key=by_claim)[:missing]:
        shares[key] += 1
    return shares
