"""What customers owe at a date (應收帳款, DOMAIN 9): by age, as a statement, and how fast it is paid.

Plain data in, plain data out: the open invoices as they stood on a day are handed in. Amounts are in home
currency with tax unless something else is said. Reminders stand in ``dunning``, refusals in ``dispute``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.documents.balances import LineBalance
from salesbook.documents.payment_terms import instalments_of
from salesbook.documents.posting import Posting
from salesbook.money import ZERO, round_half_up, split, unit_of

if TYPE_CHECKING:
    from salesbook.settings import RuleSettings

NOT_DUE = 0
"""Place of what is not late among the buckets."""


@dataclass(frozen=True, slots=True)
class Part:
    """What falls due on one day; without a day it is never late."""

    due_date: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """An invoice that is not even on a day.

    Attributes:
        posting: Its first line, which stands for the invoice.
        balance: Its money in its own currency.
        home_open: Still to be received, in home currency.
    """

    posting: Posting
    balance: LineBalance
    home_open: Decimal


@dataclass(frozen=True, slots=True)
class AgedInvoice:
    """An open invoice by age.

    Attributes:
        due_date: Of the earliest part that is still open and not disputed, else of the invoice.
        overdue_days: From that day; 0 while it is not late.
        open_amount: Still to be received; what is disputed is in it.
        buckets: What is not disputed: not due first, then by age.
        disputed: Refused by the customer and not settled yet.
        currency: Of the paper; the amounts are in home currency.
    """

    document_no: str
    document_date: date
    due_date: date | None
    customer_no: str
    salesperson_no: str
    amount: Decimal
    open_amount: Decimal
    buckets: tuple[Decimal, ...]
    disputed: Decimal
    overdue_days: int
    currency: str
    territory_code: str = ""

    @property
    def paid(self) -> Decimal:
        """What is settled of the claim, by money and by credit notes."""
        return self.amount - self.open_amount

    @property
    def overdue(self) -> Decimal:
        """What of it is late."""
        return sum(self.buckets[NOT_DUE + 1 :], ZERO)


@dataclass(frozen=True, slots=True)
class AgedCustomer:
    """What a customer owes by age, and what he has to his credit.

    Attributes:
        unapplied: Received for no invoice, and credited beyond what the invoices had open; it is taken off.
        ledger: Receivable less unapplied, as the account of the customer says.
    """

    customer_no: str
    invoices: int
    buckets: tuple[Decimal, ...]
    disputed: Decimal
    unapplied: Decimal
    ledger: Decimal

    @property
    def receivable(self) -> Decimal:
        """Of all invoices."""
        return sum(self.buckets, ZERO) + self.disputed

    @property
    def overdue(self) -> Decimal:
        """What of it is late and not disputed."""
        return sum(self.buckets[NOT_DUE + 1 :], ZERO)

    @property
    def total(self) -> Decimal:
        """What is left when everything on account is taken off."""
        return self.receivable - self.unapplied

    @property
    def difference(self) -> Decimal:
        """Between the account and the invoices; 0 unless something is wrong."""
        return self.ledger - self.total


@dataclass(frozen=True)
class Ageing:
    """Receivables by age on a day (帳齡).

    Attributes:
        limits: Last day of each bucket but the last, such as 30, 60, 90.
    """

    day: date
    limits: tuple[int, ...]
    invoices: Sequence[AgedInvoice]
    customers: Sequence[AgedCustomer]

    @property
    def whole(self) -> AgedCustomer:
        """All customers together."""
        width = len(self.limits) + 2
        return AgedCustomer(
            "",
            sum(customer.invoices for customer in self.customers),
            tuple(sum((customer.buckets[place] for customer in self.customers), ZERO) for place in range(width)),
            sum((customer.disputed for customer in self.customers), ZERO),
            sum((customer.unapplied for customer in self.customers), ZERO),
            sum((customer.ledger for customer in self.customers), ZERO),
        )


def days_overdue(due_date: date | None, day: date) -> int:
    """Days since the due date; 0 up to that day.

    >>> [days_overdue(date(2025, month, due), date(2025, 6, 30)) for month, due in ((7, 15), (6, 10), (5, 15), (3, 31))]
    [0, 20, 46, 91]
    """
    return max(0, (day - due_date).days) if due_date else 0


def bucket_of(days: int, limits: Sequence[int]) -> int:
    """Place of the bucket that days overdue fall into.

    >>> [bucket_of(days, (30, 60, 90)) for days in (0, 1, 30, 31, 90, 91)]
    [0, 1, 1, 2, 3, 4]
    """
    return NOT_DUE if days <= 0 else 1 + sum(days > limit for limit in limits)


def parts_of(invoice: Posting, claimed: Decimal) -> list[Part]:
    """What falls due when, by the instalments that the first line of an invoice keeps; else all of it at once.

    Args:
        invoice: The first line.
        claimed: What the invoice says; instalments that do not add up to it are completed by the last one.
    """
    parts = [Part(part.due, part.amount) for part in sorted(instalments_of(invoice))]
    if not parts:
        return [Part(invoice.due_date, claimed)]
    missing = claimed - sum((part.amount for part in parts), ZERO)
    return [*parts[:-1], Part(parts[-1].due_date, parts[-1].amount + missing)]


def without_first(parts: Iterable[Part], amount: Decimal) -> list[Part]:
    """The parts that are left when an amount is taken off, the earliest part first.

    >>> parts = [Part(date(2026, 4, 4), Decimal("33.33")), Part(date(2026, 5, 4), Decimal("66.67"))]
    >>> [str(part.amount) for part in without_first(parts, Decimal(40))]
    ['60.00']
    """
    left = []
    for part in parts:
        taken = min(part.amount, amount) if part.amount > 0 else ZERO
        amount -= taken
        if part.amount != taken:
            left.append(Part(part.due_date, part.amount - taken))
    return left


def open_parts(invoice: Posting, balance: LineBalance) -> list[Part]:
    """What is still open of an invoice, part by part, in its own currency; what was settled went to the earliest."""
    parts = parts_of(invoice, balance.amount)
    if balance.open_amount <= 0:
        return [Part(parts[-1].due_date, balance.open_amount)] if balance.open_amount else []
    return without_first(parts, balance.paid + balance.credited_amount)


def overdue_parts(invoice: Posting, balance: LineBalance, disputed: Decimal, day: date) -> list[Part]:
    """What of an invoice is late on a day and not disputed, in its own currency.

    What is disputed is taken off the earliest parts: nobody reminds a customer of what he refuses to pay.
    """
    if balance.open_amount <= 0:
        return []
    left = without_first(open_parts(invoice, balance), disputed)
    return [part for part in left if days_overdue(part.due_date, day)]


def aged(claim: Claim, disputed: Decimal, day: date, limits: Sequence[int], decimals: int) -> AgedInvoice:
    """An open invoice by age.

    Args:
        claim: As it stood on the day.
        disputed: In the invoice's currency; of more than is open, no more than that counts.
        day: Of the question.
        limits: Of the buckets.
        decimals: Of amounts in home currency.
    """
    posting, balance = claim.posting, claim.balance
    refused = max(ZERO, min(disputed, balance.open_amount))
    parts = without_first(open_parts(posting, balance), refused)
    home = _at_home([Part(None, refused), *parts], balance.open_amount, claim.home_open, decimals)
    buckets = [ZERO] * (len(limits) + 2)
    for part, amount in zip(parts, home[1:], strict=True):
        buckets[bucket_of(days_overdue(part.due_date, day), limits)] += amount
    rest = claim.home_open - sum(home, ZERO)
    buckets[NOT_DUE] += rest
    due_date = parts[0].due_date if parts else posting.due_date
    return AgedInvoice(
        posting.document_no, posting.document_date, due_date, posting.customer_no, posting.salesperson_no,
        _converted(balance.amount, balance.open_amount, claim.home_open, decimals), claim.home_open, tuple(buckets),
        home[0], days_overdue(due_date, day) if parts and claim.home_open > 0 else 0, posting.currency,
        posting.territory_code,
    )  # fmt: skip


def _at_home(parts: Sequence[Part], whole: Decimal, home: Decimal, decimals: int) -> list[Decimal]:
    """The parts of an amount in home currency; they add up to what it is there.

    An amount that is there in home currency alone, because a rate moved, belongs to no part.
    """
    if whole == home:
        return [part.amount for part in parts]
    if whole <= 0:
        return [ZERO for _ in parts]
    shares = split(home, {place: part.amount for place, part in enumerate(parts)}, unit_of(decimals))
    return [shares[place] for place in range(len(parts))]


def _converted(amount: Decimal, whole: Decimal, home: Decimal, decimals: int) -> Decimal:
    """An amount of the paper in home currency, at the rate at which what is open stands."""
    if whole == home or not whole:
        return amount
    return round_half_up(Fraction(amount) * Fraction(home) / Fraction(whole), decimals)


def age(
    claims: Iterable[Claim],
    accounts: Mapping[str, LineBalance],
    day: date,
    limits: Sequence[int],
    decimals: int,
    disputed: Mapping[str, Decimal],
) -> Ageing:
    """All receivables by age, invoice by invoice and customer by customer.

    Args:
        claims: The invoices that are not even on the day.
        accounts: Counters of the customers as a whole, on the same day.
        day: Of the question.
        limits: Of the buckets.
        decimals: Of amounts in home currency.
        disputed: By number of the invoice.
    """
    invoices = sorted(
        (aged(claim, disputed.get(claim.posting.document_no, ZERO), day, limits, decimals) for claim in claims),
        key=lambda invoice: (invoice.customer_no, invoice.document_no),
    )
    own: dict[str, list[AgedInvoice]] = {customer_no: [] for customer_no in accounts}
    for invoice in invoices:
        own.setdefault(invoice.customer_no, []).append(invoice)
    customers = [
        AgedCustomer(
            customer_no, len(found),
            tuple(sum((invoice.buckets[place] for invoice in found), ZERO) for place in range(len(limits) + 2)),
            sum((invoice.disputed for invoice in found), ZERO), account.unapplied,
            account.receivable - account.unapplied,
        )
        for customer_no, found in sorted(own.items())
        for account in [accounts.get(customer_no, LineBalance())]
    ]  # fmt: skip
    return Ageing(day, tuple(limits), invoices, customers)


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What one paper changed in what a customer owes, money on account taken off.

    Attributes:
        amount: Positive for a claim, negative for money and credits.
        due_date: Of an invoice.
        reverses_no: Number of the paper that this one undoes.
        reference: The customer's own number.
        currency: Of the amount; blank is home currency.
    """

    day: date
    kind: str
    document_no: str
    amount: Decimal
    due_date: date | None = None
    reverses_no: str = ""
    reference: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Statement:
    """A customer's account over some days (對帳單).

    Attributes:
        opening: Owed before the first day.
        entries: Of these days, each with what is owed after it.
        ledger: What the account of the customer says on the last day.
        invoices: What is open on the last day.
        unapplied: On account on the last day, which is taken off.
        currencies: The same in the currencies of the papers, as the customer reads it.
    """

    customer_no: str
    first: date
    last: date
    opening: Decimal
    entries: Sequence[tuple[AccountEntry, Decimal]]
    ledger: Decimal
    invoices: Sequence[AgedInvoice]
    unapplied: Decimal
    currencies: Sequence["CurrencyAccount"] = ()

    @property
    def closing(self) -> Decimal:
        """Owed on the last day."""
        return self.entries[-1][1] if self.entries else self.opening

    @property
    def difference(self) -> Decimal:
        """Between the account and the papers; 0 unless something is wrong."""
        return self.ledger - self.closing


