"""The figures of one person and period, each with the rows it was counted from.

Plain data in, plain data out: sold documents, targets and register rows are handed in, already those of
the company. A figure without data has no result; scoring then gives its weight to the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from salesbook.appraisal.registers import (
    AttendanceRow,
    RatingRow,
    VisitRow,
    attendance_points,
    part_of,
    rated_points,
    valid_visits,
)
from salesbook.appraisal.scorecard import RATED, Figure, rated_figure
from salesbook.appraisal.service import ServiceCase, complaint_figure, our_complaints, service_cases
from salesbook.documents.complaint import Complaint
from salesbook.documents.receivables import Collected
from salesbook.money import ZERO
from salesbook.periods import month_of, month_start
from salesbook.planning.pace import WorkingDays, seasonal_pace

NEW_AFTER_MONTHS = 24
"""A customer is new again after so many months without a delivery."""

RETENTION_MONTHS = 12


@dataclass(frozen=True, slots=True)
class SoldDocument:
    """One document that counts as sold, or the mirror of one; both stay.

    A reversal so counts in the month of its own posting date: a card of an earlier month does not change.

    Attributes:
        day: Of posting; for a mirror, of its own.
        net_amount: Net of tax; a mirror has the opposite sign of what it undoes, as has ``quantity``.
        reverses_no: Number of the document that a mirror undoes.
        takes_back: It is a return, a refusal or a credit note: it lowers the sums, and nobody has bought with it.
    """

    document_no: str
    day: date
    territory_code: str
    salesperson_no: str
    customer_no: str
    net_amount: Decimal
    quantity: Decimal
    reverses_no: str = ""
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row behind a figure; the values of a figure's rows add up to its actual, where it has one.

    Attendance and conduct have none: they are points from registers without documents.

    Attributes:
        source: Name of the figure.
        document_no: Of the paper, or of the row of a register.
    """

    source: str
    document_no: str
    day: date
    customer_no: str
    value: Decimal


