"""The templates kept in ``workbook_templates``: each workbook in each language, with a few sample rows.

``python -m salesbook.workbooks.templates`` writes them anew; a test keeps them in step with this code.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from salesbook.settings import Language
from salesbook.workbooks.appraisal import build_appraisal
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.documents import build_documents
from salesbook.workbooks.master_data import build_master_data
from salesbook.workbooks.planning import build_planning
from salesbook.workbooks.style import Look
from salesbook.workbooks.tables import Values

FOLDER = Path("workbook_templates")

Rows = Mapping[str, Sequence[Values]]

_DAY = date(2026, 3, 5)

_DOCUMENTS: Rows = {
    "quotation": [
        {
            "document_ref": "Q-1", "document_date": _DAY, "valid_until": date(2026, 4, 5), "customer_no": "C-001",
            "product_no": "BOLT-8", "quantity": 120, "discount_percent": 5,
        },
    ],
    "sales_order": [
        {"document_ref": "1", "document_date": _DAY, "customer_no": "C-001", "product_no": "BOLT-8", "quantity": 100},
        {"document_ref": "1", "product_no": "NUT-8", "quantity": 200},
        {"document_ref": "2", "document_date": _DAY, "customer_no": "C-002", "product_no": "NUT-8", "quantity": 50},
    ],
}  # fmt: skip

_MASTERS: Rows = {
    "tax_code": [{"tax_code": "T5", "name": "5 %", "tax_percent": 5}],
    "territory": [
        {"territory_code": "N", "name": "North"},
        {"territory_code": "N1", "name": "North 1", "parent_code": "N"},
    ],
    "salesperson": [{"salesperson_no": "P1", "name": "Wang"}],
    "assignment": [{"salesperson_no": "P1", "territory_code": "N1"}],
    "customer": [
        {
            "customer_no": "C-001",
            "name": "Customer 1",
            "territory_code": "N1",
            "salesperson_no": "P1",
            "tax_code": "T5",
        },
        {
            "customer_no": "C-002",
            "name": "Customer 2",
            "territory_code": "N1",
            "salesperson_no": "P1",
            "tax_code": "T5",
        },
    ],
    "product": [
        {"product_no": "BOLT-8", "name": "Bolt 8 mm", "unit": "pcs", "base_price": Decimal("12.00"), "tax_code": "T5"},
        {"product_no": "NUT-8", "name": "Nut 8 mm", "unit": "pcs", "base_price": Decimal("2.50"), "tax_code": "T5"},
    ],
    "price": [
        {"price_list": "default", "product_no": "BOLT-8", "minimum_quantity": 100, "unit_price": Decimal("9.20")},
    ],
}

_SEATS: Sequence[Values] = [
    {"territory_code": "N1", "salesperson_no": "P1", "weight": 3},
    {"territory_code": "N1", "weight": 1},
]

_CRITERIA: Sequence[Values] = [
    {"criterion": "AMOUNT", "name": "Amount", "source": "amount", "weight": 60, "floor": 70, "target": 100, "cap": 130},
    {"criterion": "VISITS", "name": "Visits", "source": "visits", "weight": 40, "floor": 10, "target": 20, "cap": 30},
]

BUILDERS: dict[str, Callable[[Path, BookInfo], None]] = {
    "documents": lambda path, info: build_documents(path, info, _DOCUMENTS),
    "master_data": lambda path, info: build_master_data(path, info, _MASTERS),
    "planning": lambda path, info: build_planning(
        path, info, {"fiscal_year": 2026, "measure": "amount", "total": 1_200_000, "rounding_unit": 1}, _SEATS
    ),
    "appraisal": lambda path, info: build_appraisal(path, info, {"criterion": _CRITERIA}),
}


def write_templates(folder: Path) -> list[Path]:
    """Write every template in every language; files that are there are replaced."""
    made = []
    for language in get_args(Language):
        for name, build in BUILDERS.items():
            path = folder / f"{name}.{language}.xlsx"
            build(path, BookInfo(Look(language)))
            made.append(path)
    return made


if __name__ == "__main__":
    for written in write_templates(FOLDER):
        sys.stdout.write(f"{written}\n")
