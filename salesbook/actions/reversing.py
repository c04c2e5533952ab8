"""Reverse a posted document: a mirror with its own number that names the original."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.storing import Report, store
from salesbook.documents.balances import AS_A_WHOLE, REVISED_BY, LineBalance, LineKey
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.period import not_open
from salesbook.documents.posting import PAPER_KINDS, Posting, reversal
from salesbook.documents.revisions import base_number
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import on_account_of, open_periods, receipts_on
from salesbook.money import ZERO
from salesbook.problems import SalesbookError
from salesbook.sheets.reading import ReadDocument
from salesbook.units import plain


def reverse(document_no: str, company: Company, reason: str, posting_date: date | None = None) -> Report:
    """Undo a document by a mirror posting.

    Args:
        document_no: Of the document to undo.
        company: Whose ledger.
        reason: Kept on the mirror's lines.
        posting_date: Decides the period of the mirror; the document's own date when that is still open, else today.

    Raises:
        SalesbookError: No reason is given, or the document is unknown, a target plan, reversed already,
            itself a mirror, later documents were made from it or paid it, or its mirror would be dated
            before it; nothing was stored.
    """
    if not reason.strip():
        raise SalesbookError("reason-missing", document=document_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        document = find_document(cache, document_no)
        lines = cache.lines_of([(document.kind, document_no)])
        for key in sorted(lines):
            _check_not_built_upon(document, lines[key].balance)
        _check_not_paid(document, lines.values(), cache)
        _check_money_not_used(document, [line.posting for line in lines.values()], cache)
        periods = open_periods(cache, company.settings)
        day = posting_date or (document.document_date if periods.is_open(document.document_date) else company.today)
        if refusal := not_open(day, periods):
            raise refusal
        originals = [lines[key].posting for key in sorted(lines)]
        _check_not_before(day, originals[0])
        postings = reversal(originals, day, reason)
        posting_id = hashlib.sha256(f"reversal of {company.settings.company_id} {document_no}".encode()).hexdigest()
        return [Decision(ReadDocument(document.kind), "ready", postings=postings, posting_id=posting_id)]

    return store(company, "", "", decide)


def find_document(cache: LedgerCache, document_no: str) -> PostedDocument:
    """The document of a number.

    Raises:
        SalesbookError: There is none, or it cannot be reversed.
    """
    found = cache.find_documents(document_no)
    if not found:
        raise SalesbookError("document-not-found", document=document_no)
    document = found[0]
    if document.kind in REVISED_BY:
        raise SalesbookError("reverse-revision", document=document_no, base=base_number(document_no)[0])
    if document.kind not in PAPER_KINDS:
        raise SalesbookError("reverse-not-possible", document=document_no, kind=document.kind)
    if document.reverses_no:
        raise SalesbookError("reversal-of-reversal", document=document_no)
    if document.reversed_by:
        raise SalesbookError("reverse-already", document=document_no, reversal=document.reversed_by)
    return document


def _check_not_before(day: date, original: Posting) -> None:
    """On the days between, something would be undone that was not there yet."""
    if day < original.posting_date:
        raise SalesbookError(
            "reverse-before-original", document=original.document_no, date=day, first=original.posting_date
        )


def _check_not_paid(document: PostedDocument, lines: Iterable[PostedLine], cache: LedgerCache) -> None:
    """A deposit that the invoice used itself goes back to its order with the mirror."""
    own = sum((line.posting.applied_amount for line in lines), ZERO)
    for invoice in cache.invoices([document.document_no]).values():
        if invoice.balance.paid != own:
            receipts = ", ".join(receipts_on(cache, document.document_no))
            raise SalesbookError(
                "reverse-paid", document=document.document_no, paid=plain(invoice.balance.paid), receipts=receipts
            )


def _check_money_not_used(document: PostedDocument, lines: Sequence[Posting], cache: LedgerCache) -> None:
    """Money that came with a receipt, as a deposit or on account, may have been used since."""
    if document.kind != "payment":
        return
    brought: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        if not line.source_no:
            brought["", line.currency] += line.net_amount
        elif line.source_kind == "sales_order":
            brought[line.source_no, line.currency] += line.net_amount
    deposits = cache.wholes(("sales_order", number) for number, _ in brought if number)
    accounts = on_account_of(cache, [document.customer_no])
    for (order_no, currency), amount in brought.items():
        if order_no:
            there = deposits[LineKey("sales_order", order_no, AS_A_WHOLE)].balance.deposit
        else:
            there = accounts.get((document.customer_no, currency), ZERO)
        if amount > max(there, ZERO):
            raise SalesbookError(
                "reverse-money-used", document=document.document_no, amount=plain(amount), there=plain(there),
                order=order_no,
            )  # fmt: skip


def _check_not_built_upon(document: PostedDocument, balance: LineBalance) -> None:
    for kind, quantity in (
        ("sales_order", balance.ordered),
        ("delivery_note", balance.delivered),
        ("sales_invoice", balance.invoiced),
    ):
        if quantity:
            raise SalesbookError(
                "reverse-built-upon", document=document.document_no, kind=kind, quantity=plain(quantity)
            )
