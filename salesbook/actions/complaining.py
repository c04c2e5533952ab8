"""Complaints: which are open and how long their promises run, and which stand behind a document."""

from dataclasses import dataclass
from datetime import date

from salesbook.actions.company import Company
from salesbook.documents.complaint import Complaint
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import complaints_of


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
