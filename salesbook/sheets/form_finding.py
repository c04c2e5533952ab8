"""What stands where on a form of the company's own, as far as its words say: a proposal, for a person to correct.

A label has its value right of it, below it, or behind its colon. The lines begin below the header with most known
words and end where the form is drawn differently. Nothing is read from values that may stand on the form.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from salesbook.documents.printed import PRINTED_KINDS
from salesbook.hosts.host import FormSheet
from salesbook.sheets.aliases import folded
from salesbook.sheets.cell_values import clean_text
from salesbook.sheets.columns import KIND_WORDS
from salesbook.sheets.form_fields import SCORECARD, FormField
from salesbook.sheets.half_width import half_width
from salesbook.sheets.own_form import PLACEHOLDER, Binding, BoundCell, behind_label, placeholders, shown_at, slot
from salesbook.sheets.totals import is_total_word

ROWS_SEARCHED = 200
"""In so many rows from the top a header of lines is looked for."""

_MARKS_LINES = frozenset(("product_no", "description", "quantity", "criterion"))
"""A header has one of these, so that a row of sums is not taken for one."""

_TITLES = frozenset(folded(word) for kind in PRINTED_KINDS for word in KIND_WORDS[kind])

_RIGHTMOST = frozenset(("criterion", "amount"))
"""Of several columns that may be one of these, the last is: 項目 is then a group of criteria, Net is without tax."""

_BEHIND_COLON = re.compile(r"^([^:：]{1,40}[:：])\s*(.*)$", re.DOTALL)
_NOTHING = re.compile(r"[\s_＿.…─—-]*")
_PERCENT = re.compile(r"[@＠]?\s*\d+(?:\.\d+)?\s*[%％]")
_CURRENCY = re.compile(r"(?<=\S)\s+[A-Z]{3}$|(?<=\S)\s*(?:NT\$|US\$|[$€£¥])$")
_WIDE = 3
"""A label over so many columns has its value behind its colon."""


@dataclass(frozen=True)
class _Lines:
    """Where lines stand.

    Attributes:
        header: Numbers of the rows of the header.
        columns: Column number by field.
    """

    sheet: FormSheet
    header: range
    columns: Mapping[str, int]
    first_row: int
    last_row: int


def propose(sheets: Sequence[FormSheet], kind: str, fields: tuple[FormField, ...]) -> Binding:
    """Which field stands where, by placeholders, labels and headers; what hidden sheets have is left alone."""
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    head, typed_lines, _ = placeholders(visible, fields)
    lines = _typed_lines(visible, typed_lines) if typed_lines else _found_lines(visible, kind, fields)
    columns = [cell for cell in typed_lines if lines and cell.sheet == lines.sheet.name]
    if lines and not typed_lines:
        columns = [
            BoundCell(lines.sheet.name, lines.first_row, column, slot(name)) for name, column in lines.columns.items()
        ]
    cells = [*head, *_labelled(visible, fields, lines, head)]
    found = Binding(kind, cells=tuple(cells), columns=tuple(columns))
    if lines:
        found = replace(found, sheet=lines.sheet.name, first_row=lines.first_row, last_row=lines.last_row)
    return found


def readings(text: str) -> list[str]:
    """What a label may say, folded: forms write it in two languages, with a currency or with the rate of a tax.

    >>> readings("品名 Description")
    ['品名description', '品名', 'description']
    """
    text = _PERCENT.sub("", clean_text(half_width(text)))
    text = _CURRENCY.sub("", text.strip().rstrip(":").strip())
    wide = "".join(letter for letter in text if ord(letter) > 0x2E7F)
    narrow = "".join(letter if ord(letter) <= 0x2E7F else " " for letter in text)
    parts = [text, *re.split(r"[\n/|]", text), wide, narrow]
    return list(dict.fromkeys(word for part in parts if (word := folded(part))))


# ---- The lines ----


def _typed_lines(sheets: Sequence[FormSheet], typed: Sequence[BoundCell]) -> _Lines:
    """The lines where somebody typed placeholders: those of the first row that has any."""
    first = typed[0]
    sheet = next(sheet for sheet in sheets if sheet.name == first.sheet)
    columns = {cell.fields[0]: cell.column_number for cell in typed if cell.row_number == first.row_number}
    last = last_line_row(sheet, first.row_number, tuple(columns.values()), may_hold_texts=False)
    return _Lines(sheet, range(0), columns, first.row_number, last)


def _found_lines(sheets: Sequence[FormSheet], kind: str, fields: tuple[FormField, ...]) -> _Lines | None:
    """The lines below the header with most words that are known."""
    best: tuple[FormSheet, int, dict[str, int]] | None = None
    for sheet in sheets:
        for row in range(1, min(sheet.last_row, ROWS_SEARCHED) + 1):
            columns = _header(sheet, row, fields)
            if len(columns) >= 2 and _MARKS_LINES & columns.keys() and (best is None or len(columns) > len(best[2])):
                best = sheet, row, columns
    if best is None:
        return None
    sheet, row, columns = best
    end = max(sheet.merged_around(row, column)[2] for column in columns.values())
    if len(_header(sheet, end + 1, fields)) >= 2:
        end += 1  # The header goes on in a second language.
    texts = kind == SCORECARD or _has_samples(sheet, end + 1, tuple(columns.values()))
    last = last_line_row(sheet, end + 1, tuple(columns.values()), may_hold_texts=texts)
    return _Lines(sheet, range(row, end + 1), columns, end + 1, last)


def _header(sheet: FormSheet, row: int, fields: tuple[FormField, ...]) -> dict[str, int]:
    """The column of each field that a row names. A word that can mean two fields means the one that is left over."""
    line_fields = [field for field in fields if field.of_line]
    options: dict[int, list[str]] = {}
    for column in range(1, sheet.last_column + 1):
        value = sheet.cells.get((row, column))
        if isinstance(value, str) and not PLACEHOLDER.search(value):
            said = readings(value)
            named = [field.name for field in line_fields if not set(field.words).isdisjoint(said)]
            if named:
                options[column] = named
    found: dict[str, int] = {}
    meant = {place: list(names) for place, names in options.items()}
    while options:
        column = min(options, key=lambda place: (len(options[place]), place))
        name = options.pop(column)[0]
        found[name] = column
        options = {place: left for place, names in options.items() if (left := [x for x in names if x != name])}
    for name in _RIGHTMOST & found.keys():
        free = [place for place in meant if name in meant[place] and place not in found.values()]
        found[name] = max([found[name], *free])
    return found


def last_line_row(sheet: FormSheet, first: int, columns: tuple[int, ...], *, may_hold_texts: bool) -> int:
    """The last row that is drawn like the first line; at least that one."""
    shape = _shape(sheet, first, columns)
    is_framed = _framed(sheet, first, columns)
    row = first
    while row < sheet.last_row:
        below = row + 1
        if _shape(sheet, below, columns) != shape or (is_framed and not _framed(sheet, below, columns)):
            break
        texts = [
            (column, value)
            for column in range(1, sheet.last_column + 1)
            if isinstance(value := sheet.cells.get((below, column)), str) and (below, column) not in sheet.formulas
        ]
        if any(is_total_word(text) or _BEHIND_COLON.match(text) for _, text in texts):
            break
        if not may_hold_texts and any(sheet.cells.get((first, column)) != text for column, text in texts):
            break
        has_anything = texts or any((below, column) in sheet.formulas for column in columns)
        if not is_framed and not has_anything and not any((below, column) in sheet.cells for column in columns):
            break
        row = below
    return row


def _shape(sheet: FormSheet, row: int, columns: tuple[int, ...]) -> list[tuple[int, ...]]:
    """How the cells of a row are merged."""
    areas = (sheet.merged_around(row, column) for column in columns)
    return [(area[0] - row, area[1], area[2] - row, area[3]) for area in areas]


def _framed(sheet: FormSheet, row: int, columns: tuple[int, ...]) -> bool:
    return sum((row, column) in sheet.framed for column in columns) * 2 > len(columns)


def _has_samples(sheet: FormSheet, row: int, columns: tuple[int, ...]) -> bool:
    return any(isinstance(sheet.cells.get((row, column)), str) for column in columns)


# ---- The labels ----


def _labelled(
    sheets: Sequence[FormSheet],
    fields: tuple[FormField, ...],
    lines: _Lines | None,
    typed: Sequence[BoundCell],
) -> list[BoundCell]:
    """The cells that labels announce; each field and each cell once."""
    words: dict[str, FormField] = {}
    for field in fields:
        if field.is_offered and not field.of_line:
            for word in field.words:
                words.setdefault(word, field)
    found: dict[str, BoundCell] = {name: cell for cell in typed for name in cell.fields}
    taken = {(cell.sheet, cell.row_number, cell.column_number) for cell in typed}
    for sheet in sheets:
        for field, cell in _labels(_Labels(sheet, words, lines if lines and lines.sheet is sheet else None)):
            place = (cell.sheet, cell.row_number, cell.column_number)
            # A form may have a total before what is added to it; the lowest is the one to pay.
            is_lower = field.name == "total" and cell.row_number > (lines.last_row if lines else 0)
            if place not in taken and (field.name not in found or (is_lower and found[field.name] not in typed)):
                found[field.name] = cell
                taken.add(place)
    return _told_apart({name: cell for name, cell in found.items() if cell not in typed})


def _told_apart(found: dict[str, BoundCell]) -> list[BoundCell]:
    """A subtotal above a discount is the sum of the lines; without one it is the net amount."""
    net, discount = found.get("net_total"), found.get("discount_total")
    is_before = net and discount and net.sheet == discount.sheet and net.row_number < discount.row_number
    if net and is_before and "lines_total" not in found:
        del found["net_total"]
        found["lines_total"] = replace(net, template=net.template.replace(slot("net_total"), slot("lines_total")))
    return list(found.values())


@dataclass(frozen=True)
class _Labels:
    """A sheet whose labels are looked at."""

    sheet: FormSheet
    words: Mapping[str, FormField]
    lines: _Lines | None

    def field(self, text: str) -> FormField | None:
        """What a label means; without a colon, the name of a kind of paper is a title."""
        said = readings(text)
        if not text.rstrip().endswith((":", "：")) and not _TITLES.isdisjoint(said):
            return None
        return next((self.words[word] for word in said if word in self.words), None)

    def is_label(self, row: int, column: int) -> bool:
        """Whether a cell announces something, so that it holds no value."""
        value = shown_at(self.sheet, row, column)
        if not isinstance(value, str) or PLACEHOLDER.search(value):
            return False
        return value.rstrip().endswith((":", "：")) or self.field(value) is not None

    def is_in_lines(self, row: int) -> bool:
        """Whether a row belongs to the lines or to their header."""
        lines = self.lines
        return lines is not None and (row in lines.header or lines.first_row <= row <= lines.last_row)


def _labels(look: _Labels) -> Iterator[tuple[FormField, BoundCell]]:
    sheet = look.sheet
    below: set[tuple[int, int]] = set()
    for (row, column), value in sorted(sheet.cells.items()):
        if not isinstance(value, str) or (row, column) in sheet.formulas or look.is_in_lines(row):
            continue
        behind = _BEHIND_COLON.match(value.strip())
        _, first, _, last = sheet.merged_around(row, column)
        if not behind and (last - first) * 2 > sheet.last_column:
            continue  # A title over most of the page.
        field = look.field(behind[1] if behind else value)
        if field is None or PLACEHOLDER.search(value):
            continue
        if behind and behind[2]:
            is_blank = _NOTHING.fullmatch(behind[2]) is not None
            if is_blank or not field.is_careful:
                yield field, BoundCell(sheet.name, row, column, behind_label(behind[1], field.name))
            continue
        place = _value_cell(look, field, row, column, has_colon=bool(behind), is_above=(row, column - 1) in below)
        if place is None:
            continue
        if place == (row, column):
            yield field, BoundCell(sheet.name, row, column, behind_label(value, field.name))
            continue
        top, left, *_ = sheet.merged_around(*place)
        if top > row:
            below.add((row, sheet.merged_around(row, column)[3]))
        if not field.is_careful or (shown_at(sheet, top, left) is None and (top, left) not in sheet.formulas):
            yield field, BoundCell(sheet.name, top, left, slot(field.name))


def _is_drawn(sheet: FormSheet, cell: tuple[int, int]) -> bool:
    """Whether a cell has a frame, or holds what is to be replaced."""
    return _framed(sheet, cell[0], (cell[1],)) or shown_at(sheet, *cell) is not None


def _value_cell(
    look: _Labels, field: FormField, row: int, column: int, *, has_colon: bool, is_above: bool
) -> tuple[int, int] | None:
    """Where the value of a label belongs: right of it, below it, or behind its colon."""
    sheet = look.sheet
    _, first, bottom, last = sheet.merged_around(row, column)
    right, below = (row, last + 1), (bottom + 1, column)
    lines = look.lines
    if lines and field.is_money and row > lines.last_row and lines.columns.get("amount", 0) > last:
        return row, lines.columns["amount"]
    right_is_free = right[1] <= sheet.last_column and not look.is_label(*right)
    below_is_free = below[0] <= sheet.last_row and not look.is_in_lines(below[0]) and not look.is_label(*below)
    if has_colon:
        if last - first + 1 >= _WIDE and shown_at(sheet, *right) is None:
            return row, column
        return right if right_is_free else (row, column)
    if below_is_free and (is_above or (_is_drawn(sheet, below) and not _is_drawn(sheet, right))):
        return below
    if right_is_free:
        return right
    return below if below_is_free else None
