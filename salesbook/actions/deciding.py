"""What becomes of each document of a sheet: post it, say it is there already, or say what is wrong.

Works on models and facts alone. ``actions.posting`` gathers before and applies after.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from salesbook.actions.ageing import Age
from salesbook.appraisal.incidents import IncidentRecord, price_cut_incident
from salesbook.appraisal.register_records import CriterionRecord
from salesbook.documents import (
    credit_note,
    delivery_note,
    dispute,
    dunning,
    master_data,
    payment,
    pick_list,
    quotation,
    return_request,
    sales_invoice,
    sales_order,
    sales_return,
    sign_off,
    stock_movement,
)
from salesbook.documents.approval import Approval, as_typed, granted, grounds_of
from salesbook.documents.authority import overridden_cuts
from salesbook.documents.credit import credit_left
from salesbook.documents.exchange import in_currency_of
from salesbook.documents.facts import Facts, PostedDocument
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.paper import Paper
from salesbook.documents.pay_first import is_pay_first
from salesbook.documents.posting import Posting, canonical_json, details_of
from salesbook.documents.record import FROM_THE_BEGINNING, Record
from salesbook.documents.revision import Revision, revise
from salesbook.ledger.history import History, Versions
from salesbook.problems import Place, Problem, has_errors
from salesbook.sheets.reading import ReadDocument
from salesbook.units import plain

Outcome = Literal["ready", "posted", "already", "waiting", "refused", "held", "hidden"]


class PaperRules(NamedTuple):
    """The three functions every kind of paper offers."""

    complete: Callable[[Any, Facts], Paper]
    check: Callable[[Any, Facts], list[Problem]]
    postings: Callable[[Any], list[Posting]]


PAPER_RULES: dict[str, PaperRules] = {
    "quotation": PaperRules(quotation.complete, quotation.check, quotation.postings),
    "sales_order": PaperRules(sales_order.complete, sales_order.check, sales_order.postings),
    "pick_list": PaperRules(pick_list.complete, pick_list.check, pick_list.postings),
    "delivery_note": PaperRules(delivery_note.complete, delivery_note.check, delivery_note.postings),
    "sales_invoice": PaperRules(sales_invoice.complete, sales_invoice.check, sales_invoice.postings),
    "sign_off": PaperRules(sign_off.complete, sign_off.check, sign_off.postings),
    "return_request": PaperRules(return_request.complete, return_request.check, return_request.postings),
    "sales_return": PaperRules(sales_return.complete, sales_return.check, sales_return.postings),
    "credit_note": PaperRules(credit_note.complete, credit_note.check, credit_note.postings),
    "payment": PaperRules(payment.complete, payment.check, payment.postings),
    "stock_movement": PaperRules(stock_movement.complete, stock_movement.check, stock_movement.postings),
}


CASE_RULES: Mapping[str, Callable[[Any, Facts, Any], list[Problem]]] = {
    "dispute": dispute.check,
    "dunning_hold": dunning.check_hold,
}
"""What must hold beside this for records about papers, given all versions of their kind before them."""


@dataclass
class Decision:
    """What becomes of one document.

    Attributes:
        document_no: Of a document that is in the ledger, or gets its number at storing; of one that waits for an
            approval, the number of the request.
        postings: To be stored when the outcome is ``ready``, or when it is ``waiting`` and nobody has asked yet; of
            a document that is there already, its lines.
        posted: The document found in the ledger, when it was there already.
        agreed: Of a revision, every line as it stands afterwards.
        credit_left: Of the customer after this document, or without it when it is not posted; ``None`` without a
            limit.
        incident: Of a document that was forced through, what is reported with it; of the report itself, what it says.
        about: Of a report, the document it is about, whose number it gets.
        entry: Of a record: the posting of the version that its row agrees with.
    """

    document: ReadDocument
    outcome: Outcome
    problems: list[Problem] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    posting_id: str = ""
    document_no: str = ""
    posted: PostedDocument | None = None
    agreed: list[Posting] = field(default_factory=list)
    credit_left: Decimal | None = None
    incident: IncidentRecord | None = None
    about: "Decision | None" = None
    entry: int = 0


def posting_key(company_id: str, workbook_id: str, document: ReadDocument, attempt: int = 0) -> str:
    """What makes a document recognisable when Post is pressed twice.

    With a Ref: company, workbook, kind, Ref and date. Without one: the typed content instead.

    Args:
        attempt: 0, and one more for each earlier posting of the same document that was reversed.
    """
    day = document.head.get("document_date", "")
    identity: list[Any] = [company_id, workbook_id, document.kind, document.document_ref, str(day), attempt]
    if not document.document_ref:
        identity.append([document.head, document.entered])
    return hashlib.sha256(canonical_json(identity).encode()).hexdigest()


def revision_key(company_id: str, document: ReadDocument, document_no: str) -> str:
    """What makes a revision recognisable: the paper, whose number its rows need not show, and which revision."""
    identity = [company_id, document.kind, document_no, document.head.get("revision")]
    return hashlib.sha256(canonical_json(identity).encode()).hexdigest()


def decide_paper(
    document: ReadDocument,
    history: History,
    stored: PostedDocument | None,
    posting_id: str,
    double: Problem | None = None,
    asked: "Asked | None" = None,
) -> Decision:
    """Check one paper against the facts; an accepted one is remembered for those that follow.

    Args:
        stored: The document in the ledger with the same number or the same key.
        asked: The requests for approval; without them a document that needs one is refused.
        double: Says that another document of the workbook has the same key.
    """
    if not document.problems and document.model is None:
        return Decision(document, "refused")
    if document.model is None:
        hidden = not has_errors(document.problems)
        is_new = stored is None and not document.document_no
        problems = document.problems + (problems_of_draft(document, history) if is_new else [])
        return Decision(document, "hidden" if hidden else "refused", problems)
    paper = document.model
    assert isinstance(paper, Paper)
    facts = in_currency_of(paper, history.facts_on(paper.document_date))
    if document.document_no and stored is None:
        unknown = Problem("unknown-document-no", Place("document_no"), {"code": document.document_no})
        return Decision(document, "refused", [*document.problems, unknown])
    if stored is not None and isinstance(paper, GoodsPaper) and paper.revision and not stored.reversed_by:
        current = facts.revisions.get(stored.document_no, 1)
        if paper.revision == current + 1:
            return _revise(document, stored, history, posting_id, asked)
        if paper.revision != current:
            values = {"document": stored.document_no, "current": str(current), "found": str(paper.revision)}
            refusal = Problem("revision-not-next", Place("revision"), values)
            return Decision(document, "refused", [*document.problems, refusal])
    if stored is not None:
        return _compare(document, stored, facts)
    rules = PAPER_RULES[document.kind]
    completed = rules.complete(paper, facts)
    problems = document.problems + ([double] if double else []) + rules.check(completed, facts)
    postings = [] if has_errors(problems) else rules.postings(completed)
    needs_approval = any(problem.severity == "approval" for problem in problems)
    if needs_approval and postings and asked is not None:
        waiting = asked.decide(document, problems, postings, posting_id)
        return replace(waiting, credit_left=credit_left(completed.customer_no, facts))
    if not postings or needs_approval:
        return Decision(document, "refused", problems, credit_left=credit_left(completed.customer_no, facts))
    history.base.remember(postings)
    left, incident = credit_left(completed.customer_no, facts), _incident(completed, facts)
    return Decision(document, "ready", problems, postings, posting_id, credit_left=left, incident=incident)


def _revise(
    document: ReadDocument, stored: PostedDocument, history: History, posting_id: str, asked: "Asked | None"
) -> Decision:
    """A posted quotation or order of which somebody wants the next revision."""
    assert isinstance(document.model, GoodsPaper)
    document.model = document.model.model_copy(update={"document_no": stored.document_no})
    document.document_no = stored.document_no
    revision = _revision(document.model, history)
    problems, postings, agreed = document.problems + revision.problems, revision.postings, revision.agreed
    number = stored.document_no
    if has_errors(problems):
        return Decision(document, "refused", problems, document_no=number, posted=stored)
    if not postings:
        return Decision(document, "already", problems, agreed, document_no=number, posted=stored)
    if any(problem.severity == "approval" for problem in problems):
        if asked is None:
            return Decision(document, "refused", problems)
        return asked.decide(document, problems, postings, posting_id)
    history.base.remember(postings)
    incident = _incident(revision.paper, history.facts_on(history.base.today)) if revision.paper else None
    return Decision(document, "ready", problems, postings, posting_id, agreed=agreed, incident=incident)


def _revision(paper: GoodsPaper, history: History) -> Revision:
    facts = history.facts_on(history.base.today)
    lines = facts.lines_of(paper.kind, paper.document_no)
    if len(paper.lines) < len(lines):
        values = {"document": paper.document_no, "stored": str(len(lines)), "found": str(len(paper.lines))}
        return Revision([Problem("revision-line-count", Place("revision"), values)], [], [])
    rules = PAPER_RULES[paper.kind]
    return revise(paper, lines, facts, rules.complete, rules.check)  # type: ignore[arg-type]


def _incident(paper: Paper, facts: Facts) -> IncidentRecord | None:
    """What is reported about a paper whose prices nobody approved."""
    cuts = overridden_cuts(paper, facts) if isinstance(paper, GoodsPaper) and paper.emergency_override else []
    return price_cut_incident(paper, cuts) if isinstance(paper, GoodsPaper) and cuts else None


def report_of(decision: Decision) -> Decision | None:
    """The report of the incident that comes with a document, to be stored with it."""
    if decision.incident is None:
        return None
    document = ReadDocument("incident", document_ref=decision.document.document_ref)
    identity = hashlib.sha256(f"incident {decision.posting_id}".encode()).hexdigest()
    incident = decision.incident
    return Decision(document, "ready", [], incident.postings(), identity, incident=incident, about=decision)


@dataclass
class Asked:
    """What was asked to be approved so far, and who asks now.

    Attributes:
        known: The newest request for each posting key.
        numbers: How many requests there are; the next one gets the next number.
    """

    known: Mapping[str, Approval]
    numbers: int
    made_by: str
    workbook: str
    workbook_id: str

    def decide(
        self, document: ReadDocument, problems: list[Problem], postings: Sequence[Posting], posting_id: str
    ) -> Decision:
        """A document that needs an approval: ask for it, unless that was done, or somebody has said no."""
        paper = document.model
        assert isinstance(paper, Paper)
        before = self.known.get(posting_id)
        if before is not None and before.asks_for(paper):
            if before.state == "rejected":
                values = {"request": before.request_no, "by": before.decided_by, "reason": before.reason}
                refusal = Problem("approval-refused", Place("document_ref"), values)
                return Decision(document, "refused", [*problems, refusal])
            if before.state == "pending":
                return Decision(document, "waiting", problems, document_no=before.request_no)
        self.numbers += 1
        approval = Approval(
            request_no=f"AP-{self.numbers:05}",
            document_kind=document.kind,
            document_ref=document.document_ref,
            customer_no=postings[0].customer_no,
            posting_key=posting_id,
            typed=as_typed(paper),
            grounds=grounds_of(problems),
            net_amount=sum((posting.net_amount for posting in postings if posting.is_in_total), Decimal(0)),
            made_by=self.made_by,
            workbook=self.workbook,
            workbook_id=self.workbook_id,
        )
        identity = hashlib.sha256(f"request {posting_id} {approval.typed} {self.numbers}".encode()).hexdigest()
        stored = approval.postings()
        if before is not None and before.state == "pending":
            # Whoever has looked at the old one must not grant the new one by its number.
            withdrawn = before.model_copy(update={"state": "withdrawn", "decided_by": self.made_by})
            stored += [posting.model_copy(update={"line_no": 2}) for posting in withdrawn.postings()]
        return Decision(document, "waiting", problems, stored, identity, approval.request_no)


def decide_approved(document: ReadDocument, history: History, approval: Approval) -> Decision:
    """Check a document once more after its approval; what was granted does not stop it."""
    paper = document.model
    assert isinstance(paper, Paper)
    facts = history.facts_on(paper.document_date)
    if isinstance(paper, GoodsPaper) and paper.revision:
        revision = _revision(paper, history)
        problems = granted(revision.problems, approval.codes)
        return Decision(document, "ready", problems, revision.postings, approval.posting_key, agreed=revision.agreed)
    rules = PAPER_RULES[document.kind]
    completed = rules.complete(paper, facts)
    problems = granted(rules.check(completed, facts), approval.codes)
    incident = _incident(completed, facts)
    return Decision(document, "ready", problems, rules.postings(completed), approval.posting_key, incident=incident)


def problems_of_draft(document: ReadDocument, history: History) -> list[Problem]:
    """What the rules find in a paper that was read in part, so that one pass tells everything.

    A rule may be wrong about a line with an unread cell, except that a code is unknown all the same.
    """
    if not isinstance(document.draft, Paper):
        return []
    unread = {(problem.place.line_no, problem.place.field) for problem in document.problems}
    unread_lines = {line_no for line_no, _ in unread}
    rules = PAPER_RULES[document.kind]
    facts = history.facts_on(document.draft.document_date)
    found = rules.check(rules.complete(document.draft, facts), facts)
    return [
        problem
        for problem in found
        if (problem.place.line_no, problem.place.field) not in unread
        and (problem.code.startswith("unknown-") or not unread_lines & {None, problem.place.line_no})
    ]


def _compare(document: ReadDocument, stored: PostedDocument, facts: Facts) -> Decision:
    """A document that is in the ledger: the same, or changed since."""
    if stored.reversed_by and document.document_no:
        problem = Problem(
            "document-reversed", Place("document_no"), {"document": stored.document_no, "reversal": stored.reversed_by}
        )
        return Decision(
            document, "refused", [*document.problems, problem], posted=stored, document_no=stored.document_no
        )
    lines = [line.posting for line in facts.lines_of(stored.kind, stored.document_no)]
    # A revision is of its own day; the paper keeps its date.
    dated = [line.model_copy(update={"document_date": stored.document_date}) for line in lines]
    problems = document.problems + changed_fields(document, dated, stored.document_no)
    outcome: Outcome = "refused" if has_errors(problems) else "already"
    return Decision(document, outcome, problems, lines, posted=stored, document_no=stored.document_no)


_STORED_AS = {
    "valid_until": "due_date", "bank_reference": "customer_reference", "amount": "net_amount",
    "movement": "purpose", "signed_quantity": "quantity",
}  # fmt: skip
TYPED_AMOUNTS = {"amount", "deposit_percent", "deposit_used", *payment.SETTLEMENTS}
_NOT_COMPARED = {"net_amount", "document_ref", "revision"}
_FILLED_IN_LATER = {"pick_list": {"picked_quantity", "substitute_no", "batch_no", "remark"}}
"""What is typed beside a paper after it was posted, for the next one."""


def changed_fields(document: ReadDocument, stored: Sequence[Posting], document_no: str) -> list[Problem]:
    """Where the typed document differs from the stored one. Blank cells differ from nothing."""
    stored = [line for line in stored if "beside" not in details_of(line)]
    if len(document.entered) != len(stored):
        values = {"document": document_no, "stored": str(len(stored)), "found": str(len(document.entered))}
        return [Problem("changed-line-count", Place("document_no"), values)]
    other_ref = document.document_ref and document.document_ref != stored[0].document_ref
    if other_ref:
        values = {"document": document_no, "stored": _shown(stored[0].document_ref), "found": document.document_ref}
        return [Problem("number-of-other-ref", Place("document_no"), values)]
    problems = []
    lines = list(zip(range(1, len(stored) + 1), document.entered, stored, strict=True))
    head = dict(document.head)
    if "remark" in head and document.entered and "remark" in document.entered[0]:
        # The remark of the head is kept on the lines that have none of their own.
        del head["remark"]
    for line_no, typed, posting in [(1, head, stored[0]), *lines]:
        for name, value in typed.items():
            if name == "source_line_no" and not posting.source_no:
                continue  # A line number says nothing without a document, and was not kept.
            before = _invoiced_from(stored, value) if name == "invoice_from" else _stored_value(posting, name, value)
            later = _FILLED_IN_LATER.get(document.kind, set())
            if name not in _NOT_COMPARED | later and value != before:
                values = {"document": document_no, "field": name, "stored": _shown(before), "found": _shown(value)}
                problems.append(Problem("changed-after-posting", Place(name, line_no), values))
    return problems


def _invoiced_from(stored: Sequence[Posting], typed: object) -> object:
    """What the goods of an order are invoiced from, which is kept with its lines; what was typed where none tells."""
    goods = {line.purpose for line in stored} & {"", "ahead"}
    if not goods or is_pay_first(stored[0]):
        return typed
    return "order" if "ahead" in goods else "delivery"


def _stored_value(posting: Posting, name: str, typed: object) -> object:
    """A value as it was typed: in the details, which hold numbers as text, where its column is none or says another."""
    kept, column = details_of(posting).get(name, ""), _STORED_AS.get(name, name)
    if not kept and hasattr(posting, column):
        return getattr(posting, column)
    if isinstance(typed, Decimal):
        return Decimal(kept or 0)
    return bool(kept) if isinstance(typed, bool) else kept


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "–" if value in ("", None) else str(value)


def decide_record(
    document: ReadDocument,
    typed: Facts,
    facts: Facts,
    versions: Versions[Record],
    today: date,
    *,
    alone: bool,
    double: Problem | None = None,
    age: Age | None = None,
) -> Decision:
    """Check one record: new, a new version, or nothing new.

    A version without a first day counts from the beginning when it is the first of its key, or when the
    sheet has several rows of that key; else it says how things are now, and counts from today.

    Args:
        typed: What is stored and everything the workbook holds, so that a row is told what is wrong with it.
        facts: The same without the rows that are refused, so that nothing refers to one of them.
        versions: What is stored, oldest first; an accepted record is added.
        alone: No other row of the sheet has the same key.
        double: Says that an earlier row of the sheet has the same key and first day, with other content.
        age: What the row does not know yet, and what it would set back.
    """
    record = document.model
    if record is None:
        hidden = not has_errors(document.problems)
        unknown = master_data.unknown_codes(document.draft, typed) if isinstance(document.draft, Record) else []
        return Decision(document, "hidden" if hidden else "refused", document.problems + unknown)
    assert isinstance(record, Record)
    problems = document.problems + (master_data.check(record, typed) or master_data.check(record, facts))
    if record.kind in CASE_RULES and not has_errors(problems):
        problems += CASE_RULES[record.kind](record, facts, versions)
    problems = [*problems, double] if double else problems
    if has_errors(problems):
        return Decision(document, "refused", problems)
    if age is not None and age.news is not None:
        outcome: Outcome = "already" if age.news.is_untouched else "refused"
        return Decision(document, outcome, [*problems, *age.problems], document_no=record.key)
    before = versions.setdefault(record.key, [])
    is_undated = record.valid_from == FROM_THE_BEGINNING and "valid_from" not in record.key_fields
    if before and is_undated and alone:
        in_force = [version for version in before if version.valid_from <= today] or before
        if in_force[-1].content() == record.content():
            entry = age.entry_of(in_force[-1]) if age else 0
            return Decision(document, "already", problems, document_no=record.key, entry=entry)
        record = record.model_copy(update={"valid_from": today})
    of_that_day = [version for version in before if version.valid_from == record.valid_from]
    # A corrected row may go back to what it once was; two rows of one day must not take turns at each Post.
    if record in (of_that_day[-1:] if alone else of_that_day):
        entry = age.entry_of(record) if age else 0
        return Decision(document, "already", problems, document_no=record.key, entry=entry)
    place = {"sheet": document.sheet, "row_number": document.rows[0]}
    postings = [posting.model_copy(update=place) for posting in record.postings()]
    identity = [record.kind, record.key, len(before), str(record.valid_from), record.content()]
    before.append(record)
    before.sort(key=lambda version: version.valid_from)
    posting_id = hashlib.sha256(canonical_json(identity).encode()).hexdigest()
    problems += age.problems if age else []
    return Decision(document, "ready", problems, postings, posting_id, record.key)


def keep_absent(document: ReadDocument, versions: Versions[Record], today: date) -> None:
    """Give a record what its sheet has no column for, as the ledger has it: an older workbook forgets nothing.

    Args:
        document: As read; its model is replaced.
        versions: What is stored, oldest first.
        today: A row without a first day takes over what is in force now, another one what counts on its first day.
    """
    record = document.model
    if not isinstance(record, Record) or not document.absent:
        return
    day = today if record.valid_from == FROM_THE_BEGINNING else record.valid_from
    in_force = [version for version in versions.get(record.key, []) if version.valid_from <= day]
    if in_force:
        kept = {name: getattr(in_force[-1], name) for name in document.absent}
        document.model = record.model_copy(update=kept)


def make_known(facts: Facts, record: Paper | Record | None) -> None:
    """Let other rows of the workbook refer to a record that is not in the ledger yet."""
    if not isinstance(record, Record):
        return
    shelves: Mapping[str, dict[str, Any]] = {
        "customer": facts.customers,
        "product": facts.products,
        "tax_code": facts.tax_codes,
        "territory": facts.territories,
        "salesperson": facts.salespeople,
        "complaint": facts.complaints,
        "payment_terms": facts.payment_terms,
        "warehouse": facts.warehouses,
        "exchange_rate": facts.exchange_rates,
    }
    if record.kind in shelves:
        shelves[record.kind][record.key] = record
    elif isinstance(record, CriterionRecord):
        facts.criterion_sources[record.criterion] = record.source
