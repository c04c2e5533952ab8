"""Old appraisal forms that managers filled in Excel, as criteria and ratings, so that the month can be appraised.

A form is posted as a whole or not at all: in part it would give another total than the paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.deciding import Decision
from salesbook.actions.importing import field_named
from salesbook.actions.posting import decide_records
from salesbook.actions.storing import store
from salesbook.appraisal.figures import rated_figures
from salesbook.appraisal.rated_form import RatedItem
from salesbook.appraisal.register_records import CriterionRecord, RatingRecord
from salesbook.appraisal.scorecard import RATED, check_weights
from salesbook.appraisal.scoring import score
from salesbook.documents.facts import Facts
from salesbook.documents.master_data import Salesperson, close_codes, unknown_code
from salesbook.documents.record import Record
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import Grid
from salesbook.ledger.cache import LedgerCache
from salesbook.ledger.history import Versions, load, open_periods, valid_on
from salesbook.money import HUNDRED, ZERO
from salesbook.periods import month_end, month_start
from salesbook.problems import Place, Problem, SalesbookError, has_errors
from salesbook.sheets.aliases import folded
from salesbook.sheets.appraisal_form import FORM, HEAD, AppraisalForm, FormRow, find_form, label_cell, rows_searched
from salesbook.sheets.cell_values import read_cell
from salesbook.sheets.columns import FieldType
from salesbook.sheets.finding import Label, header_words
from salesbook.sheets.reading import ReadDocument
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

FORM_KIND = "appraisal_form"
"""What such a file holds, as people name it."""

_CELLS = {"criterion": "form_item", "name": "form_item", "weight": "item_weight", "rating": "form_score"}
"""Which column of the form a field of a record comes from."""

_EXAMPLES = {"appraised_no": "SP-03", "month": "2025-06"}


@dataclass(frozen=True)
class FormsInFile:
    """The forms of a file as they were read, before anything is known of the company.

    Attributes:
        fixed: What a person has said of all of them, by field.
        others: Sheets without a form.
    """

    path: Path
    forms: tuple[AppraisalForm, ...]
    fixed: Mapping[str, str]
    others: tuple[str, ...]


@dataclass
class ImportedForm:
    """What becomes of one form.

    Attributes:
        name: Of the person, as it is on file.
        total: What the scorecard of the month comes to by this form alone, before deductions; ``None`` where that
            cannot be told.
        criteria: Those that the ledger does not have yet, or not with this weight.
        codes: Of the criterion of each item, in their order.
    """

    form: AppraisalForm
    salesperson_no: str = ""
    name: str = ""
    month: str = ""
    total: Decimal | None = None
    codes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    criteria: list[Decision] = field(default_factory=list)
    ratings: list[Decision] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can be posted."""
        return not has_errors(self.problems)


@dataclass
class FormImport:
    """What became, or would become, of the forms of a file.

    Attributes:
        held: Nothing was posted because a form has errors and the settings ask for all or nothing.
    """

    file: FormsInFile
    forms: list[ImportedForm]
    held: bool = False

    def count(self, kind: str, *outcomes: str) -> int:
        """How many criteria or ratings had one of these outcomes."""
        decisions = (found for form in self.forms for found in (*form.criteria, *form.ratings))
        return sum(found.document.kind == kind and found.outcome in outcomes for found in decisions)

    @property
    def already(self) -> int:
        """Criteria and ratings that the ledger has as the forms say."""
        criteria = sum(len(form.codes) for form in self.forms) - self.count("criterion", "ready", "posted", "held")
        return criteria + self.count("rating", "already")

    @property
    def refused(self) -> int:
        """Forms with errors."""
        return sum(not form.is_good for form in self.forms)


