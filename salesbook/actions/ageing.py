"""Find out which rows of master data and registers are older than the ledger, and say who changed what since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.documents.age import FieldNews, News, StoredVersion, day_of, news_for, set_back
from salesbook.documents.record import Record
from salesbook.problems import Place, Problem, Severity
from salesbook.queries import LedgerQueries, StoredBy
from salesbook.settings import Language
from salesbook.sheets.columns import CHOICES, RECORD_TABLES
from salesbook.sheets.reading import ReadDocument
from salesbook.units import plain

Numbered = Mapping[str, Mapping[str, Sequence[StoredVersion]]]
"""The stored versions by kind and key."""


@dataclass(frozen=True)
class Age:
    """How a row stands to the ledger.

    Attributes:
        versions: What is stored under its key.
        news: What it does not know yet.
        problems: What is to be said of it.
    """

    versions: Sequence[StoredVersion]
    news: News | None = None
    problems: Sequence[Problem] = field(default=())

    def entry_of(self, record: Record) -> int:
        """The newest posting that says this; 0 when none does."""
        return max((version.entry for version in self.versions if version.record == record), default=0)


def ages_of(
    documents: Iterable[ReadDocument],
    numbered: Numbered,
    rows: Mapping[tuple[str, str], int],
    company: Company,
) -> dict[int, Age]:
    """How each row stands to the ledger, by the identity of its document; rows of new records are left out.

    Args:
        documents: As read, with what their sheets have no column for.
        numbered: What is stored.
        rows: How many rows there are of each kind and key.
        company: Whose ledger is asked who changed something.
    """
    ages: dict[int, Age] = {}
    told: dict[int, tuple[str, tuple[FieldNews, ...], Severity]] = {}
    for document in documents:
        record = document.model
        if not isinstance(record, Record) or not (versions := numbered[document.kind].get(record.key, ())):
            continue
        alone = rows[document.kind, record.key] == 1
        day = day_of(record, company.today, alone=alone)
        news = news_for(record, document.absent, versions, document.entry, day) if document.entry else None
        ages[id(document)] = Age(versions, news)
        if news is not None:
            is_behind = news.is_untouched
            told[id(document)] = (
                ("row-behind", news.fields, "warning") if is_behind else ("row-outdated", news.fields, "error")
            )
        elif not document.entry and alone and (fields := set_back(record, versions, day)):
            told[id(document)] = ("row-sets-back", fields, "warning")
    authors = who_stored((found.entry for _, fields, _ in told.values() for found in fields), company)
    for identity, (code, fields, severity) in told.items():
        age = ages[identity]
        problems = [news_problem(code, found, authors, company, severity) for found in fields]
        ages[identity] = Age(age.versions, age.news, problems)
    return ages


def who_stored(entries: Iterable[int], company: Company) -> dict[int, StoredBy]:
    """Who stored these postings; the ledger is asked only when there are any."""
    wanted = set(entries)
    return LedgerQueries(company.store).stored_by(wanted) if wanted else {}


def news_problem(
    code: str, news: FieldNews, authors: Mapping[int, StoredBy], company: Company, severity: Severity = "error"
) -> Problem:
    """One changed field as a sentence at its cell: who changed it from what to what, and when."""
    author, language = authors[news.entry], company.settings.language
    values = {
        "field": news.field, "stored": _value_words(news.field, news.after, language),
        "found": _value_words(news.field, news.found, language),
        "by": author.posted_by, "moment": f"{company.local_time(author.posted_at):%Y-%m-%d %H:%M}",
        "workbook": author.workbook,
    }  # fmt: skip
    if news.before is not None:
        values["before"] = _value_words(news.field, news.before, language)
    return Problem(code, Place(news.field), values, severity)


def _value_words(field_name: str, value: Any, language: Language) -> str:
    """A value of a record as its sheet shows it."""
    if isinstance(value, bool):
        return CHOICES["yes" if value else "no"].get(language)
    if field_name in _CHOSEN and value in CHOICES:
        return CHOICES[value].get(language)
    if isinstance(value, Decimal):
        return plain(value)
    return "–" if value in ("", None) else str(value)


_CHOSEN = {field.name for table in RECORD_TABLES.values() for field in table.fields if field.choices}
"""Fields whose texts are choices."""
