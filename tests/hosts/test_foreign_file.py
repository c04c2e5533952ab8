"""Files that other programs wrote are read as people see them, or refused with a sentence."""

# ruff: noqa: DTZ001 - cells know no time zones

import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import CellError, Grid
from salesbook.messages import error_sentence
from salesbook.problems import HostError

from . import foreign_files as files
from .workbooks import rewritten

REAL_SHEETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "real_sheets"


def only(path: Path) -> Grid:
    (grid,) = read_grids(path)
    return grid


def rows(grid: Grid) -> dict[int, tuple[object, ...]]:
    return {row.row_number: row.values for row in grid.rows}


def refusal(path: Path) -> str:
    with pytest.raises(HostError) as caught:
        read_grids(path)
    return error_sentence(caught.value, "en")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_is_read_alike_in_every_format(kind: str, tmp_path: Path) -> None:
    path = files.write_orders(tmp_path / "orders.xlsx") if kind == "xlsx" else files.SAMPLES / f"orders.{kind}"
    orders, second = read_grids(path)
    expected = [
        (1, files.HEADERS),
        (2, files.FIRST),
        (3, files.SECOND),
        (5, (CellError("#DIV/0!"), "error")),
        (7, ("both", "both")),
        (8, ("both", "both", Decimal(1))),
    ]
    assert (orders.name, orders.width, orders.merged) == ("Orders 訂單", 9, ((7, 1, 8, 2),))
    assert list(rows(orders).items()) == files.values_of(expected, 9)
    assert all(type(value) is not float for row in orders.rows for value in row.values)
    assert (second.name, second.width, rows(second)) == ("Second", 3, {5: (None, None, "x")})


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_rows_formulas_and_percentages_are_known(kind: str, tmp_path: Path) -> None:
    path = files.write_orders(tmp_path / "orders.xlsx") if kind == "xlsx" else files.SAMPLES / f"orders.{kind}"
    by_number = {row.row_number: row for row in read_grids(path)[0].rows}
    assert [number for number, row in by_number.items() if row.hidden] == [3]
    assert {number: set(row.formulas) for number, row in by_number.items() if row.formulas} == {2: {8}, 3: {8}, 5: {0}}
    assert by_number[2].format_of(6) == "0%"


def test_dates_keep_their_format_and_blank_cells_have_none(tmp_path: Path) -> None:
    formats = read_grids(files.write_orders(tmp_path / "orders.xlsx"))[0].rows[2].formats
    assert formats == {2: "yyyy-mm-dd", 6: "0%"}


def test_a_formula_that_was_never_calculated_has_no_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Total", "=1+1"])
    book.save(tmp_path / "new.xlsx")
    (row,) = only(tmp_path / "new.xlsx").rows
    assert (row.values, set(row.formulas)) == (("Total", None), {1})


def test_days_of_early_macs_count_from_1904(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "mac.xlsx"), {"date_1904": True})
    book.add_worksheet().write_datetime(0, 0, date(2026, 1, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    grid = only(tmp_path / "mac.xlsx")
    assert (grid.date1904, rows(grid)) == (True, {1: (date(2026, 1, 5),)})


def test_sheets_that_are_all_hidden_are_read_all_the_same(tmp_path: Path) -> None:
    path = files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    rewritten(path, "book.xml", ('name="S"', 'name="S" state="veryHidden"'))
    assert rows(only(path)) == {1: (Decimal(1),)}
    table = files.ods_table("<table:table-cell><text:p>a</text:p></table:table-cell>").replace(
        "table:name", 'table:style-name="t" table:name'
    )
    style = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    assert rows(only(files.write_ods(tmp_path / "x.ods", table, style))) == {1: ("a",)}


def test_chart_sheets_are_left_out(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "chart.xlsx"))
    book.add_worksheet("Data").write(0, 0, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$A$1:$A$1"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.close()
    assert only(tmp_path / "chart.xlsx").name == "Data"


def test_a_merged_area_neither_adds_rows_nor_columns(tmp_path: Path) -> None:
    around = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    cells = '<row r="2"><c r="B2"><v>1</v></c></row><row r="900000"><c r="A900000"><v>2</v></c></row>'
    sheet = files.sheet_xml('<row r="1"><c r="A1" t="str"><v>all</v></c></row>' + cells, around)
    grid = only(files.write_sheet_xml(tmp_path / "x.xlsx", sheet))
    assert rows(grid) == {1: ("all", "all"), 2: ("all", "all"), 900000: ("all", "all")}


def test_links_to_other_files_and_programs_show_what_they_showed_and_are_not_followed(tmp_path: Path) -> None:
    cells = '<c r="A1"><f>[1]Prices!$A$1</f><v>5</v></c><c r="B1" t="str"><f>cmd|\'/c calc\'!A0</f><v>shown</v></c>'
    path = files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml(f'<row r="1">{cells}</row>'))
    (row,) = only(path).rows
    assert (row.values, set(row.formulas)) == ((Decimal(5), "shown"), {0, 1})


def test_three_cells_in_the_corners_of_a_sheet_are_three_rows(tmp_path: Path) -> None:
    sheet = files.sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="XFD7"><v>2</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>3</v></c></row>'
    ).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    started = time.process_time()
    grid = only(files.write_sheet_xml(tmp_path / "x.xlsx", sheet))
    assert ([row.row_number for row in grid.rows], grid.width) == ([1, 7, 1048576], 16384)
    assert time.process_time() - started < 1


