"""Deposits from the order to the last invoice, typed into real workbooks."""

from decimal import Decimal

import pytest

from salesbook.actions.verifying import verify
from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, outcomes, put, shows

ORDER = """
    Ref  Date        Customer  Deposit %  Product  Quantity
    A1   2026-03-05  C-1       30         BOLT-8   100
"""
"""1,050 with tax, of which 315 must have come before anything is delivered."""


def test_a_demanded_deposit_is_received_used_and_released(desk: Desk) -> None:
    book = desk.orders(ORDER)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert outcomes(desk.post(book)) == {"A1": "already"}
    desk.make("delivery_note", book)
    report = desk.post(book)
    assert [code for _, code in codes(report)] == ["deposit-missing"]
    assert "demands a deposit of 315 before delivery; 0 has come, 315 is missing" in sentence(report.problems[0], "en")

    desk.make("payment", book, "SO-2026-00001")
    assert shows(book, "payment", "source_no", "amount") == [("SO-2026-00001", 315)]
    put(book, "payment", 2, amount=Decimal(1100))
    assert set(outcomes(desk.post(book)).values()) == {"already", "posted"}, "the receipt counts for the delivery"
    with pytest.raises(SalesbookError, match="no-deposit-to-enter"):
        desk.make("payment", book, "SO-2026-00001")
    desk.make("sales_invoice", book)
    desk.post(book)
    assert desk.show("SI-2026-00001").state == "paid"
    deposit = desk.show("SO-2026-00001").deposit
    assert deposit is not None
    assert (deposit.received, deposit.used, deposit.left, deposit.state) == (1100, 1050, 50, "part_applied")

    desk.make("payment", book, "SO-2026-00001")
    assert shows(book, "payment", "source_no", "amount")[1:] == [("SO-2026-00001", -50), (None, 50)]
    desk.post(book)
    with desk.company.cache() as cache:
        account = cache.accounts_of(["C-1"])["C-1"]
    assert (account.receivable, account.unapplied) == (0, 50)
    assert verify(desk.company).is_good
    with pytest.raises(SalesbookError, match="reverse-money-used"):
        desk.reverse("RC-2026-00001")
    desk.reverse("RC-2026-00002")
    desk.reverse("SI-2026-00001")
    desk.reverse("RC-2026-00001")
    assert verify(desk.company).is_good


def test_a_deposit_invoice_is_typed_as_a_share_of_its_order_and_deducted_later(desk: Desk) -> None:
    book = desk.orders(ORDER)
    desk.post(book)
    claim = desk.documents(
        "claim.xlsx",
        sales_invoice="""
        Ref  Date        Delivery no.   Quantity  Deposit %
        V1   2026-03-05  SO-2026-00001  1         30
    """,
    )
    assert outcomes(desk.post(claim)) == {"V1": "posted"}
    assert outcomes(desk.post(claim)) == {"V1": "already"}
    desk.make("payment", claim)
    assert shows(claim, "payment", "source_no", "amount") == [("SI-2026-00001", 315)]
    desk.post(claim)
    desk.make("delivery_note", book)
    assert desk.post(book).count("posted") == 1, "the paid deposit invoice is the deposit"
    desk.make("sales_invoice", book)
    desk.post(book)
    shown = desk.show("SI-2026-00002")
    assert (shown.net_amount, shown.tax_amount, len(shown.lines)) == (700, 35, 2)
    assert set(outcomes(desk.post(book)).values()) == {"already"}
    deposit = desk.show("SO-2026-00001").deposit
    assert deposit is not None
    assert (deposit.claimed, deposit.claimed_left, deposit.claimed_paid) == (315, 0, 315)
    assert verify(desk.company).is_good


DEPOSIT_INVOICE = """
    Ref  Date        Delivery no.   Quantity  Deposit %
    V1   2026-03-05  SO-2026-00001  1         30
"""


