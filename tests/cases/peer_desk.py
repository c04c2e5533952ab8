"""The desk at which a case is played: one company folder, its tables in memory, and the actions behind the buttons.

Nothing here knows what a case means; it types rows, presses buttons, and asks what the ledger adds up to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.actions import posting
from salesbook.actions.approving import approve
from salesbook.actions.company import Company, create_company
from salesbook.actions.deciding import PAPER_RULES, Decision
from salesbook.actions.making import make
from salesbook.actions.reversing import reverse
from salesbook.actions.storing import Report
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.facts import PostedLine
from salesbook.documents.paper import Paper
from salesbook.documents.posting import Posting
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger.history import credit_of, history_for
from salesbook.problems import Problem, SalesbookError
from salesbook.settings import CompanySettings, RuleSettings, UpkeepSettings
from salesbook.sheets.columns import LISTS, RECORD_TABLES, Table

DAY = date(2026, 3, 5)
"""The day on which every case begins."""

Row = dict[str, Any]


@dataclass
class Answer:
    """What the desk was told about one document.

    Attributes:
        outcome: As the status column says; ``refused`` also where a button answered with a sentence.
        postings: What the rules make of the document, also of one that is only checked or was refused.
    """

    outcome: str
    document_no: str = ""
    postings: Sequence[Posting] = ()
    problems: Sequence[Problem] = ()
    code: str = ""

    @property
    def is_refused(self) -> bool:
        return self.outcome not in ("ready", "posted", "already")

    @property
    def codes(self) -> list[str]:
        """What stopped the document."""
        stopping = [problem.code for problem in self.problems if problem.severity != "warning"]
        return [self.code] if self.code else stopping

    @property
    def warnings(self) -> list[str]:
        return [problem.code for problem in self.problems if problem.severity == "warning"]


class PeerDesk:
    """One company and whoever works in it on ``today``."""

    def __init__(self, folder: Path, rules: Mapping[str, Any]) -> None:
        settings = CompanySettings(
            name="Peer", rules=RuleSettings.model_validate(rules), upkeep=UpkeepSettings(by_itself=False)
        )
        self.company: Company = create_company(folder, settings)
        self._books = 0
        self._offered: dict[tuple[str, ...], list[Row]] = {}
        self.set_day(0)

    def set_day(self, day: int) -> None:
        """It is so many days after the first one."""
        self._offered.clear()
        self.company = replace(self.company, today=DAY + timedelta(days=day))

    @property
    def today(self) -> date:
        return self.company.today

    def records(self, **rows: Sequence[Row]) -> None:
        """Post rows of master data; they are right."""
        tables = {kind: RECORD_TABLES[kind] for kind in rows}
        report = self._posted(lambda: posting.post(self._book(tables, rows), self.company))
        assert not report.has_errors, [str(problem) for problem in report.problems]

    def check_record(self, kind: str, row: Row) -> Answer:
        """Type one row of master data or of a register and press Check."""
        book = self._book({kind: RECORD_TABLES[kind]}, {kind: [row]})
        return self._answer(posting.check(book, self.company).decisions)

    def post(self, kind: str, rows: Sequence[Row]) -> Answer:
        """Type the rows of one document and press Post."""
        book = self._book({kind: LISTS[kind]}, {kind: rows})
        return self._answer(self._posted(lambda: posting.post(book, self.company)).decisions)

    def check(self, kind: str, rows: Sequence[Row]) -> Answer:
        """Type the rows of one document and press Check."""
        return self._answer(posting.check(self._book({kind: LISTS[kind]}, {kind: rows}), self.company).decisions)

    def offered(self, kind: str, sources: Sequence[str]) -> list[Row]:
        """The rows that Make fills in, document by document; none when nothing is open.

        They are the same until something is posted or another day begins.
        """
        if (key := (kind, *sources)) not in self._offered:
            self._offered[key] = self._made(kind, sources)
        return self._offered[key]

    def _made(self, kind: str, sources: Sequence[str]) -> list[Row]:
        book = self._book({kind: LISTS[kind]}, {kind: []})
        try:
            make(kind, book, self.company, sources)
        except SalesbookError as error:
            if error.code == "nothing-open":
                return []
            raise
        names = [field.name for field in LISTS[kind].fields]
        rows = [dict(zip(names, row.values, strict=True)) for row in book.read_table(LISTS[kind].name).rows]
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def reverse(self, document_no: str) -> Answer:
        """Undo a posted document."""
        return self.click(lambda: reverse(document_no, self.company, "as the case says"))

    def approve(self, request_no: str) -> Answer:
        """Somebody else grants what waits."""
        boss = replace(self.company, user="boss")
        return self.click(lambda: approve(request_no, boss))

    def click(self, button: Callable[[], Report]) -> Answer:
        """Press a button that answers with a report, or with the sentence that stops it."""
        try:
            report = self._posted(button)
        except SalesbookError as error:
            return Answer("refused", code=error.code)
        return self._answer(report.decisions) if report.decisions else Answer("already")

    def lines(self, kind: str, document_no: str) -> list[PostedLine]:
        """The lines of a posted document with their balances."""
        with self.company.cache() as cache:
            found = cache.lines_of([(kind, document_no)])
        return [found[key] for key in sorted(found)]

    def whole(self, kind: str, document_no: str) -> LineBalance:
        """The money of an invoice or a credit note, the deposit of an order."""
        return self.balances().get(LineKey(kind, document_no, AS_A_WHOLE), LineBalance())

    def account(self, customer_no: str) -> LineBalance:
        """What the ledger has about a customer as a whole."""
        with self.company.cache() as cache:
            return cache.accounts_of([customer_no]).get(customer_no, LineBalance())

    def standing(self, customer_no: str) -> CreditStanding:
        """What a customer's credit is used for."""
        with self.company.cache() as cache:
            return credit_of(cache, [customer_no], self.company.settings, self.today)[customer_no]

    def balances(self) -> dict[LineKey, LineBalance]:
        """All balances of the ledger."""
        with self.company.cache() as cache:
            return cache.balances()

    def _book(self, tables: Mapping[str, Table], rows: Mapping[str, Sequence[Row]]) -> MemoryWorkbook:
        self._books += 1
        content = {}
        for kind, table in tables.items():
            unknown = {name for row in rows[kind] for name in row} - {field.name for field in table.fields}
            assert not unknown, f"{table.name} has no column for {sorted(unknown)}"
            cells = [[row.get(field.name) for field in table.fields] for row in rows[kind]]
            content[table.name] = ([field.title.en for field in table.fields], cells)
        return MemoryWorkbook(f"Case {self._books}.xlsx", content)

    def _posted(self, button: Callable[[], Report]) -> Report:
        """Press a button that may change the ledger."""
        self._offered.clear()
        return button()

    def _answer(self, decisions: Iterable[Decision]) -> Answer:
        # Of several documents of a list, it is the last one that was asked about.
        decision = [*decisions][-1]
        postings = decision.postings or self._completed(decision)
        return Answer(decision.outcome, decision.document_no, postings, decision.problems)

    def _completed(self, decision: Decision) -> Sequence[Posting]:
        """What the rules make of a document that was refused."""
        paper = decision.document.model or decision.document.draft
        if not isinstance(paper, Paper):
            return ()
        rules = PAPER_RULES[paper.kind]
        with self.company.cache() as cache:
            history = history_for(cache, [paper], self.company.settings, self.today)
        return rules.postings(rules.complete(paper, history.facts_on(paper.document_date)))


def amount(text: Any) -> Decimal:
    """A number of a case."""
    return Decimal(str(text))
