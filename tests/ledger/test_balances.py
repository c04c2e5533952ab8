"""Whatever is quoted, ordered, delivered, invoiced, paid and reversed: quantities and money tie, however counted."""

import random
import tempfile
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey, fold
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.paper import PaperLine
from salesbook.documents.payment import Payment, PaymentLine
from salesbook.documents.posting import PaperKind, Posting, reversal
from salesbook.documents.tie_out import tie_outs
from salesbook.ledger.cache import caught_up
from salesbook.ledger.history import credit_of
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.settings import CompanySettings
from salesbook.sheets.reading import PAPERS
from tests.documents.tables import TODAY, Book, facts
from tests.ledger.by_hand import Pen

SOURCES: dict[PaperKind, PaperKind] = {
    "sales_order": "quotation",
    "delivery_note": "sales_order",
    "sales_invoice": "delivery_note",
    "payment": "sales_invoice",
}
PRICE = Decimal("3.335")
"""A part of a line is a part of its rounded amount, which shows only when there is something to round."""

SETTINGS = CompanySettings(name="Acme")

Step = tuple[str, int, list[int], bool]


EITHER = st.booleans()


def step(
    kinds: Sequence[str], least: int, most: int, with_source: st.SearchStrategy[bool] = EITHER
) -> st.SearchStrategy[Step]:
    """Kind of document; which earlier one it is made from or undoes; its quantities; whether it has a source."""
    quantities = st.lists(st.integers(least, most), min_size=1, max_size=2)
    return st.tuples(st.sampled_from(kinds), st.integers(0, 5), quantities, with_source)


CHAIN = [
    step(["sales_order"], 7, 12), step(["sales_order"], 7, 12), step(["delivery_note"], 3, 6),
    step(["delivery_note"], 3, 6), step(["sales_invoice"], 1, 3), step(["payment"], 1, 2, st.just(True)),
]  # fmt: skip
"""A way from order to money, so that whatever follows has something to be made from."""

steps = st.builds(
    lambda chain, rest: [*chain, *rest],
    st.tuples(*CHAIN),
    st.lists(step(["quotation", *SOURCES, *SOURCES, "reversal"], 1, 5), max_size=14),
)


def take(book: Book, number: int, step: Step) -> list[Posting]:
    """Enter one document as far as the rules let it in; what it posts."""
    kind, pick, quantities, with_source = step
    if kind == "reversal":
        return undo(book, number, pick)
    source_kind = SOURCES.get(kind)  # type: ignore[call-overload]
    sources = [no for no, lines in book.posted.items() if lines[0].kind == source_kind and not lines[0].reverses_no]
    source = sources[pick % len(sources)] if sources and (with_source or kind != "sales_order") else ""
    document_no = f"{kind}-{number}"
    lines: tuple[PaperLine, ...]
    if kind == "payment":
        source = source if with_source else ""
        lines = tuple(
            PaymentLine(line_no=line_no, amount=quantity * PRICE.quantize(Decimal("0.01")), source_no=source)
            for line_no, quantity in enumerate(quantities, start=1)
        )
        book.enter(Payment(document_no=document_no, document_date=TODAY, customer_no="C-1", lines=lines))
        return book.posted.get(document_no, [])
    lines = tuple(
        PAPERS[kind].line_model(
            line_no=line_no, product_no="BOLT-8", quantity=Decimal(quantity), source_no=source,
            source_line_no=line_no if source else None, unit_price=None if source else PRICE,
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
    if lines[0].kind == "sales_invoice":
        return not book.balance("sales_invoice", lines[0].document_no, AS_A_WHOLE).paid
    balances = [book.balance(line.kind, line.document_no, line.line_no) for line in lines]
    nothing_built = {"quotation": "ordered", "sales_order": "delivered", "delivery_note": "invoiced"}.get(lines[0].kind)
    return nothing_built is None or not any(getattr(balance, nothing_built) for balance in balances)


def assert_everything_ties(written: list[Posting], balances: dict[LineKey, LineBalance]) -> None:
    for balance in balances.values():
        assert min(balance.quantity, balance.ordered, balance.delivered, balance.invoiced, balance.closed) >= 0
        assert balance.uninvoiced >= 0
        assert min(balance.paid, balance.open_amount, balance.receivable, balance.unapplied) >= 0
    for proof in tie_outs(written, balances).values():
        assert not any((*proof.differences, proof.excess))
        assert proof.uninvoiced >= 0
        assert proof.open == proof.ordered - proof.delivered


def by_hand(postings: list[Posting]) -> dict[tuple[str, str], Decimal]:
    """Totals of each order from sums over the rows alone, without the rules for single documents."""
    totals: dict[tuple[str, str], Decimal] = {}
    for posting in postings:
        if posting.kind not in ("quotation", "payment"):
            order_no = posting.order_no or posting.reverses_no or posting.document_no
            key = (posting.kind, order_no)
            totals[key] = totals.get(key, Decimal(0)) + posting.quantity
    return totals


def standing_by_hand(postings: list[Posting]) -> CreditStanding:
    """What the customer owes from sums over the rows of each kind alone, without the rules of balances."""
    rows: dict[tuple[str, str, int], list[Decimal]] = {}
    taken: dict[tuple[str, str, int], Decimal] = {}
    owed = on_account = Decimal(0)
    for posting in postings:
        own = (posting.kind, posting.reverses_no or posting.document_no, posting.line_no)
        quantity, amount = rows.setdefault(own, [Decimal(0), Decimal(0)])
        rows[own] = [quantity + posting.quantity, amount + posting.net_amount + posting.tax_amount]
        if posting.kind in ("delivery_note", "sales_invoice"):
            source = (SOURCES[posting.kind], posting.source_no, posting.source_line_no or 0)  # type: ignore[index]
            taken[source] = taken.get(source, Decimal(0)) + posting.quantity
        if posting.kind == "sales_invoice":
            owed += posting.net_amount + posting.tax_amount
        elif posting.kind == "payment":
            owed -= posting.net_amount if posting.source_no else 0
            on_account += 0 if posting.source_no else posting.net_amount
    left = {"sales_order": Decimal(0), "delivery_note": Decimal(0)}
    for key, (quantity, amount) in rows.items():
        if key[0] in left and quantity:
            share = amount * (quantity - taken.get(key, Decimal(0))) / quantity
            left[key[0]] += share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return CreditStanding(owed, left["delivery_note"], left["sales_order"], on_account)


def _is_used(balance: LineBalance) -> bool:
    return balance != LineBalance()


@settings(max_examples=40)
@given(steps=steps, seed=st.integers(0, 1000))
def test_all_ways_of_counting_agree_after_every_step(steps: list[Step], seed: int) -> None:
    book, written = Book(facts(credit={"C-1": CreditStanding()})), []
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
            of_papers = {key: balance for key, balance in balances.items() if key.kind != "customer"}
            known = {key: line.balance for key, line in book.facts.lines.items()}
            assert of_papers == {
                key: balance for key, balance in known.items() if key in of_papers or _is_used(balance)
            }
            assert book.facts.credit["C-1"] == standing_by_hand(written)
            if number % 4 == 0:
                with caught_up(store, Path(folder) / "cache.sqlite") as cache:
                    assert cache.balances() == balances
                    assert credit_of(cache, ["C-1"], SETTINGS, TODAY)["C-1"] == standing_by_hand(written)
        with caught_up(store, Path(folder) / "cache.sqlite") as cache:
            followed = cache.balances()
            assert credit_of(cache, ["C-1"], SETTINGS, TODAY)["C-1"] == standing_by_hand(written)
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
