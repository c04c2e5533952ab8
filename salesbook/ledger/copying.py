"""What makes up a ledger at one version, file by file, each proved while it is read.

Others may post and upkeep may run meanwhile: a version never changes. Only what upkeep has replaced long
ago may be taken away under the hands of a slow reader, who then begins anew with the newest version.
"""

import json
from collections import deque
from collections.abc import Iterator

from salesbook.ledger.log_entry import DataFile, entry_name
from salesbook.ledger.snapshot import HINT, Snapshot, rows_of, take_snapshot, vouched_checkpoint
from salesbook.ledger.store import LedgerStore, checkpoint_version
from salesbook.problems import LedgerError


class LedgerMovedOnError(Exception):
    """A file was taken away because others stand for it by now; take a newer version."""


def files_at(store: LedgerStore, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file that makes up the ledger at a version, and opens by itself elsewhere.

    The data come first and the first log entry last: as long as that is missing, there is no ledger.

    Raises:
        LedgerMovedOnError: Upkeep was quicker.
        LedgerError: A file is missing or damaged; the sentence names it.
    """
    for file in snapshot.ordered:
        yield file.name, _data(store, file)
    first = 1
    for checkpoint in store.checkpoints():
        version = checkpoint_version(checkpoint.name)
        found = vouched_checkpoint(store, checkpoint.name, snapshot.version) if version <= snapshot.version else None
        if found is not None:
            note, content = found
            yield checkpoint.name, content
            # Of two checkpoints that were made at the same moment, the hint may name the other one.
            if note["hint"] and json.loads(note["hint"]).get("version") == version:
                yield HINT, note["hint"].encode()
            # Its own entry is not needed, but computers that know this version look for it.
            first = version if store.has_version(version) else version + 1
            break
    for version in range(first, snapshot.version + 1):
        yield entry_name(version), _entry(store, version)
    yield entry_name(0), _entry(store, 0)


def _data(store: LedgerStore, file: DataFile) -> bytes:
    try:
        content = store.content(file)
    except LedgerError:
        if file.name not in take_snapshot(store).files:
            raise LedgerMovedOnError from None
        raise
    if not file.sha256:
        # Another program has merged files; nothing but their rows tells whether it is whole.
        deque(rows_of(store, file), maxlen=0)
    return content


def _entry(store: LedgerStore, version: int) -> bytes:
    entry = store.entry(version)
    if entry is None:
        raise LedgerMovedOnError
    return entry.content
