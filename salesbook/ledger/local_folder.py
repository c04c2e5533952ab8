"""A ledger in a folder on a disk or a network drive: hard links decide who was first, flushing makes it last."""

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from salesbook.ledger.storage import StoredFile
from salesbook.problems import LedgerError

Result = TypeVar("Result")

PROBE = ".probe-"
"""How the names of empty files begin that only try the disk; one stays where a program died at that moment."""

PAUSES = (0.05, 0.2, 0.5)
"""Seconds between tries while another program holds a file."""


class LocalFolder:
    """A ``Storage`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = str(folder)
        self.options: dict[str, str] = {}

    def prepare(self) -> None:
        """Make the folder, and try what compare-and-swap rests on: links that never replace, and flushing.

        Raises:
            OSError: The disk cannot link or flush files, or a link replaces what is there.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        first, second = self.folder / f"{PROBE}{uuid4().hex}", self.folder / f"{PROBE}{uuid4().hex}"
        try:
            _write_synced(first, b"probe")
            os.link(first, second)
            with suppress(FileExistsError):
                os.link(first, second)
                raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
            sync_folder(self.folder)
        finally:
            _remove(first)
            _remove(second)
        (self.folder / "_delta_log").mkdir(exist_ok=True)
        sync_folder(self.folder)

    def read(self, name: str) -> bytes | None:
        """The content of a file; ``None`` when there is none."""
        try:
            return _patiently((self.folder / name).read_bytes)
        except FileNotFoundError:
            return None

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return (self.folder / name).exists()

    def write(self, name: str, content: bytes) -> None:
        """Keep a new file that nothing refers to yet; it is on the disk when this returns."""
        path = self.folder / name
        try:
            _write_synced(path, content)
            sync_folder(path.parent)
        except OSError:
            _remove(path)
            raise

    def publish(self, name: str, content: bytes) -> None:
        """Keep a file under a name that only one of several writers can get.

        Raises:
            FileExistsError: Another one got it.
            OSError: The disk refused, and the file is not there.
            LedgerError: The disk went away at that moment, and the file may be there or not.
        """
        path = self.folder / name
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            _write_synced(temporary, content)
            try:
                _patiently(lambda: os.link(temporary, path))
            except OSError:
                # A network drive may lose the answer and not the link.
                if not self._holds(path, content):
                    raise
        finally:
            _remove(temporary)
        # The file is there and others build upon it, so from here on nothing makes it a failure.
        with suppress(OSError):
            sync_folder(path.parent)

    def replace(self, name: str, content: bytes) -> None:
        """Keep a file; readers see the one before or the new one, never a part."""
        path = self.folder / name
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            _write_synced(temporary, content)
            _patiently(lambda: temporary.replace(path))
        finally:
            _remove(temporary)
        sync_folder(path.parent)

    def files(self, folder: str = "") -> list[StoredFile]:
        """What lies in a folder, without the folders below it, by name."""
        found = []
        with os.scandir(self.folder / folder) as entries:
            for entry in entries:
                # What is taken away while the folder is read is not there.
                with suppress(FileNotFoundError):
                    if entry.is_file():
                        name = f"{folder}/{entry.name}" if folder else entry.name
                        found.append(StoredFile(name, entry.stat().st_size, entry.stat().st_mtime))
        return sorted(found, key=lambda file: file.name)

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        (self.folder / name).unlink(missing_ok=True)

    def local_path(self, name: str) -> Path:
        """The file itself."""
        return self.folder / name

    def now(self) -> float:
        """The time by the clock of the disk, which on a network drive is another computer's."""
        probe = self.folder / f"{PROBE}{uuid4().hex}"
        try:
            probe.touch()
            return probe.stat().st_mtime
        finally:
            _remove(probe)

    def _holds(self, path: Path, content: bytes) -> bool:
        """Whether a file has this content.

        Raises:
            LedgerError: Nobody can tell, because the folder cannot be reached.
        """
        with suppress(OSError):
            return path.read_bytes() == content
        # Windows says "not found" of a file when its whole drive is gone.
        if path.parent.exists() and not path.exists():
            return False
        raise LedgerError("ledger-answer-lost", folder=self.folder)


def _patiently(act: Callable[[], Result]) -> Result:
    """Do something to a file that a virus scanner or a backup program may hold for a moment.

    Raises:
        OSError: It cannot be done, or is held for longer than ``PAUSES``.
    """
    for pause in PAUSES:
        try:
            return act()
        except PermissionError:
            time.sleep(pause)
    return act()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """Take away what nobody sees; when that fails, it lies there and does no harm."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