@dataclass(frozen=True)
class Period:
    """The days a scorecard is about."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class PersonData:
    """What is known about one person.

    Attributes:
        sold: All documents of the person with their mirrors, also before the period.
        first_sales: Of each customer of the company: the days on which anybody delivered to him, by documents
            that stand.
        amount_targets: By month, of the fiscal year.
        attendance: ``None`` when no attendance was registered for anybody in the period.
        visits: Likewise.
        ratings: Of the period's months.
        deliveries: Delivery notes of the person with their mirrors, whatever counts as sold.
        complaints: About documents of the person; ``None`` when the company keeps no register of them.
        in_care: Complaints that the person takes care of; likewise.
        collected: What was due from the person's invoices in the period; ``None`` where no criterion asks for it.
        refusals: Sign-offs with goods that were refused at the door through our fault, with their mirrors.
    """

    salesperson_no: str
    sold: Sequence[SoldDocument]
    first_sales: Mapping[str, Sequence[date]]
    amount_targets: Mapping[str, Decimal] = field(default_factory=dict)
    quantity_targets: Mapping[str, Decimal] = field(default_factory=dict)
    attendance: Sequence[AttendanceRow] | None = None
    visits: Sequence[VisitRow] | None = None
    ratings: Sequence[RatingRow] = ()
    deliveries: Sequence[SoldDocument] = ()
    complaints: Sequence[Complaint] | None = None
    in_care: Sequence[Complaint] | None = None
    refusals: Sequence[SoldDocument] = ()
    collected: Sequence[Collected] | None = None


@dataclass(frozen=True)
class Measured:
    """All figures of one person, by source, and the rows behind those that are counted from rows."""

    figures: dict[str, Figure]
    evidence: tuple[Evidence, ...]


def measure(data: PersonData, period: Period, working_days: WorkingDays) -> Measured:
    """Every figure that scorecards know, for one person and period."""
    in_period = [document for document in data.sold if period.first <= document.day <= period.last]
    year_to_date = [document for document in data.sold if _year_start(data) <= document.day <= period.last]
    stands = standing(data.sold, period.last)
    new = new_customers(stands, data.first_sales, period)
    buyers, repeaters = retention(stands, period)
    visits = [row for row in data.visits or () if period.first <= row.day <= period.last]
    complaints = None if data.complaints is None else our_complaints(data.complaints, period.first, period.last)
    cases = _service_cases(data, period)
    figures = {
        "amount": _against_target("amount", in_period, data.amount_targets, period),
        "quantity": _against_target("quantity", in_period, data.quantity_targets, period),
        "pace": _pace(data, year_to_date, period, working_days),
        "new_customers": Figure(source="new_customers", actual=Decimal(len(new)), result=Decimal(len(new))),
        "retention": _ratio("retention", len(repeaters), len(buyers)),
        "visits": _count("visits", None if data.visits is None else valid_visits(visits)),
        "complaints": complaint_figure(complaints, len(_standing_in(data.deliveries, period))),
        "service": _ratio("service", sum(case.is_in_time for case in cases), len(cases)),
        "collection": _collection(data.collected or ()),
        "attendance": _attendance(data, period),
        "conduct": Figure(source="conduct", result=rated_points([row for row in data.ratings if not row.criterion])),
    }
    figures |= rated_figures(data.ratings)
    repeats = retention_rows(stands, period, repeaters)
    evidence = [
        *_evidence(in_period, year_to_date, new, repeats, visits), *_service_evidence(complaints or [], cases),
        *_collection_evidence(data.collected or (), period), *_rated_evidence(data.ratings),
    ]  # fmt: skip
    return Measured(figures, tuple(evidence))


def rated_figures(ratings: Iterable[RatingRow]) -> dict[str, Figure]:
    """What a manager gave for each criterion; one without a rating has no figure, which is no zero.

    Out of several months it is the mean. What was rated out of 5 in one month and out of 100 in another has no sum.
    """
    by_criterion: dict[str, list[RatingRow]] = defaultdict(list)
    for row in ratings:
        if row.criterion:
            by_criterion[row.criterion].append(row)
    found = {}
    for criterion, rows in by_criterion.items():
        points = rated_points(rows)
        is_alike = len({row.out_of for row in rows}) == 1
        found[rated_figure(criterion)] = Figure(
            source=RATED,
            actual=sum((row.rating for row in rows), ZERO) if is_alike else None,
            target=sum((row.out_of for row in rows), ZERO) if is_alike else None,
            attainment_ratio=None if points is None else points / 100,
            result=points,
        )
    return found


def standing(sold: Iterable[SoldDocument], last: date) -> list[SoldDocument]:
    """The documents up to a day that were not reversed up to then; mirrors are left out.

    Sums take both, but a customer is neither won nor kept by a sale that was undone.
    """
    known = [document for document in sold if document.day <= last]
    undone = {document.reverses_no for document in known}
    bought = [document for document in known if not document.reverses_no and not document.takes_back]
    return [document for document in bought if document.document_no not in undone]


def _standing_in(documents: Iterable[SoldDocument], period: Period) -> list[SoldDocument]:
    """The documents of a period that were not reversed up to its end."""
    return [document for document in standing(documents, period.last) if document.day >= period.first]


def _service_cases(data: PersonData, period: Period) -> list[ServiceCase]:
    """Complaints that were closed or due, and deliveries that were refused through our fault."""
    refused = [
        ServiceCase(refusal.document_no, refusal.day, refusal.customer_no, is_in_time=False)
        for refusal in _standing_in(data.refusals, period)
    ]
    return [*service_cases(data.in_care or [], period.first, period.last), *refused]


def new_customers(
    sold: Iterable[SoldDocument], first_sales: Mapping[str, Sequence[date]], period: Period
) -> dict[str, SoldDocument]:
    """Customers whose first delivery in the period is this person's, with none in the 24 months before it.

    Args:
        sold: The person's documents that stand.
        first_sales: As in ``PersonData``.
        period: In which they are new.
    """
    found: dict[str, SoldDocument] = {}
    for document in sorted(sold, key=lambda sold: (sold.day, sold.document_no)):
        if not period.first <= document.day <= period.last or document.customer_no in found:
            continue
        since = months_before(document.day, NEW_AFTER_MONTHS)
        days = first_sales.get(document.customer_no, ())
        if not any(since <= day < document.day for day in days):
            found[document.customer_no] = document
    return found


def retention(sold: Iterable[SoldDocument], period: Period) -> tuple[set[str], set[str]]:
    """Buyers of the twelve months up to the period's end, and those of them who bought again in that time.

    Only documents that stand are handed in.
    """
    since = months_before(period.last, RETENTION_MONTHS)
    times: dict[str, set[str]] = defaultdict(set)
    for document in sold:
        if since < document.day <= period.last:
            times[document.customer_no].add(document.document_no)
    return set(times), {customer for customer, documents in times.items() if len(documents) > 1}


def retention_rows(sold: Iterable[SoldDocument], period: Period, repeaters: set[str]) -> dict[str, SoldDocument]:
    """The last document of each customer who bought again."""
    last = sorted((d for d in sold if d.day <= period.last), key=lambda document: (document.day, document.document_no))
    return {document.customer_no: document for document in last if document.customer_no in repeaters}


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the month's last day when it is shorter.

    >>> months_before(date(2024, 2, 29), 12)
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _against_target(
    source: str, in_period: Sequence[SoldDocument], targets: Mapping[str, Decimal], period: Period
) -> Figure:
    actual = sum((d.net_amount if source == "amount" else d.quantity for d in in_period), ZERO)
    first, last = month_of(period.first), month_of(period.last)
    months = [target for month, target in targets.items() if first <= month <= last]
    if not months:
        return Figure(source=source, actual=actual)
    return Figure.of_attainment(source, actual, sum(months, ZERO))


def _year_start(data: PersonData) -> date:
    """The day from which pace is counted; without a plan none is, and no day is late enough."""
    return month_start(min(data.amount_targets)) if data.amount_targets else date.max


def _pace(data: PersonData, year_to_date: Sequence[SoldDocument], period: Period, working_days: WorkingDays) -> Figure:
    if not data.amount_targets:
        return Figure(source="pace")
    actual = sum((document.net_amount for document in year_to_date), ZERO)
    pace = seasonal_pace(actual, data.amount_targets, period.last, working_days)
    index = pace.pace_index
    return Figure(
        source="pace", actual=actual, target=_two_decimals(pace.expected),
        attainment_ratio=None if index is None else index / 100, result=index,
    )  # fmt: skip


def _two_decimals(value: Fraction) -> Decimal:
    return Decimal(round(value * 100)) / 100


def _ratio(source: str, part: int, whole: int) -> Figure:
    ratio = part_of(part, whole)
    return Figure(
        source=source, actual=Decimal(part), target=Decimal(whole) if whole else None, attainment_ratio=ratio,
        result=None if ratio is None else ratio * 100,
    )  # fmt: skip


def _count(source: str, count: int | None) -> Figure:
    number = None if count is None else Decimal(count)
    return Figure(source=source, actual=number, result=number)


def _attendance(data: PersonData, period: Period) -> Figure:
    if data.attendance is None:
        return Figure(source="attendance")
    rows = [row for row in data.attendance if period.first <= row.day <= period.last]
    points = attendance_points(rows)
    return Figure(source="attendance", actual=points, result=points)


def _evidence(
    in_period: Sequence[SoldDocument],
    year_to_date: Sequence[SoldDocument],
    new: Mapping[str, SoldDocument],
    repeats: Mapping[str, SoldDocument],
    visits: Sequence[VisitRow],
) -> Iterable[Evidence]:
    for document in in_period:
        yield Evidence("amount", document.document_no, document.day, document.customer_no, document.net_amount)
        yield Evidence("quantity", document.document_no, document.day, document.customer_no, document.quantity)
    for document in year_to_date:
        yield Evidence("pace", document.document_no, document.day, document.customer_no, document.net_amount)
    for customer, document in sorted(new.items()):
        yield Evidence("new_customers", document.document_no, document.day, customer, Decimal(1))
    for customer, document in sorted(repeats.items()):
        yield Evidence("retention", document.document_no, document.day, customer, Decimal(1))
    seen = set()
    for row in visits:
        if row.note.strip() and (row.customer_no, row.day) not in seen:
            seen.add((row.customer_no, row.day))
            yield Evidence("visits", "", row.day, row.customer_no, Decimal(1))


def _collection(collected: Sequence[Collected]) -> Figure:
    """What was received of what was due (回款率, DOMAIN 9); no data where nothing was due."""
    due = sum((invoice.due for invoice in collected), ZERO)
    received = sum((invoice.received for invoice in collected), ZERO)
    ratio = part_of(received, due)
    return Figure(
        source="collection", actual=received if due else None, target=due or None, attainment_ratio=ratio,
        result=None if ratio is None else ratio * 100,
    )  # fmt: skip


def _collection_evidence(collected: Sequence[Collected], period: Period) -> Iterable[Evidence]:
    """What was received for each invoice that was due, on the day it fell due; 0 where nothing was."""
    for invoice in collected:
        day = invoice.due_date or period.last
        yield Evidence("collection", invoice.document_no, day, invoice.customer_no, invoice.received)


def _rated_evidence(ratings: Iterable[RatingRow]) -> Iterable[Evidence]:
    """Each rating of a criterion, on the first day of its month."""
    for row in ratings:
        if row.criterion:
            yield Evidence(rated_figure(row.criterion), row.rating_no, month_start(row.month), "", row.rating)


def _service_evidence(complaints: Sequence[Complaint], cases: Sequence[ServiceCase]) -> Iterable[Evidence]:
    """Each complaint of ours; each case, as 1 when it was answered in time and as 0 when it was not."""
    for found in complaints:
        yield Evidence("complaints", found.complaint_no, found.opened_on, found.customer_no, Decimal(1))
    for case in cases:
        yield Evidence("service", case.document_no, case.day, case.customer_no, Decimal(case.is_in_time))
