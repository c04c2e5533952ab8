"""The cells of one sheet part: what they hold, and how one is changed while its neighbours stay as they are.

Whatever surrounds the cells (charts, notes, formats by condition) is not looked at.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

from lxml import etree

from salesbook.formula_texts import LONGEST_TEXT
from salesbook.hosts.addresses import LAST_COLUMN, Area, address, column_of, parse_area
from salesbook.hosts.cell_texts import (
    moment_from_serial,
    number_from_text,
    serial_from_moment,
    text_from_xml,
    text_to_xml,
)
from salesbook.hosts.host import CellError, CellValue, Formula, RowBlock
from salesbook.hosts.ooxml_cell import (
    FORMULA,
    INLINE,
    VALUE,
    add_text,
    child_of,
    moment_from_iso,
    set_constant,
    set_result,
    set_style,
    shown_text,
)
from salesbook.hosts.ooxml_formulas import file_formula, moved_formula
from salesbook.hosts.ooxml_names import is_true, tag
from salesbook.hosts.ooxml_package import BrokenPackageError
from salesbook.hosts.ooxml_styles import DATE_FORMAT, MOMENT_FORMAT, Styles, is_date_format
from salesbook.problems import HostError, Reason

_CELL, _ROW = tag("c"), tag("row")
_DIGITS = "0123456789"


class Surroundings(Protocol):
    """What cells need to know of their workbook."""

    @property
    def styles(self) -> Styles:
        """All cell styles."""

    @property
    def shared_texts(self) -> Sequence[str]:
        """Texts that cells name by number."""

    @property
    def date1904(self) -> bool:
        """Whether day zero is 1 January 1904."""


class SheetCells:
    """The cells of one sheet.

    Attributes:
        root: The sheet part.
        has_lost_formulas: Whether a formula was added, replaced or emptied, so that Excel's
            list of formulas (the calculation chain) no longer holds.
    """

    def __init__(self, root: etree._Element, workbook: Surroundings) -> None:
        self.root = root
        self.has_lost_formulas = False
        self._workbook = workbook
        self._data = root.find(tag("sheetData"))
        self._rows = {} if self._data is None else _numbered_rows(self._data)
        self._row_numbers = sorted(self._rows)
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._date_styles: dict[int, bool] = {}
        self._column_styles: dict[int, int] = {}
        self._dimension = root.find(tag("dimension"))
        self._used_area = None if self._dimension is None else parse_area(self._dimension.get("ref", ""))
        self.merged_areas = _merged_areas(root)

    def value_at(self, row_number: int, column_number: int) -> CellValue:
        """What a cell shows; a cell inside a merged area shows the value of its top left cell."""
        cell = self._cell(*self.origin(row_number, column_number))
        return None if cell is None else self._value(cell)

    def has_formula(self, row_number: int, column_number: int) -> bool:
        """Whether the cell itself holds a formula."""
        cell = self._cell(row_number, column_number)
        return cell is not None and child_of(cell, FORMULA) is not None

    def is_empty(self, row_number: int, column_number: int) -> bool:
        """Whether the cell itself holds neither a value nor a formula."""
        cell = self._cell(row_number, column_number)
        return cell is None or len(cell) == 0

    def origin(self, row_number: int, column_number: int) -> tuple[int, int]:
        """The top left cell of the merged area around a cell, or the cell itself."""
        for area in self.merged_areas:
            if area.contains(row_number, column_number):
                return area.first_row, area.first_column
        return row_number, column_number

    def row_blocks(self, area: Area) -> tuple[RowBlock, ...]:
        """The rows of a rectangle."""
        merged = [other for other in self.merged_areas if other.overlaps(area)]
        return tuple(self._row_block(row, area, merged) for row in range(area.first_row, area.last_row + 1))

    def stored_rows(self) -> Iterator[RowBlock]:
        """The rows as the part stores them, from the first column on; merged areas are not filled.

        Raises:
            BrokenPackageError: A cell stands in a column that no sheet has.
        """
        for row_number in self._row_numbers:
            yield self._stored_row(row_number)

    def stored_styles(self) -> dict[tuple[int, int], int]:
        """The styles of the cells that are stored, by row and column."""
        return {
            (row, column): int(cell.get("s", "0"))
            for row in self._row_numbers
            for column, cell in self._cells_of(row).items()
        }

    def style_at(self, row_number: int, column_number: int) -> int:
        """The style of a cell; a cell that is not stored has the one of its row, else of its column."""
        cell = self._cell(row_number, column_number)
        if cell is not None:
            return int(cell.get("s", "0"))
        row = self._rows.get(row_number)
        if row is not None and is_true(row.get("customFormat")):
            return int(row.get("s", "0"))
        return self._column_style(column_number)

    def set_style(self, row_number: int, column_number: int, style: int) -> None:
        """Give a cell a style; what it holds stays."""
        if self.style_at(row_number, column_number) != style:
            set_style(self._ensure_cell(row_number, column_number), style)

    def write(self, row_number: int, column_number: int, value: CellValue | Formula, table: str = "") -> None:
        """Change what a cell holds. It keeps its style, unless a date would then show as a number.

        Args:
            row_number: From 1.
            column_number: From 1.
            value: ``None`` and the empty text empty the cell.
            table: The table the cell belongs to, for formulas that say ``[@Quantity]``.

        Raises:
            HostError: The text is longer than a cell can hold.
        """
        cell = self._cell(row_number, column_number)
        if value is None or value == "":
            if cell is not None:
                self._empty(cell, row_number, column_number)
            return
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise HostError("text-too-long", cell=address(row_number, column_number), length=len(value))
        cell = self._ensure_cell(row_number, column_number)
        self._empty(cell, row_number, column_number)
        if isinstance(value, Formula):
            self.has_lost_formulas = True
            add_text(cell, FORMULA, text_to_xml(file_formula(value.text, table)))
            if value.value is not None:
                set_result(cell, value.value)
        elif isinstance(value, date):
            self._set_moment(cell, value)
        else:
            set_constant(cell, value)

    @property
    def shares_formulas(self) -> bool:
        """Whether cells share formulas that only one of them spells out."""
        return bool(self._shared_formulas)

    @property
    def shares_references(self) -> bool:
        """Whether such a formula may be about another sheet."""
        return any("!" in (cell[2].text or "") for shared in self._shared_formulas.values() for cell in shared)

    def spell_out_shared(self) -> None:
        """Give each cell that shares a formula the formula itself."""
        spelled = [
            (formula, self._formula_text(formula, row, column))
            for shared in self._shared_formulas.values()
            for row, column, formula in shared
        ]
        for formula, text in spelled:
            formula.text = text
            for name in ("t", "ref", "si"):
                formula.attrib.pop(name, "")
        del self._shared_formulas

    def formulas(self) -> dict[tuple[int, int], str]:
        """Every formula by row and column."""
        return {
            (row, column): self._formula_text(formula, row, column)
            for row in self._row_numbers
            for column, cell in self._cells_of(row).items()
            if (formula := child_of(cell, FORMULA)) is not None
        }

    def forget_results(self) -> None:
        """Take away what formulas showed when the file was saved, so that nobody takes it for what they say now."""
        for row, column in self.formulas():
            cell = self._cells_of(row)[column]
            if (value := child_of(cell, VALUE)) is not None:
                cell.remove(value)
            cell.attrib.pop("t", "")

    def copy_row_look(self, source_row: int, target_row: int, columns: range, styles: Sequence[int]) -> None:
        """Give new table rows the look of an existing one: the styles of its cells and its height."""
        for column_number, style in zip(columns, styles, strict=True):
            self.set_style(target_row, column_number, style)
        source = self._rows.get(source_row)
        if source is None or "ht" not in source.attrib:
            return
        target = self._ensure_row(target_row)
        if "ht" not in target.attrib:
            for name in ("ht", "customHeight"):
                if name in source.attrib:
                    target.set(name, source.get(name, ""))

    def move(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        """Move what a cell holds and its style to an empty cell; relative references are not moved."""
        cell = self._cell(*source)
        self.set_style(*target, self.style_at(*source))
        if cell is None or not len(cell):
            return
        moved = self._ensure_cell(*target)
        if "t" in cell.attrib:
            moved.set("t", cell.get("t", ""))
        for child in list(cell):
            moved.append(child)
        cell.attrib.pop("t", "")
        self.has_lost_formulas = True

    def row_height(self, row_number: int) -> float:
        """In points."""
        row = self._rows.get(row_number)
        default = self.root.find(tag("sheetFormatPr"))
        standard = "15" if default is None else default.get("defaultRowHeight", "15")
        if row is not None and is_true(row.get("hidden")):
            return 0.0
        return float(standard if row is None else row.get("ht", standard))

    def raise_row(self, row_number: int, height: float) -> None:
        """Make a row of a fixed height at least so high; one that fits itself to its texts is left to do so."""
        row = self._rows.get(row_number)
        if row is not None and "ht" in row.attrib and float(row.get("ht", "0")) < height:
            row.set("ht", f"{height:g}")
            row.set("customHeight", "1")

    def column_width(self, column_number: int) -> float:
        """In characters."""
        column = self._column(column_number)
        if column is not None and is_true(column.get("hidden")):
            return 0.0
        return 8.43 if column is None else float(column.get("width", "8.43"))

    def _row_block(self, row_number: int, area: Area, merged: Sequence[Area]) -> RowBlock:
        row = self._rows.get(row_number)
        cells = self._cells_of(row_number)
        values: list[CellValue] = []
        formulas = {}
        formats = {}
        for offset, column_number in enumerate(range(area.first_column, area.last_column + 1)):
            cell = cells.get(column_number)
            if cell is None:
                values.append(None)
                style = self.style_at(row_number, column_number)
            else:
                values.append(self._value(cell))
                style = int(cell.get("s", "0"))
                if len(cell) and (formula := child_of(cell, FORMULA)) is not None:
                    is_zero = values[-1] == 0
                    formulas[offset] = self._formula_text(formula, row_number, column_number) if is_zero else ""
            if style and (code := self._workbook.styles.format_of(style)) != "General":
                formats[offset] = code
        for other in merged:
            for column_number in range(area.first_column, area.last_column + 1):
                if other.contains(row_number, column_number):
                    value = self.value_at(other.first_row, other.first_column)
                    values[column_number - area.first_column] = value
        hidden = row is not None and is_true(row.get("hidden"))
        return RowBlock(row_number, tuple(values), hidden, formulas, formats)

    def _stored_row(self, row_number: int) -> RowBlock:
        cells = self._cells_of(row_number)
        last = max(cells, default=0)
        if last > LAST_COLUMN or 0 in cells:
            raise BrokenPackageError(Reason("reason-damaged"))
        values: list[CellValue] = [None] * last
        formulas = {}
        formats = {}
        for column_number, cell in sorted(cells.items()):
            value = values[column_number - 1] = self._value(cell)
            formula = child_of(cell, FORMULA)
            has_formula = formula is not None
            if formula is not None:
                text = self._formula_text(formula, row_number, column_number) if value == 0 else ""
                formulas[column_number - 1] = text
            code = self._workbook.styles.format_of(int(cell.get("s", "0")))
            if code != "General" and (has_formula or value is not None):
                formats[column_number - 1] = code
        hidden = is_true(self._rows[row_number].get("hidden"))
        return RowBlock(row_number, tuple(values), hidden, formulas, formats)

    def _value(self, cell: etree._Element) -> CellValue:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child_of(cell, INLINE)
            return None if inline is None else shown_text(inline) or None
        element = child_of(cell, VALUE)
        stored = None if element is None else element.text
        if not stored:
            return None
        if kind == "n":
            return self._number_or_moment(stored, cell)
        if kind == "s":
            return self._workbook.shared_texts[int(stored)] or None
        if kind == "b":
            return is_true(stored)
        if kind == "e":
            return CellError(stored)
        return moment_from_iso(stored) if kind == "d" else text_from_xml(stored)

    def _number_or_moment(self, stored: str, cell: etree._Element) -> CellValue:
        if self._is_date_style(int(cell.get("s", "0"))):
            moment = moment_from_serial(stored, date1904=self._workbook.date1904)
            if moment is not None:
                return moment
        number = number_from_text(stored)
        return stored if number is None else number

    def _is_date_style(self, style: int) -> bool:
        if style not in self._date_styles:
            self._date_styles[style] = is_date_format(self._workbook.styles.format_of(style))
        return self._date_styles[style]

    def _set_moment(self, cell: etree._Element, moment: date | datetime) -> None:
        serial = serial_from_moment(moment, date1904=self._workbook.date1904)
        if serial is None:
            set_constant(cell, moment.isoformat())
            return
        add_text(cell, VALUE, serial)
        style = int(cell.get("s", "0"))
        if not self._is_date_style(style):
            code = MOMENT_FORMAT if isinstance(moment, datetime) else DATE_FORMAT
            set_style(cell, self._workbook.styles.with_format(style, code))

    def _empty(self, cell: etree._Element, row_number: int, column_number: int) -> None:
        formula = child_of(cell, FORMULA)
        if formula is not None:
            self.has_lost_formulas = True
            self._hand_on_shared_formula(formula, row_number, column_number)
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, "")

    def _hand_on_shared_formula(self, formula: etree._Element, row_number: int, column_number: int) -> None:
        """Spell a shared formula out in the next cell that shares it, when the cell that spells it out is emptied."""
        area = parse_area(formula.get("ref", ""))
        if formula.get("t") != "shared" or area is None:
            return
        sharing = self._shared_formulas.get(formula.get("si", ""), [])
        while sharing and (sharing[0][2] is formula or sharing[0][2].getparent() is None):
            sharing.pop(0)
        if sharing:
            row, column, heir = sharing[0]
            heir.text = moved_formula(formula.text or "", row - row_number, column - column_number)
            heir.set("ref", str(area._replace(first_row=row)))

    def _formula_text(self, formula: etree._Element, row_number: int, column_number: int) -> str:
        """A formula spelled out, also where the file only says which other cell has it, too."""
        if formula.text or formula.get("t") != "shared":
            return formula.text or ""
        sharing = self._shared_formulas.get(formula.get("si", ""), [])
        row, column, first = next((found for found in sharing if found[2].text), (row_number, column_number, formula))
        if (row, column) > (row_number, column_number):
            return ""
        return moved_formula(first.text or "", row_number - row, column_number - column)

    @cached_property
    def _shared_formulas(self) -> dict[str, list[tuple[int, int, etree._Element]]]:
        """Row, column and formula of the cells that share one, by its number and in the order of the sheet."""
        shared: dict[str, list[tuple[int, int, etree._Element]]] = {}
        for row in self._row_numbers:
            for column, cell in sorted(self._cells_of(row).items()):
                formula = child_of(cell, FORMULA)
                if formula is not None and formula.get("t") == "shared":
                    shared.setdefault(formula.get("si", ""), []).append((row, column, formula))
        return shared

    def _cell(self, row_number: int, column_number: int) -> etree._Element | None:
        return self._cells_of(row_number).get(column_number)

    def _cells_of(self, row_number: int) -> dict[int, etree._Element]:
        if row_number not in self._cells:
            row = self._rows.get(row_number)
            if row is None:
                return {}
            self._cells[row_number] = _numbered_cells(row, row_number)
        return self._cells[row_number]

    def _ensure_cell(self, row_number: int, column_number: int) -> etree._Element:
        known = self._cell(row_number, column_number)
        if known is not None:
            return known
        style = self.style_at(row_number, column_number)
        row = self._ensure_row(row_number)
        cells = self._cells_of(row_number)
        cell = etree.Element(_CELL)
        cell.set("r", address(row_number, column_number))
        set_style(cell, style)
        following = min((column for column in cells if column > column_number), default=None)
        if following is None:
            row.append(cell)
        else:
            cells[following].addprevious(cell)
        cells[column_number] = cell
        _widen_spans(row, column_number)
        self._widen_dimension(row_number, column_number)
        return cell

    def _ensure_row(self, row_number: int) -> etree._Element:
        if row_number in self._rows:
            return self._rows[row_number]
        if self._data is None:
            raise BrokenPackageError(Reason("reason-damaged"))
        row = etree.Element(_ROW)
        row.set("r", str(row_number))
        position = bisect_left(self._row_numbers, row_number)
        if position == len(self._row_numbers):
            self._data.append(row)
        else:
            self._rows[self._row_numbers[position]].addprevious(row)
        insort(self._row_numbers, row_number)
        self._rows[row_number] = row
        return row

    def _widen_dimension(self, row_number: int, column_number: int) -> None:
        area = self._used_area
        if self._dimension is None or area is None or area.contains(row_number, column_number):
            return
        first = min(area.first_row, row_number), min(area.first_column, column_number)
        last = max(area.last_row, row_number), max(area.last_column, column_number)
        self._used_area = Area(*first, *last)
        self._dimension.set("ref", str(self._used_area))

    def _column(self, column_number: int) -> etree._Element | None:
        columns = self.root.find(tag("cols"))
        for column in () if columns is None else columns.iterchildren(tag("col")):
            if int(column.get("min", "0")) <= column_number <= int(column.get("max", "0")):
                return column
        return None

    def _column_style(self, column_number: int) -> int:
        if column_number not in self._column_styles:
            column = self._column(column_number)
            self._column_styles[column_number] = 0 if column is None else int(column.get("style", "0"))
        return self._column_styles[column_number]


def _numbered_rows(data: etree._Element) -> dict[int, etree._Element]:
    """Rows by number. Some programs leave numbers out where a row follows its predecessor; they are filled in."""
    rows: dict[int, etree._Element] = {}
    number = 0
    for row in data.iterchildren(_ROW):
        number = int(row.get("r", number + 1))
        rows[number] = row
        if "r" not in row.attrib:
            row.set("r", str(number))
    return rows


def _numbered_cells(row: etree._Element, row_number: int) -> dict[int, etree._Element]:
    cells: dict[int, etree._Element] = {}
    column = 0
    for cell in row.iterchildren(_CELL):
        stored = cell.get("r")
        column = column_of(stored.rstrip(_DIGITS)) if stored else column + 1
        cells[column] = cell
        if not stored:
            cell.set("r", address(row_number, column))
    return cells


def _merged_areas(root: etree._Element) -> list[Area]:
    merged = root.find(tag("mergeCells"))
    if merged is None:
        return []
    areas = (parse_area(cell.get("ref", "")) for cell in merged.iterchildren(tag("mergeCell")))
    return [area for area in areas if area]


def _widen_spans(row: etree._Element, column_number: int) -> None:
    first, _, last = row.get("spans", "").partition(":")
    if first.isdigit() and last.isdigit():
        row.set("spans", f"{min(int(first), column_number)}:{max(int(last), column_number)}")
    else:
        row.attrib.pop("spans", "")
