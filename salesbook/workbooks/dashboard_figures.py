"""The sheet *Figures* of the dashboard: the tables behind its charts, live by what is chosen on the first page.

Stored figures stand by seat, a territory and a person, each with a number. What is chosen becomes two ranges of such
numbers, so that one SUMIFS adds up any territory with all beneath it. Every formula brings the value that it has
while everything is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from salesbook.messages import text
from salesbook.planning.standing import (
    ALERT_KINDS,
    PACE_SUMS,
    SLOW_PACE,
    TOP,
    Alert,
    Place,
    Seat,
    SoldOf,
    Standing,
    SumLevel,
    index_of,
)
from salesbook.settings import Language
from salesbook.sheets.columns import KIND_WORDS, Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import add_sheet
from salesbook.workbooks.dashboard_words import (
    ALERT_TITLES,
    ALERTS,
    ALL_PEOPLE,
    ALL_TERRITORIES,
    DISPUTED,
    FIGURES,
    GROSS,
    NET,
    NO_GROUP,
    ON_COURSE,
    PERSON,
    SALES,
    SLOW,
    STAGES,
    TARGET,
    TERRITORY,
    TILES,
)
from salesbook.workbooks.receivables import bucket_titles
from salesbook.workbooks.style import ACCENT, GREY
from salesbook.workbooks.tables import SheetBuilder, Values, column_name

Live = tuple[str, Any]
"""A formula and the value that it has while everything is chosen."""

LAST = 999_999
"""Above the number of any territory or person."""

CHOSEN = {
    "territory": "Chosen.territory", "person": "Chosen.person", "territory_first": "Chosen.territory_first",
    "territory_last": "Chosen.territory_last", "person_first": "Chosen.person_first",
    "person_last": "Chosen.person_last",
}  # fmt: skip
"""Defined names of what is chosen, and of the numbers that belong to it."""

_LONGEST_CHOICE = 60
_LONGEST_LABEL = 24
"""In half-width signs: as much as the bars of a chart leave room for."""

_CODE, _NAME = words("Code", "代號", "代号"), words("Name", "名稱", "名称")
_NO, _LABEL = words("No.", "序號", "序号"), words("On the chart", "圖上名稱", "图上名称")
_TNO, _PNO = words("Territory no.", "區域序號", "区域序号"), words("Person no.", "人員序號", "人员序号")
_UNTIL = words("Last no. beneath", "其下末號", "其下末号")
_AMOUNT, _CHOSEN = words("Amount", "金額", "金额"), words("Chosen", "所選", "所选")
_RUNNING, _ROW = words("Running sum", "累計", "累计"), words("Row", "列號", "行号")
_YEAR_SALES = words("Sales to date", "至今銷售", "至今销售")
_TO_DATE = words("Target to date", "至今目標", "至今目标")
_EXPECTED = words("Expected by now", "至今應達成", "至今应达成")
_ATTAINMENT, _PACE = words("Attainment %", "達成率 %", "达成率 %"), words("Pace index", "進度指數", "进度指数")
_REVENUE = words("Revenue with known cost", "成本已知之收入", "成本已知的收入")
_PROFIT, _MARGIN = words("Gross profit", "毛利"), words("Margin %", "毛利率 %")

_SEAT_FIELDS = (
    Field("territory_code", TERRITORY, "code", width=16), Field("salesperson_no", PERSON, "code", width=26),
    Field("territory", _TNO, "integer", written=True), Field("person", _PNO, "integer", written=True),
)  # fmt: skip

TERRITORY_CHOICE = Table("tblTerritoryChoice", "", words("Territories to choose from", "可選區域", "可选区域"), (
    Field("code", _CODE, "code"), Field("label", TERRITORY), Field("first", _TNO, "integer", written=True),
    Field("last", _UNTIL, "integer", written=True),
))  # fmt: skip
PERSON_CHOICE = Table("tblPersonChoice", "", words("Salespeople to choose from", "可選業務員", "可选业务员"), (
    Field("code", _CODE, "code"), Field("label", PERSON), Field("first", _PNO, "integer", written=True),
    Field("last", _UNTIL, "integer", written=True),
))  # fmt: skip
SELECTION = Table("tblSelection", "", words("What is chosen", "所選範圍", "所选范围"), (
    Field("code", words("Of", "項目", "项目")), Field("label", _CHOSEN),
    Field("first", words("From no.", "起號", "起号"), "integer"),
    Field("last", words("To no.", "末號", "末号"), "integer"),
))  # fmt: skip
TOTALS = Table("tblTotals", "", words("Tiles", "方塊數字", "方块数字"), (
    Field("no", _NO, "integer"), Field("figure", words("Figure", "指標", "指标")), Field("value", _AMOUNT, "money"),
))  # fmt: skip
MONTHS = Table("tblMonths", "", words("Sales and target by month", "各月銷售與目標", "各月销售与目标"), (
    Field("no", _NO, "integer"), Field("month", words("Month", "月份"), "month"), Field("sold", SALES, "money"),
    Field("target", TARGET, "money"),
))  # fmt: skip


def _pace_table(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("code", _CODE, "code"), Field("label", _LABEL), Field("first", _NO, "integer", written=True),
        Field("last", _UNTIL, "integer", written=True), Field("actual", _YEAR_SALES, "money"),
        Field("target_to_date", _TO_DATE, "money"), Field("expected", _EXPECTED, "money"),
        Field("attainment", _ATTAINMENT, "percent"), Field("pace", _PACE, "percent"),
    ))  # fmt: skip


def _pace_bars(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("no", _NO, "integer"), Field("label", _LABEL), Field("pace", _PACE, "percent"),
        Field("slow", SLOW, "percent"), Field("on_course", ON_COURSE, "percent"),
        Field("row", _ROW, "integer", written=True),
    ))  # fmt: skip


TERRITORY_PACE = _pace_table("tblTerritoryPace", words("Pace by territory", "各區域進度", "各区域进度"))
TERRITORY_BARS = _pace_bars(
    "tblTerritoryBars", words("Territories furthest behind first", "區域（落後者在前）", "区域（落后者在前）")
)
PERSON_PACE = _pace_table("tblPersonPace", words("Pace by salesperson", "各業務員進度", "各业务员进度"))
PERSON_BARS = _pace_bars(
    "tblPersonBars", words("Salespeople furthest behind first", "業務員（落後者在前）", "业务员（落后者在前）")
)
FUNNEL = Table("tblFunnel", "", words("From quotation to cash", "由報價到收款", "由报价到收款"), (
    Field("no", _NO, "integer"), Field("stage", words("Stage", "階段", "阶段")), Field("net", NET, "money"),
    Field("gross", GROSS, "money"),
))  # fmt: skip
AGES = Table("tblAges", "", words("Receivables by days overdue", "應收帳款帳齡", "应收账款账龄"), (
    Field("no", _NO, "integer"), Field("bucket", words("Overdue", "逾期", "逾期")), Field("amount", _AMOUNT, "money"),
))  # fmt: skip


def _top_bars(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("no", _NO, "integer"), Field("label", _LABEL), Field("amount", _AMOUNT, "money"),
        Field("row", _ROW, "integer", written=True),
    ))  # fmt: skip


TOP_CUSTOMERS = _top_bars("tblTopCustomers", words("Top customers", "前十大客戶", "前十大客户"))
TOP_PRODUCTS = _top_bars("tblTopProducts", words("Top products", "前十大商品", "前十大商品"))
TOP_GROUPS = _top_bars("tblTopGroups", words("Product groups by gross profit", "商品類別毛利排行", "商品类别毛利排行"))


def _parts_table(name: str, title: Words, code: Words) -> Table:
    return Table(name, "", title, (
        Field("code", code, "code"), Field("label", _LABEL), Field("territory_code", TERRITORY, "code"),
        Field("salesperson_no", PERSON, "code"), *_SEAT_FIELDS[2:], Field("amount", _AMOUNT, "money"),
        Field("chosen", _CHOSEN, "money", written=True), Field("running", _RUNNING, "money", written=True),
        Field("total", words("Sum", "合計", "合计"), "money", written=True),
    ))  # fmt: skip


CUSTOMER_PARTS = _parts_table(
    "tblCustomers", words("Customers among the first of any selection", "各選擇之前十大客戶", "各选择的前十大客户"),
    words("Customer", "客戶", "客户"),
)  # fmt: skip
PRODUCT_PARTS = _parts_table(
    "tblProducts", words("Products among the first of any selection", "各選擇之前十大商品", "各选择的前十大商品"),
    words("Product", "商品"),
)  # fmt: skip
GROUPS = Table("tblGroups", "", words("Margin by product group", "各商品類別毛利", "各商品类别毛利"), (
    Field("no", _NO, "integer"), Field("group", words("Product group", "商品類別", "商品类别")),
    Field("revenue", _REVENUE, "money"), Field("profit", _PROFIT, "money"), Field("margin", _MARGIN, "percent"),
    Field("label", _LABEL),
))  # fmt: skip
GROUP_PARTS = Table("tblGroupMargins", "", words("Margins by seat", "各席位毛利", "各席位毛利"), (
    *_SEAT_FIELDS, Field("group_no", words("Group no.", "類別序號", "类别序号"), "integer", written=True),
    Field("group", words("Product group", "商品類別", "商品类别")), Field("revenue", _REVENUE, "money"),
    Field("cost", words("Cost of goods", "商品成本"), "money"), Field("profit", _PROFIT, "money"),
))  # fmt: skip
_BY_SEAT = words("The year by territory and salesperson", "本年各區域與業務員", "本年各区域与业务员")
_MONTHS_BY_SEAT = words("Months by territory and salesperson", "各月各區域與業務員", "各月各区域与业务员")
_AGES_BY_SEAT = words("Receivables by territory and salesperson", "各區域與業務員應收帳款", "各区域与业务员应收账款")

SEATS = Table("tblSeats", "", _BY_SEAT, (
    *_SEAT_FIELDS, Field("actual", _YEAR_SALES, "money"), Field("target_to_date", _TO_DATE, "money"),
    Field("expected", _EXPECTED, "money"), Field("intake", TILES["intake"][0], "money"),
    Field("open_orders", TILES["open_orders"][0], "money"),
    *(Field(name, title, "money") for name, title in STAGES.items()),
))  # fmt: skip
SEAT_MONTHS = Table("tblSeatMonths", "", _MONTHS_BY_SEAT, (
    *_SEAT_FIELDS, Field("number", words("Month no.", "月序", "月序"), "integer", written=True),
    Field("month", words("Month", "月份"), "month"), Field("sold", SALES, "money"), Field("target", TARGET, "money"),
))  # fmt: skip
ALERT_LIST = Table("tblAlerts", "", ALERTS, (
    Field("code", _CODE, "code"), Field("kind", words("What", "項目", "项目")), *_SEAT_FIELDS[2:],
    Field("kind_no", _NO, "integer", written=True), Field("running", _RUNNING, "integer", written=True),
    Field("key", words("Key", "索引"), "integer", written=True),
    Field("text", words("In words", "說明", "说明")),
))  # fmt: skip


def seat_ages(limits: Sequence[int]) -> Table:
    """The receivables of each seat by age."""
    titles = [*bucket_titles(limits), DISPUTED]
    return Table("tblSeatAges", "", _AGES_BY_SEAT, (
        *_SEAT_FIELDS, *(Field(f"bucket_{place}", title, "money") for place, title in enumerate(titles)),
    ))  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A table where it stands on the sheet.

    Attributes:
        first_row: Of the body, from 0.
        count: Of its rows; at least one.
    """

    table: Table
    sheet: str
    first_row: int
    count: int

    def cell(self, field: str, index: int = 0) -> str:
        """The address of a cell, such as ``'Figures'!$C$7``."""
        letter = column_name(self.table.index(field))
        return f"'{self.sheet}'!${letter}${self.first_row + index + 1}"

    def column(self, field: str, count: int = 0) -> str:
        """The address of a column's body, or of its first rows."""
        letter = column_name(self.table.index(field))
        return f"'{self.sheet}'!${letter}${self.first_row + 1}:${letter}${self.first_row + (count or self.count)}"


