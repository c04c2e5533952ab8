"""Files that leave the house: the company's letterhead, their names and places, and the PDF of a workbook."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from salesbook.actions.company import Company
from salesbook.actions.workbooks import write_anew
from salesbook.hosts.libreoffice import find_libreoffice, installed_font, said_in_pdf, to_pdfs
from salesbook.problems import HostError, Reason, SettingsError
from salesbook.settings import SETTINGS_FILE, Language
from salesbook.workbooks.paper_page import Letterhead, is_picture
from salesbook.workbooks.style import Look

FOLDER = "printed"
"""Of the company folder: where papers go that are given no other place."""

_FONT_LANGUAGES: dict[Language, str] = {"en": "en", "zh-Hant": "zh-tw", "zh-Hans": "zh-cn"}

_CHINESE: dict[Language, str] = {"en": "zh-CN", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}

Build = Callable[[Path, Look], None]
"""Writes a workbook to a path, in a look."""


def is_pdf(path: Path) -> bool:
    """Whether a file is to be a PDF, by its name."""
    return path.suffix.lower() == ".pdf"


def write_paper(target: Path, look: Look, build: Build) -> None:
    """Write a workbook, or the PDF of it where the file is named so; an earlier one that says something else is kept.

    Args:
        target: The file; its folder is made where it is missing.
        look: Of the workbook. A PDF takes a font that this computer has.
        build: Writes the workbook.

    Raises:
        HostError: The file cannot be written, or there is nothing to make a PDF with.
    """
    write_papers({target: build}, look)


def write_papers(papers: Mapping[Path, Build], look: Look) -> None:
    """The same for several papers; LibreOffice is started once for all of them.

    Raises:
        HostError: A file cannot be written, or there is nothing to make a PDF with.
    """
    pdfs = {target: build for target, build in papers.items() if is_pdf(target)}
    if pdfs and find_libreoffice() is None:
        raise HostError("pdf-needs-libreoffice")
    folder = Path()
    try:
        for target in papers:
            folder = target.parent
            folder.mkdir(parents=True, exist_ok=True)
        for target in papers.keys() - pdfs.keys():
            folder = target.parent
            write_anew(target, partial(_build, papers[target], look))
        if pdfs:
            _print(pdfs, replace(look, own_font=installed_font(look.font, _FONT_LANGUAGES[look.language])))
    except OSError as error:
        reason = error.strerror or Reason("reason-system-refuses")
        raise HostError("folder-not-writable", folder=folder, reason=reason) from error


def _build(build: Build, look: Look, path: Path) -> None:
    build(path, look)


def _print(pdfs: Mapping[Path, Build], look: Look) -> None:
    with TemporaryDirectory(prefix="salesbook-") as name:
        folder = Path(name)
        workbooks = {folder / f"{number}.xlsx": target for number, target in enumerate(pdfs)}
        for workbook, target in workbooks.items():
            pdfs[target](workbook, look)
        to_pdfs(workbooks, folder, _CHINESE[look.language])
        for workbook, target in workbooks.items():
            write_anew(target, partial(shutil.copyfile, workbook.with_suffix(".pdf")), said_in_pdf)


def letterhead(company: Company, language: Language) -> Letterhead:
    """What stands above every paper.

    Raises:
        SettingsError: The logo is not in the company folder, or is no picture.
    """
    card = company.settings.company
    is_english = language == "en"
    name = (card.english_name if is_english else "") or company.settings.name
    address = (card.english_address if is_english else "") or card.address
    return Letterhead(name, address, card, _logo(card.logo, company) if card.logo else None)


def _logo(named: str, company: Company) -> Path:
    path = (company.folder / named).resolve()
    code = ""
    if not path.is_relative_to(company.folder.resolve()) or not path.is_file():
        code = "reason-no-such-picture"
    elif not is_picture(path):
        code = "reason-no-picture"
    if code:
        raise SettingsError(
            "setting-wrong", file=company.folder / SETTINGS_FILE, key="company.logo", found=named, reason=Reason(code)
        )
    return path


def target_of(name: str, company: Company, output: Path | None, *, as_pdf: bool, count: int = 1) -> Path:
    """The file to write: as named, or in a folder; by default in one of the company's.

    Args:
        name: Of the file in a folder, without its ending.
        company: Whose it is.
        output: A file, a folder, or nothing.
        as_pdf: What becomes of a file whose name does not say it.
        count: How many files are written; several need a folder.

    Raises:
        SettingsError: The name of the file ends in something else, or it is one name for several.
    """
    suffix = ".pdf" if as_pdf else ".xlsx"
    if output is None:
        return company.folder / FOLDER / (name + suffix)
    if is_folder(output):
        return output / (name + suffix)
    if count > 1:
        reason = Reason("reason-folder", {"count": str(count)})
        raise SettingsError("option-wrong", key="--output", found=output.name, reason=reason)
    if output.suffix.lower() not in ((".pdf",) if as_pdf else (".pdf", ".xlsx")):
        reason = Reason("reason-like", {"example": output.stem + suffix})
        raise SettingsError("option-wrong", key="--output", found=output.name, reason=reason)
    return output


def is_folder(output: Path) -> bool:
    """Whether what was named is a folder, which may not be there yet."""
    return output.is_dir() or not output.suffix


LONGEST_NAME = 120
"""Bytes of a file's name without its ending; a folder of somebody else may lie deep."""


def file_name(document_no: str, customer: str) -> str:
    """Number and customer as the name of a file that every system takes.

    >>> file_name("SI/2026/00001", "Alpha: Öl & <Co>.")
    'SI_2026_00001 Alpha_ Öl & _Co_'
    """
    name = re.sub(r'[\x00-\x1f\x7f\\/:*?"<>|]', "_", f"{document_no} {customer}")
    name = " ".join(name.split())
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1]
    return name.strip(" .")
