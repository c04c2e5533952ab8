"""Parts that all our workbooks share: opening one, the Start sheet, the Problems sheet, lists for drop-downs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from salesbook.sheets.columns import ENTRY, LOOKUPS, PROBLEMS, RARE, TEMPLATE_VERSION, Table
from salesbook.sheets.drop_downs import list_name
from salesbook.sheets.live_lookups import TYPING_LOOKUPS
from salesbook.words import Words
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, GREY, RED_LIGHT, YELLOW_LIGHT, Look
from salesbook.workbooks.tables import SheetBuilder, Values, column_name, write_text

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed moment in the files' properties, so that the same content gives the same bytes."""


@dataclass(frozen=True)
class BookInfo:
    """What a new workbook says about itself.

    Attributes:
        workbook_id: Tells its copies from other workbooks; empty in a template.
        company: Printed on forms.
        lookups: Rows of the look-up lists, by kind.
        lookups_as_of: Of which day they are, and
        lookups_version: of which version of the ledger.
    """

    look: Look
    company: str = ""
    workbook_id: str = ""
    lookups: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    lookups_as_of: date | None = None
    lookups_version: int | None = None


@contextmanager
def new_book(path: Path, info: BookInfo, *, streamed: bool = False) -> Iterator[SheetBuilder]:
    """A new workbook that is saved at the end; a file that was there is replaced.

    Args:
        path: Of the file.
        info: What the workbook says about itself.
        streamed: Keep one row per sheet in memory; rows must then be written from top to bottom. What waits
            on the disk meanwhile lies beside the file.
    """
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {
        "default_date_format": "yyyy-mm-dd",
        "strings_to_numbers": False,
        "constant_memory": streamed,
    }
    if streamed:
        options["tmpdir"] = str(path.parent)
    book = xlsxwriter.Workbook(str(path), options)
    try:
        with book:
            book.set_properties({"author": "salesbook", "created": CREATED.replace(tzinfo=None), "comments": ""})
            book.formats[0].set_font_name(info.look.font)
            book.formats[0].set_font_size(10)
            yield SheetBuilder(book, info.look)
    finally:
        # A disk that refused leaves the files open in which rows were waiting.
        for sheet in book.worksheets():
            for waiting in (sheet.row_data_fh, sheet.fh):
                with suppress(OSError):
                    if waiting is not None:
                        waiting.close()


