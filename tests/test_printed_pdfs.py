"""Every paper, letter and page to sign as a PDF in every language: whole, readable, on A4, and nothing cut off.

All of them are made by the product itself; LibreOffice is started once for each language.
"""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from salesbook.actions import paper_files
from salesbook.actions.dunning_letters import write_letters
from salesbook.actions.printing_out import print_document
from salesbook.actions.printing_scorecards import print_scorecards
from salesbook.actions.receivables import customer_statement, write_statement
from salesbook.actions.target_letters import write_target_letters
from salesbook.documents.printed import PRINTED_KINDS
from salesbook.hosts import libreoffice
from salesbook.settings import LANGUAGES, Language
from salesbook.workbooks import letter_words, paper_words
from salesbook.workbooks.paper_grid import text_width
from salesbook.workbooks.style import Look
from tests.actions.test_appraising import build_seller
from tests.actions.test_printing_out import build_trading, number_of, type_and_post
from tests.actions.test_receivables import invoice, pen_of
from tests.small_company import Desk, move_in

PAGES = {
    **dict.fromkeys(PRINTED_KINDS, 1), "long order": 2, "statement": 1, "long statement": 3, "dunning letter": 1,
    "long dunning letter": 2, "target letter": 1, "scorecard": 1, "year's scorecard": 1, "all scorecards": 2,
}  # fmt: skip
"""Every kind of print, and how many pages it must have."""

MORE_PAGES = {("long statement", "en"): 4}
"""In a language whose wider words leave room for fewer rows."""

HEADERS = {
    "long order": paper_words.DESCRIPTION,
    "long statement": letter_words.DOCUMENT,
    "long dunning letter": letter_words.OVERDUE_DAYS,
}
"""A word of the header, which every page of a long paper has."""

WRONG = re.compile(r"##|#NAME\?|#REF!|#VALUE!|#N/A|#DIV/0!|#NUM!|Err:\d|\ufffd|\{|\}")
"""What a page must never show: a number without room, a formula that failed, a sign without a letter, a blank form."""

HUSH = ("HUSH", "7.7123", "6.6123", "8.8123", "987,654", "987654", "BUDGET")
"""Remarks, costs, floor prices and limits of the company that is printed."""


@dataclass(frozen=True)
class Print:
    """One printed file: the workbook that LibreOffice was given, and the PDF."""

    workbook: Path
    pdf: Path

    @cached_property
    def pages(self) -> list[str]:
        said = said_by("pdftotext", "-layout", self.pdf, "-").split("\f")[:-1]
        return [unicodedata.normalize("NFKC", page) for page in said]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.pages)

    @cached_property
    def info(self) -> str:
        return said_by("pdfinfo", self.pdf)

    @cached_property
    def fonts(self) -> list[tuple[str, bool]]:
        """The fonts, and whether each is in the file."""
        rows = [line.split() for line in said_by("pdffonts", self.pdf).splitlines()[2:]]
        return [(row[0].partition("+")[2] or row[0], row[-5] == "yes") for row in rows]

    @property
    def font_names(self) -> str:
        """Their names; LibreOffice writes how a font is laid out behind its name."""
        return " ".join(name for name, _ in self.fonts)

    @cached_property
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(self.workbook)

    @cached_property
    def cells(self) -> list[Any]:
        return [
            cell
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        ]

    @property
    def numbers(self) -> list[str]:
        """Every number as its cell shows it; of a bar, none."""
        numbers = [cell for cell in self.cells if isinstance(cell.value, int | float)]
        return [shown(cell) for cell in numbers if cell.number_format != ";;;"]

    @property
    def words(self) -> str:
        texts = "".join(cell.value for cell in self.cells if isinstance(cell.value, str))
        return unicodedata.normalize("NFKC", texts)


def said_by(*command: object) -> str:
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout


def shown(cell: Any) -> str:
    """A number in its format, such as ``#,##0.00`` or ``(#,##0)``."""
    found = re.fullmatch(r"(\(?)#,##0(?:\.(0+))?(\)?)", cell.number_format)
    assert found, cell.number_format
    return f"{found[1]}{Decimal(str(cell.value)):,.{len(found[2] or '')}f}{found[3]}"


@pytest.fixture(scope="module")
def prints(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[tuple[str, str], Print]]:
    """Every kind in every language, by kind and language."""
    folder = tmp_path_factory.mktemp("prints")
    with pytest.MonkeyPatch.context() as patch:
        desk = busy_company(move_in(_built_company, folder, patch))
        collected: dict[tuple[str, str], Path] = {}
        for language in LANGUAGES:
            for kind, print_it in printers(desk, folder, language).items():
                with patch.context() as collecting:
                    target = folder / f"{len(collected)}.xlsx"
                    collecting.setattr(paper_files, "to_pdfs", lambda books, *_, target=target: keep(books, target))
                    print_it()
                collected[kind, language] = target
        out = folder / "pdf"
        out.mkdir()
        for language, chinese in (("en", "zh-CN"), ("zh-Hant", "zh-TW"), ("zh-Hans", "zh-CN")):
            own = [path for (_, spoken), path in collected.items() if spoken == language]
            libreoffice.to_pdfs({path: path for path in own}, out, chinese)
        yield {key: Print(path, out / f"{path.stem}.pdf") for key, path in collected.items()}


