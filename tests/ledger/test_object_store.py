"""A ledger on S3-compatible object storage: it keeps what a folder keeps, and a lost answer loses no posting."""

import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.actions.company import create_company, open_company, storage_of
from salesbook.actions.tidying import ledger_stats, tidy
from salesbook.actions.verifying import verify
from salesbook.cli import main
from salesbook.documents.balances import LineBalance
from salesbook.ledger.local_folder import LocalFolder
from salesbook.ledger.log_entry import entry_name
from salesbook.ledger.object_store import ObjectStore
from salesbook.ledger.s3_access import access
from salesbook.ledger.storage import Storage
from salesbook.ledger.store import LedgerStore, VersionTakenError
from salesbook.messages import error_sentence
from salesbook.problems import LedgerError, SalesbookError, SettingsError, UnreachableLedgerError
from salesbook.queries import LedgerQueries
from salesbook.settings import CompanySettings, load_settings
from tests.ledger.by_hand import Pen, order
from tests.ledger.clerks import DAY, at_once, delivery_row, in_environment, order_row, post, post_one_by_one
from tests.ledger.s3_server import BUCKET, S3Server, nothing
from tests.small_company import Desk, build_company

pytest.importorskip("obstore", reason="the library for object storage is not installed")
pytest.importorskip("moto", reason="moto, which answers like S3, is not installed")
pytest.importorskip("flask_cors", reason="what moto's server needs is not installed")

ORDER = "SO-2026-00001"
places = itertools.count(1)


