"""The opening balances of a fiscal year: what each customer has ordered and not got, got without an invoice,
owes, and has on account.

They are written when the last month of a year is closed, so that the new year begins with figures that were
agreed upon. They are a record of what the postings add up to, and no balance counts them again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from salesbook.documents.balances import LineBalance, LineKey, count, redefined
from salesbook.documents.facts import PostedLine
from salesbook.documents.month_end import OpenLine, by_customer, open_line, open_quantity
from salesbook.documents.posting import PaperKind, Posting, canonical_json
from salesbook.money import ZERO

OPENING_BALANCE = "opening_balance"

CARRIED_KINDS: tuple[PaperKind, ...] = ("sales_order", "delivery_note")
"""Orders not delivered and deliveries not invoiced are carried over, without tax; an offer binds nobody."""

MONEY_TERMS = ("receivable", "unapplied")
"""The counters of a customer that are carried over, in home currency and with tax."""

CARRIED_TERMS: tuple[str, ...] = (*CARRIED_KINDS, *MONEY_TERMS)
"""Each opening balance keeps which terms it carries over; one that keeps none carries over goods alone."""


class CarriedOver(NamedTuple):
    """Names one amount that is carried over.

    Attributes:
        kind: Of the paper, or the counter of the customer's money.
    """

    customer_no: str
    kind: str
    currency: str


def amounts(
    lines: Iterable[OpenLine], accounts: Mapping[str, LineBalance], currency: str
) -> dict[CarriedOver, Decimal]:
    """Net amounts of open lines by customer, kind of paper and currency, and each customer's money.

    Args:
        lines: Of the kinds that are carried over.
        accounts: Counters of the customers as a whole.
        currency: Of the company.
    """
    by_kind: dict[str, list[OpenLine]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    goods = {
        CarriedOver(total.customer_no, kind, total.currency): total.net_amount
        for kind in CARRIED_KINDS
        for total in by_customer(by_kind.get(kind, []))
    }
    money = {
        CarriedOver(customer_no, term, currency): amount
        for customer_no, account in accounts.items()
        for term in MONEY_TERMS
        if (amount := getattr(account, term))
    }
    return goods | money


def postings(carried: Mapping[CarriedOver, Decimal], first_day: date, decimals: int, currency: str) -> list[Posting]:
    """One ledger line per customer and term, dated the first day of the new year.

    When nothing is carried over there is one line of zero: that, too, is worth knowing, and it takes the place
    of what an earlier closing of the same year may have stored.

    Args:
        carried: What to write.
        first_day: Of the new year.
        decimals: Of the amounts; kept, because a check in later years must round as it was rounded then.
        currency: Of the company, kept likewise.
    """
    kept = {"decimals": decimals, "home_currency": currency, "terms": CARRIED_TERMS}
    rows = sorted(carried.items()) or [(CarriedOver("", "", ""), ZERO)]
    return [
        Posting(
            kind=OPENING_BALANCE, line_no=line_no, document_date=first_day, posting_date=first_day,
            customer_no=key.customer_no, currency=key.currency, net_amount=amount,
            details=canonical_json({"carried_over": key.kind} | kept),
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
        lines: Of the opening balance, for its day and what it keeps about itself.
    """
    first_day, kept = lines[0].posting_date, json.loads(lines[0].details)
    balances: dict[LineKey, LineBalance] = {}
    agreed: dict[LineKey, Posting] = {}
    for posting in earlier:
        if posting.posting_date < first_day:
            count(balances, posting)
            line = redefined(posting) or posting
            if line.kind in CARRIED_KINDS and not line.reverses_no:
                agreed[LineKey(line.kind, line.document_no, line.line_no)] = line
    lines_left = (PostedLine(line, balances.get(key, LineBalance())) for key, line in agreed.items())
    counted = amounts(
        (open_line(line, kept["decimals"]) for line in lines_left if open_quantity(line)),
        {key.document_no: balance for key, balance in balances.items() if key.kind == "customer"},
        kept.get("home_currency", ""),
    )
    terms = kept.get("terms", CARRIED_KINDS)
    return {key: amount for key, amount in counted.items() if key.kind in terms}
