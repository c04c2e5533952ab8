"""Follow the annual target: actual against target, pace and forecast of everybody, from plan and ledger."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbook.actions.company import Company
from salesbook.actions.posting import check_template_version
from salesbook.actions.targets import active_plan, actuals_of, territory_tree
from salesbook.hosts.host import CellValue, Workbook
from salesbook.messages import sentence
from salesbook.money import ZERO, round_half_up
from salesbook.periods import month_end, month_of, month_start
from salesbook.planning.attainment import WHOLE_PERIOD, Attainment, Level, attainments
from salesbook.planning.pace import Pace, WorkingDays, seasonal_pace
from salesbook.planning.targets import Measure, TargetLine, TerritoryTree
from salesbook.problems import SalesbookError, TemplateError, has_errors
from salesbook.queries import LedgerQueries, SoldMonth
from salesbook.sheets.columns import CHOICES, PLAN_FORM, PROGRESS
from salesbook.sheets.reading import match, read_form_head
from salesbook.units import QUANTITY_DECIMALS


@dataclass(frozen=True)
class ProgressRow:
    """Where a company, a territory or a person stands today."""

    level: Level
    code: str
    year_target: Decimal
    to_date: Attainment
    pace: Pace
    documents: int


def recalc(workbook: Workbook, company: Company) -> list[ProgressRow]:
    """Compare the stored plan with the ledger and fill the Progress sheet of a planning workbook.

    Raises:
        SalesbookError: No plan is stored for the workbook's year and measure.
        TemplateError: The workbook is no planning workbook.
    """
    check_template_version(workbook)
    workbook.ensure_can_save()
    match(workbook.read_table(PROGRESS.name), PROGRESS)
    head = read_form_head(PLAN_FORM, workbook.read_names([PLAN_FORM.name_of(field.name) for field in PLAN_FORM.head]))
    if has_errors(head.problems):
        raise TemplateError(
            "plan-head", workbook=workbook.label, reason=sentence(head.problems[0], company.settings.language)
        )
    rows = progress(company, head.values["fiscal_year"], head.values["measure"])
    workbook.replace_rows(PROGRESS.name, [progress_cells(row, company) for row in rows])
    workbook.save()
    return rows


def progress(company: Company, fiscal_year: int, measure: Measure) -> list[ProgressRow]:
    """Where everybody stands on the company's day, from the stored plan and the ledger.

    Raises:
        SalesbookError: No plan is stored for the year and measure.
    """
    with company.cache() as cache:
        document_no = active_plan(cache, fiscal_year, measure)
        tree = territory_tree(cache)
    if not document_no:
        raise SalesbookError("plan-missing", year=fiscal_year, measure=measure)
    queries = LedgerQueries(company.store)
    lines, sold = queries.target_lines(document_no, measure), sold_in(queries, company, fiscal_year)
    return progress_of(lines, sold, tree, company, fiscal_year, measure)


def sold_in(queries: LedgerQueries, company: Company, fiscal_year: int) -> list[SoldMonth]:
    """What was sold in a year up to the company's day, counted from the papers that the settings name."""
    calendar = company.settings.calendar
    last = min(company.today, calendar.last_day(fiscal_year))
    return queries.sold_by_month(company.settings.rules.actuals_from, calendar.first_day(fiscal_year), last)


def progress_of(
    lines: Sequence[TargetLine],
    sold: Sequence[SoldMonth],
    tree: TerritoryTree,
    company: Company,
    fiscal_year: int,
    measure: Measure,
) -> list[ProgressRow]:
    """Where everybody stands, from what is planned and what was sold."""
    months = company.settings.calendar.months(fiscal_year)
    gone = [month for month in months if month <= month_of(company.today)]
    rows = attainments(lines, actuals_of(sold, measure), tree, measure=measure, months=months)
    by_month: dict[tuple[Level, str], dict[str, Attainment]] = defaultdict(dict)
    for row in rows:
        by_month[row.level, row.code][row.month] = row
    documents = _document_counts(sold, tree)
    working_days = working_days_of(company)
    return [
        _progress_row(level, code, found, gone, documents[level, code], company.today, working_days)
        for (level, code), found in by_month.items()
        if (found[WHOLE_PERIOD].target or found[WHOLE_PERIOD].actual)
        and (level != "territory" or is_measured(code, tree, documents))
    ]


def is_measured(territory_code: str, tree: TerritoryTree, documents: Mapping[tuple[Level, str], int]) -> bool:
    """Whether sales are recorded as finely as a territory.

    Where documents name only a region, the territories beneath it have targets but nothing to compare
    them with; showing each as a shortfall would mislead.
    """
    parent = tree.parents[territory_code]
    siblings = tree.children(parent)
    above: tuple[Level, str] = ("territory", parent) if parent else ("company", "")
    return not documents[above] or any(documents["territory", code] for code in siblings)


def working_days_of(company: Company) -> WorkingDays:
    """Monday to Friday without the holidays of the settings."""
    return WorkingDays(holidays=frozenset(date.fromisoformat(day) for day in company.settings.periods.holidays))


def _progress_row(
    level: Level,
    code: str,
    months: Mapping[str, Attainment],
    gone: Sequence[str],
    documents: int,
    today: date,
    days: WorkingDays,
) -> ProgressRow:
    whole = months[WHOLE_PERIOD]
    to_date = whole.model_copy(update={"target": sum((months[month].target for month in gone), ZERO)})
    targets = {month: row.target for month, row in months.items() if month != WHOLE_PERIOD}
    day = min(max(today, month_start(min(targets))), month_end(max(targets)))
    pace = seasonal_pace(whole.actual, targets, day, days)
    return ProgressRow(level, code, whole.target, to_date, pace, documents)


def _document_counts(sold: Sequence[SoldMonth], tree: TerritoryTree) -> dict[tuple[Level, str], int]:
    counts: dict[tuple[Level, str], int] = defaultdict(int)
    for row in sold:
        keys: list[tuple[Level, str]] = [("company", ""), ("person", row.salesperson_no)]
        keys += [("territory", code) for code in tree.path(row.territory_code)]
        for key in keys:
            counts[key] += row.documents
    return counts


def progress_cells(row: ProgressRow, company: Company) -> list[CellValue]:
    """A row of the Progress sheet."""
    decimals = company.settings.rules.decimals if row.to_date.measure == "amount" else QUANTITY_DECIMALS
    attainment, pace = row.to_date.attainment_ratio, row.pace
    return [
        CHOICES[row.level].get(company.settings.language),
        row.code or None,
        *(
            round_half_up(figure, decimals)
            for figure in (row.year_target, row.to_date.target, row.to_date.actual, row.to_date.variance)
        ),
        None if attainment is None else round_half_up(attainment * 100, 1),
        round_half_up(pace.expected, decimals),
        None if pace.pace_index is None else round_half_up(pace.pace_index, 1),
        None if pace.forecast is None else round_half_up(pace.forecast, decimals),
        row.documents,
    ]
