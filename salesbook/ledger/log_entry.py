"""The text of one entry of the Delta log, and whether it is still as it was written.

An entry of ours ends with a seal, the hash of all that stands before it, and names the hash of its data
file. A byte that changes anywhere in the ledger is found that way; programs that only read Delta tables
pass over both.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote

Action = Mapping[str, Any]

LOG = "_delta_log"
"""The folder of the log."""

FORMAT_KEY = "salesbook.format"
"""The table property that holds the ledger's format."""

VERSION_DIGITS = 12
"""Of the version at the beginning of a data file's name, by which files are put in order."""

FILE_HASH = "salesbook.sha256"
"""The tag of an added file that holds the hash of its bytes."""

_SEAL = b', "seal": "'
_END = b'"}}\n'
ENGINE = {"engineInfo": "salesbook"}
"""Says in an entry who wrote it."""

_ENGINE = b'"engineInfo": "salesbook"'


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of the ledger.

    Attributes:
        sha256: Of its bytes; empty when another program wrote it.
    """

    name: str
    sha256: str
    size: int
    rows: int

    @classmethod
    def from_action(cls, action: Mapping[str, Any]) -> Self:
        """The file that an ``add`` or ``remove`` names."""
        rows = json.loads(action.get("stats") or "{}").get("numRecords", 0)
        sha256 = dict(action.get("tags") or {}).get(FILE_HASH, "")
        return cls(unquote(action["path"]), sha256, action.get("size") or 0, rows)

    @property
    def version(self) -> str:
        """The version in which its oldest row was stored, by its name; a dash when another program named it."""
        number = self.name[len("part-") :].partition("-")[0]
        return str(int(number)) if number.isdigit() and len(number) == VERSION_DIGITS else "–"

    def added(self, *, data_change: bool) -> Action:
        """The action that puts the file into the table."""
        add = {
            "path": self.name, "partitionValues": {}, "size": self.size, "modificationTime": milliseconds(),
            "dataChange": data_change, "stats": json.dumps({"numRecords": self.rows}), "tags": {FILE_HASH: self.sha256},
        }  # fmt: skip
        return {"add": add}

    def removed(self) -> Action:
        """The action that takes the file out, because another one holds its rows now."""
        remove = {
            "path": self.name, "deletionTimestamp": milliseconds(), "dataChange": False, "extendedFileMetadata": True,
            "partitionValues": {}, "size": self.size, "tags": {FILE_HASH: self.sha256},
        }  # fmt: skip
        return {"remove": remove}


def entry_name(version: int) -> str:
    """The file of a version's entry."""
    return f"{LOG}/{version:020d}.json"


def milliseconds() -> int:
    """The moment as the Delta log writes it."""
    return int(time.time() * 1000)


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


def is_foreign_rearrangement(text: bytes, actions: Sequence[Action]) -> bool:
    """Whether another program wrote the entry, and it only moves rows to other files, as compaction does.

    What we wrote says so in two places, of which one byte that changed can spoil only one.
    """
    return not (_SEAL in text or _ENGINE in text) and all(
        name == "commitInfo" or (name in ("add", "remove") and action.get("dataChange") is False)
        for actions_of_line in actions
        for name, action in actions_of_line.items()
    )


def parse_actions(text: bytes) -> list[Action]:
    """The actions of an entry, whoever wrote it.

    Raises:
        ValueError: It is empty, cut off, not JSON, or not what a log entry holds.
    """
    # Only line feeds end a line: text in other programs' entries may hold the other line separators.
    actions = [json.loads(line) for line in text.decode().split("\n") if line.strip()]
    # Delta libraries take an entry of no bytes for an empty commit, and a posting would vanish.
    if not actions or not all(map(_is_action, actions)):
        raise ValueError("no actions")
    return actions


def _is_action(action: Any) -> bool:
    """Whether it tells what it must: each fact by its name, of files at least which one.

    Raises:
        ValueError: The statistics of a file are not JSON.
    """
    if not isinstance(action, dict) or not all(isinstance(fact, dict) for fact in action.values()):
        return False
    files = [action[name] for name in ("add", "remove") if name in action]
    return all(
        isinstance(file.get("path"), str) and isinstance(json.loads(str(file.get("stats") or "{}")), dict)
        for file in files
    )


def fingerprint(content: bytes) -> str:
    """The hash that stands for a file's bytes."""
    return hashlib.sha256(content).hexdigest()
