"""Forms as companies draw them: with a logo, merged cells, their own formulas, a chart, notes and a hidden sheet."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

FIRST, LAST = 14, 23
"""Rows of the lines on the English invoice."""


def logo() -> BytesIO:
    """A small blue picture."""
    width, height = 120, 48
    rows = b"".join(b"\0" + b"\x1f\x4e\x79" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def english_invoice(path: Path, *, amount_formula: bool = False, number_label: str = "Invoice no.:") -> Path:
    """Labels right of their values and below, ten framed lines, sums as formulas, much around them."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Invoice")
    add = book.add_format
    title = add({"bold": True, "font_size": 24, "font_color": "#1F4E79", "align": "right"})
    label = add({"font_color": "#6B7280", "font_size": 9})
    box = add({"border": 1, "border_color": "#BFBFBF"})
    wrap = add({"text_wrap": True, "valign": "top"})
    day = add({"num_format": "dd mmm yyyy", "align": "left"})
    head = add({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "border": 1})
    text, odd = add({"border": 1}), add({"border": 1, "bg_color": "#EEF3F8"})
    number = {"border": 1, "num_format": "#,##0.00"}
    many = {"border": 1, "num_format": "#,##0.###"}
    for column, width in (("A:A", 6), ("B:B", 14), ("C:C", 26), ("D:D", 9), ("E:E", 7), ("F:F", 12), ("G:G", 14)):
        sheet.set_column(column, float(width))
    sheet.set_column("H:H", 8, None, {"hidden": True})
    sheet.set_row(0, 42)
    sheet.insert_image("A1", "logo.png", {"image_data": logo(), "object_position": 2})
    sheet.merge_range("E1:G1", "INVOICE", title)
    sheet.write("A2", "Harbour Trading Ltd., 1 Harbour Road, Keelung", label)
    sheet.write("A3", "Phone: 02-2422-0101", label)
    sheet.write("A5", "Bill to", label)
    sheet.merge_range("A6:C6", "", box)
    sheet.merge_range("A7:C9", "", wrap)
    sheet.write("A7", "")
    for row, said in ((4, number_label), (5, "Date:"), (6, "Due date:"), (7, "Your ref.:"), (8, "Customer no.:")):
        sheet.write(row, 4, said, label)
        sheet.merge_range(row, 5, row, 6, "", day if "ate" in said else box)
    for column, said in enumerate(("Salesperson", "Payment terms", "Currency")):
        sheet.write(9, column, said, label)
        sheet.write(10, column, "", box)
    for column, said in enumerate(("No.", "Item no.", "Description", "Qty", "Unit", "Unit price", "Amount")):
        sheet.write(FIRST - 2, column, said, head)
    for row in range(FIRST - 1, LAST):
        shade = odd if row % 2 else text
        look = {"bg_color": "#EEF3F8"} if row % 2 else {}
        sheet.set_row(row, 19)
        for column in (0, 1, 4):
            sheet.write_blank(row, column, None, shade)
        sheet.write_blank(row, 2, None, add({"border": 1, "text_wrap": True} | look))
        sheet.write_blank(row, 3, None, add(many | look))
        sheet.write_blank(row, 5, None, add(number | look))
        if amount_formula:
            formula = f'=IF(D{row + 1}="","",ROUND(D{row + 1}*F{row + 1},2))'
            sheet.write_formula(row, 6, formula, add(number | look), "")
        else:
            sheet.write_blank(row, 6, None, add(number | look))
        above = "0" if row == FIRST - 1 else f"H{row}"
        sheet.write_formula(row, 7, f"={above}+N(D{row + 1})")
    strong = add({"bold": True, "num_format": "#,##0.00", "top": 2})
    money = add({"num_format": "#,##0.00"})
    sheet.merge_range("D25:E25", "Net amount", label)
    sheet.write_formula("G25", f"=SUM(G{FIRST}:G{LAST})", money, 0)
    sheet.merge_range("D26:E26", "VAT", label)
    sheet.write_blank("G26", None, money)
    sheet.merge_range("D27:E27", "Total USD", label)
    sheet.write_formula("G27", "=G25+G26", strong, 0)
    sheet.merge_range("A29:G29", "Amount in words:", label)
    sheet.write_comment("G27", "Checked by accounts")
    sheet.insert_image("A31", "stamp.png", {"image_data": logo(), "object_position": 2})
    sheet.insert_textbox("E31", "Thank you for your order", {"width": 180, "height": 40})
    sheet.write("A35", "Authorised signature", label)
    sheet.conditional_format(
        f"G{FIRST}:G{LAST}", {"type": "cell", "criteria": ">", "value": 5000, "format": add({"bold": True})}
    )
    sheet.data_validation(f"E{FIRST}:E{LAST}", {"validate": "list", "source": ["pcs", "m", "box"]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"=Invoice!$G${FIRST}:$G${LAST}", "categories": f"=Invoice!$B${FIRST}:$B${LAST}"})
    chart.set_size({"width": 300, "height": 120})
    sheet.insert_chart("C37", chart)
    sheet.repeat_rows(FIRST - 2)
    sheet.print_area("A1:G45")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("&LHarbour Trading&R&P / &N")
    sheet.set_h_pagebreaks([29])
    book.define_name("InvoiceTotal", "=Invoice!$G$27")
    terms = book.add_worksheet("Terms")
    terms.write("A1", "Goods stay ours until paid in full.")
    terms.write_formula("A3", "=Invoice!G27", money, 0)
    secret = book.add_worksheet("Rates")
    secret.write("A1", "own figures of the company")
    secret.hide()
    book.close()
    return path


