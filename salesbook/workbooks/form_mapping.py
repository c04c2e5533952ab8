"""The workbook that says which field stands where on a form of the company's own; a person corrects it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from salesbook.messages import fill
from salesbook.sheets.form_fields import FormField
from salesbook.sheets.form_mapping import FIRST_ROW, KIND, KINDS, LAST_ROW_OF_LINES, LINES_SHEET, MAPPING
from salesbook.sheets.own_form import Binding, slot
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.style import ACCENT, GREY, INK, INPUT, LINE
from salesbook.workbooks.tables import SheetBuilder, Values, write_text

_TITLE = words("What stands where on the form {name}", "表單「{name}」各欄位的位置", "表单“{name}”各栏位的位置")
_HELP = words(
    'Correct the yellow cells; a blank one: the form does not show the field. Then run: salesbook form check "{name}"',
    '請修正黃色儲存格；空白表示表單不顯示該欄位。完成後執行：salesbook form check "{name}"',
    '请修正黄色单元格；空白表示表单不显示该栏位。完成后执行：salesbook form check "{name}"',
)
_HEAD: tuple[tuple[str, Words, Words], ...] = (
    (KIND, words("Paper", "單據", "单据"), words("which kind of paper the form is for", "此表單用於哪種單據",
    "此表单用于哪种单据")),
    (LINES_SHEET, words("Sheet of the lines", "明細所在工作表", "明细所在工作表"), words("as its tab says",
    "工作表名稱", "工作表名称")),
    (
        FIRST_ROW, words("First line row", "明細首列", "明细首行"),
        words("row number of the first line", "第一筆明細的列號", "第一笔明细的行号"),
    ),
    (
        LAST_ROW_OF_LINES, words("Last line row", "明細末列", "明细末行"),
        words(
            "the last row for a line; more are put in above it when needed",
            "最後一筆明細的列號；不足時會在其上方插入新列", "最后一笔明细的行号；不足时会在其上方插入新行",
        ),
    ),
)  # fmt: skip
OF_LINES = words("in each line", "每筆明細", "每笔明细")
TYPED = words("{placeholder} stands in {cell}", "{cell} 已有 {placeholder}")
FORMULA_STAYS = words(
    "formula of the form: stays, and is compared for a PDF",
    "表單公式：予以保留，產生 PDF 時核對",
    "表单公式：予以保留，生成 PDF 时核对",
)
REPLACED = words("what stands there is replaced", "目前內容會被取代", "目前内容会被取代")


def build_mapping(
    path: Path,
    info: BookInfo,
    name: str,
    binding: Binding,
    rows: Sequence[Values],
) -> None:
    """Write the mapping sheet of a form.

    Args:
        path: Of the workbook; a file that is there is replaced.
        info: What the workbook says about itself.
        name: Of the form.
        binding: What was found on the form.
        rows: Of the table, see ``mapping_row``.
    """
    with new_book(path, info) as builder:
        sheet = add_sheet(builder, MAPPING.sheet)
        builder.widths(sheet, MAPPING)
        language = builder.look.language
        sheet.set_row(0, 30)
        title = fill(_TITLE.get(language), {"name": name})
        write_text(sheet, 0, 0, title, builder.words(bold=True, font_size=18, font_color=ACCENT))
        write_text(sheet, 1, 0, fill(_HELP.get(language), {"name": name}), builder.words(font_color=GREY))
        values: dict[str, Any] = {
            KIND: KINDS[binding.kind].get(language),
            LINES_SHEET: binding.sheet,
            FIRST_ROW: binding.first_row or "",
            LAST_ROW_OF_LINES: binding.last_row or "",
        }
        for row, (key, label, hint) in enumerate(_HEAD, start=3):
            _head_cell(builder, sheet, row, key, values[key], label.get(language), hint.get(language))
        first = 3 + len(_HEAD) + 1
        sheet.set_row(first, 30)
        builder.table(sheet, MAPPING, rows, first_row=first, spare_rows=5)
        frame = {"bg_color": INPUT, "border": 1, "border_color": LINE, "font_color": INK, "indent": 1}
        for offset, found in enumerate(rows, start=first + 1):
            write_text(sheet, offset, 0, str(found["field"]), builder.words(bold=True, indent=1))
            for field in ("form_sheet", "form_cell"):
                builder.value(
                    sheet, offset, MAPPING.index(field), MAPPING.field(field), found.get(field), builder.words(**frame)
                )
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)


def _head_cell(builder: SheetBuilder, sheet: Any, row: int, key: str, value: Any, label: str, hint: str) -> None:
    sheet.write_string(row, 0, label, builder.words(bold=True))
    frame = builder.words(bg_color=INPUT, border=1, border_color=LINE, align="left", indent=1)
    if isinstance(value, int):
        sheet.write_number(row, 1, value, frame)
    else:
        write_text(sheet, row, 1, str(value), frame)
    sheet.write_string(row, 2, hint, builder.words(font_color=GREY, font_size=9, indent=1))
    builder.book.define_name(key, f"='{sheet.get_name()}'!$B${row + 1}")


def mapping_row(field: FormField, info: BookInfo, **cells: str) -> dict[str, str]:
    """A row of the table: a field, how it is typed on a form, and where it was found."""
    language = info.look.language
    return {"field": field.title.get(language), "placeholder": slot(field.title.get(language)), **cells}
