"""Which price a line gets: the worked numbers of DOMAIN 4."""

from datetime import date
from decimal import Decimal

from salesbook.documents.master_data import Customer, Price, Product
from salesbook.documents.pricing import FoundPrice, find_price

PRODUCT = Product(product_no="P", name="P", base_price=Decimal(12))
CUSTOMER = Customer(customer_no="C", name="C", price_list="A")
ROWS = [
    Price(
        customer_no="C",
        product_no="P",
        unit_price=Decimal("9.50"),
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 6, 30),
    ),
    Price(price_list="A", product_no="P", minimum_quantity=Decimal(1), unit_price=Decimal("10.00")),
    Price(price_list="A", product_no="P", minimum_quantity=Decimal(100), unit_price=Decimal("9.20")),
]


def price(
    quantity: int, day: date, rows: list[Price] = ROWS, customer: Customer = CUSTOMER, *, best: bool = False
) -> FoundPrice:
    found = find_price(customer, PRODUCT, rows, Decimal(quantity), day, best=best)
    assert found is not None
    return found


def test_the_customers_own_price_comes_first_even_when_a_break_is_lower() -> None:
    assert price(120, date(2026, 3, 15)).unit_price == Decimal("9.50")
    assert price(120, date(2026, 3, 15), best=True).unit_price == Decimal("9.20")


def test_after_its_last_day_the_list_counts_with_the_highest_break_reached() -> None:
    assert price(120, date(2026, 7, 1)).unit_price == Decimal("9.20")
    assert price(50, date(2026, 7, 1)).unit_price == Decimal("10.00")
    assert price(120, date(2026, 7, 1)).reason == "list A from 100"


def test_without_any_row_the_base_price_counts_and_without_that_there_is_none() -> None:
    assert price(1, date(2026, 3, 1), []) == FoundPrice(Decimal(12), "base price")
    bare = PRODUCT.model_copy(update={"base_price": None})
    assert find_price(CUSTOMER, bare, [], Decimal(1), date(2026, 3, 1)) is None


def test_the_default_list_is_everybodys() -> None:
    everybody = [Price(price_list="default", product_no="P", unit_price=Decimal(11))]
    assert price(1, date(2026, 3, 1), everybody, Customer(customer_no="X", name="X")).unit_price == 11


def test_two_rows_that_are_equally_good_are_a_fault_of_the_data() -> None:
    twice = [*ROWS, Price(customer_no="C", product_no="P", unit_price=Decimal("9.40"), valid_from=date(2026, 1, 1))]
    assert price(120, date(2026, 3, 15), twice).doubled


def test_a_quantity_corrected_downwards_loses_its_break() -> None:
    breaks = [Price(price_list="A", product_no="P", minimum_quantity=Decimal(100), unit_price=Decimal(9))]
    bare = PRODUCT.model_copy(update={"base_price": Decimal(10)})
    found = [find_price(CUSTOMER, bare, breaks, Decimal(quantity), date(2026, 3, 1)) for quantity in (100, 4)]
    assert [one.unit_price for one in found if one] == [9, 10]


def test_the_customers_own_list_comes_before_that_of_his_class_and_the_default() -> None:
    rows = [
        Price(price_list=name, product_no="P", unit_price=Decimal(amount))
        for name, amount in (("own", "9"), ("KEY", "10"), ("default", "11"))
    ]
    in_class = Customer(customer_no="X", name="X", customer_class="KEY")
    with_list = in_class.model_copy(update={"price_list": "own"})
    elsewhere = in_class.model_copy(update={"customer_class": "SMALL"})
    prices = [price(1, date(2026, 3, 1), rows, customer).unit_price for customer in (with_list, in_class, elsewhere)]
    assert prices == [9, 10, 11]


def test_a_percent_row_follows_the_base_price_and_says_nothing_without_one() -> None:
    rows = [Price(price_list="default", product_no="P", minimum_quantity=Decimal(10), base_percent=Decimal("87.5"))]
    found = price(10, date(2026, 3, 1), rows)
    assert (found.unit_price, found.reason) == (Decimal("10.5000"), "list default from 10 at 87.5 % of base price")
    bare = PRODUCT.model_copy(update={"base_price": None})
    assert find_price(CUSTOMER, bare, rows, Decimal(10), date(2026, 3, 1)) is None
