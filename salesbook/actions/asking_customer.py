"""All that is asked about a customer on the phone, in one answer: terms, what is open, what is owed, last prices."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from salesbook.actions.asked_subject import asked_customer
from salesbook.actions.company import Company
from salesbook.actions.crediting import show_credit
from salesbook.actions.showing import document_state
from salesbook.appraisal.register_records import VisitRecord
from salesbook.documents.complaint import Complaint
from salesbook.documents.credit_sheet import CreditSheet
from salesbook.documents.customer_groups import files_of
from salesbook.documents.dispute import Dispute
from salesbook.documents.facts import PostedLine
from salesbook.documents.master_data import Customer
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.receivables import Claim, aged
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import disputed_on, linked_customers, load, valid_on
from salesbook.money import ZERO
from salesbook.sheets.columns import KIND_WORDS, Table
from salesbook.workbooks import enquiry
from salesbook.workbooks.enquiry import Answer, Fact, Said, Section, choice, in_all_languages
from salesbook.workbooks.tables import Values

LAST = 5
"""So many last prices are told."""


def ask_customer(typed: str, company: Company) -> Answer:
    """The answer about a customer, as of now; files that were merged into this one count with it.

    Raises:
        SalesbookError: There is no such customer, or what was typed fits several.
    """
    with company.cache() as cache:
        customer, found = asked_customer(typed, cache, company)
        members = files_of(customer.customer_no, valid_on(linked_customers(cache), company.today))
        waiting = cache.waiting_lines(members)
        visit = _last_visit(cache, members, company.today)
        sections = [
            Section(enquiry.OPEN_QUOTATIONS, _quotations(cache, members, company.today)),
            Section(enquiry.OPEN_ORDERS, list(_orders(cache, waiting))),
            Section(enquiry.UNINVOICED, list(_uninvoiced(waiting))),
            Section(enquiry.OPEN_INVOICES, list(_invoices(cache, members, company))),
            Section(enquiry.ON_ACCOUNT, [_on_account(line, left) for line, left in cache.money_unapplied(members)]),
            Section(enquiry.LAST_PRICES, _last_prices(cache, members)),
            Section(enquiry.OPEN_COMPLAINTS, _complaints(cache, members, company.today)),
            Section(enquiry.OPEN_DISPUTES, _disputes(cache, members, company.today)),
        ]
    credit = show_credit(customer.customer_no, company)
    return Answer(
        enquiry.CUSTOMER_TITLE, f"{customer.customer_no} {customer.name}", company.today,
        [*enquiry.head_of(customer, enquiry.HEAD_OF_CUSTOMER), *_visit_facts(visit)],
        [Section(enquiry.CREDIT, list(_credit(credit))), *sections], found,
    )  # fmt: skip


def _visit_facts(visit: VisitRecord | None) -> list[Fact]:
    return [
        Fact(enquiry.LAST_VISIT, visit.visit_date if visit else None),
        Fact(enquiry.VISITED_BY, visit.salesperson_no if visit else ""),
        Fact(enquiry.VISIT_NOTE, visit.note if visit else ""),
    ]


def _last_visit(cache: LedgerCache, members: Sequence[str], day: date) -> VisitRecord | None:
    """The newest visit of the register up to a day; without a note it is none."""
    newest = {
        key: VisitRecord.from_stored(details, first) for key, first, details in cache.records_of("visit", members)
    }
    visits = [visit for visit in newest.values() if visit.visit_date <= day and visit.note.strip()]
    return max(visits, key=lambda visit: (visit.visit_date, visit.salesperson_no), default=None)


def _credit(sheet: CreditSheet) -> Iterator[Values]:
    """The terms at each level with a limit, as the credit sheet has them."""
    for level in sheet.levels:
        standing = level.standing
        yield {
            "limit_of": level.owner.customer_no, "receivable": standing.receivable, "uninvoiced": standing.uninvoiced,
            "open_orders": standing.open_orders, "unapplied": standing.unapplied, "exposure": standing.exposure,
            "credit_limit": level.owner.credit_limit, "free": level.free,
        }  # fmt: skip


def line_values(line: PostedLine) -> dict[str, Any]:
    """What is told of a line of any paper."""
    posting = line.posting
    return {
        "document_no": posting.document_no, "line_no": posting.line_no, "document_date": posting.document_date,
        "product_no": posting.product_no, "description": posting.description, "quantity": posting.quantity,
        "unit": posting.unit, "unit_price": posting.unit_price, "discount_percent": posting.discount_percent,
        "currency": posting.currency, "due_date": posting.due_date,
    }  # fmt: skip


def shown_in(table: Table, values: Values) -> Values:
    """The values that a table has a column for, in its order."""
    return {field.name: values.get(field.name) for field in table.fields}


def _quotations(cache: LedgerCache, members: Sequence[str], day: date) -> list[Values]:
    """Lines that may still be ordered, with the state of their quotation."""
    lines = cache.open_quotations_of(members)
    numbers = {("quotation", line.posting.document_no) for line in lines}
    documents, all_lines = cache.documents(numbers), cache.lines_of(numbers)
    states = {}
    for key, document in documents.items():
        own = [line for found, line in sorted(all_lines.items()) if found.document_no == key[1]]
        states[key[1]] = document_state(document, own, None, day)
    return [
        shown_in(
            enquiry.OPEN_QUOTATIONS,
            line_values(line) | {
                "open": line.balance.open_to_order, "valid_until": line.posting.due_date,
                "state": said_state(states[line.posting.document_no]),
            },
        )
        for line in lines
    ]  # fmt: skip


def said_state(state: str) -> Said:
    """The state of a document in words."""
    return Said(state, in_all_languages(f"state-{state}"))


def _orders(cache: LedgerCache, waiting: Iterable[PostedLine]) -> Iterator[Values]:
    lines = [line for line in waiting if line.posting.kind == "sales_order"]
    holds = valid_on(load(cache, OrderHold, {line.posting.document_no for line in lines}), date.max)
    for line in lines:
        hold = holds.get(line.posting.document_no)
        more = {
            "ordered": line.balance.quantity, "open_to_deliver": to_deliver(line), "uninvoiced": not_invoiced(line),
            "state": said_state("on_hold") if hold and hold.on_hold else None,
        }  # fmt: skip
        yield shown_in(enquiry.OPEN_ORDERS, line_values(line) | more)


def to_deliver(line: PostedLine) -> Decimal | None:
    """Of an order line what is still to be delivered; a service never is."""
    return None if line.posting.purpose == "service" else line.balance.open_to_deliver


def not_invoiced(line: PostedLine) -> Decimal:
    """Of an order line what may be invoiced now: what was delivered, or straight from the order where it says so."""
    return line.balance.ahead_to_invoice if line.posting.purpose else line.balance.open_to_invoice


def _uninvoiced(waiting: Iterable[PostedLine]) -> Iterator[Values]:
    for line in waiting:
        if line.posting.kind == "delivery_note" and line.balance.uninvoiced > 0:
            more = {"uninvoiced": line.balance.uninvoiced, "order_no": line.posting.order_no}
            yield shown_in(enquiry.UNINVOICED, line_values(line) | more)


def _invoices(cache: LedgerCache, members: Sequence[str], company: Company) -> Iterator[Values]:
    """The open invoices with the days they are late, counted as the receivables count them."""
    rules, disputed = company.settings.rules, disputed_on(cache, company.today)
    for key, invoice in cache.open_invoices(members).items():
        refused = disputed.get(key.document_no, ZERO)
        claim = Claim(invoice.posting, invoice.balance, invoice.balance.open_amount)
        late = aged(claim, refused, company.today, rules.ageing_days, rules.decimals)
        more = {
            "due_date": late.due_date, "amount": invoice.balance.amount, "open_amount": invoice.balance.open_amount,
            "overdue_days": late.overdue_days, "disputed": refused or None,
        }  # fmt: skip
        yield shown_in(enquiry.OPEN_INVOICES, line_values(invoice) | more)


def _on_account(line: PostedLine, left: Decimal) -> Values:
    posting = line.posting
    kind = Said(posting.kind, KIND_WORDS[posting.kind])
    return shown_in(enquiry.ON_ACCOUNT, line_values(line) | {"kind": kind, "amount": left})


def _last_prices(cache: LedgerCache, members: Sequence[str]) -> list[Values]:
    """The products bought last, each with the price of its newest invoice."""
    lines: dict[str, PostedLine] = {}
    found = [line for member in members for line in cache.last_sold_to(member, LAST)]
    for line in sorted(found, key=lambda line: line.posting.document_date, reverse=True):
        lines.setdefault(line.posting.product_no, line)
    return [shown_in(enquiry.LAST_PRICES, line_values(line)) for line in list(lines.values())[:LAST]]


def _complaints(cache: LedgerCache, members: Sequence[str], day: date) -> list[Values]:
    keys = {key for key, _, _ in cache.records_of("complaint", members)}
    newest = [versions[-1] for versions in load(cache, Complaint, keys).values()]
    standing = [found for found in newest if found.customer_no in members and found.is_open_on(day)]
    standing.sort(key=lambda found: (found.promised_on or date.max, found.opened_on, found.complaint_no))
    return [
        shown_in(enquiry.OPEN_COMPLAINTS, found.model_dump() | {"trouble": choice(found.trouble)}) for found in standing
    ]


def _disputes(cache: LedgerCache, members: Sequence[str], day: date) -> list[Values]:
    """Refusals to pay that are not settled, whatever is open of their invoices."""
    cases = [case for case in valid_on(load(cache, Dispute), day).values() if case.is_unsettled]
    invoices = cache.documents(("sales_invoice", case.invoice) for case in cases)
    own = {number for (_, number), document in invoices.items() if document.customer_no in members}
    return [
        shown_in(
            enquiry.OPEN_DISPUTES,
            case.model_dump() | {"refusal_reason": choice(case.refusal_reason), "case_state": choice(case.case_state)},
        )
        for case in sorted(cases, key=lambda case: (case.answer_by or date.max, case.case_no))
        if case.invoice in own and case.refused_on <= day
    ]


def names_of(cache: LedgerCache, customers: Iterable[str], day: date) -> dict[str, str]:
    """Names of these customers by code."""
    return {code: file.name for code, file in valid_on(load(cache, Customer, customers), day).items()}
