"""A form on which a manager has rated a person: parts, items, what each weighs in the whole, and what it comes to.

How such a form looks on a sheet, ``sheets.appraisal_form`` knows. Everything is exact; what is shown is rounded there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from salesbook.money import HUNDRED, ZERO, split
from salesbook.problems import Place, Problem
from salesbook.units import plain

FINEST = Decimal("0.000001")
"""Unit of weights where the weight of a part cannot be divided among its items without a rest."""


@dataclass(frozen=True)
class TypedItem:
    """A line as it was typed.

    Attributes:
        weight: As a share of 1 or of 100; ``None`` where nothing was typed.
        score: Of 100; likewise.
    """

    name: str
    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True)
class TypedPart:
    """A part as it was typed; ``weight`` as for an item."""

    name: str
    weight: Decimal | None
    items: tuple[TypedItem, ...]


@dataclass(frozen=True)
class RatedItem:
    """A line of the form; ``weight`` is percent of the whole form."""

    name: str
    weight: Decimal
    score: Decimal | None


@dataclass(frozen=True)
class RatedPart:
    """A part of the form."""

    name: str
    items: tuple[RatedItem, ...]

    @property
    def weight(self) -> Decimal:
        """Percent of the whole form."""
        return sum((item.weight for item in self.items), ZERO)

    @property
    def points(self) -> Fraction | None:
        """Of 100, from the items that have a score."""
        return weighted_mean(self.items)


def weighted_mean(items: Sequence[RatedItem]) -> Fraction | None:
    """The mean of the scores by weight, exact; ``None`` where nothing that weighs anything has a score.

    >>> weighted_mean([RatedItem("Calls", Decimal(30), Decimal(90)), RatedItem("Notes", Decimal(10), Decimal(70))])
    Fraction(85, 1)
    """
    scored = [(Fraction(item.weight), Fraction(item.score)) for item in items if item.score is not None]
    whole = sum((weight for weight, _ in scored), Fraction(0))
    return sum((weight * score for weight, score in scored), Fraction(0)) / whole if whole else None


def weigh(parts: Sequence[TypedPart]) -> tuple[tuple[RatedPart, ...], list[Problem]]:
    """What each item weighs in the whole, and what is wrong with the weights.

    An item weighs its share of its part; where its part says no weights, all of them weigh the same. Weights of items
    that add up to the weight of their part are of the whole already, and so are all where no part has a weight.

    Returns:
        The parts, and problems whose ``line_no`` counts all items from 1; those of a part stand at its first item.

    >>> results = TypedPart("Results", Decimal("0.7"), (TypedItem("a", Decimal("0.4")), TypedItem("b", Decimal("0.6"))))
    >>> values = TypedPart("Values", Decimal("0.3"), (TypedItem("c"), TypedItem("d"), TypedItem("e")))
    >>> weighed, problems = weigh([results, values])
    >>> [str(item.weight) for part in weighed for item in part.items], problems
    (['28', '42', '10', '10', '10'], [])
    """
    problems: list[Problem] = []
    if not parts:
        return (), problems
    items = [item for part in parts for item in part.items]
    ends = list(accumulate(len(part.items) for part in parts))
    starts = [end - len(part.items) for part, end in zip(parts, ends, strict=True)]
    no_part_weighs = all(part.weight is None for part in parts)
    if no_part_weighs and (len(parts) == 1 or any(item.weight is not None for item in items)):
        weights = _item_weights(TypedPart("", HUNDRED, tuple(items)), HUNDRED, 0, problems)
    else:
        whole = _part_weights(parts, starts, problems)
        weights = [
            weight
            for part, of_part, start in zip(parts, whole, starts, strict=True)
            for weight in _item_weights(part, of_part, start, problems)
        ]
    rated = [RatedItem(item.name, weight, item.score) for item, weight in zip(items, weights, strict=True)]
    problems += _scores_within_weights(rated)
    found = zip(parts, starts, ends, strict=True)
    return tuple(RatedPart(part.name, tuple(rated[start:end])) for part, start, end in found), problems


def _part_weights(parts: Sequence[TypedPart], starts: Sequence[int], problems: list[Problem]) -> list[Decimal]:
    """Percents of the parts; 0 for one whose weight is missing."""
    said = [part.weight for part in parts]
    problems += [
        Problem("missing", Place("part_weight", start + 1))
        for weight, start in zip(said, starts, strict=True)
        if weight is None
    ]
    percents = _percents(said)
    if None not in said and sum(percents) != HUNDRED:
        listed = ", ".join(f"{part.name} {plain(percent)} %" for part, percent in zip(parts, percents, strict=True))
        values = {"found": plain(sum(percents, ZERO)), "parts": listed}
        problems.append(Problem("form-parts-not-100", Place("part_weight", 1), values))
    return percents


def _item_weights(part: TypedPart, of_part: Decimal, start: int, problems: list[Problem]) -> list[Decimal]:
    """Percents of the whole of the items of a part, whose first one is item ``start`` from 0."""
    said = [item.weight for item in part.items]
    if all(weight is None for weight in said):
        unit = min(FINEST, Decimal(1).scaleb(int(of_part.as_tuple().exponent)))
        return [_short(share) for share in split(of_part, dict.fromkeys(range(len(said)), Decimal(1)), unit).values()]
    problems += [
        Problem("missing", Place("item_weight", line_no))
        for line_no, weight in enumerate(said, start=start + 1)
        if weight is None
    ]
    percents = _percents(said)
    found = sum(percents, ZERO)
    if found == of_part:
        return percents
    if None not in said and found != HUNDRED:
        values = {"part": part.name, "found": plain(found)}
        problems.append(Problem("form-weights-not-100", Place("item_weight", start + 1), values))
    return [_short(of_part * percent / HUNDRED) for percent in percents]


def _percents(weights: Sequence[Decimal | None]) -> list[Decimal]:
    """Weights that were typed as shares of 1 or of 100; 0 where none was typed."""
    given = [weight or ZERO for weight in weights]
    return [_short(weight * HUNDRED) for weight in given] if max(given) <= 1 else given


def _scores_within_weights(items: Sequence[RatedItem]) -> list[Problem]:
    """A hint that scores may be out of the weight of each item, not out of 100, as on forms that give points (配分)."""
    scored = [item for item in items if item.score is not None]
    if len(scored) < 2 or any(item.score > item.weight for item in scored if item.score is not None):
        return []
    return [Problem("form-scores-within-weights", Place("form_score", 1), {}, "warning")]


def _short(number: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    return Decimal(plain(number))
