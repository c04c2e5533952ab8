"""Rows put into a form: what stands below moves, what refers to it follows, and everything else keeps its bytes."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from salesbook.hosts.form_file import FormFile
from salesbook.hosts.host import CellWrite
from salesbook.hosts.ooxml_shifting import Insertion
from salesbook.problems import HostError
from tests.own_forms import FIRST, LAST, english_invoice

ROOM = LAST - FIRST + 1


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def with_rows(form: Path, count: int, *, sheet: str = "Invoice", first: int = FIRST, last: int = LAST) -> Path:
    """The form with so many more rows for lines."""
    file, target = FormFile(form), form.with_name("longer.xlsx")
    file.insert_line_rows(sheet, first, last, count)
    file.fill_copy(target)
    return target


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return english_invoice(tmp_path / "form.xlsx", amount_formula=True)


def test_filling_cells_changes_the_filled_sheet_and_what_formulas_showed_and_no_other_part(form: Path) -> None:
    file, target = FormFile(form), form.with_name("filled.xlsx")
    file.write_cells([CellWrite("Invoice", 5, 6, "SI-1")])
    file.fill_copy(target)
    before, after = parts(form), parts(target)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    assert {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/worksheets/sheet3.xml"}.isdisjoint(changed)
    assert parts(form) == before, "the form itself is never written"


def test_formulas_show_nothing_that_they_showed_before(form: Path) -> None:
    file, target = FormFile(form), form.with_name("filled.xlsx")
    file.fill_copy(target)
    values = openpyxl.load_workbook(target, data_only=True)
    assert values["Invoice"]["G27"].value is None
    assert values["Terms"]["A3"].value is None
    formulas = openpyxl.load_workbook(target)
    assert (formulas["Invoice"]["G27"].value, formulas["Terms"]["A3"].value) == ("=G25+G26", "=Invoice!G27")


def test_parts_that_say_nothing_of_rows_keep_their_bytes(form: Path) -> None:
    before, after = parts(form), parts(with_rows(form, 20))
    kept = {name for name in before if before[name] == after.get(name)}
    assert {
        "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet3.xml", "xl/media/image1.png",
        "xl/theme/theme1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/core.xml",
    } <= kept  # fmt: skip


def test_sums_names_print_area_titles_notes_and_breaks_follow(form: Path) -> None:
    book = openpyxl.load_workbook(with_rows(form, 20))
    sheet = book["Invoice"]
    assert sheet["G45"].value == "=SUM(G14:G43)"
    assert sheet["G47"].value == "=G45+G46"
    assert book["Terms"]["A3"].value == "=Invoice!G47"
    assert book.defined_names["InvoiceTotal"].value == "Invoice!$G$47"
    assert sheet.print_area == "'Invoice'!$A$1:$G$65"
    assert sheet.print_title_rows == "$13:$13"
    assert sheet["G47"].comment is not None
    assert sheet["G27"].comment is None
    assert [row.id for row in sheet.row_breaks.brk] == [49]
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A6:C6", "D45:E45", "A49:G49"}
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["G14:G43"]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["E14:E43"]
    assert sheet.column_dimensions["H"].hidden


def test_pictures_and_charts_below_move_and_the_logo_above_stays(form: Path) -> None:
    def rows(path: Path) -> list[int]:
        drawing = parts(path)["xl/drawings/drawing1.xml"].decode()
        return [int(row) for row in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>", drawing)]

    longer = with_rows(form, 20)
    assert rows(form) == [0, 30, 36, 30]
    assert rows(longer) == [0, 50, 56, 50]
    chart = parts(longer)["xl/charts/chart1.xml"].decode()
    assert "Invoice!$G$14:$G$43" in chart
    assert "Invoice!$B$14:$B$43" in chart
    assert 'ObjectType="Note"' in parts(longer)["xl/drawings/vmlDrawing1.vml"].decode()


def test_shapes_of_newer_programs_move_too(form: Path) -> None:
    content = parts(form)
    drawing = content["xl/drawings/drawing1.xml"].decode()
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    first = drawing.index("<xdr:twoCellAnchor>")
    wrapped = f'<mc:AlternateContent {space}><mc:Choice Requires="x14">{drawing[first : -len("</xdr:wsDr>")]}'
    drawing = f"{drawing[:first]}{wrapped}</mc:Choice></mc:AlternateContent></xdr:wsDr>"
    with zipfile.ZipFile(form, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, drawing if name == "xl/drawings/drawing1.xml" else data)
    moved = parts(with_rows(form, 20))["xl/drawings/drawing1.xml"].decode()
    assert re.findall(r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>", moved) == ["0", "50", "56", "50"]


@pytest.mark.parametrize("count", [1, 2, 20])
def test_new_rows_look_and_reckon_like_those_around_them(form: Path, count: int) -> None:
    sheet = openpyxl.load_workbook(with_rows(form, count))["Invoice"]
    for row in range(FIRST, LAST + count + 1):
        assert sheet[f"G{row}"].value == f'=IF(D{row}="","",ROUND(D{row}*F{row},2))'
        assert sheet[f"H{row}"].value == f"={'0' if row == FIRST else f'H{row - 1}'}+N(D{row})"
        assert sheet.row_dimensions[row].height == 18.75
        assert sheet[f"A{row}"].border.left.style == "thin"
    fills = [sheet[f"A{row}"].fill.fgColor.rgb for row in range(FIRST, LAST + count)]
    assert all(fills[place] == fills[place + 2] for place in range(len(fills) - 2)), "colours go on alternating"
    assert sheet[f"A{LAST + count + 1}"].border.left.style is None


def test_new_rows_have_what_every_row_has_and_nothing_that_was_written_beside_one(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    for row in range(FIRST, LAST + 1):
        book["Invoice"].cell(row, 9).value = "□"
        book["Invoice"].cell(row, 10).value = row
    book.save(form)
    sheet = openpyxl.load_workbook(with_rows(form, 5))["Invoice"]
    assert [sheet.cell(row, 9).value for row in range(FIRST, LAST + 6)] == ["□"] * (ROOM + 5)
    assert [sheet.cell(row, 10).value for row in range(LAST - 1, LAST + 6)] == [
        LAST - 1,
        None,
        None,
        None,
        None,
        None,
        LAST,
    ]


def test_data_bars_and_sparklines_follow(tmp_path: Path) -> None:
    path = tmp_path / "bars.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Form")
        sheet.conditional_format("B2:B5", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("C8", {"range": "Form!B2:B5"})
    said = parts(with_rows(path, 3, sheet="Form", first=2, last=5))["xl/worksheets/sheet1.xml"].decode()
    assert said.count("B2:B8") == 3, "the bars, their newer form, and the range of the sparkline"
    assert "<xm:sqref>C11</xm:sqref>" in said


def test_a_form_with_one_row_for_lines_gets_more_and_its_sums_take_them_in(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("A b")
        sheet.merge_range("A2:B2", "")
        sheet.write_formula("C2", "=D2*E2")
        sheet.write_formula("C3", "=SUM(C2:C2)")
        sheet.write_formula("C4", "=SUM('A b'!C2:C2)+C3")
    sheet = openpyxl.load_workbook(with_rows(path, 3, sheet="A b", first=2, last=2))["A b"]
    assert [sheet[f"C{row}"].value for row in range(2, 6)] == [f"=D{row}*E{row}" for row in range(2, 6)]
    assert sheet["C6"].value == "=SUM(C2:C5)"
    assert sheet["C7"].value == "=SUM('A b'!C2:C5)+C6"
    assert {str(area) for area in sheet.merged_cells.ranges} == {f"A{row}:B{row}" for row in range(2, 6)}


def test_shared_formulas_are_spelled_out(tmp_path: Path) -> None:
    path = english_invoice(tmp_path / "form.xlsx")
    content = parts(path)
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    for row in range(FIRST, LAST + 1):
        old = f"<f>{'0' if row == FIRST else f'H{row - 1}'}+N(D{row})</f>"
        shared = f'<f t="shared" ref="H15:H{LAST}" si="0">H14+N(D15)</f>' if row == 15 else '<f t="shared" si="0"/>'
        sheet = sheet.replace(old, old if row == FIRST else shared)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else data)
    longer = openpyxl.load_workbook(with_rows(path, 5))["Invoice"]
    assert [longer[f"H{row}"].value for row in range(15, LAST + 6)] == [
        f"=H{row - 1}+N(D{row})" for row in range(15, LAST + 6)
    ]


def test_a_table_below_moves_with_its_filter(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Form")
        sheet.add_table("A8:B10", {"columns": [{"header": "x"}, {"header": "y"}]})
    sheet = openpyxl.load_workbook(with_rows(path, 4, sheet="Form", first=2, last=5))["Form"]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A12:B14", "A12:B14")


def test_a_table_around_the_lines_gets_longer(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Form")
        sheet.add_table(
            "A1:B6", {"columns": [{"header": "x"}, {"header": "y", "total_function": "sum"}], "total_row": 1}
        )
    sheet = openpyxl.load_workbook(with_rows(path, 4, sheet="Form", first=2, last=5))["Form"]
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:B10", "A1:B9")


def test_an_array_formula_across_the_gap_is_refused_and_one_below_moves(tmp_path: Path) -> None:
    path = tmp_path / "array.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Form")
        sheet.write_array_formula("C2:C5", "{=A2:A5*2}")
        sheet.write_array_formula("D9", "{=SUM(A2:A5*B2:B5)}")
    with pytest.raises(HostError) as raised:
        with_rows(path, 2, sheet="Form", first=2, last=5)
    assert raised.value.code == "form-rows-not-inserted"
    found = openpyxl.load_workbook(with_rows(path, 2, sheet="Form", first=6, last=8))["Form"]["D11"].value
    assert isinstance(found, ArrayFormula)
    assert found.ref == "D11"


def test_a_formula_over_several_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "several.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("One", "Two"):
            book.add_worksheet(name)
        book.worksheets()[0].write_formula("A1", "=SUM(One:Two!B9)")
    with pytest.raises(HostError) as raised:
        with_rows(path, 2, sheet="One", first=2, last=5)
    assert raised.value.code == "form-rows-not-inserted"


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A9+A10+A11", "A9+A13+A14"),
        ("SUM(A1:A9)", "SUM(A1:A9)"),
        ("SUM(A1:A10)", "SUM(A1:A13)"),
        ("SUM($A$10:$C$12)", "SUM($A$13:$C$15)"),
        ("SUM(A:A)+SUM(10:12)", "SUM(A:A)+SUM(13:15)"),
        ('"A10"&B10', '"A10"&B13'),
        ("Other!A10+'My form'!A10+[1]Form!A10+Form!A10", "Other!A10+'My form'!A10+[1]Form!A10+Form!A13"),
        ("tbl[[#This Row],[A10]]*LOG10(A10)", "tbl[[#This Row],[A10]]*LOG10(A13)"),
        ("OFFSET(A10,1,0)", "OFFSET(A13,1,0)"),
        ("A10_name+A10", "A10_name+A13"),
        ("表單!A10+A10", "表單!A10+A13"),
        ("A1:INDEX(B10,1)", "A1:INDEX(B13,1)"),
    ],
)
def test_a_reference_follows_its_cell(formula: str, moved: str) -> None:
    assert Insertion("Form", 10, 3).formula(formula, "Form") == moved
