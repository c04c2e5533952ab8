# ruff: noqa: DTZ001 - cells know no time zones

import struct
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation

from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellError, CellValue, CellWrite, DropDown, Formula, Workbook
from salesbook.messages import error_sentence
from salesbook.problems import HostError
from tests.small_company import typing_into

from .contract import DropDownContract, values
from .workbooks import FIRST_COLUMN, FIRST_ROW, rewritten, write_known_workbook, write_rich_workbook


class TestClosedFile(DropDownContract):
    def open_host(self, folder: Path) -> Workbook:
        return ClosedFile(write_known_workbook(folder / "März 訂單.xlsx"))

    def reopen(self, host: Workbook) -> Workbook:
        assert isinstance(host, ClosedFile)
        host.save()
        return ClosedFile(host._path)

    def offer(self, host: Workbook, cells: Mapping[tuple[int, int], DropDown]) -> Workbook:
        assert isinstance(host, ClosedFile)
        with typing_into(host._path) as book:
            sheet = book.worksheets[0]
            for (row, column), found in cells.items():
                style = "stop" if found.is_strict else "warning"
                source = found.formula().removeprefix("=").replace('"', '""')
                source = source if isinstance(found.source, str) else f'"{source}"'
                rule = DataValidation("list", source, errorStyle=style, promptTitle=found.title, prompt=found.message)
                rule.add(sheet.cell(FIRST_ROW + 1 + row, FIRST_COLUMN + column))
                sheet.add_data_validation(rule)
        return ClosedFile(host._path)

    def offered(self, host: Workbook) -> dict[tuple[int, int], DropDown]:
        assert isinstance(host, ClosedFile)
        found = {}
        for rule in openpyxl.load_workbook(host._path).worksheets[0].data_validations.dataValidation:
            text = rule.formula1
            source = tuple(text[1:-1].replace('""', '"').split(",")) if text.startswith('"') else f"={text}"
            drop_down = DropDown(source, rule.errorStyle != "warning", rule.promptTitle or "", rule.prompt or "")
            for area in rule.sqref.ranges:
                for row, column in area.cells:
                    assert (row - FIRST_ROW - 1, column - FIRST_COLUMN) not in found
                    found[row - FIRST_ROW - 1, column - FIRST_COLUMN] = drop_down
        return found


# Reading


def table_of(path: Path, rows: list[list[object]], **options: object) -> ClosedFile:
    """A file with one table ``tbl`` of these rows, opened."""
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("S")
    width = len(rows[0])
    sheet.add_table(0, 0, len(rows), width - 1, {"name": "tbl", "columns": [{"header": f"H{n}"} for n in range(width)]})
    for row_index, row in enumerate(rows, start=1):
        for column_index, value in enumerate(row):
            if isinstance(value, tuple):
                sheet.write(row_index, column_index, value[0], book.add_format({"num_format": value[1]}))
            else:
                sheet.write(row_index, column_index, value)
    book.close()
    return ClosedFile(path)


@pytest.mark.parametrize(
    ("serial", "code", "expected"),
    [
        (46023, "yyyy-mm-dd", date(2026, 1, 1)),
        (46023.75, "d.m.yy h:mm", datetime(2026, 1, 1, 18)),
        (46023, 'yyyy"年"m"月"d"日"', date(2026, 1, 1)),
        (46023, "[$-404]e/m/d", date(2026, 1, 1)),
        (46023, 14, date(2026, 1, 1)),
        (46023, 31, date(2026, 1, 1)),
        (59, "yyyy-mm-dd", date(1900, 2, 28)),
        (60, "yyyy-mm-dd", 60),
        (61, "yyyy-mm-dd", date(1900, 3, 1)),
        (0.5, "h:mm", Decimal("0.5")),
        (46023, '0 "days"', 46023),
        (46023, "[Red]#,##0", 46023),
        (46023, "0.00E+00", 46023),
    ],
)
def test_a_number_is_a_date_when_its_format_shows_one(
    tmp_path: Path, serial: float, code: object, expected: CellValue
) -> None:
    row = table_of(tmp_path / "a.xlsx", [[(serial, code)]]).read_table("tbl").rows[0]
    assert row.values == (expected,)
    assert type(row.values[0]) is type(expected) or isinstance(row.values[0], Decimal)


