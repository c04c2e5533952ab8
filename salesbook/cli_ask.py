"""Enquiries: what people ask on the phone, answered from the balances that are kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesbook.cli_options import (
    AsOf,
    CompanyFolder,
    Json,
    Today,
    company_of,
    day_of,
    language_of,
    print_json,
    quantity_of,
    say,
)

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.workbooks.enquiry import Answer

ask_app = typer.Typer(help="Quick answers about a customer, a product, an order or a price.", no_args_is_help=True)

SheetFile = Annotated[Path | None, typer.Option("--sheet", "-o", help="Also write the answer as a workbook.")]
SheetLanguage = Annotated[
    str, typer.Option("--language", help="Of the workbook: en, zh-Hant or zh-Hans; by default the company's.")
]
Code = Annotated[str, typer.Argument(help="Code, or part of the name.")]


@ask_app.command("customer")
def ask_customer(
    customer: Code,
    sheet: SheetFile = None,
    language: SheetLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Tell all about a customer: terms, what is open and owed, credit, last prices, complaints, last visit."""
    from salesbook.actions.asking_customer import ask_customer as run

    opened = company_of(company, None, today)
    _tell(run(customer, opened), opened, sheet, language, as_json=as_json)


@ask_app.command("product")
def ask_product(
    product: Code,
    sheet: SheetFile = None,
    language: SheetLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Tell all about a product: stock, what may be promised, who waits for it, last prices, packs."""
    from salesbook.actions.asking_product import ask_product as run

    opened = company_of(company, None, today)
    _tell(run(product, opened), opened, sheet, language, as_json=as_json)


@ask_app.command("order")
def ask_order(
    number: Annotated[str, typer.Argument(help="Number of an order or of one of its papers, or the order's Ref.")],
    as_of: AsOf = None,
    sheet: SheetFile = None,
    language: SheetLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Tell how an order stands: ordered, delivered, invoiced and paid, line by line, with all its papers."""
    from salesbook.actions.asking_order import ask_order as run
    from salesbook.ledger.cutoff import Cutoff

    opened = company_of(company, None, today)
    cutoff = Cutoff(day_of(as_of, "--as-of") if as_of else None)
    _tell(run(number, opened, cutoff), opened, sheet, language, as_json=as_json)


@ask_app.command("price")
def ask_price(
    customer: Code,
    product: Code,
    quantity: Annotated[str, typer.Argument(help="How much is wanted.")],
    day: Annotated[str | None, typer.Option("--date", help="Day of the order; by default today.")] = None,
    unit: Annotated[str, typer.Option("--unit", help="Unit or pack; by default the product's own.")] = "",
    sheet: SheetFile = None,
    language: SheetLanguage = "",
    company: CompanyFolder = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Tell what a customer would pay for a quantity, which rule decides the price, and why the others lost."""
    from salesbook.actions.asking_price import ask_price as run

    wanted = quantity_of(quantity, "QUANTITY")
    opened = company_of(company, None, today)
    answer = run(customer, product, wanted, opened, day=day_of(day, "--date") if day else None, unit=unit)
    _tell(answer, opened, sheet, language, as_json=as_json)
    # Without a price nobody was answered.
    raise typer.Exit(1 if answer.value("net_amount") is None else 0)


def _tell(answer: "Answer", company: "Company", sheet: Path | None, language: str, *, as_json: bool) -> None:
    """Print an answer, and write it where a sheet is asked for."""
    from salesbook.printing_enquiry import answer_json, print_answer

    chosen = language_of(language)
    if sheet is not None:
        from salesbook.actions.answer_sheet import write_answer

        write_answer(company, answer, sheet, chosen)
    if as_json:
        print_json(answer_json(answer, company.settings.language))
        return
    print_answer(answer, company)
    if sheet is not None:
        say(str(sheet))
