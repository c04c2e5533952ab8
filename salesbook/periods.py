"""Fiscal years, quarters and months, and which of them still take postings.

A month is written ``2026-03``. A fiscal year carries the number of the calendar year in which it starts.
"""

import re
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Years outside are slips of typing; beyond the last one there are soon no dates to reckon with."""


def month_of(day: date) -> str:
    """The month a day belongs to, as ``2026-03``."""
    return f"{day:%Y-%m}"


def is_year(text: str) -> bool:
    """Whether a text names a year as ``2026``, one that a company may have books of."""
    return re.fullmatch("[0-9]{4}", text) is not None and FIRST_YEAR <= int(text) <= LAST_YEAR


def is_month(text: str) -> bool:
    """Whether a text names a month as ``2026-03``, in one of those years."""
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None and is_year(text[:4])


def month_start(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def month_end(month: str) -> date:
    """The last day of a month.

    >>> month_end("2024-02")
    datetime.date(2024, 2, 29)
    """
    return date.fromordinal(month_start(next_month(month)).toordinal() - 1)


def days_after(day: date, days: int) -> date:
    """So many days later, at most the last day there is.

    >>> days_after(date(2026, 2, 27), 3)
    datetime.date(2026, 3, 2)
    """
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def next_month(month: str) -> str:
    """The month after, over the turn of the year."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def month_before(day: date) -> str:
    """The month before the one a day is in."""
    return month_of(date.fromordinal(day.replace(day=1).toordinal() - 1))


@dataclass(frozen=True)
class FiscalCalendar:
    """The company's year, by the month it begins with (1 to 12).

    >>> calendar = FiscalCalendar(first_month=10)
    >>> calendar.fiscal_year(date(2026, 1, 15)), calendar.quarter(date(2026, 1, 15))
    (2025, 2)
    """

    first_month: int = 1

    def fiscal_year(self, day: date) -> int:
        """The calendar year in which the fiscal year of ``day`` started."""
        return day.year if day.month >= self.first_month else day.year - 1

    def month_index(self, day: date) -> int:
        """0 for the first month of the fiscal year, 11 for the last."""
        return (day.month - self.first_month) % 12

    def quarter(self, day: date) -> int:
        """1 to 4."""
        return self.month_index(day) // 3 + 1

    def half(self, day: date) -> int:
        """1 or 2."""
        return self.month_index(day) // 6 + 1

    def months(self, fiscal_year: int) -> list[str]:
        """The twelve months of a fiscal year in their order."""
        months = [f"{fiscal_year:04d}-{self.first_month:02d}"]
        while len(months) < 12:
            months.append(next_month(months[-1]))
        return months

    def first_day(self, fiscal_year: int) -> date:
        """The day the fiscal year begins."""
        return date(fiscal_year, self.first_month, 1)

    def last_day(self, fiscal_year: int) -> date:
        """The day before the next fiscal year begins."""
        return date.fromordinal(self.first_day(fiscal_year + 1).toordinal() - 1)


@dataclass(frozen=True)
class Closing:
    """Who closed a month, and with it every month before that was still open.

    Attributes:
        seq: Number of its posting in the ledger, from which on the month's figures stand.
    """

    month: str
    closed_by: str
    closed_on: date
    seq: int = 0


@dataclass(frozen=True)
class OpenPeriods:
    """The days that still take postings: within the outer limits, and after the last closed month.

    Attributes:
        first_day: Outer limit, included; ``None`` means no limit.
        last_day: Likewise.
        closings: Those that stand, the earliest month first.
    """

    first_day: date | None = None
    last_day: date | None = None
    closings: tuple[Closing, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether a document of this posting date may still be posted."""
        within = (self.first_day is None or day >= self.first_day) and (self.last_day is None or day <= self.last_day)
        return within and self.closing_of(day) is None

    def closing_of(self, day: date) -> Closing | None:
        """The closing that took the month of a day; ``None`` while that month is open."""
        return next((closing for closing in self.closings if month_of(day) <= closing.month), None)

    @property
    def closed_until(self) -> str:
        """The last closed month; empty while none is closed."""
        return self.closings[-1].month if self.closings else ""
