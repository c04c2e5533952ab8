"""What the whole cycle costs: order, delivery, invoice and receipt of 5 lines, one by one and as lists of 1,000.

Durable in both cases. One by one, every document is a list of its own, typed and posted in a program that stays
open; then each kind is one list of all its documents. ``--quick`` measures 50 chains. Floors in the same run: the
bare durable commits of the very same documents, with nothing decided: one commit each, and one commit for each list.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.lists import DAY, LINES, bare_commits, new_company, order_rows, workbook
from benchmarks.measure import report, timed
from salesbook.actions.company import Company
from salesbook.actions.posting import post
from salesbook.actions.verifying import read_all, verify
from salesbook.sheets.columns import LISTS

KINDS = ("sales_order", "delivery_note", "sales_invoice", "payment")
CHAINS, QUICK = 1000, 50
NET = sum(range(1, LINES + 1)) * 10
"""Of a chain: 5 lines of 1 to 5 pieces at 10."""


def rows_of(kind: str, number: int, source: str) -> list[dict[str, Any]]:
    """The rows of one document of a chain, made from the one before."""
    if kind == "sales_order":
        return order_rows(number, 1)
    head: dict[str, Any] = {"document_ref": f"{kind} {number}", "document_date": DAY, "source_no": source}
    if kind == "payment":
        return [head | {"amount": NET}]
    return [head | {"source_line_no": line, "quantity": line} for line in range(1, LINES + 1)]


def one_by_one(company: Company, count: int) -> dict[str, float]:
    """Post so many chains, each document in a list of its own; the seconds of each kind."""
    seconds = dict.fromkeys(KINDS, 0.0)
    for number in range(count):
        source = ""
        for kind in KINDS:
            book = workbook("single.xlsx", {LISTS[kind]: rows_of(kind, number, source)})
            taken, posted = timed(lambda book=book: post(book, company))
            (decision,) = posted.decisions
            assert decision.outcome == "posted", decision.problems
            source, seconds[kind] = decision.document_no, seconds[kind] + taken
    return seconds


def in_lists(company: Company, count: int) -> dict[str, float]:
    """Post so many chains, each kind as one list; the seconds of each list."""
    seconds = {}
    sources = [""] * count
    for kind in KINDS:
        rows = [row for place, source in enumerate(sources) for row in rows_of(kind, count + place, source)]
        book = workbook("list.xlsx", {LISTS[kind]: rows})
        seconds[kind], posted = timed(lambda book=book: post(book, company))
        assert posted.count("posted") == count, posted.problems[:3]
        sources = [decision.document_no for decision in posted.decisions]
    return seconds


def main(count: int, name: str) -> None:
    """Measure and check."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["SALESBOOK_CACHE"] = f"{place}/cache"
        company = new_company(Path(place) / "company")
        singles = one_by_one(company, count)
        lists = in_lists(company, count)
        stored = [found for found in read_all(company) if found.lines[0].kind in KINDS]
        alone, together = stored[: len(KINDS) * count], stored[len(KINDS) * count :]
        single_floor = bare_commits(Path(place) / "single floor", [[found] for found in alone])
        batches = [together[first : first + count] for first in range(0, len(together), count)]
        list_floor = bare_commits(Path(place) / "list floor", batches)
        verify_seconds, proof = timed(lambda: verify(company))
        assert proof.is_good
        assert (proof.totals["open"], proof.totals["uninvoiced"]) == (0, 0)
        single_seconds, list_seconds = sum(singles.values()), sum(lists.values())
        documents = len(KINDS) * count
        report(
            name,
            {
                "chains of order, delivery, invoice, receipt": count,
                "one by one, s": single_seconds,
                "one by one, documents a second": documents / single_seconds,
                **{f"ms a {kind} alone": seconds / count * 1000 for kind, seconds in singles.items()},
                "floor: bare durable commits of one, s": single_floor,
                "one by one / floor": single_seconds / single_floor,
                "in lists, s": list_seconds,
                "in lists, documents a second": documents / list_seconds,
                **{f"{kind}s a second in a list": count / seconds for kind, seconds in lists.items()},
                "floor: bare durable commits of lists, s": list_floor,
                "in lists / floor": list_seconds / list_floor,
                "verify all, s": verify_seconds,
            },
        )


if __name__ == "__main__":
    if "--quick" in sys.argv:
        main(QUICK, "sales_cycle-quick")
    else:
        main(CHAINS, "sales_cycle")
