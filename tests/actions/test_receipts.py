"""Money received: make receipts from what is open, post, change, reverse."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.making import make_from_account
from salesbook.actions.verifying import verify
from salesbook.documents.balances import LineBalance
from salesbook.hosts.closed_file import ClosedFile
from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, marks, outcomes, put, shows

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-01  C-1       BOLT-8   100
    A2   2026-03-01  C-1       NUT-8    40
    A3   2026-03-02  C-2       BOLT-8   10
"""
"""With 5 % tax the invoices claim 1,050, 105 and 105."""


@pytest.fixture
def invoiced(desk: Desk) -> Path:
    """A workbook whose orders are delivered and invoiced."""
    book = desk.orders(ORDERS)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert desk.post(book).count("posted") == 3
    return book


def receipts(desk: Desk, text: str, name: str = "receipts.xlsx") -> Path:
    return desk.documents(name, payment=text)


def test_receipts_are_made_for_what_is_open_of_each_invoice(desk: Desk, invoiced: Path) -> None:
    made = desk.make("payment", invoiced)
    assert (made.rows, dict(made.references)["SI-2026-00003/1"]) == (3, "SI-2026-00003")
    assert shows(invoiced, "payment", "document_ref", "customer_no", "source_no", "amount") == [
        ("SI-2026-00001/1", "C-1", "SI-2026-00001", 1050),
        ("SI-2026-00002/1", "C-1", "SI-2026-00002", 105),
        ("SI-2026-00003/1", "C-2", "SI-2026-00003", 105),
    ]
    with pytest.raises(SalesbookError, match="nothing-open"):
        desk.make("payment", invoiced)
    put(invoiced, "payment", 2, amount=Decimal(400))
    assert desk.post(invoiced).count("posted") == 3
    assert [desk.show(f"SI-2026-0000{number}").state for number in (1, 2)] == ["part_paid", "paid"]

    made = desk.make("payment", invoiced, "SI-2026-00001")
    assert shows(invoiced, "payment", "document_ref", "amount", "document_no")[3:] == [("SI-2026-00001/2", 650, None)]
    assert desk.post(invoiced).count("posted") == 1
    assert desk.show("SI-2026-00001").state == "paid"
    assert [found.document_no for found in desk.show("SI-2026-00001").led_to] == ["RC-2026-00001", "RC-2026-00004"]
    with pytest.raises(SalesbookError, match="nothing-open"):
        desk.make("payment", invoiced)
    assert verify(desk.company).is_good


def test_more_than_is_open_is_refused_where_house_policy_says_so(desk: Desk, invoiced: Path) -> None:
    desk.change_settings('overpayment = "on_account"', 'overpayment = "refuse"')
    book = receipts(
        desk,
        """
        Ref  Date        Invoice no.    Amount
        R1   2026-03-05  SI-2026-00001  600
        R2   2026-03-05  SI-2026-00001  600
    """,
    )
    report = desk.post(book)
    assert outcomes(report) == {"R1": "posted", "R2": "refused"}
    assert marks(book)["Receipts!G3"].endswith(
        "Amount 600 is more than is open on invoice SI-2026-00001. Total 1050, paid 600 by R1, open 450. "
        "Enter 450 or less in all, and what is over on a row without invoice number."
    )
    report = desk.post(book)
    assert outcomes(report) == {"R1": "already", "R2": "refused"}
    assert "by RC-2026-00001, open 450" in sentence(report.problems[0], "en")
    assert "（RC-2026-00001），未收 450" in sentence(report.problems[0], "zh-Hant")


def test_what_is_over_goes_on_account_and_pays_another_invoice_later(desk: Desk, invoiced: Path) -> None:
    book = receipts(
        desk,
        """
        Ref  Date        Invoice no.    Amount  Bank charge
        R1   2026-03-05  SI-2026-00001  1100    30
    """,
    )
    report = desk.post(book)
    assert (outcomes(report), codes(report)) == ({"R1": "posted"}, [("Receipts!G2", "overpaid")])
    assert "1020 is set against it and 80 is kept on account." in sentence(report.problems[0], "en")
    assert outcomes(desk.post(book)) == {"R1": "already"}
    put(book, "payment", 2, bank_charge=Decimal(31))
    (changed,) = desk.post(book).problems
    assert (changed.code, changed.values["stored"]) == ("changed-after-posting", "30")
    assert verify(desk.company).is_good

    use = receipts(desk, "", "use.xlsx")
    made = make_from_account(ClosedFile(use), desk.company)
    assert (made.rows, dict(made.references)) == (2, {"C-1/260305": "C-1"})
    assert shows(use, "payment", "source_no", "amount") == [(None, -80), ("SI-2026-00002", 80)]
    assert desk.post(use).count("posted") == 1
    assert (desk.show("SI-2026-00002").whole or LineBalance()).open_amount == 25
    with pytest.raises(SalesbookError, match="nothing-on-account"):
        make_from_account(ClosedFile(use), desk.company)
    with pytest.raises(SalesbookError) as refused:
        desk.reverse("RC-2026-00001")
    assert (refused.value.code, refused.value.values["there"]) == ("reverse-money-used", "0")
    desk.reverse("RC-2026-00002")
    desk.reverse("RC-2026-00001")
    assert verify(desk.company).is_good


