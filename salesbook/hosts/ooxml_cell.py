"""One cell of a sheet part: its children, and how a constant or a formula's result is stored in it."""

from datetime import datetime
from decimal import Decimal

from lxml import etree

from salesbook.hosts.cell_texts import ERROR_TEXTS, number_to_text, text_from_xml, text_to_xml
from salesbook.hosts.host import CellError, CellValue
from salesbook.hosts.ooxml_names import PRESERVE_SPACE, tag

VALUE, FORMULA, INLINE, TEXT = (tag(name) for name in ("v", "f", "is", "t"))
_PHONETIC = tag("rPh")


def child_of(cell: etree._Element, name: str) -> etree._Element | None:
    """The child of this name. A plain loop: ``find`` takes several times as long, and this runs for every cell."""
    for child in cell:
        if child.tag == name:
            return child
    return None


def shown_text(item: etree._Element) -> str:
    """The text of a shared or inline string without its formatting and without reading aids for Chinese characters."""
    texts = (text for text in item.iter(TEXT) if not _is_reading_aid(text))
    return text_from_xml("".join(text.text or "" for text in texts))


def _is_reading_aid(text: etree._Element) -> bool:
    parent = text.getparent()
    return parent is not None and parent.tag == _PHONETIC


def moment_from_iso(text: str) -> CellValue:
    """The day or moment of a cell that stores it as text, which Excel reads but does not write."""
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    return moment if moment.time() != datetime.min.time() else moment.date()


def set_style(cell: etree._Element, style: int) -> None:
    """Give a cell a style; 0 is the one that needs not be named."""
    if style:
        cell.set("s", str(style))
    else:
        cell.attrib.pop("s", "")


def set_constant(cell: etree._Element, value: str | float | Decimal | CellError) -> None:
    """Store a value in an empty cell. Numbers that a spreadsheet cannot hold become ``#NUM!``."""
    if isinstance(value, bool):
        cell.set("t", "b")
        add_text(cell, VALUE, "1" if value else "0")
    elif isinstance(value, CellError) and value.text in ERROR_TEXTS:
        cell.set("t", "e")
        add_text(cell, VALUE, value.text)
    elif isinstance(value, CellError | str):
        cell.set("t", "inlineStr")
        add_text(etree.SubElement(cell, INLINE), TEXT, text_to_xml(str(getattr(value, "text", value))))
    else:
        text = number_to_text(value)
        add_text(cell, VALUE, text or "#NUM!")
        if text is None:
            cell.set("t", "e")


def set_result(cell: etree._Element, value: str | Decimal) -> None:
    """The value that a formula had when it was written."""
    if isinstance(value, str):
        cell.set("t", "str")
        add_text(cell, VALUE, text_to_xml(value))
    else:
        set_constant(cell, value)


def add_text(parent: etree._Element, name: str, text: str) -> None:
    """Add a child with a text of which no space is lost."""
    child = etree.SubElement(parent, name)
    child.text = text
    if text != text.strip() or "\n" in text:
        child.set(PRESERVE_SPACE, "preserve")
