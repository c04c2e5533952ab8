"""The balances on this computer: thrown away, damaged, outdated or of another ledger, they come out right."""

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from salesbook.actions import posting
from salesbook.actions.asking_customer import ask_customer
from salesbook.actions.asking_order import ask_order
from salesbook.actions.asking_price import ask_price
from salesbook.actions.asking_product import ask_product
from salesbook.actions.reversing import reverse
from salesbook.actions.showing import show
from salesbook.actions.verifying import verify
from salesbook.documents.balances import LineBalance, LineKey, fold
from salesbook.documents.posting import Posting, reversal
from salesbook.ledger import cache as cache_module
from salesbook.ledger.cache import CACHE_FORMAT, CacheFile, LedgerCache, caught_up, rebuild
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.money import LARGEST_AMOUNT
from salesbook.problems import LedgerError, SalesbookError
from tests.ledger.by_hand import DAY, Pen, delivery, entry_path, order
from tests.ledger.clerks import delivery_row, order_row, post, workbook
from tests.small_company import Desk

ORDER = LineKey("sales_order", "SO-1", 1)


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    """An order of 10 with 3 delivered, in two versions."""
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    pen.write(order("SO-1"))
    pen.write(delivery("DN-1", "SO-1", "3"))
    return store


def balances(store: LedgerStore, path: Path) -> tuple[int, dict[LineKey, LineBalance]]:
    with caught_up(store, path) as cache:
        return cache.version, cache.balances()


RIGHT = {
    ORDER: LineBalance(quantity=Decimal(10), delivered=Decimal(3)),
    LineKey("delivery_note", "DN-1", 1): LineBalance(quantity=Decimal(3)),
}


def test_balances_are_counted_from_the_postings(store: LedgerStore, tmp_path: Path) -> None:
    assert balances(store, tmp_path / "cache.sqlite") == (2, RIGHT)


def test_commit_by_commit_and_all_at_once_give_the_same_balances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen, written = Pen(store), []
    documents = [[order("SO-1", "10.5"), order("SO-1", "0.000001", line_no=2)], [delivery("DN-1", "SO-1", "2.25")]]
    documents += [[delivery("DN-2", "SO-1", "0.75")], [order("SO-2")]]
    for document in documents:
        written += pen.write(document)
        monkeypatch.setattr(cache_module, "FOLLOWED", 2000)
        version, step_by_step = balances(store, tmp_path / "followed.sqlite")
        monkeypatch.setattr(cache_module, "FOLLOWED", 0)
        assert (version, step_by_step) == balances(store, tmp_path / f"from nothing {version}.sqlite")
        assert step_by_step == fold(line for stored in written for line in stored.lines)
    assert step_by_step[ORDER] == LineBalance(quantity=Decimal("10.5"), delivered=Decimal(3))


def test_money_as_large_as_the_ledger_can_hold_is_counted_to_the_last_coin(tmp_path: Path) -> None:
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    largest = LARGEST_AMOUNT - Decimal("0.0001")
    claim = order("SI-1").model_copy(update={"kind": "sales_invoice", "net_amount": largest, "tax_amount": largest})
    part = order("RC-1").model_copy(
        update={"kind": "payment", "quantity": Decimal(0), "net_amount": Decimal("0.0001"), "source_no": "SI-1"}
    )
    pen = Pen(store)
    pen.write(claim, part)
    with caught_up(store, tmp_path / "cache.sqlite") as cache:
        (whole,) = cache.open_invoices(["C-1"]).values()
        assert (
            whole.balance.open_amount == cache.accounts_of(["C-1"])["C-1"].receivable == 2 * largest - Decimal("0.0001")
        )


def test_counting_again_does_not_need_the_file_to_be_let_go(store: LedgerStore, tmp_path: Path) -> None:
    """Windows deletes no file that a program has open, be it the very one that counts again."""
    path = tmp_path / "cache.sqlite"
    with closing(CacheFile(store, path)) as kept:
        with kept.use() as cache:
            assert cache.balances() == RIGHT
        before = path.stat().st_ino
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("update lines set delivered = 0")
        rebuild(store, path)
        with kept.use() as cache:
            assert cache.balances() == RIGHT
        assert path.stat().st_ino == before


