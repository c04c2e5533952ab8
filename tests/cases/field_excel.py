"""Field cases of a running Excel, played with the test double of it: where its workbook lies, and when it is busy."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import pytest

from salesbook import ribbon
from salesbook.hosts.excel import ExcelWorkbook
from salesbook.messages import error_sentence
from salesbook.problems import HostError
from tests.hosts.fake_excel import FakeBook
from tests.small_company import Desk

Case = Mapping[str, Any]

REJECTED = -2147418111
"""What Excel answers while a cell is edited."""


def run_fc_excel_host_01(case: Case, desk: Desk) -> None:
    """The folder that OneDrive keeps in step stands for the address that Excel gives."""
    given, wanted = case["input"], case["expect"]
    root = desk.folder / "onedrive"
    inside = Path(wanted["local_path"]).relative_to(given["sync_root"])
    (root / inside).parent.mkdir(parents=True)
    (root / inside).write_bytes(b"a workbook")
    before = sorted(desk.folder.rglob("*"))
    book = FakeBook(["Orders"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OneDriveConsumer", str(root))
        book.fullname = given["fullname"]
        assert ExcelWorkbook(book).path == root / inside
        book.fullname = given["second_fullname_without_local_copy"]
        patch.setattr(ExcelWorkbook, "caller", lambda: ExcelWorkbook(book))
        ribbon.run("post")
    (said,) = book.told
    assert "no copy of it was found on this computer. Sync its folder" in said
    assert given["second_fullname_without_local_copy"] in said
    assert sorted(desk.folder.rglob("*")) == before, "no folder named https:, nothing written"
    assert not Path("https:").exists()


def run_fc_excel_host_04(case: Case, desk: Desk) -> None:
    """Excel rejects every call while a cell is edited; it is said soon, and nothing is posted."""

    class com_error(Exception):
        hresult = REJECTED

    class BusyBook(FakeBook):
        @property
        def sheets(self) -> list[Any]:
            raise com_error(REJECTED, "Call was rejected by callee.")

        @sheets.setter
        def sheets(self, value: list[Any]) -> None:
            """The double fills it as it is made."""

    book = BusyBook([])
    book.fullname = str(desk.folder / "March.xlsx")
    before = desk.version
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pywintypes", SimpleNamespace(com_error=com_error))
        patch.setattr(ExcelWorkbook, "caller", lambda: ExcelWorkbook(book))
        started = perf_counter()
        ribbon.run("post")
        assert perf_counter() - started < case["input"]["wait_limit_s"]
    assert book.told == [error_sentence(HostError("excel-busy"), "en")]
    assert "a cell is being edited" in book.told[0]
    assert desk.version - before == case["expect"]["posted"]


RUNNERS: dict[str, Callable[[Case, Desk], None]] = {
    "FC-excel-host-01": run_fc_excel_host_01,
    "FC-excel-host-04": run_fc_excel_host_04,
}
