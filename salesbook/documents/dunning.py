"""Reminding customers who pay late (催款), level by level.

An invoice is reminded of its next level when it is late enough for it; one step at a time, so that nobody gets a
last warning who never got a first one. What was sent is a record. Whether a customer is then served at all is
a setting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from salesbook.documents.credit import check_strength
from salesbook.documents.paper import Paper, problem
from salesbook.documents.receivables import Claim, days_overdue, overdue_parts
from salesbook.documents.record import Record
from salesbook.money import ZERO
from salesbook.problems import Problem

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts
    from salesbook.settings import RuleSettings

DunningState = Literal["due", "sent", "waiting", "final", "on_hold"]


class DunningNotice(Record):
    """A reminder that was sent for one invoice.

    Attributes:
        level: 1 for the first.
        amount: Late and undisputed on that day, in the invoice's currency.
    """

    kind: ClassVar[str] = "dunning_notice"
    key_fields: ClassVar[tuple[str, ...]] = ("invoice", "level")
    invoice: str
    level: int
    sent_on: date
    amount: Decimal
    customer_no: str = ""
    sent_by: str = ""

    @property
    def record_date(self) -> date:
        """The day of sending."""
        return self.sent_on


class DunningHold(Record):
    """An invoice that is not to be reminded of, or is again."""

    kind: ClassVar[str] = "dunning_hold"
    key_fields: ClassVar[tuple[str, ...]] = ("invoice",)
    invoice: str
    on_hold: bool = True
    until: date | None = None
    remark: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the invoice is left alone on a day; the last day is included."""
        return self.on_hold and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class DunningItem:
    """One late invoice on the dunning list.

    Attributes:
        overdue: Late and not disputed, in the invoice's currency.
        overdue_days: Of the earliest such part.
        level: The one that is due; of an item that is not due, the last one sent.
        sent_on: When that was.
    """

    invoice: str
    customer_no: str
    salesperson_no: str
    due_date: date | None
    overdue_days: int
    overdue: Decimal
    currency: str
    level: int
    state: DunningState
    sent_on: date | None = None


def dunning_state(
    overdue_days: int, levels: Sequence[int], sent: DunningNotice | None, day: date
) -> tuple[int, DunningState]:
    """The level of a late invoice and what is to be done about it.

    Args:
        overdue_days: On the day.
        levels: Days overdue from which each level is due.
        sent: The last notice.
        day: Of the list. A notice of the same day shows as sent; nobody is reminded twice on one day.

    >>> dunning_state(25, (5, 20, 40), None, date(2026, 3, 5))
    (1, 'due')
    """
    level = sent.level if sent else 0
    if sent and sent.sent_on >= day:
        return level, "sent"
    if level >= len(levels):
        return level, "final"
    if overdue_days >= levels[level]:
        return level + 1, "due"
    return level, "waiting"


def dunning_item(
    claim: Claim,
    disputed: Decimal,
    levels: Sequence[int],
    sent: DunningNotice | None,
    hold: DunningHold | None,
    day: date,
) -> DunningItem | None:
    """A late invoice as it stands on the list; ``None`` when nothing of it is late, or all of that is disputed."""
    posting = claim.posting
    late = overdue_parts(posting, claim.balance, disputed, day)
    if not late:
        return None
    days = days_overdue(late[0].due_date, day)
    level, state = dunning_state(days, levels, sent, day)
    if state != "sent" and hold is not None and hold.holds_on(day):
        level, state = sent.level if sent else 0, "on_hold"
    return DunningItem(
        posting.document_no, posting.customer_no, posting.salesperson_no, late[0].due_date, days,
        sum((part.amount for part in late), ZERO), posting.currency, level, state, sent.sent_on if sent else None,
    )  # fmt: skip


def dunning_list(
    claims: Iterable[Claim],
    disputed: Mapping[str, Decimal],
    levels: Sequence[int],
    notices: Mapping[str, DunningNotice],
    holds: Mapping[str, DunningHold],
    day: date,
) -> list[DunningItem]:
    """Every late invoice, by customer and number.

    Args:
        claims: The open invoices of the day.
        disputed: What is refused on them.
        levels: Days overdue from which each level is due.
        notices: The last one of each invoice.
        holds: By invoice.
        day: Of the list.
    """
    items = (
        dunning_item(claim, disputed.get(number, ZERO), levels, notices.get(number), holds.get(number), day)
        for claim in claims
        for number in [claim.posting.document_no]
    )
    return sorted((item for item in items if item), key=lambda item: (item.customer_no, item.invoice))


def check_hold(hold: DunningHold, facts: "Facts", _: object) -> list[Problem]:
    """A hold must name an invoice that is there, or it holds nothing."""
    if ("sales_invoice", hold.invoice) in facts.documents:
        return []
    return [problem("unknown-sales-invoice", "invoice", code=hold.invoice)]


def last_notices(notices: Iterable[DunningNotice], day: date) -> dict[str, DunningNotice]:
    """The highest level that was sent for each invoice up to a day."""
    known = (notice for notice in notices if notice.sent_on <= day)
    return {notice.invoice: notice for notice in sorted(known, key=lambda notice: notice.level)}


def stops_credit(level: int, rules: "RuleSettings") -> bool:
    """Whether a reminder of this level stops further sales on credit."""
    return 0 < rules.dunning_blocks_credit_from_level <= level


def check_dunning(paper: Paper, facts: "Facts") -> list[Problem]:
    """An order or delivery for a customer who did not answer his reminders, as strictly as his credit is looked at."""
    notice, strength = facts.dunned.get(paper.customer_no), check_strength(paper.kind, facts.rules)
    if notice is None or strength == "none" or not stops_credit(notice.level, facts.rules):
        return []
    return [
        problem(
            "dunning-stops-credit", "customer_no", strength=strength, customer=paper.customer_no,
            invoice=notice.invoice, level=notice.level, date=notice.sent_on,
        )
    ]  # fmt: skip
