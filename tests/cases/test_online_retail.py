"""A year of a real shop, dirty as it came: nothing is lost on the way in, and each refused row says why.

All 525,461 rows are read in every run. Posting them takes minutes: the first ones are posted in every run, all of
them with ``pytest --whole tests/cases/test_online_retail.py``.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from salesbook.actions.importing import ImportReport, plan_import, run_import
from salesbook.actions.verifying import verify
from salesbook.hosts.foreign_file import read_grids
from salesbook.money import round_half_up
from salesbook.queries import LedgerQueries
from tests.cases.case_files import FIELD_FILE
from tests.small_company import Desk

FOLDER = FIELD_FILE.parents[1] / "data" / "online_retail"
FILE = FOLDER / "online_retail_2009_2010.parquet"
FIRST = 15_000
"""So many rows are posted in every run."""

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the folder of shared data is not here"),
    pytest.mark.slow,
]  # fmt: skip


def answers() -> dict[str, Any]:
    found = yaml.safe_load((FOLDER / "answers.yaml").read_text(encoding="utf-8"))["answers"]
    return {answer["id"]: answer["value"] for answer in found}


def test_every_row_of_the_file_is_read_and_adds_up() -> None:
    known = answers()
    (grid,) = read_grids(FILE)
    header, *rows = (row.values for row in grid.rows)
    assert header == (
        "Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "CustomerID", "Country",
    )  # fmt: skip
    net, positive = Decimal(0), Decimal(0)
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    by_country: dict[str, Decimal] = defaultdict(Decimal)
    for _, _, _, quantity, moment, price, _, country in rows:
        amount = quantity * price
        net += amount
        positive += amount if quantity > 0 and price > 0 else 0
        by_month[f"{moment:%Y-%m}"] += amount
        by_country[country] += amount
    assert (len(rows), net, positive) == (
        known["rows"], Decimal(known["amount.net"]), Decimal(known["amount.positive"]),
    )  # fmt: skip
    for name, value in known.items():
        kind, _, rest = name.partition(".")
        key = rest.removesuffix(".net")
        if kind in ("month", "country"):
            assert {"month": by_month, "country": by_country}[kind][key] == Decimal(value), name
    columns = list(zip(*rows, strict=True))
    assert len(set(columns[0])) == known["invoices"]
    assert len(set(columns[1])) == known["stockcodes"]
    assert (columns[2].count(None), columns[6].count(None)) == (
        known["lines.missing_description"], known["lines.missing_customer"],
    )  # fmt: skip
    assert [str(day) for day in (min(columns[4]), max(columns[4]))] == known["date_range"]


def test_what_is_good_is_posted_and_each_refused_row_says_why(desk: Desk, request: pytest.FixtureRequest) -> None:
    """An invoice is posted when each of its rows has a customer and it comes to something; else none of it is."""
    count = 10**9 if request.config.getoption("--whole") else FIRST
    path = desk.folder / "retail.parquet"
    duckdb.sql(f"select * from '{FILE}' limit {count}").write_parquet(str(path))
    shop(desk, path)
    plan = plan_import(path, desk.company, "sales_invoice")
    assert {guess.field for guess in plan.columns} == {
        "document_ref", "product_no", "description", "quantity", "document_date", "unit_price", "customer_no",
    }  # fmt: skip
    # The same article twice on one invoice is common in this shop, as its owner knows.
    plan = replace(plan, profile=plan.profile.model_copy(update={"repeated_rows": "post"}))
    report = run_import(plan, desk.company)
    rows = len(plan.tables[0].rows)
    assert report.imported + report.refused == rows == min(count, answers()["rows"])
    good = good_invoices(path)
    assert report.sheets[0].outcomes["posted"] == len(good)
    assert report.imported == sum(len(amounts) for amounts in good.values())
    assert every_refusal_is_explained(report)
    sold = LedgerQueries(desk.company.store).sold_by_month("sales_invoice", date(2009, 1, 1), date(2010, 12, 31))
    assert sum(month.net_amount for month in sold) == sum(sum(amounts) for amounts in good.values())
    assert verify(desk.company).is_good
    if count <= FIRST:
        version = desk.version
        again = run_import(plan_import(path, desk.company), desk.company)
        assert (again.imported, again.sheets[0].outcomes["already"]) == (report.imported, len(good))
        assert desk.version == version, "imported twice changes nothing"


def shop(desk: Desk, path: Path) -> None:
    """Invoices need no delivery here, any month is open, and the customers and articles are on file."""
    desk.change_settings('invoice_without_source = "block"', 'invoice_without_source = "none"')
    desk.change_settings('open_from = "2025-01-01"', 'open_from = ""')
    for kind, column, headers in (
        ("customer", "CustomerID", ["Customer", "Name"]),
        ("product", "StockCode", ["Product", "Name", "Unit"]),
    ):
        codes = duckdb.sql(f"select distinct {column} from '{path}' where {column} is not null order by 1").fetchall()
        masters = desk.folder / f"{kind}.csv"
        with masters.open("w", encoding="utf-8", newline="") as file:
            rows = ([code, f"Name of {code}", "pcs"][: len(headers)] for (code,) in codes)
            csv.writer(file).writerows([headers, *rows])
        report = run_import(plan_import(masters, desk.company, kind), desk.company)
        assert (report.imported, report.refused) == (len(codes), 0)


def good_invoices(path: Path) -> dict[str, list[Decimal]]:
    """The amounts of the lines of each invoice that can be posted, worked out from the file alone."""
    lines: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    found = duckdb.sql(f"select Invoice, Quantity, Price, CustomerID, InvoiceDate::date from '{path}'").fetchall()
    for invoice, *line in found:
        lines[invoice].append(tuple(line))
    return {invoice: amounts for invoice, rows in lines.items() if (amounts := good_amounts(rows))}


def good_amounts(rows: Sequence[tuple[Any, ...]]) -> list[Decimal]:
    """Of one invoice: none where it has no customer, two days, or takes more off than it claims."""
    customers = {customer for _, _, customer, _ in rows if customer is not None}
    days = {day for *_, day in rows}
    amounts = [round_half_up(Decimal(quantity) * price, 2) for quantity, price, _, _ in rows]
    return amounts if len(customers) == len(days) == 1 and sum(amounts) >= 0 else []


def every_refusal_is_explained(report: ImportReport) -> bool:
    """Each refused document has an error at one of its rows; rows between belong to it."""
    (sheet,) = report.sheets
    told = sum(1 for problem in sheet.problems if problem.severity == "error")
    assert told >= sheet.outcomes["refused"] > 0
    return all(place_is_known(problem.place.cell, problem.place.row_number) for problem in sheet.problems)


def place_is_known(cell: str, row: int | None) -> bool:
    return bool(cell) and row is not None and cell.endswith(str(row))
