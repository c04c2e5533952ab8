"""The workbooks about what customers owe: receivables by age, and the statement that a customer gets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from salesbook.documents.dunning import DunningItem
from salesbook.documents.receivables import AgedCustomer, AgedInvoice, Ageing
from salesbook.messages import text
from salesbook.money import round_half_up
from salesbook.settings import Language
from salesbook.sheets.columns import Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY, LINE
from salesbook.workbooks.tables import SheetBuilder, write_text

AGEING = words("Receivables by age", "應收帳款帳齡", "应收账款账龄")

_CUSTOMER, _NAME = words("Customer", "客戶", "客户"), words("Name", "名稱", "名称")
_NOT_DUE = words("Not due", "未到期", "未到期")
_DISPUTED = words("Disputed", "爭議中", "争议中")
_UNAPPLIED = words("On account", "暫收款", "暂收款")
_LEDGER = words("Ledger", "帳本餘額", "账本余额")
_DIFFERENCE = words("Difference", "差額", "差额")
_TOTAL = words("Total", "合計", "合计")
_OPEN_ITEMS = words("Open invoices", "未收發票", "未收发票")

FIGURES = {
    "days_of_sales": words("Days of sales outstanding", "應收天數", "应收天数"),
    "collection_rate": words("Collection rate of the month %", "本月回款率 %", "本月回款率 %"),
}

DUNNING = Table("tblReminders", "", words("Reminders due", "催款清單", "催款清单"), (
    Field("customer_no", _CUSTOMER, "code", width=12), Field("name", _NAME, width=26),
    Field("invoice", words("Invoice", "發票", "发票"), "code", width=17),
    Field("due_date", words("Payment due", "付款到期日"), "date", width=13),
    Field("overdue_days", words("Days overdue", "逾期天數", "逾期天数"), "integer", width=13),
    Field("overdue", words("Overdue", "逾期金額", "逾期金额"), "money", width=15),
    Field("currency", words("Currency", "幣別", "币种"), width=10),
    Field("step", words("Reminder", "催款"), width=26),
    Field("sent_on", words("Last sent", "上次寄發", "上次寄发"), "date", width=13),
    Field("salesperson_no", words("Salesperson", "業務員", "业务员"), "code", width=13),
))  # fmt: skip


def bucket_titles(limits: Sequence[int]) -> list[Words]:
    """Headings of the buckets: not due, then the days overdue.

    >>> [title.en for title in bucket_titles((30, 60))]
    ['Not due', '1–30 days', '31–60 days', 'over 60 days']
    """
    firsts = [1, *(limit + 1 for limit in limits)]
    ranges = [words(f"{first}–{last} days", f"{first}–{last} 天") for first, last in zip(firsts, limits, strict=False)]
    return [_NOT_DUE, *ranges, words(f"over {limits[-1]} days", f"超過 {limits[-1]} 天", f"超过 {limits[-1]} 天")]


def customer_table(limits: Sequence[int]) -> Table:
    """The ageing by customer."""
    buckets = bucket_fields(limits)
    return Table("tblAgeing", "", AGEING, (
        Field("customer_no", _CUSTOMER, "code", width=12), Field("name", _NAME, width=26),
        Field("invoices", words("Invoices", "張數", "张数"), "integer", width=10), *buckets,
        Field("disputed", _DISPUTED, "money", width=14), Field("unapplied", _UNAPPLIED, "money", width=14),
        Field("total", _TOTAL, "money", width=15), Field("ledger", _LEDGER, "money", width=15),
        Field("difference", _DIFFERENCE, "money", width=11),
    ))  # fmt: skip


def invoice_table(limits: Sequence[int]) -> Table:
    """The ageing invoice by invoice."""
    return Table("tblAgedInvoices", "", _OPEN_ITEMS, (
        Field("customer_no", _CUSTOMER, "code", width=12), Field("name", _NAME, width=26),
        Field("document_no", words("Invoice", "發票", "发票"), "code", width=17),
        Field("document_date", words("Date", "日期"), "date", width=12),
        Field("due_date", words("Payment due", "付款到期日"), "date", width=13),
        Field("overdue_days", words("Days overdue", "逾期天數", "逾期天数"), "integer", width=13),
        Field("amount", words("Amount", "金額", "金额"), "money", width=15), *bucket_fields(limits),
        Field("disputed", _DISPUTED, "money", width=14),
        Field("open_amount", words("Open", "未收"), "money", width=15),
        Field("currency", words("Invoiced in", "發票幣別", "发票币种"), width=10),
    ))  # fmt: skip


def bucket_fields(limits: Sequence[int]) -> list[Field]:
    """A column for each bucket."""
    return [Field(f"bucket_{place}", title, "money", width=14) for place, title in enumerate(bucket_titles(limits))]


def aged_row(found: AgedCustomer | AgedInvoice, table: Table, names: Mapping[str, str]) -> dict[str, Any]:
    """A row of either table, by the names of its fields."""
    buckets = {f"bucket_{place}": amount for place, amount in enumerate(found.buckets)}
    own = {field.name: getattr(found, field.name, None) for field in table.fields}
    return own | buckets | {"name": names.get(found.customer_no, "")}


def build_receivables(
    path: Path, info: BookInfo, ageing: Ageing, figures: Mapping[str, Fraction | None], names: Mapping[str, str]
) -> None:
    """Write the workbook of the ageing; a file that is there is replaced."""
    with new_book(path, info) as builder:
        _ageing_sheet(builder, info, ageing, figures, names)
        table = invoice_table(ageing.limits)
        sheet = add_sheet(builder, table.sheet, GREY)
        builder.widths(sheet, table)
        sheet.set_row(0, 30)
        rows = [aged_row(invoice, table, names) for invoice in ageing.invoices]
        builder.table(sheet, table, [row | {"overdue_days": row["overdue_days"] or None} for row in rows])
        sheet.freeze_panes(1, 3)
        sheet.repeat_rows(0)


def _ageing_sheet(
    builder: SheetBuilder,
    info: BookInfo,
    ageing: Ageing,
    figures: Mapping[str, Fraction | None],
    names: Mapping[str, str],
) -> None:
    table = customer_table(ageing.limits)
    sheet = add_sheet(builder, AGEING)
    builder.widths(sheet, table)
    _heading(builder, sheet, info, f"{AGEING.get(builder.look.language)} · {ageing.day}", len(table.fields) - 1)
    sheet.set_row(2, 30)
    rows = [aged_row(customer, table, names) for customer in ageing.customers]
    last = builder.table(sheet, table, rows, first_row=2)
    bold = builder.words(bold=True, top=1, border_color=LINE, indent=1)
    for column in range(3):
        sheet.write_blank(last, column, None, bold)
    sheet.write_string(last, 0, _TOTAL.get(builder.look.language), bold)
    whole = aged_row(ageing.whole, table, {})
    for column, field in enumerate(table.fields):
        if builder.look.is_number(field):
            _sum(builder, sheet, last, column, table, field, whole[field.name])
    for row, (name, title) in enumerate(FIGURES.items(), start=last + 2):
        sheet.write_string(row, 0, title.get(builder.look.language), builder.words(font_color=GREY))
        value = figures.get(name)
        if value is not None:
            shown = builder.words(bold=True, num_format="0.0", align="left")
            sheet.write_number(row, 3, float(round_half_up(value, 1)), shown)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)


def _sum(
    builder: SheetBuilder, sheet: Any, row: int, column: int, table: Table, field: Field, value: Decimal | int
) -> None:
    """A live sum below a column."""
    number = builder.words(
        bold=True, top=1, border_color=LINE, align="right", num_format=builder.look.number_format(field.type)
    )
    sheet.write_formula(row, column, f"=SUM({table.name}[{builder.title(field)}])", number, float(value))


def dunning_row(item: DunningItem, names: Mapping[str, str], language: Language) -> dict[str, Any]:
    """A row of the dunning list; what is to be done is said in words."""
    own = {field.name: getattr(item, field.name, None) for field in DUNNING.fields}
    return own | {"name": names.get(item.customer_no, ""), "step": step_words(item, language)}


def step_words(item: DunningItem, language: Language) -> str:
    """What is to be done about a late invoice."""
    return text(f"dunning-state-{item.state}", language, level=str(item.level or ""))


def build_dunning(
    path: Path, info: BookInfo, day: date, items: Sequence[DunningItem], names: Mapping[str, str]
) -> None:
    """Write the dunning list; a file that is there is replaced."""
    with new_book(path, info) as builder:
        language = builder.look.language
        sheet = add_sheet(builder, DUNNING.sheet)
        builder.widths(sheet, DUNNING)
        _heading(builder, sheet, info, f"{DUNNING.sheet.get(language)} · {day}", len(DUNNING.fields) - 1)
        sheet.set_row(2, 30)
        builder.table(sheet, DUNNING, [dunning_row(item, names, language) for item in items], first_row=2)
        sheet.freeze_panes(3, 3)
        sheet.repeat_rows(2)


def _heading(builder: SheetBuilder, sheet: Any, info: BookInfo, title: str, last_column: int) -> None:
    sheet.set_row(0, 34)
    write_text(sheet, 0, 0, title, builder.words(bold=True, font_size=20, font_color=ACCENT))
    company = builder.words(bold=True, font_size=12, font_color=GREY, align="right")
    write_text(sheet, 0, last_column, info.company, company)
