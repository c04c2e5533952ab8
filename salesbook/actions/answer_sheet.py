"""Write an answer to an enquiry as a sheet, to be sent on or kept."""

from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.enquiry import Answer, build_enquiry


def write_answer(company: Company, answer: Answer, target: Path, language: Language | None = None) -> None:
    """Write it as a workbook; an earlier one that says something else is kept under a number."""
    info = BookInfo(look_of(company.settings, language), company.settings.name)
    write_anew(target, lambda path: build_enquiry(path, info, answer))
