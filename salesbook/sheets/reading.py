"""Rows to models plus problems. Everything that is wrong is found in one pass.

A table is matched by its headers, in any of the three languages and any order; own columns of people are
left alone. Rows of a list are grouped into documents by their Ref.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import repeat
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from salesbook.documents.credit_note import CreditNote
from salesbook.documents.delivery_note import DeliveryNote
from salesbook.documents.paper import Paper, PaperLine
from salesbook.documents.payment import Payment
from salesbook.documents.pick_list import PickList
from salesbook.documents.quotation import Quotation
from salesbook.documents.record import Record
from salesbook.documents.return_request import ReturnRequest
from salesbook.documents.sales_invoice import SalesInvoice
from salesbook.documents.sales_order import SalesOrder
from salesbook.documents.sales_return import SalesReturn
from salesbook.documents.sign_off import SignOff
from salesbook.documents.stock_movement import StockMovement
from salesbook.hosts.addresses import column_letters
from salesbook.hosts.host import CellValue, NamedCell, RowBlock, TableBlock
from salesbook.large_data import without_collecting
from salesbook.money import unit_of
from salesbook.problems import Place, Problem, Severity, TemplateError, has_errors
from salesbook.settings import SheetSettings
from salesbook.sheets.aliases import folded, means, nearest
from salesbook.sheets.cell_values import NO_HABITS, Habits, Read, clean_text, read_cell
from salesbook.sheets.circular import without_circular
from salesbook.sheets.column_reading import LIMIT_SIGNS, Column, ReadColumn, limits_shown, read_columns, value_for
from salesbook.sheets.columns import ENTRY, Field, Form, Table
from salesbook.sheets.date_texts import LAST_MONTH, order_in
from salesbook.sheets.totals import without_totals
from salesbook.sheets.wrong_cell import WrongCellError
from salesbook.units import plain

PAPERS: dict[str, type[Paper]] = {
    paper.kind: paper
    for paper in (
        Quotation,
        SalesOrder,
        PickList,
        DeliveryNote,
        SignOff,
        ReturnRequest,
        SalesReturn,
        SalesInvoice,
        CreditNote,
        Payment,
        StockMovement,
    )
}

Values = dict[str, Any]

NO_DATE = date(9000, 1, 1)
"""Stands for a date that could not be read; every code that was ever posted is known on it."""


@dataclass(frozen=True)
class MatchedTable:
    """A table of a sheet whose columns have been recognised.

    Attributes:
        columns: Offset of each field found, from 0.
        habits: Of fields in whose columns dates are written in a way of their own.
        settings: How the company wants sheets to be read.
    """

    block: TableBlock
    table: Table
    columns: Mapping[str, int]
    habits: Mapping[str, Habits] = field(default_factory=dict)
    settings: SheetSettings = field(default_factory=SheetSettings)

    @cached_property
    def fields(self) -> dict[str, Column]:
        """The column of each field that has one, in the order of our list."""
        return {
            found.name: Column(found, self.columns[found.name], self.habits.get(found.name, NO_HABITS))
            for found in self.table.fields
            if found.name in self.columns
        }

    @cached_property
    def typed(self) -> list[int]:
        """Offsets of what people type; formulas and what salesbook writes do not count."""
        return [c.offset for c in self.fields.values() if not (c.wanted.written or c.wanted.formula)]

    @cached_property
    def head(self) -> list[Column]:
        """What belongs to the document."""
        return [column for column in self.fields.values() if column.wanted.head]

    @cached_property
    def line(self) -> list[Column]:
        """What belongs to one of its lines."""
        return [column for column in self.fields.values() if not (column.wanted.head or column.wanted.written)]

    def address(self, row_number: int, field_name: str) -> str:
        """Address of a field's cell, such as ``E14``; of the row's first cell when the field has no column."""
        return column_letters(self.block.first_column + self.columns.get(field_name, 0)) + str(row_number)

    def column_number(self, field_name: str) -> int:
        """Column of a field on the sheet, from 1."""
        return self.block.first_column + self.columns[field_name]


@dataclass
class ReadDocument:
    """A paper or record as read, with the places of its parts.

    Attributes:
        model: ``None`` when a problem keeps it from being built.
        draft: What could be read where there is no model, so that the rest of the problems is found too.
        document_no: What stands in the number column: the document was posted before.
        rows: Sheet rows in order; line n of a paper stands in ``rows[n - 1]``.
        entered: What was typed, by line: only the fields that were filled.
        head: Head fields that were filled.
        absent: Of a record: fields for which the sheet has no column, so that it says nothing of them.
        entry: Of a record: the posting its row agreed with when it was filled; 0 where the row does not say.
    """

    kind: str
    document_ref: str = ""
    document_no: str = ""
    sheet: str = ""
    model: Paper | Record | None = None
    draft: Paper | Record | None = None
    rows: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    head: Values = field(default_factory=dict)
    entered: list[Values] = field(default_factory=list)
    absent: frozenset[str] = frozenset()
    entry: int = 0

    @property
    def is_good(self) -> bool:
        """No error so far, and a model to work with."""
        return self.model is not None and not has_errors(self.problems)


def fold_header(text: str) -> str:
    """A header without blanks and case, so that small slips do not hide a column."""
    return "".join(clean_text(text).casefold().split())


def match(block: TableBlock, table: Table, settings: SheetSettings | None = None) -> MatchedTable:
    """Find the fields of a table by their headers, and how dates are written in its columns.

    Raises:
        TemplateError: A column that must be there is missing, or stands twice.
    """
    offsets: dict[str, list[int]] = defaultdict(list)
    for offset, header in enumerate(block.headers):
        offsets[fold_header(header)].append(offset)
    columns: dict[str, int] = {}
    for wanted in table.fields:
        found = sorted({offset for word in wanted.title for offset in offsets.get(fold_header(word), [])})
        if len(found) > 1:
            raise TemplateError("header-twice", table=table.name, sheet=block.sheet, header=block.headers[found[0]])
        if found:
            columns[wanted.name] = found[0]
    columns |= _under_other_words(block.headers, table, columns)
    strangers = [header for offset, header in enumerate(block.headers) if offset not in columns.values()]
    for wanted in table.fields:
        if wanted.name in columns:
            continue
        if wanted.required or (wanted.written and not wanted.may_lack) or (wanted.decisive and strangers):
            similar = next((like for word in wanted.title if (like := nearest(word, strangers))), "")
            raise TemplateError(
                "header-missing", table=table.name, sheet=block.sheet, header=wanted.title.en,
                header_zh=wanted.title.hant, found=", ".join(strangers) or "–", similar=similar,
            )  # fmt: skip
    settings = settings or SheetSettings()
    block = without_circular(block)
    return MatchedTable(block, table, columns, habits_of(block, table, columns, settings), settings)


def _under_other_words(headers: Sequence[str], table: Table, known: Mapping[str, int]) -> dict[str, int]:
    """Columns that people have renamed to another word for the same thing, where only one column and field fit."""
    missing = [field.name for field in table.fields if field.name not in known and not field.written]
    wanted = {offset: folded(header) for offset, header in enumerate(headers) if offset not in known.values()}
    found = {name: [offset for offset, word in wanted.items() if word in means(name)] for name in missing}
    taken = Counter(offset for offsets in found.values() for offset in offsets)
    return {name: offsets[0] for name, offsets in found.items() if len(offsets) == 1 and taken[offsets[0]] == 1}


def habits_of(
    block: TableBlock, table: Table, columns: Mapping[str, int], settings: SheetSettings
) -> dict[str, Habits]:
    """How dates are written in each column: as its own texts tell, else as the company has set."""
    found = {}
    for wanted in table.fields:
        if wanted.type not in ("date", "month") or wanted.name not in columns:
            continue
        cells = [row.values[columns[wanted.name]] for row in block.rows]
        order = order_in(cell for cell in cells if isinstance(cell, str))
        days = [cell for cell in cells if isinstance(cell, date)]
        may_be_swapped = order in ("DMY", "MDY") and all(day.day <= LAST_MONTH for day in days)
        found[wanted.name] = Habits(settings.date_order if order is None else order, may_be_swapped, block.date1904)
    return found


@without_collecting()
def read_papers(matched: MatchedTable) -> list[ReadDocument]:
    """The documents of a list, in the order of their first rows."""
    rows, totals = lines_of(matched)
    found = _ReadList.of(matched, rows)
    references = next(column for column in found.head if column.wanted.name == "document_ref")
    groups: dict[str, list[int]] = defaultdict(list)
    documents: list[ReadDocument] = []
    for index, reference in enumerate(references.values):
        if reference is not None:
            groups[reference].append(index)
        else:
            number = rows[index].row_number
            problem = references.problem_at(index) or Problem("missing", Place("document_ref"))
            documents.append(ReadDocument(matched.table.kind, rows=[number], problems=[_at(problem, matched, number)]))
    documents += [_read_paper(found, reference, indices) for reference, indices in groups.items()]
    documents.sort(key=lambda document: document.rows[0])
    return gathered(_with_totals(documents, totals))


@without_collecting()
def read_records(matched: MatchedTable, model: type[Record]) -> list[ReadDocument]:
    """One record per row."""
    found = []
    settled = {"valid_from", *model.key_fields, *model.meant_blank}
    absent = frozenset(model.model_fields) - matched.columns.keys() - settled
    rows, totals = lines_of(matched)
    read = _read_lines(matched, rows, read_columns([*matched.head, *matched.line], rows))
    for index, (row, values) in enumerate(zip(rows, read.values, strict=True)):
        document = ReadDocument(
            model.kind, sheet=matched.block.sheet, rows=[row.row_number], problems=read.problems.get(index, []),
            head=values, absent=absent, entry=_entry_of(row, matched),
        )  # fmt: skip
        leave_out = row.hidden and matched.settings.hidden_rows == "leave_out"
        if row.hidden:
            code: str = "hidden-row" if leave_out else "hidden-row-posted"
            severity: Severity = "error" if leave_out else "warning"
            problem = Problem(code, Place(""), {"row": str(row.row_number)}, severity)
            document.problems.append(_at(problem, matched, row.row_number))
        if not has_errors(document.problems):
            document.model = _build(model, values, document, matched)
        if document.model is None and not leave_out:
            blanks: Values = {name: "" for name, info in model.model_fields.items() if info.is_required()}
            document.draft = model.model_construct(**(blanks | values))
        found.append(document)
    return gathered(_with_totals(found, totals))


def _entry_of(row: RowBlock, matched: MatchedTable) -> int:
    """How old a row is; nobody types it, so what is no whole number says nothing."""
    value = row.values[matched.columns[ENTRY.name]] if ENTRY.name in matched.columns else None
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return int(value) if is_number and value == value // 1 else 0  # type: ignore[arg-type, operator]


@dataclass
class ReadHead:
    """The named cells of a form: what was typed, and what is wrong."""

    values: Values
    problems: list[Problem]


def read_form(form: Form, names: Mapping[str, NamedCell], matched: MatchedTable) -> ReadDocument:
    """The one document of a form.

    Raises:
        TemplateError: A named cell that must be there is missing.
    """
    head = read_form_head(form, names)
    document = ReadDocument(form.kind, document_no=head.values.pop("document_no", ""), problems=head.problems)
    document.document_ref = head.values.get("document_ref", "")
    document.head = head.values
    rows, totals = lines_of(matched)
    document.problems += totals
    if problem := _hidden(matched, rows, document.document_ref or "–", is_form=True):
        document.problems.append(problem)
    _add_lines(document, _ReadList.of(matched, rows), range(len(rows)), head.values)
    return document


def read_form_head(form: Form, names: Mapping[str, NamedCell]) -> ReadHead:
    """The head of a form, without its status.

    Raises:
        TemplateError: A named cell that must be there is missing.
    """
    read = ReadHead({}, [])
    for wanted in form.head:
        cell = names.get(form.name_of(wanted.name))
        if cell is None:
            if wanted.required or wanted.written:
                raise TemplateError("name-missing", name=form.name_of(wanted.name), field=wanted.title.en)
            continue
        if wanted.name == "status":
            continue
        try:
            found = read_cell(cell.value, "General", wanted.type)
            value = None if found.value is None else value_for(wanted, found.value)
        except WrongCellError as error:
            read.problems.append(_at_name(error.problem, cell, wanted))
            continue
        if found.change:
            read.problems.append(_at_name(_changed(cell.value, found), cell, wanted))
        if value is not None:
            read.values[wanted.name] = value
        elif wanted.required and wanted.name != "document_ref":
            read.problems.append(_at_name(Problem("missing"), cell, wanted))
    return read


@without_collecting()
def read_rows(matched: MatchedTable) -> tuple[list[Values], list[Problem]]:
    """The filled rows of a table that holds no documents, as values by field."""
    rows, problems = lines_of(matched)
    read = _read_lines(matched, rows, read_columns([*matched.head, *matched.line], rows))
    return read.values, [*problems, *(problem for _, wrong in sorted(read.problems.items()) for problem in wrong)]


def lines_of(matched: MatchedTable) -> tuple[list[RowBlock], list[Problem]]:
    """The rows in which something is typed and that are no totals, and what is to be said of the totals."""
    filled = [row for row in matched.block.rows if not _is_blank(matched, row)]
    rows, totals = without_totals(filled, matched.table, matched.columns)
    return rows, [_at(problem, matched, problem.place.row_number or 0) for problem in totals]


def _with_totals(documents: list[ReadDocument], totals: Iterable[Problem]) -> list[ReadDocument]:
    """What is said of a total is said with the document above it."""
    for problem in totals:
        above = [found for found in documents if found.rows[0] < (problem.place.row_number or 0)]
        for document in above[-1:]:
            document.problems.append(problem)
    return documents


def locate(
    problem: Problem, document: ReadDocument, matched: MatchedTable, names: Mapping[str, NamedCell] | None = None
) -> Problem:
    """Give a rule's problem its place on the sheet."""
    if problem.place.cell:
        return problem
    line_no, field_name = problem.place.line_no, problem.place.field
    if line_no is None and names:
        cell = next((cell for name, cell in names.items() if name.endswith(f".{field_name}")), None)
        if cell:
            address = column_letters(cell.column_number) + str(cell.row_number)
            return problem.at(sheet=cell.sheet, row_number=cell.row_number, cell=address)
    rows = document.rows or [matched.block.header_row]
    row_number = rows[(line_no or 1) - 1]
    return _at(problem, matched, row_number)


