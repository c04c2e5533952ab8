"""The printable sheet of one document: fill, check, post, clear, fill again."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.sheets.columns import FORMS
from salesbook.sheets.reading import match
from tests.small_company import Desk, codes, fill_form, find_table, form_shows, marks, outcomes, typing_into

DAY = date(2026, 3, 5)

QUOTATION = (
    {"document_ref": "Q1", "document_date": DAY, "valid_until": date(2026, 4, 5), "customer_no": "C-1"},
    [{"product_no": "BOLT-8", "quantity": 10}, {"product_no": "NUT-8", "quantity": 4, "discount_percent": 5}],
)
ORDER = (
    {"document_ref": "O1", "document_date": DAY, "customer_no": "C-1", "remark": "by air"},
    [{"source_no": "QU-2026-00001", "source_line_no": 1, "product_no": "BOLT-8", "quantity": 10}],
)
DELIVERY = ({"document_ref": "D1", "document_date": DAY}, [{"source_no": "SO-2026-00001", "quantity": 6}])
INVOICE = ({"document_ref": "I1", "document_date": DAY}, [{"source_no": "DN-2026-00001", "quantity": 6}])

FORMS_IN_ORDER = {
    "quotation": (*QUOTATION, "QU-2026-00001", Decimal("109.50")),
    "sales_order": (*ORDER, "SO-2026-00001", Decimal("100.00")),
    "delivery_note": (*DELIVERY, "DN-2026-00001", Decimal("60.00")),
    "sales_invoice": (*INVOICE, "SI-2026-00001", Decimal("60.00")),
}


def test_from_quotation_to_invoice_on_the_forms(desk: Desk) -> None:
    book = desk.documents()
    for kind, (head, lines, number, net) in FORMS_IN_ORDER.items():
        fill_form(book, kind, head, lines)
        stored = desk.version
        assert desk.check(book).count("ready") == 1
        assert desk.version == stored
        assert form_shows(book, kind, "document_no", "status") == {"document_no": None, "status": "Ready to post"}
        assert desk.post(book).count("posted") == 1
        shown = form_shows(book, kind, "document_no", "status", "customer_no")
        assert (shown["document_no"], shown["customer_no"]) == (number, "C-1")
        assert shown["status"].startswith("Posted 20")
        assert desk.show(number).net_amount == net
    report = desk.post(book)
    assert [decision.outcome for decision in report.decisions] == ["already"] * 4


@pytest.mark.parametrize("kind", FORMS)
def test_below_the_title_of_each_form_stand_its_number_and_status_once_it_has_them(desk: Desk, kind: str) -> None:
    form = FORMS[kind]
    workbook = openpyxl.load_workbook(desk.documents())
    sheet = workbook[form.sheet.en]
    number, status = form.name_of("document_no"), form.name_of("status")
    assert sheet["A2"].value == f'=IF(LEN({number})>0,{number}&"   "&{status},"")'
    assert {number, status} <= set(workbook.defined_names)
    rules = [rule.formula for found in sheet.conditional_formatting if "A2" in found for rule in found.rules]
    assert rules == [[f"LEN({number})>0"]]


@pytest.mark.libreoffice
def test_a_posted_form_says_so_below_its_title(desk: Desk, soffice: Any) -> None:
    book = desk.documents()

    def band() -> str | None:
        shown = openpyxl.load_workbook(soffice(book, "xlsx"), data_only=True)
        value: str | None = shown[FORMS["quotation"].sheet.en]["A2"].value
        return value or None

    assert band() is None
    fill_form(book, "quotation", *QUOTATION)
    desk.post(book)
    said = band()
    assert said is not None
    assert re.fullmatch(r"QU-2026-00001 +Posted 20.*", said)


def test_a_form_that_is_cleared_and_filled_again_is_a_new_document(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "quotation", *QUOTATION)
    desk.post(book)
    fill_form(book, "quotation", {}, [])
    assert desk.post(book).decisions == []
    head, lines = QUOTATION
    fill_form(book, "quotation", {**head, "document_ref": "Q2"}, lines)
    assert outcomes(desk.post(book)) == {"Q2": "posted"}
    assert form_shows(book, "quotation", "document_no") == {"document_no": "QU-2026-00002"}


def test_a_cleared_form_says_nothing_of_the_paper_before_it(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "quotation", *QUOTATION)
    desk.post(book)
    assert form_shows(book, "quotation", "gross_total")["gross_total"]
    fill_form(book, "quotation", {}, [])
    desk.post(book)
    said = form_shows(book, "quotation", "status", "tax_total", "gross_total")
    assert said.pop("status") is None
    assert all("114.98" not in formula and "document_no" not in formula for formula in said.values())


def test_another_ref_below_an_old_number_is_told(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "quotation", *QUOTATION)
    desk.post(book)
    cell = ClosedFile(book).read_names(["Quotation.document_ref"])["Quotation.document_ref"]
    workbook = ClosedFile(book)
    workbook.write_cells([CellWrite(cell.sheet, cell.row_number, cell.column_number, "Q2")])
    workbook.save()
    report = desk.post(book)
    assert [problem.code for problem in report.problems] == ["number-of-other-ref"]
    assert report.problems[0].values["found"] == "Q2"


def test_a_form_without_ref_is_known_again_by_its_content(desk: Desk) -> None:
    book = desk.documents()
    head, lines = QUOTATION
    fill_form(book, "quotation", {**head, "document_ref": None}, lines)
    unmarked = book.read_bytes()
    desk.post(book)
    stored = desk.version
    book.write_bytes(unmarked)
    assert [decision.outcome for decision in desk.post(book).decisions] == ["already"]
    assert desk.version == stored
    assert form_shows(book, "quotation", "document_no") == {"document_no": "QU-2026-00001"}


def test_what_is_wrong_is_marked_at_the_named_cells_and_the_lines(desk: Desk) -> None:
    book = desk.documents()
    head = {"document_ref": "Q1", "document_date": "soon", "customer_no": "C-9"}
    fill_form(book, "quotation", head, [{"product_no": "BOLT-8", "quantity": -1}])
    report = desk.post(book)
    assert codes(report) == [
        ("Quotation!B5", "not-a-date"),
        ("Quotation!B7", "unknown-customer-similar"),
    ]
    assert list(marks(book)) == ["Quotation!B5", "Quotation!B7"]
    head |= {"document_date": DAY, "customer_no": "C-1"}
    fill_form(book, "quotation", head, [{"product_no": "BOLT-8", "quantity": -1}])
    first_line = form_cell(book, "quotation", "quantity")
    assert codes(desk.post(book)) == [(first_line, "quantity-not-positive")]
    assert list(marks(book)) == [first_line]
    fill_form(book, "quotation", head, [{"product_no": "BOLT-8", "quantity": 1}])
    assert outcomes(desk.post(book)) == {"Q1": "posted"}
    assert marks(book) == {}


def form_cell(book: Path, kind: str, field: str) -> str:
    """Sheet and address of a field's cell in the first line of a form."""
    form = FORMS[kind]
    matched = match(ClosedFile(book).read_table(form.lines.name), form.lines)
    return f"{matched.block.sheet}!{matched.address(matched.block.header_row + 1, field)}"


