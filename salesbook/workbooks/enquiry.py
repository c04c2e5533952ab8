"""Answers to enquiries: what stands on each of them, and the sheet that shows one.

An ``Answer`` is the same for the terminal, a script and the sheet: facts above, tables below them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from salesbook.documents.master_data import Customer, Product
from salesbook.messages import text
from salesbook.settings import LANGUAGES
from salesbook.sheets.columns import (
    BASE_PERCENT,
    CHOICES,
    COMPLAINTS,
    CURRENCY,
    CUSTOMER,
    CUSTOMER_REFERENCE,
    DATE,
    DESCRIPTION,
    DISCOUNT,
    DISPUTES,
    DUE_DATE,
    MASTERS,
    PRODUCT,
    QUANTITY,
    SALESPERSON,
    TAX_CODE,
    UNIT,
    UNIT_PRICE,
    VALID_UNTIL,
    WAREHOUSE,
    Field,
    Table,
)
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY
from salesbook.workbooks.tables import SheetBuilder, Values, write_text


class Said(NamedTuple):
    """A value that people read in words, and scripts by its code."""

    code: str
    words: Words


@dataclass(frozen=True)
class Fact:
    """One line above the tables; a blank value is left out where it is shown."""

    field: Field
    value: Any


@dataclass(frozen=True)
class Section:
    """One table of an answer; without rows it is left out where it is shown."""

    table: Table
    rows: Sequence[Values]


@dataclass(frozen=True)
class Answer:
    """The answer to one enquiry.

    Attributes:
        subject: What it is about, such as a code and a name.
        found: How it was found, where that was not by its own code or number.
        sections: By their names in JSON, which are those of the tables without ``ask``.
        warnings: What posting would say; already a sentence in each language.
    """

    title: Words
    subject: str
    day: date
    facts: Sequence[Fact]
    sections: Sequence[Section] = ()
    found: Words | None = None
    warnings: Sequence[Said] = ()

    def value(self, name: str) -> Any:
        """The value of a fact."""
        return next(fact.value for fact in self.facts if fact.field.name == name)

    def rows(self, name: str) -> Sequence[Values]:
        """The rows of a table."""
        return next(section.rows for section in self.sections if section_name(section.table) == name)


def section_name(table: Table) -> str:
    """The name of a table for scripts.

    >>> section_name(OPEN_ORDERS)
    'open_orders'
    """
    letters = table.name.removeprefix("ask")
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in letters).lstrip("_")


_NAME = words("Name", "名稱", "名称")
_QUANTITY_WIDTH = 11
FACT_COLUMNS = 2
"""Titles and values of the facts stand in these columns, above the tables."""

RED = "#C0504D"


def shown(field: Field, **changes: Any) -> Field:
    """A field of a list as it is shown here: nothing is typed, so it has neither help nor a list."""
    plain: dict[str, Any] = {"required": False, "lookup": "", "hint": None, "formula": "", "head": False, "choices": ()}
    return replace(field, **plain | changes)


def _quantity(name: str, title: Words) -> Field:
    return Field(name, title, "quantity", width=_QUANTITY_WIDTH)


def _money(name: str, title: Words) -> Field:
    return Field(name, title, "money", width=14)


def _number(title: Words) -> Field:
    return Field("document_no", title, "code", width=17)


_LINE = Field("line_no", words("Line", "項次", "项次"), "integer", width=6)
_PRODUCT, _DESCRIPTION, _UNIT = shown(PRODUCT), shown(DESCRIPTION, width=28), shown(UNIT, width=8)
_CUSTOMER = shown(CUSTOMER)
_CUSTOMER_NAME = Field("customer_name", words("Customer name", "客戶名稱", "客户名称"), width=24)
_PRICE, _DISCOUNT, _CURRENCY = shown(UNIT_PRICE), shown(DISCOUNT), shown(CURRENCY)
_DATE, _DUE = shown(DATE), shown(DUE_DATE)
_INVOICE_DUE = Field("due_date", words("Payment due", "付款到期日"), "date")
_ORDER, _INVOICE = words("Order no.", "訂單號", "订单号"), words("Invoice no.", "發票號碼", "发票号码")
_NET = _money("net_amount", words("Net amount", "未稅金額", "未税金额"))
_TAX = _money("tax_amount", words("Tax", "稅額", "税额"))
_GROSS = _money("gross_amount", words("Gross", "含稅金額", "含税金额"))
_OPEN_AMOUNT = _money("open_amount", words("Open amount", "未收金額", "未收金额"))
_ORDERED = _quantity("ordered", words("Ordered", "訂購", "订购"))
_AVAILABLE = words("Available", "可承諾量", "可承诺量")
_STATE = Field("state", words("State", "狀態", "状态"), width=18)
_KIND = Field("kind", words("Kind", "單據", "单据"), width=16)
_OPEN = words("Open", "未結", "未结")
_OPEN_TO_DELIVER, _UNINVOICED = words("To deliver", "未交"), words("Not invoiced", "未開票", "未开票")

# ---- A customer ----

CUSTOMER_TITLE = words("Customer enquiry", "客戶快速查詢", "客户快速查询")

HEAD_OF_CUSTOMER = (
    "name", "customer_class", "price_list", "currency", "payment_terms", "payment_days", "salesperson_no",
    "territory_code", "contact", "phone", "credit_limit", "credit_days", "blocked", "block_reason",
)  # fmt: skip
"""Fields of a customer's file that an answer begins with."""

