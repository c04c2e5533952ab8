"""The text of one entry of the Delta log, and whether it is still as it was written.

An entry of ours ends with a seal, the hash of all that stands before it, and names the hash of its data
file. A byte that changes anywhere in the ledger is found that way; programs that only read Delta tables
pass over both.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

Action = Mapping[str, Any]

FILE_HASH = "salesbook.sha256"
"""The tag of an added file that holds the hash of its bytes."""

_SEAL = b', "seal": "'
_END = b'"}}\n'


def sealed_text(actions: Sequence[Action], info: Mapping[str, Any]) -> bytes:
    """An entry of these actions.

    Args:
        actions: One line each.
        info: What is told about the commit, at least one fact; becomes the last line, with the seal behind it.
    """
    lines = [json.dumps(action) for action in (*actions, {"commitInfo": info})]
    body = "\n".join(lines).removesuffix("}}").encode() + _SEAL
    return body + fingerprint(body).encode() + _END


def is_sealed(text: bytes) -> bool:
    """Whether an entry is complete and unchanged.

    >>> text = sealed_text([{"add": {"path": "a.parquet"}}], {"operation": "WRITE"})
    >>> is_sealed(text), is_sealed(text.replace(b"a.parquet", b"b.parquet")), is_sealed(text[:-1])
    (True, False, False)
    """
    body, seal, found = text.rpartition(_SEAL)
    return found == fingerprint(body + seal).encode() + _END


def is_rearrangement(actions: Sequence[Action]) -> bool:
    """Whether an entry only moves rows to other files, as compaction by another program does."""
    return all(
        name == "commitInfo" or (name in ("add", "remove") and action.get("dataChange") is False)
        for actions_of_line in actions
        for name, action in actions_of_line.items()
    )


def parse_actions(text: bytes) -> list[Action]:
    """The actions of an entry, whoever wrote it.

    Raises:
        ValueError: It is empty, cut off or not JSON.
    """
    # Only line feeds end a line: text in other programs' entries may hold the other line separators.
    actions = [json.loads(line) for line in text.decode().split("\n") if line.strip()]
    # Delta libraries take an entry of no bytes for an empty commit, and a posting would vanish.
    if not actions or not all(isinstance(action, dict) for action in actions):
        raise ValueError("no actions")
    return actions


def fingerprint(content: bytes) -> str:
    """The hash that stands for a file's bytes."""
    return hashlib.sha256(content).hexdigest()