def keep(books: Mapping[Path, Path], target: Path) -> None:
    """Take the workbook of a PDF, and let the action believe that it was made."""
    (book,) = books
    shutil.copy(book, target)
    book.with_suffix(".pdf").write_bytes(b"")


def printers(desk: Desk, folder: Path, language: Language) -> dict[str, Any]:
    """How each kind is printed."""
    company, to, asked = desk.company, folder / f"{language}.pdf", {"language": language}

    def paper(number: str) -> Any:
        return lambda: print_document(number, company, to, **asked)

    def account(customer: str) -> Any:
        found, file = customer_statement(customer, company, date(2026, 1, 1), desk.today)
        return lambda: write_statement(company, found, file, to, language)

    def cards(period: str, *people: str) -> Any:
        return lambda: print_scorecards(company, period, people, to, **asked)

    return {
        **{kind: paper(number_of(kind)) for kind in PRINTED_KINDS},
        "long order": paper("SO-2026-00006"),
        "statement": account("C-1"),
        "long statement": account("C-2"),
        "dunning letter": lambda: write_letters(company, ["C-1"], to, **asked),
        "long dunning letter": lambda: write_letters(company, ["C-2"], to, **asked),
        "target letter": lambda: write_target_letters(company, 2026, "amount", ["P1"], to, **asked),
        "scorecard": cards("2026-03", "P1"),
        "year's scorecard": cards("2026", "P1"),
        "all scorecards": cards("2026-03"),
    }


def busy_company(desk: Desk) -> Desk:
    """Papers of every kind, long ones too, late invoices, a plan and figures to be scored by."""
    card = {
        "address": "臺北市信義路五段 7 號", "english_name": "Acme Trading", "tax_id": "12345678", "phone": "02-2712",
        "bank": "First Bank\\nAccount 123-45", "email": "ar@acme.example",
    }  # fmt: skip
    for name, value in card.items():
        desk.change_settings(f'\n{name} = ""', f'\n{name} = "{value}"')
    build_trading(desk)
    build_seller(desk)
    rows = [
        {"document_ref": "L", "document_date": date(2026, 3, 3), "customer_no": "C-2", "product_no": "NUT-8",
         "quantity": Decimal(1000 + number), "unit_price": Decimal("12345.67"), "remark": "HUSH long"}
        for number in range(60)
    ]  # fmt: skip
    type_and_post(desk, "documents", sales_order=rows)
    late = date(2026, 2, 13)
    pen_of(desk).write(
        invoice("OLD-1", date(2026, 1, 14), late, "4520.25"),
        *(invoice(f"OLD-2{n:03}", date(2026, 1, 14), late, f"{98765 + n}.43", customer_no="C-2") for n in range(50)),
    )
    incident = """
        Incident      Date        Salesperson  What happened           Stage      Evidence        Decided on  Decided by
        IN-1          2026-03-03  P1           unauthorised price cut  confirmed  BOLT-8 at 9.00  2026-03-04  Chen
    """
    assert not desk.post(desk.records("incident", incident, "incidents.xlsx")).has_errors
    return desk


pytestmark = [
    pytest.mark.libreoffice,
    # Bars have a part that openpyxl does not know.
    pytest.mark.filterwarnings("ignore:.*xtension is not supported and will be removed:UserWarning"),
]

