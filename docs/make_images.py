"""Pictures of the sheets for README and guide, in ``docs/images``: run ``python docs/make_images.py``.

Plays the demo in two languages, fills and posts one order form, and prints each sheet through
LibreOffice, so a picture shows what the product really makes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from example_form import draw_form
from guide_pictures import pictures_of_guide
from quick_start import make_quick_starts

from salesbook.actions.company import Company, open_company
from salesbook.actions.dashboard import standing, write_dashboard
from salesbook.actions.demo import MONTH, demo
from salesbook.actions.northwind import LAST_DAY
from salesbook.actions.own_forms import bind_form
from salesbook.actions.posting import post
from salesbook.actions.printing_out import print_document
from salesbook.actions.workbooks import default_path, new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.settings import SETTINGS_FILE, Language
from salesbook.sheets.columns import FORMS, LISTS, PLAN_FORM, PROGRESS, SPLIT
from salesbook.workbooks.dashboard_words import TITLE
from salesbook.workbooks.scorecards import CARD

IMAGES = Path(__file__).parent / "images"
GUIDE = Path(__file__).parent / "guide"
BOARD_DAY = date(1998, 4, 20)
"""Of the dashboard: in the middle of a month."""

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant")

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
            number = picture_of_invoice(company, language)
            picture_of_own_form(company, language, number)
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


def picture_of_invoice(company: Company, language: Language) -> str:
    """The newest invoice of four lines or more, as its customer gets it."""
    path = company.folder / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    for name, value in CARD_OF_COMPANY.items():
        text = text.replace(f'\n{name} = ""', f'\n{name} = "{value}"')
    path.write_text(text, encoding="utf-8")
    with company.cache() as cache:
        numbers = [found.document_no for found in cache.documents_of("sales_invoice")]
        number = next(number for number in reversed(numbers) if len(cache.lines_of([("sales_invoice", number)])) > 3)
    target = IMAGES / f"invoice.{language}.png"
    with tempfile.TemporaryDirectory() as folder:
        pdf = print_document(number, open_company(company.folder, LAST_DAY), Path(folder) / "invoice.pdf").path
        run("pdftoppm", "-r", "84", "-png", "-singlefile", str(pdf), str(target.with_suffix("")))
    sys.stdout.write(f"{target.name}\n")
    return number


def picture_of_own_form(company: Company, language: Language, number: str) -> None:
    """The same invoice on a form that the company has drawn itself."""
    target = IMAGES / f"own-form.{language}.png"
    opened = open_company(company.folder, LAST_DAY)
    with tempfile.TemporaryDirectory() as folder:
        form = bind_form(draw_form(Path(folder) / "Our invoice.xlsx", language), "sales_invoice", opened)
        assert form.is_good, form.problems
        pdf = print_document(number, opened, Path(folder) / "own.pdf", form=form.name).path
        run("pdftoppm", "-r", "84", "-png", "-singlefile", str(pdf), str(target.with_suffix("")))
    sys.stdout.write(f"{target.name}\n")


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
        run("pdftoppm", *size, "-png", "-singlefile", "-f", number, "-l", number, str(pdf), str(target.with_suffix("")))
    sys.stdout.write(f"{target.name}\n")


def run(*command: str, environment: dict[str, str] | None = None) -> str:
    """What a program printed."""
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


if __name__ == "__main__":
    main()
