"""Report queries, written once as ibis expressions over the ledger's table.

DuckDB reads the table's Parquet files directly. Only sums and counts are asked of the engine, so that
decimals stay exact; ratios are formed later, from the sums.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from salesbook.appraisal.figures import SoldDocument
from salesbook.documents.balances import (
    AS_A_WHOLE,
    EFFECT_RULES,
    NAMINGS,
    REVISED_BY,
    VALUES,
    EffectRule,
    LineBalance,
    LineKey,
    Name,
    ValueName,
)
from salesbook.documents.facts import PostedLine
from salesbook.documents.month_end import KindTotals, LedgerHead
from salesbook.documents.posting import BESIDE, PAPER_KINDS, Posting
from salesbook.documents.receivables import AccountEntry, Claim, Moves
from salesbook.ledger.cutoff import EVERYTHING, Cutoff
from salesbook.ledger.schema import MONEY_DECIMALS, ledger_schema
from salesbook.ledger.snapshot import take_snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.money import ZERO, round_half_up
from salesbook.planning.targets import Measure, TargetLine

if TYPE_CHECKING:
    import ibis.expr.types as ir


OUR_FAULT = '"cause":"ours"'
"""What the details of a sign-off line say about goods that were refused through our fault."""


@dataclass(frozen=True, slots=True)
class SoldMonth:
    """What a person sold in a territory in a month, net of the reversals posted in that month.

    Attributes:
        documents: Those that stand: neither mirrors nor documents reversed within the days asked for.
    """

    month: str
    territory_code: str
    salesperson_no: str
    net_amount: Decimal
    quantity: Decimal
    documents: int


@dataclass(frozen=True, slots=True)
class SoldPart:
    """What a person sold of a product to a customer in a month, or promised or claimed, by one kind of paper.

    Attributes:
        customer_no: Empty where it was not asked for; likewise ``product_no``.
    """

    kind: str
    month: str
    territory_code: str
    salesperson_no: str
    customer_no: str
    product_no: str
    net_amount: Decimal


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came in, less what was paid back, in home currency; of a person in a territory."""

    territory_code: str
    salesperson_no: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """One stored line of a target plan."""

    territory_code: str
    salesperson_no: str
    month: str
    target: Decimal


@dataclass(frozen=True, slots=True)
class StoredStamp:
    """By whom and when a posting was stored, and how far the ledger had got with it."""

    posted_by: str
    posted_at: datetime
    head: LedgerHead


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One version of a record, with what storing added to it."""

    kind: str
    valid_from: date
    details: str
    reason: str
    posted_at: datetime
    posted_by: str
    workbook: str
    sheet: str
    row_number: int | None


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line with the stamp of its posting."""

    posting: Posting
    entry: int
    posted_at: datetime
    posted_by: str
    workbook: str


@dataclass(frozen=True, slots=True)
class StoredBy:
    """Who stored a posting, when, and from which workbook."""

    posted_at: datetime
    posted_by: str
    workbook: str


@dataclass(frozen=True, slots=True)
class UnusedCredit:
    """A part of the money on account of a customer, in home currency.

    Attributes:
        document_no: The credit note, or the order that a deposit was paid for; the customer's number for money
            that was received for nothing.
    """

    customer_no: str
    document_no: str
    amount: Decimal


