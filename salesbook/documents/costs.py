"""What goods cost and what is earned on them (成本・毛利, DOMAIN 10).

A cost that was typed or taken from the product's file stands in the details of a line; where stock is kept,
``cost_amount`` says by how much its value fell. Who may see any of this is decided in ``actions``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salesbook.documents.posting import Posting, details_of
from salesbook.money import ZERO, round_half_up

HOME_DECIMALS = 4
"""Of revenue in home currency, which is added up before it is shown."""

TAKEN_BACK = ("sales_return", "credit_note")
"""Papers whose quantities and amounts count against the sale."""


def unit_cost_of(posting: Posting) -> Decimal | None:
    """The cost of one of the product's own unit, typed for a line or taken from the product's file; 0 is one, too."""
    found = details_of(posting).get("unit_cost")
    return None if found is None else Decimal(found)


def cost_of(posting: Posting, decimals: int) -> Decimal:
    """What the goods of a line cost; below zero for goods that came back.

    A cost that was typed wins over the average at which the stock fell, even a cost of 0.
    """
    unit_cost = unit_cost_of(posting)
    if unit_cost is None:
        return -posting.cost_amount
    factor = Decimal(details_of(posting).get("unit_factor", 1))
    cost = round_half_up(posting.quantity * factor * unit_cost, decimals)
    return -cost if posting.kind in TAKEN_BACK else cost


def has_cost(posting: Posting) -> bool:
    """Whether anybody knows what a line cost. Services and charges cost nothing; of goods, 0 must have been typed."""
    return not posting.product_no or unit_cost_of(posting) is not None or bool(posting.cost_amount)


def revenue_of(posting: Posting) -> Decimal:
    """What is earned by a line at home, without tax; below zero for what was taken back."""
    net = posting.net_at_home(HOME_DECIMALS)
    return -net if posting.kind in TAKEN_BACK else net


def freight_of(posting: Posting) -> Decimal:
    """Freight that we paid for a delivery; it stands with its first line."""
    paid = Decimal(details_of(posting).get("freight_cost", 0))
    return -paid if posting.quantity < 0 else paid


@dataclass(frozen=True)
class Margin:
    """What is left of a sale after its cost.

    Attributes:
        given: Freight and gifts paid by us.
        uncosted: Of the revenue, that of goods whose cost nobody knows. It is no profit, and no part of the percentage.

    >>> sale = Margin(Decimal("1104.00"), Decimal("852.00"), Decimal("20.00"))
    >>> sale.gross_profit, sale.percent, sale.contribution
    (Decimal('252.00'), Decimal('22.83'), Decimal('232.00'))
    """

    revenue: Decimal = ZERO
    cost: Decimal = ZERO
    given: Decimal = ZERO
    uncosted: Decimal = ZERO

    @property
    def costed(self) -> Decimal:
        """Revenue from what has a known cost."""
        return self.revenue - self.uncosted

    @property
    def gross_profit(self) -> Decimal:
        """Revenue without the cost of the goods (毛利)."""
        return self.costed - self.cost

    @property
    def percent(self) -> Decimal | None:
        """Gross profit of 100 of revenue (毛利率); ``None`` where nothing was earned, or no cost is known."""
        if not self.costed:
            return None
        return round_half_up(Fraction(self.gross_profit) * 100 / Fraction(self.costed), 2)

    @property
    def contribution(self) -> Decimal:
        """Gross profit without what we paid on top (貢獻毛利)."""
        return self.gross_profit - self.given

    def plus(self, other: "Margin") -> "Margin":
        """Both together."""
        return Margin(
            self.revenue + other.revenue, self.cost + other.cost, self.given + other.given,
            self.uncosted + other.uncosted,
        )  # fmt: skip


def margin_of(postings: Iterable[Posting], decimals: int) -> Margin:
    """The margin of some lines together; lines that give goods away have a cost and no revenue."""
    total = Margin()
    for posting in postings:
        revenue = revenue_of(posting)
        uncosted = ZERO if has_cost(posting) else revenue
        total = total.plus(Margin(revenue, cost_of(posting, decimals), freight_of(posting), uncosted))
    return total
