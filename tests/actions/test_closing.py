"""A month is closed, holds off what comes late, and is reopened by whoever may."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.closing import close, decisions, reopen
from salesbook.actions.company import open_company
from salesbook.actions.posting import post
from salesbook.actions.reversing import reverse
from salesbook.actions.verifying import read_all, verify
from salesbook.messages import error_sentence, sentence
from salesbook.periods import month_of
from salesbook.problems import SalesbookError
from tests.ledger.clerks import at_once, order_row, workbook
from tests.small_company import Desk, codes, outcomes

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    F1   2026-02-27  C-1       BOLT-8   10
    M1   2026-03-30  C-1       BOLT-8   5
    A1   2026-04-01  C-2       NUT-8    4
"""


@pytest.fixture
def april(desk: Desk) -> Desk:
    """The same company on the second of April."""
    desk.today = date(2026, 4, 2)
    return desk


def as_user(desk: Desk, user: str) -> Any:
    """The company as somebody else opens it."""
    return replace(desk.company, user=user)


def refused(desk: Desk, code: str, act: Any, *arguments: Any) -> SalesbookError:
    """An act that must end in this code and store nothing."""
    stored = desk.version
    with pytest.raises(SalesbookError) as told:
        act(*arguments)
    assert told.value.code == code
    assert desk.version == stored
    return told.value


def test_a_closed_month_takes_no_papers_nor_does_any_month_before(april: Desk) -> None:
    close("2026-03", as_user(april, "wang"))
    report = april.post(april.orders(ORDERS))
    assert outcomes(report) == {"F1": "refused", "M1": "refused", "A1": "posted"}
    assert codes(report) == [("Orders!B2", "month-closed"), ("Orders!B3", "month-closed")]
    assert sentence(report.problems[0], "en") == (
        "2026-02-27 is in a closed month: 2026-02 was closed by wang on 2026-04-02. Enter a date from 2026-04-01 on, "
        "or ask for 2026-02 to be reopened. What is posted already is corrected by a reversal in an open month."
    )
    assert verify(april.company).is_good


def test_the_ledger_keeps_who_closed_and_reopened_when_and_why(april: Desk) -> None:
    close("2026-03", as_user(april, "wang"))
    reopen("2026-03", as_user(april, "li"), " an invoice was forgotten ")
    kept = [(p.month, p.state, p.decided_by, p.decided_on, p.reason) for p in decisions(april.company)]
    assert kept == [
        ("2026-03", "closed", "wang", april.today, ""),
        ("2026-03", "open", "li", april.today, "an invoice was forgotten"),
    ]
    stamps = [found.stamp for found in read_all(april.company) if found.lines[0].kind == "period"]
    assert [stamp.posted_by for stamp in stamps] == ["wang", "li"]
    assert len({stamp.posting_id for stamp in stamps}) == 2


def test_a_reopened_month_takes_papers_again_and_those_before_stay_closed(april: Desk) -> None:
    close("2026-03", april.company)
    reopen("2026-03", april.company, "an order was forgotten")
    assert outcomes(april.post(april.orders(ORDERS))) == {"F1": "refused", "M1": "posted", "A1": "posted"}


def test_a_month_is_closed_reopened_and_closed_again(april: Desk) -> None:
    for _ in range(2):
        close("2026-03", april.company)
        reopen("2026-03", april.company, "once more")
    close("2026-03", april.company)
    assert outcomes(april.post(april.orders(ORDERS)))["M1"] == "refused"
    assert verify(april.company).is_good


def test_a_month_is_not_closed_twice(april: Desk) -> None:
    close("2026-03", as_user(april, "wang"))
    for month in ("2026-03", "2026-02"):
        told = refused(april, "month-closed-already", close, month, as_user(april, "li"))
        assert f"{month} is closed already: wang closed it on 2026-04-02" in error_sentence(told, "en")


@pytest.mark.parametrize("today", [date(2026, 3, 30), date(2026, 2, 28)])
def test_a_month_is_not_closed_before_its_last_day(desk: Desk, today: date) -> None:
    desk.today = today
    refused(desk, "month-not-over", close, "2026-03", desk.company)


def test_a_month_may_be_closed_on_the_evening_of_its_last_day(desk: Desk) -> None:
    desk.today = date(2026, 3, 31)
    assert close("2026-03", desk.company).version == desk.version


@pytest.mark.parametrize("month", ["2026-3", "March", "2026-13", "", "2026-03-31"])
def test_what_is_no_month_is_neither_closed_nor_reopened(april: Desk, month: str) -> None:
    refused(april, "month-wrong", close, month, april.company)
    refused(april, "month-wrong", reopen, month, april.company, "because")


def test_months_are_reopened_from_the_last_one_backward(april: Desk) -> None:
    close("2026-02", as_user(april, "wang"))
    close("2026-03", as_user(april, "li"))
    told = refused(april, "month-not-last", reopen, "2026-02", april.company, "late invoice")
    assert "Reopen 2026-03 first" in error_sentence(told, "en")
    refused(april, "month-not-closed", reopen, "2026-04", april.company, "late invoice")
    reopen("2026-03", april.company, "late invoice")
    reopen("2026-02", april.company, "late invoice")
    reopen("2026-01", april.company, "late invoice")
    refused(april, "month-not-closed", reopen, "2026-02", april.company, "late invoice")
    told = refused(april, "month-closed-already", close, "2025-12", april.company)
    assert told.values["by"] == "wang", "closing February closed everything before it"