class LedgerQueries:
    """The ledger's table as one engine sees it at one version.

    Attributes:
        cutoff: What counts; everything, unless somebody asks about the past.
    """

    def __init__(self, store: LedgerStore, cutoff: Cutoff = EVERYTHING) -> None:
        """Prove the data files and open them.

        Raises:
            LedgerError: One is missing or damaged; no figure comes from it.
        """
        import ibis

        self.cutoff = cutoff
        files = [str(store.proved_path(file)) for file in take_snapshot(store).ordered]
        # Before the first posting there is no file to learn the columns from.
        table = (
            ibis.duckdb.connect().read_parquet(files, union_by_name=True)
            if files
            else ibis.memtable(ledger_schema().empty_table())
        )
        missing = {field.name: field.type for field in ledger_schema() if field.name not in table.columns}
        table = table.mutate(**{name: ibis.null(ibis.dtype(kind)) for name, kind in missing.items()})
        self._table = up_to(table, cutoff)
        self._known = up_to(table, replace(cutoff, as_of=None))

    def sold_by_month(self, kind: str, first: date, last: date) -> list[SoldMonth]:
        """Sums of a kind of paper by month, territory and salesperson, both days included."""
        found = [SoldMonth(**row) for row in _rows(sold_by_month(self._table, kind, first, last))]
        abroad = self._sold_abroad(kind, first, last, ("month",))
        seats = [(row.month, row.territory_code, row.salesperson_no) for row in found]
        return [
            replace(row, net_amount=row.net_amount + abroad.get(seat, ZERO))
            for row, seat in zip(found, seats, strict=True)
        ]

    def sold_documents(self, kind: str, first: date, last: date) -> list[SoldDocument]:
        """The documents of a kind of paper and their mirrors, both days included, in the order of their numbers."""
        found = [SoldDocument(**row) for row in _rows(sold_documents(self._table, kind, first, last))]
        abroad = self._sold_abroad(kind, first, last, ("document_no",))
        seats = [(row.document_no, row.territory_code, row.salesperson_no) for row in found]
        return [
            replace(row, net_amount=row.net_amount + abroad.get(seat, ZERO))
            for row, seat in zip(found, seats, strict=True)
        ]

    def sold_parts(self, kinds: Collection[str], in_full: str, first: date, last: date) -> list[SoldPart]:
        """What these kinds of paper come to, as ``sold_by_month`` counts it, in one question; both days included.

        Args:
            in_full: The kind of which customers and products are told apart.
        """
        parts = [SoldPart(**row) for row in _rows(sold_parts(self._table, kinds, in_full, first, last))]
        for kind in kinds:
            by = ("month", "customer_no", "product_no")
            for key, amount in self._sold_abroad(kind, first, last, by).items():
                month, customer, product, territory, person = key
                named = (customer, product) if kind == in_full else ("", "")
                parts.append(SoldPart(kind, month, territory, person, *named, amount))
        return parts

    def received(self, first: date, last: date) -> list[Received]:
        """Money by territory and salesperson, both days included."""
        return [Received(**row) for row in _rows(received(self._table, first, last))]

    @cached_property
    def _is_abroad(self) -> bool:
        """Whether any paper is in another currency; where none is, nobody need ask what it is worth."""
        abroad = self._table.filter(_is_abroad(self._table)).limit(1)
        return bool(_rows(abroad.select("kind")))

    def _sold_abroad(self, kind: str, first: date, last: date, by: Sequence[str]) -> dict[tuple[str, ...], Decimal]:
        """What was sold in other currencies is worth at home, without tax; line by line, for each is rounded.

        Args:
            by: Columns that name a sum, together with territory and salesperson.
        """
        sums: dict[tuple[str, ...], Decimal] = {}
        if not self._is_abroad:
            return sums
        for row in _rows(sold_abroad(self._table, kind, first, last)):
            key = (*(row[column] for column in by), row["territory_code"], row["salesperson_no"])
            gross = Fraction(row["net_amount"] + row["tax_amount"])
            worth = Fraction(row["home_amount"]) * Fraction(row["net_amount"]) / gross if gross else Fraction(0)
            sums[key] = sums.get(key, ZERO) + round_half_up(worth, MONEY_DECIMALS)
        return sums

    def refused_documents(self, first: date, last: date) -> list[SoldDocument]:
        """The sign-offs with goods refused at the door through our fault, and their mirrors, both days included."""
        return [SoldDocument(**row) for row in _rows(refused_documents(self._table, first, last))]

    def planned(self, document_no: str) -> list[PlannedMonth]:
        """The lines of a target plan in the order in which they were stored, also those of months to come."""
        return [PlannedMonth(**row) for row in _rows(planned(self._known, document_no))]

    def target_lines(self, document_no: str, measure: Measure) -> list[TargetLine]:
        """The same lines as the planning rules know them."""
        return [
            TargetLine(
                territory_code=row.territory_code, salesperson_no=row.salesperson_no, month=row.month, measure=measure,
                target=row.target,
            )
            for row in self.planned(document_no)
        ]  # fmt: skip

    def balances(self) -> dict[LineKey, LineBalance]:
        """The balance of every paper line that anything counted on."""
        return dict(map(_balance, _rows(balances(self._table))))

    def open_lines(self, kind: str) -> list[PostedLine]:
        """The lines of a kind from which the next paper could be made, in the order of their numbers."""
        return [_posted_line(row) for row in _rows(open_lines(self._table, kind))]

    def lines_of(self, kind: str, document_no: str) -> list[PostedLine]:
        """The lines of a paper with their balances."""
        return [_posted_line(row) for row in _rows(lines_of(self._table, kind, document_no))]

    def postings_of(self, kind: str, document_no: str) -> list[Posting]:
        """The lines of a document as they were stored, whatever it is."""
        return [Posting.model_construct(**row) for row in _rows(postings_of(self._table, kind, document_no))]

    def records(self, kinds: Sequence[str], key: str) -> list[StoredRecord]:
        """The versions of the records with this code, by kind and in the order of storing."""
        rows = [StoredRecord(**row) for row in _rows(records(self._table, kinds, key))]
        return [replace(row, posted_at=row.posted_at.replace(tzinfo=UTC)) for row in rows]

    def lines_about(self, document_no: str) -> list[StoredLine]:
        """The lines of a document, of its revisions and closings, and of what reversed any of them; as stored."""
        rows = _rows(lines_about(self._table, document_no))
        return [
            StoredLine(
                Posting.model_construct(**{name: row[name] for name in Posting.model_fields}), row["seq"],
                row["stored_at"].replace(tzinfo=UTC), row["posted_by"], row["workbook"],
            )
            for row in rows
        ]  # fmt: skip

    def stored_by(self, entries: Collection[int]) -> dict[int, StoredBy]:
        """Who stored these postings, by their numbers."""
        rows = _rows(stored_by(self._table, entries))
        return {row.pop("seq"): StoredBy(**row | {"posted_at": row["posted_at"].replace(tzinfo=UTC)}) for row in rows}

    def postings_of_orders(self, numbers: Collection[str] = ()) -> list[Posting]:
        """Everything posted about some orders, or about all of them, in the order of storing."""
        return [Posting.model_construct(**row) for row in _rows(postings_of_orders(self._table, numbers))]

    def invoice(self, document_no: str) -> LineBalance | None:
        """What an invoice claims and what was paid; ``None`` when no invoice has that number."""
        found = invoices(self._table)
        found = found.filter(found.document_no == document_no)
        return next((balance for _, balance in map(_balance, _rows(found))), None)

    def unpaid(self) -> list[Decimal]:
        """What is still to be received, invoice by invoice."""
        found = invoices(self._table)
        return [balance.open_amount for _, balance in map(_balance, _rows(found.filter(_open_amount(found) > 0)))]

    def claims(self) -> list[Claim]:
        """The invoices that are not even in their own or in home currency, by their numbers.

        One that is dated after what counts, and paid before, is among them with a claim of 0.
        """
        rows = _rows(open_claims(self._table, self._known))
        return [Claim(line.posting, line.balance, row["home_open"]) for row in rows for line in [_posted_line(row)]]

    def credits(self) -> list[UnusedCredit]:
        """What makes up the money on account, document by document, by customer."""
        return [UnusedCredit(**row) for row in _rows(unused_credits(self._table))]

    def moves(self, first: date, last: date) -> list[Moves]:
        """What became of the invoices that were open when a period began, or had any money in it."""
        return [
            Moves(line.posting, line.balance.amount, *(row[name] for name in _MOVED))
            for row in _rows(invoice_moves(self._table, self._known, first, last))
            for line in [_posted_line(row)]
        ]

    def account_entries(self, customers: Sequence[str], *, in_own_currency: bool = False) -> list[AccountEntry]:
        """What each paper changed in what these customers owe, oldest first; what changed nothing is left out.

        Args:
            customers: Whose accounts.
            in_own_currency: In the currency of the paper, not at home.
        """
        rows = _rows(account_entries(self._table, customers, in_own_currency=in_own_currency))
        return [AccountEntry(**row) for row in rows]

    def claimed_between(self, first: date, last: date) -> Decimal:
        """Invoiced less credited, with tax, in home currency, both days included."""
        (row,) = _rows(claimed_between(self._table, first, last))
        total: Decimal = row["amount"] or ZERO
        return total

    def accounts(self) -> dict[str, LineBalance]:
        """What each customer owes and has on account; a customer with neither is left out."""
        return {key.document_no: balance for key, balance in map(_balance, _rows(accounts(self._table)))}

    def counts(self) -> dict[str, tuple[int, int]]:
        """How many documents of each kind there are, reversals among them, and how many are reversed."""
        return {row["kind"]: (row["documents"], row["reversed"]) for row in _rows(counts(self._table))}

    def reversal_of(self, document_no: str) -> str:
        """Number of the document that undid another one; empty when it stands."""
        mirrors = self._table.filter(self._table.reverses_no == document_no).document_no.as_table().distinct()
        return next((row["document_no"] for row in _rows(mirrors)), "")

    def totals_by_kind(self, first: date, last: date) -> list[KindTotals]:
        """Papers by kind and currency in the order of the trade, then the reversals; both days included."""
        found = [KindTotals(**row) for row in _rows(totals_by_kind(self._table, first, last))]
        order = {str(kind): place for place, kind in enumerate(PAPER_KINDS)}
        return sorted(found, key=lambda totals: (order.get(totals.kind, len(order)), totals.currency))

    def holds_every_paper(self) -> bool:
        """Whether no paper is dated after the day up to which it is counted."""
        if self.cutoff.as_of is None:
            return True
        later = self._known.filter(self._known.kind.isin(PAPER_KINDS) & (self._known.posting_date > self.cutoff.as_of))
        return not _rows(later.select("kind").limit(1))

    def has_papers(self) -> bool:
        """Whether any paper counts."""
        papers = self._table.filter(self._table.kind.isin(PAPER_KINDS)).limit(1)
        return bool(_rows(papers.select("kind")))

    def stamp(self, seq: int) -> StoredStamp:
        """The stamp of a posting that is there."""
        row = _rows(stamp(self._table, seq))[0]
        head = LedgerHead(int(row["batch_id"].removeprefix("B-")), seq, row["hash"])
        return StoredStamp(row["posted_by"], row["posted_at"].replace(tzinfo=UTC), head)


