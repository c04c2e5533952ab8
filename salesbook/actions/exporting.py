"""Take the company's data out of the ledger: all of it as Parquet, or as tables that people read and paste.

The ledger is read file by file and written as it is read; only the newest version of each record is held
until the end. Files get their names when they are complete, so a broken export leaves nothing that looks whole.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args
from uuid import uuid4
from zoneinfo import ZoneInfo

from salesbook.actions.company import Company
from salesbook.actions.margins import may_see_costs, refuse_without_costs
from salesbook.actions.workbooks import look_of, refuse_existing
from salesbook.documents.payment import SETTLEMENTS
from salesbook.documents.posting import Posting, details_of
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.ledger.cutoff import EVERYTHING, Cutoff
from salesbook.ledger.postings_file import postings_file
from salesbook.ledger.schema import Stamp, StoredPosting
from salesbook.ledger.snapshot import stored_postings, take_snapshot
from salesbook.messages import text
from salesbook.periods import month_of
from salesbook.problems import HostError, Reason, SalesbookError
from salesbook.records import RECORD_MODELS
from salesbook.settings import Language
from salesbook.sheets.columns import EXPORTED
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.export import TITLE, AddRow, export_book, export_csv

ExportFormat = Literal["xlsx", "csv", "parquet"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

POSTINGS_FILE = "postings.parquet"


@dataclass(frozen=True)
class Selection:
    """What is taken out; everything by default.

    Attributes:
        kinds: Kinds of papers and records; none means all.
        cutoff: What is dated or was stored later is left out; of each record the version valid on that day counts.
    """

    kinds: Sequence[str] = ()
    cutoff: Cutoff = EVERYTHING


@dataclass
class Exported:
    """What was written.

    Attributes:
        version: Of the ledger.
        rows: How many, by kind.
    """

    version: int
    files: list[Path] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)


def export(
    company: Company,
    folder: Path,
    file_format: ExportFormat = "xlsx",
    selection: Selection | None = None,
    language: Language | None = None,
) -> Exported:
    """Write the ledger's content into a folder.

    Args:
        company: Whose ledger.
        folder: Made when it is not there.
        file_format: ``parquet`` has every stored column, the others what people read.
        selection: Everything by default.
        language: Of headers and choices; the company's by default.

    Raises:
        SalesbookError: The ledger holds nothing yet; or whoever exports every stored column may not see costs.
        HostError: A file of that name is there already and was left as it is, or the folder takes no files.
        LedgerError: The ledger is damaged; no file was written.
    """
    if file_format == "parquet":
        refuse_without_costs(company)
    selection = selection or Selection()
    language = language or company.settings.language
    with company.cache() as cache:
        version = cache.version
        present = {*cache.counts(), *(kind for kind in RECORD_MODELS if cache.record_keys(kind))}
    # What has no table to read it in, such as the closing of a month, is a posting all the same.
    known = {**EXPORTED, **dict.fromkeys(sorted(present))} if file_format == "parquet" else EXPORTED
    kinds = [kind for kind in known if kind in (selection.kinds or present)]
    if not kinds:
        raise SalesbookError("nothing-to-export")
    names = {
        "parquet": [POSTINGS_FILE],
        "csv": [f"{kind}.csv" for kind in kinds],
        "xlsx": [f"{TITLE.get(language)} {company.today}.xlsx"],
    }[file_format]
    documents = _selected(company, version, selection, kinds)
    result = Exported(version, rows=Counter(dict.fromkeys(kinds, 0)))
    with _published(folder, names) as unfinished:
        if file_format == "parquet":
            with postings_file(unfinished / names[0]) as add:
                for stored in documents:
                    add(stored)
                    result.rows.update(line.kind for line in stored.lines)
        elif file_format == "csv":
            with export_csv(unfinished, language, kinds) as add_row:
                _write_rows(documents, _counted(add_row, result.rows), company)
        else:
            info = BookInfo(look_of(company.settings, language), _described(company, selection, language), uuid4().hex)
            with export_book(unfinished / names[0], info, kinds) as add_row:
                _write_rows(documents, _counted(add_row, result.rows), company)
    result.files = [folder / name for name in names]
    return result


def _selected(company: Company, version: int, selection: Selection, kinds: Sequence[str]) -> Iterator[StoredPosting]:
    """The documents that are wanted, in the order of the chain, with those of their lines that are."""
    cutoff = selection.cutoff
    for stored in stored_postings(company.store, take_snapshot(company.store, version)):
        lines = tuple(
            line
            for line in stored.lines
            if line.kind in kinds and cutoff.counts(line, stored.stamp) and _is_valid(line, cutoff.as_of)
        )
        if lines:
            yield stored if len(lines) == len(stored.lines) else stored.model_copy(update={"lines": lines})


def _is_valid(line: Posting, as_of: date | None) -> bool:
    """Whether a line counts on a day; the document date of a record is the first day of its version."""
    return as_of is None or line.kind not in RECORD_MODELS or line.document_date <= as_of


def _write_rows(documents: Iterator[StoredPosting], add_row: AddRow, company: Company) -> None:
    """Lines of papers and plans as they come; of each record the version that counts last, in the order of keys."""
    zone = ZoneInfo(company.settings.time_zone)
    newest: dict[tuple[str, str], tuple[Posting, Stamp]] = {}
    for stored in documents:
        for line in stored.lines:
            key = line.kind, line.document_no
            if line.kind not in RECORD_MODELS:
                add_row(line.kind, _line_values(line) | _posted(stored.stamp, zone))
            elif key not in newest or newest[key][0].document_date <= line.document_date:
                newest[key] = line, stored.stamp
    for kind, number in sorted(newest):
        line, stamp = newest[kind, number]
        unseen = {} if may_see_costs(company) else {"cost": None}
        add_row(kind, _record_values(line) | unseen | _posted(stamp, zone) | {"ledger_entry": stamp.seq})


def _line_values(line: Posting) -> dict[str, Any]:
    """The fields of a line by the names that its table has for them."""
    others: dict[str, Any] = {"valid_until": line.due_date, "month": month_of(line.posting_date)}
    said = details_of(line)
    others |= said
    if line.kind == "payment":
        others |= {"bank_reference": line.customer_reference}
        settled_as = {purpose: column for column, purpose in SETTLEMENTS.items()}
        others[settled_as.get(line.purpose, "amount")] = line.net_amount
    elif line.kind == "sign_off":
        others |= {"signed_quantity": line.quantity}
    elif line.kind == "credit_note" and "new_price" in said:
        others |= {"new_price": Decimal(said["new_price"])}
    elif line.kind == "credit_note" and line.purpose == "price":
        others |= {"amount": line.net_amount}
    elif line.kind == "stock_movement":
        others |= {"movement": line.purpose}
    return line.__dict__ | others


def _record_values(line: Posting) -> dict[str, Any]:
    """The fields of a record as they were typed: a first day that nobody typed is blank again."""
    values = RECORD_MODELS[line.kind].from_stored(line.details, line.document_date).model_dump()
    return values | {"valid_from": None if line.document_date == FROM_THE_BEGINNING else line.document_date}


def _posted(stamp: Stamp, zone: ZoneInfo) -> dict[str, Any]:
    posted_at = stamp.posted_at.astimezone(zone).replace(tzinfo=None)
    return {"posted_at": posted_at, "posted_by": stamp.posted_by, "workbook": stamp.workbook}


def _counted(add_row: AddRow, rows: Counter[str]) -> AddRow:
    def add(kind: str, values: Any) -> None:
        add_row(kind, values)
        rows[kind] += 1

    return add


def _described(company: Company, selection: Selection, language: Language) -> str:
    """What the first sheet says under its title: the company, and what was left out."""
    cutoff, limits = selection.cutoff, []
    if cutoff.as_of is not None:
        limits.append(text("export-as-of", language, day=str(cutoff.as_of)))
    if cutoff.known_at is not None:
        moment = company.local_time(cutoff.known_at).replace(tzinfo=None)
        limits.append(text("export-known-at", language, day=moment.isoformat(" ", "seconds")))
    return " · ".join([company.settings.name, *limits])


@contextmanager
def _published(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A folder to write files in, which get their place when all of them are complete.

    Raises:
        HostError: One of the names is taken, or the folder takes no files.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_existing(folder, names)
        with TemporaryDirectory(prefix=".export-", dir=folder) as unfinished:
            yield Path(unfinished)
            _refuse_existing(folder, names)
            for name in names:
                (Path(unfinished) / name).rename(folder / name)
    except OSError as error:
        reason = error.strerror or Reason("reason-system-refuses")
        raise HostError("folder-not-writable", folder=folder, reason=reason) from error


def _refuse_existing(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        refuse_existing(folder / name)
