"""Give up what is open of a document, open it again, or hold an order back.

Closing and losing are documents of their own; what they gave up is open again once they are reversed.
"""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.reversing import find_document, reverse
from salesbook.actions.storing import Report, store
from salesbook.documents.closing import Purpose, closing_postings, open_to_close
from salesbook.documents.frame import is_frame
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.period import not_open
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load, open_periods
from salesbook.money import ZERO
from salesbook.problems import SalesbookError
from salesbook.sheets.reading import ReadDocument
from salesbook.units import plain

CLOSED_KINDS = ("quotation", "sales_order", "delivery_note")


def close(
    document_no: str,
    company: Company,
    reason: str,
    lines: Sequence[int] = (),
    quantity: Decimal | None = None,
    purpose: Purpose = "",
) -> Report:
    """Give up what is open of an order, or lose a quotation.

    With ``waive``, what is not invoiced yet never will be; with ``keep_claim``, what an order invoices straight away
    is invoiced although it is not delivered any more.

    Args:
        document_no: Of a quotation or order; for ``waive`` also of a delivery.
        company: Whose ledger.
        reason: Kept on the closing.
        lines: Numbers of its lines; none means all.
        quantity: Of a single line, if not everything that is open.

    Raises:
        SalesbookError: No reason is given, the document is unknown or of another kind, so much is not open, or it
            is a frame agreement that has to be used up.
    """
    if not reason.strip():
        raise SalesbookError("reason-missing", document=document_no)
    if quantity is not None and len(lines) != 1:
        raise SalesbookError("closing-one-line", document=document_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        document = find_document(cache, document_no)
        if document.kind not in CLOSED_KINDS:
            raise SalesbookError("closing-not-possible", document=document_no, kind=document.kind)
        found = sorted(cache.lines_of([(document.kind, document_no)]).items())
        if unknown := set(lines) - {key.line_no for key, _ in found}:
            raise SalesbookError("no-such-line", document=document_no, line=min(unknown))
        chosen = [(line, open_to_close(line, purpose)) for key, line in found if not lines or key.line_no in lines]
        chosen = [(line, most) for line, most in chosen if most > 0]
        if not chosen:
            raise SalesbookError("closing-nothing-open", document=document_no)
        if company.settings.rules.frame_closing == "used_up" and any(is_frame(line.posting) for line, _ in chosen):
            left = sum((most for _, most in chosen), ZERO)
            raise SalesbookError("frame-not-used-up", document=document_no, open=plain(left))
        if quantity is not None:
            ((line, most),) = chosen
            if not ZERO < quantity <= most:
                raise SalesbookError(
                    "closing-exceeds", document=document_no, quantity=plain(quantity), open=plain(most)
                )
            chosen = [(line, quantity)]
        if refusal := not_open(company.today, open_periods(cache, company.settings)):
            raise refusal
        postings = closing_postings(chosen, company.today, reason, purpose)
        identity = f"closing {company.settings.company_id} {cache.head[0]} {document_no}"
        posting_id = hashlib.sha256(identity.encode()).hexdigest()
        return [Decision(ReadDocument("closing"), "ready", postings=postings, posting_id=posting_id)]

    return store(company, "", "", decide)


def reopen(document_no: str, company: Company, reason: str) -> list[Report]:
    """Take back every closing of a document.

    Raises:
        SalesbookError: Nothing of it was closed.
    """
    with company.cache() as cache:
        find_document(cache, document_no)
        closings = cache.closings_of(document_no)
    if not closings:
        raise SalesbookError("reopen-nothing", document=document_no)
    return [reverse(closing, company, reason) for closing in closings]


def hold(order_no: str, company: Company, reason: str, *, on_hold: bool = True) -> Report:
    """Hold an order back, or release it.

    Raises:
        SalesbookError: No reason is given, there is no such order, or it stands so already.
    """
    if not reason.strip():
        raise SalesbookError("reason-missing", document=order_no)

    def decide(cache: LedgerCache) -> list[Decision]:
        document = find_document(cache, order_no)
        if document.kind != "sales_order":
            raise SalesbookError("hold-not-possible", document=order_no, kind=document.kind)
        versions = load(cache, OrderHold, [order_no]).get(order_no, [])
        if on_hold == bool(versions and versions[-1].on_hold):
            raise SalesbookError("hold-already" if on_hold else "release-already", document=order_no)
        record = OrderHold(order_no=order_no, on_hold=on_hold, reason=reason, decided_by=company.user)
        identity = hashlib.sha256(f"hold {order_no} {len(versions)} {on_hold}".encode()).hexdigest()
        return [
            Decision(
                ReadDocument(OrderHold.kind), "ready", postings=record.postings(), posting_id=identity,
                document_no=order_no,
            )
        ]  # fmt: skip

    return store(company, "", "", decide)