class FiguresSheet:
    """Writes the tables below each other, and remembers where each stands.

    Attributes:
        ranked: While everything is chosen: pace and row behind each bar, by the name of the table.
    """

    def __init__(self, builder: SheetBuilder, found: Standing) -> None:
        """Begin the sheet; it comes after the page that it is behind."""
        self.builder = builder
        self.found = found
        self.language: Language = builder.look.language
        self.sheet = add_sheet(builder, FIGURES, GREY)
        self.placed: dict[str, Placed] = {}
        self.ranked: dict[str, list[tuple[Fraction, int]]] = {}
        self._row = 0
        self.sheet.set_column(0, 0, 16)
        self.sheet.set_column(1, 1, 34)
        self.sheet.set_column(2, 20, 17)

    def __getitem__(self, table: Table) -> Placed:
        """Where a table stands."""
        return self.placed[table.name]

    def place(self, table: Table, count: int) -> Placed:
        """Where the next table will stand when it has so many rows."""
        placed = Placed(table, self.sheet.get_name(), self._row + 2, max(1, count))
        self.placed[table.name] = placed
        self._row = placed.first_row + placed.count + 1
        return placed

    def write(
        self, table: Table, rows: Sequence[Values], live: Mapping[str, Sequence[Live | None]] | None = None
    ) -> None:
        """Write a table where it was placed.

        Args:
            table: Placed before.
            rows: What is stored.
            live: Formulas of some columns, row by row.
        """
        placed = self.placed[table.name]
        heading = self.builder.words(bold=True, font_size=13, font_color=ACCENT)
        self.sheet.write_string(placed.first_row - 2, 0, table.sheet.get(self.language), heading)
        self.sheet.set_row(placed.first_row - 2, 22)
        self.sheet.set_row(placed.first_row - 1, 30)
        self.builder.table(self.sheet, table, rows, first_row=placed.first_row - 1)
        for name, formulas in (live or {}).items():
            field = table.field(name)
            shade = {"font_color": GREY} if field.written else {}
            cell_format = self.builder.format(**self.builder.look.cell(field, **shade))
            for index, cell in enumerate(formulas):
                if cell is not None:
                    formula, value = cell
                    self.sheet.write_formula(
                        placed.first_row + index, table.index(name), formula, cell_format, cached(value)
                    )

    def sum_of(self, table: Table, field: str, *more: str) -> str:
        """A SUMIFS of what is chosen, with further pairs of range and criterion."""
        placed = self.placed[table.name]
        territory, person = placed.column("territory"), placed.column("person")
        pairs = [
            f'{territory},">="&{CHOSEN["territory_first"]},{territory},"<="&{CHOSEN["territory_last"]}',
            f'{person},">="&{CHOSEN["person_first"]},{person},"<="&{CHOSEN["person_last"]}',
            *more,
        ]
        return f"SUMIFS({placed.column(field)},{','.join(pairs)})"


