"""The known answers of Northwind, asked of the ledger that the demo has filled through its workbooks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from salesbook.actions.company import Company
from salesbook.actions.dashboard import standing
from salesbook.actions.demo import DemoResult, demo
from salesbook.actions.northwind import LAST_DAY
from salesbook.documents.master_data import Customer, Product, Salesperson, Territory, TerritoryAssignment
from salesbook.documents.posting import Posting
from salesbook.ledger.history import load, valid_on
from salesbook.money import HUNDRED, ZERO
from salesbook.queries import LedgerQueries
from tests.same_figures import assert_same_as_the_questions

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "northwind" / "answers.yaml"

NOT_IN_THE_LEDGER = {
    "country": "an order has no address of its own; a customer's address is one text",
    "shipper": "carriers and freight are not kept",
    "orders.freight": "carriers and freight are not kept",
    "stock.below_reorder": "stock is not kept",
}


@dataclass(frozen=True)
class Sales:
    """What the ledger holds, read once."""

    orders: list[Posting]
    deliveries: list[Posting]
    products: Mapping[str, Product]
    customers: Mapping[str, Customer]
    territories: Mapping[str, Territory]
    people: Mapping[str, Salesperson]
    assignments: list[TerritoryAssignment]


def net(lines: Iterable[Posting]) -> Decimal:
    """Without rounding of lines, as the answers are defined."""
    return sum((p.quantity * p.unit_price * (HUNDRED - p.discount_percent) / HUNDRED for p in lines), ZERO)


def order_count(lines: Iterable[Posting]) -> int:
    return len({line.document_no for line in lines})


def of_employee(sales: Sales, person: str) -> list[Posting]:
    return [line for line in sales.orders if line.salesperson_no == person]


def of_category(sales: Sales, category: str) -> list[Posting]:
    return [line for line in sales.orders if sales.products[line.product_no].product_group == category]


def of_year(sales: Sales, year: str) -> list[Posting]:
    return [line for line in sales.orders if line.document_date.year == int(year)]


def repeat_rate(sales: Sales, person: str) -> dict[str, Any]:
    orders: dict[str, set[str]] = defaultdict(set)
    for line in of_employee(sales, person):
        orders[line.customer_no].add(line.document_no)
    repeat = sum(len(numbers) > 1 for numbers in orders.values())
    return {"customers": len(orders), "repeat": repeat, "rate": round(repeat / len(orders), 6)}


def ranked(sales: Sales, field: str, rank: str) -> tuple[str, list[Posting]]:
    groups: dict[str, list[Posting]] = defaultdict(list)
    for line in sales.orders:
        groups[getattr(line, field)].append(line)
    return sorted(groups.items(), key=lambda group: -net(group[1]))[int(rank) - 1]


def top_customer(sales: Sales, rank: str) -> dict[str, Any]:
    customer, lines = ranked(sales, "customer_no", rank)
    return {"customer": customer, "net": net(lines), "orders": order_count(lines)}


def top_product(sales: Sales, rank: str) -> dict[str, Any]:
    product, lines = ranked(sales, "product_no", rank)
    return {"product_id": int(product), "net": net(lines)}


def region_employees(sales: Sales, region: str) -> int:
    inside = {code for code, territory in sales.territories.items() if territory.parent_code == region}
    return len({found.salesperson_no for found in sales.assignments if found.territory_code in inside})


def unassigned(sales: Sales) -> list[str]:
    parents = {territory.parent_code for territory in sales.territories.values()}
    covered = {found.territory_code for found in sales.assignments}
    return sorted(set(sales.territories) - parents - covered)


def late_orders(sales: Sales) -> int:
    """Shipped after the day that the order asked for; the delivery took that day over from the order."""
    return len({line.order_no for line in sales.deliveries if line.due_date and line.document_date > line.due_date})


def dates(sales: Sales) -> dict[str, str]:
    days = [line.document_date for line in sales.orders]
    return {"first": str(min(days)), "last": str(max(days))}


def without_orders(sales: Sales) -> list[str]:
    return sorted(set(sales.customers) - {line.customer_no for line in sales.orders})


ASK: dict[str, Callable[..., Any]] = {
    "category.units": lambda sales, name: sum((line.quantity for line in of_category(sales, name)), ZERO),
    "category.net": lambda sales, name: net(of_category(sales, name)),
    "customers.with_orders": lambda sales: len({line.customer_no for line in sales.orders}),
    "customers.without_orders": without_orders,
    "employee.net": lambda sales, name: net(of_employee(sales, name)),
    "employee.orders": lambda sales, name: order_count(of_employee(sales, name)),
    "lines.count": lambda sales: len(sales.orders),
    "lines.discounted": lambda sales: sum(line.discount_percent > 0 for line in sales.orders),
    "lines.gross": lambda sales: sum((line.quantity * line.unit_price for line in sales.orders), ZERO),
    "lines.net": lambda sales: net(sales.orders),
    "lines.net_rounded_per_line": lambda sales: sum((line.net_amount for line in sales.orders), ZERO),
    "orders.count": lambda sales: order_count(sales.orders),
    "orders.date_range": dates,
    "orders.late": late_orders,
    "region.employees": region_employees,
    "repeat_rate": repeat_rate,
    "stock.discontinued": lambda sales: sum(product.discontinued for product in sales.products.values()),
    "territories.unassigned": unassigned,
    "top_customer": top_customer,
    "top_product": top_product,
    "year.net": lambda sales, year: net(of_year(sales, year)),
    "year.orders": lambda sales, year: order_count(of_year(sales, year)),
}
"""How each answer is found; what stands in the middle of its id is handed over."""

WITH_A_NAME_BEHIND = ("repeat_rate", "top_customer", "top_product")


def answers() -> dict[str, Any]:
    if not FILE.is_file():
        return {}
    return {answer["id"]: answer["value"] for answer in yaml.safe_load(FILE.read_text(encoding="utf-8"))["answers"]}


def question(answer_id: str) -> tuple[str, list[str]]:
    """The way to ask, and what is asked about: ``employee.EMP-1.net`` asks ``employee.net`` about EMP-1."""
    first, *middle = answer_id.split(".")
    if first in WITH_A_NAME_BEHIND:
        return first, middle
    *middle, last = middle
    return f"{first}.{last}", [".".join(middle)] if middle else []


def reason_for_absence(answer_id: str) -> str:
    return next((reason for prefix, reason in NOT_IN_THE_LEDGER.items() if answer_id.startswith(prefix)), "")


ABSENT = pytest.param("", id="none", marks=pytest.mark.skip("the folder of shared data is not here"))
ANSWERABLE = [found for found in answers() if not reason_for_absence(found)] or [ABSENT]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The demo, run once."""
    return demo(tmp_path_factory.mktemp("demo") / "northwind")


