"""Orders that are paid before they are delivered (先款後貨): what is paid is what may leave."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, put, shows


@pytest.fixture
def ordered(desk: Desk) -> Path:
    """The workbook with an order of five bolts, 52.50 with tax, that is paid first."""
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Pay first
        A1   2026-03-05  C-1       BOLT-8   5         yes
    """)
    assert not desk.post(book).problems
    return book


def invoice(desk: Desk, book: Path, quantity: int) -> None:
    desk.make("sales_invoice", book, "SO-2026-00001")
    put(book, "sales_invoice", 2, quantity=Decimal(quantity))
    assert not desk.post(book).has_errors


def pay(desk: Desk, book: Path, amount: str) -> None:
    desk.make("payment", book, "SI-2026-00001")
    put(book, "payment", 2, amount=Decimal(amount))
    assert not desk.post(book).has_errors


def test_nothing_is_offered_for_delivery_before_it_is_paid(desk: Desk, ordered: Path) -> None:
    with pytest.raises(SalesbookError) as caught:
        desk.make("delivery_note", ordered, "SO-2026-00001")
    assert caught.value.code == "nothing-open"


def test_what_is_paid_is_offered_and_may_leave(desk: Desk, ordered: Path) -> None:
    invoice(desk, ordered, 4)
    pay(desk, ordered, "42")
    desk.make("delivery_note", ordered, "SO-2026-00001")
    assert shows(ordered, "delivery_note", "quantity") == [(4,)]
    put(ordered, "delivery_note", 2, quantity=Decimal(5))
    report = desk.post(ordered)
    assert [code for _, code in codes(report)] == ["delivery-before-payment"]
    assert sentence(report.problems[0], "en") == (
        "Quantity 5 of BOLT-8 is more than is paid on line 1 of order SO-2026-00001, which is paid first. "
        "Ordered 5, paid 4, delivered 0. Enter 4 or less, or enter the receipt first."
    )
    put(ordered, "delivery_note", 2, quantity=Decimal(4))
    assert not desk.post(ordered).problems


def test_an_invoice_that_is_paid_in_part_releases_nothing(desk: Desk, ordered: Path) -> None:
    invoice(desk, ordered, 5)
    pay(desk, ordered, "40")
    with pytest.raises(SalesbookError):
        desk.make("delivery_note", ordered, "SO-2026-00001")
