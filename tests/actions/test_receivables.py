"""What customers owe at a date, asked of a ledger: ageing, statement, days of sales, collection rate."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.appraising import month_cards
from salesbook.actions.receivables import customer_statement, receivables, write_receivables, write_statement
from salesbook.documents.posting import Posting, canonical_json, reversal
from salesbook.problems import SalesbookError
from salesbook.settings import Language
from tests.ledger.by_hand import Pen
from tests.small_company import Desk

JUNE_END = date(2025, 6, 30)


def pen_of(desk: Desk) -> Pen:
    """Writes on from where the company's ledger ends."""
    pen = Pen(desk.company.store)
    with desk.company.cache() as cache:
        pen.version, pen.head = cache.version, cache.head
    return pen


def line(kind: str, number: str, day: date, amount: str, **fields: Any) -> Posting:
    """One line of a paper of C-1 without tax."""
    told = {"customer_no": "C-1", "currency": "USD", "salesperson_no": "P1", **fields}
    return Posting(
        kind=kind, document_no=number, document_date=day, posting_date=day, net_amount=Decimal(amount), **told
    )


def invoice(number: str, day: date, due: date, amount: str, **fields: Any) -> Posting:
    return line("sales_invoice", number, day, amount, quantity=Decimal(1), due_date=due, **fields)


def receipt(number: str, day: date, amount: str, invoice_no: str = "", **fields: Any) -> Posting:
    return line("payment", number, day, amount, source_no=invoice_no, **fields)


def credit(number: str, day: date, amount: str, invoice_no: str, applied: str) -> Posting:
    return line(
        "credit_note", number, day, amount, quantity=Decimal(1), invoice_no=invoice_no, invoice_line_no=1,
        source_no=invoice_no, source_line_no=1, applied_amount=Decimal(applied),
    )  # fmt: skip


@pytest.fixture
def owing(desk: Desk) -> Desk:
    """The four invoices of the worked example, one paid in part, one credited beyond what it had open."""
    desk.today = JUNE_END
    pen_of(desk).write(
        invoice("SI-1", date(2025, 6, 15), date(2025, 7, 15), "1000"),
        invoice("SI-2", date(2025, 5, 11), date(2025, 6, 10), "2000"),
        invoice("SI-3", date(2025, 4, 15), date(2025, 5, 15), "300"),
        invoice("SI-4", date(2025, 3, 1), date(2025, 3, 31), "40"),
        invoice("SI-5", date(2025, 3, 1), date(2025, 3, 31), "50", customer_no="C-2", salesperson_no="P2"),
        receipt("RC-1", date(2025, 6, 20), "500", "SI-2"),
        receipt("RC-2", date(2025, 6, 21), "70"),
        receipt("RC-3", date(2025, 6, 22), "50", "SI-5", customer_no="C-2", salesperson_no="P2"),
        credit("CN-1", date(2025, 6, 25), "60", "SI-4", "40"),
        receipt("RC-4", date(2025, 7, 3), "1500", "SI-2"),
    )
    return desk


def test_the_ageing_of_the_worked_example_ties_to_the_ledger(owing: Desk) -> None:
    """At 30 June 2025: due 15 July not due, 10 June 20 days, 15 May 46 days; 31 March is credited by then."""
    found = receivables(owing.company).ageing
    assert [(one.document_no, one.overdue_days, one.open_amount) for one in found.invoices] == [
        ("SI-1", 0, 1000), ("SI-2", 20, 1500), ("SI-3", 46, 300),
    ]  # fmt: skip
    (customer,) = found.customers
    assert customer.buckets == (1000, 1500, 300, 0, 0)
    assert (customer.unapplied, customer.total, customer.ledger, customer.difference) == (90, 2710, 2710, 0)


def test_money_on_account_is_told_document_by_document(owing: Desk) -> None:
    found = [(one.customer_no, one.document_no, one.amount) for one in receivables(owing.company).credits]
    assert found == [("C-1", "C-1", 70), ("C-1", "CN-1", 20)]


def test_what_is_dated_later_does_not_count(owing: Desk) -> None:
    before = receivables(owing.company, date(2025, 6, 19)).ageing
    assert before.whole.buckets == (1000, 2000, 300, 90, 0), "nothing was paid or credited; 31 March was 80 days ago"
    after = receivables(owing.company, date(2025, 7, 31)).ageing
    assert after.whole.buckets == (0, 1000, 0, 300, 0)
    assert (before.whole.difference, after.whole.difference) == (0, 0)
    assert receivables(owing.company, date(2025, 2, 1)).ageing.customers == []


