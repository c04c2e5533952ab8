"""How the cache keeps the lines of papers: as short as can be, for there are millions of them.

Only the fields that say something, under one letter each, without those that have a column of their own.
``counting`` writes the same text with the query engine.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from string import ascii_letters
from typing import Any

from salesbook.documents.posting import Posting
from salesbook.units import plain

COLUMNS = ("kind", "document_no", "line_no", "source_no", "customer_no", "purpose")
"""Fields that stand in columns of their own."""

SHORT_NAMES = dict(zip((name for name in Posting.model_fields if name not in COLUMNS), ascii_letters, strict=False))
"""The letter of each other field."""

DEFAULTS: dict[str, Any] = {
    name: field.default for name, field in Posting.model_fields.items() if not field.is_required()
}

LAYOUT = sha256(repr(SHORT_NAMES).encode()).hexdigest()[:8]
"""Changes when a letter comes to stand for another field."""

_NAMES = {key: name for name, key in SHORT_NAMES.items()}


def line_text(line: Posting) -> str:
    """The fields of a line that have no column."""
    fields = line.__dict__
    said = {
        key: fields[name] for name, key in SHORT_NAMES.items() if fields[name] not in ("", None, DEFAULTS.get(name))
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_as_text)


def line_of(columns: Sequence[str | int], text: str) -> Posting:
    """The line that was written so, with its ``COLUMNS``."""
    said = {_NAMES[key]: value for key, value in json.loads(text).items()}
    return Posting(**dict(zip(COLUMNS, columns, strict=True)), **said)


def _as_text(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else value.isoformat()
