"""What postings add up to: open quantities of each line, money per invoice and customer, by one fold used everywhere.

The ledger's cache, the check of a list (where later documents see earlier ones) and ``verify`` all use
``effects``; the engines that count millions of lines are driven by the same ``EFFECT_RULES``, and tests compare.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from salesbook.documents.posting import PaperKind, Posting

ZERO = Decimal(0)

LineCounter = Literal[
    "quantity", "ordered", "delivered", "invoiced", "closed", "short", "waived", "signed", "refused", "sent_again",
    "returned", "returned_free", "credited", "reduced",
]  # fmt: skip
AccountCounter = Literal[
    "amount", "paid", "credited_amount", "receivable", "unapplied", "deposit", "prepaid", "on_hand", "stock_value",
]  # fmt: skip
Counter = LineCounter | AccountCounter

LINE_COUNTERS: tuple[LineCounter, ...] = get_args(LineCounter)
"""Of a line of a paper."""

ACCOUNT_COUNTERS: tuple[AccountCounter, ...] = get_args(AccountCounter)
"""Of a paper as a whole, a customer, a product in stock. Only ``on_hand`` is a quantity."""

AS_A_WHOLE = 0
"""In place of a line number: the whole paper, the customer, the product in stock."""


class LineKey(NamedTuple):
    """Names one line of one paper; with ``AS_A_WHOLE``, a paper or customer whose money is counted, or a stock."""

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
    """The counters of one paper line, with their letters in DOMAIN 5; or those of a paper, customer or stock.

    Money is with tax; that of papers in their currency, that of customers in home currency.

    Attributes:
        quantity: As on the paper and its revisions: offered, ordered O, delivered D or invoiced I; 0 once reversed.
        ordered: Of a quotation line: ordered from it so far.
        delivered: Of an order line: delivered so far, D.
        invoiced: Of an order or delivery line: invoiced so far, I.
        closed: Given up: of an order line the remainder C, of a quotation line what was lost.
        short: Of an order line: the part of C that was given up because it is within the tolerance, or although it
            is invoiced.
        waived: Of an order or delivery line: will never be invoiced.
        signed: Of a delivery line: accepted at the door.
        refused: Refused at the door, F.
        sent_again: Returned to be delivered again, Rr.
        returned: Returned for good, Rn; of a return request: come back so far.
        returned_free: Come back without any effect on the claim, for repair.
        credited: Quantity credited, K.
        reduced: Of an invoice line: credited for goods or for its price, in money without tax.
        amount: Of an invoice or credit note: what it says; 0 once reversed.
        paid: Of an invoice: received for it, from deposits too. Of a credit note: set against its invoice, or paid out.
        credited_amount: Of an invoice: set against it by credit notes.
        receivable: Of a customer: claimed by invoices, not credited and not received (應收帳款).
        unapplied: Of a customer: received for no invoice, and credited beyond what the invoice had open.
        deposit: Of an order: money received before its invoices and not used yet.
        prepaid: Of an order: claimed by deposit invoices and not taken off its other invoices yet. Of a customer:
            the same of what is for no order.
        on_hand: Of a stock: in the product's own unit.
        stock_value: Of a stock: at moving-average cost.
    """

    quantity: Decimal = ZERO
    ordered: Decimal = ZERO
    delivered: Decimal = ZERO
    invoiced: Decimal = ZERO
    closed: Decimal = ZERO
    short: Decimal = ZERO
    waived: Decimal = ZERO
    signed: Decimal = ZERO
    refused: Decimal = ZERO
    sent_again: Decimal = ZERO
    returned: Decimal = ZERO
    returned_free: Decimal = ZERO
    credited: Decimal = ZERO
    reduced: Decimal = ZERO
    amount: Decimal = ZERO
    paid: Decimal = ZERO
    credited_amount: Decimal = ZERO
    receivable: Decimal = ZERO
    unapplied: Decimal = ZERO
    deposit: Decimal = ZERO
    prepaid: Decimal = ZERO
    on_hand: Decimal = ZERO
    stock_value: Decimal = ZERO

    def add(self, counter: Counter, amount: Decimal) -> None:
        """Count one effect."""
        setattr(self, counter, getattr(self, counter) + amount)

    @property
    def open_to_order(self) -> Decimal:
        """Of a quotation line: offered, not lost, and not yet ordered."""
        return max(ZERO, self.quantity - self.closed - self.ordered)

    @property
    def net_sent(self) -> Decimal:
        """Of an order line: D − F − Rr."""
        return self.delivered - self.refused - self.sent_again

    @property
    def given_up(self) -> Decimal:
        """Of an order line: C, closed or within the tolerance."""
        return self.closed + self.short

    @property
    def open_to_deliver(self) -> Decimal:
        """Of an order line: still to be delivered; 0 when over-delivered (未交數量)."""
        return max(ZERO, self.quantity - self.given_up - self.net_sent)

    @property
    def accepted(self) -> Decimal:
        """Of an order line: what the customer has and keeps, A."""
        return self.net_sent - self.returned

    @property
    def billed(self) -> Decimal:
        """I − K, and what will never be invoiced."""
        return self.invoiced - self.credited + self.waived

    @property
    def open_to_invoice(self) -> Decimal:
        """Of an order line that is invoiced as it is delivered: accepted and not invoiced, U.

        Negative between the return of goods that were invoiced and their credit note.
        """
        return self.accepted - self.billed

    @property
    def ahead_to_invoice(self) -> Decimal:
        """Of an order line that is invoiced straight from the order: what the order stands for and is not invoiced."""
        return self.quantity - self.closed - self.returned - self.billed

    @property
    def uninvoiced(self) -> Decimal:
        """Of a delivery line: still to be invoiced; negative like ``open_to_invoice``."""
        return self.quantity - self.refused - self.sent_again - self.returned - self.billed

    @property
    def returnable(self) -> Decimal:
        """Of a delivery line: what the customer has and could still send back."""
        return self.quantity - self.refused - self.come_back

    @property
    def come_back(self) -> Decimal:
        """Of a delivery line: sent back by the customer, whatever he got for it."""
        return self.sent_again + self.returned + self.returned_free

    @property
    def open_to_receive(self) -> Decimal:
        """Of a line of a return request: not come back yet."""
        return max(ZERO, self.quantity - self.returned)

    @property
    def over_billed(self) -> Decimal:
        """Of a delivery line: invoiced and neither kept by the customer nor credited yet."""
        return max(ZERO, -self.uninvoiced)

    @property
    def to_be_credited(self) -> Decimal:
        """Of a delivery line: returned for good after it was invoiced, and waiting for its credit note."""
        return max(ZERO, min(self.returned - self.credited, -self.uninvoiced))

    @property
    def claimed_ahead(self) -> Decimal:
        """Of a delivery line: invoiced, and come back to be sent again; what is sent then is claimed already."""
        return min(self.sent_again, self.over_billed - self.to_be_credited)

    @property
    def open_to_credit(self) -> Decimal:
        """Of a line of an invoice or a return: not credited yet. Credits of the price alone leave it as it is."""
        return self.quantity - self.credited

    @property
    def open_amount(self) -> Decimal:
        """Of an invoice: still to be paid. Of a credit note: not used yet."""
        return self.amount - self.paid - self.credited_amount


class Naming(NamedTuple):
    """Which columns of a posting name what it counts on.

    Attributes:
        numbers: Of the document or customer; the first one that is filled counts, and without one nothing does.
        line: Of the line; blank for the paper or customer as a whole.
        joined: All of ``numbers`` make up the name, with an @ between; nothing counts when one is blank.
    """

    numbers: tuple[str, ...]
    line: str = ""
    joined: bool = False


NAMINGS: Mapping[str, Naming] = {
    "own": Naming(("reverses_no", "document_no"), "line_no"),
    "source": Naming(("source_no",), "source_line_no"),
    "order": Naming(("order_no",), "order_line_no"),
    "delivery": Naming(("delivery_no",), "delivery_line_no"),
    "invoice": Naming(("invoice_no",), "invoice_line_no"),
    "own paper": Naming(("reverses_no", "document_no")),
    "source paper": Naming(("source_no",)),
    "order paper": Naming(("order_no",)),
    "invoice paper": Naming(("invoice_no",)),
    "customer": Naming(("customer_no",)),
    "product": Naming(("product_no",)),
    "product in warehouse": Naming(("product_no", "warehouse_code"), joined=True),
}
"""A mirror carries the number it reverses, so it counts on the lines of that document."""

Name = Literal[
    "own", "source", "order", "delivery", "invoice", "own paper", "source paper", "order paper", "invoice paper",
    "customer", "product", "product in warehouse",
]  # fmt: skip


class Value(NamedTuple):
    """What is counted of a posting: the sum of some columns.

    Attributes:
        instead: A column that counts instead of them where the posting has an exchange rate. Postings of format 3
            have none; there it counts where it is not 0.
        sparse: Most postings say 0, and 0 does not count.
    """

    columns: tuple[str, ...]
    instead: str = ""
    sparse: bool = False


ValueName = Literal["quantity", "refused", "short", "stock", "net", "gross", "home", "applied", "applied home", "cost"]

VALUES: Mapping[ValueName, Value] = {
    "quantity": Value(("quantity",)),
    "refused": Value(("refused_quantity",), sparse=True),
    "short": Value(("short_quantity",), sparse=True),
    "stock": Value(("stock_quantity",), sparse=True),
    "net": Value(("net_amount",)),
    "gross": Value(("net_amount", "tax_amount")),
    "home": Value(("net_amount", "tax_amount"), "home_amount"),
    "applied": Value(("applied_amount",), sparse=True),
    "applied home": Value(("applied_amount",), "applied_home_amount", sparse=True),
    "cost": Value(("cost_amount",), sparse=True),
}


class EffectRule(NamedTuple):
    """On what a posting counts, and as what.

    Attributes:
        names: How the line is named, by ``NAMINGS``.
        kind: Of the paper that the line belongs to, or ``customer``, ``stock``.
        value: What is counted, by ``VALUES``.
        sign: 1 adds it, -1 takes it off.
        source: Whether it counts only for postings that name a source, or only for those that name none.
        when: It counts only for postings with one of these texts in this column.
    """

    counter: Counter
    names: Name
    kind: PaperKind | Literal["customer", "stock", "warehouse"]
    value: ValueName = "quantity"
    sign: Literal[1, -1] = 1
    source: Literal["any", "given", "blank"] = "any"
    when: tuple[str, tuple[str, ...]] | None = None


_STOCK = (
    EffectRule("on_hand", "product", "stock", "stock"),
    EffectRule("stock_value", "product", "stock", "cost"),
    EffectRule("on_hand", "product in warehouse", "warehouse", "stock"),
)
_GOODS = ("purpose", ("",))
_USUAL = ("source_kind", ("",))
_SETTLEMENTS: tuple[tuple[LineCounter, str], ...] = (
    ("returned", ""), ("sent_again", "replace"), ("returned_free", "no_credit"),
)  # fmt: skip

EFFECT_RULES: Mapping[str, tuple[EffectRule, ...]] = {
    "quotation": (EffectRule("quantity", "own", "quotation"),),
    "quotation_revision": (EffectRule("quantity", "source", "quotation"),),
    "sales_order": (EffectRule("quantity", "own", "sales_order"), EffectRule("ordered", "source", "quotation")),
    "order_change": (EffectRule("quantity", "order", "sales_order"), EffectRule("ordered", "source", "quotation")),
    "closing": (
        EffectRule("closed", "source", "quotation"),
        EffectRule("closed", "order", "sales_order", when=_GOODS),
        EffectRule("short", "order", "sales_order", when=("purpose", ("keep_claim",))),
        EffectRule("waived", "order", "sales_order", when=("purpose", ("waive",))),
        EffectRule("waived", "delivery", "delivery_note", when=("purpose", ("waive",))),
    ),
    "pick_list": (EffectRule("quantity", "own", "pick_list"),),
    "delivery_note": (
        EffectRule("quantity", "own", "delivery_note"),
        EffectRule("delivered", "order", "sales_order"),
        EffectRule("delivered", "source", "pick_list", when=("source_kind", ("pick_list",))),
        EffectRule("short", "order", "sales_order", "short"),
        *_STOCK,
    ),
    "sign_off": (
        EffectRule("quantity", "own", "sign_off"),
        EffectRule("signed", "delivery", "delivery_note"),
        EffectRule("refused", "delivery", "delivery_note", "refused"),
        EffectRule("refused", "order", "sales_order", "refused"),
        EffectRule("closed", "order", "sales_order", "refused", when=("purpose", ("closed",))),
        *_STOCK,
    ),
    "return_request": (EffectRule("quantity", "own", "return_request"),),
    "sales_return": (
        EffectRule("quantity", "own", "sales_return"),
        EffectRule("returned", "source", "return_request", when=("source_kind", ("return_request",))),
        *(
            rule
            for counter, settlement in _SETTLEMENTS
            for rule in (
                EffectRule(counter, "delivery", "delivery_note", when=("purpose", (settlement,))),
                EffectRule(counter, "order", "sales_order", when=("purpose", (settlement,))),
            )
        ),
        *_STOCK,
    ),
    "sales_invoice": (
        EffectRule("quantity", "own", "sales_invoice"),
        EffectRule("invoiced", "source", "delivery_note", when=_USUAL),
        EffectRule("invoiced", "order", "sales_order", when=_GOODS),
        EffectRule("amount", "own paper", "sales_invoice", "gross"),
        EffectRule("paid", "own paper", "sales_invoice", "applied"),
        EffectRule("deposit", "order paper", "sales_order", "applied", -1),
        EffectRule("prepaid", "order paper", "sales_order", "gross", when=("purpose", ("deposit",))),
        EffectRule("prepaid", "customer", "customer", "gross", when=("purpose", ("advance",))),
        EffectRule("receivable", "customer", "customer", "home"),
        EffectRule("receivable", "customer", "customer", "applied home", -1),
        EffectRule("unapplied", "customer", "customer", "applied home", -1),
    ),
    "credit_note": (
        EffectRule("quantity", "own", "credit_note"),
        EffectRule("credited", "source", "sales_return", when=("source_kind", ("sales_return",))),
        EffectRule("credited", "invoice", "sales_invoice", when=_GOODS),
        EffectRule("credited", "delivery", "delivery_note", when=_GOODS),
        EffectRule("credited", "order", "sales_order", when=_GOODS),
        EffectRule("reduced", "invoice", "sales_invoice", "net"),
        EffectRule("prepaid", "order paper", "sales_order", "gross", -1, when=("purpose", ("deposit",))),
        EffectRule("prepaid", "customer", "customer", "gross", -1, when=("purpose", ("advance",))),
        EffectRule("amount", "own paper", "credit_note", "gross"),
        EffectRule("paid", "own paper", "credit_note", "applied"),
        EffectRule("credited_amount", "invoice paper", "sales_invoice", "applied"),
        EffectRule("receivable", "customer", "customer", "applied home", -1),
        EffectRule("unapplied", "customer", "customer", "home"),
        EffectRule("unapplied", "customer", "customer", "applied home", -1),
    ),
    "payment": (
        EffectRule("quantity", "own", "payment"),
        EffectRule("paid", "source paper", "sales_invoice", "gross", when=_USUAL),
        EffectRule("paid", "source paper", "credit_note", "gross", -1, when=("source_kind", ("credit_note",))),
        EffectRule("deposit", "source paper", "sales_order", "gross", when=("source_kind", ("sales_order",))),
        EffectRule("receivable", "customer", "customer", "home", -1, "given", _USUAL),
        EffectRule("unapplied", "customer", "customer", "home", 1, "blank"),
        EffectRule("unapplied", "customer", "customer", "home", when=("source_kind", ("sales_order", "credit_note"))),
    ),
    "stock_movement": (EffectRule("quantity", "own", "stock_movement"), *_STOCK),
}
"""By kind of posting. Data rather than code, so that a query engine can count millions of lines by the same rules."""


class Revised(NamedTuple):
    """What lines of a revision stand for: the line of this kind of paper that they name."""

    names: Name
    kind: PaperKind


REVISED_BY: Mapping[str, Revised] = {
    "quotation_revision": Revised("source", "quotation"),
    "order_change": Revised("order", "sales_order"),
}
"""A revision takes the old line back and puts the new one in its place; the new one then says what was agreed."""


def redefined(posting: Posting) -> Posting | None:
    """The line of a paper as a revision of it says; ``None`` for whatever puts nothing in a line's place."""
    target = REVISED_BY.get(posting.kind)
    if target is None or not posting.revision:
        return None
    naming = NAMINGS[target.names]
    number, line = naming.numbers[0], naming.line
    fields = posting.__dict__
    said = {"kind": target.kind, "document_no": fields[number], "line_no": fields[line], "reverses_no": ""}
    return posting.model_copy(update={**said, number: "", line: None})


def effects(posting: Posting) -> Iterator[Effect]:
    """What one posting changes. Mirrors count on the lines of the document they reverse."""
    fields = posting.__dict__
    for rule in EFFECT_RULES.get(posting.kind, ()):
        if rule.source != "any" and (rule.source == "given") != bool(posting.source_no):
            continue
        if rule.when is not None and fields[rule.when[0]] not in rule.when[1]:
            continue
        naming = NAMINGS[rule.names]
        if document_no := _name(naming, fields):
            line_no = fields[naming.line] or 0 if naming.line else AS_A_WHOLE
            value = VALUES[rule.value]
            if value.instead and (fields["exchange_rate"] or fields[value.instead]):
                amount = fields[value.instead]
            else:
                amount = sum([fields[name] for name in value.columns], ZERO)
            if amount or not value.sparse:
                yield Effect(LineKey(rule.kind, document_no, line_no), rule.counter, rule.sign * amount)


def _name(naming: Naming, fields: Mapping[str, str]) -> str:
    filled = [fields[number] for number in naming.numbers if fields[number]]
    if naming.joined:
        return "@".join(filled) if len(filled) == len(naming.numbers) else ""
    return filled[0] if filled else ""


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
