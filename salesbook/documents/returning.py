"""What return requests and returns have in common: what may come back, and who has to agree (退貨, DOMAIN 6)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar, Literal, TypeVar

from salesbook.documents.balances import LineKey
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.goods import (
    GoodsLine,
    GoodsPaper,
    check_paper,
    check_sources,
    source_line,
    take_over,
    with_amounts,
)
from salesbook.documents.paper import Paper, PaperLine, fill_head, problem, source_kind_of
from salesbook.documents.posting import Posting, details_of
from salesbook.documents.quotation import fill_from_product
from salesbook.money import ZERO, unit_of
from salesbook.problems import Problem

Disposition = Literal["", "restock", "repair", "scrap"]
Settlement = Literal["", "credit", "replace", "no_credit"]

PURPOSES: Mapping[str, str] = {"credit": "", "replace": "replace", "no_credit": "no_credit"}
"""The purpose under which a settlement counts."""

SAID = ("reason", "disposition", "settlement")
"""What a return says about each line and no column of the ledger holds."""


class ReturnLine(GoodsLine):
    """Goods that are to come back, or have.

    Attributes:
        disposition: What becomes of the goods; blank is that of the request, else back to stock.
        settlement: What the customer gets for them; blank is that of the request, else a credit note.
        refunded_amount: What the sheet says was given back, where it has no price; compared, never taken over.
        warehouse_code: Where the goods lie now: where they came from.
        stock_quantity: Computed: what the stock gains.
        cost_amount: Computed: what the value of the stock gains, at the cost of the delivery.
    """

    reason: str = ""
    disposition: Disposition = ""
    settlement: Settlement = ""
    refunded_amount: Decimal | None = None
    warehouse_code: str = ""
    stock_quantity: Decimal = ZERO
    cost_amount: Decimal = ZERO


class ReturnPaper(GoodsPaper):
    """A return request or a return."""

    line_model: ClassVar[type[PaperLine]] = ReturnLine
    lines: tuple[ReturnLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """Reason, disposition and settlement besides the rest."""
        return super().details(line) | said_of(line, SAID)


AnyReturn = TypeVar("AnyReturn", bound=ReturnPaper)


def complete_return(paper: AnyReturn, facts: Facts) -> AnyReturn:
    """Fill each line from the delivery or request it names; without one, from the product, except its price."""
    sources = [source_line(paper, line, facts) for line in paper.lines]
    paper = fill_head(paper, facts)
    lines = [_completed(paper, line, source, facts) for line, source in zip(paper.lines, sources, strict=True)]
    return with_amounts(paper.with_lines(lines), facts)


def _completed(paper: ReturnPaper, line: ReturnLine, source: PostedLine | None, facts: Facts) -> GoodsLine:
    said = details_of(source.posting) if source else {}
    settlement = line.settlement or said.get("settlement", "credit")
    filled: dict[str, object] = {
        "reason": line.reason or said.get("reason", ""),
        "disposition": line.disposition or said.get("disposition", "restock"),
        "settlement": settlement,
        "purpose": PURPOSES[settlement],
        "source_kind": named_kind(paper, line, facts),
        "due_date": None,
    }
    if source:
        return take_over(line, source, facts).model_copy(update=filled)
    if not line.source_no:
        # Nobody knows what was paid for these goods, so the price list has nothing to say about it.
        known = fill_from_product(paper, line, facts)
        filled |= {"unit_price": line.unit_price, "price_reason": "typed"}
        return known.model_copy(update=filled)
    return line.model_copy(update=filled)


def named_kind(paper: Paper, line: PaperLine, facts: Facts) -> str:
    """The kind of the document that a line names, blank for the usual one, as the ledger keeps it."""
    if not line.source_no:
        return ""
    kind = source_kind_of(paper, line.source_no, facts)
    return "" if kind == paper.source_kinds[0] else kind


def said_of(line: GoodsLine, names: Sequence[str]) -> dict[str, object]:
    """What a line says in these fields, which have no column in the ledger; blank ones are left out."""
    return {name: said for name in names if (said := getattr(line, name))}


def check_return(paper: ReturnPaper, facts: Facts) -> list[Problem]:
    """What stops a request or a return, approvals aside."""
    return [
        *from_blocked_customers_too([*check_paper(paper, facts), *check_sources(paper, facts, required=False)]),
        *check_reasons(paper.lines),
        *_check_typed_prices(paper),
        *_check_returnable(paper, facts),
        *_check_dates(paper, facts),
        *_check_refunded_amounts(paper, facts),
    ]


def from_blocked_customers_too(problems: Sequence[Problem]) -> list[Problem]:
    """A customer who may buy no more still sends goods back, and must get what he is owed."""
    return [replace(found, severity="warning") if found.code == "customer-blocked" else found for found in problems]


def check_reasons(lines: Sequence[ReturnLine]) -> list[Problem]:
    """Nothing comes back without a reason."""
    return [problem("missing", "reason", line) for line in lines if not line.reason]


def _check_typed_prices(paper: ReturnPaper) -> list[Problem]:
    return [
        problem("return-price-missing", "unit_price", line, product=line.product_no)
        for line in paper.lines
        if not line.source_no and line.product_no and line.unit_price is None
    ]


def delivery_behind(line: GoodsLine | Posting, facts: Facts) -> PostedLine | None:
    """The delivery line behind a line, if it names one."""
    if not line.delivery_no:
        return None
    return facts.lines.get(LineKey("delivery_note", line.delivery_no, line.delivery_line_no or 0))


def _check_returnable(paper: ReturnPaper, facts: Facts) -> list[Problem]:
    """Rows of one delivery line are added up first (field case FC-return-01)."""
    rows: dict[LineKey, list[ReturnLine]] = defaultdict(list)
    for line in paper.lines:
        if delivery_behind(line, facts):
            rows[LineKey("delivery_note", line.delivery_no, line.delivery_line_no or 0)].append(line)
    problems = []
    for key, lines in rows.items():
        balance = facts.lines[key].balance
        entered = sum((line.quantity for line in lines), ZERO)
        if entered > balance.returnable:
            problems.append(
                problem(
                    "return-exceeds-delivery", "quantity", lines[-1], quantity=entered, delivery=key.document_no,
                    line=key.line_no, product=lines[0].product_no, delivered=balance.quantity,
                    returned=balance.come_back, refused=balance.refused or "", open=balance.returnable,
                )
            )  # fmt: skip
    return problems


def _check_dates(paper: ReturnPaper, facts: Facts) -> list[Problem]:
    notes = [(line, note) for line in paper.lines if (note := delivery_behind(line, facts))]
    orders = {line.order_no: line for line, _ in notes}
    too_early = [
        problem("return-before-order", "document_date", line, date=paper.document_date, order=number, ordered=day)
        for number, line in orders.items()
        if (order := facts.documents.get(("sales_order", number)))
        and paper.document_date < (day := order.document_date)
    ]
    return too_early or [
        problem(
            "return-before-delivery", "document_date", line, warning=True, date=paper.document_date,
            delivery=line.delivery_no, delivered=note.posting.document_date,
        )
        for line, note in notes
        if paper.document_date < note.posting.document_date
    ]  # fmt: skip


def _check_refunded_amounts(paper: ReturnPaper, facts: Facts) -> list[Problem]:
    """A return counts what the delivery agreed. What was given back may differ by rounding, and by no more."""
    problems = []
    for line in paper.lines:
        if line.refunded_amount is None or line.net_amount is None or line.unit_price is None:
            continue
        computed = line.net_amount + (line.tax_amount if line.tax_included else ZERO)
        apart = abs(line.refunded_amount - computed)
        if apart:
            is_rounding = apart <= unit_of(facts.rules.decimals)
            code = "refund-rounded" if is_rounding else "refund-differs"
            problems.append(
                problem(
                    code, "net_amount", line, warning=is_rounding, refunded=line.refunded_amount, computed=computed,
                    quantity=line.quantity, product=line.product_no,
                )
            )  # fmt: skip
    return problems


def check_agreed(paper: ReturnPaper, lines: Sequence[ReturnLine], facts: Facts) -> list[Problem]:
    """Who has to agree to what comes back: each kind of approval is asked for once, at the first line that needs it.

    Within the window it is the manager, after it the owner, and without a delivery somebody who believes it.
    """
    strength = facts.rules.return_check
    if strength == "none":
        return []
    asked: dict[str, Problem] = {}
    warning = strength == "warn"
    window = facts.rules.return_window_days
    for line in lines:
        note = delivery_behind(line, facts)
        if note is not None:
            days = (paper.document_date - note.posting.document_date).days
            code = "return-within-window" if days <= window else "return-after-window"
            found = problem(
                code, "source_no", line, warning=warning, approval=not warning, delivery=line.delivery_no,
                delivered=note.posting.document_date, days=days, window=window,
            )  # fmt: skip
        elif not line.source_no:
            code = "return-without-delivery"
            found = problem(
                code, "source_no", line, warning=warning, approval=not warning, product=line.product_no,
                quantity=line.quantity, customer=paper.customer_no,
            )  # fmt: skip
        else:
            continue
        asked.setdefault(code, found)
    return list(asked.values())


def into_stock(line: GoodsLine) -> dict[str, object]:
    """The columns of the ledger that say what a stock gains."""
    return {name: getattr(line, name) for name in ("warehouse_code", "stock_quantity", "cost_amount")}


def value_of(posting: Posting, quantity: Decimal) -> tuple[Decimal, Decimal]:
    """Net amount and tax of a part of a posted line, not rounded yet."""
    share = quantity / posting.quantity if posting.quantity else ZERO
    return posting.net_amount * share, posting.tax_amount * share
