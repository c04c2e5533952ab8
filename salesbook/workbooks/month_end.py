"""The workbook of the month-end report: a page to sign and file, and the open lines and invoices behind its totals."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from salesbook.documents.month_end import (
    CustomerReceivable,
    CustomerTotal,
    KindTotals,
    MonthEnd,
    OpenLine,
    by_customer,
)
from salesbook.money import ZERO
from salesbook.sheets.columns import KIND_WORDS, Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.receivables import aged_row, bucket_fields
from salesbook.workbooks.style import ACCENT, GREY, LINE
from salesbook.workbooks.tables import SheetBuilder, Values

TITLE = words("Month-end report", "月結報告", "月结报告")
OPEN_ORDERS = words("Open orders", "未交訂單", "未交订单")
UNINVOICED = words("Delivered, not invoiced", "已出貨未開票", "已出货未开票")
RECEIVABLE = words("Receivable", "應收帳款", "应收账款")
OPEN_INVOICES = words("Open invoices", "未收發票", "未收发票")

_CUSTOMER, _NAME = words("Customer", "客戶", "客户"), words("Name", "名稱", "名称")
_LINES, _NET = words("Lines", "明細數", "明细数"), words("Net amount", "未稅金額", "未税金额")
_CURRENCY = words("Currency", "幣別", "币种")
_TOTAL = words("Total", "合計", "合计")
_SIGN = (words("Prepared by", "製表", "制表"), words("Checked by", "覆核", "复核"))

PAPERS = Table("tblPapers", "", words("Papers of the month", "本月單據", "本月单据"), (
    Field("kind", words("Kind", "單據", "单据"), width=18),
    Field("first_no", words("First number", "首號", "首号"), "code", width=30),
    Field("last_no", words("Last number", "末號", "末号"), "code", width=18),
    Field("documents", words("Papers", "張數", "张数"), "integer", width=9),
    Field("reversals", words("Reversals", "沖銷數", "冲销数"), "integer", width=16),
    Field("net_amount", _NET, "money", width=18),
    Field("tax_amount", words("Tax", "稅額", "税额"), "money", width=15),
    Field("gross_amount", words("Gross", "含稅金額", "含税金额"), "money", width=18),
    Field("currency", _CURRENCY, width=10),
))  # fmt: skip


def _customers(name: str, sheet: Words) -> Table:
    return Table(name, "", sheet, (
        Field("customer_no", _CUSTOMER, "code"), Field("name", _NAME), Field("currency", _CURRENCY),
        Field("lines", _LINES, "integer"), Field("net_amount", _NET, "money"),
    ))  # fmt: skip


def _lines(name: str, sheet: Words) -> Table:
    return Table(name, "", sheet, (
        Field("customer_no", _CUSTOMER, "code", width=12), Field("name", _NAME, width=26),
        Field("document_no", words("Document", "單據", "单据"), "code", width=17),
        Field("line_no", words("Line", "項次", "行号"), "integer", width=7),
        Field("document_date", words("Date", "日期"), "date", width=12),
        Field("product_no", words("Product", "商品"), "code", width=14),
        Field("description", words("Description", "品名"), width=28),
        Field("quantity", words("Open quantity", "未結數量", "未结数量"), "quantity", width=14),
        Field("unit", words("Unit", "單位", "单位"), width=17),
        Field("net_amount", _NET, "money", width=16), Field("currency", _CURRENCY, width=10),
    ))  # fmt: skip


RECEIVABLES = Table("tblReceivableByCustomer", "", RECEIVABLE, (
    Field("customer_no", _CUSTOMER, "code"), Field("name", _NAME), Field("currency", _CURRENCY),
    Field("invoices", words("Invoices", "張數", "张数"), "integer"),
    Field("receivable", RECEIVABLE, "money"),
    Field("overdue", words("Of it overdue", "其中逾期", "其中逾期"), "money"),
    Field("unapplied", words("On account", "暫收款", "暂收款"), "money"),
))  # fmt: skip

_INVOICES = Table("tblOpenInvoices", "", OPEN_INVOICES, (
    Field("customer_no", _CUSTOMER, "code", width=12), Field("name", _NAME, width=26),
    Field("document_no", words("Invoice", "發票", "发票"), "code", width=17),
    Field("document_date", words("Date", "日期"), "date", width=12),
    Field("due_date", words("Payment due", "付款到期日"), "date", width=14),
    Field("overdue_days", words("Days overdue", "逾期天數", "逾期天数"), "integer", width=14),
    Field("amount", words("Amount", "金額", "金额"), "money", width=16),
    Field("paid", words("Paid", "已收", "已收"), "money", width=16),
    Field("open_amount", words("Open", "未收", "未收"), "money", width=16),
    Field("currency", _CURRENCY, width=10),
))  # fmt: skip


def _aged_invoices(limits: Sequence[int]) -> Table:
    """The open invoices with their age beside what is open."""
    disputed = Field("disputed", words("Disputed", "爭議中", "争议中"), "money", width=14)
    return replace(_INVOICES, fields=(*_INVOICES.fields, *bucket_fields(limits), disputed))


_HEAD_WORDS = {
    "month": words("Month", "月份"),
    "last_day": words("As of", "截止日"),
    "state": words("Closed", "結帳", "结账"),
    "version": words("Ledger version", "帳本版本", "账本版本"),
    "seq": words("Last posting", "最後過帳序號", "最后过账序号"),
    "hash": words("Head hash", "帳本雜湊值", "账本哈希值"),
}
_NOT_CLOSED = words(
    "not closed: these figures may still change", "尚未結帳：數字仍可能變動", "尚未结账：数字仍可能变动"
)


def build_month_end(path: Path, info: BookInfo, report: MonthEnd) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        _summary_sheet(builder, info, report)
        _line_sheet(builder, _lines("tblOpenOrders", OPEN_ORDERS), report.open_orders, report)
        _line_sheet(builder, _lines("tblUninvoiced", UNINVOICED), report.uninvoiced, report)
        _invoice_sheet(builder, report)


def closed_words(report: MonthEnd) -> str:
    """By whom and when the month was closed, to the minute; empty while it is open."""
    return f"{report.closed_by} · {report.closed_at:%Y-%m-%d %H:%M}" if report.closed_at else ""


def _summary_sheet(builder: SheetBuilder, info: BookInfo, report: MonthEnd) -> None:
    language = builder.look.language
    sheet = add_sheet(builder, TITLE)
    builder.widths(sheet, PAPERS)
    sheet.set_row(0, 34)
    title = builder.words(bold=True, font_size=22, font_color=ACCENT)
    sheet.write_string(0, 0, f"{TITLE.get(language)} · {report.month}", title)
    last_column = len(PAPERS.fields) - 1
    sheet.write_string(0, last_column, info.company, builder.words(bold=True, font_color=GREY, align="right"))
    shown = {
        "month": report.month, "last_day": str(report.last_day),
        "state": closed_words(report) or _NOT_CLOSED.get(language), "version": str(report.head.version),
        "seq": str(report.head.seq), "hash": report.head.hash,
    }  # fmt: skip
    for row, (name, title_words) in enumerate(_HEAD_WORDS.items(), start=1):
        sheet.write_string(row, 0, title_words.get(language), builder.words(font_color=GREY))
        font = {"font_name": "Consolas"} if name == "hash" else {}
        sheet.write_string(row, 1, shown[name], builder.words(bold=name != "hash", indent=1, **font))
    row = len(_HEAD_WORDS) + 2
    row = _block(builder, sheet, row, PAPERS, [_kind_row(totals, language) for totals in report.kinds])
    for table, lines in (
        (_customers("tblOpenByCustomer", OPEN_ORDERS), report.open_orders),
        (_customers("tblUninvoicedByCustomer", UNINVOICED), report.uninvoiced),
    ):
        totals = by_customer(lines)
        row = _block(builder, sheet, row + 1, table, [_named_row(total, table, report) for total in totals])
        row = _totals(builder, sheet, row, table, totals)
    owed = [_named_row(customer, RECEIVABLES, report) for customer in report.receivables]
    row = _block(builder, sheet, row + 1, RECEIVABLES, owed)
    row = _totals(builder, sheet, row, RECEIVABLES, report.receivables)
    for column, sign in zip((0, 5), _SIGN, strict=True):
        line = builder.words(font_color=GREY, top=1, border_color=LINE)
        sheet.write_string(row + 3, column, sign.get(language), line)
        sheet.write_blank(row + 3, column + 1, None, line)


def _block(builder: SheetBuilder, sheet: Any, row: int, table: Table, rows: Sequence[Values]) -> int:
    """A heading and a table below it; the row after the table."""
    heading = builder.words(bold=True, font_size=13, font_color=ACCENT)
    sheet.write_string(row, 0, table.sheet.get(builder.look.language), heading)
    sheet.set_row(row, 22)
    sheet.set_row(row + 1, 20)
    return builder.table(sheet, table, rows, first_row=row + 1)


def _totals(
    builder: SheetBuilder, sheet: Any, row: int, table: Table, totals: Sequence[CustomerTotal | CustomerReceivable]
) -> int:
    """A live sum of each currency below a table; the row after the sums."""
    bold = builder.words(bold=True, top=1, border_color=LINE, indent=1)
    currency = builder.title(table.field("currency"))
    for code in sorted({total.currency for total in totals}) or [builder.look.currency]:
        of_currency = [total for total in totals if total.currency == code]
        sheet.write_string(row, 0, _TOTAL.get(builder.look.language), bold)
        sheet.write_blank(row, 1, None, bold)
        sheet.write_string(row, table.index("currency"), code, bold)
        for field in table.fields:
            if not builder.look.is_number(field):
                continue
            value = sum((getattr(total, field.name) for total in of_currency), ZERO)
            number = builder.words(
                bold=True, top=1, border_color=LINE, align="right", num_format=builder.look.number_format(field.type)
            )
            formula = f'=SUMIF({table.name}[{currency}],"{code}",{table.name}[{builder.title(field)}])'
            sheet.write_formula(row, table.index(field.name), formula, number, float(value))
        row += 1
    return row


def _line_sheet(builder: SheetBuilder, table: Table, lines: Sequence[OpenLine], report: MonthEnd) -> None:
    ordered = sorted(lines, key=lambda line: (line.customer_no, line.document_no, line.line_no))
    _list_sheet(builder, table, [_named_row(line, table, report) for line in ordered])


def _invoice_sheet(builder: SheetBuilder, report: MonthEnd) -> None:
    table = _aged_invoices(report.ageing.limits)
    rows = [
        aged_row(invoice, table, report.names)
        | {"overdue_days": invoice.overdue_days or None, "currency": builder.look.currency}
        for invoice in report.ageing.invoices
    ]
    _list_sheet(builder, table, rows)


def _list_sheet(builder: SheetBuilder, table: Table, rows: Sequence[Values]) -> None:
    """A sheet with one table on it, whose header is seen on each screen and page."""
    sheet = add_sheet(builder, table.sheet, GREY)
    builder.widths(sheet, table)
    sheet.set_row(0, 30)
    builder.table(sheet, table, rows)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _kind_row(totals: KindTotals, language: Any) -> Values:
    """A row of the papers; the amounts of reversals are in those of their kinds already."""
    row = {field.name: getattr(totals, field.name) for field in PAPERS.fields} | totals.shown_amounts
    if totals.kind == "reversal":
        row["reversals"] = None
    return row | {"kind": KIND_WORDS[totals.kind].get(language)}


def _named_row(found: OpenLine | CustomerTotal | CustomerReceivable, table: Table, report: MonthEnd) -> Values:
    """A row with the customer's name beside the number."""
    values = {field.name: getattr(found, field.name) for field in table.fields if field.name != "name"}
    return values | {"name": report.names.get(found.customer_no, "")}