LAST_VISIT = Field("last_visit", words("Last visit", "最近拜訪", "最近拜访"), "date")
VISITED_BY = Field("visited_by", words("Visited by", "拜訪人", "拜访人"), "code")
VISIT_NOTE = Field("visit_note", words("Note of the visit", "拜訪紀錄", "拜访记录"))

CREDIT = Table("askCredit", "", words("Credit", "信用額度", "信用额度"), (
    Field("limit_of", words("Limit of", "額度所屬", "额度所属"), "code", width=14),
    _money("receivable", words("Receivable", "應收帳款", "应收账款")),
    _money("uninvoiced", words("Delivered, not invoiced", "已出貨未開票", "已出货未开票")),
    _money("open_orders", words("Open orders", "未交訂單", "未交订单")),
    _money("unapplied", words("On account", "暫收款", "暂收款")),
    _money("exposure", words("Exposure", "信用佔用", "信用占用")),
    _money("credit_limit", words("Credit limit", "信用額度", "信用额度")),
    _money("free", words("Free", "可用額度", "可用额度")),
))  # fmt: skip
OPEN_QUOTATIONS = Table("askOpenQuotations", "", words("Open quotations", "未結報價單", "未结报价单"), (
    _number(words("Quotation no.", "報價單號", "报价单号")), _LINE, _DATE, _PRODUCT, _DESCRIPTION,
    _quantity("open", _OPEN), _UNIT, _PRICE, _DISCOUNT, _CURRENCY, shown(VALID_UNTIL), _STATE,
))  # fmt: skip
OPEN_ORDERS = Table("askOpenOrders", "", words("Open orders", "未結訂單", "未结订单"), (
    _number(_ORDER), _LINE, _DATE, _PRODUCT, _DESCRIPTION, _ORDERED,
    _quantity("open_to_deliver", _OPEN_TO_DELIVER), _quantity("uninvoiced", _UNINVOICED), _UNIT, _DUE, _STATE,
))  # fmt: skip
UNINVOICED = Table("askUninvoiced", "", words("Deliveries not invoiced", "已出貨未開票", "已出货未开票"), (
    _number(words("Delivery no.", "出貨單號", "出货单号")), _LINE, _DATE, _PRODUCT, _DESCRIPTION,
    _quantity("uninvoiced", _UNINVOICED), _UNIT, Field("order_no", _ORDER, "code", width=17),
))  # fmt: skip
OPEN_INVOICES = Table("askOpenInvoices", "", words("Open invoices", "未收發票", "未收发票"), (
    _number(_INVOICE), _DATE, _INVOICE_DUE, _money("amount", words("Amount", "金額", "金额")),
    _OPEN_AMOUNT, _CURRENCY,
    Field("overdue_days", words("Days overdue", "逾期天數", "逾期天数"), "integer", width=10),
    _money("disputed", words("Disputed", "爭議金額", "争议金额")),
))  # fmt: skip
ON_ACCOUNT = Table("askOnAccount", "", words("Deposits and money on account", "訂金與暫收款", "订金与暂收款"), (
    _number(words("No.", "單號", "单号")), _KIND, _DATE, _money("amount", words("Left", "餘額", "余额")), _CURRENCY,
))  # fmt: skip
LAST_PRICES = Table("askLastPrices", "", words("Last prices", "最近成交價", "最近成交价"), (
    _PRODUCT, _DESCRIPTION, _DATE, shown(QUANTITY), _UNIT, _PRICE, _DISCOUNT, _CURRENCY, _number(_INVOICE),
))  # fmt: skip
OPEN_COMPLAINTS = Table("askComplaints", "", words("Open complaints", "未結客訴", "未结客诉"), tuple(
    shown(COMPLAINTS.field(name))
    for name in ("complaint_no", "about_no", "opened_on", "trouble", "what_happened", "promised_on", "owner_no")
))  # fmt: skip
OPEN_DISPUTES = Table("askDisputes", "", words("Refused payments", "拒付案件"), tuple(
    shown(DISPUTES.field(name))
    for name in ("case_no", "invoice", "refused_on", "refused_amount", "refusal_reason", "case_state", "answer_by")
))  # fmt: skip