def up_to(ledger: "ir.Table", cutoff: Cutoff) -> "ir.Table":
    """The postings that count; like ``Cutoff.counts``."""
    import ibis

    ledger = ledger.mutate(reverses_no=ledger.reverses_no.fill_null(""))
    if cutoff.as_of is not None:
        ledger = ledger.filter(ledger.posting_date <= cutoff.as_of)
    if cutoff.known_at is not None:
        moment = cutoff.known_at.astimezone(UTC).replace(tzinfo=None)
        ledger = ledger.filter(utc(ledger.posted_at) <= ibis.literal(moment))
    if cutoff.until_seq is not None:
        ledger = ledger.filter(ledger.seq <= cutoff.until_seq)
    return ledger


def balances(ledger: "ir.Table", of: str = "") -> "ir.Table":
    """One row per paper line, one column per counter, by the rules that ``documents.balances`` counts by.

    Args:
        ledger: What counts.
        of: Only what is counted on this kind of paper, or on the customers, which is much less to ask.
    """
    import ibis

    counted = ibis.union(
        *(
            _counted(ledger, kind, rule)
            for kind, rules in EFFECT_RULES.items()
            for rule in rules
            if of in ("", rule.kind)
        )
    )
    sums = {
        field.name: counted.amount.sum(where=counted.counter == field.name).fill_null(ZERO)
        for field in fields(LineBalance)
    }
    return counted.group_by("kind", "document_no", "line_no").agg(**sums)


