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
from salesbook.hosts.ooxml_formulas import WrittenFormulas
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
_STRETCH, _LONGEST_STRETCH = 1 << 14, 1 << 20
"""Characters of rows that are read together, first and at most."""

_LONGER = 8
"""So many times as long as the one before is each stretch."""


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
        rows = _WrittenRows(text, frame, self._workbook, self._meanings)
        return self._built(name, _ascending(rows.read(self._stretch)), frame.cells, room)

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


class _WrittenRows:
    """The rows of one sheet as text, read from the first to the last; what was seen tells how the next are laid out."""

    def __init__(self, text: str, frame: _Frame, workbook: OoxmlWorkbook, meanings: CellMeanings) -> None:
        self._text, self._frame, self._workbook, self._meanings = text, frame, workbook, meanings
        self._seen: set[SeenCell] = set()
        self._formulas = WrittenFormulas()
        self._number = 0

    def read(self, stretch: int) -> Iterator[RowBlock]:
        """The rows, blank ones too; about so many characters one by one at first, then by layouts."""
        layout: Layout | None = None
        first, size, end = self._frame.first, stretch, self._frame.last
        while first < end:
            last = self._text.find("</row>", first + size, end)
            last = end if last < 0 else last + len("</row>")
            rows = layout.rows(self._text, first, last) if layout else None
            if rows is None:
                known = len(self._seen)
                rows = list(self._one_by_one(first, last))
                if first == self._frame.first:
                    # Headers look otherwise than what stands below them.
                    self._seen.clear()
                elif len(self._seen) > known:
                    layout = Layout(self._seen, self._meanings, self._formulas, self._is_hidden)
            yield from rows
            first, size = last, min(size * _LONGER, _LONGEST_STRETCH)
            self._number = rows[-1].row_number if rows else self._number

    def _one_by_one(self, first: int, last: int) -> Iterator[RowBlock]:
        position = first
        number = self._number
        while position < last:
            start = _ROW_START.match(self._text, position, last)
            if start is None:
                if self._text[position:last].isspace():
                    return
                raise UnusualPartError
            attributes = _attributes(start[1], self._frame.prefixes)
            number, hidden = int(attributes.get("r", number + 1)), is_true(attributes.get("hidden"))
            if start[2]:
                position = start.end()
                yield RowBlock(number, ())
                continue
            end = self._text.find("</row>", start.end(), last)
            if end < 0:
                raise UnusualPartError
            position = end + len("</row>")
            row = self._by_patterns(start.end(), end, number, hidden)
            yield row or self._by_elements(start.start(), position, number)

    def _by_elements(self, first: int, last: int, number: int) -> RowBlock:
        sheet = f"{self._frame.head}<sheetData>{self._text[first:last]}</sheetData></worksheet>"
        rows = list(SheetCells(parse_xml(sheet.encode(), self._frame.part), self._workbook).stored_rows())
        if len(rows) != 1:
            raise UnusualPartError
        return rows[0]._replace(row_number=number)

    def _by_patterns(self, first: int, last: int, number: int, hidden: bool) -> RowBlock | None:
        """A row; ``None`` when not all of it is cells in the usual way."""
        values: list[CellValue] = []
        formulas = {}
        formats = {}
        length = 0
        for whole, letters, kind, style, cell_type, formula, stored, inline in _CELL.findall(self._text, first, last):
            length += len(whole)
            offset = column_of(letters) - 1
            if not len(values) <= offset < LAST_COLUMN:
                raise UnusualPartError
            values.extend([None] * (offset - len(values)))
            value = self._meanings.of(cell_type, style)[inline if cell_type == "inlineStr" else stored]
            values.append(value)
            if formula or value is not None:
                self._seen.add(SeenCell(letters, kind, bool(formula)))
            if formula:
                formulas[offset] = self._formulas.text(formula, number, offset, value)
            code = self._meanings.format_of(style)
            if code != "General" and (formula or value is not None):
                formats[offset] = code
        if length < last - first:
            return None
        return RowBlock(number, tuple(values), hidden, formulas, formats)

    def _is_hidden(self, row: str) -> bool:
        """Whether a row is hidden that has these attributes beside its number."""
        return is_true(_attributes(f' r="1"{row}', self._frame.prefixes).get("hidden"))


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
