"""Moving average, and goods that come back: the numbers of DOMAIN 10."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.costs import margin_of
from salesbook.documents.delivery_note import DeliveryLine, DeliveryNote
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import Warehouse
from salesbook.documents.posting import Posting, reversal
from salesbook.documents.stock import average_cost, back_in_stock, stock_key, value_brought_in, value_taken_out
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, check_documents, facts


def stock(on_hand: str, value: str) -> LineBalance:
    return LineBalance(on_hand=Decimal(on_hand), stock_value=Decimal(value))


def sent(quantity: str, cost: str) -> Posting:
    return Posting(
        kind="delivery_note", document_no="DN-1", document_date=TODAY, posting_date=TODAY,
        quantity=Decimal(quantity), stock_quantity=-Decimal(quantity), cost_amount=-Decimal(cost),
    )  # fmt: skip


def test_a_hundred_at_7_and_fifty_at_7_30_cost_7_10_each() -> None:
    first = value_brought_in(stock("0", "0"), Decimal(100), Decimal("7.00"), 2)
    both = first + value_brought_in(stock("100", "700.00"), Decimal(50), Decimal("7.30"), 2)
    assert average_cost(stock("150", str(both))) == Decimal("7.10")
    assert value_taken_out(stock("150", "1065.00"), Decimal(120), 2) == Decimal("852.00")


def test_the_last_piece_takes_what_is_left_of_the_value() -> None:
    on_hand, value = Decimal(3), Decimal("10.00")
    costs = []
    for _ in range(3):
        cost = value_taken_out(LineBalance(on_hand=on_hand, stock_value=value), Decimal(1), 2)
        on_hand, value = on_hand - 1, value - cost
        costs.append(str(cost))
    assert (costs, value) == (["3.33", "3.34", "3.33"], 0)


def test_goods_that_left_before_they_came_in_take_back_what_they_left_at() -> None:
    assert value_taken_out(stock("4", "28.00"), Decimal(10), 2) == Decimal("70.00")
    assert value_brought_in(stock("-6", "-42.00"), Decimal(6), Decimal("8.00"), 2) == Decimal("42.00")
    assert value_brought_in(stock("-6", "-42.00"), Decimal(10), Decimal("8.00"), 2) == Decimal("74.00")


def test_goods_that_leave_an_empty_stock_cost_what_the_file_says() -> None:
    assert value_taken_out(stock("0", "0"), Decimal(2), 2, Decimal("6.50")) == Decimal("13.00")
    assert value_taken_out(stock("0", "0"), Decimal(2), 2) == 0


def test_goods_come_back_at_the_cost_of_their_delivery() -> None:
    assert back_in_stock(sent("120", "852.00"), Decimal(20)) == (Decimal(20), Decimal("142.00"))
    nothing_kept = Posting(
        kind="delivery_note", document_no="DN-1", document_date=TODAY, posting_date=TODAY, quantity=Decimal(5)
    )
    assert back_in_stock(nothing_kept, Decimal(5)) == (0, 0)


@given(parts=st.lists(st.integers(1, 50), min_size=1, max_size=8), cents=st.integers(0, 10**6))
def test_what_comes_back_in_parts_gives_back_exactly_what_was_taken(parts: list[int], cents: int) -> None:
    delivery = sent(str(sum(parts)), str(Decimal(cents).scaleb(-2)))
    gained = [back_in_stock(delivery, Decimal(part), before=Decimal(sum(parts[:at]))) for at, part in enumerate(parts)]
    assert sum(quantity for quantity, _ in gained) == -delivery.stock_quantity
    assert sum(value for _, value in gained) == -delivery.cost_amount


@given(
    moves=st.lists(st.tuples(st.integers(1, 90), st.integers(0, 999), st.booleans()), min_size=1, max_size=20),
)
def test_nothing_on_hand_is_worth_nothing_whatever_came_before(moves: list[tuple[int, int, bool]]) -> None:
    kept = stock("0", "0")
    for quantity, cents, comes_in in moves:
        if comes_in:
            kept.stock_value += value_brought_in(kept, Decimal(quantity), Decimal(cents).scaleb(-2), 2)
            kept.on_hand += quantity
        else:
            kept.stock_value -= value_taken_out(kept, Decimal(quantity), 2, Decimal("3.30"))
            kept.on_hand -= quantity
        assert kept.on_hand or not kept.stock_value
    if kept.on_hand > 0:
        kept.stock_value -= value_taken_out(kept, kept.on_hand, 2)
    else:
        kept.stock_value += value_brought_in(kept, -kept.on_hand, Decimal(1), 2)
    assert not kept.stock_value


def test_a_delivery_takes_its_goods_at_the_average_of_what_came_in() -> None:
    book = check_documents("""
        document  movement  refers_to  item    quantity  price  cost  | problem
        SM-1      opening              BOLT-8       100           7.00 |
        SM-2      receipt              BOLT-8        50           7.30 |
        SO-1                           BOLT-8       120   9.20         |
        DN-1                SO-1                    120                |
    """)
    (sent,) = book.posted["DN-1"]
    assert (sent.stock_quantity, sent.cost_amount) == (Decimal(-120), Decimal("-852.00"))
    left = book.facts.stock[stock_key("BOLT-8")]
    assert (left.on_hand, left.stock_value) == (Decimal(30), Decimal("213.00"))
    earned = margin_of(book.posted["DN-1"], 2)
    assert (earned.gross_profit, earned.percent) == (Decimal("252.00"), Decimal("22.83"))


def test_rows_of_one_delivery_see_what_the_rows_above_have_taken() -> None:
    book = check_documents("""
        document  movement  refers_to  item    quantity  cost  | problem
        SM-1      opening              BOLT-8         3  10    |
        SM-2      adjustment           BOLT-8        -1        |
        SM-3      adjustment           BOLT-8         1        |
        SM-4      receipt              BOLT-8         1  5     |
        SO-1                           BOLT-8         4        |
        DN-1                SO-1                      1        |
        DN-1                SO-1                      1        |
        DN-1                SO-1                      2        |
    """)
    assert [str(line.cost_amount) for line in book.posted["DN-1"]] == ["-8.75", "-8.75", "-17.50"]
    left = book.facts.stock[stock_key("BOLT-8")]
    assert not left.on_hand
    assert not left.stock_value


def test_of_products_without_stock_movements_nothing_is_counted_and_nothing_is_said() -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8         4 |
        DN-1      SO-1                      4 |
    """)
    assert book.posted["DN-1"][0].stock_quantity == 0
    assert not book.facts.stock


