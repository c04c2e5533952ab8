"""Scorecards from the ledger: known figures, evidence that adds up to them, and what happens without data."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions import appraising, progress, targets
from salesbook.actions.appraising import appraise, scorecard_path
from salesbook.actions.reversing import reverse
from salesbook.actions.targets import split
from salesbook.actions.workbooks import new_plan
from salesbook.appraisal.figures import Period, PersonData, SoldDocument, measure
from salesbook.hosts.closed_file import ClosedFile
from salesbook.ledger.store import LedgerStore
from salesbook.planning.pace import WorkingDays
from salesbook.problems import PlanError, SalesbookError, has_errors
from salesbook.queries import LedgerQueries
from salesbook.sheets.columns import CHOICES, PLAN_MONTHS, PLAN_SEATS, RATINGS
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.scorecards import EVIDENCE, Card, build_scorecards
from salesbook.workbooks.style import Look
from tests.small_company import Desk, cell, codes, columns_of, find_table, move_in, put, shows, table_shows, typing_into

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
    assert not has_errors(desk.post(desk.records("visit", VISITS, "visits.xlsx")).problems)


def card_of(desk: Desk, person: str, period: str = "2026-03") -> Card:
    cards = appraise(desk.company, period, scorecard_path(desk.company, period))
    return next(card for card in cards if card.scorecard.salesperson_no == person)


def amounts_of(card: Card) -> dict[str, Decimal]:
    return {row.document_no: row.value for row in card.evidence if row.source == "amount"}


def test_the_card_of_a_month_with_known_figures(seller: Desk) -> None:
    card = card_of(seller, "P1")
    sales, visits, attendance = card.scorecard.lines
    # 82 bolts at 10 against 750: 109.33 %, so 100 + 20 × 9.33 / 30 points.
    assert (sales.figure.actual, sales.figure.target) == (Decimal(820), Decimal(750))
    assert sales.points == Decimal("106.22")
    # Three visits with a note; the one without a note does not count: 60 + 40 × 1 / 4.
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


def test_a_sale_reversed_in_the_same_month_is_evidence_with_its_mirror_and_both_come_to_nothing(seller: Desk) -> None:
    mirror = seller.reverse("SO-2026-00002")
    card = card_of(seller, "P1")
    assert card.scorecard.lines[0].figure.actual == 320
    assert amounts_of(card) == {"SO-2026-00002": 500, "SO-2026-00003": 320, mirror: -500}


def test_a_reversal_counts_in_the_month_of_its_own_posting_date(seller: Desk) -> None:
    before = card_of(seller, "P1")
    seller.today = date(2026, 4, 2)
    mirror = reverse("SO-2026-00002", seller.company, "sent back", seller.today).decisions[0].document_no
    assert card_of(seller, "P1") == before
    april = card_of(seller, "P1", "2026-04")
    assert april.scorecard.lines[0].figure.actual == -500
    assert amounts_of(april) == {mirror: -500}
    # Progress books it in the same month as the scorecards do, and counts only the orders that stand.
    sold = LedgerQueries(seller.company.store).sold_by_month("sales_order", date(2026, 1, 1), date(2026, 4, 30))
    assert [(row.month, row.net_amount, row.documents) for row in sold if row.salesperson_no == "P1"] == [
        ("2026-01", 600, 1),
        ("2026-03", 500, 0),
        ("2026-03", 320, 1),
        ("2026-04", -500, 0),
    ]


def test_a_customer_is_neither_won_nor_kept_by_a_sale_reversed_by_the_end_of_the_period() -> None:
    def sold(number: str, day: date, customer: str, amount: int, reverses_no: str = "") -> SoldDocument:
        return SoldDocument(number, day, "N1", "P1", customer, Decimal(amount), Decimal(1), reverses_no)

    data = PersonData(
        "P1",
        sold=[
            sold("SO-1", date(2026, 3, 2), "C-1", 100),
            sold("SO-2", date(2026, 3, 3), "C-1", 40),
            sold("SO-3", date(2026, 3, 4), "C-2", 7),
            sold("SO-4", date(2026, 3, 5), "C-2", 8, "SO-3"),
            sold("SO-5", date(2026, 4, 1), "C-1", -40, "SO-2"),
        ],
        first_sales={"C-1": [date(2026, 3, 2)]},
    )
    march = measure(data, Period("2026-03", date(2026, 3, 1), date(2026, 3, 31)), WorkingDays()).figures
    assert march["new_customers"].actual == 1
    assert (march["retention"].actual, march["retention"].target) == (1, 1)
    april = measure(data, Period("2026-04", date(2026, 4, 1), date(2026, 4, 30)), WorkingDays()).figures
    assert (april["retention"].actual, april["retention"].target) == (0, 1)
    assert april["amount"].actual == -40


def test_evidence_of_pace_begins_with_the_fiscal_year(seller: Desk) -> None:
    seller.post(seller.records("criterion", """
        Criterion   Name  Source  Weight  Floor  Target  Cap
        ATTENDANCE  Pace  pace    20      70     100     130
    """, "pace.xlsx"))  # fmt: skip
    card = card_of(seller, "P1")
    pace = {row.document_no: row.value for row in card.evidence if row.source == "pace"}
    assert pace == {"SO-2026-00001": 600, "SO-2026-00002": 500, "SO-2026-00003": 320}
    assert next(line for line in card.scorecard.lines if line.criterion.source == "pace").figure.actual == 1420


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


def post_weights(desk: Desk, valid_from: str, sales: int, visits: int, attendance: int) -> None:
    report = desk.post(desk.records("criterion", f"""
        Criterion   Name        Source      Floor  Target  Cap  Valid from  Weight
        SALES       Sales       amount      70     100     130  {valid_from}  {sales}
        VISITS      Visits      visits      2      6       12   {valid_from}  {visits}
        ATTENDANCE  Attendance  attendance                      {valid_from}  {attendance}
    """, f"criteria {valid_from}.xlsx"))  # fmt: skip
    assert {decision.outcome for decision in report.decisions} == {"posted"}


def test_a_month_without_criteria_has_no_total_in_the_year(seller: Desk) -> None:
    whole = card_of(seller, "P1", "2026").monthly_totals or {}
    post_weights(seller, "2026-02-01", 0, 0, 0)
    post_weights(seller, "2026-03-01", 50, 30, 20)
    months = card_of(seller, "P1", "2026").monthly_totals or {}
    assert [months[f"2026-{month:02d}"] for month in (1, 2, 3)] == [whole["2026-01"], None, Decimal("92.64")]
    assert whole["2026-01"] is not None
    assert whole["2026-02"] is not None


def test_a_year_that_ends_without_criteria_has_no_cards(seller: Desk) -> None:
    post_weights(seller, "2026-06-01", 0, 0, 0)
    with pytest.raises(SalesbookError) as caught:
        card_of(seller, "P1", "2026")
    assert (caught.value.code, caught.value.values["date"]) == ("criteria-missing", "2026-12-31")


def test_the_table_of_the_ledger_is_opened_once_for_a_run(seller: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    class Counted(LedgerQueries):
        def __init__(self, store: LedgerStore) -> None:
            opened.append(store)
            super().__init__(store)

    for module in (appraising, progress, targets):
        monkeypatch.setattr(module, "LedgerQueries", Counted)
    card_of(seller, "P1", "2026")
    assert len(opened) == 1
    progress.progress(seller.company, 2026, "amount")
    assert len(opened) == 2


def test_sheets_of_people_are_told_apart_from_each_other_and_from_ours(seller: Desk, tmp_path: Path) -> None:
    card = card_of(seller, "P1")
    people = ["p1", "P1", "summary", "佐證明細", "X" * 40, "x" * 31]
    named = [replace(card, scorecard=card.scorecard.model_copy(update={"salesperson_no": person})) for person in people]
    build_scorecards(tmp_path / "cards.xlsx", BookInfo(Look("en", "USD", 2), "Acme"), "2026-03", named)
    workbook = openpyxl.load_workbook(tmp_path / "cards.xlsx")
    titles = ["p1", "P1 (2)", "summary (2)", "佐證明細 (2)", "X" * 31, "x" * 27 + " (2)"]
    assert workbook.sheetnames == ["Summary", *titles, "Evidence"]
    links = {
        cell.value: cell.hyperlink.location for row in workbook["Summary"].iter_rows() for cell in row if cell.hyperlink
    }
    assert links == {person: f"'{title}'!A1" for person, title in zip(people, titles, strict=True)}


def test_a_criterion_of_any_name_and_code_has_a_column_of_its_own_in_the_summary(seller: Desk, tmp_path: Path) -> None:
    card = card_of(seller, "P1")
    named = [("name", "Total"), ("total", "Sales"), ("grade", "sales")]
    lines = tuple(
        line.model_copy(update={"criterion": line.criterion.model_copy(update={"code": code, "name": name})})
        for line, (code, name) in zip(card.scorecard.lines, named, strict=True)
    )
    renamed = replace(card, scorecard=card.scorecard.model_copy(update={"lines": lines}))
    build_scorecards(tmp_path / "cards.xlsx", BookInfo(Look("en", "USD", 2), "Acme"), "2026-03", [renamed])
    sheet = openpyxl.load_workbook(tmp_path / "cards.xlsx")["Summary"]
    shown = {head.value: cell.value for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert shown == {
        "Rank": 1, "Salesperson": "P1", "Name": "Wang", "Total (2)": 106.22, "Sales": 70, "sales (2)": None,
        "Total": 92.64, "Grade": card.grade,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "-2+3", "\t=1+1", "<r><t>x & y</t></r>"])
def test_whatever_people_and_criteria_are_called_a_card_shows_it_as_text(
    seller: Desk, tmp_path: Path, name: str
) -> None:
    card = card_of(seller, "P1")
    lines = tuple(
        line.model_copy(update={"criterion": line.criterion.model_copy(update={"name": f"{name} {number}"})})
        for number, line in enumerate(card.scorecard.lines)
    )
    scorecard = card.scorecard.model_copy(update={"salesperson_no": name, "lines": lines})
    evidence = tuple(replace(row, document_no=name) for row in card.evidence)
    named = replace(card, scorecard=scorecard, name=name, evidence=evidence)
    build_scorecards(tmp_path / "cards.xlsx", BookInfo(Look("en", "USD", 2), name), "2026-03", [named])
    workbook = openpyxl.load_workbook(tmp_path / "cards.xlsx", rich_text=True)
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell.value for cell in cells if cell.data_type == "f" and name in str(cell.value)] == []
    assert len([cell for cell in cells if str(cell.value) == name and cell.data_type == "s"]) > len(card.evidence)
    assert [cell.value for cell in cells if str(cell.value).startswith("#")] == []


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


@pytest.mark.parametrize("period", ["2026-13", "March", "0", "99999", "2026-3", "9999-12", "0000-01", "²", "9" * 5000])
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
    put(book, "visit", 4, note="second thoughts")
    assert sorted(found.outcome for found in seller.post(book).decisions).count("posted") == 1
    assert card_of(seller, "P1").scorecard.lines[1].figure.actual == 4
    assert shows(book, "visit", "status")[2][0].startswith("Posted")


def test_register_rows_out_of_range_are_told(seller: Desk) -> None:
    report = seller.post(seller.records("attendance", """
        Salesperson  Date        Absent days
        P1           2026-03-03  0.3
        P1           2026-03-04  2
    """, "attendance.xlsx"))  # fmt: skip
    assert codes(report) == [("Attendance!E2", "out-of-range"), ("Attendance!E3", "out-of-range")]
    assert "0.5" in report.problems[0].values["limits"]
    report = seller.post(seller.records("rating", """
        Salesperson  Month    Rating
        P1           2026-03  6
    """, "ratings.xlsx"))  # fmt: skip
    assert codes(report) == [(cell("rating", "rating", 2), "out-of-range")]
    assert report.problems[0].values["limits"] == "≥ 1 ≤ 5"


def test_a_month_that_has_not_begun_is_refused(seller: Desk) -> None:
    with pytest.raises(SalesbookError) as told:
        appraise(seller.company, "2026-04", scorecard_path(seller.company, "2026-04"))
    assert told.value.code == "month-not-begun"


# ---- Criteria that a manager rates --------------------------------------------------------------------------------

RATED = """
    Criterion   Name        Source      Weight  Valid from
    SALES       Sales       amount      0       2026-03-01
    VISITS      Visits      visits      0       2026-03-01
    ATTENDANCE  Attendance  attendance  0       2026-03-01
    CALLS       Calls       rated       60      2026-03-01
    REPORTS     Reports     rated       30      2026-03-01
    CONDUCT     Conduct     conduct     10      2026-03-01