@dataclass(frozen=True)
class _ReadLines:
    """Rows, read one by one.

    Attributes:
        values: The filled fields of each row.
        problems: By index of the row, what is wrong or was changed in it, from left to right.
    """

    values: list[Values]
    problems: dict[int, list[Problem]]


@dataclass(frozen=True)
class _ReadList:
    """The rows of a list, read column by column.

    Attributes:
        head: What belongs to documents, without columns that are blank throughout and may be; the Ref is among them.
        lines: What belongs to the lines.
    """

    matched: MatchedTable
    rows: Sequence[RowBlock]
    head: Sequence[ReadColumn]
    lines: _ReadLines

    @classmethod
    def of(cls, matched: MatchedTable, rows: Sequence[RowBlock]) -> Self:
        """Read these rows."""
        read = read_columns([*matched.head, *matched.line], rows)
        head, line = read[: len(matched.head)], read[len(matched.head) :]
        told = [c for c in head if c.wanted.required or c.odd or not c.is_blank or c.wanted.name == "document_ref"]
        return cls(matched, rows, told, _read_lines(matched, rows, line))


def _read_paper(found: _ReadList, reference: str, indices: Sequence[int]) -> ReadDocument:
    document = ReadDocument(found.matched.table.kind, document_ref=reference)
    rows = [found.rows[index] for index in indices]
    if problem := _hidden(found.matched, rows, reference):
        document.problems.append(problem)
        if problem.code == "hidden-row":
            document.rows = [row.row_number for row in rows]
            return document
    head = _read_head(found, indices, document)
    document.document_no = head.pop("document_no", "")
    document.head = head
    _add_lines(document, found, indices, head)
    return document


