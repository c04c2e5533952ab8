"""Dividing a plan: company to territory to seat to month, and proving that every level adds up.

Each level is one split by largest remainder (DOMAIN 3 and 11). Where weights come from stands in ``weights``,
changing lines that exist already in ``revision``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from salesbook.money import ZERO, split
from salesbook.periods import FiscalCalendar
from salesbook.planning.targets import COMPANY, PlanSeat, SeatWeight, TargetLine, TargetPlan, TerritoryTree
from salesbook.problems import PlanError

CALENDAR_YEAR = FiscalCalendar()
CENT = Decimal("0.01")

PartKey = tuple[int, str, str]
"""Rank, territory and salesperson of a part. The rank breaks ties: territories, then persons, then the vacancy."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a territory or a seat asks of the level above it.

    Attributes:
        weight: For a territory the sum of all weights beneath, those of locked seats included.
        locked: It must get exactly this; ``None`` when it is free.
        locks: The locks that stand in it or beneath it, by name. A lock hides those beneath it.
    """

    weight: Decimal
    locked: Decimal | None
    locks: tuple[tuple[str, Decimal], ...]


class Difference(BaseModel, frozen=True, extra="forbid"):
    """A place where stored lines and plan disagree.

    Attributes:
        expected: What the plan says; ``0`` for lines that should not exist.
        found: The sum of the lines there.
    """

    level: Literal["company", "territory", "seat", "line"]
    territory_code: str
    salesperson_no: str
    month: str
    expected: Decimal
    found: Decimal


def break_down(
    plan: TargetPlan,
    tree: TerritoryTree,
    *,
    calendar: FiscalCalendar = CALENDAR_YEAR,
    month_unit: Decimal = CENT,
) -> list[TargetLine]:
    """Divide a plan down to seat and month so that nothing is lost on any level.

    Locked amounts are taken off first and the rest is split by weight. Territories without any seat beneath
    them get nothing (``territories_without_seat`` names them). The order of rows is irrelevant.

    Args:
        plan: As typed.
        tree: Every territory that the plan names.
        calendar: Names the twelve months.
        month_unit: The smallest share of a month, the currency's unit; the plan's own ``rounding_unit``
            serves territories and persons.

    Returns:
        Twelve lines per seat, in order of territory, salesperson and month.

    Raises:
        PlanError: Unknown territories, amounts that are no whole number of month units, or locks that do not
            fit into the target of their territory; the locks are named with their amounts.

    >>> seats = [SeatWeight(seat=PlanSeat(territory_code="North", salesperson_no=no), weight=weight)
    ...          for no, weight in [("P1", 3), ("P2", 2), ("", 1)]]
    >>> plan = TargetPlan(fiscal_year=2026, total=5464286, seats=tuple(seats))
    >>> lines = break_down(plan, TerritoryTree.of({"North": ""}), month_unit=Decimal(1))
    >>> {no: int(sum(line.target for line in lines if line.salesperson_no == no)) for no in ["P1", "P2", ""]}
    {'P1': 2732143, 'P2': 1821429, '': 910714}
    """
    check_plan(plan, tree, month_unit)
    months = calendar.months(plan.fiscal_year)
    claims = {claim.seat: claim for claim in plan.seats}
    return [
        TargetLine(
            territory_code=seat.territory_code,
            salesperson_no=seat.salesperson_no,
            month=month,
            measure=plan.measure,
            target=target,
        )
        for seat, amount in sorted(seat_targets(plan, tree).items(), key=lambda item: _order(item[0]))
        for month, target in split_months(amount, months, _shape(plan, claims[seat]), month_unit).items()
    ]


def check_plan(plan: TargetPlan, tree: TerritoryTree, month_unit: Decimal) -> None:
    """Raise the ``PlanError`` of the first thing in the plan that no split could mend."""
    named = {claim.seat.territory_code for claim in plan.seats} | set(plan.node_locks)
    if unknown := sorted(code for code in named if not tree.has(code)):
        raise PlanError("territory-unknown", territories=", ".join(unknown))
    if plan.rounding_unit % month_unit:
        raise PlanError("rounding-unit-too-fine", rounding_unit=plan.rounding_unit, month_unit=month_unit)
    amounts = [(str(plan.fiscal_year), plan.total), *plan.node_locks.items()]
    amounts += [(claim.seat.label, claim.locked_amount) for claim in plan.seats if claim.locked_amount is not None]
    for name, amount in amounts:
        if amount % month_unit:
            raise PlanError("amount-too-fine", target_of=name, amount=amount, unit=month_unit)
    empty = set(territories_without_seat(plan, tree))
    if idle := sorted(code for code, lock in plan.node_locks.items() if lock and code in empty):
        raise PlanError("locked-territory-without-seat", territories=", ".join(idle))


def territories_without_seat(plan: TargetPlan, tree: TerritoryTree) -> list[str]:
    """The territories that have no seat, not even a vacancy row, on them or beneath them."""
    held = {code for claim in plan.seats for code in tree.path(claim.seat.territory_code)}
    return sorted(set(tree.parents) - held)


def seat_targets(plan: TargetPlan, tree: TerritoryTree) -> dict[PlanSeat, Decimal]:
    """The year's target of each seat; see ``break_down`` for the rules and errors."""
    seats = {_seat_key(claim.seat): claim.seat for claim in plan.seats}
    amounts: dict[PlanSeat, Decimal] = {}
    territory_amounts = {COMPANY: plan.total}
    parts = _parts(plan, tree)
    for code in [COMPANY, *tree.descendants(COMPANY)]:
        if not parts[code]:
            continue
        holder = code or str(plan.fiscal_year)
        for key, amount in _divide(holder, territory_amounts[code], parts[code], plan.rounding_unit).items():
            if key in seats:
                amounts[seats[key]] = amount
            else:
                territory_amounts[key[1]] = amount
    return amounts


