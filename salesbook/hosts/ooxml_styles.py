"""The styles of a workbook: what number format a cell has, and the same look with another format or fill.

A style is the number in a cell's ``s``. Styles are only ever added, so numbers stay valid.
"""

import re
from functools import cached_property

from lxml import etree

from salesbook.hosts.ooxml_names import MAIN, is_true, tag

DATE_FORMAT = "yyyy-mm-dd"
MOMENT_FORMAT = "yyyy-mm-dd hh:mm"

_GENERAL = "General"
# Formats that Excel knows by number alone. 27 to 36 and 50 to 58 depend on the language; all of them are dates.
BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-m-d"),
}
_FIRST_OWN_FORMAT = 164
# Quoted text, escaped characters, fillers and brackets (colours, conditions, languages) say nothing about dates.
_NOT_TOKENS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_TOKENS = re.compile(r"[ymdhs]", re.IGNORECASE)

_EMPTY_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
EMPTY_STYLES = _EMPTY_STYLES.encode()
"""The content of a styles part for a workbook that has none."""


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a time.

    >>> is_date_format("yyyy-mm-dd"), is_date_format('[Red]0.00" days"'), is_date_format("General")
    (True, False, False)
    """
    if code == _GENERAL:
        return False
    return _DATE_TOKENS.search(_NOT_TOKENS.sub("", code).split(";")[0].replace(_GENERAL, "")) is not None


class Styles:
    """The cell styles of one workbook.

    Attributes:
        root: The styles part; given only to be read until ``is_changed``.
        is_changed: Whether a style was added.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.is_changed = False
        formats = root.find(tag("numFmts"))
        own = {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in (() if formats is None else formats)}
        self._codes: dict[int, str] = BUILT_IN_FORMATS | own
        self._styles = list(self._list("cellXfs"))
        self._fills = list(self._list("fills"))

    def format_of(self, style: int) -> str:
        """The number format code, ``General`` when none is set."""
        if style >= len(self._styles):
            return _GENERAL
        return self._codes.get(int(self._styles[style].get("numFmtId", "0")), _GENERAL)

    def has_frame(self, style: int) -> bool:
        """Whether a cell has a line on one of its sides."""
        number = int(self._styles[style].get("borderId", "0")) if style < len(self._styles) else 0
        borders = self.root.find(tag("borders"))
        if borders is None or number >= len(borders):
            return False
        return any(side.get("style", "none") != "none" for side in borders[number])

    def is_wrapped(self, style: int) -> bool:
        """Whether a long text of a cell goes on in further lines."""
        alignment = self._styles[style].find(tag("alignment")) if style < len(self._styles) else None
        return alignment is not None and is_true(alignment.get("wrapText"))

    def with_format(self, style: int, code: str) -> int:
        """The style that differs from this one only in its number format."""
        changed = self._copy(style)
        changed.set("numFmtId", str(self._format_number(code)))
        changed.set("applyNumberFormat", "1")
        return self._index_of(changed)

    def fill_of(self, style: int) -> str:
        """The fill of a style as XML, to be compared or given to ``with_fill``."""
        number = int(self._styles[style].get("fillId", "0")) if style < len(self._styles) else 0
        return _canonical(self._fills[number]) if number < len(self._fills) else solid_fill("")

    def colour_of(self, style: int) -> str:
        """The colour of a plain fill, such as ``FFC7CE``; empty when there is none or it comes from the theme."""
        fill = parse_fragment(self.fill_of(style))
        pattern = fill.find(tag("patternFill"))
        colour = fill.find(f"{tag('patternFill')}/{tag('fgColor')}")
        if pattern is None or pattern.get("patternType") != "solid" or colour is None:
            return ""
        return colour.get("rgb", "")[-6:].upper()

    def with_fill(self, style: int, fill: str) -> int:
        """The style that differs from this one only in its fill."""
        changed = self._copy(style)
        number = self._fill_number(fill)
        changed.set("fillId", str(number))
        if number:
            changed.set("applyFill", "1")
        else:
            changed.attrib.pop("applyFill", "")
        return self._index_of(changed)

    def differ_only_in_fill(self, style: int, other: int) -> bool:
        """Whether two styles that both exist look the same apart from their fill."""
        if max(style, other) >= len(self._styles):
            return False
        return _without_fill(self._styles[style]) == _without_fill(self._styles[other])

    def _copy(self, style: int) -> etree._Element:
        return parse_fragment(_canonical(self._styles[style if style < len(self._styles) else 0]))

    def _index_of(self, wanted: etree._Element) -> int:
        text = _canonical(wanted)
        if text not in self._style_numbers:
            self._style_numbers[text] = self._append("cellXfs", self._styles, wanted)
        return self._style_numbers[text]

    def _format_number(self, code: str) -> int:
        for number, known in self._codes.items():
            if known == code and not (27 <= number <= 36 or 50 <= number <= 58):
                return number
        number = max(_FIRST_OWN_FORMAT, *(known + 1 for known in self._codes))
        element = etree.Element(tag("numFmt"))
        element.set("numFmtId", str(number))
        element.set("formatCode", code)
        self._append("numFmts", [], element)
        self._codes[number] = code
        return number

    def _fill_number(self, fill: str) -> int:
        if fill not in self._fill_numbers:
            self._fill_numbers[fill] = self._append("fills", self._fills, parse_fragment(fill))
        return self._fill_numbers[fill]

    @cached_property
    def _style_numbers(self) -> dict[str, int]:
        return _first_numbers(self._styles)

    @cached_property
    def _fill_numbers(self) -> dict[str, int]:
        return _first_numbers(self._fills)

    def _append(self, list_name: str, known: list[etree._Element], element: etree._Element) -> int:
        parent = self._list(list_name)
        parent.append(element)
        parent.set("count", str(len(parent)))
        known.append(element)
        self.is_changed = True
        return len(parent) - 1

    def _list(self, name: str) -> etree._Element:
        found = self.root.find(tag(name))
        if found is None:
            found = etree.Element(tag(name))
            # Number formats come first of all; the other lists exist in every styles part.
            self.root.insert(0, found) if name == "numFmts" else self.root.append(found)
        return found


def _first_numbers(elements: list[etree._Element]) -> dict[str, int]:
    """The place of each element in a list; of equal ones, the first."""
    return {_canonical(element): number for number, element in reversed(list(enumerate(elements)))}


def solid_fill(rgb: str) -> str:
    """The XML of a plain fill in one colour, given as ``FFC7CE``; the empty text means no fill."""
    inside = (
        f'<patternFill patternType="solid"><fgColor rgb="FF{rgb}"/><bgColor indexed="64"/></patternFill>'
        if rgb
        else '<patternFill patternType="none"/>'
    )
    return _canonical(parse_fragment(f'<fill xmlns="{MAIN}">{inside}</fill>'))


def parse_fragment(text: str) -> etree._Element:
    """One element from XML that this program wrote itself."""
    return etree.fromstring(text)


def _canonical(element: etree._Element) -> str:
    """XML that is equal for equal elements: attributes sorted, foreign prefixes and surrounding blanks gone."""
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False).decode()


def _without_fill(style: etree._Element) -> str:
    copy = parse_fragment(_canonical(style))
    for name in ("fillId", "applyFill"):
        copy.attrib.pop(name, "")
    return _canonical(copy)
