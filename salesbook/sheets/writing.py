"""What goes back to the sheet: numbers, statuses, what was filled in, marks, the list of problems."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.documents.cash_rounding import ROUNDING
from salesbook.documents.posting import Posting
from salesbook.formula_texts import for_text_cell
from salesbook.hosts.host import CellValue, CellWrite, Formula, Mark, NamedCell, RowBlock
from salesbook.messages import sentence, text
from salesbook.money import HUNDRED
from salesbook.problems import Problem
from salesbook.settings import Language, RuleSettings
from salesbook.sheets.columns import CHOICES, ENTRY, NET_FORMULA, SUM_FORMULA, FieldType, Form
from salesbook.sheets.drop_downs import language_of
from salesbook.sheets.formulas import formula_of, references_of, rendered
from salesbook.sheets.reading import MatchedTable, ReadDocument

FILLED_IN = (
    "customer_no", "salesperson_no", "territory_code", "source_line_no", "product_no", "description", "unit",
    "unit_price", "discount_percent", "amount_off", "tax_code", "due_date", "warehouse_code", "quantity",
    "signed_quantity", "invoice_no",
)  # fmt: skip
"""Fields that posting fills where the person left them blank, so that the sheet shows what was stored."""

_STORED_AS = {"signed_quantity": "quantity"}
"""Fields that the ledger has under another name."""


@dataclass(frozen=True)
class Result:
    """What the sheet is told about one document.

    Attributes:
        outcome: ``ready``, ``posted``, ``already``, ``refused``, ``held`` or ``hidden``.
        postings: What was stored, for filling blank cells; empty when nothing was.
        credit_left: Of the customer after this document; ``None`` where no limit stands.
        payable: What the paper comes to, as it can be paid.
        entry: Of a record: the posting that its row agrees with now; 0 where that is not told.
    """

    document: ReadDocument
    outcome: str
    document_no: str
    problems: Sequence[Problem]
    postings: Sequence[Posting]
    posted_on: date | None = None
    posted_by: str = ""
    credit_left: Decimal | None = None
    payable: Decimal = Decimal(0)
    entry: int = 0


def result_writes(
    matched: MatchedTable,
    form: Form | None,
    names: Mapping[str, NamedCell],
    results: Iterable[Result],
    language: Language,
    rules: RuleSettings,
) -> list[CellWrite]:
    """The cells to write for the documents of one table.

    Args:
        matched: The table of a list, or of a form's lines.
        form: The form, if it is one, with its ``names``.
        names: Named cells of the form.
        results: Of the table's documents.
        language: Of the statuses.
        rules: House policy, on which formulas depend.
    """
    results = list(results)
    writes: list[CellWrite] = _cleared(form, matched, names, rules) if form is not None and not results else []
    sheet_rows = {row.row_number: row for row in matched.block.rows}
    for result in results:
        status = status_text(result, language)
        numbered = result.outcome in ("posted", "already")
        if form is not None:
            writes += _form_writes(form, matched, names, result, status if result.outcome != "hidden" else "", rules)
        for row_number in result.document.rows:
            if "status" in matched.columns:
                writes.append(_cell(matched, row_number, "status", "" if form else status))
            if result.entry and ENTRY.name in matched.columns:
                writes.append(_cell(matched, row_number, ENTRY.name, result.entry))
            if numbered and "document_no" in matched.columns:
                writes.append(_cell(matched, row_number, "document_no", result.document_no))
            if "credit_left" in matched.columns and result.outcome != "already":
                writes += _credit_left(matched, sheet_rows[row_number], result.credit_left)
        if numbered:
            writes += _filled_in(matched, sheet_rows, result, rules, form)
    return writes


def status_text(result: Result, language: Language) -> str:
    """The few words of the status column."""
    errors = sum(problem.severity == "error" for problem in result.problems)
    warnings = sum(problem.severity == "warning" for problem in result.problems)
    posted = {"date": str(result.posted_on or ""), "by": result.posted_by, "document": result.document_no}
    is_behind = any(problem.code == "row-behind" for problem in result.problems)
    match result.outcome:
        case "already" if is_behind:
            words = text("status-behind", language)
        case "posted":
            words = text("status-posted", language, **posted)
        case "already":
            words = text("status-already", language, **posted)
        case "ready":
            words = text("status-ready", language)
        case "waiting":
            words = text("status-waiting", language, request=result.document_no)
        case "held":
            words = text("status-held", language)
        case "hidden":
            words = text("status-hidden", language)
        case _:
            words = text("status-refused", language, errors=str(errors))
    return words + (text("status-warnings", language, warnings=str(warnings)) if warnings else "")


def marks_of(problems: Iterable[Problem], language: Language) -> list[Mark]:
    """A coloured cell with the sentence as its note, for each problem whose place is known."""
    return [
        Mark(
            place.sheet,
            place.row_number,
            column_number(place.cell),
            "error" if problem.severity == "error" else "warning",
            sentence(problem, language),
        )
        for problem in problems
        if (place := problem.place).row_number is not None and place.cell
    ]


def problem_rows(results: Iterable[Result], language: Language) -> list[list[CellValue | Formula]]:
    """The rows of the Problems sheet, each with a link to its cell."""
    rows: list[list[CellValue | Formula]] = []
    for result in results:
        for problem in result.problems:
            place = problem.place
            shown = f"{place.sheet}!{place.cell}"
            target = f"#'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}"
            link = Formula(f'=HYPERLINK("{_quoted(target)}","{_quoted(shown)}")', shown)
            severity = CHOICES[problem.severity].get(language)
            rows.append(
                [link, severity, result.document.document_ref or result.document_no, sentence(problem, language)]
            )
    return rows


def _quoted(words: str) -> str:
    return words.replace('"', '""')


def column_number(address: str) -> int:
    """Column of an address, from 1.

    >>> column_number("AB12")
    28
    """
    number = 0
    for letter in address.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def stored_as(value: CellValue, number_format: str, field_type: FieldType) -> CellValue:
    """A value as its cell holds it, so that reading gives the value again: 10 % is 0.1 where the format shows percent.

    >>> stored_as(Decimal(10), "0.0%", "percent"), stored_as(Decimal(10), "General", "percent")
    (Decimal('0.1'), Decimal('10'))
    """
    if isinstance(value, str):
        return for_text_cell(value)
    if field_type == "percent" and "%" in number_format and isinstance(value, Decimal):
        return value / HUNDRED
    return value


def _cell(matched: MatchedTable, row_number: int, field_name: str, value: CellValue | Formula) -> CellWrite:
    return CellWrite(matched.block.sheet, row_number, matched.column_number(field_name), value or None)


def _credit_left(matched: MatchedTable, row: RowBlock, left: Decimal | None) -> list[CellWrite]:
    """The number beside a row, nothing left being a number, too; one that does not hold any more is taken away."""
    if left is None and row.values[matched.columns["credit_left"]] is None:
        return []
    return [CellWrite(matched.block.sheet, row.row_number, matched.column_number("credit_left"), left)]


def _form_writes(
    form: Form,
    matched: MatchedTable,
    names: Mapping[str, NamedCell],
    result: Result,
    status: str,
    rules: RuleSettings,
) -> list[CellWrite]:
    written: dict[str, CellValue | Formula] = {"status": status}
    if result.outcome in ("posted", "already"):
        written["document_no"] = result.document_no
    if result.outcome in ("posted", "already") and result.postings:
        first = result.postings[0]
        written |= {
            name: stored_as(getattr(first, name), "General", form_field.type)
            for form_field in form.head
            if (name := form_field.name) in FILLED_IN
            and name not in result.document.head
            and getattr(first, name, None)
        }
        written |= _totals(form, matched, result, rules)
    else:
        # Totals of the paper that stood here before are not those of this one.
        written |= _open_totals(form, matched, names, rules, has_number=bool(result.document.document_no))
    cells = {field.name: names.get(form.name_of(field.name)) for field in (*form.head, *form.totals)}
    return [
        CellWrite(cell.sheet, cell.row_number, cell.column_number, value)
        for name, value in written.items()
        if (cell := cells.get(name)) is not None
    ]


def _cleared(form: Form, matched: MatchedTable, names: Mapping[str, NamedCell], rules: RuleSettings) -> list[CellWrite]:
    """An emptied form says nothing of the paper that stood there."""
    said = {"status": None} | _open_totals(form, matched, names, rules, has_number=True)
    return [
        CellWrite(cell.sheet, cell.row_number, cell.column_number, value)
        for name, value in said.items()
        if (cell := names.get(form.name_of(name))) is not None and cell.value not in (None, 0)
    ]


def _open_totals(
    form: Form, matched: MatchedTable, names: Mapping[str, NamedCell], rules: RuleSettings, *, has_number: bool
) -> dict[str, CellValue | Formula]:
    """The sums of a paper that is not posted: live where the sheet reckons them, else blank.

    Args:
        has_number: Of a paper that was posted; then the sums that it had stand in the cells.
    """
    found: dict[str, CellValue | Formula] = {}
    for field in form.totals:
        cell = names.get(form.name_of(field.name))
        if cell is None or (field.formula and cell.has_formula and not has_number):
            continue
        formula = total_formula(form, matched, field.name, rules)
        found[field.name] = Formula(formula) if formula else None
    return found


def total_formula(form: Form, matched: MatchedTable, name: str, rules: RuleSettings) -> str | None:
    """What reckons a sum below the lines; ``None`` where nothing does, as on a sheet of an older make."""
    titles = {field: matched.block.headers[offset] for field, offset in matched.columns.items()}
    references = references_of(matched.block.name, titles, matched.table, form, language_of(matched), rules.decimals)
    formula = next(field.formula for field in form.totals if field.name == name)
    found = rendered(formula, references) if formula else None
    return rendered(SUM_FORMULA, references) if found is None and name == "net_total" else found


def _totals(form: Form, matched: MatchedTable, result: Result, rules: RuleSettings) -> dict[str, CellValue | Formula]:
    """The sums below the lines as posted; where they are live, they are so again once the number is cleared."""
    postings = [posting for posting in result.postings if posting.purpose != ROUNDING]
    net = sum((posting.net_amount for posting in postings if posting.is_in_total), Decimal(0))
    tax = sum((posting.tax_amount for posting in postings if posting.is_in_total), Decimal(0))
    found: dict[str, CellValue | Formula] = {}
    for name, amount in {"net_total": net, "tax_total": tax, "gross_total": result.payable}.items():
        if name not in {field.name for field in form.totals}:
            continue
        live = total_formula(form, matched, name, rules)
        number = form.name_of("document_no")
        text = f"=IF(LEN({number})>0,{amount:f},{live.removeprefix('=')})" if live else ""
        found[name] = Formula(text, amount) if live else amount
    return found


def row_formula(matched: MatchedTable, field_name: str, rules: RuleSettings, form: Form | None = None) -> str | None:
    """A field's formula in the words of the headers as they stand on the sheet; ``None`` where one lacks.

    A sheet of an older make has the amount of its lines without the price that is looked up.
    """
    titles = {name: matched.block.headers[offset] for name, offset in matched.columns.items()}
    references = references_of(matched.block.name, titles, matched.table, form, language_of(matched), rules.decimals)
    formula = formula_of(matched.table.field(field_name), lowest_price=rules.price_rule == "best_price")
    found = rendered(formula, references)
    if found is None and field_name == "net_amount":
        absent = {field.name: "0" for field in matched.table.fields}
        return rendered(NET_FORMULA, absent | references)
    return found


def _filled_in(
    matched: MatchedTable, sheet_rows: Mapping[int, RowBlock], result: Result, rules: RuleSettings, form: Form | None
) -> list[CellWrite]:
    """Cells that were left blank and that posting has filled from files, price lists or sources."""
    writes = []
    computed = [field.name for field in matched.table.fields if field.written and field.name == "net_amount"]
    names = [*FILLED_IN, *computed]
    lines = zip(result.document.rows, result.document.entered or [{}], result.postings, strict=False)
    for row_number, entered, posting in lines:
        kept = sheet_rows[row_number].formulas
        for name in names:
            value = getattr(posting, _STORED_AS.get(name, name))
            is_typed = name in entered or name in result.document.head
            if name not in matched.columns or matched.columns[name] in kept or is_typed or value in ("", None):
                continue
            if name in ("discount_percent", "amount_off") and value == 0:
                continue
            number_format = sheet_rows[row_number].format_of(matched.columns[name])
            value = stored_as(value, number_format, matched.table.field(name).type)
            writes.append(_cell(matched, row_number, name, value))
        changed = "unit_price" not in entered or (posting.amount_off and "amount_off" not in entered)
        if changed and matched.columns.get("net_amount") in kept:
            # The formula showed nothing without a price; readers that cannot calculate see the amount now.
            shown = posting.net_amount + posting.discount_amount - posting.amount_off
            if formula := row_formula(matched, "net_amount", rules, form):
                writes.append(_cell(matched, row_number, "net_amount", Formula(formula, shown)))
    return writes
