"""What stands in a table against what would stand there now: each cell that differs, each row too many or missing.

Rows are told apart by what they are about, so that a row that moved is found. What people have added beside our
columns is not looked at, and neither is what a formula shows as long as the formula is ours.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import dropwhile, takewhile

from salesbook.hosts.addresses import column_letters
from salesbook.hosts.host import CellError, CellValue, RowBlock, TableBlock
from salesbook.money import round_half_up
from salesbook.problems import Problem
from salesbook.units import plain

SAME_DIGITS = 6
"""A spreadsheet keeps 15 digits; what differs behind these is no difference."""

Key = tuple[CellValue, ...]


def differences(
    there: TableBlock, expected: Sequence[RowBlock], headers: Sequence[str], keys: Sequence[str] = ()
) -> list[Problem]:
    """Where a table differs.

    Args:
        there: As it stands.
        expected: What would stand there, one value per header.
        headers: Of the expected rows; those that the table lacks are left out.
        keys: Headers that tell rows apart; without them, the first that hold no numbers.
    """
    known = {header: offset for offset, header in enumerate(there.headers)}
    columns = {header: (known[header], offset) for offset, header in enumerate(headers) if header in known}
    names = list(keys) or _texts(there.rows, expected, columns)
    waiting: dict[Key, list[RowBlock]] = defaultdict(list)
    for row in expected:
        if any(value not in (None, "") for value in row.values):
            waiting[tuple(plain_value(row.values[columns[name][1]]) for name in names)].append(row)
    found = []
    for row in there.rows:
        if all(row.values[offset] in (None, "") or offset in row.formulas for offset, _ in columns.values()):
            continue
        key = tuple(plain_value(row.values[columns[name][0]]) for name in names)
        if not waiting[key]:
            found.append(_at(Problem("self-check-row-gone", values={"row": _words(key)}), there, row, 0))
            continue
        found += _cells(there, row, waiting[key].pop(0), columns)
    last = there.rows[-1] if there.rows else RowBlock(there.header_row, ())
    missing = [key for key, rows in waiting.items() for _ in rows]
    return found + [
        _at(Problem("self-check-row-missing", values={"row": _words(key)}), there, last, 0) for key in missing
    ]


def _cells(
    there: TableBlock, row: RowBlock, expected: RowBlock, columns: Mapping[str, tuple[int, int]]
) -> Iterable[Problem]:
    for header, (offset, other) in columns.items():
        if offset in row.formulas and other in expected.formulas:
            continue
        found, stored = plain_value(row.values[offset]), plain_value(expected.values[other])
        if found != stored:
            values = {"header": header, "found": words_of(found), "stored": words_of(stored)}
            yield _at(Problem("self-check-differs", values=values), there, row, offset)


def _texts(rows: Iterable[RowBlock], expected: Iterable[RowBlock], columns: Mapping[str, tuple[int, int]]) -> list[str]:
    """The first columns beside each other in which no number stands, and no formula: who or what a row is about."""
    numbers: set[str] = set()
    for side, blocks in enumerate((rows, expected)):
        for block in blocks:
            for header, offsets in columns.items():
                value, offset = plain_value(block.values[offsets[side]]), offsets[side]
                if isinstance(value, Decimal) or offset in block.formulas:
                    numbers.add(header)
    named = list(dropwhile(numbers.__contains__, columns))
    return list(takewhile(lambda header: header not in numbers, named))


def _at(problem: Problem, there: TableBlock, row: RowBlock, offset: int) -> Problem:
    cell = column_letters(there.first_column + offset) + str(row.row_number)
    return problem.at(sheet=there.sheet, row_number=row.row_number, cell=cell)


def plain_value(value: CellValue) -> CellValue:
    """A value as any host hands it out: numbers to the digits that count, days without a time, blank as ``None``."""
    match value:
        case bool() | None | CellError():
            return value
        case int() | float() | Decimal():
            return round_half_up(Decimal(str(value)), SAME_DIGITS).normalize() + 0
        case datetime():
            return value.date()
        case str():
            return value.strip().removeprefix("'") or None
        case _:
            return value


def words_of(value: CellValue) -> str:
    """A value in a sentence.

    >>> words_of(Decimal("1E+3")), words_of(None)
    ('1000', '–')
    """
    match value:
        case Decimal():
            return plain(value)
        case None:
            return "–"
        case CellError():
            return value.text
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _words(key: Key) -> str:
    return " · ".join(words_of(value) for value in key if value is not None) or "–"
