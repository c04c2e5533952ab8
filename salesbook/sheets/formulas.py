"""The formulas of ``columns`` in the words of a sheet: structured references, and named cells of a form."""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from salesbook.settings import Language
from salesbook.sheets.columns import LOOKUPS
from salesbook.sheets.fields import Field, Form, Table
from salesbook.sheets.live_columns import LOWEST_PRICES
from salesbook.sheets.live_lookups import TYPING_LOOKUPS, lookup_reference


def rendered(formula: str, references: Mapping[str, str]) -> str | None:
    """A formula with its references; ``None`` where one of them is not on the sheet."""
    needed = {name for _, name, _, _ in Formatter().parse(formula) if name}
    return formula.format(**references) if needed <= references.keys() else None


def formula_of(field: Field, *, lowest_price: bool = False) -> str:
    """The formula of a field; how prices are searched is house policy."""
    return LOWEST_PRICES.get(field.name, field.formula) if lowest_price else field.formula


def references_of(
    table_name: str, titles: Mapping[str, str], table: Table, form: Form | None, language: Language, decimals: int
) -> dict[str, str]:
    """What each name in a formula stands for.

    Args:
        table_name: Of the table on the sheet.
        titles: Header of each field that has a column there.
        table: The fields.
        form: Whose lines they are; ``None`` for a list, whose rows have the fields of the head themselves.
        language: Of the workbook, and so of its look-up lists.
        decimals: Of amounts in home currency.
    """
    here = {name: f"{table_name}[[#This Row],[{title}]]" for name, title in titles.items()}
    whole = {name: _whole(table_name, title) for name, title in titles.items()}
    found = (
        _lookups(language)
        | here
        | {f"all_{name}": column for name, column in whole.items()}
        | {"decimals": str(decimals)}
    )
    if form is not None:
        found |= {name: form.name_of(name) for name in (field.name for field in (*form.head, *form.totals))}
        found |= {"same_document": "", "document_decimals": f"MAX({whole.get('line_decimals', decimals)})"}
    elif "document_ref" in here:
        row = f"MATCH({here['document_ref']},{whole['document_ref']},0)"
        found |= {
            field.name: _or_first(field, here[field.name], f"INDEX({whole[field.name]},{row})")
            for field in table.fields
            if field.head and not field.written and field.name in here and field.name != "document_ref"
        }
        header = f"{table_name}[[#Headers],[{titles['document_ref']}]]"
        found["is_first_row"] = f'IF({here["document_ref"]}="",FALSE,{row}=ROW()-ROW({header}))'
        found["document_decimals"] = here.get("line_decimals", str(decimals))
        found["same_document"] = f"{whole['document_ref']},{here['document_ref']},"
    # What a quotation agreed is no look-up's business; the sheet waits for Post to fill it in.
    found["is_from_source"] = f'{here["source_no"]}<>""' if "source_no" in here else "FALSE"
    if "optional" in here:
        said = f'LOWER({here["optional"]}&"")'
        is_yes = f'{said}="yes",{said}="y",{said}="是",{said}="1"'
        found["is_beside"] = f'OR({here["alternative_to"]}<>"",{is_yes})'
    else:
        found["is_beside"] = "FALSE"
    return found


@cache
def _lookups(language: Language) -> dict[str, str]:
    return {
        lookup_reference(table.name, field.name): _whole(table.name, field.title.get(language))
        for table in (*LOOKUPS.values(), *TYPING_LOOKUPS.values())
        for field in table.fields
    }


def _whole(table_name: str, title: str) -> str:
    """A whole column; Excel wants a second pair of brackets around signs that mean something in formulas."""
    return f"{table_name}[{title}]" if re.fullmatch(r"[\w %]+", title) else f"{table_name}[[{title}]]"


def _or_first(field: Field, here: str, first: str) -> str:
    """What a row says of its document, else what the first row of it says."""
    said = f'{first}&""' if field.type in ("code", "text", "yes_no") else first
    return f'IF({here}<>"",{here},IFERROR({said},""))'
