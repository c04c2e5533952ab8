"""Documents as a person would jot them down, and the outcome beside each row."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from textwrap import dedent
from typing import Any

from salesbook.actions.deciding import PAPER_RULES
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.facts import Facts, PostedDocument, PostedLine
from salesbook.documents.master_data import Customer, Product, Salesperson, TaxCode, Territory
from salesbook.documents.paper import Paper, PaperLine
from salesbook.documents.posting import Posting
from salesbook.periods import OpenPeriods
from salesbook.problems import Problem
from salesbook.settings import RuleSettings
from salesbook.sheets.reading import PAPERS

KINDS = {
    "QU": "quotation", "SO": "sales_order", "DN": "delivery_note", "SG": "sign_off", "RQ": "return_request",
    "SR": "sales_return", "SI": "sales_invoice", "CN": "credit_note", "RC": "payment", "SM": "stock_movement",
    "PL": "pick_list",
}  # fmt: skip
FROM_SOURCE = ("pick_list", "delivery_note", "sign_off", "sales_invoice", "credit_note")
"""Papers that take their customer from the document they name."""

TODAY = date(2026, 3, 5)


def facts(**changes: Any) -> Facts:
    """A small company: two customers, a few products, tax of 5 and 13 %."""
    products = {
        code: Product(
            product_no=code, name=code.title(), unit="pcs", base_price=price, tax_code="T5", unit_decimals=decimals
        )
        for code, price, decimals in (
            ("BOLT-8", Decimal(10), 0),
            ("NUT-8", Decimal("2.50"), 0),
            ("CLOTH", Decimal(8), 3),
        )
    }
    rules = changes.pop("rules", RuleSettings())
    return Facts(
        today=TODAY,
        rules=rules,
        open_periods=changes.pop("open_periods", OpenPeriods()),
        customers={
            code: Customer(customer_no=code, name=code, salesperson_no="P1", territory_code="North")
            for code in ("C-1", "C-2")
        },
        products=products,
        tax_codes={
            "T5": TaxCode(tax_code="T5", tax_percent=Decimal(5)),
            "T13": TaxCode(tax_code="T13", tax_percent=Decimal(13)),
        },
        salespeople={"P1": Salesperson(salesperson_no="P1", name="Wang")},
        territories={"North": Territory(territory_code="North", name="North")},
        **changes,
    )


class Book:
    """Papers checked and remembered one after another, as a ledger would."""

    def __init__(self, known: Facts | None = None) -> None:
        self.facts = known or facts()
        self.posted: dict[str, list[Posting]] = {}

    def enter(self, paper: Paper) -> list[Problem]:
        """Check a paper and keep it when nothing stops it."""
        rules = PAPER_RULES[paper.kind]
        completed = rules.complete(paper, self.facts)
        problems = rules.check(completed, self.facts)
        if not any(problem.severity == "error" for problem in problems):
            self.keep(rules.postings(completed))
        return problems

    def keep(self, postings: list[Posting]) -> None:
        """Count postings and make their lines known."""
        first = postings[0]
        for posting in postings:
            key = LineKey(posting.kind, posting.document_no, posting.line_no)
            if not posting.reverses_no:
                self.facts.lines[key] = PostedLine(posting, LineBalance())
        if first.kind == "sales_invoice" and not first.reverses_no:
            whole = PostedLine(first, LineBalance())
            self.facts.lines[LineKey(first.kind, first.document_no, AS_A_WHOLE)] = whole
            self.facts.open_invoices.setdefault(first.customer_no, []).append(whole)
            for source_no in dict.fromkeys(posting.source_no for posting in postings):
                self.facts.invoices.setdefault(source_no, []).append(first.document_no)
        if first.kind == "sales_order" and not first.reverses_no:
            self.facts.lines[LineKey(first.kind, first.document_no, AS_A_WHOLE)] = PostedLine(first, LineBalance())
        self.facts.remember(postings)
        self.facts.documents[first.kind, first.document_no] = PostedDocument(
            first.kind, first.document_no, first.document_ref, first.document_date, first.customer_no, ""
        )
        self.posted[first.document_no] = postings

    def balance(self, kind: str, document_no: str, line_no: int = 1) -> LineBalance:
        """What has become of a line."""
        return self.facts.lines[LineKey(kind, document_no, line_no)].balance


def check_documents(text: str, known: Facts | None = None, book: Book | None = None) -> Book:
    """Enter the papers of a text table and compare the problems with those beside the rows.

    Columns: document, then any fields of head and line, then ``| problem``. Rows of one document follow
    each other. A blank cell is written ``.``; ``refers_to`` is the source document. Given a book, they are
    entered after those that are in it.
    """
    book = book or Book(known)
    header, *rows = [line for line in dedent(text).splitlines() if line.strip()]
    names = header.split("|")[0].split()
    starts = [header.index(name) for name in names] + [header.index("|")]
    parsed = [_row(line, names, starts) for line in rows]
    for document_no, group in groupby(parsed, key=lambda row: row[0]["document"]):
        lines = list(group)
        problems = book.enter(_paper(document_no, [values for values, _ in lines]))
        expected = sorted(code for _, codes in lines for code in codes)
        found = sorted({(problem.code, problem.place.line_no) for problem in problems})
        assert sorted(code for code, _ in found) == expected, f"{document_no}: {problems}"
    return book


def _row(line: str, names: list[str], starts: list[int]) -> tuple[dict[str, str], list[str]]:
    bar = line.index("|")
    cells = [line[start:end] if end < starts[-1] else line[start:bar] for start, end in pairwise(starts)]
    values = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
    return {name: value for name, value in values.items() if value not in ("", ".")}, line[bar + 1 :].split()


def _paper(document_no: str, rows: list[dict[str, str]]) -> Paper:
    kind = KINDS[document_no[:2]]
    model = PAPERS[kind]
    head_names = set(model.model_fields) - {"lines"}
    head = {name: value for row in rows for name, value in row.items() if name in head_names}
    head = {"document_no": document_no, "document_date": TODAY, "customer_no": "C-1"} | head
    if kind in FROM_SOURCE and not any("customer_no" in row for row in rows):
        head.pop("customer_no")
    return model.model_validate(head | {"lines": tuple(_lines(model.line_model, rows))})


def _lines(model: type[PaperLine], rows: list[dict[str, str]]) -> Iterator[PaperLine]:
    for number, row in enumerate(rows, start=1):
        renamed = {
            "item": "product_no",
            "refers_to": "source_no",
            "price": "unit_price",
            "discount": "discount_percent",
            "line": "source_line_no",
            "net": "entered_net_amount",
            "cost": "unit_cost",
            "warehouse": "warehouse_code",
            "to": "to_warehouse_code",
            "refused": "refused_quantity",
            "signed": "signed_quantity",
        }
        values = {renamed.get(name, name): value for name, value in row.items()}
        fields = {name: value for name, value in values.items() if name in model.model_fields}
        yield model.model_validate({"line_no": number, **fields})
