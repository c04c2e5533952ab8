"""Enquiries from the terminal: what is printed, what a script reads, and what is said of codes nobody knows."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from salesbook.settings import Language
from tests.small_company import Desk
from tests.terminal import Run

ORDERS = """
    Ref  Date        Customer  Product  Quantity
    A1   2026-03-05  C-1       BOLT-8   120
"""
HEAVY = ("pandas", "numpy", "duckdb", "ibis", "pyarrow", "deltalake")


@pytest.fixture
def ordered(desk: Desk) -> Desk:
    """An order of 120 bolts for C-1."""
    assert not desk.post(desk.orders(ORDERS)).problems
    return desk


def lines(out: str) -> list[str]:
    return [" ".join(line.split()) for line in out.splitlines()]


def test_a_customer_on_the_phone(ordered: Desk, run: Run) -> None:
    said = run("ask", "customer", "C-1", "--today", "2026-03-05")
    assert said.exit_code == 0
    told = lines(said.out)
    assert told[0] == "Customer enquiry · C-1 Alpha · 2026-03-05"
    assert "Payment days 30" in told
    assert "SO-2026-00001 1 2026-03-05 BOLT-8 Bolt, 8 mm 120 120 0 pcs" in told
    found = json.loads(run("ask", "customer", "alp", "--json").out)
    assert (found["subject"], found["found"]) == ("C-1 Alpha", "“alp” was taken for C-1 Alpha.")
    assert (found["blocked"], found["open_invoices"], found["credit"][0]["open_orders"]) == (False, [], "1260")
    assert [(row["document_no"], row["open_to_deliver"]) for row in found["open_orders"]] == [("SO-2026-00001", "120")]


def test_a_product_on_the_phone(ordered: Desk, run: Run) -> None:
    told = lines(run("ask", "product", "BOLT-8", "--today", "2026-03-05").out)
    assert told[0] == "Product enquiry · BOLT-8 Bolt, 8 mm · 2026-03-05"
    assert "SO-2026-00001 1 C-1 Alpha 120 pcs" in told
    found = json.loads(run("ask", "product", "BOLT-8", "--json").out)
    assert (found["base_price"], found["on_hand"], found["stock"]) == ("10", None, [])
    assert found["open_orders"][0]["customer_name"] == "Alpha"
    assert lines(run("ask", "product", "CLOTH").out)[-1] == "Nothing is open."


def test_an_order_on_the_phone(ordered: Desk, run: Run) -> None:
    said = run("ask", "order", "A1", "--today", "2026-03-05")
    told = lines(said.out)
    assert told[:2] == ["Order enquiry · SO-2026-00001 · 2026-03-05", "“A1” was taken for SO-2026-00001."]
    assert "Gross 1,260.00" in told
    assert "1 BOLT-8 Bolt, 8 mm pcs 120 0 0 0 0 0 0 120 0" in told
    found = json.loads(run("ask", "order", "SO-2026-00001", "--json", "--as-of", "2026-03-05").out)
    assert (found["state"], found["found"], found["lines"][0]["ordered"]) == ("confirmed", None, "120")
    assert found["documents"][0]["kind"] == "sales_order"
    assert "dated 2026-03-05" in run("ask", "order", "SO-2026-00001", "--as-of", "2026-03-04").sentence


def test_a_price_on_the_phone_and_why(desk: Desk, run: Run) -> None:
    prices = """
        Price list  Product  From quantity  Unit price
        default     BOLT-8   1              9.8
        default     BOLT-8   100            9.2
    """
    desk.post(desk.records("price", prices))
    said = run("ask", "price", "C-1", "BOLT-8", "120", "--date", "2026-07-01", "--today", "2026-03-05")
    assert said.exit_code == 0
    told = lines(said.out)
    for line in (
        "Date 2026-07-01", "Unit price 9.2", "Net amount 1,104.00", "Tax 55.20", "Gross 1,159.20",
        "Reason of the price by Price list default from 100", "Price list default 100 9.2 decides the price",
        "Price list default 1 9.8 lost: a higher quantity break is reached",
        "Base price 10 lost: a more special price goes before",
    ):  # fmt: skip
        assert line in told
    found = json.loads(run("ask", "price", "C-1", "BOLT-8", "120", "--json").out)
    assert (found["net_amount"], found["tax_amount"], found["gross_amount"]) == ("1104", "55.2", "1159.2")
    assert [(row["rule"], row["outcome"]) for row in found["rules"]] == [
        ("list default", "decides"), ("list default", "break_first"), ("base price", "special_first"),
    ]  # fmt: skip


def test_without_a_price_the_run_ends_with_1_and_says_why(desk: Desk, run: Run) -> None:
    desk.post(desk.records("product", "Product  Name   Unit  Unit decimals\nBARE     Bare   pcs   0"))
    said = run("ask", "price", "C-1", "BARE", "1")
    assert said.exit_code == 1
    assert "error: " in said.out
    found = json.loads(run("ask", "price", "C-1", "BARE", "1", "--json").out)
    assert found["net_amount"] is None
    assert [warning["code"] for warning in found["warnings"]] == ["no-price"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["customer", "C1"], "There is no customer C1. Did you mean C-1"),
        (["customer", "zzz"], "There is no customer zzz."),
        (["product", "BLOT-8"], "There is no product BLOT-8. Did you mean BOLT-8?"),
        (["product", "8 mm"], "“8 mm” fits 2 products: BOLT-8 Bolt, 8 mm, NUT-8 Nut, 8 mm."),
        (["order", "SO-2026-00010"], "There is no posted document SO-2026-00010. Did you mean SO-2026-00001?"),
        (["order", "SO-2026-00001", "--as-of", "soon"], "--as-of cannot be “soon”"),
        (["price", "C-7", "BOLT-8", "1"], "There is no customer C-7. Did you mean "),
        (["price", "C-1", "BOLD-8", "1"], "There is no product BOLD-8. Did you mean BOLT-8?"),
        (["price", "C-1", "BOLT-8", "many"], "QUANTITY cannot be “many”: write it like "),
        (["price", "C-1", "BOLT-8", "0"], "QUANTITY cannot be “0”: write it like 120."),
        (["price", "C-1", "BOLT-8", "1e99"], "QUANTITY cannot be “1e99”: write it like 120."),
        (["price", "C-1", "BOLT-8", "0.0000001"], "QUANTITY cannot be “0.0000001”: write it like 120."),
        (["price", "C-1", "BOLT-8", "1", "--date", "July"], "--date cannot be “July”"),
        (["customer", "C-1", "--language", "fr"], "--language cannot be “fr”: use en, zh-Hant, zh-Hans."),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said_in_one_sentence(
    ordered: Desk, run: Run, arguments: list[str], told: str
) -> None:
    said = run("ask", *arguments)
    assert said.exit_code == 2
    assert told in said.sentence


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-Hant", "沒有客戶 C1。您是指 C-1"), ("zh-Hans", "没有客户 C1。您是指 C-1")],
)
def test_it_is_answered_in_the_language_of_the_company(desk: Desk, run: Run, language: Language, told: str) -> None:
    desk.change_settings('language = "en"', f'language = "{language}"')
    assert told in run("ask", "customer", "C1").sentence
    title = {"zh-Hant": "價格快速查詢", "zh-Hans": "价格快速查询"}[language]
    decides = {"zh-Hant": "決定單價", "zh-Hans": "决定单价"}[language]
    said = run("ask", "price", "C-1", "BOLT-8", "1")
    assert said.out.startswith(title)
    assert decides in said.out


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["customer", "C-1"], "Customer enquiry"),
        (["product", "BOLT-8"], "Product enquiry"),
        (["order", "A1"], "Order enquiry"),
        (["price", "C-1", "BOLT-8", "5"], "Price enquiry"),
    ],
)
def test_each_answer_can_be_had_as_a_sheet(ordered: Desk, run: Run, arguments: list[str], title: str) -> None:
    said = run("ask", *arguments, "--sheet", "answer.xlsx")
    assert said.exit_code == 0
    assert said.out.splitlines()[-1] == "answer.xlsx"
    assert openpyxl.load_workbook("answer.xlsx").sheetnames == [title]


@pytest.mark.parametrize("arguments", ["customer C-1", "product BOLT-8", "order SO-2026-00001", "price C-1 BOLT-8 5"])
def test_an_answer_does_not_wait_for_the_large_libraries(ordered: Desk, run: Run, arguments: str) -> None:
    """They take longer to load than a person on the phone should wait."""
    run("ask", *arguments.split())  # Afterwards the balances of this computer are up to date.
    program = (
        "import sys\nfrom salesbook.cli import app\n"
        f"try: app({['ask', *arguments.split(), '-c', str(ordered.folder)]!r})\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    project = Path(__file__).parents[1]
    out = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "enquiry ·" in out
    assert out.splitlines()[-1] == "[]"


def test_the_guide_shows_every_enquiry() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "enquiry.md").read_text(encoding="utf-8")
    for command in ("customer", "product", "order", "price"):
        assert f"salesbook ask {command}" in guide
