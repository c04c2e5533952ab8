"""All that is asked about a product on the phone: what is there, what may be promised, who waits, last prices."""

from dataclasses import replace

from salesbook.actions.asked_subject import asked_product
from salesbook.actions.asking_customer import LAST, line_values, names_of, shown_in
from salesbook.actions.company import Company
from salesbook.actions.stocking import available_on, stock_facts
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import ProductUnit, Warehouse
from salesbook.documents.promise import Outlook, outlook_of
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load, valid_on
from salesbook.money import ZERO
from salesbook.workbooks import enquiry
from salesbook.workbooks.enquiry import Answer, Fact, Section, choice
from salesbook.workbooks.tables import Values


def ask_product(typed: str, company: Company) -> Answer:
    """The answer about a product, as of now. Quantities count in its own unit; orders are in the unit they name.

    Raises:
        SalesbookError: There is no such product, or what was typed fits several.
    """
    with company.cache() as cache:
        product, found = asked_product(typed, cache, company)
        number = product.product_no
        outlook = outlook_of(number, stock_facts(cache, company, [number]))
        waiting, sold = cache.open_orders_for([number]), cache.last_sales_of(number, LAST)
        names = names_of(cache, {line.posting.customer_no for line in (*waiting, *sold)}, company.today)
        sections = [
            Section(enquiry.STOCK, _stock(cache, number, company)),
            Section(enquiry.PROMISE, _promise(outlook, company)),
            Section(enquiry.EXPECTED, _expected(outlook)),
            Section(enquiry.ORDERS_FOR, [_order(line, names) for line in waiting]),
            Section(enquiry.SOLD_AT, [shown_in(enquiry.SOLD_AT, _named(line, names)) for line in sold]),
            Section(enquiry.PACKS, _packs(cache, number, company)),
        ]
    # A minimum or a step of 0 is no rule.
    said = {
        "product_kind": choice(product.product_kind), "order_minimum": product.order_minimum or None,
        "order_step": product.order_step or None,
    }  # fmt: skip
    head = enquiry.head_of(product, enquiry.HEAD_OF_PRODUCT)
    facts = [
        *(replace(fact, value=said.get(fact.field.name, fact.value)) for fact in head),
        *_stock_facts(outlook, company),
    ]
    return Answer(enquiry.PRODUCT_TITLE, f"{number} {product.name}", company.today, facts, sections, found)


def _stock_facts(outlook: Outlook | None, company: Company) -> list[Fact]:
    """What is there in all; blank where no stock is kept."""
    if outlook is None:
        return [Fact(field, None) for field in enquiry.STOCK_FACTS]
    amounts = (
        outlook.on_hand,
        sum((quantity for _, quantity in outlook.promised), ZERO),
        sum((quantity for _, quantity in outlook.expected), ZERO),
        outlook.available(company.today),
    )
    return [Fact(field, amount) for field, amount in zip(enquiry.STOCK_FACTS, amounts, strict=True)]


def _stock(cache: LedgerCache, product_no: str, company: Company) -> list[Values]:
    places = valid_on(load(cache, Warehouse), company.today)
    found: list[Values] = []
    for key, stock in sorted(cache.stocks_of([product_no]).items()):
        if key.kind == "warehouse":
            code = key.document_no.rpartition("@")[2]
            name = places[code].name if code in places else ""
            found.append({"warehouse_code": code, "name": name, "on_hand": stock.on_hand})
    return found


def _promise(outlook: Outlook | None, company: Company) -> list[Values]:
    if outlook is None:
        return []
    return [
        {"document_date": on, "left": left, "available": free}
        for on, left, free in available_on(outlook, company.today)
    ]


def _expected(outlook: Outlook | None) -> list[Values]:
    return [{"document_date": on, "quantity": quantity} for on, quantity in sorted(outlook.expected if outlook else ())]


def _named(line: PostedLine, names: dict[str, str]) -> Values:
    customer_no = line.posting.customer_no
    return line_values(line) | {"customer_no": customer_no, "customer_name": names.get(customer_no, "")}


def _order(line: PostedLine, names: dict[str, str]) -> Values:
    return shown_in(enquiry.ORDERS_FOR, {**_named(line, names), "open_to_deliver": line.balance.open_to_deliver})


def _packs(cache: LedgerCache, product_no: str, company: Company) -> list[Values]:
    keys = {key for key, _, _, _ in cache.units_of(product_no)}
    units = valid_on(load(cache, ProductUnit, keys), company.today)
    return [{"unit": unit.unit, "factor": unit.factor} for unit in sorted(units.values(), key=lambda u: u.factor)]
