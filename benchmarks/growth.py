"""Whether a click in year ten costs what it cost on the first day.

Ledgers of 1,000, 100,000 and 5,000,000 lines are made of whole chains (an order of 5 lines, its delivery,
its invoice, its receipt), every posting sealed as posting does it. Then chains are posted one by one, durable, in a
program that stays open; and one order in a program that is started for it. ``--quick`` leaves out the
largest ledger. The floor in the same run is the bare durable commit of the same documents.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.lists import DAY, workbook
from benchmarks.measure import report, timed
from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.posting import post
from salesbook.actions.tidying import ledger_stats
from salesbook.documents.posting import Posting
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.schema import Stamp, StoredPosting, posting_hash, postings_of
from salesbook.ledger.store import LedgerStore
from salesbook.settings import CompanySettings
from salesbook.sheets.columns import LISTS, MASTERS

LINES = 5
CUSTOMERS = 500
PER_COMMIT = 100_000
"""Lines of one file of the past."""

CLICK = """
import sys
from datetime import date
from pathlib import Path
from benchmarks.growth import one_order
from salesbook.actions.company import open_company
from salesbook.actions.posting import post
company = open_company(Path(sys.argv[1]), date(2026, 3, 5))
assert post(one_order(sys.argv[2]), company).count("posted") == 1
"""


def past(company: Company, lines: int) -> None:
    """Fill a ledger with so many lines of finished chains, as if they had been posted in large lists."""
    with company.cache() as cache:
        (seq, head), version = cache.head, cache.version
    batch: list[StoredPosting] = []
    size = 0
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    for number, document in enumerate(_documents(lines), start=1):
        kind_number = (number - 1) // 4 + 1
        stamp = Stamp.model_construct(
            seq=seq + number, batch_id=f"B-{version + 1:06d}", posting_id=f"{number:064x}", number_year=2025,
            number=kind_number, workbook="past.xlsx", posted_at=moment, posted_by="clerk", prev_hash=head, hash="",
            workbook_id="",
        )  # fmt: skip
        head = posting_hash(stamp, document)
        sealed = stamp.model_copy(update={"hash": head})
        batch.append(StoredPosting.model_construct(stamp=sealed, lines=tuple(document)))
        size += len(document)
        if size >= PER_COMMIT:
            version += 1
            company.store.append(version, batch)
            batch, size = [], 0
    if batch:
        company.store.append(version + 1, batch)


def _documents(lines: int) -> Iterator[list[Posting]]:
    """Orders of five lines, each with its delivery, its invoice and the receipt that pays it."""
    day = DAY.replace(year=2025)
    for number in range(1, lines // (3 * LINES + 1) + 1):
        order_no, note_no = f"SO-2025-{number:07}", f"DN-2025-{number:07}"
        common: dict[str, Any] = {
            "document_date": day, "posting_date": day, "customer_no": f"C{number % CUSTOMERS}", "currency": "USD",
            "unit": "pcs", "unit_price": Decimal(10), "tax_code": "T5", "tax_percent": Decimal(5),
        }  # fmt: skip
        for kind, document_no in (
            ("sales_order", order_no), ("delivery_note", note_no), ("sales_invoice", f"SI-2025-{number:07}"),
        ):  # fmt: skip
            source = {"delivery_note": order_no, "sales_invoice": note_no}.get(kind, "")
            yield [
                Posting.model_construct(
                    kind=kind, document_no=document_no, line_no=line, product_no=f"P{(number + line) % 50}",
                    quantity=Decimal(line), net_amount=Decimal(10 * line), tax_amount=Decimal(line) / 2,
                    source_no=source, source_line_no=line if source else None,
                    order_no=order_no if source else "", order_line_no=line if source else None,
                    document_ref=f"{kind}-{number}", **common,
                )
                for line in range(1, LINES + 1)
            ]  # fmt: skip
        yield [
            Posting.model_construct(
                kind="payment", document_no=f"RC-2025-{number:07}", document_date=day, posting_date=day,
                customer_no=f"C{number % CUSTOMERS}", currency="USD", source_no=f"SI-2025-{number:07}",
                net_amount=Decimal("157.5"), document_ref=f"payment-{number}",
            )
        ]  # fmt: skip


def one_order(ref: str) -> Any:
    """A sheet with one order of five lines."""
    head = {"document_ref": ref, "document_date": DAY, "customer_no": "C7"}
    rows = [head | {"product_no": f"P{line}", "quantity": line} for line in range(1, LINES + 1)]
    return workbook("click.xlsx", {LISTS["sales_order"]: rows})


def chain(company: Company, number: int) -> dict[str, float]:
    """Milliseconds of an order, its delivery, its invoice and its receipt."""
    taken = {}
    source = ""
    for kind in ("sales_order", "delivery_note", "sales_invoice"):
        head: dict[str, Any] = {"document_ref": f"{kind} {number}", "document_date": DAY, "source_no": source}
        rows = [head | {"product_no": f"P{line}", "quantity": line} for line in range(1, LINES + 1)]
        book = workbook("chain.xlsx", {LISTS[kind]: rows}) if source else one_order(f"order {number}")
        seconds, posted = timed(lambda book=book: post(book, company))
        (decision,) = posted.decisions
        assert decision.outcome == "posted", decision.problems
        source, taken[kind] = decision.document_no, seconds * 1000
    receipt = {"document_ref": f"receipt {number}", "document_date": DAY, "source_no": source, "amount": 150}
    seconds, posted = timed(lambda: post(workbook("chain.xlsx", {LISTS["payment"]: [receipt]}), company))
    assert posted.decisions[0].outcome == "posted", posted.decisions[0].problems
    taken["payment"] = seconds * 1000
    return taken


def measure(lines: int, chains: int) -> dict[str, Any]:
    """Make a ledger of so many lines, and post into it."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESBOOK_CACHE"] = f"{name}/cache"
        folder = Path(name) / "company"
        create_company(folder, CompanySettings(name="Growth"))
        company = open_company(folder, DAY)
        masters = {
            MASTERS["customer"]: [
                {"customer_no": f"C{number}", "name": f"Customer {number}"} for number in range(CUSTOMERS)
            ],
            MASTERS["product"]: [
                {"product_no": f"P{number}", "name": f"Product {number}", "base_price": 10} for number in range(50)
            ],
        }
        assert not post(workbook("master.xlsx", masters), company).has_errors  # type: ignore[arg-type]
        past(company, lines)
        company.cache_path.unlink()
        rebuild_seconds, _ = timed(lambda: _count_anew(company))
        before = ledger_stats(company)
        chain(company, 0)
        taken = [chain(company, number) for number in range(1, chains + 1)]
        after = ledger_stats(company)
        cold = [_cold(folder, f"cold {number}") for number in range(5)]
        floor = _floor(company, Path(name) / "floor", chains)
        figures: dict[str, Any] = {f"{kind}, ms": statistics.median(one[kind] for one in taken) for kind in taken[0]}
        figures["chain, ms"] = statistics.median(sum(one.values()) for one in taken)
        figures["chain / floor of bare durable commits"] = figures["chain, ms"] / floor
        figures["started for one order, s"] = statistics.median(cold)
        figures["balances counted anew, s"] = rebuild_seconds
        figures["balances, MB"] = company.cache_path.stat().st_size / 2**20
        figures["bytes a posting, one by one"] = (after.stored_bytes - before.stored_bytes) / (4 * (chains + 1))
        figures["bytes a line, in large files"] = before.data_bytes / before.lines
        return {f"{lines:,} lines: {figure}": value for figure, value in figures.items()}


