"""Renew rows of master data and registers that are older than the ledger, cell by cell.

A cell in which nobody has typed takes the value that counts now. One that says something else than when the row was
filled is kept, and marked with the newer value. Afterwards the row is of today, and posting it is a decision.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from salesbook.actions.ageing import news_problem, who_stored
from salesbook.actions.company import Company
from salesbook.actions.price_list import facts_of_prices, sheet_row
from salesbook.documents.age import FieldNews, StoredVersion, counting, day_of, news_for
from salesbook.documents.master_data import Price
from salesbook.documents.record import Record
from salesbook.hosts.host import CellValue, CellWrite, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load_numbered
from salesbook.records import RECORD_MODELS
from salesbook.settings import Language
from salesbook.sheets.columns import CHOICES, ENTRY, PRICE_CHANGES, Field, Table
from salesbook.sheets.drop_downs import language_of
from salesbook.sheets.reading import MatchedTable, ReadDocument, locate, match, read_records
from salesbook.sheets.writing import marks_of, stored_as


@dataclass(frozen=True)
class RenewedRows:
    """How many rows of a kind took a newer value, and how many kept what was typed where there is a newer one."""

    kind: str
    renewed: int
    kept: int


@dataclass
class _Row:
    """What is to become of one row."""

    document: ReadDocument
    values: dict[str, Any] = field(default_factory=dict)
    kept: list[FieldNews] = field(default_factory=list)


def renew_rows(workbook: Workbook, tables: Sequence[Table], company: Company) -> tuple[RenewedRows, ...]:
    """Renew what is older than the ledger; tables of an older make, which do not say how old they are, are left."""
    found = []
    for table in tables:
        matched = match(workbook.read_table(table.name), table, company.settings.sheets)
        if ENTRY.name not in matched.columns:
            continue
        documents = read_records(matched, RECORD_MODELS[table.kind])
        with company.cache() as cache:
            versions = load_numbered(cache, RECORD_MODELS[table.kind])
            shown = _price_cells(cache, company) if table is PRICE_CHANGES else {}
        rows = _rows(documents, versions, matched, company.today)
        _write(workbook, matched, rows, shown)
        authors = who_stored((news.entry for row in rows for news in row.kept), company)
        problems = [
            locate(news_problem("row-kept", news, authors, company, "warning"), row.document, matched)
            for row in rows
            for news in row.kept
        ]
        if problems:
            # Without any, the notes of the last press are as true as before.
            workbook.show_marks(matched.block.sheet, marks_of(problems, company.settings.language))
        renewed = sum(bool(row.values.keys() - {ENTRY.name}) for row in rows)
        if renewed or problems:
            found.append(RenewedRows(table.kind, renewed, sum(bool(row.kept) for row in rows)))
    return tuple(found)


def _rows(
    documents: Sequence[ReadDocument],
    versions: Mapping[str, Sequence[StoredVersion]],
    matched: MatchedTable,
    today: date,
) -> list[_Row]:
    """What is to become of each row that is known to the ledger."""
    records = [document.model for document in documents]
    count = Counter(record.key for record in records if isinstance(record, Record))
    formulas = {block.row_number: block.formulas for block in matched.block.rows}
    rows = []
    for document in documents:
        record = document.model
        if not isinstance(record, Record) or not (stored := versions.get(record.key)):
            continue
        day = day_of(record, today, alone=count[record.key] == 1)
        now = counting(stored, day)
        if now is None:
            continue
        row = _Row(document)
        if document.entry:
            news = news_for(record, document.absent, stored, document.entry, day)
            for of_field in news.fields if news else ():
                # What a formula shows stays, and is what posting reads.
                if of_field.is_typed or matched.columns[of_field.field] in formulas[document.rows[0]]:
                    row.kept.append(of_field)
                else:
                    row.values[of_field.field] = of_field.after
        if now.entry > document.entry and (document.entry or now.record.content() == record.content()):
            row.values[ENTRY.name] = now.entry
        rows.append(row)
    return rows


def _write(
    workbook: Workbook, matched: MatchedTable, rows: Sequence[_Row], shown: Mapping[str, Mapping[str, Any]]
) -> None:
    blocks = {row.row_number: row for row in matched.block.rows}
    language = language_of(matched)
    writes = []
    for row in rows:
        block = blocks[row.document.rows[0]]
        record = row.document.model
        assert record is not None
        values = {name: None if _is_default(record, name, value) else value for name, value in row.values.items()}
        if values.keys() - {ENTRY.name}:
            values |= shown.get(record.key, {}) if isinstance(record, Record) else {}
        writes += [
            CellWrite(
                matched.block.sheet, block.row_number, matched.column_number(name),
                _cell_value(value, matched.table.field(name), block.format_of(matched.columns[name]), language),
            )
            for name, value in values.items()
            if name in matched.columns
        ]  # fmt: skip
    workbook.write_cells(writes)


def _is_default(record: Any, name: str, value: Any) -> bool:
    """Whether a blank cell says the same."""
    known = type(record).model_fields.get(name)
    return known is not None and not known.is_required() and known.default == value


def _cell_value(value: Any, of: Field, number_format: str, language: Language) -> CellValue:
    """A value as a person would have typed it."""
    if isinstance(value, bool):
        return CHOICES["yes" if value else "no"].get(language)
    if of.choices and value in CHOICES:
        return CHOICES[value].get(language)
    return None if value == "" else stored_as(value, number_format, of.type)


def _price_cells(cache: LedgerCache, company: Company) -> dict[str, dict[str, Any]]:
    """What the price sheet shows beside each price row, by key."""
    facts = facts_of_prices(cache, company)
    rows: list[Price] = [row for rows in facts.prices.values() for row in rows]
    return {row.key: {name: sheet_row(row, facts)[name] for name in ("name", "old_price")} for row in rows}
