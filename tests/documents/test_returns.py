"""The rules of sign-off, return and credit note, as tables a sales admin can read."""

from datetime import date
from decimal import Decimal

import pytest

from salesbook.documents.balances import AS_A_WHOLE, LineBalance
from salesbook.documents.credit_note import CreditNote, CreditNoteLine, creditable
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.facts import Facts
from salesbook.documents.posting import reversal
from salesbook.documents.states import state_of
from salesbook.problems import Problem
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts

AGREED = {"return_check": "none", "credit_note_check": "none"}
"""Nobody has to agree, so that a table tells of one rule at a time."""


def agreed(**rules: object) -> Facts:
    return facts(rules=RuleSettings.model_validate(AGREED | rules))


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in problems]


def whole(book: Book, invoice_no: str = "SI-1") -> LineBalance:
    return book.balance("sales_invoice", invoice_no, AS_A_WHOLE)


def check_more(book: Book, text: str) -> None:
    """Enter more papers into the same book."""
    check_documents(text, book=book)


# ---- Sign-off ----


def test_what_is_refused_at_the_door_reopens_the_order_and_is_not_invoiced() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  refused  cause    reason   price | problem
        SO-1                 BOLT-8        10                               10  |
        DN-1      SO-1       BOLT-8        10                                   |
        SG-1      DN-1       BOLT-8                  3  carrier  wet            |
        SI-1      DN-1       BOLT-8         8                                   | invoice-exceeds-delivery
        SI-2      DN-1       BOLT-8         7                                   |
    """)
    order, delivery = book.balance("sales_order", "SO-1"), book.balance("delivery_note", "DN-1")
    assert (delivery.signed, delivery.refused, delivery.uninvoiced) == (7, 3, 0)
    assert (order.open_to_deliver, order.open_to_invoice) == (3, 0)
    (posting,) = book.posted["SG-1"]
    assert (posting.quantity, posting.refused_quantity, posting.net_amount) == (7, 3, -30)
    assert posting.details == '{"cause":"carrier","reason":"wet"}'


def test_what_is_refused_of_a_closed_order_line_is_given_up_with_the_rest() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  | problem
        SO-1                 BOLT-8        10  |
        DN-1      SO-1       BOLT-8         6  |
    """)
    book.balance("sales_order", "SO-1").closed = Decimal(4)
    check_more(book, """
        document  refers_to  refused  cause     reason     | problem
        SG-1      DN-1             2  customer  too late   |
    """)  # fmt: skip
    order = book.balance("sales_order", "SO-1")
    assert (order.closed, order.net_sent, order.open_to_deliver) == (6, 4, 0)


def test_a_delivery_is_signed_for_once_and_never_for_more_than_it_brought() -> None:
    check_documents("""
        document  refers_to  item    quantity  signed  refused  cause  reason | problem
        SO-1                 BOLT-8        10                                 |
        DN-1      SO-1       BOLT-8        10                                 |
        SG-1      DN-1       BOLT-8                 9        2  ours   broken | sign-off-exceeds-delivery
        SG-2      DN-1       BOLT-8                -1                         | quantity-negative sign-off-incomplete
        SG-3      DN-1       BOLT-8                          2                | missing
        SG-4      DN-1       BOLT-8                 7        2  ours   broken | sign-off-incomplete
        SG-5      DN-1       BOLT-8                 1                         | delivery-signed-already
    """)


