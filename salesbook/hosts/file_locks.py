"""Whether a workbook file is open in Excel or LibreOffice: both leave a small file beside it."""

from dataclasses import dataclass
from pathlib import Path

_EXCEL_NAME_LENGTH = 55
"""Excel writes the owner twice: in the system's code page, then in UTF-16 after its length."""


@dataclass(frozen=True, slots=True)
class FileLock:
    """Someone has the file open.

    Attributes:
        file: Name of the lock file.
        owner: As far as it can be read, else empty.
    """

    file: str
    owner: str


def find_lock(path: Path) -> FileLock | None:
    """The lock on a workbook, ``None`` when nobody has it open."""
    for name, owner_in in ((f"~${path.name}", _excel_owner), (f".~lock.{path.name}#", _libreoffice_owner)):
        lock = path.with_name(name)
        if lock.exists():
            return FileLock(name, owner_in(_content(lock)))
    return None


def _content(lock: Path) -> bytes:
    try:
        return lock.read_bytes()[:1000]
    except OSError:
        # On Windows, Excel lets nobody read its lock.
        return b""


def _excel_owner(content: bytes) -> str:
    length = int.from_bytes(content[_EXCEL_NAME_LENGTH : _EXCEL_NAME_LENGTH + 2], "little")
    start = _EXCEL_NAME_LENGTH + 2
    return content[start : start + 2 * length].decode("utf-16-le", "replace").strip("\0 ")


def _libreoffice_owner(content: bytes) -> str:
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")
