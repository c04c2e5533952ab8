"""What a customer gets on paper: everything that was agreed with him, to the cent, and nothing that is ours."""

import getpass
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions import paper_files
from salesbook.actions.paper_files import file_name
from salesbook.actions.printing_out import print_document
from salesbook.actions.workbooks import new_workbook
from salesbook.documents.printed import PRINTED_KINDS
from salesbook.hosts import libreoffice
from salesbook.problems import HostError, SalesbookError
from salesbook.settings import LANGUAGES, Language
from tests.small_company import Desk, outcomes, put
from tests.terminal import Run

FIRST_DAY = date(2026, 1, 1)

ORDER = [
    {"document_ref": "A1", "document_date": date(2026, 3, 3), "customer_no": "C-1", "customer_reference": "PO-815",
     "product_no": "BOLT-8", "quantity": Decimal(1200), "unit_price": Decimal("9.8"), "discount_percent": Decimal(5),
     "unit_cost": Decimal("7.7123"), "remark": "HUSH squeeze them", "head_discount_percent": Decimal(2),
     "due_date": date(2026, 3, 20)},
    {"document_ref": "A1", "product_no": "NUT-8", "quantity": Decimal(1200), "amount_off": Decimal(25),
     "due_date": date(2026, 3, 20)},
    {"document_ref": "A1", "product_no": "CLOTH", "quantity": Decimal("12.5"), "due_date": date(2026, 4, 10)},
]  # fmt: skip

RECEIPT = [
    {"document_ref": "R", "document_date": date(2026, 3, 5), "source_no": "SI-2026-00001", "amount": Decimal(500),
     "bank_charge": Decimal(15), "bank_reference": "TT-99", "remark": "HUSH late as ever"},
    {"document_ref": "R", "customer_no": "C-1", "amount": Decimal(20)},
]  # fmt: skip

CUSTOMER = {
    "valid_from": FIRST_DAY, "customer_no": "C-1", "name": "宏遠機械 & Co.", "salesperson_no": "P1",
    "territory_code": "N1", "address": "桃園市文化一路 88 號\nTaiwan", "delivery_address": "Warehouse B",
    "contact": "Ms. Chen", "phone": "03-318-7788", "credit_limit": Decimal(987654), "credit_days": 77,
    "email": "chen@example.com",
}  # fmt: skip


@pytest.fixture
def trading(desk: Desk) -> Desk:
    """A company whose order, pick list, delivery, invoice and credit note are posted, each with things to keep back."""
    return build_trading(desk)


