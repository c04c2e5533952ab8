"""The three-quantity proof of orders: on the screen, for a script, and as a sheet to sign."""

import json
from pathlib import Path

import openpyxl
import pytest

from salesbook.actions.proving import prove, write_proof
from salesbook.actions.workbooks import look_of
from salesbook.cli import app
from salesbook.problems import SalesbookError
from salesbook.settings import LANGUAGES, Language
from salesbook.workbooks.building import BookInfo
from salesbook.workbooks.proof import PROOF, TERMS, build_proof
from tests.actions.test_verifying import CYCLE, Write, write
from tests.documents.test_tie_out import paper
from tests.small_company import Desk, table_shows

__all__ = ["write"]

FINISHED = [
    paper("sales_order", "SO-2", 5),
    *(
        posting.model_copy(update={"order_no": "SO-2"})
        for posting in (
            paper("delivery_note", "DN-2", 5),
            paper("sales_invoice", "SI-2", 5, source_no="DN-2", delivery_no="DN-2"),
        )
    ),
]


def test_the_worked_example_is_proved_with_difference_0(write: Write) -> None:
    (line,) = prove(write(*CYCLE))
    assert line.posting.document_no == "SO-1"
    assert (line.proof.ordered, line.proof.open, line.proof.net_sent) == (100, 19, 81)
    assert (line.proof.accepted, line.proof.billed, line.proof.uninvoiced) == (75, 74, 1)
    assert line.proof.differences == (0, 0, 0)


def test_finished_lines_are_shown_when_they_are_asked_for(write: Write) -> None:
    company = write(*CYCLE, *FINISHED)
    assert [line.posting.document_no for line in prove(company)] == ["SO-1"]
    assert [line.posting.document_no for line in prove(company, everything=True)] == ["SO-1", "SO-2"]
    assert [line.posting.document_no for line in prove(company, ["SO-2"])] == ["SO-2"]


def test_an_order_that_is_not_there_is_named(write: Write) -> None:
    with pytest.raises(SalesbookError) as told:
        prove(write(*CYCLE), ["SO-9"])
    assert (told.value.code, told.value.values["document"]) == ("document-not-found", "SO-9")


def test_the_sheet_shows_the_terms_and_computes_the_differences_anew(write: Write, tmp_path: Path) -> None:
    company = write(*CYCLE)
    write_proof(company, prove(company), tmp_path / "proof.xlsx")
    names = ("order_no", "ordered", "given_up", "open", "net_sent", "to_bill", "billed", "uninvoiced", "issued", "back")
    shown = table_shows(tmp_path / "proof.xlsx", PROOF, *names)
    assert shown == [("SO-1", 100, 0, 19, 81, 75, 74, 1, 90, 15)]
    terms = ("delivered", "refused", "sent_again", "returned", "invoiced", "credited")
    assert table_shows(tmp_path / "proof.xlsx", TERMS, *terms) == [(90, 5, 4, 6, 80, 6)]
    sheet = openpyxl.load_workbook(tmp_path / "proof.xlsx").worksheets[0]
    assert sheet["J6"].value.startswith("=tblProof[[#This Row],[Ordered]]-(")
    assert sheet["A3"].value == "All differences are 0."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_written_in_each_language(write: Write, tmp_path: Path, language: Language) -> None:
    company = write(*CYCLE)
    lines = [(line.posting, line.proof) for line in prove(company)]
    build_proof(tmp_path / "p.xlsx", BookInfo(look_of(company.settings, language)), company.today, lines)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert [cell.value for cell in book.worksheets[0][5]] == [field.title.get(language) for field in PROOF.fields]


def test_orders_that_were_typed_are_proved_from_the_terminal(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.post(desk.orders("""
        Ref  Date        Customer  Product  Quantity
        A    2026-03-05  C-1       BOLT-8   10
    """))  # fmt: skip
    arguments = ["proof", "--company", str(desk.folder)]
    app(arguments, standalone_mode=False)
    printed = capsys.readouterr().out
    assert "SO-2026-00001" in printed
    assert "1 order line: all differences are 0." in printed
    app([*arguments, "SO-2026-00001", "--json"], standalone_mode=False)
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["ordered"], found["open"], found["ties"]) == ("10", "10", True)
