"""How far the year has run and how far sales have: expected so far, pace index, forecast and alert (DOMAIN 13).

The calendar is data: holidays and make-up days are handed in, and so is the day it is today.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel

from salesbook.periods import month_of, month_start, next_month
from salesbook.planning.attainment import attainment_ratio

Alert = Literal["green", "yellow", "red", "none"]


class WorkingDays(BaseModel, frozen=True, extra="forbid"):
    """Which days are worked.

    Attributes:
        holidays: Days off, whatever their weekday.
        workdays: Weekdays worked, Monday 0 to Sunday 6.
        half_workdays: Weekdays that count as half a day, such as Saturday 5.
        makeup_days: Single days worked in full though their weekday is free (補班日).
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[int] = frozenset(range(5))
    half_workdays: frozenset[int] = frozenset()
    makeup_days: frozenset[date] = frozenset()

    def part(self, day: date) -> Decimal:
        """How much of a day is worked: 1, 0.5 or 0. A make-up day beats a holiday."""
        if day in self.makeup_days:
            return Decimal(1)
        if day in self.holidays:
            return Decimal(0)
        if day.weekday() in self.half_workdays:
            return Decimal("0.5")
        return Decimal(1) if day.weekday() in self.workdays else Decimal(0)

    def count(self, first: date, last: date) -> Decimal:
        """Working days from ``first`` to ``last``, both included; 0 when the first lies behind the last.

        >>> WorkingDays(half_workdays=frozenset({5})).count(date(2022, 12, 1), date(2022, 12, 31))
        Decimal('24.5')
        """
        days = (last - first).days + 1
        return sum((self.part(first + timedelta(days=number)) for number in range(days)), Decimal(0))

    def count_month(self, month: str) -> Decimal:
        """Working days of a month such as ``2022-12``."""
        return self.count(month_start(month), month_start(next_month(month)) - timedelta(days=1))


class Pace(BaseModel, frozen=True, extra="forbid"):
    """Sales so far against what the calendar or the seasons let one expect by now. Nothing is rounded.

    Attributes:
        year_target: Of all months.
        expected: By the end of the last day counted.
        days_gone: Working days of the year so far.
        days_left: Working days still to come.
    """

    actual: Decimal
    year_target: Decimal
    expected: Fraction
    days_gone: Decimal
    days_left: Decimal

    @property
    def pace_index(self) -> Fraction | None:
        """100 is exactly on course; ``None`` while nothing is expected."""
        return Fraction(self.actual) * 100 / self.expected if self.expected else None

    @property
    def gap(self) -> Fraction:
        """Actual less expected; negative is behind."""
        return Fraction(self.actual) - self.expected

    @property
    def forecast(self) -> Fraction | None:
        """Sales of the whole year if the pace stays as it is; open orders are not added."""
        return Fraction(self.actual) / self.expected * Fraction(self.year_target) if self.expected else None

    @property
    def sold_per_day(self) -> Fraction | None:
        """On each working day so far."""
        return attainment_ratio(self.actual, self.days_gone)

    @property
    def needed_per_day(self) -> Fraction | None:
        """On each working day left to reach the target; 0 once it is reached, ``None`` when no day is left."""
        return attainment_ratio(max(self.year_target - self.actual, Decimal(0)), self.days_left)


class AlertLimits(BaseModel, frozen=True, extra="forbid"):
    """From which pace index an alert turns green or yellow, and how many working days it needs to mean anything."""

    green_from: Decimal = Decimal(100)
    yellow_from: Decimal = Decimal(90)
    first_working_days: Decimal = Decimal(5)


DEFAULT_LIMITS = AlertLimits()


def calendar_pace(actual: Decimal, year_target: Decimal, days_gone: Decimal, days_of_year: Decimal) -> Pace:
    """Pace when every working day is expected to sell alike.

    >>> pace = calendar_pace(Decimal(2300000), Decimal(5000000), Decimal(122), Decimal(250))
    >>> pace.expected, round(pace.pace_index, 1) == Fraction("94.3")
    (Fraction(2440000, 1), True)
    """
    expected = Fraction(year_target) * (attainment_ratio(days_gone, days_of_year) or 0)
    return Pace(
        actual=actual,
        year_target=year_target,
        expected=expected,
        days_gone=days_gone,
        days_left=days_of_year - days_gone,
    )


def seasonal_pace(
    actual: Decimal, month_targets: Mapping[str, Decimal], today: date, working_days: WorkingDays
) -> Pace:
    """Pace when each month is expected to sell its own target, evenly over its working days (the default).

    Args:
        actual: Sold since the first of these months.
        month_targets: Every month of the year without a gap; the first and the last bound the year.
        today: Counts as gone.
        working_days: The company's calendar.
    """
    first, last = month_start(min(month_targets)), month_start(next_month(max(month_targets))) - timedelta(days=1)
    this_month = month_of(today)
    gone_by = sum((Fraction(target) for month, target in month_targets.items() if month < this_month), Fraction(0))
    part = attainment_ratio(working_days.count(month_start(this_month), today), working_days.count_month(this_month))
    return Pace(
        actual=actual,
        year_target=sum(month_targets.values(), Decimal(0)),
        expected=expected_by_season(gone_by, month_targets.get(this_month, Decimal(0)), part or Fraction(0)),
        days_gone=working_days.count(first, min(today, last)),
        days_left=working_days.count(max(today + timedelta(days=1), first), last),
    )


def expected_by_season(full_months: Fraction | Decimal, this_month: Decimal, part_gone: Fraction) -> Fraction:
    """The targets of the months gone by, and this month's by the part of its working days gone.

    >>> expected_by_season(Decimal(1900000), Decimal(550000), Fraction(12, 20))
    Fraction(2230000, 1)
    """
    return Fraction(full_months) + Fraction(this_month) * part_gone


def forecast_error(forecast: Fraction | Decimal, actual: Decimal) -> Fraction | None:
    """How far a forecast was off, as a part of what was really sold; ``None`` when that is zero."""
    return abs(Fraction(forecast) - Fraction(actual)) / abs(Fraction(actual)) if actual else None


def alert(
    pace_index: Fraction | Decimal | None, working_days_gone: Decimal, limits: AlertLimits = DEFAULT_LIMITS
) -> Alert:
    """The traffic light of a pace index, from its exact value; ``none`` when it is too early to tell.

    >>> alert(Decimal("94.2"), Decimal(12)), alert(Decimal(40), Decimal(4))
    ('yellow', 'none')
    """
    if pace_index is None or working_days_gone < limits.first_working_days:
        return "none"
    if pace_index >= Fraction(limits.green_from):
        return "green"
    return "yellow" if pace_index >= Fraction(limits.yellow_from) else "red"


def needs_help(month_alerts: Sequence[Alert]) -> bool:
    """Whether the last two months were red, which opens a help entry that the manager must answer.

    Args:
        month_alerts: At the end of each month, in order.
    """
    return len(month_alerts) >= 2 and set(month_alerts[-2:]) == {"red"}
