"""Split the annual target and store it: the planner's first click. What became of it stands in ``progress``."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.posting import check_template_version
from salesbook.actions.storing import Report, store
from salesbook.documents.facts import Facts, PostedDocument
from salesbook.documents.master_data import Salesperson, Territory, TerritoryAssignment, close_codes, unknown_code
from salesbook.documents.posting import Posting, canonical_json
from salesbook.hosts.host import CellValue, CellWrite, Formula, Mark, Workbook
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import load, open_periods, valid_on
from salesbook.messages import sentence, text
from salesbook.money import ZERO, unit_of
from salesbook.periods import month_start
from salesbook.planning.attainment import Actual
from salesbook.planning.breakdown import break_down, tie_out
from salesbook.planning.history import history_of_seats
from salesbook.planning.targets import (
    Measure,
    PlanSeat,
    SeatWeight,
    TargetLine,
    TargetPlan,
    TerritoryNode,
    TerritoryTree,
)
from salesbook.problems import Place, PlanError, Problem, has_errors
from salesbook.queries import LedgerQueries, SoldMonth
from salesbook.sheets.columns import PLAN_FORM, PLAN_MONTHS, PLAN_SEATS, SPLIT, split_total_name
from salesbook.sheets.live_lookups import LOOKUPS_VERSION_NAME
from salesbook.sheets.reading import MatchedTable, ReadDocument, match, read_form_head, read_rows
from salesbook.sheets.writing import marks_of

PLAN_KIND = "target_plan"


@dataclass
class SplitResult:
    """A split that was stored, or is the one stored already.

    Attributes:
        problems: What keeps the plan from being split; then nothing was stored.
    """

    plan: TargetPlan | None
    document_no: str = ""
    lines: Sequence[TargetLine] = ()
    is_new: bool = False
    problems: Sequence[Problem] = ()


def territory_tree(cache: LedgerCache) -> TerritoryTree:
    """The tree of territories as of now."""
    territories = valid_on(load(cache, Territory), date.max).values()
    return TerritoryTree(
        nodes=tuple(
            TerritoryNode(territory_code=found.territory_code, parent_code=found.parent_code, name=found.name)
            for found in territories
        )
    )


def seats_on(cache: LedgerCache, tree: TerritoryTree, day: date) -> list[PlanSeat]:
    """Who covers which territory on a day; a leaf that nobody covers gets a vacancy."""
    held = [
        found
        for versions in load(cache, TerritoryAssignment).values()
        for found in versions[-1:]
        if found.holds_on(day)
    ]
    covered = {assignment.territory_code for assignment in held}
    vacant = [code for code in tree.leaves() if code not in covered]
    seats = [(found.territory_code, found.salesperson_no) for found in held] + [(code, "") for code in vacant]
    return [PlanSeat(territory_code=code, salesperson_no=person) for code, person in sorted(seats)]


def plan_suggestion(
    company: Company, fiscal_year: int, measure: Measure
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the weights and of the months for a new planning workbook, from the sales of the year before."""
    calendar = company.settings.calendar
    first, last = calendar.first_day(fiscal_year - 1), calendar.last_day(fiscal_year - 1)
    with company.cache() as cache:
        tree = territory_tree(cache)
        seats = seats_on(cache, tree, calendar.first_day(fiscal_year))
    sold = LedgerQueries(company.store).sold_by_month(company.settings.rules.actuals_from, first, last)
    history = history_of_seats(seats, actuals_of(sold, measure), tree)
    by_month: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in sold:
        by_month[row.month] += _measured(row, measure)
    seat_rows = [
        {"territory_code": seat.territory_code, "salesperson_no": seat.salesperson_no, "history": history[seat]}
        for seat in seats
    ]
    months = zip(calendar.months(fiscal_year), calendar.months(fiscal_year - 1), strict=True)
    return seat_rows, [{"month": month, "history": max(ZERO, by_month[before])} for month, before in months]


