"""Everything a ledger holds, read in spite of damage: what cannot be read is written down and the rest goes on.

Posting stops at the first thing that is wrong. Proving the ledger must not: whoever mends it has to know
what is lost and what is still good.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter

from salesbook.ledger.log_entry import VERSION_DIGITS, DataFile, entry_name, fingerprint
from salesbook.ledger.schema import Row, StoredPosting, postings_of
from salesbook.ledger.snapshot import HINT, Snapshot, find_note, from_checkpoint, rows_of
from salesbook.ledger.store import LedgerStore, checkpoint_version
from salesbook.problems import LedgerError


@dataclass
class Audit:
    """What the storage holds up to a version.

    Attributes:
        table: As far as the log can be read.
        entries: How many log entries were read.
        stored: How many lines were ever stored, as the entries tell; moving rows to other files changes none.
        damage: What is missing or not as it was written.
    """

    store: LedgerStore
    table: Snapshot
    entries: int = 0
    stored: int = 0
    damage: list[LedgerError] = field(default_factory=list)

    def postings(self) -> Iterator[StoredPosting]:
        """Every posting that can be read, in the order of the chain; damaged files are written down on the way."""
        files = self.table.ordered
        if all(file.sha256 for file in files):
            return postings_of(row for file in files for row in self._rows(file))
        # Another program has merged files, which may overlap now.
        return postings_of(merge(*(self._rows(file) for file in files), key=itemgetter("seq")))

    def check_removed_files(self) -> None:
        """Files whose rows are in other files by now are kept for a while; they must be as they were, too."""
        for file, _ in self.table.removed.values():
            with self.store.reaching():
                is_kept = self.store.storage.exists(file.name)
            if is_kept:
                self._tried(file)

    def _rows(self, file: DataFile) -> Iterator[Row]:
        try:
            yield from rows_of(self.store, file)
        except LedgerError as error:
            self.damage.append(error)

    def _tried(self, file: DataFile) -> None:
        try:
            self.store.content(file)
        except LedgerError as error:
            self.damage.append(error)


def audit(store: LedgerStore, until: int | None = None) -> Audit:
    """Read the log up to a version; without one, to its end.

    Raises:
        LedgerError: A newer program has stored something in a format of its own.
    """
    listed = store.listed_versions()
    last = max(listed, default=0) if until is None else until
    checkpoints = _checkpoints(store)
    vouched = {table.version for table in checkpoints}
    kept = min((version for version in listed if version > 0), default=1)
    # The log tells all if it is whole; else it goes on from the oldest checkpoint that covers what was cleaned.
    start = None if kept == 1 else next((table for table in checkpoints if kept - 1 <= table.version <= last), None)
    covered = start.version if start else 0
    found = Audit(store, start or Snapshot(-1), stored=start.rows if start else 0)
    for version in range(found.table.version + 1, last + 1):
        try:
            entry = store.entry(version)
            if entry is None:
                raise LedgerError("ledger-log-broken", file=store.path(entry_name(version)))
        except LedgerError as error:
            _refuse_newer(error)
            found.damage.append(error)
            _salvage(found, version)
            continue
        found.entries += 1
        added = (action["add"] for action in entry.actions if action.get("add", {}).get("dataChange"))
        found.stored += sum(DataFile.from_action(add).rows for add in added)
        found.table.version, found.table.fingerprint = version, entry.fingerprint
        found.table.follow(store, entry.actions)
    if covered:
        _check_entries_before(found, sorted(version for version in listed if 0 < version <= covered))
    _check_checkpoint_files(found, vouched)
    return found


def _checkpoints(store: LedgerStore) -> list[Snapshot]:
    """Those that the log vouches for, the oldest first."""
    found = []
    for file in reversed(store.checkpoints()):
        # An entry that cannot be read is told of where the entries are gone through.
        try:
            table = from_checkpoint(store, file.name)
        except LedgerError as error:
            _refuse_newer(error)
            continue
        if table is not None:
            found.append(table)
    return found


def _refuse_newer(error: LedgerError) -> None:
    """What a newer program has stored is not damaged; only this program cannot judge it.

    Raises:
        LedgerError: The error, if it says so.
    """
    if error.code == "ledger-format":
        raise error


def _salvage(found: Audit, version: int) -> None:
    """The data file of an entry that cannot be read is known by its name; the chain tells whether it belongs."""
    with found.store.reaching():
        for file in found.store.storage.files():
            if file.name.startswith(f"part-{version:0{VERSION_DIGITS}d}-") and file.name not in found.table.files:
                content = found.store.storage.read(file.name) or b""
                # Nothing vouches for its bytes but the chain.
                found.table.files[file.name] = DataFile(file.name, fingerprint(content), file.size, 0)


def _check_entries_before(found: Audit, versions: list[int]) -> None:
    """Entries that a checkpoint covers are not needed any more, but they are there and must be as they were."""
    for version in versions:
        try:
            found.store.entry(version)
            found.entries += 1
        except LedgerError as error:
            found.damage.append(error)


def _check_checkpoint_files(found: Audit, vouched: set[int]) -> None:
    """A checkpoint that the log notes is as it was noted, and so is the hint that leads to it."""
    store = found.store
    versions = {checkpoint_version(file.name): file.name for file in store.checkpoints()}
    notes = {version: _note(store, version) for version in versions}
    for version, name in versions.items():
        if notes[version] is not None and version not in vouched:
            found.damage.append(LedgerError("ledger-log-broken", file=store.path(name)))
    with store.reaching():
        hint = store.storage.read(HINT)
    if hint is None:
        return
    try:
        version = int(json.loads(hint)["version"])
    except (ValueError, TypeError, KeyError):
        version = -1
    note = notes.get(version)
    is_foreign = note is None and version in versions
    if not is_foreign and (note is None or note["hint"].encode() != hint):
        found.damage.append(LedgerError("ledger-log-broken", file=store.path(HINT)))


def _note(store: LedgerStore, version: int) -> dict[str, str] | None:
    try:
        return find_note(store, version)
    except LedgerError:
        return None
