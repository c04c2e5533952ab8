"""Appraisal forms that people have filled in Excel (績效考核表): a sheet for one person and month.

Above stand labels such as 姓名：SP-03, below them one or more parts, each with a header of its own: items, what they
weigh, and what the manager gave. Everything is found by its words; titles, remarks and lines to sign on are no items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from salesbook.appraisal.rated_form import RatedItem, RatedPart, TypedItem, TypedPart, weigh, weighted_mean
from salesbook.hosts.addresses import column_letters
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.money import HUNDRED, round_half_up
from salesbook.problems import Place, Problem
from salesbook.sheets.aliases import folded, means
from salesbook.sheets.cell_values import clean_text, number_at, read_cell
from salesbook.sheets.columns import Field, Table
from salesbook.sheets.finding import Label, distinct, guesses, header_words, labels_in, percent_in
from salesbook.sheets.half_width import half_width
from salesbook.sheets.totals import is_total_word
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain
from salesbook.words import words

HEAD = Table("tblFormHead", "", words("Appraisal form", "績效考核表", "绩效考核表"), (
    Field("appraised_no", words("Salesperson", "業務員", "业务员"), "code"),
    Field("appraised_name", words("Name", "姓名"), "code"),
    Field("month", words("Month", "月份"), "month"),
    Field("department", words("Department", "部門", "部门")),
    Field("position", words("Position", "職務", "职务")),
))  # fmt: skip
"""What the labels of a form say."""

FORM = Table("tblForm", "", HEAD.sheet, (
    Field("form_part", words("Part", "考核類別", "考核类别")),
    Field("part_weight", words("Part weight", "類別權重", "类别权重"), "percent"),
    Field("form_item", words("Item", "考核指標", "考核指标")),
    Field("item_weight", words("Weight", "權重", "权重"), "percent"),
    Field("form_score", words("Score", "評分", "评分"), "percent"),
))  # fmt: skip
"""The columns of a form; none of our sheets has them."""

_WITHOUT_PARTS = replace(FORM, fields=FORM.fields[2:])
"""項目 is the part where another column holds the items, and the items where none does."""

LONGEST_FORM = 500
"""Rows of a sheet in which a part of a form may begin."""

_WEIGHT_WORDS = ("权重", "占比", "比重", "weight")
_TOTAL_ENDINGS = ("总分", "总得分", "合计", "小计", "总计", "综合得分", "totalscore")


@dataclass(frozen=True)
class FormRow:
    """Where an item stands: its row, and the cell of each field that has a column."""

    row_number: int
    cells: Mapping[str, str]
    is_hidden: bool = False


@dataclass(frozen=True)
class AppraisalForm:
    """A form as it was read.

    Attributes:
        labels: What it says of person, month, department and position, by field.
        rows: Of the items of all parts, in their order.
        left_out: Headers of columns that are not read.
    """

    sheet: str
    labels: Mapping[str, Label]
    parts: tuple[RatedPart, ...]
    rows: tuple[FormRow, ...]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def items(self) -> list[tuple[RatedItem, FormRow]]:
        """The items of all parts with their places."""
        return list(zip((item for part in self.parts for item in part.items), self.rows, strict=True))


@dataclass(frozen=True)
class _Header:
    """A header row of a form.

    Attributes:
        index: In the rows of the grid.
        columns: First and last offset by field; a header may be merged over several columns.
        unread: Headers of the other columns.
    """

    index: int
    columns: Mapping[str, tuple[int, int]]
    unread: tuple[str, ...]

    def cell(self, name: str, row_number: int) -> str:
        """Address of a field in a row; of one without a column, of the first cell."""
        return f"{column_letters(self.columns.get(name, (0, 0))[0] + 1)}{row_number}"


@dataclass
class _Part:
    """A part while it is read."""

    name: str
    weight: Decimal | None = None
    items: list[TypedItem] = field(default_factory=list)
    rows: list[FormRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Total:
    """A row that says what scores come to; ``part`` counts the parts up to there."""

    row_number: int
    cell: str
    word: str
    number: Decimal
    part: int


def find_form(grid: Grid, wanted: Mapping[str, str] | None = None) -> AppraisalForm | None:
    """The form of a sheet; ``None`` where no row is the header of one.

    Args:
        grid: The sheet.
        wanted: Headers by field, where a person has said which column is which.
    """
    headers = [header for index in rows_searched(grid) if (header := _header(grid, index, wanted or {}))]
    if not headers:
        return None
    reader = _Reader(grid)
    for header, end in zip(headers, [*(found.index for found in headers[1:]), len(grid.rows)], strict=True):
        reader.read(header, end)
    if not reader.parts and not reader.problems:
        return None
    parts, problems = weigh([TypedPart(part.name, part.weight, tuple(part.items)) for part in reader.parts])
    rows = tuple(row for part in reader.parts for row in part.rows)
    problems = [
        *reader.problems,
        *(_placed(problem, grid.name, rows) for problem in problems),
        *_compared(reader.totals, parts, grid.name),
    ]
    labels = labels_in(grid.rows[: headers[0].index], HEAD, beside=True)
    left_out = tuple(dict.fromkeys(header for found in headers for header in found.unread))
    return AppraisalForm(grid.name, labels, parts, rows, left_out, tuple(problems))


def rows_searched(grid: Grid) -> range:
    """Where the headers of a form are looked for; a sheet of a hundred thousand rows is none."""
    return range(min(len(grid.rows), LONGEST_FORM))


def label_cell(label: Label) -> str:
    """Address of the cell that says what a label announces."""
    return f"{column_letters(label.offset + 1)}{label.row_number}"


def _header(grid: Grid, index: int, wanted: Mapping[str, str]) -> _Header | None:
    """A row with a column of items and at least one that may hold scores."""
    titles = header_words(grid, index)
    found = {guess.field: guess.offset for guess in guesses(titles, FORM, wanted, similar=False)}
    if "form_item" not in found:
        found = {guess.field: guess.offset for guess in guesses(titles, _WITHOUT_PARTS, wanted, similar=False)}
    names = distinct(titles)
    if "form_item" not in found or not ("form_score" in found or any(map(_means_score, names.values()))):
        return None
    columns = {name: (offset, _last(titles, offset)) for name, offset in found.items()}
    unread = tuple(title for offset, title in names.items() if offset not in found.values())
    return _Header(index, columns, unread)


def _last(titles: Sequence[str], offset: int) -> int:
    """The last of the columns that one header is merged over."""
    others = (place for place in range(offset, len(titles)) if titles[place] != titles[offset])
    return next(others, len(titles)) - 1


def _means_score(title: str) -> bool:
    return folded(title) in {*means("form_score"), *map(folded, FORM.field("form_score").title)}


class _Reader:
    """Reads the parts of one sheet.

    Attributes:
        totals: Rows that say what scores come to.
        problems: What is wrong with single cells.
    """

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._rows = {row.row_number: row for row in grid.rows}
        self.parts: list[_Part] = []
        self.totals: list[_Total] = []
        self.problems: list[Problem] = []

    def read(self, header: _Header, end: int) -> None:
        """Read the rows below a header up to another one, above which there may be a title."""
        rows = self._grid.rows
        if end == header.index + 1:
            return  # The upper one of two rows of headers.
        if problem := _open_column(header, self._grid):
            self.problems.append(problem)
            return
        title = _only_text(rows[header.index - 1]) if header.index else ""
        if end < len(rows) and _only_text(rows[end - 1]):
            end -= 1
        part = None
        for above, row in pairwise(rows[header.index : end]):
            after_gap = row.row_number > above.row_number + 1
            if self._is_total(row, header) or self._is_note(row, header, after_gap=after_gap):
                continue
            name = self._text(row, header, "form_part")
            if part is None or name not in ("", part.name):
                share = None if "part_weight" in header.columns else percent_in(title)
                part = _Part(name or title, share)
                self.parts.append(part)
            self._read_row(row, header, part)
        self.parts = [part for part in self.parts if part.items]

    def _read_row(self, row: RowBlock, header: _Header, part: _Part) -> None:
        """An item; the weight of its part stands beside one of them at least."""
        weight = self._number(row, header, "part_weight")
        if weight is not None and part.weight not in (None, weight):
            self._add("form-two-values", row, header, "part_weight", found=f"{plain(part.weight)}, {plain(weight)}")
        part.weight = weight if part.weight is None else part.weight
        name = self._text(row, header, "form_item")
        score = self._number(row, header, "form_score")
        if name:
            part.items.append(TypedItem(name, self._number(row, header, "item_weight"), score))
            cells = {field: header.cell(field, row.row_number) for field in header.columns}
            part.rows.append(FormRow(row.row_number, cells, row.hidden))
        elif score is not None:
            self._add("missing", row, header, "form_item")

    def _is_total(self, row: RowBlock, header: _Header) -> bool:
        """Whether a row sums up the rows above; what it says is kept, to be compared."""
        texts = (clean_text(value) for value in row.values if isinstance(value, str))
        word = next((text for text in texts if is_total_word(text) or folded(text).endswith(_TOTAL_ENDINGS)), "")
        if not word:
            return False
        number = number_at(row, header.columns["form_score"][0])
        if number is not None:
            cell = header.cell("form_score", row.row_number)
            self.totals.append(_Total(row.row_number, cell, word, number, len(self.parts)))
        return True

    def _is_note(self, row: RowBlock, header: _Header, *, after_gap: bool) -> bool:
        """A title, a remark, a line to sign on; or the rest of an item that is merged over several rows."""
        item, score = header.columns["form_item"][0], header.columns["form_score"][0]
        area = self._area(row.row_number, item)
        if area and area[1] <= score + 1 <= area[3]:
            return True
        above = self._area(row.row_number, score)
        is_rest = area is not None and area[0] < row.row_number
        if is_rest and (row.values[score] is None or (above is not None and above[0] < row.row_number)):
            return True
        if any(isinstance(value, int | float | Decimal) for value in row.values):
            return False
        is_labelled = all(":" in half_width(value) for value in row.values if isinstance(value, str))
        has_more = _values(row, header, "form_score") or _values(row, header, "item_weight")
        return is_labelled or (after_gap and not has_more)

    def _area(self, row_number: int, offset: int) -> tuple[int, int, int, int] | None:
        """The merged area of a cell: first row, first column, last row, last column, from 1."""
        areas = self._grid.merged
        return next((a for a in areas if a[0] <= row_number <= a[2] and a[1] <= offset + 1 <= a[3]), None)

    def _format(self, row: RowBlock, offset: int) -> str:
        """Number format of a cell; the cells of a merged area have that of its first one."""
        top, left, *_ = self._area(row.row_number, offset) or (row.row_number, offset + 1)
        return self._rows[top].format_of(left - 1) if top in self._rows else "General"

    def _text(self, row: RowBlock, header: _Header, name: str) -> str:
        """The words of a cell; a line break is a blank."""
        return " ".join(str(value) for value in str(self._read(row, header, name, is_number=False) or "").split())

    def _number(self, row: RowBlock, header: _Header, name: str) -> Decimal | None:
        """A weight or a score, from 0 to 100."""
        number: Decimal | None = self._read(row, header, name, is_number=True)
        if number is None or 0 <= number <= HUNDRED:
            return number
        self._add("out-of-range", row, header, name, found=plain(number), limits="≥ 0 ≤ 100")
        return None

    def _read(self, row: RowBlock, header: _Header, name: str, *, is_number: bool) -> Any:
        """What stands under a header; ``None`` where nothing does, or what cannot be read. 92 % and 92 分 are 92."""
        if name not in header.columns:
            return None
        first = header.columns[name][0]
        values = _values(row, header, name)
        try:
            if not values and first in row.formulas:
                raise WrongCellError("formula-without-value")
            if len(values) > 1:
                raise WrongCellError("form-two-values", found=", ".join(map(str, values)))
            value = values[0] if values else None
            if is_number and isinstance(value, str):
                value = clean_text(value).removesuffix("分")
            return read_cell(value, self._format(row, first), "percent" if is_number else "text").value
        except WrongCellError as error:
            self._add(error.problem.code, row, header, name, **error.problem.values)
            return None

    def _add(self, code: str, row: RowBlock, header: _Header, name: str, **values: str) -> None:
        cell = header.cell(name, row.row_number)
        place = Place(name, sheet=self._grid.name, row_number=row.row_number, cell=cell)
        self.problems.append(Problem(code, place, values))


def _values(row: RowBlock, header: _Header, name: str) -> list[CellValue]:
    """What stands in the columns of a field, each value once."""
    if name not in header.columns:
        return []
    first, last = header.columns[name]
    return list(dict.fromkeys(value for value in row.values[first : last + 1] if value not in (None, "")))


def _only_text(row: RowBlock) -> str:
    """The only text of a row, such as the title of the part below it."""
    said = {value for value in row.values if value is not None}
    text = said.pop() if len(said) == 1 else None
    return " ".join(clean_text(text).split()) if isinstance(text, str) else ""


def _open_column(header: _Header, grid: Grid) -> Problem | None:
    """A column that nobody can tell: scores in two columns, or weights under a header that is not known."""
    if "form_score" not in header.columns:
        name, found = "form_score", [title for title in header.unread if _means_score(title)]
    elif {"part_weight", "item_weight"} & header.columns.keys():
        return None
    else:
        name, found = "item_weight", [title for title in header.unread if _may_hold_weights(title)]
    if not found:
        return None
    row_number = grid.rows[header.index].row_number
    place = Place(name, sheet=grid.name, row_number=row_number, cell=f"A{row_number}")
    return Problem("form-column-open", place, {"found": ", ".join(found), "option": FORM.field(name).title.en})


def _may_hold_weights(title: str) -> bool:
    """Whether a header speaks of weights, and not of points by weight."""
    word = folded(title)
    return any(part in word for part in _WEIGHT_WORDS) and "分" not in word and "score" not in word


def _placed(problem: Problem, sheet: str, rows: Sequence[FormRow]) -> Problem:
    """A problem of the weights with its cell."""
    row = rows[(problem.place.line_no or 1) - 1]
    cell = row.cells.get(problem.place.field, f"A{row.row_number}")
    return problem.at(sheet=sheet, row_number=row.row_number, cell=cell, line_no=None)


def _compared(totals: Sequence[_Total], parts: Sequence[RatedPart], sheet: str) -> list[Problem]:
    """Totals of the form that its scores do not come to: of a part, of its share, or of the whole."""
    problems = []
    whole = weighted_mean([item for part in parts for item in part.items])
    for total in totals:
        above = parts[total.part - 1] if 0 < total.part <= len(parts) else None
        points = above.points if above else None
        share = points * Fraction(above.weight) / 100 if above and points is not None else None
        sums = [round_half_up(found, 2) for found in (points, share, whole) if found is not None]
        if sums and round_half_up(total.number, 2) not in sums:
            shown = plain(sums[-1] if total.part == len(parts) else sums[0])
            values = {"row": str(total.row_number), "found": total.word, "total": plain(total.number), "sum": shown}
            place = Place("form_score", sheet=sheet, row_number=total.row_number, cell=total.cell)
            problems.append(Problem("total-row-differs", place, values, "warning"))
    return problems
