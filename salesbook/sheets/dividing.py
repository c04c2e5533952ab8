"""Which tables stand on one sheet that is not ours: below each other, beside each other, of one kind or of several.

A further header is found by its words alone, like the first. What stands between two tables belongs to the lower one
from its title on, or else from the first empty row on. A table that cannot be read like the first is left out and
named; it is never taken for rows of the one above.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from salesbook.hosts.addresses import column_letters
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.sheets.aliases import ALIASES, folded
from salesbook.sheets.cell_values import clean_text
from salesbook.sheets.columns import LISTS, RECORD_TABLES, REF, Table
from salesbook.sheets.finding import (
    LEAST_WORDS,
    FoundTable,
    best_header,
    field_words,
    guesses,
    header_word,
    header_words,
    is_label,
    labels_of,
)
from salesbook.sheets.totals import is_total_word

LABEL_ROWS = 12
"""So far above a header words such as Customer and Date, each above its value, are labels of its form."""

STRANGE_WORDS = 2
"""So many words of other lists, which the first table does not have, make a header one of another kind."""


@dataclass(frozen=True)
class OtherTable:
    """A table that is not read.

    Attributes:
        rows: Below its header.
        headings: Its header, and what stands above it as its title and labels.
        lacking: Fields of the wanted list for which it has no column; none where it is of another kind.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: int
    headings: int
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class DividedSheet:
    """The tables of the wanted kind in a sheet, and the others."""

    tables: tuple[FoundTable, ...] = ()
    others: tuple[OtherTable, ...] = ()


