"""Workbooks for the tests of hosts, written with xlsxwriter as people's own workbooks look."""

# ruff: noqa: DTZ001 - cells know no time zones

import struct
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from salesbook.hosts.host import Formula

from .contract import LOG_HEADERS, NAMES, NET, ORDER_HEADERS, ORDER_ROWS

SHEET = "März '26 訂單"
FIRST_ROW, FIRST_COLUMN = 3, 2


def write_known_workbook(path: Path) -> Path:
    """The workbook of the contract: tables that do not start in A1, on a sheet with an awkward name."""
    book = xlsxwriter.Workbook(str(path))
    formats = {"day": book.add_format({"num_format": "dd.mm.yyyy"}), "amount": book.add_format({"num_format": "0.00"})}
    sheet = book.add_worksheet(SHEET)
    last_row = FIRST_ROW + len(ORDER_ROWS)
    sheet.add_table(
        *(FIRST_ROW - 1, FIRST_COLUMN - 1, last_row - 1, FIRST_COLUMN + len(ORDER_HEADERS) - 2),
        {"name": "tblOrders", "columns": [{"header": header} for header in ORDER_HEADERS]},
    )
    for row_index, row in enumerate(ORDER_ROWS, start=FIRST_ROW):
        for column_index, value in enumerate(row, start=FIRST_COLUMN - 1):
            _write(sheet, row_index, column_index, value, formats)
    names = book.add_worksheet("Settings")
    names.add_table(9, 0, 10, 0, {"name": "tblLog", "columns": [{"header": header} for header in LOG_HEADERS]})
    for row_index, (name, value) in enumerate(NAMES.items()):
        _write(names, row_index, 1, value, formats)
        book.define_name(name, f"=Settings!$B${row_index + 1}")
    book.close()
    return path


def write_rich_workbook(path: Path) -> Path:
    """A workbook with all that people put around their tables; ``tblLines`` has a totals row."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Lines")
    other = book.add_worksheet("Notes 備註")
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    amount = book.add_format({"num_format": "#,##0.00", "border": 1})
    yellow = book.add_format({"bg_color": "#FFFF00", "bold": True})
    columns = [
        {"header": "Item", "total_string": "Total"},
        {"header": "Day", "format": day},
        {"header": "Qty", "format": amount, "total_function": "sum"},
        {"header": "Net", "format": amount, "formula": "=[@Qty]*2"},
    ]
    rows = [["BOLT-8", datetime(2026, 1, 5), 10], ["NUT-8", datetime(2026, 1, 6), 20], ["甲", datetime(2026, 1, 7), 30]]
    sheet.add_table("B3:E7", {"name": "tblLines", "total_row": True, "columns": columns, "data": rows})
    sheet.set_row(3, 24)
    sheet.write("B4", "BOLT-8", yellow)
    sheet.write_rich_string("H1", "plain ", book.add_format({"bold": True}), "bold")
    sheet.write_comment("B4", "Ask Li first", {"author": "Anna"})
    sheet.write_comment("H1", "Leave this", {"author": "Anna"})
    sheet.data_validation("D4:D6", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format("D4:D6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("E4:E6", {"type": "cell", "criteria": ">", "value": 50, "format": yellow})
    sheet.conditional_format("G4:G6", {"type": "3_color_scale"})
    sheet.add_sparkline("G4", {"range": "Lines!D4:E4"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Lines!$D$4:$D$6", "trendline": {"type": "linear"}})
    sheet.insert_chart("J3", chart)
    sheet.insert_textbox("J20", "Read me")
    sheet.insert_image("J30", "dot.png", {"image_data": BytesIO(_png())})
    sheet.freeze_panes(3, 0)
    sheet.insert_button("H3", {"macro": "Post", "caption": "Post"})
    sheet.write_url("H5", "https://example.com/")
    other.write("A1", "untouched")
    other.write_formula("A2", "=SUM(Lines!D4:D6)", None, 60)
    other.protect("secret")
    other.set_header("&L&G", {"image_left": "dot.png", "image_data_left": BytesIO(_png())})
    book.define_name("company", "='Notes 備註'!$A$1")
    book.close()
    return path


def rewritten(path: Path, part: str, *changes: tuple[str, str]) -> None:
    """Change the text of one part of a file, as other programs might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, text.encode() if name == part else content)


def _png() -> bytes:
    """A picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


def _write(sheet: Any, row_index: int, column_index: int, value: object, formats: dict[str, Any]) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(row_index, column_index, NET, None, float(value.value or 0))
    elif isinstance(value, date):
        sheet.write_datetime(row_index, column_index, datetime(value.year, value.month, value.day), formats["day"])
    elif value is not None:
        sheet.write(row_index, column_index, value)
