"""Stock from the workbook to the ledger and back: movements, deliveries at cost, promises, who sees costs."""

import json
from datetime import date
from decimal import Decimal

import pytest

from salesbook import cli
from salesbook.actions.margins import margin_of_document, margins_between
from salesbook.actions.picking import make_from_picks
from salesbook.actions.stocking import show_promise, show_stock
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import LOOKUPS
from tests.small_company import TODAY, Desk, outcomes, put, shows, table_shows

OPENING = """
    Ref  Date        Movement  Product  Quantity  Unit cost  Warehouse
    S1   2026-03-01  opening   BOLT-8   100       7.00       Main
    S2   2026-03-02  receipt   BOLT-8   50        7.30       Main
    S3   2026-03-02  transfer  BOLT-8   20                   Main
"""


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    desk.records("warehouse", "Warehouse  Name\nMain       Main store\nShop       Shop", "places.xlsx")
    report = desk.post(desk.folder / "places.xlsx")
    assert not report.problems
    book = desk.documents(
        "stock.xlsx",
        stock_movement=OPENING.replace("Warehouse\n", "Warehouse  To warehouse\n").replace(
            "20                   Main", "20                   Main       Shop"
        ),
    )
    report = desk.post(book)
    assert not report.problems
    assert set(outcomes(report).values()) == {"posted"}
    assert set(outcomes(desk.post(book)).values()) == {"already"}
    return desk


def test_from_the_opening_stock_to_the_margin(stocked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    book = stocked.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price  Due
        A    2026-03-05  C-1       BOLT-8   120       9.20        2026-03-06
        B    2026-03-05  C-1       BOLT-8   40        9.20        2026-03-06
    """)
    report = stocked.post(book)
    assert [problem.code for problem in report.problems] == ["promise-exceeds-available"]
    assert table_shows(book, LOOKUPS["stock"], "product_no", "on_hand", "promised", "available") == [
        ("BOLT-8", 150, 160, 0)
    ]
    stocked.make("delivery_note", book, "SO-2026-00001")
    report = stocked.post(book)
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert table_shows(book, LOOKUPS["stock"], "product_no", "on_hand", "promised", "available") == [
        ("BOLT-8", 30, 40, 0)
    ]
    assert shows(book, "delivery_note", "unit_cost") == [(None,)]
    (row,) = margin_of_document("DN-2026-00001", stocked.company)
    assert (row.margin.gross_profit, row.margin.percent) == (Decimal("252.00"), Decimal("22.83"))
    assert margins_between(date(2026, 3, 1), TODAY, "customer", stocked.company)[0].margin == row.margin
    (stock,) = show_stock(stocked.company)
    assert (stock.on_hand, stock.value) == (Decimal(30), Decimal("213.00"))
    with pytest.raises(SystemExit):
        cli.main(["stock", "--warehouse", "Shop", "--json", "-c", str(stocked.folder)])
    assert json.loads(capsys.readouterr().out) == [{"product": "BOLT-8", "warehouse": "Shop", "on_hand": "20"}]
    stocked.change_settings("see_costs = []", 'see_costs = ["somebody else"]')
    assert show_stock(stocked.company)[0].value is None
    with pytest.raises(SalesbookError, match="costs-not-shown"):
        margin_of_document("DN-2026-00001", stocked.company)
    assert show_promise("BOLT-8", stocked.company).available(TODAY) == 0


def test_a_pick_sheet_that_the_warehouse_filled_in_becomes_the_delivery(stocked: Desk) -> None:
    book = stocked.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price  Due
        A    2026-03-05  C-1       BOLT-8   50        9.20        2026-03-06
        A    2026-03-05  C-1       NUT-8    20        2.50        2026-03-06
        A    2026-03-05  C-1       CLOTH    8         8           2026-03-06
    """)
    stocked.post(book)
    made = stocked.make("pick_list", book)
    assert made.rows == 3
    assert not stocked.post(book).problems
    with pytest.raises(SalesbookError, match="nothing-open"):
        stocked.make("pick_list", book)
    with pytest.raises(SalesbookError, match="nothing-picked"):
        make_from_picks(ClosedFile(book), stocked.company)
    put(book, "pick_list", 2, picked_quantity=48, batch_no="B-77", remark="two boxes damaged")
    put(book, "pick_list", 3, picked_quantity=20)
    assert make_from_picks(ClosedFile(book), stocked.company).references == {"PL-2026-00001/1": "PL-2026-00001"}
    with pytest.raises(SalesbookError, match="nothing-picked"):
        make_from_picks(ClosedFile(book), stocked.company)
    report = stocked.post(book)
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert shows(book, "delivery_note", "document_no", "source_no", "product_no", "quantity", "batch_no", "remark") == [
        ("DN-2026-00001", "PL-2026-00001", "BOLT-8", 48, "B-77", "two boxes damaged"),
        ("DN-2026-00001", "PL-2026-00001", "NUT-8", 20, None, None),
    ]
    assert stocked.show("PL-2026-00001").state == "done"
    assert stocked.open_quantities("sales_order") == {("SO-2026-00001", 1): 2, ("SO-2026-00001", 3): 8}
    assert stocked.make("pick_list", book).rows == 2
