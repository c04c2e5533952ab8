"""Field cases of targets and planning, each run through the rules of ``salesbook.planning``."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from salesbook.money import split
from salesbook.periods import FiscalCalendar
from salesbook.planning.attainment import Actual, Attainment, attainments, credit_shares, join_teams
from salesbook.planning.breakdown import break_down
from salesbook.planning.revision import re_split
from salesbook.planning.targets import Measure, PlanSeat, SeatWeight, TargetLine, TargetPlan, TerritoryTree
from salesbook.problems import PlanError

Case = dict[str, Any]
MONTH = "2024-01"


def _decimals(figures: dict[str, object]) -> dict[str, Decimal]:
    return {name: Decimal(str(figure)) for name, figure in figures.items()}


def _actual(code: str, person: str, amount: Decimal, *, month: str = MONTH, measure: Measure = "amount") -> Actual:
    return Actual(territory_code=code, salesperson_no=person, month=month, measure=measure, actual=amount)


def _target(code: str, person: str, amount: object, *, month: str = MONTH) -> TargetLine:
    return TargetLine(
        territory_code=code, salesperson_no=person, month=month, measure="amount", target=Decimal(str(amount))
    )


def _whole(rows: list[Attainment], level: str, code: str) -> Attainment:
    (found,) = [row for row in rows if (row.level, row.code, row.month) == (level, code, "")]
    return found


def run_fc_target_01(case: Case) -> None:
    """A person's target is met by the person's share of an order."""
    sales = [
        _actual("North", person, quantity, measure="quantity")
        for order in case["input"]["orders"]
        for person, quantity in credit_shares(Decimal(order["qty"]), _decimals(order["share_pct"])).items()
    ]
    rows = attainments([], sales, TerritoryTree.of({"North": ""}), measure="quantity")
    for person, achieved in case["expect"]["achieved"].items():
        assert _whole(rows, "person", person).actual == Decimal(achieved)


def run_fc_target_02(case: Case) -> None:
    """A parent sees the actuals of its children; the tree is the same for territories and groups."""
    given = case["input"]
    parents = {child: parent for parent, children in given["groups"].items() for child in children}
    parents |= dict.fromkeys(given["groups"], "")
    parents |= {sale["group"]: "" for sale in given["sales"] if sale["group"] not in parents}
    rows = attainments(
        [_target(given["target"]["group"], "", given["target"]["amount"])],
        [_actual(sale["group"], "", Decimal(sale["amount"])) for sale in given["sales"]],
        TerritoryTree.of(parents),
    )
    row = _whole(rows, "territory", given["target"]["group"])
    assert (row.actual, row.variance) == (Decimal(case["expect"]["achieved"]), Decimal(case["expect"]["variance"]))


def run_fc_target_04(case: Case) -> None:
    """A month without sales stands there with its shortfall."""
    given = case["input"]
    rows = attainments(
        [_target("North", "P1", target, month=month) for month, target in given["targets"].items()],
        [_actual("North", "P1", Decimal(sold), month=month) for month, sold in given["sales"].items()],
        TerritoryTree.of({"North": ""}),
    )
    person = {row.month: row for row in rows if row.level == "person"}
    for expected in case["expect"]["rows"]:
        row = person[expected["month"]]
        assert (row.actual, row.variance) == (Decimal(expected["achieved"]), Decimal(expected["variance"]))
    assert person[""].variance == Decimal(case["expect"]["total_variance"])


def run_fc_target_05(case: Case) -> None:
    """Persons get their part of the whole, the territory keeps the whole."""
    order = case["input"]["order"]
    shares = credit_shares(Decimal(order["amount"]), _decimals(order["share_pct"]), allow_rest=True)
    sales = [_actual(order["territory"], person, amount) for person, amount in shares.items()]
    rows = attainments([], sales, TerritoryTree.of({order["territory"]: ""}))
    expected = case["expect"]
    assert _whole(rows, "territory", order["territory"]).actual == Decimal(expected[f"territory_{order['territory']}"])
    for person in order["share_pct"]:
        assert _whole(rows, "person", person).actual == Decimal(expected[person])


def run_fc_planning_01(case: Case) -> None:
    """A new annual figure keeps the hand-set shape of the months."""
    given, expected = case["input"], case["expect"]
    unit = Decimal(1).scaleb(-given["decimals"])
    shape = _decimals(given["hand_set_pct"])
    shape |= {f"other {number}": Decimal(given["other_months_pct"]) for number in range(12 - len(shape))}
    before = split(Decimal(given["annual"]), shape, unit)
    assert {month: int(before[month]) for month in expected["before"]} == expected["before"]
    for after in (
        re_split(before, Decimal(given["new_annual"]), shape=shape, unit=unit),
        re_split(before, Decimal(given["new_annual"]), unit=unit),
    ):
        assert sum(after.values()) == expected["after_sum"]
        assert all(low <= after[month] <= high for month, (low, high) in expected["after_shape"].items())


def run_fc_planning_02(case: Case) -> None:
    """Quarters and halves follow the month in which the company's year begins."""
    for given, expected in zip(case["input"]["cases"], case["expect"]["results"], strict=True):
        day = date.fromisoformat(given["date"])
        calendar = FiscalCalendar(first_month=date.fromisoformat(given["fy_start"]).month)
        months = calendar.months(calendar.fiscal_year(day))
        assert f"{months[0]}..{months[-1]}" == expected["fy"]
        assert f"Q{calendar.quarter(day)}" == expected["quarter"]
        assert f"H{calendar.half(day)}" == expected["half"]


