"""A document that needs an approval waits; somebody else grants it, and it is posted with both names."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.approving import approve, decide_workbook, reject, waiting, write_approvals
from salesbook.actions.verifying import verify
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import APPROVALS
from tests.small_company import Desk, outcomes, put, shows, table_shows

ORDER = "A1   2026-03-05  C-1       BOLT-8   3"


def invoices(desk: Desk, *orders: str) -> Path:
    """A workbook whose list of invoices is filled from these orders, in a company where a changed price waits."""
    desk.change_settings('invoice_price_check = "block"', 'invoice_price_check = "approve"')
    book = desk.orders("\n".join(["Ref  Date        Customer  Product  Quantity", *orders]))
    desk.post(book)
    desk.make("delivery_note", book)
    desk.post(book)
    desk.make("sales_invoice", book)
    return book


@pytest.fixture
def cheap_invoice(desk: Desk) -> Path:
    """An invoice at 9 for goods ordered at 10."""
    book = invoices(desk, ORDER)
    put(book, "sales_invoice", 2, unit_price=Decimal(9))
    return book


def test_a_document_that_needs_an_approval_waits_and_nothing_of_it_is_posted(desk: Desk, cheap_invoice: Path) -> None:
    report = desk.post(cheap_invoice)
    assert outcomes(report)["DN-2026-00001/1"] == "waiting"
    (request,) = waiting(desk.company)
    assert (request.request_no, request.net_amount, request.codes) == (
        "AP-00001",
        Decimal(27),
        {"price-not-as-ordered"},
    )
    assert shows(cheap_invoice, "sales_invoice", "status") == [("Waiting for approval AP-00001",)]
    assert shows(cheap_invoice, "sales_invoice", "document_no") == [(None,)]
    version = desk.version
    desk.post(cheap_invoice)
    assert desk.version == version, "asking twice asks once"


def test_who_typed_it_may_not_approve_it_unless_the_company_says_so(desk: Desk, cheap_invoice: Path) -> None:
    desk.post(cheap_invoice)
    with pytest.raises(SalesbookError, match="approval-own"):
        approve("AP-00001", desk.company)
    desk.change_settings("approve_own = false", "approve_own = true")
    assert approve("AP-00001", desk.company).decisions[1].outcome == "posted"


def test_an_approved_document_is_posted_with_both_names_and_post_finds_it(desk: Desk, cheap_invoice: Path) -> None:
    desk.post(cheap_invoice)
    maker = desk.company.user
    report = approve("AP-00001", replace(desk.company, user="boss"), "old customer")
    assert report.decisions[1].document_no == "SI-2026-00001"
    (line,) = desk.show("SI-2026-00001").lines
    assert f'"approved_by":"boss","made_by":"{maker}"' in line.posting.details
    assert line.posting.row_number == 2, "it still says where it was typed"
    assert waiting(desk.company) == []
    assert outcomes(desk.post(cheap_invoice))["DN-2026-00001/1"] == "already"
    assert shows(cheap_invoice, "sales_invoice", "document_no") == [("SI-2026-00001",)]
    assert verify(desk.company).is_good
    with pytest.raises(SalesbookError, match="approval-approved"):
        reject("AP-00001", desk.company, "no")


def test_a_rejected_document_tells_who_said_no_and_why_until_it_is_changed(desk: Desk, cheap_invoice: Path) -> None:
    desk.post(cheap_invoice)
    reject("AP-00001", replace(desk.company, user="boss"), "not below list")
    (found,) = [problem for problem in desk.post(cheap_invoice).problems if problem.severity == "error"]
    assert (found.code, found.values["by"], found.values["reason"]) == ("approval-refused", "boss", "not below list")
    put(cheap_invoice, "sales_invoice", 2, unit_price=Decimal("9.5"))
    desk.post(cheap_invoice)
    assert [request.request_no for request in waiting(desk.company)] == ["AP-00002"]


def test_a_changed_document_asks_anew_and_withdraws_what_was_asked_before(desk: Desk, cheap_invoice: Path) -> None:
    desk.post(cheap_invoice)
    put(cheap_invoice, "sales_invoice", 2, unit_price=Decimal(8))
    desk.post(cheap_invoice)
    assert [request.request_no for request in waiting(desk.company)] == ["AP-00002"]
    with pytest.raises(SalesbookError, match="approval-withdrawn"):
        approve("AP-00001", replace(desk.company, user="boss"))


def test_what_is_approved_is_checked_against_the_ledger_of_that_moment(desk: Desk, cheap_invoice: Path) -> None:
    desk.post(cheap_invoice)
    desk.reverse("DN-2026-00001")
    with pytest.raises(SalesbookError) as caught:
        approve("AP-00001", replace(desk.company, user="boss"))
    assert caught.value.code == "approval-not-now"
    assert "DN-2026-00001" in caught.value.values["reasons"]
    assert len(waiting(desk.company)) == 1


def test_a_document_of_a_list_that_waits_does_not_hold_up_the_others(desk: Desk) -> None:
    book = invoices(desk, ORDER, "A2   2026-03-05  C-2       NUT-8    4")
    put(book, "sales_invoice", 2, unit_price=Decimal(9))
    report = desk.post(book)
    assert [outcomes(report)[f"DN-2026-0000{number}/1"] for number in (1, 2)] == ["waiting", "posted"]


def test_an_unknown_request_is_said_to_be_unknown(desk: Desk) -> None:
    with pytest.raises(SalesbookError, match="approval-unknown"):
        approve("AP-00009", desk.company)


def test_what_waits_is_decided_row_by_row_in_a_workbook(desk: Desk) -> None:
    """The first row is approved, the second rejected without a reason, which is told beside it."""
    book = invoices(desk, ORDER, "A2   2026-03-05  C-2       NUT-8    4")
    for row in (2, 3):
        put(book, "sales_invoice", row, unit_price=Decimal(1))
    desk.post(book)
    boss = replace(desk.company, user="boss")
    path = desk.folder / "approvals.xlsx"
    assert write_approvals(path, boss) == 2
    put(path, APPROVALS, 2, decision="approve")
    put(path, APPROVALS, 3, decision="reject")
    decided = decide_workbook(ClosedFile(path), boss)
    assert (decided.approved, decided.rejected, decided.failed) == (1, 0, 1)
    (approved, refused) = table_shows(path, APPROVALS, "request_no", "status")
    assert approved == ("AP-00001", "Approved: SI-2026-00001")
    assert "reason" in refused[1]
    put(path, APPROVALS, 3, reason="too cheap")
    assert decide_workbook(ClosedFile(path), boss).rejected == 1
    assert waiting(boss) == []


def test_the_reasons_of_what_waits_are_seen_in_full(desk: Desk, cheap_invoice: Path) -> None:
    """Broken into lines within their column, in rows that are high enough for all of them."""
    desk.post(cheap_invoice)
    path = desk.folder / "approvals.xlsx"
    write_approvals(path, desk.company)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    reasons = sheet.cell(2, APPROVALS.index("grounds") + 1)
    width = APPROVALS.fields[APPROVALS.index("grounds")].width
    # A letter of running text takes less room than the digit by which columns are measured.
    needs = len(str(reasons.value)) * Decimal("0.9")
    assert needs > width
    assert reasons.alignment.wrap_text
    lines = -(-needs // width)
    assert sheet.row_dimensions[2].height >= 13 * lines