@pytest.mark.parametrize(
    ("strength", "severity"), [("warn", "warning"), ("approve", "approval"), ("block", "error"), ("none", "")]
)
def test_more_than_is_on_hand_is_answered_as_the_settings_say(strength: str, severity: str) -> None:
    book = check_documents(
        """
        document  movement  refers_to  item    quantity  cost  | problem
        SM-1      opening              BOLT-8         3  10    |
        SO-1                           BOLT-8         4        |
        """,
        facts(rules=RuleSettings(stock_check=strength, promise_check="none")),
    )
    line = DeliveryLine(line_no=1, source_no="SO-1", quantity=Decimal(4))
    found = book.enter(DeliveryNote(document_no="DN-1", document_date=TODAY, lines=(line,)))
    assert [(problem.code, problem.severity) for problem in found] == (
        [("stock-exceeded", severity)] if severity else []
    )


def test_a_transfer_changes_the_place_of_goods_and_nothing_else() -> None:
    book = check_documents("""
        document  movement  item    quantity  cost  warehouse  to     | problem
        SM-1      opening   BOLT-8        10  7     Main              |
        SM-2      transfer  BOLT-8         4        Main       Shop   |
        SM-3      transfer  BOLT-8         7        Main       Shop   | stock-exceeded
        SM-4      transfer  BOLT-8         1        Main       Main   | transfer-warehouses
        SM-5      receipt   BOLT-8         1  7     Main       Shop   | transfer-only
    """)
    places = {key.document_no: balance.on_hand for key, balance in book.facts.stock.items()}
    assert places == {"BOLT-8": 10, "BOLT-8@Main": -1, "BOLT-8@Shop": 11}
    assert book.facts.stock[stock_key("BOLT-8")].stock_value == Decimal("70.00")


def test_a_movement_says_what_it_needs() -> None:
    check_documents("""
        document  movement    item    quantity  cost | problem
        SM-1      receipt     BOLT-8        10       | stock-cost-missing
        SM-2      receipt     BOLT-8        10  0    |
        SM-3      receipt     BOLT-8       -10  7    | stock-quantity-wrong
        SM-4      adjustment  BOLT-8         0  7    | stock-quantity-wrong
        SM-5      receipt     BOLT-8       1.5  7    | quantity-too-fine
        SM-6      receipt     BOLT-9         1  7    | unknown-product
        SM-7      receipt     BOLT-8         1  -7   | cost-negative
    """)