@cache
def _sheet_class() -> type:
    """XlsxWriter looks for thirty functions in every formula it is given; all rows of a table give it the same one."""
    from xlsxwriter.worksheet import Worksheet

    class RememberingSheet(Worksheet):  # type: ignore[misc]
        @cached_property
        def _prepared(self) -> dict[tuple[str, bool], str]:
            return {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            key = (formula, expand_future_functions)
            if key not in self._prepared:
                self._prepared[key] = super()._prepare_formula(*key)
            return self._prepared[key]

    return RememberingSheet


def add_sheet(builder: SheetBuilder, title: Words, colour: str = ACCENT) -> Any:
    """A sheet with a coloured tab, set up for A4 landscape, one page wide."""
    sheet = builder.book.add_worksheet(title.get(builder.look.language), _sheet_class())
    sheet.set_tab_color(colour)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&F · &A&R&8&P / &N")
    return sheet


def list_sheet(
    builder: SheetBuilder, table: Table, rows: Sequence[Values], spare_rows: int, colour: str = ACCENT
) -> Any:
    """A sheet that is one table from its first cell, with the header always in view."""
    sheet = add_sheet(builder, table.sheet, colour)
    sheet.set_row(0, 30)
    last = builder.table(sheet, table, rows, spare_rows=spare_rows)
    filled = {name for row in rows for name, value in row.items() if value not in (None, "")}
    builder.widths(sheet, table, folded=(RARE.get(table.kind, frozenset()) - filled) | {ENTRY.name})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if any(found.name == "status" for found in table.fields):
        builder.mark_statuses(sheet, table, 1, last - 1)
    if any(found.name == "line_decimals" for found in table.fields):
        warn_while_typing(builder, sheet, table, 1, last - 1)
    return sheet


def warn_while_typing(builder: SheetBuilder, sheet: Any, table: Table, first_row: int, last_row: int) -> None:
    """Mark a price that is too low, more than is in stock, and a total beyond the credit, as they are typed.

    Amounts of another currency get its decimals.
    """
    at = {
        found.name: f"${column_name(offset)}{first_row + 1}" for offset, found in enumerate(table.fields)
    }  # fmt: skip

    def mark(name: str, criteria: str, **look: Any) -> None:
        column = table.index(name)
        rule = {"type": "formula", "criteria": f"={criteria}", "format": builder.format(**look), "stop_if_true": False}
        sheet.conditional_format(first_row, column, last_row, column, rule)

    is_open = f"LEN({at['document_no']})=0," if "document_no" in at else ""
    price, floor = at["applied_price"], at["price_floor"]
    mark(
        "applied_price",
        f"AND({is_open}ISNUMBER({floor}),ISNUMBER({price}),N({price})*(1-N({at['discount_percent']})/100)<N({floor}))",
        bg_color=RED_LIGHT, bold=True,
    )  # fmt: skip
    wanted, available = at["own_quantity"], at["available"]
    mark(
        "available", f"AND({is_open}ISNUMBER({wanted}),ISNUMBER({available}),N({wanted})>N({available}))",
        bg_color=YELLOW_LIGHT, bold=True,
    )  # fmt: skip
    if "credit_after" in at:
        after = at["credit_after"]
        mark("document_total", f"AND({is_open}ISNUMBER({after}),N({after})<0)", bg_color=RED_LIGHT, bold=True)
    for decimals in {0, 2, 3} - {builder.look.decimals}:
        number = replace(builder.look, decimals=decimals).number_format("money")
        for found in table.fields:
            if found.type == "money" and found.name != "credit_after":
                mark(found.name, f'AND({at["line_decimals"]}<>"",{at["line_decimals"]}={decimals})', num_format=number)


def problems_sheet(builder: SheetBuilder) -> None:
    """Where everything that is wrong is listed, with a link to each cell."""
    list_sheet(builder, PROBLEMS, [], 0, "#C0504D")


def lookup_sheet(builder: SheetBuilder, info: BookInfo) -> None:
    """Copies of the master data for the drop-downs, side by side on one sheet."""
    sheet = _side_by_side(builder, LOOKUPS, info.lookups)
    first_column = 0
    for kind, table in LOOKUPS.items():
        define_list(builder, sheet, kind, first_column)
        first_column += len(table.fields) + 1


def typing_sheet(builder: SheetBuilder, info: BookInfo) -> None:
    """What prices, taxes and totals are looked up in while one types, on a sheet behind the others."""
    home = {"currency": info.look.currency, "decimals": info.look.decimals}
    _side_by_side(builder, TYPING_LOOKUPS, {"currencies": [home]} | dict(info.lookups))


def _side_by_side(builder: SheetBuilder, tables: Mapping[str, Table], rows: Mapping[str, Sequence[Values]]) -> Any:
    sheet = add_sheet(builder, next(iter(tables.values())).sheet, GREY)
    sheet.set_row(0, 30)
    first_column = 0
    for kind, table in tables.items():
        builder.table(sheet, table, rows.get(kind, []), first_column=first_column)
        builder.widths(sheet, table, first_column)
        first_column += len(table.fields) + 1
    sheet.freeze_panes(1, 0)
    return sheet


def define_list(builder: SheetBuilder, sheet: Any, kind: str, column: int) -> None:
    """Name the filled part of a column, so that a drop-down grows with it in every program."""
    letter = column_name(column)
    place = f"'{sheet.get_name()}'!"
    builder.book.define_name(
        list_name(kind), f"=OFFSET({place}${letter}$2,0,0,MAX(1,COUNTA({place}${letter}$2:${letter}$20000)),1)"
    )


def start_sheet(
    builder: SheetBuilder,
    info: BookInfo,
    title: Words,
    steps: Sequence[tuple[Words, Words]],
    *,
    has_lookups: bool = False,
) -> None:
    """The first sheet: what this workbook is for, and links to where one starts.

    Args:
        builder: The workbook.
        info: What the workbook says about itself.
        title: Of the workbook.
        steps: Sheet to go to, and what is done there.
        has_lookups: It says how old its look-up lists are.
    """
    language = info.look.language
    sheet = add_sheet(builder, Words("Start", "開始", "开始"))
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 90)
    sheet.set_row(1, 34)
    sheet.write_string(1, 1, title.get(language), builder.words(bold=True, font_size=20, font_color=ACCENT))
    write_text(sheet, 2, 1, info.company, builder.words(font_color=GREY, font_size=11))
    for row, (target, words) in enumerate(steps, start=4):
        name = target.get(language)
        sheet.set_row(row, 30)
        sheet.write_url(
            row,
            1,
            f"internal:'{name}'!A1",
            builder.words(font_color=ACCENT, underline=1, bg_color=ACCENT_LIGHT, indent=1),
            name,
        )
        sheet.write_string(row, 2, words.get(language), builder.words(text_wrap=True, indent=1))
    facts: tuple[tuple[str, Words, str | date | int | None], ...] = (
        ("workbook_id", Words("Workbook", "活頁簿代號", "工作簿代号"), info.workbook_id),
        ("template_version", Words("Template", "範本版本", "模板版本"), str(TEMPLATE_VERSION)),
    )
    if has_lookups:
        facts += (
            ("lookups_as_of", Words("Look-ups as of", "查詢資料日期", "查询数据日期"), info.lookups_as_of),
            ("lookups_version", Words("of ledger version", "帳本版次", "账本版次"), info.lookups_version),
        )
    write_facts(builder, sheet, facts, len(steps) + 6, 1)