def _count_anew(company: Company) -> None:
    with company.cache():
        pass


def _cold(folder: Path, ref: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", CLICK, str(folder), ref], check=True)
    return time.perf_counter() - start


def _floor(company: Company, folder: Path, chains: int) -> float:
    """Milliseconds in which the documents of a chain are stored with nothing decided."""
    with company.cache() as cache:
        version = cache.version
    commits = company.store.commits_after(version - 4)

    documents = [list(postings_of(company.store.read(commit))) for commit in commits]
    bare = LedgerStore.create(LocalFolder(folder), "floor")
    taken = []
    for number in range(chains):
        start = time.perf_counter()
        for place, document in enumerate(documents):
            bare.append(4 * number + place + 1, document)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--lines", type=int, nargs="*", help="sizes of the ledgers")
    options = parser.parse_args()
    sizes = options.lines or ([1_000, 100_000] if options.quick else [1_000, 100_000, 5_000_000])
    figures: dict[str, Any] = {}
    for lines in sizes:
        figures |= measure(lines, 30 if options.quick else 200)
    first, last = f"{sizes[0]:,} lines: ", f"{sizes[-1]:,} lines: "
    for what in ("chain, ms", "started for one order, s"):
        figures[f"{what}: largest / smallest"] = figures[last + what] / figures[first + what]
    report("growth-quick" if options.quick else "growth", figures)


if __name__ == "__main__":
    main()