# ---- A product ----

PRODUCT_TITLE = words("Product enquiry", "商品快速查詢", "商品快速查询")
HEAD_OF_PRODUCT = (
    "name", "product_group", "product_kind", "unit", "base_price", "tax_code", "order_minimum", "order_step",
    "safety_stock", "discontinued",
)  # fmt: skip
STOCK_FACTS = (
    _quantity("on_hand", words("On hand", "現有量", "现有量")),
    _quantity("promised", words("Promised", "已承諾", "已承诺")),
    _quantity("expected", words("Expected", "預計到貨", "预计到货")),
    _quantity("available", words("Available today", "今日可承諾量", "今日可承诺量")),
)  # fmt: skip
STOCK = Table("askStock", "", words("Stock by warehouse", "各倉庫存", "各仓库存"), (
    shown(WAREHOUSE), Field("name", _NAME, width=24), STOCK_FACTS[0],
))  # fmt: skip
PROMISE = Table("askAvailable", "", words("What may be promised", "可承諾量", "可承诺量"), (
    _DATE, _quantity("left", words("Left", "預計結存", "预计结存")), _quantity("available", _AVAILABLE),
))  # fmt: skip
EXPECTED = Table("askExpected", "", words("Expected", "預計到貨", "预计到货"), (_DATE, shown(QUANTITY)))
ORDERS_FOR = Table("askOpenOrders", "", words("Open orders", "未結訂單", "未结订单"), (
    _number(_ORDER), _LINE, _CUSTOMER, _CUSTOMER_NAME, _quantity("open_to_deliver", _OPEN_TO_DELIVER), _UNIT, _DUE,
))  # fmt: skip
SOLD_AT = Table("askLastPrices", "", words("Last prices", "最近成交價", "最近成交价"), (
    _DATE, _CUSTOMER, _CUSTOMER_NAME, shown(QUANTITY), _UNIT, _PRICE, _DISCOUNT, _CURRENCY, _number(_INVOICE),
))  # fmt: skip
PACKS = Table("askUnits", "", words("Units and packs", "單位換算", "单位换算"), (
    _UNIT, _quantity("factor", words("Holds", "換算數量", "换算数量")),
))  # fmt: skip

# ---- An order ----

ORDER_TITLE = words("Order enquiry", "訂單快速查詢", "订单快速查询")
ORDER_FACTS = (
    _STATE, _DATE, _CUSTOMER, _CUSTOMER_NAME, shown(CUSTOMER_REFERENCE), shown(SALESPERSON),
    _NET, _TAX, _GROSS, _CURRENCY,
    _money("deposit_received", words("Deposit received", "已收訂金", "已收订金")),
    _money("deposit_left", words("Deposit left", "訂金餘額", "订金余额")),
    _money("deposit_missing", words("Deposit missing", "尚缺訂金", "尚缺订金")),
)  # fmt: skip
ORDER_LINES = Table("askLines", "", words("Lines", "訂單明細", "订单明细"), (
    _LINE, _PRODUCT, _DESCRIPTION, _UNIT, _ORDERED,
    _quantity("given_up", words("Given up", "放棄", "放弃")),
    _quantity("delivered", words("Delivered", "已出貨", "已出货")),
    _quantity("come_back", words("Refused or back", "拒收退回", "拒收退回")),
    _quantity("invoiced", words("Invoiced", "已開票", "已开票")),
    _quantity("credited", words("Credited", "已折讓", "已折让")),
    _quantity("paid", words("Paid", "已收款")), _quantity("open_to_deliver", _OPEN_TO_DELIVER),
    _quantity("uninvoiced", _UNINVOICED), _DUE,
))  # fmt: skip
CHAIN = Table("askDocuments", "", words("Documents", "相關單據", "相关单据"), (
    _KIND, _number(words("No.", "單號", "单号")), _DATE, _STATE,
    Field("made_from", words("Made from", "來源單據", "来源单据"), "code", width=17),
    _money("amount", words("With tax", "含稅金額", "含税金额")), _OPEN_AMOUNT, _CURRENCY,
))  # fmt: skip

# ---- A price ----

