"""Another currency from the rate in the master data workbook to the receipt."""

from datetime import date
from decimal import Decimal

import pytest

from salesbook.actions.crediting import show_credit
from salesbook.actions.verifying import verify
from salesbook.documents.balances import AS_A_WHOLE, LineKey, fold
from salesbook.documents.posting import Posting
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import rebuild
from salesbook.queries import LedgerQueries
from tests.small_company import TODAY, Desk, codes, outcomes, shows


def test_an_order_in_euros_is_delivered_invoiced_and_paid_and_leaves_nothing_at_home(desk: Desk) -> None:
    order = """
        Ref  Date        Customer  Currency  Product  Quantity  Unit price
        A1   2026-03-05  C-1       EUR       BOLT-8   100       9.99
    """
    book = desk.orders(order)
    assert [code for _, code in codes(desk.post(book))] == ["exchange-rate-missing"]
    rates = """
        Currency  Rate    Valid from
        EUR       1.0937  2026-03-01
        EUR       1.2     2026-03-06
        euro      1.1     2026-03-01
    """
    report = desk.post(desk.records("exchange_rate", rates, "rates.xlsx"))
    assert [code for _, code in codes(report)] == ["currency-unlike"]
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert desk.post(book).count("posted") == 1
    invoice = desk.show("SI-2026-00001")
    (line,) = (found.posting for found in invoice.lines)
    assert (line.currency, line.gross_amount, line.home_amount) == ("EUR", Decimal("1048.95"), Decimal("1147.24"))
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].receivable == Decimal("1147.24")

    receipts = desk.documents(
        "receipts.xlsx",
        payment="""
        Ref  Date        Invoice no.    Amount
        R1   2026-03-07  SI-2026-00001  1048.95
    """,
    )
    desk.today = desk.today.replace(day=7)
    assert outcomes(desk.post(receipts)) == {"R1": "posted"}
    assert outcomes(desk.post(receipts)) == {"R1": "already"}
    lines = [found.posting for found in desk.show("RC-2026-00001").lines]
    assert [(found.purpose, found.net_amount, found.home_amount) for found in lines] == [
        ("", Decimal("1048.95"), Decimal("1258.74")), ("exchange", 0, Decimal("-111.50")),
    ]  # fmt: skip
    assert shows(receipts, "payment", "customer_no") == [("C-1",)]
    with desk.company.cache() as cache:
        account = cache.accounts_of(["C-1"])["C-1"]
        assert (account.receivable, account.unapplied) == (0, 0)
    assert verify(desk.company).is_good
    desk.reverse("RC-2026-00001")
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].receivable == Decimal("1147.24")
    assert verify(desk.company).is_good


def test_a_credit_note_that_is_paid_back_at_other_rates_leaves_nothing_at_home(desk: Desk) -> None:
    """21 euros were credited at 1.0937, which is 22.97; what goes back, at whatever rate, was worth the same."""
    desk.change_settings('credit_note_check = "approve"', 'credit_note_check = "none"')
    rates = "Currency  Rate    Valid from\nEUR       1.0937  2026-03-01\nEUR       1.2     2026-03-06"
    desk.post(desk.records("exchange_rate", rates, "rates.xlsx"))
    book = desk.orders("""
        Ref  Date        Customer  Currency  Product  Quantity  Unit price
        A1   2026-03-05  C-1       EUR       BOLT-8   10        20
    """)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice", "payment"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    note = desk.documents(
        "note.xlsx",
        credit_note="""
        Ref  Date        Invoice or return no.  Line  Quantity  Reason
        N1   2026-03-05  SI-2026-00001          1     1         bent
    """,
    )
    assert outcomes(desk.post(note)) == {"N1": "posted"}
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == Decimal("22.97")
    desk.today = desk.today.replace(day=7)
    refunds = desk.documents(
        "refunds.xlsx",
        payment="""
        Ref  Date        Invoice no.    Amount
        R1   2026-03-05  CN-2026-00001  -10
        R2   2026-03-07  CN-2026-00001  -11
    """,
    )
    assert outcomes(desk.post(refunds)) == {"R1": "posted", "R2": "posted"}
    assert outcomes(desk.post(refunds)) == {"R1": "already", "R2": "already"}
    assert [desk.show(f"RC-2026-0000{number}").lines[0].posting.home_amount for number in (2, 3)] == [
        Decimal("-10.94"),
        Decimal("-12.03"),
    ]
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == 0
    assert verify(desk.company).is_good


def test_what_is_worth_less_than_half_a_cent_at_home_counts_as_nothing_and_not_as_its_foreign_amount(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """105 Vietnamese dong are 0.0042 dollars: nobody owes 105 dollars because that rounds to nothing."""
    rates = "Currency  Rate     Valid from\nVND       0.00004  2026-03-01"
    assert desk.post(desk.records("exchange_rate", rates, "rates.xlsx")).count("posted") == 1
    order = """
        Ref  Date        Customer  Currency  Product  Quantity  Unit price
        A1   2026-03-05  C-1       VND       BOLT-8   1         100
        A2   2026-03-05  C-1       USD       BOLT-8   1         7
    """
    book = desk.orders(order)
    assert not codes(desk.post(book))
    open_orders = show_credit("C-1", desk.company).levels[0].standing.open_orders
    assert open_orders == Decimal("7.35")
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert desk.post(book).count("posted") == 2
    invoice = next(line.posting for line in desk.show("SI-2026-00001").lines)
    assert (invoice.gross_amount, invoice.home_amount, invoice.exchange_rate) == (105, 0, Decimal("0.00004"))

    def owed() -> Decimal:
        with desk.company.cache() as cache:
            return cache.accounts_of(["C-1"])["C-1"].receivable

    assert owed() == Decimal("7.35")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(desk.company.store, desk.company.cache_path)
    assert owed() == Decimal("7.35"), "counted at once"
    (month,) = LedgerQueries(desk.company.store).sold_by_month("sales_invoice", date(2026, 3, 1), date(2026, 3, 31))
    assert month.net_amount == 7
    assert verify(desk.company).is_good


def test_lines_that_an_older_program_stored_without_a_rate_keep_what_they_are_worth() -> None:
    line = Posting(
        kind="sales_invoice", document_no="SI-1", document_date=TODAY, posting_date=TODAY, customer_no="C-1",
        currency="EUR", net_amount=Decimal(100), home_amount=Decimal(110), quantity=Decimal(1),
    )  # fmt: skip
    account = LineKey("customer", "C-1", AS_A_WHOLE)
    assert fold([line])[account].receivable == line.gross_at_home == 110
    assert fold([line.model_copy(update={"home_amount": Decimal(0)})])[account].receivable == 100