@pytest.fixture(scope="module")
def sales(result: DemoResult) -> Sales:
    with result.company.cache() as cache:
        after = date.max
        return Sales(
            orders=[line.posting for _, line in cache.all_lines("sales_order")],
            deliveries=[line.posting for _, line in cache.all_lines("delivery_note")],
            products=valid_on(load(cache, Product), after),
            customers=valid_on(load(cache, Customer), after),
            territories=valid_on(load(cache, Territory), after),
            people=valid_on(load(cache, Salesperson), after),
            assignments=[versions[-1] for versions in load(cache, TerritoryAssignment).values()],
        )


def comparable(value: Any) -> Any:
    """Amounts in the file are text, in the ledger they are decimals."""
    if isinstance(value, dict):
        return {name: comparable(part) for name, part in value.items()}
    if isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return Decimal(value)
    return value


@pytest.mark.slow
@pytest.mark.parametrize("answer_id", ANSWERABLE)
def test_the_ledger_gives_the_known_answer(sales: Sales, answer_id: str) -> None:
    ask, about = question(answer_id)
    found, known = ASK[ask](sales, *about), answers()[answer_id]
    assert (found if isinstance(known, list) else comparable(found)) == (
        known if isinstance(known, list) else comparable(known)
    )


def test_every_answer_can_be_asked_or_has_a_reason_why_not() -> None:
    if not FILE.is_file():
        pytest.skip("the folder of shared data is not here")
    asked = {question(found)[0] for found in answers() if not reason_for_absence(found)}
    assert asked == set(ASK)
    absent = Counter(
        next(p for p in NOT_IN_THE_LEDGER if found.startswith(p)) for found in answers() if reason_for_absence(found)
    )
    assert set(absent) == set(NOT_IN_THE_LEDGER)


@pytest.mark.slow
def test_the_demo_reaches_its_own_answers_and_proves_its_ledger(result: DemoResult) -> None:
    assert result.is_good
    assert [path.is_file() for path in result.files] == [True] * len(result.files)
    assert result.steps["demo-orders"] == 830


@pytest.mark.slow
def test_the_queries_of_the_ledger_agree_with_its_lines(result: DemoResult, sales: Sales) -> None:
    """Two ways of reading: an engine over the Parquet files, and the cache."""
    rows = LedgerQueries(result.company.store).sold_by_month("sales_order", date(1996, 1, 1), LAST_DAY)
    for field in ("salesperson_no", "territory_code"):
        by_query: dict[str, Decimal] = defaultdict(lambda: ZERO)
        by_line: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for row in rows:
            by_query[getattr(row, field)] += row.net_amount
        for line in sales.orders:
            by_line[getattr(line, field)] += line.net_amount
        assert by_query == by_line
    assert sum(row.documents for row in rows) == 830


@pytest.mark.slow
def test_the_demo_run_again_stores_nothing(result: DemoResult) -> None:
    company: Company = result.company
    with company.cache() as cache:
        stored = cache.version
    again = demo(company.folder)
    assert again.is_good
    with company.cache() as cache:
        assert cache.version == stored


def test_the_dashboard_of_the_demo_says_what_its_questions_say(result: DemoResult) -> None:
    found = standing(result.company)
    assert_same_as_the_questions(result.company, found)
    for code, rows in (("customer_no", found.customers), ("product_no", found.products)):
        kept = {row.code for row in rows}
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        with result.company.cache() as cache:
            for _, line in cache.all_lines("delivery_note"):
                if line.posting.posting_date.year == LAST_DAY.year:
                    sums[getattr(line.posting, code)] += line.posting.net_amount
        assert {name: sums[name] for name in kept} == {
            name: sum((row.amount for row in rows if row.code == name), ZERO) for name in kept
        }
        assert set(sorted(sums, key=lambda name: -sums[name])[:10]) <= kept
