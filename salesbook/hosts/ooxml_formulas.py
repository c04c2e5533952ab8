"""Formulas as files hold them: structured references spelled out, relative references moved along."""

import re

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_of

_QUOTED = r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!)"""
_THIS_ROW = re.compile(_QUOTED + r"|([A-Za-z_\\][\w.]*)?\[@(?:\[([^\[\]]+)\]|([^\[\]]+))\]")
_REFERENCE = re.compile(
    _QUOTED + r"|(\[[^\]]*\])|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(\[!])",
)


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
