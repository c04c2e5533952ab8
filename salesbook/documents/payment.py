"""Payment, on paper the receipt (收款單): money received, for invoices or on account."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.facts import Facts, transfer_key
from salesbook.documents.paper import Paper, PaperLine, check_head, check_source, fill_head, problem
from salesbook.documents.posting import PaperKind, Posting, canonical_json
from salesbook.money import LARGEST_AMOUNT, ZERO
from salesbook.problems import Problem
from salesbook.units import fits_unit

ONLY_DOUBTFUL = {"unknown-customer", "unknown-customer-similar", "customer-blocked"}
"""What stops a sale and not a receipt: the money is there, whoever sent it."""


class PaymentLine(PaperLine):
    """An amount received for one invoice; without ``source_no``, on account of the customer."""

    amount: Decimal = ZERO


class Payment(Paper):
    """Money received at once from one customer, in home currency. One receipt may pay many invoices.

    Attributes:
        method: How it came: transfer, cheque, cash.
        bank_reference: Of the bank, the cheque or the customer's transfer.
    """

    kind: ClassVar[PaperKind] = "payment"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_invoice",)
    line_model: ClassVar[type[PaperLine]] = PaymentLine
    method: str = ""
    bank_reference: str = ""
    lines: tuple[PaymentLine, ...] = ()


def complete(payment: Payment, facts: Facts) -> Payment:
    """Fill customer, salesperson and territory from the first invoice, else from the customer's file."""
    return fill_head(payment, facts)


def check(payment: Payment, facts: Facts) -> list[Problem]:
    """What stops the receipt, in one pass."""
    return [
        *_check_head(payment, facts),
        *(found for line in payment.lines for found in _check_amount(line, facts)),
        *(found for line in payment.lines if line.source_no for found in check_source(payment, line, facts)),
        *_check_open_amounts(payment, facts),
        *_check_entered_before(payment, facts),
    ]


def postings(payment: Payment) -> list[Posting]:
    """The ledger lines of a completed receipt; what has no column of its own stands in ``details``."""
    return [
        Posting(
            kind=payment.kind,
            document_no=payment.document_no,
            line_no=line.line_no,
            document_ref=payment.document_ref,
            document_date=payment.document_date,
            posting_date=payment.document_date,
            customer_no=payment.customer_no,
            customer_reference=payment.bank_reference,
            salesperson_no=payment.salesperson_no,
            territory_code=payment.territory_code,
            currency=payment.currency,
            net_amount=line.amount,
            source_no=line.source_no,
            remark=line.remark or payment.remark,
            details=canonical_json({"method": payment.method}) if payment.method else "",
            sheet=line.sheet,
            row_number=line.row_number,
        )
        for line in payment.lines
    ]


def _check_head(payment: Payment, facts: Facts) -> list[Problem]:
    return [
        replace(found, severity="warning") if found.code in ONLY_DOUBTFUL else found
        for found in check_head(payment, facts)
    ]


def _check_amount(line: PaymentLine, facts: Facts) -> list[Problem]:
    decimals = facts.rules.decimals
    if line.amount <= 0:
        return [problem("payment-not-positive", "amount", line, amount=line.amount)]
    if line.amount >= LARGEST_AMOUNT:
        return [problem("payment-too-large", "amount", line, amount=line.amount)]
    if not fits_unit(line.amount, decimals):
        return [problem("payment-too-fine", "amount", line, amount=line.amount, decimals=decimals)]
    return []


def _check_open_amounts(payment: Payment, facts: Facts) -> list[Problem]:
    """Rows of one invoice are added up first (field case FC-payment-03)."""
    rows: dict[str, list[PaymentLine]] = defaultdict(list)
    for line in payment.lines:
        if line.source_no:
            rows[line.source_no].append(line)
    problems = []
    for invoice_no, lines in rows.items():
        invoice = facts.lines.get(LineKey("sales_invoice", invoice_no, AS_A_WHOLE))
        if invoice is None or facts.documents["sales_invoice", invoice_no].reversed_by:
            continue
        balance = invoice.balance
        entered = sum((line.amount for line in lines), ZERO)
        if entered > balance.open_amount:
            earlier = ", ".join(str(line.row_number or line.line_no) for line in lines[:-1])
            problems.append(
                problem(
                    "payment-exceeds-open", "amount", lines[-1], amount=entered, invoice=invoice_no,
                    total=balance.amount, paid=balance.paid, receipts=", ".join(facts.receipts.get(invoice_no, [])),
                    open=balance.open_amount, rows=earlier,
                )
            )  # fmt: skip
    return problems


def _check_entered_before(payment: Payment, facts: Facts) -> list[Problem]:
    """One transfer entered twice would count twice against what the customer owes."""
    before = facts.transfers.get(transfer_key(postings(payment))) if payment.bank_reference and payment.lines else None
    if not before:
        return []
    total = sum((line.amount for line in payment.lines), ZERO)
    return [
        problem(
            "payment-entered-before", "bank_reference", warning=True, reference=payment.bank_reference,
            amount=total, date=payment.document_date, document=before,
        )
    ]  # fmt: skip
