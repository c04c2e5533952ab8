"""Amounts in words say the amount, and nothing else: read back, they are the number they were made from."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.settings import LANGUAGES, Language
from salesbook.workbooks.amount_words import CURRENCY_WORDS, amount_in_words, chinese_amount, english_amount

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999999999.99"), places=2, allow_nan=False)

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = {
    word: 10 * (place + 2)
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def number_of_english(said: str) -> int:
    """A number in English words, read from left to right."""
    whole = group = 0
    for word in re.split(r"[ -]", said):
        if word == "hundred":
            group *= 100
        elif word in SCALES:
            whole, group = whole + group * SCALES[word], 0
        else:
            group += TENS[word] if word in TENS else SMALL.index(word)
    return whole + group


def amount_of_english(said: str) -> Decimal:
    whole, _, cents = said.partition(" and ")
    return number_of_english(whole) + (Decimal(cents.removesuffix("/100")) / 100 if cents else Decimal(0))


VALUES = {sign: value for signs in ("零壹貳參肆伍陸柒捌玖", "零壹贰叁肆伍陆柒捌玖") for value, sign in enumerate(signs)}
UNITS = {"拾": 10, "佰": 100, "仟": 1000, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}


def number_of_chinese(said: str) -> int:
    """A number in capitals: the largest unit divides it, what stands before it is multiplied."""
    if not said.strip("零"):
        return 0
    units = [sign for sign in said if sign in UNITS]
    if not units:
        return VALUES[said.strip("零")]
    largest = max(units, key=UNITS.__getitem__)
    before, _, after = said.rpartition(largest)
    return number_of_chinese(before) * UNITS[largest] + number_of_chinese(after)


def amount_of_chinese(said: str) -> Decimal:
    whole, yuan, coins = said.rpartition("元")
    if not yuan:
        whole, coins = "零", said
    dimes, cents = (re.search(f"([^零])(?={unit})", coins) for unit in "角分")
    return (
        number_of_chinese(whole)
        + Decimal(VALUES[dimes[1]] if dimes else 0) / 10
        + Decimal(VALUES[cents[1]] if cents else 0) / 100
    )


@given(AMOUNTS)
def test_english_words_read_back_are_the_amount(amount: Decimal) -> None:
    assert amount_of_english(english_amount(amount, 2)) == amount


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@given(amount=AMOUNTS)
def test_chinese_capitals_read_back_are_the_amount(language: Language, amount: Decimal) -> None:
    said = chinese_amount(amount, language)
    assert amount_of_chinese(said) == amount
    assert "零零" not in said
    assert said.endswith(("整", "分"))


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@given(amount=AMOUNTS)
def test_capitals_use_the_signs_of_their_language_alone(language: Language, amount: Decimal) -> None:
    foreign = {"zh-Hant": "贰叁陆万亿", "zh-Hans": "貳參陸萬億兆"}[language]
    assert not set(chinese_amount(amount, language)) & set(foreign)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("325.04", "叁佰贰拾伍元零肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("107000.53", "壹拾万柒仟元零伍角叁分"), ("0.05", "伍分"),
        ("0", "零元整"), ("10", "壹拾元整"), ("100000001", "壹亿零壹元整"), ("200500", "贰拾万零伍佰元整"),
    ],
)  # fmt: skip
def test_gaps_and_cents_are_written_as_banks_want_them(amount: str, said: str) -> None:
    assert chinese_amount(Decimal(amount), "zh-Hans") == said


@pytest.mark.parametrize(
    ("currency", "decimals", "amount", "said"),
    [
        ("USD", 2, "1200.50", "Say US dollars one thousand two hundred and 50/100 only"),
        ("JPY", 0, "1021", "Say Japanese yen one thousand twenty-one only"),
        ("KWD", 3, "1.005", "Say KWD one and 005/1000 only"),
        ("EUR", 2, "-3", "Say euros minus three only"),
    ],
)
def test_the_currency_is_named_and_one_without_a_name_by_its_code(
    currency: str, decimals: int, amount: str, said: str
) -> None:
    assert amount_in_words(Decimal(amount), currency, decimals, "en") == said


def test_every_currency_has_its_name_in_every_language() -> None:
    assert [code for code, name in CURRENCY_WORDS.items() for language in LANGUAGES if not name.get(language)] == []
    assert amount_in_words(Decimal("12300"), "TWD", 0, "zh-Hant") == "新臺幣壹萬貳仟參佰元整"
    assert amount_in_words(Decimal("12300"), "CNY", 2, "zh-Hans") == "人民币壹万贰仟叁佰元整"
