"""Pace, forecast and alert: the worked numbers of DOMAIN 13."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import round_half_up
from salesbook.planning.pace import (
    Pace,
    WorkingDays,
    alert,
    calendar_pace,
    expected_by_season,
    forecast_error,
    needs_help,
    seasonal_pace,
)


def shown(value: Fraction | None, decimals: int) -> str:
    assert value is not None
    return str(round_half_up(value, decimals))


def example_of_domain_13() -> Pace:
    return Pace(
        actual=Decimal(2_100_000),
        year_target=Decimal(5_000_000),
        expected=expected_by_season(Decimal(1_900_000), Decimal(550_000), Fraction(12, 20)),
        days_gone=Decimal(112),
        days_left=Decimal(138),
    )


def test_calendar_pace_compares_attainment_with_the_working_days_gone() -> None:
    pace = calendar_pace(Decimal(2_300_000), Decimal(5_000_000), Decimal(122), Decimal(250))
    assert shown(pace.expected / 5_000_000 * 100, 1) == "48.8"
    assert shown(pace.pace_index, 1) == "94.3"


def test_seasonal_pace_expects_full_months_and_a_part_of_this_one() -> None:
    pace = example_of_domain_13()
    assert pace.expected == 2_230_000
    assert shown(pace.pace_index, 1) == "94.2"
    assert pace.gap == -130_000


def test_a_forecast_goes_on_at_the_pace_so_far() -> None:
    assert shown(example_of_domain_13().forecast, 0) == "4708520"
    by_calendar = calendar_pace(Decimal(2_100_000), Decimal(5_000_000), Decimal(112), Decimal(250))
    assert by_calendar.forecast == 4_687_500


def test_what_is_needed_on_each_day_left_stands_beside_what_was_sold_on_each_day_so_far() -> None:
    assert shown(example_of_domain_13().needed_per_day, 0) == "21014"
    assert example_of_domain_13().sold_per_day == 18_750


def test_a_target_reached_needs_nothing_more_and_a_year_gone_has_no_day_left() -> None:
    assert calendar_pace(Decimal(9), Decimal(5), Decimal(1), Decimal(2)).needed_per_day == 0
    assert calendar_pace(Decimal(3), Decimal(5), Decimal(2), Decimal(2)).needed_per_day is None
    assert calendar_pace(Decimal(3), Decimal(5), Decimal(0), Decimal(2)).pace_index is None


def test_the_forecast_error_is_measured_against_what_was_sold() -> None:
    error = forecast_error(Decimal(4_708_520), Decimal(4_900_000))
    assert error is not None
    assert shown(error * 100, 2) == "3.91"
    assert forecast_error(Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize(
    ("index", "days", "colour"),
    [
        ("100", 60, "green"),
        ("99.99", 60, "yellow"),
        ("94.2", 60, "yellow"),
        ("90", 60, "yellow"),
        ("89.99", 60, "red"),
        ("89.99", 5, "red"),
        ("89.99", 4, "none"),
        (None, 60, "none"),
    ],
)
def test_the_alert_follows_the_pace_index_once_there_are_five_working_days(
    index: str | None, days: int, colour: str
) -> None:
    assert alert(None if index is None else Decimal(index), Decimal(days)) == colour


def test_two_red_months_running_ask_for_help() -> None:
    assert needs_help(["green", "red", "red"])
    assert not needs_help(["red", "red", "yellow"])
    assert not needs_help(["red"])


def test_working_days_know_holidays_half_days_and_make_up_days() -> None:
    calendar = WorkingDays(
        holidays=frozenset({date(2026, 1, 1), date(2026, 1, 2)}),
        half_workdays=frozenset({5}),
        makeup_days=frozenset({date(2026, 1, 4)}),
    )
    days = {day: str(calendar.part(date(2026, 1, day))) for day in range(1, 6)}
    assert days == {1: "0", 2: "0", 3: "0.5", 4: "1", 5: "1"}
    assert calendar.count(date(2026, 1, 5), date(2026, 1, 1)) == 0


def test_seasonal_pace_reads_days_from_the_calendar_and_counts_today_as_gone() -> None:
    targets = {f"2026-{number:02d}": Decimal(100) for number in range(1, 13)}
    # March 2026 has 22 weekdays, 10 of them by Friday the 13th.
    pace = seasonal_pace(Decimal(200), targets, date(2026, 3, 13), WorkingDays())
    assert pace.expected == 200 + Fraction(100 * 10, 22)
    assert pace.days_gone == WorkingDays().count(date(2026, 1, 1), date(2026, 3, 13)) == 52
    assert pace.days_gone + pace.days_left == WorkingDays().count(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("today", "expected", "days_left"), [(date(2025, 6, 1), 0, 261), (date(2027, 2, 1), 1200, 0)])
def test_before_and_after_the_year_pace_is_nothing_and_everything(today: date, expected: int, days_left: int) -> None:
    targets = {f"2026-{number:02d}": Decimal(100) for number in range(1, 13)}
    pace = seasonal_pace(Decimal(0), targets, today, WorkingDays())
    assert pace.expected == expected
    assert pace.days_left == days_left
    assert pace.days_gone == 261 - days_left


@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 30)), targets=st.lists(st.integers(0, 1000), min_size=12, max_size=12)
)
def test_expectations_never_fall_from_one_day_to_the_next(day: date, targets: list[int]) -> None:
    months = {f"2026-{number:02d}": Decimal(target) for number, target in enumerate(targets, start=1)}
    following = date.fromordinal(day.toordinal() + 1)
    today = seasonal_pace(Decimal(1), months, day, WorkingDays())
    tomorrow = seasonal_pace(Decimal(1), months, following, WorkingDays())
    assert today.expected <= tomorrow.expected <= sum(targets)
