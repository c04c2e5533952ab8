"""The dunning list, what was sent of it, and the refused payments that are to be answered."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.receivables import claims_of_files, names_on
from salesbook.actions.storing import Report, store
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.dispute import Dispute, days_to_answer
from salesbook.documents.dunning import DunningHold, DunningItem, DunningNotice, dunning_list, last_notices
from salesbook.documents.master_data import Customer
from salesbook.documents.posting import canonical_json
from salesbook.documents.receivables import Claim
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import disputed_on, linked_customers, load, valid_on
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.sheets.reading import ReadDocument
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.receivables import build_dunning


@dataclass(frozen=True)
class Reminders:
    """The dunning list of a day.

    Attributes:
        names: Of the customers, by number.
    """

    day: date
    items: list[DunningItem]
    names: dict[str, str]


def reminders(company: Company) -> Reminders:
    """Every late invoice that is not disputed, with the reminder that is due or was sent last."""
    with company.cache() as cache:
        names = names_on(load(cache, Customer), company.today)
        return Reminders(company.today, items_of(claims_on(cache, company), cache, company), names)


def claims_on(cache: LedgerCache, company: Company) -> list[Claim]:
    """The open invoices of today, those of merged files at the one they are part of."""
    seq, _ = cache.head
    queries = LedgerQueries(company.store, Cutoff(company.today, until_seq=seq))
    return claims_of_files(queries, valid_on(linked_customers(cache), company.today))


def items_of(claims: Iterable[Claim], cache: LedgerCache, company: Company) -> list[DunningItem]:
    """The dunning list of today.

    Args:
        claims: The open invoices.
        cache: Of the ledger.
        company: Whose they are.
    """
    day = company.today
    return dunning_list(
        claims,
        disputed_on(cache, day),
        company.settings.rules.dunning_levels_days,
        last_notices((versions[-1] for versions in load(cache, DunningNotice).values()), day),
        valid_on(load(cache, DunningHold), day),
        day,
    )


def send(company: Company, invoices: Sequence[str] = ()) -> Report:
    """Record that the reminders that are due were sent today; the next list goes on from there.

    Args:
        company: Whose ledger.
        invoices: Only these; none means all that are due.

    Raises:
        SalesbookError: One of the invoices is not due for a reminder; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """

    def decide(cache: LedgerCache) -> list[Decision]:
        items = items_of(claims_on(cache, company), cache, company)
        due = {item.invoice: item for item in items if item.state == "due"}
        for invoice in invoices:
            if invoice not in due:
                raise SalesbookError("dunning-not-due", invoice=invoice, date=company.today)
        return [_decision(item, company) for item in due.values() if not invoices or item.invoice in invoices]

    return store(company, "", "", decide)


def _decision(item: DunningItem, company: Company) -> Decision:
    """A reminder of one level is sent once for an invoice, so these two make it recognisable."""
    notice = DunningNotice(
        invoice=item.invoice, level=item.level, sent_on=company.today, amount=item.overdue,
        customer_no=item.customer_no, sent_by=company.user,
    )  # fmt: skip
    identity = [company.settings.company_id, notice.kind, notice.key, str(notice.sent_on)]
    posting_id = hashlib.sha256(canonical_json(identity).encode()).hexdigest()
    return Decision(ReadDocument(notice.kind), "ready", [], notice.postings(), posting_id, notice.key)


def write_reminders(company: Company, found: Reminders, target: Path) -> None:
    """Write the list as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings), company.settings.name)
    write_anew(target, lambda path: build_dunning(path, info, found.day, found.items, found.names))


def open_disputes(company: Company) -> list[tuple[Dispute, int | None]]:
    """The refused payments that are not settled, each with the days left for an answer, the most urgent first.

    A case about an invoice that was reversed has nothing left to settle.
    """
    with company.cache() as cache:
        cases = [case for case in valid_on(load(cache, Dispute), company.today).values() if case.is_unsettled]
        reversed_ones = {
            case.invoice for case in cases for paper in cache.find_documents(case.invoice) if paper.reversed_by
        }
    found = [(case, days_to_answer(case, company.today)) for case in cases if case.invoice not in reversed_ones]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].case_no))
