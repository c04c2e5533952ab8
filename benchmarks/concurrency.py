"""Eight programs post at once: what fits is posted exactly once, and how long each of them waits.

They deliver from one order, sell to one customer up to his credit limit, take numbers from one range, and post
some of their neighbours' sheets, as fast as they can; first as eight programs of one computer, which share
their balances, then as eight computers. One program alone does the same work for comparison. ``--quick`` does
a fifth of it.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet  # noqa: F401 - loaded once, and not anew in every process

from benchmarks.lists import DAY, workbook
from benchmarks.measure import report
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.posting import post
from salesbook.actions.verifying import read_all, verify
from salesbook.settings import CompanySettings
from salesbook.sheets.columns import LISTS, MASTERS

WRITERS = 8
ORDER = "SO-2026-00001"
LIMITED = "C-limited"
"""The customer with a limit; every order of his is of ``ORDER_AMOUNT``."""
ORDER_AMOUNT = 100

processes: Any = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["__main__", __name__])


@dataclass(frozen=True)
class Try:
    """One sheet with one document, to be posted by somebody."""

    kind: str
    ref: str
    row: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came of it.

    Attributes:
        seconds: From pressing Post to the answer.
    """

    ref: str
    outcome: str
    document_no: str
    problem: str
    seconds: float


def tries(count: int) -> list[list[Try]]:
    """What each writer posts: deliveries of one order, orders, orders of one customer, every tenth sheet twice.

    The order and the credit limit have two thirds of what is asked for.
    """
    random.seed(count)
    shares: list[list[Try]] = [[] for _ in range(WRITERS)]
    for number in range(count):
        match number % 3:
            case 0:
                one = Try("delivery_note", f"D{number}", {"source_no": ORDER, "quantity": 1})
            case 1:
                one = Try("sales_order", f"L{number}", {"customer_no": LIMITED, "product_no": "P0", "quantity": 10})
            case _:
                row = {"customer_no": f"C{number % 50}", "product_no": f"P{number % 20}", "quantity": 1 + number % 5}
                one = Try("sales_order", f"O{number}", row)
        shares[number % WRITERS].append(one)
        if number % 10 == 0:
            shares[(number + 1) % WRITERS].append(one)
    for share in shares:
        random.shuffle(share)
    return shares


def work(folder: Path, cache: Path, share: Sequence[Try], gate: Any, answers: Any) -> None:
    """One writer: everything of its share, one after the other."""
    os.environ["SALESBOOK_CACHE"] = str(cache)
    company = open_company(folder, DAY)
    post_one(company, Try("sales_order", "", {}))  # Everything is loaded before the race begins.
    gate.wait()
    answers.send([post_one(company, one) for one in share])


def post_one(company: Company, one: Try) -> Answer:
    """Press Post once."""
    row = {"document_ref": one.ref, "document_date": DAY, **one.row} if one.row else {}
    book = workbook("race.xlsx", {LISTS[one.kind]: [row]})
    start = time.perf_counter()
    decisions = post(book, company).decisions
    seconds = time.perf_counter() - start
    if not decisions:
        return Answer(one.ref, "", "", "", seconds)
    (decision,) = decisions
    problem = decision.problems[0].code if decision.problems else ""
    return Answer(one.ref, decision.outcome, decision.document_no, problem, seconds)


def race(folder: Path, caches: Sequence[Path], shares: Sequence[Sequence[Try]]) -> tuple[float, list[Answer]]:
    """All writers at once; the seconds that it took, and all answers."""
    gate = processes.Barrier(len(shares) + 1)
    started = []
    for cache, share in zip(caches, shares, strict=True):
        receiver, sender = processes.Pipe(duplex=False)
        process = processes.Process(target=work, args=(folder, cache, share, gate, sender))
        process.start()
        started.append((process, receiver))
    gate.wait()
    start = time.perf_counter()
    answers = [answer for _, receiver in started for answer in receiver.recv()]
    seconds = time.perf_counter() - start
    for process, _ in started:
        process.join()
    return seconds, answers