def report_facts(
    builder: SheetBuilder, sheet: Any, row: int, column: int, report: str, of: str, version: int | None = None
) -> None:
    """What a report is, in small print, so that it can be compared with a new one of the same day or period.

    Args:
        version: Of the ledger; ``None`` where a report that says the same is the same, whatever was stored since.
    """
    facts: tuple[tuple[str, Words, str | date | int | None], ...] = (
        ("report", Words("Report", "報表", "报表"), report),
        ("report_of", Words("Report of", "報表日期", "报表日期"), of),
        ("report_language", Words("Language", "語言", "语言"), builder.look.language),
    )
    if version is not None:
        facts += (("filled_at_version", Words("Ledger version", "帳本版次", "账本版次"), version),)
    write_facts(builder, sheet, facts, row, column)


def write_facts(
    builder: SheetBuilder,
    sheet: Any,
    facts: Sequence[tuple[str, Words, str | date | int | None]],
    first_row: int,
    column: int,
) -> None:
    """What a workbook knows about itself, in small print: name, label and value, each value a named cell."""
    language = builder.look.language
    small = {"font_color": GREY, "font_size": 8, "align": "left"}
    for row, (name, label, value) in enumerate(facts, start=first_row):
        sheet.write_string(row, column, label.get(language), builder.words(**small))
        look = builder.words(**small, num_format="yyyy-mm-dd" if name == "lookups_as_of" else "General")
        if value is None:
            sheet.write_blank(row, column + 1, None, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, column + 1, value, look)
        elif isinstance(value, int):
            sheet.write_number(row, column + 1, value, look)
        else:
            sheet.write_string(row, column + 1, value, look)
        builder.book.define_name(f"Salesbook.{name}", f"='{sheet.get_name()}'!${column_name(column + 1)}${row + 1}")
