"""Formulas as files hold them: structured references spelled out, relative references moved along."""

import re

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_of
from salesbook.hosts.host import CellValue
from salesbook.hosts.ooxml_patterns import without_entities

_QUOTED = r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!)"""
_THIS_ROW = re.compile(_QUOTED + r"|([A-Za-z_\\][\w.]*)?\[@(?:\[([^\[\]]+)\]|([^\[\]]+))\]")
_REFERENCE = re.compile(
    _QUOTED + r"|(\[[^\]]*\])|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(\[!])",
)
_PARTS = re.compile(r"<f([^>]*?)/?>([^<]*)")
_SHARED = re.compile(r' si="([0-9]+)"')


def file_formula(text: str, table: str) -> str:
    """A formula in the spelling of files: no leading ``=``, and ``[@Quantity]`` written in full.

    People and a running Excel write ``[@Quantity]``; a file that does so is reported as damaged.

    Args:
        text: As in ``Formula.text``.
        table: The table the cell belongs to, empty when it belongs to none.

    >>> file_formula('=[@Quantity]*[@[Unit price]]&"[@no]"', "tblLines")
    'tblLines[[#This Row],[Quantity]]*tblLines[[#This Row],[Unit price]]&"[@no]"'
    """

    def spelled(match: re.Match[str]) -> str:
        return match[1] or f"{match[2] or table}[[#This Row],[{match[3] or match[4]}]]"

    return _THIS_ROW.sub(spelled, text.removeprefix("="))


def moved_formula(text: str, rows: int, columns: int) -> str:
    """A formula as it reads that many cells further down and to the right: relative references move, others stay.

    >>> moved_formula('A1*$B$1+LOG10(C1)&"A1"', 2, 1)
    'B3*$B$1+LOG10(D3)&"A1"'
    """

    def moved(match: re.Match[str]) -> str:
        if match[1] or match[2]:
            return match[0]
        column = column_of(match[4]) + (0 if match[3] else columns)
        row = int(match[6]) + (0 if match[5] else rows)
        if not (0 < column <= LAST_COLUMN and 0 < row <= LAST_ROW):
            return "#REF!"
        return f"{match[3]}{column_letters(column)}{match[5]}{row}"

    return _REFERENCE.sub(moved, text)


class WrittenFormulas:
    """The formulas of one sheet as texts, where their cells show 0; also of cells that only say that they share one."""

    def __init__(self) -> None:
        self._shared: dict[str, tuple[int, int, str]] = {}

    def text(self, element: str, row_number: int, offset: int, value: CellValue) -> str:
        """The formula that an element holds; cells come in the order of the sheet."""
        is_shared = ' t="shared"' in element
        if value != 0 and not is_shared:
            return ""
        match = _PARTS.match(element)
        assert match is not None, "it was found by a like pattern"
        attributes, text = match[1], without_entities(match[2])
        if is_shared and (number := _SHARED.search(attributes)):
            if text:
                self._shared.setdefault(number[1], (row_number, offset, text))
            elif value == 0 and number[1] in self._shared:
                row, column, first = self._shared[number[1]]
                text = moved_formula(first, row_number - row, offset - column)
        return text if value == 0 else ""
