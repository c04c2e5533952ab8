"""Marks on one sheet of a file: colouring cells, adding notes, and giving back what was there before."""

from collections.abc import Callable, Sequence

from salesbook.hosts.host import Mark
from salesbook.hosts.marks import FILLS, one_per_cell
from salesbook.hosts.ooxml_mark_records import MarkRecord, load_marks, store_marks
from salesbook.hosts.ooxml_note_boxes import WIDTH, height_for
from salesbook.hosts.ooxml_notes import SheetNotes
from salesbook.hosts.ooxml_sheet import SheetCells
from salesbook.hosts.ooxml_styles import solid_fill
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook, SheetPlace

_PIXELS_PER_POINT = 4 / 3
_PIXELS_PER_CHARACTER = 7
_LAST_SHOWN = 60
"""A box never reaches over more rows or columns than this, however small they are."""


class SheetMarks:
    """The marks of one sheet."""

    def __init__(self, workbook: OoxmlWorkbook, sheet: SheetPlace) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._cells = workbook.cells(sheet.name)
        remembered = load_marks(workbook.package, workbook.part)
        self._others = [record for record in remembered if record.sheet_id != sheet.sheet_id]
        self._records = {record.cell: record for record in remembered if record.sheet_id == sheet.sheet_id}

    def show(self, marks: Sequence[Mark]) -> None:
        """Take away all marks of the sheet and show these."""
        notes = SheetNotes(self._workbook.package, self._sheet.part)
        former = {*self._records, *notes.cells_with_ours()}
        wanted = one_per_cell(self._on_origin(mark) for mark in marks)
        if not former and not wanted:
            return
        self._workbook.edited_cells(self._sheet.name)
        for cell in sorted(former):
            self._remove(cell, notes)
        records = [self._add(cell, mark, notes) for cell, mark in wanted.items()]
        notes.store()
        store_marks(self._workbook.package, self._workbook.part, [*self._others, *records])
        self._records = {record.cell: record for record in records}

    def plain_style(self, row_number: int, column_number: int) -> int:
        """The style of a cell as it would be without our mark.

        Our colour is taken off only where it is still seen: a cell that a person has coloured since is left alone.
        """
        style = self._cells.style_at(row_number, column_number)
        styles = self._workbook.styles
        record = self._records.get((row_number, column_number))
        if record is None or styles.colour_of(style) not in FILLS.values():
            return style
        if styles.differ_only_in_fill(style, record.style) and styles.fill_of(record.style) == record.fill:
            return record.style
        return styles.with_fill(style, record.fill or solid_fill(""))

    def _remove(self, cell: tuple[int, int], notes: SheetNotes) -> None:
        record = self._records.get(cell)
        if record is None and not notes.holds_conversation(cell):
            # The cell has moved, or another program dropped what we remember: the note alone tells that it is ours.
            self._records[cell] = record = MarkRecord(self._sheet.sheet_id, cell, 0, solid_fill(""), "", "")
        if record is not None:
            self._cells.set_style(*cell, self.plain_style(*cell))
            notes.remove(cell, record.note, record.anchor)

    def _add(self, cell: tuple[int, int], mark: Mark, notes: SheetNotes) -> MarkRecord:
        styles = self._workbook.styles
        style = self._cells.style_at(*cell)
        fill = styles.fill_of(style)
        self._cells.set_style(*cell, styles.with_fill(style, solid_fill(FILLS[mark.severity])))
        if notes.holds_conversation(cell) or not mark.note:
            return MarkRecord(self._sheet.sheet_id, cell, style, fill, "", "")
        note = mark.note.replace("\r\n", "\n")
        anchor = notes.add(cell, note, lambda text: box_anchor(self._cells, *cell, text))
        return MarkRecord(self._sheet.sheet_id, cell, style, fill, note, anchor)

    def _on_origin(self, mark: Mark) -> Mark:
        row_number, column_number = self._cells.origin(mark.row_number, mark.column_number)
        return Mark(mark.sheet, row_number, column_number, mark.severity, mark.note)


def box_anchor(cells: SheetCells, row_number: int, column_number: int, text: str) -> str:
    """Where the box of a note stands: right of its cell, a row higher, and large enough for the text.

    Written as VML wants it: left column, pixels into it, top row, pixels, right column, pixels, bottom row, pixels,
    with columns and rows counted from 0.
    """
    left, top = column_number, max(row_number - 2, 0)
    right, right_pixels = _reach(
        left, 15 + WIDTH, lambda index: cells.column_width(index + 1) * _PIXELS_PER_CHARACTER + 5
    )
    bottom, bottom_pixels = _reach(
        top, 4 + height_for(text), lambda index: cells.row_height(index + 1) * _PIXELS_PER_POINT
    )
    return f"{left}, 15, {top}, 4, {right}, {right_pixels}, {bottom}, {bottom_pixels}"


def _reach(first: int, pixels: float, size_of: Callable[[int], float]) -> tuple[int, int]:
    """The row or column in which so many pixels end, and how far into it."""
    index = first
    while index < first + _LAST_SHOWN and pixels > size_of(index):
        pixels -= size_of(index)
        index += 1
    return index, int(min(pixels, size_of(index)))
