"""Prove the ledger: every posting complete and unchanged, every total tied, nothing drifted.

Everything is recomputed from the stored files in one pass; the local cache is only compared with the
result. Damage does not end the proof: whoever mends a ledger has to know what is still good.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from typing import Literal
from urllib.parse import unquote

from salesbook.actions.company import Company
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey, count, redefined
from salesbook.documents.opening_balance import OPENING_BALANCE, recounted, stored_amounts
from salesbook.documents.posting import PAPER_KINDS, PaperKind, Posting
from salesbook.documents.tie_out import TieOut, TieOutSums
from salesbook.ledger.auditing import Audit, audit
from salesbook.ledger.cache import rebuild
from salesbook.ledger.schema import GENESIS_HASH, StoredPosting, posting_hash
from salesbook.ledger.snapshot import stored_postings, take_snapshot
from salesbook.money import ZERO
from salesbook.problems import LedgerError
from salesbook.units import plain


@dataclass(frozen=True)
class Check:
    """One thing that was proved, or not.

    Attributes:
        facts: Figures of the sentence, as text.
        found: What does not fit, each as one short text; empty when all is well.
        still_good: Of the chain, when something in it does not fit: the later postings that do, as ``5–8, 10``.
    """

    code: str
    facts: dict[str, str]
    found: tuple[str, ...] = ()
    still_good: str = ""


@dataclass
class Verification:
    """All checks, and the three-quantity totals."""

    checks: list[Check] = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Nothing was found that does not fit."""
        return not any(check.found for check in self.checks)


def verify(company: Company, heads: Sequence[str] = (), *, is_restored: bool = False) -> Verification:
    """Recompute the ledger from its files. What others post meanwhile is left for the next time.

    Balances on this computer that have drifted from a ledger that is sound are counted anew.

    Args:
        heads: Hashes of postings that were written down elsewhere, such as on the month-end report. Each
            must be in the chain: a history that was rewritten, or cut off before it, is found by that alone.
        is_restored: The ledger was restored on purpose; postings that this computer knew are not asked for.
    """
    version, cached, known, hindrance = _cached(company, is_restored=is_restored)
    found = audit(company.store, version)
    chain, ids, numbers = _Chain([*heads, *known]), _Ids(), _Numbers()
    quantities, money = _Quantities(), _Money()
    openings: list[StoredPosting] = []
    for document in found.postings():
        chain.add(document)
        ids.add(document)
        numbers.add(document)
        if document.lines[0].kind == OPENING_BALANCE:
            openings.append(document)
        quantities.add(document.lines)
        money.add(document.lines)
    found.check_removed_files()
    on_this_computer = _check_cache(cached, quantities.balances, hindrance)
    balances = quantities.balances if cached is None else cached
    proofs = quantities.sums.proofs(balances)
    files, links, twice = _check_files(found), chain.check(), ids.check()
    verification = Verification(
        [
            files,
            _check_table(found, quantities.lines),
            links,
            *chain.check_heads(known, company),
            twice,
            numbers.check(),
            *quantities.checks(proofs),
            money.check(balances),
            _check_opening_balances(found, openings),
            on_this_computer,
        ],
        _totals(proofs.values()),
    )
    if on_this_computer.found and not (files.found or links.found or twice.found):
        rebuild(company.store, company.cache_path)
    return verification


def read_all(company: Company) -> list[StoredPosting]:
    """Every stored document in its order."""
    return list(stored_postings(company.store, take_snapshot(company.store)))


def _cached(
    company: Company, *, is_restored: bool
) -> tuple[int | None, dict[LineKey, LineBalance] | None, list[str], str]:
    """Version and balances on this computer, and a head it knew before; without them, what hinders it."""
    try:
        with company.cache() as cache:
            version, balances, known = cache.version, cache.balances(), cache.known_head
            if is_restored:
                cache.forget_known_head()
            return version, balances, [known] if known and not is_restored else [], ""
    except LedgerError as error:
        return None, None, [], _told(error)


def _check_files(found: Audit) -> Check:
    """Every log entry and every file is there and as it was written."""
    facts = {"entries": str(found.entries), "files": str(len(found.table.files))}
    return Check("verify-files", facts, tuple(_told(error) for error in found.damage))


def _told(error: LedgerError) -> str:
    """What is damaged, and how it shows."""
    if document := error.values.get("document"):
        return f"{document} (seq {error.values['seq']})"
    place, reason = error.values.get("file", error.values.get("folder", error.code)), error.values.get("reason", "")
    return f"{place} ({reason})" if reason else place


