"""An invoice form as a company would draw it in Excel, for the picture in ``own-forms.md``: nothing in it is ours."""

from pathlib import Path
from typing import Any

import xlsxwriter

from salesbook.settings import Language
from salesbook.words import words

GREEN, PALE, GREY = "#1B5E4B", "#EAF3EF", "#6B7280"
COMPANY = words("Northwind Traders", "北風貿易股份有限公司")
TITLE = words("INVOICE", "銷 售 發 票")
LEFT = (words("Bill to", "客戶名稱"), words("Address", "地址"))
RIGHT = (
    words("Invoice no.:", "發票號碼："), words("Date:", "日期："),
    words("Due date:", "付款到期日："), words("Terms:", "付款條件："),
)  # fmt: skip
COLUMNS = (
    words("No.", "項次"), words("Item no.", "料號"), words("Description", "品名規格"), words("Qty", "數量"),
    words("Unit price", "單價"), words("Disc. %", "折扣 %"), words("Amount", "金額"),
)  # fmt: skip
SUMS = (words("Subtotal", "小計"), words("Tax", "稅額"), words("Total USD", "總計 USD"))
IN_WORDS = words("Amount in words:", "金額大寫：")
THANKS = words(
    "Goods remain ours until they are paid. Thank you for your order.", "貨款付清前，貨品所有權屬本公司。感謝惠顧。"
)
SIGNED = words("Authorised signature", "授權簽章")
WIDTHS = (6, 11, 34, 9, 12, 9, 15)
FIRST, LINES = 12, 10


def draw_form(path: Path, language: Language) -> Path:
    """An A4 page with ten lines, sums as formulas, a drawn logo, colours and print titles."""
    font = {"font_name": "Calibri" if language == "en" else "Microsoft JhengHei", "font_size": 10, "valign": "vcenter"}
    with xlsxwriter.Workbook(str(path)) as book:

        def look(**more: Any) -> Any:
            return book.add_format(font | more)

        sheet = book.add_worksheet("Invoice")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        _head(sheet, look, language)
        header = look(bold=True, font_color="#FFFFFF", bg_color=GREEN, align="center", border=1, border_color=GREEN)
        sheet.set_row(FIRST - 2, 22)
        for column, said in enumerate(COLUMNS):
            sheet.write(FIRST - 2, column, said.get(language), header)
        for row in range(FIRST - 1, FIRST - 1 + LINES):
            sheet.set_row(row, 20)
            shade = {"bg_color": PALE} if row % 2 else {}
            for column in range(len(COLUMNS)):
                shown = "#,##0.00" if column in (4, 6) else "#,##0.###" if column in (3, 5) else "General"
                align = "center" if column == 0 else "right" if column > 2 else "left"
                frame = {"border": 1, "border_color": "#C9D8D2", "indent": 0 if column == 0 else 1}
                sheet.write_blank(row, column, None, look(num_format=shown, align=align, **frame, **shade))
        _foot(sheet, look, language)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.repeat_rows(FIRST - 2)
        sheet.set_margins(left=0.6, right=0.6)
        sheet.print_area(0, 0, FIRST + LINES + 11, 6)
        sheet.set_footer(f"&C&8&K6B7280{COMPANY.get(language)} · &P / &N")
    return path


def _head(sheet: Any, look: Any, language: Language) -> None:
    sheet.set_row(0, 44)
    sheet.insert_textbox(
        0, 0, "N",
        {
            "width": 54, "height": 54, "x_offset": 2, "y_offset": 2, "object_position": 2, "fill": {"color": GREEN},
            "line": {"none": True}, "align": {"horizontal": "center", "vertical": "middle"},
            "font": {"size": 26, "bold": True, "color": "#FFFFFF"},
        },
    )  # fmt: skip
    sheet.write(0, 1, COMPANY.get(language), look(bold=True, font_size=15, font_color=GREEN, indent=2))
    sheet.merge_range(0, 4, 0, 6, TITLE.get(language), look(bold=True, font_size=22, font_color=GREEN, align="right"))
    for column in range(7):
        sheet.write_blank(1, column, None, look(bottom=5, bottom_color=GREEN))
    label, box = look(font_color=GREY, font_size=9), look(border=1, border_color="#C9D8D2", indent=1)
    day = look(border=1, border_color="#C9D8D2", num_format="yyyy-mm-dd", align="left", indent=1)
    sheet.merge_range(3, 0, 3, 2, LEFT[0].get(language), label)
    sheet.merge_range(4, 0, 4, 2, "", look(border=1, border_color="#C9D8D2", bold=True, font_size=12, indent=1))
    sheet.merge_range(5, 0, 5, 2, LEFT[1].get(language), label)
    tall = look(border=1, border_color="#C9D8D2", text_wrap=True, indent=1)
    sheet.merge_range(6, 0, 8, 2, "", tall)
    for row, said in enumerate(RIGHT, start=4):
        sheet.set_row(row, 18)
        sheet.merge_range(row, 3, row, 4, said.get(language), look(font_color=GREY, align="right"))
        sheet.merge_range(row, 5, row, 6, "", day if row in (5, 6) else box)


def _foot(sheet: Any, look: Any, language: Language) -> None:
    first, last = FIRST, FIRST + LINES - 1
    row = last + 1
    label, money = look(font_color=GREY, align="right"), look(num_format="#,##0.00", align="right", indent=1)
    formulas = (f"=SUM(G{first}:G{last})", None, f"=G{row + 1}+G{row + 2}")
    for offset, (said, formula) in enumerate(zip(SUMS, formulas, strict=True)):
        is_last = offset == len(SUMS) - 1
        strong = {"bold": True, "font_size": 12, "bg_color": PALE, "top": 1, "bottom": 6} if is_last else {}
        shown = look(num_format="#,##0.00", align="right", indent=1, **strong) if is_last else money
        sheet.merge_range(
            row + offset, 4, row + offset, 5, said.get(language), look(align="right", **strong) if is_last else label
        )
        if formula:
            sheet.write_formula(row + offset, 6, formula, shown, 0)
        else:
            sheet.write_blank(row + offset, 6, None, shown)
    sheet.merge_range(row + 4, 0, row + 4, 6, IN_WORDS.get(language), look(bg_color=PALE, indent=1))
    sheet.write(row + 6, 0, THANKS.get(language), look(font_color=GREY, font_size=9))
    sheet.merge_range(row + 10, 4, row + 10, 6, SIGNED.get(language), look(font_color=GREY, font_size=9, top=1))
