"""Fiscal years that begin in any month."""

from datetime import date

import pytest

from salesbook.periods import Closing, FiscalCalendar, OpenPeriods, is_month, month_before, next_month


@pytest.mark.parametrize(
    ("first_month", "fiscal_year", "quarter", "half"), [(10, 2025, 2, 1), (1, 2026, 1, 1), (4, 2025, 4, 2)]
)
def test_a_day_in_january_belongs_to_the_quarter_of_the_companys_own_year(
    first_month: int, fiscal_year: int, quarter: int, half: int
) -> None:
    calendar = FiscalCalendar(first_month)
    day = date(2026, 1, 15)
    assert (calendar.fiscal_year(day), calendar.quarter(day), calendar.half(day)) == (fiscal_year, quarter, half)
    assert calendar.first_day(fiscal_year) <= day <= calendar.last_day(fiscal_year)


def test_a_fiscal_year_has_twelve_months_over_the_turn_of_the_year() -> None:
    months = FiscalCalendar(10).months(2025)
    assert (months[0], months[2], months[3], months[-1], len(months)) == (
        "2025-10",
        "2025-12",
        "2026-01",
        "2026-09",
        12,
    )


def test_months_follow_each_other() -> None:
    assert (next_month("2025-12"), month_before(date(2026, 1, 31))) == ("2026-01", "2025-12")
    assert [is_month(text) for text in ("2026-03", "2026-13", "2026-3", "202603")] == [True, False, False, False]


def test_both_ends_of_the_open_period_are_open() -> None:
    march = OpenPeriods(date(2026, 3, 1), date(2026, 3, 31))
    assert [march.is_open(date(2026, 3, day)) for day in (1, 31)] == [True, True]
    assert not march.is_open(date(2026, 2, 28))
    assert OpenPeriods().is_open(date(1900, 1, 1))


def test_a_closed_month_and_all_before_it_take_no_postings_whatever_the_outer_limits_say() -> None:
    february = Closing("2026-02", "wang", date(2026, 3, 2))
    march = Closing("2026-03", "li", date(2026, 4, 2))
    periods = OpenPeriods(date(2026, 1, 1), date(2026, 4, 30), (february, march))
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)]
    assert [periods.is_open(day) for day in days] == [False, False, True, True, False]
    assert [periods.closing_of(day) for day in days] == [february, march, None, None, None]
    assert (periods.closed_until, OpenPeriods().closed_until) == ("2026-03", "")
