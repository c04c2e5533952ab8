"""What a letter to a customer who pays late says (催款函): the invoices he is to be reminded of, and until when to pay.

It asks for what the dunning list proposes, and for nothing else: what is disputed, on hold or not late enough has no
line. There is no interest and no fee, because no rule knows any.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from salesbook.documents.dunning import DunningItem
from salesbook.documents.printed import PrintedCustomer
from salesbook.documents.receivables import Claim
from salesbook.money import ZERO

Tone = Literal["polite", "firm", "last"]


@dataclass(frozen=True)
class LetterLine:
    """One invoice that is late.

    Attributes:
        amount: What the invoice says.
        open_amount: Still to be received of it; it may not be due yet, or be disputed.
        overdue: What is asked for.
        level: Of the reminder that is due for it.
    """

    invoice: str
    document_date: date
    due_date: date | None
    overdue_days: int
    amount: Decimal
    open_amount: Decimal
    overdue: Decimal
    level: int


@dataclass(frozen=True)
class DunningLetter:
    """All that one customer is reminded of in one currency.

    Attributes:
        level: The highest of its invoices.
        pay_until: Day by which the money is asked for.
        stops_credit: Nothing more is sold to him on credit until then.
    """

    customer: PrintedCustomer
    day: date
    currency: str
    decimals: int
    level: int
    tone: Tone
    pay_until: date
    lines: tuple[LetterLine, ...]
    salesperson: str = ""
    stops_credit: bool = False

    @property
    def total(self) -> Decimal:
        """What is asked for."""
        return sum((line.overdue for line in self.lines), ZERO)

    @property
    def is_part(self) -> bool:
        """Whether more is open than is asked for."""
        return any(line.open_amount != line.overdue for line in self.lines)


def tone_of(level: int, levels: int) -> Tone:
    """How a letter speaks: politely at first, as a last call where no other reminder follows.

    >>> [tone_of(level, 3) for level in (1, 2, 3)], tone_of(1, 1), tone_of(2, 2)
    (['polite', 'firm', 'last'], 'polite', 'last')
    """
    if level <= 1:
        return "polite"
    return "last" if level >= levels else "firm"


def pay_until(day: date, days: int) -> date:
    """The day by which money is asked for, so many days after the letter."""
    return day + timedelta(days=days)


def lines_by_letter(
    items: Iterable[DunningItem], claims: Iterable[Claim]
) -> Mapping[tuple[str, str], Sequence[LetterLine]]:
    """The lines of each letter by customer and currency; only what is due to be reminded of has one.

    Args:
        items: Of the dunning list.
        claims: The open invoices that it was made from.
    """
    found = {claim.posting.document_no: claim for claim in claims}
    letters: dict[tuple[str, str], list[LetterLine]] = defaultdict(list)
    for item in items:
        if item.state == "due":
            claim = found[item.invoice]
            letters[item.customer_no, item.currency].append(
                LetterLine(
                    item.invoice, claim.posting.document_date, item.due_date, item.overdue_days,
                    claim.balance.amount, claim.balance.open_amount, item.overdue, item.level,
                )
            )  # fmt: skip
    return letters