def _counted(ledger: "ir.Table", kind: str, rule: EffectRule, *columns: str) -> "ir.Table":
    """What the postings of a kind add by one rule: to which line, to which counter, how much.

    The columns named are kept beside it, under their names with ``posted_`` in front.
    """
    import ibis

    postings = ledger.filter(ledger.kind == kind)
    if rule.source != "any":
        has_source = postings.source_no.fill_null("") != ""
        postings = postings.filter(has_source if rule.source == "given" else ~has_source)
    if rule.when:
        column, texts = rule.when
        postings = postings.filter(postings[column].fill_null("").isin(texts))
    naming, value = NAMINGS[rule.names], VALUES[rule.value]
    filled = [postings[number].nullif("") for number in naming.numbers]
    document_no = reduce(lambda one, other: one + "@" + other, filled) if naming.joined else ibis.coalesce(*filled)
    line_no = postings[naming.line].fill_null(AS_A_WHOLE) if naming.line else ibis.literal(AS_A_WHOLE)
    # One type for quantities and money; both fit in it without rounding.
    amount = reduce(add, [postings[column].fill_null(ZERO).cast("decimal(38, 6)") for column in value.columns])
    if value.instead:
        instead = postings[value.instead].fill_null(ZERO)
        is_abroad = (postings.exchange_rate.fill_null(ZERO) != 0) | (instead != 0)
        amount = ibis.ifelse(is_abroad, instead.cast("decimal(38, 6)"), amount)
    counted = postings.select(
        kind=ibis.literal(rule.kind), document_no=document_no, line_no=line_no.cast("int32"),
        counter=ibis.literal(rule.counter), amount=amount * rule.sign,
        **{f"posted_{column}": postings[column] for column in columns},
    )  # fmt: skip
    counted = counted.filter(counted.document_no.notnull())
    return counted.filter(counted.amount != 0) if value.sparse else counted


def invoices(ledger: "ir.Table") -> "ir.Table":
    """The invoices as a whole, with the counters of their money."""
    counted = balances(ledger, "sales_invoice")
    return counted.filter(counted.line_no == AS_A_WHOLE)


def accounts(ledger: "ir.Table") -> "ir.Table":
    """The customers with any money, and its counters."""
    counted = balances(ledger, "customer")
    return counted.filter((counted.receivable != 0) | (counted.unapplied != 0)).order_by("document_no")


_INVOICE_OF: Mapping[str, Name] = {
    "sales_invoice": "own paper", "credit_note": "invoice paper", "payment": "source paper",
}  # fmt: skip
"""How the postings that change what a customer owes name the invoice they change it for."""

_CREDIT_OF: Mapping[str, Name] = {"sales_invoice": "order paper", "credit_note": "own paper"}
"""How the postings that change the money on account name the document it came with; receipts by their source."""

_ENTRY = ("posting_date", "document_no", "customer_no", "purpose", "currency")


def _receivable_by_invoice(ledger: "ir.Table") -> "ir.Table":
    """Every change of a receivable, at its invoice: the counter of the customers, by the same rules."""
    import ibis

    return ibis.union(
        *(
            _counted(ledger, kind, rule._replace(names=_INVOICE_OF[kind], kind="sales_invoice"), *_ENTRY).mutate(
                posted_kind=ibis.literal(kind)
            )
            for kind, rules in EFFECT_RULES.items()
            for rule in rules
            if rule.counter == "receivable"
        )
    )


def _money_by_invoice(ledger: "ir.Table", known: "ir.Table") -> "ir.Table":
    """The first line and the counters of each invoice."""
    first = _as_agreed(known, "sales_invoice")
    first = first.filter(first.line_no == 1)
    return first.inner_join(invoices(ledger).drop("line_no"), ["kind", "document_no"])


def open_claims(ledger: "ir.Table", known: "ir.Table") -> "ir.Table":
    """The invoices that are not even, with what is open in home currency."""
    changes = _receivable_by_invoice(ledger)
    home = changes.group_by("document_no").agg(home_open=changes.amount.sum())
    found = _money_by_invoice(ledger, known).inner_join(home, "document_no")
    return found.filter((_open_amount(found) != 0) | (found.home_open != 0)).order_by("document_no")


def unused_credits(ledger: "ir.Table") -> "ir.Table":
    """The money on account by the document it came with."""
    import ibis

    changes = ibis.union(
        *(
            _counted(ledger, kind, rule._replace(names=_credit_name(kind, rule)), *_ENTRY)
            for kind, rules in EFFECT_RULES.items()
            for rule in rules
            if rule.counter == "unapplied"
        )
    )
    by = changes.group_by(customer_no="posted_customer_no", document_no="document_no").agg(amount=changes.amount.sum())
    return by.filter(by.amount != 0).order_by("customer_no", "document_no")


def _credit_name(kind: str, rule: EffectRule) -> Name:
    if kind in _CREDIT_OF:
        return _CREDIT_OF[kind]
    return "customer" if rule.source == "blank" else "source paper"


_MOVED = ("said_at_home", "moved_before", "moved_claimed", "moved_received", "moved_reduced")
"""In the order of the fields of ``Moves``, under names that neither postings nor balances have."""


