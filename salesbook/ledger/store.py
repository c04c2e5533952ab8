"""The table on disk: created once, appended to by compare-and-swap, read back commit by commit.

A commit is one Parquet file and one entry of the Delta log. It is made by hard-linking the entry to
the name of the next version, which fails when somebody else was first; everything is flushed to the
disk before it is acknowledged. Measured reasons stand in ``docs/decisions``.
"""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from salesbook.ledger.schema import FORMAT_VERSION, Row, StoredPosting, ledger_schema, to_table
from salesbook.problems import LedgerError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_KEY = "salesbook.format"


class VersionTakenError(Exception):
    """Another posting got the version first; gather the facts again and decide again."""


@dataclass(frozen=True)
class Commit:
    """One version of the table: the data files it added, in their order."""

    version: int
    files: tuple[str, ...]


class LedgerStore:
    """The ledger's folder.

    Attributes:
        folder: Holds the Parquet files and ``_delta_log``.
        ledger_id: Of the table, from its first log entry; names the local cache.
    """

    def __init__(self, folder: Path) -> None:
        """Open a ledger.

        Raises:
            LedgerError: There is none, or it was made by a newer program.
        """
        self.folder = folder
        self.log = folder / "_delta_log"
        first = self._entry(0)
        if first is None:
            raise LedgerError("ledger-missing", folder=folder)
        metadata = next((action["metaData"] for action in first if "metaData" in action), None)
        if metadata is None:
            raise LedgerError("ledger-log-broken", file=self._entry_path(0))
        self.ledger_id: str = metadata["id"]
        found = int(metadata.get("configuration", {}).get(FORMAT_KEY, "0"))
        if found != FORMAT_VERSION:
            raise LedgerError("ledger-format", folder=folder, found=found, known=FORMAT_VERSION)

    @classmethod
    def create(cls, folder: Path, name: str) -> "LedgerStore":
        """Make an empty ledger.

        Raises:
            LedgerError: The folder holds a ledger already, or its disk cannot link or flush files.
        """
        from deltalake import DeltaTable

        if (folder / "_delta_log").exists():
            raise LedgerError("ledger-exists", folder=folder)
        folder.mkdir(parents=True, exist_ok=True)
        _probe(folder)
        DeltaTable.create(
            str(folder),
            schema=ledger_schema(),
            name=name,
            configuration={"delta.appendOnly": "true", FORMAT_KEY: str(FORMAT_VERSION)},
            raise_if_key_not_exists=False,
        )
        return cls(folder)

    def commits_after(self, version: int) -> Iterator[Commit]:
        """The commits that follow a version, oldest first.

        Raises:
            LedgerError: An entry is empty or cut off, or asks for abilities this program lacks.
        """
        while (actions := self._entry(version + 1)) is not None:
            version += 1
            if version and any("protocol" in action or "metaData" in action for action in actions):
                raise LedgerError("ledger-changed-shape", file=self._entry_path(version))
            adds = [action["add"] for action in actions if action.get("add", {}).get("dataChange")]
            yield Commit(version, tuple(add["path"] for add in adds))

    def has_version(self, version: int) -> bool:
        """Whether the log has an entry of this version."""
        return self._entry_path(version).exists()

    def read(self, commit: Commit) -> list[Row]:
        """The rows that a commit added.

        Raises:
            LedgerError: A data file is missing or damaged; the sentence names it.
        """
        import pyarrow.parquet as pq
        from pyarrow import ArrowException

        rows: list[Row] = []
        for name in commit.files:
            try:
                rows.extend(pq.ParquetFile(self.folder / name).read().to_pylist())
            except (OSError, ArrowException) as error:
                raise LedgerError("ledger-file-damaged", file=self.folder / name, version=commit.version, reason=error) from None
        return rows

    def append(self, version: int, postings: Sequence[StoredPosting]) -> None:
        """Store postings as one version, all of them or none.

        Args:
            version: The one after the version the postings were checked against.
            postings: In the order of their ``seq``.

        Raises:
            VersionTakenError: That version exists by now; nothing was stored.
            LedgerError: The disk refused; nothing was stored.
        """
        table = to_table(postings)
        data = self.folder / f"part-{version:012d}-{uuid4().hex[:12]}.parquet"
        entry = self.log / f".{uuid4().hex}.tmp"
        linked = False
        try:
            size = _write_parquet(table, data)
            _write_synced(entry, self._entry_text(data.name, size, table.num_rows, postings))
            os.link(entry, self._entry_path(version))
            linked = True
            _sync_folder(self.log)
        except FileExistsError:
            raise VersionTakenError from None
        except OSError as error:
            if not linked:
                raise LedgerError("ledger-write-failed", folder=self.folder, reason=error.strerror or error) from None
        finally:
            entry.unlink(missing_ok=True)
            if not linked:
                data.unlink(missing_ok=True)

    def _entry_text(self, name: str, size: int, rows: int, postings: Sequence[StoredPosting]) -> str:
        now = int(time.time() * 1000)
        stamp = postings[0].stamp
        info = {
            "timestamp": now, "operation": "WRITE", "operationParameters": {"mode": "Append"}, "engineInfo": "salesbook",
            "salesbook": {"batch": stamp.batch_id, "by": stamp.posted_by, "postings": len(postings)},
        }  # fmt: skip
        add = {
            "path": name, "partitionValues": {}, "size": size, "modificationTime": now, "dataChange": True,
            "stats": json.dumps({"numRecords": rows}),
        }  # fmt: skip
        return json.dumps({"commitInfo": info}) + "\n" + json.dumps({"add": add}) + "\n"

    def _entry_path(self, version: int) -> Path:
        return self.log / f"{version:020d}.json"

    def _entry(self, version: int) -> list[dict[str, Any]] | None:
        path = self._entry_path(version)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise LedgerError("ledger-log-broken", file=path, reason=error) from None
        try:
            actions = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError:
            actions = []
        # An entry of no bytes is taken for an empty commit by Delta libraries, and a posting would vanish.
        if not actions:
            raise LedgerError("ledger-log-broken", file=path)
        return actions


def _write_parquet(table: "pa.Table", path: Path) -> int:
    import pyarrow.parquet as pq

    with path.open("xb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    _sync_folder(path.parent)
    return size


def _write_synced(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


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
    """Refuse a disk that cannot link: without it two people could both get the last box."""
    first, second = folder / f".probe-{uuid4().hex}", folder / f".probe-{uuid4().hex}"
    try:
        _write_synced(first, "probe")
        os.link(first, second)
        _sync_folder(folder)
    except OSError as error:
        raise LedgerError("ledger-disk-unfit", folder=folder, reason=error.strerror or error) from None
    finally:
        first.unlink(missing_ok=True)
        second.unlink(missing_ok=True)
