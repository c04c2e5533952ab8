"""The grid of a printed page: nothing is lost of a text, and columns make up the page."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.workbooks.paper_grid import grid_of, number_format, text_width, wrapped

TEXTS = st.text(st.sampled_from("abc Wm 螺栓，8."), max_size=60)
WIDTHS = st.lists(st.floats(4, 40).map(round), min_size=4, max_size=11)


@given(TEXTS, st.integers(3, 40))
def test_no_letter_is_lost_in_wrapping_and_every_line_fits(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line) <= width for line in lines)


@given(WIDTHS)
def test_the_columns_of_the_lines_fill_the_page_without_a_gap(widths: list[int]) -> None:
    grid = grid_of(widths)
    assert [grid.width(*span) for span in grid.spans] == pytest.approx(widths)
    assert [first for first, _ in grid.spans] == [0, *(last + 1 for _, last in grid.spans[:-1])]
    assert 0 < grid.middle < grid.value <= grid.last
    assert min(grid.widths) > 0


@pytest.mark.parametrize(
    ("number", "least", "shown"), [("1200", 0, "#,##0"), ("1E+3", 2, "#,##0.00"), ("0", 0, "#,##0")]
)
def test_a_whole_number_has_no_point_behind_it(number: str, least: int, shown: str) -> None:
    assert number_format(Decimal(number), least) == shown
