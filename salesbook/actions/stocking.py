"""Show what is on hand, and what may still be promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.margins import may_see_costs
from salesbook.documents.facts import Facts
from salesbook.documents.master_data import Product, close_codes
from salesbook.documents.promise import Outlook, outlook_of
from salesbook.documents.stock import stock_key
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import expected_of, load, open_periods, promised_of, valid_on
from salesbook.problems import SalesbookError


@dataclass(frozen=True)
class StockRow:
    """A product in a warehouse, or as a whole.

    Attributes:
        warehouse_code: Blank for the product as a whole.
        value: At moving-average cost; ``None`` in a warehouse, and for who may not see costs.
    """

    product_no: str
    warehouse_code: str
    on_hand: Decimal
    value: Decimal | None = None


def show_stock(company: Company, warehouse_code: str = "") -> list[StockRow]:
    """What is on hand of every product whose stock is kept, everywhere or in one warehouse."""
    with company.cache() as cache:
        stocks = cache.all_stocks()
    if not warehouse_code:
        sees = may_see_costs(company)
        return [
            StockRow(key.document_no, "", stock.on_hand, stock.stock_value if sees else None)
            for key, stock in stocks.items()
            if key.kind == "stock"
        ]
    places = [(key.document_no.rpartition("@"), stock) for key, stock in stocks.items() if key.kind == "warehouse"]
    return [StockRow(product, place, stock.on_hand) for (product, _, place), stock in places if place == warehouse_code]


def show_promise(product_no: str, company: Company) -> Outlook:
    """The coming days of a product.

    Raises:
        SalesbookError: There is no such product, or its stock is not kept.
    """
    with company.cache() as cache:
        facts = stock_facts(cache, company, [product_no])
        if product_no not in facts.products:
            if similar := close_codes(product_no, cache.record_keys(Product.kind)):
                raise SalesbookError("unknown-product-similar", code=product_no, similar=", ".join(similar))
            raise SalesbookError("unknown-product", code=product_no)
    outlook = outlook_of(product_no, facts)
    if outlook is None:
        raise SalesbookError("stock-not-kept", product=product_no)
    return outlook


def stock_rows(cache: LedgerCache, company: Company) -> list[dict[str, Any]]:
    """The look-up of stocks: on hand, promised and what is available today, without any cost."""
    products = sorted(key.document_no for key in cache.all_stocks() if key.kind == "stock")
    facts = stock_facts(cache, company, products) if products else None
    return [_looked_up(product_no, facts) for product_no in products if facts is not None]


def _looked_up(product_no: str, facts: Facts) -> dict[str, Any]:
    outlook = outlook_of(product_no, facts)
    assert outlook is not None
    promised = sum((quantity for _, quantity in outlook.promised), Decimal(0))
    return {
        "product_no": product_no, "on_hand": outlook.on_hand, "promised": promised,
        "available": outlook.available(facts.today),
    }  # fmt: skip


def stock_facts(cache: LedgerCache, company: Company, products: Sequence[str]) -> Facts:
    """What is known of the stocks of products, and of what is promised and expected of them."""
    stock = cache.stocks_of(products)
    kept = {key.document_no for key in stock if key == stock_key(key.document_no)}
    return Facts(
        today=company.today,
        rules=company.settings.rules,
        open_periods=open_periods(cache, company.settings),
        products=valid_on(load(cache, Product, products), company.today),
        stock=stock,
        promised=promised_of(cache, kept),
        expected=expected_of(cache, kept),
    )


def available_on(outlook: Outlook, day: date) -> list[tuple[date, Decimal, Decimal]]:
    """From a day on, each day on which something changes: what will be left, and what may be promised."""
    later = sorted({on for on, _ in (*outlook.promised, *outlook.expected) if on > day})
    return [(on, outlook.left_on(on), outlook.available(on)) for on in (day, *later)]
