"""Sheets of an .xls file, read by a process of its own with limits of time and memory.

Old files come from anywhere, damaged ones too. What such a file has its reader do is never more than these limits.
"""

import os
import pickle
import subprocess
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

from salesbook.hosts.grid_rows import UnreadableFileError
from salesbook.hosts.host import Grid
from salesbook.problems import Reason

_LONGEST_WAIT = 120
"""Seconds."""

_MOST_MEMORY = 4 << 30
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_old_excel(content: bytes) -> list[Grid]:
    """The sheets that people see, in the order of their tabs; all sheets where all are hidden.

    Raises:
        UnreadableFileError: As ``read_biff``, or reading takes more time or memory than allowed.
    """
    if _ENCRYPTED in content:
        raise UnreadableFileError(Reason("reason-password"))
    folders = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    try:
        # Nothing but this module is run, and the folder somebody happens to work in is not searched for others.
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "salesbook.hosts.old_excel"],
            input=content,
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(Reason("reason-takes-too-much")) from error
    except subprocess.CalledProcessError as error:
        raise UnreadableFileError(Reason("reason-damaged-or-no-workbook")) from error
    answer: list[Grid] | Reason = pickle.loads(ended.stdout)  # noqa: S301 - written by our own program
    if isinstance(answer, Reason):
        raise UnreadableFileError(answer)
    return answer


def main() -> None:
    """Read a workbook from standard input; write its grids, or the reason why there are none, to standard output."""
    from salesbook.hosts.biff_grid import read_biff  # its library is for who reads such a file

    _limit_memory()
    try:
        # Nothing but the answer may be written to standard output.
        with redirect_stdout(StringIO()):
            answer = pickle.dumps(read_biff(sys.stdin.buffer.read()))
    except UnreadableFileError as error:
        answer = pickle.dumps(error.reason)
    except MemoryError:
        answer = pickle.dumps(Reason("reason-takes-too-much"))
    sys.stdout.buffer.write(answer)


def _limit_memory() -> None:
    """Have the system refuse what no workbook needs; Windows knows no such limit, but ends the process likewise."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
