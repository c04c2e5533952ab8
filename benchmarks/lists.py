"""What posting costs: 1,000 lists of one order with 5 lines, one by one, and one list of 1,000 orders.

Durable in both cases (every file and folder is flushed). Floor in the same run: writing, flushing and
linking the same number of small Parquet files and log entries, with nothing decided.
"""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import report, timed
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.posting import post
from salesbook.actions.verifying import read_all, verify
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.schema import StoredPosting
from salesbook.ledger.store import LedgerStore
from salesbook.settings import CompanySettings
from salesbook.sheets.columns import LISTS, MASTERS, Table

DAY = date(2026, 3, 5)
LINES = 5


def workbook(label: str, tables: dict[Table, list[dict[str, Any]]]) -> MemoryWorkbook:
    """A workbook in memory with these rows."""
    return MemoryWorkbook(
        label,
        {
            table.name: (
                [field.title.en for field in table.fields],
                [[row.get(field.name) for field in table.fields] for row in rows],
            )
            for table, rows in tables.items()
        },
    )


def order_rows(first: int, count: int) -> list[dict[str, Any]]:
    """Rows of so many orders, with Refs from ``first`` on."""
    return [
        {
            "document_ref": f"{number}", "document_date": DAY, "customer_no": f"C{number % 200}",
            "product_no": f"P{(number * 7 + line) % 50}", "quantity": line + 1,
        }
        for number in range(first, first + count)
        for line in range(LINES)
    ]  # fmt: skip


def main(count: int) -> None:
    """Measure and check."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESBOOK_CACHE"] = f"{name}/cache"
        company = new_company(Path(name) / "company")
        orders = LISTS["sales_order"]
        singles = [workbook("single.xlsx", {orders: order_rows(number, 1)}) for number in range(count)]
        single_seconds, reports = timed(lambda: [post(single, company) for single in singles])
        assert all(one.count("posted") == 1 for one in reports)
        bulk = workbook("bulk.xlsx", {orders: order_rows(count, count)})
        bulk_seconds, whole = timed(lambda: post(bulk, company))
        assert whole.count("posted") == count
        verify_seconds, proof = timed(lambda: verify(company))
        assert proof.is_good
        stored = [found for found in read_all(company) if found.lines[0].kind == "sales_order"]
        floor_seconds = bare_commits(Path(name) / "floor", [[found] for found in stored[:count]])
        report(
            "lists",
            {
                "lists of one order, 5 lines": count,
                "one by one, s": single_seconds,
                "ms a list": single_seconds / count * 1000,
                "one by one / floor": single_seconds / floor_seconds,
                "floor: bare durable commits, s": floor_seconds,
                f"one list of {count} orders, s": bulk_seconds,
                "orders a second in one list": count / bulk_seconds,
                "verify all, s": verify_seconds,
            },
        )


def new_company(folder: Path) -> Company:
    """A company with the customers and products of these orders."""
    create_company(folder, CompanySettings(name="Bench"))
    company = open_company(folder, DAY)
    masters = {
        MASTERS["customer"]: [{"customer_no": f"C{number}", "name": f"Customer {number}"} for number in range(200)],
        MASTERS["product"]: [
            {"product_no": f"P{number}", "name": f"Product {number}", "base_price": 10} for number in range(50)
        ],
    }
    assert not post(workbook("master.xlsx", masters), company).has_errors  # type: ignore[arg-type]
    return company


def bare_commits(folder: Path, batches: list[list[StoredPosting]]) -> float:
    """Seconds that the same commits take with nothing decided."""
    bare = LedgerStore.create(LocalFolder(folder), "floor")
    seconds, _ = timed(lambda: [bare.append(version, batch) for version, batch in enumerate(batches, start=1)])
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
