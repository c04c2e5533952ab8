"""A form of the company's own, bound: which field stands in which cell, and where the lines are.

What stands in a cell is a template: a field in double braces, with or without words around it, such as
``Date: {{document_date}}``. A label, a mapping and a placeholder that somebody typed all become one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from salesbook.hosts.addresses import address, column_letters
from salesbook.hosts.host import CellValue, FormSheet
from salesbook.problems import Place, Problem
from salesbook.sheets.form_fields import FormField, field_named

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


@dataclass(frozen=True)
class BoundCell:
    """A cell that is filled.

    Attributes:
        row_number: From 1; of a cell in the lines, the first row of them.
        template: What is written, with the names of fields in double braces.
        is_typed: Somebody typed the placeholder into the form.
    """

    sheet: str
    row_number: int
    column_number: int
    template: str
    is_typed: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields in it."""
        return tuple(PLACEHOLDER.findall(self.template))

    @property
    def cell(self) -> str:
        """Its address."""
        return address(self.row_number, self.column_number)

    @property
    def letters(self) -> str:
        """Of its column."""
        return column_letters(self.column_number)


@dataclass(frozen=True)
class Binding:
    """What is filled in where.

    Attributes:
        sheet: Where the lines are; blank for a form without lines.
        first_row: Of the lines.
        last_row: Of the lines; the form has so many rows for them.
        cells: Of the head, and of the sums.
        columns: Of the lines.
    """

    kind: str
    sheet: str = ""
    first_row: int = 0
    last_row: int = 0
    cells: tuple[BoundCell, ...] = ()
    columns: tuple[BoundCell, ...] = ()

    @property
    def room(self) -> int:
        """How many lines the form has rows for."""
        return self.last_row - self.first_row + 1 if self.columns else 0

    @property
    def fields(self) -> set[str]:
        """The names of all fields that it shows."""
        return {name for cell in (*self.cells, *self.columns) for name in cell.fields}


def slot(name: str) -> str:
    """A field as a placeholder.

    >>> slot("total")
    '{{total}}'
    """
    return f"{{{{{name}}}}}"


def behind_label(label: str, name: str) -> str:
    """A field behind its label in the same cell.

    >>> behind_label("Date:", "document_date"), behind_label("日期：", "document_date")
    ('Date: {{document_date}}', '日期：{{document_date}}')
    """
    label = label.rstrip()
    return f"{label}{'' if label.endswith('：') else ' '}{slot(name)}"


def placeholders(
    sheets: Sequence[FormSheet], fields: tuple[FormField, ...]
) -> tuple[list[BoundCell], list[BoundCell], list[Problem]]:
    """The placeholders that somebody typed into a form: in the head, in lines, and those that mean nothing."""
    head: list[BoundCell] = []
    lines: list[BoundCell] = []
    problems: list[Problem] = []
    for sheet in sheets:
        for (row, column), value in sorted(sheet.cells.items()):
            place = Place(sheet=sheet.name, row_number=row, cell=address(row, column))
            if (row, column) in sheet.formulas:
                continue
            if not isinstance(value, str) or not PLACEHOLDER.search(value):
                continue
            named = {text: field_named(text, fields) for text in PLACEHOLDER.findall(value)}
            problems += [
                Problem("form-placeholder-unknown", place, {"found": slot(text)})
                for text, field in named.items()
                if field is None
            ]
            if None in named.values():
                continue
            found = [field for field in named.values() if field]
            if len({field.of_line for field in found}) > 1:
                problems.append(Problem("form-placeholder-mixed", place, {"found": value}))
                continue
            template = PLACEHOLDER.sub(lambda match, named=named: slot(_name(named[match[1]])), value)  # type: ignore[misc]
            (lines if found[0].of_line else head).append(BoundCell(sheet.name, row, column, template, is_typed=True))
        problems += [
            Problem("form-placeholder-formula", Place(sheet=sheet.name, row_number=row, cell=address(row, column)))
            for (row, column), formula in sheet.formulas.items()
            if PLACEHOLDER.search(formula)
        ]
        problems += [
            Problem("form-placeholder-elsewhere", Place(sheet=sheet.name), {"found": text[:60]})
            for text in sheet.beside_cells
            if PLACEHOLDER.search(text)
        ]
    return head, lines, problems


def _name(field: FormField | None) -> str:
    assert field is not None, "unknown ones were reported and left out"
    return field.name


def moved(binding: Binding, at: int, count: int) -> Binding:
    """The binding after rows were put into the lines of a form."""
    cells = tuple(
        replace(cell, row_number=cell.row_number + count)
        if cell.sheet == binding.sheet and cell.row_number >= at
        else cell
        for cell in binding.cells
    )
    return replace(binding, cells=cells, last_row=binding.last_row + count)


def written_fields(cells: Iterable[BoundCell]) -> Mapping[str, BoundCell]:
    """The first cell of each field."""
    found: dict[str, BoundCell] = {}
    for cell in cells:
        for name in cell.fields:
            found.setdefault(name, cell)
    return found


def shown_at(sheet: FormSheet, row_number: int, column_number: int) -> CellValue:
    """What a cell of a form shows; one inside a merged area shows what its top left one does."""
    top, left, *_ = sheet.merged_around(row_number, column_number)
    return sheet.cells.get((top, left))
