"""An old ledger stays as quick as a new one, and looking after it changes nothing that anybody can see."""

import os
import re
import sqlite3
import threading
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable

from salesbook.actions.company import open_company
from salesbook.actions.tidying import ledger_stats
from salesbook.actions.verifying import verify
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import caught_up, rebuild
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.log_entry import LOG
from salesbook.ledger.schema import FORMAT_VERSION
from salesbook.ledger.snapshot import HINT, stored_postings, take_snapshot
from salesbook.ledger.store import LedgerStore, VersionTakenError, checkpoint_version
from salesbook.ledger.upkeep import DAY, UpkeepRules, is_due, look_after, newest_checkpoint, stats
from salesbook.problems import LedgerError
from tests.ledger.by_hand import Pen, chained, data_path, delivery, entry_path, order
from tests.ledger.clerks import delivery_row, order_row, post
from tests.small_company import Desk

AT_ONCE = UpkeepRules(small_files=2, versions=2, keep_files=0, keep_log=0, keep_strays=0)
"""Everything is done as soon as it can be."""


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    """Five orders and five deliveries, ten versions."""
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    write(Pen(store), range(1, 6))
    return store


def write(pen: Pen, numbers: range) -> None:
    for number in numbers:
        pen.write([order(f"SO-{number}", "10.5", line_no=1), order(f"SO-{number}", "0.25", line_no=2, remark="急")])
        pen.write(delivery(f"DN-{number}", f"SO-{number}", f"{number}.5"))


def pen_at_the_end(store: LedgerStore, tmp_path: Path) -> Pen:
    pen = Pen(store)
    with caught_up(store, tmp_path / "pen.sqlite") as cache:
        pen.head, pen.version = cache.head, cache.version
    return pen


def content(store: LedgerStore) -> list[dict[str, object]]:
    """All that the ledger says."""
    return [document.model_dump() for document in stored_postings(store, take_snapshot(store))]


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a cache holds."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = {table: sorted(connection.execute(f"select * from {table}"), key=repr) for table in tables}
    # What a computer has known is its own affair.
    rows["meta"] = [row for row in rows["meta"] if not str(row[0]).startswith("known_")]
    return rows


def test_looking_after_a_ledger_changes_nothing_that_it_says(store: LedgerStore) -> None:
    before, lines = content(store), stats(store, UpkeepRules()).lines
    report = look_after(store, AT_ONCE)
    assert (report.merged, report.made, report.checkpoint) == (10, 1, 11)
    assert report.removed_files == 10
    assert report.removed_entries == 10
    assert content(store) == before
    found = stats(store, UpkeepRules())
    assert (found.lines, found.files, found.strays, found.merged_away) == (lines, 1, 0, 0)
    assert found.version == 12, "one version for the merged file, one that vouches for the checkpoint"
    assert store.listed_versions() == {0, 11, 12}
    assert len(store.storage.files()) == 1


def test_other_programs_read_the_same_table_before_and_after(store: LedgerStore) -> None:
    def quantity() -> Decimal:
        table = DeltaTable(store.storage.place)
        (found,) = duckdb.sql(f"select sum(quantity) from read_parquet({table.file_uris()})").fetchall()
        return found[0]

    before = quantity()
    look_after(store, AT_ONCE)
    assert quantity() == before == Decimal("71.25")
    assert DeltaTable(store.storage.place).version() == 12
    assert DeltaTable(store.storage.place).metadata().configuration["salesbook.format"] == str(FORMAT_VERSION)


def test_posting_goes_on_after_it_and_it_can_be_done_again_and_again(store: LedgerStore, tmp_path: Path) -> None:
    for round_number in range(1, 5):
        look_after(store, AT_ONCE)
        write(pen_at_the_end(store, tmp_path), range(10 * round_number, 10 * round_number + 3))
    look_after(store, AT_ONCE)
    documents = [document["lines"][0]["document_no"] for document in content(store)]
    assert documents[:4] == ["SO-1", "DN-1", "SO-2", "DN-2"]
    assert documents[-2:] == ["SO-42", "DN-42"]
    assert len(documents) == 10 + 4 * 6
    assert len(store.storage.files()) == 1