"""

GIVEN = """
    Salesperson  Month    Criterion  Rating  Out of
    P1           2026-03  CALLS      92      100
    P1           2026-03  REPORTS    3       4
    P1           2026-03             4
    P2           2026-03  CALLS      0       100
"""


@pytest.fixture
def rated(seller: Desk) -> Desk:
    """Criteria that are rated take the place of those that are counted."""
    assert not seller.post(seller.records("criterion", RATED, "rated.xlsx")).problems
    assert not seller.post(seller.records("rating", GIVEN, "ratings.xlsx")).problems
    return seller


def test_a_rating_of_a_criterion_counts_by_what_it_is_out_of(rated: Desk) -> None:
    card = card_of(rated, "P1")
    assert [line.points for line in card.scorecard.lines] == [92, 75, 80]
    assert card.total == Decimal("85.70")
    assert card.notes == []
    calls = card.scorecard.lines[0].figure
    assert (calls.actual, calls.target) == (92, 100)


def test_a_missing_rating_is_no_zero_and_a_zero_is_one(rated: Desk) -> None:
    card = card_of(rated, "P2")
    assert [(line.points, line.effective_weight) for line in card.scorecard.lines] == [(0, 100), (None, 0), (None, 0)]
    assert card.total == 0
    assert any("Reports" in note for note in card.notes)


def test_every_rating_of_a_card_is_found_in_its_evidence_by_the_criterion_it_is_of(rated: Desk) -> None:
    path = scorecard_path(rated.company, "2026-03")
    appraise(rated.company, "2026-03", path, ["P1"])
    assert table_shows(path, EVIDENCE, "source", "document_no", "value") == [
        ("Calls", "P1|2026-03|CALLS", 92), ("Reports", "P1|2026-03|REPORTS", 3),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(path)["P1"]
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert said == ["Evidence 2", "Evidence 3"]


def test_a_year_takes_the_mean_of_the_months_that_were_rated(rated: Desk) -> None:
    february = "Salesperson  Month    Criterion  Rating  Out of\nP1           2026-02  CALLS      4\n"
    assert not rated.post(rated.records("rating", february, "february.xlsx")).problems
    calls = card_of(rated, "P1", "2026").scorecard.lines[0]
    assert calls.points == 86, "80 in February, 92 in March"
    assert calls.figure.actual is None, "4 of 5 and 92 of 100 have no sum"


def test_a_rating_names_a_criterion_that_is_there_and_is_rated(rated: Desk) -> None:
    report = rated.post(rated.records("rating", """
        Salesperson  Month    Criterion  Rating  Out of
        P1           2026-03  CALS       4
        P1           2026-03  VISITS     4
        P1           2026-03  CALLS      101     100
    """, "wrong.xlsx"))  # fmt: skip
    assert codes(report) == [
        (cell("rating", "criterion", 2), "unknown-criterion-similar"),
        (cell("rating", "criterion", 3), "criterion-not-rated"),
        (cell("rating", "rating", 4), "out-of-range"),
    ]


def test_criterion_and_rating_may_stand_in_one_workbook(seller: Desk) -> None:
    book = seller.records("criterion", RATED, "both.xlsx")
    for row, fields in enumerate([{"criterion": "CALLS", "rating": 92, "out_of": 100}], start=2):
        put(book, "rating", row, salesperson_no="P1", month="2026-03", **fields)
    assert not seller.post(book).problems
    assert card_of(seller, "P1").scorecard.lines[0].points == 92


def test_an_older_sheet_of_ratings_means_conduct_from_1_to_5_whatever_was_posted_since(rated: Desk) -> None:
    newer = "Salesperson  Month    Rating  Out of\nP1           2026-03  50      100\n"
    assert not rated.post(rated.records("rating", newer, "newer.xlsx")).problems
    assert card_of(rated, "P1").scorecard.lines[2].points == 50
    old = rated.records("rating", "Salesperson  Month    Rating\nP1           2026-03  3\n", "old.xlsx")
    with typing_into(old) as workbook:
        sheet, table = find_table(workbook, RATINGS.name)
        places = columns_of(sheet, table, RATINGS)
        for field, header in (("criterion", "Mine"), ("out_of", "Mine too"), ("rating", "Rating 1 to 5")):
            sheet.cell(1, places[field], header)
            table.tableColumns[places[field] - 1].name = header
    assert not rated.post(old).problems
    assert card_of(rated, "P1").scorecard.lines[2].points == 60
    with rated.company.cache() as cache:
        assert set(cache.record_keys("rating")) >= {"P1|2026-03", "P1|2026-03|CALLS"}
