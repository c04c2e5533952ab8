"""Importing at the terminal: what a person sees before anything is stored, and after."""

import json
from pathlib import Path

import pytest

from tests.actions.test_importing import HEADERS, ROWS, sheet_of
from tests.small_company import Desk
from tests.terminal import Run


@pytest.fixture
def shop(desk: Desk) -> Path:
    return sheet_of(desk.folder / "shop.xlsx", ("Export", [HEADERS, *ROWS]))


def test_a_look_shows_columns_first_rows_and_what_is_wrong(shop: Path, run: Run) -> None:
    said = run("import", shop, "--kind", "order", "--column", "Quantity=Pcs")
    assert said.exit_code == 1
    for words in (
        "shop.xlsx, sheet Export, is read as Order", "Product", "SKU", "another word for it", "chosen",
        "Not read: Remarks of the shop.", "S-1", "There is no customer C-7",
        "2 rows are good, 2 would be refused, 0 are totals. Nothing was stored; import with --post.",
        "shop checked.xlsx shows what is wrong, cell by cell.",
    ):  # fmt: skip
        assert words in said.out, words


def test_posting_says_where_the_rest_is(shop: Path, run: Run, desk: Desk) -> None:
    said = run("import", shop, "--kind", "order", "--column", "數量=Pcs", "--post")
    assert said.exit_code == 1
    assert "2 rows imported, 2 refused, 0 totals left out." in said.out
    assert "The refused rows are in shop refused.xlsx" in said.out
    assert desk.show("SO-2026-00001").document.document_ref == "S-1"


def test_what_is_missing_is_asked_for_before_anything_is_looked_at(shop: Path, run: Run) -> None:
    said = run("import", shop, "--kind", "order")
    assert said.exit_code == 1
    assert "Not found: Quantity." in said.out
    assert "--column Quantity=HEADER" in run("import", shop, "--kind", "order", "--post").err


def test_a_script_gets_everything(shop: Path, run: Run) -> None:
    found = json.loads(run("import", shop, "--kind", "order", "--column", "Quantity=Pcs", "--json").out)
    assert (found["kind"], found["imported"], found["refused"], found["totals"]) == ("sales_order", 2, 2, 0)
    assert {column["field"]: column["column"] for column in found["columns"]}["quantity"] == "E"
    assert [problem["cell"] for problem in found["problems"] if problem["severity"] == "error"] == ["C4", "E5"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "orders"], "order"),
        (["--kind", "order", "--column", "Quantity"], "--column FIELD=TEXT"),
        (["--kind", "order", "--column", "Colour=Pcs"], "There is no field Colour"),
        (["--kind", "order", "--column", "Quantity=Pieces"], "no column “Pieces”"),
    ],
)
def test_a_wrong_option_is_one_sentence(shop: Path, run: Run, arguments: list[str], words: str) -> None:
    assert words in run("import", shop, *arguments).sentence


def test_a_file_that_is_not_there(run: Run) -> None:
    assert "nowhere.xlsx" in run("import", "nowhere.xlsx").sentence


def test_targets_by_month_become_the_plan_of_the_year(run: Run, desk: Desk) -> None:
    rows: list[list[object]] = [
        ["2027年销售目标（单位：万元）"], ["区域", "业务员", "1月", "2月", "3月", "合计"],
        ["N1", "P1", 10, None, 12, "=SUM(C3:E3)"], ["South", "P2", 5, 5, 5, 15], ["总计", None, 15, 5, 17, 37],
    ]  # fmt: skip
    book = sheet_of(desk.folder / "targets.xlsx", ("2027", rows))
    looked = run("import", book, "--kind", "target")
    assert looked.exit_code == 0
    assert "N1/P1 has no target in month 2; that is not a target of 0." in looked.out
    assert "5 targets of 2027, 370,000 together" in looked.out
    posted = json.loads(run("import", book, "--kind", "target", "--post", "--json").out)
    assert (posted["targets"], posted["totals"], posted["total"]) == (5, 1, "370000")
    assert posted["document_no"].startswith("TP-2027")
    wrong = sheet_of(desk.folder / "wrong.xlsx", ("2027", [*rows[:3], ["Soth", "P2", 5, "x", 5, 10]]))
    said = run("import", wrong, "--kind", "target", "--post")
    assert said.exit_code == 1
    assert "There is no territory Soth. Did you mean South" in said.out
    assert "“x” is not a number" in said.out