def test_a_tidy_ledger_is_left_alone(store: LedgerStore) -> None:
    look_after(store, AT_ONCE)
    before = {file.name: store.storage.read(file.name) for file in (*store.storage.files(), *store.log_files())}
    report = look_after(store, AT_ONCE)
    assert (report.merged, report.checkpoint, report.removed_files, report.removed_entries) == (0, None, 0, 0)
    assert {f.name: store.storage.read(f.name) for f in (*store.storage.files(), *store.log_files())} == before


def test_with_the_usual_rules_nothing_is_taken_away_before_its_time(store: LedgerStore) -> None:
    rules = UpkeepRules(small_files=2, versions=2)
    report = look_after(store, rules)
    assert (report.merged, report.removed_files, report.removed_entries) == (10, 0, 0)
    assert stats(store, UpkeepRules()).merged_away == 10
    put_back_in_time(store, 8 * DAY)
    assert look_after(store, rules).removed_files == 0, "merged a moment ago, however old the file"
    put_back_in_time(store, 31 * DAY)
    assert look_after(store, rules).removed_entries == 10, "a checkpoint has stood for them long enough"


def put_back_in_time(store: LedgerStore, seconds: float) -> None:
    for file in (*store.storage.files(), *store.log_files()):
        past = time.time() - seconds
        os.utime(store.storage.local_path(file.name), (past, past))


def test_large_files_are_not_written_anew(store: LedgerStore, tmp_path: Path) -> None:
    size = max(file.size for file in take_snapshot(store).files.values())
    large = UpkeepRules(small_files=2, versions=100, small_size=2 * size, keep_files=0, keep_strays=0)
    look_after(store, large)
    files = [file.name for file in take_snapshot(store).ordered]
    assert 1 < len(files) < 10
    write(pen_at_the_end(store, tmp_path), range(10, 12))
    before = content(store)
    look_after(store, large)
    assert content(store) == before


def test_who_reads_while_files_are_merged_sees_everything_once(store: LedgerStore, tmp_path: Path) -> None:
    """One program posts, one looks after the ledger, and two read all the time."""
    stop, seen, wrong = threading.Event(), [], []
    pen = pen_at_the_end(store, tmp_path)

    def keep_posting() -> None:
        for number in range(100, 140):
            while True:
                try:
                    pen.write(order(f"SO-{number}"))
                    break
                except VersionTakenError:
                    pen.version += 1
        stop.set()

    def keep_reading(path: Path) -> None:
        while not stop.is_set():
            with caught_up(store, path) as cache:
                balances, head = cache.balances(), cache.head
            documents = content(store)
            seen.append(len(documents))
            if len(balances) != head[0] + 5 or [d["stamp"]["seq"] for d in documents] != [
                *range(1, len(documents) + 1)
            ]:
                wrong.append((len(balances), head))

    threads = [threading.Thread(target=keep_posting)]
    threads += [
        threading.Thread(target=keep_reading, args=(tmp_path / f"reader {number}.sqlite",)) for number in (1, 2)
    ]
    for thread in threads:
        thread.start()
    rules = UpkeepRules(small_files=3, versions=3)
    merged = look_after(store, rules).merged
    while not stop.is_set():
        merged += look_after(store, rules).merged
    for thread in threads:
        thread.join()
    assert not wrong
    assert seen
    assert len(content(store)) == 10 + 40
    # How often it is done beside the clerk is the computer's affair; once at the end, all that is small is together.
    assert merged >= 10
    look_after(store, AT_ONCE)
    assert stats(store, UpkeepRules()).files == 1
    assert len(content(store)) == 10 + 40


