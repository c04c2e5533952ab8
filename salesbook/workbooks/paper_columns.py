"""The columns that the lines of a printed paper have, and what a line shows in them."""

from collections.abc import Sequence

from salesbook.documents.printed import PrintedDocument, PrintedLine
from salesbook.messages import fill
from salesbook.settings import Language
from salesbook.units import plain
from salesbook.workbooks import paper_words as wording
from salesbook.workbooks.paper_grid import Column, Grid, amount_column, fitted


def columns_of(document: PrintedDocument, has_prices: bool) -> list[Column[PrintedLine]]:
    """What the lines of a paper need; a column in which nothing would stand is left out."""
    lines, kind = document.lines, document.kind
    several_days = kind == "sales_order" and document.due_date is None and any(line.due_date for line in lines)
    found: list[tuple[bool, Column[PrintedLine]]] = [
        (True, Column(wording.LINE_NO, lambda line: str(line.line_no), 4.5)),
        (any(line.product_no for line in lines), Column(wording.CODE, lambda line: line.product_no, most=18)),
        (True, Column(wording.DESCRIPTION, lambda line: line.description, is_rest=True)),
        (
            kind == "pick_list" and any(x.warehouse_code for x in lines),
            Column(wording.WAREHOUSE, lambda x: x.warehouse_code, most=18),
        ),
        (any(line.batch_no for line in lines), Column(wording.BATCH, lambda line: line.batch_no, most=18)),
        (several_days, Column(wording.DUE_DATE, lambda line: str(line.due_date or ""), 11)),
        (kind != "payment", Column(wording.QUANTITY, lambda line: line.quantity, is_number=True)),
        (any(line.unit for line in lines), Column(wording.UNIT, lambda line: line.unit, indent=1, most=22)),
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
            (True, amount_column(wording.AMOUNT, lambda line: line.amount, document.decimals)),
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


def grid_for(columns: Sequence[Column[PrintedLine]], document: PrintedDocument, language: Language) -> Grid:
    """The grid of a paper, wide enough for its sums."""
    sums = document.sums
    return fitted(columns, document.lines, language, (sums.total, sums.lines, -sums.applied))


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
