"""Stored postings as one Parquet file outside the ledger: all columns unchanged, in the order of the chain."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from salesbook.ledger.schema import StoredPosting, ledger_schema, to_table

ROWS_PER_GROUP = 10_000
"""About so many rows are held in memory and written as one row group."""


@contextmanager
def postings_file(path: Path) -> Iterator[Callable[[StoredPosting], None]]:
    """A new file, and the function that adds a document to it.

    Raises:
        OSError: The disk refused; the file is not complete.
    """
    import pyarrow.parquet as pq

    waiting: list[StoredPosting] = []
    rows = 0
    with pq.ParquetWriter(path, ledger_schema(), compression="zstd") as file:

        def add(stored: StoredPosting) -> None:
            nonlocal rows
            waiting.append(stored)
            rows += len(stored.lines)
            if rows >= ROWS_PER_GROUP:
                file.write_table(to_table(waiting))
                waiting.clear()
                rows = 0

        yield add
        if waiting:
            file.write_table(to_table(waiting))
