"""Field cases of appraisal and attendance, each run through the rules of ``salesbook.appraisal``."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from salesbook.appraisal.registers import (
    AttendanceRow,
    AttendanceRules,
    counted_late,
    day_parts,
    working_days_of_month,
)
from salesbook.appraisal.scorecard import Criterion, Direct, Figure, check_criteria
from salesbook.appraisal.scoring import score
from salesbook.money import HUNDRED, split
from salesbook.periods import month_start, next_month
from salesbook.planning.pace import WorkingDays

Case = dict[str, Any]


def _criteria(weights: dict[str, Decimal]) -> list[Criterion]:
    return [
        Criterion(code=code, name=code, weight=weight, source=code, scale=Direct()) for code, weight in weights.items()
    ]


def _total_on_scale(weights: dict[str, Decimal], results: dict[str, int | None], scale: int) -> Decimal:
    """A total on the case's scale; our own runs to 100."""
    figures = {
        code: Figure(source=code, result=None if result is None else HUNDRED * result / scale)
        for code, result in results.items()
    }
    total = score(_criteria(weights), figures, salesperson_no="E1", period="2026-01").total
    assert total is not None
    return total * scale / HUNDRED


def run_fc_appraisal_01(case: Case) -> None:
    """A part that is not used does not count as zero, but a real zero does."""
    parts, scale = case["input"]["parts"], case["input"]["scale"]
    weights = split(HUNDRED, dict.fromkeys(parts, Decimal(1)))
    assert _total_on_scale(weights, parts, scale) == Decimal(case["expect"]["final"])
    with_zero = {code: result or 0 for code, result in parts.items()}
    assert _total_on_scale(weights, with_zero, scale) < Decimal(case["expect"]["final"])


def run_fc_appraisal_02(case: Case) -> None:
    """Full marks everywhere give the maximum and not more."""
    items = {f"item {number}": item for number, item in enumerate(case["input"]["items"], start=1)}
    weights = {code: Decimal(item["weight"]) for code, item in items.items()}
    total = _total_on_scale(weights, {code: item["score"] for code, item in items.items()}, case["input"]["scale"])
    assert total == Decimal(case["expect"]["total"])


def run_fc_appraisal_03(case: Case) -> None:
    """Weights below 1 count with their decimals; a form over 100 is refused with its sum."""

    def found(weights: list[float]) -> list[str]:
        criteria = _criteria({f"item {number}": Decimal(str(weight)) for number, weight in enumerate(weights)})
        problems = check_criteria(criteria, {criterion.source for criterion in criteria})
        return [f"refused: weights add up to {problem.values['found']}" for problem in problems]

    assert found(case["input"]["template_weights"]) == []
    assert found(case["input"]["form_weights"]) == [case["expect"]["form"]]


def run_fc_attendance_01(case: Case) -> None:
    """Half a day of leave is half present and half on leave."""
    (given,) = case["input"]["days"]
    assert given["status"] == "half day leave"
    row = AttendanceRow(
        salesperson_no="E1",
        day=date.fromisoformat(given["date"]),
        first_half="leave",
        second_half=given["other_half"],
    )
    parts = day_parts([row])
    for name in ("present", "leave", "absent", "sum"):
        assert getattr(parts, name) == Decimal(case["expect"][name])


def run_fc_attendance_02(case: Case) -> None:
    """Saturdays worked in the morning are half working days."""
    given = case["input"]
    calendar = WorkingDays(half_workdays=frozenset({5}))
    first = month_start(given["month"])
    days = [first + timedelta(days=number) for number in range((month_start(next_month(given["month"])) - first).days)]
    assert sum(calendar.part(day) == 1 for day in days) == given["full_days"]
    assert sum(0 < calendar.part(day) < 1 for day in days) == given["half_saturdays"]
    assert working_days_of_month(given["month"], calendar) == Decimal(case["expect"]["working_days"])


def run_fc_attendance_03(case: Case) -> None:
    """Free and excused late arrivals do not count."""
    given = case["input"]
    rows = [
        AttendanceRow(salesperson_no="E1", day=date.fromisoformat(day), late=True, excused=day in given["excused"])
        for day in given["late"]
    ]
    counted = counted_late(rows, AttendanceRules(free_late_per_month=given["free_per_month"]))
    assert len(counted) == case["expect"]["counted_late"]
    assert counted == [date.fromisoformat(case["expect"]["counted_date"])]


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-appraisal-01": run_fc_appraisal_01,
    "FC-appraisal-02": run_fc_appraisal_02,
    "FC-appraisal-03": run_fc_appraisal_03,
    "FC-attendance-01": run_fc_attendance_01,
    "FC-attendance-02": run_fc_attendance_02,
    "FC-attendance-03": run_fc_attendance_03,
}
