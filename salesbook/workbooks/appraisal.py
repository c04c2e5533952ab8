"""The appraisal workbook: criteria and registers to type. Scorecards are a workbook of their own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from salesbook.sheets.columns import ATTENDANCE, CRITERIA, INCIDENTS, PROBLEMS, RATINGS, REGISTERS, VISITS
from salesbook.words import Words
from salesbook.workbooks.building import BookInfo, list_sheet, lookup_sheet, new_book, problems_sheet, start_sheet
from salesbook.workbooks.tables import SPARE_ROWS, Values

TITLE = Words("Appraisal", "績效考核", "绩效考核")


def build_appraisal(path: Path, info: BookInfo, rows: Mapping[str, Sequence[Values]] | None = None) -> None:
    """Write the workbook, with these rows by kind of register."""
    rows = rows or {}
    with new_book(path, info) as builder:
        start_sheet(builder, info, TITLE, _steps(), has_lookups=True)
        for kind, table in REGISTERS.items():
            list_sheet(builder, table, rows.get(kind, []), 20 if kind == "criterion" else SPARE_ROWS)
        lookup_sheet(builder, info)
        problems_sheet(builder)


def _steps() -> list[tuple[Words, Words]]:
    return [
        (CRITERIA.sheet, Words(
            "What is scored and what it weighs; weights add up to 100. Floor scores 60, target 100, cap 120.",
            "考核指標與權重，權重合計 100；下限 60 分、目標 100 分、上限 120 分。",
            "考核指标与权重，权重合计 100；下限 60 分、目标 100 分、上限 120 分。",
        )),
        (VISITS.sheet, Words(
            "One row per visit; it counts when a note is written.",
            "每次拜訪一列；有紀要才計入。",
            "每次拜访一行；有纪要才计入。",
        )),
        (ATTENDANCE.sheet, Words(
            "Only days that were not as usual: late, left early, absent, on leave.",
            "只登記異常日：遲到、早退、缺勤、請假。",
            "只登记异常日：迟到、早退、缺勤、请假。",
        )),
        (RATINGS.sheet, Words(
            "The manager's rating by month: conduct from 1 to 5, or a criterion that is rated, out of what you say.",
            "主管每月評分：職業操守 1 至 5；資料來源為評分的指標另填滿分。",
            "主管每月评分：职业操守 1 至 5；资料来源为评分的指标另填满分。",
        )),
        (INCIDENTS.sheet, Words(
            "What is held against somebody once it is confirmed; name who decided and the evidence.",
            "成立後計入考核的事件；請填裁定人與證據。",
            "成立后计入考核的事件；请填裁定人与证据。",
        )),
        (PROBLEMS.sheet, Words("What is wrong after Check or Post.", "檢查或過帳後的問題。", "检查或过账后的问题。")),
    ]  # fmt: skip
