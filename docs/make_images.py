"""Pictures of the sheets for README and guide, in ``docs/images``: run ``python docs/make_images.py``.

Plays the demo in each language, fills and posts one order form, and prints each sheet and each kind of paper through
LibreOffice, so a picture shows what the product really makes. ``python docs/make_images.py prints`` makes those of the
papers alone.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from example_form import draw_form
from guide_pictures import pictures_of_guide
from quick_start import make_quick_starts

from salesbook.actions.company import Company, open_company
from salesbook.actions.dashboard import standing, write_dashboard
from salesbook.actions.demo import MONTH, demo
from salesbook.actions.dunning import reminders
from salesbook.actions.dunning_letters import write_letters
from salesbook.actions.making import make
from salesbook.actions.northwind import LAST_DAY
from salesbook.actions.own_forms import bind_form
from salesbook.actions.posting import post
from salesbook.actions.printing_out import print_document
from salesbook.actions.printing_scorecards import print_scorecards
from salesbook.actions.receivables import customer_statement, write_statement
from salesbook.actions.target_letters import write_target_letters
from salesbook.actions.workbooks import default_path, new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.settings import LANGUAGES, SETTINGS_FILE, Language
from salesbook.sheets.columns import FORMS, LISTS, PLAN_FORM, PROGRESS, SPLIT
from salesbook.workbooks.dashboard_words import TITLE
from salesbook.workbooks.scorecards import CARD

IMAGES = Path(__file__).parent / "images"
GUIDE = Path(__file__).parent / "guide"
BOARD_DAY = date(1998, 4, 20)
"""Of the dashboard: in the middle of a month."""

TOLD_IN: tuple[Language, ...] = ("en", "zh-Hant")
"""Languages of the guide."""

ORDER_HEAD = {"document_ref": "PO-5512", "document_date": LAST_DAY, "customer_no": "QUICK", "salesperson_no": "EMP-4"}
ORDER_LINES = ((38, 6, None), (29, 12, 5), (59, 20, 10), (60, 24, None), (62, 15, None))
"""Product, quantity, discount in percent; prices are left to the price list."""


def main() -> None:
    """Make every picture anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SALESBOOK_CACHE": f"{folder}/cache", "LOGNAME": "anna"}
        for language in LANGUAGES:
            company_folder = Path(folder) / language
            demo(company_folder, language)
            pictures_of_prints(company_folder, language)
            if sys.argv[1:] == ["prints"]:
                continue
            company = open_company(company_folder, LAST_DAY)
            form = fill_order_form(company)
            marked = fill_order_list(company)
            plan = default_path(company, "planning", "1998")
            card = company.folder / f"{CARD.sheet.get(language)} {MONTH}.xlsx"
            for name, workbook, sheet in (
                ("order-form", form, FORMS["sales_order"].sheet.get(language)),
                ("marks", marked, LISTS["sales_order"].sheet.get(language)),
                ("plan", plan, PLAN_FORM.sheet.get(language)),
                ("split", plan, SPLIT.sheet.get(language)),
                ("progress", plan, PROGRESS.sheet.get(language)),
                ("scorecard", card, "EMP-4"),
            ):
                picture(workbook, sheet, IMAGES / f"{name}.{language}.png", top_only=name == "marks")
            board = company.folder / "board.xlsx"
            write_dashboard(company, standing(company, BOARD_DAY), board)
            picture(board, TITLE.get(language), IMAGES / f"dashboard.{language}.png")
            if language in TOLD_IN:
                make_guide(Path(folder) / f"guide-{language}", language)
    make_quick_starts(GUIDE)


def make_guide(folder: Path, language: Language) -> None:
    """The pictures of a company of its own that the guide tells of."""
    folder.mkdir()
    pictures_of_guide(folder, IMAGES, language)


def fill_order_form(company: Company) -> Path:
    """Type an order into the form and post it, as a sales admin would."""
    path = default_path(company, "documents")
    workbook, form = ClosedFile(path), FORMS["sales_order"]
    names = workbook.read_names([form.name_of(field) for field in ORDER_HEAD])
    writes = [
        CellWrite(cell.sheet, cell.row_number, cell.column_number, value)
        for field, value in ORDER_HEAD.items()
        for cell in [names[form.name_of(field)]]
    ]
    table = workbook.read_table(form.lines.name)
    columns = {
        field: table.first_column + form.lines.index(field)
        for field in ("product_no", "quantity", "discount_percent", "due_date")
    }
    for row, (product, quantity, discount) in zip(table.rows, ORDER_LINES, strict=False):
        for field, value in (
            ("product_no", str(product)),
            ("quantity", Decimal(quantity)),
            ("discount_percent", discount),
            ("due_date", date(1998, 5, 20)),
        ):
            writes.append(CellWrite(table.sheet, row.row_number, columns[field], value))
    workbook.write_cells(writes)
    workbook.save()
    report = post(ClosedFile(path), company)
    assert report.count("posted") == 1, report.problems
    return path


