"""Numbers as people type and paste them as text: ``１，２００``, ``NT$1,200``, ``(45.10)``, ``1.5萬``, ``1.234,56``.

A text is read where it can mean one number only. ``1,5`` is not read: it is one and a half in one country, and half
of a slip in another.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from salesbook.sheets.half_width import half_width
from salesbook.sheets.wrong_cell import WrongCellError


class ReadNumber(NamedTuple):
    """A number that stood in a text.

    Attributes:
        is_plain: It was typed as a program would write it, or with commas between its thousands.
    """

    number: Decimal
    is_plain: bool


_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)

_CURRENCY = r"(?:NT\$|US\$|HK\$|A\$|C\$|S\$|RMB|CNY|TWD|NTD|HKD|USD|EUR|GBP|JPY|[$€£¥￥₱₩₹฿])"
_AROUND = re.compile(
    rf"(?P<sign>[+-]?) ?{_CURRENCY}? ?(?P<body>[+-]?[\d.,' ]*\d\.?) ?(?P<times>[百千萬万億亿]*)"
    rf" ?(?:{_CURRENCY}|[元圓圆円]整?)?",
    re.ASCII,
)
_TIMES = {"": 1, "百": 10**2, "千": 10**3, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}

_BODIES = (
    (re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII), ""),
    (re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII), ","),
    (re.compile(r"\d{1,2}(,\d{2})*,\d{3}(\.\d+)?", re.ASCII), ","),
    (re.compile(r"\d{1,3}('\d{3})+(\.\d+)?", re.ASCII), "'"),
    (re.compile(r"\d{1,3}( \d{3})+(\.\d+)?", re.ASCII), " "),
)
"""How the part before the decimal point may be grouped: as in most countries, in India, Switzerland, France."""

_CONTINENTAL = re.compile(r"\d{1,3}(([. ])\d{3})(\2\d{3})*,\d+|\d{1,3}(\.\d{3}){2,}", re.ASCII)
"""A decimal comma is certain only beside another sign between the thousands."""

_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)


def number_in(text: str) -> ReadNumber:
    """The number that a text stands for.

    Raises:
        WrongCellError: It is none, or could be two.
    """
    if _PLAIN.fullmatch(text):
        return ReadNumber(Decimal(text), is_plain=True)
    if _GROUPED.fullmatch(text):
        return ReadNumber(Decimal(text.replace(",", "")), is_plain=True)
    if "。" in text:
        raise WrongCellError("ideographic-full-stop", found=text)
    found = " ".join(half_width(text).split())
    if _SCIENTIFIC.fullmatch(found):
        return ReadNumber(Decimal(f"{Decimal(found):f}"), is_plain=False)
    if found.strip("-") == "":
        raise WrongCellError("dash", found=text)
    negative = found.startswith("(") and found.endswith(")")
    found = found[1:-1].strip() if negative else found
    if found.endswith("-") and not negative:
        negative, found = True, found[:-1].rstrip()
    match = _AROUND.fullmatch(found)
    if match is None or (negative and re.search("[+-]", found)) or (match["sign"] and match["body"][0] in "+-"):
        raise WrongCellError("not-a-number", found=text)
    sign = match["sign"] or ("-" if match["body"].startswith("-") else "")
    number = _body(match["body"].lstrip("+-").strip(), text) * _factor(match["times"], text)
    return ReadNumber(-number if negative or sign == "-" else number, is_plain=False)


def _body(body: str, text: str) -> Decimal:
    for pattern, separator in _BODIES:
        if pattern.fullmatch(body):
            return Decimal(body.replace(separator, "") if separator else body)
    if _CONTINENTAL.fullmatch(body):
        return Decimal(body.replace(".", "").replace(" ", "").replace(",", "."))
    if re.fullmatch(r"\d+,\d+", body):
        raise WrongCellError("decimal-comma", found=text)
    raise WrongCellError("not-a-number", found=text)


def _factor(words: str, text: str) -> int:
    """What 万, 百萬 or 千万 multiply by."""
    if len(words) > 2 or (len(words) == 2 and (words[0] not in "百千" or words[1] not in "萬万億亿")):
        raise WrongCellError("not-a-number", found=text)
    factor = 1
    for word in words:
        factor *= _TIMES[word]
    return factor
