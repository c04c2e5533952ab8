"""Pressing Check or Post gives cells of our tables their drop-downs back."""

from pathlib import Path

import openpyxl

from salesbook.sheets.columns import LISTS
from tests.small_company import Desk, build_company, columns_of, find_table, typing_into

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    R1   2026-03-05  C-1       BOLT-8   1
    R2   2026-03-05  C-1       BOLT-8   2
"""


def lists_of(book: Path, kind: str = "sales_order") -> dict[str, tuple[str, ...]]:
    """Formula, ranges, strictness and message of the lists of a table, by field."""
    workbook = openpyxl.load_workbook(book)
    table = LISTS[kind]
    sheet, found = find_table(workbook, table.name)
    columns = {column: name for name, column in columns_of(sheet, found, table).items()}
    return {
        columns[area.min_col]: (
            *(rule.formula1, str(rule.sqref), rule.errorStyle or "stop", rule.promptTitle or "", rule.prompt or ""),
        )
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }


def lose_all(book: Path) -> None:
    """Take every rule from every sheet, as pasting over whole sheets does."""
    with typing_into(book) as workbook:
        for sheet in workbook.worksheets:
            sheet.data_validations.dataValidation.clear()


def test_lists_that_are_gone_altogether_are_made_as_in_a_new_workbook(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    before = lists_of(book)
    assert before["invoice_from"][:2] == ('"delivery,order"', "Z2:Z3")
    assert before["product_no"][2:4] == ("warning", "Product")
    lose_all(book)
    desk.check(book)
    assert lists_of(book) == before


def test_the_texts_are_those_of_the_workbooks_language(tmp_path: Path) -> None:
    desk = build_company(tmp_path / "Acme", "zh-Hant")
    book = desk.orders(ORDERS)
    before = lists_of(book)
    desk.change_settings('language = "zh-Hant"', 'language = "en"')
    lose_all(book)
    desk.check(book)
    assert lists_of(book) == before
    assert before["complete_only"][0] == '"是,否"'


def test_tables_without_a_document_are_left_as_they_are(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    lose_all(book)
    desk.check(book)
    assert lists_of(book, "delivery_note") == {}


def test_a_workbook_of_peoples_own_gets_no_lists_that_it_never_had(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    lose_all(book)
    with typing_into(book) as workbook:
        del workbook.defined_names["Salesbook.template_version"]
    desk.check(book)
    assert lists_of(book) == {}


def test_pressing_again_changes_nothing(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    lose_all(book)
    desk.post(book)
    posted = lists_of(book)
    desk.post(book)
    content = book.read_bytes()
    desk.post(book)
    assert lists_of(book) == posted
    assert book.read_bytes() == content