def invoice_moves(ledger: "ir.Table", known: "ir.Table", first: date, last: date) -> "ir.Table":
    """What was open of each invoice before a period, and what changed it in the period, by what kind of paper."""
    import ibis

    ledger = ledger.filter(ledger.posting_date <= last)
    changes = _receivable_by_invoice(ledger)
    is_before = changes.posted_posting_date < first
    is_claim = changes.posted_kind == "sales_invoice"
    is_money = (changes.posted_kind == "payment") & (changes.posted_purpose.fill_null("") == "")
    is_reduced = ~is_claim & ~is_money & (changes.posted_purpose.fill_null("") != "write_off")
    whole = _whole_claims(ledger)
    moved = changes.group_by("document_no").agg(
        moved_before=changes.amount.sum(where=is_before).fill_null(ZERO),
        moved_claimed=changes.amount.sum(where=~is_before & is_claim).fill_null(ZERO),
        moved_received=-changes.amount.sum(where=~is_before & is_money).fill_null(ZERO),
        moved_reduced=-changes.amount.sum(where=~is_before & is_reduced).fill_null(ZERO),
    )
    moved = moved.filter(ibis.or_(*(moved[name] != 0 for name in _MOVED[1:])))
    found = _money_by_invoice(ledger, known).inner_join(moved, "document_no").inner_join(whole, "document_no")
    return found.order_by("document_no")


def _whole_claims(ledger: "ir.Table") -> "ir.Table":
    """What each invoice says in home currency, whatever a deposit has paid of it."""
    rule = next(rule for rule in EFFECT_RULES["sales_invoice"] if rule.counter == "receivable" and rule.sign > 0)
    claims = _counted(ledger, "sales_invoice", rule._replace(names="own paper", kind="sales_invoice"))
    return claims.group_by("document_no").agg(said_at_home=claims.amount.sum())


def account_entries(ledger: "ir.Table", customers: Sequence[str], *, in_own_currency: bool = False) -> "ir.Table":
    """What each paper of these customers changed in receivable less money on account."""
    import ibis

    ledger = ledger.filter(ledger.customer_no.isin(customers))
    values: Mapping[str, ValueName] = {"home": "gross", "applied home": "applied"} if in_own_currency else {}
    changes = ibis.union(
        *(
            _counted(ledger, kind, rule._replace(sign=sign, value=values.get(rule.value, rule.value)), *_ENTRY).mutate(
                posted_kind=ibis.literal(kind)
            )
            for kind, rules in EFFECT_RULES.items()
            for rule in rules
            for sign in _owed_sign(rule)
        )
    )
    numbers = ledger.group_by("kind", "document_no").agg(
        seq=ledger.seq.min(), due_date=ledger.due_date.min(), reverses_no=ledger.reverses_no.min(),
        reference=ledger.customer_reference.fill_null("").min(),
    )  # fmt: skip
    by: dict[str, Any] = {"day": "posted_posting_date", "kind": "posted_kind", "document_no": "posted_document_no"}
    currency = changes.posted_currency.fill_null("") if in_own_currency else ibis.literal("")
    sums = changes.group_by(**by, currency=currency).agg(amount=changes.amount.sum())
    found = sums.filter(sums.amount != 0).inner_join(numbers, ["kind", "document_no"])
    return found.order_by("day", "seq").drop("seq")


def _owed_sign(rule: EffectRule) -> Sequence[Literal[1, -1]]:
    """How an effect counts in receivable less money on account; not at all when it is neither."""
    if rule.counter == "receivable":
        return (rule.sign,)
    if rule.counter == "unapplied":
        return (-1 if rule.sign == 1 else 1,)
    return ()


def claimed_between(ledger: "ir.Table", first: date, last: date) -> "ir.Table":
    """Sum of invoices less credit notes."""
    ledger = ledger.filter(ledger.posting_date.between(first, last))
    claims = _whole_claims(ledger)
    rule = next(rule for rule in EFFECT_RULES["credit_note"] if rule.counter == "unapplied" and rule.sign > 0)
    credited = _counted(ledger, "credit_note", rule)
    both = claims.select(amount=claims.said_at_home).union(credited.select(amount=-credited.amount))
    return both.agg(amount=both.amount.sum())


def own_number(postings: "ir.Table") -> "ir.StringColumn":
    """The number a posting counts under: that of the original, for a mirror."""
    return (postings.reverses_no != "").ifelse(postings.reverses_no, postings.document_no)


def _open_amount(paper: "ir.Table") -> "ir.Value":
    return paper.amount - paper.paid - paper.credited_amount


_OPEN: Mapping[str, Callable[["ir.Table"], "ir.Value"]] = {
    "quotation": lambda line: line.quantity - line.closed - line.ordered,
    "sales_order": lambda line: (
        (line.quantity - line.closed - line.short - (line.delivered - line.refused - line.sent_again))
        * (line.purpose != "service").cast("int8")
    ),
    "pick_list": lambda line: line.quantity * (line.delivered == 0).cast("int8"),
    "delivery_note": lambda line: (
        (line.quantity - line.refused - line.sent_again - line.returned - line.invoiced + line.credited - line.waived)
        * (line.purpose == "").cast("int8")
    ),
}
"""What is open of a line, as the properties of ``LineBalance`` say it; a test compares the two."""


