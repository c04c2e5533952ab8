"""What customers owe at any date: the ageing and the statement of a customer, gathered from the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.paper_files import file_name, letterhead, target_of, write_paper
from salesbook.actions.printing_out import known_on, printed_customer
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.balances import LineBalance
from salesbook.documents.customer_groups import files_of, successor
from salesbook.documents.master_data import Customer, Salesperson, close_codes
from salesbook.documents.receivables import (
    Ageing,
    Claim,
    Collected,
    Statement,
    age,
    collected,
    collection_rate,
    currency_accounts,
    days_sales_outstanding,
    statement,
)
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import disputed_on, linked_customers, load, valid_on
from salesbook.periods import month_of, month_start
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries, UnusedCredit
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.letter_words import STATEMENT
from salesbook.workbooks.printed_statement import build_statement
from salesbook.workbooks.receivables import build_receivables


@dataclass(frozen=True)
class Receivables:
    """The receivables of a company on a day.

    Attributes:
        credits: What the money on account consists of.
        sales_days: Over how many days sales are compared with them.
        days_of_sales: The receivables in days of sales; ``None`` without sales.
        collected: What was due in the month up to the day, invoice by invoice.
        names: Of the customers, by number.
    """

    ageing: Ageing
    credits: list[UnusedCredit]
    sales_days: int
    days_of_sales: Fraction | None
    collected: list[Collected]
    names: dict[str, str] = field(default_factory=dict)

    @property
    def collection_rate(self) -> Fraction | None:
        """What was received of what was due in the month; ``None`` when nothing was."""
        return collection_rate(self.collected)


def receivables(company: Company, day: date | None = None) -> Receivables:
    """The receivables by age on a day, today by default; what is dated later does not count."""
    day = day or company.today
    with company.cache() as cache:
        seq, _ = cache.head
        names = names_on(load(cache, Customer), day)
        disputed = disputed_on(cache, day)
    queries = LedgerQueries(company.store, Cutoff(day, until_seq=seq))
    ageing = ageing_of(queries, company, day, disputed)
    days = company.settings.rules.sales_days
    sales = queries.claimed_between(day - timedelta(days=days - 1), day)
    return Receivables(
        ageing,
        queries.credits(),
        days,
        days_sales_outstanding(ageing.whole.receivable, sales, days),
        collections(queries, company, month_start(month_of(day)), day),
        names,
    )


def ageing_of(queries: LedgerQueries, company: Company, day: date, disputed: Mapping[str, Decimal]) -> Ageing:
    """The ageing, by what counts for these queries, and what is refused on the day.

    A merged customer file stands with the one it is part of.
    """
    rules = company.settings.rules
    with company.cache() as cache:
        files = valid_on(linked_customers(cache), day)
    claims, accounts = claims_of_files(queries, files), accounts_of_files(queries, files)
    return age(claims, accounts, day, rules.ageing_days, rules.decimals, disputed)


def claims_of_files(queries: LedgerQueries, files: Mapping[str, Customer]) -> list[Claim]:
    """The open invoices, those of merged files at the one they are part of."""
    return [_of_file(claim, files) for claim in queries.claims()]


def accounts_of_files(queries: LedgerQueries, files: Mapping[str, Customer]) -> dict[str, LineBalance]:
    """The accounts of customers, those of merged files added to the one they are part of."""
    accounts: dict[str, LineBalance] = {}
    for customer_no, account in queries.accounts().items():
        whole = accounts.setdefault(successor(customer_no, files), LineBalance())
        whole.add("receivable", account.receivable)
        whole.add("unapplied", account.unapplied)
    return accounts


def _of_file(claim: Claim, files: Mapping[str, Customer]) -> Claim:
    owner = successor(claim.posting.customer_no, files)
    if owner == claim.posting.customer_no:
        return claim
    return replace(claim, posting=claim.posting.model_copy(update={"customer_no": owner}))


def collections(queries: LedgerQueries, company: Company, first: date, last: date) -> list[Collected]:
    """What was due in a period and what of it was received, invoice by invoice."""
    decimals = company.settings.rules.decimals
    found = (collected(moves, last, decimals) for moves in queries.moves(first, last))
    return [one for one in found if one is not None]


def customer_statement(customer_no: str, company: Company, first: date, last: date) -> tuple[Statement, Customer]:
    """The account of a customer over some days, with his file as valid on the last one.

    Of a file that was merged by then, the account of the one it became part of; files merged into one count together.

    Raises:
        SalesbookError: There is no such customer, or the last day is before the first.
    """
    if last < first:
        raise SalesbookError("ends-before-start", first=first, last=last)
    with company.cache() as cache:
        seq, _ = cache.head
        files = valid_on(linked_customers(cache), last)
        customer_no = successor(customer_no, files)
        versions = load(cache, Customer, [customer_no]).get(customer_no)
        if versions is None:
            if similar := close_codes(customer_no, cache.record_keys(Customer.kind)):
                raise SalesbookError("unknown-customer-similar", code=customer_no, similar=", ".join(similar))
            raise SalesbookError("unknown-customer", code=customer_no)
        disputed = disputed_on(cache, last)
    queries = LedgerQueries(company.store, Cutoff(last, until_seq=seq))
    rules, own_files = company.settings.rules, files_of(customer_no, files)
    found = statement(
        customer_no,
        first,
        last,
        queries.account_entries(own_files),
        accounts_of_files(queries, files).get(customer_no, LineBalance()),
        ageing_of(queries, company, last, disputed).invoices,
    )
    currencies = currency_accounts(
        first,
        last,
        queries.account_entries(own_files, in_own_currency=True),
        [claim for claim in claims_of_files(queries, files) if claim.posting.customer_no == customer_no],
        disputed,
        rules.ageing_days,
        rules,
    )
    file = valid_on({customer_no: versions}, last).get(customer_no, versions[-1])
    return replace(found, currencies=currencies), file


def names_on(versions: dict[str, list[Customer]], day: date) -> dict[str, str]:
    """Names of the customers, by number."""
    return {number: found.name for number, found in valid_on(versions, day).items()}


def write_receivables(company: Company, found: Receivables, target: Path) -> None:
    """Write the receivables as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings), company.settings.name)
    write_anew(target, lambda path: build_receivables(path, info, found.ageing, _figures(found), found.names))


