"""From the rows that a file stores to a grid: blank rows and columns cut off, merged areas filled, size bounded.

Every kind of file uses it, so that all grids are alike.
"""

from collections.abc import Iterable, Iterator, Sequence

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


def build_grid(
    name: str, rows: Iterable[RowBlock], merged: Sequence[Area] = (), *, date1904: bool = False, room: int
) -> Grid:
    """A grid of the rows that hold anything.

    A merged area fills its cells as far as rows and columns hold something themselves; it adds neither.

    Args:
        name: Of the sheet.
        rows: In ascending order, each with the values from column 1 on, as many as are stored.
        merged: Areas; of areas that overlap, the first counts.
        date1904: As in ``Grid``.
        room: How many cells the grid may have.

    Raises:
        UnreadableFileError: It has more.
    """
    if merged:
        kept = list(_filled(name, rows, room))
        rows = _with_merged(kept, merged, _width(kept))
    blocks = list(_filled(name, rows, room))
    width = _width(blocks)
    return Grid(name, width, tuple(_fitted(block, width) for block in blocks), tuple(merged), date1904)


def _filled(name: str, rows: Iterable[RowBlock], room: int) -> Iterator[RowBlock]:
    """The rows that hold anything; each is as wide as the widest of them so far."""
    count = width = 0
    for row in rows:
        length = _length(row)
        if not length:
            continue
        count += 1
        width = max(width, length)
        if width * count > room:
            raise UnreadableFileError(Reason("reason-too-many-cells", {"sheet": name}))
        yield _fitted(row, width)


def _width(filled: Sequence[RowBlock]) -> int:
    return len(filled[-1].values) if filled else 0


def _fitted(row: RowBlock, width: int) -> RowBlock:
    """The row with so many values; what is cut off is blank."""
    values = row.values
    if len(values) == width:
        return row
    return row._replace(values=values[:width] + (None,) * (width - len(values)))


def room_left(grids: Iterable[Grid]) -> int:
    """How many cells further sheets of the same file may have."""
    return LARGEST_GRID - sum(grid.width * len(grid.rows) for grid in grids)


def _length(row: RowBlock) -> int:
    """Up to the last cell with a value or a formula."""
    values = row.values
    length = len(values)
    while length and values[length - 1] is None:
        length -= 1
    return max(length, max(row.formulas) + 1) if row.formulas else length


def _with_merged(rows: list[RowBlock], merged: Sequence[Area], width: int) -> Iterator[RowBlock]:
    """The rows, with the value of each merged area in all of its cells."""
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
        cells = list(row.values)
        taken: set[int] = set()
        for area in active:
            if row.row_number == area.first_row and area.first_column <= len(row.values):
                values.setdefault(area, row.values[area.first_column - 1])
            if len(taken) < width:
                _fill(cells, range(area.first_column - 1, min(area.last_column, width)), values.get(area), taken)
        yield row._replace(values=tuple(cells))


def _fill(cells: list[CellValue], offsets: range, value: CellValue, taken: set[int]) -> None:
    """Give the cells of one row that lie in an area the value of its top left cell."""
    cells.extend([None] * (offsets.stop - len(cells)))
    for offset in offsets:
        if offset not in taken:
            taken.add(offset)
            cells[offset] = value
