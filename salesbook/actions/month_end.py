"""The month-end report: gathered from the ledger as it was when the month was closed, or as it is now."""

from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.receivables import ageing_of
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.master_data import Customer
from salesbook.documents.month_end import LedgerHead, MonthEnd, OpenLine, open_line, receivables
from salesbook.documents.period import check_month
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import disputed_on, load, open_periods, valid_on
from salesbook.periods import month_end, month_start
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.month_end import build_month_end


def report(company: Company, month: str) -> MonthEnd:
    """The figures of a month; those of a closed month are the ones it was closed with.

    Raises:
        SalesbookError: It is no month, or it has not begun.
    """
    check_month(month)
    last_day = month_end(month)
    if month_start(month) > company.today:
        raise SalesbookError("month-not-begun", found=month, today=company.today)
    with company.cache() as cache:
        closing = open_periods(cache, company.settings).closing_of(last_day)
        head = LedgerHead(cache.version, *cache.head)
        disputed = disputed_on(cache, last_day, closing.seq if closing else None)
        names = {number: found.name for number, found in valid_on(load(cache, Customer), last_day).items()}
    queries = LedgerQueries(company.store, Cutoff(last_day, until_seq=closing.seq if closing else head.seq))
    stamp = LedgerQueries(company.store).stamp(closing.seq) if closing else None
    ageing = ageing_of(queries, company, last_day, disputed)
    return MonthEnd(
        month=month,
        last_day=last_day,
        head=stamp.head if stamp else head,
        kinds=queries.totals_by_kind(month_start(month), last_day),
        open_orders=open_lines(queries, "sales_order", company),
        uninvoiced=open_lines(queries, "delivery_note", company),
        receivables=receivables(ageing, company.settings.rules.currency),
        ageing=ageing,
        closed_by=stamp.posted_by if stamp else "",
        closed_at=company.local_time(stamp.posted_at) if stamp else None,
        names=names,
    )


def open_lines(queries: LedgerQueries, kind: str, company: Company) -> list[OpenLine]:
    """The open lines of a kind, priced."""
    return [open_line(line, company.settings.rules.decimals) for line in queries.open_lines(kind)]


def write_report(company: Company, found: MonthEnd, target: Path) -> None:
    """Write the report as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings), company.settings.name)
    write_anew(target, lambda path: build_month_end(path, info, found))
