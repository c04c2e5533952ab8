"""Approve or reject what waits for it: the document is checked once more and posted with both names."""

import hashlib
from collections.abc import Iterator

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision, decide_approved, report_of
from salesbook.actions.storing import Report, store
from salesbook.documents.approval import Approval, approved_postings
from salesbook.documents.paper import Paper
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import history_for, load
from salesbook.messages import sentence
from salesbook.problems import Problem, SalesbookError, has_errors
from salesbook.sheets.reading import PAPERS, ReadDocument


def waiting(company: Company) -> list[Approval]:
    """The requests that nobody has decided yet, oldest first."""
    with company.cache() as cache:
        return list(_waiting(cache))


def _waiting(cache: LedgerCache) -> Iterator[Approval]:
    newest = (versions[-1] for versions in load(cache, Approval).values())
    return (approval for approval in newest if approval.state == "pending")


def approve(request_no: str, company: Company, reason: str = "") -> Report:
    """Grant a request: its document is posted as if its maker pressed Post now.

    Raises:
        SalesbookError: There is no such request, it was decided already, it is the approver's own, or something
            else stops the document by now; nothing was posted.
    """

    def decide(cache: LedgerCache) -> list[Decision]:
        approval = request(cache, request_no)
        _check_not_own(approval, company)
        paper = PAPERS[approval.document_kind].model_validate_json(approval.typed)
        history = history_for(cache, [paper], company.settings, company.today)
        history.base.user = approval.made_by
        decision = decide_approved(_document(approval, paper), history, approval)
        _check_still_fits(approval, decision.problems, company)
        decision.postings = approved_postings(decision.postings, approval, company.user)
        report = report_of(decision)
        return [_decided(approval, "approved", company, reason), decision, *([report] if report else [])]

    return store(company, *_origin(request_no, company), decide)


def reject(request_no: str, company: Company, reason: str) -> Report:
    """Refuse a request; its maker reads the reason at the document when Post is pressed again.

    Raises:
        SalesbookError: No reason is given, there is no such request, or it was decided already.
    """
    if not reason.strip():
        raise SalesbookError("reason-missing", document=request_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        return [_decided(request(cache, request_no), "rejected", company, reason)]

    return store(company, "", "", decide)


def request(cache: LedgerCache, request_no: str) -> Approval:
    """A request that waits.

    Raises:
        SalesbookError: There is none of that number, or it was decided already.
    """
    versions = load(cache, Approval, [request_no]).get(request_no)
    if not versions:
        raise SalesbookError("approval-unknown", request=request_no)
    if versions[-1].state != "pending":
        raise SalesbookError(f"approval-{versions[-1].state}", request=request_no, by=versions[-1].decided_by or "–")
    return versions[-1]


def _origin(request_no: str, company: Company) -> tuple[str, str]:
    """Name and id of the workbook that the document was typed in."""
    with company.cache() as cache:
        approval = request(cache, request_no)
    return approval.workbook, approval.workbook_id


def _check_not_own(approval: Approval, company: Company) -> None:
    if approval.made_by == company.user and not company.settings.rules.approve_own:
        raise SalesbookError("approval-own", request=approval.request_no, by=approval.made_by)


def _check_still_fits(approval: Approval, problems: list[Problem], company: Company) -> None:
    if has_errors(problems) or any(found.severity == "approval" for found in problems):
        language = company.settings.language
        reasons = " ".join(sentence(found, language) for found in problems if found.severity != "warning")
        raise SalesbookError(
            "approval-not-now", request=approval.request_no, ref=approval.document_ref or "–", reasons=reasons
        )


def _document(approval: Approval, paper: Paper) -> ReadDocument:
    return ReadDocument(approval.document_kind, approval.document_ref, model=paper, rows=[], entered=[])


def _decided(approval: Approval, state: str, company: Company, reason: str) -> Decision:
    record = approval.model_copy(update={"state": state, "decided_by": company.user, "reason": reason})
    identity = f"{state} {company.settings.company_id} {approval.request_no}"
    return Decision(
        ReadDocument(Approval.kind, approval.request_no),
        "ready",
        postings=record.postings(),
        posting_id=hashlib.sha256(identity.encode()).hexdigest(),
        document_no=approval.request_no,
    )
