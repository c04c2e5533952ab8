"""Appraisal forms of people and months: what is posted of them, what is said, and what is refused."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesbook.actions.appraising import appraise
from salesbook.actions.importing_forms import FormImport, check_forms, read_forms, run_forms
from salesbook.messages import sentence
from salesbook.problems import PlanError, SalesbookError
from tests.small_company import Desk, typing_into

ITEMS = (("Sales", 60, 90), ("Calls", 40, 80))


def book(desk: Desk, *forms: Mapping[str, Any], name: str = "forms.xlsx") -> Path:
    """A workbook with a sheet for each form."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, form in enumerate(forms, start=1):
        sheet = workbook.create_sheet(form.get("sheet", f"Form {number}"))
        sheet.append(["Employee no", form.get("person", "P1"), "Month", form.get("month", "2026-03")])
        sheet.append(["Item", "Weight", "Score"])
        for row in form.get("items", ITEMS):
            sheet.append(list(row))
    path = desk.folder / name
    workbook.save(path)
    return path


def run(desk: Desk, *forms: Mapping[str, Any], **options: Any) -> FormImport:
    return run_forms(read_forms(book(desk, *forms), **options), desk.company)


def codes(found: FormImport) -> list[tuple[str, str]]:
    return [(problem.place.cell, problem.code) for form in found.forms for problem in form.problems]


def say(found: FormImport) -> str:
    return " ".join(sentence(problem, "en") for form in found.forms for problem in form.problems)


def posted(found: FormImport) -> tuple[int, int]:
    """Criteria and ratings."""
    return found.count("criterion", "posted"), found.count("rating", "posted")


def total(desk: Desk, person: str, month: str = "2026-03") -> Decimal | None:
    return appraise(desk.company, month, desk.folder / f"{person} {month}.xlsx", [person])[0].total


def test_each_sheet_is_a_form_of_one_person(desk: Desk) -> None:
    found = run(desk, {}, {"person": "P2", "items": [("Sales", 60, 50), ("Calls", 40, 100)]})
    assert posted(found) == (2, 4), "the criteria are the same for both"
    assert [form.total for form in found.forms] == [86, 70]
    assert (total(desk, "P1"), total(desk, "P2")) == (86, 70)


def test_the_same_forms_again_change_nothing_and_a_corrected_score_says_what_it_was(desk: Desk) -> None:
    run(desk, {})
    version = desk.version
    again = run(desk, {})
    assert (posted(again), again.already, desk.version) == ((0, 0), 4, version)
    corrected = run(desk, {"items": [("Sales", 60, 95), ("Calls", 40, 80)]})
    assert codes(corrected) == [("C3", "form-score-changes")]
    assert "was rated 90/100 for 2026-03 before; the form says 95" in say(corrected)
    assert posted(corrected) == (0, 1)
    assert total(desk, "P1") == 89


def test_a_criterion_that_is_in_force_with_this_weight_is_left_as_it_is(desk: Desk) -> None:
    run(desk, {"month": "2026-01"})
    later = run(desk, {"month": "2026-02"}, {"person": "P2", "month": "2026-02"})
    assert posted(later) == (0, 4)
    assert total(desk, "P1", "2026-02") == 86


def test_another_weight_from_a_later_month_on_is_said_and_one_of_the_same_month_is_refused(desk: Desk) -> None:
    run(desk, {"month": "2026-02"})
    other = [("Sales", 50, 90), ("Calls", 50, 80)]
    changed = run(desk, {"items": other})
    assert [code for _, code in codes(changed)] == ["form-weight-changes"] * 2
    assert "Sales weighed 60 so far; from 2026-03-01 on it weighs 50" in say(changed)
    assert (total(desk, "P1", "2026-02"), total(desk, "P1")) == (86, 85)
    refused = run(desk, {"person": "P2"})
    assert codes(refused) == [("B3", "form-weight-contradicts"), ("B4", "form-weight-contradicts")]
    assert "Sales weighs 50 from 2026-03-01 on, but the form says 60" in say(refused)
    assert (posted(refused), refused.refused) == ((0, 0), 1)


def test_two_forms_of_one_file_cannot_weigh_one_criterion_differently_in_a_month(desk: Desk) -> None:
    found = run(desk, {}, {"person": "P2", "items": [("Sales", 50, 90), ("Calls", 50, 80)]})
    assert [form.is_good for form in found.forms] == [True, False]
    assert posted(found) == (2, 2)


