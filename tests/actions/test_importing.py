"""Sheets of other programs and other people: what they are taken for, what is posted, what is left to be corrected."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from salesbook.actions.import_profiles import read_profiles
from salesbook.actions.importing import ImportReport, check_import, plan_import, run_import
from salesbook.actions.verifying import verify
from salesbook.documents.master_data import Customer
from salesbook.ledger.history import load
from salesbook.messages import error_sentence, sentence
from salesbook.problems import SalesbookError
from tests.hosts import biff_files as biff
from tests.small_company import TODAY, Desk

HEADERS = ["Order no.", "Order date", "Cust. code", "SKU", "Pcs", "Price each", "Remarks of the shop"]
ROWS: list[list[object]] = [
    ["S-1", "2026-03-05", "C-1", "BOLT-8", "１２", "$ 9.50", "by phone"],
    ["S-1", "2026-03-05", "C-1", "NUT-8", "4", "2.50", None],
    ["S-2", "2026-03-05", "C-7", "BOLT-8", "1", "10", None],
    ["S-3", "2026-03-05", "C-2", "BOLT-8", "many", "10", None],
]


def sheet_of(path: Path, *tables: tuple[str, list[list[object]]]) -> Path:
    """A workbook with these sheets, each from its first cell."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in tables:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture
def shop(desk: Desk) -> Path:
    """Yesterday's orders as the web shop exports them."""
    return sheet_of(desk.folder / "shop.xlsx", ("Export", [["Web shop"], [], HEADERS, *ROWS]))


def problems(report: ImportReport) -> list[tuple[str, str]]:
    return [(f.place.cell, f.code) for sheet in report.sheets for f in sheet.problems if f.severity == "error"]


def test_a_plan_says_which_column_is_which_and_how_sure_that_is(desk: Desk, shop: Path) -> None:
    plan = plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"})
    assert {guess.field: (guess.header, guess.how) for guess in plan.columns} == {
        "document_ref": ("Order no.", "other_word"), "document_date": ("Order date", "other_word"),
        "customer_no": ("Cust. code", "other_word"), "product_no": ("SKU", "other_word"),
        "quantity": ("Pcs", "chosen"), "unit_price": ("Price each", "other_word"),
    }  # fmt: skip
    assert plan.left_out == ("Remarks of the shop",)
    assert plan.missing == ()


def test_a_column_that_must_be_there_is_asked_for(desk: Desk, shop: Path) -> None:
    plan = plan_import(shop, desk.company, "sales_order")
    assert [field.name for field in plan.missing] == ["quantity"]
    with pytest.raises(SalesbookError) as caught:
        run_import(plan, desk.company)
    assert "Pcs" in error_sentence(caught.value, "en")
    assert "--column Quantity=HEADER" in error_sentence(caught.value, "en")


