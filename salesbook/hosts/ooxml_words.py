"""The words of a workbook in another language: sheets, headers, labels, drop-downs, and the formulas that name them.

What is to be translated is learnt from two workbooks that differ in their language alone. Whatever else stands in a
file, texts of people among it, stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from lxml import etree

from salesbook.hosts.addresses import Area, parse_area
from salesbook.hosts.ooxml_names import tag
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook

_CHART_FORMULA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
_NEWER_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}f"
_VALIDATION, _LIST = tag("dataValidation"), tag("formula1")
_PROMPTS = ("promptTitle", "prompt", "errorTitle", "error")
_FORMULAS = tuple(tag(name) for name in ("f", "formula", "formula1", "formula2"))

_TEXT = r'"(?:[^"]|"")*"'
_SHEET = r"'((?:[^']|'')+)'!|([^\W\d][\w.]*)!"
_STRUCTURED = r"([^\W\d][\w.]*)(\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
_NAMES = re.compile(rf"({_TEXT})|{_SHEET}|{_STRUCTURED}")
_PLAIN_HEADER = re.compile(r"[\w %]+")


@dataclass
class WordPairs:
    """What is called how in the other language.

    Attributes:
        sheets: Names of sheets.
        headers: Titles of columns, by table.
        texts: What stands in cells outside tables, by the old name of the sheet.
        homes: On which sheet a table stands, by its old name.
        rules: Lists and messages of data validations.
        fonts: Names of fonts.
        widths: Of the columns of a sheet, as they were made and as they are made in the other language.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    widths: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def formula(self, text: str) -> str:
        """A formula that says the same with the other names; its texts stay.

        >>> pairs = WordPairs(sheets={"Orders": "訂單列表"}, headers={"tblOrders": {"Net": "未稅", "No.": "單號"}})
        >>> print(pairs.formula('SUM(tblOrders[Net])&Orders!A1&"Orders!"&tblOrders[[#This Row],[No.]]'))
        SUM(tblOrders[未稅])&'訂單列表'!A1&"Orders!"&tblOrders[[#This Row],[單號]]
        """
        return _NAMES.sub(self._renamed, text)

    def _renamed(self, match: re.Match[str]) -> str:
        text, quoted, plain, table, columns = match.groups()
        if text is not None:
            return match[0]
        if table is None:
            name = quoted.replace("''", "'") if quoted else plain
            return f"{_quoted(self.sheets[name])}!" if name in self.sheets else match[0]
        titles = self.headers.get(table, {})
        alone = re.fullmatch(r"\[\[?([^\[\]]+)\]?\]", columns)
        if alone and alone[1] in titles:
            new = titles[alone[1]]
            return f"{table}[{new}]" if _PLAIN_HEADER.fullmatch(new) else f"{table}[[{new}]]"
        return table + re.sub(r"\[([^\[\]]+)\]", lambda found: f"[{titles.get(found[1], found[1])}]", columns)


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def learn(old: OoxmlWorkbook, new: OoxmlWorkbook) -> WordPairs:
    """The words of two workbooks that are alike but for their language."""
    pairs = WordPairs(sheets=dict(zip(old.sheets, new.sheets, strict=True)))
    for name, place in old.tables.items():
        pairs.headers[name] = dict(zip(place.columns, new.tables[name].columns, strict=True))
        pairs.homes[name] = place.sheet
    for title, other in pairs.sheets.items():
        pairs.texts[title] = dict(_texts(old, title, new, other))
        here, there = old.package.tree(old.sheets[title].part), new.package.tree(new.sheets[other].part)
        pairs.widths[title] = (_columns(here), _columns(there))
        for rule, translated in zip(here.iter(_VALIDATION), there.iter(_VALIDATION), strict=True):
            pairs.rules |= {rule.get(name, ""): translated.get(name, "") for name in _PROMPTS if rule.get(name)}
            if (offered := rule.findtext(_LIST) or "").startswith('"'):
                pairs.rules[offered] = translated.findtext(_LIST) or offered
    for font, other_font in zip(_fonts(old), _fonts(new), strict=False):
        pairs.fonts[font.get("val", "")] = other_font.get("val", "")
    return pairs


def _texts(old: OoxmlWorkbook, title: str, new: OoxmlWorkbook, other: str) -> Iterator[tuple[str, str]]:
    there = new.cells(other)
    for row, column, value in _typed(old, title):
        translated = there.value_at(row, column)
        if isinstance(translated, str):
            yield value, translated


