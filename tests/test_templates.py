"""The committed templates are what the code makes today."""

import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
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


def widths(sheet: Any) -> dict[int, float]:
    """Width of each column that has one of its own, in letters of the normal font."""
    return {
        column: block.width for block in sheet.column_dimensions.values() for column in range(block.min, block.max + 1)
    }


def test_no_label_of_a_form_is_cut_off_by_the_cell_that_is_filled_in_beside_it(made: list[Path]) -> None:
    """Every cell with a name of its own has its label to the left."""
    checked, cut = 0, []
    for path in made:
        book = openpyxl.load_workbook(path)
        for name in book.defined_names.values():
            for title, place in name.destinations:
                cell = book[title][place.replace("$", "")]
                beside = cell.offset(0, -1) if cell.column > 1 else cell
                if beside is cell or beside.data_type != "s":
                    continue
                label = str(beside.value)
                needs = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in label)
                has = widths(book[title]).get(cell.column - 1, 8.43)
                checked += 1
                if needs > has:
                    cut.append(f"{path.name}, {title}: {label} needs {needs} and has {has}")
    assert checked > 100
    assert not cut
