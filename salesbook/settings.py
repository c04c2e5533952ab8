"""The company's settings, as written in ``salesbook.toml``.

Rules get the part they need handed in; nothing here opens a ledger or a workbook. Every key has a
default, so that a file with the company's name alone is complete.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import PydanticCustomError

from salesbook.money import Rounding
from salesbook.periods import FiscalCalendar
from salesbook.problems import Reason, SettingsError

SETTINGS_FILE = "salesbook.toml"

Language = Literal["en", "zh-Hant", "zh-Hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")
Strength = Literal["none", "warn", "approve", "block"]

FORM_KINDS = (
    "quotation", "sales_order", "pick_list", "delivery_note", "sales_invoice", "credit_note", "payment", "scorecard",
)  # fmt: skip
"""What a form of the company's own can be for: papers that are printed, and last what an appraisal fills."""

NUMBERED_KINDS = {
    "quotation": "QU",
    "sales_order": "SO",
    "delivery_note": "DN",
    "sales_invoice": "SI",
    "payment": "RC",
    "closing": "CL",
    "pick_list": "PL",
    "sign_off": "SG",
    "return_request": "RQ",
    "sales_return": "SR",
    "credit_note": "CN",
    "stock_movement": "SM",
    "reversal": "RV",
    "target_plan": "TP",
    "opening_balance": "OB",
}
"""What gets a number at posting, and the default start of that number."""


def _unlike(example: str) -> PydanticCustomError:
    """What is written does not look like this."""
    return PydanticCustomError("unlike", "unlike {example}", {"example": example})


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _unlike("Asia/Taipei") from error
    return name


def _number_pattern(pattern: str) -> str:
    """Both the year and the number must show, or numbers would repeat."""
    try:
        found = {pattern.format(year=year, number=number) for year, number in ((2026, 1), (2026, 2), (2027, 1))}
    except (KeyError, IndexError, ValueError, AttributeError, TypeError) as error:
        raise _unlike("SO-{year}-{number:05}") from error
    if len(found) < 3:
        raise _unlike("SO-{year}-{number:05}")
    return pattern


def _currency(code: str) -> str:
    if not re.fullmatch("[A-Z]{3}", code):
        raise _unlike("USD")
    return code


def _day(written: str) -> str:
    try:
        date.fromisoformat(written)
    except ValueError as error:
        raise _unlike("2026-01-31") from error
    return written


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if not days or list(days) != sorted(set(days)) or days[0] < 0:
        raise _unlike("[30, 60, 90]")
    return days


RisingDays = Annotated[tuple[int, ...], AfterValidator(_rising)]
NumberPattern = Annotated[str, AfterValidator(_number_pattern)]
Currency = Annotated[str, AfterValidator(_currency)]
Day = Annotated[str, AfterValidator(_day)]
DayOrNone = Annotated[str, AfterValidator(lambda written: written and _day(written))]


