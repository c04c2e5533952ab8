"""How things stood on a day, and as they were known at a moment: the engine counts as the fold does."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey, fold
from salesbook.documents.facts import PostedLine
from salesbook.documents.month_end import open_quantity
from salesbook.documents.posting import Posting
from salesbook.ledger.cache import caught_up
from salesbook.ledger.cutoff import EVERYTHING, Cutoff
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.schema import GENESIS_HASH, Stamp, StoredPosting, posting_hash
from salesbook.ledger.store import LedgerStore
from salesbook.queries import LedgerQueries
from tests.documents.tables import Book
from tests.ledger.test_balances import Step, steps, take

FIRST_DAY = date(2026, 3, 1)
FIRST_MOMENT = datetime(2026, 3, 1, 8, tzinfo=UTC)
MOST_STEPS = 20
OPEN_KINDS = ("quotation", "sales_order", "delivery_note")


def stored_days(entered: list[tuple[Step, int]]) -> list[StoredPosting]:
    """Documents as the rules let them in, each dated some days after the first and stored an hour after the last."""
    book, head, stored = Book(), GENESIS_HASH, list[StoredPosting]()
    for number, (step, days) in enumerate(entered):
        postings = take(book, number, step)
        if not postings:
            continue
        day = FIRST_DAY + timedelta(days)
        lines = tuple(posting.model_copy(update={"posting_date": day}) for posting in postings)
        seq = len(stored) + 1
        stamp = Stamp(
            seq=seq, batch_id=f"B-{seq:06}", posting_id=str(seq), number_year=2026, number=seq,
            posted_at=FIRST_MOMENT + timedelta(hours=seq), prev_hash=head,
        )  # fmt: skip
        head = posting_hash(stamp, lines)
        stored.append(StoredPosting(stamp=stamp.model_copy(update={"hash": head}), lines=lines))
    return stored


def that_count(stored: list[StoredPosting], cutoff: Cutoff) -> list[Posting]:
    return [line for found in stored for line in found.lines if cutoff.counts(line, found.stamp)]


def line_key(line: PostedLine) -> LineKey:
    return LineKey(line.posting.kind, line.posting.document_no, line.posting.line_no)


def counted_by_hand(postings: list[Posting]) -> dict[str, tuple[int, int]]:
    return {
        kind: (
            len({posting.document_no for posting in postings if posting.kind == kind}),
            len({posting.reverses_no for posting in postings if posting.kind == kind} - {""}),
        )
        for kind in sorted({posting.kind for posting in postings})
    }


def dated(taken: list[Step], days: list[int]) -> list[tuple[Step, int]]:
    return list(zip(taken, days[: len(taken)], strict=True))


entries = st.builds(dated, steps, st.lists(st.integers(0, 5), min_size=MOST_STEPS, max_size=MOST_STEPS))
"""A way from orders to money, then documents of all kinds, made from each other or undoing each other, dated
over six days; so a receipt may be dated before its invoice."""


def assert_money_is_counted_alike(queries: LedgerQueries, counted: dict[LineKey, LineBalance]) -> None:
    """What customers owe, and the invoices it consists of, by the engine and by the fold."""
    accounts = {key.document_no: balance for key, balance in counted.items() if key.kind == "customer"}
    assert queries.accounts() == {no: found for no, found in accounts.items() if found.receivable or found.unapplied}
    invoices = {key.document_no: found for key, found in counted.items() if key[::2] == ("sales_invoice", AS_A_WHOLE)}
    uneven = queries.claims()
    assert [(line.posting.document_no, line.balance) for line in uneven] == [
        (number, invoices[number]) for number in sorted(invoices) if invoices[number].open_amount
    ]
    owed = sum((line.balance.open_amount for line in uneven), Decimal(0))
    assert owed == sum((line.home_open for line in uneven), Decimal(0))
    assert owed == sum((account.receivable for account in accounts.values()), Decimal(0))
    assert sorted(queries.unpaid()) == sorted(left for found in invoices.values() if (left := found.open_amount) > 0)


@settings(max_examples=4)
@given(entered=entries)
def test_the_engine_the_cache_and_the_fold_agree_on_how_things_stand_now(entered: list[tuple[Step, int]]) -> None:
    stored = stored_days(entered)
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore.create(LocalFolder(Path(folder) / "ledger"), "Acme")
        if stored:
            store.append(1, stored)
        queries = LedgerQueries(store)
        with caught_up(store, Path(folder) / "cache.sqlite") as cache:
            assert queries.balances() == cache.balances() == fold(that_count(stored, EVERYTHING))
            assert queries.counts() == cache.counts()
            assert_money_is_counted_alike(queries, cache.balances())
            for kind in OPEN_KINDS:
                found = {line_key(line): line.balance for line in queries.open_lines(kind)}
                assert found == {key: line.balance for key, line in cache.open_lines(kind).items()}


@settings(max_examples=6)
@given(entered=entries, days=st.none() | st.integers(-1, 6), hours=st.none() | st.integers(0, MOST_STEPS))
def test_the_engine_counts_as_the_fold_does_on_any_day_and_at_any_moment(
    entered: list[tuple[Step, int]], days: int | None, hours: int | None
) -> None:
    stored = stored_days(entered)
    cutoff = Cutoff(
        as_of=None if days is None else FIRST_DAY + timedelta(days),
        known_at=None if hours is None else FIRST_MOMENT + timedelta(hours=hours),
    )
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore.create(LocalFolder(Path(folder) / "ledger"), "Acme")
        if stored:
            store.append(1, stored)
        queries = LedgerQueries(store, cutoff)
        postings = that_count(stored, cutoff)
        counted = fold(postings)
        assert queries.balances() == counted
        assert queries.counts() == counted_by_hand(postings)
        assert_money_is_counted_alike(queries, counted)
        posted = {LineKey(line.kind, line.document_no, line.line_no): line for line in postings}
        for kind in OPEN_KINDS:
            # A line counts once it is dated itself, and not when only what was made from it is.
            assert [(line_key(line), line.posting, line.balance) for line in queries.open_lines(kind)] == [
                (key, posted[key], counted[key])
                for key in sorted(posted)
                if key.kind == kind
                and not posted[key].reverses_no
                and open_quantity(PostedLine(posted[key], counted[key])) > 0
            ]


def test_a_document_reversed_later_stands_on_the_day_before(tmp_path: Path) -> None:
    order = (("sales_order", 0, [8], False), 0)
    mirror = (("reversal", 0, [1], False), 3)
    stored = stored_days([order, mirror])
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    store.append(1, stored)
    before = LedgerQueries(store, Cutoff(as_of=FIRST_DAY + timedelta(2)))
    assert [line.balance for line in before.open_lines("sales_order")] == [LineBalance(quantity=Decimal(8))]
    assert before.counts() == {"sales_order": (1, 0)}
    assert before.reversal_of("sales_order-0") == ""
    on_the_day = LedgerQueries(store, Cutoff(as_of=FIRST_DAY + timedelta(3)))
    assert on_the_day.open_lines("sales_order") == []
    assert on_the_day.reversal_of("sales_order-0") == "RV-1"
    # Dated by then, but stored only at ten: at nine nobody knew.
    known = Cutoff(as_of=FIRST_DAY + timedelta(3), known_at=FIRST_MOMENT + timedelta(hours=1))
    assert len(LedgerQueries(store, known).open_lines("sales_order")) == 1
    assert LedgerQueries(store, replace(known, known_at=FIRST_MOMENT)).balances() == {}


def test_an_invoice_is_open_from_its_date_until_it_is_paid_and_open_again_when_the_receipt_is_undone(
    tmp_path: Path,
) -> None:
    way = ("sales_order", "delivery_note", "sales_invoice", "payment")
    steps = [((kind, 0, [2], kind != "sales_order"), day) for day, kind in enumerate(way)]
    # The receipt is the only document that nothing was made from.
    stored = stored_days([*steps, (("reversal", 0, [1], False), 5)])
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    store.append(1, stored)

    def on_day(day: int) -> tuple[list[str], list[Decimal]]:
        queries = LedgerQueries(store, Cutoff(as_of=FIRST_DAY + timedelta(day)))
        open_nos = [line.posting.document_no for line in queries.claims()]
        return open_nos, [account.receivable for account in queries.accounts().values()]

    # Two at 3.335 are 6.67, with 5 % of tax 7.00; received are 2 × 3.34.
    assert on_day(1) == ([], [])
    assert on_day(2) == (["sales_invoice-2"], [7])
    assert on_day(3) == on_day(4) == (["sales_invoice-2"], [Decimal("0.32")])
    assert on_day(5) == (["sales_invoice-2"], [7])


def test_a_line_is_open_from_its_date_until_all_of_it_is_taken(tmp_path: Path) -> None:
    way = ("quotation", "sales_order", "delivery_note", "sales_invoice")
    stored = stored_days([((kind, 0, [2], True), day) for day, kind in enumerate(way)])
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    store.append(1, stored)

    def open_on(day: int) -> list[str]:
        queries = LedgerQueries(store, Cutoff(as_of=FIRST_DAY + timedelta(day)))
        return [line.posting.document_no for kind in OPEN_KINDS for line in queries.open_lines(kind)]

    assert [open_on(day) for day in range(4)] == [["quotation-0"], ["sales_order-1"], ["delivery_note-2"], []]
