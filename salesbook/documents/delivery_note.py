"""Delivery note (出貨單): goods sent against an order, or against the pick list they were put together by."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import ClassVar

from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.credit import check_credit
from salesbook.documents.deposit import check_demand
from salesbook.documents.dunning import check_dunning
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import (
    GoodsLine,
    GoodsPaper,
    check_paper,
    check_sources,
    named_line,
    paper_postings,
    source_line,
    take_over,
    with_amounts,
)
from salesbook.documents.packs import quantity_decimals
from salesbook.documents.paper import PaperLine, fill_head, problem
from salesbook.documents.pay_first import check_paid
from salesbook.documents.posting import PaperKind, Posting, details_of
from salesbook.documents.stock import Stocks, exceeds_stock, unknown_warehouse, value_taken_out
from salesbook.money import HUNDRED, ZERO, unit_of
from salesbook.problems import Problem


class DeliveryLine(GoodsLine):
    """Goods of one order line.

    Attributes:
        last_delivery: Whatever of the order line is not sent now is given up.
        short_quantity: Computed: given up, as said or because it is within the tolerance.
        stock_quantity: Computed: what the stock gains, below zero; 0 where no stock is kept.
        cost_amount: Computed: what the value of the stock gains, below zero.
    """

    warehouse_code: str = ""
    batch_no: str = ""
    last_delivery: bool = False
    short_quantity: Decimal = ZERO
    stock_quantity: Decimal = ZERO
    cost_amount: Decimal = ZERO


class DeliveryNote(GoodsPaper):
    """Goods out. Every line names its order, or the pick list that was made from it.

    Attributes:
        freight_cost: What we pay for the transport, in home currency.
    """

    kind: ClassVar[PaperKind] = "delivery_note"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_order", "pick_list")
    needs_source: ClassVar[bool] = True
    line_model: ClassVar[type[PaperLine]] = DeliveryLine
    freight_cost: Decimal | None = None
    lines: tuple[DeliveryLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """What is given up, and the freight of the whole note with its first line."""
        said = super().details(line)
        if isinstance(line, DeliveryLine) and line.last_delivery:
            said |= {"last_delivery": True}
        if self.freight_cost is not None and line.line_no == self.lines[0].line_no:
            said |= {"freight_cost": self.freight_cost}
        return said


def complete(note: DeliveryNote, facts: Facts) -> DeliveryNote:
    """Fill customer, product, unit and price from the order; then what the goods cost and what is given up."""
    named = [named_line(note, line, facts) for line in note.lines]
    sources = [source_line(note, line, facts) for line in note.lines]
    note = fill_head(note, facts)
    lines = [
        # What is invoiced straight from its order is not invoiced again from the delivery.
        take_over(line, source, facts).model_copy(update={"purpose": source.posting.purpose}) if source else line
        for line, source in zip(note.lines, sources, strict=True)
    ]
    lines = [
        line if found is None or found.posting.kind != "pick_list" else _named_pick(line, found.posting)
        for line, found in zip(lines, named, strict=True)
    ]
    note = with_amounts(note.with_lines(lines), facts)
    note = note.with_lines(_with_costs(note, facts))
    return note.with_lines(_with_rest_given_up(note, facts))


def _named_pick(line: DeliveryLine, picked: Posting) -> DeliveryLine:
    """The line, made from the pick list that it was put together by."""
    return line.model_copy(
        update={
            "source_kind": "pick_list",
            "source_line_no": picked.line_no,
            "warehouse_code": line.warehouse_code or picked.warehouse_code,
        }
    )


def _with_costs(note: DeliveryNote, facts: Facts) -> Iterator[DeliveryLine]:
    """What each line takes from the stock; where none is kept, the cost in the product's file."""
    stocks = Stocks(facts.stock)
    for line in note.lines:
        product = facts.products.get(line.product_no)
        standard = product.cost if product else None
        if not stocks.is_kept(line.product_no):
            yield line.model_copy(update={"unit_cost": standard if line.unit_cost is None else line.unit_cost})
            continue
        quantity = line.quantity * line.unit_factor
        cost = value_taken_out(stocks.whole(line.product_no), quantity, facts.rules.decimals, standard)
        warehouse_code = line.warehouse_code or facts.rules.default_warehouse
        stocks.move(line.product_no, warehouse_code, -quantity, -cost)
        yield line.model_copy(
            update={"warehouse_code": warehouse_code, "stock_quantity": -quantity, "cost_amount": -cost}
        )


def _with_rest_given_up(note: DeliveryNote, facts: Facts) -> Iterator[DeliveryLine]:
    """What is still missing after the last row of an order line, if it is to be the last delivery of it."""
    short = {}
    for key, lines in _by_order_line(note).items():
        if (order := facts.lines.get(key)) is not None:
            rest = short_after(
                order.balance,
                sum((line.quantity for line in lines), ZERO),
                facts.rules.under_delivery_percent,
                is_last=any(line.last_delivery for line in lines),
            )
            short[lines[-1].line_no] = rest
    for line in note.lines:
        yield line.model_copy(update={"short_quantity": short.get(line.line_no, ZERO)})