def test_rows_with_looks_and_no_content_are_left_out_quickly(tmp_path: Path) -> None:
    blank = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 300_000)
    )
    path = files.write_sheet_xml(
        tmp_path / "x.xlsx", files.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + blank)
    )
    started = time.process_time()
    assert rows(only(path)) == {1: (Decimal(1),)}
    assert time.process_time() - started < 5


def test_rows_that_an_ods_file_repeats_to_the_end_of_the_sheet_are_left_out(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="1.50"/>'
    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048575">{blank.format(16384)}</table:table-row>'
    table = files.ods_table(number + blank.format(16383), rest)
    grid = only(files.write_ods(tmp_path / "x.ods", table))
    assert (grid.width, rows(grid)) == (1, {1: (Decimal("1.5"),)})


def test_cells_of_an_ods_file_are_read_by_their_kind(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="time" office:time-value="PT30H05M00S"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-01-05T09:30:00"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-01-05"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="false"/>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
        '<text:p>two<text:s text:c="2"/>words</text:p><text:p>and <text:span>more</text:span></text:p>'
        "</table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
    )
    table = files.ods_table(cells, repeated=2)
    row = (
        "30:05:00",
        datetime(2026, 1, 5, 9, 30),
        date(2026, 1, 5),
        False,
        "two  words\nand more",
        Decimal(7),
        Decimal(7),
    )
    assert rows(only(files.write_ods(tmp_path / "x.ods", table))) == {1: row, 2: row}


def test_a_parquet_file_keeps_its_kinds_of_numbers_and_days(tmp_path: Path) -> None:
    table = pa.table(
        {
            "Amount": pa.array([Decimal("1.10"), None], pa.decimal128(12, 2)),
            "Share": [0.1, float("nan")],
            "Count": [1, 2],
            "Day": pa.array([datetime(2026, 1, 5), datetime(2026, 1, 5, 9, 30)], pa.timestamp("ns")),
            "Name": ["甲", ""],
            "Tags": [["a"], None],
        }
    )
    parquet.write_table(table, tmp_path / "x.parquet")
    assert rows(only(tmp_path / "x.parquet")) == {
        1: ("Amount", "Share", "Count", "Day", "Name", "Tags"),
        2: (Decimal("1.10"), 0.1, 1, date(2026, 1, 5), "甲", "['a']"),
        3: (None, None, 2, datetime(2026, 1, 5, 9, 30), None, None),
    }


@pytest.mark.parametrize("name", ["orders.xls", "orders.csv", "orders.parquet", "orders"])
def test_a_workbook_is_one_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    path = files.write_orders(tmp_path / "right.xlsx").rename(tmp_path / name)
    assert [grid.name for grid in read_grids(path)] == ["Orders 訂單", "Second"]


def test_text_that_is_called_xls_is_read_as_text(tmp_path: Path) -> None:
    grid = only(files.write_csv(tmp_path / "export.xls", [("Item", "Qty"), ("BOLT-8", "1")], delimiter="\t"))
    assert (grid.name, rows(grid)) == ("export", {1: ("Item", "Qty"), 2: ("BOLT-8", "1")})


@pytest.mark.parametrize("first", ["PK", "PAR1"])
def test_a_text_may_begin_with_the_letters_of_another_format(first: str, tmp_path: Path) -> None:
    assert rows(only(files.write_csv(tmp_path / "a.csv", [(first, "Name"), ("1", "BOLT-8")])))[1] == (first, "Name")


REFUSED: dict[str, tuple[bytes, str]] = {
    "page.xls": (b"\xef\xbb\xbf\r\n<html><body><table><tr><td>1</td></tr></table>", "a web page"),
    "table.xls": (b"<TABLE border=1><tr><td>1</td></tr></TABLE>", "a web page"),
    "book.xml": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "an XML file"),
    "letter.pdf": (b"%PDF-1.7\n", "no table"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no table"),
    "empty.xlsx": (b"", "it is empty"),
    "secret.xlsx": (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "a password"),
    "letter.xls": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "damaged, or no workbook"),
    "excel4.xls": (bytes.fromhex("0904060000000200"), "before Excel 97"),
    "half.xlsx": (b"PK\x03\x04 and then the line broke", "not an Excel workbook"),
    "half.parquet": (b"PAR1\0 and then the line broke", "one of its parts is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    sentence = refusal(tmp_path / name)
    assert sentence.startswith(f"{name} cannot be read: ")
    assert said in sentence
    assert "save it as .xlsx" in sentence


def test_a_file_that_is_not_there_is_named_with_its_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "orders.xlsx").startswith(f"There is no file orders.xlsx in {tmp_path}.")
    assert "is a folder" in refusal(tmp_path)


def test_zip_files_that_are_no_known_workbook_are_refused(tmp_path: Path) -> None:
    letter = files.write_parts(tmp_path / "letter.docx", {"word/document.xml": "<w/>"})
    assert "not an Excel workbook" in refusal(letter)
    assert "(.xlsb)" in refusal(files.write_parts(tmp_path / "x.xlsb", {"xl/workbook.bin": ""}))
    assert "no table" in refusal(files.write_ods(tmp_path / "letter.odt", ""))
    locked = {"content.xml": "?", "META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert "a password" in refusal(files.write_parts(tmp_path / "locked.ods", locked))


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    path = files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml(""))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name != "s.xml"}
    assert "its part s.xml is missing" in refusal(files.write_parts(path, parts))


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize("place", ["text", "attribute", "ods"])
def test_entities_that_grow_are_refused(place: str, tmp_path: Path) -> None:
    cell = '<c r="A1" t="str"><v>&i;</v></c>' if place == "text" else '<c r="&i;"><v>1</v></c>'
    path = files.write_sheet_xml(tmp_path / "x.xlsx", BOMB + files.sheet_xml(f'<row r="1">{cell}</row>'))
    if place == "ods":
        files.write_ods(path, "<table:table/>")
        rewritten(path, "content.xml", ("<office:document-content", BOMB + "<office:document-content"))
    started = time.process_time()
    assert "cannot be read" in refusal(path)
    assert time.process_time() - started < 2


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    path = files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml(" " * 50_000_000))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("s.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little")))
    assert "s.xml is damaged" in refusal(path)


