"""A byte that changed, a file that is gone, a row that somebody edited: ``verify`` finds it and names it."""

import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from salesbook.actions.closing import close
from salesbook.actions.company import open_company
from salesbook.actions.month_end import report
from salesbook.actions.verifying import read_all, verify
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import caught_up, rebuild
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.log_entry import DataFile, sealed_text
from salesbook.ledger.schema import StoredPosting, posting_hash
from salesbook.ledger.snapshot import stored_postings, take_snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.ledger.upkeep import UpkeepRules, look_after
from salesbook.messages import error_sentence
from salesbook.problems import LedgerError
from tests.ledger.by_hand import Pen, actions_of, data_path, delivery, entry_path, forge, order
from tests.ledger.clerks import DAY, delivery_row, order_row, post
from tests.small_company import Desk

FLIPS = 200


@pytest.fixture
def sold(desk: Desk) -> Desk:
    """A ledger of a few versions: master data, two orders, a delivery, and a reversal."""
    post(desk.folder, "sales_order", [order_row("A", 20), order_row("B", 5, "NUT-8")])
    post(desk.folder, "delivery_note", [delivery_row("C", "SO-2026-00001", 8)])
    desk.reverse("SO-2026-00002")
    assert verify(desk.company).is_good
    return desk


def what_verify_finds(folder: Path) -> str:
    """Code of the error, or of the first check that failed; empty when all is well."""
    try:
        checks = verify(open_company(folder, DAY)).checks
    except LedgerError as error:
        return error.code
    return next((check.code for check in checks if check.found), "")


def test_a_changed_byte_is_found_wherever_it_is(sold: Desk) -> None:
    """In any file of a ledger that has been tidied up: data in use, data merged away, log, checkpoint and hint."""
    places = random.Random(8)
    look_after(sold.company.store, UpkeepRules(small_files=2, versions=2))
    post(sold.folder, "delivery_note", [delivery_row("D", "SO-2026-00001", 2)])
    files = sorted(path for path in sold.company.store.storage.folder.rglob("*") if path.is_file())
    for flip in range(FLIPS):
        path = files[flip % len(files)]
        content = path.read_bytes()
        place = places.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= places.randrange(1, 256)
        path.write_bytes(changed)
        assert what_verify_finds(sold.folder), f"{path.name}, byte {place}"
        path.write_bytes(content)
    assert what_verify_finds(sold.folder) == ""


def test_no_byte_of_a_log_entry_can_change_unnoticed(tmp_path: Path) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    Pen(store).write(order("SO-1"))
    path = entry_path(store, 1)
    content = path.read_bytes()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(LedgerError) as caught:
            store.commit_after(0)
        assert (caught.value.code, caught.value.values["file"]) == ("ledger-log-broken", str(path))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_off, emptied, Path.unlink])
@pytest.mark.parametrize("known", [True, False], ids=["this computer", "another computer"])
def test_a_damaged_log_entry_is_named(sold: Desk, damage: Callable[[Path], None], known: bool) -> None:
    path = entry_path(sold.company.store, 2)
    damage(path)
    if not known:
        sold.company.cache_path.unlink()
    found = {check.code: check for check in verify(sold.company).checks if check.found}
    assert found["verify-files"].found == (str(path),)
    assert "verify-chain" not in found, (
        "the data file that the entry named is known by its name, and proved by the chain"
    )


@pytest.mark.parametrize("damage", [cut_off, emptied, Path.unlink])
@pytest.mark.parametrize("known", [True, False], ids=["this computer", "another computer"])
def test_a_damaged_data_file_is_named(sold: Desk, damage: Callable[[Path], None], known: bool) -> None:
    path = data_path(sold.company.store, 2)
    damage(path)
    if not known:
        sold.company.cache_path.unlink()
    checks = {check.code: check for check in verify(sold.company).checks}
    (file,) = checks["verify-files"].found
    assert file.startswith(f"{path} (")
    postings = sum(1 for _ in stored_postings(sold.company.store, take_snapshot(sold.company.store, until=1)))
    assert checks["verify-chain"].found == (f"(seq {postings + 1}–{postings + 2})",)
    assert checks["verify-chain"].still_good == f"{postings + 3}–{postings + 4}"