def fill_order_list(company: Company) -> Path:
    """Type a day's orders, two of them with slips, and post: the good one is in, the slips are marked."""
    path = company.folder / "marks.xlsx"
    rows = [
        {"document_date": LAST_DAY, "document_ref": ref, "customer_no": customer, "product_no": code, "quantity": many}
        for ref, customer, code, many in (
            ("1", "ERNSH", "60", 40), ("1", "ERNSH", "62", 25), ("2", "QUIKC", "38", 6), ("2", "QUIKC", "29", "ten"),
            ("3", "SAVEA", "999", 3),
        )
    ]  # fmt: skip
    new_workbook(company, "documents", path, {"sales_order": rows})
    report = post(ClosedFile(path), company)
    assert (report.count("posted"), report.count("refused")) == (1, 2), report.problems
    return path


CARD_OF_COMPANY = {
    "address": "1 Harbour Road, Keelung", "tax_id": "12345678", "phone": "02-2422-0101",
    "email": "sales@northwind.example", "bank": "Harbour Bank, Keelung\\nAccount 0123-456-789",
}  # fmt: skip


def pictures_of_prints(folder: Path, language: Language) -> None:
    """Every kind of paper, letter and page to sign, as whoever gets it sees it."""
    set_up_printing(folder)
    company = open_company(folder, LAST_DAY)
    out, numbers = folder / "pictures", papers_of_one_order(company)
    picture_of_own_form(company, language, numbers["sales_invoice"])
    for kind, number in numbers.items():
        page(print_document(number, company, out / f"{kind}.pdf").path, f"print-{kind.replace('_', '-')}.{language}")
    customer = customer_with_few_invoices(company)
    (reminder,) = write_letters(company, [customer], out / "reminder.pdf")
    page(reminder.path, f"print-dunning-letter.{language}")
    found, file = customer_statement(customer, company, date(1998, 1, 1), LAST_DAY)
    write_statement(company, found, file, out / "statement.pdf")
    page(out / "statement.pdf", f"print-statement.{language}")
    letters = write_target_letters(company, 1998, people=["EMP-4"], output=out / "targets.pdf")
    page(letters.paths["EMP-4"], f"print-target-letter.{language}")
    print_scorecards(company, MONTH, ["EMP-4"], out / "scorecard.pdf")
    page(out / "scorecard.pdf", f"print-scorecard.{language}")


def set_up_printing(folder: Path) -> None:
    """The company as its customers know it; credit notes need nobody's consent here."""
    path = folder / SETTINGS_FILE
    text = path.read_text(encoding="utf-8").replace('credit_note_check = "approve"', 'credit_note_check = "none"')
    for name, value in CARD_OF_COMPANY.items():
        text = text.replace(f'\n{name} = ""', f'\n{name} = "{value}"')
    path.write_text(text, encoding="utf-8")


def papers_of_one_order(company: Company) -> dict[str, str]:
    """Quote, sell, deliver, invoice, credit and receive the same goods; the number of each paper by its kind."""
    head = {"document_ref": "P", "document_date": LAST_DAY, "customer_no": "QUICK"}
    goods = [
        {"document_ref": "P", "product_no": str(product), "quantity": Decimal(quantity), "discount_percent": discount}
        for product, quantity, discount in ORDER_LINES
    ]
    goods[0] = head | goods[0]
    path = company.folder / "papers.xlsx"
    offered = [goods[0] | {"valid_until": date(1998, 6, 5)}, *goods[1:]]
    new_workbook(company, "documents", path, {"quotation": offered, "sales_order": goods})
    numbers = {"quotation": "", "sales_order": ""}
    numbers |= posted_numbers(company, path)
    for kind, source in (
        ("pick_list", "sales_order"), ("delivery_note", "sales_order"), ("sales_invoice", "delivery_note"),
    ):  # fmt: skip
        make(kind, ClosedFile(path), company, [numbers[source]])
        numbers |= posted_numbers(company, path)
    invoice = {"document_ref": "P", "document_date": LAST_DAY, "source_no": numbers["sales_invoice"]}
    credit = invoice | {"source_line_no": 1, "quantity": Decimal(1), "reason": "broken bottle"}
    after = company.folder / "after.xlsx"
    new_workbook(company, "documents", after, {"credit_note": [credit], "payment": [invoice | {"amount": 2500}]})
    return numbers | posted_numbers(company, after)