def _check_table(found: Audit, lines: int) -> Check:
    """An independent reader must see the same table, and all that was ever stored must be in it."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    storage, version = found.store.storage, found.table.version
    facts = {"lines": str(lines), "version": str(version)}
    try:
        table = DeltaTable(storage.place, version=version, storage_options=storage.options)
        actions = table.get_add_actions(flatten=True)
    except (DeltaError, OSError, ValueError) as error:
        return Check("verify-table", facts, (str(error).splitlines()[0],))
    seen = sum(rows or 0 for rows in actions.column("num_records").to_pylist())
    # A checkpoint of another program may lead such readers to other files than ours.
    others = sorted({unquote(path) for path in actions.column("path").to_pylist()} ^ found.table.files.keys())
    differences = (f"{number} ≠ {lines}" for number in dict.fromkeys((seen, found.stored)) if number != lines)
    return Check("verify-table", facts, (*differences, *others))


class _Chain:
    """Whether each posting is as it was sealed, and follows the one before."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._seq, self._hash, self._count = 0, GENESIS_HASH, 0
        self._broken: list[str] = []
        self._good_after: list[list[int]] = []
        self._heads: dict[str, StoredPosting | None] = dict.fromkeys(head.strip().lower() for head in heads)

    def add(self, document: StoredPosting) -> None:
        stamp = document.stamp
        follows = stamp.prev_hash == self._hash
        if stamp.seq != self._seq + 1:
            # What is missing may have been good; nothing but its absence is known.
            missing = f"{self._seq + 1}–{stamp.seq - 1}" if stamp.seq > self._seq + 2 else f"{self._seq + 1}"
            self._broken.append(f"(seq {missing})")
            follows = stamp.seq > self._seq
        if follows and stamp.hash == posting_hash(stamp, document.lines):
            if self._broken:
                self._note_good(stamp.seq)
        else:
            self._broken.append(f"{document.lines[0].document_no} (seq {stamp.seq})")
        self._seq, self._hash = stamp.seq, stamp.hash
        self._count += 1
        if stamp.hash in self._heads:
            self._heads[stamp.hash] = document

    def _note_good(self, seq: int) -> None:
        if self._good_after and self._good_after[-1][1] == seq - 1:
            self._good_after[-1][1] = seq
        else:
            self._good_after.append([seq, seq])

    def check(self) -> Check:
        """The first posting that does not fit is named, and so is every later one that is still good."""
        good = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in self._good_after)
        facts = {"postings": str(self._count), "seq": str(self._seq), "hash": self._hash}
        return Check("verify-chain", facts, tuple(self._broken), good)

    def check_heads(self, known: Sequence[str], company: Company) -> Iterator[Check]:
        """One check for each head that was written down, or that this computer knew."""
        for head, document in self._heads.items():
            if document is None:
                yield Check("verify-known-missing" if head in known else "verify-head-missing", {"hash": head}, (head,))
            elif head not in known:
                day = company.local_date(document.stamp.posted_at).isoformat()
                yield Check("verify-head", {"hash": head, "seq": str(document.stamp.seq), "day": day})


class _Ids:
    """Whether each posting is there once: its id makes a second press of Post recognisable."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._twice: list[str] = []

    def add(self, document: StoredPosting) -> None:
        # Millions of ids are kept as short digests.
        digest = hashlib.blake2b(document.stamp.posting_id.encode(), digest_size=12).digest()
        if digest in self._seen:
            self._twice.append(f"{document.lines[0].document_no} (seq {document.stamp.seq})")
        self._seen.add(digest)

    def check(self) -> Check:
        return Check("verify-ids", {"postings": str(len(self._seen))}, tuple(self._twice))


class _Numbers:
    """Whether numbers run from 1 without gap or repeat, per kind and year."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, int], list[int]] = defaultdict(list)

    def add(self, document: StoredPosting) -> None:
        if document.stamp.number:
            first = document.lines[0]
            kind = "reversal" if first.reverses_no else first.kind
            self._given[kind, document.stamp.number_year].append(document.stamp.number)

    def check(self) -> Check:
        found = [
            f"{kind} {year}: {len(given)} ≠ 1…{max(given)}"
            for (kind, year), given in sorted(self._given.items())
            if sorted(given) != list(range(1, len(given) + 1))
        ]
        documents = sum(len(given) for given in self._given.values())
        return Check("verify-numbers", {"ranges": str(len(self._given)), "documents": str(documents)}, tuple(found))


