"""A printed page of the company: its letterhead, a block about whom it is for, a table with a header on every page,
sums, notes, the bank and lines to sign. What stands on it is said by the module of each kind of paper.

There is no formula, no name and no hidden sheet here.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.documents.printed import PrintedCustomer
from salesbook.messages import fill
from salesbook.settings import CompanyCard
from salesbook.words import Words
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.building import CREATED, BookInfo, new_book
from salesbook.workbooks.paper_grid import Column, Grid, number_format, text_width, wrapped
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, GREY, HAIRLINE, INK, RED_LIGHT
from salesbook.workbooks.tables import SheetBuilder, write_text

Line = tuple[str, dict[str, Any]]
"""A text with the properties of its cell."""


@dataclass(frozen=True)
class Letterhead:
    """The company on its papers.

    Attributes:
        name: In the language of the paper.
        logo: The picture, if there is one.
    """

    name: str
    address: str
    card: CompanyCard
    logo: Path | None = None


@dataclass(frozen=True)
class Sum:
    """A line below a table: what it is, how much, and whether it is what counts."""

    label: str
    value: Decimal | str
    is_strong: bool = False


@contextmanager
def paper_book(path: Path, info: BookInfo, head: Letterhead, about: str) -> Iterator[SheetBuilder]:
    """A workbook for others, which says the company's name and nothing of ours; a file that is there is replaced."""
    with new_book(path, info) as builder:
        builder.book.set_properties({"title": about, "author": head.name, "created": CREATED.replace(tzinfo=None)})
        yield builder


