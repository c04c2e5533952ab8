"""Run an appraisal: a month or a year, for all salespeople or some, from the ledger and its registers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from salesbook.actions.company import Company
from salesbook.actions.own_forms import form_for, write_form
from salesbook.actions.paper_files import FOLDER, file_name
from salesbook.actions.progress import working_days_of
from salesbook.actions.receivables import collections
from salesbook.actions.targets import active_plan
from salesbook.actions.workbooks import write_anew
from salesbook.appraisal.figures import (
    NEW_AFTER_MONTHS,
    Measured,
    Period,
    PersonData,
    SoldDocument,
    measure,
    months_before,
    standing,
)
from salesbook.appraisal.grading import YearTotal, grade, year_total
from salesbook.appraisal.incidents import IncidentRecord, deductions_of
from salesbook.appraisal.register_records import AttendanceRecord, CriterionRecord, RatingRecord, VisitRecord
from salesbook.appraisal.scorecard import Criterion, Scorecard, check_criteria
from salesbook.appraisal.scoring import score
from salesbook.documents.complaint import ABOUT_KINDS, Complaint
from salesbook.documents.master_data import Customer, Salesperson
from salesbook.documents.receivables import Collected
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import Versions, complaints_of, load, valid_on
from salesbook.messages import sentence
from salesbook.periods import FIRST_YEAR, LAST_YEAR, is_month, is_year, month_end, month_of, month_start
from salesbook.planning.targets import Measure
from salesbook.problems import PlanError, Reason, SalesbookError, SettingsError
from salesbook.queries import LedgerQueries
from salesbook.settings import Language
from salesbook.sheets.columns import CRITERIA
from salesbook.sheets.form_fields import SCORECARD
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.form_values import card_values
from salesbook.workbooks.scorecards import CARD, Card, build_scorecards
from salesbook.workbooks.style import Look


@dataclass(frozen=True)
class PersonsComplaint:
    """A complaint with whom it is counted for.

    Attributes:
        salesperson_no: Of the document it is about.
        owner_no: Who takes care of it: the same person unless another one is named.
    """

    complaint: Complaint
    salesperson_no: str
    owner_no: str


@dataclass(frozen=True)
class Registers:
    """What the ledger holds about people, read once for a run.

    Attributes:
        collected: What was due in each period of which a criterion asks it, by the period's name.
    """

    sold: Sequence[SoldDocument]
    visits: Sequence[VisitRecord]
    attendance: Sequence[AttendanceRecord]
    ratings: Sequence[RatingRecord]
    incidents: Sequence[IncidentRecord]
    amount_targets: Mapping[str, Mapping[str, Decimal]]
    quantity_targets: Mapping[str, Mapping[str, Decimal]]
    deliveries: Sequence[SoldDocument]
    refusals: Sequence[SoldDocument]
    complaints: Sequence[PersonsComplaint]
    collected: Mapping[str, Sequence[Collected]]


def appraise(company: Company, period: str, target: Path, people: Sequence[str] = ()) -> list[Card]:
    """Fill a workbook of scorecards.

    Args:
        company: Whose ledger.
        period: A month such as ``2026-03``, or a fiscal year such as ``2026``.
        target: The workbook to write; an earlier one that says something else is kept under a number.
        people: Numbers of the salespeople; none means all who were there in the period.

    Returns:
        The cards in the order of the people's numbers.

    Raises:
        SalesbookError: The period is neither, there are no criteria, or their weights are not 100.
    """
    cards = cards_of(company, period, people)
    settings = company.settings
    look = Look(settings.language, settings.rules.currency, settings.rules.decimals)
    write_anew(target, lambda path: build_scorecards(path, BookInfo(look, settings.name), period, cards))
    return cards


def appraise_on_form(
    company: Company, period: str, form: str, output: Path | None = None, people: Sequence[str] = (), *, as_pdf: bool
) -> list[tuple[Card, Path]]:
    """Fill a form of the company's own for each person.

    Args:
        company: Whose ledger.
        period: A month or a fiscal year.
        form: Name of the form, bound for scorecards.
        output: A folder; by default the one for papers in the company's.
        people: Numbers of the salespeople; none means all who were there in the period.
        as_pdf: PDFs, not workbooks.

    Raises:
        SalesbookError: As ``appraise``; or the form is not ready.
        SettingsError: The output is a file.
    """
    own = form_for(SCORECARD, company, form)
    assert own is not None, "it was named"
    if output is not None and output.suffix.lower() in (".xlsx", ".pdf") and not output.is_dir():
        raise SettingsError("option-wrong", key="--output", found=output.name, reason=Reason("reason-folder-for-forms"))
    folder = output or company.folder / FOLDER
    title = CARD.sheet.get(company.settings.language)
    found = []
    for card in cards_of(company, period, people):
        name = file_name(f"{title} {period} {card.scorecard.salesperson_no}", card.name)
        target = folder / f"{name}{'.pdf' if as_pdf else '.xlsx'}"
        write_form(own, card_values(card, period), target, company)
        found.append((card, target))
    return found


def cards_of(company: Company, period: str, people: Sequence[str] = (), language: Language | None = None) -> list[Card]:
    """The scorecards of a month or a year, in the order of the people's numbers.

    Args:
        company: Whose ledger.
        period: A month such as ``2026-03``, or a fiscal year such as ``2026``.
        people: Numbers of the salespeople; none means all who were there in the period.
        language: Of the notes; by default the company's.

    Raises:
        SalesbookError: The period is neither, there are no criteria, or their weights are not 100.
    """
    if not period.isdecimal():
        return month_cards(company, period, people, language)
    if not is_year(period):
        raise SalesbookError("year-wrong", found=period)
    return year_cards(company, int(period), people, language)


def scorecard_path(company: Company, period: str) -> Path:
    """Where the scorecards of a period lie, named in the company's language."""
    return company.folder / f"{CARD.sheet.get(company.settings.language)} {period}.xlsx"


