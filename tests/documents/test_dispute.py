"""Refused payments: what may be refused, how a case moves, and what must carry its outcome (DOMAIN 2 and 6)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.dispute import (
    MOVES,
    Dispute,
    DisputeState,
    check,
    days_to_answer,
    disputed_amounts,
    our_refusals,
)
from salesbook.documents.facts import Facts, PostedDocument, PostedLine
from salesbook.documents.posting import Posting, canonical_json
from tests.documents.tables import TODAY, facts


def case(number: str = "D-1", amount: str = "1130.00", **fields: Any) -> Dispute:
    told = {"invoice": "SI-1", "refused_on": TODAY, "refusal_reason": "quality", **fields}
    return Dispute.model_validate({"case_no": number, "refused_amount": Decimal(amount), **told})


def paper(kind: str, number: str, **fields: Any) -> Posting:
    told = {"customer_no": "C-1", "salesperson_no": "P1", **fields}
    return Posting(kind=kind, document_no=number, document_date=TODAY, posting_date=TODAY, **told)


def known(*papers: Posting, open_amount: str = "4520.00", reversed_by: str = "") -> Facts:
    """An invoice of which so much is open, made from the delivery DN-1, and other papers."""
    invoice = paper("sales_invoice", "SI-1", source_no="DN-1", delivery_no="DN-1")
    found = facts()
    for posting in (invoice, *papers):
        key = LineKey(posting.kind, posting.document_no, posting.line_no)
        found.lines[key] = PostedLine(posting, LineBalance())
        mirror = reversed_by if posting.document_no == "SI-1" or posting.kind != "sales_invoice" else ""
        found.documents[posting.kind, posting.document_no] = PostedDocument(
            posting.kind, posting.document_no, "", TODAY, "C-1", "", reversed_by=mirror
        )
    whole = LineKey("sales_invoice", "SI-1", AS_A_WHOLE)
    found.lines[whole] = PostedLine(invoice, LineBalance(amount=Decimal(open_amount)))
    return found


def codes(dispute: Dispute, facts: Facts, *before: Dispute) -> list[str]:
    versions: dict[str, list[Dispute]] = {}
    for earlier in before:
        versions.setdefault(earlier.case_no, []).append(earlier)
    return [found.code for found in [*dispute.own_problems(), *check(dispute, facts, versions)]]


def test_part_of_an_invoice_can_be_refused() -> None:
    assert codes(case(), known()) == []


@pytest.mark.parametrize(("amount", "told"), [("4520.00", []), ("4520.01", ["dispute-exceeds-open"])])
def test_no_more_can_be_refused_than_is_open(amount: str, told: list[str]) -> None:
    assert codes(case(amount=amount), known()) == told


def test_several_refusals_of_one_invoice_are_added_up() -> None:
    other = case("D-0", "4000.00")
    assert codes(case(amount="520.00"), known(), other) == []
    assert codes(case(amount="520.01"), known(), other) == ["dispute-exceeds-open"]
    settled = case("D-0", "4000.00", case_state="resolved", outcome="pays")
    assert codes(case(amount="4520.00"), known(), other, settled) == [], "a settled case refuses nothing any more"


def test_a_case_can_still_be_changed_when_part_of_it_was_paid() -> None:
    assert codes(case(owner="Wang"), known(open_amount="100.00"), case()) == []
    assert codes(case(amount="1131.00"), known(open_amount="100.00"), case()) == ["dispute-exceeds-open"]


def test_an_unknown_or_reversed_invoice_cannot_be_refused() -> None:
    assert codes(case(invoice="SI-9"), known()) == ["unknown-sales-invoice"]
    assert codes(case(), known(reversed_by="RV-1")) == ["source-reversed"]


def in_state(state: DisputeState) -> Dispute:
    settled = {"outcome": "pays"} if state in ("resolved", "closed") else {}
    return case(case_state=state, **settled)


@pytest.mark.parametrize("before", [state for state in MOVES if state])
@pytest.mark.parametrize("after", [state for state in MOVES if state])
def test_a_case_moves_only_forward(before: DisputeState, after: DisputeState) -> None:
    changed = in_state(after).model_copy(update={"remark": "changed"})
    allowed = (before, after) in {
        ("open", "open"), ("open", "investigating"), ("open", "resolved"), ("investigating", "investigating"),
        ("investigating", "resolved"), ("resolved", "resolved"), ("resolved", "closed"),
    }  # fmt: skip
    told = [] if allowed else ["dispute-closed" if before == "closed" else "dispute-move"]
    assert codes(changed, known(), in_state(before)) == told


def test_posting_the_same_row_again_is_never_refused() -> None:
    assert codes(in_state("closed"), known(), in_state("closed")) == []


def test_a_new_case_is_not_closed_at_once() -> None:
    assert codes(in_state("closed"), known()) == ["dispute-move"]


def test_a_case_keeps_its_invoice() -> None:
    facts = known(paper("sales_invoice", "SI-2"))
    assert codes(case(invoice="SI-2"), facts, case()) == ["dispute-other-invoice"]


def resolved(outcome: str, number: str = "") -> Dispute:
    return case(case_state="resolved", outcome=outcome, outcome_no=number)


@pytest.mark.parametrize(
    ("dispute", "told"),
    [
        (resolved(""), ["dispute-without-outcome"]),
        (case(outcome="pays"), ["dispute-outcome-too-early"]),
        (resolved("credit_note"), ["dispute-without-paper"]),
        (resolved("goods_returned"), ["dispute-without-paper"]),
        (resolved("write_off"), ["dispute-without-paper"]),
        (resolved("pays"), []),
        (resolved("legal", "file 12"), []),
        (resolved("credit_note", "CN-9"), ["dispute-paper-unknown"]),
        (resolved("credit_note", "CN-1"), []),
        (resolved("credit_note", "CN-2"), ["dispute-paper-of-other"]),
        (resolved("goods_returned", "SR-1"), []),
        (resolved("pays", "RC-1"), []),
        (resolved("write_off", "RC-1"), ["dispute-paper-no-write-off"]),
        (resolved("write_off", "RC-2"), []),
        (case(settled_on=date(2026, 3, 4)), ["ends-before-start"]),
    ],
)
def test_a_resolved_case_names_the_paper_that_carries_its_outcome(dispute: Dispute, told: list[str]) -> None:
    papers = (
        paper("credit_note", "CN-1", invoice_no="SI-1", invoice_line_no=1),
        paper("credit_note", "CN-2", invoice_no="SI-2", invoice_line_no=1),
        paper("sales_return", "SR-1", source_no="DN-1", delivery_no="DN-1"),
        paper("payment", "RC-1", source_no="SI-1"),
        paper("payment", "RC-2", source_no="SI-1", purpose="write_off"),
    )
    assert codes(dispute, known(*papers), case()) == told


def test_a_reversed_credit_note_settles_nothing() -> None:
    facts = known(paper("credit_note", "CN-1", invoice_no="SI-1"), reversed_by="RV-1")
    assert codes(resolved("credit_note", "CN-1"), facts, case()) == ["source-reversed"]


def test_only_unsettled_cases_take_their_amount_out_of_dunning() -> None:
    cases = [case("D-1"), case("D-2", "20"), case("D-3", "5", case_state="resolved", outcome="pays")]
    assert disputed_amounts(cases, TODAY) == {"SI-1": Decimal("1150.00")}
    assert disputed_amounts(cases, date(2026, 3, 4)) == {}


def test_days_to_answer() -> None:
    assert days_to_answer(case(answer_by=date(2026, 3, 12)), TODAY) == 7
    assert days_to_answer(case(answer_by=date(2026, 3, 1)), TODAY) == -4
    assert days_to_answer(case(), TODAY) is None


def test_one_trail_of_refusals_whose_cause_is_ours() -> None:
    """A payment is refused because of us when we gave in; goods at the door, when the sign-off says so."""

    def refused(number: str, cause: str, person: str = "P1") -> Posting:
        details = canonical_json({"cause": cause, "reason": "wet"})
        return paper("sign_off", number, refused_quantity=Decimal(2), details=details, salesperson_no=person)

    cases = [
        case("D-1", case_state="resolved", outcome="credit_note"), case("D-2", case_state="resolved", outcome="pays"),
        case("D-3"), case("D-4", invoice="SI-2", case_state="closed", outcome="goods_returned"),
    ]  # fmt: skip
    invoices = {"SI-1": paper("sales_invoice", "SI-1"), "SI-2": paper("sales_invoice", "SI-2", salesperson_no="P2")}
    signed = [refused("SG-1", "ours"), refused("SG-2", "customer"), refused("SG-3", "ours", "P2")]
    found = our_refusals("P1", cases, invoices, [*signed, paper("sign_off", "SG-4")])
    assert [(one.kind, one.document_no, one.reason) for one in found] == [
        ("dispute", "D-1", "quality"), ("sign_off", "SG-1", "wet"),
    ]  # fmt: skip
