"""Amounts in words, as banks and accountants want them under a total: English, and Chinese in capitals (大寫).

Written here because the library that everybody takes for English is under the LGPL, and those that are not would
bring more than these few lines.
"""

from decimal import Decimal

from salesbook.settings import Language
from salesbook.units import plain
from salesbook.words import Words, words

CURRENCY_WORDS = {
    "USD": words("US dollars", "美元"),
    "EUR": words("euros", "歐元", "欧元"),
    "TWD": words("New Taiwan dollars", "新臺幣", "新台币"),
    "CNY": words("Chinese yuan", "人民幣", "人民币"),
    "HKD": words("Hong Kong dollars", "港幣", "港币"),
    "MOP": words("Macau patacas", "澳門幣", "澳门币"),
    "JPY": words("Japanese yen", "日圓", "日元"),
    "KRW": words("South Korean won", "韓元", "韩元"),
    "GBP": words("pounds sterling", "英鎊", "英镑"),
    "CHF": words("Swiss francs", "瑞士法郎"),
    "SGD": words("Singapore dollars", "新加坡幣", "新加坡元"),
    "MYR": words("Malaysian ringgit", "馬來西亞令吉", "马来西亚林吉特"),
    "THB": words("Thai baht", "泰銖", "泰铢"),
    "VND": words("Vietnamese dong", "越南盾"),
    "IDR": words("Indonesian rupiah", "印尼盾", "印度尼西亚盾"),
    "PHP": words("Philippine pesos", "菲律賓披索", "菲律宾比索"),
    "INR": words("Indian rupees", "印度盧比", "印度卢比"),
    "AUD": words("Australian dollars", "澳幣", "澳元"),
    "NZD": words("New Zealand dollars", "紐西蘭幣", "新西兰元"),
    "CAD": words("Canadian dollars", "加拿大幣", "加元"),
    "SEK": words("Swedish kronor", "瑞典克朗"),
    "NOK": words("Norwegian kroner", "挪威克朗"),
    "DKK": words("Danish kroner", "丹麥克朗", "丹麦克朗"),
    "PLN": words("Polish zloty", "波蘭茲羅提", "波兰兹罗提"),
    "BRL": words("Brazilian reais", "巴西雷亞爾", "巴西雷亚尔"),
    "MXN": words("Mexican pesos", "墨西哥披索", "墨西哥比索"),
    "AED": words("UAE dirhams", "阿聯酋迪拉姆", "阿联酋迪拉姆"),
    "SAR": words("Saudi riyals", "沙烏地里亞爾", "沙特里亚尔"),
    "ZAR": words("South African rand", "南非蘭特", "南非兰特"),
    "TRY": words("Turkish lira", "土耳其里拉"),
}
"""What a currency is called in words; one that is not here is called by its code."""


def amount_in_words(amount: Decimal, currency: str, decimals: int, language: Language) -> str:
    """An amount in words, for paper.

    Args:
        amount: With no more decimals than the currency has.
        currency: ISO code.
        decimals: Of the currency.
        language: Of the paper.

    >>> amount_in_words(Decimal("1200.50"), "USD", 2, "en")
    'Say US dollars one thousand two hundred and 50/100 only'
    >>> amount_in_words(Decimal(12300), "TWD", 0, "zh-Hant"), amount_in_words(Decimal("12300.07"), "CNY", 2, "zh-Hans")
    ('新臺幣壹萬貳仟參佰元整', '人民币壹万贰仟叁佰元零柒分')
    """
    name = CURRENCY_WORDS.get(currency, Words(currency, currency, currency)).get(language)
    if language == "en":
        return f"Say {name} {english_amount(amount, decimals)} only"
    return name + chinese_amount(amount, language)


_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"),
)  # fmt: skip


def english_amount(amount: Decimal, decimals: int) -> str:
    """An amount without its currency; the cents as a fraction.

    >>> english_amount(Decimal("-1021.05"), 2), english_amount(Decimal(40), 2)
    ('minus one thousand twenty-one and 05/100', 'forty')
    """
    whole, part = divmod(abs(amount), 1)
    cents = int(part.scaleb(decimals))
    sign = "minus " if amount < 0 else ""
    fraction = f" and {cents:0{decimals}}/{10**decimals}" if cents else ""
    return f"{sign}{english_number(int(whole))}{fraction}"


def english_number(number: int) -> str:
    """A whole number from 0 on.

    >>> english_number(12_345_678)
    'twelve million three hundred forty-five thousand six hundred seventy-eight'
    """
    for scale, name in _SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            return f"{english_number(many)} {name}" + (f" {english_number(rest)}" if rest else "")
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


_DIGITS: dict[Language, str] = {"zh-Hant": "零壹貳參肆伍陸柒捌玖", "zh-Hans": "零壹贰叁肆伍陆柒捌玖"}
_GROUPS: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh-Hant": ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1000, "仟"), (100, "佰"), (10, "拾")),
    "zh-Hans": ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")),
}
_COINS = "角分厘毫"


def chinese_amount(amount: Decimal, language: Language) -> str:
    """An amount in capitals, with 元, 角, 分; whatever has no 分 ends in 整.

    >>> chinese_amount(Decimal("107000.53"), "zh-Hans"), chinese_amount(Decimal("0.50"), "zh-Hant")
    ('壹拾万柒仟元零伍角叁分', '伍角整')
    """
    digits = _DIGITS[language]
    sign = "" if amount >= 0 else "負" if language == "zh-Hant" else "负"
    whole, part = divmod(abs(amount), 1)
    coins = [int(digit) for digit in plain(part)[2:]]
    said = f"{chinese_number(int(whole), language)}元" if whole or not any(coins) else ""
    waiting = bool(said) and int(whole) % 10 == 0
    for coin, unit in zip(coins, _COINS, strict=False):
        if not coin:
            waiting = bool(said)
            continue
        said += (digits[0] if waiting else "") + digits[coin] + unit
        waiting = False
    return sign + said + ("整" if len(coins) < 2 else "")


def chinese_number(number: int, language: Language) -> str:
    """A whole number from 0 on, in capitals; a gap in the middle is one 零, ten is 壹拾.

    >>> chinese_number(16_409, "zh-Hans"), chinese_number(100_000_010, "zh-Hant")
    ('壹万陆仟肆佰零玖', '壹億零壹拾')
    """
    digits = _DIGITS[language]
    for scale, name in _GROUPS[language]:
        if number >= scale:
            many, rest = divmod(number, scale)
            gap = digits[0] if rest and rest < scale // 10 else ""
            return chinese_number(many, language) + name + gap + (chinese_number(rest, language) if rest else "")
    return digits[number]
