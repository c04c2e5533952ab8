"""What an .xls file says of its cells is all known: formats, hidden rows, formulas, errors; else it is refused."""

# ruff: noqa: DTZ001 - cells know no time zones

import pickle
import struct
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from salesbook.hosts import biff_grid, grid_rows, old_excel
from salesbook.hosts.biff_grid import read_biff
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.grid_rows import UnreadableFileError
from salesbook.hosts.host import CellError, Grid
from salesbook.messages import error_sentence
from salesbook.problems import HostError

from . import biff_files as biff
from .biff_files import CHART, EXCEL_95, MACROS, Sheet
from .foreign_files import SAMPLES


def grid_of(*records: bytes, formats: Iterable[str] = (), date1904: bool = False, more: bytes = b"") -> Grid:
    """The only sheet of a workbook with these records."""
    sheet = Sheet("S", b"".join(records))
    (grid,) = read_biff(biff.workbook([sheet], formats=tuple(formats), date1904=date1904, more=more))
    return grid


def rows(grid: Grid) -> dict[int, tuple[object, ...]]:
    return {row.row_number: row.values for row in grid.rows}


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_biff(content)
    return caught.value.reason.code


def test_what_a_number_looks_like_is_known() -> None:
    """Codes that show zeros, percentages, and codes that Excel made a power of ten."""
    formats = ("00000", "0%", "0.00E+00", "general")
    grid = grid_of(*(biff.number(0, column, 7, column) for column in range(5)), formats=formats)
    assert rows(grid) == {1: (Decimal(7),) * 5}
    assert grid.rows[0].formats == {1: "00000", 2: "0%", 3: "0.00E+00"}


@pytest.mark.parametrize(("key", "shows_a_date"), [(14, True), (31, True), (57, True), (9, False), (200, False)])
def test_formats_that_excel_knows_by_number_alone_are_known(key: int, shows_a_date: bool) -> None:
    """Number 31 and 57 are dates of Chinese workbooks; they need no text in the file. Number 200 is nothing."""
    style = biff.record(0x00E0, struct.pack("<HHH", 0, key, 1) + bytes(14))
    grid = grid_of(biff.number(0, 0, 46023), more=style)
    assert rows(grid) == {1: (date(2026, 1, 1) if shows_a_date else Decimal(46023),)}
    assert bool(grid.rows[0].formats) == (key != 200)


def test_blank_cells_have_no_format_and_formulas_without_a_text_do() -> None:
    blank = biff.record(0x0201, struct.pack("<HHH", 0, 1, 1))
    empty, nothing = biff.label(0, 2, "", 1), biff.formula(0, 3, None, 1)
    grid = grid_of(biff.number(0, 0, 7), blank, empty, nothing, formats=["0%"])
    assert (rows(grid), grid.rows[0].formats) == ({1: (Decimal(7), None, None, None)}, {3: "0%"})


def test_numbers_have_the_digits_that_people_see() -> None:
    stored = {0.1 + 0.2: "0.3", 1e-7: "1E-7", 123456789012345678.0: "123456789012346000", -0.0: "0", 1e15: "1E15"}
    grid = grid_of(*(biff.number(0, column, value) for column, value in enumerate(stored)))
    assert rows(grid) == {1: tuple(map(Decimal, stored.values()))}
    assert {type(value) for value in grid.rows[0].values} == {Decimal}
    # Whole numbers and hundredths have a short form.
    short = struct.pack("<HHH", 0, 0, 0) + struct.pack("<I", 1999 << 2 | 3) + struct.pack("<HI", 0, 7 << 2 | 2)
    grid = grid_of(biff.record(0x00BD, short + struct.pack("<H", 1)))
    assert rows(grid) == {1: (Decimal("19.99"), Decimal(7))}


def test_errors_are_errors_and_not_blank() -> None:
    codes = {
        0: "#NULL!",
        7: "#DIV/0!",
        15: "#VALUE!",
        23: "#REF!",
        29: "#NAME?",
        36: "#NUM!",
        42: "#N/A",
        99: "#VALUE!",
    }
    grid = grid_of(*(biff.error(0, column, code) for column, code in enumerate(codes)))
    assert rows(grid) == {1: tuple(map(CellError, codes.values()))}
    assert rows(grid_of(biff.error(0, 0, 99))) == {1: (CellError("#VALUE!"),)}
    assert rows(grid_of(biff.number(0, 0, float("nan")))) == {1: (CellError("#NUM!"),)}


