"""The workbook of scorecards: a summary, a card for each person, and the rows behind every figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.appraisal.figures import Evidence
from salesbook.appraisal.scorecard import Criterion, Figure, Scorecard, ScoreLine
from salesbook.sheets.columns import CHOICES, Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.building import BookInfo, add_sheet, new_book, report_facts
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, GREEN_LIGHT, GREY, HAIRLINE, LINE, RED_LIGHT, YELLOW_LIGHT
from salesbook.workbooks.tables import SheetBuilder, Values, column_name, write_text

CARD = Table("tblCard", "", words("Scorecard", "考核表"), (
    Field("criterion", words("Criterion", "考核指標", "考核指标"), width=26),
    Field("weight", words("Weight", "權重", "权重"), "number", width=9),
    Field("target", words("Target", "目標", "目标"), "money", width=14),
    Field("actual", words("Actual", "實績", "实绩"), "money", width=14),
    Field("attainment", words("Attainment %", "達成率 %", "达成率 %"), "percent", width=13),
    Field("points", words("Points", "得分"), "number", width=9),
    Field("counted", words("Weight counted", "計入權重", "计入权重"), "number", width=12),
    Field("contribution", words("Contribution", "加權得分", "加权得分"), "number", width=13),
    Field("evidence", words("Where it comes from", "資料來源", "资料来源"), width=46),
))  # fmt: skip

EVIDENCE = Table("tblEvidence", "", words("Evidence", "佐證明細", "佐证明细"), (
    Field("salesperson_no", words("Salesperson", "業務員", "业务员"), "code"),
    Field("source", words("Figure", "指標", "指标"), width=18),
    Field("document_no", words("Document", "單據", "单据"), "code", width=34),
    Field("day", words("Date", "日期"), "date"),
    Field("customer_no", words("Customer", "客戶", "客户"), "code"),
    Field("value", words("Value", "數值", "数值"), "money", width=14),
))  # fmt: skip

SUMMARY_NAME = "tblSummary"
_SUMMARY = words("Summary", "考核總表", "考核总表")
_TOTAL, _GRADE = words("Total", "總分", "总分"), words("Grade", "等級", "等级")
_RANK = words("Rank", "名次")
_NAME = words("Name", "姓名")
_PERIOD = words("Period", "考核期間", "考核期间")
_YEAR_NOTE = words(
    "0.6 × mean of the monthly totals + 0.4 × year-end card",
    "0.6 × 各月總分平均 + 0.4 × 年終考核表",
    "0.6 × 各月总分平均 + 0.4 × 年终考核表",
)
_SIGN = (
    words("Manager", "主管"),
    words("Read and understood", "本人已閱", "本人已阅"),
)


@dataclass(frozen=True)
class Card:
    """A scorecard with the words around it.

    Attributes:
        notes: Sentences for the reader, already in the workbook's language.
        year_total: Of a year-end appraisal; ``None`` for a month.
        monthly_totals: That the year total was made from, by month.
        mean_of_months: Of those that were scored.
    """

    scorecard: Scorecard
    name: str
    evidence: Sequence[Evidence]
    notes: Sequence[str] = ()
    year_total: Decimal | None = None
    year_grade: str = ""
    monthly_totals: Mapping[str, Decimal | None] | None = None
    mean_of_months: Decimal | None = None

    @property
    def total(self) -> Decimal | None:
        """What people are ranked by."""
        return self.scorecard.total if self.monthly_totals is None else self.year_total

    @property
    def grade(self) -> str:
        """Of that total."""
        return self.scorecard.grade if self.monthly_totals is None else self.year_grade


def build_scorecards(path: Path, info: BookInfo, period: str, cards: Sequence[Card]) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        rows = evidence_places(cards)
        titles = sheet_names(cards)
        _summary_sheet(builder, info, period, cards, titles)
        for number, card in enumerate(cards, start=1):
            _card_sheet(builder, info, period, card, rows, number, titles[card.scorecard.salesperson_no])
        _evidence_sheet(builder, cards, period)


def evidence_places(cards: Sequence[Card]) -> dict[tuple[str, str], tuple[int, int]]:
    """First and last sheet row of the evidence of each person and figure."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for row, (person, evidence) in enumerate(_evidence_rows(cards), start=2):
        first, _ = places.get((person, evidence.source), (row, row))
        places[person, evidence.source] = first, row
    return places


def _evidence_rows(cards: Sequence[Card]) -> Iterator[tuple[str, Evidence]]:
    for card in cards:
        for evidence in sorted(card.evidence, key=lambda found: found.source):
            yield card.scorecard.salesperson_no, evidence


def sheet_names(cards: Sequence[Card]) -> dict[str, str]:
    """Sheet names that Excel accepts, by salesperson: no forbidden characters, at most 31, none twice."""
    people = [card.scorecard.salesperson_no for card in cards]
    allowed = ["".join(" " if letter in "[]:*?/\\'" else letter for letter in person) for person in people]
    return dict(zip(people, told_apart(allowed, [*_SUMMARY, *EVIDENCE.sheet, "History"], 31), strict=True))


