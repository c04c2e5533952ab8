"""Undo by a mirror that names the original, and enter the corrected document again."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.reversing import reverse
from salesbook.actions.targets import split
from salesbook.actions.verifying import read_all, verify
from salesbook.actions.workbooks import new_plan
from salesbook.documents.posting import Posting
from salesbook.hosts.closed_file import ClosedFile
from salesbook.messages import error_sentence
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import PLAN_SEATS
from tests.small_company import Desk, outcomes, put, shows

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-01  C-1       BOLT-8   10
    A2   2026-03-02  C-2       NUT-8    4
"""


@pytest.fixture
def delivered(desk: Desk) -> Path:
    """A workbook with two orders, the first delivered and invoiced."""
    book = desk.orders(ORDERS)
    desk.post(book)
    desk.make("delivery_note", book, "SO-2026-00001")
    desk.post(book)
    desk.make("sales_invoice", book, "DN-2026-00001")
    assert not desk.post(book).problems
    return book


def refusal(desk: Desk, document_no: str) -> str:
    stored = desk.version
    with pytest.raises(SalesbookError) as caught:
        desk.reverse(document_no)
    assert desk.version == stored
    return caught.value.code


def test_the_mirror_has_its_own_number_and_the_opposite_amounts(desk: Desk, delivered: Path) -> None:
    assert desk.reverse("SI-2026-00001") == "RV-2026-00001"
    mirror = desk.show("RV-2026-00001")
    original = desk.show("SI-2026-00001")
    assert (mirror.document.reverses_no, original.document.reversed_by) == ("SI-2026-00001", "RV-2026-00001")
    assert original.state == "reversed"
    postings = [p for stored in read(desk) for p in stored if "SI-2026-00001" in (p.document_no, p.reverses_no)]
    assert [(p.quantity, p.net_amount, p.tax_amount) for p in postings] == [(10, 100, 5), (-10, -100, -5)]
    assert postings[1].remark == "typing error"


def read(desk: Desk) -> list[tuple[Posting, ...]]:
    """The stored lines, document by document."""
    return [stored.lines for stored in read_all(desk.company)]


def test_what_was_taken_is_open_again(desk: Desk, delivered: Path) -> None:
    assert desk.open_quantities("delivery_note") == {}
    assert desk.open_quantities("sales_order") == {("SO-2026-00002", 1): 4}
    desk.reverse("SI-2026-00001")
    assert desk.open_quantities("delivery_note") == {("DN-2026-00001", 1): 10}
    desk.reverse("DN-2026-00001")
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): 10, ("SO-2026-00002", 1): 4}
    desk.reverse("SO-2026-00001")
    assert desk.open_quantities("sales_order") == {("SO-2026-00002", 1): 4}
    assert verify(desk.company).is_good


def test_what_others_were_made_from_cannot_be_undone(desk: Desk, delivered: Path) -> None:
    assert refusal(desk, "SO-2026-00001") == "reverse-built-upon"
    assert refusal(desk, "DN-2026-00001") == "reverse-built-upon"


def test_undone_is_undone_once(desk: Desk, delivered: Path) -> None:
    desk.reverse("SI-2026-00001")
    assert refusal(desk, "SI-2026-00001") == "reverse-already"
    assert refusal(desk, "RV-2026-00001") == "reversal-of-reversal"
    assert refusal(desk, "SI-2026-00099") == "document-not-found"


