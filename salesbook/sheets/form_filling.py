"""What is written into which cell of a bound form. Formulas of the form stay; unused rows of its lines are blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from salesbook.hosts.addresses import address
from salesbook.hosts.host import CellValue, CellWrite, FormSheet
from salesbook.problems import SalesbookError
from salesbook.sheets.aliases import folded
from salesbook.sheets.own_form import PLACEHOLDER, Binding, BoundCell
from salesbook.units import plain

Value = str | Decimal | date | None


@dataclass(frozen=True)
class FormValues:
    """What a form is filled with.

    Attributes:
        head: By field.
        lines: By field.
        decimals: Of amounts that stand within a text; ``money`` names them.
        percents: Fields of which 10 means 10 %.
        outside_total: Numbers of lines that the total does not count.
    """

    head: Mapping[str, Value]
    lines: Sequence[Mapping[str, Value]]
    decimals: int = 2
    money: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    outside_total: Sequence[int] = ()

    def shown(self, template: str, values: Mapping[str, Value]) -> Value:
        """What a template says: the value itself where it is nothing else, else a text."""
        alone = PLACEHOLDER.fullmatch(template)
        if alone:
            return values.get(alone[1])
        return PLACEHOLDER.sub(lambda match: self._text(match[1], values.get(match[1])), template).strip()

    def _text(self, name: str, value: Value) -> str:
        if isinstance(value, Decimal):
            return f"{value:,.{self.decimals}f}" if name in self.money else plain(value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Kept:
    """A formula that stays in a bound cell, and what we would have written there."""

    field: str
    sheet: str
    row_number: int
    column_number: int
    ours: Decimal

    @property
    def cell(self) -> str:
        """Its address."""
        return address(self.row_number, self.column_number)


@dataclass(frozen=True)
class Filling:
    """What is to be done to a form.

    Attributes:
        kept: Formulas that stay where a number of ours would stand.
    """

    writes: list[CellWrite] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def missing_rows(binding: Binding, sheets: Sequence[FormSheet], values: FormValues) -> int:
    """How many rows the lines of a form lack; none where its rows are for certain criteria."""
    if not binding.columns or _rows_by_name(binding, sheets, values):
        return 0
    return max(0, len(values.lines) - binding.room)


def fill(binding: Binding, sheets: Sequence[FormSheet], values: FormValues) -> Filling:
    """All cells to write, once the form has rows enough.

    Raises:
        SalesbookError: The form reckons amounts itself and would count lines that the total does not; or its rows are
            for certain criteria, and one of ours has none.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    filling = Filling()
    for cell in binding.cells:
        _put(filling, by_name[cell.sheet], cell, cell.row_number, values, values.head)
    if not binding.columns:
        return filling
    sheet = by_name[binding.sheet]
    _ensure_total_is_ours(binding, sheet, values)
    own_rows = _rows_by_name(binding, sheets, values)
    rows = own_rows or dict(enumerate(values.lines, start=binding.first_row))
    # The names of a form's own rows stay as they are written there.
    columns = [cell for cell in binding.columns if not own_rows or "criterion" not in cell.fields]
    for row in range(binding.first_row, binding.last_row + 1):
        for column in columns:
            _put(filling, sheet, column, row, values, rows.get(row))
    return filling


def _put(
    filling: Filling,
    sheet: FormSheet,
    bound: BoundCell,
    row: int,
    values: FormValues,
    found: Mapping[str, Value] | None,
) -> None:
    """One cell; where there is no line, nothing."""
    column = bound.column_number
    shown = None if found is None else values.shown(bound.template, found)
    if isinstance(shown, Decimal) and bound.fields[0] in values.percents and (row, column) in sheet.percents:
        shown = shown / 100
    if (row, column) in sheet.formulas:
        if isinstance(shown, Decimal):
            filling.kept.append(Kept(bound.fields[0], sheet.name, row, column, shown))
        return
    if isinstance(shown, str) and "\n" in shown and (row, column) not in sheet.wrapped:
        shown = ", ".join(part.strip() for part in shown.splitlines() if part.strip())
    value: CellValue = shown
    filling.writes.append(CellWrite(sheet.name, row, column, value))


def _ensure_total_is_ours(binding: Binding, sheet: FormSheet, values: FormValues) -> None:
    """A form that multiplies quantity by price would count alternatives and options, too."""
    if not values.outside_total:
        return
    amounts = [cell for cell in binding.columns if "amount" in cell.fields]
    reckoned = [
        (row, column)
        for row, column in sheet.formulas
        if binding.first_row <= row <= binding.last_row and (not amounts or column == amounts[0].column_number)
    ]
    if reckoned:
        lines = ", ".join(map(str, values.outside_total))
        raise SalesbookError("form-counts-options", cell=address(*min(reckoned)), lines=lines)


def _rows_by_name(
    binding: Binding, sheets: Sequence[FormSheet], values: FormValues
) -> dict[int, Mapping[str, Value]] | None:
    """The line of each row where the form has its own rows for our criteria; ``None`` where it has not.

    Raises:
        SalesbookError: It has rows for some of our criteria only.
    """
    column = next((cell for cell in binding.columns if "criterion" in cell.fields), None)
    if column is None:
        return None
    sheet = next(sheet for sheet in sheets if sheet.name == binding.sheet)
    rows = {
        folded(shown): row
        for row in range(binding.first_row, binding.last_row + 1)
        if isinstance(shown := sheet.cells.get((row, column.column_number)), str)
    }
    lines = {str(line.get("criterion")): line for line in values.lines}
    missing = [name for name in lines if folded(name) not in rows]
    if len(missing) == len(lines):
        return None
    if missing:
        raise SalesbookError("form-criterion-missing", found=", ".join(missing), sheet=sheet.name)
    return {rows[folded(name)]: line for name, line in lines.items()}