def _typed(book: OoxmlWorkbook, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Texts of a sheet outside the bodies of tables."""
    bodies = [place.body for place in book.tables.values() if place.sheet == sheet]
    cells = book.cells(sheet)
    for row, column in list(cells.stored_styles()):
        if any(body.contains(row, column) for body in bodies) or cells.has_formula(row, column):
            continue
        value = cells.value_at(row, column)
        if isinstance(value, str) and cells.origin(row, column) == (row, column):
            yield row, column, value


def translate(book: OoxmlWorkbook, pairs: WordPairs) -> None:
    """Give a workbook the other words."""
    for title in list(book.sheets):
        learnt = _learnt_as(book, title, pairs)
        known = pairs.texts.get(learnt, {})
        writes = [(row, column, known[text]) for row, column, text in _typed(book, title) if text in known]
        writes += list(_chosen(book, title, pairs))
        for row, column, text in writes:
            book.edited_cells(title).write(row, column, text)
        _set_widths(book.package.edit(book.sheets[title].part), *pairs.widths.get(learnt, (b"", b"")))
    for place in book.tables.values():
        _translate_table(book.package.edit(place.part), pairs.headers.get(place.name, {}), pairs)
    for sheet in book.sheets.values():
        root = book.package.edit(sheet.part)
        _translate_sheet(root, pairs)
        _translate_formulas(root.iter(*_FORMULAS, _NEWER_FORMULA), pairs)
        for part in _charts_of(book, sheet.part):
            _translate_formulas(book.package.edit(part).iter(_CHART_FORMULA), pairs)
    workbook = book.package.edit(book.part)
    for element in workbook.iter(tag("sheet")):
        element.set("name", pairs.sheets.get(element.get("name", ""), element.get("name", "")))
    _translate_formulas(workbook.iter(tag("definedName")), pairs)
    for font in _fonts(book):
        font.set("val", pairs.fonts.get(font.get("val", ""), font.get("val", "")))
    for part in book.package.related(book.part, "styles"):
        book.package.edit(part)
    for part in book.package.related("", "extended-properties"):
        _translate_titles(book.package.edit(part), pairs.sheets)


def _learnt_as(book: OoxmlWorkbook, title: str, pairs: WordPairs) -> str:
    """Under which name a sheet was learnt: its own; where somebody has renamed it, that of the sheet with its table."""
    if title in pairs.sheets:
        return title
    tables = (name for name, place in book.tables.items() if place.sheet == title)
    return next((pairs.homes[name] for name in tables if name in pairs.homes), "")


def _columns(sheet: etree._Element) -> bytes:
    """How wide the columns of a sheet are."""
    found = sheet.find(tag("cols"))
    return b"" if found is None else etree.tostring(found, method="c14n")


def _chosen(book: OoxmlWorkbook, sheet: str, pairs: WordPairs) -> Iterator[tuple[int, int, str]]:
    """Cells that hold a choice of a drop-down that is translated."""
    cells = book.cells(sheet)
    for rule in book.package.tree(book.sheets[sheet].part).iter(_VALIDATION):
        offered = rule.findtext(_LIST) or ""
        if offered not in pairs.rules or not offered.startswith('"'):
            continue
        other = dict(zip(_choices(offered), _choices(pairs.rules[offered]), strict=True))
        for area in filter(None, map(parse_area, rule.get("sqref", "").split())):
            for row, column in _stored(cells.stored_styles(), area):
                value = cells.value_at(row, column)
                if isinstance(value, str) and value in other and not cells.has_formula(row, column):
                    yield row, column, other[value]


def _choices(offered: str) -> list[str]:
    return offered.strip('"').replace('""', '"').split(",")


def _stored(styles: Mapping[tuple[int, int], int], area: Area) -> Iterable[tuple[int, int]]:
    if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > len(styles):
        return [place for place in styles if area.contains(*place)]
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    return [place for place in product(rows, columns) if place in styles]


def _translate_table(root: etree._Element, titles: Mapping[str, str], pairs: WordPairs) -> None:
    for column in root.iter(tag("tableColumn")):
        column.set("name", titles.get(column.get("name", ""), column.get("name", "")))
    _translate_formulas(root.iter(tag("calculatedColumnFormula"), tag("totalsRowFormula")), pairs)


def _translate_sheet(root: etree._Element, pairs: WordPairs) -> None:
    for rule in root.iter(_VALIDATION):
        for name in _PROMPTS:
            if (said := rule.get(name, "")) in pairs.rules:
                rule.set(name, pairs.rules[said])
        offered = rule.find(_LIST)
        if offered is not None and offered.text in pairs.rules:
            offered.text = pairs.rules[offered.text]
    for link in root.iter(tag("hyperlink")):
        if link.get("location"):
            link.set("location", pairs.formula(link.get("location", "")))
            link.attrib.pop("display", "")


def _set_widths(sheet: etree._Element, made: bytes, wanted: bytes) -> None:
    """Titles need other widths; columns that somebody has set otherwise keep theirs."""
    columns = sheet.find(tag("cols"))
    if columns is not None and wanted and _columns(sheet) == made:
        sheet.replace(columns, etree.fromstring(wanted))


def _translate_formulas(elements: Iterable[etree._Element], pairs: WordPairs) -> None:
    for element in elements:
        if element.text:
            element.text = pairs.formula(element.text)


def _charts_of(book: OoxmlWorkbook, part: str) -> Iterator[str]:
    for drawing in book.package.related(part, "drawing"):
        yield from book.package.related(drawing, "chart")


def _fonts(book: OoxmlWorkbook) -> list[etree._Element]:
    """The names of the fonts, in the order of the styles."""
    parts = book.package.related(book.part, "styles")
    fonts = (font for part in parts for font in book.package.tree(part).iter(tag("font")))
    return [name for font in fonts for name in font.iter(tag("name"))]


def _translate_titles(root: etree._Element, sheets: Mapping[str, str]) -> None:
    """The list of sheets in the properties of the file."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}lpstr"):
            element.text = sheets.get(element.text or "", element.text)
