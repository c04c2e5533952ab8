"""A table of ``sheets.columns`` on a sheet: headers, formats, drop-downs, formulas, rows.

The same code makes an empty template, a filled day's list and a report, so they cannot drift apart.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from salesbook.formula_texts import for_text_cell
from salesbook.sheets.columns import CHOICES, LISTS, Field, Form, Table
from salesbook.sheets.drop_downs import drop_down, prompt
from salesbook.sheets.formulas import formula_of, references_of, rendered
from salesbook.words import words
from salesbook.workbooks.style import ACCENT, GREY, INPUT, LINE, TABLE_STYLE, Look

Values = Mapping[str, Any]

_NUMBERS = (Decimal, int, float)

SPARE_ROWS = 200
"""Empty rows that a new entry table has, so that a day's orders fit without growing it."""


CHANGED_AFTER_POSTING = {"revision", "picked_quantity", "substitute_no", "batch_no", "remark"}
"""Fields in which people type after a document was posted, and are not asked why."""

_POSTED = words("This row is posted", "此列已過帳", "此行已过账")
_CHANGE = words(
    "A posted document is changed by the next revision (quotations and orders), or reversed and entered anew. "
    "Change the row all the same?",
    "已過帳單據須以下一版次變更（報價單與訂單），或沖銷後重新輸入。仍要修改此列？",
    "已过账单据须以下一版次变更（报价单与订单），或冲销后重新录入。仍要修改此行？",
)