def test_a_million_pieces_and_the_largest_amount_are_counted_at_once_as_posting_by_posting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The query engine would rather keep to eighteen digits than multiply into more."""
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    largest = LARGEST_AMOUNT - Decimal("0.0001")
    claim = order("SI-1").model_copy(update={"kind": "sales_invoice", "net_amount": largest, "tax_amount": largest})
    written = Pen(store).write(
        order("SO-1", "1000000"), order("SO-2", "-999999999999.999999"), delivery("DN-1", "SO-1", "1000000"), claim
    )
    _, followed = balances(store, tmp_path / "followed.sqlite")
    monkeypatch.setattr(cache_module, "FOLLOWED", 0)
    _, at_once = balances(store, tmp_path / "at once.sqlite")
    assert at_once == followed == fold(line for stored in written for line in stored.lines)
    assert at_once[ORDER] == LineBalance(quantity=Decimal(1000000), delivered=Decimal(1000000))


def test_what_a_customer_has_open_is_found_through_an_index_and_not_by_looking_at_all_lines(
    store: LedgerStore, tmp_path: Path
) -> None:
    """So that a click takes as long in a ledger of years as in a new one."""
    asked: list[str] = []
    with caught_up(store, tmp_path / "cache.sqlite") as cache:
        connection = cache._connection
        connection.set_trace_callback(asked.append)
        assert [line.posting.document_no for line in cache.waiting_lines(["C-1"])] == ["SO-1", "DN-1"]
        cache.open_invoices(["C-1"])
        cache.accounts_of(["C-1"])
        cache.payments_of([("C-1", "TX-0815")])
        cache.invoices(["SI-1"])
        cache.documents_by_ref(["S-4711"])
        connection.set_trace_callback(None)
        plans = [" ".join(step[3] for step in connection.execute(f"explain query plan {query}")) for query in asked]
    used = ("open_orders_of", "ahead_of", "open_deliveries_of", "claimed_ahead_of", "open_invoices_of", "PRIMARY KEY")
    last = ("documents_by_reference", "PRIMARY KEY (kind=? AND", "documents_of_ref")
    for plan, index in zip(plans, (*used, *last), strict=True):
        assert index in plan
        assert "SCAN l" not in plan
        assert "SCAN a" not in plan
        assert "SCAN d" not in plan


def test_last_prices_are_the_same_commit_by_commit_and_all_at_once(
    store: LedgerStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def invoice(number: str, day: int, product: str, **fields: Any) -> Posting:
        on = date(2026, 3, day)
        told = {"quantity": Decimal(1), "unit_price": Decimal(day), "customer_no": "C-1", **fields}
        return Posting(
            kind="sales_invoice", document_no=number, document_date=on, posting_date=on, product_no=product, **told
        )

    first, other, last = invoice("SI-1", 2, "A"), invoice("SI-2", 4, "B"), invoice("SI-3", 5, "A")
    service = invoice("SI-4", 6, "")
    pen = Pen(store)
    with caught_up(store, tmp_path / "before.sqlite") as cache:
        pen.version, pen.head = cache.version, cache.head
    pen.write(first, other, last, service, invoice("SI-5", 7, "A", customer_no="C-2"))
    pen.write(reversal([last], date(2026, 3, 9), "typing error")[0].model_copy(update={"document_no": "RV-1"}))
    for followed in (2000, 0):
        monkeypatch.setattr(cache_module, "FOLLOWED", followed)
        with caught_up(store, tmp_path / f"{followed}.sqlite") as cache:
            sold_to = [line.posting.document_no for line in cache.last_sold_to("C-1", 5)]
            sold_of = [line.posting.document_no for line in cache.last_sales_of("A", 5)]
            assert (sold_to, sold_of) == (["SI-2", "SI-1"], ["SI-5", "SI-1"])
            assert [line.posting.document_no for line in cache.last_sold_to("C-1", 1)] == ["SI-2"]


class Planner(sqlite3.Connection):
    """Keeps how SQLite means to answer each question, with its parameters left open, as the program asks it."""

    plans: ClassVar[list[str]] = []

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if sql.lstrip().startswith(("select", "update", "insert")):
            steps = super().execute(f"explain query plan {sql}", parameters).fetchall()
            self.plans.append(" ".join(step[3] for step in steps) + f" <- {sql}")
        return super().execute(sql, parameters)


def test_no_click_looks_at_all_lines_or_documents_however_many_there_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the quotation to the receipt and back: SQLite answers each question through an index."""
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Planner))
        patch.setattr(Planner, "plans", [])
        company = desk.company
        day = {"document_date": desk.today}
        for kind, row in (
            ("quotation", order_row("Q", 20)),
            ("sales_order", order_row("A", 20) | {"source_no": "QU-2026-00001", "customer_reference": "PO-1"}),
            ("delivery_note", delivery_row("B", "SO-2026-00001", 20)),
            ("sales_invoice", day | {"document_ref": "C", "source_no": "DN-2026-00001", "quantity": Decimal(20)}),
            ("payment", day | {"document_ref": "D", "source_no": "SI-2026-00001", "amount": 5, "bank_reference": "T"}),
            ("payment", day | {"document_ref": "E", "source_no": "SI-2026-00001", "amount": 9}),
        ):
            for outcome in ("posted", "already"):
                (decision,) = posting.post(workbook(kind, [row]), company).decisions
                assert decision.outcome == outcome, decision.problems
        reverse("RC-2026-00001", company, "bounced")
        show("SI-2026-00001", company)
        plans = Planner.plans
    assert len(plans) > 100
    assert any("lines_by_source" in plan for plan in plans)
    scans = [plan for plan in plans if re.search(r"SCAN (l|d|a|lines|documents|accounts)\b|AUTOMATIC", plan)]
    assert scans == []


