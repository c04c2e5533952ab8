"""What every host must do, as tests: a class of tests per host inherits them.

All hosts open the same workbook: ``tblOrders`` with three rows, the last of them empty but for its
formula, ``tblLog`` with one column and one empty row, and the named cells of ``NAMES``.
"""

# ruff: noqa: DTZ001 - cells know no time zones

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.hosts.host import CellError, CellValue, CellWrite, DropDown, Formula, Mark, TableBlock, Workbook
from salesbook.problems import HostError, TemplateError

ORDER_HEADERS = ["Order", "客戶", "Qty", "Day", "Net"]
NET = "=tblOrders[[#This Row],[Qty]]*2"
ORDER_ROWS: list[list[CellValue | Formula]] = [
    ["SO-1180", "大同公司", 10, date(2026, 3, 2), Formula(NET, Decimal(20))],
    ["SO-1181", "Müller & Co", Decimal("2.5"), date(2026, 3, 3), Formula(NET, Decimal(5))],
    [None, None, None, None, Formula(NET, Decimal(0))],
]
LOG_HEADERS = ["Remark"]
CUSTOMERS = DropDown("=company", is_strict=False, title="Customer", message="客戶 & more")
KINDS = DropDown(("new", 'so-called "old"'))
OTHERS = DropDown(("x", "y"))
NAMES: dict[str, CellValue] = {"company": "大同", "as_of": date(2026, 3, 31)}


def values(table: TableBlock) -> list[list[CellValue]]:
    """The body of a table, to be compared as a whole."""
    return [list(row.values) for row in table.rows]


class HostContract:
    """Inherit, and give ``open_host`` and ``reopen``."""

    def open_host(self, folder: Path) -> Workbook:
        """The known workbook, opened."""
        raise NotImplementedError

    def reopen(self, host: Workbook) -> Workbook:
        """The same workbook, saved and opened again."""
        raise NotImplementedError

    @pytest.fixture
    def host(self, tmp_path: Path) -> Workbook:
        return self.open_host(tmp_path)

    def test_a_workbook_lists_its_tables(self, host: Workbook) -> None:
        assert set(host.table_names()) == {"tblOrders", "tblLog"}

    def test_a_table_comes_with_headers_rows_and_place(self, host: Workbook) -> None:
        table = host.read_table("tblOrders")
        assert list(table.headers) == ORDER_HEADERS
        assert values(table) == [
            ["SO-1180", "大同公司", 10, date(2026, 3, 2), 20],
            ["SO-1181", "Müller & Co", Decimal("2.5"), date(2026, 3, 3), 5],
            [None, None, None, None, 0],
        ]
        assert [row.row_number for row in table.rows] == [table.header_row + number for number in (1, 2, 3)]

    def test_cells_with_formulas_are_told_apart(self, host: Workbook) -> None:
        assert [set(row.formulas) for row in host.read_table("tblOrders").rows] == [{4}] * 3

    def test_a_one_column_table_keeps_its_rows(self, host: Workbook) -> None:
        host.append_rows("tblLog", [["first"], ["second"]])
        assert values(self.reopen(host).read_table("tblLog")) == [["first"], ["second"]]

    def test_a_missing_table_is_named_together_with_those_found(self, host: Workbook) -> None:
        with pytest.raises(TemplateError) as caught:
            host.read_table("tblInvoices")
        assert caught.value.code == "table-missing"
        assert caught.value.values["table"] == "tblInvoices"
        assert "tblOrders" in caught.value.values["found"]

    def test_named_cells_come_with_their_place_and_unknown_names_are_left_out(self, host: Workbook) -> None:
        cells = host.read_names(["company", "as_of", "nobody"])
        assert {name: cell.value for name, cell in cells.items()} == NAMES
        assert not cells["company"].has_formula

    def test_a_named_cell_can_be_written_where_it_stands(self, host: Workbook) -> None:
        cell = host.read_names(["company"])["company"]
        host.write_cells([CellWrite(cell.sheet, cell.row_number, cell.column_number, "Neu GmbH")])
        assert self.reopen(host).read_names(["company"])["company"].value == "Neu GmbH"

    @pytest.mark.parametrize(
        "value",
        [
            *("BOLT-8", "00123", "1/2", "=SUM(A1)", "  spaces  ", "two\nlines", "客戶 <&> 'x'", "TRUE", "#N/A?"),
            *(10, -3, Decimal("0.1"), Decimal("1234567.89"), True, False, CellError("#N/A")),
            *(date(2026, 1, 31), datetime(2026, 1, 31, 8, 30, 15)),
        ],
        ids=repr,
    )
    def test_a_value_comes_back_as_it_was_written(self, host: Workbook, value: CellValue) -> None:
        table = host.read_table("tblLog")
        host.write_cells([CellWrite(table.sheet, table.header_row + 1, table.first_column, value)])
        (read,) = self.reopen(host).read_table("tblLog").rows[0].values
        assert read == value
        assert isinstance(read, bool) == isinstance(value, bool)
        assert isinstance(read, str) == isinstance(value, str)

    @pytest.mark.parametrize("blank", [None, ""])
    def test_writing_nothing_empties_a_cell(self, host: Workbook, blank: CellValue) -> None:
        table = host.read_table("tblOrders")
        host.write_cells([CellWrite(table.sheet, table.rows[0].row_number, table.first_column, blank)])
        assert self.reopen(host).read_table("tblOrders").rows[0].values[0] is None

    def test_a_formula_is_written_with_the_value_it_has_now(self, host: Workbook) -> None:
        host.replace_rows("tblLog", [[Formula("=1+1", Decimal(2))]])
        (row,) = self.reopen(host).read_table("tblLog").rows
        assert row.values == (2,)
        assert set(row.formulas) == {0}

    def test_a_missing_sheet_is_refused_before_anything_is_written(self, host: Workbook) -> None:
        cell = host.read_names(["company"])["company"]
        with pytest.raises(HostError) as caught:
            host.write_cells(
                [CellWrite(cell.sheet, cell.row_number, cell.column_number, "x"), CellWrite("Nowhere", 1, 1, "x")]
            )
        assert caught.value.code == "sheet-missing"
        assert host.read_names(["company"])["company"].value == NAMES["company"]

    @pytest.mark.parametrize("count", [1, 2, 3, 7])
    def test_replacing_gives_a_table_exactly_these_rows(self, host: Workbook, count: int) -> None:
        rows: list[list[CellValue | Formula]] = [
            [f"SO-{n}", "甲", n, date(2026, 1, n), n * 2] for n in range(1, count + 1)
        ]
        host.replace_rows("tblOrders", rows)
        assert values(self.reopen(host).read_table("tblOrders")) == rows

    def test_replacing_by_nothing_leaves_one_empty_row(self, host: Workbook) -> None:
        host.replace_rows("tblOrders", [])
        assert values(self.reopen(host).read_table("tblOrders")) == [[None] * 5]

    def test_appended_rows_follow_the_last_row_that_holds_anything_typed(self, host: Workbook) -> None:
        host.append_rows("tblOrders", [["SO-1", None, 1, None, 2], ["SO-2", None, 2, None, 4]])
        orders = [row.values[0] for row in self.reopen(host).read_table("tblOrders").rows]
        assert orders == ["SO-1180", "SO-1181", "SO-1", "SO-2"]

    def test_appending_nothing_changes_nothing(self, host: Workbook) -> None:
        before = host.read_table("tblOrders")
        host.append_rows("tblOrders", [])
        assert self.reopen(host).read_table("tblOrders") == before

    def test_a_table_does_not_grow_over_what_stands_below_it(self, host: Workbook) -> None:
        table = host.read_table("tblOrders")
        blocked = table.rows[-1].row_number + 2
        host.write_cells([CellWrite(table.sheet, blocked, table.first_column + 1, "Total by hand")])
        with pytest.raises(HostError) as caught:
            host.replace_rows("tblOrders", [["x"] * 5] * 6)
        assert caught.value.code == "no-room-below-table"
        assert caught.value.values == {"table": "tblOrders", "sheet": table.sheet, "row": str(blocked)}
        assert host.read_table("tblOrders") == table

    def test_marks_do_not_change_what_cells_hold(self, host: Workbook) -> None:
        table = host.read_table("tblOrders")
        row = table.rows[0].row_number
        host.show_marks(table.sheet, [Mark(table.sheet, row, table.first_column, "error", "Too much. 超出")])
        marked = self.reopen(host)
        assert marked.read_table("tblOrders") == table
        marked.show_marks(table.sheet, [])
        assert self.reopen(marked).read_table("tblOrders") == table

    def test_marks_on_a_missing_sheet_are_refused(self, host: Workbook) -> None:
        with pytest.raises(HostError) as caught:
            host.show_marks("Nowhere", [])
        assert caught.value.code == "sheet-missing"


