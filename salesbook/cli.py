"""The same actions from a terminal, on closed workbooks.

Exit codes: 0 done, 1 problems in the sheet, 2 wrong use or a run that could not go on.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from salesbook.cli_ask import ask_app
from salesbook.cli_form import form_app
from salesbook.cli_letters import dunning_letters, scorecards, target_letters
from salesbook.cli_options import AsOf, CompanyFolder, Json, KnownAt, Today
from salesbook.cli_options import company_of as _company
from salesbook.cli_options import day_of as _day
from salesbook.cli_options import decimal_of as _decimal
from salesbook.cli_options import one_of as _one_of
from salesbook.cli_options import print_json as _print_json
from salesbook.cli_options import say as _say
from salesbook.cli_options import spoken as _spoken
from salesbook.cli_options import spoken_language as _language
from salesbook.messages import sentence, text
from salesbook.problems import Reason, SettingsError
from salesbook.settings import LANGUAGES, Language
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.actions.storing import Report
    from salesbook.ledger.cutoff import Cutoff

app = typer.Typer(
    help="Sales documents, targets and appraisals from Excel workbooks onto a Parquet ledger.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
targets_app = typer.Typer(help="Split the annual target and follow its progress.", no_args_is_help=True)
app.add_typer(targets_app, name="targets")
app.add_typer(ask_app, name="ask")
app.add_typer(form_app, name="form")
ledger_app = typer.Typer(help="The ledger: look after it, take it out.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
dunning_app = typer.Typer(help="Remind customers who pay late.", no_args_is_help=True)
app.add_typer(dunning_app, name="dunning")
period_app = typer.Typer(help="Close months, reopen them, and report on them.", no_args_is_help=True)
app.add_typer(period_app, name="period")
complaints_app = typer.Typer(help="What customers are not content with.")
app.add_typer(complaints_app, name="complaints")
prices_app = typer.Typer(help="The price list as a sheet, and what changes of it do.", no_args_is_help=True)
app.add_typer(prices_app, name="prices")

dunning_app.command("letters")(dunning_letters)
targets_app.command("letters")(target_letters)
customers_app = typer.Typer(help="Block customers and merge their files.", no_args_is_help=True)
app.add_typer(customers_app, name="customers")

WorkbookFile = Annotated[Path, typer.Argument(help="The workbook.")]

PAPER_NAMES = {
    "quotation": "quotation",
    "order": "sales_order",
    "pick": "pick_list",
    "delivery": "delivery_note",
    "sign-off": "sign_off",
    "return-request": "return_request",
    "return": "sales_return",
    "invoice": "sales_invoice",
    "credit-note": "credit_note",
    "receipt": "payment",
}
"""How papers are named on the command line."""

MADE_NAMES = [name for name in PAPER_NAMES if name != "quotation"]
"""Those that are made from others."""


_INIT_OPTIONS = {
    "name": "--name",
    "language": "--language",
    "time_zone": "--time-zone",
    "ledger": "--ledger",
    "rules.currency": "--currency",
    "rules.decimals": "--decimals",
    "periods.fiscal_year_start_month": "--fiscal-year-start",
}
"""The option that each setting of a new company is given by."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; whatever goes wrong ends in a sentence.

    Args:
        arguments: Of the command line, without the program's name; those of the process by default.
    """
    _spoken.clear()
    try:
        app(arguments, prog_name="salesbook")
    except Exception as error:  # noqa: BLE001 - no traceback reaches a person; it is kept in the log
        from salesbook.actions.failing import failure_words

        _say_error(failure_words(error, _language()))
        sys.exit(2)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the company folder.")] = Path("salesbook-demo"),
    language: Annotated[str, typer.Option(help="en, zh-Hant or zh-Hans.")] = "en",
    as_json: Json = False,
) -> None:
    """Run the whole job on real data: post, split targets, appraise; then open the workbooks."""
    from salesbook.actions.demo import demo as run

    with _steps(quiet=as_json) as tell:
        result = run(folder, _as_language(language), tell)
    if as_json:
        _print_json(
            {
                "folder": str(folder),
                "steps": result.steps,
                "answers": {answer.code: {"found": answer.found, "known": answer.known} for answer in result.answers},
                "verified": result.verification.is_good,
                "files": [str(path) for path in result.files],
            }
        )
    else:
        for answer in result.answers:
            mark = "=" if answer.is_equal else "≠"
            found, known = (Decimal(plain(figure)) for figure in (answer.found, answer.known))
            _say(f"{text(answer.code, _as_language(language))}: {found:,f} {mark} {known:,f}")
        _say(
            text(
                "demo-rounding",
                _as_language(language),
                difference=plain(result.answers[-1].found - result.answers[-2].found),
            )
        )
        _print_verification(result.verification, _as_language(language))
        _say(text("demo-open", _as_language(language)))
        for path in result.files:
            _say(f"  {path}")
    raise typer.Exit(0 if result.is_good else 1)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    name: Annotated[str, typer.Option(help="Name of the company.")] = "",
    language: Annotated[str, typer.Option(help="en, zh-Hant or zh-Hans.")] = "en",
    currency: Annotated[str, typer.Option(help="Home currency.")] = "USD",
    decimals: Annotated[int, typer.Option(help="Decimals of amounts, 0 to 4.")] = 2,
    fiscal_year_start: Annotated[int, typer.Option(help="Month in which the year begins, 1 to 12.")] = 1,
    time_zone: Annotated[str, typer.Option(help="Such as Asia/Taipei.")] = "UTC",
    ledger: Annotated[str, typer.Option(help="Folder of the ledger, or s3://bucket/folder.")] = "ledger",
    tax: Annotated[
        list[str] | None, typer.Option(help="A tax code with its rate, such as T5=5; may be repeated.")
    ] = None,
) -> None:
    """Make a company folder: settings, ledger and workbooks."""
    from pydantic import ValidationError

    from salesbook.actions.initializing import init as run
    from salesbook.settings import CompanySettings, first_finding

    try:
        settings = CompanySettings.model_validate(
            {
                "name": name or folder.resolve().name,
                "language": language,
                "time_zone": time_zone,
                "ledger": ledger,
                "rules": {"currency": currency, "decimals": decimals},
                "periods": {"fiscal_year_start_month": fiscal_year_start},
                "tax_codes": dict(_tax_code(written) for written in tax or []),
            }
        )
    except ValidationError as error:
        key, found, reason = first_finding(error)
        raise SettingsError("option-wrong", key=_INIT_OPTIONS.get(key, "--tax"), found=found, reason=reason) from None
    company, made = run(folder, settings)
    _say(text("init-done", company.settings.language, folder=str(folder)))
    for path in made:
        _say(f"  {path}")


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="documents, master, planning or appraisal.")],
    file: Annotated[Path | None, typer.Argument(help="The new file; by default in the company folder.")] = None,
    year: Annotated[int | None, typer.Option(help="Fiscal year of a planning workbook.")] = None,
    total: Annotated[str | None, typer.Option(help="Company target of a planning workbook.")] = None,
    measure: Annotated[str, typer.Option(help="amount or quantity.")] = "amount",
    company: CompanyFolder = None,
    today: Today = None,
) -> None:
    """Make a new workbook, with today's look-up lists."""
    from salesbook.actions.workbooks import TITLES, default_path, new_plan, new_workbook

    opened = _company(company, file, today)
    chosen = next((found for found in TITLES if found == kind), None)
    if chosen is None:
        raise SettingsError("option-wrong", key="KIND", found=kind, reason=_one_of(*TITLES))
    if chosen == "planning" and year:
        if measure not in ("amount", "quantity"):
            raise SettingsError("option-wrong", key="--measure", found=measure, reason=_one_of("amount", "quantity"))
        path = file or default_path(opened, chosen, str(year))
        new_plan(opened, year, path, total=_decimal(total), measure="quantity" if measure == "quantity" else "amount")
    else:
        path = file or default_path(opened, chosen, str(opened.today))
        new_workbook(opened, chosen, path)
    _say(str(path))


