"""How values stand in the XML of a workbook: numbers, dates as serial numbers, escaped text. Knows no sheet."""

import re
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

ERROR_TEXTS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
_DAY = 86_400_000
_LAST_SERIAL = 2_958_466
_LARGEST_EXPONENT = 308
_FIFTEEN_DIGITS = Context(prec=15)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def number_from_text(text: str) -> Decimal | None:
    """The number a person meant; ``None`` when the text is none.

    Spreadsheets compute in binary and store up to 17 digits, of which people see 15:
    the rest is noise and is rounded away.

    >>> number_from_text("0.30000000000000004"), number_from_text("1.5E3")
    (Decimal('0.3'), Decimal('1500'))
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > _LARGEST_EXPONENT:
        return None
    number = _FIFTEEN_DIGITS.plus(number)
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def number_to_text(number: float | Decimal) -> str | None:
    """The text of a number; ``None`` for what a spreadsheet cannot hold: infinite, not a number, beyond 1E307."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite() or exact.adjusted() >= _LARGEST_EXPONENT:
        return None
    return str(exact)


@lru_cache(maxsize=4096)
def moment_from_serial(text: str, *, date1904: bool) -> date | datetime | None:
    """The day a serial number stands for, with its time when it has one, to the millisecond.

    ``None`` when it stands for no day: below the first one (then it is a time alone), beyond the
    year 9999, or serial 60, the 29 February 1900 that never was.

    >>> moment_from_serial("46023", date1904=False)
    datetime.date(2026, 1, 1)
    >>> moment_from_serial("46023.75", date1904=False)
    datetime.datetime(2026, 1, 1, 18, 0)
    """
    try:
        serial = Decimal(text)
    except InvalidOperation:
        return None
    if not serial.is_finite() or not 0 <= serial < _LAST_SERIAL:
        return None
    days, milliseconds = divmod(int((serial * _DAY).to_integral_value()), _DAY)
    if not date1904 and days in (0, 60):
        return None
    moment = datetime.combine(_epoch(days, date1904), datetime.min.time()) + _days_later(days, milliseconds)
    return moment if milliseconds else moment.date()


def serial_from_moment(moment: date | datetime, *, date1904: bool) -> str | None:
    """The serial number of a day or a moment; ``None`` for days before the calendar of the workbook starts."""
    day = moment.date() if isinstance(moment, datetime) else moment
    days = (day - _epoch(0, date1904)).days
    if not date1904 and days >= 60:
        days = (day - _epoch(61, date1904)).days
    if days < (0 if date1904 else 1):
        return None
    if not isinstance(moment, datetime):
        return str(days)
    midnight = datetime.combine(day, datetime.min.time(), moment.tzinfo)
    milliseconds = (moment - midnight) // timedelta(milliseconds=1)
    return format(Decimal(days) + round(Decimal(milliseconds) / _DAY, 12), "f")


def _epoch(days: int, date1904: bool) -> date:
    """Day zero. The 1900 calendar counts a 29 February 1900 that never was, so it has two of them."""
    if date1904:
        return date(1904, 1, 1)
    return date(1899, 12, 31) if days < 60 else date(1899, 12, 30)


def _days_later(days: int, milliseconds: int) -> timedelta:
    return timedelta(days=days, milliseconds=milliseconds)


def text_from_xml(text: str) -> str:
    r"""Text with the escapes of OOXML resolved.

    >>> text_from_xml("one_x000D_two")
    'one\rtwo'
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def text_to_xml(text: str) -> str:
    """Text that XML can carry: control characters go, what looks like an escape is escaped.

    >>> text_to_xml("A" + chr(7) + "_x0041_")
    'A_x005F_x0041_'
    """
    clean = _FORBIDDEN.sub("", text)
    return _ESCAPED.sub(r"_x005F_x\1_", clean).replace("\r", "_x000D_")