def test_a_warehouse_must_be_known_as_soon_as_any_is() -> None:
    known = facts(warehouses={"Main": Warehouse(warehouse_code="Main", name="Main")})
    check_documents(
        """
        document  movement  item    quantity  cost  warehouse | problem
        SM-1      opening   BOLT-8        10  7     Main      |
        SM-2      opening   BOLT-8        10  7     Mian      | unknown-warehouse
        """,
        known,
    )


def test_goods_leave_from_the_usual_warehouse_when_none_is_named() -> None:
    book = check_documents(
        """
        document  movement  refers_to  item    quantity  cost  warehouse | problem
        SM-1      opening              BOLT-8        10  7               |
        SM-2      opening              BOLT-8         5  7     Shop      |
        SO-1                           BOLT-8        20                  |
        DN-1                SO-1                      8                  |
        DN-2                SO-1                      3                  | stock-exceeded
        DN-3                SO-1                      3        Shop      |
        """,
        facts(rules=RuleSettings(default_warehouse="Main", promise_check="none")),
    )
    assert book.posted["DN-1"][0].warehouse_code == "Main"


def test_reversing_a_delivery_puts_goods_and_value_back() -> None:
    book = check_documents("""
        document  movement  refers_to  item    quantity  cost  | problem
        SM-1      opening              BOLT-8         3  3.333 |
        SO-1                           BOLT-8         3        |
        DN-1                SO-1                      1        |
    """)
    book.keep(reversal(book.posted["DN-1"], TODAY, ""))
    left = book.facts.stock[stock_key("BOLT-8")]
    assert (left.on_hand, left.stock_value) == (Decimal(3), Decimal("10.00"))


def test_98_of_100_complete_the_line_where_2_percent_may_be_missing() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8       100 |
        DN-1      SO-1                     97 |
        DN-2      SO-1                      1 |
        """,
        facts(rules=RuleSettings(under_delivery_percent=Decimal(2))),
    )
    assert book.posted["DN-1"][0].short_quantity == 0
    assert book.posted["DN-2"][0].short_quantity == 2
    assert book.balance("sales_order", "SO-1").open_to_deliver == 0


def test_the_last_delivery_gives_up_what_is_still_missing() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  last_delivery | problem
        SO-1                 BOLT-8       100                |
        DN-1      SO-1                     40  yes           |
        DN-2      SO-1                      1                | delivery-exceeds-open-order
    """)
    assert book.posted["DN-1"][0].short_quantity == 60


def test_an_order_that_is_delivered_as_a_whole_takes_no_part() -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        SO-1                 NUT-8          5 |
    """)
    for line in book.facts.lines_of("sales_order", "SO-1"):
        key = LineKey("sales_order", "SO-1", line.posting.line_no)
        whole = line.posting.model_copy(update={"details": '{"complete_only":true}'})
        book.facts.lines[key] = PostedLine(whole, line.balance)

    def send(*quantities: int) -> list[str]:
        lines = tuple(
            DeliveryLine(line_no=number, source_no="SO-1", source_line_no=number, quantity=Decimal(quantity))
            for number, quantity in enumerate(quantities, start=1)
        )
        found = book.enter(DeliveryNote(document_no=f"DN-{len(book.posted)}", document_date=TODAY, lines=lines))
        return [problem.code for problem in found]

    assert send(10) == ["order-complete-only"]
    assert send(10, 4) == ["order-complete-only"]
    assert send(10, 5) == []


def test_another_product_than_the_ordered_one_waits_for_an_approval_and_keeps_the_price() -> None:
    book = check_documents("""
        document  refers_to  line  item    quantity | problem
        SO-1                       BOLT-8        10 |
        DN-1      SO-1       1     NUT-8          2 | product-substituted
    """)
    (sent,) = book.posted["DN-1"]
    assert (sent.product_no, sent.unit_price) == ("NUT-8", Decimal(10))


def test_a_free_line_costs_what_it_costs_and_has_no_percentage() -> None:
    book = check_documents("""
        document  item    quantity  price  discount  cost | problem
        SO-1      BOLT-8         1     50       100  20   |
    """)
    earned = margin_of(book.posted["SO-1"], 2)
    assert (earned.gross_profit, earned.percent) == (Decimal("-20.00"), None)


def test_freight_paid_by_us_reduces_the_contribution() -> None:
    book = check_documents("""
        document  movement  refers_to  item    quantity  price  cost  freight_cost | problem
        SM-1      opening              BOLT-8       150          7.10              |
        SO-1                           BOLT-8       120   9.20                     |
        DN-1                SO-1                    120               20.00        |
    """)
    earned = margin_of(book.posted["DN-1"], 2)
    assert (earned.gross_profit, earned.contribution) == (Decimal("252.00"), Decimal("232.00"))
