"""Receivables by age, days of sales and collection rate, with the worked numbers of the trade (DOMAIN 9)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.documents.balances import LineBalance
from salesbook.documents.posting import Posting, canonical_json
from salesbook.documents.receivables import (
    Claim,
    Collected,
    Moves,
    Part,
    age,
    aged,
    collected,
    collection_rate,
    days_sales_outstanding,
    open_parts,
    overdue_parts,
    parts_of,
)

LIMITS = (30, 60, 90)
JUNE_END = date(2025, 6, 30)


def invoice(document_no: str, due: date | None, *instalments: tuple[str, str], **fields: Any) -> Posting:
    """The first line of an invoice of one customer."""
    day = date(2025, 3, 1)
    details = canonical_json({"instalments": [list(pair) for pair in instalments]}) if instalments else ""
    told = {"customer_no": "C-1", "currency": "USD", "salesperson_no": "P1", **fields}
    return Posting(
        kind="sales_invoice", document_no=document_no, document_date=day, posting_date=day, due_date=due,
        details=details, **told,
    )  # fmt: skip


def claim(posting: Posting, amount: str, paid: str = "0", credited: str = "0", home: str | None = None) -> Claim:
    balance = LineBalance(amount=Decimal(amount), paid=Decimal(paid), credited_amount=Decimal(credited))
    return Claim(posting, balance, balance.open_amount if home is None else Decimal(home))


def shown(parts: Sequence[Part]) -> list[tuple[str, str]]:
    return [(str(part.due_date), str(part.amount)) for part in parts]


@pytest.mark.parametrize(
    ("due", "days", "place"),
    [
        (date(2025, 7, 15), 0, 0),
        (date(2025, 6, 30), 0, 0),
        (date(2025, 6, 10), 20, 1),
        (date(2025, 5, 31), 30, 1),
        (date(2025, 5, 15), 46, 2),
        (date(2025, 4, 1), 90, 3),
        (date(2025, 3, 31), 91, 4),
        (None, 0, 0),
    ],
)
def test_an_invoice_stands_in_the_bucket_of_its_due_date(due: date | None, days: int, place: int) -> None:
    found = aged(claim(invoice("SI-1", due), "100"), Decimal(0), JUNE_END, LIMITS, 2)
    assert found.overdue_days == days
    assert found.buckets == tuple(Decimal(100) if bucket == place else Decimal(0) for bucket in range(5))


def test_the_total_is_the_balance_of_the_ledger_and_credits_stand_in_their_own_column() -> None:
    """Four invoices of 100 at 30 June 2025, of one of them 40 is paid; 25 is on account."""
    dues = (date(2025, 7, 15), date(2025, 6, 10), date(2025, 5, 15), date(2025, 3, 31))
    claims = [claim(invoice(f"SI-{number}", due), "100") for number, due in enumerate(dues)]
    claims[1] = claim(claims[1].posting, "100", paid="40")
    accounts = {"C-1": LineBalance(receivable=Decimal(360), unapplied=Decimal(25))}
    found = age(claims, accounts, JUNE_END, LIMITS, 2, {})
    (customer,) = found.customers
    assert customer.buckets == (100, 60, 100, 0, 100)
    assert (customer.overdue, customer.unapplied, customer.total, customer.difference) == (260, 25, 335, 0)
    assert found.whole.buckets == customer.buckets


def test_a_ledger_that_says_something_else_is_shown_as_a_difference() -> None:
    accounts = {"C-1": LineBalance(receivable=Decimal(101))}
    found = age([claim(invoice("SI-1", JUNE_END), "100")], accounts, JUNE_END, LIMITS, 2, {})
    assert found.whole.difference == 1


def test_the_disputed_amount_is_shown_apart_and_the_rest_is_still_due() -> None:
    """4,520.00, of which 1,130.00 (25 %) is refused: 3,390.00 is still due."""
    late = claim(invoice("SI-1", date(2025, 6, 10)), "4520.00")
    found = aged(late, Decimal("1130.00"), JUNE_END, LIMITS, 2)
    assert found.buckets == (0, Decimal("3390.00"), 0, 0, 0)
    assert (found.disputed, found.open_amount, found.overdue) == (1130, 4520, 3390)
    assert found.disputed / found.open_amount == Decimal("0.25")


def test_no_more_is_disputed_than_is_open() -> None:
    found = aged(claim(invoice("SI-1", date(2025, 6, 10)), "100", paid="70"), Decimal(50), JUNE_END, LIMITS, 2)
    assert (found.disputed, found.overdue, found.overdue_days) == (30, 0, 0)


def test_what_is_received_settles_the_earliest_instalment_first() -> None:
    first = invoice("SI-1", date(2025, 6, 4), ("2025-05-04", "33.33"), ("2025-06-04", "33.33"), ("2025-07-04", "33.34"))
    balance = LineBalance(amount=Decimal(100), paid=Decimal(40), credited_amount=Decimal(10))
    assert shown(open_parts(first, balance)) == [("2025-06-04", "16.66"), ("2025-07-04", "33.34")]
    found = aged(Claim(first, balance, balance.open_amount), Decimal(0), JUNE_END, LIMITS, 2)
    assert (found.due_date, found.overdue_days) == (date(2025, 6, 4), 26)
    assert found.buckets == (Decimal("33.34"), Decimal("16.66"), 0, 0, 0)


def test_what_is_disputed_leaves_the_overdue_test_with_the_earliest_instalment() -> None:
    first = invoice("SI-1", date(2025, 6, 4), ("2025-05-04", "50"), ("2025-06-04", "50"))
    balance = LineBalance(amount=Decimal(100))
    assert shown(overdue_parts(first, balance, Decimal(50), JUNE_END)) == [("2025-06-04", "50")]
    assert overdue_parts(first, balance, Decimal(100), JUNE_END) == []


def test_instalments_that_do_not_add_up_are_completed_by_the_last() -> None:
    first = invoice("SI-1", date(2025, 6, 4), ("2025-05-04", "33.33"), ("2025-06-04", "33.33"))
    assert shown(parts_of(first, Decimal("66.67"))) == [("2025-05-04", "33.33"), ("2025-06-04", "33.34")]


def test_an_invoice_in_another_currency_ages_in_home_currency() -> None:
    """100 EUR in three parts, of which 40 is paid, stand in the books with 66.01."""
    first = invoice("SI-1", date(2025, 6, 4), ("2025-05-04", "40"), ("2025-06-04", "20"), ("2025-07-04", "40"))
    found = aged(claim(first, "100", paid="40", home="66.01"), Decimal(0), JUNE_END, LIMITS, 2)
    assert found.buckets == (Decimal("44.01"), Decimal("22.00"), 0, 0, 0)
    assert found.open_amount == Decimal("66.01")


def test_what_is_left_in_home_currency_alone_is_not_due() -> None:
    found = aged(
        claim(invoice("SI-1", date(2025, 3, 1)), "100", paid="100", home="1.50"), Decimal(0), JUNE_END, LIMITS, 2
    )
    assert (found.buckets, found.overdue_days) == ((Decimal("1.50"), 0, 0, 0, 0), 0)


MONEY = st.decimals(min_value=0, max_value=10_000, places=2)


@given(
    amounts=st.lists(MONEY, min_size=1, max_size=4), settled=MONEY, disputed=MONEY,
    days=st.lists(st.integers(-100, 200), min_size=4, max_size=4),
)  # fmt: skip
def test_the_columns_always_add_up_to_what_is_open(
    amounts: list[Decimal], settled: Decimal, disputed: Decimal, days: list[int]
) -> None:
    dues = [date.fromordinal(JUNE_END.toordinal() - day).isoformat() for day in days]
    first = invoice("SI-1", JUNE_END, *((due, str(amount)) for due, amount in zip(dues, amounts, strict=False)))
    balance = LineBalance(amount=sum(amounts, Decimal(0)), paid=settled)
    found = aged(Claim(first, balance, balance.open_amount), disputed, JUNE_END, LIMITS, 2)
    assert sum(found.buckets, found.disputed) == balance.open_amount
    assert min(found.buckets) >= min(Decimal(0), balance.open_amount)


def test_days_of_sales_outstanding() -> None:
    """42,000 / 126,000 × 90 = 30.0."""
    assert days_sales_outstanding(Decimal(42000), Decimal(126000), 90) == 30
    assert days_sales_outstanding(Decimal(42000), Decimal(0), 90) is None


def moved(due: date, before: str, claimed: str, received: str, reduced: str = "0", *instalments: Any) -> Moves:
    amount = Decimal(before) + Decimal(claimed)
    posting = invoice("SI-1", due, *instalments)
    return Moves(posting, amount, amount, Decimal(before), Decimal(claimed), Decimal(received), Decimal(reduced))


def test_collection_rate() -> None:
    """88,000 received of 60,000 overdue at the start and 40,000 that fell due: 88.0 %."""
    last = date(2025, 6, 30)
    old = collected(moved(date(2025, 5, 20), "60000", "0", "55000"), last, 2)
    new = collected(moved(date(2025, 6, 20), "0", "40000", "33000"), last, 2)
    assert old is not None
    assert new is not None
    assert collection_rate([old, new]) == Fraction(88, 100)
    assert collection_rate([]) is None


@pytest.mark.parametrize(
    ("moves", "due", "received"),
    [
        (moved(date(2025, 7, 1), "0", "100", "100"), None, None),
        (moved(date(2025, 6, 30), "100", "0", "120"), 100, 100),
        (moved(date(2025, 6, 30), "100", "0", "60", "40"), 60, 60),
        (moved(date(2025, 6, 30), "100", "0", "0", "100"), None, None),
        (moved(date(2025, 6, 30), "0", "0", "0"), None, None),
        (moved(date(2025, 6, 30), "100", "0", "-20"), 100, 0),
        (moved(date(2025, 6, 1), "100", "0", "50", "0", ("2025-06-01", "30"), ("2025-07-01", "70")), 30, 30),
    ],
    ids=["paid early", "paid too much", "credited in part", "credited", "reversed", "taken back", "in instalments"],
)  # fmt: skip
def test_only_money_against_what_was_due_counts(moves: Moves, due: int | None, received: int | None) -> None:
    found = collected(moves, date(2025, 6, 30), 2)
    expected = (
        None
        if due is None
        else Collected("SI-1", "C-1", "P1", moves.posting.due_date, Decimal(due), Decimal(received or 0))
    )
    assert found == expected
