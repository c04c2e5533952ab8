"""Counting attendance, visits, meetings and ratings: the worked numbers of DOMAIN 14."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.appraisal.registers import (
    AttendanceRow,
    AttendanceRules,
    MeetingRow,
    RatingRow,
    VisitRow,
    attendance_points,
    counted_late,
    day_parts,
    meeting_punctuality,
    part_of,
    punctuality_case,
    rated_points,
    valid_visits,
    working_days_of_month,
)
from salesbook.money import round_half_up
from salesbook.planning.pace import WorkingDays


def rows(text: str) -> list[AttendanceRow]:
    """Days of March 2026 with what happened, such as ``3:late 4:early+excused 5:absent/leave``."""
    register = []
    for entry in text.split():
        number, what = entry.split(":")
        words = what.split("+")
        halves = words.pop(0).split("/") if "/" in words[0] else ["present", "present"]
        register.append(
            AttendanceRow.model_validate(
                {
                    "salesperson_no": "P1",
                    "day": date(2026, 3, int(number)),
                    "first_half": halves[0],
                    "second_half": halves[1],
                    "late": "late" in words,
                    "early_leave": "early" in words,
                    "excused": "excused" in words,
                }
            )
        )
    return register


def percent(ratio: Fraction | None) -> str:
    assert ratio is not None
    return str(round_half_up(ratio * 100, 1))


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("", "100"),
        ("3:late 4:late 5:early", "94"),
        ("3:late+early", "96"),
        ("3:late+excused 4:early+excused", "100"),
        ("3:absent/absent", "90"),
        ("3:absent/present", "95"),
        ("3:leave/leave", "100"),
        (" ".join(f"{day}:absent/absent" for day in range(2, 14)), "0"),
    ],
)
def test_attendance_is_deducted_from_one_hundred(register: str, expected: str) -> None:
    assert attendance_points(rows(register)) == Decimal(expected)


def test_free_late_arrivals_are_the_earliest_of_each_month() -> None:
    rules = AttendanceRules(free_late_per_month=1)
    april = AttendanceRow(salesperson_no="P1", day=date(2026, 4, 1), late=True)
    assert counted_late([april, *rows("9:late 3:late+excused 5:late")], rules) == [date(2026, 3, 9)]


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("3:late 4:early", "none"),
        ("3:late+early 4:late", "none"),
        ("3:late 4:early 5:late", "look"),
        ("3:late 4:late 5:late+excused", "none"),
        ("3:late 4:late 5:late 6:late 9:early", "review"),
    ],
)
def test_three_days_ask_for_a_reason_and_five_open_a_case(register: str, expected: str) -> None:
    assert punctuality_case(rows(register)) == expected


def test_free_arrivals_do_not_lead_to_a_case() -> None:
    assert punctuality_case(rows("3:late 4:late 5:late"), AttendanceRules(free_late_per_month=1)) == "none"


def test_a_visit_needs_a_note_and_counts_once_per_customer_and_day() -> None:
    def visit(customer: str, day: int, note: str = "Talked about spring prices.") -> VisitRow:
        return VisitRow(salesperson_no="P1", customer_no=customer, day=date(2026, 3, day), note=note)

    assert valid_visits([visit("C1", 2), visit("C1", 2), visit("C1", 3), visit("C2", 2), visit("C3", 2, "  ")]) == 3


@pytest.mark.parametrize(
    ("count", "whole", "expected"), [(26, 30, "86.7"), (33, 40, "82.5"), (9, 10, "90.0"), (7, 8, "87.5")]
)
def test_visits_repurchase_and_service_are_parts_of_a_whole(count: int, whole: int, expected: str) -> None:
    assert percent(part_of(count, whole)) == expected


def test_no_visits_planned_is_no_data() -> None:
    assert part_of(0, 0) is None


def test_meeting_punctuality_counts_on_time_of_those_called() -> None:
    def meeting(status: str) -> MeetingRow:
        return MeetingRow.model_validate({"salesperson_no": "P1", "day": date(2026, 3, 2), "status": status})

    register = [meeting(status) for status in ["on_time"] * 7 + ["late", "excused"]]
    assert percent(meeting_punctuality(register)) == "87.5"
    assert meeting_punctuality([meeting("excused")]) is None
    assert meeting_punctuality([meeting("absent")]) == 0


def rated(rating: int, out_of: int = 5) -> RatingRow:
    values = {"rating_no": "P1|2026-03", "salesperson_no": "P1", "month": "2026-03"}
    return RatingRow.model_validate(values | {"rating": rating, "out_of": out_of})


def test_a_rating_counts_by_what_it_is_out_of() -> None:
    assert rated_points([rated(92, 100)]) == 92
    assert rated_points([rated(0, 100)]) == 0
    assert rated_points([rated(4), rated(90, 100)]) == 85, "months count alike, whatever they were rated out of"


def test_conduct_is_the_mean_rating_times_twenty() -> None:
    assert rated_points([rated(4)] * 7) == 80
    assert rated_points([rated(3), rated(4), rated(4)]) == Fraction(220, 3)
    assert rated_points([]) is None


def test_a_half_saturday_is_half_a_working_day() -> None:
    assert working_days_of_month("2022-12", WorkingDays(half_workdays=frozenset({5}))) == Decimal("24.5")
    assert working_days_of_month("2022-12", WorkingDays()) == 22


parts = st.sampled_from(["present", "leave", "absent"])


@given(halves=st.lists(st.tuples(parts, parts), max_size=31))
def test_the_parts_of_days_add_up_to_the_days(halves: list[tuple[str, str]]) -> None:
    register = rows(" ".join(f"{day}:{first}/{second}" for day, (first, second) in enumerate(halves, start=1)))
    assert day_parts(register).sum == len(halves)


@given(late=st.sets(st.integers(1, 31)), excused=st.sets(st.integers(1, 31)), free=st.integers(0, 5))
def test_excusing_a_late_arrival_never_costs_points(late: set[int], excused: set[int], free: int) -> None:
    rules = AttendanceRules(free_late_per_month=free)
    plain = rows(" ".join(f"{day}:late" for day in sorted(late)))
    forgiven = [row.model_copy(update={"excused": row.day.day in excused}) for row in plain]
    assert attendance_points(forgiven, rules) >= attendance_points(plain, rules)
    assert attendance_points(forgiven[::-1], rules) == attendance_points(forgiven, rules)
