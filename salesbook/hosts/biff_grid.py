"""Sheets of an .xls file, as Excel wrote it until 2003, as grids.

Such a file is a long row of records, called BIFF. The library behind it is shown only those that cells depend on:
pictures, names and print settings may be as odd as they like. It tells values, number formats, hidden rows and merged
areas; which cells have formulas is seen on the way. A formula that was never calculated cannot be told from one with
an empty text, or zero, as its result: this format knows no formula without a value.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Any

import xlrd.book
import xlrd.compdoc
import xlrd.sheet
from xlrd import biffh

from salesbook.hosts.addresses import Area
from salesbook.hosts.cell_texts import moment_from_serial, number_from_text
from salesbook.hosts.grid_rows import UnreadableFileError, build_grid, room_left
from salesbook.hosts.host import CellError, CellValue, Grid, RowBlock
from salesbook.hosts.ooxml_styles import BUILT_IN_FORMATS, is_date_format
from salesbook.problems import Reason

_EXCEL_5, _EXCEL_97 = 50, 80
"""How the library calls their versions of the format."""

_FORMULAS = frozenset(biffh.XL_FORMULA_OPCODES)
_SHOWN = _FORMULAS | {
    *(biffh.XL_BOF, biffh.XL_EOF, biffh.XL_CONTINUE, biffh.XL_FILEPASS, biffh.XL_CODEPAGE, biffh.XL_DATEMODE),
    *(biffh.XL_BOUNDSHEET, biffh.XL_SST, biffh.XL_FORMAT, biffh.XL_XF),
    *(biffh.XL_ROW, biffh.XL_DEFAULTROWHEIGHT, biffh.XL_MERGEDCELLS),
    *(biffh.XL_NUMBER, biffh.XL_RK, biffh.XL_MULRK, biffh.XL_LABELSST, biffh.XL_LABEL, biffh.XL_RSTRING),
    *(biffh.XL_BOOLERR, biffh.XL_STRING, biffh.XL_ARRAY, biffh.XL_SHRFMLA, biffh.XL_TABLEOP),
}
_CONSTANTS = (b"\2\0\x1c", b"\2\0\x1d")
"""LibreOffice turns errors that were typed, and yes and no, into formulas that begin like this."""

_MOST_ZEROS = 8
"""Some programs leave four or more zeros between records; a part of the file that got lost is full of them."""

_GENERAL = "General"
_HALF = re.compile("[\ud800-\udfff]")
_MOST_REMEMBERED = 1 << 17


def read_biff(content: bytes) -> list[Grid]:
    """The sheets that people see, in the order of their tabs; all sheets where all are hidden.

    Raises:
        UnreadableFileError: The file is damaged, protected by a password, older than Excel 5, in letters that are
            not known, or no workbook.
    """
    book = _Book()
    book.open(content)
    grids: list[Grid] = []
    for number in book.visible_sheets():
        sheet = book.read_sheet(number)
        # What is called the end of a range lies behind it.
        merged = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        name = _text(sheet.name) or ""
        grids.append(build_grid(name, _rows(book, sheet), merged, date1904=bool(book.datemode), room=room_left(grids)))
        book.unload_sheet(number)
    return grids


class _Book(xlrd.book.Book):  # type: ignore[misc]  # the library carries no types
    """A workbook of which the library sees what cells depend on.

    Attributes:
        formulas: Of the sheet that was read last: by row, the columns of cells with formulas; all count from 0.
    """

    def __init__(self) -> None:
        super().__init__()
        self.formulas: dict[int, list[int]] = {}

    def open(self, content: bytes) -> None:
        """Read all but the sheets."""
        try:
            # Some programs let two parts of the file share a place that neither needs; Excel opens such files.
            self.biff2_8_load(
                file_contents=content, logfile=StringIO(), formatting_info=True, on_demand=True, ragged_rows=True,
                ignore_workbook_corruption=True,
            )  # fmt: skip
            self.biff_version = self.getbof(biffh.XL_WORKBOOK_GLOBALS)
            if not self.biff_version:
                raise biffh.XLRDError("no version")
            if self.biff_version < _EXCEL_5:
                raise UnreadableFileError(Reason("reason-before-97"))
            self.parse_globals()
        except UnreadableFileError:
            raise
        except Exception as error:
            raise self._refusal(error) from error
        if not self._sheet_names:
            raise UnreadableFileError(Reason("reason-no-table"))
        self._sheet_list = [None] * len(self._sheet_names)

    def visible_sheets(self) -> Sequence[int]:
        """Numbers of the sheets that people see; of all sheets where all are hidden."""
        sheets = range(len(self._sheet_names))
        # Of this byte, only the two lowest bits have a meaning.
        return [number for number in sheets if not self._sheet_visibility[number] & 3] or sheets

    def read_sheet(self, number: int) -> xlrd.sheet.Sheet:
        """A sheet with its values, and ``formulas``."""
        self.formulas.clear()
        try:
            return self.get_sheet(number)
        except Exception as error:
            raise self._refusal(error) from error

    def number_formats(self) -> dict[int, str]:
        """The number format code of each style."""
        # The library's own table lacks the dates of Chinese and Japanese workbooks.
        codes = BUILT_IN_FORMATS | {stored.format_key: stored.format_str for stored in self.format_list}
        found = [codes.get(style.format_key) or _GENERAL for style in self.xf_list]
        return {style: _GENERAL if code.lower() == "general" else code for style, code in enumerate(found)}

    def get_record_parts(self) -> tuple[int, int, bytes]:
        """The next record that cells depend on: its kind, its length, its content."""
        zeros = 0
        while True:
            record: tuple[int, int, bytes] = super().get_record_parts()
            kind, length, content = record
            if kind not in _SHOWN:
                zeros = zeros + 1 if kind == length == 0 else 0
                if zeros > _MOST_ZEROS:
                    raise biffh.XLRDError("nothing where records should be")
                continue
            if kind == biffh.XL_EOF and length:
                # What is read as the end of a sheet is the middle of another record.
                raise biffh.XLRDError("an end that holds something")
            if kind in _FORMULAS and not content.startswith(_CONSTANTS, 20):
                row, column = struct.unpack_from("<HH", content)
                self.formulas.setdefault(row, []).append(column)
            return record

    def handle_filepass(self, data: bytes) -> None:
        """Refuse what follows: without the password it is noise."""
        raise UnreadableFileError(Reason("reason-password"))

    def derive_encoding(self) -> str:
        """The encoding of texts. Before Excel 97 the file names it; one that does not may hold plain letters only."""
        if self.biff_version < _EXCEL_97 and self.codepage is not None:
            return str(super().derive_encoding())
        self.encoding = "utf_16_le" if self.biff_version >= _EXCEL_97 else "ascii"
        return self.encoding

    def _refusal(self, error: Exception) -> UnreadableFileError:
        """What an error of the library means to people. Of damage, it makes errors of any kind."""
        is_encoding = isinstance(error, UnicodeError) or type(error) is LookupError
        if is_encoding and _EXCEL_5 <= self.biff_version < _EXCEL_97:
            return UnreadableFileError(Reason("reason-code-page"))
        if isinstance(error, MemoryError):
            return UnreadableFileError(Reason("reason-takes-too-much"))
        return UnreadableFileError(Reason("reason-damaged-or-no-workbook"))


def _rows(book: _Book, sheet: xlrd.sheet.Sheet) -> Iterator[RowBlock]:
    codes = book.number_formats()
    date_styles = {style for style, code in codes.items() if is_date_format(code)}
    own_formats = {style: code for style, code in codes.items() if code != _GENERAL}
    date1904 = bool(book.datemode)
    for row in range(sheet.nrows):
        styles = sheet._cell_xf_indexes[row]
        values = [
            _value(kind, stored, is_date=style in date_styles, date1904=date1904)
            for kind, stored, style in zip(sheet.row_types(row), sheet.row_values(row), styles, strict=True)
        ]
        formulas = book.formulas.get(row, ())
        formats = {
            offset: own_formats[style]
            for offset, style in enumerate(styles)
            if style in own_formats and (values[offset] is not None or offset in formulas)
        }
        known = sheet.rowinfo_map.get(row)
        is_hidden = bool(known.hidden if known else sheet.default_row_hidden)
        yield RowBlock(row + 1, tuple(values), is_hidden, dict.fromkeys(formulas, ""), formats)


def _value(kind: int, stored: Any, *, is_date: bool, date1904: bool) -> CellValue:
    if kind == biffh.XL_CELL_TEXT:
        return _text(stored)
    if kind in (biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE):
        return _moment(stored, date1904) if is_date else _number(stored)
    if kind == biffh.XL_CELL_BOOLEAN:
        return bool(stored)
    if kind == biffh.XL_CELL_ERROR:
        return CellError(biffh.error_text_from_code.get(stored, "#VALUE!"))
    return None


@lru_cache(_MOST_REMEMBERED)
def _text(stored: str) -> str | None:
    """A text whose rare characters are whole again, with a question mark for a half that is alone."""
    if _HALF.search(stored):
        stored = stored.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return stored or None


@lru_cache(_MOST_REMEMBERED)
def _number(stored: float) -> CellValue:
    number = number_from_text(repr(stored))
    return CellError("#NUM!") if number is None else number


@lru_cache(_MOST_REMEMBERED)
def _moment(stored: float, date1904: bool) -> CellValue:
    return moment_from_serial(repr(stored), date1904=date1904) or _number(stored)


def _decoded(stored: bytes, encoding: str) -> str:
    """Text as the library takes it: of rare characters each half by itself, for a record may end between them."""
    if encoding != "utf_16_le":
        return stored.decode(encoding)
    text = stored.decode(encoding, "surrogatepass")
    if 2 * len(text) == len(stored):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(stored) // 2}H", stored)))


class _Container(xlrd.compdoc.CompDoc):  # type: ignore[misc]  # the library carries no types
    """The file around the records."""

    def _get_stream(
        self, content: bytes, start: int, chain: Sequence[int], size: int, first: int, *more: Any, **named: Any
    ) -> bytes:
        """A stream; the library would follow one that runs in a circle until the memory is full."""
        sector = first
        for _ in range(len(chain) + 1):
            if not 0 <= sector < len(chain):
                return bytes(super()._get_stream(content, start, chain, size, first, *more, **named))
            sector = chain[sector]
        raise xlrd.compdoc.CompDocError("a stream in a circle")


xlrd.compdoc.CompDoc = _Container
# The library by itself takes half a character for damage, and counts a whole one as one, unlike Excel.
xlrd.book.unicode = xlrd.sheet.unicode = biffh.unicode = _decoded
