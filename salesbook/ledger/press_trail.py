"""The trail of presses: a small file of lines beside the ledger, one for each computer, that is only added to.

It is no part of the ledger: what was refused was never posted. It holds who pressed when, about which document,
and whether something was wrong; not what was typed, nor what was wrong. It may be deleted at any time.
"""

import json
import platform
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from salesbook.documents.preparation import Press

FOLDER = "preparation"


def add_presses(folder: Path, presses: Iterable[Press]) -> None:
    """Add lines to this computer's file.

    Raises:
        OSError: The folder cannot be written to.
    """
    text = "".join(_line(press) for press in presses)
    if not text:
        return
    path = folder / FOLDER / f"{re.sub(r'[^A-Za-z0-9-]', '_', platform.node()) or 'computer'}.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


def read_presses(folder: Path) -> Iterator[Press]:
    """The lines of all computers; one that was cut off or changed by hand says nothing."""
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found = json.loads(line)
                yield Press(**(found | {"pressed_at": datetime.fromisoformat(found["pressed_at"])}))
            except (ValueError, TypeError, KeyError):
                continue


def _line(press: Press) -> str:
    values = {name: getattr(press, name) for name in Press.__slots__} | {"pressed_at": press.pressed_at.isoformat()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
