"""Rows of somebody else's sheet as a workbook of the same columns, with a colour and a note where a cell is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from salesbook.formula_texts import LONGEST_TEXT, for_text_cell
from salesbook.workbooks.style import RED_LIGHT, YELLOW_LIGHT, Look


class ShownCell(NamedTuple):
    """A cell as it is to look.

    Attributes:
        severity: ``error`` or ``warning``; blank where nothing is wrong.
    """

    value: object
    number_format: str = "General"
    severity: str = ""
    note: str = ""


@dataclass(frozen=True)
class ShownSheet:
    """Rows to write one below the other.

    Attributes:
        top: How many of them stand above the data; they stay in view.
    """

    name: str
    rows: Sequence[Sequence[ShownCell]]
    top: int = 0


def build_rows(path: Path, look: Look, sheets: Sequence[ShownSheet]) -> None:
    """Write the rows of each sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        book.formats[0].set_font_name(look.font)
        book.formats[0].set_font_size(10)
        made: dict[tuple[str, str], Any] = {}

        def style(cell: ShownCell) -> Any:
            code = (
                "yyyy-mm-dd" if isinstance(cell.value, date) and cell.number_format == "General" else cell.number_format
            )
            if (code, cell.severity) not in made:
                colour = {"error": RED_LIGHT, "warning": YELLOW_LIGHT}.get(cell.severity)
                said: dict[str, Any] = {"num_format": code, "font_name": look.font, "font_size": 10}
                made[code, cell.severity] = book.add_format(said | ({"bg_color": colour} if colour else {}))
            return made[code, cell.severity]

        for shown in sheets:
            sheet = book.add_worksheet(shown.name[:31])
            for index, row in enumerate(shown.rows):
                for offset, cell in enumerate(row):
                    _write(sheet, index, offset, cell.value, style(cell))
                    if cell.note:
                        sheet.write_comment(index, offset, cell.note, {"author": "salesbook", "x_scale": 2.5})
            sheet.freeze_panes(shown.top, 0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.set_column(0, max((len(row) for row in shown.rows), default=1) - 1, 14)


def _write(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        # Of a text that no cell can hold, the note says so.
        sheet.write_string(row, column, for_text_cell(str(value))[:LONGEST_TEXT], style)