def told_apart(names: Iterable[str], taken: Iterable[str], longest: int) -> list[str]:
    """Names that differ from each other and from those taken, as Excel compares them: case does not count.

    >>> told_apart(["p1", "P1", "Total"], ["Total"], 31)
    ['p1', 'P1 (2)', 'Total (2)']
    """
    used = {name.casefold() for name in taken}
    found = []
    for name in names:
        free, number = name[:longest], 1
        while free.casefold() in used:
            number += 1
            suffix = f" ({number})"
            free = name[: longest - len(suffix)] + suffix
        used.add(free.casefold())
        found.append(free)
    return found


def _summary_fields(criteria: Sequence[Criterion]) -> tuple[Field, ...]:
    before = (
        Field("rank", _RANK, "integer", width=7),
        Field("salesperson_no", EVIDENCE.fields[0].title, "code"),
        Field("name", _NAME, width=22),
    )
    after = (Field("total", _TOTAL, "number", width=10), Field("grade", _GRADE, width=8))
    ours = [title for field in before + after for title in field.title]
    titles = told_apart([criterion.name for criterion in criteria], ours, 255)
    points = [
        Field(_points_of(criterion), Words(title, title, title), "number", width=11)
        for criterion, title in zip(criteria, titles, strict=True)
    ]
    return (*before, *points, *after)


def _points_of(criterion: Criterion) -> str:
    # A criterion may have any code, also "total", which is a column of ours.
    return f"criterion:{criterion.code}"


def _summary_sheet(
    builder: SheetBuilder, info: BookInfo, period: str, cards: Sequence[Card], titles: Mapping[str, str]
) -> None:
    language = builder.look.language
    criteria = [line.criterion for line in cards[0].scorecard.lines] if cards else []
    fields = _summary_fields(criteria)
    table = Table(SUMMARY_NAME, "", _SUMMARY, fields)
    sheet = add_sheet(builder, _SUMMARY)
    builder.widths(sheet, table)
    sheet.set_row(0, 30)
    sheet.write_string(
        0, 0, f"{_SUMMARY.get(language)} · {period}", builder.words(bold=True, font_size=18, font_color=ACCENT)
    )
    write_text(sheet, 1, 0, info.company, builder.words(font_color=GREY))
    ranked = sorted(
        cards,
        key=lambda card: (-(card.total if card.total is not None else Decimal(-1)), card.scorecard.salesperson_no),
    )
    totals = [card.total for card in ranked]
    rows: list[Values] = [
        {
            "rank": totals.index(card.total) + 1,
            "salesperson_no": card.scorecard.salesperson_no,
            "name": card.name,
            "total": card.total,
            "grade": card.grade,
            **{_points_of(line.criterion): line.points for line in card.scorecard.lines},
        }
        for card in ranked
    ]
    sheet.set_row(3, 42)
    last = builder.table(sheet, table, rows, first_row=3)
    link = builder.words(font_color=ACCENT, underline=1, indent=1, bottom=1, bottom_color=HAIRLINE)
    for row, card in enumerate(ranked, start=4):
        person = card.scorecard.salesperson_no
        sheet.write_url(row, 1, f"internal:'{titles[person]}'!A1", link)
        write_text(sheet, row, 1, person, link)
    letter = column_name(len(fields) - 2)
    total = column_name(len(fields) - 2)
    for criteria_text, colour in ((">=90", GREEN_LIGHT), ("<60", RED_LIGHT), ("<70", YELLOW_LIGHT)):
        sheet.conditional_format(
            f"{total}5:{letter}{last}",
            {
                "type": "formula",
                "criteria": f'=AND({letter}5<>"",{letter}5{criteria_text})',
                "format": builder.format(bg_color=colour),
            },
        )
    sheet.freeze_panes(4, 3)


def _card_sheet(
    builder: SheetBuilder,
    info: BookInfo,
    period: str,
    card: Card,
    places: Mapping[tuple[str, str], tuple[int, int]],
    number: int,
    title: str,
) -> None:
    language = builder.look.language
    sheet = add_sheet(builder, Words(title, title, title), "#8A6D3B")
    table = Table(f"tblCard{number}", "", CARD.sheet, CARD.fields)
    builder.widths(sheet, table)
    last_column = len(table.fields) - 1
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, CARD.sheet.get(language), builder.words(bold=True, font_size=22, font_color=ACCENT))
    write_text(sheet, 0, last_column, info.company, builder.words(bold=True, font_color=GREY, align="right"))
    label, value = builder.words(font_color=GREY), builder.words(bold=True)
    for row, (title_words, shown) in enumerate(
        ((EVIDENCE.fields[0].title, card.scorecard.salesperson_no), (_NAME, card.name), (_PERIOD, period)), start=1
    ):
        sheet.write_string(row, 0, title_words.get(language), label)
        write_text(sheet, row, 1, shown, value)
    _big(builder, sheet, 6, _TOTAL.get(language), card.total)
    _big(builder, sheet, 7, _GRADE.get(language), card.grade)
    sheet.set_row(5, 30)
    rows = [_card_row(builder, line, card, places) for line in card.scorecard.lines]
    last = builder.table(sheet, table, rows, first_row=5)
    for row, line in enumerate(card.scorecard.lines, start=6):
        sheet.set_row(row, 20)
        place = places.get((card.scorecard.salesperson_no, line.criterion.figure))
        if place:
            link = builder.words(font_color=ACCENT, underline=1, indent=1, bottom=1, bottom_color=HAIRLINE)
            target = f"internal:'{EVIDENCE.sheet.get(language)}'!A{place[0]}"
            sheet.write_url(row, last_column, target, link, str(rows[row - 6]["evidence"]))
    _card_foot(builder, sheet, card, last, last_column)


