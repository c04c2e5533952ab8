"""Days and months as people type and paste them as text: ``2026年3月5日``, ``115/03/05``, ``5 Mar 2026``.

Year first can be read in one way only. Day and month first cannot: 05-03-2026 is in May or in March. What decides is
the rest of the column, where a 15 can be no month, and then the order that the company has set; else it is asked.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from salesbook.periods import is_month
from salesbook.sheets.half_width import half_width
from salesbook.sheets.wrong_cell import WrongCellError

DateOrder = Literal["ask", "DMY", "MDY"]
"""In which order day, month and year stand; ``ask`` where nobody knows."""

LAST_MONTH = 12

ROC = 1911
"""The year before the first one of the calendar of the Republic of China (民國)."""


FIRST_DAY = date(1900, 1, 1)
"""Nothing in a sheet is older."""


class ReadDate(NamedTuple):
    """A day that stood in a text.

    Attributes:
        is_plain: It was typed so that nobody reads another day in it.
    """

    day: date
    is_plain: bool


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*"
_TIME = re.compile(
    r"[ t]+(上午|下午|am|pm)? ?\d{1,2}[:時时]\d{2}([:分]\d{2}(\.\d+)?)?[秒分]? ?(am|pm|z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
_WEEKDAY = re.compile(r" *\(?(星期|週|周|礼拜|禮拜)[一二三四五六日天]\)?$|^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +")

_YEAR_FIRST = re.compile(r"(?P<y>\d{4}) ?(?P<s>[-/.年]) ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2}) ?[日號号]?", re.ASCII)
_COMPACT = re.compile(r"(?P<y>(19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_ROC = re.compile(
    r"(?P<era>民[國国])? ?(?P<y>\d{1,3}) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2}) ?[日號号]?", re.ASCII
)
_ROC_COMPACT = re.compile(r"(?P<y>1\d{2})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_DAY_NAME_YEAR = re.compile(
    rf"(?P<d>\d{{1,2}})(st|nd|rd|th)?[-\s./]*{_NAME}\.?[-\s./,]*(?P<y>\d{{4}}|\d{{2}})", re.ASCII
)
_NAME_DAY_YEAR = re.compile(
    rf"{_NAME}\.?[-\s./]*(?P<d>\d{{1,2}})(st|nd|rd|th)?[-\s./,]+(?P<y>\d{{4}}|\d{{2}})", re.ASCII
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2}) ?(?P<s>[-/.]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<y>\d{4}|\d{2})", re.ASCII)
_WITHOUT_YEAR = re.compile(
    rf"\d{{1,2}} ?[-/.月] ?\d{{1,2}} ?[日號号]?|\d{{1,2}}[-\s.]*{_NAME}|{_NAME.replace('name', 'n2')}[-\s.]*\d{{1,2}}",
    re.ASCII,
)

_MONTH = re.compile(r"(?P<y>\d{4}) ?[-/.年] ?(?P<m>\d{1,2}) ?月?", re.ASCII)
_MONTH_COMPACT = re.compile(r"(?P<y>(19|20)\d{2})(?P<m>\d{2})", re.ASCII)
_ROC_MONTH = re.compile(r"(?P<era>民[國国])? ?(?P<y>\d{1,3}) ?[-/.年] ?(?P<m>\d{1,2}) ?月?", re.ASCII)
_NAME_YEAR = re.compile(rf"{_NAME}\.?[-\s./,]*(?P<y>\d{{4}})", re.ASCII)


def date_in(text: str, order: DateOrder = "ask") -> ReadDate:
    """The day that a text stands for; a time of day beside it is passed over.

    Args:
        order: Of day and month in this column, where both could be either.

    Raises:
        WrongCellError: It stands for none, or could stand for two.
    """
    found = _bare(text)
    if match := _YEAR_FIRST.fullmatch(found):
        return ReadDate(_day(int(match["y"]), int(match["m"]), int(match["d"]), text), is_plain=True)
    if match := _COMPACT.fullmatch(found):
        return ReadDate(_day(int(match["y"]), int(match["m"]), int(match["d"]), text), is_plain=False)
    if match := _DAY_NAME_YEAR.fullmatch(found) or _NAME_DAY_YEAR.fullmatch(found):
        month = _MONTHS.index(match["name"]) + 1
        is_plain = len(match["y"]) == 4
        return ReadDate(_day(_full_year(match["y"]), month, int(match["d"]), text), is_plain)
    if (match := _ROC_COMPACT.fullmatch(found) or _ROC.fullmatch(found)) and _is_roc(match):
        return ReadDate(_day(int(match["y"]) + ROC, int(match["m"]), int(match["d"]), text), is_plain=False)
    if match := _YEAR_LAST.fullmatch(found):
        return ReadDate(_year_last(match, order, text), is_plain=False)
    if _WITHOUT_YEAR.fullmatch(found):
        raise WrongCellError("date-without-year", found=text)
    raise WrongCellError("not-a-date", found=text)


def month_in(text: str) -> tuple[str, bool]:
    """The month that a text stands for, such as ``2026-03``, and whether it was typed so that nobody reads another.

    Raises:
        WrongCellError: It stands for none.
    """
    found = _bare(text)
    for pattern, is_plain in ((_MONTH, True), (_MONTH_COMPACT, False)):
        if match := pattern.fullmatch(found):
            return _month(int(match["y"]), int(match["m"]), text), is_plain
    if match := _NAME_YEAR.fullmatch(found):
        return _month(int(match["y"]), _MONTHS.index(match["name"]) + 1, text), True
    if (match := _ROC_MONTH.fullmatch(found)) and _is_roc(match):
        return _month(int(match["y"]) + ROC, int(match["m"]), text), False
    try:
        day = date_in(text).day
    except WrongCellError:
        raise WrongCellError("not-a-month", found=text) from None
    return f"{day:%Y-%m}", False


def order_in(texts: Iterable[str]) -> DateOrder | None:
    """In which order the texts of a column have day and month, as far as one of them can be no month.

    Returns:
        ``None`` when nothing tells; ``ask`` when some are the one way and some the other.
    """
    found: set[DateOrder] = set()
    for text in texts:
        if match := _YEAR_LAST.fullmatch(_bare(text)):
            first, second = int(match["a"]), int(match["b"])
            if first > LAST_MONTH >= second and not _may_be_year(match["y"], first):
                found.add("DMY")
            elif second > LAST_MONTH >= first:
                found.add("MDY")
    if len(found) == 1:
        return found.pop()
    return "ask" if found else None


def _may_be_year(last: str, first: int) -> bool:
    """Of 26/03/05 nobody knows at which end the year stands."""
    return len(last) == 2 and first <= 31


def _bare(text: str) -> str:
    """Without width, capitals, time of day and day of the week."""
    found = " ".join(half_width(text).casefold().split())
    return _WEEKDAY.sub("", _TIME.sub("", found)).strip()


def _is_roc(match: re.Match[str]) -> bool:
    """Two digits alone may be any year; three are of the calendar that began in 1912."""
    era = match.groupdict().get("era")
    return bool(era) or len(match["y"]) == 3


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _year_last(match: re.Match[str], order: DateOrder, text: str) -> date:
    first, second = int(match["a"]), int(match["b"])
    if len(match["y"]) == 2 and order == "ask":
        raise WrongCellError("date-short-year", found=text)
    year = _full_year(match["y"])
    if first > LAST_MONTH >= second:
        order = "DMY"
    elif second > LAST_MONTH >= first:
        order = "MDY"
    if order == "ask" and first != second:
        days = {"first": _day(year, second, first, text), "second": _day(year, first, second, text)}
        raise WrongCellError("date-ambiguous", found=text, **days)
    day, month = (second, first) if order == "MDY" else (first, second)
    return _day(year, month, day, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if found < FIRST_DAY:
        raise WrongCellError("no-such-date", found=text)
    return found


def _month(year: int, month: int, text: str) -> str:
    found = f"{year}-{month:02d}"
    if not is_month(found):
        raise WrongCellError("not-a-month", found=text)
    return found
