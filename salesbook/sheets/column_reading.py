"""A column of a table, read as a whole: what a content means is worked out once, and most stand in many rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from salesbook.hosts.host import CellValue, RowBlock
from salesbook.problems import Place, Problem
from salesbook.sheets.cell_values import NO_HABITS, Habits, Read, read_cell, read_choice
from salesbook.sheets.columns import Field
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

LIMIT_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "multiple_of": "n ×"}


@dataclass(frozen=True)
class ReadColumn:
    """A column of some rows.

    Attributes:
        wanted: The field.
        values: One for each row; ``None`` where the cell is blank or cannot be read.
        odd: By index of the row: what is wrong, or what was read in another form than it was typed. A problem knows
            its field and nothing of the row.
    """

    wanted: Field
    values: Sequence[Any]
    odd: dict[int, Read | Problem]

    def problem_at(self, index: int) -> Problem | None:
        """Why the cell of a row cannot be read."""
        found = self.odd.get(index)
        return found if isinstance(found, Problem) else None


class Column:
    """A field and its column, with what is known of it beside its cells.

    Attributes:
        offset: From 0.
    """

    def __init__(self, wanted: Field, offset: int, habits: Habits = NO_HABITS) -> None:
        self.wanted, self.offset = wanted, offset
        self._meanings = _Meanings(wanted, habits)

    def read(self, cells: Sequence[CellValue], rows: Sequence[RowBlock], *, has_formulas: bool) -> ReadColumn:
        """The cells of the column in these rows."""
        offset, meanings = self.offset, self._meanings
        keys: Sequence[Any] = cells
        if not set(map(type, cells)) <= {str, type(None)}:
            keys = [
                cell
                if cell is None or cell.__class__ is str
                else (cell, cell.__class__, row.formats.get(offset, "General"))
                for cell, row in zip(cells, rows, strict=True)
            ]
        values = list(map(meanings.__getitem__, keys))
        odd: dict[int, Read | Problem] = {}
        if meanings.odd:
            odd = {index: meanings.odd[key] for index, key in enumerate(keys) if key in meanings.odd}
        if has_formulas and not self.wanted.formula:
            without = Problem("formula-without-value", Place(self.wanted.name))
            lacking = (index for index, row in enumerate(rows) if offset in row.formulas and cells[index] is None)
            odd |= dict.fromkeys(lacking, without)
        return ReadColumn(self.wanted, values, odd)


def read_columns(columns: Iterable[Column], rows: Sequence[RowBlock]) -> list[ReadColumn]:
    """Columns of these rows, which are all of one table."""
    formulas = {offset for row in rows for offset in row.formulas}
    cells = list(zip(*(row.values for row in rows), strict=True))
    return [
        column.read(cells[column.offset] if rows else (), rows, has_formulas=column.offset in formulas)
        for column in columns
    ]


class _Meanings(dict[Any, Any]):
    """Values by what stands in the cell: a text, or anything else with its type and number format.

    Attributes:
        odd: Of the contents that are wrong, or were read in another form.
    """

    def __init__(self, wanted: Field, habits: Habits) -> None:
        super().__init__({None: None})
        self._wanted, self._habits = wanted, habits
        self._is_free = not wanted.choices and wanted.least is None and wanted.most is None
        self.odd: dict[Any, Read | Problem] = {}

    def __missing__(self, key: Any) -> Any:
        found = self._read(key, "General") if isinstance(key, str) else self._read(key[0], key[2])
        value = None
        if isinstance(found, Problem):
            self.odd[key] = found
        else:
            value = found.value
            if found.change:
                self.odd[key] = found
        self[key] = value
        return value

    def _read(self, cell: CellValue, number_format: str) -> Read | Problem:
        wanted = self._wanted
        try:
            found = read_cell(cell, number_format, wanted.type, self._habits)
            if self._is_free or found.value is None:
                return found
            return Read(value_for(wanted, found.value), found.change)
        except WrongCellError as error:
            return error.problem.at(field=wanted.name)


def value_for(wanted: Field, value: Any) -> Any:
    """A value as the field wants it: one of its choices, within its limits.

    Raises:
        WrongCellError: It is not.
    """
    if wanted.choices:
        return read_choice(value, wanted.choices)
    if (wanted.least is not None and value < wanted.least) or (wanted.most is not None and value > wanted.most):
        limits = {
            name: plain(limit) for name, limit in (("ge", wanted.least), ("le", wanted.most)) if limit is not None
        }
        raise WrongCellError("out-of-range", found=value, limits=limits_shown(limits))
    return value


def limits_shown(limits: dict[str, str]) -> str:
    """Limits with their signs.

    >>> limits_shown({"ge": "0", "le": "100"})
    '≥ 0 ≤ 100'
    """
    return " ".join(f"{LIMIT_SIGNS[name]} {limit}" for name, limit in limits.items())
