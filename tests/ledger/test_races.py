"""Several people post at the same moment: nothing is taken twice, nothing is stored twice, no number is lost."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions import storing
from salesbook.actions.crediting import show_credit
from salesbook.actions.deciding import Decision
from salesbook.actions.storing import Report, store
from salesbook.actions.verifying import read_all, verify
from salesbook.documents.balances import LineBalance, LineKey
from salesbook.ledger import turns
from salesbook.ledger.cache import LedgerCache
from salesbook.problems import LedgerConflict
from salesbook.sheets.reading import ReadDocument
from tests.ledger.by_hand import delivery, listing, order
from tests.ledger.clerks import DAY, at_once, delivery_row, open_quantity, order_row, post, post_one_by_one
from tests.small_company import Desk

ORDER = "SO-2026-00001"


@pytest.mark.parametrize("computers", [1, 8])
def test_eight_clerks_deliver_exactly_what_the_order_has_open(desk: Desk, tmp_path: Path, computers: int) -> None:
    post(desk.folder, "sales_order", [order_row("A", 20)])
    tries = [
        (desk.folder, "delivery_note", [delivery_row(f"{clerk}-{number}", ORDER, 1) for number in range(4)], f"{clerk}")
        for clerk in range(8)
    ]
    caches = [tmp_path / "cache" if computers == 1 else tmp_path / f"cache of {clerk}" for clerk in range(8)]

    answers = [answer for clerk in at_once(post_one_by_one, tries, caches) for answer in clerk]

    posted = [document_no for outcome, document_no, *_ in answers if outcome == "posted"]
    assert sorted(posted) == [f"DN-2026-{number:05}" for number in range(1, 21)]
    assert Counter(answer[0::2] for answer in answers if answer[0] != "posted") == {
        ("refused", "delivery-exceeds-open-order"): 12
    }
    balance = desk.show(ORDER).lines[0].balance
    assert balance == LineBalance(quantity=Decimal(20), delivered=Decimal(20))
    assert verify(desk.company).is_good
    files = [name for name in listing(desk.company.store.storage.folder) if not name.endswith(".json")]
    assert len(files) == desk.version + 1, "one data file per version, the folder of the log, nothing left over"


@pytest.mark.parametrize("computers", [1, 8])
def test_eight_clerks_together_never_pass_the_credit_limit_of_a_customer(
    desk: Desk, tmp_path: Path, computers: int
) -> None:
    """The limit of 115.50 is exactly eleven orders of 10 with 5 % tax; sixteen are tried."""
    limit = """
        Customer  Name   Credit limit
        C-1       Alpha  115.5
    """
    desk.post(desk.records("customer", limit))
    tries = [
        (desk.folder, "sales_order", [order_row(f"{clerk}-{number}", 1) for number in range(2)], f"{clerk}")
        for clerk in range(8)
    ]
    caches = [tmp_path / "cache" if computers == 1 else tmp_path / f"cache of {clerk}" for clerk in range(8)]

    answers = [answer for clerk in at_once(post_one_by_one, tries, caches) for answer in clerk]

    posted = [document_no for outcome, document_no, *_ in answers if outcome == "posted"]
    assert sorted(posted) == [f"SO-2026-{number:05}" for number in range(1, 12)]
    assert Counter(answer[0::2] for answer in answers if answer[0] != "posted") == {
        ("refused", "credit-limit-exceeded"): 5
    }
    assert show_credit("C-1", desk.company).free == 0
    assert verify(desk.company).is_good


@pytest.mark.parametrize("computers", [1, 6])
def test_six_clerks_receive_exactly_what_an_invoice_has_open(desk: Desk, tmp_path: Path, computers: int) -> None:
    """An invoice of 52.50; twelve receipts of 10 come in: 52.50 pay it, and 67.50 are kept on account."""
    post(desk.folder, "sales_order", [order_row("A", 5)])
    post(desk.folder, "delivery_note", [delivery_row("A", ORDER, 5)])
    invoice = {"document_ref": "A", "document_date": DAY, "source_no": "DN-2026-00001", "quantity": Decimal(5)}
    post(desk.folder, "sales_invoice", [invoice])
    row = {"document_date": DAY, "source_no": "SI-2026-00001", "amount": Decimal(10)}
    tries = [
        (desk.folder, "payment", [row | {"document_ref": f"{clerk}-{number}"} for number in range(2)], f"{clerk}")
        for clerk in range(6)
    ]
    caches = [tmp_path / "cache" if computers == 1 else tmp_path / f"cache of {clerk}" for clerk in range(6)]

    answers = [answer for clerk in at_once(post_one_by_one, tries, caches) for answer in clerk]

    assert Counter(answer[0::2] for answer in answers) == {("posted",): 5, ("posted", "overpaid"): 7}
    whole = desk.show("SI-2026-00001").whole
    assert whole is not None
    assert (whole.amount, whole.paid) == (Decimal("52.5"), Decimal("52.5"))
    with desk.company.cache() as cache:
        account = cache.accounts_of(["C-1"])["C-1"]
    assert (account.receivable, account.unapplied) == (0, Decimal("67.5"))
    assert verify(desk.company).is_good


def test_one_sheet_posted_by_four_people_at_once_is_posted_once(desk: Desk, tmp_path: Path) -> None:
    rows = [order_row("A", 5), order_row("B", 7), order_row("B", 2, "NUT-8")]
    before = desk.version
    caches = [tmp_path / f"cache of {clerk}" for clerk in range(4)]
    reports: list[Report] = at_once(post, [(desk.folder, "sales_order", rows)] * 4, caches)
    outcomes = Counter(tuple(decision.outcome for decision in report.decisions) for report in reports)
    assert outcomes == {("posted", "posted"): 1, ("already", "already"): 3}
    numbers = {tuple(decision.document_no for decision in report.decisions) for report in reports}
    assert numbers == {("SO-2026-00001", "SO-2026-00002")}
    assert desk.version == before + 1
    assert verify(desk.company).is_good


def test_numbers_run_without_gap_when_many_post_at_once(desk: Desk, tmp_path: Path) -> None:
    orders = [
        (desk.folder, "sales_order", [order_row(f"{clerk}-{number}", 1) for number in range(5)], f"{clerk}")
        for clerk in range(6)
    ]
    answers = at_once(post_one_by_one, orders, [tmp_path / f"cache of {clerk % 3}" for clerk in range(6)])
    numbers = [document_no for clerk in answers for _, document_no in clerk]
    assert sorted(numbers) == [f"SO-2026-{number:05}" for number in range(1, 31)]
    stored = [found.lines[0].document_no for found in read_all(desk.company) if found.lines[0].kind == "sales_order"]
    assert stored == sorted(numbers)
    assert verify(desk.company).is_good


@pytest.mark.parametrize("known", [False, True])
def test_two_programs_that_catch_up_at_once_count_each_posting_once(desk: Desk, tmp_path: Path, known: bool) -> None:
    post(desk.folder, "sales_order", [order_row("A", 40)])
    cache = tmp_path / "another computer"
    if known:
        at_once(open_quantity, [(desk.folder, ORDER)], [cache])
    for number in range(12):
        post(desk.folder, "delivery_note", [delivery_row(f"D{number}", ORDER, 1)])
    answers = at_once(open_quantity, [(desk.folder, ORDER)] * 6, [cache] * 6)
    assert answers == [(desk.version, Decimal(28))] * 6


def test_what_was_decided_on_one_version_is_never_stored_as_if_it_were_decided_on_a_later_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second program on this computer posts, and catches the shared balances up, while the first one decides."""
    monkeypatch.setattr(turns, "PATIENCE", 0)
    post(desk.folder, "sales_order", [order_row("A", 10)])
    seen: list[tuple[int, Decimal]] = []

    def decide(cache: LedgerCache) -> list[Decision]:
        line = cache.lines_of([("sales_order", ORDER)])[LineKey("sales_order", ORDER, 1)]
        if not seen:
            post(desk.folder, "delivery_note", [delivery_row("theirs", ORDER, 10)], "theirs")
            assert open_quantity(desk.folder, ORDER)[1] == 0
        seen.append((cache.version, line.balance.open_to_deliver))
        if line.balance.open_to_deliver < 10:
            return [Decision(ReadDocument("delivery_note"), "refused")]
        return [Decision(ReadDocument("delivery_note"), "ready", [], [delivery("", ORDER, "10")], posting_id="ours")]

    version = desk.version
    (decision,) = store(desk.company, "ours", "ours", decide).decisions
    assert decision.outcome == "refused"
    assert seen == [(version, Decimal(10)), (version + 1, Decimal(0))]
    assert desk.show(ORDER).lines[0].balance.delivered == 10