def test_a_receipt_before_its_invoice_is_dated_still_ties(owing: Desk) -> None:
    pen_of(owing).write(
        invoice("SI-6", date(2025, 7, 1), date(2025, 7, 31), "10"), receipt("RC-5", date(2025, 6, 30), "10", "SI-6")
    )
    whole = receivables(owing.company).ageing.whole
    assert (whole.buckets[0], whole.difference) == (990, 0)


def test_reversals_take_their_invoice_out(owing: Desk) -> None:
    gone = invoice("SI-3", date(2025, 4, 15), date(2025, 5, 15), "300")
    (mirror,) = reversal([gone], JUNE_END, "wrong price")
    pen_of(owing).write(mirror.model_copy(update={"document_no": "RV-1"}))
    assert receivables(owing.company).ageing.whole.buckets == (1000, 1500, 0, 0, 0)
    assert receivables(owing.company, date(2025, 6, 29)).ageing.whole.buckets == (1000, 1500, 300, 0, 0)


def test_instalments_age_one_by_one(owing: Desk) -> None:
    details = canonical_json({"instalments": [["2025-05-31", "33.33"], ["2025-07-31", "66.67"]]})
    pen_of(owing).write(invoice("SI-6", date(2025, 5, 1), date(2025, 7, 31), "100", details=details))
    (found,) = (one for one in receivables(owing.company).ageing.invoices if one.document_no == "SI-6")
    assert found.buckets == (Decimal("66.67"), Decimal("33.33"), 0, 0, 0)


def test_invoices_in_other_currencies_stand_in_home_currency(owing: Desk) -> None:
    """100 EUR at 1.10; 40 EUR came in at 1.20, and the difference of 4.00 is settled without money."""
    euro = {"currency": "EUR"}
    pen_of(owing).write(
        invoice("SI-6", date(2025, 5, 1), date(2025, 5, 31), "100", home_amount=Decimal(110), **euro),
        receipt("RC-5", JUNE_END, "40", "SI-6", home_amount=Decimal(44), **euro),
    )
    (found,) = (one for one in receivables(owing.company).ageing.invoices if one.document_no == "SI-6")
    assert (found.open_amount, found.buckets) == (66, (0, 66, 0, 0, 0))
    assert receivables(owing.company).ageing.whole.difference == 0


def test_the_limits_of_the_columns_are_a_setting(owing: Desk) -> None:
    owing.change_settings("ageing_days = [30, 60, 90]", "ageing_days = [10, 45]")
    assert receivables(owing.company).ageing.whole.buckets == (1000, 0, 1500, 300)


def test_limits_that_do_not_rise_are_told_in_a_sentence(owing: Desk) -> None:
    owing.change_settings("ageing_days = [30, 60, 90]", "ageing_days = [30, 30]")
    with pytest.raises(SalesbookError, match="setting-wrong"):
        _ = owing.company


def test_days_of_sales_compare_with_what_was_invoiced_less_credits(owing: Desk) -> None:
    """2,800 owed; from 2 April on 3,300 was invoiced and 60 credited: 2,800 / 3,240 × 90 = 77.8 days."""
    found = receivables(owing.company).days_of_sales
    assert found is not None
    assert round(found, 1) == Decimal("77.8")


def test_the_collection_rate_of_the_month(owing: Desk) -> None:
    """Overdue on 1 June 300 + 40 + 50, fallen due 2,000; of it 40 was credited. 550 of 2,350 came in."""
    found = receivables(owing.company)
    assert {one.document_no: (one.due, one.received) for one in found.collected} == {
        "SI-2": (2000, 500), "SI-3": (300, 0), "SI-5": (50, 50),
    }  # fmt: skip
    rate = found.collection_rate
    assert rate is not None
    assert round(rate * 100, 1) == Decimal("23.4")


def statement_of(desk: Desk, first: date, last: date = JUNE_END) -> Any:
    return customer_statement("C-1", desk.company, first, last)[0]