def month_cards(
    company: Company, month: str, people: Sequence[str] = (), language: Language | None = None
) -> list[Card]:
    """The scorecards of one month."""
    if not is_month(month):
        raise SalesbookError("month-wrong", found=month)
    period = _month(month)
    if period.first > company.today:
        raise SalesbookError("month-not-begun", found=month, today=company.today)
    with company.cache() as cache:
        present = people_in(cache, period, people)
        criteria = _needed(criteria_on(load(cache, CriterionRecord), period.last), period.last)
        registers = read_registers(company, cache, period, [period] if asks_collection(criteria) else [])
    return [_card(company, person, period, criteria, registers, language) for person in present]


def year_cards(
    company: Company, fiscal_year: int, people: Sequence[str] = (), language: Language | None = None
) -> list[Card]:
    """The year-end scorecards: the year's own card, and the total with the months (DOMAIN 14).

    A month has no total when the person was not there, it has not begun, or no criteria were in force yet.
    """
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise SalesbookError("year-wrong", found=fiscal_year)
    calendar = company.settings.calendar
    period = Period(str(fiscal_year), calendar.first_day(fiscal_year), calendar.last_day(fiscal_year))
    months = [_month(month) for month in calendar.months(fiscal_year)]
    with company.cache() as cache:
        present = people_in(cache, period, people)
        versions = load(cache, CriterionRecord)
        criteria = _needed(criteria_on(versions, period.last), period.last)
        monthly_criteria = {month.name: criteria_on(versions, month.last) for month in months}
        asked = {period.name: criteria} | monthly_criteria
        registers = read_registers(
            company, cache, period,
            [one for one in (period, *months) if asks_collection(asked[one.name]) and one.first <= company.today],
        )  # fmt: skip
    cards = []
    for person in present:
        totals: dict[str, Decimal | None] = {}
        for month in months:
            in_force = monthly_criteria[month.name]
            is_scored = in_force and was_there(person, month) and month.first <= company.today
            totals[month.name] = _scorecard(company, person, month, in_force, registers)[0].total if is_scored else None
        card = _card(company, person, period, criteria, registers, language)
        whole: YearTotal = year_total([total for total in totals.values() if total is not None], card.scorecard.total)
        cards.append(
            Card(
                card.scorecard, card.name, card.evidence,
                [*card.notes, *(sentence(note, language or company.settings.language) for note in whole.notes)],
                whole.total, "" if whole.total is None else grade(whole.total), totals, whole.mean_of_months,
            )
        )  # fmt: skip
    return cards


