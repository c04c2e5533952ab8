"""Where the table stands in a sheet that is not ours: its header, its rows, and what is said above them.

A header is found by its words, in any row and language. Nothing is guessed from where a column stands.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.sheets.aliases import folded, means, nearest
from salesbook.sheets.cell_values import clean_text
from salesbook.sheets.columns import Field, Table
from salesbook.sheets.half_width import half_width

ROWS_SEARCHED = 60
"""In so many filled rows from the top a header is looked for."""

LEAST_WORDS = 2
"""Columns that must be known for a row to be a header."""

Certainty = Literal["title", "other_word", "similar", "chosen"]


@dataclass(frozen=True)
class Guess:
    """What a column is taken for.

    Attributes:
        offset: Of the column, from 0.
        how: By our own title, by another word for the same, by a word that is written much like it, or by a person.
    """

    field: str
    offset: int
    header: str
    how: Certainty


@dataclass(frozen=True)
class FoundTable:
    """A table in a grid.

    Attributes:
        top: Rows from the first one to the header, as they are.
        header_row: Number of the last row of the header.
        headers: One for each column; of two header rows, group and field together where the field alone is not enough.
        rows: Below the header.
        labels: What stands beside or below a label above the header, such as ``Date:``, by field.
        others: Rows that were left out on purpose, because another import is for them.
        repeated: Numbers of header rows that only repeat the first one, as printed pages do.
        page_titles: Rows that stand around those, such as the title of each page.
        below: Rows below the lines of a form: sums, terms, signatures.
        doubtful: Numbers of rows below the sum of a form that look like lines.
        mark: Tells rows of this table from those with the same number in another one; blank for the first.
    """

    grid: Grid
    top: tuple[RowBlock, ...]
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[RowBlock, ...]
    labels: Mapping[str, CellValue] = made(default_factory=dict)
    others: int = 0
    repeated: tuple[int, ...] = ()
    page_titles: int = 0
    below: int = 0
    doubtful: tuple[int, ...] = ()
    mark: str = ""

    @property
    def headings(self) -> int:
        """Rows that are titles, labels and headers."""
        return len(self.top) + len(self.repeated) + self.page_titles


def find_table(grid: Grid, table: Table, wanted: Mapping[str, str] | None = None) -> FoundTable | None:
    """The table of a kind in a grid, as if there were one only; ``None`` where no row looks like its header.

    Args:
        wanted: Headers by field, where a person has said which column is which.
    """
    best = best_header(grid, table, wanted or {})
    if best is None:
        return None
    top, header = grid.rows[: best + 1], grid.rows[best]
    headers = tuple(header_words(grid, best))
    return FoundTable(grid, top, header.row_number, headers, grid.rows[best + 1 :], labels_of(top[:-1], table))


def best_header(grid: Grid, table: Table, wanted: Mapping[str, str]) -> int | None:
    """Place of the row near the top with most words of a list; ``None`` where too few are known."""
    best, most = None, LEAST_WORDS - 1
    for index, row in enumerate(grid.rows[:ROWS_SEARCHED]):
        words = header_words(grid, index)
        known = guesses(words, table, wanted, similar=False)
        is_data = sum(isinstance(value, int | float | Decimal | date) for value in row.values) > len(known)
        if len(known) > most and not is_data:
            best, most = index, len(known)
    return best


def guesses(headers: Sequence[str], table: Table, wanted: Mapping[str, str], *, similar: bool = True) -> list[Guess]:
    """Which column is which field, the surest first: as a person has said, by our titles, by other words, by likeness.

    A column is taken for one field, and a field for one column; what could be two is left open.

    Args:
        headers: Of the columns.
        table: Our list.
        wanted: Headers by field, as a person has said.
        similar: Also propose what is only written alike.
    """
    fields = [field for field in table.fields if not field.written]
    found: dict[str, Guess] = {}

    def take(pairs: Iterable[tuple[Field, int]], how: Certainty) -> None:
        open_pairs = {(field.name, offset) for field, offset in pairs}
        while True:
            taken = {guess.offset for guess in found.values()}
            open_pairs = {(name, offset) for name, offset in open_pairs if name not in found and offset not in taken}
            of_column = Counter(offset for _, offset in open_pairs)
            # A column that can be one field only goes before one that can be several.
            alone = [(name, offset) for name, offset in open_pairs if of_column[offset] == 1]
            names = Counter(name for name, _ in alone)
            sure = [(name, offset) for name, offset in alone if names[name] == 1]
            if not sure:
                return
            found.update({name: Guess(name, offset, headers[offset], how) for name, offset in sure})

    filled = distinct(headers)
    words = {offset: folded(header) for offset, header in filled.items()}
    said = {name: folded(header) for name, header in wanted.items()}
    take(((f, o) for f in fields for o, word in words.items() if word == said.get(f.name)), "chosen")
    take(((f, o) for f in fields for o, word in words.items() if word in map(folded, f.title)), "title")
    take(((f, o) for f in fields for o, word in words.items() if word in means(f.name)), "other_word")
    if similar:
        alike = ((f, o) for f in fields for o, header in filled.items() if any(nearest(header, [t]) for t in f.title))
        take(alike, "similar")
    return list(found.values())


def distinct(headers: Sequence[str]) -> dict[int, str]:
    """Headers by offset; of a heading that is merged over neighbouring columns only the first one."""
    return {
        offset: header
        for offset, header in enumerate(headers)
        if header and (offset == 0 or headers[offset - 1] != header)
    }


def header_word(value: CellValue) -> str:
    """The words of a header; a line break in it is a blank. What ends in a colon is a label beside its value."""
    text = " ".join(clean_text(value).split()) if isinstance(value, str) else ""
    return "" if _LABEL_END.search(text) else text


def header_words(grid: Grid, index: int) -> list[str]:
    """The words of a row, with the group above where one word stands above several columns of different groups."""
    headers = [header_word(value) for value in grid.rows[index].values]
    if index == 0 or grid.rows[index - 1].row_number != grid.rows[index].row_number - 1:
        return headers
    groups = [header_word(value) for value in grid.rows[index - 1].values]
    times = Counter(folded(header) for header in distinct(headers).values())
    return [
        f"{group} {header}" if header and group and group != header and times[folded(header)] > 1 else header
        for group, header in zip(groups, headers, strict=True)
    ]


_LABEL_END = re.compile(r"[:：]\s*$")
_LABELLED = re.compile(r"^([^:：]{1,20})[:：]\s*(\S.*)$", re.DOTALL)


@dataclass(frozen=True)
class Label:
    """What is said of a field beside a label.

    Attributes:
        offset: Column of the cell that says it, from 0: the label's own, where both stand in one cell.
    """

    value: CellValue
    row_number: int
    offset: int


def field_words(table: Table) -> dict[str, str]:
    """The field that each folded word means, of all that people fill in."""
    names = {word: f.name for f in table.fields if not f.written for word in means(f.name)}
    return names | {folded(word): f.name for f in table.fields if not f.written for word in f.title}


def is_label(value: CellValue) -> bool:
    """Whether a cell is a label with or beside its value, such as ``Date:`` or ``Date: 2026-03-05``."""
    if not isinstance(value, str):
        return False
    text = clean_text(half_width(value))
    return bool(_LABELLED.match(text) or _LABEL_END.search(text))


def labels_of(rows: Sequence[RowBlock], table: Table) -> dict[str, CellValue]:
    """What is said by labels above a table, by field."""
    return {name: label.value for name, label in labels_in(rows, table).items()}


def labels_in(rows: Sequence[RowBlock], table: Table, *, beside: bool = False) -> dict[str, Label]:
    """Head fields that stand above a table: a label with its value after a colon, in the next cell, or below it.

    Args:
        rows: Above the table.
        table: Whose fields are looked for.
        beside: A label without a colon has its value in the next cell, as on forms with a frame around each; else it
            has it below.
    """
    names = field_words(table)
    found: dict[str, Label] = {}
    without_colon: dict[str, Label] = {}
    for index, row in enumerate(rows):
        for offset, value in enumerate(row.values):
            if not isinstance(value, str):
                continue
            text = clean_text(half_width(value))
            labelled = _LABELLED.match(text)
            word = folded(labelled[1] if labelled else _LABEL_END.sub("", text))
            name = names.get(word) or next((names[like] for like in get_close_matches(word, names, 1, 0.9)), "")
            if labelled and name:
                found.setdefault(name, Label(labelled[2], row.row_number, offset))
            elif name and _LABEL_END.search(text):
                said = _beside(row, offset, names) or _below(rows, index, offset, names)
                found.update({name: said} if said and name not in found else {})
            elif name and (said := _beside(row, offset, names) if beside else _below(rows, index, offset, names)):
                without_colon.setdefault(name, said)
    return without_colon | found


def _beside(row: RowBlock, offset: int, names: Mapping[str, str]) -> Label | None:
    """The next filled cell of the row that is not the same merged one; none where another label follows."""
    for place in range(offset + 1, len(row.values)):
        value = row.values[place]
        if value is not None and value != row.values[offset]:
            return None if _is_other_label(value, names) else Label(value, row.row_number, place)
    return None


def _below(rows: Sequence[RowBlock], index: int, offset: int, names: Mapping[str, str]) -> Label | None:
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or below.row_number != rows[index].row_number + 1:
        return None
    value = below.values[offset]
    if value in (None, rows[index].values[offset]) or _is_other_label(value, names):
        return None
    return Label(value, below.row_number, offset)


def _is_other_label(value: CellValue, names: Mapping[str, str]) -> bool:
    """Whether a cell is another label, so that the one before it was left without a value."""
    if not isinstance(value, str):
        return False
    text = clean_text(half_width(value))
    labelled = _LABELLED.match(text)
    return _LABEL_END.search(text) is not None or folded(labelled[1] if labelled else text) in names


_UNIT = re.compile(
    r"(?:[单單]位 ?:? ?|[(\[/])(?:人民[币幣]|新[台臺][币幣]|RMB|NT\$)? ?((?:千|百|十)?[萬万億亿][元圓圆]?|千[元圓圆])",
    re.IGNORECASE,
)
_ENGLISH_UNIT = re.compile(
    r"(?:\b(?:units?|amounts?|figures?|in|(?-i:[A-Z]{3}))|[($€£¥]):? ?(?:in |of )?(?:(?-i:[A-Z]{3}) )?"
    r"(thousand|million)s?\b|(?:['’]|\()(000)'?s?\b",
    re.IGNORECASE,
)
_UNITS = {
    "thousand": 10**3, "million": 10**6, "000": 10**3,
    "千": 10**3, "百": 10**2, "十": 10, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8,
}  # fmt: skip


def unit_in(text: str) -> Decimal | None:
    """By how much amounts are to be multiplied, as a title or a header says.

    >>> unit_in("銷售目標（單位：萬元）"), unit_in("目标(千元)"), unit_in("金額"), unit_in("Target (USD '000)")
    (Decimal('10000'), Decimal('1000'), None, Decimal('1000'))
    """
    text = half_width(text)
    match = _UNIT.search(text)
    if match is None:
        found = _ENGLISH_UNIT.search(text)
        return Decimal(_UNITS[(found[1] or found[2]).lower()]) if found else None
    factor = Decimal(1)
    for word in match[1]:
        factor *= _UNITS.get(word, 1)
    return factor


def percent_in(header: str) -> Decimal | None:
    """The percentage that a header holds.

    >>> percent_in("Mark Up (15%)")
    Decimal('15')
    """
    match = re.search(r"(\d+(?:\.\d+)?) ?%", half_width(header))
    return Decimal(match[1]) if match else None


def is_markup(header: str) -> bool:
    """Whether a column says what is added to the price of one piece."""
    return folded(header) in ("markup", "加成", "加價", "加价")
