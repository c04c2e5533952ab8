"""Stored postings to the ``Facts`` that rules are given.

Everything the documents at hand mention is fetched in a few look-ups; the rules then work on plain data.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from salesbook.appraisal.register_records import CriterionRecord
from salesbook.documents.age import StoredVersion
from salesbook.documents.approval import Approval
from salesbook.documents.balances import AS_A_WHOLE, LineBalance, LineKey
from salesbook.documents.complaint import Complaint
from salesbook.documents.credit import check_strength, is_watched
from salesbook.documents.customer_groups import CreditLevel, credit_levels, related
from salesbook.documents.deposit import (
    ADVANCE,
    DEPOSIT,
    LedToMoney,
    OrderDeposit,
    demanded_by,
    is_advance,
    order_deposit,
)
from salesbook.documents.dispute import Dispute, disputed_amounts, papers_named
from salesbook.documents.dunning import DunningHold, DunningNotice, last_notices
from salesbook.documents.exchange import ExchangeRate
from salesbook.documents.exposure import CreditStanding, horizon, standing_of
from salesbook.documents.facts import Facts, PostedLine, transfer_key
from salesbook.documents.goods import GoodsPaper, papers_behind
from salesbook.documents.master_data import (
    Customer,
    DiscountAuthority,
    ExpectedReceipt,
    Price,
    Product,
    ProductUnit,
    Promotion,
    Salesperson,
    TaxCode,
    Territory,
    TerritoryAssignment,
    Warehouse,
    close_codes,
)
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.paper import Paper
from salesbook.documents.pay_first import is_pay_first, paid_quantities
from salesbook.documents.payment import Payment
from salesbook.documents.payment_terms import PaymentTerms
from salesbook.documents.period import Period, standing_closings
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.record import FROM_THE_BEGINNING, Record
from salesbook.documents.returning import ReturnPaper
from salesbook.documents.revision import REVISION_OF
from salesbook.documents.revisions import base_number
from salesbook.documents.sales_invoice import claimable
from salesbook.ledger.cache import LedgerCache
from salesbook.periods import OpenPeriods
from salesbook.settings import CompanySettings

AnyRecord = TypeVar("AnyRecord", bound=Record)

MONEY_KINDS = ("sales_invoice", "sales_order", "credit_note")
"""Papers for which money comes and goes."""

Versions = dict[str, list[AnyRecord]]
"""All versions of records by key, oldest first."""


@dataclass
class History:
    """The facts for a set of documents, at any of their dates.

    ``facts_on`` hands out the same lines and documents for every date, so that what is remembered
    for one document is seen by the next, whatever its date.
    """

    base: Facts
    customers: Versions[Customer]
    products: Versions[Product]
    units: Versions[ProductUnit]
    tax_codes: Versions[TaxCode]
    territories: Versions[Territory]
    salespeople: Versions[Salesperson]
    payment_terms: Versions[PaymentTerms]
    exchange_rates: Versions[ExchangeRate]
    by_day: dict[date, Facts]

    def facts_on(self, day: date) -> Facts:
        """The facts with master data as valid on a day."""
        key = day if self._has_later_versions else date.max
        if key not in self.by_day:
            self.by_day[key] = replace(
                self.base,
                customers=valid_on(self.customers, key),
                products=valid_on(self.products, key),
                units=valid_on(self.units, key),
                tax_codes=valid_on(self.tax_codes, key),
                territories=valid_on(self.territories, key),
                salespeople=valid_on(self.salespeople, key),
                payment_terms=valid_on(self.payment_terms, key),
                exchange_rates=valid_on(self.exchange_rates, key),
            )
        return self.by_day[key]

    @cached_property
    def _has_later_versions(self) -> bool:
        masters: tuple[Versions[Record], ...] = (
            self.customers, self.products, self.units, self.tax_codes, self.territories, self.salespeople,
            self.payment_terms, self.exchange_rates,
        )  # type: ignore[assignment]  # fmt: skip
        return any(
            version.valid_from > FROM_THE_BEGINNING
            for versions in masters
            for found in versions.values()
            for version in found
        )


def valid_on(versions: Versions[AnyRecord], day: date) -> dict[str, AnyRecord]:
    """The version of each record that counts on a day; of two from the same day the later posted one."""
    found = {}
    for key, all_versions in versions.items():
        valid = [version for version in all_versions if version.valid_from <= day]
        if valid:
            found[key] = valid[-1]
    return found


def load(cache: LedgerCache, model: type[AnyRecord], keys: Iterable[str] | None = None) -> Versions[AnyRecord]:
    """Versions of records of one kind; ``None`` loads all."""
    versions: Versions[AnyRecord] = {}
    for key, valid_from, _, details in cache.record_versions(model.kind, keys):
        versions.setdefault(key, []).append(model.from_stored(details, valid_from))
    return versions


def load_numbered(cache: LedgerCache, model: type[AnyRecord]) -> dict[str, list[StoredVersion]]:
    """The same, each version with the number of the posting that stored it."""
    versions: dict[str, list[StoredVersion]] = {}
    for key, valid_from, entry, details in cache.record_versions(model.kind):
        versions.setdefault(key, []).append(StoredVersion(entry, model.from_stored(details, valid_from)))
    return versions


def history_for(cache: LedgerCache, papers: Sequence[Paper], settings: CompanySettings, today: date) -> History:
    """Everything the rules may need to know for these papers."""
    sources = {
        (kind, line.source_no)
        for paper in papers
        for kind in paper.source_kinds
        for line in paper.lines
        if line.source_no
    }
    # A row may name a revision; what it is made from is the paper itself.
    sources |= {(kind, base_number(number)[0]) for kind, number in sources if kind == "quotation"}
    own = {(paper.kind, paper.document_no) for paper in papers if paper.document_no}
    goods = [paper for paper in papers if isinstance(paper, GoodsPaper)]
    payments = [paper for paper in papers if isinstance(paper, Payment)]
    documents = cache.documents(sources | own)
    lines = cache.lines_of(documents)
    behind = {paper for line in lines.values() for paper in names_behind(line.posting)}
    lines |= cache.lines_of(behind - documents.keys())
    if any(isinstance(paper, ReturnPaper) for paper in papers):
        # The line of an order that was revised is of the day of its revision; its head is of the first day.
        documents |= cache.documents(found for found in behind if found[0] == "sales_order")
    has_credits = any(paper.kind == "credit_note" for paper in papers)
    invoices = invoices_on(cache, behind) if has_credits else {}
    numbers = {number for found in invoices.values() for number in found}
    lines |= cache.lines_of(("sales_invoice", number) for number in numbers)
    postings = [line.posting for line in lines.values()]
    customer_codes = {paper.customer_no for paper in papers} | {posting.customer_no for posting in postings}
    product_codes = products_named(papers) | {p.product_no for p in postings}
    stock = cache.stocks_of(product_codes)
    kept = {key.document_no for key in stock if key.kind == "stock"}
    units = {f"{line.product_no}|{line.unit}" for paper in goods for line in paper.lines if line.unit}
    units |= {f"{posting.product_no}|{posting.unit}" for posting in postings if posting.unit}
    orders = {posting.document_no for posting in postings if posting.kind == "sales_order"}
    references = {
        (paper.kind, paper.customer_no, paper.customer_reference) for paper in goods if paper.customer_reference
    }
    linked = linked_customers(cache)
    customers = load(cache, Customer, customer_codes | related(customer_codes, valid_on(linked, today)))
    levels = {code: credit_levels(code, valid_on(customers, today)) for code in customer_codes} if linked else {}
    watched = watched_customers(customers, levels, settings) if goods else set()
    paid = {line.source_no for paper in payments for line in paper.lines if line.source_no}
    paid_by = {document.customer_no for document in documents.values()}
    open_invoices = cache.open_invoices(watched) if watched else {}
    credited = {number for kind, number in behind if kind == "sales_invoice"} | numbers if has_credits else set()
    lines |= cache.invoices(credited) | open_invoices
    orders = {number for kind, number in documents.keys() | behind if kind == "sales_order"}
    lines |= cache.wholes((kind, number) for kind, number in documents if kind in MONEY_KINDS and number in paid)
    lines |= cache.wholes(("sales_order", number) for number in orders)
    packs = load(cache, ProductUnit, units)
    payers = {paper.customer_no for paper in payments} | paid_by if payments else set()
    on_account, on_account_home = _on_account(cache, payers)
    history = History(
        base=Facts(
            today=today,
            rules=settings.rules,
            open_periods=open_periods(cache, settings),
            assignments=by_salesperson(load(cache, TerritoryAssignment)),
            prices=prices_of(cache, product_codes),
            promotions=newest(cache, Promotion),
            authorities=newest(cache, DiscountAuthority),
            documents=documents,
            claimable=claimable_of(cache, lines) if any(paper.kind == "sales_invoice" for paper in papers) else {},
            revisions=cache.revisions_of(number for kind, number in documents if kind in REVISION_OF),
            holds=valid_on(load(cache, OrderHold, orders), date.max),
            lines=lines,
            customer_references=cache.customer_references(references),
            paid_quantities=paid_of(cache, lines.values()),
            invoices=invoices,
            receipts={number: receipts_on(cache, number) for number in sorted(paid)},
            transfers=transfers_of(cache, payments, customer_codes),
            deposits=deposits_of(cache, orders, lines, settings.rules.decimals),
            advances=advances_of(cache, goods, postings),
            deposit_claims=deposit_claims_of(cache, orders, lines),
            on_account=on_account,
            on_account_home=on_account_home,
            credit=credit_of(cache, watched, settings, today),
            credit_levels=levels,
            open_invoices=by_customer(lines[key] for key in open_invoices),
            warehouses=valid_on(load(cache, Warehouse), date.max),
            units=valid_on(packs, date.max),
            stock=stock,
            promised=promised_of(cache, kept),
            expected=expected_of(cache, kept),
            picked=picked_of(cache, {posting.order_no or posting.document_no for posting in postings}),
            disputed=disputed_on(cache, today) if open_invoices else {},
            dunned=dunned(cache, customer_codes, settings, today) if goods else {},
        ),
        customers=customers,
        products=load(cache, Product, product_codes),
        units=packs,
        tax_codes=load(cache, TaxCode),
        territories=load(cache, Territory),
        salespeople=load(cache, Salesperson),
        payment_terms=load(cache, PaymentTerms),
        exchange_rates=load(cache, ExchangeRate),
        by_day={},
    )
    history.base.similar.update(_similar(cache, papers, history))
    return history


def products_named(papers: Iterable[Paper]) -> set[str]:
    """The products typed on papers about goods and stocks."""
    return {getattr(line, "product_no", "") for paper in papers for line in paper.lines} - {""}


def promised_of(cache: LedgerCache, products: Collection[str]) -> dict[str, list[tuple[date, Decimal]]]:
    """What open orders still take of these products, with the day on which it is due."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    lines = cache.open_orders_for(products) if products else []
    packs = valid_on(load(cache, ProductUnit, {_unit_key(line.posting) for line in lines}), date.max)
    for line in lines:
        day = line.posting.due_date or line.posting.document_date
        pack = packs.get(_unit_key(line.posting))
        quantity = line.balance.open_to_deliver * (pack.factor if pack else 1)
        found.setdefault(line.posting.product_no, []).append((day, quantity))
    return found