class _Quantities:
    """What the lines add up to, by the balances and by each kind of paper for itself."""

    def __init__(self) -> None:
        self.lines = 0
        self.balances: dict[LineKey, LineBalance] = {}
        self.sums = TieOutSums()
        self._known: set[LineKey] = set()
        self._delivered: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)

    def add(self, lines: Iterable[Posting]) -> None:
        for line in lines:
            self.lines += 1
            count(self.balances, line)
            self.sums.add(line)
            if line.kind in PAPER_KINDS and not line.reverses_no:
                self._known.add(LineKey(line.kind, line.document_no, line.line_no))
            if (added := redefined(line)) and not line.reverses_no:
                self._known.add(LineKey(added.kind, added.document_no, added.line_no))
            if line.kind == "delivery_note":
                self._delivered[LineKey("sales_order", line.order_no, line.order_line_no or 0)] += line.quantity

    def checks(self, proofs: dict[LineKey, TieOut]) -> list[Check]:
        return [self._check_sources(), _check_tie_outs(proofs), self._check_delivery_lines()]

    def _check_sources(self) -> Check:
        """Whatever a line says it was made from is there."""
        lines = (key for key in self.balances.keys() - self._known if key.kind in PAPER_KINDS)
        papers = {(key.kind, key.document_no) for key in self._known}
        found = tuple(
            f"{key.document_no} / {key.line_no}"
            for key in sorted(lines)
            if key.line_no != AS_A_WHOLE or (key.kind, key.document_no) not in papers
        )
        return Check("verify-sources", {"lines": str(len(self._known))}, found)

    def _check_delivery_lines(self) -> Check:
        """Delivered on orders is what the delivery notes say, and nothing is invoiced twice."""
        none = LineBalance()
        wrong = [key for key, quantity in self._delivered.items() if self.balances.get(key, none).delivered != quantity]
        notes = {key: balance for key, balance in self.balances.items() if key.kind == "delivery_note"}
        # Between a return and its credit note more is invoiced than accepted, but never more than was sent.
        wrong += [key for key, balance in notes.items() if balance.billed > balance.quantity]
        found = tuple(f"{key.document_no} / {key.line_no}" for key in wrong)
        return Check("verify-deliveries", {"lines": str(len(notes))}, found)


class _Money:
    """What customers owe and what each paper has open, by each kind of paper for itself.

    Papers count in their own currency, customers in home currency.
    """

    def __init__(self) -> None:
        self._sums: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        self._claims: dict[tuple[PaperKind, str], Decimal] = defaultdict(lambda: ZERO)

    def add(self, lines: Iterable[Posting]) -> None:
        for line in lines:
            match line.kind:
                case "sales_invoice" | "credit_note":
                    self._add_claim(line.kind, line)
                case "payment":
                    self._add_payment(line)

    def _add_claim(self, kind: Literal["sales_invoice", "credit_note"], line: Posting) -> None:
        own = line.reverses_no or line.document_no
        self._claims[kind, own] += line.gross_amount
        self._sums[f"{kind} applied"][own] += line.applied_amount
        self._sums[f"{kind} home"][line.customer_no] += line.gross_at_home
        self._sums[f"{kind} applied home"][line.customer_no] += line.applied_at_home
        if kind == "credit_note":
            self._sums["credited"][line.invoice_no] += line.applied_amount
        else:
            self._sums["deposit used"][line.order_no] += line.applied_amount

    def _add_payment(self, line: Posting) -> None:
        pays = (line.source_kind or "sales_invoice") if line.source_no else "on account"
        self._sums[f"paid {pays}"][line.source_no] += line.gross_amount
        home = "payment home" if pays == "sales_invoice" else "on account home"
        self._sums[home][line.customer_no] += line.gross_at_home

    def check(self, balances: Mapping[LineKey, LineBalance]) -> Check:
        """What customers owe is what papers claim less what was received and credited; nothing is paid twice over."""
        customers = {name for sums, found in self._sums.items() if sums.endswith(" home") for name in found}
        none, found = LineBalance(), []
        for customer in sorted(customers):
            balance = balances.get(LineKey("customer", customer, AS_A_WHOLE), none)
            if (balance.receivable, balance.unapplied) != self._owed(customer):
                found.append(customer)
        for kind, number in sorted(self._claims):
            if not self._fits(kind, number, balances.get(LineKey(kind, number, AS_A_WHOLE), none)):
                found.append(number)
        for order in sorted({*self._sums["paid sales_order"], *self._sums["deposit used"]} - {""}):
            deposit = self._sums["paid sales_order"][order] - self._sums["deposit used"][order]
            if deposit < 0 or balances.get(LineKey("sales_order", order, AS_A_WHOLE), none).deposit != deposit:
                found.append(order)
        owed = [self._owed(customer) for customer in customers]
        facts = {
            "customers": str(len(customers)),
            "receivable": plain(sum((receivable for receivable, _ in owed), ZERO)),
            "unapplied": plain(sum((unapplied for _, unapplied in owed), ZERO)),
        }
        return Check("verify-receivables", facts, tuple(found))

    def _owed(self, customer: str) -> tuple[Decimal, Decimal]:
        """Receivable and on account, in home currency."""
        sums = self._sums
        used, applied = sums["sales_invoice applied home"][customer], sums["credit_note applied home"][customer]
        return (
            sums["sales_invoice home"][customer] - sums["payment home"][customer] - used - applied,
            sums["on account home"][customer] - used + sums["credit_note home"][customer] - applied,
        )

    def _fits(self, kind: PaperKind, number: str, balance: LineBalance) -> bool:
        """An invoice is settled by money, deposits and credit notes, a credit note by its invoice and refunds."""
        claimed, applied = self._claims[kind, number], self._sums[f"{kind} applied"][number]
        received = self._sums[f"paid {kind}"][number]
        paid = applied + (received if kind == "sales_invoice" else -received)
        credited = self._sums["credited"][number] if kind == "sales_invoice" else ZERO
        counted = (balance.amount, balance.paid, balance.credited_amount)
        return counted == (claimed, paid, credited) and ZERO <= paid + credited <= max(ZERO, claimed)


