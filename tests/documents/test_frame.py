"""Frame agreements: orders call off the agreed quantity at the agreed price, and no more."""

from decimal import Decimal

import pytest

from salesbook.documents.goods import GoodsLine
from salesbook.documents.quotation import Quotation, QuotationLine
from salesbook.documents.sales_order import SalesOrder
from salesbook.problems import Problem
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, facts


def agreed(book: Book) -> None:
    """Twenty bolts at 9."""
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(20), unit_price=Decimal(9))
    paper = Quotation(document_no="QU-1", document_date=TODAY, customer_no="C-1", frame=True, lines=(line,))
    assert not book.enter(paper)


def call_off(book: Book, number: str, *quantities: int) -> list[Problem]:
    lines = tuple(
        GoodsLine(line_no=line_no, product_no="BOLT-8", quantity=Decimal(quantity), source_no="QU-1")
        for line_no, quantity in enumerate(quantities, start=1)
    )
    return book.enter(SalesOrder(document_no=number, document_date=TODAY, customer_no="C-1", lines=lines))


def test_orders_call_off_what_was_agreed_at_its_price() -> None:
    book = Book()
    agreed(book)
    assert not call_off(book, "SO-1", 5)
    assert not call_off(book, "SO-2", 15)
    assert [posting.net_amount for posting in book.posted["SO-2"]] == [Decimal(135)]
    assert book.balance("quotation", "QU-1").open_to_order == 0


@pytest.mark.parametrize(("strength", "severity"), [("warn", "warning"), ("approve", "approval"), ("block", "error")])
def test_more_than_is_left_needs_a_decision_and_rows_are_added_up(strength: str, severity: str) -> None:
    book = Book(facts(rules=RuleSettings(frame_exceeded=strength)))
    agreed(book)
    call_off(book, "SO-1", 5)
    (found,) = call_off(book, "SO-2", 10, 6)
    assert (found.code, found.severity) == ("frame-exceeded", severity)
    assert {name: found.values[name] for name in ("agreed", "ordered", "open", "quantity")} == {
        "agreed": "20", "ordered": "5", "open": "15", "quantity": "16",
    }  # fmt: skip


def test_a_house_may_leave_it_to_the_people() -> None:
    book = Book(facts(rules=RuleSettings(frame_exceeded="none")))
    agreed(book)
    assert not call_off(book, "SO-1", 25)
