"""A sheet knows its age: what others have changed since it was filled is not set back, and Refresh renews it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.actions.customer_files import block
from salesbook.actions.exporting import Selection, export
from salesbook.actions.price_list import price_sheet
from salesbook.actions.refreshing import Refreshed, refresh
from salesbook.actions.targets import split
from salesbook.actions.workbooks import new_plan
from salesbook.documents.master_data import Customer
from salesbook.hosts.closed_file import ClosedFile
from salesbook.ledger.history import load
from salesbook.messages import sentence
from salesbook.sheets.columns import MASTERS, PLAN_SEATS, PRICE_CHANGES, SPLIT
from tests.small_company import Desk, codes, marks, move_in, outcomes, put, shows, table_shows

CUSTOMERS = """
    Customer  Name   Territory  Salesperson  Credit limit  Phone
    C-1       Alpha  N1         P1           1000          123
    C-2       Beta   South      P2           500           456
"""


@pytest.fixture
def mine(desk: Desk) -> Path:
    """The workbook of customers that one person keeps; it was posted on 5 March."""
    book = desk.records("customer", CUSTOMERS, "mine.xlsx")
    assert desk.post(book).count("posted") == 2
    return book


@pytest.fixture
def raised(desk: Desk, mine: Path) -> Path:
    """On 9 March a colleague has raised the limit of C-1 to 2000, in a workbook of her own; it is 20 March now."""
    desk.today = date(2026, 3, 9)
    raise_limit(desk)
    desk.today = date(2026, 3, 20)
    return mine


def raise_limit(desk: Desk, limit: int = 2000, name: str = "hers.xlsx") -> None:
    text = CUSTOMERS.replace("1000 ", f"{limit} ").splitlines()
    desk.post(desk.records("customer", "\n".join(text[:3]), name))


def limit(desk: Desk, code: str = "C-1") -> Decimal | None:
    """The credit limit that counts now."""
    with desk.company.cache() as cache:
        return load(cache, Customer, [code])[code][-1].credit_limit


def press_refresh(desk: Desk, book: Path) -> Refreshed:
    return refresh(ClosedFile(book), desk.company)


def rows_of_sheet(book: Path) -> list[tuple[Any, ...]]:
    return shows(book, "customer", "customer_no", "name", "credit_limit", "phone")


def test_a_workbook_posted_weeks_later_does_not_set_back_a_limit_that_somebody_raised(desk: Desk, raised: Path) -> None:
    report = desk.post(raised)
    assert limit(desk) == 2000
    assert (report.count("posted"), report.has_errors) == (0, False)
    assert codes(report) == [("Customers!N2", "row-behind")]
    assert shows(raised, "customer", "status")[0] == ("Older than the ledger, left alone · 1 warning",)
    (told,) = report.problems
    assert sentence(told, "en").startswith(
        f"Credit limit is 2000 by now, not 1000 any more: {desk.company.user} changed it on "
    )
    assert "(hers.xlsx)" in sentence(told, "en")


def test_other_rows_of_that_workbook_are_posted(desk: Desk, raised: Path) -> None:
    put(raised, "customer", 3, credit_limit=700)
    report = desk.post(raised)
    assert outcomes(report) == {"C-1": "already", "C-2": "posted"}
    assert (limit(desk), limit(desk, "C-2")) == (2000, 700)


def test_a_changed_row_is_refused_where_it_would_undo_what_others_changed_and_its_cell_says_why(
    desk: Desk, raised: Path
) -> None:
    put(raised, "customer", 2, phone="999")
    report = desk.post(raised)
    assert outcomes(report) == {"C-1": "refused", "C-2": "already"}
    assert codes(report) == [("Customers!N2", "row-outdated")]
    assert "Posting would put 1000 in its place. Press Refresh" in marks(raised)["Customers!N2"]
    assert limit(desk) == 2000


def test_one_refresh_keeps_what_was_typed_and_takes_what_was_not(desk: Desk, raised: Path) -> None:
    put(raised, "customer", 2, phone="999")
    found = press_refresh(desk, raised)
    assert [(of.kind, of.renewed, of.kept) for of in found.rows] == [("customer", 1, 0)]
    assert rows_of_sheet(raised) == [("C-1", "Alpha", 2000, "999"), ("C-2", "Beta", 500, "456")]
    assert outcomes(desk.post(raised)) == {"C-1": "posted", "C-2": "already"}
    with desk.company.cache() as cache:
        newest = load(cache, Customer, ["C-1"])["C-1"][-1]
    assert (newest.credit_limit, newest.phone) == (2000, "999")


def test_a_value_that_both_have_changed_is_kept_as_typed_with_the_newer_one_in_its_note(
    desk: Desk, raised: Path
) -> None:
    put(raised, "customer", 2, credit_limit=1500)
    assert codes(desk.post(raised)) == [("Customers!N2", "row-outdated")]
    found = press_refresh(desk, raised)
    assert [(of.renewed, of.kept) for of in found.rows] == [(0, 1)]
    assert rows_of_sheet(raised)[0] == ("C-1", "Alpha", 1500, "123")
    assert "The ledger says 2000 by now, not 1000 any more" in marks(raised)["Customers!N2"]
    # Now it is a decision.
    assert outcomes(desk.post(raised))["C-1"] == "posted"
    assert limit(desk) == 1500


def test_who_typed_the_same_newer_value_is_not_stopped(desk: Desk, raised: Path) -> None:
    put(raised, "customer", 2, credit_limit=2000, phone="999")
    assert outcomes(desk.post(raised))["C-1"] == "posted"


def test_setting_a_limit_back_on_purpose_needs_no_refresh_once_the_sheet_knows_it(desk: Desk, mine: Path) -> None:
    put(mine, "customer", 2, credit_limit=2000)
    desk.post(mine)
    put(mine, "customer", 2, credit_limit=1000)
    assert codes(desk.post(mine)) == []
    assert limit(desk) == 1000


def test_a_copy_of_the_workbook_is_as_old_as_its_rows(desk: Desk, mine: Path) -> None:
    copy = mine.with_name("copy.xlsx")
    copy.write_bytes(mine.read_bytes())
    put(copy, "customer", 2, credit_limit=2000)
    desk.post(copy)
    put(mine, "customer", 2, phone="999")
    assert codes(desk.post(mine)) == [("Customers!N2", "row-outdated")]
    assert limit(desk) == 2000


def test_a_blocked_customer_is_not_let_free_by_an_old_row(desk: Desk, mine: Path) -> None:
    block("C-1", desk.company, "late")
    put(mine, "customer", 2, phone="999")
    report = desk.post(mine)
    assert {found.values["field"] for found in report.problems} == {"blocked", "block_reason"}
    press_refresh(desk, mine)
    assert shows(mine, "customer", "blocked", "block_reason", "phone")[0] == ("yes", "late", "999")
    assert outcomes(desk.post(mine))["C-1"] == "posted"
    with desk.company.cache() as cache:
        assert load(cache, Customer, ["C-1"])["C-1"][-1].blocked


def test_an_exported_file_knows_how_old_it_is(desk: Desk, mine: Path) -> None:
    (book,) = export(desk.company, desk.folder / "out", selection=Selection(["customer"])).files
    raise_limit(desk)
    report = desk.post(book)
    assert outcomes(report) == {"C-1": "already", "C-2": "already"}
    assert [code for _, code in codes(report)] == ["row-behind"]
    assert limit(desk) == 2000


@contextmanager
def forgetting_its_age(book: Path) -> Iterator[None]:
    """A sheet of an older make: its last column is somebody's own."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[MASTERS["customer"].sheet.en]
    found = sheet.tables[MASTERS["customer"].name]
    number = len(found.tableColumns)
    sheet.cell(1, number).value = found.tableColumns[number - 1].name = "Own notes"
    workbook.save(book)
    yield


