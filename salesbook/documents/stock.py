"""What goods cost when they leave the stock and come back to it: moving average (移動平均成本, DOMAIN 10).

A product's stock is kept once it has any stock movement; of other products nothing is counted and nothing is
said. Works on plain balances; which paper moves what stands with the papers.
"""

from decimal import Decimal
from fractions import Fraction

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.facts import Facts
from salesbook.documents.master_data import unknown_code
from salesbook.documents.paper import PaperLine, problem
from salesbook.documents.posting import Posting
from salesbook.money import ZERO, round_half_up
from salesbook.problems import Problem
from salesbook.settings import RuleSettings


def stock_key(product_no: str) -> LineKey:
    """Names the whole stock of a product."""
    return LineKey("stock", product_no, AS_A_WHOLE)


def warehouse_key(product_no: str, warehouse_code: str) -> LineKey:
    """Names the stock of a product in one warehouse."""
    return LineKey("warehouse", f"{product_no}@{warehouse_code}", AS_A_WHOLE)


def average_cost(stock: LineBalance) -> Fraction | None:
    """Cost of one unit, exactly; ``None`` when nothing is on hand.

    >>> average_cost(LineBalance(on_hand=Decimal(150), stock_value=Decimal("1065.00")))
    Fraction(71, 10)
    """
    return Fraction(stock.stock_value) / Fraction(stock.on_hand) if stock.on_hand else None


def value_taken_out(
    stock: LineBalance, quantity: Decimal, decimals: int, standard_cost: Decimal | None = None
) -> Decimal:
    """By how much the value of a stock falls when goods leave it, at the average so far.

    The last piece takes what is left, so that nothing on hand is worth nothing. Goods that leave although
    none are on hand cost what the product's file says, or nothing.

    >>> stock = LineBalance(on_hand=Decimal(3), stock_value=Decimal("10.00"))
    >>> value_taken_out(stock, Decimal(1), 2), value_taken_out(stock, Decimal(3), 2)
    (Decimal('3.33'), Decimal('10.00'))
    """
    if quantity == stock.on_hand:
        return stock.stock_value
    average = average_cost(stock)
    if average is None:
        average = Fraction(standard_cost or ZERO)
    return round_half_up(Fraction(quantity) * average, decimals)


def value_brought_in(stock: LineBalance, quantity: Decimal, unit_cost: Decimal, decimals: int) -> Decimal:
    """By how much the value of a stock grows when goods come in at a cost.

    Goods that had left before they came in take back what they left at; only the others bring their own
    cost. Else a stock of nothing would be left with a value.

    >>> missing = LineBalance(on_hand=Decimal(-6), stock_value=Decimal("-42.00"))
    >>> value_brought_in(missing, Decimal(10), Decimal(8), 2)
    Decimal('74.00')
    """
    if stock.on_hand >= 0:
        return round_half_up(quantity * unit_cost, decimals)
    if quantity <= -stock.on_hand:
        return value_taken_out(stock, -quantity, decimals).copy_negate()
    return round_half_up((quantity + stock.on_hand) * unit_cost, decimals) - stock.stock_value


def back_in_stock(
    delivery: Posting, quantity: Decimal, *, before: Decimal = ZERO, decimals: int = 2
) -> tuple[Decimal, Decimal]:
    """What the stock gains in quantity and value when goods of a delivery line come back, at that delivery's cost.

    Args:
        delivery: The line as it was posted; when it took nothing from the stock, nothing comes back to it.
        quantity: Coming back now, in the unit of the delivery.
        before: Come back earlier; what comes back in parts gives back exactly what was taken.
        decimals: Of amounts.

    >>> line = Posting(
    ...     kind="delivery_note", document_no="DN-1", document_date="2026-03-05", posting_date="2026-03-05",
    ...     quantity=Decimal(3), stock_quantity=Decimal(-3), cost_amount=Decimal("-10.00"),
    ... )
    >>> [str(part) for part in back_in_stock(line, Decimal(1))]
    ['1', '3.33']
    >>> [str(part) for part in back_in_stock(line, Decimal(2), before=Decimal(1))]
    ['2', '6.67']
    """
    if not delivery.quantity:
        return ZERO, ZERO

    def share(total: Decimal, upto: Decimal, places: int) -> Decimal:
        return round_half_up(Fraction(-total) * Fraction(upto) / Fraction(delivery.quantity), places)

    gained = [
        share(total, before + quantity, places) - share(total, before, places)
        for total, places in ((delivery.stock_quantity, 6), (delivery.cost_amount, decimals))
    ]
    return gained[0].normalize() + 0, gained[1]


class Stocks:
    """The stocks that a paper moves, line after line: a later line sees what an earlier one has taken.

    Nothing is written back to what it was made from.
    """

    def __init__(self, known: dict[LineKey, LineBalance]) -> None:
        self._known = known
        self._moved: dict[LineKey, LineBalance] = {}

    def is_kept(self, product_no: str) -> bool:
        """Whether the stock of a product is kept."""
        return stock_key(product_no) in self._known or stock_key(product_no) in self._moved

    def whole(self, product_no: str) -> LineBalance:
        """The stock of a product everywhere."""
        return self._of(stock_key(product_no))

    def within(self, product_no: str, warehouse_code: str) -> LineBalance:
        """The stock of a product in a warehouse; its value is only known for all warehouses together."""
        return self._of(warehouse_key(product_no, warehouse_code))

    def move(self, product_no: str, warehouse_code: str, quantity: Decimal, value: Decimal) -> None:
        """Count what a line moves."""
        whole = self.whole(product_no)
        whole.add("on_hand", quantity)
        whole.add("stock_value", value)
        if warehouse_code:
            self.within(product_no, warehouse_code).add("on_hand", quantity)

    def _of(self, key: LineKey) -> LineBalance:
        if key not in self._moved:
            known = self._known.get(key, LineBalance())
            self._moved[key] = LineBalance(on_hand=known.on_hand, stock_value=known.stock_value)
        return self._moved[key]


def exceeds_stock(
    line: PaperLine, stocks: Stocks, rules: RuleSettings, product_no: str, quantity: Decimal, warehouse_code: str
) -> list[Problem]:
    """Whether more leaves a stock than is on hand, in the warehouse where there is one."""
    if rules.stock_check == "none" or not stocks.is_kept(product_no):
        return []
    stock = stocks.within(product_no, warehouse_code) if warehouse_code else stocks.whole(product_no)
    if quantity <= stock.on_hand:
        return []
    return [
        problem(
            "stock-exceeded", "quantity", line, strength=rules.stock_check,
            quantity=quantity, product=product_no, on_hand=max(ZERO, stock.on_hand), warehouse=warehouse_code,
        )
    ]  # fmt: skip


def unknown_warehouse(field: str, code: str, line: PaperLine, facts: Facts) -> list[Problem]:
    """A warehouse must be known as soon as any is."""
    if not facts.warehouses:
        return []
    found = unknown_code("warehouse_code", code, facts.warehouses, facts)
    return [problem.at(field=field, line_no=line.line_no) for problem in found]
