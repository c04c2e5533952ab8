"""Files for the tests of foreign files: one order list in several formats, and files put together by hand."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from salesbook.hosts.host import CellValue

SAMPLES = Path(__file__).with_name("samples")
"""What ``write_orders`` writes, saved by LibreOffice as .xls and .ods."""

HEADERS = ("Order", "Customer", "Day", "Moment", "Quantity", "Price", "Tax", "Paid", "Total")
FIRST = ("SO-1", "甲公司", date(2026, 1, 5), datetime(2026, 1, 5, 9, 30), 10, Decimal("3.5"), Decimal("0.17"), True, 35)  # noqa: DTZ001 - cells know no time zones
SECOND = ("007", "Müller & Söhne", date(2026, 2, 28), None, -2, Decimal("0.1"), Decimal("0.05"), False, Decimal("-0.2"))


def write_orders(path: Path) -> Path:
    """A list with dates, percentages, formulas, an error, a hidden row, merged cells and a hidden sheet."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Orders 訂單")
    day, moment, percent = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0%"))
    looks = (None, None, day, moment, None, None, percent, None)
    sheet.write_row(0, 0, HEADERS)
    for row_index, values in ((1, FIRST), (2, SECOND)):
        for column, (value, look) in enumerate(zip(values, looks, strict=False)):
            if isinstance(value, date):
                sheet.write_datetime(row_index, column, value, look)
            elif isinstance(value, str):
                sheet.write_string(row_index, column, value)
            elif value is not None:
                sheet.write(row_index, column, value, look)
        sheet.write_formula(row_index, 8, f"=E{row_index + 1}*F{row_index + 1}", None, float(values[8]))
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
    sheet.write_string(4, 1, "error")
    sheet.merge_range("A7:B8", "both")
    sheet.write_number(7, 2, 1)
    hidden = book.add_worksheet("Secret")
    hidden.write(0, 0, "hidden")
    hidden.hide()
    book.add_worksheet("Second").write("C5", "x")
    book.close()
    return path


def write_csv(path: Path, rows: Iterable[Sequence[str | None]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Rows as another program would export them."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_sheet_xml(path: Path, sheet: str, *, shared: str = "", styles: str = "") -> Path:
    """A workbook whose only sheet has this XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = {
        "worksheet": "s.xml",
        **({"sharedStrings": "t.xml"} if shared else {}),
        **({"styles": "y.xml"} if styles else {}),
    }
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="book.xml"/></Relationships>',
        "book.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "_rels/book.xml.rels": f'<Relationships xmlns="{relations}">'
        + "".join(f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{part}"/>' for kind, part in kinds.items())
        + "</Relationships>",
        "s.xml": sheet,
        "t.xml": shared,
        "y.xml": styles,
    }
    return write_parts(path, {name: text for name, text in parts.items() if text})


def sheet_xml(rows: str, around: str = "") -> str:
    """A sheet part with these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{around}</worksheet>'


def write_ods(path: Path, tables: str, styles: str = "") -> Path:
    """An OpenDocument spreadsheet with these tables."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return write_parts(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_table(cells: str, *more_rows: str, repeated: int = 1) -> str:
    """A table whose first row has these cells."""
    first = f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'
    return f'<table:table table:name="S">{first}{"".join(more_rows)}</table:table>'


def write_parts(path: Path, parts: dict[str, str]) -> Path:
    """A zip file with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def values_of(rows: Iterable[tuple[int, Sequence[CellValue]]], width: int) -> list[tuple[int, tuple[CellValue, ...]]]:
    """Rows with their numbers, filled up with blanks."""
    return [(number, (*values, *([None] * (width - len(values))))) for number, values in rows]