def test_a_statement_runs_from_the_opening_to_the_closing_balance(owing: Desk) -> None:
    found = statement_of(owing, date(2025, 6, 1))
    assert found.opening == 2340
    assert [(entry.document_no, entry.amount, balance) for entry, balance in found.entries] == [
        ("SI-1", 1000, 3340), ("RC-1", -500, 2840), ("RC-2", -70, 2770), ("CN-1", -60, 2710),
    ]  # fmt: skip
    assert (found.closing, found.ledger, found.difference) == (2710, 2710, 0)
    assert [(one.document_no, one.overdue_days) for one in found.invoices] == [("SI-1", 0), ("SI-2", 20), ("SI-3", 46)]


def test_a_statement_without_papers_says_what_is_owed(owing: Desk) -> None:
    found = statement_of(owing, date(2025, 6, 27), date(2025, 6, 28))
    assert (found.opening, found.entries, found.closing) == (2710, [], 2710)


def test_money_that_is_only_moved_is_no_entry(owing: Desk) -> None:
    """Money on account is set against an invoice later: nothing is owed more or less."""
    day = date(2025, 6, 28)
    moving = [receipt("RC-9", day, "-70"), receipt("RC-9", day, "70", "SI-3", line_no=2)]
    pen_of(owing).write(moving)
    found = statement_of(owing, date(2025, 6, 27))
    assert (found.entries, found.closing, found.difference) == ([], 2710, 0)
    assert found.invoices[-1].open_amount == 230


@pytest.mark.parametrize(
    ("customer", "first", "code"),
    [("C-9", date(2025, 6, 1), "unknown-customer-similar"), ("C-1", date(2025, 7, 1), "ends-before-start")],
)
def test_a_statement_that_cannot_be_made_is_told(owing: Desk, customer: str, first: date, code: str) -> None:
    with pytest.raises(SalesbookError, match=code):
        customer_statement(customer, owing.company, first, JUNE_END)


