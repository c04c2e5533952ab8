"""Amounts off, packs, order quantities, promotions, authority and floor price: the numbers of DOMAIN 3 and 4."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.documents.authority import effective_price, price_cuts
from salesbook.documents.discounts import head_shares, part_of_amount
from salesbook.documents.exchange import ExchangeRate
from salesbook.documents.facts import Facts
from salesbook.documents.master_data import DiscountAuthority, Price, ProductUnit, Promotion, Salesperson, codes_in
from salesbook.documents.posting import Posting
from salesbook.documents.quotation import Quotation, QuotationLine, complete
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts


def nets(book: Book, number: str) -> list[str]:
    return [str(posting.net_amount) for posting in book.posted[number]]


def with_product(known: Facts, code: str, **changes: Any) -> Facts:
    known.products[code] = known.products[code].model_copy(update=changes)
    return known


# ---- Amounts off ----


def test_a_discount_on_the_whole_is_spread_by_net_amount_so_that_no_cent_is_lost() -> None:
    lines = [Decimal("333.33"), Decimal("333.33"), Decimal("333.34")]
    assert [str(share) for share in head_shares(lines, Decimal(100), 2)] == ["33.33", "33.33", "33.34"]
    book = check_documents("""
        document  item    quantity  price   head_discount_amount | problem
        SO-1      BOLT-8         1  333.33  100                  |
        SO-1      BOLT-8         1  333.33                       |
        SO-1      BOLT-8         1  333.34                       |
    """)
    assert nets(book, "SO-1") == ["300.00", "300.00", "300.00"]
    assert [str(posting.discount_amount) for posting in book.posted["SO-1"]] == ["33.33", "33.33", "33.34"]


def test_tax_is_counted_from_what_is_left_after_the_discount() -> None:
    book = check_documents("""
        document  item    quantity  price  head_discount_percent | problem
        SO-1      BOLT-8        10     10  10                    |
    """)
    assert [str(posting.tax_amount) for posting in book.posted["SO-1"]] == ["4.50"]


def test_part_deliveries_and_their_invoices_take_all_of_an_amount_off_and_no_cent_more() -> None:
    book = check_documents("""
        document  refers_to  line  item    quantity  price  amount_off  head_discount_amount | problem
        SO-1                       BOLT-8         3     10  10          1                    |
        SO-1                       NUT-8          1     10                                   |
        DN-1      SO-1       1     BOLT-8         1                                          |
        DN-2      SO-1       1     BOLT-8         1                                          |
        DN-3      SO-1       1     BOLT-8         1                                          |
        DN-3      SO-1       2     NUT-8          1                                          |
        SI-1      DN-1       1     BOLT-8         1                                          |
        SI-2      DN-2       1     BOLT-8         1                                          |
        SI-3      DN-3       1     BOLT-8         1                                          |
        SI-3      DN-3       2     NUT-8          1                                          |
    """)
    assert nets(book, "SO-1") == ["19.33", "9.67"]
    for kind in ("DN", "SI"):
        parts = [net for number in (1, 2, 3) for net in nets(book, f"{kind}-{number}")]
        assert parts == ["6.44", "6.45", "6.44", "9.67"]


@given(
    amount=st.integers(0, 10**7).map(lambda cents: Decimal(cents).scaleb(-2)),
    parts=st.lists(st.integers(1, 50), min_size=1, max_size=12),
)
def test_parts_of_any_size_add_up_to_the_whole_amount_off(amount: Decimal, parts: list[int]) -> None:
    whole, before, taken = Decimal(sum(parts)), Decimal(0), Decimal(0)
    for part in parts:
        share = part_of_amount(amount, whole, before, Decimal(part), 2)
        assert share >= 0
        taken, before = taken + share, before + part
    assert taken == amount
    assert part_of_amount(amount, whole, before, Decimal(1), 2) == 0


def test_more_may_not_be_taken_off_than_there_is() -> None:
    check_documents("""
        document  item   quantity price amount_off head_discount_percent head_discount_amount | problem
        SO-1      NUT-8  1        10    10.01                                                 | amount-off-out-of-range
        SO-2      NUT-8  1        10    -1                                                    | amount-off-out-of-range
        SO-3      NUT-8  1        10    0.001                                                 | amount-off-too-fine
        SO-4      NUT-8  1        10               50                    5.01                 | amount-off-out-of-range
        SO-5      NUT-8  1        10               50                    5                    |
        SO-6      NUT-8  1        10               101                                        | discount-out-of-range
    """)


def test_an_order_with_its_own_discount_on_the_whole_does_not_take_the_quotations_as_well() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  price  amount_off  head_discount_percent | problem
        QU-1                 BOLT-8        10     10  10          10                    |
        SO-1      QU-1       BOLT-8        10                     10                    |
        SO-2      QU-1       BOLT-8        10                                           | more-than-quoted
    """)
    assert nets(book, "QU-1") == nets(book, "SO-1") == ["81.00"]


