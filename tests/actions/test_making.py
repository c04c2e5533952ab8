"""Make the next document from what is open, post it, make again: only the rest comes."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.verifying import verify
from salesbook.hosts.addresses import column_letters
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import LISTS
from tests.small_company import Desk, codes, outcomes, put, shows

QUOTATIONS = """
    Ref  Date        Valid until  Customer  Product  Quantity  Discount %
    Q1   2026-03-01  2026-04-01   C-1       BOLT-8   5         10
    Q1                                      NUT-8    3
    Q2   2026-03-02               C-2       CLOTH    2.5
"""

ORDERS = """
    Ref  Date        Customer  Product  Quantity  Due
    A1   2026-03-01  C-1       BOLT-8   10        2026-03-20
    A1                         NUT-8    4
    A2   2026-03-02  C-2       CLOTH    2.125
"""


@pytest.fixture
def ordered(desk: Desk) -> Path:
    """A workbook whose orders are posted."""
    book = desk.orders(ORDERS)
    assert desk.post(book).count("posted") == 2
    return book


def test_an_order_made_from_a_quotation_takes_over_what_was_offered(desk: Desk) -> None:
    book = desk.documents(quotation=QUOTATIONS)
    desk.post(book)
    made = desk.make("sales_order", book, "QU-2026-00001")
    assert (made.rows, dict(made.references)) == (2, {"QU-2026-00001/1": "QU-2026-00001"})
    fields = ("document_ref", "customer_no", "source_no", "source_line_no", "product_no", "quantity", "unit_price")
    assert shows(book, "sales_order", *fields, "discount_percent") == [
        ("QU-2026-00001/1", "C-1", "QU-2026-00001", 1, "BOLT-8", 5, 10, 10),
        ("QU-2026-00001/1", "C-1", "QU-2026-00001", 2, "NUT-8", 3, Decimal("2.5"), None),
    ]
    assert outcomes(desk.post(book)) == {"Q1": "already", "Q2": "already", "QU-2026-00001/1": "posted"}
    assert desk.show("QU-2026-00001").state == "ordered"
    assert desk.show("SO-2026-00001").net_amount == desk.show("QU-2026-00001").net_amount == Decimal("52.50")


def test_a_line_that_is_ordered_already_does_not_come_again(desk: Desk) -> None:
    """Field case FC-quote-02: no line for it, not even with quantity 0."""
    book = desk.documents(quotation=QUOTATIONS)
    desk.post(book)
    desk.make("sales_order", book, "QU-2026-00001")
    put(book, "sales_order", 3, source_no=None, source_line_no=None, product_no=None, quantity=None, document_ref=None,
        document_date=None, customer_no=None, salesperson_no=None, territory_code=None, description=None, unit=None,
        unit_price=None, tax_code=None)  # fmt: skip
    desk.post(book)
    assert desk.show("QU-2026-00001").state == "part_ordered"
    again = desk.documents("second.xlsx")
    made = desk.make("sales_order", again, "QU-2026-00001")
    assert shows(again, "sales_order", "document_ref", "product_no", "quantity") == [("QU-2026-00001/2", "NUT-8", 3)]
    assert made.rows == 1
    assert desk.post(again).count("posted") == 1
    assert desk.show("QU-2026-00001").state == "ordered"


def test_a_delivery_in_two_parts(desk: Desk, ordered: Path) -> None:
    desk.make("delivery_note", ordered, "SO-2026-00001")
    assert shows(ordered, "delivery_note", "source_no", "source_line_no", "product_no", "quantity") == [
        ("SO-2026-00001", 1, "BOLT-8", 10),
        ("SO-2026-00001", 2, "NUT-8", 4),
    ]
    put(ordered, "delivery_note", 2, quantity=6)
    assert desk.post(ordered).count("posted") == 1
    assert desk.show("SO-2026-00001").state == "part_delivered"
    made = desk.make("delivery_note", ordered, "SO-2026-00001")
    assert made.rows == 1
    assert shows(ordered, "delivery_note", "document_ref", "document_no", "product_no", "quantity")[2:] == [
        ("SO-2026-00001/2", None, "BOLT-8", 4)
    ]
    assert desk.post(ordered).count("posted") == 1
    assert desk.show("SO-2026-00001").state == "delivered"
    with pytest.raises(SalesbookError) as caught:
        desk.make("delivery_note", ordered, "SO-2026-00001")
    assert caught.value.code == "nothing-open"


def test_without_numbers_everything_that_is_open_is_made(desk: Desk, ordered: Path) -> None:
    made = desk.make("delivery_note", ordered)
    assert list(made.references.values()) == ["SO-2026-00001", "SO-2026-00002"]
    assert desk.post(ordered).count("posted") == 2
    desk.make("sales_invoice", ordered)
    fields = ("document_ref", "source_no", "product_no", "quantity", "unit_price", "net_amount")
    rows = shows(ordered, "sales_invoice", *fields)
    assert [row[:5] for row in rows] == [
        ("DN-2026-00001/1", "DN-2026-00001", "BOLT-8", 10, 10),
        ("DN-2026-00001/1", "DN-2026-00001", "NUT-8", 4, Decimal("2.5")),
        ("DN-2026-00002/1", "DN-2026-00002", "CLOTH", Decimal("2.125"), 8),
    ]
    assert not desk.post(ordered).problems
    assert [desk.show(f"SI-2026-0000{number}").net_amount for number in (1, 2)] == [Decimal(110), Decimal(17)]
    assert desk.show("SO-2026-00001").state == "completed"
    assert verify(desk.company).is_good


def test_an_invoice_is_due_by_the_terms_of_the_customer(desk: Desk, ordered: Path) -> None:
    desk.make("delivery_note", ordered)
    desk.post(ordered)
    desk.make("sales_invoice", ordered)
    desk.post(ordered)
    dues = [str(desk.show(f"SI-2026-0000{number}").lines[0].posting.due_date) for number in (1, 2)]
    assert dues == ["2026-04-04", "2026-05-04"]


def test_made_rows_carry_the_live_formula_of_the_column(desk: Desk, ordered: Path) -> None:
    desk.make("delivery_note", ordered)
    desk.post(ordered)
    desk.make("sales_invoice", ordered)
    column = column_letters(LISTS["sales_invoice"].index("net_amount") + 1)
    formulas = [cell.value for cell in openpyxl.load_workbook(ordered)["Invoices"][column][1:]]
    assert len(formulas) == 3
    assert all(str(formula).startswith("=IF(tblInvoices[[#This Row],[Unit price]]") for formula in formulas)


def test_made_twice_before_posting_is_refused_for_the_second(desk: Desk, ordered: Path) -> None:
    """Two people make the same delivery; the goods can leave once."""
    desk.make("delivery_note", ordered, "SO-2026-00001")
    other = desk.documents("other.xlsx")
    desk.make("delivery_note", other, "SO-2026-00001")
    desk.post(ordered)
    stored = desk.version
    report = desk.post(other)
    assert [code for _, code in codes(report)] == ["delivery-exceeds-open-order"] * 2
    assert desk.version == stored


def test_an_unknown_number_makes_nothing(desk: Desk, ordered: Path) -> None:
    content = ordered.read_bytes()
    with pytest.raises(SalesbookError, match="document-not-found"):
        desk.make("delivery_note", ordered, "SO-2026-00001", "SO-2026-00077")
    assert ordered.read_bytes() == content


def test_making_twice_before_posting_adds_nothing(desk: Desk, ordered: Path) -> None:
    assert desk.make("delivery_note", ordered, "SO-2026-00001").rows == 2
    with pytest.raises(SalesbookError) as told:
        desk.make("delivery_note", ordered, "SO-2026-00001")
    assert told.value.code == "nothing-open"
    assert not desk.post(ordered).has_errors
    assert desk.open_quantities("sales_order") == {("SO-2026-00002", 1): Decimal("2.125")}


def test_an_expired_quotation_is_not_offered(desk: Desk) -> None:
    book = desk.documents(quotation=QUOTATIONS.replace("2026-04-01", "2026-03-04"))
    desk.post(book)
    made = desk.make("sales_order", book)
    assert set(made.references.values()) == {"QU-2026-00002"}
