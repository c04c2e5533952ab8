"""Complaints: typed beside the documents, checked against what they are about, followed until they are closed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.appraising import appraise
from salesbook.actions.complaining import make_from, open_complaints
from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.complaint import Complaint
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.posting import Posting
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import SalesbookError
from salesbook.workbooks.scorecards import EVIDENCE
from tests.documents.tables import TODAY, facts
from tests.small_company import Desk, codes, put, shows, table_shows


def complaint(**fields: Any) -> Complaint:
    """A complaint of customer C-1 about order SO-1, opened today."""
    said = {"complaint_no": "CP-1", "customer_no": "C-1", "about_no": "SO-1", "opened_on": TODAY}
    return Complaint.model_validate(said | fields)


def problems_of(found: Complaint, *others: Complaint, reversed_by: str = "") -> list[tuple[str, str, str]]:
    """Field, code and severity of what is wrong with a complaint, when order SO-1 has two lines."""
    order = PostedDocument("sales_order", "SO-1", "A", TODAY, "C-1", "id", reversed_by=reversed_by)
    known = facts()
    known.documents[order.kind, order.document_no] = order
    for line_no in (1, 2):
        posting = Posting(kind="sales_order", document_no="SO-1", line_no=line_no, document_date=TODAY,
                          posting_date=TODAY, customer_no="C-1")  # fmt: skip
        known.lines[LineKey("sales_order", "SO-1", line_no)] = PostedLine(posting, LineBalance())
    known.complaints.update({other.complaint_no: other for other in others})
    problems = [*found.own_problems(), *found.problems_among(known)]
    return [(problem.place.field, problem.code, problem.severity) for problem in problems]


DAY = timedelta(1)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"about_no": "SO-9"}, "about_no", "complaint-about-unknown"),
        ({"customer_no": "C-2"}, "about_no", "source-of-other-customer"),
        ({"about_line": 3}, "about_line", "complaint-no-such-line"),
        ({"quantity_in_question": 1}, "about_line", "complaint-quantity-without-line"),
        ({"promised_on": TODAY - DAY}, "promised_on", "complaint-promised-before-opened"),
        ({"closed_on": TODAY - DAY, "action": "none"}, "closed_on", "complaint-closed-before-opened"),
        ({"closed_on": TODAY + DAY, "action": "none"}, "closed_on", "complaint-day-ahead"),
        ({"closed_on": TODAY}, "action", "complaint-closed-without-action"),
        ({"led_to_no": "SR-9"}, "led_to_no", "complaint-led-to-unknown"),
    ],
)  # fmt: skip
def test_what_a_complaint_says_must_fit(said: dict[str, Any], field: str, code: str) -> None:
    assert problems_of(complaint(**said)) == [(field, code, "error")]


def test_a_complaint_about_one_line_that_is_closed_with_an_action_is_fine() -> None:
    closed = complaint(about_line=2, quantity_in_question=1, promised_on=TODAY, closed_on=TODAY, action="return_goods")
    assert problems_of(closed) == []


def test_a_complaint_about_a_reversed_order_is_taken_with_a_warning() -> None:
    assert problems_of(complaint(), reversed_by="RV-1") == [("about_no", "complaint-about-reversed", "warning")]


def test_a_second_open_complaint_about_the_same_thing_warns() -> None:
    warned = [("about_no", "similar-complaint-exists", "warning")]
    assert problems_of(complaint(), complaint(complaint_no="CP-2")) == warned
    assert problems_of(complaint(about_line=1), complaint(complaint_no="CP-2")) == warned
    assert problems_of(complaint(about_line=1), complaint(complaint_no="CP-2", about_line=2)) == []
    assert problems_of(complaint(), complaint(complaint_no="CP-2", closed_on=TODAY, action="none")) == []


@pytest.mark.parametrize(
    ("promised", "closed", "in_time"), [(5, 5, True), (5, 6, False), (None, 6, True), (5, None, False)]
)
def test_in_time_is_up_to_the_day_that_was_promised(promised: int | None, closed: int | None, in_time: bool) -> None:
    days = {name: date(2026, 3, day) for name, day in (("promised_on", promised), ("closed_on", closed)) if day}
    assert complaint(action="none", **days).is_in_time == in_time


@pytest.fixture
def ordered(desk: Desk) -> Desk:
    """Two orders, of one customer each."""
    desk.post(
        desk.orders("""
            Ref  Date        Customer  Product  Quantity
            A    2026-03-05  C-1       BOLT-8   10
            B    2026-03-05  C-2       NUT-8    5
        """)
    )
    return desk


REGISTER = """
    Complaint no.  Customer  About          Opened on   Caused by  Trouble  Owner  Promised on
    CP-1           C-1       SO-2026-00001  2026-03-02  ours       quality  P2     2026-03-09
    CP-2           C-2       SO-2026-00002  2026-03-03  carrier    late            2026-03-04
    CP-3           C-2       SO-2026-00002  2026-03-04
