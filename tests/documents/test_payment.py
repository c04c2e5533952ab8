"""The rules of receipts, as tables a sales admin can read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from salesbook.documents.balances import AS_A_WHOLE, LineBalance
from salesbook.documents.master_data import Customer
from salesbook.documents.payment import Payment, PaymentLine
from salesbook.documents.posting import reversal
from salesbook.documents.states import state_of
from salesbook.problems import Problem
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, Book, check_documents, facts

ONE_INVOICE = """
    document  refers_to  item    quantity  amount  | problem
    SO-1                 BOLT-8       100          |
    DN-1      SO-1       BOLT-8       100          |
    SI-1      DN-1       BOLT-8       100          |
"""
"""100 bolts at 10 with 5 % tax: the invoice claims 1,050."""

TWO_INVOICES = """
    document  refers_to  item    quantity  amount  | problem
    SO-1                 BOLT-8        30          |
    DN-1      SO-1       BOLT-8        10          |
    DN-2      SO-1       BOLT-8        20          |
    SI-1      DN-1       BOLT-8        10          |
    SI-2      DN-2       BOLT-8        20          |
"""
"""Claims of 105 and 210."""


def whole(book: Book, invoice_no: str = "SI-1") -> LineBalance:
    return book.balance("sales_invoice", invoice_no, AS_A_WHOLE)


def state(book: Book, invoice_no: str = "SI-1") -> str:
    return state_of("sales_invoice", [], whole=whole(book, invoice_no))


def receipt(*amounts: tuple[str, str], **head: object) -> Payment:
    """A receipt of these invoices and amounts."""
    lines = tuple(
        PaymentLine(line_no=number, source_no=invoice_no, amount=Decimal(amount))
        for number, (invoice_no, amount) in enumerate(amounts, start=1)
    )
    given = {"document_no": "RC-9", "document_date": TODAY, "customer_no": "C-1", "lines": lines} | head
    return Payment.model_validate(given)


def row_of(source_no: str, amount: str, **cells: Decimal) -> Payment:
    """A receipt of one row with more than its amount."""
    line = PaymentLine(line_no=1, source_no=source_no, amount=Decimal(amount), **cells)
    return receipt(lines=(line,))


def only(problems: list[Problem]) -> Problem:
    (found,) = problems
    return found


def test_an_invoice_is_posted_then_part_paid_then_paid() -> None:
    book = check_documents(ONE_INVOICE)
    assert (whole(book).amount, state(book)) == (1050, "posted")
    assert not book.enter(receipt(("SI-1", "50"), document_no="RC-1"))
    assert (whole(book).open_amount, state(book)) == (1000, "part_paid")
    assert not book.enter(receipt(("SI-1", "1000"), document_no="RC-2"))
    assert (whole(book).open_amount, state(book)) == (0, "paid")


REFUSING = RuleSettings(overpayment="refuse")


def test_where_house_policy_says_so_a_receipt_may_not_exceed_what_is_open_on_its_invoice() -> None:
    book = check_documents(
        ONE_INVOICE
        + """
    RC-1      SI-1                           600   |
    RC-2      SI-1                           450   |
    RC-3      SI-1                             0.01| payment-exceeds-open
    """,
        facts(rules=REFUSING),
    )
    assert whole(book).paid == 1050


def test_the_sentence_knows_total_receipts_and_what_is_open() -> None:
    book = check_documents(ONE_INVOICE, facts(rules=REFUSING))
    book.enter(receipt(("SI-1", "600"), document_no="RC-1"))
    found = only(book.enter(receipt(("SI-1", "600"))))
    assert (found.code, found.place.field, found.place.line_no) == ("payment-exceeds-open", "amount", 1)
    assert found.values == {
        "amount": "600", "invoice": "SI-1", "total": "1050", "paid": "600", "receipts": "RC-1", "open": "450",
        "rows": "",
    }  # fmt: skip


def test_rows_of_one_invoice_are_added_before_they_are_compared() -> None:
    book = check_documents(ONE_INVOICE)
    found = only(book.enter(receipt(("SI-1", "1050"), ("SI-1", "1050"))))
    assert (found.place.line_no, found.values["amount"], found.values["rows"]) == (2, "2100", "1")
    assert not book.enter(receipt(("SI-1", "1000"), ("SI-1", "50")))


def test_one_receipt_pays_several_invoices_and_leaves_the_rest_on_account() -> None:
    book = check_documents(TWO_INVOICES)
    assert not book.enter(receipt(("SI-1", "105"), ("SI-2", "10"), ("", "85")))
    assert (state(book, "SI-1"), state(book, "SI-2")) == ("paid", "part_paid")
    assert whole(book, "SI-2").open_amount == 200


def test_an_invoice_must_exist_count_and_belong_to_the_customer() -> None:
    book = check_documents(
        TWO_INVOICES
        + """
    RC-1      SI-7                             5   | unknown-sales-invoice
    """
    )
    found = only(book.enter(receipt(("SI-1", "5"), customer_no="C-2")))
    assert (found.code, found.values["source_customer"]) == ("source-of-other-customer", "C-1")
    book.facts.documents["sales_invoice", "SI-1"] = replace(
        book.facts.documents["sales_invoice", "SI-1"], reversed_by="RV-1"
    )
    assert only(book.enter(receipt(("SI-1", "5")))).code == "source-reversed"


def test_customer_and_salesperson_come_from_the_invoice() -> None:
    book = check_documents(ONE_INVOICE)
    assert not book.enter(receipt(("SI-1", "5"), customer_no=""))
    posting = book.posted["RC-9"][0]
    assert (posting.customer_no, posting.salesperson_no, posting.territory_code) == ("C-1", "P1", "North")
    assert only(Book().enter(receipt(("", "5"), customer_no=""))).code == "missing"


def test_money_beyond_the_invoice_goes_on_account_with_a_warning_that_names_both() -> None:
    book = check_documents(ONE_INVOICE)
    found = only(book.enter(receipt(("SI-1", "1500"))))
    assert (found.code, found.severity) == ("overpaid", "warning")
    assert (found.values["allocated"], found.values["on_account"]) == ("1050", "450")
    typed, beside = book.posted["RC-9"]
    assert (typed.net_amount, typed.source_no, beside.net_amount, beside.source_no) == (1050, "SI-1", 450, "")
    assert (state(book), book.facts.on_account["C-1", "USD"]) == ("paid", 450)


def test_discount_bank_charge_and_write_off_settle_an_invoice_without_money() -> None:
    book = check_documents(ONE_INVOICE, facts(rules=RuleSettings(write_off_limit=Decimal(1))))
    problems = book.enter(
        row_of("SI-1", "1000", discount_taken=Decimal(21), bank_charge=Decimal(28), write_off=Decimal(1))
    )
    assert [found.code for found in problems] == ["discount-not-agreed"]
    assert [(line.purpose, line.net_amount) for line in book.posted["RC-9"]] == [
        ("", 1000), ("discount", 21), ("bank_charge", 28), ("write_off", 1),
    ]  # fmt: skip
    assert state(book) == "paid"


def test_what_is_settled_without_money_needs_an_invoice_that_has_it_open() -> None:
    book = check_documents(ONE_INVOICE)
    assert only(book.enter(row_of("", "5", bank_charge=Decimal(1)))).code == "settlement-without-invoice"
    assert only(book.enter(row_of("SI-1", "0", bank_charge=Decimal(1051)))).code == "payment-exceeds-open"
    assert not book.enter(row_of("SI-1", "0", bank_charge=Decimal(50)))


def test_a_larger_write_off_needs_an_approval() -> None:
    book = check_documents(ONE_INVOICE, facts(rules=RuleSettings(write_off_limit=Decimal(5))))
    found = only(book.enter(row_of("SI-1", "1000", write_off=Decimal(50))))
    assert (found.code, found.severity, found.place.field) == ("write-off-over-limit", "approval", "write_off")


def test_money_on_account_is_set_against_invoices_later_and_only_once() -> None:
    book = check_documents(TWO_INVOICES)
    assert not book.enter(receipt(("", "200"), document_no="RC-1"))
    assert not book.enter(receipt(("", "-150"), ("SI-1", "105"), ("SI-2", "45"), document_no="RC-2"))
    assert (state(book, "SI-1"), whole(book, "SI-2").open_amount) == ("paid", 165)
    found = only(book.enter(receipt(("", "-50.01"), ("SI-2", "50.01"), document_no="RC-3")))
    assert (found.code, found.values["there"]) == ("more-than-on-account", "50")
    assert not book.enter(receipt(("", "-50"), document_no="RC-4")), "the rest is paid back"


def test_a_payment_is_taken_off_its_invoice_again_and_stays_on_account() -> None:
    book = check_documents(ONE_INVOICE)
    book.enter(receipt(("SI-1", "1050"), document_no="RC-1"))
    assert not book.enter(receipt(("SI-1", "-1050"), ("", "1050"), document_no="RC-2"))
    assert (state(book), book.facts.on_account["C-1", "USD"]) == ("posted", 1050)
    assert only(book.enter(receipt(("SI-1", "-1")))).code == "more-goes-back"


def test_a_receipt_for_an_order_is_a_deposit_and_goes_back_as_far_as_it_was_not_used() -> None:
    book = check_documents("""
        document  refers_to  item    quantity  amount  | problem
        SO-1                 BOLT-8       100          |
        RC-1      SO-1                            300  |
        RC-2      SO-1                           -100  |
        RC-3      SO-1                           -201  | more-goes-back
    """)
    assert book.balance("sales_order", "SO-1", AS_A_WHOLE).deposit == 200
    assert ("C-1", "USD") not in book.facts.on_account
    assert not book.enter(receipt(("SO-1", "-200"), ("", "200"))), "released to the account"
    assert book.facts.on_account["C-1", "USD"] == 200


def test_an_amount_is_more_than_zero_and_no_finer_than_a_coin() -> None:
    check_documents("""
        document  amount      | problem
        RC-1      0           | payment-not-positive
        RC-2      -5          | more-than-on-account
        RC-3      5.001       | payment-too-fine
        RC-4      5.01        |
        RC-5      10000000000000 | payment-too-large
    """)


def test_money_of_an_unknown_or_blocked_customer_is_entered_with_a_warning() -> None:
    book = Book()
    book.facts.customers["C-3"] = Customer(customer_no="C-3", name="Gamma", blocked=True)
    for customer_no, code in (("C-9", "unknown-customer"), ("C-3", "customer-blocked")):
        found = only(book.enter(receipt(("", "5"), customer_no=customer_no, document_no=f"RC-{customer_no}")))
        assert (found.code, found.severity) == (code, "warning")
        assert f"RC-{customer_no}" in book.posted


def test_who_is_named_as_the_payer_pays_the_invoices_of_another_customer() -> None:
    book = check_documents(ONE_INVOICE)
    assert only(book.enter(receipt(("SI-1", "50"), customer_no="C-2"))).code == "source-of-other-customer"
    book.facts.customers["C-1"] = book.facts.customers["C-1"].model_copy(update={"payer_no": "C-2"})
    problems = book.enter(receipt(("SI-1", "1100"), customer_no="C-2"))
    assert [found.code for found in problems] == ["overpaid"]
    paid, kept = book.posted["RC-9"]
    assert (paid.customer_no, paid.net_amount, kept.customer_no, kept.net_amount) == ("C-1", 1050, "C-2", 50)
    assert (state(book), book.facts.on_account) == ("paid", {("C-2", "USD"): 50})


def test_one_transfer_entered_twice_is_a_warning() -> None:
    book = Book()
    head = {"bank_reference": "T-77"}
    assert not book.enter(receipt(("", "60"), ("", "40"), document_no="RC-1", **head))
    found = only(book.enter(receipt(("", "100"), document_no="RC-2", **head)))
    assert (found.code, found.severity, found.values["document"]) == ("payment-entered-before", "warning", "RC-1")
    assert not book.enter(receipt(("", "99"), document_no="RC-3", **head))
    assert not book.enter(receipt(("", "100"), document_no="RC-4", document_date=date(2026, 3, 4), **head))
    assert not book.enter(receipt(("", "100"), document_no="RC-5"))
    assert not book.enter(receipt(("", "100"), document_no="RC-6"))


def test_a_reversed_receipt_opens_the_invoice_again() -> None:
    book = check_documents(ONE_INVOICE)
    book.enter(receipt(("SI-1", "1050")))
    mirror = reversal(book.posted["RC-9"], TODAY, "bounced")
    book.keep([posting.model_copy(update={"document_no": "RV-1"}) for posting in mirror])
    assert (whole(book).open_amount, state(book)) == (1050, "posted")


def test_an_invoice_that_claims_nothing_is_paid_at_once() -> None:
    assert state_of("sales_invoice", [], whole=LineBalance()) == "paid"


def test_what_has_no_column_is_kept_in_the_details() -> None:
    book = Book(facts())
    book.enter(receipt(("", "5"), method="cheque", bank_reference="0815"))
    posting = book.posted["RC-9"][0]
    assert (posting.details, posting.customer_reference) == ('{"method":"cheque"}', "0815")
    assert (posting.net_amount, posting.tax_amount, posting.quantity) == (5, 0, 0)
