"""Points and totals: the worked numbers of DOMAIN 14, and what holds for every scorecard."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.appraisal.scorecard import (
    Band,
    Bands,
    Criterion,
    Deduction,
    Direct,
    Figure,
    LinearScale,
    Scorecard,
    Veto,
)
from salesbook.appraisal.scoring import best_points, deducted, points, score
from salesbook.money import round_half_up
from salesbook.problems import PlanError

ATTAINMENT = LinearScale(floor=Decimal(70), target=Decimal(100), cap=Decimal(130))
COMPLAINTS = LinearScale(floor=Decimal(5), target=Decimal(2), cap=Decimal(0))
VISITS = Bands(
    steps=(
        Band(below=Decimal(18), points=Decimal(0)),
        Band(at_least=Decimal(18), below=Decimal(24), points=Decimal(60)),
        Band(at_least=Decimal(24), below=Decimal(30), points=Decimal(80)),
        Band(at_least=Decimal(30), points=Decimal(100)),
    )
)


@pytest.mark.parametrize(
    ("result", "expected"),
    [("94", "92.00"), ("115", "110.00"), ("68", "0.00"), ("140", "120.00"), ("70", "60.00"), ("100", "100.00")],
)
def test_a_linear_scale_runs_straight_from_floor_to_target_to_cap(result: str, expected: str) -> None:
    assert str(round_half_up(points(ATTAINMENT, Decimal(result)), 2)) == expected


@pytest.mark.parametrize(
    ("result", "expected"), [("3", "86.67"), ("1", "110.00"), ("6", "0.00"), ("0", "120.00"), ("5", "60.00")]
)
def test_with_the_floor_above_the_target_lower_is_better(result: str, expected: str) -> None:
    assert str(round_half_up(points(COMPLAINTS, Decimal(result)), 2)) == expected


@pytest.mark.parametrize(("visits", "expected"), [(30, 100), (29, 80), (24, 80), (23, 60), (18, 60), (17, 0)])
def test_bands_give_the_points_of_their_step(visits: int, expected: int) -> None:
    assert points(VISITS, Decimal(visits)) == expected


def test_a_result_between_bands_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="no band holds 5"):
        points(Bands(steps=(Band(below=Decimal(5), points=Decimal(0)),)), Decimal(5))


def test_direct_points_stay_within_zero_and_one_hundred() -> None:
    assert [points(Direct(), Decimal(result)) for result in (-3, 94, 104)] == [0, 94, 100]


def test_a_cap_at_the_target_gives_no_bonus() -> None:
    scale = LinearScale(floor=Decimal(70), target=Decimal(100), cap=Decimal(100))
    assert points(scale, Decimal(140)) == best_points(scale) == 100


# The example of DOMAIN 14: code, weight and points. Service is left at its exact 86 2/3.
EXAMPLE = """
    amount        20  92
    quantity      10 100
    gross_profit  20  88
    completion    15  95
    visits        10  80
    retention     10  90
    service        5 260/3
    collection     5 100
    attendance     3  94
    conduct        2  80
