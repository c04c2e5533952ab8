"""A posted quotation or order changes under its own number; closing, losing and holding back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.ending import close, hold, reopen
from salesbook.actions.reversing import reverse
from salesbook.actions.verifying import read_all, verify
from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, outcomes, put, shows

ORDER = """
    Ref  Date        Customer  Product  Quantity  Unit price
    A1   2026-03-05  C-1       BOLT-8   5         10
    A1                         NUT-8    2         3
"""


@pytest.fixture
def book(desk: Desk) -> Path:
    """An order of 5 bolts and 2 nuts, posted."""
    book = desk.orders(ORDER)
    desk.post(book)
    return book


def amounts(desk: Desk, number: str) -> list[tuple[Decimal, Decimal, Decimal]]:
    lines = desk.show(number).lines
    return [(line.posting.unit_price, line.balance.quantity, line.balance.open_to_deliver) for line in lines]


WAYS: dict[str, tuple[Any, Any]] = {
    "invoice_from": ("order", "delivery"), "complete_only": ("yes", "no"), "pay_first": ("yes", "no"),
    "deposit_percent": (30, 20), "tax_included": ("yes", "no"), "head_discount_percent": (5, 6),
    "head_discount_amount": (3, 4), "customer_reference": ("PO-1", "PO-2"), "territory_code": ("South", "N1"),
    "salesperson_no": ("P2", "P1"), "remark": ("by air", "by sea"),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_whatever_is_said_of_an_order_is_known_again(desk: Desk, book: Path, name: str) -> None:
    """Pressing Post twice changes nothing, and another word in a posted row is told."""
    said, other = WAYS[name]
    again = desk.orders(ORDER.replace("A1", "B1"), "again.xlsx")
    put(again, "sales_order", 2, **{name: said})
    assert outcomes(desk.post(again)) == {"B1": "posted"}
    assert outcomes(desk.post(again)) == {"B1": "already"}
    put(again, "sales_order", 2, **{name: other})
    report = desk.post(again)
    assert outcomes(report) == {"B1": "refused"}
    assert [problem.values["field"] for problem in report.problems if problem.severity == "error"] == [name]


@pytest.mark.parametrize("said", ["order", "delivery", None])
def test_what_an_order_is_invoiced_from_is_known_again_beside_services_alone(desk: Desk, said: str | None) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Description  Quantity  Unit price
        A1   2026-03-05  C-1       Fitting      1         50
    """)
    put(book, "sales_order", 2, invoice_from=said)
    assert [outcomes(desk.post(book)) for _ in range(2)] == [{"A1": "posted"}, {"A1": "already"}]


def test_an_order_is_changed_under_its_own_number(desk: Desk, book: Path) -> None:
    put(book, "sales_order", 2, quantity=Decimal(4), unit_price=Decimal(9), revision=2)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert shows(book, "sales_order", "document_no") == [("SO-2026-00001",)] * 2
    assert amounts(desk, "SO-2026-00001") == [(9, 4, 4), (3, 2, 2)]
    assert desk.show("SO-2026-00001").net_amount == 42
    assert desk.show("SO-2026-00001-R2").net_amount == -50 + 36
    assert outcomes(desk.post(book)) == {"A1": "already"}
    assert verify(desk.company).is_good


def test_a_paper_that_was_changed_on_a_later_day_keeps_its_date(desk: Desk, book: Path) -> None:
    later = replace(desk, today=desk.today + timedelta(days=1))
    put(book, "sales_order", 2, quantity=Decimal(4), revision=2)
    assert outcomes(later.post(book)) == {"A1": "posted"}
    assert outcomes(later.post(book)) == {"A1": "already"}
    put(book, "sales_order", 2, document_date=later.today)
    assert [code for _, code in codes(later.post(book))] == ["changed-after-posting"]


def test_without_the_next_revision_a_changed_row_is_refused(desk: Desk, book: Path) -> None:
    put(book, "sales_order", 2, quantity=Decimal(4))
    assert [code for _, code in codes(desk.post(book))] == ["changed-after-posting"]
    put(book, "sales_order", 2, revision=3)
    assert [code for _, code in codes(desk.post(book))] == ["revision-not-next"]


def test_a_line_is_taken_out_with_quantity_0(desk: Desk, book: Path) -> None:
    put(book, "sales_order", 2, revision=2)
    put(book, "sales_order", 3, quantity=Decimal(0))
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert amounts(desk, "SO-2026-00001") == [(10, 5, 5), (3, 0, 0)]
    assert verify(desk.company).is_good


def test_what_was_delivered_is_protected(desk: Desk, book: Path) -> None:
    desk.make("delivery_note", book)
    desk.post(book)
    put(book, "sales_order", 2, quantity=Decimal(4), revision=2)
    (found,) = [found for found in desk.post(book).problems if found.severity == "error"]
    assert (found.code, found.values["done"]) == ("revision-below-done", "5")
    put(book, "sales_order", 2, quantity=Decimal(8))
    assert outcomes(desk.post(book))["A1"] == "posted"
    assert amounts(desk, "SO-2026-00001")[0] == (10, 8, 3)
    assert desk.make("delivery_note", book).rows == 1


