"""Every sheet of a file that some other program wrote, as cells.

What a file is, its content says: names of downloads often do not fit. Nothing in a file is followed or executed; what
formulas show is what they showed when it was saved.
"""

from collections.abc import Callable
from pathlib import Path

from salesbook.hosts.grid_rows import UnreadableFileError
from salesbook.hosts.host import Grid
from salesbook.hosts.ods_grid import is_open_document, read_open_document
from salesbook.hosts.old_excel import read_old_excel
from salesbook.hosts.ooxml_grid import read_workbook
from salesbook.hosts.ooxml_package import BrokenPackageError, Package
from salesbook.hosts.parquet_file import read_parquet
from salesbook.hosts.text_file import read_text_file
from salesbook.large_data import without_collecting
from salesbook.problems import HostError, Reason

LARGEST_FILE = 1 << 29
"""Bytes; a sales sheet has a thousandth of it."""

_ZIP, _OLE, _PARQUET = (b"PK\3\4", b"PK\5\6"), bytes.fromhex("D0CF11E0A1B11AE1"), b"PAR1"
_BEFORE_OLE = tuple(bytes.fromhex(start) for start in ("09000400", "09020600", "09040600", "0908"))
"""How the workbooks of Excel 2 to 5 begin, which have no container around them."""


@without_collecting()
def read_grids(path: Path) -> list[Grid]:
    """Every sheet of a file that some other program wrote, as cells.

    Reads .xlsx, .xlsm, .xls, .ods, text with delimiters (.csv, .tsv, .txt) and .parquet, whatever the file is called.
    Of workbooks, hidden sheets are left out unless all are hidden; rows that hold nothing are left out, and columns
    right of the last one that holds anything.

    Args:
        path: The file. It is only read, and closed again.

    Returns:
        The sheets in order. Texts of text files stay texts; numbers of workbooks have 15 digits.

    Raises:
        HostError: There is no such file, or it cannot be read with certainty; nothing was read.
    """
    content = _content(path)
    if not content:
        raise _unreadable(path, Reason("reason-empty"))
    try:
        return _reader(content, path)()
    except (UnreadableFileError, BrokenPackageError) as error:
        raise _unreadable(path, error.reason) from error
    except (ValueError, IndexError, RecursionError) as error:
        # A number that is none, or one that points nowhere: only a damaged part does that.
        raise _unreadable(path, Reason("reason-damaged")) from error


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise HostError("file-is-folder", file=_label(path))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _unreadable(path, Reason("reason-file-too-large"))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise HostError("file-not-found", file=_label(path), folder=path.parent) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or Reason("reason-system-refuses")
        raise _unreadable(path, reason) from error


def _reader(content: bytes, path: Path) -> Callable[[], list[Grid]]:
    """What reads this content."""
    title = _label(path.with_suffix("")) if path.suffix else _label(path)
    if content.startswith(_ZIP):
        return lambda: _read_package(content)
    if content.startswith(_OLE):
        return lambda: read_old_excel(content)
    if content.startswith(_BEFORE_OLE):
        raise UnreadableFileError(Reason("reason-before-97"))
    # A list of parts may begin with these four letters, too, but has no zeros.
    if content.startswith(_PARQUET) and b"\0" in content:
        return lambda: read_parquet(content, title)
    return lambda: read_text_file(content, _label(path), title)


def _read_package(content: bytes) -> list[Grid]:
    package = Package(content)
    return read_open_document(package) if is_open_document(package) else read_workbook(package)


def _label(path: Path) -> str:
    """The file's name, with a question mark for each byte that is no text: names in old zip files may be Big5."""
    return path.name.encode("utf-8", "replace").decode()


def _unreadable(path: Path, reason: str | Reason) -> HostError:
    return HostError("file-unreadable", file=_label(path), reason=reason)
