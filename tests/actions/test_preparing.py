"""How documents were prepared: from the first press to the one that was good, and how many were right at once."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from salesbook.actions.preparing import preparation
from salesbook.cli import app
from salesbook.documents.preparation import Answer, Press, prepared_documents, summary
from salesbook.ledger.press_trail import FOLDER, add_presses, read_presses
from tests.small_company import Desk, put

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def press(minute: int, answer: Answer, ref: str = "A", by: str = "wang", customer: str = "C-1") -> Press:
    return Press(NOON + timedelta(minutes=minute), by, "book", "sales_order", ref, customer, answer)


def test_a_document_takes_from_its_first_press_to_the_one_that_posts_it() -> None:
    (found,) = prepared_documents([press(0, "refused"), press(3, "good"), press(4, "refused"), press(9, "done")])
    assert (found.minutes, found.refusals, found.prepared_by) == (9, 2, "wang")


def test_half_of_the_documents_took_longer_than_the_median() -> None:
    presses = [
        press(0, "done", "A"), press(0, "good", "B"), press(2, "done", "B"), press(0, "refused", "C"),
        press(10, "done", "C"), press(0, "refused", "D"), press(30, "done", "D", by="li"),
    ]  # fmt: skip
    found = summary(prepared_documents(presses), lambda document: document.prepared_by)
    assert [(row.name, row.documents, row.median_minutes, row.first_time_right_percent) for row in found] == [
        ("li", 1, 30, 0), ("wang", 3, 2, Decimal("66.7")),
    ]  # fmt: skip


def test_a_document_that_was_never_posted_is_not_counted() -> None:
    assert prepared_documents([press(0, "refused"), press(5, "good")]) == []


def test_a_document_that_waits_for_its_approval_is_done_once() -> None:
    assert len(prepared_documents([press(0, "done"), press(5, "done"), press(9, "done")])) == 1


def test_the_same_ref_corrected_after_a_reversal_is_another_document() -> None:
    first, second = prepared_documents([press(0, "done"), press(60, "refused"), press(62, "done")])
    assert (first.minutes, second.minutes) == (0, 2)


ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A    2026-03-05  C-1       BOLT-8   10
    B    2026-03-05  C-2       BULT-8   10
"""


def test_what_is_refused_and_corrected_shows_with_its_customer(desk: Desk) -> None:
    book = desk.orders(ORDERS)
    desk.check(book)
    desk.post(book)
    put(book, "sales_order", 3, product_no="BOLT-8")
    desk.post(book)
    desk.post(book)
    report = preparation(desk.company)
    assert [(row.name, row.documents, row.first_time_right_percent) for row in report.by_customer] == [
        ("C-1", 1, 100), ("C-2", 1, 0),
    ]  # fmt: skip
    assert [(row.documents, row.first_time_right_percent) for row in report.by_person] == [(2, 50)]


def test_the_trail_says_nothing_of_what_was_typed(desk: Desk) -> None:
    desk.check(desk.orders(ORDERS))
    (path,) = (desk.folder / FOLDER).iterdir()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["document_ref"], line["answer"]) for line in lines] == [("A", "good"), ("B", "refused")]
    kept = {"pressed_at", "pressed_by", "book_id", "kind", "document_ref", "customer_no", "answer"}
    assert {name for line in lines for name in line} == kept


def test_nothing_is_kept_where_the_settings_say_so(desk: Desk) -> None:
    desk.change_settings("preparation_trail = true", "preparation_trail = false")
    desk.check(desk.orders(ORDERS))
    assert not (desk.folder / FOLDER).exists()


def test_a_trail_that_cannot_be_written_keeps_nobody_from_posting(desk: Desk) -> None:
    (desk.folder / FOLDER).write_text("somebody's file")
    assert desk.post(desk.orders(ORDERS)).count("posted") == 1


def test_lines_of_other_computers_count_and_broken_ones_do_not(desk: Desk) -> None:
    add_presses(desk.folder, [press(0, "refused")])
    (path,) = (desk.folder / FOLDER).iterdir()
    other = path.with_name("other.jsonl")
    path.rename(other)
    with other.open("a", encoding="utf-8") as file:
        file.write('{"pressed_at": "2026-\n[]\n')
    add_presses(desk.folder, [press(4, "done")])
    assert sorted(found.answer for found in read_presses(desk.folder)) == ["done", "refused"]
    assert [found.minutes for found in prepared_documents(read_presses(desk.folder))] == [4]


def test_the_figures_of_a_period_are_printed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    add_presses(desk.folder, [press(0, "refused"), press(4, "done"), press(60 * 24 * 30, "done", "B")])
    arguments = ["preparation", "--company", str(desk.folder), "--from", "2026-03-01", "--to", "2026-03-31"]
    app(arguments, standalone_mode=False)
    printed = capsys.readouterr().out.split()
    assert printed[-4:] == ["C-1", "1", "4.0", "0.0"]
    app([*arguments, "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["by_person"][0]["median_minutes"] == "4.0"
    app([*arguments[:3], "--from", "2027-01-01"], standalone_mode=False)
    assert "No document was posted" in capsys.readouterr().out