def _unit_key(posting: Posting) -> str:
    return f"{posting.product_no}|{posting.unit}"


def expected_of(cache: LedgerCache, products: Collection[str]) -> dict[str, list[tuple[date, Decimal]]]:
    """What is on its way of these products, with the day; of several versions the last one counts."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for versions in load(cache, ExpectedReceipt).values() if products else ():
        expected = versions[-1]
        if expected.product_no in products and expected.quantity:
            found.setdefault(expected.product_no, []).append((expected.expected_on, expected.quantity))
    return found


def picked_of(cache: LedgerCache, orders: Iterable[str]) -> dict[LineKey, Decimal]:
    """What open pick lists have of the lines of these orders."""
    found: dict[LineKey, Decimal] = {}
    lines = cache.open_picks_of(orders)
    documents = {(key.kind, key.document_no) for key in lines}
    # A pick list is done as soon as a delivery was made from it, whatever was not found for it.
    done = {key.document_no for key, line in cache.lines_of(documents).items() if line.balance.delivered}
    for key, line in lines.items():
        if key.document_no not in done:
            order = LineKey("sales_order", line.posting.order_no, line.posting.order_line_no or 0)
            found[order] = found.get(order, Decimal(0)) + line.balance.quantity
    return found


def names_behind(posting: Posting) -> Iterator[tuple[PaperKind, str]]:
    """The papers whose lines change when something is made from this line."""
    names: tuple[tuple[PaperKind, str], ...] = (
        ("sales_order", "order_no"), ("delivery_note", "delivery_no"), ("sales_invoice", "invoice_no"),
    )  # fmt: skip
    found = papers_behind(posting)
    return ((kind, str(found[name])) for kind, name in names if found[name])


def claimable_of(cache: LedgerCache, lines: Mapping[LineKey, PostedLine]) -> dict[LineKey, Decimal]:
    """What may still be invoiced of those of these order lines whose goods were replaced."""
    replaced = {key: line for key, line in lines.items() if key.kind == "sales_order" and line.balance.sent_again > 0}
    found: dict[LineKey, Decimal] = {}
    for order_no in {key.document_no for key in replaced}:
        notes = [("delivery_note", document.document_no) for document in cache.made_from(order_no)]
        delivered = cache.lines_of(notes).values()
        for key, order in replaced.items():
            if key.document_no == order_no:
                own = [line for line in delivered if line.posting.order_line_no == key.line_no]
                own = [line for line in own if line.posting.order_no == order_no]
                found[key] = claimable(order, own)
    return found


def approvals_for(cache: LedgerCache, posting_keys: Iterable[str]) -> list[Approval]:
    """The requests for approval of these documents, oldest first, each as it was decided last."""
    newest = {key: Approval.from_stored(details, day) for key, day, _, details in cache.approvals_of(posting_keys)}
    return list(newest.values())


def linked_customers(cache: LedgerCache) -> Versions[Customer]:
    """The files that count together with another one, and those that they name."""
    linked = load(cache, Customer, cache.linked_customers())
    named = {name for versions in linked.values() for file in versions for name in (file.parent_no, file.merged_into)}
    return linked | load(cache, Customer, named - linked.keys() - {""})


def watched_customers(
    customers: Versions[Customer], levels: Mapping[str, tuple[CreditLevel, ...]], settings: CompanySettings
) -> set[str]:
    """The customers whose credit is looked at, in any version of their file, and those that count with them."""
    kinds: tuple[PaperKind, ...] = ("quotation", "sales_order", "delivery_note", "sales_invoice")
    if all(check_strength(kind, settings.rules) == "none" for kind in kinds):
        return set()
    alone = {
        code for code, versions in customers.items() if any(is_watched(version, settings.rules) for version in versions)
    }
    together = {
        member
        for found in levels.values()
        if any(level.owner in alone for level in found)
        for level in found
        for member in level.members
    }
    return alone | together


def credit_of(
    cache: LedgerCache, customers: Collection[str], settings: CompanySettings, today: date
) -> dict[str, CreditStanding]:
    """The standing of these customers."""
    if not customers:
        return {}
    accounts = cache.accounts_of(customers)
    waiting = by_customer(cache.waiting_lines(customers))
    until, decimals = horizon(today, settings.rules), settings.rules.decimals
    with_tax = settings.rules.credit_counts == "with_tax"
    return {
        code: standing_of(accounts.get(code, LineBalance()), waiting.get(code, []), decimals, until, with_tax=with_tax)
        for code in customers
    }


def by_customer(lines: Iterable[PostedLine]) -> dict[str, list[PostedLine]]:
    """Lines in the order given, by the customer of their paper."""
    found: dict[str, list[PostedLine]] = {}
    for line in lines:
        found.setdefault(line.posting.customer_no, []).append(line)
    return found


def paid_of(cache: LedgerCache, lines: Iterable[PostedLine]) -> dict[LineKey, Decimal]:
    """Of the orders among these lines that are paid first, what is paid of each line."""
    orders = {line.posting.document_no for line in lines if is_pay_first(line.posting)}
    papers = {
        paper.document_no for order in orders for paper in cache.made_from(order) if paper.kind == "sales_invoice"
    }
    invoices = cache.lines_of(("sales_invoice", number) for number in papers)
    return paid_quantities(invoices.values(), cache.invoices(papers))


def receipts_on(cache: LedgerCache, invoice_no: str) -> list[str]:
    """Numbers of the receipts that pay an invoice, oldest first; reversed ones count no more."""
    return [
        document.document_no
        for document in cache.made_from(invoice_no)
        if document.kind == "payment" and not document.reversed_by
    ]


def deposits_of(
    cache: LedgerCache, orders: Iterable[str], lines: Mapping[LineKey, PostedLine], decimals: int
) -> dict[str, OrderDeposit]:
    """The deposits of the orders among these that demand one, or have one."""
    # Sorted once: a list may hold a thousand orders.
    lines_of: dict[str, list[PostedLine]] = {}
    for key in sorted(key for key in lines if key.kind == "sales_order" and key.line_no):
        lines_of.setdefault(key.document_no, []).append(lines[key])
    found = {}
    for order_no in sorted(orders):
        whole = lines[LineKey("sales_order", order_no, AS_A_WHOLE)].balance
        own = lines_of.get(order_no, [])
        if whole.deposit or whole.prepaid or demanded_by(own, decimals):
            found[order_no] = order_deposit(own, whole, led_to_money(cache, order_no), decimals)
    return found


def advances_of(cache: LedgerCache, papers: Sequence[GoodsPaper], behind: Iterable[Posting]) -> dict[str, Decimal]:
    """What is left of the deposits that are for no order, of the customers whose papers take some off or credit it."""
    customers = {paper.customer_no for paper in papers if any(is_advance(line) for line in paper.lines)}
    customers |= {posting.customer_no for posting in behind if posting.purpose == ADVANCE}
    return {code: account.prepaid for code, account in cache.accounts_of(customers).items()} if customers else {}


def deposit_claims_of(
    cache: LedgerCache, orders: Iterable[str], lines: Mapping[LineKey, PostedLine]
) -> dict[str, list[Posting]]:
    """The lines that claim deposits of these orders, or take them off, as far as anything is left to take off."""
    return {
        order_no: led_to_money(cache, order_no).claims
        for order_no in sorted(orders)
        if lines[LineKey("sales_order", order_no, AS_A_WHOLE)].balance.prepaid
    }


def led_to_money(cache: LedgerCache, order_no: str) -> LedToMoney:
    """The receipt lines and deposit lines that name an order, and the deposit invoices as a whole."""
    standing = [
        (document.kind, document.document_no)
        for document in cache.made_from(order_no)
        if document.kind in ("payment", "sales_invoice") and not document.reversed_by
    ]
    own = [line.posting for line in cache.lines_of(standing).values() if line.posting.source_no == order_no]
    claiming = {line.document_no for line in own if line.purpose == DEPOSIT and line.net_amount > 0}
    wholes = cache.wholes(("sales_invoice", number) for number in claiming)
    return LedToMoney(own, [whole.balance for whole in wholes.values()])


def _on_account(
    cache: LedgerCache, customers: Iterable[str]
) -> tuple[dict[tuple[str, str], Decimal], dict[tuple[str, str], Decimal]]:
    """What lies on account of these customers, by customer and currency; in it and in home currency."""
    amounts: dict[tuple[str, str], Decimal] = {}
    at_home: dict[tuple[str, str], Decimal] = {}
    for line, amount in cache.money_unapplied(customers):
        if line.posting.kind == Payment.kind:
            account = line.posting.customer_no, line.posting.currency
            amounts[account] = amounts.get(account, Decimal(0)) + amount
            at_home[account] = at_home.get(account, Decimal(0)) + line.posting.gross_at_home
    return amounts, at_home


def on_account_of(cache: LedgerCache, customers: Iterable[str]) -> dict[tuple[str, str], Decimal]:
    """What lies on account of these customers, by customer and currency."""
    return _on_account(cache, customers)[0]


def invoices_on(cache: LedgerCache, papers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Numbers of the invoices made from these deliveries and orders, oldest first; reversed ones count no more."""
    return {
        number: [
            document.document_no
            for document in cache.made_from(number)
            if document.kind == "sales_invoice" and not document.reversed_by
        ]
        for kind, number in sorted(papers)
        if kind in ("delivery_note", "sales_order")
    }


