"""Give a workbook another language: sheets, headers, labels, drop-downs and formulas; what people typed stays."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from salesbook.actions.company import Company
from salesbook.actions.workbooks import look_of
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import SalesbookError
from salesbook.settings import LANGUAGES, Language
from salesbook.sheets.columns import CRITERIA, LISTS, MASTERS, PLAN_SEATS, Table
from salesbook.sheets.drop_downs import language_of
from salesbook.sheets.reading import match
from salesbook.workbooks.appraisal import build_appraisal
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.documents import build_documents
from salesbook.workbooks.master_data import build_master_data
from salesbook.workbooks.planning import build_planning

_BUILDERS: tuple[tuple[Table, Callable[[Path, BookInfo], None]], ...] = (
    (LISTS["sales_order"], build_documents),
    (MASTERS["customer"], build_master_data),
    (PLAN_SEATS, build_planning),
    (CRITERIA, build_appraisal),
)
"""Each kind of workbook that people keep, with a table that tells it from the others."""


def translate(path: Path, company: Company, language: Language) -> Language:
    """Give a workbook of documents, master data, planning or appraisal another language.

    Statuses and problems come in the language of the company with the next press.

    Returns:
        The language that it had; when that is the one wanted, nothing is changed.

    Raises:
        SalesbookError: It is none of these workbooks.
        HostError: It is open elsewhere, or has a sheet of somebody's own with a name that is needed.
    """
    workbook = ClosedFile(path)
    workbook.ensure_can_save()
    names = workbook.table_names()
    found = next(((table, build) for table, build in _BUILDERS if table.name in names), None)
    if found is None:
        raise SalesbookError("no-words-to-translate", workbook=workbook.label)
    table, build = found
    before = language_of(match(workbook.read_table(table.name), table))
    if before == language:
        return before
    with TemporaryDirectory(prefix="salesbook-words-") as folder:
        made = {spoken: Path(folder) / f"{spoken}.xlsx" for spoken in LANGUAGES}
        for spoken in (before, language):
            build(made[spoken], BookInfo(look_of(company.settings, spoken)))
        workbook.translate(made[before], made[language])
    workbook.save()
    return before
