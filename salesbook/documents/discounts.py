"""Amounts off a line or a whole paper: divided among lines and part deliveries so that no cent is lost.

An amount off is never turned into a percent: the agreed net amount could not be reached (field case FC-discount-02).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from salesbook.documents.balances import LineBalance
from salesbook.money import HUNDRED, ZERO, round_half_up, split, unit_of


def head_discount(nets: Sequence[Decimal], percent: Decimal, amount: Decimal, decimals: int) -> Decimal:
    """What a discount on the whole paper takes off: a percent of all lines, and an amount besides."""
    return round_half_up(sum(nets, ZERO) * percent / HUNDRED, decimals) + round_half_up(amount, decimals)


def head_shares(nets: Sequence[Decimal], discount: Decimal, decimals: int) -> list[Decimal]:
    """Each line's share of a discount on the whole paper, by net amount with largest remainder.

    >>> lines = [Decimal("333.33"), Decimal("333.33"), Decimal("333.34")]
    >>> [str(share) for share in head_shares(lines, Decimal(100), 2)]
    ['33.33', '33.33', '33.34']
    """
    if not discount:
        return [ZERO] * len(nets)
    weights = {number: max(net, ZERO) for number, net in enumerate(nets)}
    return list(split(discount, weights, unit_of(decimals)).values())


def part_of_amount(amount: Decimal, whole: Decimal, before: Decimal, quantity: Decimal, decimals: int) -> Decimal:
    """What the next part of a line takes of the line's amount off.

    Counted from the first part on, so that all parts together take all of it, whatever their sizes. What goes
    beyond the line's quantity takes nothing more: the amount was promised once.

    Args:
        amount: Off the whole line.
        whole: Quantity of the line.
        before: Quantity that earlier parts took.
        quantity: Of this part.
        decimals: Of amounts.

    >>> [str(part_of_amount(Decimal(10), Decimal(3), Decimal(sent), Decimal(1), 2)) for sent in (0, 1, 2, 3)]
    ['3.33', '3.34', '3.33', '0.00']
    """

    def taken_by(reached: Decimal) -> Decimal:
        part = min(max(reached, ZERO), whole)
        return round_half_up(Fraction(amount) * Fraction(part) / Fraction(whole), decimals)

    return taken_by(before + quantity) - taken_by(before) if whole else ZERO


def taken_before(source_kind: str, kind: str, balance: LineBalance) -> Decimal:
    """How much of a line earlier papers of this kind have taken, goods that came back not counted."""
    match source_kind, kind:
        case "quotation", _:
            return balance.ordered
        case ("sales_order", "sales_invoice") | ("delivery_note", _):
            return balance.invoiced - balance.credited
        case "sales_order", _:
            return balance.net_sent
        case "sales_invoice", _:
            return balance.credited
    return ZERO
