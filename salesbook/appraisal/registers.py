"""Counting the registers: attendance, visits, meetings and ratings. What the counts are worth stands in ``scoring``.

Nothing here decides about a person: thresholds only say that somebody has to look.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel

from salesbook.money import HUNDRED, ZERO
from salesbook.periods import month_of
from salesbook.planning.pace import WorkingDays

HALF = Decimal("0.5")
FIVE = Decimal(5)
"""What a rating is out of where nothing else is said; its scale begins with 1, other ones with 0."""

DayPart = Literal["present", "leave", "absent", "off"]
"""``leave`` is agreed, ``absent`` is not; ``off`` is a half that is no working time."""


class AttendanceRow(BaseModel, frozen=True, extra="forbid"):
    """One person's day.

    Attributes:
        late: Arrived late, grace minutes already considered.
        excused: A manager excused the late arrival or early leave of this day.
    """

    salesperson_no: str
    day: date
    first_half: DayPart = "present"
    second_half: DayPart = "present"
    late: bool = False
    early_leave: bool = False
    excused: bool = False


class AttendanceRules(BaseModel, frozen=True, extra="forbid"):
    """House rules of attendance, all settings.

    Attributes:
        late_points: Taken off 100 for each late arrival that counts.
        early_points: For each early leave that counts.
        absent_points: For each absent day; a half day costs half.
        free_late_per_month: The first so many late arrivals of a month cost nothing; excused ones do not use them up.
        look_from_days: Days with a late arrival or early leave in one month from which someone must ask why.
        review_from_days: From which a review case is opened.
    """

    late_points: Decimal = Decimal(2)
    early_points: Decimal = Decimal(2)
    absent_points: Decimal = Decimal(10)
    free_late_per_month: int = 0
    look_from_days: int = 3
    review_from_days: int = 5


DEFAULT_RULES = AttendanceRules()


class DayParts(BaseModel, frozen=True, extra="forbid"):
    """Days by what was done in them, counted in halves."""

    present: Decimal = ZERO
    leave: Decimal = ZERO
    absent: Decimal = ZERO

    @property
    def sum(self) -> Decimal:
        """All working days that were registered."""
        return self.present + self.leave + self.absent


class VisitRow(BaseModel, frozen=True, extra="forbid"):
    """One entry of the visit register; without a note it is no visit."""

    salesperson_no: str
    customer_no: str
    day: date
    note: str = ""


class RatingRow(BaseModel, frozen=True, extra="forbid"):
    """What a manager gave one person for a month.

    Attributes:
        rating_no: By which the register knows it.
        criterion: Code of what was rated; blank is conduct.
        out_of: The most that could be given.
    """

    rating_no: str
    salesperson_no: str
    month: str
    criterion: str = ""
    rating: Decimal
    out_of: Decimal = FIVE


class MeetingRow(BaseModel, frozen=True, extra="forbid"):
    """Whether a called meeting was attended on time; excused ones count neither way."""

    salesperson_no: str
    day: date
    status: Literal["on_time", "late", "absent", "excused"]


def day_parts(rows: Iterable[AttendanceRow]) -> DayParts:
    """Days present, on leave and absent; each half of a day counts 0.5 (field case FC-attendance-01).

    >>> half_leave = AttendanceRow(salesperson_no="P1", day=date(2022, 9, 1), first_half="leave")
    >>> parts = day_parts([half_leave])
    >>> parts.present, parts.leave, parts.sum
    (Decimal('0.5'), Decimal('0.5'), Decimal('1.0'))
    """
    halves: defaultdict[DayPart, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        halves[row.first_half] += HALF
        halves[row.second_half] += HALF
    return DayParts(present=halves["present"], leave=halves["leave"], absent=halves["absent"])


def counted_late(rows: Iterable[AttendanceRow], rules: AttendanceRules = DEFAULT_RULES) -> list[date]:
    """The late arrivals of one person that cost points, in order of days.

    Excused ones are left out first, then the free ones of each month are passed over, the earliest first
    (field case FC-attendance-03).
    """
    by_month: defaultdict[str, list[date]] = defaultdict(list)
    for day in sorted(row.day for row in rows if row.late and not row.excused):
        by_month[month_of(day)].append(day)
    return [day for days in by_month.values() for day in days[rules.free_late_per_month :]]


def attendance_points(rows: Sequence[AttendanceRow], rules: AttendanceRules = DEFAULT_RULES) -> Decimal:
    """100 less what one person's late arrivals, early leaves and absent days cost; never below 0."""
    early = sum(row.early_leave and not row.excused for row in rows)
    cost = rules.late_points * len(counted_late(rows, rules)) + rules.early_points * early
    return max(HUNDRED - cost - rules.absent_points * day_parts(rows).absent, ZERO)


def punctuality_case(
    rows: Sequence[AttendanceRow], rules: AttendanceRules = DEFAULT_RULES
) -> Literal["none", "look", "review"]:
    """What one person's month asks of administration; days that are excused or free do not count.

    A day that is both late and left early is one day. ``review`` opens a case, it dismisses nobody.
    """
    days = {*counted_late(rows, rules), *(row.day for row in rows if row.early_leave and not row.excused)}
    if len(days) >= rules.review_from_days:
        return "review"
    return "look" if len(days) >= rules.look_from_days else "none"


def valid_visits(rows: Iterable[VisitRow]) -> int:
    """Visits with a written note, at most one per person, customer and day."""
    return len({(row.salesperson_no, row.customer_no, row.day) for row in rows if row.note.strip()})


def meeting_punctuality(rows: Sequence[MeetingRow]) -> Fraction | None:
    """On-time meetings by called meetings, exact; ``None`` when none was called or all were excused."""
    called = [row for row in rows if row.status != "excused"]
    return part_of(sum(row.status == "on_time" for row in called), len(called))


def rated_points(rows: Sequence[RatingRow]) -> Fraction | None:
    """The mean of ratings of one thing, each as so many of 100; ``None`` without ratings.

    >>> four = RatingRow(rating_no="P1|2026-03", salesperson_no="P1", month="2026-03", rating=4)
    >>> rated_points([four])
    Fraction(80, 1)
    """
    shares = [Fraction(row.rating) / Fraction(row.out_of) for row in rows]
    return sum(shares, Fraction(0)) * 100 / len(shares) if shares else None


def part_of(count: int | Decimal, whole: int | Decimal) -> Fraction | None:
    """A ratio of two counts, exact; ``None`` when the whole is zero: no visits planned is no data, not a zero.

    >>> part_of(26, 30)
    Fraction(13, 15)
    """
    return Fraction(count) / Fraction(whole) if whole else None


def working_days_of_month(month: str, working_days: WorkingDays) -> Decimal:
    """Working days of a month, half Saturdays as half days (field case FC-attendance-02)."""
    return working_days.count_month(month)
