"""The state of a document, computed from its lines and never typed (DOMAIN 2)."""

from collections.abc import Sequence
from typing import Literal

from salesbook.documents.balances import LineBalance

State = Literal[
    "issued", "part_ordered", "ordered", "confirmed", "part_delivered", "delivered", "completed", "closed",
    "lost", "posted", "part_invoiced", "invoiced", "part_paid", "paid", "reversed",
    "released", "done", "cancelled",
]  # fmt: skip


def quotation_state(lines: Sequence[LineBalance]) -> State:
    """Issued, ordered in part, ordered, or lost: what was not ordered will not be.

    Args:
        lines: Those that are still wanted: neither options nor lines in whose place another was ordered.
    """
    if all(line.open_to_order == 0 for line in lines):
        return "lost" if any(line.closed for line in lines) else "ordered"
    return "part_ordered" if any(line.ordered for line in lines) else "issued"


def order_state(lines: Sequence[LineBalance], purposes: Sequence[str] = ()) -> State:
    """Judged line by line, never by a share of the whole (field case FC-order-02).

    Args:
        lines: Of the order.
        purposes: Of the lines, where any is invoiced straight from the order; a service is never delivered.
    """
    kinds = purposes or [""] * len(lines)
    goods = [line for line, purpose in zip(lines, kinds, strict=True) if purpose != "service"]
    if any(line.open_to_deliver for line in goods):
        return "part_delivered" if any(line.delivered for line in goods) else "confirmed"
    left = [
        line.ahead_to_invoice if purpose else line.open_to_invoice for line, purpose in zip(lines, kinds, strict=True)
    ]
    if any(line.delivered for line in goods):
        return "completed" if all(quantity <= 0 for quantity in left) else "delivered"
    # Without goods, an order of services is done with its invoice.
    if all(quantity <= 0 for quantity in left):
        return "completed" if any(line.invoiced for line in lines) else "closed"
    return "confirmed"


def delivery_state(lines: Sequence[LineBalance]) -> State:
    """Posted, invoiced in part, or invoiced."""
    if all(line.uninvoiced == 0 for line in lines):
        return "invoiced"
    return "part_invoiced" if any(line.invoiced for line in lines) else "posted"


def pick_state(lines: Sequence[LineBalance]) -> State:
    """Released to the warehouse, or done as soon as a delivery was made from it."""
    return "done" if any(line.delivered for line in lines) else "released"


def invoice_state(whole: LineBalance) -> State:
    """Posted, paid in part, or paid; one that claims nothing is paid at once."""
    if whole.open_amount <= 0:
        return "paid"
    return "part_paid" if whole.paid else "posted"


def state_of(
    kind: str,
    lines: Sequence[LineBalance],
    *,
    purposes: Sequence[str] = (),
    whole: LineBalance | None = None,
    reversed_by: str = "",
) -> State:
    """The state of any paper, from its lines; of an invoice, from its money as a whole.

    >>> from decimal import Decimal
    >>> huge, small = LineBalance(quantity=Decimal(250000), delivered=Decimal(250000)), LineBalance(quantity=Decimal(2))
    >>> state_of("sales_order", [huge, small])
    'part_delivered'
    """
    if reversed_by:
        return "cancelled" if kind == "pick_list" else "reversed"
    match kind:
        case "quotation":
            return quotation_state(lines)
        case "sales_order":
            return order_state(lines, purposes)
        case "pick_list":
            return pick_state(lines)
        case "delivery_note":
            return delivery_state(lines)
        case "sales_invoice" if whole is not None:
            return invoice_state(whole)
        case _:
            return "posted"