def test_looking_stores_nothing_and_marks_a_copy(desk: Desk, shop: Path) -> None:
    before = desk.version, shop.read_bytes()
    report = check_import(plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    assert (report.imported, report.refused) == (2, 2)
    assert problems(report) == [("C6", "unknown-customer-similar"), ("E7", "not-a-number")]
    assert (desk.version, shop.read_bytes()) == before
    assert read_profiles(desk.folder) == {}
    assert report.problems_file == desk.folder / "shop checked.xlsx"
    copy = openpyxl.load_workbook(report.problems_file)["Export"]
    assert "C-7" in copy["C6"].comment.text
    assert copy["A1"].value == "Web shop"


def test_what_is_good_is_posted_and_the_rest_is_corrected_and_imported_again(desk: Desk, shop: Path) -> None:
    report = run_import(plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    assert (report.imported, report.refused, report.totals) == (2, 2, 0)
    order = desk.show("SO-2026-00001")
    lines = [(line.posting.product_no, line.posting.quantity, line.posting.unit_price) for line in order.lines]
    assert lines == [("BOLT-8", 12, Decimal("9.5")), ("NUT-8", 4, Decimal("2.5"))]
    assert (order.document.document_ref, order.lines[0].posting.row_number) == ("S-1", 4)
    assert report.refused_file == desk.folder / "shop refused.xlsx"
    rest = openpyxl.load_workbook(report.refused_file)
    assert [[cell.value for cell in row] for row in rest["Export"].iter_rows()][1:] == [HEADERS, *ROWS[2:]]
    assert "C-7" in rest["Export"]["C3"].comment.text
    rest["Export"]["C3"].value, rest["Export"]["E4"].value = "C-2", 3
    rest.save(report.refused_file)
    # The profile is known by now, so nothing needs to be said twice.
    again = run_import(plan_import(report.refused_file, desk.company), desk.company)
    assert (again.imported, again.refused, again.refused_file) == (2, 0, None)
    assert desk.show("SO-2026-00003").lines[0].posting.quantity == 3
    assert verify(desk.company).is_good


def test_a_price_that_needs_itself_is_refused_with_its_place(desk: Desk) -> None:
    path = desk.folder / "circle.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Export")
        sheet.write_row(0, 0, ["Order no.", "Order date", "Cust. code", "SKU", "Qty", "Price each", "Cost"])
        for row, formula in enumerate(["=G2*2", "=F3*1.05", "=G4", "=F4"], start=1):
            sheet.write_row(row, 0, [f"S-{row}", "2026-03-05", "C-1", "BOLT-8", 1])
            sheet.write_formula(row, 5, formula, value=0)
            sheet.write_formula(row, 6, "=F4" if row > 1 else "=E9*2", value=0)
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert problems(report) == [("F3", "formula-circular"), ("F4", "formula-circular"), ("F5", "formula-circular")]
    assert (report.imported, report.refused) == (1, 3)


def test_a_text_that_no_cell_can_hold_and_a_code_that_excel_has_ruined_are_refused_and_marked(desk: Desk) -> None:
    path = desk.folder / "shop.csv"
    header = ["Order no", "Order date", "Customer", "SKU", "Qty", "Price", "Remark", "PO no"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerow(["S-1", "2026-03-05", "C-1", "BOLT-8", 1, 9.5, "x" * 40_000, "PO-1"])
        writer.writerow(["S-2", "2026-03-05", "C-1", "BOLT-8", 1, 9.5, "", "4.20E+11"])
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert problems(report) == [("G2", "text-longer-than-cell"), ("H3", "code-was-number")]
    rest = openpyxl.load_workbook(report.refused_file)["shop"]
    assert [cell.value for cell in rest[1]] == header
    assert len(rest["G2"].value) == 32_767
    assert "32767" in rest["G2"].comment.text


def test_rows_that_were_imported_are_known_again_in_another_file(desk: Desk, shop: Path) -> None:
    run_import(plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    version = desk.version
    later = sheet_of(desk.folder / "shop tomorrow.xlsx", ("Export", [HEADERS, *ROWS[:2]]))
    report = run_import(plan_import(later, desk.company), desk.company)
    assert [dict(sheet.outcomes) for sheet in report.sheets] == [{"already": 1}]
    assert desk.version == version


def test_the_kind_is_found_by_the_header_or_asked_for(desk: Desk, shop: Path) -> None:
    customers = [["Customer", "Name", "Credit limit"], ["C-9", "Gamma", 1000]]
    assert plan_import(sheet_of(desk.folder / "c.xlsx", ("List", customers)), desk.company).kind == "customer"
    with pytest.raises(SalesbookError) as caught:
        plan_import(shop, desk.company)
    assert caught.value.code == "import-kind-open"
    assert "sales_order" in caught.value.values["kinds"]


def test_a_text_file_is_imported_like_a_workbook(desk: Desk) -> None:
    path = desk.folder / "shop.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADERS, *ROWS])
    report = run_import(plan_import(path, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    assert (report.imported, report.refused) == (2, 2)
    assert problems(report) == [("C4", "unknown-customer-similar"), ("E5", "not-a-number")]
    assert report.refused_file is not None
    assert openpyxl.load_workbook(report.refused_file)["shop"]["C2"].value == "C-7"


def test_an_old_workbook_keeps_zeros_and_percentages_and_its_hidden_rows_and_errors_are_said(desk: Desk) -> None:
    headers = ["Ref", "Date", "Customer", "Product", "Quantity", "Discount %", "Customer order no."]
    records = b"".join(biff.label(0, column, header) for column, header in enumerate(headers))
    for row, ref in enumerate(["A1", "A2", "A3"], start=1):
        records += biff.row(row, hidden=ref == "A2")
        records += biff.label(row, 0, ref) + biff.number(row, 1, 46086, 1) + biff.label(row, 2, "C-1")
        records += biff.label(row, 3, "BOLT-8")
        records += biff.error(row, 4, 42) if ref == "A3" else biff.number(row, 4, 2)
        records += biff.number(row, 5, 0.15, 2) + biff.number(row, 6, 41 + row, 3)
    path = desk.folder / "old.xls"
    path.write_bytes(biff.workbook([biff.Sheet("Orders", records)], formats=["yyyy-mm-dd", "0%", "000000"]))
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert [dict(sheet.outcomes) for sheet in report.sheets] == [{"posted": 1, "hidden": 1, "refused": 1}]
    assert [(found.place.cell, found.code) for sheet in report.sheets for found in sheet.problems] == [
        ("A3", "hidden-row"), ("E4", "cell-error"),
    ]  # fmt: skip
    line = desk.show("SO-2026-00001").lines[0].posting
    assert (line.discount_percent, line.customer_reference) == (15, "000042")


def test_every_row_without_a_number_is_a_document_of_its_own(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["Date", "Customer", "Product", "Quantity"],
        [TODAY, "C-1", "BOLT-8", 1],
        [TODAY, "C-1", "NUT-8", 2],
    ]
    report = run_import(
        plan_import(sheet_of(desk.folder / "a.xlsx", ("S", rows)), desk.company, "sales_order"), desk.company
    )
    assert report.imported == 2
    assert [desk.show(f"SO-2026-0000{n}").document.document_ref for n in (1, 2)] == ["a.xlsx 2", "a.xlsx 3"]


def test_what_every_row_has_alike_is_said_once(desk: Desk) -> None:
    rows: list[list[object]] = [["Ref", "Date", "Product", "Quantity"], ["A1", TODAY, "BOLT-8", 1]]
    book = sheet_of(desk.folder / "a.xlsx", ("C-2", rows))
    plan = plan_import(book, desk.company, "sales_order", fixed={"Customer": "{sheet}", "備註": "fair"})
    assert run_import(plan, desk.company).imported == 1
    line = desk.show("SO-2026-00001").lines[0].posting
    assert (line.customer_no, line.remark) == ("C-2", "fair")


def test_a_form_gives_one_document_and_nothing_below_its_lines(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["QUOTATION"], [], ["Customer", None, "Quote No:", "Q-7"], ["C-1", None, "Date: 2026.3.5"], [],
        ["Item Number", "Item", "Qty", "Unit Price", "Mark up (10%)", "Total Price"],
        ["BOLT-8", "Bolts", 10, 5, "=D7*10%", "=(D7+E7)*C7"], ["NUT-8", "Nuts", 2, "1,000.00", None, None],
        ["TOTAL", None, None, None, None, 2255], ["Terms: 30 days"],
    ]  # fmt: skip
    plan = plan_import(sheet_of(desk.folder / "form.xlsx", ("Quotation", rows)), desk.company, "quotation")
    assert plan.tables[0].labels["document_ref"] == "Q-7"
    assert run_import(plan, desk.company).imported == 2
    quotation = desk.show("QU-2026-00001")
    assert (quotation.document.document_ref, quotation.document.document_date) == ("Q-7", date(2026, 3, 5))
    prices = [line.posting.unit_price for line in quotation.lines]
    assert prices == [Decimal("5.5"), 1100], "with what the form adds to each price"


def test_numbers_that_a_file_shows_as_dates_are_numbers_again(desk: Desk) -> None:
    days = [date(2019, 7, 13), date(2019, 7, 14), date(2019, 7, 15)]
    rows: list[list[object]] = [["SalesOrderID", "OrderDate", "CustomerID", "Product", "Qty"]]
    rows += [[day, TODAY, "C-1", "BOLT-8", 1] for day in days]
    plan = plan_import(sheet_of(desk.folder / "aw.xlsx", ("S", rows)), desk.company, "sales_order")
    assert plan.profile.shown_as_dates == ("document_ref",)
    assert run_import(plan, desk.company).imported == 3
    assert desk.show("SO-2026-00001").document.document_ref == "43659"


def test_amounts_in_units_of_ten_thousand_are_multiplied(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["客户授信表（单位：万元）"],
        ["客户编号", "客户名称", "授信额度"],
        ["C-1", "Alpha", 1.5],
    ]
    plan = plan_import(sheet_of(desk.folder / "c.xlsx", ("S", rows)), desk.company, "customer")
    assert plan.profile.multiply == {"credit_limit": Decimal(10000)}
    report = run_import(plan, desk.company)
    assert report.imported == 1
    with desk.company.cache() as cache:
        (file,) = load(cache, Customer, ["C-1"]).values()
    assert file[-1].credit_limit == 15000


def test_a_price_that_contradicts_another_row_of_the_list_is_refused_and_named(desk: Desk) -> None:
    rows: list[list[object]] = [["名称", "价格"], ["BOLT-8", 9], ["NUT-8", 2], ["BOLT-8", 8]]
    plan = plan_import(
        sheet_of(desk.folder / "p.xlsx", ("厂家A", rows)), desk.company, "price",
        columns={"Product": "名称"}, fixed={"Price list": "{sheet}"},
    )  # fmt: skip
    report = run_import(plan, desk.company)
    assert problems(report) == [("A4", "record-twice")]
    assert "row 2" in sentence(report.sheets[0].problems[0], "en")


def test_a_wrong_word_for_a_field_or_a_header_is_answered_with_those_there_are(desk: Desk, shop: Path) -> None:
    with pytest.raises(SalesbookError) as caught:
        plan_import(shop, desk.company, "sales_order", columns={"Colour": "Pcs"})
    assert "Quantity" in error_sentence(caught.value, "en")
    with pytest.raises(SalesbookError) as caught:
        plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pieces"})
    assert "Pcs" in error_sentence(caught.value, "en")


def test_a_profile_that_somebody_has_broken_is_named_with_its_key(desk: Desk, shop: Path) -> None:
    run_import(plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    (path,) = (desk.folder / "imports").glob("*.toml")
    path.write_text("colour = 1\n" + path.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(SalesbookError) as caught:
        plan_import(shop, desk.company)
    assert str(path.name) in error_sentence(caught.value, "en")


def test_a_sheet_with_two_kinds_of_paper_is_imported_twice(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["單號", "日期", "類型", "客戶", "料號", "數量"],
        ["Q-1", TODAY, "報價", "C-1", "BOLT-8", 5], ["O-1", TODAY, "訂單", "C-1", "BOLT-8", 3],
        ["O-2", TODAY, "訂單", "C-2", "BOLT-8", 2],
    ]  # fmt: skip
    book = sheet_of(desk.folder / "both.xlsx", ("S", rows))
    orders = run_import(plan_import(book, desk.company, "sales_order", only={"類型": "訂單"}), desk.company)
    assert (orders.imported, orders.refused, orders.others) == (2, 0, 1)
    quotes = run_import(plan_import(book, desk.company, "quotation", only={"類型": "報價"}), desk.company)
    assert (quotes.imported, quotes.others) == (1, 2)
    assert [desk.show(number).document.document_ref for number in ("SO-2026-00001", "QU-2026-00001")] == ["O-1", "Q-1"]
    with pytest.raises(SalesbookError) as caught:
        plan_import(book, desk.company, "quotation", only={"種類": "報價"})
    assert "類型" in error_sentence(caught.value, "en")


def test_a_long_file_is_posted_in_parts_and_read_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One date in it tells how all are written, its sum is that of all rows, and rows of one order stay together."""
    monkeypatch.setattr("salesbook.actions.importing.BATCH", 3)
    rows: list[list[object]] = [["Order no", "Date", "Customer", "SKU", "Qty"]]
    rows += [[f"S{number}", "05/03/2026", "C-1", "BOLT-8", number] for number in range(1, 9)]
    rows += [["S1", None, None, "NUT-8", 4], ["S9", "15/02/2026", "C-1", "BOLT-8", 1], ["合計", None, None, None, 41]]
    report = run_import(
        plan_import(sheet_of(desk.folder / "long.xlsx", ("S", rows)), desk.company, "sales_order"), desk.company
    )
    assert (report.imported, report.refused, report.totals) == (10, 0, 1)
    assert [line.posting.product_no for line in desk.show("SO-2026-00001").lines] == ["BOLT-8", "NUT-8"]
    (total,) = [problem for problem in report.sheets[0].problems if problem.code.startswith("total-row")]
    assert (total.code, total.place.cell) == ("total-row", "A12")
    days = {desk.show(f"SO-2026-0000{number}").document.document_date for number in range(1, 10)}
    assert days == {date(2026, 3, 5), date(2026, 2, 15)}


def test_a_profile_that_people_have_edited_keeps_their_words_and_their_numbers(desk: Desk, shop: Path) -> None:
    run_import(plan_import(shop, desk.company, "sales_order", columns={"Quantity": "Pcs"}), desk.company)
    (path,) = (desk.folder / "imports").glob("*.toml")
    text = path.read_text("utf-8").replace("[multiply]", "[multiply]\nquantity = 0.5")
    edited = f"# the shop counts halves\n{text}"
    path.write_text(edited, encoding="utf-8")
    row: list[object] = ["S-9", "2026-03-05", "C-1", "BOLT-8", 12, 1, None]
    later = sheet_of(desk.folder / "later.xlsx", ("Export", [HEADERS, row]))
    run_import(plan_import(later, desk.company), desk.company)
    assert desk.show("SO-2026-00002").lines[0].posting.quantity == 6
    assert path.read_text("utf-8") == edited
    plan = plan_import(later, desk.company, fixed={"Currency": "USD"})
    run_import(plan, desk.company)
    assert read_profiles(desk.folder)[plan.name].multiply == {"quantity": Decimal("0.5")}


# ---- Several tables on one sheet ---------------------------------------------------------------------------------

LIST: list[object] = ["Ref", "Date", "Customer", "SKU", "Qty"]


def all_rows(path: Path, report: ImportReport) -> tuple[int, int]:
    """Rows of the file that hold anything, and rows of which the report tells what became of them."""
    sheets = openpyxl.load_workbook(path).worksheets
    filled = sum(1 for sheet in sheets for row in sheet.iter_rows(values_only=True) if any(row))
    told = report.imported + report.refused + report.totals + report.blank
    return filled, told + report.others + report.below + report.headings + report.left_out


def test_every_table_of_a_sheet_is_imported_on_its_own_and_no_row_is_lost(desk: Desk) -> None:
    rows: list[list[object]] = [
        ["March"], LIST, ["A1", TODAY, "C-1", "BOLT-8", 1], ["A2", TODAY, "C-9", "BOLT-8", 2],
        ["Total", None, None, None, 3], [], ["April"], ["Customer: C-2"],
        ["件數", "訂單號碼", "訂單日期", "料號"], [4, "A3", TODAY, "NUT-8"], ["many", "A4", TODAY, "NUT-8"], [],
        ["Contacts"], ["Name", "Phone"], ["Ann", "0912"], ["Ben", "0913"],
    ]  # fmt: skip
    path = sheet_of(desk.folder / "two.xlsx", ("S", rows))
    looked = check_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert (looked.imported, looked.refused) == (2, 2)
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert (report.imported, report.refused, report.totals, report.headings, report.left_out) == (2, 2, 1, 5, 4)
    assert len(set(all_rows(path, report))) == 1
    assert problems(report) == [("C4", "unknown-customer-similar"), ("A11", "not-a-number")]
    april = desk.show("SO-2026-00002")
    assert (april.document.document_ref, april.document.customer_no) == ("A3", "C-2")
    assert april.lines[0].posting.row_number == 10
    (contacts,) = report.plan.others
    assert (contacts.header_row, contacts.rows, contacts.headers[:2]) == (14, 2, ("Name", "Phone"))

    assert report.refused_file is not None
    rest = openpyxl.load_workbook(report.refused_file)
    assert [[cell.value for cell in row if cell.value is not None][:2] for row in rest["S"].iter_rows()] == [
        ["March"], ["Ref", "Date"], ["A2", rest["S"]["B3"].value], [],
        ["April"], ["Customer: C-2"], ["件數", "訂單號碼"], ["many", "A4"],
    ]  # fmt: skip
    rest["S"]["C3"].value, rest["S"]["A8"].value = "C-1", 5
    rest.save(report.refused_file)
    again = run_import(plan_import(report.refused_file, desk.company), desk.company)
    assert (again.imported, again.refused) == (2, 0)
    assert {desk.show(f"SO-2026-0000{n}").document.customer_no for n in (3, 4)} == {"C-1", "C-2"}
    assert verify(desk.company).is_good


def test_refused_rows_of_a_lower_table_alone_are_imported_again_by_the_same_profile(desk: Desk) -> None:
    rows: list[list[object]] = [LIST, ["A1", TODAY, "C-1", "BOLT-8", 1], []]
    rows += [["件數", "訂單號碼", "訂單日期", "料號", "客戶編號"], ["many", "A4", TODAY, "NUT-8", "C-1"]]
    path = sheet_of(desk.folder / "two.xlsx", ("S", rows))
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert report.refused_file is not None
    rest = openpyxl.load_workbook(report.refused_file)
    rest["S"]["A4"].value = 5
    rest.save(report.refused_file)
    plan = plan_import(report.refused_file, desk.company)
    assert plan.name == report.plan.name
    assert run_import(plan, desk.company).imported == 1


def test_a_profile_is_known_again_although_a_lower_table_has_more_columns(desk: Desk) -> None:
    rows: list[list[object]] = [LIST, ["A1", TODAY, "C-1", "BOLT-8", 1], []]
    rows += [[*LIST, "Unit price", "Remark"], ["A4", TODAY, "C-1", "NUT-8", 1, 3, "x"]]
    path = sheet_of(desk.folder / "two.xlsx", ("S", rows))
    first = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert first.imported == 2
    assert desk.show("SO-2026-00002").lines[0].posting.unit_price == 3, "a column that only the lower table has"
    assert plan_import(path, desk.company).name == first.plan.name


def test_tables_beside_each_other_give_their_own_documents_though_their_rows_have_one_number(desk: Desk) -> None:
    header, row = LIST[1:], [TODAY, "C-1", "BOLT-8"]
    rows: list[list[object]] = [[*header, None, *header], [*row, 1, None, *row, 1], [*row, 2, None, *row, "x"]]
    path = sheet_of(desk.folder / "side.xlsx", ("S", rows))
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert (report.imported, report.refused) == (3, 1)
    refs = [desk.show(f"SO-2026-0000{number}").document.document_ref for number in (1, 2, 3)]
    assert refs == ["side.xlsx 2", "side.xlsx 3", "side.xlsx F 2"]
    assert problems(report) == [("I3", "not-a-number")]
    assert report.refused_file is not None
    rest = openpyxl.load_workbook(report.refused_file)
    shown = [[cell.value for cell in line] for line in rest["S"].iter_rows()]
    assert [(line[0], line[8]) for line in shown] == [
        ("Date", None), (None, None), (None, "Qty"), (None, "x"),
    ]  # fmt: skip
    rest["S"]["I4"].value = 7
    rest.save(report.refused_file)
    assert run_import(plan_import(report.refused_file, desk.company), desk.company).imported == 1


def test_sheets_whose_rows_have_one_number_give_their_own_documents(desk: Desk) -> None:
    rows: list[list[object]] = [LIST[1:], [TODAY, "C-1", "BOLT-8", 1]]
    path = sheet_of(desk.folder / "b.xlsx", ("May", rows), ("June", rows))
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert [dict(sheet.outcomes) for sheet in report.sheets] == [{"posted": 1}, {"posted": 1}]


def test_a_header_that_is_repeated_on_each_page_is_said_and_no_wrong_row(desk: Desk) -> None:
    rows: list[list[object]] = [LIST]
    for page in range(4):
        rows += [[f"A{page}{line}", TODAY, "C-1", "BOLT-8", line + 1] for line in range(3)] + [LIST] * (page < 3)
    path = sheet_of(desk.folder / "pages.xlsx", ("S", rows))
    report = run_import(plan_import(path, desk.company, "sales_order"), desk.company)
    assert (report.imported, report.refused, report.headings) == (12, 0, 4)
    assert report.plan.tables[0].repeated == (5, 9, 13)
    assert len(set(all_rows(path, report))) == 1


def quotation_form(number: str, quantity: object) -> list[list[object]]:
    return [
        ["QUOTATION"], [], ["Customer", None, "Quote No:", number], ["C-1", None, "Date: 2026.3.5"], [],
        ["Item Number", "Item", "Qty", "Unit Price"], ["BOLT-8", "Bolts", quantity, 5], ["NUT-8", "Nuts", 2, 3],
        ["TOTAL", None, None, 56], ["Terms: 30 days"], [],
    ]  # fmt: skip


def test_forms_that_were_copied_downwards_are_one_document_each(desk: Desk) -> None:
    forms = [*quotation_form("Q-1", 1), *quotation_form("Q-2", "many"), *quotation_form("Q-3", 3)]
    path = sheet_of(desk.folder / "forms.xlsx", ("S", forms))
    report = run_import(plan_import(path, desk.company, "quotation"), desk.company)
    assert (report.imported, report.refused, report.below) == (4, 2, 6)
    assert len(set(all_rows(path, report))) == 1
    assert [desk.show(f"QU-2026-0000{n}").document.document_ref for n in (1, 2)] == ["Q-1", "Q-3"]
    assert report.refused_file is not None
    rest = openpyxl.load_workbook(report.refused_file)
    place = next(cell for row in rest["S"].iter_rows() for cell in row if cell.value == "many")
    place.value = 9
    rest.save(report.refused_file)
    assert run_import(plan_import(report.refused_file, desk.company), desk.company).imported == 2
    assert desk.show("QU-2026-00003").document.document_ref == "Q-2"


def test_a_form_with_lines_below_its_sum_is_asked_about_and_not_imported_in_part(desk: Desk) -> None:
    rows = [*quotation_form("Q-1", 10), ["Optional:"], ["NUT-8", "Nuts", 5, 3]]
    path = sheet_of(desk.folder / "form.xlsx", ("S", rows))
    report = run_import(plan_import(path, desk.company, "quotation"), desk.company)
    assert (report.imported, report.refused) == (0, 3)
    assert problems(report) == [("A13", "row-below-total")]
    assert len(set(all_rows(path, report))) == 1


def test_lines_below_an_empty_row_of_a_form_are_lines(desk: Desk) -> None:
    rows = quotation_form("Q-1", 10)
    rows.insert(7, [])
    report = run_import(
        plan_import(sheet_of(desk.folder / "form.xlsx", ("S", rows)), desk.company, "quotation"), desk.company
    )
    assert (report.imported, report.below) == (2, 2)


def test_tables_in_different_units_are_not_imported_together(desk: Desk) -> None:
    header: list[object] = ["客戶編號", "客戶名稱", "授信額度"]
    rows: list[list[object]] = [
        ["單位：萬元"],
        header,
        ["C-1", "Alpha", 1.5],
        [],
        ["單位：元"],
        header,
        ["C-2", "Beta", 9],
    ]
    path = sheet_of(desk.folder / "c.xlsx", ("S", rows))
    with pytest.raises(SalesbookError) as caught:
        plan_import(path, desk.company, "customer")
    assert caught.value.code == "import-units-differ"
    assert "row 6" in error_sentence(caught.value, "en")