def statement(
    customer_no: str,
    first: date,
    last: date,
    entries: Iterable[AccountEntry],
    account: LineBalance,
    invoices: Iterable[AgedInvoice],
) -> Statement:
    """The account of a customer.

    Args:
        customer_no: Whose.
        first: First day that is shown paper by paper.
        last: Last day.
        entries: Everything up to the last day, oldest first.
        account: Counters of the customer on the last day.
        invoices: Open on the last day, of all customers or of this one.
    """
    opening, shown = _running(first, entries)
    own = [invoice for invoice in invoices if invoice.customer_no == customer_no]
    ledger = account.receivable - account.unapplied
    return Statement(customer_no, first, last, opening, shown, ledger, own, account.unapplied)


@dataclass(frozen=True)
class CurrencyAccount:
    """What a customer's account says in one currency.

    Attributes:
        limits: Last day of each bucket but the last.
        opening: Owed before the first day.
        entries: Each with what is owed after it.
        invoices: Open on the last day; with the money on account taken off, they are the closing balance.
    """

    currency: str
    decimals: int
    limits: tuple[int, ...]
    opening: Decimal
    entries: Sequence[tuple[AccountEntry, Decimal]]
    invoices: Sequence[AgedInvoice]

    @property
    def closing(self) -> Decimal:
        """Owed on the last day."""
        return self.entries[-1][1] if self.entries else self.opening

    @property
    def open_amount(self) -> Decimal:
        """Of all invoices."""
        return sum((invoice.open_amount for invoice in self.invoices), ZERO)

    @property
    def unapplied(self) -> Decimal:
        """On account."""
        return self.open_amount - self.closing

    @property
    def buckets(self) -> list[Decimal]:
        """The invoices by age: not due first; what is disputed is not in it."""
        width = len(self.limits) + 2
        return [sum((invoice.buckets[place] for invoice in self.invoices), ZERO) for place in range(width)]

    @property
    def disputed(self) -> Decimal:
        """Refused and not settled yet."""
        return sum((invoice.disputed for invoice in self.invoices), ZERO)


