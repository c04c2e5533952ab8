"""The dashboard: its figures are those of the questions that define them, worked out by hand and for any choice."""

import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from salesbook.actions.closing import close
from salesbook.actions.company import Company
from salesbook.actions.dashboard import dashboard_path, standing, write_dashboard
from salesbook.actions.margins import margins_between
from salesbook.actions.targets import store_plan
from salesbook.actions.workbooks import new_workbook
from salesbook.planning.standing import Seat, leaders
from salesbook.planning.targets import COMPANY, PlanSeat, SeatWeight, TargetLine, TargetPlan, TerritoryTree
from salesbook.problems import SalesbookError
from salesbook.settings import LANGUAGES, Language
from salesbook.workbooks.dashboard_figures import (
    bar_label,
    tile_values,
)
from salesbook.workbooks.dashboard_tables import (
    AGES,
    FUNNEL,
    MONTHS,
    PERSON_BARS,
    PERSON_PACE,
    TERRITORY_BARS,
    TERRITORY_PACE,
    TOP_CUSTOMERS,
    TOP_GROUPS,
    TOP_PRODUCTS,
    TOTALS,
)
from tests.same_figures import assert_same_as_the_questions
from tests.small_company import Desk, find_table, move_in, table_shows
from tests.terminal import Run, as_typed

TODAY = date(2026, 3, 20)
"""A Friday: 15 of the 22 working days of March are gone."""

PAPERS = {
    "quotation": """
        Ref  Date        Valid until  Customer  Product  Quantity  Option
        Q1   2026-02-10  2026-03-22   C-1       BOLT-8   100
        Q1   2026-02-10  2026-03-22   C-1       NUT-8    40        yes
        Q2   2026-03-02  2026-04-30   C-2       BOLT-8   20
    """,
    "sales_order": """
        Ref  Date        Customer  Product  Quantity  Due
        F1   2026-02-02  C-1       BOLT-8   50        2026-02-20
        M1   2026-03-03  C-2       BOLT-8   30        2026-03-10
        M2   2026-03-05  C-1       NUT-8    100       2026-04-15
    """,
    "delivery_note": """
        Ref  Date        Order no.      Line  Quantity
        D1   2026-02-04  SO-2026-00001  1     50
        D2   2026-03-06  SO-2026-00002  1     10
    """,
    "sales_invoice": """
        Ref  Date        Delivery no.   Line  Quantity
        I1   2026-02-05  DN-2026-00001  1     50
        I2   2026-03-06  DN-2026-00002  1     10
    """,
    "payment": """
        Ref  Date        Invoice no.    Amount
        R1   2026-03-10  SI-2026-00001  200
    """,
}
"""Bolts at 10 and nuts at 2.50, with 5 % of tax. C-1 is sold to by P1 in N1, C-2 by P2 in South."""

TARGETS = {("N1", "P1"): 400, ("N2", ""): 100, ("South", "P2"): 200}
"""Of each month."""


def plan_year(desk: Desk) -> None:
    """Store the same targets for each month of 2026."""
    lines = [
        TargetLine(
            territory_code=code, salesperson_no=person, month=f"2026-{month:02}", measure="amount", target=target
        )
        for (code, person), target in ((seat, Decimal(amount)) for seat, amount in TARGETS.items())
        for month in range(1, 13)
    ]
    seats = tuple(
        SeatWeight(seat=PlanSeat(territory_code=code, salesperson_no=person), weight=Decimal(amount))
        for (code, person), amount in TARGETS.items()
    )
    store_plan(TargetPlan(fiscal_year=2026, total=Decimal(8400), seats=seats), lines, desk.company, "plan.xlsx")


