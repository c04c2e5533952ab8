"""The table on disk: made once, appended to by whoever is first, readable by every Delta program."""

import errno
import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.documents.posting import Posting
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.schema import FORMAT_VERSION, GENESIS_HASH, Stamp, StoredPosting, posting_hash, postings_of
from salesbook.ledger.store import LedgerStore, VersionTakenError
from salesbook.problems import LedgerError
from tests.ledger.by_hand import DAY, Pen, actions_of, chained, delivery, entry_path, listing, order


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme 公司")


def test_a_new_ledger_is_an_append_only_table_that_simple_programs_can_read(store: LedgerStore) -> None:
    table = DeltaTable(str(store.storage.folder))
    protocol, metadata = table.protocol(), table.metadata()
    assert (protocol.min_reader_version, protocol.min_writer_version) == (1, 2)
    assert metadata.configuration == {"delta.appendOnly": "true", "salesbook.format": str(FORMAT_VERSION)}
    assert (metadata.name, str(metadata.id)) == ("Acme 公司", store.ledger_id)
    types = {field.name: str(field.type.type) for field in table.schema().fields}
    assert types["net_amount"] == "decimal(18,4)"
    assert types["quantity"] == "decimal(18,6)"
    assert types["due_date"] == "date"
    assert not {"float", "double"} & set(types.values())


def test_nobody_can_delete_rows_of_a_ledger_by_accident(store: LedgerStore) -> None:
    Pen(store).write(order("SO-1"))
    with pytest.raises(Exception, match="append"):
        DeltaTable(str(store.storage.folder)).delete()


def test_a_second_ledger_in_the_same_folder_is_refused(store: LedgerStore) -> None:
    Pen(store).write(order("SO-1"))
    before = {path: path.read_bytes() for path in store.storage.folder.rglob("*") if path.is_file()}
    with pytest.raises(LedgerError) as caught:
        LedgerStore.create(store.storage, "Another")
    assert caught.value.code == "ledger-exists"
    assert {path: path.read_bytes() for path in store.storage.folder.rglob("*") if path.is_file()} == before


def test_making_a_ledger_that_was_interrupted_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / "ledger" / "_delta_log").mkdir(parents=True)
    (tmp_path / "ledger" / "_delta_log" / ".0123.tmp").write_bytes(b"cut off")
    assert LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme").has_version(0)


def test_of_two_that_make_the_same_ledger_the_second_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link
    made: list[str] = []

    def link_after_another(source: Path, target: Path) -> None:
        if target.name.endswith(".json") and not made:
            made.append("first")
            LedgerStore.create(LocalFolder(tmp_path / "ledger"), "First")
        link(source, target)

    monkeypatch.setattr(os, "link", link_after_another)
    with pytest.raises(LedgerError) as caught:
        LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Second")
    assert caught.value.code == "ledger-exists"
    assert DeltaTable(str(tmp_path / "ledger")).metadata().name == "First"


def test_a_disk_without_hard_links_is_refused_and_left_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(LedgerError) as caught:
        LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    assert caught.value.code == "ledger-disk-unfit"
    assert caught.value.values["reason"] == "Operation not permitted"
    assert listing(tmp_path) == ["ledger"]


def test_a_disk_whose_links_replace_what_is_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", shutil.copyfile)
    with pytest.raises(LedgerError) as caught:
        LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    assert caught.value.code == "ledger-disk-unfit"
    assert listing(tmp_path) == ["ledger"]


def test_a_folder_without_a_ledger_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        LedgerStore(LocalFolder(tmp_path))
    assert caught.value.code == "ledger-missing"


def test_a_ledger_of_a_newer_program_is_refused(store: LedgerStore) -> None:
    path = entry_path(store, 0)
    known, later = str(FORMAT_VERSION), str(FORMAT_VERSION + 1)
    said = f'"salesbook.format": "{known}"'.encode()
    path.write_bytes(path.read_bytes().replace(said, f'"salesbook.format": "{later}"'.encode()))
    with pytest.raises(LedgerError) as caught:
        LedgerStore(store.storage)
    assert caught.value.code == "ledger-format"
    assert (caught.value.values["found"], caught.value.values["known"]) == (later, known)


def test_a_table_of_another_program_is_no_ledger(tmp_path: Path, store: LedgerStore) -> None:
    DeltaTable.create(str(tmp_path / "other"), schema=DeltaTable(str(store.storage.folder)).schema())
    with pytest.raises(LedgerError) as caught:
        LedgerStore(LocalFolder(tmp_path / "other"))
    assert caught.value.code == "ledger-format"


def test_of_two_that_post_on_the_same_version_the_second_is_refused_and_leaves_nothing_behind(
    store: LedgerStore,
) -> None:
    other = LedgerStore(store.storage)
    Pen(store).write(order("SO-1"))
    before = listing(store.storage.folder)
    with pytest.raises(VersionTakenError):
        other.append(1, chained((0, GENESIS_HASH), [[order("SO-2")]]))
    assert listing(store.storage.folder) == before
    (commit,) = other.commits_after(0)
    assert [row["document_no"] for row in other.read(commit)] == ["SO-1"]


def test_a_version_that_would_leave_a_gap_is_not_stored(store: LedgerStore) -> None:
    with pytest.raises(VersionTakenError):
        store.append(2, chained((0, GENESIS_HASH), [[order("SO-1")]]))
    assert store.commit_after(0) is None
    assert not store.has_version(2)


