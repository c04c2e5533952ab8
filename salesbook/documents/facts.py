"""What a rule may know about the past, as plain data.

``Facts`` are gathered by the ledger for the documents at hand and handed to the rules; rules never
look anything up themselves. While a list is checked, ``Facts.remember`` adds each accepted document,
so that two rows of one sheet cannot both take the last box.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from salesbook.documents.balances import LineBalance, LineKey, effects, redefined
from salesbook.documents.complaint import Complaint
from salesbook.documents.customer_groups import CreditLevel
from salesbook.documents.exposure import CreditStanding, changes, horizon
from salesbook.documents.master_data import (
    Customer,
    DiscountAuthority,
    Price,
    Product,
    ProductUnit,
    Promotion,
    Salesperson,
    TaxCode,
    Territory,
    TerritoryAssignment,
    Warehouse,
)
from salesbook.documents.order_hold import OrderHold
from salesbook.documents.posting import Posting
from salesbook.periods import OpenPeriods
from salesbook.problems import Problem
from salesbook.settings import RuleSettings

if TYPE_CHECKING:
    from salesbook.documents.deposit import OrderDeposit
    from salesbook.documents.dunning import DunningNotice
    from salesbook.documents.exchange import ExchangeRate
    from salesbook.documents.payment_terms import PaymentTerms


@dataclass(frozen=True, slots=True)
class PostedDocument:
    """The head of a document that is in the ledger, or accepted earlier in the same list.

    Attributes:
        document_no: Empty while the document is only accepted in this list and not yet numbered.
        posted_at: Moment of storing, UTC.
        reversed_by: Number of the document that undid this one, or empty.
    """

    kind: str
    document_no: str
    document_ref: str
    document_date: date
    customer_no: str
    posting_id: str
    batch_id: str = ""
    posted_at: datetime | None = None
    posted_by: str = ""
    workbook: str = ""
    reverses_no: str = ""
    reversed_by: str = ""


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A line that later documents are made from, as it was posted."""

    posting: Posting
    balance: LineBalance