@pytest.fixture(scope="module")
def built(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standing")
    with pytest.MonkeyPatch.context() as patch:
        desk = move_in(_built_company, folder, patch)
        desk.today = TODAY
        for kind, rows in PAPERS.items():
            report = desk.post(desk.documents(f"{kind}.xlsx", **{kind: rows}))
            assert not report.has_errors, report.problems
        plan_year(desk)
    return folder


@pytest.fixture
def sold(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """That company on the twentieth of March, for a test to change as it likes."""
    desk = move_in(built, tmp_path, monkeypatch)
    desk.today = TODAY
    return desk


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], sold: Desk, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as typed, from inside the folder of that company."""
    monkeypatch.chdir(sold.folder)
    return as_typed(capsys)


def written(company: Company, *, language: Language | None = None, margins: bool = False) -> Path:
    """The dashboard of now."""
    path = company.folder / "board.xlsx"
    path.unlink(missing_ok=True)
    write_dashboard(company, standing(company, with_margins=margins), path, language)
    return path


def tiles(book: Path) -> dict[str, Any]:
    """The figures behind the tiles, by their names."""
    values = [value for (value,) in table_shows(book, TOTALS, "value")]
    names = ("sold", "target", "attainment", "pace", "intake", "open_orders", "overdue")
    return dict(zip(names, values, strict=True))


def texts(book: Path) -> str:
    """Every text of a workbook: cells, charts, names of tables."""
    with zipfile.ZipFile(book) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


PACE = Decimal("31.9612")
"""600 sold; expected 2 x 700 + 700 x 15 / 22 = 1877.27."""


def test_the_tiles_are_those_worked_out_by_hand(sold: Desk) -> None:
    # 10 bolts were delivered in March; 100 of 700. 30 x 10 + 100 x 2.50 were ordered; 20 bolts and all nuts are open.
    # 50 x 10 with 5 % of tax less 200 was to be paid by the seventh of March.
    found = tile_values(standing(sold.company))
    assert found["sold"] == 100
    assert found["target"] == 700
    assert found["attainment"] == Fraction(100, 7)
    assert found["pace"] == Fraction(600 * 100 * 22, 700 * (2 * 22 + 15))
    assert found["intake"] == 550
    assert found["open_orders"] == 450
    assert found["overdue"] == 325


def test_the_workbook_says_what_was_worked_out(sold: Desk) -> None:
    book = written(sold.company)
    shown = tiles(book)
    assert shown.pop("pace") == pytest.approx(PACE, abs=Decimal("0.0001"))
    assert shown.pop("attainment") == pytest.approx(Decimal("14.285714"), abs=Decimal("0.0001"))
    assert shown == {"sold": 100, "target": 700, "intake": 550, "open_orders": 450, "overdue": 325}
    # Alternatives and options are not offered in the total: 100 x 10 + 20 x 10. Cash is with tax.
    assert table_shows(book, FUNNEL, "stage", "net", "gross") == [
        ("Quotations", 1200, None), ("Orders", 1050, None), ("Deliveries", 600, None), ("Invoices", 600, None),
        ("Cash received", None, 200),
    ]  # fmt: skip
    assert [row for row in table_shows(book, AGES, "bucket", "amount") if row[1]] == [
        ("Not due", 105), ("1–30 days", 325),
    ]  # fmt: skip
    assert table_shows(book, TOP_CUSTOMERS, "label", "amount") == [("Alpha", 500), ("Beta", 100)]
    assert table_shows(book, TOP_PRODUCTS, "label", "amount") == [("Bolt, 8 mm", 600)]
    # P1: 500 of 400 x (2 + 15/22) = 1072.73; P2: 100 of 536.36. To date each is measured by three whole months.
    assert [
        (label, None if pace is None else round(pace, 1))
        for label, pace in table_shows(book, PERSON_BARS, "label", "slow")
    ] == [("Li · 17%", Decimal("18.6")), ("Wang · 42%", Decimal("46.6"))]
    assert [label for (label,) in table_shows(book, TERRITORY_BARS, "label")] == [
        "North, two · 0%", "South · 17%", "North · 33%", "North, one · 42%",
    ]  # fmt: skip


def test_each_alert_has_its_number_and_says_why(sold: Desk) -> None:
    book = openpyxl.load_workbook(written(sold.company), data_only=True)
    page = [cell.value for row in book["Dashboard"].iter_rows() for cell in row if cell.value not in (None, "")]
    start = page.index("What needs a look")
    said = [value for value in page[start:] if not isinstance(value, str) or "USD" not in value]
    assert said[1:] == [
        "Invoices overdue beyond credit days", 1, "SI-2026-00001 · Alpha · 325.00, 13 days late",
        "Orders past due", 1, "SO-2026-00002 · Beta · 200.00 to deliver, due 2026-03-10",
        "Quotations expiring within 7 days", 1, "QU-2026-00001 · Alpha · 1,000.00 open, valid until 2026-03-22",
        "Salespeople with a pace under 90", 2, "P2 · Li · pace 18.6", "P1 · Wang · pace 46.6",
        "Approvals waiting", 0, "none",
    ]  # fmt: skip


def test_an_invoice_within_the_credit_days_of_its_customer_needs_no_look(sold: Desk) -> None:
    changed = "Customer  Name   Salesperson  Territory  Payment days  Credit days\n{}"
    for days, alerts in ((13, 0), (12, 1)):
        row = f"C-1       Alpha  P1           N1         30            {days}"
        assert not sold.post(sold.records("customer", changed.format(row), f"{days}.xlsx")).has_errors
        found = standing(sold.company)
        assert sum(alert.kind == "overdue" for alert in found.alerts) == alerts
        assert found.overdue == 325, "it is overdue all the same"


def test_what_waits_for_an_approval_is_among_the_alerts(sold: Desk) -> None:
    sold.change_settings('invoice_price_check = "block"', 'invoice_price_check = "approve"')
    sold.post(sold.documents("more.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D3   2026-03-19  SO-2026-00002  1     5
    """))  # fmt: skip
    sold.post(sold.documents("cheap.xlsx", sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity  Unit price
        I3   2026-03-19  DN-2026-00003  1     5         9
    """))  # fmt: skip
    (alert,) = [alert for alert in standing(sold.company).alerts if alert.kind == "approval"]
    assert (alert.code, alert.name, alert.amount, alert.seat) == ("AP-00001", "Beta", 45, Seat("South", "P2"))


def test_every_figure_is_the_one_of_the_question_that_defines_it(sold: Desk) -> None:
    sold.reverse("SI-2026-00002", "wrong customer")
    assert_same_as_the_questions(sold.company, standing(sold.company))


def test_a_reversal_makes_a_month_negative(sold: Desk) -> None:
    sold.today = date(2026, 4, 2)
    close("2026-03", sold.company)
    sold.reverse("SI-2026-00002")
    sold.reverse("DN-2026-00002")
    found = standing(sold.company)
    assert [found.month_sum("sold", number) for number in (2, 3, 4)] == [500, 100, -100]
    assert_same_as_the_questions(sold.company, found)
    assert tiles(written(sold.company))["sold"] == -100


def test_as_of_an_earlier_day_nothing_later_counts(sold: Desk) -> None:
    sold.today = date(2026, 6, 30)
    found = standing(sold.company, date(2026, 2, 28))
    # The second order came in March. Of the first everything is delivered; its invoice is due in March.
    assert tile_values(found) | {"pace": 0} == {
        "sold": 500, "target": 700, "attainment": Fraction(500, 7), "pace": 0, "intake": 500, "open_orders": 0,
        "overdue": 0,
    }  # fmt: skip
    assert [found.month_sum("target", number) for number in (1, 6, 12)] == [700, 700, 700], "targets reach further"
    assert_same_as_the_questions(replace(sold.company, today=date(2026, 2, 28)), found)


def choose(book: Path, territory: str | None = None, person: str | None = None) -> Path:
    """Choose from the drop-downs in another program, which leaves all formulas to be worked out anew."""
    chosen = book.with_name("chosen.xlsx")
    workbook = openpyxl.load_workbook(book)
    page = workbook.worksheets[0]
    for cell, value in (("D2", territory), ("M2", person)):
        if value:
            page[cell] = value
    workbook.save(chosen)
    return chosen


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("territory", "person", "seats"),
    [
        (None, None, set(TARGETS)),
        ("North", None, {("N1", "P1"), ("N2", "")}),
        ("N1 · North, one", None, {("N1", "P1")}),
        ("South", "P2 · Li", {("South", "P2")}),
        (None, "P1 · Wang", {("N1", "P1")}),
        ("South", "P1 · Wang", set()),
    ],
)
def test_what_is_chosen_is_what_is_shown(
    sold: Desk, soffice: Any, territory: str | None, person: str | None, seats: set[tuple[str, str]]
) -> None:
    found = standing(sold.company)
    own = {seat: year for seat, year in found.seats.items() if tuple(seat) in seats}
    chosen = replace(found, seats=own, seat_months=[row for row in found.seat_months if row.seat in own])
    shown = soffice(choose(written(sold.company), territory, person), "xlsx")
    near = {"abs": Decimal("0.000001")}
    wanted = {name: value for name, value in tile_values(chosen).items() if value is not None}
    assert {name: value for name, value in tiles(shown).items() if value not in (None, "")} == {
        name: pytest.approx(Decimal(value.numerator) / Decimal(value.denominator), **near)
        for name, value in ((name, Fraction(value)) for name, value in wanted.items())
    }
    assert table_shows(shown, MONTHS, "sold", "target") == [
        (chosen.month_sum("sold", number), chosen.month_sum("target", number)) for number in range(1, 13)
    ]
    for table, key, rows in ((TOP_CUSTOMERS, "label", found.customers), (TOP_PRODUCTS, "label", found.products)):
        sums: dict[str, Decimal] = {}
        for row in rows:
            if row.seat in own:
                sums[row.name] = sums.get(row.name, Decimal(0)) + row.amount
        bars = [
            (label, amount) for label, amount in table_shows(shown, table, key, "amount") if amount not in (None, "")
        ]
        assert bars == sorted(sums.items(), key=lambda item: -item[1])
    paces = [pace for (pace,) in table_shows(shown, PERSON_BARS, "pace") if pace not in (None, "")]
    people = [chosen.pace_of(place) for place in chosen.people if any(seat[1] == place.code for seat in own)]
    assert paces == [
        pytest.approx(Decimal(float(pace)), abs=Decimal("0.0001")) for pace in sorted(filter(None, people))
    ]


@pytest.mark.libreoffice
def test_what_a_new_workbook_shows_is_what_its_formulas_give(sold: Desk, soffice: Any) -> None:
    book = written(sold.company)
    anew = soffice(choose(book), "xlsx")
    before, after = (openpyxl.load_workbook(path, data_only=True) for path in (book, anew))
    formulas = openpyxl.load_workbook(book)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    one, other = (found[sheet.title][cell.coordinate].value for found in (before, after))
                    if isinstance(one, int | float):
                        assert other == pytest.approx(one, abs=1e-6), cell.coordinate
                    else:
                        assert (one or "") == (other or ""), (sheet.title, cell.coordinate, cell.value)
                    compared += 1
    assert compared > 150


@pytest.mark.libreoffice
def test_of_equal_bars_each_is_shown_once(sold: Desk, soffice: Any) -> None:
    # C-2 buys as much as C-1 in all: 40 bolts more.
    sold.post(sold.documents("more.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D3   2026-03-19  SO-2026-00002  1     20
        D4   2026-03-19  SO-2026-00003  1     100
    """))  # fmt: skip
    sold.post(
        sold.orders("Ref  Date        Customer  Product  Quantity\nB1   2026-03-19  C-2       BOLT-8   45", "b.xlsx")
    )
    sold.post(sold.documents("even.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D5   2026-03-19  SO-2026-00004  1     45
    """))  # fmt: skip
    book = written(sold.company)
    assert table_shows(book, TOP_CUSTOMERS, "label", "amount") == [("Alpha", 750), ("Beta", 750)]
    assert table_shows(soffice(choose(book), "xlsx"), TOP_CUSTOMERS, "label", "amount") == [
        ("Alpha", 750),
        ("Beta", 750),
    ]


@pytest.mark.libreoffice
def test_what_is_in_no_list_shows_nothing_and_says_so(sold: Desk, soffice: Any) -> None:
    shown = soffice(choose(written(sold.company), territory="Nor*"), "xlsx")
    assert tiles(shown)["sold"] == 0
    page = openpyxl.load_workbook(shown, data_only=True)["Dashboard"]
    assert page["D3"].value == "Choose territory and salesperson from the lists."


def chart_references(book: Path) -> list[str]:
    """Every range that a chart of the workbook refers to."""
    found = []
    with zipfile.ZipFile(book) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                root = ElementTree.fromstring(parts.read(name))
                found += [element.text or "" for element in root.iter() if element.tag.endswith("}f")]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_refer_to_ranges_that_are_there_and_filled(sold: Desk, language: Language) -> None:
    book = written(sold.company, language=language)
    references = chart_references(book)
    workbook = openpyxl.load_workbook(book, data_only=True)
    # Months (two series), funnel (two), pace twice (two each), ages, customers, products.
    assert len(references) == 2 * (2 + 2 + 4 + 3)
    for reference in references:
        sheet, area = re.fullmatch(r"'?([^'!]+)'?!(.+)", reference).groups()  # type: ignore[union-attr]
        left, top, right, bottom = range_boundaries(area)
        cells = [workbook[sheet].cell(row, left) for row in range(top, bottom + 1)]
        assert left == right
        header = workbook[sheet].cell(top - 1, left).value
        assert header, "the range is the body of a column"
        hatched_or_solid = header in (*PERSON_BARS.field("slow").title, *PERSON_BARS.field("on_course").title)
        assert hatched_or_solid or any(cell.value not in (None, "") for cell in cells), reference


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_that_has_sold_nothing_gets_sentences_instead_of_empty_charts(desk: Desk, language: Language) -> None:
    book = written(desk.company, language=language)
    assert chart_references(book) == []
    said = texts(book)
    wanted = {
        "en": "Nothing was sold yet in 2026.", "zh-Hant": "2026 年度尚無銷售。", "zh-Hans": "2026 年度尚无销售。",
    }  # fmt: skip
    assert wanted[language] in said


def test_without_targets_sales_are_shown_and_pace_says_why_it_is_missing(desk: Desk) -> None:
    desk.post(desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   3"))
    desk.change_settings('actuals_from = "delivery_note"', 'actuals_from = "sales_order"')
    book = written(desk.company)
    shown = tiles(book)
    assert (shown["sold"], shown["target"], shown["pace"] or None, shown["attainment"] or None) == (30, 0, None, None)
    page = openpyxl.load_workbook(book, data_only=True)["Dashboard"]
    assert page["D3"].value == "No target is stored for 2026. Split a plan to see attainment and pace."
    # Months without a line of targets, the way to cash, customers, products.
    assert len(chart_references(book)) == 2 * (1 + 2 + 2)
    assert table_shows(book, TERRITORY_PACE, "code", "pace")[0][1] in (None, "")


@pytest.fixture
def costed(sold: Desk) -> Desk:
    """Bolts cost 7.77 from today on and are fasteners; ten more are delivered to C-2 and four to C-1."""
    costs = "Product  Name         Unit  Unit decimals  Base price  Tax code  Cost   Product group"
    rows = f"{costs}\nBOLT-8   Bolt, 8 mm   pcs   0              10          T5        7.77   Fasteners"
    assert not sold.post(sold.records("product", rows)).has_errors
    assert not sold.post(
        sold.orders("Ref  Date        Customer  Product  Quantity\nB1   2026-03-20  C-1       BOLT-8   4")
    ).has_errors
    assert not sold.post(sold.documents("more.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D3   2026-03-20  SO-2026-00002  1     10
        D4   2026-03-20  SO-2026-00004  1     4
    """)).has_errors  # fmt: skip
    return sold


