"""The XML names that the parts of a workbook share."""

from functools import cache

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PRESERVE_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@cache
def tag(name: str) -> str:
    """The full name of an element of a sheet, table, styles or workbook part."""
    return f"{{{MAIN}}}{name}"


def is_true(text: str | None) -> bool:
    """A flag as attributes carry it; a missing one is off."""
    return text in ("1", "true", "on")
