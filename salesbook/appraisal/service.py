"""Complaints and service as figures of an appraisal (客訴與售後): complaints per hundred deliveries, answers in time.

A delivery refused at the door through our fault is a case that was not served well, whoever writes it down.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from salesbook.appraisal.scorecard import Figure
from salesbook.documents.complaint import Complaint

PER_DELIVERIES = 100


@dataclass(frozen=True, slots=True)
class ServiceCase:
    """Something a customer waited for, or was let down by.

    Attributes:
        document_no: Number of the complaint, or of the sign-off with the refusal.
        is_in_time: It was answered by the day that was promised.
    """

    document_no: str
    day: date
    customer_no: str
    is_in_time: bool


def our_complaints(complaints: Iterable[Complaint], first: date, last: date) -> list[Complaint]:
    """Those opened in a period that are our own fault."""
    return [found for found in complaints if found.caused_by == "ours" and first <= found.opened_on <= last]


def complaint_figure(complaints: Sequence[Complaint] | None, deliveries: int) -> Figure:
    """Complaints per hundred deliveries.

    Args:
        complaints: Our fault, of the period; ``None`` when the company keeps no register of them.
        deliveries: Of the same period; without one there is no figure.

    >>> complaint_figure([], 50).result
    Fraction(0, 1)
    """
    if complaints is None:
        return Figure(source="complaints")
    count = len(complaints)
    ratio = Fraction(count, deliveries) if deliveries else None
    return Figure(
        source="complaints", actual=Decimal(count), target=Decimal(deliveries) if deliveries else None,
        attainment_ratio=ratio, result=None if ratio is None else ratio * PER_DELIVERIES,
    )  # fmt: skip


def service_cases(complaints: Iterable[Complaint], first: date, last: date) -> Iterator[ServiceCase]:
    """The complaints that were closed in a period, and those whose promise is over and that are still open at its end.

    A complaint that stays open counts in each period until it is closed.
    """
    for found in complaints:
        is_closed = found.closed_on is not None and first <= found.closed_on <= last
        is_due = found.is_open_on(last) and found.promised_on is not None and found.promised_on <= last
        if is_closed or is_due:
            day = found.closed_on if is_closed and found.closed_on else found.opened_on
            yield ServiceCase(found.complaint_no, day, found.customer_no, is_closed and found.is_in_time)
