"""What a form of the company's own is filled with: a paper for the customer, or a scorecard, field by field."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from salesbook.documents.printed import PrintedDocument, PrintedLine
from salesbook.money import ZERO
from salesbook.settings import Language, PrintSettings
from salesbook.sheets.form_fields import SCORECARD, fields_of
from salesbook.sheets.form_filling import FormValues, Value
from salesbook.units import plain
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.amount_words import amount_in_words
from salesbook.workbooks.paper_columns import described, off_line, tax_of_line
from salesbook.workbooks.printed import money_notes, terms_of, title_of, with_prices
from salesbook.workbooks.scorecards import Card, attainment_percent


def document_values(document: PrintedDocument, language: Language, settings: PrintSettings) -> FormValues:
    """A paper, with words in a language. What its customer does not see has no value here."""
    has_prices = with_prices(document.kind, settings)
    fields = fields_of(document.kind, has_prices=has_prices)
    allowed = {field.name for field in fields} - (set() if has_prices else {"notes"})
    head = {name: value for name, value in _head(document, language).items() if name in allowed}
    lines = [
        {name: value for name, value in _line(line, document, language).items() if name in allowed}
        for line in document.lines
    ]
    money = frozenset(field.name for field in fields if field.is_money)
    percents = frozenset(field.name for field in fields if field.is_percent)
    outside = [line.line_no for line in document.lines if not line.is_in_total]
    return FormValues(head, lines, document.decimals, money, percents, outside)


def with_standing(values: FormValues) -> FormValues:
    """The values for a form that has no cell for the standing: it is said beside the number, so that all see it."""
    standing = values.head.get("standing")
    if not standing:
        return values
    head = dict(values.head) | {"document_no": f"{values.head['document_no']} · {standing}"}
    return replace(values, head=head)


def _head(document: PrintedDocument, language: Language) -> Mapping[str, Value]:
    customer, sums, behind = document.customer, document.sums, document.behind
    is_invoice = document.kind == "sales_invoice"
    return {
        "title": title_of(document).get(language),
        "standing": wording.STANDING[document.standing].get(language) if document.standing else None,
        "document_no": document.document_no,
        "document_date": document.document_date,
        "due_date": document.due_date,
        "revision": Decimal(document.revision) if document.revision else None,
        "order_no": ", ".join(behind["order"]) or None,
        "delivery_no": ", ".join(behind["delivery"]) or None,
        "invoice_no": ", ".join(behind["invoice"]) or None,
        "customer_name": customer.name or customer.customer_no,
        "customer_no": customer.customer_no,
        "customer_address": customer.address or None,
        "delivery_address": customer.delivery_address or customer.address or None,
        "contact": customer.contact or None,
        "phone": customer.phone or None,
        "payer": customer.payer or None,
        "salesperson": document.salesperson or None,
        "customer_reference": ", ".join(document.references) or None,
        "payment_terms": terms_of(document, language) or None,
        "currency": document.currency,
        "lines_total": sums.lines,
        "discount_total": -sums.discount if sums.discount else None,
        "net_total": sums.net,
        "tax_rate": " / ".join(dict.fromkeys(f"{plain(tax.tax_percent)} %" for tax in sums.taxes)) or None,
        "tax_total": sum((tax.tax for tax in sums.taxes), ZERO),
        "rounding": sums.rounding or None,
        "total": sums.total,
        "deposit_used": -sums.applied if is_invoice and sums.applied else None,
        "amount_due": sums.total - sums.applied if is_invoice else sums.total,
        "amount_in_words": (
            amount_in_words(sums.total, document.currency, document.decimals, language) if sums.total >= 0 else None
        ),
        "notes": "\n".join(money_notes(document, language)) or None,
    }


def _line(line: PrintedLine, document: PrintedDocument, language: Language) -> Mapping[str, Value]:
    """A line. What the total does not count stands in brackets, as a text that no sum of the form adds up."""
    amount: Value = line.amount
    if not line.is_in_total:
        amount = f"({line.amount:,.{document.decimals}f})"
    return {
        "line_no": Decimal(line.line_no),
        "product_no": line.product_no or None,
        "description": described(line, document, language),
        "quantity": line.quantity,
        "unit": line.unit or None,
        "unit_price": line.unit_price,
        "discount_percent": line.discount_percent or None,
        "discount": off_line(line, document.decimals) or None,
        "line_tax": tax_of_line(line) or None,
        "amount": amount,
        "line_due_date": line.due_date,
        "warehouse_code": line.warehouse_code or None,
        "batch_no": line.batch_no or None,
        "line_order_no": line.order_no or None,
        "line_delivery_no": line.delivery_no or None,
        "line_invoice_no": line.invoice_no or None,
    }


def card_values(card: Card, period: str) -> FormValues:
    """A scorecard. What could not be measured is blank; its weight went to the other criteria."""
    percents = frozenset(field.name for field in fields_of(SCORECARD) if field.is_percent)
    head: dict[str, Value] = {
        "person_no": card.scorecard.salesperson_no,
        "person_name": card.name,
        "period": period,
        "total": card.total,
        "grade": card.grade or None,
        "notes": "\n".join(card.notes) or None,
    }
    lines = []
    for number, line in enumerate(card.scorecard.lines, start=1):
        figure = line.figure
        values: dict[str, Value] = {
            "line_no": Decimal(number),
            "criterion": line.criterion.name,
            "weight": line.criterion.weight,
            "target": figure.target if figure else None,
            "actual": figure.actual if figure else None,
            "attainment": attainment_percent(line),
            "points": line.points,
            "counted": line.effective_weight,
            "contribution": line.contribution,
            "evidence": figure.basis if figure and figure.basis else None,
        }
        lines.append(values)
    return FormValues(head, lines, percents=percents)
