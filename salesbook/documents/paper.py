"""What all papers have in common: a head, lines, what they are made from, and the checks every paper must pass.

Each kind of paper has its own file beside this one with the same four names: the model,
``complete`` (fill what the sheet left blank from the facts), ``check`` and ``postings``. What papers
about goods share beyond this stands in ``goods``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self, TypeVar

from pydantic import BaseModel

from salesbook.documents.facts import Facts
from salesbook.documents.master_data import Customer, unknown_code
from salesbook.documents.period import not_open
from salesbook.documents.posting import PaperKind, Posting
from salesbook.problems import Place, Problem, Severity
from salesbook.settings import RuleSettings, Strength
from salesbook.units import plain


class PaperLine(BaseModel, frozen=True, extra="forbid"):
    """One line as typed, whatever the paper is about.

    Attributes:
        source_no: The document the line is made from: quotation, order, delivery note; of a receipt, the invoice.
    """

    line_no: int
    source_no: str = ""
    remark: str = ""
    sheet: str = ""
    row_number: int | None = None


class Paper(BaseModel, frozen=True, extra="forbid"):
    """A document with its lines.

    Attributes:
        kind: Names the kind of paper in sheet, ledger and messages.
        source_kinds: What its lines may be made from, the usual kind first.
        needs_source: Every line must name one.
        document_no: Given at posting; filled only for a paper that was posted before.
        document_ref: The reference typed in the sheet, which groups the lines of a list.
    """

    kind: ClassVar[PaperKind]
    line_model: ClassVar[type[PaperLine]]
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ()
    needs_source: ClassVar[bool] = False
    document_no: str = ""
    document_ref: str = ""
    document_date: date
    customer_no: str = ""
    salesperson_no: str = ""
    territory_code: str = ""
    currency: str = ""
    remark: str = ""
    lines: tuple[PaperLine, ...] = ()

    def with_lines(self, lines: Iterable[PaperLine], **head: object) -> Self:
        """The same paper with other lines and other head fields."""
        return self.model_copy(update={"lines": tuple(lines), **head})


BEGINNING_KINDS: tuple[PaperKind, ...] = ("quotation", "sales_order")
"""With these business begins; the others finish what was agreed."""

AnyPaper = TypeVar("AnyPaper", bound=Paper)


def problem(
    code: str,
    field: str,
    line: PaperLine | None = None,
    /,
    *,
    warning: bool = False,
    approval: bool = False,
    strength: Strength = "block",
    **values: object,
) -> Problem:
    """A problem at a field of a line, or of the head. One that needs an approval lets the paper wait for it.

    Args:
        strength: What house policy makes of it; ``none`` is for the caller, who says nothing then.
    """
    texts = {name: plain(value) if isinstance(value, Decimal) else str(value) for name, value in values.items()}
    severity: Severity = "error"
    if warning or strength == "warn":
        severity = "warning"
    elif approval or strength == "approve":
        severity = "approval"
    return Problem(code, Place(field, line.line_no if line else None), texts, severity)


def fill_head(paper: AnyPaper, facts: Facts) -> AnyPaper:
    """Fill customer, salesperson, territory and currency from the sources, else from the customer's file."""
    origin = _first_source(paper, facts)
    customer_no = paper.customer_no or (origin.customer_no if origin else "")
    if not paper.customer_no and paper.kind in BEGINNING_KINDS:
        customer_no = facts.file_of(customer_no)
    customer = facts.customers.get(customer_no)
    salesperson_no = paper.salesperson_no or (origin or customer or paper).salesperson_no
    territory_code = paper.territory_code or (origin or customer or paper).territory_code
    return paper.model_copy(
        update={
            "currency": _currency(paper, origin, customer, facts),
            "customer_no": customer_no,
            "salesperson_no": salesperson_no,
            "territory_code": territory_code or _covered_territory(salesperson_no, paper.document_date, facts),
        }
    )


def _currency(paper: Paper, origin: Posting | None, customer: Customer | None, facts: Facts) -> str:
    """As typed, else that of what the paper is made from, else the customer's, else home currency."""
    stored = origin.currency if origin else ""
    return paper.currency or stored or (customer.currency if customer else "") or facts.rules.currency


def _first_source(paper: Paper, facts: Facts) -> Posting | None:
    """The first line of the first known document that the paper is made from."""
    for line in paper.lines:
        if line.source_no and paper.source_kinds:
            kind = source_kind_of(paper, line.source_no, facts)
            if lines := facts.lines_of(kind, line.source_no):
                return lines[0].posting
    return None


