"""The workbook of sales documents: a form and a day's list for each kind of paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from salesbook.sheets.columns import CASES, COMPLAINTS, DISPUTES, DUNNING_HOLDS, FORMS, LISTS, PROBLEMS, Field, Form
from salesbook.sheets.live_columns import HELP_NAMES
from salesbook.words import Words
from salesbook.workbooks.building import (
    BookInfo,
    add_sheet,
    list_sheet,
    lookup_sheet,
    new_book,
    problems_sheet,
    start_sheet,
    typing_sheet,
    warn_while_typing,
)
from salesbook.workbooks.style import ACCENT, GREEN_LIGHT, GREY, INPUT, LINE
from salesbook.workbooks.tables import SPARE_ROWS, SheetBuilder, Values, column_name, unposted, write_text

FORM_LINES = 12
TITLE = Words("Sales documents", "銷售單據", "销售单据")

_HEAD_ROW = 3
_VALUE_SPAN = 2


def build_documents(path: Path, info: BookInfo, rows: Mapping[str, Sequence[Values]] | None = None) -> None:
    """Write the workbook.

    Args:
        path: A file that is there is replaced.
        info: Look, company, look-up lists.
        rows: Rows of the day's lists by kind of paper, and of the cases.
    """
    rows = rows or {}
    with new_book(path, info) as builder:
        start_sheet(builder, info, TITLE, _steps(), has_lookups=True)
        for kind, table in LISTS.items():
            if kind in FORMS:
                form_sheet(builder, FORMS[kind], info)
            list_sheet(builder, table, rows.get(kind, []), 0 if rows else SPARE_ROWS)
        for kind, table in CASES.items():
            list_sheet(builder, table, rows.get(kind, []), 0 if rows else SPARE_ROWS, GREY)
        lookup_sheet(builder, info)
        typing_sheet(builder, info)
        problems_sheet(builder)


def form_sheet(builder: SheetBuilder, form: Form, info: BookInfo) -> Any:
    """The printable sheet of one paper, with an empty table of lines and a live total."""
    language = builder.look.language
    sheet = add_sheet(builder, form.sheet, "#2E7D5B")
    last_column = form.printed - 1
    builder.widths(sheet, form.lines, folded=HELP_NAMES)
    sheet.set_row(0, 34)
    write_text(sheet, 0, 0, info.company, builder.words(bold=True, font_size=13, font_color=GREY))
    sheet.write_string(
        0,
        last_column,
        form.sheet.get(language),
        builder.words(bold=True, font_size=22, font_color=ACCENT, align="right"),
    )
    _band(builder, sheet, form, last_column)
    place_head(builder, sheet, form, last_column)
    first_row = _HEAD_ROW + -(-len(form.head) // 2) + 1
    sheet.set_row(first_row, 30)
    after = builder.table(sheet, form.lines, [], first_row=first_row, spare_rows=FORM_LINES, form=form)
    for row in range(first_row + 1, after):
        sheet.set_row(row, 18)
    if form.printed < len(form.lines.fields):
        warn_while_typing(builder, sheet, form.lines, first_row + 1, after - 1)
    _totals(builder, sheet, form, after)
    sheet.repeat_rows(first_row)
    sheet.freeze_panes(first_row + 1, 0)
    sheet.print_area(0, 0, after + len(form.totals), last_column)
    return sheet


def _band(builder: SheetBuilder, sheet: Any, form: Form, last_column: int) -> None:
    """A line below the title that turns green and says number and status once the paper is posted."""
    number, status = form.name_of("document_no"), form.name_of("status")
    look = builder.words(top=2, border_color=ACCENT, bold=True, indent=1)
    posted = {"type": "formula", "criteria": f"=LEN({number})>0", "format": builder.format(bg_color=GREEN_LIGHT)}
    sheet.set_row(1, 18)
    sheet.merge_range(1, 0, 1, last_column, None, look)
    sheet.write_formula(1, 0, f'=IF(LEN({number})>0,{number}&"   "&{status},"")', look, "")
    sheet.conditional_format(1, 0, 1, last_column, posted)


def _totals(builder: SheetBuilder, sheet: Any, form: Form, first_row: int) -> None:
    """Net total, tax and total below the column of net amounts, each with its defined name."""
    for row, field in enumerate(form.totals, start=first_row):
        column = form.lines.index("net_amount")
        is_last = field is form.totals[-1]
        edges = {"top": 1, "bottom": 6} if is_last else {"bottom": 1, "bottom_color": LINE}
        money = builder.words(bold=is_last, align="right", num_format=builder.look.number_format("money"), **edges)
        sheet.set_row(row, 18)
        sheet.write_string(
            row, column - 1, builder.title(field), builder.words(bold=True, align="right", font_color=ACCENT)
        )
        if field.formula:
            sheet.write_formula(row, column, builder.formula(field, form.lines, form), money, 0)
        else:
            sheet.write_blank(row, column, None, money)
        place = f"='{sheet.get_name()}'!${column_name(column)}${row + 1}"
        builder.book.define_name(form.name_of(field.name), place)


def place_head(builder: SheetBuilder, sheet: Any, form: Form, last_column: int, values: Values | None = None) -> None:
    """Label and value of each head field, in two blocks; every value cell gets its defined name.

    The columns below the labels become as wide as the longest label.
    """
    half = -(-len(form.head) // 2)
    guard = unposted(form) if form.kind in FORMS else ""
    right = max(_VALUE_SPAN + 1, last_column - _VALUE_SPAN)
    for column, fields in ((0, form.head[:half]), (right, form.head[half:])):
        widest = max(builder.title_width(field) for field in fields)
        sheet.set_column(column, column, max(builder.width(form.lines.fields[column]), widest + 1))
    for number, field in enumerate(form.head):
        row = _HEAD_ROW + number % half
        column = 0 if number < half else right
        sheet.set_row(row, 20)
        sheet.write_string(row, column, builder.title(field), builder.words(font_color=GREY, indent=0))
        _head_value(builder, sheet, field, row, column + 1, (values or {}).get(field.name), guard)
        place = f"='{sheet.get_name()}'!${column_name(column + 1)}${row + 1}"
        builder.book.define_name(form.name_of(field.name), place)


def _head_value(builder: SheetBuilder, sheet: Any, field: Field, row: int, column: int, value: Any, guard: str) -> None:
    look = builder.look.cell(field, align="left", indent=1, bottom=1, border_color=LINE)
    look |= {"font_color": GREY, "bold": True} if field.written else {"bg_color": INPUT}
    cell_format = builder.format(**look)
    sheet.merge_range(row, column, row, column + _VALUE_SPAN - 1, None, cell_format)
    builder.value(sheet, row, column, field, value, cell_format)
    builder.help(sheet, field, row, row, column, guard)


def _steps() -> list[tuple[Words, Words]]:
    forms = {
        "quotation": Words(
            "One quotation: fill it, press Post, print it.",
            "單張報價單：填寫、過帳、列印。",
            "单张报价单：填写、过账、打印。",
        ),
        "sales_order": Words(
            "One order. Prices come from the price list when the cell is left blank.",
            "單張訂單；單價空白時取自價目表。",
            "单张订单；单价空白时取自价目表。",
        ),
        "pick_list": Words(
            "What the warehouse is to put together. Print it, fill in what was picked, and make the delivery from it.",
            "倉庫提貨用：列印、填寫實提數量，再據以產生出貨單。",
            "仓库提货用：打印、填写实提数量，再据以生成出货单。",
        ),
        "delivery_note": Words(
            "One delivery. Name the order; the quantity may not exceed what is open.",
            "單張出貨單：填訂單號；數量不得超過未交數量。",
            "单张出货单：填订单号；数量不得超过未交数量。",
        ),
        "sales_invoice": Words(
            "One invoice. Name the delivery; price and discount come from the order.",
            "單張發票：填出貨單號；單價與折扣取自訂單。",
            "单张发票：填出货单号；单价与折扣取自订单。",
        ),
        "sales_return": Words(
            "One return. Name the delivery or the request; say why it came back and what the customer gets.",
            "單張退貨單：填出貨單或申請單號、退貨原因與結算方式。",
            "单张退货单：填出货单或申请单号、退货原因与结算方式。",
        ),
        "credit_note": Words(
            "One credit note. Name the invoice or the return; price and tax come from the invoice.",
            "單張折讓單：填發票或退貨單號；單價與稅額取自發票。",
            "单张折让单：填发票或退货单号；单价与税额取自发票。",
        ),
    }
    lists = Words(
        "A day's entry in one table: rows with the same Ref are one document.",
        "整日輸入：參照相同的各列為同一張單據。",
        "整日录入：参照相同的各行为同一张单据。",
    )
    sign_offs = Words(
        "What customers signed for at the door, and what they refused, with the reason.",
        "客戶簽收與拒收的數量及原因。",
        "客户签收与拒收的数量及原因。",
    )
    requests = Words(
        "What customers want to send back, agreed upon before it comes. Not every return needs one.",
        "客戶申請退回的貨品，於退回前核准；並非每筆退貨都需要。",
        "客户申请退回的货品，于退回前批准；并非每笔退货都需要。",
    )
    receipts = Words(
        "Money received, for invoices or on account. “Make receipts” lists what is still to be paid.",
        "收到的貨款，可指定發票或作暫收。「產生收款單」會列出未收金額。",
        "收到的货款，可指定发票或作暂收。“生成收款单”会列出未收金额。",
    )
    complaints = Words(
        "What customers are not content with: whose fault it was, what was promised, what came of it.",
        "客戶不滿意的事項：責任方、承諾日期與處理結果。",
        "客户不满意的事项：责任方、承诺日期与处理结果。",
    )
    disputes = Words(
        "Customers who refuse to pay: how much, why, who answers until when, and what came of it.",
        "客戶拒付的金額、原因、承辦人、答覆期限與處理結果。",
        "客户拒付的金额、原因、承办人、答复期限与处理结果。",
    )
    holds = Words(
        "Invoices that customers are not to be reminded of.",
        "暫不催款的發票。",
        "暂不催款的发票。",
    )
    problems = Words(
        "What is wrong after Check or Post, with a link to each cell.",
        "檢查或過帳後的問題，每列附儲存格連結。",
        "检查或过账后的问题，每行附单元格链接。",
    )
    steps = []
    for kind, form in FORMS.items():
        steps += [(form.sheet, forms[kind]), (LISTS[kind].sheet, lists)]
    steps.append((LISTS["sign_off"].sheet, sign_offs))
    steps.append((LISTS["return_request"].sheet, requests))
    steps.append((LISTS["payment"].sheet, receipts))
    movements = Words(
        "Goods that come in, are found in counting, or change their warehouse. From then on its stock is kept.",
        "入庫、盤點與調撥。商品一經輸入，即開始記錄其庫存。",
        "入库、盘点与调拨。商品一经录入，即开始记录其库存。",
    )
    steps.append((LISTS["stock_movement"].sheet, movements))
    steps += [(COMPLAINTS.sheet, complaints), (DISPUTES.sheet, disputes), (DUNNING_HOLDS.sheet, holds)]
    return [*steps, (PROBLEMS.sheet, problems)]
