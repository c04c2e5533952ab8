"""Revisions: an issued quotation or a confirmed order is changed under its own number (修訂・訂單變更).

Nothing posted is edited. A revision is a document of its own, such as ``SO-2026-00012-R2``: it takes back each line
that changes and puts the new one in its place. What has been delivered, ordered or invoiced already is protected.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from salesbook.documents.balances import REVISED_BY, LineBalance
from salesbook.documents.credit import check_credit
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import GoodsLine, GoodsPaper, paper_postings
from salesbook.documents.paper import problem
from salesbook.documents.posting import PaperKind, Posting, detail, details_of, mirrored
from salesbook.money import ZERO
from salesbook.problems import Problem

REVISION_OF: Mapping[str, PaperKind] = {"quotation": "quotation_revision", "sales_order": "order_change"}

AnyGoodsPaper = TypeVar("AnyGoodsPaper", bound=GoodsPaper)


class Revision(NamedTuple):
    """What comes of a changed paper.

    Attributes:
        postings: What is stored; nothing when nothing changes.
        agreed: Every line as it stands afterwards.
        paper: As it stands afterwards, completed; ``None`` when nothing changes.
    """

    problems: list[Problem]
    postings: list[Posting]
    agreed: list[Posting]
    paper: GoodsPaper | None = None


def revise(
    paper: AnyGoodsPaper,
    stored: Sequence[PostedLine],
    facts: Facts,
    complete: Callable[[AnyGoodsPaper, Facts], AnyGoodsPaper],
    check: Callable[[AnyGoodsPaper, Facts], list[Problem]],
) -> Revision:
    """Work out the next revision of a paper that is posted.

    Args:
        paper: As it shall be, with the number it has and the revision it becomes. What a row leaves blank stays as
            agreed; a quantity of 0 takes a line out; rows after the known ones are new lines.
        stored: Its lines as they stand.
        facts: What may be known; the revision is dated today.
        complete: Of this kind of paper, and so is ``check``.
    """
    assert paper.revision is not None
    revised = complete(_filled(paper, stored, facts), facts)
    lines = paper_postings(revised)
    changed = [
        (old, new)
        for old, new in zip([*(line.posting for line in stored), *[None] * len(lines)], lines, strict=False)
        if old is None or _terms(old) != _terms(new)
    ]
    number = f"{paper.document_no}-R{paper.revision}"
    postings = [
        posting.model_copy(update={"line_no": line_no})
        for line_no, posting in enumerate(
            (posting for old, new in changed for posting in _pair(old, new, number, paper.revision)), start=1
        )
    ]
    agreed = [line.model_copy(update={"revision": paper.revision}) for line in lines]
    if not postings:
        nothing = problem("revision-changes-nothing", "revision", warning=True, document=paper.document_no)
        return Revision([nothing], [], agreed)
    problems = [found for found in check(revised, facts) if found.code not in _SAID_AT_FIRST]
    problems += [found for line, new in zip(stored, revised.lines, strict=False) for found in _protected(line, new)]
    problems += check_credit(revised, facts, postings)
    return Revision(problems, postings, agreed, revised)


_SAID_AT_FIRST = {
    "quotation-expired", "more-than-quoted", "frame-exceeded", "customer-reference-used", "credit-limit-exceeded",
    "credit-without-limit", "credit-overdue",
}  # fmt: skip
"""What was judged when the paper was new, or is judged of the change alone."""


def _filled(paper: AnyGoodsPaper, stored: Sequence[PostedLine], facts: Facts) -> AnyGoodsPaper:
    """The paper as it shall be."""
    first = stored[0].posting
    known = [line.posting for line in stored] + [None] * len(paper.lines)
    lines = [line if old is None else _kept(line, old) for line, old in zip(paper.lines, known, strict=False)]
    head = {
        name: getattr(paper, name) or getattr(first, name)
        for name in ("customer_no", "salesperson_no", "territory_code", "currency", "customer_reference")
    }
    if paper.kind == "quotation":
        head["valid_until"] = paper.valid_until or first.due_date
    for name in ("head_discount_percent", "head_discount_amount"):
        kept = detail(first, name)
        head[name] = getattr(paper, name) if getattr(paper, name) is not None or not kept else Decimal(kept)
    head |= _kept_ways(paper, [line.posting for line in stored])
    revised: AnyGoodsPaper = type(paper).model_validate(
        paper.with_lines(lines, document_date=facts.today, **head).model_dump()
    )
    return revised


def _kept_ways(paper: GoodsPaper, stored: Sequence[Posting]) -> dict[str, object]:
    """How the paper is invoiced, delivered and called off, where the sheet does not say otherwise now."""
    said = details_of(stored[0])
    names = ("frame", "complete_only", "pay_first", "deposit_percent", "tax_included")
    ways = {name: getattr(paper, name) or said[name] for name in names if name in said}
    purposes = {posting.purpose for posting in stored}
    if paper.kind == "sales_order" and not purposes <= {"service"}:
        agreed = "order" if "ahead" in purposes else "delivery"
        ways["invoice_from"] = getattr(paper, "invoice_from") or agreed  # noqa: B009 - only orders have it
    if "deposit_percent" in ways:
        ways["deposit_percent"] = Decimal(ways["deposit_percent"])  # Details hold numbers as text.
    return ways


def _kept(line: GoodsLine, old: Posting) -> GoodsLine:
    """A row with what was agreed where it is blank; of another product nothing of the price stays."""
    names = ["product_no", "description", "unit", "tax_code", "source_no", "source_line_no"]
    if old.kind != "quotation":
        names.append("due_date")  # Of a quotation it says until when the whole is valid.
    if line.product_no in ("", old.product_no):
        names += ["unit_price", "discount_percent"]
    kept: dict[str, object] = {name: getattr(old, name) for name in names if getattr(line, name) in ("", None)} | {
        "order_no": old.order_no,
        "order_line_no": old.order_line_no,
    }
    if kept.get("unit_price") is not None:
        kept["price_reason"] = old.price_reason
    return line.model_copy(update=kept)


_TERMS = (
    "product_no", "quantity", "unit", "unit_price", "discount_percent", "discount_amount", "net_amount", "tax_code",
    "tax_amount", "due_date", "purpose",
)  # fmt: skip


def _terms(posting: Posting) -> list[object]:
    """What the customer has agreed to; a remark or a description is none of it."""
    return [getattr(posting, name) for name in _TERMS]


def _pair(old: Posting | None, new: Posting, number: str, revision: int) -> list[Posting]:
    """The old line taken back and the new one."""
    kind = REVISION_OF[new.kind]
    target = REVISED_BY[kind]
    named = {f"{target.names}_no": new.document_no, f"{target.names}_line_no": new.line_no}
    place = {"kind": kind, "document_no": number, "posting_date": new.posting_date, **named}
    pair = [new.model_copy(update=place | {"revision": revision})]
    if old is not None:
        back = mirrored(old).model_copy(
            update=place | {"reverses_no": "", "revision": 0, "document_ref": new.document_ref}
        )
        pair.insert(0, back)
    return pair


def _protected(line: PostedLine, new: GoodsLine) -> list[Problem]:
    """What has happened to a line is not taken back by changing it."""
    old, balance = line.posting, line.balance
    done = balance.ordered if old.kind == "quotation" else _done(line.balance, old.purpose)
    problems = []
    if new.quantity < done:
        problems.append(
            problem("revision-below-done", "quantity", new, quantity=new.quantity, product=old.product_no, done=done)
        )
    if done and new.product_no != old.product_no:
        problems.append(problem("revision-product-done", "product_no", new, product=old.product_no, done=done))
    if balance.billed and (new.unit_price, new.discount_percent) != (old.unit_price, old.discount_percent):
        problems.append(
            problem("revision-price-invoiced", "unit_price", new, product=old.product_no, invoiced=balance.billed)
        )
    return problems


def _done(balance: LineBalance, purpose: str) -> Decimal:
    sent = balance.net_sent + balance.given_up
    return max(sent, balance.billed + balance.closed) if purpose else max(sent, ZERO)
