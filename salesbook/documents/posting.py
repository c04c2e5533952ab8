"""One line of the ledger, and what reversing means.

Papers (orders, invoices) fill the columns of a sales line; records (a customer, a visit) keep what has no
column of its own in ``details``. The ledger itself adds when, by whom and the hashes (``ledger.schema``).
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, get_args

from pydantic import BaseModel

from salesbook.money import ZERO, round_half_up
from salesbook.units import plain

PaperKind = Literal[
    "quotation", "quotation_revision", "sales_order", "order_change", "closing", "pick_list", "delivery_note",
    "sign_off", "return_request", "sales_return", "sales_invoice", "credit_note", "payment", "stock_movement",
]  # fmt: skip
PAPER_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
"""In the order of the trade."""


class Posting(BaseModel, frozen=True, extra="forbid"):
    """One line of the ledger. It is never edited; a mistake is undone by a reversal.

    Attributes:
        document_no: Number of the paper, or code of the record (customer ``ALFKI``).
        reverses_no: Number of the document this one undoes; then all signs are opposite.
        document_date: On the paper. For a record, the day it is valid from.
        posting_date: Decides the period. It may differ from the day of typing.
        quantity: In ``unit``. Positive for goods and promises going out, negative in a reversal.
        discount_percent: 0 to 100, as typed.
        customer_reference: The customer's own number: of his order, or of his transfer at the bank.
        net_amount: In ``currency``, after discount, without tax. Sign as ``quantity``. Of a receipt, the money.
        source_no: The document this line was made from: quotation, order or delivery note; of a receipt,
            the invoice that is paid, blank for money on account.
        source_kind: Kind of that document; blank for the one that is usual for this kind of posting.
        order_no: The order behind a line, so that it need not be looked up; so are delivery and invoice.
        purpose: What the line is for, where its kind of paper has several: ``price`` of a credit note.
        revision: Of a quotation or order that was changed; 0 on papers that change nothing.
        refused_quantity: Of a sign-off: refused at the door; ``quantity`` was signed for.
        short_quantity: Of a delivery: given up because what was sent is within the tolerance.
        discount_amount: Share of an amount off; taken from ``net_amount`` already.
        stock_quantity: By how much the stock grows, in the product's own unit; negative for goods out.
        cost_amount: By how much the value of the stock grows, in home currency; negative for goods out.
        applied_amount: Of an invoice: paid from a deposit. Of a credit note: set against its invoice.
        exchange_rate: Home currency for one unit of ``currency``; 0 where the document is in home currency.
        home_amount: With tax, in home currency; 0 where the document is in home currency anyway.
        applied_home_amount: The same for ``applied_amount``.
        details: Canonical JSON of what has no column; empty for most papers.
    """

    kind: str
    document_no: str = ""
    line_no: int = 1
    reverses_no: str = ""
    document_ref: str = ""
    document_date: date
    posting_date: date
    due_date: date | None = None
    customer_no: str = ""
    customer_reference: str = ""
    salesperson_no: str = ""
    territory_code: str = ""
    currency: str = ""
    product_no: str = ""
    description: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    unit_price: Decimal = ZERO
    discount_percent: Decimal = ZERO
    net_amount: Decimal = ZERO
    tax_code: str = ""
    tax_percent: Decimal = ZERO
    tax_amount: Decimal = ZERO
    price_reason: str = ""
    source_no: str = ""
    source_line_no: int | None = None
    order_no: str = ""
    order_line_no: int | None = None
    source_kind: str = ""
    delivery_no: str = ""
    delivery_line_no: int | None = None
    invoice_no: str = ""
    invoice_line_no: int | None = None
    purpose: str = ""
    revision: int = 0
    refused_quantity: Decimal = ZERO
    short_quantity: Decimal = ZERO
    discount_amount: Decimal = ZERO
    stock_quantity: Decimal = ZERO
    warehouse_code: str = ""
    batch_no: str = ""
    cost_amount: Decimal = ZERO
    applied_amount: Decimal = ZERO
    home_amount: Decimal = ZERO
    applied_home_amount: Decimal = ZERO
    exchange_rate: Decimal = ZERO
    remark: str = ""
    details: str = ""
    sheet: str = ""
    row_number: int | None = None

    @property
    def is_in_total(self) -> bool:
        """Whether the line is part of what its paper comes to."""
        return self.purpose != BESIDE

    @property
    def gross_amount(self) -> Decimal:
        """With tax."""
        return self.net_amount + self.tax_amount

    @property
    def gross_at_home(self) -> Decimal:
        """With tax, in home currency."""
        return self.home_amount if self.exchange_rate or self.home_amount else self.gross_amount

    @property
    def applied_at_home(self) -> Decimal:
        """The same for ``applied_amount``."""
        return self.applied_home_amount if self.exchange_rate or self.applied_home_amount else self.applied_amount

    def net_at_home(self, decimals: int) -> Decimal:
        """Without tax, in home currency; of another currency, rounded."""
        if self.gross_at_home == self.gross_amount or not self.gross_amount:
            return self.net_amount
        share = Fraction(self.net_amount) / Fraction(self.gross_amount)
        return round_half_up(Fraction(self.gross_at_home) * share, decimals)

    @property
    def amount_off(self) -> Decimal:
        """What was taken off the line itself, without its share of a discount on the whole paper."""
        if not self.discount_amount or not self.details:
            return self.discount_amount
        return self.discount_amount - Decimal(json.loads(self.details).get("head_share", "0"))


BESIDE = "option"
"""Purpose of a line that stands outside the total of its quotation."""

SIGNED = (
    "quantity", "refused_quantity", "short_quantity", "net_amount", "tax_amount", "discount_amount", "stock_quantity",
    "cost_amount", "applied_amount", "home_amount", "applied_home_amount",
)  # fmt: skip
"""The fields whose sign a mirror turns round."""


def canonical_json(value: Any) -> str:
    """The one text for a value: sorted keys, no blanks, numbers and dates as people write them."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_text)


def detail(posting: Posting, name: str) -> str:
    """A text that has no column of its own; blank where the line has none."""
    return str(json.loads(posting.details).get(name, "")) if posting.details else ""


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical text for {type(value).__name__}")


def details_of(posting: Posting) -> dict[str, Any]:
    """What a line says in its details; a line ``beside`` another one was not typed itself."""
    found: dict[str, Any] = json.loads(posting.details) if posting.details else {}
    return found


def reversal(postings: Sequence[Posting], posting_date: date, reason: str) -> list[Posting]:
    """The mirror of a document: every quantity and amount with the opposite sign, naming the original.

    The mirror keeps the paper's date and gets the posting date given, because the period of
    the original may be closed by now (DOMAIN 16.3).
    """
    return [
        mirrored(posting).model_copy(
            update={"posting_date": posting_date, "remark": reason, "sheet": "", "row_number": None}
        )
        for posting in postings
    ]


def mirrored(posting: Posting) -> Posting:
    """A line with the opposite sign that names its original and has no number of its own yet."""
    return posting.model_copy(
        update={
            "document_no": "",
            "reverses_no": posting.document_no,
            **{name: -getattr(posting, name) for name in SIGNED},
        }
    )
