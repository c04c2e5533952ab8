"""What a case speaks of, and which papers of ours stand for it.

The peer keeps drafts: an order, the delivery it plans, the invoice it has ready. Our ledger keeps only what was
posted; what the peer has as a draft is what Make offers and Check computes. So an ``Order`` here knows its typed
rows and the numbers of the papers posted for it, and a ``Bill`` is one invoice of the peer: before posting the
rows that Make offered, afterwards the papers that were posted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from salesbook.documents.posting import Posting
from tests.cases.peer_desk import Answer, Row, amount

Given = Mapping[str, Any]


class Source(NamedTuple):
    """A line that an invoice or credit note is offered for."""

    kind: str
    document_no: str
    line_no: int


@dataclass
class OrderLine:
    """One line of an order of a case, and which line of which paper of ours it is.

    Attributes:
        paper: Kind of our paper: goods going out stand on the order, goods coming back on a return request.
        line_no: On that paper.
    """

    given: Given
    paper: Literal["sales_order", "return_request"]
    line_no: int
    is_service: bool

    @property
    def product(self) -> str | None:
        product: str | None = self.given.get("product")
        return product

    @property
    def sign(self) -> int:
        """Goods coming back count below zero with the peer."""
        return 1 if self.paper == "sales_order" else -1


@dataclass
class Claim:
    """A line of a draft invoice: a row as Make offered it, with the quantity that this draft takes.

    Attributes:
        line: Of the order or the return request that it is for in the end.
    """

    row: Row
    quantity: Decimal
    line: Source


@dataclass
class Bill:
    """One invoice of the peer.

    Attributes:
        claims: Of a draft made from orders or deliveries, by the line it claims.
        rows: Of a draft that was typed, by our kind of paper.
        papers: Posted for it: kind and number.
        receipts: Numbers and money of those that paid it.
        undone: Paid for it once, and taken back to the customer's account.
    """

    id: str
    customer: str
    order: "Order | None" = None
    is_deposit: bool = False
    claims: dict[Source, Claim] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    state: Literal["draft", "posted", "cancelled"] = "draft"
    is_settled_by_credit: bool = False
    is_ignored: bool = False
    is_written_again: bool = False
    papers: list[tuple[str, str]] = field(default_factory=list)
    receipts: list[tuple[str, Decimal]] = field(default_factory=list)
    undone: Decimal = Decimal(0)
    last_postings: Sequence[Posting] = ()
    given: Given = field(default_factory=dict)

    @property
    def is_open_draft(self) -> bool:
        return self.state == "draft"

    @property
    def is_exception(self) -> bool:
        """A draft that was thrown away, before anybody has decided what comes of it."""
        return self.state == "cancelled" and not self.is_ignored and not self.is_written_again


@dataclass
class Order:
    """One order of the peer, from draft to done.

    Attributes:
        answer: What the rules made of its rows when they were last checked or posted, by our kind of paper.
        papers: Posted for it, by kind: one quotation, one order, one return request; several deliveries and returns.
        credited_ahead: Of lines of the return request: credited, while the goods are still to come back.
        cancelled: Deliveries that were thrown away before they left.
        is_undelivered: The delivery was thrown away, and nobody has decided yet what comes of its goods.
    """

    id: str
    customer: str
    given: Given
    lines: list[OrderLine]
    status: Literal["draft", "quotation", "confirmed", "cancelled"] = "draft"
    answers: dict[str, Answer] = field(default_factory=dict)
    papers: dict[str, list[str]] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)
    credited_ahead: dict[int, Row] = field(default_factory=dict)
    cancelled: int = 0
    revision: int = 1
    is_undelivered: bool = False
    may_deliver: bool = True
    may_invoice: bool = True

    @property
    def invoice_on(self) -> str:
        return str(self.given.get("invoice_on", "order"))

    @property
    def deliver_on(self) -> str:
        return str(self.given.get("deliver_on", "order"))

    @property
    def demands_deposit(self) -> bool:
        """Whether its goods wait for the deposit; one that is only invoiced holds nothing back."""
        return "deposit_share" in self.given and bool(self.given.get("deposit_block"))

    @property
    def agreements(self) -> list[str]:
        """The agreements that its lines are called off from."""
        return [line.given["agreement"] for line in self.lines if line.given.get("agreement")]

    def number(self, kind: str) -> str:
        """Of the only paper of a kind; empty without one."""
        return (self.papers.get(kind) or [""])[-1]

    def kinds(self) -> list[str]:
        """Our kinds of paper that its lines stand on."""
        return list(dict.fromkeys(line.paper for line in self.lines))

    def new_bill(self, *, is_deposit: bool = False) -> Bill:
        """The next invoice: S1#2 after S1#1, S1#D1 for the first deposit."""
        start = f"{self.id}#D" if is_deposit else f"{self.id}#"
        earlier = sum(bill.is_deposit == is_deposit for bill in self.bills)
        bill = Bill(f"{start}{earlier + 1}", self.customer, self, is_deposit)
        self.bills.append(bill)
        return bill


def order_lines(given: Given, products: Mapping[str, Given]) -> list[OrderLine]:
    """The lines of a case's order; one with ``repeat`` stands for several."""
    lines: list[OrderLine] = []
    for line in repeated(given["lines"]):
        paper: Literal["sales_order", "return_request"] = "sales_order"
        if amount(line["qty"]) < 0:
            paper = "return_request"
        line_no = sum(earlier.paper == paper for earlier in lines) + 1
        kind = products[line["product"]].get("kind", "goods") if line.get("product") else "service"
        lines.append(OrderLine(line, paper, line_no, kind == "service"))
    return lines


def repeated(lines: Sequence[Given]) -> list[Given]:
    """Lines as often as they say."""
    return [{**line, "repeat": 1} for line in lines for _ in range(line.get("repeat", 1))]
