"""The rows of the appraisal workbook as they are posted: criteria, visits, attendance, ratings."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from salesbook.appraisal.incidents import IncidentRecord
from salesbook.appraisal.registers import AttendanceRow, DayPart, VisitRow
from salesbook.appraisal.scorecard import Criterion, Direct, LinearScale
from salesbook.documents.record import Record
from salesbook.periods import month_start
from salesbook.problems import Place, Problem


class CriterionRecord(Record):
    """One criterion of the scorecard; without floor, target and cap the result is taken as points."""

    kind: ClassVar[str] = "criterion"
    key_fields: ClassVar[tuple[str, ...]] = ("criterion",)
    criterion: str
    name: str
    source: str
    weight: Decimal = Field(ge=0, le=100)
    floor: Decimal | None = None
    target: Decimal | None = None
    cap: Decimal | None = None

    def own_problems(self) -> list[Problem]:
        """A scale has floor, target and cap, or none of them."""
        parts = {"floor": self.floor, "target": self.target, "cap": self.cap}
        blank = [name for name, part in parts.items() if part is None]
        if len(blank) in (0, len(parts)):
            return []
        return [Problem("scale-incomplete", Place(blank[0]), {"criterion": self.criterion})]

    def as_criterion(self) -> Criterion:
        """The criterion as scoring knows it."""
        scale: LinearScale | Direct = Direct()
        if self.floor is not None and self.target is not None and self.cap is not None:
            scale = LinearScale(floor=self.floor, target=self.target, cap=self.cap)
        return Criterion(code=self.criterion, name=self.name, weight=self.weight, source=self.source, scale=scale)


class VisitRecord(Record):
    """A visit to a customer; it counts when a note was written."""

    kind: ClassVar[str] = "visit"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no", "visit_date", "customer_no")
    salesperson_no: str
    visit_date: date
    customer_no: str
    note: str = ""

    def own_problems(self) -> list[Problem]:
        """A visit without a note is kept, but does not count."""
        if self.note.strip():
            return []
        return [Problem("visit-without-note", Place("note"), {"customer": self.customer_no}, "warning")]

    @property
    def record_date(self) -> date:
        """The day of the visit."""
        return self.visit_date

    def as_row(self) -> VisitRow:
        """The row as the count of visits knows it."""
        return VisitRow(
            salesperson_no=self.salesperson_no, customer_no=self.customer_no, day=self.visit_date, note=self.note
        )


class AttendanceRecord(Record):
    """A person's day that was not as usual. Days are counted in halves."""

    kind: ClassVar[str] = "attendance"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no", "day")
    salesperson_no: str
    day: date
    late: bool = False
    early: bool = False
    absent_days: Decimal = Field(default=Decimal(0), ge=0, le=1, multiple_of=0.5)
    leave_days: Decimal = Field(default=Decimal(0), ge=0, le=1, multiple_of=0.5)
    remark: str = ""

    @property
    def record_date(self) -> date:
        """The day itself."""
        return self.day

    def as_row(self) -> AttendanceRow:
        """The day in two halves: absence first, then leave, else present."""
        absent: list[DayPart] = ["absent"] * int(self.absent_days * 2)
        leave: list[DayPart] = ["leave"] * int(self.leave_days * 2)
        first, second = [*absent, *leave, "present", "present"][:2]
        return AttendanceRow(
            salesperson_no=self.salesperson_no, day=self.day, first_half=first, second_half=second, late=self.late,
            early_leave=self.early,
        )  # fmt: skip


class RatingRecord(Record):
    """A manager's rating of conduct for a month, 1 to 5."""

    kind: ClassVar[str] = "rating"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no", "month")
    salesperson_no: str
    month: str
    rating: Decimal = Field(ge=1, le=5)
    example: str = ""

    @property
    def record_date(self) -> date:
        """The first day of the month."""
        return month_start(self.month)


REGISTER_KINDS: tuple[type[Record], ...] = (
    CriterionRecord,
    VisitRecord,
    AttendanceRecord,
    RatingRecord,
    IncidentRecord,
)
