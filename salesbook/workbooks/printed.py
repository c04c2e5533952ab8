"""A paper for the customer as one page, or as many as its lines need: what stands where, and in which words.

What may stand on it at all is decided by ``documents.printed``; how a page is drawn, by ``paper_page``.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from salesbook.documents.payment_terms import Instalment
from salesbook.documents.printed import PrintedDocument, PrintedLine
from salesbook.messages import fill
from salesbook.settings import Language, PrintSettings
from salesbook.units import plain
from salesbook.words import Words
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.amount_words import amount_in_words
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.paper_columns import columns_of, described, grid_for, is_shared
from salesbook.workbooks.paper_grid import wrapped
from salesbook.workbooks.paper_page import Letterhead, Line, Page, Sum, paper_book
from salesbook.workbooks.style import GREY
from salesbook.workbooks.tables import SheetBuilder


def with_prices(kind: str, settings: PrintSettings) -> bool:
    """Whether a kind of paper shows what the goods cost the customer."""
    shown = {"pick_list": settings.prices_on_pick_lists, "delivery_note": settings.prices_on_delivery_notes}
    return shown.get(kind, True)


def build_printed(
    path: Path, info: BookInfo, document: PrintedDocument, head: Letterhead, settings: PrintSettings
) -> None:
    """Write a paper as a workbook of one sheet that is all text and numbers; a file that is there is replaced."""
    title = title_of(document).get(info.look.language)
    with paper_book(path, info, head, f"{title} {document.document_no}") as builder:
        _Paper(builder, document, head, settings).draw(title)


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


class _Paper(Page):
    """A page of a paper."""

    def __init__(
        self, builder: SheetBuilder, document: PrintedDocument, head: Letterhead, settings: PrintSettings
    ) -> None:
        self.document, self.settings = document, settings
        self.has_prices = with_prices(document.kind, settings)
        self.columns = columns_of(document, self.has_prices)
        grid = grid_for(self.columns, document, builder.look.language)
        super().__init__(builder, head, grid, document.decimals)

    def draw(self, title: str) -> None:
        number = self.document.document_no
        if self.document.revision:
            number += f" · {wording.REVISION.get(self.language)} {self.document.revision}"
        self.begin(title, number, self.document.document_no)
        self.parties(list(self._customer_lines()), self._facts())
        first = self.row
        if self.document.standing:
            self.band(wording.STANDING[self.document.standing])
        self.header(self.columns, first)
        for line in self.document.lines:
            self._line(line)
        if self.has_prices:
            self.sums(self._sum_rows())
            if self.settings.amount_in_words and self.document.sums.total >= 0:
                self._words()
        self._notes()
        self.signatures(wording.SIGNATURES[self.document.kind])
        self.end()

    def _customer_lines(self) -> Iterator[Line]:
        customer = self.document.customer
        yield from self.customer(customer)
        delivery = customer.delivery_address or customer.address
        goes_along = self.document.kind in ("pick_list", "delivery_note")
        if delivery and (
            goes_along or (customer.delivery_address and self.document.kind not in ("credit_note", "payment"))
        ):
            yield "", {}
            yield wording.DELIVER_TO.get(self.language), {"font_color": GREY, "font_size": 8}
            for part in wrapped(delivery, self.grid.width(0, self.grid.middle - 1) - 3):
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

    def _line(self, line: PrintedLine) -> None:
        shown = [
            described(line, self.document, self.language) if column.is_rest else column.shown(line)
            for column in self.columns
        ]
        beside = {} if line.is_in_total else {"font_color": GREY, "italic": True, "in_brackets": True}
        self.line(self.columns, shown, **beside)

    def _sum_rows(self) -> Iterator[Sum]:
        document, sums = self.document, self.document.sums
        if sums.discount:
            yield Sum(wording.SUM_OF_LINES.get(self.language), sums.lines)
            yield Sum(wording.DISCOUNT.get(self.language), -sums.discount)
        if sums.taxes:
            yield Sum(wording.NET.get(self.language), sums.net)
        for tax in sums.taxes:
            base = self.money(tax.base)
            yield Sum(self.say(wording.TAX, code=tax.tax_code, percent=plain(tax.tax_percent), base=base), tax.tax)
        if sums.rounding:
            yield Sum(wording.ROUNDING.get(self.language), sums.rounding)
        yield Sum(self.say(wording.TOTAL, currency=document.currency), sums.total, is_strong=True)
        if sums.applied and document.kind == "sales_invoice":
            yield Sum(wording.DEPOSIT_USED.get(self.language), -sums.applied)
            yield Sum(
                self.say(wording.AMOUNT_DUE, currency=document.currency), sums.total - sums.applied, is_strong=True
            )
        if sums.applied and document.kind == "credit_note":
            yield Sum(wording.SET_AGAINST.get(self.language), sums.applied)
            if sums.total != sums.applied:
                yield Sum(wording.ON_ACCOUNT.get(self.language), sums.total - sums.applied)

    def _words(self) -> None:
        document = self.document
        said = amount_in_words(document.sums.total, document.currency, document.decimals, self.language)
        self.rule(6)
        self.paragraph(said, 17, bold=True, bg_color="#F8FAFC", indent=1)

    def _notes(self) -> None:
        """What is agreed beside the figures, and where to pay."""
        document = self.document
        notes = list(money_notes(document, self.language)) if self.has_prices else []
        if notes:
            self.rule(8)
        for note in notes:
            self.paragraph(note)
        if document.kind == "sales_invoice" and len(document.instalments) > 1:
            self._instalments(document.instalments)
        wants_money = document.kind == "sales_invoice" or document.deposit_percent or document.pay_first
        if wants_money and self.has_prices:
            self.bank()

    def _instalments(self, parts: Sequence[Instalment]) -> None:
        self.rule(8)
        self.label(wording.IN_PARTS)
        for part in parts:
            self.paragraph(f"{part.due}   {self.money(part.amount)} {self.document.currency}")