class SheetBuilder:
    """Writes our tables into one new workbook."""

    def __init__(self, book: Any, look: Look) -> None:
        """Start in an open ``xlsxwriter.Workbook``."""
        self.book = book
        self.look = look
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def words(self, **properties: Any) -> Any:
        """A format for text outside tables."""
        return self.format(**{"font_name": self.look.font, "font_size": 10, "valign": "vcenter"} | properties)

    def title(self, field: Field) -> str:
        """The header of a field in the workbook's language."""
        return field.title.get(self.look.language)

    def table(
        self,
        sheet: Any,
        table: Table,
        rows: Sequence[Values],
        *,
        first_row: int = 0,
        first_column: int = 0,
        spare_rows: int = 0,
        form: Form | None = None,
    ) -> int:
        """Write a table.

        Args:
            sheet: Where to.
            table: What its columns are.
            rows: Values by field name; a field that is left out stays blank, or gets its formula.
            first_row: Of the header, from 0.
            first_column: From 0.
            spare_rows: Empty rows after the filled ones.
            form: Whose lines they are.

        Returns:
            The row after the table, from 0.
        """
        count = max(1, len(rows) + spare_rows)
        last_row, last_column = first_row + count, first_column + len(table.fields) - 1
        columns = []
        unposted = self._unposted(table, form, first_row + 1, first_column)
        formulas = {field.name: self.formula(field, table, form) for field in table.fields if field.formula}
        formats = {field.name: self.format(**self.look.cell(field, **self._shade(field))) for field in table.fields}
        for offset, field in enumerate(table.fields):
            column: dict[str, Any] = {
                "header": self.title(field),
                "header_format": self.header_format(field),
                "format": formats[field.name],
            }
            if field.formula:
                column["formula"] = formulas[field.name]
            columns.append(column)
            self.help(sheet, field, first_row + 1, last_row, first_column + offset, unposted)
        sheet.add_table(
            first_row, first_column, last_row, last_column,
            {"name": table.name, "columns": columns, "style": TABLE_STYLE, "autofilter": len(rows) + spare_rows > 1},
        )  # fmt: skip
        cells = [
            (first_column + offset, field, field.name, formulas.get(field.name), formats[field.name])
            for offset, field in enumerate(table.fields)
        ]
        empty: list[Values] = [{}] * (count - len(rows))
        for index, values in enumerate([*rows, *empty], start=first_row + 1):
            for place, field, name, formula, look in cells:
                shown = values.get(name)
                if formula is not None:
                    sheet.write_formula(index, place, formula, look, "" if shown is None else float(shown))
                elif shown is None:
                    sheet.write_blank(index, place, None, look)
                else:
                    self.value(sheet, index, place, field, shown, look)
        return last_row + 1

    def value(self, sheet: Any, row: int, column: int, field: Field, value: Any, cell_format: Any) -> None:
        """Write one cell by its type; the most frequent ones are asked for first."""
        if isinstance(value, str) and value:
            words = CHOICES[value].get(self.look.language) if field.choices and value in CHOICES else value
            write_text(sheet, row, column, for_text_cell(words), cell_format)
        elif value is None or value == "":
            sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, bool):
            sheet.write_string(row, column, CHOICES["yes" if value else "no"].get(self.look.language), cell_format)
        elif isinstance(value, _NUMBERS):
            sheet.write_number(row, column, float(value), cell_format)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, cell_format)
        else:
            write_text(sheet, row, column, for_text_cell(str(value)), cell_format)

    def widths(self, sheet: Any, table: Table, first_column: int = 0, folded: Collection[str] = ()) -> None:
        """Give the columns of a table their widths.

        Args:
            folded: Fields that most rows leave blank; a click on the plus above the sheet shows their columns.
        """
        was_folded = False
        for offset, field in enumerate(table.fields):
            column = first_column + offset
            width = self.width(field)
            is_folded = field.name in folded
            options = {"level": 1, "hidden": True} if is_folded else {"collapsed": True} if was_folded else {}
            sheet.set_column(column, column, width, None, options)
            was_folded = is_folded

    def formula(self, field: Field, table: Table, form: Form | None = None) -> str:
        """A field's formula with the columns of its row in Excel's own notation.

        Args:
            form: Whose lines the table has.
        """
        titles = {other.name: self.title(other) for other in table.fields}
        references = references_of(table.name, titles, table, form, self.look.language, self.look.decimals)
        found = rendered(formula_of(field, lowest_price=self.look.lowest_price), references)
        assert found is not None, f"{table.name} lacks what {field.name} refers to"
        return found

    def width(self, field: Field) -> float:
        """Of a column: its own, and never less than its title needs as a header."""
        return max(field.width, self.title_width(field) + 3.5)

    def title_width(self, field: Field) -> float:
        """Of a title in the language of the workbook, in Excel's units of column width."""
        return sum(2.0 if ord(letter) > 0x2E7F else 1.05 for letter in self.title(field))

    def header_format(self, field: Field) -> Any:
        """The format of a column's header: grey where salesbook fills the column."""
        colour = GREY if field.written else ACCENT
        align = {"align": "right"} if self.look.is_number(field) else {"align": "left", "indent": 1}
        return self.words(
            bold=True, font_color="#FFFFFF", bg_color=colour, border=1, border_color=LINE, text_wrap=True, **align
        )

    def _unposted(self, table: Table, form: Form | None, row: int, column: int) -> str:
        """The formula that says that a row has no number yet; empty where rows of the table get none."""
        if form is not None:
            return unposted(form)
        if table.kind not in LISTS or all(field.name != "document_no" for field in table.fields):
            return ""
        return f"LEN(${column_name(column + table.index('document_no'))}{row + 1})=0"

    def _shade(self, field: Field) -> dict[str, Any]:
        if field.written:
            return {"font_color": GREY}
        return {"bg_color": INPUT} if field.required and not field.formula else {}

    def help(self, sheet: Any, field: Field, first: int, last: int, column: int, unposted: str = "") -> None:
        """Drop-down and input message of a column, and a question before a posted row is changed.

        Args:
            unposted: Says by a formula that the row is not posted yet.
        """
        found = drop_down(field, self.look.language)
        title, message = prompt(field, self.look.language)
        rule: dict[str, Any] = {"validate": "any"}
        if found is not None:
            source = found.source if isinstance(found.source, str) else list(found.source)
            rule = {"validate": "list", "source": source, "error_type": "stop" if found.is_strict else "warning"}
        elif unposted and not field.written and not field.formula and field.name not in CHANGED_AFTER_POSTING:
            rule = {"validate": "custom", "value": f"={unposted}", "error_type": "warning"}
            rule |= {"error_title": _POSTED.get(self.look.language), "error_message": _CHANGE.get(self.look.language)}
        if message:
            rule |= {"input_title": title, "input_message": message}
        if rule != {"validate": "any"}:
            sheet.data_validation(first, column, last, column, {"ignore_blank": True, **rule})

    def mark_statuses(self, sheet: Any, table: Table, first_row: int, last_row: int, first_column: int = 0) -> None:
        """Grey the rows that are posted, so that one sees at a glance what is left."""
        offset = first_column + table.index("status")
        number = (
            first_column + table.index("document_no") if any(f.name == "document_no" for f in table.fields) else offset
        )
        letter = column_name(number)
        posted = self.format(font_color=GREY, bg_color="#F1F5F9")
        sheet.conditional_format(
            first_row, first_column, last_row, first_column + len(table.fields) - 1,
            {"type": "formula", "criteria": f'=LEN(${letter}{first_row + 1})>0', "format": posted},
        )  # fmt: skip


def unposted(form: Form) -> str:
    """The formula that says that the paper on a form has no number yet."""
    return f"LEN({form.name_of('document_no')})=0"


def write_text(sheet: Any, row: int, column: int, words: str, cell_format: Any) -> None:
    """Write what a person typed as text, whatever it looks like: no formula, no link, no markup."""
    if words.startswith("<r>") and words.endswith("</r>"):
        # XlsxWriter would copy this into the file as markup; in several runs it is escaped like any other text.
        sheet.write_rich_string(row, column, "<", "r>", words[3:], cell_format)
    else:
        sheet.write_string(row, column, words, cell_format)


def column_name(index: int) -> str:
    """Letters of a column, counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    name: str = xl_col_to_name(index)
    return name