def run_fc_planning_03(case: Case) -> None:
    """Equal teams are joined into one; shares above 100 are refused with their sum."""
    joined, refused, accepted = case["input"]["cases"]
    team = join_teams([_decimals(quotation) for quotation in joined["from_two_quotes"]])
    listed = ", ".join(f"{person} {int(share)}" for person, share in team.items())
    assert f"joined as {listed}" == case["expect"]["results"][0]
    with pytest.raises(PlanError) as caught:
        credit_shares(Decimal(100), _decimals(refused["shares"]))
    assert f"refused: shares add up to {caught.value.values['found']}" == case["expect"]["results"][1]
    assert sum(credit_shares(Decimal(100), _decimals(accepted["shares"])).values()) == 100


def run_fc_planning_04(case: Case) -> None:
    """Finer figures add up to the figure above them, and the odd cents go to the same place every time."""
    given, expected = case["input"], case["expect"]
    target = Decimal(given["month_target"])
    weeks = split(target, {number: Decimal(1) for number in range(given["weeks"])})
    assert sum(weeks.values()) == Decimal(expected["weeks_sum"])
    assert sorted(weeks.values()) == [Decimal(week) for week in expected["weeks"]]
    assert weeks == split(target, {number: Decimal(1) for number in reversed(range(given["weeks"]))})
    persons = [
        SeatWeight(seat=PlanSeat(territory_code="North", salesperson_no=person), weight=weight)
        for person, weight in _decimals(given["persons_below"]).items()
    ]
    plan = TargetPlan(fiscal_year=2024, total=target, rounding_unit=Decimal("0.01"), seats=tuple(persons))
    lines = break_down(plan, TerritoryTree.of({"North": ""}))
    assert sum(line.target for line in lines) == Decimal(expected["persons_sum"])


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-target-01": run_fc_target_01,
    "FC-target-02": run_fc_target_02,
    "FC-target-04": run_fc_target_04,
    "FC-target-05": run_fc_target_05,
    "FC-planning-01": run_fc_planning_01,
    "FC-planning-02": run_fc_planning_02,
    "FC-planning-03": run_fc_planning_03,
    "FC-planning-04": run_fc_planning_04,
}
