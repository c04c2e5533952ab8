"""Frame agreements (框架協議): a quotation over a quantity that orders call off, piece by piece, at its price.

A quotation of the usual kind may be exceeded with a warning: a larger order is welcome. An agreement was made about
its quantity, so what is beyond it needs a decision, and it may have to be used up before it is closed.
"""

from collections import defaultdict

from salesbook.documents.balances import LineKey
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import GoodsLine, GoodsPaper, source_line
from salesbook.documents.paper import problem
from salesbook.documents.posting import Posting, details_of
from salesbook.money import ZERO
from salesbook.problems import Problem


def is_frame(posting: Posting) -> bool:
    """Whether a line was agreed upon to be called off."""
    return posting.kind == "quotation" and bool(details_of(posting).get("frame"))


def check_call_offs(order: GoodsPaper, facts: Facts) -> list[Problem]:
    """No more is called off than was agreed. Rows of one line are added up first."""
    strength = facts.rules.frame_exceeded
    if strength == "none":
        return []
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    sources: dict[LineKey, PostedLine] = {}
    for line in order.lines:
        source = source_line(order, line, facts)
        if source and is_frame(source.posting):
            key = LineKey("quotation", source.posting.document_no, source.posting.line_no)
            rows[key].append(line)
            sources[key] = source
    problems = []
    for key, lines in rows.items():
        balance = sources[key].balance
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > balance.open_to_order:
            problems.append(
                problem(
                    "frame-exceeded", "quantity", lines[-1], strength=strength, quantity=entered, code=key.document_no,
                    line=key.line_no, product=lines[0].product_no, agreed=balance.quantity, ordered=balance.ordered,
                    open=balance.open_to_order,
                )
            )  # fmt: skip
    return problems
