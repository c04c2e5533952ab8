"""Make the next document: an order from a quotation, a delivery from an order, an invoice, a receipt.

The list of the next kind gets rows for exactly what is open, to be looked over, changed and posted like
anything typed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.posting import check_template_version
from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.credit_note import creditable, invoices_of_return
from salesbook.documents.deposit import order_deposit
from salesbook.documents.facts import PostedLine
from salesbook.documents.pay_first import is_pay_first, most_paid
from salesbook.documents.payment_terms import discount_offered
from salesbook.documents.posting import PaperKind, details_of
from salesbook.documents.quotation import chosen_instead
from salesbook.documents.returning import SAID
from salesbook.documents.sales_invoice import open_to_invoice
from salesbook.documents.sign_off import is_signed
from salesbook.hosts.host import CellValue, Formula, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import (
    claimable_of,
    invoices_on,
    led_to_money,
    names_behind,
    on_account_of,
    paid_of,
    picked_of,
)
from salesbook.money import ZERO
from salesbook.problems import SalesbookError, TemplateError
from salesbook.sheets.columns import LISTS
from salesbook.sheets.reading import MatchedTable, match
from salesbook.sheets.writing import row_formula, stored_as

MADE_FROM: Mapping[str, tuple[PaperKind, ...]] = {
    "sales_order": ("quotation",),
    "pick_list": ("sales_order",),
    "delivery_note": ("sales_order",),
    "sales_invoice": ("delivery_note", "sales_order"),
    "payment": ("sales_invoice",),
    "sign_off": ("delivery_note",),
    "return_request": ("delivery_note",),
    "sales_return": ("delivery_note", "return_request"),
    "credit_note": ("sales_return", "sales_invoice"),
}
"""What each kind of paper is made from; of several kinds, the usual one first."""

ONLY_WHEN_NAMED: Collection[tuple[str, PaperKind]] = {
    ("return_request", "delivery_note"), ("sales_return", "delivery_note"), ("credit_note", "sales_invoice"),
}  # fmt: skip
"""Most deliveries never come back, and most invoices are never credited; somebody has to say which."""


@dataclass(frozen=True)
class Made:
    """What was put into the list.

    Attributes:
        references: The Ref of each document made, with the document it comes from.
    """

    kind: str
    rows: int
    references: Mapping[str, str]


@dataclass(frozen=True)
class Wish:
    """A part of what is open, wanted for a reason.

    Attributes:
        most: The lines that are meant, and how much of each at most.
        document_ref: Under which the rows are entered.
        said: What the rows say beside it, by field.
    """

    most: Mapping[LineKey, Decimal]
    document_ref: str
    said: Mapping[str, Any]


def make(
    kind: str, workbook: Workbook, company: Company, sources: Sequence[str] = (), wish: Wish | None = None
) -> Made:
    """Fill the list of a kind of paper with what is open.

    Args:
        kind: One of those in ``MADE_FROM``.
        workbook: Holds the list; rows are added after the last filled one.
        company: Whose ledger is asked.
        sources: Numbers of the documents to make them from; none means all that have something open.
        wish: What of it is meant; ``None`` means all of it.

    Raises:
        SalesbookError: A number is not known, or nothing is open.
        TemplateError: The workbook has no list of this kind, or is of a later make.
    """
    matched = list_of(kind, workbook)
    if kind == "payment" and (orders := _orders_among(sources, company)):
        return _make_for_deposits(orders, matched, workbook, company)
    with company.cache() as cache:
        waiting = _waiting_lines(matched, kind)
        open_lines = {
            key: line
            for key, line in _open_lines(cache, kind, sources).items()
            if key not in waiting and not _has_expired(line, company.today)
        }
        free = _free(cache, kind, open_lines)
        open_lines = {key: line for key, line in open_lines.items() if key not in free or free[key] > 0}
        references = {
            number: next_reference(cache, kind, number)
            for number in dict.fromkeys(key.document_no for key in open_lines)
        }
        if kind == "sales_order":
            open_lines = _as_quoted(cache, open_lines)
        parts = _credited_parts(cache, open_lines) if kind == "credit_note" else _whole_parts(open_lines, kind)
    if wish:
        parts = [
            replace(part, quantity=min(part.quantity, wish.most[part.key]), said=wish.said)
            for part in parts
            if wish.most.get(part.key)
        ]
        references = dict.fromkeys(references, wish.document_ref)
    if not parts:
        raise SalesbookError("nothing-open", kind=MADE_FROM[kind][0])
    rows = [
        _values(kind, part, references[part.key.document_no], company)
        | ({"quantity": free[part.key]} if part.key in free else {})
        | dict(part.said or {})
        for part in parts
    ]
    put_rows(workbook, matched, rows, company)
    named = {part.key.document_no for part in parts}
    return Made(kind, len(rows), {reference: number for number, reference in references.items() if number in named})


@dataclass(frozen=True)
class OpenPart:
    """What one row of the list is made from.

    Attributes:
        quantity: Of the line, or the money of an invoice.
        invoice_no: Of a credit note: the invoice, where goods of one return stand on several.
        said: What the row says beside it, by field.
    """

    key: LineKey
    line: PostedLine
    quantity: Decimal
    invoice_no: str = ""
    said: Mapping[str, Any] | None = None


def _whole_parts(open_lines: Mapping[LineKey, PostedLine], kind: str) -> list[OpenPart]:
    return [OpenPart(key, line, still_open(line, kind)) for key, line in open_lines.items()]


def _credited_parts(cache: LedgerCache, open_lines: Mapping[LineKey, PostedLine]) -> list[OpenPart]:
    """What can be credited of returns and invoices: of goods that stand on several invoices, a part for each."""
    behind = {paper for line in open_lines.values() for paper in names_behind(line.posting)}
    invoices = invoices_on(cache, behind)
    numbers = {number for found in invoices.values() for number in found}
    lines = cache.lines_of([*behind, *(("sales_invoice", number) for number in numbers)])
    room = {key: line.balance.open_to_credit for key, line in lines.items() if key.kind == "sales_invoice"}
    parts = []
    for key, line in open_lines.items():
        if key.kind == "sales_invoice":
            parts.append(OpenPart(key, line, line.balance.open_to_credit))
            continue
        left = creditable(line, lines)
        claims = invoices_of_return(line.posting, lines, invoices)
        if not claims and left:
            parts.append(OpenPart(key, line, left))
        for claim in claims:
            claimed = LineKey("sales_invoice", claim.posting.document_no, claim.posting.line_no)
            quantity = min(left, room[claimed])
            left, room[claimed] = left - quantity, room[claimed] - quantity
            if quantity:
                parts.append(OpenPart(key, line, quantity, claim.posting.document_no if len(claims) > 1 else ""))
    return parts


def _free(cache: LedgerCache, kind: str, lines: Mapping[LineKey, PostedLine]) -> dict[LineKey, Decimal]:
    """Of the lines of which less may be taken than is open: how much.

    Some is picked already, some is not paid yet, some goods were sent in the place of others that are invoiced.
    """
    if kind == "sales_invoice":
        return _unclaimed(cache, lines)
    if kind not in ("pick_list", "delivery_note"):
        return {}
    paid = paid_of(cache, lines.values())
    free = {
        key: most_paid(line.balance, paid.get(key, ZERO)) for key, line in lines.items() if is_pay_first(line.posting)
    }
    if kind == "pick_list":
        picked = picked_of(cache, {key.document_no for key in lines})
        open_now = {key: free.get(key, still_open(line, kind)) for key, line in lines.items()}
        free = {key: quantity - picked.get(key, ZERO) for key, quantity in open_now.items()}
    return free


def _unclaimed(cache: LedgerCache, lines: Mapping[LineKey, PostedLine]) -> dict[LineKey, Decimal]:
    """Of delivered goods that replace others, what is not claimed yet; the earliest delivery has it first."""
    orders = {("sales_order", line.posting.order_no) for line in lines.values() if line.posting.order_no}
    left = claimable_of(cache, cache.lines_of(orders))
    free = {}
    for key, line in lines.items():
        order = LineKey("sales_order", line.posting.order_no, line.posting.order_line_no or 0)
        if order in left:
            free[key] = min(left[order], still_open(line, "sales_invoice"))
            left[order] -= free[key]
    return free


def _orders_among(sources: Sequence[str], company: Company) -> list[str]:
    with company.cache() as cache:
        known = cache.documents(("sales_order", number) for number in sources)
    return [number for number in sources if ("sales_order", number) in known]


def _make_for_deposits(orders: Sequence[str], matched: MatchedTable, workbook: Workbook, company: Company) -> Made:
    """A receipt for each order: of the deposit that it demands and still misses, else of what is left released."""
    rows: list[Mapping[str, Any]] = []
    references = {}
    decimals = company.settings.rules.decimals
    with company.cache() as cache:
        for order_no in orders:
            whole = next(iter(cache.wholes([("sales_order", order_no)]).values()))
            lines = [line for _, line in sorted(cache.lines_of([("sales_order", order_no)]).items())]
            deposit = order_deposit(lines, whole.balance, led_to_money(cache, order_no), decimals)
            reference = next_reference(cache, "payment", order_no)
            posting = whole.posting
            head = {"document_ref": reference, "document_date": company.today, "customer_no": posting.customer_no}
            head |= {"currency": posting.currency}
            is_done = all(not line.balance.open_to_deliver and line.balance.open_to_invoice <= 0 for line in lines)
            typed: list[dict[str, Any]] = []
            if deposit.missing:
                typed = [{"source_no": order_no, "amount": deposit.missing}]
            elif deposit.left and is_done:
                typed = [{"source_no": order_no, "amount": -deposit.left}, {"amount": deposit.left}]
            rows += [head | row for row in typed]
            if typed:
                references[reference] = order_no
    if not rows:
        raise SalesbookError("no-deposit-to-enter", orders=", ".join(orders))
    put_rows(workbook, matched, rows, company)
    return Made("payment", len(rows), references)


def make_from_account(workbook: Workbook, company: Company, customers: Sequence[str] = ()) -> Made:
    """Fill the list of receipts with the use of what lies on account: oldest due invoices first.

    Each customer gets one receipt whose first row takes the money from the account and whose others pay
    invoices with it, so that the receipt adds up to nothing.

    Args:
        workbook: Holds the list.
        company: Whose ledger is asked.
        customers: Whose money; none means all that have some and owe something.

    Raises:
        SalesbookError: No customer has both.
        TemplateError: The workbook has no list of receipts, or is of a later make.
    """
    matched = list_of("payment", workbook)
    with company.cache() as cache:
        owed: dict[tuple[str, str], list[PostedLine]] = {}
        for line in cache.open_invoices(customers or None).values():
            owed.setdefault((line.posting.customer_no, line.posting.currency), []).append(line)
        there = on_account_of(cache, {customer for customer, _ in owed})
    rows: list[Mapping[str, Any]] = []
    references = {}
    for (customer, currency), invoices in sorted(owed.items()):
        left = there.get((customer, currency), ZERO)
        if left <= 0:
            continue
        head = {"document_ref": f"{customer}/{company.today:%y%m%d}", "document_date": company.today}
        head |= {"customer_no": customer, "currency": currency}
        used = min(left, sum((line.balance.open_amount for line in invoices), ZERO))
        rows.append(head | {"amount": -used})
        for line in sorted(invoices, key=lambda line: (line.posting.due_date or date.max, line.posting.document_no)):
            if amount := min(used, line.balance.open_amount):
                rows.append(head | {"source_no": line.posting.document_no, "amount": amount})
                used -= amount
        references[str(head["document_ref"])] = customer
    if not rows:
        raise SalesbookError("nothing-on-account")
    put_rows(workbook, matched, rows, company)
    return Made("payment", len(rows), references)


def list_of(kind: str, workbook: Workbook) -> MatchedTable:
    """The list of a kind of paper.

    Raises:
        TemplateError: The workbook has none, or is of a later make.
    """
    check_template_version(workbook)
    table = LISTS[kind]
    if table.name not in workbook.table_names():
        raise TemplateError(
            "table-missing", table=table.name, workbook=workbook.label, found=", ".join(workbook.table_names())
        )
    matched = match(workbook.read_table(table.name), table)
    workbook.ensure_can_save()
    return matched


def put_rows(workbook: Workbook, matched: MatchedTable, rows: Sequence[Mapping[str, Any]], company: Company) -> None:
    """Add rows, given by the names of their fields, to a list, and save the workbook."""
    workbook.append_rows(matched.table.name, [_cells(matched, values, company) for values in rows])
    workbook.save()


def _as_quoted(cache: LedgerCache, lines: Mapping[LineKey, PostedLine]) -> dict[LineKey, PostedLine]:
    """Of quotations what is part of the total: alternatives and options are for a person to choose."""
    quoted = cache.lines_of({(key.kind, key.document_no) for key in lines})
    given_up = {
        (number, line_no)
        for number in {key.document_no for key in lines}
        for line_no in chosen_instead(line for key, line in quoted.items() if key.document_no == number)
    }
    return {
        key: line
        for key, line in lines.items()
        if line.posting.is_in_total and (key.document_no, key.line_no) not in given_up
    }


def _waiting_lines(matched: MatchedTable, kind: str) -> set[LineKey]:
    """Lines that rows of the list were made from and that are not posted yet: pressing twice adds nothing."""
    source, number, line = (matched.columns.get(name) for name in ("source_no", "document_no", "source_line_no"))
    if source is None or number is None or (line is None and kind != "payment"):
        return set()
    rows = (
        (row.values[source], AS_A_WHOLE if line is None else row.values[line], row.values[number])
        for row in matched.block.rows
    )
    return {
        LineKey(source_kind, str(document_no), int(line_no))
        for document_no, line_no, posted_as in rows
        for source_kind in MADE_FROM[kind]
        if document_no and not posted_as and isinstance(line_no, int | float | Decimal)
    }


def _has_expired(line: PostedLine, today: date) -> bool:
    """Whether a quotation may no longer be ordered from."""
    valid_until = line.posting.due_date
    return line.posting.kind == "quotation" and valid_until is not None and valid_until < today


def next_reference(cache: LedgerCache, kind: str, number: str) -> str:
    """A Ref that no earlier document made from this one has."""
    earlier = sum(document.kind == kind for document in cache.made_from(number))
    return f"{number}/{earlier + 1}"


def _open_lines(cache: LedgerCache, kind: str, sources: Sequence[str]) -> dict[LineKey, PostedLine]:
    """What a kind of paper can be made from: all that is open, or these documents in their order."""
    if not sources:
        found = [_all_open(cache, kind, source_kind) for source_kind in MADE_FROM[kind]]
        return {key: line for lines in found for key, line in lines.items()}
    documents = cache.documents((source_kind, number) for source_kind in MADE_FROM[kind] for number in sources)
    known = {number for _, number in documents}
    for number in sources:
        if number not in known:
            raise SalesbookError("document-not-found", document=number)
    # Invoices are paid as a whole.
    lines = cache.invoices(sources) if kind == "payment" else cache.lines_of(documents)
    return {
        key: lines[key]
        for key in sorted(lines, key=lambda key: (sources.index(key[1]), key[2]))
        if still_open(lines[key], kind) > 0
    }


def _all_open(cache: LedgerCache, kind: str, source_kind: PaperKind) -> dict[LineKey, PostedLine]:
    if (kind, source_kind) in ONLY_WHEN_NAMED:
        return {}
    if source_kind == "sales_invoice":
        return cache.open_invoices()
    if (kind, source_kind) == ("sales_invoice", "sales_order"):
        return cache.ahead_lines()
    return {key: line for key, line in cache.open_lines(source_kind).items() if still_open(line, kind) > 0}


def still_open(line: PostedLine, kind: str) -> Decimal:
    """What a kind of paper may still take: a quantity of a line, the money of an invoice."""
    balance, source_kind = line.balance, line.posting.kind
    if kind == "sales_invoice":
        is_ahead = bool(line.posting.purpose)
        return open_to_invoice(line) if is_ahead == (source_kind == "sales_order") else ZERO
    if kind == "sign_off":
        return ZERO if is_signed(balance) else balance.quantity
    if kind in ("return_request", "sales_return"):
        return balance.returnable if source_kind == "delivery_note" else balance.open_to_receive
    if kind == "credit_note":
        return ZERO if source_kind == "sales_return" and line.posting.purpose else balance.open_to_credit
    if kind in ("pick_list", "delivery_note") and line.posting.purpose == "service":
        return ZERO
    return {
        "quotation": balance.open_to_order,
        "sales_order": balance.open_to_deliver,
        "sales_invoice": balance.open_amount,
    }.get(source_kind, ZERO)


def _values(kind: str, part: OpenPart, reference: str, company: Company) -> dict[str, Any]:
    key, posting = part.key, part.line.posting
    discount = discount_offered(part.line, company.today) if kind == "payment" else ZERO
    said = details_of(posting) if posting.kind in ("return_request", "sales_return") else {}
    return {name: said[name] for name in SAID if name in said} | {
        "document_ref": reference,
        "document_date": company.today,
        "customer_no": posting.customer_no,
        "salesperson_no": posting.salesperson_no,
        "territory_code": posting.territory_code,
        "source_no": key.document_no,
        "source_line_no": key.line_no,
        "product_no": posting.product_no,
        "description": posting.description,
        "quantity": part.quantity,
        "amount": part.quantity - discount if kind == "payment" else None,
        "discount_taken": discount,
        "invoice_no": part.invoice_no,
        "unit": posting.unit,
        "unit_price": posting.unit_price,
        "discount_percent": posting.discount_percent or None,
        "tax_code": posting.tax_code,
        "due_date": None if kind == "sales_invoice" else posting.due_date,
    }


def _cells(matched: MatchedTable, values: Mapping[str, Any], company: Company) -> list[CellValue | Formula]:
    row: list[CellValue | Formula] = [None] * len(matched.block.headers)
    for field in matched.table.fields:
        offset = matched.columns.get(field.name)
        if offset is None:
            continue
        if field.formula:
            if formula := row_formula(matched, field.name, company.settings.rules):
                row[offset] = Formula(formula)
        elif not field.written:
            number_format = matched.block.rows[0].format_of(offset) if matched.block.rows else "General"
            row[offset] = stored_as(values.get(field.name) or None, number_format, field.type)
    return row
