"""Report queries, written once as ibis expressions over the ledger's table.

DuckDB reads the table's Parquet files directly. Only sums and counts are asked of the engine, so that
decimals stay exact; ratios are formed later, from the sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesbook.appraisal.figures import SoldDocument
from salesbook.ledger.schema import ledger_schema
from salesbook.ledger.snapshot import take_snapshot
from salesbook.ledger.store import LedgerStore
from salesbook.planning.targets import Measure, TargetLine

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class SoldMonth:
    """What a person sold in a territory in a month, net of the reversals posted in that month.

    Attributes:
        documents: Those that stand: neither mirrors nor documents reversed within the days asked for.
    """

    month: str
    territory_code: str
    salesperson_no: str
    net_amount: Decimal
    quantity: Decimal
    documents: int


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """One stored line of a target plan."""

    territory_code: str
    salesperson_no: str
    month: str
    target: Decimal


class LedgerQueries:
    """The ledger's table as one engine sees it at one version."""

    def __init__(self, store: LedgerStore) -> None:
        import ibis

        files = [str(store.storage.local_path(file.name)) for file in take_snapshot(store).ordered]
        # Before the first posting there is no file to learn the columns from.
        self._table = (
            ibis.duckdb.connect().read_parquet(files, union_by_name=True)
            if files
            else ibis.memtable(ledger_schema().empty_table())
        )

    def sold_by_month(self, kind: str, first: date, last: date) -> list[SoldMonth]:
        """Sums of a kind of paper by month, territory and salesperson, both days included."""
        return [SoldMonth(**row) for row in _rows(sold_by_month(self._table, kind, first, last))]

    def sold_documents(self, kind: str, first: date, last: date) -> list[SoldDocument]:
        """The documents of a kind of paper and their mirrors, both days included, in the order of their numbers."""
        return [SoldDocument(**row) for row in _rows(sold_documents(self._table, kind, first, last))]

    def planned(self, document_no: str) -> list[PlannedMonth]:
        """The lines of a target plan in the order in which they were stored."""
        return [PlannedMonth(**row) for row in _rows(planned(self._table, document_no))]

    def target_lines(self, document_no: str, measure: Measure) -> list[TargetLine]:
        """The same lines as the planning rules know them."""
        return [
            TargetLine(
                territory_code=row.territory_code, salesperson_no=row.salesperson_no, month=row.month, measure=measure,
                target=row.target,
            )
            for row in self.planned(document_no)
        ]  # fmt: skip


def sold_by_month(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    """Sums by month, territory and salesperson.

    A mirror carries the opposite sign and takes its sums from the month in which it was posted itself.
    """
    sold = _of_kind(ledger, kind, first, last)
    undone = sold.filter(sold.reverses_no != "").select(undone_no="reverses_no").distinct()
    sold = sold.left_join(undone, sold.document_no == undone.undone_no)
    stands = (sold.reverses_no == "") & sold.undone_no.isnull()
    month = sold.posting_date.strftime("%Y-%m")
    return (
        sold.group_by(month=month, territory_code=sold.territory_code, salesperson_no=sold.salesperson_no)
        .agg(
            net_amount=sold.net_amount.sum(),
            quantity=sold.quantity.sum(),
            documents=sold.document_no.nunique(where=stands),
        )
        .order_by("month", "territory_code", "salesperson_no")
    )


def sold_documents(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    """One row per document and person; a mirror is a row of its own, on the day it was posted itself."""
    sold = _of_kind(ledger, kind, first, last)
    by = ["document_no", "territory_code", "salesperson_no", "customer_no", "reverses_no"]
    sums = sold.group_by(by).agg(
        day=sold.posting_date.min(), net_amount=sold.net_amount.sum(), quantity=sold.quantity.sum()
    )
    return sums.order_by(by)


def _of_kind(ledger: "ir.Table", kind: str, first: date, last: date) -> "ir.Table":
    sold = ledger.filter((ledger.kind == kind) & ledger.posting_date.between(first, last))
    return sold.mutate(reverses_no=sold.reverses_no.fill_null(""))


def planned(ledger: "ir.Table", document_no: str) -> "ir.Table":
    """A plan's lines; the target stands in the column of its measure."""
    lines = ledger.filter((ledger.kind == "target_plan") & (ledger.document_no == document_no)).order_by("line_no")
    return lines.select(
        territory_code=lines.territory_code,
        salesperson_no=lines.salesperson_no,
        month=lines.posting_date.strftime("%Y-%m"),
        target=lines.net_amount + lines.quantity.cast("decimal(18, 4)"),
    )


def _rows(expression: "ir.Table") -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return rows
