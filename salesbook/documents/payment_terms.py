"""Terms of payment (付款條件): in which parts an invoice falls due, and what paying early is worth.

An admin writes the parts as ``1/3@30; 1/3@60; rest@90``: a share of the total, and the days after the invoice
date. The last part takes what the others leave, so that the parts always add up to the invoice.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, NamedTuple

from pydantic import Field

from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import AnyGoodsPaper, gross_amount
from salesbook.documents.paper import problem
from salesbook.documents.posting import Posting, details_of
from salesbook.documents.record import Record
from salesbook.money import HUNDRED, ZERO, round_half_up
from salesbook.problems import Place, Problem


class Part(NamedTuple):
    """One part of the terms.

    Attributes:
        share: Of the total, or of the rest; ``None`` takes the whole rest.
        of_rest: The share is taken of what the parts before it leave.
        days: After the invoice date.
    """

    share: Fraction | None
    of_rest: bool
    days: int


class Instalment(NamedTuple):
    """What falls due on a day."""

    due: date
    amount: Decimal


class PaymentTerms(Record):
    """How customers pay.

    Attributes:
        instalments: The parts, as an admin writes them; a single ``rest@30`` is one payment after 30 days.
        prompt_percent: Of the invoice, for whoever pays it in time.
        discount_days: After the invoice date; how long the discount is offered.
    """

    kind: ClassVar[str] = "payment_terms"
    key_fields: ClassVar[tuple[str, ...]] = ("terms_code",)
    terms_code: str
    name: str = ""
    instalments: str
    prompt_percent: Decimal = Field(default=ZERO, ge=0, le=100, decimal_places=4)
    discount_days: int = Field(default=0, ge=0, le=3650)

    def own_problems(self) -> list[Problem]:
        """The parts must be readable and hand out the whole invoice."""
        found = parts_of(self.instalments)
        values = {"found": self.instalments}
        if found is None:
            return [Problem("terms-unreadable", Place("instalments"), values)]
        shares = [part.share for part in found]
        if None in shares[:-1]:
            return [Problem("terms-rest-not-last", Place("instalments"), values)]
        total = sum((share for share in shares if share is not None), Fraction(0))
        is_of_total = not any(part.of_rest for part in found)
        if is_of_total and (total > 1 or (shares[-1] is not None and total != 1)):
            percent = str(round_half_up(total * 100, 2))
            return [Problem("terms-do-not-add-up", Place("instalments"), values | {"percent": percent})]
        return []


_PART = re.compile(
    r"(?:(?P<rest>rest|餘額|余额)|(?P<over>\d+)/(?P<under>[1-9]\d*)|(?P<percent>\d+(?:\.\d+)?)%)"
    r"(?P<of_rest>ofrest)?@(?P<days>\d{1,4})",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[Part] | None:
    """The parts that a text says; ``None`` when it cannot be read.

    >>> parts_of("1/3@30; 25 %@60; rest@90")
    [Part(share=Fraction(1, 3), of_rest=False, days=30), Part(share=Fraction(1, 4), of_rest=False, days=60), \
Part(share=None, of_rest=False, days=90)]
    """
    parts = []
    for written in re.split("[;；]", "".join(text.split())):
        found = _PART.fullmatch(written.replace("％", "%").replace("＠", "@"))
        if found is None:
            return None
        share = None
        if found["over"]:
            share = Fraction(int(found["over"]), int(found["under"]))
        elif found["percent"]:
            share = Fraction(found["percent"]) / 100
        parts.append(Part(share, bool(found["of_rest"]), int(found["days"])))
    return parts


def instalments(total: Decimal, parts: Sequence[Part], day: date, decimals: int) -> list[Instalment]:
    """What falls due when; each part is rounded, and the last one takes what is left.

    >>> found = instalments(Decimal("5.47"), parts_of("33.34%@0; 33.33%@30; 33.33%@60"), date(2026, 3, 5), 2)
    >>> [str(part.amount) for part in found]
    ['1.82', '1.82', '1.83']
    """
    rest, found = total, []
    for number, part in enumerate(parts, start=1):
        whole = rest if part.of_rest else total
        is_last = number == len(parts) or part.share is None
        amount = rest if is_last else min(rest, round_half_up(Fraction(whole) * (part.share or 0), decimals))
        rest -= amount
        found.append(Instalment(days_after(day, part.days), amount))
    return found


def days_after(day: date, days: int) -> date:
    """A day so many days later; the last day there is when that lies beyond it."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def with_terms(invoice: AnyGoodsPaper, facts: Facts) -> AnyGoodsPaper:
    """Give a completed invoice the parts in which its customer pays; its lines fall due with the last part."""
    customer = facts.customers.get(invoice.customer_no)
    terms = facts.payment_terms.get(customer.payment_terms) if customer else None
    parts = parts_of(terms.instalments) if terms else None
    if terms is None or parts is None or not invoice.lines:
        return invoice
    total, decimals = gross_amount(invoice), facts.rules.decimals
    found = instalments(total, parts, invoice.document_date, decimals)
    details: dict[str, object] = {"instalments": [[part.due, part.amount] for part in found]}
    if terms.prompt_percent:
        offered = round_half_up(total * terms.prompt_percent / HUNDRED, decimals)
        details["prompt_discount"] = [days_after(invoice.document_date, terms.discount_days), offered]
    last = max(part.due for part in found)
    lines = [line.model_copy(update={"due_date": last}) for line in invoice.lines]
    lines[0] = lines[0].model_copy(update={"details": {**lines[0].details, **details}})
    return invoice.with_lines(lines)


def instalments_of(first: Posting) -> list[Instalment]:
    """The parts of a posted invoice, by its first line; none when it falls due as a whole."""
    said = details_of(first).get("instalments", [])
    return [Instalment(date.fromisoformat(due), Decimal(amount)) for due, amount in said]


def parts_with_open(invoice: PostedLine) -> list[tuple[Instalment, Decimal]]:
    """The parts of an invoice as a whole by due date, each with what is open of it: the earliest are paid first.

    An invoice without parts is one that falls due as a whole.
    """
    balance = invoice.balance
    due = invoice.posting.due_date or invoice.posting.document_date
    parts = instalments_of(invoice.posting) or [Instalment(due, balance.amount)]
    settled, found = balance.amount - balance.open_amount, []
    for part in sorted(parts):
        covered = min(settled, part.amount)
        settled -= covered
        found.append((part, part.amount - covered))
    return found


def open_parts(invoice: PostedLine) -> list[Instalment]:
    """What is still open of an invoice as a whole, by due date."""
    return [Instalment(part.due, left) for part, left in parts_with_open(invoice) if left]


def discount_offered(invoice: PostedLine, day: date) -> Decimal:
    """What may be kept of an invoice that is paid on this day; 0 once something was paid or time has run out."""
    until, amount = details_of(invoice.posting).get("prompt_discount", ["", "0"])
    if not until or day > date.fromisoformat(until) or invoice.balance.paid:
        return ZERO
    return min(Decimal(amount), invoice.balance.open_amount)


def check_terms(invoice: AnyGoodsPaper, facts: Facts) -> list[Problem]:
    """The terms that the customer's file names must be there."""
    customer = facts.customers.get(invoice.customer_no)
    if customer is None or not customer.payment_terms or customer.payment_terms in facts.payment_terms:
        return []
    return [problem("unknown-payment-terms", "customer_no", code=customer.payment_terms)]