def cached(value: Any) -> Any:
    """A value as a workbook keeps it."""
    return float(value) if isinstance(value, Decimal | Fraction) else value


def choice_label(code: str, name: str) -> str:
    """What a drop-down offers: code and name.

    >>> choice_label("N1", "North, one"), choice_label("South", "South")
    ('N1 · North, one', 'South')
    """
    return (code if name in ("", code) else f"{code} · {name}")[:_LONGEST_CHOICE]


def bar_label(code: str, name: str) -> str:
    """What stands beside a bar: the name; one that is too long begins with its code, which tells it from others.

    >>> bar_label("C-1", "Hanari Carnes"), bar_label("C-2", "")
    ('Hanari Carnes', 'C-2')
    >>> bar_label("C-3", "臺灣精密機械工業股份有限公司新竹分公司")
    'C-3 臺灣精密機械工業股…'
    """
    whole = name or code
    if _width(whole) <= _LONGEST_LABEL:
        return whole
    shown = ""
    for letter in f"{code} {name}" if name else code:
        if _width(shown + letter) >= _LONGEST_LABEL:
            break
        shown += letter
    return shown.rstrip() + "…"


def _width(said: str) -> int:
    """In half-width signs."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in said)


def write_figures(figures: FiguresSheet, choices: Mapping[str, str]) -> None:
    """Write the whole sheet.

    Args:
        figures: The sheet.
        choices: Addresses of the two cells on the first page in which one chooses.
    """
    found, language = figures.found, figures.language
    _place_all(figures)
    for name, cell in choices.items():
        figures.builder.book.define_name(CHOSEN[name], f"={cell}")
    selection = figures[SELECTION]
    for index, name in enumerate(("territory", "person")):
        for end in ("first", "last"):
            figures.builder.book.define_name(CHOSEN[f"{name}_{end}"], f"={selection.cell(end, index)}")
    _write_choices(figures, TERRITORY_CHOICE, ALL_TERRITORIES, found.territories)
    _write_choices(figures, PERSON_CHOICE, ALL_PEOPLE, found.people)
    _write_selection(figures)
    _write_months(figures)
    _write_pace(figures, TERRITORY_PACE, TERRITORY_BARS, _shown(found.territories), "territory")
    _write_pace(figures, PERSON_PACE, PERSON_BARS, _shown(found.people), "person")
    _write_stages(figures)
    _write_totals(figures)
    _write_parts(figures, CUSTOMER_PARTS, TOP_CUSTOMERS, found.customers)
    _write_parts(figures, PRODUCT_PARTS, TOP_PRODUCTS, found.products)
    if found.margins is not None:
        _write_margins(figures)
    _write_seats(figures)
    _write_alerts(figures, language)


def group_names(found: Standing) -> list[str]:
    """The groups of products that anything was earned on."""
    return sorted({row.group for row in found.margins or ()})


def _shown(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if place.is_shown]


def _codes(rows: Sequence[SoldOf]) -> int:
    return len({row.code for row in rows})


def _place_all(figures: FiguresSheet) -> None:
    """What is read first comes first; the long lists stand at the end."""
    found = figures.found
    territories, people = len(_shown(found.territories)), len(_shown(found.people))
    figures.place(SELECTION, 2)
    figures.place(TOTALS, len(TILES))
    figures.place(MONTHS, len(found.months))
    figures.place(TERRITORY_BARS, min(TOP, territories))
    figures.place(PERSON_BARS, min(TOP, people))
    figures.place(FUNNEL, len(STAGES))
    figures.place(AGES, len(found.ageing_days) + 3)
    figures.place(TOP_CUSTOMERS, min(TOP, _codes(found.customers)))
    figures.place(TOP_PRODUCTS, min(TOP, _codes(found.products)))
    if found.margins is not None:
        figures.place(TOP_GROUPS, min(TOP, len(group_names(found))))
        figures.place(GROUPS, len(group_names(found)))
    figures.place(TERRITORY_PACE, territories)
    figures.place(PERSON_PACE, people)
    figures.place(TERRITORY_CHOICE, len(found.territories) + 1)
    figures.place(PERSON_CHOICE, len(found.people) + 1)
    figures.place(ALERT_LIST, len(found.alerts))
    figures.place(SEATS, len(found.seats))
    figures.place(seat_ages(found.ageing_days), len(found.seats))
    figures.place(CUSTOMER_PARTS, len(found.customers))
    figures.place(PRODUCT_PARTS, len(found.products))
    if found.margins is not None:
        figures.place(GROUP_PARTS, len(found.margins))
    figures.place(SEAT_MONTHS, len(found.seat_months))


def _write_choices(figures: FiguresSheet, table: Table, everything: Words, places: Sequence[Place]) -> None:
    first: Values = {"label": everything.get(figures.language), "first": 0, "last": LAST}
    rows = [
        {"code": place.code, "label": choice_label(place.code, place.name), "first": place.first, "last": place.last}
        for place in places
    ]
    figures.write(table, [first, *rows])


def _write_selection(figures: FiguresSheet) -> None:
    """The numbers of what is chosen; of what is in no list, none that any row has."""
    parts = (("territory", TERRITORY, TERRITORY_CHOICE, ALL_TERRITORIES), ("person", PERSON, PERSON_CHOICE, ALL_PEOPLE))
    live: dict[str, list[Live]] = {"label": [], "first": [], "last": []}
    for name, _, choice, everything in parts:
        placed = figures[choice]
        live["label"].append((f"={CHOSEN[name]}", everything.get(figures.language)))
        # MATCH takes these signs for any others, unless each has a tilde before it.
        sought = CHOSEN[name]
        for sign in "~*?":
            sought = f'SUBSTITUTE({sought},"{sign}","~{sign}")'
        for end, value in (("first", 0), ("last", LAST)):
            found = f"INDEX({placed.column(end)},MATCH({sought},{placed.column('label')},0))"
            live[end].append((f"=IFERROR({found},-1)", value))
    figures.write(SELECTION, [{"code": title.get(figures.language)} for _, title, _, _ in parts], live)


def _write_months(figures: FiguresSheet) -> None:
    found, months = figures.found, figures[SEAT_MONTHS]
    live: dict[str, list[Live]] = {"sold": [], "target": []}
    for index, number in enumerate(range(1, len(found.months) + 1)):
        for name in live:
            month = f"{months.column('number')},{figures[MONTHS].cell('no', index)}"
            live[name].append((f"={figures.sum_of(SEAT_MONTHS, name, month)}", found.month_sum(name, number)))
    rows = [{"no": number, "month": month} for number, month in enumerate(found.months, start=1)]
    figures.write(MONTHS, rows, live)


def _write_pace(figures: FiguresSheet, table: Table, bars: Table, places: Sequence[Place], name: SumLevel) -> None:
    """Attainment and pace of each place within what is chosen, and the places by their pace."""
    placed, seats = figures[table], figures[SEATS]
    live: dict[str, list[Live]] = {field: [] for field in (*PACE_SUMS, "attainment", "pace")}
    paces: list[tuple[Fraction | None, str]] = []
    for index, place in enumerate(places):
        first, last = placed.cell("first", index), placed.cell("last", index)
        own = (f'{seats.column(name)},">="&{first}', f'{seats.column(name)},"<="&{last}')
        inside = f"AND({first}>={CHOSEN[f'{name}_first']},{first}<={CHOSEN[f'{name}_last']})"
        sums = figures.found.sums_of(place, name)
        for field in PACE_SUMS:
            live[field].append((f"=IF({inside},{figures.sum_of(SEATS, field, *own)},0)", sums[field]))
        for field, base in (("attainment", "target_to_date"), ("pace", "expected")):
            ratio = f"{placed.cell('actual', index)}/{placed.cell(base, index)}*100"
            value = index_of(sums["actual"], sums[base])
            live[field].append((f'=IF({placed.cell(base, index)}=0,"",{ratio})', "" if value is None else value))
        attained = live["attainment"][-1][1]
        label = bar_label(place.code, place.name)
        pace = live["pace"][-1][1]
        paces.append((None if pace == "" else pace, label if attained == "" else f"{label} · {_whole(attained)}%"))
    rows = [
        {"code": place.code, "label": bar_label(place.code, place.name), "first": place.first, "last": place.last}
        for place in places
    ]
    figures.write(table, rows, live)
    _write_pace_bars(figures, placed, bars, paces)


def _write_pace_bars(
    figures: FiguresSheet, placed: Placed, bars: Table, paces: Sequence[tuple[Fraction | None, str]]
) -> None:
    target = figures[bars]
    ranked = sorted((pace, row, label) for row, (pace, label) in enumerate(paces, start=1) if pace is not None)
    figures.ranked[bars.name] = [(pace, row) for pace, row, _ in ranked]
    live: dict[str, list[Live]] = {field: [] for field in ("pace", "row", "label", "slow", "on_course")}
    for index in range(target.count if paces else 0):
        pace, row, label = ranked[index] if index < len(ranked) else ("", "", "")
        number, pace_cell, row_cell = (target.cell(field, index) for field in ("no", "pace", "row"))
        live["pace"].append((f'=IFERROR(SMALL({placed.column("pace")},{number}),"")', pace))
        live["row"].append((_row_formula(placed, "pace", target, index), row))
        name = f"INDEX({placed.column('label')},{row_cell})"
        attained = f"INDEX({placed.column('attainment')},{row_cell})"
        shown = f'{name}&IF({attained}="",""," · "&ROUND({attained},0)&"%")'
        live["label"].append((f'=IF({row_cell}="","",{shown})', label))
        slow = not isinstance(pace, str) and pace < SLOW_PACE
        is_slow = f"{pace_cell}<{SLOW_PACE}"
        live["slow"].append((f'=IF({pace_cell}="","",IF({is_slow},{pace_cell},""))', pace if slow else ""))
        live["on_course"].append((f'=IF({pace_cell}="","",IF({is_slow},"",{pace_cell}))', "" if slow else pace))
    figures.write(bars, _numbered(target.count), live)


def _row_formula(source: Placed, field: str, target: Placed, index: int, value: str = "") -> str:
    """In which row of the source the value of this rank stands; of equal ones, each row once, from top to bottom."""
    value = value or field
    own, column = target.cell(value, index), source.column(field)
    first = f"MATCH({own},{column},0)"
    if index:
        before, row = target.cell(value, index - 1), target.cell("row", index - 1)
        rest = f"INDEX({column},{row}+1):INDEX({column},{source.count})"
        first = f"IF({own}={before},{row}+MATCH({own},{rest},0),{first})"
    return f'=IF({own}="","",{first})'


def _write_stages(figures: FiguresSheet) -> None:
    """The way from a quotation to cash, and the receivables by age."""
    found = figures.found
    live: dict[str, list[Live | None]] = {"net": [], "gross": []}
    for name in STAGES:
        formula: Live = (f"={figures.sum_of(SEATS, name)}", found.sum_of(name))
        is_gross = name == "received"
        live["net"].append(None if is_gross else formula)
        live["gross"].append(formula if is_gross else None)
    stages = [{"no": number, "stage": title.get(figures.language)} for number, title in enumerate(STAGES.values(), 1)]
    figures.write(FUNNEL, stages, live)
    titles = [*bucket_titles(found.ageing_days), DISPUTED]
    table = seat_ages(found.ageing_days)
    amounts = [(f"={figures.sum_of(table, f'bucket_{place}')}", age_sum(found, place)) for place in range(len(titles))]
    ages = [{"no": number, "bucket": title.get(figures.language)} for number, title in enumerate(titles, start=1)]
    figures.write(AGES, ages, {"amount": amounts})


def age_sum(found: Standing, place: int) -> Decimal:
    """What is owed in a bucket; the one after the last is what is disputed."""
    return sum((ages_of(found, seat)[place] for seat in found.seats), Decimal(0))


def ages_of(found: Standing, seat: Seat) -> tuple[Decimal, ...]:
    """What is owed to a seat by age, and last what is disputed."""
    year = found.seats[seat]
    return (*(year.buckets or (Decimal(0),) * (len(found.ageing_days) + 2)), year.disputed)


def tile_values(found: Standing) -> dict[str, Decimal | Fraction | None]:
    """The figures of the tiles while everything is chosen; ``None`` where there is no target."""
    return {
        "sold": found.month_sum("sold", found.month_number), "target": found.month_sum("target", found.month_number),
        "attainment": found.attained_percent, "pace": found.pace_index, "intake": found.sum_of("intake"),
        "open_orders": found.sum_of("open_orders"), "overdue": found.overdue,
    }  # fmt: skip


def _write_totals(figures: FiguresSheet) -> None:
    """The figures of the tiles; those that are no amounts are written in a format of their own."""
    found, months, ages = figures.found, figures[MONTHS], figures[AGES]
    sold, target = months.cell("sold", found.month_number - 1), months.cell("target", found.month_number - 1)
    late = f"SUM({ages.cell('amount', 1)}:{ages.cell('amount', len(found.ageing_days) + 1).split('!')[1]})"
    pace = f"{figures.sum_of(SEATS, 'actual')}/{figures.sum_of(SEATS, 'expected')}*100"
    live: dict[str, Live] = {
        name: (formula, "" if (value := tile_values(found)[name]) is None else value)
        for name, formula in {
            "sold": f"={sold}",
            "target": f"={target}",
            "attainment": f'=IF({target}=0,"",{sold}/{target}*100)',
            "pace": f'=IFERROR({pace},"")',
            "intake": f"={figures.sum_of(SEATS, 'intake')}",
            "open_orders": f"={figures.sum_of(SEATS, 'open_orders')}",
            "overdue": f"={late}",
        }.items()
    }
    rows = [{"no": number, "figure": TILES[name][0].get(figures.language)} for number, name in enumerate(TILES, 1)]
    figures.write(TOTALS, rows, {"value": [live[name] for name in TILES]})


def _write_parts(figures: FiguresSheet, table: Table, bars: Table, rows: Sequence[SoldOf]) -> None:
    """What is chosen of each customer or product, and the largest of them.

    Equal codes follow each other, so a running sum needs no second look at the whole list.
    """
    placed, decimals = figures[table], figures.builder.look.decimals
    live: dict[str, list[Live | None]] = {"chosen": [], "running": [], "total": []}
    running, totals = Decimal(0), []
    for index, row in enumerate(rows):
        is_first = index == 0 or rows[index - 1].code != row.code
        is_last = index == len(rows) - 1 or rows[index + 1].code != row.code
        running = row.amount if is_first else running + row.amount
        live["chosen"].append((f"=IF({_is_chosen(placed, index)},{placed.cell('amount', index)},0)", row.amount))
        above = "" if is_first else f"+{placed.cell('running', index - 1)}"
        live["running"].append((f"={placed.cell('chosen', index)}{above}", running))
        whole = f"ROUND({placed.cell('running', index)},{decimals})"
        counts = is_last and running > 0
        live["total"].append((f'=IF({whole}>0,{whole},"")', running if counts else "") if is_last else None)
        if counts:
            totals.append((-running, index + 1, bar_label(row.code, row.name)))
    stored = [
        {
            "code": row.code, "label": bar_label(row.code, row.name), **_of_seat(figures.found, row.seat),
            "amount": row.amount,
        }
        for row in rows
    ]  # fmt: skip
    figures.write(table, stored, live)
    ranked = [(-total, row, label) for total, row, label in sorted(totals)]
    _write_top(figures, placed, "total", bars, ranked)


def _write_top(
    figures: FiguresSheet, source: Placed, field: str, bars: Table, ranked: Sequence[tuple[Any, int, str]]
) -> None:
    """The rows of a table with the largest values, in their order."""
    target = figures[bars]
    live: dict[str, list[Live]] = {"label": [], "amount": [], "row": []}
    for index in range(target.count):
        amount, row, label = ranked[index] if index < len(ranked) else ("", "", "")
        number, row_cell = target.cell("no", index), target.cell("row", index)
        live["amount"].append((f'=IFERROR(LARGE({source.column(field)},{number}),"")', amount))
        live["row"].append((_row_formula(source, field, target, index, "amount"), row))
        live["label"].append((f'=IF({row_cell}="","",INDEX({source.column("label")},{row_cell}))', label))
    figures.write(bars, _numbered(target.count), live)


def _write_margins(figures: FiguresSheet) -> None:
    """What was earned on each group of products within what is chosen."""
    found, parts, groups = figures.found, figures[GROUP_PARTS], figures[GROUPS]
    names, rows = group_names(found), found.margins or ()
    live: dict[str, list[Live]] = {field: [] for field in ("revenue", "profit", "margin", "label")}
    profits = []
    for index, name in enumerate(names):
        title = bar_label(name or NO_GROUP.get(figures.language), "")
        own = [row.margin for row in rows if row.group == name]
        sums = {
            "revenue": sum((margin.costed for margin in own), Decimal(0)),
            "profit": sum((margin.gross_profit for margin in own), Decimal(0)),
        }
        number = f"{parts.column('group_no')},{groups.cell('no', index)}"
        whole = {field: figures.sum_of(GROUP_PARTS, field, number) for field in sums}
        live["revenue"].append((f"={whole['revenue']}", sums["revenue"]))
        revenue, profit, margin = (groups.cell(field, index) for field in ("revenue", "profit", "margin"))
        # A group that nothing was earned or lost on within the choice has no bar.
        is_there = any(sums.values())
        live["profit"].append((
            f'=IF(AND({revenue}=0,{whole["profit"]}=0),"",{whole["profit"]})', sums["profit"] if is_there else "",
        ))  # fmt: skip
        percent = index_of(Fraction(sums["profit"]), Fraction(sums["revenue"]))
        live["margin"].append((f'=IF({revenue}=0,"",{profit}/{revenue}*100)', "" if percent is None else percent))
        shown = f'{groups.cell("group", index)}&IF({margin}="",""," · "&ROUND({margin},0)&"%")'
        live["label"].append((f"={shown}", title if percent is None else f"{title} · {_whole(percent)}%"))
        if is_there:
            profits.append((-sums["profit"], index + 1, live["label"][-1][1]))
    stored = [
        {"no": number, "group": bar_label(name or NO_GROUP.get(figures.language), "")}
        for number, name in enumerate(names, start=1)
    ]
    figures.write(GROUPS, stored, live)
    _write_top(figures, groups, "profit", TOP_GROUPS, [(-profit, row, label) for profit, row, label in sorted(profits)])
    figures.write(
        GROUP_PARTS,
        [
            {
                **_of_seat(found, row.seat), "group_no": names.index(row.group) + 1,
                "group": row.group or NO_GROUP.get(figures.language), "revenue": row.margin.costed,
                "cost": row.margin.cost, "profit": row.margin.gross_profit,
            }
            for row in rows
        ],
    )  # fmt: skip


def _write_seats(figures: FiguresSheet) -> None:
    """What is stored by seat: the year, the receivables, the months."""
    found = figures.found
    names = [field.name for field in SEATS.fields[len(_SEAT_FIELDS) :]]
    years = [
        _of_seat(found, seat) | {name: cached(getattr(year, name)) for name in names}
        for seat, year in found.seats.items()
    ]
    figures.write(SEATS, years)
    ages = [
        _of_seat(found, seat) | {f"bucket_{place}": amount for place, amount in enumerate(ages_of(found, seat))}
        for seat in found.seats
    ]
    figures.write(seat_ages(found.ageing_days), ages)
    months = [
        _of_seat(found, row.seat)
        | {"number": row.number, "month": found.months[row.number - 1], "sold": row.sold, "target": row.target}
        for row in found.seat_months
    ]
    figures.write(SEAT_MONTHS, months)


def _of_seat(found: Standing, seat: Seat) -> dict[str, Any]:
    territory, person = found.place_of(seat)
    return {
        "territory_code": seat.territory_code, "salesperson_no": seat.salesperson_no, "territory": territory,
        "person": person,
    }  # fmt: skip


def _is_chosen(placed: Placed, index: int) -> str:
    territory, person = placed.cell("territory", index), placed.cell("person", index)
    return (
        f"AND({territory}>={CHOSEN['territory_first']},{territory}<={CHOSEN['territory_last']},"
        f"{person}>={CHOSEN['person_first']},{person}<={CHOSEN['person_last']})"
    )


KEY = 100_000
"""Above the number of alerts of a kind: the key of an alert is this times its kind, and which of it it is."""


def alert_key(kind: int, number: int) -> int:
    """By which the page finds an alert: which of those chosen of its kind it is, from 1."""
    return kind * KEY + number


def _write_alerts(figures: FiguresSheet, language: Language) -> None:
    """All alerts; those chosen are numbered kind by kind, and the page shows the first of them."""
    found, placed = figures.found, figures[ALERT_LIST]
    live: dict[str, list[Live]] = {"running": [], "key": []}
    number, before = 0, None
    for index, alert in enumerate(found.alerts):
        is_first = alert.kind != before
        number, before = 1 if is_first else number + 1, alert.kind
        above = "" if is_first else f"+{placed.cell('running', index - 1)}"
        live["running"].append((f"=IF({_is_chosen(placed, index)},1,0){above}", number))
        kind = ALERT_KINDS.index(alert.kind) + 1
        key = f"{placed.cell('kind_no', index)}*{KEY}+{placed.cell('running', index)}"
        live["key"].append((f"=IF({_is_chosen(placed, index)},{key},0)", alert_key(kind, number)))
    rows = [
        {
            "code": alert.code, "kind": ALERT_TITLES[alert.kind].get(language), "text": alert_text(alert, figures),
            "kind_no": ALERT_KINDS.index(alert.kind) + 1, **_of_seat(found, alert.seat),
        }
        for alert in found.alerts
    ]  # fmt: skip
    figures.write(ALERT_LIST, rows, live)


def alert_text(alert: Alert, figures: FiguresSheet) -> str:
    """An alert in words, with the number or code that it is found by."""
    language = figures.language
    kind = KIND_WORDS[alert.document_kind].get(language) if alert.document_kind else ""
    return text(
        f"dashboard-{alert.kind}",
        language,
        code=alert.code,
        name=alert.name,
        amount=f"{alert.amount:,.{figures.builder.look.decimals}f}",
        day="" if alert.day is None else str(alert.day),
        days=str(alert.days),
        kind=kind,
        reference=alert.reference,
        person=alert.person,
    )


def _numbered(count: int) -> list[Values]:
    return [{"no": number} for number in range(1, count + 1)]


def _whole(value: Any) -> int:
    """As ROUND of a spreadsheet gives it: half a unit goes away from zero."""
    return int(abs(value) + Fraction(1, 2)) * (-1 if value < 0 else 1)