def posted_numbers(company: Company, path: Path) -> dict[str, str]:
    """Post a workbook; the numbers of its documents by kind."""
    report = post(ClosedFile(path), company)
    assert not report.has_errors, report.problems
    return {found.document.kind: found.document_no for found in report.decisions}


def customer_with_few_invoices(company: Company) -> str:
    """Somebody whose late invoices fit on a page and are more than two."""
    counts = Counter(item.customer_no for item in reminders(company).items if item.state == "due")
    return min((found for found in counts if counts[found] > 2), key=lambda found: (counts[found], found))


def page(pdf: Path, name: str) -> None:
    """The first page of a PDF as a picture of few colours."""
    target = IMAGES / f"{name}.png"
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", "96", "-singlefile", str(pdf), f"{folder}/page")
        target.write_bytes(small_png(Path(folder, "page.ppm").read_bytes()))
    sys.stdout.write(f"{target.name}\n")


def picture_of_own_form(company: Company, language: Language, number: str) -> None:
    """The same invoice on a form that the company has drawn itself."""
    target = IMAGES / f"own-form.{language}.png"
    opened = open_company(company.folder, LAST_DAY)
    with tempfile.TemporaryDirectory() as folder:
        form = bind_form(draw_form(Path(folder) / "Our invoice.xlsx", language), "sales_invoice", opened)
        assert form.is_good, form.problems
        pdf = print_document(number, opened, Path(folder) / "own.pdf", form=form.name).path
        run("pdftoppm", "-r", "84", "-singlefile", str(pdf), f"{folder}/page")
        target.write_bytes(small_png(Path(folder, "page.ppm").read_bytes()))
    sys.stdout.write(f"{target.name}\n")


def small_png(ppm: bytes) -> bytes:
    """A picture of one byte for each dot, which is a third of the size; 51 steps of each colour are enough."""
    head = re.match(rb"P6\s(\d+) (\d+)\s255\s", ppm)
    assert head
    width, height = int(head[1]), int(head[2])
    dots = ppm[head.end() :].translate(bytes(round(value / 5) * 5 for value in range(256)))
    colours = [dots[place : place + 3] for place in range(0, len(dots), 3)]
    # Rare shades at the edges of letters take the place of the nearest one that is kept.
    kept = [colour for colour, _ in Counter(colours).most_common(256)]
    places = {colour: place for place, colour in enumerate(kept)}
    for colour in set(colours) - places.keys():
        places[colour] = min(
            range(256), key=lambda place: sum(abs(a - b) for a, b in zip(kept[place], colour, strict=True))
        )
    row = [bytes(places[colour] for colour in colours[y * width : (y + 1) * width]) for y in range(height)]

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + chunk(b"PLTE", b"".join(kept))
        + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + line for line in row), 9))
        + chunk(b"IEND", b"")
    )


def picture(workbook: Path, sheet: str, target: Path, *, top_only: bool = False) -> None:
    """The first printed page of a sheet, or its top, larger; every page names its sheet in the footer."""
    with tempfile.TemporaryDirectory() as folder:
        copy, pdf = Path(folder) / "book.xlsx", Path(folder) / "book.pdf"
        shutil.copy(workbook, copy)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        clean = {"PATH": "/usr/bin:/bin", "HOME": folder}
        run("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(copy), environment=clean)
        pages = run("pdftotext", "-layout", str(pdf), "-").split("\f")
        number = str(next(index for index, page in enumerate(pages, start=1) if f"book.xlsx · {sheet} " in page))
        size = ("-r", "150", "-H", "330") if top_only else ("-r", "84")
        run("pdftoppm", *size, "-singlefile", "-f", number, "-l", number, str(pdf), f"{folder}/page")
        target.write_bytes(small_png(Path(folder, "page.ppm").read_bytes()))
    sys.stdout.write(f"{target.name}\n")


def run(*command: str, environment: dict[str, str] | None = None) -> str:
    """What a program printed."""
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


if __name__ == "__main__":
    main()
