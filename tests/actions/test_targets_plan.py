"""What is typed into a plan is read with care: months of its year, people who are known, a year that can be."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.initializing import init
from salesbook.actions.targets import SplitResult, split
from salesbook.actions.workbooks import TITLES, book_info, default_path, look_of, new_plan, path_in
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import HostError, SalesbookError, SettingsError
from salesbook.settings import CompanySettings, RuleSettings
from salesbook.sheets.columns import PLAN_MONTHS, PLAN_SEATS, SPLIT
from salesbook.workbooks.style import Look
from tests.small_company import Desk, marks, move_in, put, put_named, table_shows


@pytest.fixture(scope="module")
def _built_planner(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("planner")
    with pytest.MonkeyPatch.context() as patch:
        desk = move_in(_built_company, folder, patch)
        new_plan(desk.company, 2026, desk.folder / "plan.xlsx", total=Decimal(12000))
        yield folder


@pytest.fixture
def planner(_built_planner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return move_in(_built_planner, tmp_path, monkeypatch)


@pytest.fixture
def plan(planner: Desk) -> Path:
    """A planning workbook for 2026 over 12000; nothing was sold, so the three seats have weights of their own."""
    book = planner.folder / "plan.xlsx"
    for row_number, weight in ((10, 2), (11, 1), (12, 1)):
        put(book, PLAN_SEATS, row_number, weight=weight)
    return book


def press_split(desk: Desk, plan: Path) -> SplitResult:
    return split(ClosedFile(plan), desk.company)


def found(result: SplitResult) -> list[tuple[str, str, dict[str, str]]]:
    """Cell, code and facts of each problem."""
    return [(f"{p.place.sheet}!{p.place.cell}", p.code, dict(p.values)) for p in result.problems]


def test_a_month_of_another_year_is_marked_and_nothing_is_stored(planner: Desk, plan: Path) -> None:
    stored = planner.version
    put(plan, PLAN_MONTHS, 3, month="2025-02", weight=5)
    result = press_split(planner, plan)
    assert found(result) == [("Months!A3", "month-not-in-year", {"month": "2025-02", "year": "2026"})]
    assert list(marks(plan)) == ["Months!A3"]
    assert planner.version == stored
    put(plan, PLAN_MONTHS, 3, month="2026-02")
    assert press_split(planner, plan).is_new
    assert marks(plan) == {}
    rows = table_shows(plan, SPLIT, "territory_code", "month_01", "month_02", "year")
    assert rows == [("N1", 0, 6000, 6000), ("N2", 0, 3000, 3000), ("South", 0, 3000, 3000)]


def test_all_months_are_of_another_year_when_the_plan_s_year_was_changed(planner: Desk, plan: Path) -> None:
    put_named(plan, Plan_fiscal_year=2027)
    result = press_split(planner, plan)
    assert [code for _, code, _ in found(result)] == ["month-not-in-year"] * 12


def test_months_are_those_of_the_fiscal_year(planner: Desk, plan: Path) -> None:
    planner.change_settings("fiscal_year_start_month = 1", "fiscal_year_start_month = 12")
    result = press_split(planner, plan)
    assert [cell for cell, _, _ in found(result)] == [f"Months!A{row_number}" for row_number in range(2, 13)]


def test_a_month_given_twice_is_marked_where_it_comes_again(planner: Desk, plan: Path) -> None:
    stored = planner.version
    put(plan, PLAN_MONTHS, 4, month="2026-01", weight=5)
    result = press_split(planner, plan)
    assert found(result) == [("Months!A4", "month-twice", {"month": "2026-01"})]
    assert list(marks(plan)) == ["Months!A4"]
    assert planner.version == stored


def test_a_salesperson_who_is_not_known_is_marked_with_those_who_may_be_meant(planner: Desk, plan: Path) -> None:
    stored = planner.version
    put(plan, PLAN_SEATS, 10, salesperson_no="P11")
    put(plan, PLAN_SEATS, 12, salesperson_no="XYZ")
    result = press_split(planner, plan)
    assert found(result) == [
        ("Plan!B10", "unknown-salesperson-similar", {"code": "P11", "similar": "P1"}),
        ("Plan!B12", "unknown-salesperson", {"code": "XYZ", "similar": ""}),
    ]
    assert "Did you mean P1?" in marks(plan)["Plan!B10"]
    assert planner.version == stored


def test_everything_wrong_with_a_plan_is_told_at_once(planner: Desk, plan: Path) -> None:
    put_named(plan, Plan_total="a lot")
    put(plan, PLAN_SEATS, 10, salesperson_no="XYZ")
    put(plan, PLAN_MONTHS, 3, month="2025-02")
    put(plan, PLAN_MONTHS, 4, month="2026-01")
    press_split(planner, plan)
    assert sorted(marks(plan)) == ["Months!A3", "Months!A4", "Plan!B10", "Plan!B6"]


@pytest.mark.parametrize("year", [0, 26, 1899, 9001, 99999])
def test_a_year_that_no_plan_can_have_is_refused(desk: Desk, year: int) -> None:
    path = desk.folder / "plan.xlsx"
    with pytest.raises(SalesbookError) as caught:
        new_plan(desk.company, year, path)
    assert (caught.value.code, caught.value.values) == ("year-wrong", {"found": str(year)})
    assert not path.exists()


@pytest.mark.parametrize("year", [1900, 9000])
def test_the_first_and_the_last_year_can_be_planned(desk: Desk, year: int) -> None:
    assert new_plan(desk.company, year, desk.folder / "plan.xlsx").exists()


@pytest.mark.parametrize("kind", TITLES)
def test_init_makes_nothing_where_one_of_its_workbooks_lies_already(tmp_path: Path, kind: str) -> None:
    settings = CompanySettings(name="Acme", language="zh-Hant")
    chosen = next(title for title in TITLES if title == kind)
    old = path_in(tmp_path, "zh-Hant", chosen)
    old.write_text("people's own")
    with pytest.raises(HostError) as caught:
        init(tmp_path, settings)
    assert (caught.value.code, caught.value.values["file"]) == ("workbook-exists", old.name)
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text() == "people's own"


def test_init_in_a_company_folder_says_that_it_is_one(desk: Desk) -> None:
    default_path(desk.company, "master").write_text("")
    with pytest.raises(SettingsError, match="company-exists"):
        init(desk.folder, CompanySettings(name="Acme"))


def test_workbooks_look_as_language_and_currency_ask(desk: Desk) -> None:
    settings = CompanySettings(name="Acme", language="zh-Hans", rules=RuleSettings(currency="JPY", decimals=0))
    assert look_of(settings) == Look("zh-Hans", "JPY", 0)
    assert book_info(desk.company).look == Look("en", "USD", 2)
