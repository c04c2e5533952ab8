"""Field cases of quotations, orders, deliveries, invoices and rounding, run on the rules themselves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from salesbook.documents.goods import GoodsLine
from salesbook.documents.posting import reversal
from salesbook.documents.sales_order import SalesOrder
from salesbook.documents.states import state_of
from salesbook.money import line_net, line_taxes, net_of_gross
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts

Case = Mapping[str, Any]


def run_fc_quote_02(case: Case) -> None:
    offered = {line["item"]: line["qty"] for line in case["input"]["quote"]["lines"]}
    ordered = case["input"]["orders"][0]["lines"][0]
    book = check_documents(f"""
        document  refers_to  item    quantity | problem
        QU-1                 BOLT-8  {offered["A"]:8} |
        QU-1                 NUT-8   {offered["B"]:8} |
        SO-1      QU-1       BOLT-8  {ordered["qty"]:8} |
    """)
    balances = {item: book.balance("quotation", "QU-1", number) for number, item in ((1, "A"), (2, "B"))}
    still_open = [
        {"item": item, "qty": balance.open_to_order} for item, balance in balances.items() if balance.open_to_order
    ]
    assert still_open == case["expect"]["next_order_from_quote"]
    assert state_of("quotation", list(balances.values())) == case["expect"]["quote_status"].replace("partly ", "part_")


def run_fc_order_02(case: Case) -> None:
    book = Book()
    lines = [
        GoodsLine(line_no=number, product_no=product, quantity=Decimal(line["qty"]))
        for number, (product, line) in enumerate(
            zip(("BOLT-8", "NUT-8"), case["input"]["order_lines"], strict=True), start=1
        )
    ]
    assert not book.enter(SalesOrder(document_no="SO-1", document_date=TODAY, customer_no="C-1", lines=tuple(lines)))
    balances = [book.balance("sales_order", "SO-1", number) for number in (1, 2)]
    for balance, line in zip(balances, case["input"]["order_lines"], strict=True):
        balance.delivered = Decimal(line["delivered"])
    assert state_of("sales_order", balances) == "part_delivered"
    assert [balance.open_to_deliver for balance in balances if balance.open_to_deliver] == [
        line["open_qty"] for line in case["expect"]["open_lines"]
    ]


def run_fc_delivery_01(case: Case) -> None:
    first, second = (row["qty"] for row in case["input"]["delivery_rows"])
    book = check_documents(f"""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8  {case["input"]["order"]["qty"]:8} |
        DN-1      SO-1       BOLT-8  {first:8} |
        DN-1      SO-1       BOLT-8  {second:8} | delivery-exceeds-open-order
    """)
    assert book.balance("sales_order", "SO-1").delivered == case["expect"]["delivered_total_after"]


def run_fc_delivery_02(case: Case) -> None:
    check_documents(f"""
        document  refers_to  item    quantity | problem
        SO-1                 CLOTH   {case["input"]["order"]["qty"]:>8} |
        DN-1      SO-1       CLOTH   {case["input"]["delivery"]["qty"]:>8} | delivery-exceeds-open-order
    """)


def run_fc_invoice_01(case: Case) -> None:
    order, invoice = case["input"]["order"], case["input"]["invoices"][0]
    book = check_documents(
        f"""
        document  refers_to  item    quantity  price  | problem
        SO-1                 BOLT-8  {order["qty"]:8}  {order["unit_price"]:6} |
        DN-1      SO-1       BOLT-8  {order["qty"]:8}         |
        SI-1      DN-1       BOLT-8  {invoice["qty"]:8}  {invoice["unit_price"]:6} |
        """,
        facts(rules=RuleSettings(invoice_price_check="none")),
    )
    assert book.balance("delivery_note", "DN-1").uninvoiced == case["expect"]["open_to_invoice_qty"]
    assert state_of("delivery_note", [book.balance("delivery_note", "DN-1")]) == "part_invoiced"


def run_fc_invoice_02(case: Case) -> None:
    order, invoice = case["input"]["order"], case["input"]["invoice"]
    book = check_documents(f"""
        document  refers_to  item    quantity  price  discount | problem
        SO-1                 BOLT-8  {order["qty"]:8}  {order["unit_price"]:5}  {order["discount_pct"]:8} |
        DN-1      SO-1       BOLT-8  {order["qty"]:8}                  |
        SI-1      DN-1       BOLT-8  {invoice["qty"]:8}                  |
    """)
    billed = book.posted["SI-1"][0].net_amount
    assert str(billed) == case["expect"]["invoice_amount"]
    assert str(book.posted["SO-1"][0].net_amount - billed) == case["expect"]["remaining_amount"]


def run_fc_rounding_01(case: Case) -> None:
    line = case["input"]["line"]
    table = """
        document  refers_to  item    quantity  price   discount | problem
        SO-1                 BOLT-8  {qty:8}  {unit_price:6}  {discount_pct:8} |
        DN-1      SO-1       BOLT-8  {qty:8}                   |
        SI-1      DN-1       BOLT-8  {qty:8}                   |
    """
    book = check_documents(table.format(**line))
    nets = {number: str(book.posted[number][0].net_amount) for number in ("SO-1", "SI-1")}
    assert nets["SO-1"] == case["expect"]["line_amount"]
    assert nets["SI-1"] == case["expect"]["left_to_invoice_after_full_delivery"]


def run_fc_rounding_02(case: Case) -> None:
    lines = tuple(
        GoodsLine(
            line_no=number, product_no="CLOTH", quantity=Decimal(line["qty"]), unit_price=Decimal(line["unit_price"]),
            discount_percent=Decimal(line["discount_pct"]), tax_code="T15",
        )
        for number, line in enumerate(case["input"]["lines"], start=1)
    )  # fmt: skip
    known = facts(rules=RuleSettings(tax_rounding="per_line"))
    known.tax_codes["T15"] = known.tax_codes["T5"].model_copy(update={"tax_code": "T15", "tax_percent": Decimal(15)})
    book = Book(known)
    assert not book.enter(SalesOrder(document_no="SO-1", document_date=TODAY, customer_no="C-1", lines=lines))
    postings = book.posted["SO-1"]
    net, tax = sum(p.net_amount for p in postings), sum(p.tax_amount for p in postings)
    assert {"net": str(net), "tax": str(tax), "total": str(net + tax)} == case["expect"]["posted"]
    # What is posted is kept, so a later setting changes neither the document nor its mirror.
    mirror = reversal(postings, TODAY, "")
    assert str(sum(p.net_amount + p.tax_amount for p in mirror)) == case["expect"]["reversal_total"]
    assert sum(p.net_amount + p.tax_amount for p in [*postings, *mirror]) == Decimal(case["expect"]["open_balance"])


def run_fc_tax_01(case: Case) -> None:
    given = case["input"]
    net, tax = net_of_gross(Decimal(given["price_incl_tax"]), Decimal(given["tax_pct"]), given["decimals"])
    assert [str(net), str(tax), str(net + tax)] == [case["expect"][name] for name in ("net", "tax", "total")]


def run_fc_tax_02(case: Case) -> None:
    line = {name: Decimal(value) for name, value in case["input"]["line"].items()}
    net = line_net(line["qty"], line["unit_price"], line["discount_pct"], 2)
    taxes = {line_taxes([net], [line["tax_pct"]], per_document=mode, decimals=2)[0] for mode in (True, False)}
    assert (str(net), {str(tax) for tax in taxes}) == (case["expect"]["net"], {case["expect"]["tax"]})


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-quote-02": run_fc_quote_02,
    "FC-order-02": run_fc_order_02,
    "FC-delivery-01": run_fc_delivery_01,
    "FC-delivery-02": run_fc_delivery_02,
    "FC-invoice-01": run_fc_invoice_01,
    "FC-invoice-02": run_fc_invoice_02,
    "FC-rounding-01": run_fc_rounding_01,
    "FC-rounding-02": run_fc_rounding_02,
    "FC-tax-01": run_fc_tax_01,
    "FC-tax-02": run_fc_tax_02,
}
