"""Clocks of computers differ and are set; when a posting was stored stays in the order of the chain."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from salesbook.actions import storing
from salesbook.actions.storing import CLOCK_SLACK
from salesbook.actions.verifying import read_all, verify
from tests.ledger.clerks import order_row, post
from tests.small_company import Desk

NOW = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def post_at(desk: Desk, ref: str, moment: datetime, patch: pytest.MonkeyPatch) -> datetime:
    """Post an order on a computer whose clock says so; the moment that is stored."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment.astimezone(tz)

    patch.setattr(storing, "datetime", Clock)
    (decision,) = post(desk.folder, "sales_order", [order_row(ref, 1)]).decisions
    assert decision.outcome == "posted"
    assert decision.posted is not None
    assert decision.posted.posted_at is not None
    return decision.posted.posted_at


@pytest.fixture
def desk_in_march(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    future = datetime.now(UTC) + timedelta(days=1)
    assert post_at(desk, "first", future, monkeypatch) == future
    return desk


def test_a_clock_that_is_a_little_behind_does_not_put_a_posting_before_the_last_one(
    desk_in_march: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = read_all(desk_in_march.company)[-1].stamp.posted_at
    assert post_at(desk_in_march, "behind", last - timedelta(minutes=10), monkeypatch) == last
    assert post_at(desk_in_march, "again", last + timedelta(seconds=1), monkeypatch) == last + timedelta(seconds=1)
    moments = [document.stamp.posted_at for document in read_all(desk_in_march.company)]
    assert moments == sorted(moments)


def test_a_clock_that_was_set_back_far_is_believed_and_nothing_is_lost(
    desk_in_march: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one computer with a clock in the wrong year would date everything that follows."""
    last = read_all(desk_in_march.company)[-1].stamp.posted_at
    assert timedelta(hours=1) > CLOCK_SLACK
    assert post_at(desk_in_march, "set back", last - timedelta(days=400), monkeypatch) == last - timedelta(days=400)
    (again,) = post(desk_in_march.folder, "sales_order", [order_row("set back", 1)]).decisions
    assert again.outcome == "already"
    assert verify(desk_in_march.company).is_good