def actuals_of(sold: Sequence[SoldMonth], measure: Measure) -> list[Actual]:
    """Sums of the ledger as the planning rules know them."""
    return [
        Actual(
            territory_code=row.territory_code, salesperson_no=row.salesperson_no, month=row.month, measure=measure,
            actual=_measured(row, measure),
        )
        for row in sold
    ]  # fmt: skip


def _measured(row: SoldMonth, measure: Measure) -> Decimal:
    return row.net_amount if measure == "amount" else row.quantity


def split(workbook: Workbook, company: Company) -> SplitResult:
    """Split the plan of a planning workbook, store it, and fill its Split sheet.

    Raises:
        TemplateError: The workbook is no planning workbook; nothing was stored.
        HostError: The workbook cannot be saved.
    """
    check_template_version(workbook)
    workbook.ensure_can_save()
    seats = match(workbook.read_table(PLAN_SEATS.name), PLAN_SEATS)
    months = match(workbook.read_table(PLAN_MONTHS.name), PLAN_MONTHS)
    head = read_form_head(PLAN_FORM, workbook.read_names([PLAN_FORM.name_of(field.name) for field in PLAN_FORM.head]))
    problems = list(head.problems)
    seat_rows, seat_problems = _numbered_rows(seats)
    month_rows, month_problems = _numbered_rows(months)
    problems += seat_problems + month_problems
    with company.cache() as cache:
        tree = territory_tree(cache)
        problems += _unknown_salespeople(seats, seat_rows, cache, company)
    problems += _wrong_months(months, month_rows, head.values.get("fiscal_year"), company)
    result = SplitResult(None, problems=problems)
    if not has_errors(problems):
        try:
            plan = _plan(head.values, list(seat_rows.values()), list(month_rows.values()), company)
            month_unit = unit_of(company.settings.rules.decimals if plan.measure == "amount" else 0)
            lines = break_down(plan, tree, calendar=company.settings.calendar, month_unit=month_unit)
            assert not tie_out(lines, tree, plan, calendar=company.settings.calendar)
            result = store_plan(plan, lines, company, workbook.label, seen_plan(workbook))
        except PlanError as error:
            result = SplitResult(None, problems=[Problem(error.code, values=error.values)])
    _show_split(workbook, company, result, [seats, months])
    return result


def _numbered_rows(matched: MatchedTable) -> tuple[dict[int, dict[str, Any]], list[Problem]]:
    """The filled rows of a table by their number on the sheet."""
    found: dict[int, dict[str, Any]] = {}
    problems: list[Problem] = []
    for row in matched.block.rows:
        filled, wrong = read_rows(replace(matched, block=replace(matched.block, rows=(row,))))
        if filled:
            found[row.row_number] = filled[0]
        problems += wrong
    return found, problems


def _unknown_salespeople(
    matched: MatchedTable, rows: Mapping[int, Mapping[str, Any]], cache: LedgerCache, company: Company
) -> list[Problem]:
    """Seats of people who are not in the master data."""
    known = valid_on(load(cache, Salesperson), date.max)
    codes = {row.get("salesperson_no", "") for row in rows.values()} - known.keys() - {""}
    facts = Facts(
        company.today,
        company.settings.rules,
        open_periods(cache, company.settings),
        salespeople=known,
        similar={("salesperson_no", code): close_codes(code, known) for code in codes},
    )
    return [
        _at_row(problem, matched, row_number)
        for row_number, row in rows.items()
        for problem in unknown_code("salesperson_no", row.get("salesperson_no", ""), facts.salespeople, facts)
    ]


