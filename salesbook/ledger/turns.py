"""Whose turn it is among the programs of one computer: the sooner one posts, the less the others decide twice.

Only a courtesy. Compare-and-swap decides who was first; a program that waits too long goes on without its turn.
"""

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PATIENCE = 5.0
"""Seconds to wait for a turn; what holds it longer has got stuck."""

LONGEST_PAUSE = 0.03
"""Seconds between two looks. Many who look all the time would take the computer from the one who works."""


@contextmanager
def a_turn(path: Path) -> Iterator[None]:
    """Wait until no other program holds this file, hold it, and let it go at the end of the block."""
    file = None
    # Where no such file can be made, everybody goes at once.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    if file is None:
        yield
        return
    with file:
        end, pause = time.monotonic() + PATIENCE, 0.001
        while not _take(file) and time.monotonic() < end:
            time.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - jitter, not a secret
            pause = min(2 * pause, LONGEST_PAUSE)
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
