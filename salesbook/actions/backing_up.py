"""A copy of the ledger that opens by itself, and the way back from it.

A backup is a folder like a company's own, with a list of its files. It gets its name only when everything
in it is on the disk and has been read back, so that what looks like a backup is one.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from salesbook import __version__
from salesbook.actions.company import Company, cache_folder, storage_of
from salesbook.ledger.auditing import audit
from salesbook.ledger.cache import discard
from salesbook.ledger.copying import LedgerMovedOnError, files_at
from salesbook.ledger.counting import ChainEnd, chain_end, count_missing
from salesbook.ledger.local_folder import PROBE, LocalFolder, sync_folder
from salesbook.ledger.log_entry import LOG, entry_name, fingerprint
from salesbook.ledger.snapshot import Snapshot, take_snapshot
from salesbook.ledger.storage import Storage
from salesbook.ledger.store import LedgerStore
from salesbook.ledger.turns import a_turn
from salesbook.problems import LedgerError, Reason
from salesbook.settings import SETTINGS_FILE, CompanySettings, load_settings, with_ledger_at

BACKUP_FILE = "backup.json"
"""The list of what a backup holds, written last."""

LEDGER = "ledger"
"""The folder of the ledger in a backup."""

UNFINISHED = ".unfinished-"
"""How the names of folders begin that are still being written, or never will be to their end."""

GIVEN_UP = 60 * 60
"""Seconds after which an unfinished folder in which nothing happens was left behind by a program that died."""

TRIES = 5
"""How often a copy that upkeep overtook is begun anew."""


class BackedUpFile(BaseModel, frozen=True):
    """A file of a backup; its name counts from the backup's folder and uses slashes."""

    name: str
    size: int
    sha256: str


