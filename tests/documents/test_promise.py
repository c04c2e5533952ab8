"""What may still be promised: the example of DOMAIN 10, and orders that ask for more."""

from datetime import date
from decimal import Decimal

import pytest

from salesbook.documents.promise import Outlook
from salesbook.settings import RuleSettings
from tests.documents.tables import check_documents, facts

MARCH = Outlook(
    Decimal(80),
    promised=((date(2026, 3, 5), Decimal(60)), (date(2026, 3, 12), Decimal(40))),
    expected=((date(2026, 3, 10), Decimal(50)),),
)


@pytest.mark.parametrize(("day", "available"), [(4, 20), (5, 20), (8, 20), (10, 30), (12, 30), (31, 30)])
def test_a_promise_never_eats_what_a_later_order_was_promised(day: int, available: int) -> None:
    assert MARCH.available(date(2026, 3, day)) == available


def test_safety_stock_is_kept_back_and_a_promise_is_never_below_zero() -> None:
    assert Outlook(Decimal(80), safety=Decimal(30)).available(date(2026, 3, 1)) == 50
    assert Outlook(Decimal(80), safety=Decimal(90)).available(date(2026, 3, 1)) == 0


def test_more_than_is_left_is_told_with_the_day_from_which_there_is_enough() -> None:
    assert MARCH.first_day(Decimal(25), date(2026, 3, 8)) == date(2026, 3, 10)
    assert MARCH.first_day(Decimal(20), date(2026, 3, 8)) == date(2026, 3, 8)
    assert MARCH.first_day(Decimal(31), date(2026, 3, 8)) is None


def test_an_order_beyond_what_is_not_promised_yet_is_warned() -> None:
    known = facts(expected={"BOLT-8": [(date(2026, 3, 10), Decimal(50))]})
    book = check_documents(
        """
        document  movement  refers_to  item    quantity  cost  due_date   | problem
        SM-1      opening              BOLT-8        80  7                |
        SO-1                           BOLT-8        60        2026-03-05 |
        SO-2                           BOLT-8        40        2026-03-12 |
        SO-3                           BOLT-8        21        2026-03-08 | promise-exceeds-available
        SO-3                           BOLT-8         5        2026-03-12 |
        SO-4                           NUT-8         21        2026-03-08 |
        """,
        known,
    )
    assert [line.quantity for line in book.posted["SO-3"]] == [21, 5]


def test_rows_of_one_order_take_from_the_same_promise() -> None:
    check_documents("""
        document  movement  item    quantity  cost | problem
        SM-1      opening   BOLT-8        10  7    |
        SO-1                BOLT-8         6       |
        SO-1                BOLT-8         6       | promise-exceeds-available
    """)


def test_what_was_delivered_is_taken_from_the_stock_and_no_longer_promised() -> None:
    check_documents("""
        document  movement  refers_to  item    quantity  cost | problem
        SM-1      opening              BOLT-8        10  7    |
        SO-1                           BOLT-8         6       |
        DN-1                SO-1                      6       |
        SO-2                           BOLT-8         4       |
        SO-3                           BOLT-8         1       | promise-exceeds-available
    """)


def test_house_policy_may_refuse_what_cannot_be_promised_or_say_nothing() -> None:
    for strength, codes in (("block", "promise-exceeds-available"), ("none", "")):
        check_documents(
            f"""
            document  movement  item    quantity  cost | problem
            SM-1      opening   BOLT-8        10  7    |
            SO-1                BOLT-8        11       | {codes}
            """,
            facts(rules=RuleSettings(promise_check=strength)),
        )
