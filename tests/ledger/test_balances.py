"""Whatever is quoted, ordered, delivered, invoiced and reversed: the quantities tie, however they are counted."""

import random
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.documents.balances import LineBalance, LineKey, fold, tie_outs
from salesbook.documents.paper import PaperLine
from salesbook.documents.posting import PAPER_KINDS, PaperKind, Posting, reversal
from salesbook.ledger.cache import caught_up
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.sheets.reading import PAPERS
from tests.documents.tables import TODAY, Book
from tests.ledger.by_hand import Pen

SOURCES: dict[PaperKind, PaperKind] = {
    "sales_order": "quotation",
    "delivery_note": "sales_order",
    "sales_invoice": "delivery_note",
}
Step = tuple[str, int, list[int], bool]

steps = st.lists(
    st.tuples(
        st.sampled_from([*PAPER_KINDS, "reversal"]),
        st.integers(0, 5),
        st.lists(st.integers(1, 12), min_size=1, max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)
"""Kind of document; which of the earlier ones it is made from or undoes; its quantities; whether it has a source."""


def take(book: Book, number: int, step: Step) -> list[Posting]:
    """Enter one document as far as the rules let it in; what it posts."""
    kind, pick, quantities, with_source = step
    if kind == "reversal":
        return undo(book, number, pick)
    source_kind = SOURCES.get(kind)  # type: ignore[call-overload]
    sources = [no for no, lines in book.posted.items() if lines[0].kind == source_kind and not lines[0].reverses_no]
    source = sources[pick % len(sources)] if sources and (with_source or kind != "sales_order") else ""
    document_no = f"{kind}-{number}"
    lines = tuple(
        PaperLine(
            line_no=line_no, product_no="BOLT-8", quantity=Decimal(quantity), source_no=source,
            source_line_no=line_no if source else None,
        )
        for line_no, quantity in enumerate(quantities, start=1)
    )  # fmt: skip
    head = {"document_no": document_no, "document_date": TODAY, "customer_no": "C-1", "lines": lines}
    book.enter(PAPERS[kind].model_validate(head))
    return book.posted.get(document_no, [])


def undo(book: Book, number: int, pick: int) -> list[Posting]:
    """Reverse one of the documents that nothing was made from."""
    undone = {lines[0].reverses_no for lines in book.posted.values()}
    candidates = [
        no
        for no, lines in book.posted.items()
        if no not in undone and not lines[0].reverses_no and is_free(book, lines)
    ]
    if not candidates:
        return []
    mirror_no = f"RV-{number}"
    mirror = reversal(book.posted[candidates[pick % len(candidates)]], TODAY, "typing error")
    book.keep([posting.model_copy(update={"document_no": mirror_no}) for posting in mirror])
    return book.posted[mirror_no]


def is_free(book: Book, lines: list[Posting]) -> bool:
    balances = [book.balance(line.kind, line.document_no, line.line_no) for line in lines]
    nothing_built = {"quotation": "ordered", "sales_order": "delivered", "delivery_note": "invoiced"}.get(lines[0].kind)
    return nothing_built is None or not any(getattr(balance, nothing_built) for balance in balances)


def assert_everything_ties(written: list[Posting], balances: dict[LineKey, LineBalance]) -> None:
    for balance in balances.values():
        assert min(balance.quantity, balance.ordered, balance.delivered, balance.invoiced, balance.closed) >= 0
        assert balance.uninvoiced >= 0
    for proof in tie_outs(written, balances).values():
        assert not any((proof.order_difference, proof.invoice_difference, proof.excess))
        assert proof.uninvoiced >= 0
        assert proof.open == proof.ordered - proof.delivered


def by_hand(postings: list[Posting]) -> dict[tuple[str, str], Decimal]:
    """Totals of each order from sums over the rows alone, without the rules for single documents."""
    totals: dict[tuple[str, str], Decimal] = {}
    for posting in postings:
        if posting.kind != "quotation":
            order_no = posting.order_no or posting.reverses_no or posting.document_no
            key = (posting.kind, order_no)
            totals[key] = totals.get(key, Decimal(0)) + posting.quantity
    return totals


@settings(max_examples=30)
@given(steps=steps, seed=st.integers(0, 1000))
def test_all_ways_of_counting_agree_after_every_step(steps: list[Step], seed: int) -> None:
    book, written = Book(), []
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore.create(LocalFolder(Path(folder) / "ledger"), "Acme")
        pen = Pen(store)
        for number, step in enumerate(steps):
            postings = take(book, number, step)
            if not postings:
                continue
            written += postings
            pen.write(postings)
            balances = fold(written)
            assert_everything_ties(written, balances)
            assert balances == {key: line.balance for key, line in book.facts.lines.items()}
            if number % 4 == 0:
                with caught_up(store, Path(folder) / "cache.sqlite") as cache:
                    assert cache.balances() == balances
        with caught_up(store, Path(folder) / "cache.sqlite") as cache:
            followed = cache.balances()
        with caught_up(store, Path(folder) / "from nothing.sqlite") as cache:
            assert cache.balances() == followed == fold(written)

    shuffled = random.Random(seed).sample(written, len(written))
    assert fold(shuffled) == followed
    counters = {"sales_order": "quantity", "delivery_note": "delivered", "sales_invoice": "invoiced"}
    for (kind, order_no), total in by_hand(written).items():
        counted = [
            getattr(found, counters[kind]) for key, found in followed.items() if key[:2] == ("sales_order", order_no)
        ]
        assert sum(counted) == total
