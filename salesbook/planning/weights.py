"""Where the weights of a breakdown come from: history blended with potential, and the seasons of past years."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeVar

from salesbook.money import ZERO, Key, split
from salesbook.problems import PlanError

WEIGHT_UNIT = Decimal("1E-12")
"""Weights are stored with twelve decimals and add up exactly, so that a plan can be recomputed from what is shown."""

Name = TypeVar("Name", bound=str)


def blend(
    history: Mapping[Name, Decimal], potential: Mapping[Name, Decimal], history_share: Decimal
) -> dict[Name, Decimal]:
    """Weights of ``history_share`` history and, for the rest, potential; each counts by its share of its own sum.

    A name missing on one side counts there as zero, and so does a negative figure (more returned than sold).
    When one side is zero throughout, the other decides alone; when both are, all weights are zero.

    Args:
        history: Past results, in any unit.
        potential: What the market could buy, in any unit.
        history_share: From 0 to 1.

    Returns:
        Weights adding up to 1, in order of the names.

    Raises:
        PlanError: The share is outside 0 to 1.

    >>> past = {"A": Decimal("5.1"), "B": Decimal("2.8"), "C": Decimal("3.3")}
    >>> market = {"A": Decimal(8), "B": Decimal(6), "C": Decimal(6)}
    >>> [str(weight.normalize()) for weight in blend(past, market, Decimal("0.7")).values()]
    ['0.43875', '0.265', '0.29625']
    """
    if not 0 <= history_share <= 1:
        raise PlanError("blend-share-out-of-range", found=history_share)
    names = sorted({*history, *potential})
    past, market = _shares(history), _shares(potential)
    part = Fraction(history_share) if past and market else Fraction(bool(past))
    mixed = {name: part * past.get(name, 0) + (1 - part) * market.get(name, 0) for name in names}
    return _with_sum(Decimal(1), mixed) if any(mixed.values()) else dict.fromkeys(names, ZERO)


def seasonality_index(years: Sequence[Sequence[Decimal]], periods: int = 12) -> list[Decimal]:
    """How strong each month is, 1 being an average month (季節指數, DOMAIN 11).

    Each month is compared with the mean of its own year, so a large year counts no more than a small one.
    A month that is negative on average counts as zero; a month without any sales stays zero.

    Args:
        years: Full years, each with ``periods`` figures. Others, and years that sold nothing, are passed over.
        periods: 12 for months, 4 for quarters.

    Returns:
        One index per period, adding up to ``periods``. Fewer than two usable years give an even index.

    >>> quarters = [[Decimal(n) for n in year] for year in [(90, 110, 120, 80), (100, 120, 130, 90)]]
    >>> [str(round(index, 6)) for index in seasonality_index(quarters, periods=4)]
    ['0.904545', '1.095455', '1.190909', '0.809091']
    """
    usable = [year for year in years if len(year) == periods and sum(year) > 0]
    if len(usable) < 2:
        return [Decimal(1)] * periods
    shares = [[Fraction(figure) / sum(map(Fraction, year)) for figure in year] for year in usable]
    strength = {
        period: max(sum(same, Fraction(0)), Fraction(0)) for period, same in enumerate(zip(*shares, strict=True))
    }
    return list(_with_sum(Decimal(periods), strength).values())


def _shares(figures: Mapping[Name, Decimal]) -> dict[Name, Fraction]:
    """Each figure's share of the sum, negative ones as zero; empty when nothing is left."""
    kept = {name: Fraction(max(figure, ZERO)) for name, figure in figures.items()}
    whole = sum(kept.values())
    return {name: figure / whole for name, figure in kept.items()} if whole else {}


def _with_sum(total: Decimal, strength: Mapping[Key, Fraction]) -> dict[Key, Decimal]:
    """Decimals in proportion to fractions, adding up to ``total`` exactly."""
    common = lcm(*(fraction.denominator for fraction in strength.values()))
    return split(total, {key: Decimal(int(fraction * common)) for key, fraction in strength.items()}, WEIGHT_UNIT)
