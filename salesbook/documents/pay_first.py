"""Orders that are paid before they are delivered (先款後貨): what is paid is what may leave.

Such an order is invoiced straight away. A quantity may leave once the invoice it stands on is paid in full.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import GoodsLine, GoodsPaper
from salesbook.documents.paper import problem
from salesbook.documents.posting import Posting, details_of
from salesbook.money import ZERO
from salesbook.problems import Problem


def is_pay_first(posting: Posting) -> bool:
    """Whether an order line waits for its money."""
    return posting.kind == "sales_order" and bool(details_of(posting).get("pay_first"))


def paid_quantities(lines: Iterable[PostedLine], invoices: Mapping[LineKey, PostedLine]) -> dict[LineKey, Decimal]:
    """The quantity of each order line that stands on invoices without anything open.

    Args:
        lines: Of all invoices of the orders.
        invoices: The same invoices as a whole, with their money.
    """
    found: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        posting = line.posting
        whole = invoices.get(LineKey("sales_invoice", posting.document_no, AS_A_WHOLE))
        if whole is not None and whole.balance.open_amount <= 0 and not posting.purpose:
            order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
            found[order] += line.balance.open_to_credit
    return dict(found)


def most_paid(balance: LineBalance, paid: Decimal) -> Decimal:
    """What may still leave of an order line that waits for its money."""
    return max(ZERO, min(balance.open_to_deliver, paid - balance.net_sent))


def check_paid(note: GoodsPaper, facts: Facts) -> list[Problem]:
    """Nothing leaves that is not paid. Rows of one order line are added up first."""
    rows: dict[LineKey, list[GoodsLine]] = defaultdict(list)
    for line in note.lines:
        key = LineKey("sales_order", line.order_no, line.order_line_no or 0)
        if key in facts.lines and is_pay_first(facts.lines[key].posting):
            rows[key].append(line)
    problems = []
    for key, lines in rows.items():
        balance, paid = facts.lines[key].balance, facts.paid_quantities.get(key, ZERO)
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > paid - balance.net_sent:
            problems.append(
                problem(
                    "delivery-before-payment", "quantity", lines[-1], quantity=entered, order=key.document_no,
                    line=key.line_no, product=lines[0].product_no, ordered=balance.quantity, paid=paid,
                    delivered=balance.net_sent, most=max(ZERO, paid - balance.net_sent),
                )
            )  # fmt: skip
    return problems
