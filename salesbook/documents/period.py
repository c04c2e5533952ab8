"""Months that are closed and reopened: what may be decided about them, and what a closed month refuses.

Closing a month is a lock date: it closes every month before it, too. Months are reopened one by one, the
last closed one first. Only papers and their reversals are held off: master data have no month, and the
registers of the appraisal are often filled in after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

from salesbook.documents.record import Record
from salesbook.periods import Closing, OpenPeriods, is_month, month_before, month_end, month_of, month_start, next_month
from salesbook.problems import SalesbookError


class Period(Record):
    """One decision about a month. The newest decision in the ledger says how far it is closed.

    Attributes:
        month: As ``2026-03``.
        decided_by: Login name; also who stored it.
        decided_on: The day of the decision in the company's time zone.
        reason: Of a reopening; a closing needs none.
    """

    kind: ClassVar[str] = "period"
    key_fields: ClassVar[tuple[str, ...]] = ("month",)
    month: str
    state: Literal["closed", "open"]
    decided_by: str
    decided_on: date
    reason: str = ""

    @property
    def record_date(self) -> date:
        """The last day of the month, on which it is closed."""
        return month_end(self.month)


def standing_closings(decisions: Iterable[tuple[int, Period]]) -> tuple[Closing, ...]:
    """The closings that still hold, the earliest month first.

    Reopening March leaves February closed by whoever closed it, be it together with March.

    Args:
        decisions: With the number of each posting, in the order of storing.
    """
    closings: list[Closing] = []
    for seq, decision in decisions:
        if decision.state == "closed":
            closings.append(Closing(decision.month, decision.decided_by, decision.decided_on, seq))
        elif closings and closings[-1].month == decision.month:
            closing, before = closings.pop(), month_before(month_start(decision.month))
            if not closings or closings[-1].month < before:
                closings.append(replace(closing, month=before))
    return tuple(closings)


def not_open(day: date, periods: OpenPeriods) -> SalesbookError | None:
    """Why nothing can be posted on a day; ``None`` when it is open."""
    if closing := periods.closing_of(day):
        return SalesbookError(
            "month-closed", date=day, month=month_of(day), by=closing.closed_by, on=closing.closed_on,
            first=month_start(next_month(periods.closed_until)),
        )  # fmt: skip
    if not periods.is_open(day):
        return SalesbookError("period-closed", date=day, first=periods.first_day or "…", last=periods.last_day or "…")
    return None


def check_month(month: str) -> None:
    """Whether a text names a month.

    Raises:
        SalesbookError: It does not.
    """
    if not is_month(month):
        raise SalesbookError("month-wrong", found=month)


def check_closing(month: str, today: date, periods: OpenPeriods) -> None:
    """Whether a month may be closed now.

    Before its last day it may not: a lock would hold off everybody's work of the days to come, and the
    figures could not be final. On the evening of the last day it may.

    Raises:
        SalesbookError: It is no month, closed already, or not at its end.
    """
    check_month(month)
    if closing := periods.closing_of(month_start(month)):
        raise SalesbookError("month-closed-already", month=month, by=closing.closed_by, on=closing.closed_on)
    if today < month_end(month):
        raise SalesbookError("month-not-over", month=month, today=today, last=month_end(month))


def check_reopening(month: str, reason: str, user: str, allowed: Sequence[str], periods: OpenPeriods) -> None:
    """Whether a month may be reopened by a person.

    Args:
        month: As typed.
        reason: As typed.
        user: Login name; case does not count, as on Windows.
        allowed: Names of those who may; empty means everybody.
        periods: As they stand.

    Raises:
        SalesbookError: It is no month, not closed, not the last closed one, no reason is given, or somebody
            else must do it.
    """
    check_month(month)
    if allowed and user.casefold() not in {name.casefold() for name in allowed}:
        raise SalesbookError("reopening-not-allowed", month=month, user=user, allowed=", ".join(allowed))
    if periods.closing_of(month_start(month)) is None:
        raise SalesbookError("month-not-closed", month=month, last=periods.closed_until)
    if month != periods.closed_until:
        raise SalesbookError("month-not-last", month=month, last=periods.closed_until)
    if not reason.strip():
        raise SalesbookError("reopening-reason-missing", month=month)
