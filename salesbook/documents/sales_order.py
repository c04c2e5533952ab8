"""Sales order (銷售訂單): the confirmed demand, typed anew or made from a quotation."""

from decimal import Decimal
from typing import ClassVar, Literal

from salesbook.documents.authority import check_price_cuts
from salesbook.documents.balances import LineKey
from salesbook.documents.credit import check_credit
from salesbook.documents.deposit import with_demand
from salesbook.documents.dunning import check_dunning
from salesbook.documents.facts import Facts
from salesbook.documents.frame import check_call_offs, is_frame
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
from salesbook.documents.posting import PaperKind, Posting, detail
from salesbook.documents.promise import check_promises
from salesbook.documents.quotation import check_order_quantities, check_product_use, fill_from_product
from salesbook.documents.revisions import base_number
from salesbook.money import HUNDRED, ZERO
from salesbook.problems import Problem


class SalesOrder(GoodsPaper):
    """A promise to deliver. Lines may name the quotation they come from.

    Attributes:
        invoice_from: Whether goods are invoiced as they are delivered, or straight from the order; ``None`` takes
            the company's way. Services are always invoiced from the order.
        complete_only: Nothing is delivered before everything can be (整批交貨).
        deposit_percent: Share of the order that must have come before anything is delivered.
        pay_first: Nothing is delivered before it is paid (先款後貨); then everything is invoiced from the order.
    """

    kind: ClassVar[PaperKind] = "sales_order"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("quotation",)
    invoice_from: Literal["delivery", "order"] | None = None
    complete_only: bool = False
    deposit_percent: Decimal | None = None
    pay_first: bool = False

    def details(self, line: GoodsLine) -> dict[str, object]:
        """How it is delivered, too."""
        said = {name: True for name in ("complete_only", "pay_first") if getattr(self, name)}
        return super().details(line) | said


def complete(order: SalesOrder, facts: Facts) -> SalesOrder:
    """Fill lines from their quotation first, so that its prices stand; then from product and price lists."""
    order = order.with_lines(_of_newest_revision(line, facts) for line in order.lines)
    sources = [source_line(order, line, facts) for line in order.lines]
    order = fill_head(order, facts)
    lines = [
        take_over(line, source, facts) if source else line for line, source in zip(order.lines, sources, strict=True)
    ]
    order = order.with_lines(lines)
    lines = [_with_purpose(order, fill_from_product(order, line, facts), facts) for line in lines]
    return with_demand(with_amounts(order.with_lines(lines), facts), order.deposit_percent)


def _of_newest_revision(line: GoodsLine, facts: Facts) -> GoodsLine:
    """A row may say which revision of a quotation it is made from; only the newest one can be ordered from."""
    number, revision = base_number(line.source_no)
    is_newest = revision is not None and revision == facts.revisions.get(number, 1)
    return line.model_copy(update={"source_no": number}) if is_newest else line


def _check_superseded(order: SalesOrder, facts: Facts) -> list[Problem]:
    named = [(line, *base_number(line.source_no)) for line in order.lines]
    return [
        problem(
            "quotation-superseded", "source_no", line, code=number, revision=revision,
            newest=facts.revisions.get(number, 1),
        )
        for line, number, revision in named
        if revision is not None and ("quotation", number) in facts.documents
    ]  # fmt: skip


def _check_alternatives(order: SalesOrder, facts: Facts) -> list[Problem]:
    """A line and its alternative are hardly wanted both."""
    taken = {(line.source_no, line.source_line_no) for line in order.lines if line.source_no and line.source_line_no}
    problems = []
    for line in order.lines:
        source = source_line(order, line, facts)
        original = detail(source.posting, "alternative_to") if source else ""
        key = LineKey("quotation", line.source_no, int(original or 0))
        if original and ((line.source_no, int(original)) in taken or facts.lines[key].balance.ordered > 0):
            problems.append(
                problem("alternative-besides", "source_line_no", line, warning=True, line=original, code=line.source_no)
            )
    return problems


