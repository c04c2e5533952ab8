"""A backup is whole or it is none, and what is restored from it is the same ledger."""

import errno
import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions import backing_up
from salesbook.actions.backing_up import BACKUP_FILE, GIVEN_UP, LEDGER, UNFINISHED, back_up, read_backup, restore
from salesbook.actions.company import create_company, open_company
from salesbook.actions.verifying import verify
from salesbook.cli import main
from salesbook.ledger import copying
from salesbook.ledger.copying import LedgerMovedOnError
from salesbook.ledger.local_folder import PROBE, LocalFolder
from salesbook.ledger.schema import FORMAT_VERSION
from salesbook.ledger.snapshot import HINT, take_snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.ledger.upkeep import UpkeepRules, look_after
from salesbook.problems import LedgerError
from salesbook.settings import CompanySettings
from tests.ledger.by_hand import data_path, entry_path, listing
from tests.ledger.clerks import DAY, PATIENCE, delivery_row, order_row, post, post_until_killed, processes
from tests.small_company import Desk

AT_ONCE = UpkeepRules(small_files=2, versions=2, keep_files=0, keep_log=0, keep_strays=0)
"""Everything that may be taken away is taken away at once."""


@pytest.fixture
def sold(desk: Desk) -> Desk:
    """An order of 20 with 8 delivered."""
    post(desk.folder, "sales_order", [order_row("A", 20)])
    post(desk.folder, "delivery_note", [delivery_row("B", "SO-2026-00001", 8)])
    return desk


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "USB disk"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and below."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def open_to_deliver(folder: Path) -> Decimal:
    with open_company(folder, DAY).cache() as cache:
        return sum((line.balance.open_to_deliver for _, line in cache.all_lines("sales_order")), Decimal(0))


# ---- Making one -------------------------------------------------------------------------------------------------


def test_a_backup_is_a_company_folder_of_its_own_that_is_proved(sold: Desk, target: Path) -> None:
    before = contents(sold.folder)
    made = back_up(sold.company, target)
    assert contents(sold.folder) == before
    assert [path.name for path in target.iterdir()] == [made.folder.name]
    assert made.folder.name.startswith("Acme 20")
    assert made.folder.name.endswith(" v000003")
    copy = open_company(made.folder, DAY)
    head = verify(sold.company).checks[2].facts["hash"]
    verification = verify(copy, [made.backup.head])
    assert verification.is_good
    assert made.backup.head == head
    assert open_to_deliver(made.folder) == 12


def test_a_backup_tells_what_it_holds(sold: Desk, target: Path) -> None:
    made = back_up(sold.company, target)
    told = json.loads((made.folder / BACKUP_FILE).read_text(encoding="utf-8"))
    assert (told["company"], told["version"], told["format"], told["ledger_id"]) == (
        "Acme", 3, FORMAT_VERSION, sold.company.store.ledger_id,
    )  # fmt: skip
    assert told["seq"] == told["lines"] == verify_count(sold)
    assert told["last_posted_by"] == sold.company.user
    files = {path: len(content) for path, content in contents(made.folder).items() if path != BACKUP_FILE}
    assert {file["name"].replace("/", os.sep): file["size"] for file in told["files"]} == files


def verify_count(desk: Desk) -> int:
    return int(verify(desk.company).checks[2].facts["postings"])


def test_a_backup_of_a_ledger_that_was_tidied_up_begins_at_its_checkpoint(sold: Desk, target: Path) -> None:
    look_after(sold.company.store, AT_ONCE)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    made = back_up(sold.company, target)
    copy = open_company(made.folder, DAY)
    assert copy.store.listed_versions() == {0, 4, 5, 6}
    assert verify(copy).is_good
    assert open_to_deliver(made.folder) == 7
    look_after(copy.store, AT_ONCE)
    assert verify(copy).is_good, "and can be tidied up itself"


def test_only_the_newest_checkpoint_and_no_replaced_file_is_copied(sold: Desk, target: Path) -> None:
    for ref in "CD":
        look_after(sold.company.store, UpkeepRules(small_files=2, versions=2))
        post(sold.folder, "delivery_note", [delivery_row(ref, "SO-2026-00001", 2)])
    look_after(sold.company.store, UpkeepRules(small_files=2, versions=2))
    assert len(sold.company.store.checkpoints()) == 3
    made = back_up(sold.company, target)
    copy = open_company(made.folder, DAY).store
    assert len(copy.checkpoints()) == 1
    assert {file.name for file in copy.storage.files()} == set(take_snapshot(copy).files)
    assert verify(open_company(made.folder, DAY)).is_good


