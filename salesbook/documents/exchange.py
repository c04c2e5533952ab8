"""Other currencies: rates with their first day, amounts in home currency, and exchange differences.

A paper keeps its own currency; what its lines are worth in home currency is settled when it is posted, at the rate
of its day, and never changed. A receipt is worth what its own day says, so a line of purpose ``exchange`` carries
the difference, in home currency alone: an invoice that is paid in full leaves exactly nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from salesbook.documents.balances import LineBalance
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.paper import Paper, fill_head, problem
from salesbook.documents.record import Record
from salesbook.money import ZERO, round_half_up
from salesbook.problems import Place, Problem

if TYPE_CHECKING:
    from salesbook.documents.goods import AnyGoodsPaper

ONE = Decimal(1)


class ExchangeRate(Record):
    """What one unit of another currency is worth in home currency, from a day on.

    Attributes:
        currency: ISO code.
    """

    kind: ClassVar[str] = "exchange_rate"
    key_fields: ClassVar[tuple[str, ...]] = ("currency",)
    currency: str
    rate: Decimal = Field(gt=0, lt=10**9, decimal_places=8)

    def own_problems(self) -> list[Problem]:
        """A code has three capital letters."""
        if re.fullmatch("[A-Z]{3}", self.currency):
            return []
        return [Problem("currency-unlike", Place("currency"), {"code": self.currency})]


def rate_of(currency: str, facts: Facts) -> Decimal | None:
    """The rate of a currency on the day that the facts are of; ``None`` when nobody has entered one."""
    if currency in ("", facts.rules.currency):
        return ONE
    found = facts.exchange_rates.get(currency)
    return found.rate if found else None


def at_home(amount: Decimal, rate: Decimal | Fraction, facts: Facts) -> Decimal:
    """An amount in home currency, rounded once."""
    return round_half_up(Fraction(amount) * Fraction(rate), facts.home_decimals)


def in_currency_of(paper: Paper, facts: Facts) -> Facts:
    """The facts with the decimals of the currency that a paper turns out to be in."""
    currency = fill_head(paper, facts).currency
    decimals = facts.rules.currency_decimals.get(currency)
    if decimals is None or decimals == facts.rules.decimals:
        return facts
    home = facts.home_decimals
    return replace(facts, rules=facts.rules.model_copy(update={"decimals": decimals}), decimals_at_home=home)


def check_currency(paper: Paper, facts: Facts) -> list[Problem]:
    """Without a rate nobody knows what a paper is worth."""
    if rate_of(paper.currency, facts) is not None:
        return []
    return [problem("exchange-rate-missing", "document_date", currency=paper.currency, date=paper.document_date)]


def with_home_amounts(paper: "AnyGoodsPaper", facts: Facts) -> "AnyGoodsPaper":
    """Say what each line is worth at home.

    The part of an invoice that a deposit pays is worth what the deposit was worth when it came.
    """
    rate = rate_of(paper.currency, facts)
    if rate in (None, ONE) and paper.currency in ("", facts.rules.currency):
        return paper
    rate = rate or ONE
    lines = []
    for line in paper.lines:
        gross = (line.net_amount or ZERO) + line.tax_amount
        home = line.applied_home_amount + at_home(gross - line.applied_amount, rate, facts)
        lines.append(line.model_copy(update={"home_amount": home, "exchange_rate": rate}))
    return paper.with_lines(lines)


def home_share(lines: Sequence[PostedLine], whole: LineBalance, settled: Decimal, facts: Facts) -> Decimal:
    """What a part of an invoice or credit note that is settled now was worth when that was posted.

    Counted up to here less counted up to before, so that all parts together are the whole to the cent.
    """
    applied = sum((line.posting.applied_amount for line in lines), ZERO)
    home = sum((line.posting.home_amount - line.posting.applied_home_amount for line in lines), ZERO)
    amount = whole.amount - applied
    if not amount:
        return ZERO
    before = whole.paid + whole.credited_amount - applied
    return share_of(home, amount, before + settled, facts) - share_of(home, amount, before, facts)


def share_of(home: Decimal, amount: Decimal, part: Decimal, facts: Facts) -> Decimal:
    """The part of a sum in home currency that belongs to a part of the amount it stands for."""
    return round_half_up(Fraction(home) * Fraction(part) / Fraction(amount), facts.home_decimals) if amount else ZERO
