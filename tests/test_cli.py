"""The terminal: every bad input ends in one sentence and the right exit code, and nothing is stored."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from salesbook.actions.workbooks import new_workbook
from salesbook.cli import app
from salesbook.ledger.log_entry import parse_actions, sealed_text
from salesbook.ledger.store import FORMAT_KEY
from salesbook.settings import Language
from tests.small_company import Desk, codes, fill_form, marks, named_cell, put, shows, typing_into
from tests.terminal import Run

README = Path(__file__).parents[1] / "README.md"

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-05  C-1       BOLT-8   10
    A2   2026-03-05  C-2       NUT-8    4
"""

MADE = "order, pick, delivery, sign-off, return-request, return, invoice, credit-note, receipt"
"""What ``make`` can make."""


def command_names() -> list[str]:
    """Every command, with the name of its group in front."""
    group: Any = typer.main.get_command(app)
    return [
        f"{name} {inner}".strip()
        for name, command in group.commands.items()
        for inner in getattr(command, "commands", [""])
    ]


# ---- Runs that cannot go on -------------------------------------------------------------------------------------


def refuse_and_keep(desk: Desk, run: Run, book: Path, *command: object) -> str:
    """Run a command that must be refused: exit code 2, one sentence, workbook and ledger as before."""
    content = book.read_bytes() if book.is_file() else None
    folder = sorted(path.name for path in book.parent.glob("*"))
    stored = len(list((desk.folder / "ledger" / "_delta_log").glob("*.json")))
    said = run(*(command or ("post", book)))
    assert said.exit_code == 2
    assert (book.read_bytes() if book.is_file() else None) == content
    assert sorted(path.name for path in book.parent.glob("*")) == folder
    assert len(list((desk.folder / "ledger" / "_delta_log").glob("*.json"))) == stored
    return said.sentence


