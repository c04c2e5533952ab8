"""Field cases of receipts and credit: receipts typed into a real workbook, credit on the rules themselves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from salesbook.actions.storing import Report
from salesbook.actions.verifying import verify
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.payment_terms import instalments, parts_of
from salesbook.messages import sentence
from tests.documents.on_credit import delivery, invoice, known, order
from tests.documents.tables import TODAY, Book
from tests.small_company import Desk, clear, codes, outcomes, put

Case = Mapping[str, Any]


def run_fc_payment_03(case: Case, desk: Desk) -> None:
    """The invoice of the case is one pack without tax; its rows stand in rows 2 and 3 of one receipt."""
    _invoice(desk, case["input"]["invoice"]["outstanding"])
    rows = "\n".join(f"R1   2026-03-05  SI-2026-00001  {row['amount']}" for row in case["input"]["payment_rows"])
    receipt = desk.documents("receipts.xlsx", payment=f"Ref  Date        Invoice no.    Amount\n{rows}")
    report = desk.post(receipt)
    assert outcomes(report) == {"R1": "refused"}
    assert codes(report) == [("Receipts!A3", "row-twice"), ("Receipts!G3", "payment-exceeds-open")]
    assert "Row 2 of this receipt names the invoice already." in sentence(report.problems[1], "en")
    clear(receipt, "payment", 3)
    assert outcomes(desk.post(receipt)) == {"R1": "posted"}
    whole = desk.show("SI-2026-00001").whole
    assert whole is not None
    assert whole.open_amount == Decimal(case["expect"]["outstanding_after_if_row_3_removed"])


def run_fc_payment_01(case: Case, desk: Desk) -> None:
    """Both receipts stand in workbooks of their own, prepared from the same figure."""
    given, expected = case["input"], case["expect"]
    _invoice(desk, given["invoice"]["total"])
    for payment in given["payments"]:
        rows = (
            f"Ref  Date        Invoice no.    Amount\n{payment['id']}  2026-03-05  SI-2026-00001  {payment['amount']}"
        )
        report = desk.post(desk.documents(f"{payment['id']}.xlsx", payment=rows))
        wanted = expected[payment["id"]]
        lines = [line.posting for line in desk.show(_number(report)).lines]
        assert lines[0].net_amount == Decimal(wanted["allocated"])
        assert sum(line.net_amount for line in lines[1:]) == Decimal(wanted.get("unallocated", 0))
        warnings = [found for found in report.problems if found.severity == "warning"]
        assert bool(warnings) == wanted.get("warning", False)
        for found in warnings:
            assert (found.values["allocated"], found.values["on_account"]) == ("400", "200")
    whole = desk.show("SI-2026-00001").whole
    assert whole is not None
    assert whole.open_amount == Decimal(expected["outstanding"])


def run_fc_payment_02(case: Case) -> None:
    given = case["input"]
    written = "; ".join(f"{share}%@{30 * number}" for number, share in enumerate(given["portions_pct"]))
    parts = parts_of(written)
    assert parts is not None
    found = instalments(Decimal(given["total"]), parts, TODAY, 2)
    assert [str(part.amount) for part in found] == case["expect"]["instalments"]


def run_fc_deposit_01(case: Case, desk: Desk) -> None:
    given, expected = case["input"], case["expect"]
    _untaxed(desk, given["order"]["unit_price"])
    book = desk.orders(
        f"Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       PACK     {given['order']['qty']}"
    )
    desk.post(book)
    _receive(desk, "R1", "SO-2026-00001", given["deposit_paid"])
    for number, quantity in enumerate(given["deliveries"]):
        desk.make("delivery_note", book)
        put(book, "delivery_note", 2 + number, quantity=Decimal(quantity))
        desk.post(book)
        desk.make("sales_invoice", book)
        assert set(outcomes(desk.post(book)).values()) <= {"posted", "already"}
    first, second = (desk.show(f"SI-2026-0000{number}").whole for number in (1, 2))
    assert first is not None
    assert second is not None
    assert str(first.amount) == str(Decimal(expected["invoice_1"]["gross"]).normalize() + 0)
    lowest, highest = map(Decimal, expected["invoice_1"]["deposit_used_between"])
    assert lowest <= first.paid <= highest
    assert first.open_amount >= Decimal(expected["invoice_1"]["due_at_least"])
    assert first.paid + second.paid == Decimal(expected["after_both"]["deposit_used"])
    assert first.open_amount + second.open_amount == Decimal(expected["after_both"]["due_total"])
    deposit = desk.show("SO-2026-00001").deposit
    assert deposit is not None
    assert (deposit.state, deposit.left) == ("applied", 0)


def run_fc_deposit_02(case: Case, desk: Desk) -> None:
    given, expected = case["input"], case["expect"]
    first, second = given["invoices"]
    assert first + second == given["order_total"]
    _untaxed(desk, first)
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       PACK     2")
    desk.post(book)
    _receive(desk, "R1", "", given["other_deposit_same_customer"]["amount"])
    _receive(desk, "R2", "SO-2026-00001", given["deposit"]["amount"])
    for number in (0, 1):
        desk.make("delivery_note", book)
        put(book, "delivery_note", 2 + number, quantity=Decimal(1))
        desk.post(book)
        desk.make("sales_invoice", book)
        desk.post(book)
        whole, wanted = desk.show(f"SI-2026-0000{number + 1}").whole, expected[f"invoice_{number + 1}"]
        assert whole is not None
        assert (whole.paid, whole.open_amount) == (Decimal(wanted["from_order_deposit"]), Decimal(wanted["due"]))
    with desk.company.cache() as cache:
        ((line, _),) = cache.money_unapplied(["C-1"])
        assert line.posting.net_amount == Decimal(expected["other_deposit_left"])
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == Decimal(expected["other_deposit_left"])
    assert verify(desk.company).is_good


def _receive(desk: Desk, reference: str, source_no: str, amount: object) -> None:
    header = "Ref  Date        Customer  Invoice no.    Amount"
    row = f"{header}\n{reference}   2026-03-05  C-1       {source_no:13}  {amount}"
    assert desk.post(desk.documents(f"{reference}.xlsx", payment=row)).count("posted") == 1


def _untaxed(desk: Desk, price: object) -> None:
    desk.post(desk.records("product", f"Product  Name  Base price\nPACK     Pack  {price}"))


def run_fc_deposit_03(case: Case, desk: Desk) -> None:
    given, expected = case["input"], case["expect"]
    _invoice(desk, given["invoice_outstanding"])
    rows = f"Ref  Date        Invoice no.    Amount\nR1   2026-03-05  SI-2026-00001  {given['payment']}"
    report = desk.post(desk.documents("receipts.xlsx", payment=rows))
    paid, held = (line.posting.net_amount for line in desk.show(_number(report)).lines)
    assert (paid, held) == (Decimal(expected["allocated"]), Decimal(expected["held_as_customer_deposit"]))
    whole = desk.show("SI-2026-00001").whole
    assert whole is not None
    assert whole.open_amount == Decimal(expected["invoice_outstanding_after"])
    with desk.company.cache() as cache:
        assert cache.accounts_of(["C-1"])["C-1"].unapplied == held


def _invoice(desk: Desk, total: object) -> None:
    """An invoice of one pack without tax."""
    _untaxed(desk, total)
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       PACK     1")
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)


def _number(report: Report) -> str:
    return report.decisions[0].document_no


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
    "FC-payment-02": run_fc_payment_02,
}
DESK_RUNNERS: dict[str, Callable[[Case, Desk], None]] = {
    "FC-deposit-01": run_fc_deposit_01,
    "FC-deposit-02": run_fc_deposit_02,
    "FC-deposit-03": run_fc_deposit_03,
    "FC-payment-01": run_fc_payment_01,
    "FC-payment-03": run_fc_payment_03,
}
