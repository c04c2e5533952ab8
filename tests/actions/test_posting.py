"""Posting a list: one commit, numbers, what the sheet shows afterwards, and pressing Post again."""

import os
import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.verifying import verify
from salesbook.documents.master_data import TaxCode
from salesbook.ledger.history import load
from salesbook.messages import sentence
from tests.small_company import Desk, cell, clear, codes, marks, outcomes, put, shows

THREE_ORDERS = """
    Ref  Date        Customer  Customer order no.  Product  Quantity  Unit price  Discount %
    A1   2026-03-05  C-1       4711                BOLT-8   10
    A1                                             NUT-8    4         2           10
    A2   2026-03-05  C-2                           CLOTH    2.125
    A3   2026-03-05  C-1                           NUT-8    100
"""


def test_a_list_of_orders_is_posted_in_one_commit_and_numbered_in_the_order_of_its_rows(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    before = desk.version
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "posted", "A3": "posted"}
    assert report.version == desk.version == before + 1
    assert shows(book, "sales_order", "document_ref", "document_no") == [
        ("A1", "SO-2026-00001"),
        ("A1", "SO-2026-00001"),
        ("A2", "SO-2026-00002"),
        ("A3", "SO-2026-00003"),
    ]


def test_posting_fills_the_blank_cells_with_what_was_stored(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    desk.post(book)
    fields = ("product_no", "salesperson_no", "territory_code", "description", "unit", "unit_price", "tax_code")
    assert shows(book, "sales_order", *fields) == [
        ("BOLT-8", "P1", "N1", "Bolt, 8 mm", "pcs", Decimal(10), "T5"),
        ("NUT-8", "P1", "N1", "Nut, 8 mm", "pcs", Decimal(2), "T5"),
        ("CLOTH", "P2", "South", "Cotton", "m", Decimal(8), "T13"),
        ("NUT-8", "P1", "N1", "Nut, 8 mm", "pcs", Decimal("2.5"), "T5"),
    ]


def test_the_ledger_holds_what_was_typed_with_amounts_to_the_cent(desk: Desk) -> None:
    desk.post(desk.orders(THREE_ORDERS))
    first = desk.show("SO-2026-00001")
    assert [(line.posting.net_amount, line.posting.tax_amount) for line in first.lines] == [
        (Decimal("100.00"), Decimal("5.00")),
        (Decimal("7.20"), Decimal("0.36")),
    ]
    assert first.lines[0].posting.customer_reference == "4711"
    assert (first.lines[1].posting.sheet, first.lines[1].posting.row_number) == ("Orders", 3)
    assert desk.show("SO-2026-00002").net_amount == Decimal("17.00")


def test_the_status_says_when_and_by_whom(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    report = desk.post(book)
    posted_on = str(desk.company.local_date(report.decisions[0].posted.posted_at))
    (status,) = set(shows(book, "sales_order", "status"))
    assert status[0] == f"Posted {posted_on} by {desk.company.user}"


def test_pressing_post_again_changes_nothing(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    desk.post(book)
    stored, content = desk.version, book.read_bytes()
    report = desk.post(book)
    assert set(outcomes(report).values()) == {"already"}
    assert report.version is None
    assert desk.version == stored
    assert not report.problems
    again = shows(book, "sales_order", "document_no", "unit_price", "status")
    desk.post(book)
    assert shows(book, "sales_order", "document_no", "unit_price", "status") == again
    assert len(content) > 0
    assert again[0][2].startswith("Already posted")


def test_a_changed_quantity_under_a_posted_number_is_refused_with_both_values(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    desk.post(book)
    stored = desk.version
    put(book, "sales_order", 2, quantity=12)
    report = desk.post(book)
    assert outcomes(report) == {"A1": "refused", "A2": "already", "A3": "already"}
    (problem,) = report.problems
    assert (problem.code, problem.place.cell) == ("changed-after-posting", "K2")
    assert (problem.values["field"], problem.values["stored"], problem.values["found"]) == ("quantity", "10", "12")
    assert desk.version == stored
    assert list(marks(book, "Orders")) == ["Orders!K2"]


def test_a_line_taken_out_of_a_posted_document_is_refused(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    desk.post(book)
    clear(book, "sales_order", 3)
    assert codes(desk.post(book)) == [(cell("sales_order", "document_no", 2), "changed-line-count")]


def test_a_crash_between_storing_and_marking_is_healed_by_pressing_post_again(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    unmarked = book.read_bytes()
    desk.post(book)
    stored = desk.version
    book.write_bytes(unmarked)
    report = desk.post(book)
    assert set(outcomes(report).values()) == {"already"}
    assert desk.version == stored
    assert [number for (number,) in shows(book, "sales_order", "document_no")] == [
        "SO-2026-00001", "SO-2026-00001", "SO-2026-00002", "SO-2026-00003",
    ]  # fmt: skip
    assert None not in {price for (price,) in shows(book, "sales_order", "unit_price")}
    assert None not in {description for (description,) in shows(book, "sales_order", "description")}


def test_a_dated_record_can_be_corrected_and_corrected_back(desk: Desk) -> None:
    for name, rate in (("a", 5), ("b", 6), ("c", 5)):
        text = f"""
            Tax code  Rate %  Valid from
            T7        {rate}       2026-01-01
        """
        assert outcomes(desk.post(desk.records("tax_code", text, f"{name}.xlsx"))) == {"T7": "posted"}
    with desk.company.cache() as cache:
        assert [found.tax_percent for found in load(cache, TaxCode)["T7"]] == [5, 6, 5]


def test_two_rows_of_one_key_and_day_that_differ_are_told(desk: Desk) -> None:
    report = desk.post(
        desk.records(
            "tax_code",
            """
            Tax code  Rate %
            T8        8
            T8        9
            """,
        )
    )
    assert codes(report) == [("Tax codes!A3", "record-twice")]
    assert report.count("posted") == 1


def test_an_absurd_date_does_not_spoil_the_documents_after_it(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   0226-03-05  C-1       BOLT-8   1
        A2   2026-03-05  C-1       BOLT-8   1
    """)
    assert outcomes(desk.post(book))["A2"] == "posted"


def test_a_very_long_code_is_told_in_a_note_that_fits(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   1
        A2   2026-03-05  C-1       BOLT-8   1
    """)
    put(book, "sales_order", 3, product_no="X" * 32_000)
    assert outcomes(desk.post(book)) == {"A1": "posted", "A2": "refused"}
    assert [number for (number,) in shows(book, "sales_order", "document_no")] == ["SO-2026-00001", None]


def test_a_workbook_and_its_copy_post_the_same_documents_once(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    copy = Path(shutil.copy(book, desk.folder / "March of a colleague.xlsx"))
    desk.post(book)
    stored = desk.version
    assert set(outcomes(desk.post(copy)).values()) == {"already"}
    assert desk.version == stored
    assert shows(copy, "sales_order", "document_no") == shows(book, "sales_order", "document_no")


def test_the_same_ref_in_another_workbook_is_another_document(desk: Desk) -> None:
    desk.post(desk.orders(THREE_ORDERS))
    other = desk.orders(THREE_ORDERS, "April.xlsx")
    assert set(outcomes(desk.post(other)).values()) == {"posted"}
    assert shows(other, "sales_order", "document_no")[0] == ("SO-2026-00004",)


def test_the_same_ref_on_another_date_is_another_document(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   10
    """)
    desk.post(book)
    put(book, "sales_order", 2, document_date=date(2026, 3, 6), document_no=None)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert shows(book, "sales_order", "document_no") == [("SO-2026-00002",)]


def test_a_number_that_nobody_gave_is_refused(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    put(book, "sales_order", 4, document_no="SO-2026-00099")
    report = desk.post(book)
    assert outcomes(report) == {"A1": "posted", "A2": "refused", "A3": "posted"}
    assert codes(report) == [(cell("sales_order", "document_no", 4), "unknown-document-no")]


def test_later_rows_see_what_earlier_rows_took(desk: Desk) -> None:
    desk.post(desk.orders(THREE_ORDERS))
    book = desk.documents("deliveries.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D1   2026-03-05  SO-2026-00001  1     7
        D2   2026-03-05  SO-2026-00001  1     4
        D3   2026-03-05  SO-2026-00001  1     3
    """)  # fmt: skip
    report = desk.post(book)
    assert outcomes(report) == {"D1": "posted", "D2": "refused", "D3": "posted"}
    assert [problem.values["open"] for problem in report.problems] == ["3"]


def test_check_stores_nothing_and_says_what_posting_would_do(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    stored = desk.version
    report = desk.check(book)
    assert set(outcomes(report).values()) == {"ready"}
    assert report.net_amount == Decimal("374.20")
    assert desk.version == stored
    assert {status for (status,) in shows(book, "sales_order", "status")} == {"Ready to post"}
    assert {number for (number,) in shows(book, "sales_order", "document_no")} == {None}


def test_a_line_number_without_a_quotation_does_no_harm(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Line  Product  Quantity
        A1   2026-03-05  C-1       1     BOLT-8   10
    """)
    assert outcomes(desk.post(book)) == {"A1": "posted"}
    assert outcomes(desk.post(book)) == {"A1": "already"}


def test_typed_figures_are_stored_to_the_last_digit_or_refused(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price  Discount %
        A1   2026-03-05  C-1       CLOTH    1.125     3.3333      33.3333
        A2   2026-03-05  C-1       CLOTH    1.125     3.33333
        A3   2026-03-05  C-1       CLOTH    1.0625    3
        A4   2026-03-05  C-1       BOLT-8   1         3           33.33333333
        A5   2026-03-05  C-1       CLOTH    0.001
        A6   2026-03-05  C-1       BOLT-8             0.0001
    """)
    put(book, "sales_order", 6, unit_price=10**14)
    put(book, "sales_order", 7, quantity=10**12)
    report = desk.post(book)
    assert outcomes(report) == {
        "A1": "posted",
        "A2": "refused",
        "A3": "refused",
        "A4": "refused",
        "A5": "refused",
        "A6": "refused",
    }
    assert codes(report) == [
        ("Orders!M3", "price-too-fine"), ("Orders!K4", "quantity-too-fine"), ("Orders!N5", "discount-too-fine"),
        ("Orders!M6", "amount-too-large"), ("Orders!K7", "amount-too-large"),
    ]  # fmt: skip
    assert outcomes(desk.post(book))["A1"] == "already"


def test_a_folder_restored_from_a_backup_is_not_answered_from_a_newer_cache(desk: Desk) -> None:
    book = desk.orders(THREE_ORDERS)
    backup = shutil.copytree(desk.folder, desk.folder.with_name("backup"))
    desk.post(book)
    shutil.rmtree(desk.folder)
    shutil.copytree(backup, desk.folder)
    assert outcomes(desk.post(book)) == {"A1": "posted", "A2": "posted", "A3": "posted"}
    assert shows(book, "sales_order", "document_no")[0] == ("SO-2026-00001",)
    missed = [check.code for check in verify(desk.company).checks if check.found]
    assert missed == ["verify-known-missing"], "what was posted before the folder was set back"
    assert verify(desk.company, is_restored=True).is_good


def test_a_posting_day_that_crosses_the_year_numbers_by_the_year_of_the_paper(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2025-12-31  C-1       BOLT-8   1
        A2   2026-01-01  C-1       BOLT-8   1
        A3   2025-12-30  C-1       BOLT-8   1
    """)
    desk.post(book)
    assert shows(book, "sales_order", "document_no") == [("SO-2025-00001",), ("SO-2026-00001",), ("SO-2025-00002",)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system lets no such name come into being")
def test_a_workbook_with_a_name_from_an_old_zip_file_is_posted(desk: Desk) -> None:
    """三月.xlsx as Big5 wrote it; no program on Linux can tell that it was."""
    book = desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   10
    """)
    named = Path(os.fsdecode(os.fsencode(book.parent) + b"/\xa4T\xa4\xeb.xlsx"))
    book.rename(named)
    assert outcomes(desk.post(named)) == {"A1": "posted"}
    assert desk.show("SO-2026-00001").document.workbook == "?T??.xlsx"


def test_an_invoice_that_is_dated_before_its_delivery_is_posted_with_a_warning(desk: Desk) -> None:
    book = desk.orders("Ref  Date        Customer  Product  Quantity\nA1   2026-03-01  C-1       BOLT-8   10")
    desk.post(book)
    desk.make("delivery_note", book)
    desk.post(book)
    invoice = desk.documents(
        "invoice.xlsx",
        sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity
        I1   2026-02-28  DN-2026-00001  1     4
        I2   2026-03-05  DN-2026-00001  1     6
    """,
    )
    report = desk.post(invoice)
    assert outcomes(report) == {"I1": "posted", "I2": "posted"}
    assert codes(report) == [("Invoices!B2", "dated-before-source")]
    assert sentence(report.problems[0], "en") == (
        "The date 2026-02-28 is before 2026-03-05, that of DN-2026-00001, which this is made from. Check the date."
    )
