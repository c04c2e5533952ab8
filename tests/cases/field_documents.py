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
from tests.small_company import Desk, put, shows

Case = Mapping[str, Any]


def run_fc_quote_01(case: Case, desk: Desk) -> None:
    """Items A, B and C of the case are our bolts, nuts and cloth, without tax."""
    products = {"A": "BOLT-8", "B": "NUT-8", "C": "CLOTH"}
    lines = case["input"]["lines"]
    rows = [
        f"Q1   2026-03-05  C-1       {products[line['item']]:8} {line['qty']:<9} {line['price']:<11} "
        f"{line.get('alternative_to', '')}"
        for line in lines
    ]
    table = "\n".join(["Ref  Date        Customer  Product  Quantity  Unit price  Instead of line", *rows])
    book = desk.documents(quotation=table)
    desk.post(book)
    assert f"{desk.show('QU-2026-00001').net_amount:.2f}" == case["expect"]["quote_total"]
    assert desk.make("sales_order", book).rows == 2, "A and C, until somebody chooses"
    chosen = case["input"]["order_choice"]
    ordered = [line for line in lines if line["id"] == chosen or (line["id"] != 1 and "alternative_to" not in line)]
    order = desk.orders("\n".join([
        "Ref  Date        Customer  Quotation no.  Line  Quantity",
        *(f"S1   2026-03-05  C-1       QU-2026-00001  {line['id']}     {line['qty']}" for line in ordered),
    ]), "choice.xlsx")  # fmt: skip
    assert not [found for found in desk.post(order).problems if found.severity == "error"]
    shown = desk.show("SO-2026-00001")
    items = {product: item for item, product in products.items()}
    assert [{"item": items[line.posting.product_no], "qty": line.posting.quantity} for line in shown.lines] == (
        case["expect"]["order_lines"]
    )
    assert f"{shown.net_amount:.2f}" == case["expect"]["order_total"]
    assert desk.show("QU-2026-00001").state == "ordered"


def run_fc_quote_03(case: Case, desk: Desk) -> None:
    first, second = case["input"]["revisions"]
    row = f"Q1   2026-03-05  C-1       BOLT-8   {first['qty']}        {first['price']}"
    book = desk.documents(quotation=f"Ref  Date        Customer  Product  Quantity  Unit price\n{row}")
    desk.post(book)
    put(book, "quotation", 2, remark="bargaining", revision=2)
    assert "revision-changes-nothing" in {found.code for found in desk.post(book).problems}
    put(
        book,
        "quotation",
        2,
        quantity=Decimal(second["qty"]),
        unit_price=Decimal(second["price"]),
        revision=second["rev"],
    )
    desk.post(book)
    assert shows(book, "quotation", "document_no", "revision") == [
        ("QU-2026-00001", case["expect"]["current_revision"])
    ]
    old = case["input"]["order_from"]["rev"]
    order = desk.orders(
        f"Ref  Date        Customer  Quotation no.     Quantity\nS1   2026-03-05  C-1       QU-2026-00001-R{old}  10",
        "old.xlsx",
    )
    (found,) = [found for found in desk.post(order).problems if found.severity == "error"]
    assert found.code == "quotation-superseded"
    told = f"refused: revision {found.values['revision']} was superseded by revision {found.values['newest']}"
    assert told == case["expect"]["order"]


def run_fc_order_01(case: Case, desk: Desk) -> None:
    line = case["input"]["order"]["lines"][0]
    row = f"S1   2026-03-05  C-1       BOLT-8   {line['qty']}"
    book = desk.orders(f"Ref  Date        Customer  Product  Quantity\n{row}")
    desk.post(book)
    desk.make("delivery_note", book)
    desk.post(book)
    put(book, "sales_order", 2, quantity=Decimal(case["input"]["change"]["qty"]), revision=2)
    (found,) = [found for found in desk.post(book).problems if found.severity == "error"]
    assert (found.code, found.values["done"]) == ("revision-below-done", str(line["delivered"]))
    assert [shown.balance.quantity for shown in desk.show("SO-2026-00001").lines] == [case["expect"]["order_qty"]]


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
DESK_RUNNERS: dict[str, Callable[[Case, Desk], None]] = {
    "FC-quote-01": run_fc_quote_01,
    "FC-quote-03": run_fc_quote_03,
    "FC-order-01": run_fc_order_01,
}
