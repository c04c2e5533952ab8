"""Ledgers that older programs made: they open, they are proved, and posting goes on in them.

The folder ``formats`` keeps a small ledger of each format, as the program of that time left it
(``formats/make.py`` tells how). They are copied before anything is done with them.

A program that knows format 1 alone compares the format of the first log entry, which stays, and refuses every
later entry that holds the table's metadata (``ledger-changed-shape``). So from the very commit that raises
the format on it posts nothing more, and it could not read merged files.
"""

import re
import shutil
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from salesbook.actions.company import Company, open_company
from salesbook.actions.posting import post as press_post
from salesbook.actions.reversing import reverse
from salesbook.actions.tidying import ledger_stats
from salesbook.actions.verifying import verify
from salesbook.documents.balances import LineBalance, LineKey
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import rebuild
from salesbook.ledger.log_entry import FORMAT_KEY, parse_actions, sealed_text
from salesbook.ledger.schema import FORMAT_VERSION, ledger_schema
from salesbook.ledger.snapshot import stored_postings, take_snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.ledger.upkeep import UpkeepRules, look_after
from salesbook.problems import LedgerError
from tests.ledger.by_hand import actions_of, data_path, entry_path, forge
from tests.ledger.clerks import DAY, delivery_row, order_row, post, workbook

KEPT = Path(__file__).parent / "formats"
FORMATS = sorted(folder.name for folder in KEPT.iterdir() if folder.name.isdigit())
AT_ONCE = UpkeepRules(small_files=2, versions=2, keep_files=0, keep_log=0, keep_strays=0)
KEEPING = UpkeepRules(small_files=2, versions=2)
"""Merge and make a checkpoint, but keep what others may still be reading."""

