"""A paper for the customer as one page, or as many as its lines need: what stands where, and in which words.

What may stand on it at all is decided by ``documents.printed``; there is no formula, no name and no hidden sheet here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.documents.payment_terms import Instalment
from salesbook.documents.printed import PrintedDocument, PrintedLine
from salesbook.messages import fill
from salesbook.settings import CompanyCard, Language, PrintSettings
from salesbook.units import plain
from salesbook.words import Words
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.amount_words import amount_in_words
from salesbook.workbooks.building import CREATED, BookInfo, new_book
from salesbook.workbooks.paper_columns import columns_of, described, grid_for, is_shared
from salesbook.workbooks.paper_grid import (
    number_format,
    text_width,
    wrapped,
)
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, GREY, HAIRLINE, INK, RED_LIGHT
from salesbook.workbooks.tables import SheetBuilder, write_text


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


def with_prices(kind: str, settings: PrintSettings) -> bool:
    """Whether a kind of paper shows what the goods cost the customer."""
    shown = {"pick_list": settings.prices_on_pick_lists, "delivery_note": settings.prices_on_delivery_notes}
    return shown.get(kind, True)


def build_printed(
    path: Path, info: BookInfo, document: PrintedDocument, head: Letterhead, settings: PrintSettings
) -> None:
    """Write a paper as a workbook of one sheet that is all text and numbers; a file that is there is replaced."""
    with new_book(path, info) as builder:
        title = title_of(document)
        about = f"{title.get(info.look.language)} {document.document_no}"
        builder.book.set_properties({"title": about, "author": head.name, "created": CREATED.replace(tzinfo=None)})
        _Page(builder, document, head, settings).draw(title)


def title_of(document: PrintedDocument) -> Words:
    """What the paper is called."""
    if document.is_frame:
        return wording.FRAME_TITLE
    if document.kind == "payment" and document.sums.total < 0:
        return wording.REFUND_TITLE
    return wording.DEPOSIT_TITLE if document.is_deposit else wording.TITLES[document.kind]


def terms_of(document: PrintedDocument, language: Language) -> str:
    """How a paper is paid, in words; blank where nothing is known."""
    if document.pay_first:
        return wording.PAY_FIRST.get(language)
    if document.terms or document.payment_days is None:
        return document.terms
    if not document.payment_days:
        return wording.AT_ONCE.get(language)
    return fill(wording.DAYS.get(language), {"days": str(document.payment_days)})


def money_notes(document: PrintedDocument, language: Language) -> Iterator[str]:
    """What is agreed about money beside the sums."""

    def say(found: Words, **values: str) -> str:
        return fill(found.get(language), values)

    def money(value: Decimal) -> str:
        return f"{value:,.{document.decimals}f}"

    if document.tax_included:
        yield wording.INCLUDED.get(language)
    for treatment in document.treatments:
        if treatment in wording.TREATMENTS:
            yield wording.TREATMENTS[treatment].get(language)
    if document.deposit_percent:
        percent, amount = plain(document.deposit_percent), money(document.deposit_amount)
        yield say(wording.DEPOSIT_DEMANDED, percent=percent, amount=amount, currency=document.currency)
    if document.prompt_discount and document.kind == "sales_invoice":
        day, offered = document.prompt_discount
        yield say(wording.PROMPT, day=str(day), amount=money(offered), currency=document.currency)


class _Page:
    """One sheet, written from top to bottom."""

    def __init__(
        self, builder: SheetBuilder, document: PrintedDocument, head: Letterhead, settings: PrintSettings
    ) -> None:
        self.builder, self.document, self.head, self.settings = builder, document, head, settings
        self.language = builder.look.language
        self.has_prices = with_prices(document.kind, settings)
        self.columns = columns_of(document, self.has_prices)
        self.grid = grid_for(self.columns, document, self.language)
        self.sheet: Any = None
        self.row = 0

    def draw(self, title: Words) -> None:
        self._set_up(title)
        self._letterhead(title)
        self._parties()
        first = self.row
        if self.document.standing:
            self._band(wording.STANDING[self.document.standing])
        self._header()
        self.sheet.repeat_rows(first, self.row - 1)
        for line in self.document.lines:
            self._line(line)
        if self.has_prices:
            self._sums()
            if self.settings.amount_in_words and self.document.sums.total >= 0:
                self._words()
        self._notes()
        self._signatures()
        self.sheet.print_area(0, 0, self.row - 1, self.grid.last)

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
        return f"{value:,.{self.document.decimals}f}"

    def _set_up(self, title: Words) -> None:
        self.sheet = sheet = self.builder.book.add_worksheet(title.get(self.language)[:31])
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.55, bottom=0.75)
        sheet.center_horizontally()
        font = f'&"{self.builder.look.font},Regular"&8&K6B7280'
        about = f" {self.head.name[:60]} · {self.document.document_no}".replace("&", "&&")
        sheet.set_footer(f"&L{font}{about}&R{font}{wording.PAGE.get(self.language)}")
        for column, width in enumerate(self.grid.widths):
            sheet.set_column(column, column, width)

    def _letterhead(self, title: Words) -> None:
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
        self.text(self.row, grid.middle, grid.last, title.get(self.language), **big)
        number = self.document.document_no
        if self.document.revision:
            number += f" · {wording.REVISION.get(self.language)} {self.document.revision}"
        self.row += 1
        said = [line for line in lines if line]
        for offset in range(max(1, len(said))):
            self.sheet.set_row(self.row, 18 if offset == 0 else 14)
            if offset < len(said):
                self.text(self.row, 0, grid.middle - 1, said[offset], font_color=GREY, font_size=9)
            if offset == 0:
                self.text(self.row, grid.middle, grid.last, number, bold=True, font_size=12, align="right")
            self.row += 1
        self._rule(8, bottom=2, bottom_color=ACCENT)
        self._rule(10)

    def _logo(self, logo: Path, height: float) -> None:
        """At its own proportions, as high as its row."""
        options = {"object_position": 1, "description": self.head.name, "x_offset": 2, "y_offset": 2}
        size = _picture_size(logo)
        scale = min(height * 4 / 3 / size[1], self.grid.width(0, self.grid.middle - 1) * 6.5 / size[0])
        self.sheet.insert_image(0, 0, str(logo), options | {"x_scale": scale, "y_scale": scale})

    def _rule(self, height: float, **properties: Any) -> None:
        """A low row, with a line where one is asked for."""
        self.sheet.set_row(self.row, height)
        if properties:
            for column in range(self.grid.last + 1):
                self.sheet.write_blank(self.row, column, None, self.builder.words(**properties))
        self.row += 1

    def _parties(self) -> None:
        """The customer on the left, what is to be known about the paper on the right."""
        grid = self.grid
        left, right = list(self._customer_lines()), list(self._facts())
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
        self._rule(12)

    def _customer_lines(self) -> Iterator[tuple[str, dict[str, Any]]]:
        customer, width = self.document.customer, self.grid.width(0, self.grid.middle - 1) - 3
        label = {"font_color": GREY, "font_size": 8}
        yield wording.CUSTOMER.get(self.language), label
        for part in wrapped(customer.name or customer.customer_no, width / 1.15):
            yield part, {"bold": True, "font_size": 11}
        for part in wrapped(customer.address, width):
            if part:
                yield part, {}
        if customer.contact:
            yield self.say(wording.ATTENTION, name=customer.contact), {}
        if customer.phone:
            yield self.say(wording.PHONE, text=customer.phone), {}
        delivery = customer.delivery_address or customer.address
        goes_along = self.document.kind in ("pick_list", "delivery_note")
        if delivery and (
            goes_along or (customer.delivery_address and self.document.kind not in ("credit_note", "payment"))
        ):
            yield "", {}
            yield wording.DELIVER_TO.get(self.language), label
            for part in wrapped(delivery, width):
                yield part, {}

    def _facts(self) -> Iterator[tuple[str, str]]:
        document, kind = self.document, self.document.kind
        has_money = self.has_prices and kind not in ("pick_list", "delivery_note")
        yield wording.DATE.get(self.language), str(document.document_date)
        if kind in wording.DUE and document.due_date:
            yield wording.DUE[kind].get(self.language), str(document.due_date)
        if has_money and kind not in ("credit_note", "payment") and (terms := terms_of(document, self.language)):
            yield wording.TERMS.get(self.language), terms
        for paper, label in wording.BEHIND.items():
            named = document.behind[paper]
            if is_shared(document, paper):
                dated = dict(document.invoice_dates).get(named[0])
                yield label.get(self.language), named[0] + (f" · {dated}" if dated else "")
        if document.references:
            yield wording.YOUR_REFERENCE.get(self.language), ", ".join(document.references)
        yield wording.CUSTOMER_NO.get(self.language), document.customer.customer_no
        if document.customer.payer and kind == "sales_invoice":
            yield wording.PAYER.get(self.language), document.customer.payer
        if document.salesperson:
            yield wording.SALESPERSON.get(self.language), document.salesperson
        if has_money:
            yield wording.CURRENCY.get(self.language), document.currency

    def _band(self, found: Words) -> None:
        self.sheet.set_row(self.row, 26)
        red = {"bg_color": RED_LIGHT, "font_color": "#B42318", "bold": True, "font_size": 14, "align": "center"}
        self.text(self.row, 0, self.grid.last, found.get(self.language), **red)
        self.row += 1

    def _header(self) -> None:
        self.sheet.set_row(self.row, 22)
        for column, (first, last) in zip(self.columns, self.grid.spans, strict=True):
            look = {"bold": True, "font_size": 9, "font_color": "#FFFFFF", "bg_color": ACCENT}
            align = "right" if column.is_number else "center" if column.is_box else "left"
            self.text(self.row, first, last, column.title.get(self.language), **look, align=align, indent=column.indent)
        self.row += 1

    def _line(self, line: PrintedLine) -> None:
        shown = [
            described(line, self.document, self.language) if column.title is wording.DESCRIPTION else column.shown(line)
            for column in self.columns
        ]
        most = max(
            len(wrapped(value, self.grid.width(first, last) - 1))
            for value, (first, last) in zip(shown, self.grid.spans, strict=True)
            if isinstance(value, str)
        )
        look: dict[str, Any] = {"bottom": 1, "bottom_color": HAIRLINE}
        if not line.is_in_total:
            look |= {"font_color": GREY, "italic": True}
        for value, column, (first, last) in zip(shown, self.columns, self.grid.spans, strict=True):
            own = look | ({"border": 1, "border_color": GREY} if column.is_box else {})
            if isinstance(value, Decimal):
                pattern = number_format(value, column.least)
                is_beside = column.title is wording.AMOUNT and not line.is_in_total
                self.number(self.row, first, last, value, f"({pattern})" if is_beside else pattern, **own)
            elif column.is_number:
                self.text(self.row, first, last, value or "", **own, align="right")
            else:
                self.text(self.row, first, last, value or "", **own, align="left", text_wrap=True, indent=column.indent)
        has_boxes = any(column.is_box for column in self.columns)
        self.sheet.set_row(self.row, (12 if has_boxes else 6) + 13.5 * most)
        self.row += 1

    def _sums(self) -> None:
        """Right below the amounts; the last line of it is what counts."""
        self._rule(6)
        rows = list(self._sum_rows())
        first, (value_first, value_last) = self.grid.middle, self.grid.spans[-1]
        for label, value, is_strong in rows:
            look: dict[str, Any] = {"font_color": GREY}
            if is_strong:
                look = {"bold": True, "font_size": 11, "bg_color": ACCENT_LIGHT, "top": 1, "top_color": ACCENT}
            self.sheet.set_row(self.row, 21 if is_strong else 16)
            self.text(self.row, first, value_first - 1, label, **look)
            shown = number_format(value, self.document.decimals)
            self.number(
                self.row, value_first, value_last, value, shown, **look | ({} if is_strong else {"font_color": INK})
            )
            self.row += 1

    def _sum_rows(self) -> Iterator[tuple[str, Decimal, bool]]:
        document, sums = self.document, self.document.sums
        if sums.discount:
            yield wording.SUM_OF_LINES.get(self.language), sums.lines, False
            yield wording.DISCOUNT.get(self.language), -sums.discount, False
        if sums.taxes:
            yield wording.NET.get(self.language), sums.net, False
        for tax in sums.taxes:
            base = self.money(tax.base)
            yield self.say(wording.TAX, code=tax.tax_code, percent=plain(tax.tax_percent), base=base), tax.tax, False
        if sums.rounding:
            yield wording.ROUNDING.get(self.language), sums.rounding, False
        yield self.say(wording.TOTAL, currency=document.currency), sums.total, True
        if sums.applied and document.kind == "sales_invoice":
            yield wording.DEPOSIT_USED.get(self.language), -sums.applied, False
            yield self.say(wording.AMOUNT_DUE, currency=document.currency), sums.total - sums.applied, True
        if sums.applied and document.kind == "credit_note":
            yield wording.SET_AGAINST.get(self.language), sums.applied, False
            if sums.total != sums.applied:
                yield wording.ON_ACCOUNT.get(self.language), sums.total - sums.applied, False

    def _words(self) -> None:
        document = self.document
        said = amount_in_words(document.sums.total, document.currency, document.decimals, self.language)
        self._rule(6)
        for part in wrapped(said, self.grid.width(0, self.grid.last) - 4):
            self.sheet.set_row(self.row, 17)
            self.text(self.row, 0, self.grid.last, part, bold=True, bg_color="#F8FAFC", indent=1)
            self.row += 1

    def _notes(self) -> None:
        """What is agreed beside the figures, and where to pay."""
        document, grid = self.document, self.grid
        notes = list(money_notes(document, self.language)) if self.has_prices else []
        if notes:
            self._rule(8)
        for note in notes:
            for part in wrapped(note, grid.width(0, grid.last) - 4):
                self.sheet.set_row(self.row, 15)
                self.text(self.row, 0, grid.last, part)
                self.row += 1
        if document.kind == "sales_invoice" and len(document.instalments) > 1:
            self._instalments(document.instalments)
        wants_money = document.kind == "sales_invoice" or document.deposit_percent or document.pay_first
        if wants_money and self.has_prices and self.head.card.bank:
            self._rule(8)
            self._label(wording.BANK)
            for line in self.head.card.bank.splitlines():
                for part in wrapped(line, grid.width(0, grid.last) - 4):
                    self.sheet.set_row(self.row, 15)
                    self.text(self.row, 0, grid.last, part)
                    self.row += 1

    def _label(self, found: Words) -> None:
        self.sheet.set_row(self.row, 15)
        self.text(self.row, 0, self.grid.last, found.get(self.language), font_color=GREY, font_size=9, bold=True)
        self.row += 1

    def _instalments(self, parts: Sequence[Instalment]) -> None:
        self._rule(8)
        self._label(wording.IN_PARTS)
        for part in parts:
            self.sheet.set_row(self.row, 15)
            said = f"{part.due}   {self.money(part.amount)} {self.document.currency}"
            self.text(self.row, 0, self.grid.last, said)
            self.row += 1

    def _signatures(self) -> None:
        grid, signs = self.grid, wording.SIGNATURES[self.document.kind]
        self._rule(44)
        self.sheet.set_row(self.row, 16)
        for (first, last), found in zip(((0, grid.middle - 1), (grid.value, grid.last)), signs, strict=False):
            line = {"top": 1, "top_color": GREY, "font_color": GREY, "font_size": 9}
            self.text(self.row, first, last, self.say(found, company=self.head.name), **line)
        self.row += 1


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
