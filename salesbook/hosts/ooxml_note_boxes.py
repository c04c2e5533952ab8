"""The yellow boxes in which Excel draws notes: one VML drawing per sheet.

VML is changed as text: Excel itself writes VML that is not well-formed XML, and the shapes of
others, buttons among them, must stay as they are.
"""

import re
import unicodedata
from collections.abc import Collection

_IDS_PER_BLOCK = 1024
_SHAPE = re.compile(r"<(\w+):shape\b[^>]*>.*?</\1:shape>\s*", re.DOTALL)
_NOTE = re.compile(r"ObjectType=[\"']Note[\"']")
_ROW = re.compile(r"<\w+:Row>\s*(\d+)\s*</")
_COLUMN = re.compile(r"<\w+:Column>\s*(\d+)\s*</")
_ANCHOR = re.compile(r"(<\w+:Anchor>)(.*?)(</)", re.DOTALL)
_ID = re.compile(r"_x0000_s(\d+)\b")
_BLOCKS = re.compile(r"(<\w+:idmap\b[^>]*?\bdata=[\"'])([\d, ]*)([\"'])")
_NOTE_TYPE = re.compile(r"<\w+:shapetype\b[^>]*\bid=[\"']_x0000_t202[\"']")

_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NOTE_TYPE_XML = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)

WIDTH = 300
_CHARACTERS_PER_LINE = 42
_LINE_HEIGHT = 17


def empty_drawing(block: int) -> str:
    """A drawing without shapes, that takes its shape numbers from a block no other drawing uses."""
    return (
        f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
    )


def number_blocks(drawing: str) -> list[int]:
    """The blocks of 1024 shape numbers that a drawing has claimed."""
    return [int(number) for match in _BLOCKS.finditer(drawing) for number in re.findall(r"\d+", match[2])]


def height_for(text: str) -> int:
    """Pixels that a text needs in a box of ``WIDTH``; Chinese characters are twice as wide as Latin ones.

    >>> height_for("Too much."), height_for("超出" * 30)
    (32, 66)
    """
    lines = sum(1 + max(0, _width(line) - 1) // _CHARACTERS_PER_LINE for line in text.split("\n"))
    return 15 + lines * _LINE_HEIGHT


class NoteBoxes:
    """The shapes of one drawing."""

    def __init__(self, drawing: str, free_block: int) -> None:
        self._drawing = drawing
        self._free_block = free_block
        self._blocks = number_blocks(drawing)
        self._taken = {int(number) for number in _ID.findall(drawing)}
        self._added: list[str] = []

    @property
    def drawing(self) -> str:
        """The drawing as it is now."""
        if self._added:
            head, _, tail = self._drawing.rpartition("</xml>")
            shape_type = "" if _NOTE_TYPE.search(head) else _NOTE_TYPE_XML
            self._drawing = "".join((head, shape_type, *self._added, "</xml>", tail))
            self._added = []
        return self._drawing

    @property
    def has_shapes(self) -> bool:
        """Whether anything is drawn."""
        return _SHAPE.search(self.drawing) is not None

    def add(self, row_number: int, column_number: int, anchor: str) -> None:
        """Add the hidden box of a note; it appears when the pointer rests on the cell."""
        number = self._free_number()
        self._added.append(
            f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" '
            f'style="position:absolute;margin-left:60pt;margin-top:2pt;width:225pt;height:60pt;z-index:{len(self._taken)};'
            'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row_number - 1}</x:Row><x:Column>{column_number - 1}</x:Column></x:ClientData></v:shape>"
        )

    def remove(self, cells: Collection[tuple[int, int]]) -> None:
        """Take away the boxes of the notes on these cells."""
        self._drawing = _SHAPE.sub(lambda match: "" if _note_cell(match[0]) in cells else match[0], self.drawing)

    def anchor_of(self, row_number: int, column_number: int) -> str:
        """Where the box of a note stands, empty when there is none or it does not say."""
        for match in _SHAPE.finditer(self.drawing):
            if _note_cell(match[0]) == (row_number, column_number):
                anchor = _ANCHOR.search(match[0])
                return anchor[2] if anchor else ""
        return ""

    def set_anchor(self, row_number: int, column_number: int, anchor: str) -> None:
        """Move and size the box of a note that says where it stands."""

        def changed(match: re.Match[str]) -> str:
            if _note_cell(match[0]) != (row_number, column_number):
                return match[0]
            return _ANCHOR.sub(lambda found: f"{found[1]}{anchor}{found[3]}", match[0])

        self._drawing = _SHAPE.sub(changed, self.drawing)

    def _free_number(self) -> int:
        for block in self._blocks:
            for number in range(block * _IDS_PER_BLOCK + 1, (block + 1) * _IDS_PER_BLOCK):
                if number not in self._taken:
                    self._taken.add(number)
                    return number
        self._blocks.append(self._free_block)
        blocks = ",".join(map(str, self._blocks))
        self._drawing = _BLOCKS.sub(lambda match: f"{match[1]}{blocks}{match[3]}", self._drawing, count=1)
        self._free_block += 1
        return self._free_number()


def _note_cell(shape: str) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not (_NOTE.search(shape) and row and column):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
