"""The grid of a printed page: which columns there are, how wide, and what a text needs of them.

A page is one sheet. Its head and its lines share the columns; where they want other widths, a column of the lines
takes several of the grid.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Generic, TypeVar

from salesbook.settings import Language
from salesbook.words import Words

Row = TypeVar("Row")

PAGE_WIDTH = 98.0
"""Of an A4 page between its margins, in Excel's units of column width."""

_CLOSE = 6.0
"""Edges nearer than this to each other become one."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of a table.

    Attributes:
        shown: What a row shows there.
        width: 0 is what its longest text or number needs, at least ``fewest`` and at most ``most``.
        least: Decimals of its numbers, at least.
        is_sum: The sums stand below it.
        is_rest: It takes what the others leave.
    """

    title: Words
    shown: Callable[[Row], str | Decimal | None]
    width: float = 0
    is_number: bool = False
    least: int = 0
    is_box: bool = False
    indent: int = 0
    fewest: float = 0
    most: float = 40.0
    is_sum: bool = False
    is_rest: bool = False


def amount_column(
    title: Words, shown: Callable[[Row], str | Decimal | None], decimals: int, fewest: float = 0
) -> Column[Row]:
    """The column that the sums stand below."""
    return Column(title, shown, is_number=True, least=decimals, is_sum=True, fewest=fewest)


@dataclass(frozen=True)
class Grid:
    """Columns of the sheet.

    Attributes:
        widths: Of the columns of the sheet.
        spans: First and last column of the sheet that each column of the lines takes.
        middle: First column of the right half; ``value`` is the first one after the labels there.
        parts: The same of a page that is divided into equal parts, or nearly so.
    """

    widths: tuple[float, ...]
    spans: tuple[tuple[int, int], ...]
    middle: int
    value: int
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int:
        """The last column of the sheet."""
        return len(self.widths) - 1

    def width(self, first: int, last: int) -> float:
        """Of several columns together."""
        return sum(self.widths[first : last + 1])


def fitted(
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    language: Language,
    sums: Iterable[Decimal] = (),
    parts: int = 0,
) -> Grid:
    """Give each column what its longest text or number needs, and one of them what is left.

    Args:
        columns: One of them takes the rest.
        rows: Of the table.
        language: Of the titles.
        sums: Numbers below the column of sums.
        parts: Into how many equal parts the page is divided as well.
    """
    below = list(sums)
    widths = [column.width or _needed(column, rows, language, below if column.is_sum else []) for column in columns]
    place = next(place for place, column in enumerate(columns) if column.is_rest)
    widths[place] = max(22.0, PAGE_WIDTH - sum(width for index, width in enumerate(widths) if index != place))
    return grid_of(widths, parts=parts)


def _needed(column: Column[Row], rows: Sequence[Row], language: Language, below: Sequence[Decimal]) -> float:
    values = [*map(column.shown, rows), *below]
    numbers = [number_width(value, column.least) for value in values if isinstance(value, Decimal)]
    texts = [text_width(value) + 2 for value in values if isinstance(value, str)]
    title = text_width(column.title.get(language)) + 2 + column.indent
    return max(column.fewest, title, min(column.most, max([*numbers, *texts], default=0.0)))


def grid_of(widths: Sequence[float], middle: float = 0.5, label: float = 0.19, parts: int = 0) -> Grid:
    """Divide a page for lines with columns of these widths, and a head with a right half of labels and values.

    Args:
        widths: Of the columns of the lines.
        middle: Where the right half begins, as a share of the page.
        label: What the labels there take, as a share of the page.
        parts: Into how many equal parts the page is divided as well, as far as edges are not close to each other.

    >>> grid_of([50, 20, 30]).spans
    ((0, 0), (1, 1), (2, 2))
    >>> grid_of([5, 75, 20]).spans
    ((0, 0), (1, 3), (4, 4))
    >>> grid_of([50, 20, 30], parts=4).parts
    ((0, 0), (1, 1), (2, 2), (3, 3))
    """
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    whole, own = edges[-1], list(edges)
    marks = [_edge(whole * middle, own, [], _CLOSE)]
    marks.append(_edge(max(whole * (middle + label), marks[0] + whole * label / 2), own, marks, _CLOSE))
    cuts: list[float] = []
    for number in range(1, parts):
        cuts.append(_edge(whole * number / parts, [*own, *marks], cuts, _CLOSE))
    edges = sorted({*own, *marks, *cuts})
    borders = [0.0, *sorted(cuts), whole] if parts else []

    def span(left: float, right: float) -> tuple[int, int]:
        return edges.index(left), edges.index(right) - 1

    return Grid(
        tuple(right - left for left, right in pairwise(edges)),
        tuple(span(*pair) for pair in pairwise(own)),
        edges.index(marks[0]),
        edges.index(marks[1]),
        tuple(span(*pair) for pair in pairwise(borders)),
    )


def _edge(wanted: float, there: Sequence[float], taken: Sequence[float], close: float) -> float:
    """An edge that is there already if it is close, else a new one."""
    near = min(there[1:-1], key=lambda edge: abs(edge - wanted), default=wanted)
    return near if abs(near - wanted) <= close and near not in taken else wanted


def text_width(text: str) -> float:
    """What a text takes in Excel's units, rather too much than too little.

    >>> text_width("1,200.00"), text_width("螺栓")
    (7.2, 4.04)
    """
    return round(sum(map(_letter_width, text)), 2)


def _letter_width(letter: str) -> float:
    if ord(letter) > _CHINESE_FROM:
        return 2.02
    if letter in " .,:;'|il":
        return 0.6
    if letter in "fjrt":
        return 0.75
    if letter in "cs":
        return 0.9
    return 1.3 if letter.isupper() or letter in "@%&mw" else 1.0


_CHINESE_FROM = 0x2E7F


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines that fit; words stay whole where they can, Chinese breaks anywhere.

    >>> wrapped("Hexagon bolt, zinc plated", 14)
    ['Hexagon bolt,', 'zinc plated']
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _pieces(paragraph):
            if line and text_width((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
            while text_width(line.rstrip()) > width and len(line) > 1:
                fitting = next(end for end in range(len(line), 0, -1) if end == 1 or text_width(line[:end]) <= width)
                lines.append(line[:fitting])
                line = line[fitting:]
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """What may not be divided: a word with the blank after it, or one Chinese sign."""
    pieces, word = [], ""
    for letter in text:
        word += letter
        if letter == " " or ord(letter) > _CHINESE_FROM:
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def number_format(value: Decimal, least: int = 0) -> str:
    """Excel's format that shows a number as it is, with at least so many decimals; Excel would show ``10.`` by ``0.#``.

    >>> number_format(Decimal("10")), number_format(Decimal("2.5000"), 2), number_format(Decimal("0.1234"), 2)
    ('#,##0', '#,##0.00', '#,##0.0000')
    """
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    decimals = max(least, -exponent)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def number_width(value: Decimal, least: int = 0) -> float:
    """What a number needs when it is shown like that."""
    decimals = len(number_format(value, least).partition(".")[2])
    return len(f"{value:,.{decimals}f}") + 1.5