"""


def test_complaints_are_posted_from_the_workbook_of_documents(ordered: Desk) -> None:
    report = ordered.post(ordered.records("complaint", REGISTER))
    assert codes(report) == [
        ("Complaints!C3", "similar-complaint-exists"),
        ("Complaints!C4", "similar-complaint-exists"),
    ]
    listed = open_complaints(ordered.company)
    assert [(row.complaint.complaint_no, row.days_left) for row in listed] == [
        ("CP-2", -1),
        ("CP-1", 4),
        ("CP-3", None),
    ]


def test_a_complaint_of_another_customer_is_refused_at_its_cell(ordered: Desk) -> None:
    book = ordered.records("complaint", """
        Complaint no.  Customer  About          Opened on
        CP-1           C-2       SO-2026-00001  2026-03-02
    """)  # fmt: skip
    assert codes(ordered.post(book)) == [("Complaints!C2", "source-of-other-customer")]
    assert open_complaints(ordered.company) == []


def test_a_row_that_cannot_be_read_whole_is_refused_with_a_sentence(ordered: Desk) -> None:
    book = ordered.records("complaint", """
        Complaint no.  Customer  About          Promised on  Owner
        CP-1           C-1       SO-2026-00001  2026-03-02   P9
    """)  # fmt: skip
    assert {code for _, code in codes(ordered.post(book))} == {"missing", "unknown-salesperson"}


def test_closing_a_complaint_takes_it_off_the_list_and_keeps_it_with_the_document(ordered: Desk) -> None:
    ordered.post(ordered.records("complaint", REGISTER))
    closed = ordered.records("complaint", """
        Complaint no.  Customer  About          Opened on   Closed on   Action  Satisfaction 1 to 5
        CP-2           C-2       SO-2026-00002  2026-03-03  2026-03-05  none    4
    """, "closed.xlsx")  # fmt: skip
    assert shows(closed, "complaint", "satisfaction") == [(Decimal(4),)]
    assert codes(ordered.post(closed)) == []
    assert [row.complaint.complaint_no for row in open_complaints(ordered.company)] == ["CP-1", "CP-3"]
    shown = ordered.show("SO-2026-00002").complaints
    assert [(found.complaint_no, found.satisfaction) for found in shown] == [("CP-2", 4), ("CP-3", None)]


def test_a_complaint_reaches_the_scorecard_of_the_salesperson_whose_document_it_is_about(ordered: Desk) -> None:
    book = ordered.documents("deliveries.xlsx")
    ordered.make("delivery_note", book)
    assert not ordered.post(book).problems
    ordered.post(ordered.records("complaint", REGISTER))
    ordered.post(ordered.records("criterion", """
        Criterion  Name        Source      Weight  Floor  Target  Cap
        COMPLAINT  Complaints  complaints  50      150    100     0
        SERVICE    Service     service     50      50     80      100
    """, "criteria.xlsx"))  # fmt: skip
    cards = appraise(replace(ordered, today=date(2026, 3, 31)).company, "2026-03", ordered.folder / "cards.xlsx")
    figures = {
        (card.scorecard.salesperson_no, line.criterion.source): line.figure and line.figure.result
        for card in cards
        for line in card.scorecard.lines
    }
    # The order of C-1 is P1's, and P2 takes care of the complaint about it; CP-2 was the carrier's fault.
    assert figures == {
        ("P1", "complaints"): 100, ("P2", "complaints"): 0, ("P1", "service"): None, ("P2", "service"): 0,
    }  # fmt: skip
    shown = table_shows(ordered.folder / "cards.xlsx", EVIDENCE, "salesperson_no", "source", "document_no", "value")
    assert shown == [
        ("P1", "complaints", "CP-1", 1), ("P2", "service", "CP-1", 0), ("P2", "service", "CP-2", 0),
    ]  # fmt: skip


ORDER = """
    Ref  Date        Customer  Product  Quantity
    A    2026-03-01  C-1       BOLT-8   3
    A                          NUT-8    2
