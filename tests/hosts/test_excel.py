# ruff: noqa: DTZ001 - cells know no time zones

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from salesbook.hosts import excel, excel_drop_downs, excel_values
from salesbook.hosts.host import CellError, CellValue, CellWrite, DropDown, Formula, Mark, Workbook
from salesbook.problems import HostError

from .contract import (
    CUSTOMERS,
    KINDS,
    LOG_HEADERS,
    NAMES,
    ORDER_HEADERS,
    ORDER_ROWS,
    DropDownContract,
    HostContract,
)
from .fake_excel import FakeBook, FakeRefusalError, FakeRule
from .workbooks import write_known_workbook


def _has_excel() -> bool:
    if sys.platform == "win32":
        import winreg

        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Excel.Application"))
        except OSError:
            return False
        return True
    return Path("/Applications/Microsoft Excel.app").exists()


CONTRACT: type[HostContract] = DropDownContract if sys.platform == "win32" else HostContract
"""Excel for Mac leaves drop-downs as they are, which a test with the stand-in shows."""


@pytest.mark.excel
@pytest.mark.skipif(not _has_excel(), reason="no Excel on this machine")
class TestExcel(CONTRACT):
    @pytest.fixture(autouse=True)
    def app(self) -> Iterator[None]:
        self.excel = excel.import_xlwings().App(visible=False, add_book=False)
        yield
        self.excel.quit()

    def open_host(self, folder: Path) -> Workbook:
        return excel.ExcelWorkbook(self.excel.books.open(write_known_workbook(folder / "March.xlsx")))

    def reopen(self, host: Workbook) -> Workbook:
        assert isinstance(host, excel.ExcelWorkbook)
        host.save()
        path = host._book.fullname
        host._book.close()
        return excel.ExcelWorkbook(self.excel.books.open(path))

    def offer(self, host: Workbook, cells: Mapping[tuple[int, int], DropDown]) -> Workbook:
        assert isinstance(host, excel.ExcelWorkbook)
        offer(host._book, cells)
        return host

    def offered(self, host: Workbook) -> dict[tuple[int, int], DropDown]:
        assert isinstance(host, excel.ExcelWorkbook)
        return offered(host._book)


def known_book() -> FakeBook:
    book = FakeBook(["Orders", "Settings"])
    book.add_table("tblOrders", "Orders", (3, 2), [[*ORDER_HEADERS], *ORDER_ROWS])
    book.add_table("tblLog", "Settings", (10, 1), [[*LOG_HEADERS], [None]])
    for row_number, (name, value) in enumerate(NAMES.items(), start=1):
        book.add_named(name, "Settings", (row_number, 2), value)
    return book


def offer(book: Any, cells: Mapping[tuple[int, int], DropDown]) -> None:
    for (row, column), found in cells.items():
        rule = book.sheets[0].range((row + 4, column + 2)).api.Validation
        rule.Add(Type=3, AlertStyle=1 if found.is_strict else 2, Formula1=found.formula())
        rule.InputTitle, rule.InputMessage = found.title, found.message


def offered(book: Any) -> dict[tuple[int, int], DropDown]:
    found = {}
    for row in range(3):
        for column in range(5):
            validation = book.sheets[0].range((row + 4, column + 2)).data_validation
            if validation.type == "list":
                source = validation.source if validation.source.startswith("=") else tuple(validation.source.split(","))
                rule = validation.api
                strict = rule.AlertStyle == 1
                found[row, column] = DropDown(source, strict, rule.InputTitle, rule.InputMessage)
    return found


class TestExcelStandIn(DropDownContract):
    """The adapter against a stand-in for Excel, so that it is tested where there is none."""

    @pytest.fixture(autouse=True)
    def windows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(excel_drop_downs, "sys", SimpleNamespace(platform="win32"))

    def open_host(self, folder: Path) -> Workbook:
        return excel.ExcelWorkbook(known_book())

    def reopen(self, host: Workbook) -> Workbook:
        host.save()
        return host

    def offer(self, host: Workbook, cells: Mapping[tuple[int, int], DropDown]) -> Workbook:
        assert isinstance(host, excel.ExcelWorkbook)
        offer(host._book, cells)
        return host

    def offered(self, host: Workbook) -> dict[tuple[int, int], DropDown]:
        assert isinstance(host, excel.ExcelWorkbook)
        return offered(host._book)


