"""Grades, years and forced distribution: the worked numbers of DOMAIN 14, and what holds for every group."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.appraisal.grading import forced_distribution, grade, year_total


@pytest.mark.parametrize(
    ("total", "expected"),
    [("120", "A"), ("90", "A"), ("89.99", "B"), ("80", "B"), ("70", "C"), ("60", "D"), ("0", "E")],
)
def test_a_grade_begins_at_its_limit(total: str, expected: str) -> None:
    assert grade(Decimal(total)) == expected


def test_a_year_is_six_tenths_months_and_four_tenths_year_end() -> None:
    assert year_total([Decimal("88.25")] * 12, Decimal("92.00")).total == Decimal("89.75")


def test_months_on_leave_are_skipped_and_six_scored_months_are_needed() -> None:
    months: list[Decimal | None] = [Decimal(80), Decimal(90)] * 3 + [None] * 6
    year = year_total(months, Decimal(100))
    assert (year.scored_months, year.mean_of_months, year.total) == (6, Decimal("85.00"), Decimal("91.00"))
    short = year_total(months[1:], Decimal(100))
    assert short.total is None
    assert [(note.code, note.values) for note in short.notes] == [
        ("too-few-scored-months", {"found": "5", "needed": "6"})
    ]
    assert [note.code for note in year_total([None], None).notes] == ["too-few-scored-months", "year-end-score-missing"]


FORCED = [("A", Decimal(10)), ("B", Decimal(30)), ("C", Decimal(50)), ("D", Decimal(10))]


def seats(totals: list[int]) -> list[int]:
    grades = forced_distribution({f"P{number:02d}": Decimal(total) for number, total in enumerate(totals)}, FORCED)
    assert grades is not None
    return [list(grades.values()).count(name) for name, _ in FORCED]


def test_forced_grades_are_split_by_largest_remainder() -> None:
    assert seats(list(range(23))) == [2, 7, 12, 2]


def test_equal_totals_at_a_border_take_the_better_grade_and_the_next_gives_up_the_seats() -> None:
    assert seats([100, 99, 99, 99, *range(19)]) == [4, 5, 12, 2]
    assert seats([99] * 12 + list(range(11))) == [12, 0, 9, 2]
    assert seats([50] * 23) == [23, 0, 0, 0]


def test_small_groups_are_not_forced() -> None:
    assert forced_distribution({f"P{number}": Decimal(number) for number in range(9)}, FORCED) is None


@given(totals=st.lists(st.integers(0, 20), min_size=10, max_size=40))
def test_equal_totals_get_equal_grades_and_better_ones_no_worse(totals: list[int]) -> None:
    by_person = {f"P{number:02d}": Decimal(total) for number, total in enumerate(totals)}
    grades = forced_distribution(by_person, FORCED)
    assert grades is not None
    assert set(grades) == set(by_person)
    for better, worse in pairwise(sorted(by_person, key=lambda person: -by_person[person])):
        assert grades[better] <= grades[worse]
        assert by_person[better] != by_person[worse] or grades[better] == grades[worse]
