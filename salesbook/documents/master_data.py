"""Master data: customers, products with their units, prices, promotions, tax codes, territories, salespeople.

What they are, and what must hold before they may be posted. How a price is found stands in
``pricing``; how the tree of territories is used in ``planning.targets``.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from pydantic import Field

from salesbook.documents.record import Record
from salesbook.money import LARGEST_AMOUNT
from salesbook.problems import Place, Problem
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts


TaxTreatment = Literal["taxable", "exempt", "reverse_charge", "zero"]
TAX_TREATMENTS: tuple[TaxTreatment, ...] = get_args(TaxTreatment)


class Customer(Record):
    """Who buys (客戶). Payment days count from the invoice date.

    Attributes:
        salesperson_no: Who looks after the customer.
        parent_no: The company that this one belongs to; its credit limit is shared by all that belong to it.
        payer_no: Who pays the invoices, where it is another customer.
        tax_treatment: Anything but ``taxable`` puts no tax on the lines, which keep the word for it.
        credit_limit: Most exposure allowed, in home currency with tax (信用額度); ``None`` is none set.
        credit_days: Most days that an invoice may be overdue (信用期限); ``None`` is any number.
        blocked: Sells nothing to this customer for now; how strictly is a setting for each kind of paper.
        merged_into: The file that this one became part of; what was posted for it stays as it is.
    """

    kind: ClassVar[str] = "customer"
    key_fields: ClassVar[tuple[str, ...]] = ("customer_no",)
    customer_no: str
    name: str
    customer_class: str = ""
    territory_code: str = ""
    salesperson_no: str = ""
    parent_no: str = ""
    payer_no: str = ""
    price_list: str = ""
    currency: str = ""
    tax_code: str = ""
    tax_treatment: TaxTreatment = "taxable"
    payment_terms: str = ""
    payment_days: int = Field(default=30, ge=0, le=3650)
    credit_limit: Decimal | None = Field(default=None, ge=0, lt=LARGEST_AMOUNT, decimal_places=4)
    credit_days: int | None = Field(default=None, ge=0, le=3650)
    address: str = ""
    delivery_address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    blocked: bool = False
    block_reason: str = ""
    merged_into: str = ""


class Product(Record):
    """What is sold (商品). Prices in home currency, without tax; they and the quantities count in ``unit``.

    Attributes:
        order_minimum: The least that may be ordered; 0 is no rule. Likewise ``order_step``, whose multiples are sold.
        floor_price: Nobody sells below it without approval (底價); ``None`` is no such price.
        product_kind: A service is never in stock and never delivered; it is invoiced straight from its order.
        cost: Of one unit, in home currency; used as long as no stock of the product is kept.
        safety_stock: Kept back from what is promised.
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
    cost: Decimal | None = Field(default=None, ge=0, lt=LARGEST_AMOUNT, decimal_places=4)
    safety_stock: Decimal | None = Field(default=None, ge=0, decimal_places=6)
    discontinued: bool = False
    order_minimum: Decimal = Field(default=Decimal(0), ge=0)
    order_step: Decimal = Field(default=Decimal(0), ge=0)
    floor_price: Decimal | None = Field(default=None, ge=0, decimal_places=4)
    product_kind: Literal["goods", "service"] = "goods"


class ProductUnit(Record):
    """Another unit or a pack of a product: ``factor`` of the product's own unit are in one of it."""

    kind: ClassVar[str] = "product_unit"
    key_fields: ClassVar[tuple[str, ...]] = ("product_no", "unit")
    product_no: str
    unit: str
    factor: Decimal = Field(gt=0, decimal_places=6)


