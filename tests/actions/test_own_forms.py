"""A form that the company has drawn is bound once, corrected by hand, and filled: figures in, everything else kept."""

import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from salesbook.actions import own_forms
from salesbook.actions.appraising import appraise_on_form, month_cards
from salesbook.actions.own_forms import OwnForm, bind_form, compare_totals, fill_form, open_form
from salesbook.actions.printing_out import print_document
from salesbook.appraisal.figures import Evidence
from salesbook.appraisal.scorecard import Criterion, Figure, LinearScale
from salesbook.appraisal.scoring import score
from salesbook.documents.printed import PrintedCustomer, PrintedDocument, PrintedLine, PrintedSums
from salesbook.documents.taxes import TaxRow
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.messages import sentence
from salesbook.problems import HostError, SalesbookError, SettingsError
from salesbook.settings import PrintSettings
from salesbook.sheets.form_mapping import MAPPING, NAMES
from salesbook.sheets.reading import match
from salesbook.workbooks.form_values import card_values, document_values
from salesbook.workbooks.scorecards import Card
from tests.own_forms import FIRST, LAST, chinese_delivery, english_invoice, quotation_with_placeholders, scorecard_form
from tests.small_company import Desk
from tests.terminal import Run

ROOM = LAST - FIRST + 1
CENT = Decimal("0.01")


def paper(amounts: list[tuple[Decimal, Decimal]], **more: Any) -> PrintedDocument:
    """An invoice with these quantities and prices, taxed at 5 %."""
    lines = tuple(
        PrintedLine(
            number, f"P-{number:03}", f"Thing {number}", quantity, "pcs", price, Decimal(0), Decimal(0), "T5",
            Decimal(5), False, (quantity * price).quantize(CENT),
        )
        for number, (quantity, price) in enumerate(amounts, start=1)
    )  # fmt: skip
    net = sum((line.amount for line in lines), Decimal(0))
    tax = (net * 5 / 100).quantize(CENT)
    sums = PrintedSums(net, Decimal(0), net, (TaxRow("T5", Decimal(5), net, tax),), Decimal(0), net + tax, Decimal(0))
    customer = PrintedCustomer("C-1", "宏遠機械 & Co.", "1 Road\nTaipei", "Warehouse B")
    head: dict[str, Any] = {
        "salesperson": "Wang", "terms": "30 days", "references": ("PO-815",), "due_date": date(2026, 4, 4),
    } | more  # fmt: skip
    kind = head.pop("kind", "sales_invoice")
    return PrintedDocument(kind, "SI-2026-00001", date(2026, 3, 5), customer, "USD", 2, lines, sums, **head)


def of_lines(count: int) -> PrintedDocument:
    return paper([(Decimal(number), Decimal("1.25")) for number in range(1, count + 1)])


