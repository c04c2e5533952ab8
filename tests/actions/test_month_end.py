"""The month-end report, the opening balances of a year, and questions about how things stood."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.closing import close, reopen
from salesbook.actions.month_end import report, write_report
from salesbook.actions.showing import show, status
from salesbook.actions.verifying import Check, read_all, verify
from salesbook.documents.month_end import CustomerReceivable, CustomerTotal, LedgerHead, by_customer
from salesbook.documents.posting import Posting
from salesbook.ledger.cutoff import Cutoff
from salesbook.ledger.schema import posting_hash
from salesbook.printing import document_json, month_end_json, print_document, print_month_end
from salesbook.problems import SalesbookError
from tests.ledger.by_hand import Pen
from tests.small_company import Desk, move_in, plain_value

APRIL = date(2026, 4, 2)
ORDERS = """
    Ref  Date        Customer  Product  Quantity  Discount %
    F1   2026-02-27  C-1       BOLT-8   10
    M1   2026-03-02  C-1       NUT-8    8         10
    M2   2026-03-30  C-2       CLOTH    1.5
    A1   2026-04-01  C-2       NUT-8    4
"""


@pytest.fixture(scope="module")
def built(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two customers with orders over three months; of the first order six are delivered, and four invoiced."""
    folder = tmp_path_factory.mktemp("sold")
    with pytest.MonkeyPatch.context() as patch:
        desk = move_in(_built_company, folder, patch)
        desk.today = APRIL
        assert not desk.post(desk.documents("sales.xlsx", sales_order=ORDERS)).has_errors
        delivered = desk.documents("delivered.xlsx", delivery_note="""
            Ref  Date        Order no.      Line  Quantity
            D1   2026-03-05  SO-2026-00001  1     6
        """)  # fmt: skip
        assert not desk.post(delivered).has_errors
        invoiced = desk.documents("invoiced.xlsx", sales_invoice="""
            Ref  Date        Delivery no.   Line  Quantity
            I1   2026-03-06  DN-2026-00001  1     4
        """)  # fmt: skip
        assert not desk.post(invoiced).has_errors
    return folder