def open_lines(ledger: "ir.Table", kind: str) -> "ir.Table":
    """The lines of a kind that have something open, with their counters."""
    lines = _with_counters(ledger, kind)
    return lines.filter(_OPEN[kind](lines) > 0).order_by("document_no", "line_no")


def lines_of(ledger: "ir.Table", kind: str, document_no: str) -> "ir.Table":
    """The lines of one paper, with their counters."""
    lines = _with_counters(ledger, kind)
    return lines.filter(lines.document_no == document_no).order_by("line_no")


def postings_of(ledger: "ir.Table", kind: str, document_no: str) -> "ir.Table":
    """The lines of one document."""
    lines = ledger.filter((ledger.kind == kind) & (ledger.document_no == document_no))
    return lines.select(*Posting.model_fields).order_by("line_no")


def records(ledger: "ir.Table", kinds: Sequence[str], key: str) -> "ir.Table":
    """All versions of the records with one code."""
    found = ledger.filter(ledger.kind.isin(kinds) & (ledger.document_no == key)).order_by("kind", "seq")
    return found.select(
        "kind", "details", "posted_by", "workbook", "row_number", sheet=found.sheet.fill_null(""),
        valid_from=found.document_date, reason=found.remark.fill_null(""), posted_at=utc(found.posted_at),
    )  # fmt: skip


def lines_about(ledger: "ir.Table", document_no: str) -> "ir.Table":
    """The lines of a document and of what changed it, in the order of storing; columns never filled are blank."""
    numbers = ledger.document_no, ledger.reverses_no.fill_null("")
    revisions = [number.startswith(f"{document_no}-R") for number in numbers]
    named = ledger.source_no, ledger.order_no, ledger.delivery_no
    closed = (ledger.kind == "closing") & reduce(or_, (name.fill_null("") == document_no for name in named))
    found = ledger.filter(reduce(or_, (*(number == document_no for number in numbers), *revisions, closed)))
    filled = _blanks_filled(found)
    stamp = ("seq", "posted_by", "workbook")
    return filled.order_by("seq", "line_no").select(*Posting.model_fields, *stamp, stored_at=utc(filled.posted_at))


def stored_by(ledger: "ir.Table", entries: Collection[int]) -> "ir.Table":
    """The stamps of some postings."""
    found = ledger.filter(ledger.seq.isin(list(entries)))
    return found.select("seq", "posted_by", "workbook", posted_at=utc(found.posted_at)).distinct()


def postings_of_orders(ledger: "ir.Table", numbers: Collection[str]) -> "ir.Table":
    """The lines of orders and of whatever names them; what early ledgers have no column for is blank."""
    order_no = (ledger.kind == "sales_order").ifelse(own_number(ledger), ledger.order_no.fill_null(""))
    lines = ledger.filter(order_no.isin(list(numbers)) if numbers else order_no != "")
    return _blanks_filled(lines).order_by("seq", "line_no").select(*Posting.model_fields)


def _blanks_filled(lines: "ir.Table") -> "ir.Table":
    """What early ledgers have no column for has what it starts with."""
    blanks = {
        name: info.default
        for name, info in Posting.model_fields.items()
        if not info.is_required() and info.default is not None
    }
    return lines.mutate(**{name: lines[name].fill_null(blank) for name, blank in blanks.items()})


def _with_counters(ledger: "ir.Table", kind: str) -> "ir.Table":
    """The lines as posted; the counter of the quantity stands beside the posted quantity."""
    return _as_agreed(ledger, kind).inner_join(balances(ledger, kind), ["kind", "document_no", "line_no"])


def _as_agreed(ledger: "ir.Table", kind: str) -> "ir.Table":
    """The lines of a kind of paper as the newest revision that counts says."""
    import ibis

    columns = [*Posting.model_fields, "seq"]
    texts = {name: ledger[name].fill_null("") for name in ("purpose", "source_no")}
    posted = ledger.filter((ledger.kind == kind) & (ledger.reverses_no == "")).mutate(**texts).select(*columns)
    for revision, target in REVISED_BY.items():
        if target.kind != kind:
            continue
        number, line = NAMINGS[target.names].numbers[0], NAMINGS[target.names].line
        revised = ledger.filter((ledger.kind == revision) & (ledger.revision > 0)).mutate(**texts)
        named = {"kind": ibis.literal(kind), "document_no": revised[number], "line_no": revised[line]}
        nothing = {"reverses_no": ibis.literal(""), number: ibis.literal(""), line: ibis.null("int32")}
        posted = posted.union(revised.mutate(**named).mutate(**nothing).select(*columns))
    newest = ibis.row_number().over(group_by=["kind", "document_no", "line_no"], order_by=ibis.desc("seq"))
    posted = posted.mutate(place=newest)
    return posted.filter(posted.place == 0).drop("place", "seq").rename(posted_quantity="quantity")


def counts(ledger: "ir.Table") -> "ir.Table":
    """Documents by kind; records have no numbers and are not counted."""
    numbered = ledger.filter(ledger.number > 0)
    return (
        numbered.group_by("kind")
        .agg(
            documents=numbered.document_no.nunique(),
            reversed=numbered.reverses_no.nunique(where=numbered.reverses_no != ""),
        )
        .order_by("kind")
    )