def build_trading(desk: Desk) -> Desk:
    for name in ("return_check", "credit_note_check", "floor_price_check"):
        text = (desk.folder / "salesbook.toml").read_text(encoding="utf-8")
        old = re.search(rf'^{name} = "\w+"', text, re.MULTILINE)
        assert old
        desk.change_settings(old[0], f'{name} = "none"')
    products = [
        {"valid_from": FIRST_DAY, "product_no": code, "name": name, "unit": unit, "unit_decimals": decimals,
         "base_price": price, "tax_code": tax, "cost": Decimal("6.6123"), "floor_price": Decimal("8.8123"),
         "product_group": "HUSHGROUP"}
        for code, name, unit, decimals, price, tax in (
            ("BOLT-8", "Bolt, 8 mm", "pcs", 0, Decimal(10), "T5"),
            ("NUT-8", "螺帽 8 mm", "pcs", 0, Decimal("2.5"), "T5"),
            ("CLOTH", "Cotton", "m", 3, Decimal(8), "T13"),
        )
    ]  # fmt: skip
    type_and_post(desk, "master", customer=[CUSTOMER], product=products)
    type_and_post(desk, "documents", quotation=[row_of_quotation(row) for row in ORDER])
    book = type_and_post(desk, "documents", sales_order=ORDER)
    for kind in ("pick_list", "delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    desk.make("credit_note", book, "SI-2026-00001")
    put(book, "credit_note", 2, quantity=200, reason="HUSH goodwill", remark="HUSH again")
    assert not desk.post(book).has_errors
    type_and_post(desk, "documents", payment=RECEIPT)
    return desk


NUMBERS = dict(zip(PRINTED_KINDS, ("QU", "SO", "PL", "DN", "SI", "CN", "RC"), strict=True))


def row_of_quotation(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("customer_reference", "due_date")}
    return kept | ({"valid_until": date(2026, 4, 30)} if "customer_no" in row else {})


def type_and_post(desk: Desk, kind: Any, **rows: Sequence[dict[str, Any]]) -> Path:
    """Type these rows into a new workbook and press Post; nothing may be wrong."""
    path = desk.folder / f"{kind} {len(list(desk.folder.glob('*.xlsx')))}.xlsx"
    new_workbook(desk.company, kind, path, rows)
    report = desk.post(path)
    assert not report.has_errors, report.problems
    return path


def number_of(kind: str) -> str:
    return f"{NUMBERS[kind]}-2026-00001"


def printed(desk: Desk, document_no: str, language: Language = "en") -> Path:
    return print_document(document_no, desk.company, desk.folder / f"{document_no}.xlsx", language=language).path


def rows_on(path: Path) -> list[list[Any]]:
    """What stands in each row, blank cells left out; numbers as Decimal."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [
        [Decimal(str(value)) if isinstance(value, int | float) else value for value in row if value not in (None, "")]
        for row in sheet.iter_rows(values_only=True)
    ]


def lines_on(path: Path) -> list[dict[str, Any]]:
    """The lines by the headers of their columns; a blank cell is left out."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    titles = next(row for row in rows if row[0] == "No.")
    return [
        {
            title: Decimal(str(value)) if isinstance(value, int | float) else value
            for title, value in zip(titles, row, strict=True)
            if title and value not in (None, "")
        }
        for row in rows
        if row[0] in ("1", "2", "3")
    ]


def texts_on(path: Path) -> str:
    return "\n".join(str(value) for row in rows_on(path) for value in row)


def beside(path: Path, label: str) -> Any:
    """What stands last in the row that has a text beginning so."""
    (row,) = (row for row in rows_on(path) if any(isinstance(x, str) and x.startswith(label) for x in row))
    return row[-1]


@pytest.mark.parametrize("kind", ["quotation", "sales_order", "sales_invoice", "credit_note"])
def test_amounts_on_the_sheet_are_those_of_the_ledger_to_the_cent(trading: Desk, kind: str) -> None:
    number = number_of(kind)
    path, shown = printed(trading, number), trading.show(number)
    lines, postings = lines_on(path), [line.posting for line in shown.lines]
    assert [line["Product"] for line in lines] == [posting.product_no for posting in postings]
    assert [line["Quantity"] for line in lines] == [posting.quantity for posting in postings]
    assert [line["Unit price"] for line in lines] == [posting.unit_price for posting in postings]
    assert beside(path, "Total USD") == shown.net_amount + shown.tax_amount
    assert beside(path, "Net amount") == shown.net_amount
    taxes = [row[-1] for row in rows_on(path) if row and str(row[0]).startswith("Tax T")]
    assert sum(taxes) == shown.tax_amount
    discounts = [row[1] for row in rows_on(path) if row[:1] == ["Discount"]]
    assert len(discounts) == (kind in ("quotation", "sales_order"))
    assert sum(line["Amount"] for line in lines) + sum(discounts) == shown.net_amount


def test_an_invoice_says_who_when_for_what_and_how_it_is_paid(trading: Desk) -> None:
    desk = trading
    for name, value in (("tax_id", "12345678"), ("bank", "First Bank\\nAccount 123-45"), ("phone", "02-2712-3456")):
        desk.change_settings(f'\n{name} = ""', f'\n{name} = "{value}"')
    path = printed(desk, "SI-2026-00001")
    said = texts_on(path)
    for expected in (
        "Acme", "Tel. 02-2712-3456", "Tax ID 12345678", "Invoice", "SI-2026-00001", "宏遠機械 & Co.",
        "桃園市文化一路 88 號", "Taiwan", "Attn. Ms. Chen", "Warehouse B", "SO-2026-00001", "DN-2026-00001", "PO-815",
        "C-1", "Wang", "2026-03-05", "2026-04-04", "30 days from invoice date", "First Bank", "Account 123-45",
        "Say US dollars fourteen thousand six hundred sixty-eight only", "For Acme",
    ):  # fmt: skip
        assert expected in said.split("\n"), said
    shown = desk.show("SI-2026-00001")
    assert shown.net_amount + shown.tax_amount == 14668, "the words above say the same"


def test_a_quotation_says_how_long_it_is_valid_and_an_order_when_each_line_is_delivered(trading: Desk) -> None:
    assert beside(printed(trading, "QU-2026-00001"), "Valid until") == "2026-04-30"
    order = printed(trading, "SO-2026-00001")
    assert [line["Delivery"] for line in lines_on(order)] == ["2026-03-20", "2026-03-20", "2026-04-10"]
    assert "Order confirmation" in texts_on(order)


def test_a_credit_note_names_its_invoice_with_its_date_and_what_it_is_set_against(trading: Desk) -> None:
    path = printed(trading, "CN-2026-00001")
    assert beside(path, "Credits invoice") == "SI-2026-00001 · 2026-03-05"
    shown = trading.show("CN-2026-00001")
    assert beside(path, "Set against the invoice") == sum(line.posting.applied_amount for line in shown.lines)


@pytest.mark.parametrize("kind", ["pick_list", "delivery_note"])
def test_the_warehouse_sees_prices_only_where_the_company_says_so(trading: Desk, kind: str) -> None:
    number, setting = number_of(kind), f"prices_on_{kind}s"
    path = printed(trading, number)
    assert not any(word in texts_on(path) for word in ("Unit price", "Total", "9.8", "USD"))
    assert [line["Quantity"] for line in lines_on(path)] == [1200, 1200, Decimal("12.5")]
    trading.change_settings(f"{setting} = false", f"{setting} = true")
    after = printed(trading, number)
    shown = trading.show(number)
    assert beside(after, "Total USD") == shown.net_amount + shown.tax_amount


def test_a_pick_list_leaves_room_to_write_and_to_tick(trading: Desk) -> None:
    sheet = openpyxl.load_workbook(printed(trading, "PL-2026-00001")).active
    assert sheet is not None
    (header,) = (row for row in sheet.iter_rows() if any(cell.value == "Picked" for cell in row))
    boxes = [cell.column for cell in header if cell.value in ("Picked", "Done")]
    lines = [row for row in sheet.iter_rows() if row[0].value in ("1", "2", "3")]
    cells = [row[column - 1] for row in lines for column in boxes]
    assert [(cell.value, cell.border.left.style) for cell in cells] == [(None, "thin")] * 6


KEPT_BACK = (
    "HUSH", "7.7123", "6.6123", "8.8123", "987654", "goodwill", "squeeze", "March", "documents", "P1", "N1",
    "chen@example", "customer price", "base price", "typed", "salesbook", "openpyxl", "ledger", getpass.getuser(),
)  # fmt: skip
"""Costs, floor prices, credit figures, remarks, reasons, where it was typed and by whom, names of our things."""


@pytest.mark.parametrize("kind", PRINTED_KINDS)
def test_nothing_of_ours_leaves_with_the_workbook(trading: Desk, kind: str) -> None:
    for name in ("prices_on_pick_lists", "prices_on_delivery_notes"):
        trading.change_settings(f"{name} = false", f"{name} = true")
    path = printed(trading, number_of(kind))
    with zipfile.ZipFile(path) as parts:
        said = {name: parts.read(name).decode("utf-8") for name in parts.namelist()}
    words = {
        name: re.sub(r'xmlns(:\w+)?="[^"]*"|<Override[^>]*>|<Relationship [^>]*>', "", text)
        for name, text in said.items()
    }
    found = [
        (name, word)
        for name, text in words.items()
        for word in KEPT_BACK
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}", text)
    ]
    assert found == []
    everything = "".join(said.values())
    assert "<f>" not in everything
    assert "hidden" not in everything
    assert set(re.findall(r'<definedName name="([^"]*)"', everything)) == {"_xlnm.Print_Area", "_xlnm.Print_Titles"}
    assert everything.count("<sheet ") == 1
    assert not [name for name in said if re.search("comment|custom|external|vba|connection|table", name, re.IGNORECASE)]