@pytest.mark.parametrize("damage", [cut_off, emptied])
def test_a_damaged_first_entry_is_named_when_the_ledger_is_opened(sold: Desk, damage: Callable[[Path], None]) -> None:
    path = entry_path(sold.company.store, 0)
    damage(path)
    with pytest.raises(LedgerError) as caught:
        open_company(sold.folder)
    assert (caught.value.code, caught.value.values["file"]) == ("ledger-log-broken", str(path))


@pytest.mark.parametrize("lost", [(3,), (3, 4), (3, 4, 5)])
def test_a_hole_in_the_log_is_found_before_anything_is_counted_or_filled_in(
    tmp_path: Path, lost: tuple[int, ...]
) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    for number in range(1, 8):
        pen.write(order(f"SO-{number}"))
    for version in lost:
        entry_path(store, version).unlink()
    with pytest.raises(LedgerError) as caught, caught_up(store, tmp_path / "cache.sqlite"):
        pass
    assert (caught.value.code, caught.value.values["file"]) == ("ledger-log-broken", str(entry_path(store, 3)))


def test_a_hole_right_behind_what_this_computer_knows_is_found(tmp_path: Path) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    pen.write(order("SO-1"))
    with caught_up(store, tmp_path / "cache.sqlite"):
        pass
    pen.write(order("SO-2"))
    pen.write(order("SO-3"))
    entry_path(store, 2).unlink()
    with pytest.raises(LedgerError) as caught, caught_up(store, tmp_path / "cache.sqlite"):
        pass
    assert caught.value.values["file"] == str(entry_path(store, 2))


def doubled_amounts(table: pa.Table) -> pa.Table:
    index = table.schema.get_field_index("net_amount")
    doubled = pc.multiply(table.column(index), 2).cast(table.schema.field(index).type)
    return table.set_column(index, "net_amount", doubled)


def test_an_amount_edited_by_somebody_who_knows_the_hashes_of_files_breaks_the_chain(sold: Desk) -> None:
    forge(sold.company.store, 2, doubled_amounts)
    checks = {check.code: check.found for check in verify(sold.company).checks}
    found = checks.pop("verify-chain")
    assert [name.split()[0] for name in found] == ["SO-2026-00001", "SO-2026-00002"]
    assert not any(checks.values())


def test_a_computer_that_meets_an_edited_posting_for_the_first_time_refuses_it(sold: Desk) -> None:
    forge(sold.company.store, 2, doubled_amounts)
    sold.company.cache_path.unlink()
    with pytest.raises(LedgerError) as caught:
        post(sold.folder, "sales_order", [order_row("D", 1)])
    assert caught.value.code == "ledger-chain-broken"
    assert caught.value.values["document"] == "SO-2026-00001"


def test_rows_added_by_another_program_are_refused(sold: Desk) -> None:
    folder = sold.company.store.storage.folder
    rows = pa.Table.from_pylist([{"kind": "sales_order", "document_no": "SO-9"}])
    write_deltalake(str(folder), rows, mode="append", schema_mode="merge")
    with pytest.raises(LedgerError) as caught:
        post(sold.folder, "sales_order", [order_row("D", 1)])
    assert caught.value.code == "ledger-log-broken"


def test_a_change_of_columns_by_another_program_is_refused(sold: Desk) -> None:
    table = DeltaTable(str(sold.company.store.storage.folder))
    table.alter.set_table_properties({"delta.logRetentionDuration": "interval 1 days"})
    with pytest.raises(LedgerError) as caught:
        post(sold.folder, "sales_order", [order_row("D", 1)])
    assert caught.value.code == "ledger-changed-shape"


def test_files_that_another_program_merges_for_faster_reading_change_nothing(sold: Desk) -> None:
    table = DeltaTable(str(sold.company.store.storage.folder))
    assert table.optimize.compact()["numFilesRemoved"] == 4
    assert verify(sold.company).is_good
    (decision,) = post(sold.folder, "delivery_note", [delivery_row("D", "SO-2026-00001", 12)]).decisions
    assert decision.outcome == "posted"
    assert verify(sold.company).is_good


