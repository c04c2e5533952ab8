"""The buttons: each does its action on the workbook that called, and says what came of it."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from salesbook import ribbon
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.excel import ExcelWorkbook
from salesbook.problems import HostError
from tests.small_company import Desk, put, shows

MACROS = Path(__file__).parents[1] / "macros"

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-05  C-1       BOLT-8   10
    A2   2026-03-05  C-2       NUT-8    4
"""

Press = Callable[[str, Path], str]


class OpenFile(ClosedFile):
    """A file in place of the workbook that Excel has open."""

    def __init__(self, path: Path, say: Callable[[str], object]) -> None:
        super().__init__(path, say)
        self.path = path


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    """Press a button of a workbook; what the message box says."""

    def press(button: str, book: Path) -> str:
        said: list[str] = []
        monkeypatch.setattr(ExcelWorkbook, "caller", lambda: OpenFile(book, said.append))
        ribbon.run(button)
        (words,) = said
        return words.strip()

    return press


def test_check_post_make_from_the_ribbon(desk: Desk, press: Press) -> None:
    book = desk.orders(ORDERS)
    assert press("check", book) == "ready: 2"
    assert press("post", book) == "posted: 2"
    assert press("post", book) == "already posted: 2"
    assert press("make_delivery", book).startswith("March.xlsx: 2 documents made, 2 rows.")
    assert [order for (order,) in shows(book, "delivery_note", "source_no")] == ["SO-2026-00001", "SO-2026-00002"]
    for button in ("post", "make_invoice", "post", "make_receipt"):
        said = press(button, book)
    assert said.startswith("March.xlsx: 2 documents made, 2 rows.")
    assert [invoice for (invoice,) in shows(book, "payment", "source_no")] == ["SI-2026-00001", "SI-2026-00002"]


def test_the_first_problem_is_told_with_its_cell(desk: Desk, press: Press) -> None:
    book = desk.orders(ORDERS)
    put(book, "sales_order", 3, quantity=-1)
    counts, problem = press("post", book).rsplit("\n", 1)
    assert counts == "posted: 1\nnot posted: 1"
    assert problem.startswith("Orders!K3: Quantity -1 is not more than zero.")


def test_self_check_tells_what_differs_and_refresh_mends_it(desk: Desk, press: Press) -> None:
    book = desk.orders(ORDERS)
    press("post", book)
    press("refresh", book)
    assert "0 differences" in press("self_check", book)
    put(book, "sales_order", 2, quantity=9)
    first, second = press("self_check", book).splitlines()
    assert "1 difference;" in first
    assert second.startswith("Orders!K2: SO-2026-00001 was posted with Quantity 10, the sheet says 9 now.")


def test_a_run_that_cannot_go_on_is_told_in_the_language_of_the_company(desk: Desk, press: Press) -> None:
    book = desk.orders(ORDERS)
    desk.change_settings('language = "en"', 'language = "zh-Hant"')
    assert "報價單" in press("make_order", book)


def test_what_nobody_foresaw_is_told_without_a_traceback(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("salesbook.actions.posting.check", break_down)
    assert press("check", desk.orders(ORDERS)).startswith("Something went wrong that was not foreseen")


def test_without_a_workbook_the_sentence_goes_to_where_xlwings_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> ExcelWorkbook:
        raise HostError("excel-busy", workbook="March.xlsm")

    monkeypatch.setattr(ExcelWorkbook, "caller", busy)
    with pytest.raises(SystemExit) as ended:
        ribbon.run("post")
    assert str(ended.value.code).startswith("Excel is busy")


def test_the_dashboard_from_the_ribbon(desk: Desk, press: Press) -> None:
    book = desk.orders(ORDERS)
    press("post", book)
    said = press("dashboard", book)
    assert re.fullmatch(r"Dashboard\.xlsx: 20\d\d-\d\d has sales of 0\.00; \d+ alerts?\.", said)
    assert (desk.folder / "Dashboard.xlsx").exists()


def test_every_button_of_the_ribbon_has_a_function_and_every_function_a_button() -> None:
    tags = {element.get("tag") for element in ElementTree.parse(MACROS / "ribbon.xml").iter() if element.get("tag")}
    assert tags == set(ribbon.BUTTONS)