class DropDownContract(HostContract):
    """What hosts that can give drop-downs back must do besides: all but a running Excel for Mac."""

    def offer(self, host: Workbook, cells: Mapping[tuple[int, int], DropDown]) -> Workbook:
        """The workbook after a person has given cells of ``tblOrders`` (row and column from 0) a drop-down."""
        raise NotImplementedError

    def offered(self, host: Workbook) -> dict[tuple[int, int], DropDown]:
        """The drop-downs of ``tblOrders``."""
        raise NotImplementedError

    def test_a_drop_down_that_most_cells_of_a_column_have_comes_back_to_the_others(self, host: Workbook) -> None:
        host = self.offer(host, {(0, 1): CUSTOMERS, (2, 1): CUSTOMERS, (1, 0): KINDS})
        table = host.read_table("tblOrders")
        host.restore_drop_downs("tblOrders", {1: OTHERS, 2: None})
        host = self.reopen(host)
        assert self.offered(host) == {(0, 1): CUSTOMERS, (1, 1): CUSTOMERS, (2, 1): CUSTOMERS, (1, 0): KINDS}
        assert host.read_table("tblOrders") == table

    @pytest.mark.parametrize("left", [{}, {(1, 0): KINDS}], ids=["none", "a few"])
    def test_a_drop_down_that_is_gone_is_made_anew_as_in_new_workbooks(
        self, host: Workbook, left: dict[tuple[int, int], DropDown]
    ) -> None:
        host = self.offer(host, left)
        host.restore_drop_downs("tblOrders", {0: KINDS, 1: CUSTOMERS})
        host = self.reopen(host)
        assert self.offered(host) == {
            (row, column): drop_down for column, drop_down in enumerate((KINDS, CUSTOMERS)) for row in range(3)
        }

    def test_a_persons_own_list_in_few_cells_stays_there(self, host: Workbook) -> None:
        host = self.offer(host, {(1, 0): OTHERS})
        host.restore_drop_downs("tblOrders", {0: None})
        assert self.offered(self.reopen(host)) == {(1, 0): OTHERS}
        host.restore_drop_downs("tblOrders", {0: KINDS})
        assert self.offered(self.reopen(host)) == {(0, 0): KINDS, (1, 0): OTHERS, (2, 0): KINDS}

    def test_drop_downs_of_a_missing_table_are_refused(self, host: Workbook) -> None:
        with pytest.raises(TemplateError, match="tblInvoices"):
            host.restore_drop_downs("tblInvoices", {})
