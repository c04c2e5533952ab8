"""What a click costs before it does anything: ``import salesbook.ribbon`` beside a bare ``import xlwings``.

Each import runs in a fresh interpreter. ``guarded`` is xlwings as ``hosts.excel`` imports it, with the
data libraries that it would otherwise pull in held back.
"""

import subprocess
import sys

from benchmarks.measure import median_of, report

RUNS = 9


def cold(code: str) -> float:
    """Median seconds of a fresh interpreter that runs some code."""
    return median_of(lambda: subprocess.run([sys.executable, "-c", code], check=True), RUNS)


def main() -> None:
    """Measure."""
    start = cold("pass")
    xlwings = cold("import xlwings")
    guarded = cold("from salesbook.hosts.excel import import_xlwings; import_xlwings()")
    ribbon = cold("import salesbook.ribbon")
    posting = cold("import salesbook.actions.posting, salesbook.messages")
    report(
        "click",
        {
            "floor: the interpreter alone, s": start,
            "import xlwings, s": xlwings,
            "import xlwings guarded, s": guarded,
            "import salesbook.ribbon, s": ribbon,
            "import what Post needs, s": posting,
            "ribbon / bare xlwings": ribbon / xlwings,
            "guarded xlwings + Post / bare xlwings": (guarded + posting - start) / xlwings,
        },
    )


if __name__ == "__main__":
    main()
