"""What the stored texts of cells mean, worked out once for each: in large sheets most stand in many cells."""

from collections.abc import Sequence
from functools import cached_property

from salesbook.hosts.cell_texts import moment_from_serial, number_from_text, text_from_xml
from salesbook.hosts.host import CellError, CellValue
from salesbook.hosts.ooxml_names import is_true
from salesbook.hosts.ooxml_package import BrokenPackageError
from salesbook.hosts.ooxml_patterns import UnusualPartError, plain_shared_texts, without_entities
from salesbook.hosts.ooxml_styles import is_date_format
from salesbook.hosts.ooxml_workbook import OoxmlWorkbook

_MOST_REMEMBERED = 1_000_000


class CellMeanings:
    """The values of the cells of one workbook by what is stored, and their number formats by style."""

    def __init__(self, workbook: OoxmlWorkbook) -> None:
        self._workbook = workbook
        self._formats: dict[str, str] = {}
        self._known: dict[tuple[str, bool], Meanings] = {}

    @cached_property
    def shared_texts(self) -> Sequence[str]:
        """The texts that cells name by number."""
        package = self._workbook.package
        for part in package.related(self._workbook.part, "sharedStrings")[:1]:
            try:
                return plain_shared_texts(package.read(part), part)
            except (UnusualPartError, BrokenPackageError, ValueError):
                break
        return self._workbook.shared_texts

    def of(self, kind: str, style: str) -> "Meanings":
        """What is stored in cells of a kind and a style, both as they stand in the file."""
        kind = kind or "n"
        is_date = kind == "n" and is_date_format(self.format_of(style))
        if (kind, is_date) not in self._known:
            shared_texts = self.shared_texts if kind == "s" else ()
            self._known[kind, is_date] = Meanings(kind, shared_texts, is_date, self._workbook.date1904)
        return self._known[kind, is_date]

    def format_of(self, style: str) -> str:
        """The number format code of a style."""
        if style not in self._formats:
            self._formats[style] = self._workbook.styles.format_of(int(style or "0"))
        return self._formats[style]


class Meanings(dict[str, CellValue]):
    """What the stored texts of cells of one kind mean; a blank text means a blank cell."""

    def __init__(self, kind: str, shared_texts: Sequence[str], is_date: bool, date1904: bool) -> None:
        super().__init__()
        self._kind, self._shared_texts = kind, shared_texts
        self._is_date, self._date1904 = is_date, date1904

    def __missing__(self, stored: str) -> CellValue:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        value = self[stored] = self._meaning(stored) if stored else None
        return value

    def _meaning(self, stored: str) -> CellValue:
        if self._kind == "n":
            return self._number_or_moment(stored)
        if self._kind == "s":
            return self._shared_texts[int(stored)] or None
        if self._kind == "b":
            return is_true(stored)
        if self._kind == "e":
            return CellError(without_entities(stored))
        if self._kind in ("str", "inlineStr"):
            return text_from_xml(without_entities(stored))
        raise UnusualPartError

    def _number_or_moment(self, stored: str) -> CellValue:
        moment = moment_from_serial(stored, date1904=self._date1904) if self._is_date else None
        if moment is not None:
            return moment
        number = number_from_text(stored)
        return without_entities(stored) if number is None else number
