"""Show every version of a record: since when it counts, who stored it and when, and which field became what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesbook.actions.company import Company
from salesbook.documents.master_data import close_codes
from salesbook.documents.record import Record
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.records import RECORD_MODELS


@dataclass(frozen=True)
class FieldChange:
    """One field of a version; ``before`` is as in the version that counted until then, blank in a first one."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RecordVersion:
    """One version of a record, as it was stored.

    Attributes:
        sheet: From which it was stored; blank where a command did it.
        row_number: On that sheet.
        reason: Given with a command, such as the one that blocks a customer.
    """

    kind: str
    key: str
    valid_from: date
    posted_at: datetime
    posted_by: str
    workbook: str
    sheet: str
    row_number: int | None
    reason: str
    changes: tuple[FieldChange, ...]


def record_history(key: str, company: Company, kind: str = "") -> list[RecordVersion]:
    """The versions of all records with this code, by kind and in the order of storing.

    Args:
        key: Code of a record; parts of a longer key are divided by a bar.
        company: Whose ledger.
        kind: Of the record; without one, records of every kind are looked for.

    Raises:
        SalesbookError: There is no such kind or no such record.
    """
    if kind and kind not in RECORD_MODELS:
        raise SalesbookError("history-no-kind", found=kind, known=", ".join(RECORD_MODELS))
    kinds = [kind] if kind else [*RECORD_MODELS]
    found: list[RecordVersion] = []
    earlier: dict[str, list[Record]] = {}
    for stored in LedgerQueries(company.store).records(kinds, key):
        record = RECORD_MODELS[stored.kind].from_stored(stored.details, stored.valid_from)
        versions = earlier.setdefault(stored.kind, [])
        found.append(
            RecordVersion(
                stored.kind, key, stored.valid_from, company.local_time(stored.posted_at), stored.posted_by,
                stored.workbook, stored.sheet, stored.row_number, stored.reason,
                _changes(_counted_before(record, versions), record),
            )
        )  # fmt: skip
        versions.append(record)
    if not found:
        raise _not_found(key, kinds, company)
    return found


def _counted_before(record: Record, versions: Sequence[Record]) -> Record | None:
    """The version that counted on the first day of this one before it was stored."""
    counted = [version for version in versions if version.valid_from <= record.valid_from]
    return max(reversed(counted), key=lambda version: version.valid_from, default=None)


def _changes(before: Record | None, record: Record) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the file; of a first version, those that say something."""
    fields = type(record).model_fields
    blank = {name: None if info.is_required() else info.default for name, info in fields.items()}
    old = before.model_dump() if before else blank
    new = record.model_dump()
    return tuple(
        FieldChange(name, old[name], new[name])
        for name in fields
        if name not in ("valid_from", *record.key_fields) and old[name] != new[name]
    )


def _not_found(key: str, kinds: Sequence[str], company: Company) -> SalesbookError:
    with company.cache() as cache:
        known = {code for kind in kinds for code in cache.record_keys(kind)}
    similar = ", ".join(close_codes(key, sorted(known)))
    return SalesbookError("history-not-found", code=key, similar=similar)
