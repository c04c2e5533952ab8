"""The company of a case: its settings and master data, from what the case gives."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.cases.peer_desk import DAY, PeerDesk, Row, amount
from tests.cases.peer_papers import Given

TAX_ROUNDING = {"document": "per_document_exact", "line": "per_line"}


class Policy(NamedTuple):
    """A choice of the peer that DOMAIN leaves to the house or makes otherwise, and the setting that allows it."""

    setting: str
    value: Any
    reason: str


POLICIES = (
    Policy("rounding", "half_even", "half a cent goes to the even digit"),
    Policy("discounted_price_decimals", "4", "the discounted unit price is rounded before it is multiplied"),
    Policy("frame_closing", "used_up", "an agreement is closed only once it is used up"),
    Policy("invoice_without_source", "none", "invoices need no order and no delivery"),
    Policy("credit_counts", "without_tax", "what is not invoiced yet counts without tax"),
    Policy("credit_skips_prepaid", True, "an order that is paid before delivery is not checked"),
    Policy("credit_check_delivery", "none", "credit is looked at when an order is confirmed, and not again"),
    Policy("credit_check_invoice", "none", "the same"),
    Policy("return_check", "none", "nobody has to agree to a return"),
    Policy("credit_note_check", "none", "nobody has to agree to a credit note"),
    Policy("stock_check", "none", "stock is not looked at unless a step says so"),
    Policy("promise_check", "none", "the same"),
    Policy("deposit_invoice_tax", "untaxed", "a deposit invoice carries no tax"),
    Policy("write_off_limit", Decimal(10) ** 9, "whoever enters a payment may write off the rest"),
)
"""For every case. The tax of a document, taken of the amounts before rounding, is in ``TAX_ROUNDING``."""

GIVEN = {"settings", "customers", "products", "price_lists", "promotions", "steps"}
SETTINGS = {
    "tax_rounding", "cash_rounding", "over_delivery_factor", "under_delivery_factor", "quotation_valid_days",
}  # fmt: skip
CUSTOMER = {"credit_limit", "price_list", "terms", "dunning_levels_days", "dunning_blocks_credit_from_level"}
PRODUCT = {"price", "taxes", "stock", "kind", "unit", "min_order_qty", "order_qty_step"}
LIST_LINE = {"product", "min_qty", "valid_from_day", "valid_to_day", "factor"}


def rules_of(given: Given) -> dict[str, Any]:
    """The rules of ``salesbook.toml`` for a case."""
    settings = known(given.get("settings", {}), SETTINGS)
    rules: dict[str, Any] = {policy.setting: policy.value for policy in POLICIES}
    rules["tax_rounding"] = TAX_ROUNDING[settings.get("tax_rounding", "document")]
    rules["quotation_valid_days"] = settings.get("quotation_valid_days", 0)
    for customer in given["customers"].values():
        # With us the levels are the company's, and not those of a customer.
        for name in ("dunning_levels_days", "dunning_blocks_credit_from_level"):
            if name in customer:
                rules[name] = customer[name]
    if any(step.get("accept_warning") for step in given["steps"]):
        # The peer warns, and whoever has the right goes on; here the order waits until somebody else releases it.
        rules["credit_check_order"] = "approve"
    if "over_delivery_factor" in settings:
        rules["over_delivery_percent"] = (amount(settings["over_delivery_factor"]) - 1) * 100
    else:
        rules["over_delivery_check"] = "none"
    if "cash_rounding" in settings:
        rules["cash_rounding"] = amount(settings["cash_rounding"])
    if "under_delivery_factor" in settings:
        rules["under_delivery_percent"] = (1 - amount(settings["under_delivery_factor"])) * 100
    return rules


def found_company(folder: Path, given: Given) -> PeerDesk:
    """A company with the customers, products and prices of a case, and with its stock."""
    known(given, GIVEN)
    desk = PeerDesk(folder, rules_of(given))
    products: Mapping[str, Given] = given.get("products", {})
    lists: Mapping[str, Given] = given.get("price_lists", {})
    named = price_lists(given)
    desk.records(
        tax_code=[tax_row(rates) for rates in tax_rates(given)],
        customer=[customer_row(code, customer, named) for code, customer in given["customers"].items()],
        product=[product_row(code, product) for code, product in products.items()],
        price=[
            {"price_list": named[code], "product_no": product, **row}
            for code, price_list in lists.items()
            for product in products
            for row in price_rows(product, price_list["lines"])
        ],
    )
    stocked = [(code, amount(product["stock"])) for code, product in products.items() if product.get("stock")]
    if stocked:
        head: Row = {"document_ref": "Opening", "document_date": DAY, "movement": "opening"}
        rows = [
            {**head, "product_no": code, "quantity": quantity, "unit_cost": amount(0)} for code, quantity in stocked
        ]
        assert not desk.post("stock_movement", rows).is_refused
    return desk


def price_lists(given: Given) -> dict[str, str]:
    """Our code for each list; everybody's is called default."""
    lists = given.get("price_lists", {})
    return {code: "default" if price_list.get("default") else code for code, price_list in lists.items()}


