"""The table as it is stored: created once, appended to by compare-and-swap, read back commit by commit.

A commit is one Parquet file and one entry of the Delta log. It is made by publishing the entry under
the name of the next version, which fails when somebody else was first. Measured reasons stand in
``docs/decisions``.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from salesbook.ledger.log_entry import (
    ENGINE,
    FORMAT_KEY,
    LOG,
    VERSION_DIGITS,
    Action,
    DataFile,
    entry_name,
    fingerprint,
    is_foreign_rearrangement,
    is_sealed,
    milliseconds,
    parse_actions,
    sealed_text,
)
from salesbook.ledger.schema import FORMAT_VERSION, Row, StoredPosting, ledger_schema, to_rows, to_table
from salesbook.ledger.storage import Storage, StoredFile, UnreachableError, reason_of
from salesbook.problems import LedgerError, UnreachableLedgerError

if TYPE_CHECKING:
    import pyarrow as pa


PATIENCE = 60 * 60
"""Seconds between writing a file and naming it in the log; much less than what upkeep leaves a stray file."""


SMALL_TABLE = 1000
"""Lines below which a file is written as plainly as can be."""

ROW_GROUP = 100_000
"""Lines that a reader holds at a time."""


class VersionTakenError(Exception):
    """Another posting got the version first; gather the facts again and decide again."""


class LogCleanedError(Exception):
    """The entries after a version were cleaned away; only the table as a whole can tell what followed."""


@dataclass(frozen=True)
class Commit:
    """One version of the table.

    Attributes:
        files: The data files it added, in their order.
        fingerprint: Of its entry; two ledgers with equal fingerprints at a version are equal up to it.
        format: Of the ledger from this version on; ``None`` when it stays as it was.
    """

    version: int
    files: tuple[DataFile, ...]
    fingerprint: str
    format: int | None = None


@dataclass(frozen=True)
class Entry:
    """A log entry that was read and is as it was written.

    Attributes:
        is_ours: Whether it carries our seal; another program may have moved rows to other files.
        content: Its bytes.
    """

    version: int
    actions: tuple[Action, ...]
    fingerprint: str
    is_ours: bool
    content: bytes


class LedgerStore:
    """The ledger.

    Attributes:
        storage: Where its files lie.
        ledger_id: Of the table, from its first log entry; names the local cache.
    """

    def __init__(self, storage: Storage) -> None:
        """Open a ledger.

        Raises:
            LedgerError: There is none, it was made by a newer program, or its first entry is damaged.
        """
        self.storage = storage
        first = self._entry_text(0)
        if first is None:
            raise LedgerError("ledger-missing", folder=storage.place)
        metadata = next((action["metaData"] for action in self._actions(0, first) if "metaData" in action), None)
        if metadata is None:
            raise LedgerError("ledger-log-broken", file=self.path(entry_name(0)))
        # The format is looked at before the seal: a newer program may seal in another way.
        self.check_format(metadata)
        if not is_sealed(first):
            raise LedgerError("ledger-log-broken", file=self.path(entry_name(0)))
        self._metadata = metadata
        self.ledger_id: str = metadata["id"]

    @classmethod
    def create(cls, storage: Storage, name: str) -> "LedgerStore":
        """Make an empty ledger.

        Raises:
            LedgerError: The place holds a ledger already, or cannot keep one safely.
        """
        try:
            storage.prepare()
            if any(file.name.endswith(".json") for file in storage.files(LOG)):
                raise LedgerError("ledger-exists", folder=storage.place)
            storage.publish(entry_name(0), _first_entry(name))
        except FileExistsError:
            raise LedgerError("ledger-exists", folder=storage.place) from None
        except UnreachableError as error:
            raise UnreachableLedgerError("ledger-unreachable", folder=storage.place, reason=error.reason) from None
        except OSError as error:
            raise LedgerError("ledger-disk-unfit", folder=storage.place, reason=error.strerror or error) from None
        return cls(storage)

    def path(self, name: str) -> str:
        """A file of the ledger as people find it."""
        return f"{self.storage.place}/{name}"

    def commits_after(self, version: int) -> Iterator[Commit]:
        """The commits that follow a version, oldest first.

        Raises:
            LogCleanedError: They are not in the log any more.
            LedgerError: An entry is missing, damaged or not ours.
        """
        while (commit := self.commit_after(version)) is not None:
            yield commit
            version = commit.version

    def commit_after(self, version: int) -> Commit | None:
        """The commit that follows a version; ``None`` when it is the newest.

        Raises:
            LogCleanedError: It is not in the log any more.
            LedgerError: The entry is missing though a later one is there, it is damaged, or another
                program wrote it.
        """
        entry = self.entry(version + 1)
        if entry is None and self.has_version(version + 2):
            # Either both were stored this moment, or the one in between is lost or cleaned away.
            self.check_complete()
            entry = self.entry(version + 1)
        if entry is None:
            if not self._is_newest(version):
                raise LogCleanedError
            return None
        metadata = next((action["metaData"] for action in entry.actions if "metaData" in action), None)
        found_format = None if metadata is None else self.check_format(metadata)
        files = [
            DataFile.from_action(action["add"]) for action in entry.actions if action.get("add", {}).get("dataChange")
        ]
        return Commit(entry.version, tuple(files), entry.fingerprint, found_format)

    def _is_newest(self, version: int) -> bool:
        """Whether a version whose successor was not found just now really has none.

        The log is cleaned from its beginning on. So an entry that is still there had no successor to
        be cleaned away; only the very first one is never cleaned and proves nothing.
        """
        if version > 0:
            return self.has_version(version)
        return max(self.listed_versions(), default=0) == 0

    def entry(self, version: int) -> Entry | None:
        """A log entry; ``None`` when there is none.

        Raises:
            LedgerError: It is damaged, another program wrote it, or a newer salesbook did.
        """
        text = self._entry_text(version)
        if text is None:
            return None
        actions = self._actions(version, text)
        is_ours = is_sealed(text)
        if not is_ours and not is_foreign_rearrangement(text, actions):
            for metadata in (action["metaData"] for action in actions if "metaData" in action):
                # A newer program may seal in another way; the table of another program names no format.
                if FORMAT_KEY in (metadata.get("configuration") or {}):
                    self.check_format(metadata)
            changes_shape = version and any("protocol" in action or "metaData" in action for action in actions)
            code = "ledger-changed-shape" if changes_shape else "ledger-log-broken"
            raise LedgerError(code, file=self.path(entry_name(version)))
        return Entry(version, tuple(actions), fingerprint(text), is_ours, text)

    def check_format(self, metadata: Action) -> int:
        """The format that a ledger's metadata name.

        Raises:
            LedgerError: This program does not know it.
        """
        return self.check_known(str((metadata.get("configuration") or {}).get(FORMAT_KEY, "0")))

    def check_known(self, found: str) -> int:
        """A format as a number.

        Raises:
            LedgerError: This program does not know it.
        """
        if not found.isdigit() or not 1 <= int(found) <= FORMAT_VERSION:
            raise LedgerError("ledger-format", folder=self.storage.place, found=found, known=FORMAT_VERSION)
        return int(found)

    def check_complete(self) -> None:
        """List the whole log and look for gaps; takes longer the longer the log is.

        What lies before a checkpoint may have been cleaned away, except for the first entry.

        Raises:
            LedgerError: An entry is missing; the sentence names the first one.
        """
        listed = self.listed_versions()
        covered = max((checkpoint_version(file.name) for file in self.checkpoints()), default=0)
        kept = [version for version in listed if version > 0]
        first = min(kept, default=1)
        start = first if first <= covered + 1 else 1
        for version in [0, *range(start, max(listed, default=0))]:
            # What was stored while the folder was read may be left out of the list.
            if version not in listed and not self.has_version(version):
                raise LedgerError("ledger-log-broken", file=self.path(entry_name(version)))

    def listed_versions(self) -> set[int]:
        """The versions whose entries are in the log."""
        return {int(stem) for file in self.log_files() if (stem := file.name[len(LOG) + 1 : -5]).isdigit()}

    def checkpoints(self) -> list[StoredFile]:
        """The checkpoints in the log, the newest one first."""
        return [file for file in reversed(self.log_files()) if checkpoint_version(file.name) >= 0]

    def log_files(self) -> list[StoredFile]:
        """What lies in the folder of the log.

        Raises:
            LedgerError: It cannot be listed.
        """
        try:
            with self.reaching():
                return self.storage.files(LOG)
        except OSError as error:
            raise LedgerError("ledger-log-broken", file=self.path(LOG), reason=error.strerror or error) from None

    def has_version(self, version: int) -> bool:
        """Whether the log has an entry of this version."""
        with self.reaching():
            return self.storage.exists(entry_name(version))

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Tell of a storage that is out of reach that the ledger is.

        Raises:
            UnreachableLedgerError: It was in the block.
        """
        try:
            yield
        except UnreachableError as error:
            place = self.storage.place
            raise UnreachableLedgerError("ledger-unreachable", folder=place, reason=error.reason) from None

    def fingerprint(self, version: int) -> str:
        """Of the entry of a version; empty when there is none."""
        text = self._entry_text(version)
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
            content = self.content(file)
            try:
                rows.extend(to_rows(pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)))
            except ValueError as error:
                # Whoever forged the rows made their hash fit.
                path, reason = self.path(file.name), str(error).splitlines()[0]
                raise LedgerError("ledger-file-damaged", file=path, version=file.version, reason=reason) from None
        return rows

    def content(self, file: DataFile) -> bytes:
        """The bytes of a data file.

        Raises:
            LedgerError: It is missing or damaged.
        """
        path, version, reason = self.path(file.name), file.version, "–"
        try:
            with self.reaching():
                content = self.storage.read(file.name)
        except OSError as error:
            content, reason = None, error.strerror or str(error)
        if content is None:
            raise LedgerError("ledger-file-damaged", file=path, version=version, reason=reason)
        if file.sha256 and (found := fingerprint(content)) != file.sha256:
            reason = f"SHA-256 {found[:12]} ≠ {file.sha256[:12]}"
            raise LedgerError("ledger-file-damaged", file=path, version=version, reason=reason)
        return content

    def local_path(self, file: DataFile) -> Path:
        """A data file on this computer, for programs that read paths.

        Raises:
            LedgerError: It is missing, or a copy cannot be kept on this computer.
        """
        try:
            with self.reaching():
                return self.storage.local_path(file.name)
        except FileNotFoundError:
            path, version = self.path(file.name), file.version
            raise LedgerError("ledger-file-damaged", file=path, version=version, reason="–") from None

    def proved_path(self, file: DataFile) -> Path:
        """As ``local_path``, and as it was written: programs that read paths compare nothing.

        Raises:
            LedgerError: It is missing or damaged, here or in the ledger.
        """
        path = self.local_path(file)
        try:
            found = fingerprint(path.read_bytes())
        except OSError:
            found = ""
        if not found or found != (file.sha256 or found):
            self.content(file)
            reason = f"SHA-256 {found[:12]} ≠ {file.sha256[:12]}"
            raise LedgerError("ledger-cache-failed", file=path, reason=reason)
        return path

    def append(self, version: int, postings: Sequence[StoredPosting], written_in: int = FORMAT_VERSION) -> Commit:
        """Store postings as one version, all of them or none.

        Args:
            version: The one after the version the postings were checked against.
            postings: In the order of their ``seq``.
            written_in: Format of the ledger so far; an older one is raised by the same commit.

        Raises:
            VersionTakenError: That version exists by now; nothing was stored.
            LedgerError: The disk refused and nothing was stored; or, as ``ledger-answer-lost``, the disk
                went away at the very moment and nobody knows.
        """
        stamp = postings[0].stamp
        told = {"batch": stamp.batch_id, "by": stamp.posted_by, "postings": len(postings)}
        info = {"operation": "WRITE", "operationParameters": {"mode": "Append"}, "salesbook": told}
        return self.commit(version, info, new=to_table(postings), first_version=version, written_in=written_in)

    def commit(
        self,
        version: int,
        info: Action,
        *,
        new: "pa.Table | None" = None,
        first_version: int = 0,
        replaced: Sequence[DataFile] = (),
        written_in: int = FORMAT_VERSION,
    ) -> Commit:
        """Store one version: a new data file, or one that holds the rows of several older ones, or a mere note.

        Args:
            info: What is told about it in the log.
            first_version: In which the oldest of the new file's rows was stored; files are read in this order.
            replaced: The files whose rows the new one holds.
            written_in: Format of the ledger so far.

        Raises:
            VersionTakenError: That version exists by now; nothing was stored.
            LedgerError: As ``append``.
        """
        if self.has_version(version) or (version == 1 and not self._is_newest(0)):
            # Publishing decides; this spares the writing when it is clear already. Only the name of the first
            # version may be free again though the entry before it is there: that one is never cleaned away.
            raise VersionTakenError
        file = None
        content = b""
        actions: list[Action] = []
        if written_in < FORMAT_VERSION:
            actions.append({"metaData": self._metadata | _description()})
        if new is not None:
            content = _parquet(new)
            name = f"part-{first_version:0{VERSION_DIGITS}d}-{uuid4().hex[:12]}.parquet"
            file = DataFile(name, fingerprint(content), len(content), new.num_rows)
            actions += [*(old.removed() for old in replaced), file.added(data_change=not replaced)]
        text = sealed_text(actions, {"timestamp": milliseconds(), **ENGINE, **info})
        started = time.time()
        try:
            if file is not None:
                self.storage.write(file.name, content)
            try:
                if time.time() - started > PATIENCE:
                    raise FileExistsError  # This program slept; its file may have been swept away meanwhile.
                self.storage.publish(entry_name(version), text)
            except OSError:
                if file is not None:
                    with suppress(OSError):
                        self.storage.remove(file.name)
                raise
        except FileExistsError:
            raise VersionTakenError from None
        except OSError as error:
            place = self.storage.place
            raise LedgerError("ledger-write-failed", folder=place, reason=reason_of(error)) from None
        try:
            if not self._follows(version):
                # The log had been cleaned up to here while this program slept: the name was free, but not the version.
                self.storage.remove(entry_name(version))
                raise VersionTakenError
        except OSError:
            raise LedgerError("ledger-answer-lost", folder=self.storage.place) from None
        files = (file,) if file is not None and not replaced else ()
        return Commit(version, files, fingerprint(text), FORMAT_VERSION if written_in < FORMAT_VERSION else None)

    def _follows(self, version: int) -> bool:
        """Whether the version before is there; both a look-up and the list must miss it before that is believed."""
        before = entry_name(version - 1)
        return self.storage.exists(before) or any(file.name == before for file in self.storage.files(LOG))

    def _actions(self, version: int, text: bytes) -> list[Action]:
        try:
            return parse_actions(text)
        except ValueError:
            raise LedgerError("ledger-log-broken", file=self.path(entry_name(version))) from None

    def _entry_text(self, version: int) -> bytes | None:
        name = entry_name(version)
        try:
            with self.reaching():
                return self.storage.read(name)
        except OSError as error:
            raise LedgerError("ledger-log-broken", file=self.path(name), reason=error.strerror or error) from None


