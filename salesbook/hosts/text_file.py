"""A text file with delimiters (.csv, .tsv, .txt) as a grid. Every value stays the text that it is."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from salesbook.hosts.grid_rows import LARGEST_GRID, UnreadableFileError, build_grid
from salesbook.hosts.host import Grid, RowBlock
from salesbook.hosts.text_encoding import decode
from salesbook.problems import Reason

_DELIMITERS = ("\t", ";", "|", ",")
"""Those that stand in ordinary text more seldom come first: of two that fit alike, the first one is meant."""

_SAMPLE = 1000
_ALMOST = 0.02
_NAMED_DELIMITER = re.compile(r'sep=([^"\w\s]|\t)\r?\n', re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype html|html|head|meta|body|table|style|div|tr)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml|\s*<[a-z]+[ :>]", re.IGNORECASE)
_OTHERS = ("%PDF", "{\\rtf")


def read_text_file(content: bytes, file: str, title: str) -> list[Grid]:
    """The one grid of a text file. Row numbers count the records, as Excel would show them.

    Args:
        content: Its bytes.
        file: Its name, for a refusal.
        title: Name of the grid.

    Raises:
        HostError: The encoding cannot be told.
        UnreadableFileError: It is no text, or text of another kind, or a quote is never closed.
    """
    if content.startswith(tuple(mark.encode() for mark in _OTHERS)):
        raise UnreadableFileError(Reason("reason-no-table"))
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(Reason("reason-no-table"))
    text = decode(content, file)
    if _HTML.match(text):
        raise UnreadableFileError(Reason("reason-web-page"))
    if _XML.match(text):
        raise UnreadableFileError(Reason("reason-xml"))
    named = _NAMED_DELIMITER.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else delimiter_of(text)
    return [build_grid(title, _rows(text, delimiter), room=LARGEST_GRID)]


def delimiter_of(text: str) -> str:
    r"""The delimiter by which most of the first records have the same number of fields.

    >>> delimiter_of("Item;Price\nBOLT-8;1,50\nNUT-8;2,50")
    ';'
    """
    shares = {delimiter: _agreement(text, delimiter) for delimiter in _DELIMITERS}
    best = max(shares.values())
    return next(delimiter for delimiter in _DELIMITERS if shares[delimiter] >= best - _ALMOST) if best else ","


def _agreement(text: str, delimiter: str) -> float:
    """The share of records that have the most frequent number of fields, of those with more than one."""
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(records, _SAMPLE) if record)
    except csv.Error:
        return 0
    agreeing = max((count for width, count in widths.items() if width > 1), default=0)
    return agreeing / max(widths.total(), 1)


def _rows(text: str, delimiter: str) -> Iterator[RowBlock]:
    lines = StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    row_number = first_line = 0
    while True:
        first_line = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise _open_quote(first_line) from error
        if record is None:
            return
        row_number += 1
        if reader.line_num > first_line and lines.tell() >= len(text):
            _refuse_open_quote(text, delimiter, first_line)
        yield RowBlock(row_number, tuple(value or None for value in record))


def _refuse_open_quote(text: str, delimiter: str, first_line: int) -> None:
    """A quote that is never closed takes all that follows into one cell, which only a strict reader tells."""
    last_record = islice(StringIO(text, newline=""), first_line - 1, None)
    try:
        for _ in csv.reader(last_record, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise _open_quote(first_line) from error


def _open_quote(line: int) -> UnreadableFileError:
    return UnreadableFileError(Reason("reason-open-quote", {"line": str(line)}))
