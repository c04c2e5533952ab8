"""A sheet that is not ours, shown to the rest of the program as one of our lists with the sheet's own row numbers."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from salesbook.actions.import_profiles import ImportProfile
from salesbook.hosts.host import CellValue, CellWrite, DropDown, Formula, Mark, NamedCell, RowBlock, TableBlock
from salesbook.large_data import without_collecting
from salesbook.problems import HostError, Problem
from salesbook.sheets.cell_values import number_at
from salesbook.sheets.columns import WORKBOOK_ID_NAME, Field, Table
from salesbook.sheets.finding import FoundTable, guesses, is_markup, percent_in
from salesbook.sheets.writing import column_number

REF = "document_ref"


class ImportedSheet:
    """Keeps the promise of ``hosts.host.Workbook`` for one table; nothing is written into the file itself.

    Attributes:
        marks: What is to be marked, by the row and column of the file; where the file has no such column, its first.
    """

    def __init__(self, label: str, found: FoundTable, table: Table, profile: ImportProfile, book_id: str) -> None:
        self._label, self._found, self._table, self._profile, self._book_id = label, found, table, profile, book_id
        self.marks: list[Mark] = []
        known = guesses(found.headers, table, profile.columns, similar=False)
        self._offsets = {guess.field: guess.offset for guess in known}
        self._fixed = {
            name: text.replace("{sheet}", found.grid.name) if isinstance(text, str) else text
            for name, text in ({**found.labels, **profile.fixed}).items()
            if name not in self._offsets
        }

    @property
    def label(self) -> str:
        """The file's name."""
        return self._label

    def table_names(self) -> tuple[str, ...]:
        """The one list that the sheet is taken for."""
        return (self._table.name,)

    @without_collecting()
    def read_table(self, name: str) -> TableBlock:
        """The rows of the sheet under our headers; fields that have no column there stand to the right of it."""
        grid = self._found.grid
        width = grid.width
        headers = [""] * width
        for field, offset in self._offsets.items():
            headers[offset] = self._table.field(field).title.en
        added = [field for field in self._table.fields if field.name not in self._offsets and self._is_needed(field)]
        headers += [field.title.en for field in added]
        fixed = tuple(self._fixed.get(field.name) for field in added)
        names = [field.name for field in added]
        place = names.index(REF) if REF in names and REF not in self._fixed else None
        cells = [row.values for row in self._found.rows]
        if self._profile.shown_as_dates or self._profile.multiply or self._profile.markup:
            cells = [self._meant(row) for row in self._found.rows]
        added_cells = [fixed] * len(cells)
        if place is not None:
            added_cells = [self._with_ref(fixed, place, row) for row in self._found.rows]
        values = map(operator.add, cells, added_cells)
        rows = tuple(
            RowBlock(row.row_number, found, row.hidden, row.formulas, row.formats)
            for row, found in zip(self._found.rows, values, strict=True)
        )
        return TableBlock(name, grid.name, self._found.header_row, 1, tuple(headers), rows, grid.date1904)

    def read_names(self, names: Iterable[str]) -> dict[str, NamedCell]:
        """What tells files of this origin from others: the same order is known again in the next file."""
        found = {WORKBOOK_ID_NAME: NamedCell(WORKBOOK_ID_NAME, "", 1, 1, self._book_id)}
        return {name: found[name] for name in names if name in found}

    def write_cells(self, writes: Sequence[CellWrite]) -> None:
        """Numbers and statuses have no place in somebody else's sheet."""

    def show_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Keep what is to be marked."""
        width = self._found.grid.width
        self.marks = [
            mark if mark.column_number <= width else Mark(sheet, mark.row_number, 1, mark.severity, mark.note)
            for mark in marks
        ]

    def placed(self, problem: Problem) -> Problem:
        """A problem with a place that the file has: what has no column there is said at the first cell of its row."""
        place = problem.place
        if not place.cell or column_number(place.cell) <= self._found.grid.width:
            return problem
        return problem.at(cell=f"A{place.row_number}")

    def ensure_can_save(self) -> None:
        """The file is not changed, so it may be open elsewhere."""

    def save(self) -> None:
        """The file is not changed."""

    def tell(self, text: str) -> None:
        """Nobody sits before this sheet."""

    def restore_drop_downs(self, table: str, drop_downs: Mapping[int, DropDown | None]) -> None:
        """Somebody else's sheet offers what its owner put into it."""

    def replace_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Nothing is filled into somebody else's sheet."""
        raise HostError("sheet-missing", sheet=table, workbook=self._label, found=self._found.grid.name)

    append_rows = replace_rows

    def _is_needed(self, field: Field) -> bool:
        """Whether the list does without a column for it."""
        must_be_there = field.required or field.decisive or (field.written and not field.may_lack)
        return must_be_there or field.name in self._fixed

    def _meant(self, row: RowBlock) -> tuple[CellValue, ...]:
        """The cells of a row as the profile says that they are meant."""
        values = list(row.values)
        for field, offset in self._offsets.items():
            value = values[offset]
            if field in self._profile.shown_as_dates and isinstance(value, date):
                values[offset] = self._number_of(value)
            if factor := self._profile.multiply.get(field):
                values[offset] = self._multiplied(row, offset, factor)
        if self._profile.markup and "unit_price" in self._offsets:
            offset = self._offsets["unit_price"]
            values[offset] = self._with_markup(row, offset)
        return tuple(values)

    def _number_of(self, day: date) -> int:
        """The number that the file shows as a day."""
        first = date(1904, 1, 1) if self._found.grid.date1904 else date(1899, 12, 30)
        return ((day.date() if isinstance(day, datetime) else day) - first).days

    def _multiplied(self, row: RowBlock, offset: int, factor: Decimal) -> CellValue:
        number = number_at(row, offset)
        return row.values[offset] if number is None else number * factor

    def _with_markup(self, row: RowBlock, offset: int) -> CellValue:
        """The price with what is added to it: as its column says, or as a percentage in the header of the column."""
        header = self._profile.markup
        if header not in self._found.headers:
            header = next((found for found in self._found.headers if is_markup(found)), header)
        column = next((place for place, found in enumerate(self._found.headers) if found == header), None)
        price = number_at(row, offset)
        if column is None or price is None:
            return row.values[offset]
        added = number_at(row, column)
        percent = percent_in(header)
        if added is None and percent is not None:
            added = price * percent / 100
        return price if added is None else price + added

    def _with_ref(self, fixed: tuple[CellValue, ...], place: int, row: RowBlock) -> tuple[CellValue, ...]:
        """Without a number of its own, each row is a document; a customer's order has the customer's number."""
        made = f"{self._label} {self._found.mark} {row.row_number}" if self._found.mark else None
        ref = self._fixed.get("customer_reference") or made or f"{self._label} {row.row_number}"
        return (*fixed[:place], ref, *fixed[place + 1 :])