def test_a_workbook_outside_any_company(desk: Desk, run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    book = Path(shutil.copy(desk.orders(ORDERS), tmp_path / "elsewhere" / "March.xlsx"))
    said = refuse_and_keep(desk, run, book)
    assert said.startswith("No company folder was found at ")


def test_a_company_folder_that_is_not_there(desk: Desk, run: Run, tmp_path: Path) -> None:
    book = desk.orders(ORDERS)
    said = refuse_and_keep(desk, run, book, "post", book, "--company", tmp_path / "nowhere")
    assert "No company folder was found" in said


def test_a_ledger_of_a_newer_program(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    first = desk.folder / "ledger" / "_delta_log" / f"{0:020}.json"
    *actions, last = parse_actions(first.read_bytes())
    metadata = next(action["metaData"] for action in actions if "metaData" in action)
    metadata["configuration"][FORMAT_KEY] = "99"
    info = {name: value for name, value in last["commitInfo"].items() if name != "seal"}
    first.write_bytes(sealed_text(actions, info))
    assert "99" in refuse_and_keep(desk, run, book)


def test_a_workbook_that_is_open_elsewhere(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    owner = "Lin"
    (desk.folder / "~$March.xlsx").write_bytes(
        bytes([len(owner)]) + owner.encode("ascii").ljust(54) + bytes([len(owner), 0]) + owner.encode("utf-16-le")
    )
    said = refuse_and_keep(desk, run, book)
    assert said.startswith("March.xlsx is open elsewhere, by Lin, and cannot be saved. ")


def test_a_workbook_made_for_a_newer_program(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    with typing_into(book) as workbook:
        named_cell(workbook, "Salesbook.template_version").value = "7"
    for command in ("post", "check"):
        said = refuse_and_keep(desk, run, book, command, book)
        assert said.startswith("March.xlsx was made for version 7 of the sheets; this program knows 1.")
    assert "version 7" in refuse_and_keep(desk, run, book, "make", "delivery", book)
    assert "version 7" in refuse_and_keep(desk, run, book, "targets", "split", book)


def test_a_workbook_without_a_table_of_ours(desk: Desk, run: Run) -> None:
    book = desk.folder / "other.xlsx"
    openpyxl.Workbook().save(book)
    assert "other.xlsx" in refuse_and_keep(desk, run, book)
    assert "tblDeliveries" in refuse_and_keep(desk, run, book, "make", "delivery", book)
    assert "other.xlsx" in refuse_and_keep(desk, run, book, "targets", "split", book)
    assert "other.xlsx" in refuse_and_keep(desk, run, book, "targets", "recalc", book)


def test_a_header_that_is_missing(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    rename_header(book, "Quantity", "How much")
    said = refuse_and_keep(desk, run, book)
    assert "Quantity" in said
    assert "How much" in said


def test_a_header_that_stands_twice(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    rename_header(book, "Remark", "數量")
    said = refuse_and_keep(desk, run, book)
    assert "twice" in said
    assert "Orders" in said


def rename_header(book: Path, old: str, new: str) -> None:
    with typing_into(book) as workbook:
        sheet = workbook["Orders"]
        cell = next(cell for cell in sheet[1] if cell.value == old)
        cell.value = new
        for column in sheet.tables["tblOrders"].tableColumns:
            column.name = new if column.name == old else column.name


def test_a_named_cell_of_a_form_that_is_missing(desk: Desk, run: Run) -> None:
    book = desk.documents()
    fill_form(book, "quotation", {"customer_no": "C-1"}, [])
    with typing_into(book) as workbook:
        del workbook.defined_names["Quotation.document_date"]
    assert "Quotation.document_date" in refuse_and_keep(desk, run, book)


def test_a_file_that_is_not_there(desk: Desk, run: Run) -> None:
    assert "nothing.xlsx" in refuse_and_keep(desk, run, desk.folder / "nothing.xlsx")


def test_a_file_in_a_folder_that_is_not_there(desk: Desk, run: Run) -> None:
    said = run("post", desk.folder / "nowhere" / "nothing.xlsx")
    assert said.exit_code == 2
    assert "nothing.xlsx" in said.sentence


@pytest.mark.parametrize(
    "content",
    [b"", b"Ref,Date\nA1,2026-03-05\n", b"PK\x03\x04 cut off", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)],
    ids=["empty", "text", "cut off", "old or protected"],
)
def test_a_file_that_is_no_workbook(desk: Desk, run: Run, content: bytes) -> None:
    book = desk.folder / "broken.xlsx"
    book.write_bytes(content)
    said = refuse_and_keep(desk, run, book)
    assert said.startswith("broken.xlsx cannot be read as an Excel workbook")


def test_a_folder_instead_of_a_workbook(desk: Desk, run: Run) -> None:
    (desk.folder / "sub").mkdir()
    assert "sub" in refuse_and_keep(desk, run, desk.folder / "sub")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[rules]", "[rules", "line "),
        ('language = "en"', 'language = "fr"', "language"),
        ("all_or_nothing", "all_or_nothin", "there is no such setting"),
        ("decimals = 2", "decimals = 9", "4 or less"),
        ("decimals = 2", "decimals = -1", "0 or more"),
        ("decimals = 2", 'decimals = "two"', "whole number"),
        ("all_or_nothing = false", 'all_or_nothing = "perhaps"', "true or false"),
        ('currency = "USD"', 'currency = "dollars"', "like USD"),
        ('time_zone = "UTC"', 'time_zone = "Taipei"', "like Asia/Taipei"),
        ('time_zone = "UTC"', 'time_zone = "../etc"', "like Asia/Taipei"),
        ('open_from = "2025-01-01"', 'open_from = "2025-13-01"', "like 2026-01-31"),
        ("holidays = []", 'holidays = ["New Year"]', "like 2026-01-31"),
        ('"SO-{year}-{number:05}"', '"SO-{number}"', "like SO-{year}-{number:05}"),
        ('"SO-{year}-{number:05}"', '"{year.a}{number}"', "like SO-{year}-{number:05}"),
        ("[numbering]", '[numbering]\ncredit = "C-{year}-{number}"', "sales_order"),
        ('name = "Acme"', "", "must be given"),
        ('name = "Acme"', 'name = ""', "must be given"),
        ("over_delivery_percent = 0", 'over_delivery_percent = "a lot"', "must be a number"),
        ('[rules]', 'extra = 1\n[rules]', "there is no such setting"),
    ],
)  # fmt: skip
def test_settings_that_are_wrong(desk: Desk, run: Run, old: str, new: str, told: str) -> None:
    book = desk.orders(ORDERS)
    desk.change_settings(old, new)
    said = refuse_and_keep(desk, run, book)
    assert "salesbook.toml" in said
    assert told in said


def test_settings_in_another_encoding_or_with_a_mark_in_front(desk: Desk, run: Run) -> None:
    book, path = desk.orders(ORDERS), desk.folder / "salesbook.toml"
    text = path.read_text(encoding="utf-8").replace('"Acme"', '"愛客美"')
    path.write_bytes(text.encode("big5"))
    assert "UTF-8" in refuse_and_keep(desk, run, book)
    path.write_bytes(text.encode("utf-8-sig"))
    assert run("check", book).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "March.xlsx", "--today", "tomorrow"], "--today cannot be “tomorrow”: write it like 2026-03-05."),
        (["check", "March.xlsx", "--today", "2026-02-30"], "--today cannot be “2026-02-30”: write it like 2026-03-05."),
        (["make", "quotation", "March.xlsx"], f"KIND cannot be “quotation”: use {MADE}."),
        (["make", "credit", "March.xlsx"], f"KIND cannot be “credit”: use {MADE}."),
        (["new", "salary"], "KIND cannot be “salary”: use documents, master, planning, appraisal."),
        (["new", "planning", "--year", "2026", "--measure", "hope"], "--measure cannot be “hope”: use amount"),
        (["new", "planning", "--year", "2026", "--total", "much"], "--total cannot be “much”: write it like 12000000."),
        (["new", "planning", "--year", "2026", "--total", "nan"], "--total cannot be “nan”: write it like 12000000."),
        (["new", "documents", "March.xlsx"], "March.xlsx exists already"),
        (["reverse", "SO-2026-00001", "--reason", "x"], "There is no posted document SO-2026-00001."),
        (["reverse", "SO-2026-00001", "--reason", "x", "--date", "soon"], "--date cannot be “soon”"),
        (["show", "SO-2026-00001"], "There is no posted document SO-2026-00001."),
        (["make", "delivery", "March.xlsx", "SO-2026-00001"], "There is no posted document SO-2026-00001."),
        (["make", "delivery", "March.xlsx"], "Order"),
        (["appraise", "March"], "March"),
        (["appraise", "99999999"], "99999999"),
        (["appraise", "2026-03"], "criteria"),
        (["init", "."], "is a company folder already"),
        (["init", "new", "--language", "fr"], "--language cannot be “fr”: use en, zh-Hant, zh-Hans."),
        (["init", "new", "--currency", "$"], "--currency cannot be “$”: write it like USD."),
        (["init", "new", "--decimals", "7"], "--decimals cannot be “7”: it must be 4 or less."),
        (["init", "new", "--fiscal-year-start", "13"], "--fiscal-year-start cannot be “13”: it must be 12 or less."),
        (["init", "new", "--time-zone", "Mars"], "--time-zone cannot be “Mars”: write it like Asia/Taipei."),
        (["demo", "."], "folder"),
        (["demo", "new", "--language", "fr"], "--language cannot be “fr”"),
        (["verify", "nowhere"], "No company folder"),
        (["status", "--company", "nowhere"], "No company folder"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_one_sentence(desk: Desk, run: Run, arguments: list[str], told: str) -> None:
    book = desk.orders(ORDERS)
    assert told in refuse_and_keep(desk, run, book, *arguments)


def test_an_error_nobody_foresaw_ends_in_a_sentence_and_a_log(
    desk: Desk, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise KeyError("qty")

    monkeypatch.setattr("salesbook.actions.posting.post", break_down)
    monkeypatch.setattr("tests.terminal.FOREIGN", re.compile("Traceback|qty"))
    said = refuse_and_keep(desk, run, desk.orders(ORDERS))
    log = tmp_path / "cache" / "last-error.txt"
    assert said.startswith("Something went wrong that was not foreseen (KeyError). Trying again is safe")
    assert str(log) in said
    assert "KeyError: 'qty'" in log.read_text(encoding="utf-8")


def test_a_cache_folder_that_cannot_be_used(desk: Desk, run: Run, tmp_path: Path) -> None:
    book = desk.orders(ORDERS)
    (tmp_path / "cache").rename(tmp_path / "cache as it was")
    (tmp_path / "cache").write_text("a file where a folder belongs")
    assert "Nothing was posted" in refuse_and_keep(desk, run, book)


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-Hant", f"KIND 不能是「credit」：請使用 {MADE}。"),
     ("zh-Hans", f"KIND 不能是“credit”：请使用 {MADE}。")],
)  # fmt: skip
def test_a_company_is_answered_in_its_language(desk: Desk, run: Run, language: Language, told: str) -> None:
    desk.change_settings('language = "en"', f'language = "{language}"')
    assert run("make", "credit", "March.xlsx").sentence == told


@pytest.mark.parametrize(("wished", "told"), [("zh-Hans", "找不到"), ("xx", "No company folder")])
def test_before_a_company_is_known_the_wished_language_is_spoken(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wished: str, told: str
) -> None:
    monkeypatch.setenv("SALESBOOK_LANGUAGE", wished)
    monkeypatch.chdir(tmp_path)
    assert told in run("status").sentence


# ---- Problems in the sheet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"customer_no": "C-11"}, "Did you mean C-1"),
        ({"customer_no": "nobody at all"}, "nobody at all"),
        ({"product_no": "BOLT-9"}, "Did you mean BOLT-8"),
        ({"product_no": "zzz"}, "zzz"),
        ({"quantity": "ten"}, "“ten” is not a number"),
        ({"quantity": 0}, "Quantity"),
        ({"document_date": "2024-12-31"}, "2024-12-31"),
    ],
)
def test_a_cell_that_is_wrong_is_told_and_marked(desk: Desk, run: Run, cell: dict[str, object], told: str) -> None:
    desk.post(desk.orders(ORDERS))
    book = desk.orders(ORDERS, "April.xlsx")
    put(book, "sales_order", 2, **cell)
    put(book, "sales_order", 3, document_ref=None, document_date=None, customer_no=None, product_no=None, quantity=None)
    stored = desk.version
    for command in ("check", "post"):
        said = run(command, book)
        assert (said.exit_code, said.err) == (1, "")
        assert told in said.out
        assert desk.version == stored
        assert told in " ".join(marks(book, "Orders").values())