def test_what_was_invoiced_and_is_refused_asks_for_a_credit_note() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  refused  cause     reason     | problem
        SO-1                 BOLT-8        10                                |
        DN-1      SO-1       BOLT-8        10                                |
        SI-1      DN-1       BOLT-8         9                                |
        SG-1      DN-1       BOLT-8                  3  customer  wrong size | refused-after-invoice
    """)
    assert book.balance("delivery_note", "DN-1").over_billed == 2


def test_house_policy_may_invoice_only_what_was_signed_for() -> None:
    check_documents(
        """
        document  refers_to  item    quantity  signed  refused  cause  reason | problem
        SO-1                 BOLT-8        10                                 |
        DN-1      SO-1       BOLT-8        10                                 |
        SI-1      DN-1       BOLT-8        10                                 | delivery-not-signed
        SG-1      DN-1       BOLT-8                 8                         | sign-off-incomplete
        SI-2      DN-1       BOLT-8         9                                 | invoice-exceeds-signed
        SI-3      DN-1       BOLT-8         8                                 |
        """,
        agreed(invoice_from="signed"),
    )


@pytest.mark.parametrize(
    ("delivery", "state"),
    [
        (LineBalance(quantity=Decimal(5)), "posted"),
        (LineBalance(quantity=Decimal(5), signed=Decimal(5)), "signed"),
        (LineBalance(quantity=Decimal(5), signed=Decimal(3), refused=Decimal(2)), "part_refused"),
        (LineBalance(quantity=Decimal(5), refused=Decimal(5)), "refused"),
        (LineBalance(quantity=Decimal(5), signed=Decimal(3), refused=Decimal(2), invoiced=Decimal(1)), "part_invoiced"),
        (LineBalance(quantity=Decimal(5), signed=Decimal(3), refused=Decimal(2), invoiced=Decimal(3)), "invoiced"),
        (LineBalance(quantity=Decimal(5), returned=Decimal(5)), "returned"),
    ],
)
def test_the_state_of_a_delivery_says_what_became_of_its_goods(delivery: LineBalance, state: str) -> None:
    assert state_of("delivery_note", [delivery]) == state


# ---- Returns ----


def test_no_more_comes_back_than_went_out_and_was_accepted() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  refused  cause  reason  | problem
        SO-1                 BOLT-8        10                          |
        DN-1      SO-1       BOLT-8        10                          |
        SG-1      DN-1                               4  ours   broken  |
        SR-1      DN-1       BOLT-8         5                  bent    |
        SR-2      DN-1       BOLT-8         1                  bent    |
        SR-2      DN-1       BOLT-8         1                  bent    | return-exceeds-delivery
        SR-3      DN-1       BOLT-8         1                          | missing
        SR-4      DN-1       BOLT-8         1                  bent    |
        """,
        agreed(),
    )
    assert book.balance("delivery_note", "DN-1").returnable == 0


def test_the_three_quantities_of_the_worked_example() -> None:
    """DOMAIN 5: O 100, D 90, F 5, Rr 4, Rn 6, I 80, K 6 gives open 19, accepted 75, not invoiced 1."""
    book = check_documents(
        """
        document  refers_to  item    quantity  refused  cause  reason  settlement | problem
        SO-1                 BOLT-8       100                                     |
        DN-1      SO-1       BOLT-8        90                                     |
        SG-1      DN-1                               5  ours   broken             |
        SI-1      DN-1       BOLT-8        80                                     |
        SR-1      DN-1       BOLT-8         4                  bent    replace    |
        SR-2      DN-1       BOLT-8         6                  bent    credit     |
        """,
        agreed(),
    )
    order = book.balance("sales_order", "SO-1")
    assert (order.open_to_deliver, order.accepted, order.open_to_invoice) == (19, 75, -5)
    check_more(book, """
        document  refers_to  item    quantity | problem
        CN-1      SR-2       BOLT-8         6 | credit-exceeds-return
        CN-2      SR-2       BOLT-8         5 |
    """)  # fmt: skip
    assert (order.credited, order.open_to_invoice) == (5, 0)
    check_more(book, """
        document  refers_to  item    quantity  reason     | problem
        CN-3      SI-1       BOLT-8         1  too much   |
    """)  # fmt: skip
    assert (order.credited, order.open_to_invoice) == (6, 1)


def test_replaced_goods_go_out_again_and_repaired_ones_change_nothing() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  reason  disposition  settlement | problem
        SO-1                 BOLT-8        10                                  |
        DN-1      SO-1       BOLT-8        10                                  |
        SI-1      DN-1       BOLT-8        10                                  |
        SR-1      DN-1       BOLT-8         2  bent    scrap        replace    |
        SR-2      DN-1       BOLT-8         3  dull    repair       no_credit  |
        CN-1      SR-1       BOLT-8         2                                  | return-not-for-credit
        CN-2      SR-2       BOLT-8         3                                  | return-not-for-credit
        DN-2      SO-1       BOLT-8         3                                  | delivery-exceeds-open-order
        DN-3      SO-1       BOLT-8         2                                  |
        """,
        agreed(),
    )
    assert book.balance("sales_order", "SO-1").open_to_deliver == 0
    assert state_of("sales_return", [book.balance("sales_return", "SR-1")]) == "received"
    assert book.posted["SR-2"][0].details == '{"disposition":"repair","reason":"dull","settlement":"no_credit"}'


def test_a_request_that_came_in_part_leaves_the_rest_open() -> None:
    """Peer case peer-return-01: 4 requested, 3 received, 1 open."""
    book = check_documents(
        """
        document  refers_to  item    quantity  reason  settlement | problem
        SO-1                 BOLT-8        10                     |
        DN-1      SO-1       BOLT-8        10                     |
        RQ-1      DN-1       BOLT-8         4  bent    replace    |
        SR-1      RQ-1       BOLT-8         3                     |
        SR-2      RQ-1       BOLT-8         2                     | return-exceeds-request
        """,
        agreed(),
    )
    request = book.balance("return_request", "RQ-1")
    assert (request.open_to_receive, state_of("return_request", [request])) == (1, "part_received")
    (returned,) = book.posted["SR-1"]
    assert (returned.source_kind, returned.delivery_no, returned.purpose) == ("return_request", "DN-1", "replace")
    assert (returned.unit_price, returned.net_amount) == (10, 30)
    assert book.balance("delivery_note", "DN-1").sent_again == 3
    check_more(book, """
        document  refers_to  item    quantity | problem
        SR-3      RQ-1       BOLT-8         1 |
    """)  # fmt: skip
    assert state_of("return_request", [request]) == "received"


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 4, 4), "return-within-window"), (date(2026, 4, 5), "return-after-window")],
)
def test_within_thirty_days_the_manager_agrees_and_later_the_owner(day: date, code: str) -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8        10 |
    """)
    row = f"SR-1      DN-1       BOLT-8         1  bent    {day}"
    check_more(book, f"""
        document  refers_to  item    quantity  reason  document_date | problem
        {row}    | {code}
    """)  # fmt: skip


