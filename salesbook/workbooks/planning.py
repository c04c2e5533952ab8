"""The planning workbook: the plan's head and weights to type, the split and the progress to read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from salesbook.sheets.columns import PLAN_FORM, PLAN_MONTHS, PROGRESS, SPLIT, split_total_name
from salesbook.words import Words
from salesbook.workbooks.building import BookInfo, add_sheet, list_sheet, lookup_sheet, new_book, start_sheet
from salesbook.workbooks.documents import place_head
from salesbook.workbooks.style import ACCENT, GREEN_LIGHT, GREY, RED_LIGHT, YELLOW_LIGHT
from salesbook.workbooks.tables import SheetBuilder, Values, column_name, write_text

TITLE = Words("Planning", "目標計劃", "目标计划")

_SPARE_SEATS = 10


def build_planning(
    path: Path,
    info: BookInfo,
    head: Values | None = None,
    seats: Sequence[Values] = (),
    months: Sequence[Values] = (),
) -> None:
    """Write the workbook.

    Args:
        path: A file that is there is replaced.
        info: Look, company, look-up lists.
        head: Fiscal year, measure, total and rounding unit, as far as known.
        seats: Rows of the weights.
        months: Rows of the months.
    """
    with new_book(path, info) as builder:
        start_sheet(builder, info, TITLE, _steps(), has_lookups=True)
        _plan_sheet(builder, info, head or {}, seats)
        list_sheet(builder, PLAN_MONTHS, months or [{} for _ in range(12)], 0)
        _split_sheet(builder)
        _progress_sheet(builder)
        lookup_sheet(builder, info)


def _plan_sheet(builder: SheetBuilder, info: BookInfo, head: Values, seats: Sequence[Values]) -> None:
    """Head and weights on one sheet: what a planner changes."""
    sheet = add_sheet(builder, PLAN_FORM.sheet, "#2E7D5B")
    table = PLAN_FORM.lines
    builder.widths(sheet, table)
    sheet.set_row(0, 34)
    write_text(sheet, 0, 0, info.company, builder.words(bold=True, font_size=13, font_color=GREY))
    last_column = len(table.fields) - 1
    title = builder.words(bold=True, font_size=22, font_color=ACCENT, align="right")
    sheet.write_string(0, last_column, PLAN_FORM.sheet.get(builder.look.language), title)
    place_head(builder, sheet, PLAN_FORM, last_column, values=head)
    first_row = 8
    sheet.set_row(first_row, 30)
    builder.table(sheet, table, seats, first_row=first_row, spare_rows=_SPARE_SEATS)
    sheet.freeze_panes(first_row + 1, 0)
    sheet.repeat_rows(first_row)


def _split_sheet(builder: SheetBuilder) -> None:
    """Seat by month; the sums above the table are live and must equal the company's target."""
    sheet = add_sheet(builder, SPLIT.sheet)
    builder.widths(sheet, SPLIT)
    total = builder.words(bold=True, font_color=ACCENT, align="right", num_format=builder.look.number_format("money"))
    sheet.write_string(
        0, 0, Words("Total", "合計", "合计").get(builder.look.language), builder.words(bold=True, font_color=ACCENT)
    )
    for offset, field in enumerate(SPLIT.fields):
        if field.type == "money":
            sheet.write_formula(0, offset, f"=SUM({SPLIT.name}[{builder.title(field)}])", total, 0)
            place = f"='{sheet.get_name()}'!${column_name(offset)}$1"
            builder.book.define_name(split_total_name(field.name), place)
    sheet.set_row(0, 22)
    sheet.set_row(1, 30)
    builder.table(sheet, SPLIT, [], first_row=1)
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)


def _progress_sheet(builder: SheetBuilder) -> None:
    """Attainment and pace; the pace index is coloured like the alerts (DOMAIN 13)."""
    sheet = list_sheet(builder, PROGRESS, [], 0)
    letter = column_name(PROGRESS.index("pace"))
    place = f"{letter}2:{letter}2000"
    for criteria, value, colour in (
        (">=", 100, GREEN_LIGHT),
        ("between", (90, 99.999), YELLOW_LIGHT),
        ("<", 90, RED_LIGHT),
    ):
        rule: dict[str, Any] = {"type": "cell", "criteria": criteria, "format": builder.format(bg_color=colour)}
        rule |= {"minimum": value[0], "maximum": value[1]} if isinstance(value, tuple) else {"value": value}
        blank = {"type": "blanks", "stop_if_true": True, "format": None}
        if criteria == ">=":
            sheet.conditional_format(place, blank)
        sheet.conditional_format(place, rule)


def _steps() -> list[tuple[Words, Words]]:
    return [
        (PLAN_FORM.sheet, Words(
            "Company target, and what each territory and person weighs. Lock an amount to keep it.",
            "公司目標及各區域、人員權重；填入鎖定金額即固定不變。",
            "公司目标及各区域、人员权重；填入锁定金额即固定不变。",
        )),
        (PLAN_MONTHS.sheet, Words("What each month weighs.", "各月份權重。", "各月份权重。")),
        (SPLIT.sheet, Words(
            "Territory by person by month, after Split; every level adds up to the cent.",
            "執行分解後：區域、人員、月份；各層合計分毫不差。",
            "执行分解后：区域、人员、月份；各层合计分毫不差。",
        )),
        (PROGRESS.sheet, Words(
            "Actual against target from the ledger, after Recalculate.",
            "執行更新後：帳上實績與目標比較。",
            "执行更新后：账上实绩与目标比较。",
        )),
    ]  # fmt: skip
