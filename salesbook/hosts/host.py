"""The promise every host keeps: read a table, read named cells, write cells, show marks, tell the user.

A host knows cells and nothing of sales. Calls are coarse, one read per table and one write per block,
because a call to a running Excel costs far more than the cells it carries. Tables are found by their
name and named cells by theirs, never by address: people move things.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as ``#N/A``, kept apart from text that merely looks like one."""

    text: str


CIRCULAR = CellError("0")
"""Stands for the 0 that a spreadsheet shows for a formula that needs its own result."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to write, with the value it has now so that readers without a calculator see it.

    Attributes:
        text: With the leading ``=``, English function names, structured references allowed.
    """

    text: str
    value: str | Decimal | None = None


CellValue = str | bool | int | float | Decimal | date | datetime | CellError | None
"""A cell as hosts hand it out. Blank cells are ``None``. Numbers may be int, float or Decimal."""


NOTHING: Mapping[int, str] = {}


class RowBlock(NamedTuple):
    """One row of a table's body.

    Attributes:
        row_number: As Excel shows it, from 1.
        values: One per header, in the order of the headers.
        hidden: Hidden by hand or by a filter.
        formulas: By offset (from 0), the formulas without ``=``; blank where a host does not tell more than that there
            is one. Of cells that do not show 0 a host may leave it blank.
        formats: Number format codes by offset, for the cells where it is not ``General``; rows that are alike share
            them.
    """

    row_number: int
    values: tuple[CellValue, ...]
    hidden: bool = False
    formulas: Mapping[int, str] = NOTHING
    formats: Mapping[int, str] = NOTHING

    def format_of(self, offset: int) -> str:
        """The number format of a cell, ``General`` when none is set."""
        return self.formats.get(offset, "General")


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A whole table as it stands on its sheet; the totals row is not part of ``rows``.

    Attributes:
        date1904: Numbers that stand for days count from 1904.
    """

    name: str
    sheet: str
    header_row: int
    first_column: int
    headers: tuple[str, ...]
    rows: tuple[RowBlock, ...]
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of any file as cells from its first column on, whatever program wrote it and whatever it is about.

    Attributes:
        name: Title of the sheet; of a file without sheets, its name without the ending.
        rows: In order; rows that hold nothing at all may be left out. Each has ``width`` values.
        merged: First row, first column, last row and last column of merged areas, from 1; each of their cells has
            the value of the top left one.
        date1904: Numbers that stand for days count from 1904.
    """

    name: str
    width: int
    rows: tuple[RowBlock, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    date1904: bool = False


@dataclass(frozen=True)
class FormSheet:
    """A sheet of a form that somebody has drawn: what its cells hold, and how they look.

    Attributes:
        cells: What cells show that hold something, by row and column from 1; of merged areas the top left one.
        formulas: Without ``=``, by row and column.
        merged: First row, first column, last row and last column of merged areas.
        framed: Cells with a line on one of their sides.
        wrapped: Cells in which a long text goes on in further lines.
        percents: Cells that show 0.1 as 10 %.
        beside_cells: Texts of the page's header and footer, and of shapes.
    """

    name: str
    is_hidden: bool
    cells: Mapping[tuple[int, int], CellValue]
    formulas: Mapping[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    framed: frozenset[tuple[int, int]] = frozenset()
    wrapped: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    beside_cells: tuple[str, ...] = ()

    @cached_property
    def last_row(self) -> int:
        """The last row that holds or frames anything."""
        return max((row for row, _ in (*self.cells, *self.formulas, *self.framed)), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column that holds or frames anything."""
        return max((column for _, column in (*self.cells, *self.formulas, *self.framed)), default=0)

    def merged_around(self, row_number: int, column_number: int) -> tuple[int, int, int, int]:
        """The merged area around a cell, or the cell itself as one."""
        inside = (a for a in self.merged if a[0] <= row_number <= a[2] and a[1] <= column_number <= a[3])
        return next(inside, (row_number, column_number, row_number, column_number))


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell with a defined name, and where it stands at present (row and column from 1)."""

    name: str
    sheet: str
    row_number: int
    column_number: int
    value: CellValue
    has_formula: bool = False


@dataclass(frozen=True, slots=True)
class CellWrite:
    """One cell to write; ``None`` empties it and keeps its format. Row and column count from 1."""

    sheet: str
    row_number: int
    column_number: int
    value: CellValue | Formula


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured cell with a note. The note says what is wrong and what to do."""

    sheet: str
    row_number: int
    column_number: int
    severity: Literal["error", "warning"]
    note: str


@dataclass(frozen=True, slots=True)
class DropDown:
    """A list that a cell offers to choose from.

    Attributes:
        source: The texts, or a formula such as ``=List.customer`` that gives the cells with them.
        is_strict: Any other entry is refused; else Excel warns and lets it pass.
        title: Shown above ``message``.
        message: Shown beside the cell while it is chosen; empty for none.
    """

    source: str | tuple[str, ...]
    is_strict: bool = True
    title: str = ""
    message: str = ""

    def formula(self, separator: str = ",") -> str:
        """The source in one text, as validations carry it.

        >>> DropDown(("goods", "price")).formula(), DropDown("=List.customer").formula()
        ('goods,price', '=List.customer')
        """
        return self.source if isinstance(self.source, str) else separator.join(self.source)


class Workbook(Protocol):
    """An open workbook, wherever it is open."""

    @property
    def label(self) -> str:
        """The file name people know the workbook by."""

    def table_names(self) -> tuple[str, ...]:
        """Names of all Excel tables in the workbook."""

    def read_table(self, name: str) -> TableBlock:
        """A table with all its rows.

        Raises:
            TemplateError: The workbook has no table of this name; nothing was read.
        """

    def read_names(self, names: Iterable[str]) -> dict[str, NamedCell]:
        """The single cells with these defined names; a name that does not exist is left out."""

    def write_cells(self, writes: Sequence[CellWrite]) -> None:
        """Write values and nothing else: formats, notes and everything around stay.

        Raises:
            HostError: A sheet named in ``writes`` does not exist.
        """

    def replace_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Give a table exactly these rows, one value per header; ``[]`` leaves one empty row.

        The table grows or shrinks downward. New rows take the formats of the first body row;
        rows no longer needed are emptied. Cells outside the table's columns are not touched.

        Raises:
            HostError: Growing would run over cells below the table that are not empty.
        """

    def append_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Put rows after the last row of a table that holds anything typed, growing it if needed.

        A row whose cells are all blank, or hold only formulas, counts as empty. Same errors as
        ``replace_rows``.
        """

    def show_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Show these marks on a sheet and take away the marks that salesbook set there before.

        A cell that loses its mark gets back the fill it had. Notes of people stay: where a cell
        already has one, the mark's text is added below it and later removed again.
        """

    def restore_drop_downs(self, table: str, drop_downs: Mapping[int, DropDown | None]) -> None:
        """Give cells of a table's body their drop-down back that pasting has taken away.

        A cell that has a rule of any kind keeps it. The others get the list that most cells of their column
        have, else the one given here. Nothing is written when no cell has lost anything.

        Args:
            table: Its name.
            drop_downs: By offset of the column: what a new workbook would offer, built anew where the column
                has lost it altogether, unless its source is a name that the workbook lacks. ``None``: never anew.

        Raises:
            TemplateError: The workbook has no table of this name.
        """

    def ensure_can_save(self) -> None:
        """Find out, before anything is stored, whether ``save`` would be refused.

        Raises:
            HostError: The file is open elsewhere.
        """

    def tell(self, text: str) -> None:
        """Say something to the person at the screen."""

    def save(self) -> None:
        """Store the workbook.

        Raises:
            HostError: The file is open elsewhere or cannot be written; the old file is untouched.
        """
