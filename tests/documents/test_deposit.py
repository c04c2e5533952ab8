"""Deposits: money for an order before its invoices, and the deposit invoices that claim it."""

from decimal import Decimal

import pytest

from salesbook.documents import sales_order
from salesbook.documents.balances import AS_A_WHOLE, LineBalance
from salesbook.documents.deposit import OrderDeposit, demanded_by
from salesbook.documents.facts import PostedLine
from salesbook.documents.goods import GoodsLine
from salesbook.documents.revision import revise
from salesbook.documents.sales_invoice import SalesInvoice
from salesbook.documents.sales_order import SalesOrder
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts
from tests.documents.test_payment import only, receipt


def company(**rules: object) -> Book:
    """A company that sells one thing, for 100 without tax."""
    known = facts(rules=RuleSettings.model_validate(rules))
    known.products["BOLT-8"] = known.products["BOLT-8"].model_copy(update={"base_price": Decimal(100), "tax_code": ""})
    return Book(known)


def enter(book: Book, text: str) -> None:
    check_documents(text, book.facts)


ORDER = """
    document  refers_to  item    quantity  amount  | problem
    SO-1                 BOLT-8       100          |
    RC-1      SO-1                           3000  |
    DN-1      SO-1       BOLT-8        40          |
    DN-2      SO-1       BOLT-8        60          |
    SI-1      DN-1       BOLT-8        40          |
"""
"""An order of 10,000 with a deposit of 3,000, of which 4,000 is invoiced."""


def invoice(book: Book, number: str) -> LineBalance:
    return book.facts.lines[("sales_invoice", number, AS_A_WHOLE)].balance  # type: ignore[index]


def left(book: Book, number: str = "SO-1") -> Decimal:
    return book.balance("sales_order", number, AS_A_WHOLE).deposit


@pytest.mark.parametrize(
    ("use", "applied", "due", "kept", "last_due"),
    [("full", 3000, 1000, 0, 6000), ("pro_rata", 1200, 2800, 1800, 4200), ("none", 0, 4000, 3000, 6000)],
)
def test_an_invoice_uses_the_deposit_of_its_order_as_the_company_does(
    use: str, applied: int, due: int, kept: int, last_due: int
) -> None:
    book = company(deposit_use=use)
    enter(book, ORDER)
    assert (invoice(book, "SI-1").paid, invoice(book, "SI-1").open_amount, left(book)) == (applied, due, kept)
    enter(
        book,
        """
        document  refers_to  item    quantity | problem
        SI-2      DN-2       BOLT-8        60 |
    """,
    )
    assert invoice(book, "SI-2").open_amount == last_due


def test_a_person_may_decide_how_much_is_used_but_not_more_than_there_is() -> None:
    book = company()
    enter(book, ORDER.rsplit("\n", 2)[0])
    line = GoodsLine(line_no=1, source_no="DN-1", product_no="BOLT-8", quantity=Decimal(40))
    typed = SalesInvoice(document_no="SI-1", document_date=TODAY, lines=(line,), deposit_used=Decimal("3000.01"))
    found = only(book.enter(typed))
    assert (found.code, found.values["there"]) == ("deposit-use-too-much", "3000")
    assert not book.enter(typed.model_copy(update={"deposit_used": Decimal(500)}))
    assert (invoice(book, "SI-1").open_amount, left(book)) == (3500, 2500)


def test_the_deposit_of_another_order_is_never_used() -> None:
    book = company()
    enter(
        book,
        """
        document  refers_to  item    quantity  amount  | problem
        SO-1                 BOLT-8         1          |
        SO-2                 BOLT-8         1          |
        RC-1      SO-2                            100  |
        DN-1      SO-1       BOLT-8         1          |
        SI-1      DN-1       BOLT-8         1          |
    """,
    )
    assert (invoice(book, "SI-1").open_amount, left(book, "SO-2")) == (100, 100)


def claim(number: str, percent: str, order_no: str = "SO-1") -> SalesInvoice:
    line = GoodsLine(line_no=1, source_no=order_no, quantity=Decimal(1), deposit_percent=Decimal(percent))
    return SalesInvoice(document_no=number, document_date=TODAY, lines=(line,))


