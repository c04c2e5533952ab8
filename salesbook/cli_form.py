"""The company's own forms: bind one, and see what is still wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesbook.cli_options import CompanyFolder, Json, company_of, print_json, say

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.actions.own_forms import OwnForm

form_app = typer.Typer(help="Forms of the company's own, filled instead of our page.", no_args_is_help=True)

FormName = Annotated[str, typer.Argument(help="Name of the form.")]


@form_app.command("bind")
def form_bind(
    file: Annotated[Path, typer.Argument(help="The company's own .xlsx; it is copied.")],
    kind: Annotated[str, typer.Option(help="What it is for, such as sales_invoice, quotation or scorecard.")],
    name: Annotated[str, typer.Option(help="Of the form; by default that of the file.")] = "",
    company: CompanyFolder = None,
    as_json: Json = False,
) -> None:
    """Take a form in, and propose what stands where on a mapping sheet to correct."""
    from salesbook.actions.own_forms import bind_form

    opened = company_of(company, None, None)
    _tell(bind_form(file, kind, opened, name), opened, as_json=as_json)


@form_app.command("check")
def form_check(name: FormName, company: CompanyFolder = None, as_json: Json = False) -> None:
    """Tell what is missing, double or wrong on the mapping sheet of a form."""
    from salesbook.actions.own_forms import open_form

    opened = company_of(company, None, None)
    _tell(open_form(name, opened), opened, as_json=as_json)


@form_app.command("list")
def form_list(company: CompanyFolder = None, as_json: Json = False) -> None:
    """List the forms that are bound."""
    from salesbook.actions.own_forms import form_names
    from salesbook.messages import text

    opened = company_of(company, None, None)
    names = form_names(opened)
    if as_json:
        print_json(names)
    else:
        say("\n".join(names) or text("form-none", opened.settings.language))


def _tell(form: "OwnForm", company: "Company", *, as_json: bool) -> None:
    from salesbook.printing_forms import form_json, form_words

    if as_json:
        print_json(form_json(form, company.settings.language))
    else:
        for line in form_words(form, company.settings.language):
            say(line)
    if not form.is_good:
        raise typer.Exit(1)
