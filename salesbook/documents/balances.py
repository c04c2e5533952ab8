"""What postings add up to: open quantities of each line, by one fold used everywhere.

The ledger's cache, the check of a list (where later documents see earlier ones) and ``verify`` all
use ``effects`` and ``LineBalance.add``; so a balance cannot be counted in two ways.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from salesbook.documents.posting import Posting

ZERO = Decimal(0)

Counter = Literal["quantity", "ordered", "delivered", "invoiced", "closed"]


class LineKey(NamedTuple):
    """Names one line of one paper."""

    kind: str
    document_no: str
    line_no: int


class Effect(NamedTuple):
    """What one posting adds to one counter of one line."""

    line: LineKey
    counter: Counter
    amount: Decimal


@dataclass(slots=True)
class LineBalance:
    """The counters of one paper line (DOMAIN 5).

    Attributes:
        quantity: As on the paper: offered, ordered O, delivered D or invoiced I; 0 once reversed.
        ordered: Of a quotation line: ordered from it so far.
        delivered: Of an order line: delivered so far.
        invoiced: Of an order or delivery line: invoiced so far.
        closed: Of an order line: remainder given up.
    """

    quantity: Decimal = ZERO
    ordered: Decimal = ZERO
    delivered: Decimal = ZERO
    invoiced: Decimal = ZERO
    closed: Decimal = ZERO

    def add(self, counter: Counter, amount: Decimal) -> None:
        """Count one effect."""
        setattr(self, counter, getattr(self, counter) + amount)

    @property
    def open_to_order(self) -> Decimal:
        """Of a quotation line: offered and not yet ordered."""
        return max(ZERO, self.quantity - self.ordered)

    @property
    def open_to_deliver(self) -> Decimal:
        """Of an order line: still to be delivered; 0 when over-delivered (未交數量)."""
        return max(ZERO, self.quantity - self.closed - self.delivered)

    @property
    def open_to_invoice(self) -> Decimal:
        """Of an order line: delivered and not invoiced; negative would be over-billing."""
        return self.delivered - self.invoiced

    @property
    def uninvoiced(self) -> Decimal:
        """Of a delivery line: still to be invoiced."""
        return self.quantity - self.invoiced


def effects(posting: Posting) -> Iterator[Effect]:
    """What one posting changes. Mirrors count on the lines of the document they reverse."""
    own = LineKey(posting.kind, posting.reverses_no or posting.document_no, posting.line_no)
    order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
    match posting.kind:
        case "quotation":
            yield Effect(own, "quantity", posting.quantity)
        case "sales_order":
            yield Effect(own, "quantity", posting.quantity)
            if posting.source_no:
                source = LineKey("quotation", posting.source_no, posting.source_line_no or 0)
                yield Effect(source, "ordered", posting.quantity)
        case "delivery_note":
            yield Effect(own, "quantity", posting.quantity)
            yield Effect(order, "delivered", posting.quantity)
        case "sales_invoice":
            yield Effect(own, "quantity", posting.quantity)
            source = LineKey("delivery_note", posting.source_no, posting.source_line_no or 0)
            yield Effect(source, "invoiced", posting.quantity)
            yield Effect(order, "invoiced", posting.quantity)


def fold(postings: Iterable[Posting]) -> dict[LineKey, LineBalance]:
    """All balances from scratch."""
    balances: dict[LineKey, LineBalance] = {}
    for posting in postings:
        for effect in effects(posting):
            balances.setdefault(effect.line, LineBalance()).add(effect.counter, effect.amount)
    return balances


@dataclass(frozen=True)
class TieOut:
    """The three-quantity proof of one order line (三量對帳, DOMAIN 5); both differences must be 0.

    >>> line = LineBalance(quantity=Decimal(100), delivered=Decimal(81), invoiced=Decimal(74))
    >>> proof = TieOut.of(line)
    >>> str(proof.open), str(proof.uninvoiced), str(proof.order_difference), str(proof.invoice_difference)
    ('19', '7', '0', '0')
    """

    ordered: Decimal
    closed: Decimal
    open: Decimal
    delivered: Decimal
    excess: Decimal
    invoiced: Decimal
    uninvoiced: Decimal

    @classmethod
    def of(cls, line: LineBalance) -> "TieOut":
        """The proof of a line from its balance."""
        excess = max(ZERO, line.delivered + line.closed - line.quantity)
        return cls(
            line.quantity,
            line.closed,
            line.open_to_deliver,
            line.delivered,
            excess,
            line.invoiced,
            line.open_to_invoice,
        )

    @property
    def order_difference(self) -> Decimal:
        """Ordered − (closed + open + delivered − excess)."""
        return self.ordered - (self.closed + self.open + self.delivered - self.excess)

    @property
    def invoice_difference(self) -> Decimal:
        """Delivered − (invoiced + uninvoiced)."""
        return self.delivered - (self.invoiced + self.uninvoiced)