class Backup(BaseModel, frozen=True):
    """What a backup says of itself.

    Attributes:
        salesbook: Version of the program that made it.
        ledger_id: The ledger it is a copy of.
        version: Of the ledger.
        seq: Of the last posting; its hash is ``head``, which proves the ledger later to whoever kept it elsewhere.
        lines: Rows of the table.
        made_at: Moment at which the copy was begun.
        files: In the order in which they are put back.
    """

    salesbook: str
    company: str
    ledger_id: str
    format: int
    version: int
    seq: int
    head: str
    lines: int
    last_posted_at: datetime | None
    last_posted_by: str
    made_at: datetime
    files: tuple[BackedUpFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was made, and its folder."""

    folder: Path
    backup: Backup


@dataclass(frozen=True)
class Restored:
    """What was put back.

    Attributes:
        folder: Of the company.
        moved_aside: Where the former ledger lies now, if there was one.
    """

    folder: Path
    backup: Backup
    moved_aside: Path | None = None


def back_up(company: Company, target: Path) -> MadeBackup:
    """Copy the ledger as it is at its newest version into a new folder.

    Others may post and the ledger may be tidied up meanwhile.

    Raises:
        LedgerError: The ledger is damaged, the target lies inside it, or the disk refused; no backup was made.
    """
    if target.resolve().is_relative_to(Path(company.store.storage.place).resolve()):
        raise LedgerError("backup-inside-ledger", folder=target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        for _ in range(TRIES):
            unfinished = target / f"{UNFINISHED}{uuid4().hex}"
            try:
                with suppress(LedgerMovedOnError):
                    backup = _write(company, unfinished)
                    folder = _free(target / _title(company, backup))
                    unfinished.rename(folder)
                    sync_folder(target)
                    return MadeBackup(folder, backup)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise LedgerError("backup-failed", folder=target, reason=error.strerror or error) from None
    except LedgerError as error:
        raise LedgerError("backup-refused", finding=Reason(error.code, error.values)) from None
    raise LedgerError("backup-overtaken", tries=TRIES)


def _write(company: Company, folder: Path) -> Backup:
    """Copy all files, prove the copy by itself, and write the list of them."""
    made_at = datetime.now(UTC).replace(microsecond=0)
    snapshot = take_snapshot(company.store)
    (folder / LEDGER / LOG).mkdir(parents=True)
    copy, files = LocalFolder(folder), []
    for name, content in _contents(company, snapshot):
        copy.write(name, content)
        files.append(BackedUpFile(name=name, size=len(content), sha256=fingerprint(content)))
    store, table, end = _proved(folder)
    backup = Backup(
        salesbook=__version__, company=company.settings.name, ledger_id=store.ledger_id, format=table.format,
        version=table.version, seq=end.seq, head=end.hash, lines=table.rows, last_posted_at=end.posted_at,
        last_posted_by=end.posted_by, made_at=made_at, files=tuple(files),
    )  # fmt: skip
    copy.write(BACKUP_FILE, backup.model_dump_json(indent=1).encode())
    return backup


def _contents(company: Company, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    settings = (company.folder / SETTINGS_FILE).read_bytes()
    if company.settings.ledger != LEDGER:
        # The copy must never lead to the ledger that it is a copy of.
        settings = with_ledger_at(settings.decode("utf-8-sig"), LEDGER).encode()
    yield SETTINGS_FILE, settings
    for name, content in files_at(company.store, snapshot):
        yield f"{LEDGER}/{name}", content


def _proved(backup: Path) -> tuple[LedgerStore, Snapshot, ChainEnd]:
    """The ledger in a backup, read as any other one: whole, and every link of its chain in order.

    Raises:
        LedgerError: It is damaged; the sentence names what is.
    """
    store = LedgerStore(LocalFolder(backup / LEDGER))
    found = audit(store)
    if found.damage:
        raise found.damage[0]
    return store, found.table, chain_end(store, found.table)


def _title(company: Company, backup: Backup) -> str:
    """Name of a backup's folder, such as ``Acme 2026-03-05 0830 v000123``."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", company.settings.name)[:60].strip(" .")
    return f"{name} {_minute(backup.made_at, company.settings)} v{backup.version:06d}"


def _minute(moment: datetime, settings: CompanySettings) -> str:
    """A moment in the company's time zone, as part of a name."""
    return f"{moment.astimezone(ZoneInfo(settings.time_zone)):%Y-%m-%d %H%M}"


def _free(path: Path) -> Path:
    """A name that nothing has yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name} ({number})")
    return free


def _sweep(folder: Path) -> None:
    """Take away what programs that died had begun; what others are writing now stays."""
    now = LocalFolder(folder).now()
    for unfinished in (*folder.glob(f"{UNFINISHED}*"), *folder.glob(f"{PROBE}*")):
        # What another program finishes, sweeps or holds at this moment is left to the next one.
        with suppress(OSError):
            newest = max(path.stat().st_mtime for path in (unfinished, *unfinished.rglob("*")))
            if now - newest < GIVEN_UP:
                continue
            if unfinished.is_dir():
                shutil.rmtree(unfinished, ignore_errors=True)
            else:
                unfinished.unlink()


def read_backup(folder: Path) -> Backup:
    """What a backup says of itself, after every file was compared with it and the ledger in it was proved.

    Raises:
        LedgerError: It is no backup, it was not finished, or it is damaged; the sentence names the file.
    """
    try:
        text = (folder / BACKUP_FILE).read_bytes()
    except OSError:
        raise LedgerError("backup-missing", folder=folder) from None
    try:
        backup = Backup.model_validate_json(text)
    except ValidationError:
        raise LedgerError("backup-damaged", file=folder / BACKUP_FILE) from None
    for file in backup.files:
        _content(folder, file)
    store, table, end = _proved(folder)
    told = (backup.ledger_id, backup.version, backup.seq, backup.head)
    if (store.ledger_id, table.version, end.seq, end.hash) != told:
        # Somebody has posted into the backup, or changed what it says of itself.
        raise LedgerError("backup-damaged", file=folder / BACKUP_FILE)
    return backup


def _content(backup: Path, file: BackedUpFile) -> bytes:
    """The bytes of a file of a backup.

    Raises:
        LedgerError: It is missing or not as it was.
    """
    path = backup / file.name
    if not path.resolve().is_relative_to(backup.resolve()):
        raise LedgerError("backup-damaged", file=backup / BACKUP_FILE)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LedgerError("backup-damaged", file=path, reason=error.strerror or error) from None
    if fingerprint(content) != file.sha256:
        raise LedgerError("backup-damaged", file=path)
    return content


def restore(backup: Path, folder: Path, *, replace: bool = False) -> Restored:
    """Put the ledger of a backup into a company folder, which is made if it is not there.

    Args:
        replace: Move a ledger that is there aside; without it, only a place without one is filled.

    Raises:
        SettingsError: The settings of the company folder are wrong.
        LedgerError: The backup is damaged, there is a ledger already, or the disk refused; the ledger that
            was there is as it was.
    """
    if folder.resolve().is_relative_to(backup.resolve()):
        raise LedgerError("restore-into-backup", folder=folder)
    found = read_backup(backup)
    is_new = not (folder / SETTINGS_FILE).exists()
    settings = load_settings(backup if is_new else folder)
    storage = storage_of(folder, settings)
    try:
        if _is_taken(storage):
            _refuse_to_lose(storage, settings, backup, found, replace=replace)
        if is_new:
            folder.mkdir(parents=True, exist_ok=True)
            LocalFolder(folder).write(SETTINGS_FILE, (backup / SETTINGS_FILE).read_bytes())
        if isinstance(storage, LocalFolder):
            moved_aside = _put_into_folder(storage.folder.resolve(), settings, backup, found)
            # What came after the backup is given up on purpose; on this computer nobody need ask for it.
            discard(cache_folder() / f"{found.ledger_id}.sqlite")
            return Restored(folder, found, moved_aside)
        _put_elsewhere(storage, backup, found)
    except OSError as error:
        if is_new:
            # Settings without a ledger would look like a company whose network drive is not connected.
            with suppress(OSError):
                (folder / SETTINGS_FILE).unlink(missing_ok=True)
        raise LedgerError("restore-failed", folder=storage.place, reason=error.strerror or error) from None
    return Restored(folder, found)


def _is_taken(storage: Storage) -> bool:
    """Whether there is something that putting a ledger here would cover."""
    if isinstance(storage, LocalFolder):
        return storage.folder.exists() and any(storage.folder.iterdir())
    return storage.exists(entry_name(0))


def _refuse_to_lose(storage: Storage, settings: CompanySettings, backup: Path, found: Backup, *, replace: bool) -> None:
    """Say what is there and what would be lost, unless it is to be moved aside and can be.

    Raises:
        LedgerError: Nothing may be put here.
    """
    try:
        store = LedgerStore(storage)
        if store.ledger_id != found.ledger_id:
            raise LedgerError("restore-other-ledger", folder=storage.place, company=found.company)
        if replace and isinstance(storage, LocalFolder):
            return
        table = take_snapshot(store)
        end = chain_end(store, table)
    except LedgerError as error:
        if error.code == "restore-other-ledger" or not isinstance(storage, LocalFolder):
            raise
        if replace:
            return
        finding = Reason(error.code, error.values)
        raise LedgerError("restore-ledger-damaged", folder=storage.place, finding=finding) from None
    copy = LedgerStore(LocalFolder(backup / LEDGER))
    lost = count_missing(store, table, copy, take_snapshot(copy))
    code = "restore-ledger-there" if isinstance(storage, LocalFolder) else "restore-ledger-stays"
    raise LedgerError(
        code, folder=storage.place, version=table.version, moment=_shown(end.posted_at, settings), by=end.posted_by,
        made=_shown(found.made_at, settings), backup_version=found.version,
        backup_moment=_shown(found.last_posted_at, settings), lost=lost,
    )  # fmt: skip


def _shown(moment: datetime | None, settings: CompanySettings) -> str:
    return "" if moment is None else f"{moment.astimezone(ZoneInfo(settings.time_zone)):%Y-%m-%d %H:%M}"


def _put_into_folder(ledger: Path, settings: CompanySettings, backup: Path, found: Backup) -> Path | None:
    """Copy beside the place, then change names: at every moment one ledger or the other is whole.

    Returns:
        Where the former ledger lies now; ``None`` when there was none.
    """
    # The folder around it is not made: it may be of a network drive that is not connected just now.
    _sweep(ledger.parent)
    unfinished = ledger.with_name(f"{UNFINISHED}{uuid4().hex}")
    aside = None
    try:
        (unfinished / LOG).mkdir(parents=True)
        copy = LocalFolder(unfinished)
        for name, content in _ledger_contents(backup, found):
            copy.write(name, content)
        # Who posts on this computer meanwhile finishes first; what is in the former ledger by then is kept in it.
        with a_turn(cache_folder() / f"{found.ledger_id}.turn"):
            if ledger.exists():
                if any(ledger.iterdir()):
                    aside = _free(
                        ledger.with_name(f"{ledger.name} before restore {_minute(datetime.now(UTC), settings)}")
                    )
                    ledger.rename(aside)
                else:
                    ledger.rmdir()
            try:
                unfinished.rename(ledger)
            except OSError:
                if aside is not None:
                    aside.rename(ledger)
                raise
        sync_folder(ledger.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return aside


def _put_elsewhere(storage: Storage, backup: Path, found: Backup) -> None:
    """File by file, the first log entry last: until then there is no ledger, and it can be done again."""
    storage.prepare()
    for name, content in _ledger_contents(backup, found):
        if not name.endswith(".json"):
            storage.replace(name, content)
            continue
        try:
            storage.publish(name, content)
        except FileExistsError:
            if storage.read(name) != content:
                raise


def _ledger_contents(backup: Path, found: Backup) -> Iterator[tuple[str, bytes]]:
    """Name within the ledger and content of each of its files, compared once more while it is read."""
    for file in found.files:
        if file.name != SETTINGS_FILE:
            yield file.name.removeprefix(f"{LEDGER}/"), _content(backup, file)
