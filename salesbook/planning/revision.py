"""Changing targets that exist already: a new annual figure, a handover, a newcomer, padding and own plans.

The total of a territory never changes by itself here: what one seat gives up, another seat or the vacancy gets.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from salesbook.money import HUNDRED, ZERO, round_half_up, split
from salesbook.periods import month_of, month_start, next_month
from salesbook.planning.breakdown import CENT
from salesbook.planning.pace import WorkingDays
from salesbook.planning.targets import Measure, TargetLine
from salesbook.problems import PlanError


class PlanGap(BaseModel, frozen=True, extra="forbid"):
    """Own plans against the target. Both numbers are kept.

    Attributes:
        gap: Own plans less target; negative when they promise too little.
        gap_percent: Of the target, exact; ``None`` when the target is zero.
        agreed: Within the tolerance; otherwise the two sides negotiate.
    """

    own_plans: Decimal
    target: Decimal
    gap: Decimal
    gap_percent: Fraction | None
    agreed: bool


def plan_gap(own_plans: Decimal, target: Decimal, tolerance_percent: Decimal = Decimal(2)) -> PlanGap:
    """Compare the sum of own plans with the target; the tolerance itself still agrees.

    >>> plan_gap(Decimal(4500000), Decimal(4553572)).agreed
    True
    """
    gap = own_plans - target
    percent = Fraction(gap) * 100 / Fraction(target) if target else None
    agreed = abs(percent) <= tolerance_percent if percent is not None else gap == 0
    return PlanGap(own_plans=own_plans, target=target, gap=gap, gap_percent=percent, agreed=agreed)


def padding(total: Decimal, percent: Decimal, decimals: int = 2) -> Decimal:
    """What persons carry on top of the company's target (加碼). It is shown in a row of its own.

    >>> padding(Decimal(12000000), Decimal(3), decimals=0)
    Decimal('360000')
    """
    return round_half_up(total * percent / HUNDRED, decimals)


def re_split(
    months: Mapping[str, Decimal],
    new_total: Decimal,
    *,
    shape: Mapping[str, Decimal] | None = None,
    frozen: Collection[str] = (),
    unit: Decimal = CENT,
) -> dict[str, Decimal]:
    """Divide a changed annual figure so that the months keep their shape (field case FC-planning-01).

    Args:
        months: The targets so far.
        new_total: For all months together, frozen ones included.
        shape: The hand-set weights in percent or on any other scale. Without it the targets so far are the
            shape; giving the weights avoids that rounding creeps in over many changes.
        frozen: Months that keep their target, such as those gone by.
        unit: The smallest share.

    Raises:
        PlanError: The frozen months alone exceed the new total, or there are only frozen months and they
            do not add up to it; or the new total is finer than the unit.

    >>> re_split({"Jan": Decimal(600), "Feb": Decimal(360), "Mar": Decimal(240)}, Decimal(2401), unit=Decimal(1))
    {'Jan': Decimal('1201'), 'Feb': Decimal('720'), 'Mar': Decimal('480')}
    """
    kept = {month: target for month, target in months.items() if month in frozen}
    weights = {month: (shape or months).get(month, ZERO) for month in months if month not in frozen}
    rest = new_total - sum(kept.values(), ZERO)
    if rest < 0 or (rest and not weights):
        raise PlanError("frozen-months-do-not-fit", frozen=sum(kept.values(), ZERO), target=new_total)
    if rest % unit:
        raise PlanError("amount-too-fine", target_of=f"{min(months)}..{max(months)}", amount=new_total, unit=unit)
    changed = kept | split(rest, weights, unit) if weights else kept
    return {month: changed[month] for month in months}


def hand_over(
    lines: Sequence[TargetLine],
    *,
    territory_code: str,
    salesperson_no: str,
    first_month: str,
    receivers: Mapping[str, Decimal],
    unit: Decimal = CENT,
) -> list[TargetLine]:
    """Give a seat's targets from one month on to other seats of the same territory, month by month.

    Earlier months stay with the person, who is appraised on them. To move only part of it, name the person
    among the receivers too: a customer with 12 % of the history moves with 12 for the new and 88 for the old.

    Args:
        lines: All lines of the plan; those of other seats are added to, never taken from.
        territory_code: Where the seat stands.
        salesperson_no: Who gives.
        first_month: The first month that changes hands.
        receivers: Weight by salesperson number, empty for the vacancy.
        unit: The smallest share of a month.

    Returns:
        All lines, those handed over gone from the giver, in order of territory, salesperson and month.

    Raises:
        PlanError: There is no receiver.
    """
    if not receivers:
        raise PlanError("handover-without-receiver", territory=territory_code, salesperson=salesperson_no)
    targets: defaultdict[tuple[str, str, str, Measure], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        moves = (line.territory_code, line.salesperson_no) == (territory_code, salesperson_no)
        if not moves or line.month < first_month:
            targets[line.territory_code, line.salesperson_no, line.month, line.measure] += line.target
            continue
        for receiver, share in split(line.target, receivers, unit).items():
            targets[territory_code, receiver, line.month, line.measure] += share
    return [
        TargetLine(territory_code=code, salesperson_no=person, month=month, measure=measure, target=target)
        for (code, person, month, measure), target in sorted(targets.items())
    ]


def first_month_handed_over(last_day: date, working_days: WorkingDays) -> str:
    """The first month that changes hands when somebody leaves: the month of change goes to who holds it longer.

    Measured in working days; half of them each leaves the month with the one who goes.

    >>> [first_month_handed_over(date(2026, 8, day), WorkingDays()) for day in (7, 31)]
    ['2026-08', '2026-09']
    """
    month = month_of(last_day)
    held = working_days.count(month_start(month), last_day)
    return next_month(month) if held * 2 >= working_days.count_month(month) else month


def ramp_up(
    months: Mapping[str, Decimal], percents: Sequence[Decimal], unit: Decimal = CENT
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """The targets of a newcomer in the first months, and what the vacancy carries instead.

    Args:
        months: Full targets of the newcomer's seat.
        percents: Of the full target in the first, second, ... month; later months are full.
        unit: The smallest share.

    Returns:
        The newcomer's months and the vacancy's; together they are the full targets.

    >>> full = {"2026-01": Decimal(100000), "2026-02": Decimal(100000)}
    >>> own, vacancy = ramp_up(full, [Decimal(25)], Decimal(1))
    >>> int(own["2026-01"]), int(vacancy["2026-01"]), int(vacancy["2026-02"])
    (25000, 75000, 0)
    """
    own: dict[str, Decimal] = {}
    for number, month in enumerate(sorted(months)):
        percent = percents[number] if number < len(percents) else HUNDRED
        own[month] = split(months[month], {"own": percent, "vacancy": HUNDRED - percent}, unit)["own"]
    return own, {month: months[month] - target for month, target in own.items()}