def test_the_search_for_our_things_can_fail(trading: Desk) -> None:
    """The same words are in the workbook that the sales admin typed."""
    with zipfile.ZipFile(trading.folder / "documents 3.xlsx") as parts:
        typed = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    assert "HUSH" in typed
    assert "7.7123" in typed


def test_an_old_document_is_printed_as_it_was_whatever_the_files_say_now(trading: Desk) -> None:
    before = rows_on(printed(trading, "SI-2026-00001"))
    trading.today = date(2026, 6, 1)
    type_and_post(
        trading, "master",
        customer=[CUSTOMER | {"valid_from": date(2026, 5, 1), "name": "Gamma", "address": "elsewhere"}],
        product=[{"product_no": "BOLT-8", "name": "Other", "unit": "pcs", "base_price": Decimal(99), "tax_code": "T13",
                  "valid_from": date(2026, 5, 1), "unit_decimals": 0}],
        salesperson=[{"salesperson_no": "P1", "name": "Somebody else", "valid_from": date(2026, 5, 1)}],
        tax_code=[{"tax_code": "T5", "tax_percent": Decimal(9), "valid_from": date(2026, 5, 1)}],
    )  # fmt: skip
    again = trading.folder / "again.xlsx"
    print_document("SI-2026-00001", trading.company, again, language="en")
    assert rows_on(again) == before


