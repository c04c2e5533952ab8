"""Postings written by hand and chained as posting does it, for tests that need a ledger and no workbook."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.documents.posting import Posting
from salesbook.ledger.log_entry import FILE_HASH, parse_actions, sealed_text
from salesbook.ledger.schema import GENESIS_HASH, Stamp, StoredPosting, posting_hash
from salesbook.ledger.store import LedgerStore

DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def order(document_no: str, quantity: str = "10", **fields: Any) -> Posting:
    """One line of a sales order."""
    return Posting(
        kind="sales_order", document_no=document_no, document_date=DAY, posting_date=DAY, customer_no="C-1",
        product_no="BOLT-8", quantity=Decimal(quantity), **fields,
    )  # fmt: skip


def delivery(document_no: str, order_no: str, quantity: str, **fields: Any) -> Posting:
    """One line of a delivery note made from the first line of an order."""
    return Posting(
        kind="delivery_note", document_no=document_no, document_date=DAY, posting_date=DAY, customer_no="C-1",
        product_no="BOLT-8", quantity=Decimal(quantity), source_no=order_no, source_line_no=1, order_no=order_no,
        order_line_no=1, **fields,
    )  # fmt: skip


def chained(head: tuple[int, str], documents: Sequence[Sequence[Posting]]) -> list[StoredPosting]:
    """Documents with their stamps, the first one following ``head``."""
    seq, last = head
    stored = []
    for lines in documents:
        seq += 1
        stamp = Stamp(
            seq=seq, batch_id=f"B-{seq}", posting_id=f"posting {seq}", number_year=2026, number=seq,
            workbook="三月.xlsx", posted_at=MOMENT, posted_by="王小明", prev_hash=last,
        )  # fmt: skip
        last = posting_hash(stamp, lines)
        stored.append(StoredPosting(stamp=stamp.model_copy(update={"hash": last}), lines=tuple(lines)))
    return stored


class Pen:
    """Writes postings into a ledger, one commit per call."""

    def __init__(self, store: LedgerStore) -> None:
        self.store = store
        self.head = (0, GENESIS_HASH)
        self.version = 0

    def write(self, *documents: Sequence[Posting] | Posting) -> list[StoredPosting]:
        """Store documents as the next version; a single posting is a document of one line."""
        stored = chained(self.head, [[found] if isinstance(found, Posting) else found for found in documents])
        self.store.append(self.version + 1, stored)
        self.version += 1
        self.head = stored[-1].stamp.seq, stored[-1].stamp.hash
        return stored


def entry_path(store: LedgerStore, version: int) -> Path:
    """The log entry of a version."""
    return store.storage.folder / "_delta_log" / f"{version:020d}.json"


def data_path(store: LedgerStore, version: int) -> Path:
    """The only data file of a version."""
    return next(store.storage.folder.glob(f"part-{version:012d}-*.parquet"))


def forge(store: LedgerStore, version: int, change: Any) -> None:
    """Change the rows of a version and make file, hash and seal fit, as somebody who knows the code would.

    Args:
        change: Given the Arrow table, returns the one to store instead.
    """
    import pyarrow.parquet as pq

    data, entry = data_path(store, version), entry_path(store, version)
    pq.write_table(change(pq.ParquetFile(data).read()), data)
    add, info = (dict(action) for action in parse_actions(entry.read_bytes()))
    content = data.read_bytes()
    added = add["add"] | {"size": len(content), "tags": {FILE_HASH: hashlib.sha256(content).hexdigest()}}
    facts = {name: value for name, value in info["commitInfo"].items() if name != "seal"}
    entry.write_bytes(sealed_text([{"add": added}], facts))


def listing(folder: Path) -> list[str]:
    """Everything that lies in a folder and below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def actions_of(store: LedgerStore, version: int) -> list[dict[str, Any]]:
    """A log entry as any program reads it."""
    return [json.loads(line) for line in entry_path(store, version).read_text(encoding="utf-8").splitlines()]
