"""What filling costs: 1,000 scorecards in one workbook, and 1,000 delivery notes as files of their own.

Cards and papers are those of the demo company, over and over. Floor in the same run: XlsxWriter is told to write the
same cells with the same formats into as many sheets and files, and nothing else. Seconds of the processor, so that
other work on the machine counts little.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmarks.measure import report
from salesbook.actions.appraising import month_cards
from salesbook.actions.company import Company, open_company
from salesbook.actions.demo import MONTH, demo
from salesbook.actions.northwind import LAST_DAY
from salesbook.actions.paper_files import letterhead
from salesbook.actions.printing_out import gather
from salesbook.actions.workbooks import look_of
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.printed import build_printed
from salesbook.workbooks.scorecards import Card, build_scorecards

COUNT = 1000
WRITERS = ("write_blank", "write_boolean", "write_datetime", "write_formula", "write_number", "write_rich_string",
           "write_string", "write_url")  # fmt: skip


@dataclass
class Written:
    """The cells of one file: by sheet, which writer was called with what."""

    sheets: dict[str, list[tuple[str, tuple[Any, ...]]]] = field(default_factory=dict)
    formats: dict[int, dict[str, Any]] = field(default_factory=dict)


def cards_of_many(cards: list[Card], count: int) -> list[Card]:
    """As many people as are wanted, each with the figures of somebody of the demo."""
    found = []
    for number in range(count):
        card = cards[number % len(cards)]
        scorecard = card.scorecard.model_copy(update={"salesperson_no": f"P{number}"})
        found.append(replace(card, name=f"{card.name} {number}", scorecard=scorecard))
    return found


@contextmanager
def listening(written: Written) -> Iterator[None]:
    """Note what is written."""
    kept = {name: getattr(Worksheet, name) for name in WRITERS}

    def noting(name: str) -> Callable[..., Any]:
        def write(sheet: Worksheet, *arguments: Any) -> Any:
            noted = tuple(number_of(argument) for argument in arguments)
            written.sheets.setdefault(sheet.get_name(), []).append((name, noted))
            return kept[name](sheet, *arguments)

        return write

    def number_of(argument: Any) -> Any:
        if not isinstance(argument, xlsxwriter.format.Format):
            return argument
        written.formats[id(argument)] = argument
        return Placeholder(id(argument))

    for name in WRITERS:
        setattr(Worksheet, name, noting(name))
    try:
        yield
    finally:
        for name in WRITERS:
            setattr(Worksheet, name, kept[name])


@dataclass(frozen=True)
class Placeholder:
    """Stands for a format until the floor has made its own."""

    number: int


def write_bare(path: Path, written: Written) -> None:
    """The same cells and nothing else."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats: dict[int, Any] = {}
        for number, found in written.formats.items():
            formats[number] = book.add_format()
            formats[number].__dict__.update(
                {name: value for name, value in found.__dict__.items() if "index" not in name and "indices" not in name}
            )
        for title, calls in written.sheets.items():
            sheet = book.add_worksheet(title)
            writers = {name: getattr(sheet, name) for name in WRITERS}
            for name, arguments in calls:
                writers[name](*(formats[a.number] if isinstance(a, Placeholder) else a for a in arguments))


def seconds(action: Callable[[], Any]) -> float:
    """Of the processor; the best of three."""

    def once() -> float:
        start = time.process_time()
        action()
        return time.process_time() - start

    return min(once() for _ in range(3))


def compared(build: Callable[[Path], None], files: int, folder: Path) -> tuple[float, float, int]:
    """Seconds for so many files, those of the floor, and how many cells one has."""
    written = Written()
    with listening(written):
        build(folder / "noted.xlsx")
    cells = sum(map(len, written.sheets.values()))

    def ours() -> None:
        for number in range(files):
            build(folder / f"{number}.xlsx")

    def bare() -> None:
        for number in range(files):
            write_bare(folder / f"{number}.xlsx", written)

    return seconds(ours), seconds(bare), cells


def main(count: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(folder / "company", "en")
        company: Company = open_company(folder / "company", LAST_DAY)
        info = BookInfo(look_of(company.settings), company.settings.name)
        cards = cards_of_many(month_cards(company, MONTH), count)
        card_seconds, card_floor, card_cells = compared(
            lambda path: build_scorecards(path, info, MONTH, cards), 1, folder
        )
        document, _ = gather(delivery_with_lines(company), company)
        head = letterhead(company, "en")
        note_seconds, note_floor, note_cells = compared(
            lambda path: build_printed(path, info, document, head, company.settings.print), count, folder
        )
        report(
            "filling",
            {
                f"cells of {count:,} scorecards": card_cells,
                f"{count:,} scorecards in a workbook, s": card_seconds,
                "floor: the same cells with XlsxWriter, s": card_floor,
                "scorecards / floor": card_seconds / card_floor,
                "cells of a delivery note": note_cells,
                f"{count:,} delivery notes in files, s": note_seconds,
                "floor: the same cells in as many files, s": note_floor,
                "delivery notes / floor": note_seconds / note_floor,
            },
        )


def delivery_with_lines(company: Company) -> str:
    """The number of a delivery note of several lines."""
    with company.cache() as cache:
        numbers = [found.document_no for found in cache.documents_of("delivery_note")]
        return next(number for number in numbers if len(cache.lines_of([("delivery_note", number)])) > 3)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
