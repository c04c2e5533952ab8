"""Parts of a workbook as plain text, where that is certain to mean what a parser would find.

Patterns read text several times as fast as a tree of elements. They may be used on what ``plain_text`` lets through,
and only where what they match is well-formed by itself and nothing is left between the matches.
"""

import re

from salesbook.hosts.cell_texts import text_from_xml
from salesbook.hosts.ooxml_names import MAIN, tag
from salesbook.hosts.ooxml_package import parse_xml

TEXT = r"[^<&]*(?:&(?:amp|lt|gt|quot|apos);[^<&]*)*"
"""A pattern for the text of an element."""

_DECLARATION = re.compile(r'<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>')
_SHARED_TEXT = re.compile(rf'(<si><t(?: xml:space="preserve")?(?:/>|>({TEXT})</t>)</si>\s*)')
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class UnusualPartError(Exception):
    """A part is not written as patterns expect it; nothing needs to be wrong with it."""


def plain_text(content: bytes) -> str:
    """The text of a part in which every ``<`` begins a tag and every character is one that XML allows."""
    text = content.decode("utf-8-sig")
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() :] if declaration else text
    if "<!" in body or "<?" in body or len(content.translate(None, _CONTROLS)) != len(content):
        raise UnusualPartError
    if "\ufffe" in body or "\uffff" in body:
        raise UnusualPartError
    return body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body


def plain_shared_texts(content: bytes, part: str) -> list[str]:
    """The texts that cells name by number.

    Raises:
        UnusualPartError: Some have formatting of their own, or the part is written in another way.
        BrokenPackageError: What surrounds them is damaged.
    """
    text = plain_text(content)
    first, last = text.find("<si>"), text.rfind("</si>") + len("</si>")
    if not 0 <= first < last:
        raise UnusualPartError
    root = parse_xml((text[:first] + text[last:]).encode(), part)
    if root.tag != tag("sst") or root.nsmap.get(None) != MAIN or len(root):
        raise UnusualPartError
    found = _SHARED_TEXT.findall(text, first, last)
    if sum(len(whole) for whole, _ in found) != last - first:
        raise UnusualPartError
    return [text_from_xml(without_entities(shared)) for _, shared in found]


def without_entities(text: str) -> str:
    """A text with the five entities that every XML file knows resolved; patterns let no others through."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text
