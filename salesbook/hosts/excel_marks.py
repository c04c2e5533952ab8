"""Marks in a running Excel: colouring cells, adding notes, and giving back what was there before.

Our notes start with a line of their own, by which they are found again. A cell that had a colour
before gets a defined name that tells it: a name moves with its cell, and only such cells need one.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from salesbook.hosts.host import Mark
from salesbook.hosts.marks import AUTHOR, FILLS, RULE, one_per_cell, our_block, our_span

_FORMER = "_salesbook_was_"


def show_marks(book: Any, sheet: Any, marks: Sequence[Mark]) -> None:
    """Take away all our marks on an ``xlwings.Sheet`` and show these."""
    former = dict(_former_colours(book, sheet))
    for note in list(sheet.notes):
        if RULE in note.text or _author(note) == AUTHOR:
            cell = note.location
            _restore_colour(cell, former)
            _remove_text(note)
    for cell, mark in one_per_cell(marks).items():
        _add(book, sheet.range(cell), mark)


def _add(book: Any, cell: Any, mark: Mark) -> None:
    colour = cell.color
    if colour is not None:
        name = f"{_FORMER}{_hex(colour)}_{cell.sheet.index}_{cell.row}_{cell.column}"
        sheet_name = cell.sheet.name.replace("'", "''")
        book.names.add(name, f"='{sheet_name}'!{cell.address}")
    cell.color = f"#{FILLS[mark.severity]}"
    note = cell.note
    if note is None:
        note = cell.add_note(our_block(mark.note))
    else:
        note.text = f"{note.text}\n{our_block(mark.note)}"
    if sys.platform == "win32":
        note.api.Shape.TextFrame.AutoSize = True


def _restore_colour(cell: Any, former: dict[tuple[int, int], Any]) -> None:
    """Give a cell its colour back, unless a person has coloured it since."""
    name = former.get((cell.row, cell.column))
    colour = cell.color
    if colour is not None and _hex(colour) in FILLS.values():
        cell.color = f"#{name.name.removeprefix(_FORMER)[:6]}" if name else None
    if name:
        name.delete()


def _remove_text(note: Any) -> None:
    text = note.text
    start, end = our_span(text, "") or (0, len(text))
    rest = text[:start] + text[end:]
    if rest.strip():
        note.text = rest
    else:
        note.delete()


def _former_colours(book: Any, sheet: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Our names that tell a colour, by row and column; those whose cell was deleted are dropped."""
    for name in list(book.names):
        if not name.name.startswith(_FORMER):
            continue
        if "#REF!" in name.refers_to:
            name.delete()
            continue
        cell = name.refers_to_range
        if cell.sheet.name == sheet.name:
            yield (cell.row, cell.column), name


def _author(note: Any) -> str:
    return str(note.author or "")


def _hex(colour: tuple[int, int, int]) -> str:
    return "".join(f"{part:02X}" for part in colour)