"""


@pytest.fixture
def invoiced(desk: Desk) -> Path:
    """A workbook whose order of two lines is delivered and invoiced, in a company where nobody has to agree."""
    for name in ("return_check", "credit_note_check"):
        desk.change_settings(f'{name} = "approve"', f'{name} = "none"')
    book = desk.orders(ORDER)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    return book


def complain(desk: Desk, about: str, action: str, line: int | None = None, quantity: int | None = None) -> None:
    """Post complaint CP-1 of customer C-1."""
    book = desk.records("complaint", """
        Complaint no.  Customer  About          Opened on   Trouble  Action
        CP-1           C-1       SO-2026-00001  2026-03-05  quality  none
    """)  # fmt: skip
    put(book, "complaint", 2, about_no=about, action=action, about_line=line, quantity_in_question=quantity)
    assert codes(desk.post(book)) == []


SOURCES = ("SO-2026-00001", "DN-2026-00001", "SI-2026-00001")


@pytest.mark.parametrize("about", SOURCES)
@pytest.mark.parametrize(("action", "kind", "source"), [
    ("return_goods", "sales_return", "DN-2026-00001"), ("credit_note", "credit_note", "SI-2026-00001"),
])  # fmt: skip
def test_a_complaint_about_a_whole_document_leads_to_a_paper_about_all_of_it(
    desk: Desk, invoiced: Path, about: str, action: str, kind: str, source: str
) -> None:
    complain(desk, about, action)
    assert make_from("CP-1", ClosedFile(invoiced), desk.company).references == {"CP-1": source}
    shown = shows(invoiced, kind, "document_ref", "source_no", "product_no", "quantity", "reason")
    assert shown == [("CP-1", source, "BOLT-8", 3, "quality"), ("CP-1", source, "NUT-8", 2, "quality")]
    assert desk.post(invoiced).count("posted") == 1


@pytest.mark.parametrize("about", SOURCES)
def test_a_complaint_about_one_piece_of_one_line_brings_back_that_piece(desk: Desk, invoiced: Path, about: str) -> None:
    complain(desk, about, "return_goods", line=1, quantity=1)
    make_from("CP-1", ClosedFile(invoiced), desk.company)
    assert shows(invoiced, "sales_return", "product_no", "quantity") == [("BOLT-8", 1)]


def test_one_piece_of_an_invoice_line_is_credited_without_goods_coming_back(desk: Desk, invoiced: Path) -> None:
    complain(desk, "SI-2026-00001", "credit_note", line=2, quantity=1)
    make_from("CP-1", ClosedFile(invoiced), desk.company)
    assert shows(invoiced, "credit_note", "product_no", "quantity") == [("NUT-8", 1)]
    assert desk.post(invoiced).count("posted") == 1


def test_pressing_it_again_adds_nothing(desk: Desk, invoiced: Path) -> None:
    complain(desk, "SO-2026-00001", "return_goods")
    make_from("CP-1", ClosedFile(invoiced), desk.company)
    with pytest.raises(SalesbookError, match="nothing-open"):
        make_from("CP-1", ClosedFile(invoiced), desk.company)


@pytest.mark.parametrize(("number", "code"), [("CP-9", "complaint-not-found"), ("CP-1", "complaint-leads-to-nothing")])
def test_a_complaint_that_leads_to_no_paper_says_so(desk: Desk, invoiced: Path, number: str, code: str) -> None:
    complain(desk, "SO-2026-00001", "none")
    with pytest.raises(SalesbookError, match=code):
        make_from(number, ClosedFile(invoiced), desk.company)


def test_a_refusal_at_the_door_through_our_fault_reaches_the_scorecard(desk: Desk) -> None:
    book = desk.orders(ORDER)
    desk.post(book)
    for kind in ("delivery_note", "sign_off"):
        desk.make(kind, book)
        if kind == "sign_off":
            put(book, kind, 2, refused_quantity=1, cause="ours", reason="wet")
        assert not desk.post(book).has_errors
    desk.post(desk.records("criterion", """
        Criterion  Name     Source   Weight  Floor  Target  Cap
        SERVICE    Service  service  100     50     80      100
    """, "criteria.xlsx"))  # fmt: skip
    cards = appraise(replace(desk, today=date(2026, 3, 31)).company, "2026-03", desk.folder / "cards.xlsx")
    figures = {card.scorecard.salesperson_no: card.scorecard.lines[0].figure for card in cards}
    assert {person: figure and (figure.actual, figure.target) for person, figure in figures.items()} == {
        "P1": (0, 1), "P2": (0, None),
    }  # fmt: skip
    shown = table_shows(desk.folder / "cards.xlsx", EVIDENCE, "salesperson_no", "document_no")
    assert shown == [("P1", "SG-2026-00001")]