def test_the_calendar_of_1904_is_honoured_both_ways(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet("S")
    sheet.add_table("A1:A2", {"name": "tbl", "columns": [{"header": "Day"}]})
    sheet.write_datetime("A2", datetime(2026, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    file = ClosedFile(tmp_path / "a.xlsx")
    assert file.read_table("tbl").rows[0].values == (date(2026, 1, 1),)
    file.append_rows("tbl", [[date(1904, 1, 2)]])
    assert file.read_table("tbl").rows[1].values == (date(1904, 1, 2),)


def test_noise_of_binary_numbers_is_rounded_away(tmp_path: Path) -> None:
    file = table_of(tmp_path / "a.xlsx", [[0.1 + 0.2, 1.1 * 3, 123456789.125, 1e-7]])
    assert file.read_table("tbl").rows[0].values == (
        Decimal("0.3"),
        Decimal("3.3"),
        Decimal("123456789.125"),
        Decimal("1E-7"),
    )


def test_formats_hidden_rows_and_formulas_are_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.set_column("B:B", None, book.add_format({"num_format": "0.0%"}))
    sheet.add_table("A1:B3", {"name": "tbl", "columns": [{"header": "Box"}, {"header": "Discount"}]})
    sheet.write("A2", 12, book.add_format({"num_format": '0" box"'}))
    sheet.write_formula("A3", '="x"', None, "x")
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    first, second = ClosedFile(tmp_path / "a.xlsx").read_table("tbl").rows
    assert (first.format_of(0), first.format_of(1), second.format_of(0)) == ('0" box"', "0.0%", "General")
    assert (first.hidden, second.hidden) == (False, True)
    assert not first.formulas
    assert set(second.formulas) == {0}
    assert second.values == ("x", None)


def test_a_formula_that_was_never_calculated_has_no_value(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    rewritten(path, "xl/worksheets/sheet1.xml", ("<v>20.0</v>", ""))
    row = ClosedFile(path).read_table("tblOrders").rows[0]
    assert row.values[4] is None
    assert set(row.formulas) == {4}


def test_errors_and_booleans_are_no_text(tmp_path: Path) -> None:
    file = table_of(tmp_path / "a.xlsx", [["=NA()", True, "#N/A"]])
    file.write_cells([CellWrite("S", 2, 1, CellError("#N/A"))])
    assert file.read_table("tbl").rows[0].values == (CellError("#N/A"), True, "#N/A")


def test_reading_aids_of_chinese_text_and_formatting_within_a_cell_are_left_out(tmp_path: Path) -> None:
    path = write_rich_workbook(tmp_path / "a.xlsx")
    file = ClosedFile(path)
    assert file._workbook.cells("Lines").value_at(1, 8) == "plain bold"
    rewritten(path, "xl/sharedStrings.xml", ("<t>甲</t>", '<t>甲</t><rPh sb="0" eb="1"><t>JIA</t></rPh>'))
    assert ClosedFile(path).read_table("tblLines").rows[2].values[0] == "甲"


def test_rows_and_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    before = ClosedFile(path).read_table("tblLog"), ClosedFile(path).read_names(["company"])
    rewritten(path, "xl/worksheets/sheet2.xml", ('<row r="2" spans="1:2">', '<row spans="1:2">'))
    file = ClosedFile(path)
    assert (file.read_table("tblLog"), file.read_names(["company"])) == before


def test_each_cell_of_a_merged_area_shows_its_value(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="B4:B5"/></mergeCells>'
    rewritten(path, "xl/worksheets/sheet1.xml", ("</sheetData>", merged))
    file = ClosedFile(path)
    assert [row.values[0] for row in file.read_table("tblOrders").rows] == ["SO-1180", "SO-1180", None]


def test_a_name_of_a_merged_area_means_its_top_left_cell(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("Anna's 表")
    sheet.merge_range("C5:E6", "head")
    book.add_worksheet("Other")
    for name, reference in (("whole", "$C$5:$E$6"), ("inside", "$D$6"), ("two", "$A$1:$B$1"), ("Other!own", "$A$1")):
        book.define_name(name, f"='Anna''s 表'!{reference}")
    book.close()
    cells = ClosedFile(tmp_path / "a.xlsx").read_names(["WHOLE", "inside", "two", "own"])
    assert {name: (cell.row_number, cell.column_number, cell.value) for name, cell in cells.items()} == {
        "WHOLE": (5, 3, "head"),
        "inside": (5, 3, "head"),
    }


def test_the_totals_row_is_no_row_of_the_table(tmp_path: Path) -> None:
    table = ClosedFile(write_rich_workbook(tmp_path / "a.xlsx")).read_table("TBLLINES")
    assert table.name == "tblLines"
    assert [row.values[0] for row in table.rows] == ["BOLT-8", "NUT-8", "甲"]


# Writing

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"])
    | st.sampled_from("\n\t =甲乙_x'\"&<>"),
    min_size=1,
    max_size=40,
)
days = st.dates(date(1900, 3, 1), date(9999, 12, 31))
moments = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 20)
)
cell_values = st.one_of(texts, days, moments, numbers, st.booleans(), st.integers(-(10**15) + 1, 10**15 - 1))


def as_stored(value: object) -> object:
    """A moment at midnight cannot be told from its day."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.lists(cell_values, min_size=4, max_size=4))
def test_any_value_comes_back_as_it_was_written(tmp_path: Path, row: list[CellValue]) -> None:
    path = tmp_path / "a.xlsx"
    file = table_of(path, [[None] * 4])
    file.replace_rows("tbl", [row])
    file.save()
    read = ClosedFile(path).read_table("tbl").rows[0].values
    assert list(read) == [as_stored(value) for value in row]
    assert [type(value) in (bool, str) for value in read] == [type(value) in (bool, str) for value in row]


def test_characters_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    file = table_of(tmp_path / "a.xlsx", [["x"]])
    file.write_cells([CellWrite("S", 2, 1, "a\x00b\x1f\ud800c\r\n_x000D_")])
    assert file.read_table("tbl").rows[0].values == ("abc\r\n_x000D_",)


def test_what_a_cell_cannot_hold_becomes_an_error_value_or_is_refused(tmp_path: Path) -> None:
    file = table_of(tmp_path / "a.xlsx", [["x", "y", "z"]])
    file.write_cells([CellWrite("S", 2, 1, float("nan")), CellWrite("S", 2, 2, Decimal("1E400"))])
    file.write_cells([CellWrite("S", 2, 3, date(1899, 1, 1))])
    assert file.read_table("tbl").rows[0].values == (CellError("#NUM!"), CellError("#NUM!"), "1899-01-01")
    with pytest.raises(HostError) as caught:
        file.write_cells([CellWrite("S", 2, 1, "x" * 32_768)])
    assert caught.value.code == "text-too-long"


def test_a_date_gets_a_date_format_only_where_there_is_none(tmp_path: Path) -> None:
    file = table_of(tmp_path / "a.xlsx", [[(1, "dd.mm.yyyy"), (1, "0.00"), None]])
    file.write_cells([CellWrite("S", 2, column, date(2026, 1, 2)) for column in (1, 2, 3)])
    row = file.read_table("tbl").rows[0]
    assert [row.format_of(offset) for offset in range(3)] == ["dd.mm.yyyy", "yyyy-mm-dd", "yyyy-mm-dd"]
    assert row.values == (date(2026, 1, 2),) * 3


def test_the_spelling_of_this_row_is_the_one_that_files_use(tmp_path: Path) -> None:
    file = ClosedFile(write_known_workbook(tmp_path / "a.xlsx"))
    table = file.read_table("tblOrders")
    formula = Formula('=[@Qty]*tblOrders[@[客戶]]&"[@Qty]"')
    file.write_cells([CellWrite(table.sheet, table.header_row + 1, table.first_column, formula)])
    file.save()
    assert '<f>tblOrders[[#This Row],[Qty]]*tblOrders[[#This Row],[客戶]]&amp;"[@Qty]"</f>' in (
        zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    )


def test_a_shared_formula_lives_on_when_its_first_cell_is_overwritten(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        *[
            (f'<c r="F{row}"><f>tblOrders[[#This Row],[Qty]]*2</f>', f'<c r="F{row}"><f t="shared" {rest}')
            for row, rest in ((4, 'ref="F4:F6" si="0">D4*$D$1</f>'), (5, 'si="0"/>'), (6, 'si="0"/>'))
        ],
    )
    file = ClosedFile(path)
    table = file.read_table("tblOrders")
    assert [set(row.formulas) for row in table.rows] == [{4}] * 3
    file.write_cells([CellWrite(table.sheet, 4, 6, 1)])
    file.save()
    stored = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert '<f t="shared" si="0" ref="F5:F6">D5*$D$1</f>' in stored
    assert [set(row.formulas) for row in ClosedFile(path).read_table("tblOrders").rows] == [set(), {4}, {4}]


def test_the_totals_row_stays_below_the_table(tmp_path: Path) -> None:
    path = write_rich_workbook(tmp_path / "a.xlsx")
    for count in (5, 2, 1, 4):
        file = ClosedFile(path)
        file.replace_rows("tblLines", [[f"ITEM-{n}", date(2026, 1, 1), n, n * 2] for n in range(count)])
        file.save()
        cells = ClosedFile(path)._workbook.cells("Lines")
        assert cells.value_at(4 + count, 2) == "Total"
        assert cells.has_formula(4 + count, 4)
        assert all(cells.is_empty(row, column) for row in range(5 + count, 12) for column in range(2, 6))


def test_new_rows_look_like_the_first_one(tmp_path: Path) -> None:
    file = ClosedFile(write_rich_workbook(tmp_path / "a.xlsx"))
    file.append_rows("tblLines", [["ITEM-1", date(2026, 1, 1), 1, 2], ["ITEM-2", None, None, None]])
    first, *_, last = file.read_table("tblLines").rows
    assert first.formats == last.formats
    cells = file._workbook.cells("Lines")
    assert [cells.style_at(8, column) for column in range(2, 6)] == [
        cells.style_at(4, column) for column in range(2, 6)
    ]
    assert cells.row_height(8) == 24


def test_validations_and_conditional_formats_of_whole_columns_grow_along(tmp_path: Path) -> None:
    path = write_rich_workbook(tmp_path / "a.xlsx")
    file = ClosedFile(path)
    file.append_rows("tblLines", [["ITEM", None, 1, None]] * 4)
    file.save()
    stored = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert '<conditionalFormatting sqref="D4:D10">' in stored
    assert '<conditionalFormatting sqref="E4:E10">' in stored
    assert '<conditionalFormatting sqref="G4:G6">' in stored
    assert stored.count("<xm:sqref>D4:D10</xm:sqref>") == 1
    assert stored.count("<xm:sqref>G4</xm:sqref>") == 1
    assert 'sqref="D4:D10"><formula1>' in stored
    assert 'ref="B3:E11"' in zipfile.ZipFile(path).read("xl/tables/table1.xml").decode()


def test_a_table_does_not_grow_over_another_table(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("S")
    for first, name in ((0, "tblUpper"), (3, "tblLower")):
        sheet.add_table(first, 0, first + 1, 0, {"name": name, "header_row": first == 0})
    book.close()
    file = ClosedFile(tmp_path / "a.xlsx")
    file.append_rows("tblUpper", [["a"], ["b"]])
    with pytest.raises(HostError) as caught:
        file.append_rows("tblUpper", [["c"]])
    assert caught.value.code == "no-room-below-table"


# Opening and saving


def refusal(path: Path) -> HostError:
    with pytest.raises(HostError) as caught:
        ClosedFile(path).read_table("tbl")
    return caught.value


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path / "March.xlsx")
    assert error.code == "workbook-not-found"
    assert error.values["workbook"] == "March.xlsx"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not an Excel workbook"),
        (b"Order;Item\n", "it is not an Excel workbook"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512), "it is protected by a password, or an old .xls file"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    error = refusal(tmp_path / "a.xlsx")
    assert error.code == "workbook-unreadable"
    assert reason in error_sentence(error, "en")


def test_a_zip_file_that_unpacks_to_absurd_size_is_refused(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    content = path.read_bytes()
    entry = content.index(b"PK\x01\x02")
    path.write_bytes(content[: entry + 24] + struct.pack("<I", 0x7FFFFFFF) + content[entry + 28 :])
    assert "it unpacks to more than 1 GB" in error_sentence(refusal(path), "en")


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    bomb = '<!DOCTYPE workbook [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook '
    rewritten(path, "xl/workbook.xml", ("<workbook ", bomb))
    assert "its part xl/workbook.xml holds a document type" in error_sentence(refusal(path), "en")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", "</sheets>", ""),
        ("xl/worksheets/sheet1.xml", "</row>", ""),
        ("xl/worksheets/sheet1.xml", "<v>0</v>", "<v>99999</v>"),
        ("xl/worksheets/sheet1.xml", ' s="1"', ' s="x"'),
        ("xl/worksheets/sheet1.xml", '<row r="5"', '<row r="five"'),
        ("xl/sharedStrings.xml", "</sst>", ""),
        ("xl/styles.xml", 'numFmtId="164"', 'numFmtId=""'),
        ("xl/tables/table1.xml", 'ref="B3:F6"', 'ref="B:F"'),
    ],
)
def test_a_damaged_part_makes_a_file_unreadable(tmp_path: Path, part: str, old: str, new: str) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    rewritten(path, part, (old, new))
    with pytest.raises(HostError) as caught:
        ClosedFile(path).read_table("tblOrders")
    assert caught.value.code == "workbook-unreadable"
    assert "damaged" in caught.value.values["reason"]


def excel_lock(owner: str) -> bytes:
    name = owner.encode("cp1252")
    wide = owner.encode("utf-16-le")
    return bytes([len(name)]) + name.ljust(54) + struct.pack("<H", len(owner)) + wide.ljust(108, b" ")


@pytest.mark.parametrize(
    ("lock", "content"),
    [("~$March.xlsx", excel_lock("Anna Müller")), (".~lock.March.xlsx#", ",Anna Müller,pc7,01.03.2026,file;".encode())],
)
def test_a_file_open_elsewhere_is_read_but_not_saved(tmp_path: Path, lock: str, content: bytes) -> None:
    path = write_known_workbook(tmp_path / "March.xlsx")
    before = path.read_bytes()
    (tmp_path / lock).write_bytes(content)
    file = ClosedFile(path)
    file.append_rows("tblLog", [["x"]])
    for attempt in (file.ensure_can_save, file.save):
        with pytest.raises(HostError) as caught:
            attempt()
        assert caught.value.code == "workbook-open-elsewhere"
        assert caught.value.values == {"workbook": "March.xlsx", "owner": "Anna Müller", "lock_file": lock}
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["March.xlsx", lock])


def test_a_file_that_someone_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    first, second = ClosedFile(path), ClosedFile(path)
    for file in (first, second):
        file.append_rows("tblLog", [["x"]])
    first.save()
    with pytest.raises(HostError) as caught:
        second.save()
    assert caught.value.code == "workbook-changed-elsewhere"
    first.append_rows("tblLog", [["y"]])
    first.save()
    assert values(ClosedFile(path).read_table("tblLog")) == [["x"], ["y"]]


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    before = path.read_bytes()
    file = ClosedFile(path)
    file.append_rows("tblLog", [["x"]])

    def refuse(_: Path, __: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(HostError) as caught:
        file.save()
    assert (caught.value.code, caught.value.values["reason"]) == ("workbook-not-writable", "Permission denied")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_saving_without_a_change_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = write_rich_workbook(tmp_path / "a.xlsx")
    before = path.read_bytes()
    file = ClosedFile(path)
    file.read_table("tblLines")
    file.show_marks("Lines", [])
    file.save()
    assert path.read_bytes() == before


def test_what_is_told_goes_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    told: list[str] = []
    ClosedFile(path, say=told.append).tell("Posted.")
    ClosedFile(path).tell("Posted.")
    assert told == ["Posted.\n"]
    assert capsys.readouterr().out == "Posted.\n"
