"""What quotations and orders show while they are typed, by formulas over look-up lists, without any press.

Price, unit, tax and totals are looked up and reckoned as posting does it (``documents.pricing``, ``goods``, ``taxes``);
a property test compares the two. Posting computes everything anew, and names both numbers where they differ.

A formula names other columns of its row in braces; ``{all_quantity}`` is a whole column. ``{customer_no}`` and other
fields of the head are the named cells of a form, and in a list what its row or the first row of its Ref says
(``sheets.formulas``). Only functions of Excel 2016 are used, and nothing that is reckoned anew at every keystroke.
"""

from dataclasses import replace

from salesbook.sheets.fields import Table
from salesbook.sheets.live_lookups import (
    CURRENCIES,
    GOODS,
    LOOKUPS_AS_OF_NAME,
    OFFERS,
    PACKS,
    POLICIES,
    POLICY,
    PRICE_ROWS,
    RATES,
    TERMS,
    lookup_reference,
    written,
)
from salesbook.words import words

_LEVEL_SIZE = 1_000_000
"""More than rows of prices: a row found for a customer is kept as level × this + row."""


def _column(table: Table, name: str) -> str:
    """A column of a look-up list, to be named by its title: the table alone means its header, too, in LibreOffice."""
    return "{" + lookup_reference(table.name, name) + "}"


def _cell(table: Table, row: str, name: str) -> str:
    return f"INDEX({_column(table, name)},{row})"


def _rounded(amount: str, decimals: str) -> str:
    """25 × 9.7 is 242.49999999999997 in a spreadsheet; half a coin must not be lost over that."""
    return f"ROUND(ROUND({amount},9),{decimals})"


def _policy(name: str) -> str:
    return _cell(POLICY, str(POLICIES.index(name) + 1), "value")


def _row_of(table: Table, code: str) -> str:
    return f'MATCH({code}&"",{_column(table, table.fields[0].name)},0)'


def _of_customer(name: str) -> str:
    return _cell(TERMS, "{terms_row}", name)


def _of_product(name: str) -> str:
    return _cell(GOODS, "{goods_row}", name)


_HOME = _cell(CURRENCIES, "1", "currency")
_IS_EMPTY = 'AND({product_no}="",{unit_price}="")'

TERMS_ROW = written(
    "terms_row", "Row of customer", "客戶列", "客户行", type="integer", width=9,
    formula=f'=IF({_IS_EMPTY},"",IFERROR({_row_of(TERMS, "{customer_no}")},""))',
)  # fmt: skip
GOODS_ROW = written(
    "goods_row", "Row of product", "商品列", "商品行", type="integer", width=9,
    formula=f'=IF({{product_no}}="","",IFERROR({_row_of(GOODS, "{product_no}")},""))',
)  # fmt: skip
LINE_DAY = written(
    "line_day", "Day of price", "計價日", "计价日", type="date",
    formula=f'=IF({_IS_EMPTY},"",IF(ISNUMBER({{document_date}}),IF({{document_date}}>0,{{document_date}},'
    f"{LOOKUPS_AS_OF_NAME}),{LOOKUPS_AS_OF_NAME}))",
)  # fmt: skip
LINE_CURRENCY = written(
    "line_currency", "Currency used", "適用幣別", "适用币种", type="code", width=9,
    formula=f'=IF({_IS_EMPTY},"",IF({{currency}}&""<>"",UPPER({{currency}}&""),'
    f'IFERROR(IF({_of_customer("currency")}="",{_HOME},{_of_customer("currency")}),{_HOME})))',
)  # fmt: skip
LINE_DECIMALS = written(
    "line_decimals", "Decimals", "小數位", "小数位", type="integer", width=9,
    formula='=IF({line_currency}="","",IFERROR('
    f'{_cell(CURRENCIES, _row_of(CURRENCIES, "{line_currency}"), "decimals")},{_cell(CURRENCIES, "1", "decimals")}))',
)  # fmt: skip
_IN_OWN_UNIT = f'OR({{unit}}="",{_of_product("unit")}="",{{unit}}={_of_product("unit")})'
OWN_QUANTITY = written(
    "own_quantity", "In own unit", "折合數量", "折合数量", type="quantity", width=11,
    formula=f'=IF({{goods_row}}="","",IFERROR({{quantity}}*IF({_IN_OWN_UNIT},1,'
    f'{_cell(PACKS, _row_of(PACKS, """{product_no}&"|"&{unit}"""), "factor")}),""))',
)  # fmt: skip


