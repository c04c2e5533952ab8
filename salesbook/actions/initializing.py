"""Start a company: its folder, settings, ledger and first workbooks."""

from pathlib import Path

from salesbook.actions.company import Company, create_company
from salesbook.actions.workbooks import TITLES, default_path, new_workbook
from salesbook.settings import CompanySettings


def init(folder: Path, settings: CompanySettings) -> tuple[Company, list[Path]]:
    """Make a company folder.

    Returns:
        The company, and the workbooks that were made.

    Raises:
        SettingsError: The folder is a company folder already.
        LedgerError: The disk cannot hold a ledger.
    """
    company = create_company(folder, settings)
    return company, [new_workbook(company, kind, default_path(company, kind)) for kind in TITLES]
