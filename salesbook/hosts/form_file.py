"""A form that a company has drawn itself, of which a filled copy is made; the form stays as it is."""

from pathlib import Path

from lxml import etree

from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import FormSheet
from salesbook.hosts.ooxml_names import is_true, tag
from salesbook.hosts.ooxml_rows import insert_line_rows
from salesbook.hosts.ooxml_shifting import Insertion
from salesbook.hosts.ooxml_workbook import SheetPlace

_PAGE_TEXTS = tuple(tag(f"{which}{place}") for which in ("odd", "even", "first") for place in ("Header", "Footer"))
_SHAPE_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


class FormFile(ClosedFile):
    """The file of a form."""

    def sheets(self) -> list[FormSheet]:
        """Every sheet, as it is now."""
        with self._explaining():
            return [self._sheet(place) for place in self._workbook.sheets.values()]

    def insert_line_rows(self, sheet: str, first: int, last: int, count: int) -> Insertion:
        """Give the lines of a form more rows; all below and all formulas follow.

        Raises:
            HostError: That cannot be done with certainty; nothing is to be saved then.
        """
        with self._explaining():
            return insert_line_rows(self._workbook, sheet, first, last, count)

    def width(self, sheet: str, row_number: int, column_number: int) -> float:
        """Of a cell with all that is merged with it, in characters."""
        with self._explaining():
            cells = self._workbook.cells(sheet)
            inside = (area for area in cells.merged_areas if area.contains(row_number, column_number))
            last = next((area.last_column for area in inside), column_number)
            return sum(cells.column_width(column) for column in range(column_number, last + 1))

    def raise_row(self, sheet: str, row_number: int, height: float) -> None:
        """Make a row at least so high, in points, unless it fits itself to its texts."""
        with self._explaining():
            self._workbook.edited_cells(sheet).raise_row(row_number, height)

    def use_pages(self, sheet: str) -> None:
        """Let a sheet that was squeezed into one page have as many as it needs; its width stays."""
        with self._explaining():
            root = self._workbook.package.edit(self._workbook.sheets[sheet].part)
            setup, fit = root.find(tag("pageSetup")), root.find(f"{tag('sheetPr')}/{tag('pageSetUpPr')}")
            is_fitted = fit is not None and is_true(fit.get("fitToPage"))
            if setup is not None and is_fitted and setup.get("fitToHeight", "1") == "1":
                setup.set("fitToHeight", "0")

    def fill_copy(self, target: Path) -> None:
        """Write the form as it is filled now to another file; what its formulas showed before is forgotten."""
        with self._explaining():
            for place in self._workbook.sheets.values():
                if self._workbook.cells(place.name).formulas():
                    self._workbook.edited_cells(place.name).forget_results()
            self._workbook.expect_calculation()
            self._workbook.finish()
            content = self._workbook.package.to_bytes()
        target.write_bytes(content)

    def _sheet(self, place: SheetPlace) -> FormSheet:
        cells, styles = self._workbook.cells(place.name), self._workbook.styles
        values = {
            (row.row_number, column): value
            for row in cells.stored_rows()
            for column, value in enumerate(row.values, start=1)
            if value not in (None, "")
        }
        looks = cells.stored_styles()
        return FormSheet(
            place.name,
            place.is_hidden,
            values,
            cells.formulas(),
            tuple((*area,) for area in cells.merged_areas),
            frozenset(cell for cell, style in looks.items() if styles.has_frame(style)),
            frozenset(cell for cell, style in looks.items() if styles.is_wrapped(style)),
            frozenset(cell for cell, style in looks.items() if "%" in styles.format_of(style)),
            (*_page_texts(cells.root), *self._shape_texts(place.part)),
        )

    def _shape_texts(self, part: str) -> list[str]:
        package = self._workbook.package
        return [
            "".join(text.text or "" for text in package.tree(drawing).iter(_SHAPE_TEXT))
            for drawing in package.related(part, "drawing")
        ]


def _page_texts(root: etree._Element) -> list[str]:
    return [element.text or "" for element in root.iter(*_PAGE_TEXTS)]