def test_a_sheet_of_an_older_make_is_posted_with_a_warning_where_it_goes_back(desk: Desk, raised: Path) -> None:
    with forgetting_its_age(raised):
        report = desk.post(raised)
    assert codes(report) == [("Customers!N2", "row-sets-back")]
    assert outcomes(report) == {"C-1": "posted", "C-2": "already"}
    assert limit(desk) == 1000


def test_all_or_nothing_is_not_held_up_by_rows_that_nobody_has_touched(desk: Desk, raised: Path) -> None:
    desk.change_settings("all_or_nothing = false", "all_or_nothing = true")
    put(raised, "customer", 3, credit_limit=700)
    assert outcomes(desk.post(raised)) == {"C-1": "already", "C-2": "posted"}


def test_a_version_for_later_counts_from_its_day_on(desk: Desk, mine: Path) -> None:
    text = CUSTOMERS.splitlines()
    later = [text[1] + "  Valid from", text[2].ljust(len(text[1])) + "  2026-04-01"]
    desk.post(desk.records("customer", "\n".join(later).replace("1000 ", "2000 "), "april.xlsx"))
    assert codes(desk.post(mine)) == []
    desk.today = date(2026, 4, 2)
    assert [code for _, code in codes(desk.post(mine))] == ["row-behind"]


