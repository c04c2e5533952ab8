"""The whole job on real data: Northwind's orders of 1996 to 1998, through the very code a click uses.

Master data, 830 orders, their deliveries and invoices go through workbooks and posting; two years of
targets are split; a month and a year are appraised. The totals are compared with the known answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from salesbook.actions import making, posting, progress, targets, verifying
from salesbook.actions.appraising import appraise, scorecard_path
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.northwind import LAST_DAY, master_rows, order_rows, shipping_dates, visit_rows
from salesbook.actions.workbooks import WorkbookKind, default_criteria, default_path, new_plan, new_workbook
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.money import HUNDRED, ZERO
from salesbook.problems import SalesbookError
from salesbook.settings import CompanySettings, Language, PeriodSettings, RuleSettings
from salesbook.sheets.columns import LISTS
from salesbook.sheets.reading import MatchedTable, match

PLANS = ((1997, Decimal(650_000)), (1998, Decimal(900_000)))
"""Company targets by year, invented: Northwind has none."""

MONTH, YEAR = "1998-04", "1997"

BLANK_WORKBOOKS: tuple[WorkbookKind, ...] = ("documents", "appraisal")
"""Empty workbooks with Northwind's look-up lists, to go on by hand."""

GROSS = Decimal("1354458.59")
NET_EXACT = Decimal("1265793.0395")
NET_POSTED = Decimal("1265793.29")
"""Known answers of the data set: gross; net unrounded; net with each line rounded to the cent."""


@dataclass(frozen=True)
class Answer:
    """A figure found beside the known one."""

    code: str
    found: Decimal
    known: Decimal

    @property
    def is_equal(self) -> bool:
        """Whether they agree to the last digit."""
        return self.found == self.known