def test_one_transfer_pays_two_invoices_and_leaves_the_rest_on_account(desk: Desk, invoiced: Path) -> None:
    book = receipts(
        desk,
        """
        Ref  Date        Customer  Method    Bank reference  Invoice no.    Amount  Remark
        R1   2026-03-05  C-1       transfer  TX-0815         SI-2026-00001  1050
        R1                                                   SI-2026-00002  105
        R1                                                                  45      too much
    """,
    )
    assert outcomes(desk.post(book)) == {"R1": "posted"}
    shown = desk.show("RC-2026-00001")
    assert (shown.net_amount, shown.sources) == (1200, ["SI-2026-00001", "SI-2026-00002"])
    assert [line.posting.remark for line in shown.lines] == ["", "", "too much"]
    with desk.company.cache() as cache:
        (account,) = cache.accounts_of(["C-1"]).values()
        assert (account.receivable, account.unapplied) == (0, 45)
        ((line, _),) = cache.money_unapplied(["C-1"])
        assert line.posting.net_amount == 45


def test_pressing_post_again_changes_nothing_and_a_change_is_named(desk: Desk, invoiced: Path) -> None:
    book = receipts(
        desk,
        """
        Ref  Date        Method  Bank reference  Invoice no.    Amount
        R1   2026-03-05  cheque  77              SI-2026-00001  50
    """,
    )
    desk.post(book)
    assert outcomes(desk.post(book)) == {"R1": "already"}
    put(book, "payment", 2, amount=Decimal(60), method="cash", bank_reference="78")
    report = desk.post(book)
    assert {problem.values["field"]: problem.values["stored"] for problem in report.problems} == {
        "amount": "50", "method": "cheque", "bank_reference": "77",
    }  # fmt: skip
    assert "Bank reference" in sentence(report.problems[1], "en") + sentence(report.problems[0], "en")


def test_the_same_transfer_in_another_workbook_is_a_warning(desk: Desk, invoiced: Path) -> None:
    typed = """
        Ref  Date        Bank reference  Invoice no.    Amount
        R1   2026-03-05  TX-0815         SI-2026-00001  50
    """
    desk.post(receipts(desk, typed))
    report = desk.post(receipts(desk, typed, "again.xlsx"))
    assert codes(report) == [("Receipts!E2", "payment-entered-before")]
    assert outcomes(report) == {"R1": "posted"}
    desk.reverse("RC-2026-00001")
    desk.reverse("RC-2026-00002")
    assert not desk.check(receipts(desk, typed, "third.xlsx")).problems


def test_a_paid_invoice_is_reversed_only_after_its_receipts(desk: Desk, invoiced: Path) -> None:
    desk.make("payment", invoiced, "SI-2026-00001")
    put(invoiced, "payment", 2, amount=Decimal(50))
    desk.post(invoiced)
    desk.make("payment", invoiced, "SI-2026-00001")
    desk.post(invoiced)
    with pytest.raises(SalesbookError) as refused:
        desk.reverse("SI-2026-00001")
    assert refused.value.code == "reverse-paid"
    assert (refused.value.values["paid"], refused.value.values["receipts"]) == ("1050", "RC-2026-00001, RC-2026-00002")
    desk.reverse("RC-2026-00001")
    assert desk.show("SI-2026-00001").state == "part_paid"
    with pytest.raises(SalesbookError, match="RC-2026-00002"):
        desk.reverse("SI-2026-00001")
    desk.reverse("RC-2026-00002")
    assert desk.show("SI-2026-00001").state == "posted"
    desk.reverse("SI-2026-00001")
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].receivable == 105
    assert verify(desk.company).is_good
    book = receipts(desk, "Ref  Date        Invoice no.    Amount\nR1   2026-03-05  SI-2026-00001  1")
    assert codes(desk.post(book)) == [("Receipts!F2", "source-reversed")]


def test_a_receipt_is_for_invoices_of_one_customer(desk: Desk, invoiced: Path) -> None:
    book = receipts(
        desk,
        """
        Ref  Date        Customer  Invoice no.    Amount
        R1   2026-03-05            SI-2026-00001  5
        R1                         SI-2026-00003  5
        R2   2026-03-05  C-2       SI-2026-00002  5
        R3   2026-03-05                           5
    """,
    )
    assert codes(desk.post(book)) == [
        ("Receipts!F3", "source-of-other-customer"),
        ("Receipts!F4", "source-of-other-customer"),
        ("Receipts!C5", "missing"),
    ]


def test_a_damaged_count_of_money_is_found_by_verify(desk: Desk, invoiced: Path) -> None:
    import sqlite3

    desk.make("payment", invoiced)
    desk.post(invoiced)
    for change in (
        "update accounts set receivable = receivable + 1 where kind = 'customer' and document_no = 'C-1'",
        "update accounts set paid = paid + 10000 where document_no = 'SI-2026-00002'",
    ):
        connection = sqlite3.connect(desk.company.cache_path, isolation_level=None)
        connection.execute(change)
        connection.close()
        bad = {check.code: check.found for check in verify(desk.company).checks if check.found}
        assert bad.keys() == {"verify-receivables", "verify-cache"}
        assert verify(desk.company).is_good, "what clicks are decided on was counted anew"
