"""Where the lines of a form end: below them stand sums, terms and signatures, which are no lines."""

from collections.abc import Mapping
from dataclasses import replace

from salesbook.hosts.host import RowBlock
from salesbook.sheets.cell_values import number_at
from salesbook.sheets.columns import LISTS, REF, Field, Table
from salesbook.sheets.finding import FoundTable, guesses
from salesbook.sheets.totals import is_total_word

_NUMBERS = ("quantity", "money", "price", "number", "integer")


def lines_of_form(found: FoundTable, table: Table, wanted: Mapping[str, str]) -> FoundTable:
    """Of a form, with labels above its lines, only the lines; of any other table, all rows.

    They end at a sum, or at an empty row below which nothing looks like a line. Where something below the sum does,
    nobody can say whether it is one: all of it stays, and those rows are doubtful.
    """
    columns = {guess.field: guess.offset for guess in guesses(found.headers, table, wanted, similar=False)}
    is_list = REF.name in columns and REF.name not in found.labels
    if not found.labels or is_list or table.kind not in LISTS:
        return found
    repeated = set(found.repeated)
    lines: list[RowBlock] = []
    doubtful: list[RowBlock] = []
    is_summed = False
    expected = found.header_row + 1
    for row in found.rows:
        while expected in repeated:
            expected += 1
        is_summed = is_summed or any(isinstance(value, str) and is_total_word(value) for value in row.values)
        is_line = _is_line(row, table, columns)
        if is_summed and is_line:
            doubtful.append(row)
        elif not is_summed and (is_line or row.row_number == expected):
            lines.append(row)
            expected = row.row_number + 1
    kept = (*lines, *doubtful)
    numbers = tuple(row.row_number for row in doubtful)
    return replace(found, rows=kept, below=len(found.rows) - len(kept), doubtful=numbers)


def _is_line(row: RowBlock, table: Table, columns: Mapping[str, int]) -> bool:
    """All that a line must have, a number where one must be, and a product or some other word; no word for a sum."""
    must: list[Field] = [f for f in table.fields if f.required and not f.head and not f.written and f.name in columns]
    cells = [row.values[offset] for offset in columns.values()]
    texts = [cell for cell in cells if isinstance(cell, str)]
    if not must or any(is_total_word(text) for text in texts):
        return False
    if any(row.values[columns[f.name]] is None for f in must):
        return False
    numbers = [number_at(row, columns[field.name]) for field in must if field.type in _NUMBERS]
    return bool(texts) and None not in numbers
