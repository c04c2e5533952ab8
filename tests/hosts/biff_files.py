"""Workbooks as Excel wrote them until 2003, put together record by record as the format's description has them."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EXCEL_95, EXCEL_97 = 0x0500, 0x0600
WORKSHEET, MACROS, CHART = 0x0010, 0x0040, 0x0020
_KINDS = {WORKSHEET: 0, MACROS: 1, CHART: 2}
_SECTOR = 512
_SMALLEST_STREAM = 4096


@dataclass(frozen=True)
class Sheet:
    """A sheet; ``state`` 1 is hidden, 2 is hidden from the menu, too."""

    name: str = "S"
    records: bytes = b""
    state: int = 0
    kind: int = WORKSHEET


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def unicode_text(text: str, length: str = "H") -> bytes:
    """A text of Excel 97: its length in halves of characters, then two bytes for each."""
    stored = text.encode("utf-16-le", "surrogatepass")
    return struct.pack(f"<{length}B", len(stored) // 2, 1) + stored


def byte_text(stored: bytes, length: str = "H") -> bytes:
    """A text of Excel 95, in whatever encoding."""
    return struct.pack(f"<{length}", len(stored)) + stored


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str | bytes, style: int = 0) -> bytes:
    stored = byte_text(text) if isinstance(text, bytes) else unicode_text(text)
    return record(0x0204, struct.pack("<HHH", row, column, style) + stored)


def shared_label(row: int, column: int, index: int, style: int = 0) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, style, index))


def yes_or_no(row: int, column: int, value: bool, style: int = 0) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, style, value, 0))


def error(row: int, column: int, code: int, style: int = 0) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, style, code, 1))


def formula(row: int, column: int, result: float | bool | str | None, style: int = 0) -> bytes:
    """A formula with what it showed; ``None`` is an empty text."""
    text = b""
    if isinstance(result, bool):
        stored = bytes([1, 0, result, 0, 0, 0, 255, 255])
    elif isinstance(result, str):
        stored = bytes([0, 0, 0, 0, 0, 0, 255, 255])
        text = record(0x0207, unicode_text(result))
    elif result is None:
        stored = bytes([3, 0, 0, 0, 0, 0, 255, 255])
    else:
        stored = struct.pack("<d", result)
    tokens = b"\x44\0\0\0\xc0"  # a reference to the first cell
    head = struct.pack("<HHH", row, column, style) + stored + bytes(6)
    return record(0x0006, head + struct.pack("<H", len(tokens)) + tokens) + text


def row(number: int, *, hidden: bool = False) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", number, 0, 256, 255, 0, 0, 0x20 if hidden else 0))


def merged(*areas: tuple[int, int, int, int]) -> bytes:
    """Areas as first row, last row, first column, last column."""
    return record(0x00E5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<HHHH", *area) for area in areas))


def rows_without_record_are_hidden() -> bytes:
    return record(0x0225, struct.pack("<HH", 2, 255))


def shared_texts(texts: Sequence[str], *, pieces: int = 4000) -> bytes:
    """The texts that cells share, in records that are parted wherever they are full."""
    stored: list[bytes] = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        stored[-1] += struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1)
        rest = text.encode("utf-16-le")
        while rest:
            room = max((pieces - len(stored[-1])) // 2 * 2, 2)
            stored[-1] += rest[:room]
            rest = rest[room:]
            if rest:
                stored.append(b"\1")
    return record(0x00FC, stored[0]) + b"".join(record(0x003C, piece) for piece in stored[1:])


def workbook(
    sheets: Iterable[Sheet],
    *,
    version: int = EXCEL_97,
    formats: Sequence[str] = (),
    code_page: int | None = 1200,
    date1904: bool = False,
    more: bytes = b"",
) -> bytes:
    """A whole file. Style 0 is General, the others have the formats in order; ``more`` goes before the sheets."""
    sheets = list(sheets)
    head = begin(version, 0x0005)
    if code_page is not None:
        head += record(0x0042, struct.pack("<H", code_page))
    head += record(0x0022, struct.pack("<H", date1904)) + more
    for key, code in enumerate(formats, start=164):
        stored = unicode_text(code) if version == EXCEL_97 else byte_text(_in_page(code, code_page), "B")
        head += record(0x041E, struct.pack("<H", key) + stored)
    for key in (0, *range(164, 164 + len(formats))):
        head += record(0x00E0, struct.pack("<HHH", 0, key, 1) + bytes(14 if version == EXCEL_97 else 10))
    names = [
        unicode_text(sheet.name, "B") if version == EXCEL_97 else byte_text(_in_page(sheet.name, code_page), "B")
        for sheet in sheets
    ]
    position = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    body = b""
    for sheet, name in zip(sheets, names, strict=True):
        head += record(0x0085, struct.pack("<IBB", position + len(body), sheet.state, _KINDS[sheet.kind]) + name)
        body += begin(version, sheet.kind) + sheet.records + record(0x000A)
    return container(head + record(0x000A) + body, "Workbook" if version == EXCEL_97 else "Book")


def _in_page(text: str, code_page: int | None) -> bytes:
    return text.encode("ascii" if text.isascii() else f"cp{code_page}")


def begin(version: int, kind: int) -> bytes:
    content = struct.pack("<HHHH", version, kind, 0x0DBB, 1996)
    return record(0x0809, content + bytes(8 if version == EXCEL_97 else 0))


def container(stream: bytes, name: str) -> bytes:
    """The records as the only stream of a compound file, as old programs of Microsoft wrote all their files."""
    stream = stream.ljust(max(_SMALLEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < tables + 1 + sectors:
        tables += 1
    assert tables <= 109, "larger files have tables of tables, which are not written here"
    first = tables + 1
    chain = [-3] * tables + [-2] + [*range(first + 1, first + sectors), -2]
    chain += [-1] * (tables * 128 - len(chain))
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHHHII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0) + struct.pack("<I", tables)
    head += struct.pack("<iIIiIiI", tables, 0, _SMALLEST_STREAM, -2, 0, -2, 0)
    head += struct.pack("<109i", *range(tables), *[-1] * (109 - tables))
    folder = _entry("Root Entry", 5, 1, -2, 0) + _entry(name, 2, -1, first, len(stream)) + _entry("", 0, -1, 0, 0) * 2
    return head + struct.pack(f"<{len(chain)}i", *chain) + folder + stream


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    stored = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = stored.ljust(64, b"\0") + struct.pack("<HBBiii", len(stored), kind, 1, -1, -1, child)
    return head + bytes(36) + struct.pack("<iII", first, size, 0)
