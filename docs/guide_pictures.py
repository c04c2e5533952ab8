"""The pictures that only the guide has: orders while they are typed, what is wrong with them, what waits, a customer.

``make_images.py`` makes them with all others. Formulas are reckoned by LibreOffice, so that a picture shows what a
person sees before anything is posted.
"""

import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from example_company import LAST_DAY, TYPIST, build_company
from openpyxl.utils import get_column_letter

from salesbook.actions.answer_sheet import write_answer
from salesbook.actions.approving import write_approvals
from salesbook.actions.asking_customer import ask_customer
from salesbook.actions.company import open_company
from salesbook.actions.posting import check, post
from salesbook.actions.workbooks import new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.settings import Language
from salesbook.sheets.columns import APPROVALS, LISTS, PROBLEMS
from salesbook.workbooks.paper_grid import wrapped

TODAY = LAST_DAY + timedelta(days=1)
ORDERS = (
    ("1", "C-101", "BOLT-8", 120, None), ("1", "C-101", "TAPE-5", 30, None), ("2", "C-102", "DRILL-18", 80, None),
    ("3", "C-103", "LAMP-W", "ten", None), ("4", "C-105", "SAW-21", 6, None), ("5", "C-104", "SAW-12", 40, 10),
)  # fmt: skip
"""Ref, customer, product, quantity, discount: as the page of the sales admin tells to type them."""

SHOWN = (
    "document_ref", "document_date", "customer_no", "product_no", "quantity", "unit_price", "discount_percent",
    "net_amount", "found_customer", "found_product", "applied_price", "tax_rate", "document_total", "available",
)  # fmt: skip
"""Columns of the list of orders that a picture has room for; the others are hidden in it."""

POSTED = (
    "document_ref", "customer_no", "product_no", "description", "quantity", "unit_price", "discount_percent",
    "net_amount", "found_customer", "document_total", "document_no", "status",
)  # fmt: skip
"""Likewise after posting."""

RECKON_ON_LOAD = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)
"""A setting of LibreOffice: every formula is reckoned when a workbook is opened."""


@dataclass(frozen=True)
class Box:
    """A part of a printed page, in hundredths of an inch from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


def pictures_of_guide(folder: Path, images: Path, language: Language) -> None:
    """Make all of them in one language."""
    os.environ["LOGNAME"] = TYPIST
    build_company(folder / "company", language)
    company = open_company(folder / "company", TODAY)
    list_of_orders = LISTS["sales_order"]
    rows: list[dict[str, Any]] = [
        {"document_ref": ref, "document_date": TODAY, "customer_no": customer, "product_no": product,
         "quantity": Decimal(quantity) if isinstance(quantity, int) else quantity, "discount_percent": discount}
        for ref, customer, product, quantity, discount in ORDERS
    ]  # fmt: skip
    day = new_workbook(company, "documents", folder / "day.xlsx", {"sales_order": rows})
    typing = folder / "typing.xlsx"
    hide_columns(day, list_of_orders.sheet.get(language), [f.name in SHOWN for f in list_of_orders.fields], typing)
    shot(typing, list_of_orders.sheet.get(language), images / f"typing.{language}.png", Box(33, 44, 1102, 128))

    check(ClosedFile(day), company)
    problems = folder / "problems.xlsx"
    fit_rows(day, PROBLEMS.sheet.get(language), problems)
    shot(problems, PROBLEMS.sheet.get(language), images / f"problems.{language}.png", Box(33, 44, 1102, 192))

    queue = folder / "queue.xlsx"
    write_approvals(queue, company)
    shot(
        queue,
        APPROVALS.sheet.get(language),
        images / f"approvals.{language}.png",
        Box(33, 44, 1102, 180 if language == "en" else 112),
    )

    answer = folder / "answer.xlsx"
    write_answer(company, ask_customer("C-102", company), answer)
    sheet = openpyxl.load_workbook(answer, read_only=True).sheetnames[0]
    shot(answer, sheet, images / f"enquiry.{language}.png", Box(33, 44, 1102, 545), 90)

    post(ClosedFile(day), company)
    posted = folder / "posted.xlsx"
    hide_columns(day, list_of_orders.sheet.get(language), [f.name in POSTED for f in list_of_orders.fields], posted)
    shot(posted, list_of_orders.sheet.get(language), images / f"posted.{language}.png", Box(33, 44, 1102, 128))


def hide_columns(workbook: Path, sheet: str, shown: Collection[bool], target: Path) -> None:
    """A copy in which only some columns of a sheet are seen."""
    book = openpyxl.load_workbook(workbook)
    dimensions = book[sheet].column_dimensions
    grouped = list(dimensions.values())
    widths = {number: found.width for found in grouped for number in range(found.min, found.max + 1)}
    dimensions.clear()
    for number, is_shown in enumerate(shown, start=1):
        column = dimensions[get_column_letter(number)]
        column.width, column.hidden = widths[number], not is_shown
    book.save(target)


def fit_rows(workbook: Path, sheet: str, target: Path) -> None:
    """A copy with rows as high as their sentences need, as Excel shows them; LibreOffice does not look."""
    book = openpyxl.load_workbook(workbook)
    for number in range(2, book[sheet].max_row + 1):
        lines = [wrapped(str(cell.value or ""), 98) for cell in book[sheet][number][3:]]
        book[sheet].row_dimensions[number].height = 14 * max(map(len, lines)) + 4
    book.save(target)


def shot(workbook: Path, sheet: str, target: Path, box: Box, resolution: int = 110) -> None:
    """A part of the page on which a sheet begins; every page names its sheet in the footer."""
    folder = workbook.parent
    pdf = printed(workbook)
    pages = run("pdftotext", "-layout", str(pdf), "-").split("\f")
    number = str(next(index for index, page in enumerate(pages, start=1) if f"{workbook.name} · {sheet} " in page))
    sizes = {"-x": box.left, "-y": box.top, "-W": box.width, "-H": box.height}
    crop = [part for name, size in sizes.items() for part in (name, str(size * resolution // 100))]
    run("pdftoppm", "-r", str(resolution), *crop, "-png", "-singlefile", "-f", number, str(pdf), str(folder / "shot"))
    (folder / "shot.png").rename(target)
    sys.stdout.write(f"{target.name}\n")


def printed(workbook: Path) -> Path:
    """The workbook as a PDF beside it, with every formula reckoned."""
    profile = workbook.parent / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(RECKON_ON_LOAD, encoding="utf-8")
    where = ("--outdir", str(workbook.parent), str(workbook))
    run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", *where)
    return workbook.with_suffix(".pdf")


def run(*command: str) -> str:
    """What a program printed."""
    clean = {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=clean).stdout
