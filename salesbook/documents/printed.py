"""What stands on a paper for the customer: of the ledger's lines only what concerns him.

Costs, margins, reasons of prices, remarks, limits, who typed and who agreed have no field here, so that no drawing
can show them. All figures are those that were posted; nothing is reckoned anew but sums.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from salesbook.documents.cash_rounding import ROUNDING, payable
from salesbook.documents.deposit import ADVANCE, DEPOSIT
from salesbook.documents.goods import papers_behind
from salesbook.documents.payment_terms import Instalment, instalments_of
from salesbook.documents.posting import Posting, detail, details_of
from salesbook.documents.taxes import TaxRow, tax_summary
from salesbook.money import ZERO, round_half_up
from salesbook.settings import RuleSettings

PRINTED_KINDS = ("quotation", "sales_order", "pick_list", "delivery_note", "sales_invoice", "credit_note", "payment")

Mark = Literal[
    "", "option", "alternative", "deposit", "deposit_taken", "price",
    "paid_invoice", "paid_order", "paid_back", "on_account", "discount", "bank_charge", "write_off",
]  # fmt: skip
Standing = Literal["", "draft", "cancelled"]

_WITHOUT_MONEY: tuple[Mark, ...] = ("discount", "bank_charge", "write_off")
"""What a receipt settles beside the money."""

_PAID_FOR: dict[str, Mark] = {"sales_order": "paid_order", "credit_note": "paid_back"}


@dataclass(frozen=True)
class PrintedCustomer:
    """Who the paper is for, as known on its date.

    Attributes:
        payer: Who pays for him; blank where he does himself.
    """

    customer_no: str
    name: str = ""
    address: str = ""
    delivery_address: str = ""
    contact: str = ""
    phone: str = ""
    payer: str = ""


@dataclass(frozen=True)
class PrintedLine:
    """One line.

    Attributes:
        quantity: ``None`` where it says nothing, such as of a deposit.
        amount_off: Taken off the line besides the percent.
        amount: Before the discount on the whole paper; with tax where ``tax_included``.
        mark: What is special about the line; ``mark_of`` says of what: the other line, the order, the percent.
    """

    line_no: int
    product_no: str
    description: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    discount_percent: Decimal
    amount_off: Decimal
    tax_code: str
    tax_percent: Decimal
    tax_included: bool
    amount: Decimal
    due_date: date | None = None
    order_no: str = ""
    delivery_no: str = ""
    invoice_no: str = ""
    warehouse_code: str = ""
    batch_no: str = ""
    mark: Mark = ""
    mark_of: str = ""

    @property
    def is_in_total(self) -> bool:
        """Whether the total counts it."""
        return self.mark not in ("option", "alternative", *_WITHOUT_MONEY)


@dataclass(frozen=True)
class PrintedSums:
    """What stands below the lines.

    Attributes:
        discount: On the whole paper; ``net`` is after it.
        rounding: To what can be paid.
        applied: Of an invoice: paid from a deposit. Of a credit note: set against its invoice.
    """

    lines: Decimal
    discount: Decimal
    net: Decimal
    taxes: tuple[TaxRow, ...]
    rounding: Decimal
    total: Decimal
    applied: Decimal


@dataclass(frozen=True)
class PrintedDocument:
    """A paper with everything that is printed on it.

    Attributes:
        revision: 0 where it was never changed.
        references: The customer's own numbers.
        due_date: Of a quotation the last day it is valid; of an order the day of delivery, where it is one.
        terms: How it is paid, in the words of the payment terms; else ``payment_days`` count.
        deposit_percent: That an order demands before it is delivered; so is ``deposit_amount``.
        prompt_discount: Until when paying earns how much.
        invoice_dates: Of the invoices that a credit note names.
        treatments: Why there is no tax.
    """

    kind: str
    document_no: str
    document_date: date
    customer: PrintedCustomer
    currency: str
    decimals: int
    lines: tuple[PrintedLine, ...]
    sums: PrintedSums
    standing: Standing = ""
    revision: int = 0
    is_frame: bool = False
    salesperson: str = ""
    references: tuple[str, ...] = ()
    due_date: date | None = None
    terms: str = ""
    payment_days: int | None = None
    pay_first: bool = False
    instalments: tuple[Instalment, ...] = ()
    prompt_discount: Instalment | None = None
    deposit_percent: Decimal = ZERO
    deposit_amount: Decimal = ZERO
    invoice_dates: tuple[tuple[str, date], ...] = ()
    treatments: tuple[str, ...] = ()

    @property
    def is_deposit(self) -> bool:
        """Whether an invoice claims deposits and nothing else."""
        return self.kind == "sales_invoice" and all(line.mark == "deposit" for line in self.lines)

    @cached_property
    def behind(self) -> Mapping[str, tuple[str, ...]]:
        """The numbers of the papers behind the lines, by ``order``, ``delivery`` and ``invoice``."""
        return {
            "order": distinct(line.order_no for line in self.lines),
            "delivery": distinct(line.delivery_no for line in self.lines),
            "invoice": distinct(line.invoice_no for line in self.lines),
        }

    @property
    def tax_included(self) -> bool:
        """Whether every amount contains its tax."""
        return bool(self.lines) and all(line.tax_included for line in self.lines)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order; blank ones are left out."""
    return tuple(dict.fromkeys(text for text in texts if text))


