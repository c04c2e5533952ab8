"""The state of a document, computed from its lines and never typed (DOMAIN 2)."""

from collections.abc import Sequence
from typing import Literal

from salesbook.documents.balances import LineBalance

State = Literal[
    "issued", "part_ordered", "ordered", "confirmed", "part_delivered", "delivered", "completed", "closed",
    "lost", "posted", "signed", "part_refused", "refused", "returned", "part_invoiced", "invoiced", "part_paid", "paid",
    "requested", "part_received", "received", "part_credited", "credited", "reversed",
    "released", "done", "cancelled", "expired", "on_hold",
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
    """What became of the goods at the door, until they are invoiced or have all come back."""
    if all(line.refused == line.quantity for line in lines):
        return "refused"
    if all(line.uninvoiced <= 0 for line in lines):
        return "invoiced" if any(line.invoiced for line in lines) else "returned"
    if any(line.invoiced for line in lines):
        return "part_invoiced"
    if any(line.refused for line in lines):
        return "part_refused"
    return "signed" if all(line.signed for line in lines) else "posted"


def pick_state(lines: Sequence[LineBalance]) -> State:
    """Released to the warehouse, or done as soon as a delivery was made from it."""
    return "done" if any(line.delivered for line in lines) else "released"


def request_state(lines: Sequence[LineBalance]) -> State:
    """Requested until all of it has come."""
    if not any(line.open_to_receive for line in lines):
        return "received"
    return "part_received" if any(line.returned for line in lines) else "requested"


def return_state(lines: Sequence[LineBalance]) -> State:
    """Received, and credited where that was the settlement."""
    if not any(line.credited for line in lines):
        return "received"
    return "part_credited" if any(line.open_to_credit for line in lines) else "credited"


def invoice_state(lines: Sequence[LineBalance], whole: LineBalance) -> State:
    """Posted, paid in part, or paid; credited when all of it was taken back. One that claims nothing is paid."""
    goods = [line for line in lines if line.quantity]
    if goods and not any(line.open_to_credit for line in goods):
        return "credited"
    if whole.open_amount <= 0:
        return "credited" if whole.credited_amount and not whole.paid else "paid"
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
            return invoice_state(lines, whole)
        case "return_request":
            return request_state(lines)
        case "sales_return":
            return return_state(lines)
        case _:
            return "posted"
