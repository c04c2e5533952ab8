"""What counts as sold is net of returns, refusals and credit notes, whichever paper it is counted by."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.documents.posting import Posting
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.queries import LedgerQueries
from tests.ledger.by_hand import Pen

DAY = date(2026, 3, 5)
MONTH = (date(2026, 3, 1), date(2026, 3, 31))


def line(kind: str, number: str, quantity: str, net: str, **more: object) -> Posting:
    fields = {"document_date": DAY, "posting_date": DAY, "salesperson_no": "P1", "territory_code": "N1"}
    return Posting.model_validate(
        {"kind": kind, "document_no": number, "quantity": Decimal(quantity), "net_amount": Decimal(net)} | fields | more
    )


PAPERS = [
    line("sales_order", "SO-1", "10", "1000"),
    line("order_change", "SO-1-R2", "-10", "-1000"),
    line("order_change", "SO-1-R2", "9", "900", line_no=2),
    line("delivery_note", "DN-1", "9", "900"),
    line("sign_off", "SG-1", "8", "-100", refused_quantity=Decimal(1)),
    line("sales_return", "SR-1", "2", "200"),
    line("sales_return", "SR-2", "3", "300", purpose="no_credit"),
    line("sales_invoice", "SI-0", "0", "500", purpose="deposit"),
    line("sales_invoice", "SI-1", "8", "800"),
    line("sales_invoice", "SI-1", "0", "-500", purpose="deposit", line_no=2),
    line("credit_note", "CN-1", "2", "200"),
    line("credit_note", "CN-2", "6", "60", purpose="price"),
]


@pytest.fixture
def queries(tmp_path: Path) -> LedgerQueries:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    for number in dict.fromkeys(posting.document_no for posting in PAPERS):
        pen.write([posting for posting in PAPERS if posting.document_no == number])
    return LedgerQueries(store)


@pytest.mark.parametrize(
    ("kind", "quantity", "amount"), [("sales_order", 9, 900), ("delivery_note", 6, 600), ("sales_invoice", 6, 540)]
)
def test_what_was_sold_is_net_of_what_came_back(queries: LedgerQueries, kind: str, quantity: int, amount: int) -> None:
    (month,) = queries.sold_by_month(kind, *MONTH)
    assert (month.quantity, month.net_amount) == (quantity, amount)
    documents = queries.sold_documents(kind, *MONTH)
    assert sum(document.net_amount for document in documents) == amount


def test_a_return_is_no_purchase(queries: LedgerQueries) -> None:
    documents = queries.sold_documents("delivery_note", *MONTH)
    assert [document.document_no for document in documents if not document.takes_back] == ["DN-1"]
    (month,) = queries.sold_by_month("delivery_note", *MONTH)
    assert month.documents == 1


def test_what_was_sold_abroad_counts_as_what_it_is_worth_at_home(tmp_path: Path) -> None:
    """100.00 with 5.00 of tax at 32.5 are 3,412.50 at home, 3,250.00 of them without tax."""
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    pen.write([line("delivery_note", "DN-1", "4", "1000")])
    abroad = {"tax_amount": Decimal(5), "home_amount": Decimal("3412.50"), "currency": "USD"}
    pen.write([line("delivery_note", "DN-2", "1", "100", **abroad)])
    found = LedgerQueries(store)
    (month,) = found.sold_by_month("delivery_note", *MONTH)
    assert (month.net_amount, month.quantity, month.documents) == (4250, 5, 2)
    assert [row.net_amount for row in found.sold_documents("delivery_note", *MONTH)] == [1000, 3250]