def test_what_was_reversed_is_marked_and_its_mirror_is_no_paper(trading: Desk) -> None:
    mirror = trading.reverse("CN-2026-00001")
    found = print_document("CN-2026-00001", trading.company, trading.folder / "x.xlsx", language="en")
    assert found.reversed_by == mirror
    assert "CANCELLED" in texts_on(found.path)
    sheet = openpyxl.load_workbook(found.path).active
    assert sheet is not None
    first, last = re.findall(r"\d+", str(sheet.print_title_rows))
    assert (sheet.cell(int(first), 1).value, sheet.cell(int(last), 1).value) == ("CANCELLED", "No."), "on each page"
    assert "CANCELLED" not in texts_on(printed(trading, "SI-2026-00001"))
    with pytest.raises(SalesbookError) as caught:
        printed(trading, mirror)
    assert (caught.value.code, caught.value.values["original"]) == ("print-of-reversal", "CN-2026-00001")


def test_what_waits_for_an_approval_is_printed_as_a_draft(trading: Desk) -> None:
    trading.change_settings('invoice_price_check = "block"', 'invoice_price_check = "approve"')
    book = type_and_post(trading, "documents", sales_order=[
        {"document_ref": "W", "document_date": date(2026, 3, 3), "customer_no": "C-2", "product_no": "BOLT-8",
         "quantity": Decimal(3)},
    ])  # fmt: skip
    trading.make("delivery_note", book)
    trading.post(book)
    trading.make("sales_invoice", book, "DN-2026-00002")
    put(book, "sales_invoice", 2, unit_price=Decimal(9))
    assert "waiting" in outcomes(trading.post(book)).values()
    path = printed(trading, "AP-00001")
    assert any("DRAFT" in str(row) for row in rows_on(path))
    assert beside(path, "Net amount") == 27


def test_a_changed_order_is_printed_as_it_is_agreed_now(trading: Desk) -> None:
    book = type_and_post(trading, "documents", sales_order=[
        {"document_ref": "R", "document_date": date(2026, 3, 3), "customer_no": "C-2", "product_no": product,
         "quantity": Decimal(3)} for product in ("BOLT-8", "NUT-8")
    ])  # fmt: skip
    put(book, "sales_order", 2, revision=2, quantity=5)
    put(book, "sales_order", 3, quantity=0)
    assert not trading.post(book).has_errors
    for number in ("SO-2026-00002", "SO-2026-00002-R2"):
        path = printed(trading, number)
        assert "SO-2026-00002 · Revision 2" in texts_on(path)
        assert [(line["Product"], line["Quantity"]) for line in lines_on(path)] == [("BOLT-8", 5)]


def test_a_receipt_says_what_the_money_was_for(trading: Desk) -> None:
    path = printed(trading, "RC-2026-00001")
    assert [(line["Description"], line["Amount"]) for line in lines_on(path)] == [
        ("Invoice SI-2026-00001", 500), ("On account", 20), ("Bank charge, invoice SI-2026-00001", 15),
    ]  # fmt: skip
    assert (beside(path, "Total USD"), beside(path, "Your reference")) == (520, "TT-99")
    assert "Say US dollars five hundred twenty only" in texts_on(path)
    assert "Receipt" in texts_on(path)


def test_money_that_goes_back_is_a_refund(trading: Desk) -> None:
    type_and_post(trading, "documents", payment=[
        {"document_ref": "B", "document_date": date(2026, 3, 5), "customer_no": "C-1", "amount": Decimal(-20)},
    ])  # fmt: skip
    path = printed(trading, "RC-2026-00002")
    assert "Refund" in texts_on(path)
    assert beside(path, "Total USD") == -20
    assert "minus" not in texts_on(path)


def test_the_total_is_left_out_in_words_where_the_company_wants_no_words(trading: Desk) -> None:
    trading.change_settings("amount_in_words = true", "amount_in_words = false")
    assert "Say US" not in texts_on(printed(trading, "SI-2026-00001"))