"""
ROWS = [line.split() for line in EXAMPLE.strip().splitlines()]
CRITERIA = [Criterion(code=row[0], name=row[0], weight=Decimal(row[1]), source=row[0], scale=Direct()) for row in ROWS]
FIGURES = {row[0]: Figure(source=row[0], result=Fraction(row[2])) for row in ROWS}


def scorecard(without: tuple[str, ...] = (), **incidents: object) -> Scorecard:
    figures = {source: figure for source, figure in FIGURES.items() if source not in without}
    return score(CRITERIA, figures, salesperson_no="P1", period="2026-03", **incidents)  # type: ignore[arg-type]


def price_cut(number: int, **changes: object) -> Deduction:
    typed: dict[str, object] = {"incident_no": f"I{number}", "kind": "price-cut", "points": 5, "at_most": 15}
    return Deduction.model_validate(typed | changes)


def test_the_total_weighs_the_points() -> None:
    card = scorecard()
    assert (card.total, card.grade, card.notes) == (Decimal("91.00"), "A", ())
    assert sum(line.contribution for line in card.lines) == card.subtotal


def test_points_are_not_rounded_before_they_are_weighed() -> None:
    thirds = {"a": Decimal("33.33"), "b": Decimal("33.33"), "c": Decimal("33.34")}
    criteria = [
        Criterion(code=code, name=code, weight=weight, source=code, scale=Direct()) for code, weight in thirds.items()
    ]
    figures = {code: Figure(source=code, result=Fraction(1, 300)) for code in thirds}
    card = score(criteria, figures, salesperson_no="P1", period="2026-03")
    assert card.total == Decimal("0.00")
    figures = {code: Figure(source=code, result=Fraction(200, 3)) for code in thirds}
    card = score(criteria, figures, salesperson_no="P1", period="2026-03")
    assert (card.lines[0].points, card.total) == (Decimal("66.67"), Decimal("66.67"))
    assert [str(line.contribution) for line in card.lines] == ["22.22", "22.22", "22.23"]


def test_the_weight_of_a_criterion_without_data_goes_to_the_others_and_the_sheet_says_so() -> None:
    card = scorecard(without=("visits",))
    assert card.total == Decimal("92.23")
    assert [(note.code, note.severity, note.values) for note in card.notes] == [
        ("criterion-without-data", "warning", {"criterion": "visits", "weight": "10"})
    ]
    assert sum(line.effective_weight for line in card.lines) == 100
    assert {line.points for line in card.lines if line.criterion.code == "visits"} == {None}


def test_without_any_data_there_is_no_total() -> None:
    card = score(CRITERIA, {}, salesperson_no="P1", period="2026-03")
    assert (card.total, card.grade, card.notes[-1].code) == (None, "", "nothing-to-score")
    assert len(card.notes) == len(CRITERIA) + 1


def test_selling_without_a_target_earns_the_cap() -> None:
    criteria = [CRITERIA[0].model_copy(update={"weight": Decimal(100), "scale": ATTAINMENT})]
    figure = Figure.of_attainment("amount", Decimal(5), Decimal(0))
    card = score(criteria, {"amount": figure}, salesperson_no="P1", period="2026-03")
    assert card.total == 120
    turned = [criteria[0].model_copy(update={"scale": COMPLAINTS})]
    assert score(turned, {"amount": figure}, salesperson_no="P1", period="2026-03").total is None
    stepped = [criteria[0].model_copy(update={"scale": VISITS})]
    assert score(stepped, {"amount": figure}, salesperson_no="P1", period="2026-03").total == 100


def test_weights_must_add_up_before_anybody_is_scored() -> None:
    with pytest.raises(PlanError, match="weights-not-100 found=80 missing=20"):
        score(CRITERIA[1:], FIGURES, salesperson_no="P1", period="2026-03")


def test_a_price_cut_takes_five_points_and_never_more_than_fifteen_a_month() -> None:
    assert scorecard(deductions=[price_cut(1)]).total == Decimal("86.00")
    card = scorecard(deductions=[price_cut(number) for number in range(4)])
    assert card.total == Decimal("76.00")
    assert [(note.code, note.values) for note in card.notes] == [
        ("deduction-limited", {"kind": "price-cut", "asked": "20", "taken": "15"})
    ]


def test_each_kind_has_its_own_limit_and_a_limit_of_zero_takes_nothing() -> None:
    refused = Deduction(incident_no="I9", kind="refusal", points=Decimal(5))
    assert deducted([price_cut(1), price_cut(2), refused, refused]) == 20
    assert deducted([price_cut(1, at_most=0)]) == 0
    assert deducted([price_cut(1, at_most=6), price_cut(2, at_most=8)]) == 8


@pytest.mark.parametrize("status", ["reported", "under_review", "dismissed"])
def test_only_confirmed_incidents_count(status: str) -> None:
    veto = Veto.model_validate({"incident_no": "I1", "kind": "leak", "status": status})
    card = scorecard(deductions=[price_cut(1, status=status)], vetoes=[veto])
    assert (card.total, card.deductions, card.vetoes, card.notes) == (Decimal("91.00"), (), (), ())


def test_a_veto_caps_the_total_at_fifty_nine() -> None:
    card = scorecard(vetoes=[Veto(incident_no="I1", kind="leak")])
    assert (card.subtotal, card.total, card.grade) == (Decimal("91.00"), Decimal("59.00"), "E")
    assert [(note.code, note.values) for note in card.notes] == [
        ("veto-caps-total", {"kind": "leak", "incident": "I1", "cap": "59"})
    ]


def test_deductions_never_push_the_total_below_zero() -> None:
    assert scorecard(deductions=[price_cut(1, points=500, at_most=None)]).total == 0


# What holds for every scorecard.

results = st.decimals(min_value=-50, max_value=200, places=2)


@given(pair=st.tuples(results, results), scale=st.sampled_from([ATTAINMENT, VISITS, Direct()]))
def test_a_better_result_never_gets_fewer_points(
    pair: tuple[Decimal, Decimal], scale: LinearScale | Bands | Direct
) -> None:
    worse, better = sorted(pair)
    assert 0 <= points(scale, worse) <= points(scale, better) <= best_points(scale)
    assert points(COMPLAINTS, better) <= points(COMPLAINTS, worse)


@given(missing=st.sets(st.sampled_from(sorted(FIGURES)), max_size=9), direct=st.data())
def test_redistributed_weights_add_up_to_one_hundred_and_contributions_to_the_subtotal(
    missing: set[str], direct: st.DataObject
) -> None:
    drawn = {source: direct.draw(results) for source in FIGURES if source not in missing}
    figures = {source: Figure(source=source, result=result) for source, result in drawn.items()}
    card = score(CRITERIA, figures, salesperson_no="P1", period="2026-03")
    assert sum(line.effective_weight for line in card.lines) == 100
    assert sum(line.contribution for line in card.lines) == card.subtotal
    assert card.total is not None
    reached = [line.points for line in card.lines if line.points is not None]
    assert min(reached) - 1 < card.total < max(reached) + 1
    assert all(line.effective_weight == 0 for line in card.lines if line.criterion.code in missing)


@given(costs=st.lists(st.integers(0, 60), max_size=4), vetoed=st.booleans())
def test_a_total_is_never_negative_and_never_above_its_veto(costs: list[int], vetoed: bool) -> None:
    deductions = [price_cut(number, points=cost, at_most=None) for number, cost in enumerate(costs)]
    vetoes = [Veto(incident_no="V", kind="leak")] if vetoed else []
    total = scorecard(deductions=deductions, vetoes=vetoes).total
    assert total is not None
    assert 0 <= total <= (59 if vetoed else Decimal("91.00"))
