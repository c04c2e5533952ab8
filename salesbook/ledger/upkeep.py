"""What keeps an old ledger as quick as a new one: merged files, checkpoints, a short log, nothing left lying about.

No posting waits for it. It changes no row: merging moves rows to another file in their order, and
everything that is taken away has been told of elsewhere first. Whoever posts meanwhile is not disturbed.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from salesbook.ledger.log_entry import LOG, DataFile, fingerprint
from salesbook.ledger.schema import ledger_schema
from salesbook.ledger.snapshot import HINT, Snapshot, from_checkpoint, later_snapshot, take_snapshot
from salesbook.ledger.storage import reason_of
from salesbook.ledger.store import LedgerStore, VersionTakenError, checkpoint_version
from salesbook.problems import LedgerError

if TYPE_CHECKING:
    import pyarrow as pa

DAY = 24 * 60 * 60
HOUR = 60 * 60


@dataclass(frozen=True)
class UpkeepRules:
    """When the ledger is looked after.

    Attributes:
        small_files: So many small files are merged; fewer are left alone.
        small_size: A file of fewer bytes is small.
        versions: A checkpoint is made after so many.
        keep_files: Seconds for which a merged file stays, for those who are still reading it.
        keep_log: Seconds for which a log entry stays, so that other computers can follow.
        keep_strays: Seconds after which a file that nothing refers to was left behind by a program that died.
    """

    small_files: int = 500
    small_size: int = 32 * 2**20
    versions: int = 500
    keep_files: float = 7 * DAY
    keep_log: float = 30 * DAY
    keep_strays: float = DAY


@dataclass(frozen=True)
class LedgerStats:
    """How large a ledger is and what upkeep would find.

    Attributes:
        since_checkpoint: Versions that a Delta program reads one by one when it opens the table.
        small_files: That could be merged.
        strays: Files that nothing refers to.
        stored_bytes: Of all files, log and all.
    """

    version: int
    format: int
    lines: int
    files: int
    small_files: int
    merged_away: int
    strays: int
    log_entries: int
    since_checkpoint: int
    data_bytes: int
    log_bytes: int
    stored_bytes: int


@dataclass
class UpkeepReport:
    """What was done.

    Attributes:
        merged: Small files whose rows are in ``made`` others now.
        checkpoint: Version of a new one.
        removed_files: Merged long ago, or left behind by programs that died.
        removed_entries: Of the log.
    """

    merged: int = 0
    made: int = 0
    checkpoint: int | None = None
    removed_files: int = 0
    removed_entries: int = 0


def is_due(version: int, rules: UpkeepRules) -> bool:
    """Whether this version is a sensible point: known from its number alone, so that no click looks around."""
    return version > 0 and version % min(rules.versions, rules.small_files) == 0


Turn = Callable[[], AbstractContextManager[object]]
"""What a commit waits for, so that it does not come between the decision and the commit of somebody who posts."""


def look_after(
    store: LedgerStore, rules: UpkeepRules, *, by_hand: bool = False, turn: Turn = nullcontext
) -> UpkeepReport:
    """Merge, make a checkpoint, clean up: each only as far as there is something to do.

    Args:
        store: The ledger.
        rules: When there is.
        by_hand: Somebody asks for it: merge and make a checkpoint however little there is.
        turn: Is taken for each commit.

    Raises:
        LedgerError: The ledger is damaged, or the disk refused; nothing was changed by what did not get done.
    """
    report = UpkeepReport()
    try:
        snapshot = take_snapshot(store)
        small = sum(_is_small(file, rules) for file in snapshot.files.values())
        if small >= (2 if by_hand else rules.small_files):
            _merge_small_files(store, snapshot, rules, report, turn)
            snapshot = take_snapshot(store)
        since = snapshot.version - newest_checkpoint(store)
        if since >= (2 if by_hand else rules.versions):
            report.checkpoint = snapshot.version
            _make_checkpoint(store, snapshot, turn)
        _clean_log(store, rules, report)
        _sweep(store, rules, report)
    except OSError as error:
        place = store.storage.place
        raise LedgerError("ledger-upkeep-failed", folder=place, reason=reason_of(error)) from None
    return report


def newest_checkpoint(store: LedgerStore) -> int:
    """Version of the newest checkpoint that the log vouches for; 0 when there is none."""
    for file in store.checkpoints():
        if from_checkpoint(store, file.name) is not None:
            return checkpoint_version(file.name)
    return 0


def stats(store: LedgerStore, rules: UpkeepRules) -> LedgerStats:
    """Look around without changing anything."""
    snapshot = take_snapshot(store)
    with store.reaching():
        data, log = store.storage.files(), store.log_files()
    stored = {file.name for file in data}
    return LedgerStats(
        version=snapshot.version,
        format=snapshot.format,
        lines=snapshot.rows,
        files=len(snapshot.files),
        small_files=sum(_is_small(file, rules) for file in snapshot.files.values()),
        merged_away=len(stored & snapshot.removed.keys()),
        strays=len(stored - snapshot.files.keys() - snapshot.removed.keys()),
        log_entries=len(store.listed_versions()),
        since_checkpoint=snapshot.version - newest_checkpoint(store),
        data_bytes=sum(file.size for file in snapshot.files.values()),
        log_bytes=sum(file.size for file in log),
        stored_bytes=sum(file.size for file in (*data, *log)),
    )


def _merge_small_files(
    store: LedgerStore, snapshot: Snapshot, rules: UpkeepRules, report: UpkeepReport, turn: Turn
) -> None:
    """Each row of neighbouring small files into one file, so that all files stay in the order of the chain."""
    for files in _runs(snapshot, rules):
        table = _rows_together(store, files)
        # Others post all the time; what is merged here stays what it is, so any later version will do. But
        # somebody else may tidy up too: files that are not in the table any more must not get into it twice.
        while True:
            with turn(), suppress(VersionTakenError):
                snapshot = later_snapshot(store, snapshot)
                if any(file.name not in snapshot.files for file in files):
                    break
                store.commit(
                    snapshot.version + 1,
                    {"operation": "OPTIMIZE", "salesbook": {"merged": len(files)}},
                    new=table,
                    first_version=int(files[0].version),
                    replaced=files,
                    written_in=snapshot.format,
                )
                report.merged += len(files)
                report.made += 1


def _runs(snapshot: Snapshot, rules: UpkeepRules) -> list[list[DataFile]]:
    """Small files that follow each other, in portions of a few large files' size."""
    runs: list[list[DataFile]] = []
    for is_small, group in groupby(snapshot.ordered, key=lambda file: _is_small(file, rules)):
        if not is_small:
            continue
        portion: list[DataFile] = []
        for file in group:
            if portion and sum(other.size for other in portion) + file.size > 2 * rules.small_size:
                runs.append(portion)
                portion = []
            portion.append(file)
        runs.append(portion)
    return [files for files in runs if len(files) > 1]


