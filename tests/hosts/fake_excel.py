"""A stand-in for a running Excel: the part of ``xlwings.Book`` that salesbook uses, over a grid of values.

It keeps Excel's habits that matter: text that looks like a number becomes one, a leading apostrophe
keeps it text, a property of a range that is not uniform is ``None``, single cells come bare.
Formulas are not calculated; their values are given in ``RESULTS``.
"""

# ruff: noqa: DTZ001 - cells know no time zones

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar

from salesbook.hosts.addresses import address, parse_on_sheet
from salesbook.hosts.host import CellError, CellValue, Formula

RESULTS = {"=1+1": 2.0}
Colour = tuple[int, int, int]
_NEW_RULE = dict.fromkeys(("IgnoreBlank", "InCellDropdown", "ShowInput", "ShowError"), True) | dict.fromkeys(
    ("InputTitle", "InputMessage", "ErrorTitle", "ErrorMessage"), ""
)
Value = TypeVar("Value")


ERROR_NUMBERS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
"""The errors that xlwings knows, as Windows gives them."""
ERROR_TEXTS = {number: text for text, number in ERROR_NUMBERS.items()}


@dataclass
class Cell:
    """What Windows gives for ``Range.Value``: float, bool, text, datetime, ``None``; ``int`` for an error."""

    value: Any = None
    formula: str = ""
    number_format: str = "General"
    colour: Colour | None = None
    note: str | None = None
    author: str = "Anna"
    rule: dict[str, Any] | None = None

    def type_in(self, given: Any) -> None:
        self.value, self.formula = given, ""
        if given == "":
            self.value = None
        if not isinstance(given, str):
            if isinstance(given, datetime) and self.number_format == "General":
                self.number_format = "yyyy-mm-dd"
            return
        if given.startswith("="):
            self.value, self.formula = RESULTS.get(given, 0.0), given
        elif given.startswith("'"):
            self.value = given[1:]
        elif given in ERROR_NUMBERS:
            self.value = ERROR_NUMBERS[given]
        elif given.upper() in ("TRUE", "FALSE"):
            self.value = given.upper() == "TRUE"
        elif given.replace(".", "", 1).isdigit():
            self.value = float(given)


@dataclass
class FakeSheet:
    name: str
    index: int
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: list["FakeTable"] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    knows_currency: bool = True

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> "FakeRange":
        return FakeRange(self, *first, *(last or first))

    @property
    def notes(self) -> list["FakeNote"]:
        return [FakeNote(self, place) for place, cell in self.cells.items() if cell.note is not None]


@dataclass
class FakeNote:
    sheet: FakeSheet
    place: tuple[int, int]

    @property
    def text(self) -> str:
        return self.sheet.cells[self.place].note or ""

    @text.setter
    def text(self, text: str) -> None:
        self.sheet.cells[self.place].note = text

    @property
    def author(self) -> str:
        return self.sheet.cells[self.place].author

    @property
    def location(self) -> "FakeRange":
        return self.sheet.range(self.place)

    def delete(self) -> None:
        self.sheet.cells[self.place].note = None


class FakeRefusalError(Exception):
    """What Windows' Excel raises, as ``pywintypes.com_error``."""


@dataclass
class FakeRule:
    """The native ``Validation`` of a range: readable where all cells agree, made only where none has a rule."""

    cells: list[Cell]

    def Add(self, Type: int, Formula1: str, AlertStyle: int = 1) -> None:
        if any(cell.rule for cell in self.cells):
            raise FakeRefusalError(1004)
        for cell in self.cells:
            cell.rule = {"Type": Type, "AlertStyle": AlertStyle, "Formula1": Formula1, **_NEW_RULE}

    def __getattr__(self, name: str) -> Any:
        values = [cell.rule[name] if cell.rule else None for cell in self.cells]
        if not name[0].isupper() or _uniform(values) is None:
            raise FakeRefusalError(1004) if name[0].isupper() else AttributeError(name)
        return values[0]

    def __setattr__(self, name: str, value: Any) -> None:
        if not name[0].isupper():
            object.__setattr__(self, name, value)
            return
        for cell in self.cells:
            assert cell.rule is not None
            cell.rule[name] = value


@dataclass
class FakeValidation:
    """``xlwings.main.DataValidation``, as far as we use it."""

    cells: list[Cell]

    @property
    def api(self) -> FakeRule:
        return FakeRule(self.cells)

    @property
    def type(self) -> str:
        rules = [cell.rule for cell in self.cells]
        if None in rules:
            return "none" if not any(rules) else "mixed_criteria"
        if any(rule != rules[0] for rule in rules):
            return "inconsistent"
        return "list" if self.api.Type == 3 else "whole_number"

    @property
    def source(self) -> str:
        return str(self.api.Formula1)

    def set_list(self, source: list[str]) -> None:
        self.api.Add(3, ",".join(source))


