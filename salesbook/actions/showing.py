"""Show one document with its history: what it says, what is open, what it came from and led to; now or in the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.complaining import complaints_about
from salesbook.documents.balances import LineBalance
from salesbook.documents.complaint import Complaint
from salesbook.documents.deposit import OrderDeposit, order_deposit
from salesbook.documents.dispute import Dispute
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.opening_balance import CARRIED_KINDS, OPENING_BALANCE, CarriedOver, stored_amounts
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.payment_terms import Instalment, instalments_of, parts_with_open
from salesbook.documents.posting import mirrored
from salesbook.documents.quotation import chosen_instead
from salesbook.documents.states import State, state_of
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.cutoff import EVERYTHING, Cutoff
from salesbook.ledger.history import disputes_of, led_to_money, load
from salesbook.money import ZERO
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries

OPEN_KINDS = ("quotation", "sales_order", "delivery_note")
"""Papers from which others are made."""


@dataclass(frozen=True)
class ShownDocument:
    """A document and what is known around it.

    Attributes:
        state: Computed from the quantities, of an invoice from its money.
        whole: Of an invoice: what it claims and what was paid.
        sources: The documents its lines were made from.
        led_to: The documents made from it.
        deposit: Of an order that has or demands one: what came, and what became of it.
        carried: Of an opening balance: what it carries over.
        complaints: About the document, or led to it.
        disputes: Of an invoice: the refusals to pay it, settled or not.
    """

    document: PostedDocument
    state: State
    lines: list[PostedLine]
    sources: list[str]
    led_to: list[PostedDocument]
    whole: LineBalance | None = None
    deposit: OrderDeposit | None = None
    carried: Mapping[CarriedOver, Decimal] = field(default_factory=dict)
    complaints: Sequence[Complaint] = ()
    disputes: Sequence[Dispute] = ()

    @property
    def instalments(self) -> list[tuple[Instalment, Decimal]]:
        """Of an invoice: in which parts it falls due, each with what is open of it; receipts pay the earliest."""
        if self.whole is None or not self.lines or not instalments_of(self.lines[0].posting):
            return []
        return parts_with_open(PostedLine(self.lines[0].posting, self.whole))

    @property
    def net_amount(self) -> Decimal:
        """Without tax; what customers owe, which an opening balance carries over with tax, is not in it."""
        goods = (amount for key, amount in self.carried.items() if key.kind in CARRIED_KINDS)
        return sum((line.posting.net_amount for line in self.lines if line.posting.is_in_total), ZERO) + sum(
            goods, ZERO
        )

    @property
    def tax_amount(self) -> Decimal:
        """Of all lines."""
        return sum((line.posting.tax_amount for line in self.lines if line.posting.is_in_total), ZERO)


def show(document_no: str, company: Company, cutoff: Cutoff = EVERYTHING) -> ShownDocument:
    """A document by its number, as it stands or as it stood.

    Raises:
        SalesbookError: There is none, or it was not there yet.
    """
    with company.cache() as cache:
        found = cache.find_documents(document_no)
        if not found:
            raise SalesbookError("document-not-found", document=document_no)
        document = found[0]
        original_no = document.reverses_no or document_no
        lines_by_key = cache.lines_of([(document.kind, original_no)])
        lines = [lines_by_key[key] for key in sorted(lines_by_key)]
        led_to = cache.made_from(document_no)
        complaints = complaints_about(cache, document_no)
        deposit = _deposit(document, lines, cache, company.settings.rules.decimals)
        disputes = disputes_of(cache, document_no, cutoff.as_of or date.max) if document.kind == "sales_invoice" else []
        whole = next((found.balance for found in cache.invoices([document_no]).values()), None)
        holds = load(cache, OrderHold, [document_no]).get(document_no, [])
        is_held = bool(holds) and holds[-1].on_hold
    if cutoff != EVERYTHING:
        queries = LedgerQueries(company.store, cutoff)
        reversed_by = queries.reversal_of(original_no)
        is_known = reversed_by == document_no if document.reverses_no else was_there(document, cutoff)
        if not is_known:
            raise SalesbookError("document-not-yet", document=document_no, date=document.document_date)
        if not document.reverses_no:
            document = replace(document, reversed_by=reversed_by)
        lines = queries.lines_of(document.kind, original_no)
        led_to = [other for other in led_to if was_there(other, cutoff)]
        complaints = [found for found in complaints if cutoff.as_of is None or found.opened_on <= cutoff.as_of]
        whole = queries.invoice(document_no)
        deposit = None
    if document.reverses_no:
        # A mirror has the lines of its original with the opposite sign, and nothing of it is open.
        lines = [PostedLine(mirrored(line.posting), LineBalance()) for line in lines]
    state = document_state(document, lines, whole, cutoff.as_of or company.today)
    if state in ("confirmed", "part_delivered") and is_held and cutoff == EVERYTHING:
        state = "on_hold"
    sources = sorted({line.posting.source_no for line in lines if line.posting.source_no})
    carried = {}
    if document.kind == OPENING_BALANCE:
        carried = stored_amounts(LedgerQueries(company.store).postings_of(document.kind, document_no))
    return ShownDocument(document, state, lines, sources, led_to, whole, deposit, carried, complaints, disputes)


def document_state(
    document: PostedDocument, lines: Sequence[PostedLine], whole: LineBalance | None, day: date
) -> State:
    """The state of a document by its lines, of an invoice by its money; a quotation may have expired by a day."""
    counted = list(lines)
    if document.kind == "quotation":
        given_up = chosen_instead(lines)
        counted = [line for line in lines if line.posting.is_in_total or line.balance.ordered > 0]
        counted = [line for line in counted if line.posting.line_no not in given_up]
    balances = [line.balance for line in counted]
    purposes = [line.posting.purpose for line in counted]
    state = state_of(document.kind, balances, purposes=purposes, whole=whole, reversed_by=document.reversed_by)
    valid_until = lines[0].posting.due_date if document.kind == "quotation" and lines else None
    if state in ("issued", "part_ordered") and valid_until and valid_until < day:
        return "expired"
    return state


def _deposit(
    document: PostedDocument, lines: list[PostedLine], cache: LedgerCache, decimals: int
) -> OrderDeposit | None:
    if document.kind != "sales_order" or document.reverses_no or not lines:
        return None
    whole = cache.wholes([("sales_order", document.document_no)])
    balance = next(iter(whole.values())).balance
    found = order_deposit(lines, balance, led_to_money(cache, document.document_no), decimals)
    return found if found.received or found.claimed or found.demanded else None


def was_there(document: PostedDocument, cutoff: Cutoff) -> bool:
    """Whether a document that is no mirror counts; its own date is the one it is posted on."""
    dated = cutoff.as_of is None or document.document_date <= cutoff.as_of
    known = cutoff.known_at is None or document.posted_at is None or document.posted_at <= cutoff.known_at
    return dated and known


@dataclass(frozen=True)
class Status:
    """How a company stands, or stood: documents by kind, reversed ones among them, and what is open.

    Attributes:
        version: Of the ledger that was asked; so are ``postings`` and ``head``.
        open_invoices: How many are not paid in full.
        receivable: What is still to be received for them.
        as_of: The last posting date that counts; ``None`` means all.
        known_at: The last moment of storing that counts; ``None`` means all.
    """

    version: int
    postings: int
    head: str
    counts: dict[str, tuple[int, int]]
    open_lines: dict[str, int]
    open_invoices: int
    receivable: Decimal
    as_of: date | None = None
    known_at: datetime | None = None


def status(company: Company, cutoff: Cutoff = EVERYTHING) -> Status:
    """Counts for a quick look."""
    with company.cache() as cache:
        seq, head = cache.head
        if cutoff == EVERYTHING:
            open_lines = {kind: len(cache.open_lines(kind)) for kind in OPEN_KINDS}
            unpaid = [found.balance.open_amount for found in cache.open_invoices().values()]
            return Status(cache.version, seq, head, cache.counts(), open_lines, len(unpaid), sum(unpaid, ZERO))
        version = cache.version
    queries = LedgerQueries(company.store, replace(cutoff, until_seq=seq))
    open_lines = {kind: len(queries.open_lines(kind)) for kind in OPEN_KINDS}
    unpaid = queries.unpaid()
    return Status(
        version, seq, head, queries.counts(), open_lines, len(unpaid), sum(unpaid, ZERO), cutoff.as_of, cutoff.known_at
    )