PRICE_TITLE = words("Price enquiry", "價格快速查詢", "价格快速查询")
PRICE_FACTS = (
    _CUSTOMER, _CUSTOMER_NAME, _PRODUCT, _DESCRIPTION, shown(QUANTITY), _UNIT, _DATE, _PRICE, _DISCOUNT,
    _NET, shown(TAX_CODE),
    Field("tax_percent", words("Rate %", "稅率 %", "税率 %"), "percent"), _TAX, _GROSS, _CURRENCY,
    Field("tax_included", words("Tax included", "含稅", "含税"), "yes_no"),
    Field("price_reason", words("Reason of the price", "定價依據", "定价依据")),
)  # fmt: skip
RULES = Table("askRules", "", words("Price rules", "價格規則", "价格规则"), (
    Field("rule", words("Rule", "規則", "规则"), width=28),
    _quantity("minimum_quantity", words("From quantity", "數量起", "数量起")),
    Field("valid_from", words("Valid from", "生效日"), "date"), Field("valid_to", words("Valid to", "截止日"), "date"),
    shown(BASE_PERCENT), Field("unit_price", words("Price per own unit", "基本單位價", "基本单位价"), "price"),
    Field("outcome", words("What became of it", "採用結果", "采用结果"), width=46),
))  # fmt: skip


def choice(code: str) -> Said | None:
    """A choice that people read in words; blank stays blank."""
    return Said(code, CHOICES[code]) if code else None


def in_all_languages(code: str, /, **values: str) -> Words:
    """The sentence of a code, in each language."""
    return Words(*(text(code, language, **values) for language in LANGUAGES))


def head_of(record: Customer | Product, names: Sequence[str]) -> list[Fact]:
    """Facts from the file of a customer or product, under the titles of its sheet."""
    return [Fact(shown(MASTERS[record.kind].field(name)), getattr(record, name)) for name in names]


def build_enquiry(path: Path, info: BookInfo, answer: Answer) -> None:
    """Write an answer as a workbook of one sheet; a file that is there is replaced."""
    with new_book(path, info) as builder:
        page = add_sheet(builder, answer.title)
        tables = [section for section in answer.sections if section.rows]
        last_column = max([3, *(len(section.table.fields) - 1 for section in tables)])
        widths = [_width(builder, column, tables) for column in range(last_column + 1)]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        language = builder.look.language
        page.set_row(0, 34)
        title = builder.words(bold=True, font_size=20, font_color=ACCENT)
        write_text(page, 0, 0, f"{answer.title.get(language)} · {answer.subject}", title)
        write_text(page, 0, last_column, info.company, builder.words(bold=True, font_color=GREY, align="right"))
        page.write_string(1, 0, str(answer.day), builder.words(font_color=GREY))
        row = 2
        if answer.found is not None:
            write_text(page, row, 0, answer.found.get(language), builder.words(font_color=GREY))
            row += 1
        row = _facts(builder, page, row + 1, answer)
        for warning in answer.warnings:
            _warning(builder, page, row, warning, widths)
            row += 1
        for section in tables:
            row = _section(builder, page, row + 1, section)


def _warning(builder: SheetBuilder, page: Any, row: int, warning: Said, widths: Sequence[float]) -> None:
    """A sentence over the whole width, on as many lines as it needs."""
    sentence = warning.words.get(builder.look.language)
    style = builder.words(font_color=RED, text_wrap=True, valign="top")
    page.merge_range(row, 0, row, len(widths) - 1, "", style)
    write_text(page, row, 0, sentence, style)
    letters = sum(2 if ord(letter) > 0x2E7F else 1 for letter in sentence)
    page.set_row(row, 15 * (1 + letters // int(sum(widths))))


def _facts(builder: SheetBuilder, page: Any, row: int, answer: Answer) -> int:
    """One line for each fact that says something; the row after them."""
    for fact in answer.facts:
        if fact.value in (None, ""):
            continue
        page.write_string(row, 0, builder.title(fact.field), builder.words(font_color=GREY))
        number = builder.look.number_format(fact.field.type)
        style = builder.words(bold=True, align="left", num_format=number)
        builder.value(page, row, 1, fact.field, _cell(fact.value, builder), style)
        row += 1
    return row


def _section(builder: SheetBuilder, page: Any, row: int, section: Section) -> int:
    """A heading and a table; the row after them."""
    language = builder.look.language
    page.set_row(row, 22)
    heading = builder.words(bold=True, font_size=13, font_color=ACCENT)
    page.write_string(row, 0, section.table.sheet.get(language), heading)
    rows = [{name: _cell(value, builder) for name, value in values.items()} for values in section.rows]
    return builder.table(page, section.table, rows, first_row=row + 1)


def _cell(value: Any, builder: SheetBuilder) -> Any:
    return value.words.get(builder.look.language) if isinstance(value, Said) else value


def _width(builder: SheetBuilder, column: int, sections: Sequence[Section]) -> float:
    """Of a column that all tables of the sheet share: what the widest of them needs."""
    fields = [section.table.fields[column] for section in sections if column < len(section.table.fields)]
    return max([18.0 if column < FACT_COLUMNS else 8.0, *(builder.width(field) for field in fields)])