def test_what_was_invoiced_keeps_its_price(desk: Desk, book: Path) -> None:
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    put(book, "sales_order", 2, unit_price=Decimal(9), revision=2)
    assert "revision-price-invoiced" in {found.code for found in desk.post(book).problems}


def test_another_remark_is_no_revision(desk: Desk, book: Path) -> None:
    put(book, "sales_order", 2, remark="call before delivery", revision=2)
    report = desk.post(book)
    assert outcomes(report) == {"A1": "already"}
    assert "revision-changes-nothing" in {found.code for found in report.problems}
    with desk.company.cache() as cache:
        assert cache.revisions_of(["SO-2026-00001"]) == {}


def test_the_credit_limit_counts_a_change_by_what_it_adds(desk: Desk, book: Path) -> None:
    """The order is 58.80 with tax; raising 5 bolts to 9 adds 42.00."""
    limit = "Customer  Name   Salesperson  Territory  Credit limit\nC-1       Alpha  P1           N1         100"
    desk.post(desk.records("customer", limit))
    put(book, "sales_order", 2, quantity=Decimal(9), revision=2)
    report = desk.post(book)
    (found,) = [found for found in report.problems if found.code == "credit-limit-exceeded"]
    assert found.values["added"] == "42"
    put(book, "sales_order", 2, quantity=Decimal(8))
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    with desk.company.cache() as cache:
        assert cache.waiting_lines(["C-1"])[0].posting.gross_amount == Decimal("84.00")


QUOTATION = """
    Ref  Date        Customer  Product  Quantity  Unit price
    Q1   2026-03-05  C-1       BOLT-8   10        95
"""


def test_an_old_revision_of_a_quotation_is_not_ordered_from(desk: Desk) -> None:
    book = desk.documents(quotation=QUOTATION)
    desk.post(book)
    put(book, "quotation", 2, unit_price=Decimal(90), revision=2)
    desk.post(book)
    row = "Ref  Date        Customer  Quotation no.     Quantity\nA1   2026-03-05  C-1       {number}  10"
    old = desk.orders(row.format(number="QU-2026-00001-R1"), "old.xlsx")
    (found,) = [found for found in desk.post(old).problems if found.severity == "error"]
    assert (found.code, found.values["newest"]) == ("quotation-superseded", "2")
    new = desk.orders(row.format(number="QU-2026-00001-R2"), "new.xlsx")
    assert outcomes(desk.post(new)) == {"A1": "posted"}
    assert [line.posting.unit_price for line in desk.show("SO-2026-00001").lines] == [90]
    assert desk.show("QU-2026-00001").state == "ordered"


def test_the_rest_of_an_order_is_given_up_and_opened_again(desk: Desk, book: Path) -> None:
    with pytest.raises(SalesbookError, match="reason-missing"):
        close("SO-2026-00001", desk.company, " ")
    close("SO-2026-00001", desk.company, "customer gave up", [1], Decimal(2))
    assert [line[2] for line in amounts(desk, "SO-2026-00001")] == [3, 2]
    close("SO-2026-00001", desk.company, "customer gave up")
    assert desk.show("SO-2026-00001").state == "closed"
    with pytest.raises(SalesbookError, match="closing-nothing-open"):
        close("SO-2026-00001", desk.company, "again")
    reopen("SO-2026-00001", desk.company, "wanted after all")
    assert desk.show("SO-2026-00001").state == "confirmed"
    assert [line[2] for line in amounts(desk, "SO-2026-00001")] == [5, 2]
    assert verify(desk.company).is_good


def test_a_quotation_expires_and_a_revision_with_a_new_day_brings_it_back(desk: Desk) -> None:
    book = desk.documents(
        quotation="""
        Ref  Date        Valid until  Customer  Product  Quantity
        Q1   2026-03-05  2026-03-10   C-1       BOLT-8   10
    """
    )
    desk.post(book)
    late = replace(desk, today=date(2026, 3, 11))
    assert (desk.show("QU-2026-00001").state, late.show("QU-2026-00001").state) == ("issued", "expired")
    put(book, "quotation", 2, valid_until=date(2026, 3, 31), revision=2)
    assert outcomes(late.post(book)) == {"Q1": "posted"}
    assert late.show("QU-2026-00001").state == "issued"


def test_a_lost_quotation_is_not_offered_any_more(desk: Desk) -> None:
    book = desk.documents(quotation=QUOTATION)
    desk.post(book)
    close("QU-2026-00001", desk.company, "too dear")
    assert desk.show("QU-2026-00001").state == "lost"
    with pytest.raises(SalesbookError, match="nothing-open"):
        desk.make("sales_order", book)


def test_what_is_waived_is_never_invoiced(desk: Desk, book: Path) -> None:
    desk.make("delivery_note", book)
    desk.post(book)
    close("DN-2026-00001", desk.company, "samples", [2], purpose="waive")
    assert desk.make("sales_invoice", book).rows == 1
    desk.post(book)
    assert desk.show("SO-2026-00001").state == "completed"
    assert verify(desk.company).is_good


