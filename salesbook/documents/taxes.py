"""Taxes of a paper: rounded for the whole paper or line by line, with codes that stand for several taxes at once.

A tax code may be made of others (``T10, T20``); a line with it is taxed by each of them. What an invoice prints
below its lines, the base and the tax of each rate, is ``tax_summary``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from salesbook.documents.master_data import TaxCode
from salesbook.documents.posting import Posting, details_of
from salesbook.money import ZERO, line_taxes, net_of_gross, round_half_up, split, unit_of
from salesbook.settings import RuleSettings


class TaxPart(NamedTuple):
    """One tax on a line.

    Attributes:
        amount: Of the tax; 0 until it is reckoned.
    """

    tax_code: str
    tax_percent: Decimal
    amount: Decimal = ZERO


class TaxRow(NamedTuple):
    """What one tax comes to on a paper; what is taken back stands apart from what is sold."""

    tax_code: str
    tax_percent: Decimal
    base: Decimal
    tax: Decimal


def parts_of(tax_code: str, tax_percent: Decimal, codes: Mapping[str, TaxCode]) -> list[TaxPart]:
    """The taxes that a code stands for, at the rates given; a code that is made of no others stands for itself."""
    code = codes.get(tax_code)
    parts = [codes[part] for part in code.parts if part in codes] if code else []
    if not parts or not tax_percent:
        return [TaxPart(tax_code, tax_percent)]
    return [TaxPart(part.tax_code, part.tax_percent) for part in parts]


def taxes_of(
    lines: Sequence[Sequence[TaxPart]], nets: Sequence[Decimal], exact_nets: Sequence[Decimal], rules: RuleSettings
) -> list[list[TaxPart]]:
    """The taxes of each line, with their amounts.

    Args:
        lines: The taxes on each line.
        nets: Net amount of each line as it is printed.
        exact_nets: The same before rounding.
        rules: Say what is rounded: the tax of each line; that of the paper, by rate, from what is printed; or that
            of the paper from the amounts before rounding, where goods sold and goods taken back stand apart.

    >>> rules = RuleSettings()
    >>> one, both = [TaxPart("T10", Decimal(10))], [TaxPart("T10", Decimal(10)), TaxPart("T20", Decimal(20))]
    >>> found = taxes_of([one, both], [Decimal(10), Decimal(20)], [Decimal(10), Decimal(20)], rules)
    >>> [[str(part.amount) for part in parts] for parts in found]
    [['1.00'], ['2.00', '4.00']]
    """
    is_exact = rules.tax_rounding == "per_document_exact"
    bases = exact_nets if is_exact else nets
    flat = [(index, part, bases[index]) for index, parts in enumerate(lines) for part in parts]
    groups: dict[bool, list[tuple[int, TaxPart, Decimal]]] = {}
    for row in flat:
        groups.setdefault(is_exact and row[2] < 0, []).append(row)
    found: list[list[TaxPart]] = [[] for _ in lines]
    for rows in groups.values():
        taxes = line_taxes(
            [base for _, _, base in rows],
            [part.tax_percent for _, part, _ in rows],
            per_document=rules.tax_rounding != "per_line",
            decimals=rules.decimals,
            rounding=rules.rounding,
        )
        for (index, part, _), tax in zip(rows, taxes, strict=True):
            found[index].append(part._replace(amount=tax))
    return found


def tax_summary(postings: Sequence[Posting]) -> list[TaxRow]:
    """Base and tax of each rate, in the order of the lines; lines without a tax are left out."""
    sums: dict[tuple[str, Decimal, bool], TaxRow] = {}
    for posting in postings:
        for code, percent, tax in _stored_parts(posting):
            key = (code, percent, posting.net_amount < 0)
            before = sums.get(key, TaxRow(code, percent, ZERO, ZERO))
            if code:
                sums[key] = TaxRow(code, percent, before.base + posting.net_amount, before.tax + tax)
    return list(sums.values())


def several_taxes(parts: Sequence[TaxPart]) -> dict[str, object]:
    """What a ledger line says beside its tax amount, when that consists of several taxes."""
    return {"taxes": [list(part) for part in parts]} if len(parts) > 1 else {}


def _stored_parts(posting: Posting) -> list[TaxPart]:
    said = details_of(posting).get("taxes", [[posting.tax_code, posting.tax_percent, posting.tax_amount]])
    turn = -1 if posting.reverses_no else 1
    parts = [TaxPart(code, Decimal(percent), Decimal(amount)) for code, percent, amount in said]
    return [part._replace(amount=turn * part.amount) for part in parts] if len(parts) > 1 else parts


def taxes_inside(parts: Sequence[TaxPart], gross: Decimal, decimals: int) -> list[TaxPart]:
    """The taxes that an amount contains: 99.99 at 13 % are 88.49 and 11.50 of tax.

    An amount that is too fine for its currency, which is refused later on, is rounded for it.

    >>> [str(tax.amount) for tax in taxes_inside([TaxPart("T13", Decimal(13))], Decimal("99.99"), 2)]
    ['11.50']
    """
    percent = sum((part.tax_percent for part in parts), ZERO)
    _, tax = net_of_gross(round_half_up(gross, decimals), percent, decimals)
    shares = split(tax, {place: part.tax_percent for place, part in enumerate(parts)}, unit_of(decimals))
    return [part._replace(amount=shares[place]) for place, part in enumerate(parts)]
