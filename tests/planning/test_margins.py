"""Two-way tie-out: rows and columns both hold, and no cell is further than one unit from its share."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import split
from salesbook.planning.margins import tie_both_ways
from salesbook.problems import PlanError

ONE = Decimal(1)


def test_rows_of_seven_and_five_over_columns_of_four() -> None:
    cells = tie_both_ways({"P1": Decimal(7), "P2": Decimal(5)}, dict.fromkeys("123", Decimal(4)), ONE)
    assert [[int(cells[row, column]) for column in "123"] for row in ("P1", "P2")] == [[3, 2, 2], [1, 2, 2]]


def test_splitting_row_by_row_would_break_the_columns() -> None:
    even = dict.fromkeys("123", ONE)
    by_row = [split(Decimal(total), even, ONE) for total in (7, 5)]
    assert [int(sum(row[column] for row in by_row)) for column in "123"] == [5, 4, 3]


def test_margins_must_agree() -> None:
    with pytest.raises(PlanError, match="margins-differ rows=7 columns=8 difference=1"):
        tie_both_ways({"P1": Decimal(7)}, {"J": Decimal(8)}, ONE)
    with pytest.raises(PlanError, match="amount-too-fine target_of=P1"):
        tie_both_ways({"P1": Decimal("7.5")}, {"J": Decimal("7.5")}, ONE)


def test_a_table_of_nothing_is_zero_everywhere() -> None:
    assert tie_both_ways({"P1": Decimal(0)}, {"J": Decimal(0), "F": Decimal(0)}) == {("P1", "J"): 0, ("P1", "F"): 0}


parts = st.lists(st.integers(0, 300), min_size=1, max_size=12)


@given(row_parts=parts, column_weights=parts)
def test_rows_and_columns_both_hold(row_parts: list[int], column_weights: list[int]) -> None:
    rows = {f"P{number:02d}": Decimal(part) for number, part in enumerate(row_parts)}
    whole = sum(rows.values(), Decimal(0))
    columns = split(whole, {f"M{number:02d}": Decimal(part) for number, part in enumerate(column_weights)}, ONE)
    cells = tie_both_ways(rows, columns, ONE)
    for row, total in rows.items():
        assert sum(cells[row, column] for column in columns) == total
    for column, total in columns.items():
        assert sum(cells[row, column] for row in rows) == total
    for (row, column), units in cells.items():
        share = Fraction(rows[row]) * Fraction(columns[column]) / Fraction(whole) if whole else 0
        assert abs(Fraction(units) - share) < 1
    assert tie_both_ways(dict(reversed(rows.items())), dict(reversed(columns.items())), ONE) == cells
