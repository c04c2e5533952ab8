"""What may still be promised of a product, and when (可承諾量, DOMAIN 10).

A promise never eats stock that is promised to a later order: what is available on a day is the least that
will ever be left from that day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.paper import problem
from salesbook.documents.stock import stock_key
from salesbook.money import ZERO
from salesbook.problems import Problem

Dated = tuple[date, Decimal]


@dataclass(frozen=True)
class Outlook:
    """What is known of the coming days of a product.

    Attributes:
        on_hand: Now.
        safety: Kept back from every promise.
        promised: What open orders take, each with the day on which it is due.
        expected: What comes in.

    >>> known = Outlook(
    ...     Decimal(80),
    ...     promised=((date(2026, 3, 5), Decimal(60)), (date(2026, 3, 12), Decimal(40))),
    ...     expected=((date(2026, 3, 10), Decimal(50)),),
    ... )
    >>> known.available(date(2026, 3, 8)), known.available(date(2026, 3, 10))
    (Decimal('20'), Decimal('30'))
    """

    on_hand: Decimal
    safety: Decimal = ZERO
    promised: Sequence[Dated] = ()
    expected: Sequence[Dated] = ()

    def left_on(self, day: date) -> Decimal:
        """What lies there at the end of a day when everything goes as promised; below zero when it cannot."""
        comes = sum((quantity for on, quantity in self.expected if on <= day), ZERO)
        goes = sum((quantity for on, quantity in self.promised if on <= day), ZERO)
        return self.on_hand - self.safety + comes - goes

    def available(self, day: date) -> Decimal:
        """What may still be promised for a day."""
        later = {on for on, _ in (*self.promised, *self.expected) if on > day}
        return max(ZERO, min(self.left_on(on) for on in (day, *later)))

    def first_day(self, quantity: Decimal, day: date) -> date | None:
        """The first day from this one on for which so much may be promised; ``None`` when nothing known is enough."""
        days = sorted({day} | {on for on, _ in (*self.promised, *self.expected) if on > day})
        return next((on for on in days if self.available(on) >= quantity), None)


def outlook_of(product_no: str, facts: Facts) -> Outlook | None:
    """The coming days of a product; ``None`` where no stock is kept."""
    stock = facts.stock.get(stock_key(product_no))
    if stock is None:
        return None
    product = facts.products.get(product_no)
    return Outlook(
        stock.on_hand,
        (product.safety_stock if product else None) or ZERO,
        tuple(facts.promised.get(product_no, ())),
        tuple(facts.expected.get(product_no, ())),
    )


def check_promises(order: GoodsPaper, facts: Facts) -> list[Problem]:
    """Whether each line can be delivered on its day; a later row sees what the rows above it take."""
    if facts.rules.promise_check == "none":
        return []
    outlooks: dict[str, Outlook] = {}
    problems = []
    for line in order.lines:
        outlook = outlooks.get(line.product_no) or outlook_of(line.product_no, facts)
        if outlook is None or line.purpose == "service":
            continue
        day = line.due_date or order.document_date
        available, wanted = outlook.available(day), line.quantity * line.unit_factor
        if wanted > available:
            first = outlook.first_day(wanted, day)
            problems.append(
                problem(
                    "promise-exceeds-available", "quantity", line, strength=facts.rules.promise_check,
                    quantity=wanted, product=line.product_no, day=day, available=available, first=first or "",
                )
            )  # fmt: skip
        outlooks[line.product_no] = replace(outlook, promised=(*outlook.promised, (day, wanted)))
    return problems
