"""What a customer would pay for a product, and why: an order of one line, completed and checked as posting does it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from salesbook.actions.asked_subject import asked_customer, asked_product
from salesbook.actions.company import Company
from salesbook.actions.deciding import PAPER_RULES
from salesbook.documents.exchange import in_currency_of
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsLine, GoodsPaper, gross_amount
from salesbook.documents.master_data import Price, Promotion
from salesbook.documents.price_reasons import Considered, considered
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.documents.sales_order import SalesOrder
from salesbook.ledger.history import history_for
from salesbook.messages import sentence
from salesbook.problems import Problem
from salesbook.settings import LANGUAGES
from salesbook.sheets.columns import CHOICES
from salesbook.words import Words
from salesbook.workbooks import enquiry
from salesbook.workbooks.enquiry import Answer, Fact, Said, Section, in_all_languages
from salesbook.workbooks.tables import Values


def ask_price(
    customer: str, product: str, quantity: Decimal, company: Company, *, day: date | None = None, unit: str = ""
) -> Answer:
    """What an order of one line would come to.

    Args:
        customer: Code or part of the name; likewise ``product``.
        product: What is wanted.
        quantity: In the unit asked for.
        company: Whose ledger is asked.
        day: Of the order; today by default.
        unit: Blank is the product's own one.

    Returns:
        The answer; its warnings are what checking the order says, and its net amount is ``None`` without a price.

    Raises:
        SalesbookError: Customer or product is not known, or what was typed fits several.
    """
    with company.cache() as cache:
        file, customer_found = asked_customer(customer, cache, company)
        goods, product_found = asked_product(product, cache, company)
        line = GoodsLine(line_no=1, product_no=goods.product_no, quantity=quantity, unit=unit)
        order = SalesOrder(document_date=day or company.today, customer_no=file.customer_no, lines=(line,))
        history = history_for(cache, [order], company.settings, company.today)
    history.base.user = company.user
    facts = in_currency_of(order, history.facts_on(order.document_date))
    rules = PAPER_RULES[order.kind]
    completed = rules.complete(order, facts)
    assert isinstance(completed, GoodsPaper)
    problems = rules.check(completed, facts)
    found = [words for words in (customer_found, product_found) if words is not None]
    return Answer(
        enquiry.PRICE_TITLE, f"{file.customer_no} {file.name} · {goods.product_no} {goods.name}", company.today,
        list(_facts(completed, file.name)), [Section(enquiry.RULES, list(_rules(completed, line, facts)))],
        Words(*(" ".join(words.get(language) for words in found) for language in LANGUAGES)) if found else None,
        [_said(problem) for problem in problems],
    )  # fmt: skip


def _facts(order: GoodsPaper, name: str) -> Iterator[Fact]:
    (line,) = order.lines
    has_price = line.unit_price is not None
    values = line.model_dump() | {
        "customer_no": order.customer_no, "customer_name": name, "document_date": order.document_date,
        "currency": order.currency, "discount_percent": line.discount_percent or Decimal(0),
        "net_amount": line.net_amount if has_price else None, "tax_amount": line.tax_amount if has_price else None,
        "gross_amount": gross_amount(order) if has_price else None,
    }  # fmt: skip
    return (Fact(field, values[field.name]) for field in enquiry.PRICE_FACTS)


def _rules(order: GoodsPaper, typed: GoodsLine, facts: Facts) -> Iterator[Values]:
    """Each rule, named and with what became of it; the line is the typed one, which has no price yet."""
    for found in considered(order, typed, facts):
        rule = found.rule
        outcome = Said(found.outcome, in_all_languages(f"price-outcome-{found.outcome}"))
        first = rule.valid_from if rule and rule.valid_from != FROM_THE_BEGINNING else None
        yield {
            "rule": _name_of(found), "minimum_quantity": rule.minimum_quantity or None if rule else None,
            "valid_from": first, "valid_to": rule.valid_to if rule else None,
            "base_percent": rule.base_percent if isinstance(rule, Price) else None,
            "unit_price": found.unit_price, "outcome": outcome,
        }  # fmt: skip


def _name_of(found: Considered) -> Said:
    match found.rule:
        case Price(customer_no=customer_no) if customer_no:
            return Said(f"customer {customer_no}", in_all_languages("price-rule-customer", name=customer_no))
        case Price(price_list=name):
            return Said(f"list {name}", in_all_languages("price-rule-list", name=name))
        case Promotion(promotion_code=code):
            return Said(f"promotion {code}", in_all_languages("price-rule-promotion", name=code))
    return Said("base price", in_all_languages("price-rule-base"))


def _said(problem: Problem) -> Said:
    """A problem with how grave it is in front, as the list of problems shows it."""
    grave = CHOICES[problem.severity]
    return Said(
        problem.code, Words(*(f"{grave.get(language)}: {sentence(problem, language)}" for language in LANGUAGES))
    )