def test_what_was_agreed_upon_in_a_request_needs_no_second_approval() -> None:
    check_documents("""
        document  refers_to  item    quantity  reason | problem
        SO-1                 BOLT-8        10         |
        DN-1      SO-1       BOLT-8        10         |
        RQ-1      DN-1       BOLT-8         4  bent   | return-within-window
        SR-1      RQ-1       BOLT-8         4         |
    """)


def test_goods_of_an_unknown_delivery_come_back_only_with_approval_and_a_typed_price() -> None:
    book = check_documents("""
        document  item    quantity  price  reason | problem
        SR-1      BOLT-8         2         bent   | return-price-missing no-price return-without-delivery
        SR-2      BOLT-8         2      9  bent   | return-without-delivery
    """)
    (posting,) = book.posted["SR-2"]
    assert (posting.net_amount, posting.tax_amount, posting.unit) == (18, Decimal("0.90"), "pcs")
    check_more(book, """
        document  refers_to  item    quantity | problem
        CN-1      SR-2       BOLT-8         3 | credit-note-gives-money credit-exceeds-return
        CN-2      SR-2       BOLT-8         2 | credit-note-gives-money
    """)  # fmt: skip
    (credit,) = book.posted["CN-2"]
    assert (credit.net_amount, credit.tax_amount, credit.applied_amount) == (18, Decimal("0.90"), 0)


def test_how_strict_returns_and_credits_are_is_house_policy() -> None:
    for strength, expected in (("warn", "warning"), ("approve", "approval")):
        book = check_documents(
            """
            document  refers_to  item    quantity | problem
            SO-1                 BOLT-8        10 |
            DN-1      SO-1       BOLT-8        10 |
            SI-1      DN-1       BOLT-8        10 |
            """,
            agreed(return_check=strength, credit_note_check=strength),
        )
        line = CreditNoteLine(line_no=1, source_no="SI-1", quantity=Decimal(1), reason="gift")
        problems = book.enter(CreditNote(document_no="CN-1", document_date=TODAY, lines=(line,)))
        assert said(problems) == [("credit-note-gives-money", expected)]


def test_good_goods_come_back_to_stock_at_what_they_left_it_at() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  cost   movement  refused  cause  reason  disposition | problem
        SM-1                 BOLT-8         3  3.335  opening                                       |
        SO-1                 BOLT-8         3                                                       |
        DN-1      SO-1       BOLT-8         3                                                       |
        SG-1      DN-1                                                1  ours   wet                 |
        SR-1      DN-1       BOLT-8         1                                   bent    scrap       |
        SR-2      DN-1       BOLT-8         1                                   bent                |
        """,
        agreed(),
    )
    moved = {
        number: (book.posted[number][0].stock_quantity, book.posted[number][0].cost_amount) for number in book.posted
    }
    assert moved["DN-1"] == (-3, Decimal("-10.01"))
    assert (moved["SG-1"], moved["SR-1"]) == ((1, Decimal("3.34")), (0, 0))
    assert moved["SR-2"] == (1, Decimal("3.34"))


# ---- Credit notes ----


def test_a_credit_note_for_returned_goods_finds_its_invoice_and_takes_its_price() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  price  discount  reason | problem
        SO-1                 BOLT-8        10     20        10         |
        DN-1      SO-1       BOLT-8        10                          |
        SI-1      DN-1       BOLT-8        10                          |
        SR-1      DN-1       BOLT-8         4                   bent   |
        CN-1      SR-1       BOLT-8         4                          |
        """,
        agreed(),
    )
    (credit,) = book.posted["CN-1"]
    assert (credit.invoice_no, credit.invoice_line_no, credit.delivery_no, credit.order_no) == (
        "SI-1",
        1,
        "DN-1",
        "SO-1",
    )
    assert (credit.unit_price, credit.net_amount, credit.tax_amount) == (18, 72, Decimal("3.60"))
    assert credit.applied_amount == Decimal("75.60")
    assert (whole(book).open_amount, book.balance("delivery_note", "DN-1").uninvoiced) == (Decimal("113.40"), 0)
    assert state_of("sales_return", [book.balance("sales_return", "SR-1")]) == "credited"


