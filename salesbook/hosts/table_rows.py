"""What all hosts mean by the filled rows of a table."""

from collections.abc import Sequence

from salesbook.hosts.host import CellValue, Formula, RowBlock, TableBlock


def filled_row_count(block: TableBlock) -> int:
    """How many rows there are up to the last one that holds anything typed.

    Rows that are blank, or hold only formulas, count as empty.
    """
    filled = [index for index, row in enumerate(block.rows, start=1) if _is_typed(row)]
    return filled[-1] if filled else 0


def fitted(rows: Sequence[Sequence[CellValue | Formula]], width: int) -> list[list[CellValue | Formula]]:
    """The rows with exactly one value per header; one empty row when there are none."""
    return [[*row[:width], *[None] * (width - len(row))] for row in rows] or [[None] * width]


def _is_typed(row: RowBlock) -> bool:
    return any(value is not None and offset not in row.formulas for offset, value in enumerate(row.values))
