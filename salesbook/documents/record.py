"""Records: facts that are not papers, such as a customer, a price, a visit, a criterion.

A record has a kind and a key; posting it again with other content makes a new version, valid from a
day. Nothing is overwritten: last March is computed with last March's customer file. A record is
posted as one ledger line whose ``details`` hold its fields.
"""

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import BaseModel

from salesbook.documents.posting import Posting, canonical_json
from salesbook.problems import Problem
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts

FROM_THE_BEGINNING = date(1900, 1, 1)
"""A record without a first day is valid for all documents ever entered."""


class Record(BaseModel, frozen=True, extra="forbid"):
    """Base of all records.

    Attributes:
        kind: Names the kind of record in the ledger.
        key_fields: The fields that say which thing this is; the rest are versions of it.
        meant_blank: Fields that mean their default in a sheet without a column for them; the others stay as they were.
        valid_from: First day this version counts.
    """

    kind: ClassVar[str]
    key_fields: ClassVar[tuple[str, ...]]
    meant_blank: ClassVar[tuple[str, ...]] = ()
    valid_from: date = FROM_THE_BEGINNING

    @property
    def key(self) -> str:
        """The key as one text; parts are divided by a bar."""
        parts = [getattr(self, name) for name in self.key_fields]
        return "|".join(plain(part) if isinstance(part, Decimal) else str(part or "") for part in parts)

    @property
    def record_date(self) -> date:
        """The day that decides the period: the first day valid, or the day of what is registered."""
        return self.valid_from

    def own_problems(self) -> list[Problem]:
        """What is doubtful or wrong about the record by itself, whatever else is known."""
        return []

    def problems_among(self, facts: "Facts") -> list[Problem]:
        """What does not fit what is known, beyond the codes it refers to."""
        del facts
        return []

    def content(self) -> str:
        """The fields as canonical JSON, without the first day."""
        return canonical_json(self.model_dump(exclude={"valid_from"}, exclude_defaults=True))

    def postings(self) -> list[Posting]:
        """The one ledger line of this version."""
        known = {
            name: getattr(self, name)
            for name in ("customer_no", "product_no", "salesperson_no", "territory_code")
            if name in type(self).model_fields
        }
        return [
            Posting(
                kind=self.kind,
                document_no=self.key,
                document_date=self.valid_from,
                posting_date=self.record_date,
                details=self.content(),
                **known,
            )
        ]

    @classmethod
    def from_stored(cls, details: str, valid_from: date) -> Self:
        """The record as it was posted."""
        return cls.model_validate({**json.loads(details), "valid_from": valid_from})
