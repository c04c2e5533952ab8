"""Whether a customer may buy on credit (信用檢查, DOMAIN 8): the limit of what he owes, and the days he is late.

Strength is set per kind of paper. A parent's limit for its children, and releases of single documents,
are not known here.
"""

from decimal import Decimal

from salesbook.documents.exposure import CreditStanding, changes
from salesbook.documents.facts import Facts
from salesbook.documents.goods import GoodsPaper, paper_postings
from salesbook.documents.master_data import Customer
from salesbook.documents.paper import problem
from salesbook.money import ZERO, unit_of
from salesbook.problems import Problem
from salesbook.settings import RuleSettings, Strength

PARTS_ROUNDED = 100
"""Smallest coins by which a delivery or invoice may be over: an order exactly up to the limit is delivered and
invoiced in parts, and each part is rounded by itself."""


def is_watched(customer: Customer, rules: RuleSettings) -> bool:
    """Whether there is anything to look at for this customer."""
    return (
        customer.credit_limit is not None or customer.credit_days is not None or rules.credit_without_limit == "block"
    )


def check_strength(kind: str, rules: RuleSettings) -> Strength:
    """What a credit problem does to a kind of paper."""
    strengths: dict[str, Strength] = {
        "quotation": rules.credit_check_quotation,
        "sales_order": rules.credit_check_order,
        "delivery_note": rules.credit_check_delivery,
        "sales_invoice": rules.credit_check_invoice,
    }
    return strengths[kind]


def check_credit(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """The two tests of a completed paper: what the customer would owe, and how late he is."""
    strength = check_strength(paper.kind, facts.rules)
    customer, standing = facts.customers.get(paper.customer_no), facts.credit.get(paper.customer_no)
    if strength == "none" or customer is None or standing is None:
        return []
    warning = strength == "warn"
    return [
        *_check_limit(paper, customer, standing, facts, warning=warning),
        *_check_overdue(customer, facts, warning=warning),
    ]


def _check_limit(
    paper: GoodsPaper, customer: Customer, standing: CreditStanding, facts: Facts, *, warning: bool
) -> list[Problem]:
    limit = customer.credit_limit
    if limit is None and facts.rules.credit_without_limit == "allow":
        return []
    added = _added(paper, facts)
    exposure = standing.exposure + added
    over = exposure - (limit or ZERO)
    leniency = PARTS_ROUNDED if paper.kind in ("delivery_note", "sales_invoice") else 0
    if over <= leniency * unit_of(facts.rules.decimals):
        return []
    return [
        problem(
            "credit-limit-exceeded" if limit is not None else "credit-without-limit", "customer_no", warning=warning,
            customer=customer.customer_no, exposure=exposure, receivable=standing.receivable,
            uninvoiced=standing.uninvoiced, open_orders=standing.open_orders, unapplied=standing.unapplied,
            added=added, limit=limit or ZERO, over=over,
        )
    ]  # fmt: skip


def _added(paper: GoodsPaper, facts: Facts) -> Decimal:
    """What a paper adds to the exposure: a delivery only what it exceeds its order by. A quotation, what it offers."""
    lines = paper_postings(paper)
    if paper.kind == "quotation":
        return sum((line.gross_amount for line in lines), ZERO)
    return changes(lines, facts.lines, facts.rules.decimals).exposure


def _check_overdue(customer: Customer, facts: Facts, *, warning: bool) -> list[Problem]:
    """The oldest open invoice decides, whatever the amount."""
    if customer.credit_days is None:
        return []
    late = [
        (invoice.posting.due_date, invoice)
        for invoice in facts.open_invoices.get(customer.customer_no, [])
        if invoice.balance.open_amount > 0 and invoice.posting.due_date
    ]
    if not late:
        return []
    due, invoice = min(late, key=lambda found: (found[0], found[1].posting.document_no))
    days = (facts.today - due).days
    if days <= customer.credit_days:
        return []
    return [
        problem(
            "credit-overdue", "customer_no", warning=warning, customer=customer.customer_no,
            invoice=invoice.posting.document_no, due=due, days=days, open=invoice.balance.open_amount,
            allowed=customer.credit_days,
        )
    ]  # fmt: skip
