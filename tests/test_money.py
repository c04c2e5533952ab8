"""Rounding, line arithmetic and splitting: the worked numbers of DOMAIN 3, and what holds for all numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.money import line_net, line_taxes, net_of_gross, round_half_up, split, spread_rounding, unit_of

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
weights = st.dictionaries(
    st.text(alphabet="abcdefgh", min_size=1, max_size=3),
    st.decimals(min_value=0, max_value=10**6, places=3),
    min_size=1,
    max_size=12,
)


def d(text: str) -> Decimal:
    return Decimal(text)


def test_a_line_is_rounded_once_after_the_discount() -> None:
    assert line_net(d("3"), d("19.99"), d("5"), 2) == d("56.97")
    assert round_half_up(d("56.97") * d("0.13"), 2) == d("7.41")
    assert line_net(d("38"), d("541.26"), d("2"), 2) == d("20156.52")


def test_half_a_cent_goes_away_from_zero() -> None:
    assert [round_half_up(d(text), 2) for text in ("0.125", "-0.125", "0.135")] == [d("0.13"), d("-0.13"), d("0.14")]


@pytest.mark.parametrize(
    ("per_document", "taxes"), [(False, ["0.50", "0.50", "0.50"]), (True, ["0.51", "0.50", "0.50"])]
)
def test_tax_per_line_and_per_document_may_differ_by_a_cent(per_document: bool, taxes: list[str]) -> None:
    found = line_taxes([d("10.05")] * 3, [d("5")] * 3, per_document=per_document, decimals=2)
    assert found == [d(tax) for tax in taxes]


def test_each_rate_of_a_document_is_rounded_by_itself() -> None:
    found = line_taxes([d("10.05"), d("100"), d("10.05")], [d("5"), d("13"), d("5")], per_document=True, decimals=2)
    assert found == [d("0.51"), d("13.00"), d("0.50")]


def test_a_one_line_document_has_the_same_tax_in_both_modes() -> None:
    net = line_net(d("16"), d("348.35"), d("4"), 2)
    assert net == d("5350.66")
    assert {line_taxes([net], [d("22")], per_document=mode, decimals=2)[0] for mode in (True, False)} == {d("1177.15")}


def test_an_inclusive_price_is_divided_so_that_net_and_tax_add_up() -> None:
    assert net_of_gross(d("99.99"), d("13"), 2) == (d("88.49"), d("11.50"))
    assert net_of_gross(d("50000"), d("10"), 0) == (d("45455"), d("4545"))


def test_a_header_discount_is_spread_by_net_value() -> None:
    shares = split(d("100.00"), {1: d("333.33"), 2: d("333.33"), 3: d("333.34")})
    assert list(shares.values()) == [d("33.33"), d("33.33"), d("33.34")]


def test_the_largest_remainder_gets_the_missing_unit() -> None:
    assert list(split(d("100"), dict.fromkeys("abc", d("1")), d("1")).values()) == [34, 33, 33]
    history = {"a": d("5.1"), "b": d("2.8"), "c": d("3.3")}
    assert list(split(d("12000000"), history, d("1")).values()) == [5464286, 3000000, 3535714]
    assert list(split(d("12000000"), history, d("1000")).values()) == [5464000, 3000000, 3536000]


def test_a_negative_total_is_split_like_its_absolute_value() -> None:
    assert list(split(d("-100"), dict.fromkeys("abc", d("1")), d("1")).values()) == [-34, -33, -33]


def test_weights_of_zero_split_evenly_and_wrong_weights_are_refused() -> None:
    assert list(split(d("10"), {"a": d("0"), "b": d("0")}, d("1")).values()) == [5, 5]
    for wrong in ({}, {"a": d("-1")}):
        with pytest.raises(ValueError, match=r"nothing|negative"):
            split(d("10"), wrong, d("1"))
    with pytest.raises(ValueError, match="no whole number"):
        split(d("10.005"), {"a": d("1")})


@given(total=amounts, parts=weights)
def test_a_split_hands_out_the_whole_total(total: Decimal, parts: dict[str, Decimal]) -> None:
    shares = split(total, parts)
    assert sum(shares.values()) == total
    assert all(share >= 0 for share in shares.values())


@given(total=amounts, parts=weights)
def test_the_order_of_rows_does_not_change_a_split(total: Decimal, parts: dict[str, Decimal]) -> None:
    assert split(total, parts) == split(total, dict(reversed(parts.items())))


@given(total=amounts, parts=weights, factor=st.integers(min_value=1, max_value=1000))
def test_the_scale_of_weights_does_not_change_a_split(total: Decimal, parts: dict[str, Decimal], factor: int) -> None:
    assert split(total, parts) == split(total, {key: weight * factor for key, weight in parts.items()})


@given(total=amounts, parts=weights)
def test_no_share_is_a_unit_or_more_away_from_its_exact_value(total: Decimal, parts: dict[str, Decimal]) -> None:
    whole = sum(parts.values())
    if whole:
        for key, share in split(total, parts).items():
            assert abs(share * whole - total * parts[key]) < d("0.01") * whole


@given(nets=st.lists(st.decimals(min_value=-10000, max_value=10000, places=2), min_size=1, max_size=8))
def test_line_taxes_add_up_to_the_tax_of_the_document(nets: list[Decimal]) -> None:
    taxes = line_taxes(nets, [d("13")] * len(nets), per_document=True, decimals=2)
    assert sum(taxes) == round_half_up(sum(nets) * d("0.13"), 2)


def test_spreading_takes_amounts_of_both_signs() -> None:
    assert sum(spread_rounding(d("0.01"), {1: d("-0.004"), 2: d("0.014")}, unit_of(2)).values()) == d("0.01")