def _wrong_months(
    matched: MatchedTable, rows: Mapping[int, Mapping[str, Any]], fiscal_year: int | None, company: Company
) -> list[Problem]:
    """Months that are not in the plan's year, or were given before."""
    in_year = company.settings.calendar.months(fiscal_year) if fiscal_year else []
    problems, seen = [], set()
    for row_number, month in ((row_number, row["month"]) for row_number, row in rows.items() if "month" in row):
        place = Place("month")
        if fiscal_year and month not in in_year:
            problem = Problem("month-not-in-year", place, {"month": month, "year": str(fiscal_year)})
            problems.append(_at_row(problem, matched, row_number))
        elif month in seen:
            problems.append(_at_row(Problem("month-twice", place, {"month": month}), matched, row_number))
        seen.add(month)
    return problems


def _at_row(problem: Problem, matched: MatchedTable, row_number: int) -> Problem:
    cell = matched.address(row_number, problem.place.field)
    return problem.at(sheet=matched.block.sheet, row_number=row_number, cell=cell)


def _plan(
    head: Mapping[str, Any],
    seat_rows: Sequence[Mapping[str, Any]],
    month_rows: Sequence[Mapping[str, Any]],
    company: Company,
) -> TargetPlan:
    """The plan as typed; a weight that is blank is the history beside it."""

    def weight_of(row: Mapping[str, Any]) -> Decimal:
        # More goods back than sold weighs nothing; a target is never negative.
        weight: Decimal = row.get("weight", max(ZERO, row.get("history", ZERO)))
        return weight

    weights = {row["month"]: weight_of(row) for row in month_rows}
    return TargetPlan(
        fiscal_year=head["fiscal_year"],
        measure=head["measure"],
        total=head["total"],
        rounding_unit=head.get("rounding_unit") or Decimal(1),
        seats=tuple(
            SeatWeight(
                seat=PlanSeat(territory_code=row["territory_code"], salesperson_no=row.get("salesperson_no", "")),
                weight=weight_of(row),
                locked_amount=row.get("locked_amount"),
            )
            for row in seat_rows
        ),
        month_weights=tuple(
            weights.get(month, ZERO) for month in company.settings.calendar.months(head["fiscal_year"])
        ) if weights else (),
    )  # fmt: skip


def plan_ref(fiscal_year: int, measure: str) -> str:
    """The Ref that all versions of one year's plan share."""
    return f"{fiscal_year}/{measure}"


def active_plan(cache: LedgerCache, fiscal_year: int, measure: str) -> str:
    """Number of the plan in force: the last one posted for the year and measure; empty when there is none."""
    found = plan_in_force(cache, fiscal_year, measure)
    return found.document_no if found else ""


def plan_in_force(cache: LedgerCache, fiscal_year: int, measure: str) -> PostedDocument | None:
    """The last plan posted for a year and measure that nobody has reversed."""
    found = [
        document
        for document in cache.documents_of(PLAN_KIND)
        if document.document_ref == plan_ref(fiscal_year, measure)
        and not document.reversed_by
        and not document.reverses_no
    ]
    return found[-1] if found else None


@dataclass(frozen=True)
class SeenPlan:
    """Which plan a workbook knows.

    Attributes:
        document_no: Whose split it shows; blank before the first one.
        version: Of the ledger, when the workbook was made or refreshed; ``None`` where it does not say.
    """

    document_no: str = ""
    version: int | None = None

    def unseen(self, cache: LedgerCache, fiscal_year: int, measure: str) -> PostedDocument | None:
        """The plan in force, where it was stored after the one that the workbook shows."""
        current = plan_in_force(cache, fiscal_year, measure)
        if current is None or current.document_no == self.document_no:
            return None
        shown = cache.documents([(PLAN_KIND, self.document_no)]).get((PLAN_KIND, self.document_no))
        is_same_plan = shown is not None and shown.document_ref == plan_ref(fiscal_year, measure)
        version = _version_of(shown) if shown is not None and is_same_plan else self.version
        return current if version is not None and _version_of(current) > version else None


def _version_of(document: PostedDocument) -> int:
    return int(document.batch_id.removeprefix("B-"))