def test_whoever_opens_the_file_finds_no_cost_unless_margins_are_asked_for(costed: Desk) -> None:
    # 14 x (10 - 7.77) = 31.22; of what was delivered before nobody knows the cost.
    (line,) = margins_between(date(2026, 1, 1), TODAY, "product", costed.company)
    assert (line.margin.cost, line.margin.gross_profit) == (Decimal("108.78"), Decimal("31.22"))
    told = r"(?i)margin|\bcosts?\b|gross profit|108\.78|31\.22|7\.77|22\.3|毛利|成本"
    for language in LANGUAGES:
        assert re.findall(told, visible(texts(written(costed.company, language=language)))) == []
    book = written(costed.company, margins=True)
    assert table_shows(book, TOP_GROUPS, "label", "amount") == [("Fasteners · 22%", Decimal("31.22"))]
    assert re.findall(told, visible(texts(book)))


@pytest.mark.libreoffice
def test_margins_follow_what_is_chosen(costed: Desk, soffice: Any) -> None:
    shown = soffice(choose(written(costed.company, margins=True), person="P1 · Wang"), "xlsx")
    assert table_shows(shown, TOP_GROUPS, "label", "amount") == [("Fasteners · 22%", Decimal("8.92"))]
    shown = soffice(choose(written(costed.company, margins=True), territory="N2 · North, two"), "xlsx")
    assert [amount or None for _, amount in table_shows(shown, TOP_GROUPS, "label", "amount")] == [None]


