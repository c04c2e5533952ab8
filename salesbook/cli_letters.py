"""Letters and pages to sign: dunning letters, target letters, printed scorecards."""

from pathlib import Path
from typing import Annotated

import typer

from salesbook.cli_options import CompanyFolder, Json, Today, company_of, language_of, one_of, print_json, say
from salesbook.messages import text
from salesbook.planning.targets import Measure
from salesbook.problems import SettingsError
from salesbook.units import plain

AsPdf = Annotated[bool, typer.Option("--pdf", help="As PDF, made by LibreOffice.")]
OutputFolder = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Folder, or file of a single one; by default “printed” in the company folder."),
]
PaperLanguage = Annotated[
    str, typer.Option("--language", help="Of the paper: en, zh-Hant or zh-Hans; by default the company's.")
]


def dunning_letters(
    customers: Annotated[list[str] | None, typer.Argument(help="Only these customers; none means all due.")] = None,
    output: OutputFolder = None,
    as_pdf: AsPdf = False,
    language: PaperLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Write a letter to each customer for whom a reminder is due; “send” records them afterwards."""
    from salesbook.actions.dunning_letters import write_letters as run

    chosen = language_of(language)
    opened = company_of(company, None, today)
    found = run(opened, customers or [], output, as_pdf=as_pdf, language=chosen)
    if as_json:
        print_json(
            [
                {
                    "customer_no": one.letter.customer.customer_no, "level": one.letter.level,
                    "currency": one.letter.currency, "total": plain(one.letter.total),
                    "invoices": [line.invoice for line in one.letter.lines], "file": str(one.path),
                }
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        say(str(one.path))
    code = "dunning-letters-next" if found else "dunning-none-due"
    say(text(code, opened.settings.language, count=str(len(found)), date=str(opened.today)))


def target_letters(
    year: Annotated[int, typer.Argument(help="Fiscal year of the plan.")],
    measure: Annotated[str, typer.Option(help="amount or quantity.")] = "amount",
    person: Annotated[list[str] | None, typer.Option(help="Only these salespeople.")] = None,
    output: OutputFolder = None,
    as_pdf: AsPdf = False,
    language: PaperLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Write each person's targets of the stored plan as a letter to accept or refuse, and to sign."""
    from salesbook.actions.target_letters import write_target_letters as run

    chosen = language_of(language)
    opened = company_of(company, None, today)
    found = run(opened, year, _measure(measure), person or [], output, as_pdf=as_pdf, language=chosen)
    if as_json:
        print_json({"plan": found.plan_no, "files": found.paths, "vacant": found.vacant})
        return
    for path in found.paths.values():
        say(str(path))
    if found.vacant:
        say(text("targets-vacant", opened.settings.language, territories=", ".join(found.vacant)))


def scorecards(
    period: Annotated[str, typer.Argument(help="A month such as 2026-03, or a fiscal year such as 2026.")],
    person: Annotated[list[str] | None, typer.Option(help="Only these salespeople.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder takes a file for each person; a file takes all of them."),
    ] = None,
    as_pdf: AsPdf = False,
    language: PaperLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Print a page for each salesperson, with room for comments and signatures."""
    from salesbook.actions.printing_scorecards import print_scorecards as run

    chosen = language_of(language)
    opened = company_of(company, None, today)
    found = run(opened, period, person or [], output, as_pdf=as_pdf, language=chosen)
    if as_json:
        totals = {card.scorecard.salesperson_no: {"total": card.total, "grade": card.grade} for card in found.cards}
        print_json({"scorecards": totals, "files": found.paths})
        return
    for path in found.paths:
        say(str(path))


def _measure(written: str) -> Measure:
    for known in ("amount", "quantity"):
        if written == known:
            return known
    raise SettingsError("option-wrong", key="--measure", found=written, reason=one_of("amount", "quantity"))