def test_what_cannot_be_printed_gets_a_sentence(trading: Desk) -> None:
    type_and_post(trading, "documents", sales_return=[
        {"document_ref": "B", "document_date": date(2026, 3, 5), "source_no": "DN-2026-00001", "source_line_no": 1,
         "product_no": "BOLT-8", "quantity": Decimal(5), "reason": "bent"}
    ])  # fmt: skip
    for number, code in (("SI-2026-09999", "document-not-found"), ("SR-2026-00001", "print-not-for-customers")):
        with pytest.raises(SalesbookError) as caught:
            printed(trading, number)
        assert caught.value.code == code


def test_deposits_and_instalments_stand_below_the_total(desk: Desk) -> None:
    type_and_post(desk, "master", payment_terms=[
        {"terms_code": "3X", "name": "In parts", "instalments": "1/3@30; rest@60", "prompt_percent": Decimal(2),
         "discount_days": 10},
    ])  # fmt: skip
    type_and_post(desk, "master", customer=[CUSTOMER | {"payment_terms": "3X"}])
    book = type_and_post(desk, "documents", sales_order=[
        {"document_ref": "D", "document_date": date(2026, 3, 3), "customer_no": "C-1", "product_no": "BOLT-8",
         "quantity": Decimal(100), "deposit_percent": Decimal(30)},
    ])  # fmt: skip
    assert "Deposit before delivery: 30 %, 315.00 USD" in texts_on(printed(desk, "SO-2026-00001"))
    type_and_post(desk, "documents", payment=[
        {"document_ref": "R", "document_date": date(2026, 3, 4), "source_no": "SO-2026-00001", "amount": Decimal(315)}
    ])  # fmt: skip
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    path = printed(desk, "SI-2026-00001")
    assert (beside(path, "Less deposit received"), beside(path, "Amount due USD")) == (-315, 735)
    said = texts_on(path).split("\n")
    assert {"2026-04-04   350.00 USD", "2026-05-04   700.00 USD", "In parts"} <= set(said)
    assert "If paid by 2026-03-15, you may keep 21.00 USD." in said


def test_alternatives_and_options_are_shown_and_not_counted(desk: Desk) -> None:
    rows = [
        {"document_ref": "Q", "document_date": date(2026, 3, 3), "customer_no": "C-1", "product_no": "BOLT-8",
         "quantity": Decimal(10)},
        {"document_ref": "Q", "product_no": "NUT-8", "quantity": Decimal(10), "alternative_to": 1},
        {"document_ref": "Q", "product_no": "CLOTH", "quantity": Decimal(10), "optional": "yes"},
    ]  # fmt: skip
    type_and_post(desk, "documents", quotation=rows)
    path = printed(desk, "QU-2026-00001")
    assert beside(path, "Total USD") == 105
    assert "Nut, 8 mm\nInstead of line 1, not in the total" in texts_on(path)
    assert "Cotton\nOption, not in the total" in texts_on(path)


def test_prices_that_contain_the_tax_add_up_to_the_total(desk: Desk) -> None:
    row = {"document_ref": "A", "document_date": date(2026, 3, 3), "customer_no": "C-1", "product_no": "BOLT-8",
           "quantity": Decimal(3), "unit_price": Decimal("10.5"), "tax_included": "yes"}  # fmt: skip
    type_and_post(desk, "documents", sales_order=[row])
    path = printed(desk, "SO-2026-00001")
    (line,) = lines_on(path)
    assert (line["Amount"], beside(path, "Net amount"), beside(path, "Total USD")) == (
        Decimal("31.5"),
        30,
        Decimal("31.5"),
    )
    assert "Prices and amounts contain the tax." in texts_on(path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PRINTED_KINDS)
def test_every_paper_is_printed_in_every_language(trading: Desk, kind: str, language: Language) -> None:
    path = printed(trading, number_of(kind), language)
    said = texts_on(path)
    assert "{" not in said
    assert "[" not in said
    title = {"en": "Quotation", "zh-Hant": "報價單", "zh-Hans": "报价单"}[language]
    assert (title in said) == (kind == "quotation")
    simplified = set("数单价额税户称订货发")
    ours = said.replace("宏遠機械 & Co.", "")
    assert bool(simplified & set(ours)) == (language == "zh-Hans")


def test_text_that_looks_like_a_formula_or_like_markup_stays_text(desk: Desk) -> None:
    evil = '=HYPERLINK("http://example.invalid","x")'
    type_and_post(desk, "documents", sales_order=[
        {"document_ref": "E", "document_date": date(2026, 3, 3), "customer_no": "C-1", "description": evil,
         "customer_reference": "<r><t>&</t></r>", "quantity": Decimal(1), "unit_price": Decimal(1)},
    ])  # fmt: skip
    path = printed(desk, "SO-2026-00001")
    assert beside(path, "Your reference") == "<r><t>&</t></r>"
    with zipfile.ZipFile(path) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "hyperlink" not in "".join(parts.namelist())
    assert evil.strip("'") in texts_on(path)


