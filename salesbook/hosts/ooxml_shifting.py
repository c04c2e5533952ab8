"""Rows that are put into a sheet, and what a reference to that sheet says afterwards.

Only what is certain is changed: a reference that spans several sheets is reported, not guessed at.
"""

import re
from dataclasses import dataclass

from salesbook.hosts.addresses import LAST_ROW, Area, parse_area

_TEXT = r'"(?:[^"]|"")*"'
_SHEET = r"'(?:[^']|'')+'!|(?:\[[^\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!"
_BRACKETS = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_ROWS = r"\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"
_PIECE = re.compile(
    rf"({_TEXT})|(?<![\w.$#\\])({_SHEET})?({_CELL}(?::{_CELL})?(?![\w.(\[!])|{_ROWS}(?![\w.]))|({_BRACKETS})"
)
_ROW_NUMBER = re.compile(r"(\$?)([1-9][0-9]{0,6})(?=:|$)")


class UncertainReferenceError(Exception):
    """A formula whose meaning after the change nobody can tell for sure; its text says which."""


@dataclass(frozen=True)
class Insertion:
    """Rows that are put in above a row of a sheet.

    Attributes:
        at: Number of the row above which they come; it and all below move down.
        count: Of the new rows.
        grows: Ranges that end right above the new rows take them in.
    """

    sheet: str
    at: int
    count: int
    grows: bool = False

    def row(self, row_number: int) -> int:
        """Where a row is afterwards."""
        return min(LAST_ROW, row_number + self.count) if row_number >= self.at else row_number

    def last(self, row_number: int) -> int:
        """Where a range ends afterwards."""
        return row_number + self.count if self.grows and row_number == self.at - 1 else self.row(row_number)

    def area(self, area: Area, *, grows: bool = True) -> Area:
        """Where a rectangle is afterwards."""
        last = self.last(area.last_row) if grows else self.row(area.last_row)
        return area._replace(first_row=self.row(area.first_row), last_row=last)

    def ranges(self, texts: str, *, grows: bool = True) -> str:
        """A list of rectangles as sheets write it; what is none, such as a whole column, stays."""
        parts = ((text, parse_area(text)) for text in texts.split())
        return " ".join(str(self.area(area, grows=grows)) if area else text for text, area in parts)

    def formula(self, text: str, sheet: str | None) -> str:
        """A formula with its references to the sheet as they are afterwards.

        Args:
            text: Without ``=``.
            sheet: Where the formula stands; ``None`` where references always name their sheet.

        Raises:
            UncertainReferenceError: It reaches over several sheets.

        >>> Insertion("Form", 21, 5).formula("SUM(F12:F21)+'Form'!$B$30&Other!A30", "Form")
        "SUM(F12:F26)+'Form'!$B$35&Other!A30"
        """

        def moved(match: re.Match[str]) -> str:
            prefix, reference = match[2] or "", match[3]
            if match[1] or match[4] or not self._is_meant(prefix, sheet, text):
                return match[0]
            return prefix + self._reference(reference)

        return _PIECE.sub(moved, text)

    def _is_meant(self, prefix: str, sheet: str | None, text: str) -> bool:
        named = prefix.removesuffix("!").strip("'").replace("''", "'") or sheet
        if named is None:
            return False
        if ":" in named and "[" not in named:
            raise UncertainReferenceError(text)
        return named.casefold() == self.sheet.casefold()

    def _reference(self, reference: str) -> str:
        numbers = [int(match[2]) for match in _ROW_NUMBER.finditer(reference)]
        moved = [self.row(number) for number in numbers]
        if len(numbers) == 2:
            moved[1] = self.last(numbers[1])
        found = iter(moved)
        return _ROW_NUMBER.sub(lambda match: f"{match[1]}{next(found)}", reference)
