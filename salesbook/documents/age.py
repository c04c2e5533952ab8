"""What became of a record since a sheet's row was filled from it, and whether the row would set that back.

A row keeps the number of the ledger entry that it agreed with last. Three things are compared: that version, the
version that counts by now, and what the row says. Nothing here knows a sheet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from salesbook.documents.record import FROM_THE_BEGINNING, Record


class StoredVersion(NamedTuple):
    """A version of a record, and the number of the posting that stored it."""

    entry: int
    record: Record


@dataclass(frozen=True)
class FieldNews:
    """A field that was changed since the row was filled.

    Attributes:
        before: As the row was filled; ``None`` where nobody knows.
        entry: The posting that changed it.
        is_typed: The row says something else than when it was filled.
    """

    field: str
    before: Any
    after: Any
    found: Any
    entry: int
    is_typed: bool


@dataclass(frozen=True)
class News:
    """What a row of a sheet does not know yet.

    Attributes:
        entry: The posting of the version that counts by now.
        fields: What was changed, and differs from what the row says.
        is_untouched: The row says in every field what it was filled with.
    """

    entry: int
    fields: tuple[FieldNews, ...]
    is_untouched: bool


def counting(versions: Sequence[StoredVersion], day: date) -> StoredVersion | None:
    """The version that counts on a day; before all first days, the earliest."""
    ordered = sorted(versions, key=lambda version: (version.record.valid_from, version.entry))
    valid = [version for version in ordered if version.record.valid_from <= day]
    return (valid or ordered)[-1] if ordered else None


def day_of(record: Record, today: date, *, alone: bool) -> date:
    """On which day the version counts that a row is about: without a first day it says how things are now."""
    is_undated = record.valid_from == FROM_THE_BEGINNING
    return today if is_undated and (alone or "valid_from" in record.key_fields) else record.valid_from


def news_for(
    record: Record, absent: Collection[str], versions: Sequence[StoredVersion], entry: int, day: date
) -> News | None:
    """What was changed since a row was filled; ``None`` when it knows everything that it would change.

    Args:
        record: What the row says.
        absent: Fields of which its sheet says nothing.
        versions: What is stored under the same key.
        entry: The posting that the row agreed with when it was filled.
        day: On which the version counts that it is about.
    """
    now = counting(versions, day)
    if now is None or now.entry == entry:
        return None
    base = next((version for version in versions if version.entry == entry), None)
    # Without its own version the key was typed anew: what was stored before the row was filled could be known.
    is_later = base is not None and now.record.valid_from > base.record.valid_from
    if now.entry < entry and not is_later:
        return None
    compared = [name for name in compared_fields(record) if name not in absent]
    fields = tuple(
        FieldNews(name, before, after, found, _changed_by(name, now, versions), base is None or found != before)
        for name in compared
        for after, found in [(getattr(now.record, name), getattr(record, name))]
        for before in [getattr(base.record, name) if base else None]
        if (base is None or before != after) and found != after
    )
    if not fields:
        return None
    is_untouched = base is not None and all(getattr(base.record, n) == getattr(record, n) for n in compared)
    return News(now.entry, fields, is_untouched)


def compared_fields(record: Record) -> list[str]:
    """The fields that a version is about."""
    return [name for name in type(record).model_fields if name not in ("valid_from", *record.key_fields)]


def set_back(record: Record, versions: Sequence[StoredVersion], day: date) -> tuple[FieldNews, ...]:
    """What a row of unknown age would set back: it says exactly what an earlier version said, and not the newest."""
    now = counting(versions, day)
    if now is None or record.content() == now.record.content():
        return ()
    if all(version.entry >= now.entry or version.record.content() != record.content() for version in versions):
        return ()
    return tuple(
        FieldNews(name, found, after, found, _changed_by(name, now, versions), is_typed=False)
        for name in compared_fields(record)
        for after, found in [(getattr(now.record, name), getattr(record, name))]
        if after != found
    )


def _changed_by(field: str, now: StoredVersion, versions: Sequence[StoredVersion]) -> int:
    """The posting since which a field says what it says by now."""
    value, found = getattr(now.record, field), now.entry
    for version in sorted(versions, reverse=True):
        if version.entry > now.entry:
            continue
        if getattr(version.record, field) != value:
            break
        found = version.entry
    return found
