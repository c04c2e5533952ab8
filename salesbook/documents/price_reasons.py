"""Why a line has the price it has: every rule that could have said something, and what became of it.

The price itself is found in ``line_prices``; here its choice is only explained, with the same questions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine, GoodsPaper
from salesbook.documents.line_prices import price_of_line, priced_in, together
from salesbook.documents.master_data import Customer, Price, Product, Promotion, codes_in
from salesbook.documents.packs import factor_of
from salesbook.documents.pricing import (
    FoundPrice,
    WhyNot,
    levels_of,
    offered,
    rank_of,
    row_price,
    why_not,
    why_not_promoted,
)

Outcome = (
    WhyNot
    | Literal["decides", "lowered", "special_first", "not_lowest", "break_first", "newer_first", "doubled", "currency"]
)
"""What became of a rule; all but the first two, and ``doubled``, mean that it lost."""


@dataclass(frozen=True)
class Considered:
    """A rule for a line's price.

    Attributes:
        rule: A price row or a promotion; ``None`` is the product's base price.
        unit_price: What it says for one of the product's own unit; of a promotion, what it makes of the found price.
    """

    rule: Price | Promotion | None
    unit_price: Decimal | None
    outcome: Outcome


def considered(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[Considered]:
    """The rules for a line whose price is not typed: from the most special level to the base price, then promotions.

    Of rows that are over, the last one of each level and quantity is told. Prices of other customers, lists and
    currencies are no rules for the line.
    """
    product, customer = facts.products.get(line.product_no), facts.customers.get(paper.customer_no)
    factor = factor_of(product, line.unit, facts) if product else None
    if product is None or customer is None or factor is None:
        return []
    found = price_of_line(paper, line, facts)
    priced, rows = priced_in(paper.currency, product, facts)
    best = facts.rules.price_rule == "best_price"
    told = list(_rows(found, customer, priced, rows, paper, line.quantity * factor, best=best))
    if priced.base_price is not None:
        told.append(Considered(None, priced.base_price, _standing(found, None, best=best)))
    return told + [
        Considered(promotion, *_promoted(found, promotion, customer, priced, paper, facts))
        for promotion in facts.promotions
        if product.product_no in codes_in(promotion.products)
    ]


def _rows(
    found: FoundPrice | None, customer: Customer, product: Product, rows: Iterable[Price], paper: GoodsPaper,
    quantity: Decimal, *, best: bool,
) -> Iterator[Considered]:  # fmt: skip
    for _, level in levels_of(customer, rows):
        over: set[Decimal] = set()
        counting = [row for row in level if why_not(row, product, quantity, paper.document_date) is None]
        top = max(counting, key=rank_of, default=None)
        for row in sorted(level, key=rank_of, reverse=True):
            reason: Outcome | None = why_not(row, product, quantity, paper.document_date)
            if reason == "over" and row.minimum_quantity in over:
                continue
            if reason == "over":
                over.add(row.minimum_quantity)
            if reason is None:
                assert top is not None
                reason = _within_level(row, top) or _standing(found, row, best=best)
            yield Considered(row, row_price(row, product), reason)


def _within_level(row: Price, top: Price) -> Outcome | None:
    """Why another row of the same level goes before; ``None`` for the one that speaks for the level."""
    if row is top:
        return None
    if rank_of(row) == rank_of(top):
        return "doubled"
    return "break_first" if row.minimum_quantity < top.minimum_quantity else "newer_first"


def _standing(found: FoundPrice | None, row: Price | None, *, best: bool) -> Outcome:
    """What became of the row that speaks for its level, or of the base price, which is no row."""
    assert found is not None
    if found.row is row:
        if found.doubled:
            return "doubled"
        return "lowered" if found.promotion else "decides"
    return "not_lowest" if best else "special_first"


def _promoted(
    found: FoundPrice | None, promotion: Promotion, customer: Customer, product: Product, paper: GoodsPaper,
    facts: Facts,
) -> tuple[Decimal | None, Outcome]:  # fmt: skip
    """What a promotion makes of the found price, and what became of it."""
    if (reason := why_not_promoted(promotion, customer, paper.document_date)) is not None:
        return promotion.unit_price, reason
    if promotion.unit_price is not None and paper.currency not in ("", facts.rules.currency):
        return promotion.unit_price, "currency"
    before = None
    if found is not None:
        before = row_price(found.row, product) if found.row else product.base_price
    price = promotion.unit_price if before is None else offered(before, promotion)[0]
    if together(paper, promotion, facts) < promotion.minimum_quantity:
        return price, "too_few"
    return price, "decides" if found is not None and found.promotion is promotion else "not_lowest"