def test_an_item_without_a_score_is_said_and_is_no_zero(desk: Desk) -> None:
    found = run(desk, {"items": [("Sales", 60, 90), ("Calls", 40, None)]})
    assert codes(found) == [("C4", "form-score-missing")]
    assert "Its weight 40 goes to the other criteria" in say(found)
    assert posted(found) == (2, 1)
    assert found.forms[0].total == total(desk, "P1") == 90


def test_a_form_is_posted_as_a_whole_or_not_at_all_and_holds_up_no_other(desk: Desk) -> None:
    found = run(desk, {"items": [("Sales", 60, 900), ("Calls", 40, 80)]}, {"person": "P2"})
    assert codes(found)[0] == ("C3", "out-of-range")
    assert "it must be ≥ 0 ≤ 100" in say(found)
    assert (posted(found), found.refused) == ((2, 2), 1)
    assert {decision.document.sheet for decision in found.forms[1].ratings} == {"Form 2"}


def test_all_or_nothing_holds_back_the_forms_that_are_good(desk: Desk) -> None:
    desk.change_settings("all_or_nothing = false", "all_or_nothing = true")
    version = desk.version
    found = run(desk, {"person": "P9"}, {})
    assert found.held
    assert (posted(found), desk.version) == ((0, 0), version)


def test_an_unknown_person_is_refused_with_the_nearest_code_and_a_name_is_known(desk: Desk) -> None:
    found = run(desk, {"person": "P11"}, {"person": "Wnag"}, {"person": "Li"})
    assert codes(found) == [("B1", "unknown-salesperson-similar")] * 2
    assert "There is no salesperson P11. Did you mean P1" in say(found)
    assert "There is no salesperson Wnag. Did you mean P1?" in say(found), "Wang is P1"
    assert [form.salesperson_no for form in found.forms] == ["", "", "P2"]


def test_a_name_that_is_not_the_one_on_file_is_pointed_out(desk: Desk) -> None:
    path = book(desk, {})
    with typing_into(path) as workbook:
        workbook.active["E1"], workbook.active["F1"] = "Name", "Li"
    found = run_forms(read_forms(path), desk.company)
    assert codes(found) == [("F1", "form-name-differs")]
    assert "The form is of Li, but P1 is Wang on file" in say(found)


def test_a_name_that_two_people_have_is_asked(desk: Desk) -> None:
    desk.post(desk.records("salesperson", "Salesperson  Name\nP3           Wang", "people.xlsx"))
    found = run(desk, {"person": "Wang"})
    assert "Did you mean P1, P3?" in say(found)


def test_a_form_without_person_or_month_asks_for_it_and_takes_what_is_said(desk: Desk) -> None:
    found = run(desk, {"person": None, "month": None})
    assert [code for _, code in codes(found)] == ["form-label-missing"] * 2
    assert "--fix Salesperson=SP-03" in say(found)
    assert "--fix Month=2025-06" in say(found)
    said = {"業務員": "{sheet}", "Month": "2026-03"}
    found = run(desk, {"sheet": "P2", "person": None, "month": None}, fixed=said)
    assert (found.forms[0].salesperson_no, posted(found)) == ("P2", (2, 2))


def test_a_month_without_its_year_is_asked(desk: Desk) -> None:
    assert codes(run(desk, {"month": "3月"})) == [("D1", "not-a-month")]


def test_two_forms_of_one_person_and_month_cannot_both_count(desk: Desk) -> None:
    found = run(desk, {}, {"items": [("Sales", 60, 70), ("Calls", 40, 70)]})
    assert codes(found) == [("A1", "form-twice")]
    assert posted(found) == (2, 2)


def test_criteria_that_the_company_has_beside_are_named_because_nobody_could_be_appraised(desk: Desk) -> None:
    before = "Criterion  Name    Source   Weight\nVISITS     Visits  visits   100"
    desk.post(desk.records("criterion", before, "criteria.xlsx"))
    looked = check_forms(read_forms(book(desk, {})), desk.company)
    assert [code for _, code in codes(looked)] == ["form-weights-with-others"]
    assert "weigh 200 together, not 100: 100 on this form, and Visits 100" in say(looked)
    run(desk, {})
    with pytest.raises(PlanError):
        total(desk, "P1")
    ended = "Criterion  Name    Source   Weight  Valid from\nVISITS     Visits  visits   0       2026-03-01"
    desk.post(desk.records("criterion", ended, "ended.xlsx"))
    assert codes(run(desk, {})) == []
    assert total(desk, "P1") == 86


