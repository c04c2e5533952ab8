"""From figures to points and one person's total for one period.

Everything is exact until the end: points and totals are rounded once, to two decimals, when they are shown or
stored (field case FC-appraisal-02). What a total is called, and what a year is made of, stands in ``grading``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from salesbook.appraisal.grading import DEFAULT_GRADES, SHOWN_DECIMALS, grade
from salesbook.appraisal.scorecard import (
    Bands,
    Criterion,
    Deduction,
    Direct,
    Figure,
    Grades,
    LinearScale,
    Scale,
    Scorecard,
    ScoreLine,
    Veto,
    check_weights,
)
from salesbook.money import HUNDRED, ZERO, round_half_up, split, spread_rounding
from salesbook.problems import Place, PlanError, Problem

CENTIPOINT = Decimal("0.01")


def points(scale: Scale, result: Decimal | Fraction) -> Fraction:
    """The points of a result, exact.

    Raises:
        ValueError: The result falls between two bands, which ``check_criteria`` would have told.

    >>> points(LinearScale(floor=70, target=100, cap=130), Decimal(94))
    Fraction(92, 1)
    >>> round_half_up(points(LinearScale(floor=5, target=2, cap=0), Decimal(3)), 2)
    Decimal('86.67')
    """
    value = Fraction(result)
    if isinstance(scale, Direct):
        return min(max(value, Fraction(0)), Fraction(100))
    if isinstance(scale, Bands):
        return _band_points(scale, value)
    return _linear_points(scale, value)


def best_points(scale: Scale) -> Fraction:
    """The most a scale can give; earned by selling something where the target was zero."""
    if isinstance(scale, Direct):
        return Fraction(100)
    if isinstance(scale, Bands):
        return max((Fraction(step.points) for step in scale.steps), default=Fraction(0))
    return Fraction(scale.target_points if scale.cap == scale.target else scale.cap_points)


def score(
    criteria: Sequence[Criterion],
    figures: Mapping[str, Figure],
    *,
    salesperson_no: str,
    period: str,
    deductions: Sequence[Deduction] = (),
    vetoes: Sequence[Veto] = (),
    grades: Grades = DEFAULT_GRADES,
) -> Scorecard:
    """Score one person for one period.

    The weight of a criterion without data goes to the others in proportion, and a note says so; a real zero
    counts as zero. Deductions are taken off next, then vetoes cap the total, which never falls below zero.
    Incidents that are not confirmed are left out.

    Args:
        criteria: A template that ``check_criteria`` accepts.
        figures: By source.
        salesperson_no: Who is scored.
        period: Which month or year.
        deductions: Those of the period.
        vetoes: Those of the period.
        grades: The limits of the grades.

    Raises:
        PlanError: ``weights-not-100``.
    """
    for problem in check_weights([criterion.weight for criterion in criteria]):
        raise PlanError(problem.code, **problem.values)
    reached = {criterion.code: _reached(criterion, figures.get(criterion.figure)) for criterion in criteria}
    exact = {code: value for code, value in reached.items() if value is not None}
    counted = {criterion.code: criterion.weight for criterion in criteria if criterion.code in exact}
    scored = sum(counted.values(), ZERO)
    parts = {code: exact[code] * Fraction(weight) / Fraction(scored) for code, weight in counted.items() if scored}
    subtotal = sum(parts.values(), Fraction(0))
    taken_off = tuple(deduction for deduction in deductions if deduction.status == "confirmed")
    capping = tuple(veto for veto in vetoes if veto.status == "confirmed")
    total = round_half_up(_after_incidents(subtotal, taken_off, capping), SHOWN_DECIMALS) if scored else None
    return Scorecard(
        salesperson_no=salesperson_no,
        period=period,
        lines=_lines(criteria, figures, reached, split(HUNDRED, counted, CENTIPOINT) if scored else {}, parts),
        deductions=taken_off,
        vetoes=capping,
        subtotal=round_half_up(subtotal, SHOWN_DECIMALS) if scored else None,
        total=total,
        grade="" if total is None else grade(total, grades),
        notes=(*_data_notes(criteria, counted), *_incident_notes(taken_off, capping)),
    )


def deducted(deductions: Iterable[Deduction]) -> Decimal:
    """Points taken off by confirmed incidents, each kind up to its limit (the largest one named for it)."""
    return sum((_taken(same) for same in _by_kind(deductions).values()), ZERO)


def _band_points(scale: Bands, value: Fraction) -> Fraction:
    for step in scale.steps:
        above = step.at_least is None or value >= Fraction(step.at_least)
        if above and (step.below is None or value < Fraction(step.below)):
            return Fraction(step.points)
    raise ValueError(f"no band holds {value}; the criteria were not checked")


def _linear_points(scale: LinearScale, value: Fraction) -> Fraction:
    # Turning the axis makes "lower is better" the ordinary case.
    turn = -1 if scale.lower_is_better else 1
    place, floor, target, cap = (turn * Fraction(number) for number in (value, scale.floor, scale.target, scale.cap))
    low, full, high = (Fraction(number) for number in (scale.floor_points, scale.target_points, scale.cap_points))
    if place < floor:
        return Fraction(0)
    if place < target:
        return low + (place - floor) / (target - floor) * (full - low)
    if cap == target:
        return full
    return full + (min(place, cap) - target) / (cap - target) * (high - full)


def _reached(criterion: Criterion, figure: Figure | None) -> Fraction | None:
    """Points of a criterion, or ``None`` without data."""
    if figure is None:
        return None
    # Three complaints against a target of none are no feat: lower-is-better needs a result.
    turned = isinstance(criterion.scale, LinearScale) and criterion.scale.lower_is_better
    if figure.beats_zero_target and not turned:
        return best_points(criterion.scale)
    return None if figure.result is None else points(criterion.scale, figure.result)


def _after_incidents(subtotal: Fraction, deductions: Sequence[Deduction], vetoes: Sequence[Veto]) -> Fraction:
    left = max(subtotal - Fraction(deducted(deductions)), Fraction(0))
    return min([left, *(Fraction(veto.cap) for veto in vetoes)])


def _lines(
    criteria: Sequence[Criterion],
    figures: Mapping[str, Figure],
    reached: Mapping[str, Fraction | None],
    effective_weights: Mapping[str, Decimal],
    parts: Mapping[str, Fraction],
) -> tuple[ScoreLine, ...]:
    """What is shown of each criterion; the contributions add up to the rounded subtotal."""
    # Ten decimals are far finer than what is shown, so cutting there moves no contribution by more than it may.
    fine = {code: round_half_up(part, 10) for code, part in parts.items()}
    contributions = spread_rounding(round_half_up(sum(parts.values(), Fraction(0)), SHOWN_DECIMALS), fine, CENTIPOINT)
    lines = []
    for criterion in criteria:
        exact = reached[criterion.code]
        lines.append(
            ScoreLine(
                criterion=criterion,
                figure=figures.get(criterion.figure),
                effective_weight=effective_weights.get(criterion.code, ZERO),
                points=None if exact is None else round_half_up(exact, SHOWN_DECIMALS),
                contribution=contributions.get(criterion.code, ZERO),
            )
        )
    return tuple(lines)


def _data_notes(criteria: Sequence[Criterion], counted: Mapping[str, Decimal]) -> list[Problem]:
    notes = [
        _note("criterion-without-data", line_no=number, criterion=criterion.name, weight=f"{criterion.weight:f}")
        for number, criterion in enumerate(criteria, start=1)
        if criterion.code not in counted
    ]
    return notes if any(counted.values()) else [*notes, _note("nothing-to-score")]


def _incident_notes(deductions: Iterable[Deduction], vetoes: Iterable[Veto]) -> list[Problem]:
    notes = []
    for kind, same in sorted(_by_kind(deductions).items()):
        asked, taken = _asked(same), _taken(same)
        if taken < asked:
            notes.append(_note("deduction-limited", kind=kind, asked=f"{asked:f}", taken=f"{taken:f}"))
    for veto in vetoes:
        notes.append(_note("veto-caps-total", kind=veto.kind, incident=veto.incident_no, cap=f"{veto.cap:f}"))
    return notes


def _by_kind(deductions: Iterable[Deduction]) -> dict[str, list[Deduction]]:
    """The confirmed deductions of each kind."""
    kinds: defaultdict[str, list[Deduction]] = defaultdict(list)
    for deduction in deductions:
        if deduction.status == "confirmed":
            kinds[deduction.kind].append(deduction)
    return kinds


def _asked(deductions: Iterable[Deduction]) -> Decimal:
    return sum((deduction.points for deduction in deductions), ZERO)


def _taken(same_kind: Sequence[Deduction]) -> Decimal:
    """What the incidents of one kind cost together."""
    limits = [deduction.at_most for deduction in same_kind if deduction.at_most is not None]
    return min(_asked(same_kind), max(limits)) if limits else _asked(same_kind)


def _note(code: str, line_no: int | None = None, **values: str) -> Problem:
    return Problem(code, Place(line_no=line_no), values, severity="warning")
