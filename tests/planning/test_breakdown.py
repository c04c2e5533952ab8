"""Dividing a plan: the worked numbers of DOMAIN 11, locks, refusals, and what holds for every plan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import split
from salesbook.periods import FiscalCalendar
from salesbook.planning.breakdown import break_down, seat_targets, territories_without_seat, tie_out
from salesbook.planning.targets import PlanSeat, SeatWeight, TargetLine, TargetPlan, TerritoryTree
from salesbook.problems import PlanError

ONE = Decimal(1)
THREE_TERRITORIES = TerritoryTree.of({"A": "", "B": "", "C": ""})
COMPANY_TREE = TerritoryTree.of({"CN": "", "North": "CN", "N1": "North", "N2": "North", "South": "CN"})


def claims(table: str) -> tuple[SeatWeight, ...]:
    """Seats from lines of territory, salesperson (``-`` is the vacancy), weight and perhaps a lock."""
    rows = [line.split() for line in table.strip().splitlines()]
    return tuple(
        SeatWeight(
            seat=PlanSeat(territory_code=code, salesperson_no="" if person == "-" else person),
            weight=Decimal(weight),
            locked_amount=Decimal(lock[0]) if lock else None,
        )
        for code, person, weight, *lock in rows
    )


def divided(plan: TargetPlan, tree: TerritoryTree) -> dict[str, int]:
    return {seat.label: int(amount) for seat, amount in seat_targets(plan, tree).items()}


def refusal(plan: TargetPlan, tree: TerritoryTree) -> PlanError:
    with pytest.raises(PlanError) as caught:
        break_down(plan, tree)
    return caught.value


HISTORY = """
    A P1 5.1
    B P2 2.8
    C P3 3.3
