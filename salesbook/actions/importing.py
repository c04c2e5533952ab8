"""Sheets that are not ours: find their table, say which column is which field, and post what is good.

A foreign sheet is shown to the rest of the program as one of our lists, with its own row numbers, and goes the way of
every list. What is refused goes into a file of the same columns, with a note at each cell, to be corrected and
imported again.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from salesbook.actions.company import Company
from salesbook.actions.import_profiles import ImportProfile, keep_profile, read_profiles
from salesbook.actions.imported_sheet import REF, ImportedSheet
from salesbook.actions.posting import check, post
from salesbook.actions.storing import Report
from salesbook.actions.workbooks import look_of, write_anew
from salesbook.documents.posting import Posting
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import CellError, CellValue, Grid, Mark, RowBlock
from salesbook.large_data import kept
from salesbook.problems import Place, Problem, SalesbookError
from salesbook.sheets.aliases import folded
from salesbook.sheets.columns import LISTS, RECORD_TABLES, Field, Table
from salesbook.sheets.dividing import OtherTable, find_tables, kind_in, left_out, required_fields
from salesbook.sheets.finding import FoundTable, Guess, find_table, guesses, is_markup, unit_in
from salesbook.sheets.forms import lines_of_form
from salesbook.sheets.reading import MatchedTable, lines_of, match
from salesbook.sheets.writing import marks_of
from salesbook.workbooks.foreign_rows import ShownCell, ShownSheet, build_rows

IMPORTED: Mapping[str, Table] = LISTS | RECORD_TABLES
"""What can be imported, by kind."""

DONE = ("posted", "already", "waiting", "ready")
"""Outcomes of documents that are in the ledger, or would be."""

FIRST_LINES = 5
"""So many lines are shown as they would be posted."""

BATCH = 20_000
"""Rows that are posted together, so that a file of any length needs little memory."""

LEAST_DATES = 3
"""So many codes that are shown as dates, none of them twice, are numbers with a wrong format."""


@dataclass(frozen=True)
class ImportPlan:
    """How a file will be read.

    Attributes:
        name: Of the profile; it is written when something is imported.
        tables: All of the kind, sheet by sheet.
        others: Tables that are not read, because they are of another kind or lack a column.
        columns: What each column of the first table is taken for, in the order of the sheet.
        missing: Fields that must be filled and have neither column nor fixed text.
        left_out: Headers of columns that are not read.
    """

    path: Path
    kind: str
    name: str
    profile: ImportProfile
    tables: tuple[FoundTable, ...]
    others: tuple[OtherTable, ...]
    columns: tuple[Guess, ...]
    missing: tuple[Field, ...]
    left_out: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The list of ours that the sheets are taken for."""
        return IMPORTED[self.kind]

    def columns_of(self, found: FoundTable) -> tuple[Guess, ...]:
        """What each column of one of the tables is taken for."""
        how = {(guess.field, guess.header): guess.how for guess in self.columns}
        known = guesses(found.headers, self.table, self.profile.columns)
        told = (replace(guess, how=how.get((guess.field, guess.header), guess.how)) for guess in known)
        return tuple(sorted(told, key=lambda guess: guess.offset))


@dataclass
class ImportedRows:
    """What became of the rows of one table.

    Attributes:
        imported: Rows in the ledger, or fit for it; those that wait for an approval among them.
        waiting: Rows that wait for an approval.
        refused: Rows not posted; each has a problem that says why.
        totals: Sums, which were compared and left out.
        blank: Rows with nothing in the columns that are read, such as a note below the table.
        outcomes: How many documents had each outcome.
        first: The first lines that are in the ledger, or would be.
        marks: What is wrong, by the cells of the file.
    """

    found: FoundTable
    imported: int = 0
    waiting: int = 0
    refused: list[int] = field(default_factory=list)
    totals: int = 0
    blank: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    first: list[Posting] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass
