"""A thousand programs killed with ``kill -9`` while they post and tidy up: nothing acknowledged is ever lost.

Not a measure of time, but of trust: after each kill everything acknowledged so far must be there, whole and
once; several times on the way the whole ledger is proved. The suite does the same 200 times.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.measure import report, timed
from tests.ledger.killings import kill_again_and_again
from tests.small_company import build_company


def main() -> None:
    """Kill and look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESBOOK_CACHE"] = f"{name}/cache"
        company = build_company(Path(name) / "company").company
        seconds, acknowledged = timed(lambda: kill_again_and_again(company, Path(name) / "cache of the killed", kills))
        with company.cache() as cache:
            orders = len(cache.documents_of("sales_order"))
    report(
        "crashes",
        {
            "programs killed": kills,
            "orders acknowledged, all found again": acknowledged,
            "orders stored though nobody could be told": orders - acknowledged,
            "s a kill, with the look afterwards": seconds / kills,
        },
    )


if __name__ == "__main__":
    main()
