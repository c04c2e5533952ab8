"""Delivery note (出貨單): goods sent against an order."""

from collections import defaultdict
from decimal import ROUND_FLOOR, Decimal
from typing import ClassVar

from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.credit import check_credit
from salesbook.documents.deposit import check_demand
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
from salesbook.documents.packs import quantity_decimals
from salesbook.documents.paper import fill_head, problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.money import HUNDRED, ZERO, unit_of
from salesbook.problems import Problem


class DeliveryNote(GoodsPaper):
    """Goods out. Every line names its order."""

    kind: ClassVar[PaperKind] = "delivery_note"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_order",)
    needs_source: ClassVar[bool] = True


def complete(note: DeliveryNote, facts: Facts) -> DeliveryNote:
    """Fill customer, product, unit and price from the order."""
    sources = [source_line(note, line, facts) for line in note.lines]
    note = fill_head(note, facts)
    lines = [
        # What is invoiced straight from its order is not invoiced again from the delivery.
        take_over(line, source, facts).model_copy(update={"purpose": source.posting.purpose}) if source else line
        for line, source in zip(note.lines, sources, strict=True)
    ]
    return with_amounts(note.with_lines(lines), facts)


def check(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """What stops the delivery, in one pass."""
    return [
        *check_paper(note, facts),
        *check_sources(note, facts, required=True),
        *_check_order_dates(note, facts),
        *_check_open_quantities(note, facts),
        *check_holds(note, facts),
        *check_demand(note, facts),
        *check_credit(note, facts),
    ]


def postings(note: DeliveryNote) -> list[Posting]:
    """The ledger lines of a completed delivery note."""
    return paper_postings(note)


def most_deliverable(balance: LineBalance, over_delivery_percent: Decimal, unit_decimals: int) -> Decimal:
    """What may still be delivered on an order line, tolerance included and cut down to the unit.

    >>> line = LineBalance(quantity=Decimal(100), delivered=Decimal(81))
    >>> most_deliverable(line, Decimal(5), 0)
    Decimal('24')
    """
    allowed = (balance.quantity - balance.closed) * (HUNDRED + over_delivery_percent) / HUNDRED
    return max(ZERO, allowed.quantize(unit_of(unit_decimals), rounding=ROUND_FLOOR) - balance.net_sent)


def _check_open_quantities(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """Rows of one order line are added up first (field case FC-delivery-01)."""
    rules = facts.rules
    if rules.over_delivery_check == "none":
        return []
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in note.lines:
        if line.order_line_no is not None:
            rows[LineKey("sales_order", line.order_no, line.order_line_no)].append(line)
    problems = []
    for key, lines in rows.items():
        balance = facts.lines[key].balance
        product = facts.products.get(lines[0].product_no)
        decimals = quantity_decimals(product, lines[0].unit) if product else 0
        most = most_deliverable(balance, rules.over_delivery_percent, decimals)
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > most:
            problems.append(
                problem(
                    "delivery-exceeds-open-order", "quantity", lines[-1], strength=rules.over_delivery_check,
                    quantity=entered, order=key.document_no, line=key.line_no, product=lines[0].product_no,
                    ordered=balance.quantity, delivered=balance.delivered, open=balance.open_to_deliver, most=most,
                )
            )  # fmt: skip
    return problems


def check_holds(note: GoodsPaper, facts: Facts) -> list[Problem]:
    """Nothing leaves for an order that is on hold."""
    return [
        problem("order-on-hold", "source_no", line, order=line.order_no, by=hold.decided_by, reason=hold.reason)
        for line in note.lines
        if (hold := facts.holds.get(line.order_no)) is not None and hold.on_hold
    ]


def _check_order_dates(note: DeliveryNote, facts: Facts) -> list[Problem]:
    sources = [(line, source_line(note, line, facts)) for line in note.lines]
    return [
        problem(
            "delivery-before-order", "document_date", line, warning=True, date=note.document_date,
            order=line.source_no, ordered=source.posting.document_date,
        )
        for line, source in sources
        if source and note.document_date < source.posting.document_date
    ]  # fmt: skip