def promotion_row(code: str, promotion: Given) -> Row:
    """One row of the sheet of promotions."""
    known(promotion, {"min_qty", "products", "factor"})
    return {
        "promotion_code": code, "products": ", ".join(promotion["products"]),
        "minimum_quantity": amount(promotion.get("min_qty", 0)), "percent_off": 100 - amount(promotion["factor"]) * 100,
    }  # fmt: skip


def customer_row(code: str, customer: Given, lists: Mapping[str, str]) -> Row:
    """One row of the sheet of customers."""
    known(customer, CUSTOMER)
    row: Row = {"customer_no": code, "name": f"Customer {code}", "payment_days": 0}
    if "credit_limit" in customer:
        row["credit_limit"] = amount(customer["credit_limit"])
    if "price_list" in customer:
        row["price_list"] = lists[customer["price_list"]]
    return row


def tax_row(rates: Sequence[str]) -> Row:
    """One row of the sheet of tax codes; several rates on one line are a code of their own."""
    row: Row = {"tax_code": tax_code(rates), "tax_percent": sum(map(amount, rates)) * 100}
    return row | ({"made_of": ", ".join(tax_code([rate]) for rate in rates)} if len(rates) > 1 else {})


def product_row(code: str, product: Given) -> Row:
    """One row of the sheet of products. Pieces are counted whole, other units to two decimals."""
    known(product, PRODUCT)
    row: Row = {"product_no": code, "name": f"Product {code}", "base_price": amount(product["price"])}
    if "unit" in product:
        row |= {"unit": product["unit"], "unit_decimals": 2}
    for given, name in (("min_order_qty", "order_minimum"), ("order_qty_step", "order_step")):
        if given in product:
            row[name] = amount(product[given])
    if "kind" in product:
        row["product_kind"] = product["kind"]
    if product.get("taxes"):
        row["tax_code"] = tax_code(product["taxes"])
    return row


def price_rows(product: str, lines: Sequence[Given]) -> Iterator[Row]:
    """The rows of the price sheet that say the same as the lines of a peer's list.

    The peer takes the first line that fits; here the highest quantity break counts, then the newest row. So each
    line stands at every break from its own on, and an earlier line is the newer one.
    """
    fitting = [known(line, LIST_LINE) for line in lines if line.get("product", product) == product]
    for least in sorted({amount(line.get("min_qty", 0)) for line in fitting}):
        for place, line in enumerate(fitting):
            if amount(line.get("min_qty", 0)) > least:
                continue
            since = line.get("valid_from_day", -1000 - place)
            row: Row = {
                "minimum_quantity": least, "base_percent": amount(line["factor"]) * 100,
                "valid_from": DAY + timedelta(days=since),
            }  # fmt: skip
            if "valid_to_day" in line:
                row["valid_to"] = DAY + timedelta(days=line["valid_to_day"])
            yield row


def tax_code(rates: Sequence[str]) -> str:
    """The code for one rate, or for several on one line: T10, T10+T20."""
    return "+".join(f"T{(amount(rate) * 100).normalize():f}" for rate in rates)


def tax_rates(given: Given) -> list[tuple[str, ...]]:
    """All rates of a case, also those that only lines name."""
    lines = [line for step in given["steps"] for line in step.get("lines", [])]
    holders = [*given.get("products", {}).values(), *lines]
    together = {tuple(holder["taxes"]) for holder in holders if holder.get("taxes")}
    return sorted(together | {(rate,) for rates in together for rate in rates})


def known(given: Given, names: set[str]) -> Given:
    """What is given, once every word of it is known."""
    assert set(given) <= names, f"the schema has no {sorted(set(given) - names)}"
    return given
