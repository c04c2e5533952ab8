"""How an order stands, in one look: each line from the order to the money, and all papers that belong to it."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from salesbook.actions.asked_subject import asked_order
from salesbook.actions.asking_customer import names_of, not_invoiced, said_state, to_deliver
from salesbook.actions.company import Company
from salesbook.actions.showing import ShownDocument, document_state, show, was_there
from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.facts import PostedDocument, PostedLine
from salesbook.documents.pay_first import paid_quantities
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.cutoff import EVERYTHING, Cutoff
from salesbook.money import ZERO
from salesbook.queries import LedgerQueries
from salesbook.sheets.columns import KIND_WORDS
from salesbook.workbooks import enquiry
from salesbook.workbooks.enquiry import Answer, Fact, Said, Section
from salesbook.workbooks.tables import Values

Lines = Mapping[LineKey, PostedLine]


@dataclass(frozen=True)
class Link:
    """A paper of the chain, and the one that it was reached from."""

    document: PostedDocument
    made_from: str


def ask_order(typed: str, company: Company, cutoff: Cutoff = EVERYTHING) -> Answer:
    """The answer about an order, now or as it was.

    Args:
        typed: Number of the order or of a paper that belongs to it, or the Ref it was entered under.
        company: Whose ledger is asked.
        cutoff: What counts.

    Raises:
        SalesbookError: There is no such order, it was not there yet, or what was typed fits several.
    """
    with company.cache() as cache:
        number, found = asked_order(typed, cache)
    order = show(number, company, cutoff)
    with company.cache() as cache:
        links = _as_they_were(_chain(cache, order), company, cutoff)
        lines, wholes = _lines_of(cache, links, company, cutoff)
        customer_no = order.document.customer_no
        name = names_of(cache, [customer_no], company.today).get(customer_no, "")
    invoices = [line for key, line in lines.items() if key.kind == "sales_invoice"]
    paid = paid_quantities(invoices, wholes)
    day = cutoff.as_of or company.today
    sections = [
        Section(enquiry.ORDER_LINES, [_line(line, paid) for line in order.lines]),
        Section(enquiry.CHAIN, [_paper(link, order, lines, wholes, links, company, cutoff) for link in links]),
    ]
    return Answer(enquiry.ORDER_TITLE, number, day, list(_facts(order, name)), sections, found)


def _facts(order: ShownDocument, name: str) -> Iterator[Fact]:
    first = order.lines[0].posting
    deposit = order.deposit
    values = {
        "state": said_state(order.state), "document_date": order.document.document_date,
        "customer_no": order.document.customer_no, "customer_name": name,
        "customer_reference": first.customer_reference, "salesperson_no": first.salesperson_no,
        "net_amount": order.net_amount, "tax_amount": order.tax_amount,
        "gross_amount": order.net_amount + order.tax_amount, "currency": first.currency,
        "deposit_received": deposit.received if deposit else None, "deposit_left": deposit.left if deposit else None,
        "deposit_missing": deposit.missing or None if deposit else None,
    }  # fmt: skip
    return (Fact(field, values[field.name]) for field in enquiry.ORDER_FACTS)


def _line(line: PostedLine, paid: Mapping[LineKey, Decimal]) -> Values:
    """Ordered, delivered, invoiced, paid; a quantity is paid once the invoice it stands on is paid in full."""
    posting, balance = line.posting, line.balance
    return {
        "line_no": posting.line_no, "product_no": posting.product_no, "description": posting.description,
        "unit": posting.unit, "ordered": balance.quantity, "given_up": balance.given_up,
        "delivered": balance.delivered, "come_back": balance.refused + balance.come_back,
        "invoiced": balance.invoiced, "credited": balance.credited,
        "paid": paid.get(LineKey(posting.kind, posting.document_no, posting.line_no), ZERO),
        "open_to_deliver": to_deliver(line), "uninvoiced": not_invoiced(line), "due_date": posting.due_date,
    }  # fmt: skip


def _chain(cache: LedgerCache, order: ShownDocument) -> list[Link]:
    """The quotations behind an order, itself, and all that came of it, each paper once, in the order of the trade."""
    quotations = cache.documents(("quotation", number) for number in order.sources)
    links = [Link(document, "") for document in quotations.values()]
    waiting = deque([Link(order.document, ", ".join(order.sources))])
    seen = set[str]()
    while waiting:
        link = waiting.popleft()
        number = link.document.document_no
        if number not in seen:
            seen.add(number)
            links.append(link)
            waiting.extend(Link(made, number) for made in cache.made_from(number))
    return links


def _as_they_were(links: list[Link], company: Company, cutoff: Cutoff) -> list[Link]:
    """The papers that were there; what was reversed later stood."""
    if cutoff == EVERYTHING:
        return links
    queries = LedgerQueries(company.store, cutoff)
    return [
        replace(link, document=replace(link.document, reversed_by=queries.reversal_of(link.document.document_no)))
        for link in links
        if was_there(link.document, cutoff)
    ]


def _lines_of(cache: LedgerCache, links: Collection[Link], company: Company, cutoff: Cutoff) -> tuple[Lines, Lines]:
    """The lines of these papers, and of the invoices among them the money as a whole, now or as they were."""
    keys = [(link.document.kind, link.document.document_no) for link in links]
    invoices = [number for kind, number in keys if kind == "sales_invoice"]
    if cutoff == EVERYTHING:
        return cache.lines_of(keys), cache.invoices(invoices)
    queries = LedgerQueries(company.store, cutoff)
    lines = {
        LineKey(kind, number, line.posting.line_no): line
        for kind, number in keys
        for line in queries.lines_of(kind, number)
    }
    wholes = {
        LineKey("sales_invoice", number, AS_A_WHOLE): PostedLine(
            lines[LineKey("sales_invoice", number, 1)].posting, whole
        )
        for number in invoices
        if (whole := queries.invoice(number)) is not None
    }
    return lines, wholes


def _paper(
    link: Link, order: ShownDocument, lines: Lines, wholes: Lines, links: Collection[Link], company: Company,
    cutoff: Cutoff,
) -> Values:  # fmt: skip
    """One paper of the chain. A receipt counts with what it pays of papers of this chain."""
    document = link.document
    own = [line for key, line in sorted(lines.items()) if key[:2] == (document.kind, document.document_no)]
    whole = wholes.get(LineKey("sales_invoice", document.document_no, AS_A_WHOLE))
    state = document_state(document, own, whole.balance if whole else None, cutoff.as_of or company.today)
    if document.document_no == order.document.document_no:
        state = order.state
    if document.kind == "payment":
        numbers = {other.document.document_no for other in links}
        own = [line for line in own if line.posting.source_no in numbers]
    amount = sum((line.posting.gross_amount for line in own if line.posting.is_in_total), ZERO)
    return {
        "kind": Said(document.kind, KIND_WORDS[document.kind]), "document_no": document.document_no,
        "document_date": document.document_date, "state": said_state(state), "made_from": link.made_from,
        "amount": amount, "open_amount": whole.balance.open_amount if whole else None,
        "currency": own[0].posting.currency if own else "",
    }  # fmt: skip
