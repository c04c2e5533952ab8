"""Field cases of prices and discounts, run on the rules themselves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from salesbook.documents.master_data import Price, Product, ProductUnit
from tests.documents.tables import check_documents, facts

Case = Mapping[str, Any]


def run_fc_price_02(case: Case) -> None:
    given, line = case["input"], case["input"]["line"]
    known = facts(prices={"SCREW": [Price(customer_no="C-1", product_no="SCREW", unit_price=given["price"]["amount"])]})
    known.products["SCREW"] = Product(product_no="SCREW", name="Screw", unit=given["price"]["per"], tax_code="T5")
    for unit, factor in given["uom"].items():
        known.units[f"SCREW|{unit}"] = ProductUnit(product_no="SCREW", unit=unit, factor=Decimal(factor))
    book = check_documents(
        f"""
        document  item   quantity     unit         | problem
        SO-1      SCREW  {line["qty"]:8}     {line["uom"]:12} |
        """,
        known,
    )
    posted = book.posted["SO-1"][0]
    assert posted.unit_price == Decimal(case["expect"]["unit_price"])
    assert str(posted.net_amount) == case["expect"]["amount"]


def run_fc_discount_01(case: Case) -> None:
    rule = case["input"]["rule"]
    percent = 100 - Decimal(rule["discount_pct"])
    row = Price(
        price_list="default", product_no="BOLT-8", minimum_quantity=Decimal(rule["min_qty"]), base_percent=percent
    )
    known = facts(prices={"BOLT-8": [row]})
    known.products["BOLT-8"] = known.products["BOLT-8"].model_copy(
        update={"base_price": Decimal(case["input"]["list_price"])}
    )
    first, second = (edit["qty"] for edit in case["input"]["edits"])
    book = check_documents(
        f"""
        document  item    quantity | problem
        QU-1      BOLT-8  {first:8} |
        QU-2      BOLT-8  {second:8} |
        """,
        known,
    )
    before, after = book.posted["QU-1"][0], book.posted["QU-2"][0]
    assert before.unit_price == Decimal(case["expect"]["after_100"]["unit_price"])
    assert after.unit_price == Decimal(case["expect"]["after_4"]["unit_price"])
    assert str(after.net_amount) == case["expect"]["after_4"]["amount"]


def run_fc_discount_02(case: Case) -> None:
    given = case["input"]
    book = check_documents(f"""
        document  refers_to  item    quantity  price          amount_off | problem
        QU-1                 BOLT-8  {given["qty"]:8}  {given["price"]:13}  {given["amount_off"]:10} |
        SO-1      QU-1       BOLT-8  {given["qty"]:8}                            |
        DN-1      SO-1       BOLT-8  {given["qty"]:8}                            |
        SI-1      DN-1       BOLT-8  {given["qty"]:8}                            |
    """)
    nets = {number: str(postings[0].net_amount) for number, postings in book.posted.items()}
    assert nets["QU-1"] == nets["SO-1"] == nets["DN-1"] == case["expect"]["net_on_quote"]
    assert nets["SI-1"] == case["expect"]["net_on_invoice"]


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-price-02": run_fc_price_02,
    "FC-discount-01": run_fc_discount_01,
    "FC-discount-02": run_fc_discount_02,
}