def test_a_price_that_a_colleague_has_changed_is_not_set_back_by_an_exported_list(desk: Desk) -> None:
    desk.post(desk.records("price", """
        Price list  Product  Unit price
        default     BOLT-8   10
        default     NUT-8    2.40
    """, "prices.xlsx"))  # fmt: skip
    book = desk.folder / "list.xlsx"
    price_sheet(desk.company, book)
    desk.post(desk.records("price", "Price list  Product  Unit price\ndefault     BOLT-8   11", "hers.xlsx"))
    put(book, PRICE_CHANGES, 2, change_reason="steel")
    put(book, PRICE_CHANGES, 3, unit_price=Decimal("2.50"))
    report = desk.post(book)
    assert [(p.code, p.values["stored"], p.values["found"]) for p in report.problems] == [("row-outdated", "11", "10")]
    assert [found.outcome for found in report.decisions] == ["refused", "posted"]
    press_refresh(desk, book)
    rows = table_shows(book, PRICE_CHANGES, "old_price", "unit_price", "change_reason")
    assert rows == [(11, 11, "steel"), (Decimal("2.4"), Decimal("2.5"), None)]
    assert [found.outcome for found in desk.post(book).decisions] == ["posted", "already"]


def test_a_plan_that_somebody_has_split_since_is_not_replaced_unseen(desk: Desk) -> None:
    mine, hers = desk.folder / "mine.xlsx", desk.folder / "hers.xlsx"
    for book in (mine, hers):
        new_plan(desk.company, 2026, book, total=Decimal(12000))
        for row_number, weight in ((10, 2), (11, 1), (12, 1)):
            put(book, PLAN_SEATS, row_number, weight=weight)
    put(mine, PLAN_SEATS, 11, weight=5)
    assert split(ClosedFile(hers), desk.company).is_new
    version = desk.version
    (problem,) = split(ClosedFile(mine), desk.company).problems
    assert problem.code == "plan-outdated"
    assert "(hers.xlsx)" in sentence(problem, "en")
    assert desk.version == version
    first = form_plan_no(hers)
    assert press_refresh(desk, mine).plan == first
    assert form_plan_no(mine) == first
    assert table_shows(mine, SPLIT, "year") == [(6000,), (3000,), (3000,)]
    assert table_shows(mine, PLAN_SEATS, "weight") == [(2,), (5,), (1,)]
    assert not press_refresh(desk, mine).is_changed
    assert split(ClosedFile(mine), desk.company).is_new
    # The one who split first has the older plan now.
    put(hers, PLAN_SEATS, 10, weight=3)
    assert [found.code for found in split(ClosedFile(hers), desk.company).problems] == ["plan-outdated"]


def form_plan_no(book: Path) -> Any:
    return ClosedFile(book).read_names(["Plan.document_no"])["Plan.document_no"].value


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "credit_limit": st.sampled_from([Decimal(1000), Decimal(2000), Decimal(3000), None]),
        "phone": st.sampled_from(["123", "999", "555", None]),
        "blocked": st.sampled_from(["yes", "no", None]),
    },
)


@pytest.fixture(scope="module")
def kept_desk(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        yield move_in(_built_company, tmp_path_factory.mktemp("kept"), patch)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=FIELDS, hers=FIELDS)
def test_what_was_typed_survives_refresh_and_a_second_refresh_changes_nothing(
    kept_desk: Desk, typed: dict[str, Any], hers: dict[str, Any]
) -> None:
    desk = kept_desk
    for book in (desk.folder / "mine.xlsx", desk.folder / "hers.xlsx"):
        book.unlink(missing_ok=True)
    mine, other = (desk.records("customer", CUSTOMERS, name) for name in ("mine.xlsx", "hers.xlsx"))
    for book in (mine, other):
        desk.post(book)
    put(mine, "customer", 2, **typed)
    put(other, "customer", 2, **hers)
    desk.post(other)
    press_refresh(desk, mine)
    base = {"credit_limit": Decimal(1000), "phone": "123", "blocked": None}
    now = {**base, **hers}
    meant = {
        name: typed[name] if name in typed and same(typed[name]) != same(base[name]) else now[name] for name in base
    }
    found = dict(zip(base, shows(mine, "customer", *base)[0], strict=True))
    assert {name: same(value) for name, value in found.items()} == {name: same(meant[name]) for name in base}
    before, noted = mine.read_bytes(), marks(mine)
    assert not press_refresh(desk, mine).is_changed
    assert (shows(mine, "customer", *base), marks(mine)) == (shows_of(before, mine, *base), noted)
    assert not desk.post(mine).has_errors


def shows_of(content: bytes, book: Path, *fields: str) -> list[tuple[Any, ...]]:
    """What an earlier state of a workbook showed."""
    earlier = book.with_name("earlier.xlsx")
    earlier.write_bytes(content)
    return shows(earlier, "customer", *fields)


def same(value: Any) -> Any:
    """No and blank mean the same."""
    return None if value in ("no", None) else value