def test_nothing_new_is_made_from_a_reversed_document(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    desk.reverse("SO-2026-00001")
    late = desk.documents("late.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D1   2026-03-05  SO-2026-00001  1     1
    """)  # fmt: skip
    report = desk.post(late)
    assert report.problems[0].code == "source-reversed"
    assert report.problems[0].values["reversal"] == "RV-2026-00001"


def test_the_corrected_document_is_posted_anew_under_the_same_ref(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    desk.reverse("SO-2026-00001")
    report = desk.post(book)
    assert outcomes(report) == {"A1": "refused", "A2": "already"}
    assert [problem.code for problem in report.problems] == ["document-reversed"]
    put(book, "sales_order", 2, document_no=None, quantity=12)
    assert outcomes(desk.post(book)) == {"A1": "posted", "A2": "already"}
    assert shows(book, "sales_order", "document_no") == [("SO-2026-00003",), ("SO-2026-00002",)]
    assert outcomes(desk.post(book)) == {"A1": "already", "A2": "already"}
    assert desk.show("SO-2026-00003").lines[0].posting.quantity == 12


def test_reversed_and_entered_again_more_than_once(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    for number in (3, 4):
        desk.reverse(shows(book, "sales_order", "document_no")[0][0])
        put(book, "sales_order", 2, document_no=None)
        assert outcomes(desk.post(book))["A1"] == "posted"
        assert shows(book, "sales_order", "document_no")[0] == (f"SO-2026-0000{number}",)
    assert verify(desk.company).is_good


def test_a_mirror_of_a_closed_period_goes_to_the_open_one(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    desk.change_settings('open_from = "2025-01-01"', 'open_from = "2026-03-02"')
    desk.reverse("SO-2026-00001")
    desk.reverse("SO-2026-00002")
    mirrors = {line.reverses_no: line for lines in read(desk) for line in lines if line.reverses_no}
    assert mirrors["SO-2026-00001"].posting_date == desk.today
    assert mirrors["SO-2026-00001"].document_date == date(2026, 3, 1)
    assert mirrors["SO-2026-00002"].posting_date == date(2026, 3, 2)


def test_with_no_open_day_nothing_is_reversed(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    desk.change_settings('open_from = "2025-01-01"', 'open_from = "2027-01-01"')
    assert refusal(desk, "SO-2026-00001") == "period-closed"


def test_a_reversal_is_not_dated_before_what_it_reverses(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    stored = desk.version
    with pytest.raises(SalesbookError) as told:
        reverse("SO-2026-00002", desk.company, "typing error", date(2026, 3, 1))
    assert desk.version == stored
    assert error_sentence(told.value, "en") == (
        "SO-2026-00002 is posted on 2026-03-02, so its reversal cannot be dated 2026-03-01. "
        "Enter 2026-03-02 or a later day as the reversal's date. Nothing was posted."
    )
    reverse("SO-2026-00002", desk.company, "typing error", date(2026, 3, 2))
    reverse("SO-2026-00001", desk.company, "typing error", date(2026, 3, 4))
    mirrors = {line.reverses_no: line.posting_date for lines in read(desk) for line in lines if line.reverses_no}
    assert mirrors == {"SO-2026-00001": date(2026, 3, 4), "SO-2026-00002": date(2026, 3, 2)}


def test_posted_and_reversed_leaves_nothing(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    desk.reverse("SO-2026-00001")
    desk.reverse("SO-2026-00002")
    orders = [line for lines in read(desk) for line in lines if line.kind == "sales_order"]
    assert sum((line.net_amount for line in orders), Decimal(0)) == 0
    assert sum((line.quantity for line in orders), Decimal(0)) == 0
    assert desk.open_quantities("sales_order") == {}


def test_a_target_plan_is_not_reversed(desk: Desk) -> None:
    plan = new_plan(desk.company, 2026, desk.folder / "plan.xlsx", total=12000)
    put(plan, PLAN_SEATS, 11, weight=1)
    assert split(ClosedFile(plan), desk.company).document_no == "TP-2026-00001"
    assert refusal(desk, "TP-2026-00001") == "reverse-not-possible"
    assert verify(desk.company).is_good


def test_a_number_that_was_given_already_is_not_given_again(desk: Desk) -> None:
    desk.post(desk.orders(ORDERS))
    desk.change_settings('sales_order = "SO-{year}-{number:05}"', 'sales_order = "OR-{year}-{number:05}"')
    desk.change_settings('reversal = "RV-{year}-{number:05}"', 'reversal = "SO-{year}-{number:05}"')
    stored = desk.version
    with pytest.raises(SalesbookError) as caught:
        desk.reverse("SO-2026-00002")
    assert (caught.value.code, caught.value.values) == ("number-taken", {"document": "SO-2026-00001"})
    assert desk.version == stored
    assert verify(desk.company).is_good
    desk.change_settings('reversal = "SO-{year}-{number:05}"', 'reversal = "RV-{year}-{number:05}"')
    assert desk.reverse("SO-2026-00002") == "RV-2026-00001"


def test_a_reversal_without_a_reason_is_refused(desk: Desk) -> None:
    desk.post(
        desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   2
    """)
    )
    with pytest.raises(SalesbookError) as told:
        desk.reverse("SO-2026-00001", "  ")
    assert told.value.code == "reason-missing"


def test_a_mirror_is_shown_with_the_opposite_sign(desk: Desk) -> None:
    desk.post(
        desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   2
    """)
    )
    net = desk.show("SO-2026-00001").net_amount
    assert desk.show(desk.reverse("SO-2026-00001")).net_amount == -net != 0
