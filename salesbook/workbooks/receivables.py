"""The workbooks about what customers owe: receivables by age, and the statement that a customer gets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from salesbook.documents.dunning import DunningItem
from salesbook.documents.master_data import Customer
from salesbook.documents.receivables import AccountEntry, AgedCustomer, AgedInvoice, Ageing, Statement
from salesbook.messages import text
from salesbook.money import round_half_up
from salesbook.settings import Language
from salesbook.sheets.columns import KIND_WORDS, Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import CREATED, BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY, LINE
from salesbook.workbooks.tables import SheetBuilder, Values, write_text

AGEING = words("Receivables by age", "應收帳款帳齡", "应收账款账龄")
STATEMENT = words("Statement", "對帳單", "对账单")

_CUSTOMER, _NAME = words("Customer", "客戶", "客户"), words("Name", "名稱", "名称")
_NOT_DUE = words("Not due", "未到期", "未到期")
_DISPUTED = words("Disputed", "爭議中", "争议中")
_UNAPPLIED = words("On account", "暫收款", "暂收款")
_LEDGER = words("Ledger", "帳本餘額", "账本余额")
_DIFFERENCE = words("Difference", "差額", "差额")
_TOTAL = words("Total", "合計", "合计")
_BALANCE = words("Balance", "餘額", "余额")
_OPENING = words("Opening balance", "期初餘額", "期初余额")
_CLOSING = words("Closing balance", "期末餘額", "期末余额")
_OPEN_ITEMS = words("Open invoices", "未收發票", "未收发票")
_CONFIRM = words(
    "Please compare with your books and tell us within ten days if anything differs.",
    "請與貴公司帳目核對；如有不符，請於十日內告知。",
    "请与贵公司账目核对；如有不符，请于十日内告知。",
)
_SIGN = (words("Prepared by", "製表", "制表"), words("Confirmed by customer", "客戶確認", "客户确认"))

FIGURES = {
    "days_of_sales": words("Days of sales outstanding", "應收天數", "应收天数"),
    "collection_rate": words("Collection rate of the month %", "本月回款率 %", "本月回款率 %"),
}

ENTRIES = Table("tblStatement", "", STATEMENT, (
    Field("day", words("Date", "日期"), "date", width=12),
    Field("kind", words("Kind", "單據", "单据"), width=20),
    Field("document_no", words("No.", "單號", "单号"), "code", width=18),
    Field("reference", words("Your reference", "貴方單號", "贵方单号"), "code", width=20),
    Field("due_date", words("Payment due", "付款到期日"), "date", width=13),
    Field("claim", words("Claim", "應收", "应收"), "money", width=15),
    Field("credit", words("Paid or credited", "已收或折讓", "已收或折让"), "money", width=17),
    Field("balance", _BALANCE, "money", width=16),
))  # fmt: skip

OPEN_ITEMS = Table("tblOpenItems", "", _OPEN_ITEMS, (
    Field("document_date", words("Date", "日期"), "date", width=12),
    Field("kind", words("Kind", "單據", "单据"), width=20),
    Field("document_no", words("Invoice", "發票", "发票"), "code", width=18),
    Field("due_date", words("Payment due", "付款到期日"), "date", width=20),
    Field("overdue_days", words("Days overdue", "逾期天數", "逾期天数"), "integer", width=13),
    Field("amount", words("Amount", "金額", "金额"), "money", width=15),
    Field("disputed", _DISPUTED, "money", width=17),
    Field("open_amount", words("Open", "未收"), "money", width=16),
))  # fmt: skip


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


def build_statement(path: Path, info: BookInfo, found: Statement, customer: Customer) -> None:
    """Write the statement of a customer, one sheet to print; a file that is there is replaced."""
    with new_book(path, info) as builder:
        language = builder.look.language
        builder.book.set_properties({"author": info.company, "created": CREATED.replace(tzinfo=None)})
        sheet = add_sheet(builder, STATEMENT)
        about = f" {info.company[:60]} · {customer.customer_no}".replace("&", "&&")
        sheet.set_footer(f"&L&8{about}&R&8&P / &N")
        builder.widths(sheet, ENTRIES)
        _heading(builder, sheet, info, STATEMENT.get(language), len(ENTRIES.fields) - 1)
        grey, bold = builder.words(font_color=GREY), builder.words(bold=True)
        head = (
            (_CUSTOMER, f"{customer.customer_no} · {customer.name}"),
            (words("Address", "地址"), customer.address),
            (words("Period", "期間", "期间"), f"{found.first} – {found.last}"),
            (words("Currency", "幣別", "币种"), builder.look.currency),
        )
        for row, (title, value) in enumerate(head, start=1):
            sheet.write_string(row, 0, title.get(language), grey)
            write_text(sheet, row, 1, value, bold)
        row = _amount_line(builder, sheet, len(head) + 2, _OPENING, found.opening)
        sheet.set_row(row, 24)
        rows = [_entry_row(entry, balance, language) for entry, balance in found.entries]
        row = builder.table(sheet, ENTRIES, rows, first_row=row)
        row = _amount_line(builder, sheet, row, _CLOSING, found.closing)
        if found.invoices:
            heading = builder.words(bold=True, font_size=13, font_color=ACCENT)
            sheet.write_string(row + 1, 0, f"{_OPEN_ITEMS.get(language)} · {found.last}", heading)
            sheet.set_row(row + 2, 24)
            open_rows = [_open_row(invoice, language) for invoice in found.invoices]
            row = builder.table(sheet, OPEN_ITEMS, open_rows, first_row=row + 2)
            if found.unapplied:
                row = _amount_line(builder, sheet, row, _UNAPPLIED, -found.unapplied)
            row = _amount_line(builder, sheet, row, _TOTAL, found.closing)
        sheet.write_string(row + 1, 0, _CONFIRM.get(language), grey)
        line = builder.words(top=1, border_color=LINE, font_color=GREY)
        for column, title in zip((0, 5), _SIGN, strict=True):
            sheet.write_string(row + 4, column, title.get(language), line)
            for other in (1, 2):
                sheet.write_blank(row + 4, column + other, None, line)
        sheet.print_area(0, 0, row + 4, len(ENTRIES.fields) - 1)


def _amount_line(builder: SheetBuilder, sheet: Any, row: int, title: Words, amount: Decimal) -> int:
    """A heading on the left and an amount in the last column; the row after it."""
    last = len(ENTRIES.fields) - 1
    edge = {"bold": True, "top": 1, "border_color": LINE}
    for column in range(last):
        sheet.write_blank(row, column, None, builder.words(**edge))
    sheet.write_string(row, 0, title.get(builder.look.language), builder.words(**edge))
    money = builder.words(**edge, align="right", num_format=builder.look.number_format("money"))
    sheet.write_number(row, last, float(amount), money)
    sheet.set_row(row, 20)
    return row + 1


def _entry_row(entry: AccountEntry, balance: Decimal, language: Language) -> Values:
    """A paper with its claim or credit; a mirror is called what it is."""
    kind = KIND_WORDS["reversal" if entry.reverses_no else entry.kind].get(language)
    return {
        "day": entry.day, "kind": kind, "document_no": entry.document_no, "reference": entry.reference,
        "due_date": entry.due_date if entry.kind == "sales_invoice" and not entry.reverses_no else None,
        "claim": entry.amount if entry.amount > 0 else None, "credit": -entry.amount if entry.amount < 0 else None,
        "balance": balance,
    }  # fmt: skip


def _open_row(invoice: AgedInvoice, language: Language) -> Values:
    row: Values = {field.name: getattr(invoice, field.name, None) for field in OPEN_ITEMS.fields}
    extra = {"kind": KIND_WORDS["sales_invoice"].get(language), "overdue_days": invoice.overdue_days or None}
    return {**row, **extra, "disputed": invoice.disputed or None}
