"""Goods refused at the door, sent back and credited: typed into workbooks, from delivery to the last cent."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.stocking import show_stock
from salesbook.problems import SalesbookError
from tests.small_company import Desk, codes, outcomes, put, shows

ORDERS = """
    Ref  Date        Customer  Product  Quantity  Unit price  Discount %
    A1   2026-03-01  C-1       BOLT-8   10        20          10
    A1                         NUT-8    4
"""


@pytest.fixture
def delivered(desk: Desk) -> Path:
    """A workbook whose order is delivered, in a company where nobody has to agree to returns."""
    for name in ("return_check", "credit_note_check"):
        desk.change_settings(f'{name} = "approve"', f'{name} = "none"')
    book = desk.orders(ORDERS)
    desk.post(book)
    make_and_post(desk, "delivery_note", book)
    return book


def make_and_post(desk: Desk, kind: str, book: Path, *sources: str) -> None:
    desk.make(kind, book, *sources)
    report = desk.post(book)
    assert not report.has_errors, codes(report)


def test_refused_goods_are_signed_off_and_go_out_again(desk: Desk, delivered: Path) -> None:
    desk.make("sign_off", delivered)
    put(delivered, "sign_off", 2, refused_quantity=3, cause="carrier", reason="wet")
    assert desk.post(delivered).count("posted") == 1
    assert shows(
        delivered, "sign_off", "product_no", "signed_quantity", "refused_quantity", "cause", "document_no"
    ) == [
        ("BOLT-8", 7, 3, "carrier", "SG-2026-00001"),
        ("NUT-8", 4, None, None, "SG-2026-00001"),
    ]
    assert desk.show("DN-2026-00001").state == "part_refused"
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): 3}
    assert desk.open_quantities("delivery_note") == {("DN-2026-00001", 1): 7, ("DN-2026-00001", 2): 4}
    assert desk.post(delivered).count("already") == 3
    with pytest.raises(SalesbookError) as caught:
        desk.make("sign_off", delivered)
    assert caught.value.code == "nothing-open"


def test_goods_that_come_back_are_credited_at_what_they_cost(desk: Desk, delivered: Path) -> None:
    make_and_post(desk, "sales_invoice", delivered)
    desk.make("sales_return", delivered, "DN-2026-00001")
    put(delivered, "sales_return", 2, quantity=4, reason="bent")
    put(delivered, "sales_return", 3, quantity=1, reason="bent")
    assert desk.post(delivered).count("posted") == 1
    assert desk.show("SR-2026-00001").state == "received"
    make_and_post(desk, "credit_note", delivered)
    fields = ("source_no", "product_no", "quantity", "unit_price", "net_amount", "invoice_no", "reason")
    assert shows(delivered, "credit_note", *fields) == [
        ("SR-2026-00001", "BOLT-8", 4, 18, 72, "SI-2026-00001", "bent"),
        ("SR-2026-00001", "NUT-8", 1, Decimal("2.5"), Decimal("2.5"), "SI-2026-00001", "bent"),
    ]
    assert desk.show("SR-2026-00001").state == "credited"
    invoice = desk.show("SI-2026-00001")
    assert invoice.whole is not None
    assert (invoice.whole.credited_amount, invoice.whole.open_amount) == (Decimal("78.22"), Decimal("121.28"))
    assert desk.post(delivered).count("already") == 5


def test_a_whole_invoice_is_credited_by_its_number(desk: Desk, delivered: Path) -> None:
    make_and_post(desk, "sales_invoice", delivered)
    make_and_post(desk, "credit_note", delivered, "SI-2026-00001")
    invoice, credit = desk.show("SI-2026-00001"), desk.show("CN-2026-00001")
    assert (invoice.state, invoice.net_amount, invoice.tax_amount) == ("credited", credit.net_amount, credit.tax_amount)
    assert desk.open_quantities("delivery_note") == {("DN-2026-00001", 1): 10, ("DN-2026-00001", 2): 4}
    with pytest.raises(SalesbookError) as caught:
        desk.make("credit_note", delivered, "SI-2026-00001")
    assert caught.value.code == "nothing-open"


def test_goods_of_one_delivery_on_two_invoices_are_credited_row_by_row(desk: Desk, delivered: Path) -> None:
    desk.make("sales_invoice", delivered)
    put(delivered, "sales_invoice", 2, quantity=6)
    desk.post(delivered)
    make_and_post(desk, "sales_invoice", delivered)
    desk.make("sales_return", delivered, "DN-2026-00001")
    for row in (2, 3):
        put(delivered, "sales_return", row, reason="bent")
    desk.post(delivered)
    make_and_post(desk, "credit_note", delivered)
    assert shows(delivered, "credit_note", "product_no", "quantity", "invoice_no") == [
        ("BOLT-8", 6, "SI-2026-00001"),
        ("BOLT-8", 4, "SI-2026-00002"),
        ("NUT-8", 4, "SI-2026-00001"),
    ]
    assert [desk.show(f"SI-2026-0000{number}").state for number in (1, 2)] == ["credited", "credited"]


def test_a_request_is_carried_on_as_far_as_the_goods_came(desk: Desk, delivered: Path) -> None:
    desk.make("return_request", delivered, "DN-2026-00001")
    for row, quantity in ((2, 4), (3, 1)):
        put(delivered, "return_request", row, quantity=quantity, reason="bent", settlement="replace")
    desk.post(delivered)
    assert desk.show("RQ-2026-00001").state == "requested"
    desk.make("sales_return", delivered)
    assert shows(delivered, "sales_return", "source_no", "quantity", "reason", "settlement") == [
        ("RQ-2026-00001", 4, "bent", "replace"),
        ("RQ-2026-00001", 1, "bent", "replace"),
    ]
    put(delivered, "sales_return", 2, quantity=3)
    desk.post(delivered)
    assert desk.show("RQ-2026-00001").state == "part_received"
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): 3, ("SO-2026-00001", 2): 1}
    made = desk.make("sales_return", delivered)
    assert made.rows == 1


def test_a_return_waits_until_somebody_else_agrees(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    make_and_post(desk, "delivery_note", book)
    desk.make("sales_return", book, "DN-2026-00001")
    for row in (2, 3):
        put(book, "sales_return", row, reason="bent")
    report = desk.post(book)
    assert outcomes(report)["DN-2026-00001/1"] == "waiting"
    assert {code for _, code in codes(report)} == {"return-within-window"}


def test_what_rests_on_a_document_is_named_when_it_cannot_be_reversed(desk: Desk, delivered: Path) -> None:
    make_and_post(desk, "sales_invoice", delivered)
    desk.make("sales_return", delivered, "DN-2026-00001")
    for row in (2, 3):
        put(delivered, "sales_return", row, reason="bent", settlement="credit")
    desk.post(delivered)
    make_and_post(desk, "credit_note", delivered)
    for number, resting in (
        ("SR-2026-00001", "CN-2026-00001"),
        ("SI-2026-00001", "CN-2026-00001"),
        ("DN-2026-00001", "CN-2026-00001, SI-2026-00001, SR-2026-00001"),
    ):
        with pytest.raises(SalesbookError) as caught:
            desk.reverse(number)
        assert (caught.value.code, caught.value.values["documents"]) == ("reverse-built-upon", resting)
    for number in ("CN-2026-00001", "SR-2026-00001", "SI-2026-00001", "DN-2026-00001"):
        desk.reverse(number)
    assert desk.open_quantities("sales_order") == {("SO-2026-00001", 1): 10, ("SO-2026-00001", 2): 4}


def test_a_return_for_replacement_is_not_reversed_once_the_goods_went_out_again(desk: Desk, delivered: Path) -> None:
    desk.make("sales_return", delivered, "DN-2026-00001")
    for row in (2, 3):
        put(delivered, "sales_return", row, reason="bent", settlement="replace")
    desk.post(delivered)
    make_and_post(desk, "delivery_note", delivered)
    with pytest.raises(SalesbookError) as caught:
        desk.reverse("SR-2026-00001")
    assert caught.value.code == "reverse-used-since"
    desk.reverse("DN-2026-00002")
    desk.reverse("SR-2026-00001")
    assert desk.open_quantities("sales_order") == {}


def test_a_credit_is_not_reversed_once_the_goods_were_invoiced_again(desk: Desk, delivered: Path) -> None:
    make_and_post(desk, "sales_invoice", delivered)
    make_and_post(desk, "credit_note", delivered, "SI-2026-00001")
    make_and_post(desk, "sales_invoice", delivered)
    with pytest.raises(SalesbookError) as caught:
        desk.reverse("CN-2026-00001")
    assert caught.value.code == "reverse-used-since"


def test_a_credit_for_the_price_is_typed_with_the_new_price_or_the_amount(desk: Desk, delivered: Path) -> None:
    make_and_post(desk, "sales_invoice", delivered)
    book = desk.documents("credits.xlsx", credit_note="""
        Ref  Date        Invoice or return no.  Line  New price  Amount  Reason
        C1   2026-03-05  SI-2026-00001          1     15                 agreed late
        C2   2026-03-05  SI-2026-00001          2                1.5     scratched
    """)  # fmt: skip
    assert desk.post(book).count("posted") == 2
    assert shows(book, "credit_note", "quantity", "unit_price", "net_amount") == [
        (10, Decimal("4.5"), 45),
        (4, Decimal("0.375"), Decimal("1.5")),
    ]
    assert desk.post(book).count("already") == 2
    assert desk.open_quantities("delivery_note") == {}
    assert desk.show("SI-2026-00001").state == "posted"


def test_goods_whose_delivery_nobody_knows_are_worth_what_they_are_laid_beside(desk: Desk) -> None:
    desk.change_settings('return_check = "approve"', 'return_check = "none"')
    book = desk.documents(
        stock_movement="""
        Ref  Date        Movement  Product  Quantity  Unit cost
        M1   2026-03-01  opening   BOLT-8   10        6
    """,
        sales_return="""
        Ref  Date        Customer  Product  Quantity  Unit price  Reason  Disposition
        R1   2026-03-02  C-1       BOLT-8   3         20          bent    restock
        R2   2026-03-02  C-1       BOLT-8   2         20          broken  scrap
        R3   2026-03-02  C-1       NUT-8    2         2           bent    restock
    """,
    )
    assert set(outcomes(desk.post(book)).values()) == {"posted"}
    stocks = {row.product_no: (row.on_hand, row.value) for row in show_stock(desk.company)}
    # No stock of nuts is kept, so none begins with a return.
    assert stocks == {"BOLT-8": (13, 78)}


def test_goods_that_replace_invoiced_ones_are_not_claimed_again(desk: Desk) -> None:
    """Ten are invoiced, two come back to be replaced: the two that are sent in their place are paid for already."""
    desk.change_settings('return_check = "approve"', 'return_check = "none"')
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   10")
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    rows = """
        Ref  Date        Delivery or request no.  Line  Quantity  Settlement  Disposition  Reason
        R1   2026-03-05  DN-2026-00001            1     2         replace     scrap        broken
    """
    assert outcomes(desk.post(desk.documents("back.xlsx", sales_return=rows))) == {"R1": "posted"}
    desk.make("delivery_note", book)
    desk.post(book)
    assert desk.show("SO-2026-00001").lines[0].balance.open_to_deliver == 0
    with pytest.raises(SalesbookError, match="nothing-open"):
        desk.make("sales_invoice", book)
    claim = "Ref  Date        Delivery no.   Line  Quantity\nI2   2026-03-05  DN-2026-00002  1     2"
    (found,) = [
        found
        for found in desk.post(desk.documents("claim.xlsx", sales_invoice=claim)).problems
        if found.severity == "error"
    ]
    assert (found.code, found.values["open"]) == ("invoice-of-replaced", "0")