def seen_plan(workbook: Workbook) -> SeenPlan:
    """Which plan a planning workbook knows."""
    number_name = PLAN_FORM.name_of("document_no")
    cells = workbook.read_names([number_name, LOOKUPS_VERSION_NAME])
    number, version = (cells[name].value if name in cells else None for name in (number_name, LOOKUPS_VERSION_NAME))
    is_number = isinstance(version, int | float | Decimal)
    return SeenPlan(str(number or ""), int(version) if is_number else None)  # type: ignore[arg-type]


def stored_lines(company: Company, document_no: str, measure: Measure) -> list[TargetLine]:
    """The lines of a stored plan."""
    return LedgerQueries(company.store).target_lines(document_no, measure)


def store_plan(
    plan: TargetPlan, lines: Sequence[TargetLine], company: Company, label: str, seen: SeenPlan | None = None
) -> SplitResult:
    """Store the split as a new version, unless it is the one in force already.

    Args:
        plan: What was typed.
        lines: Its split.
        company: Whose ledger.
        label: Of the workbook.
        seen: The plan that the workbook knows; a later one is not replaced. ``None`` where nobody saw any.
    """
    with company.cache() as cache:
        current = active_plan(cache, plan.fiscal_year, plan.measure)
    if current and _same(stored_lines(company, current, plan.measure), lines):
        return SplitResult(plan, current, lines)
    postings = _plan_postings(plan, lines, company)

    def decide(cache: LedgerCache) -> list[Decision]:
        before = active_plan(cache, plan.fiscal_year, plan.measure)
        if seen and (newer := seen.unseen(cache, plan.fiscal_year, plan.measure)):
            problem = outdated_plan(newer, seen, company)
            return [Decision(ReadDocument(PLAN_KIND), "refused", [problem])]
        content = [company.settings.company_id, before, [posting.__dict__ for posting in postings]]
        posting_id = hashlib.sha256(canonical_json(content).encode()).hexdigest()
        return [Decision(ReadDocument(PLAN_KIND), "ready", postings=postings, posting_id=posting_id)]

    report: Report = store(company, label, "", decide)
    if report.has_errors:
        return SplitResult(None, problems=report.problems)
    return SplitResult(plan, report.decisions[0].document_no, lines, is_new=True)


def outdated_plan(newer: PostedDocument, seen: SeenPlan, company: Company) -> Problem:
    """That a plan was stored after the one that a workbook shows."""
    moment = company.local_time(newer.posted_at) if newer.posted_at else None
    values = {
        "document": newer.document_no, "by": newer.posted_by, "moment": f"{moment:%Y-%m-%d %H:%M}" if moment else "",
        "workbook": newer.workbook, "seen": seen.document_no,
    }  # fmt: skip
    return Problem("plan-outdated", values=values)


def show_plan_in_force(workbook: Workbook, company: Company) -> str:
    """Show the split of the plan in force in a planning workbook that shows an older one; what was typed stays.

    Returns:
        Its number; empty where the workbook shows it already, or its year has no plan.
    """
    head = read_form_head(PLAN_FORM, workbook.read_names([PLAN_FORM.name_of(field.name) for field in PLAN_FORM.head]))
    year, measure = head.values.get("fiscal_year"), head.values.get("measure")
    if year is None or measure is None:
        return ""
    with company.cache() as cache:
        document_no = active_plan(cache, year, measure)
    if not document_no or document_no == seen_plan(workbook).document_no:
        return ""
    lines = stored_lines(company, document_no, measure)
    _write_split(workbook, lines)
    status = text("status-plan-shown", company.settings.language, document=document_no)
    _write_head(workbook, {"status": status, "document_no": document_no})
    return document_no


def _same(before: Sequence[TargetLine], after: Sequence[TargetLine]) -> bool:
    def content(lines: Sequence[TargetLine]) -> list[tuple[str, str, str, Decimal]]:
        return sorted((line.territory_code, line.salesperson_no, line.month, line.target) for line in lines)

    return content(before) == content(after)