def visible(xml: str) -> str:
    """What stands between and in tags, without the margins of printed pages, which every sheet has."""
    return re.sub(r"<pageMargins[^>]*>|<c:pageMargins[^>]*>|pageMargins", "", xml)


def test_margins_are_refused_to_whoever_may_not_see_costs(sold: Desk, run: Run) -> None:
    sold.change_settings("see_costs = []", 'see_costs = ["boss"]')
    with pytest.raises(SalesbookError, match="costs-not-shown"):
        standing(sold.company, with_margins=True)
    said = run("dashboard", "--margins", "--today", TODAY)
    assert "see_costs" in said.sentence
    assert not dashboard_path(sold.company, with_margins=True).exists()
    assert run("dashboard", "--today", TODAY).exit_code == 0, "without them it is for everybody"


def test_the_command_writes_beside_the_other_workbooks_and_keeps_what_said_something_else(sold: Desk, run: Run) -> None:
    said = run("dashboard", "--today", TODAY)
    path = sold.folder / "Dashboard.xlsx"
    assert said.out.splitlines() == [
        "Dashboard.xlsx: 2026-03 has sales of 100.00 of 700.00, pace 32; 5 alerts.", str(path),
    ]  # fmt: skip
    first = path.read_bytes()
    run("dashboard", "--today", TODAY)
    assert path.read_bytes() == first
    assert list(sold.folder.glob("Dashboard (*")) == [], "the same again changes nothing"
    run("dashboard", "--as-of", "2026-02-28", "--today", TODAY)
    assert (sold.folder / "Dashboard (1).xlsx").read_bytes() == first
    json = run("dashboard", "other.xlsx", "--language", "zh-Hans", "--today", TODAY, "--json").out
    assert '"pace": "32"' in json
    assert openpyxl.load_workbook(sold.folder / "other.xlsx").sheetnames == ["仪表板", "图表数据", "指标说明"]
    assert "--as-of" in run("dashboard", "--as-of", "March").sentence


