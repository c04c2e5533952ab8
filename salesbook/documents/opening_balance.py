"""The opening balances of a fiscal year: what each customer has ordered and not got, and got without an invoice.

They are written when the last month of a year is closed, so that the new year begins with figures that were
agreed upon. They are a record of what the postings add up to, and no balance counts them again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from salesbook.documents.balances import LineBalance, LineKey, fold
from salesbook.documents.facts import PostedLine
from salesbook.documents.month_end import OpenLine, by_customer, open_line, open_quantity
from salesbook.documents.posting import PaperKind, Posting, canonical_json
from salesbook.money import ZERO

OPENING_BALANCE = "opening_balance"

CARRIED_KINDS: tuple[PaperKind, ...] = ("sales_order", "delivery_note")
"""Orders not delivered and deliveries not invoiced are carried over; an offer binds nobody."""


class CarriedOver(NamedTuple):
    """Names one amount that is carried over."""

    customer_no: str
    kind: str
    currency: str


def amounts(lines: Iterable[OpenLine]) -> dict[CarriedOver, Decimal]:
    """Net amounts of open lines by customer, kind of paper and currency."""
    by_kind: dict[str, list[OpenLine]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    return {
        CarriedOver(total.customer_no, kind, total.currency): total.net_amount
        for kind in CARRIED_KINDS
        for total in by_customer(by_kind.get(kind, []))
    }


def postings(carried: Mapping[CarriedOver, Decimal], first_day: date, decimals: int) -> list[Posting]:
    """One ledger line per customer and kind of paper, dated the first day of the new year.

    When nothing is carried over there is one line of zero: that, too, is worth knowing, and it takes the place
    of what an earlier closing of the same year may have stored.

    Args:
        carried: What to write.
        first_day: Of the new year.
        decimals: Of the amounts; kept, because a check in later years must round as it was rounded then.
    """
    rows = sorted(carried.items()) or [(CarriedOver("", "", ""), ZERO)]
    return [
        Posting(
            kind=OPENING_BALANCE, line_no=line_no, document_date=first_day, posting_date=first_day,
            customer_no=key.customer_no, currency=key.currency, net_amount=amount,
            details=canonical_json({"carried_over": key.kind, "decimals": decimals}),
        )
        for line_no, (key, amount) in enumerate(rows, start=1)
    ]  # fmt: skip


def stored_amounts(lines: Iterable[Posting]) -> dict[CarriedOver, Decimal]:
    """What an opening balance says, without the line of zero."""
    return {
        CarriedOver(line.customer_no, json.loads(line.details)["carried_over"], line.currency): line.net_amount
        for line in lines
        if line.customer_no
    }


def recounted(earlier: Iterable[Posting], lines: Sequence[Posting]) -> dict[CarriedOver, Decimal]:
    """What an opening balance should say.

    Args:
        earlier: Everything that was stored before it.
        lines: Of the opening balance, for its day and its decimals.
    """
    first_day, decimals = lines[0].posting_date, json.loads(lines[0].details)["decimals"]
    counting = [posting for posting in earlier if posting.posting_date < first_day]
    balances = fold(counting)
    return amounts(
        open_line(PostedLine(posting, balance), decimals)
        for posting in counting
        if posting.kind in CARRIED_KINDS and not posting.reverses_no
        for balance in [balances.get(LineKey(posting.kind, posting.document_no, posting.line_no), LineBalance())]
        if open_quantity(posting.kind, balance)
    )