def test_posting_twice_says_already_and_is_no_failure(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    assert run("post", book).exit_code == 0
    stored = desk.version
    run("post", book)
    content = book.read_bytes()
    said = run("post", book)
    assert said.exit_code == 0
    assert re.search(r"already", said.out, re.IGNORECASE)
    assert desk.version == stored
    assert book.read_bytes() == content


def test_nothing_filled_in_is_told(desk: Desk, run: Run) -> None:
    book = new_workbook(desk.company, "documents", desk.folder / "March.xlsx")
    content, stored = book.read_bytes(), desk.version
    for command in ("post", "check"):
        said = run(command, book)
        assert said.exit_code == 1
        assert said.out.startswith("There is nothing to post in March.xlsx")
        assert desk.version == stored
    assert book.read_bytes() == content


def test_more_than_ordered_and_more_than_delivered(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    over = desk.documents("over.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D1   2026-03-05  SO-2026-00001  1     11
    """)  # fmt: skip
    stored = desk.version
    said = run("post", over)
    assert said.exit_code == 1
    assert "Quantity 11 is more than order SO-2026-00001" in said.out
    assert desk.version == stored
    put(over, "delivery_note", 2, quantity=6)
    assert run("post", over).exit_code == 0
    invoice = desk.documents("invoice.xlsx", sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity
        I1   2026-03-05  DN-2026-00001  1     7
    """)  # fmt: skip
    stored = desk.version
    said = run("post", invoice)
    assert said.exit_code == 1
    assert "7" in said.out
    assert desk.version == stored


# ---- What a script reads ----------------------------------------------------------------------------------------


def test_a_report_for_a_script(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    put(book, "sales_order", 3, quantity=-1)
    said = json.loads(run("post", book, "--json").out)
    assert [(found["ref"], found["outcome"], found["document_no"]) for found in said["documents"]] == [
        ("A1", "posted", "SO-2026-00001"),
        ("A2", "refused", ""),
    ]
    (problem,) = said["documents"][1]["problems"]
    assert (problem["code"], problem["sheet"], problem["cell"]) == ("quantity-not-positive", "Orders", "K3")
    assert said["version"] == desk.version


def test_a_document_and_the_state_of_the_ledger_for_a_script(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    shown = json.loads(run("show", "SO-2026-00001", "--json").out)
    assert (shown["state"], shown["net_amount"], shown["tax_amount"]) == ("confirmed", "100", "5")
    assert [(line["product_no"], line["quantity"], line["row"]) for line in shown["lines"]] == [("BOLT-8", "10", 2)]
    status = json.loads(run("status", "--json").out)
    assert status["counts"]["sales_order"] == [2, 0]
    assert status["open_lines"] == {"quotation": 0, "sales_order": 2, "delivery_note": 0}
    assert json.loads(run("verify", "--json").out)["good"] is True


def test_a_document_for_a_person(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    said = run("show", "SO-2026-00001")
    for told in (
        "SO-2026-00001",
        "2026-03-05",
        "C-1",
        "Bolt, 8 mm",
        "March.xlsx",
        "Orders!2",
        "Net 100.00, tax 5.00 USD",
    ):
        assert told in said.out
    assert run("status").exit_code == 0
    assert run("verify").exit_code == 0


def test_from_a_new_company_to_an_order(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run(
        "init",
        tmp_path / "new",
        "--name",
        "Baker",
        "--currency",
        "TWD",
        "--decimals",
        "0",
        "--time-zone",
        "Asia/Taipei",
    )
    assert said.exit_code == 0
    made = [Path(line.strip()) for line in said.out.splitlines()[1:]]
    assert made
    assert all(path.is_file() for path in made)
    monkeypatch.chdir(tmp_path / "new")
    assert run("status").out.startswith("Baker")
    assert run("new", "planning", "--year", "2026", "--total", "1,200,000").exit_code == 0
    assert run("verify").exit_code == 0
    assert run("verify", ".").exit_code == 0


def test_a_reversal_from_the_terminal(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    said = run("reverse", "SO-2026-00001", "--reason", "typed twice")
    assert said.exit_code == 0
    assert "RV-2026-00001" in said.out
    assert "already" in run("reverse", "SO-2026-00001", "--reason", "again").sentence


def test_a_script_reads_what_was_made_and_reversed(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    desk.post(book)
    made = json.loads(run("make", "delivery", book, "SO-2026-00001", "--json").out)
    assert (made["kind"], made["references"]) == ("delivery_note", {"SO-2026-00001/1": "SO-2026-00001"})
    undone = json.loads(run("reverse", "SO-2026-00001", "--reason", "typed twice", "--json").out)
    assert undone == {"document_no": "SO-2026-00001", "reversal": "RV-2026-00001"}


@pytest.fixture
def paid_in_part(desk: Desk, run: Run) -> Path:
    """An invoice of 105 for C-1, of which 60 was received, and 7.5 beside it on account; C-1 may owe 1,000."""
    limit = """
        Customer  Name   Credit limit
        C-1       Alpha  1000
    """
    desk.post(desk.records("customer", limit))
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   10")
    run("post", book)
    for kind in ("delivery", "invoice", "receipt"):
        assert run("make", kind, book, "--today", "2026-03-05").exit_code == 0
        if kind != "receipt":
            assert run("post", book).exit_code == 0
    put(book, "payment", 2, amount=Decimal(60))
    run("post", book)
    rest = "Ref  Date        Customer  Amount\nR1   2026-03-05  C-1       7.5"
    run("post", desk.documents("rest.xlsx", payment=rest))
    return book


def test_a_receipt_and_its_invoice_are_shown(paid_in_part: Path, run: Run) -> None:
    shown = run("show", "SI-2026-00001").out
    assert shown.startswith("Invoice SI-2026-00001 · paid in part")
    assert "Paid 60.00, open 45.00" in shown
    assert "→ Receipt RC-2026-00001 2026-03-05" in shown
    found = json.loads(run("show", "SI-2026-00001", "--json").out)
    assert (found["state"], found["paid_amount"], found["open_amount"]) == ("part_paid", "60", "45")
    shown = run("show", "RC-2026-00001").out
    assert "SI-2026-00001" in shown
    assert "Received 60.00 USD" in shown
    assert "Made from SI-2026-00001" in shown
    assert "on account" in run("show", "RC-2026-00002").out
    assert "Invoice: 1 · 1 open invoice, 45.00 to receive" in run("status").out
    assert "give 45 to receive from 1 customer, and 7.5 on account" in run("verify").out


def test_the_exposure_of_a_customer_term_by_term(paid_in_part: Path, run: Run) -> None:
    lines = [" ".join(line.split()) for line in run("credit", "C-1", "--today", "2026-03-05").out.splitlines()]
    assert lines == [
        "C-1 Alpha · 2026-03-05",
        "Receivable 45.00",
        "SI-2026-00001 2026-03-05 due 2026-04-04 45.00",
        "Delivered, not invoiced 0.00",
        "Open orders 0.00",
        "On account -7.50",
        "RC-2026-00002 2026-03-05 7.50",
        "Exposure 37.50",
        "Credit limit 1,000.00",
        "Free 962.50",
    ]
    found = json.loads(run("credit", "C-1", "--json").out)
    assert (found["exposure"], found["free"], found["credit_limit"]) == ("37.5", "962.5", "1000")
    assert found["terms"]["receivable"]["documents"][0]["document_no"] == "SI-2026-00001"
    other = run("credit", "C-2").out
    assert "No credit limit" in other
    assert "-0.00" not in other
    assert run("credit", "C-3").sentence.startswith("There is no customer C-3.")


def test_the_credit_sheet_is_written_where_it_is_asked_for(paid_in_part: Path, run: Run) -> None:
    said = run("credit", "C-1", "--workbook", "credit.xlsx", "--today", "2026-03-05")
    assert said.out.splitlines()[-1] == "credit.xlsx"
    assert Path("credit.xlsx").is_file()


def test_a_customer_is_blocked_and_freed_and_the_history_tells_it(desk: Desk, run: Run) -> None:
    said = run("customers", "block", "C-1", "--reason", "cheque bounced")
    assert said.out.strip() == "Customer C-1 is blocked from today on: cheque bounced."
    assert run("customers", "unblock", "C-1", "--reason", "paid").exit_code == 0
    assert run("customers", "unblock", "C-1", "--reason", "paid").sentence == (
        "Customer C-1 is not blocked. Nothing was stored."
    )
    lines = [" ".join(line.split()) for line in run("history", "C-1").out.splitlines()]
    assert [line for line in lines if "→" in line and "Blocked" in line] == ["Blocked no → yes", "Blocked yes → no"]
    assert "Reason for block – → cheque bounced" in lines
    assert any(line.startswith("Customer C-1: From the beginning, stored ") for line in lines)
    found = json.loads(run("history", "C-1", "--json").out)
    assert [version["reason"] for version in found] == ["", "cheque bounced", "paid"]
    assert run("history", "C1").sentence == "No record has the code C1. Did you mean C-1?"


def test_files_are_merged_from_the_command_line(desk: Desk, run: Run) -> None:
    said = run("customers", "merge", "C-2", "C-1", "--reason", "same company")
    assert said.out.startswith("The file of customer C-2 is part of C-1 from today on: same company.")
    again = run("customers", "merge", "C-2", "C-1", "--reason", "same company", "--json")
    assert again.sentence.startswith("The file of customer C-2 was merged into C-1 before")
    assert "Merged into" in run("history", "C-2", "--kind", "customer").out
    lines = run("credit", "C-2").out.splitlines()
    assert lines[1] == "Limit of C-1 Alpha together with C-2"


@pytest.mark.parametrize("folder", ["My company", "我的公司", "50% off #1"])
def test_a_folder_may_have_any_name(desk: Desk, run: Run, tmp_path: Path, folder: str) -> None:
    desk.post(desk.orders(ORDERS))
    moved = desk.folder.rename(tmp_path / folder)
    said = run("new", "planning", "--year", "2027", "--total", "1200", "--company", moved)
    assert (said.exit_code, said.err) == (0, "")


def test_texts_with_brackets_are_shown_as_they_are(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    put(book, "sales_order", 2, description="Cable [red] 2m [/2m]")
    desk.post(book)
    assert "Cable [red] 2m [/2m]" in run("show", "SO-2026-00001").out


# ---- What leaves the ledger --------------------------------------------------------------------------------------


def test_an_export_tells_its_files_and_rows(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    said = run("ledger", "export", "out", "--kind", "order", "--kind", "customer", "--today", "2026-03-05")
    assert said.exit_code == 0
    told = f"4 rows exported from version {desk.version} of the ledger:\n  {Path('out', 'Export 2026-03-05.xlsx')}\n"
    assert said.out == told
    wanted = ("--format", "csv", "--kind", "order", "--as-of", "2026-03-04", "--language", "zh-Hans", "--json")
    assert json.loads(run("ledger", "export", "csv", *wanted).out) == {
        "version": desk.version, "rows": {"sales_order": 0}, "files": [str(Path("csv", "sales_order.csv"))],
    }  # fmt: skip
    assert "客户" in (desk.folder / "csv" / "sales_order.csv").read_text(encoding="utf-8-sig")
    known = ("--kind", "sales_order", "--known-at", "2020-01-01T08:00", "--format", "parquet", "--json")
    assert json.loads(run("ledger", "export", "known", *known).out)["rows"] == {"sales_order": 0}


@pytest.mark.parametrize(
    ("option", "written", "told"),
    [
        ("--format", "xls", "xlsx, csv, parquet"),
        ("--kind", "orders", "quotation, order, pick, delivery"),
        ("--as-of", "31.3.2026", "2026-03-05"),
        ("--known-at", "yesterday", "2026-04-02T10:30"),
        ("--language", "fr", "zh-Hant"),
    ],
)
def test_an_export_that_is_asked_for_in_another_way(desk: Desk, run: Run, option: str, written: str, told: str) -> None:
    said = run("ledger", "export", "out", option, written)
    assert said.exit_code == 2
    assert written in said.sentence
    assert told in said.sentence
    assert not (desk.folder / "out").exists()


def test_an_export_never_writes_over_a_file(desk: Desk, run: Run) -> None:
    assert run("ledger", "export", "out").exit_code == 0
    assert "exists already and was left as it is" in run("ledger", "export", "out").sentence


# ---- Months -----------------------------------------------------------------------------------------------------


def test_a_month_is_closed_listed_reported_and_reopened(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    april = ("--today", "2026-04-02")
    said = run("period", "close", "2026-03", *april)
    assert said.exit_code == 0
    head = json.loads(run("status", "--json").out)["head"]
    for told in (
        "2026-03 is closed, and every month before it.",
        "Month-end report · 2026-03 · Acme",
        "SO-2026-00001  SO-2026-00002",
        "Total",
        head,
    ):
        assert told in said.out
    assert "verify-head" not in run("verify", "--head", head).out
    again = run("period", "report", "2026-03", "--output", desk.folder / "March.closed.xlsx", *april)
    assert again.out.splitlines()[:-1] == said.out.splitlines()[1:]
    assert (desk.folder / "March.closed.xlsx").is_file()
    said = run("period", "reopen", "2026-03", "--reason", "a late invoice", *april)
    assert (said.exit_code, said.out) == (
        0, "2026-03 is open again. Close it anew when the correction is posted.\n",
    )  # fmt: skip
    listed = run("period", "list").out
    assert re.search(r"2026-03 +closed +2026-04-02", listed)
    assert re.search(r"2026-03 +reopened +2026-04-02 .*a late invoice", listed)


def test_a_script_reads_months_and_their_report(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    assert json.loads(run("period", "list", "--json").out) == []
    closed = json.loads(run("period", "close", "2026-03", "--json", "--today", "2026-04-02").out)
    assert (closed["month"], closed["papers"][0]["net_amount"]) == ("2026-03", "110")
    assert [found["customer_no"] for found in closed["open_orders"]["customers"]] == ["C-1", "C-2"]
    assert closed == json.loads(run("period", "report", "2026-03", "--json", "--today", "2026-04-02").out)
    said = run("period", "reopen", "2026-03", "--reason", "late", "--json", "--today", "2026-04-02")
    assert json.loads(said.out) == {"month": "2026-03", "state": "open", "version": desk.version}
    assert [found["state"] for found in json.loads(run("period", "list", "--json").out)] == ["closed", "open"]


def test_a_month_that_cannot_be_closed_or_reopened_is_answered_in_a_sentence(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    for command, said in (
        (("period", "close", "2026-03", "--today", "2026-03-05"), "2026-03 is not over: today is 2026-03-05"),
        (("period", "close", "March"), "“March” is not a month."),
        (("period", "reopen", "2026-03", "--reason", "late"), "2026-03 is not closed, so there is nothing to reopen."),
        (("period", "report", "2026-3"), "“2026-3” is not a month."),
        (("period", "report", "8999-12"), "8999-12 has not begun"),
    ):
        assert refuse_and_keep(desk, run, book, *command).startswith(said)
    assert run("period", "list").out == "No month is closed.\n"


def test_how_things_stood_is_asked_by_day_and_by_moment(desk: Desk, run: Run) -> None:
    desk.post(desk.orders(ORDERS))
    now = run("status").out
    looked_back = run("status", "--as-of", "2026-03-05", "--known-at", "8999-12-31").out
    assert "Looking back: as of 2026-03-05; as known at 8999-12-31 23:59:59" in looked_back
    assert now.splitlines()[1:] == [line for line in looked_back.splitlines()[1:] if "Looking back" not in line]
    assert "Order" not in run("status", "--as-of", "2026-03-04").out
    assert "Order" not in run("status", "--known-at", "2020-01-01T10:30").out
    counted = json.loads(run("status", "--as-of", "2026-03-04", "--json").out)
    assert (counted["counts"], counted["as_of"]) == ({}, "2026-03-04")
    assert "SO-2026-00001" in run("show", "SO-2026-00001", "--as-of", "2026-03-05").out
    assert run("show", "SO-2026-00001", "--as-of", "2026-03-04").sentence.startswith(
        "SO-2026-00001 was not there yet; it is dated 2026-03-05."
    )


@pytest.mark.parametrize(
    ("option", "typed", "said"),
    [
        ("--as-of", "March", "--as-of cannot be “March”: write it like 2026-03-05."),
        ("--known-at", "yesterday", "--known-at cannot be “yesterday”: write it like 2026-04-02T10:30."),
        ("--known-at", "0001-01-01T00:00+14:00", "--known-at cannot be “0001-01-01T00:00+14:00”: "),
    ],
)
def test_a_day_or_moment_that_is_none(run: Run, option: str, typed: str, said: str) -> None:
    assert run("status", option, typed).sentence.startswith(said)


def test_a_day_of_storing_is_the_whole_day_where_the_company_is(desk: Desk, run: Run) -> None:
    desk.change_settings('time_zone = "UTC"', 'time_zone = "Asia/Taipei"')
    known = json.loads(run("status", "--known-at", "2026-04-02", "--json").out)["known_at"]
    assert known == "2026-04-02 15:59:59.999999+00:00"
    known = json.loads(run("status", "--known-at", "2026-04-02T10:30", "--json").out)["known_at"]
    assert known == "2026-04-02 02:30:00+00:00"


def test_a_head_must_be_written_down_whole(run: Run) -> None:
    assert "all 64 characters" in run("verify", "--head", "22abc819").sentence
    said = run("verify", "--head", "0" * 64)
    assert said.exit_code == 1
    assert "✗ A written-down head is not in the chain" in said.out
    assert "0" * 64 in said.out


def test_a_refresh_says_what_is_new_in_the_lists_and_how_old_they_were(desk: Desk, run: Run) -> None:
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-05  C-1       BOLT-8   10")
    desk.post(desk.records("product", "Product  Name    Base price\nBOLT-8   Bolt    11\nWASHER   Washer  1"))
    said = run("refresh", book)
    assert said.exit_code == 0
    assert "Product: 4 rows, 1 new, 1 changed, 0 gone" in said.out
    assert "Customer" not in said.out, "nothing is new there"
    assert "as of 2026-03-05" in said.out
    assert "its look-up lists were as of 2026-03-05" in said.out
    found = json.loads(run("refresh", book, "--json").out)
    assert found["before_version"] == found["version"]
    assert {of["kind"]: of["rows"] for of in found["lists"]}["product"] == 4


# ---- Help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *command_names()])
def test_the_help_of_every_command_says_what_it_does(run: Run, command: str) -> None:
    said = run(*command.split(), "--help")
    assert said.exit_code == 0
    assert "Usage: salesbook" in said.out
    assert re.search(r"^ [A-Z][^.]{10,}\.", said.out.split("Usage:")[1].partition("\n")[2], re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    readme = README.read_text(encoding="utf-8")
    assert [command for command in command_names() if f"salesbook {command}" not in readme] == []


def test_codes_are_not_part_of_what_people_read(desk: Desk, run: Run) -> None:
    book = desk.orders(ORDERS)
    put(book, "sales_order", 2, quantity=-1)
    assert codes(desk.check(book)) == [("Orders!K2", "quantity-not-positive")]
    assert "quantity-not-positive" not in run("check", book).out
    assert shows(book, "sales_order", "status")[0] == ("Not posted: 1 error, see the notes",)
