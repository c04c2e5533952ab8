"""What a sheet shows while one types, calculated by LibreOffice, is what posting computes.

The formulas are in the workbook; LibreOffice opens it as a person would, and its numbers are compared with those of
Check, document by document.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.deciding import Decision
from salesbook.actions.refreshing import refresh
from salesbook.actions.workbooks import new_workbook
from salesbook.documents.cash_rounding import ROUNDING, payable
from salesbook.documents.posting import detail
from salesbook.hosts.closed_file import ClosedFile
from salesbook.sheets.columns import FORMS, LISTS
from salesbook.sheets.live_lookups import TYPING_LOOKUPS
from tests.small_company import Desk, fill_form, named_cell, plain_value, table_shows

pytestmark = pytest.mark.libreoffice

MASTERS = {
    "exchange_rate": """
        Currency  Rate   Valid from
        EUR       1.1    2026-01-01
        JPY       0.007  2026-01-01
    """,
    "customer": """
        Customer  Name    Salesperson  Price list  Customer class  Currency  Tax code  Tax treatment  Credit limit
        C-3       Gamma   P1           A           gold                                               500
        C-4       Delta   P1                       gold                      T13
        C-5       Export  P1                                       EUR                 zero
        C-6       Tokyo   P1           A                           JPY
        C-7       Odd     P2           default     A
    """,
    "product": """
        Product  Name            Unit  Unit decimals  Base price  Tax code  Floor price
        NUT-8    Nut, 8 mm       pcs   0              2.5         T5        2
        OIL      Oil             l     3              3.3333      T13
        NOPRICE  Without price   pcs   0                          T5
        77       A number        pcs   0              0.05        T5
        FREE     Untaxed         pcs   0              1.115
    """,
    "product_unit": """
        Product  Unit  Own units in one
        BOLT-8   box   100
        OIL      can   0.75
    """,
    "price": """
        Customer  Price list  Currency  Product  From quantity  Unit price  % of base price  Valid from  Valid to
        C-3                             BOLT-8                  9.5
        C-3                             BOLT-8   100            9.05
                  A                     BOLT-8   10             9.9
                  A                     BOLT-8   500                        80
                  gold                  BOLT-8                  9.7
                  default               BOLT-8   1000           8.8                          2026-01-01  2026-03-31
                  default               BOLT-8   1000           8.9                          2026-04-01
                  A                     OIL                                 87.5             2026-02-01
                  default               CLOTH    0.5            7.7777                       2026-03-05
                  A           EUR       BOLT-8                  8.1
                  default     EUR       BOLT-8   50             7.95
                  default     EUR       OIL                     2.9
                  A           JPY       BOLT-8                  1500
                  default               NOPRICE  5              4.4
    """,
    "promotion": """
        Promotion  Products, with commas  From quantity  % off  Unit price  Customers, with commas  Customer class
        P-NUT      NUT-8                  20             10
        P-OIL      OIL                    2                     2.5                                 gold
        P-C3       BOLT-8                 300            50                 C-3
    """,
}  # fmt: skip

KINDS = ("quotation", "sales_order")

POLICIES: dict[str, dict[str, str]] = {
    "as usual": {},
    "tax line by line, paid in coins": {"tax_rounding": '"per_line"', "cash_rounding": "0.05"},
    "prices with tax, lowest price": {"prices_include_tax": "true", "price_rule": '"best_price"'},
    "discounted prices rounded": {"discounted_price_decimals": '"4"'},
    "no cents at home": {"currency": '"TWD"', "decimals": "0", "currency_decimals": "{ JPY = 0, EUR = 2, USD = 2 }"},
}


def decide(desk: Desk, **rules: str) -> None:
    """Set house policy."""
    path = desk.folder / "salesbook.toml"
    said = [line for line in path.read_text().splitlines() if "[rules.currency_decimals]" not in line]
    kept = [line for line in said if line.split(" = ")[0] not in rules]
    place = kept.index("[rules]") + 1
    path.write_text("\n".join([*kept[:place], *(f"{key} = {value}" for key, value in rules.items()), *kept[place:]]))


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A company with prices of every level, packs, promotions and other currencies."""
    decide(desk, currency_decimals="{ JPY = 0, EUR = 2 }", credit_check_order='"warn"')
    for kind, text in MASTERS.items():
        assert not desk.post(desk.records(kind, text, f"{kind}.xlsx")).problems, kind
    return desk


