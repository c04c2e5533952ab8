"""Complaints: which are open and how long their promises run, which stand behind a document, what comes of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.making import Made, Wish, make, still_open
from salesbook.documents.balances import LineKey
from salesbook.documents.complaint import ABOUT_KINDS, Complaint
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.posting import PaperKind, Posting
from salesbook.hosts.host import Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import complaints_of
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import CHOICES


@dataclass(frozen=True)
class OpenComplaint:
    """A complaint that waits for an answer.

    Attributes:
        days_left: To the day that was promised; negative when it is over, ``None`` without a promise.
    """

    complaint: Complaint
    days_left: int | None


def open_complaints(company: Company) -> list[OpenComplaint]:
    """The open complaints, what was promised first at the top."""
    with company.cache() as cache:
        found = complaints_of(cache).values()
    waiting = [complaint for complaint in found if complaint.is_open_on(company.today)]
    waiting.sort(key=lambda complaint: (complaint.promised_on or date.max, complaint.opened_on, complaint.complaint_no))
    return [
        OpenComplaint(found, (found.promised_on - company.today).days if found.promised_on else None)
        for found in waiting
    ]


def complaints_about(cache: LedgerCache, document_no: str) -> list[Complaint]:
    """The complaints about a document, and those that led to it, in the order of their days."""
    found = [
        complaint
        for complaint in complaints_of(cache).values()
        if document_no in (complaint.about_no, complaint.led_to_no)
    ]
    return sorted(found, key=lambda complaint: (complaint.opened_on, complaint.complaint_no))


def make_from(complaint_no: str, workbook: Workbook, company: Company) -> Made:
    """Fill the list of returns or credit notes with what the complaint is about, to be looked over and posted.

    Raises:
        SalesbookError: There is no such complaint, its action leads to no document, or nothing of it can come
            back or be credited any more.
        TemplateError: The workbook has no such list, or is of a later make.
    """
    with company.cache() as cache:
        complaint = complaints_of(cache).get(complaint_no)
        if complaint is None:
            raise SalesbookError("complaint-not-found", complaint=complaint_no)
        if complaint.action not in _MADE:
            raise SalesbookError("complaint-leads-to-nothing", complaint=complaint_no)
        kind, source_kind = _MADE[complaint.action]
        lines = dict(_lines_in_question(cache, complaint, source_kind))
    most = _most(lines, kind, complaint.quantity_in_question)
    if not any(most.values()):
        raise SalesbookError("nothing-open", kind=source_kind)
    reason = complaint.what_happened or CHOICES[complaint.trouble or "other"].get(company.settings.language)
    sources = list(dict.fromkeys(key.document_no for key in most))
    return make(kind, workbook, company, sources, Wish(most, complaint_no, {"reason": reason}))


_MADE: dict[str, tuple[PaperKind, PaperKind]] = {
    "return_goods": ("sales_return", "delivery_note"),
    "credit_note": ("credit_note", "sales_invoice"),
}
"""Which paper an action leads to, and what that one is made from."""


def _lines_in_question(
    cache: LedgerCache, complaint: Complaint, source_kind: PaperKind
) -> Iterator[tuple[LineKey, PostedLine]]:
    """The delivery or invoice lines that have to do with what the complaint is about."""
    about = cache.lines_of((kind, complaint.about_no) for kind in ABOUT_KINDS)
    meant = {key: line for key, line in about.items() if complaint.about_line in (None, key.line_no)}
    papers = {(source_kind, complaint.about_no)}
    papers |= {(source_kind, line.posting.delivery_no) for line in meant.values() if line.posting.delivery_no}
    papers |= {(source_kind, found.document_no) for found in _made_from(cache, complaint.about_no)}
    for key, line in sorted(cache.lines_of(papers).items()):
        if key in meant or any(_belong_together(line.posting, other, other_key) for other_key, other in meant.items()):
            yield key, line


def _made_from(cache: LedgerCache, document_no: str) -> Iterator[PostedDocument]:
    """The documents made from one, and those made from them: the invoices of an order come from its deliveries."""
    for found in cache.made_from(document_no):
        yield found
        yield from cache.made_from(found.document_no)


def _belong_together(posting: Posting, other: PostedLine, other_key: LineKey) -> bool:
    """Whether a delivery or invoice line and a line of another paper are of one chain."""
    named = {
        ("sales_order", posting.order_no, posting.order_line_no),
        ("delivery_note", posting.delivery_no or (posting.source_no if posting.kind == "sales_invoice" else ""),
         posting.delivery_line_no or posting.source_line_no),
    }  # fmt: skip
    behind = ("delivery_note", other.posting.delivery_no, other.posting.delivery_line_no)
    return tuple(other_key) in named or (posting.kind, posting.document_no, posting.line_no) == behind


def _most(lines: dict[LineKey, PostedLine], kind: str, quantity: Decimal | None) -> dict[LineKey, Decimal]:
    """What of each line is meant: all that is open of it, or the quantity in question spread from the first line on."""
    most = {}
    for key, line in lines.items():
        most[key] = still_open(line, kind)
        if quantity is not None:
            most[key] = min(most[key], quantity)
            quantity -= most[key]
    return most