TO_COME = str(FORMAT_VERSION + 1)
"""A format that this program does not know."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))


def copy_of(number: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(KEPT / number, tmp_path / "Acme"))


@pytest.fixture(params=FORMATS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the company of each format."""
    return copy_of(request.param, tmp_path)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the company of format 1."""
    return copy_of("1", tmp_path)


def balances(company: Company) -> dict[LineKey, LineBalance]:
    with company.cache() as cache:
        return cache.balances()


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a cache holds."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: sorted(connection.execute(f"select * from {table}"), key=repr) for table in tables}


def read_by_others(company: Company) -> tuple[int, Decimal]:
    """Rows and summed-up quantity as another Delta program reads them."""
    table = DeltaTable(company.store.storage.place)
    (found,) = duckdb.sql(f"select count(*), sum(quantity) from read_parquet({table.file_uris()})").fetchall()
    return found[0], found[1]


# ---- As they are ------------------------------------------------------------------------------------------------


def test_a_ledger_of_each_format_is_kept() -> None:
    assert [str(number) for number in range(1, FORMAT_VERSION + 1)] == FORMATS
    for number in FORMATS:
        assert sum(path.stat().st_size for path in (KEPT / number).rglob("*") if path.is_file()) < 80_000


def test_a_kept_ledger_is_of_the_format_that_its_folder_says() -> None:
    for number in FORMATS:
        first = parse_actions((KEPT / number / "ledger" / "_delta_log" / f"{0:020}.json").read_bytes())
        metadata = next(action["metaData"] for action in first if "metaData" in action)
        assert metadata["configuration"][FORMAT_KEY] == number


def test_the_kept_ledger_of_format_2_has_merged_files_and_a_short_log() -> None:
    names = {path.name for path in (KEPT / "2" / "ledger" / "_delta_log").iterdir()}
    assert {name.partition(".")[2] for name in names} == {"json", "checkpoint.parquet", ""}
    assert f"{1:020}.json" not in names


def test_every_format_is_proved(kept: Path) -> None:
    assert verify(open_company(kept, DAY)).is_good


def test_every_format_shows_the_same_balances(kept: Path) -> None:
    company = open_company(kept, DAY)
    assert balances(company) == {
        LineKey("sales_order", "SO-2026-00001", 1): LineBalance(quantity=Decimal(20), delivered=Decimal(8)),
        LineKey("sales_order", "SO-2026-00001", 2): LineBalance(quantity=Decimal("2.125")),
        LineKey("sales_order", "SO-2026-00002", 1): LineBalance(),
        LineKey("delivery_note", "DN-2026-00001", 1): LineBalance(quantity=Decimal(8)),
    }
    with company.cache() as cache:
        (cloth,) = (line for key, line in cache.all_lines("sales_order") if key.line_no == 2)
        (reversal,) = cache.find_documents("RV-2026-00001")
        assert (cloth.posting.description, cloth.posting.tax_percent) == ("棉布", Decimal(5))
        assert (reversal.reverses_no, reversal.posted_by) == ("SO-2026-00002", "王小明")
    assert read_by_others(company) == (10, Decimal("30.125"))


def test_counting_an_old_ledger_at_once_and_posting_by_posting_give_the_same(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = open_company(kept, DAY)
    rebuild(company.store, tmp_path / "followed.sqlite")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(company.store, tmp_path / "counted.sqlite")
    assert dump(tmp_path / "counted.sqlite") == dump(tmp_path / "followed.sqlite")


def test_reading_an_old_ledger_leaves_it_in_its_format(old: Path) -> None:
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    company = open_company(old, DAY)
    assert verify(company).is_good
    assert ledger_stats(company).format == 1
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


# ---- Posting goes on --------------------------------------------------------------------------------------------


def test_posting_goes_on_in_every_format(kept: Path) -> None:
    head = verify(open_company(kept, DAY)).checks[2].facts["hash"]
    (decision,) = post(kept, "delivery_note", [delivery_row("D", "SO-2026-00001", 12)]).decisions
    assert (decision.outcome, decision.document_no) == ("refused", ""), "the order has two lines"
    row = delivery_row("D", "SO-2026-00001", 12) | {"source_line_no": Decimal(1)}
    (decision,) = post(kept, "delivery_note", [row]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "DN-2026-00002")
    (again,) = post(kept, "delivery_note", [row]).decisions
    assert again.outcome == "already"
    company = open_company(kept, DAY)
    assert balances(company)[LineKey("sales_order", "SO-2026-00001", 1)].open_to_deliver == 0
    reverse("DN-2026-00001", company, "came back")
    assert verify(company, [head]).is_good
    assert read_by_others(company) == (12, Decimal("34.125"))
    assert ledger_stats(company).format == FORMAT_VERSION


def test_the_first_posting_raises_an_old_format_in_the_same_commit_and_later_ones_do_not(old: Path) -> None:
    for ref in "DE":
        post(old, "sales_order", [order_row(ref, 1)])
    store = open_company(old, DAY).store
    raising, after = actions_of(store, 5), actions_of(store, 6)
    assert [next(iter(action)) for action in raising] == ["metaData", "add", "commitInfo"]
    assert [next(iter(action)) for action in after] == ["add", "commitInfo"]
    metadata = raising[0]["metaData"]
    assert metadata["configuration"] == {"delta.appendOnly": "true", FORMAT_KEY: str(FORMAT_VERSION)}
    assert metadata["id"] == store.ledger_id, "it stays the same ledger"
    assert DeltaTable(store.storage.place).metadata().configuration[FORMAT_KEY] == str(FORMAT_VERSION)
    assert verify(open_company(old, DAY)).is_good


def test_a_refused_posting_does_not_raise_the_format(old: Path) -> None:
    post(old, "sales_order", [order_row("D", -1)])
    assert ledger_stats(open_company(old, DAY)).format == 1


@pytest.mark.parametrize("rules", [AT_ONCE, KEEPING])
def test_an_old_ledger_can_be_tidied_up_which_raises_its_format(old: Path, rules: UpkeepRules) -> None:
    company = open_company(old, DAY)
    before = balances(company)
    documents = [document.model_dump() for document in stored_postings(company.store, take_snapshot(company.store))]
    report = look_after(company.store, rules)
    assert (report.merged, report.made, report.checkpoint) == (4, 1, 5)
    assert ledger_stats(company).format == FORMAT_VERSION
    assert balances(company) == before
    rebuild(company.store, company.cache_path)
    assert balances(company) == before
    table = take_snapshot(company.store)
    assert [document.model_dump() for document in stored_postings(company.store, table)] == documents
    post(old, "sales_order", [order_row("D", 1)])
    assert verify(open_company(old, DAY)).is_good
    assert read_by_others(company)[0] == 11


def test_a_checkpoint_alone_raises_the_format_too(old: Path) -> None:
    """A program of format 1 would not find the postings before it once the log is cleaned."""
    company = open_company(old, DAY)
    report = look_after(company.store, UpkeepRules(small_files=100, versions=2))
    assert (report.merged, report.checkpoint) == (0, 4)
    assert ledger_stats(company).format == FORMAT_VERSION
    assert "metaData" in actions_of(company.store, 5)[0]
    assert verify(company).is_good


def lacking_blank_columns(table: pa.Table) -> pa.Table:
    """As a program stored it that did not know yet some of the columns that say nothing here."""
    known_later = ("territory_code", "customer_reference", "price_list", "workbook_id", "remark", "source_line_no")
    return table.drop_columns(
        [name for name in known_later if name in table.schema.names and not any(table.column(name).to_pylist())]
    )


def test_columns_that_an_old_file_lacks_have_what_they_start_with(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No program so far knew fewer columns, so the files are made to lack some."""
    store = open_company(old, DAY).store
    rebuild(store, tmp_path / "before.sqlite")
    for version in (2, 3, 4):
        forge(store, version, lacking_blank_columns)
    names = [pq.ParquetFile(data_path(store, version)).schema_arrow.names for version in (1, 2, 3, 4)]
    assert len({len(found) for found in names}) == 3, "the files differ in what they lack"
    company = open_company(old, DAY)
    assert verify(company).is_good
    rebuild(company.store, tmp_path / "followed.sqlite")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    rebuild(company.store, tmp_path / "counted.sqlite")
    assert dump(tmp_path / "counted.sqlite") == dump(tmp_path / "followed.sqlite")
    assert dump(tmp_path / "counted.sqlite")["lines"] == dump(tmp_path / "before.sqlite")["lines"]
    look_after(company.store, AT_ONCE)
    (merged,) = take_snapshot(company.store).ordered
    assert pq.ParquetFile(company.store.storage.local_path(merged.name)).schema_arrow.names == ledger_schema().names
    assert verify(company).is_good
    rebuild(company.store, tmp_path / "merged.sqlite")
    assert dump(tmp_path / "merged.sqlite")["lines"] == dump(tmp_path / "followed.sqlite")["lines"]


