"""What is said when a workbook was compared with the ledger: each cell that differs, or that none does."""

from typing import TYPE_CHECKING, Any

from salesbook.messages import sentence, text
from salesbook.settings import Language

if TYPE_CHECKING:
    from salesbook.actions.self_checking import SelfCheck
    from salesbook.problems import Problem

SHOWN = 5
"""In a message box; the sheet *Problems* and the terminal have all of them."""


def self_check_json(found: "SelfCheck", language: Language) -> dict[str, Any]:
    """The comparison for a script."""
    return {
        "workbook": found.workbook, "filled_at_version": found.filled_at, "version": found.version,
        "rows": dict(found.rows),
        "differences": [
            {
                "code": problem.code, "sheet": problem.place.sheet, "cell": problem.place.cell,
                "found": problem.values.get("found", ""), "ledger": problem.values.get("stored", ""),
                "since": problem.values.get("moment", ""), "by": problem.values.get("by", ""),
                "sentence": sentence(problem, language),
            }
            for problem in found.found
        ],
    }  # fmt: skip


def self_check_words(found: "SelfCheck", language: Language) -> str:
    """The sum of it, and the first differences."""
    lines = [_done(found, language), *(f"{_cell(problem)}: {sentence(problem, language)}" for problem in found.found)]
    return "\n".join(lines[: 1 + SHOWN]) + ("\n…" if len(lines) > 1 + SHOWN else "")


def print_self_check(found: "SelfCheck", language: Language) -> None:
    """Each difference with its cell, and the sum of it."""
    from salesbook.printing import console

    out = console()
    for problem in found.found:
        out.print(f"{_cell(problem)}: {sentence(problem, language)}")
    out.print(_done(found, language))


def _cell(problem: "Problem") -> str:
    return f"{problem.place.sheet}!{problem.place.cell}"


def _done(found: "SelfCheck", language: Language) -> str:
    filled = {"filled": str(found.filled_at)} if found.filled_at is not None else {}
    return text(
        "self-check-done", language, workbook=found.workbook, rows=str(found.rows.total()),
        found=str(len(found.found)), version=str(found.version), **filled,
    )  # fmt: skip
