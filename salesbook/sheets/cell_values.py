"""One cell to one value: text, code, number, date, month, yes or no. Or a problem, never a guess.

A blank cell is ``None`` and no problem; whether a blank may stand is the caller's rule. Zero, a dash, the word NULL
and blank are four different things. What was read in another form than it was typed says so, for people to object.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from salesbook.formula_texts import LONGEST_TEXT, unprotected
from salesbook.hosts.host import CIRCULAR, CellError, CellValue, RowBlock
from salesbook.periods import month_of
from salesbook.sheets.columns import CHOICES, FieldType
from salesbook.sheets.date_texts import LAST_MONTH, DateOrder, date_in, month_in
from salesbook.sheets.half_width import half_width
from salesbook.sheets.number_texts import number_in
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

LONGEST_NUMBER = 15
"""Digits that Excel keeps of a number; a longer code held as a number has lost its end."""

LONGEST_CODE = 100
"""Letters of a code. What is longer was pasted into the wrong column."""

TOO_LARGE = Decimal(10) ** 15
"""No quantity, price or amount comes near it, and beyond it nothing could be computed to the cent."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_ZERO_PADDED = re.compile(r"0{2,}")
_DIGITS_BEFORE_E = 6
"""Of a code such as 12E5, which Excel takes for a number; a barcode has more digits that are not 0."""

_SCIENTIFIC_FORMAT = re.compile(r"0(\.0+)?E\+0+", re.IGNORECASE)

_SCIENTIFIC_TEXT = re.compile(r"\d(\.\d+)?E\+\d+")
"""How a long code looks in a text file after Excel has had it for a number; nobody types the plus."""

_NULL = frozenset({"null", "(null)", "<null>", "[null]", "\\n"})
_NO_NUMBER = _NULL | {"nan", "none", "n/a", "na"}
"""How databases and other programs write that there is nothing. A customer or a code may be called NA or None."""

_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050
"""The serial numbers of 1950 and of 2100. A number outside is no day that anybody meant."""

_NUMBERS = (int, float, Decimal)
_TICKS = frozenset("√✓✔☑")


class Read(NamedTuple):
    """What a cell was read as.

    Attributes:
        change: Code of the sentence that says so, where it was typed in another form; blank otherwise.
    """

    value: Any
    change: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a column beside the cell.

    Attributes:
        order: Of day and month in its texts.
        may_be_swapped: Its texts tell that Excel could not read the days after the 12th of a month; so it may have
            read the earlier ones with day and month exchanged.
        date1904: Serial numbers count from 1904, as in workbooks of older Macs.
    """

    order: DateOrder = "ask"
    may_be_swapped: bool = False
    date1904: bool = False


NO_HABITS = Habits()
BLANK = Read(None)


def read_cell(value: CellValue, number_format: str, field_type: FieldType, habits: Habits = NO_HABITS) -> Read:
    """The value of a cell for a field; ``None`` for a blank cell.

    Args:
        value: As the host hands it out.
        number_format: ``General`` when none is set; decides about padded codes and percent.
        field_type: What the column holds.

    Raises:
        WrongCellError: The cell holds something else.
    """
    if value is None:
        return BLANK
    if value is CIRCULAR:
        raise WrongCellError("formula-circular")
    if isinstance(value, CellError):
        raise WrongCellError("cell-error", found=value.text)
    if isinstance(value, str):
        value = clean_text(value)
        if value.startswith("'") and field_type in ("text", "code"):
            # What was pasted from our own export carries an apostrophe in front of a sign.
            value = clean_text(unprotected(value))
        if not value:
            return BLANK
        if field_type != "text" and value.casefold() in (_NULL if field_type == "code" else _NO_NUMBER):
            return Read(None, "read-as-blank")
    return _READERS[field_type](value, number_format, habits)


def number_at(row: RowBlock, offset: int) -> Decimal | None:
    """The number in a cell; ``None`` where there is none, or something else."""
    try:
        number = read_cell(row.values[offset], row.format_of(offset), "number").value
    except WrongCellError:
        return None
    return None if number is None else Decimal(number)


def clean_text(text: str) -> str:
    r"""Text without invisible characters and without blanks of any width at its ends.

    >>> clean_text("\u3000ITEM-A\u00a0\u200b")
    'ITEM-A'
    """
    return text.strip() if text.isascii() else text.translate(_INVISIBLE).strip()


def to_decimal(number: int | float | Decimal) -> Decimal:
    """A number as Excel shows it, to 15 digits: 0.1 + 0.2 is 0.3.

    >>> to_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(number, float):
        number = Decimal(f"{number:.15g}")
    return Decimal(number)


