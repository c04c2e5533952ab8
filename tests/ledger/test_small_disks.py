"""A disk that is really full, and one that really takes no writing: nothing half, nothing lost, and it goes on."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.company import open_company
from salesbook.actions.tidying import tidy
from salesbook.actions.verifying import verify
from salesbook.problems import LedgerError
from tests.ledger.by_hand import listing
from tests.ledger.clerks import DAY, delivery_row, order_row, post
from tests.small_company import Desk, build_company

ROOM = 400_000
PAGE = 4096


class MountedDisk:
    """A disk of 400 kB of Linux' memory; only who may mount has one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filler = folder / "filler"
        command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder]
        mounted = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
        if any(refusal in mounted.stderr for refusal in ("superuser", "permission denied", "Operation not permitted")):
            pytest.skip(f"nobody may mount a disk here, the counted disk alone is tried: {mounted.stderr.strip()}")
        assert mounted.returncode == 0, mounted.stderr

    def fill(self, leave: int) -> None:
        """Take all room but so many bytes."""
        free = os.statvfs(self.folder)
        self.filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - leave))

    def empty(self) -> None:
        """Give the room back."""
        self.filler.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Take no writing for the length of the block."""
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["mount", "-o", "remount,rw", self.folder], check=True)

    def close(self) -> None:
        """Take the disk away."""
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class CountedDisk:
    """A folder that refuses as a disk does, on any computer: room by its pages when flushed, writing when opened."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.room: int | None = None
        self.is_read_only = False
        flush, open_file = os.fsync, Path.open

        def fsync(handle: int) -> None:
            if self.room is not None and self._used() > self.room:
                raise OSError(errno.ENOSPC, "No space left on device")
            flush(handle)

        def open_or_refuse(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if self.is_read_only and not mode.startswith("r") and path.is_relative_to(folder):
                raise OSError(errno.EROFS, "Read-only file system")
            return open_file(path, mode, *arguments, **options)

        patch.setattr(os, "fsync", fsync)
        patch.setattr(Path, "open", open_or_refuse)

    def fill(self, leave: int) -> None:
        """Leave room for so many bytes more."""
        self.room = self._used() + leave

    def empty(self) -> None:
        """Give the room back."""
        self.room = None

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Take no writing for the length of the block."""
        self.is_read_only = True
        try:
            yield
        finally:
            self.is_read_only = False

    def close(self) -> None:
        """A folder stays."""

    def _used(self) -> int:
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return sum(-(-path.stat().st_size // PAGE) * PAGE for path in files)


@pytest.fixture(
    params=[
        "counted",
        pytest.param(
            "mounted", marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts its memory")
        ),
    ]
)
def small_disk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MountedDisk | CountedDisk]:
    """A disk that can be filled; the counted one is tried everywhere, the mounted one where it may be."""
    folder = tmp_path / "disk"
    folder.mkdir()
    disk = MountedDisk(folder) if request.param == "mounted" else CountedDisk(folder, monkeypatch)
    yield disk
    disk.close()


@pytest.fixture
def desk_on_it(small_disk: MountedDisk | CountedDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    return build_company(small_disk.folder / "Acme")


@pytest.mark.parametrize("pages", [0, 1, 2, 3])
def test_a_full_disk_stores_nothing_and_once_there_is_room_the_same_sheet_is_posted(
    desk_on_it: Desk, small_disk: MountedDisk | CountedDisk, pages: int
) -> None:
    """It is full at once, after part of the data file, or when only the log entry is missing."""
    post(desk_on_it.folder, "sales_order", [order_row("before", 20)])
    version = desk_on_it.version
    small_disk.fill(pages * PAGE)
    before = listing(desk_on_it.company.store.storage.folder)
    outcomes = []
    for number in range(6):
        try:
            post(desk_on_it.folder, "delivery_note", [delivery_row(f"D{number}", "SO-2026-00001", 1)])
            outcomes.append("posted")
        except LedgerError as error:
            outcomes.append(f"{error.code}: {error.values['reason']}")
    assert outcomes[-1] == "ledger-write-failed: No space left on device"
    posted = outcomes.count("posted")
    assert desk_on_it.version == version + posted
    assert len(listing(desk_on_it.company.store.storage.folder)) == len(before) + 2 * posted, "no half file is left"
    assert verify(desk_on_it.company).is_good

    small_disk.empty()
    for number in range(6):
        (decision,) = post(
            desk_on_it.folder, "delivery_note", [delivery_row(f"D{number}", "SO-2026-00001", 1)]
        ).decisions
        assert decision.outcome == ("already" if outcomes[number] == "posted" else "posted")
    assert desk_on_it.show("SO-2026-00001").lines[0].balance.delivered == 6
    assert verify(desk_on_it.company).is_good


def test_tidying_up_on_a_full_disk_changes_nothing(desk_on_it: Desk, small_disk: MountedDisk | CountedDisk) -> None:
    for ref in "ABC":
        post(desk_on_it.folder, "sales_order", [order_row(ref, 20)])
    version = desk_on_it.version
    small_disk.fill(0)
    with pytest.raises(LedgerError) as caught:
        tidy(desk_on_it.company)
    assert caught.value.code in ("ledger-write-failed", "ledger-upkeep-failed")
    assert desk_on_it.version == version
    small_disk.empty()
    assert verify(desk_on_it.company).is_good
    assert tidy(desk_on_it.company).merged
    assert verify(desk_on_it.company).is_good


def test_a_folder_that_takes_no_writing_can_be_read_and_says_so_when_something_is_posted(
    desk_on_it: Desk, small_disk: MountedDisk | CountedDisk
) -> None:
    post(desk_on_it.folder, "sales_order", [order_row("A", 20)])
    company = open_company(desk_on_it.folder, DAY)
    with small_disk.read_only():
        with pytest.raises(LedgerError) as caught:
            post(desk_on_it.folder, "sales_order", [order_row("B", 20)])
        assert caught.value.code == "ledger-write-failed"
        assert caught.value.values["reason"] == "Read-only file system"
        assert verify(company).is_good
        assert desk_on_it.open_quantities("sales_order") == {("SO-2026-00001", 1): 20}
    (decision,) = post(desk_on_it.folder, "sales_order", [order_row("B", 20)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "SO-2026-00002")