@pytest.fixture(scope="module")
def running() -> Iterator[S3Server]:
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def server(running: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """The server, and this process set up to get there and nowhere else."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setattr(running, "fault", nothing)
    return running


@pytest.fixture
def address(server: S3Server) -> str:
    """A place in the bucket where nothing is yet."""
    return f"s3://{BUCKET}/place {next(places)}/帳本"


@pytest.fixture
def storage(address: str, tmp_path: Path) -> ObjectStore:
    return ObjectStore(address, tmp_path / "copies")


@pytest.fixture
def cloud(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The small company with its ledger on object storage."""
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    return build_company(tmp_path / "Acme", ledger=address)


def when(method: str, ending: str, *befalls: str) -> Callable[[str, str], str]:
    """What befalls the first requests of a kind; those that follow are well."""
    waiting = list(befalls)

    def fault(asked: str, path: str) -> str:
        return waiting.pop(0) if waiting and asked == method and path.endswith(ending) else ""

    return fault


class StorageContract:
    """What the ledger relies on, whatever keeps its files."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Storage:
        raise NotImplementedError

    @pytest.fixture
    def kept(self, place: Storage) -> Storage:
        place.prepare()
        return place

    def test_getting_ready_leaves_nothing_behind(self, kept: Storage) -> None:
        assert kept.files() == kept.files("_delta_log") == []

    def test_what_is_written_is_read_back(self, kept: Storage) -> None:
        content = bytes(range(256)) * 30_000
        kept.write("part-1.parquet", content)
        kept.write("empty", b"")
        assert kept.read("part-1.parquet") == content
        assert (kept.read("empty"), kept.exists("empty")) == (b"", True)

    def test_what_is_not_there_is_not_there(self, kept: Storage) -> None:
        assert kept.read("_delta_log/0.json") is None
        assert not kept.exists("_delta_log/0.json")
        kept.remove("_delta_log/0.json")

    def test_a_name_is_given_once(self, kept: Storage) -> None:
        kept.publish("_delta_log/0.json", b"first")
        with pytest.raises(FileExistsError):
            kept.publish("_delta_log/0.json", b"second")
        assert kept.read("_delta_log/0.json") == b"first"

    def test_of_many_who_publish_at_once_exactly_one_wins_and_its_bytes_are_there(self, kept: Storage) -> None:
        def race(content: bytes) -> bytes:
            try:
                kept.publish(name, content)
            except FileExistsError:
                return b""
            return content

        with ThreadPoolExecutor(8) as racers:
            for number in range(10):
                name = f"_delta_log/{number}.json"
                won = [content for content in racers.map(race, (b"%d" % racer for racer in range(8))) if content]
                assert won == [kept.read(name)]

    def test_a_file_that_is_replaced_is_the_new_one(self, kept: Storage) -> None:
        kept.replace("_delta_log/_last_checkpoint", b"long ago")
        kept.replace("_delta_log/_last_checkpoint", b"now")
        assert kept.read("_delta_log/_last_checkpoint") == b"now"

    def test_a_list_names_what_lies_in_a_folder_and_not_below(self, kept: Storage) -> None:
        before = kept.now()
        for name in ("b.parquet", "a.parquet", "_delta_log/2.json", "_delta_log/1.json", "_delta_log/.1.tmp"):
            kept.write(name, name.encode())
        assert [(file.name, file.size) for file in kept.files()] == [("a.parquet", 9), ("b.parquet", 9)]
        log = kept.files("_delta_log")
        assert [file.name for file in log] == ["_delta_log/.1.tmp", "_delta_log/1.json", "_delta_log/2.json"]
        assert all(before - 2 <= file.modified <= kept.now() + 2 for file in log)

    def test_what_is_removed_is_gone(self, kept: Storage) -> None:
        kept.write("a.parquet", b"a")
        assert kept.local_path("a.parquet").read_bytes() == b"a"
        kept.remove("a.parquet")
        assert kept.read("a.parquet") is None
        assert not kept.exists("a.parquet")
        assert kept.files() == []

    def test_asking_the_clock_leaves_nothing_behind(self, kept: Storage) -> None:
        first = kept.now()
        assert first <= kept.now() < first + 60
        assert kept.files() == []


class TestLocalFolder(StorageContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Storage:
        return LocalFolder(tmp_path / "ledger")


class TestObjectStore(StorageContract):
    @pytest.fixture
    def place(self, storage: ObjectStore) -> Storage:
        return storage


def test_a_long_log_is_listed_to_its_end(storage: ObjectStore, server: S3Server) -> None:
    """The service hands out a thousand names at a time."""
    for version in range(1203):
        server.put(f"{key_of(storage)}/{entry_name(version)}", b"{}")
    assert len(storage.files("_delta_log")) == 1203


def key_of(storage: Storage) -> str:
    """The place within the bucket."""
    return storage.place.removeprefix("s3://").partition("/")[2]


def test_a_copy_is_fetched_once_and_goes_with_its_file(storage: ObjectStore, server: S3Server) -> None:
    storage.write("a.parquet", b"a")
    path = storage.local_path("a.parquet")
    server.log.clear()
    assert storage.local_path("a.parquet").read_bytes() == b"a"
    assert server.log == []
    storage.remove("a.parquet")
    assert not path.exists()
    with pytest.raises(FileNotFoundError):
        storage.local_path("a.parquet")


def test_two_ledgers_keep_their_copies_apart(storage: ObjectStore, tmp_path: Path) -> None:
    other = ObjectStore(f"{storage.place}/other", tmp_path / "copies")
    storage.write("a.parquet", b"ours")
    other.write("a.parquet", b"theirs")
    assert (storage.local_path("a.parquet").read_bytes(), other.local_path("a.parquet").read_bytes()) == (
        b"ours",
        b"theirs",
    )


# ---- What may befall a request ----


@pytest.mark.parametrize("befalls", [("lost",), ("lost", "lost"), ("unsent",), ("unsent", "lost"), ("refused",)])
def test_a_name_whose_answer_was_lost_is_ours_when_our_bytes_are_read(
    storage: ObjectStore, server: S3Server, befalls: tuple[str, ...]
) -> None:
    server.fault = when("PUT", "0.json", *befalls)
    storage.publish("_delta_log/0.json", b"ours")
    assert storage.read("_delta_log/0.json") == b"ours"


@pytest.mark.parametrize("befalls", ["lost", "unsent", "refused"])
def test_a_name_whose_answer_was_lost_is_another_ones_when_other_bytes_are_read(
    storage: ObjectStore, server: S3Server, befalls: str
) -> None:
    storage.publish("_delta_log/0.json", b"theirs")
    server.fault = when("PUT", "0.json", befalls)
    with pytest.raises(FileExistsError):
        storage.publish("_delta_log/0.json", b"ours")
    assert storage.read("_delta_log/0.json") == b"theirs"


def test_a_request_that_may_still_be_on_its_way_is_not_called_failed(storage: ObjectStore, server: S3Server) -> None:
    """Its data file must stay: the entry that names it may turn up later."""
    server.fault = when("PUT", "0.json", *["unsent"] * 10)
    with pytest.raises(LedgerError) as caught:
        storage.publish("_delta_log/0.json", b"ours")
    assert caught.value.code == "ledger-answer-lost"


def test_a_service_that_says_stored_and_shows_nothing_is_not_believed(storage: ObjectStore, server: S3Server) -> None:
    server.fault = when("GET", "0.json", *["missing"] * 10)
    with pytest.raises(LedgerError) as caught:
        storage.publish("_delta_log/0.json", b"ours")
    assert caught.value.code == "ledger-answer-lost"


def test_a_service_that_says_stored_and_shows_another_ones_bytes_is_not_believed(
    storage: ObjectStore, server: S3Server
) -> None:
    """So would a service that lets the last of several writers win."""

    def overwritten(method: str, path: str) -> str:
        if method == "GET" and path.endswith("0.json"):
            server.put(f"{key_of(storage)}/_delta_log/0.json", b"theirs")
        return ""

    server.fault = overwritten
    with pytest.raises(FileExistsError):
        storage.publish("_delta_log/0.json", b"ours")


def test_a_service_that_lets_the_last_writer_win_is_refused_at_the_start(
    storage: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = ObjectStore._put
    monkeypatch.setattr(ObjectStore, "_put", lambda self, store, name, content, mode: put(
        self, store, name, content, "overwrite"))  # fmt: skip
    with pytest.raises(LedgerError) as caught:
        LedgerStore.create(storage, "Acme")
    assert caught.value.code == "ledger-disk-unfit"
    assert storage.files() == []


REASONS: dict[str, tuple[dict[str, str], str, str]] = {
    "no connection": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "", "no connection to http://127.0.0.1:9"),
    "no bucket": ({}, "s3://nowhere/ledger", "there is no bucket nowhere"),
    "no key": ({"AWS_ACCESS_KEY_ID": "", "AWS_EC2_METADATA_DISABLED": "true"}, "", "there is no access key; set"),
    "half a key": ({"AWS_ACCESS_KEY_ID": ""}, "", "there is no access key; set"),
    "nobody to ask for a key": (
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_METADATA_ENDPOINT": "http://127.0.0.1:9"}, "",
        "there is no access key; set",
    ),
    "not encrypted": ({"AWS_ALLOW_HTTP": "false"}, "", "is not encrypted; if that is meant"),
    "no file": ({"AWS_CONFIG_FILE": os.path.dirname(__file__)}, "", "cannot be read"),  # noqa: PTH120 - text
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_a_ledger_out_of_reach_is_told_with_its_reason_and_never_as_missing(
    case: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, other, reason = REASONS[case]
    for name, value in environment.items():
        if value:
            monkeypatch.setenv(name, value)
        else:
            monkeypatch.delenv(name)
    for act in (LedgerStore, lambda storage: LedgerStore.create(storage, "Acme")):
        with pytest.raises(UnreachableLedgerError) as caught:
            act(ObjectStore(other or address, tmp_path))
        said = error_sentence(caught.value, "en")
        assert reason in said
        assert "Traceback" not in said
        assert "clerk" not in said


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("status code: 403 Forbidden: <Error><Code>InvalidAccessKeyId</Code>", "not accepted: InvalidAccessKeyId"),
        ("status code: 403 Forbidden: <Error><Code>SignatureDoesNotMatch</Code>", "accepted: SignatureDoesNotMatch"),
        ("status code: 403 Forbidden: <Error><Code>AccessDenied</Code>", "access to the bucket ledgers is denied"),
        ("status code: 403 Forbidden: ", "access to the bucket ledgers is denied"),
        ("status code: 400 Bad Request: <Error><Code>AuthorizationHeaderMalformed</Code>", "is in another region"),
        ("Received redirect without LOCATION, this normally", "is in another region"),
        ("status code: 503 Service Unavailable: <Code>SlowDown</Code>", "answers 503 Service Unavailable, SlowDown"),
        ("HTTP error\n kind: Timeout,", "no answer from http"),
        ("something new\nDebug source", "(something new)"),
    ],
)
def test_what_the_service_says_is_told_in_our_words(storage: ObjectStore, said: str, reason: str) -> None:
    error = storage._unreachable(said)
    told = error_sentence(UnreachableLedgerError("ledger-unreachable", folder="x", reason=error.reason), "en")
    assert reason in told
    assert error.was_sent is not ("403" in said or "400" in said or "region" in reason)


# ---- The ledger on it ----


def test_everything_that_works_in_a_folder_works_here(cloud: Desk, server: S3Server) -> None:
    book = cloud.orders("""
        Ref  Date        Customer  Product  Quantity
        A    2026-03-05  C-1       BOLT-8   10
        B    2026-03-05  C-2       CLOTH    2.5
    """)
    assert cloud.check(book).count("ready") == 2
    assert cloud.post(book).count("posted") == 2
    assert cloud.post(book).count("already") == 2
    cloud.make("delivery_note", book, ORDER)
    assert cloud.post(book).count("posted") == 1
    assert cloud.show(ORDER).lines[0].balance.delivered == 10
    cloud.reverse("DN-2026-00001")
    assert cloud.show(ORDER).lines[0].balance.delivered == 0
    assert verify(cloud.company).is_good
    sold = LedgerQueries(cloud.company.store).sold_documents("sales_order", DAY, DAY)
    assert [document.document_no for document in sold] == [ORDER, "SO-2026-00002"]

    tidy(cloud.company)
    assert ledger_stats(cloud.company).files < 3
    assert verify(cloud.company).is_good
    cloud.company.cache_path.unlink()
    assert cloud.show(ORDER).lines[0].balance.quantity == 10
    assert cloud.post(book).count("already") == 2
    assert verify(cloud.company).is_good
    assert not (cloud.folder / "ledger").exists()
    assert not any(".probe-" in key for key in server.stored())


def test_a_byte_that_changed_in_the_bucket_is_found_though_a_copy_on_this_computer_is_good(
    cloud: Desk, server: S3Server
) -> None:
    post(cloud.folder, "sales_order", [order_row("A", 10)])
    store = cloud.company.store
    LedgerQueries(store)
    (key,) = [key for key in server.stored(key_of(store.storage)) if f"part-{cloud.version:012d}" in key]
    content = bytearray(server.content(key))
    content[len(content) // 2] ^= 1
    server.put(key, bytes(content))
    (check,) = [check for check in verify(cloud.company).checks if check.code == "verify-files"]
    assert Path(key).name in check.found[0]


def test_init_by_the_command_line(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    with pytest.raises(SystemExit) as ended:
        main(["init", str(tmp_path / "Acme"), "--ledger", address])
    assert ended.value.code in (0, None)
    assert load_settings(tmp_path / "Acme").ledger == address
    assert verify(open_company(tmp_path / "Acme")).is_good


# ---- The network goes ----


def test_when_the_service_goes_between_data_and_entry_nothing_is_stored(cloud: Desk, server: S3Server) -> None:
    version = cloud.version

    def goes(method: str, path: str) -> str:
        if method == "PUT" and path.endswith(".json"):
            server.fault = lambda *_: "unsent"
        return server.fault(method, path) if server.fault is not goes else ""

    server.fault = goes
    with pytest.raises(LedgerError) as caught:
        post(cloud.folder, "sales_order", [order_row("A", 10)])
    assert caught.value.code == "ledger-answer-lost"
    server.fault = lambda *_: ""
    assert cloud.version == version
    (decision,) = post(cloud.folder, "sales_order", [order_row("A", 10)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", ORDER)
    assert verify(cloud.company).is_good


def test_when_the_service_goes_with_the_answer_the_posting_is_found_afterwards(cloud: Desk, server: S3Server) -> None:
    version = cloud.version

    def goes(method: str, path: str) -> str:
        if method == "PUT" and path.endswith(".json"):
            server.fault = lambda *_: "unsent"
            return "lost"
        return ""

    server.fault = goes
    with pytest.raises(LedgerError) as caught:
        post(cloud.folder, "sales_order", [order_row("A", 10)])
    assert caught.value.code == "ledger-answer-lost"
    server.fault = lambda *_: ""
    (decision,) = post(cloud.folder, "sales_order", [order_row("A", 10)]).decisions
    assert (decision.outcome, decision.document_no) == ("already", ORDER)
    assert cloud.version == version + 1
    assert verify(cloud.company).is_good


@pytest.mark.parametrize("befalls", ["lost", "unsent", "refused"])
@pytest.mark.parametrize("ending", [".json", ".parquet"])
def test_one_lost_request_is_not_noticed(cloud: Desk, server: S3Server, befalls: str, ending: str) -> None:
    server.fault = when("PUT", ending, befalls)
    (decision,) = post(cloud.folder, "sales_order", [order_row("A", 10)]).decisions
    assert (decision.outcome, decision.document_no) == ("posted", ORDER)
    assert verify(cloud.company).is_good


def test_while_the_service_is_away_everything_says_so(cloud: Desk, server: S3Server) -> None:
    company = cloud.company
    server.stop()
    try:
        for act in (
            lambda: cloud.company,
            lambda: post(cloud.folder, "sales_order", [order_row("A", 10)]),
            lambda: verify(company),
            lambda: ledger_stats(company),
            lambda: LedgerQueries(company.store),
        ):
            with pytest.raises(UnreachableLedgerError) as caught:
                act()
            assert "no connection to http://127.0.0.1:" in error_sentence(caught.value, "en")
    finally:
        server.start()
    assert verify(company).is_good


# ---- A service that forgets what it stored a moment ago ----


def test_a_stale_look_at_the_log_posts_nothing_twice(cloud: Desk, server: S3Server) -> None:
    """Reading does not show the newest entry yet; storing does."""
    post(cloud.folder, "sales_order", [order_row("A", 10)])
    version = cloud.version
    cloud.company.cache_path.unlink()
    server.fault = when("GET", f"{version:020d}.json", *["missing"] * 3)
    (decision,) = post(cloud.folder, "sales_order", [order_row("A", 10)]).decisions
    assert (decision.outcome, decision.document_no) == ("already", ORDER)
    assert cloud.version == version
    assert verify(cloud.company).is_good


def test_an_entry_is_not_taken_back_because_one_look_misses_the_one_before(
    storage: ObjectStore, server: S3Server
) -> None:
    store = LedgerStore.create(storage, "Acme")
    pen = Pen(store)
    for number in range(3):
        pen.write(order(f"SO-{number}"))
    server.fault = when("HEAD", f"{3:020d}.json", *["missing"] * 5)
    pen.write(order("SO-4"))
    assert store.has_version(4)


def test_a_list_that_lacks_the_newest_entries_hides_nothing(cloud: Desk, server: S3Server, tmp_path: Path) -> None:
    post(cloud.folder, "sales_order", [order_row("A", 10)])
    company = cloud.company
    store = company.store
    files = store.storage.files
    listed: list[int] = []

    def without_the_newest(folder: str = "") -> Any:
        found = files(folder)
        listed.append(len(found))
        return found[:-1]

    store.storage.files = without_the_newest  # type: ignore[method-assign]
    company.cache_path.unlink()
    with company.cache() as cache:
        assert cache.version == 2
        assert [document.document_no for document in cache.documents_of("sales_order")] == [ORDER]
    assert listed


# ---- Several at once ----


def test_eight_clerks_deliver_exactly_what_the_order_has_open(cloud: Desk, server: S3Server, tmp_path: Path) -> None:
    post(cloud.folder, "sales_order", [order_row("A", 20)])
    environment = {**server.environment, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    tries = [
        (environment, post_one_by_one, cloud.folder, "delivery_note", deliveries(f"{clerk}", 4), f"{clerk}")
        for clerk in range(8)
    ]
    caches = [tmp_path / f"cache of {clerk}" for clerk in range(8)]
    answers_of = dict(zip(map(str, range(8)), at_once(in_environment, tries, caches), strict=True))

    answers = [answer for clerk in answers_of.values() for answer in clerk]
    posted = [document_no for outcome, document_no, *_ in answers if outcome == "posted"]
    assert sorted(posted) == [f"DN-2026-{number:05}" for number in range(1, 21)]
    assert Counter(answer[0::2] for answer in answers if answer[0] != "posted") == {
        ("refused", "delivery-exceeds-open-order"): 12
    }
    assert cloud.show(ORDER).lines[0].balance == LineBalance(quantity=Decimal(20), delivered=Decimal(20))
    assert verify(cloud.company).is_good

    for _, _, folder, kind, rows, label in tries:
        again = post_one_by_one(folder, kind, rows, label)
        told = {answer[1] for answer in again if answer[0] == "already"}
        assert told == {number for outcome, number, *_ in answers_of[label] if outcome == "posted"}
    files = [key for key in server.stored(key_of(cloud.company.store.storage)) if key.endswith(".parquet")]
    assert len(files) == cloud.version, "one data file per version, nothing left over"


def deliveries(clerk: str, count: int) -> list[dict[str, Any]]:
    return [delivery_row(f"{clerk}-{number}", ORDER, 1) for number in range(count)]


def test_of_two_that_post_on_the_same_version_the_second_is_refused(storage: ObjectStore) -> None:
    store = LedgerStore.create(storage, "Acme")
    first, second = Pen(store), Pen(LedgerStore(storage))
    first.write(order("SO-1"))
    with pytest.raises(VersionTakenError):
        second.write(order("SO-2"))
    assert len(storage.files()) == 1


# ---- The address and the way there ----


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("s3://AKIAEXAMPLE:tellnobody@bucket/ledger", "ledger-address-secret"),
        ("https://AKIAEXAMPLE:tellnobody@example.com/ledger", "ledger-address-secret"),
        ("s3://bucket/ledger?secret_access_key=tellnobody", "ledger-address-secret"),
        ("gs://bucket/ledger", "ledger-address-unknown"),
        ("az://container/ledger", "ledger-address-unknown"),
        ("s3:///", "ledger-address-unknown"),
    ],
)
def test_an_address_with_a_secret_or_of_another_kind_is_refused(tmp_path: Path, written: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        create_company(tmp_path / "Acme", CompanySettings(name="Acme", ledger=written))
    said = error_sentence(caught.value, "en")
    assert caught.value.code == code
    assert "tellnobody" not in said
    assert "s3://bucket/folder" in said
    assert not (tmp_path / "Acme" / "salesbook.toml").exists()


def test_a_folder_with_a_drive_letter_or_an_odd_name_is_a_folder(tmp_path: Path) -> None:
    for written in ("C:\\Sales\\ledger", "a@b", "what?", "//server/share/ledger"):
        assert isinstance(storage_of(tmp_path, CompanySettings(name="Acme", ledger=written)), LocalFolder)


def test_without_the_library_a_sentence_tells_how_to_install_it(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(SalesbookError) as caught:
        storage_of(tmp_path, CompanySettings(name="Acme", ledger=address))
    assert "pip install obstore" in error_sentence(caught.value, "en")


def test_no_click_on_a_ledger_in_a_folder_loads_the_library(desk: Desk) -> None:
    code = (
        "import sys, pathlib; from tests.ledger.clerks import post, order_row;"
        "post(pathlib.Path(sys.argv[1]), 'sales_order', [order_row('A', 1)]);"
        "print([name for name in sys.modules if 'obstore' in name or name.endswith('object_store')])"
    )
    done = subprocess.run([sys.executable, "-c", code, desk.folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_keys_are_found_where_the_platform_keeps_them(
    server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    config.write_text(
        "[default]\nregion = eu-west-1\n[profile sales]\nregion = ap-east-2\nendpoint_url = http://127.0.0.1:9\n"
        "s3 =\n  addressing_style = path\n"
    )
    credentials.write_text(
        "[default]\naws_access_key_id = D\naws_secret_access_key = d%d\n"
        "[sales]\naws_access_key_id = S\naws_secret_access_key = s\naws_session_token = t\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    endpoint = server.environment["AWS_ENDPOINT_URL"]
    here = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true"}
    assert access() == here | {"AWS_ACCESS_KEY_ID": "clerk", "AWS_SECRET_ACCESS_KEY": "secret"}

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert access() == here | {"AWS_ACCESS_KEY_ID": "D", "AWS_SECRET_ACCESS_KEY": "d%d"}, "never half and half"

    monkeypatch.setenv("AWS_PROFILE", "sales")
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    assert access() == {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_REGION": "ap-east-2", "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "S", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
    }  # fmt: skip


def test_a_profile_is_enough_to_post(cloud: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = tmp_path / "credentials"
    credentials.write_text("[default]\naws_access_key_id = from-the-file\naws_secret_access_key = s\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (decision,) = post(cloud.folder, "sales_order", [order_row("A", 10)]).decisions
    assert decision.outcome == "posted"
    tidy(cloud.company)
    assert verify(cloud.company).is_good


def test_nothing_secret_is_written_down(cloud: Desk, tmp_path: Path) -> None:
    post(cloud.folder, "sales_order", [order_row("A", 10)])
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or not re.search(rb"clerk|us-east-1|AWS_", path.read_bytes()), path
