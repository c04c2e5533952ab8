"""The table on disk: created once, appended to by compare-and-swap, read back commit by commit.

A commit is one Parquet file and one entry of the Delta log. It is made by hard-linking the entry to
the name of the next version, which fails when somebody else was first; everything is flushed to the
disk before it is acknowledged. Measured reasons stand in ``docs/decisions``.
"""

import errno
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from salesbook.ledger.log_entry import (
    FILE_HASH,
    Action,
    fingerprint,
    is_rearrangement,
    is_sealed,
    parse_actions,
    sealed_text,
)
from salesbook.ledger.schema import FORMAT_VERSION, Row, StoredPosting, ledger_schema, to_rows, to_table
from salesbook.problems import LedgerError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_KEY = "salesbook.format"


class VersionTakenError(Exception):
    """Another posting got the version first; gather the facts again and decide again."""


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of the ledger and the hash of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Commit:
    """One version of the table.

    Attributes:
        files: The data files it added, in their order.
        fingerprint: Of its entry; two ledgers with equal fingerprints at a version are equal up to it.
    """

    version: int
    files: tuple[DataFile, ...]
    fingerprint: str


class LedgerStore:
    """The ledger's folder.

    Attributes:
        folder: Holds the Parquet files and ``_delta_log``.
        ledger_id: Of the table, from its first log entry; names the local cache.
    """

    def __init__(self, folder: Path) -> None:
        """Open a ledger.

        Raises:
            LedgerError: There is none, it was made by a newer program, or its first entry is damaged.
        """
        self.folder = folder
        self.log = folder / "_delta_log"
        first = self._entry_bytes(0)
        if first is None:
            raise LedgerError("ledger-missing", folder=folder)
        metadata = next((action["metaData"] for action in self._actions(0, first) if "metaData" in action), None)
        if metadata is None:
            raise LedgerError("ledger-log-broken", file=self._entry_path(0))
        # The format is looked at before the seal: a newer program may seal in another way.
        found = metadata.get("configuration", {}).get(FORMAT_KEY, "0")
        if found != str(FORMAT_VERSION):
            raise LedgerError("ledger-format", folder=folder, found=found, known=FORMAT_VERSION)
        if not is_sealed(first):
            raise LedgerError("ledger-log-broken", file=self._entry_path(0))
        self.ledger_id: str = metadata["id"]

    @classmethod
    def create(cls, folder: Path, name: str) -> "LedgerStore":
        """Make an empty ledger.

        Raises:
            LedgerError: The folder holds a ledger already, or its disk cannot link or flush files.
        """
        log = folder / "_delta_log"
        if any(log.glob("[0-9]*")):
            raise LedgerError("ledger-exists", folder=folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _probe(folder)
            log.mkdir(exist_ok=True)
            _publish(_first_entry(name), log / _entry_name(0))
            _sync_folder(folder)
        except FileExistsError:
            raise LedgerError("ledger-exists", folder=folder) from None
        except OSError as error:
            raise LedgerError("ledger-disk-unfit", folder=folder, reason=error.strerror or error) from None
        return cls(folder)

    def commits_after(self, version: int) -> Iterator[Commit]:
        """The commits that follow a version, oldest first.

        Raises:
            LedgerError: An entry is missing, damaged or not ours.
        """
        while (commit := self.commit_after(version)) is not None:
            yield commit
            version = commit.version

    def commit_after(self, version: int) -> Commit | None:
        """The commit that follows a version; ``None`` when it is the newest.

        Raises:
            LedgerError: The entry is missing though a later one is there, it is damaged, or another
                program wrote it.
        """
        version += 1
        text = self._entry_bytes(version)
        if text is None and self.has_version(version + 1):
            # Either both were stored this moment, or the one in between is lost.
            self.check_complete()
            text = self._entry_bytes(version)
        if text is None:
            return None
        actions = self._actions(version, text)
        if version and any("protocol" in action or "metaData" in action for action in actions):
            raise LedgerError("ledger-changed-shape", file=self._entry_path(version))
        if not is_sealed(text) and not is_rearrangement(actions):
            raise LedgerError("ledger-log-broken", file=self._entry_path(version))
        adds = [action["add"] for action in actions if action.get("add", {}).get("dataChange")]
        files = tuple(DataFile(add["path"], add["tags"][FILE_HASH]) for add in adds)
        return Commit(version, files, fingerprint(text))

    def check_complete(self) -> None:
        """List the whole log and look for gaps; takes longer the longer the log is.

        Raises:
            LedgerError: An entry is missing; the sentence names the first one.
        """
        listed = {int(path.stem) for path in self.log.glob("[0-9]*.json") if path.stem.isdigit()}
        for version in range(max(listed, default=0)):
            # What was stored while the folder was read may be left out of the list.
            if version not in listed and not self.has_version(version):
                raise LedgerError("ledger-log-broken", file=self._entry_path(version))

    def has_version(self, version: int) -> bool:
        """Whether the log has an entry of this version."""
        return self._entry_path(version).exists()

    def fingerprint(self, version: int) -> str:
        """Of the entry of a version; empty when there is none."""
        text = self._entry_bytes(version)
        return "" if text is None else fingerprint(text)

    def read(self, commit: Commit) -> list[Row]:
        """The rows that a commit added.

        Raises:
            LedgerError: A data file is missing or damaged; the sentence names it.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows: list[Row] = []
        for file in commit.files:
            path = self.folder / file.name
            try:
                content = path.read_bytes()
            except OSError as error:
                reason = error.strerror or str(error)
                raise LedgerError("ledger-file-damaged", file=path, version=commit.version, reason=reason) from None
            if (found := fingerprint(content)) != file.sha256:
                reason = f"SHA-256 {found[:12]} ≠ {file.sha256[:12]}"
                raise LedgerError("ledger-file-damaged", file=path, version=commit.version, reason=reason)
            rows.extend(to_rows(pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)))
        return rows

    def append(self, version: int, postings: Sequence[StoredPosting]) -> None:
        """Store postings as one version, all of them or none.

        Args:
            version: The one after the version the postings were checked against.
            postings: In the order of their ``seq``.

        Raises:
            VersionTakenError: That version exists by now; nothing was stored.
            LedgerError: The disk refused and nothing was stored; or, as ``ledger-answer-lost``, the disk
                went away at the very moment and nobody knows.
        """
        if self.has_version(version):
            raise VersionTakenError  # The link below decides; this spares the writing when it is clear already.
        content = _parquet(to_table(postings))
        data = self.folder / f"part-{version:012d}-{uuid4().hex[:12]}.parquet"
        text = _entry_of(data.name, content, postings)
        try:
            _write_synced(data, content)
            _sync_folder(self.folder)
            _publish(text, self._entry_path(version))
        except FileExistsError:
            _remove(data)
            raise VersionTakenError from None
        except OSError as error:
            _remove(data)
            raise LedgerError("ledger-write-failed", folder=self.folder, reason=error.strerror or error) from None

    def _actions(self, version: int, text: bytes) -> list[Action]:
        try:
            return parse_actions(text)
        except ValueError:
            raise LedgerError("ledger-log-broken", file=self._entry_path(version)) from None

    def _entry_bytes(self, version: int) -> bytes | None:
        path = self._entry_path(version)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LedgerError("ledger-log-broken", file=path, reason=error.strerror or error) from None

    def _entry_path(self, version: int) -> Path:
        return self.log / _entry_name(version)


def _entry_name(version: int) -> str:
    return f"{version:020d}.json"


def _first_entry(name: str) -> bytes:
    """Protocol and columns: reader 1 and writer 2 are enough for an append-only table."""
    from deltalake import Schema

    now = _milliseconds()
    metadata = {
        "id": str(uuid4()), "name": name, "format": {"provider": "parquet", "options": {}},
        "schemaString": Schema.from_arrow(ledger_schema()).to_json(), "partitionColumns": [], "createdTime": now,
        "configuration": {"delta.appendOnly": "true", FORMAT_KEY: str(FORMAT_VERSION)},
    }  # fmt: skip
    actions: list[Action] = [{"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}, {"metaData": metadata}]
    return sealed_text(actions, {"timestamp": now, "operation": "CREATE TABLE", "engineInfo": "salesbook"})


def _entry_of(name: str, content: bytes, postings: Sequence[StoredPosting]) -> bytes:
    now = _milliseconds()
    stamp = postings[0].stamp
    add: dict[str, Any] = {
        "path": name, "partitionValues": {}, "size": len(content), "modificationTime": now, "dataChange": True,
        "stats": json.dumps({"numRecords": sum(len(posting.lines) for posting in postings)}),
        "tags": {FILE_HASH: fingerprint(content)},
    }  # fmt: skip
    info = {
        "timestamp": now, "operation": "WRITE", "operationParameters": {"mode": "Append"}, "engineInfo": "salesbook",
        "salesbook": {"batch": stamp.batch_id, "by": stamp.posted_by, "postings": len(postings)},
    }  # fmt: skip
    return sealed_text([{"add": add}], info)


def _milliseconds() -> int:
    return int(time.time() * 1000)


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, compression="zstd")
    content: bytes = buffer.getvalue().to_pybytes()
    return content


def _publish(text: bytes, path: Path) -> None:
    """Write an entry of the log under a name that only one of several writers can get.

    Raises:
        FileExistsError: Another entry has the name.
        OSError: The disk refused; the entry is not there.
        LedgerError: The disk went away at that moment, and the entry may be there or not.
    """
    temporary = path.with_name(f".{uuid4().hex}.tmp")
    try:
        _write_synced(temporary, text)
        try:
            os.link(temporary, path)
        except OSError:
            # A network drive may lose the answer and not the link.
            if not _holds(path, text):
                raise
    finally:
        _remove(temporary)
    # The entry is there and others build upon it, so from here on nothing makes it a failure.
    with suppress(OSError):
        _sync_folder(path.parent)


def _holds(path: Path, text: bytes) -> bool:
    """Whether a file has this content.

    Raises:
        LedgerError: Nobody can tell, because the folder cannot be reached.
    """
    with suppress(OSError):
        return path.read_bytes() == text
    # Windows says "not found" of a file when its whole drive is gone.
    if path.parent.exists() and not path.exists():
        return False
    raise LedgerError("ledger-answer-lost", folder=path.parent.parent)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """Take away what nobody sees; when that fails, it lies there and does no harm."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _probe(folder: Path) -> None:
    """Try what compare-and-swap rests on: without it two people could both get the last box.

    Raises:
        OSError: The disk cannot link or flush files, or a link replaces what is there.
    """
    first, second = folder / f".probe-{uuid4().hex}", folder / f".probe-{uuid4().hex}"
    try:
        _write_synced(first, b"probe")
        os.link(first, second)
        with suppress(FileExistsError):
            os.link(first, second)
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        _sync_folder(folder)
    finally:
        _remove(first)
        _remove(second)
