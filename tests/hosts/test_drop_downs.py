"""Drop-downs that come back in a file: which element changes, where it stands, and what is left alone."""

import os
import subprocess
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.drop_downs import uncovered, usual
from salesbook.hosts.host import DropDown

from .test_lossless import MAIN, SHEET, cells, changed_parts, parts
from .workbooks import rewritten, write_rich_workbook

ITEMS = DropDown(("BOLT-8", "NUT-8"))
LISTED = DropDown("=List.item", is_strict=False)
X14 = (
    '<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list"><x14:formula1><xm:f>Other!$A$1:$A$3</xm:f></x14:formula1>'
    "<xm:sqref>{}</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def listed(path: Path, *rules: tuple[str, str], count: int = 9) -> Path:
    """A workbook whose table of two columns, in A1 and below, has these ranges with these lists."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table(0, 0, count, 1, {"name": "tbl", "columns": [{"header": "Item"}, {"header": "Kind"}]})
        for area, source in rules:
            first, *others = area.split()
            options = {"validate": "list", "source": source.split(",") if "," in source else source}
            sheet.data_validation(first, options | {"multi_range": area} if others else options)
        book.define_name("List.item", "=OFFSET(S!$D$1,0,0,3,1)")
    return path


def restored(path: Path, drop_down: DropDown | None = ITEMS) -> dict[str, str]:
    """Ranges and formulas after restoring column A."""
    file = ClosedFile(path)
    file.restore_drop_downs("tbl", {0: drop_down})
    file.save()
    rules = etree.fromstring(parts(path)[SHEET]).iter(f"{MAIN}dataValidation")
    return {rule.get("sqref", ""): rule.findtext(f"{MAIN}formula1", "") for rule in rules}


@pytest.mark.parametrize(
    ("ranges", "after"),
    [
        ("A2:A4 A6:A10", "A2:A10"),
        ("A2:A8", "A2:A10"),
        ("A5:A10", "A2:A10"),
        ("A2 A4 A6 A8 A10", "A2:A10"),
        ("A2:B4 A6:B10", "A2:B4 A6:B10 A5"),
        ("D1 A3:A10", "D1 A2:A10"),
        ("A3:A500", "A2:A500"),
        ("A1:A10", "A1:A10"),
        ("A1:A1048576", "A1:A1048576"),
    ],
)
def test_the_range_of_a_list_closes_over_the_gap(tmp_path: Path, ranges: str, after: str) -> None:
    assert restored(listed(tmp_path / "a.xlsx", (ranges, "=$D$1:$D$3"))) == {after: "$D$1:$D$3"}


def test_one_list_in_several_rules_counts_as_one(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.xlsx", ("A2:A4", "x,y"), ("A5:A7", "x,y"))
    assert restored(path) == {"A2:A4 A8:A10": '"x,y"', "A5:A7": '"x,y"'}


def test_a_rule_of_another_kind_that_a_person_made_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:A6", {"name": "tbl", "columns": [{"header": "Item"}]})
        sheet.data_validation("A3", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.data_validation("A4", {"validate": "any", "input_title": "Ask Li", "input_message": "first"})
    assert restored(path) == {"A3": "0", "A4": "", "A2 A5:A6": '"BOLT-8,NUT-8"'}
    before = path.read_bytes()
    restored(path)
    assert path.read_bytes() == before


def test_rules_that_cannot_be_stretched_safely_are_left_alone(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.xlsx", ("A3:A10", "=INDIRECT($B3)"))
    before = path.read_bytes()
    assert restored(path) == {"A3:A10": "INDIRECT($B3)"}
    assert path.read_bytes() == before


def test_rules_of_newer_versions_are_seen_and_left_alone(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.xlsx", ("A2:A6", "x,y"))
    rewritten(path, SHEET, ("</worksheet>", f"{X14.format('A8:A9')}</worksheet>"))
    assert restored(path) == {"A2:A7 A10": '"x,y"'}
    assert "<xm:sqref>A8:A9</xm:sqref>" in parts(path)[SHEET].decode()


@pytest.mark.parametrize("area", ["A3:A8", "A:A"])
def test_a_column_of_rules_of_newer_versions_is_left_alone(tmp_path: Path, area: str) -> None:
    path = listed(tmp_path / "a.xlsx")
    rewritten(path, SHEET, ("</worksheet>", f"{X14.format(area)}</worksheet>"))
    before = path.read_bytes()
    assert restored(path) == {}
    assert path.read_bytes() == before


def test_a_list_that_no_name_gives_and_one_that_is_too_long_are_not_made(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.xlsx")
    before = path.read_bytes()
    assert restored(path, DropDown("=List.warehouse")) == {}
    assert restored(path, DropDown(tuple("abcdefghij" * 3 for _ in range(9)))) == {}
    assert path.read_bytes() == before
    assert restored(path, LISTED) == {"A2:A10": "List.item"}


def test_only_the_rules_change_and_they_stand_where_excel_expects_them(tmp_path: Path) -> None:
    path = write_rich_workbook(tmp_path / "rich.xlsx")
    before = parts(path)
    file = ClosedFile(path)
    file.restore_drop_downs("tblLines", {0: ITEMS, 2: None})
    file.save()
    after = parts(path)
    assert changed_parts(before, after) == {SHEET}
    assert cells(before[SHEET]) == cells(after[SHEET])
    (rules,) = etree.fromstring(after[SHEET]).iter(f"{MAIN}dataValidations")
    assert rules.get("count") == "2"
    others = [
        [child for child in etree.fromstring(part) if child.tag != rules.tag] for part in (before[SHEET], after[SHEET])
    ]
    old, new = ([etree.tostring(child, method="c14n") for child in children] for children in others)
    assert old == new


def test_a_sheet_without_rules_gets_them_before_its_links(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:A3", {"name": "tbl", "columns": [{"header": "Item"}]})
        sheet.merge_range("C1:D1", "x")
        sheet.conditional_format("A2:A3", {"type": "2_color_scale"})
        sheet.write_url("C5", "https://example.com/")
        sheet.insert_textbox("E5", "x")
    assert restored(path) == {"A2:A3": '"BOLT-8,NUT-8"'}
    order = [etree.QName(child).localname for child in etree.fromstring(parts(path)[SHEET])]
    assert order[-7:] == [
        *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins", "drawing"),
        "tableParts",
    ]


def test_a_long_list_takes_milliseconds(tmp_path: Path) -> None:
    """Half of the cells of 1,000 rows have lost theirs, one by one."""
    path = listed(tmp_path / "a.xlsx", (" ".join(f"A{row}" for row in range(2, 1002, 2)), "x,y"), count=1000)
    file = ClosedFile(path)
    file.read_table("tbl")
    started = perf_counter()
    file.restore_drop_downs("tbl", {0: ITEMS})
    assert perf_counter() - started < 0.5
    file.save()
    assert restored(path) == {"A2:A1001": '"x,y"'}


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_offers_the_list_on_the_cell_that_had_lost_it(tmp_path: Path) -> None:
    path = listed(tmp_path / "a.xlsx", ("A2:A4 A6:A10", "x,y"))
    file = ClosedFile(path)
    file.restore_drop_downs("tbl", {0: None, 1: LISTED})
    file.save()
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "opened"), os.fspath(path)],
        check=True, capture_output=True, timeout=120, env=environment,
    )  # fmt: skip
    rules = openpyxl.load_workbook(tmp_path / "opened" / "a.xlsx")["S"].data_validations.dataValidation
    found = {cell: rule.formula1 for rule in rules for cell in ("A5", "B10") if cell in rule.sqref}
    assert found == {"A5": '"x,y"', "B10": "List.item"}


def test_rows_between_and_after_spans_are_found() -> None:
    assert uncovered(range(2, 5), []) == [(2, 4)]
    assert uncovered(range(2, 5), [(1, 9)]) == []
    assert uncovered(range(2, 9), [(6, 6), (3, 4), (3, 3)]) == [(2, 2), (5, 5), (7, 8)]
    assert uncovered(range(2, 5), [(7, 9)]) == [(2, 4)]
    assert uncovered(range(2, 2), []) == []


def test_half_of_the_rows_are_enough_to_stretch_a_list() -> None:
    assert usual({"a": 2, "b": 1}, "b", 4) == "a"
    assert usual({"a": 1, "b": 1}, "b", 4) == "b"
    assert usual({"a": 1}, "b", 4) is None
    assert usual({}, None, 4) is None
