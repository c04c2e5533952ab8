"""One cell to one value: text, code, number, date, month, yes or no. Or a problem, never a guess.

A blank cell is ``None`` and no problem; whether a blank may stand is the caller's rule. Zero, a dash and
blank are three different things.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from salesbook.formula_texts import unprotected
from salesbook.hosts.host import CellError, CellValue
from salesbook.periods import is_month, month_of
from salesbook.problems import Problem
from salesbook.sheets.columns import CHOICES, FieldType
from salesbook.units import plain

LONGEST_NUMBER = 15
"""Digits that Excel keeps of a number; a longer code held as a number has lost its end."""

TOO_LARGE = Decimal(10) ** 15
"""No quantity, price or amount comes near it, and beyond it nothing could be computed to the cent."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ZERO_PADDED = re.compile(r"0{2,}")
_CURRENCY_SIGNS = "$€£¥￥"


class WrongCellError(Exception):
    """A cell cannot be what its column needs; carries the problem without its place."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.problem = Problem(code, values={name: str(value) for name, value in values.items()})
        super().__init__(code)


def read_cell(value: CellValue, number_format: str, field_type: FieldType) -> Any:
    """The value of a cell for a field.

    Args:
        value: As the host hands it out.
        number_format: ``General`` when none is set; decides about padded codes and percent.
        field_type: What the column holds.

    Returns:
        ``None`` for a blank cell.

    Raises:
        WrongCellError: The cell holds something else.
    """
    if isinstance(value, CellError):
        raise WrongCellError("cell-error", found=value.text)
    if isinstance(value, str):
        value = clean_text(value)
        if field_type in ("text", "code"):
            # What was pasted from our own export carries an apostrophe in front of a sign.
            value = clean_text(unprotected(value))
    if value is None or value == "":
        return None
    return _READERS[field_type](value, number_format)


def clean_text(text: str) -> str:
    r"""Text without invisible characters and without blanks of any width at its ends.

    >>> clean_text("\u3000ITEM-A\u00a0\u200b")
    'ITEM-A'
    """
    return text.translate(_INVISIBLE).strip()


def to_decimal(number: int | float | Decimal) -> Decimal:
    """A number as Excel shows it, to 15 digits: 0.1 + 0.2 is 0.3.

    >>> to_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(number, float):
        number = Decimal(f"{number:.15g}")
    return Decimal(number)


def _text(value: CellValue, number_format: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return plain(to_decimal(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _code(value: CellValue, number_format: str) -> str:
    """Codes are text; a number keeps the zeros that its format shows."""
    if isinstance(value, date):
        raise WrongCellError("code-is-date", found=value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return unicodedata.normalize("NFKC", _text(value, number_format))
    number = to_decimal(value)
    text = plain(number)
    if len(text.lstrip("-").replace(".", "")) > LONGEST_NUMBER:
        raise WrongCellError("code-too-long-number", found=text)
    if _ZERO_PADDED.fullmatch(number_format) and number == number.to_integral_value() and number >= 0:
        return text.zfill(len(number_format))
    return text


def _number(value: CellValue, number_format: str) -> Decimal:
    if isinstance(value, bool | date):
        raise WrongCellError("not-a-number", found=_text(value, number_format))
    if isinstance(value, int | float | Decimal):
        number = to_decimal(value)
    elif "。" in (text := str(value)):
        raise WrongCellError("ideographic-full-stop", found=text)
    else:
        number = _number_in(text)
    if abs(number) >= TOO_LARGE:
        raise WrongCellError("number-too-large", found=value)
    return number


def _number_in(text: str) -> Decimal:
    """A number typed as text: full-width digits, thousands separators, currency sign, brackets."""
    found = unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, _CURRENCY_SIGNS)))
    found = re.sub(r"\s", "", found)
    negative = found.startswith("(") and found.endswith(")")
    found = found[1:-1] if negative else found
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", found):
        found = found.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", found):
        raise WrongCellError("not-a-number", found=text)
    try:
        number = Decimal(found)
    except InvalidOperation:
        raise WrongCellError("not-a-number", found=text) from None
    return -number if negative else number


def _percent(value: CellValue, number_format: str) -> Decimal:
    """15, 15 % and a cell of 0.15 in percent format are all 15."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value)
        return _number(text.removesuffix("%"), number_format)
    number = _number(value, number_format)
    return number * 100 if "%" in number_format else number


def _integer(value: CellValue, number_format: str) -> int:
    number = _number(value, number_format)
    if number != number.to_integral_value() or abs(number) > 10**9:
        raise WrongCellError("not-a-whole-number", found=plain(number))
    return int(number)


def _date(value: CellValue, number_format: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize("NFKC", _text(value, number_format))
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", text)
    if match is None:
        raise WrongCellError("not-a-date", found=_text(value, number_format))
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise WrongCellError("no-such-date", found=text) from None


def _month(value: CellValue, number_format: str) -> str:
    if isinstance(value, date):
        return month_of(value)
    text = unicodedata.normalize("NFKC", _text(value, number_format))
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", text)
    month = f"{match[1]}-{int(match[2]):02d}" if match else ""
    if not is_month(month):
        raise WrongCellError("not-a-month", found=text)
    return month


def _yes_no(value: CellValue, number_format: str) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value, number_format).casefold()
    for answer, words in ((True, CHOICES["yes"]), (False, CHOICES["no"])):
        if text in {word.casefold() for word in words} | {
            "1" if answer else "0",
            "y" if answer else "n",
            "true" if answer else "false",
        }:
            return answer
    raise WrongCellError("not-yes-or-no", found=text)


_READERS: dict[FieldType, Callable[[CellValue, str], Any]] = {
    "text": _text,
    "code": _code,
    "quantity": _number,
    "price": _number,
    "money": _number,
    "number": _number,
    "percent": _percent,
    "integer": _integer,
    "date": _date,
    "month": _month,
    "yes_no": _yes_no,
}


def read_choice(text: str, choices: tuple[str, ...]) -> str:
    """The English word of a choice typed in any of the three languages.

    Raises:
        WrongCellError: It is none of them.
    """
    for choice in choices:
        if text.casefold() in {choice.casefold(), *(word.casefold() for word in CHOICES[choice])}:
            return choice
    raise WrongCellError("not-a-choice", found=text, choices=", ".join(choices))