class RuleSettings(BaseModel, frozen=True, extra="forbid"):
    """What rules of documents need to know about house policy.

    Attributes:
        currency: Home currency, ISO code.
        decimals: Decimals of amounts in that currency.
        tax_rounding: Round the tax of each rate per document, or line by line (DOMAIN 3); or per document from
            the amounts before they were rounded, goods sold and goods taken back apart.
        rounding: What becomes of half a cent in amounts of documents.
        cash_rounding: The smallest coin, to which totals are rounded; 0 is no such rounding.
        prices_include_tax: Whether prices contain the tax where a document does not say.
        invoice_orders_from: Whether goods are invoiced as they are delivered, or straight from the order; an order
            may say otherwise.
        invoice_without_source: An invoice line that names neither a delivery nor an order.
        over_delivery_percent: Extra share of an order line that may be delivered (DOMAIN 5).
        under_delivery_percent: Share that may be missing when a delivery completes its line all the same.
        stock_check: What it does to a delivery that more is sent than is on hand, where stock is kept.
        promise_check: Likewise to an order line, when what is not promised yet is not enough on its due date.
        default_warehouse: Where goods leave from and come in when the paper names no warehouse.
        frame_exceeded: What an order does that calls off more than its frame agreement has left.
        frame_closing: Whether a frame agreement may be closed at any time, or only once it is used up.
        quotation_valid_days: How long a quotation that names no last day is valid; 0 is without limit.
        credit_without_limit: Whether a customer without a credit limit buys freely, or only against money on account.
        credit_check_order: What being over the limit, or late in paying, does to an order; likewise the others.
        credit_horizon_days: Open orders due later than so many days from today do not count; 0 counts them all.
        credit_counts: Whether what is not invoiced yet counts with its tax.
        credit_skips_prepaid: Orders that are invoiced and paid before anything is delivered are not looked at.
        blocked_check_order: What it does to an order that its customer is blocked; likewise the others. What is not
            named here, such as receipts and returns, is entered with a warning.
        ageing_days: Last day overdue of each column of the ageing but the last one (DOMAIN 9).
        dunning_levels_days: Days overdue from which a customer is reminded for the first time, the second and so on.
        dunning_blocks_credit_from_level: From which reminder on nothing more is sold on credit; 0 is never.
        sales_days: Over how many days sales are compared with what customers owe.
        currency_decimals: Of other currencies, where they are not those of home currency.
        deposit_use: How invoices use the deposit of their order (DOMAIN 7).
        deposit_block: What an order that demands a deposit waits with until it has come.
        deposit_invoice_tax: Whether a deposit invoice shows the tax of the order.
        overpayment: What becomes of money beyond what its invoice has open.
        write_off_limit: Most that one receipt may give up without an approval.
        price_rule: First hit from special to general, or the lowest of all levels (DOMAIN 4).
        approve_own: Whether a person may approve what the same person has typed.
        discounted_price_decimals: Round the unit price after its discount before it is multiplied, or never.
        quantity_rule_check: What an order below a product's minimum, or off its step, comes to.
        discount_authority_check: What a price below the discount authority comes to.
        floor_price_check: What a price below the product's floor price comes to.
        emergency_override: Whether a document may be posted at once that somebody else ought to approve for its
            prices; an incident is then reported.
        preparation_trail: Keep beside the ledger when each document was first checked, and how often it was refused.
        all_or_nothing: One bad document keeps the whole workbook from being posted.
        invoice_from: What an invoice may claim of a delivery: all that was delivered, or only what was signed for.
        return_window_days: Goods may come back for so long with the manager's approval, later with the owner's.
        return_check: What a return does: wait for that approval, warn, or nothing; likewise a credit note.
        actuals_from: The papers that count as sold, for targets and appraisals alike (DOMAIN 11).
    """

    currency: Currency = "USD"
    decimals: int = Field(default=2, ge=0, le=4)
    tax_rounding: Literal["per_document", "per_line", "per_document_exact"] = "per_document"
    rounding: Rounding = "half_up"
    cash_rounding: Decimal = Field(default=Decimal(0), ge=0, le=1000)
    over_delivery_percent: Decimal = Field(default=Decimal(0), ge=0, le=100)
    over_delivery_check: Strength = "block"
    prices_include_tax: bool = False
    invoice_orders_from: Literal["delivery", "order"] = "delivery"
    invoice_without_source: Strength = "block"
    under_delivery_percent: Decimal = Field(default=Decimal(0), ge=0, le=100)
    stock_check: Strength = "warn"
    promise_check: Strength = "warn"
    default_warehouse: str = ""
    invoice_price_check: Strength = "block"
    frame_exceeded: Strength = "block"
    frame_closing: Literal["any", "used_up"] = "any"
    quotation_valid_days: int = Field(default=0, ge=0, le=3650)
    credit_without_limit: Literal["allow", "block"] = "allow"
    credit_check_quotation: Strength = "none"
    credit_check_order: Strength = "block"
    credit_check_delivery: Strength = "block"
    credit_check_invoice: Strength = "warn"
    credit_horizon_days: int = Field(default=0, ge=0, le=3650)
    credit_counts: Literal["with_tax", "without_tax"] = "with_tax"
    credit_skips_prepaid: bool = False
    blocked_check_quotation: Strength = "block"
    blocked_check_order: Strength = "block"
    blocked_check_delivery: Strength = "block"
    blocked_check_invoice: Strength = "warn"
    ageing_days: RisingDays = (30, 60, 90)
    sales_days: int = Field(default=90, ge=1, le=3650)
    currency_decimals: dict[Currency, Annotated[int, Field(ge=0, le=4)]] = Field(default_factory=dict)
    deposit_use: Literal["full", "pro_rata", "none"] = "full"
    deposit_block: Literal["none", "pick", "delivery"] = "delivery"
    deposit_invoice_tax: Literal["taxed", "untaxed"] = "taxed"
    overpayment: Literal["on_account", "refuse"] = "on_account"
    write_off_limit: Decimal = Field(default=Decimal(0), ge=0)
    dunning_levels_days: RisingDays = (5, 20, 40)
    dunning_blocks_credit_from_level: int = Field(default=0, ge=0, le=100)
    price_rule: Literal["first_hit", "best_price"] = "first_hit"
    approve_own: bool = False
    discounted_price_decimals: Literal["none", "4"] = "none"
    quantity_rule_check: Strength = "block"
    discount_authority_check: Strength = "approve"
    floor_price_check: Strength = "approve"
    emergency_override: Literal["never", "allow"] = "never"
    preparation_trail: bool = True
    all_or_nothing: bool = False
    invoice_from: Literal["delivered", "signed"] = "delivered"
    return_window_days: int = Field(default=30, ge=0, le=3650)
    return_check: Literal["none", "warn", "approve"] = "approve"
    credit_note_check: Literal["none", "warn", "approve"] = "approve"
    actuals_from: Literal["sales_order", "delivery_note", "sales_invoice"] = "delivery_note"

    def decimals_of(self, currency: str) -> int:
        """Of amounts in a currency; of one that is not named, those of home currency."""
        return self.decimals if currency == self.currency else self.currency_decimals.get(currency, self.decimals)

    @property
    def price_decimals(self) -> int | None:
        """Decimals of a unit price after its discount; ``None`` leaves it exact."""
        return None if self.discounted_price_decimals == "none" else int(self.discounted_price_decimals)