def totals_by_kind(ledger: "ir.Table", first: date, last: date) -> "ir.Table":
    """Sums of the papers dated in a period, and the numbers their range begins and ends with."""
    import ibis

    papers = ledger.filter(ledger.kind.isin(PAPER_KINDS) & ledger.posting_date.between(first, last))
    papers = papers.filter(papers.purpose.fill_null("") != BESIDE)
    is_mirror = papers.reverses_no != ""
    nothing = ibis.literal(ZERO, type=papers.tax_amount.sum().type())
    is_money = (papers.kind != "payment") | (papers.purpose.fill_null("") == "")
    by_kind = papers.group_by("kind", "currency").agg(
        documents=papers.document_no.nunique(where=~is_mirror),
        reversals=papers.document_no.nunique(where=is_mirror),
        # What a receipt settles without money, such as a discount, was not received.
        net_amount=papers.net_amount.sum(where=is_money).fill_null(nothing),
        tax_amount=papers.tax_amount.sum(),
        first_no=papers.document_no.argmin(papers.number, where=~is_mirror).fill_null(""),
        last_no=papers.document_no.argmax(papers.number, where=~is_mirror).fill_null(""),
    )
    mirrors = papers.filter(is_mirror)
    reversals = mirrors.group_by(kind=ibis.literal("reversal"), currency=ibis.literal("")).agg(
        documents=mirrors.document_no.nunique(),
        reversals=ibis.literal(0, type="int64"),
        net_amount=nothing,
        tax_amount=nothing,
        first_no=mirrors.document_no.argmin(mirrors.number),
        last_no=mirrors.document_no.argmax(mirrors.number),
    )
    return ibis.union(by_kind, reversals)


def stamp(ledger: "ir.Table", seq: int) -> "ir.Table":
    """What storing added to one posting."""
    lines = ledger.filter(ledger.seq == seq)
    return lines.select("hash", "batch_id", "posted_by", posted_at=utc(lines.posted_at)).limit(1)


def utc(moment: "ir.Value") -> "ir.Value":
    """A moment as UTC without a zone, so that no engine brings in a zone of its own."""
    return moment.cast("timestamp('UTC')").cast("timestamp")


