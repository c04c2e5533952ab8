"""Scorecards from the ledger: known figures, evidence that adds up to them, and what happens without data."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.appraising import appraise, scorecard_path
from salesbook.actions.targets import split
from salesbook.actions.workbooks import new_plan
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import PlanError, SalesbookError
from salesbook.sheets.columns import CHOICES, PLAN_MONTHS, PLAN_SEATS
from salesbook.workbooks.scorecards import EVIDENCE, Card
from tests.small_company import Desk, codes, move_in, put, shows, table_shows

SOLD = """
    Ref  Date        Customer  Salesperson  Product  Quantity
    T1   2026-01-12  C-1       P1           BOLT-8   60
    T2   2026-03-02  C-1       P1           BOLT-8   50
    T3   2026-03-04  C-2       P1           BOLT-8   32
    T4   2026-03-05  C-2       P2           BOLT-8   20
"""

CRITERIA = """
    Criterion   Name              Source      Weight  Floor  Target  Cap
    SALES       Sales             amount      50      70     100     130
    VISITS      Visits            visits      30      2      6       12
    ATTENDANCE  Attendance        attendance  20
"""

VISITS = """
    Salesperson  Date        Customer  Note
    P1           2026-03-02  C-1       price talk
    P1           2026-03-02  C-1       the same visit again
    P1           2026-03-03  C-1       samples
    P1           2026-03-04  C-2
    P1           2026-03-05  C-2       contract
    P1           2026-02-27  C-2       last month
"""


@pytest.fixture(scope="module")
def _built_seller(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Orders count as sold; P1 has a target of 750 a month, P2 of 250; criteria and visits are posted."""
    folder = tmp_path_factory.mktemp("seller")
    with pytest.MonkeyPatch.context() as patch:
        build_seller(move_in(_built_company, folder, patch))
        yield folder