def _is_small(file: DataFile, rules: UpkeepRules) -> bool:
    # What another program has merged may not be in the order of the chain; it is left as it is.
    return bool(file.sha256) and file.size < rules.small_size


def _rows_together(store: LedgerStore, files: list[DataFile]) -> "pa.Table":
    """The rows of several files, one file after the other, in the columns of this program."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = ledger_schema()
    tables = [pq.ParquetFile(BytesIO(store.content(file))).read(use_threads=False) for file in files]
    table = pa.concat_tables([schema.empty_table(), *tables], promote_options="default").select(schema.names)
    sequence = table.column("seq").to_pylist()
    if any(second - first not in (0, 1) for first, second in pairwise(sequence)):
        raise LedgerError("ledger-chain-broken", seq=sequence[0], version=files[0].version, document=files[0].name)
    return table.cast(schema)


def _make_checkpoint(store: LedgerStore, snapshot: Snapshot, turn: Turn) -> None:
    """Write down which files make up the table, and have the log vouch for it."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    storage = store.storage
    try:
        table = DeltaTable(storage.place, version=snapshot.version, storage_options=storage.options)
        table.create_checkpoint()
    except DeltaError as error:
        reason = str(error).splitlines()[0]
        raise LedgerError("ledger-upkeep-failed", folder=storage.place, reason=reason) from None
    content = storage.read(f"{LOG}/{snapshot.version:020d}.checkpoint.parquet") or b""
    hint = storage.read(HINT) or b""
    note = {
        "checkpoint": snapshot.version, "sha256": fingerprint(content), "hint": hint.decode(),
        "entry": snapshot.fingerprint,
    }  # fmt: skip
    while True:
        with turn(), suppress(VersionTakenError):
            snapshot = later_snapshot(store, snapshot)
            store.commit(
                snapshot.version + 1, {"operation": "CHECKPOINT", "salesbook": note}, written_in=snapshot.format
            )
            return


def _clean_log(store: LedgerStore, rules: UpkeepRules, report: UpkeepReport) -> None:
    """Take entries away that a checkpoint covers and that have been there long enough; the very first one stays.

    From the oldest one upward, so that an entry that is still there has all its successors.
    """
    now = store.storage.now()
    checkpoints = list(_vouched(store))
    if not checkpoints:
        return
    ages = {file.name: now - file.modified for file in store.log_files()}
    # A checkpoint must have been there as long as what it stands for: who reads now may have found an older one.
    covering = [name for name in checkpoints if ages.get(name, 0) >= rules.keep_log]
    if not covering:
        return
    covered = checkpoint_version(covering[0])
    for name in sorted(ages):
        stem = name.removeprefix(f"{LOG}/").removesuffix(".json")
        is_old = ages[name] >= rules.keep_log
        if stem.isdigit() and 0 < int(stem) < covered:
            if not is_old:
                break
            store.storage.remove(name)
            report.removed_entries += 1
    for name in covering[1:]:
        store.storage.remove(name)


def _vouched(store: LedgerStore) -> Iterator[str]:
    """Checkpoints that count, the newest first."""
    for file in store.checkpoints():
        if from_checkpoint(store, file.name) is not None:
            yield file.name


def _sweep(store: LedgerStore, rules: UpkeepRules, report: UpkeepReport) -> None:
    """Take away what was merged long ago, and what programs that died left behind."""
    storage = store.storage
    # First the files, then the table: a file that is stored in between is in the table by then.
    data, log = storage.files(), store.log_files()
    snapshot, now = take_snapshot(store), storage.now()
    for file in (*data, *log):
        if merged := snapshot.removed.get(file.name):
            is_over = now - merged[1] / 1000 >= rules.keep_files
        else:
            is_over = _is_stray(file.name, snapshot) and now - file.modified >= rules.keep_strays
        if is_over:
            storage.remove(file.name)
            report.removed_files += 1


def _is_stray(name: str, snapshot: Snapshot) -> bool:
    """Whether a file was left behind: nothing refers to it, and nobody can still be about to."""
    if name.endswith(".parquet") and not name.startswith(LOG):
        # Of a version that is taken by now; a later one may still be on its way into the log.
        version = name.removeprefix("part-").partition("-")[0]
        return name not in snapshot.files and not (version.isdigit() and int(version) > snapshot.version)
    return name.rpartition("/")[2].startswith(".")