def test_an_invoice_over_several_deliveries_names_each_at_its_lines(desk: Desk) -> None:
    for day in (3, 4):
        book = type_and_post(desk, "documents", sales_order=[
            {"document_ref": f"A{day}", "document_date": date(2026, 3, day), "customer_no": "C-1",
             "customer_reference": f"PO-{day}", "product_no": "BOLT-8", "quantity": Decimal(day)},
        ])  # fmt: skip
        desk.make("delivery_note", book)
        assert not desk.post(book).has_errors
    type_and_post(desk, "documents", sales_invoice=[
        {"document_ref": "I", "document_date": date(2026, 3, 5), "source_no": f"DN-2026-0000{number}",
         "product_no": "BOLT-8", "quantity": Decimal(number + 2)} for number in (1, 2)
    ])  # fmt: skip
    path = printed(desk, "SI-2026-00001")
    assert [line["Description"] for line in lines_on(path)] == [
        f"Bolt, 8 mm\nOrder SO-2026-0000{number}\nDelivery note DN-2026-0000{number}" for number in (1, 2)
    ]
    assert beside(path, "Your reference") == "PO-3, PO-4"
    assert not any(row[:1] == ["Our order"] for row in rows_on(path))


def test_a_deposit_invoice_and_what_is_taken_off_for_it(desk: Desk) -> None:
    book = type_and_post(desk, "documents", sales_order=[
        {"document_ref": "D", "document_date": date(2026, 3, 3), "customer_no": "C-1", "product_no": "BOLT-8",
         "quantity": Decimal(100)},
    ])  # fmt: skip
    type_and_post(desk, "documents", sales_invoice=[
        {"document_ref": "I", "document_date": date(2026, 3, 4), "source_no": "SO-2026-00001",
         "quantity": Decimal(1), "deposit_percent": Decimal(20)},
    ])  # fmt: skip
    path = printed(desk, "SI-2026-00001")
    assert "Deposit invoice" in texts_on(path)
    (line,) = lines_on(path)
    assert (line["Description"], line["Amount"], beside(path, "Total USD")) == (
        "Deposit for order SO-2026-00001", 200, 210,
    )  # fmt: skip
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    path = printed(desk, "SI-2026-00002")
    assert [(line["Description"], line["Amount"]) for line in lines_on(path)] == [
        ("Bolt, 8 mm", 1000), ("Less deposit invoiced for order SO-2026-00001", -200),
    ]  # fmt: skip
    assert (beside(path, "Net amount"), beside(path, "Total USD")) == (800, 840)


def test_a_credit_of_the_price_says_so(trading: Desk) -> None:
    type_and_post(trading, "documents", credit_note=[
        {"document_ref": "N", "document_date": date(2026, 3, 5), "source_no": "SI-2026-00001", "source_line_no": 1,
         "amount": Decimal(10), "reason": "late"},
    ])  # fmt: skip
    path = printed(trading, "CN-2026-00002")
    (line,) = lines_on(path)
    assert (line["Description"], line["Amount"]) == ("Bolt, 8 mm\nPrice reduction", 10)
    assert "late" not in texts_on(path)


def test_the_total_is_what_can_be_paid_in_coins(desk: Desk) -> None:
    desk.change_settings("cash_rounding = 0", "cash_rounding = 0.05")
    book = type_and_post(desk, "documents", sales_order=[
        {"document_ref": "A", "document_date": date(2026, 3, 3), "customer_no": "C-1", "product_no": "BOLT-8",
         "quantity": Decimal(1), "unit_price": Decimal("40.02")},
    ])  # fmt: skip
    for kind in ("delivery_note", "sales_invoice"):
        desk.make(kind, book)
        assert not desk.post(book).has_errors
    for number in ("SO-2026-00001", "SI-2026-00001"):
        path = printed(desk, number)
        assert (beside(path, "Rounding"), beside(path, "Total USD")) == (Decimal("-0.02"), 42)
        assert len(lines_on(path)) == 1


def test_why_there_is_no_tax_is_said(desk: Desk) -> None:
    type_and_post(desk, "master", customer=[CUSTOMER | {"tax_treatment": "reverse_charge"}])
    type_and_post(desk, "documents", sales_order=ORDER[:1])
    path = printed(desk, "SO-2026-00001")
    assert "Reverse charge: the customer accounts for the tax." in texts_on(path)
    assert beside(path, "Tax T5 0 %") == 0


