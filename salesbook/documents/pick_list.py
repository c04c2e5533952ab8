"""Pick list (提貨單): what the warehouse is asked to put together of open orders, and what came of it.

Its goods are kept for it until a delivery is made from it. What the warehouse fills in afterwards is no part of
the paper; it becomes the delivery.
"""

from collections import defaultdict
from decimal import Decimal
from typing import ClassVar

from salesbook.documents.balances import LineKey
from salesbook.documents.delivery_note import check_holds, is_complete_only
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
from salesbook.documents.paper import PaperLine, fill_head, problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.stock import unknown_warehouse
from salesbook.money import ZERO
from salesbook.problems import Problem


class PickLine(GoodsLine):
    """Goods of one order line to be put together.

    Attributes:
        picked_quantity: Filled in by the warehouse: put together; ``None`` is not done yet.
        substitute_no: Filled in by the warehouse: the product taken instead.
    """

    warehouse_code: str = ""
    batch_no: str = ""
    picked_quantity: Decimal | None = None
    substitute_no: str = ""


class PickList(GoodsPaper):
    """Goods to be put together. Every line names its order."""

    kind: ClassVar[PaperKind] = "pick_list"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("sales_order",)
    needs_source: ClassVar[bool] = True
    line_model: ClassVar[type[PaperLine]] = PickLine
    lines: tuple[PickLine, ...] = ()


def complete(picks: PickList, facts: Facts) -> PickList:
    """Fill customer, product and unit from the order, and the warehouse from the settings."""
    sources = [source_line(picks, line, facts) for line in picks.lines]
    picks = fill_head(picks, facts)
    lines = [
        (take_over(line, source, facts) if source else line).model_copy(
            update={"warehouse_code": line.warehouse_code or facts.rules.default_warehouse}
        )
        for line, source in zip(picks.lines, sources, strict=True)
    ]
    return with_amounts(picks.with_lines(lines), facts)


def check(picks: PickList, facts: Facts) -> list[Problem]:
    """What stops the pick list, in one pass."""
    return [
        *check_paper(picks, facts),
        *check_sources(picks, facts, required=True),
        *(
            found
            for line in picks.lines
            for found in unknown_warehouse("warehouse_code", line.warehouse_code, line, facts)
        ),
        *_check_open_quantities(picks, facts),
        *check_holds(picks, facts),
    ]


def postings(picks: PickList) -> list[Posting]:
    """The ledger lines of a completed pick list, as it goes to the warehouse."""
    return [
        posting.model_copy(update={"warehouse_code": line.warehouse_code})
        for posting, line in zip(paper_postings(picks), picks.lines, strict=True)
    ]


def _check_open_quantities(picks: PickList, facts: Facts) -> list[Problem]:
    """Nothing is put together twice, and an order that is delivered as a whole is picked as a whole."""
    rows: dict[LineKey, list[PickLine]] = defaultdict(list)
    for line in picks.lines:
        if line.order_line_no is not None:
            rows[LineKey("sales_order", line.order_no, line.order_line_no)].append(line)
    asked = {key: sum((line.quantity for line in lines), ZERO) for key, lines in rows.items()}
    problems = []
    for key, lines in rows.items():
        still_open, picked = facts.lines[key].balance.open_to_deliver, facts.picked.get(key, ZERO)
        if asked[key] > still_open - picked:
            problems.append(
                problem(
                    "pick-exceeds-open", "quantity", lines[-1], quantity=asked[key], order=key.document_no,
                    line=key.line_no, product=lines[0].product_no, open=still_open, picked=picked,
                    most=max(ZERO, still_open - picked),
                )
            )  # fmt: skip
    for order_no in dict.fromkeys(key.document_no for key in rows):
        order = facts.lines_of("sales_order", order_no)
        missing = [
            line.posting.product_no
            for line in order
            if line.posting.purpose != "service"
            and line.balance.open_to_deliver > asked.get(LineKey("sales_order", order_no, line.posting.line_no), ZERO)
        ]
        if is_complete_only(order) and missing:
            first = next(line for line in picks.lines if line.order_no == order_no)
            named = ", ".join(dict.fromkeys(missing))
            problems.append(problem("order-complete-only", "source_no", first, order=order_no, missing=named))
    return problems
