"""Forms of the company's own: bind one once, check it, and fill a copy of it with a paper or a scorecard."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from salesbook.actions.company import Company
from salesbook.actions.paper_files import is_pdf, write_paper
from salesbook.actions.workbooks import look_of
from salesbook.documents.printed import PRINTED_KINDS
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.form_file import FormFile
from salesbook.hosts.host import CellValue, FormSheet
from salesbook.hosts.libreoffice import recalculated
from salesbook.messages import fill as fill_words
from salesbook.money import round_half_up
from salesbook.problems import HostError, Problem, Reason, SalesbookError, SettingsError, has_errors
from salesbook.settings import FORM_KINDS, SETTINGS_FILE, Language
from salesbook.sheets.form_fields import FormField, fields_of
from salesbook.sheets.form_filling import Filling, FormValues, Kept, fill, missing_rows
from salesbook.sheets.form_finding import propose
from salesbook.sheets.form_mapping import MAPPING, NAMES, TypedMapping, check_mapping, read_mapping
from salesbook.sheets.own_form import Binding, BoundCell, moved, shown_at, written_fields
from salesbook.units import plain
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.form_mapping import (
    FORMULA_STAYS,
    OF_LINES,
    REPLACED,
    TYPED,
    build_mapping,
    mapping_row,
)
from salesbook.workbooks.form_values import with_standing
from salesbook.workbooks.paper_grid import wrapped
from salesbook.workbooks.printed import with_prices
from salesbook.workbooks.style import Look

FOLDER = "forms"
"""Of the company folder: a form ``NAME.xlsx``, and what stands where on it in ``NAME.mapping.xlsx``."""

_MAPPING = ".mapping"


@dataclass(frozen=True)
class OwnForm:
    """A bound form.

    Attributes:
        binding: What is filled in where; to be used only where no problem is an error.
        problems: What is missing, double or wrong; warnings are what one should know.
    """

    name: str
    path: Path
    mapping_path: Path
    binding: Binding
    fields: tuple[FormField, ...]
    problems: Sequence[Problem]

    @property
    def kind(self) -> str:
        """Which kind of paper it is for."""
        return self.binding.kind

    @property
    def is_good(self) -> bool:
        """Whether it can be filled."""
        return not has_errors(list(self.problems))


@dataclass(frozen=True)
class FilledForm:
    """What became of a form.

    Attributes:
        kept: Formulas of the form that stay where a number of ours would stand.
        added: Rows that were put in.
    """

    kept: Sequence[Kept]
    added: int


def bind_form(source: Path, kind: str, company: Company, name: str = "") -> OwnForm:
    """Take a form into the company folder, and write a mapping sheet with what its words say.

    Args:
        source: The company's own file; it is copied and stays.
        kind: Of paper, or ``scorecard``.
        company: Whose it is.
        name: Of the form from now on; by default that of the file.

    Raises:
        SettingsError: There is no such kind.
        HostError: The file cannot be read or is no .xlsx, or there is a form of this name already.
    """
    if kind not in FORM_KINDS:
        raise SettingsError(
            "option-wrong",
            key="--kind",
            found=kind,
            reason=Reason("reason-options", {"options": ", ".join(FORM_KINDS)}),
        )
    if source.suffix.lower() != ".xlsx":
        raise HostError("form-not-xlsx", file=source.name)
    sheets = FormFile(source).sheets()
    name = name or source.stem
    path, mapping_path = _paths(name, company)
    for taken in (path, mapping_path):
        if taken.exists() and (taken == mapping_path or taken.resolve() != source.resolve()):
            raise HostError("form-exists", form=name, file=taken.name)
    fields = _fields(kind, company)
    binding = propose(sheets, kind, fields)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        info = BookInfo(look_of(company.settings), company.settings.name)
        build_mapping(mapping_path, info, name, binding, list(_rows(binding, sheets, fields, info)))
        if path.resolve() != source.resolve():
            shutil.copyfile(source, path)
    except OSError as error:
        reason = error.strerror or Reason("reason-system-refuses")
        raise HostError("folder-not-writable", folder=path.parent, reason=reason) from error
    return open_form(name, company)


def form_names(company: Company) -> list[str]:
    """The forms of a company."""
    mappings = (company.folder / FOLDER).glob(f"*{_MAPPING}.xlsx")
    return sorted(path.name.removesuffix(f"{_MAPPING}.xlsx") for path in mappings)


def open_form(name: str, company: Company) -> OwnForm:
    """A bound form as it is now, with all that is wrong with it.

    Raises:
        HostError: There is no such form, or one of its two files cannot be read.
        TemplateError: The mapping sheet lacks a column.
    """
    name = name.removesuffix(".xlsx")
    path, mapping_path = _paths(name, company)
    if not path.is_file() or not mapping_path.is_file():
        raise HostError("form-missing", form=name, found=", ".join(form_names(company)) or "–")
    sheets = FormFile(path).sheets()
    typed = _typed(mapping_path)
    fields = _fields(typed.kind or "sales_invoice", company)
    binding, problems = check_mapping(typed, sheets, fields)
    return OwnForm(name, path, mapping_path, binding, fields, problems)


def form_for(kind: str, company: Company, name: str | None) -> OwnForm | None:
    """The form to fill for a kind of paper: as named, or as the settings say; ``None`` for none.

    Raises:
        SalesbookError: It is for another kind, or its mapping has errors.
        SettingsError: The settings name a form that is not there.
    """
    setting = company.settings.print.forms.get(kind, "") if name is None else ""
    chosen = name or setting
    if not chosen:
        return None
    try:
        form = open_form(chosen, company)
    except HostError as error:
        if not setting or error.code != "form-missing":
            raise
        reason = Reason("reason-no-such-form", {"found": error.values["found"]})
        file, key = company.folder / SETTINGS_FILE, f"print.forms.{kind}"
        raise SettingsError("setting-wrong", file=file, key=key, found=setting, reason=reason) from error
    if not form.is_good:
        count = sum(problem.severity == "error" for problem in form.problems)
        raise SalesbookError("form-not-ready", form=form.name, count=count)
    if form.kind != kind:
        raise SalesbookError("form-other-kind", form=form.name, kind=form.kind, wanted=kind)
    return form


def fill_form(form: OwnForm, values: FormValues, target: Path) -> FilledForm:
    """Write a filled copy of a form.

    Raises:
        HostError: Its lines need more rows than it has, and none can be put in with certainty.
        SalesbookError: It would count what is not in the total, or has no row for a criterion.
    """
    if "standing" not in form.binding.fields:
        values = with_standing(values)
    file, binding = FormFile(form.path), form.binding
    added = missing_rows(binding, file.sheets(), values)
    if added:
        done = file.insert_line_rows(binding.sheet, binding.first_row, binding.last_row, added)
        if added > binding.room:
            file.use_pages(binding.sheet)
        binding = moved(binding, done.at, added)
    sheets = file.sheets()
    filling = fill(binding, sheets, values)
    file.write_cells(filling.writes)
    _raise_rows(file, binding, sheets, filling)
    file.fill_copy(target)
    return FilledForm(filling.kept, added)


def _raise_rows(file: FormFile, binding: Binding, sheets: Sequence[FormSheet], filling: Filling) -> None:
    """Make lines as high as their texts need, where the form lets these go on in further lines."""
    sheet = next((sheet for sheet in sheets if sheet.name == binding.sheet), None)
    for write in filling.writes:
        row, column = write.row_number, write.column_number
        is_line = write.sheet == binding.sheet and binding.first_row <= row <= binding.last_row
        if is_line and sheet and isinstance(write.value, str) and (row, column) in sheet.wrapped:
            lines = len(wrapped(write.value, file.width(binding.sheet, row, column) - 1))
            file.raise_row(binding.sheet, row, 4 + 13.5 * lines)


def write_form(form: OwnForm, values: FormValues, target: Path, company: Company) -> FilledForm:
    """Fill a copy of a form as a file that leaves the house; a PDF only where the form comes to our figures.

    Raises:
        HostError: The file cannot be written, or there is nothing to make a PDF with.
        SalesbookError: A formula of the form comes to something else than what was posted.
    """
    filled: list[FilledForm] = []

    def build(path: Path, _look: Look) -> None:
        filled.append(fill_form(form, values, path))
        if is_pdf(target):
            compare_totals(path, filled[-1], values.decimals)

    write_paper(target, look_of(company.settings), build)
    return filled[-1]


def compare_totals(workbook: Path, filled: FilledForm, decimals: int) -> None:
    """Reckon a filled form, and see that its own formulas come to what was posted.

    Raises:
        SalesbookError: One differs by more than rounding, or shows no number.
        HostError: There is nothing to reckon it with.
    """
    if not filled.kept:
        return
    with TemporaryDirectory(prefix="salesbook-") as folder:
        sheets = {sheet.name: sheet for sheet in FormFile(recalculated(workbook, Path(folder))).sheets()}
    for kept in filled.kept:
        shown = shown_at(sheets[kept.sheet], kept.row_number, kept.column_number)
        if not _is_shown_as(shown, kept.ours, decimals):
            raise SalesbookError(
                "form-total-differs", sheet=kept.sheet, cell=kept.cell, ours=plain(kept.ours),
                found="–" if shown is None else str(shown),
            )  # fmt: skip


def _is_shown_as(shown: CellValue, ours: Decimal, decimals: int) -> bool:
    """Whether a formula comes to a figure of ours, as it is shown: 0.875 is shown as 0.88."""
    if isinstance(shown, bool) or not isinstance(shown, int | float | Decimal):
        return False
    number = round_half_up(Decimal(str(shown)), decimals + 8)
    return abs(number - ours) * 2 < Decimal(1).scaleb(-decimals) or round_half_up(number, decimals) == ours


def _paths(name: str, company: Company) -> tuple[Path, Path]:
    if not name or Path(name).name != name or name.startswith("."):
        raise SettingsError(
            "option-wrong", key="--form", found=name, reason=Reason("reason-like", {"example": "Our invoice"})
        )
    folder = company.folder / FOLDER
    return folder / f"{name}.xlsx", folder / f"{name}{_MAPPING}.xlsx"


def _typed(mapping_path: Path) -> TypedMapping:
    file = ClosedFile(mapping_path)
    return read_mapping(file.read_names(NAMES), file.read_table(MAPPING.name))


def _fields(kind: str, company: Company) -> tuple[FormField, ...]:
    has_prices = kind not in PRINTED_KINDS or with_prices(kind, company.settings.print)
    return fields_of(kind, has_prices=has_prices)


def _rows(
    binding: Binding, sheets: Sequence[FormSheet], fields: tuple[FormField, ...], info: BookInfo
) -> Iterator[dict[str, str]]:
    """The rows of the mapping sheet: every field that the form could show, found or not."""
    language = info.look.language
    found = written_fields((*binding.cells, *binding.columns))
    by_name = {sheet.name: sheet for sheet in sheets}
    for field in fields:
        cell = found.get(field.name)
        remark = OF_LINES.get(language) if field.of_line else ""
        if cell is None:
            yield mapping_row(field, info, mapping_remark=remark)
            continue
        place = cell.letters if field.of_line else cell.cell
        if cell.is_typed:
            said = fill_words(TYPED.get(language), {"placeholder": cell.template, "cell": cell.cell})
            yield mapping_row(field, info, mapping_remark=_joined(remark, said))
            continue
        shown, note = _now(cell, by_name[cell.sheet], language)
        yield mapping_row(
            field, info, form_sheet=cell.sheet, form_cell=place, form_now=shown, mapping_remark=_joined(remark, note)
        )


def _now(cell: BoundCell, sheet: FormSheet, language: Language) -> tuple[str, str]:
    """What a cell of the form shows now, and what will become of it."""
    at = cell.row_number, cell.column_number
    if at in sheet.formulas:
        return f"={sheet.formulas[at]}", FORMULA_STAYS.get(language)
    shown = sheet.cells.get(at)
    is_kept = cell.template != f"{{{{{cell.fields[0]}}}}}"
    return "" if shown is None else str(shown), REPLACED.get(language) if shown is not None and not is_kept else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