def test_the_discounted_unit_price_is_rounded_first_only_where_the_house_says_so() -> None:
    text = """
        document  item    quantity  price  discount | problem
        SO-1      BOLT-8      7000  19.99      12.5 |
    """
    assert nets(check_documents(text), "SO-1") == ["122438.75"]
    rounded = facts(rules=RuleSettings(discounted_price_decimals="4"))
    assert nets(check_documents(text, rounded), "SO-1") == ["122438.40"]
    seven = text.replace("7000", "   7")
    assert nets(check_documents(seven), "SO-1") == nets(check_documents(seven, rounded), "SO-1") == ["122.44"]


# ---- Units and packs ----


def boxes() -> Facts:
    known = facts(prices={"BOLT-8": [Price(price_list="default", product_no="BOLT-8", minimum_quantity=Decimal(100),
                                           unit_price=Decimal("9.20"))]})  # fmt: skip
    known.units["BOLT-8|box"] = ProductUnit(product_no="BOLT-8", unit="box", factor=Decimal(50))
    return known


def test_a_pack_costs_its_pieces_and_reaches_their_quantity_break() -> None:
    book = check_documents(
        """
        document  item    quantity  unit  | problem
        SO-1      BOLT-8         1  box   |
        SO-2      BOLT-8         2  box   |
        """,
        boxes(),
    )
    assert [str(book.posted[number][0].unit_price) for number in ("SO-1", "SO-2")] == ["500.0000", "460.0000"]
    assert book.posted["SO-2"][0].price_reason == "list default from 100, × 50"


def test_half_a_pack_of_whole_pieces_may_be_sold_but_no_half_piece() -> None:
    check_documents(
        """
        document  refers_to  item    quantity  unit  | problem
        SO-1                 BOLT-8       0.5  box   |
        DN-1      SO-1       BOLT-8       0.5  box   |
        SO-2                 BOLT-8      0.01  box   | quantity-too-fine
        """,
        boxes(),
    )


def test_a_unit_nobody_has_described_has_no_price_and_with_a_typed_one_is_only_told() -> None:
    check_documents("""
        document  item    quantity  unit   price | problem
        SO-1      BOLT-8         1  crate        | unit-without-factor
        SO-2      BOLT-8         1  crate  90    | unit-not-known
    """)


def test_order_quantities_follow_the_products_minimum_and_step_in_its_own_unit() -> None:
    known = with_product(boxes(), "BOLT-8", order_minimum=Decimal(50), order_step=Decimal(25))
    text = """
        document  item    quantity  unit  | problem
        SO-1      BOLT-8        49        | below-order-minimum
        SO-2      BOLT-8        60        | off-order-step
        SO-3      BOLT-8        75        |
        SO-4      BOLT-8         1  box   |
    """
    check_documents(text, known)
    lenient = with_product(boxes(), "BOLT-8", order_minimum=Decimal(50), order_step=Decimal(25))
    lenient.rules = RuleSettings(quantity_rule_check="none")
    check_documents(text.replace("below-order-minimum", "").replace("off-order-step", ""), lenient)


