"""Edit the whole price list as a sheet: write it out, and show what the changes do before they are posted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.posting import check
from salesbook.actions.storing import Report
from salesbook.actions.workbooks import book_info, refuse_existing
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.master_data import Price, ProductUnit
from salesbook.documents.price_changes import PriceEffect, effect_of, price_before, rows_in_force
from salesbook.documents.pricing import row_price
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.hosts.host import CellWrite, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import facts_for_records, load, prices_of, valid_on
from salesbook.problems import TemplateError
from salesbook.sheets.columns import PRICE_CHANGES
from salesbook.sheets.reading import MatchedTable, match, read_records
from salesbook.sheets.writing import stored_as
from salesbook.workbooks.price_sheet import build_price_sheet

LISTED_CUSTOMERS = 20
"""More customers than these are counted, not named, beside a row."""


@dataclass(frozen=True)
class PreviewRow:
    """One row of the sheet that differs from what is stored, and what posting it would do."""

    row_number: int
    price: Price
    effect: PriceEffect


@dataclass(frozen=True)
class Preview:
    """What the sheet would do.

    Attributes:
        report: Of the check, with what is wrong; a row that is refused has no effect.
        rows: In the order of the sheet.
    """

    report: Report
    rows: Sequence[PreviewRow]


def price_sheet(company: Company, path: Path, price_list: str = "", customer_no: str = "") -> int:
    """Write the price rows that count today or will later into a new workbook; of one list or customer, or all.

    Returns:
        How many rows.

    Raises:
        HostError: There is a file of that name already.
    """
    refuse_existing(path)
    with company.cache() as cache:
        facts = facts_of_prices(cache, company)
        entries = {key: entry for key, _, entry, _ in cache.prices_of(facts.products)}
    rows = rows_in_force((row for rows in facts.prices.values() for row in rows), company.today)
    chosen = [
        row
        for row in rows
        if (not price_list or row.price_list == price_list) and (not customer_no or row.customer_no == customer_no)
    ]
    build_price_sheet(
        path, book_info(company), [{**sheet_row(row, facts), "ledger_entry": entries[row.key]} for row in chosen]
    )
    return len(chosen)


def preview(workbook: Workbook, company: Company) -> Preview:
    """Write beside each changed row what it does: difference, open orders, valid quotations, customers.

    Raises:
        TemplateError: The workbook has no price sheet; nothing was written.
        HostError: The workbook cannot be saved.
    """
    if PRICE_CHANGES.name not in workbook.table_names():
        found = ", ".join(workbook.table_names()) or "–"
        raise TemplateError("table-missing", table=PRICE_CHANGES.name, workbook=workbook.label, found=found)
    report = check(workbook, company)
    matched = match(workbook.read_table(PRICE_CHANGES.name), PRICE_CHANGES, company.settings.sheets)
    with company.cache() as cache:
        facts = facts_of_prices(cache, company)
        orders, quotations = (_by_product(cache.open_lines(kind).values()) for kind in ("sales_order", "quotation"))
    refused = {row for decision in report.decisions if decision.outcome == "refused" for row in decision.document.rows}
    stored = {row.key: row for rows in facts.prices.values() for row in rows}
    rows, writes = [], []
    for document in read_records(matched, Price):
        price, row_number = document.model, document.rows[0]
        if not isinstance(price, Price) or row_number in refused or stored.get(price.key) == price:
            writes += _writes(matched, row_number, {})
            continue
        product_no = price.product_no
        effect = effect_of(price, facts, orders.get(product_no, []), quotations.get(product_no, []))
        rows.append(PreviewRow(row_number, price, effect))
        writes += _writes(matched, row_number, effect_cells(effect))
    workbook.write_cells(writes)
    workbook.save()
    return Preview(report, rows)


def effect_cells(effect: PriceEffect) -> dict[str, Any]:
    """What is shown of an effect, by field of the sheet."""
    names = ", ".join(effect.customers[:LISTED_CUSTOMERS])
    return {
        "old_price": effect.old_price,
        "difference_percent": effect.difference_percent,
        "orders": effect.orders.count,
        "order_amount": effect.orders.amount,
        "quotations": effect.quotations.count,
        "quotation_amount": effect.quotations.amount,
        "customer_count": len(effect.customers),
        "customers": names + (", …" if len(effect.customers) > LISTED_CUSTOMERS else ""),
    }


_EFFECT_FIELDS = ("difference_percent", "orders", "order_amount", "quotations", "quotation_amount", "customer_count",
                  "customers")  # fmt: skip


def _writes(matched: MatchedTable, row_number: int, cells: dict[str, Any]) -> list[CellWrite]:
    """The cells of an effect; without one they are cleared, and the old price stays as it was written out."""
    names = [*_EFFECT_FIELDS, *(["old_price"] if "old_price" in cells else [])]
    formats = {row.row_number: row for row in matched.block.rows}
    return [
        CellWrite(
            matched.block.sheet, row_number, matched.column_number(name),
            stored_as(
                cells.get(name), formats[row_number].format_of(matched.columns[name]), PRICE_CHANGES.field(name).type
            ),
        )
        for name in names
    ]  # fmt: skip


def facts_of_prices(cache: LedgerCache, company: Company) -> Facts:
    """Master data as of now, with every price row."""
    facts = facts_for_records(cache, company.settings, company.today)
    facts.prices = prices_of(cache, facts.products)
    facts.units = valid_on(load(cache, ProductUnit), company.today)
    return facts


def sheet_row(row: Price, facts: Facts) -> dict[str, Any]:
    """A price row as the sheet shows it."""
    product = facts.products.get(row.product_no)
    old = price_before(row, facts) if row.valid_from <= facts.today or product is None else row_price(row, product)
    return {
        **row.model_dump(),
        "name": product.name if product else "",
        "old_price": old,
        "minimum_quantity": row.minimum_quantity or None,
        "valid_from": None if row.valid_from == FROM_THE_BEGINNING else row.valid_from,
    }


def _by_product(lines: Iterable[PostedLine]) -> dict[str, list[PostedLine]]:
    found: dict[str, list[PostedLine]] = defaultdict(list)
    for line in lines:
        found[line.posting.product_no].append(line)
    return found