def _hidden(
    matched: MatchedTable, rows: Sequence[RowBlock], reference: str, *, is_form: bool = False
) -> Problem | None:
    """What the company does with hidden rows of a document: leave it out, refuse a part, or post it and say so.

    It is said at a row that can be seen, if there is one.
    """
    hidden = [row.row_number for row in rows if row.hidden]
    if not hidden:
        return None
    numbers = {"row": ", ".join(str(number) for number in hidden), "ref": reference}
    place = Place("document_ref")
    if matched.settings.hidden_rows == "post":
        problem = Problem("hidden-row-posted", place, numbers, "warning")
    elif is_form or len(hidden) < len(rows):
        problem = Problem("hidden-row-of-document", place, numbers)
    else:
        problem = Problem("hidden-row", place, numbers, "warning")
    seen = next((row for row in rows if not row.hidden), rows[0])
    return _at(problem, matched, seen.row_number)


def _read_head(found: _ReadList, indices: Sequence[int], document: ReadDocument) -> Values:
    """Head fields may stand on the first row alone or on every row, as long as they agree."""
    head: Values = {}
    matched, rows = found.matched, found.rows
    for column in found.head:
        name = column.wanted.name
        values = [column.values[index] for index in indices]
        first = values[0]
        if first is not None and not column.odd and values.count(first) == len(values):
            head[name] = first
            continue
        first = next((value for value in values if value is not None), None)
        for index in indices if column.odd else ():
            if index in column.odd:
                document.problems.append(_odd(matched, rows[index], column.wanted, column.odd[index]))
        if first is None:
            if column.wanted.required and not any(column.problem_at(index) for index in indices):
                missing = Problem("missing", Place(name))
                document.problems.append(_at(missing, matched, rows[indices[0]].row_number))
            continue
        head[name] = first
        for index, value in zip(indices, values, strict=True):
            if value is not None and value != first:
                told = {"value": str(value), "first": str(first), "ref": document.document_ref}
                differs = Problem("head-differs", Place(name), told)
                document.problems.append(_at(differs, matched, rows[index].row_number))
    return head