def transfers_of(
    cache: LedgerCache, payments: Sequence[Payment], customers: Iterable[str]
) -> dict[tuple[str, str, date, Decimal], str]:
    """The receipts entered before with the bank references of these, each with its number."""
    references = {payment.bank_reference for payment in payments if payment.bank_reference}
    if not references:
        return {}
    keys = [(customer, reference) for customer in customers for reference in references]
    lines: dict[str, list[Posting]] = {}
    for key, line in sorted(cache.lines_of(cache.payments_of(keys)).items()):
        lines.setdefault(key.document_no, []).append(line.posting)
    return {transfer_key(postings): number for number, postings in lines.items()}


def facts_for_records(
    cache: LedgerCache, settings: CompanySettings, today: date, complaints: Sequence[Complaint] = ()
) -> Facts:
    """What the check of master data and registers needs: everything that can be referred to, as of now.

    Args:
        cache: Of the ledger.
        settings: Of the company.
        today: The day of the check.
        complaints: Those to be checked; the documents they name are looked up.
    """
    newest = date.max
    numbers = {number for found in complaints for number in (found.about_no, found.led_to_no) if number}
    documents = {(found.kind, found.document_no): found for no in numbers for found in cache.find_documents(no)}
    return Facts(
        today=today,
        rules=settings.rules,
        open_periods=open_periods(cache, settings),
        customers=valid_on(load(cache, Customer), newest),
        products=valid_on(load(cache, Product), newest),
        tax_codes=valid_on(load(cache, TaxCode), newest),
        territories=valid_on(load(cache, Territory), newest),
        salespeople=valid_on(load(cache, Salesperson), newest),
        documents=documents,
        lines=cache.lines_of(documents),
        complaints=complaints_of(cache) if complaints else {},
        criterion_sources={
            code: found.source for code, found in valid_on(load(cache, CriterionRecord), newest).items()
        },
        payment_terms=valid_on(load(cache, PaymentTerms), newest),
        warehouses=valid_on(load(cache, Warehouse), newest),
    )


