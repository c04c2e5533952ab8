"""The customer file: its columns, blocked and merged customers, and what an older workbook does to it."""

from pathlib import Path

from salesbook.documents.master_data import Customer
from salesbook.ledger.history import load
from salesbook.sheets.columns import MASTERS
from tests.small_company import Desk, columns_of, find_table, outcomes, put, typing_into


def customer(desk: Desk, code: str = "C-1") -> Customer:
    """The newest version of a file."""
    with desk.company.cache() as cache:
        return load(cache, Customer, [code])[code][-1]


def forget_columns(book: Path, *fields: str) -> None:
    """Make these columns of the sheet of customers somebody's own, so that ours are missing."""
    table = MASTERS["customer"]
    with typing_into(book) as workbook:
        sheet, found = find_table(workbook, table.name)
        for field, number in columns_of(sheet, found, table).items():
            if field in fields:
                sheet.cell(1, number).value = found.tableColumns[number - 1].name = f"Own {field}"


FULL = """
    Customer  Name   Class  Territory  Salesperson  Currency  Tax treatment  Credit limit  Phone  E-mail
    C-1       Alpha  A      N1         P1           USD       exempt         1000          123    a@example.com
"""


def test_every_column_of_the_file_is_kept(desk: Desk) -> None:
    assert not desk.post(desk.records("customer", FULL)).problems
    found = customer(desk)
    assert (found.customer_class, found.currency, found.tax_treatment) == ("A", "USD", "exempt")
    assert (found.credit_limit, found.phone, found.email) == (1000, "123", "a@example.com")


def test_a_column_that_an_older_workbook_lacks_keeps_what_the_ledger_has(desk: Desk) -> None:
    desk.post(desk.records("customer", FULL))
    book = desk.records("customer", FULL.replace("Alpha", "Omega"), "older.xlsx")
    forget_columns(book, "credit_limit", "phone", "customer_class", "block_reason")
    report = desk.post(book)
    assert (outcomes(report), report.problems) == ({"C-1": "posted"}, [])
    found = customer(desk)
    assert (found.name, found.credit_limit, found.phone, found.customer_class) == ("Omega", 1000, "123", "A")
    assert desk.post(book).count("already") == 1


def test_a_blank_cell_of_a_column_that_is_there_clears_the_value(desk: Desk) -> None:
    desk.post(desk.records("customer", FULL))
    book = desk.records("customer", FULL, "cleared.xlsx")
    put(book, "customer", 2, credit_limit=None)
    desk.post(book)
    assert customer(desk).credit_limit is None