def split_months(
    amount: Decimal, months: Sequence[str], shape: Sequence[Decimal], month_unit: Decimal
) -> dict[str, Decimal]:
    """Divide a year's amount among its months; an empty shape, or one of zeros, is even.

    >>> split_months(Decimal(100), ["2026-01", "2026-02"], [Decimal(3), Decimal(1)], Decimal(1))
    {'2026-01': Decimal('75'), '2026-02': Decimal('25')}
    """
    return split(amount, dict(zip(months, shape or [Decimal(1)] * len(months), strict=True)), month_unit)


def split_rounded(total: Decimal, weights: Mapping[PartKey, Decimal], unit: Decimal) -> dict[PartKey, Decimal]:
    """Split by largest remainder in whole units, when the total itself may be no whole number of them.

    What is left over below one unit goes to the largest weight, ties to the smaller key.
    """
    odd = total % unit
    shares = split(total - odd, weights, unit)
    if odd:
        shares[min(weights, key=lambda key: (-weights[key], key))] += odd
    return shares


def tie_out(
    lines: Sequence[TargetLine], tree: TerritoryTree, plan: TargetPlan, *, calendar: FiscalCalendar = CALENDAR_YEAR
) -> list[Difference]:
    """Where stored lines do not add up to the plan; empty when every level ties.

    Territories are sums of their lines and cannot disagree among themselves. What can go wrong is the total,
    a lock, and lines that belong to no seat, territory or month of the plan or stand there twice. Lines of
    another measure are passed over.
    """
    lines = [line for line in lines if line.measure == plan.measure]
    by_seat: defaultdict[PlanSeat, Decimal] = defaultdict(lambda: ZERO)
    by_territory: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        by_seat[line.seat] += line.target
        for code in tree.path(line.territory_code):
            by_territory[code] += line.target
    company = sum(by_seat.values(), ZERO)
    found = [_difference("company", PlanSeat(territory_code=COMPANY), plan.total, company)]
    found += [
        _difference("territory", PlanSeat(territory_code=code), lock, by_territory[code])
        for code, lock in sorted(plan.node_locks.items())
    ]
    found += [
        _difference("seat", claim.seat, claim.locked_amount, by_seat[claim.seat])
        for claim in sorted(plan.seats, key=lambda claim: _order(claim.seat))
        if claim.locked_amount is not None
    ]
    found += _misplaced(lines, tree, plan, frozenset(calendar.months(plan.fiscal_year)))
    return [difference for difference in found if difference.expected != difference.found]