def read_forms(
    path: Path, columns: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> FormsInFile:
    """The forms of a file, one for each sheet that has one.

    Args:
        path: Of the file.
        columns: Header by title or name of the field, as a person has said.
        fixed: What all forms are about, such as the month; ``{sheet}`` stands for the title of the sheet.

    Raises:
        HostError: The file cannot be read.
        SalesbookError: It holds no form, or there is no such field.
    """
    wanted = {field_named(FORM, title): header for title, header in (columns or {}).items()}
    said = {field_named(HEAD, title): text for title, text in (fixed or {}).items()}
    grids = read_grids(path)
    found = {grid.name: find_form(grid, wanted) for grid in grids}
    forms = tuple(form for form in found.values() if form)
    _check_headers(grids, forms, wanted)
    if not forms:
        raise SalesbookError("import-no-form", file=path.name, sheets=", ".join(found))
    return FormsInFile(path, forms, said, tuple(name for name, form in found.items() if not form))


def _check_headers(grids: Sequence[Grid], forms: Sequence[AppraisalForm], wanted: Mapping[str, str]) -> None:
    """See that each header that a person has named is there."""
    titles = {folded(title) for grid in grids for index in rows_searched(grid) for title in header_words(grid, index)}
    for header in wanted.values():
        if folded(header) not in titles:
            unread = dict.fromkeys(title for form in forms for title in form.left_out)
            raise SalesbookError("import-no-header", header=header, found=", ".join(unread) or "–")


def check_forms(file: FormsInFile, company: Company) -> FormImport:
    """What would become of each form; nothing is stored."""
    with company.cache() as cache:
        return FormImport(file, _decide(file, company, cache))


def run_forms(file: FormsInFile, company: Company) -> FormImport:
    """Post the criteria and ratings of the forms that are good; the same ones again change nothing.

    Raises:
        LedgerConflict: Others kept posting first; nothing was stored.
    """
    forms: list[ImportedForm] = []

    def decide(cache: LedgerCache) -> list[Decision]:
        forms[:] = _decide(file, company, cache)
        return [decision for form in forms for decision in _decisions(form)]

    report = store(company, file.path.name, f"import {FORM_KIND}", decide)
    return FormImport(file, forms, report.held)


def _decisions(form: ImportedForm) -> list[Decision]:
    """Those of a form; one that is refused is one document with all that is wrong."""
    if form.is_good:
        return [*form.criteria, *form.ratings]
    return [Decision(ReadDocument("rating", sheet=form.form.sheet, rows=[1]), "refused", form.problems)]


def _decide(file: FormsInFile, company: Company, cache: LedgerCache) -> list[ImportedForm]:
    """Who and what each form is about, and what is new in it; forms of earlier months first."""
    people = valid_on(load(cache, Salesperson), date.max)
    facts = Facts(company.today, company.settings.rules, open_periods(cache, company.settings))
    forms = [_addressed(form, file.fixed, people, facts) for form in file.forms]
    for form in forms:
        form.problems += _hidden(form.form, is_posted=company.settings.sheets.hidden_rows == "post")
    _refuse_doubles(forms)
    criteria, ratings = load(cache, CriterionRecord), load(cache, RatingRecord)
    typed: dict[int, list[ReadDocument]] = {}
    for form in sorted((form for form in forms if form.is_good), key=lambda form: form.month):
        typed[id(form)] = [*_criteria(form, criteria), *_ratings(form, ratings)]
    good = [form for form in forms if form.is_good]
    documents = [document for form in good for document in typed[id(form)]]
    decisions = {id(found.document): found for found in decide_records(documents, company, cache)}
    for form in good:
        found = [decisions[id(document)] for document in typed[id(form)]]
        form.problems += [_placed(problem, form, one.document) for one in found for problem in one.problems]
        form.criteria = [one for one in found if one.document.kind == CriterionRecord.kind]
        form.ratings = [one for one in found if one.document.kind == RatingRecord.kind]
        form.total = _total(form, criteria)
    for month in sorted({form.month for form in good}):
        first = next(form for form in good if form.month == month)
        first.problems += _with_others(first, criteria)
    return forms


def _addressed(
    form: AppraisalForm, fixed: Mapping[str, str], people: Mapping[str, Salesperson], facts: Facts
) -> ImportedForm:
    """A form with its person and month, or with what is wrong about them."""
    labels = dict(form.labels) | {
        name: Label(text.replace("{sheet}", form.sheet), 1, 0) for name, text in fixed.items()
    }
    if "appraised_name" in fixed:
        labels.pop("appraised_no", None)
    found = ImportedForm(form, problems=list(form.problems))
    who = "appraised_no" if "appraised_no" in labels else "appraised_name"
    said = _said(found, labels, who, "code")
    found.salesperson_no = _person(found, said, labels.get(who), people, facts) if said else ""
    found.name = people[found.salesperson_no].name if found.salesperson_no in people else ""
    found.month = _said(found, labels, "month", "month")
    if found.name and who == "appraised_no" and "appraised_name" in labels:
        label = labels["appraised_name"]
        if (named := " ".join(str(label.value).split())) not in (found.name, found.salesperson_no):
            values = {"found": named, "code": found.salesperson_no, "name": found.name}
            problem = Problem("form-name-differs", values=values, severity="warning")
            found.problems.append(problem.at(**_place(label, "appraised_name", form.sheet)))
    return found


def _hidden(form: AppraisalForm, *, is_posted: bool) -> list[Problem]:
    """Items in hidden rows: without them the form would come to something else."""
    hidden = ", ".join(str(row.row_number) for row in form.rows if row.is_hidden)
    if not hidden:
        return []
    place = Place("form_item", sheet=form.sheet, row_number=1, cell="A1")
    values = {"row": hidden, "ref": form.sheet}
    if is_posted:
        return [Problem("hidden-row-posted", place, values, "warning")]
    return [Problem("hidden-row-of-document", place, values)]


def _said(found: ImportedForm, labels: Mapping[str, Label], name: str, field_type: FieldType) -> str:
    """What a label says; it is needed."""
    sheet, label = found.form.sheet, labels.get(name)
    try:
        said = read_cell(label.value, "General", field_type).value if label else None
    except WrongCellError as error:
        assert label is not None
        found.problems.append(error.problem.at(**_place(label, name, sheet)))
        return ""
    if said is None:
        asked = "appraised_no" if name == "appraised_name" else name
        values = {"option": HEAD.field(asked).title.en, "example": _EXAMPLES[asked]}
        place = Place(asked, sheet=sheet, row_number=1, cell="A1")
        found.problems.append(Problem("form-label-missing", place, values))
    return str(said or "")


def _person(
    found: ImportedForm, said: str, label: Label | None, people: Mapping[str, Salesperson], facts: Facts
) -> str:
    """The code of the person: as it is written, or of the only one who has this name."""
    if said in people:
        return said
    named = [code for code, person in people.items() if person.name == said]
    if len(named) == 1:
        return named[0]
    codes = {person.name: code for code, person in people.items()} | {code: code for code in people}
    close = dict.fromkeys(codes[match] for match in close_codes(said, codes))
    facts.similar["salesperson_no", said] = named or list(close)
    for problem in unknown_code("salesperson_no", said, dict(people), facts):
        found.problems.append(problem.at(**_place(label, "salesperson_no", found.form.sheet)) if label else problem)
    return ""


def _place(label: Label, name: str, sheet: str) -> dict[str, str | int]:
    return {"field": name, "sheet": sheet, "row_number": label.row_number, "cell": label_cell(label)}


def _refuse_doubles(forms: Iterable[ImportedForm]) -> None:
    first: dict[tuple[str, str], str] = {}
    for form in forms:
        if form.salesperson_no and form.month:
            earlier = first.setdefault((form.salesperson_no, form.month), form.form.sheet)
            if earlier != form.form.sheet:
                values = {"first": earlier, "person": form.salesperson_no, "month": form.month}
                place = Place("salesperson_no", sheet=form.form.sheet, row_number=1, cell="A1")
                form.problems.append(Problem("form-twice", place, values))


def _criteria(form: ImportedForm, known: Versions[CriterionRecord]) -> list[ReadDocument]:
    """The criteria that the ledger lacks; those it has with the same weight are left as they are.

    What is found is added to the versions, so that the next form of the file sees it.
    """
    day = month_start(form.month)
    codes = _codes(form, known)
    made = []
    for (item, row), code in zip(form.form.items, codes, strict=True):
        in_force = [version for version in known.get(code, []) if version.valid_from <= day]
        current = in_force[-1] if in_force else None
        record = CriterionRecord(criterion=code, name=item.name, source=RATED, weight=item.weight, valid_from=day)
        if current is not None:
            if problem := _contradiction(current, item, day):
                form.problems.append(_at(problem, form, row))
            if current.source != RATED or current.weight == item.weight:
                continue
            record = current.model_copy(update={"weight": item.weight, "valid_from": day})
        made.append((record, row))
    if form.is_good:
        form.codes = codes
        for record, _ in made:
            versions = known.setdefault(record.criterion, [])
            versions.append(record)
            versions.sort(key=lambda version: version.valid_from)
    return [_document(form, record, row) for record, row in made]


def _codes(form: ImportedForm, known: Versions[CriterionRecord]) -> list[str]:
    """The code of each item: of the criterion that is rated under this name, or the name itself.

    Items of one name in two parts are told apart by the part.
    """
    rated = {versions[-1].name: code for code, versions in known.items() if versions[-1].source == RATED}
    items = [(part.name, item) for part in form.form.parts for item in part.items]
    names = [item.name for _, item in items]
    codes: list[str] = []
    for (part, item), row in zip(items, form.form.rows, strict=True):
        name = item.name if names.count(item.name) == 1 else f"{part} {item.name}".strip()
        try:
            code = rated.get(name) or read_cell(name, "General", "code").value
        except WrongCellError as error:
            form.problems.append(_at(error.problem.at(field="criterion"), form, row))
            code = name
        if code in codes:
            problem = Problem("criterion-twice", Place("criterion"), {"criterion": name})
            form.problems.append(_at(problem, form, row))
        codes.append(code)
    return codes


def _contradiction(current: CriterionRecord, item: RatedItem, day: date) -> Problem | None:
    """What a criterion of the ledger says against an item: it is not rated, or weighs something else."""
    if current.source != RATED:
        values = {"criterion": current.criterion, "source": current.source}
        return Problem("criterion-not-rated", Place("criterion"), values)
    if current.weight == item.weight:
        return None
    values = {
        "criterion": item.name, "stored": plain(current.weight), "found": plain(item.weight), "date": str(day)
    }  # fmt: skip
    if current.valid_from == day:
        return Problem("form-weight-contradicts", Place("weight"), values)
    return Problem("form-weight-changes", Place("weight"), values, "warning")


def _ratings(form: ImportedForm, known: Versions[RatingRecord]) -> list[ReadDocument]:
    """A rating for each score; an item without one is said."""
    made = []
    for (item, row), code in zip(form.form.items, form.codes, strict=False):
        if item.score is None:
            values = {"criterion": item.name, "weight": plain(item.weight)}
            form.problems.append(_at(Problem("form-score-missing", Place("rating"), values, "warning"), form, row))
            continue
        record = RatingRecord(
            salesperson_no=form.salesperson_no, month=form.month, criterion=code, rating=item.score, out_of=HUNDRED
        )
        before = known.get(record.key, [])
        if before and (before[-1].rating, before[-1].out_of) != (record.rating, record.out_of):
            stored = f"{plain(before[-1].rating)}/{plain(before[-1].out_of)}"
            values = {"criterion": item.name, "month": form.month, "stored": stored, "found": plain(item.score)}
            form.problems.append(_at(Problem("form-score-changes", Place("rating"), values, "warning"), form, row))
        made.append(_document(form, record, row))
    return made


def _document(form: ImportedForm, record: Record, row: FormRow) -> ReadDocument:
    """A record as if it had been typed in our sheets; what the form has no place for stays as it is."""
    absent = frozenset({"example"}) if isinstance(record, RatingRecord) else frozenset[str]()
    return ReadDocument(record.kind, sheet=form.form.sheet, rows=[row.row_number], model=record, absent=absent)


def _total(form: ImportedForm, known: Versions[CriterionRecord]) -> Decimal | None:
    """What the card comes to by the criteria of the form, as they will be in force."""
    in_force = valid_on(known, month_end(form.month))
    criteria = [in_force[code].as_criterion() for code in form.codes if in_force[code].weight]
    if check_weights([criterion.weight for criterion in criteria]):
        return None
    rows = [found.document.model.as_row() for found in form.ratings if isinstance(found.document.model, RatingRecord)]
    card = score(criteria, rated_figures(rows), salesperson_no=form.salesperson_no, period=form.month)
    return card.subtotal


def _with_others(form: ImportedForm, known: Versions[CriterionRecord]) -> list[Problem]:
    """A warning where the criteria of the month, with those that the company has beside, do not weigh 100."""
    in_force = {code: found for code, found in valid_on(known, month_end(form.month)).items() if found.weight}
    found = sum((record.weight for record in in_force.values()), ZERO)
    if found == HUNDRED:
        return []
    ours = sum((record.weight for code, record in in_force.items() if code in form.codes), ZERO)
    others = ", ".join(
        f"{record.name} {plain(record.weight)}" for code, record in in_force.items() if code not in form.codes
    )
    values = {
        "month": form.month, "found": plain(found), "form": plain(ours), "others": others,
        "date": str(month_start(form.month)),
    }  # fmt: skip
    problem = Problem("form-weights-with-others", Place("weight"), values, "warning")
    return [_at(problem, form, form.form.rows[0])]


def _placed(problem: Problem, form: ImportedForm, document: ReadDocument) -> Problem:
    row = next(row for row in form.form.rows if row.row_number == document.rows[0])
    return _at(problem, form, row)


def _at(problem: Problem, form: ImportedForm, row: FormRow) -> Problem:
    """A problem of an item at its cell."""
    cell = row.cells.get(_CELLS.get(problem.place.field, ""), row.cells["form_item"])
    return problem.at(sheet=form.form.sheet, row_number=row.row_number, cell=cell)
