"""Whatever is written to a file is read back the same, and a damaged file ends in a grid or a sentence."""

# ruff: noqa: DTZ001 - cells know no time zones

import csv
import random
import tempfile
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from salesbook.hosts.biff_grid import read_biff
from salesbook.hosts.cell_texts import serial_from_moment
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.grid_rows import LARGEST_GRID, UnreadableFileError
from salesbook.hosts.host import CellValue, Grid, RowBlock
from salesbook.hosts.old_excel import read_old_excel
from salesbook.hosts.ooxml_grid import SheetReader
from salesbook.hosts.ooxml_layout import Layout
from salesbook.hosts.ooxml_package import BrokenPackageError, Package
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook
from salesbook.problems import HostError, Reason

from . import biff_files as biff
from . import foreign_files as files

Rows = list[list[CellValue]]
WrittenRow = tuple[str, list[tuple[str, str, str, str]], bool]

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12)
numbers = st.one_of(
    st.integers(-(10**14), 10**14).map(Decimal),
    st.decimals(-(10**9), 10**9, places=2).map(lambda number: number.normalize() + 0),
)
days = st.dates(date(1900, 3, 1), date(9999, 12, 31))
moments = st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
values = st.one_of(st.none(), texts, st.booleans(), numbers, days, moments.filter(lambda m: m.time().hour > 0))
grids = st.lists(st.lists(values, max_size=6), max_size=8)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def trimmed(rows: Rows) -> dict[int, tuple[CellValue, ...]]:
    """What a grid has of these rows: no blank rows, no blank columns at the right."""
    width = max((offset + 1 for row in rows for offset, value in enumerate(row) if value is not None), default=0)
    filled = {number: row for number, row in enumerate(rows, start=1) if any(value is not None for value in row)}
    return {number: tuple([*row, *[None] * width][:width]) for number, row in filled.items()}


def as_read(grid: Grid) -> dict[int, tuple[CellValue, ...]]:
    return {row.row_number: row.values for row in grid.rows}


def same(found: dict[int, tuple[CellValue, ...]], expected: dict[int, tuple[CellValue, ...]]) -> bool:
    """Equal, and of the same kinds: 1, True and a decimal 1 are equal in Python but not on a sheet."""
    return found == expected and {n: [type(v) for v in row] for n, row in found.items()} == {
        n: [type(v) for v in row] for n, row in expected.items()
    }


@quick
@given(rows=grids)
def test_what_openpyxl_writes_is_read_back(rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row_index, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(row_index, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder, "x.xlsx"))
        (grid,) = read_grids(Path(folder, "x.xlsx"))
    assert same(as_read(grid), trimmed(rows))