@dataclass
class Facts:
    """Everything the rules may use.

    Attributes:
        today: The day of the check, in the company's time zone.
        customers: By code, as valid on the dates of the documents at hand; so are the other masters.
        prices: All price rows of a product, of any customer and list.
        units: Packs and other units of products, by key.
        user: Who posts.
        documents: By kind and number.
        revisions: Number of the newest revision of a quotation or order that was changed, by its number.
        claimable: Of order lines whose goods were replaced, what may still be invoiced from all their deliveries.
        holds: Of the orders that were ever held back, whether they are now.
        lines: By line; the balance is what is stored plus what this list has taken so far. An invoice
            as a whole stands beside its lines, with its first line and its money.
        similar: Close matches for codes that are not known, best first.
        customer_references: Customer's order numbers used before, with our document's number.
        paid_quantities: Of order lines that are paid before they are delivered: what is paid.
        receipts: Numbers of the receipts of an invoice, by its number.
        invoices: Numbers of the invoices made from a delivery or an order, by its number.
        transfers: Receipts entered before, by customer, bank reference, date and sum.
        deposits: What is known of the deposits of orders that demand one, by number.
        advances: Deposits of customers that are for no order and not taken off yet, by customer.
        deposit_claims: Lines that claim deposits of orders, or take them off, by order.
        on_account: Money received for no document and not used yet, by customer and currency.
        on_account_home: The same in home currency.
        decimals_at_home: Of home currency, where the rules are those of another one.
        credit: Standing of the customers whose credit is looked at, with what this list has added so far; and of
            those whose files count together with theirs.
        credit_levels: Where the limits of the same customers stand; without an entry, in their own file alone.
        open_invoices: Of the same customers, as in ``lines``.
        disputed: What customers refuse to pay on their invoices, by invoice number.
        complaints: How each one stands, by its number.
        criterion_sources: What each criterion of the appraisal is measured by, by its code.
        stock: On hand and its value, of each product whose stock is kept, and in each warehouse.
        promised: What open order lines of these products still take, with the day; negative for what
            this list has delivered of them.
        expected: Goods on their way, with the day.
        picked: What open pick lists have of an order line.
        dunned: The highest reminder of each customer for an invoice that he still owes.
        open_names: Why nobody can say which document a name means that is no number, by kind of paper and name.
    """

    today: date
    rules: RuleSettings
    open_periods: OpenPeriods
    customers: dict[str, Customer] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    tax_codes: dict[str, TaxCode] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    payment_terms: dict[str, "PaymentTerms"] = field(default_factory=dict)
    exchange_rates: dict[str, "ExchangeRate"] = field(default_factory=dict)
    salespeople: dict[str, Salesperson] = field(default_factory=dict)
    assignments: dict[str, list[TerritoryAssignment]] = field(default_factory=dict)
    prices: dict[str, list[Price]] = field(default_factory=dict)
    units: dict[str, ProductUnit] = field(default_factory=dict)
    promotions: list[Promotion] = field(default_factory=list)
    authorities: list[DiscountAuthority] = field(default_factory=list)
    user: str = ""
    documents: dict[tuple[str, str], PostedDocument] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    holds: dict[str, OrderHold] = field(default_factory=dict)
    claimable: dict[LineKey, Decimal] = field(default_factory=dict)
    lines: dict[LineKey, PostedLine] = field(default_factory=dict)
    similar: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    customer_references: dict[tuple[str, str, str], str] = field(default_factory=dict)
    paid_quantities: dict[LineKey, Decimal] = field(default_factory=dict)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    invoices: dict[str, list[str]] = field(default_factory=dict)
    transfers: dict[tuple[str, str, date, Decimal], str] = field(default_factory=dict)
    deposits: dict[str, "OrderDeposit"] = field(default_factory=dict)
    advances: dict[str, Decimal] = field(default_factory=dict)
    deposit_claims: dict[str, list[Posting]] = field(default_factory=dict)
    on_account: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    on_account_home: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    decimals_at_home: int | None = None
    credit: dict[str, CreditStanding] = field(default_factory=dict)
    credit_levels: dict[str, tuple[CreditLevel, ...]] = field(default_factory=dict)
    open_invoices: dict[str, list[PostedLine]] = field(default_factory=dict)
    disputed: dict[str, Decimal] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    criterion_sources: dict[str, str] = field(default_factory=dict)
    warehouses: dict[str, Warehouse] = field(default_factory=dict)
    stock: dict[LineKey, LineBalance] = field(default_factory=dict)
    promised: dict[str, list[tuple[date, Decimal]]] = field(default_factory=dict)
    expected: dict[str, list[tuple[date, Decimal]]] = field(default_factory=dict)
    picked: dict[LineKey, Decimal] = field(default_factory=dict)
    dunned: "dict[str, DunningNotice]" = field(default_factory=dict)
    open_names: Mapping[tuple[str, str], Problem] = field(default_factory=dict)

    @property
    def home_decimals(self) -> int:
        """Decimals of amounts in home currency, whatever currency the rules are for."""
        return self.rules.decimals if self.decimals_at_home is None else self.decimals_at_home

    def lines_of(self, kind: str, document_no: str) -> list[PostedLine]:
        """The lines of a posted document in their order; line numbers run from 1 without a gap."""
        return lines_in_order(self.lines, kind, document_no)

    def file_of(self, customer_no: str) -> str:
        """The file that a customer's documents belong to now: another one, once it was merged into that."""
        levels = self.credit_levels.get(customer_no)
        return levels[0].owner if levels else customer_no

    def remember(self, postings: Sequence[Posting]) -> None:
        """Count an accepted document, so that the next one of the list sees its effect."""
        first = postings[0]
        name = first.document_no or first.document_ref
        if first.customer_no in self.credit:
            with_tax = self.rules.credit_counts == "with_tax"
            until = horizon(self.today, self.rules)
            change = changes(postings, self.lines, self.rules.decimals, until, with_tax=with_tax)
            self.credit[first.customer_no] = self.credit[first.customer_no].plus(change)
        self._remember_stock(postings)
        count(self.lines, postings)
        for posting in postings:
            order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
            if posting.kind == "sales_invoice" and not posting.source_kind and order in self.claimable:
                self.claimable[order] -= posting.quantity
        for posting in postings:
            if posting.customer_reference:
                key = (posting.kind, posting.customer_no, posting.customer_reference)
                self.customer_references.setdefault(key, name)
        for posting in postings:
            if posting.kind in ("sales_invoice", "credit_note") and posting.purpose == "advance":
                before = self.advances.get(posting.customer_no, Decimal(0))
                more = posting.gross_amount if posting.kind == "sales_invoice" else -posting.gross_amount
                self.advances[posting.customer_no] = before + more
            if posting.kind == "sales_invoice" and posting.purpose == "deposit":
                self.deposit_claims.setdefault(posting.order_no, []).append(posting)
            if posting.kind == "payment" and (deposit := self.deposits.get(posting.source_no)):
                self.deposits[posting.source_no] = replace(
                    deposit,
                    received=deposit.received + posting.net_amount,
                    received_home=deposit.received_home + (posting.gross_at_home),
                )
        if first.kind == "payment":
            self.transfers.setdefault(transfer_key(postings), name)
            for posting in postings:
                if not posting.source_no:
                    account = posting.customer_no, posting.currency
                    self.on_account[account] = self.on_account.get(account, Decimal(0)) + posting.net_amount
                    home = posting.gross_at_home
                    self.on_account_home[account] = self.on_account_home.get(account, Decimal(0)) + home
                if posting.source_no and name not in (known := self.receipts.setdefault(posting.source_no, [])):
                    known.append(name)

    def _in_own_unit(self, posting: Posting, quantity: Decimal) -> Decimal:
        pack = self.units.get(f"{posting.product_no}|{posting.unit}")
        return quantity * pack.factor if pack else quantity

    def _remember_stock(self, postings: Sequence[Posting]) -> None:
        """What moved, what was promised, and what was put together for delivery."""
        for posting in postings:
            for effect in effects(posting):
                if effect.line.kind in ("stock", "warehouse"):
                    self.stock.setdefault(effect.line, LineBalance()).add(effect.counter, effect.amount)
            order = LineKey("sales_order", posting.order_no, posting.order_line_no or 0)
            match posting.kind:
                case "sales_order" | "order_change" if posting.purpose != "service":
                    day = posting.due_date or posting.document_date
                    quantity = self._in_own_unit(posting, posting.quantity)
                    self.promised.setdefault(posting.product_no, []).append((day, quantity))
                case "delivery_note" if order in self.lines:
                    ordered = self.lines[order].posting
                    taken = self._in_own_unit(ordered, min(posting.quantity, self.lines[order].balance.open_to_deliver))
                    day = ordered.due_date or ordered.document_date
                    self.promised.setdefault(ordered.product_no, []).append((day, -taken))
                    if posting.source_kind == "pick_list" and order in self.picked:
                        pick = self.lines.get(LineKey("pick_list", posting.source_no, posting.source_line_no or 0))
                        freed = pick.posting.quantity if pick else posting.quantity
                        self.picked[order] = max(Decimal(0), self.picked[order] - freed)
                case "closing" if order in self.lines and not posting.purpose:
                    ordered = self.lines[order].posting
                    day = ordered.due_date or ordered.document_date
                    given_up = self._in_own_unit(ordered, posting.quantity)
                    self.promised.setdefault(ordered.product_no, []).append((day, -given_up))
                case "pick_list":
                    self.picked[order] = self.picked.get(order, Decimal(0)) + posting.quantity


def lines_in_order(lines: Mapping[LineKey, PostedLine], kind: str, document_no: str) -> list[PostedLine]:
    """The lines of a document among others; line numbers run from 1 without a gap."""
    found: list[PostedLine] = []
    while (line := lines.get(LineKey(kind, document_no, len(found) + 1))) is not None:
        found.append(line)
    return found


def transfer_key(postings: Sequence[Posting]) -> tuple[str, str, date, Decimal]:
    """What two receipts share when one transfer was entered twice."""
    first = postings[0]
    total = sum((posting.net_amount for posting in postings if not posting.purpose), Decimal(0))
    return first.customer_no, first.customer_reference, first.document_date, total


def count(lines: dict[LineKey, PostedLine], postings: Iterable[Posting]) -> None:
    """Add the effect of postings to the balances of the lines they were made from, or revise."""
    for posting in postings:
        if (agreed := redefined(posting)) is not None:
            key = LineKey(agreed.kind, agreed.document_no, agreed.line_no)
            lines[key] = PostedLine(agreed, lines[key].balance if key in lines else LineBalance())
        for effect in effects(posting):
            if effect.line in lines:
                lines[effect.line].balance.add(effect.counter, effect.amount)
