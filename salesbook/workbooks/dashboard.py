"""The workbook of the dashboard: one page that shows how the month stands, the figures behind it, what they mean.

Territory and salesperson are chosen on the page; its tiles, charts and alerts are plain formulas over the sheet
*Figures*, so they follow at once. Charts are read without colour: steps of brightness, patterns where two series
meet, and a number at each bar.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.money import ZERO, round_half_up
from salesbook.planning.standing import ALERT_KINDS, SLOW_PACE, Standing
from salesbook.sheets.columns import Field, Table
from salesbook.units import plain
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book, report_facts
from salesbook.workbooks.dashboard_figures import (
    age_sum,
    ages_of,
    alert_key,
    alert_text,
    bar_label,
    tile_values,
    write_figures,
)
from salesbook.workbooks.dashboard_sheet import CHOSEN, FiguresSheet, Placed, cached
from salesbook.workbooks.dashboard_tables import (
    AGES,
    ALERT_LIST,
    FUNNEL,
    MONTHS,
    PERSON_BARS,
    PERSON_CHOICE,
    PERSON_PACE,
    TERRITORY_BARS,
    TERRITORY_CHOICE,
    TOP_CUSTOMERS,
    TOP_GROUPS,
    TOP_PRODUCTS,
    TOTALS,
)
from salesbook.workbooks.dashboard_words import (
    ALERT_TITLES,
    ALERTS,
    ALL_PEOPLE,
    ALL_TERRITORIES,
    AS_OF,
    BASIS,
    CHARTS,
    CHOOSE,
    CURRENCY,
    DEFINED,
    DEFINITIONS,
    GROSS,
    MARGINS_DEFINED,
    NET,
    NO_COSTS,
    NO_PAPERS,
    NO_PLAN,
    NO_RECEIVABLES,
    NO_SALES,
    NO_TARGET,
    NONE,
    NOT_IN_LIST,
    ON_COURSE,
    PACE,
    PERSON,
    SALES,
    SLOW,
    STAGES,
    TARGET,
    TERRITORY,
    TILES,
    TITLE,
    TITLE_WITH_MARGINS,
    UNITS,
    VERSION,
    Definition,
)
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, GREY, INK, INPUT, LINE
from salesbook.workbooks.tables import SheetBuilder, column_name, write_text

__all__ = ["TITLE", "TITLE_WITH_MARGINS", "build_dashboard"]

COLUMNS, COLUMN_PIXELS, ROW_PIXELS = 28, 48, 20
"""Of the page: it fills a sheet of A4 across, and a wide screen."""

FIRST_CHART_ROW, CHART_ROWS, CHART_COLUMNS = 7, 12, 7
ALERT_COLUMN = 21
NAMES_PIXELS, STAGE_PIXELS, NUMBERS_PIXELS = 152, 96, 52
"""Room beside lying bars: for the names of customers or stages, and for the number of the longest."""

SHOWN_ALERTS = 3
"""Of each kind; the sheet behind has all of them."""

PALE = "#9FC3D8"
STEPS = ("#DCE9F1", "#A9CBDD", "#6FA3BF", "#3B7899", "#173F56")
"""From what is not due to what is oldest; a longer ageing repeats the darkest."""

HATCHED = {"pattern": "wide_upward_diagonal", "fg_color": ACCENT, "bg_color": "#FFFFFF"}

Slot = tuple[int, int, int, int]
"""First row and column of a chart, and how many of each it takes."""

_DEFINITION = Table("tblDefinitions", "", DEFINITIONS, (
    Field("figure", words("Figure", "指標", "指标"), width=34),
    Field("note", words("What it is", "說明", "说明"), width=100),
    Field("source", words("Asked for alone by", "單獨查詢", "单独查询"), "code", width=46),
))  # fmt: skip


def build_dashboard(path: Path, info: BookInfo, found: Standing) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        page = _Page(builder, info, found)
        write_figures(page.figures, page.choices)
        page.write()
        _definitions_sheet(builder, found)


class _Page:
    """The first sheet: head, choice, tiles, charts, alerts."""

    def __init__(self, builder: SheetBuilder, info: BookInfo, found: Standing) -> None:
        """Begin the sheet, and the one behind it."""
        self.builder, self.info, self.found = builder, info, found
        self.language = builder.look.language
        self.sheet = add_sheet(builder, TITLE)
        self.figures = FiguresSheet(builder, found)
        name = self.sheet.get_name()
        self.choices = {"territory": f"'{name}'!$D$2", "person": f"'{name}'!$M$2"}

    def write(self) -> None:
        """Fill the page, once the figures stand."""
        self._set_up()
        self._head()
        self._tiles()
        self._charts()
        self._alerts()

    def say(self, found: Words, **values: str) -> str:
        """A word in the language of the workbook; every one may name currency, year and basis."""
        known = {
            "currency": self.builder.look.currency, "year": str(self.found.fiscal_year),
            "basis": BASIS[self.found.actuals_from].get(self.language),
        }  # fmt: skip
        return found.get(self.language).format(**known | values)

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.set_column_pixels(0, COLUMNS - 1, COLUMN_PIXELS)
        for row, pixels in enumerate((42, 26, 20, 22, 38, 20, 8)):
            sheet.set_row_pixels(row, pixels)
        last = FIRST_CHART_ROW + 3 * CHART_ROWS
        for row in range(FIRST_CHART_ROW, last):
            sheet.set_row_pixels(row, ROW_PIXELS)
        sheet.print_area(0, 0, last - 1, COLUMNS - 1)
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(left=0.3, right=0.3, top=0.3, bottom=0.5)
        sheet.center_horizontally()
        sheet.set_zoom(90)

    def _merged(self, row: int, first: int, last: int, last_row: int | None = None, **look: Any) -> Any:
        """Merge some cells; the format that their first one is to be written in."""
        cell_format = self.builder.words(**look)
        self.sheet.merge_range(row, first, row if last_row is None else last_row, last, "", cell_format)
        return cell_format

    def _text(self, row: int, first: int, last: int, said: str, last_row: int | None = None, **look: Any) -> None:
        write_text(self.sheet, row, first, said, self._merged(row, first, last, last_row, **look))

    def _live(self, row: int, first: int, last: int, formula: str, value: Any, **look: Any) -> None:
        cell_format = self._merged(row, first, last, look.pop("last_row", None), **look)
        self.sheet.write_formula(row, first, formula, cell_format, cached(value))

    def _head(self) -> None:
        found, say = self.found, self.say
        title = f"{self.info.company} · {say(TITLE)} {found.month}"
        self._text(0, 0, 16, title, bold=True, font_size=20, font_color=ACCENT, shrink=True)
        facts = (
            (AS_OF, str(found.day)), (VERSION, str(found.version)), (CURRENCY, self.builder.look.currency),
        )  # fmt: skip
        said = "    ".join(f"{say(title)} {value}" for title, value in facts)
        self._text(0, 17, COLUMNS - 1, said, font_color=GREY, font_size=11, align="right")
        for first, of, table, everything in (
            (0, TERRITORY, TERRITORY_CHOICE, ALL_TERRITORIES),
            (9, PERSON, PERSON_CHOICE, ALL_PEOPLE),
        ):
            self._text(1, first, first + 2, say(of), font_color=GREY, align="right", indent=1)
            self._text(
                1, first + 3, first + 8, say(everything), bold=True, bg_color=INPUT, border=1, border_color=GREY,
                indent=1, shrink=True,
            )  # fmt: skip
            offered = f"={self.figures[table].column('label')}"
            rule = {
                "validate": "list",
                "source": offered,
                "error_message": say(NOT_IN_LIST),
                "input_message": say(CHOOSE),
            }
            self.sheet.data_validation(1, first + 3, 1, first + 3, rule)
        self._text(1, 18, COLUMNS - 1, say(CHOOSE), font_color=GREY, indent=1, font_size=9)
        expected = f"COUNT({self._total('pace')})=0"
        wrong = f"OR({CHOSEN['territory_first']}<0,{CHOSEN['person_first']}<0)"
        no_target = say(NO_TARGET if found.has_plan else NO_PLAN)
        formula = f'=IF({wrong},"{say(NOT_IN_LIST)}",IF({expected},"{no_target}",""))'
        shown = "" if found.sum_of("expected") else no_target
        self._live(2, 3, COLUMNS - 1, formula, shown, bold=True, font_size=9)

    def _total(self, name: str) -> str:
        return self.figures[TOTALS].cell("value", list(TILES).index(name))

    def _tiles(self) -> None:
        values = tile_values(self.found)
        formats = {"attainment": '0.0"%"', "pace": "0.0"}
        for number, (name, (title, below)) in enumerate(TILES.items()):
            first, last = number * 4, number * 4 + 3
            frame: dict[str, Any] = {"bg_color": ACCENT_LIGHT, "left": 5, "left_color": "#FFFFFF", "indent": 1}
            self._text(3, first, last, self.say(title), font_color=GREY, font_size=10, **frame)
            shown = {"num_format": formats.get(name, "#,##0"), "align": "left", "shrink": True, "font_color": INK}
            cell = self._total(name)
            value = values[name]
            self._live(
                4, first, last, f'=IF(ISNUMBER({cell}),{cell},"–")', "–" if value is None else value, bold=True,
                font_size=20, **shown, **frame,
            )  # fmt: skip
            self._text(5, first, last, self.say(below), font_color=GREY, font_size=8, shrink=True, **frame)

    def _charts(self) -> None:
        """Three rows of charts; without margins the last row has two wide ones."""
        found, figures = self.found, self.figures
        wide = found.margins is None
        rows = [FIRST_CHART_ROW + CHART_ROWS * number for number in range(3)]
        self._months((rows[0], 0, CHART_ROWS, 2 * CHART_COLUMNS))
        self._funnel((rows[0], 2 * CHART_COLUMNS, CHART_ROWS, CHART_COLUMNS))
        has_pace = any(year.expected for year in found.seats.values())
        for column, name, table, behind in (
            (0, "territories", TERRITORY_BARS, any(place.is_shown for place in found.territories)),
            (CHART_COLUMNS, "people", PERSON_BARS, any(place.is_shown for place in found.people)),
        ):
            slot = (rows[1], column, CHART_ROWS, CHART_COLUMNS)
            if has_pace and behind:
                self._pace(slot, name, figures[table])
            else:
                self._note(slot, self.say(CHARTS[name]), self.say(NO_SALES if found.has_plan else NO_PLAN))
        self._ages((rows[1], 2 * CHART_COLUMNS, CHART_ROWS, CHART_COLUMNS))
        middle, end = (11, 21) if wide else (CHART_COLUMNS, 2 * CHART_COLUMNS)
        customers, products = ([(row.code, row.amount) for row in rows] for rows in (found.customers, found.products))
        self._bars((rows[2], 0, CHART_ROWS, middle), "customers", figures[TOP_CUSTOMERS], customers, NO_SALES)
        self._bars((rows[2], middle, CHART_ROWS, end - middle), "products", figures[TOP_PRODUCTS], products, NO_SALES)
        if found.margins is not None:
            slot = (rows[2], end, CHART_ROWS, CHART_COLUMNS)
            profits = [(row.group, row.margin.gross_profit) for row in found.margins if row.margin.costed]
            self._bars(slot, "margins", figures[TOP_GROUPS], profits, NO_COSTS)

    def _months(self, slot: Slot) -> None:
        found, placed = self.found, self.figures[MONTHS]
        numbers = range(1, len(found.months) + 1)
        sold, target = ([found.month_sum(name, number) for number in numbers] for name in ("sold", "target"))
        unit, label = self._unit([*sold, *target])
        title = self.say(CHARTS["months"], unit=unit)
        if not any(sold) and not any(target):
            self._note(slot, title, f"{self.say(NO_SALES)} {self.say(NO_PLAN)}")
            return
        chart = self._chart("column", title, legend=found.has_plan)
        labels = self._labels(label, position="inside_base", font={"rotation": -90})
        chart.add_series({
            "name": self.say(SALES), "categories": f"={placed.column('month')}", "values": f"={placed.column('sold')}",
            "fill": {"color": PALE}, "border": {"color": ACCENT}, "gap": 40, "data_labels": labels,
        })  # fmt: skip
        if found.has_plan:
            line = self.builder.book.add_chart({"type": "line"})
            line.add_series({
                "name": self.say(TARGET), "categories": f"={placed.column('month')}",
                "values": f"={placed.column('target')}", "line": {"color": INK, "width": 1.75, "dash_type": "dash"},
                "marker": {"type": "diamond", "size": 7, "fill": {"color": INK}, "border": {"color": INK}},
                "data_labels": self._labels(label, position="above"),
            })  # fmt: skip
            chart.combine(line)
        self._axes(chart, (row.sold for row in found.seat_months))
        self._insert(slot, chart, title)

    def _funnel(self, slot: Slot) -> None:
        placed = self.figures[FUNNEL]
        amounts = [self.found.sum_of(name) for name in STAGES]
        unit, label = self._unit(amounts)
        title = self.say(CHARTS["funnel"], unit=unit)
        if not any(amounts):
            self._note(slot, title, self.say(NO_PAPERS))
            return
        chart = self._chart("bar", title, legend=True)
        for name, said, fill in (("net", NET, {"fill": {"color": ACCENT}}), ("gross", GROSS, {"pattern": HATCHED})):
            chart.add_series({
                "name": self.say(said), "categories": f"={placed.column('stage')}", "values": f"={placed.column(name)}",
                **fill, "border": {"color": ACCENT}, "gap": 40, "overlap": 100, "data_labels": self._labels(label),
            })  # fmt: skip
        self._axes(chart, (getattr(year, name) for year in self.found.seats.values() for name in STAGES), lying=True)
        self._insert(slot, chart, title, names=STAGE_PIXELS, legend=True)

    def _pace(self, slot: Slot, name: str, placed: Placed) -> None:
        title = self.say(CHARTS[name])
        chart = self._chart("bar", title, legend=True)
        for field, said, fill in (
            ("slow", SLOW, {"pattern": HATCHED}),
            ("on_course", ON_COURSE, {"fill": {"color": ACCENT}}),
        ):
            chart.add_series({
                "name": self.say(said), "categories": f"={placed.column('label')}",
                "values": f"={placed.column(field)}", **fill, "border": {"color": ACCENT}, "gap": 40, "overlap": 100,
                "data_labels": self._labels("0.0"),
            })  # fmt: skip
        self._axes(chart, (year.actual for year in self.found.seats.values()), lying=True)
        self._insert(slot, chart, title, names=NAMES_PIXELS, legend=True)

    def _ages(self, slot: Slot) -> None:
        found, placed = self.found, self.figures[AGES]
        amounts = [age_sum(found, place) for place in range(placed.count)]
        unit, label = self._unit(amounts)
        title = self.say(CHARTS["ages"], unit=unit)
        if not any(amounts):
            self._note(slot, title, self.say(NO_RECEIVABLES))
            return
        chart = self._chart("column", title)
        fills: list[dict[str, Any]] = [
            {"fill": {"color": STEPS[min(place, len(STEPS) - 1)]}, "border": {"color": ACCENT}}
            for place in range(placed.count - 1)
        ]
        chart.add_series({
            "categories": f"={placed.column('bucket')}", "values": f"={placed.column('amount')}", "gap": 30,
            "border": {"color": ACCENT}, "points": [*fills, {"pattern": HATCHED, "border": {"color": ACCENT}}],
            "data_labels": self._labels(label),
        })  # fmt: skip
        self._axes(chart, (part for seat in found.seats for part in ages_of(found, seat)))
        self._insert(slot, chart, title)

    def _bars(
        self, slot: Slot, name: str, placed: Placed, parts: Sequence[tuple[str, Decimal]], nothing: Words
    ) -> None:
        """The largest of something, each with its amount.

        Args:
            slot: Where on the page.
            name: Of the chart.
            placed: The table that is shown.
            parts: What it is the sum of, by code.
            nothing: What is said instead of an empty chart.
        """
        sums: dict[str, Decimal] = {}
        for code, amount in parts:
            sums[code] = sums.get(code, ZERO) + amount
        unit, label = self._unit(list(sums.values()))
        title = self.say(CHARTS[name], unit=unit)
        if not any(sums.values()):
            self._note(slot, title, self.say(nothing))
            return
        chart = self._chart("bar", title)
        chart.add_series({
            "categories": f"={placed.column('label')}", "values": f"={placed.column('amount')}",
            "fill": {"color": ACCENT}, "border": {"color": ACCENT}, "gap": 40, "data_labels": self._labels(label),
        })  # fmt: skip
        self._axes(chart, (amount for _, amount in parts), lying=True)
        self._insert(slot, chart, title, names=NAMES_PIXELS)

    def _unit(self, amounts: Sequence[Any]) -> tuple[str, str]:
        """In what a chart counts, and how its labels are written; a label of nothing is left out."""
        largest = max((abs(amount) for amount in amounts), default=0)
        number, unit = next((form, unit) for least, form, unit in UNITS if largest >= least)
        return self.say(unit), f"{number};-{number};"

    def _chart(self, kind: str, title: str, *, legend: bool = False) -> Any:
        chart = self.builder.book.add_chart({"type": kind})
        font = {"name": self.builder.look.font}
        chart.set_title({"name": title, "name_font": font | {"size": 10, "bold": True, "color": INK}})
        if legend:
            chart.set_legend({"position": "bottom", "font": font | {"size": 8, "color": INK}})
        else:
            chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"color": LINE}})
        return chart

    def _labels(self, number_format: str, **more: Any) -> dict[str, Any]:
        font = {"name": self.builder.look.font, "size": 8, "color": INK} | more.pop("font", {})
        if "0.0" in number_format and ";" not in number_format:
            number_format = f"{number_format};-{number_format};"
        return {"value": True, "num_format": number_format, "font": font, **more}

    def _axes(self, chart: Any, parts: Iterable[Decimal], *, lying: bool = False) -> None:
        """Names below or beside the bars, the first one on top; the labels of the bars stand for a scale.

        Args:
            chart: To be finished.
            parts: Of which any bar is a sum; unless one is negative the scale begins at zero, as bars should.
            lying: The bars are.
        """
        font = {"name": self.builder.look.font, "size": 8, "color": INK}
        names = {
            "num_font": font, "label_position": "low", "reverse": lying, "line": {"color": GREY},
            "major_tick_mark": "none", "text_axis": True, "major_gridlines": {"visible": False},
        }  # fmt: skip
        scale: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}}
        if min(parts, default=ZERO) >= 0:
            scale["min"] = 0
        # XlsxWriter calls the axis that lies x, whatever stands on it.
        chart.set_x_axis(scale if lying else names)
        chart.set_y_axis(names if lying else scale)

    def _insert(self, slot: Slot, chart: Any, title: str, *, names: int = 0, legend: bool = False) -> None:
        """Put a chart in its place; lying bars leave room for names before them and numbers behind."""
        row, column, rows, columns = slot
        if names:
            left = names / (columns * COLUMN_PIXELS)
            right = NUMBERS_PIXELS / (columns * COLUMN_PIXELS)
            height = 0.64 if legend else 0.77
            chart.set_plotarea({"layout": {"x": left, "y": 0.18, "width": 1 - left - right, "height": height}})
        chart.set_size({"width": columns * COLUMN_PIXELS - 4, "height": rows * ROW_PIXELS - 4})
        self.sheet.insert_chart(row, column, chart, {
            "object_position": 1, "x_offset": 2, "y_offset": 2, "description": title,
        })  # fmt: skip

    def _note(self, slot: Slot, title: str, said: str) -> None:
        """Instead of an empty chart, why it is empty."""
        row, column, rows, columns = slot
        last = column + columns - 1
        edge = {"border": 1, "border_color": LINE}
        self._text(row, column, last, title, row + 1, bold=True, align="center", text_wrap=True, **edge)
        self._text(
            row + 2, column, last, said, row + rows - 1, font_color=GREY, align="center", text_wrap=True, **edge
        )  # fmt: skip

    def _alerts(self) -> None:
        """Kind by kind: how many there are, and the first of them."""
        first, last, row = ALERT_COLUMN, COLUMNS - 1, FIRST_CHART_ROW
        self._text(row, first, last, self.say(ALERTS), bold=True, font_size=11, font_color=ACCENT, indent=1)
        for kind, title in ALERT_TITLES.items():
            row += 1
            self._text(row, first, last - 1, self.say(title), bold=True, bg_color=ACCENT_LIGHT, indent=1, shrink=True)
            count, value = self._count_of(kind)
            look = self.builder.words(bold=True, bg_color=ACCENT_LIGHT, align="right", indent=1, num_format="0")
            self.sheet.write_formula(row, last, count, look, value)
            cell = f"${column_name(last)}${row + 1}"
            for number in range(1, SHOWN_ALERTS + 1):
                formula, said = self._alert(kind, number)
                if number == 1:
                    none = self.say(NONE)
                    formula, said = f'=IF({cell}=0,"{none}",{formula[1:]})', said or none
                look_of = {
                    "font_size": 9,
                    "text_wrap": True,
                    "align": "left",
                    "valign": "top",
                    "indent": 1,
                    "last_row": row + 2,
                }
                self._live(row + 1, first, last, formula, said, **look_of)
                row += 2

    def _count_of(self, kind: str) -> tuple[str, int]:
        found = self.found
        if kind == "slow":
            paces = self.figures[PERSON_PACE]
            slow = [pace for pace, _ in self.figures.ranked.get(PERSON_BARS.name, ()) if pace < SLOW_PACE]
            return f'=COUNTIF({paces.column("pace")},"<{SLOW_PACE}")', len(slow)
        number = ALERT_KINDS.index(kind) + 1
        alerts = self.figures[ALERT_LIST]
        formula = f'=COUNTIFS({alerts.column("kind_no")},{number},{alerts.column("key")},">0")'
        return formula, sum(alert.kind == kind for alert in found.alerts)

    def _alert(self, kind: str, number: int) -> tuple[str, str]:
        """The formula of an alert, and what it says while everything is chosen."""
        if kind == "slow":
            return self._slow_person(number)
        key, alerts = alert_key(ALERT_KINDS.index(kind) + 1, number), self.figures[ALERT_LIST]
        own = [alert for alert in self.found.alerts if alert.kind == kind]
        said = alert_text(own[number - 1], self.figures) if number <= len(own) else ""
        return f'=IFERROR(INDEX({alerts.column("text")},MATCH({key},{alerts.column("key")},0)),"")', said

    def _slow_person(self, number: int) -> tuple[str, str]:
        bars, paces = self.figures[PERSON_BARS], self.figures[PERSON_PACE]
        ranked = self.figures.ranked.get(PERSON_BARS.name, ())
        if number > bars.count or not ranked:
            return '=""', ""
        row, pace = bars.cell("row", number - 1), bars.cell("slow", number - 1)
        code, label = (f"INDEX({paces.column(name)},{row})" for name in ("code", "label"))
        word = self.say(PACE)
        named = f'{code}&IF({label}={code},""," · "&{label})'
        formula = f'=IF(ISNUMBER({pace}),{named}&" · {word} "&ROUND({pace},1),"")'
        found = ranked[number - 1] if number <= len(ranked) else None
        if found is None or found[0] >= SLOW_PACE:
            return formula, ""
        place = [place for place in self.found.people if place.is_shown][found[1] - 1]
        shown = plain(round_half_up(found[0], 1))
        label = bar_label(place.code, place.name)
        return formula, " · ".join([place.code, *([label] if label != place.code else []), f"{word} {shown}"])


def _definitions_sheet(builder: SheetBuilder, found: Standing) -> None:
    """Each figure in words."""
    language = builder.look.language
    basis = BASIS[found.actuals_from].get(language)
    defined: Sequence[Definition] = (*DEFINED, MARGINS_DEFINED) if found.margins is not None else DEFINED
    sheet = add_sheet(builder, DEFINITIONS, GREY)
    builder.widths(sheet, _DEFINITION)
    sheet.set_row(0, 30)
    rows: list[Mapping[str, Any]] = [
        {
            "figure": one.figure.get(language), "note": one.note.get(language).format(basis=basis),
            "source": one.source,
        }
        for one in defined
    ]  # fmt: skip
    builder.table(sheet, _DEFINITION, rows)
    room = _DEFINITION.field("note").width - 4
    for number, row in enumerate(rows, start=1):
        width = sum(2 if ord(letter) > 0x2E7F else 1 for letter in row["note"])
        sheet.set_row(number, 15 * (1 + width // room) + 6)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    report = "dashboard" if found.margins is None else "dashboard_margins"
    sheet.print_area(0, 0, len(rows), len(_DEFINITION.fields) - 1)
    report_facts(builder, sheet, len(rows) + 2, 0, report, found.day.isoformat(), found.version)
