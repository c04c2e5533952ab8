"""Look-up lists are as old as their workbook, until somebody refreshes them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.refreshing import Refreshed, refresh
from salesbook.actions.workbooks import new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellValue
from salesbook.problems import HostError, SalesbookError
from salesbook.sheets.columns import LOOKUPS
from salesbook.sheets.live_lookups import LOOKUPS_AS_OF_NAME, LOOKUPS_VERSION_NAME, TYPING_LOOKUPS
from tests.small_company import Desk, find_table


def looked_up(path: Path, kind: str) -> list[tuple[CellValue, ...]]:
    return [row.values for row in ClosedFile(path).read_table(LOOKUPS[kind].name).rows]


def counts(found: Refreshed) -> dict[str, tuple[int, int, int]]:
    return {of.kind: (of.added, of.changed, of.gone) for of in found.lists if of.added or of.changed or of.gone}


@pytest.fixture
def book(desk: Desk) -> Path:
    """A workbook of today with an order that nobody has posted yet."""
    return desk.orders(
        """
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   10
        """
    )


def test_new_and_changed_records_come_into_the_lists_and_what_was_typed_stays(desk: Desk, book: Path) -> None:
    before = looked_up(book, "product")
    desk.post(
        desk.records("product", "Product  Name        Base price\nBOLT-8   Long bolt   11.25\nWASHER   Washer      0.5")
    )
    found = refresh(ClosedFile(book), desk.company)
    assert counts(found) == {"product": (1, 1, 0), "goods": (1, 1, 0)}
    after = {row[0]: row for row in looked_up(book, "product")}
    assert (after["BOLT-8"][1], after["BOLT-8"][3]) == ("Long bolt", Decimal("11.25"))
    assert (after["WASHER"][1], after["WASHER"][3]) == ("Washer", Decimal("0.5"))
    assert len(after) == len(before) + 1
    table = ClosedFile(book).read_table("tblOrders")
    assert table.rows[0].values[table.headers.index("Ref")] == "A1"
    assert desk.post(book).count("posted") == 1


def test_lists_say_how_old_they_are(desk: Desk, book: Path) -> None:
    desk.post(desk.records("product", "Product  Name\nWASHER   Washer"))
    version = desk.version
    desk.today = date(2026, 3, 9)
    found = refresh(ClosedFile(book), desk.company)
    assert (found.before, found.as_of, found.version) == (date(2026, 3, 5), date(2026, 3, 9), version)
    assert found.before_version is not None
    assert found.before_version < version
    again = refresh(ClosedFile(book), desk.company)
    assert (again.before, again.is_changed) == (date(2026, 3, 9), False)


def test_a_refresh_that_finds_nothing_new_changes_no_list(desk: Desk, book: Path) -> None:
    title = LOOKUPS["customer"].sheet.en
    before = [[cell.value for cell in row] for row in openpyxl.load_workbook(book)[title].iter_rows()]
    assert not refresh(ClosedFile(book), desk.company).is_changed
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(book)[title].iter_rows()] == before


def test_a_price_from_the_first_piece_on_is_not_new_each_time(desk: Desk) -> None:
    """Its quantity break is zero, which is something else than blank."""
    desk.post(
        desk.records(
            "price",
            """
            Price list  Customer  Product  From quantity  Unit price
            default               BOLT-8                  9.50
                        C-1       BOLT-8   100            9.20
            """,
        )
    )
    found = refresh(ClosedFile(desk.orders("Ref  Date\nA1   2026-03-05")), desk.company)
    assert [of.rows for of in found.lists if of.kind == "price_rows"] == [2]
    assert counts(found) == {}


def test_a_column_of_ones_own_keeps_what_it_says_of_each_code(desk: Desk, book: Path) -> None:
    warehouses = "Warehouse  Name\nMAIN       Main\nZOO        Zoo"
    desk.post(desk.records("warehouse", warehouses))
    refresh(ClosedFile(book), desk.company)
    workbook = openpyxl.load_workbook(book)
    sheet, table = find_table(workbook, LOOKUPS["warehouse"].name)
    first, last = table.ref.split(":")
    column = sheet[first].column + 2
    sheet.cell(1, column).value = "Phone"
    sheet.cell(2, column).value, sheet.cell(3, column).value = "111", "222"
    table.ref = f"{first}:{sheet.cell(sheet[last].row, column).coordinate}"
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=3, name="Phone"))
    workbook.save(book)
    desk.post(desk.records("warehouse", "Warehouse  Name\nHUB        Hub", "hub.xlsx"))
    assert counts(refresh(ClosedFile(book), desk.company)) == {"warehouse": (1, 0, 0)}
    assert {row[0]: row[2] for row in looked_up(book, "warehouse")} == {"HUB": None, "MAIN": "111", "ZOO": "222"}


def test_stock_is_as_of_the_refresh(desk: Desk, book: Path) -> None:
    desk.post(
        desk.documents(
            "stock.xlsx",
            stock_movement="""
                Ref  Date        Movement  Product  Quantity  Unit cost
                M1   2026-03-05  opening   BOLT-8   40        5
            """,
        )
    )
    assert counts(refresh(ClosedFile(book), desk.company)) == {"stock": (1, 0, 0)}
    (row,) = looked_up(book, "stock")
    assert row[:2] == ("BOLT-8", 40)


def test_a_workbook_without_look_up_lists_is_told_from_ours(desk: Desk) -> None:
    path = desk.folder / "mine.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(SalesbookError) as caught:
        refresh(ClosedFile(path), desk.company)
    assert caught.value.code == "no-lookups"


def test_a_workbook_that_is_open_elsewhere_is_left_alone(desk: Desk, book: Path) -> None:
    (book.parent / f"~${book.name}").write_bytes(b"\\x04Wang" + bytes(160))
    before = book.read_bytes()
    with pytest.raises(HostError):
        refresh(ClosedFile(book), desk.company)
    assert book.read_bytes() == before


@pytest.mark.parametrize("kind", ["documents", "planning", "appraisal"])
def test_every_workbook_with_look_up_lists_can_be_refreshed(desk: Desk, kind: Any) -> None:
    path = new_workbook(desk.company, kind, desk.folder / f"{kind} 2.xlsx")
    found = refresh(ClosedFile(path), desk.company)
    lists = {**LOOKUPS, **(TYPING_LOOKUPS if kind == "documents" else {})}
    assert (found.before, [of.kind for of in found.lists]) == (desk.today, list(lists))


def test_a_workbook_made_before_lists_said_their_age_is_refreshed_all_the_same(desk: Desk, book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for name in (LOOKUPS_AS_OF_NAME, LOOKUPS_VERSION_NAME):
        del workbook.defined_names[name]
    workbook.save(book)
    desk.post(desk.records("product", "Product  Name\nWASHER   Washer"))
    found = refresh(ClosedFile(book), desk.company)
    assert (counts(found), found.before) == ({"product": (1, 0, 0), "goods": (1, 0, 0)}, None)
