"""The company's settings, as written in ``salesbook.toml``.

Rules get the part they need handed in; nothing here opens a ledger or a workbook. Every key has a
default, so that a file with the company's name alone is complete.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from salesbook.periods import FiscalCalendar
from salesbook.problems import SettingsError

SETTINGS_FILE = "salesbook.toml"

Language = Literal["en", "zh-Hant", "zh-Hans"]
Strength = Literal["none", "warn", "block"]

NUMBERED_KINDS = {
    "quotation": "QU",
    "sales_order": "SO",
    "delivery_note": "DN",
    "sales_invoice": "SI",
    "reversal": "RV",
    "target_plan": "TP",
}
"""What gets a number at posting, and the default start of that number."""


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name} is not a time zone such as Asia/Taipei") from error
    return name


def _number_pattern(pattern: str) -> str:
    try:
        two = {pattern.format(year=2026, number=1), pattern.format(year=2026, number=2), pattern.format(year=2027, number=1)}
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("use {year} and {number:05} in the pattern, nothing else in braces") from error
    if len(two) < 3:
        raise ValueError("the pattern needs both {year} and {number}, or numbers would repeat")
    return pattern


NumberPattern = Annotated[str, AfterValidator(_number_pattern)]


class RuleSettings(BaseModel, frozen=True, extra="forbid"):
    """What rules of documents need to know about house policy.

    Attributes:
        currency: Home currency, ISO code.
        decimals: Decimals of amounts in that currency.
        tax_rounding: Round the tax of each rate per document, or line by line (DOMAIN 3).
        over_delivery_percent: Extra share of an order line that may be delivered (DOMAIN 5).
        price_rule: First hit from special to general, or the lowest of all levels (DOMAIN 4).
        all_or_nothing: One bad document keeps the whole workbook from being posted.
        actuals_from: The papers that count as sold, for targets and appraisals alike (DOMAIN 11).
    """

    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    decimals: int = Field(default=2, ge=0, le=4)
    tax_rounding: Literal["per_document", "per_line"] = "per_document"
    over_delivery_percent: Decimal = Field(default=Decimal(0), ge=0, le=100)
    over_delivery_check: Strength = "block"
    invoice_price_check: Strength = "block"
    price_rule: Literal["first_hit", "best_price"] = "first_hit"
    all_or_nothing: bool = False
    actuals_from: Literal["sales_order", "delivery_note", "sales_invoice"] = "delivery_note"


class PeriodSettings(BaseModel, frozen=True, extra="forbid"):
    """The fiscal year and the days that take postings (dates as 2026-01-01; leave out for no limit)."""

    fiscal_year_start_month: int = Field(default=1, ge=1, le=12)
    open_from: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    open_until: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    holidays: tuple[str, ...] = ()


class CompanySettings(BaseModel, frozen=True, extra="forbid"):
    """All of ``salesbook.toml``."""

    name: str = Field(min_length=1)
    company_id: str = Field(default_factory=lambda: uuid4().hex)
    language: Language = "en"
    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = "UTC"
    ledger: str = "ledger"
    rules: RuleSettings = RuleSettings()
    periods: PeriodSettings = PeriodSettings()
    numbering: dict[str, NumberPattern] = Field(default_factory=dict)

    def number(self, kind: str, year: int, number: int) -> str:
        """A document number, such as ``SO-2026-00012``."""
        pattern = self.numbering.get(kind, NUMBERED_KINDS[kind] + "-{year}-{number:05}")
        return pattern.format(year=year, number=number)

    @property
    def calendar(self) -> FiscalCalendar:
        """The company's fiscal year."""
        return FiscalCalendar(self.periods.fiscal_year_start_month)


def load_settings(folder: Path) -> CompanySettings:
    """Read and check ``salesbook.toml`` of a company folder.

    Raises:
        SettingsError: There is no such file, it is no TOML, or a key is wrong; the sentence names the key.
    """
    path = folder / SETTINGS_FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError("company-folder-missing", folder=folder) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("settings-unreadable", file=path, reason=error) from None
    try:
        settings = CompanySettings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError("setting-wrong", file=path, key=key, found=first["input"], reason=_reason(first)) from None
    unknown = sorted(set(settings.numbering) - set(NUMBERED_KINDS))
    if unknown:
        raise SettingsError(
            "setting-wrong", file=path, key=f"numbering.{unknown[0]}", found=unknown[0],
            reason="use one of " + ", ".join(NUMBERED_KINDS),
        )  # fmt: skip
    return settings


def _reason(error: object) -> str:
    """Pydantic's finding in words a person can act on."""
    assert isinstance(error, dict)
    context = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return f"use {context['expected']}"
        case "extra_forbidden":
            return "there is no such setting"
        case "greater_than_equal":
            return f"it must be {context['ge']} or more"
        case "less_than_equal":
            return f"it must be {context['le']} or less"
        case "value_error":
            return str(context["error"])
        case "missing":
            return "it must be given"
        case "string_pattern_mismatch":
            return f"it must look like {context['pattern']}"
        case _:
            return f"it must be {error['type'].removesuffix('_type').removesuffix('_parsing')}"


def settings_text(settings: CompanySettings) -> str:
    """``salesbook.toml`` for a new company, with a comment for each key people change first."""
    import tomlkit

    text = tomlkit.document()
    text.add(tomlkit.comment("Settings of this company. Read at each action; a wrong key is named in a sentence."))
    text["name"] = settings.name
    text["company_id"] = settings.company_id
    text["language"] = settings.language
    text["language"].comment("en, zh-Hant or zh-Hans")
    text["time_zone"] = settings.time_zone
    text["ledger"] = settings.ledger
    text["ledger"].comment("folder of the ledger, from here")
    for section in ("rules", "periods", "numbering"):
        table = tomlkit.table()
        value = getattr(settings, section)
        items = value if isinstance(value, dict) else value.model_dump(mode="json")
        for key, item in items.items():
            table[key] = list(item) if isinstance(item, tuple) else item
        text[section] = table
    return tomlkit.dumps(text)
