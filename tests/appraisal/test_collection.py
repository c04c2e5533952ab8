"""The collection rate as a criterion (回款率, DOMAIN 9 and 14)."""

from datetime import date
from decimal import Decimal

from salesbook.appraisal.figures import Period, PersonData, measure
from salesbook.documents.receivables import Collected
from salesbook.planning.pace import WorkingDays

JUNE = Period("2025-06", date(2025, 6, 1), date(2025, 6, 30))


def collected(number: str, due: int, received: int) -> Collected:
    return Collected(number, "C-1", "P1", date(2025, 6, 10), Decimal(due), Decimal(received))


def person(*invoices: Collected) -> PersonData:
    return PersonData("P1", [], {}, collected=invoices)


def test_88_000_of_100_000_are_88_percent_and_the_rows_behind_them_add_up() -> None:
    found = measure(person(collected("SI-1", 60000, 55000), collected("SI-2", 40000, 33000)), JUNE, WorkingDays())
    figure = found.figures["collection"]
    assert (figure.actual, figure.target, figure.result) == (88000, 100000, 88)
    rows = [row for row in found.evidence if row.source == "collection"]
    assert [(row.document_no, row.value) for row in rows] == [("SI-1", 55000), ("SI-2", 33000)]


def test_where_nothing_was_due_there_is_no_figure() -> None:
    figure = measure(person(), JUNE, WorkingDays()).figures["collection"]
    assert (figure.actual, figure.result) == (None, None)
