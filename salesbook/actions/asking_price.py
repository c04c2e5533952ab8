"""What a customer would pay for a product, and why: an order of one line, completed and checked as posting does it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from salesbook.actions.asked_subject import asked_customer, asked_product
from salesbook.actions.company import Company
from salesbook.actions.deciding import PAPER_RULES
from salesbook.documents.exchange import in_currency_of
from salesbook.documents.goods import GoodsLine, GoodsPaper, gross_amount
from salesbook.documents.master_data import Price, Promotion
from salesbook.documents.price_reasons import Considered, considered
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.documents.sales_order import SalesOrder
from salesbook.ledger.history import history_for
from salesbook.messages import sentence, text
from salesbook.problems import Problem
from salesbook.settings import LANGUAGES
from salesbook.sheets.columns import CHOICES
from salesbook.units import plain
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
    # The line as it was asked about, which has no price yet.
    told = considered(completed, line, facts)
    found = [words for words in (customer_found, product_found) if words is not None]
    return Answer(
        enquiry.PRICE_TITLE, f"{file.customer_no} {file.name} · {goods.product_no} {goods.name}", company.today,
        list(_facts(completed, file.name, told)), [Section(enquiry.RULES, [_rule(rule) for rule in told])],
        Words(*(" ".join(words.get(language) for words in found) for language in LANGUAGES)) if found else None,
        [_said(problem) for problem in problems],
    )  # fmt: skip


def _facts(order: GoodsPaper, name: str, told: Sequence[Considered]) -> Iterator[Fact]:
    (line,) = order.lines
    has_price = line.unit_price is not None
    values = line.model_dump() | {
        "customer_no": order.customer_no, "customer_name": name, "document_date": order.document_date,
        "currency": order.currency, "discount_percent": line.discount_percent or Decimal(0),
        "net_amount": line.net_amount if has_price else None, "tax_amount": line.tax_amount if has_price else None,
        "gross_amount": gross_amount(order) if has_price else None,
        "price_reason": Said(line.price_reason, _reason(line, told)) if has_price else None,
    }  # fmt: skip
    return (Fact(field, values[field.name]) for field in enquiry.PRICE_FACTS)


def _reason(line: GoodsLine, told: Sequence[Considered]) -> Words:
    """Why the line has its price, which the ledger keeps in English, in each language."""
    chosen = [rule for rule in told if rule.outcome in ("decides", "lowered")]
    found = next(rule for rule in chosen if not isinstance(rule.rule, Promotion))
    promotion = next((rule for rule in chosen if isinstance(rule.rule, Promotion)), None)
    row = found.rule if isinstance(found.rule, Price) else None
    values = {
        "quantity": plain(row.minimum_quantity) if row and row.minimum_quantity else "",
        "percent": plain(row.base_percent) if row and row.base_percent is not None else "",
        "since": str(row.valid_from) if row and row.valid_from != FROM_THE_BEGINNING else "",
        "until": str(row.valid_to) if row and row.valid_to else "",
        "factor": plain(line.unit_factor) if line.unit_factor != 1 else "",
    }
    return Words(
        *(
            text(
                "price-reason", language, rule=_name_of(found).words.get(language),
                promotion=_name_of(promotion).words.get(language) if promotion else "", **values,
            )
            for language in LANGUAGES
        )
    )  # fmt: skip


def _rule(told: Considered) -> Values:
    """A rule with what it says and what became of it."""
    rule = told.rule
    return {
        "rule": _name_of(told), "minimum_quantity": rule.minimum_quantity or None if rule else None,
        "valid_from": rule.valid_from if rule and rule.valid_from != FROM_THE_BEGINNING else None,
        "valid_to": rule.valid_to if rule else None,
        "base_percent": rule.base_percent if isinstance(rule, Price) else None, "unit_price": told.unit_price,
        "outcome": Said(told.outcome, in_all_languages(f"price-outcome-{told.outcome}")),
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
