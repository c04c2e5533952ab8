"""Make a company's workbooks: the files that ``init`` and ``new`` put into the folder."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from salesbook.actions.company import Company
from salesbook.actions.lookups import lookup_rows
from salesbook.actions.targets import plan_suggestion
from salesbook.hosts.closed_file import ClosedFile
from salesbook.planning.targets import Measure
from salesbook.problems import HostError, SalesbookError
from salesbook.settings import CompanySettings, Language
from salesbook.units import plain
from salesbook.words import Words, words
from salesbook.workbooks import appraisal, documents, master_data, planning
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.style import Look

WorkbookKind = Literal["documents", "master", "planning", "appraisal"]

TITLES: dict[WorkbookKind, Words] = {
    "documents": documents.TITLE,
    "master": master_data.TITLE,
    "planning": planning.TITLE,
    "appraisal": appraisal.TITLE,
}

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def look_of(settings: CompanySettings, language: Language | None = None) -> Look:
    """How numbers and text look in a company's workbooks, in its own language or another."""
    rules = settings.rules
    return Look(
        language or settings.language, rules.currency, rules.decimals, lowest_price=rules.price_rule == "best_price"
    )


def book_info(company: Company) -> BookInfo:
    """What a new workbook of a company says about itself, with today's look-up lists."""
    settings = company.settings
    with company.cache() as cache:
        lookups, version = lookup_rows(cache, company), cache.version
    return BookInfo(look_of(settings), settings.name, uuid4().hex, lookups, company.today, version)


def default_path(company: Company, kind: WorkbookKind, suffix: str = "") -> Path:
    """Where a workbook of a kind lies, named in the company's language."""
    return path_in(company.folder, company.settings.language, kind, suffix)


def path_in(folder: Path, language: Language, kind: WorkbookKind, suffix: str = "") -> Path:
    """Where a workbook of a kind lies in a company folder, which need not be there yet."""
    title = TITLES[kind].get(language)
    return folder / f"{title}{f' {suffix}' if suffix else ''}.xlsx"


def new_workbook(company: Company, kind: WorkbookKind, path: Path, rows: Rows | None = None) -> Path:
    """Write a new workbook of documents, master data or appraisal registers.

    Raises:
        HostError: There is a file of that name already.
    """
    refuse_existing(path)
    info = book_info(company)
    match kind:
        case "documents":
            documents.build_documents(path, info, rows)
        case "master":
            master_data.build_master_data(path, info, rows or {"tax_code": tax_rows(company)})
        case "planning":
            planning.build_planning(path, info)
        case "appraisal":
            appraisal.build_appraisal(path, info, rows or {"criterion": default_criteria(company)})
    return path


def new_plan(
    company: Company,
    fiscal_year: int,
    path: Path,
    *,
    total: Any = None,
    measure: Measure = "amount",
    rounding_unit: int = 1,
) -> Path:
    """Write a planning workbook for a year, with the sales of the year before as weights.

    Raises:
        SalesbookError: The year is none that a plan can have.
        HostError: There is a file of that name already.
    """
    if not 1900 <= fiscal_year <= 9000:
        raise SalesbookError("year-wrong", found=fiscal_year)
    refuse_existing(path)
    seats, months = plan_suggestion(company, fiscal_year, measure)
    head = {"fiscal_year": fiscal_year, "measure": measure, "total": total, "rounding_unit": rounding_unit}
    planning.build_planning(path, book_info(company), head, seats, months)
    return path


def tax_rows(company: Company) -> list[dict[str, Any]]:
    """The tax codes of the settings as rows of the master data."""
    rates = company.settings.tax_codes.items()
    return [{"tax_code": code, "name": f"{plain(rate)} %", "tax_percent": rate} for code, rate in rates]


def write_anew(path: Path, build: Callable[[Path], None], said: Callable[[Path], bytes] = Path.read_bytes) -> None:
    """Write a report that may be there from an earlier run, without losing what people wrote into that one.

    A file with other content is kept beside the new one, with a number after its name.

    Args:
        path: Of the file.
        build: Writes it at another path.
        said: What of a file counts when two are compared.

    Raises:
        HostError: The earlier file is open in another program; it is untouched.
    """
    if not path.exists():
        build(path)
        return
    if path.suffix.lower() == ".xlsx":
        ClosedFile(path).ensure_can_save()
    fresh = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        build(fresh)
        if said(fresh) != said(path):
            path.rename(next(kept for number in count(1) if not (kept := _numbered(path, number)).exists()))
            fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem} ({number}){path.suffix}")


def refuse_existing(path: Path) -> None:
    """People's files are never written over."""
    if path.exists():
        raise HostError("workbook-exists", file=path.name)


_CRITERIA = (
    ("AMOUNT", words("Sales against target", "銷售金額達成", "销售金额达成"), "amount", 40, 70, 100, 130),
    ("PACE", words("Completion and pace", "完成率與進度", "完成率与进度"), "pace", 20, 80, 100, 120),
    ("VISITS", words("Visits", "拜訪次數", "拜访次数"), "visits", 10, 2, 6, 12),
    ("NEW", words("New customers", "新客戶", "新客户"), "new_customers", 5, 0, 2, 5),
    ("RETENTION", words("Repurchase rate", "回購率", "回购率"), "retention", 15, 20, 50, 90),
    ("ATTENDANCE", words("Attendance", "出勤"), "attendance", 5, None, None, None),
    ("CONDUCT", words("Conduct", "職業操守", "职业操守"), "conduct", 5, None, None, None),
)
"""A scorecard to start from; everything in it is meant to be changed."""


def default_criteria(company: Company) -> list[dict[str, Any]]:
    """Criteria that a new appraisal workbook starts with."""
    return [
        {
            "criterion": code, "name": name.get(company.settings.language), "source": source, "weight": weight,
            "floor": floor, "target": target, "cap": cap,
        }
        for code, name, source, weight, floor, target, cap in _CRITERIA
    ]  # fmt: skip