def test_nothing_is_reopened_where_nothing_is_closed(april: Desk) -> None:
    told = refused(april, "month-not-closed", reopen, "2026-03", april.company, "because")
    assert error_sentence(told, "en") == "2026-03 is not closed, so there is nothing to reopen."


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reopening_without_a_reason_is_refused(april: Desk, reason: str) -> None:
    close("2026-03", april.company)
    refused(april, "reopening-reason-missing", reopen, "2026-03", april.company, reason)


def test_only_those_named_in_the_settings_may_reopen(april: Desk) -> None:
    close("2026-03", as_user(april, "wang"))
    april.change_settings("reopened_by = []", 'reopened_by = ["Chen", "lin"]')
    told = refused(april, "reopening-not-allowed", reopen, "2026-03", as_user(april, "wang"), "late invoice")
    assert "wang may not reopen 2026-03. Ask one of these people: Chen, lin." in error_sentence(told, "en")
    reopen("2026-03", as_user(april, "chen"), "late invoice")


def test_a_paper_of_a_closed_month_is_reversed_in_the_open_one(april: Desk) -> None:
    april.post(april.orders(ORDERS))
    close("2026-03", april.company)
    assert april.reverse("SO-2026-00002") == "RV-2026-00001"
    (mirror,) = [found.lines[0] for found in read_all(april.company) if found.lines[0].reverses_no]
    assert (mirror.reverses_no, mirror.document_date, mirror.posting_date) == (
        "SO-2026-00002", date(2026, 3, 30), date(2026, 4, 2),
    )  # fmt: skip


def test_a_reversal_is_not_dated_into_a_closed_month(april: Desk) -> None:
    april.post(april.orders(ORDERS))
    close("2026-03", april.company)
    refused(april, "month-closed", reverse, "SO-2026-00003", april.company, "typing error", date(2026, 3, 31))


def test_the_outer_limits_of_the_settings_stay(april: Desk) -> None:
    april.change_settings('open_from = "2025-01-01"', 'open_from = "2026-04-02"')
    close("2026-03", april.company)
    report = april.post(april.orders(ORDERS))
    assert [code for _, code in codes(report)] == ["month-closed", "month-closed", "period-closed"]


def test_what_was_posted_before_the_closing_is_still_found(april: Desk) -> None:
    book = april.orders(ORDERS)
    april.post(book)
    close("2026-03", april.company)
    assert set(outcomes(april.post(book)).values()) == {"already"}


def test_master_data_are_posted_whatever_is_closed(april: Desk) -> None:
    close("2026-03", april.company)
    report = april.post(april.records("customer", """
        Customer  Name   Salesperson  Territory
        C-3       Gamma  P1           N1
    """))  # fmt: skip
    assert outcomes(report) == {"C-3": "posted"}


# ---- At the same moment -----------------------------------------------------------------------------------------


def close_march(folder: Path) -> str:
    """What a process that closes is answered."""
    try:
        close("2026-03", open_company(folder, date(2026, 4, 2)))
    except SalesbookError as error:
        return error.code
    return "closed"


def post_march(folder: Path, name: str) -> list[str]:
    """Outcomes of six orders of March that are posted one after another."""
    answers = []
    for number in range(6):
        book = workbook("sales_order", [order_row(f"{name}-{number}", 1)])
        (decision,) = post(book, open_company(folder, date(2026, 4, 2))).decisions
        answers.append(decision.outcome)
    return answers


def act(folder: Path, name: str) -> Any:
    return close_march(folder) if name == "close" else post_march(folder, name)


def test_whoever_posts_while_another_closes_is_in_the_month_before_it_closed_or_not_at_all(
    april: Desk, tmp_path: Path
) -> None:
    close("2026-02", april.company)
    people = ["A", "close", "B", "C"]
    answers = at_once(act, [(april.folder, name) for name in people], [tmp_path / name for name in people])
    assert answers[1] == "closed"
    stored = read_all(april.company)
    (_, closing) = [found.stamp.seq for found in stored if found.lines[0].kind == "period"]
    in_march = [found.stamp.seq for found in stored if month_of(found.lines[0].posting_date) == "2026-03"]
    assert max(in_march) == closing, "the closing is the last posting of the month"
    posted = [outcome for name, given in zip(people, answers, strict=True) if name != "close" for outcome in given]
    assert posted.count("posted") == len(in_march) - 1
    assert set(posted) <= {"posted", "refused"}
    assert verify(april.company).is_good


def test_of_four_people_who_close_at_once_one_has_closed(april: Desk, tmp_path: Path) -> None:
    close("2026-02", april.company)
    answers = at_once(close_march, [(april.folder,)] * 4, [tmp_path / f"cache {number}" for number in range(4)])
    assert sorted(answers) == ["closed", *["month-closed-already"] * 3]
