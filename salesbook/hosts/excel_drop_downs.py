"""Drop-downs in a running Excel: giving them back to cells that lost them.

Excel has no word for "the cells without a rule": the kind of rule is asked for a whole column and, only where its
cells differ, for halves of it. Rules are made through Windows' own objects, because xlwings cannot name a list
that grows; on a Mac they are left as they are.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from salesbook.hosts.drop_downs import LONGEST_LIST, usual
from salesbook.hosts.host import DropDown
from salesbook.hosts.ooxml_formulas import moved_formula

_LIST = 3
_STOP, _WARNING = 1, 2
_KEPT = (
    *("IgnoreBlank", "InCellDropdown", "InputTitle", "InputMessage", "ErrorTitle", "ErrorMessage"),
    *("ShowInput", "ShowError"),
)


def restore_drop_downs(body: Any, drop_downs: Mapping[int, DropDown | None]) -> None:
    """Fill the gaps in the drop-downs of a table's body, an ``xlwings.Range``."""
    if sys.platform != "win32":
        return
    for offset, drop_down in drop_downs.items():
        column = body[:, offset]
        kind = column.data_validation.type
        if kind == "mixed_criteria" or (kind == "none" and drop_down is not None):
            _restore(column, list(_runs(column, 0, column.shape[0], kind)), drop_down)


def _restore(column: Any, runs: list[tuple[int, int, str]], drop_down: DropDown | None) -> None:
    """Give the runs without a rule (first row, the one after the last, kind) the list of the others."""
    donors: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for first, last, kind in runs:
        if kind == "list":
            donor = column[first, 0].data_validation
            donors.setdefault(_comparable(donor.source), donor)
            counts[_comparable(donor.source)] += last - first
    source = usual(counts, None if drop_down is None else drop_down.formula(), column.shape[0])
    for cells in (column[first:last, 0] for first, last, kind in runs if kind == "none"):
        if source is not None:
            _copy(donors[source], cells)
        elif drop_down is not None:
            _build(drop_down, cells)


def _copy(donor: Any, cells: Any) -> None:
    # A formula that looks at neighbouring cells would look at others from another cell.
    if moved_formula(donor.source, 1, 1) == donor.source:
        cells.api.Validation.Add(Type=_LIST, AlertStyle=donor.api.AlertStyle, Formula1=donor.source)
        for name in _KEPT:
            setattr(cells.api.Validation, name, getattr(donor.api, name))


def _build(drop_down: DropDown, cells: Any) -> None:
    if isinstance(drop_down.source, str):
        style = _STOP if drop_down.is_strict else _WARNING
        cells.api.Validation.Add(Type=_LIST, AlertStyle=style, Formula1=drop_down.source)
    elif len(drop_down.formula()) > LONGEST_LIST:
        return
    else:
        # xlwings knows what stands between the texts in the country of this Excel.
        cells.data_validation.set_list(list(drop_down.source))
    if drop_down.message:
        cells.api.Validation.InputTitle, cells.api.Validation.InputMessage = drop_down.title, drop_down.message


def _runs(column: Any, first: int, last: int, kind: str) -> Iterator[tuple[int, int, str]]:
    """Rows with one kind of rule: from the first, counted from 0, to before the last."""
    if kind != "mixed_criteria" or last - first == 1:
        yield first, last, kind
        return
    middle = (first + last) // 2
    for start, end in ((first, middle), (middle, last)):
        yield from _runs(column, start, end, column[start:end, 0].data_validation.type)


def _comparable(source: str) -> str:
    """A list of texts with commas, whatever stands between them in the country of this Excel."""
    return source if source.startswith("=") else source.replace(";", ",")