def currency_accounts(
    first: date,
    last: date,
    entries: Iterable[AccountEntry],
    claims: Iterable[Claim],
    disputed: Mapping[str, Decimal],
    limits: Sequence[int],
    rules: "RuleSettings",
) -> list[CurrencyAccount]:
    """The account of a customer in each currency, home currency first; one without anything is left out.

    Args:
        first: First day that is shown paper by paper.
        last: Last day.
        entries: Everything up to the last day in its own currency, oldest first.
        claims: His open invoices on the last day.
        disputed: By number of the invoice.
        limits: Of the buckets.
        rules: Home currency, and the decimals of each.
    """
    entries, claims = list(entries), list(claims)
    home = rules.currency
    named = {entry.currency or home for entry in entries} | {claim.posting.currency or home for claim in claims}
    found = []
    for currency in sorted(named | {home}, key=lambda name: (name != home, name)):
        decimals = rules.decimals_of(currency)
        own = [
            # What is open stands for itself here; at home it may have been worth more or less.
            aged(
                replace(claim, home_open=claim.balance.open_amount), disputed.get(number, ZERO), last, limits, decimals
            )
            for claim in claims
            for number in [claim.posting.document_no]
            if (claim.posting.currency or home) == currency and claim.balance.open_amount
        ]
        opening, shown = _running(first, (entry for entry in entries if (entry.currency or home) == currency))
        if opening or shown or own:
            found.append(CurrencyAccount(currency, decimals, tuple(limits), opening, shown, own))
    return found


