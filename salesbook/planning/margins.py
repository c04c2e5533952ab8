"""Two-way tie-out: when the totals of persons and the totals of months are both fixed (DOMAIN 11).

Splitting each row by itself keeps the rows and breaks the columns. Here every cell gets the whole units of its
proportional share or one unit more, so that rows and columns both hold.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from salesbook.money import ZERO
from salesbook.problems import PlanError

Cell = tuple[str, str]


def tie_both_ways(
    rows: Mapping[str, Decimal], columns: Mapping[str, Decimal], unit: Decimal = Decimal("0.01")
) -> dict[Cell, Decimal]:
    """Fill a table of which all row totals and all column totals are known.

    The exact share of a cell is row x column / whole. It is cut down to units; the units missing are then
    placed, never two in one cell, so that both margins hold. That is always possible when the margins agree.

    Args:
        rows: Totals by person, zero or more.
        columns: Totals by month, zero or more.
        unit: Every total is a whole number of it.

    Returns:
        The cells by row and column, in their order.

    Raises:
        PlanError: Rows and columns do not add up to the same, or a total is negative or finer than the unit.

    >>> cells = tie_both_ways({"P1": Decimal(7), "P2": Decimal(5)}, dict.fromkeys("123", Decimal(4)), Decimal(1))
    >>> [[int(cells[row, column]) for column in "123"] for row in ("P1", "P2")]
    [[3, 2, 2], [1, 2, 2]]
    """
    _check_margins(rows, columns, unit)
    whole = Fraction(sum(rows.values(), ZERO)) / Fraction(unit)
    row_units = {row: int(total / unit) for row, total in rows.items()}
    column_units = {column: int(total / unit) for column, total in columns.items()}
    exact = {
        (row, column): Fraction(row_units[row] * column_units[column]) / whole if whole else Fraction(0)
        for row in rows
        for column in columns
    }
    floors = {cell: share.numerator // share.denominator for cell, share in exact.items()}
    raised = _place_units(row_units, column_units, exact, floors)
    return {cell: (floors[cell] + (cell in raised)) * unit for cell in exact}


def _check_margins(rows: Mapping[str, Decimal], columns: Mapping[str, Decimal], unit: Decimal) -> None:
    for name, total in [*sorted(rows.items()), *sorted(columns.items())]:
        if total < 0 or total % unit:
            raise PlanError("amount-too-fine", target_of=name, amount=total, unit=unit)
    row_sum, column_sum = sum(rows.values(), ZERO), sum(columns.values(), ZERO)
    if row_sum != column_sum:
        raise PlanError("margins-differ", rows=row_sum, columns=column_sum, difference=abs(row_sum - column_sum))


def _place_units(
    row_units: Mapping[str, int],
    column_units: Mapping[str, int],
    exact: Mapping[Cell, Fraction],
    floors: Mapping[Cell, int],
) -> set[Cell]:
    """The cells that get one unit more.

    Rows are served in order, each from its largest fractions. When every fitting column is full already, an
    earlier row moves its unit to another column: an augmenting path of the matching between rows and columns.
    """
    raised: set[Cell] = set()
    open_units = {
        column: total - sum(floors[row, column] for row in row_units) for column, total in column_units.items()
    }
    choices = {row: _by_fraction(row, column_units, exact) for row in sorted(row_units)}

    def place(row: str, seen: set[str]) -> bool:
        for column in choices[row]:
            if column in seen or (row, column) in raised:
                continue
            seen.add(column)
            if open_units[column]:
                open_units[column] -= 1
                raised.add((row, column))
                return True
            for other in choices:
                if (other, column) in raised and place(other, seen):
                    raised.remove((other, column))
                    raised.add((row, column))
                    return True
        return False

    for row, columns in choices.items():
        for _ in range(row_units[row] - sum(floors[row, column] for column in column_units)):
            placed = place(row, set())
            assert placed, f"margins agree, yet no unit fits into row {row} of {columns}"
    return raised


def _by_fraction(row: str, columns: Mapping[str, int], exact: Mapping[Cell, Fraction]) -> list[str]:
    """The columns in which a row has a fraction, the largest first, ties by column."""
    fractions = {column: exact[row, column] % 1 for column in columns}
    return sorted((column for column in columns if fractions[column]), key=lambda column: (-fractions[column], column))
