"""The committed templates are what the code makes today."""

import zipfile
from pathlib import Path

import pytest

from salesbook.workbooks.templates import FOLDER, write_templates

COMMITTED = Path(__file__).parents[1] / FOLDER


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_templates(tmp_path_factory.mktemp("templates"))


def test_the_templates_are_in_step_with_the_list_of_columns(made: list[Path]) -> None:
    assert sorted(path.name for path in made) == sorted(path.name for path in COMMITTED.glob("*.xlsx"))
    stale = [path.name for path in made if parts(path) != parts(COMMITTED / path.name)]
    assert not stale, "run python -m salesbook.workbooks.templates"


def test_the_same_template_made_twice_is_the_same_file(made: list[Path], tmp_path: Path) -> None:
    again = write_templates(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made]
