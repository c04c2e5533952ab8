"""Sheets with a column for each month (銷售目標分解表): found by the months in their header, whoever made them.

Columns and rows that hold sums are no targets and are compared with what they sum. An empty month is not a target of 0.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.hosts.addresses import column_letters
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.problems import Place, Problem
from salesbook.sheets.aliases import folded, means
from salesbook.sheets.cell_values import NO_HABITS, clean_text, read_cell
from salesbook.sheets.columns import PLAN_SEATS, Field
from salesbook.sheets.finding import unit_in
from salesbook.sheets.half_width import half_width
from salesbook.sheets.totals import is_total_word
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

LEAST_MONTHS = 3
"""Columns that must be months for a row to be a header."""

_NUMBER = re.compile(r"m?(\d{1,2})月?(?:份)?|第(\d{1,2})月")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True)
class MonthRow:
    """What one row says.

    Attributes:
        amounts: By number of the month, 1 to 12, as the sheet means them; an empty month is not there.
        empty: Months whose cell is empty.
    """

    row_number: int
    territory_code: str
    salesperson_no: str
    amounts: Mapping[int, Decimal]
    empty: tuple[int, ...]


@dataclass(frozen=True)
class MonthTable:
    """A sheet with a column for each month.

    Attributes:
        year: That the words above the table name; ``None`` where they name none.
        unit: By which the amounts of the sheet were multiplied.
        totals: Rows that hold sums.
    """

    sheet: str
    year: int | None
    unit: Decimal
    rows: tuple[MonthRow, ...]
    totals: int
    problems: tuple[Problem, ...]


def find_months(grid: Grid) -> MonthTable | None:
    """The table of a sheet; ``None`` where no row has months as its headers."""
    best = 0
    columns: dict[int, int] = {}
    for index, row in enumerate(grid.rows[:30]):
        months = _months(row)
        if len(months) >= max(LEAST_MONTHS, len(columns) + 1):
            best, columns = index, months
    if not columns:
        return None
    above = grid.rows[: best + 1]
    keys = {field.name: _column_of(field, above) for field in PLAN_SEATS.fields if field.type == "code"}
    words = [value for row in above for value in row.values if isinstance(value, str)]
    year = next((int(match[1]) for word in words if (match := _YEAR.search(half_width(word)))), None)
    unit = next((unit for word in words if (unit := unit_in(word))), Decimal(1))
    return _read(grid, grid.rows[best + 1 :], columns, keys, year, unit)


def _months(row: RowBlock) -> dict[int, int]:
    """Number of the month by offset, where every month stands once at most."""
    found: dict[int, int] = {}
    for offset, value in enumerate(row.values):
        month = _month(value)
        if month and month not in found.values():
            found[offset] = month
    return found


def _month(value: CellValue) -> int | None:
    if isinstance(value, date):
        return value.month
    if not isinstance(value, str):
        return None
    text = "".join(half_width(clean_text(value)).casefold().split())
    if match := _NUMBER.fullmatch(text):
        month = int(match[1] or match[2])
        return month if 1 <= month <= 12 else None
    named = next((number for number, name in enumerate(_NAMES, start=1) if text[:3] == name), None)
    if named and text.isascii() and text.rstrip(".").isalpha():
        return named
    try:
        found = read_cell(value, "General", "month", NO_HABITS).value
    except WrongCellError:
        return None
    return int(found[5:]) if found else None


def _column_of(field: Field, rows: Sequence[RowBlock]) -> int | None:
    words = {folded(word) for word in field.title} | means(field.name)
    for row in reversed(rows):
        for offset, value in enumerate(row.values):
            if isinstance(value, str) and folded(value) in words:
                return offset
    return None


def _read(
    grid: Grid, rows: Sequence[RowBlock], columns: Mapping[int, int], keys: Mapping[str, int | None],
    year: int | None, unit: Decimal,
) -> MonthTable:  # fmt: skip
    found: list[MonthRow] = []
    problems: list[Problem] = []
    since = totals = 0
    for row in rows:
        word = next((v for v in row.values if isinstance(v, str) and is_total_word(v)), "")
        amounts, wrong = _amounts(grid, row, columns, unit)
        codes = {name: _code(row, offset) for name, offset in keys.items()}
        if word:
            totals += 1
            problems += _compared(grid, row, clean_text(word), amounts, columns, found, since)
            since = len(found)
        elif any(codes.values()) and (amounts or wrong):
            problems += wrong
            empty = tuple(month for month in columns.values() if month not in amounts)
            found.append(MonthRow(row.row_number, codes["territory_code"], codes["salesperson_no"], amounts, empty))
    return MonthTable(grid.name, year, unit, tuple(found), totals, tuple(problems))


def _amounts(
    grid: Grid, row: RowBlock, columns: Mapping[int, int], unit: Decimal
) -> tuple[dict[int, Decimal], list[Problem]]:
    amounts, problems = {}, []
    for offset, month in columns.items():
        cell = f"{column_letters(offset + 1)}{row.row_number}"
        place = Place("target", sheet=grid.name, row_number=row.row_number, cell=cell)
        try:
            if row.values[offset] is None and offset in row.formulas:
                raise WrongCellError("formula-without-value")
            amount = read_cell(row.values[offset], row.format_of(offset), "money").value
        except WrongCellError as error:
            problems.append(error.problem.at(field="target", sheet=grid.name, row_number=row.row_number, cell=cell))
            continue
        if amount is not None and amount < 0:
            problems.append(Problem("out-of-range", place, {"found": plain(amount), "limits": "≥ 0"}))
        elif amount is not None:
            amounts[month] = amount * unit
    return amounts, problems


def _code(row: RowBlock, offset: int | None) -> str:
    if offset is None:
        return ""
    try:
        return read_cell(row.values[offset], row.format_of(offset), "code").value or ""
    except WrongCellError:
        return ""


def _compared(
    grid: Grid, row: RowBlock, word: str, amounts: Mapping[int, Decimal], columns: Mapping[int, int],
    rows: Sequence[MonthRow], since: int,
) -> list[Problem]:  # fmt: skip
    """A sum is that of the rows since the sum before it, or of all rows above."""
    for offset, month in columns.items():
        if month not in amounts:
            continue
        sums = [
            sum((found.amounts.get(month, Decimal(0)) for found in part), Decimal(0)) for part in (rows[since:], rows)
        ]
        if amounts[month] not in sums:
            values = {"row": str(row.row_number), "found": word, "total": plain(amounts[month]), "sum": plain(sums[1])}
            cell = f"{column_letters(offset + 1)}{row.row_number}"
            place = Place("target", sheet=grid.name, row_number=row.row_number, cell=cell)
            return [Problem("total-row-differs", place, values, "warning")]
    return []
