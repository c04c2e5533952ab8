"""Look-up lists for prices, taxes and credit: what the formulas of ``live_columns`` look in.

They lie on a sheet of their own, are renewed by Refresh, and are never read as input.
"""

from salesbook.sheets.fields import Field, Table
from salesbook.words import words

LOOKUPS_AS_OF_NAME = "Salesbook.lookups_as_of"
LOOKUPS_VERSION_NAME = "Salesbook.lookups_version"
"""Defined names of the day and the version of the ledger of which the look-up lists are."""

_SHEET = words("Prices and terms", "價格與條件", "价格与条件")


def written(name: str, en: str, hant: str, hans: str = "", **more: object) -> Field:
    """A column that salesbook fills, and that a workbook of an older make may lack."""
    return Field(name, words(en, hant, hans), written=True, may_lack=True, **more)  # type: ignore[arg-type]


def lookup_reference(table_name: str, name: str) -> str:
    """What formulas call a column of a look-up list in their braces."""
    return f"{table_name}__{name}"


TERMS = Table("lkpTerms", "terms", _SHEET, (
    written("customer_no", "Customer", "客戶", "客户", type="code"),
    written("name", "Name", "名稱", "名称", width=26),
    written("currency", "Currency", "幣別", "币种", type="code", width=9),
    written("tax_code", "Tax code", "稅碼", "税码", type="code", width=9),
    written("untaxed", "Untaxed", "不計稅", "不计税", type="integer", width=9),
    written("credit_left", "Credit left", "剩餘額度", "剩余额度", type="money", width=13),
    *(written(f"price_{level}", f"Prices {level}", f"價格層級 {level}", f"价格层级 {level}") for level in range(1, 5)),
    *(written(f"offer_{level}", f"Offers {level}", f"促銷對象 {level}", f"促销对象 {level}") for level in range(1, 4)),
))  # fmt: skip
"""What holds for a customer. The keys of prices go from special to general; none stands twice."""

GOODS = Table("lkpGoods", "goods", _SHEET, (
    written("product_no", "Product", "商品", type="code"),
    written("name", "Name", "名稱", "名称", width=26),
    written("unit", "Unit", "單位", "单位"),
    written("base_price", "Base price", "基準價", "基准价", type="price"),
    written("tax_code", "Tax code", "稅碼", "税码", type="code", width=9),
    written("price_floor", "Warn below", "低於此價提醒", "低于此价提醒", type="price"),
))  # fmt: skip
"""What holds for a product; below which price it is marked is told to those alone who may see costs."""

PACKS = Table("lkpPacks", "packs", _SHEET, (
    written("pack", "Product|unit", "商品|單位", "商品|单位", type="code", width=18),
    written("factor", "Own units in one", "換算數量", "换算数量", type="quantity"),
))  # fmt: skip

_CONDITIONS = (
    written("product_no", "Product", "商品", type="code"),
    written("key", "For", "適用", "适用", width=14),
    written("minimum_quantity", "From quantity", "數量級距", "数量级距", type="quantity"),
    written("valid_from", "Valid from", "生效日", type="date"),
    written("valid_to", "Valid to", "截止日", type="date"),
    written("currency", "Currency", "幣別", "币种", type="code", width=9),
)
"""For what a price or a promotion holds."""

PRICE_ROWS = Table("lkpPrices", "price_rows", _SHEET, (
    *_CONDITIONS,
    written("unit_price", "Unit price", "單價", "单价", type="price"),
    written("row", "Row", "列", "行", type="integer", width=7),
))  # fmt: skip
"""Price rows of customers and lists in the order in which the later one decides: quantity, then first day."""

OFFERS = Table("lkpPromotions", "offers", _SHEET, (
    *_CONDITIONS,
    written("share", "Of the price", "原價比例", "原价比例", type="number"),
    written("unit_price", "Unit price", "單價", "单价", type="price"),
    written("promotion_code", "Promotion", "促銷代號", "促销代号", type="code"),
))  # fmt: skip
"""A row for each product of a promotion: a share of the price found, or a price."""

CURRENCIES = Table("lkpCurrencies", "currencies", _SHEET, (
    written("currency", "Currency", "幣別", "币种", type="code", width=9),
    written("decimals", "Decimals", "小數位", "小数位", type="integer"),
))  # fmt: skip
"""Home currency stands first."""

RATES = Table("lkpTaxRates", "rates", _SHEET, (
    written("tax_percent", "Rate %", "稅率 %", "税率 %", type="percent"),
))  # fmt: skip
"""Each rate once, as the tax of a rate is rounded once."""

POLICIES = ("prices_include_tax", "tax_per_line", "cash_rounding", "round_discounted_price")
"""House policy that totals depend on, in the order of the rows; yes is 1."""

POLICY = Table("lkpPolicy", "policy", _SHEET, (
    written("policy", "Policy", "設定", "设置", width=24), written("value", "Value", "值", type="number"),
))  # fmt: skip

TYPING_LOOKUPS: dict[str, Table] = {
    table.kind: table for table in (TERMS, GOODS, PRICE_ROWS, PACKS, OFFERS, CURRENCIES, RATES, POLICY)
}
"""What the formulas look up, on a sheet of its own; never read as input."""

KEY_FIELDS = {
    "price_rows": ("product_no", "key", "minimum_quantity", "valid_from", "currency"),
    "offers": ("promotion_code", "product_no", "key"),
}
"""What tells the rows of a look-up list apart, where it is not the first column."""
