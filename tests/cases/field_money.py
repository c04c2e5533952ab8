"""Field cases of receipts and credit: receipts typed into a real workbook, credit on the rules themselves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from salesbook.documents.exposure import CreditStanding
from salesbook.messages import sentence
from tests.documents.on_credit import delivery, invoice, known, order
from tests.documents.tables import Book
from tests.small_company import Desk, clear, codes, outcomes

Case = Mapping[str, Any]


def run_fc_payment_03(case: Case, desk: Desk) -> None:
    """The invoice of the case is one pack without tax; its rows stand in rows 2 and 3 of one receipt."""
    outstanding = case["input"]["invoice"]["outstanding"]
    desk.post(desk.records("product", f"Product  Name  Base price\nPACK     Pack  {outstanding}"))
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       PACK     1")
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    rows = "\n".join(f"R1   2026-03-05  SI-2026-00001  {row['amount']}" for row in case["input"]["payment_rows"])
    receipt = desk.documents("receipts.xlsx", payment=f"Ref  Date        Invoice no.    Amount\n{rows}")
    report = desk.post(receipt)
    assert (outcomes(report), codes(report)) == ({"R1": "refused"}, [("Receipts!G3", "payment-exceeds-open")])
    assert "Row 2 of this receipt names the invoice already." in sentence(report.problems[0], "en")
    clear(receipt, "payment", 3)
    assert outcomes(desk.post(receipt)) == {"R1": "posted"}
    whole = desk.show("SI-2026-00001").whole
    assert whole is not None
    assert whole.open_amount == Decimal(case["expect"]["outstanding_after_if_row_3_removed"])


def run_fc_credit_01(case: Case) -> None:
    """Only deliveries are checked, as in the report; here each has an order, which is not."""
    first, second = case["input"]["deliveries"]
    book = Book(known(str(case["input"]["credit_limit"]), credit_check_order="none"))
    book.enter(order("SO-1", str(first)))
    assert not book.enter(delivery("DN-1", "SO-1", "1"))
    assert book.facts.credit["C-1"].exposure == Decimal(case["expect"]["delivery_1"]["exposure"])
    book.enter(order("SO-2", str(second)))
    (found,) = book.enter(delivery("DN-2", "SO-2", "1"))
    assert found.severity == "error"
    assert Decimal(found.values["exposure"]) == Decimal(case["expect"]["delivery_2"]["exposure"])
    assert Decimal(found.values["limit"]) == case["input"]["credit_limit"]


def run_fc_credit_02(case: Case) -> None:
    book = Book(known(str(case["input"]["credit_limit"]), credit_check_invoice="block"))
    for paper in (
        order("SO-1", str(case["input"]["order"])),
        delivery("DN-1", "SO-1", "1"),
        invoice("SI-1", "DN-1", "1"),
    ):
        assert not book.enter(paper)
        assert book.facts.credit["C-1"].exposure == Decimal(case["expect"]["exposure"])


def run_fc_credit_03(case: Case) -> None:
    book = Book(known("1000"))
    used = case["expect"]["used_after"]
    for paper, expected in (
        (order("SO-1", case["input"]["order"]), used["order"]),
        (delivery("DN-1", "SO-1", "1"), used["shipment"]),
        (invoice("SI-1", "DN-1", "1"), used["invoice"]),
    ):
        assert not book.enter(paper)
        assert str(book.facts.credit["C-1"].exposure) == expected
    other = case["input"]["second_customer"]
    standing = CreditStanding(receivable=Decimal(other["used"]))
    (found,) = Book(known(other["limit"], standing=standing)).enter(order("SO-1", other["new_order"]))
    above = f"{found.values['exposure']} above {Decimal(found.values['limit']):.2f}"
    assert f"refused: {above}" == case["expect"]["second_customer"]


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-credit-01": run_fc_credit_01,
    "FC-credit-02": run_fc_credit_02,
    "FC-credit-03": run_fc_credit_03,
}
DESK_RUNNERS: dict[str, Callable[[Case, Desk], None]] = {"FC-payment-03": run_fc_payment_03}
