from collections.abc import Mapping
from pathlib import Path

import pytest

from salesbook.hosts.host import DropDown, Mark, Workbook
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.problems import HostError

from .contract import LOG_HEADERS, NAMES, ORDER_HEADERS, ORDER_ROWS, DropDownContract


def known_workbook() -> MemoryWorkbook:
    tables = {"tblOrders": (ORDER_HEADERS, ORDER_ROWS), "tblLog": (LOG_HEADERS, [])}
    return MemoryWorkbook("March.xlsx", tables=tables, names=NAMES)


class TestMemory(DropDownContract):
    def open_host(self, folder: Path) -> Workbook:
        return known_workbook()

    def reopen(self, host: Workbook) -> Workbook:
        host.save()
        return host

    def offer(self, host: Workbook, cells: Mapping[tuple[int, int], DropDown]) -> Workbook:
        assert isinstance(host, MemoryWorkbook)
        host.drop_downs |= {("tblOrders", row + 2, column + 1): found for (row, column), found in cells.items()}
        return host

    def offered(self, host: Workbook) -> dict[tuple[int, int], DropDown]:
        assert isinstance(host, MemoryWorkbook)
        return {(row - 2, column - 1): found for (_, row, column), found in host.drop_downs.items()}


def test_marks_and_told_texts_can_be_looked_at() -> None:
    book = known_workbook()
    book.show_marks("tblOrders", [Mark("tblOrders", 2, 1, "warning", "a"), Mark("tblOrders", 2, 1, "error", "b")])
    book.tell("Posted.")
    assert book.marks == {("tblOrders", 2, 1): Mark("tblOrders", 2, 1, "error", "a\n\nb")}
    assert book.told == ["Posted."]
    book.show_marks("tblOrders", [])
    assert book.marks == {}


def test_marks_of_other_sheets_stay() -> None:
    book = known_workbook()
    book.show_marks("tblLog", [Mark("tblLog", 2, 1, "error", "a")])
    book.show_marks("tblOrders", [])
    assert list(book.marks) == [("tblLog", 2, 1)]


def test_hidden_rows_and_formats_can_be_set() -> None:
    book = known_workbook()
    book.hidden.add(("tblOrders", 3))
    book.formats["tblOrders", 2, 3] = "0.00"
    rows = book.read_table("tblOrders").rows
    assert [row.hidden for row in rows] == [False, True, False]
    assert rows[0].format_of(2) == "0.00"


def test_a_locked_workbook_is_not_saved() -> None:
    book = known_workbook()
    book.locked_by = "Anna"
    with pytest.raises(HostError) as caught:
        book.save()
    assert caught.value.code == "workbook-open-elsewhere"
    assert book.saved == 0