def short_after(
    balance: LineBalance, quantity: Decimal, under_delivery_percent: Decimal, *, is_last: bool = False
) -> Decimal:
    """What of an order line is given up when this quantity is delivered: all that is missing, or nothing.

    >>> short_after(LineBalance(quantity=Decimal(100)), Decimal(98), Decimal(2))
    Decimal('2')
    >>> short_after(LineBalance(quantity=Decimal(100)), Decimal(97), Decimal(2))
    Decimal('0')
    """
    rest = max(ZERO, balance.open_to_deliver - quantity)
    needed = (balance.quantity - balance.closed) * (HUNDRED - under_delivery_percent) / HUNDRED
    is_enough = under_delivery_percent > 0 and balance.net_sent + quantity >= needed
    return rest if is_last or is_enough else ZERO


def check(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """What stops the delivery, in one pass."""
    return [
        *check_paper(note, facts),
        *_check_sources(note, facts),
        *_check_order_dates(note, facts),
        *_check_open_quantities(note, facts),
        *check_holds(note, facts),
        *check_demand(note, facts),
        *_check_complete_only(note, facts),
        *_check_stock(note, facts),
        *check_paid(note, facts),
        *check_credit(note, facts),
        *check_dunning(note, facts),
    ]


def postings(note: DeliveryNote) -> list[Posting]:
    """The ledger lines of a completed delivery note."""
    return [
        posting.model_copy(
            update={
                "warehouse_code": line.warehouse_code,
                "batch_no": line.batch_no,
                "short_quantity": line.short_quantity,
                "stock_quantity": line.stock_quantity,
                "cost_amount": line.cost_amount,
            }
        )
        for posting, line in zip(paper_postings(note), note.lines, strict=True)
    ]


def most_deliverable(balance: LineBalance, over_delivery_percent: Decimal, unit_decimals: int) -> Decimal:
    """What may still be delivered on an order line, tolerance included and cut down to the unit.

    >>> line = LineBalance(quantity=Decimal(100), delivered=Decimal(81))
    >>> most_deliverable(line, Decimal(5), 0)
    Decimal('24')
    """
    allowed = (balance.quantity - balance.given_up) * (HUNDRED + over_delivery_percent) / HUNDRED
    return max(ZERO, allowed.quantize(unit_of(unit_decimals), rounding=ROUND_FLOOR) - balance.net_sent)


def _by_order_line(note: DeliveryNote) -> dict[LineKey, list[DeliveryLine]]:
    """Rows of one order line belong together (field case FC-delivery-01)."""
    rows: dict[LineKey, list[DeliveryLine]] = defaultdict(list)
    for line in note.lines:
        if line.order_line_no is not None:
            rows[LineKey("sales_order", line.order_no, line.order_line_no)].append(line)
    return rows


def _check_sources(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """Another product than the ordered one is nobody's to decide alone (不以次充好, DOMAIN 4)."""
    problems = []
    lines = {line.line_no: line for line in note.lines}
    for found in check_sources(note, facts, required=True):
        if found.code != "product-not-as-ordered":
            problems.append(found)
            continue
        line = lines[found.place.line_no or 0]
        problems.append(
            problem(
                "product-substituted", "product_no", line, approval=True, product=found.values["product"],
                ordered=found.values["ordered"], code=found.values["code"],
            )
        )  # fmt: skip
    return problems


def _check_open_quantities(note: DeliveryNote, facts: Facts) -> list[Problem]:
    rules = facts.rules
    if rules.over_delivery_check == "none":
        return []
    problems = []
    for key, lines in _by_order_line(note).items():
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


def _check_complete_only(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """An order that is delivered as a whole or not at all (整批交貨)."""
    sent: dict[LineKey, Decimal] = {
        key: sum((line.quantity + line.short_quantity for line in lines), ZERO)
        for key, lines in _by_order_line(note).items()
    }
    problems = []
    for order_no in dict.fromkeys(key.document_no for key in sent):
        lines = facts.lines_of("sales_order", order_no)
        missing = [line for line in lines if _open_after(line, sent) > 0]
        if is_complete_only(lines) and missing:
            first = next(line for line in note.lines if line.order_no == order_no)
            products = ", ".join(dict.fromkeys(line.posting.product_no for line in missing))
            problems.append(problem("order-complete-only", "source_no", first, order=order_no, missing=products))
    return problems


def is_complete_only(order: list[PostedLine]) -> bool:
    """Whether an order asks to be delivered as a whole."""
    return any(details_of(line.posting).get("complete_only") is True for line in order)


def _open_after(line: PostedLine, sent: dict[LineKey, Decimal]) -> Decimal:
    if line.posting.purpose == "service":
        return ZERO
    key = LineKey("sales_order", line.posting.document_no, line.posting.line_no)
    return line.balance.open_to_deliver - sent.get(key, ZERO)


def _check_stock(note: DeliveryNote, facts: Facts) -> list[Problem]:
    """Row after row, so that the last box is not sent twice."""
    stocks, problems = Stocks(facts.stock), []
    if note.freight_cost is not None and note.freight_cost < 0:
        problems.append(problem("cost-negative", "freight_cost", cost=note.freight_cost))
    for line in note.lines:
        problems += unknown_warehouse("warehouse_code", line.warehouse_code, line, facts)
        if line.unit_cost is not None and line.unit_cost < 0:
            problems.append(problem("cost-negative", "unit_cost", line, cost=line.unit_cost))
        taken = -line.stock_quantity
        if taken > 0:
            problems += exceeds_stock(line, stocks, facts.rules, line.product_no, taken, line.warehouse_code)
        stocks.move(line.product_no, line.warehouse_code, line.stock_quantity, line.cost_amount)
    return problems


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
