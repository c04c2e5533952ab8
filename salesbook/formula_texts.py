r"""Texts that a spreadsheet would take for a formula, and the apostrophe that keeps it from doing so.

The rule: in front of ``=``, ``+``, ``-`` or ``@`` (full-width ones too) at the beginning of a text goes one
apostrophe; blanks and apostrophes that stand there already do not hide the sign. So a text that begins with
an apostrophe of its own gets a second one, and taking one away always gives back what was there. The
beginning of a line and what follows a semicolon count as beginnings: where the semicolon divides columns,
a comma-separated file is cut there. Numbers are no business of this module; they are never protected.
"""

import re

LONGEST_TEXT = 32_767
"""Letters that a cell of Excel can hold; files without cells, such as CSV, may hold more."""

_BLANK = r"(?:[^\S\r\n]|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff])*"
_SIGN = "[-=+@＝＋－＠]"
_BEGINNING = r"(^|[;\r\n])"
_FORMULA = re.compile(f"{_BEGINNING}{_BLANK}{_SIGN}")
_UNPROTECTED = re.compile(f"{_BEGINNING}(?='*{_BLANK}{_SIGN})")
_AMBIGUOUS = re.compile(f"{_BEGINNING}(?='+{_BLANK}{_SIGN})")
_PROTECTED = re.compile(f"{_BEGINNING}'(?='*{_BLANK}{_SIGN})")


def is_formula_like(text: str) -> bool:
    r"""Whether a spreadsheet may evaluate a text, or a part of it, that is typed or read from a file.

    >>> [is_formula_like(text) for text in ("=1+1", "\t@SUM(A1)", "－2", "1-2", "'=1+1")]
    [True, True, True, False, False]
    """
    return _FORMULA.search(text) is not None


def protected(text: str) -> str:
    """The text for a file whose cells have no types, such as CSV.

    >>> protected("-A12"), protected("'-A12"), protected("A-12"), protected("'quoted'")
    ("'-A12", "''-A12", 'A-12', "'quoted'")
    """
    return _UNPROTECTED.sub(r"\1'", text)


def unprotected(text: str) -> str:
    """The text that was protected; a text that never was comes back as it is.

    >>> unprotected("'-A12"), unprotected("''-A12"), unprotected("'quoted'")
    ('-A12', "'-A12", "'quoted'")
    """
    return _PROTECTED.sub(r"\1", text)


def for_text_cell(text: str) -> str:
    """The text for a cell that is text by its type: only an apostrophe that would be taken off gets a second one.

    >>> for_text_cell("-A12"), for_text_cell("'-A12")
    ('-A12', "''-A12")
    """
    return _AMBIGUOUS.sub(r"\1'", text) if "'" in text else text
