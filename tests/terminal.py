"""The program as it is started at a terminal: what it says and how it ends."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from salesbook.cli import main

FOREIGN = re.compile(
    r"Traceback|[a-z]Error\b|Exception|Errno|pydantic|openpyxl|lxml|zipfile|Input should|isoformat|\bNone\b|<class"
)
"""What no person should read."""


@dataclass
class Said:
    """What a run printed and how it ended."""

    exit_code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one thing it said when it could not go on."""
        assert self.out == ""
        assert self.err.count("\n") == 1
        return self.err.strip()


Run = Callable[..., Said]


def as_typed(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command as a person types it."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert not FOREIGN.search(printed.out + printed.err)
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run
