"""What the items of a rated form weigh in the whole, however the weights were typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.appraisal.rated_form import TypedItem, TypedPart, weigh, weighted_mean
from salesbook.money import round_half_up


def part(weight: str, *weights: str, scores: str = "") -> TypedPart:
    """A part and its items by their weights, a dash for one that was left blank."""
    given_scores = scores.split() or ["-"] * len(weights)
    items = (
        TypedItem(f"item {number}", _number(weight), _number(score))
        for number, (weight, score) in enumerate(zip(weights, given_scores, strict=True), start=1)
    )
    return TypedPart("Part", _number(weight), tuple(items))


def _number(typed: str) -> Decimal | None:
    return None if typed == "-" else Decimal(typed)


def weights(*parts: TypedPart) -> list[str]:
    weighed, problems = weigh(parts)
    assert problems == []
    return [str(item.weight) for part in weighed for item in part.items]


def test_an_item_weighs_its_share_of_its_part_exactly() -> None:
    assert weights(part("0.7", "0.4", "0.3", "0.2", "0.1"), part("0.3", "-", "-", "-")) == [
        "28", "21", "14", "7", "10", "10", "10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        (part("70", "40", "60"), part("30", "100")),
        (part("0.7", "40", "60"), part("0.3", "1")),
        (part("70", "28", "42"), part("30", "30")),
        (part("-", "28", "42"), part("-", "30")),
        (part("-", "0.28", "0.42"), part("-", "0.3")),
    ],
)
def test_shares_of_1_and_of_100_of_the_part_and_of_the_whole_mean_the_same(typed: tuple[TypedPart, ...]) -> None:
    assert weights(*typed) == ["28", "42", "30"]


def test_a_form_of_one_part_needs_no_weight_for_it() -> None:
    assert weights(part("-", "50", "30", "20")) == ["50", "30", "20"]
    assert weights(part("-", "-", "-")) == ["50", "50"]


def test_weights_that_do_not_divide_add_up_to_the_whole_all_the_same() -> None:
    found = weights(part("30", *["-"] * 7), part("70", *["-"] * 3))
    assert found[0] == "4.285715"
    assert sum(map(Decimal, found)) == 100


@pytest.mark.parametrize(
    ("typed", "code", "line_no", "found"),
    [
        ((part("0.7", "0.4", "0.5"), part("0.3", "-")), "form-weights-not-100", 1, "90"),
        ((part("0.7", "-"), part("0.3", "0.5", "0.6")), "form-weights-not-100", 2, "110"),
        ((part("0.7", "-"), part("0.2", "-")), "form-parts-not-100", 1, "90"),
        ((part("-", "28", "42"), part("-", "20")), "form-weights-not-100", 1, "90"),
        ((part("0.7", "0.4", "-"), part("0.3", "-")), "missing", 2, None),
        ((part("0.7", "-"), part("-", "-")), "missing", 2, None),
    ],
)
def test_weights_that_are_not_whole_are_told_with_their_sum(
    typed: tuple[TypedPart, ...], code: str, line_no: int, found: str | None
) -> None:
    _, problems = weigh(typed)
    assert [(problem.code, problem.place.line_no, problem.values.get("found")) for problem in problems] == [
        (code, line_no, found)
    ]


def test_parts_whose_weights_nobody_knows_are_asked_for_and_not_averaged() -> None:
    _, problems = weigh([part("-", "-"), part("-", "-")])
    assert {(problem.code, problem.place.field) for problem in problems} == {("missing", "part_weight")}


def test_a_missing_score_is_no_zero() -> None:
    (weighed,), _ = weigh([part("-", "50", "30", "20", scores="90 - 60")])
    assert round_half_up(weighed.points, 2) == Decimal("81.43")
    assert weighted_mean(weigh([part("-", "50", "50")])[0][0].items) is None


def test_scores_that_may_be_out_of_the_weight_are_pointed_out() -> None:
    assert [problem.code for problem in weigh([part("-", "40", "60", scores="36 55")])[1]] == [
        "form-scores-within-weights"
    ]
    assert weigh([part("-", "40", "60", scores="36 61")])[1] == []


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9)), min_size=1, max_size=5),
)
def test_weights_of_good_parts_always_add_up_to_100(sizes: list[tuple[int, int]]) -> None:
    rest = 1000 - sum(weight for weight, _ in sizes)
    parts = [part(str(Decimal(weight) / 10), *["-"] * items) for weight, items in [*sizes, (rest, 1)]]
    weighed, problems = weigh(parts)
    assert problems == []
    assert sum(part.weight for part in weighed) == 100
