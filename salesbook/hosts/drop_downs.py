"""What all hosts mean by a drop-down that is lost: which rows lack one, and which list they get."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Rule = TypeVar("Rule", bound=Hashable)

LONGEST_LIST = 255
"""Letters that a list of texts may have in one rule; Excel takes a file with more for damaged."""


def uncovered(rows: range, covered: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last row of each run of rows that none of the spans (first and last row each) reaches.

    >>> uncovered(range(2, 10), [(1, 3), (5, 5)])
    [(4, 4), (6, 9)]
    """
    found = []
    following = rows.start
    for first, last in sorted(covered):
        if following < first and following < rows.stop:
            found.append((following, min(first, rows.stop) - 1))
        following = max(following, last + 1)
    return [*found, (following, rows.stop - 1)] if following < rows.stop else found


def usual(counts: Mapping[Rule, int], ours: Rule | None, rows: int) -> Rule | None:
    """The list to extend: the one that at least half the rows have, else the one of new workbooks if any row has it.

    A list in a few rows only, which a person made for them, is not spread over the column.
    """
    most = max(counts, key=lambda rule: counts[rule], default=None)
    if most is not None and counts[most] * 2 >= rows:
        return most
    return ours if ours is not None and ours in counts else None