def cells(path: Path) -> list[Sequence[Any]]:
    """Every filled row of the first sheet, without its blanks."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    rows = ([cell for cell in row if cell not in (None, "")] for row in sheet.iter_rows(values_only=True))
    return [row for row in rows if row]


def test_the_ageing_as_a_workbook(owing: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ageing.xlsx"
    write_receivables(owing.company, receivables(owing.company), path)
    rows = cells(path)
    assert rows[1][3:8] == ["Not due", "1–30 days", "31–60 days", "61–90 days", "over 90 days"]
    assert rows[2] == ["C-1", "Alpha", 3, 1000, 1500, 300, 0, 0, 0, 90, 2710, 2710, 0]
    assert rows[3] == ["Total", 3, 1000, 1500, 300, 0, 0, 0, 90, 2710, 2710, 0]
    assert rows[4:] == [["Days of sales outstanding", 77.8], ["Collection rate of the month %", 23.4]]
    assert openpyxl.load_workbook(path).worksheets[1].max_row == 4


@pytest.mark.parametrize(
    ("language", "opening", "kinds"),
    [
        ("en", "Opening balance 2025-06-01", ["Invoice", "Receipt", "Receipt", "Credit note"]),
        ("zh-Hant", "期初餘額 2025-06-01", ["銷售發票", "收款單", "收款單", "折讓單"]),
        ("zh-Hans", "期初余额 2025-06-01", ["销售发票", "收款单", "收款单", "折让单"]),
    ],
)
def test_the_statement_as_a_workbook_in_three_languages(
    owing: Desk, tmp_path: Path, language: Language, opening: str, kinds: list[str]
) -> None:
    path = tmp_path / "statement.xlsx"
    found, customer = customer_statement("C-1", owing.company, date(2025, 6, 1), JUNE_END)
    write_statement(owing.company, found, customer, path, language)
    rows = cells(path)
    assert [opening, 2340] in rows
    begin = rows.index([opening, 2340]) + 1
    numbers = ["SI-1", "RC-1", "RC-2", "CN-1"]
    said = [f"{kind} {number}" for kind, number in zip(kinds, numbers, strict=True)]
    assert [row[1] for row in rows[begin : begin + 4]] == said
    assert [row[-1] for row in rows[begin : begin + 5]] == [3340, 2840, 2770, 2710, 2710]


def test_a_statement_ends_with_what_is_open_and_how_old_it_is(owing: Desk, tmp_path: Path) -> None:
    """1,000 not due, 1,500 of 2,000 late by 20 days, 300 by 46; 70 and 20 on account: 2,800 - 90 = 2,710."""
    found, customer = customer_statement("C-1", owing.company, date(2025, 6, 1), JUNE_END)
    write_statement(owing.company, found, customer, tmp_path / "statement.xlsx")
    rows = cells(tmp_path / "statement.xlsx")
    begin = rows.index(["Open invoices in USD on 2025-06-30"]) + 1
    assert rows[begin : begin + 5] == [
        ["2025-06-15", "Invoice SI-1", "2025-07-15", 1000, 1000],
        ["2025-05-11", "Invoice SI-2", "2025-06-10", "20", 2000, 500, 1500],
        ["2025-04-15", "Invoice SI-3", "2025-05-15", "46", 300, 300],
        ["Less money on account", -90],
        ["Open USD", 2710],
    ]
    ages = rows.index(["By days overdue, in USD"])
    assert rows[ages + 1] == [
        "Not due", "1–30 days", "31–60 days", "61–90 days", "over 90 days", "In dispute", "On account", "Balance",
    ]  # fmt: skip
    assert rows[ages + 2] == [1000, 1500, 300, 0, 0, 0, -90, 2710]


def test_a_statement_tells_each_currency_apart(owing: Desk, tmp_path: Path) -> None:
    """800 euros were claimed at 1.10 and 300 of them paid at 1.20: 500 euros are open, whatever that is at home."""
    abroad = {"currency": "EUR", "exchange_rate": Decimal("1.1")}
    pen_of(owing).write(
        invoice("SI-9", date(2025, 5, 1), date(2025, 5, 31), "800", home_amount=Decimal(880), **abroad),
        [
            receipt("RC-9", date(2025, 6, 29), "300", "SI-9", home_amount=Decimal(360), **abroad),
            receipt(
                "RC-9",
                date(2025, 6, 29),
                "0",
                "SI-9",
                line_no=2,
                purpose="exchange",
                home_amount=Decimal(-30),
                **abroad,
            ),
        ],
    )
    found, customer = customer_statement("C-1", owing.company, date(2025, 6, 1), JUNE_END)
    assert [(one.currency, one.opening, one.closing, one.open_amount) for one in found.currencies] == [
        ("USD", 2340, 2710, 2800), ("EUR", 800, 500, 500),
    ]  # fmt: skip
    assert found.closing == 2710 + 880 - 360 + 30, "at home"
    write_statement(owing.company, found, customer, tmp_path / "statement.xlsx")
    rows = cells(tmp_path / "statement.xlsx")
    begin = rows.index(["Account in EUR"])
    assert rows[begin + 1 : begin + 4] == [
        ["Opening balance 2025-06-01", 800], ["2025-06-29", "Receipt RC-9", 300, 500], ["Balance 2025-06-30", 500],
    ]  # fmt: skip
    assert rows[rows.index(["By days overdue, in EUR"]) + 2] == [0, 500, 0, 0, 0, 0, 0, 500]


def test_what_is_in_dispute_stands_at_its_invoice_and_is_not_late(owing: Desk, tmp_path: Path) -> None:
    """100 of the 300 are refused: 200 are late, and the balance stays what it is."""
    case = """
        Case no.  Invoice no.  Refused on  Amount refused  Reason refused  Answer by
        D-1       SI-3         2025-06-29  100             quality         2025-07-09
    """
    report = owing.post(owing.documents("case.xlsx", dispute=case))
    assert not report.has_errors, report.problems
    found, customer = customer_statement("C-1", owing.company, date(2025, 6, 1), JUNE_END)
    write_statement(owing.company, found, customer, tmp_path / "statement.xlsx")
    rows = cells(tmp_path / "statement.xlsx")
    assert ["2025-04-15", "Invoice SI-3\nIn dispute: 100.00", "2025-05-15", "46", 300, 300] in rows
    assert rows[rows.index(["By days overdue, in USD"]) + 2] == [1000, 1500, 200, 0, 0, 100, -90, 2710]


def test_the_collection_rate_counts_for_the_salesperson_of_the_invoice(owing: Desk) -> None:
    """P1 collected 500 of 2,300, P2 everything."""
    owing.post(owing.records("criterion", """
        Criterion  Name        Source      Weight
        MONEY      Collection  collection  100
    """))  # fmt: skip
    cards = {card.scorecard.salesperson_no: card for card in month_cards(owing.company, "2025-06")}
    (line,) = cards["P1"].scorecard.lines
    assert (line.figure.actual, line.figure.target) == (500, 2300)
    assert cards["P2"].total == 100
