"""What reading a sheet of another program costs: 100,000 rows of 12 columns, read, cleaned and checked cell by cell;
and, beyond that, made into 20,000 orders.

Text codes, numbers stored as numbers and as text, days, percentages, a remark in every tenth row. Floor in the same
run: python-calamine reads the same file and does nothing with it.
"""

import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measure import median_of, report
from salesbook.actions.import_profiles import ImportProfile
from salesbook.actions.imported_sheet import ImportedSheet
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import Grid
from salesbook.sheets.columns import LISTS
from salesbook.sheets.dividing import find_tables
from salesbook.sheets.finding import guesses
from salesbook.sheets.reading import MatchedTable, ReadDocument, match, read_papers, read_rows

ROWS = 100_000
LINES = 5
HEADERS = (
    "Order no", "Order date", "Customer no", "Sales rep", "PO no", "SKU", "Item name", "Qty", "UoM", "Price", "Disc %",
    "Remarks",
)  # fmt: skip


def write_file(path: Path, rows: int) -> None:
    """A file as a shop exports it."""
    found = random.Random(20260305)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Export")
        day_format, price_format = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "0.00"}),
        )
        sheet.write_row(0, 0, HEADERS)
        for row in range(1, rows + 1):
            order = (row - 1) // LINES
            sheet.write_string(row, 0, f"S{order:06}")
            sheet.write_datetime(row, 1, date(2026, 1, 1) + timedelta(order % 300), day_format)
            sheet.write_string(row, 2, f"C-{order % 2000}")
            sheet.write_string(row, 3, f"P{order % 20}")
            sheet.write_string(row, 4, f"PO-{order}")
            sheet.write_string(row, 5, f"{found.randrange(5000):05}")
            sheet.write_string(row, 6, f"Item {found.randrange(5000)}")
            if row % 4:
                sheet.write_number(row, 7, found.randrange(1, 500))
            else:
                sheet.write_string(row, 7, f"{found.randrange(1000, 5000):,}")
            sheet.write_string(row, 8, "pcs")
            sheet.write_number(row, 9, found.randrange(100, 100_000) / 100, price_format)
            if row % 3 == 0:
                sheet.write_number(row, 10, found.randrange(0, 30))
            if row % 10 == 0:
                sheet.write_string(row, 11, f"note {row}")


def matched_table(grid: Grid) -> MatchedTable:
    """The sheet as a list of orders, with what each of its columns is."""
    table = LISTS["sales_order"]
    (found,) = find_tables(grid, table).tables
    columns = {guess.field: guess.header for guess in guesses(found.headers, table, {})}
    sheet = ImportedSheet("export.xlsx", found, table, ImportProfile(kind="sales_order", columns=columns), "")
    return match(sheet.read_table(table.name), table)


def cells(grid: Grid) -> int:
    """Rows whose cells are what their fields want, and nothing is wrong or missing."""
    rows, problems = read_rows(matched_table(grid))
    assert not problems
    return len(rows)


def documents(grid: Grid) -> list[ReadDocument]:
    """The orders of a sheet."""
    return read_papers(matched_table(grid))


def main(rows: int) -> None:
    """Measure and check."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "export.xlsx"
        write_file(path, rows)
        floor = median_of(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(), 3)
        read_seconds = median_of(lambda: read_grids(path), 3)
        clean_seconds = median_of(lambda: cells(read_grids(path)[0]), 3)
        whole = median_of(lambda: documents(read_grids(path)[0]), 3)
        (grid,) = read_grids(path)
        assert cells(grid) == rows
        found = documents(grid)
        assert len(found) == rows // LINES
        assert sum(len(document.rows) for document in found) == rows
        assert all(document.is_good for document in found)
        report(
            "reading",
            {
                "rows of 12 columns": rows,
                "floor: bare calamine, s": floor,
                "read as a grid, s": read_seconds,
                "read, clean and check cells, s": clean_seconds,
                "read, clean, check and make documents, s": whole,
                "read / floor": read_seconds / floor,
                "read, cleaned and checked / floor": clean_seconds / floor,
                "and made into documents / floor": whole / floor,
            },
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