# ---- Promotions ----


def promotion(**changes: Any) -> Promotion:
    return Promotion.model_validate(
        {"promotion_code": "M1", "products": "BOLT-8, NUT-8", "minimum_quantity": 10, "percent_off": 10} | changes
    )


def test_products_of_a_promotion_count_together_and_the_reason_is_kept() -> None:
    known = facts(promotions=[promotion()])
    book = check_documents(
        """
        document  item    quantity  price | problem
        SO-1      BOLT-8         4        |
        SO-1      NUT-8          6        |
        SO-1      CLOTH          5        |
        SO-1      NUT-8          1      2 |
        SO-2      BOLT-8         9        |
        """,
        known,
    )
    assert [str(posting.unit_price) for posting in book.posted["SO-1"]] == ["9.0000", "2.2500", "8", "2"]
    assert book.posted["SO-1"][0].price_reason == "base price, promotion M1 10 % off"
    assert book.posted["SO-1"][3].price_reason == "typed"
    assert book.posted["SO-2"][0].unit_price == 10


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({"valid_to": date(2026, 3, 4)}, 10),
        ({"valid_from": date(2026, 3, 6)}, 10),
        ({"valid_from": date(2026, 3, 5), "valid_to": date(2026, 3, 5)}, 9),
        ({"customers": "C-2"}, 10),
        ({"customers": "C-2, C-1"}, 9),
        ({"customer_class": "A"}, 9),
        ({"customer_class": "B"}, 10),
        ({"percent_off": None, "unit_price": 7}, 7),
        ({"percent_off": None, "unit_price": 11}, 10),
    ],
)
def test_a_promotion_counts_in_its_time_for_its_customers_and_makes_nothing_dearer(
    changes: dict[str, Any], price: int
) -> None:
    known = facts(promotions=[promotion(**changes)])
    known.customers["C-1"] = known.customers["C-1"].model_copy(update={"customer_class": "A"})
    book = check_documents(
        """
        document  item    quantity | problem
        QU-1      BOLT-8        10 |
        """,
        known,
    )
    assert book.posted["QU-1"][0].unit_price == price


def test_codes_in_one_cell_may_be_divided_by_commas_of_any_language() -> None:
    assert codes_in("A，B、C;D\nE") == ["A", "B", "C", "D", "E"]


# ---- Authority and floor ----

AGREED = [
    Price(customer_no="C-1", product_no="BOLT-8", unit_price=Decimal("9.50"), valid_from=date(2026, 1, 1)),
]


def guarded(percent: str = "3", floor: str | None = None, **changes: Any) -> Facts:
    rows = [DiscountAuthority(job_title="Sales rep", authority_percent=Decimal(percent))]
    known = facts(**({"prices": {"BOLT-8": AGREED}, "authorities": rows} | changes))
    known.salespeople["P1"] = Salesperson(salesperson_no="P1", name="Wang", job_title="Sales rep")
    return with_product(known, "BOLT-8", floor_price=Decimal(floor)) if floor else known


def test_the_effective_price_is_what_is_left_after_line_and_header_discount() -> None:
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(120), unit_price=Decimal("9.50"))
    paper = Quotation(document_date=TODAY, customer_no="C-1", lines=(line,), head_discount_percent=Decimal(5))
    completed = complete(paper, facts())
    assert completed.lines[0].head_share == Decimal("57.00")
    assert completed.lines[0].net_amount == Decimal("1083.00")
    assert effective_price(completed.lines[0]) * 10000 == 90250


def test_a_price_below_the_discount_authority_waits_for_approval_with_both_numbers() -> None:
    known = guarded()
    book = check_documents(
        """
        document  item    quantity  price | problem
        QU-1      BOLT-8       120   9.22 |
        QU-2      BOLT-8       120   9.10 | below-authority
        """,
        known,
    )
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(120), unit_price=Decimal("9.10"))
    paper = complete(Quotation(document_date=TODAY, customer_no="C-1", lines=(line,)), known)
    (found,) = book.enter(paper.model_copy(update={"document_no": "QU-3"}))
    assert (found.severity, found.values["price"], found.values["limit"]) == ("approval", "9.1", "9.215")
    assert (found.values["found"], found.values["authority"], found.values["given"]) == ("9.5", "3", "13.8")