def _parts(plan: TargetPlan, tree: TerritoryTree) -> dict[str, dict[PartKey, Claim]]:
    """What each territory's target is divided among: the territories and seats directly beneath it.

    Works from the leaves upwards, since a territory whose seats are all locked is thereby locked itself.
    """
    parts: defaultdict[str, dict[PartKey, Claim]] = defaultdict(dict)
    for claim in plan.seats:
        locks = () if claim.locked_amount is None else ((claim.seat.label, claim.locked_amount),)
        parts[claim.seat.territory_code][_seat_key(claim.seat)] = Claim(claim.weight, claim.locked_amount, locks)
    for code in reversed(tree.descendants(COMPANY)):
        if parts[code]:
            parts[tree.parents[code]][0, code, ""] = _territory_claim(code, plan.node_locks.get(code), parts[code])
    return parts


def _territory_claim(code: str, lock: Decimal | None, parts: Mapping[PartKey, Claim]) -> Claim:
    """The claim of a territory, from its own lock and the parts beneath it."""
    weight = sum((part.weight for part in parts.values()), ZERO)
    if lock is not None:
        return Claim(weight, lock, ((code, lock),))
    locks = tuple(lock for part in parts.values() for lock in part.locks)
    all_locked = all(part.locked is not None for part in parts.values())
    return Claim(weight, sum((amount for _, amount in locks), ZERO) if all_locked else None, locks)


def _divide(holder: str, total: Decimal, parts: Mapping[PartKey, Claim], unit: Decimal) -> dict[PartKey, Decimal]:
    """One level of the breakdown: locks first, then the rest by weight."""
    locks = sorted(lock for part in parts.values() for lock in part.locks)
    locked_sum = sum((amount for _, amount in locks), ZERO)
    free = {key: part.weight for key, part in parts.items() if part.locked is None}
    if locked_sum > total or (not free and locked_sum != total):
        raise PlanError(
            "locks-exceed-target" if locked_sum > total else "locks-below-target",
            target_of=holder,
            target=total,
            locked=locked_sum,
            difference=abs(locked_sum - total),
            locks=", ".join(f"{name} {amount:f}" for name, amount in locks),
        )
    shares = {key: part.locked for key, part in parts.items() if part.locked is not None}
    return shares | split_rounded(total - sum(shares.values(), ZERO), free, unit) if free else shares


def _misplaced(
    lines: Sequence[TargetLine], tree: TerritoryTree, plan: TargetPlan, months: frozenset[str]
) -> list[Difference]:
    """Lines outside the plan, and second lines of the same seat and month."""
    seats = {claim.seat for claim in plan.seats}
    seen: set[tuple[PlanSeat, str]] = set()
    found = []
    for line in lines:
        belongs = line.seat in seats and tree.has(line.territory_code) and line.month in months
        if not belongs or (line.seat, line.month) in seen:
            found.append(_difference("line", line.seat, ZERO, line.target, line.month))
        seen.add((line.seat, line.month))
    return found


def _difference(
    level: Literal["company", "territory", "seat", "line"],
    seat: PlanSeat,
    expected: Decimal,
    found: Decimal,
    month: str = "",
) -> Difference:
    return Difference(level=level, **seat.model_dump(), month=month, expected=expected, found=found)


def _shape(plan: TargetPlan, claim: SeatWeight) -> Sequence[Decimal]:
    return plan.month_weights if claim.month_weights is None else claim.month_weights


def _seat_key(seat: PlanSeat) -> PartKey:
    return (1 if seat.salesperson_no else 2, seat.territory_code, seat.salesperson_no)


def _order(seat: PlanSeat) -> tuple[str, str]:
    return (seat.territory_code, seat.salesperson_no)
