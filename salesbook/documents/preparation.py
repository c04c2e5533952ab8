"""How long documents took from the first press of Check or Post until they were right, and how often at once.

Counted by who posted them and by customer, so that one sees which customers' orders are hard to enter, and
where help is needed. Only documents that were posted, or handed over for approval, are counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Literal

from salesbook.money import round_half_up

Answer = Literal["refused", "good", "done"]
"""What a press said about a document: something is wrong, nothing is wrong so far, it is posted or handed over."""


@dataclass(frozen=True, slots=True)
class Press:
    """What one press of Check or Post said about one document.

    Attributes:
        pressed_at: The moment, UTC.
        pressed_by: Login name.
        book_id: Of the workbook; with kind and Ref it says which document it is.
    """

    pressed_at: datetime
    pressed_by: str
    book_id: str
    kind: str
    document_ref: str
    customer_no: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document from its first press to the one that was good.

    Attributes:
        prepared_by: Who pressed last.
        refusals: How often something was wrong before.
    """

    kind: str
    document_ref: str
    customer_no: str
    prepared_by: str
    first_pressed_at: datetime
    done_at: datetime
    refusals: int

    @property
    def minutes(self) -> Fraction:
        """From the first press to the last one."""
        return Fraction((self.done_at - self.first_pressed_at) // _MICROSECOND, 60_000_000)


_MICROSECOND = datetime.resolution


@dataclass(frozen=True, slots=True)
class Preparation:
    """The documents of one person, or for one customer.

    Attributes:
        median_minutes: Half of the documents took longer; one decimal.
        first_time_right_percent: Share of those that no press refused; one decimal.
    """

    name: str
    documents: int
    median_minutes: Decimal
    first_time_right_percent: Decimal


def prepared_documents(presses: Iterable[Press]) -> list[PreparedDocument]:
    """The documents that were done, in the order in which they were.

    A document that waits for its approval is done once, however often it is pressed again.
    """
    pending: dict[tuple[str, str, str], list[Press]] = defaultdict(list)
    last: dict[tuple[str, str, str], Answer] = {}
    found = []
    for press in sorted(presses, key=lambda press: press.pressed_at):
        key = (press.book_id, press.kind, press.document_ref)
        pending[key].append(press)
        if press.answer == "done":
            earlier = pending.pop(key)
            refusals = sum(other.answer == "refused" for other in earlier)
            if refusals or last.get(key) != "done":
                found.append(
                    PreparedDocument(
                        press.kind, press.document_ref, press.customer_no, press.pressed_by, earlier[0].pressed_at,
                        press.pressed_at, refusals,
                    )
                )  # fmt: skip
        last[key] = press.answer
    return found


def summary(documents: Sequence[PreparedDocument], name_of: Callable[[PreparedDocument], str]) -> list[Preparation]:
    """The documents by a name, in the order of the names.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    >>> done = [PreparedDocument("sales_order", ref, "C-1", "wang", noon, noon + timedelta(minutes=minutes), refusals)
    ...         for ref, minutes, refusals in (("A", 0, 0), ("B", 4, 1), ("C", 9, 2))]
    >>> [found] = summary(done, lambda document: document.prepared_by)
    >>> found.documents, str(found.median_minutes), str(found.first_time_right_percent)
    (3, '4.0', '33.3')
    """
    by_name: dict[str, list[PreparedDocument]] = defaultdict(list)
    for document in documents:
        by_name[name_of(document)].append(document)
    return [
        Preparation(
            name,
            len(own),
            round_half_up(Fraction(median(document.minutes for document in own)), 1),
            round_half_up(Fraction(100 * sum(not document.refusals for document in own), len(own)), 1),
        )
        for name, own in sorted(by_name.items())
    ]


def done_between(
    documents: Iterable[PreparedDocument], day_of: Callable[[datetime], date], first: date | None, last: date | None
) -> list[PreparedDocument]:
    """Those that were done in a period.

    Args:
        documents: In any order.
        day_of: The day of a moment, in the company's time zone.
        first: ``None`` for no limit.
        last: Likewise.
    """
    return [
        document
        for document in documents
        if (first is None or first <= day_of(document.done_at)) and (last is None or day_of(document.done_at) <= last)
    ]
