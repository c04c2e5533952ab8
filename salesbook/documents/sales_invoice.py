"""Sales invoice (銷售發票): the claim for payment of what was delivered."""

from collections import defaultdict
from datetime import date
from typing import ClassVar

from salesbook.documents.balances import LineKey
from salesbook.documents.credit import check_credit
from salesbook.documents.facts import Facts
from salesbook.documents.goods import (
    GoodsLine,
    GoodsPaper,
    check_paper,
    check_sources,
    paper_postings,
    source_line,
    take_over,
    with_amounts,
)
from salesbook.documents.paper import fill_head, problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.money import ZERO
from salesbook.problems import Problem


class SalesInvoice(GoodsPaper):
    """What the customer owes. Every line names its delivery note; many notes may share an invoice."""

    kind: ClassVar[PaperKind] = "sales_invoice"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("delivery_note",)
    needs_source: ClassVar[bool] = True


def complete(invoice: SalesInvoice, facts: Facts) -> SalesInvoice:
    """Fill customer, product, price and discount from the delivery, and the due date from the customer's terms."""
    sources = [source_line(invoice, line, facts) for line in invoice.lines]
    invoice = fill_head(invoice, facts)
    customer = facts.customers.get(invoice.customer_no)
    due_date = _due(invoice.document_date, customer.payment_days) if customer else None
    lines = [
        take_over(line.model_copy(update={"due_date": line.due_date or due_date}), source, facts) if source else line
        for line, source in zip(invoice.lines, sources, strict=True)
    ]
    return with_amounts(invoice.with_lines(lines), facts)


def check(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """What stops the invoice, in one pass."""
    return [
        *check_paper(invoice, facts),
        *check_sources(invoice, facts, required=True),
        *_check_uninvoiced(invoice, facts),
        *_check_prices(invoice, facts),
        *check_credit(invoice, facts),
    ]


def postings(invoice: SalesInvoice) -> list[Posting]:
    """The ledger lines of a completed invoice."""
    return paper_postings(invoice)


def _due(day: date, payment_days: int) -> date:
    return date.fromordinal(min(day.toordinal() + payment_days, date.max.toordinal()))


def _check_uninvoiced(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """Rows of one delivery line are added up first, as for deliveries."""
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in invoice.lines:
        if source_line(invoice, line, facts) and line.source_line_no is not None:
            rows[LineKey("delivery_note", line.source_no, line.source_line_no)].append(line)
    problems = []
    for key, lines in rows.items():
        balance = facts.lines[key].balance
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > balance.uninvoiced:
            problems.append(
                problem(
                    "invoice-exceeds-delivery", "quantity", lines[-1], quantity=entered, delivery=key.document_no,
                    line=key.line_no, product=lines[0].product_no, delivered=balance.quantity,
                    invoiced=balance.invoiced, open=balance.uninvoiced,
                )
            )  # fmt: skip
    return problems


def _check_prices(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """Price and discount come from the order; another one needs house policy to allow it (DOMAIN 7)."""
    strength = facts.rules.invoice_price_check
    if strength == "none":
        return []
    problems = []
    for line in invoice.lines:
        source = source_line(invoice, line, facts)
        if source is None:
            continue
        agreed = source.posting
        if (line.unit_price, line.discount_percent) != (agreed.unit_price, agreed.discount_percent):
            problems.append(
                problem(
                    "price-not-as-ordered", "unit_price", line, strength=strength,
                    price=line.unit_price or ZERO,
                    discount=line.discount_percent or ZERO, order=agreed.order_no, agreed=agreed.unit_price,
                    agreed_discount=agreed.discount_percent,
                )
            )  # fmt: skip
    return problems