def test_a_price_at_the_limit_passes_and_a_cent_lost_by_rounding_is_no_cut() -> None:
    check_documents(
        """
        document  item    quantity  price  discount | problem
        SO-1      BOLT-8       120              3   |
        SO-2      BOLT-8         3              3   |
        SO-3      BOLT-8       120              3.1 | below-authority
        """,
        guarded(),
    )


def test_a_price_below_the_floor_waits_whatever_the_authority_and_tells_what_is_given_away() -> None:
    known = guarded("50", floor="9")
    line = QuotationLine(
        line_no=1, product_no="BOLT-8", quantity=Decimal(120), unit_price=Decimal("9.50"), discount_percent=Decimal(8)
    )
    paper = complete(Quotation(document_no="QU-1", document_date=TODAY, customer_no="C-1", lines=(line,)), known)
    (cut,) = price_cuts(paper, known)
    assert (cut.effective * 100, cut.limit, cut.given_away) == (874, Decimal(9), Decimal("31.20"))
    (found,) = Book(known).enter(paper)
    assert (found.code, found.severity, found.values["price"], found.values["given"]) == (
        "below-floor", "approval", "8.74", "31.2",
    )  # fmt: skip


def test_a_discount_on_the_whole_cannot_slip_below_authority_or_floor() -> None:
    check_documents(
        """
        document  item    quantity  head_discount_percent | problem
        SO-1      BOLT-8        10  8                     | below-authority below-floor
        SO-2      BOLT-8        10  1                     |
        """,
        guarded(floor="9"),
    )


def test_the_floor_of_a_pack_is_the_floor_of_its_pieces() -> None:
    known = with_product(boxes(), "BOLT-8", floor_price=Decimal(9))
    check_documents(
        """
        document  item    quantity  unit  price | problem
        SO-1      BOLT-8         2  box     450 |
        SO-2      BOLT-8         2  box     449 | below-floor
        """,
        known,
    )


def test_what_the_quotation_was_approved_for_needs_no_second_approval() -> None:
    check_documents(
        """
        document  refers_to  item    quantity  price | problem
        QU-1                 BOLT-8         9   8.99 | below-authority below-floor
        SO-1      QU-1       BOLT-8         3        |
        SO-2      QU-1       BOLT-8         3   8.98 | below-authority below-floor price-not-as-quoted
        SO-3      QU-1       BOLT-8         3   9.40 | price-not-as-quoted
        """,
        guarded(floor="9"),
    )


def test_the_authority_of_the_user_comes_before_that_of_the_salesperson_and_of_his_title() -> None:
    title = DiscountAuthority(job_title="Sales rep", authority_percent=Decimal(3))
    everybody = DiscountAuthority(authority_percent=Decimal(1))
    person = DiscountAuthority(salesperson_no="P1", authority_percent=Decimal(5))
    later = DiscountAuthority(salesperson_no="P1", authority_percent=Decimal(6), valid_from=date(2026, 4, 1))
    user = DiscountAuthority(user_name="chen", authority_percent=Decimal(10))
    other = DiscountAuthority(user_name="li", authority_percent=Decimal(20))
    text = """
        document  item    quantity  discount | problem
        SO-1      BOLT-8       100  {percent:8} |
        SO-2      BOLT-8       100  {more:8} | below-authority
    """
    for rows, percent in (
        ([everybody, other], "1"),
        ([title, everybody], "3"),
        ([title, everybody, person, later], "5"),
        ([title, everybody, person, user], "10"),
        ([other], "0"),
    ):
        check_documents(text.format(percent=percent, more=f"{percent}.1" if percent != "0" else "1"),
                        guarded(authorities=rows, user="chen"))  # fmt: skip


