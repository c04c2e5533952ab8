"""Rounding what is to be paid to the smallest coin (現金捨入).

Amounts and taxes of the lines stay as they are. An invoice gets one more line with the difference, so that what the
customer owes is what he can pay; on quotations and orders only the total that is shown is rounded.
"""

from collections.abc import Sequence
from decimal import Decimal

from salesbook.documents.facts import Facts
from salesbook.documents.goods import AnyGoodsPaper, GoodsLine, gross_amount
from salesbook.documents.posting import Posting
from salesbook.money import ZERO, round_to_step
from salesbook.settings import RuleSettings

ROUNDING = "rounding"
"""Purpose of the line with the difference."""


def with_rounding(paper: AnyGoodsPaper, facts: Facts) -> AnyGoodsPaper:
    """A completed paper with the difference to what can be paid; as it is where there is none."""
    rules, total = facts.rules, gross_amount(paper)
    difference = round_to_step(total, rules.cash_rounding, rules.rounding) - total
    if not difference or not paper.lines:
        return paper
    last = paper.lines[-1]
    line = GoodsLine(
        line_no=len(paper.lines) + 1, purpose=ROUNDING, net_amount=difference, due_date=last.due_date,
        details={"beside": last.line_no}, sheet=last.sheet, row_number=last.row_number,
    )  # fmt: skip
    return paper.with_lines([*paper.lines, line])


def payable(postings: Sequence[Posting], rules: RuleSettings) -> Decimal:
    """What a paper comes to, as it can be paid."""
    total = sum((posting.gross_amount for posting in postings if posting.is_in_total), ZERO)
    return round_to_step(total, rules.cash_rounding, rules.rounding)