def test_yes_and_no_are_neither_numbers_nor_formulas() -> None:
    grid = grid_of(biff.yes_or_no(0, 0, True), biff.yes_or_no(0, 1, False), biff.formula(0, 2, True))
    assert [value is expected for value, expected in zip(grid.rows[0].values, (True, False, True), strict=True)]
    assert set(grid.rows[0].formulas) == {2}
    # LibreOffice writes them as formulas.
    head = struct.pack("<HHH", 0, 0, 0) + bytes([1, 0, 1, 0, 0, 0, 255, 255]) + bytes(6)
    assert not grid_of(biff.record(0x0006, head + b"\2\0\x1d\1")).rows[0].formulas
    assert not grid_of(biff.record(0x0006, head + b"\2\0\x1c\x2a")).rows[0].formulas


def test_formulas_are_known_with_what_they_showed() -> None:
    """As in an .xlsx file, an empty text is no value: the formula is asked about where a number is needed."""
    results: tuple[float | bool | str | None, ...] = (35.0, "6 pcs", None, True)
    grid = grid_of(*(biff.formula(0, column, result) for column, result in enumerate(results)), biff.number(0, 4, 1))
    assert grid.rows[0].values == (Decimal(35), "6 pcs", None, True, Decimal(1))
    assert set(grid.rows[0].formulas) == {0, 1, 2, 3}
    alone = grid_of(biff.formula(6, 2, None))
    assert (rows(alone), set(alone.rows[0].formulas)) == ({7: (None, None, None)}, {2})


def test_formulas_of_one_sheet_are_not_those_of_the_next() -> None:
    sheets = [Sheet("A", biff.formula(0, 0, 1)), Sheet("B", biff.number(0, 0, 1))]
    assert [set(grid.rows[0].formulas) for grid in read_biff(biff.workbook(sheets))] == [{0}, set()]


def test_hidden_rows_are_known() -> None:
    """Whether a person hid them or a filter: both leave the same mark."""
    cells = [biff.number(row, 0, row) for row in range(3)]
    grid = grid_of(biff.row(0), biff.row(1, hidden=True), *cells)
    assert [row.hidden for row in grid.rows] == [False, True, False]


def test_where_rows_are_hidden_unless_said_otherwise_they_are_hidden() -> None:
    cells = [biff.number(row, 0, row) for row in range(3)]
    grid = grid_of(biff.rows_without_record_are_hidden(), biff.row(0), biff.row(1, hidden=True), *cells)
    assert [row.hidden for row in grid.rows] == [False, True, True]


def test_days_count_from_1900_or_1904() -> None:
    cells = [biff.number(0, column, day, 1) for column, day in enumerate((44561.0, 0.0, 1.0))]
    grid = grid_of(*cells, formats=["yyyy-mm-dd"], date1904=True)
    assert (grid.date1904, rows(grid)) == (True, {1: (date(2026, 1, 1), date(1904, 1, 1), date(1904, 1, 2))})
    serials = (1.0, 59.0, 60.0, 61.0, 46023.75, 0.5, -1.0, 2958466.0)
    cells = [biff.number(0, column, serial, 1) for column, serial in enumerate(serials)]
    assert rows(grid_of(*cells, formats=["yyyy-mm-dd h:mm"])) == {
        1: (
            *(date(1900, 1, 1), date(1900, 2, 28), Decimal(60), date(1900, 3, 1)),
            *(datetime(2026, 1, 1, 18), Decimal("0.5"), Decimal(-1), Decimal(2958466)),
        )
    }


def test_rare_characters_may_be_parted_by_the_end_of_a_record() -> None:
    """One of Excel's characters is half of 𠮷; a record is full after any of them."""
    texts = ["𠮷野家", "😀" * 40, "plain", ""] * 5
    for pieces in range(60, 80):
        cells = [biff.shared_label(row, 0, row) for row in range(len(texts))]
        grid = grid_of(*cells, more=biff.shared_texts(texts, pieces=pieces))
        assert rows(grid) == {number: (text,) for number, text in enumerate(texts, start=1) if text}
    assert rows(grid_of(biff.label(0, 0, "𠮷"), biff.formula(0, 1, "a𠮷b"))) == {1: ("𠮷", "a𠮷b")}


