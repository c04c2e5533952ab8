"""The words in which a year of a company is told: one step for each thing that is done, and what it must come to.

A step types rows into a workbook in memory and presses Post, through the very code of a click. Documents are
called by their Ref; a step that is not expected to be refused or to wait must be posted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.actions import approving, closing, ending, posting, reversing
from salesbook.actions.company import Company, open_company
from salesbook.actions.crediting import show_credit
from salesbook.actions.making import make
from salesbook.actions.receivables import ageing_of
from salesbook.actions.showing import ShownDocument, show
from salesbook.actions.stocking import show_stock
from salesbook.actions.storing import Report
from salesbook.actions.verifying import read_all, verify
from salesbook.documents.balances import ACCOUNT_COUNTERS, LineBalance
from salesbook.documents.posting import Posting
from salesbook.documents.tie_out import tie_outs
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.history import disputed_on
from salesbook.queries import LedgerQueries
from salesbook.sheets.columns import CHOICES, LISTS, RECORD_TABLES, Table

NUMBER = re.compile(r"-?\d+(\.\d+)?")
FIRST_NUMBER = {"payment": "amount", "sign_off": "signed_quantity"}
"""The field of the number that stands first in a line, where it is not the quantity."""


@dataclass
class Year:
    """A company in the course of a year.

    Attributes:
        language: Of the headers and choices of its workbooks.
        numbers: Of the documents, by their Refs.
        rows: As they were typed last, by Ref.
    """

    folder: Path
    language: Any = "en"
    numbers: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def on(self, day: str) -> "Day":
        """What is done on a day."""
        return Day(self, date.fromisoformat(day))

    @staticmethod
    def day(written: str) -> date:
        """A date, such as 2026-03-05."""
        return date.fromisoformat(written)

    def change_settings(self, **values: str) -> None:
        """Edit ``salesbook.toml``; values as they are written there."""
        path = self.folder / "salesbook.toml"
        text = path.read_text(encoding="utf-8")
        for name, value in values.items():
            text, times = re.subn(rf"(?m)^(# *)?{name} = \S+", f"{name} = {value}", text)
            assert times == 1, name
        path.write_text(text, encoding="utf-8")

    def workbook(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> MemoryWorkbook:
        """A workbook with these rows in the language of the people."""
        headers = [found.title.get(self.language) for found in table.fields]
        cells = [[self._written(table, name.name, row.get(name.name)) for name in table.fields] for row in rows]
        return MemoryWorkbook("2026.xlsx", {table.name: (headers, cells)})

    def _written(self, table: Table, name: str, value: Any) -> Any:
        if value in table.field(name).choices or table.field(name).type == "yes_no":
            return CHOICES[value].get(self.language) if value in CHOICES else value
        return value


@dataclass
class Day:
    """One day in the company."""

    year: Year
    today: date

    @property
    def company(self) -> Company:
        """The company as the next click sees it."""
        return open_company(self.year.folder, self.today)

    def master(self, kind: str, *rows: Mapping[str, Any]) -> Report:
        """Post rows of master data or of a register."""
        report = posting.post(self.year.workbook(RECORD_TABLES[kind], rows), self.company)
        assert not report.has_errors, report.problems
        return report

    def enter(self, kind: str, ref: str, *lines: str, **head: Any) -> "Step":
        """Type a document and press Post.

        Args:
            lines: Such as ``BOLT-8 100 @ 9.50 -5%``, ``A1/2: 60`` for a line of the document A1, or ``I1: 500``.
            head: Of the document, by the names of its fields.
        """
        days = {"document_date": self.today, "document_ref": ref}
        rows = [days | head | self._line(kind, text) for text in lines]
        return self._post(kind, ref, rows)

    def everything(self, kind: str, ref: str, *sources: str, **changed: Any) -> "Step":
        """Have a document made from what is open of others, change cells of its rows, and press Post."""
        table = LISTS[kind]
        book = self.year.workbook(table, [])
        make(kind, book, self.company, [self.year.numbers[source] for source in sources])
        names = [found.name for found in table.fields]
        made = [dict(zip(names, row.values, strict=True)) for row in book.read_table(table.name).rows]
        rows = [row | {"document_ref": ref} | changed for row in made if row["document_ref"]]
        return self._post(kind, ref, rows)

    def change(self, kind: str, ref: str, revision: int, lines: Mapping[int, Mapping[str, Any]]) -> "Step":
        """Type the next revision of a document: cells of its rows, by line."""
        rows = [row | lines.get(number, {}) for number, row in enumerate(self.year.rows[ref], start=1)]
        return self._post(kind, ref, [row | {"revision": revision} for row in rows])

    def again(self, kind: str, ref: str) -> "Step":
        """Press Post on the same rows once more."""
        return self._post(kind, ref, self.year.rows[ref])

    def _line(self, kind: str, text: str) -> dict[str, Any]:
        source, colon, rest = text.rpartition(":")
        row: dict[str, Any] = {}
        words = rest.split()
        if colon and source != "account":
            ref, _, line = source.partition("/")
            row = {"source_no": self.year.numbers[ref], "source_line_no": int(line) if line else None}
        elif not colon:
            row = {"product_no": words.pop(0)}
        if words and NUMBER.fullmatch(words[0]):
            row[FIRST_NUMBER.get(kind, "quantity")] = Decimal(words.pop(0))
        while words:
            word = words.pop(0)
            if word == "@":
                row["unit_price"] = Decimal(words.pop(0))
            elif word.endswith("%"):
                row["discount_percent"] = Decimal(word[1:-1])
            else:
                name, _, value = word.partition("=")
                row[name] = Decimal(value) if NUMBER.fullmatch(value) else value.replace("_", " ")
                if name in ("reason", "remark", "invoice_no", "settlement"):
                    row[name] = self.year.numbers.get(value, value)
        names = {found.name for found in LISTS[kind].fields}
        return {name: value for name, value in row.items() if name in names}

    def _post(self, kind: str, ref: str, rows: Sequence[dict[str, Any]]) -> "Step":
        report = posting.post(self.year.workbook(LISTS[kind], rows), self.company)
        self.year.rows[ref] = list(rows)
        (decision,) = report.decisions
        if decision.document_no:
            self.year.numbers[ref] = decision.document_no
        return Step(self, ref, decision.outcome, [(found.severity, found.code) for found in report.problems])

    def approve(self, ref: str, reason: str = "agreed") -> "Step":
        """Somebody else grants what waits under a Ref."""
        (request,) = [found for found in approving.waiting(self.company) if found.document_ref == ref]
        decided = approving.approve(request.request_no, replace(self.company, user="boss"), reason).decisions[1]
        self.year.numbers[ref] = decided.document_no
        return Step(self, ref, decided.outcome, [])

    def reject(self, ref: str, reason: str) -> None:
        """Somebody else refuses what waits under a Ref."""
        (request,) = [found for found in approving.waiting(self.company) if found.document_ref == ref]
        approving.reject(request.request_no, replace(self.company, user="boss"), reason)

    def give_up(self, ref: str, reason: str, *lines: int, quantity: Decimal | None = None, purpose: Any = "") -> None:
        """Close what is open of a document."""
        ending.close(self.year.numbers[ref], self.company, reason, lines, quantity, purpose=purpose)

    def reopen(self, ref: str, reason: str) -> None:
        """Open again what was given up."""
        ending.reopen(self.year.numbers[ref], self.company, reason)

    def hold(self, ref: str, reason: str, *, on_hold: bool = True) -> None:
        """Hold an order back, or release it."""
        ending.hold(self.year.numbers[ref], self.company, reason, on_hold=on_hold)

    def reverse(self, ref: str, reason: str = "typing error") -> None:
        """Undo a document."""
        reversing.reverse(self.year.numbers[ref], self.company, reason)

    def show(self, ref: str) -> ShownDocument:
        """A document with its balances."""
        return show(self.year.numbers[ref], self.company)

    def expect(self, ref: str, **values: Any) -> "Day":
        """What must be true of a document by now."""
        Step(self, ref, "posted", []).expect(**values)
        return self

    def owes(self, customer_no: str, receivable: str, unapplied: str = "0", exposure: str | None = None) -> "Day":
        """What the account of a customer must say, and what counts against his limit."""
        with self.company.cache() as cache:
            account = cache.accounts_of([customer_no]).get(customer_no, LineBalance())
        told = {"receivable": account.receivable, "unapplied": account.unapplied}
        wanted = {"receivable": Decimal(receivable), "unapplied": Decimal(unapplied)}
        if exposure is not None:
            told["exposure"] = show_credit(customer_no, self.company).standing.exposure
            wanted["exposure"] = Decimal(exposure)
        assert told == wanted, customer_no
        return self

    def has_in_stock(self, product_no: str, on_hand: str, value: str) -> "Day":
        """What stock there must be, and what it is worth."""
        found = {row.product_no: (row.on_hand, row.value) for row in show_stock(self.company)}
        assert found[product_no] == (Decimal(on_hand), Decimal(value)), product_no
        return self

    def close_month(self, month: str, *, owed: str, unapplied: str = "0", buckets: Sequence[str] = ()) -> None:
        """Prove the ledger, compare the ageing with it, and close the month.

        Args:
            owed: By all customers, as the account of the ledger must say.
            unapplied: What lies on account of them all.
            buckets: Of the ageing: not due, 1-30 days, 31-60 days, 61-90 days, later.
        """
        proof = verify(self.company)
        assert proof.is_good, [(found.code, found.found) for found in proof.checks if found.found]
        assert self.tie_out_differences() == {}
        company = self.company
        with company.cache() as cache:
            disputed = disputed_on(cache, self.today)
        whole = ageing_of(LedgerQueries(company.store, Cutoff(self.today)), company, self.today, disputed).whole
        assert (whole.receivable, whole.unapplied) == (Decimal(owed), Decimal(unapplied)), month
        assert (whole.difference, whole.ledger) == (0, Decimal(owed) - Decimal(unapplied)), month
        if buckets:
            assert list(whole.buckets) == [Decimal(found) for found in buckets], month
        closing.close(month, self.company)

    def postings(self) -> list[Posting]:
        """All lines of the ledger."""
        return [line for stored in read_all(self.company) for line in stored.lines]

    def tie_out_differences(self) -> dict[Any, Any]:
        """Of the three-quantity proof of every order line, those that are not 0."""
        with self.company.cache() as cache:
            balances = cache.balances()
        proofs = tie_outs(self.postings(), balances)
        assert proofs, "there are orders to prove"
        return {key: proof.differences for key, proof in proofs.items() if any(proof.differences)}


@dataclass
class Step:
    """Something that was done, and what it came to."""

    day: Day
    ref: str
    outcome: str
    problems: list[tuple[str, str]]

    def expect(self, **values: Any) -> "Step":
        """What must be true of the document now; it was posted.

        Args:
            values: ``state``, ``net``, ``tax``, ``gross``; a counter of its lines, one value or a list of them;
                of an order or invoice a counter of the whole, such as ``open_amount`` and ``deposit``.
        """
        assert self.outcome in ("posted", "already"), (self.ref, self.outcome, self.problems)
        shown = self.day.show(self.ref)
        gross = shown.net_amount + shown.tax_amount
        known: dict[str, Callable[[], Any]] = {
            "state": lambda: shown.state, "net": lambda: shown.net_amount, "tax": lambda: shown.tax_amount,
            "gross": lambda: gross, "price": lambda: [line.posting.unit_price for line in shown.lines],
            "reason": lambda: [line.posting.price_reason for line in shown.lines],
            "due": lambda: shown.lines[0].posting.due_date,
        }  # fmt: skip
        for name, wanted in values.items():
            if name in known:
                told = known[name]()
            elif name in (*ACCOUNT_COUNTERS, "open_amount"):
                told = getattr(self._whole(), name)
            else:
                told = [getattr(line.balance, name) for line in shown.lines]
            assert _plain(told) == _plain(wanted, like=told), (self.ref, name, told)
        return self

    def _whole(self) -> LineBalance:
        number = self.day.year.numbers[self.ref]
        with self.day.company.cache() as cache:
            (document,) = cache.find_documents(number)
            (whole,) = cache.wholes([(document.kind, number)]).values()
        return whole.balance

    def warns(self, *codes: str) -> "Step":
        """It was posted with these warnings."""
        assert self.outcome == "posted"
        assert [code for _, code in self.problems] == list(codes), (self.ref, self.problems)
        return self

    def refused(self, *codes: str) -> "Step":
        """It was refused for these reasons."""
        assert self.outcome == "refused", (self.ref, self.outcome)
        assert [code for severity, code in self.problems if severity == "error"] == list(codes), (
            self.ref,
            self.problems,
        )
        return self

    def waits(self, *codes: str) -> "Step":
        """It waits for an approval for these reasons."""
        assert self.outcome == "waiting", (self.ref, self.outcome, self.problems)
        assert [code for severity, code in self.problems if severity == "approval"] == list(codes), (
            self.ref,
            self.problems,
        )
        return self


def _plain(value: Any, like: Any = None) -> Any:
    """Numbers as Decimal; one value stands for the only line."""
    if isinstance(value, list | tuple):
        return [_plain(found) for found in value]
    if isinstance(like, list):
        return [_plain(value)]
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return Decimal(value)
    return value
