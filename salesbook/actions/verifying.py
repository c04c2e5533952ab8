"""Prove the ledger: every posting complete and unchanged, every total tied, nothing drifted.

Everything is recomputed from the stored files, whose bytes are compared with the hashes kept in the log;
the local cache is only compared with the result.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from salesbook.actions.company import Company
from salesbook.documents.balances import LineBalance, LineKey, TieOut, fold, tie_outs
from salesbook.documents.posting import PAPER_KINDS, Posting
from salesbook.ledger.cache import rebuild
from salesbook.ledger.schema import GENESIS_HASH, StoredPosting, from_rows, posting_hash
from salesbook.money import ZERO
from salesbook.problems import LedgerError


@dataclass(frozen=True)
class Check:
    """One thing that was proved, or not.

    Attributes:
        facts: Figures of the sentence, as text.
        found: What does not fit, each as one short text; empty when all is well.
    """

    code: str
    facts: dict[str, str]
    found: tuple[str, ...] = ()


@dataclass
class Verification:
    """All checks, and the three-quantity totals."""

    checks: list[Check] = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Nothing was found that does not fit."""
        return not any(check.found for check in self.checks)


def verify(company: Company) -> Verification:
    """Recompute the ledger from its files. What others post meanwhile is left for the next time.

    Balances on this computer that have drifted from a ledger that is sound are counted anew.

    Raises:
        LedgerError: A file is missing, damaged or does not continue the chain; the sentence names it.
    """
    company.store.check_complete()
    with company.cache() as cache:
        version, cached = cache.version, cache.balances()
    stored = read_all(company, version)
    postings = [line for document in stored for line in document.lines]
    balances = fold(postings)
    proofs = tie_outs(postings, cached)
    chain, on_this_computer = _check_chain(stored), _check_cache(cached, balances)
    if on_this_computer.found and not chain.found:
        rebuild(company.store, company.cache_path)
    return Verification(
        [
            _check_table(company, version, postings),
            chain,
            _check_numbers(stored),
            _check_sources(balances, postings),
            _check_tie_outs(proofs),
            _check_delivery_lines(balances, postings),
            on_this_computer,
        ],
        _totals(proofs.values()),
    )


def read_all(company: Company, until: int | None = None) -> list[StoredPosting]:
    """Every stored document in its order, up to a version of the ledger."""
    store = company.store
    commits = takewhile(lambda commit: until is None or commit.version <= until, store.commits_after(-1))
    return [stored for commit in commits for stored in from_rows(store.read(commit))]


def _check_table(company: Company, version: int, postings: list[Posting]) -> Check:
    """An independent reader must see the same table."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    try:
        table = DeltaTable(str(company.store.folder), version=version)
    except DeltaError as error:
        raise LedgerError("ledger-log-broken", file=company.store.log, reason=error) from None
    seen = sum(table.get_add_actions(flatten=True).column("num_records").to_pylist())
    found = () if seen == len(postings) else (f"{seen} ≠ {len(postings)}",)
    return Check("verify-table", {"lines": str(len(postings)), "version": str(table.version())}, found)


def _check_chain(stored: list[StoredPosting]) -> Check:
    """The first posting that does not fit is named; after it only the links among the later ones can be good."""
    head, seq = GENESIS_HASH, 0
    found = []
    for document in stored:
        stamp = document.stamp
        if stamp.seq != seq + 1 or stamp.prev_hash != head or stamp.hash != posting_hash(stamp, document.lines):
            found.append(f"{document.lines[0].document_no} (seq {stamp.seq})")
        head, seq = stamp.hash, stamp.seq
    return Check("verify-chain", {"postings": str(len(stored)), "hash": head[:16]}, tuple(found))


def _check_numbers(stored: list[StoredPosting]) -> Check:
    """Numbers run from 1 without gap or repeat, per kind and year."""
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for document in stored:
        if document.stamp.number:
            first = document.lines[0]
            kind = "reversal" if first.reverses_no else first.kind
            numbers[kind, document.stamp.number_year].append(document.stamp.number)
    found = [
        f"{kind} {year}: {len(given)} ≠ 1…{max(given)}"
        for (kind, year), given in sorted(numbers.items())
        if sorted(given) != list(range(1, len(given) + 1))
    ]
    documents = sum(len(given) for given in numbers.values())
    return Check("verify-numbers", {"ranges": str(len(numbers)), "documents": str(documents)}, tuple(found))


def _check_sources(balances: dict[LineKey, LineBalance], postings: Iterable[Posting]) -> Check:
    """Whatever a line says it was made from is there."""
    known = {(p.kind, p.document_no, p.line_no) for p in postings if p.kind in PAPER_KINDS and not p.reverses_no}
    found = tuple(f"{key.document_no} / {key.line_no}" for key in sorted(balances) if tuple(key) not in known)
    return Check("verify-sources", {"lines": str(len(known))}, found)


def _check_tie_outs(proofs: dict[LineKey, TieOut]) -> Check:
    found = tuple(
        f"{key.document_no} / {key.line_no}"
        for key, proof in proofs.items()
        if proof.order_difference or proof.invoice_difference or proof.uninvoiced < 0
    )
    return Check("verify-tie-outs", {"lines": str(len(proofs))}, found)


def _check_delivery_lines(balances: dict[LineKey, LineBalance], postings: Iterable[Posting]) -> Check:
    """Delivered on orders is what the delivery notes say, and nothing is invoiced twice."""
    delivered: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    for posting in postings:
        if posting.kind == "delivery_note":
            delivered[LineKey("sales_order", posting.order_no, posting.order_line_no or 0)] += posting.quantity
    wrong = [key for key, quantity in delivered.items() if balances[key].delivered != quantity]
    notes = {key: balance for key, balance in balances.items() if key.kind == "delivery_note"}
    wrong += [key for key, balance in notes.items() if balance.uninvoiced < 0]
    found = tuple(f"{key.document_no} / {key.line_no}" for key in wrong)
    return Check("verify-deliveries", {"lines": str(len(notes))}, found)


def _check_cache(cached: dict[LineKey, LineBalance], balances: dict[LineKey, LineBalance]) -> Check:
    """What clicks are decided on equals the count from scratch."""
    found = tuple(
        f"{key.document_no} / {key.line_no}"
        for key in sorted(cached.keys() | balances.keys())
        if cached.get(key) != balances.get(key)
    )
    return Check("verify-cache", {"lines": str(len(cached))}, found)


def _totals(proofs: Iterable[TieOut]) -> dict[str, Decimal]:
    totals = dict.fromkeys(("ordered", "closed", "open", "delivered", "excess", "invoiced", "uninvoiced"), ZERO)
    for proof in proofs:
        for name in totals:
            totals[name] += getattr(proof, name)
    return totals
