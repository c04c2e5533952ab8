"""A disk that is really full, and one that really takes no writing: nothing half, nothing lost, and it goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesbook.actions.company import open_company
from salesbook.actions.tidying import tidy
from salesbook.actions.verifying import verify
from salesbook.problems import LedgerError
from tests.ledger.by_hand import listing
from tests.ledger.clerks import DAY, delivery_row, order_row, post
from tests.small_company import Desk, build_company

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="small disks are made with Linux' tmpfs")

ROOM = 400_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", disk]
    mounted = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    if any(refusal in mounted.stderr for refusal in ("superuser", "permission denied", "Operation not permitted")):
        pytest.skip(f"nobody may mount a disk here: {mounted.stderr.strip()}")
    assert mounted.returncode == 0, mounted.stderr
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def desk_on_it(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    return build_company(small_disk / "Acme")


def fill(disk: Path, leave: int) -> Path:
    """Take all room but so many bytes; tmpfs gives room in pages."""
    free = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


@pytest.mark.parametrize("pages", [0, 1, 2, 3])
def test_a_full_disk_stores_nothing_and_once_there_is_room_the_same_sheet_is_posted(
    desk_on_it: Desk, small_disk: Path, pages: int
) -> None:
    """It is full at once, after part of the data file, or when only the log entry is missing."""
    post(desk_on_it.folder, "sales_order", [order_row("before", 20)])
    version, filler = desk_on_it.version, fill(small_disk, pages * os.sysconf("SC_PAGE_SIZE"))
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

    filler.unlink()
    for number in range(6):
        (decision,) = post(
            desk_on_it.folder, "delivery_note", [delivery_row(f"D{number}", "SO-2026-00001", 1)]
        ).decisions
        assert decision.outcome == ("already" if outcomes[number] == "posted" else "posted")
    assert desk_on_it.show("SO-2026-00001").lines[0].balance.delivered == 6
    assert verify(desk_on_it.company).is_good


def test_tidying_up_on_a_full_disk_changes_nothing(desk_on_it: Desk, small_disk: Path) -> None:
    for ref in "ABC":
        post(desk_on_it.folder, "sales_order", [order_row(ref, 20)])
    version, filler = desk_on_it.version, fill(small_disk, 0)
    with pytest.raises(LedgerError) as caught:
        tidy(desk_on_it.company)
    assert caught.value.code in ("ledger-write-failed", "ledger-upkeep-failed")
    assert desk_on_it.version == version
    filler.unlink()
    assert verify(desk_on_it.company).is_good
    assert tidy(desk_on_it.company).merged
    assert verify(desk_on_it.company).is_good


def test_a_folder_that_takes_no_writing_can_be_read_and_says_so_when_something_is_posted(
    desk_on_it: Desk, small_disk: Path
) -> None:
    post(desk_on_it.folder, "sales_order", [order_row("A", 20)])
    company = open_company(desk_on_it.folder, DAY)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    try:
        with pytest.raises(LedgerError) as caught:
            post(desk_on_it.folder, "sales_order", [order_row("B", 20)])
        assert caught.value.code == "ledger-write-failed"
        assert caught.value.values["reason"] == "Read-only file system"
        assert verify(company).is_good
        assert desk_on_it.open_quantities("sales_order") == {("SO-2026-00001", 1): 20}
    finally:
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    (decision,) = post(desk_on_it.folder, "sales_order", [order_row("B", 20)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "SO-2026-00002")
