"""What a template may look like, and what is wrong with the others."""

from decimal import Decimal

import pytest

from salesbook.appraisal.scorecard import (
    Band,
    Bands,
    Criterion,
    Direct,
    Figure,
    LinearScale,
    Scale,
    check_criteria,
    check_weights,
)

SOURCES = {"amount", "visits"}


def criterion(scale: Scale, *, code: str = "K1", weight: str = "100", source: str = "amount") -> Criterion:
    return Criterion(code=code, name=code, weight=Decimal(weight), source=source, scale=scale)


def bands(text: str) -> Bands:
    """Steps such as ``..18=0 18..24=60``; a missing end is no end."""
    steps = []
    for step in text.split():
        ends, reached = step.split("=")
        low, high = ends.split("..")
        steps.append(
            Band(at_least=Decimal(low) if low else None, below=Decimal(high) if high else None, points=Decimal(reached))
        )
    return Bands(steps=tuple(steps))


def linear(floor: int, target: int, cap: int) -> LinearScale:
    return LinearScale(floor=Decimal(floor), target=Decimal(target), cap=Decimal(cap))


@pytest.mark.parametrize(
    ("weights", "found", "missing"), [(["60", "50"], "110", "-10"), (["60", "35"], "95", "5"), ([], "0", "100")]
)
def test_weights_add_up_to_exactly_one_hundred(weights: list[str], found: str, missing: str) -> None:
    (problem,) = check_weights([Decimal(weight) for weight in weights])
    assert (problem.code, problem.values) == ("weights-not-100", {"found": found, "missing": missing})


@pytest.mark.parametrize(
    ("scale", "codes"),
    [
        (Direct(), []),
        (linear(70, 100, 130), []),
        (linear(70, 100, 100), []),
        (linear(5, 2, 0), []),
        (linear(100, 100, 130), ["scale-out-of-order"]),
        (linear(70, 130, 100), ["scale-out-of-order"]),
        (linear(5, 2, 3), ["scale-out-of-order"]),
        (linear(70, 100, 130).model_copy(update={"floor_points": Decimal(110)}), ["scale-points-out-of-order"]),
        (bands("..18=0 18..24=60 24..30=80 30..=100"), []),
        (bands("30..=100 24..30=80 18..24=60 ..18=0"), []),
        (bands("..=50"), []),
        (bands("..18=0 18..24=60 25..30=80 30..=100"), ["bands-gap"]),
        (bands("..18=0 17..24=60 24..=80"), ["bands-overlap"]),
        (bands("..18=0 ..24=60 24..=80"), ["bands-overlap"]),
        (bands("..=0 24..=80"), ["bands-overlap"]),
        (bands("0..18=0 18..24=60"), ["bands-gap", "bands-gap"]),
        (Bands(steps=()), ["bands-missing"]),
    ],
)
def test_a_scale_gives_every_result_exactly_one_number_of_points(scale: Scale, codes: list[str]) -> None:
    assert [problem.code for problem in check_criteria([criterion(scale)], SOURCES)] == codes


def test_a_gap_is_named_with_both_ends() -> None:
    (problem,) = check_criteria([criterion(bands("..18=0 20..=80"))], SOURCES)
    assert problem.values == {"criterion": "K1", "low": "18", "high": "20"}
    assert (problem.place.line_no, problem.place.field) == (1, "scale")


def test_everything_wrong_is_told_in_one_pass() -> None:
    problems = check_criteria(
        [
            criterion(linear(100, 100, 100), weight="60"),
            criterion(Direct(), weight="30", source="moon"),
        ],
        SOURCES,
    )
    assert [(problem.code, problem.place.line_no) for problem in problems] == [
        ("weights-not-100", None),
        ("scale-out-of-order", 1),
        ("criterion-twice", 2),
        ("source-unknown", 2),
    ]
    assert problems[-1].values == {"source": "moon", "known": "amount, visits"}


def test_attainment_is_net_of_returns() -> None:
    figure = Figure.of_attainment("amount", Decimal(480_000) - Decimal(10_000), Decimal(500_000))
    assert figure.result == 94
    assert Figure.of_attainment("gross_profit", Decimal(91_000), Decimal(100_000)).result == 91


def test_without_a_target_there_is_no_result_and_selling_anyway_beats_it() -> None:
    assert Figure.of_attainment("amount", Decimal(5), Decimal(0)).beats_zero_target
    assert not Figure.of_attainment("amount", Decimal(0), Decimal(0)).beats_zero_target
    assert not Figure.of_attainment("amount", Decimal(-5), Decimal(0)).beats_zero_target
    assert not Figure(source="complaints", actual=Decimal(3), target=Decimal(0), result=Decimal(3)).beats_zero_target