# ---- Programs of different ages at the same time ----------------------------------------------------------------


def book(ref: str) -> MemoryWorkbook:
    return workbook("sales_order", [order_row(ref, 1)], f"{ref}.xlsx")


def test_two_that_opened_an_old_ledger_both_post_and_it_is_raised_once(old: Path) -> None:
    first, second = open_company(old, DAY), open_company(old, DAY)
    for company in (first, second):
        assert len(balances(company)) == 4, "both have seen format 1"
    reports = [press_post(book(ref), company) for ref, company in (("D", first), ("E", second), ("F", first))]
    assert [report.decisions[0].document_no for report in reports] == [f"SO-2026-0000{n}" for n in (3, 4, 5)]
    raised = [version for version in range(1, 8) if "metaData" in actions_of(first.store, version)[0]]
    assert raised == [5]
    assert verify(open_company(old, DAY)).is_good


def test_who_loses_the_race_to_raise_the_format_posts_after_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program stores its posting after this one has decided, and before it is stored."""
    first, second = open_company(old, DAY), open_company(old, DAY)
    append, overtaken = LedgerStore.append, []

    def be_overtaken(self: LedgerStore, *arguments: object) -> object:
        if self is first.store and not overtaken:
            overtaken.append(1)
            with monkeypatch.context() as patch:
                patch.setenv("SALESBOOK_CACHE", str(old.parent / "other computer"))
                assert press_post(book("E"), open_company(old, DAY)).decisions[0].document_no == "SO-2026-00003"
        return append(self, *arguments)

    monkeypatch.setattr(LedgerStore, "append", be_overtaken)
    (decision,) = press_post(book("D"), first).decisions
    assert overtaken
    assert decision.document_no == "SO-2026-00004"
    assert [name for action in actions_of(second.store, 6) for name in action] == ["add", "commitInfo"]
    assert sorted(key.document_no for key in balances(second) if key.kind == "sales_order")[-2:] == [
        "SO-2026-00003", "SO-2026-00004",
    ]  # fmt: skip
    assert verify(open_company(old, DAY)).is_good


@pytest.mark.parametrize("number", FORMATS)
def test_tidying_up_that_meets_a_newer_format_stops_there(number: str, tmp_path: Path) -> None:
    """While files are merged, a newer program raises the format: nothing is stored on top of what is not known."""
    folder = copy_of(number, tmp_path)
    store, overtaken = open_company(folder, DAY).store, []
    commit, next_version = store.commit, take_snapshot(store).version + 1

    def be_overtaken(*arguments: object, **options: object) -> object:
        if not overtaken:
            raise_to_come(store, next_version)
            overtaken.append(1)
        return commit(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "commit", be_overtaken)
        with pytest.raises(LedgerError) as caught:
            look_after(store, AT_ONCE)
    assert overtaken
    assert caught.value.code == "ledger-format"
    assert max(store.listed_versions()) == next_version, "the newer program's entry is the last"


# ---- Formats to come --------------------------------------------------------------------------------------------


def raise_to_come(store: LedgerStore, version: int, *, sealed: bool = True) -> None:
    """Store what a program of a format to come might: metadata with its format, and a note."""
    (metadata,) = (action["metaData"] for action in actions_of(store, 0) if "metaData" in action)
    metadata["configuration"][FORMAT_KEY] = TO_COME
    info = {"operation": "WRITE", "engineInfo": "salesbook"}
    text = sealed_text([{"metaData": metadata}, {"somethingNew": {"of": TO_COME}}], info)
    if not sealed:
        text = re.sub(rb'"seal": "[0-9a-f]+"', b'"newSeal": "blake3"', text)
    entry_path(store, version).write_bytes(text)


def make_first_entry_to_come(store: LedgerStore) -> None:
    path = entry_path(store, 0)
    text, count = re.subn(
        r'"salesbook.format": "\d"', f'"salesbook.format": "{TO_COME}"', path.read_text(encoding="utf-8")
    )
    assert count == 1
    path.write_bytes(text.encode())


@pytest.mark.parametrize("is_cached", [True, False])
@pytest.mark.parametrize("how", ["later entry", "later entry sealed in a new way", "first entry"])
def test_a_ledger_of_a_format_to_come_is_neither_read_nor_changed(kept: Path, how: str, is_cached: bool) -> None:
    company = open_company(kept, DAY)
    if is_cached:
        balances(company)
    if how == "first entry":
        make_first_entry_to_come(company.store)
    else:
        version = take_snapshot(company.store).version + 1
        raise_to_come(company.store, version, sealed=how == "later entry")
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    for action in (
        lambda: post(kept, "sales_order", [order_row("D", 1)]),
        lambda: reverse("DN-2026-00001", open_company(kept, DAY), "no"),
        lambda: balances(open_company(kept, DAY)),
        lambda: verify(open_company(kept, DAY)),
        lambda: ledger_stats(open_company(kept, DAY)),
        lambda: look_after(open_company(kept, DAY).store, AT_ONCE),
    ):
        with pytest.raises(LedgerError) as caught:
            action()
        assert caught.value.code == "ledger-format"
        assert (caught.value.values["found"], caught.value.values["known"]) == (TO_COME, str(FORMAT_VERSION))
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("is_tidied", [True, False])
def test_a_format_to_come_is_told_even_where_its_entry_need_not_be_read(kept: Path, is_tidied: bool) -> None:
    """The log is short, or a newer program on this computer has counted the balances; the first entry is old."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("salesbook.ledger.store.FORMAT_VERSION", FORMAT_VERSION + 1)
        post(kept, "sales_order", [order_row("D", 1)])
        if is_tidied:
            look_after(open_company(kept, DAY).store, AT_ONCE)
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    for action in (
        lambda: post(kept, "sales_order", [order_row("E", 1)]),
        lambda: balances(open_company(kept, DAY)),
        lambda: verify(open_company(kept, DAY)),
        lambda: ledger_stats(open_company(kept, DAY)),
    ):
        with pytest.raises(LedgerError) as caught:
            action()
        assert caught.value.code == "ledger-format"
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before