def _counts(table: Table, quantity: str) -> str:
    """1 for the rows of this product that hold for a quantity on the day of the line; else 0."""
    return (
        f'({_column(table, "product_no")}={{product_no}}&"")*({_column(table, "minimum_quantity")}<={quantity})'
        f"*({_column(table, 'valid_from')}<={{line_day}})*({_column(table, 'valid_to')}>={{line_day}})"
    )


def _levels(name: str, count: int) -> str:
    return f"{_of_customer(f'{name}_1')}:{_of_customer(f'{name}_{count}')}"


_PRICE_COUNTS = f"{_counts(PRICE_ROWS, '{own_quantity}')}*({_column(PRICE_ROWS, 'currency')}={{line_currency}})"
_FIRST_HIT = (
    f"SUMPRODUCT(MAX({_PRICE_COUNTS}*({_column(PRICE_ROWS, 'key')}={_levels('price', 4)})"
    f"*({{{{4,3,2,1}}}}*{_LEVEL_SIZE}+{_column(PRICE_ROWS, 'row')})))"
)
PRICE_SEARCH = written(
    "price_search", "Price found", "查得價格列", "查得价格行", type="integer", width=9,
    formula=f'=IF(OR({{own_quantity}}="",{{terms_row}}=""),"",{_FIRST_HIT})',
)  # fmt: skip
"""Which row of prices decides: level × a million + row; 0 for the base price."""

_NO_PRICE = "9E+99"
_BASE = f'IF(AND({{line_currency}}={_HOME},{_of_product("base_price")}<>""),{_of_product("base_price")},{_NO_PRICE})'


def _lowest_at(level: int) -> str:
    """The price of a level: that of its row, or one that nothing exceeds where it has none."""
    key = _of_customer(f"price_{level}")
    row = f"SUMPRODUCT(MAX({_PRICE_COUNTS}*({_column(PRICE_ROWS, 'key')}={key})*{_column(PRICE_ROWS, 'row')}))"
    return f"IFERROR({_cell(PRICE_ROWS, f'1/(1/{row})', 'unit_price')},{_NO_PRICE})"


LOWEST_SEARCH = replace(PRICE_SEARCH, type="price", formula=(
    f'=IF(OR({{own_quantity}}="",{{terms_row}}=""),"",MIN({_BASE},{",".join(map(_lowest_at, range(1, 5)))}))'
))  # fmt: skip
"""Where the lowest price of all levels counts: that price itself."""

_FOUND = _cell(PRICE_ROWS, f"MOD({{price_search}},{_LEVEL_SIZE})", "unit_price")
LIST_PRICE = written(
    "list_price", "List price", "牌價", "牌价", type="price", width=11,
    formula=f'=IF({{price_search}}="","",IF({{price_search}}>0,{_FOUND},IF({_BASE}={_NO_PRICE},"",{_BASE})))',
    hint=words(
        "Of one of the product's own unit, before promotions.", "以商品單位計，未含促銷。", "按商品单位计，未含促销。",
    ),
)  # fmt: skip
LOWEST_PRICE = replace(LIST_PRICE, formula=(
    f'=IF({{price_search}}="","",IF({{price_search}}={_NO_PRICE},"",{{price_search}}))'
))  # fmt: skip

_OFFERED = _rounded(f"{{list_price}}*{_column(OFFERS, 'share')}+{_column(OFFERS, 'unit_price')}", "4")
_SAVED = (
    f"SUMPRODUCT(MAX({_counts(OFFERS, '{together}')}*({_column(OFFERS, 'key')}={_levels('offer', 3)})"
    f'*(({_column(OFFERS, "currency")}={{line_currency}})+({_column(OFFERS, "currency")}="*"))'
    f"*({{list_price}}-{_OFFERED})))"
)
TOGETHER = written(
    "together", "Of the product", "商品合計", "商品合计", type="quantity", width=11,
    formula='=IF({own_quantity}="","",SUMIFS({all_own_quantity},{same_document}{all_product_no},{product_no}))',
)  # fmt: skip
"""How much of its product the document has on all lines, which is what a promotion asks for."""

