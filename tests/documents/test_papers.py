"""The rules of quotation, order, delivery and invoice, as tables a sales admin can read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from salesbook.documents.balances import LineBalance
from salesbook.documents.delivery_note import most_deliverable
from salesbook.documents.posting import reversal
from salesbook.documents.quotation import Quotation, QuotationLine
from salesbook.documents.states import state_of
from salesbook.periods import OpenPeriods
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts


def test_a_delivery_may_not_exceed_what_the_order_still_has_open() -> None:
    check_documents("""
        document  refers_to  item    quantity | problem
        SO-1180              BOLT-8        10 |
        DN-2040   SO-1180    BOLT-8         2 |
        DN-2041   SO-1180    BOLT-8         9 | delivery-exceeds-open-order
        DN-2042   SO-1180    BOLT-8         8 |
    """)


def test_rows_of_one_order_line_are_added_before_they_are_compared() -> None:
    check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8        10 |
        DN-1      SO-1       BOLT-8         5 | delivery-exceeds-open-order
    """)


def test_an_invoice_may_not_exceed_what_was_delivered() -> None:
    check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8         6 |
        SI-1      DN-1       BOLT-8         7 | invoice-exceeds-delivery
        SI-2      DN-1       BOLT-8         4 |
        SI-3      DN-1       BOLT-8         2 |
        SI-4      DN-1       BOLT-8         1 | invoice-exceeds-delivery
    """)


def test_every_code_must_be_known() -> None:
    check_documents("""
        document  customer_no  salesperson_no  item    quantity  tax_code | problem
        SO-1      C-9          P9              BOLT-8         1  T13      | unknown-customer unknown-salesperson
        SO-1                                   BOLT-9         1  T9       | unknown-product unknown-tax-code
        SO-2      C-1          P1              BOLT-8         1  T13      |
    """)


def test_quantities_prices_and_discounts_have_their_limits() -> None:
    check_documents("""
        document  item    quantity  price    discount | problem
        SO-1      BOLT-8         0                    | quantity-not-positive
        SO-2      BOLT-8        -1                    | quantity-not-positive
        SO-3      BOLT-8       1.5                    | quantity-too-fine
        SO-4      CLOTH      1.125                    |
        SO-5      BOLT-8         1       -1           | price-negative
        SO-6      BOLT-8         1  1.00005           | price-too-fine
        SO-7      BOLT-8         1              101   | discount-out-of-range
        SO-8      BOLT-8         1              100   |
    """)


def test_an_amount_that_was_typed_must_be_the_computed_one() -> None:
    check_documents("""
        document  item    quantity  price  discount  net   | problem
        SO-1      BOLT-8         3  19.99         5  56.97 |
        SO-2      BOLT-8         3  19.99         5  57.00 | amount-differs
    """)


def test_an_amount_from_a_stale_formula_is_only_a_warning() -> None:
    from salesbook.documents.sales_order import SalesOrder
    from tests.documents.tables import Book

    line = QuotationLine(
        line_no=1,
        product_no="BOLT-8",
        quantity=Decimal(3),
        unit_price=Decimal(10),
        entered_net_amount=Decimal(20),
        entered_by_formula=True,
    )
    problems = Book().enter(SalesOrder(document_date=TODAY, customer_no="C-1", lines=(line,)))
    assert [(problem.code, problem.severity) for problem in problems] == [("amount-stale", "warning")]


def test_all_problems_of_a_document_are_found_in_one_pass() -> None:
    check_documents("""
        document  customer_no  item    quantity  discount | problem
        SO-1      C-9          BOLT-8         0            | unknown-customer quantity-not-positive
        SO-1                   NUT-9          1        200 | unknown-product discount-out-of-range
    """)


def test_a_document_dated_in_a_closed_period_is_refused() -> None:
    known = facts(open_periods=OpenPeriods(date(2026, 3, 1), date(2026, 3, 31)))
    check_documents(
        """
        document  document_date  item    quantity | problem
        SO-1      2026-02-28     BOLT-8         1 | period-closed
        SO-2      2026-03-01     BOLT-8         1 |
        SO-3      2026-04-01     BOLT-8         1 | period-closed
        """,
        known,
    )


def test_a_blank_price_is_taken_from_the_product_and_its_reason_is_kept() -> None:
    book = check_documents("""
        document  item   quantity  price | problem
        SO-1      NUT-8         4        |
        SO-2      NUT-8         4     3  |
    """)
    assert [(p.unit_price, p.price_reason) for no in ("SO-1", "SO-2") for p in book.posted[no]] == [
        (Decimal("2.50"), "base price"),
        (Decimal(3), "typed"),
    ]


def test_a_line_takes_price_and_discount_from_the_document_it_is_made_from() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price  discount | problem
        QU-1                 BOLT-8        10     95        20 |
        SO-1      QU-1       BOLT-8        10                   |
        DN-1      SO-1       BOLT-8         4                   |
        SI-1      DN-1       BOLT-8         4                   |
    """)
    invoice = book.posted["SI-1"][0]
    assert (invoice.unit_price, invoice.discount_percent, invoice.net_amount) == (95, 20, Decimal("304.00"))
    assert (invoice.order_no, invoice.order_line_no) == ("SO-1", 1)


