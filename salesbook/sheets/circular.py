"""Formulas that refer to themselves, over whatever way. Excel shows 0 for them, which nobody has typed or computed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product, starmap
from typing import NamedTuple

from salesbook.hosts.addresses import Area, column_of
from salesbook.hosts.host import CIRCULAR, RowBlock, TableBlock
from salesbook.large_data import without_collecting

_LARGEST_AREA = 1000
"""Cells of an area that are followed one by one; of a larger one only counts whether the formula stands in it."""

_CELL = r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})"
_REFERENCE = re.compile(
    r"""(?:"(?:[^"]|"")*")"""
    r"""|(?:'(?:[^']|'')*'|[\w.\]]+)!\$?\w+(?::\$?\w+)?"""
    r"|((?!\d)[\w.\\]+)?\[(?:@|\[\#This\ Row\],)\[?([^\[\]]+)\]?\]"
    rf"|(?<![\w.$]){_CELL}(?::{_CELL})?(?![\w.(\[!])",
    re.VERBOSE,
)


class _Cell(NamedTuple):
    row: int
    column: int


def without_circular(block: TableBlock) -> TableBlock:
    """The table with an error in place of the 0 of each formula that cannot be calculated, as it needs itself."""
    texts = {
        _Cell(row.row_number, block.first_column + offset): text
        for row in block.rows
        if row.formulas
        for offset, text in row.formulas.items()
        if text and row.values[offset] == 0
    }
    if not texts:
        return block
    wrong: dict[int, set[int]] = defaultdict(set)
    for cell in _needing_themselves({cell: _needed(cell, text, block, texts) for cell, text in texts.items()}):
        wrong[cell.row].add(cell.column - block.first_column)
    return replace(block, rows=tuple(_marked(row, wrong[row.row_number]) for row in block.rows)) if wrong else block


def _marked(row: RowBlock, offsets: set[int]) -> RowBlock:
    if not offsets:
        return row
    return row._replace(values=tuple(CIRCULAR if o in offsets else value for o, value in enumerate(row.values)))


def _needed(cell: _Cell, text: str, block: TableBlock, known: Mapping[_Cell, str]) -> set[_Cell]:
    """The known cells that a formula refers to."""
    found: set[_Cell] = set()
    for area in _areas(cell, text, block):
        if area.contains(*cell):
            return {cell}
        rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
        if len(rows) * len(columns) <= _LARGEST_AREA:
            found |= {needed for needed in starmap(_Cell, product(rows, columns)) if needed in known}
    return found


def _areas(cell: _Cell, text: str, block: TableBlock) -> Iterator[Area]:
    """What a formula refers to on its own sheet."""
    for match in _REFERENCE.finditer(text):
        table, title, first_column, first_row, last_column, last_row = match.groups()
        if title in block.headers and table in (None, block.name):
            column = block.first_column + block.headers.index(title)
            yield Area(cell.row, column, cell.row, column)
        elif first_column:
            corners = (column_of(first_column), column_of(last_column or first_column))
            rows = (int(first_row), int(last_row or first_row))
            yield Area(min(rows), min(corners), max(rows), max(corners))


@without_collecting()
def _needing_themselves(needed: Mapping[_Cell, set[_Cell]]) -> Iterable[_Cell]:
    """The cells that are left when those go that need none, then those that need only these, and so on."""
    needing: dict[_Cell, list[_Cell]] = defaultdict(list)
    waits_for = {cell: len(others) for cell, others in needed.items()}
    for cell, others in needed.items():
        for other in others:
            needing[other].append(cell)
    free = [cell for cell, count in waits_for.items() if not count]
    while free:
        for cell in needing[free.pop()]:
            waits_for[cell] -= 1
            if not waits_for[cell]:
                free.append(cell)
    return [cell for cell, count in waits_for.items() if count]
