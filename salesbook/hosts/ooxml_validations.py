"""Drop-downs in a sheet part: which cells of a table lost theirs, and how they get it back.

Only the element ``dataValidations`` changes. Rules of newer Excel versions, which stand in an extension of the
sheet, are seen and left alone.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from salesbook.hosts.addresses import LAST_COLUMN, LAST_ROW, Area, parse_area
from salesbook.hosts.drop_downs import LONGEST_LIST, uncovered, usual
from salesbook.hosts.host import DropDown
from salesbook.hosts.ooxml_formulas import moved_formula
from salesbook.hosts.ooxml_names import tag
from salesbook.hosts.ooxml_tables import extension_ranges

_RULES, _RULE, _FORMULA = tag("dataValidations"), tag("dataValidation"), tag("formula1")
_BEFORE_RULES = frozenset(
    tag(name)
    for name in (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    )
)
"""What stands before the rules; a sheet whose parts have another order is reported as damaged."""


@dataclass(frozen=True, eq=False)
class _Rule:
    """A validation with its ranges."""

    element: etree._Element
    areas: list[Area]

    @property
    def formula(self) -> str:
        """Of its list; empty when it is a rule of another kind."""
        found = self.element.findtext(_FORMULA) if self.element.get("type") == "list" else ""
        return (found or "").strip()


def repairs(
    sheet: etree._Element, body: Area, drop_downs: Mapping[int, DropDown | None], names: Collection[str]
) -> list[Callable[[], None]]:
    """What has to be done so that the columns of a table's body have their drop-downs again.

    Args:
        sheet: The sheet part; it is not changed until a repair is called.
        body: Of the table.
        drop_downs: See ``hosts.host.Workbook.restore_drop_downs``.
        names: Defined names of the workbook, in lower case.
    """
    root = sheet.find(_RULES)
    elements = () if root is None else root.iterchildren(_RULE)
    rules = [_Rule(element, _areas(element.get("sqref", ""))) for element in elements]
    newer = [area for element in extension_ranges(sheet, "dataValidation") for area in _areas(element.text or "")]
    found: list[Callable[[], None]] = []
    for offset, drop_down in drop_downs.items():
        column = body._replace(first_column=body.first_column + offset, last_column=body.first_column + offset)
        found += _column_repairs(sheet, column, rules, newer, drop_down if _is_offered(drop_down, names) else None)
    return found


def _column_repairs(
    sheet: etree._Element, column: Area, rules: list[_Rule], newer: list[Area], drop_down: DropDown | None
) -> Iterator[Callable[[], None]]:
    spans = {rule: list(_spans(rule.areas, column)) for rule in rules}
    newer_spans = list(_spans(newer, column))
    rows = range(column.first_row, column.last_row + 1)
    lost = [
        column._replace(first_row=first, last_row=last)
        for first, last in uncovered(rows, [*newer_spans, *(span for found in spans.values() for span in found)])
    ]
    if not lost or _count(newer_spans) * 2 >= len(rows):
        return
    lists: dict[str, _Rule] = {}
    counts: Counter[str] = Counter()
    for rule, found in spans.items():
        if found and rule.formula:
            lists.setdefault(rule.formula, rule)
            counts[rule.formula] += _count(found)
    formula = usual(counts, None if drop_down is None else _file_source(drop_down), len(rows))
    if formula is not None:
        # A formula that looks at neighbouring cells counts from the first cell of its ranges, which may change.
        if moved_formula(formula, 1, 1) == formula:
            chosen = lists[formula]
            yield lambda: _extend(chosen, lost)
    elif drop_down is not None:
        yield lambda: _add(sheet, drop_down, lost)


def _extend(rule: _Rule, lost: list[Area]) -> None:
    """Add cells of one column to a rule, joined with those of the same column that it has already."""
    column = lost[0].first_column
    beside = [area for area in rule.areas if (area.first_column, area.last_column) != (column, column)]
    joined: list[Area] = []
    for area in sorted({*rule.areas, *lost} - {*beside}):
        if joined and area.first_row <= joined[-1].last_row + 1:
            joined[-1] = joined[-1]._replace(last_row=max(joined[-1].last_row, area.last_row))
        else:
            joined.append(area)
    rule.areas[:] = [*beside, *joined]
    rule.element.set("sqref", _sqref(rule.areas))


def _add(sheet: etree._Element, drop_down: DropDown, cells: list[Area]) -> None:
    """A rule as XlsxWriter writes it into new workbooks."""
    root = sheet.find(_RULES)
    if root is None:
        root = etree.Element(_RULES)
        before = [child for child in sheet if child.tag in _BEFORE_RULES]
        before[-1].addnext(root)
    rule = etree.SubElement(root, _RULE)
    rule.set("type", "list")
    if not drop_down.is_strict:
        rule.set("errorStyle", "warning")
    for flag in ("allowBlank", "showInputMessage", "showErrorMessage"):
        rule.set(flag, "1")
    if drop_down.message:
        rule.set("promptTitle", drop_down.title)
        rule.set("prompt", drop_down.message)
    rule.set("sqref", _sqref(cells))
    etree.SubElement(rule, _FORMULA).text = _file_source(drop_down)
    root.set("count", str(len(root.findall(_RULE))))


def _is_offered(drop_down: DropDown | None, names: Collection[str]) -> bool:
    """Whether the list can be built: Excel must know its name, and must take so many letters."""
    if drop_down is None or isinstance(drop_down.source, str):
        return drop_down is not None and drop_down.formula().removeprefix("=").casefold() in names
    return len(drop_down.formula()) <= LONGEST_LIST


def _file_source(drop_down: DropDown) -> str:
    if isinstance(drop_down.source, str):
        return drop_down.source.removeprefix("=")
    return '"{}"'.format(drop_down.formula().replace('"', '""'))


def _spans(areas: list[Area], column: Area) -> Iterator[tuple[int, int]]:
    """First and last row of each part of a column that the areas cover."""
    for area in areas:
        if area.overlaps(column):
            yield max(area.first_row, column.first_row), min(area.last_row, column.last_row)


def _count(spans: list[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in spans)


def _areas(sqref: str) -> list[Area]:
    """The ranges of a rule. One that cannot be read counts as everywhere, so that nothing is missed in it."""
    return [parse_area(text) or Area(1, 1, LAST_ROW, LAST_COLUMN) for text in sqref.split()]


def _sqref(areas: list[Area]) -> str:
    return " ".join(map(str, areas))
