"""What an appraisal is made of: criteria with their scales, figures, incidents, grades and the finished scorecard.

Also the check of a template before anybody is scored by it. The arithmetic stands in ``scoring``. No outcome
here rewards or dismisses anybody.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from salesbook.money import HUNDRED, ZERO
from salesbook.planning.attainment import attainment_ratio
from salesbook.problems import Place, Problem


class LinearScale(BaseModel, frozen=True, extra="forbid"):
    """Straight lines between floor, target and cap; nothing below the floor, no more above the cap.

    With the floor above the target, lower is better. When cap and target are the same there is no bonus.

    Attributes:
        floor: The result that still gets ``floor_points``.
        target: The result that gets ``target_points``.
        cap: The result from which more brings no more points.
    """

    kind: Literal["linear"] = "linear"
    floor: Decimal
    target: Decimal
    cap: Decimal
    floor_points: Decimal = Decimal(60)
    target_points: Decimal = HUNDRED
    cap_points: Decimal = Decimal(120)

    @property
    def lower_is_better(self) -> bool:
        """Whether the axis is turned, as for complaints."""
        return self.floor > self.target


class Band(BaseModel, frozen=True, extra="forbid"):
    """One step of a band scale.

    Attributes:
        at_least: The smallest result inside; ``None`` for no end.
        below: The smallest result no longer inside; ``None`` for no end.
    """

    at_least: Decimal | None = None
    below: Decimal | None = None
    points: Decimal


class Bands(BaseModel, frozen=True, extra="forbid"):
    """Steps 級距 that cover every result exactly once; ``check_criteria`` tells where they do not.

    Steps are half open, so that no result falls between 29 and 30.
    """

    kind: Literal["bands"] = "bands"
    steps: tuple[Band, ...]


class Direct(BaseModel, frozen=True, extra="forbid"):
    """The result is points already, such as attendance (deducted from 100) or a rating; kept within 0 to 100."""

    kind: Literal["direct"] = "direct"


Scale = Annotated[LinearScale | Bands | Direct, Field(discriminator="kind")]


RATED = "rated"
"""Source of criteria that a manager rates one by one."""


def rated_figure(criterion: str) -> str:
    """Name of the figure of a criterion that is rated; each has its own."""
    return f"{RATED}:{criterion}"


class Criterion(BaseModel, frozen=True, extra="forbid"):
    """One line of the template.

    Attributes:
        weight: Percent of the total; all weights of a template add up to exactly 100.
        source: What it is measured by.
    """

    code: str
    name: str
    weight: Annotated[Decimal, Field(ge=0)]
    source: str
    scale: Scale

    @property
    def figure(self) -> str:
        """Name of the figure it is measured by."""
        return rated_figure(self.code) if self.source == RATED else self.source


class Figure(BaseModel, frozen=True, extra="forbid"):
    """What was measured for one person.

    Attributes:
        attainment_ratio: Actual by target, exact; ``None`` when there is no target or it is zero.
        result: What goes into the scale; ``None`` when it cannot be told.
        evidence: Where to look: documents, registers, rows.
        basis: How it was counted, as a sentence.
    """

    source: str
    actual: Decimal | None = None
    target: Decimal | None = None
    attainment_ratio: Fraction | None = None
    result: Decimal | Fraction | None = None
    evidence: str = ""
    basis: str = ""

    @classmethod
    def of_attainment(
        cls, source: str, actual: Decimal, target: Decimal, *, evidence: str = "", basis: str = ""
    ) -> "Figure":
        """A figure whose result is the attainment in percent.

        >>> Figure.of_attainment("amount", Decimal(470000), Decimal(500000)).result
        Fraction(94, 1)
        """
        ratio = attainment_ratio(actual, target)
        return cls(
            source=source,
            actual=actual,
            target=target,
            attainment_ratio=ratio,
            result=None if ratio is None else ratio * 100,
            evidence=evidence,
            basis=basis,
        )

    @property
    def beats_zero_target(self) -> bool:
        """Something was achieved where nothing was asked: no ratio can be told, and it earns the most points."""
        return self.result is None and self.target == 0 and self.actual is not None and self.actual > 0


class Incident(BaseModel, frozen=True, extra="forbid"):
    """Something that happened and is, once confirmed, held against the total.

    Attributes:
        kind: Such as an unauthorised price cut; a limit per period counts by kind.
        status: Only ``confirmed`` ones count.
    """

    incident_no: str
    kind: str
    evidence: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    status: Literal["reported", "under_review", "confirmed", "dismissed"] = "confirmed"


class Deduction(Incident, frozen=True):
    """An incident that costs points.

    Attributes:
        points: Zero or more; taken off the total.
        at_most: All incidents of this kind together cost no more in one period; ``None`` for no limit.
    """

    points: Annotated[Decimal, Field(ge=0)]
    at_most: Annotated[Decimal, Field(ge=0)] | None = None


class Veto(Incident, frozen=True):
    """A serious incident: the total cannot be more than ``cap``.

    Attributes:
        cap: 59 by default, one below the lowest passing grade.
    """

    cap: Annotated[Decimal, Field(ge=0)] = Decimal(59)


class Grades(BaseModel, frozen=True, extra="forbid"):
    """From which total each grade is given.

    Attributes:
        limits: Grade and smallest total, in any order.
        lowest: Given below all limits.
    """

    limits: tuple[tuple[str, Decimal], ...] = (
        ("A", Decimal(90)),
        ("B", Decimal(80)),
        ("C", Decimal(70)),
        ("D", Decimal(60)),
    )
    lowest: str = "E"


class ScoreLine(BaseModel, frozen=True, extra="forbid"):
    """One criterion's result as it is shown and stored, with two decimals.

    Attributes:
        effective_weight: After the weights of criteria without data went to the others; they add up to 100.
        points: ``None`` when there was no data.
        contribution: Its part of the total before deductions; the contributions add up to it.
    """

    criterion: Criterion
    figure: Figure | None
    effective_weight: Decimal
    points: Decimal | None
    contribution: Decimal


class Scorecard(BaseModel, frozen=True, extra="forbid"):
    """One person's appraisal of one period.

    Attributes:
        period: A month such as ``2026-03``, or a year.
        deductions: The confirmed ones.
        vetoes: The confirmed ones.
        subtotal: Before deductions and vetoes.
        total: Two decimals; ``None`` when no criterion had data.
        grade: Read from the rounded total that is shown; empty without a total.
        notes: What the reader must be told, as warnings.
    """

    salesperson_no: str
    period: str
    lines: tuple[ScoreLine, ...]
    deductions: tuple[Deduction, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    subtotal: Decimal | None
    total: Decimal | None
    grade: str
    notes: tuple[Problem, ...] = ()


def check_criteria(criteria: Sequence[Criterion], sources: Collection[str]) -> list[Problem]:
    """Everything wrong with a template, in one pass.

    Args:
        criteria: In the order of the sheet; ``line_no`` of a problem counts them from 1.
        sources: The figures there are.

    >>> sales = Criterion(code="S", name="Sales", weight=95, source="amount", scale=Direct())
    >>> [(problem.code, dict(problem.values)) for problem in check_criteria([sales], {"amount"})]
    [('weights-not-100', {'found': '95', 'missing': '5'})]
    """
    problems = check_weights([criterion.weight for criterion in criteria])
    codes = [criterion.code for criterion in criteria]
    for number, criterion in enumerate(criteria, start=1):
        if criterion.code in codes[: number - 1]:
            problems.append(_problem("criterion-twice", number, "code", criterion=criterion.code))
        if criterion.source not in sources:
            known = ", ".join(sorted(sources))
            problems.append(_problem("source-unknown", number, "source", source=criterion.source, known=known))
        problems += _check_scale(number, criterion)
    return problems


def check_weights(weights: Sequence[Decimal]) -> list[Problem]:
    """One problem unless the weights add up to exactly 100; a negative ``missing`` is what they are over it."""
    found = sum(weights, ZERO)
    if found == HUNDRED:
        return []
    values = {"found": f"{found:f}", "missing": f"{HUNDRED - found:f}"}
    return [Problem("weights-not-100", Place(field="weight"), values)]


def _check_scale(number: int, criterion: Criterion) -> list[Problem]:
    scale = criterion.scale
    if isinstance(scale, LinearScale):
        return _check_linear(number, criterion.code, scale)
    if isinstance(scale, Bands):
        return _check_bands(number, criterion.code, scale.steps)
    return []


def _check_linear(number: int, code: str, scale: LinearScale) -> list[Problem]:
    problems = []
    rising = scale.floor < scale.target <= scale.cap
    falling = scale.floor > scale.target >= scale.cap
    if not rising and not falling:
        ends = {"floor": scale.floor, "target": scale.target, "cap": scale.cap}
        problems.append(_problem("scale-out-of-order", number, "scale", criterion=code, **ends))
    if not 0 <= scale.floor_points <= scale.target_points <= scale.cap_points:
        ends = {"floor": scale.floor_points, "target": scale.target_points, "cap": scale.cap_points}
        problems.append(_problem("scale-points-out-of-order", number, "scale", criterion=code, **ends))
    return problems


def _check_bands(number: int, code: str, steps: Sequence[Band]) -> list[Problem]:
    """Gaps and overlaps, from the lowest step upwards; the outer steps must have no end."""
    if not steps:
        return [_problem("bands-missing", number, "scale", criterion=code)]
    problems = []
    ordered = sorted(steps, key=lambda step: (step.at_least is not None, step.at_least or ZERO))
    if ordered[0].at_least is not None:
        problems.append(_problem("bands-gap", number, "scale", criterion=code, low="", high=ordered[0].at_least))
    for lower, upper in pairwise(ordered):
        if lower.below is None or upper.at_least is None or lower.below > upper.at_least:
            low, high = _text(upper.at_least), _text(lower.below)
            problems.append(_problem("bands-overlap", number, "scale", criterion=code, low=low, high=high))
        elif lower.below < upper.at_least:
            ends = {"low": lower.below, "high": upper.at_least}
            problems.append(_problem("bands-gap", number, "scale", criterion=code, **ends))
    if ordered[-1].below is not None:
        problems.append(_problem("bands-gap", number, "scale", criterion=code, low=ordered[-1].below, high=""))
    return problems


def _problem(code: str, line_no: int, field: str, **values: object) -> Problem:
    return Problem(code, Place(field=field, line_no=line_no), {name: _text(value) for name, value in values.items()})


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
