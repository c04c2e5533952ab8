"""The workbook of the credit sheet: the terms with live sums, and below them the documents that make them up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salesbook.documents.credit_sheet import TERMS, CreditSheet, ShownLevel, TermPart
from salesbook.sheets.columns import Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY, LINE
from salesbook.workbooks.tables import SheetBuilder, Values, write_text

TITLE = words("Credit sheet", "信用額度表", "信用额度表")

_TERM_WORDS = {
    "receivable": words("Receivable", "應收帳款", "应收账款"),
    "uninvoiced": words("Delivered, not invoiced", "已出貨未開票", "已出货未开票"),
    "open_orders": words("Open orders", "未交訂單", "未交订单"),
    "unapplied": words("On account", "暫收款", "暂收款"),
    "later": words("Due later, not counted", "交期較晚，未計入", "交期较晚，未计入"),
}
_EXPOSURE, _LIMIT = words("Exposure", "信用佔用", "信用占用"), words("Credit limit", "信用額度", "信用额度")
_NO_LIMIT, _FREE = words("not set", "未設", "未设"), words("Free", "可用額度", "可用额度")
_AS_OF, _CUSTOMER = words("As of", "日期"), words("Customer", "客戶", "客户")
_TOGETHER = words("Counted together with", "合併計算", "合并计算")
_UNTIL = words("Orders due until", "計入交期至", "计入交期至")
_ALL = words("all open orders count", "計入全部未交訂單", "计入全部未交订单")
_DAYS, _OLDEST = words("Credit days", "信用期限"), words("Oldest overdue", "最久逾期")
_ANY = words("any", "不限")
_LATE = words("{document}, {days} days", "{document}，{days} 天", "{document}，{days} 天")
_NONE = words("none", "無", "无")


def _documents(number: int) -> Table:
    return Table(f"tblCreditDocuments{number}", "", words("Documents", "單據", "单据"), (
        Field("term", words("Term", "項目", "项目"), width=30),
        Field("document_no", words("Document", "單據", "单据"), "code", width=20),
        Field("customer_no", _CUSTOMER, "code", width=16), Field("document_date", words("Date", "日期"), "date"),
        Field("due_date", words("Due", "到期日"), "date"),
        Field("amount", words("Amount", "金額", "金额"), "money", width=18),
    ))  # fmt: skip


def build_credit_sheet(path: Path, info: BookInfo, sheet: CreditSheet) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        page = add_sheet(builder, TITLE)
        page.set_portrait()
        builder.widths(page, _documents(1))
        page.set_row(0, 34)
        language = builder.look.language
        page.write_string(0, 0, TITLE.get(language), builder.words(bold=True, font_size=22, font_color=ACCENT))
        right = builder.words(bold=True, font_color=GREY, align="right")
        write_text(page, 0, 5, info.company, right)
        row = _facts(builder, page, 1, [
            (_CUSTOMER, f"{sheet.customer.customer_no} {sheet.customer.name}"), (_AS_OF, str(sheet.today)),
            (_UNTIL, str(sheet.until) if sheet.until else _ALL.get(language)),
        ])  # fmt: skip
        for number, level in enumerate(sheet.levels, start=1):
            row = _level(builder, page, row + 1, number, level, sheet)


def _facts(builder: SheetBuilder, page: Any, row: int, facts: list[tuple[Words, str]]) -> int:
    for name, value in facts:
        page.write_string(row, 0, name.get(builder.look.language), builder.words(font_color=GREY))
        write_text(page, row, 1, value, builder.words(bold=True))
        row += 1
    return row


def _level(builder: SheetBuilder, page: Any, row: int, number: int, level: ShownLevel, sheet: CreditSheet) -> int:
    """The terms of one level and its documents; the row after them."""
    language, owner = builder.look.language, level.owner
    heading = builder.words(bold=True, font_size=13, font_color=ACCENT)
    write_text(page, row, 0, f"{owner.customer_no} {owner.name}", heading)
    page.set_row(row, 22)
    overdue = level.overdue(sheet.today)
    late = _LATE.get(language).format(document=overdue[0].document_no, days=overdue[1]) if overdue else ""
    row = _facts(builder, page, row + 1, [
        *([(_TOGETHER, level.others)] if level.others else []),
        (_DAYS, str(_ANY.get(language) if owner.credit_days is None else owner.credit_days)),
        (_OLDEST, late or _NONE.get(language)),
    ])  # fmt: skip
    table = _documents(number)
    row = _terms(builder, page, row + 1, level, table)
    page.set_row(row + 1, 20)
    return builder.table(page, table, list(_rows(level, language)), first_row=row + 1)


def _terms(builder: SheetBuilder, page: Any, row: int, level: ShownLevel, table: Table) -> int:
    """One line for each term, each a live sum of its documents; then exposure, limit and what is left."""
    language, first = builder.look.language, row
    term, amount = (f"{table.name}[{builder.title(table.field(name))}]" for name in ("term", "amount"))
    plain, strong = {"num_format": builder.look.number_format("money"), "align": "right"}, {"bold": True}
    for name in TERMS:
        said, sign = _TERM_WORDS[name].get(language), "−" if name == "unapplied" else "+"
        page.write_string(row, 0, f"{sign} {said}", builder.words())
        value = getattr(level.standing, name)
        formula = f'=SUMIF({term},"{said}",{amount})'
        page.write_formula(row, 1, formula, builder.words(**plain), float(value))
        row += 1
    rule = {"top": 1, "border_color": LINE}
    page.write_string(row, 0, f"= {_EXPOSURE.get(language)}", builder.words(**strong, **rule))
    formula = f"=B{first + 1}+B{first + 2}+B{first + 3}-B{first + 4}"
    page.write_formula(row, 1, formula, builder.words(**plain, **strong, **rule), float(level.standing.exposure))
    limit, free = level.owner.credit_limit, level.free
    page.write_string(row + 1, 0, _LIMIT.get(language), builder.words())
    if limit is None or free is None:
        page.write_string(row + 1, 1, _NO_LIMIT.get(language), builder.words(align="right"))
        return row + 2
    page.write_number(row + 1, 1, float(limit), builder.words(**plain))
    page.write_string(row + 2, 0, f"= {_FREE.get(language)}", builder.words(**strong, **rule))
    colour = {"font_color": "#C0504D"} if free < 0 else {}
    number = builder.words(**plain, **strong, **rule, **colour)
    page.write_formula(row + 2, 1, f"=B{row + 2}-B{row + 1}", number, float(free))
    return row + 3


def _rows(level: ShownLevel, language: Any) -> Iterator[Values]:
    for name, parts in [*((name, level.parts[name]) for name in TERMS), ("later", level.later)]:
        for part in parts:
            yield _row(part, _TERM_WORDS[name].get(language))


def _row(part: TermPart, term: str) -> Values:
    return {
        "term": term, "document_no": part.document_no, "customer_no": part.customer_no,
        "document_date": part.document_date, "due_date": part.due_date, "amount": part.amount,
    }  # fmt: skip