def test_goods_that_were_never_invoiced_need_no_credit_note() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  reason | problem
        SO-1                 BOLT-8        10         |
        DN-1      SO-1       BOLT-8        10         |
        SI-1      DN-1       BOLT-8         6         |
        SR-1      DN-1       BOLT-8         5  bent   |
        CN-1      SR-1       BOLT-8         2         | credit-exceeds-return
        CN-2      SR-1       BOLT-8         1         |
        """,
        agreed(),
    )
    lines = book.facts.lines
    assert creditable(next(line for key, line in lines.items() if key.document_no == "SR-1"), lines) == 0
    assert book.balance("delivery_note", "DN-1").uninvoiced == 0


def test_a_fully_credited_invoice_leaves_nothing_however_it_was_rounded() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  price  discount  reason | problem
        SO-1                 BOLT-8         3  3.335         7         |
        SO-1                 NUT-8          3   3.35                   |
        DN-1      SO-1       BOLT-8         3                          |
        DN-1      SO-1       NUT-8          3                          |
        SI-1      DN-1       BOLT-8         3                          |
        SI-1      DN-1       NUT-8          3                          |
        CN-1      SI-1       BOLT-8         1                   wrong  |
        CN-1      SI-1       NUT-8          1                   wrong  |
        CN-2      SI-1       BOLT-8         1                   wrong  |
        CN-3      SI-1       BOLT-8         1                   wrong  |
        CN-3      SI-1       NUT-8          2                   wrong  |
        CN-4      SI-1       NUT-8          1                   wrong  | credit-exceeds-invoice
        """,
        agreed(),
    )
    for name in ("net_amount", "tax_amount"):
        credited = sum(getattr(line, name) for number in ("CN-1", "CN-2", "CN-3") for line in book.posted[number])
        assert credited == sum(getattr(line, name) for line in book.posted["SI-1"])
    assert whole(book).open_amount == 0
    lines = [book.balance("sales_invoice", "SI-1", number) for number in (1, 2)]
    assert state_of("sales_invoice", lines, whole=whole(book)) == "credited"


def test_after_a_price_credit_goods_come_back_at_what_they_cost_then() -> None:
    """Field case FC-return-03: 50 off each of 10, then all 10 come back at 100.00: credited 1500.00 in all."""
    book = check_documents(
        """
        document  refers_to  item    quantity  price  new_price  amount  reason | problem
        SO-5                 BOLT-8        10    150                            |
        DN-5      SO-5       BOLT-8        10                                   |
        SI-5      DN-5       BOLT-8        10                                   |
        CN-1      SI-5       BOLT-8                         100          price  |
        CN-2      SI-5       BOLT-8                                1001  price  | credit-exceeds-amount
        CN-3      SI-5       BOLT-8                         100     500  price  | price-credit-unclear
        CN-4      SI-5       BOLT-8                         100          price  | price-credit-not-positive
        """,
        agreed(),
    )
    invoice, delivery = book.balance("sales_invoice", "SI-5"), book.balance("delivery_note", "DN-5")
    assert (invoice.open_to_credit, delivery.returnable, delivery.uninvoiced) == (10, 10, 0)
    assert book.balance("sales_order", "SO-5").invoiced == 10
    check_more(book, """
        document  refers_to  item    quantity  reason | problem
        SR-1      DN-5       BOLT-8        10  bent   |
        CN-5      SR-1       BOLT-8        10         |
    """)  # fmt: skip
    price, goods = book.posted["CN-1"][0], book.posted["CN-5"][0]
    assert (price.unit_price, price.net_amount) == (50, 500)
    assert (goods.unit_price, goods.net_amount, price.net_amount + goods.net_amount) == (100, 1000, 1500)
    assert whole(book, "SI-5").open_amount == 0


