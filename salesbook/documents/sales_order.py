"""Sales order (銷售訂單): the confirmed demand, typed anew or made from a quotation."""

from typing import ClassVar

from salesbook.documents.credit import check_credit
from salesbook.documents.facts import Facts
from salesbook.documents.goods import (
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
from salesbook.documents.quotation import check_product_use, fill_from_product
from salesbook.problems import Problem


class SalesOrder(GoodsPaper):
    """A promise to deliver. Lines may name the quotation they come from."""

    kind: ClassVar[PaperKind] = "sales_order"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("quotation",)


def complete(order: SalesOrder, facts: Facts) -> SalesOrder:
    """Fill lines from their quotation first, so that its prices stand; then from product and price lists."""
    sources = [source_line(order, line, facts) for line in order.lines]
    order = fill_head(order, facts)
    lines = [
        take_over(line, source, facts) if source else line for line, source in zip(order.lines, sources, strict=True)
    ]
    lines = [fill_from_product(order, line, facts) for line in lines]
    return with_amounts(order.with_lines(lines), facts)


def check(order: SalesOrder, facts: Facts) -> list[Problem]:
    """What stops the order, in one pass."""
    return [
        *check_paper(order, facts),
        *check_product_use(order, facts),
        *check_sources(order, facts, required=False),
        *_check_quotations(order, facts),
        *_check_due_dates(order),
        *_check_customer_reference(order, facts),
        *check_credit(order, facts),
    ]


def postings(order: SalesOrder) -> list[Posting]:
    """The ledger lines of a completed order."""
    return paper_postings(order)


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
        if line.quantity > source.balance.open_to_order:
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
