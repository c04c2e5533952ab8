"""Approve or reject what waits for it: the document is checked once more and posted with both names."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision, decide_approved, report_of
from salesbook.actions.storing import Report, store
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.approval import Approval, approved_postings
from salesbook.documents.paper import Paper
from salesbook.hosts.host import CellWrite, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import history_for, load
from salesbook.messages import error_sentence, sentence, text
from salesbook.problems import Problem, SalesbookError, TemplateError, has_errors
from salesbook.sheets.columns import APPROVALS
from salesbook.sheets.reading import PAPERS, ReadDocument, match, read_field
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.workbooks.approvals import build_approvals
from salesbook.workbooks.building import BookInfo


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


def write_approvals(path: Path, company: Company) -> int:
    """Write a workbook of what waits, to be decided row by row; how many rows it has."""
    approvals = waiting(company)
    info = BookInfo(look_of(company.settings), company.settings.name)
    write_anew(path, lambda target: build_approvals(target, info, approvals))
    return len(approvals)


@dataclass(frozen=True)
class Decided:
    """What came of a workbook of approvals."""

    approved: int
    rejected: int
    failed: int


def decide_workbook(workbook: Workbook, company: Company) -> Decided:
    """Do what the rows of a workbook of approvals say, each for itself, and write beside it what came of it.

    Raises:
        TemplateError: The workbook has no such table.
        HostError: It cannot be saved; told before anything is decided.
    """
    if APPROVALS.name not in workbook.table_names():
        found = ", ".join(workbook.table_names()) or "–"
        raise TemplateError("table-missing", table=APPROVALS.name, workbook=workbook.label, found=found)
    matched = match(workbook.read_table(APPROVALS.name), APPROVALS)
    workbook.ensure_can_save()
    language, counts = company.settings.language, {"approve": 0, "reject": 0, "": 0}
    writes = []
    for row in matched.block.rows:
        try:
            (request_no, decision, reason) = (
                read_field(matched, row, name) for name in ("request_no", "decision", "reason")
            )
        except WrongCellError as error:
            status, outcome = sentence(error.problem, language), ""
        else:
            if not request_no or not decision:
                continue
            status, outcome = _decide_row(request_no, decision, reason or "", company)
        counts[outcome] += 1
        writes.append(CellWrite(matched.block.sheet, row.row_number, matched.column_number("status"), status))
    workbook.write_cells(writes)
    workbook.save()
    return Decided(counts["approve"], counts["reject"], counts[""])


def _decide_row(request_no: str, decision: str, reason: str, company: Company) -> tuple[str, str]:
    """The words beside the row, and what was done; nothing when it could not be."""
    language = company.settings.language
    try:
        if decision == "reject":
            reject(request_no, company, reason)
            return text("approval-said-no", language), decision
        document_no = approve(request_no, company, reason).decisions[1].document_no
        return text("approval-posted", language, document=document_no), decision
    except SalesbookError as error:
        return error_sentence(error, language), ""


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