def _card(
    company: Company,
    person: Salesperson,
    period: Period,
    criteria: Sequence[Criterion],
    registers: Registers,
    language: Language | None,
) -> Card:
    scorecard, measured = _scorecard(company, person, period, criteria, registers)
    notes = [sentence(note, language or company.settings.language) for note in scorecard.notes]
    used = {criterion.figure for criterion in criteria}
    evidence = [row for row in measured.evidence if row.source in used]
    return Card(scorecard, person.name, evidence, notes)


def _scorecard(
    company: Company, person: Salesperson, period: Period, criteria: Sequence[Criterion], registers: Registers
) -> tuple[Scorecard, Measured]:
    data = person_data(person.salesperson_no, period, registers)
    measured = measure(data, period, working_days_of(company))
    number = person.salesperson_no
    scorecard = score(
        criteria, measured.figures, salesperson_no=number, period=period.name,
        deductions=deductions_of(registers.incidents, number, period.first, period.last),
    )  # fmt: skip
    return scorecard, measured


def person_data(salesperson_no: str, period: Period, registers: Registers) -> PersonData:
    """The part of the registers that is about one person."""
    first_sales: dict[str, list[date]] = defaultdict(list)
    for document in standing(registers.sold, period.last):
        first_sales[document.customer_no].append(document.day)
    months = {month_of(period.first), month_of(period.last)}
    in_use = [row for row in registers.attendance if period.first <= row.day <= period.last]
    visited = [row for row in registers.visits if period.first <= row.visit_date <= period.last]
    return PersonData(
        salesperson_no=salesperson_no,
        sold=[document for document in registers.sold if document.salesperson_no == salesperson_no],
        first_sales=first_sales,
        amount_targets=registers.amount_targets.get(salesperson_no, {}),
        quantity_targets=registers.quantity_targets.get(salesperson_no, {}),
        attendance=[row.as_row() for row in in_use if row.salesperson_no == salesperson_no] if in_use else None,
        visits=[row.as_row() for row in visited if row.salesperson_no == salesperson_no] if visited else None,
        ratings=[
            row.as_row()
            for row in registers.ratings
            if row.salesperson_no == salesperson_no and min(months) <= row.month <= max(months)
        ],
        deliveries=[document for document in registers.deliveries if document.salesperson_no == salesperson_no],
        complaints=_complaints_of(registers, "salesperson_no", salesperson_no),
        in_care=_complaints_of(registers, "owner_no", salesperson_no),
        refusals=[document for document in registers.refusals if document.salesperson_no == salesperson_no],
        collected=[
            invoice for invoice in registers.collected.get(period.name, ()) if invoice.salesperson_no == salesperson_no
        ],
    )


def _complaints_of(
    registers: Registers, role: Literal["salesperson_no", "owner_no"], salesperson_no: str
) -> list[Complaint] | None:
    if not registers.complaints:
        return None
    return [found.complaint for found in registers.complaints if getattr(found, role) == salesperson_no]


def asks_collection(criteria: Sequence[Criterion]) -> bool:
    """Whether a scorecard has to know what was collected, which takes a look at every invoice."""
    return any(criterion.source == "collection" for criterion in criteria)