def test_the_dashboard_is_named_in_the_language_of_the_company(sold: Desk) -> None:
    sold.change_settings('language = "en"', 'language = "zh-Hant"')
    assert dashboard_path(sold.company).name == "儀表板.xlsx"
    assert dashboard_path(sold.company, with_margins=True).name == "儀表板（含毛利）.xlsx"


@pytest.fixture
def crowded(sold: Desk) -> Desk:
    """Twelve customers with long Chinese names, and amounts up to 148 million."""
    name = "臺灣精密機械工業股份有限公司新竹科學園區分公司"
    customers = [
        {"customer_no": f"L-{number}", "name": f"{name} {number}", "salesperson_no": "P1", "territory_code": "N1"}
        for number in range(12)
    ]
    orders = [
        {
            "document_ref": f"L{number}", "document_date": TODAY, "customer_no": f"L-{number}", "product_no": "BOLT-8",
            "quantity": (number + 1) * 1_234_567,
        }
        for number in range(12)
    ]  # fmt: skip
    book = sold.folder / "large.xlsx"
    assert not sold.post(new_workbook(sold.company, "master", book, {"customer": customers})).has_errors
    book = sold.folder / "large orders.xlsx"
    assert not sold.post(new_workbook(sold.company, "documents", book, {"sales_order": orders})).has_errors
    for kind in ("delivery_note", "sales_invoice"):
        sold.make(kind, book)
        assert not sold.post(book).has_errors
    return sold


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_sheet_of_a4_and_nothing_is_cut_off(crowded: Desk, soffice: Any, language: Language) -> None:
    assert standing(crowded.company).month_sum("sold", 3) > 900_000_000
    pdf = soffice(written(crowded.company, language=language, margins=True), "pdf")
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout.split(
        "\f"
    )
    title = {"en": "Dashboard", "zh-Hant": "儀表板", "zh-Hans": "仪表板"}[language]
    assert [number for number, page in enumerate(pages) if f"board.xlsx · {title} " in page] == [0]
    assert not re.search(r"###|#NAME\?|#REF!|#VALUE!|#N/A|#DIV/0!|Err:", "".join(pages))
    size = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size: +84[12]\S* x 59[45]\S* pts \(A4\)", size)