def test_an_entry_tells_who_posted_what_and_carries_the_hash_of_its_file(store: LedgerStore) -> None:
    Pen(store).write([order("SO-1", line_no=1), order("SO-1", line_no=2)], order("SO-2"))
    add, info = actions_of(store, 1)
    assert add["add"]["stats"] == '{"numRecords": 3}'
    assert info["commitInfo"]["salesbook"] == {"batch": "B-1", "by": "王小明", "postings": 2}
    assert DeltaTable(str(store.storage.folder)).history(1)[0]["salesbook"]["by"] == "王小明"


def test_another_reader_sees_the_same_rows_and_adds_them_up_to_the_last_digit(store: LedgerStore) -> None:
    pen = Pen(store)
    pen.write(order("SO-1", "0.000001", net_amount=Decimal("99999999999999.9999")))
    pen.write(order("SO-2", "999999999999", net_amount=Decimal("0.0001")), order("SO-3", "-1", remark="沖銷，重開"))
    table = DeltaTable(str(store.storage.folder))
    assert table.version() == 2
    found = duckdb.execute(
        "select sum(net_amount), sum(quantity), count(*), max(remark) from read_parquet(?)", [table.file_uris()]
    )
    assert found.fetchall() == [(Decimal("100000000000000.0000"), Decimal("999999999998.000001"), 3, "沖銷，重開")]


def test_a_float_never_gets_into_the_ledger(store: LedgerStore) -> None:
    with_float = order("SO-1").model_copy(update={"net_amount": 0.1})
    with pytest.raises(TypeError, match="float"):
        store.append(1, chained((0, GENESIS_HASH), [[with_float]]))
    assert not store.has_version(1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("net_amount", "0.00001"),
        ("net_amount", "100000000000000"),
        ("quantity", "0.0000001"),
        ("quantity", "1000000000000"),
        ("discount_percent", "33.33333"),
    ],
)
def test_a_number_that_does_not_fit_its_column_is_refused_and_not_rounded(
    store: LedgerStore, field: str, value: str
) -> None:
    with pytest.raises(ValueError, match=r"scale|fit"):
        Pen(store).write(order("SO-1").model_copy(update={field: Decimal(value)}))
    assert listing(store.storage.folder) == ["_delta_log", f"_delta_log/{0:020d}.json"]


def decimals(before_the_point: int, places: int) -> st.SearchStrategy[Decimal]:
    largest = 10 ** (before_the_point + places) - 1
    return st.integers(-largest, largest).map(lambda number: Decimal(number).scaleb(-places))


texts = st.text(max_size=20) | st.sampled_from(["", "螺栓，8 毫米", "“引号”\n换行", " NULL ", "-0", "🔩"])
days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
counts = st.integers(0, 2**31 - 1)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(["quotation", "sales_order", "delivery_note", "sales_invoice", "customer", "visit"]),
    "document_date": days, "posting_date": days, "due_date": st.none() | days,
    "discount_percent": decimals(5, 4), "tax_percent": decimals(5, 4), "exchange_rate": decimals(9, 8),
}  # fmt: skip


def values_of(name: str) -> st.SearchStrategy[Any]:
    """Anything that a column may hold."""
    if name in FIELDS:
        return FIELDS[name]
    kind = Posting.model_fields[name].annotation
    if kind is Decimal:
        return decimals(12, 6) if name.endswith("quantity") else decimals(14, 4)
    return counts if kind is int else st.none() | counts if kind == int | None else texts


postings = st.builds(Posting, **{name: values_of(name) for name in Posting.model_fields})
stamps = st.builds(
    Stamp, seq=st.integers(1, 2**63 - 1), batch_id=texts, posting_id=texts, number_year=counts, number=counts,
    workbook=texts, workbook_id=texts, posted_by=texts,
    posted_at=st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)  # fmt: skip


@settings(max_examples=60)
@given(stamp=stamps, lines=st.lists(postings, min_size=1, max_size=3))
def test_what_is_written_is_read_back_the_same_and_has_the_same_hash(stamp: Stamp, lines: list[Posting]) -> None:
    written = StoredPosting(
        stamp=stamp.model_copy(update={"hash": posting_hash(stamp, lines)}),
        lines=tuple(lines),
    )
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore.create(LocalFolder(Path(folder) / "ledger"), "Acme")
        store.append(1, [written])
        (commit,) = store.commits_after(0)
        (found,) = postings_of(store.read(commit))
    assert found.model_dump() == written.model_dump()
    assert posting_hash(found.stamp, found.lines) == written.stamp.hash


def test_the_hash_covers_every_field() -> None:
    (stored,) = chained((0, GENESIS_HASH), [[delivery("DN-1", "SO-1", "2")]])
    changes: dict[str, Any] = {
        name: Decimal(7) if field.annotation is Decimal else DAY.replace(day=6) if "date" in name else "7"
        for name, field in Posting.model_fields.items()
    }
    for name, value in changes.items():
        changed = stored.lines[0].model_copy(update={name: value})
        assert posting_hash(stored.stamp, [changed]) != stored.stamp.hash, name
    for name in set(Stamp.model_fields) - {"hash"}:
        value = stored.stamp.posted_at.replace(year=2027) if name == "posted_at" else 7
        assert posting_hash(stored.stamp.model_copy(update={name: value}), stored.lines) != stored.stamp.hash, name
