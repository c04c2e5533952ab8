"""The customer file: its columns, blocked and merged customers, and what an older workbook does to it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.customer_files import block, merge, unblock
from salesbook.actions.receivables import customer_statement, receivables
from salesbook.actions.record_history import record_history
from salesbook.actions.storing import Report
from salesbook.actions.verifying import verify
from salesbook.documents.master_data import Customer
from salesbook.documents.posting import detail
from salesbook.documents.record import FROM_THE_BEGINNING
from salesbook.ledger.history import load
from salesbook.messages import sentence
from salesbook.problems import SalesbookError
from salesbook.sheets.columns import MASTERS
from tests.small_company import TODAY, Desk, codes, columns_of, find_table, outcomes, put, typing_into


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
    Customer  Name   Customer class  Territory  Salesperson  Currency  Tax treatment  Credit limit  Phone  E-mail
    C-1       Alpha  A               N1         P1           USD       exempt         1000          123    a@example.com
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


def an_order(desk: Desk, code: str, quantity: int, name: str) -> Report:
    rows = f"""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  {code}       BOLT-8   {quantity}
    """
    return desk.post(desk.orders(rows, name))


def test_a_blocked_customer_gets_nothing_new_and_the_sentence_says_why(desk: Desk) -> None:
    block("C-1", desk.company, "cheque bounced")
    report = an_order(desk, "C-1", 1, "blocked.xlsx")
    assert codes(report) == [("Orders!C2", "customer-blocked")]
    assert sentence(report.problems[0], "en").startswith("Customer C-1 is blocked: cheque bounced. ")
    unblock("C-1", desk.company, "paid in cash")
    assert an_order(desk, "C-1", 1, "free.xlsx").count("posted") == 1
    assert customer(desk).block_reason == ""


def test_a_blocked_customer_may_still_pay_and_be_invoiced_with_a_warning(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   2
    """)
    desk.post(book)
    desk.make("delivery_note", book)
    desk.post(book)
    block("C-1", desk.company, "late")
    desk.make("sales_invoice", book)
    report = desk.post(book)
    assert [(found.code, found.severity) for found in report.problems] == [("customer-blocked", "warning")]
    assert report.count("posted") == 1
    money = desk.documents("money.xlsx")
    desk.make("payment", money)
    report = desk.post(money)
    assert [(found.code, found.severity) for found in report.problems] == [("customer-blocked", "warning")]
    assert report.count("posted") == 1


@pytest.mark.parametrize(
    ("strength", "outcome"), [("none", "posted"), ("warn", "posted"), ("approve", "waiting"), ("block", "refused")]
)
def test_how_strictly_a_block_is_taken_is_a_setting(desk: Desk, strength: str, outcome: str) -> None:
    block("C-1", desk.company, "late")
    desk.change_settings('blocked_check_order = "block"', f'blocked_check_order = "{strength}"')
    assert outcomes(an_order(desk, "C-1", 1, "order.xlsx")) == {"A1": outcome}


def test_a_block_can_be_typed_with_its_reason(desk: Desk) -> None:
    rows = """
        Customer  Name   Salesperson  Territory  Blocked  Reason for block
        C-1       Alpha  P1           N1         yes      moved away
    """
    assert not desk.post(desk.records("customer", rows)).problems
    assert (customer(desk).blocked, customer(desk).block_reason) == (True, "moved away")


def test_a_version_that_begins_later_is_blocked_too(desk: Desk) -> None:
    rows = """
        Customer  Name     Salesperson  Territory  Valid from
        C-1       Alpha 2  P1           N1         2026-04-01
    """
    desk.post(desk.records("customer", rows))
    block("C-1", desk.company, "late")
    later = Desk(desk.folder, TODAY.replace(month=4, day=2))
    assert customer(later).name == "Alpha 2"
    order = an_order(later, "C-1", 1, "april.xlsx")
    assert codes(order) == [("Orders!C2", "customer-blocked")]


def limits(desk: Desk, rows: str) -> None:
    head = "Customer  Name   Salesperson  Territory  Belongs to  Credit limit"
    assert not desk.post(desk.records("customer", f"{head}\n{rows}", f"limits {len(rows)}.xlsx")).problems


