"""The three-quantity proof (三量對帳, DOMAIN 5) of each order line: ordered, delivered, invoiced, nothing left over.

Each term is summed over papers of its own kind; only what is open comes from the balances that clicks are
decided on. A balance that drifted, and a paper that names another order than its delivery does, show as a
difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from salesbook.documents.balances import LineBalance, LineKey, redefined
from salesbook.documents.posting import Posting
from salesbook.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """The proof of one order line, with its letters in DOMAIN 5; all differences must be 0.

    Attributes:
        purpose: Of the order line: goods invoiced from their deliveries, ``ahead`` or ``service``.
        ordered: From orders and their changes, O.
        closed: From closings.
        short: From delivery notes: given up because what was sent is within the tolerance. With ``closed``, C.
        open: As the balance says: what the next delivery would be offered.
        delivered: From delivery notes, by the order they name, D.
        refused: From sign-offs, F.
        sent_again: From returns that are replaced, Rr.
        returned: From returns for good, Rn.
        returned_free: From returns without effect on the claim: goods on their way to repair and back.
        invoiced: From invoices, by the order they name, I.
        credited: From credit notes, K.
        waived: From closings: never to be invoiced.
        uninvoiced: From deliveries and what names them, U; of lines invoiced straight from the order, as the
            balance says.
        issued: From delivery notes, by their own lines.
        back: From sign-offs and returns, by the delivery they name.

    >>> worked = TieOut(**{name: Decimal(number) for name, number in dict(
    ...     ordered=100, open=19, delivered=90, refused=5, sent_again=4, returned=6, invoiced=80, credited=6,
    ...     uninvoiced=1, issued=90, back=15).items()})
    >>> [str(number) for number in (worked.net_sent, worked.accepted, worked.billed, *worked.differences)]
    ['81', '75', '74', '0', '0', '0']
    """

    purpose: str = ""
    ordered: Decimal = ZERO
    closed: Decimal = ZERO
    short: Decimal = ZERO
    open: Decimal = ZERO
    delivered: Decimal = ZERO
    refused: Decimal = ZERO
    sent_again: Decimal = ZERO
    returned: Decimal = ZERO
    returned_free: Decimal = ZERO
    invoiced: Decimal = ZERO
    credited: Decimal = ZERO
    waived: Decimal = ZERO
    uninvoiced: Decimal = ZERO
    issued: Decimal = ZERO
    back: Decimal = ZERO

    @property
    def given_up(self) -> Decimal:
        """C."""
        return self.closed + self.short

    @property
    def net_sent(self) -> Decimal:
        """D − F − Rr."""
        return self.delivered - self.refused - self.sent_again

    @property
    def excess(self) -> Decimal:
        """Sent beyond what was ordered and not given up."""
        return max(ZERO, self.net_sent + self.given_up - self.ordered)

    @property
    def accepted(self) -> Decimal:
        """What the customer has and keeps, A."""
        return self.net_sent - self.returned

    @property
    def billed(self) -> Decimal:
        """I − K, and what will never be invoiced."""
        return self.invoiced - self.credited + self.waived

    @property
    def to_bill(self) -> Decimal:
        """What invoices must come to in the end: A, or what the order stands for where they are made from it."""
        return self.ordered - self.closed - self.returned if self.purpose else self.accepted

    @property
    def order_difference(self) -> Decimal:
        """(1) Ordered − (given up + open + net sent − excess)."""
        return self.ordered - (self.given_up + self.open + self.net_sent - self.excess)

    @property
    def invoice_difference(self) -> Decimal:
        """(2) To be billed − (billed + not invoiced)."""
        return self.to_bill - (self.billed + self.uninvoiced)

    @property
    def stock_difference(self) -> Decimal:
        """(3) Issued − back − accepted."""
        return self.issued - self.back - self.accepted

    @property
    def differences(self) -> tuple[Decimal, Decimal, Decimal]:
        """Of the three equations, in their order."""
        return self.order_difference, self.invoice_difference, self.stock_difference

    @property
    def is_over_billed(self) -> bool:
        """More is claimed than ever was sent or ordered.

        More than is accepted may be claimed for a while: until the credit note for goods that came back.
        """
        return self.billed > (max(self.ordered, self.delivered) if self.purpose else self.delivered)

    @property
    def is_finished(self) -> bool:
        """Nothing is left to deliver or to invoice, and everything ties."""
        to_deliver = ZERO if self.purpose == "service" else self.open
        return not (to_deliver or self.uninvoiced or any(self.differences))


_BY_ORDER: Mapping[tuple[str, str], Mapping[str, str]] = {
    **{("order_change", purpose): {"ordered": "quantity"} for purpose in ("", "ahead", "service")},
    ("closing", ""): {"closed": "quantity"},
    ("closing", "waive"): {"waived": "quantity"},
    ("closing", "keep_claim"): {"short": "quantity"},
    ("sign_off", ""): {"refused": "refused_quantity"},
    ("sign_off", "closed"): {"refused": "refused_quantity", "closed": "refused_quantity"},
    ("sales_return", ""): {"returned": "quantity"},
    ("sales_return", "replace"): {"sent_again": "quantity"},
    ("sales_return", "no_credit"): {"returned_free": "quantity"},
    ("sales_invoice", ""): {"invoiced": "quantity"},
    ("credit_note", ""): {"credited": "quantity"},
}
"""Which terms a paper adds to the order line that it names, and from which column, by kind and purpose."""

_BILLS = {("sales_invoice", ""): 1, ("credit_note", ""): -1, ("closing", "waive"): 1}
_BACK = {"refused", "sent_again", "returned"}


class TieOutSums:
    """The sums over the papers of each kind, which the proof sets against the balances that clicks are decided on."""

    def __init__(self) -> None:
        self._terms: defaultdict[LineKey, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        self._orders: dict[LineKey, str] = {}
        self._order_of: dict[LineKey, LineKey] = {}
        self._issued, self._back, self._billed, self._billed_ahead = _sums(), _sums(), _sums(), _sums()

    def add(self, posting: Posting) -> None:
        """Let one posting count."""
        own = LineKey(posting.kind, posting.reverses_no or posting.document_no, posting.line_no)
        order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
        match posting.kind:
            case "sales_order":
                self._orders.setdefault(own, posting.purpose)
                self._terms[own]["ordered"] += posting.quantity
            case "delivery_note":
                self._order_of[own] = order
                self._issued[own] += posting.quantity
                self._terms[order]["delivered"] += posting.quantity
                self._terms[order]["short"] += posting.short_quantity
            case "order_change" if said := redefined(posting):
                self._orders[order] = said.purpose
        counted = _BY_ORDER.get((posting.kind, posting.purpose), {}) if posting.order_no else {}
        for term, column in counted.items():
            quantity = getattr(posting, column)
            self._terms[order][term] += quantity
            if term in _BACK:
                self._back[_delivery_of(posting)] += quantity
        if sign := _BILLS.get((posting.kind, posting.purpose)):
            if (delivery := _delivery_of(posting)).document_no:
                self._billed[delivery] += sign * posting.quantity
            else:
                self._billed_ahead[order] += sign * posting.quantity

    def proofs(self, balances: Mapping[LineKey, LineBalance]) -> dict[LineKey, TieOut]:
        """The proof of every order line."""
        issued, back, uninvoiced = _sums(), _sums(), _sums()
        for delivery, order in self._order_of.items():
            issued[order] += self._issued[delivery]
            back[order] += self._back[delivery]
            uninvoiced[order] += self._issued[delivery] - self._back[delivery] - self._billed[delivery]
        found = {}
        for order, purpose in self._orders.items():
            balance = balances.get(order, LineBalance())
            found[order] = TieOut(
                purpose=purpose,
                open=balance.open_to_deliver,
                uninvoiced=balance.ahead_to_invoice if purpose else uninvoiced[order] - self._billed_ahead[order],
                issued=issued[order],
                back=back[order],
                **self._terms[order],
            )
        return found


def tie_outs(postings: Iterable[Posting], balances: Mapping[LineKey, LineBalance]) -> dict[LineKey, TieOut]:
    """The proof of every order line."""
    sums = TieOutSums()
    for posting in postings:
        sums.add(posting)
    return sums.proofs(balances)


def _delivery_of(posting: Posting) -> LineKey:
    """The delivery line behind a posting; invoices of early ledgers name it as their source alone."""
    if posting.kind == "sales_invoice" and not posting.source_kind and posting.source_no:
        return LineKey("delivery_note", posting.source_no, posting.source_line_no or 0)
    return LineKey("delivery_note", posting.delivery_no, posting.delivery_line_no or 0)


def _sums() -> defaultdict[LineKey, Decimal]:
    return defaultdict(lambda: ZERO)
