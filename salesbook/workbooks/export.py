"""What comes out of the ledger as tables: one workbook with a sheet per kind, or one CSV file per kind.

Rows are written as they come and not kept, so that a large ledger needs no more memory than a small one.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.formula_texts import protected
from salesbook.settings import Language
from salesbook.sheets.columns import CHOICES, EXPORTED, LISTS, RECORD_TABLES, Field, Table
from salesbook.units import plain
from salesbook.words import Words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book, start_sheet
from salesbook.workbooks.style import GREY, TABLE_STYLE
from salesbook.workbooks.tables import SheetBuilder, Values

TITLE = Words("Export", "匯出", "导出")

ROWS_PER_SHEET = 1_048_575
"""Rows that an Excel sheet has below its header."""

AddRow = Callable[[str, Values], None]
"""Takes the kind of a row and its values by field."""


@contextmanager
def export_book(
    path: Path, info: BookInfo, kinds: Iterable[str], *, rows_per_sheet: int = ROWS_PER_SHEET
) -> Iterator[AddRow]:
    """A new workbook with a sheet for each of the kinds, and the function that adds a row to it.

    Args:
        path: A file that is there is replaced.
        info: Look, company, id.
        kinds: In the order of the sheets.
        rows_per_sheet: More rows of a kind continue on a further sheet.

    Raises:
        OSError: The disk refused; the file is not complete.
    """
    from xlsxwriter.exceptions import FileCreateError

    tables = [EXPORTED[kind] for kind in kinds]
    try:
        with new_book(path, info, streamed=True) as builder:
            # A ledger of years may fill more than the 4 GB that the older form of the format can hold.
            builder.book.use_zip64()
            start_sheet(builder, info, TITLE, [(table.sheet, _explained(table)) for table in tables])
            sheets = {table.kind: _Sheets(builder, table, rows_per_sheet) for table in tables}
            yield lambda kind, values: sheets[kind].add(values)
            for written in sheets.values():
                written.finish()
    except FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None


def _explained(table: Table) -> Words:
    if table.kind in RECORD_TABLES:
        return Words(
            "The newest version of each, with the day from which it counts.",
            "各筆資料的最新版本及其生效日。",
            "各条数据的最新版本及其生效日。",
        )
    if table.kind in LISTS:
        return Words("Every posted line, reversals included.", "所有已過帳明細，含沖銷。", "所有已过账明细，含冲销。")
    return Words("The lines of every stored plan.", "所有已儲存計劃的明細。", "所有已保存计划的明细。")


class _Sheets:
    """The sheets of one kind: one, or as many as its rows need."""

    def __init__(self, builder: SheetBuilder, table: Table, rows_per_sheet: int) -> None:
        self._builder = builder
        self._table = table
        self._rows_per_sheet = rows_per_sheet
        self._number = 0
        self._row = 0
        self._formats = [
            builder.format(**builder.look.cell(field, **({"font_color": GREY} if field.written else {})))
            for field in table.fields
        ]
        self._begin()

    def add(self, values: Values) -> None:
        """Write one row."""
        if self._row == self._rows_per_sheet:
            self.finish()
            self._begin()
        self._row = self._write(values)

    def _write(self, values: Values) -> int:
        row = self._row + 1
        for column, (field, cell_format) in enumerate(zip(self._table.fields, self._formats, strict=True)):
            self._builder.value(self._sheet, row, column, field, values.get(field.name), cell_format)
        return row

    def finish(self) -> None:
        """Make the rows an Excel table; without rows it has an empty one."""
        if not self._row:
            self._row = self._write({})
        suffix = f"_{self._number}" if self._number > 1 else ""
        columns = [
            {"header": self._builder.title(field), "header_format": self._builder.header_format(field)}
            for field in self._table.fields
        ]
        # XlsxWriter makes no tables while it streams, because it would write their header last. Ours stands already.
        self._sheet.constant_memory = False
        self._sheet.table_cells = _Forgetful()
        self._sheet.add_table(
            0, 0, self._row, len(columns) - 1,
            {"name": self._table.name + suffix, "columns": columns, "style": TABLE_STYLE},
        )  # fmt: skip
        self._sheet.constant_memory = True

    def _begin(self) -> None:
        self._number += 1
        self._row = 0
        title = self._table.sheet
        if self._number > 1:
            title = Words(*(f"{word} {self._number}" for word in title))
        self._sheet = add_sheet(self._builder, title)
        self._builder.widths(self._sheet, self._table)
        self._sheet.set_row(0, 30)
        for column, field in enumerate(self._table.fields):
            header_format = self._builder.header_format(field)
            self._sheet.write_string(0, column, self._builder.title(field), header_format)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)


class _Forgetful(dict[tuple[int, int], str]):
    """Where XlsxWriter would note every single cell of a table, to find tables that overlap; ours stand alone."""

    def __setitem__(self, cell: tuple[int, int], area: str) -> None:
        """Keep nothing."""


@contextmanager
def export_csv(folder: Path, language: Language, kinds: Iterable[str]) -> Iterator[AddRow]:
    """A new file for each of the kinds, named after it, and the function that adds a row to one of them.

    UTF-8 with a byte order mark, without which Excel takes Chinese for something else; commas, decimal points,
    ISO dates, lines as in Excel's own files. Texts that would be evaluated are protected, numbers never are.

    Raises:
        OSError: The disk refused; the files are not complete.
    """
    with ExitStack() as files:
        writers = {}
        for kind in kinds:
            file = files.enter_context((folder / f"{kind}.csv").open("x", encoding="utf-8-sig", newline=""))
            writers[kind] = csv.writer(file)
            writers[kind].writerow(field.title.get(language) for field in EXPORTED[kind].fields)
        yield lambda kind, values: writers[kind].writerow(
            csv_text(field, values.get(field.name), language) for field in EXPORTED[kind].fields
        )


def csv_text(field: Field, value: Any, language: Language) -> str:
    """A value as it stands in a CSV file; blank for none."""
    match value:
        case None:
            return ""
        case bool():
            return CHOICES["yes" if value else "no"].get(language)
        case Decimal():
            return plain(value)
        case datetime():
            return value.isoformat(" ", "seconds")
        case int() | date():
            return str(value)
    words = CHOICES[value].get(language) if field.choices and value in CHOICES else str(value)
    return protected(words)
