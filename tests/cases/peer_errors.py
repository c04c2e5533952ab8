"""What the peer calls a refusal, and our codes for it."""

import re
from collections.abc import Sequence

from tests.cases.peer_desk import Answer

NAMES: dict[str, str] = {
    "credit-limit-exceeded": r"credit|limit",
    "delivery-exceeds-open-order": r"(over|exceed|toleran|quantity).*",
    "invoice-exceeds-delivery": r"invoice|quantity",
    "quotation-expired": r"expire|valid",
    "payment-exceeds-open": r"(pay|amount).*(exceed|open|large)|overpa",
    "reverse-built-upon": r"cancel|delivered|invoiced",
    "customer-blocked": r"block",
    "no-price": r"price",
    "dunning-stops-credit": r"dunning|reminder|credit",
    "nothing-open": r"nothing|no_draft|invoice",
    "terms-do-not-add-up": r"terms|instalment",
    "stock-exceeded": r"stock|available",
    "deposit-exceeded": r"deposit",
    "deposit-missing": r"deposit",
    "frame-exceeded": r"agreement.*(quantity|exceed)",
    "frame-not-used-up": r"agreement.*(use|clos|fully)",
    "similar-complaint-exists": r"complaint",
    "below-order-minimum": r"quantity_rule|minimum",
    "off-order-step": r"quantity_rule|step|multiple",
    "quantity-too-fine": r"quantity_rule|decimals|digits",
    "delivery-before-payment": r"pa(id|yment)|deposit",
}
"""Our code, and what a peer's name for the same refusal looks like."""


def stopped_by(answer: Answer) -> list[str]:
    """The codes that stopped a document; none when it was done."""
    return answer.codes if answer.is_refused else []


def named(codes: Sequence[str], expected: str | None) -> str:
    """The peer's name for a refusal, if it is one of those that our codes stand for; else our codes."""
    if expected and any(code in NAMES and re.search(NAMES[code], expected) for code in codes):
        return expected
    return ", ".join(codes)
