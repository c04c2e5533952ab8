"""What all benchmarks share: repeated timing, and a record of machine and versions beside the numbers."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("deltalake", "pyarrow", "pydantic", "xlsxwriter", "lxml", "xlwings", "ibis-framework", "duckdb", "obstore")


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that an action took, and what it gave back."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def median_of(action: Callable[[], Any], times: int) -> float:
    """Median seconds of several runs."""
    return statistics.median(timed(action)[0] for _ in range(times))


def report(name: str, figures: dict[str, Any]) -> None:
    """Print the figures and keep them with machine and versions, so that two runs can be compared."""
    record = {
        "benchmark": name,
        "figures": figures,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {package: version(package) for package in PACKAGES},
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    for figure, value in figures.items():
        shown = f"{value:,.4g}" if isinstance(value, float) else str(value)
        sys.stdout.write(f"{figure:>55}  {shown}\n")
