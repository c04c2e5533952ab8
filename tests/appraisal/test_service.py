"""Complaints per hundred deliveries, answers in time, and refusals at the door through our fault."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.appraisal.figures import Measured, Period, PersonData, SoldDocument, measure
from salesbook.appraisal.scorecard import Criterion, LinearScale
from salesbook.appraisal.scoring import score
from salesbook.documents.complaint import Complaint
from salesbook.documents.posting import Posting, canonical_json, reversal
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.planning.pace import WorkingDays
from salesbook.queries import LedgerQueries
from tests.ledger.by_hand import Pen

MARCH = Period("2026-03", date(2026, 3, 1), date(2026, 3, 31))


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


def complaint(number: int, **fields: Any) -> Complaint:
    said: dict[str, Any] = {"complaint_no": f"CP-{number}", "customer_no": "C-1", "about_no": "SO-1",
                            "opened_on": day(2), "caused_by": "ours", "action": "none"}  # fmt: skip
    return Complaint.model_validate(said | fields)


def delivery(number: int, on: date, reverses_no: str = "", kind: str = "DN") -> SoldDocument:
    return SoldDocument(f"{kind}-{number}", on, "N1", "P1", "C-1", Decimal(0), Decimal(1), reverses_no)


def measured(
    complaints: Sequence[Complaint] | None, deliveries: int = 0, refusals: Sequence[SoldDocument] = ()
) -> Measured:
    data = PersonData(
        "P1", [], {}, deliveries=[delivery(number, day(3)) for number in range(deliveries)], complaints=complaints,
        in_care=complaints, refusals=refusals,
    )  # fmt: skip
    return measure(data, MARCH, WorkingDays())


def evidence_of(found: Measured, source: str) -> list[tuple[str, Decimal]]:
    return [(row.document_no, row.value) for row in found.evidence if row.source == source]


def test_three_complaints_on_a_hundred_deliveries_give_86_67_points() -> None:
    found = measured([complaint(number) for number in range(3)], deliveries=100)
    scale = LinearScale(floor=Decimal(5), target=Decimal(2), cap=Decimal(0))
    criteria = [Criterion(code="C", name="Complaints", weight=Decimal(100), source="complaints", scale=scale)]
    assert found.figures["complaints"].result == 3
    assert score(criteria, found.figures, salesperson_no="P1", period="2026-03").total == Decimal("86.67")
    assert [value for _, value in evidence_of(found, "complaints")] == [1, 1, 1]


def test_only_what_is_our_fault_and_of_the_period_counts() -> None:
    others = [complaint(1, caused_by="customer"), complaint(2, caused_by="carrier"), complaint(3, caused_by=""),
              complaint(4, opened_on=day(28, month=2))]  # fmt: skip
    assert measured([*others, complaint(5)], deliveries=10).figures["complaints"].result == 10


def test_a_delivery_that_was_reversed_is_none() -> None:
    sent = [delivery(1, day(3)), delivery(2, day(4)), delivery(3, day(5), reverses_no="DN-2")]
    data = PersonData("P1", [], {}, deliveries=sent, complaints=[complaint(1)])
    assert measure(data, MARCH, WorkingDays()).figures["complaints"].result == 100


def test_without_deliveries_or_without_a_register_there_is_no_figure() -> None:
    assert measured([complaint(1)]).figures["complaints"].result is None
    assert measured(None, deliveries=10).figures["complaints"].result is None
    assert measured(None).figures["service"].result is None
    assert measured([], deliveries=10).figures["complaints"].result == 0


def test_nine_of_ten_closed_in_time_are_90_percent() -> None:
    in_time = [complaint(number, promised_on=day(10), closed_on=day(9)) for number in range(9)]
    late = complaint(9, promised_on=day(10), closed_on=day(11))
    found = measured([*in_time, late])
    assert found.figures["service"].result == 90
    assert sum(value for _, value in evidence_of(found, "service")) == 9


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ({"promised_on": day(10)}, (0, 1)),
        ({"promised_on": day(10), "closed_on": day(2, month=4)}, (0, 1)),
        ({"promised_on": day(2, month=4)}, (0, None)),
        ({}, (0, None)),
        ({"closed_on": day(9)}, (1, 1)),
        ({"opened_on": day(2, month=2), "promised_on": day(9, month=2)}, (0, 1)),
        ({"opened_on": day(2, month=2), "closed_on": day(9, month=2)}, (0, None)),
    ],
    ids=["due and open", "closed after the period", "not due yet", "nothing promised", "closed without a promise",
         "still open since last month", "closed last month"],
)  # fmt: skip
def test_a_complaint_counts_once_it_is_closed_or_due(said: dict[str, Any], figure: tuple[int, int | None]) -> None:
    found = measured([complaint(1, **said)]).figures["service"]
    assert (found.actual, found.target) == figure


def test_a_delivery_refused_through_our_fault_is_a_case_not_served_well() -> None:
    closed = complaint(1, promised_on=day(10), closed_on=day(9))
    found = measured([closed], refusals=[delivery(7, day(12), kind="SG")])
    assert found.figures["service"].result == 50
    assert evidence_of(found, "service") == [("CP-1", 1), ("SG-7", 0)]


def test_a_refusal_that_was_reversed_counts_no_more() -> None:
    refused = [delivery(7, day(12), kind="SG"), delivery(8, day(13), reverses_no="SG-7", kind="RV")]
    assert measured(None, refusals=refused).figures["service"].result is None


def signed(document_no: str, refused: int, cause: str, line_no: int = 1, person: str = "P1") -> Posting:
    return Posting(
        kind="sign_off", document_no=document_no, line_no=line_no, document_date=day(12), posting_date=day(12),
        customer_no="C-1", salesperson_no=person, quantity=Decimal(5), refused_quantity=Decimal(refused),
        details=canonical_json({"cause": cause, "reason": "wet"}) if cause else "",
    )  # fmt: skip


def test_refusals_through_our_fault_are_found_in_the_ledger_by_salesperson(tmp_path: Path) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    ours = [signed("SG-1", 2, "ours"), signed("SG-1", 1, "ours", line_no=2)]
    mirror = [line.model_copy(update={"document_no": "RV-1"}) for line in reversal(ours, day(20), "slip")]
    Pen(store).write(ours, signed("SG-2", 2, "carrier"), signed("SG-3", 0, ""), signed("SG-4", 1, "ours", person="P2"))
    first, last = MARCH.first, MARCH.last
    found = [(row.document_no, row.salesperson_no, row.quantity) for row in
             LedgerQueries(store).refused_documents(first, last)]  # fmt: skip
    assert found == [("SG-1", "P1", 3), ("SG-4", "P2", 1)]
    undone = LedgerStore.create(LocalFolder(tmp_path / "undone"), "Acme")
    Pen(undone).write(ours, mirror)
    rows = LedgerQueries(undone).refused_documents(first, last)
    assert measured(None, refusals=rows).figures["service"].result is None
