"""Payment, on paper the receipt (收款單): money received for invoices, for orders as deposits, or on account.

One typed row pays one document. What else it settles there without money (discount taken, bank charge,
write-off), and what it brings beyond what is open, become further ledger lines behind those that were typed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.exchange import at_home, check_currency, home_share, rate_of, share_of
from salesbook.documents.facts import Facts, transfer_key
from salesbook.documents.paper import (
    Paper,
    PaperLine,
    check_head,
    check_source,
    fill_head,
    problem,
    source_kind_of,
)
from salesbook.documents.payment_terms import discount_offered
from salesbook.documents.posting import PaperKind, Posting, canonical_json
from salesbook.money import LARGEST_AMOUNT, ZERO
from salesbook.problems import Problem
from salesbook.units import fits_unit

ONLY_DOUBTFUL = {"unknown-customer", "unknown-customer-similar", "customer-blocked"}
"""What stops a sale and not a receipt: the money is there, whoever sent it."""

SETTLEMENTS = {"discount_taken": "discount", "bank_charge": "bank_charge", "write_off": "write_off"}
"""The columns that settle a part of an invoice without money, with the purpose of their ledger lines."""


class PaymentLine(PaperLine):
    """An amount received for one document; without ``source_no``, on account of the customer.

    Attributes:
        amount: As typed; negative for money that goes back, or is taken from what lies on account.
        discount_taken: What the customer kept for paying early.
        bank_charge: What the bank kept of the money.
        write_off: What is given up.
        source_kind: Of the document: blank for an invoice, else order (a deposit) or credit note (a refund).
        home_amount: What the row's money is worth at home; 0 where the receipt is in home currency.
        on_account_home: Of the part on account.
        exchange: What the settled part of the invoice was worth when it was posted, less what it is worth now.
        settled_home: What is settled without money is worth, by purpose.
        rate: Home currency for one unit.
        customer_no: Whose invoice it is, where the receipt's customer pays for another one.
        on_account: The part of ``amount`` beyond what its invoice has open.
    """

    amount: Decimal = ZERO
    discount_taken: Decimal = ZERO
    bank_charge: Decimal = ZERO
    write_off: Decimal = ZERO
    source_kind: str = ""
    customer_no: str = ""
    on_account: Decimal = ZERO
    home_amount: Decimal = ZERO
    on_account_home: Decimal = ZERO
    exchange: Decimal = ZERO
    settled_home: Mapping[str, Decimal] = Field(default_factory=dict)
    rate: Decimal = ZERO

    @property
    def without_money(self) -> Decimal:
        """What the row settles beside its amount."""
        return self.discount_taken + self.bank_charge + self.write_off

    @property
    def settled(self) -> Decimal:
        """What its document is less open by."""
        return self.amount - self.on_account + self.without_money


class Payment(Paper):
    """Money received at once from one customer. One receipt may pay many documents.

    Attributes:
        method: How it came: transfer, cheque, cash.
        bank_reference: Of the bank, the cheque or the customer's transfer.
    """

    kind: ClassVar[PaperKind] = "payment"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_invoice", "sales_order", "credit_note")
    line_model: ClassVar[type[PaperLine]] = PaymentLine
    method: str = ""
    bank_reference: str = ""
    lines: tuple[PaymentLine, ...] = ()


def complete(payment: Payment, facts: Facts) -> Payment:
    """Fill the head from the first document paid, else from the customer's file; divide what exceeds its invoice."""
    payment = fill_head(payment, facts)
    payment = payment.with_lines(
        line.model_copy(
            update={"source_kind": _source_kind(payment, line, facts), "customer_no": _paid_for(payment, line, facts)}
        )
        for line in payment.lines
    )
    if facts.rules.overpayment == "on_account":
        payment = payment.with_lines(
            line.model_copy(update={"on_account": _beyond_open(line, facts)}) if len(rows) == 1 else line
            for line in payment.lines
            for rows in [[other for other in payment.lines if other.source_no == line.source_no]]
        )
    return _with_home_amounts(payment, facts)


