"""Stock movement (庫存異動單): what is there at first, what came in, what counting found, what changed its place.

Goods that go to customers and come back from them move the stock by their own papers.
"""

from decimal import Decimal
from typing import ClassVar, Literal

from salesbook.documents.facts import Facts
from salesbook.documents.master_data import unknown_code
from salesbook.documents.paper import Paper, PaperLine, problem
from salesbook.documents.period import not_open
from salesbook.documents.posting import PaperKind, Posting, canonical_json
from salesbook.documents.stock import Stocks, exceeds_stock, unknown_warehouse, value_brought_in, value_taken_out
from salesbook.money import LARGEST_AMOUNT, LARGEST_QUANTITY, ZERO
from salesbook.problems import Place, Problem
from salesbook.units import fits_unit

Movement = Literal["opening", "receipt", "adjustment", "transfer"]


class StockLine(PaperLine):
    """A quantity of one product.

    Attributes:
        quantity: In the product's unit; below zero only for what counting found missing.
        unit_cost: As typed; ``None`` is not typed, which is not the same as 0.
        stock_quantity: Computed: what the stock gains; of a transfer, what the first warehouse loses.
        cost_amount: Computed: what the value of the stock gains.
    """

    product_no: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    unit_cost: Decimal | None = None
    warehouse_code: str = ""
    to_warehouse_code: str = ""
    batch_no: str = ""
    stock_quantity: Decimal = ZERO
    cost_amount: Decimal = ZERO


class StockMovement(Paper):
    """Goods that come, go or change their place, other than by sale."""

    kind: ClassVar[PaperKind] = "stock_movement"
    line_model: ClassVar[type[PaperLine]] = StockLine
    movement: Movement
    lines: tuple[StockLine, ...] = ()


def complete(paper: StockMovement, facts: Facts) -> StockMovement:
    """Fill the warehouse from the settings, and the value from the cost typed or the average so far."""
    stocks, lines = Stocks(facts.stock), []
    for line in paper.lines:
        product = facts.products.get(line.product_no)
        warehouse_code = line.warehouse_code or facts.rules.default_warehouse
        cost = line.unit_cost if line.unit_cost is not None else product.cost if product else None
        quantity, value = _gain(paper.movement, line, cost, stocks, facts.rules.decimals)
        completed = line.model_copy(
            update={
                "unit": line.unit or (product.unit if product else ""),
                "warehouse_code": warehouse_code,
                "stock_quantity": quantity,
                "cost_amount": value,
            }
        )
        lines.append(completed)
        _move(completed, stocks)
    return paper.with_lines(lines, currency=facts.rules.currency)


def _gain(
    movement: Movement, line: StockLine, cost: Decimal | None, stocks: Stocks, decimals: int
) -> tuple[Decimal, Decimal]:
    """What the stock gains by a line, in quantity and value."""
    stock = stocks.whole(line.product_no)
    if movement == "transfer":
        return -line.quantity, ZERO
    if line.quantity < 0:
        return line.quantity, -value_taken_out(stock, -line.quantity, decimals, cost)
    if movement == "adjustment" and line.unit_cost is None and stock.on_hand > 0:
        # What turns up in counting is worth as much as what it lies beside.
        return line.quantity, value_taken_out(stock, -line.quantity, decimals).copy_negate()
    return line.quantity, value_brought_in(stock, line.quantity, cost or ZERO, decimals)


def _move(line: StockLine, stocks: Stocks) -> None:
    stocks.move(line.product_no, line.warehouse_code, line.stock_quantity, line.cost_amount)
    if line.to_warehouse_code:
        stocks.move(line.product_no, line.to_warehouse_code, -line.stock_quantity, ZERO)


def check(paper: StockMovement, facts: Facts) -> list[Problem]:
    """What stops the movement, in one pass."""
    problems = []
    if refusal := not_open(paper.document_date, facts.open_periods):
        problems.append(Problem(refusal.code, Place("document_date"), refusal.values))
    if not paper.lines:
        problems.append(problem("no-lines", "document_no"))
    stocks = Stocks(facts.stock)
    for line in paper.lines:
        found = _check_line(paper, line, facts)
        if not found and line.stock_quantity < 0:
            found = exceeds_stock(line, stocks, facts.rules, line.product_no, -line.stock_quantity, line.warehouse_code)
        problems += found
        _move(line, stocks)
    return problems


