"""Self-check: what a workbook says is rebuilt from the ledger, and every cell that says something else is listed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.appraising import appraise
from salesbook.actions.dashboard import dashboard_path, standing, write_dashboard
from salesbook.actions.progress import recalc
from salesbook.actions.refreshing import refresh
from salesbook.actions.self_checking import SelfCheck, self_check
from salesbook.actions.targets import split
from salesbook.actions.workbooks import default_criteria, new_plan, new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import LOOKUPS, PLAN_SEATS, PROBLEMS, PROGRESS, SPLIT
from tests.small_company import Desk, fill_form, put, put_named, table_shows, typing_into
from tests.terminal import Run

ORDERS = """
    Ref  Date        Customer  Product  Quantity  Unit price
    A1   2026-03-05  C-1       BOLT-8   10        10
    A1                         NUT-8    4         3
    A2   2026-03-05  C-2       NUT-8    4
"""


def pressed(desk: Desk, book: Path) -> SelfCheck:
    return self_check(ClosedFile(book), desk.company)


def told(found: SelfCheck) -> list[tuple[str, str, str, str]]:
    """Cell, code, what stands there and what the ledger says."""
    return [
        (f"{p.place.sheet}!{p.place.cell}", p.code, p.values.get("found", ""), p.values.get("stored", ""))
        for p in found.found
    ]


@pytest.fixture
def book(desk: Desk) -> Path:
    book = desk.orders(ORDERS)
    assert desk.post(book).count("posted") == 2
    return book


def test_a_workbook_that_was_just_posted_and_refreshed_has_no_difference(desk: Desk, book: Path) -> None:
    refresh(ClosedFile(book), desk.company)
    found = pressed(desk, book)
    assert told(found) == []
    assert found.rows["Orders"] == 3
    assert found.filled_at == found.version


def test_a_posted_row_that_was_typed_over_is_found_with_both_values(desk: Desk, book: Path) -> None:
    refresh(ClosedFile(book), desk.company)
    stored = desk.version
    put(book, "sales_order", 2, unit_price=Decimal(9))
    put(book, "sales_order", 3, net_amount=Decimal(13))
    assert told(pressed(desk, book)) == [
        ("Orders!M2", "changed-after-posting", "9", "10"),
        ("Orders!R3", "self-check-differs", "13", "12"),
    ]
    assert desk.version == stored


def test_numbers_that_the_ledger_lacks_or_has_reversed_are_found(desk: Desk, book: Path) -> None:
    refresh(ClosedFile(book), desk.company)
    desk.reverse("SO-2026-00002")
    put(book, "sales_order", 2, document_no="SO-2026-00077")
    put(book, "sales_order", 3, document_no="SO-2026-00077")
    assert [code for _, code, _, _ in told(pressed(desk, book))] == ["unknown-document-no", "document-reversed"]


def test_the_totals_of_a_form_are_rebuilt(desk: Desk) -> None:
    book = desk.documents("form.xlsx")
    fill_form(
        book, "sales_order", {"document_date": date(2026, 3, 5), "customer_no": "C-1"},
        [{"product_no": "BOLT-8", "quantity": 10}],
    )  # fmt: skip
    desk.post(book)
    refresh(ClosedFile(book), desk.company)
    assert told(pressed(desk, book)) == []
    put_named(book, Order_gross_total=Decimal(104))
    ((_, code, there, stored),) = told(pressed(desk, book))
    assert (code, there, stored) == ("self-check-differs", "104", "105")


def test_look_up_lists_of_an_older_day_are_found_row_by_row(desk: Desk, book: Path) -> None:
    refresh(ClosedFile(book), desk.company)
    before = desk.version
    desk.post(
        desk.records("product", "Product  Name        Base price\nBOLT-8   Bolt, 8 mm  11.25\nWASHER   Washer      0.5")
    )
    found = pressed(desk, book)
    assert (found.filled_at, found.version) == (before, before + 1)
    sheet = LOOKUPS["product"].sheet.en
    of_products = [found for found in told(found) if found[0].startswith(f"{sheet}!")]
    assert ("self-check-differs", "10", "11.25") in [found[1:] for found in of_products]
    assert ("self-check-row-missing", "", "") in [found[1:] for found in of_products]
    refresh(ClosedFile(book), desk.company)
    assert told(pressed(desk, book)) == []


def test_rows_of_master_data_tell_what_others_changed_and_what_was_never_posted(desk: Desk) -> None:
    text = "Customer  Name   Salesperson  Territory  Credit limit\nC-1       Alpha  P1           N1         1000"
    mine = desk.records("customer", text, "mine.xlsx")
    desk.post(mine)
    assert told(pressed(desk, mine)) == []
    desk.post(desk.records("customer", text.replace("1000", "2000"), "hers.xlsx"))
    put(mine, "customer", 2, phone="999")
    found = pressed(desk, mine)
    assert sorted(code for _, code, _, _ in told(found)) == ["row-outdated", "self-check-not-posted"]
    (by_her,) = [problem for problem in found.found if problem.code == "row-outdated"]
    assert "(hers.xlsx)" in sentence(by_her, "en")
    assert len(table_shows(mine, PROBLEMS, "sentence")) == 2


def test_split_and_progress_are_compared_with_plan_and_ledger(desk: Desk) -> None:
    plan = desk.folder / "plan.xlsx"
    new_plan(desk.company, 2026, plan, total=Decimal(12000))
    for row_number, weight in ((10, 2), (11, 1), (12, 1)):
        put(plan, PLAN_SEATS, row_number, weight=weight)
    split(ClosedFile(plan), desk.company)
    recalc(ClosedFile(plan), desk.company)
    refresh(ClosedFile(plan), desk.company)
    assert told(pressed(desk, plan)) == []
    put(plan, SPLIT, 3, month_01=Decimal(501))
    desk.post(desk.orders(ORDERS))
    bills = desk.documents("bills.xlsx")
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, bills)
        assert desk.post(bills).count("posted") == 2
    found = told(pressed(desk, plan))
    assert ("Split!C3", "self-check-differs", "501", "500") in found
    assert any(cell.startswith(f"{PROGRESS.sheet.en}!") for cell, *_ in found)


def test_figures_of_a_dashboard_are_compared_with_those_of_the_same_day(desk: Desk, book: Path) -> None:
    path = dashboard_path(desk.company)
    write_dashboard(desk.company, standing(desk.company), path)
    version = desk.version
    assert told(pressed(desk, path)) == []
    desk.today = date(2026, 4, 7)
    assert told(pressed(desk, path)) == []
    desk.today = date(2026, 3, 5)
    desk.post(desk.orders(ORDERS.replace("A", "B"), "more.xlsx"))
    found = pressed(desk, path)
    assert (found.filled_at, found.version) == (version, version + 1)
    assert all(cell.startswith("Figures!") for cell, *_ in told(found))
    assert "self-check-differs" in {code for _, code, _, _ in told(found)}


def test_scorecards_are_compared_with_those_of_the_same_month(desk: Desk) -> None:
    criteria = new_workbook(
        desk.company, "appraisal", desk.folder / "criteria.xlsx", {"criterion": default_criteria(desk.company)}
    )
    assert not desk.post(criteria).has_errors
    path = desk.folder / "cards.xlsx"
    appraise(desk.company, "2026-03", path)
    assert told(pressed(desk, path)) == []
    desk.post(desk.records("visit", """
        Salesperson  Date        Customer  Note
        P1           2026-03-03  C-1       asked for samples
    """))  # fmt: skip
    found = told(pressed(desk, path))
    assert "self-check-row-missing" in {code for cell, code, _, _ in found if cell.startswith("Evidence!")}
    assert ("D", "E") in {(there, stored) for _, code, there, stored in found if code == "self-check-differs"}


def test_a_figure_that_was_typed_over_is_found_on_a_report(desk: Desk, book: Path) -> None:
    path = dashboard_path(desk.company)
    write_dashboard(desk.company, standing(desk.company), path)
    with typing_into(path) as workbook:
        sheet = workbook["Figures"]
        cell = next(
            cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float) and cell.value > 9
        )
        cell.value += 1
        place = f"Figures!{cell.coordinate}"
    assert place in {found[0] for found in told(pressed(desk, path))}


def test_a_workbook_without_anything_from_the_ledger_is_told_so(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    path = desk.folder / "own.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(SalesbookError, match="self-check-nothing"):
        pressed(desk, path)


def test_the_terminal_lists_differences_and_ends_with_1(desk: Desk, book: Path, run: Run) -> None:
    refresh(ClosedFile(book), desk.company)
    clean = run("self-check", book, "--today", "2026-03-05")
    assert (clean.exit_code, "0 differences" in clean.out) == (0, True)
    put(book, "sales_order", 2, unit_price=Decimal(9))
    said = run("self-check", book, "--today", "2026-03-05")
    assert said.exit_code == 1
    assert "1 difference" in said.out
    found: dict[str, Any] = json.loads(run("self-check", book, "--today", "2026-03-05", "--json").out)
    assert [(one["found"], one["ledger"]) for one in found["differences"]] == [("9", "10")]
