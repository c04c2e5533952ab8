"""From totals to grades and from months to a year; and the optional forced distribution.

A grade is read from the rounded total, so that 90.00 on the sheet is never a B. No grade rewards or dismisses
anybody by itself.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from salesbook.appraisal.scorecard import Grades
from salesbook.money import round_half_up, split
from salesbook.problems import Problem

SHOWN_DECIMALS = 2
DEFAULT_GRADES = Grades()


def grade(total: Decimal, grades: Grades = DEFAULT_GRADES) -> str:
    """The best grade whose limit the total reaches.

    >>> grade(Decimal("90.00")), grade(Decimal("89.99")), grade(Decimal(12))
    ('A', 'B', 'E')
    """
    for name, at_least in sorted(grades.limits, key=lambda limit: limit[1], reverse=True):
        if total >= at_least:
            return name
    return grades.lowest


class YearRule(BaseModel, frozen=True, extra="forbid"):
    """How a year is made of its months.

    Attributes:
        month_share: Part of the mean of the months, 0 to 1; the rest is the year-end scorecard's.
        at_least_months: Fewer scored months give no total.
    """

    month_share: Decimal = Decimal("0.6")
    at_least_months: int = 6


DEFAULT_YEAR_RULE = YearRule()


class YearTotal(BaseModel, frozen=True, extra="forbid"):
    """A year's result.

    Attributes:
        mean_of_months: Two decimals, for showing; the total is computed from the exact mean.
        total: Two decimals; ``None`` when it cannot be told, and a note says why.
    """

    scored_months: int
    mean_of_months: Decimal | None
    total: Decimal | None
    notes: tuple[Problem, ...] = ()


def year_total(
    month_totals: Sequence[Decimal | None], year_end_total: Decimal | None, rule: YearRule = DEFAULT_YEAR_RULE
) -> YearTotal:
    """The year from its months and the year-end scorecard.

    Args:
        month_totals: ``None`` for months without a score, such as months on leave; they are skipped.
        year_end_total: ``None`` when the year-end scorecard is still open.
        rule: Shares and the fewest months.

    >>> year_total([Decimal("88.25")] * 12, Decimal(92)).total
    Decimal('89.75')
    """
    scored = [total for total in month_totals if total is not None]
    mean = sum(map(Fraction, scored), Fraction(0)) / len(scored) if scored else None
    notes = []
    if len(scored) < rule.at_least_months:
        notes.append(_note("too-few-scored-months", found=str(len(scored)), needed=str(rule.at_least_months)))
    if year_end_total is None:
        notes.append(_note("year-end-score-missing"))
    total = None
    if mean is not None and year_end_total is not None and not notes:
        share = Fraction(rule.month_share)
        total = round_half_up(share * mean + (1 - share) * Fraction(year_end_total), SHOWN_DECIMALS)
    shown = None if mean is None else round_half_up(mean, SHOWN_DECIMALS)
    return YearTotal(scored_months=len(scored), mean_of_months=shown, total=total, notes=tuple(notes))


def forced_distribution(
    totals: Mapping[str, Decimal], shares: Sequence[tuple[str, Decimal]], *, at_least_people: int = 10
) -> dict[str, str] | None:
    """Grades by rank, for companies that fix how many of each there are (off by default).

    Seats are split by largest remainder. Equal totals at a border all take the better grade, and the grades
    after it give up the seats.

    Args:
        totals: By salesperson number.
        shares: Grade and its percent, the best first.
        at_least_people: Smaller groups are not forced.

    Returns:
        A grade for each person, the best first; ``None`` for a group that is too small.

    >>> forced_distribution({"P1": Decimal(80), "P2": Decimal(80), "P3": Decimal(70)},
    ...                     [("A", Decimal(30)), ("B", Decimal(70))], at_least_people=3)
    {'P1': 'A', 'P2': 'A', 'P3': 'B'}
    """
    if len(totals) < at_least_people:
        return None
    ranked = sorted(totals, key=lambda person: (-totals[person], person))
    seats = split(Decimal(len(ranked)), {rank: share for rank, (_, share) in enumerate(shares)}, Decimal(1))
    given: dict[str, str] = {}
    border = 0
    for rank, (name, _) in enumerate(shares):
        border += int(seats[rank])
        while len(given) < len(ranked) and (len(given) < border or _ties_with_last(ranked, totals, len(given))):
            given[ranked[len(given)]] = name
    return given


def _ties_with_last(ranked: Sequence[str], totals: Mapping[str, Decimal], graded: int) -> bool:
    """Whether the next person equals the last one graded."""
    return graded > 0 and totals[ranked[graded - 1]] == totals[ranked[graded]]


def _note(code: str, **values: str) -> Problem:
    return Problem(code, values=values, severity="warning")