def checkpoint_version(name: str) -> int:
    """The version of a checkpoint by its file name; −1 for other files."""
    stem, end, rest = name.removeprefix(f"{LOG}/").partition(".checkpoint.parquet")
    return int(stem) if end and not rest and stem.isdigit() else -1


def _first_entry(name: str) -> bytes:
    """Protocol and columns: reader 1 and writer 2 are enough for an append-only table."""
    now = milliseconds()
    metadata = {
        "id": str(uuid4()), "name": name, "format": {"provider": "parquet", "options": {}}, "partitionColumns": [],
        "createdTime": now, **_description(),
    }  # fmt: skip
    actions: list[Action] = [{"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}, {"metaData": metadata}]
    return sealed_text(actions, {"timestamp": now, "operation": "CREATE TABLE", **ENGINE})


def _description() -> dict[str, Any]:
    """The part of the metadata that a new format changes."""
    from deltalake import Schema

    return {
        "schemaString": Schema.from_arrow(ledger_schema()).to_json(),
        "configuration": {"delta.appendOnly": "true", FORMAT_KEY: str(FORMAT_VERSION)},
    }


def _parquet(table: "pa.Table") -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = pa.BufferOutputStream()
    # Of a single posting, dictionaries and statistics would be the larger part, in bytes and in time.
    is_small = table.num_rows < SMALL_TABLE
    pq.write_table(
        table,
        buffer,
        compression="snappy" if is_small else "zstd",
        use_dictionary=not is_small,
        write_statistics=not is_small,
        store_schema=False,
        row_group_size=ROW_GROUP,
    )
    content: bytes = buffer.getvalue().to_pybytes()
    return content