def statement_file(
    company: Company,
    found: Statement,
    customer: Customer,
    output: Path | None,
    *,
    as_pdf: bool = False,
    language: Language | None = None,
) -> Path:
    """The file of a statement: as named, or after day and customer in a folder; by default in one of the company's.

    Raises:
        SettingsError: The file is named like no workbook and no PDF.
    """
    title = STATEMENT.get(language or company.settings.language)
    name = file_name(f"{title} {found.last} {customer.customer_no}", customer.name)
    return target_of(name, company, output, as_pdf=as_pdf)


def write_statement(
    company: Company, found: Statement, customer: Customer, target: Path, language: Language | None = None
) -> None:
    """Write a statement as a workbook to print and send, or as a PDF where the file is named so.

    Raises:
        SettingsError: The logo is not there, or is no picture.
        HostError: The file cannot be written, or there is nothing to make a PDF with.
    """
    language = language or company.settings.language
    head = letterhead(company, language)
    with company.cache() as cache:
        person = known_on(found.last, cache, Salesperson, customer.salesperson_no)
        who = printed_customer(customer.customer_no, customer, found.last, cache)
    seller = person.name if person else ""
    look = look_of(company.settings, language)
    write_paper(target, look, lambda path, look: build_statement(path, BookInfo(look), found, who, seller, head))


def _figures(found: Receivables) -> dict[str, Fraction | None]:
    """The ratios below the ageing, by name."""
    rate = found.collection_rate
    return {
        "days_of_sales": found.days_of_sales,
        "collection_rate": None if rate is None else rate * 100,
    }
