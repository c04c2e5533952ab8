"""Actuals against targets on every level, and who a shared sale is credited to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import round_half_up
from salesbook.planning.attainment import Actual, Attainment, attainment_ratio, attainments, credit_shares, join_teams
from salesbook.planning.targets import TargetLine, TerritoryTree
from salesbook.problems import PlanError

TREE = TerritoryTree.of({"North": "", "N1": "North", "South": ""})


def target(code: str, person: str, month: str, amount: int) -> TargetLine:
    return TargetLine(territory_code=code, salesperson_no=person, month=month, measure="amount", target=Decimal(amount))


def actual(code: str, person: str, month: str, amount: int) -> Actual:
    return Actual(territory_code=code, salesperson_no=person, month=month, measure="amount", actual=Decimal(amount))


def numbers(rows: list[Attainment]) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    return {(row.level, row.code, row.month): (int(row.target), int(row.actual), int(row.variance)) for row in rows}


def test_attainment_is_actual_by_target() -> None:
    ratio = attainment_ratio(Decimal(2_300_000), Decimal(5_000_000))
    assert ratio is not None
    assert round_half_up(ratio * 100, 1) == Decimal("46.0")
    assert attainment_ratio(Decimal(5), Decimal(0)) is None


def test_every_level_sums_what_is_beneath_it() -> None:
    rows = attainments(
        [target("N1", "P1", "2026-01", 100), target("North", "", "2026-01", 50), target("South", "P1", "2026-02", 30)],
        [actual("N1", "P1", "2026-01", 80), actual("North", "", "2026-01", 5), actual("South", "P2", "2026-01", -7)],
        TREE,
    )
    assert numbers(rows) == {
        ("company", "", "2026-01"): (150, 78, -72),
        ("company", "", "2026-02"): (30, 0, -30),
        ("company", "", ""): (180, 78, -102),
        ("territory", "North", "2026-01"): (150, 85, -65),
        ("territory", "North", "2026-02"): (0, 0, 0),
        ("territory", "North", ""): (150, 85, -65),
        ("territory", "N1", "2026-01"): (100, 80, -20),
        ("territory", "N1", "2026-02"): (0, 0, 0),
        ("territory", "N1", ""): (100, 80, -20),
        ("territory", "South", "2026-01"): (0, -7, -7),
        ("territory", "South", "2026-02"): (30, 0, -30),
        ("territory", "South", ""): (30, -7, -37),
        ("person", "P1", "2026-01"): (100, 80, -20),
        ("person", "P1", "2026-02"): (30, 0, -30),
        ("person", "P1", ""): (130, 80, -50),
        ("person", "P2", "2026-01"): (0, -7, -7),
        ("person", "P2", "2026-02"): (0, 0, 0),
        ("person", "P2", ""): (0, -7, -7),
    }


def test_only_the_months_and_the_measure_asked_for_count() -> None:
    lines = [target("N1", "P1", "2026-01", 100), target("N1", "P1", "2026-02", 100)]
    other = Actual(territory_code="N1", salesperson_no="P1", month="2026-01", measure="quantity", actual=Decimal(9))
    rows = attainments(lines, [other, actual("N1", "P3", "2026-02", 4)], TREE, months=["2026-01"])
    assert {row.month for row in rows} == {"2026-01", ""}
    assert numbers(rows)["company", "", ""] == (100, 0, -100)
    assert {row.code for row in rows if row.level == "person"} == {"P1"}


def test_sales_of_an_unknown_territory_still_count_for_company_and_person() -> None:
    rows = numbers(attainments([], [actual("Moon", "P1", "2026-01", 8)], TREE))
    assert rows["company", "", ""][1] == rows["person", "P1", ""][1] == 8
    assert rows["territory", "North", ""][1] == 0


def test_a_shared_sale_is_credited_by_percent() -> None:
    shares = credit_shares(Decimal("1104.00"), {"P1": Decimal(60), "P2": Decimal(40)})
    assert shares == {"P1": Decimal("662.40"), "P2": Decimal("441.60")}


def test_credit_shares_add_up_to_one_hundred() -> None:
    with pytest.raises(PlanError) as caught:
        credit_shares(Decimal(100), {"P1": Decimal(60), "P2": Decimal(30)})
    assert (caught.value.code, caught.value.values) == (
        "shares-not-100",
        {"found": "90", "difference": "10", "shares": "P1 60, P2 30"},
    )
    with pytest.raises(PlanError, match="shares-not-100 found=110"):
        credit_shares(Decimal(100), {"P1": Decimal(60), "P2": Decimal(50)}, allow_rest=True)
    with pytest.raises(PlanError, match="shares-not-100"):
        credit_shares(Decimal(100), {"P1": Decimal(110), "P2": Decimal(-10)})


def test_what_persons_do_not_share_stays_with_the_vacancy() -> None:
    shares = credit_shares(Decimal(100), {"P1": Decimal(60), "": Decimal(10)}, allow_rest=True)
    assert shares == {"P1": 60, "": 40}


def test_teams_of_joined_quotations_count_by_the_amount_of_each() -> None:
    teams = [{"P1": Decimal(100)}, {"P1": Decimal(50), "P2": Decimal(50)}]
    assert join_teams(teams) == {"P1": 75, "P2": 25}
    assert join_teams(teams, [Decimal(100), Decimal(300)]) == {"P1": Decimal("62.50"), "P2": Decimal("37.50")}
    assert join_teams(teams, [Decimal(0), Decimal(0)]) == {"P1": 75, "P2": 25}
    with pytest.raises(PlanError, match="shares-not-100 found=99"):
        join_teams([{"P1": Decimal(99)}])


@given(
    amount=st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    shares=st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=3),
)
def test_credit_shares_hand_out_the_whole_sale(amount: Decimal, shares: list[int]) -> None:
    typed = {f"P{number}": Decimal(share) for number, share in enumerate(shares)}
    credited = credit_shares(amount, typed, allow_rest=True)
    assert sum(credited.values()) == amount
    assert credit_shares(-amount, typed, allow_rest=True) == {person: -share for person, share in credited.items()}


seats = st.sampled_from([("North", "P1"), ("N1", "P1"), ("N1", ""), ("South", "P2")])
months = st.sampled_from(["2026-01", "2026-02"])
amounts = st.integers(min_value=-1000, max_value=1000)


@given(rows=st.lists(st.tuples(seats, months, amounts), max_size=12), seed=st.randoms(use_true_random=False))
def test_the_order_of_actuals_is_irrelevant_and_levels_agree(
    rows: list[tuple[tuple[str, str], str, int]], seed: object
) -> None:
    sales = [actual(*seat, month, amount) for seat, month, amount in rows]
    first = attainments([], sales, TREE)
    seed.shuffle(sales)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    assert attainments([], sales, TREE) == first
    whole = {(row.level, row.code): row.actual for row in first if row.month == ""}
    assert whole["company", ""] == whole["territory", "North"] + whole["territory", "South"]
