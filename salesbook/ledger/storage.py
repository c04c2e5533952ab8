"""Where a ledger's files lie: the few verbs that a folder and an object store both keep.

Names are relative to the ledger and use slashes. Whatever goes wrong with a disk or a network is an
``OSError``; the ledger's store turns it into a sentence.
"""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from salesbook.problems import Reason


class UnreachableError(OSError):
    """A storage cannot be reached, or does not let us in; nothing is known of its files.

    Attributes:
        reason: Why.
        was_sent: The request may have been carried out, or may still be.
    """

    def __init__(self, reason: Reason | str, *, was_sent: bool = True) -> None:
        super().__init__(errno.EIO, str(reason))
        self.reason = reason
        self.was_sent = was_sent


def reason_of(error: OSError) -> Reason | str:
    """Why something went wrong, for a sentence."""
    return error.reason if isinstance(error, UnreachableError) else error.strerror or str(error)


@dataclass(frozen=True)
class StoredFile:
    """A file as the storage lists it.

    Attributes:
        size: In bytes.
        modified: Seconds since 1970 by the storage's own clock.
    """

    name: str
    size: int
    modified: float


class Storage(Protocol):
    """The files of one ledger.

    Attributes:
        place: A folder or an address, as people know it and as Delta libraries open it.
    """

    place: str

    @property
    def options(self) -> dict[str, str]:
        """What Delta libraries need beside the address."""

    def prepare(self) -> None:
        """Get ready to hold a new ledger, and try what its safety rests on.

        Raises:
            OSError: This place cannot hold a ledger.
        """

    def read(self, name: str) -> bytes | None:
        """The content of a file; ``None`` when there is none."""

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""

    def write(self, name: str, content: bytes) -> None:
        """Keep a new file that nothing refers to yet; it is on the disk when this returns."""

    def publish(self, name: str, content: bytes) -> None:
        """Keep a file under a name that only one of several writers can get.

        Raises:
            FileExistsError: Another one got it.
            OSError: The storage refused, and the file is not there.
            LedgerError: As ``ledger-answer-lost``: nobody knows whether it is there.
        """

    def replace(self, name: str, content: bytes) -> None:
        """Keep a file; readers see the one before or the new one, never a part."""

    def files(self, folder: str = "") -> list[StoredFile]:
        """What lies in a folder, without the folders below it, by name."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    def local_path(self, name: str) -> Path:
        """A file on this computer with the same content, for programs that read paths."""

    def now(self) -> float:
        """The time by the clock that dates the files."""
