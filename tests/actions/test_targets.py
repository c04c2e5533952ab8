"""Split the annual target and follow it: the plan is stored once, changed plans are new versions."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.progress import progress, recalc
from salesbook.actions.targets import SplitResult, split
from salesbook.actions.verifying import verify
from salesbook.actions.workbooks import new_plan
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import PLAN_FORM, PLAN_MONTHS, PLAN_SEATS, PROGRESS, SPLIT
from tests.small_company import Desk, find_table, marks, move_in, named_cell, put, put_named, table_shows

LAST_YEAR = """
    Ref  Date        Customer  Product  Quantity
    L1   2025-01-15  C-1       BOLT-8   300
    L2   2025-02-10  C-2       BOLT-8   100
"""

THIS_YEAR = """
    Ref  Date        Customer  Product  Quantity
    T1   2026-01-20  C-1       BOLT-8   600
    T2   2026-02-03  C-2       BOLT-8   100
    T3   2026-03-04  C-1       BOLT-8   45
"""


@pytest.fixture(scope="module")
def _built_seller(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company where orders count as sold: last year 3000 in N1 by P1, 1000 in South by P2."""
    folder = tmp_path_factory.mktemp("seller")
    with pytest.MonkeyPatch.context() as patch:
        desk = move_in(_built_company, folder, patch)
        desk.change_settings('actuals_from = "delivery_note"', 'actuals_from = "sales_order"')
        assert not desk.post(desk.orders(LAST_YEAR, "last year.xlsx")).problems
        new_plan(desk.company, 2026, desk.folder / "plan.xlsx", total=Decimal(12000))
        yield folder