def complaints_of(cache: LedgerCache) -> dict[str, Complaint]:
    """How each complaint stands, by its number."""
    return {number: versions[-1] for number, versions in load(cache, Complaint).items()}


def about_cases(facts: Facts, cache: LedgerCache, cases: Iterable[Dispute | DunningHold]) -> Facts:
    """The facts, and beside them the papers that these cases name, with the money of their invoices."""
    named: set[tuple[str, str]] = set()
    for case in cases:
        named |= papers_named(case) if isinstance(case, Dispute) else {("sales_invoice", case.invoice)}
    documents = cache.documents(named)
    lines = cache.lines_of(documents) | cache.invoices(number for kind, number in named if kind == "sales_invoice")
    return replace(facts, documents=facts.documents | documents, lines=facts.lines | lines)


def disputes_of(cache: LedgerCache, invoice_no: str, day: date) -> list[Dispute]:
    """The refusals to pay an invoice, as they stood on a day, by their numbers."""
    cases = valid_on(load(cache, Dispute), day)
    return [case for _, case in sorted(cases.items()) if case.invoice == invoice_no and case.refused_on <= day]


def disputed_on(cache: LedgerCache, day: date, until_seq: int | None = None) -> dict[str, Decimal]:
    """What customers refuse to pay on a day, by invoice.

    Args:
        cache: Of the ledger.
        day: Of the question.
        until_seq: The last posting that counts; ``None`` means all.
    """
    versions: Versions[Dispute] = {}
    for key, valid_from, seq, details in cache.record_versions(Dispute.kind, None):
        if until_seq is None or seq <= until_seq:
            versions.setdefault(key, []).append(Dispute.from_stored(details, valid_from))
    return disputed_amounts(valid_on(versions, day).values(), day)


