"""Answers to enquiries on the terminal, or as JSON for a script."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table

from salesbook.messages import text
from salesbook.printing import console, money_words
from salesbook.sheets.columns import CHOICES, Field
from salesbook.units import plain
from salesbook.workbooks.enquiry import Answer, Said, Section, section_name

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.settings import Language

NUMBERS = ("quantity", "price", "money", "percent", "number", "integer")


def answer_json(answer: Answer, language: "Language") -> dict[str, Any]:
    """An answer for a script: facts by name, rows of each table, and what posting would say."""
    return {
        "subject": answer.subject, "day": answer.day,
        "found": answer.found.get(language) if answer.found else None,
        **{fact.field.name: _for_script(fact.value) for fact in answer.facts},
        **{
            section_name(section.table): [
                {name: _for_script(value) for name, value in row.items()} for row in section.rows
            ]
            for section in answer.sections
        },
        "warnings": [{"code": said.code, "sentence": said.words.get(language)} for said in answer.warnings],
    }  # fmt: skip


def _for_script(value: Any) -> Any:
    if isinstance(value, Said):
        return value.code
    return plain(value) if isinstance(value, Decimal) else value


def print_answer(answer: Answer, company: "Company") -> None:
    """Facts one below the other, then the tables; what is blank everywhere is left out."""
    language, out = company.settings.language, console()
    out.print(f"{answer.title.get(language)} · {answer.subject} · {answer.day}", style="bold")
    if answer.found is not None:
        out.print(answer.found.get(language))
    facts = Table(box=None, pad_edge=False, show_header=False)
    for fact in answer.facts:
        if fact.value not in (None, ""):
            facts.add_row(fact.field.title.get(language), _cell(fact.field, fact.value, company))
    out.print(facts)
    for warning in answer.warnings:
        out.print(warning.words.get(language))
    filled = [section for section in answer.sections if section.rows]
    for section in filled:
        out.print(section.table.sheet.get(language), style="bold")
        out.print(_table(section, company))
    if not filled:
        out.print(text("ask-nothing-open", language))


def _table(section: Section, company: "Company") -> Table:
    said = {name for row in section.rows for name, value in row.items() if value not in (None, "")}
    fields = [field for field in section.table.fields if field.name in said]
    table = Table(box=None, pad_edge=False)
    for field in fields:
        table.add_column(
            field.title.get(company.settings.language), justify="right" if field.type in NUMBERS else "left"
        )
    for row in section.rows:
        table.add_row(*(_cell(field, row.get(field.name), company) for field in fields))
    return table


def _cell(field: Field, value: Any, company: "Company") -> str:
    language = company.settings.language
    match value:
        case None | "":
            return ""
        case Said():
            return value.words.get(language)
        case bool():
            return CHOICES["yes" if value else "no"].get(language)
        case Decimal():
            return money_words(value, company) if field.type == "money" else f"{Decimal(plain(value)):,f}"
        case date():
            return value.isoformat()
    return str(value)
