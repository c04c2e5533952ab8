"""The mapping sheet of a form: which field stands in which cell, as a person can read and correct it.

What is wrong with it is told row by row. A blank cell means that the form does not show the field.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, address, column_letters, column_of, parse_area
from salesbook.hosts.host import CellValue, FormSheet, NamedCell, TableBlock
from salesbook.problems import Place, Problem, Severity
from salesbook.settings import FORM_KINDS
from salesbook.sheets.aliases import folded
from salesbook.sheets.cell_values import clean_text
from salesbook.sheets.columns import KIND_WORDS, Field, Table
from salesbook.sheets.form_fields import REQUIRED, SCORECARD, FormField, field_named
from salesbook.sheets.own_form import Binding, BoundCell, behind_label, placeholders, shown_at, slot, written_fields
from salesbook.sheets.reading import match
from salesbook.words import Words, words

MAPPING = Table("tblFormMapping", "", words("Mapping", "欄位對照", "栏位对照"), (
    Field("field", words("Field", "欄位", "栏位"), required=True, width=26),
    Field(
        "placeholder", words("Or type on the form", "或填入表單", "或填入表单"), written=True, may_lack=True, width=24,
    ),
    Field("form_sheet", words("Sheet", "工作表"), width=20),
    Field("form_cell", words("Cell or column", "儲存格或欄", "单元格或列"), "code", width=16),
    Field("form_now", words("Stands there now", "目前內容", "目前内容"), written=True, may_lack=True, width=34),
    Field("mapping_remark", words("Note", "備註", "备注"), written=True, may_lack=True, width=56),
))  # fmt: skip

KIND, LINES_SHEET, FIRST_ROW, LAST_ROW_OF_LINES = "Form.kind", "Form.sheet", "Form.first_row", "Form.last_row"
NAMES = (KIND, LINES_SHEET, FIRST_ROW, LAST_ROW_OF_LINES)

KINDS: Mapping[str, Words] = {kind: KIND_WORDS.get(kind, words("Scorecard", "考核表")) for kind in FORM_KINDS}
"""What forms are called on a mapping sheet."""

_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})(?:\$?[0-9]+)?")


@dataclass(frozen=True)
class TypedMapping:
    """A mapping sheet as it was read.

    Attributes:
        names: Its cells above the table.
        rows: Row number, field, sheet and cell of each filled row.
        cell_column: Of the cells, for telling where something is wrong.
    """

    names: Mapping[str, NamedCell]
    rows: Sequence[tuple[int, str, str, str]]
    sheet: str
    cell_column: str

    @property
    def kind(self) -> str:
        """Which kind of form it is for; blank where that is not said."""
        said = _said(self.names, KIND)
        return next((kind for kind, title in KINDS.items() if folded(said) in (kind, *map(folded, title))), "")


def read_mapping(names: Mapping[str, NamedCell], block: TableBlock) -> TypedMapping:
    """What stands on a mapping sheet.

    Raises:
        TemplateError: A column is missing.
    """
    found = match(block, MAPPING)
    rows = []
    for row in block.rows:
        field, sheet, cell = (
            _text(row.values[found.columns[name]]) if name in found.columns else ""
            for name in ("field", "form_sheet", "form_cell")
        )
        if field or cell:
            rows.append((row.row_number, field, sheet, cell))
    return TypedMapping(names, rows, block.sheet, column_letters(found.column_number("form_cell")))


def _text(value: CellValue) -> str:
    return "" if value is None else clean_text(str(value))


def _said(names: Mapping[str, NamedCell], name: str) -> str:
    return _text(names[name].value) if name in names else ""


class _Check:
    """Reads a mapping against a form."""

    def __init__(self, typed: TypedMapping, sheets: Sequence[FormSheet], fields: tuple[FormField, ...]) -> None:
        self.typed, self.fields = typed, fields
        self.sheets = {sheet.name.casefold(): sheet for sheet in sheets}
        self.problems: list[Problem] = []
        self._strange: set[str] = set()

    def problem(self, code: str, cell: str, severity: Severity = "error", sheet: str = "", **values: str) -> None:
        """Something about a cell: of the mapping sheet, unless a sheet of the form is named."""
        self.problems.append(Problem(code, Place(sheet=sheet or self.typed.sheet, cell=cell), values, severity))

    def sheet(self, name: str, place: str) -> FormSheet | None:
        """The sheet of a name; without one, the only one, or that of the lines. One that is missing is told once."""
        wanted = name or _said(self.typed.names, LINES_SHEET)
        if not wanted and len(self.sheets) == 1:
            return next(iter(self.sheets.values()))
        found = self.sheets.get(wanted.casefold())
        if found is None and wanted not in self._strange:
            self._strange.add(wanted)
            names = ", ".join(sheet.name for sheet in self.sheets.values())
            self.problem("form-sheet-missing", place, found=wanted or "–", options=names)
        return found

    def bound(self) -> tuple[list[BoundCell], list[BoundCell]]:
        """The cells of the head, and the columns of the lines."""
        head: list[BoundCell] = []
        columns: list[BoundCell] = []
        for row_number, named, sheet_name, cell in self.typed.rows:
            place = f"{self.typed.cell_column}{row_number}"
            if not cell:
                continue
            field = field_named(named, self.fields)
            if field is None:
                self.problem("form-field-unknown", place, found=named or "–")
                continue
            sheet = self.sheet(sheet_name, place)
            if sheet is None:
                continue
            if field.of_line:
                columns += self.column(field, sheet, cell, place)
            else:
                head += self.cell(field, sheet, cell, place)
        return head, columns

    def cell(self, field: FormField, sheet: FormSheet, cell: str, place: str) -> list[BoundCell]:
        area = parse_area(cell)
        if area is None or (area.first_row, area.first_column) != (area.last_row, area.last_column):
            self.problem("form-cell-wrong", place, found=cell)
            return []
        row, column = area.first_row, area.first_column
        if row > LAST_ROW or column > LAST_COLUMN or row > sheet.last_row + _FAR or column > sheet.last_column + _FAR:
            last = address(max(1, sheet.last_row), max(1, sheet.last_column))
            self.problem("form-cell-outside", place, found=cell, form_sheet=sheet.name, last=last)
            return []
        top, left, *_ = sheet.merged_around(row, column)
        if (top, left) != (row, column):
            self.problem("form-cell-merged", place, found=cell, origin=address(top, left))
            return []
        return [BoundCell(sheet.name, row, column, _template(field, shown_at(sheet, row, column)))]

    def column(self, field: FormField, sheet: FormSheet, cell: str, place: str) -> list[BoundCell]:
        matched = _COLUMN.fullmatch(cell)
        if matched is None:
            self.problem("form-column-wrong", place, found=cell)
            return []
        column, (first, _) = column_of(matched[1]), self.rows()
        if column > min(LAST_COLUMN, sheet.last_column + _FAR):
            last = address(max(1, sheet.last_row), max(1, sheet.last_column))
            self.problem("form-cell-outside", place, found=cell, form_sheet=sheet.name, last=last)
            return []
        if first and (origin := sheet.merged_around(first, column)[1]) != column:
            self.problem("form-cell-merged", place, found=cell, origin=column_letters(origin))
            return []
        return [BoundCell(sheet.name, first, column, slot(field.name))]

    def rows(self) -> tuple[int, int]:
        """First and last row of the lines; 0 where they are not said or cannot be."""
        said = [_said(self.typed.names, name) for name in (FIRST_ROW, LAST_ROW_OF_LINES)]
        numbers = [int(text) if text.isascii() and text.isdecimal() else 0 for text in said]
        return (numbers[0], numbers[1]) if 0 < numbers[0] <= numbers[1] <= LAST_ROW else (0, 0)


_FAR = 50
"""Cells so far beyond the last one of a form are surely a slip."""


def check_mapping(
    typed: TypedMapping, sheets: Sequence[FormSheet], fields: tuple[FormField, ...]
) -> tuple[Binding, list[Problem]]:
    """What a mapping and the placeholders on the form bind, and all that is wrong with them.

    Args:
        typed: The mapping sheet.
        sheets: Of the form.
        fields: That this kind of form can show.
    """
    check = _Check(typed, sheets, fields)
    head, columns = check.bound()
    typed_head, typed_lines, wrong = placeholders(sheets, fields)
    check.problems += wrong
    first, last = check.rows()
    line_sheet = ""
    columns += typed_lines
    if columns:
        line_sheet = columns[0].sheet
        if not first:
            check.problem("form-rows-wrong", _name_cell(typed, FIRST_ROW))
        columns = [cell for cell in columns if not cell.is_typed or cell.row_number == first]
        _check_typed(check, typed_lines, columns, range(first, last + 1))
        _check_lines(check, columns, line_sheet, first, last)
    binding = Binding(typed.kind, line_sheet, first, last, (*head, *typed_head), tuple(columns))
    _check_doubles(check, binding)
    _check_missing(check, binding)
    _note_formulas(check, binding)
    _note_samples(check, binding)
    return binding, check.problems


def _name_cell(typed: TypedMapping, name: str) -> str:
    cell = typed.names.get(name)
    return address(cell.row_number, cell.column_number) if cell else ""


def _template(field: FormField, shown: CellValue) -> str:
    """The words of a label that stand in the cell itself stay in front."""
    if isinstance(shown, str) and (behind := re.match(r"^\s*([^:：]{1,40}[:：])", shown)):
        return behind_label(behind[1], field.name)
    return slot(field.name)


def _check_typed(check: _Check, typed: Sequence[BoundCell], columns: Sequence[BoundCell], rows: range) -> None:
    """A placeholder of the lines that no line would fill stays on the paper, braces and all."""
    filled = {(cell.sheet, cell.column_number) for cell in columns}
    for cell in typed:
        if cell.row_number not in rows or (cell.sheet, cell.column_number) not in filled:
            check.problem("form-placeholder-not-in-lines", cell.cell, sheet=cell.sheet, found=cell.template)


def _check_lines(check: _Check, columns: Sequence[BoundCell], name: str, first: int, last: int) -> None:
    """Lines are rows of one sheet, each of one row."""
    sheet = check.sheets[name.casefold()]
    others = sorted({cell.sheet for cell in columns} - {name})
    if others:
        check.problem(
            "form-lines-on-two-sheets", _name_cell(check.typed, LINES_SHEET), found=", ".join([name, *others])
        )
    if not first:
        return
    if last > sheet.last_row + _FAR:
        found = f"{first}–{last}"
        cell = address(max(1, sheet.last_row), max(1, sheet.last_column))
        check.problem(
            "form-cell-outside", _name_cell(check.typed, LAST_ROW_OF_LINES), found=found, form_sheet=name, last=cell
        )
        return
    for column in columns:
        areas = {sheet.merged_around(row, column.column_number) for row in range(first, last + 1)}
        tall = next((area for area in sorted(areas) if area[0] != area[2]), None)
        if tall:
            corners = f"{address(tall[0], tall[1])}:{address(tall[2], tall[3])}"
            check.problem("form-lines-merged", _name_cell(check.typed, FIRST_ROW), found=corners)
            return
        for area in areas:
            if area[1] != column.column_number and area[0] != first:
                found, origin = address(area[0], column.column_number), address(area[0], area[1])
                check.problem("form-cell-merged", found, sheet=name, found=found, origin=origin)
                break


def _check_doubles(check: _Check, binding: Binding) -> None:
    """A cell can show one field only, and not also a line."""
    by_cell: dict[tuple[str, int, int], list[BoundCell]] = defaultdict(list)
    for cell in (*binding.cells, *binding.columns):
        by_cell[cell.sheet, cell.row_number, cell.column_number].append(cell)
    for (sheet, row, column), cells in by_cell.items():
        if len({cell.template for cell in cells}) > 1:
            names = ", ".join(dict.fromkeys(_title(check, name) for cell in cells for name in cell.fields))
            check.problem("form-cell-twice", address(row, column), sheet=sheet, fields=names)
    columns = {cell.column_number for cell in binding.columns}
    for cell in binding.cells:
        if (
            cell.sheet == binding.sheet
            and cell.column_number in columns
            and binding.first_row <= cell.row_number <= binding.last_row
        ):
            names = ", ".join(_title(check, name) for name in cell.fields)
            check.problem("form-cell-in-lines", cell.cell, sheet=cell.sheet, fields=names)


def _title(check: _Check, name: str) -> str:
    """The title of a field, as the mapping sheet has it."""
    field = next(field for field in check.fields if field.name == name)
    written = (named for _, named, _, _ in check.typed.rows if field_named(named, check.fields) is field)
    return next(written, field.title.en)


def _check_missing(check: _Check, binding: Binding) -> None:
    kind, cell = check.typed.kind, _name_cell(check.typed, KIND)
    if not kind:
        check.problem("form-kind-wrong", cell, found=_said(check.typed.names, KIND) or "–")
        return
    known = [name for name in REQUIRED[kind] if any(field.name == name for field in check.fields)]
    if not binding.fields & set(known):
        check.problem("form-field-missing", cell, fields=", ".join(_title(check, name) for name in known))
    if not binding.columns:
        check.problem("form-lines-missing", cell)
    has_total = kind == SCORECARD or any(field.name == "total" for field in check.fields)
    if has_total and "total" not in binding.fields:
        check.problem("form-total-missing", cell, "warning", fields=_title(check, "total"))


def _note_formulas(check: _Check, binding: Binding) -> None:
    """Cells whose formula stays; what it comes to is the form's own business, and is compared with ours."""
    for name, cell in written_fields((*binding.cells, *binding.columns)).items():
        sheet = check.sheets[cell.sheet.casefold()]
        if (cell.row_number, cell.column_number) in sheet.formulas:
            check.problem("form-formula-stays", cell.cell, "warning", cell.sheet, fields=_title(check, name))


def _note_samples(check: _Check, binding: Binding) -> None:
    """What stands in single lines of a form without a field is printed beside other lines than it was meant for.

    What every line has, such as a box to tick, is meant; so are the rows of an appraisal form, which have names.
    """
    if binding.kind == SCORECARD or not binding.columns or not binding.first_row:
        return
    sheet, bound = check.sheets[binding.sheet.casefold()], {cell.column_number for cell in binding.columns}
    columns: dict[int, dict[int, CellValue]] = defaultdict(dict)
    for (row, column), value in sheet.cells.items():
        is_line = binding.first_row <= row <= binding.last_row
        if is_line and column not in bound and (row, column) not in sheet.formulas:
            columns[column][row] = value
    for column, values in sorted(columns.items()):
        if len(values) < binding.room or len(set(map(str, values.values()))) > 1:
            row = min(values)
            check.problem(
                "form-sample-stays", address(row, column), "warning", binding.sheet, found=str(values[row])[:40]
            )
