"""What postings add up to: open quantities of each line, money per invoice and customer, by one fold used everywhere.

The ledger's cache, the check of a list (where later documents see earlier ones) and ``verify`` all use
``effects``; the engines that count millions of lines are driven by the same ``EFFECT_RULES``, and tests compare.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from salesbook.documents.posting import PaperKind, Posting

ZERO = Decimal(0)

Counter = Literal[
    "quantity", "ordered", "delivered", "invoiced", "closed", "amount", "paid", "receivable", "unapplied"
]  # fmt: skip

AS_A_WHOLE = 0
"""In place of a line number: the whole paper, or the customer."""


class LineKey(NamedTuple):
    """Names one line of one paper; with ``AS_A_WHOLE``, an invoice or a customer whose money is counted."""

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
    """The counters of one paper line, with their letters in DOMAIN 5; or those of an invoice or a customer.

    Money is in home currency, with tax.

    Attributes:
        quantity: As on the paper: offered, ordered O, delivered D or invoiced I; 0 once reversed.
        ordered: Of a quotation line: ordered from it so far.
        delivered: Of an order line: delivered so far, D.
        invoiced: Of an order or delivery line: invoiced so far, I.
        closed: Of an order line: remainder given up, C.
        refused: Refused at the door, F.
        sent_again: Returned to be delivered again, Rr.
        returned: Returned for good, Rn.
        credited: Quantity credited, K.
        amount: Of an invoice: what it claims; 0 once reversed.
        paid: Of an invoice: received for it so far.
        receivable: Of a customer: claimed by invoices and not received (應收帳款).
        unapplied: Of a customer: received for no invoice, on account.
    """

    quantity: Decimal = ZERO
    ordered: Decimal = ZERO
    delivered: Decimal = ZERO
    invoiced: Decimal = ZERO
    closed: Decimal = ZERO
    refused: Decimal = ZERO
    sent_again: Decimal = ZERO
    returned: Decimal = ZERO
    credited: Decimal = ZERO
    amount: Decimal = ZERO
    paid: Decimal = ZERO
    receivable: Decimal = ZERO
    unapplied: Decimal = ZERO

    def add(self, counter: Counter, amount: Decimal) -> None:
        """Count one effect."""
        setattr(self, counter, getattr(self, counter) + amount)

    @property
    def open_to_order(self) -> Decimal:
        """Of a quotation line: offered and not yet ordered."""
        return max(ZERO, self.quantity - self.ordered)

    @property
    def net_sent(self) -> Decimal:
        """Of an order line: D − F − Rr."""
        return self.delivered - self.refused - self.sent_again

    @property
    def open_to_deliver(self) -> Decimal:
        """Of an order line: still to be delivered; 0 when over-delivered (未交數量)."""
        return max(ZERO, self.quantity - self.closed - self.net_sent)

    @property
    def accepted(self) -> Decimal:
        """Of an order line: what the customer has and keeps, A."""
        return self.net_sent - self.returned

    @property
    def open_to_invoice(self) -> Decimal:
        """Of an order line: accepted and not invoiced, U; negative would be over-billing."""
        return self.accepted - (self.invoiced - self.credited)

    @property
    def uninvoiced(self) -> Decimal:
        """Of a delivery line: still to be invoiced."""
        return self.quantity - self.invoiced

    @property
    def open_amount(self) -> Decimal:
        """Of an invoice: still to be paid."""
        return self.amount - self.paid


class Naming(NamedTuple):
    """Which columns of a posting name the line that it counts on.

    Attributes:
        numbers: Of the document or customer; the first one that is filled counts, and without one nothing does.
        line: Of the line; blank for the paper or customer as a whole.
    """

    numbers: tuple[str, ...]
    line: str = ""


NAMINGS: Mapping[str, Naming] = {
    "own": Naming(("reverses_no", "document_no"), "line_no"),
    "source": Naming(("source_no",), "source_line_no"),
    "order": Naming(("order_no",), "order_line_no"),
    "own paper": Naming(("reverses_no", "document_no")),
    "source paper": Naming(("source_no",)),
    "customer": Naming(("customer_no",)),
}
"""A mirror carries the number it reverses, so it counts on the lines of that document."""

VALUES: Mapping[str, tuple[str, ...]] = {"quantity": ("quantity",), "gross": ("net_amount", "tax_amount")}
"""The columns of a posting whose sum is counted."""


class EffectRule(NamedTuple):
    """On what a posting counts, and as what.

    Attributes:
        names: How the line is named, by ``NAMINGS``.
        kind: Of the paper that the line belongs to, or ``customer``.
        value: What is counted, by ``VALUES``.
        sign: 1 adds it, -1 takes it off.
        source: Whether it counts only for postings that name a source, or only for those that name none.
    """

    counter: Counter
    names: Literal["own", "source", "order", "own paper", "source paper", "customer"]
    kind: PaperKind | Literal["customer"]
    value: Literal["quantity", "gross"] = "quantity"
    sign: Literal[1, -1] = 1
    source: Literal["any", "given", "blank"] = "any"


EFFECT_RULES: Mapping[str, tuple[EffectRule, ...]] = {
    "quotation": (EffectRule("quantity", "own", "quotation"),),
    "sales_order": (EffectRule("quantity", "own", "sales_order"), EffectRule("ordered", "source", "quotation")),
    "delivery_note": (EffectRule("quantity", "own", "delivery_note"), EffectRule("delivered", "order", "sales_order")),
    "sales_invoice": (
        EffectRule("quantity", "own", "sales_invoice"),
        EffectRule("invoiced", "source", "delivery_note"),
        EffectRule("invoiced", "order", "sales_order"),
        EffectRule("amount", "own paper", "sales_invoice", "gross"),
        EffectRule("receivable", "customer", "customer", "gross"),
    ),
    "payment": (
        EffectRule("quantity", "own", "payment"),
        EffectRule("paid", "source paper", "sales_invoice", "gross"),
        EffectRule("receivable", "customer", "customer", "gross", -1, "given"),
        EffectRule("unapplied", "customer", "customer", "gross", 1, "blank"),
    ),
}
"""By kind of posting. Data rather than code, so that a query engine can count millions of lines by the same rules."""


def effects(posting: Posting) -> Iterator[Effect]:
    """What one posting changes. Mirrors count on the lines of the document they reverse."""
    fields = posting.__dict__
    for rule in EFFECT_RULES.get(posting.kind, ()):
        if rule.source != "any" and (rule.source == "given") != bool(posting.source_no):
            continue
        numbers, line = NAMINGS[rule.names]
        for number in numbers:
            if document_no := fields[number]:
                line_no = fields[line] or 0 if line else AS_A_WHOLE
                amount = sum([fields[name] for name in VALUES[rule.value]], ZERO)
                yield Effect(LineKey(rule.kind, document_no, line_no), rule.counter, rule.sign * amount)
                break


def count(balances: dict[LineKey, LineBalance], posting: Posting) -> None:
    """Let one posting count."""
    for effect in effects(posting):
        balances.setdefault(effect.line, LineBalance()).add(effect.counter, effect.amount)


def fold(postings: Iterable[Posting]) -> dict[LineKey, LineBalance]:
    """All balances from scratch."""
    balances: dict[LineKey, LineBalance] = {}
    for posting in postings:
        count(balances, posting)
    return balances


@dataclass(frozen=True)
class TieOut:
    """The three-quantity proof of one order line (三量對帳, DOMAIN 5); both differences must be 0.

    Each term is counted from papers of its own kind, so that the differences prove something.

    Attributes:
        ordered: From orders.
        closed: As the balance says.
        open: As the balance says: what the next delivery would be offered.
        delivered: From delivery notes, by the order they name.
        invoiced: From invoices, by the order they name.
        uninvoiced: From delivery lines and the invoices that name them.

    >>> proof = TieOut(*(Decimal(number) for number in (100, 0, 19, 81, 74, 7)))
    >>> str(proof.order_difference), str(proof.invoice_difference)
    ('0', '0')
    """

    ordered: Decimal
    closed: Decimal
    open: Decimal
    delivered: Decimal
    invoiced: Decimal
    uninvoiced: Decimal

    @property
    def excess(self) -> Decimal:
        """Delivered beyond what was ordered."""
        return max(ZERO, self.delivered + self.closed - self.ordered)

    @property
    def order_difference(self) -> Decimal:
        """Ordered − (closed + open + delivered − excess)."""
        return self.ordered - (self.closed + self.open + self.delivered - self.excess)

    @property
    def invoice_difference(self) -> Decimal:
        """Delivered − (invoiced + uninvoiced)."""
        return self.delivered - (self.invoiced + self.uninvoiced)


class TieOutSums:
    """The sums over the papers of each kind, which the proof sets against the balances that clicks are decided on."""

    def __init__(self) -> None:
        self._ordered, self._delivered, self._invoiced = _sums(), _sums(), _sums()
        self._sent, self._billed = _sums(), _sums()
        self._order_of: dict[LineKey, LineKey] = {}

    def add(self, posting: Posting) -> None:
        """Let one posting count."""
        own = LineKey(posting.kind, posting.reverses_no or posting.document_no, posting.line_no)
        order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
        match posting.kind:
            case "sales_order":
                self._ordered[own] += posting.quantity
            case "delivery_note":
                self._delivered[order] += posting.quantity
                self._sent[own] += posting.quantity
                self._order_of[own] = order
            case "sales_invoice":
                self._invoiced[order] += posting.quantity
                note = LineKey("delivery_note", posting.source_no, posting.source_line_no or 0)
                self._billed[note] += posting.quantity

    def proofs(self, balances: Mapping[LineKey, LineBalance]) -> dict[LineKey, TieOut]:
        """The proof of every order line."""
        uninvoiced = _sums()
        for note, order in self._order_of.items():
            uninvoiced[order] += self._sent[note] - self._billed[note]
        return {
            order: TieOut(
                self._ordered[order],
                balance.closed,
                balance.open_to_deliver,
                self._delivered[order],
                self._invoiced[order],
                uninvoiced[order],
            )
            for order in [*self._ordered]
            for balance in [balances.get(order, LineBalance())]
        }


def tie_outs(postings: Iterable[Posting], balances: Mapping[LineKey, LineBalance]) -> dict[LineKey, TieOut]:
    """The proof of every order line."""
    sums = TieOutSums()
    for posting in postings:
        sums.add(posting)
    return sums.proofs(balances)


def _sums() -> defaultdict[LineKey, Decimal]:
    return defaultdict(lambda: ZERO)