def test_merged_files_owe_together_and_their_papers_are_finished(desk: Desk) -> None:
    """C-2 owes 315 when it becomes part of C-1, whose limit is 1,000: 685 are left for C-1."""
    limits(desk, "C-1       Alpha  P1           N1                     1000")
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-2       BOLT-8   30
    """)
    desk.post(book)
    merge("C-2", "C-1", desk.company, "same company")
    report = an_order(desk, "C-2", 1, "old number.xlsx")
    assert codes(report) == [("Orders!C2", "customer-merged")]
    assert sentence(report.problems[0], "en") == "The file of customer C-2 was merged into C-1. Enter C-1 instead."
    report = an_order(desk, "C-1", 66, "too much.xlsx")
    assert [(found.code, found.values["over"], found.values["members"]) for found in report.problems] == [
        ("credit-limit-exceeded", "8", "C-2"),
    ]  # fmt: skip
    assert an_order(desk, "C-1", 65, "just enough.xlsx").count("posted") == 1
    desk.make("delivery_note", book, "SO-2026-00001")
    report = desk.post(book)
    assert [(found.code, found.severity) for found in report.problems] == [("customer-merged", "warning")]
    assert report.count("posted") == 1
    assert verify(desk.company).is_good


def test_an_order_dated_before_the_merge_is_answered_the_same(desk: Desk) -> None:
    merge("C-2", "C-1", desk.company, "same company")
    rows = """
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-01  C-2       BOLT-8   1
    """
    assert codes(desk.post(desk.orders(rows))) == [("Orders!C2", "customer-merged")]


def test_a_quotation_of_a_merged_file_is_ordered_by_the_one_that_stays(desk: Desk) -> None:
    book = desk.documents(
        quotation="""
            Ref  Date        Customer  Product  Quantity
            Q1   2026-03-05  C-2       BOLT-8   3
        """
    )
    desk.post(book)
    merge("C-2", "C-1", desk.company, "same company")
    rows = """
        Ref  Date        Customer  Quotation no.  Product  Quantity
        A1   2026-03-05  C-1       QU-2026-00001  BOLT-8   3
    """
    report = desk.post(desk.orders(rows, "order.xlsx"))
    assert (report.count("posted"), report.problems) == (1, [])


def test_posting_the_master_data_again_does_not_undo_a_merge(desk: Desk) -> None:
    merge("C-2", "C-1", desk.company, "same company")
    rows = """
        Customer  Name        Salesperson  Territory
        C-2       Beta, old   P2           South
    """
    desk.post(desk.records("customer", rows))
    assert (customer(desk, "C-2").name, customer(desk, "C-2").merged_into) == ("Beta, old", "C-1")


def test_a_group_shares_the_limit_of_its_parent(desk: Desk) -> None:
    limits(
        desk,
        "C-1       Alpha  P1           N1                     1000\nC-2       Beta   P2           South      C-1",
    )
    assert an_order(desk, "C-2", 60, "child.xlsx").count("posted") == 1
    report = an_order(desk, "C-1", 36, "parent.xlsx")
    assert [(found.code, found.values["over"]) for found in report.problems] == [("credit-limit-exceeded", "8")]
    assert an_order(desk, "C-1", 35, "less.xlsx").count("posted") == 1


def test_nobody_belongs_to_himself(desk: Desk) -> None:
    rows = """
        Customer  Name   Salesperson  Territory  Belongs to
        C-1       Alpha  P1           N1         C-2
        C-2       Beta   P2           South      C-1
    """
    report = desk.post(desk.records("customer", rows))
    assert codes(report) == [("Customers!F2", "customer-own-parent"), ("Customers!F3", "customer-own-parent")]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda company: block("C-1", company, " "), "customer-reason-missing"),
        (lambda company: block("C-11", company, "late"), "unknown-customer-similar"),
        (lambda company: unblock("C-1", company, "paid"), "customer-not-blocked"),
        (lambda company: merge("C-1", "C-1", company, "twice"), "customer-merge-itself"),
        (lambda company: merge("C-1", "XYZ", company, "twice"), "unknown-customer"),
    ],
)
def test_what_cannot_be_changed_is_said_and_nothing_is_stored(desk: Desk, act: Any, code: str) -> None:
    version = desk.version
    with pytest.raises(SalesbookError, match=code):
        act(desk.company)
    assert desk.version == version


def test_a_file_is_part_of_one_other_file_only(desk: Desk) -> None:
    merge("C-2", "C-1", desk.company, "same company")
    for act, code in (
        (lambda: merge("C-2", "C-1", desk.company, "again"), "customer-merged-already"),
        (lambda: unblock("C-2", desk.company, "wanted"), "customer-merged-already"),
        (lambda: merge("C-1", "C-2", desk.company, "back"), "customer-merged"),
    ):
        with pytest.raises(SalesbookError, match=code):
            act()


def test_the_history_tells_who_changed_what_from_what_to_what(desk: Desk) -> None:
    desk.post(desk.records("customer", FULL))
    block("C-1", desk.company, "late")
    first, second, third = record_history("C-1", desk.company)
    assert first.valid_from == FROM_THE_BEGINNING
    assert ("name", None, "Alpha") in [(change.field, change.before, change.after) for change in first.changes]
    assert {(change.field, change.before, change.after) for change in second.changes} >= {
        ("credit_limit", None, Decimal(1000)), ("tax_treatment", "taxable", "exempt"), ("phone", "", "123"),
    }  # fmt: skip
    assert (second.posted_by, second.workbook) == (desk.company.user, "more master data.xlsx")
    assert [(change.field, change.before, change.after) for change in third.changes] == [
        ("blocked", False, True), ("block_reason", "", "late"),
    ]  # fmt: skip
    assert (third.valid_from, third.reason) == (TODAY, "late")


def test_the_history_of_a_version_put_in_between_compares_with_the_one_before_it(desk: Desk) -> None:
    for day, name in (("2026-06-01", "June"), ("2026-04-01", "April")):
        rows = f"""
            Customer  Name   Salesperson  Territory  Valid from
            C-1       {name:5}  P1           N1         {day}
        """
        desk.post(desk.records("customer", rows, f"{name}.xlsx"))
    changes = [
        [(change.before, change.after) for change in version.changes if change.field == "name"]
        for version in record_history("C-1", desk.company, "customer")
    ]
    assert changes == [[(None, "Alpha")], [("Alpha", "June")], [("Alpha", "April")]]


def test_a_code_without_history_is_answered_with_the_nearest_one(desk: Desk) -> None:
    with pytest.raises(SalesbookError, match="history-not-found") as refused:
        record_history("BOLT8", desk.company)
    assert refused.value.values["similar"] == "BOLT-8"
    with pytest.raises(SalesbookError, match="history-no-kind"):
        record_history("C-1", desk.company, "client")


@pytest.mark.parametrize("treatment", ["exempt", "reverse_charge", "zero"])
def test_lines_of_a_customer_without_tax_have_none_and_say_why(desk: Desk, treatment: str) -> None:
    word = {"reverse_charge": "reverse charge", "zero": "zero-rated"}.get(treatment, treatment)
    desk.post(desk.records("customer", FULL.replace("exempt        ", f"{word:14}")))
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   2
    """)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    for number in ("SO-2026-00001", "DN-2026-00001", "SI-2026-00001"):
        (line,) = desk.show(number).lines
        assert (line.posting.tax_amount, line.posting.tax_code) == (0, "T5")
        assert detail(line.posting, "tax_treatment") == treatment


def test_receivables_and_statement_of_merged_files_stand_together(desk: Desk) -> None:
    """C-1 owes 105 and C-2 owes 210; once they are one customer, one line says 315."""
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   10
        A2   2026-03-05  C-2       BOLT-8   20
    """)
    desk.post(book)
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        desk.post(book)
    before = receivables(desk.company).ageing
    assert [(owed.customer_no, owed.ledger) for owed in before.customers] == [("C-1", 105), ("C-2", 210)]
    merge("C-2", "C-1", desk.company, "same company")
    after = receivables(desk.company).ageing
    assert [(owed.customer_no, owed.ledger, owed.difference) for owed in after.customers] == [("C-1", 315, 0)]
    for code in ("C-1", "C-2"):
        found, file = customer_statement(code, desk.company, TODAY, TODAY)
        assert (file.customer_no, found.closing, found.difference, len(found.invoices)) == ("C-1", 315, 0, 2)
