"""Quotation (報價單): an offer with a validity. Prices offered are kept while it is valid."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from salesbook.documents.authority import check_price_cuts
from salesbook.documents.credit import check_credit
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import (
    DOUBLED_PRICE,
    GoodsLine,
    GoodsPaper,
    check_paper,
    paper_postings,
    with_amounts,
)
from salesbook.documents.line_prices import price_of_line
from salesbook.documents.packs import in_own_unit, off_step
from salesbook.documents.paper import PaperLine, fill_head, problem
from salesbook.documents.posting import BESIDE, PaperKind, Posting, detail
from salesbook.money import ZERO
from salesbook.periods import days_after
from salesbook.problems import Problem

AnyGoodsLine = TypeVar("AnyGoodsLine", bound=GoodsLine)


class QuotationLine(GoodsLine):
    """A line of an offer. Alternatives and options are priced, and stand outside the total.

    Attributes:
        alternative_to: Number of the line in whose place this one may be ordered.
        optional: The customer may order it besides.
    """

    alternative_to: int | None = None
    optional: bool = False

    @property
    def is_beside(self) -> bool:
        """Whether it is no part of the total."""
        return self.optional or self.alternative_to is not None


class Quotation(GoodsPaper):
    """An offer. ``valid_until`` is the last day on which it may be ordered from; ``None`` is no limit.

    Attributes:
        frame: It is an agreement about a quantity that orders call off (框架協議).
    """

    kind: ClassVar[PaperKind] = "quotation"
    line_model: ClassVar[type[PaperLine]] = QuotationLine
    frame: bool = False
    lines: tuple[QuotationLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """Whether it is a frame agreement, and what is ordered instead of what."""
        assert isinstance(line, QuotationLine)
        rare: dict[str, object] = {
            "frame": self.frame, "alternative_to": line.alternative_to, "optional": line.optional,
        }  # fmt: skip
        return super().details(line) | {name: value for name, value in rare.items() if value}


def complete(quotation: Quotation, facts: Facts) -> Quotation:
    """Fill salesperson, territory, last day, product data, tax and prices."""
    quotation = fill_head(quotation, facts)
    if quotation.valid_until is None and (days := facts.rules.quotation_valid_days):
        quotation = quotation.model_copy(update={"valid_until": days_after(quotation.document_date, days)})
    lines = [fill_from_product(quotation, line, facts) for line in quotation.lines]
    together = with_amounts(quotation.with_lines(line for line in lines if not line.is_beside), facts)
    priced = {line.line_no: line for line in together.lines}
    for line in lines:
        if line.is_beside:
            alone = quotation.with_lines([line], head_discount_percent=None, head_discount_amount=None)
            priced[line.line_no] = with_amounts(alone, facts).lines[0].model_copy(update={"purpose": BESIDE})
    return together.with_lines(priced[line.line_no] for line in lines)


def check(quotation: Quotation, facts: Facts) -> list[Problem]:
    """What stops the quotation, in one pass."""
    problems = [
        *check_paper(quotation, facts),
        *_check_alternatives(quotation),
        *check_product_use(quotation, facts),
        *check_order_quantities(quotation, facts),
        *check_price_cuts(quotation, facts),
        *check_credit(quotation, facts),
    ]
    if quotation.valid_until and quotation.valid_until < quotation.document_date:
        problems.append(
            problem("ends-before-start", "valid_until", first=quotation.document_date, last=quotation.valid_until)
        )
    return problems


def _check_alternatives(quotation: Quotation) -> list[Problem]:
    """An alternative stands in the place of a line that is part of the total."""
    in_total = {line.line_no for line in quotation.lines if not line.is_beside}
    return [
        problem("alternative-to-what", "alternative_to", line, line=line.alternative_to)
        for line in quotation.lines
        if line.alternative_to is not None and line.alternative_to not in in_total
    ]


def chosen_instead(lines: Iterable[PostedLine]) -> dict[int, int]:
    """Which lines of a quotation are not wanted any more, each with the alternative that was ordered instead."""
    return {
        int(original): line.posting.line_no
        for line in lines
        if (original := detail(line.posting, "alternative_to")) and line.balance.ordered > 0
    }


def postings(quotation: Quotation) -> list[Posting]:
    """The ledger lines of a completed quotation."""
    return paper_postings(quotation)


def fill_from_product(paper: GoodsPaper, line: AnyGoodsLine, facts: Facts) -> AnyGoodsLine:
    """Fill what a line leaves blank from the product's file and the price lists."""
    product = facts.products.get(line.product_no)
    customer = facts.customers.get(paper.customer_no)
    filled: dict[str, object] = {}
    if product:
        filled |= {"description": line.description or product.name, "unit": line.unit or product.unit}
        tax_code = line.tax_code or (customer.tax_code if customer else "") or product.tax_code
        rate = facts.tax_codes.get(tax_code)
        filled |= {"tax_code": tax_code, "tax_percent": rate.tax_percent if rate else line.tax_percent}
    elif rate := facts.tax_codes.get(line.tax_code):
        filled |= {"tax_percent": rate.tax_percent}
    untaxed = customer.tax_treatment if customer and customer.tax_treatment != "taxable" else ""
    filled |= {"tax_treatment": untaxed} | ({"tax_percent": ZERO} if untaxed else {})
    if line.unit_price is not None:
        filled |= {"price_reason": line.price_reason or "typed"}
    elif found := price_of_line(paper, line, facts):
        if found.doubled:
            filled |= {"price_reason": DOUBLED_PRICE + found.reason}
        else:
            filled |= {"unit_price": found.unit_price, "price_reason": found.reason}
    return line.model_copy(update=filled)


def check_order_quantities(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """The least that may be ordered of a product, and the step in which it is sold."""
    strength = facts.rules.quantity_rule_check
    if strength == "none":
        return []
    problems = []
    for line in paper.lines:
        product = facts.products.get(line.product_no)
        if product is None or line.quantity <= 0:
            continue
        own = in_own_unit(line.product_no, line.quantity, line.unit, facts)
        if own < product.order_minimum:
            problems.append(
                problem(
                    "below-order-minimum", "quantity", line, strength=strength, quantity=own,
                    product=product.product_no, unit=product.unit, least=product.order_minimum,
                )
            )  # fmt: skip
        elif beyond := off_step(own, product.order_step):
            below = own - beyond
            problems.append(
                problem(
                    "off-order-step", "quantity", line, strength=strength, quantity=own,
                    product=product.product_no, unit=product.unit, step=product.order_step, below=below,
                    above=below + product.order_step,
                )
            )  # fmt: skip
    return problems


def check_product_use(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """A discontinued product may still be sold, with a warning: stock may be left."""
    return [
        problem("product-discontinued", "product_no", line, warning=True, product=line.product_no)
        for line in paper.lines
        if line.product_no in facts.products and facts.products[line.product_no].discontinued
    ]
