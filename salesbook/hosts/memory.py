"""A workbook in memory: for tests, for examples, and for trying a rule without a file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesbook.hosts.drop_downs import usual
from salesbook.hosts.host import CellValue, CellWrite, DropDown, Formula, Mark, NamedCell, RowBlock, TableBlock
from salesbook.hosts.marks import one_per_cell
from salesbook.hosts.table_rows import filled_row_count, fitted
from salesbook.problems import HostError, TemplateError

Rows = Sequence[Sequence[CellValue | Formula]]

_NAMES_SHEET = "Names"
_NAMES_COLUMN = 2
_HEADER_ROW = 1
_FIRST_COLUMN = 1


@dataclass
class _Table:
    sheet: str
    headers: tuple[str, ...]
    row_count: int

    @property
    def columns(self) -> range:
        return range(_FIRST_COLUMN, _FIRST_COLUMN + len(self.headers))

    @property
    def row_numbers(self) -> range:
        return range(_HEADER_ROW + 1, _HEADER_ROW + 1 + self.row_count)


class MemoryWorkbook:
    """Tables and named cells on a grid; keeps the promise of ``hosts.host.Workbook``.

    Each table stands on a sheet of its own name, its header in row 1; named cells stand in
    column B of the sheet ``Names``.

    Args:
        label: The file name it pretends to have.
        tables: Headers and rows by table name; a table without rows gets one empty row.
        names: Values of the named cells.

    Attributes:
        marks: What is marked at present, by sheet, row and column.
        told: What ``tell`` was given, in order.
        saved: How often it was saved.
        hidden: Sheet and row of the rows that are to count as hidden.
        formats: Number formats by sheet, row and column, where they are not ``General``.
        drop_downs: What cells offer to choose from, by sheet, row and column.
        locked_by: Name of the person who has the file open elsewhere; saving is refused then.

    >>> book = MemoryWorkbook("March.xlsx", tables={"tblItems": (["Item", "Qty"], [["BOLT-8", 10]])})
    >>> book.read_table("tblItems").rows[0].values
    ('BOLT-8', 10)
    """

    def __init__(
        self,
        label: str = "memory.xlsx",
        tables: Mapping[str, tuple[Sequence[str], Rows]] | None = None,
        names: Mapping[str, CellValue | Formula] | None = None,
    ) -> None:
        self._label = label
        self._cells: dict[str, dict[tuple[int, int], CellValue | Formula]] = {}
        self._tables: dict[str, _Table] = {}
        self._names: dict[str, tuple[str, int, int]] = {}
        self.marks: dict[tuple[str, int, int], Mark] = {}
        self.told: list[str] = []
        self.saved = 0
        self.hidden: set[tuple[str, int]] = set()
        self.formats: dict[tuple[str, int, int], str] = {}
        self.drop_downs: dict[tuple[str, int, int], DropDown] = {}
        self.locked_by = ""
        for name, (headers, rows) in (tables or {}).items():
            self._add_table(name, headers, rows)
        for row_number, (name, value) in enumerate((names or {}).items(), start=1):
            self._names[name] = (_NAMES_SHEET, row_number, _NAMES_COLUMN)
            self._set(_NAMES_SHEET, row_number, _NAMES_COLUMN, value)

    @property
    def label(self) -> str:
        """The file name it pretends to have."""
        return self._label

    def table_names(self) -> tuple[str, ...]:
        """Names of all tables, in the order they were given."""
        return tuple(self._tables)

    def read_table(self, name: str) -> TableBlock:
        """A table with all its rows."""
        table = self._table(name)
        rows = tuple(self._row_block(table, row_number) for row_number in table.row_numbers)
        return TableBlock(name, table.sheet, _HEADER_ROW, _FIRST_COLUMN, table.headers, rows)

    def read_names(self, names: Iterable[str]) -> dict[str, NamedCell]:
        """The single cells with these names."""
        return {name: self._named_cell(name) for name in names if name in self._names}

    def write_cells(self, writes: Sequence[CellWrite]) -> None:
        """Write values and nothing else."""
        for write in writes:
            self._ensure_sheet(write.sheet)
        for write in writes:
            self._set(write.sheet, write.row_number, write.column_number, write.value)

    def replace_rows(self, table: str, rows: Rows) -> None:
        """Give a table exactly these rows."""
        self._write_body(self._table(table), table, 0, rows, exactly=True)

    def append_rows(self, table: str, rows: Rows) -> None:
        """Put rows after the last row that holds anything typed."""
        if rows:
            self._write_body(self._table(table), table, filled_row_count(self.read_table(table)), rows, exactly=False)

    def show_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Show these marks and take away the earlier ones."""
        self._ensure_sheet(sheet)
        self.marks = {place: mark for place, mark in self.marks.items() if place[0] != sheet}
        self.marks |= {(sheet, *cell): mark for cell, mark in one_per_cell(marks).items()}

    def restore_drop_downs(self, table: str, drop_downs: Mapping[int, DropDown | None]) -> None:
        """Fill up ``drop_downs``."""
        found = self._table(table)
        for offset, drop_down in drop_downs.items():
            cells = [(found.sheet, row_number, found.columns[offset]) for row_number in found.row_numbers]
            present = Counter(self.drop_downs[cell] for cell in cells if cell in self.drop_downs)
            given = usual(present, drop_down, len(cells)) or drop_down
            if given is not None:
                self.drop_downs |= {cell: given for cell in cells if cell not in self.drop_downs}

    def ensure_can_save(self) -> None:
        """Refuse when ``locked_by`` names someone."""
        if self.locked_by:
            raise HostError("workbook-open-elsewhere", workbook=self._label, owner=self.locked_by, lock_file="")

    def tell(self, text: str) -> None:
        """Remember what was said in ``told``."""
        self.told.append(text)

    def save(self) -> None:
        """Count one more time in ``saved``."""
        self.ensure_can_save()
        self.saved += 1

    def _add_table(self, name: str, headers: Sequence[str], rows: Rows) -> None:
        values = fitted(rows, len(headers))
        self._tables[name] = _Table(name, tuple(headers), len(values))
        self._cells.setdefault(name, {})
        lines: Rows = [headers, *values]
        for row_number, row in enumerate(lines, start=_HEADER_ROW):
            for column_number, value in enumerate(row, start=_FIRST_COLUMN):
                self._set(name, row_number, column_number, value)

    def _write_body(self, table: _Table, name: str, first: int, rows: Rows, *, exactly: bool) -> None:
        values = fitted(rows, len(table.headers))
        needed = first + len(values)
        self._ensure_room(table, name, needed)
        for row_number in table.row_numbers[needed:] if exactly else ():
            for column_number in table.columns:
                self._set(table.sheet, row_number, column_number, None)
        table.row_count = needed if exactly else max(needed, table.row_count)
        for row_number, row in zip(table.row_numbers[first:], values, strict=False):
            for column_number, value in zip(table.columns, row, strict=True):
                self._set(table.sheet, row_number, column_number, value)

    def _ensure_room(self, table: _Table, name: str, needed: int) -> None:
        below = table.row_numbers.stop
        for row_number in range(below, below + needed - table.row_count):
            if any((row_number, column) in self._cells[table.sheet] for column in table.columns):
                raise HostError("no-room-below-table", table=name, sheet=table.sheet, row=row_number)

    def _row_block(self, table: _Table, row_number: int) -> RowBlock:
        stored = [self._cells[table.sheet].get((row_number, column)) for column in table.columns]
        formats = {
            offset: self.formats[place]
            for offset, column in enumerate(table.columns)
            if (place := (table.sheet, row_number, column)) in self.formats
        }
        return RowBlock(
            row_number,
            tuple(_shown(value) for value in stored),
            (table.sheet, row_number) in self.hidden,
            {offset: value.text.removeprefix("=") for offset, value in enumerate(stored) if isinstance(value, Formula)},
            formats,
        )

    def _named_cell(self, name: str) -> NamedCell:
        sheet, row_number, column_number = self._names[name]
        stored = self._cells[sheet].get((row_number, column_number))
        return NamedCell(name, sheet, row_number, column_number, _shown(stored), isinstance(stored, Formula))

    def _set(self, sheet: str, row_number: int, column_number: int, value: CellValue | Formula) -> None:
        cells = self._cells.setdefault(sheet, {})
        if value is None or value == "":
            cells.pop((row_number, column_number), None)
        else:
            cells[row_number, column_number] = value

    def _table(self, name: str) -> _Table:
        if name not in self._tables:
            raise TemplateError("table-missing", table=name, workbook=self._label, found=", ".join(self._tables))
        return self._tables[name]

    def _ensure_sheet(self, sheet: str) -> None:
        if sheet not in self._cells:
            raise HostError("sheet-missing", sheet=sheet, workbook=self._label, found=", ".join(self._cells))


def _shown(value: CellValue | Formula) -> CellValue:
    return value.value if isinstance(value, Formula) else value