def prove(company: Company, answers: Sequence[Answer], shares: Sequence[Sequence[Try]], fits: int) -> None:
    """Exactly what fits is there, once; nothing acknowledged is missing; numbers run on."""
    posted = [answer for answer in answers if answer.outcome == "posted"]
    deliveries = [answer for answer in posted if answer.ref.startswith("D")]
    limited = [answer for answer in posted if answer.ref.startswith("L")]
    orders = [answer for answer in posted if answer.ref.startswith(("O", "L"))]
    wanted = {one.ref for share in shares for one in share}
    assert len(deliveries) == len(limited) == fits
    assert {answer.ref for answer in orders if answer not in limited} == {ref for ref in wanted if ref.startswith("O")}
    assert len({answer.ref for answer in posted}) == len(posted), "the same sheet was posted twice"
    refused = Counter(answer.problem for answer in answers if answer.outcome == "refused")
    assert set(refused) == {"delivery-exceeds-open-order", "credit-limit-exceeded"}, refused
    stored = Counter(document.lines[0].document_no for document in read_all(company))
    assert all(stored[answer.document_no] == 1 for answer in posted)
    assert sum(stored[number] for number in stored if number.startswith(("DN-", "SO-"))) == len(posted) + 1
    numbers = sorted(answer.document_no for answer in orders)
    assert numbers == [f"SO-2026-{number:05}" for number in range(2, len(orders) + 2)]
    with company.cache() as cache:
        (line,) = cache.lines_of([("sales_order", ORDER)]).values()
    assert line.balance.delivered == Decimal(len(deliveries))
    proof = verify(company)
    assert proof.is_good, [check for check in proof.checks if check.found]
    again = [post_one(company, one) for share in shares for one in share if one.ref in {p.ref for p in posted[::7]}]
    assert {answer.outcome for answer in again} == {"already"}, "an acknowledged sheet was not found again"


def new_company(folder: Path, fits: int) -> Company:
    """Customers, one of them with a limit, products, and one order that everybody delivers from."""
    create_company(folder, CompanySettings(name="Race"))
    company = open_company(folder, DAY)
    masters = {
        MASTERS["customer"]: [
            {"customer_no": LIMITED, "name": "Limited", "credit_limit": fits * ORDER_AMOUNT},
            *({"customer_no": f"C{number}", "name": f"Customer {number}"} for number in range(50)),
        ],
        MASTERS["product"]: [
            {"product_no": f"P{number}", "name": f"Product {number}", "base_price": 10} for number in range(20)
        ],
    }
    assert not post(workbook("master.xlsx", masters), company).has_errors  # type: ignore[arg-type]
    answer = post_one(company, Try("sales_order", "first", {"customer_no": "C0", "product_no": "P0", "quantity": fits}))
    assert answer.document_no == ORDER
    return company


def measure(count: int, writers: str) -> dict[str, float]:
    """One race from the start to the proof."""
    shares = tries(count)
    fits = count * 2 // 9
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        os.environ["SALESBOOK_CACHE"] = str(root / "cache of the referee")
        company = new_company(root / "company", fits)
        if writers == "one writer":
            shares = [[one for share in shares for one in share]]
        caches = [
            root / ("cache" if writers != "eight computers" else f"cache {number}") for number in range(len(shares))
        ]
        seconds, answers = race(company.folder, caches, shares)
        prove(company, answers, shares, fits)
    waits = sorted(answer.seconds for answer in answers if answer.outcome == "posted")
    return {
        f"{writers}: posted": len(waits),
        f"{writers}: p50, ms": statistics.median(waits) * 1000,
        f"{writers}: p99, ms": waits[int(len(waits) * 0.99)] * 1000,
        f"{writers}: answers a second": len(answers) / seconds,
    }


def main() -> None:
    """Measure and prove."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--count", type=int, default=0, help="sheets to post")
    options = parser.parse_args()
    count = options.count or (200 if options.quick else 1000)
    figures: dict[str, Any] = {"sheets": count, "writers": WRITERS}
    for writers in ("one writer", "one computer", "eight computers"):
        figures |= measure(count, writers)
    report("concurrency-quick" if options.quick else "concurrency", figures)


if __name__ == "__main__":
    main()