class ImportReport:
    """What became of a file.

    Attributes:
        problems_file: The file, or a workbook of its rows, with a note at each cell that is wrong.
        refused_file: The refused rows alone, to be corrected and imported again.
    """

    plan: ImportPlan
    sheets: list[ImportedRows] = field(default_factory=list)
    problems_file: Path | None = None
    refused_file: Path | None = None

    @property
    def imported(self) -> int:
        """Rows that are in the ledger, or would be."""
        return sum(sheet.imported for sheet in self.sheets)

    @property
    def refused(self) -> int:
        """Rows that are not."""
        return sum(len(sheet.refused) for sheet in self.sheets)

    @property
    def waiting(self) -> int:
        """Rows that count as imported, but wait until somebody approves their documents."""
        return sum(sheet.waiting for sheet in self.sheets)

    @property
    def others(self) -> int:
        """Rows that another import is for."""
        return sum(found.others for found in self.plan.tables)

    @property
    def below(self) -> int:
        """Rows below the lines of forms: sums, terms, signatures."""
        return sum(found.below for found in self.plan.tables)

    @property
    def headings(self) -> int:
        """Rows that are titles, labels and headers."""
        return sum(found.headings for found in self.plan.tables)

    @property
    def left_out(self) -> int:
        """Rows of tables that are not read, with their titles and headers."""
        return sum(other.rows + other.headings for other in self.plan.others)

    @property
    def blank(self) -> int:
        """Rows with nothing in the columns that are read."""
        return sum(sheet.blank for sheet in self.sheets)

    @property
    def totals(self) -> int:
        """Rows that hold sums."""
        return sum(sheet.totals for sheet in self.sheets)


