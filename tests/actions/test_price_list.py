"""The price list is edited as a sheet: what a change does is shown beside it before anything is posted."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salesbook.actions.posting import post
from salesbook.actions.price_list import preview, price_sheet
from salesbook.cli import app
from salesbook.hosts.closed_file import ClosedFile
from salesbook.problems import TemplateError
from salesbook.sheets.columns import PRICE_CHANGES
from tests.small_company import Desk, put, table_shows


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """A price list with a break, a price of one customer, an open order and two quotations."""
    desk.post(desk.records("price", """
        Customer  Price list  Product  From quantity  Unit price
                  default     BOLT-8                  10
                  default     BOLT-8   100            9.20
        C-2                   BOLT-8                  9.90
    """, "prices.xlsx"))  # fmt: skip
    desk.post(desk.documents(
        "old.xlsx",
        sales_order="""
            Ref  Date        Customer  Product  Quantity
            A    2026-03-02  C-1       BOLT-8   150
            B    2026-03-02  C-1       BOLT-8   10
            C    2026-03-02  C-2       BOLT-8   200
        """,
        quotation="""
            Ref  Date        Valid until  Customer  Product  Quantity
            Q    2026-03-02  2026-04-30   C-1       BOLT-8   100
            R    2026-02-02  2026-02-28   C-1       BOLT-8   100
        """,
    ))  # fmt: skip
    desk.post(desk.documents("d.xlsx", delivery_note="""
        Ref  Date        Order no.      Quantity
        D    2026-03-03  SO-2026-00001  50
    """))  # fmt: skip
    return desk


def sheet(desk: Desk, **choice: str) -> Path:
    path = desk.folder / "price list.xlsx"
    price_sheet(desk.company, path, **choice)
    return path


def effects(book: Path) -> list[tuple[Any, ...]]:
    return table_shows(
        book, PRICE_CHANGES, "difference_percent", "orders", "order_amount", "quotations", "quotation_amount",
        "customers",
    )  # fmt: skip


def test_the_price_list_written_out_and_posted_again_changes_nothing(listed: Desk) -> None:
    book = sheet(listed)
    rows = table_shows(book, PRICE_CHANGES, "customer_no", "price_list", "minimum_quantity", "old_price", "unit_price")
    assert rows == [
        (None, "default", None, Decimal(10), Decimal(10)),
        (None, "default", Decimal(100), Decimal("9.2"), Decimal("9.2")),
        ("C-2", None, None, Decimal("9.9"), Decimal("9.9")),
    ]
    version = listed.version
    assert preview(ClosedFile(book), listed.company).rows == []
    assert post(ClosedFile(book), listed.company).count("already") == 3
    assert listed.version == version


def test_the_preview_shows_the_difference_and_what_is_open_at_the_old_price(listed: Desk) -> None:
    book = sheet(listed)
    put(book, PRICE_CHANGES, 3, unit_price=Decimal("9.66"), valid_from=date(2026, 4, 1), change_reason="steel")
    version = listed.version
    (row,) = preview(ClosedFile(book), listed.company).rows
    assert (row.effect.old_price, row.effect.new_price) == (Decimal("9.2"), Decimal("9.66"))
    # Of order A 100 of 150 are open at 9.20; order B is below the break, order C has its own price.
    assert effects(book)[1] == (Decimal(5), 1, Decimal(920), 1, Decimal(920), "C-1")
    assert effects(book)[0][0] is None
    assert listed.version == version, "a preview stores nothing"


def test_posting_keeps_the_old_price_until_the_new_one_begins(listed: Desk) -> None:
    book = sheet(listed)
    put(book, PRICE_CHANGES, 3, unit_price=Decimal("9.66"), valid_from=date(2026, 4, 1), change_reason="steel")
    report = post(ClosedFile(book), listed.company)
    assert (report.count("posted"), report.count("already")) == (1, 2)
    listed.post(listed.orders("""
        Ref  Date        Customer  Product  Quantity
        E    2026-03-31  C-1       BOLT-8   100
        F    2026-04-01  C-1       BOLT-8   100
    """))  # fmt: skip
    prices = [listed.show(f"SO-2026-0000{number}").lines[0].posting for number in (4, 5)]
    assert [(line.unit_price, line.price_reason) for line in prices] == [
        (Decimal("9.2"), "list default from 100"),
        (Decimal("9.66"), "list default from 100 since 2026-04-01"),
    ]


def test_a_new_row_of_a_customer_names_him_alone_and_has_no_price_so_far(listed: Desk) -> None:
    book = sheet(listed, customer_no="C-2")
    assert len(table_shows(book, PRICE_CHANGES, "product_no")) == 1
    put(book, PRICE_CHANGES, 3, customer_no="C-2", product_no="NUT-8", base_percent=Decimal(80))
    (row,) = preview(ClosedFile(book), listed.company).rows
    assert (row.effect.old_price, row.effect.new_price, row.effect.customers) == (None, Decimal("2.0000"), ("C-2",))
    assert row.effect.difference_percent is None


def test_a_row_that_is_refused_has_no_effect_and_says_why(listed: Desk) -> None:
    book = sheet(listed)
    put(book, PRICE_CHANGES, 3, base_percent=Decimal(90), unit_price=Decimal("9.66"))
    found = preview(ClosedFile(book), listed.company)
    assert found.rows == []
    assert [problem.code for problem in found.report.problems] == ["price-or-percent"]


def test_other_workbooks_have_nothing_to_preview(desk: Desk) -> None:
    with pytest.raises(TemplateError, match="table-missing"):
        preview(ClosedFile(desk.documents()), desk.company)


def test_the_price_list_is_edited_from_the_terminal(listed: Desk) -> None:
    run, book = CliRunner(), listed.folder / "list.xlsx"
    written = run.invoke(app, ["prices", "export", str(book), "--list", "default", "--today", "2026-03-05"])
    assert written.output.startswith("2 prices written to")
    unchanged = run.invoke(app, ["prices", "preview", str(book), "--today", "2026-03-05"])
    assert unchanged.output == "No price of this workbook differs from what is stored.\n"
    put(book, PRICE_CHANGES, 3, unit_price=Decimal("9.66"))
    shown = run.invoke(app, ["prices", "preview", str(book), "--today", "2026-03-05"])
    assert "9.66" in shown.output
    assert "C-1" in shown.output
    as_json = run.invoke(app, ["prices", "preview", str(book), "--json", "--today", "2026-03-05"])
    (row,) = json.loads(as_json.output)["rows"]
    assert (row["old_price"], row["new_price"], row["orders"], row["customers"]) == ("9.2", "9.66", 1, ["C-1"])


def test_a_price_in_another_currency_stays_one(desk: Desk) -> None:
    desk.post(desk.records("price", """
        Price list  Currency  Product  From quantity  Unit price
        default               BOLT-8                  10
        default     EUR       BOLT-8   50             8
    """, "prices.xlsx"))  # fmt: skip
    book = sheet(desk)
    assert table_shows(book, PRICE_CHANGES, "currency", "unit_price") == [(None, Decimal(10)), ("EUR", Decimal(8))]
    assert post(ClosedFile(book), desk.company).count("already") == 2
    put(book, PRICE_CHANGES, 3, unit_price=Decimal("7.5"))
    (row,) = preview(ClosedFile(book), desk.company).rows
    assert (row.effect.old_price, row.effect.new_price, row.effect.customers) == (
        Decimal(8),
        Decimal("7.5"),
        ("C-1", "C-2"),
    )
