"""Whatever is refused, sent back, replaced, credited and undone: no balance has the wrong sign, and all tie."""

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey, fold
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.posting import Posting, reversal
from salesbook.ledger.cache import caught_up
from salesbook.ledger.history import credit_of
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.settings import CompanySettings, RuleSettings
from salesbook.sheets.reading import PAPERS
from tests.documents.tables import TODAY, Book, facts
from tests.ledger.by_hand import Pen

RULES = RuleSettings(return_check="none", credit_note_check="none")
SETTINGS = CompanySettings(name="Acme", rules=RULES)
PRICE = Decimal("3.335")

Step = tuple[str, int, int, int]

SOURCES: dict[str, tuple[str, ...]] = {
    "sales_order": (),
    "delivery_note": ("sales_order",),
    "sign_off": ("delivery_note",),
    "return_request": ("delivery_note",),
    "sales_return": ("delivery_note", "return_request"),
    "sales_invoice": ("delivery_note",),
    "credit_note": ("sales_return", "sales_invoice"),
    "payment": ("sales_invoice",),
}

CHAIN: list[Step] = [
    ("sales_order", 0, 12, 0), ("delivery_note", 0, 6, 0), ("delivery_note", 0, 4, 0), ("sales_invoice", 0, 5, 0),
    ("sales_return", 0, 2, 0),
]  # fmt: skip
"""A way from order to return, so that whatever follows has something to be made from."""

OFTEN = ("delivery_note", "sales_invoice", "sales_return", "credit_note", "sign_off")

steps = st.builds(
    lambda rest: [*CHAIN, *rest],
    st.lists(
        st.tuples(
            st.sampled_from([*SOURCES, *OFTEN, *OFTEN, "reversal"]),
            st.integers(0, 5),
            st.integers(1, 6),
            st.integers(0, 4),
        ),
        max_size=16,
    ),
)

FILLED: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "sales_order": lambda quantity, _: {"product_no": "BOLT-8", "quantity": quantity + 6, "unit_price": PRICE},
    "sign_off": lambda quantity, choice: {"refused_quantity": min(quantity, choice), "cause": "ours", "reason": "wet"},
    "return_request": lambda quantity, choice: {
        "quantity": quantity, "reason": "bent", "settlement": ("credit", "replace", "no_credit")[choice % 3]
    },
    "sales_return": lambda quantity, choice: {
        "quantity": quantity, "reason": "bent", "settlement": ("credit", "replace", "no_credit", "", "")[choice]
    },
    "credit_note": lambda quantity, choice: (
        {"quantity": quantity} if choice else {"credit_for": "price", "amount": Decimal(quantity) / 2}
    ),
    "payment": lambda quantity, _: {"amount": Decimal(quantity)},
}  # fmt: skip


def take(book: Book, number: int, step: Step) -> list[Posting]:
    """Enter one document as far as the rules let it in; what it posts."""
    kind, pick, quantity, choice = step
    if kind == "reversal":
        return undo_last(book, number)
    document_no, source = f"{kind}-{number}", ""
    if SOURCES[kind]:
        undone = {lines[0].reverses_no for lines in book.posted.values()}
        sources = [no for no, lines in book.posted.items() if lines[0].kind in SOURCES[kind] and no not in undone]
        if not sources:
            return []
        source = sources[pick % len(sources)]
    filled = FILLED.get(kind, lambda quantity, _: {"quantity": quantity})(quantity, choice)
    model = PAPERS[kind]
    line = model.line_model.model_validate({"line_no": 1, "source_no": source, **filled})
    head = {"document_no": document_no, "document_date": TODAY, "lines": (line,)}
    head |= {"customer_no": "C-1"} if kind == "sales_order" else {}
    book.enter(model.model_validate(head))
    return book.posted.get(document_no, [])


def undo_last(book: Book, number: int) -> list[Posting]:
    """Reverse the newest document; nothing can rest on it."""
    newest = list(book.posted.values())[-1]
    if newest[0].reverses_no:
        return []
    mirror = [line.model_copy(update={"document_no": f"RV-{number}"}) for line in reversal(newest, TODAY, "slip")]
    book.keep(mirror)
    return mirror


