"""What is written down at the end of a month: papers by kind, what is open and owed by customer, the ledger's seal.

Sums of what was posted come from the ledger; what is open is priced here, line by line, as the next paper
would price it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from salesbook.documents.discounts import part_of_amount
from salesbook.documents.facts import PostedLine
from salesbook.documents.receivables import Ageing
from salesbook.money import ZERO, line_net


@dataclass(frozen=True, slots=True)
class KindTotals:
    """The papers of one kind and currency that a period holds, net of the reversals posted in it.

    Attributes:
        kind: Of the papers; the reversals of all kinds are counted once more under ``reversal``, by their own
            numbers and without amounts.
        documents: Papers, without reversals.
        reversals: Reversals of this kind of paper, whatever month their originals are of.
        first_no: The first number given to the papers counted.
        last_no: The last one.
    """

    kind: str
    currency: str
    documents: int
    reversals: int
    net_amount: Decimal
    tax_amount: Decimal
    first_no: str
    last_no: str

    @property
    def gross_amount(self) -> Decimal:
        """With tax."""
        return self.net_amount + self.tax_amount

    @property
    def shown_amounts(self) -> dict[str, Decimal | None]:
        """Net, tax and gross as a table shows them.

        Money that was received has no tax to take out of it, so it stands under gross alone; the reversals
        have no amounts, because those are in the sums of their kinds.
        """
        if self.kind == "reversal":
            return dict.fromkeys(("net_amount", "tax_amount", "gross_amount"))
        is_taxed = self.kind != "payment"
        return {
            "net_amount": self.net_amount if is_taxed else None,
            "tax_amount": self.tax_amount if is_taxed else None,
            "gross_amount": self.gross_amount,
        }


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line from which the next paper can still be made.

    Attributes:
        quantity: Still open, in ``unit``.
        net_amount: Of that quantity, at the line's price and discount.
    """

    kind: str
    document_no: str
    line_no: int
    document_date: date
    customer_no: str
    product_no: str
    description: str
    quantity: Decimal
    unit: str
    net_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class CustomerTotal:
    """What is open for one customer in one currency."""

    customer_no: str
    currency: str
    lines: int
    net_amount: Decimal


@dataclass(frozen=True, slots=True)
class CustomerReceivable:
    """What a customer owes (應收帳款) and has on account. Home currency, with tax.

    Attributes:
        invoices: How many are open.
        receivable: Claimed by invoices and not received.
        overdue: What of it is late at the end of the month, and not disputed.
        unapplied: Received for no invoice; it is not taken off the receivable.
    """

    customer_no: str
    currency: str
    invoices: int
    receivable: Decimal
    overdue: Decimal
    unapplied: Decimal


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """How far the ledger had got: written down elsewhere, it shows later whether anything was taken away.

    Attributes:
        seq: Number of the last posting.
        hash: Its whole hash, 64 characters.
    """

    version: int
    seq: int
    hash: str


@dataclass(frozen=True)
class MonthEnd:
    """The month-end report.

    Attributes:
        closed_by: Empty while the month is open; then the figures are those of now.
        closed_at: The moment, in the company's time zone.
        receivables: By customer.
        ageing: What the receivables consist of, invoice by invoice, and how late it is.
        names: Of the customers, by number.
    """

    month: str
    last_day: date
    head: LedgerHead
    kinds: list[KindTotals]
    open_orders: list[OpenLine]
    uninvoiced: list[OpenLine]
    receivables: list[CustomerReceivable]
    ageing: Ageing
    closed_by: str = ""
    closed_at: datetime | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def open_quantity(line: PostedLine) -> Decimal:
    """What the next paper would be offered of a line; nothing of a service to deliver, or of goods invoiced ahead."""
    balance = line.balance
    match line.posting.kind, line.posting.purpose:
        case "quotation", _:
            return balance.open_to_order
        case "sales_order", "" | "ahead":
            return balance.open_to_deliver
        case "delivery_note", "":
            return max(ZERO, balance.uninvoiced)
    return ZERO


def open_line(line: PostedLine, decimals: int) -> OpenLine:
    """A posted line with what is open of it."""
    posting = line.posting
    quantity = open_quantity(line)
    net = line_net(quantity, posting.unit_price, posting.discount_percent, decimals)
    before = posting.quantity - quantity
    off = part_of_amount(posting.discount_amount, posting.quantity, before, quantity, decimals)
    return OpenLine(
        posting.kind, posting.document_no, posting.line_no, posting.document_date, posting.customer_no,
        posting.product_no, posting.description, quantity, posting.unit,
        net - off, posting.currency,
    )  # fmt: skip


def by_customer(lines: Iterable[OpenLine]) -> list[CustomerTotal]:
    """Lines and net amount of each customer, in the order of their numbers."""
    found: dict[tuple[str, str], list[OpenLine]] = {}
    for line in lines:
        found.setdefault((line.customer_no, line.currency), []).append(line)
    return [
        CustomerTotal(customer_no, currency, len(own), sum((line.net_amount for line in own), ZERO))
        for (customer_no, currency), own in sorted(found.items())
    ]


def receivables(ageing: Ageing, currency: str) -> list[CustomerReceivable]:
    """What each customer owes and has on account, in the order of their numbers.

    Args:
        ageing: At the end of the month.
        currency: Of the company.
    """
    return [
        CustomerReceivable(owed.customer_no, currency, owed.invoices, owed.receivable, owed.overdue, owed.unapplied)
        for owed in ageing.customers
    ]
