"""Field cases of returns and credit notes, run on the rules themselves and, where lists are meant, on a workbook."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from salesbook.documents.returning import ReturnLine
from salesbook.documents.sales_return import SalesReturn
from salesbook.messages import sentence
from salesbook.problems import Problem, SalesbookError
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts
from tests.small_company import Desk, codes

Case = Mapping[str, Any]

AGREED = RuleSettings(return_check="none", credit_note_check="none")


def run_fc_return_01(case: Case) -> None:
    sale, returns = case["input"]["sale"], case["input"]["returns"]
    book = sold(sale["qty"])
    accepted, refusals = [], list[str]()
    for number, quantity in enumerate(returns, start=1):
        problems = enter_return(book, f"SR-{number}", quantity)
        accepted.append(not problems)
        refusals += [sentence(problem, "en") for problem in problems]
    assert accepted == case["expect"]["accepted"]
    assert [case["expect"]["third"].removeprefix("refused: ") in refusal for refusal in refusals] == [True]
    assert book.balance("delivery_note", "DN-1").returned == case["expect"]["returned_total"]


def run_fc_return_02(case: Case) -> None:
    lines, returned = case["input"]["delivery"]["lines"], case["input"]["return"]
    items = dict(zip((line["item"] for line in lines), ("BOLT-8", "BOLT-8", "NUT-8"), strict=True))
    notes = "\n".join(
        f"DN-19      SO-1       {items[line['item']]:<8}  {line['qty']:>8}  {line['line']}     .       |"
        for line in lines
    )
    orders = "\n".join(
        f"SO-1       .          {items[line['item']]:<8}  {line['qty']:>8}  .     .       |" for line in lines
    )
    header = "document   refers_to  item      quantity  line  reason  | problem"
    back = f"SR-1       DN-19      .         {returned['qty']:>8}  {returned['line']}     bent    |"
    book = check_documents("\n".join([header, orders, notes, back]), facts(rules=AGREED))
    kept = {line["item"]: book.balance("delivery_note", "DN-19", line["line"]).returnable for line in lines}
    assert kept == case["expect"]["net"]


def run_fc_return_03(case: Case) -> None:
    sale, credit = case["input"]["sale"], case["input"]["credits"][0]
    new_price = sale["unit_price"] - credit["per_unit"]
    book = sold(sale["qty"], sale["unit_price"], invoiced=True)
    check_documents(
        f"""
        document  refers_to  item    new_price  reason | problem
        CN-1      SI-1       BOLT-8  {new_price:9}  price  |
        """,
        book=book,
    )
    invoice, delivery = book.balance("sales_invoice", "SI-1"), book.balance("delivery_note", "DN-1")
    order, expected = book.balance("sales_order", "SO-1"), case["expect"]["after_price_credit"]
    assert (order.invoiced, delivery.returnable) == (expected["invoiced_qty_of_order"], expected["returnable_qty"])
    left = book.posted["SI-1"][0].net_amount - invoice.reduced
    assert left / sale["qty"] == Decimal(expected["net_unit_price"])
    assert (order.open_to_invoice, delivery.uninvoiced) == (0, 0)
    assert not enter_return(book, "SR-1", case["input"]["then"][0]["qty"])
    check_documents(
        f"""
        document  refers_to  item    quantity | problem
        CN-2      SR-1       BOLT-8  {sale["qty"]:8} |
        """,
        book=book,
    )
    goods = book.posted["CN-2"][0]
    assert case["expect"]["goods_return"] == f"accepted for {goods.quantity} at {goods.unit_price:.2f} each"
    credited = sum(book.posted[number][0].net_amount for number in ("CN-1", "CN-2"))
    assert credited == Decimal(case["expect"]["total_credited"])


def run_fc_return_04(case: Case, desk: Desk) -> None:
    given = case["input"]["return"]
    for name in ("return_check", "credit_note_check"):
        desk.change_settings(f'{name} = "approve"', f'{name} = "none"')
    book = desk.orders(f"""
        Ref  Date        Customer  Product  Quantity  Unit price
        A1   2026-03-01  C-1       BOLT-8   {given["qty"]:8}  {given["unit_price"]}
    """)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    returned = desk.documents("returns.xlsx", sales_return=f"""
        Ref  Date        Delivery or request no.  Quantity  Reason
        R1   2026-03-05  DN-2026-00001            {given["qty"]}         bent
    """)  # fmt: skip
    desk.post(returned)
    desk.make("credit_note", returned)
    desk.post(returned)
    assert desk.show("SR-2026-00001").lines[0].balance.open_to_credit == case["expect"]["open_to_credit"]
    with pytest.raises(SalesbookError) as caught:
        desk.make("credit_note", returned)
    assert caught.value.code == "nothing-open"
    again = desk.documents("again.xlsx", credit_note=f"""
        Ref  Date        Invoice or return no.  Quantity
        C2   2026-03-05  SR-2026-00001          {given["qty"]}
    """)  # fmt: skip
    report = desk.post(again)
    found = [code for _, code in codes(report)]
    assert found == ["return-fully-credited"], report.problems
    refusal = case["expect"]["second_credit"].removeprefix("refused: ").replace("RMA-1", "SR-2026-00001")
    assert sentence(report.problems[0], "en").startswith(refusal)


def sold(quantity: int, price: int = 10, *, invoiced: bool = False) -> Book:
    """One order line that was delivered, and invoiced where it matters."""
    invoice = f"SI-1      DN-1       BOLT-8  {quantity:8}         |" if invoiced else ""
    return check_documents(
        f"""
        document  refers_to  item    quantity  price  | problem
        SO-1                 BOLT-8  {quantity:8}  {price:5}  |
        DN-1      SO-1       BOLT-8  {quantity:8}         |
        {invoice}
        """,
        facts(rules=AGREED),
    )


def enter_return(book: Book, document_no: str, quantity: int) -> list[Problem]:
    """Goods that come back of the only delivery."""
    line = ReturnLine(line_no=1, source_no="DN-1", quantity=Decimal(quantity), reason="bent")
    return book.enter(SalesReturn(document_no=document_no, document_date=TODAY, lines=(line,)))


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-return-01": run_fc_return_01,
    "FC-return-02": run_fc_return_02,
    "FC-return-03": run_fc_return_03,
}

DESK_RUNNERS: dict[str, Callable[[Case, Desk], None]] = {"FC-return-04": run_fc_return_04}