def sold_by_month(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    """Sums by month, territory and salesperson, less what came back or was credited in the month.

    A mirror carries the opposite sign and takes its sums from the month in which it was posted itself.
    """
    sold = _sold(ledger, (kind,), first, last)
    undone = sold.filter(sold.reverses_no != "").select(undone_no="reverses_no").distinct()
    sold = sold.left_join(undone, sold.document_no == undone.undone_no)
    stands = (sold.reverses_no == "") & sold.undone_no.isnull() & ~sold.takes_back
    month = sold.posting_date.strftime("%Y-%m")
    return (
        sold.group_by(month=month, territory_code=sold.territory_code, salesperson_no=sold.salesperson_no)
        .agg(
            net_amount=sold.net_amount.sum(where=~sold.is_abroad).fill_null(ZERO),
            quantity=sold.quantity.sum(),
            documents=sold.document_no.nunique(where=stands),
        )
        .order_by("month", "territory_code", "salesperson_no")
    )


def sold_documents(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    """One row per document and person; a mirror is a row of its own, on the day it was posted itself."""
    sold = _sold(ledger, (kind,), first, last)
    by = ["document_no", "territory_code", "salesperson_no", "customer_no", "reverses_no", "takes_back"]
    sums = sold.group_by(by).agg(
        day=sold.posting_date.min(), net_amount=sold.net_amount.sum(where=~sold.is_abroad).fill_null(ZERO),
        quantity=sold.quantity.sum(),
    )  # fmt: skip
    return sums.order_by(by)


def sold_abroad(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    """The lines of what was sold in other currencies, with what they are worth at home."""
    sold = _sold(ledger, (kind,), first, last)
    return sold.filter(sold.is_abroad).mutate(month=sold.posting_date.strftime("%Y-%m"))


def sold_parts(ledger: "ir.Table", kinds: Collection[str], in_full: str, first: date, last: date) -> "ir.Table":
    """Sums by kind, month and seat, of one kind also by customer and product; without what is abroad."""
    sold = _sold(ledger, kinds, first, last)
    sold = sold.filter(~sold.is_abroad)
    is_full = sold.sold_as == in_full
    by = {
        "kind": sold.sold_as, "month": sold.posting_date.strftime("%Y-%m"), "territory_code": sold.territory_code,
        "salesperson_no": sold.salesperson_no, "customer_no": is_full.ifelse(sold.customer_no, ""),
        "product_no": is_full.ifelse(sold.product_no, ""),
    }  # fmt: skip
    return sold.group_by(**by).agg(net_amount=sold.net_amount.sum()).order_by(list(by))


def received(ledger: "ir.Table", first: date, last: date) -> "ir.Table":
    """Sums of receipts; what they settle without money is not among it."""
    money = _of_kind(ledger, "payment", first, last)
    money = money.filter(money.purpose.fill_null("") == "")
    worth = _is_abroad(money).ifelse(money.home_amount, money.net_amount)
    money = money.mutate(worth=worth.cast("decimal(38, 4)"))
    by = ["territory_code", "salesperson_no"]
    return money.group_by(by).agg(amount=money.worth.sum()).order_by(by)


def refused_documents(ledger: "ir.Table", first: date, last: date) -> "ir.Table":
    """One row per sign-off and person, with the refused quantity in place of the sold one."""
    signed = _of_kind(ledger, "sign_off", first, last)
    refused = signed.filter((signed.refused_quantity != 0) & signed.details.fill_null("").contains(OUR_FAULT))
    by = ["document_no", "territory_code", "salesperson_no", "customer_no", "reverses_no"]
    sums = refused.group_by(by).agg(
        day=refused.posting_date.min(), net_amount=refused.net_amount.sum(), quantity=refused.refused_quantity.sum()
    )
    return sums.order_by(by)


class _Taken(NamedTuple):
    """A kind of posting that is part of what was sold.

    Attributes:
        sign: -1 for what is taken back in quantities and amounts above 0.
        without: Purposes of lines that are no sale and take none back.
        quantity: The column that is taken off; blank takes the quantity as it is signed.
    """

    kind: str
    sign: Literal[1, -1] = 1
    without: tuple[str, ...] = ()
    quantity: str = ""


_DEPOSITS = ("deposit", "advance")
"""Purposes of lines that claim money in advance, or take it off again."""

_SOLD: Mapping[str, tuple[_Taken, ...]] = {
    "quotation": (_Taken("quotation", without=(BESIDE,)), _Taken("quotation_revision", without=(BESIDE,))),
    "sales_order": (_Taken("sales_order"), _Taken("order_change")),
    "delivery_note": (
        _Taken("delivery_note"),
        _Taken("sign_off", quantity="refused_quantity"),
        _Taken("sales_return", -1, ("no_credit",)),
    ),
    "sales_invoice": (_Taken("sales_invoice", without=_DEPOSITS), _Taken("credit_note", -1, _DEPOSITS)),
}
"""What counts as sold by each kind of paper, and what is taken off it again (DOMAIN 14: net of returns).

Nothing is sold by a quotation; what was offered is counted likewise.
"""


def _sold(ledger: "ir.Table", kinds: Collection[str], first: date, last: date) -> "ir.Table":
    """The lines of what was sold, with ``takes_back`` for those that only take something off it.

    ``sold_as`` names the kind of paper that they count as; no line counts as two.
    """
    import ibis

    counted = {taken.kind: (kind, taken) for kind in kinds for taken in _SOLD[kind]}
    lines = ledger.filter(ledger.kind.isin(list(counted)) & ledger.posting_date.between(first, last))
    purpose = lines.purpose.fill_null("")
    for kind, (_, taken) in counted.items():
        if taken.without:
            lines = lines.filter(~((lines.kind == kind) & purpose.isin(taken.without)))
    sign = lines.kind.isin([kind for kind, (_, taken) in counted.items() if taken.sign < 0]).ifelse(-1, 1).cast("int8")
    quantity = lines.quantity * sign
    for kind, (_, taken) in counted.items():
        if taken.quantity:
            quantity = (lines.kind == kind).ifelse(-lines[taken.quantity].fill_null(ZERO), quantity)
    nothing = ibis.literal(ZERO, type="decimal(38, 6)")
    sold_as = lines.kind.cases(*((kind, sold_as) for kind, (sold_as, _) in counted.items()), else_="")
    return lines.select(
        "document_no", "posting_date", "territory_code", "salesperson_no", "customer_no", "product_no",
        reverses_no=lines.reverses_no.fill_null(""),
        net_amount=(lines.net_amount * sign).cast("decimal(38, 4)"),
        quantity=(purpose == "price").ifelse(nothing, quantity.cast("decimal(38, 6)")),
        takes_back=lines.kind != sold_as,
        tax_amount=(lines.tax_amount * sign).cast("decimal(38, 4)"),
        home_amount=(lines.home_amount.fill_null(ZERO) * sign).cast("decimal(38, 4)"),
        is_abroad=_is_abroad(lines),
        sold_as=sold_as,
    )  # fmt: skip


def _is_abroad(lines: "ir.Table") -> "ir.Value":
    """Whether a line is in another currency."""
    return (lines.exchange_rate.fill_null(ZERO) != 0) | (lines.home_amount.fill_null(ZERO) != 0)


def _of_kind(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    sold = ledger.filter((ledger.kind == kind) & ledger.posting_date.between(first, last))
    return sold.mutate(reverses_no=sold.reverses_no.fill_null(""))


def planned(ledger: "ir.Table", document_no: str) -> "ir.Table":
    """A plan's lines; the target stands in the column of its measure."""
    lines = ledger.filter((ledger.kind == "target_plan") & (ledger.document_no == document_no)).order_by("line_no")
    return lines.select(
        territory_code=lines.territory_code,
        salesperson_no=lines.salesperson_no,
        month=lines.posting_date.strftime("%Y-%m"),
        target=lines.net_amount + lines.quantity.cast("decimal(18, 4)"),
    )


def _balance(row: Mapping[str, Any]) -> tuple[LineKey, LineBalance]:
    counters = {field.name: row[field.name] for field in fields(LineBalance)}
    return LineKey(row["kind"], row["document_no"], row["line_no"]), LineBalance(**counters)


def _posted_line(row: dict[str, Any]) -> PostedLine:
    _, balance = _balance(row)
    posted = {name: row[name] for name in Posting.model_fields} | {"quantity": row["posted_quantity"]}
    return PostedLine(Posting.model_construct(**posted), balance)


def _rows(expression: "ir.Table") -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return rows
