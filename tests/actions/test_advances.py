"""Deposits that are for no order yet: invoiced to the customer, and taken off a later invoice, once."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.verifying import verify
from salesbook.documents.balances import LineBalance
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, outcomes


@pytest.fixture
def invoiced(desk: Desk) -> Path:
    """A deposit of 100, and two invoices that take 60 of it off each."""
    desk.change_settings('invoice_without_source = "block"', 'invoice_without_source = "none"')
    book = desk.documents(
        sales_invoice="""
        Ref  Date        Customer  Description  Quantity  Unit price  Deposit %
        D1   2026-03-05  C-1       Deposit      1         100         100
        I1   2026-03-05  C-1       Advice       1         500
        I1                         Deposit      -1        60          100
        I2   2026-03-05  C-1       Advice       1         500
        I2                         Deposit      -1        60          100
    """
    )
    assert outcomes(desk.post(book)) == {"D1": "posted", "I1": "posted", "I2": "refused"}
    return book


def account(desk: Desk) -> LineBalance:
    with desk.company.cache() as cache:
        return cache.accounts_of(["C-1"])["C-1"]


def test_a_deposit_is_taken_off_once(desk: Desk, invoiced: Path) -> None:
    assert account(desk).prepaid == 40
    assert account(desk).receivable == 100 + 500 - 60
    assert codes(desk.post(invoiced))[-1][1] == "deposit-exceeded"
    assert verify(desk.company).is_good


def test_a_reversed_invoice_gives_its_deposit_back(desk: Desk, invoiced: Path) -> None:
    desk.reverse("SI-2026-00002")
    assert account(desk).prepaid == Decimal(100)


def test_of_a_deposit_only_what_was_not_taken_off_is_credited(desk: Desk, invoiced: Path) -> None:
    """Of 100 an invoice has taken off 60; 40 may be credited, and then there is nothing left to take off."""
    desk.change_settings('credit_note_check = "approve"', 'credit_note_check = "none"')
    note = desk.documents(
        "note.xlsx",
        credit_note="""
        Ref  Date        Invoice or return no.  Line  Quantity  Credit for  Amount  Reason
        N1   2026-03-05  SI-2026-00001          1     1                             not needed
        N2   2026-03-05  SI-2026-00001          1               price       40      not needed
        N3   2026-03-05  SI-2026-00001          1               price       1       not needed
    """,
    )
    assert outcomes(desk.post(note)) == {"N1": "refused", "N2": "posted", "N3": "refused"}
    assert account(desk).prepaid == 0
    assert account(desk).receivable == 500
    assert outcomes(desk.post(invoiced))["I2"] == "refused"
    with pytest.raises(SalesbookError, match="reverse-claim-used"):
        desk.reverse("SI-2026-00001")
    assert verify(desk.company).is_good