class PeriodSettings(BaseModel, frozen=True, extra="forbid"):
    """The fiscal year and the days that take postings (dates as 2026-01-01; leave out for no limit).

    The days are the outer limits; which months within are closed stands in the ledger.

    Attributes:
        reopened_by: Login names of those who may reopen a closed month; empty means everybody.
    """

    fiscal_year_start_month: int = Field(default=1, ge=1, le=12)
    open_from: DayOrNone = ""
    open_until: DayOrNone = ""
    reopened_by: tuple[str, ...] = ()
    holidays: tuple[Day, ...] = ()


class RightsSettings(BaseModel, frozen=True, extra="forbid"):
    """Who may do or see what not everybody may.

    Attributes:
        see_costs: Login names of those who may see costs and margins; empty means everybody.
    """

    see_costs: tuple[str, ...] = ()


class UpkeepSettings(BaseModel, frozen=True, extra="forbid"):
    """When the ledger is looked after, and how long what is not needed any more stays.

    Attributes:
        by_itself: After a posting, in a program of its own that nobody waits for.
        every: After so many postings; also the number of small files that are merged.
        keep_files_days: For programs that are reading a file whose rows have been merged into another one.
        keep_log_days: For computers that follow the ledger posting by posting.
    """

    by_itself: bool = True
    every: int = Field(default=500, ge=2, le=100_000)
    keep_files_days: int = Field(default=7, ge=0, le=3650)
    keep_log_days: int = Field(default=30, ge=0, le=3650)


class SheetSettings(BaseModel, frozen=True, extra="forbid"):
    """How sheets are read where people write in more than one way.

    Attributes:
        date_order: Of day and month in dates typed as text, where the column itself does not tell.
        hidden_rows: What becomes of rows that are hidden, by hand or by a filter.
        repeated_rows: What becomes of a document in which two rows say the same in every column.
        price_warnings: Whether floor prices are told to the workbook, so that a lower price is marked while it is
            typed. They can then be seen in it; only who may see costs puts them there.
    """

    date_order: Literal["ask", "DMY", "MDY"] = "ask"
    hidden_rows: Literal["leave_out", "post"] = "leave_out"
    repeated_rows: Literal["post", "warn", "refuse"] = "warn"
    price_warnings: Literal["none", "floor_price"] = "none"


class CompanyCard(BaseModel, frozen=True, extra="forbid"):
    """What customers read about the company on its papers. Every part may be left out.

    Attributes:
        english_name: Instead of the company's name on English papers; so is ``english_address``.
        bank: Where to pay, on invoices and on orders that want money first; a new line is a new line there.
        logo: A picture in the company folder.
    """

    address: str = ""
    english_name: str = ""
    english_address: str = ""
    tax_id: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    logo: str = ""


class PrintSettings(BaseModel, frozen=True, extra="forbid"):
    """How papers for customers are printed.

    Attributes:
        prices_on_pick_lists: Whether the warehouse sees prices.
        prices_on_delivery_notes: Whether whoever takes the goods in sees prices.
        amount_in_words: Whether the total stands below in words, too.
        forms: By kind of paper, the company's own form that is filled instead of our page.
        dunning_payment_days: How many days after its date a dunning letter asks for the money.
    """

    prices_on_pick_lists: bool = False
    prices_on_delivery_notes: bool = False
    amount_in_words: bool = True
    forms: dict[str, str] = Field(default_factory=dict)
    dunning_payment_days: int = Field(default=10, ge=0, le=365)


