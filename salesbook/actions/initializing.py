"""Start a company: its folder, settings, ledger and first workbooks."""

from pathlib import Path

from salesbook.actions.company import Company, create_company
from salesbook.actions.workbooks import TITLES, new_workbook, path_in, refuse_existing
from salesbook.settings import SETTINGS_FILE, CompanySettings


def init(folder: Path, settings: CompanySettings) -> tuple[Company, list[Path]]:
    """Make a company folder.

    Returns:
        The company, and the workbooks that were made.

    Raises:
        SettingsError: The folder is a company folder already.
        HostError: One of the workbooks is there already; nothing was made.
        LedgerError: The disk cannot hold a ledger.
    """
    paths = {kind: path_in(folder, settings.language, kind) for kind in TITLES}
    # A company folder holds its workbooks; what is to be told of it is that it is one.
    if not (folder / SETTINGS_FILE).exists():
        for path in paths.values():
            refuse_existing(path)
    company = create_company(folder, settings)
    return company, [new_workbook(company, kind, path) for kind, path in paths.items()]