def test_only_codes_that_are_first_of_some_choice_are_kept() -> None:
    tree = TerritoryTree.of({"North": COMPANY, "N1": "North", "South": COMPANY})
    n1, south = Seat("N1", "P1"), Seat("South", "P2")
    sums = {("A", n1): 9, ("B", n1): 8, ("C", n1): 7, ("C", south): 1, ("D", south): 2, ("E", south): -5}
    amounts = {key: Decimal(amount) for key, amount in sums.items()}
    assert leaders(amounts, tree, 1) == {"A", "D"}
    assert leaders(amounts, tree, 9) == {"A", "B", "C", "D"}, "whoever gave back more than was bought is not among them"


def test_a_label_leaves_room_for_the_bar_and_tells_long_names_apart() -> None:
    assert bar_label("C-1", "Hungry Owl All-Night Grocers") == "C-1 Hungry Owl All-Nigh…"
    labels = [bar_label(f"C-{number}", "臺灣精密機械工業股份有限公司") for number in (1, 2)]
    assert labels == ["C-1 臺灣精密機械工業股…", "C-2 臺灣精密機械工業股…"]


def test_every_table_of_the_figures_is_a_table_of_excel(sold: Desk) -> None:
    workbook = openpyxl.load_workbook(written(sold.company))
    for table in (TOTALS, MONTHS, TERRITORY_PACE, TERRITORY_BARS, PERSON_PACE, FUNNEL, AGES, TOP_PRODUCTS):
        sheet, _ = find_table(workbook, table.name)
        assert sheet.title == "Figures"
