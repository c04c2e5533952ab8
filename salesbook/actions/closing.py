"""Close and reopen months. Both are postings, so that who, when and why is kept, and so that the ledger
decides who was first when somebody posts into a month that another person is closing.
"""

import hashlib

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.storing import Report, store
from salesbook.documents.period import Period, check_closing, check_reopening
from salesbook.documents.posting import canonical_json
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import open_periods, period_decisions
from salesbook.periods import month_start
from salesbook.sheets.reading import ReadDocument


def close(month: str, company: Company) -> Report:
    """Close a month and every month before it.

    Raises:
        SalesbookError: It is no month, closed already, or not over; nothing was stored.
        LedgerConflict: Others kept posting first; nothing was stored.
    """

    def decide(cache: LedgerCache) -> list[Decision]:
        check_closing(month, company.today, open_periods(cache, company.settings))
        return [_decision(_period(month, "closed", "", company), cache, company)]

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
        return period_decisions(cache)


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