def test_an_empty_ledger_can_be_backed_up_and_restored(tmp_path: Path, target: Path) -> None:
    company = create_company(tmp_path / "new", CompanySettings(name="Ä/B: *?", company_id="x"))
    made = back_up(company, target)
    assert made.folder.name.startswith("Ä_B_ __ 20")
    restore(made.folder, tmp_path / "again")
    assert verify(open_company(tmp_path / "again")).is_good


def test_a_second_backup_in_the_same_minute_gets_a_name_of_its_own(sold: Desk, target: Path) -> None:
    first, second = back_up(sold.company, target), back_up(sold.company, target)
    assert first.folder != second.folder
    assert verify(open_company(first.folder)).is_good
    assert verify(open_company(second.folder)).is_good


def test_the_copy_of_a_ledger_that_lies_elsewhere_leads_to_the_copy_and_not_to_the_ledger(
    sold: Desk, tmp_path: Path, target: Path
) -> None:
    (sold.folder / "ledger").rename(tmp_path / "on the server")
    sold.change_settings('ledger = "ledger"', f"ledger = '{tmp_path / 'on the server'}'")
    made = back_up(sold.company, target)
    copy = open_company(made.folder, DAY)
    assert copy.store.storage.folder == made.folder / LEDGER
    assert "# folder of the ledger, counted from here" in (made.folder / "salesbook.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["ledger", "ledger/backups", "ledger/_delta_log"])
def test_a_backup_inside_the_ledger_is_refused(sold: Desk, place: str) -> None:
    before = listing(sold.folder)
    with pytest.raises(LedgerError) as caught:
        back_up(sold.company, sold.folder / place)
    assert caught.value.code == "backup-inside-ledger"
    assert listing(sold.folder) == before


# ---- While others work ------------------------------------------------------------------------------------------


@dataclass
class Clerk:
    """Another process that posts without end, and tidies up in between, keeping nothing for readers."""

    process: Any
    told: Any

    def next_order(self) -> str:
        """Wait until the next order is acknowledged; its number."""
        assert self.told.poll(PATIENCE)
        number: str = self.told.recv()
        return number

    def go_home(self) -> None:
        """Stop at once, whatever is on the desk."""
        self.process.kill()
        self.process.join(PATIENCE)


@pytest.fixture
def clerk(desk: Desk, tmp_path: Path) -> Iterator[Clerk]:
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=post_until_killed, args=(desk.folder, tmp_path / "his cache", "clerk", sender))
    process.start()
    sender.close()
    clerk = Clerk(process, receiver)
    clerk.next_order()
    yield clerk
    clerk.go_home()
    receiver.close()


def test_a_backup_made_while_another_process_posts_is_of_one_moment(desk: Desk, target: Path, clerk: Clerk) -> None:
    version = 0
    for _ in range(4):
        while max(desk.company.store.listed_versions()) <= version:
            clerk.next_order()
        made = back_up(desk.company, target)
        assert made.backup.version > version
        version = made.backup.version
        assert verify(open_company(made.folder, DAY), [made.backup.head]).is_good
    clerk.go_home()
    assert verify(desk.company, [read_backup(folder).head for folder in target.iterdir()]).is_good


