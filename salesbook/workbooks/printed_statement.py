"""The account of a customer to print and send (對帳單): every paper, the open invoices and their age, by currency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from salesbook.documents.printed import PrintedCustomer
from salesbook.documents.receivables import AccountEntry, AgedInvoice, CurrencyAccount, Statement
from salesbook.sheets.columns import KIND_WORDS
from salesbook.workbooks import letter_words as wording
from salesbook.workbooks import paper_words
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.paper_grid import Column, amount_column, fitted, number_format
from salesbook.workbooks.paper_page import Letterhead, Page, Sum, paper_book
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT


@dataclass(frozen=True)
class _Row:
    """A paper of the account, or an open invoice: claimed, settled, and what is owed after it or still open of it."""

    day: str
    document: str
    due_date: str
    overdue_days: str
    claim: Decimal | None
    credit: Decimal | None
    balance: Decimal


def build_statement(
    path: Path, info: BookInfo, found: Statement, customer: PrintedCustomer, salesperson: str, head: Letterhead
) -> None:
    """Write a statement as a workbook of one sheet; a file that is there is replaced."""
    title = wording.STATEMENT.get(info.look.language)
    with paper_book(path, info, head, f"{title} {customer.customer_no}") as builder:
        accounts = found.currencies or [CurrencyAccount(info.look.currency, info.look.decimals, (), Decimal(0), (), ())]
        columns = _columns(max(account.decimals for account in accounts))
        amounts = [amount for account in accounts for amount in (account.opening, account.closing, account.open_amount)]
        page = Page(builder, head, fitted(columns, [], info.look.language), info.look.decimals)
        rows = [row for account in accounts for row in (*_papers(page, account), *_open_invoices(page, account))]
        parts = len(accounts[0].limits) + 5 if any(account.invoices for account in accounts) else 0
        page.grid = fitted(columns, rows, info.look.language, amounts, parts)
        page.begin(title, str(found.last), customer.customer_no)
        page.parties(list(page.customer(customer)), _facts(page, found, customer, salesperson, accounts))
        page.header(columns)
        for account in accounts:
            _account(page, columns, found, account, is_only=len(accounts) == 1)
        for account in accounts:
            if account.invoices:
                _ages(page, account)
        page.rule(8)
        page.paragraph(page.say(wording.CONFIRM))
        if any(account.invoices for account in accounts):
            page.bank()
        page.signatures(wording.STATEMENT_SIGNS)
        page.end()


def _columns(decimals: int) -> list[Column[_Row]]:
    return [
        Column(paper_words.DATE, lambda row: row.day, 11.5),
        Column(wording.DOCUMENT, lambda row: row.document, is_rest=True),
        Column(wording.DUE_DATE, lambda row: row.due_date, 12),
        Column(wording.OVERDUE_DAYS, lambda row: row.overdue_days, is_number=True),
        Column(wording.CLAIM, lambda row: row.claim, is_number=True, least=decimals, fewest=12),
        Column(wording.CREDIT, lambda row: row.credit, is_number=True, least=decimals, fewest=12),
        amount_column(wording.BALANCE, lambda row: row.balance, decimals, 13),
    ]


def _facts(
    page: Page, found: Statement, customer: PrintedCustomer, salesperson: str, accounts: Sequence[CurrencyAccount]
) -> Iterator[tuple[str, str]]:
    yield page.say(wording.PERIOD), f"{found.first} – {found.last}"
    yield page.say(paper_words.CUSTOMER_NO), customer.customer_no
    if salesperson:
        yield page.say(paper_words.SALESPERSON), salesperson
    yield page.say(paper_words.CURRENCY), ", ".join(account.currency for account in accounts)


def _account(
    page: Page, columns: list[Column[_Row]], found: Statement, account: CurrencyAccount, *, is_only: bool
) -> None:
    """The papers between two balances, then the invoices that make up the last one."""
    if not is_only:
        _heading(page, page.say(wording.ACCOUNT_IN, currency=account.currency))
    _balance(page, columns, page.say(wording.OPENING, day=str(found.first)), account.opening)
    for row in _papers(page, account):
        page.line(columns, [column.shown(row) for column in columns])
    _balance(page, columns, page.say(wording.CLOSING, day=str(found.last)), account.closing)
    if not account.invoices:
        return
    _heading(page, page.say(wording.OPEN_IN, currency=account.currency, day=str(found.last)))
    for row in _open_invoices(page, account):
        page.line(columns, [column.shown(row) for column in columns])
    page.decimals = account.decimals
    unapplied = [Sum(page.say(wording.ON_ACCOUNT), -account.unapplied)] if account.unapplied else []
    total = Sum(page.say(wording.OPEN_TOTAL, currency=account.currency), account.closing, is_strong=True)
    page.sums([*unapplied, total])


def _heading(page: Page, text: str) -> None:
    page.rule(8)
    page.paragraph(text, 20, bold=True, font_size=11, font_color=ACCENT)


def _balance(page: Page, columns: list[Column[_Row]], label: str, amount: Decimal) -> None:
    first, last = page.grid.spans[-1]
    look = {"bold": True, "bg_color": ACCENT_LIGHT}
    page.sheet.set_row(page.row, 19)
    page.text(page.row, 0, first - 1, label, **look)
    page.number(page.row, first, last, amount, number_format(amount, columns[-1].least), **look)
    page.row += 1


def _papers(page: Page, account: CurrencyAccount) -> Iterator[_Row]:
    for entry, balance in account.entries:
        is_claim = entry.kind == "sales_invoice" and not entry.reverses_no
        yield _Row(
            str(entry.day), _named(page, entry), str(entry.due_date or "") if is_claim else "", "",
            entry.amount if entry.amount > 0 else None, -entry.amount if entry.amount < 0 else None, balance,
        )  # fmt: skip


def _named(page: Page, entry: AccountEntry) -> str:
    """Kind and number of a paper, and the customer's own number; a mirror is called what it is."""
    kind = KIND_WORDS["reversal" if entry.reverses_no else entry.kind].get(page.language)
    said = f"{kind} {entry.document_no}"
    return f"{said}\n{page.say(wording.YOUR_REFERENCE, text=entry.reference)}" if entry.reference else said


