"""Pick lists: nothing is put together twice, and what was picked becomes the delivery."""

from decimal import Decimal

from salesbook.documents.states import state_of
from tests.documents.tables import check_documents


def test_nothing_is_put_together_twice() -> None:
    check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        PL-1      SO-1                      6 |
        PL-2      SO-1                      5 | pick-exceeds-open
        PL-3      SO-1                      4 |
        PL-4      SO-1                      1 | pick-exceeds-open
    """)


def test_a_short_pick_leaves_the_rest_open_again() -> None:
    book = check_documents("""
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8        10 |
        PL-1      SO-1                     10 |
        DN-1      PL-1                      7 |
        PL-2      SO-1                      4 | pick-exceeds-open
        PL-3      SO-1                      3 |
    """)
    (sent,) = book.posted["DN-1"]
    assert (sent.source_kind, sent.source_no, sent.source_line_no, sent.order_no) == ("pick_list", "PL-1", 1, "SO-1")
    assert book.balance("sales_order", "SO-1").open_to_deliver == 3
    assert state_of("pick_list", [book.balance("pick_list", "PL-1")]) == "done"
    assert state_of("pick_list", [book.balance("pick_list", "PL-3")]) == "released"


def test_what_is_picked_keeps_the_terms_of_the_order() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price  discount  amount_off | problem
        SO-1                 BOLT-8         9  10               10         |
        PL-1      SO-1                      9                              |
        DN-1      PL-1                      3                              |
        DN-2      SO-1                      6                              |
    """)
    assert sum(book.posted[note][0].net_amount for note in ("DN-1", "DN-2")) == book.posted["SO-1"][0].net_amount


def test_a_substitute_waits_for_an_approval_and_has_the_price_of_the_order() -> None:
    book = check_documents("""
        document  refers_to  line  item    quantity  price | problem
        SO-1                       BOLT-8         9  10    |
        PL-1      SO-1                            9        |
        DN-1      PL-1       1     NUT-8          9        | product-substituted
    """)
    (sent,) = book.posted["DN-1"]
    assert (sent.product_no, sent.unit_price, sent.order_no) == ("NUT-8", Decimal(10), "SO-1")