def test_an_order_is_not_reversed_while_money_lies_on_it(desk: Desk) -> None:
    """The money could neither be used nor paid back, because nothing names an order that is gone."""
    book = desk.orders(ORDER)
    desk.post(book)
    desk.make("payment", book, "SO-2026-00001")
    desk.post(book)
    with pytest.raises(SalesbookError, match="reverse-has-deposit") as caught:
        desk.reverse("SO-2026-00001")
    assert (caught.value.values["amount"], caught.value.values["documents"]) == ("315", "RC-2026-00001")
    to_account = """
        Ref  Date        Customer  Invoice no.    Amount
        R1   2026-03-05  C-1       SO-2026-00001  -315
        R1                                        315
    """
    assert outcomes(desk.post(desk.documents("account.xlsx", payment=to_account))) == {"R1": "posted"}
    desk.reverse("SO-2026-00001")
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == 315


def test_an_order_is_not_reversed_under_its_deposit_invoice_or_pick_list(desk: Desk) -> None:
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   100")
    desk.post(book)
    desk.post(desk.documents("claim.xlsx", sales_invoice=DEPOSIT_INVOICE))
    with pytest.raises(SalesbookError, match="reverse-has-deposit"):
        desk.reverse("SO-2026-00001")
    desk.reverse("SI-2026-00001")
    desk.make("pick_list", book)
    desk.post(book)
    with pytest.raises(SalesbookError, match="reverse-built-upon"):
        desk.reverse("SO-2026-00001")
    desk.reverse("PL-2026-00001")
    desk.reverse("SO-2026-00001")
    assert verify(desk.company).is_good


def test_a_deposit_that_was_taken_off_is_neither_credited_nor_reversed(desk: Desk) -> None:
    """1,050 were ordered: 315 claimed first and 735 at last; crediting the 315 would give them away."""
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   100")
    desk.post(book)
    desk.post(desk.documents("claim.xlsx", sales_invoice=DEPOSIT_INVOICE))
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    with pytest.raises(SalesbookError, match="reverse-claim-used") as caught:
        desk.reverse("SI-2026-00001")
    assert (caught.value.values["amount"], caught.value.values["there"]) == ("315", "0")
    desk.make("credit_note", book, "SI-2026-00001")
    put(book, "credit_note", 2, reason="typing error")
    assert ("Credit notes!J2", "credit-exceeds-deposit") in codes(desk.post(book))
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].receivable == 1050


def test_what_is_credited_of_a_deposit_is_not_taken_off_later(desk: Desk) -> None:
    """Of 315 claimed 115 are credited as too much; the last invoice of 1,050 takes 200 off."""
    desk.change_settings('credit_note_check = "approve"', 'credit_note_check = "none"')
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   100")
    desk.post(book)
    desk.post(desk.documents("claim.xlsx", sales_invoice=DEPOSIT_INVOICE))
    note = desk.documents(
        "note.xlsx",
        credit_note="""
        Ref  Date        Invoice or return no.  Line  Credit for  Amount  Reason
        N1   2026-03-05  SI-2026-00001          1     price       109.52  too much
    """,
    )
    assert outcomes(desk.post(note)) == {"N1": "posted"}
    assert outcomes(desk.post(note)) == {"N1": "already"}
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    shown = desk.show("SI-2026-00002")
    assert shown.net_amount + shown.tax_amount == 850
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].receivable == 1050
    assert verify(desk.company).is_good


def test_an_order_demands_no_more_than_it_comes_to(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Deposit %  Product  Quantity
        A1   2026-03-05  C-1       150        BOLT-8   100
        A2   2026-03-05  C-1       -5         BOLT-8   100
        A3   2026-03-05  C-1       100        BOLT-8   100
        A4   2026-03-05  C-1       0          BOLT-8   100
    """)
    report = desk.post(book)
    assert outcomes(report) == {"A1": "refused", "A2": "refused", "A3": "posted", "A4": "posted"}
    assert [code for _, code in codes(report)] == ["deposit-demand-out-of-range"] * 2
