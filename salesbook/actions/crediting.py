"""Show what a customer owes and may come to owe, with the documents behind each term."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.documents.balances import LineBalance
from salesbook.documents.exposure import CreditStanding, standing_of, waiting_amount
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import Customer
from salesbook.ledger.history import close_codes, load, valid_on
from salesbook.money import ZERO
from salesbook.problems import SalesbookError


@dataclass(frozen=True)
class TermPart:
    """What one document adds to a term."""

    document_no: str
    document_date: date
    due_date: date | None
    amount: Decimal


@dataclass(frozen=True)
class ShownCredit:
    """A customer's exposure on a day.

    Attributes:
        parts: The documents behind each term, by its name in ``CreditStanding``; they add up to it.
    """

    customer: Customer
    standing: CreditStanding
    parts: dict[str, list[TermPart]]

    @property
    def free(self) -> Decimal | None:
        """What is left of the limit; negative when it is exceeded, ``None`` when no limit is set."""
        limit = self.customer.credit_limit
        return None if limit is None else limit - self.standing.exposure


def show_credit(customer_no: str, company: Company) -> ShownCredit:
    """The exposure of a customer, with the customer file as valid today.

    Raises:
        SalesbookError: There is no such customer.
    """
    decimals = company.settings.rules.decimals
    with company.cache() as cache:
        customer = valid_on(load(cache, Customer, [customer_no]), company.today).get(customer_no)
        if customer is None:
            if similar := close_codes(customer_no, cache.record_keys(Customer.kind)):
                raise SalesbookError("unknown-customer-similar", code=customer_no, similar=", ".join(similar))
            raise SalesbookError("unknown-customer", code=customer_no)
        account = cache.accounts_of([customer_no]).get(customer_no, LineBalance())
        waiting = cache.waiting_lines([customer_no])
        invoices = cache.open_invoices([customer_no]).values()
        on_account = cache.money_on_account(customer_no)
    amounts = [(line, waiting_amount(line.posting, line.balance, decimals)) for line in waiting]
    parts = {
        "receivable": _parts((line, line.balance.open_amount) for line in invoices),
        "uninvoiced": _parts(found for found in amounts if found[0].posting.kind == "delivery_note"),
        "open_orders": _parts(found for found in amounts if found[0].posting.kind == "sales_order"),
        "unapplied": _parts((line, line.posting.net_amount) for line in on_account),
    }
    return ShownCredit(customer, standing_of(account, waiting, decimals), parts)


def _parts(amounts: Iterable[tuple[PostedLine, Decimal]]) -> list[TermPart]:
    """One part per document, in the order of the lines."""
    sums: dict[str, TermPart] = {}
    for line, amount in amounts:
        posting = line.posting
        before = sums[posting.document_no].amount if posting.document_no in sums else ZERO
        sums[posting.document_no] = TermPart(
            posting.document_no, posting.document_date, posting.due_date, before + amount
        )
    return list(sums.values())
