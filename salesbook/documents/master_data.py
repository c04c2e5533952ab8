"""Master data: customers, products, prices, tax codes, territories, salespeople.

What they are, and what must hold before they may be posted. How a price is found stands in
``pricing``; how the tree of territories is used in ``planning.targets``.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from salesbook.documents.record import Record
from salesbook.money import LARGEST_AMOUNT
from salesbook.problems import Place, Problem

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts


class Customer(Record):
    """Who buys (客戶). Payment days count from the invoice date.

    Attributes:
        credit_limit: Most exposure allowed, in home currency with tax (信用額度); ``None`` is none set.
        credit_days: Most days that an invoice may be overdue (信用期限); ``None`` is any number.
    """

    kind: ClassVar[str] = "customer"
    key_fields: ClassVar[tuple[str, ...]] = ("customer_no",)
    customer_no: str
    name: str
    territory_code: str = ""
    salesperson_no: str = ""
    price_list: str = ""
    tax_code: str = ""
    payment_days: int = Field(default=30, ge=0, le=3650)
    credit_limit: Decimal | None = Field(default=None, ge=0, lt=LARGEST_AMOUNT, decimal_places=4)
    credit_days: int | None = Field(default=None, ge=0, le=3650)
    address: str = ""
    contact: str = ""
    blocked: bool = False


class Product(Record):
    """What is sold (商品). ``base_price`` in home currency, without tax.

    Attributes:
        product_kind: A service is never in stock and never delivered; it is invoiced straight from its order.
    """

    kind: ClassVar[str] = "product"
    key_fields: ClassVar[tuple[str, ...]] = ("product_no",)
    product_no: str
    name: str
    product_group: str = ""
    unit: str = ""
    unit_decimals: int = Field(default=0, ge=0, le=6)
    base_price: Decimal | None = Field(default=None, ge=0, decimal_places=4)
    tax_code: str = ""
    discontinued: bool = False
    product_kind: Literal["goods", "service"] = "goods"


class Price(Record):
    """A price for one customer, or for a price list, from a quantity on (價目表・客戶價).

    Exactly one of ``customer_no`` and ``price_list`` is given; the list ``default`` is everybody's.
    """

    kind: ClassVar[str] = "price"
    key_fields: ClassVar[tuple[str, ...]] = (
        "customer_no",
        "price_list",
        "product_no",
        "minimum_quantity",
        "valid_from",
    )
    customer_no: str = ""
    price_list: str = ""
    product_no: str
    minimum_quantity: Decimal = Field(default=Decimal(0), ge=0)
    unit_price: Decimal = Field(ge=0, decimal_places=4)
    valid_to: date | None = None


class TaxCode(Record):
    """A rate of tax; 13 means 13 %."""

    kind: ClassVar[str] = "tax_code"
    key_fields: ClassVar[tuple[str, ...]] = ("tax_code",)
    tax_code: str
    name: str = ""
    tax_percent: Decimal = Field(ge=0, le=100, decimal_places=4)


class Territory(Record):
    """A node of the tree of territories (銷售區域); no parent means right below the company."""

    kind: ClassVar[str] = "territory"
    key_fields: ClassVar[tuple[str, ...]] = ("territory_code",)
    territory_code: str
    name: str
    parent_code: str = ""


class Salesperson(Record):
    """Who sells and is appraised (業務員)."""

    kind: ClassVar[str] = "salesperson"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no",)
    salesperson_no: str
    name: str
    job_title: str = ""
    manager_no: str = ""
    joined_on: date | None = None
    left_on: date | None = None


class TerritoryAssignment(Record):
    """Who covers which territory, from when until when. Several people may share one."""

    kind: ClassVar[str] = "assignment"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no", "territory_code", "valid_from")
    salesperson_no: str
    territory_code: str
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the person covers the territory on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


MASTER_KINDS: tuple[type[Record], ...] = (
    TaxCode,
    Territory,
    Salesperson,
    TerritoryAssignment,
    Customer,
    Product,
    Price,
)
"""In the order in which they are posted, so that what is referred to comes first."""


def check(record: object, facts: "Facts") -> list[Problem]:
    """What stops a record from being posted.

    Codes it refers to must be in the ledger, or stand in the same workbook (the caller adds those to
    ``facts`` first).
    """
    assert isinstance(record, Record)
    problems = record.own_problems() + [
        problem
        for name, known in (
            ("territory_code", facts.territories),
            ("parent_code", facts.territories),
            ("salesperson_no", facts.salespeople),
            ("manager_no", facts.salespeople),
            ("tax_code", facts.tax_codes),
            ("product_no", facts.products),
            ("customer_no", facts.customers),
        )
        if name in type(record).model_fields and name not in own_code(record)
        for problem in unknown_code(name, getattr(record, name), known, facts)
    ]
    match record:
        case Price() if bool(record.customer_no) == bool(record.price_list):
            problems.append(Problem("price-for-whom", Place("customer_no"), {"product": record.product_no}))
        case Territory() if _is_own_ancestor(record, facts):
            problems.append(
                Problem(
                    "territory-own-ancestor",
                    Place("parent_code"),
                    {"code": record.territory_code, "parent": record.parent_code},
                )
            )
    if isinstance(record, Price | TerritoryAssignment) and record.valid_to and record.valid_to < record.valid_from:
        problems.append(
            Problem(
                "ends-before-start", Place("valid_to"), {"first": str(record.valid_from), "last": str(record.valid_to)}
            )
        )
    return problems


def own_code(record: Record) -> tuple[str, ...]:
    """The key of a record that stands for itself (a customer's own number is not a reference)."""
    return record.key_fields if len(record.key_fields) == 1 else ()


def unknown_code(name: str, code: str, known: object, facts: "Facts") -> list[Problem]:
    """A problem with the nearest known code, when a code is given and not known."""
    assert isinstance(known, dict)
    if not code or code in known:
        return []
    similar = facts.similar.get((name, code), [])
    values = {"code": code, "similar": ", ".join(similar)}
    return [Problem(f"unknown-{CODE_WORDS[name]}" + ("-similar" if similar else ""), Place(name), values)]


CODE_WORDS = {
    "territory_code": "territory",
    "parent_code": "territory",
    "salesperson_no": "salesperson",
    "manager_no": "salesperson",
    "tax_code": "tax-code",
    "product_no": "product",
    "customer_no": "customer",
}
"""Which kind of thing a field names, as part of a problem's code."""


def _is_own_ancestor(territory: Territory, facts: "Facts") -> bool:
    seen, code = set(), territory.parent_code
    while code and code not in seen:
        if code == territory.territory_code:
            return True
        seen.add(code)
        code = facts.territories[code].parent_code if code in facts.territories else ""
    return False