def test_another_currency_has_its_own_decimals_and_its_name_in_words(desk: Desk) -> None:
    desk.change_settings("[rules.currency_decimals]", "[rules.currency_decimals]\nJPY = 0")
    type_and_post(
        desk, "master", exchange_rate=[{"currency": "JPY", "rate": Decimal("0.0066"), "valid_from": FIRST_DAY}]
    )
    type_and_post(desk, "documents", sales_order=[ORDER[0] | {"currency": "JPY", "unit_price": Decimal(1500)}])
    path = printed(desk, "SO-2026-00001")
    shown = desk.show("SO-2026-00001")
    total = shown.net_amount + shown.tax_amount
    assert beside(path, "Total JPY") == total == total.to_integral_value()
    assert any(text.startswith("Say Japanese yen one million") for text in texts_on(path).split("\n"))


# ---- Files ----


@pytest.mark.parametrize(
    ("number", "customer", "name"),
    [
        ("SI-2026-00001", "Alpha", "SI-2026-00001 Alpha"),
        ("SI/26/1", 'A\\B:C*D?"E"<F>|G', "SI_26_1 A_B_C_D__E__F__G"),
        ("SI-1", "Beta GmbH & Co. KG.", "SI-1 Beta GmbH & Co. KG"),
        ("SI-1", "line\none\t two ", "SI-1 line_one_ two"),
        ("SI-1", "宏遠機械", "SI-1 宏遠機械"),
    ],
)
def test_a_file_is_named_after_number_and_customer_as_windows_can_take_it(
    number: str, customer: str, name: str
) -> None:
    assert file_name(number, customer) == name


def test_a_long_name_of_a_customer_makes_no_name_too_long() -> None:
    assert len(file_name("SI-1", "宏" * 300).encode()) <= paper_files.LONGEST_NAME


def test_a_paper_goes_where_it_is_told_and_an_earlier_one_is_kept(trading: Desk, tmp_path: Path) -> None:
    company = trading.company
    assert (
        print_document("SI-2026-00001", company).path == trading.folder / "printed" / "SI-2026-00001 宏遠機械 & Co.xlsx"
    )
    assert print_document("SI-2026-00001", company, tmp_path).path.parent == tmp_path
    target = tmp_path / "new folder" / "mine.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"")
    shutil.copy(print_document("SO-2026-00001", company, tmp_path / "other.xlsx").path, target)
    kept = target.read_bytes()
    print_document("SI-2026-00001", company, target)
    assert (target.parent / "mine (1).xlsx").read_bytes() == kept
    print_document("SI-2026-00001", company, target)
    assert len(list(target.parent.iterdir())) == 2, "the same again changes nothing"


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "reason-no-such-picture"), (b"no picture", "reason-no-picture")]
)
def test_a_logo_that_is_missing_or_no_picture_gets_a_sentence(
    trading: Desk, content: bytes | None, reason: str
) -> None:
    trading.change_settings('logo = ""', 'logo = "logo.png"')
    if content is not None:
        (trading.folder / "logo.png").write_bytes(content)
    with pytest.raises(SalesbookError) as caught:
        printed(trading, "SI-2026-00001")
    assert (caught.value.code, caught.value.values["reason"]) == ("setting-wrong", reason)


def test_a_logo_outside_the_company_folder_is_not_taken(trading: Desk) -> None:
    (trading.folder.parent / "secret.png").write_bytes(PIXEL)
    trading.change_settings('logo = ""', 'logo = "../secret.png"')
    with pytest.raises(SalesbookError) as caught:
        printed(trading, "SI-2026-00001")
    assert caught.value.values["reason"] == "reason-no-such-picture"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082".replace(" ", "")
)


def test_a_logo_stands_on_the_page_without_the_name_of_its_file(trading: Desk) -> None:
    (trading.folder / "old-secret-logo.png").write_bytes(PIXEL)
    trading.change_settings('logo = ""', 'logo = "old-secret-logo.png"')
    with zipfile.ZipFile(printed(trading, "SI-2026-00001")) as parts:
        assert parts.read("xl/media/image1.png") == PIXEL
        assert "secret" not in "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


# ---- From the terminal ----