def test_a_head_with_nothing_but_a_slip_is_not_passed_over(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "sales_order", {"document_date": "5th"}, [])
    assert ("Order!B5", "not-a-date") in codes(desk.post(book))


def test_a_form_without_lines_is_refused(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "quotation", QUOTATION[0], [])
    assert [code for _, code in codes(desk.post(book))] == ["no-lines"]


def test_one_ref_on_form_and_list_is_two_documents_or_told(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        O1   2026-03-05  C-1       BOLT-8   1
    """)
    fill_form(book, "sales_order", *({**ORDER[0]}, [{"product_no": "NUT-8", "quantity": 5}]))
    report = desk.post(book)
    assert [decision.outcome for decision in report.decisions] == ["posted", "refused"]
    assert [problem.code for problem in report.problems] == ["ref-twice"]
    assert desk.version == 2


@pytest.mark.parametrize("kind", ["quotation", "sales_order"])
def test_the_remark_of_a_form_is_kept_and_known_again(desk: Desk, kind: str) -> None:
    book = desk.documents()
    head = {"document_ref": "X", "document_date": DAY, "customer_no": "C-1", "remark": "by air"}
    fill_form(
        book,
        kind,
        head,
        [{"product_no": "BOLT-8", "quantity": 1, "remark": "blue"}, {"product_no": "NUT-8", "quantity": 1}],
    )
    desk.post(book)
    assert outcomes(desk.post(book)) == {"X": "already"}


def test_a_form_whose_amount_column_was_deleted_still_posts(desk: Desk) -> None:
    book = desk.documents()
    fill_form(book, "quotation", *QUOTATION)
    with typing_into(book) as workbook:
        sheet, table = find_table(workbook, "tblQuotationLines")
        last = openpyxl.utils.range_boundaries(table.ref)[2]
        names = [column.name for column in table.tableColumns]
        sheet.cell(openpyxl.utils.range_boundaries(table.ref)[1], names.index("Net amount") + 1).value = "My column"
        table.tableColumns[names.index("Net amount")].name = "My column"
        assert last == len(names)
    assert outcomes(desk.post(book)) == {"Q1": "posted"}
    assert desk.show("QU-2026-00001").net_amount == Decimal("109.50")
