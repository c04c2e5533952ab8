"""A Parquet file as a grid: its column names are row 1."""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from salesbook.hosts.grid_rows import LARGEST_GRID, UnreadableFileError, build_grid
from salesbook.hosts.host import CellError, CellValue, Grid, RowBlock
from salesbook.hosts.ooxml_package import LARGEST_PACKAGE
from salesbook.problems import Reason

_ROWS_AT_ONCE = 10_000


def read_parquet(content: bytes, title: str) -> list[Grid]:
    """The one grid of a Parquet file; decimal numbers stay exact, lists and structures become text.

    Raises:
        UnreadableFileError: The file is damaged, or too large.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(BytesIO(content))
        if file.metadata.num_rows * file.metadata.num_columns > LARGEST_GRID:
            raise UnreadableFileError(Reason("reason-too-many-cells", {"sheet": title}))
        return [build_grid(title, _rows(file), room=LARGEST_GRID)]
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, KeyError) as error:
        raise UnreadableFileError(Reason("reason-damaged")) from error


def _rows(file: Any) -> Iterator[RowBlock]:
    names: tuple[CellValue, ...] = tuple(name or None for name in file.schema_arrow.names)
    yield RowBlock(1, names)
    row_number = 1
    unpacked = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        unpacked += batch.nbytes
        if unpacked > LARGEST_PACKAGE:
            raise UnreadableFileError(Reason("reason-too-large"))
        columns = [_values(column) for column in batch.columns]
        for offset in range(batch.num_rows):
            row_number += 1
            yield RowBlock(row_number, tuple(column[offset] for column in columns))


def _values(column: Any) -> list[CellValue]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        # Excel knows no time zones, and nobody's clock shows nanoseconds.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    elif pa.types.is_duration(column.type):
        column = column.cast(pa.duration("us"), safe=False)
    elif pa.types.is_time(column.type):
        column = column.cast(pa.time64("us"), safe=False)
    return [_value(value) for value in column.to_pylist()]


def _value(value: object) -> CellValue:
    if isinstance(value, float):
        return None if math.isnan(value) else CellError("#NUM!") if math.isinf(value) else value
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
        return moment.date() if moment.time() == time.min else moment
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") or None
    return str(value) or None
