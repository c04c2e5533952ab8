"""Targets by person and month that somebody has worked out in a sheet of their own, as the plan of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.targets import SplitResult, store_plan, territory_tree
from salesbook.documents.facts import Facts
from salesbook.documents.master_data import Salesperson, close_codes, unknown_code
from salesbook.hosts.foreign_file import read_grids
from salesbook.ledger.history import load, open_periods, valid_on
from salesbook.money import ZERO
from salesbook.planning.targets import PlanSeat, SeatWeight, TargetLine, TargetPlan
from salesbook.problems import Place, Problem, SalesbookError, has_errors
from salesbook.sheets.month_columns import MonthRow, MonthTable, find_months

TARGET_KIND = "target"
"""What such a file holds, as people name it."""


@dataclass(frozen=True)
class TargetImport:
    """Targets found in a file, and what is wrong with them.

    Attributes:
        lines: One for each seat and month that has an amount; an empty month has none.
    """

    table: MonthTable
    fiscal_year: int
    lines: Sequence[TargetLine]
    problems: Sequence[Problem]

    @property
    def total(self) -> Decimal:
        """Of the year."""
        return sum((line.target for line in self.lines), ZERO)

    @property
    def is_good(self) -> bool:
        """Whether it can be posted."""
        return bool(self.lines) and not has_errors(list(self.problems))


def plan_target_import(path: Path, company: Company, fiscal_year: int | None = None) -> TargetImport:
    """Read the targets of a file.

    Args:
        path: Of the file.
        company: Whose territories and salespeople are known.
        fiscal_year: Where the sheet itself does not say.

    Raises:
        HostError: The file cannot be read.
        SalesbookError: It has no columns of months, or no year.
    """
    tables = [found for grid in read_grids(path) if (found := find_months(grid))]
    if not tables:
        raise SalesbookError("import-no-months", file=path.name)
    table = tables[0]
    year = fiscal_year or table.year
    if year is None:
        raise SalesbookError("import-no-year", file=path.name)
    months = {int(month[5:]): month for month in company.settings.calendar.months(year)}
    lines = [
        TargetLine(
            territory_code=row.territory_code, salesperson_no=row.salesperson_no, month=months[number],
            measure="amount", target=amount,
        )
        for row in table.rows
        for number, amount in sorted(row.amounts.items(), key=lambda found: months[found[0]])
    ]  # fmt: skip
    return TargetImport(table, year, lines, [*table.problems, *_unknown(table, company), *_twice(table)])


def run_target_import(found: TargetImport, company: Company, label: str) -> SplitResult:
    """Post the targets as the plan of their year; the same ones again change nothing.

    Raises:
        SalesbookError: Something is wrong with them; nothing was stored.
    """
    if not found.is_good:
        return SplitResult(None, problems=found.problems)
    seats: dict[PlanSeat, Decimal] = {}
    for line in found.lines:
        seats[line.seat] = seats.get(line.seat, ZERO) + line.target
    plan = TargetPlan(
        fiscal_year=found.fiscal_year, measure="amount", total=found.total,
        seats=tuple(SeatWeight(seat=seat, weight=amount, locked_amount=amount) for seat, amount in seats.items()),
    )  # fmt: skip
    return store_plan(plan, found.lines, company, label)


def _unknown(table: MonthTable, company: Company) -> list[Problem]:
    """Territories and people who are not in the master data."""
    with company.cache() as cache:
        tree = territory_tree(cache)
        people = valid_on(load(cache, Salesperson), date.max)
        months = open_periods(cache, company.settings)
    known: dict[str, dict[str, Any]] = {"territory_code": tree.parents, "salesperson_no": people}
    codes = [
        (row, field, code)
        for row in table.rows
        for field, code in (("territory_code", row.territory_code), ("salesperson_no", row.salesperson_no))
    ]
    similar = {(field, code): close_codes(code, known[field]) for _, field, code in codes if code not in known[field]}
    facts = Facts(company.today, company.settings.rules, months, similar=similar)
    return [
        _at(problem, table, row)
        for row, field, code in codes
        for problem in unknown_code(field, code, known[field], facts)
    ]


def _twice(table: MonthTable) -> list[Problem]:
    """Two rows of one seat: nobody could tell whether they add up."""
    first: dict[tuple[str, str], int] = {}
    problems = []
    for row in table.rows:
        earlier = first.setdefault((row.territory_code, row.salesperson_no), row.row_number)
        if earlier != row.row_number:
            values = {"code": f"{row.territory_code}/{row.salesperson_no or '-'}", "row": str(earlier)}
            problems.append(_at(Problem("record-twice", values=values), table, row))
    return problems


def _at(problem: Problem, table: MonthTable, row: MonthRow) -> Problem:
    place = Place("salesperson_no", sheet=table.sheet, row_number=row.row_number, cell=f"A{row.row_number}")
    return Problem(problem.code, place, problem.values, problem.severity)