def _add_lines(document: ReadDocument, found: _ReadList, indices: Sequence[int], head: Values) -> None:
    """Add the lines and what is wrong in them, and build the paper."""
    matched = found.matched
    sheet = matched.block.sheet
    rows = [found.rows[index] for index in indices]
    document.rows = [row.row_number for row in rows]
    document.entered = [found.lines.values[index] for index in indices]
    lines: list[Values] = [
        {**values, "line_no": line_no, "sheet": sheet, "row_number": row_number}
        for line_no, (values, row_number) in enumerate(zip(document.entered, document.rows, strict=True), start=1)
    ]
    for line_no, index in enumerate(indices, start=1):
        document.problems += [problem.at(line_no=line_no) for problem in found.lines.problems.get(index, ())]
    fields = PAPERS[document.kind].line_model.model_fields
    for line, row in zip(lines, rows, strict=True) if "net_amount" in matched.columns else ():
        if (net_amount := line.pop("net_amount", None)) is not None:
            line["entered_by_formula"] = matched.columns["net_amount"] in row.formulas
            if "unit_price" in line or (line["entered_by_formula"] and "applied_price" in matched.columns):
                line["entered_net_amount"] = net_amount
            elif "refunded_amount" in fields and not line["entered_by_formula"]:
                line["refunded_amount"] = net_amount
    document.problems += _repeated(document, matched)
    model = PAPERS[document.kind]
    built = _lines_model(model.line_model).validate_python(lines)
    if not has_errors(document.problems):
        document.model = _build(model, head | {"lines": built}, document, matched)
    else:
        document.draft = _draft(model, {"document_date": NO_DATE} | head | {"lines": built})


