"""Sheets of an OpenDocument file (.ods) as grids.

It is read as a stream, because such files may say "this row a million times". Of number formats only percentages are
told apart, which the file marks at each cell; dates, times and errors are marked there, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from salesbook.formula_texts import LONGEST_TEXT
from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, Area
from salesbook.hosts.cell_texts import number_from_text
from salesbook.hosts.grid_rows import UnreadableFileError, build_grid, room_left
from salesbook.hosts.host import CellError, CellValue, Grid, RowBlock
from salesbook.hosts.ooxml_cell import moment_from_iso
from salesbook.hosts.ooxml_package import BrokenPackageError, Package, damaged_part
from salesbook.problems import Reason

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{{{_OASIS}{name}:1.0}}" for name in ("office", "table", "text", "style"))
_EXTENDED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_PART, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_ROW, _SHEET, _CELL, _COVERED = (
    f"{_TABLE}{name}" for name in ("table-row", "table", "table-cell", "covered-table-cell")
)
_DURATION = re.compile(r"(-?)PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?")
_BOOLEANS = {"of:=TRUE()": True, "of:=FALSE()": False}
"""LibreOffice turns the yes and no of Excel's cells into these formulas."""

_NUMBERS = ("float", "currency", "percentage")


@dataclass(slots=True)
class _Sheet:
    """What is known of a sheet while it is read."""

    name: str
    style: str
    next_row: int = 1
    rows: list[RowBlock] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def is_open_document(package: Package) -> bool:
    """Whether a package is an OpenDocument file, of whatever kind."""
    return package.has(_PART)


def read_open_document(package: Package) -> list[Grid]:
    """The sheets that people see, in the order of their tabs; all sheets where all are hidden.

    Raises:
        BrokenPackageError: The file is damaged.
        UnreadableFileError: It is protected by a password, has no sheets, or is too large.
    """
    if package.has(_MANIFEST) and b"encryption-data" in package.read(_MANIFEST):
        raise UnreadableFileError(Reason("reason-password"))
    hidden_styles: set[str] = set()
    found: list[tuple[bool, Grid]] = []
    for sheet in _sheets(package.read(_PART), hidden_styles):
        room = room_left(grid for _, grid in found)
        found.append((sheet.style in hidden_styles, build_grid(sheet.name, sheet.rows, sheet.merged, room=room)))
    if not found:
        raise UnreadableFileError(Reason("reason-no-table"))
    visible = [grid for is_hidden, grid in found if not is_hidden]
    return visible or [grid for _, grid in found]


def _sheets(content: bytes, hidden_styles: set[str]) -> Iterator[_Sheet]:
    """The sheets, one after the other; ``hidden_styles`` is filled before the first one comes."""
    tags = (_SHEET, _ROW, f"{_STYLE}style")
    stored = etree.iterparse(
        BytesIO(content), events=("start", "end"), tag=tags,
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    )  # fmt: skip
    sheet: _Sheet | None = None
    depth = 0
    try:
        for event, element in stored:
            if event == "start":
                if element.tag == _SHEET:
                    depth += 1
                    if depth == 1:
                        _refuse_document_type(element)
                        sheet = _Sheet(element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""))
            elif element.tag == _SHEET:
                depth -= 1
                if sheet is not None and depth == 0:
                    yield sheet
                    sheet = None
                    element.clear()
            elif element.tag == _ROW:
                # A table inside a cell, which hardly anybody makes, is left out.
                if sheet is not None and depth == 1:
                    _read_row(sheet, element)
                    _forget(element)
            elif _hides(element):
                hidden_styles.add(element.get(f"{_STYLE}name", ""))
    except etree.XMLSyntaxError as error:
        raise damaged_part(_PART) from error


def _refuse_document_type(element: etree._Element) -> None:
    if getattr(element.getroottree().docinfo, "doctype", ""):
        raise BrokenPackageError(Reason("reason-part-doctype", {"part": _PART}))


