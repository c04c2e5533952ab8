"""Reverse a posted document: a mirror with its own number that names the original."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.storing import Report, store
from salesbook.documents.balances import AS_A_WHOLE, REVISED_BY, LineBalance, LineKey
from salesbook.documents.deposit import ADVANCE, DEPOSIT
from salesbook.documents.facts import PostedDocument, PostedLine, count
from salesbook.documents.period import not_open
from salesbook.documents.posting import PAPER_KINDS, Posting, reversal
from salesbook.documents.revisions import base_number
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import names_behind, on_account_of, open_periods, receipts_on
from salesbook.money import HUNDRED, ZERO
from salesbook.problems import SalesbookError
from salesbook.sheets.reading import ReadDocument
from salesbook.units import plain


def reverse(document_no: str, company: Company, reason: str, posting_date: date | None = None) -> Report:
    """Undo a document by a mirror posting.

    Args:
        document_no: Of the document to undo.
        company: Whose ledger.
        reason: Kept on the mirror's lines.
        posting_date: Decides the period of the mirror; the document's own date, or that of its
            last revision, when that is still open, else today.

    Raises:
        SalesbookError: No reason is given, or the document is unknown, a target plan, reversed already,
            itself a mirror, later documents were made from it or paid it, a deposit lies on it or was used, or
            its mirror would be dated before it; nothing was stored.
    """
    if not reason.strip():
        raise SalesbookError("reason-missing", document=document_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        document = find_document(cache, document_no)
        lines = cache.lines_of([(document.kind, document_no)])
        _check_not_paid(document, lines.values(), cache)
        _check_money_not_used(document, [line.posting for line in lines.values()], cache)
        _check_claims_not_used([line.posting for line in lines.values()], cache)
        _check_not_built_upon(document, lines, cache)
        _check_nothing_lies_on(document, cache)
        periods = open_periods(cache, company.settings)
        originals = [lines[key].posting for key in sorted(lines)]
        # A document that was revised says what it says since the day of its last revision.
        said = max([document.document_date, *(posting.posting_date for posting in originals)])
        day = posting_date or (said if periods.is_open(said) else company.today)
        if refusal := not_open(day, periods):
            raise refusal
        _check_not_before(day, max(originals, key=lambda posting: posting.posting_date))
        postings = reversal(originals, day, reason)
        _check_not_used_since(postings, cache, company)
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


def _check_claims_not_used(lines: Sequence[Posting], cache: LedgerCache) -> None:
    """What a deposit invoice claimed may be off a later invoice already, which would then claim too little."""
    claimed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.kind == "sales_invoice" and line.purpose in (DEPOSIT, ADVANCE):
            claimed[line.order_no if line.purpose == DEPOSIT else "", line.customer_no] += line.gross_amount
    orders = cache.wholes(("sales_order", order_no) for order_no, _ in claimed if order_no)
    accounts = cache.accounts_of(customer_no for order_no, customer_no in claimed if not order_no)
    for (order_no, customer_no), amount in claimed.items():
        key = LineKey("sales_order", order_no, AS_A_WHOLE)
        there = max(ZERO, (orders[key].balance if order_no else accounts.get(customer_no, LineBalance())).prepaid)
        if amount > there:
            raise SalesbookError(
                "reverse-claim-used", document=lines[0].document_no, amount=plain(amount), there=plain(there),
                order=order_no,
            )  # fmt: skip


def _check_nothing_lies_on(document: PostedDocument, cache: LedgerCache) -> None:
    """An order that is gone could neither give its deposit back, nor take it off an invoice, nor be delivered."""
    if document.kind != "sales_order":
        return
    number = document.document_no
    picks = sorted({key.document_no for key in cache.open_picks_of([number])})
    if picks:
        raise SalesbookError("reverse-built-upon", document=number, documents=", ".join(picks))
    whole = cache.wholes([("sales_order", number)])[LineKey("sales_order", number, AS_A_WHOLE)].balance
    if whole.deposit or whole.prepaid:
        papers = [
            other.document_no
            for other in cache.made_from(number)
            if other.kind in ("payment", "sales_invoice") and not other.reversed_by
        ]
        raise SalesbookError(
            "reverse-has-deposit", document=number, amount=plain(whole.deposit or whole.prepaid),
            documents=", ".join(papers),
        )  # fmt: skip


_BUILT_UPON = (
    "ordered", "delivered", "invoiced", "signed", "refused", "sent_again", "returned", "returned_free", "credited",
    "reduced",
)  # fmt: skip
"""Counters of a line that only later documents move."""


def _check_not_built_upon(document: PostedDocument, lines: Mapping[LineKey, PostedLine], cache: LedgerCache) -> None:
    counted = any(getattr(line.balance, counter) for line in lines.values() for counter in _BUILT_UPON)
    resting = _resting_on(document, lines, cache) if counted or document.kind == "credit_note" else []
    if counted or resting:
        raise SalesbookError("reverse-built-upon", document=document.document_no, documents=", ".join(resting) or "–")


def _resting_on(document: PostedDocument, lines: Mapping[LineKey, PostedLine], cache: LedgerCache) -> list[str]:
    """Numbers of the documents that name this one, made from it or from what was; reversed ones count no more."""
    number = document.document_no
    todo = [number, *sorted({line.posting.delivery_no for line in lines.values() if line.posting.delivery_no})]
    found: dict[str, PostedDocument] = {}
    while todo:
        for other in cache.made_from(todo.pop()):
            if not other.reversed_by and other.document_no not in (*found, number):
                found[other.document_no] = other
                todo.append(other.document_no)
    named = cache.lines_of((other.kind, other.document_no) for other in found.values())
    resting = {
        key.document_no
        for key, line in named.items()
        if number in ((said := line.posting).source_no, said.order_no, said.delivery_no, said.invoice_no)
    }
    return sorted(resting)


def _check_not_used_since(mirror: Sequence[Posting], cache: LedgerCache, company: Company) -> None:
    """Goods that came back may have gone out again, and a claim that was taken back may have been made again."""
    behind = {paper for posting in mirror for paper in names_behind(posting)}
    lines = cache.lines_of(behind)
    before = {key: replace(line.balance) for key, line in lines.items()}
    count(lines, mirror)
    over = HUNDRED + company.settings.rules.over_delivery_percent
    for key, line in lines.items():
        earlier, after, again = before[key], line.balance, False
        if key.kind == "sales_order" and after.net_sent > earlier.net_sent:
            again = after.net_sent > (after.quantity - after.closed) * over / HUNDRED
        elif key.kind == "delivery_note":
            claimed = after.invoiced - after.credited
            again = claimed > after.quantity and claimed > earlier.invoiced - earlier.credited
        if again:
            used = [other.document_no for other in cache.made_from(key.document_no) if not other.reversed_by]
            raise SalesbookError(
                "reverse-used-since", document=mirror[0].reverses_no, behind=key.document_no, documents=", ".join(used)
            )