@pytest.fixture
def seller(_built_seller: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return move_in(_built_seller, tmp_path, monkeypatch)


def build_seller(desk: Desk) -> None:
    desk.change_settings('actuals_from = "delivery_note"', 'actuals_from = "sales_order"')
    assert not desk.post(desk.orders(SOLD, "sold.xlsx")).problems
    plan = new_plan(desk.company, 2026, desk.folder / "plan.xlsx", total=Decimal(12000))
    put(plan, PLAN_SEATS, 10, weight=3)
    put(plan, PLAN_SEATS, 12, weight=1)
    for row in range(2, 14):
        put(plan, PLAN_MONTHS, row, weight=1)
    assert split(ClosedFile(plan), desk.company).is_new
    assert not desk.post(desk.records("criterion", CRITERIA, "criteria.xlsx")).problems
    assert not desk.post(desk.records("visit", VISITS, "visits.xlsx")).problems


def card_of(desk: Desk, person: str, period: str = "2026-03") -> Card:
    cards = appraise(desk.company, period, scorecard_path(desk.company, period))
    return next(card for card in cards if card.scorecard.salesperson_no == person)


def test_the_card_of_a_month_with_known_figures(seller: Desk) -> None:
    card = card_of(seller, "P1")
    sales, visits, attendance = card.scorecard.lines
    # 82 bolts at 10 against 750: 109.33 %, so 100 + 20 × 9.33 / 30 points.
    assert (sales.figure.actual, sales.figure.target) == (Decimal(820), Decimal(750))
    assert sales.points == Decimal("106.22")
    # Three visits with a note; the repeated one and the one without a note do not count: 60 + 40 × 1 / 4.
    assert (visits.figure.actual, visits.points) == (Decimal(3), Decimal(70))
    # Nobody's attendance was registered, so its 20 go to the other two, 50 : 30.
    assert attendance.points is None
    assert (sales.effective_weight, visits.effective_weight, attendance.effective_weight) == (
        Decimal("62.5"), Decimal("37.5"), 0,
    )  # fmt: skip
    assert card.total == Decimal("92.64")
    assert any("Attendance" in note or "ATTENDANCE" in note for note in card.notes)


def test_no_data_gives_the_weight_to_the_others_but_a_zero_counts(seller: Desk) -> None:
    visits = {person: card_of(seller, person).scorecard.lines[1] for person in ("P1", "P2")}
    assert visits["P2"].figure.actual == 0
    assert visits["P2"].points == 0
    assert visits["P2"].effective_weight == visits["P1"].effective_weight


def test_registered_attendance_counts_for_everybody(seller: Desk) -> None:
    seller.post(seller.records("attendance", """
        Salesperson  Date        Late  Absent days
        P1           2026-03-03        1
    """, "attendance.xlsx"))  # fmt: skip
    first, second = (card_of(seller, person).scorecard.lines[2] for person in ("P1", "P2"))
    assert second.points == 100
    assert first.points < 100
    assert first.effective_weight == 20


def test_evidence_adds_up_to_the_figure_it_stands_behind(seller: Desk) -> None:
    path = scorecard_path(seller.company, "2026-03")
    cards = appraise(seller.company, "2026-03", path)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for person, source, value in table_shows(path, EVIDENCE, "salesperson_no", "source", "value"):
        sums[person, source] += value
    expected = {
        (card.scorecard.salesperson_no, CHOICES[line.criterion.source].en): line.figure.actual
        for card in cards
        for line in card.scorecard.lines
        if line.figure and line.figure.actual
    }
    assert dict(sums) == expected
    assert sums["P1", "amount"] == 820


def test_the_card_says_in_which_rows_its_evidence_stands(seller: Desk) -> None:
    path = scorecard_path(seller.company, "2026-03")
    appraise(seller.company, "2026-03", path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[workbook.sheetnames[1]]
    said = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [cell.value for cell in said] == ["2 rows, Evidence 2 to 3", "3 rows, Evidence 4 to 6"]
    assert [cell.hyperlink.location for cell in said] == ["'Evidence'!A2", "'Evidence'!A4"]


def test_a_reversed_sale_is_no_evidence(seller: Desk) -> None:
    seller.reverse("SO-2026-00002")
    card = card_of(seller, "P1")
    assert card.scorecard.lines[0].figure.actual == 320
    assert [row.document_no for row in card.evidence if row.source == "amount"] == ["SO-2026-00003"]


def test_the_same_month_again_gives_the_same_card(seller: Desk) -> None:
    stored = seller.version
    first = card_of(seller, "P1")
    content = scorecard_path(seller.company, "2026-03").read_bytes()
    assert card_of(seller, "P1") == first
    assert scorecard_path(seller.company, "2026-03").read_bytes() == content
    assert seller.version == stored


def test_a_run_again_keeps_what_a_manager_wrote_into_the_first_cards(seller: Desk) -> None:
    path = scorecard_path(seller.company, "2026-03")
    appraise(seller.company, "2026-03", path)
    appraise(seller.company, "2026-03", path)
    assert [found.name for found in seller.company.folder.glob("Scorecard*")] == [path.name]
    workbook = openpyxl.load_workbook(path)
    workbook["P1"]["A20"] = "well done"
    workbook.save(path)
    appraise(seller.company, "2026-03", path)
    kept = path.with_name("Scorecard 2026-03 (1).xlsx")
    assert openpyxl.load_workbook(kept)["P1"]["A20"].value == "well done"
    assert openpyxl.load_workbook(path)["P1"]["A20"].value != "well done"


def test_the_year_is_made_of_its_months_and_the_card_of_the_year(seller: Desk) -> None:
    card = card_of(seller, "P1", "2026")
    assert list(card.monthly_totals or {}) == [f"2026-{month:02d}" for month in range(1, 13)]
    months = card.monthly_totals or {}
    assert months["2026-03"] == Decimal("92.64")
    assert months["2026-04"] is None
    assert card.scorecard.lines[0].figure.actual == 1420
    assert card.scorecard.lines[0].figure.target == 9000
    # Three months are fewer than a year total needs, and the card says so instead of guessing.
    assert card.total is None
    assert any("3" in note for note in card.notes)


def test_only_the_people_asked_for(seller: Desk) -> None:
    path = scorecard_path(seller.company, "2026-03")
    assert [card.scorecard.salesperson_no for card in appraise(seller.company, "2026-03", path, ["P2"])] == ["P2"]
    with pytest.raises(SalesbookError) as caught:
        appraise(seller.company, "2026-03", path, ["P9"])
    assert caught.value.code == "unknown-salesperson"


def test_weights_that_are_not_100_are_told(seller: Desk) -> None:
    seller.post(seller.records("criterion", CRITERIA.replace("50 ", "45 "), "criteria again.xlsx"))
    with pytest.raises(PlanError) as caught:
        card_of(seller, "P1")
    assert (caught.value.code, caught.value.values["found"]) == ("weights-not-100", "95")


@pytest.mark.parametrize("period", ["2026-13", "March", "0", "99999", "2026-3"])
def test_a_period_that_is_none_is_refused(seller: Desk, period: str, tmp_path: Path) -> None:
    with pytest.raises(SalesbookError) as caught:
        appraise(seller.company, period, tmp_path / "cards.xlsx")
    assert caught.value.code in ("month-wrong", "year-wrong")
    assert not (tmp_path / "cards.xlsx").exists()


def test_registers_posted_twice_are_there_once_and_a_corrected_row_counts(seller: Desk) -> None:
    book = seller.folder / "visits.xlsx"
    stored = seller.version
    assert {found.outcome for found in seller.post(book).decisions} == {"already"}
    assert seller.version == stored
    put(book, "visit", 5, note="second thoughts")
    assert sorted(found.outcome for found in seller.post(book).decisions).count("posted") == 1
    assert card_of(seller, "P1").scorecard.lines[1].figure.actual == 4
    assert shows(book, "visit", "status")[3][0].startswith("Posted")


def test_register_rows_out_of_range_are_told(seller: Desk) -> None:
    report = seller.post(seller.records("attendance", """
        Salesperson  Date        Absent days
        P1           2026-03-03  0.3
        P1           2026-03-04  2
    """, "attendance.xlsx"))  # fmt: skip
    assert codes(report) == [("Attendance!E2", "out-of-range"), ("Attendance!E3", "out-of-range")]
    assert "0.5" in report.problems[0].values["limits"]
    report = seller.post(seller.records("rating", """
        Salesperson  Month    Rating 1 to 5
        P1           2026-03  6
    """, "ratings.xlsx"))  # fmt: skip
    assert codes(report) == [("Ratings!C2", "out-of-range")]