_FACTOR = "IF(N({quantity})=0,1,{own_quantity}/{quantity})"
APPLIED_PRICE = written(
    "applied_price", "Price", "適用單價", "适用单价", type="price", width=11,
    formula='=IF({unit_price}<>"",{unit_price},IF(OR({list_price}="",{is_from_source}),"",'
    f"{_rounded(f'ROUND({{list_price}}-{_SAVED},4)*{_FACTOR}', '4')}))",
    hint=words(
        "The typed price, else what price list and promotions say now.",
        "手填單價；未填則為目前價目表與促銷的價格。",
        "手填单价；未填则为目前价目表与促销的价格。",
    ),
)  # fmt: skip
FOUND_CUSTOMER = written(
    "found_customer", "Customer name", "客戶名稱", "客户名称", width=22,
    formula=f'=IF({{terms_row}}="","",{_of_customer("name")})',
)  # fmt: skip
FOUND_PRODUCT = written(
    "found_product", "Product and unit", "商品與單位", "商品与单位", width=26,
    formula=f'=IF({{goods_row}}="","",{_of_product("name")}'
    f'&IF({_of_product("unit")}="",""," · "&{_of_product("unit")}))',
)  # fmt: skip

_DISCOUNT = "N({discount_percent})"
_ROUNDED_PRICE = f"({{applied_price}}-ROUND({{applied_price}}*{_DISCOUNT}/100,4))"
LIVE_NET_FORMULA = (
    '=IF({applied_price}="","",'
    + _rounded(
        f"IF({_policy('round_discounted_price')}=1,N({{quantity}})*{_ROUNDED_PRICE},"
        f"N({{quantity}})*{{applied_price}}*(1-{_DISCOUNT}/100))",
        "{line_decimals}",
    )
    + "-N({amount_off}))"
)

_CODE_OF_PRODUCT = f'IF({_of_customer("tax_code")}<>"",{_of_customer("tax_code")},{_of_product("tax_code")})'
_USUAL_CODE = f'IF({{goods_row}}="","",{_CODE_OF_PRODUCT})'
TAX_RATE = written(
    "tax_rate", "Tax %", "稅率 %", "税率 %", type="percent", width=9,
    formula=f'=IF(OR({{net_amount}}="",{{is_beside}}),"",IFERROR(IF({_of_customer("untaxed")}=1,0,'
    f'INDEX({{lkpTaxCodes__tax_percent}},MATCH(IF({{tax_code}}<>"",{{tax_code}},{_USUAL_CODE})&"",'
    "{lkpTaxCodes__tax_code},0))),0))",
    hint=words(
        "Blank for alternatives and options, which are not in the total.",
        "替代品與選配不計入總額，故為空白。",
        "替代品与选配不计入总额，故为空白。",
    ),
)  # fmt: skip

_IS_INCLUDED = (
    f'IF({{tax_included}}&""="",{_policy("prices_include_tax")}=1,'
    'OR(LOWER({tax_included}&"")="yes",LOWER({tax_included}&"")="y",{tax_included}&""="是",{tax_included}&""="1"))'
)
_NET = "{net_amount}"
LINE_TAX = written(
    "line_tax", "Tax", "稅額", "税额", type="money", width=11,
    formula=f'=IF({{tax_rate}}="","",IF({_IS_INCLUDED},'
    f"{_NET}-{_rounded(f'{_NET}*100/(100+{{tax_rate}})', '{line_decimals}')},"
    f"{_rounded(f'{_NET}*{{tax_rate}}/100', '{line_decimals}')}))",
)  # fmt: skip
"""Of the line by itself; the total is rounded as the company does."""


def _sum_of(name: str, rate: str = '">=0"') -> str:
    """Over the lines of the document that are in its total, or those with a rate."""
    return f"SUMIFS({{all_{name}}},{{same_document}}{{all_tax_rate}},{rate})"


def _off(total: str) -> str:
    """What is taken off a whole document."""
    percent = _rounded(f"{total}*N({{head_discount_percent}})/100", "{document_decimals}")
    return f"({percent}+{_rounded('N({head_discount_amount})', '{document_decimals}')})"


def _tax(total: str, off: str) -> str:
    """The tax of a document whose prices are without it: rounded once for each rate, or line by line."""
    rates = _column(RATES, "tax_percent")
    base = _sum_of("net_amount", rates)
    share = f"IF({total}=0,0,ROUND({off}*{base}/{total},{{document_decimals}}))"
    by_rate = f"SUMPRODUCT({_rounded(f'({base}-{share})*{rates}/100', '{document_decimals}')})"
    by_rate_alone = f"SUMPRODUCT({_rounded(f'{base}*{rates}/100', '{document_decimals}')})"
    alone = f"IF({_policy('tax_per_line')}=1,{_sum_of('line_tax')},{by_rate_alone})"
    return f"IF({off}=0,{alone},{by_rate})"