def test_what_waits_for_an_approval_is_told_apart(run: Run, desk: Desk) -> None:
    floor = "Product  Name  Unit  Floor price\nBOLT-8   Bolt  pcs   8"
    assert desk.post(desk.records("product", floor, "floor.xlsx")).count("posted") == 1
    rows: list[list[object]] = [["Ref", "Date", "Customer", "Product", "Quantity", "Unit price"]]
    rows += [["A1", "2026-03-05", "C-1", "BOLT-8", 1, 5], ["A2", "2026-03-05", "C-1", "NUT-8", 1, 2]]
    said = run("import", sheet_of(desk.folder / "low.xlsx", ("S", rows)), "--kind", "order", "--post")
    assert "2 rows imported, 0 refused" in said.out
    assert "Of these, 1 row waits for an approval; see salesbook approvals." in said.out


def test_an_appraisal_form_is_looked_at_and_then_posted(run: Run, desk: Desk) -> None:
    rows: list[list[object]] = [
        ["姓名：P1", "月份：2026年3月", "部门：销售一部"], ["指标", "权重", "上级评分"],
        ["销售额", "60%", 90], ["回款率", "40%", None],
    ]  # fmt: skip
    book = sheet_of(desk.folder / "form.xlsx", ("P1", rows), ("Notes", [["nothing"]]))
    looked = run("import", book, "--kind", "appraisal_form")
    assert looked.exit_code == 0
    for words in (
        "Sheet P1: P1 Wang, 2026-03, 销售一部", "销售额", "90.00", "P1!C4  warning: 回款率 has no score",
        "No appraisal form was found in sheet Notes.",
        "1 form: 2 criteria and 1 rating would be posted, 0 are there already, 0 forms would be refused. "
        "Nothing was stored; import with --post.",
    ):  # fmt: skip
        assert words in looked.out, words
    posted = run("import", book, "--kind", "appraisal_form", "--post")
    assert "1 form: 2 criteria and 1 rating posted, 0 already there, 0 forms refused." in posted.out
    found = json.loads(run("import", book, "--kind", "appraisal_form", "--post", "--json").out)
    assert (found["posted"], found["already"], found["not_read"]) == (0, 3, ["Notes"])
    (form,) = found["forms"]
    assert (form["salesperson_no"], form["month"], form["total"]) == ("P1", "2026-03", "90.00")
    assert form["parts"][0]["items"][0] == {"criterion": "销售额", "name": "销售额", "weight": "60", "score": "90"}


def test_a_form_that_is_refused_says_where_and_ends_with_1(run: Run, desk: Desk) -> None:
    rows: list[list[object]] = [["Employee no", "P12"], ["Item", "Weight", "Score"], ["Sales", 100, 120]]
    book = sheet_of(desk.folder / "form.xlsx", ("F", rows))
    said = run("import", book, "--kind", "appraisal_form", "--fix", "Month=2026-03", "--post")
    assert said.exit_code == 1
    for words in (
        "F!C3  error: 120 is not possible for Score", "F!B1  error: There is no salesperson P12. Did you mean",
        "Of this form nothing is posted.", "1 form refused.",
    ):  # fmt: skip
        assert words in said.out, words
    assert "--column FIELD=TEXT" in run("import", book, "--kind", "appraisal_form", "--column", "Score").sentence


def test_several_tables_of_a_sheet_are_shown_one_by_one_and_what_is_not_read_is_said(desk: Desk, run: Run) -> None:
    header: list[object] = ["Ref", "Date", "Customer", "SKU", "Qty"]
    rows: list[list[object]] = [
        header, ["A1", "2026-03-05", "C-1", "BOLT-8", 1], header, ["A2", "2026-03-05", "C-1", "BOLT-8", 1], [],
        ["April"], ["Pieces", "Order no", "Client", "Order date", "Item no"], [3, "A9", "C-1", "2026-03-05", "NUT-8"],
        [], ["Product", "On hand"], ["BOLT-8", 4], [], ["Ref", "SKU", "Qty"], ["A3", "BOLT-8", 3],
    ]  # fmt: skip
    path = sheet_of(desk.folder / "several.xlsx", ("S", rows))
    said = run("import", path, "--kind", "order")
    for words in (
        "Sheet S: the header of row 1 is repeated 1 time, first in row 3; it is no line.",
        "A table of its own, sheet S, header in row 7, 1 row: April.",
        "Not read: 1 row under the header in row 10 of sheet S (Product, On hand), which is not taken",
        "Not read: 1 row under the header in row 13 of sheet S (Ref, SKU, Qty); the table has no Customer, Date.",
        "3 rows are good, 0 would be refused",
    ):
        assert words in said.out, words
    found = json.loads(run("import", path, "--kind", "order", "--json").out)
    assert [table["header_row"] for table in found["tables"]] == [1, 7]
    assert found["tables"][1]["columns"]["quantity"] == "Pieces"
    assert [(table["rows"], table["lacking"]) for table in found["other_tables"]] == [
        (1, []), (1, ["customer_no", "document_date"]),
    ]  # fmt: skip
    assert (found["headings"], found["rows_of_other_tables"], found["below"]) == (4, 4, 0)
