"""The guide: whatever its pages tell to type is typed, in order, in a company like the one of its pictures.

A page is read as a person reads it. A block of commands is run in the company folder; a table below a sentence that
names a sheet is typed into that sheet of the workbook named last; a quoted sentence must have been said by then.
A hidden remark such as ``<!-- day: 2026-04-01 -->`` moves the clock.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import pytest
import typer

from docs.example_company import MANAGER, TYPIST, build_company
from docs.quick_start import PEOPLE
from salesbook.cli import app
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.settings import Language
from salesbook.sheets.columns import (
    APPROVALS,
    FORMS,
    LISTS,
    PLAN_FORM,
    PLAN_MONTHS,
    PLAN_SEATS,
    PROBLEMS,
    PROGRESS,
    RECORD_TABLES,
    SPLIT,
    Table,
)  # fmt: skip
from salesbook.sheets.reading import match
from tests.terminal import Run, as_typed

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = DOCS / "guide"
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant")

DAYS = {"sales-admin": date(2026, 3, 31), "manager": date(2026, 4, 1), "planner": date(2025, 10, 13)}
"""The day on which each page begins; a page may go on to a later one."""

USERS = {"sales-admin": TYPIST, "manager": MANAGER, "planner": MANAGER}

TYPED_INTO = [
    *((table, table.sheet) for table in (*LISTS.values(), *RECORD_TABLES.values(), PLAN_MONTHS, APPROVALS)),
    (PLAN_SEATS, PLAN_FORM.sheet),
]
"""Tables and the sheets they stand on."""

CLOCK = "salesbook.actions.company.datetime"
"""Which tells a company what day it is."""

SLOW = {"dashboard", "receivables", "statement", "dunning", "period"}
"""Reports that take seconds and are the same in each language: run on the English page, looked up on the others."""

EXIT_CODES = {"sh": 0, "sh problems": 1, "sh refused": 2}
"""How the last command of a block ends; those before it end well."""

FOR_THE_HOUSE = {
    "demo", "init", "verify", "ledger export", "ledger stats", "ledger compact", "ledger backup", "ledger restore",
}  # fmt: skip
"""What is done once, or by whoever looks after the computer; README tells of it."""


@dataclass
class Piece:
    """One thing that a page tells to do or to expect: commands, a table to type, or a sentence that is quoted."""

    kind: str
    line_no: int
    lines: list[str] = field(default_factory=list)
    before: str = ""


def page(name: str, language: Language) -> Path:
    return GUIDE / (f"{name}.md" if language == "en" else f"{name}.{language}.md")


def pieces(path: Path) -> Iterator[Piece]:
    """What a page holds of commands, tables and quotations, from top to bottom."""
    lines = path.read_text(encoding="utf-8").splitlines()
    paragraph: list[str] = []
    number = 0
    while number < len(lines):
        line, start = lines[number], number
        if line.startswith("```"):
            kind = line[3:].strip()
            number = next(found for found in range(start + 1, len(lines)) if lines[found] == "```")
            yield Piece(kind, start + 1, lines[start + 1 : number])
        elif line.startswith("<!-- day: "):
            yield Piece("day", start + 1, [line.removeprefix("<!-- day: ").removesuffix(" -->")])
        elif line.startswith(("|", "> ")):
            while number + 1 < len(lines) and lines[number + 1].startswith(line[0]):
                number += 1
            kind = "table" if line.startswith("|") else "quotation"
            yield Piece(kind, start + 1, lines[start : number + 1], " ".join(paragraph))
        elif line:
            paragraph.append(line)
        else:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            paragraph = paragraph if following.startswith("|") else []
        number += 1


def words_of(text: str) -> str:
    """A text without its line breaks and without what the terminal or the page puts around words."""
    return re.sub(r"\s+", "", text)


@dataclass
class Reader:
    """A person who follows a page."""

    language: Language
    folder: Path
    run: Run
    patch: pytest.MonkeyPatch
    heard: str = ""
    book: Path | None = None

    def follow(self, path: Path) -> None:
        for piece in pieces(path):
            place = f"{path.name}, line {piece.line_no}"
            if piece.kind in EXIT_CODES:
                *first, last = piece.lines
                for command in first:
                    self.type_command(command, 0, place)
                self.type_command(last, EXIT_CODES[piece.kind], place)
            elif piece.kind == "day":
                self.patch.setattr(CLOCK, clock_at(date.fromisoformat(piece.lines[0])))
            elif piece.kind == "table":
                self.type_table(piece, place)
            elif piece.kind == "quotation":
                quoted = " ".join(line.removeprefix("> ") for line in piece.lines)
                assert words_of(quoted) in words_of(self.heard), f"{place}: nothing has said so"
            else:
                assert piece.kind == "toml", f"{place}: what is a block of {piece.kind}?"

    def type_command(self, command: str, exit_code: int, place: str) -> None:
        program, *arguments = shlex.split(command)
        assert program == "salesbook", place
        assert_known(shlex.join(arguments))
        for name in arguments:
            if name.endswith(".xlsx") and not name.startswith("-"):
                self.book = self.folder / name
        if self.language != "en" and exit_code == 0 and arguments[0] in SLOW:
            return
        said = self.run(*arguments)
        self.heard += said.out + said.err
        assert said.exit_code == exit_code, f"{place}: {command}\n{said.out}{said.err}"

    def type_table(self, piece: Piece, place: str) -> None:
        """Type a table that belongs into a sheet; every other table only tells something."""
        header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in piece.lines]
        tables = [
            table
            for table, sheet in TYPED_INTO
            if f"*{sheet.get(self.language)}*" in piece.before
            if all(self.field_name(table, title) for title in header)
        ]
        if not tables:
            return
        assert self.book is not None, place
        type_rows(self.book, tables[0], [self.field_name(tables[0], title) for title in header], rows)

    def field_name(self, table: Table, title: str) -> str:
        return next((found.name for found in table.fields if found.title.get(self.language) == title), "")


def type_rows(book: Path, table: Table, names: list[str], rows: list[list[str]]) -> None:
    """Type rows into a list: over those with the same first cell, one after the other, else below the last one."""
    workbook = ClosedFile(book)
    matched = match(workbook.read_table(table.name), table)
    places = {name: matched.column_number(name) for name in names}
    first = table.index(names[0])
    by_key: dict[str, list[int]] = {}
    for row in matched.block.rows:
        by_key.setdefault(str(row.values[first] or ""), []).append(row.row_number)
    writes = []
    for cells in rows:
        row_number = (by_key.get(cells[0]) or by_key[""]).pop(0)
        for name, cell in zip(names, cells, strict=True):
            value = typed(cell)
            if value is not None:
                writes.append(CellWrite(matched.block.sheet, row_number, places[name], value))
    workbook.write_cells(writes)
    workbook.save()


def typed(cell: str) -> str | Decimal | date | None:
    """What Excel keeps of what is typed."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return date.fromisoformat(cell)
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell or None


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    """The company of the guide in one language, built once."""
    folder = tmp_path_factory.mktemp(f"guide-{request.param}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(folder / "cache"))
        patch.setenv("LOGNAME", TYPIST)
        build_company(folder / "company", request.param)
    return request.param, folder


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "manager" else name for name in DAYS]
)
def test_every_command_of_a_page_does_what_the_page_says(
    name: str,
    built: tuple[Language, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    language, folder = built
    for part in ("company", "cache"):
        shutil.copytree(folder / part, tmp_path / part)
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LOGNAME", USERS[name])
    monkeypatch.chdir(tmp_path / "company")
    monkeypatch.setattr(CLOCK, clock_at(DAYS[name]))
    monkeypatch.setattr("salesbook.workbooks.documents.SPARE_ROWS", 12)  # of each list; 200 take seconds to write
    Reader(language, tmp_path / "company", as_typed(capsys), monkeypatch).follow(page(name, language))


def clock_at(day: date) -> type[datetime]:
    """A clock that stands at noon of a day."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    return Clock


def command_names() -> list[str]:
    """Every command, with the name of its group in front."""
    group = typer.main.get_command(app)
    return [
        f"{name} {inner}".strip()
        for name, command in group.commands.items()  # type: ignore[attr-defined]
        for inner in getattr(command, "commands", [""])
    ]


def pages() -> list[Path]:
    return sorted(GUIDE.glob("*.md"))


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_whatever_a_page_links_to_or_shows_is_there(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_shows_pictures_of_its_own_language(path: Path) -> None:
    if path.name == "README.md":
        return
    language = "zh-Hant" if ".zh-Hant" in path.name else "en"
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", path.read_text(encoding="utf-8"))
    assert shown
    assert [picture for picture in shown if not picture.endswith(f".{language}.png")] == []


def skeleton(path: Path) -> list[str]:
    """The commands of a page, without names of files and words in quotation marks, which are those of its language."""
    found = [line for piece in pieces(path) if piece.kind.startswith("sh") for line in piece.lines]
    return [
        " ".join("…" if " " in word or "." in word or not word.isascii() else word for word in shlex.split(line))
        for line in found
    ]


@pytest.mark.parametrize("name", DAYS)
def test_both_languages_have_the_same_commands_and_the_same_pictures(name: str) -> None:
    english, chinese = page(name, "en"), page(name, "zh-Hant")
    assert skeleton(english) == skeleton(chinese)
    shown = [re.findall(r"images/([\w-]+)\.", path.read_text(encoding="utf-8")) for path in (english, chinese)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_people_need_is_in_a_guide_or_on_a_page_that_the_guides_link_to(language: Language) -> None:
    guides = [page(name, language).read_text(encoding="utf-8") for name in DAYS]
    linked = {DOCS / name for text in guides for name in re.findall(r"\]\(\.\./([\w-]+\.md)", text)}
    read = "\n".join([*guides, *(path.read_text(encoding="utf-8") for path in linked)])
    assert {name for name in command_names() if f"salesbook {name}" not in read} <= FOR_THE_HOUSE


ITALIC = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?!\*)")

OTHER_WORDS = {
    "en": {"Salesbook", "Make", "refresh", "dunning list", "dunning send", "Harbour Tools", "What needs a look"},
    "zh-Hant": {"Salesbook", "make", "refresh", "dunning list", "dunning send", "需要關注"},
}
"""Set in italics, and neither a sheet nor a column: a tab of the ribbon, a part of a command, a heading."""


def titles(language: Language) -> set[str]:
    """What sheets and columns are called."""
    tables = [*LISTS.values(), *RECORD_TABLES.values(), PLAN_SEATS, PLAN_MONTHS, SPLIT, PROGRESS, APPROVALS, PROBLEMS]
    forms = [*FORMS.values(), PLAN_FORM]
    fields = [found for table in tables for found in table.fields] + [found for form in forms for found in form.head]
    return {said.get(language) for said in (*(f.title for f in fields), *(t.sheet for t in (*tables, *forms)))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DAYS)
def test_what_a_page_calls_a_sheet_or_a_column_is_called_so_there(name: str, language: Language) -> None:
    named = set(ITALIC.findall(page(name, language).read_text(encoding="utf-8")))
    assert named - titles(language) - OTHER_WORDS[language] == set()


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_commands_within_a_sentence_are_commands_with_options_that_they_have(path: Path) -> None:
    for typed_command in re.findall(r"`salesbook ([^`]+)`", path.read_text(encoding="utf-8")):
        assert_known(typed_command)


@pytest.mark.parametrize("language", get_args(Language))
def test_the_quick_start_names_commands_and_buttons_that_are_there(language: Language) -> None:
    ribbon = (DOCS.parent / "macros" / "ribbon.xml").read_text(encoding="utf-8")
    for step in (step for person in PEOPLE for step in person.steps):
        assert_known(step.command.get(language))
        assert not step.button or f'label="{step.button}"' in ribbon


@pytest.mark.parametrize("language", get_args(Language))
def test_the_quick_start_is_one_page_to_print_beside_its_picture(language: Language) -> None:
    content = (GUIDE / f"quick-start.{language}.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert (GUIDE / f"quick-start.{language}.png").exists()


def assert_known(command: str) -> None:
    """A command is one of the program, with options that it has."""
    found = typer.main.get_command(app)
    rest = shlex.split(command)
    while rest and rest[0] in getattr(found, "commands", {}):
        found = found.commands[rest.pop(0)]
    assert getattr(found, "invoke_without_command", True), command
    options = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("-")} <= options, command


def test_readme_leads_to_the_guide() -> None:
    assert "](docs/guide/README.md)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")