def values_on(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def bound(desk: Desk, drawn: Path, kind: str = "sales_invoice") -> OwnForm:
    form = bind_form(drawn, kind, desk.company)
    assert form.is_good, [sentence(problem, "en") for problem in form.problems]
    return form


def filled(form: OwnForm, document: PrintedDocument, target: Path, settings: PrintSettings | None = None) -> Path:
    fill_form(form, document_values(document, "en", settings or PrintSettings()), target)
    return target


@pytest.fixture
def form(desk: Desk, tmp_path: Path) -> OwnForm:
    return bound(desk, english_invoice(tmp_path / "Our invoice.xlsx"))


def shown(sheet: Any, row: int, column: int) -> Any:
    value = sheet.cell(row, column).value
    if isinstance(value, datetime):
        return value.date()
    return Decimal(str(value)) if isinstance(value, int | float) else value


@pytest.mark.parametrize("count", [1, 3, 10, 11, 30])
def test_every_figure_stands_in_its_cell(form: OwnForm, tmp_path: Path, count: int) -> None:
    document = of_lines(count)
    sheet = values_on(filled(form, document, tmp_path / "out.xlsx"))["Invoice"]
    added = max(0, count - ROOM)
    assert [shown(sheet, row, 6) for row in range(5, 10)] == [
        "SI-2026-00001", date(2026, 3, 5), date(2026, 4, 4), "PO-815", "C-1",
    ]  # fmt: skip
    assert [shown(sheet, 11, column) for column in (1, 2, 3)] == ["Wang", "30 days", "USD"]
    assert sheet["A6"].value == "宏遠機械 & Co."
    for row, line in enumerate(document.lines, start=FIRST):
        assert [shown(sheet, row, column) for column in range(1, 8)] == [
            line.line_no, line.product_no, line.description, line.quantity, line.unit, line.unit_price, line.amount,
        ]  # fmt: skip
    for row in range(FIRST + count, LAST + 1):
        assert [shown(sheet, row, column) for column in range(1, 8)] == [None] * 7, "unused rows are blank"
    assert shown(sheet, 26 + added, 7) == document.sums.taxes[0].tax
    assert sheet.cell(25 + added, 7).value == f"=SUM(G{FIRST}:G{LAST + added})", "the company's formula stays"
    assert sheet.cell(27 + added, 7).value == f"=G{25 + added}+G{26 + added}"
    assert str(sheet.cell(29 + added, 1).value).startswith("Amount in words: Say US dollars")


@given(
    amounts=some.lists(
        some.tuples(
            some.decimals("0.001", "9999", places=3, allow_nan=False),
            some.decimals("0.01", "99999", places=2, allow_nan=False),
        ),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_filled_in_reads_back_as_the_document(
    form: OwnForm, tmp_path: Path, amounts: list[tuple[Decimal, Decimal]]
) -> None:
    document = paper(amounts)
    sheet = values_on(filled(form, document, tmp_path / "out.xlsx"))["Invoice"]
    rows = range(FIRST, FIRST + len(amounts))
    assert [(shown(sheet, row, 4), shown(sheet, row, 6)) for row in rows] == amounts
    assert [shown(sheet, row, 7) for row in rows] == [line.amount for line in document.lines]


def test_parts_that_are_not_filled_keep_their_bytes(form: OwnForm, tmp_path: Path) -> None:
    with zipfile.ZipFile(form.path) as before, zipfile.ZipFile(filled(form, of_lines(3), tmp_path / "a.xlsx")) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert before.namelist() == after.namelist()
    assert changed <= {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


def test_the_same_paper_gives_the_same_file_and_the_form_is_never_written(form: OwnForm, tmp_path: Path) -> None:
    drawn = form.path.read_bytes()
    first, second = (filled(form, of_lines(30), tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second
    assert form.path.read_bytes() == drawn


def test_a_page_that_was_squeezed_into_one_gets_more_only_when_the_lines_are_many(
    form: OwnForm, tmp_path: Path
) -> None:
    heights = [
        values_on(filled(form, of_lines(count), tmp_path / f"{count}.xlsx"))["Invoice"].page_setup.fitToHeight
        for count in (3, 15, 30)
    ]
    assert [height in (None, 1) for height in heights] == [True, True, False]


def test_placeholders_are_filled_where_they_stand(desk: Desk, tmp_path: Path) -> None:
    quote = bound(desk, quotation_with_placeholders(tmp_path / "Quote.xlsx"), "quotation")
    sheet = values_on(filled(quote, paper([(Decimal(2), Decimal(3))] * 5, kind="quotation"), tmp_path / "a.xlsx"))[
        "Quote"
    ]
    assert sheet["A1"].value == "Quotation SI-2026-00001 of 2026-03-05"
    assert sheet["A2"].value == "宏遠機械 & Co."
    assert shown(sheet, 3, 1) == date(2026, 4, 4)
    assert sheet["A3"].number_format == "yyyy/mm/dd", "the form says how a date looks"
    assert [[shown(sheet, row, column) for column in range(1, 5)] for row in (6, 10)] == [
        ["Thing 1", 2, 3, 6], ["Thing 5", 2, 3, 6],
    ]  # fmt: skip
    assert shown(sheet, 12, 4) == Decimal("31.50")
    assert "{{" not in "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_chinese_delivery_note_keeps_its_labels(desk: Desk, tmp_path: Path) -> None:
    delivery = bound(desk, chinese_delivery(tmp_path / "出貨單.xlsx"), "delivery_note")
    document = paper([(Decimal(2), Decimal(3))] * 3, kind="delivery_note")
    sheet = values_on(filled(delivery, document, tmp_path / "a.xlsx"))["出貨單"]
    assert sheet["A4"].value == "客戶名稱：宏遠機械 & Co."
    assert sheet["A5"].value == "送貨地址：Warehouse B"
    assert sheet["E4"].value == "SI-2026-00001"
    assert [sheet.cell(row, 4).value for row in (8, 9, 10, 11)] == [2, 2, 2, None]
    assert sheet["A17"].value is None, "numbers of unused lines are no lines"
    assert sheet["D18"].value == "=SUM(D8:D17)"


def test_prices_stay_off_a_delivery_note_unless_the_company_says_so(desk: Desk, tmp_path: Path) -> None:
    drawn = english_invoice(tmp_path / "Delivery.xlsx")
    fields = bind_form(drawn, "delivery_note", desk.company).binding.fields
    assert fields.isdisjoint({"unit_price", "amount", "total", "net_total", "tax_total", "amount_in_words"})
    document = paper([(Decimal(2), Decimal("77.77"))], kind="delivery_note")
    values = document_values(document, "en", PrintSettings())
    assert "77.77" not in f"{values.head} {values.lines}"
    desk.change_settings("prices_on_delivery_notes = false", "prices_on_delivery_notes = true")
    assert "unit_price" in bind_form(drawn, "delivery_note", desk.company, "Other").binding.fields


@pytest.mark.parametrize(("standing", "said"), [("draft", "DRAFT"), ("cancelled", "CANCELLED")])
def test_a_draft_and_a_cancelled_paper_say_so_beside_their_number(
    form: OwnForm, tmp_path: Path, standing: str, said: str
) -> None:
    document = paper([(Decimal(1), Decimal(1))], standing=standing)
    number = values_on(filled(form, document, tmp_path / "a.xlsx"))["Invoice"]["F5"].value
    assert str(number).startswith(f"SI-2026-00001 · {said}")


def test_an_option_is_shown_and_no_sum_of_the_form_counts_it(form: OwnForm, desk: Desk, tmp_path: Path) -> None:
    document = paper([(Decimal(2), Decimal(3)), (Decimal(5), Decimal(7))])
    line = document.lines[1]
    option = PrintedLine(**{**vars(line), "mark": "option"})
    document = PrintedDocument(**{**vars(document), "lines": (document.lines[0], option)})
    sheet = values_on(filled(form, document, tmp_path / "a.xlsx"))["Invoice"]
    assert [sheet.cell(row, 7).value for row in (FIRST, FIRST + 1)] == [6, "(35.00)"]
    reckoning = bound(desk, english_invoice(tmp_path / "Reckoning.xlsx", amount_formula=True))
    with pytest.raises(SalesbookError) as raised:
        filled(reckoning, document, tmp_path / "b.xlsx")
    assert raised.value.code == "form-counts-options"
    assert not (tmp_path / "b.xlsx").exists()


def test_a_long_description_gets_a_higher_row_where_the_form_breaks_it(form: OwnForm, tmp_path: Path) -> None:
    document = of_lines(2)
    long = PrintedLine(**{**vars(document.lines[0]), "description": "Bracket of galvanised steel, " * 4})
    document = PrintedDocument(**{**vars(document), "lines": (long, document.lines[1])})
    sheet = values_on(filled(form, document, tmp_path / "a.xlsx"))["Invoice"]
    first, second = (sheet.row_dimensions[row].height for row in (FIRST, FIRST + 1))
    assert first > 4 * 13
    assert second == 18.75, "the others stay as they were drawn"


# ---- The mapping sheet ----


def correct(form: OwnForm, **cells: str | None) -> None:
    """Type into the column of cells, by field; ``kind`` and so on are the cells above the table."""
    file = ClosedFile(form.mapping_path)
    found = match(file.read_table(MAPPING.name), MAPPING)
    names = file.read_names(NAMES)
    titles = {field.title.en: field.name for field in form.fields}
    rows = {titles.get(str(row.values[0]), ""): row.row_number for row in found.block.rows}
    writes = []
    for name, value in cells.items():
        if f"Form.{name}" in names:
            cell = names[f"Form.{name}"]
            writes.append(CellWrite(cell.sheet, cell.row_number, cell.column_number, value))
        elif name.endswith("_on"):
            place = rows[name.removesuffix("_on")]
            writes.append(CellWrite(found.block.sheet, place, found.column_number("form_sheet"), value))
        else:
            writes.append(CellWrite(found.block.sheet, rows[name], found.column_number("form_cell"), value))
    file.write_cells(writes)
    file.save()


def test_a_form_is_taken_in_with_a_sheet_that_says_what_was_found(form: OwnForm, desk: Desk) -> None:
    assert form.path == desk.folder / "forms" / "Our invoice.xlsx"
    sheet = values_on(form.mapping_path).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=9, values_only=True) if row[0]}
    assert rows["Number"][:3] == ("{{Number}}", "Invoice", "F5")
    assert rows["Quantity"][:3] == ("{{Quantity}}", "Invoice", "D")
    assert rows["Quantity"][4] == "in each line"
    assert rows["Total"][:4] == ("{{Total}}", "Invoice", "G27", "=G25+G26")
    assert "formula" in str(rows["Total"][4])
    assert rows["Contact"][2] is None, "what was not found is blank, to be filled in"


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_the_mapping_sheet_speaks_the_language_of_the_company(desk: Desk, tmp_path: Path, language: Any) -> None:
    desk.change_settings('language = "en"', f'language = "{language}"')
    form = bound(desk, english_invoice(tmp_path / "Bill.xlsx"))
    sheet = values_on(form.mapping_path).active
    assert sheet["A5"].value == {"zh-Hant": "明細所在工作表", "zh-Hans": "明细所在工作表"}[language]
    assert form.binding.fields >= {"document_no", "customer_name", "quantity", "amount", "total"}
    target = tmp_path / "a.xlsx"
    fill_form(form, document_values(of_lines(2), language, PrintSettings()), target)
    assert "美元" in str(values_on(target)["Invoice"]["A29"].value)


def test_a_corrected_cell_counts(form: OwnForm, desk: Desk, tmp_path: Path) -> None:
    correct(form, customer_name="A7", customer_address=None, phone=None, contact="B5", amount="G", total=None)
    again = open_form(form.name, desk.company)
    assert again.is_good
    assert [problem.code for problem in again.problems if problem.code != "form-formula-stays"] == [
        "form-total-missing"
    ]
    sheet = values_on(filled(again, of_lines(2), tmp_path / "a.xlsx"))["Invoice"]
    assert (sheet["A6"].value, sheet["A7"].value) == (None, "宏遠機械 & Co.")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"customer_name": "B6"}, "B6 is inside merged cells. Write their first one: A6."),
        ({"quantity": "XFE"}, "XFE lies outside the form: sheet Invoice ends at H"),
        ({"customer_name": "A9999"}, "A9999 lies outside the form: sheet Invoice ends at H"),
        ({"customer_name": "XFE1"}, "XFE1 lies outside the form"),
        ({"customer_name": "here"}, "“here” is no cell. Write one such as B5."),
        ({"customer_name": "A6:C6"}, "“A6:C6” is no cell. Write one such as B5."),
        ({"quantity": "4"}, "“4” is no column. Write its letters, such as C."),
        ({"customer_name_on": "Rechnung"}, "The form has no sheet “Rechnung”. It has: Invoice, Terms, Rates."),
        ({"customer_no": "F5"}, "This cell would show several fields: Number, Customer no.. Give each"),
        ({"unit": "D"}, "This cell would show several fields: Quantity, Unit. Give each"),
        ({"contact": "C15"}, "This cell is for Contact, but lies among the lines."),
        ({"document_no": None}, "The form must show one of these: Number. Give it a cell."),
        ({"first_row": "top"}, "Say in which rows the lines stand"),
        ({"first_row": 20, "last_row": 14}, "Say in which rows the lines stand"),
        ({"last_row": 5000}, "14–5000 lies outside the form"),
        ({"first_row": 7, "last_row": 8}, "is merged over several rows of the lines"),
        ({"kind": "Recipe"}, "“Recipe” is no kind of paper."),
        ({"quantity_on": "Terms"}, "The columns of the lines stand on several sheets: Invoice, Terms."),
    ],
)
def test_a_wrong_mapping_gives_a_sentence(form: OwnForm, desk: Desk, cells: dict[str, Any], said: str) -> None:
    correct(form, **cells)
    again = open_form(form.name, desk.company)
    sentences = [sentence(problem, "en") for problem in again.problems if problem.severity == "error"]
    assert [found for found in sentences if said in found], sentences
    assert all(problem.place.cell or problem.place.sheet for problem in again.problems)
    with pytest.raises(SalesbookError) as raised:
        own_forms.form_for("sales_invoice", desk.company, form.name)
    assert raised.value.code == "form-not-ready"


