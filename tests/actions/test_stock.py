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
    Ref  Date        Movement  Product  Quantity  Unit cost  Warehouse  To warehouse
    S1   2026-03-01  opening   BOLT-8   100       7.00       Main
    S2   2026-03-02  receipt   BOLT-8   50        7.30       Main
    S3   2026-03-02  transfer  BOLT-8   20                   Main       Shop
"""
PLACES = """
    Warehouse  Name
    Main       Main store
    Shop       Shop in town
"""


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    assert outcomes(desk.post(desk.records("warehouse", PLACES, "places.xlsx"))) == {"Main": "posted", "Shop": "posted"}
    book = desk.documents("stock.xlsx", stock_movement=OPENING)
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


def test_goods_whose_cost_nobody_knows_are_no_profit(stocked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Bolts have a cost, nuts have none, and a service needs none."""
    book = stocked.orders("""
        Ref  Date        Customer  Product  Description  Quantity  Unit price
        A    2026-03-05  C-1       BOLT-8                120       9.20
        A    2026-03-05            NUT-8                 100       2.50
        A    2026-03-05                     Fitting      1         50
    """)
    stocked.post(book)
    bolts, nuts, fitting = (row.margin for row in margin_of_document("SO-2026-00001", stocked.company))
    assert (bolts.uncosted, bolts.percent) == (0, Decimal("22.83"))
    assert (nuts.revenue, nuts.uncosted, nuts.gross_profit, nuts.percent) == (250, 250, 0, None)
    assert (fitting.gross_profit, fitting.percent) == (50, 100)
    stocked.make("delivery_note", book, "SO-2026-00001")
    stocked.post(book)
    stocked.make("sales_invoice", book, "DN-2026-00001")
    stocked.post(book)
    for number in ("DN-2026-00001", "SI-2026-00001"):
        rows = [row.margin for row in margin_of_document(number, stocked.company)]
        assert sum(margin.uncosted for margin in rows) == 250
        assert sum(margin.gross_profit for margin in rows if margin.uncosted) == 0
    (row,) = margins_between(date(2026, 3, 1), TODAY, "customer", stocked.company)
    assert (row.margin.revenue, row.margin.uncosted, row.margin.gross_profit) == (1354, 250, 252)
    assert row.margin.percent == Decimal("22.83")
    with pytest.raises(SystemExit):
        cli.main(["margin", "DN-2026-00001", "-c", str(stocked.folder)])
    said = capsys.readouterr().out
    assert "Without cost" in said
    assert "250.00 was earned with goods whose cost is not known" in said


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


def test_a_warehouse_that_is_not_known_is_told_with_the_nearest_one(stocked: Desk) -> None:
    book = stocked.documents(
        stock_movement="""
        Ref  Date        Movement    Product  Quantity  Warehouse
        S4   2026-03-03  adjustment  BOLT-8   -1        Mian
        """
    )
    (found,) = stocked.post(book).problems
    assert (found.code, found.values["similar"]) == ("unknown-warehouse-similar", "Main")


def test_goods_on_their_way_may_be_promised_from_the_day_they_come(
    stocked: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    coming = """
        Product  Expected on  Warehouse  Quantity
        BOLT-8   2026-03-10   Main       50
    """
    assert not stocked.post(stocked.records("expected_receipt", coming, "coming.xlsx")).problems
    book = stocked.orders("""
        Ref  Date        Customer  Product  Quantity  Due
        A    2026-03-05  C-1       BOLT-8   160       2026-03-06
    """)
    (found,) = stocked.check(book).problems
    assert found.values["first"] == "2026-03-10"
    with pytest.raises(SystemExit):
        cli.main(["atp", "BOLT-8", "--json", "-c", str(stocked.folder), "--today", "2026-03-05"])
    assert json.loads(capsys.readouterr().out) == [
        {"date": "2026-03-05", "left": "150", "available": "150"},
        {"date": "2026-03-10", "left": "200", "available": "200"},
    ]


def test_the_commands_answer_in_tables_and_in_sentences(stocked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            cli.main([*arguments, "-c", str(stocked.folder), "--today", "2026-03-05"])
        answer = capsys.readouterr()
        return answer.out + answer.err

    assert "1,065.00" in said("stock")
    assert "150" in said("atp", "BOLT-8")
    assert "No stock of NUT-8 is kept" in said("atp", "NUT-8")
    assert "Did you mean BOLT-8?" in said("atp", "BOLT-9")
    book = stocked.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price
        A    2026-03-05  C-1       BOLT-8   120       9.20
    """)
    stocked.post(book)
    assert "22.83" in said("margin", "SO-2026-00001")
    assert "1 row" in said("make", "pick", str(book))
    stocked.post(book)
    put(book, "pick_list", 2, picked_quantity=120)
    assert "1 row" in said("make", "delivery", str(book), "--from-picks")
    stocked.post(book)
    assert "22.83" in said("margin", "DN-2026-00001")
    assert "252.00" in said("margin", "--from", "2026-03-01", "--by", "salesperson")
    assert "customer, product, salesperson" in said("margin", "--by", "colour")
    stocked.change_settings("see_costs = []", 'see_costs = ["somebody else"]')
    assert "not shown to" in said("margin", "DN-2026-00001")
    assert "not shown to" in said("ledger", "export", str(stocked.folder / "out"), "--format", "parquet")
