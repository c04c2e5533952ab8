"""Refused payment (拒付, DOMAIN 6): a customer refuses all or part of a posted invoice, and what comes of it.

A case is a record; each change of it is a new version. Until it is resolved, the amount is neither dunned nor
overdue, but it is still owed. What a case leads to is posted as a paper of its own, which the case names.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.paper import problem
from salesbook.documents.record import Record
from salesbook.money import LARGEST_AMOUNT, ZERO
from salesbook.problems import Problem

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts
    from salesbook.documents.posting import Posting

DisputeState = Literal["open", "investigating", "resolved", "closed"]
RefusalReason = Literal["price", "quantity", "quality", "late", "not_ordered", "other"]
Outcome = Literal["", "pays", "credit_note", "goods_returned", "write_off", "legal"]

MOVES: Mapping[str, tuple[DisputeState, ...]] = {
    "": ("open", "investigating", "resolved"),
    "open": ("open", "investigating", "resolved"),
    "investigating": ("investigating", "resolved"),
    "resolved": ("resolved", "closed"),
    "closed": (),
}
"""The states a case may have next, by the one it has; a new one has none (DOMAIN 2)."""

UNSETTLED: tuple[DisputeState, ...] = ("open", "investigating")

PAPER_OF: Mapping[str, str] = {
    "credit_note": "credit_note", "goods_returned": "sales_return", "write_off": "payment", "pays": "payment",
}  # fmt: skip
"""The kind of paper that carries an outcome; going to law has none."""

CARRIED: tuple[Outcome, ...] = ("credit_note", "goods_returned", "write_off")
"""Outcomes that are nothing without their paper. A customer who gives in may pay later, like anybody."""


class Dispute(Record):
    """One refusal to pay.

    Attributes:
        invoice: Its number.
        refused_amount: With tax, in the invoice's currency.
        answer_by: When the owner must have an answer.
        outcome_no: The paper that carries the outcome.
    """

    kind: ClassVar[str] = "dispute"
    key_fields: ClassVar[tuple[str, ...]] = ("case_no",)
    case_no: str
    invoice: str
    refused_on: date
    refused_amount: Decimal = Field(gt=0, lt=LARGEST_AMOUNT, decimal_places=4)
    refusal_reason: RefusalReason
    owner: str = ""
    answer_by: date | None = None
    case_state: DisputeState = "open"
    outcome: Outcome = ""
    outcome_no: str = ""
    settled_on: date | None = None
    remark: str = ""

    @property
    def record_date(self) -> date:
        """The day of the refusal."""
        return self.refused_on

    @property
    def is_unsettled(self) -> bool:
        """Whether the amount is still disputed."""
        return self.case_state in UNSETTLED

    def own_problems(self) -> list[Problem]:
        """An outcome belongs to a resolved case, and a resolved case has one."""
        problems = []
        if not self.is_unsettled and not self.outcome:
            problems.append(problem("dispute-without-outcome", "outcome", case=self.case_no))
        if self.is_unsettled and self.outcome:
            problems.append(problem("dispute-outcome-too-early", "case_state", case=self.case_no))
        if self.outcome in CARRIED and not self.outcome_no:
            problems.append(
                problem("dispute-without-paper", "outcome_no", case=self.case_no, kind=PAPER_OF[self.outcome])
            )
        if self.settled_on and self.settled_on < self.refused_on:
            problems.append(problem("ends-before-start", "settled_on", first=self.refused_on, last=self.settled_on))
        return problems


def papers_named(dispute: Dispute) -> set[tuple[str, str]]:
    """The papers that a check of a case must know."""
    named = {("sales_invoice", dispute.invoice)}
    if dispute.outcome_no and dispute.outcome in PAPER_OF:
        named.add((PAPER_OF[dispute.outcome], dispute.outcome_no))
    return named


def check(dispute: Dispute, facts: "Facts", cases: Mapping[str, Sequence[Dispute]]) -> list[Problem]:
    """What stops a case or a change of it, beside what ``own_problems`` says.

    Args:
        dispute: As typed.
        facts: With the papers that it names.
        cases: The versions of all cases before this one, by number, oldest first.
    """
    before = cases[dispute.case_no][-1] if cases.get(dispute.case_no) else None
    if before is not None and before.content() == dispute.content():
        return []
    invoice = facts.documents.get(("sales_invoice", dispute.invoice))
    if invoice is None:
        return [problem("unknown-sales-invoice", "invoice", code=dispute.invoice)]
    return [
        *_check_move(dispute, before),
        *_check_amount(dispute, before, facts, cases),
        *_check_paper(dispute, facts),
    ]


def _check_move(dispute: Dispute, before: Dispute | None) -> list[Problem]:
    state = before.case_state if before else ""
    if before and before.invoice != dispute.invoice:
        return [problem("dispute-other-invoice", "invoice", case=dispute.case_no, stored=before.invoice)]
    if dispute.case_state in MOVES[state]:
        return []
    if not MOVES[state]:
        return [problem("dispute-closed", "case_state", case=dispute.case_no)]
    return [
        problem("dispute-move", "case_state", case=dispute.case_no, case_state=state, choices=", ".join(MOVES[state]))
    ]


def _check_amount(
    dispute: Dispute, before: Dispute | None, facts: "Facts", cases: Mapping[str, Sequence[Dispute]]
) -> list[Problem]:
    """No more can be refused than is open; what was refused before and is settled by now is not asked again."""
    if not dispute.is_unsettled or (before and dispute.refused_amount <= before.refused_amount):
        return []
    if reversal := facts.documents["sales_invoice", dispute.invoice].reversed_by:
        return [problem("source-reversed", "invoice", code=dispute.invoice, reversal=reversal)]
    invoice = facts.lines.get(LineKey("sales_invoice", dispute.invoice, AS_A_WHOLE))
    open_amount = invoice.balance.open_amount if invoice else ZERO
    newest = (versions[-1] for number, versions in cases.items() if versions and number != dispute.case_no)
    others = [case for case in newest if case.invoice == dispute.invoice and case.is_unsettled]
    refused = sum((case.refused_amount for case in others), ZERO)
    if dispute.refused_amount + refused <= open_amount:
        return []
    return [
        problem(
            "dispute-exceeds-open", "refused_amount", amount=dispute.refused_amount, invoice=dispute.invoice,
            open=open_amount, refused=refused if others else "", cases=", ".join(case.case_no for case in others),
            most=max(ZERO, open_amount - refused),
        )
    ]  # fmt: skip


def _check_paper(dispute: Dispute, facts: "Facts") -> list[Problem]:
    """The paper of an outcome must be there, stand, and be about the invoice."""
    if not dispute.outcome_no or dispute.outcome not in PAPER_OF:
        return []
    kind, number = PAPER_OF[dispute.outcome], dispute.outcome_no
    document = facts.documents.get((kind, number))
    if document is None:
        return [problem("dispute-paper-unknown", "outcome_no", kind=kind, code=number)]
    if document.reversed_by:
        return [problem("source-reversed", "outcome_no", code=number, reversal=document.reversed_by)]
    lines = [line.posting for line in facts.lines_of(kind, number)]
    invoice = [line.posting for line in facts.lines_of("sales_invoice", dispute.invoice)]
    if not any(is_about(line, dispute.invoice, invoice) for line in lines):
        return [problem("dispute-paper-of-other", "outcome_no", kind=kind, code=number, invoice=dispute.invoice)]
    given_up = any(line.purpose == "write_off" and line.source_no == dispute.invoice for line in lines)
    if dispute.outcome == "write_off" and not given_up:
        return [problem("dispute-paper-no-write-off", "outcome_no", code=number, invoice=dispute.invoice)]
    return []


def is_about(line: "Posting", invoice_no: str, invoice: Sequence["Posting"]) -> bool:
    """Whether a line of a credit note, return or receipt concerns an invoice.

    Goods may come back against their delivery; then it is the one that the invoice was made from.
    """
    if invoice_no in (line.invoice_no, line.source_no):
        return True
    deliveries = {found.delivery_no or found.source_no for found in invoice} - {""}
    return (line.delivery_no or line.source_no) in deliveries


def disputed_amounts(disputes: Iterable[Dispute], day: date) -> dict[str, Decimal]:
    """What is refused and not settled on a day, by invoice, in its currency; each case in the version of that day."""
    found: dict[str, Decimal] = {}
    for case in disputes:
        if case.is_unsettled and case.refused_on <= day:
            found[case.invoice] = found.get(case.invoice, ZERO) + case.refused_amount
    return found


def days_to_answer(dispute: Dispute, day: date) -> int | None:
    """Days until the owner must have an answer; negative when it is late, ``None`` without a date."""
    return (dispute.answer_by - day).days if dispute.answer_by else None


@dataclass(frozen=True, slots=True)
class OurRefusal:
    """A refusal whose cause is ours: of goods at the door, or of a payment that we gave up."""

    kind: str
    document_no: str
    day: date
    customer_no: str
    reason: str


def our_refusals(
    salesperson_no: str,
    disputes: Iterable[Dispute],
    invoices: Mapping[str, "Posting"],
    sign_offs: Iterable["Posting"],
) -> list[OurRefusal]:
    """What customers of a person refused because of us, oldest first: one trail from sign-off to service figure.

    A refused payment is ours when we gave in: by a credit note, or by taking the goods back.

    Args:
        salesperson_no: Whose.
        disputes: The newest version of each case.
        invoices: First lines, by number; they say whose customer it was.
        sign_offs: Their lines, without mirrors and what was reversed; the details say on whose side the cause lies.
    """
    found = [
        OurRefusal(case.kind, case.case_no, case.refused_on, invoices[case.invoice].customer_no, case.refusal_reason)
        for case in disputes
        if case.outcome in ("credit_note", "goods_returned")
        and case.invoice in invoices
        and invoices[case.invoice].salesperson_no == salesperson_no
    ]
    for line in sign_offs:
        details = json.loads(line.details) if line.details else {}
        if line.salesperson_no == salesperson_no and line.refused_quantity > 0 and details.get("cause") == "ours":
            reason = details.get("reason", "")
            found.append(OurRefusal(line.kind, line.document_no, line.document_date, line.customer_no, reason))
    return sorted(found, key=lambda refusal: (refusal.day, refusal.document_no))