def test_a_sheet_that_was_renamed_is_told_once(form: OwnForm, desk: Desk) -> None:
    book = openpyxl.load_workbook(form.path)
    book["Invoice"].title = "Rechnung"
    book.save(form.path)
    codes = [problem.code for problem in open_form(form.name, desk.company).problems]
    assert codes.count("form-sheet-missing") == 1


def test_a_text_left_on_single_lines_of_an_old_paper_is_told(form: OwnForm, desk: Desk) -> None:
    book = openpyxl.load_workbook(form.path)
    for row in range(FIRST, LAST + 1):
        book["Invoice"].cell(row, 9).value = "□"
    book["Invoice"]["J15"] = "urgent!"
    book.save(form.path)
    found = [problem for problem in open_form(form.name, desk.company).problems if problem.code == "form-sample-stays"]
    assert [(problem.place.cell, problem.values["found"]) for problem in found] == [("J15", "urgent!")]


def test_a_field_that_is_ours_cannot_be_bound(form: OwnForm, desk: Desk) -> None:
    file = ClosedFile(form.mapping_path)
    table = file.read_table(MAPPING.name)
    row = table.rows[-1].row_number
    file.write_cells([CellWrite(table.sheet, row, 1, "Unit cost"), CellWrite(table.sheet, row, 4, "B5")])
    file.save()
    (problem,) = (found for found in open_form(form.name, desk.company).problems if found.severity == "error")
    assert "“Unit cost” is no field of this paper." in sentence(problem, "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{cost}}", "form-placeholder-unknown"),
        ("{{document_no}} {{quantity}}", "form-placeholder-mixed"),
        ('="No. {{document_no}}"', "form-placeholder-formula"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_told(desk: Desk, tmp_path: Path, text: str, code: str) -> None:
    path = quotation_with_placeholders(tmp_path / "Quote.xlsx")
    book = openpyxl.load_workbook(path)
    book["Quote"]["F1"] = text
    book.save(path)
    form = bind_form(path, "quotation", desk.company)
    (problem,) = (found for found in form.problems if found.severity == "error")
    assert (problem.code, problem.place.cell) == (code, "F1")


def test_a_placeholder_of_the_lines_outside_their_rows_is_told(desk: Desk, tmp_path: Path) -> None:
    path = quotation_with_placeholders(tmp_path / "Quote.xlsx")
    book = openpyxl.load_workbook(path)
    book["Quote"]["B9"] = "{{quantity}}"
    book.save(path)
    form = bind_form(path, "quotation", desk.company)
    found = [(problem.code, problem.place.cell) for problem in form.problems if problem.severity == "error"]
    assert found == [("form-placeholder-not-in-lines", "B9")]


def test_a_placeholder_may_be_any_word_that_means_one_field_only(desk: Desk, tmp_path: Path) -> None:
    path = quotation_with_placeholders(tmp_path / "Quote.xlsx")
    book = openpyxl.load_workbook(path)
    book["Quote"]["F1"], book["Quote"]["F2"] = "{{Quotation no.}}", "{{報價單號}}"
    book.save(path)
    assert bind_form(path, "quotation", desk.company).is_good
    book["Quote"]["F3"] = "{{小計}}"
    book.save(path)
    (problem,) = bind_form(path, "quotation", desk.company, "Other").problems
    assert problem.code == "form-placeholder-unknown", "it may be the amount of a line or a sum"


def test_a_placeholder_in_the_footer_is_told(desk: Desk, tmp_path: Path) -> None:
    path = quotation_with_placeholders(tmp_path / "Quote.xlsx")
    book = openpyxl.load_workbook(path)
    book["Quote"].oddFooter.center.text = "{{document_no}}"
    book.save(path)
    codes = [problem.code for problem in bind_form(path, "quotation", desk.company).problems]
    assert "form-placeholder-elsewhere" in codes


def test_a_corrected_mapping_is_never_written_over(form: OwnForm, desk: Desk, tmp_path: Path) -> None:
    before = form.mapping_path.read_bytes()
    with pytest.raises(HostError) as raised:
        bind_form(tmp_path / "Our invoice.xlsx", "sales_invoice", desk.company)
    assert raised.value.code == "form-exists"
    assert form.mapping_path.read_bytes() == before


def test_other_files_are_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "form.xlsx"
    text.write_text("no workbook")
    for path, kind, code in (
        (tmp_path / "form.xlsm", "sales_invoice", "form-not-xlsx"),
        (tmp_path / "gone.xlsx", "sales_invoice", "workbook-not-found"),
        (text, "sales_invoice", "workbook-unreadable"),
        (text, "recipe", "option-wrong"),
    ):
        with pytest.raises(SalesbookError) as raised:
            bind_form(path, kind, desk.company)
        assert raised.value.code == code
    assert not (desk.folder / "forms").exists()


def test_a_new_drawing_of_the_form_takes_its_place(form: OwnForm, desk: Desk, tmp_path: Path) -> None:
    shutil.copy(english_invoice(tmp_path / "new.xlsx", amount_formula=True), form.path)
    again = open_form(form.name, desk.company)
    assert again.is_good
    assert ("form-formula-stays", "G14") in [(problem.code, problem.place.cell) for problem in again.problems]


# ---- From the terminal ----


@pytest.fixture
def sold(desk: Desk) -> Desk:
    """A company with an order of three lines."""
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price
        A    2026-03-03  C-1       BOLT-8   10        9.8
        A                          NUT-8    20        2.5
        A                          CLOTH    1.5       8
    """)
    report = desk.post(book)
    assert not report.has_errors, report.problems
    return desk


def test_an_order_is_printed_on_the_form_that_is_named_or_that_the_settings_say(sold: Desk, run: Run) -> None:
    drawn = english_invoice(sold.folder.parent / "Confirmation.xlsx", number_label="Order no.:")
    said = run("form", "bind", drawn, "--kind", "sales_order")
    assert said.exit_code == 0
    assert 'Ready: salesbook print NUMBER --form "Confirmation"' in said.out
    assert ": 19 fields: Number, Date, Customer name," in said.out, "the title INVOICE is no label"
    assert run("form", "list").out == "Confirmation\n"
    assert run("form", "check", "Confirmation").exit_code == 0
    target = sold.folder / "order.xlsx"
    said = run("print", "SO-2026-00001", "--form", "Confirmation", "-o", target)
    assert said.exit_code == 0, said.err
    assert "Filled in the form Confirmation." in said.out
    assert "posted was: G25 (160.00), G27 (168.96)." in said.out
    sheet = values_on(target)["Invoice"]
    order = sold.show("SO-2026-00001")
    assert [shown(sheet, row, 7) for row in (14, 15, 16, 17)] == [line.posting.net_amount for line in order.lines] + [
        None
    ]
    assert shown(sheet, 26, 7) == order.tax_amount
    assert "Our page" not in run("print", "SO-2026-00001").out
    sold.change_settings("[print.forms]", '[print.forms]\nsales_order = "Confirmation"')
    assert "Filled in the form" in run("print", "SO-2026-00001").out
    assert "Filled in the form" not in run("print", "SO-2026-00001", "--standard").out


def test_a_script_reads_what_was_found(sold: Desk, run: Run) -> None:
    said = run("form", "bind", english_invoice(sold.folder.parent / "Bill.xlsx"), "--kind", "sales_invoice", "--json")
    found = json.loads(said.out)
    assert (found["form"], found["kind"], found["ready"]) == ("Bill", "sales_invoice", True)
    assert found["lines"] == {"sheet": "Invoice", "first": FIRST, "last": LAST}
    assert {"sheet": "Invoice", "cell": "F5", "fields": ["document_no"], "lines": False} in found["cells"]
    assert {"sheet": "Invoice", "cell": "D14", "fields": ["quantity"], "lines": True} in found["cells"]
    assert {problem["code"] for problem in found["problems"]} == {"form-formula-stays"}
    assert json.loads(run("form", "list", "--json").out) == ["Bill"]


def test_of_many_formulas_the_sums_are_named_first(sold: Desk, run: Run) -> None:
    drawn = english_invoice(sold.folder.parent / "Own.xlsx", amount_formula=True, number_label="No.")
    run("form", "bind", drawn, "--kind", "sales_order")
    said = run("print", "SO-2026-00001", "--form", "Own", "-o", sold.folder / "a.xlsx")
    assert "posted was: G25 (160.00), G27 (168.96), G14 (98.00), G15 (50.00), G16 (12.00)." in said.out


def test_without_a_form_it_is_said_how_to_take_one_in(desk: Desk, run: Run) -> None:
    assert "No form is bound yet." in run("form", "list").out


def test_what_is_wrong_is_said_in_one_sentence(sold: Desk, run: Run) -> None:
    assert "There is no form X. Bound are: –." in run("print", "SO-2026-00001", "--form", "X").sentence
    run("form", "bind", english_invoice(sold.folder.parent / "Bill.xlsx"), "--kind", "sales_invoice")
    assert "is for another kind of paper" in run("print", "SO-2026-00001", "--form", "Bill").sentence
    both = run("print", "SO-2026-00001", "--form", "Bill", "--standard")
    assert "cannot be given together with --standard" in both.sentence
    assert "is for a form of the company's own" in run("appraise", "2026-03", "--pdf").sentence
    sold.change_settings("[print.forms]", '[print.forms]\nsales_order = "Gone"')
    assert "print.forms.sales_order" in run("print", "SO-2026-00001").sentence
    sold.change_settings('sales_order = "Gone"', 'recipe = "Gone"')
    assert "print.forms.recipe" in run("print", "SO-2026-00001").sentence


# ---- Scorecards ----


def card() -> Card:
    scale = LinearScale(floor=Decimal(70), target=Decimal(100), cap=Decimal(130))
    criteria = [
        Criterion(code="A", name="銷售金額達成", source="amount", weight=Decimal(60), scale=scale),
        Criterion(code="B", name="拜訪次數", source="visits", weight=Decimal(40), scale=scale),
    ]
    figures = {
        source: Figure.of_attainment(source, Decimal(actual), Decimal(100))
        for source, actual in (("amount", 80), ("visits", 110))
    }
    scorecard = score(criteria, figures, salesperson_no="P1", period="2026-03")
    evidence: list[Evidence] = []
    return Card(scorecard, "Wang", evidence, ["A note."])


def card_on(path: Path, form: OwnForm, found: Card) -> Any:
    fill_form(form, card_values(found, "2026-03"), path)
    return values_on(path)["考核表"]


def test_a_scorecard_form_is_filled_in_order_or_by_the_names_of_its_rows(desk: Desk, tmp_path: Path) -> None:
    found = card()
    lines = {line.criterion.name: line for line in found.scorecard.lines}
    blank = bound(desk, scorecard_form(tmp_path / "Blank.xlsx"), "scorecard")
    sheet = card_on(tmp_path / "a.xlsx", blank, found)
    assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == [*lines, None]
    own = bound(desk, scorecard_form(tmp_path / "Own.xlsx", ("拜訪次數", "出勤", "銷售金額達成")), "scorecard")
    sheet = card_on(tmp_path / "b.xlsx", own, found)
    assert (sheet["B3"].value, sheet["D3"].value, sheet["F3"].value) == ("P1", "Wang", "2026-03")
    assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == ["拜訪次數", "出勤", "銷售金額達成"]
    assert [shown(sheet, row, 5) for row in (6, 7, 8)] == [
        lines["拜訪次數"].points, None, lines["銷售金額達成"].points
    ]  # fmt: skip
    assert shown(sheet, 8, 2) == Decimal("0.6"), "the form shows it as 60 %"
    assert shown(sheet, 8, 6) == lines["銷售金額達成"].contribution
    assert sheet["F10"].value == "=ROUND(SUM(F6:F8),2)"
    assert sheet["F11"].value == found.grade


def test_a_criterion_without_a_row_is_told(desk: Desk, tmp_path: Path) -> None:
    own = bound(desk, scorecard_form(tmp_path / "Own.xlsx", ("拜訪次數", "出勤")), "scorecard")
    with pytest.raises(SalesbookError) as raised:
        card_on(tmp_path / "a.xlsx", own, card())
    assert (raised.value.code, raised.value.values["found"]) == ("form-criterion-missing", "銷售金額達成")


def test_each_person_gets_a_form(sold: Desk, run: Run, tmp_path: Path) -> None:
    criteria = """
        Criterion  Name    Source  Weight  Floor  Target  Cap
        A          Amount  amount  100     70     100     130
    """
    assert not sold.post(sold.records("criterion", criteria, "criteria.xlsx")).has_errors
    said = run("form", "bind", scorecard_form(tmp_path / "Appraisal.xlsx"), "--kind", "scorecard")
    assert 'Ready: salesbook appraise MONTH --form "Appraisal"' in said.out
    said = run("appraise", "2026-03", "--form", "Appraisal", "-o", tmp_path / "cards")
    assert said.exit_code == 0, said.err
    people = {card.scorecard.salesperson_no: card for card in month_cards(sold.company, "2026-03")}
    files = sorted((tmp_path / "cards").glob("*.xlsx"))
    assert [path.stem for path in files] == ["Scorecard 2026-03 P1 Wang", "Scorecard 2026-03 P2 Li"]
    for path in files:
        sheet = values_on(path)["考核表"]
        found: Mapping[str, Card] = people
        assert shown(sheet, 6, 4) == found[sheet["B3"].value].scorecard.lines[0].figure.actual  # type: ignore[union-attr]
    with pytest.raises(SettingsError):
        appraise_on_form(sold.company, "2026-03", "../Appraisal", as_pdf=False)
    said = run("appraise", "2026-03", "--form", "Appraisal", "-o", tmp_path / "cards.xlsx")
    assert "it must be a folder" in said.sentence


# ---- With LibreOffice ----


@pytest.mark.libreoffice
@pytest.mark.parametrize("amount_formula", [False, True])
@pytest.mark.parametrize("count", [3, 30])
def test_the_forms_own_formulas_come_to_what_was_posted(
    desk: Desk, tmp_path: Path, soffice: Any, amount_formula: bool, count: int
) -> None:
    own = bound(desk, english_invoice(tmp_path / "Own.xlsx", amount_formula=amount_formula))
    document = of_lines(count)
    path = filled(own, document, tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(soffice(path, "xlsx"), data_only=True)
    added = max(0, count - ROOM)
    sheet = book["Invoice"]
    assert round(Decimal(str(sheet.cell(25 + added, 7).value)), 2) == document.sums.net
    assert round(Decimal(str(sheet.cell(27 + added, 7).value)), 2) == document.sums.total
    assert round(Decimal(str(book["Terms"]["A3"].value)), 2) == document.sums.total
    assert round(Decimal(str(sheet.cell(13 + count, 8).value)), 2) == sum(line.quantity or 0 for line in document.lines)


@pytest.mark.libreoffice
def test_a_form_that_was_saved_by_libreoffice_is_filled_like_one_of_excel(
    desk: Desk, tmp_path: Path, soffice: Any
) -> None:
    drawn = soffice(english_invoice(tmp_path / "Own.xlsx", amount_formula=True), "xlsx")
    own, target, document = bound(desk, drawn), tmp_path / "filled.xlsx", of_lines(30)
    assert own.binding.room == ROOM
    done = fill_form(own, document_values(document, "en", PrintSettings()), target)
    compare_totals(target, done, 2)
    assert len(done.kept) == 32, "thirty amounts, net and total"
    sheet = values_on(target)["Invoice"]
    assert [shown(sheet, row, 4) for row in range(FIRST, FIRST + 30)] == [line.quantity for line in document.lines]
    assert sheet.print_area == "'Invoice'!$A$1:$G$65"


@pytest.mark.libreoffice
def test_a_pdf_is_made_only_where_the_form_agrees(sold: Desk, tmp_path: Path, run: Run) -> None:
    own = bound(sold, english_invoice(tmp_path / "Own.xlsx", number_label="No."), "sales_order")
    said = run("print", "SO-2026-00001", "--form", "Own", "--pdf", "-o", tmp_path / "good.pdf")
    assert said.exit_code == 0, said.err
    assert "The form's own formulas come to what was posted: G25 (160.00), G27 (168.96)." in said.out
    assert (tmp_path / "good.pdf").read_bytes().startswith(b"%PDF")
    book = openpyxl.load_workbook(own.path)
    book["Invoice"]["G27"] = "=G25*1.1"
    book.save(own.path)
    said = run("print", "SO-2026-00001", "--form", "Own", "--pdf", "-o", tmp_path / "bad.pdf")
    assert said.exit_code == 2
    assert "The form comes to 176 in Invoice!G27, but 168.96 was posted. No PDF was made." in said.err
    assert not (tmp_path / "bad.pdf").exists()
    assert run("print", "SO-2026-00001", "--form", "Own", "-o", tmp_path / "look.xlsx").exit_code == 0


@pytest.mark.libreoffice
def test_a_formula_that_is_not_rounded_agrees_when_it_is_shown_as_our_figure(desk: Desk, tmp_path: Path) -> None:
    drawn = english_invoice(tmp_path / "Own.xlsx")
    book = openpyxl.load_workbook(drawn)
    book["Invoice"]["G26"] = "=G25*5%"
    book.save(drawn)
    own, target = bound(desk, drawn), tmp_path / "filled.xlsx"
    document = of_lines(3)
    assert document.sums.taxes[0].tax == Decimal("0.38"), "5 % of 7.50 is 0.375"
    done = fill_form(own, document_values(document, "en", PrintSettings()), target)
    assert [kept.cell for kept in done.kept] == ["G25", "G26", "G27"]
    compare_totals(target, done, 2)


def test_without_formulas_in_bound_cells_there_is_nothing_to_compare(form: OwnForm, tmp_path: Path) -> None:
    compare_totals(tmp_path / "not there.xlsx", own_forms.FilledForm((), 0), 2)


def test_an_unknown_document_is_told_before_the_form_is_looked_at(desk: Desk, form: OwnForm) -> None:
    with pytest.raises(SalesbookError) as raised:
        print_document("SI-2026-09999", desk.company, form=form.name)
    assert raised.value.code == "document-not-found"
