"""How a mark looks and reads, the same on every host: colours, the note's author, what is added to people's notes."""

from collections.abc import Iterable
from dataclasses import replace

from salesbook.hosts.host import Mark

FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
"""Fill colours by severity, as red, green, blue."""

AUTHOR = "salesbook"
RULE = "----- salesbook -----"
"""The line above our text in a note that holds, or may hold, a person's text as well."""


def one_per_cell(marks: Iterable[Mark]) -> dict[tuple[int, int], Mark]:
    r"""Marks by row and column. Several on one cell become one: worst severity, notes joined by a blank line.

    >>> marks = [Mark("S", 2, 1, "warning", "Late."), Mark("S", 2, 1, "error", "Too much.")]
    >>> one_per_cell(marks)[2, 1].severity, one_per_cell(marks)[2, 1].note
    ('error', 'Late.\n\nToo much.')
    """
    joined: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        cell = (mark.row_number, mark.column_number)
        known = joined.get(cell)
        if known is None:
            joined[cell] = mark
        else:
            severity = "error" if "error" in (known.severity, mark.severity) else "warning"
            joined[cell] = replace(known, severity=severity, note=f"{known.note}\n\n{mark.note}")  # type: ignore[arg-type]  # a plain str
    return joined


def our_block(text: str) -> str:
    """Our text with the line that tells it apart."""
    return f"{RULE}\n{text}"


def our_span(note: str, ours: str) -> tuple[int, int] | None:
    r"""Where our text stands in a note, with its line and the line end before it; ``None`` when it is not there.

    When the text we remember is not found, everything from our line on counts as ours.

    >>> note = "Ask Li\n----- salesbook -----\nToo much. Thanks"
    >>> start, end = our_span(note, "Too much.")
    >>> note[:start] + note[end:]
    'Ask Li Thanks'
    """
    block = our_block(ours)
    for known in (f"\n{block}", block, ours) if ours else ():
        start = note.find(known)
        if start >= 0:
            return start, start + len(known)
    start = note.find(RULE)
    if start < 0:
        return None
    return start - note[:start].endswith("\n"), len(note)
