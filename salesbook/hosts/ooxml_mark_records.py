"""What salesbook remembers in a workbook about the marks it set: a small XML item that Excel keeps as it is.

Styles alone would not tell how a cell looked before. When the item is lost, marks are still found by their notes.
"""

from dataclasses import dataclass

from lxml import etree

from salesbook.hosts.addresses import address, parse_area
from salesbook.hosts.cell_texts import text_from_xml, text_to_xml
from salesbook.hosts.ooxml_package import Package, parse_xml

_NAMESPACE = "urn:salesbook:marks"
_ITEM_KIND = "customXml"
_PROPERTIES_KIND = "customXmlProps"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    b'<ds:datastoreItem ds:itemID="{5B0F9C1E-6D0A-4E0B-9B57-5A1E5B00C0DE}" '
    b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    b'<ds:schemaRefs><ds:schemaRef ds:uri="urn:salesbook:marks"/></ds:schemaRefs></ds:datastoreItem>'
)


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """How a cell was before its mark.

    Attributes:
        sheet_id: The number that a sheet keeps when it is renamed.
        cell: Row and column.
        style: The style it had. Excel may number styles anew when it saves, so this is checked before use.
        fill: The fill of that style as XML, for when the number no longer fits.
        note: Our text; empty when none was added.
        anchor: The box a person's note had before.
    """

    sheet_id: str
    cell: tuple[int, int]
    style: int
    fill: str
    note: str
    anchor: str


def load_marks(package: Package, workbook_part: str) -> list[MarkRecord]:
    """The marks a workbook remembers; none when the item is missing."""
    _, part = _find_item(package, workbook_part)
    if not part:
        return []
    records = (_record(element) for element in parse_xml(package.read(part), part))
    return [record for record in records if record]


def store_marks(package: Package, workbook_part: str, records: list[MarkRecord]) -> None:
    """Remember exactly these marks; without any, the item is taken away."""
    source, part = _find_item(package, workbook_part)
    if not records:
        if part:
            _remove_item(package, source, part)
        return
    content = _content(records)
    if part:
        package.replace(part, content)
    else:
        _add_item(package, workbook_part, content)


def _find_item(package: Package, workbook_part: str) -> tuple[str, str]:
    """Our item and the part that names it: the workbook, or the package itself after LibreOffice saved it."""
    for source in (workbook_part, ""):
        for part in package.related(source, _ITEM_KIND):
            if _NAMESPACE.encode() in package.read(part)[:500]:
                return source, part
    return workbook_part, ""


def _add_item(package: Package, workbook_part: str, content: bytes) -> None:
    part = package.free_name("customXml/item{}.xml")
    properties = package.free_name("customXml/itemProps{}.xml")
    package.ensure_extension("xml", "application/xml")
    package.add(part, content, "")
    package.add(properties, _PROPERTIES, _PROPERTIES_TYPE)
    package.relate(part, _PROPERTIES_KIND, properties)
    package.relate(workbook_part, _ITEM_KIND, part)


def _remove_item(package: Package, source: str, part: str) -> None:
    for properties in package.related(part, _PROPERTIES_KIND):
        package.remove(properties, part)
    package.remove(part, source)


def _content(records: list[MarkRecord]) -> bytes:
    root = etree.fromstring(f'<marks xmlns="{_NAMESPACE}"/>')
    for record in records:
        element = etree.SubElement(root, f"{{{_NAMESPACE}}}mark")
        element.set("sheet", record.sheet_id)
        element.set("cell", address(*record.cell))
        element.set("style", str(record.style))
        element.set("fill", record.fill)
        element.set("anchor", record.anchor)
        element.text = text_to_xml(record.note)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _record(element: etree._Element) -> MarkRecord | None:
    area = parse_area(element.get("cell", ""))
    style = element.get("style", "")
    if area is None or not style.isdigit():
        return None
    return MarkRecord(
        element.get("sheet", ""),
        (area.first_row, area.first_column),
        int(style),
        element.get("fill", ""),
        text_from_xml(element.text or ""),
        element.get("anchor", ""),
    )
