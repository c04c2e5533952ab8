"""Letters to people: a reminder asks for what is due and nothing else; targets and scorecards are each person's own."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.dunning import reminders, send
from salesbook.actions.dunning_letters import letters_due, write_letters
from salesbook.actions.printing_scorecards import print_scorecards
from salesbook.actions.target_letters import write_target_letters
from salesbook.actions.targets import split
from salesbook.hosts import libreoffice
from salesbook.hosts.closed_file import ClosedFile
from salesbook.planning.target_letter import targets_by_person, vacant_territories
from salesbook.planning.targets import TargetLine
from salesbook.problems import SalesbookError
from salesbook.settings import Language
from salesbook.sheets.columns import PLAN_SEATS
from tests.actions.test_appraising import build_seller
from tests.actions.test_receivables import invoice, pen_of
from tests.small_company import Desk, put
from tests.terminal import Run

LATE = date(2026, 2, 13)

# Bars have a part that openpyxl does not know.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported and will be removed:UserWarning")


@pytest.fixture
def late(desk: Desk) -> Desk:
    """On 5 March 2026 three invoices are late: by 20 days, by 6, by 3. A first reminder is due after 5 days."""
    desk.change_settings('\nbank = ""', '\nbank = "First Bank\\nAccount 123-45"')
    pen_of(desk).write(
        invoice("SI-1", date(2026, 1, 14), LATE, "4520"),
        invoice("SI-2", date(2026, 1, 28), date(2026, 2, 27), "100"),
        invoice("SI-3", date(2026, 1, 31), date(2026, 3, 2), "50", customer_no="C-2", salesperson_no="P2"),
        invoice("SI-4", date(2026, 3, 1), date(2026, 3, 31), "70"),
    )
    return desk


def rows_on(path: Path, sheet: int = 0) -> list[list[Any]]:
    """What stands in each filled row, numbers as Decimal."""
    rows = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    found = ([cell for cell in row if cell not in (None, "")] for row in rows)
    return [[Decimal(str(cell)) if isinstance(cell, int | float) else cell for cell in row] for row in found if row]


def texts_on(path: Path) -> str:
    return " ".join(str(cell) for row in rows_on(path) for cell in row)


def letter(desk: Desk, language: Language = "en") -> Path:
    """The one letter that is due."""
    (found,) = write_letters(desk.company, output=desk.folder / "letter.xlsx", language=language)
    return found.path


# ---- Dunning letters ----


def test_a_letter_asks_for_what_is_late_enough_and_names_each_invoice(late: Desk) -> None:
    """4,520 + 100; SI-3 is only 3 days late, and SI-4 not yet. Ten days after 5 March is the 15th."""
    (found,) = letters_due(late.company)
    assert (found.customer.customer_no, found.level, found.tone, found.total) == ("C-1", 1, "polite", 4620)
    rows = rows_on(letter(late))
    begin = next(place for place, row in enumerate(rows) if row[0] == "Invoice")
    assert rows[begin : begin + 4] == [
        ["Invoice", "Date", "Payment due", "Days late", "Amount", "Overdue"],
        ["SI-1", "2026-01-14", "2026-02-13", "20", 4520, 4520],
        ["SI-2", "2026-01-28", "2026-02-27", "6", 100, 100],
        ["To be paid USD", 4620],
    ]
    said = texts_on(letter(late))
    for expected in (
        "Payment reminder", "Reminder 1", "Alpha", "Please pay by 2026-03-15", "pay 4,620.00 USD by 2026-03-15",
        "First Bank Account 123-45", "Your contact Wang", "For Acme",
    ):  # fmt: skip
        assert expected in said


def test_writing_a_letter_is_not_sending_it(late: Desk) -> None:
    before = (late.version, reminders(late.company).items)
    letter(late)
    assert (late.version, reminders(late.company).items) == before


def test_what_is_disputed_is_not_asked_for(late: Desk) -> None:
    """4,520 less 1,130 refused is 3,390; with 100 it is 3,490."""
    case = """
        Case no.  Invoice no.  Refused on  Amount refused  Reason refused  Answer by
        D-1       SI-1         2026-03-04  1130            quality         2026-03-12
    """
    report = late.post(late.documents("case.xlsx", dispute=case))
    assert not report.has_errors, report.problems
    rows = rows_on(letter(late))
    assert ["SI-1", "2026-01-14", "2026-02-13", "20", 4520, 3390] in rows
    assert ["To be paid USD", 3490] in rows
    assert ["Only what is overdue is listed; what is not due yet, or in dispute, is not in it."] in rows


def test_an_invoice_on_hold_has_no_line_and_a_customer_without_lines_no_letter(late: Desk) -> None:
    hold = """
        Invoice no.  On hold
        SI-1         yes
    """
    report = late.post(late.documents("hold.xlsx", dunning_hold=hold))
    assert not report.has_errors, report.problems
    (found,) = letters_due(late.company)
    assert [line.invoice for line in found.lines] == ["SI-2"]
    send(late.company)
    assert letters_due(late.company) == []
    assert write_letters(late.company) == []
    assert not (late.folder / "printed").exists()


def test_letters_grow_firmer_and_the_last_one_says_so(late: Desk) -> None:
    """Levels at 5, 20 and 40 days; a customer hears the highest level of what is due."""
    late.change_settings("dunning_blocks_credit_from_level = 0", "dunning_blocks_credit_from_level = 2")
    assert "on credit" not in texts_on(letter(late))
    send(late.company, ["SI-1"])
    late.today = date(2026, 3, 7)
    (found,) = letters_due(late.company, ["C-1"])
    assert (found.level, found.tone, [line.level for line in found.lines]) == (2, "firm", [2, 1])
    second = write_letters(late.company, ["C-1"], late.folder / "second.xlsx", language="en")[0].path
    assert "We have already reminded you" in texts_on(second)
    assert "Until then we cannot sell to you on credit." in texts_on(second)
    assert ["SI-2", "2026-01-28", "2026-02-27", "8", "1", 100, 100] in rows_on(second), "the reminder of each line"
    send(late.company)
    late.today = date(2026, 4, 30)
    (found,) = letters_due(late.company, ["C-1"])
    assert (found.level, found.tone) == (3, "last")
    third = write_letters(late.company, ["C-1"], late.folder / "third.xlsx", language="zh-Hant")[0].path
    assert "最後催款函" in texts_on(third)
    assert "此為最後通知" in texts_on(third)


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Payment reminder"), ("zh-Hant", "催款函"), ("zh-Hans", "催款函")]
)
def test_a_letter_in_three_languages(late: Desk, language: Language, title: str) -> None:
    rows = rows_on(letter(late, language))
    assert rows[0] == ["Acme", title]
    assert rows[-1] == [{"en": "For Acme", "zh-Hant": "Acme（簽章）", "zh-Hans": "Acme（签章）"}[language]]


def test_each_currency_has_a_letter_of_its_own(late: Desk) -> None:
    abroad = {"currency": "EUR", "exchange_rate": Decimal("1.1"), "home_amount": Decimal(880)}
    pen_of(late).write(invoice("SI-9", date(2026, 1, 14), LATE, "800", **abroad))
    assert [(found.currency, found.total) for found in letters_due(late.company)] == [("USD", 4620), ("EUR", 800)]
    names = [found.path.name for found in write_letters(late.company, language="en")]
    assert names == [
        "2026-03-05 Payment reminder 1 USD C-1 Alpha.xlsx", "2026-03-05 Payment reminder 1 EUR C-1 Alpha.xlsx",
    ]  # fmt: skip
    with pytest.raises(SalesbookError) as caught:
        write_letters(late.company, output=late.folder / "one.xlsx")
    assert str(caught.value.values["reason"]) == "reason-folder count=2"


def test_a_customer_who_is_not_to_be_reminded_gets_no_letter(late: Desk) -> None:
    with pytest.raises(SalesbookError, match="dunning-no-letter"):
        write_letters(late.company, ["C-2"])


def test_the_terminal_writes_letters_and_says_what_comes_next(late: Desk, run: Run, tmp_path: Path) -> None:
    late.change_settings("dunning_payment_days = 10", "dunning_payment_days = 7")
    said = run("dunning", "letters", "--today", "2026-03-05", "-o", tmp_path / "out", "--language", "en")
    path = tmp_path / "out" / "2026-03-05 Payment reminder 1 C-1 Alpha.xlsx"
    assert said.out.splitlines() == [
        str(path), "1 letter written. When they are out, record it: salesbook dunning send.",
    ]  # fmt: skip
    assert "Please pay by 2026-03-12" in texts_on(path)
    (one,) = json.loads(run("dunning", "letters", "C-1", "--today", "2026-03-05", "--json").out)
    assert (one["total"], one["invoices"], one["level"]) == ("4620", ["SI-1", "SI-2"], 1)
    assert run("dunning", "letters", "--today", "2026-02-14").out == "No reminder is due on 2026-02-14.\n"
    wrong = run("dunning", "letters", "C-2", "--today", "2026-03-05")
    assert (wrong.exit_code, "No reminder is due for customer C-2" in wrong.sentence) == (2, True)


# ---- Target letters ----


@pytest.fixture
def seller(desk: Desk) -> Desk:
    """P1 has a target of 750 a month in N1, P2 of 250 in South; sales and visits of March are posted."""
    build_seller(desk)
    return desk


def test_a_target_letter_tells_a_person_his_own_targets_and_nobody_elses(seller: Desk) -> None:
    """9,000 of 12,000 in twelve equal months, and what they come to month by month."""
    found = write_target_letters(seller.company, 2026, people=["P1"], language="en")
    rows = rows_on(found.paths["P1"])
    begin = rows.index(["Month", "Target", "Cumulative"])
    assert rows[begin + 1 : begin + 3] == [["2026-01", 750, 750], ["2026-02", 750, 1500]]
    assert rows[begin + 12 : begin + 14] == [["2026-12", 750, 9000], ["Target 2026", 9000]]
    said = texts_on(found.paths["P1"])
    for expected in (
        "Target letter", "TP-2026-00001 · Version 1", "Wang", "N1 North, one",
        "Net sales in USD", "Rounded to 1", f"Made by {seller.company.user}", "I accept these targets.",
        "I do not accept them, because:", "from 2026-01-01 to 2026-12-31",
    ):  # fmt: skip
        assert expected in said
    assert not [word for word in ("12000", "250", "Li", "South") if word in said.split()]


def test_the_plan_in_force_is_told_with_its_version(seller: Desk) -> None:
    plan = seller.folder / "plan.xlsx"
    put(plan, PLAN_SEATS, 10, weight=1)
    assert split(ClosedFile(plan), seller.company).is_new
    found = write_target_letters(seller.company, 2026, language="zh-Hant")
    assert (found.plan_no, sorted(found.paths)) == ("TP-2026-00002", ["P1", "P2"])
    rows = rows_on(found.paths["P2"])
    assert ["TP-2026-00002 · 版本 2"] in rows
    assert ["2026 年度目標", 6000] in rows


def test_targets_of_several_territories_are_told_apart_and_added_up() -> None:
    def line(territory: str, person: str, month: str, target: str) -> TargetLine:
        return TargetLine(
            territory_code=territory, salesperson_no=person, month=month, measure="amount", target=Decimal(target)
        )

    lines = [
        line("N1", "P1", "2026-01", "100.50"), line("N1", "P1", "2026-02", "200"),
        line("S1", "P1", "2026-01", "10"), line("S1", "P1", "2026-02", "20"),
        line("N2", "", "2026-01", "5"), line("N3", "", "2026-01", "0"),
    ]  # fmt: skip
    (found,) = targets_by_person(lines)
    assert (found.territories, found.months) == (("N1", "S1"), ("2026-01", "2026-02"))
    assert (found.target("S1", "2026-02"), found.of_month("2026-01")) == (20, Decimal("110.50"))
    assert (found.of_territory("N1"), found.until("2026-02"), found.total) == (
        Decimal("300.50"), Decimal("330.50"), Decimal("330.50"),
    )  # fmt: skip
    assert vacant_territories(lines) == ["N2"], "a target that nobody carries gets no letter, and it is said"


def test_the_terminal_writes_target_letters(seller: Desk, run: Run, tmp_path: Path) -> None:
    said = run("targets", "letters", "2026", "-o", tmp_path, "--language", "zh-Hant")
    assert said.out.splitlines() == [
        str(tmp_path / "目標確認書 2026 P1 Wang.xlsx"), str(tmp_path / "目標確認書 2026 P2 Li.xlsx"),
    ]  # fmt: skip
    assert "No plan is stored for 2027" in run("targets", "letters", "2027").sentence
    assert "P9 has no target in plan TP-2026-00001" in run("targets", "letters", "2026", "--person", "P9").sentence
    assert "use amount, quantity" in run("targets", "letters", "2026", "--measure", "visits").sentence


# ---- Scorecards ----


def test_a_printed_scorecard_has_the_figures_of_the_card(seller: Desk) -> None:
    """Sales 820 of 750 is 109.3 %, which gives 106.22; visits 3 give 70; attendance gave its weight away.

    106.22 x 62.5 % = 66.39 and 70 x 37.5 % = 26.25 make 92.64.
    """
    (path,) = print_scorecards(seller.company, "2026-03", ["P1"], language="en").paths
    rows = rows_on(path)
    begin = next(place for place, row in enumerate(rows) if row[0] == "Criterion")
    assert rows[begin] == [
        "Criterion", "Weight", "Counted", "Target", "Actual", "Attained %", "0 – 120", "Points", "Score",
    ]  # fmt: skip
    points = [Decimal("106.22"), Decimal("106.22")]
    assert rows[begin + 1] == ["Sales", 50, Decimal("62.5"), 750, 820, Decimal("109.3"), *points, Decimal("66.39")]
    assert rows[begin + 2] == ["Visits", 30, Decimal("37.5"), 3, 70, 70, Decimal("26.25")]
    assert rows[begin + 3] == ["Attendance", 20, 0, "no data", 0]
    assert rows[begin + 4 : begin + 6] == [["Total", Decimal("92.64")], ["Grade", "A"]]
    assert ["Comment of the manager"] in rows
    assert rows[-1] == ["Manager: date, signature", "Employee: date, signature"]


def test_a_deduction_is_told_with_its_reason_and_taken_off(seller: Desk) -> None:
    """92.64 less 5 for a confirmed price cut is 87.64, which is a B."""
    incident = """
        Incident  Date        Salesperson  What happened           Stage      Evidence  Decided on  Decided by
        IN-1      2026-03-03  P1           unauthorised price cut  confirmed  9 for 10  2026-03-04  Chen
    """
    assert not seller.post(seller.records("incident", incident, "incidents.xlsx")).has_errors
    for language, said in (
        ("en", "−5 · unauthorised price cut · IN-1 · 2026-03-04 · 9 for 10"),
        ("zh-Hant", "−5 · 擅自降價 · IN-1 · 2026-03-04 · 9 for 10"),
    ):
        (path,) = print_scorecards(seller.company, "2026-03", ["P1"], seller.folder / "c.xlsx", language=language).paths
        rows = rows_on(path)
        assert [said] in rows
        assert [row[-1] for row in rows if row[0] in ("Deductions", "扣分") and len(row) > 1] == [-5]
        assert [row[-1] for row in rows if row[0] in ("Total", "總分")] == [Decimal("87.64")]
        assert [row[-1] for row in rows if row[0] in ("Grade", "等級")] == ["B"]


def test_a_year_tells_its_months_and_how_they_count(seller: Desk) -> None:
    (path,) = print_scorecards(seller.company, "2026", ["P1"], language="en").paths
    rows = rows_on(path)
    months = rows.index(["Totals of the months"])
    assert rows[months + 1] == [f"2026-0{month}" for month in range(1, 7)]
    assert rows[months + 2][3:] == ["–", "–", "–"], "they have not begun"
    assert ["Total of the year: 0.6 × mean of the months + 0.4 × year-end scorecard"] in rows
    assert ["Total", "–"] in rows, "three months are too few"


def test_a_folder_takes_a_file_for_each_person_and_a_file_takes_all(seller: Desk, run: Run, tmp_path: Path) -> None:
    said = run("scorecards", "2026-03", "-o", tmp_path / "each")
    assert said.out.splitlines() == [
        str(tmp_path / "each" / f"Scorecard 2026-03 {person}.xlsx") for person in ("P1 Wang", "P2 Li")
    ]
    run("scorecards", "2026-03", "-o", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["P1", "P2"]
    found = json.loads(run("scorecards", "2026-03", "--person", "P1", "--json").out)
    assert found["scorecards"] == {"P1": {"total": "92.64", "grade": "A"}}
    assert "P9" in run("scorecards", "2026-03", "--person", "P9").sentence


def test_one_card_that_has_many_criteria_stays_on_one_page(seller: Desk) -> None:
    (path,) = print_scorecards(seller.company, "2026-03", ["P1"]).paths
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # Left out, both are 1; on a paper that may have many pages the height is 0.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (None, None, 9)


def test_a_limit_of_deductions_is_told_in_words(seller: Desk) -> None:
    """Four price cuts would cost 20 points; their limit is 15, so 92.64 becomes 77.64, which is a C."""
    head = "Incident  Date        Salesperson  What happened           Stage      Evidence  Decided by"
    rows = [f"IN-{n}      2026-03-03  P1           unauthorised price cut  confirmed  9 for 10  Chen" for n in range(4)]
    report = seller.post(seller.records("incident", "\n".join([head, *rows]), "incidents.xlsx"))
    assert not report.has_errors, report.problems
    (path,) = print_scorecards(seller.company, "2026-03", ["P1"], language="zh-Hant").paths
    rows_printed = rows_on(path)
    assert ["「擅自降價」應扣 20 分，上限為 15 分，因此扣 15 分。"] in rows_printed
    assert [row[-1] for row in rows_printed if row[0] in ("總分", "等級")] == [Decimal("77.64"), "C"]


def test_a_statement_goes_into_a_folder_under_its_day_and_customer(late: Desk, run: Run, tmp_path: Path) -> None:
    run("statement", "C-1", "--from", "2026-01-01", "--to", "2026-03-05", "-o", tmp_path, "--language", "zh-Hant")
    path = tmp_path / "對帳單 2026-03-05 C-1 Alpha.xlsx"
    assert ["Acme", "對帳單"] in rows_on(path)
    assert "a.pdf" in run("statement", "C-1", "--pdf", "-o", tmp_path / "a.xlsx").sentence


@pytest.mark.libreoffice
def test_several_pdfs_are_made_at_once_and_the_same_again_changes_nothing(
    seller: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "AT_ONCE", 1)
    for _ in range(2):
        found = print_scorecards(seller.company, "2026-03", output=tmp_path, as_pdf=True, language="en")
    assert [path.name for path in found.paths] == ["Scorecard 2026-03 P1 Wang.pdf", "Scorecard 2026-03 P2 Li.pdf"]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [path.name for path in found.paths]
    assert all(path.read_bytes().startswith(b"%PDF") for path in found.paths)
