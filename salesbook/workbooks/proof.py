"""The workbook of the three-quantity proof: a page whose differences are live formulas, and the terms behind it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from salesbook.documents.posting import Posting
from salesbook.documents.tie_out import TieOut
from salesbook.sheets.columns import ORDER_NO, SOURCE_LINE, Field, Table
from salesbook.words import words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY, LINE
from salesbook.workbooks.tables import SheetBuilder, Values, write_text

TITLE = words("Three-quantity proof", "三量對帳表", "三量对账表")

_LINE = (
    Field("order_no", ORDER_NO.title, "code", width=16),
    Field("line_no", SOURCE_LINE.title, "integer", width=6),
    Field("product_no", words("Product", "商品"), "code", width=12),
    Field("unit", words("Unit", "單位", "单位"), width=8),
)

PROOF = Table("tblProof", "", TITLE, (
    *_LINE,
    Field("ordered", words("Ordered", "訂購", "订购"), "quantity", width=9),
    Field("given_up", words("Given up", "放棄", "放弃"), "quantity", width=9),
    Field("open", words("Open", "未交"), "quantity", width=9),
    Field("net_sent", words("Sent", "淨送", "净送"), "quantity", width=9),
    Field("excess", words("Excess", "超交"), "quantity", width=9),
    Field("order_difference", words("Difference 1", "差異 1", "差异 1"), "quantity", width=9,
          formula="={ordered}-({given_up}+{open}+{net_sent}-{excess})"),
    Field("to_bill", words("To be invoiced", "應開票", "应开票"), "quantity", width=9),
    Field("billed", words("Invoiced", "已開票", "已开票"), "quantity", width=9),
    Field("uninvoiced", words("Not invoiced", "未開票", "未开票"), "quantity", width=9),
    Field("invoice_difference", words("Difference 2", "差異 2", "差异 2"), "quantity", width=9,
          formula="={to_bill}-({billed}+{uninvoiced})"),
    Field("issued", words("Issued", "出庫", "出库"), "quantity", width=9),
    Field("back", words("Back", "退回"), "quantity", width=9),
    Field("accepted", words("Accepted", "驗收", "验收"), "quantity", width=9),
    Field("stock_difference", words("Difference 3", "差異 3", "差异 3"), "quantity", width=9,
          formula="={issued}-{back}-{accepted}"),
))  # fmt: skip

TERMS = Table("tblProofTerms", "", words("Terms", "對帳明細", "对账明细"), (
    *_LINE,
    Field("customer_no", words("Customer", "客戶", "客户"), "code"),
    Field("description", words("Description", "品名"), width=28),
    Field("ordered", words("Ordered (O)", "訂購 O", "订购 O"), "quantity"),
    Field("closed", words("Closed (C)", "關閉 C", "关闭 C"), "quantity"),
    Field("short", words("Within tolerance (C)", "容差內 C", "容差内 C"), "quantity"),
    Field("delivered", words("Delivered (D)", "出貨 D", "出货 D"), "quantity"),
    Field("refused", words("Refused (F)", "拒收 F", "拒收 F"), "quantity"),
    Field("sent_again", words("To be sent again (Rr)", "退回重送 Rr", "退回重送 Rr"), "quantity"),
    Field("returned", words("Returned (Rn)", "退貨 Rn", "退货 Rn"), "quantity"),
    Field("returned_free", words("Back for repair", "送修", "送修"), "quantity"),
    Field("invoiced", words("Invoiced (I)", "開票 I", "开票 I"), "quantity"),
    Field("credited", words("Credited (K)", "折讓 K", "折让 K"), "quantity"),
    Field("waived", words("Never invoiced", "不開票", "不开票"), "quantity"),
))  # fmt: skip

_EQUATIONS = words(
    "(1) Ordered = given up + open + sent − excess   (2) To be invoiced = invoiced + not invoiced   "
    "(3) Issued − back = accepted",
    "（1）訂購 = 放棄 + 未交 + 淨送 − 超交　（2）應開票 = 已開票 + 未開票　（3）出庫 − 退回 = 驗收",
    "（1）订购 = 放弃 + 未交 + 净送 − 超交　（2）应开票 = 已开票 + 未开票　（3）出库 − 退回 = 验收",
)
_ALL_ZERO = words("All differences are 0.", "差異均為 0。", "差异均为 0。")
_NOT_ZERO = words("Some differences are not 0.", "有差異不為 0。", "有差异不为 0。")
_SIGN = (words("Prepared by", "製表", "制表"), words("Checked by", "覆核", "复核"))

Line = tuple[Posting, TieOut]


def build_proof(path: Path, info: BookInfo, day: date, lines: Sequence[Line]) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        _proof_sheet(builder, info, day, lines)
        sheet = add_sheet(builder, TERMS.sheet, GREY)
        builder.widths(sheet, TERMS)
        sheet.set_row(0, 30)
        builder.table(sheet, TERMS, [row_of(line, TERMS) for line in lines])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)


def row_of(line: Line, table: Table) -> Values:
    """A line's values for the columns of a table."""
    posting, proof = line
    values: dict[str, Any] = {"order_no": posting.document_no}
    for field in table.fields[1:]:
        values[field.name] = getattr(proof if hasattr(proof, field.name) else posting, field.name)
    return values


def _proof_sheet(builder: SheetBuilder, info: BookInfo, day: date, lines: Sequence[Line]) -> None:
    language = builder.look.language
    sheet = add_sheet(builder, TITLE)
    builder.widths(sheet, PROOF)
    last_column = len(PROOF.fields) - 1
    sheet.set_row(0, 34)
    title = builder.words(bold=True, font_size=22, font_color=ACCENT)
    sheet.write_string(0, 0, f"{TITLE.get(language)} · {day}", title)
    write_text(sheet, 0, last_column, info.company, builder.words(bold=True, font_color=GREY, align="right"))
    sheet.write_string(1, 0, _EQUATIONS.get(language), builder.words(font_color=GREY))
    ties = not any(any(proof.differences) for _, proof in lines)
    sheet.write_string(2, 0, (_ALL_ZERO if ties else _NOT_ZERO).get(language), builder.words(bold=True))
    sheet.set_row(4, 30)
    after = builder.table(sheet, PROOF, [row_of(line, PROOF) for line in lines], first_row=4)
    sheet.freeze_panes(5, 0)
    sheet.repeat_rows(4)
    for column, sign in zip((0, last_column // 2), _SIGN, strict=True):
        line = builder.words(font_color=GREY, top=1, border_color=LINE)
        sheet.write_string(after + 3, column, sign.get(language), line)
