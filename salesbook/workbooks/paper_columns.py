"""The columns that the lines of a printed paper have, and what a line shows in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesbook.documents.printed import PrintedDocument, PrintedLine
from salesbook.messages import fill
from salesbook.settings import Language
from salesbook.units import plain
from salesbook.words import Words
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.paper_grid import PAGE_WIDTH, Grid, grid_of, number_width, text_width


@dataclass(frozen=True)
class Column:
    """A column of the lines.

    Attributes:
        shown: What a line shows there.
        least: Decimals of its numbers, at least.
    """

    title: Words
    shown: Callable[[PrintedLine], str | Decimal | None]
    width: float = 0
    is_number: bool = False
    least: int = 0
    is_box: bool = False
    indent: int = 0


def columns_of(document: PrintedDocument, has_prices: bool) -> list[Column]:
    """What the lines of a paper need; a column in which nothing would stand is left out."""
    lines, kind = document.lines, document.kind
    several_days = kind == "sales_order" and document.due_date is None and any(line.due_date for line in lines)
    found = [
        (True, Column(wording.LINE_NO, lambda line: str(line.line_no), 4.5)),
        (any(line.product_no for line in lines), Column(wording.CODE, lambda line: line.product_no)),
        (True, Column(wording.DESCRIPTION, lambda line: line.description)),
        (
            kind == "pick_list" and any(x.warehouse_code for x in lines),
            Column(wording.WAREHOUSE, lambda x: x.warehouse_code),
        ),
        (any(line.batch_no for line in lines), Column(wording.BATCH, lambda line: line.batch_no)),
        (several_days, Column(wording.DUE_DATE, lambda line: str(line.due_date or ""), 11)),
        (kind != "payment", Column(wording.QUANTITY, lambda line: line.quantity, is_number=True)),
        (any(line.unit for line in lines), Column(wording.UNIT, lambda line: line.unit, indent=1)),
    ]
    if has_prices:
        places = min(2, document.decimals)
        found += [
            (kind != "payment", Column(wording.PRICE, lambda line: line.unit_price, is_number=True, least=places)),
            (
                any(line.discount_percent or line.amount_off for line in lines),
                Column(wording.OFF, lambda line: off_line(line, document.decimals), is_number=True),
            ),
            (any(line.tax_code for line in lines), Column(wording.TAX_CODE, tax_of_line, is_number=True)),
            (True, Column(wording.AMOUNT, lambda line: line.amount, is_number=True, least=document.decimals)),
        ]
    if kind == "pick_list":
        found += [
            (True, Column(wording.PICKED, lambda line: None, 11, is_box=True)),
            (True, Column(wording.DONE, lambda line: None, 7, is_box=True)),
        ]
    return [column for is_needed, column in found if is_needed]


def off_line(line: PrintedLine, decimals: int) -> str:
    """What is taken off a line: a percent, an amount, or both."""
    percent = f"{plain(line.discount_percent)} %" if line.discount_percent else ""
    amount = f"{line.amount_off:,.{decimals}f}" if line.amount_off else ""
    return " + ".join(part for part in (percent, amount) if part)


def tax_of_line(line: PrintedLine) -> str:
    """Code and rate of a line's tax."""
    return f"{line.tax_code} {plain(line.tax_percent)} %" if line.tax_code else ""


def grid_for(columns: Sequence[Column], document: PrintedDocument, language: Language) -> Grid:
    """Give each column what its longest text or number needs, and the description what is left."""
    widths = [column.width or _needed(column, document, language) for column in columns]
    place = next(place for place, column in enumerate(columns) if column.title is wording.DESCRIPTION)
    rest = PAGE_WIDTH - sum(width for index, width in enumerate(widths) if index != place)
    widths[place] = max(22.0, rest)
    return grid_of(widths)


def _needed(column: Column, document: PrintedDocument, language: Language) -> float:
    values = [column.shown(line) for line in document.lines]
    if column.title is wording.AMOUNT:
        values += [document.sums.total, document.sums.lines, -document.sums.applied]
    numbers = [number_width(value, column.least) for value in values if isinstance(value, Decimal)]
    texts = [text_width(value) + 2 for value in values if isinstance(value, str)]
    title = text_width(column.title.get(language)) + 2 + column.indent
    most = 18.0 if column.title in (wording.CODE, wording.BATCH, wording.WAREHOUSE, wording.UNIT) else 40.0
    return max(title, min(most, max([*numbers, *texts], default=0.0)))


def described(line: PrintedLine, document: PrintedDocument, language: Language) -> str:
    """The description, what is special about the line, and the papers behind it where the lines have several."""
    parts = [line.description]
    if line.mark:
        parts.append(fill(wording.MARKS[line.mark].get(language), {"of": line.mark_of}))
    for paper, found in wording.LINE_BEHIND.items():
        number = getattr(line, f"{paper}_no")
        if number and len(document.behind[paper]) > 1 and _is_told(document, paper) and number != line.mark_of:
            parts.append(fill(found.get(language), {"of": number}))
    return "\n".join(part for part in parts if part)


def _is_told(document: PrintedDocument, paper: str) -> bool:
    """Whether a kind of paper says which order, delivery or invoice is behind it."""
    told = {
        "pick_list": ("order",), "delivery_note": ("order",), "sales_invoice": ("order", "delivery"),
        "credit_note": ("invoice",),
    }  # fmt: skip
    return paper in told.get(document.kind, ())


def is_shared(document: PrintedDocument, paper: str) -> bool:
    """Whether all lines share the paper behind them, which then stands in the head."""
    return _is_told(document, paper) and len(document.behind[paper]) == 1
