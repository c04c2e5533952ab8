"""A scorecard on one page, to talk about and to sign (考核表). Where its figures come from stands elsewhere."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from salesbook.appraisal.scorecard import ScoreLine
from salesbook.appraisal.scoring import deducted
from salesbook.money import round_half_up
from salesbook.settings import Language
from salesbook.sheets.columns import CHOICES
from salesbook.units import plain
from salesbook.workbooks import letter_words as wording
from salesbook.workbooks import paper_words
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.paper_grid import Column, amount_column, fitted
from salesbook.workbooks.paper_page import Letterhead, Page, Sum, paper_book
from salesbook.workbooks.scorecards import Card, sheet_names
from salesbook.workbooks.style import ACCENT, GREY
from salesbook.workbooks.tables import SheetBuilder

_MOST_POINTS = 120
"""Where a bar ends; no usual scale gives more."""

_MONTHS_IN_A_ROW = 6


def build_printed_scorecards(
    path: Path, info: BookInfo, period: str, day: str, cards: Sequence[Card], head: Letterhead
) -> None:
    """Write a workbook with a page for each card; a file that is there is replaced.

    Args:
        path: Of the file.
        info: In which language.
        period: A month or a year.
        day: Of printing.
        cards: One or more.
        head: Of the company.
    """
    title = wording.SCORECARD.get(info.look.language)
    people = " ".join(card.scorecard.salesperson_no for card in cards[:1]) if len(cards) == 1 else ""
    names = sheet_names(cards)
    with paper_book(path, info, head, f"{title} {period} {people}".strip()) as builder:
        for card in cards:
            sheet_name = names[card.scorecard.salesperson_no] if len(cards) > 1 else title
            _draw(builder, head, period, day, card, sheet_name)


def _draw(builder: SheetBuilder, head: Letterhead, period: str, day: str, card: Card, sheet_name: str) -> None:
    scorecard, language = card.scorecard, builder.look.language
    columns = _columns(scorecard.lines, language)
    sums = list(_sums(card, language))
    numbers = [found.value for found in sums if isinstance(found.value, Decimal)]
    grid = fitted(columns, scorecard.lines, language, numbers, parts=_MONTHS_IN_A_ROW if card.monthly_totals else 0)
    page = Page(builder, head, grid, 2)
    person = scorecard.salesperson_no
    page.begin(wording.SCORECARD.get(language), period, f"{period} · {person}", sheet_name)
    page.fit_on_one_page()
    right = [
        (page.say(wording.SCORED_PERIOD), period),
        (page.say(paper_words.DATE), day),
        (page.say(wording.PERSON_NO), person),
    ]
    page.parties(list(page.address(wording.PERSON, card.name or person)), right)
    page.header(columns)
    first = page.row
    for line in scorecard.lines:
        page.line(columns, [column.shown(line) for column in columns])
    _bars(page, columns, scorecard.lines, first)
    page.sums(sums)
    _below(page, card)
    page.rule(8)
    page.label(wording.MANAGERS_COMMENT)
    page.box(80)
    page.rule(8)
    page.label(wording.OWN_COMMENT)
    page.box(60)
    page.rule(6)
    page.paragraph(page.say(wording.ACKNOWLEDGED))
    page.signatures(wording.SCORECARD_SIGNS)
    page.end()


def _columns(lines: Sequence[ScoreLine], language: Language) -> list[Column[ScoreLine]]:
    """The weight that counts is told where criteria without data have given theirs to the others."""
    given_up = any(line.effective_weight != line.criterion.weight for line in lines)
    counted: Column[ScoreLine] = Column(wording.COUNTED, lambda line: line.effective_weight, is_number=True, least=2)

    def points(line: ScoreLine) -> Decimal | str:
        return wording.NO_DATA.get(language) if line.points is None else line.points

    return [
        Column(wording.CRITERION, lambda line: line.criterion.name, is_rest=True),
        Column(wording.WEIGHT, lambda line: line.criterion.weight, is_number=True),
        *([counted] if given_up else []),
        Column(wording.TARGET, lambda line: _rounded(line.figure.target if line.figure else None), is_number=True),
        Column(wording.ACTUAL, lambda line: _rounded(line.figure.actual if line.figure else None), is_number=True),
        Column(wording.ATTAINMENT, _attainment, is_number=True, least=1),
        Column(wording.SPACE, lambda line: None, 1.5),
        Column(wording.BAR, lambda line: None, 13, is_box=True),
        Column(wording.POINTS, points, is_number=True, least=2),
        amount_column(wording.CONTRIBUTION, lambda line: line.contribution, 2, 9),
    ]


def _rounded(value: Decimal | None) -> Decimal | None:
    """A figure as it is, but for decimals that nobody reads."""
    return None if value is None else round_half_up(value, 2)


def _attainment(line: ScoreLine) -> Decimal | None:
    ratio = line.figure.attainment_ratio if line.figure else None
    return None if ratio is None else round_half_up(ratio * 100, 1)


def _bars(page: Page, columns: Sequence[Column[ScoreLine]], lines: Sequence[ScoreLine], first: int) -> None:
    """The points as framed bars of one colour, which a black-and-white printer shows as well."""
    column = page.grid.spans[next(place for place, found in enumerate(columns) if found.title is wording.BAR)][0]
    for row, line in enumerate(lines, start=first):
        if line.points is not None:
            page.number(row, column, column, line.points, ";;;", border=1, border_color=GREY)
    bar = {
        "type": "data_bar", "data_bar_2010": True, "bar_only": True, "bar_solid": True, "bar_color": "#7FA9BD",
        "bar_border_color": ACCENT, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": _MOST_POINTS,
    }  # fmt: skip
    page.sheet.conditional_format(first, column, first + len(lines) - 1, column, bar)


def _sums(card: Card, language: Language) -> Iterator[Sum]:
    """From the scores to the total; in a year, on from the year-end scorecard and the mean of the months."""
    scorecard, is_year = card.scorecard, card.monthly_totals is not None
    taken = deducted(scorecard.deductions)
    if scorecard.subtotal is not None and scorecard.total != scorecard.subtotal:
        yield Sum(wording.SUBTOTAL.get(language), scorecard.subtotal)
        if taken:
            yield Sum(wording.DEDUCTIONS.get(language), -taken)
    if is_year:
        yield Sum(wording.YEAR_END.get(language), _or_dash(scorecard.total))
        yield Sum(wording.MEAN.get(language), _or_dash(card.mean_of_months))
    yield Sum(wording.TOTAL.get(language), _or_dash(card.total), is_strong=True)
    yield Sum(wording.GRADE.get(language), card.grade or "–", is_strong=True)


def _or_dash(value: Decimal | None) -> Decimal | str:
    return "–" if value is None else value


def _below(page: Page, card: Card) -> None:
    """The months of a year, why points were taken off, and what else the reader must know."""
    if card.monthly_totals is not None:
        page.rule(8)
        page.label(wording.MONTHS)
        months = list(card.monthly_totals.items())
        for begin in range(0, len(months), _MONTHS_IN_A_ROW):
            row = months[begin : begin + _MONTHS_IN_A_ROW]
            page.strip([month for month, _ in row], [total for _, total in row], is_last_strong=False)
        page.paragraph(page.say(wording.YEAR_NOTE), font_size=9, font_color=GREY)
    if card.scorecard.deductions:
        page.rule(8)
        page.label(wording.DEDUCTIONS)
        for taken in card.scorecard.deductions:
            kind = CHOICES[taken.kind].get(page.language) if taken.kind in CHOICES else taken.kind
            parts = (f"−{plain(taken.points)}", kind, taken.incident_no, str(taken.decided_on or ""), taken.evidence)
            page.paragraph(" · ".join(part for part in parts if part))
    if card.notes:
        page.rule(8)
        page.label(wording.NOTES)
        for note in card.notes:
            page.paragraph(note)
