"""The files of cases: where they lie, and of which of the two schemas a case is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases"
FIELD_FILE = FOLDER / "field_cases.yaml"
PEER_FILE = FOLDER / "peer_cases.yaml"
MORE_FILE = Path(__file__).with_name("more_cases.yaml")
"""Steps and expectations of the same schema that no given case has."""


def read_cases(path: Path) -> dict[str, Mapping[str, Any]]:
    """The cases of a file by id; none when the file is not there."""
    if not path.is_file():
        return {}
    return {case["id"]: case for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]}


def is_peer_case(case: Mapping[str, Any]) -> bool:
    """Whether it has steps to play; a field case has an input instead."""
    return "given" in case
