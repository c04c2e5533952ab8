"""Everything that was posted under one document's number: from which row of which workbook, and what became what.

A revision shows each field with its old and new value; a closing, how much was given up; a reversal, what it undid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from salesbook.actions.company import Company
from salesbook.actions.record_history import FieldChange
from salesbook.documents.balances import redefined
from salesbook.documents.posting import Posting
from salesbook.queries import LedgerQueries, StoredLine
from salesbook.records import RECORD_MODELS

_HEAD = (
    "document_date", "customer_no", "customer_reference", "salesperson_no", "territory_code", "currency",
)  # fmt: skip
_LINE = (
    "source_no", "source_line_no", "product_no", "description", "quantity", "refused_quantity", "unit", "unit_price",
    "discount_percent", "amount_off", "tax_code", "net_amount", "due_date", "warehouse_code", "batch_no", "remark",
)  # fmt: skip
"""What a sheet shows of a document, in the order in which it is told."""


@dataclass(frozen=True)
class LineChange:
    """What one posting did to one line.

    Attributes:
        sheet: From which it was posted; blank where it was no sheet.
        row_number: On that sheet.
        changes: A field that was not there before has nothing in ``before``.
    """

    line_no: int
    sheet: str
    row_number: int | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class DocumentEvent:
    """One posting: the document itself, a revision, a closing, or the reversal of one of them.

    Attributes:
        reverses_no: What it undid.
        entry: Its number in the ledger.
        reason: As given.
    """

    kind: str
    document_no: str
    reverses_no: str
    entry: int
    posted_at: datetime
    posted_by: str
    workbook: str
    reason: str
    lines: tuple[LineChange, ...]


def document_history(document_no: str, company: Company) -> list[DocumentEvent]:
    """What was posted under a number, in the order of storing; nothing when no document has it."""
    with company.cache() as cache:
        if not cache.find_documents(document_no):
            return []
    stored = [
        line for line in LedgerQueries(company.store).lines_about(document_no) if line.posting.kind not in RECORD_MODELS
    ]
    agreed: dict[int, Posting] = {}
    events = []
    for entry, group in groupby(stored, key=lambda line: line.entry):
        lines = list(group)
        first, stamp = lines[0].posting, lines[0]
        events.append(
            DocumentEvent(
                first.kind, first.document_no, first.reverses_no, entry, company.local_time(stamp.posted_at),
                stamp.posted_by, stamp.workbook,
                first.remark if first.reverses_no or first.kind == "closing" else "", tuple(_changes(lines, agreed)),
            )
        )  # fmt: skip
    return events


def _changes(lines: Sequence[StoredLine], agreed: dict[int, Posting]) -> Iterable[LineChange]:
    """What each line of a posting changed; ``agreed`` has the lines as they stand, and is brought up to date."""
    for posting in (line.posting for line in lines):
        if posting.reverses_no:
            continue
        if posting.kind == "closing":
            line_no = posting.source_line_no or posting.delivery_line_no or posting.order_line_no or posting.line_no
            changes: tuple[FieldChange, ...] = (FieldChange("quantity", None, posting.quantity),)
            yield LineChange(line_no, posting.sheet, posting.row_number, changes)
            continue
        if _takes_back(posting):
            continue
        now = redefined(posting) or posting
        before = agreed.get(now.line_no)
        names = [*(_HEAD if before or now.line_no == 1 else ()), *_LINE]
        found = tuple(
            FieldChange(name, old, new)
            for name in names
            for old, new in [(getattr(before, name) if before else None, getattr(now, name))]
            if old != new and not (before is None and new in ("", None, 0))
        )
        agreed[now.line_no] = now
        yield LineChange(now.line_no, posting.sheet, posting.row_number, found)


def _takes_back(posting: Posting) -> bool:
    """The first half of a changed line, which only says what was agreed before."""
    return posting.kind in ("quotation_revision", "order_change") and not posting.revision