def _payable(amount: str) -> str:
    """An amount as it can be paid with the smallest coin."""
    coin = f"IF({_policy('cash_rounding')}=0,10^-{{document_decimals}},{_policy('cash_rounding')})"
    return f"ROUND({_rounded(f'({amount})/{coin}', '0')}*{coin},4)"


DOCUMENT_SUM = written(
    "document_sum", "Sum of lines", "明細合計", "明细合计", type="money", width=13,
    formula=f'=IF({{is_first_row}},{_sum_of("net_amount")},"")',
)  # fmt: skip
DOCUMENT_OFF = written(
    "document_off", "Off the whole", "整單減額", "整单减额", type="money", width=11,
    formula=f'=IF({{document_sum}}="","",{_off("{document_sum}")})',
)  # fmt: skip
_LIST_TAX = _tax("{document_sum}", "{document_off}")
_LIST_TOTAL = f"{{document_sum}}-{{document_off}}+IF({_IS_INCLUDED},0,{_LIST_TAX})"
DOCUMENT_TOTAL = written(
    "document_total", "Document total", "單據總計", "单据总计", type="money", width=14,
    formula=f'=IF({{document_sum}}="","",{_payable(_LIST_TOTAL)})',
    hint=words(
        "With tax, on the first row of each Ref.", "含稅，列於各參照的第一列。", "含税，列于各参照的第一行。",
    ),
)  # fmt: skip
CREDIT_AFTER = written(
    "credit_after", "Credit after this", "本批後額度", "本批后额度", type="money", width=13,
    formula=f'=IF(OR({{document_sum}}="",{{terms_row}}="",{{line_currency}}<>{_HOME}),"",'
    f'IF({_of_customer("credit_left")}="","",{_of_customer("credit_left")}'
    '-SUMIFS({all_document_total},{all_terms_row},{terms_row},{all_document_no},"")))',
)  # fmt: skip
"""What the customer has left once everything of his that is typed in this list is posted."""

PRICE_FLOOR = written(
    "price_floor", "Warn below", "低於此價提醒", "低于此价提醒", type="price", width=11,
    formula=f'=IF({{goods_row}}="","",IF({_of_product("price_floor")}="","",{_of_product("price_floor")}*{_FACTOR}))',
)  # fmt: skip

_FORM_SUM = _sum_of("net_amount")
_FORM_OFF = _off(_FORM_SUM)
_FORM_TAX = (
    f"IF({_IS_INCLUDED},ROUND({_sum_of('line_tax')}*IF({_FORM_SUM}=0,1,({_FORM_SUM}-{_FORM_OFF})/{_FORM_SUM}),{{document_decimals}}),"
    f"{_tax(_FORM_SUM, _FORM_OFF)})"
)
LIVE_TOTAL_FORMULAS = {
    "net_total": f"={_FORM_SUM}-{_FORM_OFF}-IF({_IS_INCLUDED},{{tax_total}},0)",
    "tax_total": f"={_FORM_TAX}",
    "gross_total": f"={_payable('{net_total}+{tax_total}')}",
}
"""The sums below the lines of a form."""

LINE_HELP = (
    TERMS_ROW, GOODS_ROW, LINE_DAY, LINE_CURRENCY, LINE_DECIMALS, OWN_QUANTITY, TOGETHER, PRICE_SEARCH, LIST_PRICE,
    PRICE_FLOOR, LINE_TAX,
)  # fmt: skip
"""Steps of the reckoning; their columns are folded in lists, and stand beside the page of a form."""

LIST_HELP = (DOCUMENT_SUM, DOCUMENT_OFF, CREDIT_AFTER)
"""Likewise, in lists alone."""

LINE_SHOWN = (FOUND_CUSTOMER, FOUND_PRODUCT, APPLIED_PRICE, TAX_RATE)
"""What people look at while they type."""

HELP_NAMES = frozenset(field.name for field in (*LINE_HELP, *LIST_HELP))

LOWEST_PRICES = {field.name: field.formula for field in (LOWEST_SEARCH, LOWEST_PRICE)}
"""Formulas of a company that takes the lowest price of all levels."""
