"""``verify`` proves quantities and money of the whole sales cycle from the papers of each kind."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.closing import close
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.showing import show
from salesbook.actions.verifying import verify
from salesbook.documents.opening_balance import CarriedOver
from salesbook.documents.posting import Posting
from salesbook.settings import CompanySettings
from tests.documents.test_tie_out import paper
from tests.ledger.by_hand import Pen

NEW_YEAR = date(2027, 1, 8)

Write = Callable[..., Company]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Puts documents into the ledger of a new company, past all rules."""
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))

    def written(*documents: Posting | list[Posting]) -> Company:
        company = create_company(tmp_path / "Acme", CompanySettings(name="Acme", company_id="acme"))
        Pen(company.store).write(*documents)
        return open_company(tmp_path / "Acme", NEW_YEAR)

    return written


def money(kind: str, document_no: str, net: str, tax: str = "0", **fields: Any) -> Posting:
    """A line with amounts."""
    amounts = {name: Decimal(value) for name, value in fields.items() if name.endswith("_amount")}
    line = paper(kind, document_no, fields.pop("quantity", 0), **{n: v for n, v in fields.items() if n not in amounts})
    return line.model_copy(update={"net_amount": Decimal(net), "tax_amount": Decimal(tax), "currency": "USD"} | amounts)


def priced(posting: Posting, price: str = "10") -> Posting:
    return posting.model_copy(update={"unit_price": Decimal(price), "currency": "USD"})


CYCLE = [
    priced(paper("sales_order", "SO-1", 100)),
    money("payment", "RC-1", "300", source_no="SO-1", source_kind="sales_order", order_no=""),
    priced(paper("delivery_note", "DN-1", 90)),
    paper("sign_off", "SG-1", 85, refused_quantity=5),
    paper("sales_return", "SR-1", 4, purpose="replace"),
    money("sales_invoice", "SI-1", "800", quantity=80, applied_amount="300"),
    paper("sales_return", "SR-2", 6),
    money("credit_note", "CN-1", "60", quantity=6, applied_amount="40"),
    money("payment", "RC-2", "400", source_no="SI-1", order_no=""),
    money("payment", "RC-3", "-15", source_no="CN-1", source_kind="credit_note", order_no=""),
    money("payment", "RC-4", "25", order_no=""),
]
"""The worked example of the quantities, with money: a deposit used, an invoice paid in part, a credit note
of which 40 went against the invoice and 15 were paid out, and 25 on account.
"""


def found(company: Company) -> dict[str, tuple[str, ...]]:
    """What does not fit; the numbers of papers written by hand are no number ranges."""
    return {
        check.code: check.found for check in verify(company).checks if check.found and check.code != "verify-numbers"
    }


def test_the_whole_cycle_ties_out_from_its_papers(write: Write) -> None:
    company = write(*CYCLE)
    assert found(company) == {}
    totals = verify(company).totals
    assert [totals[name] for name in ("ordered", "open", "net_sent", "accepted", "billed", "uninvoiced")] == [
        100, 19, 81, 75, 74, 1,
    ]  # fmt: skip
    assert (totals["issued"], totals["back"]) == (90, 15)


def test_what_customers_owe_is_counted_from_invoices_receipts_deposits_and_credit_notes(write: Write) -> None:
    company = write(*CYCLE)
    (receivables,) = [check for check in verify(company).checks if check.code == "verify-receivables"]
    # 800 claimed less 300 deposit, 400 received and 40 credited; 25 on account and 5 left of the credit note.
    assert receivables.facts == {"customers": "1", "receivable": "60", "unapplied": "30"}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (money("payment", "RC-9", "100", source_no="SI-1", order_no=""), "SI-1"),
        (money("payment", "RC-9", "-10", source_no="CN-1", source_kind="credit_note", order_no=""), "CN-1"),
        (money("payment", "RC-9", "-10", source_no="SO-1", source_kind="sales_order", order_no=""), "SO-1"),
    ],
    ids=["an invoice paid beyond its amount", "a credit note paid out beyond its rest", "a deposit paid back twice"],
)
def test_money_that_is_spent_twice_is_named(write: Write, line: Posting, named: str) -> None:
    assert found(write(*CYCLE, line)) == {"verify-receivables": (named,)}


def test_more_invoiced_than_was_sent_is_named(write: Write) -> None:
    company = write(*CYCLE, money("sales_invoice", "SI-2", "170", quantity=17))
    assert found(company) == {"verify-tie-outs": ("SO-1 / 1",), "verify-deliveries": ("DN-1 / 1",)}


def test_a_line_that_a_change_added_to_an_order_is_known(write: Write) -> None:
    added = paper("order_change", "OC-1", 5, revision=1).model_copy(update={"order_line_no": 2})
    sent = paper("delivery_note", "DN-2", 5).model_copy(update={"order_line_no": 2})
    assert found(write(*CYCLE, added, sent)) == {}


def test_stock_in_its_warehouses_is_no_paper_that_could_be_missing(write: Write) -> None:
    moved = paper("stock_movement", "SM-1", 100, order_no="").model_copy(
        update={"product_no": "BOLT-8", "warehouse_code": "W1", "stock_quantity": Decimal(100)}
    )
    assert found(write(moved)) == {}


def test_the_new_year_begins_with_what_refusals_returns_credits_and_deposits_left(write: Write) -> None:
    company = write(*CYCLE)
    close("2026-12", company)
    carried = show("OB-2027-00001", company).carried
    assert carried == {
        CarriedOver("C-1", "sales_order", "USD"): Decimal(190),
        CarriedOver("C-1", "delivery_note", "USD"): Decimal(10),
        CarriedOver("C-1", "receivable", "USD"): Decimal(60),
        CarriedOver("C-1", "unapplied", "USD"): Decimal(30),
    }
    assert found(company) == {}


def test_a_new_year_carries_over_orders_as_they_were_changed_and_no_service_as_goods(write: Write) -> None:
    company = write(
        priced(paper("sales_order", "SO-1", 10)),
        [
            priced(paper("order_change", "OC-1", -10)),
            priced(paper("order_change", "OC-1", 8, revision=1), "12").model_copy(update={"line_no": 2}),
        ],
        priced(paper("sales_order", "SO-2", 3, purpose="service")),
    )
    close("2026-12", company)
    assert show("OB-2027-00001", company).carried == {CarriedOver("C-1", "sales_order", "USD"): Decimal(96)}
    assert found(company) == {}


def test_goods_that_came_back_and_are_not_credited_yet_leave_nothing_to_invoice(write: Write) -> None:
    company = write(
        priced(paper("sales_order", "SO-1", 10)),
        priced(paper("delivery_note", "DN-1", 10)),
        money("sales_invoice", "SI-1", "100", quantity=10),
        paper("sales_return", "SR-1", 4),
    )
    close("2026-12", company)
    assert show("OB-2027-00001", company).carried == {CarriedOver("C-1", "receivable", "USD"): Decimal(100)}
    assert found(company) == {}