def test_no_enquiry_looks_at_all_lines_or_documents_not_even_of_one_kind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody waits on the phone, however many years the ledger holds."""
    day = {"document_date": desk.today}
    for kind, row in (
        ("quotation", order_row("Q", 20)),
        ("sales_order", order_row("A", 20) | {"source_no": "QU-2026-00001"}),
        ("delivery_note", delivery_row("B", "SO-2026-00001", 15)),
        ("sales_invoice", day | {"document_ref": "C", "source_no": "DN-2026-00001", "quantity": Decimal(10)}),
        ("payment", day | {"document_ref": "D", "source_no": "SI-2026-00001", "amount": 5}),
    ):
        (decision,) = posting.post(workbook(kind, [row]), desk.company).decisions
        assert decision.outcome == "posted", decision.problems
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Planner))
        patch.setattr(Planner, "plans", [])
        company = desk.company
        assert ask_customer("C-1", company).rows("last_prices")
        assert ask_product("BOLT-8", company).rows("last_prices")
        assert len(ask_order("SI-2026-00001", company).rows("documents")) == 5
        assert ask_price("C-1", "BOLT-8", Decimal(3), company).value("net_amount")
        for wrong in (partial(ask_customer, "C-11"), partial(ask_order, "SO-2026-00002")):
            with pytest.raises(SalesbookError):
                wrong(company)
        plans = Planner.plans
    for index in ("sold_to", "sold_of", "open_quotations_of", "records_of", "open_orders_for"):
        assert any(f"USING INDEX {index}" in plan for plan in plans), index
    tables = "(l|d|a|lines|documents|accounts)"
    whole = rf"SCAN {tables}\b|AUTOMATIC|SEARCH {tables} USING PRIMARY KEY \(kind=\?\)"
    assert [plan for plan in plans if re.search(whole, plan)] == []


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 500)


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeros_inside(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)


def edit(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def older_format(path: Path) -> None:
    edit(path, f"update meta set value = '5{CACHE_FORMAT[1:]}' where name = 'format'")
    edit(path, "drop index open_orders_of")
    edit(path, "alter table lines drop column reduced")


def other_ledger(path: Path) -> None:
    edit(path, "update meta set value = 'another' where name = 'ledger'")
    edit(path, "update lines set delivered = 7")


def without_a_table(path: Path) -> None:
    edit(path, "update meta set value = 1 where name = 'version'")
    edit(path, "drop table lines")


@pytest.mark.parametrize(
    "damage",
    [Path.unlink, Path.touch, garbage, cut_in_half, zeros_inside, older_format, other_ledger, without_a_table],
)
def test_a_cache_that_is_unfit_is_made_anew(store: LedgerStore, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "cache.sqlite"
    if damage is not Path.touch:
        balances(store, path)
    damage(path)
    with caught_up(store, path) as cache:
        assert cache.version == 2
    assert balances(store, path) == (2, RIGHT)


def test_damage_that_shows_only_later_costs_one_click_and_is_mended_by_the_next(
    store: LedgerStore, tmp_path: Path
) -> None:
    path = tmp_path / "cache.sqlite"
    balances(store, path)
    with closing(sqlite3.connect(path)) as connection:
        ((page,),) = connection.execute("select rootpage from sqlite_master where name = 'lines'")
        ((page_size,),) = connection.execute("pragma page_size")
    content = bytearray(path.read_bytes())
    content[(page - 1) * page_size : page * page_size] = b"?" * page_size
    path.write_bytes(content)
    with pytest.raises(LedgerError) as caught:
        balances(store, path)
    assert caught.value.code == "ledger-cache-failed"
    assert balances(store, path) == (2, RIGHT)


def test_a_cache_ahead_of_a_restored_ledger_is_made_anew(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    shutil.copytree(store.storage.folder, tmp_path / "backup")
    pen = Pen(store)
    with caught_up(store, path) as cache:
        pen.head, pen.version = cache.head, cache.version
    pen.write(delivery("DN-2", "SO-1", "7"))
    assert balances(store, path)[1][ORDER].delivered == 10
    restored(store, tmp_path / "backup")
    assert balances(store, path) == (2, RIGHT)


@pytest.mark.parametrize("further", [1, 2])
def test_a_restored_ledger_that_went_on_another_way_is_counted_from_the_start(
    store: LedgerStore, tmp_path: Path, further: int
) -> None:
    """The version that this computer knows is there again, with other postings behind it."""
    path = tmp_path / "cache.sqlite"
    shutil.copytree(store.storage.folder, tmp_path / "backup")
    pen = Pen(store)
    with caught_up(store, path) as cache:
        pen.head, pen.version = cache.head, cache.version
    head = pen.head
    pen.write(delivery("DN-2", "SO-1", "7"))
    assert balances(store, path)[1][ORDER].delivered == 10

    restored(store, tmp_path / "backup")
    pen.head, pen.version = head, 2
    for number in range(further):
        pen.write(delivery(f"DN-{number + 2}", "SO-1", "1"))
    version, found = balances(store, path)
    assert (version, found[ORDER].delivered) == (2 + further, Decimal(3 + further))


def restored(store: LedgerStore, backup: Path) -> None:
    shutil.rmtree(store.storage.folder)
    shutil.copytree(backup, store.storage.folder)


def test_two_copies_of_a_ledger_on_one_computer_do_not_mix_their_balances(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    shutil.copytree(store.storage.folder, tmp_path / "copy")
    copy = LedgerStore(LocalFolder(tmp_path / "copy"))
    assert copy.ledger_id == store.ledger_id
    for ledger, quantity in ((store, "7"), (copy, "1")):
        pen = Pen(ledger)
        with caught_up(ledger, path) as cache:
            pen.head, pen.version = cache.head, cache.version
        pen.write(delivery("DN-2", "SO-1", quantity))
    assert balances(store, path)[1][ORDER].delivered == 10
    assert balances(copy, path)[1][ORDER].delivered == 4
    assert balances(store, path)[1][ORDER].delivered == 10


def test_all_answers_of_one_use_are_of_one_version(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with caught_up(store, path) as cache:
        pen = Pen(store)
        pen.head, pen.version = cache.head, cache.version
        pen.write(delivery("DN-2", "SO-1", "7"))
        assert balances(store, path)[0] == 3, "another program on this computer has caught up"
        assert (cache.version, cache.balances()) == (2, RIGHT)


def test_a_folder_that_cannot_hold_the_cache_is_told_in_a_sentence(store: LedgerStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError) as caught, caught_up(store, tmp_path / "file" / "cache.sqlite"):
        pass
    assert caught.value.code == "ledger-cache-failed"
    (tmp_path / "folder").mkdir()
    with pytest.raises(LedgerError) as caught, caught_up(store, tmp_path / "folder"):
        pass
    assert caught.value.code == "ledger-cache-failed"


def test_an_entry_that_breaks_the_chain_leaves_the_cache_as_it_was(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    balances(store, path)
    Pen(store).store.append(3, Pen(LedgerStore.create(LocalFolder(tmp_path / "other"), "Other")).write(order("SO-9")))
    with pytest.raises(LedgerError) as caught, caught_up(store, path):
        pass
    assert caught.value.code == "ledger-chain-broken"
    assert (caught.value.values["version"], caught.value.values["document"]) == ("3", "SO-9")
    entry_path(store, 3).unlink()
    assert balances(store, path) == (2, RIGHT)


def test_rebuilding_counts_everything_again(store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    balances(store, path)
    edit(path, "update lines set delivered = 1")
    rebuild(store, path)
    assert balances(store, path) == (2, RIGHT)


def test_postings_that_this_computer_knew_are_missed_by_verify_until_somebody_says_they_were_given_up(
    desk: Desk, tmp_path: Path
) -> None:
    """The file server was set back to last night: the ledger itself looks whole."""
    post(desk.folder, "sales_order", [order_row("A", 20)])
    ledger = desk.company.store.storage.folder
    shutil.copytree(ledger, tmp_path / "last night")
    post(desk.folder, "sales_order", [order_row("B", 5)])
    shutil.rmtree(ledger)
    shutil.copytree(tmp_path / "last night", ledger)
    (decision,) = post(desk.folder, "sales_order", [order_row("C", 1)]).decisions
    assert decision.document_no == "SO-2026-00002", "the number is free again"
    found = {check.code: check.found for check in verify(desk.company).checks if check.found}
    assert list(found) == ["verify-known-missing"]
    assert not verify(desk.company).is_good, "asked again, it says so again"
    assert verify(desk.company, is_restored=True).is_good
    assert verify(desk.company).is_good
    post(desk.folder, "sales_order", [order_row("D", 1)])
    rebuild(desk.company.store, desk.company.cache_path)
    assert verify(desk.company).is_good, "what is in the chain was never gone"


def test_threads_and_uses_within_a_use_get_the_balances_each_by_itself(store: LedgerStore, tmp_path: Path) -> None:
    file, seen = CacheFile(store, tmp_path / "cache.sqlite"), []

    def look() -> None:
        with file.use() as cache:
            seen.append(cache.balances())

    with file.use() as outer:
        look()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert outer.balances() == RIGHT
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    file.close()
    assert seen == [RIGHT] * 3


def test_whatever_goes_wrong_with_the_balances_after_storing_nobody_is_told_it_was_not_posted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise OverflowError

    with monkeypatch.context() as patch:
        patch.setattr(LedgerCache, "apply", fails)
        (decision,) = post(desk.folder, "sales_order", [order_row("A", 20)]).decisions
    assert decision.outcome == "posted"
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): Decimal(20)}
    assert verify(desk.company).is_good


def test_balances_that_have_drifted_are_found_by_verify_and_then_counted_anew(desk: Desk) -> None:
    post(desk.folder, "sales_order", [order_row("A", 20)])
    post(desk.folder, "delivery_note", [delivery_row("B", "SO-2026-00001", 8)])
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): Decimal(12)}
    edit(desk.company.cache_path, "update lines set delivered = 0 where kind = 'sales_order'")
    found = {check.code: check.found for check in verify(desk.company).checks if check.found}
    assert found == dict.fromkeys(("verify-cache", "verify-tie-outs"), ("SO-2026-00001 / 1",))
    assert verify(desk.company).is_good
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): Decimal(12)}


def test_what_makes_up_the_money_on_account_adds_up_to_it(tmp_path: Path) -> None:
    """200 received for an order, 120 of it paid its invoice; 50 on account; 10 of a credit note of 40 are used."""
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen = Pen(store)
    day: dict[str, Any] = {"document_date": DAY, "posting_date": DAY, "customer_no": "C-1"}
    pen.write(order("SO-1", net_amount=Decimal(300)))
    pen.write(
        Posting(
            kind="payment", document_no="RC-1", net_amount=Decimal(200), source_no="SO-1", source_kind="sales_order",
            **day,
        ),
        Posting(kind="payment", document_no="RC-2", net_amount=Decimal(50), **day),
        Posting(
            kind="sales_invoice", document_no="SI-1", net_amount=Decimal(300), order_no="SO-1",
            applied_amount=Decimal(120), **day,
        ),
        Posting(
            kind="credit_note", document_no="CN-1", net_amount=Decimal(40), invoice_no="SI-1",
            applied_amount=Decimal(10), **day,
        ),
    )  # fmt: skip
    with caught_up(store, tmp_path / "cache.sqlite") as cache:
        found = cache.money_unapplied(["C-1"])
        assert [(line.posting.document_no, amount) for line, amount in found] == [
            ("RC-2", 50), ("SO-1", 80), ("CN-1", 30),
        ]  # fmt: skip
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == 160
