"""What an import says at the terminal: which column is which field, what the first rows become, what became of all."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from rich.table import Table as Shown

from salesbook.hosts.addresses import column_letters
from salesbook.messages import sentence, text
from salesbook.money import round_half_up
from salesbook.printing import SHOWN_PROBLEMS, console, kind_word
from salesbook.settings import Language
from salesbook.sheets.appraisal_form import FORM
from salesbook.sheets.cell_values import clean_text, read_cell
from salesbook.sheets.columns import CHOICES
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.actions.importing import ImportPlan, ImportReport
    from salesbook.actions.importing_forms import FormImport, ImportedForm
    from salesbook.actions.importing_targets import TargetImport
    from salesbook.problems import Problem
    from salesbook.sheets.columns import Field
    from salesbook.sheets.dividing import OtherTable
    from salesbook.sheets.finding import FoundTable


def plan_json(plan: "ImportPlan") -> dict[str, Any]:
    """How a file will be read, for a script."""
    return {
        "kind": plan.kind, "profile": plan.name, "sheets": [found.grid.name for found in plan.tables],
        "columns": [
            {"field": guess.field, "column": column_letters(guess.offset + 1), "header": guess.header, "how": guess.how}
            for guess in plan.columns
        ],
        "fixed": plan.profile.fixed, "labels": {name: str(value) for name, value in plan.tables[0].labels.items()},
        "missing": [field.name for field in plan.missing], "left_out": list(plan.left_out),
        "tables": [
            {
                "sheet": found.grid.name, "header_row": found.header_row, "rows": len(found.rows),
                "labels": {name: str(value) for name, value in found.labels.items()}, "repeated": list(found.repeated),
                "columns": {guess.field: guess.header for guess in plan.columns_of(found) if guess.how != "similar"},
            }
            for found in plan.tables
        ],
        "other_tables": [
            {
                "sheet": other.sheet, "header_row": other.header_row, "rows": other.rows,
                "headers": [header for header in other.headers if header], "lacking": list(other.lacking),
            }
            for other in plan.others
        ],
    }  # fmt: skip


def import_json(report: "ImportReport", language: Language) -> dict[str, Any]:
    """What became of a file, for a script."""
    return plan_json(report.plan) | {
        "imported": report.imported, "refused": report.refused, "totals": report.totals,
        "others": report.others, "blank": report.blank, "waiting": report.waiting, "below": report.below,
        "headings": report.headings, "rows_of_other_tables": report.left_out,
        "problems_file": str(report.problems_file or ""), "refused_file": str(report.refused_file or ""),
        "outcomes": [dict(sheet.outcomes) for sheet in report.sheets],
        "problems": [
            {
                "code": problem.code, "severity": problem.severity, "sheet": problem.place.sheet,
                "cell": problem.place.cell, "sentence": sentence(problem, language),
            }
            for sheet in report.sheets for problem in sheet.problems
        ],
    }  # fmt: skip


def print_plan(plan: "ImportPlan", language: Language) -> None:
    """Each field with its column, and how sure that is; then what is missing and what is not read."""
    out = console()
    sheets = ", ".join(dict.fromkeys(found.grid.name for found in plan.tables))
    kind = kind_word(plan.kind, language)
    out.print(text("import-plan", language, file=plan.path.name, sheets=sheets, kind=kind, profile=plan.name))
    told: list[object] = []
    for found in plan.tables:
        if found is not plan.tables[0]:
            title = next((str(value) for row in found.top[:-1] for value in row.values if value is not None), "")
            values = {"sheet": found.grid.name, "row": str(found.header_row), "rows": str(len(found.rows))}
            out.print(text("import-table", language, **values, title=title[:60]), markup=False)
        said = [(guess.field, guess.offset, guess.header) for guess in plan.columns_of(found)], dict(found.labels)
        if said not in told:
            out.print(_columns(plan, found, language))
            told.append(said)
        if found.repeated:
            values = {"sheet": found.grid.name, "row": str(found.header_row), "times": str(len(found.repeated))}
            out.print(text("import-header-repeated", language, **values, first=str(found.repeated[0])), markup=False)
    for other in plan.others:
        out.print(_other_table(plan, other, language), markup=False)
    if plan.missing:
        fields = ", ".join(field.title.get(language) for field in plan.missing)
        out.print(text("import-missing", language, fields=fields))
    if plan.left_out:
        out.print(text("import-left-out", language, headers=", ".join(plan.left_out)))


def _columns(plan: "ImportPlan", found: "FoundTable", language: Language) -> Shown:
    """The fields of a table, each with its column, or with what it is in every row."""
    shown = Shown(box=None, pad_edge=False)
    for word in ("import-word-field", "import-word-column", "import-word-how", "import-word-example"):
        shown.add_column(text(word, language))
    guesses = plan.columns_of(found)
    for guess in guesses:
        field = plan.table.field(guess.field)
        how = text(f"import-how-{guess.how}", language)
        if factor := plan.profile.multiply.get(guess.field):
            how += f" × {plain(factor)}"
        if guess.field in plan.profile.shown_as_dates:
            how += f", {text('import-how-number', language)}"
        column = f"{column_letters(guess.offset + 1)}  {guess.header}"
        shown.add_row(field.title.get(language), column, how, _example(found, guess.offset, field)[:40])
    named = {guess.field for guess in guesses}
    for name, value in {**found.labels, **plan.profile.fixed}.items():
        if name not in named:
            title = plan.table.field(name).title.get(language)
            how = text("import-how-fixed" if name in plan.profile.fixed else "import-how-label", language)
            shown.add_row(title, "", how, str(value)[:40])
    return shown


def _example(found: "FoundTable", offset: int, field: "Field") -> str:
    """What stands first in a column; a code as it is read, with the zeros that its cell shows."""
    row = next((row for row in found.rows if row.values[offset] is not None), None)
    if row is None:
        return ""
    value = row.values[offset]
    if field.type == "code" and not isinstance(value, str | date):
        with suppress(WrongCellError):
            value = read_cell(value, row.format_of(offset), "code").value
    return clean_text(str(value))


def _other_table(plan: "ImportPlan", other: "OtherTable", language: Language) -> str:
    headers = ", ".join(dict.fromkeys(header for header in other.headers if header))
    values = {"sheet": other.sheet, "row": str(other.header_row), "rows": str(other.rows), "headers": headers}
    if not other.lacking:
        return text("import-other-table", language, **values, kind=kind_word(plan.kind, language))
    fields = ", ".join(plan.table.field(name).title.get(language) for name in other.lacking)
    return text("import-table-lacks", language, **values, fields=fields)


def print_import(report: "ImportReport", language: Language, *, is_check: bool) -> None:
    """The first rows as they are, or would be, in the ledger; the counts; the problems; the files."""
    out = console()
    rows = list(_first_rows(report))
    if rows and is_check:
        shown = Shown(box=None, pad_edge=False)
        for word in ("number", "date", "customer", "product", "quantity", "price", "net"):
            shown.add_column(text(f"word-{word}", language), justify="right" if word in _NUMBERS else "left")
        for row in rows:
            shown.add_row(*row)
        out.print(shown)
    problems = [problem for sheet in report.sheets for problem in sheet.problems]
    for problem in problems[:SHOWN_PROBLEMS]:
        out.print(f"{problem.place.sheet}!{problem.place.cell}  {_sentence(problem, language)}", markup=False)
    if len(problems) > SHOWN_PROBLEMS:
        out.print(text("more-problems", language, count=str(len(problems) - SHOWN_PROBLEMS)))
    code = "import-would" if is_check else "import-done"
    numbers = {"imported": report.imported, "refused": report.refused, "totals": report.totals}
    out.print(text(code, language, **{name: str(number) for name, number in numbers.items()}))
    if report.waiting:
        out.print(text("import-waiting", language, waiting=str(report.waiting)))
    if report.blank:
        out.print(text("import-blank", language, blank=str(report.blank)))
    if report.below:
        out.print(text("import-below", language, below=str(report.below)))
    if report.others:
        out.print(text("import-others", language, others=str(report.others)))
    if report.problems_file:
        out.print(text("import-problems-file", language, file=report.problems_file.name))
    if report.refused_file:
        out.print(text("import-refused-file", language, file=report.refused_file.name))


def targets_json(found: "TargetImport", document_no: str, language: Language) -> dict[str, Any]:
    """Targets of a file, for a script."""
    return {
        "fiscal_year": found.fiscal_year, "document_no": document_no, "total": found.total,
        "rows": len(found.table.rows), "targets": len(found.lines), "totals": found.table.totals,
        "lines": [
            line.model_dump(include={"territory_code", "salesperson_no", "month", "target"}) for line in found.lines
        ],
        "problems": [_sentence(problem, language) for problem in found.problems],
    }  # fmt: skip


def print_targets(found: "TargetImport", document_no: str, language: Language) -> None:
    """A row for each seat, the sum, and what is wrong."""
    out = console()
    shown = Shown(box=None, pad_edge=False)
    shown.add_column(text("word-where", language))
    shown.add_column(text("word-sum", language), justify="right")
    for row in found.table.rows:
        shown.add_row(f"{row.territory_code}/{row.salesperson_no or '-'}", f"{sum(row.amounts.values()):,f}")
    out.print(shown)
    for row in found.table.rows:
        if row.empty:
            months = ", ".join(str(month) for month in row.empty)
            seat = f"{row.territory_code}/{row.salesperson_no or '-'}"
            out.print(text("import-empty-months", language, seat=seat, months=months))
    for problem in found.problems:
        out.print(f"{problem.place.sheet}!{problem.place.cell}  {_sentence(problem, language)}", markup=False)
    values = {
        "year": str(found.fiscal_year), "total": f"{found.total:,f}", "targets": str(len(found.lines)),
        "totals": str(found.table.totals), "document": document_no,
    }  # fmt: skip
    out.print(text("import-targets-done" if document_no else "import-targets-would", language, **values))


def forms_json(report: "FormImport", language: Language) -> dict[str, Any]:
    """The forms of a file, for a script."""
    return {
        "posted": report.count("criterion", "posted") + report.count("rating", "posted"),
        "already": report.already, "refused": report.refused, "held": report.held,
        "not_read": list(report.file.others), "forms": [_form_json(form, language) for form in report.forms],
    }  # fmt: skip


def _form_json(found: "ImportedForm", language: Language) -> dict[str, Any]:
    labels = {name: str(label.value) for name, label in found.form.labels.items()}
    codes = iter(found.codes)
    return {
        "sheet": found.form.sheet, "salesperson_no": found.salesperson_no, "name": found.name, "month": found.month,
        "department": labels.get("department", ""), "position": labels.get("position", ""), "total": found.total,
        "parts": [
            {
                "name": part.name, "weight": part.weight, "points": _points(part.points),
                "items": [
                    {"criterion": next(codes, ""), "name": item.name, "weight": item.weight, "score": item.score}
                    for item in part.items
                ],
            }
            for part in found.form.parts
        ],
        "problems": [
            {
                "code": problem.code, "severity": problem.severity, "cell": problem.place.cell,
                "sentence": sentence(problem, language),
            }
            for problem in found.problems
        ],
    }  # fmt: skip


def print_forms(report: "FormImport", language: Language, *, is_check: bool) -> None:
    """Each form; sheets without one; the counts."""
    out = console()
    for found in report.forms:
        _print_form(found, language)
    if report.file.others:
        out.print(text("import-no-form-in", language, sheets=", ".join(report.file.others)), markup=False)
    outcome = "ready" if is_check else "posted"
    numbers = {
        "forms": len(report.forms), "already": report.already, "refused": report.refused,
        "criteria": report.count("criterion", outcome), "ratings": report.count("rating", outcome),
    }  # fmt: skip
    counts = {name: str(number) for name, number in numbers.items()}
    out.print(text("import-forms-would" if is_check else "import-forms-done", language, **counts))
    if report.held:
        out.print(text("import-forms-held", language))


def _print_form(found: "ImportedForm", language: Language) -> None:
    """Whom it is about, its items with what they weigh in the whole, what it comes to, and what is wrong."""
    out = console()
    labels = {name: clean_text(str(label.value)) for name, label in found.form.labels.items()}
    said = {
        "sheet": found.form.sheet, "person": found.salesperson_no, "name": found.name, "month": found.month,
        "department": labels.get("department", ""), "position": labels.get("position", ""),
    }  # fmt: skip
    out.print(text("import-form", language, **said), markup=False)
    shown = Shown(box=None, pad_edge=False)
    for name in ("form_part", "form_item", "item_weight", "form_score"):
        justify: Literal["left", "right"] = "right" if name in ("item_weight", "form_score") else "left"
        shown.add_column(FORM.field(name).title.get(language), justify=justify)
    for part in found.form.parts:
        for item in part.items:
            shown.add_row(part.name, item.name, plain(item.weight), _or_dash(item.score))
        shown.add_row(part.name, text("word-sum", language), plain(part.weight), _or_dash(_points(part.points)))
    shown.add_row(text("word-total", language), "", "", _or_dash(found.total))
    out.print(shown)
    for problem in found.problems:
        out.print(f"{problem.place.sheet}!{problem.place.cell}  {_sentence(problem, language)}", markup=False)
    if not found.is_good:
        out.print(text("import-form-refused", language))


def _points(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points, 2)


def _or_dash(number: Decimal | None) -> str:
    return "–" if number is None else f"{number:f}"


_NUMBERS = ("quantity", "price", "net")


def _sentence(problem: "Problem", language: Language) -> str:
    return f"{CHOICES[problem.severity].get(language)}: {sentence(problem, language)}"


def _first_rows(report: "ImportReport") -> Iterator[tuple[str, ...]]:
    """Of papers, the first lines that are good."""
    for line in (line for sheet in report.sheets for line in sheet.first if line.product_no or line.net_amount):
        yield (
            line.document_ref or line.document_no, str(line.document_date), line.customer_no, line.product_no,
            plain(line.quantity), plain(line.unit_price), plain(line.net_amount),
        )  # fmt: skip