def test_the_terminal_says_where_the_paper_lies(trading: Desk, run: Run, tmp_path: Path) -> None:
    said = run("print", "SI-2026-00001", "--output", tmp_path / "invoice.xlsx", "--language", "zh-Hant")
    assert (said.exit_code, said.out.strip()) == (0, str(tmp_path / "invoice.xlsx"))
    assert "銷售發票" in texts_on(tmp_path / "invoice.xlsx")
    mirror = trading.reverse("CN-2026-00001")
    assert f"CN-2026-00001 was reversed by {mirror}; it is marked as cancelled." in run("print", "CN-2026-00001").out
    assert "There is no posted document SI-1." in run("print", "SI-1").sentence
    assert (
        "cannot be --output" in (wrong := run("print", "SI-2026-00001", "--pdf", "-o", "a.xlsx").sentence)
        or "a.pdf" in wrong
    )


def test_without_libreoffice_a_sentence_says_what_to_install(
    trading: Desk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(trading.folder))
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", ())
    said = run("print", "SI-2026-00001", "--pdf")
    assert said.exit_code == 2
    assert "Install it from libreoffice.org" in said.sentence
    assert not list(trading.folder.rglob("*.pdf"))


# ---- PDF ----


def text_of(pdf: Path) -> list[str]:
    """The text of each page."""
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return said.split("\f")[:-1]


@pytest.mark.libreoffice
def test_sixty_lines_make_two_pages_each_with_the_header(trading: Desk, tmp_path: Path) -> None:
    rows = [
        {"document_ref": "L", "document_date": date(2026, 3, 3), "customer_no": "C-2", "product_no": "NUT-8",
         "quantity": Decimal(1000 + number), "unit_price": Decimal("12345.67")}
        for number in range(60)
    ]  # fmt: skip
    type_and_post(trading, "documents", sales_order=rows)
    pdf = print_document("SO-2026-00002", trading.company, tmp_path, as_pdf=True, language="zh-Hant").path
    assert pdf.name == "SO-2026-00002 Beta.pdf"
    pages = text_of(pdf)
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "品名規格" in page
        assert re.search(rf"第 {number} 頁，共 2 頁", page)
        assert "#" not in page
    shown = trading.show("SO-2026-00002")
    assert f"{shown.net_amount + shown.tax_amount:,.2f}" in pages[1]
    assert "螺帽 8 mm" in pages[0]
    fonts = subprocess.run(["pdffonts", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search("CJK|Hei|Song|Ming|Ping", fonts), "there are glyphs for the characters, and they are in the file"
    embedded = [re.search(r" (yes|no) +(yes|no) +(yes|no) ", line) for line in fonts.splitlines()[2:]]
    assert {found[1] for found in embedded if found} == {"yes"}, "every font is in the file"


@pytest.mark.libreoffice
def test_the_pdf_says_what_the_workbook_says_and_nothing_of_ours(trading: Desk, tmp_path: Path) -> None:
    pdf = print_document("SI-2026-00001", trading.company, tmp_path / "i.pdf", language="en").path
    print_document("SI-2026-00001", trading.company, pdf, language="en")
    assert [found.name for found in tmp_path.glob("*.pdf")] == ["i.pdf"], "the same again changes nothing"
    (page,) = text_of(pdf)
    assert "14,668.00" in page
    assert "Page 1 of 1" in page
    about = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size: +59[45].* x 84[12].*A4", about)
    assert not [word for word in KEPT_BACK if re.search(rf"(?<![A-Za-z0-9.]){re.escape(word)}", page + about)]


@pytest.mark.libreoffice
def test_the_account_of_a_customer_is_a_pdf_where_the_file_is_named_so(trading: Desk, run: Run, tmp_path: Path) -> None:
    pdf = tmp_path / "account.pdf"
    for _ in range(2):
        assert run("statement", "C-1", "--from", "2026-01-01", "--to", "2026-03-31", "-o", pdf).exit_code == 0
    (page,) = text_of(pdf)
    assert "14,668.00" in page
    assert re.search(r"Acme · C-1 +Page 1 of 1", page)
    assert [found.name for found in tmp_path.glob("*.pdf")] == ["account.pdf"], "the same again changes nothing"


def test_a_libreoffice_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "LONGEST_WAIT", 0.2)
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: str(program))
    with pytest.raises(HostError, match="pdf-too-slow"):
        libreoffice.to_pdf(tmp_path / "a.xlsx", tmp_path / "a.pdf")


def test_a_libreoffice_that_makes_nothing_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: shutil.which("true"))
    with pytest.raises(HostError, match="pdf-failed"):
        libreoffice.to_pdf(tmp_path / "a.xlsx", tmp_path / "a.pdf")
