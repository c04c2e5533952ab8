"""A formula that needs its own result shows 0, and that 0 is no number that anybody meant."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbook.hosts.host import CIRCULAR, RowBlock, TableBlock
from salesbook.sheets.circular import without_circular

HEADERS = ("Qty", "Unit price", "Net")


def found(*rows: tuple[str, ...], first_row: int = 5) -> list[str]:
    """Addresses of the circular cells of a table in columns C to E; each row gives its formulas, blank for none."""
    blocks = tuple(
        RowBlock(number, (Decimal(0),) * 3, formulas={offset: text for offset, text in enumerate(row) if text})
        for number, row in enumerate(rows, start=first_row)
    )
    block = without_circular(TableBlock("tblLines", "Lines", first_row - 1, 3, HEADERS, blocks))
    return ["CDE"[o] + str(row.row_number) for row in block.rows for o, v in enumerate(row.values) if v is CIRCULAR]


@pytest.mark.parametrize(
    "formula",
    ["C5+1", "$C$5*2", "SUM(C$5:C9)", "SUM(A1:ZZ99999)", "[@Qty]+1", "tblLines[[#This Row],[Qty]]*2", 'IF(C5="","",1)'],
)
def test_a_formula_that_names_its_own_cell_is_circular(formula: str) -> None:
    assert found((formula, "", "")) == ["C5"]


@pytest.mark.parametrize(
    "formula",
    ["C6+1", "tblOther[@Qty]", "tblOther[[#This Row],[Qty]]+1", "Other!C5", "'Other sheet'!$C$5", "Other!B1:D9",
     '"C5"&A1', "C5(1)", "ABC5+C51", "[@Net]*0", "tblC5.x+1", "LOG10(D5)", "SUM(D1:E9)"],
)  # fmt: skip
def test_other_cells_sheets_texts_and_functions_are_not_its_own_cell(formula: str) -> None:
    assert found((formula, "", "")) == []


def test_a_circle_over_several_cells_and_what_hangs_on_it_cannot_be_calculated() -> None:
    assert found(("", "E5/C5", "C5*D5"), ("", "", "E5+1"), ("", "", "C7*D7")) == ["D5", "E5", "E6"]


def test_a_formula_that_shows_something_else_than_0_is_calculated_by_rounds_and_stays() -> None:
    row = RowBlock(5, (Decimal(3), None, None), formulas={0: "C5+1"})
    block = TableBlock("tblLines", "Lines", 4, 3, HEADERS, (row,))
    assert without_circular(block) is block


@given(st.lists(st.tuples(st.integers(5, 12), st.integers(5, 12)), min_size=1, max_size=8))
def test_a_cell_is_circular_exactly_when_following_its_formula_never_ends(references: list[tuple[int, int]]) -> None:
    """Each row of the list refers to two rows of the same column; rows below the last hold no formula."""
    rows = [(f"C{one}+C{other}", "", "") for one, other in references]
    needed = {number: set(pair) for number, pair in enumerate(references, start=5)}

    def never_ends(number: int, on_the_way: frozenset[int]) -> bool:
        if number in on_the_way:
            return True
        return any(never_ends(other, on_the_way | {number}) for other in needed.get(number, ()))

    wanted = [f"C{number}" for number in needed if never_ends(number, frozenset())]
    assert sorted(found(*rows), key=lambda cell: int(re.sub("[A-Z]", "", cell))) == wanted