def _hides(style: etree._Element) -> bool:
    return any(
        properties.get(f"{_TABLE}display") == "false" for properties in style.iterchildren(f"{_STYLE}table-properties")
    )


def _forget(element: etree._Element) -> None:
    """Free a row that was read and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read_row(sheet: _Sheet, element: etree._Element) -> None:
    repeated = _count(element, "number-rows-repeated")
    row = _stored_row(sheet, element)
    first, sheet.next_row = sheet.next_row, sheet.next_row + repeated
    if not row.values:
        return
    if first + repeated - 1 > LAST_ROW:
        raise damaged_part(_PART)
    for number in range(first, first + repeated):
        sheet.rows.append(row._replace(row_number=number))
        if len(sheet.rows) * len(row.values) > room_left(()):
            raise UnreadableFileError(Reason("reason-too-many-cells", {"sheet": sheet.name}))


def _stored_row(sheet: _Sheet, element: etree._Element) -> RowBlock:
    values: list[CellValue] = []
    formulas: dict[int, str] = {}
    formats: dict[int, str] = {}
    column = 0
    for cell in element.iterchildren(_CELL, _COVERED):
        repeated = _count(cell, "number-columns-repeated")
        first, column = column, column + repeated
        _note_merged(sheet, cell, first + 1)
        value = _value(cell)
        has_formula = cell.get(f"{_TABLE}formula") not in (None, *_BOOLEANS)
        if value is None and not has_formula:
            continue
        if column > LAST_COLUMN:
            raise damaged_part(_PART)
        values.extend([None] * (first - len(values)))
        values.extend([value] * repeated)
        offsets = range(first, column)
        formulas |= dict.fromkeys(offsets if has_formula else (), "")
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            formats |= dict.fromkeys(offsets, "0%")
    is_hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
    return RowBlock(sheet.next_row, tuple(values), is_hidden, formulas, formats)


def _note_merged(sheet: _Sheet, cell: etree._Element, column_number: int) -> None:
    rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if rows > 1 or columns > 1:
        last_row, last_column = sheet.next_row + rows - 1, column_number + columns - 1
        sheet.merged.append(Area(sheet.next_row, column_number, min(last_row, LAST_ROW), min(last_column, LAST_COLUMN)))


def _count(element: etree._Element, name: str) -> int:
    count = int(element.get(f"{_TABLE}{name}", "1"))
    if count < 1:
        raise damaged_part(_PART)
    return count


def _value(cell: etree._Element) -> CellValue:
    kind = cell.get(f"{_OFFICE}value-type") or ("string" if len(cell) else None)
    if kind is None:
        return None
    if cell.get(f"{_EXTENDED}value-type") == "error":
        return CellError(_shown_text(cell) or "#VALUE!")
    if cell.get(f"{_TABLE}formula") in _BOOLEANS:
        return _BOOLEANS[cell.get(f"{_TABLE}formula", "")]
    if kind in _NUMBERS:
        stored = cell.get(f"{_OFFICE}value", "")
        number = number_from_text(stored)
        return (stored or None) if number is None else number
    if kind == "date":
        return moment_from_iso(cell.get(f"{_OFFICE}date-value", "")) or None
    if kind == "time":
        return _time_text(cell.get(f"{_OFFICE}time-value", "")) or None
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return cell.get(f"{_OFFICE}string-value") or _shown_text(cell) or None


def _time_text(stored: str) -> str:
    """A duration as people write it.

    >>> _time_text("PT30H05M00S")
    '30:05:00'
    """
    match = _DURATION.fullmatch(stored)
    if match is None:
        return stored
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return f"{match[1]}{hours:02}:{minutes:02}:{seconds:02}"


def _shown_text(cell: etree._Element) -> str:
    return "\n".join("".join(_texts(paragraph)) for paragraph in cell.iterchildren(f"{_TEXT}p"))


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, without notes and reading aids in it."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), LONGEST_TEXT)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note"):
            yield from _texts(child)
        yield child.tail or ""
