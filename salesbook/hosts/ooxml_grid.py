"""Sheets of an .xlsx or .xlsm file as grids, row by row.

Most programs write their rows in the same few ways, which patterns read several times as fast as a tree of elements.
A row in any other way is parsed as XML, and so is the whole sheet where even the frame of its rows is unusual:
patterns only ever shorten the way, ``SheetCells`` says what a cell means. Formulas show the value they had when the
file was saved; links to other files are never followed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, column_of
from salesbook.hosts.grid_rows import UnreadableFileError, build_grid, room_left
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.hosts.ooxml_layout import FORMULA, ROW_ATTRIBUTES, Layout, SeenCell
from salesbook.hosts.ooxml_meanings import CellMeanings
from salesbook.hosts.ooxml_names import MAIN, is_true, tag
from salesbook.hosts.ooxml_package import BrokenPackageError, Package, parse_xml
from salesbook.hosts.ooxml_patterns import TEXT, UnusualPartError, plain_text
from salesbook.hosts.ooxml_sheet import SheetCells
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook
from salesbook.problems import Reason

_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"<&]*)"')
_ROW_START = re.compile(rf"\s*<row({ROW_ATTRIBUTES})(/?)>")
_NAME = re.compile(r' ([A-Za-z0-9:]+)="')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]+"((?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?)'
    rf"(?:/>|>({FORMULA})?"
    rf'(?:<v(?: xml:space="preserve")?>({TEXT})</v>|<v/>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?</c>))'
)
_STRETCH = 1 << 16
"""Characters. The first rows are read one by one, and tell how the others are laid out."""

_LONGER = 16
"""So many times as long are the stretches after the first."""


class _Frame(NamedTuple):
    """A sheet part without its rows.

    Attributes:
        cells: The frame as a sheet; it knows merged areas.
        part: Its name.
        head: The start tag of the sheet.
        prefixes: Which the head declares, for rows to use.
        first: Where in the text the rows begin.
        last: Where they end.
    """

    cells: SheetCells
    part: str
    head: str
    prefixes: set[str]
    first: int
    last: int


def read_workbook(package: Package) -> list[Grid]:
    """The sheets that people see, in the order of their tabs; all sheets where all are hidden.

    Raises:
        BrokenPackageError: The file is damaged, or no workbook.
        UnreadableFileError: It is a workbook of another kind, or too large.
    """
    if any(part.endswith("workbook.bin") for part in package.names()):
        raise UnreadableFileError(Reason("reason-xlsb"))
    workbook = OoxmlWorkbook(package)
    # No two sheets share a part, unless somebody wants to make a small file large.
    places = list({place.part: place for place in reversed(workbook.sheets.values())}.values())[::-1]
    visible = [place for place in places if not place.is_hidden]
    reader = SheetReader(workbook)
    grids: list[Grid] = []
    for place in visible or places:
        grids.append(reader.grid(place.name, place.part, room_left(grids)))
    return grids


class SheetReader:
    """Reads the sheets of one workbook; what styles and numbers mean is worked out once.

    Args:
        workbook: With the sheets.
        stretch: How many characters of rows are read one by one at first.
    """

    def __init__(self, workbook: OoxmlWorkbook, stretch: int = _STRETCH) -> None:
        self._workbook, self._stretch = workbook, stretch
        self._meanings = CellMeanings(workbook)

    def grid(self, name: str, part: str, room: int) -> Grid:
        """One sheet, in the quickest way that is certain."""
        try:
            return self._grid_by_patterns(name, part, room)
        except (UnusualPartError, BrokenPackageError, ValueError, IndexError):
            return self.grid_by_elements(name, part, room)

    def grid_by_elements(self, name: str, part: str, room: int) -> Grid:
        """One sheet, all of it parsed as XML: what ``grid`` gives as well, only slower."""
        cells = SheetCells(parse_xml(self._workbook.package.read(part), part), self._workbook)
        return self._built(name, cells.stored_rows(), cells, room)

    def _grid_by_patterns(self, name: str, part: str, room: int) -> Grid:
        text = plain_text(self._workbook.package.read(part))
        frame = self._frame(text, part)
        return self._built(name, _ascending(self._rows(text, frame)), frame.cells, room)

    def _built(self, name: str, rows: Iterator[RowBlock], cells: SheetCells, room: int) -> Grid:
        rows = _within_sheet(rows)
        return build_grid(name, rows, cells.merged_areas, date1904=self._workbook.date1904, room=room)

    def _frame(self, text: str, part: str) -> _Frame:
        """The sheet around its rows. It is parsed, so that damage is found there, too."""
        head = re.search(r"<worksheet[^<>]*>", text)
        first, last = text.find("<sheetData>"), text.rfind("</sheetData>")
        if head is None or not 0 < first < last:
            raise UnusualPartError
        first += len("<sheetData>")
        root = parse_xml((text[:first] + text[last:]).encode(), part)
        if root.tag != tag("worksheet") or root.nsmap.get(None) != MAIN or len(list(root.iter(tag("sheetData")))) != 1:
            raise UnusualPartError
        prefixes = {prefix for prefix in root.nsmap if prefix} | {"xml"}
        return _Frame(SheetCells(root, self._workbook), part, head[0], prefixes, first, last)

    def _rows(self, text: str, frame: _Frame) -> Iterator[RowBlock]:
        """The rows, a stretch of them at a time: what was seen in those before tells how the next are laid out."""
        seen: set[SeenCell] = set()
        layout: Layout | None = None
        first, size, number = frame.first, self._stretch, 0
        while first < frame.last:
            last = text.find("</row>", first + size, frame.last)
            last = frame.last if last < 0 else last + len("</row>")
            rows = layout.rows(text, first, last) if layout else None
            if rows is None:
                known = len(seen)
                rows = list(self._one_by_one(text, first, last, frame, number, seen))
                if len(seen) > known:
                    layout = Layout(seen, self._meanings, lambda row: _is_hidden(row, frame.prefixes))
            yield from rows
            first, size = last, self._stretch * _LONGER
            number = rows[-1].row_number if rows else number

    def _one_by_one(
        self, text: str, first: int, last: int, frame: _Frame, number: int, seen: set[SeenCell]
    ) -> Iterator[RowBlock]:
        """The rows of a stretch, blank ones too, after the row of this number."""
        position = first
        while position < last:
            start = _ROW_START.match(text, position, last)
            if start is None:
                if text[position:last].isspace():
                    return
                raise UnusualPartError
            attributes = _attributes(start[1], frame.prefixes)
            number, hidden = int(attributes.get("r", number + 1)), is_true(attributes.get("hidden"))
            if start[2]:
                position = start.end()
                yield RowBlock(number, ())
                continue
            end = text.find("</row>", start.end(), last)
            if end < 0:
                raise UnusualPartError
            position = end + len("</row>")
            row = self._row_by_patterns(text, start.end(), end, number, hidden, seen)
            yield row or self._row_by_elements(frame, text[start.start() : position], number)

    def _row_by_elements(self, frame: _Frame, row: str, number: int) -> RowBlock:
        root = parse_xml(f"{frame.head}<sheetData>{row}</sheetData></worksheet>".encode(), frame.part)
        rows = list(SheetCells(root, self._workbook).stored_rows())
        if len(rows) != 1:
            raise UnusualPartError
        return rows[0]._replace(row_number=number)

    def _row_by_patterns(
        self, text: str, first: int, last: int, number: int, hidden: bool, seen: set[SeenCell]
    ) -> RowBlock | None:
        """A row; ``None`` when not all of it is cells in the usual way."""
        values: list[CellValue] = []
        formulas = []
        formats = {}
        length = 0
        for whole, letters, kind, style, cell_type, formula, stored, inline in _CELL.findall(text, first, last):
            length += len(whole)
            offset = column_of(letters) - 1
            if not len(values) <= offset < LAST_COLUMN:
                raise UnusualPartError
            values.extend([None] * (offset - len(values)))
            value = self._meanings.of(cell_type, style)[inline if cell_type == "inlineStr" else stored]
            values.append(value)
            if formula or value is not None:
                seen.add(SeenCell(letters, kind, bool(formula)))
            if formula:
                formulas.append(offset)
            code = self._meanings.format_of(style)
            if code != "General" and (formula or value is not None):
                formats[offset] = code
        if length < last - first:
            return None
        return RowBlock(number, tuple(values), hidden, frozenset(formulas), formats)


def _ascending(rows: Iterator[RowBlock]) -> Iterator[RowBlock]:
    """The rows, as long as they are in the usual order."""
    last = 0
    for row in rows:
        if row.row_number <= last:
            raise UnusualPartError
        last = row.row_number
        yield row


def _within_sheet(rows: Iterator[RowBlock]) -> Iterator[RowBlock]:
    """The rows, as long as sheets have so many."""
    for row in rows:
        if not 0 < row.row_number <= LAST_ROW:
            raise BrokenPackageError(Reason("reason-damaged"))
        yield row


def _attributes(text: str, prefixes: set[str]) -> dict[str, str]:
    """The attributes of a row without prefix. Each must stand there once, and its prefix be known."""
    names = _NAME.findall(text)
    if len(names) > len(set(names)) or "xmlns" in text:
        raise UnusualPartError
    if not {name.partition(":")[0] for name in names if ":" in name} <= prefixes:
        raise UnusualPartError
    return dict(_ATTRIBUTE.findall(text))


def _is_hidden(row: str, prefixes: set[str]) -> bool:
    """Whether a row is hidden that has these attributes beside its number."""
    return is_true(_attributes(f' r="1"{row}', prefixes).get("hidden"))