@pytest.fixture
def sold(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """That company on the second of April, for a test to change as it likes."""
    desk = move_in(built, tmp_path, monkeypatch)
    desk.today = APRIL
    return desk


def test_the_report_counts_the_papers_of_the_month_by_kind(sold: Desk) -> None:
    sold.reverse("SO-2026-00002")
    found = report(sold.company, "2026-03")
    # Nuts 8 × 2.5 less 10 % = 18, ordered and reversed; cloth 1.5 × 8 = 12 with 13 % of tax.
    assert [
        (totals.kind, totals.documents, totals.reversals, totals.net_amount, totals.tax_amount, totals.gross_amount)
        for totals in found.kinds
    ] == [
        ("sales_order", 2, 1, 12, Decimal("1.56"), Decimal("13.56")),
        ("delivery_note", 1, 0, 60, 3, 63),
        ("sales_invoice", 1, 0, 40, 2, 42),
        ("reversal", 1, 0, 0, 0, 0),
    ]
    assert [(totals.first_no, totals.last_no) for totals in found.kinds] == [
        ("SO-2026-00002", "SO-2026-00003"),
        ("DN-2026-00001", "DN-2026-00001"),
        ("SI-2026-00001", "SI-2026-00001"),
        ("RV-2026-00001", "RV-2026-00001"),
    ]


def test_the_report_lists_what_is_open_at_the_end_of_the_month_by_customer(sold: Desk) -> None:
    found = report(sold.company, "2026-03")
    assert [(line.document_no, line.quantity, line.net_amount) for line in found.open_orders] == [
        ("SO-2026-00001", 4, 40), ("SO-2026-00002", 8, 18), ("SO-2026-00003", Decimal("1.5"), 12),
    ]  # fmt: skip
    assert by_customer(found.open_orders) == [
        CustomerTotal("C-1", "USD", 2, Decimal(58)), CustomerTotal("C-2", "USD", 1, Decimal(12)),
    ]  # fmt: skip
    assert by_customer(found.uninvoiced) == [CustomerTotal("C-1", "USD", 1, Decimal(20))]
    assert [line.document_no for line in report(sold.company, "2026-02").open_orders] == ["SO-2026-00001"]
    assert report(sold.company, "2026-02").open_orders[0].quantity == 10, "nothing was delivered in February"
    assert found.names["C-1"] == "Alpha"


def test_an_open_month_is_reported_as_it_is_now_and_says_so(sold: Desk) -> None:
    found = report(sold.company, "2026-03")
    assert (found.closed_by, found.closed_at) == ("", None)
    stamp = read_all(sold.company)[-1].stamp
    assert found.head == LedgerHead(sold.version, stamp.seq, stamp.hash)


def test_a_closed_month_is_reported_as_it_was_closed_whatever_came_later(sold: Desk) -> None:
    close("2026-03", sold.company)
    at_closing = report(sold.company, "2026-03")
    closing = read_all(sold.company)[-1]
    assert closing.lines[0].kind == "period"
    assert at_closing.head == LedgerHead(sold.version, closing.stamp.seq, closing.stamp.hash)
    assert at_closing.closed_by == sold.company.user
    assert at_closing.closed_at == closing.stamp.posted_at
    sold.reverse("SO-2026-00002")
    later = sold.documents("more.xlsx", delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D2   2026-04-02  SO-2026-00001  1     4
    """)  # fmt: skip
    assert not sold.post(later).has_errors
    assert report(sold.company, "2026-03") == at_closing
    sold.today = date(2026, 5, 2)
    close("2026-04", sold.company)
    assert report(sold.company, "2026-03") == at_closing
    april = report(sold.company, "2026-04")
    assert [line.document_no for line in april.open_orders] == ["SO-2026-00003", "SO-2026-00004"]
    assert [totals.reversals for totals in april.kinds if totals.kind == "sales_order"] == [1]


def test_a_month_that_has_not_begun_has_no_report(sold: Desk) -> None:
    with pytest.raises(SalesbookError) as told:
        report(sold.company, "2026-05")
    assert told.value.code == "month-not-begun"


def test_an_empty_month_has_an_empty_report(desk: Desk) -> None:
    found = report(desk.company, "2026-03")
    assert (found.kinds, found.open_orders, found.uninvoiced) == ([], [], [])
    assert (found.receivables, found.ageing.invoices) == ([], [])


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_workbook_shows_the_same_figures(sold: Desk, language: str) -> None:
    sold.change_settings('language = "en"', f'language = "{language}"')
    close("2026-03", sold.company)
    found = report(sold.company, "2026-03")
    target = sold.folder / "March closed.xlsx"
    write_report(sold.company, found, target)
    workbook = openpyxl.load_workbook(target)
    summary = workbook.worksheets[0]
    values = [cell.value for row in summary.iter_rows() for cell in row if cell.value is not None]
    assert found.head.hash in values
    assert {"SO-2026-00002", "SO-2026-00003", "Alpha", 58, 12, 20} <= set(values)
    assert set(summary.tables) == {
        "tblPapers", "tblOpenByCustomer", "tblUninvoicedByCustomer", "tblReceivableByCustomer",
    }  # fmt: skip
    lines = [[cell.value for cell in row] for row in workbook.worksheets[1].iter_rows(min_row=2)]
    assert [(row[0], row[2], row[7], row[9]) for row in lines] == [
        ("C-1", "SO-2026-00001", 4, 40), ("C-1", "SO-2026-00002", 8, 18), ("C-2", "SO-2026-00003", 1.5, 12),
    ]  # fmt: skip
    content = target.read_bytes()
    write_report(sold.company, found, target)
    assert target.read_bytes() == content


# ---- What customers owe ----------------------------------------------------------------------------------------


@pytest.fixture
def owing(sold: Desk) -> Desk:
    """The same company with a second invoice over 42, due two days before the end of March, and with receipts.

    Of the first invoice 12 are paid in March, of the second 10 in April; both customers have money on account.
    """
    post_all(sold, delivery_note="""
        Ref  Date        Order no.      Line  Quantity
        D2   2026-02-27  SO-2026-00001  1     4
    """)  # fmt: skip
    post_all(sold, sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity
        I2   2026-02-27  DN-2026-00002  1     4
    """)  # fmt: skip
    post_all(sold, payment="""
        Ref  Date        Customer  Invoice no.    Amount
        R1   2026-03-20  C-1       SI-2026-00001  12
        R1                                        5
        R2   2026-03-31  C-2                      7
        R3   2026-04-01  C-1       SI-2026-00002  10
    """)  # fmt: skip
    return sold


def post_all(desk: Desk, **tables: str) -> None:
    """Post a workbook with these rows, none of which has a problem."""
    assert not desk.post(desk.documents(f"book {desk.version}.xlsx", **tables)).has_errors


def test_the_report_says_what_each_customer_owes_what_of_it_is_overdue_and_what_he_has_on_account(owing: Desk) -> None:
    found = report(owing.company, "2026-03")
    assert found.receivables == [
        CustomerReceivable("C-1", "USD", 2, receivable=Decimal(72), overdue=Decimal(42), unapplied=Decimal(5)),
        CustomerReceivable("C-2", "USD", 0, receivable=Decimal(0), overdue=Decimal(0), unapplied=Decimal(7)),
    ]
    assert [
        (line.document_no, line.document_date, line.due_date, line.amount, line.paid, line.open_amount)
        for line in found.ageing.invoices
    ] == [
        ("SI-2026-00001", date(2026, 3, 6), date(2026, 4, 5), 42, 12, 30),
        ("SI-2026-00002", date(2026, 2, 27), date(2026, 3, 29), 42, 0, 42),
    ]
    assert [line.overdue_days for line in found.ageing.invoices] == [0, 2]


def test_a_receipt_of_the_next_month_counts_there(owing: Desk) -> None:
    (april, _) = report(owing.company, "2026-04").receivables
    assert (april.receivable, april.overdue, april.unapplied) == (62, 62, 5), "by the end of April both are due"
    (february,) = report(owing.company, "2026-02").receivables
    assert (february.receivable, february.overdue, february.unapplied) == (42, 0, 0)


def test_on_the_day_it_is_due_an_invoice_is_not_overdue_yet(sold: Desk) -> None:
    post_all(sold, sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity
        I2   2026-03-01  DN-2026-00001  1     1
        I3   2026-02-28  DN-2026-00001  1     1
    """)  # fmt: skip
    found = report(sold.company, "2026-03")
    assert [(line.due_date, line.overdue_days) for line in found.ageing.invoices] == [
        (date(2026, 4, 5), 0), (date(2026, 3, 31), 0), (date(2026, 3, 30), 1),
    ]  # fmt: skip
    assert found.receivables[0].overdue == Decimal("10.5")


def test_what_a_closed_month_was_owed_stays_whatever_is_received_later(owing: Desk) -> None:
    close("2026-03", owing.company)
    at_closing = report(owing.company, "2026-03")
    post_all(owing, payment="""
        Ref  Date        Invoice no.    Amount
        R4   2026-04-02  SI-2026-00001  30
    """)  # fmt: skip
    owing.reverse("RC-2026-00002")
    assert report(owing.company, "2026-03") == at_closing
    assert [owed.receivable for owed in report(owing.company, "2026-04").receivables] == [32]


def test_a_receipt_dated_before_its_invoice_makes_a_negative_entry_so_that_the_list_adds_up(sold: Desk) -> None:
    post_all(sold, sales_invoice="""
        Ref  Date        Delivery no.   Line  Quantity
        I2   2026-04-01  DN-2026-00001  1     2
    """)  # fmt: skip
    post_all(sold, payment="""
        Ref  Date        Invoice no.    Amount
        R1   2026-03-31  SI-2026-00002  8
    """)  # fmt: skip
    found = report(sold.company, "2026-03")
    assert [(line.document_no, line.amount, line.paid, line.open_amount) for line in found.ageing.invoices] == [
        ("SI-2026-00001", 42, 0, 42), ("SI-2026-00002", 0, 8, -8),
    ]  # fmt: skip
    assert [(owed.receivable, owed.overdue) for owed in found.receivables] == [(34, 0)]


def test_receipts_are_counted_with_their_money_alone_for_they_have_no_tax(
    owing: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(owing.company, "2026-03")
    (received,) = [totals for totals in found.kinds if totals.kind == "payment"]
    assert (received.documents, received.reversals) == (2, 0)
    assert received.shown_amounts == {"net_amount": None, "tax_amount": None, "gross_amount": 24}
    print_month_end(found, owing.company)
    printed = capsys.readouterr().out
    assert re.search(r"Receipt +RC-2026-00001 +RC-2026-00002 +2 +0 +24\.00 +USD", printed)
    assert re.search(r"C-1 +Alpha +2 +72\.00 +42\.00 +5\.00 +USD", printed)
    assert re.search(r"Total +2 +72\.00 +42\.00 +12\.00 +USD", printed)


def test_a_script_reads_the_same_receivables(owing: Desk) -> None:
    found = month_end_json(report(owing.company, "2026-03"))
    assert found["receivable"]["customers"][0] == {
        "customer_no": "C-1", "currency": "USD", "invoices": 2, "receivable": "72", "overdue": "42", "unapplied": "5",
    }  # fmt: skip
    assert [(line["document_no"], line["open_amount"]) for line in found["receivable"]["invoices"]] == [
        ("SI-2026-00001", "30"), ("SI-2026-00002", "42"),
    ]  # fmt: skip
    (received,) = [totals for totals in found["papers"] if totals["kind"] == "payment"]
    assert (received["net_amount"], received["tax_amount"], received["gross_amount"]) == (None, None, "24")


def test_the_workbook_lists_the_open_invoices_and_sums_what_is_owed(owing: Desk, tmp_path: Path) -> None:
    target = tmp_path / "March.xlsx"
    write_report(owing.company, report(owing.company, "2026-03"), target)
    workbook = openpyxl.load_workbook(target, data_only=True)
    summary = workbook.worksheets[0]
    _, first, _, last = openpyxl.utils.range_boundaries(summary.tables["tblReceivableByCustomer"].ref)
    assert [[cell.value for cell in row[:7]] for row in summary.iter_rows(min_row=first, max_row=last + 1)] == [
        ["Customer", "Name", "Currency", "Invoices", "Receivable", "Of it overdue", "On account"],
        ["C-1", "Alpha", "USD", 2, 72, 42, 5],
        ["C-2", "Beta", "USD", 0, 0, 0, 7],
        ["Total", None, "USD", 2, 72, 42, 12],
    ]
    invoices = workbook["Open invoices"]
    assert [[plain_value(cell.value) for cell in row] for row in invoices.iter_rows(min_row=2)] == [
        [
            "C-1",
            "Alpha",
            "SI-2026-00001",
            date(2026, 3, 6),
            date(2026, 4, 5),
            None,
            42,
            12,
            30,
            "USD",
            30,
            0,
            0,
            0,
            0,
            0,
        ],
        ["C-1", "Alpha", "SI-2026-00002", date(2026, 2, 27), date(2026, 3, 29), 2, 42, 0, 42, "USD", 0, 42, 0, 0, 0, 0],
    ]


# ---- Opening balances -------------------------------------------------------------------------------------------


@pytest.fixture
def fiscal(sold: Desk) -> Desk:
    """The same company with a year that ends in March."""
    sold.change_settings("fiscal_year_start_month = 1", "fiscal_year_start_month = 4")
    return sold


def opening(desk: Desk) -> list[list[Posting]]:
    """The lines of all opening balances, in the order of storing."""
    return [list(found.lines) for found in read_all(desk.company) if found.lines[0].kind == "opening_balance"]


def details(term: str) -> str:
    """What a line of an opening balance keeps about itself."""
    terms = '["sales_order","delivery_note","receivable","unapplied"]'
    return f'{{"carried_over":"{term}","decimals":2,"home_currency":"USD","terms":{terms}}}'


def test_closing_the_last_month_of_a_year_stores_what_the_new_one_begins_with(fiscal: Desk) -> None:
    before = fiscal.version
    close("2026-03", fiscal.company)
    assert fiscal.version == before + 1, "in the same commit"
    (lines,) = opening(fiscal)
    assert {(line.document_no, line.posting_date) for line in lines} == {("OB-2026-00001", date(2026, 4, 1))}
    assert [(line.customer_no, line.net_amount, line.details) for line in lines] == [
        ("C-1", 20, details("delivery_note")),
        ("C-1", 42, details("receivable")),
        ("C-1", 58, details("sales_order")),
        ("C-2", 12, details("sales_order")),
    ]
    assert found_wrong(fiscal) == ()
    assert verify(fiscal.company).is_good


def test_no_balance_counts_an_opening_balance_again(fiscal: Desk) -> None:
    before = fiscal.open_quantities("sales_order"), report(fiscal.company, "2026-04").open_orders
    close("2026-03", fiscal.company)
    assert (fiscal.open_quantities("sales_order"), report(fiscal.company, "2026-04").open_orders) == before


def test_an_opening_balance_is_shown_with_what_it_carries_over(
    fiscal: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    close("2026-03", fiscal.company)
    shown = show("OB-2026-00001", fiscal.company)
    assert list(shown.carried.items()) == [
        (("C-1", "delivery_note", "USD"), 20), (("C-1", "receivable", "USD"), 42), (("C-1", "sales_order", "USD"), 58),
        (("C-2", "sales_order", "USD"), 12),
    ]  # fmt: skip
    assert shown.net_amount == 90
    print_document(shown, fiscal.company)
    printed = capsys.readouterr().out
    assert re.search(r"C-1 +Delivery note +20\.00 +USD", printed)
    assert re.search(r"C-1 +Receivable +42\.00 +USD", printed)
    assert re.search(r"Total +Order +70\.00 +USD", printed)
    assert "Net 90.00" not in printed, "orders and deliveries, without tax and with it, have no meaning as one sum"
    assert [(line["amount"], line["with_tax"]) for line in document_json(shown)["carried_over"]] == [
        (20, False), (42, True), (58, False), (12, False),
    ]  # fmt: skip


def test_another_month_stores_none(sold: Desk) -> None:
    close("2026-02", sold.company)
    close("2026-03", sold.company)
    assert opening(sold) == []


def test_a_year_that_ends_within_the_months_closed_together_has_its_opening_balance(fiscal: Desk) -> None:
    close("2026-02", fiscal.company)
    fiscal.today = date(2026, 5, 31)
    close("2026-05", fiscal.company)
    (lines,) = opening(fiscal)
    assert {line.posting_date for line in lines} == {date(2026, 4, 1)}
    assert verify(fiscal.company).is_good


def test_closed_again_the_year_gets_a_new_opening_balance_and_the_old_one_stays_true(fiscal: Desk) -> None:
    close("2026-03", fiscal.company)
    reopen("2026-03", fiscal.company, "cloth was never ordered")
    fiscal.reverse("SO-2026-00003")
    close("2026-03", fiscal.company)
    first, second = opening(fiscal)
    assert sum((line.net_amount for line in first), Decimal(0)) == 132
    assert sum((line.net_amount for line in second), Decimal(0)) == 120
    assert second[0].document_no == "OB-2026-00002"
    assert found_wrong(fiscal) == ()


def test_a_year_that_ends_with_nothing_open_says_so(fiscal: Desk) -> None:
    for number in ("SI-2026-00001", "DN-2026-00001", *(f"SO-2026-0000{n}" for n in (1, 2, 3))):
        fiscal.reverse(number)
    close("2026-03", fiscal.company)
    assert [[(line.customer_no, line.net_amount) for line in lines] for lines in opening(fiscal)] == [[("", 0)]]
    assert found_wrong(fiscal) == ()


def found_wrong(desk: Desk) -> tuple[str, ...]:
    (check,) = [check for check in verify(desk.company).checks if check.code == "verify-opening-balances"]
    assert isinstance(check, Check)
    return check.found


def test_a_year_begins_with_what_customers_owe_and_have_on_account_on_its_eve(owing: Desk) -> None:
    owing.change_settings("fiscal_year_start_month = 1", "fiscal_year_start_month = 4")
    close("2026-03", owing.company)
    (lines,) = opening(owing)
    assert [(line.customer_no, line.net_amount, line.details) for line in lines] == [
        ("C-1", 20, details("delivery_note")),
        ("C-1", 72, details("receivable")),
        ("C-1", 18, details("sales_order")),
        ("C-1", 5, details("unapplied")),
        ("C-2", 12, details("sales_order")),
        ("C-2", 7, details("unapplied")),
    ]
    found = report(owing.company, "2026-03").receivables
    assert [(owed.receivable, owed.unapplied) for owed in found] == [(72, 5), (0, 7)]
    assert verify(owing.company).is_good


def write_opening(desk: Desk, *lines: tuple[str, str, str, str]) -> None:
    """Store an opening balance by hand: customer, currency, amount and details of each line."""
    pen = Pen(desk.company.store)
    last = read_all(desk.company)[-1].stamp
    pen.version, pen.head = desk.version, (last.seq, last.hash)
    written = [
        Posting(
            kind="opening_balance", document_no="OB-2026-00009", line_no=line_no, document_date=date(2026, 4, 1),
            posting_date=date(2026, 4, 1), customer_no=customer_no, currency=currency, net_amount=Decimal(amount),
            details=kept,
        )
        for line_no, (customer_no, currency, amount, kept) in enumerate(lines, start=1)
    ]  # fmt: skip
    (stored,) = pen.write(written)
    assert stored.stamp.hash == posting_hash(stored.stamp, stored.lines)


GOODS = (("C-1", "delivery_note", "20"), ("C-1", "sales_order", "58"), ("C-2", "sales_order", "12"))


def test_an_opening_balance_that_was_stored_before_there_were_receipts_stays_true(fiscal: Desk) -> None:
    kept = '{{"carried_over":"{}","decimals":2}}'
    write_opening(fiscal, *((customer, "USD", amount, kept.format(term)) for customer, term, amount in GOODS))
    assert found_wrong(fiscal) == ()
    assert list(show("OB-2026-00009", fiscal.company).carried.values()) == [20, 58, 12]


def test_verify_names_what_an_opening_balance_leaves_out_of_what_it_says_it_carries_over(fiscal: Desk) -> None:
    write_opening(fiscal, *((customer, "USD", amount, details(term)) for customer, term, amount in GOODS))
    assert found_wrong(fiscal) == ("OB-2026-00009: C-1 receivable 0 ≠ 42 USD",)


def test_verify_names_money_that_differs(fiscal: Desk) -> None:
    goods = [(customer, "USD", amount, details(term)) for customer, term, amount in GOODS]
    money = [("C-1", "USD", "41.99", details("receivable")), ("C-2", "USD", "3", details("unapplied"))]
    write_opening(fiscal, *goods, *money)
    assert found_wrong(fiscal) == (
        "OB-2026-00009: C-1 receivable 41.99 ≠ 42 USD",
        "OB-2026-00009: C-2 unapplied 3 ≠ 0 USD",
    )


def test_verify_names_an_opening_balance_that_differs(fiscal: Desk) -> None:
    write_opening(fiscal, ("C-1", "USD", "58.01", '{"carried_over":"sales_order","decimals":2}'))
    assert found_wrong(fiscal) == (
        "OB-2026-00009: C-1 delivery_note 0 ≠ 20 USD",
        "OB-2026-00009: C-1 sales_order 58.01 ≠ 58 USD",
        "OB-2026-00009: C-2 sales_order 0 ≠ 12 USD",
    )


# ---- As of a day, as known at a moment --------------------------------------------------------------------------


def test_the_status_of_a_day_counts_what_is_dated_by_then(sold: Desk) -> None:
    sold.change_settings('open_from = "2025-01-01"', 'open_from = "2026-04-01"')
    sold.reverse("SO-2026-00002")
    assert status(sold.company).counts["sales_order"] == (5, 1)
    at_the_end = status(sold.company, Cutoff(as_of=date(2026, 3, 31)))
    assert at_the_end.counts == {"delivery_note": (1, 0), "sales_invoice": (1, 0), "sales_order": (3, 0)}
    assert at_the_end.open_lines == {"quotation": 0, "sales_order": 3, "delivery_note": 1}
    assert status(sold.company, Cutoff(as_of=date(2026, 2, 28))).counts == {"sales_order": (1, 0)}


def test_what_is_stored_later_was_not_known_though_it_is_dated_earlier(sold: Desk) -> None:
    orders = next(found.stamp.posted_at for found in read_all(sold.company) if found.lines[0].kind == "sales_order")
    then = status(sold.company, Cutoff(as_of=date(2026, 3, 31), known_at=orders))
    assert then.counts == {"sales_order": (3, 0)}
    assert status(sold.company, Cutoff(known_at=orders - timedelta(microseconds=1))).counts == {}
    everything = status(sold.company, Cutoff(known_at=datetime(9000, 1, 1, tzinfo=UTC)))
    assert everything.counts == status(sold.company).counts
    assert everything.open_lines == status(sold.company).open_lines


def test_a_document_is_shown_as_it_stood(sold: Desk) -> None:
    before = show("SO-2026-00001", sold.company, Cutoff(as_of=date(2026, 3, 4)))
    assert (before.state, before.lines[0].balance.open_to_deliver, before.led_to) == ("confirmed", 10, [])
    after = show("SO-2026-00001", sold.company, Cutoff(as_of=date(2026, 3, 5)))
    assert (after.state, after.lines[0].balance.open_to_deliver) == ("part_delivered", 4)
    assert [found.document_no for found in after.led_to] == ["DN-2026-00001"]
    with pytest.raises(SalesbookError) as told:
        show("SO-2026-00001", sold.company, Cutoff(as_of=date(2026, 2, 26)))
    assert told.value.code == "document-not-yet"


def test_a_document_reversed_later_is_shown_as_standing(sold: Desk) -> None:
    sold.change_settings('open_from = "2025-01-01"', 'open_from = "2026-04-01"')
    mirror = sold.reverse("SO-2026-00002")
    march = Cutoff(as_of=date(2026, 3, 31))
    assert show("SO-2026-00002", sold.company, march).state == "confirmed"
    assert show("SO-2026-00002", sold.company, Cutoff(as_of=date(2026, 4, 2))).state == "reversed"
    with pytest.raises(SalesbookError) as told:
        show(mirror, sold.company, march)
    assert told.value.code == "document-not-yet"
    assert show(mirror, sold.company, Cutoff(as_of=date(2026, 4, 2))).net_amount == -18


# ---- The head that was written down -----------------------------------------------------------------------------


def test_a_head_that_was_written_down_is_found_again(sold: Desk) -> None:
    close("2026-03", sold.company)
    written = report(sold.company, "2026-03").head.hash
    sold.reverse("SO-2026-00004")
    assert verify(sold.company, [written]).is_good
    assert not verify(sold.company, ["0" * 63 + "1"]).is_good


def test_a_report_is_written_where_it_is_asked_for(sold: Desk, tmp_path: Path) -> None:
    target = tmp_path / "reports" / "三月.xlsx"
    write_report(sold.company, report(sold.company, "2026-03"), target)
    assert openpyxl.load_workbook(target).sheetnames == [
        "Month-end report", "Open orders", "Delivered, not invoiced", "Open invoices",
    ]  # fmt: skip
