"""Many runs of one race on object storage: eight clerks, one order, and every acknowledged sheet posted again.

    python -m benchmarks.object_store --runs 100

Each run has a ledger of its own. The server is moto, which stores one file at a time here as a real service
does; ``--as-it-is`` leaves moto alone, which lets two conditional puts win now and then (see ``docs/decisions/0016``).
What is found wrong is kept as JSON in the folder ``--keep``: what each clerk was told, what is stored, and what
the server answered.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.measure import report
from salesbook.actions.company import open_company
from salesbook.actions.verifying import verify
from tests.ledger.clerks import DAY, at_once, delivery_row, in_environment, open_quantity, order_row, post
from tests.ledger.s3_server import BUCKET, S3Server
from tests.small_company import build_company

ORDER = "SO-2026-00001"
CLERKS, TRIES, ORDERED = 8, 6, 20
QUICK_RUNS = 3


def compete(folder: Path, clerk: str) -> list[dict[str, Any]]:
    """Post deliveries one by one; then post every one of them again, as somebody does who is not sure."""
    told = []
    for number in range(TRIES):
        start = time.perf_counter()
        answer = _posted(folder, clerk, number)
        told.append(answer | {"seconds": time.perf_counter() - start})
        if answer["version"] is not None:
            told[-1]["entry"] = open_company(folder, DAY).store.fingerprint(answer["version"])
    for number, answer in enumerate(told):
        answer["again"] = _posted(folder, clerk, number)
    return told


def _posted(folder: Path, clerk: str, number: int) -> dict[str, Any]:
    result = post(folder, "delivery_note", [delivery_row(f"{clerk}-{number}", ORDER, 1)], clerk)
    (decision,) = result.decisions
    problems = [problem.code for problem in decision.problems]
    return {"outcome": decision.outcome, "number": decision.document_no, "version": result.version, "why": problems}


def one_run(server: S3Server, template: Path, folder: Path) -> tuple[list[float], list[str], dict[str, Any]]:
    """Seconds of each posting that went through, what is wrong, and all that was seen."""
    place = f"run-{folder.name}"
    for key in server.stored("template/"):
        server.put(place + key.removeprefix("template"), server.content(key))
    company = folder / "Acme"
    company.mkdir(parents=True)
    settings = (template / "salesbook.toml").read_text(encoding="utf-8")
    (company / "salesbook.toml").write_text(settings.replace("/template", f"/{place}"), encoding="utf-8")
    server.log.clear()

    work = [(server.environment, compete, company, f"clerk {clerk}") for clerk in range(CLERKS)]
    clerks = at_once(in_environment, work, [folder / f"cache {clerk}" for clerk in range(CLERKS)])
    os.environ["SALESBOOK_CACHE"] = str(folder / "cache of another computer")
    stored = {key.rpartition("/")[2]: server.content(key) for key in server.stored(f"{place}/_delta_log/")}
    entries = {name: hashlib.sha256(content).hexdigest() for name, content in stored.items()}
    seen = {"clerks": clerks, "entries": entries, "server": list(server.log)}
    answers = [answer for clerk in clerks for answer in clerk]
    return (
        [answer["seconds"] for answer in answers if answer["outcome"] == "posted"],
        list(_wrong(company, answers, seen)),
        seen,
    )


def _wrong(company: Path, answers: list[dict[str, Any]], seen: dict[str, Any]) -> Any:
    posted = [answer for answer in answers if answer["outcome"] == "posted"]
    if sorted(answer["number"] for answer in posted) != [f"DN-2026-{n:05}" for n in range(1, ORDERED + 1)]:
        yield f"{len(posted)} were acknowledged, or their numbers do not run from 1"
    for answer in answers:
        if answer["outcome"] == "posted":
            if seen["entries"].get(f"{answer['version']:020d}.json") != answer["entry"]:
                yield f"{answer['number']} is not what is stored as version {answer['version']}"
            if (answer["again"]["outcome"], answer["again"]["number"]) != ("already", answer["number"]):
                yield f"{answer['number']} was acknowledged and is not found again"
        elif answer["why"] != ["delivery-exceeds-open-order"] or answer["again"]["outcome"] != "refused":
            yield f"{answer['outcome']} for {answer['why']}, then {answer['again']['outcome']}"
    won = Counter(line for line in seen["server"] if line.startswith("PUT") and ".json 200" in line)
    for line, times in won.items():
        if times > 1:
            yield f"{times} winners: {line}"
    if not verify(open_company(company, DAY)).is_good:
        yield "the ledger does not prove"
    if open_quantity(company, ORDER)[1] != 0:
        yield "the order is not delivered in full, or beyond"


def main() -> None:
    """Measure and check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_RUNS} runs, and no record of them")
    parser.add_argument("--as-it-is", action="store_true", help="leave moto alone, and keep no record")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "object_store")
    wished = parser.parse_args()
    runs = QUICK_RUNS if wished.quick else wished.runs
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    server = S3Server(one_at_a_time=not wished.as_it_is)
    os.environ.update(server.environment)
    seconds: list[float] = []
    anomalies: list[str] = []
    conflicts = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESBOOK_CACHE"] = f"{name}/cache"
        template = build_company(Path(name) / "Acme", ledger=f"s3://{BUCKET}/template").folder
        post(template, "sales_order", [order_row("A", ORDERED)])
        for run in range(1, runs + 1):
            took, wrong, seen = one_run(server, template, Path(name) / f"{run}")
            seconds += took
            conflicts += sum(line.startswith("PUT") and ".json 412" in line for line in seen["server"])
            if wrong:
                anomalies += [f"run {run}: {what}" for what in wrong]
                wished.keep.mkdir(parents=True, exist_ok=True)
                found = json.dumps({"wrong": wrong, **seen}, indent=1)
                (wished.keep / f"run-{run}.json").write_text(found, encoding="utf-8")
            sys.stdout.write(f"{run}: {'; '.join(wrong) or 'exact'}\n")
            sys.stdout.flush()
    server.stop()
    seconds.sort()
    figures = {
        "runs": runs,
        "anomalies": len(anomalies),
        "clerks at once": CLERKS,
        "deliveries acknowledged": len(seconds),
        "conflicts": conflicts,
        "p50 of an acknowledged posting, s": seconds[len(seconds) // 2],
        "p99 of an acknowledged posting, s": seconds[int(len(seconds) * 0.99)],
        "whole, s": time.perf_counter() - start,
    }
    if wished.quick or wished.as_it_is:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    else:
        report("object_store", figures)
    if anomalies:
        sys.exit(f"{len(anomalies)} anomalies; see {wished.keep}")
    assert len(seconds) == runs * ORDERED


if __name__ == "__main__":
    main()