@pytest.mark.parametrize("known", [0, 1, 5, 10])
def test_a_computer_that_was_away_while_the_log_was_cleaned_counts_the_table_as_a_whole(
    store: LedgerStore, tmp_path: Path, known: int
) -> None:
    """It knows version 0, 1, 5 or 10; the entries that follow are not in the log any more."""
    path = tmp_path / "away.sqlite"
    newest = store.commit_after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit_after", lambda version: None if version >= known else newest(version))
        with caught_up(store, path) as cache:
            assert cache.version == known
    look_after(store, AT_ONCE)
    with caught_up(store, path) as cache:
        assert cache.version == 12
    rebuild(store, tmp_path / "new.sqlite")
    assert dump(path) == dump(tmp_path / "new.sqlite")


def test_a_version_that_was_cleaned_away_cannot_be_posted_again(store: LedgerStore) -> None:
    """A program that fell asleep right before storing version 11 wakes up a month later."""
    asleep = chained((10, "0" * 64), [[order("SO-99")]])
    look_after(store, AT_ONCE)
    entry_path(store, 11).unlink()
    before = store.listed_versions()
    with pytest.raises(VersionTakenError):
        store.append(11, asleep)
    assert store.listed_versions() == before


def test_the_first_version_of_all_cannot_be_posted_again_either(store: LedgerStore) -> None:
    """The entry before it is never cleaned away, and so proves nothing."""
    asleep = chained((0, "0" * 64), [[order("SO-99")]])
    look_after(store, AT_ONCE)
    assert not store.has_version(1)
    with pytest.raises(VersionTakenError):
        store.append(1, asleep)
    assert not store.has_version(1)


def test_counting_at_once_and_commit_by_commit_give_the_same_cache(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(desk.folder, "quotation", [order_row("Q", 20) | {"customer_reference": "PO-1"}, order_row("Q", 3, "NUT-8")])
    post(desk.folder, "sales_order", [order_row("A", 20), order_row("B", 5, "NUT-8"), order_row("B", 7)])
    post(desk.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 8)])
    desk.reverse("SO-2026-00002")
    invoice = {"document_ref": "I", "document_date": desk.today, "source_no": "DN-2026-00001", "quantity": Decimal(8)}
    assert post(desk.folder, "sales_invoice", [invoice]).count("posted") == 1
    receipt = {"document_ref": "R", "document_date": desk.today, "customer_no": "C-1"}
    paid = receipt | {"source_no": "SI-2026-00001", "amount": Decimal("1.05")}
    assert post(desk.folder, "payment", [paid, receipt | {"amount": Decimal(7)}]).count("posted") == 1
    post(desk.folder, "payment", [receipt | {"document_ref": "S", "amount": Decimal(9)}])
    desk.reverse("RC-2026-00002")
    store = desk.company.store
    rebuild(store, tmp_path / "followed.sqlite")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(store, tmp_path / "counted.sqlite")
    followed = dump(tmp_path / "followed.sqlite")
    assert dump(tmp_path / "counted.sqlite") == followed
    assert dump(desk.company.cache_path) == followed, "and so does what this computer counted for itself while posting"
    assert sum(len(rows) for rows in followed.values()) > 30


def test_a_whole_company_is_proved_after_its_ledger_was_tidied_up(desk: Desk) -> None:
    post(desk.folder, "sales_order", [order_row("A", 20)])
    post(desk.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 8)])
    look_after(desk.company.store, AT_ONCE)
    assert verify(desk.company).is_good
    (decision,) = post(desk.folder, "delivery_note", [delivery_row("D", "SO-2026-00001", 12)]).decisions
    assert decision.outcome == "posted"
    desk.company.cache_path.unlink()
    assert desk.open_quantities("sales_order") == {}
    assert verify(desk.company).is_good


def test_every_byte_of_a_tidied_ledger_is_proved(desk: Desk) -> None:
    post(desk.folder, "sales_order", [order_row("A", 20)])
    look_after(desk.company.store, UpkeepRules(small_files=2, versions=2))
    storage = desk.company.store.storage
    for name in [HINT, next(file.name for file in storage.files(LOG) if checkpoint_version(file.name) > 0)]:
        path = storage.local_path(name)
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            check = next(check for check in verify(desk.company).checks if check.found)
            assert (check.code, check.found) == ("verify-files", (str(path),)), f"{name}, byte {place}"
        path.write_bytes(whole)
    assert verify(desk.company).is_good