def _open_invoices(page: Page, account: CurrencyAccount) -> Iterator[_Row]:
    for invoice in account.invoices:
        yield _Row(
            str(invoice.document_date), _open_named(page, account, invoice), str(invoice.due_date or ""),
            str(invoice.overdue_days or ""), invoice.amount, invoice.paid or None, invoice.open_amount,
        )  # fmt: skip


def _open_named(page: Page, account: CurrencyAccount, invoice: AgedInvoice) -> str:
    said = f"{KIND_WORDS['sales_invoice'].get(page.language)} {invoice.document_no}"
    if not invoice.disputed:
        return said
    amount = f"{invoice.disputed:,.{account.decimals}f}"
    return f"{said}\n{page.say(wording.IN_DISPUTE, amount=amount)}"


def _ages(page: Page, account: CurrencyAccount) -> None:
    """One line that adds up to the balance: by age, what is in dispute, less what is on account."""
    words, limits = wording.AGEING, account.limits
    firsts = [1, *(limit + 1 for limit in limits)]
    titles = [page.say(words["not_due"])]
    titles += [
        page.say(words["range"], first=str(first), last=str(last)) for first, last in zip(firsts, limits, strict=False)
    ]
    titles += [page.say(words["over"], last=str(limits[-1]))]
    titles += [page.say(words[name]) for name in ("disputed", "unapplied", "total")]
    page.rule(10)
    page.label_text(page.say(wording.BY_AGE, currency=account.currency))
    page.decimals = account.decimals
    page.strip(titles, [*account.buckets, account.disputed, -account.unapplied, account.closing])