class CompanySettings(BaseModel, frozen=True, extra="forbid"):
    """All of ``salesbook.toml``.

    Attributes:
        ledger: Folder of the ledger, counted from the company folder; or an address such as ``s3://bucket/folder``.
        tax_codes: Rates in percent by code, with which a new workbook of master data starts. What counts
            for a document is what was posted, because rates change with time.
        numbering: How numbers of each kind are written, where not as usual.
    """

    name: str = Field(min_length=1)
    company_id: str = Field(default_factory=lambda: uuid4().hex)
    language: Language = "en"
    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = "UTC"
    ledger: str = "ledger"
    rules: RuleSettings = RuleSettings()
    periods: PeriodSettings = PeriodSettings()
    rights: RightsSettings = RightsSettings()
    sheets: SheetSettings = SheetSettings()
    upkeep: UpkeepSettings = UpkeepSettings()
    company: CompanyCard = CompanyCard()
    print: PrintSettings = PrintSettings()
    tax_codes: dict[str, Annotated[Decimal, Field(ge=0, le=100)]] = Field(default_factory=dict)
    numbering: dict[str, NumberPattern] = Field(default_factory=dict)

    def number(self, kind: str, year: int, number: int) -> str:
        """A document number, such as ``SO-2026-00012``."""
        return self.pattern(kind).format(year=year, number=number)

    def pattern(self, kind: str) -> str:
        """How numbers of a kind are written."""
        return self.numbering.get(kind, NUMBERED_KINDS[kind] + "-{year}-{number:05}")

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
        # Notepad may put a mark in front that says UTF-8; it is no part of the text.
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError("company-folder-missing", folder=folder) from None
    except UnicodeDecodeError:
        raise SettingsError("settings-unreadable", file=path, reason=Reason("reason-encoding")) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        reason = Reason(
            "reason-line", {"line": line[1] if line else str(len(path.read_text("utf-8-sig").splitlines()))}
        )
        raise SettingsError("settings-unreadable", file=path, reason=reason) from None
    try:
        settings = CompanySettings.model_validate(data)
    except ValidationError as error:
        key, found, reason = first_finding(error)
        raise SettingsError("setting-wrong", file=path, key=key, found=found, reason=reason) from None
    unknown = sorted(set(settings.numbering) - set(NUMBERED_KINDS))
    if unknown:
        reason = Reason("reason-options", {"options": ", ".join(NUMBERED_KINDS)})
        raise SettingsError("setting-wrong", file=path, key=f"numbering.{unknown[0]}", found=unknown[0], reason=reason)
    if strange := sorted(set(settings.print.forms) - {*FORM_KINDS[:-1]}):
        reason = Reason("reason-options", {"options": ", ".join(FORM_KINDS[:-1])})
        raise SettingsError(
            "setting-wrong", file=path, key=f"print.forms.{strange[0]}", found=strange[0], reason=reason
        )
    if twice := _kinds_numbered_alike(settings):
        other, kind = twice
        reason = Reason("reason-pattern-twice", {"other": f"numbering.{other}"})
        raise SettingsError(
            "setting-wrong", file=path, key=f"numbering.{kind}", found=settings.pattern(kind), reason=reason
        )
    return settings


def _kinds_numbered_alike(settings: CompanySettings) -> tuple[str, str] | None:
    """Two kinds whose numbers would be the same; the second is one that is written in the file."""
    # What is written comes last: it is what a person can change.
    kinds = sorted(NUMBERED_KINDS, key=lambda kind: kind in settings.numbering)
    first_of: dict[str, str] = {}
    for kind in kinds:
        other = first_of.setdefault(settings.number(kind, 2026, 1), kind)
        if other != kind:
            return other, kind
    return None


def first_finding(error: ValidationError) -> tuple[str, str, Reason]:
    """What pydantic found first, in words a person can act on: the key, what was written there, the reason."""
    found = error.errors()[0]
    written = found["input"]
    shown = "" if found["type"] == "missing" else "…" if isinstance(written, dict | list) else str(written)
    return ".".join(str(part) for part in found["loc"]), shown, _reason(found["type"], found.get("ctx", {}))


