"""Terms of payment: in which parts an invoice falls due, and what paying early is worth."""

from datetime import date
from decimal import Decimal

import pytest

from salesbook.documents.balances import AS_A_WHOLE, LineKey
from salesbook.documents.payment_terms import PaymentTerms, instalments, open_parts, parts_of
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts
from tests.documents.test_payment import only, receipt, row_of

ONE_INVOICE = """
    document  refers_to  item    quantity | problem
    SO-1                 BOLT-8       100 |
    DN-1      SO-1       BOLT-8       100 |
    SI-1      DN-1       BOLT-8       100 |
"""
"""100 bolts at 10 with 5 % tax: the invoice claims 1,050."""


def amounts(written: str, total: str) -> list[str]:
    parts = parts_of(written)
    assert parts is not None
    return [str(part.amount) for part in instalments(Decimal(total), parts, TODAY, 2)]


@pytest.mark.parametrize(
    ("written", "total", "expected"),
    [
        ("1/3@0; 1/3@30; rest@60", "100", ["33.33", "33.33", "33.34"]),
        ("1/3 of rest@0; 1/3 of rest@30; rest@60", "100.00", ["33.33", "22.22", "44.45"]),
        ("33.34%@0; 33.33%@30; 33.33%@60", "5.47", ["1.82", "1.82", "1.83"]),
        ("50%@20; rest@40", "240", ["120.00", "120.00"]),
        ("5/10@0；5/10@30", "0.01", ["0.01", "0.00"]),
        ("餘額@30", "7.10", ["7.10"]),
    ],
)
def test_parts_always_add_up_to_the_invoice(written: str, total: str, expected: list[str]) -> None:
    assert amounts(written, total) == expected
    assert sum(map(Decimal, expected)) == Decimal(total)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("30 days", "terms-unreadable"),
        ("1/0@30", "terms-unreadable"),
        ("", "terms-unreadable"),
        ("rest@30; 1/2@60", "terms-rest-not-last"),
        ("1/3@30; 1/3@60", "terms-do-not-add-up"),
        ("60%@30; 60%@60; rest@90", "terms-do-not-add-up"),
        ("1/3@30; 2/3@60", None),
        ("1/2@30; 1/4 of rest@60; rest@90", None),
    ],
)
def test_terms_that_cannot_be_read_or_do_not_add_up_are_refused(written: str, code: str | None) -> None:
    problems = PaymentTerms(terms_code="T", instalments=written).own_problems()
    assert [found.code for found in problems] == ([code] if code else [])


def on_terms(written: str, **fields: object) -> Book:
    known = facts(rules=RuleSettings())
    known.payment_terms["T"] = PaymentTerms.model_validate({"terms_code": "T", "instalments": written} | fields)
    known.customers["C-1"] = known.customers["C-1"].model_copy(update={"payment_terms": "T"})
    return check_documents(ONE_INVOICE, known)


def test_an_invoice_keeps_its_parts_and_receipts_pay_the_earliest_first() -> None:
    book = on_terms("1/3@30; 1/3@60; rest@90")
    assert book.posted["SI-1"][0].details == (
        '{"instalments":[["2026-04-04","350"],["2026-05-04","350"],["2026-06-03","350"]]}'
    )
    assert book.posted["SI-1"][0].due_date == date(2026, 6, 3)
    book.enter(receipt(("SI-1", "400"), document_no="RC-1"))
    whole = book.facts.lines[LineKey("sales_invoice", "SI-1", AS_A_WHOLE)]
    assert [(str(part.due), part.amount) for part in open_parts(whole)] == [("2026-05-04", 300), ("2026-06-03", 350)]


def test_a_prompt_payment_discount_is_taken_in_time_or_needs_an_approval() -> None:
    terms = {"prompt_percent": Decimal(2), "discount_days": 10}
    book = on_terms("rest@30", **terms)
    assert not book.enter(row_of("SI-1", "1029", discount_taken=Decimal(21)))
    assert book.balance("sales_invoice", "SI-1", AS_A_WHOLE).open_amount == 0

    late = row_of("SI-1", "1029", discount_taken=Decimal(21)).model_copy(update={"document_date": date(2026, 3, 16)})
    found = only(on_terms("rest@30", **terms).enter(late))
    assert (found.code, found.severity, found.values["allowed"]) == ("discount-not-agreed", "approval", "0")


def test_a_customer_whose_terms_are_not_known_gets_no_invoice() -> None:
    known = facts()
    known.customers["C-1"] = known.customers["C-1"].model_copy(update={"payment_terms": "T"})
    check_documents(
        ONE_INVOICE.replace(
            "SI-1      DN-1       BOLT-8       100 |", "SI-1      DN-1       BOLT-8       100 | unknown-payment-terms"
        ),
        known,
    )