def test_a_checkpoint_that_the_log_does_not_vouch_for_is_passed_over(store: LedgerStore) -> None:
    DeltaTable(store.storage.place).create_checkpoint()
    assert newest_checkpoint(store) == 0
    path = store.storage.local_path(f"{LOG}/{10:020d}.checkpoint.parquet")
    path.write_bytes(b"not even Parquet")
    assert len(content(store)) == 10


def test_without_the_log_and_with_a_broken_checkpoint_nothing_is_counted(store: LedgerStore, tmp_path: Path) -> None:
    look_after(store, AT_ONCE)
    path = store.storage.local_path(f"{LOG}/{11:020d}.checkpoint.parquet")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LedgerError) as caught:
        rebuild(store, tmp_path / "cache.sqlite")
    assert caught.value.code == "ledger-log-broken"


def test_what_a_program_that_died_left_behind_is_swept_away_and_what_may_still_count_is_not(store: LedgerStore) -> None:
    folder = store.storage.local_path("")
    stray, coming = folder / "part-000000000003-aaaaaaaaaaaa.parquet", folder / "part-000000000099-bbbbbbbbbbbb.parquet"
    for path in (stray, coming, folder / LOG / ".0123.tmp", folder / ".probe-1"):
        path.write_bytes(b"cut off")
    (folder / "read me.txt").write_text("of the owner", encoding="utf-8")
    look_after(store, UpkeepRules())
    assert stray.exists(), "it is not a day old yet"
    put_back_in_time(store, 2 * DAY)
    assert look_after(store, UpkeepRules()).removed_files == 3
    assert not stray.exists()
    assert coming.exists(), "its version is not taken yet"
    assert (folder / "read me.txt").exists()


def test_a_file_that_is_damaged_is_never_merged(store: LedgerStore) -> None:
    path = data_path(store, 3)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LedgerError) as caught:
        look_after(store, AT_ONCE)
    assert caught.value.values["file"] == str(path)
    assert stats(store, UpkeepRules()).version == 10


@pytest.mark.parametrize("by_hand", [True, False])
def test_two_that_tidy_up_at_the_same_time_do_not_store_a_row_twice(store: LedgerStore, by_hand: bool) -> None:
    """The second one has read the files that it is going to merge when the first one merges them."""
    before, lines = content(store), take_snapshot(store).rows
    other, commit, overtaken = LedgerStore(store.storage), store.commit, []
    rules = UpkeepRules(small_files=2, versions=2)

    def be_overtaken(*arguments: Any, **options: Any) -> Any:
        if not overtaken:
            overtaken.append(look_after(other, rules))
        return commit(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit", be_overtaken)
        report = look_after(store, rules, by_hand=by_hand)
    assert overtaken[0].merged == 10
    assert report.merged == 0
    assert take_snapshot(store).rows == lines
    assert content(store) == before
    (folder,) = {Path(store.storage.place)}
    assert len(list(folder.glob("*.parquet"))) == 11, "and no file that nobody needs is left"


def test_sensible_points_are_known_from_the_version_alone() -> None:
    assert [version for version in range(1, 1600) if is_due(version, UpkeepRules())] == [500, 1000, 1500]
    assert not is_due(0, UpkeepRules())


def test_a_company_tidies_up_by_itself_after_a_posting_without_keeping_anybody_waiting(desk: Desk) -> None:
    settings = desk.folder / "salesbook.toml"
    settings.write_text(re.sub("every = [0-9]+", "every = 3", settings.read_text(encoding="utf-8")), encoding="utf-8")
    for ref in "ABC":
        post(desk.folder, "sales_order", [order_row(ref, 20)])
    end = time.monotonic() + 60
    while newest_checkpoint(desk.company.store) == 0:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert ledger_stats(desk.company).files < 4
    assert verify(open_company(desk.folder)).is_good
