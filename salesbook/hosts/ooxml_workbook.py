"""The workbook part and what it names: sheets, tables, defined names, styles, shared texts, calculation.

Everything is read when it is first asked for; a sheet nobody asks for is never parsed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from salesbook.hosts.addresses import Area, parse_on_sheet
from salesbook.hosts.ooxml_cell import shown_text
from salesbook.hosts.ooxml_names import MAIN, RELATION_ID, is_true, tag
from salesbook.hosts.ooxml_package import BrokenPackageError, Package
from salesbook.hosts.ooxml_sheet import SheetCells
from salesbook.hosts.ooxml_styles import EMPTY_STYLES, Styles
from salesbook.hosts.ooxml_tables import TablePlace, table_place
from salesbook.problems import Reason

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet with cells; chart sheets are left out.

    Attributes:
        sheet_id: The number it keeps when it is renamed.
        is_hidden: By a person, or by a program so that people cannot show it again.
    """

    name: str
    part: str
    sheet_id: str
    is_hidden: bool


class OoxmlWorkbook:
    """One workbook in a package.

    Attributes:
        package: Its parts.
        part: Name of the workbook part.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = next(iter(package.related("", "officeDocument")), "")
        if not self.part:
            raise BrokenPackageError(Reason("reason-not-a-workbook"))
        self._root = package.tree(self.part)
        if self._root.tag != tag("workbook"):
            strict = "purl.oclc.org" in str(self._root.tag)
            raise BrokenPackageError(Reason("reason-strict-xml" if strict else "reason-not-a-workbook"))
        self._cells: dict[str, SheetCells] = {}
        self._needs_calculation = False
        self._has_moved_formulas = False

    @cached_property
    def sheets(self) -> dict[str, SheetPlace]:
        """The sheets by name, in the order of their tabs."""
        targets = {r.relation_id: r.target for r in self.package.relations(self.part) if r.kind == "worksheet"}
        places = (
            SheetPlace(
                element.get("name", ""),
                targets.get(element.get(RELATION_ID) or "", ""),
                element.get("sheetId", ""),
                element.get("state", "visible") != "visible",
            )
            for element in self._root.iter(tag("sheet"))
        )
        return {place.name: place for place in places if place.part}

    @property
    def tables(self) -> dict[str, TablePlace]:
        """All tables by name, in the order of their sheets."""
        return {place.name: place for place in self._tables}

    def replace_table(self, place: TablePlace) -> None:
        """Remember the new area of a table."""
        self._tables[:] = [place if known.name == place.name else known for known in self._tables]

    @cached_property
    def styles(self) -> Styles:
        """All cell styles."""
        part = self._styles_part
        return Styles(self.package.tree(part) if part else etree.fromstring(EMPTY_STYLES))

    @cached_property
    def shared_texts(self) -> Sequence[str]:
        """Texts that cells name by number."""
        part = self._single_part("sharedStrings")
        return [shown_text(item) for item in self.package.tree(part).iterchildren(tag("si"))] if part else []

    @cached_property
    def date1904(self) -> bool:
        """Whether day zero is 1 January 1904, as on early Macs."""
        properties = self._root.find(tag("workbookPr"))
        return properties is not None and is_true(properties.get("date1904"))

    def cells(self, sheet: str) -> SheetCells:
        """The cells of a sheet, to be read."""
        if sheet not in self._cells:
            self._cells[sheet] = SheetCells(self.package.tree(self.sheets[sheet].part), self)
        return self._cells[sheet]

    def edited_cells(self, sheet: str) -> SheetCells:
        """The cells of a sheet, to be changed."""
        self.package.edit(self.sheets[sheet].part)
        return self.cells(sheet)

    def forget_cells(self, sheet: str) -> None:
        """Read a sheet anew when it is next asked for: its rows have been moved, formulas among them."""
        self._cells.pop(sheet, None)
        self._has_moved_formulas = True

    def forget_tables(self) -> None:
        """Read the places of the tables anew: their rows have been moved."""
        self.__dict__.pop("_tables", None)

    def named_areas(self) -> dict[str, tuple[str, Area]]:
        """Sheet and area by defined name in lower case.

        Names that hold for one sheet only, formulas and constants are left out.
        """
        areas = {}
        for element in self._root.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
            place = parse_on_sheet(element.text or "")
            if place and element.get("localSheetId") is None:
                areas[element.get("name", "").casefold()] = place
        return areas

    def defined_names(self) -> set[str]:
        """All names that hold for the whole workbook, whatever they stand for, in lower case."""
        elements = self._root.iterfind(f"{tag('definedNames')}/{tag('definedName')}")
        return {element.get("name", "").casefold() for element in elements if element.get("localSheetId") is None}

    def expect_calculation(self) -> None:
        """Let Excel calculate everything when it opens the file: values that formulas use have changed."""
        self._needs_calculation = True

    def finish(self) -> None:
        """Bring the parts that depend on cells up to date; to be called before the package is stored."""
        if self.styles.is_changed:
            self._store_styles()
        if self._needs_calculation:
            self._store_calculation()
        if self._has_moved_formulas or any(cells.has_lost_formulas for cells in self._cells.values()):
            for part in self.package.related(self.part, "calcChain"):
                self.package.remove(part, self.part)

    @cached_property
    def _tables(self) -> list[TablePlace]:
        return [
            table_place(self.package.tree(part), part, sheet.name)
            for sheet in self.sheets.values()
            for part in self.package.related(sheet.part, "table")
        ]

    @cached_property
    def _styles_part(self) -> str:
        return self._single_part("styles")

    def _single_part(self, kind: str) -> str:
        return next(iter(self.package.related(self.part, kind)), "")

    def _store_styles(self) -> None:
        if self._styles_part:
            self.package.edit(self._styles_part)
            return
        part = self.package.free_name("xl/styles{}.xml")
        self.package.add(part, etree.tostring(self.styles.root), _STYLES_TYPE)
        self.package.relate(self.part, "styles", part)

    def _store_calculation(self) -> None:
        root = self.package.edit(self.part)
        calculation = root.find(tag("calcPr"))
        if calculation is None:
            calculation = etree.Element(f"{{{MAIN}}}calcPr")
            before = next(found for name in _BEFORE_CALCULATION if (found := root.find(tag(name))) is not None)
            before.addnext(calculation)
        calculation.set("fullCalcOnLoad", "1")
