"""Each posting names workbook, sheet and row, with old and new values, and a person can ask for it."""

import json
from decimal import Decimal

from salesbook.actions.document_history import document_history
from salesbook.actions.ending import close
from salesbook.actions.record_history import record_history
from tests.small_company import Desk, put
from tests.terminal import Run

ORDER = """
    Ref  Date        Customer  Product  Quantity  Unit price
    A1   2026-03-05  C-1       BOLT-8   5         10
    A1                         NUT-8    2         3
"""


def test_a_line_names_the_row_it_came_from_and_what_it_said(desk: Desk) -> None:
    desk.post(desk.orders(ORDER))
    (event,) = document_history("SO-2026-00001", desk.company)
    assert (event.kind, event.posted_by, event.workbook) == ("sales_order", desk.company.user, "March.xlsx")
    assert [(line.line_no, line.sheet, line.row_number) for line in event.lines] == [(1, "Orders", 2), (2, "Orders", 3)]
    said = {change.field: change.after for change in event.lines[0].changes}
    assert (said["quantity"], said["unit_price"], said["net_amount"]) == (5, 10, 50)
    assert all(change.before is None for line in event.lines for change in line.changes)


def test_a_revision_tells_each_field_from_what_to_what_and_its_row(desk: Desk) -> None:
    book = desk.orders(ORDER)
    desk.post(book)
    put(book, "sales_order", 2, quantity=7, unit_price=Decimal("9.5"), revision=2)
    put(book, "sales_order", 3, revision=2)
    assert not desk.post(book).has_errors
    _, event = document_history("SO-2026-00001", desk.company)
    assert (event.kind, event.document_no) == ("order_change", "SO-2026-00001-R2")
    (line,) = event.lines
    assert (line.line_no, line.sheet, line.row_number) == (1, "Orders", 2)
    assert [(change.field, change.before, change.after) for change in line.changes] == [
        ("quantity", 5, 7), ("unit_price", 10, Decimal("9.5")), ("net_amount", 50, Decimal("66.5")),
    ]  # fmt: skip


def test_closing_and_reversing_are_told_with_their_reasons(desk: Desk) -> None:
    desk.post(desk.orders(ORDER))
    closing = close("SO-2026-00001", desk.company, "sold out").decisions[0].document_no
    desk.reverse(closing, "it came in after all")
    desk.reverse("SO-2026-00001")
    events = document_history("SO-2026-00001", desk.company)
    assert [(event.kind, event.reverses_no, event.reason) for event in events[1:]] == [
        ("closing", "", "sold out"), ("closing", closing, "it came in after all"),
        ("sales_order", "SO-2026-00001", "typing error"),
    ]  # fmt: skip
    assert [line.changes[0].after for line in events[1].lines] == [5, 2]


def test_a_version_of_a_record_names_its_row(desk: Desk) -> None:
    desk.post(desk.records("customer", "Customer  Name\nC-9       Nine", "nine.xlsx"))
    (version,) = record_history("C-9", desk.company)
    assert (version.workbook, version.sheet, version.row_number) == ("nine.xlsx", "Customers", 2)


def test_the_terminal_tells_both(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDER)
    desk.post(book)
    put(book, "sales_order", 2, quantity=7, revision=2)
    put(book, "sales_order", 3, revision=2)
    desk.post(book)
    lines = [" ".join(line.split()) for line in run("history", "SO-2026-00001").out.splitlines()]
    assert "Line 1, from March.xlsx, Orders!2" in lines
    assert "Quantity 5 → 7" in lines
    found = json.loads(run("history", "SO-2026-00001", "--json").out)
    assert found[1]["lines"][0]["row_number"] == 2
    assert "(nothing)" not in run("history", "C-1").out
    assert "master.xlsx, Customers!2" in run("history", "C-1").out
