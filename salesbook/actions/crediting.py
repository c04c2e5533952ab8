"""Show what a customer owes and may come to owe, with the documents behind each term, at each level with a limit."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.customer_files import known_customer
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.balances import LineBalance
from salesbook.documents.credit_sheet import CreditSheet, ShownLevel, TermPart
from salesbook.documents.customer_groups import CreditLevel, credit_levels
from salesbook.documents.exposure import CreditStanding, horizon, standing_of, waiting_amount
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import Customer
from salesbook.documents.payment_terms import open_parts
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import disputed_on, linked_customers, valid_on
from salesbook.money import ZERO
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.credit import build_credit_sheet


def show_credit(customer_no: str, company: Company) -> CreditSheet:
    """The exposure of a customer, with the customer files as valid today.

    Raises:
        SalesbookError: There is no such customer.
    """
    with company.cache() as cache:
        customer = known_customer(cache, customer_no, company)
        files = valid_on(linked_customers(cache), company.today) | {customer_no: customer}
        levels = [level for level in credit_levels(customer_no, files) if level.owner in files]
        limited = [level for level in levels if files[level.owner].credit_limit is not None]
        shown = tuple(_shown(level, files, cache, company) for level in limited or levels[:1])
    return CreditSheet(customer, company.today, horizon(company.today, company.settings.rules), shown)


def write_credit(company: Company, sheet: CreditSheet, target: Path) -> None:
    """Write the sheet as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings), company.settings.name)
    write_anew(target, lambda path: build_credit_sheet(path, info, sheet))


def _shown(level: CreditLevel, files: dict[str, Customer], cache: LedgerCache, company: Company) -> ShownLevel:
    decimals = company.settings.rules.decimals
    until = horizon(company.today, company.settings.rules)
    accounts = cache.accounts_of(level.members)
    waiting = cache.waiting_lines(level.members)
    with_tax = company.settings.rules.credit_counts == "with_tax"
    standing = standing_of(LineBalance(), waiting, decimals, until, with_tax=with_tax)
    for account in accounts.values():
        standing = standing.plus(CreditStanding(receivable=account.receivable, unapplied=account.unapplied))
    counted = [
        (line, waiting_amount(line.posting, line.balance, decimals, until, with_tax=with_tax)) for line in waiting
    ]
    later = [
        (line, waiting_amount(line.posting, line.balance, decimals, with_tax=with_tax))
        for line, amount in counted
        if not amount
    ]
    parts = {
        "receivable": _parts((line, line.balance.open_amount) for line in cache.open_invoices(level.members).values()),
        "uninvoiced": _parts(found for found in counted if found[0].posting.kind == "delivery_note"),
        "open_orders": _parts(found for found in counted if found[0].posting.kind == "sales_order"),
        "unapplied": _parts(cache.money_unapplied(level.members)),
    }
    return ShownLevel(
        files[level.owner], level.members, standing, parts, _parts(later), disputed_on(cache, company.today)
    )


def _parts(amounts: Iterable[tuple[PostedLine, Decimal]]) -> Sequence[TermPart]:
    """One part per document, in the order of the lines; what adds nothing is left out."""
    lines: dict[str, PostedLine] = {}
    sums: dict[str, Decimal] = {}
    for line, amount in amounts:
        number = line.posting.document_no
        lines.setdefault(number, line)
        sums[number] = sums.get(number, ZERO) + amount
    return [_part(lines[number], amount) for number, amount in sums.items() if amount]


def _part(line: PostedLine, amount: Decimal) -> TermPart:
    """An invoice is due with the first of its instalments that is open."""
    posting = line.posting
    instalments = open_parts(line) if posting.kind == "sales_invoice" else []
    due_date = instalments[0].due if instalments else posting.due_date
    return TermPart(posting.customer_no, posting.document_no, posting.document_date, due_date, amount)
