"""How fast real orders are posted: Northwind's 830 orders with 2,155 lines, from a list workbook.

Floors in the same run: reading the same file with a bare fast reader, and writing the same rows as one
Parquet file and reading it back.
"""

import os
import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from benchmarks.measure import report, timed
from salesbook.actions.company import create_company, open_company
from salesbook.actions.demo import NET_POSTED
from salesbook.actions.northwind import LAST_DAY, master_rows, order_rows
from salesbook.actions.posting import post, read_sheets
from salesbook.actions.workbooks import new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.settings import CompanySettings


def main() -> None:
    """Measure and check."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SALESBOOK_CACHE"] = str(folder / "cache")
        create_company(folder / "company", CompanySettings(name="Northwind Traders"))
        company = open_company(folder / "company", LAST_DAY)
        master, orders = folder / "master.xlsx", folder / "orders.xlsx"
        new_workbook(company, "master", master, master_rows())
        post(ClosedFile(master), company)
        rows = order_rows()
        build_seconds, _ = timed(lambda: new_workbook(company, "documents", orders, {"sales_order": rows}))
        floor_read, _ = timed(lambda: _sheets(orders))
        read_seconds, _ = timed(lambda: read_sheets(ClosedFile(orders)))
        post_seconds, first = timed(lambda: post(ClosedFile(orders), company))
        again_seconds, again = timed(lambda: post(ClosedFile(orders), company))
        assert (first.count("posted"), again.count("already")) == (830, 830)
        assert sum((p.net_amount for d in first.decisions for p in d.postings), Decimal(0)) == NET_POSTED
        data = next(company.store.storage.folder.glob("part-000000000002-*.parquet"))
        table = pq.read_table(data)
        floor_parquet, _ = timed(
            lambda: (pq.write_table(table, folder / "floor.parquet"), pq.read_table(folder / "floor.parquet"))
        )
        report(
            "northwind",
            {
                "orders": 830,
                "lines": 2155,
                "build the list workbook, s": build_seconds,
                "read the workbook, s": read_seconds,
                "floor: bare calamine read of it, s": floor_read,
                "read / floor": read_seconds / floor_read,
                "read, check, post, mark and save, s": post_seconds,
                "posted lines a second": 2155 / post_seconds,
                "post again (nothing new), s": again_seconds,
                "floor: the same rows to Parquet and back, s": floor_parquet,
            },
        )


def _sheets(path: Path) -> list[list[object]]:
    workbook = CalamineWorkbook.from_path(str(path))
    return [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]


if __name__ == "__main__":
    main()
