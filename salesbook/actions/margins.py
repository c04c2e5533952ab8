"""Show what is earned on sales, to those who may see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from salesbook.actions.company import Company
from salesbook.documents.balances import LineBalance, LineKey
from salesbook.documents.costs import Margin, cost_of, has_cost, margin_of, revenue_of, unit_cost_of
from salesbook.documents.master_data import Product, ProductUnit
from salesbook.documents.posting import Posting
from salesbook.documents.stock import stock_key, value_taken_out
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load, valid_on
from salesbook.money import ZERO, round_half_up
from salesbook.problems import SalesbookError

Key = TypeVar("Key")

GROUPS: dict[str, Callable[[Posting], str]] = {
    "customer": lambda line: line.customer_no,
    "product": lambda line: line.product_no,
    "salesperson": lambda line: line.salesperson_no,
}
"""By what margins are added up."""


@dataclass(frozen=True)
class MarginRow:
    """The margin of a line or a group; the name of what it is."""

    name: str
    margin: Margin


def may_see_costs(company: Company) -> bool:
    """Whether whoever works here may see costs and margins."""
    allowed = company.settings.rights.see_costs
    return not allowed or company.user in allowed


def refuse_without_costs(company: Company) -> None:
    """Stop whoever may not see costs.

    Raises:
        SalesbookError: Whoever works here may not.
    """
    if not may_see_costs(company):
        raise SalesbookError("costs-not-shown", user=company.user)


def margin_of_document(document_no: str, company: Company) -> list[MarginRow]:
    """The margin of each line of an order, delivery, invoice, return or credit note.

    Raises:
        SalesbookError: There is no such document, or whoever asks may not see costs.
    """
    refuse_without_costs(company)
    with company.cache() as cache:
        documents = {(found.kind, found.document_no) for found in cache.find_documents(document_no)}
        lines = [line.posting for _, line in sorted(cache.lines_of(documents).items())]
        if not lines:
            raise SalesbookError("document-not-found", document=document_no)
        deliveries = _deliveries_behind(cache, lines)
        decimals = company.settings.rules.decimals
        lines = _with_expected_costs(cache, lines, company)
        return [MarginRow(line.product_no, _margin(line, deliveries, decimals)) for line in lines]


def _with_expected_costs(cache: LedgerCache, lines: list[Posting], company: Company) -> list[Posting]:
    """Quotations and orders have cost nothing yet: what their goods would cost if they left today."""
    products = {line.product_no for line in lines}
    stocks, files = cache.stocks_of(products), valid_on(load(cache, Product, products), company.today)
    packs = valid_on(load(cache, ProductUnit, {f"{line.product_no}|{line.unit}" for line in lines}), company.today)
    expected = []
    for line in lines:
        pack = packs.get(f"{line.product_no}|{line.unit}")
        quantity = line.quantity * (pack.factor if pack else 1)
        if line.kind in ("quotation", "sales_order") and unit_cost_of(line) is None:
            stock, product = stocks.get(stock_key(line.product_no)), files.get(line.product_no)
            standard = product.cost if product else None
            cost = value_taken_out(stock or LineBalance(), quantity, company.settings.rules.decimals, standard)
            line = line.model_copy(update={"cost_amount": -cost})
        expected.append(line)
    return expected


def margins_between(first: date, last: date, by: str, company: Company) -> list[MarginRow]:
    """The margins of what was delivered in these days, without what came back or was credited in them.

    Raises:
        SalesbookError: Whoever asks may not see costs.
    """
    sums = margins_by(first, last, GROUPS[by], company)
    return [MarginRow(name, margin) for name, margin in sorted(sums.items())]


def margins_by(first: date, last: date, key: Callable[[Posting], Key], company: Company) -> dict[Key, Margin]:
    """The same, added up by whatever is told of a line.

    Raises:
        SalesbookError: Whoever asks may not see costs.
    """
    refuse_without_costs(company)
    decimals = company.settings.rules.decimals
    sums: dict[Key, Margin] = {}
    with company.cache() as cache:
        lines = [line for line in _sales(cache) if first <= line.posting_date <= last]
        deliveries = _deliveries_behind(cache, lines)
    for line in lines:
        name = key(line)
        sums[name] = sums.get(name, Margin()).plus(_margin(line, deliveries, decimals))
    return sums


def _sales(cache: LedgerCache) -> Iterator[Posting]:
    """What was sent, and what was taken back of it: at the door, as a return, or in the price alone."""
    for kind in ("delivery_note", "sign_off", "sales_return", "credit_note"):
        standing = {found.document_no for found in cache.documents_of(kind) if not found.reversed_by}
        for _, line in cache.all_lines(kind):
            posting = line.posting
            counts = kind != "credit_note" or posting.purpose == "price"
            if posting.document_no in standing and counts:
                yield posting


def _deliveries_behind(cache: LedgerCache, lines: list[Posting]) -> dict[LineKey, Posting]:
    numbers = {("delivery_note", line.delivery_no or line.source_no) for line in lines}
    return {key: line.posting for key, line in cache.lines_of(numbers).items()}


def _margin(line: Posting, deliveries: dict[LineKey, Posting], decimals: int) -> Margin:
    """The margin of one line; an invoice, or goods that came back, look at the delivery behind them."""
    behind = deliveries.get(LineKey("delivery_note", line.delivery_no, line.delivery_line_no or 0))
    match line.kind:
        case "sign_off":
            return _taken_back(line, behind, line.refused_quantity, decimals)
        case "sales_return":
            return _taken_back(line, behind, line.quantity, decimals) if line.purpose != "no_credit" else Margin()
        case "credit_note" if line.purpose == "price":
            return Margin(revenue_of(line), uncosted=ZERO if behind is None or has_cost(behind) else revenue_of(line))
        case "sales_invoice" | "credit_note" if behind and behind.quantity and unit_cost_of(line) is None:
            share = Fraction(line.quantity) / Fraction(behind.quantity)
            cost = round_half_up(Fraction(cost_of(behind, decimals)) * share, decimals)
            revenue = revenue_of(line)
            uncosted = ZERO if has_cost(behind) else revenue
            return Margin(revenue, cost if line.kind == "sales_invoice" else -cost, uncosted=uncosted)
    return margin_of([line], decimals)


def _taken_back(line: Posting, behind: Posting | None, quantity: Decimal, decimals: int) -> Margin:
    """Goods that came back take their revenue and their cost along; scrapped ones leave their cost with us."""
    if behind is None or not behind.quantity:
        return Margin()
    share = Fraction(quantity) / Fraction(behind.quantity)
    revenue = round_half_up(Fraction(behind.net_amount) * share, decimals)
    if unit_cost_of(behind) is not None:
        return Margin(-revenue, -round_half_up(Fraction(cost_of(behind, decimals)) * share, decimals))
    uncosted = ZERO if has_cost(behind) else -revenue
    return Margin(-revenue, -line.cost_amount if line.cost_amount else ZERO, uncosted=uncosted)