def test_rare_characters_may_stand_in_the_title_of_a_sheet() -> None:
    assert [grid.name for grid in read_biff(biff.workbook([Sheet("𠮷野家")]))] == ["𠮷野家"]


def test_half_a_character_costs_no_more_than_itself() -> None:
    """Programs that cut texts to a length cut through characters."""
    assert rows(grid_of(biff.label(0, 0, "ab\ud842"))) == {1: ("ab\ufffd",)}


def test_looks_within_a_text_and_reading_aids_are_left_out() -> None:
    run = struct.pack("<HH", 1, 0)
    aid = b"\1\0\x0c\0" + bytes(8)
    head = struct.pack("<HB", 2, 0x0D) + struct.pack("<HI", 1, len(aid))
    shared = struct.pack("<II", 2, 2) + head + "東京".encode("utf-16-le") + run + aid + struct.pack("<HB", 1, 0) + b"x"
    grid = grid_of(biff.shared_label(0, 0, 0), biff.shared_label(0, 1, 1), more=biff.record(0x00FC, shared))
    assert rows(grid) == {1: ("東京", "x")}
    rich = struct.pack("<HHH", 0, 0, 0) + biff.unicode_text("rich") + struct.pack("<H", 1) + run
    assert rows(grid_of(biff.record(0x00D6, rich))) == {1: ("rich",)}


def test_merged_areas_fill_their_cells_and_add_none() -> None:
    grid = grid_of(
        biff.label(0, 0, "both"), biff.number(1, 2, 1), biff.merged((0, 1, 0, 1), (3, 65535, 0, 255), (2, 2, 0, 65535))
    )
    assert rows(grid) == {1: ("both", "both", None), 2: ("both", "both", Decimal(1))}
    assert grid.merged[0] == (1, 1, 2, 2)


def test_hidden_sheets_charts_and_macros_are_left_out_and_empty_sheets_are_not() -> None:
    one = biff.number(0, 0, 1)
    sheets = [
        *(Sheet("Hidden", one, 1), Sheet("Very hidden", one, 2), Sheet("Chart", kind=CHART)),
        *(Sheet("Macros", kind=MACROS), Sheet("Data", one, 4), Sheet("Empty")),
    ]
    assert [(grid.name, grid.width) for grid in read_biff(biff.workbook(sheets))] == [("Data", 1), ("Empty", 0)]
    assert [grid.name for grid in read_biff(biff.workbook(sheets[:3]))] == ["Hidden", "Very hidden"]
    assert reason(biff.workbook([Sheet("Chart", kind=CHART)])) == "reason-no-table"


@pytest.mark.parametrize(("page", "text"), [(936, "订单：螺栓"), (950, "訂單：螺栓"), (932, "注文"), (1252, "Müller")])
def test_workbooks_of_excel_95_are_read_in_the_code_page_that_they_name(page: int, text: str) -> None:
    stored = text.encode(f"cp{page}")
    cells = biff.label(0, 0, stored) + biff.number(0, 1, 7, 1)
    content = biff.workbook([Sheet(text, cells)], version=EXCEL_95, code_page=page, formats=["00000"])
    (grid,) = read_biff(content)
    assert (grid.name, rows(grid), grid.rows[0].formats) == (text, {1: (text, Decimal(7))}, {1: "00000"})


def test_a_workbook_of_excel_95_without_a_code_page_is_read_where_all_letters_are_plain() -> None:
    plain = biff.workbook([Sheet("S", biff.label(0, 0, b"BOLT-8"))], version=EXCEL_95, code_page=None)
    assert rows(read_biff(plain)[0]) == {1: ("BOLT-8",)}


@pytest.mark.parametrize("page", [None, 950, 1999, 10008])
def test_letters_of_excel_95_that_are_not_known_for_certain_are_not_guessed(page: int | None, tmp_path: Path) -> None:
    """No code page, one that has no such letters, one that nobody knows, and one of the Macintosh for Chinese."""
    path = tmp_path / "old.xls"
    path.write_bytes(biff.workbook([Sheet("S", biff.label(0, 0, b"\xff\xff"))], version=EXCEL_95, code_page=page))
    with pytest.raises(HostError) as caught:
        read_grids(path)
    assert "does not say for certain in which characters" in error_sentence(caught.value, "en")