def _plan_postings(plan: TargetPlan, lines: Sequence[TargetLine], company: Company) -> list[Posting]:
    """One ledger line per seat and month; the first says what the plan was made of."""
    made_of = canonical_json({"total": plan.total, "rounding_unit": plan.rounding_unit, "measure": plan.measure})
    amount = plan.measure == "amount"
    return [
        Posting(
            kind=PLAN_KIND,
            line_no=number,
            document_ref=plan_ref(plan.fiscal_year, plan.measure),
            document_date=month_start(line.month),
            posting_date=month_start(line.month),
            salesperson_no=line.salesperson_no,
            territory_code=line.territory_code,
            currency=company.settings.rules.currency if amount else "",
            net_amount=line.target if amount else ZERO,
            quantity=ZERO if amount else line.target,
            details=made_of if number == 1 else "",
        )
        for number, line in enumerate(lines, start=1)
    ]


def _show_split(workbook: Workbook, company: Company, result: SplitResult, tables: Sequence[MatchedTable]) -> None:
    language = company.settings.language
    if result.plan is None:
        errors = str(len(result.problems))
        # The number stays: the split below it is still the one in force.
        shown = {"status": text("status-refused", language, errors=errors)}
        loose = [problem for problem in result.problems if not problem.place.cell]
        if loose:
            shown["status"] = sentence(loose[0], language)
    else:
        code = "status-plan-stored" if result.is_new else "status-plan-unchanged"
        shown = {"status": text(code, language, document=result.document_no), "document_no": result.document_no}
        _write_split(workbook, result.lines)
    _write_head(workbook, shown)
    sheets = {table.block.sheet for table in tables} | {
        problem.place.sheet for problem in result.problems if problem.place.cell
    }
    for sheet in sorted(sheets):
        marks: list[Mark] = marks_of([p for p in result.problems if p.place.sheet == sheet], language)
        workbook.show_marks(sheet, marks)
    workbook.save()


def _write_split(workbook: Workbook, lines: Sequence[TargetLine]) -> None:
    workbook.replace_rows(SPLIT.name, split_rows(lines))
    workbook.write_cells(_split_totals(workbook, lines))


def _write_head(workbook: Workbook, shown: Mapping[str, str]) -> None:
    names = {PLAN_FORM.name_of(field): value for field, value in shown.items()}
    cells = workbook.read_names(names).items()
    workbook.write_cells([CellWrite(at.sheet, at.row_number, at.column_number, names[name]) for name, at in cells])


def _split_totals(workbook: Workbook, lines: Sequence[TargetLine]) -> list[CellWrite]:
    """The live sums above the Split table, with the value they have now."""
    split_table = match(workbook.read_table(SPLIT.name), SPLIT)
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    months = sorted({line.month for line in lines})
    for line in lines:
        sums[f"month_{months.index(line.month) + 1:02d}"] += line.target
        sums["year"] += line.target
    cells = workbook.read_names([split_total_name(name) for name in sums])
    writes = []
    for name, total in sums.items():
        cell = cells.get(split_total_name(name))
        if cell is not None:
            header = split_table.block.headers[split_table.columns[name]]
            formula = Formula(f"=SUM({SPLIT.name}[{header}])", total)
            writes.append(CellWrite(cell.sheet, cell.row_number, cell.column_number, formula))
    return writes


def split_rows(lines: Sequence[TargetLine]) -> list[list[CellValue]]:
    """The Split sheet: a row per seat, twelve months and their sum."""
    seats: dict[PlanSeat, dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        seats[line.seat][line.month] = line.target
    return [
        [
            seat.territory_code,
            seat.salesperson_no or None,
            *(months[month] for month in sorted(months)),
            sum(months.values(), ZERO),
        ]
        for seat, months in seats.items()
    ]
