"""The workbook of master data: one table per kind of record."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from salesbook.sheets.columns import MASTERS, PROBLEMS
from salesbook.words import Words
from salesbook.workbooks.building import BookInfo, define_list, list_sheet, new_book, problems_sheet, start_sheet
from salesbook.workbooks.tables import SPARE_ROWS, Values

TITLE = Words("Master data", "基礎資料", "基础资料")


def build_master_data(path: Path, info: BookInfo, rows: Mapping[str, Sequence[Values]] | None = None) -> None:
    """Write the workbook, with these rows by kind of record."""
    rows = rows or {}
    with new_book(path, info) as builder:
        start_sheet(builder, info, TITLE, _steps())
        for kind, table in MASTERS.items():
            sheet = list_sheet(builder, table, rows.get(kind, []), 20 if rows.get(kind) else SPARE_ROWS)
            if kind in ("tax_code", "territory", "salesperson", "customer", "product", "warehouse"):
                define_list(builder, sheet, kind, 0)
        problems_sheet(builder)


def _steps() -> list[tuple[Words, Words]]:
    words = {
        "tax_code": Words("Rates of tax, with the day they begin.", "稅率及生效日。", "税率及生效日。"),
        "exchange_rate": Words(
            "What other currencies are worth, from which day on.", "各外幣的匯率及生效日。", "各外币的汇率及生效日。"
        ),
        "payment_terms": Words(
            "In which parts customers pay, and what paying early is worth.",
            "客戶分期付款的條件及現金折扣。",
            "客户分期付款的条件及现金折扣。",
        ),
        "territory": Words(
            "The tree of territories; each names the one it is part of.",
            "銷售區域樹；每一區域填其上級區域。",
            "销售区域树；每一区域填其上级区域。",
        ),
        "salesperson": Words("Who sells, and who leads whom.", "業務員及其主管。", "业务员及其主管。"),
        "assignment": Words(
            "Who covers which territory, and since when.", "區域負責人及起訖日。", "区域负责人及起止日。"
        ),
        "customer": Words(
            "Customers, with territory, salesperson and terms.",
            "客戶及其區域、業務員、付款條件。",
            "客户及其区域、业务员、付款条件。",
        ),
        "product": Words("Products with unit and base price.", "商品、單位與基準價。", "商品、单位与基准价。"),
        "product_unit": Words(
            "Packs and other units of a product, with what is in one.",
            "商品的包裝與其他單位，以及換算數量。",
            "商品的包装与其他单位，以及换算数量。",
        ),
        "price": Words(
            "Prices for a customer or a price list, by quantity and validity.",
            "客戶價或價目表價格，依數量級距與有效期。",
            "客户价或价目表价格，按数量级距与有效期。",
        ),
        "promotion": Words(
            "Lower prices for some products, when enough of them are bought together.",
            "部分商品合購達一定數量時的優惠價。",
            "部分商品合购达一定数量时的优惠价。",
        ),
        "discount_authority": Words(
            "How far below the price somebody may sell without asking.",
            "各人可自行降價的幅度。",
            "各人可自行降价的幅度。",
        ),
        "warehouse": Words("Where goods lie.", "存放商品的倉庫。", "存放商品的仓库。"),
        "expected_receipt": Words(
            "Goods on their way; orders may be promised from them.",
            "在途商品，可據以承諾交貨。",
            "在途商品，可据以承诺交货。",
        ),
    }
    steps = [(MASTERS[kind].sheet, text) for kind, text in words.items()]
    return [
        *steps,
        (PROBLEMS.sheet, Words("What is wrong after Check or Post.", "檢查或過帳後的問題。", "检查或过账后的问题。")),
    ]
