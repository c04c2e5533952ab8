"""Rebuild what a workbook says from the ledger, and list every cell that says something else. Nothing is stored.

Posted documents are compared line by line, rows of master data with the version that counts, look-up lists, Split and
Progress with what they would say now, dashboards and scorecards with a new one of the same day or period.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from salesbook.actions.ageing import Age, ages_of
from salesbook.actions.appraising import cards_of
from salesbook.actions.company import Company
from salesbook.actions.dashboard import standing
from salesbook.actions.deciding import changed_fields
from salesbook.actions.posting import ReadSheet, known_sheets
from salesbook.actions.progress import progress, progress_cells
from salesbook.actions.targets import outdated_plan, seen_plan, split_rows, stored_lines
from salesbook.actions.workbooks import book_info, look_of
from salesbook.documents.age import compared_fields, counting, day_of
from salesbook.documents.cash_rounding import ROUNDING, payable
from salesbook.documents.facts import PostedDocument
from salesbook.documents.posting import Posting
from salesbook.documents.record import Record
from salesbook.hosts.addresses import column_letters
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellValue, RowBlock, TableBlock, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load_numbered
from salesbook.planning.targets import Measure
from salesbook.problems import Place, Problem, SalesbookError
from salesbook.records import RECORD_MODELS
from salesbook.settings import Language
from salesbook.sheets.columns import (
    LOOKUPS,
    PLAN_FORM,
    PLAN_SEATS,
    PROBLEMS,
    PROGRESS,
    REPORT_DAY_NAME,
    REPORT_LANGUAGE_NAME,
    REPORT_NAME,
    REPORT_VERSION_NAME,
    SPLIT,
    Table,
)
from salesbook.sheets.live_lookups import KEY_FIELDS, LOOKUPS_VERSION_NAME, TYPING_LOOKUPS
from salesbook.sheets.reading import ReadDocument, locate, match, read_form_head
from salesbook.sheets.table_comparing import differences, plain_value, words_of
from salesbook.sheets.writing import Result, problem_rows
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.dashboard import build_dashboard
from salesbook.workbooks.scorecards import EVIDENCE, SUMMARY_NAME, build_scorecards


@dataclass
class SelfCheck:
    """What a workbook says against the ledger.

    Attributes:
        filled_at: Version of the ledger of which its lists or figures are; ``None`` where it does not say.
        version: Of the ledger now.
        rows: How many rows were compared, by sheet.
        found: Each difference with its cell.
    """

    workbook: str
    filled_at: int | None
    version: int
    rows: Counter[str] = field(default_factory=Counter)
    found: list[Problem] = field(default_factory=list)


def self_check(workbook: Workbook, company: Company) -> SelfCheck:
    """Compare everything in a workbook that came from the ledger, or went into it, with the ledger.

    Nothing is changed, except that the sheet *Problems* lists what was found where the workbook has one.

    Raises:
        SalesbookError: Nothing in the workbook is known to the ledger.
        TemplateError: A table is damaged.
    """
    # Tables of a report have names of their own, and some are called like those that people type into.
    is_report = bool(workbook.read_names([REPORT_NAME]))
    names = () if is_report else workbook.table_names()
    with company.cache() as cache:
        result = SelfCheck(workbook.label, _filled_at(workbook), cache.version)
        for sheet in known_sheets(workbook, set(names), company.settings.sheets):
            result.rows[sheet.matched.block.sheet] += sum(max(1, len(d.rows)) for d in sheet.documents)
            is_record = sheet.matched.table.kind in RECORD_MODELS
            result.found += (_records if is_record else _papers)(sheet, cache, company)
    for blocks in (_report,) if is_report else (_lookups, _plan):
        for there, found in blocks(workbook, company):
            result.rows[there.sheet] += len(there.rows)
            result.found += found
    if not result.rows:
        raise SalesbookError("self-check-nothing", workbook=workbook.label)
    if PROBLEMS.name in names:
        workbook.ensure_can_save()
        listed = [Result(ReadDocument(""), "refused", "", result.found, ())]
        workbook.replace_rows(PROBLEMS.name, problem_rows(listed, company.settings.language))
        workbook.save()
    return result


def _filled_at(workbook: Workbook) -> int | None:
    cells = workbook.read_names([REPORT_VERSION_NAME, LOOKUPS_VERSION_NAME])
    found = [cell.value for cell in cells.values() if isinstance(cell.value, int | float | Decimal)]
    return int(found[0]) if found else None


# ---- Posted rows ----


def _papers(sheet: ReadSheet, cache: LedgerCache, company: Company) -> list[Problem]:
    """Rows with a number, against the document of that number as it was posted or agreed since."""
    numbered = [document for document in sheet.documents if document.document_no]
    keys = {(document.kind, document.document_no) for document in numbered}
    stored, lines = cache.documents(keys), cache.lines_of(keys)
    by_document: dict[tuple[str, str], list[Posting]] = {}
    for of_line in sorted(lines):
        by_document.setdefault((of_line.kind, of_line.document_no), []).append(lines[of_line].posting)
    found = []
    for document in numbered:
        key = document.kind, document.document_no
        problems = _paper(sheet, document, stored.get(key), by_document.get(key, []), company)
        found += [locate(problem, document, sheet.matched, sheet.names) for problem in problems]
    return found


def _paper(
    sheet: ReadSheet, document: ReadDocument, stored: PostedDocument | None, lines: Sequence[Posting], company: Company
) -> Iterator[Problem]:
    if stored is None:
        yield Problem("unknown-document-no", Place("document_no"), {"code": document.document_no})
        return
    if stored.reversed_by:
        values = {"document": stored.document_no, "reversal": stored.reversed_by}
        yield Problem("document-reversed", Place("document_no"), values)
        return
    dated = [line.model_copy(update={"document_date": stored.document_date}) for line in lines]
    changed = changed_fields(document, dated, stored.document_no)
    yield from changed
    if any(problem.code != "changed-after-posting" for problem in changed):
        return
    rows = {row.row_number: row for row in sheet.matched.block.rows}
    if "net_amount" in sheet.matched.columns and document.kind != "payment":
        offset = sheet.matched.columns["net_amount"]
        for line_no, (number, line) in enumerate(zip(document.rows, lines, strict=False), start=1):
            amounts = {line.net_amount, line.net_amount + line.discount_amount - line.amount_off}
            there = rows[number].values[offset]
            if plain_value(there) not in {plain_value(amount) for amount in amounts} | {None}:
                header = sheet.matched.block.headers[offset]
                yield _differs(header, there, line.net_amount, Place("net_amount", line_no))
    yield from _totals(sheet, lines, company)


def _totals(sheet: ReadSheet, lines: Sequence[Posting], company: Company) -> Iterator[Problem]:
    """The sums below a form."""
    if sheet.form is None:
        return
    counted = [line for line in lines if line.purpose != ROUNDING and line.is_in_total]
    sums = {
        "net_total": sum((line.net_amount for line in counted), Decimal(0)),
        "tax_total": sum((line.tax_amount for line in counted), Decimal(0)),
        "gross_total": payable(lines, company.settings.rules),
    }
    for total in sheet.form.totals:
        cell = sheet.names.get(sheet.form.name_of(total.name))
        if cell is not None and total.name in sums and plain_value(cell.value) != plain_value(sums[total.name]):
            title = total.title.get(company.settings.language)
            yield _differs(title, cell.value, sums[total.name], Place(total.name))


def _differs(header: str, there: CellValue, stored: CellValue, place: Place) -> Problem:
    values = {"header": header, "found": words_of(plain_value(there)), "stored": words_of(plain_value(stored))}
    return Problem("self-check-differs", place, values)


# ---- Master data and registers ----


def _records(sheet: ReadSheet, cache: LedgerCache, company: Company) -> list[Problem]:
    """Rows of records, against the version that counts: what others have changed, and what was never posted."""
    kind = sheet.matched.table.kind
    stored = load_numbered(cache, RECORD_MODELS[kind])
    rows = Counter((kind, document.model.key) for document in sheet.documents if isinstance(document.model, Record))
    ages = ages_of(sheet.documents, {kind: stored}, rows, company)
    found = []
    for document in sheet.documents:
        record = document.model
        if isinstance(record, Record) and (versions := stored.get(record.key)):
            now = counting(versions, day_of(record, company.today, alone=rows[kind, record.key] == 1))
            problems = list(_record(document, record, now.record if now else record, ages.get(id(document))))
            found += [locate(problem, document, sheet.matched) for problem in problems]
    return found


def _record(document: ReadDocument, record: Record, now: Record, age: Age | None) -> Iterator[Problem]:
    told = {problem.place.field for problem in age.problems} if age else set()
    yield from age.problems if age else ()
    for name in compared_fields(record):
        there, stored = getattr(record, name), getattr(now, name)
        if name not in document.absent and name not in told and there != stored:
            values = {"field": name, "found": words_of(there), "stored": words_of(stored)}
            yield Problem("self-check-not-posted", Place(name), values)


# ---- Lists that salesbook fills ----

Compared = Iterator[tuple[TableBlock, list[Problem]]]


def _lookups(workbook: Workbook, company: Company) -> Compared:
    tables = [t for t in (*LOOKUPS.values(), *TYPING_LOOKUPS.values()) if t.name in workbook.table_names()]
    lookups = book_info(company).lookups if tables else {}
    for table in tables:
        matched = match(workbook.read_table(table.name), table)
        rows = [[record.get(of.name) for of in table.fields] for record in lookups.get(table.kind, ())]
        keys = KEY_FIELDS.get(table.kind, (table.fields[0].name,))
        # The number of a row changes with the rows above it, and says nothing by itself.
        yield matched.block, _against(matched.block, table, matched.columns, rows, keys, left_out=("row",))


def _plan(workbook: Workbook, company: Company) -> Compared:
    names = workbook.table_names()
    if PLAN_SEATS.name not in names:
        return
    head = read_form_head(PLAN_FORM, workbook.read_names([PLAN_FORM.name_of(of.name) for of in PLAN_FORM.head]))
    year, measure = head.values.get("fiscal_year"), cast("Measure | None", head.values.get("measure"))
    seen = seen_plan(workbook)
    if year is None or measure is None or not seen.document_no:
        return
    seats = workbook.read_table(PLAN_SEATS.name)
    with company.cache() as cache:
        newer = seen.unseen(cache, year, measure)
    cell = workbook.read_names([PLAN_FORM.name_of("document_no")])[PLAN_FORM.name_of("document_no")]
    address = f"{column_letters(cell.column_number)}{cell.row_number}"
    place = Place("document_no", sheet=cell.sheet, row_number=cell.row_number, cell=address)
    yield seats, [replace(outdated_plan(newer, seen, company), place=place)] if newer else []
    lines = stored_lines(company, seen.document_no, measure)
    expected: dict[Table, tuple[Sequence[Sequence[CellValue]], Sequence[str]]] = {
        SPLIT: (split_rows(lines), ("territory_code", "salesperson_no")),
    }
    if any(any(row.values) for row in workbook.read_table(PROGRESS.name).rows):
        figures = [progress_cells(row, company) for row in progress(company, year, measure)]
        expected[PROGRESS] = figures, ("level", "code")
    for table, (rows, keys) in expected.items():
        matched = match(workbook.read_table(table.name), table)
        yield matched.block, _against(matched.block, table, matched.columns, rows, keys, left_out=_DAY_BY_DAY)


_DAY_BY_DAY = ("expected", "pace", "forecast")
"""Figures of the Progress sheet that another day changes, whatever the ledger says."""


def _against(
    there: TableBlock,
    table: Table,
    columns: Mapping[str, int],
    rows: Sequence[Sequence[CellValue]],
    keys: Sequence[str],
    left_out: Sequence[str] = (),
) -> list[Problem]:
    """Rows of one of our tables, in the order of its fields, against the sheet under its own headers."""
    headers = [
        there.headers[columns[of.name]] if of.name in columns and of.name not in left_out else "" for of in table.fields
    ]
    blocks = [RowBlock(0, tuple(row)) for row in rows]
    return differences(there, blocks, headers, [there.headers[columns[name]] for name in keys])


# ---- Reports ----


def _report(workbook: Workbook, company: Company) -> Compared:
    """A dashboard or scorecards, table by table against a new one."""
    cells = workbook.read_names([REPORT_NAME, REPORT_DAY_NAME, REPORT_LANGUAGE_NAME])
    if len(cells) < 3:
        return
    kind, of, language = (str(cells[name].value) for name in (REPORT_NAME, REPORT_DAY_NAME, REPORT_LANGUAGE_NAME))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.xlsx"
        present = set(workbook.table_names())
        info = BookInfo(look_of(company.settings, cast("Language", language)), company.settings.name)
        if kind == "scorecards":
            people = _people(workbook.read_table(SUMMARY_NAME)) if SUMMARY_NAME in present else []
            build_scorecards(path, info, of, cards_of(company, of, people))
        else:
            found = standing(company, date.fromisoformat(of), with_margins=kind == "dashboard_margins")
            build_dashboard(path, info, found)
        fresh = ClosedFile(path)
        for name in fresh.table_names():
            if name not in present:
                continue
            there, expected = workbook.read_table(name), fresh.read_table(name)
            yield there, differences(there, expected.rows, expected.headers)


def _people(summary: TableBlock) -> list[str]:
    """Whose scorecards they are."""
    titles = {*EVIDENCE.field("salesperson_no").title}
    offset = next(number for number, header in enumerate(summary.headers) if header in titles)
    return [str(row.values[offset]) for row in summary.rows if row.values[offset]]