def test_an_item_called_like_a_criterion_that_is_counted_is_refused(desk: Desk) -> None:
    counted = "Criterion  Name  Source  Weight\nSales      x     amount  100"
    desk.post(desk.records("criterion", counted, "criteria.xlsx"))
    assert codes(run(desk, {})) == [("A3", "criterion-not-rated")]


def test_an_item_is_the_criterion_that_is_rated_under_its_name(desk: Desk) -> None:
    own = "Criterion  Name   Source  Weight\nC1         Sales  rated   60"
    desk.post(desk.records("criterion", own, "criteria.xlsx"))
    found = run(desk, {})
    assert (found.forms[0].codes, posted(found)) == (["C1", "Calls"], (1, 2))
    assert total(desk, "P1") == 86


def test_items_of_one_name_are_told_apart_by_their_part_and_refused_within_one(desk: Desk) -> None:
    header = ["Part", "Part weight", "Item", "Score"]
    workbook = openpyxl.Workbook()
    for row in (["Name: P1", None, "Month: 2026-03"], header, ["A", 0.5, "Other", 90], ["B", 0.5, "Other", 70]):
        workbook.active.append(row)
    workbook.save(desk.folder / "parts.xlsx")
    (form,) = run_forms(read_forms(desk.folder / "parts.xlsx"), desk.company).forms
    assert (form.codes, form.total) == (["A Other", "B Other"], 80)
    assert codes(run(desk, {"items": [("Sales", 60, 90), ("Sales", 40, 80)]})) == [("A4", "criterion-twice")]


def test_what_an_example_says_beside_a_rating_stays(desk: Desk) -> None:
    run(desk, {})
    calm = """
        Salesperson  Month    Criterion  Rating  Out of  Example
        P1           2026-03  Sales      90      100     calm
    """
    assert desk.post(desk.records("rating", calm, "ratings.xlsx")).count("posted") == 1
    assert posted(run(desk, {})) == (0, 0)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"columns": {"Colour": "Score"}}, "import-no-field"),
        ({"fixed": {"Colour": "red"}}, "import-no-field"),
        ({"columns": {"Score": "Points given"}}, "import-no-header"),
    ],
)
def test_a_field_or_header_that_forms_do_not_have_is_told(desk: Desk, options: Mapping[str, Any], code: str) -> None:
    with pytest.raises(SalesbookError) as caught:
        read_forms(book(desk, {}), **options)
    assert caught.value.code == code


def test_sheets_without_a_form_are_named_and_a_file_without_one_is_refused(desk: Desk) -> None:
    path = book(desk, {}, {"sheet": "Notes", "items": []})
    assert read_forms(path).others == ("Notes",)
    with pytest.raises(SalesbookError) as caught:
        read_forms(book(desk, {"items": []}))
    assert caught.value.code == "import-no-form"


def test_items_in_hidden_rows_are_not_left_out_silently(desk: Desk) -> None:
    path = book(desk, {"items": [("Sales", None, 90), ("Calls", None, 80)]})
    with typing_into(path) as workbook:
        workbook.active.row_dimensions[4].hidden = True
    found = run_forms(read_forms(path), desk.company)
    assert codes(found) == [("A1", "hidden-row-of-document")]
    desk.change_settings('hidden_rows = "leave_out"', 'hidden_rows = "post"')
    found = run_forms(read_forms(path), desk.company)
    assert (codes(found), found.forms[0].total) == ([("A1", "hidden-row-posted")], 85)


def forms(*months: str) -> Sequence[Mapping[str, Any]]:
    return [{"month": month} for month in months]


def test_forms_of_a_year_in_any_order_give_each_month_its_total(desk: Desk) -> None:
    found = run(desk, *forms("2026-03", "2026-01", "2026-02"))
    assert posted(found) == (2, 6), "the criteria count from January on"
    assert [total(desk, "P1", month) for month in ("2026-01", "2026-02", "2026-03")] == [86, 86, 86]
