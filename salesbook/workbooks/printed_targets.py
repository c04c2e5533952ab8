"""A target letter to print and sign (目標確認書)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from salesbook.planning.target_letter import PersonTargets
from salesbook.planning.targets import Measure
from salesbook.units import plain
from salesbook.words import Words
from salesbook.workbooks import letter_words as wording
from salesbook.workbooks import paper_words
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.paper_grid import Column, fitted, number_width, text_width
from salesbook.workbooks.paper_page import Letterhead, Page, paper_book
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT


@dataclass(frozen=True)
class TargetLetter:
    """The targets of one person, with the words around them.

    Attributes:
        name: Of the person.
        territories: Names by code.
        plan_no: Number of the stored plan, and which one it is of its year.
        first: Day of the fiscal year; so is ``last``.
        day: Of the letter.
        made_by: Who stored the plan, and when.
        rounding_unit: Of the targets of a year; ``None`` where the plan does not say.
    """

    targets: PersonTargets
    name: str
    territories: dict[str, str]
    plan_no: str
    version: int
    fiscal_year: int
    first: date
    last: date
    measure: Measure
    day: date
    made_by: str
    decimals: int
    rounding_unit: Decimal | None = None


def build_target_letter(path: Path, info: BookInfo, letter: TargetLetter, head: Letterhead) -> None:
    """Write a letter as a workbook of one sheet; a file that is there is replaced."""
    language = info.look.language
    title = wording.TARGET_LETTER.get(language)
    with paper_book(path, info, head, f"{title} {letter.plan_no} {letter.targets.salesperson_no}") as builder:
        targets, columns = letter.targets, _columns(letter)
        grid = fitted(columns, targets.months, language, [targets.total])
        page = Page(builder, head, grid, letter.decimals)
        number = f"{letter.plan_no} · {wording.VERSION.get(language)} {letter.version}"
        page.begin(title, number, f"{letter.plan_no} · {targets.salesperson_no}")
        page.parties(list(page.address(wording.FOR_PERSON, letter.name, *_territories(letter))), _facts(page, letter))
        said = {"year": str(letter.fiscal_year), "first": str(letter.first), "last": str(letter.last)}
        page.paragraph(page.say(wording.TARGET_INTRO, **said))
        page.rule(10)
        page.header(columns)
        for month in targets.months:
            page.line(columns, [column.shown(month) for column in columns])
        year: list[str | Decimal | None] = [page.say(wording.YEAR_SUM, year=str(letter.fiscal_year))]
        year += [targets.of_territory(code) for code in targets.territories]
        if len(targets.territories) > 1:
            year.append(targets.total)
        page.line(columns, [*year, None], bold=True, bg_color=ACCENT_LIGHT, top=1, top_color=ACCENT)
        _answer(page)
        page.signatures(wording.TARGET_SIGNS)
        page.end()


def _territories(letter: TargetLetter) -> Iterator[str]:
    for code in letter.targets.territories:
        yield f"{code} {letter.territories.get(code, '')}".strip()


def _columns(letter: TargetLetter) -> list[Column[str]]:
    """Month, each territory, their sum where there are several, and the year to date."""
    targets, decimals = letter.targets, letter.decimals
    codes = targets.territories
    least = 24 if len(codes) == 1 else 0

    def numbers(title: Words, shown: Callable[[str], Decimal], year: Decimal) -> Column[str]:
        width = max(least, number_width(year, decimals) + 1, text_width(title.get("en")) + 2)
        return Column(title, shown, width, is_number=True, least=decimals)

    found: list[Column[str]] = [Column(wording.MONTH, str, is_rest=True)]
    if len(codes) == 1:
        found.append(numbers(wording.TARGET, targets.of_month, targets.total))
    else:
        for code in codes:
            found.append(numbers(Words(code, code, code), partial(targets.target, code), targets.of_territory(code)))
        found.append(numbers(wording.SUM, targets.of_month, targets.total))
    return [*found, numbers(wording.SO_FAR, targets.until, targets.total)]


def _facts(page: Page, letter: TargetLetter) -> Iterator[tuple[str, str]]:
    yield page.say(paper_words.DATE), str(letter.day)
    yield page.say(wording.YEAR), str(letter.fiscal_year)
    currency = page.builder.look.currency
    yield page.say(wording.MEASURE), page.say(wording.MEASURES[letter.measure], currency=currency)
    if letter.rounding_unit is not None:
        yield page.say(wording.UNIT), plain(letter.rounding_unit)
    yield page.say(wording.PERSON_NO), letter.targets.salesperson_no
    yield page.say(wording.MADE_BY), letter.made_by


def _answer(page: Page) -> None:
    """To accept, or to refuse with a reason."""
    page.rule(12)
    page.paragraph(f"{wording.TO_TICK} {page.say(wording.ACCEPT)}", 18)
    page.paragraph(f"{wording.TO_TICK} {page.say(wording.REFUSE)}", 18)
    page.box(70)
