"""What the commands share: options, the company they are about, typed days and numbers, and how something is said."""

import json
import os
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from salesbook.money import LARGEST_QUANTITY
from salesbook.problems import HostError, Reason, SettingsError
from salesbook.settings import LANGUAGES, Language
from salesbook.units import QUANTITY_DECIMALS, fits_unit

if TYPE_CHECKING:
    from salesbook.actions.company import Company

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
CompanyFolder = Annotated[
    Path | None, typer.Option("--company", "-c", help="Company folder; by default the one around the file or here.")
]
Today = Annotated[str | None, typer.Option("--today", help="Act as of this day, such as 2026-03-05.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Count what is dated up to this day, such as 2026-03-31.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help="Count what was stored by then: a day, or a moment such as 2026-04-02T10:30."),
]


def company_of(folder: Path | None, file: Path | None, today: str | None) -> "Company":
    """The company in a folder; without one, the company around a file or around the folder one stands in."""
    from salesbook.actions.company import find_company, open_company

    if file is not None and not file.parent.exists():
        raise HostError("workbook-not-found", workbook=file.name, folder=file.parent)
    near = folder or find_company(file or Path.cwd())
    company = open_company(near, day_of(today, "--today") if today else None)
    spoken.append(company.settings.language)
    return company


spoken: list[Language] = []
"""The language of the company that was opened last, for errors that end the run."""


def spoken_language() -> Language:
    """Of the company; before one is open, of the variable ``SALESBOOK_LANGUAGE``."""
    wished = os.environ.get("SALESBOOK_LANGUAGE")
    return spoken[-1] if spoken else next((known for known in LANGUAGES if known == wished), "en")


def language_of(written: str) -> Language | None:
    """The language that was typed for an option; ``None`` when nothing was."""
    if not written:
        return None
    for known in LANGUAGES:
        if written == known:
            return known
    raise SettingsError("option-wrong", key="--language", found=written, reason=one_of(*LANGUAGES))


def one_of(*options: str) -> Reason:
    """Why an option is wrong: it must be one of these."""
    return Reason("reason-options", {"options": ", ".join(options)})


def day_of(written: str, option: str) -> date:
    """The day that was typed for an option."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        reason = Reason("reason-like", {"example": "2026-03-05"})
        raise SettingsError("option-wrong", key=option, found=written, reason=reason) from None


def decimal_of(written: str | None, option: str = "--total") -> Decimal | None:
    """The number that was typed for an option; ``None`` when nothing was."""
    if written is None:
        return None
    try:
        total = Decimal(written.replace(",", ""))
    except ArithmeticError:
        total = Decimal("NaN")
    if not total.is_finite():
        reason = Reason("reason-like", {"example": "12000000"})
        raise SettingsError("option-wrong", key=option, found=written, reason=reason)
    return total


def quantity_of(written: str, option: str) -> Decimal:
    """A quantity that the ledger can keep."""
    quantity = decimal_of(written, option)
    if quantity is None or not 0 < quantity < LARGEST_QUANTITY or not fits_unit(quantity, QUANTITY_DECIMALS):
        raise SettingsError("option-wrong", key=option, found=written, reason=Reason("reason-like", {"example": "120"}))
    return quantity


def print_json(value: Any) -> None:
    """Say something to a script."""
    say(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def say(words: str) -> None:
    """Say something, in one line or more."""
    sys.stdout.write(words + "\n")