def test_a_code_page_means_nothing_where_texts_are_unicode() -> None:
    content = biff.workbook([Sheet("訂單", biff.label(0, 0, "甲"))], code_page=1999)
    assert [(grid.name, rows(grid)) for grid in read_biff(content)] == [("訂單", {1: ("甲",)})]


def test_a_password_is_said(tmp_path: Path) -> None:
    content = biff.workbook([Sheet()], more=biff.record(0x002F, bytes(54)) + b"\xa5" * 300)
    (tmp_path / "locked.xls").write_bytes(content)
    with pytest.raises(HostError) as caught:
        read_grids(tmp_path / "locked.xls")
    assert "it is protected by a password" in error_sentence(caught.value, "en")


def test_workbooks_older_than_excel_5_are_refused() -> None:
    stream = biff.record(0x0409, struct.pack("<HHH", 0, 0x0010, 0)) + biff.record(0x000A)
    assert reason(biff.container(stream, "Book")) == "reason-before-97"


def test_letters_in_the_container_of_old_programs_are_no_workbook() -> None:
    assert reason(biff.container(b"Dear Sir", "WordDocument")) == "reason-damaged-or-no-workbook"


NOISE = {
    "name": biff.record(0x0018, b"\xff" * 40),
    "user": biff.record(0x005C, b"\xff" * 9),
    "palette": biff.record(0x0092, b"\xff" * 7),
    "look": biff.record(0x0293, b"\xff" * 3),
}
NOISE_OF_SHEET = {
    "link": biff.record(0x01B8, b"\xff" * 30),
    "note": biff.record(0x001C, b"\xff" * 5),
    "column": biff.record(0x007D, b"\xff"),
    "window": biff.record(0x023E, b"\xff" * 3),
    "scale": biff.record(0x00A0, b"\xff"),
    "condition": biff.record(0x01B0, b"\xff" * 12),
    "size": biff.record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)),
}


@pytest.mark.parametrize("noise", NOISE)
def test_what_no_cell_depends_on_may_be_damaged(noise: str) -> None:
    assert rows(grid_of(biff.number(0, 0, 1), more=NOISE[noise])) == {1: (Decimal(1),)}


@pytest.mark.parametrize("noise", NOISE_OF_SHEET)
def test_what_no_cell_of_a_sheet_depends_on_may_be_damaged(noise: str) -> None:
    record = NOISE_OF_SHEET[noise]
    assert rows(grid_of(record, biff.number(0, 0, 1), record, biff.number(1, 0, 2))) == {
        1: (Decimal(1),),
        2: (Decimal(2),),
    }


def test_a_chart_between_the_rows_hides_none_of_them() -> None:
    chart = biff.begin(biff.EXCEL_97, CHART) + biff.number(0, 0, 99) + biff.record(0x000A)
    assert rows(grid_of(biff.number(0, 0, 1), chart, biff.number(1, 0, 2))) == {1: (Decimal(1),), 2: (Decimal(2),)}


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "the end is missing": lambda content: content[: content.rindex(biff.number(1, 0, 2))],
    "an end in the middle": lambda content: content.replace(biff.number(0, 0, 1), biff.record(0x000A, bytes(14))),
    "a column beyond the last": lambda content: content.replace(biff.number(0, 0, 1), biff.number(0, 256, 1)),
    "a style that is not there": lambda content: content.replace(biff.number(0, 0, 1), biff.number(0, 0, 1, 7)),
    "a text that is not there": lambda content: content.replace(
        biff.number(0, 0, 1), biff.shared_label(0, 0, 5) + biff.record(0x0200)
    ),
    "a record that is too short": lambda content: content.replace(
        biff.number(0, 0, 1), biff.record(0x0203, bytes(10)) + biff.record(0x0200)
    ),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_sheet_is_read_whole_or_not_at_all(damage: str) -> None:
    content = biff.workbook([Sheet("S", biff.number(0, 0, 1) + biff.number(1, 0, 2))])
    assert len(read_biff(content)[0].rows) == 2
    assert reason(BROKEN[damage](content)) == "reason-damaged-or-no-workbook"


