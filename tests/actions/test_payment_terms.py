"""Terms of payment from the master data workbook to the receipt."""

from decimal import Decimal

from tests.small_company import Desk, codes, outcomes, shows


def test_terms_of_a_customer_give_his_invoices_parts_and_his_receipts_a_discount(desk: Desk) -> None:
    terms = """
        Payment terms  Instalments      Prompt discount %  Discount days
        3X             1/3@30; rest@60  2                  10
        BAD            1/3@30; 1/3@60
    """
    report = desk.post(desk.records("payment_terms", terms, "terms.xlsx"))
    assert codes(report) == [("Payment terms!C3", "terms-do-not-add-up")]
    customers = "Customer  Name   Salesperson  Territory  Payment terms\n{}"
    report = desk.post(desk.records("customer", customers.format("C-1       Alpha  P1           N1         3Y")))
    assert [code for _, code in codes(report)] == ["unknown-payment-terms"]
    desk.post(desk.records("customer", customers.format("C-1       Alpha  P1           N1         3X"), "again.xlsx"))
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   100")
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert desk.post(book).count("posted") == 1
    parts = desk.show("SI-2026-00001").instalments
    assert [(str(part.due), part.amount, left) for part, left in parts] == [
        ("2026-04-04", 350, 350), ("2026-05-04", 700, 700),
    ]  # fmt: skip
    desk.make("payment", book)
    assert shows(book, "payment", "amount", "discount_taken") == [(Decimal(1029), Decimal(21))]
    report = desk.post(book)
    assert (outcomes(report)["SI-2026-00001/1"], desk.show("SI-2026-00001").state) == ("posted", "paid")
    assert [left for _, left in desk.show("SI-2026-00001").instalments] == [0, 0]
    assert outcomes(desk.post(book))["SI-2026-00001/1"] == "already"