def plan_import(
    path: Path,
    company: Company,
    kind: str = "",
    *,
    profile: str = "",
    columns: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    only: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Find the table of a file, and what each of its columns is.

    A profile that fits the file is used; what is said here counts before it, and what it leaves open is proposed.

    Args:
        path: Of the file.
        company: Whose profiles are known.
        kind: Of what the file holds; blank to find out.
        profile: Name of the profile to use, or to make.
        columns: Header by title or name of the field.
        fixed: Text by title or name of a field that every row gets.
        only: Text by header that a row must have; other rows are left for another import.

    Raises:
        HostError: The file cannot be read.
        SalesbookError: No table was found, it may be of several kinds, or a field or header is not there.
    """
    grids = read_grids(path)
    profiles = read_profiles(company.folder)
    name, known = _fitting(profiles, grids, kind, profile)
    kind = known.kind if known else kind or _kind_of(grids)
    table = IMPORTED[kind]
    said = known or ImportProfile(kind=kind)
    chosen = dict(said.columns) | {field_named(table, title): header for title, header in (columns or {}).items()}
    constants = dict(said.fixed) | {field_named(table, title): text for title, text in (fixed or {}).items()}
    tables, others = _tables(grids, table, chosen, constants, [field_named(table, title) for title in columns or {}])
    if not tables:
        sheets = ", ".join(grid.name for grid in grids)
        raise SalesbookError("import-no-table", file=path.name, kind=kind, sheets=sheets)
    wanted_rows = dict(said.only) | dict(only or {})
    tables = tuple(_only_rows(lines_of_form(found, table, chosen), wanted_rows) for found in tables)
    proposed = guesses(tables[0].headers, table, chosen)
    _check_headers(tables[0], table, columns or {}, proposed)
    taken = {guess.field: guess.header for guess in proposed if guess.how != "similar"}
    planned = said.model_copy(update={"columns": taken, "fixed": constants, "only": wanted_rows})
    if known is None:
        planned = _with_evidence(planned, tables[0], table)
        _check_units(planned, tables, table)
    labelled = set(tables[0].labels)
    missing = tuple(
        wanted
        for wanted in table.fields
        if wanted.required and wanted.name not in {*taken, *constants, *labelled, REF} and not wanted.written
    )
    read = {*taken.values(), planned.markup, ""}
    unread = tuple(dict.fromkeys(header for header in tables[0].headers if header not in read))
    ordered = tuple(sorted(proposed, key=lambda guess: guess.offset))
    return ImportPlan(
        path, kind, name or _new_name(profiles, kind), planned, tables, others, ordered, missing, unread
    )  # fmt: skip


def check_import(plan: ImportPlan, company: Company) -> ImportReport:
    """Say what would become of each row, and mark what is wrong in a copy of the file; nothing is stored.

    Raises:
        SalesbookError: A field that must be filled has no column.
    """
    _refuse_missing(plan)
    report = ImportReport(plan, [_rows(found, plan, company, is_check=True) for found in plan.tables])
    if any(sheet.marks for sheet in report.sheets):
        report.problems_file = _marked_copy(report, company)
    return report


def run_import(plan: ImportPlan, company: Company) -> ImportReport:
    """Post the rows that are good, sheet by sheet, and put the others into a file; the profile is kept.

    The same rows imported again are recognised, whatever the file is called by then.

    Raises:
        SalesbookError: A field that must be filled has no column.
        LedgerConflict: Others kept posting first; of this sheet nothing was stored.
    """
    _refuse_missing(plan)
    keep_profile(company.folder, plan.name, plan.profile)
    report = ImportReport(plan)
    for found in plan.tables:
        report.sheets.append(_rows(found, plan, company, is_check=False))
    if report.refused:
        target = plan.path.with_name(f"{plan.path.stem} refused.xlsx")
        first = report.sheets[0]
        # The first table stands there even without rows: by its columns the profile is known again.
        shown = [(s, _only(s.found.rows, s.refused)) for s in report.sheets if s.refused or s is first]
        write_anew(target, lambda path: build_rows(path, look_of(company.settings), _shown(shown)))
        report.refused_file = target
    return report


@kept()
def _rows(found: FoundTable, plan: ImportPlan, company: Company, *, is_check: bool) -> ImportedRows:
    whole = _sheet(found, plan)
    matched = match(whole.read_table(plan.table.name), plan.table, company.settings.sheets)
    lines, sums = lines_of(matched)
    if found.doubtful:
        return _doubtful(ImportedRows(found), whole, [row.row_number for row in lines], company)
    totals = len({problem.place.row_number for problem in sums})
    result = ImportedRows(found, totals=totals, blank=len(found.rows) - len(lines) - totals)
    result.problems += [whole.placed(problem) for problem in sums]
    result.marks += marks_of(result.problems, company.settings.language)
    company = _told(company, plan, matched)
    for batch in _batches(replace(found, rows=tuple(_only(found.rows, [row.row_number for row in lines]))), plan):
        sheet = _sheet(batch, plan)
        report = check(sheet, company) if is_check else post(sheet, company)
        _count(result, report, sheet)
    result.refused.sort()
    return result


def _doubtful(result: ImportedRows, sheet: ImportedSheet, lines: Sequence[int], company: Company) -> ImportedRows:
    """A form of which nobody can say where its lines end is refused as a whole."""
    result.refused = list(lines)
    result.blank = len(result.found.rows) - len(lines)
    for number in result.found.doubtful:
        place = Place("", sheet=result.found.grid.name, row_number=number, cell=f"A{number}")
        result.problems.append(Problem("row-below-total", place, {"row": str(number)}))
    result.outcomes["refused"] += 1
    result.marks += marks_of(result.problems, company.settings.language)
    return result


def _sheet(found: FoundTable, plan: ImportPlan) -> ImportedSheet:
    return ImportedSheet(plan.path.name, found, plan.table, plan.profile, f"import {plan.name}")


def _told(company: Company, plan: ImportPlan, matched: MatchedTable) -> Company:
    """The company, with what the profile wants and what all dates of the sheet together tell about their order."""
    settings = company.settings
    orders = {habits.order for habits in matched.habits.values()} - {"ask"}
    said = {"repeated_rows": plan.profile.repeated_rows} | ({"date_order": orders.pop()} if len(orders) == 1 else {})
    sheets = settings.sheets.model_copy(update=said)
    return replace(company, settings=settings.model_copy(update={"sheets": sheets}))


def _count(result: ImportedRows, report: Report, sheet: ImportedSheet) -> None:
    """Keep what is told of a batch, and let go of its documents."""
    for decision in report.decisions:
        rows = decision.document.rows
        result.outcomes[decision.outcome] += 1
        if decision.outcome in DONE:
            result.imported += len(rows)
            result.waiting += len(rows) if decision.outcome == "waiting" else 0
            result.first += decision.postings[: FIRST_LINES - len(result.first)]
        else:
            result.refused += rows
        result.problems += [sheet.placed(problem) for problem in decision.problems]
    result.marks += sheet.marks


def _batches(found: FoundTable, plan: ImportPlan) -> Iterator[FoundTable]:
    """The table in parts of so many rows; rows with one Ref stay together, wherever they stand."""
    if len(found.rows) <= BATCH:
        yield found
        return
    guess = next((guess for guess in plan.columns if guess.field == REF and REF in plan.profile.columns), None)
    groups: dict[object, list[RowBlock]] = {}
    for row in found.rows:
        groups.setdefault(row.values[guess.offset] if guess else row.row_number, []).append(row)
    part: list[RowBlock] = []
    for rows in groups.values():
        part += rows
        if len(part) >= BATCH:
            yield replace(found, rows=tuple(part))
            part = []
    if part:
        yield replace(found, rows=tuple(part))


def _only(rows: Sequence[RowBlock], numbers: Sequence[int]) -> list[RowBlock]:
    wanted = set(numbers)
    return [row for row in rows if row.row_number in wanted]


def _shown(tables: Sequence[tuple[ImportedRows, Sequence[RowBlock]]]) -> list[ShownSheet]:
    """Rows of the tables as sheets; those of one sheet below each other, with an empty row between."""
    shown: dict[str, ShownSheet] = {}
    for sheet, rows in tables:
        name, top = sheet.found.grid.name, sheet.found.top
        cells = _cells(sheet, [*top, *rows])
        above = shown.get(name)
        shown[name] = (
            ShownSheet(name, [*above.rows, [], *cells], above.top) if above else ShownSheet(name, cells, len(top))
        )
    return list(shown.values())


def _cells(sheet: ImportedRows, rows: Sequence[RowBlock]) -> list[list[ShownCell]]:
    marks = {(mark.row_number, mark.column_number): mark for mark in reversed(sheet.marks)}

    def cell(row: RowBlock, offset: int, value: CellValue) -> ShownCell:
        mark = marks.get((row.row_number, offset + 1))
        shown = value.text if isinstance(value, CellError) else value
        return ShownCell(shown, row.format_of(offset), mark.severity if mark else "", mark.note if mark else "")

    return [[cell(row, *place) for place in enumerate(row.values)] for row in rows]


def _marked_copy(report: ImportReport, company: Company) -> Path:
    """The file with its marks; of a file that is no workbook, its rows as one."""
    source = report.plan.path
    target = source.with_name(f"{source.stem} checked.xlsx")
    if source.suffix.lower() == ".xlsx":

        def copy(path: Path) -> None:
            shutil.copyfile(source, path)
            book = ClosedFile(path)
            for name, marks in _marks_by_sheet(report).items():
                book.show_marks(name, marks)
            book.save()

        write_anew(target, copy)
        return target
    shown = _shown([(sheet, sheet.found.rows) for sheet in report.sheets])
    write_anew(target, lambda path: build_rows(path, look_of(company.settings), shown))
    return target


def _marks_by_sheet(report: ImportReport) -> dict[str, list[Mark]]:
    marks: dict[str, list[Mark]] = {}
    for sheet in report.sheets:
        marks.setdefault(sheet.found.grid.name, []).extend(sheet.marks)
    return marks


def _refuse_missing(plan: ImportPlan) -> None:
    if plan.missing:
        first = plan.missing[0].title
        raise SalesbookError(
            "import-column-missing", field=first.en, field_zh=first.hant, file=plan.path.name,
            found=", ".join(plan.left_out) or "–",
        )  # fmt: skip


def _tables(
    grids: Sequence[Grid], table: Table, chosen: Mapping[str, str], constants: Mapping[str, str], named: Sequence[str]
) -> tuple[tuple[FoundTable, ...], tuple[OtherTable, ...]]:
    """The tables of all sheets that can be read like the one of which most is known, and the others.

    Args:
        named: Fields whose columns a person has just named; the person means a table that has them.
    """
    divided = [find_tables(grid, table, chosen, constants) for grid in grids]
    others = [other for sheet in divided for other in sheet.others]
    tables = [found for sheet in divided for found in sheet.tables]
    has = [{g.field for g in guesses(f.headers, table, chosen, similar=False)} | f.labels.keys() for f in tables]
    needed = (required_fields(table, constants) | set(named)) & max(has, key=len, default=set())
    titles = [kind_in([found.grid.name]) if table.kind in LISTS else "" for found in tables]
    kept: list[FoundTable] = []
    for found, fields, title in zip(tables, has, titles, strict=True):
        is_other = table.kind in titles and title not in ("", table.kind)
        if is_other or not needed <= fields:
            others.append(left_out(found, () if is_other else sorted(needed - fields)))
            continue
        # A later sheet has rows with the same numbers; without this mark they would pass for the same documents.
        sheet = found.grid.name if kept and found.grid.name != kept[0].grid.name else ""
        kept.append(replace(found, mark=" ".join(filter(None, (sheet, found.mark)))))
    return tuple(kept), tuple(others)


def _fitting(
    profiles: Mapping[str, ImportProfile], grids: Sequence[Grid], kind: str, wanted: str
) -> tuple[str, ImportProfile | None]:
    """The profile of this name; without one, that of which every column is in the file."""
    if wanted:
        return wanted, profiles.get(wanted)
    fitting = [
        (name, profile)
        for name, profile in profiles.items()
        if profile.kind in IMPORTED and kind in ("", profile.kind) and _fits(profile, grids)
    ]
    return max(fitting, key=lambda found: len(found[1].columns), default=("", None))


def _fits(profile: ImportProfile, grids: Sequence[Grid]) -> bool:
    table = IMPORTED[profile.kind]
    headers = set(profile.columns.values())

    def has_all(found: FoundTable) -> bool:
        return headers <= set(found.headers)

    return any(
        (found := find_table(grid, table, profile.columns))
        and (has_all(found) or any(map(has_all, find_tables(grid, table, profile.columns).tables)))
        for grid in grids
    )


def _kind_of(grids: Sequence[Grid]) -> str:
    """The kind whose fields the headers name most of.

    Raises:
        SalesbookError: Several kinds fit as well as each other, or none does.
    """
    fits: dict[str, int] = {}
    for kind, table in IMPORTED.items():
        for grid in grids:
            if found := find_table(grid, table):
                known = {guess.field for guess in guesses(found.headers, table, {}) if guess.how != "similar"}
                lacking = [f for f in table.fields if f.required and f.name not in {*known, *found.labels, REF}]
                fits[kind] = max(fits.get(kind, 0), len(known) - len(lacking))
    best = max(fits.values(), default=None)
    chosen = [kind for kind, fit in fits.items() if fit == best]
    if len(chosen) != 1:
        raise SalesbookError("import-kind-open", kinds=", ".join(chosen or IMPORTED))
    return chosen[0]


def field_named(table: Table, title: str) -> str:
    """The field that a person means by its title in any language, or by its name.

    Raises:
        SalesbookError: The list has no such field.
    """
    wanted = folded(title)
    for known in table.fields:
        if not known.written and wanted in {folded(known.name), *(folded(word) for word in known.title)}:
            return known.name
    titles = ", ".join(known.title.en for known in table.fields if not known.written)
    raise SalesbookError("import-no-field", field=title, fields=titles)


def _check_headers(found: FoundTable, table: Table, columns: Mapping[str, str], taken: Sequence[Guess]) -> None:
    """A header that a person names must be there."""
    chosen = {guess.field for guess in taken if guess.how == "chosen"}
    for title, header in columns.items():
        if field_named(table, title) not in chosen:
            shown = ", ".join(word for word in found.headers if word)
            raise SalesbookError("import-no-header", header=header, found=shown)


def _check_units(profile: ImportProfile, tables: Sequence[FoundTable], table: Table) -> None:
    """One profile is for all tables of a file, so their amounts must be in one unit.

    Raises:
        SalesbookError: A table counts in another unit than the first.
    """
    for found in tables[1:]:
        fields = {guess.field: guess.header for guess in guesses(found.headers, table, profile.columns, similar=False)}
        multiply = _with_evidence(profile.model_copy(update={"columns": fields}), found, table).multiply
        shared = profile.multiply.keys() | multiply.keys() & profile.columns.keys()
        if any(multiply.get(name) != profile.multiply.get(name) for name in shared & fields.keys()):
            raise SalesbookError(
                "import-units-differ", sheet=found.grid.name, row=str(found.header_row), first=str(tables[0].header_row)
            )


def _with_evidence(profile: ImportProfile, found: FoundTable, table: Table) -> ImportProfile:
    """What a table itself tells of its columns: units in titles, numbers shown as dates, a column of markup."""
    offsets = {guess.field: guess.offset for guess in guesses(found.headers, table, profile.columns)}
    above = [value for row in found.top for value in row.values if isinstance(value, str)]
    whole = next((unit for text in above if (unit := unit_in(text))), None)
    multiply: dict[str, Decimal] = {}
    dates = []
    for name, header in profile.columns.items():
        known = table.field(name)
        if known.type == "money" and (unit := unit_in(header) or whole):
            multiply[name] = unit
        cells = [row.values[offsets[name]] for row in found.rows if row.values[offsets[name]] is not None]
        days = [cell for cell in cells if isinstance(cell, date)]
        if known.type == "code" and LEAST_DATES <= len(days) == len(cells) == len(set(days)):
            dates.append(name)
    markup = next((header for header in found.headers if is_markup(header)), "")
    return profile.model_copy(update={"multiply": multiply, "shown_as_dates": tuple(dates), "markup": markup})


def _only_rows(found: FoundTable, wanted: Mapping[str, str]) -> FoundTable:
    """The rows whose columns hold these words.

    Raises:
        SalesbookError: There is no such column.
    """
    for header, text in wanted.items():
        offset = next((place for place, word in enumerate(found.headers) if folded(word) == folded(header)), None)
        if offset is None:
            shown = ", ".join(word for word in found.headers if word)
            raise SalesbookError("import-no-header", header=header, found=shown)
        rows = tuple(row for row in found.rows if folded(str(row.values[offset])) == folded(text))
        found = replace(found, rows=rows, others=found.others + len(found.rows) - len(rows))
    return found


def _new_name(profiles: Mapping[str, ImportProfile], kind: str) -> str:
    number, name = 1, kind
    while name in profiles:
        number += 1
        name = f"{kind}-{number}"
    return name
