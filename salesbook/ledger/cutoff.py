"""Which postings count when somebody asks how things stood: by the day they are dated, by the moment they
were stored, or both. "As of 31 March" and "as we knew it on 2 April" are two questions with two answers.
"""

from dataclasses import dataclass
from datetime import date, datetime

from salesbook.documents.posting import Posting
from salesbook.ledger.schema import Stamp


@dataclass(frozen=True)
class Cutoff:
    """The edge of what counts; all edges are included, and ``None`` means no edge.

    Attributes:
        as_of: Last posting date.
        known_at: Last moment of storing, with its time zone.
        until_seq: Number of the last posting, as ``verify`` and the month-end report need it.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    until_seq: int | None = None

    def counts(self, posting: Posting, stamp: Stamp) -> bool:
        """Whether a stored line counts."""
        return (
            (self.as_of is None or posting.posting_date <= self.as_of)
            and (self.known_at is None or stamp.posted_at <= self.known_at)
            and (self.until_seq is None or stamp.seq <= self.until_seq)
        )


EVERYTHING = Cutoff()
"""No edge: how things stand now."""
