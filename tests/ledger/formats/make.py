"""Make the small ledger of one format that is kept beside this file, with the program that is first on the path.

The folder of each format was made once, by a program that knew no later one, and is never made again: what
lies on people's disks was not made by today's program either. A new format gets a new folder, like this:

    python tests/ledger/formats/make.py tests/ledger/formats/2

Format 1 was made with the sources of commit f99e4e7, the last ones that knew no other:

    git worktree add /tmp/format-1 f99e4e7
    PYTHONPATH=/tmp/format-1 python tests/ledger/formats/make.py tests/ledger/formats/1

What is asked for is the same each time, in the words of the sheets, so that all formats show the same balances.
From format 2 on the ledger is tidied up too: merged files, a checkpoint, a short log, and two postings after it.
"""

import getpass
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.posting import post
from salesbook.actions.reversing import reverse
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.settings import CompanySettings, PeriodSettings
from salesbook.sheets.columns import LISTS, RECORD_TABLES

DAY = date(2026, 3, 5)

RECORDS = {
    "tax_code": [{"tax_code": "T5", "tax_percent": Decimal(5)}],
    "customer": [
        {"customer_no": "C-1", "name": "Alpha", "payment_days": Decimal(30)},
        {"customer_no": "C-2", "name": "乙公司", "payment_days": Decimal(60)},
    ],
    "product": [
        {"product_no": "BOLT-8", "name": "Bolt", "unit": "pcs", "unit_decimals": Decimal(0),
         "base_price": Decimal(10), "tax_code": "T5"},
        {"product_no": "CLOTH", "name": "棉布", "unit": "m", "unit_decimals": Decimal(3),
         "base_price": Decimal("2.5"), "tax_code": "T5"},
    ],
}  # fmt: skip

ORDERS = [
    {"document_ref": "A", "document_date": DAY, "customer_no": "C-1", "product_no": "BOLT-8", "quantity": Decimal(20)},
    {"document_ref": "A", "product_no": "CLOTH", "quantity": Decimal("2.125")},
    {"document_ref": "B", "document_date": DAY, "customer_no": "C-2", "product_no": "BOLT-8", "quantity": Decimal(7)},
]
DELIVERY = {"document_ref": "C", "document_date": DAY, "source_no": "SO-2026-00001", "source_line_no": Decimal(1),
            "quantity": Decimal(8)}  # fmt: skip


def workbook(tables: dict[str, Sequence[dict[str, Any]]]) -> MemoryWorkbook:
    """A workbook with these rows, each by the names of its fields."""
    cells = {}
    for kind, rows in tables.items():
        table = (LISTS | RECORD_TABLES)[kind]
        names = [field.name for field in table.fields]
        assert all(row.keys() <= set(names) for row in rows), (kind, names)
        values = [[row.get(name) for name in names] for row in rows]
        cells[table.name] = ([field.title.en for field in table.fields], values)
    return MemoryWorkbook("March.xlsx", cells)


def make(folder: Path) -> None:
    """Two customers, two orders, a delivery, and one of the orders reversed."""
    create_company(
        folder, CompanySettings(name="Acme", company_id="acme", periods=PeriodSettings(open_from="2025-01-01"))
    )
    company = open_company(folder, DAY)
    for tables in (RECORDS, {"sales_order": ORDERS}, {"delivery_note": [DELIVERY]}):
        if "delivery_note" in tables:
            tidy(company)
        report = post(workbook(tables), company)
        assert not report.problems, report.problems
    reverse("SO-2026-00002", company, "typing error")


def tidy(company: Company) -> None:
    """Merge, make a checkpoint and shorten the log, if the program can."""
    try:
        from salesbook.ledger.upkeep import UpkeepRules, look_after
    except ImportError:
        return
    look_after(company.store, UpkeepRules(small_files=2, versions=2, keep_files=0, keep_log=0, keep_strays=0))


if __name__ == "__main__":
    getpass.getuser = lambda: "王小明"
    make(Path(sys.argv[1]))
