"""Reminders level by level."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from salesbook.documents.balances import LineBalance
from salesbook.documents.dunning import (
    DunningHold,
    DunningNotice,
    DunningState,
    check_dunning,
    dunning_list,
    dunning_state,
    last_notices,
)
from salesbook.documents.posting import Posting, canonical_json
from salesbook.documents.receivables import Claim
from salesbook.settings import RuleSettings
from tests.documents.on_credit import known, order

TODAY = date(2026, 3, 5)
LEVELS = (5, 20, 40)


def notice(level: int, sent_on: date, invoice: str = "SI-1") -> DunningNotice:
    return DunningNotice(invoice=invoice, level=level, sent_on=sent_on, amount=Decimal(100))


@pytest.mark.parametrize(
    ("days", "sent", "expected"),
    [
        (4, 0, (0, "waiting")),
        (5, 0, (1, "due")),
        (90, 0, (1, "due")),
        (19, 1, (1, "waiting")),
        (20, 1, (2, "due")),
        (40, 2, (3, "due")),
        (41, 3, (3, "final")),
    ],
)
def test_one_level_after_the_other(days: int, sent: int, expected: tuple[int, DunningState]) -> None:
    before = notice(sent, TODAY - timedelta(days=3)) if sent else None
    assert dunning_state(days, LEVELS, before, TODAY) == expected


def test_past_the_last_level_a_reminder_becomes_final() -> None:
    """One level from the first day on: due on day 1, sent on day 1, final on day 2."""
    due = TODAY - timedelta(days=1)
    assert dunning_state(1, (0,), None, due + timedelta(days=1)) == (1, "due")
    assert dunning_state(1, (0,), notice(1, TODAY), TODAY) == (1, "sent")
    assert dunning_state(2, (0,), notice(1, TODAY), TODAY + timedelta(days=1)) == (1, "final")


def claim(number: str, days_late: int, amount: str, paid: str = "0", **fields: Any) -> Claim:
    told = {"customer_no": "C-1", "currency": "USD", **fields}
    posting = Posting(
        kind="sales_invoice", document_no=number, document_date=TODAY, posting_date=TODAY,
        due_date=TODAY - timedelta(days=days_late), **told,
    )  # fmt: skip
    balance = LineBalance(amount=Decimal(amount), paid=Decimal(paid))
    return Claim(posting, balance, balance.open_amount)


def test_the_list_has_what_is_late_and_not_disputed() -> None:
    """Of 4,520.00 late, 1,130.00 is refused: the customer is reminded of 3,390.00."""
    claims = [
        claim("SI-1", 10, "4520.00"), claim("SI-2", 10, "100"), claim("SI-3", 0, "100"),
        claim("SI-4", 10, "100", "100"),
    ]  # fmt: skip
    disputed = {"SI-1": Decimal("1130.00"), "SI-2": Decimal(100)}
    found = dunning_list(claims, disputed, LEVELS, {}, {}, TODAY)
    assert [(item.invoice, item.overdue, item.level, item.state) for item in found] == [("SI-1", 3390, 1, "due")]


def test_only_the_late_instalments_are_reminded_of() -> None:
    details = canonical_json({"instalments": [["2026-02-23", "40"], ["2026-04-01", "60"]]})
    (item,) = dunning_list([claim("SI-1", 10, "100", "15", details=details)], {}, LEVELS, {}, {}, TODAY)
    assert (item.overdue, item.overdue_days) == (25, 10)


@pytest.mark.parametrize(
    ("hold", "state"),
    [
        (DunningHold(invoice="SI-1"), "on_hold"),
        (DunningHold(invoice="SI-1", until=TODAY), "on_hold"),
        (DunningHold(invoice="SI-1", until=TODAY - timedelta(days=1)), "due"),
        (DunningHold(invoice="SI-1", on_hold=False), "due"),
    ],
)
def test_an_invoice_on_hold_is_left_alone(hold: DunningHold, state: DunningState) -> None:
    (item,) = dunning_list([claim("SI-1", 10, "100")], {}, LEVELS, {}, {"SI-1": hold}, TODAY)
    assert item.state == state


def test_the_highest_notice_of_the_day_counts() -> None:
    sent = [notice(2, TODAY), notice(1, TODAY - timedelta(days=9))]
    assert last_notices(sent, TODAY)["SI-1"].level == 2
    assert last_notices(sent, TODAY - timedelta(days=1))["SI-1"].level == 1


@pytest.mark.parametrize(
    ("rules", "severity"),
    [
        ({}, None),
        ({"dunning_blocks_credit_from_level": 3}, None),
        ({"dunning_blocks_credit_from_level": 2}, "error"),
        ({"dunning_blocks_credit_from_level": 1, "credit_check_order": "warn"}, "warning"),
        ({"dunning_blocks_credit_from_level": 1, "credit_check_order": "approve"}, "approval"),
        ({"dunning_blocks_credit_from_level": 1, "credit_check_order": "none"}, None),
    ],
)
def test_who_does_not_answer_his_reminders_buys_no_more_on_credit(rules: dict[str, Any], severity: str | None) -> None:
    facts = known()
    facts.rules = RuleSettings.model_validate(rules)
    facts.dunned["C-1"] = notice(2, TODAY)
    found = [(one.code, one.severity) for one in check_dunning(order("SO-1", "10"), facts)]
    assert found == ([("dunning-stops-credit", severity)] if severity else [])
