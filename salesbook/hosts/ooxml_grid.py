"""Sheets of an .xlsx or .xlsm file as grids, row by row.

Most programs write their rows in the same few ways, which patterns read several times as fast as a tree of elements.
A row in any other way is parsed as XML, and so is the whole sheet where even the frame of its rows is unusual:
patterns only ever shorten the way, ``SheetCells`` says what a cell means. Formulas show the value they had when the
file was saved; links to other files are never followed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, column_of
from salesbook.hosts.cell_texts import moment_from_serial, number_from_text, text_from_xml
from salesbook.hosts.grid_rows import StoredRow, UnreadableFileError, build_grid, room_left
from salesbook.hosts.host import CellError, CellValue, Grid
from salesbook.hosts.ooxml_names import MAIN, is_true, tag
from salesbook.hosts.ooxml_package import BrokenPackageError, Package, parse_xml
from salesbook.hosts.ooxml_patterns import TEXT, UnusualPartError, plain_shared_texts, plain_text, without_entities
from salesbook.hosts.ooxml_sheet import SheetCells
from salesbook.hosts.ooxml_styles import is_date_format
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook
from salesbook.problems import Reason

_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"<&]*)"')
_ROW_START = re.compile(r'\s*<row((?: [A-Za-z][A-Za-z0-9]*(?::[A-Za-z]+)?="[^"<&]*")*)(/?)>')
_PLAIN_ROW_START = re.compile(r'<row r="([0-9]+)"(?: spans="[0-9]+:[0-9]+")?( hidden="1")?>')
_NAME = re.compile(r' ([A-Za-z0-9:]+)="')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    rf'(?:/>|>(<f(?: [A-Za-z0-9]+="[^"<&]*")*(?:/>|>{TEXT}</f>))?'
    rf'(?:<v(?: xml:space="preserve")?>({TEXT})</v>|<v/>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?</c>))'
)
_PLAIN_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?:/>|><v>([^<&]*)</v></c>))'
)
_BLANK_CELLS = re.compile(r'(?:<c r="[A-Z]{1,3}[0-9]+"(?: s="[0-9]+")?/>)*')
_MOST_PLANS = 1000
_MOST_REMEMBERED = 1_000_000


class _Frame(NamedTuple):
    """A sheet part without its rows.

    Attributes:
        cells: The frame as a sheet; it knows merged areas.
        head: The start tag of the sheet, which declares the prefixes that rows use.
        first: Where in the text the rows begin.
        last: Where they end.
    """

    cells: SheetCells
    head: str
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
    """Reads the sheets of one workbook; what styles and numbers mean is worked out once."""

    def __init__(self, workbook: OoxmlWorkbook) -> None:
        self._workbook = workbook
        self._formats: dict[str, str] = {}
        self._known: dict[tuple[str, bool], _Meanings] = {}
        self._plans: dict[tuple[Sequence[str], ...], _RowPlan] = {}
        # Two rows in a row that are alike make the plan that following rows are tried with first.
        self._last_plan: _RowPlan | None = None
        self._usual = re.compile("(?!)"), _RowPlan()

    @cached_property
    def _shared_texts(self) -> Sequence[str]:
        package = self._workbook.package
        for part in package.related(self._workbook.part, "sharedStrings")[:1]:
            try:
                return plain_shared_texts(package.read(part), part)
            except (UnusualPartError, BrokenPackageError, ValueError):
                break
        return self._workbook.shared_texts

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
        return self._built(name, _ascending(self._rows(text, frame, part)), frame.cells, room)

    def _built(self, name: str, rows: Iterator[StoredRow], cells: SheetCells, room: int) -> Grid:
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
        return _Frame(SheetCells(root, self._workbook), head[0], first, last)

    def _rows(self, text: str, frame: _Frame, part: str) -> Iterator[StoredRow]:
        position = frame.first
        number = 0
        prefixes = {prefix for prefix in frame.cells.root.nsmap if prefix} | {"xml"}
        while position < frame.last:
            start = _PLAIN_ROW_START.match(text, position, frame.last)
            if start:
                number, hidden = int(start[1]), bool(start[2])
            elif start := _ROW_START.match(text, position, frame.last):
                attributes = _attributes(start[1], prefixes)
                number, hidden = int(attributes.get("r", number + 1)), is_true(attributes.get("hidden"))
                if start[2]:
                    position = start.end()
                    continue
            elif text[position : frame.last].isspace():
                return
            else:
                raise UnusualPartError
            end = text.find("</row>", start.end(), frame.last)
            if end < 0:
                raise UnusualPartError
            position = end + len("</row>")
            if not _BLANK_CELLS.fullmatch(text, start.end(), end):
                row = self._row_by_patterns(text, start.end(), end, number, hidden=hidden)
                yield row or self._row_by_elements(frame.head, text[start.start() : position], part, number)

    def _row_by_elements(self, head: str, row: str, part: str, number: int) -> StoredRow:
        root = parse_xml(f"{head}<sheetData>{row}</sheetData></worksheet>".encode(), part)
        rows = list(SheetCells(root, self._workbook).stored_rows())
        if len(rows) != 1:
            raise UnusualPartError
        return rows[0]._replace(row_number=number)

    def _row_by_patterns(self, text: str, first: int, last: int, number: int, *, hidden: bool) -> StoredRow | None:
        """A row; ``None`` when not all of it is cells in the usual way."""
        pattern, usual_plan = self._usual
        match = pattern.fullmatch(text, first, last)
        if match:
            return usual_plan.row(number, match.groups(), hidden=hidden)
        cells = _PLAIN_CELL.findall(text, first, last)
        if not cells:
            return self._row_with_formulas(text, first, last, number, hidden=hidden)
        wholes, letters, styles, kinds, stored = zip(*cells, strict=True)
        if sum(map(len, wholes)) != last - first:
            return self._row_with_formulas(text, first, last, number, hidden=hidden)
        plan = self._plans.get((letters, styles, kinds)) or self._plan(letters, styles, kinds)
        if plan is self._last_plan:
            self._usual = re.compile("".join(map(_cell_pattern, letters, styles, kinds))), plan
        self._last_plan = plan
        return plan.row(number, stored, hidden=hidden)

    def _row_with_formulas(self, text: str, first: int, last: int, number: int, *, hidden: bool) -> StoredRow | None:
        values: list[CellValue] = []
        formulas = []
        formats = []
        length = 0
        for whole, letters, style, kind, formula, stored, inline in _CELL.findall(text, first, last):
            length += len(whole)
            (offset,) = _offsets([letters], len(values))
            values.extend([None] * (offset - len(values)))
            if kind == "inlineStr" and not stored:
                value: CellValue = text_from_xml(without_entities(inline)) or None
            else:
                value = self._meanings(kind, style)[without_entities(stored)]
            values.append(value)
            if formula:
                formulas.append(offset)
            code = self._format(style)
            if code != "General" and (formula or value is not None):
                formats.append((offset, code))
        return StoredRow(number, values, hidden, formulas, tuple(formats)) if length == last - first else None

    def _plan(self, letters: Sequence[str], styles: Sequence[str], kinds: Sequence[str]) -> "_RowPlan":
        offsets = _offsets(letters, 0)
        codes = zip(offsets, map(self._format, styles), strict=True)
        plan = _RowPlan(
            [self._meanings(kind, style) for kind, style in zip(kinds, styles, strict=True)],
            [] if offsets == list(range(len(offsets))) else offsets,
            tuple((offset, code) for offset, code in codes if code != "General"),
        )
        if len(self._plans) > _MOST_PLANS:
            self._plans.clear()
        self._plans[letters, styles, kinds] = plan
        return plan

    def _meanings(self, kind: str, style: str) -> "_Meanings":
        kind = kind or "n"
        is_date = kind == "n" and is_date_format(self._format(style))
        if (kind, is_date) not in self._known:
            self._known[kind, is_date] = _Meanings(self._workbook, self._shared_texts, kind, is_date=is_date)
        return self._known[kind, is_date]

    def _format(self, style: str) -> str:
        if style not in self._formats:
            self._formats[style] = self._workbook.styles.format_of(int(style or "0"))
        return self._formats[style]


class _Meanings(dict[str | None, CellValue]):
    """What the stored texts of cells of one kind mean, worked out once for each: most stand in many cells."""

    def __init__(self, workbook: OoxmlWorkbook, shared_texts: Sequence[str], kind: str, *, is_date: bool) -> None:
        super().__init__()
        self._workbook = workbook
        self._shared_texts = shared_texts
        self._kind = kind
        self._is_date = is_date

    def __missing__(self, stored: str | None) -> CellValue:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        value = self[stored] = self._meaning(stored) if stored else None
        return value

    def _meaning(self, stored: str) -> CellValue:
        if self._kind == "n":
            return self._number_or_moment(stored)
        if self._kind == "s":
            return self._shared_texts[int(stored)] or None
        if self._kind == "b":
            return is_true(stored)
        if self._kind == "e":
            return CellError(stored)
        if self._kind == "str":
            return text_from_xml(stored)
        raise UnusualPartError

    def _number_or_moment(self, stored: str) -> CellValue:
        moment = moment_from_serial(stored, date1904=self._workbook.date1904) if self._is_date else None
        if moment is not None:
            return moment
        number = number_from_text(stored)
        return stored if number is None else number


class _RowPlan(NamedTuple):
    """What rows whose cells have the same columns, styles and kinds share; in large files nearly all do.

    Attributes:
        meanings: By cell.
        offsets: By cell; empty when the cells begin in column 1 and have no gaps.
        formats: As in ``StoredRow``, as if all cells were filled.
    """

    meanings: Sequence[_Meanings] = ()
    offsets: Sequence[int] = ()
    formats: tuple[tuple[int, str], ...] = ()

    def row(self, number: int, stored: Sequence[str | None], *, hidden: bool) -> StoredRow:
        """A row of which these texts are stored, blank cells included."""
        values = [meanings[text] for meanings, text in zip(self.meanings, stored, strict=True)]
        if self.offsets:
            values = _spread(values, self.offsets)
        formats = self.formats
        if any(values[offset] is None for offset, _ in formats):
            formats = tuple((offset, code) for offset, code in formats if values[offset] is not None)
        return StoredRow(number, values, hidden, (), formats)


def _cell_pattern(letters: str, style: str, kind: str) -> str:
    """A pattern for cells of one column, style and kind."""
    attributes = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
    return rf'<c r="{letters}[0-9]+"{attributes}(?:/>|><v>([^<&]*)</v></c>)'


def _offsets(letters: Sequence[str], least: int) -> list[int]:
    """The offsets of columns, which must ascend as in every usual row."""
    offsets = [column_of(column) - 1 for column in letters]
    if offsets[-1] >= LAST_COLUMN or any(offset < low for offset, low in zip(offsets, [least, *offsets], strict=False)):
        raise UnusualPartError
    if len(set(offsets)) < len(offsets):
        raise UnusualPartError
    return offsets


def _spread(values: Sequence[CellValue], offsets: Sequence[int]) -> list[CellValue]:
    """The values at their places, with blanks in the gaps."""
    spread: list[CellValue] = [None] * (offsets[-1] + 1)
    for offset, value in zip(offsets, values, strict=True):
        spread[offset] = value
    return spread


def _ascending(rows: Iterator[StoredRow]) -> Iterator[StoredRow]:
    """The rows, as long as they are in the usual order."""
    last = 0
    for row in rows:
        if row.row_number <= last:
            raise UnusualPartError
        last = row.row_number
        yield row


def _within_sheet(rows: Iterator[StoredRow]) -> Iterator[StoredRow]:
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