def test_excel_for_mac_leaves_drop_downs_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings cannot name a list that grows there; the rules are checked at each press anyway."""
    monkeypatch.setattr(excel_drop_downs, "sys", SimpleNamespace(platform="darwin"))
    book = known_book()
    offer(book, {(0, 0): KINDS, (1, 0): KINDS})
    excel.ExcelWorkbook(book).restore_drop_downs("tblOrders", {0: KINDS, 1: CUSTOMERS})
    assert offered(book) == {(0, 0): KINDS, (1, 0): KINDS}


def test_a_totals_row_is_put_away_while_a_table_grows() -> None:
    book = known_book()
    table = book.sheet("Orders").tables[0]
    table.show_totals = True
    excel.ExcelWorkbook(book).replace_rows("tblOrders", [["x", None, 1, None, 2]] * 5)
    assert table.show_totals
    assert table.area == (3, 2, 9, 6)
    assert len(excel.ExcelWorkbook(book).read_table("tblOrders").rows) == 5


def test_hidden_rows_formats_and_merged_cells_are_told() -> None:
    book = known_book()
    sheet = book.sheet("Orders")
    sheet.hidden.add(5)
    sheet.merged.append((4, 3, 6, 3))
    sheet.range((5, 3)).clear_contents()
    rows = excel.ExcelWorkbook(book).read_table("tblOrders").rows
    assert [row.hidden for row in rows] == [False, True, False]
    assert rows[0].formats == {3: "yyyy-mm-dd"}
    assert [row.values[1] for row in rows] == ["大同公司"] * 3


def test_marks_keep_peoples_notes_and_give_colours_back() -> None:
    book = known_book()
    sheet = book.sheet("Orders")
    first, second = sheet.range((4, 2)), sheet.range((5, 2))
    first.color = "#FFFF00"
    first.add_note("Ask Li")
    host = excel.ExcelWorkbook(book)
    host.show_marks("Orders", [Mark("Orders", 4, 2, "error", "Too much."), Mark("Orders", 5, 2, "warning", "Late.")])
    assert (first.color, second.color) == ((255, 199, 206), (255, 235, 156))
    assert [note.text for note in sheet.notes] == [
        "Ask Li\n----- salesbook -----\nToo much.",
        "----- salesbook -----\nLate.",
    ]
    host.show_marks("Orders", [])
    assert (first.color, second.color) == ((255, 255, 0), None)
    assert [note.text for note in sheet.notes] == ["Ask Li"]
    assert [name.name for name in book.names] == list(NAMES)


def test_what_excel_refuses_to_put_back_spoils_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_drop_downs, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setitem(sys.modules, "pywintypes", SimpleNamespace(com_error=FakeRefusalError))
    book = known_book()
    monkeypatch.setattr(FakeRule, "Add", refuse)
    excel.ExcelWorkbook(book).restore_drop_downs("tblOrders", {0: KINDS})
    assert offered(book) == {}


def refuse(*_arguments: object, **_named: object) -> None:
    raise FakeRefusalError(1004)


def test_another_rule_of_a_person_stays_beside_the_list_of_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_drop_downs, "sys", SimpleNamespace(platform="win32"))
    book = known_book()
    offer(book, {(0, 0): KINDS})
    book.sheet("Orders").range((5, 2)).api.Validation.Add(Type=1, Formula1="1")
    excel.ExcelWorkbook(book).restore_drop_downs("tblOrders", {0: KINDS})
    assert offered(book) == {(0, 0): KINDS, (2, 0): KINDS}


def test_a_list_that_looks_at_its_own_row_is_not_copied_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_drop_downs, "sys", SimpleNamespace(platform="win32"))
    book = known_book()
    dependent = DropDown("=INDIRECT(A4)")
    offer(book, {(0, 0): dependent, (1, 0): dependent})
    excel.ExcelWorkbook(book).restore_drop_downs("tblOrders", {0: KINDS})
    assert offered(book) == {(0, 0): dependent, (1, 0): dependent}


def test_a_workbook_that_was_never_saved_is_not_saved_by_us() -> None:
    book = known_book()
    book.fullname = "Book1"
    with pytest.raises(HostError) as caught:
        excel.ExcelWorkbook(book).ensure_can_save()
    assert caught.value.code == "workbook-never-saved"


def test_what_is_told_is_shown_in_a_box() -> None:
    book = known_book()
    excel.ExcelWorkbook(book).tell("Posted.")
    assert book.told == ["Posted."]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((-2147418111, "Call was rejected by callee."), "excel-busy"), ((-2146827284, "protected"), "excel-refused")],
)
def test_an_excel_that_does_not_answer_is_told_apart_from_one_that_refuses(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[int, str], code: str
) -> None:
    class com_error(Exception):
        pass

    monkeypatch.setitem(sys.modules, "pywintypes", SimpleNamespace(com_error=com_error))
    book = known_book()

    def refuse() -> None:
        raise com_error(*arguments)

    monkeypatch.setattr(book, "save", refuse)
    with pytest.raises(HostError) as caught:
        excel.ExcelWorkbook(book).save()
    assert caught.value.code == code


def test_xlwings_comes_without_its_commercial_part_and_without_data_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "xlwings"]:
        monkeypatch.delitem(sys.modules, name)
    excel.import_xlwings()
    loaded = [name for name in sys.modules if name.startswith("xlwings.pro") and sys.modules[name] is not None]
    assert loaded == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", None),
        (10.0, 10),
        (0.1 + 0.2, Decimal("0.3")),
        (datetime(2026, 1, 2), date(2026, 1, 2)),
        (datetime(2026, 1, 2, 8), datetime(2026, 1, 2, 8)),
        (datetime(2026, 1, 2, 8, 30, 14, 999_600), datetime(2026, 1, 2, 8, 30, 15)),
        (datetime(2026, 1, 1, 23, 59, 59, 999_900), date(2026, 1, 2)),
        (datetime(1899, 12, 30, 18), Decimal("0.75")),
        (datetime(1899, 12, 30), 0),
        ("#N/A", CellError("#N/A")),
        (-2146826243, CellError("#SPILL!")),
        (Decimal("12.5000"), Decimal("12.5")),
        (True, True),
    ],
)
def test_what_excel_says_becomes_a_cell_value(given: object, expected: CellValue) -> None:
    assert excel_values.from_excel(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("BOLT-8", "'BOLT-8"),
        ("甲", "甲"),
        ("=1+1", "'=1+1"),
        (" =A1", "' =A1"),
        ("\t@SUM(A:A)", "'\t@SUM(A:A)"),
        ("＝甲", "'＝甲"),
        ("true", "'true"),
        (Formula("=1+1"), "=1+1"),
        (date(2026, 1, 2), datetime(2026, 1, 2)),
        (Decimal("2.5"), 2.5),
        (None, None),
    ],
)
def test_text_that_excel_would_read_otherwise_is_protected(given: CellValue | Formula, expected: object) -> None:
    assert excel_values.to_excel(given) == expected


def test_cells_below_each_other_are_written_in_one_call() -> None:
    writes = [CellWrite("S", row, 3, row) for row in (5, 3, 4, 9)] + [CellWrite("S", 4, 4, "x")]
    runs = [[(write.row_number, write.column_number) for write in run] for run in excel._vertical_runs(writes)]
    assert runs == [[(3, 3), (4, 3), (5, 3)], [(9, 3)], [(4, 4)]]


def test_a_property_of_many_rows_is_found_with_few_questions() -> None:
    asked = []

    def height(first: int, last: int) -> float | None:
        asked.append((first, last))
        found = {0.0 if row == 700 else 15.0 for row in range(first, last)}
        return found.pop() if len(found) == 1 else None

    heights = dict(excel._uniform(1000, height))
    assert [row for row, value in heights.items() if value == 0] == [700]
    assert len(asked) < 30
