"""The look-up lists of a workbook: codes for drop-downs, and what prices and totals come from while one types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.margins import may_see_costs
from salesbook.actions.stocking import stock_rows
from salesbook.documents.credit import limit_left
from salesbook.documents.customer_groups import CreditLevel, credit_levels
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.master_data import (
    Customer,
    Price,
    Product,
    ProductUnit,
    Promotion,
    Salesperson,
    TaxCode,
    Territory,
    Warehouse,
    codes_in,
)
from salesbook.documents.pricing import DEFAULT_LIST, row_price
from salesbook.documents.record import FROM_THE_BEGINNING, Record
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import AnyRecord, credit_of, linked_customers, load, valid_on
from salesbook.money import HUNDRED, ZERO
from salesbook.settings import CompanySettings
from salesbook.sheets.live_lookups import POLICIES

DAYS_BACK = 92
"""Prices that were over longer ago are not looked up: few documents are dated back so far."""

_NO_END = date(9999, 12, 31)
_EVERYBODY = "*"

Row = dict[str, Any]


def lookup_rows(cache: LedgerCache, company: Company) -> dict[str, list[Row]]:
    """The rows of all look-up lists, by kind."""
    found = {
        model.kind: [record.model_dump() for record in _known(cache, model, company)]
        for model in (Customer, Product, Salesperson, Territory, TaxCode, Warehouse)
    }
    products = {product.product_no: product for product in _known(cache, Product, company)}
    packs = _known(cache, ProductUnit, company)
    rates = {code.tax_percent for code in _known(cache, TaxCode, company)}
    units = {product.unit for product in products.values()} | {pack.unit for pack in packs}
    return found | {
        "stock": stock_rows(cache, company),
        "unit": [{"unit": unit} for unit in sorted(units - {""})],
        "terms": list(_terms(cache, company)),
        "goods": list(_goods(products.values(), company)),
        "packs": [{"pack": f"{pack.product_no}|{pack.unit}", "factor": pack.factor} for pack in packs],
        "price_rows": _price_rows(cache, products, company),
        "offers": _offers(cache, company),
        "currencies": list(_currencies(company.settings)),
        "rates": [{"tax_percent": rate} for rate in sorted(rates)],
        "policy": list(_policy(company.settings)),
    }


def _known(cache: LedgerCache, model: type[AnyRecord], company: Company) -> list[AnyRecord]:
    """Each record as it is today; what is only valid from a later day on, as it will be then."""
    versions = load(cache, model)
    found = valid_on(versions, date.max) | valid_on(versions, company.today)
    return sorted(found.values(), key=lambda record: record.key)


def _terms(cache: LedgerCache, company: Company) -> Iterator[Row]:
    files = {record.customer_no: record for record in _known(cache, Customer, company)}
    left = _credit_left(cache, files, company)
    for customer in files.values():
        lists = dict.fromkeys(filter(None, (customer.price_list, customer.customer_class, DEFAULT_LIST)))
        levels = [f"C:{customer.customer_no}", *(f"L:{name}" for name in lists)]
        offers = [_EVERYBODY, f"C:{customer.customer_no}"]
        offers += [f"K:{customer.customer_class}"] if customer.customer_class else []
        yield {
            "customer_no": customer.customer_no, "name": customer.name,
            "currency": customer.currency or company.settings.rules.currency, "tax_code": customer.tax_code,
            "untaxed": int(customer.tax_treatment != "taxable"), "credit_left": left.get(customer.customer_no),
            **{f"price_{number}": level for number, level in enumerate(levels, start=1)},
            **{f"offer_{number}": key for number, key in enumerate(offers, start=1)},
        }  # fmt: skip


def _credit_left(cache: LedgerCache, files: Mapping[str, Customer], company: Company) -> dict[str, Decimal]:
    """What each customer with a limit at any level may still order."""
    linked = valid_on(linked_customers(cache), company.today)
    levels = {code: credit_levels(code, linked) if code in linked else (CreditLevel(code, (code,)),) for code in files}
    limited = {
        code: found
        for code, found in levels.items()
        if any(level.owner in files and files[level.owner].credit_limit is not None for level in found)
    }
    members = {member for found in limited.values() for level in found for member in level.members}
    credit: Mapping[str, CreditStanding] = credit_of(cache, sorted(members), company.settings, company.today)
    left = {code: limit_left(found, files, credit) for code, found in limited.items()}
    return {code: amount for code, amount in left.items() if amount is not None}


def _goods(products: Iterable[Product], company: Company) -> Iterator[Row]:
    shows_floor = company.settings.sheets.price_warnings == "floor_price" and may_see_costs(company)
    for product in products:
        yield {
            "product_no": product.product_no, "name": product.name, "unit": product.unit,
            "base_price": product.base_price, "tax_code": product.tax_code,
            "price_floor": product.floor_price if shows_floor else None,
        }  # fmt: skip


def _price_rows(cache: LedgerCache, products: Mapping[str, Product], company: Company) -> list[Row]:
    home, first_day = company.settings.rules.currency, company.today - timedelta(days=DAYS_BACK)
    rows = [
        (price, product, unit_price)
        for price in _known(cache, Price, company)
        if (product := products.get(price.product_no)) and not (price.valid_to and price.valid_to < first_day)
        and (unit_price := row_price(price, product if price.currency in ("", home) else _without_base(product)))
        is not None
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[1].product_no, row[0].minimum_quantity, row[0].valid_from, row[0].key))
    return [
        {
            "product_no": product.product_no,
            "key": f"C:{price.customer_no}" if price.customer_no else f"L:{price.price_list}",
            "minimum_quantity": price.minimum_quantity, **_days(price, price.valid_to),
            "currency": price.currency or home, "unit_price": unit_price, "row": number,
        }
        for number, (price, product, unit_price) in enumerate(rows, start=1)
    ]  # fmt: skip


def _without_base(product: Product) -> Product:
    """A base price is one in home currency alone."""
    return product.model_copy(update={"base_price": None})


def _days(record: Record, last: date | None) -> Row:
    first = None if record.valid_from == FROM_THE_BEGINNING else record.valid_from
    return {"valid_from": first, "valid_to": last or _NO_END}


def _offers(cache: LedgerCache, company: Company) -> list[Row]:
    """A row for each product of a promotion, and each customer whom it is for."""
    home, classes = (
        company.settings.rules.currency,
        {c.customer_no: c.customer_class for c in _known(cache, Customer, company)},
    )
    first_day = company.today - timedelta(days=DAYS_BACK)
    rows = []
    for offer in _known(cache, Promotion, company):
        if offer.valid_to and offer.valid_to < first_day:
            continue
        is_fixed = offer.unit_price is not None
        terms = {
            "minimum_quantity": offer.minimum_quantity, **_days(offer, offer.valid_to),
            "currency": home if is_fixed else _EVERYBODY,
            "share": ZERO if is_fixed else (HUNDRED - (offer.percent_off or ZERO)) / HUNDRED,
            "unit_price": offer.unit_price or ZERO, "promotion_code": offer.promotion_code,
        }  # fmt: skip
        rows += [
            {"product_no": product_no, "key": key, **terms}
            for product_no in codes_in(offer.products)
            for key in _offered_to(offer, classes)
        ]
    return rows


def _offered_to(offer: Promotion, classes: Mapping[str, str]) -> Sequence[str]:
    customers = codes_in(offer.customers)
    if customers:
        return [f"C:{code}" for code in customers if offer.customer_class in ("", classes.get(code))]
    return [f"K:{offer.customer_class}" if offer.customer_class else _EVERYBODY]


def _currencies(settings: CompanySettings) -> Iterator[Row]:
    rules = settings.rules
    yield {"currency": rules.currency, "decimals": rules.decimals}
    for currency, decimals in sorted(rules.currency_decimals.items()):
        if currency != rules.currency:
            yield {"currency": currency, "decimals": decimals}


def _policy(settings: CompanySettings) -> Iterator[Row]:
    rules = settings.rules
    values = {
        "prices_include_tax": int(rules.prices_include_tax),
        "tax_per_line": int(rules.tax_rounding == "per_line"),
        "cash_rounding": rules.cash_rounding,
        "round_discounted_price": int(rules.price_decimals is not None),
    }
    for name in POLICIES:
        yield {"policy": name, "value": values[name]}