def _reason(kind: str, context: Mapping[str, object]) -> Reason:
    match kind:
        case "unlike":
            return Reason("reason-like", {"example": str(context["example"])})
        case "literal_error":
            options = re.findall(r"'([^']*)'", str(context["expected"]))
            return Reason("reason-options", {"options": ", ".join(options)})
        case "extra_forbidden":
            return Reason("reason-no-such-setting")
        case "greater_than_equal":
            return Reason("reason-at-least", {"limit": str(context["ge"])})
        case "less_than_equal":
            return Reason("reason-at-most", {"limit": str(context["le"])})
        case "missing" | "string_too_short":
            return Reason("reason-must-be-given")
        case "int_type" | "int_parsing" | "int_from_float":
            return Reason("reason-whole-number")
        case "bool_type" | "bool_parsing":
            return Reason("reason-true-or-false")
        case "string_type":
            return Reason("reason-text")
        case "model_type" | "model_attributes_type" | "dict_type":
            return Reason("reason-section")
        case "tuple_type":
            return Reason("reason-list")
        case _:
            return Reason("reason-number")


_COMMENTS = {
    "language": "en, zh-Hant or zh-Hans",
    "time_zone": "such as Asia/Taipei; decides which day it is",
    "ledger": "folder of the ledger, counted from here; or s3://bucket/folder",
    "currency": "home currency",
    "decimals": "of amounts: 2, or 0 where cents are not used",
    "tax_rounding": "per_document, per_line, or per_document_exact (from the amounts before rounding)",
    "cash_rounding": "totals are rounded to this coin, such as 0.05; 0: not",
    "rounding": "half a cent: half_up, or half_even",
    "over_delivery_percent": "extra share of an order line that may be delivered",
    "over_delivery_check": "none, warn, approve or block",
    "prices_include_tax": "true: prices in lists and documents contain the tax",
    "invoice_orders_from": "delivery, or order: goods are invoiced before they are delivered",
    "invoice_without_source": "an invoice that names no delivery and no order: none, warn, approve or block",
    "under_delivery_percent": "share of an order line that may be missing when a delivery completes it",
    "stock_check": "more is sent than is on hand: none, warn, approve or block",
    "promise_check": "more is ordered than is not promised yet on the due date: none, warn, approve or block",
    "default_warehouse": "where goods leave from when the paper names no warehouse",
    "see_costs": 'login names of those who may see costs and margins, such as ["wang"]; empty for everybody',
    "invoice_price_check": "a price other than the ordered one: none, warn, approve or block",
    "frame_exceeded": "more is called off than a frame agreement has left: none, warn, approve or block",
    "frame_closing": "when a frame agreement may be closed: any (time), or used_up",
    "quotation_valid_days": "how long a quotation is valid when it names no last day; 0: without limit",
    "credit_without_limit": "a customer without credit limit: allow, or block beyond what he has on account",
    "credit_check_quotation": "over the credit limit or late in paying: none, warn, approve or block",
    "credit_check_order": "none, warn, approve (waits until somebody else releases it) or block",
    "credit_check_delivery": "none, warn, approve or block",
    "credit_check_invoice": "none, warn, approve or block",
    "credit_horizon_days": "open orders due later than so many days from today do not count; 0 counts all",
    "credit_counts": "orders and deliveries that are not invoiced count with_tax, or without_tax",
    "credit_skips_prepaid": "true: orders that are paid before delivery are not checked",
    "blocked_check_quotation": "for a blocked customer: none, warn, approve or block",
    "blocked_check_order": "none, warn, approve or block",
    "blocked_check_delivery": "none, warn, approve or block",
    "blocked_check_invoice": "none, warn, approve or block; what was delivered must be invoiced",
    "ageing_days": "columns of the ageing by days overdue: up to 30, up to 60, up to 90, more",
    "sales_days": "over how many days sales are compared with receivables (DSO)",
    "currency_decimals": "of amounts in other currencies, such as {JPY = 0}",
    "deposit_use": "how invoices use the deposit of their order: full, pro_rata or none",
    "deposit_block": "what waits for a deposit that an order demands: none, pick or delivery",
    "deposit_invoice_tax": "deposit invoices with the tax of the order, or without: taxed, untaxed",
    "overpayment": "more money than the invoice has open: on_account, or refuse",
    "write_off_limit": "most that a receipt may write off without approval",
    "dunning_levels_days": "days overdue from which the first reminder is due, the second, and so on",
    "dunning_blocks_credit_from_level": "from which reminder on the credit check stops a customer; 0 for never",
    "price_rule": "first_hit (customer price, list, base price) or best_price",
    "approve_own": "true: whoever typed a document may approve it, too",
    "discounted_price_decimals": "round the discounted unit price first: none, or 4",
    "quantity_rule_check": "below the order minimum of a product or off its step: none, warn, approve or block",
    "discount_authority_check": "a price below the discount authority: none, warn, approve or block",
    "floor_price_check": "a price below the floor price: none, warn, approve or block",
    "emergency_override": "allow: post such a price at once; an incident is reported. Or never",
    "preparation_trail": "true: keep when each document was first checked, and how often it was refused",
    "all_or_nothing": "true: one bad document keeps the whole workbook from being posted",
    "invoice_from": "what is invoiced of a delivery: delivered, or signed",
    "return_window_days": "how long goods come back with the manager's approval; later the owner's is asked for",
    "return_check": "goods coming back: none, warn or approve",
    "credit_note_check": "money given back: none, warn or approve",
    "actuals_from": "what counts as sold: sales_order, delivery_note or sales_invoice",
    "fiscal_year_start_month": "1 to 12",
    "open_from": "first day that takes postings, such as 2026-01-01; blank for no limit",
    "open_until": "last day that takes postings; blank for no limit",
    "date_order": "dates typed as 5/3/2026: ask, DMY (day first) or MDY (month first)",
    "hidden_rows": "rows that are hidden or filtered away: leave_out, or post",
    "repeated_rows": "two rows of a document that say the same: post, warn or refuse",
    "price_warnings": "floor_price: workbooks know floor prices, and mark a lower price while it is typed; or none",
    "by_itself": "true: merge files and shorten the log now and then, in the background",
    "every": "after so many postings",
    "keep_files_days": "how long merged files stay for those who are reading them",
    "keep_log_days": "how long the log stays for computers that follow it",
    "address": "on papers for customers, as all of this section; lines are divided by \\n",
    "english_name": "of the company, on papers in English",
    "english_address": "likewise",
    "tax_id": "tax or company number",
    "bank": "where to pay; on invoices and on orders that want money first",
    "logo": "a picture in this folder, such as logo.png",
    "forms": 'own forms by kind of paper, such as sales_invoice = "Our invoice"; see docs/own-forms.md',
    "prices_on_pick_lists": "true: the warehouse sees prices",
    "prices_on_delivery_notes": "true: whoever takes the goods in sees prices",
    "amount_in_words": "true: the total in words, too",
    "dunning_payment_days": "a dunning letter asks for the money within so many days",
    "reopened_by": 'login names of those who may reopen a closed month, such as ["wang"]; empty for everybody',
    "holidays": 'working days that are free, such as ["2026-01-01"]',
}