EVERY = [(kind, language) for kind in PAGES for language in LANGUAGES]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_print_has_its_pages_on_a4_each_with_its_number(
    prints: Mapping[tuple[str, str], Print], kind: str, language: Language
) -> None:
    found = prints[kind, language]
    pages = MORE_PAGES.get((kind, language), PAGES[kind])
    assert len(found.pages) == pages
    assert re.search(r"Page size: +59[45].* x 84[12].*A4", found.info)
    for number, page in enumerate(found.pages, start=1):
        said = paper_words.PAGE.get(language).replace("&P", str(number)).replace("&N", str(pages))
        assert unicodedata.normalize("NFKC", said) in page


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_number_is_there_in_full_and_nothing_went_wrong(
    prints: Mapping[tuple[str, str], Print], kind: str, language: Language
) -> None:
    found = prints[kind, language]
    assert not WRONG.search(found.text)
    assert len(found.numbers) >= 3
    there = Counter(re.findall(r"\(?-?[\d,]+(?:\.\d+)?\)?", found.text))
    missing = Counter(found.numbers) - there
    assert not missing


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_letter_has_its_glyph_and_every_font_is_in_the_file(
    prints: Mapping[tuple[str, str], Print], kind: str, language: Language, letters_of_fonts: Mapping[str, set[int]]
) -> None:
    found = prints[kind, language]
    missing = Counter(letters(found.words)) - Counter(letters(found.text))
    assert not missing, "what stands in the workbook stands on the pages"
    assert found.fonts
    assert all(is_embedded for _, is_embedded in found.fonts)
    covered = set().union(*(have for name, have in letters_of_fonts.items() if name in found.font_names))
    assert {letter for letter in letters(found.words) if ord(letter) not in covered} == set()


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def letters_of_fonts() -> Mapping[str, set[int]]:
    """Which letters each font of this computer has, by the name that a PDF knows it by."""
    fonts: dict[str, set[int]] = {}
    for line in said_by("fc-list", "--format=%{postscriptname}\t%{charset}\n").splitlines():
        name, _, ranges = line.partition("\t")
        ends = [part.split("-") for part in ranges.split()]
        fonts.setdefault(name, set()).update(
            code for pair in ends for code in range(int(pair[0], 16), int(pair[-1], 16) + 1)
        )
    return fonts


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_text_is_cut_off_at_the_edge_of_its_cell(
    prints: Mapping[tuple[str, str], Print], kind: str, language: Language
) -> None:
    """A PDF keeps the letters that a cell hides, so this is reckoned from the widths of the columns."""
    found = prints[kind, language]
    assert [cell.value for cell in found.cells if is_cut_off(cell)] == []


def is_cut_off(cell: Any) -> bool:
    """Whether a text surely needs more room than its cell has; the estimate of a width is rather too large."""
    if not isinstance(cell.value, str) or cell.alignment.wrap_text:
        return False
    sheet = cell.parent
    ranges = [found for found in sheet.merged_cells.ranges if cell.coordinate in found]
    first, last = (ranges[0].min_col, ranges[0].max_col) if ranges else (cell.column, cell.column)
    room = sum(sheet.column_dimensions[get_column_letter(column)].width for column in range(first, last + 1))
    return text_width(cell.value) * cell.font.size / 10 * 0.88 > room


@pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in HEADERS for language in LANGUAGES])
def test_every_page_of_a_long_paper_has_the_header(
    prints: Mapping[tuple[str, str], Print], kind: str, language: Language
) -> None:
    header = HEADERS[kind].get(language)
    pages = prints[kind, language].pages
    assert len(pages) > 1
    assert all(header in page for page in pages[:-1]), header


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_nothing_of_ours_is_printed(prints: Mapping[tuple[str, str], Print], kind: str, language: Language) -> None:
    found = prints[kind, language]
    assert all(sheet.sheet_state == "visible" for sheet in found.book.worksheets)
    assert all(not str(cell.value).startswith("=") and cell.comment is None for cell in found.cells)
    assert not [word for word in HUSH if word in found.text or word in found.words]
    assert "salesbook" not in found.info


def test_what_is_due_is_on_the_pages_to_the_cent(prints: Mapping[tuple[str, str], Print]) -> None:
    """C-2 owes 50 invoices from 98,765.43 to 98,814.43: 50 x 98,789.93 = 4,939,496.50."""
    for language in LANGUAGES:
        assert "4,939,496.50" in prints["long dunning letter", language].text
        assert "4,939,496.50" in prints["long statement", language].text
        assert "4,520.25" in prints["dunning letter", language].text
        assert "9,000.00" in prints["target letter", language].text


def test_chinese_signs_have_the_forms_of_the_place_where_they_are_read(
    prints: Mapping[tuple[str, str], Print], tmp_path: Path
) -> None:
    """戶 is written in another way in Taiwan than on the mainland, and one font has both."""
    found = prints["statement", "zh-Hant"]
    drawn = {}
    for chinese in ("zh-TW", "zh-CN"):
        folder = tmp_path / chinese
        folder.mkdir()
        libreoffice.to_pdfs({found.workbook: found.workbook}, folder, chinese)
        drawn[chinese] = picture_of(folder / found.pdf.name)
    assert drawn["zh-TW"] != drawn["zh-CN"]
    assert drawn["zh-TW"] == picture_of(found.pdf)


def picture_of(pdf: Path) -> bytes:
    return subprocess.run(["pdftoppm", "-r", "100", "-singlefile", pdf], check=True, capture_output=True).stdout


def test_papers_in_traditional_chinese_are_printed_as_in_taiwan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def ask(books: Mapping[Path, Path], _: Path, chinese: str) -> None:
        asked.append(chinese)
        keep(books, tmp_path / "kept.xlsx")

    monkeypatch.setattr(paper_files, "to_pdfs", ask)
    for language in LANGUAGES:
        paper_files.write_paper(tmp_path / f"{language}.pdf", Look(language), lambda path, _: path.write_bytes(b""))
    assert asked == ["zh-CN", "zh-TW", "zh-CN"]
