"""Where the smallest coin is larger than a cent, totals are rounded to it; amounts and taxes stay as they are."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.verifying import verify
from tests.small_company import Desk, outcomes


@pytest.fixture
def book(desk: Desk) -> Path:
    """Three orders, invoiced; their totals end on 2, 6 and 5 cents."""
    desk.change_settings("cash_rounding = 0", "cash_rounding = 0.05")
    desk.change_settings('invoice_without_source = "block"', 'invoice_without_source = "none"')
    return desk.documents(
        sales_invoice="""
        Ref  Date        Customer  Product  Description  Quantity  Unit price
        I1   2026-03-05  C-1                Advice       1         42.02
        I2   2026-03-05  C-1                Advice       1         42.06
        I3   2026-03-05  C-1                Advice       1         42.05
    """
    )


def owed(desk: Desk, number: str) -> tuple[Decimal, Decimal]:
    """What the lines of an invoice come to, and what the customer is to pay."""
    shown = desk.show(number)
    lines = [line.posting for line in shown.lines]
    typed = sum((posting.net_amount + posting.tax_amount for posting in lines if posting.purpose == ""), Decimal(0))
    return typed, sum((posting.gross_amount for posting in lines), Decimal(0))


def test_what_the_customer_owes_can_be_paid_with_coins(desk: Desk, book: Path) -> None:
    assert set(outcomes(desk.post(book)).values()) == {"posted"}
    assert owed(desk, "SI-2026-00001") == (Decimal("42.02"), Decimal("42.00"))
    assert owed(desk, "SI-2026-00002") == (Decimal("42.06"), Decimal("42.05"))
    assert owed(desk, "SI-2026-00003") == (Decimal("42.05"), Decimal("42.05"))
    assert verify(desk.company).is_good


def test_posting_again_changes_nothing(desk: Desk, book: Path) -> None:
    desk.post(book)
    assert set(outcomes(desk.post(book)).values()) == {"already"}


def test_the_rounded_amount_pays_the_invoice(desk: Desk, book: Path) -> None:
    desk.post(book)
    receipts = desk.documents("receipts.xlsx")
    desk.make("payment", receipts, "SI-2026-00002")
    assert not desk.post(receipts).problems
    assert desk.show("SI-2026-00002").state == "paid"


def test_a_rounded_invoice_in_euros_leaves_nothing_at_home_when_it_is_paid(desk: Desk) -> None:
    """3.51 EUR at 1.0937 is 3.84 at home; the cent that is rounded off is worth a cent, so 3.83 is owed."""
    desk.change_settings("cash_rounding = 0", "cash_rounding = 0.05")
    desk.change_settings('invoice_without_source = "block"', 'invoice_without_source = "none"')
    rates = """
        Currency  Rate    Valid from
        EUR       1.0937  2026-03-01
    """
    desk.post(desk.records("exchange_rate", rates, "rates.xlsx"))
    book = desk.documents(
        sales_invoice="""
        Ref  Date        Customer  Currency  Product  Description  Quantity  Unit price
        I1   2026-03-05  C-1       EUR                Advice       1         3.51
    """
    )
    assert outcomes(desk.post(book)) == {"I1": "posted"}
    assert owed(desk, "SI-2026-00001") == (Decimal("3.51"), Decimal("3.50"))
    assert [line.posting.home_amount for line in desk.show("SI-2026-00001").lines] == [
        Decimal("3.84"),
        Decimal("-0.01"),
    ]
    receipts = desk.documents("receipts.xlsx")
    desk.make("payment", receipts)
    desk.post(receipts)
    with desk.company.cache() as cache:
        account = cache.accounts_of(["C-1"])["C-1"]
    assert (account.receivable, account.unapplied) == (0, 0)
    assert verify(desk.company).is_good
