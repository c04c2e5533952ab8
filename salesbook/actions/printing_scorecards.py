"""Scorecards to talk about and to sign: a page for each person, each in a file of its own or all in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from salesbook.actions.appraising import cards_of
from salesbook.actions.company import Company
from salesbook.actions.paper_files import Build, file_name, is_folder, letterhead, target_of, write_papers
from salesbook.actions.workbooks import look_of
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.letter_words import SCORECARD
from salesbook.workbooks.paper_page import Letterhead
from salesbook.workbooks.printed_scorecard import build_printed_scorecards
from salesbook.workbooks.scorecards import Card
from salesbook.workbooks.style import Look


@dataclass(frozen=True)
class PrintedScorecards:
    """Scorecards that were printed, and the files they are in."""

    cards: list[Card]
    paths: list[Path]


def print_scorecards(
    company: Company,
    period: str,
    people: Sequence[str] = (),
    output: Path | None = None,
    *,
    as_pdf: bool = False,
    language: Language | None = None,
) -> PrintedScorecards:
    """Write a page for each person.

    Args:
        company: Whose ledger.
        period: A month such as ``2026-03``, or a fiscal year such as ``2026``.
        people: Only these; none means all who were there in the period.
        output: A folder takes a file for each person, a file all of them; by default a folder in the company's.
        as_pdf: PDFs, not workbooks.
        language: Of the pages; by default the company's.

    Raises:
        SalesbookError: The period is neither, there are no criteria, or their weights are not 100.
        SettingsError: The logo is not there, or the file is named like no workbook and no PDF.
        HostError: A file cannot be written, or there is nothing to make a PDF with.
    """
    language = language or company.settings.language
    cards = cards_of(company, period, people, language)
    head, title = letterhead(company, language), SCORECARD.get(language)
    is_one_file = output is not None and not is_folder(output)
    groups = [cards] if is_one_file else [[card] for card in cards]
    papers: dict[Path, Build] = {}
    for group in groups:
        name = file_name(f"{title} {period} {group[0].scorecard.salesperson_no}", group[0].name)
        path = target_of(name, company, output, as_pdf=as_pdf)
        papers[path] = partial(_build, period, str(company.today), group, head)
    write_papers(papers, look_of(company.settings, language))
    return PrintedScorecards(cards, list(papers))


def _build(period: str, day: str, cards: Sequence[Card], head: Letterhead, path: Path, look: Look) -> None:
    build_printed_scorecards(path, BookInfo(look), period, day, cards, head)
