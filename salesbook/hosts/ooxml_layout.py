"""How the cells of rows that are alike are laid out: one pattern reads thousands of such rows at once.

Rows of a list differ in what is stored and in which cells are blank, hardly in anything else. Most columns hold cells
of one kind only, that is of one style and type; of the others the pattern tells the kind of each cell.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from salesbook.hosts.addresses import column_of
from salesbook.hosts.host import NOTHING, CellValue, RowBlock
from salesbook.hosts.ooxml_formulas import WrittenFormulas
from salesbook.hosts.ooxml_meanings import CellMeanings, Meanings
from salesbook.hosts.ooxml_patterns import TEXT

ROW_ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9]*(?::[A-Za-z]+)?="[^"<&]*")*'
FORMULA = rf'<f(?: [A-Za-z0-9]+="[^"<&]*")*(?:/>|>{TEXT}</f>)'
_KIND = '(?: s="[0-9]+")?(?: t="[A-Za-z]+")?'
_PARTS = re.compile(r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(/?)')
_INLINE = ' t="inlineStr"'
_FREE_TEXTS = (_INLINE, ' t="str"')
_MOST_COLUMNS = 200


class SeenCell(NamedTuple):
    """What a column of a sheet holds in some row.

    Attributes:
        letters: Of the column.
        kind: Style and type as they stand in the file.
    """

    letters: str
    kind: str
    has_formula: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A column in which cells were seen.

    Attributes:
        kind: Of all its filled cells; ``None`` when there are several or formulas among them.
        group: The first of its groups in the pattern: of one kind the stored texts alone, else first the kinds, with
            a slash where the cell is blank, then formulas if it has any, and texts; those within the cell come last.
    """

    offset: int
    letters: str
    kind: str | None
    has_formulas: bool
    has_inline: bool
    has_free_texts: bool
    group: int

    @property
    def groups(self) -> int:
        return 1 if self.kind is not None else 2 + self.has_formulas + self.has_inline

    @property
    def pattern(self) -> str:
        """Of a cell, which a row may lack."""
        text = f"(?!<)({TEXT})" if self.has_free_texts else "([^<&]+)"
        stored, inline = f"<v>{text}</v>", f'<is><t(?: xml:space="preserve")?>{text}</t></is>'
        if self.kind is not None:
            value = inline if self.has_inline else stored
            return f'(?:<c r="{self.letters}[0-9]+"(?:{self.kind}>{value}</c>|{_KIND}/>))?'
        value = (f"({FORMULA})?" if self.has_formulas else "") + (
            f"(?:{stored}|{inline})" if self.has_inline else stored
        )
        return f'(?:<c r="{self.letters}[0-9]+"({_KIND}/?)>(?:(?<!/>){value}</c>|(?<=/>)))?'