def read_registers(
    company: Company, cache: LedgerCache, period: Period, collected_in: Sequence[Period] = ()
) -> Registers:
    """Everything a run needs, read once.

    Args:
        company: Whose ledger.
        cache: Of the ledger.
        period: Of the cards.
        collected_in: The periods whose collection is asked for.
    """
    queries = LedgerQueries(company.store)
    since = months_before(period.first, NEW_AFTER_MONTHS)
    sold = queries.sold_documents(company.settings.rules.actuals_from, since, period.last)
    year = company.settings.calendar.fiscal_year(period.first)
    return Registers(
        sold=sold,
        visits=[versions[-1] for versions in load(cache, VisitRecord).values()],
        attendance=[versions[-1] for versions in load(cache, AttendanceRecord).values()],
        ratings=[versions[-1] for versions in load(cache, RatingRecord).values()],
        incidents=[versions[-1] for versions in load(cache, IncidentRecord).values()],
        amount_targets=_targets(queries, cache, year, "amount"),
        quantity_targets=_targets(queries, cache, year, "quantity"),
        deliveries=queries.sold_documents("delivery_note", period.first, period.last),
        refusals=queries.refused_documents(period.first, period.last),
        complaints=_persons_complaints(cache),
        collected={one.name: collections(queries, company, one.first, one.last) for one in collected_in},
    )


def _persons_complaints(cache: LedgerCache) -> list[PersonsComplaint]:
    """Every complaint with the salesperson of the document; where that names none, with the customer's."""
    complaints = complaints_of(cache).values()
    lines = cache.lines_of((kind, found.about_no) for found in complaints for kind in ABOUT_KINDS)
    of_document = {(key.document_no, key.line_no): line.posting.salesperson_no for key, line in lines.items()}
    customers = valid_on(load(cache, Customer, {found.customer_no for found in complaints}), date.max)
    found = []
    for complaint in complaints:
        customer = customers.get(complaint.customer_no)
        person = of_document.get((complaint.about_no, complaint.about_line or 1), "")
        person = person or (customer.salesperson_no if customer else "")
        found.append(PersonsComplaint(complaint, person, complaint.owner_no or person))
    return found


def _targets(
    queries: LedgerQueries, cache: LedgerCache, fiscal_year: int, measure_name: Measure
) -> dict[str, dict[str, Decimal]]:
    """Targets by person and month of the plan in force; none when there is no plan."""
    document_no = active_plan(cache, fiscal_year, measure_name)
    targets: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in queries.planned(document_no) if document_no else []:
        targets[line.salesperson_no][line.month] += line.target
    return targets


def people_in(cache: LedgerCache, period: Period, wanted: Sequence[str]) -> list[Salesperson]:
    """The salespeople who were there in the period, in the order of their numbers.

    Raises:
        SalesbookError: A number is unknown, or nobody was there.
    """
    everybody = valid_on(load(cache, Salesperson), period.last)
    for number in wanted:
        if number not in everybody:
            raise SalesbookError("unknown-salesperson", code=number)
    found = [everybody[number] for number in sorted(everybody) if not wanted or number in wanted]
    present = [person for person in found if was_there(person, period)]
    if not present:
        raise SalesbookError("no-salespeople", period=period.name)
    return present


def was_there(person: Salesperson, period: Period) -> bool:
    """Whether a person had joined by the end of the period and not left before it."""
    joined = person.joined_on is None or person.joined_on <= period.last
    return joined and (person.left_on is None or person.left_on >= period.first)


def criteria_on(versions: Versions[CriterionRecord], day: date) -> list[Criterion]:
    """The criteria in force on a day, maybe none; a weight of 0 takes a criterion out.

    Raises:
        PlanError: They do not make a scorecard, such as weights that are not 100.
    """
    criteria = [record.as_criterion() for record in valid_on(versions, day).values() if record.weight]
    problems = check_criteria(criteria, CRITERIA.field("source").choices) if criteria else []
    for problem in problems:
        raise PlanError(problem.code, **problem.values)
    return criteria


def _needed(criteria: list[Criterion], day: date) -> list[Criterion]:
    if not criteria:
        raise SalesbookError("criteria-missing", date=day)
    return criteria


def _month(month: str) -> Period:
    return Period(month, month_start(month), month_end(month))