def test_a_copy_that_is_overtaken_by_tidying_up_is_begun_anew(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if what was merged is taken away at once, in the middle of the copy."""
    content, overtaken = copying._data, []

    def tidy_first(*arguments: Any) -> bytes:
        if len(overtaken) < 2:
            post(sold.folder, "sales_order", [order_row(f"mine {len(overtaken)}", 1)])
            look_after(sold.company.store, AT_ONCE)
        try:
            return content(*arguments)
        except LedgerMovedOnError:
            overtaken.append(1)
            raise

    monkeypatch.setattr(copying, "_data", tidy_first)
    made = back_up(sold.company, target)
    assert len(overtaken) == 2
    assert [path.name for path in target.iterdir()] == [made.folder.name]
    assert verify(open_company(made.folder, DAY), [made.backup.head]).is_good
    assert verify(sold.company, [made.backup.head]).is_good


def test_a_copy_that_is_overtaken_again_and_again_ends_in_a_sentence(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = copying._data
    references = iter(f"R{number}" for number in range(100))

    def tidy_first(*arguments: Any) -> bytes:
        post(sold.folder, "sales_order", [order_row(next(references), 1)])
        look_after(sold.company.store, AT_ONCE)
        return content(*arguments)

    monkeypatch.setattr(copying, "_data", tidy_first)
    with pytest.raises(LedgerError) as caught:
        back_up(sold.company, target)
    assert (caught.value.code, caught.value.values) == ("backup-overtaken", {"tries": "5"})
    assert listing(target) == []


def test_a_hint_that_names_the_checkpoint_of_somebody_else_is_left_out_of_the_copy(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two tidied up at the same moment, and the other one's checkpoint is not noted in the log yet."""
    read = LocalFolder.read

    def read_the_others(self: LocalFolder, name: str) -> bytes | None:
        return b'{"version":99,"size":9}' if name == HINT else read(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(LocalFolder, "read", read_the_others)
        look_after(sold.company.store, AT_ONCE)
    copy = open_company(back_up(sold.company, target).folder)
    assert len(copy.store.checkpoints()) == 1
    assert not copy.store.storage.exists(HINT)
    assert verify(copy).is_good


# ---- Damage, full disks, killed programs ------------------------------------------------------------------------


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [flip, Path.unlink])
@pytest.mark.parametrize("what", [lambda store: data_path(store, 2), lambda store: entry_path(store, 2)])
def test_damage_ends_a_backup_and_the_file_is_named(
    sold: Desk, target: Path, what: Callable[[LedgerStore], Path], damage: Callable[[Path], None]
) -> None:
    company = sold.company
    path = what(company.store)
    damage(path)
    with pytest.raises(LedgerError) as caught:
        back_up(company, target)
    assert caught.value.code == "backup-refused"
    assert caught.value.reasons["finding"].values["file"] == str(path)
    assert listing(target) == []


def test_a_backup_is_read_back_from_the_disk_before_it_counts(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad stick says that it has written what it has not."""
    write = LocalFolder.write

    def write_badly(self: LocalFolder, name: str, content: bytes) -> None:
        write(self, name, content)
        if name.endswith(".parquet"):
            flip(self.folder / name)

    monkeypatch.setattr(LocalFolder, "write", write_badly)
    with pytest.raises(LedgerError) as caught:
        back_up(sold.company, target)
    assert caught.value.code == "backup-refused"
    assert caught.value.reasons["finding"].values["file"].startswith(str(target))
    assert listing(target) == []


def fails_at(call: int, original: Callable[..., Any]) -> Callable[..., Any]:
    """A full disk at one of the calls of a function."""
    calls: list[int] = []

    def call_or_fail(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(*arguments)

    return call_or_fail


@pytest.mark.parametrize("call", [1, 2, 5, 9, 15])
def test_a_disk_that_is_full_leaves_nothing_that_looks_like_a_backup(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails_at(call, os.fsync))
        with pytest.raises(LedgerError) as caught:
            back_up(sold.company, target)
    assert (caught.value.code, caught.value.values["reason"]) == ("backup-failed", "No space left on device")
    assert listing(target) == []
    assert verify(open_company(back_up(sold.company, target).folder)).is_good


def test_a_target_that_is_no_folder_is_told_in_a_sentence(sold: Desk, target: Path) -> None:
    target.write_text("a file", encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        back_up(sold.company, target)
    assert caught.value.code == "backup-failed"


def back_up_until_killed(folder: Path, target: Path, cache: Path, tell: Any) -> None:
    """Make backups without end, and tell each folder once it is made."""
    os.environ["SALESBOOK_CACHE"] = str(cache)
    while True:
        tell.send(str(back_up(open_company(folder, DAY), target).folder))


def test_a_backup_that_was_killed_never_looks_whole(sold: Desk, target: Path, tmp_path: Path) -> None:
    look_after(sold.company.store, UpkeepRules(small_files=2, versions=2))
    moments = random.Random(20260305)
    told: set[Path] = set()
    for _ in range(8):
        receiver, sender = processes.Pipe(duplex=False)
        arguments = (sold.folder, target, tmp_path / "cache", sender)
        process = processes.Process(target=back_up_until_killed, args=arguments)
        process.start()
        sender.close()
        with receiver:
            assert receiver.poll(PATIENCE)
            told.add(Path(receiver.recv()))
            time.sleep(moments.uniform(0, 0.15))
            process.kill()
            process.join(PATIENCE)
        process.close()
    finished = {path for path in target.iterdir() if not path.name.startswith((UNFINISHED, PROBE))}
    assert told <= finished
    for folder in finished:
        assert read_backup(folder).seq == verify_count(sold)


def test_what_a_killed_backup_left_behind_is_swept_and_what_is_being_written_is_not(sold: Desk, target: Path) -> None:
    for name, age in (("dead", GIVEN_UP + 60), ("alive", 0)):
        part = target / f"{UNFINISHED}{name}" / LEDGER / "part.parquet"
        part.parent.mkdir(parents=True)
        part.write_bytes(b"half")
        past = time.time() - GIVEN_UP - 60
        for path in (part, part.parent, part.parent.parent):
            os.utime(path, (past, past))
        os.utime(part, (time.time() - age,) * 2)
    for name, age in (("dead", GIVEN_UP + 60), ("alive", 0)):
        probe = target / f"{PROBE}{name}"
        probe.touch()
        os.utime(probe, (time.time() - age,) * 2)
    made = back_up(sold.company, target)
    left = {path.name for path in target.iterdir()}
    assert left == {made.folder.name, f"{UNFINISHED}alive", f"{PROBE}alive"}


# ---- The way back -----------------------------------------------------------------------------------------------


def test_a_backup_restored_to_a_new_place_is_the_same_ledger_and_posting_goes_on(
    sold: Desk, target: Path, tmp_path: Path
) -> None:
    made = back_up(sold.company, target)
    backup = contents(made.folder)
    shutil.rmtree(sold.folder)
    restored = restore(made.folder, tmp_path / "new" / "Acme")
    assert restored.moved_aside is None
    company = open_company(restored.folder, DAY)
    assert company.store.ledger_id == made.backup.ledger_id
    assert verify(company, [made.backup.head]).is_good
    assert open_to_deliver(restored.folder) == 12
    (decision,) = post(restored.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 12)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "DN-2026-00002")
    assert verify(company, [made.backup.head]).is_good
    assert contents(made.folder) == backup, "a backup is only read"


def test_a_ledger_that_is_gone_comes_back_into_its_company_folder(sold: Desk, target: Path) -> None:
    sold.change_settings("decimals = 2", "decimals = 0")
    made = back_up(sold.company, target)
    sold.change_settings("decimals = 0", "decimals = 3")
    shutil.rmtree(sold.folder / "ledger")
    restore(made.folder, sold.folder)
    assert verify(sold.company).is_good
    assert sold.company.settings.rules.decimals == 3, "the settings that are there stay"
    (sold.folder / "ledger").rename(sold.folder / "away")
    (sold.folder / "ledger").mkdir()
    restore(made.folder, sold.folder)
    assert verify(sold.company).is_good, "an empty folder is no ledger either"


def test_a_network_drive_that_is_not_connected_is_not_taken_for_a_place_without_a_ledger(
    sold: Desk, target: Path, tmp_path: Path
) -> None:
    made = back_up(sold.company, target)
    drive = tmp_path / "drive" / "ledger"
    sold.change_settings('ledger = "ledger"', f"ledger = '{drive}'")
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, sold.folder)
    assert (caught.value.code, caught.value.values["folder"]) == ("restore-failed", str(drive))
    assert not drive.parent.exists()


def test_a_ledger_that_is_there_is_not_replaced_unless_asked_for_and_the_loss_is_told(sold: Desk, target: Path) -> None:
    made = back_up(sold.company, target)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    post(sold.folder, "sales_order", [order_row("D", 1), order_row("E", 1)])
    before = contents(sold.folder)
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, sold.folder)
    assert caught.value.code == "restore-ledger-there"
    facts = caught.value.values
    assert (facts["version"], facts["backup_version"], facts["lost"], facts["by"]) == ("5", "3", "3", sold.company.user)
    assert contents(sold.folder) == before


def test_replacing_moves_the_present_ledger_aside_and_keeps_it(sold: Desk, target: Path) -> None:
    made = back_up(sold.company, target)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    assert open_to_deliver(sold.folder) == 7
    before = contents(sold.folder / "ledger")
    restored = restore(made.folder, sold.folder, replace=True)
    assert restored.moved_aside is not None
    assert restored.moved_aside.name.startswith("ledger before restore 20")
    assert contents(restored.moved_aside) == before
    assert {path.name for path in sold.folder.iterdir() if path.is_dir()} - {"preparation"} == {
        "ledger", restored.moved_aside.name,
    }  # fmt: skip
    assert open_to_deliver(sold.folder) == 12
    assert verify(sold.company, [made.backup.head]).is_good
    again = restore(made.folder, sold.folder, replace=True)
    assert again.moved_aside != restored.moved_aside


@pytest.mark.parametrize("further", [1, 2])
def test_another_computer_that_knows_later_postings_counts_the_restored_ledger_anew(
    sold: Desk, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, further: int
) -> None:
    made = back_up(sold.company, target)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    with monkeypatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(tmp_path / "other computer"))
        stays_open = sold.company
        with stays_open.cache() as cache:
            assert cache.version == 4
    restore(made.folder, sold.folder, replace=True)
    for number in range(further):
        post(sold.folder, "delivery_note", [delivery_row(f"new {number}", "SO-2026-00001", 1)])
    with monkeypatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(tmp_path / "other computer"))
        with stays_open.cache() as cache:
            assert cache.version == 3 + further, "a program that was open all the time"
        assert open_to_deliver(sold.folder) == 12 - further
        (decision,) = post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)]).decisions
        assert (decision.outcome, decision.document_no) == ("posted", f"DN-2026-{2 + further:05}")
        found = [check.code for check in verify(sold.company, [made.backup.head]).checks if check.found]
        assert found == ["verify-known-missing"], "this computer knew a posting that came after the backup"
        assert verify(sold.company, [made.backup.head], is_restored=True).is_good
        assert verify(sold.company).is_good


def test_postings_of_a_ledger_that_went_another_way_count_as_lost(sold: Desk, target: Path) -> None:
    first = back_up(sold.company, target)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    second = back_up(sold.company, target)
    restore(first.folder, sold.folder, replace=True)
    post(sold.folder, "sales_order", [order_row("D", 1), order_row("E", 1)])
    with pytest.raises(LedgerError) as caught:
        restore(second.folder, sold.folder)
    assert caught.value.values["lost"] == "2"


@pytest.mark.parametrize("version", [0, 2])
def test_a_damaged_ledger_is_replaced_when_asked_for_and_kept(sold: Desk, target: Path, version: int) -> None:
    made = back_up(sold.company, target)
    flip(entry_path(sold.company.store, version))
    before = contents(sold.folder / "ledger")
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, sold.folder)
    assert caught.value.code == "restore-ledger-damaged"
    restored = restore(made.folder, sold.folder, replace=True)
    assert restored.moved_aside is not None
    assert contents(restored.moved_aside) == before
    assert verify(sold.company).is_good


@pytest.mark.parametrize("replace", [False, True])
def test_the_ledger_of_another_company_is_never_replaced(
    sold: Desk, target: Path, tmp_path: Path, replace: bool
) -> None:
    create_company(tmp_path / "other", CompanySettings(name="Other", company_id="other"))
    made = back_up(sold.company, target)
    before = contents(tmp_path / "other")
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, tmp_path / "other", replace=replace)
    assert caught.value.code == "restore-other-ledger"
    assert contents(tmp_path / "other") == before


@pytest.mark.parametrize("inside", ["", "ledger", "new"])
def test_a_backup_is_never_restored_into_itself(sold: Desk, target: Path, inside: str) -> None:
    made = back_up(sold.company, target)
    before = contents(made.folder)
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, made.folder / inside, replace=True)
    assert caught.value.code == "restore-into-backup"
    assert contents(made.folder) == before


def test_a_folder_that_is_no_finished_backup_is_refused(sold: Desk, target: Path, tmp_path: Path) -> None:
    made = back_up(sold.company, target)
    (made.folder / BACKUP_FILE).unlink()
    for folder in (target, made.folder, tmp_path / "nowhere"):
        with pytest.raises(LedgerError) as caught:
            restore(folder, tmp_path / "new")
        assert caught.value.code == "backup-missing"
    assert not (tmp_path / "new").exists()


def test_every_file_of_a_backup_is_compared_before_anything_is_put_back(
    sold: Desk, target: Path, tmp_path: Path
) -> None:
    look_after(sold.company.store, AT_ONCE)
    post(sold.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 5)])
    made = back_up(sold.company, target)
    names = [file.name for file in made.backup.files]
    assert len(names) == 9, "settings, two data files, a checkpoint, the hint to it, and four entries"
    before = contents(sold.folder)
    for name in names:
        path = made.folder / name
        whole = path.read_bytes()
        for damage in (flip, Path.unlink):
            damage(path)
            for folder, replace in ((tmp_path / "new", False), (sold.folder, True)):
                with pytest.raises(LedgerError) as caught:
                    restore(made.folder, folder, replace=replace)
                assert (caught.value.code, caught.value.values["file"]) == ("backup-damaged", str(path))
            path.write_bytes(whole)
    assert contents(sold.folder) == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [('"seq": ', '"seq": 1'), ('"version": ', '"version": 1'), ('"head": "', '"head": "0'), ('"files"', '"fils"'),
     ('"name": "ledger/', '"name": "../ledger/'), ('"name": "ledger/', '"name": "/ledger/'), ("{", "")],
)  # fmt: skip
def test_a_list_of_files_that_was_changed_is_refused(
    sold: Desk, target: Path, tmp_path: Path, old: str, new: str
) -> None:
    made = back_up(sold.company, target)
    path = made.folder / BACKUP_FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, tmp_path / "new")
    assert (caught.value.code, caught.value.values["file"]) == ("backup-damaged", str(path))
    assert not (tmp_path / "new").exists()


def test_a_backup_that_somebody_has_posted_into_is_refused(sold: Desk, target: Path, tmp_path: Path) -> None:
    made = back_up(sold.company, target)
    post(made.folder, "sales_order", [order_row("by mistake", 1)])
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, tmp_path / "new")
    assert caught.value.code == "backup-damaged"


@pytest.mark.parametrize("call", [1, 2, 6, 12])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_disk_that_is_full_while_restoring_leaves_everything_as_it_was(
    sold: Desk, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, is_new: bool
) -> None:
    made = back_up(sold.company, target)
    folder = tmp_path / "new" if is_new else sold.folder
    before = contents(folder)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails_at(call, os.fsync))
        with pytest.raises(LedgerError) as caught:
            restore(made.folder, folder, replace=True)
    assert (caught.value.code, caught.value.values["reason"]) == ("restore-failed", "No space left on device")
    assert contents(folder) == before
    restore(made.folder, folder, replace=True)
    assert verify(open_company(folder)).is_good


def test_when_the_copy_cannot_take_its_place_the_former_ledger_comes_back(
    sold: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(sold.company, target)
    before = contents(sold.folder)
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if self.name.startswith(UNFINISHED):
            raise OSError(errno.EACCES, "Permission denied")
        return rename(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(LedgerError) as caught:
            restore(made.folder, sold.folder, replace=True)
    assert caught.value.code == "restore-failed"
    assert contents(sold.folder) == before


def restore_until_killed(backup: Path, folder: Path, cache: Path, tell: Any) -> None:
    """Restore without end, and tell each time."""
    os.environ["SALESBOOK_CACHE"] = str(cache)
    while True:
        restore(backup, folder, replace=True)
        tell.send(1)


def test_a_restore_that_was_killed_left_a_whole_ledger_or_can_be_done_again(
    sold: Desk, target: Path, tmp_path: Path
) -> None:
    made = back_up(sold.company, target)
    moments = random.Random(20260306)
    for _ in range(6):
        receiver, sender = processes.Pipe(duplex=False)
        arguments = (made.folder, sold.folder, tmp_path / "cache", sender)
        process = processes.Process(target=restore_until_killed, args=arguments)
        process.start()
        sender.close()
        with receiver:
            assert receiver.poll(PATIENCE)
            time.sleep(moments.uniform(0, 0.1))
            process.kill()
            process.join(PATIENCE)
        process.close()
        if not (sold.folder / "ledger").exists():
            restore(made.folder, sold.folder)
        assert verify(sold.company, [made.backup.head]).is_good


# ---- Ledgers that do not lie in a folder ------------------------------------------------------------------------


class Elsewhere:
    """A place that keeps the promise of a storage and cannot rename: here, behind the verbs, a folder."""

    def __init__(self, folder: Path) -> None:
        self._kept = LocalFolder(folder)
        self.place, self.options = self._kept.place, self._kept.options

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._kept, verb)


@pytest.fixture
def elsewhere(sold: Desk, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Where the companies' settings lead to from now on."""
    storage = Elsewhere(sold.folder.parent / "bucket")
    monkeypatch.setattr(backing_up, "storage_of", lambda folder, settings: storage)
    return storage


def test_a_ledger_is_copied_by_the_verbs_of_its_storage_alone(sold: Desk, target: Path) -> None:
    company = sold.company
    company.store.storage = Elsewhere(sold.folder / "ledger")
    assert verify(open_company(back_up(company, target).folder)).is_good


def test_a_ledger_is_put_into_a_place_without_one_and_never_over_one(
    sold: Desk, target: Path, elsewhere: Elsewhere
) -> None:
    look_after(sold.company.store, AT_ONCE)
    made = back_up(sold.company, target)
    restored = restore(made.folder, sold.folder)
    assert restored.moved_aside is None
    assert {name.removeprefix(f"{LEDGER}{os.sep}") for name in contents(made.folder / LEDGER)} == set(
        contents(Path(elsewhere.place))
    )
    before = contents(Path(elsewhere.place))
    with pytest.raises(LedgerError) as caught:
        restore(made.folder, sold.folder, replace=True)
    assert (caught.value.code, caught.value.values["lost"]) == ("restore-ledger-stays", "0")
    assert contents(Path(elsewhere.place)) == before


def test_a_restore_that_broke_off_there_is_no_ledger_yet_and_can_be_done_again(
    sold: Desk, target: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(sold.company, target)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", fails_at(4, os.link))
        with pytest.raises(LedgerError) as caught:
            restore(made.folder, sold.folder)
    assert caught.value.code == "restore-failed"
    with pytest.raises(LedgerError) as caught:
        LedgerStore(elsewhere)
    assert caught.value.code == "ledger-missing"
    restore(made.folder, sold.folder)
    assert take_snapshot(LedgerStore(elsewhere)).version == 3


# ---- On the command line ----------------------------------------------------------------------------------------


Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], sold: Desk, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command of the group, standing in the company folder: exit code, what it says, what it complains."""
    monkeypatch.chdir(sold.folder)

    def typed(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = 0
        try:
            main(["ledger", *map(str, arguments)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return (code, *capsys.readouterr())

    return typed


def test_the_head_hash_of_a_backup_proves_the_ledger_later(sold: Desk, target: Path, typed: Typed) -> None:
    code, said, _ = typed("backup", target)
    (folder,) = target.iterdir()
    assert code == 0
    assert f"Backup of version 3 with {verify_count(sold)} postings" in said
    assert said.splitlines()[0].endswith(str(folder))
    head = said.partition("Head hash: ")[2][:64]
    post(sold.folder, "sales_order", [order_row("later", 1)])
    assert verify(sold.company, [head]).is_good


def test_scripts_are_told_where_the_backup_is_and_what_it_holds(sold: Desk, target: Path, typed: Typed) -> None:
    made = json.loads(typed("backup", target, "--json")[1])
    assert (made["version"], made["seq"], made["head"]) == (
        3,
        verify_count(sold),
        read_backup(Path(made["folder"])).head,
    )
    restored = json.loads(typed("restore", made["folder"], "--replace", "--json")[1])
    assert Path(restored["moved_aside"]).is_dir()
    assert (restored["version"], restored["head"]) == (made["version"], made["head"])


def test_restoring_says_what_would_be_lost_in_the_language_of_the_company(
    sold: Desk, target: Path, typed: Typed, tmp_path: Path
) -> None:
    folder = back_up(sold.company, target).folder
    post(sold.folder, "sales_order", [order_row("later", 1)])
    code, said, complaint = typed("restore", folder)
    assert (code, said) == (2, "")
    assert "1 posting is in the ledger and not in the backup. Nothing was changed." in complaint
    sold.change_settings('language = "en"', 'language = "zh-Hant"')
    assert "帳本中有 1 筆過帳不在備份內" in typed("restore", folder)[2]
    code, said, _ = typed("restore", folder, "--replace")
    assert code == 0
    assert "已還原到" in said
    assert "ledger before restore 20" in said
    code, said, _ = typed("restore", folder, "--company", tmp_path / "new")
    assert said.startswith(f"Restored to {tmp_path / 'new'}: version 3 with {verify_count(sold)} postings, head hash ")


def test_a_damaged_ledger_is_told_in_the_words_of_its_company(sold: Desk, target: Path, typed: Typed) -> None:
    path = data_path(sold.company.store, 2)
    flip(path)
    code, said, complaint = typed("backup", target)
    assert (code, said) == (2, "")
    assert complaint.startswith("No backup was made: ")
    assert str(path) in complaint
    assert "salesbook ledger restore" in complaint
