"""Refused payments and reminders as a sales admin works with them: sheets, lists, and what they do to sales."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.dunning import open_disputes, reminders, send, write_reminders
from salesbook.actions.receivables import receivables
from salesbook.actions.verifying import verify
from salesbook.messages import sentence
from salesbook.printing import print_disputes, print_document, print_reminders
from salesbook.problems import SalesbookError
from tests.actions.test_receivables import credit, invoice, pen_of, receipt
from tests.small_company import Desk, codes, outcomes, shows

LATE = date(2026, 2, 13)


@pytest.fixture
def late(desk: Desk) -> Desk:
    """On 5 March 2026 three invoices are late: by 20 days, by 6, by 3."""
    pen_of(desk).write(
        invoice("SI-1", date(2026, 1, 14), LATE, "4520.00"),
        invoice("SI-2", date(2026, 1, 28), date(2026, 2, 27), "100"),
        invoice("SI-3", date(2026, 1, 31), date(2026, 3, 2), "50", customer_no="C-2", salesperson_no="P2"),
        invoice("SI-4", date(2026, 3, 1), date(2026, 3, 31), "70"),
    )
    return desk


HEAD = (
    "Case no.  Invoice no.  Refused on  Amount refused  Reason refused  Answer by   "
    "Case state  Outcome      Outcome no."
)


def case(desk: Desk, *rows: str, name: str = "cases.xlsx") -> Path:
    return desk.documents(name, dispute="\n".join([HEAD, *rows]))


OPEN = "D-1       SI-1         2026-03-04  1130.00         quality         2026-03-12"


def wrong(desk: Desk) -> list[str]:
    """What verify finds, but for the numbers of papers that were written by hand."""
    return [check.code for check in verify(desk.company).checks if check.found and check.code != "verify-numbers"]


def listed(desk: Desk) -> list[tuple[str, Decimal, int, str]]:
    return [(item.invoice, item.overdue, item.level, item.state) for item in reminders(desk.company).items]


def test_what_is_refused_is_shown_apart_and_not_reminded_of(late: Desk) -> None:
    """4,520.00, of which 1,130.00 (25 %) is refused: 3,390.00 is still due."""
    book = case(late, OPEN)
    report = late.post(book)
    posted = report.decisions[0].posted
    assert posted is not None
    assert posted.posted_at is not None
    assert shows(book, "dispute", "case_no", "status") == [
        ("D-1", f"Posted {late.company.local_date(posted.posted_at)} by {late.company.user}")
    ]
    found = receivables(late.company).ageing
    (one,) = (aged for aged in found.invoices if aged.document_no == "SI-1")
    assert (one.buckets[1], one.disputed, one.open_amount) == (Decimal("3390.00"), Decimal("1130.00"), 4520)
    assert found.whole.difference == 0
    before = receivables(late.company, date(2026, 3, 3)).ageing
    assert before.whole.disputed == 0, "it was refused a day later"
    assert listed(late)[0] == ("SI-1", 3390, 1, "due")


def test_a_resolved_case_is_due_again(late: Desk) -> None:
    late.post(case(late, OPEN))
    late.today = date(2026, 3, 6)
    gone = OPEN.ljust(HEAD.index("Case state")) + "resolved    pays"
    assert outcomes(late.post(case(late, gone, name="resolved.xlsx"))) == {"D-1": "posted"}
    assert receivables(late.company).ageing.whole.disputed == 0
    assert receivables(late.company, date(2026, 3, 5)).ageing.whole.disputed == 1130, "as it stood then"
    assert open_disputes(late.company) == []


def test_an_outcome_names_a_paper_of_the_ledger(late: Desk) -> None:
    late.post(case(late, OPEN))
    row = OPEN.ljust(HEAD.index("Case state")) + "resolved    credit note  CN-1"
    refused = late.post(case(late, row, name="too early.xlsx"))
    assert codes(refused)[0][1] == "dispute-paper-unknown"
    assert "There is no document CN-1 of this kind" in sentence(refused.problems[0], "en")
    pen_of(late).write(credit("CN-1", date(2026, 3, 5), "1130", "SI-1", "1130"))
    assert outcomes(late.post(case(late, row, name="now.xlsx"))) == {"D-1": "posted"}
    assert late.post(case(late, row, name="again.xlsx")).count("already") == 1
    assert not wrong(late)


def test_more_than_is_open_is_refused_in_a_sentence(late: Desk) -> None:
    row = OPEN.replace("1130.00", "4520.01")
    report = late.post(case(late, OPEN, row.replace("D-1", "D-2")))
    assert [found.outcome for found in report.decisions] == ["posted", "refused"]
    assert sentence(report.problems[0], "en") == (
        "Amount refused 4520.01 is more than can be refused of invoice SI-1: open 4520, refused already 1130 by D-1. "
        "Enter 3390 or less."
    )


def test_open_cases_are_listed_with_the_days_left(late: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    late.post(case(late, OPEN, "D-2       SI-2         2026-03-01  20              late            2026-03-02"))
    found = open_disputes(late.company)
    assert [(one.case_no, days) for one, days in found] == [("D-2", -3), ("D-1", 7)]
    print_disputes(found, late.company)
    shown = capsys.readouterr().out
    assert "3 days late" in shown
    assert "7 days left" in shown


def test_a_refusal_of_an_invoice_that_was_reversed_is_settled_with_it(late: Desk) -> None:
    late.post(case(late, OPEN, "D-2       SI-2         2026-03-01  20              late            2026-03-02"))
    late.reverse("SI-2")
    assert [found.case_no for found, _ in open_disputes(late.company)] == ["D-1"]


def test_an_invoice_names_its_refusals(late: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    late.post(case(late, OPEN))
    print_document(late.show("SI-1"), late.company)
    assert "Refused by D-1 on 2026-03-04: 1,130.00, quality; open" in capsys.readouterr().out
    assert late.show("SI-2").disputes == []


def test_reminders_are_sent_level_by_level(late: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Levels at 5, 20 and 40 days; 20 days late and never reminded is still the first level."""
    due = [("SI-1", 4520, 1, "due"), ("SI-2", 100, 1, "due"), ("SI-3", 50, 0, "waiting")]
    assert listed(late) == due
    assert [decision.document_no for decision in send(late.company).decisions] == ["SI-1|1", "SI-2|1"]
    assert [state for *_, state in listed(late)] == ["sent", "sent", "waiting"]
    assert send(late.company).decisions == [], "nobody is reminded twice on one day"
    late.today = date(2026, 3, 7)
    assert listed(late) == [("SI-1", 4520, 2, "due"), ("SI-2", 100, 1, "waiting"), ("SI-3", 50, 1, "due")]
    send(late.company, ["SI-1"])
    late.today = date(2026, 4, 30)
    send(late.company, ["SI-1"])
    late.today = date(2026, 5, 1)
    assert listed(late)[0] == ("SI-1", 4520, 3, "final")
    print_reminders(reminders(late.company), late.company)
    assert "final: all 3 reminders sent" in capsys.readouterr().out
    assert not wrong(late)