def random_documents(kind: str, seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Rows of documents as somebody may type them; the head stands on the first row of each."""
    choose = random.Random(seed)
    for number in range(count):
        head: dict[str, Any] = {
            "document_date": choose.choice([date(2026, 3, 5), date(2026, 4, 2), date(2026, 2, 27)]),
            "customer_no": choose.choice(["C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7"]),
        }
        if choose.random() < 0.2:
            head["tax_included"] = choose.choice(["yes", "no"])
        if choose.random() < 0.1:
            head["currency"] = choose.choice(["EUR", "USD", "JPY"])
        for line in range(choose.choice([1, 1, 2, 3, 5])):
            yield (head if line == 0 else {}) | {"document_ref": f"R{number}"} | random_line(kind, choose)


def random_line(kind: str, choose: random.Random) -> dict[str, Any]:
    product = choose.choice(["BOLT-8", "NUT-8", "CLOTH", "OIL", "NOPRICE", "77", "FREE"])
    fine = 3 if product in ("CLOTH", "OIL") else 0
    line: dict[str, Any] = {
        "product_no": product,
        "quantity": Decimal(choose.choice([1, 2, 3, 7, 10, 12, 25, 60, 120, 350, 1000]))
        / 10 ** choose.choice([0, fine]),
    }
    if product in ("BOLT-8", "OIL") and choose.random() < 0.3:
        line |= {"unit": {"BOLT-8": "box", "OIL": "can"}[product], "quantity": Decimal(choose.choice([1, 3, 4, 12]))}
    if choose.random() < 0.25 or product == "NOPRICE":
        line["unit_price"] = Decimal(choose.randrange(0, 200000)) / 10 ** choose.choice([0, 2, 4])
    if choose.random() < 0.3:
        line["discount_percent"] = Decimal(choose.choice(["5", "12.5", "33.33", "0.75", "100"]))
    if choose.random() < 0.15:
        line["amount_off"] = Decimal(choose.choice(["1", "0.5"]))
    if choose.random() < 0.15:
        line["tax_code"] = choose.choice(["T5", "T13"])
    if kind == "quotation" and choose.random() < 0.15:
        line["optional"] = "yes"
    return line


def shown(book: Path, kind: str) -> dict[str, list[dict[str, Any]]]:
    """What the rows of a list show, by Ref."""
    fields = ("document_ref", "applied_price", "net_amount", "tax_rate", "document_total", "price_search")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table_shows(book, LISTS[kind], *fields):
        found[row[0]].append(dict(zip(fields, row, strict=True)))
    return found


def expected(decision: Decision, desk: Desk) -> tuple[list[tuple[Decimal, Decimal]], Decimal]:
    """Price and amount of each line as posting computes them, and what the document comes to."""
    lines = [
        (
            line.unit_price,
            line.net_amount + line.discount_amount - line.amount_off
            + (line.tax_amount if detail(line, "tax_included") else Decimal(0)),
        )
        for line in decision.postings
        if line.purpose != ROUNDING
    ]  # fmt: skip
    return lines, payable(decision.postings, desk.company.settings.rules)


@pytest.mark.parametrize("policy", POLICIES)
def test_prices_and_totals_are_those_of_posting(policy: str, shop: Desk, recalculated: Callable[[Path], Path]) -> None:
    decide(shop, **POLICIES[policy])
    typed = {kind: list(random_documents(kind, seed=len(policy), count=60)) for kind in KINDS}
    book = new_workbook(shop.company, "documents", shop.folder / "typed.xlsx", typed)
    opened = recalculated(book)
    sheets = {kind: shown(opened, kind) for kind in KINDS}
    compared = 0
    for decision in shop.check(book).decisions:
        if decision.outcome != "ready":
            continue
        lines, total = expected(decision, shop)
        rows = sheets[decision.document.kind][decision.document.document_ref]
        assert [(row["applied_price"], row["net_amount"]) for row in rows] == lines, rows
        assert rows[0]["document_total"] == total, (rows, decision.postings)
        compared += 1
    assert compared > 50


def test_a_form_shows_what_its_paper_comes_to(shop: Desk, recalculated: Callable[[Path], Path]) -> None:
    book = shop.documents()
    head = {"document_ref": "Q", "document_date": date(2026, 3, 5), "customer_no": "C-4", "head_discount_percent": 10}
    lines = [
        {"product_no": "BOLT-8", "quantity": 120, "discount_percent": 5},
        {"product_no": "BOLT-8", "quantity": 2, "unit": "box", "alternative_to": 1},
        {"product_no": "CLOTH", "quantity": Decimal("1.5")},
    ]
    fill_form(book, "quotation", head, lines)
    # 120 × 9.70 less 5 % is 1105.80, 1.5 × 7.7777 is 11.67: 1117.47 less 10 % is 1005.72, and 13 % on that is 130.74.
    opened = recalculated(book)
    totals = form_shows_results(opened)
    assert totals == {
        "net_total": Decimal("1005.72"),
        "tax_total": Decimal("130.74"),
        "gross_total": Decimal("1136.46"),
    }
    (decision,) = shop.check(book).decisions
    assert payable(decision.postings, shop.company.settings.rules) == Decimal("1136.46")


def test_the_totals_of_a_posted_form_are_those_posted_until_its_number_is_cleared(
    shop: Desk, recalculated: Callable[[Path], Path]
) -> None:
    book = shop.documents()
    head = {"document_ref": "Q", "document_date": date(2026, 3, 5), "customer_no": "C-1"}
    fill_form(book, "quotation", head, [{"product_no": "NUT-8", "quantity": 100}])
    shop.post(book)
    assert form_shows_results(recalculated(book))["gross_total"] == Decimal("236.25")
    fill_form(book, "quotation", head | {"document_ref": "Q2"}, [{"product_no": "NUT-8", "quantity": 10}])
    assert form_shows_results(recalculated(book))["gross_total"] == Decimal("26.25")


def form_shows_results(opened: Path) -> dict[str, Decimal]:
    workbook = openpyxl.load_workbook(opened, data_only=True)
    names = [field.name for field in FORMS["quotation"].totals]
    return {name: plain_value(named_cell(workbook, f"Quotation.{name}").value) for name in names}


def test_a_price_below_the_floor_and_an_order_beyond_the_credit_are_marked(
    shop: Desk, recalculated: Callable[[Path], Path]
) -> None:
    shop.change_settings('price_warnings = "none"', 'price_warnings = "floor_price"')
    text = """
        Ref  Date        Customer  Product  Quantity  Unit price  Discount %
        A    2026-03-05  C-3       NUT-8    10        2.1         10
        B    2026-03-05  C-3       BOLT-8   30
        C    2026-03-05  C-3       BOLT-8   30
    """
    opened = recalculated(shop.orders(text))
    rows = table_shows(opened, LISTS["sales_order"], "document_ref", "price_floor", "document_total", "credit_after")
    # 18.90 × 1.05, then 30 × 9.50 × 1.05 twice; of 500 there is left 500 − 19.85 − 299.25 × 2.
    assert rows == [
        ("A", Decimal(2), Decimal("19.85"), Decimal("-118.35")),
        ("B", None, Decimal("299.25"), Decimal("-118.35")),
        ("C", None, Decimal("299.25"), Decimal("-118.35")),
    ]


def test_floor_prices_are_in_no_workbook_unless_the_company_says_so(shop: Desk) -> None:
    columns = [field.name for field in TYPING_LOOKUPS["goods"].fields]
    (nut,) = [row for row in table_shows(shop.documents(), TYPING_LOOKUPS["goods"], *columns) if row[0] == "NUT-8"]
    assert dict(zip(columns, nut, strict=True))["price_floor"] is None


def test_a_price_that_has_changed_since_the_last_refresh_is_told_with_both_numbers(
    shop: Desk, recalculated: Callable[[Path], Path]
) -> None:
    text = """
        Ref  Date        Customer  Product  Quantity
        A    2026-03-05  C-1       77       100
    """
    book = shop.orders(text)
    opened = recalculated(book)
    shop.post(shop.records("product", "Product  Name      Base price\n77       A number  0.08", "later.xlsx"))
    report = shop.check(opened)
    assert [(found.code, found.severity) for found in report.problems] == [("amount-of-older-lists", "warning")]
    assert report.problems[0].values["shown"] == "5"
    assert report.problems[0].values["computed"] == "8"
    refresh(ClosedFile(book), shop.company)
    assert not shop.check(recalculated(book)).problems
