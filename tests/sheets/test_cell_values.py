"""What a cell may hold and what it is read as."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.hosts.host import CellError, CellValue
from salesbook.messages import sentence
from salesbook.sheets.cell_values import Habits, read_cell, read_choice
from salesbook.sheets.columns import FieldType
from salesbook.sheets.half_width import half_width
from salesbook.sheets.wrong_cell import WrongCellError


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
    assert read_cell(cell, number_format, field_type).value == value


@pytest.mark.parametrize(
    ("field_type", "cell", "code"),
    [
        ("quantity", CellError("#N/A"), "cell-error"),
        ("quantity", "#N/A", "not-a-number"),
        ("quantity", "1。2", "ideographic-full-stop"),
        ("quantity", "ten", "not-a-number"),
        ("quantity", "1,2", "decimal-comma"),
        ("quantity", date(2026, 3, 5), "not-a-number"),
        ("quantity", True, "not-a-number"),
        ("quantity", 1e30, "number-too-large"),
        ("price", "1" + "0" * 40, "number-too-large"),
        ("code", 9.22337203462931e18, "code-too-long-number"),
        ("code", date(2019, 7, 13), "code-is-date"),
        ("code", "4.20E+11", "code-was-number"),
        ("code", "x" * 101, "code-too-long"),
        ("text", "x" * 32_768, "text-longer-than-cell"),
        ("date", "10月10日", "date-without-year"),
        ("date", "09-01-2025", "date-ambiguous"),
        ("date", "2026-02-30", "no-such-date"),
        ("date", Decimal(450), "not-a-date"),
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


@pytest.mark.parametrize(
    ("field_type", "cell", "value", "change"),
    [
        ("quantity", "12", Decimal(12), ""),
        ("money", "1,200.50", Decimal("1200.50"), ""),
        ("quantity", "１２", Decimal(12), "read-as"),
        ("money", "NT$1,200元", Decimal(1200), "read-as"),
        ("money", "（45.10）", Decimal("-45.10"), "read-as"),
        ("money", "45.10-", Decimal("-45.10"), "read-as"),
        ("money", "−5", Decimal(-5), "read-as"),
        ("money", "1.5萬", Decimal(15000), "read-as"),
        ("money", "2百万", Decimal(2_000_000), "read-as"),
        ("money", "1.234,56", Decimal("1234.56"), "read-as"),
        ("money", "1.234.567", Decimal(1_234_567), "read-as"),
        ("money", "1 234,5", Decimal("1234.5"), "read-as"),
        ("money", "12,34,567", Decimal(1_234_567), "read-as"),
        ("quantity", "1E3", Decimal(1000), "read-as"),
        ("quantity", "NULL", None, "read-as-blank"),
        ("price", "n/a", None, "read-as-blank"),
        ("date", "NULL", None, "read-as-blank"),
        ("code", "NULL", None, "read-as-blank"),
        ("code", "NA", "NA", ""),
        ("text", "NULL", "NULL", ""),
        ("code", "A-1", "A-1", ""),
        ("code", "Ａ－１", "A-1", "read-as"),
        ("code", "㎏①", "㎏①", ""),
        ("date", "2026-03-05", date(2026, 3, 5), ""),
        ("date", "2026年3月5日", date(2026, 3, 5), ""),
        ("date", "2026/3/5 14:30", date(2026, 3, 5), ""),
        ("date", "2026-03-05（星期四）", date(2026, 3, 5), ""),
        ("date", "5 Mar 2026", date(2026, 3, 5), ""),
        ("date", "Mar 5, 2026", date(2026, 3, 5), ""),
        ("date", "05-Mar-26", date(2026, 3, 5), "read-as"),
        ("date", "20260305", date(2026, 3, 5), "read-as"),
        ("date", 20260305, date(2026, 3, 5), "read-as"),
        ("date", "115/03/05", date(2026, 3, 5), "read-as"),
        ("date", "民國115年3月5日", date(2026, 3, 5), "read-as"),
        ("date", 1150305, date(2026, 3, 5), "read-as"),
        ("date", 46086.0, date(2026, 3, 5), "read-as"),
        ("date", "15-01-2025", date(2025, 1, 15), "read-as"),
        ("date", "05/05/2026", date(2026, 5, 5), "read-as"),
        ("month", "Mar 2026", "2026-03", ""),
        ("month", 202603, "2026-03", "read-as"),
        ("month", "115年3月", "2026-03", "read-as"),
        ("month", 2026.11, "2026-11", ""),
        ("yes_no", "✓", True, ""),
    ],
)
def test_what_is_certain_is_read_and_said_where_it_was_typed_in_another_form(
    field_type: FieldType, cell: CellValue, value: Any, change: str
) -> None:
    assert read_cell(cell, "General", field_type) == (value, change)


@pytest.mark.parametrize(
    ("field_type", "cell", "number_format", "code"),
    [
        ("quantity", "-", "General", "dash"),
        ("price", "－", "General", "dash"),
        ("quantity", "12,5", "General", "decimal-comma"),
        ("quantity", "1,2345", "General", "decimal-comma"),
        ("quantity", "12 pcs", "General", "not-a-number"),
        ("quantity", "-(5)", "General", "not-a-number"),
        ("quantity", "5万千", "General", "not-a-number"),
        ("quantity", "١٢", "General", "not-a-number"),
        ("date", "26/03/05", "General", "date-short-year"),
        ("date", "Mar 5", "General", "date-without-year"),
        ("date", "31/31/2026", "General", "no-such-date"),
        ("date", "0115/03/05", "General", "no-such-date"),
        ("date", 1150231, "General", "no-such-date"),
        ("month", 2026.1, "General", "not-a-month"),
        ("month", "3月", "General", "not-a-month"),
        ("code", "A-1\nA-2", "General", "code-of-two-lines"),
        ("code", "x" * 101, "General", "code-too-long"),
        ("code", 100000, "0.00E+00", "code-is-scientific"),
    ],
)
def test_what_could_be_two_things_is_asked(
    field_type: FieldType, cell: CellValue, number_format: str, code: str
) -> None:
    with pytest.raises(WrongCellError) as refused:
        read_cell(cell, number_format, field_type)
    assert refused.value.problem.code == code


def test_a_barcode_is_no_power_of_ten_whatever_its_format() -> None:
    assert read_cell(Decimal("868500000000199"), "0.00E+00", "code").value == "868500000000199"


def test_a_code_that_is_formatted_as_a_date_is_asked_with_the_number_that_it_may_be() -> None:
    with pytest.raises(WrongCellError) as refused:
        read_cell(date(2019, 7, 13), "mm-dd-yy", "code")
    assert refused.value.problem.values == {"found": "2019-07-13", "serial": "43659"}
    with pytest.raises(WrongCellError) as refused:
        read_cell(date(2019, 7, 13), "mm-dd-yy", "code", Habits(date1904=True))
    assert refused.value.problem.values["serial"] == "42197"


def test_a_number_in_a_column_of_dates_counts_by_the_calendar_of_its_workbook() -> None:
    assert read_cell(45722, "General", "date").value == date(2025, 3, 6)
    assert read_cell(45722, "General", "date", Habits(date1904=True)).value == date(2029, 3, 7)


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


typed = st.one_of(
    cells,
    st.text("0123456789０１２,.，．-－+()（）$￥ 万萬千eE%元\u00a0", max_size=10),
    st.text("0123456789/.-年月日 民國amrp", max_size=12),
)
orders = st.sampled_from(["ask", "DMY", "MDY"])


@given(
    cell=typed, field_type=types, number_format=st.sampled_from(["General", "0.00%", "000", "yyyy-mm-dd", "0.00E+00"]),
    habits=st.builds(Habits, orders, st.booleans(), st.booleans()),
)  # fmt: skip
def test_any_cell_gives_a_value_or_a_problem(
    cell: CellValue, field_type: FieldType, number_format: str, habits: Habits
) -> None:
    try:
        read_cell(cell, number_format, field_type, habits)
    except WrongCellError as error:
        refused = error
        assert sentence(refused.problem, "en") != refused.problem.code


@given(text=typed.filter(lambda cell: isinstance(cell, str)), field_type=types, order=orders)
def test_what_is_read_without_a_word_is_what_stands_in_the_cell(text: str, field_type: FieldType, order: Any) -> None:
    """A silent reading may pass over blanks and over commas between thousands, and over nothing else."""
    try:
        value, change = read_cell(text, "General", field_type, Habits(order))
    except WrongCellError:
        return
    if change or value is None or field_type == "yes_no":
        return
    seen = "".join(text.split()).translate(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")))
    if field_type in ("text", "code"):
        assert "".join(value.split()) == seen.removeprefix("'") or field_type == "text"
    elif field_type in ("date", "month"):
        year, *rest = [int(part) for part in str(value).split("-")]
        numbers = [int(found) for found in re.findall(r"\d+", half_width(text))]
        assert numbers[: len(rest) + 1] == [year, *rest] or re.search("[a-z]", text.casefold())
    else:
        assert Decimal(half_width(seen).replace(",", "").removesuffix("%")) == value
