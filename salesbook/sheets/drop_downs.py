"""Which columns offer a list, and what stands in it: for new workbooks, and for cells that lost theirs."""

from salesbook.hosts.host import DropDown
from salesbook.settings import LANGUAGES, Language
from salesbook.sheets.columns import CHOICES, Field
from salesbook.sheets.reading import MatchedTable, fold_header

_LONGEST_TITLE = 32
_LONGEST_MESSAGE = 255


def list_name(kind: str) -> str:
    """Defined name of the codes of a kind of record."""
    return f"List.{kind}"


def drop_down(field: Field, language: Language) -> DropDown | None:
    """The drop-down of a field's cells; ``None`` when the field has none.

    >>> from salesbook.sheets.columns import CREDIT_FOR, CUSTOMER
    >>> drop_down(CUSTOMER, "en").source, drop_down(CREDIT_FOR, "en").source
    ('=List.customer', ('goods', 'price'))
    """
    choices = ("yes", "no") if field.type == "yes_no" else field.choices
    if not field.lookup and not choices:
        return None
    title, message = prompt(field, language)
    if field.lookup:
        # A code that is not in the list may be new since the list was made: warn, do not refuse.
        return DropDown(f"={list_name(field.lookup)}", is_strict=False, title=title, message=message)
    return DropDown(tuple(CHOICES[choice].get(language) for choice in choices), title=title, message=message)


def prompt(field: Field, language: Language) -> tuple[str, str]:
    """Title and text that Excel shows beside a chosen cell, as long as it takes them; empty without a hint."""
    if field.hint is None:
        return "", ""
    return field.title.get(language)[:_LONGEST_TITLE], field.hint.get(language)[:_LONGEST_MESSAGE]


def drop_downs(matched: MatchedTable) -> dict[int, DropDown]:
    """The drop-downs of a table by offset, in the language of its headers."""
    language = language_of(matched)
    return {
        offset: found
        for name, offset in matched.columns.items()
        if (found := drop_down(matched.table.field(name), language)) is not None
    }


def language_of(matched: MatchedTable) -> Language:
    """The language in which most headers are written; the first one where they say the same in several."""
    headers = {name: fold_header(matched.block.headers[offset]) for name, offset in matched.columns.items()}
    return max(
        LANGUAGES,
        key=lambda language: sum(
            fold_header(matched.table.field(name).title.get(language)) == header for name, header in headers.items()
        ),
    )
