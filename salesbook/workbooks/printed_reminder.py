"""A dunning letter to print and send (催款函)."""

from collections.abc import Iterator
from pathlib import Path

from salesbook.documents.dunning_letter import DunningLetter, LetterLine
from salesbook.workbooks import letter_words as wording
from salesbook.workbooks import paper_words
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.paper_grid import Column, amount_column, fitted
from salesbook.workbooks.paper_page import Letterhead, Page, Sum, paper_book


def build_reminder(path: Path, info: BookInfo, letter: DunningLetter, head: Letterhead) -> None:
    """Write a letter as a workbook of one sheet; a file that is there is replaced."""
    title = wording.REMINDERS[letter.tone].get(info.look.language)
    with paper_book(path, info, head, f"{title} {letter.customer.customer_no}") as builder:
        columns = _columns(letter)
        grid = fitted(columns, letter.lines, info.look.language, [letter.total])
        page = Page(builder, head, grid, letter.decimals)
        page.begin(title, page.say(wording.REMINDER_NO, level=str(letter.level)), letter.customer.customer_no)
        page.parties(list(page.customer(letter.customer)), _facts(page, letter))
        _body(page, letter)
        page.header(columns)
        for line in letter.lines:
            page.line(columns, [column.shown(line) for column in columns])
        page.sums([Sum(page.say(wording.OVERDUE_TOTAL, currency=letter.currency), letter.total, is_strong=True)])
        _foot(page, letter)
        page.end()


def _columns(letter: DunningLetter) -> list[Column[LetterLine]]:
    """Which reminder a line gets is told where they differ."""
    differ = len({line.level for line in letter.lines}) > 1
    level: list[Column[LetterLine]] = [Column(wording.LEVEL, lambda line: str(line.level), is_number=True)]
    return [
        Column(wording.INVOICE, lambda line: line.invoice, is_rest=True),
        Column(paper_words.DATE, lambda line: str(line.document_date), 12),
        Column(wording.DUE_DATE, lambda line: str(line.due_date or "")),
        Column(wording.OVERDUE_DAYS, lambda line: str(line.overdue_days), is_number=True),
        *(level if differ else []),
        Column(wording.AMOUNT, lambda line: line.amount, is_number=True, least=letter.decimals, fewest=15),
        amount_column(wording.OVERDUE, lambda line: line.overdue, letter.decimals, 15),
    ]


def _facts(page: Page, letter: DunningLetter) -> Iterator[tuple[str, str]]:
    yield page.say(paper_words.DATE), str(letter.day)
    yield page.say(wording.PAY_UNTIL), str(letter.pay_until)
    yield page.say(paper_words.CUSTOMER_NO), letter.customer.customer_no
    if letter.customer.payer:
        yield page.say(paper_words.PAYER), letter.customer.payer
    if letter.salesperson:
        yield page.say(paper_words.SALESPERSON), letter.salesperson
    yield page.say(paper_words.CURRENCY), letter.currency


def _body(page: Page, letter: DunningLetter) -> None:
    page.paragraph(page.say(wording.DEAR))
    page.rule(6)
    asked = page.say(
        wording.ASKED[letter.tone],
        total=page.money(letter.total),
        currency=letter.currency,
        day=str(letter.pay_until),
    )
    page.paragraph(asked)
    if letter.stops_credit:
        page.paragraph(page.say(wording.STOPS_CREDIT))
    page.rule(10)


def _foot(page: Page, letter: DunningLetter) -> None:
    page.rule(8)
    if letter.is_part:
        page.paragraph(page.say(wording.PART))
    page.paragraph(page.say(wording.NAME_INVOICES))
    page.bank()
    page.rule(12)
    page.paragraph(page.say(wording.SINCERELY))
    page.signatures(wording.REMINDER_SIGNS, 52)