def test_whoever_is_overtaken_again_and_again_is_told_that_nothing_was_posted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else takes each version right before this program stores it, until it has tried long enough."""
    monkeypatch.setattr(turns, "PATIENCE", 0)
    monkeypatch.setattr(storing, "TRIES", 4)
    monkeypatch.setattr(storing, "PATIENCE", 0)
    company = desk.company

    def decide(cache: LedgerCache) -> list[Decision]:
        post(desk.folder, "sales_order", [order_row(f"theirs {cache.version}", 1)])
        return [Decision(ReadDocument("sales_order"), "ready", [], [order("")], posting_id="ours")]

    version = desk.version
    with pytest.raises(LedgerConflict) as caught:
        store(company, "ours", "ours", decide)
    assert (caught.value.code, caught.value.values) == ("ledger-busy", {"tries": "4"})
    assert desk.version == version + 4
    assert "ours" not in {found.stamp.posting_id for found in read_all(desk.company)}
    assert verify(desk.company).is_good


def test_a_posting_that_another_process_stores_meanwhile_is_found_and_not_stored_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same sheet is pressed in two programs; the slower one has looked before the faster one stored it."""
    monkeypatch.setattr(turns, "PATIENCE", 0)
    asked: list[bool] = []

    def decide(cache: LedgerCache) -> list[Decision]:
        found = cache.documents_by_posting(["one sheet"])
        asked.append(bool(found))
        if len(asked) == 1:
            store(desk.company, "March.xlsx", "", decide)
        if found:
            document = found["one sheet"]
            return [Decision(ReadDocument("sales_order"), "already", posted=document, document_no=document.document_no)]
        return [Decision(ReadDocument("sales_order"), "ready", [], [order("")], posting_id="one sheet")]

    (decision,) = store(desk.company, "March.xlsx", "", decide).decisions
    assert asked == [False, False, True]
    assert (decision.outcome, decision.document_no) == ("already", ORDER)
    posting_ids = [found.stamp.posting_id for found in read_all(desk.company)]
    assert posting_ids.count("one sheet") == 1