def test_a_sheet_with_a_far_column_in_each_row_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3500))
    assert "too many rows and columns" in refusal(files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml(far)))
    cells = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    table = files.ods_table(cells, repeated=1_000_000)
    assert "too many rows and columns" in refusal(files.write_ods(tmp_path / "x.ods", table))


@pytest.mark.parametrize("cell", ['<c r="ZZZ1"><v>1</v></c>', '<c r="1"><v>1</v></c>', '<c r="A1" t="s"><v>9</v></c>'])
def test_cells_that_point_nowhere_are_damage(cell: str, tmp_path: Path) -> None:
    path = files.write_sheet_xml(tmp_path / "x.xlsx", files.sheet_xml(f'<row r="1">{cell}</row>'))
    assert "damaged" in refusal(path)


def test_libraries_for_foreign_files_are_not_loaded_before_one_is_read() -> None:
    code = (
        "import sys, salesbook.hosts.foreign_file; "
        "print({'xlrd', 'charset_normalizer', 'pyarrow'} & sys.modules.keys())"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


@pytest.mark.skipif(not REAL_SHEETS.is_dir(), reason="the sheets of people lie beside the project, in ../shared")
def test_sheets_as_people_make_them_are_read() -> None:
    paths = sorted(REAL_SHEETS.glob("*.xlsx"))
    assert paths
    for path in paths:
        grids = read_grids(path)
        filled = [value for grid in grids for row in grid.rows for value in row.values if value is not None]
        assert len(filled) > 10, path.name
        assert all(len(row.values) == grid.width for grid in grids for row in grid.rows)


def test_the_bytes_of_names_that_are_no_text_do_not_stop_a_refusal(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "\udcb3\udce6.xlsx")