def test_head_fields_left_blank_come_from_the_customer_or_the_order() -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        DN-1      SO-1       BOLT-8         4 |
    """)
    assert {(p.customer_no, p.salesperson_no, p.territory_code, p.currency) for p in book.posted["DN-1"]} == {
        ("C-1", "P1", "North", "USD")
    }


def test_a_delivery_must_name_an_order_of_the_same_customer_with_that_product() -> None:
    check_documents("""
        document  customer_no  refers_to  line  item    quantity | problem
        SO-1      C-1                           BOLT-8        10 |
        SO-1      C-1                           NUT-8         10 |
        DN-1      C-1                           BOLT-8         1 | missing
        DN-2      C-1          SO-9             BOLT-8         1 | unknown-sales-order
        DN-3      C-2          SO-1             BOLT-8         1 | source-of-other-customer
        DN-4      C-1          SO-1             CLOTH          1 | product-not-in-source
        DN-5      C-1          SO-1          2  BOLT-8         1 | product-substituted
        DN-6      C-1          SO-1          7  BOLT-8         1 | no-such-source-line
        DN-7      C-1          SO-1          2                 1 |
    """)


def test_two_lines_of_the_same_product_need_the_line_number() -> None:
    check_documents("""
        document  refers_to  line  item    quantity | problem
        SO-1                       BOLT-8        10 |
        SO-1                       BOLT-8         5 |
        DN-1      SO-1             BOLT-8         5 | source-line-ambiguous
        DN-2      SO-1          2  BOLT-8         5 |
    """)


def test_an_expired_quotation_is_not_ordered_from() -> None:
    check_documents("""
        document  document_date  valid_until  refers_to  item    quantity | problem
        QU-1      2026-03-01     2026-03-31              BOLT-8        10 |
        SO-1      2026-03-31                  QU-1       BOLT-8         4 |
        SO-2      2026-04-01                  QU-1       BOLT-8         4 | quotation-expired
        QU-2      2026-03-05     2026-03-01              BOLT-8         1 | ends-before-start
    """)


def test_ordering_more_than_was_quoted_is_a_warning() -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        QU-1                 BOLT-8         5 |
        SO-1      QU-1       BOLT-8         3 |
        SO-2      QU-1       BOLT-8         3 | more-than-quoted
    """)
    assert "SO-2" in book.posted