def chinese_delivery(path: Path) -> Path:
    """出貨單 with labels in cells of their own, in two languages, and a label with its value behind the colon."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("出貨單")
    add = book.add_format
    title, box = add({"bold": True, "font_size": 20, "align": "center"}), add({"border": 1})
    sheet.set_column("A:A", 8)
    sheet.set_column("B:B", 16)
    sheet.set_column("C:C", 30)
    sheet.set_column("D:F", 12)
    sheet.merge_range("A1:F1", "出 貨 單", title)
    sheet.merge_range("A2:F2", "海港貿易股份有限公司　電話：02-2422-0101", add({"align": "center"}))
    sheet.merge_range("A4:C4", "客戶名稱：", box)
    sheet.write("D4", "單號：", box)
    sheet.merge_range("E4:F4", "", box)
    sheet.merge_range("A5:C5", "送貨地址：＿＿＿＿＿＿", box)
    sheet.write("D5", "日期", box)
    sheet.merge_range("E5:F5", "", box)
    header = ("項次\nNo.", "料號 Item no.", "品名規格 Description", "數量 Qty", "單位 Unit", "備註")
    for column, said in enumerate(header):
        sheet.write(6, column, said, add({"border": 1, "bold": True, "text_wrap": True}))
    for row in range(7, 17):
        for column in range(6):
            sheet.write(row, column, row - 6 if column == 0 else "", box)
            if column:
                sheet.write_blank(row, column, None, box)
    sheet.merge_range("A18:C18", "合計", box)
    sheet.write_formula("D18", "=SUM(D8:D17)", box, 0)
    sheet.write("A20", "簽收人：")
    book.close()
    return path


def quotation_with_placeholders(path: Path) -> Path:
    """A form that says itself what belongs where."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Quote")
    box = book.add_format({"border": 1})
    sheet.write("A1", "Quotation {{document_no}} of {{Date}}")
    sheet.write("A2", "{{客戶名稱}}")
    sheet.write("A3", "{{Valid until}}", book.add_format({"num_format": "yyyy/mm/dd"}))
    for column, said in enumerate(("{{description}}", "{{quantity}}", "{{單價}}", "{{Amount}}")):
        sheet.write(5, column, said, box)
        sheet.write(4, column, ("Goods", "How many", "Each", "Sum")[column], box)
        for row in (6, 7):
            sheet.write_blank(row, column, None, box)
    sheet.write("C10", "All in all")
    sheet.write("D10", "{{total}}")
    book.close()
    return path


def scorecard_form(path: Path, criteria: tuple[str, ...] = ()) -> Path:
    """績效考核表; with names of criteria it has a row for each, else ten blank ones."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("考核表")
    box: Any = book.add_format({"border": 1})
    share = book.add_format({"border": 1, "num_format": "0%"})
    sheet.set_column("A:F", 14)
    sheet.merge_range("A1:F1", "績效考核表", book.add_format({"bold": True, "align": "center", "font_size": 18}))
    for column, said in ((0, "業務員："), (2, "姓名："), (4, "考核期間：")):
        sheet.write(2, column, said)
        sheet.write_blank(2, column + 1, None, box)
    for column, said in enumerate(("考核指標", "權重", "目標", "實績", "得分", "加權得分")):
        sheet.write(4, column, said, box)
    names = criteria or ("",) * 10
    for row, name in enumerate(names, start=5):
        for column in range(6):
            sheet.write_blank(row, column, None, share if column == 1 else box)
        if name:
            sheet.write(row, 0, name, box)
    end = 5 + len(names)
    sheet.write(end + 1, 4, "總分：")
    sheet.write_formula(end + 1, 5, f"=ROUND(SUM(F6:F{end}),2)", book.add_format({"num_format": "0.00"}), 0)
    sheet.write(end + 2, 4, "等級：")
    book.close()
    return path
