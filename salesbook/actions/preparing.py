"""Keep a trail of what each press said about each document, and tell from it how documents were prepared."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision, Outcome
from salesbook.documents.posting import PAPER_KINDS
from salesbook.documents.preparation import Answer, Preparation, Press, done_between, prepared_documents, summary
from salesbook.ledger.press_trail import add_presses, read_presses

_ANSWERS: dict[Outcome, Answer] = {
    "refused": "refused", "ready": "good", "held": "good", "posted": "done", "waiting": "done",
}  # fmt: skip
"""Of the outcomes that say something about the preparation; a document that is there already was prepared before."""


@dataclass(frozen=True)
class PreparationReport:
    """How documents were prepared, by the people who posted them and by customer."""

    by_person: list[Preparation]
    by_customer: list[Preparation]


def note_presses(company: Company, book_id: str, decisions: Iterable[Decision]) -> None:
    """Add to the trail what a press said. Where that is not possible, the press counts all the same."""
    if not company.settings.rules.preparation_trail:
        return
    now = datetime.now(UTC)
    presses = [
        Press(now, company.user, book_id, decision.document.kind, decision.document.document_ref,
              _customer_of(decision), _ANSWERS[decision.outcome])
        for decision in decisions
        if decision.document.kind in PAPER_KINDS and decision.document.document_ref and decision.outcome in _ANSWERS
    ]  # fmt: skip
    with suppress(OSError):
        add_presses(company.folder, presses)


def _customer_of(decision: Decision) -> str:
    """A delivery need not name its customer; its lines do once it was decided."""
    if decision.postings:
        return decision.postings[0].customer_no
    return str(decision.document.head.get("customer_no", ""))


def preparation(company: Company, first: date | None = None, last: date | None = None) -> PreparationReport:
    """How the documents done in a period were prepared.

    Args:
        company: Whose trail.
        first: First day; ``None`` for no limit.
        last: Last day, likewise.
    """
    documents = done_between(prepared_documents(read_presses(company.folder)), company.local_date, first, last)
    return PreparationReport(
        summary(documents, lambda document: document.prepared_by),
        summary([found for found in documents if found.customer_no], lambda document: document.customer_no),
    )
