"""From the rows that a file stores to a grid: blank rows and columns cut off, merged areas filled, size bounded.

Every kind of file uses it, so that all grids are alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from salesbook.hosts.addresses import Area
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.problems import Reason

LARGEST_GRID = 50_000_000
"""Cells of all sheets of a file, blank ones within the used rectangles included."""


class UnreadableFileError(Exception):
    """A file cannot be read; the reason completes the sentence "cannot be read: ..."."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


class StoredRow(NamedTuple):
    """A row as a file stores it.

    Attributes:
        row_number: From 1.
        values: From column 1 on, as many as are stored.
        formulas: Offsets of the cells with formulas.
        formats: Number format codes of filled cells by offset, ascending, where not ``General``.
    """

    row_number: int
    values: list[CellValue]
    hidden: bool = False
    formulas: Sequence[int] = ()
    formats: tuple[tuple[int, str], ...] = ()


def build_grid(
    name: str, rows: Iterable[StoredRow], merged: Sequence[Area] = (), *, date1904: bool = False, room: int
) -> Grid:
    """A grid of the rows that hold anything.

    A merged area fills its cells as far as rows and columns hold something themselves; it adds neither.

    Args:
        name: Of the sheet.
        rows: In ascending order.
        merged: Areas; of areas that overlap, the first counts.
        date1904: As in ``Grid``.
        room: How many cells the grid may have.

    Raises:
        UnreadableFileError: It has more.
    """
    if merged:
        kept = list(_filled(name, rows, room))
        width = max((len(row.values) for row in kept), default=0)
        _fill_merged(kept, merged, width)
        rows = kept
    # Rows are made as they come, because all rows of a large file at once, twice, would be most of the work.
    blocks = [
        RowBlock(row.row_number, tuple(row.values), row.hidden, frozenset(row.formulas), row.formats)
        for row in _filled(name, rows, room)
    ]
    width = max((len(block.values) for block in blocks), default=0)
    return Grid(name, width, tuple(_padded(block, width) for block in blocks), tuple(merged), date1904)


def _filled(name: str, rows: Iterable[StoredRow], room: int) -> Iterator[StoredRow]:
    """The rows that hold anything, each cut off behind its last cell that does."""
    count = width = 0
    for row in rows:
        length = _length(row)
        if not length:
            continue
        del row.values[length:]
        count += 1
        width = max(width, length)
        if width * count > room:
            raise UnreadableFileError(Reason("reason-too-many-cells", {"sheet": name}))
        yield row


def _padded(block: RowBlock, width: int) -> RowBlock:
    blanks = (None,) * (width - len(block.values))
    return replace(block, values=block.values + blanks) if blanks else block


def room_left(grids: Iterable[Grid]) -> int:
    """How many cells further sheets of the same file may have."""
    return LARGEST_GRID - sum(grid.width * len(grid.rows) for grid in grids)


def _length(row: StoredRow) -> int:
    """Up to the last cell with a value or a formula."""
    values = row.values
    length = len(values)
    while length and values[length - 1] is None:
        length -= 1
    return max(length, max(row.formulas) + 1) if row.formulas else length


def _fill_merged(rows: list[StoredRow], merged: Sequence[Area], width: int) -> None:
    areas = sorted(merged, key=lambda area: area.first_row)
    following = 0
    active: list[Area] = []
    values: dict[Area, CellValue] = {}
    for row in rows:
        active = [area for area in active if area.last_row >= row.row_number]
        while following < len(areas) and areas[following].first_row <= row.row_number:
            # There is no room for more areas side by side than columns; what is beyond can only overlap.
            if len(active) < width and areas[following].last_row >= row.row_number:
                active.append(areas[following])
            following += 1
        taken: set[int] = set()
        for area in active:
            if len(taken) < width:
                _fill_row(row, area, width, values, taken)


def _fill_row(row: StoredRow, area: Area, width: int, values: dict[Area, CellValue], taken: set[int]) -> None:
    """Give the cells of one row that lie in an area the value of its top left cell."""
    first, last = area.first_column - 1, min(area.last_column, width)
    if row.row_number == area.first_row and first < len(row.values):
        values.setdefault(area, row.values[first])
    row.values.extend([None] * (last - len(row.values)))
    for offset in range(first, last):
        if offset not in taken:
            taken.add(offset)
            row.values[offset] = values.get(area)
