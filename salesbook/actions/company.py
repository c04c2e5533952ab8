"""A company folder: its settings, its ledger, and where its cache lives on this computer."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from salesbook.ledger.cache import CacheFile, LedgerCache
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.storage import Storage
from salesbook.ledger.store import LedgerStore
from salesbook.ledger.turns import a_turn
from salesbook.problems import SettingsError
from salesbook.settings import SETTINGS_FILE, CompanySettings, load_settings, settings_text


@dataclass(frozen=True)
class Company:
    """An open company folder.

    Attributes:
        user: Who is named as the one who posts.
        today: The day in the company's time zone, or the day given for the run.
    """

    folder: Path
    settings: CompanySettings
    store: LedgerStore
    user: str
    today: date

    @property
    def cache_path(self) -> Path:
        """The disposable file with the ledger's balances, on this computer."""
        return cache_folder() / f"{self.store.ledger_id}.sqlite"

    def local_date(self, moment: datetime) -> date:
        """The day of a stored moment, in the company's time zone."""
        return self.local_time(moment).date()

    def local_time(self, moment: datetime) -> datetime:
        """A moment in the company's time zone; one that names no zone is meant in it."""
        zone = ZoneInfo(self.settings.time_zone)
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    @cached_property
    def balances(self) -> CacheFile:
        """The file at ``cache_path``, kept open as long as the company is."""
        return CacheFile(self.store, self.cache_path)

    @contextmanager
    def cache(self) -> Iterator[LedgerCache]:
        """The balances, brought up to the ledger's newest version."""
        with self.balances.use() as cache:
            yield cache

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn among the programs of this computer that post to this ledger."""
        with a_turn(self.cache_path.with_suffix(".turn")):
            yield


def open_company(folder: Path, today: date | None = None) -> Company:
    """Open a company folder.

    Raises:
        SettingsError: The folder is no company folder, or a setting is wrong.
        LedgerError: Its ledger is missing or cannot be read.
    """
    settings = load_settings(folder)
    store = LedgerStore(storage_of(folder, settings))
    zone = ZoneInfo(settings.time_zone)
    return Company(folder, settings, store, getpass.getuser(), today or datetime.now(UTC).astimezone(zone).date())


def find_company(near: Path) -> Path:
    """The company folder that a file or folder lies in.

    Raises:
        SettingsError: No folder from here upward holds ``salesbook.toml``.
    """
    start = near.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise SettingsError("company-folder-missing", folder=near)


def create_company(folder: Path, settings: CompanySettings) -> Company:
    """Make the settings file and an empty ledger.

    Raises:
        SettingsError: The folder is a company folder already.
        LedgerError: The disk cannot hold a ledger.
    """
    path = folder / SETTINGS_FILE
    if path.exists():
        raise SettingsError("company-exists", folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    LedgerStore.create(storage_of(folder, settings), settings.name)
    path.write_text(settings_text(settings), encoding="utf-8")
    return open_company(folder)


def storage_of(folder: Path, settings: CompanySettings) -> Storage:
    """Where the ledger lies: a folder, counted from the company folder, or an address of object storage.

    Raises:
        SettingsError: It is an address of a kind that salesbook does not know, or it holds a secret.
        LedgerError: The library for object storage is not installed.
    """
    scheme, separator, rest = settings.ledger.partition("://")
    if not separator:
        return LocalFolder(folder / settings.ledger)
    # Before anything is said of the address: a sentence would show the secret.
    if "@" in rest.partition("/")[0] or "?" in rest:
        raise SettingsError("ledger-address-secret", file=folder / SETTINGS_FILE)
    if scheme != "s3" or not rest.strip("/"):
        raise SettingsError("ledger-address-unknown", file=folder / SETTINGS_FILE, address=settings.ledger)
    from salesbook.ledger.object_store import ObjectStore

    return ObjectStore(settings.ledger, cache_folder() / "copies")


def cache_folder() -> Path:
    """Folder of the caches; ``SALESBOOK_CACHE`` moves it."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SALESBOOK_CACHE") or user_cache_dir("salesbook", appauthor=False))
