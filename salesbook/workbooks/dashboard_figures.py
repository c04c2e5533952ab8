"""The sheet *Figures* of the dashboard: the tables behind its charts, live by what is chosen on the first page.

Stored figures stand by seat, a territory and a person, each with a number. What is chosen becomes two ranges of such
numbers, so that one SUMIFS adds up any territory with all beneath it. Every formula brings the value that it has
while everything is chosen.
"""

from collections.abc import Mapping, Sequence
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
from salesbook.sheets.columns import KIND_WORDS, Table
from salesbook.words import Words
from salesbook.workbooks.dashboard_sheet import CHOSEN, LAST, FiguresSheet, Live, Placed, cached
from salesbook.workbooks.dashboard_tables import (
    AGES,
    ALERT_LIST,
    CUSTOMER_PARTS,
    FUNNEL,
    GROUP_PARTS,
    GROUPS,
    MONTHS,
    PERSON_BARS,
    PERSON_CHOICE,
    PERSON_PACE,
    PRODUCT_PARTS,
    SEAT_FIELDS,
    SEAT_MONTHS,
    SEATS,
    SELECTION,
    TERRITORY_BARS,
    TERRITORY_CHOICE,
    TERRITORY_PACE,
    TOP_CUSTOMERS,
    TOP_GROUPS,
    TOP_PRODUCTS,
    TOTALS,
    seat_ages,
)
from salesbook.workbooks.dashboard_words import (
    ALERT_TITLES,
    ALL_PEOPLE,
    ALL_TERRITORIES,
    DISPUTED,
    NO_GROUP,
    PERSON,
    STAGES,
    TERRITORY,
    TILES,
)
from salesbook.workbooks.receivables import bucket_titles
from salesbook.workbooks.tables import Values

_LONGEST_CHOICE = 60
_LONGEST_LABEL = 24
"""In half-width signs: as much as the bars of a chart leave room for."""


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
    names = [field.name for field in SEATS.fields[len(SEAT_FIELDS) :]]
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
