"""What can go wrong: problems a person can correct, and the errors that end a run.

    SalesbookError          the run cannot go on; the sentence says what was found and what was left untouched
    ├── SettingsError       salesbook.toml is missing or wrong
    ├── TemplateError       a workbook lacks a table, a header or a named cell
    ├── HostError           a file or a running Excel cannot be read or written
    ├── LedgerError         the ledger cannot be read or written
    │   └── LedgerConflict  someone else posted first, again and again; nothing was stored
    ├── UnreachableLedgerError  the ledger is out of reach; nothing is known to be wrong with it
    └── PlanError           a target cannot be divided as asked

A ``Problem`` is data, not an exception. Sentences live in ``messages``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["error", "approval", "warning"]
"""An error stops a document; one that needs an approval waits until somebody else grants it; a warning is only told."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is.

    Rules know ``line_no`` (from 1; ``None`` is the document's head) and ``field``;
    sheets add the rest when they mark the cell.

    Attributes:
        row_number: As Excel shows it, from 1.
        cell: Address on the sheet such as ``E14``.
    """

    field: str = ""
    line_no: int | None = None
    sheet: str = ""
    row_number: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person can correct in the sheet.

    Attributes:
        code: Names the sentence in ``messages``; never reused for another meaning.
        values: What the sentence mentions, already as text.
    """

    code: str
    place: Place = field(default_factory=Place)
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def at(self, **place: str | int | None) -> "Problem":
        """The same problem with more of its place known."""
        return replace(self, place=replace(self.place, **place))  # type: ignore[arg-type]


def has_errors(problems: list[Problem]) -> bool:
    """Whether any of the problems stops a posting."""
    return any(problem.severity == "error" for problem in problems)


@dataclass(frozen=True, slots=True)
class Reason:
    """Part of an error's sentence that has a code of its own, so that it is told in the reader's language."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values.items())])


class SalesbookError(Exception):
    """The run cannot go on. Carries a code of ``messages`` and the facts of its sentence."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.reasons = {name: value for name, value in values.items() if isinstance(value, Reason)}
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(f"{code} " + " ".join(f"{name}={value}" for name, value in self.values.items()))


class SettingsError(SalesbookError):
    """The company's settings are missing or wrong."""


class TemplateError(SalesbookError):
    """A workbook is not, or no longer, as salesbook made it."""


class HostError(SalesbookError):
    """A workbook cannot be opened, read or saved."""


class LedgerError(SalesbookError):
    """The ledger cannot be read or written."""


class LedgerConflict(LedgerError):  # noqa: N818 - the word people use for it
    """Others kept posting first; nothing of this posting was stored."""


class UnreachableLedgerError(SalesbookError):
    """The ledger is out of reach. No ``LedgerError``, because those who go on past damage must not go on past this."""


class PlanError(SalesbookError):
    """A target cannot be divided as asked; the sentence names the cells."""
