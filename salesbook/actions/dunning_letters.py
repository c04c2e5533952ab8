"""Letters to the customers who are to be reminded today, one file for each; ``dunning`` records what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.dunning import claims_on, items_of
from salesbook.actions.paper_files import Build, file_name, letterhead, target_of, write_papers
from salesbook.actions.printing_out import known_on, printed_customer
from salesbook.actions.workbooks import look_of
from salesbook.documents.dunning import DunningItem, stops_credit
from salesbook.documents.dunning_letter import DunningLetter, LetterLine, lines_by_letter, pay_until, tone_of
from salesbook.documents.master_data import Customer, Salesperson
from salesbook.ledger.cache import LedgerCache
from salesbook.problems import SalesbookError
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.letter_words import REMINDERS
from salesbook.workbooks.paper_page import Letterhead
from salesbook.workbooks.printed_reminder import build_reminder
from salesbook.workbooks.style import Look


@dataclass(frozen=True)
class LetterFile:
    """A letter that was written."""

    path: Path
    letter: DunningLetter


def write_letters(
    company: Company,
    customers: Sequence[str] = (),
    output: Path | None = None,
    *,
    as_pdf: bool = False,
    language: Language | None = None,
) -> list[LetterFile]:
    """Write a letter to each customer for whom a reminder is due; nothing is recorded as sent.

    Args:
        company: Whose ledger.
        customers: Only these; none means all.
        output: A folder, or a file where there is one letter; by default a folder in the company's.
        as_pdf: PDFs, not workbooks.
        language: Of the letters; by default the company's.

    Raises:
        SalesbookError: No reminder is due for one of the customers; nothing was written.
        SettingsError: The logo is not there; or a file was named for several letters.
        HostError: A file cannot be written, or there is nothing to make a PDF with.
    """
    language = language or company.settings.language
    letters = letters_due(company, customers)
    head = letterhead(company, language)
    count = len(letters)
    files = [
        LetterFile(target_of(_name(letter, letters, language), company, output, as_pdf=as_pdf, count=count), letter)
        for letter in letters
    ]
    papers: dict[Path, Build] = {found.path: partial(_build, found.letter, head) for found in files}
    write_papers(papers, look_of(company.settings, language))
    return files


def _build(letter: DunningLetter, head: Letterhead, path: Path, look: Look) -> None:
    own = replace(look, currency=letter.currency, decimals=letter.decimals)
    build_reminder(path, BookInfo(own), letter, head)


def _name(letter: DunningLetter, letters: Sequence[DunningLetter], language: Language) -> str:
    """Day, what it is and for whom; the currency where a customer gets several letters."""
    customer = letter.customer
    count = sum(other.customer.customer_no == customer.customer_no for other in letters)
    kind = f"{REMINDERS[letter.tone].get(language)} {letter.level}" + (f" {letter.currency}" if count > 1 else "")
    return file_name(f"{letter.day} {kind} {customer.customer_no}", customer.name)


def letters_due(company: Company, customers: Sequence[str] = ()) -> list[DunningLetter]:
    """What is due to be reminded of today, by customer and currency.

    Raises:
        SalesbookError: No reminder is due for one of the customers.
    """
    with company.cache() as cache:
        claims = claims_on(cache, company)
        items = items_of(claims, cache, company)
        people = {item.customer_no: item for item in reversed(items)}
        found = lines_by_letter(items, claims)
        for customer_no in customers:
            if customer_no not in {owner for owner, _ in found}:
                raise SalesbookError("dunning-no-letter", customer=customer_no, date=company.today)
        return [
            _letter(customer_no, currency, lines, people[customer_no], cache, company)
            for (customer_no, currency), lines in found.items()
            if not customers or customer_no in customers
        ]


def _letter(
    customer_no: str,
    currency: str,
    lines: Sequence[LetterLine],
    item: DunningItem,
    cache: LedgerCache,
    company: Company,
) -> DunningLetter:
    rules, day = company.settings.rules, company.today
    customer = known_on(day, cache, Customer, customer_no)
    person = known_on(day, cache, Salesperson, (customer.salesperson_no if customer else "") or item.salesperson_no)
    level = max(line.level for line in lines)
    return DunningLetter(
        printed_customer(customer_no, customer, day, cache), day, currency, rules.decimals_of(currency), level,
        tone_of(level, len(rules.dunning_levels_days)), pay_until(day, company.settings.print.dunning_payment_days),
        tuple(lines), person.name if person else "", stops_credit(level, rules),
    )  # fmt: skip
