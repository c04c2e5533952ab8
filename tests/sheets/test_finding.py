"""Where the table stands in a sheet that is not ours, and which column is which."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.hosts.host import CellError, CellValue, Grid, RowBlock
from salesbook.sheets.aliases import folded, nearest
from salesbook.sheets.columns import LISTS, RECORD_TABLES
from salesbook.sheets.finding import find_table, guesses, unit_in
from salesbook.sheets.month_columns import find_months
from salesbook.sheets.totals import is_total_word

ORDERS = LISTS["sales_order"]


def grid(*rows: Sequence[CellValue]) -> Grid:
    """A sheet of these rows; ``None`` stands for an empty one."""
    width = max(len(row) for row in rows)
    blocks = [
        RowBlock(number, (*row, *[None] * (width - len(row)))) for number, row in enumerate(rows, start=1) if any(row)
    ]
    return Grid("Sheet1", width, tuple(blocks))


def columns(*headers: str, **wanted: str) -> dict[str, str]:
    return {guess.field: f"{guess.header} ({guess.how})" for guess in guesses(headers, ORDERS, wanted)}


def test_the_header_is_the_row_with_most_words_of_the_list() -> None:
    found = find_table(
        grid(["Order report"], [], ["Date: 2026-03-05"], ["Ref", "Customer", "SKU", "Qty"], ["A1", "C-1", "X", 3]),
        ORDERS,
    )
    assert found is not None
    assert (found.header_row, found.headers) == (4, ("Ref", "Customer", "SKU", "Qty"))
    assert [row.row_number for row in found.rows] == [5]
    assert found.labels == {"document_date": "2026-03-05"}


def test_a_sheet_without_such_a_header_has_no_table() -> None:
    assert find_table(grid(["Dear customer,"], ["thank you for your order of", 3, "pieces"]), ORDERS) is None
    assert find_table(grid([1, 2, 3], [4, 5, 6]), ORDERS) is None


def test_words_in_any_language_and_with_units_are_known() -> None:
    assert columns("訂單編號", "日期", "客户编码", "料號", "數量(PCS)", "单价（元）", "備註") == {
        "document_ref": "訂單編號 (other_word)", "document_date": "日期 (title)",
        "customer_no": "客户编码 (other_word)", "product_no": "料號 (other_word)", "quantity": "數量(PCS) (title)",
        "unit_price": "单价（元） (title)", "remark": "備註 (title)",
    }  # fmt: skip


def test_words_in_either_chinese_writing_are_the_same() -> None:
    for headers in (("單據號碼", "料號", "客戶編號", "數量"), ("单据号码", "料号", "客户编号", "数量")):
        assert set(columns(*headers)) == {"document_ref", "product_no", "customer_no", "quantity"}, headers
    assert folded("訂購數量") == folded("订购数量")


def test_two_columns_that_could_be_one_field_are_left_open() -> None:
    assert "customer_no" not in columns("Client", "Buyer")
    assert columns("Item", "Item number") == {
        "product_no": "Item number (other_word)", "description": "Item (other_word)",
    }  # fmt: skip


def test_what_is_only_written_alike_is_proposed_and_what_a_person_says_counts_first() -> None:
    assert columns("Quantty")["quantity"] == "Quantty (similar)"
    assert columns("Qty", "Pieces ordered", quantity="Pieces ordered")["quantity"] == "Pieces ordered (chosen)"


def test_labels_stand_beside_their_value_above_it_or_in_one_cell_with_it() -> None:
    found = find_table(
        grid(
            ["Customer", None, "Quote no:", "Q-1"], ["C-1", None, "有效期限：2026-04-01"], ["Prepared by:", None, "P1"],
            ["Product", "Quantity", "Unit price", "Unit"], ["X", 1, 2, "pcs"],
        ),
        LISTS["quotation"],
    )  # fmt: skip
    assert found is not None
    assert found.labels == {
        "customer_no": "C-1", "document_ref": "Q-1", "valid_until": "2026-04-01", "salesperson_no": "P1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("合計", True), ("合　計：", True), ("Total", True), ("GRAND TOTAL:", True), ("华东小计", True),
        ("Sub-total", True),
        ("TOTAL-1000", False), ("TotalEnergies", False), ("會計部", False), ("Summer", False), ("", False),
    ],
)  # fmt: skip
def test_words_that_make_a_row_a_sum(text: str, is_total: bool) -> None:
    assert is_total_word(text) is is_total


def test_a_title_of_ours_is_never_taken_for_another_field_that_the_word_may_mean() -> None:
    for table in (*LISTS.values(), *RECORD_TABLES.values()):
        for field in (field for field in table.fields if not field.written):
            for title in field.title:
                (guess,) = guesses([title], table, {}, similar=False)
                assert (guess.field, guess.how) == (field.name, "title"), (table.name, title)


cells = st.one_of(
    st.none(), st.text(max_size=8),
    st.sampled_from(["Ref", "數量", "Total", "1月", "Jan", "Date:", "客戶：C-1", "單位：萬元"]),
    st.integers(-5, 10**6), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.just(CellError("#N/A")),
    st.decimals(allow_nan=False, allow_infinity=False), st.booleans(),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8),
    table=st.sampled_from([*LISTS.values()]),
)
def test_any_sheet_gives_a_table_or_none(rows: list[list[Any]], table: Any) -> None:
    found = find_table(grid(*rows), table)
    if found is not None:
        assert len(found.headers) == found.grid.width
        assert all(row.row_number > found.header_row for row in found.rows)
    months = find_months(grid(*rows))
    if months is not None:
        assert all(1 <= month <= 12 for row in months.rows for month in row.amounts)


# ---- Sheets with a column for each month -------------------------------------------------------------------------


def test_months_are_found_in_any_of_the_ways_people_write_them() -> None:
    for written in ("1月 2月 3月", "Jan Feb Mar", "M01 M02 M03", "2026-01 2026-02 2026-03", "第1月 第2月 第3月"):
        header = written.split()
        found = find_months(grid(["Territory", "Salesperson", *header], ["N1", "P1", 10, None, "1,000"]))
        assert found is not None, header
        (row,) = found.rows
        assert (row.amounts, row.empty) == ({1: 10, 3: 1000}, (2,))
    days: list[CellValue] = [date(2026, month, 1) for month in (1, 2, 3)]
    assert find_months(grid(["Territory", "Salesperson", *days], ["N1", "P1", 1, 2, 3])) is not None


def test_sums_of_months_are_compared_and_no_targets() -> None:
    found = find_months(
        grid(
            ["2026 targets (千元)"], ["Territory", "Salesperson", "Jan", "Feb", "Mar", "Total"],
            ["N1", "P1", 1, 2, 3, 6], ["N2", "P2", 1, 1, 1, 3], ["Total", None, 2, 3, 5, 10],
        )
    )  # fmt: skip
    assert found is not None
    assert (found.year, found.unit, found.totals, len(found.rows)) == (2026, 1000, 1, 2)
    (problem,) = found.problems
    assert (problem.code, problem.place.cell, problem.values["sum"]) == ("total-row-differs", "E5", "4000")


def test_what_is_no_amount_is_named_with_its_cell() -> None:
    found = find_months(grid(["Territory", "Jan", "Feb", "Mar"], ["N1", 1, "x", -2]))
    assert found is not None
    assert [(problem.place.cell, problem.code) for problem in found.problems] == [
        ("C2", "not-a-number"), ("D2", "out-of-range"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("單位：萬元", 10000),
        ("Targets 2026 (unit: thousand)", 1000),
        ("Unit: thousands", 1000),
        ("Sales in thousands", 1000),
        ("Amount (USD million)", 1000000),
        ("Target US$ '000", 1000),
        ("Amount (000s)", 1000),
        ("Amount", None),
        ("Thousand Oaks", None),
        ("One thousand customers", None),
        ("Model 5000", None),
        ("1,000 pieces", None),
        ("Order 1000000", None),
        ("(千元)", 1000),
        ("金额（百万元）", 1_000_000),
        ("單位：元", None),
        ("千葉店", None),
        ("萬華區", None),
    ],
)
def test_units_of_amounts(text: str, unit: int | None) -> None:
    assert unit_in(text) == (None if unit is None else Decimal(unit))


def test_the_nearest_header_is_named_only_when_it_is_near() -> None:
    assert nearest("Quantty", ["Quality", "Quantity"]) == "Quantity"
    assert nearest("Colour", ["Quantity", "Customer"]) == ""
