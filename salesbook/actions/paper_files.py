"""Files that leave the house: a workbook, or the PDF of one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from salesbook.actions.workbooks import write_anew
from salesbook.hosts.libreoffice import find_libreoffice, installed_font, said_in_pdf, to_pdf
from salesbook.problems import HostError, Reason
from salesbook.settings import Language
from salesbook.workbooks.style import Look

_FONT_LANGUAGES: dict[Language, str] = {"en": "en", "zh-Hant": "zh-tw", "zh-Hans": "zh-cn"}


def is_pdf(path: Path) -> bool:
    """Whether a file is to be a PDF, by its name."""
    return path.suffix.lower() == ".pdf"


def write_paper(target: Path, look: Look, build: Callable[[Path, Look], None]) -> None:
    """Write a workbook, or the PDF of it where the file is named so; an earlier one that says something else is kept.

    Args:
        target: The file; its folder is made where it is missing.
        look: Of the workbook. A PDF takes a font that this computer has.
        build: Writes the workbook.

    Raises:
        HostError: The file cannot be written, or there is nothing to make a PDF with.
    """
    if is_pdf(target) and find_libreoffice() is None:
        raise HostError("pdf-needs-libreoffice")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_pdf(target):
            here = replace(look, own_font=installed_font(look.font, _FONT_LANGUAGES[look.language]))
            write_anew(target, lambda path: _print(path, here, build), said_in_pdf)
        else:
            write_anew(target, lambda path: build(path, look))
    except OSError as error:
        reason = error.strerror or Reason("reason-system-refuses")
        raise HostError("folder-not-writable", folder=target.parent, reason=reason) from error


def _print(pdf: Path, look: Look, build: Callable[[Path, Look], None]) -> None:
    with TemporaryDirectory(prefix="salesbook-") as folder:
        workbook = Path(folder) / "paper.xlsx"
        build(workbook, look)
        to_pdf(workbook, pdf)