def test_only_what_is_due_can_be_sent(late: Desk) -> None:
    with pytest.raises(SalesbookError, match="dunning-not-due"):
        send(late.company, ["SI-1", "SI-3"])
    assert listed(late)[0][3] == "due", "nothing was stored"


def test_what_is_paid_leaves_the_list(late: Desk) -> None:
    pen_of(late).write(receipt("RC-1", date(2026, 3, 5), "4520", "SI-1"))
    assert [invoice_no for invoice_no, *_ in listed(late)] == ["SI-2", "SI-3"]


def test_an_invoice_on_hold_is_left_alone(late: Desk) -> None:
    book = late.documents("holds.xlsx", dunning_hold="""
        Invoice no.  Until
        SI-1         2026-03-06
    """)  # fmt: skip
    assert outcomes(late.post(book)) == {"SI-1": "posted"}
    assert listed(late)[0] == ("SI-1", 4520, 0, "on_hold")
    late.today = date(2026, 3, 7)
    assert listed(late)[0][3] == "due"


def test_a_hold_must_name_an_invoice(late: Desk) -> None:
    report = late.post(late.documents("holds.xlsx", dunning_hold="""
        Invoice no.
        SI-9
    """))  # fmt: skip
    assert [code for _, code in codes(report)] == ["unknown-sales-invoice"]


def test_the_levels_are_a_setting(late: Desk) -> None:
    late.change_settings("dunning_levels_days = [5, 20, 40]", "dunning_levels_days = [1]")
    assert [state for *_, state in listed(late)] == ["due", "due", "due"]


def test_from_a_level_on_nothing_is_sold_on_credit(late: Desk) -> None:
    late.change_settings("dunning_blocks_credit_from_level = 0", "dunning_blocks_credit_from_level = 1")
    send(late.company, ["SI-2"])
    text = """
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   1
        A2   2026-03-05  C-2       BOLT-8   1
    """
    report = late.post(late.orders(text))
    assert outcomes(report) == {"A1": "refused", "A2": "posted"}
    assert sentence(report.problems[0], "en") == (
        "Customer C-1 was sent reminder 1 for invoice SI-2 on 2026-03-05 and has not paid. "
        "Collect it first, or put the matter to whoever decides on credit."
    )
    pen_of(late).write(receipt("RC-1", date(2026, 3, 5), "100", "SI-2"))
    assert outcomes(late.post(late.orders(text, "later.xlsx")))["A1"] == "posted"


def test_the_list_as_a_workbook(late: Desk, tmp_path: Path) -> None:
    path = tmp_path / "reminders.xlsx"
    write_reminders(late.company, reminders(late.company), path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet[f"{column}4"].value for column in "ABCEFH"] == ["C-1", "Alpha", "SI-1", 20, 4520, "send reminder 1"]
