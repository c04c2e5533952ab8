"""The page of settings names every setting with the values it may have and its default."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from salesbook.settings import (
    CompanyCard,
    PeriodSettings,
    PrintSettings,
    RightsSettings,
    RuleSettings,
    SheetSettings,
    UpkeepSettings,
)
from salesbook.units import plain

MODELS = (
    RuleSettings, PeriodSettings, RightsSettings, SheetSettings, UpkeepSettings, CompanyCard, PrintSettings,
)  # fmt: skip
PAGE = Path(__file__).parents[1] / "docs" / "settings.md"


def allowed(field: FieldInfo) -> str:
    """The values of a setting, as the page writes them."""
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(kind))
    if kind is bool:
        return "`true`, `false`"
    if kind in (int, Decimal):
        limits = {name: value for item in field.metadata for name, value in vars_of(item).items()}
        most = f"to {limits['le']}" if "le" in limits else "or more"
        return f"{limits['ge']} {most}"
    if get_origin(kind) is dict:
        return "a name for each" if get_args(kind)[1] is str else "a number for each"
    return "a list" if get_origin(kind) is tuple else "text"


def vars_of(limit: object) -> dict[str, object]:
    """What a limit of a number says."""
    return {name: getattr(limit, name) for name in ("ge", "le") if getattr(limit, name, None) is not None}


def shown(default: object) -> str:
    """A default, as the page writes it."""
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case tuple() if default:
            return f"`[{', '.join(str(item) for item in default)}]`"
        case Decimal():
            return f"`{plain(default)}`"
        case str() | int() if default != "":
            return f"`{default}`"
        case _:
            return "blank"


def rows(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Name, values and default of each setting."""
    return [
        (f"`{name}`", allowed(field), shown(field.get_default(call_default_factory=True)))
        for name, field in model.model_fields.items()
    ]


@pytest.mark.parametrize("model", MODELS)
def test_every_setting_stands_on_the_page_with_its_values_and_its_default(model: type[BaseModel]) -> None:
    written = [tuple(re.split(r" *\| *", line.strip("| "))[:3]) for line in PAGE.read_text("utf-8").splitlines()]
    assert [row for row in rows(model) if written.count(row) != 1] == []


def test_the_page_names_no_setting_that_is_not_there() -> None:
    known = {name for model in MODELS for name in model.model_fields}
    named = set(re.findall(r"^\| `([a-z_]+)` \|[^|\n]+\|[^|\n]+\|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == known