@cache
def _lines_model(model: type[PaperLine]) -> TypeAdapter[tuple[PaperLine, ...]]:
    """All lines of a paper are checked in one call, which takes two thirds of the time."""
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]


def _repeated(document: ReadDocument, matched: MatchedTable) -> list[Problem]:
    """Lines that say the same as an earlier one: a second piece of it, or a block that was pasted twice."""
    if matched.settings.repeated_rows == "post" or len(document.entered) < 2:
        return []
    goods = [values.get("product_no") for values in document.entered]
    if len(set(goods)) == len(goods):
        return []
    severity: Severity = "error" if matched.settings.repeated_rows == "refuse" else "warning"
    first: dict[tuple[tuple[str, Any], ...], int] = {}
    problems = []
    for line_no, (row_number, values) in enumerate(zip(document.rows, document.entered, strict=True), start=1):
        said = tuple(item for item in values.items() if item[0] != "remark")
        earlier = first.setdefault(said, row_number)
        if said and earlier != row_number:
            told = {"row": str(row_number), "first": str(earlier)}
            place = Place("product_no" if "product_no" in matched.columns else "", line_no=line_no)
            problems.append(_at(Problem("row-twice", place, told, severity), matched, row_number))
    return problems


def _draft(model: type[Paper], values: Values) -> Paper | None:
    """A paper of what could be read; none where even its head says too little to judge the rest."""
    try:
        return model.model_validate(values)
    except ValidationError:
        return None