def _covered_territory(salesperson_no: str, day: date, facts: Facts) -> str:
    """The territory a person covers on a day, if it is just one."""
    held = {a.territory_code for a in facts.assignments.get(salesperson_no, []) if a.holds_on(day)}
    return held.pop() if len(held) == 1 else ""


FAR_AHEAD = timedelta(days=366)
"""A paper of a later day is more likely a slip of typing than a plan."""


def check_head(paper: Paper, facts: Facts) -> list[Problem]:
    """What must hold for the head of every paper."""
    problems = [
        *unknown_code("customer_no", paper.customer_no, facts.customers, facts),
        *unknown_code("salesperson_no", paper.salesperson_no, facts.salespeople, facts),
        *unknown_code("territory_code", paper.territory_code, facts.territories, facts),
    ]
    names_source = any(line.source_no for line in paper.lines)
    if not paper.customer_no and not takes_all_from_source(paper) and not names_source:
        problems.append(problem("missing", "customer_no"))
    elif paper.customer_no in facts.customers:
        problems += _check_standing(paper, facts.customers[paper.customer_no], facts)
    if refusal := not_open(paper.document_date, facts.open_periods):
        problems.append(Problem(refusal.code, Place("document_date"), refusal.values))
    elif paper.document_date > facts.today + FAR_AHEAD:
        ahead = {"date": str(paper.document_date), "today": str(facts.today)}
        problems.append(Problem("date-far-ahead", Place("document_date"), ahead, "warning"))
    if not paper.lines:
        problems.append(problem("no-lines", "document_no"))
    return problems


def _check_standing(paper: Paper, customer: Customer, facts: Facts) -> list[Problem]:
    """A blocked customer may still pay and send back; what a merged file was promised is still delivered."""
    into = facts.file_of(customer.customer_no)
    if into != customer.customer_no:
        is_new = paper.kind in BEGINNING_KINDS
        return [problem("customer-merged", "customer_no", warning=not is_new, customer=paper.customer_no, into=into)]
    strength = blocked_strength(paper.kind, facts.rules)
    if not customer.blocked or strength == "none":
        return []
    return [
        problem(
            "customer-blocked", "customer_no", strength=strength,
            customer=paper.customer_no, reason=customer.block_reason,
        )
    ]  # fmt: skip


def blocked_strength(kind: str, rules: RuleSettings) -> Strength:
    """What it does to a kind of paper that its customer is blocked."""
    strengths: dict[str, Strength] = {
        "quotation": rules.blocked_check_quotation,
        "sales_order": rules.blocked_check_order,
        "delivery_note": rules.blocked_check_delivery,
        "sales_invoice": rules.blocked_check_invoice,
    }
    return strengths.get(kind, "warn")


def takes_all_from_source(paper: Paper) -> bool:
    """Whether customer and products come from the sources; what is wrong with those is said at their numbers."""
    return paper.needs_source


def source_kind_of(paper: Paper, source_no: str, facts: Facts) -> PaperKind:
    """The kind of the document that a line names: the first allowed one with that number, else the usual one."""
    known = (kind for kind in paper.source_kinds if (kind, source_no) in facts.documents)
    return next(known, paper.source_kinds[0])


def check_source(paper: Paper, line: PaperLine, facts: Facts) -> list[Problem]:
    """The document that a line names must exist, still count, and be of the same customer."""
    document = facts.documents.get((source_kind_of(paper, line.source_no, facts), line.source_no))
    if document is None:
        if (paper.kind, line.source_no) in facts.open_names:
            return [facts.open_names[paper.kind, line.source_no].at(line_no=line.line_no)]
        code = f"unknown-{paper.source_kinds[0].replace('_', '-')}"
        return [problem(code, "source_no", line, code=line.source_no)]
    if document.reversed_by:
        return [problem("source-reversed", "source_no", line, code=line.source_no, reversal=document.reversed_by)]
    if facts.file_of(document.customer_no) != facts.file_of(paper.customer_no):
        return [
            problem(
                "source-of-other-customer", "source_no", line, code=line.source_no,
                source_customer=document.customer_no, customer=paper.customer_no,
            )
        ]  # fmt: skip
    first = facts.lines_of(document.kind, document.document_no)
    if first and paper.currency and first[0].posting.currency not in ("", paper.currency):
        return [
            problem(
                "source-of-other-currency", "source_no", line, code=line.source_no,
                source_currency=first[0].posting.currency, currency=paper.currency,
            )
        ]  # fmt: skip
    return []