def with_ledger_at(text: str, place: str) -> str:
    """The text of a ``salesbook.toml``, with its comments, for a company whose ledger lies elsewhere."""
    import tomlkit

    document = tomlkit.parse(text)
    document["ledger"] = place
    return tomlkit.dumps(document)


def settings_text(settings: CompanySettings) -> str:
    """``salesbook.toml`` for a new company, with a comment at each key."""
    import tomlkit
    from tomlkit.items import Table

    def put(table: "tomlkit.TOMLDocument | Table", key: str, value: object) -> None:
        if isinstance(value, Decimal):
            value = int(value) if value == value.to_integral_value() else float(value)
        item = tomlkit.item(list(value) if isinstance(value, tuple) else value)
        if key in _COMMENTS:
            item.comment(_COMMENTS[key])
        table.add(key, item)

    text = tomlkit.document()
    text.add(tomlkit.comment("Settings of this company, read at each action. A wrong key is named in a sentence."))
    for key in ("name", "company_id", "language", "time_zone", "ledger"):
        put(text, key, getattr(settings, key))
    for section, values in (
        ("rules", settings.rules.model_dump()),
        ("periods", settings.periods.model_dump()),
        ("rights", settings.rights.model_dump()),
        ("sheets", settings.sheets.model_dump()),
        ("upkeep", settings.upkeep.model_dump()),
        ("company", settings.company.model_dump()),
        ("print", settings.print.model_dump()),
        ("tax_codes", settings.tax_codes),
        ("numbering", {kind: settings.pattern(kind) for kind in NUMBERED_KINDS}),
    ):
        table = tomlkit.table()
        for key, value in values.items():
            put(table, key, value)
        text[section] = table
    return tomlkit.dumps(text)