class Price(Record):
    """A price for one customer, or for a price list, from a quantity on (價目表・客戶價).

    Exactly one of ``customer_no`` and ``price_list`` is given; the list ``default`` is everybody's. Exactly one
    of ``unit_price`` and ``base_percent`` is given. Both and the quantity count in the product's own unit.

    Attributes:
        currency: Of the price; blank is home currency.
        base_percent: The price as a percent of the product's base price: 90 is ten percent off.
        change_reason: Why the price is what it is now.
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
    currency: str = ""
    product_no: str
    minimum_quantity: Decimal = Field(default=Decimal(0), ge=0)
    unit_price: Decimal | None = Field(default=None, ge=0, decimal_places=4)
    base_percent: Decimal | None = Field(default=None, ge=0, le=1000, decimal_places=4)
    valid_to: date | None = None
    change_reason: str = ""

    @property
    def key(self) -> str:
        """Prices in home currency keep the key that they had before there were others."""
        return super().key + (f"|{self.currency}" if self.currency else "")


class Promotion(Record):
    """A lower price for some products, when so many of them together stand on one document (促銷).

    Exactly one of ``percent_off`` and ``unit_price`` is given.

    Attributes:
        products: Their codes, divided by commas.
        minimum_quantity: Of these products together, in their own units.
        customers: Codes divided by commas; blank is everybody. Likewise ``customer_class``.
    """

    kind: ClassVar[str] = "promotion"
    key_fields: ClassVar[tuple[str, ...]] = ("promotion_code", "valid_from")
    promotion_code: str
    name: str = ""
    products: str
    minimum_quantity: Decimal = Field(default=Decimal(0), ge=0)
    percent_off: Decimal | None = Field(default=None, ge=0, le=100, decimal_places=4)
    unit_price: Decimal | None = Field(default=None, ge=0, decimal_places=4)
    customers: str = ""
    customer_class: str = ""
    valid_to: date | None = None


class DiscountAuthority(Record):
    """How far below the found price somebody may sell alone (折扣權限).

    At most one of ``user_name``, ``salesperson_no`` and ``job_title`` is given; a row with none of them is
    for everybody else.

    Attributes:
        user_name: The login name of whoever posts.
    """

    kind: ClassVar[str] = "discount_authority"
    key_fields: ClassVar[tuple[str, ...]] = ("user_name", "salesperson_no", "job_title", "valid_from")
    user_name: str = ""
    salesperson_no: str = ""
    job_title: str = ""
    authority_percent: Decimal = Field(ge=0, le=100, decimal_places=4)


class Warehouse(Record):
    """A place where goods lie (倉庫)."""

    kind: ClassVar[str] = "warehouse"
    key_fields: ClassVar[tuple[str, ...]] = ("warehouse_code",)
    warehouse_code: str
    name: str


class ExpectedReceipt(Record):
    """Goods that are on their way (預計到貨); a quantity of 0 says that they have come, or will not."""

    kind: ClassVar[str] = "expected_receipt"
    key_fields: ClassVar[tuple[str, ...]] = ("product_no", "expected_on", "warehouse_code")
    product_no: str
    expected_on: date
    warehouse_code: str = ""
    quantity: Decimal = Field(ge=0, decimal_places=6)


class TaxCode(Record):
    """A rate of tax; 13 means 13 %.

    Attributes:
        made_of: Codes of the taxes that this one stands for, divided by commas; its rate is theirs together.
    """

    kind: ClassVar[str] = "tax_code"
    key_fields: ClassVar[tuple[str, ...]] = ("tax_code",)
    tax_code: str
    name: str = ""
    tax_percent: Decimal = Field(ge=0, le=100, decimal_places=4)
    made_of: str = ""

    @property
    def parts(self) -> list[str]:
        """The codes that it is made of; none for most."""
        return [part for part in re.split(r"[\s,，、]+", self.made_of) if part]


class Territory(Record):
    """A node of the tree of territories (銷售區域); no parent means right below the company."""

    kind: ClassVar[str] = "territory"
    key_fields: ClassVar[tuple[str, ...]] = ("territory_code",)
    territory_code: str
    name: str
    parent_code: str = ""


class Salesperson(Record):
    """Who sells and is appraised (業務員); also an agent who only gets commission.

    Attributes:
        commission_percent: Of the net amount of the invoices (佣金).
        commission_due: When it can be asked for: once the invoice is posted, or once it is paid.
    """

    kind: ClassVar[str] = "salesperson"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no",)
    salesperson_no: str
    name: str
    job_title: str = ""
    manager_no: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    commission_percent: Decimal = Field(default=Decimal(0), ge=0, le=100, decimal_places=4)
    commission_due: Literal["payment", "posting"] = "payment"


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
    ProductUnit,
    Price,
    Promotion,
    DiscountAuthority,
    Warehouse,
    ExpectedReceipt,
)
"""In the order in which they are posted, so that what is referred to comes first."""


def check(record: object, facts: "Facts") -> list[Problem]:
    """What stops a record from being posted.

    Codes it refers to must be in the ledger, or stand in the same workbook (the caller adds those to
    ``facts`` first).
    """
    assert isinstance(record, Record)
    problems = [*record.own_problems(), *record.problems_among(facts), *unknown_codes(record, facts)]
    match record:
        case Price() if bool(record.customer_no) == bool(record.price_list):
            problems.append(Problem("price-for-whom", Place("customer_no"), {"product": record.product_no}))
        case Price() if (record.unit_price is None) == (record.base_percent is None):
            problems.append(Problem("price-or-percent", Place("unit_price"), {"product": record.product_no}))
        case ProductUnit() if record.unit == _own_unit(record.product_no, facts) and record.factor != 1:
            values = {"product": record.product_no, "unit": record.unit}
            problems.append(Problem("own-unit-factor", Place("factor"), values))
        case Promotion():
            problems += _check_promotion(record, facts)
        case DiscountAuthority() if sum(map(bool, (record.user_name, record.salesperson_no, record.job_title))) > 1:
            problems.append(Problem("authority-for-whom", Place("user_name")))
        case TaxCode() if record.parts:
            problems += _check_tax_parts(record, facts)
        case Territory() if _is_own_ancestor(record, facts):
            problems.append(
                Problem(
                    "territory-own-ancestor",
                    Place("parent_code"),
                    {"code": record.territory_code, "parent": record.parent_code},
                )
            )
        case Customer() if is_own_parent(record, facts.customers):
            values = {"code": record.customer_no, "parent": record.parent_no}
            problems.append(Problem("customer-own-parent", Place("parent_no"), values))
    has_end = Price | Promotion | TerritoryAssignment
    if isinstance(record, has_end) and record.valid_to and record.valid_to < record.valid_from:
        problems.append(
            Problem(
                "ends-before-start", Place("valid_to"), {"first": str(record.valid_from), "last": str(record.valid_to)}
            )
        )
    return problems


def unknown_codes(record: Record, facts: "Facts") -> list[Problem]:
    """Codes that a record refers to and that are not known."""
    return [
        problem
        for name, known in _referred(record, facts)
        for problem in unknown_code(name, getattr(record, name), known, facts)
    ]


def propose_codes(records: Iterable[Record], facts: "Facts") -> None:
    """Add to the facts what the codes may have meant that records refer to and nobody knows.

    In a list with more of them than a person looks through, the first ones get a proposal.
    """
    for record in records:
        for name, known in _referred(record, facts):
            if len(facts.similar) >= _MOST_PROPOSALS:
                return
            if (code := getattr(record, name)) and code not in known and (name, code) not in facts.similar:
                facts.similar[name, code] = close_codes(code, known)


_MOST_PROPOSALS = 200


def close_codes(code: str, known: Iterable[str]) -> list[str]:
    """Known codes that a mistyped one may have meant, best first; case and blanks do not count."""
    folded = {other.casefold(): other for other in known}
    return [folded[match] for match in get_close_matches(code.casefold(), folded, n=2, cutoff=0.6)]


def _referred(record: Record, facts: "Facts") -> list[tuple[str, Mapping[str, object]]]:
    """The fields in which a record refers to other records, each with what is known there."""
    known: dict[str, Mapping[str, object]] = {
        "territory_code": facts.territories,
        "parent_code": facts.territories,
        "salesperson_no": facts.salespeople,
        "manager_no": facts.salespeople,
        "owner_no": facts.salespeople,
        "parent_no": facts.customers,
        "payer_no": facts.customers,
        "tax_code": facts.tax_codes,
        "product_no": facts.products,
        "customer_no": facts.customers,
        "payment_terms": facts.payment_terms,
        "warehouse_code": facts.warehouses,
        "criterion": facts.criterion_sources,
    }
    own = own_code(record)
    return [(name, codes) for name, codes in known.items() if name in type(record).model_fields and name not in own]


def codes_in(text: str) -> list[str]:
    """Codes that stand in one cell, divided by commas of any kind.

    >>> codes_in("BOLT-8, NUT-8、CLOTH")
    ['BOLT-8', 'NUT-8', 'CLOTH']
    """
    return [code for part in re.split("[,，、;；\n]", text) if (code := part.strip())]


def _check_promotion(promotion: Promotion, facts: "Facts") -> list[Problem]:
    problems = []
    if (promotion.percent_off is None) == (promotion.unit_price is None):
        problems.append(Problem("promotion-price-or-percent", Place("percent_off"), {"code": promotion.promotion_code}))
    for name, known, code_field in (
        ("products", facts.products, "product_no"), ("customers", facts.customers, "customer_no"),
    ):  # fmt: skip
        for code in codes_in(getattr(promotion, name)):
            problems += [found.at(field=name) for found in unknown_code(code_field, code, known, facts)]
    return problems


def _own_unit(product_no: str, facts: "Facts") -> str:
    return facts.products[product_no].unit if product_no in facts.products else ""


def _check_tax_parts(code: TaxCode, facts: "Facts") -> list[Problem]:
    place = Place("made_of")
    unknown = [Problem("unknown-tax-code", place, {"code": part}) for part in code.parts if part not in facts.tax_codes]
    if unknown:
        return unknown
    together = sum((facts.tax_codes[part].tax_percent for part in code.parts), Decimal(0))
    if together == code.tax_percent:
        return []
    values = {"code": code.tax_code, "percent": plain(code.tax_percent), "together": plain(together)}
    return [Problem("tax-parts-differ", place, values)]


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
    "owner_no": "salesperson",
    "tax_code": "tax-code",
    "product_no": "product",
    "customer_no": "customer",
    "parent_no": "customer",
    "payer_no": "customer",
    "payment_terms": "payment-terms",
    "warehouse_code": "warehouse",
    "criterion": "criterion",
}
"""Which kind of thing a field names, as part of a problem's code."""


def is_own_parent(customer: Customer, customers: Mapping[str, Customer]) -> bool:
    """Whether a customer would belong to itself, over however many companies."""
    seen, code = set(), customer.parent_no
    while code and code not in seen:
        if code == customer.customer_no:
            return True
        seen.add(code)
        code = customers[code].parent_no if code in customers else ""
    return False


def _is_own_ancestor(territory: Territory, facts: "Facts") -> bool:
    seen, code = set(), territory.parent_code
    while code and code not in seen:
        if code == territory.territory_code:
            return True
        seen.add(code)
        code = facts.territories[code].parent_code if code in facts.territories else ""
    return False
