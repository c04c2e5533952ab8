"""Commission of salespeople and agents (佣金): what an invoice brings the person who sold, and when it is due.

It arises when the invoice is posted. By the person's file it is due then, or once the customer owes nothing on the
invoice any more. A credit note takes the commission on what it credits back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.documents.balances import LineBalance
from salesbook.documents.master_data import Salesperson
from salesbook.documents.posting import Posting
from salesbook.money import HUNDRED, ZERO, round_half_up

SALES_PURPOSES = ("", "price")
"""Lines of other purposes are no sales: deposits, and what the total was rounded by."""


@dataclass(frozen=True, slots=True)
class Commission:
    """What one invoice or credit note brings one person.

    Attributes:
        invoice_no: Of the invoice itself, or of the one that is credited.
        base: Net amount of the sale; below zero for a credit note, like ``amount``.
        is_due: Whether the person can ask for it now.
    """

    salesperson_no: str
    document_no: str
    document_date: date
    invoice_no: str
    base: Decimal
    percent: Decimal
    amount: Decimal
    is_due: bool


def commission_on(
    postings: Sequence[Posting], invoice: LineBalance, salesperson: Salesperson, decimals: int
) -> Commission | None:
    """The commission on one posted paper; ``None`` where it brings nothing.

    Args:
        postings: All lines of one invoice, or of one credit note.
        invoice: The money of the invoice, or of the one that is credited.
        salesperson: The file of the person as valid on the day of the paper.
        decimals: Of the paper's currency.

    >>> day = date(2026, 3, 5)
    >>> line = Posting(kind="sales_invoice", document_no="SI-1", document_date=day, posting_date=day,
    ...                net_amount=Decimal(100), salesperson_no="P1")
    >>> person = Salesperson(salesperson_no="P1", name="Wang", commission_percent=Decimal(10))
    >>> found = commission_on([line], LineBalance(amount=Decimal(100)), person, 2)
    >>> found.amount, found.is_due
    (Decimal('10.00'), False)
    """
    first = postings[0]
    base = sum((posting.net_amount for posting in postings if posting.purpose in SALES_PURPOSES), ZERO)
    if not base or not salesperson.commission_percent:
        return None
    if first.kind == "credit_note":
        base = -base
    return Commission(
        salesperson_no=first.salesperson_no,
        document_no=first.document_no,
        document_date=first.document_date,
        invoice_no=first.invoice_no or first.document_no,
        base=base,
        percent=salesperson.commission_percent,
        amount=round_half_up(base * salesperson.commission_percent / HUNDRED, decimals),
        is_due=salesperson.commission_due == "posting" or invoice.open_amount <= ZERO,
    )