def _check_line(paper: StockMovement, line: StockLine, facts: Facts) -> list[Problem]:
    problems = [
        found.at(line_no=line.line_no) for found in unknown_code("product_no", line.product_no, facts.products, facts)
    ]
    problems += unknown_warehouse("warehouse_code", line.warehouse_code, line, facts)
    problems += unknown_warehouse("to_warehouse_code", line.to_warehouse_code, line, facts)
    if not line.product_no:
        problems.append(problem("missing", "product_no", line))
    product = facts.products.get(line.product_no)
    if abs(line.quantity) >= LARGEST_QUANTITY:
        problems.append(problem("amount-too-large", "quantity", line, amount=line.quantity))
    elif line.quantity == 0 or (line.quantity < 0 and paper.movement != "adjustment"):
        problems.append(problem("stock-quantity-wrong", "quantity", line, quantity=line.quantity))
    elif product and not fits_unit(line.quantity, product.unit_decimals):
        problems.append(
            problem(
                "quantity-too-fine", "quantity", line, quantity=line.quantity, unit=product.unit,
                product=product.product_no, decimals=product.unit_decimals,
            )
        )  # fmt: skip
    return problems + _check_cost(paper, line, facts) + _check_transfer(paper, line)


def _check_cost(paper: StockMovement, line: StockLine, facts: Facts) -> list[Problem]:
    cost = line.unit_cost
    if cost is not None and cost < 0:
        return [problem("cost-negative", "unit_cost", line, cost=cost)]
    if (cost is not None and cost >= LARGEST_AMOUNT) or abs(line.cost_amount) >= LARGEST_AMOUNT:
        return [problem("amount-too-large", "unit_cost", line, amount=line.cost_amount or cost)]
    product = facts.products.get(line.product_no)
    needs_cost = paper.movement in ("opening", "receipt") and product is not None and product.cost is None
    if needs_cost and cost is None:
        return [problem("stock-cost-missing", "unit_cost", line, product=line.product_no)]
    return []


def _check_transfer(paper: StockMovement, line: StockLine) -> list[Problem]:
    if paper.movement != "transfer":
        return [problem("transfer-only", "to_warehouse_code", line)] if line.to_warehouse_code else []
    if not line.warehouse_code or line.to_warehouse_code in ("", line.warehouse_code):
        return [problem("transfer-warehouses", "to_warehouse_code", line)]
    return []


def postings(paper: StockMovement) -> list[Posting]:
    """The ledger lines of a completed movement; where transferred goods arrive follows after the lines as typed."""
    left = [_posting(paper, line) for line in paper.lines]
    arrived = [
        posting.model_copy(
            update={
                "line_no": len(left) + number,
                "warehouse_code": line.to_warehouse_code,
                "stock_quantity": -posting.stock_quantity,
                "details": canonical_json({"beside": line.line_no}),
            }
        )
        for number, (line, posting) in enumerate(zip(paper.lines, left, strict=True), start=1)
        if line.to_warehouse_code
    ]
    return left + arrived


def _posting(paper: StockMovement, line: StockLine) -> Posting:
    details = {"unit_cost": line.unit_cost} if line.unit_cost is not None else {}
    if line.to_warehouse_code:
        details |= {"to_warehouse_code": line.to_warehouse_code}  # type: ignore[dict-item]
    return Posting(
        kind=paper.kind,
        document_no=paper.document_no,
        line_no=line.line_no,
        document_ref=paper.document_ref,
        document_date=paper.document_date,
        posting_date=paper.document_date,
        currency=paper.currency,
        product_no=line.product_no,
        quantity=line.quantity,
        unit=line.unit,
        purpose=paper.movement,
        stock_quantity=line.stock_quantity,
        warehouse_code=line.warehouse_code,
        batch_no=line.batch_no,
        cost_amount=line.cost_amount,
        remark=line.remark or paper.remark,
        details=canonical_json(details) if details else "",
        sheet=line.sheet,
        row_number=line.row_number,
    )
