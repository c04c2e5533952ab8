"""A sheet of tables below each other, some of whose columns are live: where each stands, and how formulas name it.

What is chosen on the first page becomes two ranges of numbers; every row that is added up has a number of its
territory and of its person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from salesbook.planning.standing import Standing
from salesbook.settings import Language
from salesbook.sheets.columns import Table
from salesbook.workbooks.building import add_sheet
from salesbook.workbooks.dashboard_words import FIGURES
from salesbook.workbooks.style import ACCENT, GREY
from salesbook.workbooks.tables import SheetBuilder, Values, column_name

Live = tuple[str, Any]
"""A formula and the value that it has while everything is chosen."""

LAST = 999_999
"""Above the number of any territory or person."""

CHOSEN = {
    "territory": "Chosen.territory", "person": "Chosen.person", "territory_first": "Chosen.territory_first",
    "territory_last": "Chosen.territory_last", "person_first": "Chosen.person_first",
    "person_last": "Chosen.person_last",
}  # fmt: skip
"""Defined names of what is chosen, and of the numbers that belong to it."""


@dataclass(frozen=True)
class Placed:
    """A table where it stands on the sheet.

    Attributes:
        first_row: Of the body, from 0.
        count: Of its rows; at least one.
    """

    table: Table
    sheet: str
    first_row: int
    count: int

    def cell(self, field: str, index: int = 0) -> str:
        """The address of a cell, such as ``'Figures'!$C$7``."""
        letter = column_name(self.table.index(field))
        return f"'{self.sheet}'!${letter}${self.first_row + index + 1}"

    def column(self, field: str, count: int = 0) -> str:
        """The address of a column's body, or of its first rows."""
        letter = column_name(self.table.index(field))
        return f"'{self.sheet}'!${letter}${self.first_row + 1}:${letter}${self.first_row + (count or self.count)}"


class FiguresSheet:
    """Writes the tables below each other, and remembers where each stands.

    Attributes:
        ranked: While everything is chosen: pace and row behind each bar, by the name of the table.
    """

    def __init__(self, builder: SheetBuilder, found: Standing) -> None:
        """Begin the sheet; it comes after the page that it is behind."""
        self.builder = builder
        self.found = found
        self.language: Language = builder.look.language
        self.sheet = add_sheet(builder, FIGURES, GREY)
        self.placed: dict[str, Placed] = {}
        self.ranked: dict[str, list[tuple[Fraction, int]]] = {}
        self._row = 0
        self.sheet.set_column(0, 0, 16)
        self.sheet.set_column(1, 1, 34)
        self.sheet.set_column(2, 20, 17)

    def __getitem__(self, table: Table) -> Placed:
        """Where a table stands."""
        return self.placed[table.name]

    def place(self, table: Table, count: int) -> Placed:
        """Where the next table will stand when it has so many rows."""
        placed = Placed(table, self.sheet.get_name(), self._row + 2, max(1, count))
        self.placed[table.name] = placed
        self._row = placed.first_row + placed.count + 1
        return placed

    def write(
        self, table: Table, rows: Sequence[Values], live: Mapping[str, Sequence[Live | None]] | None = None
    ) -> None:
        """Write a table where it was placed.

        Args:
            table: Placed before.
            rows: What is stored.
            live: Formulas of some columns, row by row.
        """
        placed = self.placed[table.name]
        heading = self.builder.words(bold=True, font_size=13, font_color=ACCENT)
        self.sheet.write_string(placed.first_row - 2, 0, table.sheet.get(self.language), heading)
        self.sheet.set_row(placed.first_row - 2, 22)
        self.sheet.set_row(placed.first_row - 1, 30)
        self.builder.table(self.sheet, table, rows, first_row=placed.first_row - 1)
        for name, formulas in (live or {}).items():
            field = table.field(name)
            shade = {"font_color": GREY} if field.written else {}
            cell_format = self.builder.format(**self.builder.look.cell(field, **shade))
            for index, cell in enumerate(formulas):
                if cell is not None:
                    formula, value = cell
                    self.sheet.write_formula(
                        placed.first_row + index, table.index(name), formula, cell_format, cached(value)
                    )

    def sum_of(self, table: Table, field: str, *more: str) -> str:
        """A SUMIFS of what is chosen, with further pairs of range and criterion."""
        placed = self.placed[table.name]
        territory, person = placed.column("territory"), placed.column("person")
        pairs = [
            f'{territory},">="&{CHOSEN["territory_first"]},{territory},"<="&{CHOSEN["territory_last"]}',
            f'{person},">="&{CHOSEN["person_first"]},{person},"<="&{CHOSEN["person_last"]}',
            *more,
        ]
        return f"SUMIFS({placed.column(field)},{','.join(pairs)})"


def cached(value: Any) -> Any:
    """A value as a workbook keeps it."""
    return float(value) if isinstance(value, Decimal | Fraction) else value
