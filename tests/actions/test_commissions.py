"""Commission of salespeople: it arises with the invoice, and is due then or once the invoice is paid."""

import json
from decimal import Decimal

import pytest

from salesbook.actions.commissions import show_commissions
from salesbook.problems import SalesbookError
from tests.small_company import Desk, put


def people(desk: Desk, due: str, percent: str = "10", name: str = "people.xlsx") -> None:
    """Person P1 gets a commission."""
    text = f"""
        Salesperson  Name  Joined      Commission %  Commission due on
        P1           Wang  2024-01-01  {percent:12}  {due}
    """
    assert not desk.post(desk.records("salesperson", text, name)).problems


def invoice(desk: Desk, quantity: int) -> None:
    """An invoice of bolts, 10.00 each and 10.50 with tax."""
    book = desk.orders(f"""
        Ref  Date        Customer  Product  Quantity
        A1   2026-03-05  C-1       BOLT-8   {quantity}
    """)
    desk.post(book)
    desk.make("delivery_note", book)
    desk.post(book)
    desk.make("sales_invoice", book)
    desk.post(book)


def pay(desk: Desk, amount: str) -> None:
    book = desk.documents(f"receipt of {amount}.xlsx")
    desk.make("payment", book)
    put(book, "payment", 2, amount=Decimal(amount))
    assert not desk.post(book).has_errors


def found(desk: Desk) -> list[tuple[str, Decimal, Decimal, bool]]:
    return [(c.document_no, c.base, c.amount, c.is_due) for c in show_commissions(desk.company)]


def test_commission_is_due_once_the_invoice_is_paid(desk: Desk) -> None:
    people(desk, "payment")
    invoice(desk, 10)
    assert found(desk) == [("SI-2026-00001", Decimal(100), Decimal("10.00"), False)]
    pay(desk, "50")
    assert found(desk) == [("SI-2026-00001", Decimal(100), Decimal("10.00"), False)]
    pay(desk, "55")
    assert found(desk) == [("SI-2026-00001", Decimal(100), Decimal("10.00"), True)]


def test_commission_may_be_due_with_the_invoice(desk: Desk) -> None:
    people(desk, "posting", "2.5")
    invoice(desk, 3)
    assert found(desk) == [("SI-2026-00001", Decimal(30), Decimal("0.75"), True)]


def test_a_reversed_invoice_brings_no_commission(desk: Desk) -> None:
    people(desk, "posting")
    invoice(desk, 3)
    desk.reverse("SI-2026-00001")
    assert found(desk) == []


def test_the_percent_is_the_one_of_the_day_of_the_invoice(desk: Desk) -> None:
    people(desk, "posting")
    invoice(desk, 10)
    text = """
        Salesperson  Name  Joined      Commission %  Commission due on  Valid from
        P1           Wang  2024-01-01  20            posting            2026-04-01
    """
    assert not desk.post(desk.records("salesperson", text, "raise.xlsx")).problems
    assert found(desk) == [("SI-2026-00001", Decimal(100), Decimal("10.00"), True)]


def test_nobody_gets_commission_unless_his_file_says_so(desk: Desk) -> None:
    invoice(desk, 10)
    assert found(desk) == []


def test_an_unknown_person_is_named_with_the_nearest_one(desk: Desk) -> None:
    with pytest.raises(SalesbookError) as caught:
        show_commissions(desk.company, "p-1")
    assert caught.value.code == "unknown-salesperson-similar"


def test_the_command_prints_papers_and_sums(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    from salesbook.cli import main

    people(desk, "payment")
    invoice(desk, 10)
    with pytest.raises(SystemExit) as ended:
        main(["commissions", "P1", "--company", str(desk.folder)])
    assert ended.value.code in (0, None)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Document Net amount Commission Due",
        "SI-2026-00001 2026-03-05 100.00 10 % 10.00",
        "P1 100.00 10.00 0.00",
    ]
    with pytest.raises(SystemExit):
        main(["commissions", "--company", str(desk.folder), "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["salesperson_no"], row["amount"], row["is_due"]) == ("P1", "10.00", False)
