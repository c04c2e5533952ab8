"""Another currency from the rate in the master data workbook to the receipt."""

from decimal import Decimal

from salesbook.actions.verifying import verify
from tests.small_company import Desk, codes, outcomes, shows


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
