"""Customer files that count together: merged ones, and the companies of a group with one limit."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from salesbook.documents.credit import credit_left
from salesbook.documents.customer_groups import credit_levels, related, successor
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.master_data import Customer
from salesbook.problems import Problem
from tests.documents.on_credit import known, order
from tests.documents.tables import Book


def files(*customers: Customer) -> dict[str, Customer]:
    return {customer.customer_no: customer for customer in customers}


def file(code: str, **fields: object) -> Customer:
    return Customer.model_validate({"customer_no": code, "name": code, **fields})


def group(*customers: Customer, **owed: int) -> Facts:
    """What is known of these customers; what each has open in orders."""
    facts = known()
    facts.customers |= files(*customers)
    facts.credit_levels = {code: credit_levels(code, facts.customers) for code in facts.customers}
    facts.credit = {code: CreditStanding(open_orders=Decimal(owed.get(code, 0))) for code in facts.customers}
    return facts


def of(customer_no: str, amount: str) -> GoodsPaper:
    return order(f"SO-{customer_no}-{amount}", amount).model_copy(update={"customer_no": customer_no})


def told(problems: Sequence[Problem]) -> list[tuple[str, str, str]]:
    return [(found.code, found.values["customer"], found.values.get("over", "")) for found in problems]


def test_the_limit_of_a_parent_is_shared_by_its_children() -> None:
    """Limit 1,000 at the parent; 400 and 300 owed below it: 300 are left, whoever orders."""
    facts = group(file("HQ", credit_limit=1000), file("A", parent_no="HQ"), file("B", parent_no="HQ"), A=400, B=300)
    assert [credit_left(code, facts) for code in ("HQ", "A", "B")] == [300, 300, 300]
    book = Book(facts)
    assert told(book.enter(of("A", "301"))) == [("credit-limit-exceeded", "HQ", "1")]
    assert not book.enter(of("A", "200"))
    (found,) = book.enter(of("B", "150"))
    assert (found.values["over"], found.values["members"], found.values["open_orders"]) == ("50", "A, B", "900")
    assert not book.enter(of("HQ", "100"))
    assert credit_left("B", facts) == 0


def test_a_childs_own_limit_holds_for_the_child_alone() -> None:
    """HQ may owe 1,000 with all of its companies, A 200 of it."""
    facts = group(file("HQ", credit_limit=1000), file("A", parent_no="HQ", credit_limit=200), A=150, HQ=700)
    assert credit_left("A", facts) == 50
    assert told(Book(facts).enter(of("A", "160"))) == [
        ("credit-limit-exceeded", "A", "110"), ("credit-limit-exceeded", "HQ", "10"),
    ]  # fmt: skip


def test_a_limit_stands_at_every_company_above() -> None:
    facts = group(
        file("TOP", credit_limit=100), file("MID", parent_no="TOP"), file("LOW", parent_no="MID"), MID=60, LOW=30
    )
    assert credit_left("LOW", facts) == 10
    assert told(Book(facts).enter(of("LOW", "11"))) == [("credit-limit-exceeded", "TOP", "1")]


def test_what_a_merged_file_owes_counts_for_the_one_that_stays() -> None:
    facts = group(file("NEW", credit_limit=500), file("OLD", merged_into="NEW", blocked=True), NEW=100, OLD=300)
    assert credit_left("NEW", facts) == 100
    assert credit_left("OLD", facts) == 100
    (found,) = Book(facts).enter(of("NEW", "101"))
    assert (found.code, found.values["members"]) == ("credit-limit-exceeded", "OLD")


def test_a_new_order_for_a_merged_file_is_answered_with_the_other_number() -> None:
    facts = group(file("NEW"), file("OLD", merged_into="NEW", blocked=True))
    (found,) = Book(facts).enter(of("OLD", "1"))
    assert (found.code, found.severity, found.values) == (
        "customer-merged", "error", {"customer": "OLD", "into": "NEW"},
    )  # fmt: skip


def test_files_merged_one_after_another_lead_to_the_last_one() -> None:
    customers = files(file("A", merged_into="B"), file("B", merged_into="C"), file("C"))
    assert [successor(code, customers) for code in ("A", "B", "C", "X")] == ["C", "C", "C", "X"]
    assert credit_levels("A", customers)[0].members == ("A", "B", "C")


@pytest.mark.parametrize("code", ["A", "B"])
def test_wrong_files_that_name_each_other_stop_nothing_for_ever(code: str) -> None:
    parents = files(file("A", parent_no="B"), file("B", parent_no="A"))
    assert [level.owner for level in credit_levels(code, parents)] == [code, "AB".replace(code, "")]
    merged = files(file("A", merged_into="B"), file("B", merged_into="A"))
    assert credit_levels(code, merged)


def test_only_files_that_count_together_are_asked_for() -> None:
    customers = files(file("HQ"), file("A", parent_no="HQ"), file("OLD", merged_into="A"), file("X", parent_no="Y"))
    assert related({"OLD", "Z"}, customers) == {"OLD", "A", "HQ", "Z"}


def test_a_customer_without_any_limit_in_a_group_pays_first_when_the_settings_say_so() -> None:
    facts = known(credit_without_limit="block")
    facts.customers |= files(file("HQ"), file("A", parent_no="HQ"))
    facts.credit_levels = {"A": credit_levels("A", facts.customers)}
    facts.credit = {"A": CreditStanding(unapplied=Decimal(10)), "HQ": CreditStanding()}
    assert told(Book(facts).enter(of("A", "11"))) == [("credit-without-limit", "A", "1")]
