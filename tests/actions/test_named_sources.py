"""Documents that a row names by their Ref, as sheets of a shop do: which one is taken, and when it is asked."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.verifying import verify
from salesbook.messages import sentence
from tests.small_company import Desk, codes, outcomes, put

ORDERS = """
    Ref  Date        Customer  Product  Quantity  Unit price
    W-1  2026-03-01  C-1       BOLT-8   10        20
    W-2  2026-03-02  C-1       BOLT-8   10        20
    W-2                        NUT-8    4         2
    W-3  2026-03-02  C-1       BOLT-8   6         20
"""
RETURN = """
    Ref  Date        Delivery or request no.  Product  Quantity  Reason
"""
ONE = "R1   2026-03-05  {source:24} BOLT-8   1         bent"


@pytest.fixture
def delivered(desk: Desk) -> Desk:
    """Two orders are delivered, the first one in two parts; the third is not."""
    desk.change_settings('return_check = "approve"', 'return_check = "none"')
    book = desk.orders(ORDERS)
    assert desk.post(book).count("posted") == 3
    for number in (4, 6):
        desk.make("delivery_note", book, "SO-2026-00001")
        row = 2 if number == 4 else 3
        put(book, "delivery_note", row, quantity=number)
        assert not desk.post(book).has_errors
    desk.make("delivery_note", book, "SO-2026-00002")
    assert not desk.post(book).has_errors
    return desk


def returned(desk: Desk, *rows: str) -> Path:
    return desk.documents("returns.xlsx", sales_return=RETURN + "\n".join(f"    {row}" for row in rows))


def test_an_order_of_a_shop_stands_for_its_only_delivery_and_that_is_said(delivered: Desk) -> None:
    book = returned(delivered, "R1   2026-03-05  W-2                      NUT-8    1         bent")
    report = delivered.post(book)
    assert (outcomes(report), codes(report)) == ({"R1": "posted"}, [("Returns!D2", "source-by-ref")])
    assert "W-2 is no number of ours; it is taken for DN-2026-00003" in sentence(report.problems[0], "en")
    line = delivered.show("SR-2026-00001").lines[0].posting
    assert (line.delivery_no, line.order_no, line.product_no) == ("DN-2026-00003", "SO-2026-00002", "NUT-8")
    assert outcomes(delivered.post(book)) == {"R1": "already"}
    assert verify(delivered.company).is_good


def test_the_number_of_an_order_does_as_well_as_its_ref(delivered: Desk) -> None:
    book = returned(delivered, ONE.format(source="SO-2026-00002"))
    assert outcomes(delivered.post(book)) == {"R1": "posted"}


def test_without_a_product_the_order_must_have_one_line(delivered: Desk) -> None:
    book = returned(delivered, "R1   2026-03-05  W-2                               1         bent")
    report = delivered.post(book)
    assert outcomes(report) == {"R1": "refused"}
    assert ("Returns!E2", "source-line-ambiguous") in codes(report)


def test_what_may_be_several_deliveries_is_asked_and_not_guessed(delivered: Desk) -> None:
    report = delivered.post(returned(delivered, ONE.format(source="W-1")))
    assert codes(report) == [("Returns!D2", "source-open")]
    assert "W-1 may be any of DN-2026-00001, DN-2026-00002" in sentence(report.problems[0], "en")


def test_a_ref_of_two_orders_is_asked(delivered: Desk) -> None:
    again = delivered.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price
        W-2  2026-03-03  C-2       BOLT-8   1         20
    """, "other.xlsx")  # fmt: skip
    delivered.post(again)
    delivered.make("delivery_note", again, "SO-2026-00004")
    delivered.post(again)
    report = delivered.post(returned(delivered, ONE.format(source="W-2")))
    assert codes(report) == [("Returns!D2", "source-open")]


def test_of_an_order_that_was_not_delivered_nothing_comes_back(delivered: Desk) -> None:
    book = returned(
        delivered,
        "R1   2026-03-05  W-3                      BOLT-8   1         bent",
        "R2   2026-03-05  W-9                      BOLT-8   1         bent",
    )
    report = delivered.post(book)
    assert codes(report) == [("Returns!D2", "source-not-delivered"), ("Returns!D3", "unknown-delivery-note")]
    assert "no order W-9" in sentence(report.problems[1], "en")


def test_a_return_means_what_it_was_posted_for_although_more_was_delivered_since(delivered: Desk) -> None:
    late = delivered.documents("late.xlsx")
    delivered.make("delivery_note", late, "SO-2026-00003")
    put(late, "delivery_note", 2, quantity=2)
    delivered.post(late)
    book = returned(delivered, ONE.format(source="W-3"))
    assert outcomes(delivered.post(book)) == {"R1": "posted"}
    delivered.make("delivery_note", late, "SO-2026-00003")
    delivered.post(late)
    assert outcomes(delivered.post(book)) == {"R1": "already"}


def test_deliveries_and_invoices_of_a_shop_name_the_order_by_its_ref_too(delivered: Desk) -> None:
    book = delivered.documents(
        "shop.xlsx", delivery_note="""
            Ref  Date        Order no.  Product  Quantity
            D-1  2026-03-05  W-3        BOLT-8   6
        """,
    )  # fmt: skip
    assert outcomes(delivered.post(book)) == {"D-1": "posted"}
    invoices = delivered.documents(
        "invoices.xlsx", sales_invoice="""
            Ref  Date        Delivery no.  Product  Quantity
            I-1  2026-03-05  D-1           BOLT-8   6
        """,
    )  # fmt: skip
    assert outcomes(delivered.post(invoices)) == {"I-1": "posted"}


def test_nothing_comes_back_before_it_was_ordered(delivered: Desk) -> None:
    book = returned(
        delivered,
        "R1   2026-03-01  W-2                      BOLT-8   1         bent",
        "R2   2026-03-03  W-2                      BOLT-8   1         bent",
    )
    report = delivered.post(book)
    assert outcomes(report) == {"R1": "refused", "R2": "posted"}
    found = {code for place, code in codes(report) if place.startswith("Returns!B")}
    assert found == {"return-before-order", "return-before-delivery"}


def test_an_amount_given_back_is_compared_with_what_was_agreed(delivered: Desk) -> None:
    book = returned(
        delivered,
        "R1   2026-03-05  W-2                      BOLT-8   1         bent",
        "R2   2026-03-05  W-2                      BOLT-8   1         bent",
        "R3   2026-03-05  W-2                      BOLT-8   1         bent",
    )
    for row, amount in ((2, 20), (3, Decimal("19.99")), (4, 15)):
        put(book, "sales_return", row, net_amount=amount)
    report = delivered.post(book)
    assert outcomes(report) == {"R1": "posted", "R2": "posted", "R3": "refused"}
    assert [code for _, code in codes(report) if code != "source-by-ref"] == ["refund-rounded", "refund-differs"]
    assert delivered.show("SR-2026-00002").net_amount == 20
