"""Actuals against targets: for the company, every territory and every person, by month and in all.

Also who a shared sale is credited to. How far the year has run stands in ``pace``; where actuals come from,
orders, deliveries, invoices or receipts, is decided by whoever reads the ledger.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel

from salesbook.money import HUNDRED, ZERO, split
from salesbook.planning.targets import COMPANY, VACANCY, Measure, TargetLine, TerritoryTree
from salesbook.problems import PlanError

Level = Literal["company", "territory", "person"]
WHOLE_PERIOD = ""
"""Month of the rows that hold all months together."""

CENT = Decimal("0.01")
LevelKey = tuple[Level, str]


class Actual(BaseModel, frozen=True, extra="forbid"):
    """What a seat sold in a month, already its credit share only.

    Attributes:
        salesperson_no: Empty when nobody is credited: the territory's vacancy.
        actual: Net of tax and of returns, so it may be negative.
    """

    territory_code: str
    salesperson_no: str
    month: str
    measure: Measure
    actual: Decimal


class Attainment(BaseModel, frozen=True, extra="forbid"):
    """Target and actual of the company, a territory or a person.

    Attributes:
        code: The territory's code or the salesperson's number; empty for the company.
        month: Empty for the whole period.
    """

    level: Level
    code: str
    month: str
    measure: Measure
    target: Decimal
    actual: Decimal

    @property
    def variance(self) -> Decimal:
        """Actual less target; negative is a shortfall."""
        return self.actual - self.target

    @property
    def attainment_ratio(self) -> Fraction | None:
        """Actual by target, exact, 1 being fully attained; ``None`` when the target is zero."""
        return attainment_ratio(self.actual, self.target)


def attainment_ratio(actual: Decimal, target: Decimal) -> Fraction | None:
    """Actual by target, exact; ``None`` when the target is zero.

    >>> attainment_ratio(Decimal(2300000), Decimal(5000000))
    Fraction(23, 50)
    """
    return Fraction(actual) / Fraction(target) if target else None


def attainments(
    lines: Iterable[TargetLine],
    actuals: Iterable[Actual],
    tree: TerritoryTree,
    *,
    measure: Measure = "amount",
    months: Sequence[str] | None = None,
) -> list[Attainment]:
    """Actual against target on every level, each by month and for the whole period.

    A territory contains everything beneath it, the vacancy included. A month in which nothing was sold
    stands there with its shortfall (field case FC-target-04). Sales in a territory that the tree does not
    know count for the company and the person only.

    Args:
        lines: Targets; other measures and months are passed over, as with the actuals.
        actuals: What was sold.
        tree: The territories to report on, all of them, with or without target.
        measure: What to compare.
        months: The period; ``None`` takes every month that has a target or an actual.

    Returns:
        The company, the territories with parents before children, the persons; each with its months
        in order and then the whole period.
    """
    targets = [
        (line.territory_code, line.salesperson_no, line.month, line.target) for line in lines if line.measure == measure
    ]
    sales = [
        (row.territory_code, row.salesperson_no, row.month, row.actual) for row in actuals if row.measure == measure
    ]
    if months is None:
        months = sorted({month for _, _, month, _ in [*targets, *sales]})
    target_sums, actual_sums = _sums(targets, tree, frozenset(months)), _sums(sales, tree, frozenset(months))
    persons = sorted({person for _, person, month, _ in [*targets, *sales] if person != VACANCY and month in months})
    rows: list[LevelKey] = [("company", COMPANY)]
    rows += [("territory", code) for code in tree.descendants(COMPANY)]
    rows += [("person", person) for person in persons]
    return [
        Attainment(
            level=level,
            code=code,
            month=month,
            measure=measure,
            target=target_sums[level, code, month],
            actual=actual_sums[level, code, month],
        )
        for level, code in rows
        for month in [*months, WHOLE_PERIOD]
    ]


def credit_shares(
    amount: Decimal, shares: Mapping[str, Decimal], *, unit: Decimal = CENT, allow_rest: bool = False
) -> dict[str, Decimal]:
    """What each salesperson is credited with from one sale, by largest remainder.

    Args:
        amount: Of the whole sale, a whole number of units; negative for a return.
        shares: Percent by salesperson number.
        unit: The smallest share, ``0.01`` for money, finer for quantities.
        allow_rest: Let shares add up to less than 100. The rest goes to the vacancy, key ``""``, so that
            persons get their part of the whole and the territory keeps the whole (field case FC-target-05).

    Raises:
        PlanError: Shares do not add up to 100 or, with ``allow_rest``, exceed it; or one is negative.
        ValueError: The amount is no whole number of units.

    >>> credit_shares(Decimal("1104.00"), {"P1": Decimal(60), "P2": Decimal(40)})
    {'P1': Decimal('662.40'), 'P2': Decimal('441.60')}
    """
    total = sum(shares.values(), ZERO)
    negative = any(share < 0 for share in shares.values())
    if negative or total > HUNDRED or (total < HUNDRED and not allow_rest):
        listed = ", ".join(f"{person} {share:f}" for person, share in sorted(shares.items()))
        raise PlanError("shares-not-100", found=total, difference=abs(HUNDRED - total), shares=listed)
    whole = dict(shares)
    if total < HUNDRED:
        whole[VACANCY] = whole.get(VACANCY, ZERO) + HUNDRED - total
    return split(amount, whole, unit)


def join_teams(
    teams: Sequence[Mapping[str, Decimal]], net_amounts: Sequence[Decimal] | None = None
) -> dict[str, Decimal]:
    """The credit shares of an order that joins several quotations (field case FC-planning-03).

    Args:
        teams: Percent by salesperson number, each team adding up to 100.
        net_amounts: Of the quotations, so that a large one counts more; ``None`` counts them alike.

    Returns:
        Percent with two decimals, adding up to 100. Equal teams stay as they are.

    Raises:
        PlanError: A team does not add up to 100.
    """
    amounts = [abs(amount) for amount in net_amounts or [Decimal(1)] * len(teams)]
    if not any(amounts):
        amounts = [Decimal(1)] * len(teams)
    joined: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for team, amount in zip(teams, amounts, strict=True):
        credit_shares(ZERO, team)
        for person, share in team.items():
            joined[person] += share * amount
    return split(HUNDRED, dict(sorted(joined.items())), CENT)


def _sums(
    rows: Iterable[tuple[str, str, str, Decimal]], tree: TerritoryTree, months: frozenset[str]
) -> defaultdict[tuple[Level, str, str], Decimal]:
    """Sums by level, code and month, the whole period included."""
    sums: defaultdict[tuple[Level, str, str], Decimal] = defaultdict(lambda: ZERO)
    for territory_code, person, month, value in rows:
        if month not in months:
            continue
        keys: list[LevelKey] = [("company", COMPANY), ("person", person)]
        keys += [("territory", code) for code in tree.path(territory_code)]
        for level, code in keys:
            sums[level, code, month] += value
            sums[level, code, WHOLE_PERIOD] += value
    return sums