def test_what_is_credited_beyond_the_open_amount_stays_with_the_customer() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  amount  reason | problem
        SO-1                 BOLT-8        10                 |
        DN-1      SO-1       BOLT-8        10                 |
        SI-1      DN-1       BOLT-8        10                 |
        RC-1      SI-1                             84         |
        CN-1      SI-1       BOLT-8         6          wrong  |
        """,
        facts(rules=RuleSettings.model_validate(AGREED), credit={"C-1": CreditStanding()}),
    )
    (credit,) = book.posted["CN-1"]
    assert (credit.gross_amount, credit.applied_amount) == (63, 21)
    assert (whole(book).open_amount, whole(book).credited_amount) == (0, 21)
    standing = book.facts.credit["C-1"]
    assert (standing.receivable, standing.unapplied, standing.uninvoiced) == (0, 42, 63)


def test_goods_are_in_one_term_of_the_exposure_while_they_come_back() -> None:
    """Returned and not credited yet, they stand in the invoice; credited, nowhere."""
    book = check_documents(
        """
        document  refers_to  item    quantity  reason | problem
        SO-1                 BOLT-8        10         |
        DN-1      SO-1       BOLT-8        10         |
        SI-1      DN-1       BOLT-8        10         |
        SR-1      DN-1       BOLT-8         4  bent   |
        """,
        facts(rules=RuleSettings.model_validate(AGREED), credit={"C-1": CreditStanding()}),
    )
    assert book.facts.credit["C-1"] == CreditStanding(receivable=Decimal(105))
    check_more(book, """
        document  refers_to  item    quantity | problem
        CN-1      SR-1       BOLT-8         4 |
    """)  # fmt: skip
    assert book.facts.credit["C-1"] == CreditStanding(receivable=Decimal(63))


def test_goods_of_two_invoices_are_credited_in_two_rows() -> None:
    book = check_documents(
        """
        document  refers_to  invoice_no  item    quantity  reason | problem
        SO-1                             BOLT-8        10         |
        DN-1      SO-1                   BOLT-8        10         |
        SI-1      DN-1                   BOLT-8         6         |
        SI-2      DN-1                   BOLT-8         4         |
        SR-1      DN-1                   BOLT-8         8  bent   |
        CN-1      SR-1                   BOLT-8         8         | credit-exceeds-invoice
        CN-2      SR-1       SI-9        BOLT-8         8         | invoice-not-of-return
        CN-3      SR-1       SI-1        BOLT-8         6         |
        CN-3      SR-1       SI-2        BOLT-8         2         |
        """,
        agreed(),
    )
    assert [line.invoice_no for line in book.posted["CN-3"]] == ["SI-1", "SI-2"]
    assert (whole(book).open_amount, whole(book, "SI-2").open_amount) == (0, 21)


def test_a_reversed_credit_note_leaves_everything_as_it_was() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity  reason | problem
        SO-1                 BOLT-8        10         |
        DN-1      SO-1       BOLT-8        10         |
        SI-1      DN-1       BOLT-8        10         |
        SR-1      DN-1       BOLT-8         4  bent   |
        CN-1      SR-1       BOLT-8         4         |
        """,
        agreed(),
    )
    for number in ("CN-1", "SR-1"):
        mirror = reversal(book.posted[number], TODAY, "wrong customer")
        book.keep([line.model_copy(update={"document_no": f"RV-{number}"}) for line in mirror])
    delivery, invoice = book.balance("delivery_note", "DN-1"), book.balance("sales_invoice", "SI-1")
    assert (delivery.returned, delivery.credited, delivery.uninvoiced) == (0, 0, 0)
    assert (invoice.credited, invoice.reduced, whole(book).open_amount) == (0, 0, 105)


def test_a_customer_who_is_blocked_still_gets_his_money_back() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8        10 |
        SI-1      DN-1       BOLT-8        10 |
        """,
        agreed(),
    )
    customer = book.facts.customers["C-1"]
    book.facts.customers["C-1"] = customer.model_copy(update={"blocked": True})
    check_more(book, """
        document  refers_to  item    quantity  reason | problem
        SR-1      DN-1       BOLT-8         4  bent   | customer-blocked
        CN-1      SR-1       BOLT-8         4         | customer-blocked
    """)  # fmt: skip
    assert whole(book).credited_amount == 42
