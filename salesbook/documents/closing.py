"""Closing (關閉單): what is open of an order is given up, a quotation is lost, goods will never be invoiced.

A closing is reversed like any document; then what it gave up is open again (重開).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from salesbook.documents.facts import PostedLine
from salesbook.documents.posting import Posting

Purpose = Literal["", "waive", "keep_claim"]


def closing_postings(
    lines: Sequence[tuple[PostedLine, Decimal]], day: date, reason: str, purpose: Purpose = ""
) -> list[Posting]:
    """The ledger lines of a closing.

    Args:
        lines: Of one quotation, order or delivery, each with the quantity that is given up, more than 0.
        day: On which it is given up.
        reason: Kept on every line.
        purpose: ``waive`` gives up invoicing instead of delivering; ``keep_claim`` gives up delivering alone.
    """
    return [
        Posting(
            kind="closing",
            line_no=line_no,
            document_date=day,
            posting_date=day,
            customer_no=line.posting.customer_no,
            salesperson_no=line.posting.salesperson_no,
            territory_code=line.posting.territory_code,
            currency=line.posting.currency,
            product_no=line.posting.product_no,
            description=line.posting.description,
            unit=line.posting.unit,
            quantity=quantity,
            purpose=purpose,
            remark=reason,
            **_named(line.posting),
        )
        for line_no, (line, quantity) in enumerate(lines, start=1)
    ]


def open_to_close(line: PostedLine, purpose: Purpose = "") -> Decimal:
    """What is left to be given up of a line."""
    balance, posting = line.balance, line.posting
    match posting.kind:
        case "quotation":
            return balance.open_to_order
        case "sales_order" if purpose == "waive":
            return max(Decimal(0), balance.ahead_to_invoice) if posting.purpose else Decimal(0)
        case "sales_order" if posting.purpose == "service":
            return max(Decimal(0), balance.ahead_to_invoice)
        case "sales_order" if purpose == "keep_claim" and not posting.purpose:
            return Decimal(0)
        case "sales_order":
            return balance.open_to_deliver
        case "delivery_note" if purpose == "waive" and not posting.purpose:
            return max(Decimal(0), balance.uninvoiced)
        case _:
            return Decimal(0)


def _named(posting: Posting) -> dict[str, object]:
    match posting.kind:
        case "quotation":
            return {"source_no": posting.document_no, "source_line_no": posting.line_no}
        case "delivery_note":
            return {
                "delivery_no": posting.document_no, "delivery_line_no": posting.line_no,
                "order_no": posting.order_no, "order_line_no": posting.order_line_no,
            }  # fmt: skip
        case _:
            return {"order_no": posting.document_no, "order_line_no": posting.line_no}