def test_the_house_may_warn_block_or_not_look_at_all() -> None:
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(1), unit_price=Decimal(8))
    for strength, severity in (("warn", "warning"), ("approve", "approval"), ("block", "error")):
        known = guarded(floor="9", rules=RuleSettings.model_validate(
            {"discount_authority_check": strength, "floor_price_check": strength}))  # fmt: skip
        paper = Quotation(document_no="QU-1", document_date=TODAY, customer_no="C-1", lines=(line,))
        assert {found.severity for found in Book(known).enter(paper)} == {severity}
    off = guarded(floor="9", rules=RuleSettings(discount_authority_check="none", floor_price_check="none"))
    assert not Book(off).enter(Quotation(document_no="QU-1", document_date=TODAY, customer_no="C-1", lines=(line,)))


def test_an_override_lets_a_paper_pass_only_where_the_company_allows_it() -> None:
    line = QuotationLine(line_no=1, product_no="BOLT-8", quantity=Decimal(1), unit_price=Decimal(8))
    paper = Quotation(
        document_no="QU-1", document_date=TODAY, customer_no="C-1", lines=(line,), emergency_override=True
    )
    found = Book(guarded(floor="9")).enter(paper)
    assert {(problem.code, problem.severity) for problem in found} == {
        ("override-not-allowed", "error"), ("below-authority", "approval"), ("below-floor", "approval"),
    }  # fmt: skip
    allowed = guarded(floor="9", rules=RuleSettings(emergency_override="allow"))
    assert {problem.severity for problem in Book(allowed).enter(paper)} == {"warning"}


def test_the_reason_names_level_break_and_validity_of_the_price_row() -> None:
    row = Price(
        price_list="A", product_no="BOLT-8", minimum_quantity=Decimal(100), base_percent=Decimal(90),
        valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30),
    )  # fmt: skip
    known = facts(prices={"BOLT-8": [row]})
    known.customers["C-1"] = known.customers["C-1"].model_copy(update={"customer_class": "A"})
    book = check_documents(
        """
        document  item    quantity | problem
        SO-1      BOLT-8       100 |
        """,
        known,
    )
    posted: Posting = book.posted["SO-1"][0]
    assert posted.unit_price == 9
    assert posted.price_reason == "list A from 100 at 90 % of base price since 2026-01-01 until 2026-06-30"


def test_an_invoice_takes_the_amount_off_that_was_promised_and_no_other() -> None:
    check_documents("""
        document  refers_to  item    quantity  price  amount_off | problem
        SO-1                 BOLT-8         3     10  10         |
        DN-1      SO-1       BOLT-8         3                    |
        SI-1      DN-1       BOLT-8         1         3.33       |
        SI-2      DN-1       BOLT-8         1         5          | amount-off-not-as-ordered
        SI-3      DN-1       BOLT-8         1         0          | amount-off-not-as-ordered
    """)


def test_a_part_of_what_was_approved_is_invoiced_without_asking_again_and_a_free_invoice_asks() -> None:
    known = guarded(floor="9", rules=RuleSettings(invoice_without_source="none"))
    check_documents(
        """
        document  customer_no  refers_to  item    quantity  price  amount_off | problem
        SO-1                              BOLT-8         7   9.00  1          | below-authority below-floor
        DN-1                   SO-1       BOLT-8         7                    |
        SI-1                   DN-1       BOLT-8         3                    |
        SI-2                   DN-1       BOLT-8         4                    |
        SI-3      C-1                     BOLT-8         1   8.99             | below-authority below-floor
        """,
        known,
    )


def test_the_floor_of_a_paper_in_another_currency_is_the_floor_at_its_rate() -> None:
    known = with_product(facts(), "BOLT-8", floor_price=Decimal(9))
    known.exchange_rates["EUR"] = ExchangeRate(currency="EUR", rate=Decimal("1.2"))
    check_documents(
        """
        document  currency  item    quantity  price | problem
        SO-1      EUR       BOLT-8        10   7.50 |
        SO-2      EUR       BOLT-8        10   7.49 | below-floor
        """,
        known,
    )
