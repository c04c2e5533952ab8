"""Quotation (報價單): an offer with a validity. Prices offered are kept while it is valid."""

from typing import ClassVar

from salesbook.documents.authority import check_price_cuts
from salesbook.documents.credit import check_credit
from salesbook.documents.facts import Facts
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
from salesbook.documents.paper import fill_head, problem
from salesbook.documents.posting import PaperKind, Posting
from salesbook.money import ZERO
from salesbook.periods import days_after
from salesbook.problems import Problem


class Quotation(GoodsPaper):
    """An offer. ``valid_until`` is the last day on which it may be ordered from; ``None`` is no limit.

    Attributes:
        frame: It is an agreement about a quantity that orders call off (框架協議).
    """

    kind: ClassVar[PaperKind] = "quotation"
    frame: bool = False

    def details(self, line: GoodsLine) -> dict[str, object]:
        """Whether it is a frame agreement, too."""
        return super().details(line) | ({"frame": True} if self.frame else {})


def complete(quotation: Quotation, facts: Facts) -> Quotation:
    """Fill salesperson, territory, last day, product data, tax and prices."""
    quotation = fill_head(quotation, facts)
    if quotation.valid_until is None and (days := facts.rules.quotation_valid_days):
        quotation = quotation.model_copy(update={"valid_until": days_after(quotation.document_date, days)})
    lines = [fill_from_product(quotation, line, facts) for line in quotation.lines]
    return with_amounts(quotation.with_lines(lines), facts)


def check(quotation: Quotation, facts: Facts) -> list[Problem]:
    """What stops the quotation, in one pass."""
    problems = [
        *check_paper(quotation, facts),
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


def postings(quotation: Quotation) -> list[Posting]:
    """The ledger lines of a completed quotation."""
    return paper_postings(quotation)


def fill_from_product(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> GoodsLine:
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
