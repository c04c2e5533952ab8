"""What a customer owes and may come to owe, term by term (信用佔用, DOMAIN 8).

A quantity stands in one term only: in an open order, in a delivery that is not invoiced, or in an invoice.
Here it is counted; whether it is too much is judged in ``credit``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from salesbook.documents.balances import LineBalance, LineKey, effects, redefined
from salesbook.documents.posting import Posting
from salesbook.money import ZERO, round_half_up
from salesbook.settings import RuleSettings

if TYPE_CHECKING:
    from salesbook.documents.facts import PostedLine


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """The terms of a customer's exposure, or what a document changes in them. Home currency, with tax.

    Attributes:
        receivable: Claimed by invoices and not received.
        uninvoiced: Delivered and not invoiced.
        open_orders: Ordered and not delivered.
        unapplied: Received on account, which is taken off.

    >>> standing = CreditStanding(Decimal(42000), Decimal(8475), Decimal(15820), Decimal(3000))
    >>> standing.exposure
    Decimal('63295')
    """

    receivable: Decimal = ZERO
    uninvoiced: Decimal = ZERO
    open_orders: Decimal = ZERO
    unapplied: Decimal = ZERO

    @property
    def exposure(self) -> Decimal:
        """What counts against the limit."""
        return self.receivable + self.uninvoiced + self.open_orders - self.unapplied

    def plus(self, change: "CreditStanding") -> "CreditStanding":
        """The standing after a change."""
        return CreditStanding(
            self.receivable + change.receivable,
            self.uninvoiced + change.uninvoiced,
            self.open_orders + change.open_orders,
            self.unapplied + change.unapplied,
        )


def horizon(today: date, rules: RuleSettings) -> date | None:
    """The last day on which an open order may be due and still counts; ``None`` counts all of them."""
    days = rules.credit_horizon_days
    return date.fromordinal(min(today.toordinal() + days, date.max.toordinal())) if days else None


def standing_of(
    account: LineBalance,
    waiting: Iterable["PostedLine"],
    decimals: int,
    until: date | None = None,
    *,
    with_tax: bool = True,
) -> CreditStanding:
    """The standing of a customer.

    Args:
        account: Counters of the customer as a whole.
        waiting: The customer's order lines and delivery lines that have something open or claimed ahead; others
            add nothing.
        decimals: Of amounts in home currency.
        until: Order lines that are due later do not count.
    """
    standing = CreditStanding(receivable=account.receivable, unapplied=account.unapplied)
    for line in waiting:
        amount = waiting_amount(line.posting, line.balance, decimals, until, with_tax=with_tax)
        standing = standing.plus(_term(line.posting, amount))
    return standing


def waiting_amount(
    posting: Posting, balance: LineBalance, decimals: int, until: date | None = None, *, with_tax: bool = True
) -> Decimal:
    """Of an order line what is still to be delivered, of a delivery line what is still to be invoiced, with tax.

    In home currency. Of an order that is invoiced straight away, what is still to be invoiced, delivered or not.
    An order line that is due after ``until`` says nothing. A house may count what is not invoiced without tax.

    >>> from datetime import date
    >>> day = date(2026, 3, 5)
    >>> line = Posting(kind="sales_order", document_date=day, posting_date=day, quantity=Decimal(3),
    ...                net_amount=Decimal(10), tax_amount=Decimal("0.5"))
    >>> waiting_amount(line, LineBalance(quantity=Decimal(3), delivered=Decimal(1)), 2)
    Decimal('7.00')

    Negative for goods that were invoiced and came back to be sent again, for the invoice claims them already:

    >>> sent = line.model_copy(update={"kind": "delivery_note"})
    >>> waiting_amount(sent, LineBalance(quantity=Decimal(3), invoiced=Decimal(3), sent_again=Decimal(1)), 2)
    Decimal('-3.50')
    """
    match posting.kind:
        case "sales_order" if until and posting.due_date and posting.due_date > until:
            return ZERO
        case "sales_order" if posting.purpose:
            quantity = max(ZERO, balance.ahead_to_invoice)
        case "sales_order":
            quantity = balance.open_to_deliver
        case "delivery_note" if not posting.purpose:
            # Goods that are sent again after they were invoiced stand in the receivable. What they add to the open
            # orders, and then to what is delivered, is taken off here.
            quantity = balance.uninvoiced if balance.uninvoiced > 0 else -balance.claimed_ahead
        case _:
            return ZERO
    worth = posting.gross_at_home if with_tax else posting.net_at_home(decimals)
    if quantity == posting.quantity or not posting.quantity:
        return worth
    return round_half_up(Fraction(worth) * Fraction(quantity) / Fraction(posting.quantity), decimals)


def changes(
    postings: Sequence[Posting],
    lines: Mapping[LineKey, "PostedLine"],
    decimals: int,
    until: date | None = None,
    *,
    with_tax: bool = True,
) -> CreditStanding:
    """What a document changes in the standing of its customer.

    A delivery takes its goods out of the open orders as it adds them to what is delivered, so that the same
    goods are never counted twice; an invoice likewise.

    Args:
        postings: Of the document, with its number or without.
        lines: The lines it was made from, with their balances before it.
        decimals: Of amounts in home currency.
        until: Order lines that are due later do not count.
    """
    change = CreditStanding()
    after: dict[LineKey, tuple[Posting, LineBalance]] = {}
    for posting in postings:
        own = LineKey(posting.kind, posting.document_no, posting.line_no)
        if not posting.reverses_no and own not in lines:
            after[own] = (posting, LineBalance(quantity=ZERO if posting.document_no else posting.quantity))
        if (agreed := redefined(posting)) is not None:
            revised = LineKey(agreed.kind, agreed.document_no, agreed.line_no)
            known = after[revised][1] if revised in after else None
            known = known or (replace(lines[revised].balance) if revised in lines else LineBalance())
            after[revised] = (agreed, known)
        for effect in effects(posting):
            match effect.counter:
                case "receivable":
                    change = change.plus(CreditStanding(receivable=effect.amount))
                case "unapplied":
                    change = change.plus(CreditStanding(unapplied=effect.amount))
            if effect.line in lines and effect.line not in after:
                line = lines[effect.line]
                after[effect.line] = (line.posting, replace(line.balance))
            if effect.line in after:
                after[effect.line][1].add(effect.counter, effect.amount)
    for key, (posting, balance) in after.items():
        before = ZERO
        if key in lines:
            before = waiting_amount(lines[key].posting, lines[key].balance, decimals, until, with_tax=with_tax)
        after_it = waiting_amount(posting, balance, decimals, until, with_tax=with_tax)
        change = change.plus(_term(posting, after_it - before))
    return change


def _term(posting: Posting, amount: Decimal) -> CreditStanding:
    """An amount in the term that lines of this kind belong to."""
    return CreditStanding(open_orders=amount) if posting.kind == "sales_order" else CreditStanding(uninvoiced=amount)
