"""Rows that hold sums of the rows above (小計, 合計, Total): they are no lines, and are compared with the lines."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from salesbook.hosts.host import CellValue, RowBlock
from salesbook.problems import Place, Problem
from salesbook.sheets.cell_values import clean_text, number_at, read_cell
from salesbook.sheets.columns import Table
from salesbook.sheets.half_width import half_width
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

_WORDS = frozenset(
    {"total", "totals", "subtotal", "sub-total", "grandtotal", "sum", "總額", "总额", "總和", "总和", "計", "计"}
)
_ENDINGS = ("小計", "小计", "合計", "合计", "總計", "总计", "共計", "共计", "subtotal")
_HINT = re.compile("total|sum|[計计額额和]|ｔｏｔａｌ", re.IGNORECASE)
"""What each of them contains; most texts are passed over by this alone."""

_SUMMED = ("quantity", "money")


def is_total_word(text: str) -> bool:
    """Whether a cell says that its row is a sum.

    >>> is_total_word("合　計："), is_total_word("North subtotal"), is_total_word("TOTAL-1000")
    (True, True, False)
    """
    if not _HINT.search(text):
        return False
    found = "".join(half_width(clean_text(text)).casefold().split()).strip(":")
    return found in _WORDS or found.endswith(_ENDINGS)


def without_totals(
    rows: Sequence[RowBlock], table: Table, columns: Mapping[str, int]
) -> tuple[list[RowBlock], list[Problem]]:
    """The rows that are lines, and what is to be said of those that are sums.

    A sum is that of the rows since the sum before it, or of all rows above.

    Returns:
        Warnings with the row and, where a sum differs, the field.
    """
    typed = [columns[field.name] for field in table.fields if field.name in columns and not field.written]
    cells = list(zip(*(row.values for row in rows), strict=True)) if rows else []
    contents = frozenset[CellValue]().union(*(cells[offset] for offset in typed if cells))
    words = {text for text in contents if isinstance(text, str) and is_total_word(text)}
    if not words:
        return list(rows), []
    lines: list[RowBlock] = []
    problems = []
    since = 0
    for row in rows:
        word = _total_word([row.values[offset] for offset in typed if offset not in row.formulas], words)
        if word:
            problems += _compared(row, word, lines, since, table, columns)
            since = len(lines)
        else:
            lines.append(row)
    return lines, problems


def _total_word(cells: list[CellValue], words: set[str]) -> str:
    """The word that makes a row a sum; blank when it holds any other word."""
    texts = [cell for cell in cells if isinstance(cell, str) and clean_text(cell)]
    totals = [text for text in texts if text in words]
    if not totals or any(text not in words and not _is_number(text) for text in texts):
        return ""
    return clean_text(totals[0])


def _is_number(text: str) -> bool:
    try:
        return read_cell(text, "General", "number").value is not None
    except WrongCellError:
        return False


def _compared(
    row: RowBlock, word: str, lines: list[RowBlock], since: int, table: Table, columns: Mapping[str, int]
) -> list[Problem]:
    said = {"row": str(row.row_number), "found": word}
    differing = []
    for field in table.fields:
        if field.type not in _SUMMED or field.name not in columns:
            continue
        offset = columns[field.name]
        if (total := number_at(row, offset)) is None:
            continue
        part, whole = _sum(lines[since:], offset), _sum(lines, offset)
        if total not in (part, whole):
            values = said | {"total": plain(total), "sum": plain(whole)}
            place = Place(field.name, row_number=row.row_number)
            differing.append(Problem("total-row-differs", place, values, "warning"))
    return differing or [Problem("total-row", Place(row_number=row.row_number), said, "warning")]


def _sum(rows: list[RowBlock], offset: int) -> Decimal:
    return sum((number_at(row, offset) or Decimal(0) for row in rows), Decimal(0))
