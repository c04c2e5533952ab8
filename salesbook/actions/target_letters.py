"""Letters about the targets of a stored plan, one for each person, to be accepted or refused and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.paper_files import Build, file_name, letterhead, target_of, write_papers
from salesbook.actions.printing_out import known_on
from salesbook.actions.targets import PLAN_KIND, active_plan, plan_ref, stored_lines, territory_tree
from salesbook.actions.workbooks import look_of
from salesbook.documents.master_data import Salesperson
from salesbook.documents.posting import detail
from salesbook.ledger.cache import LedgerCache
from salesbook.planning.target_letter import PersonTargets, targets_by_person, vacant_territories
from salesbook.planning.targets import Measure
from salesbook.problems import SalesbookError
from salesbook.queries import LedgerQueries
from salesbook.settings import Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.letter_words import TARGET_LETTER
from salesbook.workbooks.paper_page import Letterhead
from salesbook.workbooks.printed_targets import TargetLetter, build_target_letter
from salesbook.workbooks.style import Look


@dataclass(frozen=True)
class TargetLetters:
    """Letters that were written.

    Attributes:
        plan_no: Of the plan in force.
        paths: By person.
        vacant: Territories whose target nobody carries.
    """

    plan_no: str
    paths: dict[str, Path]
    vacant: list[str]


def write_target_letters(
    company: Company,
    fiscal_year: int,
    measure: Measure = "amount",
    people: Sequence[str] = (),
    output: Path | None = None,
    *,
    as_pdf: bool = False,
    language: Language | None = None,
) -> TargetLetters:
    """Write a letter for each person of the plan that is in force.

    Args:
        company: Whose ledger.
        fiscal_year: Of the plan.
        measure: Of the plan.
        people: Only these; none means everybody who has a target.
        output: A folder, or a file where there is one letter; by default a folder in the company's.
        as_pdf: PDFs, not workbooks.
        language: Of the letters; by default the company's.

    Raises:
        SalesbookError: No plan is stored, or one of the people has no target in it; nothing was written.
        SettingsError: The logo is not there; or a file was named for several letters.
        HostError: A file cannot be written, or there is nothing to make a PDF with.
    """
    language = language or company.settings.language
    with company.cache() as cache:
        plan_no = active_plan(cache, fiscal_year, measure)
        if not plan_no:
            raise SalesbookError("plan-missing", year=fiscal_year, measure=measure)
        lines = stored_lines(company, plan_no, measure)
        found = {targets.salesperson_no: targets for targets in targets_by_person(lines)}
        for person in people:
            if person not in found:
                raise SalesbookError("targets-no-letter", person=person, document=plan_no)
        letters = [
            _letter(targets, plan_no, fiscal_year, measure, cache, company)
            for person, targets in found.items()
            if not people or person in people
        ]
    head, title = letterhead(company, language), TARGET_LETTER.get(language)
    paths = {
        letter.targets.salesperson_no: target_of(
            file_name(f"{title} {fiscal_year} {letter.targets.salesperson_no}", letter.name),
            company, output, as_pdf=as_pdf, count=len(letters),
        )
        for letter in letters
    }  # fmt: skip
    papers: dict[Path, Build] = {
        path: partial(_build, letter, head) for path, letter in zip(paths.values(), letters, strict=True)
    }
    write_papers(papers, look_of(company.settings, language))
    return TargetLetters(plan_no, paths, vacant_territories(lines))


def _build(letter: TargetLetter, head: Letterhead, path: Path, look: Look) -> None:
    build_target_letter(path, BookInfo(look), letter, head)


def _letter(
    targets: PersonTargets, plan_no: str, fiscal_year: int, measure: Measure, cache: LedgerCache, company: Company
) -> TargetLetter:
    calendar, rules = company.settings.calendar, company.settings.rules
    ref = plan_ref(fiscal_year, measure)
    versions = [found for found in cache.documents_of(PLAN_KIND) if found.document_ref == ref and not found.reverses_no]
    plan = next(found for found in versions if found.document_no == plan_no)
    person = known_on(company.today, cache, Salesperson, targets.salesperson_no)
    names = {node.territory_code: node.name for node in territory_tree(cache).nodes}
    stored_on = company.local_date(plan.posted_at) if plan.posted_at else None
    return TargetLetter(
        targets,
        person.name if person and person.name else targets.salesperson_no,
        names,
        plan_no,
        versions.index(plan) + 1,
        fiscal_year,
        calendar.first_day(fiscal_year),
        calendar.last_day(fiscal_year),
        measure,
        company.today,
        " · ".join(str(part) for part in (plan.posted_by, stored_on) if part),
        rules.decimals if measure == "amount" else 0,
        _rounding_unit(plan_no, company),
    )


def _rounding_unit(plan_no: str, company: Company) -> Decimal | None:
    """As the first line of the plan keeps it."""
    for line in LedgerQueries(company.store).postings_of(PLAN_KIND, plan_no):
        if unit := detail(line, "rounding_unit"):
            return Decimal(unit)
    return None
