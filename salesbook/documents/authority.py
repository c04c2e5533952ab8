"""How low a price may be without approval: discount authority of persons, floor price of products (DOMAIN 4).

What is compared is the effective price: the net amount after every discount, per unit of the line.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from salesbook.documents.balances import LineKey
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine, GoodsPaper, source_line
from salesbook.documents.line_prices import price_of_line
from salesbook.documents.master_data import DiscountAuthority
from salesbook.documents.packs import factor_of
from salesbook.documents.paper import problem
from salesbook.money import HUNDRED, UNIT_PRICE_DECIMALS, ZERO, round_half_up
from salesbook.problems import Problem
from salesbook.settings import Strength

CutRule = Literal["below-authority", "below-floor"]


@dataclass(frozen=True)
class PriceCut:
    """A line that is sold for less than may be given alone.

    Attributes:
        effective: Net amount per unit of the line, exact.
        limit: The lowest price without approval, per unit of the line.
        found: What lists and promotions say; of a floor price, the floor itself.
        authority: Percent below ``found`` that may be given; 0 for a floor price.
        given_away: Amount below the limit, of the whole line.
    """

    rule: CutRule
    line: GoodsLine
    effective: Fraction
    limit: Decimal
    found: Decimal
    authority: Decimal
    given_away: Decimal


def effective_price(line: GoodsLine) -> Fraction:
    """Net amount after line and header discount, per unit.

    >>> line = GoodsLine(line_no=1, quantity=Decimal(120), net_amount=Decimal(1083))
    >>> effective_price(line) == Fraction("9.025")
    True
    """
    return Fraction(line.net_amount or ZERO) / Fraction(line.quantity)


def price_cuts(paper: GoodsPaper, facts: Facts) -> list[PriceCut]:
    """All lines of a completed paper that need somebody else's word for their price."""
    cuts = []
    for line in paper.lines:
        if line.unit_price is None or line.quantity <= 0 or _is_as_agreed(paper, line, facts):
            continue
        cuts += [cut for cut in (_below_authority(paper, line, facts), _below_floor(line, facts)) if cut]
    return cuts


def check_price_cuts(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """A price that is too low waits for approval, unless house policy says otherwise.

    An emergency override, where the company allows it, lets the paper go; the incident is reported beside it.
    """
    rules = facts.rules
    strengths: dict[CutRule, Strength] = {
        "below-authority": rules.discount_authority_check, "below-floor": rules.floor_price_check,
    }  # fmt: skip
    problems = []
    if paper.emergency_override and rules.emergency_override == "never":
        problems.append(problem("override-not-allowed", "emergency_override"))
    for cut in price_cuts(paper, facts):
        strength = strengths[cut.rule]
        if strength == "none":
            continue
        effect: Strength = "warn" if is_overridden(paper, facts) else strength
        problems.append(
            problem(
                cut.rule, "unit_price", cut.line, strength=effect, product=cut.line.product_no,
                price=round_half_up(cut.effective, UNIT_PRICE_DECIMALS), limit=cut.limit, found=cut.found,
                authority=cut.authority, given=cut.given_away, quantity=cut.line.quantity,
            )
        )  # fmt: skip
    return problems


def is_overridden(paper: GoodsPaper, facts: Facts) -> bool:
    """Whether the paper is posted without the approval that its prices need."""
    return paper.emergency_override and facts.rules.emergency_override == "allow"


def overridden_cuts(paper: GoodsPaper, facts: Facts) -> list[PriceCut]:
    """The price cuts that would have had to wait for approval, had they not been overridden."""
    if not is_overridden(paper, facts):
        return []
    asks: dict[CutRule, bool] = {
        "below-authority": facts.rules.discount_authority_check in ("approve", "block"),
        "below-floor": facts.rules.floor_price_check in ("approve", "block"),
    }
    return [cut for cut in price_cuts(paper, facts) if asks[cut.rule]]


def authority_of(paper: GoodsPaper, facts: Facts) -> Decimal | None:
    """Percent that may be given on a paper: that of who posts it, else of its salesperson, of his job title, of all.

    Where nobody has an authority, nothing is limited; where others have one, who has none may give nothing.
    """
    valid = [row for row in facts.authorities if row.valid_from <= paper.document_date]
    if not valid:
        return None
    person = facts.salespeople.get(paper.salesperson_no)
    job_title = person.job_title if person else ""
    levels: list[list[DiscountAuthority]] = [
        [row for row in valid if row.user_name and row.user_name == facts.user],
        [row for row in valid if row.salesperson_no and row.salesperson_no == paper.salesperson_no],
        [row for row in valid if row.job_title and row.job_title == job_title],
        [row for row in valid if not (row.user_name or row.salesperson_no or row.job_title)],
    ]
    for rows in levels:
        if rows:
            return max(rows, key=lambda row: row.valid_from).authority_percent
    return ZERO


def _is_as_agreed(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> bool:
    """Whether the line costs at least what the paper it is made from says, or the revision before it: judged then."""
    source = source_line(paper, line, facts)
    if source is None and paper.revision:
        source = facts.lines.get(LineKey(paper.kind, paper.document_no, line.line_no))
    if source is None or not source.posting.quantity or source.posting.product_no != line.product_no:
        return False
    agreed = Fraction(source.posting.net_amount) / Fraction(source.posting.quantity)
    # The part's amount and its share of an amount off are rounded, each by less than the smallest coin.
    rounding = Fraction(2, 10**facts.rules.decimals) / Fraction(line.quantity)
    return effective_price(line) > agreed - rounding


def _below_authority(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> PriceCut | None:
    authority = authority_of(paper, facts)
    found = price_of_line(paper, line, facts) if authority is not None else None
    if authority is None or found is None or found.doubled:
        return None
    # Prices of lists contain the tax where this one does.
    limit = found.unit_price * (HUNDRED - authority) / HUNDRED
    if line.tax_included:
        limit = round_half_up(Fraction(limit) * 100 / Fraction(HUNDRED + line.tax_percent), UNIT_PRICE_DECIMALS)
    return _cut("below-authority", line, limit, found.unit_price, authority, facts)


def _below_floor(line: GoodsLine, facts: Facts) -> PriceCut | None:
    product = facts.products.get(line.product_no)
    factor = factor_of(product, line.unit, facts) if product else None
    if product is None or product.floor_price is None or factor is None:
        return None
    floor = product.floor_price * factor
    if line.exchange_rate:
        floor = round_half_up(Fraction(floor) / Fraction(line.exchange_rate), UNIT_PRICE_DECIMALS)
    return _cut("below-floor", line, floor, floor, ZERO, facts)


def _cut(
    rule: CutRule, line: GoodsLine, limit: Decimal, found: Decimal, authority: Decimal, facts: Facts
) -> PriceCut | None:
    effective = effective_price(line)
    # A cent lost by rounding the net amount is no price cut.
    least = round_half_up(limit * line.quantity, facts.rules.decimals)
    if (line.net_amount or ZERO) >= least:
        return None
    return PriceCut(rule, line, effective, limit, found, authority, least - (line.net_amount or ZERO))