def printed_document(
    kind: str,
    document_no: str,
    document_date: date,
    customer: PrintedCustomer,
    postings: Sequence[Posting],
    rules: RuleSettings,
) -> PrintedDocument:
    """A paper from its ledger lines, without what is known beside them: names, terms, references.

    Args:
        kind: Of paper.
        document_no: Its number.
        document_date: On the paper.
        customer: Who it is for.
        postings: Its lines as they stand; what was taken out of it has a quantity of 0.
        rules: Decimals of currencies, and the smallest coin.
    """
    first = postings[0]
    decimals = rules.decimals_of(first.currency)
    there = [line for line in postings if line.quantity or line.net_amount or line.purpose in (DEPOSIT, ADVANCE)]
    goods = [line for line in there if line.purpose not in (ROUNDING, "exchange")]
    lines = tuple(printed_line(line) for line in goods)
    days = {line.due_date for line in there}
    demanded = Decimal(details_of(first).get("deposit_percent", 0)) if kind == "sales_order" else ZERO
    sums = sums_of(kind, there, lines, rules)
    prompt = details_of(first).get("prompt_discount")
    return PrintedDocument(
        kind,
        document_no,
        document_date,
        customer,
        first.currency,
        decimals,
        lines,
        sums,
        revision=max((line.revision for line in postings), default=0),
        is_frame=bool(detail(first, "frame")),
        due_date=days.pop() if len(days) == 1 else None,
        pay_first=bool(detail(first, "pay_first")),
        instalments=tuple(instalments_of(first)),
        prompt_discount=Instalment(date.fromisoformat(prompt[0]), Decimal(prompt[1])) if prompt else None,
        deposit_percent=demanded,
        deposit_amount=round_half_up((sums.total - sums.rounding) * demanded / 100, decimals),
        treatments=distinct(detail(line, "tax_treatment") for line in goods),
    )


def printed_line(line: Posting) -> PrintedLine:
    """A ledger line as the customer reads it."""
    said = details_of(line)
    included = bool(said.get("tax_included"))
    share = Decimal(said.get("head_share", "0"))
    mark, mark_of = _mark(line)
    is_sum = mark in ("deposit", "deposit_taken") or line.kind == "payment"
    behind = papers_behind(line)
    return PrintedLine(
        line.line_no,
        line.product_no,
        line.description,
        None if is_sum else line.quantity,
        line.unit,
        None if is_sum else line.unit_price,
        line.discount_percent,
        line.amount_off,
        line.tax_code,
        line.tax_percent,
        included,
        line.net_amount + share + (line.tax_amount if included else ZERO),
        line.due_date,
        order_no=str(behind["order_no"]),
        delivery_no=str(behind["delivery_no"]),
        invoice_no=str(behind["invoice_no"]),
        warehouse_code=line.warehouse_code,
        batch_no=line.batch_no,
        mark=mark,
        mark_of=mark_of,
    )


def _mark(line: Posting) -> tuple[Mark, str]:
    said = details_of(line)
    if line.kind == "payment":
        return _paid_mark(line), line.source_no
    if said.get("alternative_to"):
        return "alternative", str(said["alternative_to"])
    if not line.is_in_total:
        return "option", ""
    if line.purpose in (DEPOSIT, ADVANCE):
        taken = line.net_amount < 0 and line.kind == "sales_invoice"
        return ("deposit_taken", line.order_no) if taken else ("deposit", line.order_no)
    return ("price", "") if line.kind == "credit_note" and line.purpose == "price" else ("", "")


def _paid_mark(line: Posting) -> Mark:
    """What the money of a receipt is for, or what is settled without money."""
    for purpose in _WITHOUT_MONEY:
        if line.purpose == purpose:
            return purpose
    if not line.source_no:
        return "on_account"
    return _PAID_FOR.get(line.source_kind, "paid_invoice")


def sums_of(kind: str, postings: Sequence[Posting], lines: Sequence[PrintedLine], rules: RuleSettings) -> PrintedSums:
    """The sums of a paper; those of quotation and order are what could be paid in coins."""
    counted = [line for line in postings if line.is_in_total and (kind != "payment" or not line.purpose)]
    goods = [line for line in counted if line.purpose != ROUNDING]
    gross = sum((line.gross_amount for line in counted), ZERO)
    is_offer = kind in ("quotation", "sales_order")
    total = payable(counted, rules) if is_offer else gross
    net = sum((line.net_amount for line in goods), ZERO)
    tax = sum((line.tax_amount for line in goods), ZERO)
    return PrintedSums(
        lines=sum((line.amount for line in lines if line.is_in_total), ZERO),
        discount=sum((Decimal(details_of(line).get("head_share", "0")) for line in goods), ZERO),
        net=net,
        taxes=tuple(tax_summary(goods)),
        rounding=total - net - tax,
        total=total,
        applied=sum((line.applied_amount for line in counted), ZERO),
    )
