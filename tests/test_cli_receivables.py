"""The commands about receivables, from the terminal."""

import json
from datetime import date
from pathlib import Path

import pytest

from salesbook.cli import main
from tests.actions.test_receivables import invoice, pen_of
from tests.small_company import Desk


@pytest.fixture
def owing(desk: Desk) -> Desk:
    """One invoice over 100, due on 13 February and 20 days late on 5 March 2026."""
    pen_of(desk).write(invoice("SI-1", date(2026, 1, 14), date(2026, 2, 13), "100"))
    return desk


def said(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints on 5 March 2026."""
    main([*words, "--company", str(desk.folder), "--today", "2026-03-05"])
    return capsys.readouterr().out


def run(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints; one that is done ends the program with 0."""
    with pytest.raises(SystemExit) as ended:
        said(desk, capsys, *words)
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_every_command_answers(owing: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "ageing.xlsx"
    shown = run(owing, capsys, "receivables", "--workbook", str(book))
    assert "100.00" in shown
    assert book.exists()
    found = json.loads(run(owing, capsys, "receivables", "--as-of", "2026-03-04", "--json"))
    assert (found["invoices"][0]["overdue_days"], found["total"]["difference"]) == (19, "0")
    letter = tmp_path / "statement.xlsx"
    arguments = ("--from", "2026-01-01", "--to", "2026-03-05", "--workbook", str(letter), "--language", "zh-Hant")
    shown = run(owing, capsys, "statement", "C-1", *arguments)
    assert "The ledger says 100.00; difference 0.00" in shown
    assert letter.exists()
    assert "send reminder 1" in run(owing, capsys, "dunning", "list")
    assert run(owing, capsys, "dunning", "send").startswith("1 reminder recorded as sent on 2026-03-05.")
    assert json.loads(run(owing, capsys, "dunning", "list", "--json"))[0]["state"] == "sent"
    assert run(owing, capsys, "disputes") == "No payment is refused.\n"
