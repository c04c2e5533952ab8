"""What a column, a table and a form are; which ones there are stands in ``columns``."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from salesbook.words import Words

FieldType = Literal[
    "code",
    "text",
    "quantity",
    "price",
    "money",
    "percent",
    "date",
    "month",
    "integer",
    "number",
    "yes_no",
    "moment",
]


@dataclass(frozen=True)
class Field:
    """One column of a list, or one field of a form.

    Attributes:
        lookup: Kind of record the codes of this column come from; gives the cell a drop-down.
        head: Belongs to the document, not to the line; in a list it may stand on the first row only.
        written: Filled by salesbook; whatever a person types there is not read as input.
        may_lack: Written where the column is there; a workbook of an older make has none.
        formula: Of the cell, with other fields of the row in braces.
        choices: The only texts allowed, in English; other languages in ``CHOICES``.
        decisive: Decides the amount. A table with columns of people's own must have it, for one of
            them may be this column under another name.
        least: Smallest number allowed, where no model says so.
        most: Largest number allowed.
        width: Of the column, in characters.
    """

    name: str
    title: Words
    type: FieldType = "text"
    required: bool = False
    lookup: str = ""
    head: bool = False
    written: bool = False
    may_lack: bool = False
    formula: str = ""
    choices: tuple[str, ...] = ()
    decisive: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    width: int = 12
    hint: Words | None = None


@dataclass(frozen=True)
class Table:
    """A table of a sheet.

    Attributes:
        kind: Of the papers or records in it; empty for tables that only show something.
        sheet: Title of its sheet.
    """

    name: str
    kind: str
    sheet: Words
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(field for field in self.fields if field.name == name)

    def index(self, name: str) -> int:
        """Position of a field, from 0, in a table that nobody has rearranged."""
        return [field.name for field in self.fields].index(name)


@dataclass(frozen=True)
class Form:
    """A printable sheet of one paper: fields with defined names, a table of lines, totals below it.

    Attributes:
        totals: Below the lines; the net total is live, tax and total are filled when the paper is posted.
    """

    kind: str
    sheet: Words
    lines: Table
    head: tuple[Field, ...]
    totals: tuple[Field, ...] = ()

    @property
    def printed(self) -> int:
        """How many columns of the lines are on the page; what helps while typing stands beside it."""
        return sum(not (field.written and field.may_lack) for field in self.lines.fields)

    @property
    def names(self) -> list[str]:
        """All defined names of the form."""
        return [self.name_of(field.name) for field in (*self.head, *self.totals)]

    def name_of(self, field: str) -> str:
        """The defined name of a head field, such as ``SalesOrder.customer_no``."""
        return f"{self.lines.name.removeprefix('tbl').removesuffix('Lines').removesuffix('Seats')}.{field}"
