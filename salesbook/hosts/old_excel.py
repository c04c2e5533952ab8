"""Sheets of an .xls file, as Excel wrote it until 2003, as grids.

The library behind it tells values and merged areas; of formulas, number formats and hidden rows it knows nothing, and
a cell with an error looks blank to it. Damaged files can make it end its whole process, so it has one of its own.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from salesbook.hosts.addresses import Area
from salesbook.hosts.cell_texts import number_from_text
from salesbook.hosts.grid_rows import UnreadableFileError, build_grid, room_left
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.problems import Reason

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_LONGEST_WAIT = 120
"""Seconds."""

_MOST_MEMORY = 4 << 30
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_old_excel(content: bytes) -> list[Grid]:
    """The sheets that people see, in the order of their tabs; all sheets where all are hidden.

    Raises:
        UnreadableFileError: The file is damaged, protected by a password, or no workbook.
    """
    if _ENCRYPTED in content:
        raise UnreadableFileError(Reason("reason-password"))
    folders = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    try:
        # Nothing but this module is run, and the folder somebody happens to work in is not searched for others.
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "salesbook.hosts.old_excel"],
            input=content,
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UnreadableFileError(Reason("reason-damaged-or-no-workbook")) from error
    answer: list[Grid] | Reason = pickle.loads(ended.stdout)  # noqa: S301 - written by our own program
    if isinstance(answer, Reason):
        raise UnreadableFileError(answer)
    return answer


def main() -> None:
    """Read a workbook from standard input; write its grids, or the reason why there are none, to standard output."""
    _limit_memory()
    answer: list[Grid] | Reason
    try:
        answer = _read(sys.stdin.buffer.read())
    except UnreadableFileError as error:
        answer = error.reason
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit_memory() -> None:
    """Have the system refuse what no workbook needs; Windows knows no such limit, but ends the process likewise."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _read(content: bytes) -> list[Grid]:
    import python_calamine  # only who reads such a file needs it

    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _grids(workbook)
    except python_calamine.PasswordError as error:
        raise UnreadableFileError(Reason("reason-password")) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFileError(Reason("reason-damaged-or-no-workbook")) from error


def _grids(workbook: "CalamineWorkbook") -> list[Grid]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    grids: list[Grid] = []
    for metadata in visible or sheets:
        sheet = workbook.get_sheet_by_name(metadata.name)
        merged = [
            Area(first_row + 1, first_column + 1, last_row + 1, last_column + 1)
            for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
        ]
        grids.append(build_grid(metadata.name, _rows(sheet), merged, room=room_left(grids)))
    return grids


def _rows(sheet: "CalamineSheet") -> Iterator[RowBlock]:
    """The rows; the library gives them from the first row of the sheet on, but from its first used column on."""
    blanks: list[CellValue] = [None] * (sheet.start or (0, 0))[1]
    for row_number, values in enumerate(sheet.iter_rows(), start=1):
        if values.count("") < len(values):
            yield RowBlock(row_number, (*blanks, *map(_value, values)))


def _value(value: str | float | bool | time | date | datetime | timedelta) -> CellValue:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return number_from_text(repr(value))
    if isinstance(value, datetime):
        return value if value.time() != time.min else value.date()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value or None


if __name__ == "__main__":
    main()
