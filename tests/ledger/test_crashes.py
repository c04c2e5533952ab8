"""The program is killed, the disk is full, the network goes: a posting is stored as a whole or not at all."""

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions import posting
from salesbook.actions.deciding import Decision
from salesbook.actions.verifying import verify
from salesbook.ledger import local_folder
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.store import LedgerStore
from salesbook.problems import LedgerError
from tests.ledger.by_hand import Pen, listing, order
from tests.ledger.clerks import order_row, post, workbook
from tests.ledger.killings import kill_again_and_again
from tests.small_company import Desk

KILLS = 200


def test_killing_the_program_loses_nothing_acknowledged_and_leaves_nothing_half_done(
    desk: Desk, tmp_path: Path
) -> None:
    assert kill_again_and_again(desk.company, tmp_path / "cache", KILLS) > KILLS


def fails_at(call: int, original: Callable[..., Any]) -> Callable[..., Any]:
    """A full disk at one of the calls of a function."""
    calls: list[int] = []

    def call_or_fail(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(*arguments)

    return call_or_fail


@pytest.mark.parametrize(
    ("function", "call"),
    [
        pytest.param("fsync", 1, id="the data file"),
        pytest.param("fsync", 2, id="its name"),
        pytest.param("fsync", 3, id="the log entry"),
        pytest.param("link", 1, id="its name in the log"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows flushes no folders, so the calls count differently")
def test_a_disk_that_is_full_before_the_posting_counts_stores_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    post(desk.folder, "sales_order", [order_row("before", 1)])
    before, version = listing(desk.company.store.storage.folder), desk.version
    with monkeypatch.context() as patch:
        patch.setattr(os, function, fails_at(call, getattr(os, function)))
        with pytest.raises(LedgerError) as caught:
            post(desk.folder, "sales_order", [order_row("A", 5)])
    assert caught.value.code == "ledger-write-failed"
    assert caught.value.values["reason"] == "No space left on device"
    assert (listing(desk.company.store.storage.folder), desk.version) == (before, version)
    (decision,) = post(desk.folder, "sales_order", [order_row("A", 5)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "SO-2026-00002")
    assert verify(desk.company).is_good


@pytest.mark.parametrize(
    ("owner", "function", "failure"), [(os, "link", "ledger-write-failed"), (Path, "read_bytes", "ledger-log-broken")]
)
def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, owner: Any, function: str, failure: str
) -> None:
    """As Windows has it: whoever opens a file without sharing keeps everybody else away from it."""
    monkeypatch.setattr(local_folder, "PAUSES", (0, 0, 0))
    company, act, held = desk.company, getattr(owner, function), 0

    def held_at_first(*arguments: Any) -> Any:
        nonlocal held
        if arguments[-1].suffix == ".json" and held:
            held -= 1
            raise PermissionError(errno.EACCES, "The file is used by another process")
        return act(*arguments)

    def post_while_held(times: int) -> Decision:
        nonlocal held
        held = times
        with monkeypatch.context() as patch:
            patch.setattr(owner, function, held_at_first)
            return posting.post(workbook("sales_order", [order_row("A", 5)]), company).decisions[0]

    with pytest.raises(LedgerError) as caught:
        post_while_held(4)
    assert (caught.value.code, caught.value.values["reason"]) == (failure, "The file is used by another process")
    decision = post_while_held(3)
    assert (decision.outcome, decision.document_no) == ("posted", "SO-2026-00001")
    assert verify(desk.company).is_good


def test_a_file_that_cannot_be_written_to_its_end_stores_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits on the size of files are a matter of Unix")
    store = LedgerStore.create(LocalFolder(tmp_path / "ledger"), "Acme")
    pen, before = Pen(store), listing(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(LedgerError) as caught:
            pen.write(order("SO-1"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.code == "ledger-write-failed"
    assert listing(tmp_path) == before
    pen.write(order("SO-1"))
    assert store.has_version(1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows flushes no folders")
def test_what_stands_in_the_log_is_acknowledged_even_when_the_last_flush_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails_at(4, os.fsync))
        (decision,) = post(desk.folder, "sales_order", [order_row("A", 5)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", "SO-2026-00001")
    assert verify(desk.company).is_good


@pytest.mark.parametrize("error", [errno.EIO, errno.EEXIST])
def test_a_link_that_was_made_counts_though_the_answer_says_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """A network drive repeats a request whose answer was lost, and then reports its own success as a failure."""
    link = os.link

    def link_and_complain(source: Path, target: Path) -> None:
        link(source, target)
        raise OSError(error, os.strerror(error))

    version = desk.version
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", link_and_complain)
        (decision,) = post(desk.folder, "sales_order", [order_row("A", 5)]).decisions
    assert (decision.outcome, desk.version) == ("posted", version + 1)
    assert verify(desk.company).is_good


@pytest.mark.parametrize("stored", [True, False])
def test_when_the_drive_goes_at_the_very_moment_nobody_says_not_posted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    link, folder = os.link, desk.company.store.storage.folder
    away = folder.with_name("unplugged")

    def link_and_vanish(source: Path, target: Path) -> None:
        if stored:
            link(source, target)
        folder.rename(away)
        raise OSError(errno.EHOSTDOWN, "Host is down")

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", link_and_vanish)
        with pytest.raises(LedgerError) as caught:
            post(desk.folder, "sales_order", [order_row("A", 5)])
    assert caught.value.code == "ledger-answer-lost"

    away.rename(folder)
    (decision,) = post(desk.folder, "sales_order", [order_row("A", 5)]).decisions
    assert (decision.outcome, decision.document_no) == ("already" if stored else "posted", "SO-2026-00001")
    assert verify(desk.company).is_good


def test_leftovers_of_killed_programs_are_passed_over(desk: Desk) -> None:
    post(desk.folder, "sales_order", [order_row("A", 5)])
    store = desk.company.store
    data = next(store.storage.folder.glob("part-*.parquet"))
    shutil.copyfile(data, store.storage.folder / f"part-{desk.version + 1:012d}-0123456789ab.parquet")
    (store.storage.folder / "_delta_log" / ".0123456789abcdef.tmp").write_bytes(b'{"add": {"path"')
    (decision,) = post(desk.folder, "sales_order", [order_row("B", 5)]).decisions
    assert decision.document_no == "SO-2026-00002"
    assert verify(desk.company).is_good
