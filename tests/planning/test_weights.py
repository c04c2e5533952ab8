"""Weights from history, potential and the seasons: the worked numbers of DOMAIN 11."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import split
from salesbook.planning.weights import blend, seasonality_index
from salesbook.problems import PlanError

HISTORY = {"A": Decimal("5.1"), "B": Decimal("2.8"), "C": Decimal("3.3")}
POTENTIAL = {"A": Decimal(8), "B": Decimal(6), "C": Decimal(6)}
QUARTERS = [[Decimal(number) for number in year] for year in [(90, 110, 120, 80), (100, 120, 130, 90)]]
figures = st.dictionaries(st.sampled_from("ABCDE"), st.decimals(min_value=-100, max_value=10**6, places=2))


def test_a_blend_of_history_and_potential_divides_the_target() -> None:
    weights = blend(HISTORY, POTENTIAL, Decimal("0.7"))
    assert weights == {"A": Decimal("0.43875"), "B": Decimal("0.265"), "C": Decimal("0.29625")}
    assert list(split(Decimal(12_000_000), weights, Decimal(1)).values()) == [5_265_000, 3_180_000, 3_555_000]


def test_a_side_without_figures_leaves_the_other_to_decide() -> None:
    assert blend({}, {"A": Decimal(3), "B": Decimal(1)}, Decimal("0.7")) == {"A": Decimal("0.75"), "B": Decimal("0.25")}
    assert blend({"A": Decimal(3), "B": Decimal(1)}, {}, Decimal(0)) == {"A": Decimal("0.75"), "B": Decimal("0.25")}
    assert blend({"A": Decimal(0)}, {"B": Decimal(-1)}, Decimal(1)) == {"A": Decimal(0), "B": Decimal(0)}


def test_the_parts_of_a_blend_add_up_to_one() -> None:
    with pytest.raises(PlanError, match=r"blend-share-out-of-range found=1\.2"):
        blend(HISTORY, POTENTIAL, Decimal("1.2"))


@given(history=figures, potential=figures, share=st.decimals(min_value=0, max_value=1, places=3))
def test_blended_weights_add_up_to_one_or_are_all_zero(
    history: dict[str, Decimal], potential: dict[str, Decimal], share: Decimal
) -> None:
    weights = blend(history, potential, share)
    assert sum(weights.values()) in (0, 1)
    assert all(weight >= 0 for weight in weights.values())


def test_the_seasonality_index_compares_each_quarter_with_the_mean_of_its_year() -> None:
    index = seasonality_index(QUARTERS, periods=4)
    assert [str(round(value, 6)) for value in index] == ["0.904545", "1.095455", "1.190909", "0.809091"]
    quarters = split(Decimal(1_000_000), dict(enumerate(index)), Decimal(1))
    assert list(quarters.values()) == [226_136, 273_864, 297_727, 202_273]


def test_fewer_than_two_full_years_give_an_even_index() -> None:
    assert seasonality_index(QUARTERS[:1], periods=4) == [1, 1, 1, 1]
    assert seasonality_index([QUARTERS[0], QUARTERS[1][:3], [Decimal(0)] * 4], periods=4) == [1, 1, 1, 1]


def test_a_month_is_never_below_zero_and_may_stay_zero() -> None:
    years = [[Decimal(-10), Decimal(60), Decimal(50), Decimal(0)]] * 2
    assert [round(value, 4) for value in seasonality_index(years, periods=4)] == [
        Decimal(0),
        Decimal("2.1818"),
        Decimal("1.8182"),
        Decimal(0),
    ]


@given(
    years=st.lists(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=12, max_size=12), max_size=5),
    factor=st.sampled_from([Decimal(2), Decimal("0.5")]),
)
def test_an_index_adds_up_to_twelve_and_ignores_the_size_of_a_year(years: list[list[Decimal]], factor: Decimal) -> None:
    index = seasonality_index(years)
    assert sum(index) == 12
    assert index == seasonality_index(
        [[value * factor for value in year] if number == 0 else year for number, year in enumerate(years)]
    )