def _check_tie_outs(proofs: dict[LineKey, TieOut]) -> Check:
    found = tuple(
        f"{key.document_no} / {key.line_no}"
        for key, proof in proofs.items()
        if any(proof.differences) or proof.is_over_billed
    )
    return Check("verify-tie-outs", {"lines": str(len(proofs))}, found)


def _check_opening_balances(found: Audit, openings: Sequence[StoredPosting]) -> Check:
    """What each year began with is what the postings stored before it add up to."""
    wrong = []
    for document in openings:
        earlier = takewhile(lambda other: other.stamp.seq < document.stamp.seq, found.postings())  # noqa: B023
        try:
            written = stored_amounts(document.lines)
            counted = recounted((line for other in earlier for line in other.lines), document.lines)
        except (ValueError, KeyError, TypeError):
            # Somebody has changed what it keeps about itself; the chain does not fit there either.
            wrong.append(f"{document.lines[0].document_no} (seq {document.stamp.seq})")
            continue
        wrong += [
            f"{document.lines[0].document_no}: {key.customer_no} {key.kind} "
            f"{plain(written.get(key, ZERO))} ≠ {plain(counted.get(key, ZERO))} {key.currency}"
            for key in sorted(written.keys() | counted.keys())
            if written.get(key, ZERO) != counted.get(key, ZERO)
        ]
    return Check("verify-opening-balances", {"documents": str(len(openings))}, tuple(wrong))


def _check_cache(
    cached: dict[LineKey, LineBalance] | None, balances: dict[LineKey, LineBalance], hindrance: str
) -> Check:
    """What clicks are decided on equals the count from scratch."""
    if cached is None:
        return Check("verify-cache", {"lines": "0"}, (hindrance,))
    # Lines on which nothing counts, such as those of a sign-off, are kept there and not in a count.
    none = LineBalance()
    found = tuple(
        f"{key.document_no} / {key.line_no}"
        for key in sorted(cached.keys() | balances.keys())
        if cached.get(key, none) != balances.get(key, none)
    )
    return Check("verify-cache", {"lines": str(len(cached))}, found)


def _totals(proofs: Iterable[TieOut]) -> dict[str, Decimal]:
    names = ("ordered", "given_up", "open", "net_sent", "excess", "accepted", "billed", "uninvoiced", "issued", "back")
    totals = dict.fromkeys(names, ZERO)
    for proof in proofs:
        for name in names:
            totals[name] += getattr(proof, name)
    return totals
