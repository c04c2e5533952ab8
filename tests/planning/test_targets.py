"""The territory tree and the plan as typed: what they accept and what they refuse."""

from decimal import Decimal

import pytest

from salesbook.planning.targets import PlanSeat, SeatWeight, TargetPlan, TerritoryNode, TerritoryTree
from salesbook.problems import PlanError

SEAT = SeatWeight(seat=PlanSeat(territory_code="A", salesperson_no="P1"), weight=Decimal(1))


def test_a_tree_may_have_several_roots_beneath_the_company() -> None:
    tree = TerritoryTree.of({"South": "", "N2": "North", "North": "", "N1": "North"})
    assert tree.children("") == ["North", "South"]
    assert tree.descendants("") == ["North", "N1", "N2", "South"]
    assert tree.leaves() == ["N1", "N2", "South"]
    assert tree.path("N1") == ["North", "N1"]
    assert tree.path("Moon") == []


def test_a_parent_must_be_a_row_of_the_tree() -> None:
    with pytest.raises(PlanError) as caught:
        TerritoryTree.of({"North": "CN"})
    assert (caught.value.code, caught.value.values) == (
        "territory-parent-unknown",
        {"territory": "North", "parent": "CN"},
    )


def test_territories_may_not_be_each_others_parents() -> None:
    with pytest.raises(PlanError) as caught:
        TerritoryTree.of({"A": "B", "B": "A", "C": "B", "D": ""})
    assert (caught.value.code, caught.value.values) == ("territory-cycle", {"territories": "A, B, C"})


def test_a_territory_stands_once() -> None:
    node = TerritoryNode(territory_code="A")
    with pytest.raises(PlanError, match="territory-twice territories=A"):
        TerritoryTree(nodes=(node, node))


def test_a_seat_stands_once() -> None:
    with pytest.raises(PlanError, match="seat-twice seats=A/P1"):
        TargetPlan(fiscal_year=2026, total=Decimal(1), seats=(SEAT, SEAT))


def test_a_plan_needs_a_seat() -> None:
    with pytest.raises(PlanError, match="plan-without-seats"):
        TargetPlan(fiscal_year=2026, total=Decimal(1), seats=())


def test_month_weights_are_twelve() -> None:
    with pytest.raises(PlanError, match="month-weights-not-12 found=11"):
        TargetPlan(fiscal_year=2026, total=Decimal(1), seats=(SEAT,), month_weights=(Decimal(1),) * 11)


def test_the_vacancy_has_a_label_of_its_own() -> None:
    assert PlanSeat(territory_code="A").label == "A/-"