def assert_signs(postings: list[Posting], balances: dict[LineKey, LineBalance]) -> None:
    said = {LineKey(line.kind, line.document_no, line.line_no): line for line in postings if not line.reverses_no}
    for key, found in balances.items():
        assert min(found.quantity, found.returnable if key.kind == "delivery_note" else 0) >= 0, key
        assert min(found.credited, found.reduced, found.signed, found.refused, found.come_back, found.closed) >= 0, key
        if key.kind == "sales_order":
            assert min(found.net_sent, found.accepted) >= 0
            assert found.net_sent + found.open_to_deliver == found.quantity - found.given_up
        elif key.kind == "delivery_note":
            assert found.invoiced - found.credited <= found.quantity
            assert found.uninvoiced >= -(found.refused + found.come_back)
        elif key.kind in ("sales_invoice", "sales_return") and key.line_no != AS_A_WHOLE:
            assert found.open_to_credit >= 0, key
            assert key.kind == "sales_return" or found.reduced <= said[key].net_amount, key
        elif key.kind == "sales_invoice":
            assert min(found.open_amount, found.paid, found.credited_amount) >= 0
        elif key.kind == "customer":
            assert min(found.receivable, found.unapplied) >= 0


def assert_quantities_tie(postings: list[Posting], balances: dict[LineKey, LineBalance]) -> None:
    """DOMAIN 5: what the order says of its deliveries is what the deliveries say of themselves."""
    of_orders: dict[LineKey, list[LineBalance]] = {}
    for line in postings:
        if line.kind == "delivery_note" and not line.reverses_no:
            own, order = LineKey(line.kind, line.document_no, 1), LineKey("sales_order", line.order_no, 1)
            of_orders.setdefault(order, []).append(balances[own])
    for order, notes in of_orders.items():
        kept = sum(note.quantity - note.refused - note.sent_again - note.returned for note in notes)
        assert balances[order].accepted == kept
        assert balances[order].open_to_invoice == sum(note.uninvoiced for note in notes)


def owed_by_hand(postings: list[Posting]) -> tuple[Decimal, Decimal]:
    """What the customer owes and what is his, from sums over the rows of each kind alone."""
    gross = {kind: sum(line.gross_amount for line in postings if line.kind == kind) for kind in SOURCES}
    applied = sum(line.applied_amount for line in postings if line.kind == "credit_note")
    kept = sum(line.gross_amount for line in postings if line.kind == "payment" and not line.source_no)
    return gross["sales_invoice"] - (gross["payment"] - kept) - applied, gross["credit_note"] - applied + kept


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(steps=steps)
def test_no_return_or_credit_leaves_a_balance_of_the_wrong_sign(steps: list[Step]) -> None:
    book, written = Book(facts(rules=RULES, credit={"C-1": CreditStanding()})), list[Posting]()
    for number, step in enumerate(steps):
        written += take(book, number, step)
        balances = fold(written)
        assert_signs(written, balances)
        assert_quantities_tie(written, balances)
        standing = book.facts.credit["C-1"]
        assert (standing.receivable, standing.unapplied) == owed_by_hand(written)
        assert min(standing.uninvoiced, standing.open_orders) >= 0
        known = {key: line.balance for key, line in book.facts.lines.items()}
        assert known == {key: balances.get(key, LineBalance()) for key in known}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(steps=steps)
def test_returns_are_counted_alike_by_the_cache_from_nothing_and_step_by_step(steps: list[Step]) -> None:
    book, written = Book(facts(rules=RULES, credit={"C-1": CreditStanding()})), list[Posting]()
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore.create(LocalFolder(Path(folder) / "ledger"), "Acme")
        pen = Pen(store)
        for number, step in enumerate(steps):
            if postings := take(book, number, step):
                written += postings
                pen.write(postings)
                if number % 5 == 0:
                    with caught_up(store, Path(folder) / "cache.sqlite") as cache:
                        assert cache.balances() == fold(written)
        for name in ("cache.sqlite", "from nothing.sqlite"):
            with caught_up(store, Path(folder) / name) as cache:
                assert cache.balances() == fold(written)
                assert credit_of(cache, ["C-1"], SETTINGS, TODAY)["C-1"] == book.facts.credit["C-1"]