def test_a_file_that_runs_in_a_circle_is_refused_at_once() -> None:
    content = (SAMPLES / "orders.xls").read_bytes()
    (sector,) = struct.unpack_from("<I", content, 60)
    table = 512 + 512 * sector
    circle = content[:table] + struct.pack("<128I", *[0] * 128) + content[table + 512 :]
    started = time.process_time()
    assert reason(circle) == "reason-damaged-or-no-workbook"
    assert time.process_time() - started < 2


def test_two_parts_of_a_file_may_share_a_place_as_excel_lets_them() -> None:
    """Exports of some programs have their small parts where the workbook is."""
    content = bytearray(biff.workbook([Sheet("S", biff.number(0, 0, 1))]))
    root, workbook = 512 * 2, 512 * 2 + 128
    struct.pack_into("<iI", content, root + 116, *struct.unpack_from("<iI", content, workbook + 116))
    assert rows(read_biff(bytes(content))[0]) == {1: (Decimal(1),)}


def test_a_part_of_a_sheet_that_got_lost_is_noticed() -> None:
    """Downloads that broke off are sometimes filled up with zeros."""
    cells = [biff.row(row) + biff.number(row, 0, row) + biff.label(row, 1, f"text {row}") for row in range(200)]
    content = biff.workbook([Sheet("S", b"".join(cells))])
    first, last = content.index(cells[0]) // 512 + 1, content.index(cells[-1]) // 512
    for sector in range(first, last):
        place = slice(512 * sector, 512 * sector + 512)
        assert reason(content[: place.start] + bytes(512) + content[place.stop :]) == "reason-damaged-or-no-workbook"


def test_a_few_zeros_between_records_mean_nothing() -> None:
    assert rows(grid_of(biff.number(0, 0, 1), bytes(8), biff.number(1, 0, 2))) == {1: (Decimal(1),), 2: (Decimal(2),)}


def test_sheets_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = biff.number(0, 0, 1) + biff.number(65535, 255, 1)
    started = time.process_time()
    (grid,) = read_biff(biff.workbook([Sheet("S", corners)]))
    assert ([row.row_number for row in grid.rows], grid.width) == ([1, 65536], 256)
    assert time.process_time() - started < 2
    monkeypatch.setattr(grid_rows, "LARGEST_GRID", 600)
    assert reason(biff.workbook([Sheet("A", corners), Sheet("B", corners)])) == "reason-too-many-cells"


def test_cells_with_looks_and_no_content_are_left_out_quickly() -> None:
    blanks = b"".join(
        biff.record(0x00BE, struct.pack("<HH256HH", row, 0, *[0] * 256, 255)) for row in range(1, 30_000, 3)
    )
    started = time.process_time()
    assert rows(grid_of(biff.number(0, 0, 1), blanks)) == {1: (Decimal(1),)}
    assert time.process_time() - started < 2


def test_what_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.xls").write_bytes(biff.workbook([Sheet("S", biff.number(0, 0, 1))]))
    assert rows(read_grids(tmp_path / "x.xls")[0]) == {1: (Decimal(1),)}
    monkeypatch.setattr(old_excel, "_LONGEST_WAIT", 0.001)
    with pytest.raises(HostError) as caught:
        read_grids(tmp_path / "x.xls")
    assert "takes more time or memory than any sales sheet" in error_sentence(caught.value, "en")


class Output(TextIOWrapper):
    """Standard output of a program that nobody runs."""

    def __init__(self) -> None:
        super().__init__(BytesIO())


@pytest.mark.parametrize("place", ["reading", "sending"])
def test_what_takes_too_much_memory_is_said(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it runs out, and whatever was printed before."""

    def greedy(content: bytes) -> list[Grid]:
        print("WARNING *** something of the library")  # noqa: T201
        raise MemoryError

    if place == "reading":
        monkeypatch.setattr(biff_grid._Book, "parse_globals", greedy)
    else:
        monkeypatch.setattr(biff_grid, "read_biff", greedy)
    monkeypatch.setattr(old_excel, "_limit_memory", lambda: None)
    output = Output()
    monkeypatch.setattr("sys.stdout", output)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(biff.workbook([Sheet()]))))
    old_excel.main()
    monkeypatch.undo()
    answer = pickle.loads(output.buffer.getvalue())
    assert answer.code == "reason-takes-too-much"