def test_a_deposit_invoice_claims_a_share_of_the_order_and_the_first_invoice_takes_all_of_it_off() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price | problem
        SO-1                 BOLT-8        10  20    |
    """)
    assert not book.enter(claim("SI-1", "10"))
    (posting,) = book.posted["SI-1"]
    assert (posting.net_amount, posting.tax_amount, posting.purpose) == (20, 1, "deposit")
    enter(
        book,
        """
        document  refers_to  item    quantity | problem
        DN-2      SO-1       BOLT-8         5 |
        DN-3      SO-1       BOLT-8         5 |
    """,
    )
    more = SalesInvoice(
        document_no="SI-2", document_date=TODAY,
        lines=(GoodsLine(line_no=1, source_no="DN-2", product_no="BOLT-8", quantity=Decimal(5)),),
    )  # fmt: skip
    assert not book.enter(more)
    assert [(p.net_amount, p.tax_amount, p.purpose) for p in book.posted["SI-2"]] == [
        (100, 5, ""), (-20, -1, "deposit"),
    ]  # fmt: skip
    last = more.model_copy(
        update={"document_no": "SI-3", "lines": (more.lines[0].model_copy(update={"source_no": "DN-3"}),)}
    )
    assert not book.enter(last)
    assert [p.net_amount for p in book.posted["SI-3"]] == [100]
    assert book.balance("sales_order", "SO-1", AS_A_WHOLE).prepaid == 0


def test_an_invoice_smaller_than_the_claimed_deposit_comes_to_nothing_and_leaves_the_rest_for_the_next() -> None:
    book = company()
    enter(
        book,
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8         1 |
        DN-2      SO-1       BOLT-8         9 |
    """,
    )
    assert not book.enter(claim("SI-9", "60"))
    enter(
        book,
        """
        document  refers_to  item    quantity | problem
        SI-1      DN-1       BOLT-8         1 |
        SI-2      DN-2       BOLT-8         9 |
    """,
    )
    assert (invoice(book, "SI-1").amount, invoice(book, "SI-2").amount) == (0, 400)


def test_a_deposit_invoice_is_never_of_more_than_the_order() -> None:
    book = company()
    enter(
        book,
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
    """,
    )
    assert only(book.enter(claim("SI-1", "101"))).code == "deposit-claim-too-much"
    assert not book.enter(claim("SI-2", "60"))
    assert only(book.enter(claim("SI-3", "60"))).code == "deposit-claim-too-much"
    assert "unknown-sales-order" not in {found.code for found in book.enter(claim("SI-4", "5", "SO-7"))}
    assert "deposit-without-order" in {found.code for found in book.enter(claim("SI-4", "5", "SO-7"))}


def test_goods_wait_for_the_deposit_that_their_order_demands() -> None:
    book = company()
    line = GoodsLine(line_no=1, product_no="BOLT-8", quantity=Decimal(10))
    order = SalesOrder(
        document_no="SO-1", document_date=TODAY, customer_no="C-1", lines=(line,), deposit_percent=Decimal(30)
    )
    assert not book.enter(order)
    assert book.posted["SO-1"][0].details == '{"deposit_percent":"30"}'
    book.facts.deposits["SO-1"] = OrderDeposit(demanded=Decimal(300))
    deliver = """
        document  refers_to  item    quantity | problem
        DN-1      SO-1       BOLT-8        10 | {}
    """
    enter(book, deliver.format("deposit-missing"))
    book.enter(receipt(("SO-1", "299.99"), document_no="RC-1"))
    enter(book, deliver.format("deposit-missing"))
    book.enter(receipt(("SO-1", "0.01"), document_no="RC-2"))
    enter(book, deliver.format(""))


def test_a_changed_order_demands_the_same_share() -> None:
    book = company()
    line = GoodsLine(line_no=1, product_no="BOLT-8", quantity=Decimal(10))
    order = SalesOrder(
        document_no="SO-1", document_date=TODAY, customer_no="C-1", lines=(line,), deposit_percent=Decimal(30)
    )
    assert not book.enter(order)
    more = line.model_copy(update={"quantity": Decimal(20)})
    changed = SalesOrder(document_no="SO-1", document_date=TODAY, lines=(more,), revision=2)
    found = revise(
        changed, book.facts.lines_of("sales_order", "SO-1"), book.facts, sales_order.complete, sales_order.check
    )
    assert demanded_by([PostedLine(posting, LineBalance()) for posting in found.agreed], 2) == 600


@pytest.mark.parametrize(
    ("received", "refunded", "kept", "state"),
    [(0, 0, 0, "none"), (9, 0, 9, "received"), (9, 0, 4, "part_applied"), (9, 0, 0, "applied"), (9, 9, 0, "refunded")],
)
def test_the_state_of_a_deposit_is_computed(received: int, refunded: int, kept: int, state: str) -> None:
    found = OrderDeposit(received=Decimal(received), refunded=Decimal(refunded), left=Decimal(kept))
    assert found.state == state