@dataclass(frozen=True)
class _Header:
    """A row that is a header.

    Attributes:
        index: Of the row in its grid.
        fields: Of the wanted list, by its words.
        words: All of them, folded.
    """

    index: int
    fields: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class _Section:
    """A header with what belongs to it.

    Attributes:
        grid: The sheet, or a part of it in which all other cells are empty.
        titles: What stands alone in a row above the header.
    """

    grid: Grid
    header: _Header
    top: tuple[RowBlock, ...]
    body: tuple[RowBlock, ...]
    labels: Mapping[str, CellValue]
    titles: tuple[str, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The words of its header, by column."""
        return tuple(header_words(self.grid, self.header.index))

    @property
    def has(self) -> frozenset[str]:
        """Fields with a column or a label."""
        return self.header.fields | self.labels.keys()


def find_tables(
    grid: Grid, table: Table, wanted: Mapping[str, str] | None = None, given: Collection[str] = ()
) -> DividedSheet:
    """All tables of a kind in a grid, in the order of their headers.

    Args:
        wanted: Headers by field, where a person has said which column is which.
        given: Fields that every row gets, so that no table needs a column for them.
    """
    sections = _sections(grid, table, wanted or {})
    alike = [section for section in sections if len(section.header.fields) >= LEAST_WORDS]
    if not alike:
        return DividedSheet()
    named = [_named_kind(section) if table.kind in LISTS else "" for section in alike]
    kind = table.kind if table.kind in named else next((name for name in named if name), "")
    alike = [section for section, name in zip(alike, named, strict=True) if name in ("", kind)]
    first = max(alike, key=lambda section: len(section.header.fields))
    needed = required_fields(table, given) & first.has
    known = _words() - field_words(table).keys()
    tables: list[FoundTable] = []
    others: list[OtherTable] = []
    above: _Section | None = None
    for section in sections:
        strange = (section.header.words - first.header.words) & known
        is_alike = section in alike and len(strange) < STRANGE_WORDS
        lacking = tuple(sorted(needed - section.has)) if is_alike else ()
        if not is_alike or lacking:
            others.append(_other(section, lacking if needed & section.has else ()))
            above = None
        elif above and _continues(section, above):
            tables[-1] = _continued(tables[-1], section)
        else:
            above = section
            tables.append(_found(section))
    return DividedSheet(tuple(_marked(tables)), tuple(others))


def required_fields(table: Table, given: Collection[str] = ()) -> frozenset[str]:
    """What must be there in each row; a number of a document can be made."""
    return frozenset(f.name for f in table.fields if f.required and not f.written) - {REF.name, *given}


def left_out(found: FoundTable, lacking: Sequence[str]) -> OtherTable:
    """A table that lacks columns, as one that is not read."""
    rows = len(found.rows) + found.others
    return OtherTable(found.grid.name, found.header_row, found.headers, rows, found.headings, tuple(lacking))


def _found(section: _Section) -> FoundTable:
    header_row = section.grid.rows[section.header.index].row_number
    return FoundTable(section.grid, section.top, header_row, section.headers, section.body, section.labels)


def _other(section: _Section, lacking: tuple[str, ...]) -> OtherTable:
    return left_out(_found(section), lacking)


def _marked(tables: Sequence[FoundTable]) -> Iterator[FoundTable]:
    """Tables beside each other have rows with the same number: those further to the right say where they begin."""
    left = min((_first_column(found.headers) for found in tables), default=0)
    for found in tables:
        column = _first_column(found.headers)
        beside = any(other.header_row == found.header_row and other is not found for other in tables)
        yield replace(found, mark=column_letters(column + 1)) if beside and column > left else found


def _first_column(headers: Sequence[str]) -> int:
    return next((offset for offset, header in enumerate(headers) if header), 0)


# ---- Where headers stand -----------------------------------------------------------------------------------------


def _headers(grid: Grid, table: Table, wanted: Mapping[str, str], forced: int | None) -> list[_Header]:
    """Every row that is a header: the best one near the top, and all rows of nothing but words, some of them known."""
    known = _words() | {folded(word) for word in wanted.values()}
    best = best_header(grid, table, wanted)
    start = _first_text(grid.rows[best]) if best is not None else ""
    found = []
    for index, row in enumerate(grid.rows):
        if row.row_number == forced or (_may_be_header(row.values, start) and _is_header(grid, index, known)):
            found.append(_header(grid, index, table, wanted))
    if best is not None and best not in {header.index for header in found}:
        header = _header(grid, best, table, wanted)
        if all(len(header.fields) > len(other.fields) for other in found):
            found = sorted([*found, header], key=lambda header: header.index)
    return _without_label_rows(found, grid, table)


def _header(grid: Grid, index: int, table: Table, wanted: Mapping[str, str]) -> _Header:
    fields = {guess.field for guess in guesses(header_words(grid, index), table, wanted, similar=False)}
    return _Header(index, frozenset(fields), frozenset(_plain_words(grid.rows[index])))


@cache
def _words() -> frozenset[str]:
    """Every word that is known to stand above a column of some list."""
    tables = (*LISTS.values(), *RECORD_TABLES.values())
    titles = {folded(word) for table in tables for field in table.fields for word in field.title}
    return frozenset(titles | {folded(word) for words in (*ALIASES.values(), _OTHER_WORDS) for word in words})


_OTHER_WORDS = (
    "On hand", "Stock", "In stock", "Balance", "Contacts", "Position", "Department", "Fax", "庫存", "庫存量",
    "现有库存", "結存", "部門", "職位", "职务", "傳真", "聯絡人", "联系人", "電話", "地址",
)  # fmt: skip
"""Words above columns of lists that are not ours."""

_DIGIT = re.compile(r"\d")


def _may_be_header(values: Sequence[CellValue], start: str) -> bool:
    """A quick look that passes over nearly all rows of data: nothing but texts, the first of them a word."""
    is_first = True
    for value in values:
        if value is None:
            continue
        if value.__class__ is not str:
            return False
        if is_first:
            if value != start and _DIGIT.search(value):
                return False
            is_first = False
    return not is_first


def _is_header(grid: Grid, index: int, known: frozenset[str]) -> bool:
    row = grid.rows[index]
    texts = [value for value in row.values if isinstance(value, str) and clean_text(value)]
    if any(_DIGIT.search(text) and not any(sign.isalpha() for sign in text) for text in texts):
        return False
    words = _plain_words(row)
    found = len(words & known)
    if len(words) < LEAST_WORDS or found * 2 < len(words):
        return False
    return found >= LEAST_WORDS or (found == 1 and _begins_a_table(grid, index))


def _begins_a_table(grid: Grid, index: int) -> bool:
    """An empty row or a title above, and below a row that fills no other columns."""
    row, rows = grid.rows[index], grid.rows
    above = rows[index - 1] if index and rows[index - 1].row_number == row.row_number - 1 else None
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or below.row_number != row.row_number + 1 or (above and not _title(above)):
        return False
    return all(header_word(word) for word, value in zip(row.values, below.values, strict=True) if value is not None)


def _plain_words(row: RowBlock) -> set[str]:
    return {folded(word) for value in row.values if (word := header_word(value))}


def _first_text(row: RowBlock) -> str:
    return next((value for value in row.values if isinstance(value, str)), "")


def _without_label_rows(headers: Sequence[_Header], grid: Grid, table: Table) -> list[_Header]:
    """A row of labels above their values, such as Customer and Date above the lines of a form, is no header.

    Words that are no fields of the list, such as Ship to, may be among them where one row of values follows.
    """
    if table.kind not in LISTS:
        return list(headers)
    head = {field.name for field in table.fields if field.head}
    words = field_words(table)
    kept: list[_Header] = []
    for header in reversed(headers):
        below = kept[-1] if kept else None
        is_head = bool(header.fields) and header.fields <= head
        if is_head and not _has_one_row(grid.rows, header.index):
            is_head = all(words.get(word, "") in head for word in header.words & _words())
        if not (is_head and below and below.index - header.index <= LABEL_ROWS and not header.fields & below.fields):
            kept.append(header)
    return kept[::-1]


def _has_one_row(rows: Sequence[RowBlock], index: int) -> bool:
    """Whether one filled row follows, and then an empty one."""
    numbers = [row.row_number for row in rows[index : index + 3]]
    is_next = len(numbers) > 1 and numbers[1] == numbers[0] + 1
    return is_next and (len(numbers) == 2 or numbers[2] > numbers[1] + 1)


# ---- What belongs to which header --------------------------------------------------------------------------------


def _sections(grid: Grid, table: Table, wanted: Mapping[str, str], forced: int | None = None) -> list[_Section]:
    headers = _headers(grid, table, wanted, forced)
    if not headers:
        return []
    beginning = _beginning(grid.rows[0]) if headers[0].index else ""
    starts = [0, *(_start_of(grid.rows, above.index, below.index, beginning) for above, below in pairwise(headers))]
    for place, header in enumerate(headers):
        later = list(zip(headers, starts, strict=True))[place + 1 :]
        if bands := _bands(grid, header, later, table, wanted):
            columns, end = bands
            number = grid.rows[header.index].row_number
            beside = [_part(grid, starts[place], end, first, last) for first, last in columns]
            return [
                *_sections(replace(grid, rows=grid.rows[: starts[place]]), table, wanted),
                *(section for part in beside for section in _sections(part, table, wanted, number)),
                *_sections(replace(grid, rows=grid.rows[end:]), table, wanted),
            ]
    return _below_each_other(grid, headers, starts, table)


def _below_each_other(grid: Grid, headers: Sequence[_Header], starts: Sequence[int], table: Table) -> list[_Section]:
    """Of header rows with nothing between, such as one in each language, the one with most known words counts."""
    groups: list[tuple[list[_Header], int]] = []
    for header, start in zip(headers, starts, strict=True):
        if groups and groups[-1][0][-1].index == header.index - 1:
            groups[-1][0].append(header)
        else:
            groups.append(([header], start))
    ends = [*(start for _, start in groups[1:]), len(grid.rows)]
    found = []
    for (group, start), end in zip(groups, ends, strict=True):
        header = max(reversed(group), key=lambda header: len(header.fields))
        heading = grid.rows[start : group[0].index]
        body = group[-1].index + 1
        titles = tuple(filter(None, map(_title, heading)))
        labels = labels_of(heading, table)
        found.append(_Section(grid, header, grid.rows[start:body], grid.rows[body:end], labels, titles))
    return found


def _start_of(rows: Sequence[RowBlock], above: int, below: int, beginning: str) -> int:
    """Where the lower table begins: where it begins like the first one, or after the first empty row."""
    for index in range(below - 1, above, -1):
        if beginning and _is_heading(rows, index, above) and _beginning(rows[index]) == beginning:
            return index
    last = next((index for index in range(below - 1, above, -1) if not _is_heading(rows, index, above)), above)
    for index in range(last, below):
        if rows[index + 1].row_number != rows[index].row_number + 1:
            return index + 1
    return min(last + 1, below)


def _title(row: RowBlock) -> str:
    """What stands alone in a row; blank where that is no text, or a label, or the word for a sum."""
    values = {value for value in row.values if value is not None}
    if len(values) != 1:
        return ""
    (value,) = values
    return "" if not isinstance(value, str) or is_label(value) or is_total_word(value) else folded(value)


def _beginning(row: RowBlock) -> str:
    """The first word of a row, without the value that may follow in its cell; blank for a sum and for data."""
    first = next((value for value in row.values if value is not None), None)
    return "" if not isinstance(first, str) or is_total_word(first) else folded(re.split("[:：]", first)[0])


def _is_heading(rows: Sequence[RowBlock], index: int, header: int) -> bool:
    """Whether a row below a header is a title, has labels, or has values below labels."""
    row, above = rows[index], rows[index - 1]
    if _title(row) or _begins_with_label(row):
        return True
    is_next = index - 1 > header and above.row_number == row.row_number - 1
    return is_next and _begins_with_label(above) and _beginning(row) not in _words()


def _begins_with_label(row: RowBlock) -> bool:
    first = next((value for value in row.values if value is not None), None)
    return (is_label(first) and _beginning(row) != "") or _beginning(row) in _words()


def _continues(section: _Section, above: _Section) -> bool:
    """The same header again, with nothing new above it: the next printed page of one list."""
    is_same = [folded(word) for word in section.headers] == [folded(word) for word in above.headers]
    known = {value for row in above.top for value in row.values}
    new = (value for row in section.top for value in row.values if value not in known)
    return is_same and all(isinstance(value, str) and _PAGE.search(value) for value in new)


_PAGE = re.compile(r"page|[頁页]|^\s*\d+\s*$", re.IGNORECASE)


def _continued(found: FoundTable, section: _Section) -> FoundTable:
    number = section.grid.rows[section.header.index].row_number
    return replace(
        found, rows=found.rows + section.body, repeated=(*found.repeated, number),
        page_titles=found.page_titles + len(section.top) - 1,
    )  # fmt: skip


# ---- Tables beside each other ------------------------------------------------------------------------------------


def _bands(
    grid: Grid, header: _Header, later: Sequence[tuple[_Header, int]], table: Table, wanted: Mapping[str, str]
) -> tuple[list[tuple[int, int]], int] | None:
    """Columns of the tables that begin in one header row, and the place of the row where they end.

    A list may have empty columns, too. They part tables where a field stands on both sides of them; where words above
    may tell like columns apart, as in a header of two rows, that must be a code. They also part what has words of
    another kind and goes on where the left part has ended.
    """
    values = grid.rows[header.index].values
    codes = {field.name for field in table.fields if field.type == "code"}
    is_bare = _is_bare(grid, header.index)
    words = [header_word(value) for value in values]
    parts: list[tuple[int, int]] = []
    seen: set[str] = set()
    for first, last in _runs(words):
        part = [*[""] * first, *words[first:last], *[""] * (len(words) - last)]
        fields = {guess.field for guess in guesses(part, table, wanted, similar=False)}
        own = {folded(word) for word in words[first:last]}
        names = fields | own
        shared = names & seen
        is_strange = len((own & _words()) - field_words(table).keys()) * 2 >= len(own)
        is_apart = shared & codes or (shared and is_bare) or (is_strange and _goes_on(grid, header.index, first, last))
        if is_apart or not parts:
            parts.append((first, last))
            seen = names
        else:
            parts[-1] = parts[-1][0], last
            seen |= names
    if len(parts) < 2:
        return None
    gaps = [offset for (_, end), (first, _) in pairwise(parts) for offset in range(end, first)]
    rows = range(header.index + 1, len(grid.rows))
    end = next((i for i in rows if any(grid.rows[i].values[offset] is not None for offset in gaps)), len(grid.rows))
    if end < len(grid.rows):
        end = max((start for _, start in later if start <= end), default=header.index)
    if end <= header.index + 1:
        return None
    firsts = [0, *(first for first, _ in parts[1:]), grid.width]
    return list(pairwise(firsts)), end


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and end of each row of words with nothing empty in it."""
    start = None
    for offset, word in enumerate([*words, ""]):
        if word and start is None:
            start = offset
        elif not word and start is not None:
            yield start, offset
            start = None


def _goes_on(grid: Grid, header: int, first: int, last: int) -> bool:
    """Whether these columns are filled in a row below a header in which nothing stands to the left of them."""
    return any(
        all(value is None for value in row.values[:first])
        and any(value is not None for value in row.values[first:last])
        for row in grid.rows[header + 1 :]
    )


def _is_bare(grid: Grid, index: int) -> bool:
    """No words directly above a header."""
    return index == 0 or grid.rows[index - 1].row_number != grid.rows[index].row_number - 1


def _part(grid: Grid, start: int, end: int, first: int, last: int) -> Grid:
    """The rows of a table beside another one; what stands in other columns is not in them."""
    rows = []
    for row in grid.rows[start:end]:
        inside = row.values[first:last]
        if any(value is not None for value in inside):
            values = (*[None] * first, *inside, *[None] * (grid.width - last))
            formulas = {offset: text for offset, text in row.formulas.items() if first <= offset < last}
            rows.append(row._replace(values=values, formulas=formulas))
    return replace(grid, rows=tuple(rows))


# ---- What a table is called --------------------------------------------------------------------------------------

_KINDS: Mapping[str, tuple[str, ...]] = {
    "quotation": ("quotation", "quote", "報價"), "sales_order": ("order", "訂單"),
    "delivery_note": ("delivery", "deliveries", "shipment", "出貨", "發貨", "送貨"),
    "sales_return": ("return", "refund", "退貨", "退款"), "sales_invoice": ("invoice", "發票"),
    "credit_note": ("credit note", "折讓"), "payment": ("receipt", "payment", "收款"),
    "stock_movement": ("stock", "inventory", "庫存"),
}  # fmt: skip
"""Words in a title that say what the table is about."""


def kind_in(texts: Iterable[str]) -> str:
    """The kind of paper that titles name; blank where they name none, or several.

    >>> kind_in(["Orders of March"]), kind_in(["refund_record"]), kind_in(["Orders and returns"])
    ('sales_order', 'sales_return', '')
    """
    found = [folded(text) for text in texts]
    kinds = {kind for kind, words in _KINDS.items() for word in words if any(folded(word) in text for text in found)}
    return kinds.pop() if len(kinds) == 1 else ""


def _named_kind(section: _Section) -> str:
    """The kind of paper that the titles above a table name, or else the header of its numbers; blank if not one."""
    table = LISTS["sales_order"]
    numbers = [guess.header for guess in guesses(section.headers, table, {}, similar=False) if guess.field == REF.name]
    return kind_in(section.titles) or kind_in(numbers)
