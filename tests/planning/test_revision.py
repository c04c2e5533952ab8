"""Changing targets: shape kept, handovers, newcomers, padding and own plans, with the numbers of DOMAIN 11."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import round_half_up
from salesbook.planning.breakdown import split_months
from salesbook.planning.pace import WorkingDays
from salesbook.planning.revision import first_month_handed_over, hand_over, padding, plan_gap, ramp_up, re_split
from salesbook.planning.targets import TargetLine
from salesbook.problems import PlanError

ONE = Decimal(1)
MONTHS = [f"2026-{number:02d}" for number in range(1, 13)]
EVEN_YEAR = split_months(Decimal(1_821_429), MONTHS, (), ONE)


def lines_of(person: str, months: dict[str, Decimal]) -> list[TargetLine]:
    return [
        TargetLine(territory_code="A", salesperson_no=person, month=month, measure="amount", target=target)
        for month, target in months.items()
    ]


def total(lines: list[TargetLine], person: str) -> Decimal:
    return sum((line.target for line in lines if line.salesperson_no == person), Decimal(0))


def test_own_plans_within_two_percent_of_the_target_are_agreed() -> None:
    gap = plan_gap(Decimal(2_600_000) + Decimal(1_900_000), Decimal(2_732_143) + Decimal(1_821_429))
    assert (gap.gap, gap.agreed) == (Decimal(-53_572), True)
    assert gap.gap_percent is not None
    assert round_half_up(gap.gap_percent, 2) == Decimal("-1.18")
    assert not plan_gap(Decimal(979), Decimal(1000)).agreed
    assert plan_gap(Decimal(980), Decimal(1000)).agreed


def test_own_plans_against_no_target_have_no_percent() -> None:
    assert plan_gap(Decimal(5), Decimal(0)).gap_percent is None
    assert not plan_gap(Decimal(5), Decimal(0)).agreed


def test_persons_carry_the_padding_on_top_of_the_company_target() -> None:
    total_carried = Decimal(12_000_000) + padding(Decimal(12_000_000), Decimal(3), decimals=0)
    assert total_carried == Decimal(12_360_000)


def test_who_leaves_keeps_the_months_before_and_hands_over_the_rest_month_by_month() -> None:
    lines = lines_of("P2", EVEN_YEAR) + lines_of("P3", dict.fromkeys(MONTHS, Decimal(10)))
    after = hand_over(
        lines,
        territory_code="A",
        salesperson_no="P2",
        first_month="2026-09",
        receivers={"P3": Decimal(6), "": Decimal(4)},
        unit=ONE,
    )
    assert total(after, "P2") == 1_214_288
    assert total(after, "P3") == 120 + 364_285
    assert total(after, "") == 242_856
    assert sum(line.target for line in after) == sum(line.target for line in lines)


def test_a_customer_who_moves_takes_his_share_of_the_months_left() -> None:
    after = hand_over(
        lines_of("P2", EVEN_YEAR),
        territory_code="A",
        salesperson_no="P2",
        first_month="2026-09",
        receivers={"P3": Decimal(12), "P2": Decimal(88)},
        unit=ONE,
    )
    assert total(after, "P3") == 72_856
    assert total(after, "P2") == 1_821_429 - 72_856


@pytest.mark.parametrize(
    ("last_day", "month"),
    # August 2026 has 21 working days, 10 of them by Friday the 14th.
    [
        (date(2026, 8, 31), "2026-09"),
        (date(2026, 8, 17), "2026-09"),
        (date(2026, 8, 14), "2026-08"),
        # March 2026 has 22; half of them leaves the month with the one who goes.
        (date(2026, 3, 16), "2026-04"),
    ],
)
def test_the_month_of_change_goes_to_who_holds_it_longer(last_day: date, month: str) -> None:
    assert first_month_handed_over(last_day, WorkingDays()) == month


def test_a_handover_needs_a_receiver() -> None:
    with pytest.raises(PlanError, match="handover-without-receiver territory=A salesperson=P2"):
        hand_over([], territory_code="A", salesperson_no="P2", first_month="2026-09", receivers={})


def test_a_newcomer_ramps_up_and_the_vacancy_carries_the_difference() -> None:
    full = dict.fromkeys(MONTHS[:4], Decimal(100_000))
    own, vacancy = ramp_up(full, [Decimal(25), Decimal(50), Decimal(75)], ONE)
    assert list(own.values()) == [25_000, 50_000, 75_000, 100_000]
    assert sum(vacancy.values()) == 150_000


def test_months_gone_by_keep_their_target() -> None:
    months = {"2026-01": Decimal(10), "2026-02": Decimal(20), "2026-03": Decimal(40)}
    changed = re_split(months, Decimal(100), frozen={"2026-01"}, unit=ONE)
    assert changed == {"2026-01": 10, "2026-02": 30, "2026-03": 60}
    with pytest.raises(PlanError, match="frozen-months-do-not-fit frozen=10 target=9"):
        re_split(months, Decimal(9), frozen={"2026-01"})
    with pytest.raises(PlanError, match="frozen-months-do-not-fit frozen=70 target=71"):
        re_split(months, Decimal(71), frozen=set(months))
    with pytest.raises(PlanError, match=r"amount-too-fine target_of=2026-01\.\.2026-03"):
        re_split(months, Decimal("70.5"), unit=ONE)


@given(
    new_total=st.integers(min_value=0, max_value=10**9).map(Decimal),
    shape=st.lists(st.integers(min_value=0, max_value=100).map(Decimal), min_size=12, max_size=12),
)
def test_going_back_to_the_old_total_brings_the_old_months_back(new_total: Decimal, shape: list[Decimal]) -> None:
    weights = dict(zip(MONTHS, shape, strict=True))
    before = re_split(EVEN_YEAR, Decimal(1_821_429), shape=weights, unit=ONE)
    changed = re_split(before, new_total, shape=weights, unit=ONE)
    assert sum(changed.values()) == new_total
    assert re_split(changed, Decimal(1_821_429), shape=weights, unit=ONE) == before


@given(
    targets=st.lists(st.integers(min_value=0, max_value=10**6).map(Decimal), min_size=12, max_size=12),
    receivers=st.dictionaries(
        st.sampled_from(["", "P1", "P3"]), st.integers(min_value=0, max_value=9).map(Decimal), min_size=1
    ),
    first_month=st.sampled_from(MONTHS),
)
def test_a_handover_changes_no_month_of_the_territory(
    targets: list[Decimal], receivers: dict[str, Decimal], first_month: str
) -> None:
    lines = lines_of("P2", dict(zip(MONTHS, targets, strict=True)))
    after = hand_over(lines, territory_code="A", salesperson_no="P2", first_month=first_month, receivers=receivers)
    for month, target in zip(MONTHS, targets, strict=True):
        assert sum(line.target for line in after if line.month == month) == target
    assert all(line.salesperson_no == "P2" for line in after if line.month < first_month)
