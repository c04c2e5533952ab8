"""The table as a whole at one version: which data files make it up, and what they say in the order of the chain.

A snapshot starts from the newest checkpoint and follows the log from there. A checkpoint counts only when
the log notes its hash: written and then noted, so that one that broke off, or was changed, is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from io import BytesIO
from operator import itemgetter
from typing import Any

from salesbook.ledger.log_entry import LOG, Action, DataFile, entry_name, fingerprint
from salesbook.ledger.schema import StoredPosting, postings_of, to_rows
from salesbook.ledger.store import Entry, LedgerStore, checkpoint_version
from salesbook.problems import LedgerError

HINT = f"{LOG}/_last_checkpoint"
"""Where Delta programs look up the newest checkpoint."""


@dataclass
class Snapshot:
    """The table at one version.

    Attributes:
        format: Of the ledger.
        fingerprint: Of the entry of this version.
        files: What makes up the table, by name.
        removed: What was merged into other files, with the moment in milliseconds.
    """

    version: int
    format: int = 0
    fingerprint: str = ""
    files: dict[str, DataFile] = field(default_factory=dict)
    removed: dict[str, tuple[DataFile, int]] = field(default_factory=dict)

    @property
    def ordered(self) -> list[DataFile]:
        """The files in the order of the chain: their names begin with the version of their oldest row."""
        return [self.files[name] for name in sorted(self.files)]

    @property
    def rows(self) -> int:
        """Lines of the table."""
        return sum(file.rows for file in self.files.values())

    def follow(self, store: LedgerStore, actions: Iterator[Action] | tuple[Action, ...]) -> None:
        """Let actions of the log count."""
        for action in actions:
            if add := action.get("add"):
                file = DataFile.from_action(add)
                self.files[file.name] = file
                self.removed.pop(file.name, None)
            elif remove := action.get("remove"):
                file = DataFile.from_action(remove)
                self.files.pop(file.name, None)
                self.removed[file.name] = (file, remove.get("deletionTimestamp") or 0)
            elif metadata := action.get("metaData"):
                self.format = store.check_format(metadata)


def take_snapshot(store: LedgerStore, until: int | None = None) -> Snapshot:
    """The table at a version; without one, at the newest.

    Raises:
        LedgerError: An entry or a checkpoint is missing or damaged; the sentence names it.
    """
    store.check_complete()
    snapshot = None
    for checkpoint in store.checkpoints():
        if until is not None and checkpoint_version(checkpoint.name) > until:
            continue
        snapshot = from_checkpoint(store, checkpoint.name)
        if snapshot is not None:
            break
    if snapshot is None:
        snapshot = Snapshot(-1)
    while until is None or snapshot.version < until:
        entry = store.entry(snapshot.version + 1)
        if entry is None:
            if snapshot.version >= max(store.listed_versions(), default=0):
                break
            if not store.has_version(snapshot.version + 1):
                # The log begins later, and no checkpoint tells what came before.
                raise LedgerError("ledger-log-broken", file=store.path(entry_name(snapshot.version + 1)))
            continue  # It was stored this moment.
        snapshot.version, snapshot.fingerprint = entry.version, entry.fingerprint
        snapshot.follow(store, entry.actions)
    return snapshot


def later_snapshot(store: LedgerStore, known: Snapshot) -> Snapshot:
    """The table at the newest version, from an earlier one on, which is not to be used any more."""
    entry = store.entry(known.version + 1)
    if entry is None:
        # It is the newest, or what followed was cleaned away meanwhile.
        return take_snapshot(store)
    while entry is not None:
        known.version, known.fingerprint = entry.version, entry.fingerprint
        known.follow(store, entry.actions)
        entry = store.entry(known.version + 1)
    return known


def from_checkpoint(store: LedgerStore, name: str) -> Snapshot | None:
    """The table at a checkpoint; ``None`` when the log does not vouch for it."""
    import pyarrow.parquet as pq

    found = vouched_checkpoint(store, name)
    if found is None:
        return None
    note, content = found
    snapshot = Snapshot(checkpoint_version(name), fingerprint=note["entry"])
    table = pq.ParquetFile(BytesIO(content)).read(columns=["metaData", "add", "remove"], use_threads=False)
    # In a checkpoint, maps are lists of pairs.
    rows = [_with_mappings(row) for row in table.to_pylist()]
    snapshot.follow(store, iter(rows))
    return snapshot


def vouched_checkpoint(store: LedgerStore, name: str, until: int | None = None) -> tuple[dict[str, Any], bytes] | None:
    """What the log says of a checkpoint up to a version, and its bytes; ``None`` when it does not vouch for them."""
    note = find_note(store, checkpoint_version(name), until)
    with store.reaching():
        content = store.storage.read(name)
    if note is None or content is None or fingerprint(content) != note["sha256"]:
        return None
    return note, content


def _with_mappings(row: dict[str, Any]) -> Action:
    if row["metaData"]:
        row["metaData"]["configuration"] = dict(row["metaData"]["configuration"])
    return row


def find_note(store: LedgerStore, checkpoint: int, until: int | None = None) -> dict[str, Any] | None:
    """What the log says of a checkpoint: ``sha256`` of it, ``hint`` as written then, ``entry`` of its version.

    Args:
        until: The last version of the log that counts; without one, all of it.
    """
    version = checkpoint + 1
    while (until is None or version <= until) and (entry := store.entry(version)) is not None:
        if note := note_in(entry):
            if note["checkpoint"] == checkpoint:
                return note
            if note["checkpoint"] > checkpoint:
                return None
        version += 1
    return None


def note_in(entry: Entry) -> dict[str, Any] | None:
    """The note of a checkpoint that an entry of ours holds."""
    if not entry.is_ours:
        return None
    found = (action["commitInfo"].get("salesbook", {}) for action in entry.actions if "commitInfo" in action)
    return next((note for note in found if "checkpoint" in note), None)


def stored_postings(store: LedgerStore, snapshot: Snapshot) -> Iterator[StoredPosting]:
    """Every posting of a snapshot, in the order of the chain; one part of a file is held at a time.

    Raises:
        LedgerError: A data file is missing or damaged; the sentence names it.
    """
    files = snapshot.ordered
    if all(file.sha256 for file in files):
        return postings_of(row for file in files for row in rows_of(store, file))
    # Another program has merged files, which may overlap now.
    return postings_of(merge(*(rows_of(store, file) for file in files), key=itemgetter("seq")))


def rows_of(store: LedgerStore, file: DataFile) -> Iterator[dict[str, Any]]:
    """The rows of a data file, in the order of the chain.

    Raises:
        LedgerError: It is missing or damaged.
    """
    import pyarrow.parquet as pq

    content = store.content(file)
    try:
        parquet = pq.ParquetFile(BytesIO(content))
        if not file.sha256:
            # Another program that merged files may have put their rows one after the other in any order.
            yield from to_rows(parquet.read(use_threads=False).sort_by("seq"))
            return
        for group in range(parquet.num_row_groups):
            yield from to_rows(parquet.read_row_group(group, use_threads=False))
    except (OSError, ValueError) as error:
        # Only where nothing vouches for the bytes.
        reason = str(error).splitlines()[0]
        raise LedgerError(
            "ledger-file-damaged", file=store.path(file.name), version=file.version, reason=reason
        ) from None