def _with_home_amounts(payment: Payment, facts: Facts) -> Payment:
    """Money that comes is worth what its day says; money that was there already, what it was worth when it came."""
    rate = rate_of(payment.currency, facts)
    if rate is None or payment.currency in ("", facts.rules.currency):
        return payment
    taken = {line.line_no: _worth_when_it_came(line, payment, rate, facts) for line in payment.lines if line.amount < 0}
    amount = -sum((line.amount for line in payment.lines if line.amount < 0), ZERO)
    is_moved = amount and sum((line.amount for line in payment.lines), ZERO) <= 0
    # Without new money, what is set against invoices is the old money, and worth the same.
    now = Fraction(-sum(taken.values(), ZERO)) / Fraction(amount) if is_moved else Fraction(rate)
    settled: dict[str, Decimal] = defaultdict(lambda: ZERO)
    lines = []
    for line in payment.lines:
        home = taken.get(line.line_no, at_home(line.amount - line.on_account, now, facts))
        others = {purpose: at_home(getattr(line, name), now, facts) for name, purpose in SETTLEMENTS.items()}
        whole = facts.lines.get(LineKey("sales_invoice", line.source_no, AS_A_WHOLE))
        exchange = ZERO
        if line.source_no and not line.source_kind and whole is not None:
            own, before = facts.lines_of("sales_invoice", line.source_no), settled[line.source_no]
            settled[line.source_no] = after = before + line.settled
            share = home_share(own, whole.balance, after, facts) - home_share(own, whole.balance, before, facts)
            exchange = share - home - sum(others.values(), ZERO)
        lines.append(
            line.model_copy(
                update={
                    "home_amount": home, "rate": rate, "on_account_home": at_home(line.on_account, now, facts),
                    "exchange": exchange, "settled_home": others,
                }
            )
        )  # fmt: skip
    return payment.with_lines(lines)


def _worth_when_it_came(line: PaymentLine, payment: Payment, rate: Decimal, facts: Facts) -> Decimal:
    """Of money that goes back or is taken from the account: what it was worth, by the average of what is there.

    What a credit note gave is worth what it was when the note was posted, so that all of it leaves nothing.
    """
    if not line.source_no:
        account = payment.customer_no, payment.currency
        there, home = facts.on_account.get(account, ZERO), facts.on_account_home.get(account, ZERO)
        return share_of(home, there, line.amount, facts) if there > 0 else at_home(line.amount, rate, facts)
    if line.source_kind == "credit_note" and (note := _whole("credit_note", line.source_no, facts)) is not None:
        return -home_share(facts.lines_of("credit_note", line.source_no), note, -line.amount, facts)
    deposit = facts.deposits.get(line.source_no) if line.source_kind == "sales_order" else None
    if deposit is None or not deposit.received:
        return at_home(line.amount, rate, facts)
    gone = deposit.received - deposit.left
    return -deposit.worth(gone, gone - line.amount, facts)


def check(payment: Payment, facts: Facts) -> list[Problem]:
    """What stops the receipt, in one pass."""
    return [
        *_check_head(payment, facts),
        *check_currency(payment, facts),
        *(found for line in payment.lines for found in _check_amounts(line, facts)),
        *(
            found
            for line in payment.lines
            if line.source_no
            for found in check_source(payment, line, facts)
            if found.code != "source-of-other-customer" or not line.customer_no
        ),
        *_check_open_amounts(payment, facts),
        *_check_what_goes_back(payment, facts),
        *_check_on_account(payment, facts),
        *_check_write_offs(payment, facts),
        *_check_discounts(payment, facts),
        *_check_entered_before(payment, facts),
    ]


def postings(payment: Payment) -> list[Posting]:
    """The ledger lines of a completed receipt: one for each row, then those that a row needs beside it."""
    typed = [_posting(payment, line) for line in payment.lines]
    beside = [extra for line in payment.lines for extra in _beside(payment, line)]
    numbered = enumerate(beside, start=len(typed) + 1)
    return [*typed, *(extra.model_copy(update={"line_no": number}) for number, extra in numbered)]


