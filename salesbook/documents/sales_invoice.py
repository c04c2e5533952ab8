"""Sales invoice (銷售發票): the claim for payment of what was delivered."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from salesbook.documents.authority import check_price_cuts
from salesbook.documents.balances import LineKey
from salesbook.documents.cash_rounding import ROUNDING, with_rounding
from salesbook.documents.credit import check_credit
from salesbook.documents.deposit import ADVANCE, DEPOSIT, check_deposits, is_claim, with_deposits
from salesbook.documents.exchange import with_home_amounts
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import (
    GoodsLine,
    GoodsPaper,
    check_paper,
    check_source_dates,
    check_sources,
    gross_amount,
    paper_postings,
    promised_amounts,
    source_line,
    take_over,
    with_amounts,
)
from salesbook.documents.paper import fill_head, problem
from salesbook.documents.payment_terms import check_terms, days_after, with_terms
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.quotation import fill_from_product
from salesbook.documents.sign_off import check_signed
from salesbook.money import ZERO
from salesbook.problems import Problem


class SalesInvoice(GoodsPaper):
    """What the customer owes. A line names its delivery note, or its order where that is invoiced straight away.

    Many notes may share an invoice. Where house policy allows it, a line may name neither; only such a line may
    take something off, as long as the invoice as a whole claims something.

    Attributes:
        deposit_used: How much of the deposits to use, where a person decided that.
    """

    kind: ClassVar[PaperKind] = "sales_invoice"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("delivery_note", "sales_order")
    deposit_used: Decimal | None = None

    def takes_back(self, line: GoodsLine) -> bool:
        """Of a line that names nothing, a negative quantity is something that is taken off."""
        return not line.source_no and line.quantity != 0


def complete(invoice: SalesInvoice, facts: Facts) -> SalesInvoice:
    """Fill customer, product, price and discount from delivery or order, and the due date from the customer's terms.

    A line that names neither gets its price from the price lists.
    """
    sources = [None if is_claim(line) else source_line(invoice, line, facts) for line in invoice.lines]
    invoice = fill_head(invoice, facts)
    customer = facts.customers.get(invoice.customer_no)
    due_date = days_after(invoice.document_date, customer.payment_days) if customer else None
    lines = [
        _from_source(line.model_copy(update={"due_date": line.due_date or due_date}), source, invoice, facts)
        for line, source in zip(invoice.lines, sources, strict=True)
    ]
    invoice = with_deposits(with_amounts(invoice.with_lines(lines), facts), facts, invoice.deposit_used)
    # The difference is worth something at home, too.
    return with_terms(with_home_amounts(with_rounding(invoice, facts), facts), facts)


def _from_source(line: GoodsLine, source: PostedLine | None, invoice: SalesInvoice, facts: Facts) -> GoodsLine:
    if source is not None:
        kind = "sales_order" if source.posting.kind == "sales_order" else ""
        return take_over(line, source, facts).model_copy(update={"source_kind": kind})
    return line if line.source_no else fill_from_product(invoice, line, facts)


def check(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """What stops the invoice, in one pass."""
    goods = invoice.with_lines(line for line in invoice.lines if line.purpose not in (DEPOSIT, ADVANCE, ROUNDING))
    return [
        *check_paper(invoice, facts),
        *check_sources(goods, facts, required=facts.rules.invoice_without_source == "block"),
        *check_source_dates(goods, facts),
        *_check_without_source(goods, facts),
        *_check_total(invoice),
        *(_check_uninvoiced(goods, facts) or _check_replaced(goods, facts)),
        *_check_prices(goods, facts),
        *check_price_cuts(goods, facts),
        *check_deposits(invoice, facts, invoice.deposit_used),
        *check_terms(invoice, facts),
        *check_credit(invoice, facts),
        *check_signed(invoice, facts),
    ]


def postings(invoice: SalesInvoice) -> list[Posting]:
    """The ledger lines of a completed invoice."""
    return paper_postings(invoice)


def _check_without_source(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    strength = facts.rules.invoice_without_source
    if strength in ("none", "block"):
        return []
    free = [line for line in invoice.lines if not line.source_no]
    return [problem("invoice-without-source", "source_no", line, strength=strength) for line in free]


def _check_total(invoice: SalesInvoice) -> list[Problem]:
    """What takes more off than it claims is a credit note."""
    total = gross_amount(invoice)
    return [problem("invoice-negative", "quantity", invoice.lines[-1], total=total)] if total < 0 else []


def _check_uninvoiced(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """Rows of one line are added up first, as for deliveries."""
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in invoice.lines:
        if source := source_line(invoice, line, facts):
            posting = source.posting
            rows[LineKey(posting.kind, posting.document_no, posting.line_no)].append(line)
    problems = []
    for key, lines in rows.items():
        source = facts.lines[key]
        balance, is_order = source.balance, key.kind == "sales_order"
        if (is_order and not source.posting.purpose) or (not is_order and source.posting.purpose):
            code = "invoiced-from-deliveries" if is_order else "invoiced-from-order"
            order = source.posting.order_no or key.document_no
            problems.append(problem(code, "source_no", lines[0], code=key.document_no, order=order))
            continue
        entered = sum((line.quantity for line in lines), ZERO)
        most = max(ZERO, open_to_invoice(source))
        if entered > most:
            problems.append(
                problem(
                    "invoice-exceeds-order" if is_order else "invoice-exceeds-delivery", "quantity", lines[-1],
                    quantity=entered, delivery=key.document_no, line=key.line_no, product=lines[0].product_no,
                    delivered=balance.quantity, invoiced=balance.invoiced, open=most,
                )
            )  # fmt: skip
    return problems


def claimable(order: PostedLine, deliveries: Iterable[PostedLine]) -> Decimal:
    """What may still be invoiced of an order line whose goods were replaced, from all its deliveries together.

    Goods that are sent again in the place of some that were invoiced are claimed already. What came back for good
    and waits for its credit note takes nothing off what is still to be claimed.

    Args:
        order: The order line.
        deliveries: The lines of all its deliveries.
    """
    waiting = sum((line.balance.to_be_credited for line in deliveries), ZERO)
    return max(ZERO, order.balance.open_to_invoice + waiting)


def _check_replaced(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """Of an order line whose goods were replaced, no more is claimed than the customer has."""
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in invoice.lines:
        key = LineKey("sales_order", line.order_no, line.order_line_no or 0)
        if key in facts.claimable and not line.source_kind:
            rows[key].append(line)
    problems = []
    for key, lines in rows.items():
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > (most := facts.claimable[key]):
            problems.append(
                problem(
                    "invoice-of-replaced", "quantity", lines[-1], quantity=entered, order=key.document_no,
                    line=key.line_no, product=lines[0].product_no, open=most,
                )
            )  # fmt: skip
    return problems


def open_to_invoice(line: PostedLine) -> Decimal:
    """What an invoice may still take of an order line or a delivery line."""
    return line.balance.ahead_to_invoice if line.posting.kind == "sales_order" else line.balance.uninvoiced


def _check_prices(invoice: SalesInvoice, facts: Facts) -> list[Problem]:
    """Price, discount and amount off come from the order; others need house policy to allow them (DOMAIN 7)."""
    strength = facts.rules.invoice_price_check
    if strength == "none":
        return []
    problems = []
    for line, promised in zip(invoice.lines, promised_amounts(invoice, facts), strict=True):
        source = source_line(invoice, line, facts)
        if source is None:
            continue
        agreed = source.posting
        if (line.amount_off or ZERO) != (promised or ZERO):
            problems.append(
                problem(
                    "amount-off-not-as-ordered", "amount_off", line, strength=strength, amount=line.amount_off or ZERO,
                    order=agreed.order_no or agreed.document_no, agreed=promised or ZERO, quantity=line.quantity,
                )
            )  # fmt: skip
        if (line.unit_price, line.discount_percent) != (agreed.unit_price, agreed.discount_percent):
            problems.append(
                problem(
                    "price-not-as-ordered", "unit_price", line, strength=strength,
                    price=line.unit_price or ZERO,
                    discount=line.discount_percent or ZERO, order=agreed.order_no or agreed.document_no,
                    agreed=agreed.unit_price,
                    agreed_discount=agreed.discount_percent,
                )
            )  # fmt: skip
    return problems
