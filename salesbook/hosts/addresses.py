"""Cell addresses as workbooks write them: ``C5``, ``A3:F10``, ``'Sheet name'!$C$5``. Everything counts from 1."""

import re
from functools import lru_cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_ON_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)


class Area(NamedTuple):
    """A rectangle of cells; both corners belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def contains(self, row_number: int, column_number: int) -> bool:
        """Whether the cell lies inside."""
        return self.first_row <= row_number <= self.last_row and self.first_column <= column_number <= self.last_column

    def overlaps(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def __str__(self) -> str:
        """As workbooks write it; a single cell has no colon."""
        first = address(self.first_row, self.first_column)
        last = address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


@lru_cache(maxsize=4096)
def column_letters(column_number: int) -> str:
    """The letters of a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column_number:
        column_number, rest = divmod(column_number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_of(letters: str) -> int:
    """The number of a column.

    >>> column_of("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row_number: int, column_number: int) -> str:
    """The address of a cell.

    >>> address(5, 3)
    'C5'
    """
    return f"{column_letters(column_number)}{row_number}"


def parse_area(text: str) -> Area | None:
    """The rectangle that an address means; ``None`` for anything else, whole columns included.

    >>> parse_area("$A$3:F10")
    Area(first_row=3, first_column=1, last_row=10, last_column=6)
    >>> parse_area("A:A") is None
    True
    """
    corners = [_CELL.fullmatch(corner) for corner in text.split(":")]
    if len(corners) > 2 or None in corners:
        return None
    rows = sorted(int(corner[2]) for corner in corners if corner)
    columns = sorted(column_of(corner[1]) for corner in corners if corner)
    return Area(rows[0], columns[0], rows[-1], columns[-1])


def parse_on_sheet(text: str) -> tuple[str, Area] | None:
    """Sheet and rectangle of a reference; ``None`` when it is not a plain reference into a sheet of the workbook.

    >>> parse_on_sheet("'Anna''s sheet'!$C$5")
    ("Anna's sheet", Area(first_row=5, first_column=3, last_row=5, last_column=3))
    """
    match = _ON_SHEET.fullmatch(text.strip().removeprefix("="))
    area = parse_area(match[3]) if match else None
    if match is None or area is None:
        return None
    return (match[1].replace("''", "'") if match[1] else match[2]), area
