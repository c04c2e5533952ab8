"""The rows of the appraisal workbook as they are posted: criteria, visits, attendance, ratings."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from salesbook.appraisal.incidents import IncidentRecord
from salesbook.appraisal.registers import FIVE, AttendanceRow, DayPart, RatingRow, VisitRow
from salesbook.appraisal.scorecard import RATED, Criterion, Direct, LinearScale
from salesbook.documents.record import Record
from salesbook.periods import month_start
from salesbook.problems import Place, Problem
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts


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
    """What a manager gives a person for a month: for conduct, or for a criterion that is rated.

    Attributes:
        criterion: Code of the criterion; blank is conduct.
        out_of: The most that could be given. The least is 1 out of 5, and 0 out of anything else.
    """

    kind: ClassVar[str] = "rating"
    key_fields: ClassVar[tuple[str, ...]] = ("salesperson_no", "month", "criterion")
    # A 4 in a sheet that cannot say out of how much is a 4 out of 5, whatever was posted before.
    meant_blank: ClassVar[tuple[str, ...]] = ("out_of",)
    salesperson_no: str
    month: str
    criterion: str = ""
    rating: Decimal
    out_of: Decimal = Field(default=FIVE, gt=0)
    example: str = ""

    @property
    def key(self) -> str:
        """Of conduct it is the key that ratings had before they could name a criterion."""
        return super().key if self.criterion else f"{self.salesperson_no}|{self.month}"

    def own_problems(self) -> list[Problem]:
        """A rating is no more than what it is out of."""
        least = 1 if self.out_of == FIVE else 0
        if least <= self.rating <= self.out_of:
            return []
        limits = f"≥ {least} ≤ {plain(self.out_of)}"
        return [Problem("out-of-range", Place("rating"), {"found": plain(self.rating), "limits": limits})]

    def problems_among(self, facts: "Facts") -> list[Problem]:
        """A criterion that is counted from papers or registers takes no rating."""
        source = facts.criterion_sources.get(self.criterion, RATED)
        if source == RATED:
            return []
        return [Problem("criterion-not-rated", Place("criterion"), {"criterion": self.criterion, "source": source})]

    def as_row(self) -> RatingRow:
        """The row as figures know it."""
        return RatingRow(
            rating_no=self.key, salesperson_no=self.salesperson_no, month=self.month, criterion=self.criterion,
            rating=self.rating, out_of=self.out_of,
        )  # fmt: skip

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
