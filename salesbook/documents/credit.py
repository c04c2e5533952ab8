"""Whether a customer may buy on credit (信用檢查, DOMAIN 8): the limit of what he owes, and the days he is late.

Strength is set per kind of paper. Both tests are made at each level where a limit or days stand: the customer's
own file, and every company that it belongs to. With the strength ``approve`` a paper waits until somebody else
releases it; one that is larger afterwards is looked at anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from salesbook.documents.customer_groups import CreditLevel
from salesbook.documents.exposure import CreditStanding, changes, horizon
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import GoodsPaper, paper_postings
from salesbook.documents.master_data import Customer
from salesbook.documents.paper import problem
from salesbook.documents.pay_first import is_pay_first
from salesbook.documents.posting import Posting
from salesbook.documents.receivables import overdue_parts
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
    """What a credit problem does to a kind of paper; papers that sell nothing are not looked at."""
    strengths: dict[str, Strength] = {
        "quotation": rules.credit_check_quotation,
        "sales_order": rules.credit_check_order,
        "order_change": rules.credit_check_order,
        "delivery_note": rules.credit_check_delivery,
        "sales_invoice": rules.credit_check_invoice,
    }
    return strengths.get(kind, "none")


def check_credit(paper: GoodsPaper, facts: Facts, change: Sequence[Posting] | None = None) -> list[Problem]:
    """The two tests of a completed paper at each level: what would be owed, and how late it is.

    Args:
        change: What is stored of a paper that is changed; else all its lines are new.
    """
    strength = check_strength(paper.kind, facts.rules)
    is_known = paper.customer_no in facts.customers and paper.customer_no in facts.credit
    if strength == "none" or not is_known or _is_prepaid(paper, facts.rules):
        return []
    levels = levels_of(paper.customer_no, facts)
    no_limit = all(owner.credit_limit is None for _, owner in levels)
    found = []
    for number, (level, owner) in enumerate(levels):
        if owner.credit_limit is not None or (no_limit and number == 0):
            found += _check_limit(paper, level, owner, facts, strength, change)
        found += _check_overdue(level, owner, facts, strength)
    return found


def levels_of(customer_no: str, facts: Facts) -> list[tuple[CreditLevel, Customer]]:
    """The levels of a customer whose files are known, each with the file at which its limit stands."""
    levels = facts.credit_levels.get(customer_no) or (CreditLevel(customer_no, (customer_no,)),)
    return [(level, facts.customers[level.owner]) for level in levels if level.owner in facts.customers]


def standing_at(level: CreditLevel, credit: Mapping[str, CreditStanding]) -> CreditStanding:
    """What is owed at a level: the sum over its files."""
    standing = CreditStanding()
    for member in level.members:
        standing = standing.plus(credit.get(member, CreditStanding()))
    return standing


def credit_left(customer_no: str, facts: Facts) -> Decimal | None:
    """What a customer may still order; ``None`` where no limit stands at any level."""
    if customer_no not in facts.credit:
        return None
    return limit_left([level for level, _ in levels_of(customer_no, facts)], facts.customers, facts.credit)


def limit_left(
    levels: Iterable[CreditLevel], files: Mapping[str, Customer], credit: Mapping[str, CreditStanding]
) -> Decimal | None:
    """The least that is left of the limits at these levels; ``None`` where none of them has one."""
    limits = [(level, files[level.owner].credit_limit) for level in levels if level.owner in files]
    left = [limit - standing_at(level, credit).exposure for level, limit in limits if limit is not None]
    return min(left, default=None)


def _is_prepaid(paper: GoodsPaper, rules: RuleSettings) -> bool:
    """Whether a paper is an order that is invoiced and paid before anything is delivered."""
    if not rules.credit_skips_prepaid or paper.kind != "sales_order":
        return False
    return all(is_pay_first(line) for line in paper_postings(paper))


def _check_limit(
    paper: GoodsPaper,
    level: CreditLevel,
    owner: Customer,
    facts: Facts,
    strength: Strength,
    change: Sequence[Posting] | None,
) -> list[Problem]:
    limit = owner.credit_limit
    if limit is None and facts.rules.credit_without_limit == "allow":
        return []
    standing = standing_at(level, facts.credit)
    added = _added(paper, facts, change)
    if change is not None and added <= 0:
        return []
    exposure = standing.exposure + added
    over = exposure - (limit or ZERO)
    leniency = PARTS_ROUNDED if paper.kind in ("delivery_note", "sales_invoice") else 0
    if over <= leniency * unit_of(facts.rules.decimals):
        return []
    return [
        problem(
            "credit-limit-exceeded" if limit is not None else "credit-without-limit", "customer_no",
            strength=strength,
            customer=owner.customer_no, members=_others(level), exposure=exposure, receivable=standing.receivable,
            uninvoiced=standing.uninvoiced, open_orders=standing.open_orders, unapplied=standing.unapplied,
            added=added, limit=limit or ZERO, over=over,
        )
    ]  # fmt: skip


def _others(level: CreditLevel) -> str:
    return ", ".join(member for member in level.members if member != level.owner)


def _added(paper: GoodsPaper, facts: Facts, change: Sequence[Posting] | None) -> Decimal:
    """What a paper adds to the exposure: a delivery only what it exceeds its order by. A quotation, what it offers."""
    lines = paper_postings(paper) if change is None else change
    with_tax, until = facts.rules.credit_counts == "with_tax", horizon(facts.today, facts.rules)
    if paper.kind == "quotation":
        offered = [line for line in lines if line.is_in_total]
        if with_tax:
            return sum((line.gross_at_home for line in offered), ZERO)
        return sum((line.net_at_home(facts.rules.decimals) for line in offered), ZERO)
    return changes(lines, facts.lines, facts.rules.decimals, until, with_tax=with_tax).exposure


def _check_overdue(level: CreditLevel, owner: Customer, facts: Facts, strength: Strength) -> list[Problem]:
    """The oldest open invoice decides, whatever the amount; what is disputed on it is not late."""
    if owner.credit_days is None:
        return []
    late = [
        (parts[0].due_date, invoice)
        for member in level.members
        for invoice in facts.open_invoices.get(member, [])
        for disputed in [facts.disputed.get(invoice.posting.document_no, ZERO)]
        if (parts := overdue_parts(invoice.posting, invoice.balance, disputed, facts.today)) and parts[0].due_date
    ]
    if not late:
        return []
    due, invoice = min(late, key=lambda found: (found[0], found[1].posting.document_no))
    days = (facts.today - due).days
    if days <= owner.credit_days:
        return []
    return [
        problem(
            "credit-overdue", "customer_no", strength=strength,
            customer=owner.customer_no, members=_others(level), invoice=invoice.posting.document_no, due=due,
            days=days, open=undisputed(invoice, facts), allowed=owner.credit_days,
        )
    ]  # fmt: skip


def undisputed(invoice: PostedLine, facts: Facts) -> Decimal:
    """What is open on an invoice and not refused by the customer."""
    return invoice.balance.open_amount - facts.disputed.get(invoice.posting.document_no, ZERO)
