"""Close and reopen months. Both are postings, so that who, when and why is kept, and so that the ledger
decides who was first when somebody posts into a month that another person is closing.
"""

import hashlib

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.month_end import open_lines
from salesbook.actions.storing import Report, store
from salesbook.documents.opening_balance import CARRIED_KINDS, OPENING_BALANCE, amounts, postings
from salesbook.documents.period import Period, check_closing, check_reopening
from salesbook.documents.posting import canonical_json
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import open_periods, period_decisions
from salesbook.periods import FiscalCalendar, month_start, next_month
from salesbook.queries import LedgerQueries
from salesbook.sheets.reading import ReadDocument


def close(month: str, company: Company) -> Report:
    """Close a month and every month before it; with the last month of a year, store what the next begins with.

    Raises:
        SalesbookError: It is no month, closed already, or not over; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """

    def decide(cache: LedgerCache) -> list[Decision]:
        periods = open_periods(cache, company.settings)
        check_closing(month, company.today, periods)
        years = ended_years(month, periods.closed_until, company.settings.calendar)
        opening = [found for year in years for found in _opening_balance(year, cache, company)]
        # The closing comes last, so that its hash stands for everything that was closed.
        return [*opening, _decision(_period(month, "closed", "", company), cache, company)]

    return store(company, "", "", decide)


def reopen(month: str, company: Company, reason: str) -> Report:
    """Reopen the last closed month.

    Args:
        month: Such as ``2026-03``.
        company: Whose ledger; its user must be one of those whom the settings allow.
        reason: Kept in the ledger.

    Raises:
        SalesbookError: It is not the last closed month, no reason is given, or somebody else must do it;
            nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """

    def decide(cache: LedgerCache) -> list[Decision]:
        settings = company.settings
        check_reopening(month, reason, company.user, settings.periods.reopened_by, open_periods(cache, settings))
        return [_decision(_period(month, "open", reason.strip(), company), cache, company)]

    return store(company, "", "", decide)


def decisions(company: Company) -> list[Period]:
    """Everything that was decided about months, in the order of storing."""
    with company.cache() as cache:
        return [decision for _, decision in period_decisions(cache)]


def ended_years(month: str, closed_until: str, calendar: FiscalCalendar) -> list[int]:
    """The fiscal years that end in the months which a closing takes.

    The first closing of all takes every month there ever was; of those years the last one is enough.

    >>> ended_years("2027-02", "2025-11", FiscalCalendar()), ended_years("2027-02", "", FiscalCalendar())
    ([2025, 2026], [2026])
    """
    last = calendar.fiscal_year(month_start(next_month(month))) - 1
    if not closed_until:
        return [last]
    return list(range(calendar.fiscal_year(month_start(next_month(closed_until))), last + 1))


def _opening_balance(year: int, cache: LedgerCache, company: Company) -> list[Decision]:
    """What is carried over from a year that ends; nothing when no paper is of that year or before."""
    settings = company.settings
    cutoff = Cutoff(settings.calendar.last_day(year), until_seq=cache.head[0])
    queries = LedgerQueries(company.store, cutoff)
    if not queries.has_papers():
        return []
    goods = (line for kind in CARRIED_KINDS for line in open_lines(queries, kind, company))
    decimals, currency = settings.rules.decimals, settings.rules.currency
    carried = amounts(goods, queries.accounts(), currency)
    lines = postings(carried, settings.calendar.first_day(year + 1), decimals, currency)
    identity = [settings.company_id, OPENING_BALANCE, year + 1, len(cache.documents_of(OPENING_BALANCE))]
    posting_id = hashlib.sha256(canonical_json(identity).encode()).hexdigest()
    return [Decision(ReadDocument(OPENING_BALANCE), "ready", postings=lines, posting_id=posting_id)]


def _period(month: str, state: str, reason: str, company: Company) -> Period:
    return Period.model_validate(
        {
            "month": month,
            "state": state,
            "decided_by": company.user,
            "decided_on": company.today,
            "reason": reason,
            "valid_from": month_start(month),
        }
    )


def _decision(period: Period, cache: LedgerCache, company: Company) -> Decision:
    """A month is closed and reopened again and again, so how often it was decided upon belongs to the id."""
    identity = [company.settings.company_id, period.kind, len(period_decisions(cache)), period.month, period.state]
    posting_id = hashlib.sha256(canonical_json(identity).encode()).hexdigest()
    return Decision(ReadDocument(period.kind), "ready", postings=period.postings(), posting_id=posting_id)