def test_nothing_leaves_for_an_order_on_hold(desk: Desk, book: Path) -> None:
    hold("SO-2026-00001", desk.company, "wait for the drawing")
    assert desk.show("SO-2026-00001").state == "on_hold"
    desk.make("delivery_note", book)
    found = [found for found in desk.post(book).problems if found.severity == "error"]
    assert {problem.code for problem in found} == {"order-on-hold"}
    hold("SO-2026-00001", desk.company, "drawing is here", on_hold=False)
    assert outcomes(desk.post(book))["SO-2026-00001/1"] == "posted"


def test_all_ways_of_counting_know_the_newest_revision(desk: Desk, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from salesbook.ledger import cache as cache_module
    from salesbook.ledger.cache import rebuild
    from salesbook.queries import LedgerQueries

    put(book, "sales_order", 2, quantity=Decimal(7), unit_price=Decimal(9), revision=2)
    put(book, "sales_order", 3, quantity=Decimal(0))
    desk.post(book)
    key = LineKey("sales_order", "SO-2026-00001", 1)
    with desk.company.cache() as cache:
        followed = cache.lines_of([("sales_order", "SO-2026-00001")])
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(desk.company.store, desk.company.cache_path)
    with desk.company.cache() as cache:
        counted = cache.lines_of([("sales_order", "SO-2026-00001")])
    asked = LedgerQueries(desk.company.store).lines_of("sales_order", "SO-2026-00001")
    assert counted == followed
    assert [(line.posting.quantity, line.posting.unit_price, line.balance.quantity) for line in asked] == [
        (7, 9, 7), (0, 3, 0),
    ]  # fmt: skip
    assert followed[key].posting.revision == 2
    assert AS_A_WHOLE == 0


def test_how_an_order_is_invoiced_stays_when_its_rows_leave_it_blank(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Invoice from
        A1   2026-03-05  C-1       BOLT-8   5         order
    """)
    assert not desk.post(book).problems
    put(book, "sales_order", 2, quantity=Decimal(4), revision=2, invoice_from=None)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert [line.posting.purpose for line in desk.show("SO-2026-00001").lines] == ["ahead"]
    proof = verify(desk.company)
    assert proof.is_good
    assert (proof.totals["ordered"], proof.totals["open"], proof.totals["uninvoiced"]) == (4, 4, 4)


def test_what_is_not_delivered_any_more_may_be_invoiced_all_the_same(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Invoice from
        A1   2026-03-05  C-1       BOLT-8   5         order
        A2   2026-03-05  C-1       BOLT-8   5         delivery
    """)
    assert not desk.post(book).problems
    close("SO-2026-00001", desk.company, "the customer keeps his right to it", purpose="keep_claim")
    (line,) = desk.show("SO-2026-00001").lines
    assert (line.balance.open_to_deliver, line.balance.ahead_to_invoice) == (0, 5)
    with pytest.raises(SalesbookError) as caught:
        close("SO-2026-00002", desk.company, "nothing would be invoiced", purpose="keep_claim")
    assert caught.value.code == "closing-nothing-open"
    assert verify(desk.company).is_good
    reopen("SO-2026-00001", desk.company, "he wants it after all")
    assert desk.show("SO-2026-00001").lines[0].balance.open_to_deliver == 5


def test_orders_whose_rows_lack_their_numbers_are_changed_each_by_itself(desk: Desk) -> None:
    """A copy of the list, or one that was not saved after posting, shows no numbers."""
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   5
        A2   2026-03-05  C-1       BOLT-8   6
    """)
    desk.post(book)
    for row, quantity in ((2, 7), (3, 8)):
        put(book, "sales_order", row, quantity=Decimal(quantity), revision=2, document_no=None)
    assert set(outcomes(desk.post(book)).values()) == {"posted"}
    put(book, "sales_order", 3, document_no=None)
    assert set(outcomes(desk.post(book)).values()) == {"already"}
    assert [amounts(desk, number)[0][1] for number in ("SO-2026-00001", "SO-2026-00002")] == [7, 8]
    ids = [stored.stamp.posting_id for stored in read_all(desk.company)]
    assert len(set(ids)) == len(ids)
    assert "" not in ids
    assert verify(desk.company).is_good


def test_a_revised_order_is_reversed_on_the_day_of_its_last_revision(desk: Desk, book: Path) -> None:
    """Before that day it did not say yet what is undone."""
    desk.today = date(2026, 3, 20)
    put(book, "sales_order", 3, quantity=Decimal(1))
    put(book, "sales_order", 2, revision=2)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    with pytest.raises(SalesbookError, match="reverse-before-original"):
        reverse("SO-2026-00001", desk.company, "typing error", date(2026, 3, 19))
    mirror = reverse("SO-2026-00001", desk.company, "typing error").decisions[0].postings
    assert {posting.posting_date for posting in mirror} == {date(2026, 3, 20)}
    assert amounts(desk, "SO-2026-00001") == [(10, 0, 0), (3, 0, 0)]
    assert verify(desk.company).is_good