"""


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("1", [5_464_286, 3_000_000, 3_535_714]),
        ("1000", [5_464_000, 3_000_000, 3_536_000]),
    ],
)
def test_territories_share_by_history_with_the_largest_remainder(unit: str, expected: list[int]) -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(12_000_000), rounding_unit=Decimal(unit), seats=claims(HISTORY))
    assert list(divided(plan, THREE_TERRITORIES).values()) == expected


def test_a_locked_territory_is_taken_off_first() -> None:
    plan = TargetPlan(
        fiscal_year=2026, total=Decimal(12_000_000), seats=claims(HISTORY), node_locks={"A": Decimal(5_200_000)}
    )
    assert divided(plan, THREE_TERRITORIES) == {"A/P1": 5_200_000, "B/P2": 3_121_311, "C/P3": 3_678_689}


def test_persons_share_with_the_vacancy() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(5_464_286), seats=claims("A P1 3\nA P2 2\nA - 1"))
    assert divided(plan, THREE_TERRITORIES) == {"A/P1": 2_732_143, "A/P2": 1_821_429, "A/-": 910_714}


def test_twelve_equal_months_differ_by_one_unit_at_most() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(1_821_429), seats=claims("A P1 1"))
    targets = [int(line.target) for line in break_down(plan, THREE_TERRITORIES, month_unit=ONE)]
    assert targets == [151_786] * 9 + [151_785] * 3


def test_months_follow_the_shape_of_the_plan_and_a_seat_may_have_its_own() -> None:
    own = SeatWeight(
        seat=PlanSeat(territory_code="B", salesperson_no="P2"), weight=ONE, month_weights=(ONE,) + (Decimal(0),) * 11
    )
    shape = (Decimal(0),) * 11 + (ONE,)
    plan = TargetPlan(fiscal_year=2026, total=Decimal(200), seats=(*claims("A P1 1"), own), month_weights=shape)
    lines = break_down(plan, THREE_TERRITORIES, calendar=FiscalCalendar(first_month=4))
    assert {(line.salesperson_no, line.month): int(line.target) for line in lines if line.target} == {
        ("P1", "2027-03"): 100,
        ("P2", "2026-04"): 100,
    }


def test_a_seat_may_stand_above_other_territories_and_shares_with_them() -> None:
    plan = TargetPlan(
        fiscal_year=2026,
        total=Decimal(1000),
        seats=claims("""
            North M1 10
            N1    P1 30
            N2    P2 10
            South P3 50
        """),
    )
    assert divided(plan, COMPANY_TREE) == {"North/M1": 100, "N1/P1": 300, "N2/P2": 100, "South/P3": 500}


def test_free_weights_of_zero_share_evenly() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(10), seats=claims("A P1 0\nB P2 0\nC P3 5 4"))
    assert divided(plan, THREE_TERRITORIES) == {"A/P1": 3, "B/P2": 3, "C/P3": 4}


def test_equal_fractions_go_to_territories_then_persons_then_the_vacancy() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(1), seats=claims("North - 1\nNorth P1 1\nN1 P2 1"))
    assert divided(plan, COMPANY_TREE) == {"North/-": 0, "North/P1": 0, "N1/P2": 1}
    plan = TargetPlan(fiscal_year=2026, total=Decimal(1), seats=claims("North - 1\nNorth P1 1"))
    assert divided(plan, COMPANY_TREE) == {"North/-": 0, "North/P1": 1}


def test_a_territory_whose_seats_are_all_locked_gets_exactly_their_sum() -> None:
    plan = TargetPlan(
        fiscal_year=2026,
        total=Decimal(1000),
        seats=claims("""
            N1    P1 90 111
            N2    P2 90 222
            South P3 1
        """),
    )
    assert divided(plan, COMPANY_TREE) == {"N1/P1": 111, "N2/P2": 222, "South/P3": 667}


def test_what_a_lock_leaves_below_one_rounding_unit_goes_to_the_largest_weight() -> None:
    plan = TargetPlan(
        fiscal_year=2026,
        total=Decimal(10_000),
        rounding_unit=Decimal(1000),
        seats=claims("A P1 1 1500.50\nB P2 3\nC P3 1"),
    )
    assert [str(amount) for amount in seat_targets(plan, THREE_TERRITORIES).values()] == ["1500.50", "6499.50", "2000"]


def test_locks_above_the_target_are_refused_with_their_names() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(100), seats=claims("A P1 1 70\nB P2 1 60\nC P3 1"))
    error = refusal(plan, THREE_TERRITORIES)
    assert error.code == "locks-exceed-target"
    assert error.values == {
        "target_of": "2026",
        "target": "100",
        "locked": "130",
        "difference": "30",
        "locks": "A/P1 70, B/P2 60",
    }


def test_a_lock_above_the_share_of_its_territory_is_refused() -> None:
    plan = TargetPlan(
        fiscal_year=2026, total=Decimal(100), seats=claims("N1 P1 1 60\nN1 P2 1\nSouth P3 2"), node_locks={}
    )
    error = refusal(plan, COMPANY_TREE)
    assert (error.code, error.values["target_of"], error.values["target"]) == ("locks-exceed-target", "North", "50")
    assert error.values["locks"] == "N1/P1 60"


def test_everything_locked_must_add_up_to_the_target() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(100), seats=claims("A P1 1 40\nB P2 1 50"))
    error = refusal(plan, THREE_TERRITORIES)
    assert (error.code, error.values["difference"]) == ("locks-below-target", "10")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seats": claims("Moon P1 1")}, "territory-unknown"),
        ({"node_locks": {"Moon": ONE}}, "territory-unknown"),
        ({"node_locks": {"C": ONE}}, "locked-territory-without-seat"),
        ({"total": Decimal("0.001")}, "amount-too-fine"),
        ({"seats": claims("A P1 1 0.001")}, "amount-too-fine"),
        ({"rounding_unit": Decimal("0.001")}, "rounding-unit-too-fine"),
    ],
)
def test_what_no_split_could_mend_is_refused(changes: dict[str, object], code: str) -> None:
    typed: dict[str, object] = {"fiscal_year": 2026, "total": Decimal(100), "seats": claims("A P1 1\nB P2 1")}
    assert refusal(TargetPlan.model_validate(typed | changes), THREE_TERRITORIES).code == code


def test_a_territory_without_seat_gets_nothing_and_is_named() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(100), seats=claims("N1 P1 0\nN1 P2 0"))
    assert territories_without_seat(plan, COMPANY_TREE) == ["N2", "South"]
    assert divided(plan, COMPANY_TREE) == {"N1/P1": 50, "N1/P2": 50}


def test_tie_out_names_the_total_the_lock_and_the_line_that_does_not_belong() -> None:
    plan = TargetPlan(
        fiscal_year=2026,
        total=Decimal(1200),
        seats=claims("A P1 1 300\nB P2 1\nC - 1"),
        node_locks={"B": Decimal(500)},
    )
    lines = break_down(plan, THREE_TERRITORIES)
    assert tie_out(lines, THREE_TERRITORIES, plan) == []
    raised = [
        line.model_copy(update={"target": line.target + 1}) if line.month == "2026-05" else line for line in lines
    ]
    stray = TargetLine(territory_code="A", salesperson_no="P9", month="2026-05", measure="amount", target=Decimal(7))
    found = tie_out([*raised, stray, raised[0]], THREE_TERRITORIES, plan)
    assert [(row.level, row.territory_code, row.salesperson_no, row.found - row.expected) for row in found] == [
        ("company", "", "", Decimal(35)),
        ("territory", "B", "", Decimal(1)),
        ("seat", "A", "P1", Decimal(26)),
        ("line", "A", "P9", Decimal(7)),
        ("line", "A", "P1", Decimal(25)),
    ]


def test_tie_out_names_a_line_of_another_year_and_passes_over_another_measure() -> None:
    plan = TargetPlan(fiscal_year=2026, total=Decimal(1200), seats=claims("A P1 1"))
    lines = break_down(plan, THREE_TERRITORIES)
    moved = [line.model_copy(update={"month": line.month.replace("2026", "2027")}) for line in lines]
    assert {(row.level, row.month[:4]) for row in tie_out(moved, THREE_TERRITORIES, plan)} == {("line", "2027")}
    other = [line.model_copy(update={"measure": "quantity"}) for line in moved]
    assert [row.level for row in tie_out(other, THREE_TERRITORIES, plan)] == ["company"]


# What holds for every plan.

CODES = ("CN", "North", "N1", "N2", "South")
weights = st.decimals(min_value=0, max_value=1000, places=2)


@st.composite
def plans(draw: st.DrawFn) -> TargetPlan:
    names = st.tuples(st.sampled_from(CODES), st.sampled_from(("", "P1", "P2", "P3")))
    names_drawn = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    seats = tuple(
        SeatWeight(seat=PlanSeat(territory_code=code, salesperson_no=person), weight=draw(weights))
        for code, person in names_drawn
    )
    return TargetPlan(
        fiscal_year=2026,
        total=draw(st.decimals(min_value=0, max_value=10**9, places=2)),
        rounding_unit=draw(st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(1000)])),
        seats=seats,
        month_weights=tuple(draw(st.lists(weights, min_size=12, max_size=12))),
    )


@given(plan=plans())
def test_a_breakdown_hands_out_the_whole_target_on_every_level(plan: TargetPlan) -> None:
    lines = break_down(plan, COMPANY_TREE)
    assert len(lines) == 12 * len(plan.seats)
    assert tie_out(lines, COMPANY_TREE, plan) == []
    by_seat = seat_targets(plan, COMPANY_TREE)
    for seat, amount in by_seat.items():
        assert sum(line.target for line in lines if line.seat == seat) == amount
    assert all(line.target >= 0 for line in lines)


@given(plan=plans(), data=st.data())
def test_a_lock_is_met_to_the_cent_or_refused(plan: TargetPlan, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(plan.seats))
    lock = data.draw(st.decimals(min_value=0, max_value=plan.total, places=2))
    seats = tuple(
        claim.model_copy(update={"locked_amount": lock}) if claim == chosen else claim for claim in plan.seats
    )
    locked = plan.model_copy(update={"seats": seats})
    try:
        amounts = seat_targets(locked, COMPANY_TREE)
    except PlanError as error:
        assert error.code in {"locks-exceed-target", "locks-below-target"}  # noqa: PT017 (both outcomes are right)
        return
    assert amounts[chosen.seat] == lock
    assert sum(amounts.values()) == plan.total


@given(plan=plans(), seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(plan: TargetPlan, seed: object) -> None:
    seats, nodes = list(plan.seats), list(COMPANY_TREE.nodes)
    seed.shuffle(seats)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    seed.shuffle(nodes)  # type: ignore[attr-defined]
    shuffled = plan.model_copy(update={"seats": tuple(seats)})
    assert break_down(shuffled, TerritoryTree(nodes=tuple(nodes))) == break_down(plan, COMPANY_TREE)


@given(plan=plans(), factor=st.sampled_from([Decimal(3), Decimal("0.1"), Decimal(100)]))
def test_the_scale_of_the_weights_is_irrelevant(plan: TargetPlan, factor: Decimal) -> None:
    seats = tuple(claim.model_copy(update={"weight": claim.weight * factor}) for claim in plan.seats)
    assert seat_targets(plan.model_copy(update={"seats": seats}), COMPANY_TREE) == seat_targets(plan, COMPANY_TREE)


def test_one_hundred_over_three_equal_weights() -> None:
    assert list(split(Decimal(100), {"a": ONE, "b": ONE, "c": ONE}, ONE).values()) == [34, 33, 33]