def test_a_customer_order_number_used_twice_is_a_warning() -> None:
    book = check_documents("""
        document  customer_no  customer_reference  item    quantity | problem
        SO-1      C-1          PO-77               BOLT-8         3 |
        SO-2      C-1          PO-77               BOLT-8         3 | customer-reference-used
        SO-3      C-2          PO-77               BOLT-8         3 |
    """)
    assert "SO-2" in book.posted


def test_a_price_that_is_not_the_ordered_one_is_refused_unless_house_policy_allows_it() -> None:
    table = """
        document  refers_to  item    quantity  price | problem
        SO-1                 BOLT-8        10     10 |
        DN-1      SO-1       BOLT-8        10        |
        SI-1      DN-1       BOLT-8         4     11 | {problem}
    """
    check_documents(table.format(problem="price-not-as-ordered"))
    check_documents(table.format(problem="price-not-as-ordered"), facts(rules=RuleSettings(invoice_price_check="warn")))
    check_documents(table.format(problem=""), facts(rules=RuleSettings(invoice_price_check="none")))


@pytest.mark.parametrize(
    ("tolerance", "decimals", "delivered", "most"),
    [
        ("5", 0, "81", "24"),
        ("0", 0, "81", "19"),
        ("5", 0, "0", "105"),
        ("2.5", 0, "0", "102"),
        ("0", 3, "99.998", "0.002"),
    ],
)
def test_over_delivery_tolerance_is_cut_down_to_the_unit(
    tolerance: str, decimals: int, delivered: str, most: str
) -> None:
    balance = LineBalance(quantity=Decimal(100), delivered=Decimal(delivered))
    assert most_deliverable(balance, Decimal(tolerance), decimals) == Decimal(most)


def test_a_delivery_within_the_tolerance_is_accepted() -> None:
    check_documents(
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8       100 |
        DN-1      SO-1       BOLT-8       105 |
        DN-2      SO-1       BOLT-8         1 | delivery-exceeds-open-order
        """,
        facts(rules=RuleSettings(over_delivery_percent=Decimal(5))),
    )


def test_the_worked_line_of_the_three_quantities() -> None:
    line = LineBalance(
        quantity=Decimal(100), delivered=Decimal(90), refused=Decimal(5), sent_again=Decimal(4), returned=Decimal(6),
        invoiced=Decimal(80), credited=Decimal(6),
    )  # fmt: skip
    assert (line.open_to_deliver, line.accepted, line.open_to_invoice) == (19, 75, 1)
    assert (line.quantity, line.accepted) == (line.closed + line.open_to_deliver + line.net_sent, 74 + 1)
    assert most_deliverable(line, Decimal(5), 0) == 24
    line.closed += line.open_to_deliver
    assert line.open_to_deliver == 0


def test_states_follow_from_the_quantities() -> None:
    def order(**counters: int) -> str:
        return state_of(
            "sales_order", [LineBalance(quantity=Decimal(10), **{name: Decimal(n) for name, n in counters.items()})]
        )

    assert order() == "confirmed"
    assert order(delivered=4) == "part_delivered"
    assert order(delivered=10) == "delivered"
    assert order(delivered=10, invoiced=10) == "completed"
    assert order(closed=10) == "closed"
    assert order(closed=6, delivered=4, invoiced=4) == "completed"
    assert (
        state_of("quotation", [LineBalance(quantity=Decimal(5), ordered=Decimal(5)), LineBalance(quantity=Decimal(3))])
        == "part_ordered"
    )
    assert state_of("delivery_note", [LineBalance(quantity=Decimal(5), invoiced=Decimal(2))]) == "part_invoiced"
    assert state_of("sales_order", [LineBalance(quantity=Decimal(5))], reversed_by="RV-1") == "reversed"


def test_posting_and_reversing_leaves_zero() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price | problem
        SO-1                 BOLT-8        10  19.99 |
        DN-1      SO-1       BOLT-8         4        |
    """)
    mirror = [
        p.model_copy(update={"document_no": "RV-1"}) for p in reversal(book.posted["DN-1"], TODAY, "wrong customer")
    ]
    assert sum(p.net_amount for p in [*book.posted["DN-1"], *mirror]) == 0
    assert {p.reverses_no for p in mirror} == {"DN-1"}
    book.keep(mirror)
    assert book.balance("sales_order", "SO-1").open_to_deliver == 10
    assert book.balance("delivery_note", "DN-1").quantity == 0


