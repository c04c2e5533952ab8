"""Store what was decided: numbers, the chain of hashes, one commit; and decide again when others were first."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.tidying import begin_tidying
from salesbook.documents.balances import REVISED_BY
from salesbook.documents.facts import PostedDocument
from salesbook.documents.posting import Posting
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.schema import Stamp, StoredPosting, posting_hash
from salesbook.ledger.store import VersionTakenError
from salesbook.problems import LedgerConflict, Problem, SalesbookError, has_errors
from salesbook.records import RECORD_MODELS
from salesbook.settings import NUMBERED_KINDS

TRIES = 60
PATIENCE = 20.0
"""A posting that others overtake is decided again at least so often, and for at least so many seconds."""

LONGEST_PAUSE = 0.05
"""Seconds before it is decided again; the pauses grow up to this."""

CLOCK_SLACK = timedelta(minutes=15)
"""By how much the clocks of two computers may differ."""


@dataclass
class Report:
    """What came of a check or a posting.

    Attributes:
        version: Of the ledger after it; ``None`` when nothing was stored.
        held: Nothing was posted because a document has errors and the settings ask for all or nothing.
    """

    workbook: str
    decisions: list[Decision]
    version: int | None = None
    held: bool = False

    def count(self, outcome: str) -> int:
        """How many documents had this outcome."""
        return sum(decision.outcome == outcome for decision in self.decisions)

    @property
    def problems(self) -> list[Problem]:
        """All problems in the order of the sheets."""
        return [problem for decision in self.decisions for problem in decision.problems]

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return has_errors(self.problems)

    @property
    def net_amount(self) -> Decimal:
        """Net amount of what was posted, or would be."""
        postings = (p for d in self.decisions if d.outcome in ("posted", "ready") for p in d.postings)
        return sum((posting.net_amount for posting in postings if posting.is_in_total), Decimal(0))


def store(company: Company, label: str, book_id: str, decide: Callable[[LedgerCache], list[Decision]]) -> Report:
    """Decide on the newest facts and store what is ready; when others were first, decide again.

    Raises:
        LedgerConflict: Others were first every time; nothing was stored.
        SalesbookError: A number is taken by another document already; nothing was stored.
    """
    end, attempt = time.monotonic() + PATIENCE, 0
    while True:
        attempt += 1
        with company.turn(), company.cache() as cache:
            report = Report(label, decide(cache))
            if company.settings.rules.all_or_nothing and (report.has_errors or report.count("waiting")):
                _hold(report)
            ready = [found for found in report.decisions if found.outcome in ("ready", "waiting") and found.postings]
            if not ready:
                return report
            version = cache.version + 1
            postings = number_and_stamp(ready, company, cache, version, label, book_id)
            with suppress(VersionTakenError):
                cache.add_own(company.store.append(version, postings, cache.ledger_format), postings)
                report.version = version
        if report.version is None:
            if attempt >= TRIES and time.monotonic() > end:
                raise LedgerConflict("ledger-busy", tries=attempt)
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.002 * attempt)))  # noqa: S311 - jitter, not a secret
            continue
        begin_tidying(company, report.version)
        for decision, stored in zip(ready, postings, strict=True):
            if decision.outcome == "waiting":
                continue
            decision.outcome = "posted"
            decision.postings = list(stored.lines)
            decision.document_no = decision.document.document_no or stored.lines[0].document_no
            decision.posted = posted_document(stored)
            decision.entry = stored.stamp.seq
        return report


def posted_document(stored: StoredPosting) -> PostedDocument:
    """The head of a document that was stored just now."""
    stamp, first = stored.stamp, stored.lines[0]
    return PostedDocument(
        first.kind, first.document_no, first.document_ref, first.document_date, first.customer_no, stamp.posting_id,
        stamp.batch_id, stamp.posted_at, stamp.posted_by, stamp.workbook, first.reverses_no,
    )  # fmt: skip


def _hold(report: Report) -> None:
    report.held = True
    for decision in report.decisions:
        if decision.outcome == "ready":
            decision.outcome = "held"


def number_and_stamp(
    ready: Sequence[Decision], company: Company, cache: LedgerCache, version: int, label: str, book_id: str
) -> list[StoredPosting]:
    """Give each document its number, its place in the chain and its hash.

    Raises:
        SalesbookError: A number is taken by another document already, because the way numbers are
            written was changed after numbers had been given.
    """
    seq, head = cache.head
    moment = _moment(datetime.now(UTC), cache.last_moment)
    last: dict[tuple[str, int], int] = {}
    stored = []
    given: dict[int, str] = {}
    for decision in ready:
        lines = decision.postings
        if decision.incident is not None and decision.about is not None:
            lines = decision.incident.about(given[id(decision.about)]).postings()
        year, number = 0, 0
        if kind := numbered_kind(lines[0]):
            year = company.settings.calendar.fiscal_year(lines[0].posting_date)
            number = last.get((kind, year), cache.last_number(kind, year)) + 1
            last[kind, year] = number
            document_no = company.settings.number(kind, year, number)
            lines = [line.model_copy(update={"document_no": document_no}) for line in lines]
        given[id(decision)] = lines[0].document_no
        seq += 1
        stamp = Stamp(
            seq=seq, batch_id=f"B-{version:06d}", posting_id=decision.posting_id, number_year=year, number=number,
            workbook=label, workbook_id=book_id, posted_at=moment, posted_by=company.user, prev_hash=head,
        )  # fmt: skip
        head = posting_hash(stamp, lines)
        stored.append(StoredPosting(stamp=stamp.model_copy(update={"hash": head}), lines=tuple(lines)))
    _refuse_taken_numbers([found.lines[0].document_no for found in stored if found.stamp.number], cache)
    return stored


def _moment(now: datetime, last: datetime) -> datetime:
    """When this posting is stored: never before the last one, even if this computer's clock is a little behind.

    A clock that is far behind, or a last posting from a clock that was far ahead, is left as it is.
    """
    return last if now < last < now + CLOCK_SLACK else now


def _refuse_taken_numbers(numbers: Sequence[str], cache: LedgerCache) -> None:
    given = cache.documents((kind, number) for kind in NUMBERED_KINDS for number in numbers)
    seen = {document_no for _, document_no in given}
    for number in numbers:
        if number in seen:
            raise SalesbookError("number-taken", document=number)
        seen.add(number)


def numbered_kind(posting: Posting) -> str:
    """The number range a document takes its number from; empty for records, which have codes, and for revisions."""
    if posting.reverses_no:
        return "reversal"
    return "" if posting.kind in RECORD_MODELS or posting.kind in REVISED_BY else posting.kind