@app.command()
def check(file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """Check every sheet of a workbook and mark what is wrong; nothing is posted."""
    from salesbook.actions.posting import check as run

    _run_report(run, file, company, today, as_json=as_json)


@app.command()
def post(file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """Post every sheet of a workbook; pressing it again changes nothing."""
    from salesbook.actions.posting import post as run

    _run_report(run, file, company, today, as_json=as_json)


@app.command()
def make(
    kind: Annotated[str, typer.Argument(help="order, pick, delivery, sign-off, return, invoice, credit-note, ….")],
    file: WorkbookFile,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Numbers to make them from; none means all that is open.")
    ] = None,
    from_account: Annotated[
        bool, typer.Option("--from-account", help="Receipts that use what lies on account (of these customers).")
    ] = False,
    from_picks: Annotated[bool, typer.Option("--from-picks", help="Deliveries of what the pick lists say.")] = False,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Fill the list of the next documents with exactly what is open."""
    from salesbook.actions.making import MADE_FROM, make_from_account
    from salesbook.actions.making import make as run
    from salesbook.actions.picking import make_from_picks
    from salesbook.hosts.closed_file import ClosedFile

    opened = _company(company, file, today)
    wanted = PAPER_NAMES.get(kind, kind)
    if wanted not in MADE_FROM:
        raise SettingsError("option-wrong", key="KIND", found=kind, reason=_one_of(*MADE_NAMES))
    if from_account and wanted != "payment":
        raise SettingsError("option-wrong", key="KIND", found=kind, reason=_one_of("receipt"))
    if from_picks and wanted != "delivery_note":
        raise SettingsError("option-wrong", key="--from-picks", found=kind, reason=_one_of("delivery"))
    workbook = ClosedFile(file)
    if from_account:
        made = make_from_account(workbook, opened, sources or [])
    elif from_picks:
        made = make_from_picks(workbook, opened)
    else:
        made = run(wanted, workbook, opened, sources or [])
    if as_json:
        _print_json({"kind": made.kind, "rows": made.rows, "references": made.references})
        return
    _say(
        text(
            "make-done",
            opened.settings.language,
            documents=str(len(made.references)),
            rows=str(made.rows),
            workbook=file.name,
        )
    )


@app.command()
def refresh(file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """Renew the look-up lists of a workbook: customers, products, prices, stock."""
    from salesbook.actions.refreshing import refresh as run
    from salesbook.hosts.closed_file import ClosedFile
    from salesbook.printing import print_refreshed, refreshed_json

    opened = _company(company, file, today)
    found = run(ClosedFile(file), opened)
    if as_json:
        _print_json(refreshed_json(found))
    else:
        print_refreshed(found, opened.settings.language)


@app.command("self-check")
def self_check(file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """Rebuild what a workbook says from the ledger, and list every cell that says something else."""
    from salesbook.actions.self_checking import self_check as run
    from salesbook.hosts.closed_file import ClosedFile
    from salesbook.printing_self_check import print_self_check, self_check_json

    opened = _company(company, file, today)
    found = run(ClosedFile(file), opened)
    if as_json:
        _print_json(self_check_json(found, opened.settings.language))
    else:
        print_self_check(found, opened.settings.language)
    raise typer.Exit(1 if found.found else 0)


@app.command()
def translate(
    file: WorkbookFile,
    language: Annotated[str, typer.Option(help="en, zh-Hant or zh-Hans.")],
    company: CompanyFolder = None,
) -> None:
    """Give a workbook another language; what was typed stays."""
    from salesbook.actions.translating import translate as run

    opened = _company(company, file, None)
    run(file, opened, _as_language(language))
    _say(text("translated", _as_language(language), workbook=file.name))


@app.command()
def reverse(
    document_no: Annotated[str, typer.Argument(help="Number of the document to undo.")],
    reason: Annotated[str, typer.Option(help="Kept with the reversal.")],
    posting_date: Annotated[str | None, typer.Option("--date", help="Posting date of the reversal.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Undo a posted document by a mirror that names it."""
    from salesbook.actions.reversing import reverse as run

    opened = _company(company, None, today)
    report = run(document_no, opened, reason, _day(posting_date, "--date") if posting_date else None)
    number = report.decisions[0].document_no
    if as_json:
        _print_json({"document_no": document_no, "reversal": number})
        return
    _say(text("reverse-done", opened.settings.language, document=document_no, reversal=number))


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A workbook (xlsx, xlsm, xls, ods), CSV or Parquet file.")],
    kind: Annotated[str, typer.Option(help="What it holds: order, price, customer, target, appraisal_form, ….")] = "",
    post: Annotated[bool, typer.Option("--post", help="Post what is good; without it, only look.")] = False,
    column: Annotated[
        list[str] | None, typer.Option(help="Which column a field has, such as Quantity=Pieces; may be repeated.")
    ] = None,
    fix: Annotated[
        list[str] | None, typer.Option(help="What a field is in every row, such as Currency=EUR; may be repeated.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Read only rows with this in a column, such as Type=Return; may be repeated."),
    ] = None,
    profile: Annotated[str, typer.Option(help="Name of the profile to use or to keep.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Import a sheet that is not ours: see which column is which, what would be refused, then post what is good."""
    from salesbook.actions.importing import check_import, plan_import, run_import
    from salesbook.printing_imports import import_json, plan_json, print_import, print_plan

    opened = _company(company, None, today)
    language = opened.settings.language
    if kind == "target":
        _import_targets(file, opened, _pairs(fix, "--fix"), post=post, as_json=as_json)
        return
    if kind == "appraisal_form":
        said = _pairs(column, "--column"), _pairs(fix, "--fix")
        _import_forms(file, opened, *said, post=post, as_json=as_json)
        return
    plan = plan_import(
        file, opened, _imported_kind(kind), profile=profile,
        columns=_pairs(column, "--column"), fixed=_pairs(fix, "--fix"), only=_pairs(only, "--only"),
    )  # fmt: skip
    if not as_json:
        print_plan(plan, language)
    if plan.missing and not post:
        if as_json:
            _print_json(plan_json(plan))
        raise typer.Exit(1)
    with _busy():
        report = run_import(plan, opened) if post else check_import(plan, opened)
    if as_json:
        _print_json(import_json(report, language))
    else:
        print_import(report, language, is_check=not post)
    raise typer.Exit(1 if report.refused else 0)


@app.command()
def close(
    document_no: Annotated[str, typer.Argument(help="Number of an order or quotation; with --waive, of a delivery.")],
    reason: Annotated[str, typer.Option(help="Kept with the closing.")],
    line: Annotated[list[int] | None, typer.Option(help="Only this line; may be repeated.")] = None,
    quantity: Annotated[str | None, typer.Option(help="Of the one line, if not everything open.")] = None,
    waive: Annotated[bool, typer.Option("--waive", help="Never invoice what is not invoiced yet.")] = False,
    keep_claim: Annotated[
        bool, typer.Option("--keep-claim", help="Invoice it all the same, where the order is invoiced straight away.")
    ] = False,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Give up what is open of an order, or lose a quotation."""
    from salesbook.actions.ending import close as run
    from salesbook.documents.closing import Purpose

    opened = _company(company, None, today)
    wanted = _decimal(quantity, "--quantity")
    purpose: Purpose = "waive" if waive else "keep_claim" if keep_claim else ""
    report = run(document_no, opened, reason, line or (), wanted, purpose)
    number = report.decisions[0].document_no
    if as_json:
        _print_json({"document_no": document_no, "closing": number})
        return
    _say(text("close-done", opened.settings.language, document=document_no, closing=number))


@app.command()
def reopen(
    document_no: Annotated[str, typer.Argument(help="Number of an order or quotation that was closed.")],
    reason: Annotated[str, typer.Option(help="Kept with the reversal of the closing.")],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Open again what was closed of an order, or a quotation that was lost."""
    from salesbook.actions.ending import reopen as run

    opened = _company(company, None, today)
    numbers = [report.decisions[0].document_no for report in run(document_no, opened, reason)]
    if as_json:
        _print_json({"document_no": document_no, "reversals": numbers})
        return
    _say(text("reopen-done", opened.settings.language, document=document_no, reversal=", ".join(numbers)))


@app.command()
def hold(
    order_no: Annotated[str, typer.Argument(help="Number of an order.")],
    reason: Annotated[str, typer.Option(help="Told to whoever wants to deliver it.")],
    company: CompanyFolder = None,
    today: Today = None,
) -> None:
    """Hold an order back: nothing of it is delivered until it is released."""
    from salesbook.actions.ending import hold as run

    opened = _company(company, None, today)
    run(order_no, opened, reason)
    _say(text("hold-done", opened.settings.language, document=order_no))


@app.command()
def release(
    order_no: Annotated[str, typer.Argument(help="Number of an order on hold.")],
    reason: Annotated[str, typer.Option(help="Kept with the release.")],
    company: CompanyFolder = None,
    today: Today = None,
) -> None:
    """Release an order that is on hold."""
    from salesbook.actions.ending import hold as run

    opened = _company(company, None, today)
    run(order_no, opened, reason, on_hold=False)
    _say(text("release-done", opened.settings.language, document=order_no))


@app.command()
def approvals(
    workbook: Annotated[
        Path | None, typer.Option("--workbook", "-o", help="Also write a workbook to decide in.")
    ] = None,
    decide: Annotated[Path | None, typer.Option("--decide", help="Do what the rows of such a workbook say.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """List the documents that wait for an approval, with the reasons; or decide them in a workbook."""
    from dataclasses import asdict

    from salesbook.actions.approving import decide_workbook, waiting, write_approvals
    from salesbook.hosts.closed_file import ClosedFile
    from salesbook.printing import print_approvals

    opened = _company(company, decide, today)
    if decide is not None:
        counts = asdict(decide_workbook(ClosedFile(decide), opened))
        words = {name: str(count) for name, count in counts.items()}
        if as_json:
            _print_json(counts)
        else:
            _say(text("approvals-decided", opened.settings.language, **words))
        return
    if workbook is not None:
        write_approvals(workbook, opened)
    found = waiting(opened)
    if as_json:
        _print_json([approval.model_dump(mode="json", exclude={"typed", "posting_key"}) for approval in found])
    else:
        print_approvals(found, opened.settings.language)


@app.command()
def approve(
    request_no: Annotated[str, typer.Argument(help="Number of the request, such as AP-00001.")],
    reason: Annotated[str, typer.Option(help="Kept with the approval.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Approve a document that waits; it is checked once more and posted with both names."""
    from salesbook.actions.approving import approve as run

    opened = _company(company, None, today)
    _tell_report(run(request_no, opened, reason), opened, as_json=as_json)


@app.command()
def reject(
    request_no: Annotated[str, typer.Argument(help="Number of the request, such as AP-00001.")],
    reason: Annotated[str, typer.Option(help="What its maker reads at the document.")],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Reject a document that waits; nothing of it is posted."""
    from salesbook.actions.approving import reject as run

    opened = _company(company, None, today)
    _tell_report(run(request_no, opened, reason), opened, as_json=as_json)


@app.command()
def show(
    document_no: Annotated[str, typer.Argument(help="Number of a document.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print a document with its history and its open quantities, now or as they were."""
    from salesbook.actions.showing import show as run
    from salesbook.printing import document_json, print_document

    opened = _company(company, None, today)
    shown = run(document_no, opened, _cutoff(as_of, known_at, opened))
    if as_json:
        _print_json(document_json(shown))
    else:
        print_document(shown, opened)


@app.command(name="print")
def print_(
    document_no: Annotated[str, typer.Argument(help="Number of a document, or of a request that waits for approval.")],
    as_pdf: Annotated[bool, typer.Option("--pdf", help="As PDF, made by LibreOffice.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File or folder; by default “printed” in the company folder.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Of the paper; by default the company's.")] = None,
    form: Annotated[str | None, typer.Option(help="Fill this form of the company's own.")] = None,
    standard: Annotated[bool, typer.Option("--standard", help="Our page, whatever form the settings name.")] = False,
    company: CompanyFolder = None,
    today: Today = None,
) -> None:
    """Write a quotation, order, pick list, delivery note, invoice, credit note or receipt for the customer."""
    from salesbook.actions.printing_out import print_document as run
    from salesbook.messages import text
    from salesbook.printing_forms import filled_words

    opened = _company(company, None, today)
    if standard and form:
        raise SettingsError("option-wrong", key="--form", found=form, reason=Reason("reason-not-with-standard"))
    with _busy():
        found = run(
            document_no, opened, output, as_pdf=as_pdf, form="" if standard else form,
            language=_as_language(language) if language else None,
        )  # fmt: skip
    _say(str(found.path))
    for line in filled_words(found, opened):
        _say(line)
    if found.reversed_by:
        _say(text("print-cancelled", opened.settings.language, document=document_no, reversal=found.reversed_by))
    if found.document.standing == "draft":
        _say(text("print-draft", opened.settings.language, document=document_no))


@app.command()
def status(
    as_of: AsOf = None,
    known_at: KnownAt = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Count what is in the ledger and what is open, now or as it was."""
    from dataclasses import asdict

    from salesbook.actions.showing import status as run
    from salesbook.printing import print_status

    opened = _company(company, None, today)
    found = run(opened, _cutoff(as_of, known_at, opened))
    if as_json:
        _print_json(asdict(found))
    else:
        print_status(found, opened)


@app.command()
def stock(
    warehouse: Annotated[str, typer.Option("--warehouse", help="Code of a warehouse; by default all together.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print what is on hand of each product whose stock is kept."""
    from salesbook.actions.stocking import show_stock
    from salesbook.printing import print_stock, stock_json

    opened = _company(company, None, today)
    rows = show_stock(opened, warehouse)
    if as_json:
        _print_json([stock_json(row) for row in rows])
    else:
        print_stock(rows, opened)


@app.command()
def atp(
    product_no: Annotated[str, typer.Argument(help="Code of a product.")],
    day: Annotated[str | None, typer.Option("--date", help="From this day on; by default from today.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print what may still be promised of a product, from a day on."""
    from salesbook.actions.stocking import available_on, show_promise
    from salesbook.printing import print_promise

    opened = _company(company, None, today)
    outlook = show_promise(product_no, opened)
    rows = available_on(outlook, _day(day, "--date") if day else opened.today)
    if as_json:
        _print_json([{"date": str(on), "left": plain(left), "available": plain(free)} for on, left, free in rows])
    else:
        print_promise(rows, opened)


@app.command()
def margin(
    document_no: Annotated[str, typer.Argument(help="Number of a document; or give the days.")] = "",
    first: Annotated[str | None, typer.Option("--from", help="First day, such as 2026-03-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day; by default today.")] = None,
    by: Annotated[str, typer.Option("--by", help="customer, product or salesperson.")] = "product",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print what is earned on a document, or on what was delivered in some days."""
    from salesbook.actions.margins import GROUPS, margin_of_document, margins_between
    from salesbook.printing import margin_json, print_margins

    opened = _company(company, None, today)
    if by not in GROUPS:
        raise SettingsError("option-wrong", key="--by", found=by, reason=_one_of(*GROUPS))
    if document_no:
        rows = margin_of_document(document_no, opened)
    else:
        end = _day(last, "--to") if last else opened.today
        rows = margins_between(_day(first, "--from") if first else date(end.year, 1, 1), end, by, opened)
    if as_json:
        _print_json([margin_json(row) for row in rows])
    else:
        print_margins(rows, opened)


@app.command()
def credit(
    customer_no: Annotated[str, typer.Argument(help="Code of a customer.")],
    file: Annotated[Path | None, typer.Option("--workbook", "-o", help="Also write it as a workbook.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print what a customer owes and may come to owe, with the documents behind it."""
    from salesbook.actions.crediting import show_credit, write_credit
    from salesbook.printing import credit_json, print_credit

    opened = _company(company, None, today)
    shown = show_credit(customer_no, opened)
    if file is not None:
        write_credit(opened, shown, file)
    if as_json:
        _print_json(credit_json(shown))
    else:
        print_credit(shown, opened)
        if file is not None:
            _say(str(file))


@app.command()
def history(
    code: Annotated[str, typer.Argument(help="Number of a document, or code of a customer, product or other record.")],
    kind: Annotated[str, typer.Option(help="Kind of record, such as customer or price; by default any.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print who posted a document or changed a record: when, from which row, which field from what to what."""
    from salesbook.actions.document_history import document_history
    from salesbook.actions.record_history import record_history
    from salesbook.printing import history_json, print_document_history, print_history

    opened = _company(company, None, today)
    if not kind and (events := document_history(code, opened)):
        if as_json:
            _print_json(history_json(events))
        else:
            print_document_history(events, opened.settings.language)
        return
    found = record_history(code, opened, kind)
    if as_json:
        _print_json(history_json(found))
    else:
        print_history(found, opened.settings.language)


_CUSTOMER_CODE = typer.Argument(help="Code of a customer.")
_KEPT_REASON = typer.Option(help="Kept in the ledger.")


@customers_app.command("block")
def customers_block(
    customer_no: Annotated[str, _CUSTOMER_CODE],
    reason: Annotated[str, _KEPT_REASON],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Stop selling to a customer; he may still pay and send back."""
    from salesbook.actions.customer_files import block as run

    opened = _company(company, None, today)
    report = run(customer_no, opened, reason)
    if as_json:
        _print_json({"customer_no": customer_no, "blocked": True, "version": report.version})
    else:
        _say(text("customer-blocked-done", opened.settings.language, customer=customer_no, reason=reason))


@customers_app.command("unblock")
def customers_unblock(
    customer_no: Annotated[str, _CUSTOMER_CODE],
    reason: Annotated[str, _KEPT_REASON],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Sell to a blocked customer again."""
    from salesbook.actions.customer_files import unblock as run

    opened = _company(company, None, today)
    report = run(customer_no, opened, reason)
    if as_json:
        _print_json({"customer_no": customer_no, "blocked": False, "version": report.version})
    else:
        _say(text("customer-unblocked-done", opened.settings.language, customer=customer_no, reason=reason))


@customers_app.command("merge")
def customers_merge(
    customer_no: Annotated[str, typer.Argument(help="Code of the file that is given up.")],
    into: Annotated[str, typer.Argument(help="Code of the file that stays.")],
    reason: Annotated[str, _KEPT_REASON],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Make one customer file part of another; what both owe counts together."""
    from salesbook.actions.customer_files import merge as run

    opened = _company(company, None, today)
    report = run(customer_no, into, opened, reason)
    if as_json:
        _print_json({"customer_no": customer_no, "merged_into": into, "version": report.version})
    else:
        _say(text("customer-merged-done", opened.settings.language, customer=customer_no, into=into, reason=reason))


@prices_app.command("export")
def prices_export(
    file: Annotated[Path, typer.Argument(help="The new workbook.")],
    price_list: Annotated[str, typer.Option("--list", help="Only this price list.")] = "",
    customer: Annotated[str, typer.Option(help="Only the prices of this customer.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
) -> None:
    """Write the price list into a workbook, to be edited as a whole and posted."""
    from salesbook.actions.price_list import price_sheet

    opened = _company(company, file, today)
    rows = price_sheet(opened, file, price_list, customer)
    _say(text("prices-written", opened.settings.language, rows=str(rows), file=str(file)))


@prices_app.command("preview")
def prices_preview(
    file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False
) -> None:
    """Show beside each changed price what it does, before it is posted."""
    from salesbook.actions.price_list import preview
    from salesbook.hosts.closed_file import ClosedFile
    from salesbook.printing import preview_json, print_preview

    opened = _company(company, file, today)
    found = preview(ClosedFile(file), opened)
    if as_json:
        _print_json(preview_json(found, opened.settings.language))
    else:
        print_preview(found, opened)
    raise typer.Exit(1 if found.report.has_errors else 0)


@complaints_app.callback(invoke_without_command=True)
def complaints(
    context: typer.Context, company: CompanyFolder = None, today: Today = None, as_json: Json = False
) -> None:
    """List the open complaints, what was promised first at the top."""
    from salesbook.actions.complaining import open_complaints
    from salesbook.printing import complaints_json, print_complaints

    if context.invoked_subcommand is not None:
        return
    opened = _company(company, None, today)
    found = open_complaints(opened)
    if as_json:
        _print_json(complaints_json(found))
    else:
        print_complaints(found, opened.settings.language)


@app.command()
def receivables(
    as_of: AsOf = None,
    workbook: Annotated[Path | None, typer.Option("--workbook", "-o", help="Also write a workbook.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print what customers owe by age, and how fast they pay, now or as it was."""
    from salesbook.actions.receivables import receivables as run
    from salesbook.actions.receivables import write_receivables
    from salesbook.printing import print_receivables, receivables_json

    opened = _company(company, None, today)
    with _busy():
        found = run(opened, _day(as_of, "--as-of") if as_of else None)
        if workbook is not None:
            write_receivables(opened, found, workbook)
    if as_json:
        _print_json(receivables_json(found))
        return
    print_receivables(found, opened)
    if workbook is not None:
        _say(str(workbook))


@app.command()
def dashboard(
    file: Annotated[
        Path | None, typer.Argument(help="The workbook to write; by default in the company folder.")
    ] = None,
    as_of: AsOf = None,
    language: Annotated[str | None, typer.Option(help="Of the workbook; by default the company's.")] = None,
    with_margins: Annotated[
        bool, typer.Option("--margins", help="Show what is earned, too, to those who may see costs.")
    ] = False,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Write the dashboard: how the month stands, on one page with charts that follow what is chosen there."""
    from salesbook.actions.dashboard import dashboard_path, standing, write_dashboard
    from salesbook.printing_dashboard import dashboard_json, dashboard_words

    opened = _company(company, file, today)
    chosen = _as_language(language) if language else None
    with _busy():
        found = standing(opened, _day(as_of, "--as-of") if as_of else None, with_margins=with_margins)
        path = file or dashboard_path(opened, with_margins=with_margins)
        write_dashboard(opened, found, path, chosen)
    if as_json:
        _print_json(dashboard_json(found, path))
    else:
        _say(dashboard_words(found, path, opened))
        _say(str(path))


@app.command()
def statement(
    customer_no: Annotated[str, typer.Argument(help="Code of a customer.")],
    first: Annotated[str | None, typer.Option("--from", help="First day; by default the month's first.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day; by default today.")] = None,
    workbook: Annotated[
        Path | None,
        typer.Option("--workbook", "--output", "-o", help="Also write a workbook or PDF to send: a file or a folder."),
    ] = None,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="Write a PDF, made by LibreOffice.")] = False,
    language: Annotated[str | None, typer.Option(help="Of the workbook; by default the company's.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print the account of a customer: opening balance, every paper, closing balance, open invoices."""
    from salesbook.actions.receivables import customer_statement, statement_file, write_statement
    from salesbook.printing import print_statement, statement_json

    chosen = _as_language(language) if language else None
    opened = _company(company, None, today)
    until = _day(last, "--to") if last else opened.today
    since = _day(first, "--from") if first else until.replace(day=1)
    with _busy():
        found, customer = customer_statement(customer_no, opened, since, until)
        written = None
        if workbook is not None or as_pdf:
            written = statement_file(opened, found, customer, workbook, as_pdf=as_pdf, language=chosen)
            write_statement(opened, found, customer, written, chosen)
    if as_json:
        _print_json(statement_json(found))
        return
    print_statement(found, customer, opened)
    if written is not None:
        _say(str(written))


@dunning_app.command("list")
def dunning_list(
    workbook: Annotated[Path | None, typer.Option("--workbook", "-o", help="Also write a workbook.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """List late invoices with the reminder that is due; disputed amounts are left out."""
    from dataclasses import asdict

    from salesbook.actions.dunning import reminders as run
    from salesbook.actions.dunning import write_reminders
    from salesbook.printing import print_reminders

    opened = _company(company, None, today)
    with _busy():
        found = run(opened)
        if workbook is not None:
            write_reminders(opened, found, workbook)
    if as_json:
        _print_json([asdict(item) | {"overdue": plain(item.overdue)} for item in found.items])
        return
    print_reminders(found, opened)
    if workbook is not None:
        _say(str(workbook))


@dunning_app.command("send")
def dunning_send(
    invoices: Annotated[list[str] | None, typer.Argument(help="Only these invoices; none means all due.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Record that the reminders that are due were sent today."""
    from salesbook.actions.dunning import send as run

    opened = _company(company, None, today)
    report = run(opened, invoices or [])
    sent = [decision.document_no for decision in report.decisions]
    if as_json:
        _print_json({"sent": sent, "version": report.version})
    else:
        _say(text("dunning-sent", opened.settings.language, count=str(len(sent)), date=str(opened.today)))


@app.command()
def disputes(company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """List payments that customers refuse and nobody has settled, the most urgent first."""
    from salesbook.actions.dunning import open_disputes as run
    from salesbook.printing import disputes_json, print_disputes

    opened = _company(company, None, today)
    found = run(opened)
    if as_json:
        _print_json(disputes_json(found))
    else:
        print_disputes(found, opened)


@app.command()
def commissions(
    salesperson_no: Annotated[str, typer.Argument(help="Code of a salesperson; left out for all.")] = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print the commission of salespeople, invoice by invoice, and what of it is due."""
    from salesbook.actions.commissions import show_commissions
    from salesbook.printing import commissions_json, print_commissions

    opened = _company(company, None, today)
    found = show_commissions(opened, salesperson_no)
    if as_json:
        _print_json(commissions_json(found))
    else:
        print_commissions(found, opened)


@complaints_app.command("make")
def complaints_make(
    number: Annotated[str, typer.Argument(help="Number of the complaint.")],
    file: WorkbookFile,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Fill the list of returns or credit notes with what a complaint is about."""
    from salesbook.actions.complaining import make_from
    from salesbook.hosts.closed_file import ClosedFile

    opened = _company(company, file, today)
    made = make_from(number, ClosedFile(file), opened)
    if as_json:
        _print_json({"kind": made.kind, "rows": made.rows, "references": made.references})
        return
    rows, documents = str(made.rows), str(len(made.references))
    _say(text("make-done", opened.settings.language, documents=documents, rows=rows, workbook=file.name))


@period_app.command("close")
def period_close(
    month: Annotated[str, typer.Argument(help="Such as 2026-03; every month before it is closed, too.")],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Close a month, so that nothing is posted into it any more, and print its report."""
    from salesbook.actions.closing import close
    from salesbook.actions.month_end import report as run

    opened = _company(company, None, today)
    with _busy():
        close(month, opened)
        found = run(opened, month)
    if not as_json:
        _say(text("period-closed-done", opened.settings.language, month=month))
    _print_month_end(found, opened, as_json=as_json)


@period_app.command("reopen")
def period_reopen(
    month: Annotated[str, typer.Argument(help="The last closed month.")],
    reason: Annotated[str, typer.Option(help="Kept in the ledger.")],
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Reopen the last closed month, for a correction that must be dated in it."""
    from salesbook.actions.closing import reopen as run

    opened = _company(company, None, today)
    report = run(month, opened, reason)
    if as_json:
        _print_json({"month": month, "state": "open", "version": report.version})
    else:
        _say(text("period-reopened-done", opened.settings.language, month=month))


@period_app.command("list")
def period_list(company: CompanyFolder = None, today: Today = None, as_json: Json = False) -> None:
    """List what was decided about months: closed or reopened, when, by whom and why."""
    from salesbook.actions.closing import decisions as run
    from salesbook.printing import print_periods

    opened = _company(company, None, today)
    found = run(opened)
    if as_json:
        _print_json([decision.model_dump(mode="json", exclude={"valid_from"}) for decision in found])
    else:
        print_periods(found, opened.settings.language)


@period_app.command("report")
def period_report(
    month: Annotated[str, typer.Argument(help="Such as 2026-03.")],
    file: Annotated[Path | None, typer.Option("--output", "-o", help="Also write it as a workbook.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print the month-end report; of a closed month as it was when it was closed."""
    from salesbook.actions.month_end import report as run
    from salesbook.actions.month_end import write_report

    opened = _company(company, None, today)
    with _busy():
        found = run(opened, month)
        if file is not None:
            write_report(opened, found, file)
    _print_month_end(found, opened, as_json=as_json)
    if file is not None and not as_json:
        _say(str(file))


@targets_app.command("split")
def targets_split(
    file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False
) -> None:
    """Split the company target of a planning workbook and store it."""
    from salesbook.actions.targets import split as run
    from salesbook.hosts.closed_file import ClosedFile

    opened = _company(company, file, today)
    with _busy():
        result = run(ClosedFile(file), opened)
    if as_json:
        _print_json(
            {
                "document_no": result.document_no,
                "new": result.is_new,
                "lines": len(result.lines),
                "problems": [sentence(problem, opened.settings.language) for problem in result.problems],
            }
        )
    elif result.plan is None:
        for problem in result.problems:
            place = f"{problem.place.sheet}!{problem.place.cell}" if problem.place.cell else file.name
            _say(f"{place}: {sentence(problem, opened.settings.language)}")
    else:
        code = "status-plan-stored" if result.is_new else "status-plan-unchanged"
        _say(text(code, opened.settings.language, document=result.document_no))
    raise typer.Exit(1 if result.plan is None else 0)


@targets_app.command("recalc")
def targets_recalc(
    file: WorkbookFile, company: CompanyFolder = None, today: Today = None, as_json: Json = False
) -> None:
    """Compare the stored plan with the ledger and fill the Progress sheet."""
    from salesbook.actions.progress import recalc as run
    from salesbook.hosts.closed_file import ClosedFile
    from salesbook.printing import print_progress, progress_json

    opened = _company(company, file, today)
    with _busy():
        rows = run(ClosedFile(file), opened)
    if as_json:
        _print_json([progress_json(row) for row in rows])
    else:
        print_progress(rows, opened)


@app.command()
def appraise(
    period: Annotated[str, typer.Argument(help="A month such as 2026-03, or a fiscal year such as 2026.")],
    file: Annotated[Path | None, typer.Option("--output", "-o", help="The workbook to write.")] = None,
    person: Annotated[list[str] | None, typer.Option(help="Only these salespeople.")] = None,
    form: Annotated[
        str | None, typer.Option(help="Fill this form of the company's own, a file for each; -o is their folder.")
    ] = None,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="With --form: as PDF, made by LibreOffice.")] = False,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Fill a scorecard for each salesperson and a summary."""
    from salesbook.actions.appraising import appraise as run
    from salesbook.actions.appraising import appraise_on_form, scorecard_path
    from salesbook.printing import print_cards

    opened = _company(company, None, today)
    if as_pdf and not form:
        raise SettingsError("option-wrong", key="--pdf", found="–", reason=Reason("reason-only-with-form"))
    path = file or scorecard_path(opened, period)
    with _busy():
        if form:
            filled = appraise_on_form(opened, period, form, file, person or [], as_pdf=as_pdf)
            cards = [card for card, _ in filled]
            path = filled[0][1].parent
        else:
            cards = run(opened, period, path, person or [])
    if as_json:
        _print_json({card.scorecard.salesperson_no: {"total": card.total, "grade": card.grade} for card in cards})
    else:
        print_cards(cards, opened)
        _say(str(path))


app.command("scorecards")(scorecards)


@app.command()
def preparation(
    first: Annotated[str | None, typer.Option("--from", help="First day, such as 2026-03-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, such as 2026-03-31.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Show how long documents took from the first press until they were posted, and how many were right at once."""
    from dataclasses import asdict

    from salesbook.actions.preparing import preparation as run
    from salesbook.printing import print_preparation

    opened = _company(company, None, today)
    report = run(opened, _day(first, "--from") if first else None, _day(last, "--to") if last else None)
    if as_json:
        _print_json(asdict(report))
    else:
        print_preparation(report, opened.settings.language)


@app.command()
def proof(
    orders: Annotated[list[str] | None, typer.Argument(help="Numbers of orders; none means all of them.")] = None,
    file: Annotated[Path | None, typer.Option("--workbook", "-o", help="Also write it as a workbook to sign.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Finished order lines, too.")] = False,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print the three-quantity proof: ordered, delivered and invoiced of each order line, each with its open part."""
    from salesbook.actions.proving import prove, write_proof
    from salesbook.printing import print_proof, proof_json

    opened = _company(company, None, today)
    with _busy():
        lines = prove(opened, orders or [], everything=everything)
        if file is not None:
            write_proof(opened, lines, file)
    if as_json:
        _print_json(proof_json(lines))
    else:
        print_proof(lines, opened.settings.language)
        if file is not None:
            _say(str(file))
    raise typer.Exit(1 if any(any(line.proof.differences) for line in lines) else 0)


@app.command()
def verify(
    folder: Annotated[Path | None, typer.Argument(help="Company folder.")] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A hash that was written down elsewhere, as on the month-end report; may be repeated."),
    ] = None,
    restored: Annotated[
        bool, typer.Option("--restored", help="The ledger was restored on purpose: forget what came after the backup.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Recompute the ledger from its files and prove that nothing is missing, changed or untied."""
    from dataclasses import asdict

    from salesbook.actions.verifying import verify as run

    opened = _company(folder, None, None)
    for written in head or []:
        if not re.fullmatch("[0-9a-fA-F]{64}", written):
            raise SettingsError("option-wrong", key="--head", found=written, reason=Reason("reason-head"))
    with _busy():
        result = run(opened, head or [], is_restored=restored)
    if as_json:
        checks = [asdict(check) for check in result.checks]
        _print_json({"good": result.is_good, "checks": checks, "totals": result.totals})
    else:
        _print_verification(result, opened.settings.language)
    raise typer.Exit(0 if result.is_good else 1)


@ledger_app.command("compact")
def ledger_compact(
    if_due: Annotated[bool, typer.Option("--if-due", help="Only where there is enough to do.")] = False,
    company: CompanyFolder = None,
    as_json: Json = False,
) -> None:
    """Merge small files, make a checkpoint, and take away what is not needed any more."""
    from dataclasses import asdict

    from salesbook.actions.tidying import tidy

    opened = _company(company, None, None)
    with _busy():
        report = asdict(tidy(opened, by_hand=not if_due))
    if as_json:
        _print_json(report)
    else:
        _say(text("tidy-done", opened.settings.language, **{name: str(value) for name, value in report.items()}))


@ledger_app.command("stats")
def ledger_stats(company: CompanyFolder = None, as_json: Json = False) -> None:
    """Show how large the ledger is, and what tidying up would find."""
    from dataclasses import asdict

    from salesbook.actions.tidying import ledger_stats as run

    opened = _company(company, None, None)
    found = asdict(run(opened))
    if as_json:
        _print_json(found)
        return
    for code in ("stats-lines", "stats-log", "stats-bytes"):
        _say(text(code, opened.settings.language, **{name: f"{value:,}" for name, value in found.items()}))


@ledger_app.command("export")
def ledger_export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made when it is not there.")],
    file_format: Annotated[str, typer.Option("--format", help="xlsx, csv or parquet.")] = "xlsx",
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this kind, such as customer or order; may be repeated.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    language: Annotated[str | None, typer.Option(help="Of the headers; by default the company's.")] = None,
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Take the company's data out of the ledger, whole, as a workbook, CSV or Parquet."""
    from salesbook.actions.exporting import FORMATS, Selection
    from salesbook.actions.exporting import export as run

    opened = _company(company, None, today)
    chosen = next((known for known in FORMATS if known == file_format), None)
    if chosen is None:
        raise SettingsError("option-wrong", key="--format", found=file_format, reason=_one_of(*FORMATS))
    selection = Selection(
        [_exported_kind(name) for name in kind or []],
        _cutoff(as_of, known_at, opened),
    )
    with _busy():
        result = run(opened, folder, chosen, selection, _as_language(language) if language else None)
    if as_json:
        files = [str(path) for path in result.files]
        _print_json({"version": result.version, "rows": result.rows, "files": files})
        return
    rows, version = str(result.rows.total()), str(result.version)
    _say(text("export-done", opened.settings.language, rows=rows, version=version))
    for path in result.files:
        _say(f"  {path}")


@ledger_app.command("backup")
def ledger_backup(
    target: Annotated[Path, typer.Argument(help="Where backups are kept, best on another disk.")],
    company: CompanyFolder = None,
    as_json: Json = False,
) -> None:
    """Copy the ledger as it is now into a new folder, and prove the copy; others may go on posting."""
    from salesbook.actions.backing_up import back_up

    opened = _company(company, None, None)
    with _busy():
        made = back_up(opened, target)
    backup, language = made.backup, opened.settings.language
    if as_json:
        _print_json({"folder": str(made.folder), **backup.model_dump(mode="json", exclude={"files"})})
        return
    _say(
        text(
            "backup-done",
            language,
            version=str(backup.version),
            postings=str(backup.seq),
            files=f"{len(backup.files):,}",
            bytes=f"{backup.size:,}",
            folder=str(made.folder),
        )
    )
    _say(text("backup-head", language, hash=backup.head))


@ledger_app.command("restore")
def ledger_restore(
    backup: Annotated[Path, typer.Argument(help="The folder of one backup.")],
    company: CompanyFolder = None,
    replace: Annotated[bool, typer.Option("--replace", help="Move a ledger that is there aside.")] = False,
    as_json: Json = False,
) -> None:
    """Put the ledger of a backup into a company folder, old or new; a ledger is never deleted."""
    from salesbook.actions.backing_up import restore
    from salesbook.actions.company import find_company
    from salesbook.settings import load_settings

    folder = company or find_company(Path.cwd())
    for place in (backup, folder):
        with suppress(SettingsError):
            _spoken.append(load_settings(place).language)
    with _busy():
        restored = restore(backup, folder, replace=replace)
    found, aside = restored.backup, restored.moved_aside
    if as_json:
        _print_json(
            {
                "folder": str(folder),
                "moved_aside": None if aside is None else str(aside),
                **found.model_dump(mode="json", exclude={"files"}),
            }
        )
        return
    _say(
        text(
            "restore-done",
            _language(),
            folder=str(folder),
            version=str(found.version),
            postings=str(found.seq),
            hash=found.head,
        )
    )
    if aside is not None:
        _say(text("restore-aside", _language(), folder=str(aside)))


def _run_report(
    run: "Callable[..., Report]", file: Path, company: Path | None, today: str | None, *, as_json: bool
) -> None:
    from salesbook.hosts.closed_file import ClosedFile

    opened = _company(company, file, today)
    with _busy():
        report = run(ClosedFile(file), opened)
    _tell_report(report, opened, as_json=as_json)
    raise typer.Exit(1 if report.has_errors or not report.decisions else 0)


def _tell_report(report: "Report", company: "Company", *, as_json: bool) -> None:
    from salesbook.printing import print_report, report_json

    if as_json:
        _print_json(report_json(report, company.settings.language))
    else:
        print_report(report, company.settings.language)


def _as_language(name: str) -> Language:
    for known in LANGUAGES:
        if name == known:
            return known
    raise SettingsError("option-wrong", key="--language", found=name, reason=_one_of(*LANGUAGES))


def _tax_code(written: str) -> tuple[str, str]:
    """Code and rate of ``T5=5``."""
    code, equals, rate = (part.strip() for part in written.partition("="))
    if not code or not equals:
        reason = Reason("reason-like", {"example": "T5=5"})
        raise SettingsError("option-wrong", key="--tax", found=written, reason=reason)
    return code, rate


def _exported_kind(name: str) -> str:
    """A kind by the name it has on the command line, or by the one it is stored under."""
    from salesbook.sheets.columns import EXPORTED

    known = PAPER_NAMES | {"plan": "target_plan"}
    names = [*known, *(kind for kind in EXPORTED if kind not in known.values())]
    kind = known.get(name, name)
    if kind not in EXPORTED:
        raise SettingsError("option-wrong", key="--kind", found=name, reason=_one_of(*names))
    return kind


def _import_targets(file: Path, company: "Company", fixed: dict[str, str], *, post: bool, as_json: bool) -> None:
    from salesbook.actions.importing_targets import plan_target_import, run_target_import
    from salesbook.printing_imports import print_targets, targets_json

    written = next(iter(fixed.values()), "")
    if written and not written.isdecimal():
        reason = Reason("reason-like", {"example": "Year=2026"})
        raise SettingsError("option-wrong", key="--fix", found=written, reason=reason)
    found = plan_target_import(file, company, int(written) if written else None)
    number = run_target_import(found, company, file.name).document_no if post else ""
    if as_json:
        _print_json(targets_json(found, number, company.settings.language))
    else:
        print_targets(found, number, company.settings.language)
    raise typer.Exit(0 if found.is_good else 1)


def _import_forms(
    file: Path, company: "Company", columns: dict[str, str], fixed: dict[str, str], *, post: bool, as_json: bool
) -> None:
    from salesbook.actions.importing_forms import check_forms, read_forms, run_forms
    from salesbook.printing_imports import forms_json, print_forms

    read = read_forms(file, columns, fixed)
    with _busy():
        report = run_forms(read, company) if post else check_forms(read, company)
    if as_json:
        _print_json(forms_json(report, company.settings.language))
    else:
        print_forms(report, company.settings.language, is_check=not post)
    raise typer.Exit(1 if report.refused else 0)


def _imported_kind(name: str) -> str:
    """A kind that can be imported, by the name it has on the command line, or by the one it is stored under."""
    from salesbook.actions.importing import IMPORTED

    known = PAPER_NAMES | {"price-list": "price"}
    names = [*known, "target", "appraisal_form", *(kind for kind in IMPORTED if kind not in known.values())]
    kind = known.get(name, name).replace("price_list", "price")
    if kind and kind not in IMPORTED:
        raise SettingsError("option-wrong", key="--kind", found=name, reason=_one_of(*names))
    return kind


def _pairs(written: list[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for pair in written or []:
        name, equals, found = pair.partition("=")
        if not (name.strip() and equals and found.strip()):
            raise SettingsError("import-option", found=pair, option=option)
        pairs[name.strip()] = found.strip()
    return pairs


def _cutoff(as_of: str | None, known_at: str | None, company: "Company") -> "Cutoff":
    """What counts; a bare day of storing means the whole of that day in the company's time zone."""
    from salesbook.ledger.cutoff import Cutoff

    day = _day(as_of, "--as-of") if as_of else None
    if not known_at:
        return Cutoff(day)
    try:
        written = datetime.fromisoformat(known_at)
        moment = company.local_time(datetime.combine(written, time.max) if _is_day(known_at) else written)
        return Cutoff(day, moment.astimezone(UTC))
    except (ValueError, OverflowError):
        reason = Reason("reason-like", {"example": "2026-04-02T10:30"})
        raise SettingsError("option-wrong", key="--known-at", found=known_at, reason=reason) from None


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


@contextmanager
def _busy() -> Iterator[None]:
    """A moving sign while something takes its time; nothing where no person is watching."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text("demo-working", _language())):
        yield


@contextmanager
def _steps(*, quiet: bool) -> Iterator[Callable[[str, str], None]]:
    """A line for each step that is done, with a moving sign while the next one runs."""
    if quiet:
        yield lambda code, figure: None
        return
    from rich.console import Console

    console = Console()
    with console.status(text("demo-working", _language())):
        yield lambda code, figure: console.print(f"✓ {text(code, _language(), figure=figure)}", highlight=False)


def _print_month_end(found: Any, company: "Company", *, as_json: bool) -> None:
    from salesbook.printing import month_end_json, print_month_end

    if as_json:
        _print_json(month_end_json(found))
    else:
        print_month_end(found, company)


def _print_verification(result: Any, language: Language) -> None:
    from salesbook.printing import print_verification

    print_verification(result, language)


def _say_error(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    main()