def dunned(
    cache: LedgerCache, customers: Collection[str], settings: CompanySettings, today: date
) -> dict[str, DunningNotice]:
    """The highest reminder of each of these customers for an invoice that he owes and does not dispute."""
    if not settings.rules.dunning_blocks_credit_from_level:
        return {}
    sent = last_notices((versions[-1] for versions in load(cache, DunningNotice).values()), today)
    disputed = disputed_on(cache, today)
    found: dict[str, DunningNotice] = {}
    for key, invoice in cache.open_invoices(customers).items():
        notice, customer_no = sent.get(key.document_no), invoice.posting.customer_no
        owed = invoice.balance.open_amount - disputed.get(key.document_no, Decimal(0))
        if notice and owed > 0 and (customer_no not in found or found[customer_no].level < notice.level):
            found[customer_no] = notice
    return found


def open_periods(cache: LedgerCache, settings: CompanySettings) -> OpenPeriods:
    """The days that take postings: what was closed in the ledger, within the outer limits of the settings."""
    periods = settings.periods
    return OpenPeriods(
        date.fromisoformat(periods.open_from) if periods.open_from else None,
        date.fromisoformat(periods.open_until) if periods.open_until else None,
        standing_closings(period_decisions(cache)),
    )


def period_decisions(cache: LedgerCache) -> list[tuple[int, Period]]:
    """Everything that was decided about months, with the number of each posting, in the order of storing."""
    rows = sorted(cache.record_versions(Period.kind), key=lambda row: row[2])
    return [(seq, Period.from_stored(details, valid_from)) for _, valid_from, seq, details in rows]


