"""Requests for approval (核准申請): a document that waits until somebody else than its maker grants it.

A request keeps the document as it was typed. Whoever grants it lets it be checked once more against the ledger
of that moment, and posted with both names.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import BaseModel

from salesbook.documents.paper import Paper
from salesbook.documents.posting import Posting, canonical_json
from salesbook.documents.record import Record
from salesbook.problems import Place, Problem

State = Literal["pending", "approved", "rejected", "withdrawn"]


class Ground(BaseModel, frozen=True, extra="forbid"):
    """Why a document needs an approval: the problem it was told with."""

    code: str
    line_no: int | None = None
    field: str = ""
    values: dict[str, str] = {}

    @property
    def problem(self) -> Problem:
        """The problem again, as far as it can be told without the sheet."""
        return Problem(self.code, Place(self.field, self.line_no), self.values, "approval")


class Approval(Record):
    """A request and what was decided about it; each decision is a new version.

    Attributes:
        posting_key: Under which the document is stored when it is granted, so that pressing Post finds it.
        typed: The document as typed, as JSON of its model.
        net_amount: Without tax, as computed at the time of asking.
        made_by: Who typed it. The one who decides is somebody else, unless the settings allow it.
    """

    kind: ClassVar[str] = "approval"
    key_fields: ClassVar[tuple[str, ...]] = ("request_no",)
    request_no: str
    document_kind: str
    document_ref: str = ""
    customer_no: str = ""
    posting_key: str
    typed: str
    grounds: tuple[Ground, ...] = ()
    net_amount: Decimal = Decimal(0)
    made_by: str = ""
    workbook: str = ""
    workbook_id: str = ""
    state: State = "pending"
    decided_by: str = ""
    reason: str = ""

    @property
    def codes(self) -> set[str]:
        """What it asks to be granted."""
        return {ground.code for ground in self.grounds}

    def asks_for(self, paper: Paper) -> bool:
        """Whether it is about this very document, wherever it stands on the sheet."""
        return _claim(self.typed) == _claim(as_typed(paper))


def as_typed(paper: Paper) -> str:
    """A document as typed."""
    return paper.model_dump_json(exclude_defaults=True)


def _claim(typed: str) -> str:
    """What a document says, without the places of its rows."""
    said = json.loads(typed)
    lines = [{name: value for name, value in line.items() if name not in _PLACES} for line in said.pop("lines", [])]
    return canonical_json([said, lines])


_PLACES = ("sheet", "row_number")


def grounds_of(problems: Sequence[Problem]) -> tuple[Ground, ...]:
    """What somebody has to grant."""
    return tuple(
        Ground(code=found.code, line_no=found.place.line_no, field=found.place.field, values=dict(found.values))
        for found in problems
        if found.severity == "approval"
    )


def granted(problems: Sequence[Problem], codes: Collection[str]) -> list[Problem]:
    """The problems as they are after an approval: what was granted is only told."""
    return [
        replace(found, severity="warning") if found.severity == "approval" and found.code in codes else found
        for found in problems
    ]


def approved_postings(postings: Sequence[Posting], approval: Approval, approver: str) -> list[Posting]:
    """The lines of a document with who made it and who granted it."""
    names = {"approval": approval.request_no, "approved_by": approver, "made_by": approval.made_by}
    return [
        posting.model_copy(update={"details": canonical_json(json.loads(posting.details or "{}") | names)})
        for posting in postings
    ]