@dataclass
class DemoResult:
    """What the demo did.

    Attributes:
        files: To open, most interesting first.
        steps: How many documents each step posted.
    """

    company: Company
    answers: list[Answer]
    verification: verifying.Verification
    files: list[Path] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Every known answer reached and the ledger proved."""
        return self.verification.is_good and all(answer.is_equal for answer in self.answers)


Tell = Callable[[str, str], None]
"""Called with the code of each step and a figure for it."""


def demo(folder: Path, language: Language = "en", tell: Tell = lambda code, figure: None) -> DemoResult:
    """Run the demo in a folder; a folder that holds an earlier demo is used again and stays as it is.

    Raises:
        SalesbookError: The folder holds something else.
    """
    company = _demo_company(folder, language)
    steps: dict[str, int] = {}
    result_files: list[Path] = []

    master = default_path(company, "master")
    steps["demo-master"] = _post(company, master)
    tell("demo-master", str(steps["demo-master"]))

    for blank_kind in BLANK_WORKBOOKS:
        blank = default_path(company, blank_kind)
        if not blank.exists():
            new_workbook(company, blank_kind, blank)

    orders = default_path(company, "documents", "1996-1998")
    if not orders.exists():
        new_workbook(company, "documents", orders, {"sales_order": order_rows()})
    steps["demo-orders"] = _post(company, orders, "sales_order")
    tell("demo-orders", str(steps["demo-orders"]))

    shipped = shipping_dates()
    for paper, step in (("delivery_note", "demo-deliveries"), ("sales_invoice", "demo-invoices")):
        steps[step] = _make_and_post(company, orders, paper, shipped)
        tell(step, str(steps[step]))

    for year, total in PLANS:
        plan = default_path(company, "planning", str(year))
        if not plan.exists():
            new_plan(company, year, plan, total=total)
        split = targets.split(ClosedFile(plan), company)
        progress.recalc(ClosedFile(plan), company)
        tell("demo-plan", f"{year}: {split.document_no}")
        result_files.insert(0, plan)

    registers = default_path(company, "appraisal", "1996-1998")
    if not registers.exists():
        new_workbook(company, "appraisal", registers, {"criterion": default_criteria(company), "visit": visit_rows()})
    steps["demo-registers"] = _post(company, registers)
    tell("demo-registers", str(steps["demo-registers"]))
    for period in (MONTH, YEAR):
        path = scorecard_path(company, period)
        appraise(company, period, path)
        tell("demo-appraisal", period)
        result_files.insert(0, path)

    return DemoResult(
        company, answers(company), verifying.verify(company), [orders, *result_files, master, registers], steps
    )


def _demo_company(folder: Path, language: Language) -> Company:
    if (folder / "salesbook.toml").exists():
        company = open_company(folder, LAST_DAY)
        if company.settings.name != "Northwind Traders":
            raise SalesbookError("demo-folder-used", folder=folder)
        return company
    if folder.exists() and any(folder.iterdir()):
        raise SalesbookError("demo-folder-used", folder=folder)
    settings = CompanySettings(
        name="Northwind Traders",
        language=language,
        rules=RuleSettings(currency="USD"),
        periods=PeriodSettings(open_from="1996-01-01"),
    )
    create_company(folder, settings)
    company = open_company(folder, LAST_DAY)
    new_workbook(company, "master", default_path(company, "master"), master_rows())
    return company


def _post(company: Company, path: Path, kind: str = "") -> int:
    """Post a workbook; tells how many of its documents, or of those of one kind, are in the ledger now."""
    report = posting.post(ClosedFile(path), company)
    if report.has_errors:
        raise SalesbookError(
            "demo-refused", workbook=path.name, errors=sum(p.severity == "error" for p in report.problems)
        )
    return sum(
        kind in ("", decision.document.kind) and decision.outcome in ("posted", "already")
        for decision in report.decisions
    )


def _make_and_post(company: Company, path: Path, kind: str, shipped: Mapping[str, date]) -> int:
    """Make the next documents of what has left the house, date them as it left, and post them."""
    with company.cache() as cache:
        sources = [
            document.document_no
            for document in cache.documents_of(making.MADE_FROM[kind][0])
            if kind == "sales_invoice" or document.document_ref in shipped
        ]
        order_refs = {document.document_no: document.document_ref for document in cache.documents_of("sales_order")}
        delivered = {key.document_no: line.posting.order_no for key, line in cache.all_lines("delivery_note")}
        open_sources = {key.document_no for key in cache.open_lines(making.MADE_FROM[kind][0])}
    waiting = [number for number in sources if number in open_sources]
    if waiting:
        workbook = ClosedFile(path)
        making.make(kind, workbook, company, waiting)
        workbook = ClosedFile(path)
        matched = match(workbook.read_table(LISTS[kind].name), LISTS[kind])
        dates = {number: shipped[order_refs[delivered.get(number, number)]] for number in waiting}
        workbook.write_cells(_date_writes(matched, dates))
        workbook.save()
    return _post(company, path, kind)


def _date_writes(matched: MatchedTable, dates: Mapping[str, date]) -> list[CellWrite]:
    source, day = matched.columns["source_no"], matched.column_number("document_date")
    return [
        CellWrite(matched.block.sheet, row.row_number, day, dates[str(row.values[source])])
        for row in matched.block.rows
        if row.values[source] in dates
    ]


def answers(company: Company) -> list[Answer]:
    """The figures of the ledger beside the known ones."""
    with company.cache() as cache:
        lines = [line.posting for _, line in cache.all_lines("sales_order")]
        orders = {line.document_no for line in lines}
    gross = sum((line.quantity * line.unit_price for line in lines), ZERO)
    exact = sum((line.quantity * line.unit_price * (HUNDRED - line.discount_percent) / HUNDRED for line in lines), ZERO)
    posted = sum((line.net_amount for line in lines), ZERO)
    return [
        Answer("answer-orders", Decimal(len(orders)), Decimal(830)),
        Answer("answer-lines", Decimal(len(lines)), Decimal(2155)),
        Answer("answer-gross", gross, GROSS),
        Answer("answer-net-exact", exact, NET_EXACT),
        Answer("answer-net-posted", posted, NET_POSTED),
    ]
