"""What nobody asked to change in a file stays: parts byte by byte, cells around, styles once marks are gone."""

import re
import subprocess
import warnings
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite, Formula, Mark

from .workbooks import rewritten, write_known_workbook, write_rich_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"
NOTE = "Quantity 30 is more than the order still has open. 數量超出訂單。\nEnter 8 or less."


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def cells(sheet: bytes) -> dict[str, bytes]:
    root = etree.fromstring(sheet)
    return {cell.get("r", ""): etree.tostring(cell, method="c14n") for cell in root.iter(f"{MAIN}c")}


def around_cells(sheet: bytes) -> list[bytes]:
    root = etree.fromstring(sheet)
    return [
        etree.tostring(child, method="c14n")
        for child in root
        if child.tag not in (f"{MAIN}sheetData", f"{MAIN}dimension")
    ]


def styles(sheet: bytes) -> dict[str, str]:
    root = etree.fromstring(sheet)
    return {cell.get("r", ""): cell.get("s", "0") for cell in root.iter(f"{MAIN}c")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_rich_workbook(tmp_path / "rich.xlsx")


def mark(row_number: int, column_number: int, note: str = NOTE) -> Mark:
    return Mark("Lines", row_number, column_number, "error", note)


def test_writing_cells_changes_these_cells_and_the_wish_to_calculate(path: Path) -> None:
    rewritten(path, "xl/workbook.xml", (' fullCalcOnLoad="1"', ""))
    before = parts(path)
    file = ClosedFile(path)
    file.write_cells([CellWrite("Lines", 5, 4, 25), CellWrite("Lines", 40, 1, "new"), CellWrite("Lines", 4, 3, None)])
    file.save()
    after = parts(path)
    assert list(before) == list(after)
    assert changed_parts(before, after) == {SHEET, "xl/workbook.xml"}
    old, new = cells(before[SHEET]), cells(after[SHEET])
    assert {place for place in old | new if old.get(place) != new.get(place)} == {"D5", "A40", "C4"}
    assert around_cells(before[SHEET]) == around_cells(after[SHEET])
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_growing_a_table_leaves_chart_picture_text_box_and_sparkline_untouched(path: Path) -> None:
    before = parts(path)
    file = ClosedFile(path)
    file.append_rows("tblLines", [["PIN-3", date(2026, 2, 1), 1, Formula("=[@Qty]*2")]])
    file.save()
    assert changed_parts(before, parts(path)) <= {SHEET, "xl/workbook.xml", "xl/tables/table1.xml", "xl/styles.xml"}
    assert b"sparkline" in parts(path)[SHEET]


def test_marks_touch_only_their_sheet_its_notes_styles_and_what_we_remember(path: Path) -> None:
    before = parts(path)
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 2), mark(6, 4)])
    file.save()
    assert changed_parts(before, parts(path)) == {
        *(SHEET, "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "[Content_Types].xml"),
        *("xl/_rels/workbook.xml.rels", "customXml/item1.xml", "customXml/itemProps1.xml"),
        "customXml/_rels/item1.xml.rels",
    }


def test_cells_and_notes_are_as_before_once_marks_are_gone(path: Path) -> None:
    before = parts(path)
    for marks in ([mark(4, 2), mark(6, 4), mark(30, 3)], [mark(4, 2), mark(5, 5)], []):
        file = ClosedFile(path)
        file.show_marks("Lines", marks)
        file.save()
    after = parts(path)
    assert styles(before[SHEET]).items() <= styles(after[SHEET]).items()
    assert not any(name.startswith("customXml") for name in after)
    notes = {cell: note for cell, note in notes_of(path).items() if cell != "author"}
    assert notes == {"B4": "Ask Li first", "H1": "Leave this"}
    assert after["xl/drawings/vmlDrawing1.vml"] == before["xl/drawings/vmlDrawing1.vml"]


def test_a_sheet_without_notes_loses_the_parts_again_that_marks_brought(tmp_path: Path) -> None:
    path = write_known_workbook(tmp_path / "a.xlsx")
    before = parts(path)
    file = ClosedFile(path)
    place = file.read_table("tblOrders")
    file.show_marks(place.sheet, [Mark(place.sheet, 4, 2, "warning", "Late.")])
    file.save()
    assert {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"} <= set(parts(path))
    file = ClosedFile(path)
    file.show_marks(place.sheet, [])
    file.save()
    assert set(parts(path)) == set(before)
    assert cells(parts(path)[SHEET]) == cells(before[SHEET])
    assert around_cells(parts(path)[SHEET]) == around_cells(before[SHEET])


def notes_of(path: Path) -> dict[str, str]:
    root = etree.fromstring(parts(path)["xl/comments1.xml"])
    return {
        comment.get("ref", ""): "".join(text.text or "" for text in comment.iter(f"{MAIN}t"))
        for comment in root.iter(f"{MAIN}comment")
    }


def test_our_text_stands_below_a_persons_note(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 2, "Late."), Mark("Lines", 4, 2, "warning", "Too much.")])
    file.save()
    assert notes_of(path)["B4"] == "Ask Li first\n----- salesbook -----\nLate.\n\nToo much."