class Page:
    """One sheet, written from top to bottom.

    Attributes:
        grid: The columns of the sheet.
        decimals: Of amounts.
    """

    def __init__(self, builder: SheetBuilder, head: Letterhead, grid: Grid, decimals: int) -> None:
        """Start a sheet that :meth:`begin` puts into the workbook."""
        self.builder, self.head, self.grid, self.decimals = builder, head, grid, decimals
        self.language = builder.look.language
        self.sheet: Any = None
        self.row = 0

    # ---- Cells ----

    def say(self, found: Words, **values: str) -> str:
        """Words in the language of the paper, with their values."""
        return fill(found.get(self.language), values)

    def text(self, row: int, first: int, last: int, text: str, **properties: Any) -> None:
        """Text over some columns."""
        cell = self.builder.words(**{"font_color": INK} | properties)
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", cell)
        if text:
            write_text(self.sheet, row, first, text, cell)
        else:
            self.sheet.write_blank(row, first, None, cell)

    def number(self, row: int, first: int, last: int, value: Decimal, shown: str, **properties: Any) -> None:
        """A number over some columns."""
        cell = self.builder.words(**{"font_color": INK, "align": "right", "num_format": shown} | properties)
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", cell)
        self.sheet.write_number(row, first, float(value), cell)

    def money(self, value: Decimal) -> str:
        """An amount within a sentence."""
        return f"{value:,.{self.decimals}f}"

    # ---- Above the table ----

    def begin(self, title: str, number: str, about: str, sheet_name: str = "") -> None:
        """The sheet with its footer, and the letterhead.

        Args:
            title: What the paper is called.
            number: Below the title.
            about: In the footer, beside the company and the number of the page.
            sheet_name: By default the title.
        """
        self.sheet = sheet = self.builder.book.add_worksheet((sheet_name or title)[:31])
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.55, bottom=0.75)
        sheet.center_horizontally()
        font = f'&"{self.builder.look.font},Regular"&8&K6B7280'
        said = f" {self.head.name[:60]} · {about}".replace("&", "&&")
        sheet.set_footer(f"&L{font}{said}&R{font}{wording.PAGE.get(self.language)}")
        for column, width in enumerate(self.grid.widths):
            sheet.set_column(column, column, width)
        self._letterhead(title, number)

    def fit_on_one_page(self) -> None:
        """Make everything as small as one page wants it."""
        self.sheet.fit_to_pages(1, 1)

    def _letterhead(self, title: str, number: str) -> None:
        grid, card = self.grid, self.head.card
        if self.head.logo:
            self.sheet.set_row(0, 46)
            self._logo(self.head.logo, 46)
            self.row = 1
        lines = [
            *(line for line in wrapped(self.head.address, grid.width(0, grid.middle - 1)) if line),
            " · ".join(
                self.say(found, text=text)
                for found, text in ((wording.PHONE, card.phone), (wording.EMAIL, card.email))
                if text
            ),
            self.say(wording.TAX_ID, text=card.tax_id) if card.tax_id else "",
        ]
        self.sheet.set_row(self.row, 32)
        name = {"bold": True, "font_size": 15, "font_color": ACCENT}
        big = {"bold": True, "font_size": 22, "font_color": ACCENT, "align": "right"}
        wide = text_width(self.head.name) * 1.5 > grid.width(0, grid.middle - 1)
        small = {"font_size": 11} if wide else {}
        self.text(self.row, 0, grid.middle - 1, self.head.name, **name | small, text_wrap=wide)
        self.text(self.row, grid.middle, grid.last, title, **big)
        self.row += 1
        said = [line for line in lines if line]
        for offset in range(max(1, len(said))):
            self.sheet.set_row(self.row, 18 if offset == 0 else 14)
            if offset < len(said):
                self.text(self.row, 0, grid.middle - 1, said[offset], font_color=GREY, font_size=9)
            if offset == 0:
                self.text(self.row, grid.middle, grid.last, number, bold=True, font_size=12, align="right")
            self.row += 1
        self.rule(8, bottom=2, bottom_color=ACCENT)
        self.rule(10)

    def _logo(self, logo: Path, height: float) -> None:
        """At its own proportions, as high as its row."""
        options = {"object_position": 1, "description": self.head.name, "x_offset": 2, "y_offset": 2}
        size = _picture_size(logo)
        scale = min(height * 4 / 3 / size[1], self.grid.width(0, self.grid.middle - 1) * 6.5 / size[0])
        self.sheet.insert_image(0, 0, str(logo), options | {"x_scale": scale, "y_scale": scale})

    def rule(self, height: float, **properties: Any) -> None:
        """A low row, with a line where one is asked for."""
        self.sheet.set_row(self.row, height)
        if properties:
            for column in range(self.grid.last + 1):
                self.sheet.write_blank(self.row, column, None, self.builder.words(**properties))
        self.row += 1

    def parties(self, left: Sequence[Line], right: Iterable[tuple[str, str]]) -> None:
        """Whom it is for on the left, what is to be known about the paper on the right."""
        grid = self.grid
        value_width = grid.width(grid.value, grid.last)
        rows = [
            ((label if place == 0 else ""), part)
            for label, value in right
            for place, part in enumerate(wrapped(value, value_width - 2))
        ]
        for offset in range(max(len(left), len(rows))):
            self.sheet.set_row(self.row, 15)
            if offset < len(left):
                text, properties = left[offset]
                self.text(self.row, 0, grid.middle - 1, text, **properties)
            if offset < len(rows):
                label, value = rows[offset]
                self.text(self.row, grid.middle, grid.value - 1, label, font_color=GREY, font_size=9)
                self.text(self.row, grid.value, grid.last, value)
            self.row += 1
        self.rule(12)

    def address(self, label: Words, name: str, *more: str) -> Iterator[Line]:
        """Whom it is for: a small label, the name, and lines below it that are wrapped where they are long."""
        width = self.grid.width(0, self.grid.middle - 1) - 3
        yield label.get(self.language), {"font_color": GREY, "font_size": 8}
        for part in wrapped(name, width / 1.15):
            yield part, {"bold": True, "font_size": 11}
        for text in more:
            for part in wrapped(text, width):
                if part:
                    yield part, {}

    def customer(self, customer: PrintedCustomer) -> Iterator[Line]:
        """The customer whom a paper is for."""
        yield from self.address(
            wording.CUSTOMER,
            customer.name or customer.customer_no,
            customer.address,
            self.say(wording.ATTENTION, name=customer.contact) if customer.contact else "",
            self.say(wording.PHONE, text=customer.phone) if customer.phone else "",
        )

    def band(self, found: Words) -> None:
        """A red band over the whole page."""
        self.sheet.set_row(self.row, 26)
        red = {"bg_color": RED_LIGHT, "font_color": "#B42318", "bold": True, "font_size": 14, "align": "center"}
        self.text(self.row, 0, self.grid.last, found.get(self.language), **red)
        self.row += 1

    # ---- The table ----

    def header(self, columns: Sequence[Column[Any]], first: int | None = None) -> None:
        """The titles of the columns, on every page; rows from the first one given on are repeated with them."""
        self.sheet.set_row(self.row, 22)
        for column, (begin, end) in zip(columns, self.grid.spans, strict=True):
            look = {"bold": True, "font_size": 9, "font_color": "#FFFFFF", "bg_color": ACCENT}
            align = "right" if column.is_number else "center" if column.is_box else "left"
            self.text(self.row, begin, end, column.title.get(self.language), **look, align=align, indent=column.indent)
        self.sheet.repeat_rows(self.row if first is None else first, self.row)
        self.row += 1

    def line(self, columns: Sequence[Column[Any]], shown: Sequence[str | Decimal | None], **properties: Any) -> None:
        """A row of the table, as high as its longest text.

        Args:
            columns: Of the table.
            shown: What stands in each.
            properties: Of its cells; with ``in_brackets`` the amount is no part of the total.
        """
        most = max(
            (
                len(wrapped(value, self.grid.width(first, last) - 0.7))
                for value, (first, last) in zip(shown, self.grid.spans, strict=True)
                if isinstance(value, str)
            ),
            default=1,
        )
        look: dict[str, Any] = {"bottom": 1, "bottom_color": HAIRLINE} | properties
        in_brackets = look.pop("in_brackets", False)
        for value, column, (first, last) in zip(shown, columns, self.grid.spans, strict=True):
            own = look | ({"border": 1, "border_color": GREY} if column.is_box else {})
            if isinstance(value, Decimal):
                pattern = number_format(value, column.least)
                is_beside = in_brackets and column.is_sum
                shown_as = f"({pattern})" if is_beside else pattern
                self.number(self.row, first, last, value, shown_as, **own)
            elif column.is_number:
                self.text(self.row, first, last, value or "", **own, align="right")
            else:
                self.text(self.row, first, last, value or "", **own, align="left", text_wrap=True, indent=column.indent)
        has_boxes = any(column.is_box for column in columns)
        self.sheet.set_row(self.row, (12 if has_boxes else 6) + 13.5 * most)
        self.row += 1

    # ---- Below the table ----

    def sums(self, rows: Iterable[Sum]) -> None:
        """Right below the last column; the last strong line is what counts."""
        self.rule(6)
        first, (value_first, value_last) = self.grid.middle, self.grid.spans[-1]
        for found in rows:
            look: dict[str, Any] = {"font_color": GREY}
            if found.is_strong:
                look = {"bold": True, "font_size": 11, "bg_color": ACCENT_LIGHT, "top": 1, "top_color": ACCENT}
            value_look = look | ({} if found.is_strong else {"font_color": INK})
            self.sheet.set_row(self.row, 21 if found.is_strong else 16)
            self.text(self.row, first, value_first - 1, found.label, **look)
            if isinstance(found.value, Decimal):
                shown = number_format(found.value, self.decimals)
                self.number(self.row, value_first, value_last, found.value, shown, **value_look)
            else:
                self.text(self.row, value_first, value_last, found.value, **value_look, align="right")
            self.row += 1

    def label(self, found: Words) -> None:
        """A small heading of what follows."""
        self.label_text(found.get(self.language))

    def label_text(self, text: str) -> None:
        """The same of words that are put together."""
        self.sheet.set_row(self.row, 15)
        self.text(self.row, 0, self.grid.last, text, font_color=GREY, font_size=9, bold=True)
        self.row += 1

    def paragraph(self, text: str, height: float = 15, **properties: Any) -> None:
        """A text over the whole page, in as many rows as it needs."""
        for part in wrapped(text, self.grid.width(0, self.grid.last) - 4):
            self.sheet.set_row(self.row, height)
            self.text(self.row, 0, self.grid.last, part, **properties)
            self.row += 1

    def bank(self) -> None:
        """Where to pay, if the company says so."""
        if self.head.card.bank:
            self.rule(8)
            self.label(wording.BANK)
            for line in self.head.card.bank.splitlines():
                self.paragraph(line)

    def strip(self, titles: Sequence[str], values: Sequence[Decimal | None], *, is_last_strong: bool = True) -> None:
        """Numbers side by side, each below its title, over the whole page."""
        look: dict[str, Any] = {"align": "right", "border": 1, "border_color": HAIRLINE}
        self.sheet.set_row(self.row, 16)
        self.sheet.set_row(self.row + 1, 18)
        for place, ((first, last), title, value) in enumerate(zip(self.grid.parts, titles, values, strict=True)):
            strong = is_last_strong and place == len(titles) - 1
            own = look | ({"bg_color": ACCENT_LIGHT, "bold": True} if strong else {})
            self.text(self.row, first, last, title, **own, font_size=8, font_color=GREY)
            if value is None:
                self.text(self.row + 1, first, last, "–", **own)
            else:
                self.number(self.row + 1, first, last, value, number_format(value, self.decimals), **own)
        self.row += 2

    def box(self, height: float) -> None:
        """An empty frame to write in."""
        self.sheet.set_row(self.row, height)
        self.text(self.row, 0, self.grid.last, "", border=1, border_color=GREY)
        self.row += 1

    def signatures(self, signs: Sequence[Words], height: float = 44) -> None:
        """One or two lines to sign."""
        grid = self.grid
        self.rule(height)
        most = 1
        for (first, last), found in zip(((0, grid.middle - 1), (grid.value, grid.last)), signs, strict=False):
            said = self.say(found, company=self.head.name)
            most = max(most, len(wrapped(said, grid.width(first, last))))
            line = {"top": 1, "top_color": GREY, "font_color": GREY, "font_size": 9, "valign": "top"}
            self.text(self.row, first, last, said, **line, text_wrap=True)
        self.sheet.set_row(self.row, 4 + 12 * most)
        self.row += 1

    def end(self) -> None:
        """What is printed ends here."""
        self.sheet.print_area(0, 0, self.row - 1, self.grid.last)


def is_picture(path: Path) -> bool:
    """Whether a file is a picture that can stand on a page."""
    try:
        return min(_picture_size(path)) > 0
    except (ValueError, ArithmeticError, LookupError):
        return False


def _picture_size(path: Path) -> tuple[float, float]:
    """Width and height of a picture, as it would be shown at its own size.

    Raises:
        ValueError: It is no picture, or of a kind that not everybody can see.
    """
    import struct

    from xlsxwriter.exceptions import XlsxWriterException
    from xlsxwriter.image import Image

    try:
        image = Image(str(path))
    except (XlsxWriterException, struct.error) as error:
        raise ValueError(path.name) from error
    if image.image_type not in ("PNG", "JPEG", "GIF", "BMP"):
        raise ValueError(path.name)
    return image.width * 96 / image.x_dpi, image.height * 96 / image.y_dpi