@quick
@given(rows=grids, in_memory=st.booleans())
def test_what_xlsxwriter_writes_is_read_back(rows: Rows, in_memory: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.xlsx")
        book = xlsxwriter.Workbook(str(path), {"constant_memory": in_memory})
        sheet = book.add_worksheet()
        day, moment = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        for row_index, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(row_index, column, value, moment if isinstance(value, datetime) else day)
                elif isinstance(value, str):
                    sheet.write_string(row_index, column, value)
                elif value is not None:
                    sheet.write(row_index, column, value)
        book.close()
        (grid,) = read_grids(path)
    assert same(as_read(grid), trimmed(rows))


@quick
@given(rows=grids, results=st.booleans(), pieces=st.integers(40, 8000))
def test_what_an_old_workbook_holds_is_read_back(rows: Rows, results: bool, pieces: int) -> None:
    """As typed, or as results of formulas, which then are known as such."""
    shared = sorted({value for row in rows for value in row if isinstance(value, str)})
    records = b""
    formulas: dict[int, set[int]] = {}
    for row_index, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            if results:
                formulas.setdefault(row_index + 1, set()).add(column)
                records += biff.formula(row_index, column, old_value(value), old_style(value))
            elif isinstance(value, str):
                records += biff.shared_label(row_index, column, shared.index(value))
            elif isinstance(value, bool):
                records += biff.yes_or_no(row_index, column, value)
            else:
                records += biff.number(row_index, column, float(old_value(value)), old_style(value))
    (grid,) = read_biff(
        biff.workbook(
            [biff.Sheet("S", records)],
            formats=["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"],
            more=biff.shared_texts(shared, pieces=pieces),
        )
    )
    assert same(as_read(grid), trimmed(rows))
    assert {row.row_number: set(row.formulas) for row in grid.rows if row.formulas} == formulas


def old_value(value: CellValue) -> float | bool | str:
    if isinstance(value, date):
        return float(serial_from_moment(value, date1904=False) or 0)
    return value if isinstance(value, bool | str) else float(str(value))


def old_style(value: CellValue) -> int:
    return 2 if isinstance(value, datetime) else 1 if isinstance(value, date) else 0


@quick
@given(
    rows=st.lists(
        st.lists(st.one_of(st.none(), texts.filter(lambda text: text.strip())), min_size=3, max_size=3),
        min_size=2,
        max_size=8,
    ),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_what_csv_writes_is_read_back(rows: Rows, delimiter: str, encoding: str) -> None:
    # Which of two delimiters that both make columns is meant, nobody can know; such texts are tried elsewhere.
    plain: Rows = [["".join(c for c in str(value or "") if c not in ",;\t|<") or None for value in row] for row in rows]
    plain[0] = ["Item", *plain[0][1:]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        text = StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(plain)
        path.write_bytes(text.getvalue().encode(encoding))
        (grid,) = read_grids(path)
    assert same(as_read(grid), trimmed(plain))


@quick
@given(
    amounts=st.lists(st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=3)), min_size=1, max_size=5),
    data=st.data(),
)
def test_what_parquet_holds_is_read_back(amounts: list[Decimal | None], data: st.DataObject) -> None:
    def column(kind: st.SearchStrategy[CellValue]) -> list[CellValue]:
        return data.draw(st.lists(st.one_of(st.none(), kind), min_size=len(amounts), max_size=len(amounts)))

    columns: dict[str, tuple[list[CellValue], pa.DataType]] = {
        "amount": (list(amounts), pa.decimal128(18, 3)),
        "share": (column(st.floats(allow_nan=False, allow_infinity=False)), pa.float64()),
        "count": (column(st.integers(-(2**63), 2**63 - 1)), pa.int64()),
        "day": (column(days), pa.date32()),
        "moment": (column(moments.filter(lambda m: m.time().hour > 0)), pa.timestamp("us")),
        "name": (column(texts), pa.string()),
        "paid": (column(st.booleans()), pa.bool_()),
    }
    table = pa.table({name: pa.array(column, kind) for name, (column, kind) in columns.items()})
    rows = [list(row) for row in zip(*(column for column, _ in columns.values()), strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        parquet.write_table(table, Path(folder, "x.parquet"))
        (grid,) = read_grids(Path(folder, "x.parquet"))
    assert same(as_read(grid), trimmed([list(columns), *rows]))


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/></cellXfs></styleSheet>'
)
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>one &amp; all</t></si><si><t/></si>'
    "<si><r><t>ri</t></r><r><t>ch</t></r></si></sst>"
)
PLAIN_SHARED = SHARED.replace("<r><t>ri</t></r><r><t>ch</t></r>", '<t xml:space="preserve"> a_x000D_b</t>')
FILLED_SHARED = PLAIN_SHARED.replace("<t/>", "<t>full</t>")
contents = st.sampled_from(
    [
        "", "<v/>", "<v></v>", "<v>1</v>", "<v>0</v>", "<v>2</v>", "<v>46023</v>", "<v>46023.75</v>", "<v>0.5</v>",
        "<v>60</v>", "<v>007</v>", "<v>1.50</v>", "<v>0.30000000000000004</v>", "<v>-1E-7</v>", "<v>1e400</v>",
        "<v> 5 </v>",
        "<v>5&amp;6</v>", "<v>a_x000D_b</v>", "<v>&#49;</v>", '<v xml:space="preserve"> x </v>', "<v>１</v>",
        "<v>true</v>", "<v>#N/A</v>", "<f>A1</f>", "<f>A1</f><v>3</v>", '<f t="shared" si="0"/><v>4</v>',
        "<f>A1&amp;B1</f><v>t</v>", "<is><t>in</t></is>", "<is><t> a&lt;b </t></is>", "<is/>",
        "<is><r><t>r</t></r></is>",
        "<v>1<!-- no --></v>", "<v><![CDATA[7]]></v>", "<v>8</v><extLst/>",
    ]
)  # fmt: skip
styles = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="9"'])
kinds = st.sampled_from(["", "", "", ' t="n"', ' t="s"', ' t="b"', ' t="e"', ' t="str"', ' t="inlineStr"', ' t="d"'])
sparse = st.sampled_from([" ", " ", " ", ' r="A{row}"', ' r="AB{row}"', ""])
MERGED = '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="B2:C9"/></mergeCells>'
ROW_STARTS = [
    '<row r="{row}">',
    '<row r="{row}" hidden="1">',
    '<row r="{row}" spans="1:3" ht="15" x:dy="0.25">',
    '<row r="{row}" hidden="true" s="2" customFormat="1">',
    "<row>",
    '<row  r="{row}">',
    "<row r='{row}'>",
    '<row r="{row}" y:dy="0.25">',
    '<row r="{row}" r="{row}">',
]
usual_cells = st.tuples(
    st.sampled_from(
        [
            ("<v>1</v>", ""), ("<v>46023.75</v>", ""), ("<v>1.50</v>", ""), ("", ""), ("<v>60</v>", ' t="n"'),
            ("<v>0</v>", ' t="s"'), ("<v>1</v>", ' t="s"'), ("<v>2</v>", ' t="s"'), ("<v>0</v>", ' t="b"'),
            ("<v>#N/A</v>", ' t="e"'), ("<v>t_x000D_u</v>", ' t="str"'), ("<f>A1</f><v>3</v>", ""), ("<f>A1</f>", ""),
            ("<f>A1&amp;B1</f><v>a&lt;b</v>", ' t="str"'), ("<is><t>in &amp; out</t></is>", ' t="inlineStr"'),
            ("<f>A1</f><v>0</v>", ""), ('<f t="shared" ref="A1:A9" si="0">A1+$B2&amp;""</f><v>0</v>', ""),
            ('<f t="shared" si="0"/><v>0</v>', ""),
        ]
    ),
    styles,
    st.sampled_from([" ", " ", "gap"]),
).map(lambda cell: (cell[0][0], cell[1], cell[0][1], cell[2]))  # fmt: skip
odd_cells = st.tuples(contents, styles, kinds, sparse)
usual_rows = st.tuples(st.sampled_from(ROW_STARTS[:4]), st.lists(usual_cells, max_size=5), st.booleans())
odd_rows = st.tuples(
    st.sampled_from(ROW_STARTS), st.lists(st.one_of(usual_cells, odd_cells), max_size=4), st.booleans()
)
usual_sheets = st.lists(usual_rows, max_size=6)
alike_rows = st.lists(st.lists(usual_cells, min_size=1, max_size=2), min_size=1, max_size=4).flatmap(
    lambda columns: st.lists(
        st.tuples(
            st.sampled_from(ROW_STARTS[:4]),
            st.tuples(*(st.sampled_from(cells) for cells in columns)).map(list),
            st.booleans(),
        ),
        min_size=2,
        max_size=8,
    )
)
sheets = st.one_of(usual_sheets, alike_rows, st.lists(st.one_of(usual_rows, odd_rows), max_size=4))


def sheet_of(rows: list[WrittenRow], around: str) -> str:
    """A sheet part in one of the many ways in which it may be written."""
    written = []
    for row, (start, cells, is_repeated) in enumerate(rows, start=1):
        parts = []
        number = 0
        for content, style, kind, place in cells:
            number += 2 if place == "gap" else 1
            usual = f' r="{chr(64 + number)}{row}"'
            reference = usual if place in (" ", "gap") else place.format(row=row)
            parts.append(f"<c{reference}{style}{kind}>{content}</c>" if content else f"<c{reference}{style}{kind}/>")
        written.append(start.format(row=2 * row) + "".join(parts) + "</row>")
        if is_repeated:
            written.append(start.format(row=2 * row + 1) + "".join(parts) + "</row>")
    return files.sheet_xml("".join(written), around).replace("<worksheet ", '<worksheet xmlns:x="urn:x" ')


@settings(max_examples=900, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=sheets,
    shared=st.sampled_from([SHARED, PLAIN_SHARED, FILLED_SHARED, FILLED_SHARED]),
    around=st.sampled_from(["", "", MERGED, "<!-- x -->"]),
    stretch=st.sampled_from([1, 150, 1 << 20]),
)
@example(
    rows=[(ROW_STARTS[0], [("<v>1</v>", "", "", " "), ("<v>2</v>", "", "", " ")], True)] * 3,
    around="", shared=FILLED_SHARED, stretch=1,
)  # fmt: skip
def test_patterns_and_elements_read_the_same(rows: list[WrittenRow], around: str, shared: str, stretch: int) -> None:
    sheet = sheet_of(rows, around)
    with tempfile.TemporaryDirectory() as folder:
        path = files.write_sheet_xml(Path(folder, "x.xlsx"), sheet, shared=shared, styles=STYLES)
        package = Package(path.read_bytes())
    answers: list[Any] = []
    formulas: list[list[str]] = []
    for quick_way in (True, False):
        reader = SheetReader(OoxmlWorkbook(package), stretch)
        way = reader.grid if quick_way else reader.grid_by_elements
        try:
            grid = way("S", "s.xml", LARGEST_GRID)
            rows = [row._replace(formulas=dict.fromkeys(row.formulas, "")) for row in grid.rows]
            answers.append((rows, replace(grid, rows=()), [[type(value) for value in row.values] for row in rows]))
            formulas.append([text for row in grid.rows for text in row.formulas.values()])
        except (BrokenPackageError, ValueError, IndexError) as error:
            answers.append((type(error),))
    assert answers[0] == answers[1]
    if formulas:
        # A row that is parsed by itself does not know which formula it shares with a row above.
        assert all(quick in ("", slow) for quick, slow in zip(*formulas, strict=True))


def test_what_the_first_rows_hold_tells_how_a_long_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of a long list is read by one pattern; without it, it would take three times as long."""
    read: list[int] = []
    usual_rows = Layout.rows

    def counted(layout: Layout, text: str, first: int, last: int) -> list[RowBlock] | None:
        found = usual_rows(layout, text, first, last)
        read.append(len(found or ()))
        return found

    monkeypatch.setattr(Layout, "rows", counted)
    rows = ""
    for row in range(1, 2001):
        price = f"><v>{row}</v></c>" if row % 3 else "/>"
        twice = f'<c r="D{row}"><f>B{row}*2</f><v>{2 * row}</v></c>' if row % 5 else ""
        cells = f'<c r="A{row}" t="s"><v>0</v></c><c r="B{row}" s="{row % 2}"{price}{twice}'
        rows += f'<row r="{row}">{cells}</row>'
    with tempfile.TemporaryDirectory() as folder:
        path = files.write_sheet_xml(Path(folder, "x.xlsx"), files.sheet_xml(rows), shared=FILLED_SHARED, styles=STYLES)
        grid = SheetReader(OoxmlWorkbook(Package(path.read_bytes())), 400).grid("S", "s.xml", LARGEST_GRID)
    assert sum(read) > 1900
    assert grid.rows[998].values == ("one & all", None, None, 1998)
    assert grid.rows[999].values == ("one & all", 1000, None, None)
    assert (set(grid.rows[998].formulas), grid.rows[996].formats) == ({3}, {1: "mm-dd-yy"})


def valid_files(folder: Path) -> dict[str, bytes]:
    """A small valid file of each format."""
    table = pa.table({"a": [1, 2, 3], "b": ["x", "y", None], "c": [Decimal("1.5"), None, Decimal("2.5")]})
    parquet.write_table(table, folder / "x.parquet")
    plain = files.sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>x</v></c></row>' * 3)
    contents = {
        "xlsx": files.write_orders(folder / "x.xlsx"),
        "xls": files.SAMPLES / "orders.xls",
        "xls 95": write_excel_95(folder / "x.xls"),
        "ods": files.SAMPLES / "orders.ods",
        "parquet": folder / "x.parquet",
        "csv": files.write_csv(folder / "x.csv", [("品名", "数量")] * 9, "gb18030"),
        "big5": files.write_csv(folder / "y.csv", [("品名", '數"量\n')] * 9, "cp950"),
        "plain xlsx": stored(files.write_sheet_xml(folder / "p.xlsx", plain)),
        "plain ods": stored(files.SAMPLES / "orders.ods", folder / "p.ods"),
    }
    return {kind: path.read_bytes() for kind, path in contents.items()}


def write_excel_95(path: Path) -> Path:
    """An order list of the time before Unicode, with all kinds of cells."""
    cells = biff.row(0) + biff.row(2, hidden=True) + biff.merged((3, 4, 0, 1))
    for row in range(5):
        cells += biff.label(row, 0, f"订单{row}".encode("gbk")) + biff.number(row, 1, row / 8, 2)
        cells += biff.formula(row, 2, row) + biff.yes_or_no(row, 3, True) + biff.error(row, 4, 42)
        cells += biff.number(row, 5, 46023 + row, 1)
    sheets = [biff.Sheet("订单", cells), biff.Sheet("Second", cells, 1)]
    path.write_bytes(biff.workbook(sheets, version=biff.EXCEL_95, code_page=936, formats=["yyyy-m-d", "0%"]))
    return path


def stored(path: Path, target: Path | None = None) -> Path:
    """The same zip file without compression, so that damage reaches what is inside."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(target or path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target or path


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file as a bad disk or a broken line leaves it."""
    if chance.random() < 0.3:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 40])):
        changed[chance.randrange(len(changed))] = chance.choice([0, 255, chance.randrange(256)])
    return bytes(changed)


DAMAGED = ["xlsx", "ods", "xls", "xls 95", "parquet", "csv", "big5", "plain xlsx", "plain ods"]


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_ends_in_a_grid_or_a_sentence(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Checksums would catch most damage before it reaches what is under test.
    monkeypatch.setattr("zipfile.ZipExtFile._update_crc", lambda self, data: None)
    # A process for each file would take most of the time; the next test has them.
    monkeypatch.setattr("salesbook.hosts.foreign_file.read_old_excel", read_biff)
    content = valid_files(tmp_path)[kind]
    chance = random.Random(20260105)
    started = time.process_time()
    refused: set[str] = set()
    for number in range(300):
        path = tmp_path / f"damaged{number}"
        path.write_bytes(damaged(content, chance))
        try:
            assert all(len(row.values) == grid.width for grid in read_grids(path) for row in grid.rows)
        except HostError as error:
            refused.add(error.code)
        path.unlink()
    assert time.process_time() - started < 60
    assert refused <= {"file-unreadable", "file-encoding-unknown", "file-encoding-broken"}


@pytest.mark.parametrize("kind", ["xls", "xls 95"])
def test_a_damaged_old_workbook_ends_alike_in_a_process_of_its_own(kind: str, tmp_path: Path) -> None:
    content = valid_files(tmp_path)[kind]
    chance = random.Random(20260105)
    answers: list[list[Grid] | Reason] = []
    for reader in (read_old_excel, read_biff):
        chance.seed(20260105)
        for _ in range(12):
            try:
                answers.append(reader(damaged(content, chance)))
            except UnreadableFileError as error:
                answers.append(error.reason)
    assert answers[:12] == answers[12:]
    assert any(isinstance(answer, Reason) for answer in answers)
    assert any(isinstance(answer, list) for answer in answers)
