"""Rows put into the middle of a sheet, so that everything below moves down and every reference still means the same.

What a spreadsheet program does when somebody inserts rows: cells, merged areas, formats by condition, drop-downs,
links, notes, pictures, charts, tables, print areas and formulas of the whole workbook follow. Parts in which nothing
is about the rows keep their bytes.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from salesbook.hosts.addresses import parse_area
from salesbook.hosts.ooxml_formulas import moved_formula
from salesbook.hosts.ooxml_names import tag
from salesbook.hosts.ooxml_shifting import Insertion, UncertainReferenceError
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook
from salesbook.problems import HostError, Reason

_CELL, _ROW, _FORMULA, _VALUE, _MERGE = tag("c"), tag("row"), tag("f"), tag("v"), tag("mergeCell")
_FORMULAS = frozenset(
    ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
)
_LINKS = ("textlink", "fmlaLink", "fmlaRange", "location")
"""Attributes that hold a reference: of shapes, of controls, of links within the workbook."""
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ANCHORS = (f"{_DRAWING}twoCellAnchor", f"{_DRAWING}oneCellAnchor")
"""What goes with its cells; newer shapes have theirs deeper in the drawing."""
_SHAPE = re.compile(r"<(\w+):shape\b[^>]*>.*?</\1:shape>", re.DOTALL)
_SHAPE_ROW = re.compile(r"(<\w+:Row>\s*)(\d+)(\s*</)")
_SHAPE_ANCHOR = re.compile(r"(<\w+:Anchor>)([^<]*)(</)")
_DIGITS = "0123456789"


def insert_line_rows(workbook: OoxmlWorkbook, sheet: str, first: int, last: int, count: int) -> Insertion:
    """Give a block of like rows more of them, right above its last row.

    New rows look like the row above them and have its formulas, moved along; where colours alternate, they go on
    alternating. What every row has, such as a box to tick, they have, too; other texts are of their row alone.
    Sums over the block, what stands below, and the print area follow.

    Args:
        workbook: The workbook; it is changed at once.
        sheet: Where the block is.
        first: Its first row.
        last: Its last row.
        count: Of new rows.

    Raises:
        HostError: Something of the sheet cannot be moved with certainty; the workbook must then not be saved.
    """
    at = last if last > first else last + 1
    insertion = Insertion(sheet, at, count, grows=last == first)
    part = workbook.sheets[sheet].part
    if workbook.package.related(part, "pivotTable"):
        raise _refusal(sheet, Reason("reason-pivot-table"))
    _spell_out_shared(workbook, sheet)
    root = workbook.package.edit(part)
    rows = {int(row.get("r", "0")): row for row in root.iter(_ROW)}
    alike = _columns_alike(rows, last) if last > first else set()
    common = _common_contents(rows, range(first, last + 1)) if last > first else set()
    try:
        _move_formulas(workbook, insertion)
    except UncertainReferenceError as error:
        raise _refusal(sheet, Reason("reason-several-sheets", {"formula": str(error)})) from error
    _move_cells(root, insertion)
    _move_ranges(root, insertion)
    _move_around(workbook, part, insertion)
    sources = _sources(rows, first, last, count)
    for target, source in sources.items():
        _copy_row(root, rows, source, target, common)
    _continue_last_row(rows, alike, last, count)
    workbook.forget_cells(sheet)
    workbook.expect_calculation()
    return insertion


def _refusal(sheet: str, reason: Reason) -> HostError:
    return HostError("form-rows-not-inserted", sheet=sheet, reason=reason)


def _spell_out_shared(workbook: OoxmlWorkbook, sheet: str) -> None:
    """Formulas that several cells share are written in each: afterwards they are no longer the same."""
    for name in workbook.sheets:
        cells = workbook.cells(name)
        if cells.shares_formulas and (name == sheet or cells.shares_references):
            workbook.edited_cells(name).spell_out_shared()


def _move_formulas(workbook: OoxmlWorkbook, insertion: Insertion) -> None:
    """Every formula of the workbook; those of a sheet or its tables may leave its name out."""
    homes = {place.part: place.name for place in workbook.sheets.values()}
    homes |= {place.part: place.sheet for place in workbook.tables.values()}
    for part in workbook.package.names():
        if not part.endswith(".xml") or part.startswith(("docProps/", "customXml/", "[")):
            continue
        changes = list(_formula_changes(workbook.package.tree(part), insertion, homes.get(part)))
        if changes:
            workbook.package.edit(part)
        for change in changes:
            change()


def _formula_changes(root: etree._Element, insertion: Insertion, sheet: str | None) -> Iterator[Callable[[], None]]:
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in _FORMULAS and element.text:
            moved = insertion.formula(element.text, sheet)
            if moved != element.text:
                yield lambda element=element, moved=moved: setattr(element, "text", moved)  # type: ignore[misc]
        for attribute in _LINKS:
            said = element.get(attribute)
            if said and (moved := insertion.formula(said, sheet)) != said:
                yield lambda e=element, a=attribute, m=moved: e.set(a, m)  # type: ignore[misc]
        source = element.get("sheet") if name == "worksheetSource" else None
        if source is not None and source.casefold() == insertion.sheet.casefold() and element.get("ref"):
            ranges = insertion.ranges(element.get("ref", ""))
            if ranges != element.get("ref"):
                yield lambda e=element, m=ranges: e.set("ref", m)  # type: ignore[misc]


def _columns_alike(rows: dict[int, etree._Element], last: int) -> set[str]:
    """Letters of the columns whose formula in the last row is the one above, moved along."""
    above, below = _formulas_of(rows.get(last - 1)), _formulas_of(rows.get(last))
    return {
        letters
        for letters, formula in below.items()
        if letters in above and formula.text and moved_formula(above[letters].text or "", 1, 0) == formula.text
    }


def _formulas_of(row: etree._Element | None) -> dict[str, etree._Element]:
    cells = () if row is None else row.iterchildren(_CELL)
    found = ((cell.get("r", "").rstrip(_DIGITS), cell.find(_FORMULA)) for cell in cells)
    return {letters: formula for letters, formula in found if formula is not None}


def _continue_last_row(rows: dict[int, etree._Element], alike: set[str], last: int, count: int) -> None:
    """Let formulas of the last row that look at the row above look at the new row above."""
    above, below = _formulas_of(rows.get(last - 1)), _formulas_of(rows.get(last))
    for letters in alike:
        below[letters].text = moved_formula(above[letters].text or "", count + 1, 0)


def _sources(rows: dict[int, etree._Element], first: int, last: int, count: int) -> dict[int, int]:
    """The row that each new row is copied from."""
    if last == first:
        return {last + number: last for number in range(1, count + 1)}
    looks = [_look(rows, last - number) for number in (1, 2, 3)]
    alternate = last - first >= 3 and looks[0] == looks[2] != looks[1]
    return {last + number: last - 2 if alternate and number % 2 == 0 else last - 1 for number in range(count)}


def _look(rows: dict[int, etree._Element], row_number: int) -> list[tuple[str, str]]:
    row = rows.get(row_number)
    cells = () if row is None else row.iterchildren(_CELL)
    return [(cell.get("r", "").rstrip(_DIGITS), cell.get("s", "0")) for cell in cells]


def _move_cells(root: etree._Element, insertion: Insertion) -> None:
    for row in root.iter(_ROW):
        number = int(row.get("r", "0"))
        if number >= insertion.at:
            _renumber(row, insertion.row(number))


def _renumber(row: etree._Element, row_number: int) -> None:
    row.set("r", str(row_number))
    for cell in row.iterchildren(_CELL):
        cell.set("r", cell.get("r", "").rstrip(_DIGITS) + str(row_number))


def _move_ranges(root: etree._Element, insertion: Insertion) -> None:
    """All that a sheet says of cells beside the cells themselves."""
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "f" and element.get("t") in ("array", "dataTable"):
            area = parse_area(element.get("ref", ""))
            if element.get("t") == "dataTable" or area is None or area.first_row < insertion.at <= area.last_row:
                raise _refusal(insertion.sheet, Reason("reason-array-formula", {"cells": element.get("ref", "")}))
        if element.get("ref"):
            element.set("ref", insertion.ranges(element.get("ref", ""), grows=name != "mergeCell"))
        for attribute in ("sqref", "activeCell", "topLeftCell"):
            if element.get(attribute):
                element.set(attribute, insertion.ranges(element.get(attribute, "")))
        if name == "sqref" and element.text:
            element.text = insertion.ranges(element.text)
        if name in ("cellWatch", "inputCells"):
            element.set("r", insertion.ranges(element.get("r", "")))
        if name == "brk" and etree.QName(element.getparent()).localname == "rowBreaks":
            element.set("id", str(insertion.row(int(element.get("id", "0")))))
        if name == "anchor":
            _move_anchor(element, insertion, grows=element.get("sizeWithCells") == "1")


def _move_around(workbook: OoxmlWorkbook, part: str, insertion: Insertion) -> None:
    """Tables, notes, pictures and charts of the sheet."""
    package = workbook.package
    for kind in ("table", "comments", "threadedComment"):
        for related in package.related(part, kind):
            for element in package.tree(related).iter(etree.Element):
                said = element.get("ref")
                if said and (moved := insertion.ranges(said)) != said:
                    package.edit(related)
                    element.set("ref", moved)
    workbook.forget_tables()
    for related in package.related(part, "drawing"):
        for anchor in package.tree(related).iter(*_ANCHORS):
            if _is_moved(anchor, insertion):
                package.edit(related)
                _move_anchor(anchor, insertion, grows=anchor.get("editAs", "twoCell") == "twoCell")
    for related in package.related(part, "vmlDrawing"):
        drawing = package.read(related).decode("utf-8", "surrogateescape")
        moved = _SHAPE.sub(lambda match: _moved_shape(match[0], insertion), drawing)
        if moved != drawing:
            package.replace(related, moved.encode("utf-8", "surrogateescape"))


def _is_moved(anchor: etree._Element, insertion: Insertion) -> bool:
    corners = (anchor.findtext(f"{_DRAWING}{corner}/{_DRAWING}row") for corner in ("from", "to"))
    return any(row is not None and int(row) + 1 >= insertion.at for row in corners)


def _move_anchor(anchor: etree._Element, insertion: Insertion, *, grows: bool) -> None:
    """Move what is drawn; what reaches over the new rows gets longer where it goes with its cells."""
    top = anchor.find(f"{_DRAWING}from/{_DRAWING}row")
    bottom = anchor.find(f"{_DRAWING}to/{_DRAWING}row")
    if top is None:
        return
    is_below = int(top.text or 0) + 1 >= insertion.at
    if is_below:
        top.text = str(int(top.text or 0) + insertion.count)
    if bottom is None or int(bottom.text or 0) + 1 < insertion.at:
        return
    ends_at_edge = (
        int(bottom.text or 0) + 1 == insertion.at and anchor.findtext(f"{_DRAWING}to/{_DRAWING}rowOff", "0") == "0"
    )
    if is_below or (grows and not ends_at_edge):
        bottom.text = str(int(bottom.text or 0) + insertion.count)


def _moved_shape(shape: str, insertion: Insertion) -> str:
    """The box of a note, or of an old control."""
    row = _SHAPE_ROW.search(shape)
    anchor = _SHAPE_ANCHOR.search(shape)
    numbers = anchor[2].split(",") if anchor else []
    first = int(row[2]) if row else int(numbers[2]) if len(numbers) == 8 else -1
    if first + 1 < insertion.at:
        return shape
    if len(numbers) == 8:
        for place in (2, 6):
            numbers[place] = f" {int(numbers[place]) + insertion.count}"
        shape = _SHAPE_ANCHOR.sub(lambda match: match[1] + ",".join(numbers) + match[3], shape)
    return _SHAPE_ROW.sub(lambda match: f"{match[1]}{int(match[2]) + insertion.count}{match[3]}", shape)


def _common_contents(rows: dict[int, etree._Element], block: range) -> set[str]:
    """Letters of the columns in which every row holds the same."""
    found: list[dict[str, bytes]] = []
    for number in block:
        cells = rows[number].iterchildren(_CELL) if number in rows else ()
        filled = ((cell.get("r", "").rstrip(_DIGITS), cell) for cell in cells if len(cell))
        found.append({letters: _content(cell) for letters, cell in filled})
    return {letters for letters, said in found[0].items() if all(row.get(letters) == said for row in found)}


def _content(cell: etree._Element) -> bytes:
    return cell.get("t", "n").encode() + b"".join(etree.tostring(child, method="c14n") for child in cell)


def _copy_row(
    root: etree._Element, rows: dict[int, etree._Element], source: int, target: int, common: set[str]
) -> None:
    """A row like another one, with its merged cells and formulas."""
    if source not in rows:
        return
    row = deepcopy(rows[source])
    _renumber(row, target)
    for cell in row.iterchildren(_CELL):
        formula = cell.find(_FORMULA)
        if formula is not None:
            formula.text = moved_formula(formula.text or "", target - source, 0)
            if formula.get("ref"):
                formula.set("ref", cell.get("r", ""))
            if (value := cell.find(_VALUE)) is not None:
                cell.remove(value)
        elif cell.get("r", "").rstrip(_DIGITS) not in common:
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", "")
    following = next((other for other in root.iter(_ROW) if int(other.get("r", "0")) > target), None)
    if following is not None:
        following.addprevious(row)
    else:
        data = root.find(tag("sheetData"))
        assert data is not None, "the row that is copied stands in it"
        data.append(row)
    merged = root.find(tag("mergeCells"))
    for area in () if merged is None else [parse_area(cell.get("ref", "")) for cell in merged.iterchildren(_MERGE)]:
        if merged is not None and area and (area.first_row, area.last_row) == (source, source):
            copy = etree.SubElement(merged, _MERGE)
            copy.set("ref", str(area._replace(first_row=target, last_row=target)))
            merged.set("count", str(len(merged)))
