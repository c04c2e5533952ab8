"""A customer who buys on credit, and his papers from order to money."""

from datetime import date
from decimal import Decimal

from salesbook.documents.exposure import CreditStanding
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.payment import Payment, PaymentLine
from salesbook.settings import RuleSettings
from salesbook.sheets.reading import PAPERS
from tests.documents.tables import TODAY, facts


def known(
    limit: str | None = None, days: int | None = None, standing: CreditStanding | None = None, **rules: object
) -> Facts:
    """The small company, with C-1 on credit; products are free of tax, so that numbers stay round."""
    found = facts(rules=RuleSettings.model_validate(rules))
    terms = {"credit_limit": None if limit is None else Decimal(limit), "credit_days": days}
    found.customers["C-1"] = found.customers["C-1"].model_copy(update=terms)
    found.products.update({no: product.model_copy(update={"tax_code": ""}) for no, product in found.products.items()})
    found.credit["C-1"] = standing or CreditStanding()
    return found


def paper(document_no: str, *lines: tuple[str, str, str], kind: str = "sales_order", day: date = TODAY) -> GoodsPaper:
    """A paper of lines: source, quantity, unit price."""
    line_model = PAPERS[kind].line_model
    built = tuple(
        line_model.model_validate({
            "line_no": number, "product_no": "CLOTH", "source_no": source, "quantity": Decimal(quantity),
            "source_line_no": number if source else None, "unit_price": Decimal(price) if price else None,
        })
        for number, (source, quantity, price) in enumerate(lines, start=1)
    )  # fmt: skip
    head = {"document_no": document_no, "document_date": day, "customer_no": "C-1", "lines": built}
    found = PAPERS[kind].model_validate(head)
    assert isinstance(found, GoodsPaper)
    return found


def order(document_no: str, amount: str) -> GoodsPaper:
    return paper(document_no, ("", "1", amount))


def delivery(document_no: str, order_no: str, quantity: str) -> GoodsPaper:
    return paper(document_no, (order_no, quantity, ""), kind="delivery_note")


def invoice(document_no: str, delivery_no: str, quantity: str, day: date = TODAY) -> GoodsPaper:
    return paper(document_no, (delivery_no, quantity, ""), kind="sales_invoice", day=day)


def pay(document_no: str, invoice_no: str, amount: str) -> Payment:
    line = PaymentLine(line_no=1, source_no=invoice_no, amount=Decimal(amount))
    return Payment(document_no=document_no, document_date=TODAY, customer_no="C-1", lines=(line,))