def test_verify_leaves_what_others_post_meanwhile_for_the_next_time(
    sold: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others post while the files are read: neither the second reader nor the balances may seem to differ."""
    content = LedgerStore.content
    posted: list[bool] = []

    def read_while_others_post(store: LedgerStore, file: DataFile) -> bytes:
        if not posted:
            posted.append(True)
            post(sold.folder, "delivery_note", [delivery_row("D", "SO-2026-00001", 12)])
        return content(store, file)

    monkeypatch.setattr(LedgerStore, "content", read_while_others_post)
    first = verify(sold.company)
    assert (first.is_good, first.totals["net_sent"]) == (True, Decimal(8))
    assert verify(sold.company).totals["net_sent"] == 20


def test_a_document_taken_out_of_the_ledger_leaves_a_gap_in_chain_and_numbers(desk: Desk) -> None:
    post(desk.folder, "sales_order", [order_row("A", 1), order_row("B", 2)])
    post(desk.folder, "sales_order", [order_row("C", 3)])
    store = desk.company.store
    assert desk.version == 3

    def without_the_first(table: pa.Table) -> pa.Table:
        return table.slice(1)

    forge(store, 2, without_the_first)
    found = {check.code: check.found for check in verify(desk.company).checks}
    assert found["verify-numbers"] == ("sales_order 2026: 2 ≠ 1…3",)
    assert found["verify-chain"]
    assert found["verify-cache"] == ("SO-2026-00001 / 1",)


def test_a_posting_that_is_there_twice_is_found(desk: Desk) -> None:
    """Somebody who knows the code copies a posting to the end of the chain, with a number of its own."""
    post(desk.folder, "sales_order", [order_row("A", 1)])
    store = desk.company.store
    first = read_all(desk.company)[-1]
    with desk.company.cache() as cache:
        (seq, last), version = cache.head, cache.version
    stamp = first.stamp.model_copy(update={"seq": seq + 1, "prev_hash": last, "number": 2})
    lines = tuple(line.model_copy(update={"document_no": "SO-2026-00002"}) for line in first.lines)
    copied = StoredPosting(stamp=stamp.model_copy(update={"hash": posting_hash(stamp, lines)}), lines=lines)
    store.append(version + 1, [copied])
    found = {check.code: check.found for check in verify(desk.company).checks}
    assert found["verify-ids"] == (f"SO-2026-00002 (seq {seq + 1})",)
    assert (found["verify-chain"], found["verify-numbers"]) == ((), ())
    with pytest.raises(LedgerError) as caught, desk.company.cache():
        pass
    assert "salesbook verify. It names the posting" in error_sentence(caught.value, "en")


def test_deliveries_of_an_order_that_is_not_there_are_found(desk: Desk) -> None:
    pen = Pen(desk.company.store)
    with desk.company.cache() as cache:
        pen.head, pen.version = cache.head, cache.version
    pen.write(delivery("DN-1", "SO-404", "3"))
    found = {check.code: check.found for check in verify(desk.company).checks}
    assert found["verify-sources"] == ("SO-404 / 1",)


@pytest.mark.parametrize("column", ["kind", "document_date", "posting_date", "seq", "posted_at"])
def test_a_row_that_is_blank_where_none_can_be_is_damage_and_the_proof_goes_on(sold: Desk, column: str) -> None:
    store = sold.company.store

    def blanked(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index(column)
        blank = pa.nulls(table.num_rows, table.schema.field(place).type)
        return table.set_column(place, table.schema.field(place), blank)

    forge(store, 3, blanked)
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert found["verify-files"] == (f"{data_path(store, 3)} ({column} = ∅)",)


@pytest.mark.parametrize("details", ["", "{}", "[]", "{", '{"carried_over":"x","decimals":"two"}'])
def test_an_opening_balance_that_does_not_say_what_it_carries_over_does_not_end_the_proof(
    sold: Desk, details: str
) -> None:
    sold.today = date(2026, 12, 31)
    version = close("2026-12", sold.company).version
    assert version is not None

    def changed(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index("details")
        texts = pc.if_else(pc.equal(table["kind"], "opening_balance"), details, table["details"])
        return table.set_column(place, table.schema.field(place), texts)

    forge(sold.company.store, version, changed)
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert [text.partition(" ")[0] for text in found["verify-chain"]][:1] == ["OB-2027-00001"]
    assert [text.partition(" ")[0] for text in found["verify-opening-balances"]] == ["OB-2027-00001"]


def test_a_posting_that_another_program_took_out_of_the_table_is_missed(
    sold: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it only tidied up. The chain that is left is whole, and a new computer knows nothing else."""
    store, version = sold.company.store, sold.version
    before = take_snapshot(store).rows
    remove = {"remove": {"path": data_path(store, version).name, "deletionTimestamp": 1, "dataChange": False}}
    entry_path(store, version + 1).write_text(json.dumps(remove), encoding="utf-8")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(store, sold.company.cache_path)
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert found.pop("verify-table") == (f"{before} ≠ {before - 1}",)
    assert list(found) == ["verify-known-missing"], "this computer knew it, too"


@pytest.mark.parametrize(
    "text",
    [
        '{"add": 5}',
        '{"add": null}',
        '{"add": {"dataChange": false}}',
        '{"add": {"dataChange": false, "path": "x", "stats": "nonsense"}}',
        '{"metaData": null}',
    ],
)
def test_an_entry_that_is_json_and_tells_nothing_is_damage(sold: Desk, text: str) -> None:
    path = entry_path(sold.company.store, sold.version + 1)
    path.write_text(text, encoding="utf-8")
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert found["verify-files"] == (str(path),)


def make_it_more(path: Path) -> None:
    """Change a quantity in a data file as a failing disk would: nothing else is adapted to it."""
    table = pq.ParquetFile(path).read()
    place = table.schema.get_field_index("quantity")
    more = pa.array([Decimal(999)] * table.num_rows, table.schema.field(place).type)
    pq.write_table(table.set_column(place, table.schema.field(place), more), path)


@pytest.mark.parametrize("damage", [make_it_more, Path.unlink])
def test_no_month_is_closed_and_nothing_reported_on_a_damaged_file(sold: Desk, damage: Callable[[Path], None]) -> None:
    """The balances of this computer are up to date, so that nothing else would read the file."""
    sold.today = date(2026, 12, 31)
    version = sold.version
    damage(data_path(sold.company.store, 3))
    for ask in (lambda: close("2026-12", sold.company), lambda: report(sold.company, "2026-12")):
        with pytest.raises(LedgerError) as told:
            ask()
        assert told.value.code == "ledger-file-damaged"
    assert sold.version == version


def test_a_damaged_file_of_another_program_is_named_by_a_computer_that_counts_at_once(
    sold: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sold.company.store
    DeltaTable(store.storage.place).optimize.compact()
    (merged,) = take_snapshot(store).files
    path = store.storage.local_path(merged)
    path.write_bytes(path.read_bytes()[:-300] + bytes(300))
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    with pytest.raises(LedgerError) as told, caught_up(store, tmp_path / "new.sqlite"):
        pass
    assert (told.value.code, told.value.values["file"]) == ("ledger-file-damaged", str(path))


def test_a_checkpoint_that_leads_other_programs_to_another_file_differs_from_what_is_read(sold: Desk) -> None:
    """With as many rows, so that counting them does not tell."""
    store = sold.company.store
    DeltaTable(store.storage.place).create_checkpoint()
    (checkpoint,) = store.checkpoints()
    real = data_path(store, 3)
    other = Path(shutil.copy(real, real.with_name("other.parquet")))
    path = store.storage.local_path(checkpoint.name)
    table = pq.ParquetFile(path).read()
    rows = table.to_pylist()
    for row in rows:
        if row["add"] and row["add"]["path"] == real.name:
            row["add"]["path"] = other.name
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert found == {"verify-table": (other.name, real.name)}


def test_a_log_entry_with_a_wrong_count_of_rows_differs_from_what_is_read(sold: Desk) -> None:
    store = sold.company.store
    add, info = actions_of(store, 2)
    stats = add["add"] | {"stats": json.dumps({"numRecords": 7})}
    facts = {name: value for name, value in info["commitInfo"].items() if name != "seal"}
    entry_path(store, 2).write_bytes(sealed_text([{"add": stats}], facts))
    found = {check.code: check.found for check in verify(sold.company).checks if check.found}
    assert list(found) == ["verify-table"]
