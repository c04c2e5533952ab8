"""The credit sheet: why a customer may still order as much as that, term by term (信用額度表)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.documents.exposure import CreditStanding
from salesbook.documents.master_data import Customer

TERMS = ("receivable", "uninvoiced", "open_orders", "unapplied")
"""In the order in which they are told; the last one is taken off."""


@dataclass(frozen=True)
class TermPart:
    """What one document adds to a term."""

    customer_no: str
    document_no: str
    document_date: date
    due_date: date | None
    amount: Decimal


@dataclass(frozen=True)
class ShownLevel:
    """What is owed at one level.

    Attributes:
        owner: The file at which the limit stands.
        members: Codes of all files that count, the owner's among them.
        parts: The documents behind each term, by its name in ``CreditStanding``; they add up to it.
        later: Open orders that are due after the horizon, and do not count.
        disputed: What is refused on invoices, by number: it is owed, but not late.
    """

    owner: Customer
    members: tuple[str, ...]
    standing: CreditStanding
    parts: Mapping[str, Sequence[TermPart]]
    later: Sequence[TermPart]
    disputed: Mapping[str, Decimal]

    @property
    def free(self) -> Decimal | None:
        """What is left of the limit; negative when it is exceeded, ``None`` when no limit is set."""
        limit = self.owner.credit_limit
        return None if limit is None else limit - self.standing.exposure

    @property
    def others(self) -> str:
        """Codes of the files beside the owner's."""
        return ", ".join(member for member in self.members if member != self.owner.customer_no)

    def overdue(self, today: date) -> tuple[TermPart, int] | None:
        """The oldest open invoice that is late, and by how many days."""
        late = [
            (part.due_date, part)
            for part in self.parts["receivable"]
            if part.due_date and part.amount > self.disputed.get(part.document_no, Decimal(0))
        ]
        due, oldest = min(late, key=lambda found: (found[0], found[1].document_no), default=(today, None))
        return (oldest, (today - due).days) if oldest and due < today else None


@dataclass(frozen=True)
class CreditSheet:
    """A customer's credit on a day.

    Attributes:
        until: The last day on which an open order may be due and counts; ``None`` counts all.
        levels: Where limits stand, the customer's own file first; that file alone where there is none.
    """

    customer: Customer
    today: date
    until: date | None
    levels: tuple[ShownLevel, ...]

    @property
    def deciding(self) -> ShownLevel:
        """The level with the least left: it decides what may still be ordered."""
        return min(self.levels, key=lambda level: level.free or Decimal(0))

    @property
    def standing(self) -> CreditStanding:
        """What is owed at the deciding level."""
        return self.deciding.standing

    @property
    def parts(self) -> Mapping[str, Sequence[TermPart]]:
        """The documents behind it."""
        return self.deciding.parts

    @property
    def free(self) -> Decimal | None:
        """What may still be ordered; ``None`` where no limit stands."""
        return self.deciding.free
