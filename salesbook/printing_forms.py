"""What the terminal says of the company's own forms."""

from typing import TYPE_CHECKING, Any

from salesbook.messages import sentence, text
from salesbook.settings import Language
from salesbook.sheets.form_fields import SCORECARD

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.actions.own_forms import OwnForm
    from salesbook.actions.printing_out import PrintedFile

SHOWN_CELLS = 6
"""Formulas that are named; those of the sums come first."""


def form_words(form: "OwnForm", language: Language) -> list[str]:
    """What a form shows, and all that is to be corrected."""
    titles = {field.name: field.title.get(language) for field in form.fields}
    shown = [titles[field.name] for field in form.fields if field.name in form.binding.fields]
    lines = [text("form-bound", language, form=form.name, count=str(len(shown)), fields=", ".join(shown))]
    if form.binding.columns:
        binding = form.binding
        rows = {"first": str(binding.first_row), "last": str(binding.last_row), "room": str(binding.room)}
        lines.append(text("form-lines", language, sheet=binding.sheet, **rows))
    for problem in form.problems:
        sign = "✗" if problem.severity == "error" else "–"
        place = f"{problem.place.sheet} {problem.place.cell}".strip()
        lines.append(f"{sign} {place}: {sentence(problem, language)}")
    ready = "form-ready-card" if form.kind == SCORECARD else "form-ready"
    code = ready if form.is_good else "form-to-correct"
    return [*lines, text(code, language, form=form.name, mapping=str(form.mapping_path))]


def form_json(form: "OwnForm", language: Language) -> dict[str, Any]:
    """The same for a script."""
    return {
        "form": form.name,
        "kind": form.kind,
        "file": str(form.path),
        "mapping": str(form.mapping_path),
        "ready": form.is_good,
        "lines": {"sheet": form.binding.sheet, "first": form.binding.first_row, "last": form.binding.last_row},
        "cells": [
            {"sheet": cell.sheet, "cell": cell.cell, "fields": list(cell.fields), "lines": cell in form.binding.columns}
            for cell in (*form.binding.cells, *form.binding.columns)
        ],
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "sheet": problem.place.sheet,
                "cell": problem.place.cell,
                "sentence": sentence(problem, language),
            }
            for problem in form.problems
        ],
    }


def filled_words(found: "PrintedFile", company: "Company") -> list[str]:
    """Which form was filled, and which of its formulas stayed."""
    if found.filled is None:
        return []
    language = company.settings.language
    code = "form-filled-added" if found.filled.added else "form-filled"
    lines = [text(code, language, form=found.form, added=str(found.filled.added))]
    if found.filled.kept:
        decimals = found.document.decimals
        cells = ", ".join(f"{kept.cell} ({kept.ours:,.{decimals}f})" for kept in found.filled.kept[:SHOWN_CELLS])
        cells += ", …" if len(found.filled.kept) > SHOWN_CELLS else ""
        is_compared = found.path.suffix.lower() == ".pdf"
        lines.append(text("form-compared" if is_compared else "form-kept", language, cells=cells))
    return lines
