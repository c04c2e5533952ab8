"""A workbook gets another language, and keeps what people have typed and added."""

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.translating import translate
from salesbook.actions.workbooks import look_of
from salesbook.problems import HostError, SalesbookError
from salesbook.settings import Language
from salesbook.sheets.columns import LISTS
from salesbook.workbooks import appraisal, documents, master_data, planning
from salesbook.workbooks.building import BookInfo
from tests.small_company import Desk, fill_form, put, shows, typing_into

BUILDERS = {
    "documents": documents.build_documents,
    "master": master_data.build_master_data,
    "planning": planning.build_planning,
    "appraisal": appraisal.build_appraisal,
}


def said(path: Path) -> Iterator[tuple[Any, ...]]:
    """Everything that a workbook says: names, cells, formulas, tables, drop-downs with their messages, widths."""
    workbook = openpyxl.load_workbook(path)
    yield from ((name, found.attr_text) for name, found in workbook.defined_names.items())
    for sheet in workbook.worksheets:
        yield (sheet.title, sheet.print_title_rows, sheet.print_area)
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate, cell.value, cell.font.name) for cell in row if cell.value)
        for table in sheet.tables.values():
            for column in table.tableColumns:
                formula = column.calculatedColumnFormula
                yield (table.name, table.ref, column.name, formula.attr_text if formula else "")
        for rule in sheet.data_validations.dataValidation:
            yield (str(rule.sqref), rule.formula1, rule.promptTitle, rule.prompt, rule.errorTitle, rule.error)
        for link in sheet._hyperlinks:
            yield (sheet.title, link.ref, link.location)
        for area in sheet.conditional_formatting:
            yield from ((str(area.sqref), rule.formula) for rule in area.rules)
        yield from ((sheet.title, name, found.width) for name, found in sheet.column_dimensions.items())


def differences(path: Path, other: Path) -> list[tuple[Any, Any]]:
    """The first few things that two workbooks do not say alike."""
    return [pair for pair in zip_longest(said(path), said(other)) if pair[0] != pair[1]][:3]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("documents", "en", "zh-Hant"), ("documents", "zh-Hant", "zh-Hans"), ("documents", "zh-Hans", "en"),
        ("master", "en", "zh-Hant"), ("planning", "zh-Hant", "en"), ("appraisal", "zh-Hans", "zh-Hant"),
    ],
)  # fmt: skip
def test_a_translated_workbook_is_the_one_that_would_have_been_made(
    kind: str, before: Language, after: Language, desk: Desk
) -> None:
    made, wanted = desk.folder / "made.xlsx", desk.folder / "wanted.xlsx"
    for path, language in ((made, before), (wanted, after)):
        BUILDERS[kind](path, BookInfo(look_of(desk.company.settings, language), "Acme", "same"))
    assert translate(made, desk.company, after) == before
    assert differences(made, wanted) == []


def test_what_was_typed_stays_and_choices_are_translated(desk: Desk) -> None:
    text = """
        Ref  Date        Customer  Product  Quantity  Description  Tax included
        A1   2026-03-05  C-1       BOLT-8   10        Quantity     yes
    """
    book = desk.orders(text)
    head = {"document_ref": "Q", "document_date": date(2026, 3, 5), "customer_no": "C-1", "remark": "Orders"}
    fill_form(book, "quotation", head, [{"product_no": "NUT-8", "quantity": 100}])
    translate(book, desk.company, "zh-Hant")
    fields = ("document_ref", "customer_no", "quantity", "description", "tax_included")
    assert shows(book, "sales_order", *fields) == [("A1", "C-1", 10, "Quantity", "是")]
    assert openpyxl.load_workbook(book)["報價單"]["A1"].value == "Acme"
    report = desk.post(book)
    assert (report.count("posted"), report.problems) == (2, [])
    translate(book, desk.company, "en")
    assert shows(book, "sales_order", *fields) == [("A1", "C-1", 10, "Quantity", "yes")]
    assert desk.post(book).count("already") == 2


def test_sheets_charts_and_formulas_of_ones_own_follow(desk: Desk) -> None:
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   10")
    with typing_into(book) as workbook:
        mine = workbook.create_sheet("Mine")
        mine["A1"] = "Orders"
        mine["A2"] = "=SUM(tblOrders[Quantity])+Orders!E2"
        mine["A3"] = '=COUNTIF(tblOrders[Tax included],"yes")'
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(workbook["Orders"], min_col=9, min_row=2, max_row=3))
        mine.add_chart(chart, "C3")
        workbook["Deliveries"].title = "Sent"
    translate(book, desk.company, "zh-Hant")
    workbook = openpyxl.load_workbook(book)
    mine = workbook["Mine"]
    assert [mine[cell].value for cell in ("A1", "A2", "A3")] == [
        "Orders", "=SUM(tblOrders[數量])+'訂單列表'!E2", '=COUNTIF(tblOrders[含稅],"yes")',
    ]  # fmt: skip
    (drawn,) = mine._charts
    assert drawn.series[0].val.numRef.f.startswith("'訂單列表'!")
    assert {"Sent", "訂單列表"} <= set(workbook.sheetnames)
    assert LISTS["delivery_note"].field("quantity").title.hant in [cell.value for cell in workbook["Sent"][1]]


def test_a_workbook_that_has_the_language_already_keeps_every_byte(desk: Desk) -> None:
    book = desk.documents()
    before = book.read_bytes()
    assert translate(book, desk.company, "en") == "en"
    assert book.read_bytes() == before


def test_a_sheet_of_ones_own_with_a_name_that_is_needed_is_told(desk: Desk) -> None:
    book = desk.documents()
    with typing_into(book) as workbook:
        workbook.create_sheet("訂單列表")
    before = book.read_bytes()
    with pytest.raises(HostError) as caught:
        translate(book, desk.company, "zh-Hant")
    assert (caught.value.code, caught.value.values["sheet"]) == ("sheet-name-taken", "訂單列表")
    assert book.read_bytes() == before


def test_a_workbook_that_is_none_of_ours_keeps_its_language(desk: Desk) -> None:
    path = desk.folder / "mine.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(SalesbookError) as caught:
        translate(path, desk.company, "zh-Hant")
    assert caught.value.code == "no-words-to-translate"


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_there_and_back_nothing_has_changed(language: Language, desk: Desk) -> None:
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   10")
    put(book, "sales_order", 2, remark="單價")
    before = shutil.copy(book, desk.folder / "before.xlsx")
    translate(book, desk.company, language)
    translate(book, desk.company, "en")
    assert differences(book, before) == []