def prices_of(cache: LedgerCache, products: Iterable[str]) -> dict[str, list[Price]]:
    """Price rows by product; of several versions of a row the one posted last counts."""
    rows = {key: Price.from_stored(details, valid_from) for key, valid_from, _, details in cache.prices_of(products)}
    found: dict[str, list[Price]] = {}
    for row in rows.values():
        found.setdefault(row.product_no, []).append(row)
    return found


def newest(cache: LedgerCache, model: type[AnyRecord]) -> list[AnyRecord]:
    """Each record as it was posted last, for kinds whose first day is part of the key."""
    return [versions[-1] for versions in load(cache, model).values()]


def by_salesperson(assignments: Versions[TerritoryAssignment]) -> dict[str, list[TerritoryAssignment]]:
    """The newest version of each assignment, by person."""
    found: dict[str, list[TerritoryAssignment]] = {}
    for versions in assignments.values():
        found.setdefault(versions[-1].salesperson_no, []).append(versions[-1])
    return found


def _similar(cache: LedgerCache, papers: Sequence[Paper], history: History) -> dict[tuple[str, str], list[str]]:
    """Close matches for the codes that are not known; only then are all codes read."""
    lines = [line for paper in papers if isinstance(paper, GoodsPaper) for line in paper.lines]
    warehouses = {getattr(line, "warehouse_code", "") for paper in papers for line in paper.lines}
    asked: dict[str, set[str]] = {
        "customer_no": {paper.customer_no for paper in papers} - history.customers.keys(),
        "product_no": products_named(papers) - history.products.keys(),
        "salesperson_no": {paper.salesperson_no for paper in papers} - history.salespeople.keys(),
        "territory_code": {paper.territory_code for paper in papers} - history.territories.keys(),
        "tax_code": {line.tax_code for line in lines} - history.tax_codes.keys(),
        "warehouse_code": warehouses - history.base.warehouses.keys(),
    }
    kinds: dict[str, type[Record]] = {
        "customer_no": Customer,
        "product_no": Product,
        "salesperson_no": Salesperson,
        "territory_code": Territory,
        "tax_code": TaxCode,
        "warehouse_code": Warehouse,
    }
    return {
        (name, code): close_codes(code, cache.record_keys(kinds[name].kind))
        for name, codes in asked.items()
        for code in codes - {""}
    }
