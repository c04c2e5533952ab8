"""The price list as a sheet to edit, with columns that show what a change does before it is posted."""

from collections.abc import Sequence
from pathlib import Path

from salesbook.sheets.columns import PRICE_CHANGES, PROBLEMS
from salesbook.words import Words
from salesbook.workbooks.building import BookInfo, list_sheet, lookup_sheet, new_book, problems_sheet, start_sheet
from salesbook.workbooks.tables import Values

TITLE = Words("Price list", "價目表調整", "价目表调整")
SPARE = 50


def build_price_sheet(path: Path, info: BookInfo, rows: Sequence[Values]) -> None:
    """Write the workbook, with the price rows that count."""
    with new_book(path, info) as builder:
        start_sheet(builder, info, TITLE, [
            (PRICE_CHANGES.sheet, Words(
                "Change prices, or add rows. A later “Valid from” keeps the old price until then. "
                "“prices preview” shows beside each row whom it is about; Post stores what was changed.",
                "修改價格或新增列；填較晚的生效日則舊價沿用至該日。"
                "「prices preview」在各列旁顯示影響範圍；過帳後儲存有變更者。",
                "修改价格或新增行；填较晚的生效日则旧价沿用至该日。"
                "“prices preview”在各行旁显示影响范围；过账后保存有变更者。",
            )),
            (PROBLEMS.sheet, Words(
                "What is wrong after Check or Post.", "檢查或過帳後的問題。", "检查或过账后的问题。",
            )),
        ])  # fmt: skip
        list_sheet(builder, PRICE_CHANGES, rows, SPARE)
        lookup_sheet(builder, info)
        problems_sheet(builder)
