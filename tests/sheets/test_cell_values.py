"""What a cell may hold and what it is read as."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.hosts.host import CellError, CellValue
from salesbook.sheets.cell_values import WrongCellError, read_cell, read_choice
from salesbook.sheets.columns import FieldType


@pytest.mark.parametrize(
    ("field_type", "cell", "number_format", "value"),
    [
        ("code", "001", "General", "001"),
        ("code", Decimal(123), "0000000", "0000123"),
        ("code", 10248.0, "General", "10248"),
        ("code", " ITEM-A\u3000", "General", "ITEM-A"),
        ("code", "\u00a0ITEM-A\u200b", "General", "ITEM-A"),
        ("code", "ＡＢ１", "General", "AB1"),
        ("code", Decimal("999000000001885"), "General", "999000000001885"),
        ("quantity", "１２", "General", Decimal(12)),
        ("price", "１，２００．５０", "General", Decimal("1200.50")),
        ("money", "$ 1,200.50", "General", Decimal("1200.50")),
        ("money", "(45.10)", "General", Decimal("-45.10")),
        ("price", 0.1 + 0.2, "General", Decimal("0.3")),
        ("percent", Decimal("0.1734"), "0.00%", Decimal("17.34")),
        ("percent", 15, "General", Decimal(15)),
        ("percent", "15%", "General", Decimal(15)),
        ("percent", "１５％", "General", Decimal(15)),
        ("date", datetime(2026, 3, 5, 16, 0), "General", date(2026, 3, 5)),  # noqa: DTZ001 - cells have no time zone
        ("date", "2026-03-05", "General", date(2026, 3, 5)),
        ("date", "2026.3.5", "General", date(2026, 3, 5)),
        ("date", "2007年10月10日", "General", date(2007, 10, 10)),
        ("date", "2019 年 10 月 30 日", "General", date(2019, 10, 30)),
        ("month", date(2026, 3, 1), "General", "2026-03"),
        ("month", "2026年3月", "General", "2026-03"),
        ("yes_no", "是", "General", True),
        ("yes_no", "No", "General", False),
        ("yes_no", True, "General", True),
        ("integer", 30.0, "General", 30),
        ("text", 12.5, "General", "12.5"),
        ("quantity", None, "General", None),
        ("quantity", " \u3000", "General", None),
        ("quantity", 0, "General", Decimal(0)),
    ],
)
def test_a_cell_is_read_as_it_is_meant(field_type: FieldType, cell: CellValue, number_format: str, value: Any) -> None:
    assert read_cell(cell, number_format, field_type) == value


@pytest.mark.parametrize(
    ("field_type", "cell", "code"),
    [
        ("quantity", CellError("#N/A"), "cell-error"),
        ("quantity", "#N/A", "not-a-number"),
        ("quantity", "1。2", "ideographic-full-stop"),
        ("quantity", "ten", "not-a-number"),
        ("quantity", "1,2", "not-a-number"),
        ("quantity", date(2026, 3, 5), "not-a-number"),
        ("quantity", True, "not-a-number"),
        ("quantity", 1e30, "number-too-large"),
        ("price", "1" + "0" * 40, "number-too-large"),
        ("code", 9.22337203462931e18, "code-too-long-number"),
        ("code", date(2019, 7, 13), "code-is-date"),
        ("date", "10月10日", "not-a-date"),
        ("date", "09-01-2025", "not-a-date"),
        ("date", "2026-02-30", "no-such-date"),
        ("date", Decimal(45000), "not-a-date"),
        ("integer", 1.5, "not-a-whole-number"),
        ("month", "2026-13", "not-a-month"),
        ("yes_no", "perhaps", "not-yes-or-no"),
    ],
)
def test_a_cell_that_is_something_else_is_a_problem(field_type: FieldType, cell: CellValue, code: str) -> None:
    with pytest.raises(WrongCellError) as refused:
        read_cell(cell, "General", field_type)
    assert refused.value.problem.code == code


def test_a_choice_is_understood_in_all_languages() -> None:
    assert {read_choice(text, ("amount", "quantity")) for text in ("Amount", "金額", "金额")} == {"amount"}
    with pytest.raises(WrongCellError):
        read_choice("profit", ("amount", "quantity"))


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(CellError, st.sampled_from(["#N/A", "#REF!"])),
)
types = st.sampled_from(
    ["code", "text", "quantity", "price", "money", "percent", "date", "month", "integer", "number", "yes_no"]
)


@given(cell=cells, field_type=types, number_format=st.sampled_from(["General", "0.00%", "000", "yyyy-mm-dd"]))
def test_any_cell_gives_a_value_or_a_problem(cell: CellValue, field_type: FieldType, number_format: str) -> None:
    try:
        read_cell(cell, number_format, field_type)
    except WrongCellError as error:
        refused = error
        assert refused.problem.code
