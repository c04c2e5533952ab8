"""Appraisal forms as people have them: which cell is item, weight and score, and what is none of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.sheets.appraisal_form import AppraisalForm, find_form

Rows = Sequence[Sequence[CellValue]]

SIMPLE: Rows = [
    ["績效考核表"],
    ["姓名：SP-03", None, "月份：2025年6月"],
    ["考核指標", "權重", "評分"],
    ["銷售額", "60%", 90],
    ["回款率", "40%", 80],
]


def grid(rows: Rows, merged: Sequence[tuple[int, int, int, int]] = (), formulas: Sequence[int] = ()) -> Grid:
    """A sheet of these rows; merged areas are filled as hosts do; blank rows are left out."""
    width = max(len(row) for row in rows)
    cells = [[*row, *[None] * (width - len(row))] for row in rows]
    for top, left, bottom, right in merged:
        for row in range(top, bottom + 1):
            cells[row - 1][left - 1 : right] = [cells[top - 1][left - 1]] * (right - left + 1)
    blocks = [
        RowBlock(number, tuple(row), formulas=frozenset(formulas))
        for number, row in enumerate(cells, start=1)
        if any(value is not None for value in row)
    ]
    return Grid("Form", width, tuple(blocks), tuple(merged))


def form(rows: Rows, merged: Sequence[tuple[int, int, int, int]] = (), **wanted: str) -> AppraisalForm:
    found = find_form(grid(rows, merged), wanted)
    assert found is not None
    return found


def items(found: AppraisalForm) -> list[tuple[str, str, Decimal | None]]:
    return [(item.name, str(item.weight), item.score) for item, _ in found.items]


def codes(found: AppraisalForm) -> list[tuple[str, str]]:
    return [(problem.place.cell, problem.code) for problem in found.problems]


def test_items_weights_and_scores_are_found_by_their_words() -> None:
    found = form(SIMPLE)
    assert items(found) == [("銷售額", "60", 90), ("回款率", "40", 80)]
    assert {name: label.value for name, label in found.labels.items()} == {
        "appraised_name": "SP-03", "month": "2025年6月",
    }  # fmt: skip
    assert found.rows[1].cells == {"form_item": "A5", "item_weight": "B5", "form_score": "C5"}
    assert codes(found) == []


def test_words_in_either_chinese_writing_and_in_english_mean_the_same() -> None:
    for header in (
        ["考核指標", "權重", "直屬上級評分（100%）"], ["指标", "权重\n（100%）", "直属上级\n评分"],
        ["Item", "Weight", "Manager's score"], ["KPI", "Weighting", "Score"], ["項  目", "權重分解", "綜合得分"],
    ):  # fmt: skip
        assert items(form([header, *SIMPLE[3:]])) == items(form(SIMPLE)), header


def test_label_and_value_may_stand_in_cells_beside_each_other_with_or_without_a_colon() -> None:
    for rows in (
        [["姓名", "SP-03", "月份", "2025-06"], ["部門", "銷售一部", "職務", "代表"]],
        [["Name:", "SP-03", "Month:", "2025-06"], ["Department:", "銷售一部", "Position:", "代表"]],
        [["員工姓名", None, "SP-03"], ["考核期間", "2025-06"], ["部门", "銷售一部"], ["岗位", "代表"]],
    ):
        found = form([*rows, *SIMPLE[2:]])
        assert {name: label.value for name, label in found.labels.items()} == {
            "appraised_name": "SP-03", "month": "2025-06", "department": "銷售一部", "position": "代表",
        }, rows  # fmt: skip


def test_a_label_that_was_left_blank_does_not_take_the_next_label_for_its_value() -> None:
    found = form([["姓名：", None, "月份：", "2025-06"], ["部門：銷售一部"], *SIMPLE[2:]])
    assert set(found.labels) == {"month", "department"}


def test_parts_have_headers_of_their_own_or_stand_in_a_column() -> None:
    headers = form([
        ["一、業績考核（70%）"], ["指標", "權重", "評分"], ["銷售額", 0.5, 90], ["回款率", 0.5, 80], [],
        ["二、行為考核（30%）"], ["行為指標", "說明", "評分"], ["合作", None, 70],
    ])  # fmt: skip
    column = form([
        ["項目", "類別權重", "指標", "權重", "評分"], ["業績", 0.7, "銷售額", 0.5, 90], [None, None, "回款率", 0.5, 80],
        ["行為", 0.3, "合作", 1, 70],
    ])  # fmt: skip
    assert items(headers) == items(column) == [("銷售額", "35", 90), ("回款率", "35", 80), ("合作", "30", 70)]
    assert [part.name for part in column.parts] == ["業績", "行為"]
    assert [part.name for part in headers.parts] == ["一、業績考核（70%）", "二、行為考核（30%）"]
    assert codes(headers) == codes(column) == []


def test_titles_remarks_and_lines_to_sign_on_are_no_items() -> None:
    found = form(
        [
            *SIMPLE, ["績效溝通與雙方確認已完成"], ["備註：請於月底前繳回"], ["主管簽字：", "員工簽字：", "日期："], [],
            ["本表一式兩份"],
        ],
        [(6, 1, 6, 3)],
    )  # fmt: skip
    assert [name for name, *_ in items(found)] == ["銷售額", "回款率"]


def test_an_item_over_several_rows_is_one_item() -> None:
    rows = [*SIMPLE[2:4], [None, None, None], ["回款率", "40%", 80]]
    assert items(form(rows, [(2, 1, 3, 1), (2, 3, 3, 3), (2, 2, 3, 2)])) == items(form(SIMPLE))


def test_the_upper_of_two_rows_of_headers_is_passed_over() -> None:
    rows: Rows = [
        ["指標", "權重", "評分", None], [None, None, "自評", "上級評分"], ["銷售額", 60, 99, 90],
        ["回款率", 40, 99, 80],
    ]  # fmt: skip
    found = form(rows, [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)])
    assert items(found) == items(form(SIMPLE))
    assert found.left_out == ("自評",)


def test_an_item_without_a_score_stays_without_one() -> None:
    found = form([*SIMPLE[:4], ["回款率", "40%", None]])
    assert items(found)[1] == ("回款率", "40", None)
    assert found.parts[0].points == 90


def test_what_cannot_be_a_score_or_a_weight_is_told_at_its_cell() -> None:
    found = form([*SIMPLE[:3], ["銷售額", "60%", 101], ["回款率", "40%", "好"], ["退貨率", "x", -1], [None, None, 70]])
    assert codes(found)[:5] == [
        ("C4", "out-of-range"), ("C5", "not-a-number"), ("C6", "out-of-range"), ("B6", "not-a-number"),
        ("A7", "missing"),
    ]  # fmt: skip


def test_a_formula_without_a_value_is_no_missing_score() -> None:
    found = find_form(grid([*SIMPLE[:4], ["回款率", "40%", None]], formulas=[2]))
    assert found is not None
    assert ("C5", "formula-without-value") in codes(found)


def test_92_points_in_other_forms_are_92() -> None:
    found = form([*SIMPLE[:3], ["銷售額", "60%", "92分"], ["回款率", "40%", "92%"]])
    assert [score for *_, score in items(found)] == [92, 92]


def test_columns_that_nobody_can_tell_are_asked_for() -> None:
    two = [["指標", "權重", "主管評分", "綜合評分"], ["銷售額", "100%", 90, 80]]
    found = form(two)
    assert codes(found) == [("A1", "form-column-open")]
    assert found.problems[0].values["found"] == "主管評分, 綜合評分"
    assert items(form(two, form_score="綜合評分")) == [("銷售額", "100", 80)]
    unknown = [["指標", "權重比例設定", "評分"], ["銷售額", 0.6, 90], ["回款率", 0.4, 80]]
    assert codes(form(unknown)) == [("A1", "form-column-open")]
    assert items(form(unknown, item_weight="權重比例設定")) == items(form(SIMPLE))


def test_two_weights_of_a_part_and_two_scores_under_one_header_are_told() -> None:
    rows: Rows = [
        ["項目", "類別權重", "指標", "評分", None], ["業績", 0.7, "銷售額", 90, 80], ["業績", 0.3, "回款率", 80, None],
    ]  # fmt: skip
    assert codes(form(rows, [(1, 4, 1, 5)]))[:2] == [("D2", "form-two-values"), ("B3", "form-two-values")]


def test_totals_are_no_items_and_are_compared() -> None:
    assert codes(form([*SIMPLE, ["總分", None, 86]])) == []
    wrong = form([*SIMPLE, ["合計", "100%", 85]])
    assert codes(wrong) == [("C6", "total-row-differs")]
    assert wrong.problems[0].values["sum"] == "86"
    assert len(wrong.items) == 2


def test_weights_that_are_not_whole_are_told_at_the_first_of_their_cells() -> None:
    found = form([*SIMPLE[:4], ["回款率", "30%", 80]])
    assert codes(found) == [("B4", "form-weights-not-100")]
    assert found.problems[0].values["found"] == "90"


def test_a_sheet_without_items_and_scores_is_no_form() -> None:
    assert find_form(grid([["Customer", "Product", "Quantity"], ["C-1", "X", 3]])) is None
    assert find_form(grid([["考核指標", "權重", "評分"]])) is None


cells = st.one_of(
    st.none(), st.text(max_size=6), st.integers(-5, 200), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["考核指標", "權重", "評分", "項目", "類別權重", "總分", "姓名：P1", "60%", "Score", "Item"]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=9))
def test_any_sheet_gives_a_form_or_none(rows: list[list[Any]]) -> None:
    if not any(value is not None for row in rows for value in row):
        return
    found = find_form(grid([["考核指標", "權重", "評分"], *rows]))
    if found is not None:
        assert len(found.items) == len(found.rows)