def _big(builder: SheetBuilder, sheet: Any, column: int, label: str, value: Decimal | str | None) -> None:
    frame = {"bg_color": ACCENT_LIGHT, "align": "center"}
    sheet.write_string(1, column, label, builder.words(font_color=GREY, **frame))
    big = builder.words(bold=True, font_size=20, font_color=ACCENT, num_format="0.00", **frame)
    sheet.set_row(2, 28)
    if isinstance(value, Decimal):
        sheet.write_number(2, column, float(value), big)
    else:
        write_text(sheet, 2, column, value or "–", big)


def _card_row(
    builder: SheetBuilder, line: ScoreLine, card: Card, places: Mapping[tuple[str, str], tuple[int, int]]
) -> dict[str, Any]:
    figure = line.figure
    return {
        "criterion": line.criterion.name,
        "weight": line.criterion.weight,
        "target": figure.target if figure else None,
        "actual": figure.actual if figure else None,
        "attainment": attainment_percent(line),
        "points": line.points,
        "counted": line.effective_weight,
        "contribution": line.contribution,
        "evidence": _where(builder, figure, places.get((card.scorecard.salesperson_no, line.criterion.figure))),
    }


def attainment_percent(line: ScoreLine) -> Decimal | None:
    """How much of its target a criterion reached, to a tenth of a percent."""
    ratio = line.figure.attainment_ratio if line.figure else None
    return None if ratio is None else Decimal(round(ratio * 1000)) / 10


def _where(builder: SheetBuilder, figure: Figure | None, place: tuple[int, int] | None) -> str:
    language = builder.look.language
    if figure is None or figure.result is None:
        return words("no data: weight goes to the others", "無資料：權重分給其他指標", "无数据：权重分给其他指标").get(
            language
        )
    if place is None:
        return figure.basis or CHOICES[figure.source].get(language)
    if place[0] == place[1]:
        row = words("Evidence {row}", "佐證明細第 {row} 列", "佐证明细第 {row} 行")
        return row.get(language).format(row=place[0])
    rows = words(
        "{count} rows, Evidence {first} to {last}",
        "{count} 列，佐證明細第 {first} 至 {last} 列",
        "{count} 行，佐证明细第 {first} 至 {last} 行",
    )
    return rows.get(language).format(count=place[1] - place[0] + 1, first=place[0], last=place[1])


def _card_foot(builder: SheetBuilder, sheet: Any, card: Card, row: int, last_column: int) -> None:
    language = builder.look.language
    small = builder.words(font_color=GREY, font_size=9)
    row += 1
    if card.monthly_totals is not None:
        sheet.write_string(row, 0, _YEAR_NOTE.get(language), small)
        row += 1
        for offset, (month, total) in enumerate(card.monthly_totals.items()):
            column, below = offset % 6, offset // 6 * 2
            sheet.write_string(
                row + below, column + 1, month, builder.words(font_color=GREY, font_size=9, align="right")
            )
            shown = builder.words(num_format="0.00", align="right")
            if total is None:
                sheet.write_string(row + below + 1, column + 1, "–", shown)
            else:
                sheet.write_number(row + below + 1, column + 1, float(total), shown)
        row += 5
    for note in card.notes:
        sheet.write_string(row, 0, note, small)
        row += 1
    row += 2
    for column, signs in zip((0, last_column), _SIGN, strict=True):
        sheet.write_string(row, column, signs.get(language), builder.words(font_color=GREY, top=1, border_color=LINE))


def _evidence_sheet(builder: SheetBuilder, cards: Sequence[Card], period: str) -> None:
    sheet = add_sheet(builder, EVIDENCE.sheet, GREY)
    builder.widths(sheet, EVIDENCE)
    sheet.set_row(0, 30)
    language = builder.look.language
    # A criterion that is rated is a figure of its own, and is known by its name.
    names = {line.criterion.figure: line.criterion.name for card in cards for line in card.scorecard.lines}
    rows = [
        {
            "salesperson_no": person,
            "source": CHOICES[evidence.source].get(language) if evidence.source in CHOICES else names[evidence.source],
            "document_no": evidence.document_no,
            "day": evidence.day,
            "customer_no": evidence.customer_no,
            "value": evidence.value,
        }
        for person, evidence in _evidence_rows(cards)
    ]
    builder.table(sheet, EVIDENCE, rows)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(1, len(rows)), len(EVIDENCE.fields) - 1)
    # Without the version, so that cards that say the same are the same file.
    report_facts(builder, sheet, 1, len(EVIDENCE.fields) + 1, "scorecards", period)