def test_another_tax_code_on_an_invoice_brings_its_own_rate() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  tax_code | problem
        SO-1                 BOLT-8        10           |
        DN-1      SO-1       BOLT-8        10           |
        SI-1      DN-1       BOLT-8        10  T13      |
    """)
    (line,) = book.posted["SI-1"]
    assert (line.tax_code, line.tax_percent, line.tax_amount) == ("T13", 13, Decimal("13.00"))


def test_a_price_typed_over_the_quoted_one_says_so() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price | problem
        QU-1                 BOLT-8         5        |
        SO-1      QU-1       BOLT-8         2        |
        SO-2      QU-1       BOLT-8         2      9 | price-not-as-quoted
    """)
    assert [book.posted[number][0].price_reason for number in ("SO-1", "SO-2")] == ["base price", "typed"]


def test_another_unit_than_the_ordered_one_is_refused() -> None:
    check_documents("""
        document  refers_to  item    quantity  unit | problem
        SO-1                 BOLT-8        10       |
        DN-1      SO-1       BOLT-8         1  box  | unit-not-as-ordered
        DN-2      SO-1       BOLT-8         1  pcs  |
    """)


def test_a_due_date_beyond_the_calendar_is_its_last_day() -> None:
    book = check_documents("""
        document  document_date  refers_to  item    quantity | problem
        SO-1      9999-12-30                BOLT-8        10 | date-far-ahead
        DN-1      9999-12-30     SO-1       BOLT-8        10 | date-far-ahead
        SI-1      9999-12-30     DN-1       BOLT-8        10 | date-far-ahead
    """)
    assert book.posted["SI-1"][0].due_date == date.max


def test_a_quotation_that_names_no_last_day_is_valid_as_long_as_the_house_says() -> None:
    known = facts(rules=RuleSettings(quotation_valid_days=7))
    book = Book(known)
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(2))
    head = {"document_date": TODAY, "customer_no": "C-1", "lines": (line,)}
    assert not book.enter(Quotation(document_no="QU-1", **head))
    assert book.posted["QU-1"][0].due_date == TODAY + timedelta(days=7)
    assert not book.enter(Quotation(document_no="QU-2", valid_until=TODAY, **head))
    assert book.posted["QU-2"][0].due_date == TODAY


def test_a_price_may_contain_the_tax_and_every_later_paper_knows_it() -> None:
    """DOMAIN 3: 99.99 at 13 % is 88.49 and 11.50 of tax."""
    book = check_documents("""
        document  refers_to  item    quantity  price  tax_code  tax_included | problem
        SO-1                 CLOTH          1  99.99  T13       true         |
        DN-1      SO-1       CLOTH          1                                |
        SI-1      DN-1       CLOTH          1                                |
    """)
    for number in ("SO-1", "DN-1", "SI-1"):
        (line,) = book.posted[number]
        assert (line.unit_price, line.net_amount, line.tax_amount) == (
            Decimal("99.99"), Decimal("88.49"), Decimal("11.50"),
        )  # fmt: skip


def test_a_company_may_keep_its_price_lists_with_tax() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8         1 |
        SO-2                 BOLT-8         3 |
        """,
        facts(rules=RuleSettings(prices_include_tax=True)),
    )
    amounts = [(book.posted[number][0].net_amount, book.posted[number][0].tax_amount) for number in ("SO-1", "SO-2")]
    assert amounts == [(Decimal("9.52"), Decimal("0.48")), (Decimal("28.57"), Decimal("1.43"))]