@dataclass
class FakeRange:
    sheet: FakeSheet
    row: int
    column: int
    last_row: int
    last_column: int
    ndim: int | None = None
    err_to_str: bool = False

    def options(self, ndim: int | None = None, err_to_str: bool = False) -> "FakeRange":
        return FakeRange(self.sheet, self.row, self.column, self.last_row, self.last_column, ndim, err_to_str)

    @property
    def shape(self) -> tuple[int, int]:
        return self.last_row - self.row + 1, self.last_column - self.column + 1

    @property
    def size(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def value(self) -> Any:
        block = [[_cleaned(cell, self.err_to_str, self.sheet.knows_currency) for cell in row] for row in self._rows()]
        return block if self.ndim == 2 else _bare(block)

    @value.setter
    def value(self, block: list[list[Any]]) -> None:
        for row, given in zip(self._rows(), block, strict=True):
            for cell, value in zip(row, given, strict=True):
                cell.type_in(value)

    @property
    def formula(self) -> Any:
        block = tuple(tuple(cell.formula or _typed(cell.value) for cell in row) for row in self._rows())
        return block[0][0] if self.size == 1 else block

    @property
    def number_format(self) -> str | None:
        return _uniform([cell.number_format for row in self._rows() for cell in row])

    @number_format.setter
    def number_format(self, code: str) -> None:
        for row in self._rows():
            for cell in row:
                cell.number_format = code

    @property
    def row_height(self) -> float | None:
        return _uniform([0.0 if row in self.sheet.hidden else 15.0 for row in range(self.row, self.last_row + 1)])

    @property
    def color(self) -> Colour | None:
        return self._rows()[0][0].colour

    @color.setter
    def color(self, colour: str | None) -> None:
        self._rows()[0][0].colour = None if colour is None else _rgb(colour)

    @property
    def data_validation(self) -> FakeValidation:
        return FakeValidation([cell for row in self._rows() for cell in row])

    @property
    def api(self) -> SimpleNamespace:
        """Of Windows, and what we ask of a Mac."""
        exact = tuple(tuple(cell.value for cell in row) for row in self._rows())
        texts = [[_typed(cell.value) for cell in row] for row in self._rows()]
        return SimpleNamespace(
            Validation=self.data_validation.api,
            Value2=exact if self.size > 1 else exact[0][0],
            string_value=SimpleNamespace(get=lambda: texts if len(texts) > 1 else _bare(texts)),
        )

    @property
    def merge_cells(self) -> bool | None:
        inside = [self._merged_around(row, column) is not None for row, column in self._places()]
        return _uniform(inside)

    @property
    def merge_area(self) -> "FakeRange":
        area = self._merged_around(self.row, self.column) or (self.row, self.column, self.row, self.column)
        return FakeRange(self.sheet, *area)

    @property
    def note(self) -> FakeNote | None:
        return FakeNote(self.sheet, (self.row, self.column)) if self._rows()[0][0].note is not None else None

    def add_note(self, text: str) -> FakeNote:
        self._rows()[0][0].note = text
        return FakeNote(self.sheet, (self.row, self.column))

    def clear_contents(self) -> None:
        for row in self._rows():
            for cell in row:
                cell.type_in(None)

    def offset(self, row_offset: int = 0) -> "FakeRange":
        return FakeRange(self.sheet, self.row + row_offset, self.column, self.last_row + row_offset, self.last_column)

    def __getitem__(self, key: tuple[int | slice, int | slice]) -> "FakeRange":
        rows, columns = (_span(part, count) for part, count in zip(key, self.shape, strict=True))
        first = self.row + rows[0], self.column + columns[0]
        return FakeRange(self.sheet, *first, self.row + rows[1] - 1, self.column + columns[1] - 1)

    def _merged_around(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        around = (area for area in self.sheet.merged if area[0] <= row <= area[2] and area[1] <= column <= area[3])
        return next(around, None)

    def _places(self) -> list[tuple[int, int]]:
        rows, columns = range(self.row, self.last_row + 1), range(self.column, self.last_column + 1)
        return [(row, column) for row in rows for column in columns]

    def _rows(self) -> list[list[Cell]]:
        cells = [self.sheet.cells.setdefault(place, Cell()) for place in self._places()]
        width = self.shape[1]
        return [cells[start : start + width] for start in range(0, len(cells), width)]


@dataclass
class FakeTable:
    name: str
    parent: FakeSheet
    area: tuple[int, int, int, int]
    totals: bool = False

    @property
    def header_row_range(self) -> FakeRange:
        row, column, _, last_column = self.area
        return FakeRange(self.parent, row, column, row, last_column)

    @property
    def data_body_range(self) -> FakeRange | None:
        row, column, last_row, last_column = self.area
        last_row -= self.totals
        return FakeRange(self.parent, row + 1, column, last_row, last_column) if last_row > row else None

    @property
    def show_totals(self) -> bool:
        return self.totals

    @show_totals.setter
    def show_totals(self, shown: bool) -> None:
        row, column, last_row, last_column = self.area
        totals_row = last_row + 1 if shown else last_row
        for place in range(column, last_column + 1):
            self.parent.cells.setdefault((totals_row, place), Cell()).type_in("total" if shown else None)
        self.area = (row, column, last_row + (1 if shown else -1), last_column)
        self.totals = shown

    def resize(self, area: FakeRange) -> None:
        assert not self.totals
        self.area = (area.row, area.column, area.last_row, area.last_column)


@dataclass
class FakeName:
    book: "FakeBook"
    name: str
    refers_to: str

    @property
    def refers_to_range(self) -> FakeRange:
        place = parse_on_sheet(self.refers_to)
        assert place is not None
        return FakeRange(self.book.sheet(place[0]), *place[1])

    def delete(self) -> None:
        self.book.names.remove(self)


class FakeNames(list[FakeName]):
    def __init__(self, book: "FakeBook") -> None:
        super().__init__()
        self.book = book

    def add(self, name: str, refers_to: str) -> None:
        self.append(FakeName(self.book, name, refers_to))


class FakeBook:
    def __init__(self, sheet_names: list[str]) -> None:
        self.name = "March.xlsx"
        self.fullname = "/sales/March.xlsx"
        self.sheets = [FakeSheet(name, index) for index, name in enumerate(sheet_names, start=1)]
        self.names = FakeNames(self)
        self.api = SimpleNamespace(ReadOnly=False, Date1904=False)
        self.saved = 0
        self.told: list[str] = []
        self.app = SimpleNamespace(alert=lambda text, title: self.told.append(text))

    def sheet(self, name: str) -> FakeSheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def save(self) -> None:
        self.saved += 1

    def add_table(self, name: str, sheet: str, first: tuple[int, int], rows: list[list[CellValue | Formula]]) -> None:
        """A table with these rows, the first of them its header."""
        target = self.sheet(sheet)
        for row_number, row in enumerate(rows, start=first[0]):
            for column_number, value in enumerate(row, start=first[1]):
                target.cells[row_number, column_number] = _stored(value)
        last = first[0] + len(rows) - 1, first[1] + len(rows[0]) - 1
        target.tables.append(FakeTable(name, target, (*first, *last)))

    def add_named(self, name: str, sheet: str, place: tuple[int, int], value: CellValue) -> None:
        """A named cell."""
        self.sheet(sheet).cells[place] = _stored(value)
        self.names.add(name, f"='{sheet}'!{address(*place)}")


def _stored(value: CellValue | Formula) -> Cell:
    if isinstance(value, Formula):
        return Cell(float(value.value or 0), value.text)
    if isinstance(value, CellError):
        return Cell(ERROR_NUMBERS[value.text])
    if isinstance(value, date):
        return Cell(datetime(value.year, value.month, value.day), number_format="yyyy-mm-dd")
    return Cell(float(value) if isinstance(value, Decimal | int) else value)


def _typed(value: Any) -> str:
    if isinstance(value, int) and value in ERROR_TEXTS:
        return ERROR_TEXTS[value]
    return "" if value is None else str(value)


def _cleaned(cell: Cell, err_to_str: bool, knows_currency: bool) -> Any:
    """A value after ``clean_value_data`` of xlwings 0.37; on Windows a currency format makes it a ``Decimal``."""
    if cell.value == "":
        return None
    if isinstance(cell.value, int) and cell.value in ERROR_TEXTS:
        return ERROR_TEXTS[cell.value] if err_to_str else None
    if knows_currency and isinstance(cell.value, float) and "$" in cell.number_format:
        return Decimal(cell.value).quantize(Decimal("0.0001"))
    return cell.value


def _bare(block: list[list[Any]]) -> Any:
    if len(block) == 1:
        return block[0][0] if len(block[0]) == 1 else block[0]
    return [row[0] for row in block] if len(block[0]) == 1 else block


def _uniform(values: list[Value]) -> Value | None:
    return values[0] if len(set(values)) == 1 else None


def _rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _span(key: int | slice, count: int) -> tuple[int, int]:
    if isinstance(key, slice):
        first, last, _ = key.indices(count)
        return first, last
    return key, key + 1
