"""Check and post the sheets of a workbook: gather, decide, one commit, then mark the sheet.

Store first, mark second: a crash in between leaves rows that can be posted again safely, while the
other order would show "posted" for something not stored.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from salesbook.actions.ageing import ages_of
from salesbook.actions.company import Company
from salesbook.actions.deciding import (
    Asked,
    Decision,
    decide_paper,
    decide_record,
    keep_absent,
    make_known,
    posting_key,
    report_of,
    revision_key,
)
from salesbook.actions.named_sources import name_sources
from salesbook.actions.preparing import note_presses
from salesbook.actions.stocking import stock_rows
from salesbook.actions.storing import Report, store
from salesbook.documents.approval import Approval
from salesbook.documents.cash_rounding import payable
from salesbook.documents.complaint import Complaint
from salesbook.documents.dispute import Dispute
from salesbook.documents.dunning import DunningHold
from salesbook.documents.facts import Facts, PostedDocument
from salesbook.documents.master_data import check as check_record
from salesbook.documents.master_data import propose_codes
from salesbook.documents.paper import Paper
from salesbook.documents.record import Record
from salesbook.hosts.host import CellValue, CellWrite, NamedCell, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import about_cases, approvals_for, facts_for_records, history_for, load_numbered
from salesbook.problems import Place, Problem, Severity, TemplateError, has_errors
from salesbook.records import RECORD_MODELS
from salesbook.settings import SheetSettings
from salesbook.sheets.columns import (
    FORMS,
    LISTS,
    LOOKUPS,
    PLAN_SEATS,
    PRICE_CHANGES,
    PROBLEMS,
    RECORD_TABLES,
    TEMPLATE_VERSION,
    TEMPLATE_VERSION_NAME,
    WORKBOOK_ID_NAME,
    Form,
)
from salesbook.sheets.drop_downs import drop_downs
from salesbook.sheets.reading import MatchedTable, ReadDocument, locate, match, read_form, read_papers, read_records
from salesbook.sheets.writing import Result, column_number, marks_of, problem_rows, result_writes
from salesbook.units import plain


@dataclass
class ReadSheet:
    """One table of the workbook with what was read from it."""

    matched: MatchedTable
    documents: list[ReadDocument]
    form: Form | None = None
    names: dict[str, NamedCell] = field(default_factory=dict)


def check(workbook: Workbook, company: Company) -> Report:
    """Check every sheet of a workbook and mark what is wrong; nothing is stored in the ledger.

    Raises:
        TemplateError: The workbook has no salesbook table, or one is damaged; nothing was written.
        HostError: The workbook cannot be saved.
    """
    sheets = read_sheets(workbook, company.settings.sheets)
    with company.cache() as cache:
        report = Report(workbook.label, _decide(sheets, workbook, company, cache))
    note_presses(company, workbook_id(workbook), report.decisions)
    _show(workbook, company, sheets, report)
    return report


def post(workbook: Workbook, company: Company) -> Report:
    """Post every sheet of a workbook, as one commit, and mark the rows.

    Pressing it again changes nothing. Within one document all or nothing; a bad document does not
    stop the others unless the setting ``all_or_nothing`` is on.

    Raises:
        TemplateError: The workbook has no salesbook table, or one is damaged; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
        HostError: The workbook cannot be saved; told before anything is stored where possible.
    """
    sheets = read_sheets(workbook, company.settings.sheets)
    workbook.ensure_can_save()
    report = store(
        company,
        workbook.label,
        workbook_id(workbook),
        lambda cache: _decide(sheets, workbook, company, cache),
    )
    note_presses(company, workbook_id(workbook), report.decisions)
    _show(workbook, company, sheets, report)
    return report


def read_sheets(workbook: Workbook, settings: SheetSettings) -> list[ReadSheet]:
    """Everything of ours that a workbook holds, master data first.

    Raises:
        TemplateError: It holds nothing of ours, a table lacks a column, or it is of a later make; nothing was read.
    """
    check_template_version(workbook)
    present = set(workbook.table_names())
    sheets = list(known_sheets(workbook, present, settings))
    if not sheets and PLAN_SEATS.name in present:
        raise TemplateError("planning-workbook", workbook=workbook.label)
    if not sheets:
        raise TemplateError("no-known-table", workbook=workbook.label, found=", ".join(sorted(present)) or "–")
    return sheets


def known_sheets(workbook: Workbook, present: set[str], settings: SheetSettings) -> Iterator[ReadSheet]:
    """The tables and forms of ours that a workbook has, master data first."""
    for table in (*RECORD_TABLES.values(), PRICE_CHANGES):
        if table.name in present:
            matched = match(workbook.read_table(table.name), table, settings)
            yield ReadSheet(matched, read_records(matched, RECORD_MODELS[table.kind]))
    for table in LISTS.values():
        if table.name in present:
            matched = match(workbook.read_table(table.name), table, settings)
            yield ReadSheet(matched, read_papers(matched))
    for form in FORMS.values():
        if form.lines.name in present:
            matched = match(workbook.read_table(form.lines.name), form.lines, settings)
            names = workbook.read_names(form.names)
            document = read_form(form, names, matched)
            slips = [problem for problem in document.problems if problem.code != "missing"]
            filled = document.entered or document.head or slips
            yield ReadSheet(matched, [document] if filled else [], form, names)


def workbook_id(workbook: Workbook) -> str:
    """The id that all copies of one workbook share; its file name when somebody removed the cell."""
    cell = workbook.read_names([WORKBOOK_ID_NAME]).get(WORKBOOK_ID_NAME)
    return str(cell.value) if cell and cell.value else workbook.label


def check_template_version(workbook: Workbook) -> None:
    """See that the workbook is not of a later make than this program.

    Raises:
        TemplateError: It is; nothing was read.
    """
    cell = workbook.read_names([TEMPLATE_VERSION_NAME]).get(TEMPLATE_VERSION_NAME)
    found = "" if cell is None or cell.value is None else str(cell.value)
    if found.isdecimal() and int(found) > TEMPLATE_VERSION:
        raise TemplateError("template-version", workbook=workbook.label, found=found, known=TEMPLATE_VERSION)


def _decide(sheets: Sequence[ReadSheet], workbook: Workbook, company: Company, cache: LedgerCache) -> list[Decision]:
    records = [sheet for sheet in sheets if sheet.matched.table.kind in RECORD_MODELS]
    papers = [sheet for sheet in sheets if sheet.matched.table.kind not in RECORD_MODELS]
    typed = [document for sheet in records for document in sheet.documents]
    decisions = decide_records(typed, company, cache) if records else []
    if papers:
        decisions += _decide_papers(papers, workbook.label, workbook_id(workbook), company, cache)
    by_document = {id(decision.document): decision for decision in decisions}
    for sheet in sheets:
        for document in sheet.documents:
            decision = by_document[id(document)]
            located = [locate(problem, document, sheet.matched, sheet.names) for problem in decision.problems]
            decision.problems = sorted(located, key=_reading_order)
    return decisions


def _reading_order(problem: Problem) -> tuple[int, int]:
    return problem.place.row_number or 0, column_number(problem.place.cell)


def decide_records(documents: Sequence[ReadDocument], company: Company, cache: LedgerCache) -> list[Decision]:
    """Rows may refer to each other in any order, across the sheets; a row that is refused takes along
    those that need it.
    """
    numbered = {kind: load_numbered(cache, RECORD_MODELS[kind]) for kind in {document.kind for document in documents}}
    versions = {kind: {key: [v.record for v in found[key]] for key in found} for kind, found in numbered.items()}
    for document in documents:
        keep_absent(document, versions[document.kind], company.today)
    standing = [document for document in documents if document.is_good]
    complaints = [document.model for document in standing if isinstance(document.model, Complaint)]
    stored = facts_for_records(cache, company.settings, company.today, complaints)
    cases = [document.model for document in standing if isinstance(document.model, Dispute | DunningHold)]
    stored = about_cases(stored, cache, cases)
    typed = with_records(stored, standing)
    while True:
        facts = with_records(stored, standing)
        still = [document for document in standing if not has_errors(check_record(document.model, facts))]
        if len(still) == len(standing):
            break
        standing = still
    propose_codes((found for d in documents if isinstance(found := d.model or d.draft, Record)), typed)
    doubles = _record_doubles(documents)
    rows = Counter((document.kind, document.model.key) for document in documents if isinstance(document.model, Record))
    ages = ages_of(documents, numbered, rows, company)
    return [
        decide_record(
            document,
            typed,
            facts,
            versions[document.kind],
            company.today,
            alone=not isinstance(document.model, Record) or rows[document.kind, document.model.key] == 1,
            double=doubles.get(id(document)),
            age=ages.get(id(document)),
        )
        for document in documents
    ]


def with_records(facts: Facts, documents: Sequence[ReadDocument]) -> Facts:
    """The facts, and beside them what stands in the same workbook."""
    known = replace(
        facts,
        customers=dict(facts.customers),
        products=dict(facts.products),
        tax_codes=dict(facts.tax_codes),
        territories=dict(facts.territories),
        salespeople=dict(facts.salespeople),
        complaints=dict(facts.complaints),
        criterion_sources=dict(facts.criterion_sources),
        payment_terms=dict(facts.payment_terms),
        warehouses=dict(facts.warehouses),
    )
    for document in documents:
        make_known(known, document.model)
    return known


def _record_doubles(documents: Sequence[ReadDocument]) -> dict[int, Problem]:
    """Rows of one key and one first day that say different things: nobody could tell which of them counts."""
    first: dict[tuple[str, str, date], ReadDocument] = {}
    doubles = {}
    for document in documents:
        if isinstance(record := document.model, Record):
            earlier = first.setdefault((record.kind, record.key, record.valid_from), document)
            if earlier.model != record:
                values = {"code": record.key, "row": str(earlier.rows[0])}
                # Two visits to one customer on a day are common; of two customers with one code one is wrong.
                is_register = record.record_date != record.valid_from
                severity: Severity = "warning" if is_register else "error"
                doubles[id(document)] = Problem("record-twice", Place(record.key_fields[0]), values, severity)
    return doubles


def _decide_papers(
    sheets: Sequence[ReadSheet], label: str, book_id: str, company: Company, cache: LedgerCache
) -> list[Decision]:
    documents = [document for sheet in sheets for document in sheet.documents]
    keys, stored = _stored_documents(documents, book_id, company.settings.company_id, cache)
    open_names = name_sources(documents, stored, cache)
    papers = [
        paper.model_copy(update={"document_no": stored[id(document)].document_no if id(document) in stored else ""})
        for document in documents
        if isinstance(paper := document.model or document.draft, Paper)
    ]
    doubles = _doubles(sheets, keys)
    history = history_for(cache, papers, company.settings, company.today)
    known = {approval.posting_key: approval for approval in approvals_for(cache, keys.values())}
    asked = Asked(known, len(cache.record_keys(Approval.kind)), company.user, label, book_id)
    history.base.user = company.user
    history.base.open_names = open_names
    # Receipts and stock first: money that came in frees credit for the orders beside it, and goods that came in can
    # be sent. Nothing they need stands beside them.
    decisions = {
        id(document): decide_paper(
            document, history, stored.get(id(document)), keys.get(id(document), ""), doubles.get(id(document)), asked
        )
        for document in sorted(documents, key=lambda document: document.kind not in ("payment", "stock_movement"))
    }
    decided = [decisions[id(document)] for document in documents]
    return [*decided, *(report for decision in decided if (report := report_of(decision)))]


def _doubles(sheets: Sequence[ReadSheet], keys: Mapping[int, str]) -> dict[int, Problem]:
    """A form and a list may hold one Ref of one date; the second would be taken for the first."""
    first: dict[str, str] = {}
    doubles: dict[int, Problem] = {}
    for sheet in sheets:
        for document in sheet.documents:
            key = keys.get(id(document))
            if key and key in first:
                day = str(document.head.get("document_date", ""))
                values = {"ref": document.document_ref, "date": day, "first": first[key]}
                doubles[id(document)] = Problem("ref-twice", Place("document_ref"), values)
            elif key:
                first[key] = f"{sheet.matched.block.sheet}!{document.rows[0] if document.rows else 1}"
    return doubles


def _stored_documents(
    documents: Sequence[ReadDocument], book_id: str, company_id: str, cache: LedgerCache
) -> tuple[dict[int, str], dict[int, PostedDocument]]:
    """Which documents the ledger has, by number or by posting key; and the free key of each other one."""
    numbered = {id(document): (document.kind, document.document_no) for document in documents if document.document_no}
    by_number = cache.documents(numbered.values())
    stored = {key: by_number[number] for key, number in numbered.items() if number in by_number}
    keys: dict[int, str] = {}
    waiting = [document for document in documents if not document.document_no]
    attempt = 0
    while waiting:
        tried = {id(document): posting_key(company_id, book_id, document, attempt) for document in waiting}
        found = cache.documents_by_posting(tried.values())
        again = []
        for document in waiting:
            key = tried[id(document)]
            if key not in found:
                keys[id(document)] = key
            elif found[key].reversed_by:
                again.append(document)
            else:
                stored[id(document)] = found[key]
        waiting, attempt = again, attempt + 1
    for document in documents:
        known = stored.get(id(document))
        number = known.document_no if known else document.document_no
        if number and isinstance(document.head.get("revision"), int):
            keys[id(document)] = revision_key(company_id, document, number)
    return keys, stored


def _show(workbook: Workbook, company: Company, sheets: Sequence[ReadSheet], report: Report) -> None:
    """Write numbers, statuses, marks and the list of problems, and save the workbook."""
    language = company.settings.language
    decisions = {id(decision.document): decision for decision in report.decisions}
    writes: list[CellWrite] = []
    for sheet in sheets:
        results = [_result(decisions[id(document)], company) for document in sheet.documents]
        writes += result_writes(sheet.matched, sheet.form, sheet.names, results, language, company.settings.rules)
    workbook.write_cells(writes)
    for sheet_title in dict.fromkeys(sheet.matched.block.sheet for sheet in sheets):
        found = [problem for problem in report.problems if problem.place.sheet == sheet_title]
        workbook.show_marks(sheet_title, marks_of(found, language))
    _restore_drop_downs(workbook, sheets)
    _show_stock(workbook, company)
    if PROBLEMS.name in workbook.table_names():
        results = [_result(decision, company) for decision in report.decisions]
        workbook.replace_rows(PROBLEMS.name, problem_rows(results, language))
    workbook.save()


def _restore_drop_downs(workbook: Workbook, sheets: Sequence[ReadSheet]) -> None:
    """Put back the lists of cells that lost them when something was pasted there.

    A workbook that people made themselves offers what they put into it: there a list is extended, never built anew.
    """
    is_ours = bool(workbook.read_names([TEMPLATE_VERSION_NAME]))
    for sheet in sheets:
        if sheet.documents:
            offered = drop_downs(sheet.matched)
            workbook.restore_drop_downs(sheet.matched.block.name, offered if is_ours else dict.fromkeys(offered))


def _show_stock(workbook: Workbook, company: Company) -> None:
    """Fill the look-up of stocks anew, as far as it says something else by now."""
    table = LOOKUPS["stock"]
    if table.name not in workbook.table_names():
        return
    with company.cache() as cache:
        rows = [[row[field.name] for field in table.fields] for row in stock_rows(cache, company)]
    shown = [row.values for row in workbook.read_table(table.name).rows]
    if [[_plain(value) for value in row] for row in shown if any(row)] != [
        [_plain(value) for value in r] for r in rows
    ]:
        workbook.replace_rows(table.name, rows)


def _plain(value: CellValue) -> str:
    """What a cell shows, whatever type of number the host keeps."""
    return str(value) if isinstance(value, str) or value is None else plain(Decimal(str(value)))


def _result(decision: Decision, company: Company) -> Result:
    """What the sheet is told: of a document found in the ledger, when and by whom it was posted."""
    posted = decision.posted
    return Result(
        decision.document,
        decision.outcome,
        decision.document_no,
        decision.problems,
        decision.agreed or decision.postings,
        company.local_date(posted.posted_at) if posted and posted.posted_at else None,
        posted.posted_by if posted else "",
        decision.credit_left,
        payable(decision.agreed or decision.postings, company.settings.rules),
        decision.entry if isinstance(decision.document.model, Record) else 0,
    )
