"""A workbook that is open in Excel, reached through xlwings and its free functions only.

Each call to Excel takes as long as hundreds of cells in it, so a table is read in a few calls and
written in blocks. Excel calculates, draws and saves; nothing of that is done here.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from salesbook.hosts.addresses import Area, parse_area
from salesbook.hosts.excel_drop_downs import restore_drop_downs
from salesbook.hosts.excel_marks import show_marks
from salesbook.hosts.excel_values import as_rows, formulas_of, to_excel, values_of
from salesbook.hosts.file_locks import find_lock
from salesbook.hosts.host import (
    CellValue,
    CellWrite,
    DropDown,
    Formula,
    Mark,
    NamedCell,
    RowBlock,
    TableBlock,
)
from salesbook.hosts.table_rows import filled_row_count, fitted
from salesbook.problems import HostError, TemplateError

_HEAVY = ("pandas", "polars", "matplotlib", "plotly", "PIL", "numpy")
_ATTEMPTS = 50
# What Excel answers while a person edits a cell or a dialog is open.
_BUSY_CODES = (-2147418111, -2146777998)


def import_xlwings() -> Any:
    """The xlwings module, imported fast and without its commercial part.

    xlwings imports every data library it finds, which takes seconds at each click; none is used here.
    They are hidden during the import and can be imported normally afterwards.
    """
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    hidden = [name for name in _HEAVY if name not in sys.modules]
    blocked: dict[str, Any] = sys.modules
    blocked.update(dict.fromkeys([*hidden, "xlwings.pro"]))
    try:
        import xlwings
    finally:
        for name in hidden:
            del sys.modules[name]
    if sys.platform == "win32":
        # xlwings asks a busy Excel again and again, for ever unless it is given a number.
        xlwings._xlwindows.N_COM_ATTEMPTS = _ATTEMPTS
    return xlwings


class ExcelWorkbook:
    """A workbook in a running Excel; keeps the promise of ``hosts.host.Workbook``.

    Args:
        book: The ``xlwings.Book``.
    """

    def __init__(self, book: Any) -> None:
        self._book = book

    @classmethod
    def caller(cls) -> "ExcelWorkbook":
        """The workbook whose button was pressed.

        Raises:
            HostError: Excel is busy.
        """
        with _excel_answers():
            return cls(import_xlwings().Book.caller())

    @property
    def label(self) -> str:
        """The file name."""
        return str(self._book.name)

    @property
    def path(self) -> Path:
        """Where the file lies; beside it the company folder is looked for.

        Raises:
            HostError: Excel is busy, or it gives the address of a synced folder that has no copy on this computer.
        """
        with _excel_answers():
            place = str(self._book.fullname)
        return _local_copy(place, self.label) if "://" in place else Path(place)

    def table_names(self) -> tuple[str, ...]:
        """Names of all Excel tables, in the order of the sheets."""
        with _excel_answers():
            return tuple(table.name for table in self._tables())

    def read_table(self, name: str) -> TableBlock:
        """A table with all its rows."""
        with _excel_answers():
            table = self._table(name)
            header = table.header_row_range
            headers = tuple("" if text is None else str(text) for text in header.options(ndim=2).value[0])
            body = _body(table)
            rows = _row_blocks(body)
            date1904 = sys.platform == "win32" and bool(self._book.api.Date1904)
            return TableBlock(table.name, table.parent.name, header.row, header.column, headers, rows, date1904)

    def read_names(self, names: Iterable[str]) -> dict[str, NamedCell]:
        """The single cells with these names; a merged area counts as its top left cell."""
        with _excel_answers():
            known = {name.name.casefold(): name for name in self._book.names}
            cells = ((name, _named_cell(name, known[name.casefold()])) for name in names if name.casefold() in known)
            return {name: cell for name, cell in cells if cell}

    def write_cells(self, writes: Sequence[CellWrite]) -> None:
        """Write values and nothing else, one call for each run of cells below each other."""
        with _excel_answers():
            sheets = {write.sheet: self._sheet(write.sheet) for write in writes}
            for run in _vertical_runs(writes):
                first, last = run[0], run[-1]
                target = sheets[first.sheet].range(
                    (first.row_number, first.column_number), (last.row_number, last.column_number)
                )
                target.value = [[to_excel(write.value)] for write in run]

    def replace_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Give a table exactly these rows."""
        with _excel_answers():
            found = self._table(table)
            values = fitted(rows, found.header_row_range.shape[1])
            _resize(found, len(values))
            _body(found).value = [[to_excel(value) for value in row] for row in values]

    def append_rows(self, table: str, rows: Sequence[Sequence[CellValue | Formula]]) -> None:
        """Put rows after the last row that holds anything typed."""
        if not rows:
            return
        block = self.read_table(table)
        with _excel_answers():
            found = self._table(table)
            first = filled_row_count(block)
            _resize(found, max(first + len(rows), len(block.rows)))
            target = _body(found)[first : first + len(rows), :]
            target.value = [[to_excel(value) for value in row] for row in fitted(rows, len(block.headers))]

    def show_marks(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Show these marks and take away the earlier ones."""
        with _excel_answers():
            show_marks(self._book, self._sheet(sheet), marks)

    def restore_drop_downs(self, table: str, drop_downs: Mapping[int, DropDown | None]) -> None:
        """Give cells of a table's body their drop-down back that pasting has taken away."""
        with _excel_answers():
            body = _body(self._table(table))
        # What Excel refuses here, on a protected sheet or for a name that is gone, is no reason to fail: the rules
        # are checked at each press anyway.
        with suppress(*_call_errors()):
            restore_drop_downs(body, drop_downs)

    def ensure_can_save(self) -> None:
        """Find out whether ``save`` would be refused: never saved before, or opened only for reading."""
        with _excel_answers():
            path = Path(self._book.fullname)
            if not path.is_absolute() and "://" not in self._book.fullname:
                raise HostError("workbook-never-saved", workbook=self.label)
            if sys.platform == "win32" and self._book.api.ReadOnly:
                lock = find_lock(path)
                raise HostError(
                    "workbook-open-elsewhere",
                    workbook=self.label,
                    owner=lock.owner if lock else "",
                    lock_file=lock.file if lock else "",
                )

    def tell(self, text: str) -> None:
        """Show a message box and wait until it is closed."""
        with _excel_answers():
            self._book.app.alert(text, title="salesbook")

    def save(self) -> None:
        """Let Excel store the workbook."""
        self.ensure_can_save()
        with _excel_answers():
            self._book.save()

    def _tables(self) -> Iterator[Any]:
        for sheet in self._book.sheets:
            yield from sheet.tables

    def _table(self, name: str) -> Any:
        tables = {table.name: table for table in self._tables()}
        found = next((table for known, table in tables.items() if known.casefold() == name.casefold()), None)
        if found is None:
            raise TemplateError("table-missing", table=name, workbook=self.label, found=", ".join(tables))
        return found

    def _sheet(self, name: str) -> Any:
        sheets = {sheet.name: sheet for sheet in self._book.sheets}
        if name not in sheets:
            raise HostError("sheet-missing", sheet=name, workbook=self.label, found=", ".join(sheets))
        return sheets[name]


def _local_copy(address: str, label: str) -> Path:
    """The file that OneDrive or SharePoint keep in step with an address; Excel knows its address alone."""
    xlwings = import_xlwings()
    for spelling in dict.fromkeys((address, unquote(address))):
        with suppress(xlwings.XlwingsError):
            return Path(xlwings.utils.fullname_url_to_local_path(spelling))
    raise HostError("workbook-only-online", workbook=label, address=address)


def _body(table: Any) -> Any:
    """The rows between header and totals; Excel has none for a table whose rows were all deleted."""
    return table.data_body_range or table.header_row_range.offset(row_offset=1)


def _row_blocks(body: Any) -> tuple[RowBlock, ...]:
    values = values_of(body)
    formulas = formulas_of(body, values)
    formats = _formats(body)
    hidden = _hidden_rows(body)
    merged = _merged_values(body, values) if body.merge_cells is not False else {}
    return tuple(
        RowBlock(
            body.row + index,
            tuple(merged.get((index, offset), value) for offset, value in enumerate(row)),
            index in hidden,
            formulas[index],
            {offset: code for offset in range(len(row)) if (code := formats[index, offset]) != "General"},
        )
        for index, row in enumerate(values)
    )


def _formats(body: Any) -> dict[tuple[int, int], str]:
    return {
        (index, offset): code or "General"
        for offset in range(body.shape[1])
        for index, code in _column_formats(body[:, offset])
    }


def _column_formats(column: Any) -> Iterator[tuple[int, Any]]:
    return _uniform(column.shape[0], lambda first, last: column[first:last, 0].number_format)


def _hidden_rows(body: Any) -> set[int]:
    rows = body.shape[0]
    return {
        index for index, height in _uniform(rows, lambda first, last: body[first:last, 0].row_height) if height == 0
    }


def _uniform(count: int, read: Callable[[int, int], Any], first: int = 0) -> Iterator[tuple[int, Any]]:
    """Ask for a property of many rows with few calls: Excel says ``None`` for a range that is not uniform."""
    value = read(first, first + count)
    if value is not None or count == 1:
        yield from ((index, value) for index in range(first, first + count))
    else:
        half = count // 2
        yield from _uniform(half, read, first)
        yield from _uniform(count - half, read, first + half)


def _merged_values(body: Any, values: Sequence[Sequence[CellValue]]) -> dict[tuple[int, int], CellValue]:
    """The values of blank cells that are blank only because they are merged with the one that holds it."""
    merged = {}
    for index, row in enumerate(values):
        for offset, value in enumerate(row):
            area = body[index, offset].merge_area if value is None else None
            if area is not None and area.size > 1:
                merged[index, offset] = values_of(area[0, 0])[0][0]
    return merged


def _named_cell(name: str, known: Any) -> NamedCell | None:
    area = _one_cell(known.refers_to)
    if area is None:
        return None
    cell = known.refers_to_range.merge_area[0, 0]
    if area.last_row - area.first_row or area.last_column - area.first_column:
        merged = cell.merge_area
        if merged.shape != (area.last_row - area.first_row + 1, area.last_column - area.first_column + 1):
            return None
    values = values_of(cell)
    has_formula = bool(formulas_of(cell, values)[0])
    return NamedCell(name, cell.sheet.name, cell.row, cell.column, values[0][0], has_formula)


def _one_cell(refers_to: str) -> Area | None:
    return parse_area(refers_to.rpartition("!")[2]) if "!" in refers_to else None


def _vertical_runs(writes: Sequence[CellWrite]) -> Iterator[list[CellWrite]]:
    """Cells below each other, together; of several writes to one cell the last counts."""
    latest = {(write.sheet, write.column_number, write.row_number): write for write in writes}
    ordered = [latest[key] for key in sorted(latest)]
    numbered = enumerate(ordered)
    for _, run in groupby(numbered, lambda pair: (pair[1].sheet, pair[1].column_number, pair[1].row_number - pair[0])):
        yield [write for _, write in run]


def _resize(table: Any, count: int) -> None:
    """Give a table so many body rows. The totals row is put away meanwhile: Excel moves it itself."""
    body = _body(table)
    rows, columns = body.shape
    if count == rows:
        return
    with_totals = table.show_totals
    sheet, top, left = table.parent, table.header_row_range.row, table.header_row_range.column
    if count > rows:
        below = sheet.range(
            (body.row + rows + int(with_totals), left), (body.row + count - 1 + int(with_totals), left + columns - 1)
        )
        for index, row in enumerate(as_rows(below.formula)):
            if any(text not in ("", None) for text in row):
                raise HostError("no-room-below-table", table=table.name, sheet=sheet.name, row=below.row + index)
    else:
        body[count:, :].clear_contents()
    if with_totals:
        table.show_totals = False
    table.resize(sheet.range((top, left), (top + count, left + columns - 1)))
    if count > rows:
        for offset in range(columns):
            _body(table)[rows:, offset].number_format = body[0, offset].number_format
    if with_totals:
        table.show_totals = True


@contextmanager
def _excel_answers() -> Iterator[None]:
    """Turn what Excel and xlwings raise into the errors that people know."""
    try:
        yield
    except _call_errors() as error:
        if _is_busy(error):
            raise HostError("excel-busy") from error
        raise HostError("excel-refused", reason=error) from error


def _call_errors() -> tuple[type[Exception], ...]:
    """The exceptions that mean: Excel did not do it. Which exist depends on the system."""
    places = (
        ("xlwings", "XlwingsError"),
        ("xlwings._xlwindows", "ExcelBusyError"),
        ("pywintypes", "com_error"),
        ("appscript.reference", "CommandError"),
    )
    found = (getattr(sys.modules.get(module), name, None) for module, name in places)
    return tuple(kind for kind in found if kind is not None)


def _is_busy(error: Exception) -> bool:
    codes = {getattr(error, "hresult", None), *_flat(error.args)}
    return type(error).__name__ == "ExcelBusyError" or any(code in codes for code in _BUSY_CODES)


def _flat(arguments: Iterable[object]) -> Iterator[object]:
    for argument in arguments:
        yield from argument if isinstance(argument, tuple) else (argument,)
