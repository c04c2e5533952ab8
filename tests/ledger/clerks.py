"""What clerks do at the same moment, each in a process of their own, through the very code of a click."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet  # noqa: F401 - so that it is loaded once, and not anew in every process

from salesbook.actions import posting
from salesbook.actions.company import open_company
from salesbook.actions.storing import Report
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.ledger.upkeep import UpkeepRules, look_after
from salesbook.sheets.columns import LISTS

DAY = date(2026, 3, 5)
PATIENCE = 60
"""Seconds after which a process that gives no answer counts as stuck."""

# A fork server loads the libraries once; where there is none, each process loads them.
processes: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
processes.set_forkserver_preload(["__main__", __name__])


def workbook(kind: str, rows: Sequence[dict[str, Any]], label: str = "March.xlsx") -> MemoryWorkbook:
    """A workbook with the list of one kind of document, each row by the names of its fields."""
    fields = LISTS[kind].fields
    cells = [[row.get(field.name) for field in fields] for row in rows]
    table = {LISTS[kind].name: ([field.title.en for field in fields], cells)}
    return MemoryWorkbook(label, table)


def order_row(ref: str, quantity: int, product: str = "BOLT-8") -> dict[str, Any]:
    """One row of the list of orders."""
    return {
        "document_ref": ref, "document_date": DAY, "customer_no": "C-1", "product_no": product,
        "quantity": Decimal(quantity),
    }  # fmt: skip


def delivery_row(ref: str, order_no: str, quantity: int) -> dict[str, Any]:
    """One row of the list of deliveries."""
    return {"document_ref": ref, "document_date": DAY, "source_no": order_no, "quantity": Decimal(quantity)}


def post(folder: Path, kind: str, rows: Sequence[dict[str, Any]], label: str = "March.xlsx") -> Report:
    """Type rows into a workbook and press Post."""
    return posting.post(workbook(kind, rows, label), open_company(folder, DAY))


def post_one_by_one(folder: Path, kind: str, rows: Sequence[dict[str, Any]], label: str) -> list[tuple[str, ...]]:
    """Press Post for each row alone: outcome, number and first problem of each."""
    answers = []
    for row in rows:
        (decision,) = post(folder, kind, [row], label).decisions
        answers.append((decision.outcome, decision.document_no, *(problem.code for problem in decision.problems[:1])))
    return answers


def open_quantity(folder: Path, order_no: str) -> tuple[int, Decimal]:
    """What this computer holds: version of the ledger, and what is open of an order's first line."""
    with open_company(folder, DAY).cache() as cache:
        (line,) = cache.lines_of([("sales_order", order_no)]).values()
        return cache.version, line.balance.open_to_deliver


def post_until_killed(folder: Path, cache: Path, name: str, tell: Any) -> None:
    """Post orders of two lines without end, tell each number once it is acknowledged, and tidy up in between."""
    os.environ["SALESBOOK_CACHE"] = str(cache)
    rules = UpkeepRules(small_files=6, versions=6, keep_files=0, keep_log=0, keep_strays=0.5)
    company = open_company(folder, DAY)
    number = 0
    while True:
        number += 1
        rows = [order_row(f"{name}-{number}", 3), order_row(f"{name}-{number}", 4, "NUT-8")]
        (decision,) = posting.post(workbook("sales_order", rows), company).decisions
        tell.send(decision.document_no)
        if number % 3 == 0:
            look_after(company.store, rules)


def at_once(work: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], caches: Sequence[Path]) -> list[Any]:
    """Do work in one process per tuple of arguments, all starting at the same moment; the answers in order."""
    gate = processes.Barrier(len(arguments))
    started = []
    for given, cache in zip(arguments, caches, strict=True):
        receiver, sender = processes.Pipe(duplex=False)
        process = processes.Process(target=_work, args=(gate, sender, cache, work, given))
        process.start()
        sender.close()
        started.append((process, receiver))
    answers = []
    for process, receiver in started:
        with receiver:
            assert receiver.poll(PATIENCE), f"no answer from {process.name}"
            answers.append(receiver.recv())
        process.join(PATIENCE)
        process.close()
    return answers


def in_environment(environment: Mapping[str, str], work: Callable[..., Any], *given: Any) -> Any:
    """Do work in a process that has to be told what stands in its environment."""
    os.environ.update(environment)
    return work(*given)


def _work(gate: Any, sender: Any, cache: Path, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    os.environ["SALESBOOK_CACHE"] = str(cache)
    gate.wait(PATIENCE)
    sender.send(work(*given))