def test_what_a_person_added_to_our_note_stays(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(6, 4, "Too much.")])
    file.save()
    rewritten(path, "xl/comments1.xml", ("Too much.", "Too much. I know, Anna"))
    file = ClosedFile(path)
    file.show_marks("Lines", [])
    file.save()
    assert notes_of(path)["D6"] == " I know, Anna"


def fill_colours(path: Path, *addresses: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it cannot read
        sheet = openpyxl.load_workbook(path)["Lines"]
    return [sheet[address].fill.fgColor.rgb[-6:] if sheet[address].fill.patternType else "" for address in addresses]


def test_a_mark_is_red_or_yellow_and_gives_the_own_colour_back(path: Path) -> None:
    assert fill_colours(path, "B4", "C4", "D5") == ["FFFF00", "", ""]
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 2), Mark("Lines", 4, 3, "warning", "Late.")])
    file.save()
    assert fill_colours(path, "B4", "C4", "D5") == ["FFC7CE", "FFEB9C", ""]
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "B4", "C4", "D5") == ["FFFF00", "", ""]


def test_marks_are_found_by_their_notes_when_what_we_remember_is_lost(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(5, 3), mark(4, 2)])
    file.save()
    rewritten(path, "customXml/item1.xml", ("urn:salesbook:marks", "urn:other"))
    file = ClosedFile(path)
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "B4", "C5") == ["", ""]
    assert notes_of(path) == {"B4": "Ask Li first", "H1": "Leave this"}


def test_a_mark_that_moved_with_its_row_is_still_taken_away(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(5, 3)])
    file.save()
    rewritten(path, "customXml/item1.xml", ('cell="C5"', 'cell="C4"'))  # as if row 4 had been inserted since
    file = ClosedFile(path)
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "C4", "C5") == ["", ""]
    assert set(notes_of(path)) == {"B4", "H1"}


def test_what_we_remember_is_found_where_libreoffice_puts_it(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 2)])
    file.save()
    relations = parts(path)["xl/_rels/workbook.xml.rels"].decode()
    ours = next(text for text in relations.split("<") if "customXml" in text).rstrip(">")
    rewritten(path, "xl/_rels/workbook.xml.rels", (f"<{ours}>", ""))
    moved = ours.replace("rId", "rIdMoved")
    rewritten(path, "_rels/.rels", ("</Relationships>", f"<{moved}></Relationships>"))
    file = ClosedFile(path)
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "B4") == ["FFFF00"]
    assert not any(name.startswith("customXml") for name in parts(path))


def test_the_box_of_a_note_is_large_enough_for_its_text(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(20, 3, "Late."), mark(25, 3, NOTE * 10)])
    file.save()
    anchors = re.findall("<x:Anchor>(.*?)</x:Anchor>", parts(path)["xl/drawings/vmlDrawing1.vml"].decode())
    rows = [(int(anchor.split(", ")[6]) - int(anchor.split(", ")[2])) for anchor in anchors[-2:]]
    assert rows[0] <= 3
    assert rows[1] >= 18


def test_a_cell_coloured_by_a_person_since_keeps_that_colour(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(5, 3)])
    file.save()
    rewritten(path, "xl/styles.xml", ("FFFFC7CE", "FF00FF00"))
    file = ClosedFile(path)
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "C5") == ["00FF00"]