def _posting(payment: Payment, line: PaymentLine) -> Posting:
    """What was received for the document of a row; what has no column of its own stands in ``details``."""
    details: dict[str, object] = {"method": payment.method} if payment.method else {}
    details |= {name: getattr(line, name) for name in SETTLEMENTS if getattr(line, name)}
    if line.on_account:
        details["amount"] = line.amount
    if line.customer_no:
        details["customer_no"] = payment.customer_no
    return Posting(
        kind=payment.kind,
        document_no=payment.document_no,
        line_no=line.line_no,
        document_ref=payment.document_ref,
        document_date=payment.document_date,
        posting_date=payment.document_date,
        customer_no=line.customer_no or payment.customer_no,
        customer_reference=payment.bank_reference,
        salesperson_no=payment.salesperson_no,
        territory_code=payment.territory_code,
        currency=payment.currency,
        net_amount=line.amount - line.on_account,
        home_amount=line.home_amount,
        exchange_rate=line.rate,
        source_no=line.source_no,
        source_kind=line.source_kind,
        remark=line.remark or payment.remark,
        details=canonical_json(details) if details else "",
        sheet=line.sheet,
        row_number=line.row_number,
    )


def _beside(payment: Payment, line: PaymentLine) -> Iterator[Posting]:
    """The lines that a row brings about beside its own."""
    own = _posting(payment, line)
    said = {"details": canonical_json({"beside": line.line_no})}
    if line.on_account:
        kept = {"net_amount": line.on_account, "home_amount": line.on_account_home}
        yield own.model_copy(
            update=said | kept | {"source_no": "", "source_kind": "", "customer_no": payment.customer_no}
        )
    for name, purpose in SETTLEMENTS.items():
        if amount := getattr(line, name):
            worth = {"net_amount": amount, "home_amount": line.settled_home.get(purpose, ZERO)}
            yield own.model_copy(update=said | worth | {"purpose": purpose})
    if line.exchange:
        difference = {"net_amount": ZERO, "home_amount": line.exchange, "purpose": "exchange"}
        yield own.model_copy(update=said | difference)


def _source_kind(payment: Payment, line: PaymentLine, facts: Facts) -> str:
    if not line.source_no:
        return ""
    kind = source_kind_of(payment, line.source_no, facts)
    return "" if kind == payment.source_kinds[0] else kind


def _paid_for(payment: Payment, line: PaymentLine, facts: Facts) -> str:
    """The customer whose document a row pays, where his file names the receipt's customer as the payer."""
    document = facts.documents.get((line.source_kind or source_kind_of(payment, line.source_no, facts), line.source_no))
    if document is None or document.customer_no == payment.customer_no:
        return ""
    owner = facts.customers.get(document.customer_no)
    return document.customer_no if owner is not None and owner.payer_no == payment.customer_no else ""


def _whole(kind: str, number: str, facts: Facts) -> LineBalance | None:
    """The money of a document that still counts."""
    document, whole = facts.documents.get((kind, number)), facts.lines.get(LineKey(kind, number, AS_A_WHOLE))
    return None if whole is None or document is None or document.reversed_by else whole.balance


def _beyond_open(line: PaymentLine, facts: Facts) -> Decimal:
    """What a row brings beyond what its invoice has open; what is settled without money goes first."""
    invoice = None if line.source_kind else _whole("sales_invoice", line.source_no, facts)
    if invoice is None or line.amount <= 0:
        return ZERO
    return max(ZERO, line.amount - max(ZERO, invoice.open_amount - line.without_money))


def _check_head(payment: Payment, facts: Facts) -> list[Problem]:
    return [
        replace(found, severity="warning") if found.code in ONLY_DOUBTFUL else found
        for found in check_head(payment, facts)
    ]


def _check_amounts(line: PaymentLine, facts: Facts) -> Iterator[Problem]:
    if not line.amount and not line.without_money:
        yield problem("payment-not-positive", "amount", line, amount=line.amount)
    for name in ("amount", *SETTLEMENTS):
        amount, decimals = getattr(line, name), facts.rules.decimals
        if abs(amount) >= LARGEST_AMOUNT:
            yield problem("payment-too-large", name, line, amount=amount)
        elif not fits_unit(amount, decimals):
            yield problem("payment-too-fine", name, line, amount=amount, decimals=decimals)
        elif amount and name in SETTLEMENTS and (amount < 0 or not line.source_no or line.source_kind):
            yield problem("settlement-without-invoice", name, line, amount=amount)


