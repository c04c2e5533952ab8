"""The price that lists and promotions give a line of a paper, in the unit of the line."""

from decimal import Decimal

from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine, GoodsPaper
from salesbook.documents.master_data import Price, Product, Promotion, codes_in
from salesbook.documents.packs import factor_of, in_own_unit
from salesbook.documents.pricing import FoundPrice, find_price, is_for, promoted
from salesbook.money import ZERO


def price_of_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> FoundPrice | None:
    """What the lists say, whatever is typed on the line; ``None`` when they say nothing about it.

    A unit that nobody has said the factor of has no price: a box is never sold at the price of a piece.
    """
    product = facts.products.get(line.product_no)
    customer = facts.customers.get(paper.customer_no)
    factor = factor_of(product, line.unit, facts) if product else None
    if product is None or customer is None or factor is None:
        return None
    is_home = paper.currency in ("", facts.rules.currency)
    product, rows = priced_in(paper.currency, product, facts)
    found = find_price(
        customer, product, rows, line.quantity * factor, paper.document_date,
        best=facts.rules.price_rule == "best_price",
    )  # fmt: skip
    if found is None or found.doubled:
        return found
    reached = [
        promotion
        for promotion in facts.promotions
        if (is_home or promotion.unit_price is None)
        and is_for(promotion, customer, product.product_no, paper.document_date)
        and together(paper, promotion, facts) >= promotion.minimum_quantity
    ]
    return promoted(found, reached).per(factor)


def priced_in(currency: str, product: Product, facts: Facts) -> tuple[Product, list[Price]]:
    """What a product costs in a currency: its rows, and the base price, which is one in home currency alone."""
    home = facts.rules.currency
    currency = currency or home
    rows = [row for row in facts.prices.get(product.product_no, []) if (row.currency or home) == currency]
    return product if currency == home else product.model_copy(update={"base_price": None}), rows


def together(paper: GoodsPaper, promotion: Promotion, facts: Facts) -> Decimal:
    """How much of the promotion's products stands on the paper, in their own units."""
    products = set(codes_in(promotion.products))
    quantities = (
        in_own_unit(line.product_no, line.quantity, line.unit, facts)
        for line in paper.lines
        if line.product_no in products
    )
    return sum(quantities, ZERO)