def test_a_date_written_to_a_marked_cell_keeps_its_format_when_the_mark_goes(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(5, 2)])
    file.write_cells([CellWrite("Lines", 5, 2, date(2026, 3, 1))])
    file.show_marks("Lines", [])
    assert file.read_table("tblLines").rows[1].values[0] == date(2026, 3, 1)
    file.save()
    assert fill_colours(path, "B5") == [""]


def test_new_rows_do_not_take_the_mark_of_the_first_one(path: Path) -> None:
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 3)])
    file.append_rows("tblLines", [["PIN-3", date(2026, 2, 1), 1, 2]])
    file.save()
    assert fill_colours(path, "C4", "C7") == ["FFC7CE", ""]


def test_a_conversation_is_left_alone_and_only_the_cell_is_coloured(path: Path) -> None:
    rewritten(path, "xl/comments1.xml", ("<author>Anna</author>", "<author>tc={1234}</author>"))
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(4, 2)])
    file.save()
    assert notes_of(path)["B4"] == "Ask Li first"
    assert fill_colours(path, "B4") == ["FFC7CE"]
    file.show_marks("Lines", [])
    file.save()
    assert fill_colours(path, "B4") == ["FFFF00"]
    assert notes_of(path)["B4"] == "Ask Li first"


def test_drawings_that_are_not_well_formed_are_accepted(path: Path) -> None:
    before = parts(path)["xl/drawings/vmlDrawing1.vml"]
    rewritten(path, "xl/drawings/vmlDrawing1.vml", ("Post</font>", "Post<br></font>"))
    file = ClosedFile(path)
    file.show_marks("Lines", [mark(6, 4)])
    file.save()
    drawing = parts(path)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<v:shape ") == before.decode().count("<v:shape ") + 1
    assert "Post<br></font>" in drawing
    assert "<x:Row>5</x:Row><x:Column>3</x:Column>" in drawing


def test_formulas_that_were_replaced_leave_the_list_of_formulas(path: Path) -> None:
    chain = f'<calcChain xmlns="{MAIN[1:-1]}"><c r="E4" i="1"/></calcChain>'
    relation = '<Relationship Id="rId99" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>'
    override = '<Override PartName="/xl/calcChain.xml" ContentType="x/calcChain"/></Types>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/calcChain.xml", chain)
    rewritten(path, "xl/_rels/workbook.xml.rels", ("</Relationships>", relation))
    rewritten(path, "[Content_Types].xml", ("</Types>", override))
    file = ClosedFile(path)
    file.write_cells([CellWrite("Lines", 4, 4, 1)])
    file.save()
    assert "xl/calcChain.xml" in parts(path)
    file.write_cells([CellWrite("Lines", 4, 5, 1)])
    file.save()
    assert "xl/calcChain.xml" not in parts(path)
    assert not any(b"calcChain" in content for content in parts(path).values())


def test_openpyxl_agrees_on_what_was_written(path: Path) -> None:
    file = ClosedFile(path)
    file.append_rows("tblLines", [["=no formula", date(2026, 2, 1), 1.5, Formula("=1+1", "x")]])
    file.show_marks("Lines", [mark(7, 4)])
    file.save()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it cannot read
        sheet = openpyxl.load_workbook(path, data_only=True)["Lines"]
    assert [cell.value for cell in sheet[7]][1:5] == ["=no formula", sheet["C7"].value, 1.5, "x"]
    assert sheet["C7"].value.date() == date(2026, 2, 1)
    assert sheet["D7"].comment.text == NOTE
    assert sheet.tables["tblLines"].ref == "B3:E8"


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_shows_values_and_notes(path: Path, tmp_path: Path) -> None:
    file = ClosedFile(path)
    file.append_rows("tblLines", [["PIN-3 銷", date(2026, 2, 1), 1.5, Formula("=[@Qty]*2")]])
    file.show_marks("Lines", [mark(7, 4)])
    file.save()
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "fods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(
        command, check=True, capture_output=True, timeout=120, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    )
    shown = (tmp_path / "rich.fods").read_text(encoding="utf-8")
    assert "PIN-3 銷" in shown
    assert 'office:date-value="2026-02-01"' in shown
    assert "數量超出訂單" in shown
    assert "#NAME?" not in shown