def _build(model: type[Any], values: Values, document: ReadDocument, matched: MatchedTable) -> Any:
    """The model, or problems that say in our words what pydantic found."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for found in error.errors():
            name = str(found["loc"][0]) if found["loc"] else ""
            context = found.get("ctx", {})
            limits: dict[str, str] = {key: str(limit) for key, limit in context.items() if key in LIMIT_SIGNS}
            if "decimal_places" in context:
                limits["multiple_of"] = plain(unit_of(context["decimal_places"]))
            problem = Problem(
                "out-of-range", Place(name), {"found": str(found["input"]), "limits": limits_shown(limits)}
            )
            row_number = document.rows[0] if document.rows else matched.block.header_row
            document.problems.append(_at(problem, matched, row_number))
        return None


def _read_lines(matched: MatchedTable, rows: Sequence[RowBlock], columns: Sequence[ReadColumn]) -> _ReadLines:
    """The rows of these columns."""
    full = [column for column in columns if column.is_full]
    names = [column.wanted.name for column in full]
    cells = zip(*(column.values for column in full), strict=True) if full else repeat((), len(rows))
    found = _ReadLines([dict(zip(names, values, strict=True)) for values in cells], defaultdict(list))
    for column in columns:
        wanted = column.wanted
        if not (column.is_full or column.is_blank):
            for filled, value in zip(found.values, column.values, strict=True):
                if value is not None:
                    filled[wanted.name] = value
        must_be_there = wanted.required and not wanted.written
        lacking = () if column.is_full or not must_be_there else (i for i, v in enumerate(column.values) if v is None)
        for index in sorted({*column.odd, *lacking}):
            odd = column.odd.get(index)
            # A formula that cannot be read is stale help; what it shows is computed anew anyway.
            if odd is not None and not (wanted.formula and isinstance(odd, Problem)):
                found.problems[index].append(_odd(matched, rows[index], wanted, odd))
            if must_be_there and column.values[index] is None and not isinstance(odd, Problem):
                missing = Problem("missing", Place(wanted.name))
                found.problems[index].append(_at(missing, matched, rows[index].row_number))
    return found


def read_field(matched: MatchedTable, row: RowBlock, name: str) -> Any:
    """What stands in a field of a row.

    Raises:
        WrongCellError: It cannot be read as what the field holds.
    """
    (found,) = read_columns([matched.fields[name]], [row])
    if problem := found.problem_at(0):
        raise WrongCellError(problem.code, **problem.values)
    return found.values[0]


def _odd(matched: MatchedTable, row: RowBlock, wanted: Field, found: Read | Problem) -> Problem:
    """What is to be said of a cell that is wrong, or was read in another form."""
    if isinstance(found, Read):
        found = _changed(row.values[matched.columns[wanted.name]], found).at(field=wanted.name)
    return _at(found, matched, row.row_number)


def _changed(cell: CellValue, found: Read) -> Problem:
    """A warning that names what was typed and what it was read as."""
    values = {"found": str(cell) if isinstance(cell, str | date) else plain(Decimal(str(cell)))}
    if isinstance(found.value, date) and found.change == "date-may-be-swapped":
        values |= {"other": str(found.value.replace(month=found.value.day, day=found.value.month))}
    elif found.value is not None:
        values |= {"value": plain(found.value) if isinstance(found.value, Decimal) else str(found.value)}
    return Problem(found.change, values=values, severity="warning")


CHANGES = ("read-as", "read-as-blank", "date-may-be-swapped")
"""Codes of what was read in another form than it was typed."""

MANY_CHANGES = 5
"""In so many cells of a column the same is said one by one; in more, once."""


def gathered(documents: list[ReadDocument]) -> list[ReadDocument]:
    """Say once what holds for a whole column, and name its first cell and its last row."""
    found: dict[tuple[str, str], list[tuple[ReadDocument, Problem]]] = defaultdict(list)
    for document in documents:
        for problem in document.problems:
            if problem.code in CHANGES:
                found[problem.code, problem.place.field].append((document, problem))
    for changes in found.values():
        if len(changes) <= MANY_CHANGES:
            continue
        (first, problem), *others = changes
        last = max(other.place.row_number or 0 for _, other in others)
        values = {**problem.values, "more": str(len(others)), "last": str(last)}
        first.problems[first.problems.index(problem)] = replace(problem, values=values)
        for document, other in others:
            document.problems.remove(other)
    return documents


def _is_blank(matched: MatchedTable, row: RowBlock) -> bool:
    """Nothing typed: formulas and what salesbook wrote do not count."""
    values = row.values
    for offset in matched.typed:
        value = values[offset]
        if value is None or offset in row.formulas:
            continue
        if value.__class__ is not str or clean_text(value):
            return False
    return True


def _at(problem: Problem, matched: MatchedTable, row_number: int) -> Problem:
    cell = matched.address(row_number, problem.place.field)
    offset = matched.columns.get(problem.place.field)
    if problem.code == "missing" and offset is not None:
        # One field has another header on each kind of paper, and a person looks for what is written there.
        problem = replace(problem, values={"field": matched.block.headers[offset]})
    return problem.at(sheet=matched.block.sheet, row_number=row_number, cell=cell)


def _at_name(problem: Problem, cell: NamedCell, wanted: Field) -> Problem:
    address = column_letters(cell.column_number) + str(cell.row_number)
    return problem.at(field=wanted.name, sheet=cell.sheet, row_number=cell.row_number, cell=address)