@pytest.fixture
def seller(_built_seller: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return move_in(_built_seller, tmp_path, monkeypatch)


@pytest.fixture
def plan(seller: Desk) -> Path:
    """A planning workbook for 2026 over 12000, with last year's sales as weights."""
    return seller.folder / "plan.xlsx"


def press_split(desk: Desk, plan: Path) -> SplitResult:
    return split(ClosedFile(plan), desk.company)


def split_by_seat(plan: Path) -> dict[tuple[str, str | None], list[Any]]:
    """January, February, March and the year, by territory and person."""
    rows = table_shows(plan, SPLIT, "territory_code", "salesperson_no", "month_01", "month_02", "month_03", "year")
    return {(territory, person): months for territory, person, *months in rows}


def status_of(plan: Path) -> tuple[object, object]:
    workbook = openpyxl.load_workbook(plan)
    names = (PLAN_FORM.name_of("document_no"), PLAN_FORM.name_of("status"))
    number, status = (named_cell(workbook, name).value for name in names)
    return number, status


def test_a_new_plan_suggests_the_seats_and_the_sales_of_the_year_before(plan: Path) -> None:
    assert table_shows(plan, PLAN_SEATS, "territory_code", "salesperson_no", "history") == [
        ("N1", "P1", 3000),
        ("N2", None, 0),
        ("South", "P2", 1000),
    ]
    assert table_shows(plan, PLAN_MONTHS, "month", "history")[:3] == [
        ("2026-01", 3000),
        ("2026-02", 1000),
        ("2026-03", 0),
    ]


def test_the_target_is_split_by_weight_over_seats_and_months(seller: Desk, plan: Path) -> None:
    assert press_split(seller, plan).is_new
    assert status_of(plan)[0] == "TP-2026-00001"
    shown = split_by_seat(plan)
    assert shown["N1", "P1"] == [6750, 2250, 0, 9000]
    assert shown["South", "P2"] == [2250, 750, 0, 3000]
    workbook = openpyxl.load_workbook(plan)
    sheet, _ = find_table(workbook, SPLIT.name)
    assert sheet["O1"].value == "=SUM(tblSplit[Year])"
    assert verify(seller.company).is_good


def test_a_vacancy_has_a_row_of_its_own(seller: Desk, plan: Path) -> None:
    put(plan, PLAN_SEATS, 11, weight=2000)
    press_split(seller, plan)
    shown = split_by_seat(plan)
    assert shown["N2", None] == [3000, 1000, 0, 4000]
    assert sum(months[-1] for months in shown.values()) == 12000


def test_split_twice_is_the_same_plan(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    stored = seller.version
    again = press_split(seller, plan)
    assert (again.is_new, again.document_no) == (False, "TP-2026-00001")
    assert seller.version == stored
    assert "unchanged" in str(status_of(plan)[1]).lower() or "already" in str(status_of(plan)[1]).lower()


def test_a_changed_weight_is_a_new_plan_and_going_back_is_another(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    put(plan, PLAN_SEATS, 12, weight=3000)
    assert press_split(seller, plan).document_no == "TP-2026-00002"
    assert split_by_seat(plan)["South", "P2"][-1] == 6000
    put(plan, PLAN_SEATS, 12, weight=None)
    third = press_split(seller, plan)
    assert (third.is_new, third.document_no) == (True, "TP-2026-00003")
    assert split_by_seat(plan)["South", "P2"][-1] == 3000
    assert verify(seller.company).is_good


def test_a_locked_amount_stays_and_the_others_share_the_rest(seller: Desk, plan: Path) -> None:
    put(plan, PLAN_SEATS, 11, weight=1000)
    put(plan, PLAN_SEATS, 12, locked_amount=4000)
    press_split(seller, plan)
    shown = split_by_seat(plan)
    assert [months[-1] for months in shown.values()] == [6000, 2000, 4000]


def test_more_locked_than_there_is_stores_nothing_and_says_so(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    stored = seller.version
    put(plan, PLAN_SEATS, 12, locked_amount=13000)
    result = press_split(seller, plan)
    assert (result.plan, [problem.code for problem in result.problems]) == (None, ["locks-exceed-target"])
    assert seller.version == stored
    assert "13000" in str(status_of(plan)[1]).replace(",", "")


def test_what_cannot_be_read_is_marked_and_nothing_is_stored(seller: Desk, plan: Path) -> None:
    stored = seller.version
    put(plan, PLAN_SEATS, 11, weight="some")
    put(plan, PLAN_MONTHS, 3, weight="few")
    put_named(plan, Plan_total="a lot")
    result = press_split(seller, plan)
    assert result.plan is None
    assert seller.version == stored
    assert sorted(marks(plan)) == ["Months!C3", "Plan!B6", "Plan!D11"]
    put(plan, PLAN_SEATS, 11, weight=None)
    put(plan, PLAN_MONTHS, 3, weight=None)
    put_named(plan, Plan_total=12000)
    assert press_split(seller, plan).is_new
    assert marks(plan) == {}


@pytest.mark.parametrize(
    ("named", "cell", "limits"),
    [
        ({"Plan_total": -5}, "Plan!B6", "≥ 0 ≤ 10000000000000"),
        ({"Plan_total": 1e14}, "Plan!B6", "≥ 0 ≤ 10000000000000"),
        ({"Plan_fiscal_year": 0}, "Plan!B4", "≥ 1900 ≤ 9000"),
        ({"Plan_fiscal_year": 10000}, "Plan!B4", "≥ 1900 ≤ 9000"),
        ({"Plan_rounding_unit": 0}, "Plan!E4", "≥ 0.0001"),
    ],
)
def test_a_head_out_of_range_is_told_and_nothing_is_stored(
    seller: Desk, plan: Path, named: dict[str, int], cell: str, limits: str
) -> None:
    stored = seller.version
    put_named(plan, **named)
    result = press_split(seller, plan)
    assert [(problem.code, problem.values["limits"]) for problem in result.problems] == [("out-of-range", limits)]
    assert list(marks(plan)) == [cell]
    assert seller.version == stored


def test_negative_weights_are_told_and_nothing_is_stored(seller: Desk, plan: Path) -> None:
    stored = seller.version
    put(plan, PLAN_SEATS, 11, weight=-1)
    result = press_split(seller, plan)
    assert [problem.code for problem in result.problems] == ["out-of-range"]
    assert list(marks(plan)) == ["Plan!D11"]
    assert seller.version == stored


def test_recalculate_compares_the_plan_with_the_ledger(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    seller.post(seller.orders(THIS_YEAR, "this year.xlsx"))
    rows = recalc(ClosedFile(plan), seller.company)
    shown = table_shows(
        plan, PROGRESS, "level", "code", "year_target", "target", "actual", "variance", "attainment", "documents"
    )
    assert shown == [
        ("company", None, 12000, 12000, 7450, -4550, Decimal("62.1"), 3),
        ("territory", "North", 9000, 9000, 6450, -2550, Decimal("71.7"), 2),
        ("territory", "N1", 9000, 9000, 6450, -2550, Decimal("71.7"), 2),
        ("territory", "South", 3000, 3000, 1000, -2000, Decimal("33.3"), 1),
        ("person", "P1", 9000, 9000, 6450, -2550, Decimal("71.7"), 2),
        ("person", "P2", 3000, 3000, 1000, -2000, Decimal("33.3"), 1),
    ]
    assert len(rows) == len(shown)


def test_recalculate_again_shows_the_same(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    recalc(ClosedFile(plan), seller.company)
    content = plan.read_bytes()
    recalc(ClosedFile(plan), seller.company)
    assert plan.read_bytes() == content


def test_a_reversed_sale_no_longer_counts(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    seller.post(seller.orders(THIS_YEAR, "this year.xlsx"))
    seller.reverse("SO-2026-00001")
    rows = {(row.level, row.code): row for row in progress(seller.company, 2026, "amount")}
    assert rows["company", ""].to_date.actual == 1450


def test_a_reversed_sale_is_no_document_and_neither_is_its_mirror(seller: Desk, plan: Path) -> None:
    press_split(seller, plan)
    seller.post(seller.orders(THIS_YEAR, "this year.xlsx"))
    seller.reverse("SO-2026-00002")
    rows = {(row.level, row.code): row for row in progress(seller.company, 2026, "amount")}
    assert [rows[key].documents for key in (("company", ""), ("person", "P1"), ("person", "P2"))] == [2, 2, 0]


def test_without_a_plan_there_is_nothing_to_compare(seller: Desk, plan: Path) -> None:
    with pytest.raises(SalesbookError) as caught:
        recalc(ClosedFile(plan), seller.company)
    assert caught.value.code == "plan-missing"
