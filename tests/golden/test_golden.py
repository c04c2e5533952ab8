"""A small workbook in, ledger lines and marked cells out, as text that a reviewer can read.

``pytest --rewrite-golden`` writes the files beside this one anew; their diff is reviewed like code.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.verifying import read_all
from salesbook.documents.posting import Posting
from salesbook.sheets.columns import LISTS, RECORD_TABLES, Table
from salesbook.units import plain
from tests.small_company import Desk, body_of, columns_of, find_table, marks, plain_value

FOLDER = Path(__file__).parent

MARCH = {
    "quotation": """
        Ref  Date        Valid until  Customer  Product  Quantity  Discount %
        Q1   2026-03-01  2026-04-01   C-1       BOLT-8   100       5
        Q1                                      NUT-8    50
        Q2   2026-03-01               C-2       CLOTH    12.345
    """,
    "sales_order": """
        Ref  Date        Customer  Quotation no.  Line  Product  Quantity  Unit price  Discount %  Tax code  Due
        A1   2026-03-02  C-1       QU-2026-00001  1     BOLT-8   60                                          2026-03-20
        A1                         QU-2026-00001  2     NUT-8    55
        A2   2026-03-03  C-2                            CLOTH    0.125     8.3333      12.5        T5
        A3   2026-03-03  C-3                            BOLT-9   -1                                T99
        A4   tomorrow    C-2                            NUT-8    many
    """,
    "delivery_note": """
        Ref  Date        Order no.      Line  Quantity
        D1   2026-03-04  SO-2026-00001  1     40
        D1               SO-2026-00001  2     55
        D2   2026-03-04  SO-2026-00001  1     21
        D3   2026-03-04  SO-2026-00009        1
    """,
    "sales_invoice": """
        Ref  Date        Delivery no.   Line  Quantity  Unit price
        I1   2026-03-05  DN-2026-00001  1     40
        I2   2026-03-05  DN-2026-00001  2     56
        I3   2026-03-05  DN-2026-00001  2     5         2
    """,
    "payment": """
        Ref  Date        Customer  Method    Bank reference  Invoice no.    Amount  Remark
        R1   2026-03-05            transfer  TX-0815         SI-2026-00001  300
        R1                                                                  20      too much
        R2   2026-03-05            cash                      SI-2026-00001  500
        R3   2026-03-05            cash                                     5
    """,
}
"""What a person types in March; each kind in a workbook of its own, posted one after the other."""


def test_a_month_of_documents(desk: Desk, request: pytest.FixtureRequest) -> None:
    parts = []
    for kind, typed in MARCH.items():
        book = desk.documents(f"{kind}.xlsx", **{kind: typed})
        desk.post(book)
        parts += [f"## {kind} as typed", *lines_of_text(typed), ""]
        parts += ["## What the sheet shows after Post", *sheet_text(book, LISTS[kind], desk), ""]
        parts += ["## Marked cells", *(f"{cell}  {note}" for cell, note in marks(book).items()), ""]
    desk.reverse("RC-2026-00001", "cheque bounced")
    desk.reverse("RC-2026-00002", "wrong customer")
    desk.reverse("SI-2026-00001", "wrong customer order number")
    parts += ["## Ledger", *ledger_text(desk, set(LISTS))]
    compare("month.txt", parts, request)


def test_master_data(desk: Desk, request: pytest.FixtureRequest) -> None:
    typed = """
        Product  Name         Unit  Unit decimals  Base price  Tax code  Valid from
        BOLT-8   Bolt, 8 mm   pcs   0              11          T5        2026-04-01
        NUT-8    Nut, 8 mm    pcs   0              2.5         T5
        TAPE     Tape         m     7              -1          T77
        TAPE-2   Tape         m     2              1.25        T13
    """
    book = desk.records("product", typed)
    desk.post(book)
    parts = ["## Products as typed", *lines_of_text(typed), ""]
    parts += ["## What the sheet shows after Post", *sheet_text(book, RECORD_TABLES["product"], desk), ""]
    parts += ["## Marked cells", *(f"{cell}  {note}" for cell, note in marks(book).items()), ""]
    parts += ["## Ledger", *ledger_text(desk, {"product"})]
    compare("master_data.txt", parts, request)


def compare(name: str, parts: Sequence[str], request: pytest.FixtureRequest) -> None:
    """Compare with the file, or write it when asked to."""
    found = "\n".join(parts) + "\n"
    path = FOLDER / name
    if request.config.getoption("--rewrite-golden"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def lines_of_text(typed: str) -> list[str]:
    lines = [line for line in typed.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return [line[margin:].rstrip() for line in lines]


def sheet_text(book: Path, table: Table, desk: Desk) -> list[str]:
    """The filled rows of a table; formulas as such, days and people without what changes from run to run."""
    workbook = openpyxl.load_workbook(book)
    sheet, found = find_table(workbook, table.name)
    columns = columns_of(sheet, found, table)
    first, last = body_of(found)
    shown = [name for name in columns if not table.field(name).formula]
    rows = [[str(sheet.cell(first - 1, columns[name]).value) for name in shown]]
    for row_number in range(first, last + 1):
        values = [plain_value(sheet.cell(row_number, columns[name]).value) for name in shown]
        if any(values):
            rows.append([steady(value, desk) for value in values])
    return list(columns_text(rows))


def steady(value: object, desk: Desk) -> str:
    """A value as text; the day and the name of whoever runs the test are replaced."""
    text = "" if value is None else str(value)
    if "osted" in text:
        text = re.sub(r"\d{4}-\d{2}-\d{2}", "DAY", text).replace(f"by {desk.company.user}", "by WHO")
    return text


LEDGER_COLUMNS = (
    "kind", "document_no", "line_no", "reverses_no", "document_ref", "document_date", "posting_date", "due_date",
    "customer_no", "customer_reference", "salesperson_no", "territory_code", "product_no", "quantity", "unit",
    "unit_price", "discount_percent", "net_amount", "tax_code", "tax_percent", "tax_amount", "price_reason",
    "source_no", "source_line_no", "order_no", "order_line_no", "remark", "details", "sheet", "row_number",
)  # fmt: skip


def ledger_text(desk: Desk, kinds: set[str]) -> list[str]:
    """The stored lines without moments, ids and hashes; columns that are blank throughout are left out."""
    postings = [line for stored in read_all(desk.company) for line in stored.lines if line.kind in kinds]
    shown = [name for name in LEDGER_COLUMNS if any(cell(line, name) for line in postings)]
    return list(columns_text([shown, *([cell(line, name) for name in shown] for line in postings)]))


def cell(posting: Posting, name: str) -> str:
    value = getattr(posting, name)
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return plain(value) if value else ""
    return str(value)


def columns_text(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns in line."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
