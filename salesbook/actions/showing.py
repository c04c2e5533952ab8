"""Show one document with its history: what it says, what is open, what it came from and led to."""

from dataclasses import dataclass
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.documents.balances import LineBalance
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.posting import mirrored
from salesbook.documents.states import State, state_of
from salesbook.money import ZERO
from salesbook.problems import SalesbookError


@dataclass(frozen=True)
class ShownDocument:
    """A document and what is known around it.

    Attributes:
        state: Computed from the quantities.
        sources: The documents its lines were made from.
        led_to: The documents made from it.
    """

    document: PostedDocument
    state: State
    lines: list[PostedLine]
    sources: list[str]
    led_to: list[PostedDocument]

    @property
    def net_amount(self) -> Decimal:
        """Without tax."""
        return sum((line.posting.net_amount for line in self.lines), ZERO)

    @property
    def tax_amount(self) -> Decimal:
        """Of all lines."""
        return sum((line.posting.tax_amount for line in self.lines), ZERO)


def show(document_no: str, company: Company) -> ShownDocument:
    """A document by its number.

    Raises:
        SalesbookError: There is none.
    """
    with company.cache() as cache:
        found = cache.find_documents(document_no)
        if not found:
            raise SalesbookError("document-not-found", document=document_no)
        document = found[0]
        lines_by_key = cache.lines_of([(document.kind, document.reverses_no or document_no)])
        lines = [lines_by_key[key] for key in sorted(lines_by_key)]
        led_to = cache.made_from(document_no)
    if document.reverses_no:
        # A mirror has the lines of its original with the opposite sign, and nothing of it is open.
        lines = [PostedLine(mirrored(line.posting), LineBalance()) for line in lines]
    state = state_of(document.kind, [line.balance for line in lines], reversed_by=document.reversed_by)
    sources = sorted({line.posting.source_no for line in lines if line.posting.source_no})
    return ShownDocument(document, state, lines, sources, led_to)


@dataclass(frozen=True)
class Status:
    """How a company stands: documents by kind, reversed ones among them, and what is open."""

    version: int
    postings: int
    head: str
    counts: dict[str, tuple[int, int]]
    open_lines: dict[str, int]


def status(company: Company) -> Status:
    """Counts for a quick look."""
    with company.cache() as cache:
        seq, head = cache.head
        return Status(
            cache.version,
            seq,
            head,
            cache.counts(),
            {kind: len(cache.open_lines(kind)) for kind in ("quotation", "sales_order", "delivery_note")},
        )