def _running(first: date, entries: Iterable[AccountEntry]) -> tuple[Decimal, list[tuple[AccountEntry, Decimal]]]:
    """What was owed before a day, and the entries since then, each with what is owed after it."""
    owed, opening, shown = ZERO, ZERO, []
    for entry in entries:
        owed += entry.amount
        if entry.day < first:
            opening = owed
        else:
            shown.append((entry, owed))
    return opening, shown


def days_sales_outstanding(receivable: Decimal, sales: Decimal, days: int) -> Fraction | None:
    """In how many days as much is sold as customers owe (應收天數); ``None`` without sales.

    >>> days_sales_outstanding(Decimal(42000), Decimal(126000), 90)
    Fraction(30, 1)
    """
    return Fraction(receivable) * days / Fraction(sales) if sales > 0 else None


@dataclass(frozen=True, slots=True)
class Moves:
    """What became of one invoice in a period. Home currency, but for one amount.

    Attributes:
        posting: The first line.
        amount: What the invoice says at the end of the period, in its own currency.
        home_amount: The same in home currency.
        before: Open when the period began.
        claimed: Claimed by the invoice itself, where it is of the period; what a deposit paid is not in it.
        received: Money.
        reduced: Credited, and settled without money as agreed, such as a discount for paying early.
    """

    posting: Posting
    amount: Decimal
    home_amount: Decimal
    before: Decimal
    claimed: Decimal
    received: Decimal
    reduced: Decimal


@dataclass(frozen=True, slots=True)
class Collected:
    """What was to be received for an invoice in a period, and what of it was.

    Attributes:
        due: Late when the period began, or fallen due in it.
        received: Against that; what was paid early counts for no rate.
    """

    document_no: str
    customer_no: str
    salesperson_no: str
    due_date: date | None
    due: Decimal
    received: Decimal


def collected(moves: Moves, last: date, decimals: int) -> Collected | None:
    """What was to be received up to the last day of a period; ``None`` where nothing was.

    A write-off is neither received nor agreed, so it stays due.
    """
    whole = moves.before + moves.claimed
    if whole <= 0:
        return None
    parts = parts_of(moves.posting, moves.amount)
    amounts = _at_home(parts, moves.amount, moves.home_amount, decimals)
    at_home = [Part(part.due_date, amount) for part, amount in zip(parts, amounts, strict=True)]
    left = without_first(at_home, moves.home_amount - whole)
    fallen_due = [part for part in left if part.due_date and part.due_date <= last]
    due = sum((part.amount for part in fallen_due), ZERO) - max(ZERO, moves.reduced)
    if due <= 0:
        return None
    posting = moves.posting
    return Collected(
        posting.document_no, posting.customer_no, posting.salesperson_no, fallen_due[0].due_date, due,
        max(ZERO, min(moves.received, due)),
    )  # fmt: skip


def collection_rate(collected_invoices: Iterable[Collected]) -> Fraction | None:
    """What was received of what was due, 1 for all of it (回款率, DOMAIN 9); ``None`` when nothing was due."""
    found = list(collected_invoices)
    due = sum((invoice.due for invoice in found), ZERO)
    return Fraction(sum((invoice.received for invoice in found), ZERO)) / Fraction(due) if due else None