def _check_quoted_prices(order: SalesOrder, facts: Facts) -> list[Problem]:
    """A row that was filled before the quotation was revised still has its old price."""
    quoted = [(line, source_line(order, line, facts)) for line in order.lines]
    return [
        problem(
            "price-not-as-quoted", "unit_price", line, warning=True, price=line.unit_price, code=line.source_no,
            quoted=source.posting.unit_price,
        )
        for line, source in quoted
        if source and line.product_no == source.posting.product_no and line.unit_price != source.posting.unit_price
    ]  # fmt: skip


def _with_purpose(order: SalesOrder, line: GoodsLine, facts: Facts) -> GoodsLine:
    """Whether a line is delivered at all, and what it is invoiced from. A line without a product is a service."""
    product = facts.products.get(line.product_no)
    if not line.product_no or (product and product.product_kind == "service"):
        return line.model_copy(update={"purpose": "service"})
    ahead = order.pay_first or (order.invoice_from or facts.rules.invoice_orders_from) == "order"
    return line.model_copy(update={"purpose": "ahead" if ahead else ""})


def check(order: SalesOrder, facts: Facts) -> list[Problem]:
    """What stops the order, in one pass."""
    return [
        *check_paper(order, facts),
        *check_product_use(order, facts),
        *check_order_quantities(order, facts),
        *check_price_cuts(order, facts),
        *(_check_superseded(order, facts) or check_sources(order, facts, required=False)),
        *_check_quotations(order, facts),
        *_check_quoted_prices(order, facts),
        *_check_alternatives(order, facts),
        *check_call_offs(order, facts),
        *_check_due_dates(order),
        *_check_deposit_demand(order),
        *_check_customer_reference(order, facts),
        *check_promises(order, facts),
        *check_credit(order, facts),
        *check_dunning(order, facts),
    ]


def postings(order: SalesOrder) -> list[Posting]:
    """The ledger lines of a completed order."""
    return paper_postings(order)


def _check_deposit_demand(order: SalesOrder) -> list[Problem]:
    """No order waits for more than it comes to."""
    percent = order.deposit_percent
    if percent is None or ZERO <= percent <= HUNDRED:
        return []
    return [problem("deposit-demand-out-of-range", "deposit_percent", percent=percent)]


def _check_quotations(order: SalesOrder, facts: Facts) -> list[Problem]:
    problems = []
    for line in order.lines:
        source = source_line(order, line, facts)
        if source is None:
            continue
        valid_until = source.posting.due_date
        if valid_until and order.document_date > valid_until:
            problems.append(
                problem(
                    "quotation-expired",
                    "source_no",
                    line,
                    code=line.source_no,
                    date=valid_until,
                    ordered=order.document_date,
                )
            )
        if line.quantity > source.balance.open_to_order and not is_frame(source.posting):
            problems.append(
                problem(
                    "more-than-quoted", "quantity", line, warning=True, quantity=line.quantity, code=line.source_no,
                    offered=source.balance.quantity, ordered=source.balance.ordered, open=source.balance.open_to_order,
                )
            )  # fmt: skip
    return problems


def _check_due_dates(order: SalesOrder) -> list[Problem]:
    return [
        problem("due-before-order", "due_date", line, warning=True, due=line.due_date, date=order.document_date)
        for line in order.lines
        if line.due_date and line.due_date < order.document_date
    ]


def _check_customer_reference(order: SalesOrder, facts: Facts) -> list[Problem]:
    """The same customer's order number twice is often the same order entered twice."""
    key = (order.kind, order.customer_no, order.customer_reference)
    before = facts.customer_references.get(key) if order.customer_reference else None
    if not before:
        return []
    return [
        problem(
            "customer-reference-used",
            "customer_reference",
            warning=True,
            reference=order.customer_reference,
            document=before,
        )
    ]
