"""A column of a table, read as a whole: what a content means is worked out once, and most stand in many rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from salesbook.hosts.host import CellValue, RowBlock
from salesbook.problems import Place, Problem
from salesbook.sheets.cell_values import NO_HABITS, Habits, Read, read_cell, read_choice
from salesbook.sheets.columns import Field
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

_Formats = Sequence[Mapping[int, str]]
"""The different number formats of rows; those that are alike share them."""

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

    @cached_property
    def _types(self) -> set[type]:
        return set(map(type, self.values))

    @property
    def is_full(self) -> bool:
        """No cell is blank."""
        return type(None) not in self._types

    @property
    def is_blank(self) -> bool:
        """All cells are."""
        return self._types <= {type(None)}

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
        self.wanted, self.offset, self._habits = wanted, offset, habits
        self._meanings: dict[tuple[type, str], _Meanings] = {}

    def read(
        self, cells: Sequence[CellValue], rows: Sequence[RowBlock], formats: _Formats, formulas: set[int]
    ) -> ReadColumn:
        """The cells of the column in these rows."""
        kinds = self._kinds(cells, rows, formats)
        if isinstance(kinds, _Meanings):
            values = list(map(kinds.__getitem__, cells))
            odd = {index: kinds.odd[cell] for index, cell in enumerate(cells) if cell in kinds.odd} if kinds.odd else {}
        else:
            pairs = list(zip(kinds, cells, strict=True))
            values = [kind[cell] for kind, cell in pairs]
            odd = {index: kind.odd[cell] for index, (kind, cell) in enumerate(pairs) if cell in kind.odd}
        if self.offset in formulas and not self.wanted.formula:
            without = Problem("formula-without-value", Place(self.wanted.name))
            odd |= {i: without for i, row in enumerate(rows) if cells[i] is None and self.offset in row.formulas}
        return ReadColumn(self.wanted, values, odd)

    def _kinds(
        self, cells: Sequence[CellValue], rows: Sequence[RowBlock], formats: _Formats
    ) -> "_Meanings | Sequence[_Meanings]":
        """What the contents mean; of each row where cells that look alike may mean different things."""
        offset = self.offset
        types = set(map(type, cells)) - {str, type(None)}
        if not types:
            return self._of(str, "General")
        codes = {shape.get(offset, "General") for shape in formats}
        if len(types) == len(codes) == 1:
            return self._of(types.pop(), codes.pop())
        return [
            self._of(cell.__class__, row.formats.get(offset, "General")) for cell, row in zip(cells, rows, strict=True)
        ]

    def _of(self, kind: type, number_format: str) -> "_Meanings":
        found = self._meanings.get((kind, number_format))
        if found is None:
            found = self._meanings[kind, number_format] = _Meanings(self.wanted, number_format, self._habits)
        return found


def read_columns(columns: Iterable[Column], rows: Sequence[RowBlock]) -> list[ReadColumn]:
    """Columns of these rows, which are all of one table."""
    formats = list({id(row.formats): row.formats for row in rows}.values())
    formulas = {offset for row in rows for offset in row.formulas}
    cells = list(zip(*(row.values for row in rows), strict=True))
    return [column.read(cells[column.offset] if rows else (), rows, formats, formulas) for column in columns]


class _Meanings(dict[CellValue, Any]):
    """What the contents of cells mean that are of one kind, or texts.

    Attributes:
        odd: Of the contents that are wrong, or were read in another form.
    """

    def __init__(self, wanted: Field, number_format: str, habits: Habits) -> None:
        super().__init__({None: None})
        self._wanted, self._number_format, self._habits = wanted, number_format, habits
        self._is_free = not wanted.choices and wanted.least is None and wanted.most is None
        self.odd: dict[CellValue, Read | Problem] = {}

    def __missing__(self, cell: CellValue) -> Any:
        found = self._read(cell)
        value = None
        if isinstance(found, Problem):
            self.odd[cell] = found
        else:
            value = found.value
            if found.change:
                self.odd[cell] = found
        self[cell] = value
        return value

    def _read(self, cell: CellValue) -> Read | Problem:
        wanted = self._wanted
        try:
            found = read_cell(cell, self._number_format, wanted.type, self._habits)
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
