"""The columns of the ledger's one table, and the hash that ties each posting to the one before.

A stored row is a ``Posting`` plus its stamp: when, by whom, in which batch, and its place in the chain.
All lines of one document carry the same ``seq``, ``prev_hash`` and ``hash``.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from salesbook.documents.balances import ACCOUNT_COUNTERS, Counter
from salesbook.documents.posting import Posting, canonical_json

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_VERSION = 4
"""Of the table's columns and their meaning; a newer ledger is refused by an older program."""

GENESIS_HASH = "0" * 64
"""What the first posting names as the hash before it."""

EPOCH = date(1970, 1, 1)
"""From which Arrow counts days."""

MONEY_DECIMALS = 4
QUANTITY_DECIMALS = 6
EXCHANGE_RATE_DECIMALS = 8

Row = dict[str, Any]


class Stamp(BaseModel, frozen=True):
    """What storing adds to a line.

    Attributes:
        seq: Number of the posting in the ledger, from 1, without gaps.
        number_year: Fiscal year and running number behind ``document_no``; 0 for records.
        posting_id: What makes a second click recognisable; unique in the ledger.
        posted_at: Moment of storing, UTC.
    """

    seq: int
    batch_id: str
    posting_id: str
    number_year: int = 0
    number: int = 0
    workbook: str = ""
    workbook_id: str = ""
    posted_at: datetime
    posted_by: str = ""
    prev_hash: str = GENESIS_HASH
    hash: str = ""


class StoredPosting(BaseModel, frozen=True):
    """A document as it is in the ledger: its lines and their common stamp."""

    stamp: Stamp
    lines: tuple[Posting, ...]


def decimals_of(counter: Counter) -> int:
    """With how many decimals the ledger keeps what is counted; money without tax stands among quantities as it is."""
    return MONEY_DECIMALS if counter in ACCOUNT_COUNTERS and counter != "on_hand" else QUANTITY_DECIMALS


def ledger_schema() -> "pa.Schema":
    """The Arrow schema of the table."""
    import pyarrow as pa

    money, quantity, rate = pa.decimal128(18, MONEY_DECIMALS), pa.decimal128(18, QUANTITY_DECIMALS), pa.decimal128(9, 4)
    types = {
        "line_no": pa.int32(), "document_date": pa.date32(), "posting_date": pa.date32(), "due_date": pa.date32(),
        "quantity": quantity, "unit_price": money, "discount_percent": rate, "net_amount": money,
        "tax_percent": rate, "tax_amount": money, "source_line_no": pa.int32(), "order_line_no": pa.int32(),
        "delivery_line_no": pa.int32(), "invoice_line_no": pa.int32(), "revision": pa.int32(),
        "refused_quantity": quantity, "short_quantity": quantity, "discount_amount": money,
        "stock_quantity": quantity, "cost_amount": money, "applied_amount": money, "home_amount": money,
        "applied_home_amount": money, "exchange_rate": pa.decimal128(18, EXCHANGE_RATE_DECIMALS),
        "row_number": pa.int32(), "seq": pa.int64(), "number_year": pa.int32(), "number": pa.int64(),
        "posted_at": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    names = [*Posting.model_fields, *Stamp.model_fields]
    return pa.schema([pa.field(name, types.get(name, pa.string())) for name in names])


def to_table(stored: Iterable[StoredPosting]) -> "pa.Table":
    """The rows of postings, one per line, ready to be written.

    Raises:
        TypeError: A field holds a float.
        ValueError: A number has more digits than its column; nothing is rounded.
    """
    import pyarrow as pa
    import pyarrow.json as pa_json

    # Arrays made from Python lists would load pandas first, which takes far longer than the posting.
    lines = [
        json.dumps({name: value if type(value) in _PLAIN else _as_json(value) for name, value in fields.items()})
        for document in stored
        for fields in (line.__dict__ | document.stamp.__dict__ for line in document.lines)
    ]
    content = "\n".join(lines).encode()
    table = pa_json.read_json(
        pa.BufferReader(content),
        pa_json.ReadOptions(use_threads=False, block_size=len(content) + 1),
        pa_json.ParseOptions(explicit_schema=ledger_schema(), unexpected_field_behavior="error"),
    )
    table.validate(full=True)
    return table


_PLAIN = {str, int, type(None)}


def _as_json(value: Any) -> str | int:
    match value:
        case float():
            raise TypeError(f"a float never gets into the ledger: {value!r}")
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        case date():
            return (value - EPOCH).days
        case _:
            raise TypeError(f"no column holds a {type(value).__name__}")


_NEVER_BLANK = [name for model in (Posting, Stamp) for name, field in model.model_fields.items() if field.is_required()]


def to_rows(table: "pa.Table") -> list[Row]:
    """The rows of a stored table.

    Raises:
        ValueError: A row is blank where no posting can be.
    """
    import pyarrow as pa

    for name in _NEVER_BLANK:
        if name not in table.column_names or table.column(name).null_count:
            raise ValueError(f"{name} = ∅")
    # Moments with a time zone would load pandas, too.
    index = table.schema.get_field_index("posted_at")
    rows: list[Row] = table.set_column(index, "posted_at", table.column(index).cast(pa.timestamp("us"))).to_pylist()
    for row in rows:
        row["posted_at"] = row["posted_at"].replace(tzinfo=UTC)
    return rows


def postings_of(rows: Iterable[Row]) -> Iterator[StoredPosting]:
    """Documents from stored rows; rows of one document follow each other.

    A column that is not there yet, or blank because an older program stored the row, has what it starts with.
    """
    for _, group in groupby(rows, key=itemgetter("seq")):
        document = list(group)
        stamp = Stamp.model_construct(**_known(document[0], _STAMP_FIELDS))
        lines = tuple(Posting.model_construct(**_known(row, _POSTING_FIELDS)) for row in document)
        yield StoredPosting.model_construct(stamp=stamp, lines=lines)


_POSTING_FIELDS = tuple(Posting.model_fields)
_STAMP_FIELDS = tuple(Stamp.model_fields)


def _known(row: Row, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names if row.get(name) is not None}


def posting_hash(stamp: Stamp, lines: Sequence[Posting]) -> str:
    """The hash of a posting's whole content and of the posting before it.

    Blank and zero fields are left out, so that a column added later does not change old hashes.
    """
    content = {
        "stamp": _content({name: value for name, value in stamp.__dict__.items() if name != "hash"}),
        "lines": [_content(line.__dict__) for line in lines],
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _content(fields: Mapping[str, Any]) -> Row:
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in fields.items()
        if value not in ("", None, 0)
    }
