"""Sales return (退貨單): goods received back, and what the customer gets for them."""

from collections import defaultdict
from decimal import Decimal
from typing import ClassVar

from salesbook.documents.balances import LineKey
from salesbook.documents.facts import Facts
from salesbook.documents.goods import paper_postings, source_line
from salesbook.documents.packs import in_own_unit
from salesbook.documents.paper import problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.returning import (
    ReturnLine,
    ReturnPaper,
    check_agreed,
    check_return,
    complete_return,
    delivery_behind,
    into_stock,
)
from salesbook.documents.stock import Stocks, back_in_stock, value_brought_in, value_taken_out
from salesbook.money import ZERO
from salesbook.problems import Problem


class SalesReturn(ReturnPaper):
    """Goods that came back, by a delivery line or by the request that was agreed upon."""

    kind: ClassVar[PaperKind] = "sales_return"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("delivery_note", "return_request")


def complete(returned: SalesReturn, facts: Facts) -> SalesReturn:
    """Fill customer, product, unit and price from the delivery, what else was agreed from the request."""
    returned = complete_return(returned, facts)
    earlier: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    stocks = Stocks(facts.stock)
    return returned.with_lines(_into_stock(line, earlier, stocks, facts) for line in returned.lines)


def _into_stock(line: ReturnLine, earlier: dict[LineKey, Decimal], stocks: Stocks, facts: Facts) -> ReturnLine:
    """Good goods go back to the stock they came from; what is repaired or scrapped does not."""
    note = delivery_behind(line, facts)
    if note is None:
        return _found_again(line, stocks, facts)
    key = LineKey("delivery_note", line.delivery_no, line.delivery_line_no or 0)
    before = note.balance.refused + note.balance.come_back + earlier[key]
    earlier[key] += line.quantity
    if line.disposition != "restock":
        return line
    quantity, cost = back_in_stock(note.posting, line.quantity, before=before, decimals=facts.rules.decimals)
    gained = {"stock_quantity": quantity, "cost_amount": cost, "warehouse_code": note.posting.warehouse_code}
    return line.model_copy(update=gained)


def _found_again(line: ReturnLine, stocks: Stocks, facts: Facts) -> ReturnLine:
    """Goods whose delivery nobody knows are worth as much as those they are laid beside."""
    if line.disposition != "restock" or not stocks.is_kept(line.product_no):
        return line
    stock, product = stocks.whole(line.product_no), facts.products.get(line.product_no)
    quantity, decimals = in_own_unit(line.product_no, line.quantity, line.unit, facts), facts.rules.decimals
    if stock.on_hand > 0:
        value = -value_taken_out(stock, -quantity, decimals)
    else:
        value = value_brought_in(stock, quantity, (product.cost if product else None) or ZERO, decimals)
    stocks.move(line.product_no, facts.rules.default_warehouse, quantity, value)
    gained = {"stock_quantity": quantity, "cost_amount": value, "warehouse_code": facts.rules.default_warehouse}
    return line.model_copy(update=gained)


def check(returned: SalesReturn, facts: Facts) -> list[Problem]:
    """What stops the return, in one pass. What was agreed upon in a request needs no second approval."""
    not_requested = [line for line in returned.lines if line.source_kind != "return_request"]
    return [
        *check_return(returned, facts),
        *_check_requests(returned, facts),
        *check_agreed(returned, not_requested, facts),
    ]


def postings(returned: SalesReturn) -> list[Posting]:
    """The ledger lines of a completed return."""
    return [
        posting.model_copy(update=into_stock(line))
        for posting, line in zip(paper_postings(returned), returned.lines, strict=True)
    ]


def _check_requests(returned: SalesReturn, facts: Facts) -> list[Problem]:
    """No more comes back on a request than was agreed upon."""
    rows: dict[LineKey, list[ReturnLine]] = defaultdict(list)
    for line in returned.lines:
        source = source_line(returned, line, facts)
        if source and line.source_kind == "return_request":
            rows[LineKey("return_request", line.source_no, source.posting.line_no)].append(line)
    problems = []
    for key, lines in rows.items():
        balance = facts.lines[key].balance
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > balance.open_to_receive:
            problems.append(
                problem(
                    "return-exceeds-request", "quantity", lines[-1], quantity=entered, request=key.document_no,
                    line=key.line_no, product=lines[0].product_no, requested=balance.quantity,
                    returned=balance.returned, open=balance.open_to_receive,
                )
            )  # fmt: skip
    return problems