class Layout:
    """Columns in which cells may stand, and what they may hold.

    Args:
        seen: Filled cells of rows before.
        meanings: Of the workbook.
        formulas: Of the sheet.
        is_hidden: Whether a row with these attributes is hidden.
    """

    def __init__(
        self, seen: set[SeenCell], meanings: CellMeanings, formulas: WrittenFormulas, is_hidden: Callable[[str], bool]
    ) -> None:
        self._meanings, self._formulas, self._is_hidden = meanings, formulas, is_hidden
        self._formats: dict[tuple[str | bool, ...], Mapping[int, str]] = {}
        self._columns: list[_Column] = []
        group = 0
        for letters in sorted({cell.letters for cell in seen}, key=column_of):
            cells = [cell for cell in seen if cell.letters == letters]
            column = _Column(
                offset=column_of(letters) - 1,
                letters=letters,
                kind=cells[0].kind if len(cells) == 1 and not cells[0].has_formula else None,
                has_formulas=any(cell.has_formula for cell in cells),
                has_inline=any(cell.kind.endswith(_INLINE) for cell in cells),
                has_free_texts=any(cell.kind.endswith(_FREE_TEXTS) for cell in cells),
                group=group,
            )
            self._columns.append(column)
            group += column.groups
        cells_of_row = "".join(column.pattern for column in self._columns)
        self._pattern = re.compile(f'(<row r="([0-9]+)"({ROW_ATTRIBUTES})>{cells_of_row}</row>)')
        # A shared text may be blank, and then its cell has no format; a pattern cannot see that.
        self._is_usable = 0 < len(self._columns) <= _MOST_COLUMNS and "" not in meanings.shared_texts

    def rows(self, text: str, first: int, last: int) -> list[RowBlock] | None:
        """The rows of a stretch of text; ``None`` when not all of it is laid out like this."""
        found = self._pattern.findall(text, first, last) if self._is_usable else []
        if not found:
            return None
        wholes, written_numbers, attributes, *groups = zip(*found, strict=True)
        if sum(map(len, wholes)) != last - first:
            return None
        numbers = list(map(int, written_numbers))
        columns: list[Sequence[CellValue]] = [()] * (self._columns[-1].offset + 1)
        formulas: dict[int, Iterable[str | None]] = {}
        shape: list[Iterable[str | bool]] = []
        for column in self._columns:
            texts = groups[column.group : column.group + column.groups]
            if column.kind is not None:
                columns[column.offset] = list(map(self._of(column.kind).__getitem__, texts[0]))
                shape.append(map(bool, texts[0]) if self._format_of(column.kind) != "General" else repeat(False))
                continue
            kinds, stored = texts[0], texts[1 + column.has_formulas]
            if column.has_inline:
                if not _fits(kinds, texts[-1]):
                    return None
                stored = tuple(map(operator.add, stored, texts[-1]))
            meanings = {kind: self._of(kind) for kind in set(kinds)}
            values = [meanings[kind][text] for kind, text in zip(kinds, stored, strict=True)]
            columns[column.offset] = values
            if column.has_formulas:
                formulas[column.offset] = self._texts(texts[1], numbers, column.offset, values)
            shape.append(kinds)
        hidden = {text: self._is_hidden(text) for text in set(attributes)}
        return list(
            map(
                RowBlock,
                numbers,
                zip(*(column or repeat(None) for column in columns), strict=False),
                map(hidden.__getitem__, attributes),
                _by_offset(formulas),
                map(self._formats_of, zip(*shape, strict=False)),
            )
        )

    def _texts(
        self, elements: Sequence[str], numbers: Sequence[int], offset: int, values: Sequence[CellValue]
    ) -> list[str | None]:
        """The formulas of a column; ``None`` where there is none."""
        text = self._formulas.text
        return [
            text(element, number, offset, value) if element else None
            for element, number, value in zip(elements, numbers, values, strict=True)
        ]

    def _of(self, kind: str) -> Meanings:
        style, cell_type, _ = _parts(kind)
        return self._meanings.of(cell_type, style)

    def _format_of(self, kind: str) -> str:
        style, _, is_blank = _parts(kind)
        return "General" if is_blank else self._meanings.format_of(style)

    def _formats_of(self, shape: tuple[str | bool, ...]) -> Mapping[int, str]:
        """The number formats of a row: of each cell its kind is told, or whether it is filled."""
        if shape not in self._formats:
            formats = {}
            for column, found in zip(self._columns, shape, strict=True):
                kind = found if isinstance(found, str) else (column.kind or "") if found else ""
                if (code := self._format_of(kind)) != "General":
                    formats[column.offset] = code
            self._formats[shape] = formats or NOTHING
        return self._formats[shape]


def _by_offset(columns: Mapping[int, Iterable[str | None]]) -> Iterable[Mapping[int, str]]:
    """The formulas of each row."""
    if not columns:
        return repeat(NOTHING)
    return (
        {offset: text for offset, text in zip(columns, texts, strict=True) if text is not None} or NOTHING
        for texts in zip(*columns.values(), strict=True)
    )


def _parts(kind: str) -> tuple[str, str, bool]:
    """Style and type of a cell as they stand in the file, and whether it is blank."""
    match = _PARTS.fullmatch(kind)
    assert match is not None, "it was found by a like pattern"
    return match[1] or "", match[2] or "", bool(match[3])


def _fits(kinds: Sequence[str], inline: Sequence[str]) -> bool:
    """Whether all texts that stand within their cells stand in cells that say so."""
    return all((_INLINE in kind) == (text != "") for kind, text in zip(kinds, inline, strict=True))
