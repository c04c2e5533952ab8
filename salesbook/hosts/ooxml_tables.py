"""Where a table stands on its sheet, and what else has to change when it gets longer or shorter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from salesbook.hosts.addresses import Area, parse_area
from salesbook.hosts.cell_texts import text_from_xml
from salesbook.hosts.ooxml_names import tag
from salesbook.hosts.ooxml_package import damaged_part

_SQREF = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_STRETCHED = ("conditionalFormatting", "dataValidation")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table as its part describes it.

    Attributes:
        part: Name of the table part.
        sheet: Name of the sheet it stands on.
        name: The name people know the table by.
        area: With header and totals row.
        header_rows: 1, or 0 when the header is switched off.
        totals_rows: 0 or 1.
        columns: Names of the columns; the sheet shows the same, unless someone edited it with another program.
    """

    part: str
    sheet: str
    name: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]

    @property
    def body(self) -> Area:
        """The rows between header and totals."""
        return self.area._replace(
            first_row=self.area.first_row + self.header_rows, last_row=self.area.last_row - self.totals_rows
        )

    @property
    def column_numbers(self) -> range:
        """The columns of the sheet that the table covers."""
        return range(self.area.first_column, self.area.last_column + 1)

    def with_body_rows(self, count: int) -> "TablePlace":
        """The same table with another number of body rows."""
        last_row = self.body.first_row + count - 1 + self.totals_rows
        return replace(self, area=self.area._replace(last_row=last_row))


def table_place(root: etree._Element, part: str, sheet: str) -> TablePlace:
    """Read a table part.

    Raises:
        BrokenPackageError: It has no area.
    """
    area = parse_area(root.get("ref", ""))
    if area is None:
        raise damaged_part(part)
    return TablePlace(
        part,
        sheet,
        root.get("displayName", root.get("name", "")),
        area,
        int(root.get("headerRowCount", "1")),
        int(root.get("totalsRowCount", "0")),
        tuple(text_from_xml(column.get("name", "")) for column in root.iter(tag("tableColumn"))),
    )


def store_area(root: etree._Element, place: TablePlace) -> None:
    """Write the area of a table into its part; filter and sorting follow."""
    root.set("ref", str(place.area))
    for name in ("insertRow", "insertRowShift"):
        root.attrib.pop(name, "")
    for filtered in root.iterchildren(tag("autoFilter")):
        filtered.set("ref", str(place.area._replace(last_row=place.body.last_row)))
    for sorting in root.iter(tag("sortState"), tag("sortCondition")):
        sorted_area = parse_area(sorting.get("ref", ""))
        if sorted_area:
            sorting.set("ref", str(sorted_area._replace(last_row=place.body.last_row)))


def stretch_ranges(sheet: etree._Element, body: Area, last_row: int) -> None:
    """Let validations and conditional formats that covered whole columns of a body cover its new rows."""
    for name in _STRETCHED:
        for element in sheet.iter(tag(name)):
            element.set("sqref", _stretched(element.get("sqref", ""), body, last_row))
    for element in extension_ranges(sheet, *_STRETCHED):
        element.text = _stretched(element.text or "", body, last_row)


def extension_ranges(sheet: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """The ranges of newer validations and formats. Sparklines have some of the same name that must stay."""
    for element in sheet.iter(_SQREF):
        parent = element.getparent()
        if parent is not None and etree.QName(parent).localname in kinds:
            yield element


def _stretched(ranges: str, body: Area, last_row: int) -> str:
    return " ".join(_stretched_range(text, body, last_row) for text in ranges.split())


def _stretched_range(text: str, body: Area, last_row: int) -> str:
    area = parse_area(text)
    if area is None or not body.overlaps(area) or (area.first_row, area.last_row) != (body.first_row, body.last_row):
        return text
    if area.first_column < body.first_column or area.last_column > body.last_column:
        return text
    return str(area._replace(last_row=last_row))
