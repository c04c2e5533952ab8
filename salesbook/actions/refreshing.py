"""Bring a workbook up to today: its look-up lists, its rows of master data and registers, the plan that it shows.

What a person has typed stays, in every cell; where the ledger says something newer, a note beside it tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.renewing import RenewedRows, renew_rows
from salesbook.actions.targets import show_plan_in_force
from salesbook.actions.workbooks import book_info
from salesbook.hosts.host import CellValue, CellWrite, Workbook
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import LOOKUPS, PLAN_SEATS, PRICE_CHANGES, RECORD_TABLES, REPORT_NAME, Table
from salesbook.sheets.live_lookups import KEY_FIELDS, LOOKUPS_AS_OF_NAME, LOOKUPS_VERSION_NAME, TYPING_LOOKUPS
from salesbook.sheets.reading import MatchedTable, match


@dataclass(frozen=True)
class RefreshedList:
    """A list with how many of its rows are new, say something else than before, or are gone."""

    kind: str
    rows: int
    added: int
    changed: int
    gone: int


@dataclass(frozen=True)
class Refreshed:
    """What became of a workbook.

    Attributes:
        rows: What became of its rows of master data and registers, where any was older than the ledger.
        plan: Number of the plan whose split is shown now; blank where it was shown before, or there is none.
        before: The day of which they were; ``None`` where the workbook does not say.
        before_version: The version of the ledger of which they were; likewise.
    """

    workbook: str
    lists: tuple[RefreshedList, ...]
    as_of: date
    version: int
    before: date | None
    before_version: int | None
    rows: tuple[RenewedRows, ...] = ()
    plan: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything says something else than before."""
        lists = any(found.added or found.changed or found.gone for found in self.lists)
        return lists or any(found.renewed or found.kept for found in self.rows) or bool(self.plan)


def refresh(workbook: Workbook, company: Company) -> Refreshed:
    """Fill the look-up lists anew, and every cell of an older row that nobody has typed in.

    Columns that people have added beside a list keep what they say of each code. A list that is the same is left.

    Raises:
        SalesbookError: The workbook has nothing that can be renewed.
        TemplateError: A list lacks a column.
        HostError: The workbook is open elsewhere, or there is no room below a list.
    """
    workbook.ensure_can_save()
    # Tables of a report may be called like those that people type into; a report is written anew instead.
    names = () if workbook.read_names([REPORT_NAME]) else workbook.table_names()
    tables = [table for table in (*LOOKUPS.values(), *TYPING_LOOKUPS.values()) if table.name in names]
    records = [table for table in (*RECORD_TABLES.values(), PRICE_CHANGES) if table.name in names]
    if not tables and not records:
        raise SalesbookError("no-lookups", workbook=workbook.label)
    info = book_info(company)
    lists = tuple(_renew(workbook, table, info.lookups.get(table.kind, ())) for table in tables)
    plan = show_plan_in_force(workbook, company) if PLAN_SEATS.name in names else ""
    rows = renew_rows(workbook, records, company)
    stamps = workbook.read_names((LOOKUPS_AS_OF_NAME, LOOKUPS_VERSION_NAME))
    news: dict[str, CellValue] = {LOOKUPS_AS_OF_NAME: info.lookups_as_of, LOOKUPS_VERSION_NAME: info.lookups_version}
    workbook.write_cells(
        [CellWrite(cell.sheet, cell.row_number, cell.column_number, news[name]) for name, cell in stamps.items()]
    )
    workbook.save()
    old = {name: cell.value for name, cell in stamps.items()}
    return Refreshed(
        workbook.label, lists, company.today, info.lookups_version or 0, _day(old.get(LOOKUPS_AS_OF_NAME)),
        _number(old.get(LOOKUPS_VERSION_NAME)), rows, plan,
    )  # fmt: skip


def _renew(workbook: Workbook, table: Table, records: Sequence[Mapping[str, Any]]) -> RefreshedList:
    matched = match(workbook.read_table(table.name), table)
    names = KEY_FIELDS.get(table.kind, (table.fields[0].name,))
    keyed = [(tuple(_plain(row.values[matched.columns[name]]) for name in names), row) for row in matched.block.rows]
    before = {key: row.values for key, row in keyed if set(key) != {None}}
    rows = {tuple(_plain(_typed(record.get(name))) for name in names): record for record in records}
    values = {key: _row(matched, table, record, before.get(key)) for key, record in rows.items()}
    counted = [offset for offset in range(len(matched.block.headers)) if offset != matched.columns.get("row")]
    changed = [key for key, row in values.items() if key in before and not _same(row, before[key], counted)]
    found = RefreshedList(
        table.kind, len(values), len(values.keys() - before.keys()), len(changed), len(before.keys() - values.keys())
    )
    if list(values) != list(before) or changed:
        workbook.replace_rows(table.name, list(values.values()))
    return found


def _row(
    matched: MatchedTable, table: Table, record: Mapping[str, Any], before: Sequence[CellValue] | None
) -> list[CellValue]:
    """A record in the order of the columns; a column of somebody's own keeps what it said of this code."""
    row: list[CellValue] = list(before) if before else [None] * len(matched.block.headers)
    for field in table.fields:
        value = record.get(field.name)
        if field.name in matched.columns:
            row[matched.columns[field.name]] = _typed(value)
    return row


def _typed(value: CellValue) -> CellValue:
    """What stands in the cell of a value: a blank text is nothing, a zero is a zero."""
    return None if value == "" else value


def _same(row: Sequence[CellValue], before: Sequence[CellValue], offsets: Iterable[int]) -> bool:
    return all(_plain(row[offset]) == _plain(before[offset]) for offset in offsets)


def _plain(value: CellValue) -> CellValue:
    """Numbers as numbers and days as days, whatever a host keeps them in."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return _day(value) or value if isinstance(value, date) else value


def _day(value: CellValue) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _number(value: CellValue) -> int | None:
    return int(value) if isinstance(value, int | float | Decimal) else None