def _as_text(value: CellValue) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, _NUMBERS):
        return plain(to_decimal(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _text(value: CellValue, number_format: str, habits: Habits) -> Read:
    text = _as_text(value)
    if len(text) > LONGEST_TEXT:
        raise WrongCellError("text-longer-than-cell", found=text[:20], length=len(text), most=LONGEST_TEXT)
    return Read(text)


def _code(value: CellValue, number_format: str, habits: Habits) -> Read:
    """Codes are text; a number keeps the zeros that its format shows."""
    if isinstance(value, str) and _SCIENTIFIC_TEXT.fullmatch(value):
        raise WrongCellError("code-was-number", found=value)
    if isinstance(value, str) and len(value) <= LONGEST_CODE and value.isascii() and value.isprintable():
        return Read(value)
    if isinstance(value, date):
        raise WrongCellError("code-is-date", found=value, serial=_serial(value, habits))
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        text = _as_text(value)
        if len(text) > LONGEST_CODE:
            raise WrongCellError("code-too-long", found=text[:20], length=len(text), most=LONGEST_CODE)
        if len(text.splitlines()) > 1:
            raise WrongCellError("code-of-two-lines", found=" / ".join(text.splitlines()))
        narrow = text if text.isascii() else half_width(text).strip()
        return Read(narrow, "" if narrow == text.replace("\u00a0", " ") else "read-as")
    number = to_decimal(value)
    text = plain(number)
    if len(text.lstrip("-").replace(".", "")) > LONGEST_NUMBER:
        raise WrongCellError("code-too-long-number", found=text)
    if _SCIENTIFIC_FORMAT.fullmatch(number_format) and len(number.normalize().as_tuple().digits) <= _DIGITS_BEFORE_E:
        raise WrongCellError("code-is-scientific", found=text, shown=f"{number.normalize():E}".replace("+", ""))
    if _ZERO_PADDED.fullmatch(number_format) and number == number.to_integral_value() and number >= 0:
        return Read(text.zfill(len(number_format)))
    return Read(text)


def _number(value: CellValue, number_format: str, habits: Habits) -> Read:
    if isinstance(value, str):
        number, is_plain = number_in(value)
        read = Read(number, "" if is_plain else "read-as")
    elif isinstance(value, _NUMBERS) and not isinstance(value, bool):
        read = Read(to_decimal(value))
    else:
        raise WrongCellError("not-a-number", found=_as_text(value))
    if not abs(read.value) < TOO_LARGE:
        raise WrongCellError("number-too-large", found=value)
    return read


def _percent(value: CellValue, number_format: str, habits: Habits) -> Read:
    """15, 15 % and a cell of 0.15 in percent format are all 15."""
    if isinstance(value, str):
        return _number(half_width(value).removesuffix("%").rstrip(), number_format, habits)
    read = _number(value, number_format, habits)
    return Read(read.value * 100) if "%" in number_format else read


def _integer(value: CellValue, number_format: str, habits: Habits) -> Read:
    number, change = _number(value, number_format, habits)
    if number != number.to_integral_value() or abs(number) > 10**9:
        raise WrongCellError("not-a-whole-number", found=plain(number))
    return Read(int(number), change)


def _date(value: CellValue, number_format: str, habits: Habits) -> Read:
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        may_be_swapped = habits.may_be_swapped and day.day <= LAST_MONTH and day.day != day.month
        return Read(day, "date-may-be-swapped" if may_be_swapped else "")
    text = _as_text(value)
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        if (serial := _day_of_serial(to_decimal(value), habits)) is not None:
            return Read(serial, "read-as")
        if "." in text:
            raise WrongCellError("not-a-date", found=text)
    found = date_in(text, habits.order)
    return Read(found.day, "" if found.is_plain else "read-as")


def _month(value: CellValue, number_format: str, habits: Habits) -> Read:
    if isinstance(value, date):
        return Read(month_of(value))
    text = _as_text(value)
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        if (day := _day_of_serial(to_decimal(value), habits)) is not None:
            return Read(month_of(day), "read-as")
        if text.endswith(".1"):
            # Excel has dropped a zero of 2026.10, or there was none.
            raise WrongCellError("not-a-month", found=text)
    month, is_plain = month_in(text)
    return Read(month, "" if is_plain else "read-as")


def _day_of_serial(number: Decimal, habits: Habits) -> date | None:
    """The day that a number without a date format stands for."""
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        return None
    return _epoch(habits) + timedelta(int(number))


def _serial(day: date, habits: Habits) -> int:
    """The number that Excel keeps of a day from March 1900 on."""
    return (date(day.year, day.month, day.day) - _epoch(habits)).days


def _epoch(habits: Habits) -> date:
    return date(1904, 1, 1) if habits.date1904 else date(1899, 12, 30)


def _yes_no(value: CellValue, number_format: str, habits: Habits) -> Read:
    if isinstance(value, bool):
        return Read(value)
    text = half_width(_as_text(value)).casefold()
    if text in _TICKS:
        return Read(True)
    for answer, words in ((True, CHOICES["yes"]), (False, CHOICES["no"])):
        if text in {word.casefold() for word in words} | {
            "1" if answer else "0",
            "y" if answer else "n",
            "true" if answer else "false",
        }:
            return Read(answer)
    raise WrongCellError("not-yes-or-no", found=text)


_READERS: dict[FieldType, Callable[[CellValue, str, Habits], Read]] = {
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
