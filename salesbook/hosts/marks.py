"""How a mark looks and reads, the same on every host: colours, the note's author, what is added to people's notes."""

from collections.abc import Iterable
from dataclasses import replace

from salesbook.hosts.host import Mark

FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
"""Fill colours by severity, as red, green, blue."""

AUTHOR = "salesbook"
SEPARATOR = "\n----- salesbook -----\n"
"""Stands between a person's note and ours."""


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


def with_our_text(note: str, ours: str) -> str:
    """The text of a note after ours was added below a person's."""
    return f"{note}{SEPARATOR}{ours}" if note else ours


def our_span(note: str, ours: str) -> tuple[int, int] | None:
    """Where our text, separator included, stands in a note; ``None`` when it is not there.

    When the text we remember is not found, everything from the separator on counts as ours.

    >>> our_span("Ask Li" + SEPARATOR + "Too much." + " ok", "Too much.")
    (6, 38)
    """
    for block in (f"{SEPARATOR}{ours}", ours):
        start = note.find(block) if ours else -1
        if start >= 0:
            return start, start + len(block)
    start = note.find(SEPARATOR)
    return (start, len(note)) if start >= 0 else None
