"""Cell values on their way from and to a running Excel, through xlwings: the same that a closed file would give.

xlwings hands out floats for numbers and ``datetime`` for days, and loses some differences on the way. Only where
one may have been lost is Excel asked a second time.
"""

import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from salesbook.formula_texts import is_formula_like
from salesbook.hosts.cell_texts import ERROR_TEXTS, number_from_text
from salesbook.hosts.host import CellError, CellValue, Formula

# Errors that came with newer functions; xlwings passes their numbers on as if they were numbers of the sheet.
_NEWER_ERRORS = {
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
# The day that a time without a day has in Windows' own calendar.
_NO_DAY = date(1899, 12, 30)
_MICROSECONDS_OF_A_DAY = 86_400_000_000


def values_of(area: Any) -> list[list[CellValue]]:
    """The values of an ``xlwings.Range`` by row."""
    return _values_on_mac(area) if sys.platform == "darwin" else _values_on_windows(area)


def _values_on_windows(area: Any) -> list[list[CellValue]]:
    shown = area.options(ndim=2, err_to_str=True).value
    cells = [[from_excel(value) for value in row] for row in shown]
    if any(isinstance(value, CellError) for row in cells for value in row):
        # A text that merely looks like an error is the same in both answers; the error itself is not.
        asked_again = area.options(ndim=2).value
        for row, texts in zip(cells, asked_again, strict=True):
            row[:] = [
                text if isinstance(value, CellError) and text == value.text else value
                for value, text in zip(row, texts, strict=True)
            ]
    if any(isinstance(value, Decimal) for row in shown for value in row):
        # The value of a cell in a currency format comes with four decimals, however many it has.
        exact = as_rows(area.api.Value2)
        for row, given, numbers in zip(cells, shown, exact, strict=True):
            row[:] = [
                from_excel(number) if isinstance(value, Decimal) else read
                for read, value, number in zip(row, given, numbers, strict=True)
            ]
    return cells


def _values_on_mac(area: Any) -> list[list[CellValue]]:
    """Excel for Mac gives no value for an error; what the cell shows tells it from a blank one.

    xlwings' own ``err_to_str`` does the same, but fails there for more than one row.
    """
    values = area.options(ndim=2).value
    shown = as_rows(area.api.string_value.get())
    texts = shown if isinstance(shown[0], tuple | list) else [shown]
    return [
        [_shown_on_mac(value, text) for value, text in zip(row, row_texts, strict=True)]
        for row, row_texts in zip(values, texts, strict=True)
    ]


def _shown_on_mac(value: Any, text: str) -> CellValue:
    if value is None and text in ERROR_TEXTS:
        return CellError(text)
    return value if isinstance(value, str) else from_excel(value)


def formulas_of(area: Any, values: Sequence[Sequence[CellValue]]) -> list[dict[int, str]]:
    """Formulas by offset, by row. A text such as ``=A1`` that was typed as text is none."""
    return [
        {
            offset: str(text)[1:]
            for offset, text in enumerate(row)
            if str(text).startswith("=") and str(text) != values[index][offset]
        }
        for index, row in enumerate(as_rows(area.formula))
    ]


def from_excel(value: Any) -> CellValue:
    """A value as hosts hand it out."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return _moment(value.replace(tzinfo=None))
    if isinstance(value, int) and value in _NEWER_ERRORS:
        return CellError(_NEWER_ERRORS[value])
    if isinstance(value, int | float | Decimal):
        return number_from_text(str(value))
    text = str(value)
    return CellError(text) if text in ERROR_TEXTS else text


def to_excel(value: CellValue | Formula) -> Any:
    """A value as Excel must be given it. Text that Excel would read as a number, date or formula gets an apostrophe."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # cells know no time zones
    if isinstance(value, str) and _is_read_otherwise(value):
        return f"'{value}"
    return value


def _moment(moment: datetime) -> CellValue:
    """A day, with its time to the millisecond when it has one; a time alone is a part of a day."""
    if moment.date() == _NO_DAY:
        elapsed = (moment - datetime(_NO_DAY.year, _NO_DAY.month, _NO_DAY.day)) // timedelta(microseconds=1)  # noqa: DTZ001
        return number_from_text(str(Decimal(elapsed) / _MICROSECONDS_OF_A_DAY))
    moment += timedelta(microseconds=500)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return moment if moment.time() != datetime.min.time() else moment.date()


def _is_read_otherwise(text: str) -> bool:
    return (
        text[:1] == "'"
        or is_formula_like(text)
        or any(character.isdigit() for character in text)
        or text.upper() in {"TRUE", "FALSE"}
        or text in ERROR_TEXTS
    )


def as_rows(block: Any) -> Sequence[Sequence[Any]]:
    """A block as rows: for a single cell Excel gives the bare value."""
    return block if isinstance(block, tuple | list) else ((block,),)