def _check_open_amounts(payment: Payment, facts: Facts) -> list[Problem]:
    """Rows of one invoice are added up first (field case FC-payment-03)."""
    problems = []
    for invoice_no, lines in _rows_by_document(payment, ""):
        if (balance := _whole("sales_invoice", invoice_no, facts)) is None:
            continue
        receipts = ", ".join(facts.receipts.get(invoice_no, []))
        entered = sum((line.settled for line in lines), ZERO)
        if entered > balance.open_amount and entered > 0:
            earlier = ", ".join(str(line.row_number or line.line_no) for line in lines[:-1])
            problems.append(
                problem(
                    "payment-exceeds-open", "amount", lines[-1], amount=entered, invoice=invoice_no,
                    total=balance.amount, paid=balance.paid, receipts=receipts, open=balance.open_amount, rows=earlier,
                )
            )  # fmt: skip
        problems += [
            problem(
                "overpaid", "amount", line, warning=True, amount=line.amount, invoice=invoice_no,
                allocated=line.amount - line.on_account, on_account=line.on_account, receipts=receipts,
            )
            for line in lines
            if line.on_account
        ]  # fmt: skip
        if -entered > balance.paid:
            problems.append(_more_than_there_is(lines[-1], -entered, balance.paid, invoice_no))
    return problems


def _check_what_goes_back(payment: Payment, facts: Facts) -> Iterator[Problem]:
    """A deposit is paid back as far as it was not used, a credit note as far as it was not set against invoices."""
    for order_no, lines in _rows_by_document(payment, "sales_order"):
        entered = sum((line.amount for line in lines), ZERO)
        if (balance := _whole("sales_order", order_no, facts)) is not None and -entered > balance.deposit:
            yield _more_than_there_is(lines[-1], -entered, balance.deposit, order_no)
    for note_no, lines in _rows_by_document(payment, "credit_note"):
        entered = sum((line.amount for line in lines), ZERO)
        if (balance := _whole("credit_note", note_no, facts)) is None:
            continue
        if entered > 0:
            yield problem("refund-not-negative", "amount", lines[-1], amount=entered, document=note_no)
        elif -entered > balance.open_amount:
            yield _more_than_there_is(lines[-1], -entered, balance.open_amount, note_no)


def _check_on_account(payment: Payment, facts: Facts) -> Iterator[Problem]:
    """Money on account is used up at most once: it is there, or comes with this very receipt."""
    rows = [line for line in payment.lines if not line.source_no]
    taken = -sum((line.amount for line in rows), ZERO)
    there = facts.on_account.get((payment.customer_no, payment.currency), ZERO)
    if taken > max(there, ZERO):
        yield problem(
            "more-than-on-account", "amount", rows[-1], amount=taken, customer=payment.customer_no, there=there
        )


def _more_than_there_is(line: PaymentLine, amount: Decimal, there: Decimal, document_no: str) -> Problem:
    return problem("more-goes-back", "amount", line, amount=amount, document=document_no, there=there)


def _check_write_offs(payment: Payment, facts: Facts) -> Iterator[Problem]:
    """Small differences may be given up by whoever types; more needs an approval."""
    total, limit = sum((line.write_off for line in payment.lines), ZERO), facts.rules.write_off_limit
    if total > limit:
        last = [line for line in payment.lines if line.write_off][-1]
        yield problem("write-off-over-limit", "write_off", last, approval=True, amount=total, limit=limit)


def _check_discounts(payment: Payment, facts: Facts) -> Iterator[Problem]:
    """What the invoice offers to whoever pays in time; more is granted by somebody else."""
    for invoice_no, lines in _rows_by_document(payment, ""):
        taken = sum((line.discount_taken for line in lines), ZERO)
        invoice = facts.lines.get(LineKey("sales_invoice", invoice_no, AS_A_WHOLE))
        if not taken or invoice is None:
            continue
        allowed = discount_offered(invoice, payment.document_date)
        if taken > allowed:
            last = [line for line in lines if line.discount_taken][-1]
            yield problem(
                "discount-not-agreed", "discount_taken", last, approval=True, invoice=invoice_no, allowed=allowed,
                date=payment.document_date, amount=taken,
            )  # fmt: skip


def _rows_by_document(payment: Payment, source_kind: str) -> list[tuple[str, list[PaymentLine]]]:
    rows: dict[str, list[PaymentLine]] = defaultdict(list)
    for line in payment.lines:
        if line.source_no and line.source_kind == source_kind:
            rows[line.source_no].append(line)
    return list(rows.items())


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
