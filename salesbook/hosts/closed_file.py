"""A workbook as a file on disk, with no spreadsheet program running.

The file is changed part by part: what nobody asked to change, charts and shapes among it, keeps its
bytes. Formulas are not calculated; Excel does that when it opens the file.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from salesbook.hosts.addresses import LAST_ROW, Area
from salesbook.hosts.file_locks import find_lock
from salesbook.hosts.host import CellValue, CellWrite, DropDown, Formula, Mark, NamedCell, TableBlock
from salesbook.hosts.ooxml_marks import SheetMarks
from salesbook.hosts.ooxml_package import BrokenPackageError, Package
from salesbook.hosts.ooxml_sheet import SheetCells
from salesbook.hosts.ooxml_tables import TablePlace, store_area, stretch_ranges
from salesbook.hosts.ooxml_validations import repairs
from salesbook.hosts.ooxml_words import learn, translate
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook
from salesbook.hosts.table_rows import filled_row_count, fitted
from salesbook.problems import HostError, Reason, TemplateError

_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")


class ClosedFile:
    """An .xlsx or .xlsm file; keeps the promise of ``hosts.host.Workbook``.

    Args:
        path: The file. It is read at once and closed again.
        say: Receives what ``tell`` has to say, each text with its line end; standard output by default.

    Raises:
        HostError: The file is missing or no workbook that can be read.
    """

    def __init__(self, path: Path, say: Callable[[str], object] | None = None) -> None:
        self._path = path
        self._say = say
        try:
            content = path.read_bytes()
            self._seen = _fingerprint(path)
        except FileNotFoundError as error:
            raise HostError("workbook-not-found", workbook=path.name, folder=path.parent) from error
        except OSError as error:
            raise self._unreadable(error.strerror or Reason("reason-system-refuses")) from error
        if content.startswith(_OLE_MAGIC):
            raise self._unreadable(Reason("reason-password-or-xls"))
        with self._explaining():
            self._workbook = OoxmlWorkbook(Package(content))

    @property
    def label(self) -> str:
        """The file's name, with a question mark for each byte that is no text: names in old zip files may be Big5."""
        return self._path.name.encode("utf-8", "replace").decode()

    def table_names(self) -> tuple[str, ...]:
        """Names of all Excel tables, in the order of the sheets."""
        with self._explaining():
            return tuple(self._workbook.tables)

    def read_table(self, name: str) -> TableBlock:
        """A table with all its rows; formulas show the value they had when the file was saved."""
        with self._explaining():
            place = self._place(name)
            cells = self._workbook.cells(place.sheet)
            headers = tuple(_header(cells, place, offset, column) for offset, column in enumerate(place.column_numbers))
            return TableBlock(
                place.name,
                place.sheet,
                place.body.first_row - 1,
                place.area.first_column,
                headers,
                cells.row_blocks(place.body),
                self._workbook.date1904,
            )

    def read_names(self, names: Iterable[str]) -> dict[str, NamedCell]:
        """The single cells with these names; a merged area counts as its top left cell."""
        with self._explaining():
            areas = self._workbook.named_areas()
            found = ((name, areas.get(name.casefold())) for name in names)
            cells = ((name, self._named_cell(name, *place)) for name, place in found if place)
            return {name: cell for name, cell in cells if cell}

    def write_cells(self, writes: Sequence[CellWrite]) -> None:
        """Write values and nothing else."""
        with self._explaining():
            for write in writes:
                self._ensure_sheet(write.sheet)
            for write in writes:
                table = self._table_around(write) if isinstance(write.value, Formula) else ""
                cells = self._workbook.edited_cells(write.sheet)
                cells.write(write.row_number, write.column_number, write.value, table)
            if writes:
                self._workbook.expect_calculation()

    def replace_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Give a table exactly these rows."""
        with self._explaining():
            place = self._place(table)
            values = fitted(rows, len(place.columns))
            self._write_body(self._resized(place, len(values)), 0, values)

    def append_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Put rows after the last row that holds anything typed."""
        if not rows:
            return
        block = self.read_table(table)
        first = filled_row_count(block)
        with self._explaining():
            place = self._resized(self._place(table), max(first + len(rows), len(block.rows)))
            self._write_body(place, first, fitted(rows, len(place.columns)))

    def show_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Show these marks and take away the earlier ones."""
        with self._explaining():
            self._ensure_sheet(sheet)
            SheetMarks(self._workbook, self._workbook.sheets[sheet]).show(marks)

    def restore_drop_downs(self, table: str, drop_downs: Mapping[int, DropDown | None]) -> None:
        """Give cells of a table's body their drop-down back that pasting has taken away."""
        with self._explaining():
            place = self._place(table)
            part = self._workbook.sheets[place.sheet].part
            names = self._workbook.defined_names()
            found = repairs(self._workbook.package.tree(part), place.body, drop_downs, names)
            if found:
                self._workbook.package.edit(part)
            for repair in found:
                repair()

    def translate(self, made: Path, wanted: Path) -> None:
        """Give the workbook the words of another language; what people have added and typed stays.

        Args:
            made: A new workbook of the same kind in the language that this one has.
            wanted: The same in the language that it is to have.

        Raises:
            HostError: A sheet of somebody's own has a name that one of ours would get.
        """
        with self._explaining():
            pairs = learn(*(OoxmlWorkbook(Package(path.read_bytes())) for path in (made, wanted)))
            own = set(self._workbook.sheets) - set(pairs.sheets)
            if taken := own & set(pairs.sheets.values()):
                raise HostError("sheet-name-taken", workbook=self.label, sheet=", ".join(sorted(taken)))
            translate(self._workbook, pairs)

    def ensure_can_save(self) -> None:
        """Find out whether ``save`` would be refused: open elsewhere, changed since it was read, or not writable."""
        if not self._path.exists():
            raise HostError("workbook-not-found", workbook=self.label, folder=self._path.parent)
        lock = find_lock(self._path)
        if lock:
            raise HostError("workbook-open-elsewhere", workbook=self.label, owner=lock.owner, lock_file=lock.file)
        if _fingerprint(self._path) != self._seen:
            raise HostError("workbook-changed-elsewhere", workbook=self.label)
        if not os.access(self._path.resolve().parent, os.W_OK):
            raise HostError("workbook-not-writable", workbook=self.label, reason=Reason("reason-folder-readonly"))
        try:
            # Windows tells only this way that a program holds the file.
            with self._path.open("r+b"):
                pass
        except OSError as error:
            raise self._not_writable(error) from error

    def tell(self, text: str) -> None:
        """Say something on the terminal."""
        (self._say or sys.stdout.write)(f"{text}\n")

    def save(self) -> None:
        """Replace the file by the changed one in a single step; without changes it is left as it is."""
        self.ensure_can_save()
        with self._explaining():
            self._workbook.finish()
            if not self._workbook.package.is_changed:
                return
            content = self._workbook.package.to_bytes()
        try:
            _replace_file(self._path.resolve(), content)
        except OSError as error:
            raise self._not_writable(error) from error
        self._seen = _fingerprint(self._path)

    def _place(self, name: str) -> TablePlace:
        tables = self._workbook.tables
        found = next((place for known, place in tables.items() if known.casefold() == name.casefold()), None)
        if found is None:
            raise TemplateError("table-missing", table=name, workbook=self.label, found=", ".join(tables))
        return found

    def _ensure_sheet(self, sheet: str) -> None:
        if sheet not in self._workbook.sheets:
            raise HostError("sheet-missing", sheet=sheet, workbook=self.label, found=", ".join(self._workbook.sheets))

    def _named_cell(self, name: str, sheet: str, area: Area) -> NamedCell | None:
        if sheet not in self._workbook.sheets:
            return None
        cells = self._workbook.cells(sheet)
        row, column = cells.origin(area.first_row, area.first_column)
        if cells.origin(area.last_row, area.last_column) != (row, column):
            return None
        return NamedCell(name, sheet, row, column, cells.value_at(row, column), cells.has_formula(row, column))

    def _table_around(self, write: CellWrite) -> str:
        places = (place for place in self._workbook.tables.values() if place.sheet == write.sheet)
        around = (place.name for place in places if place.area.contains(write.row_number, write.column_number))
        return next(around, "")

    def _write_body(self, place: TablePlace, first: int, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        cells = self._workbook.edited_cells(place.sheet)
        for row_number, row in enumerate(rows, start=place.body.first_row + first):
            for column_number, value in zip(place.column_numbers, row, strict=True):
                cells.write(row_number, column_number, value, place.name)
        self._workbook.expect_calculation()

    def _resized(self, place: TablePlace, count: int) -> TablePlace:
        """The table with so many body rows; a totals row keeps its place below them."""
        new = place.with_body_rows(count)
        if new.area == place.area:
            return place
        self._ensure_room(place, new)
        cells = self._workbook.edited_cells(place.sheet)
        marks = SheetMarks(self._workbook, self._workbook.sheets[place.sheet])
        first_row, last_row = place.body.first_row, place.body.last_row
        styles = [marks.plain_style(first_row, column) for column in place.column_numbers]
        for row_number in range(new.body.last_row + 1, last_row + 1):
            for column_number in place.column_numbers:
                cells.write(row_number, column_number, None)
        if place.totals_rows:
            for column_number in place.column_numbers:
                cells.move((place.area.last_row, column_number), (new.area.last_row, column_number))
        grown = range(last_row + 1, new.body.last_row + 1)
        former_totals = [place.area.last_row] if place.totals_rows and not grown else []
        for row_number in (*grown, *former_totals):
            cells.copy_row_look(first_row, row_number, place.column_numbers, styles)
        store_area(self._workbook.package.edit(place.part), new)
        stretch_ranges(cells.root, place.body, new.body.last_row)
        self._workbook.replace_table(new)
        return new

    def _ensure_room(self, place: TablePlace, new: TablePlace) -> None:
        """See that a table grows over nothing: no value, no merged cells, no other table."""
        if new.area.last_row <= place.area.last_row:
            return
        added = new.area._replace(first_row=place.area.last_row + 1)
        blocked = _first_blocked_row(self._workbook.cells(place.sheet), added, self._other_tables(place))
        if blocked:
            raise HostError("no-room-below-table", table=place.name, sheet=place.sheet, row=blocked)

    def _other_tables(self, place: TablePlace) -> list[Area]:
        tables = self._workbook.tables.values()
        return [other.area for other in tables if other.sheet == place.sheet and other.name != place.name]

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn what damaged files cause into the error that people know."""
        try:
            yield
        except BrokenPackageError as error:
            raise self._unreadable(error.reason) from error
        except (ValueError, IndexError) as error:
            # A number that is none, or one that points nowhere: only a damaged part does that.
            raise self._unreadable(Reason("reason-damaged")) from error

    def _unreadable(self, reason: str | Reason) -> HostError:
        return HostError("workbook-unreadable", workbook=self.label, reason=reason)

    def _not_writable(self, error: OSError) -> HostError:
        return HostError(
            "workbook-not-writable", workbook=self.label, reason=error.strerror or Reason("reason-system-refuses")
        )


def _header(cells: SheetCells, place: TablePlace, offset: int, column_number: int) -> str:
    shown = cells.value_at(place.area.first_row, column_number) if place.header_rows else None
    return shown if isinstance(shown, str) else place.columns[offset]


def _first_blocked_row(cells: SheetCells, added: Area, other_areas: Sequence[Area]) -> int | None:
    if added.last_row > LAST_ROW:
        return LAST_ROW
    obstacles = [area for area in (*cells.merged_areas, *other_areas) if area.overlaps(added)]
    for row_number in range(added.first_row, added.last_row + 1):
        row = added._replace(first_row=row_number, last_row=row_number)
        columns = range(added.first_column, added.last_column + 1)
        if any(area.overlaps(row) for area in obstacles):
            return row_number
        if not all(cells.is_empty(row_number, column) for column in columns):
            return row_number
    return None


def _fingerprint(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _replace_file(path: Path, content: bytes) -> None:
    """Write beside the file and put the new one in its place at once, so that no half file is ever seen."""
    handle, name = tempfile.mkstemp(prefix=".salesbook-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
