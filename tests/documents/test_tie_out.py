"""The three-quantity proof: what was ordered, delivered and invoiced ties out, whatever papers it went through."""

from decimal import Decimal
from typing import Any

import pytest

from salesbook.documents.balances import LineKey, fold
from salesbook.documents.posting import Posting, reversal
from salesbook.documents.tie_out import TieOut, tie_outs
from salesbook.settings import RuleSettings
from tests.documents.tables import TODAY, check_documents, facts

ORDER = LineKey("sales_order", "SO-1", 1)


def paper(kind: str, document_no: str, quantity: int = 0, **fields: Any) -> Posting:
    """One line about order SO-1, line 1, and unless it says otherwise about delivery DN-1, line 1."""
    chain: dict[str, Any] = {}
    if kind != "sales_order":
        chain |= {"order_no": "SO-1", "order_line_no": 1}
    if kind in ("sign_off", "sales_return", "sales_invoice", "credit_note"):
        chain |= {"delivery_no": "DN-1", "delivery_line_no": 1}
    if kind == "sales_invoice":
        chain |= {"source_no": "DN-1", "source_line_no": 1}
    if kind == "credit_note":
        chain |= {"invoice_no": "SI-1", "invoice_line_no": 1}
    said = {
        name: Decimal(value) if isinstance(value, int) and name.endswith("quantity") else value
        for name, value in fields.items()
    }
    return Posting(
        kind=kind, document_no=document_no, document_date=TODAY, posting_date=TODAY, customer_no="C-1",
        quantity=Decimal(quantity), **(chain | said),
    )  # fmt: skip


WORKED = [
    paper("sales_order", "SO-1", 100),
    paper("delivery_note", "DN-1", 90),
    paper("sign_off", "SG-1", 85, refused_quantity=5),
    paper("sales_return", "SR-1", 4, purpose="replace"),
    paper("sales_invoice", "SI-1", 80),
    paper("sales_return", "SR-2", 6),
    paper("credit_note", "CN-1", 6),
]
"""The worked example: O 100, D 90, F 5, Rr 4, Rn 6, I 80, K 6."""


def proof_of(postings: list[Posting]) -> TieOut:
    """The only order line's."""
    (proof,) = tie_outs(postings, fold(postings)).values()
    return proof


def closing_the_remainder(postings: list[Posting]) -> TieOut:
    return proof_of([*postings, paper("closing", "CL-1", 19)])


def test_the_worked_example_ties_out_with_difference_0() -> None:
    proof = proof_of(WORKED)
    assert (proof.ordered, proof.given_up, proof.open, proof.net_sent, proof.excess) == (100, 0, 19, 81, 0)
    assert (proof.accepted, proof.billed, proof.uninvoiced) == (75, 74, 1)
    assert (proof.issued, proof.back) == (90, 15)
    assert proof.differences == (0, 0, 0)
    assert not proof.is_finished


def test_closing_the_remainder_gives_up_what_was_open() -> None:
    proof = closing_the_remainder(WORKED)
    assert (proof.given_up, proof.open, proof.differences) == (19, 0, (0, 0, 0))


@pytest.mark.parametrize("undone", range(1, len(WORKED)))
def test_it_ties_out_after_any_one_paper_was_reversed(undone: int) -> None:
    mirror = [line.model_copy(update={"document_no": "RV-1"}) for line in reversal([WORKED[undone]], TODAY, "slip")]
    assert proof_of([*WORKED, *mirror]).differences == (0, 0, 0)


def test_a_changed_order_ties_out_by_what_it_says_now() -> None:
    taken_back = paper("order_change", "OC-1", -100)
    proof = proof_of([*WORKED, taken_back, paper("order_change", "OC-1", 95, revision=1)])
    assert (proof.ordered, proof.open, proof.differences) == (95, 14, (0, 0, 0))


def test_what_is_short_within_the_tolerance_is_given_up() -> None:
    proof = proof_of([paper("sales_order", "SO-1", 100), paper("delivery_note", "DN-1", 98, short_quantity=2)])
    assert (proof.given_up, proof.open, proof.differences) == (2, 0, (0, 0, 0))


def test_what_will_never_be_invoiced_counts_beside_what_is() -> None:
    waived = paper("closing", "CL-1", 1, purpose="waive", delivery_no="DN-1", delivery_line_no=1)
    proof = proof_of([*WORKED, waived])
    assert (proof.billed, proof.uninvoiced, proof.differences) == (75, 0, (0, 0, 0))


def test_goods_on_their_way_to_repair_are_shown_apart() -> None:
    proof = proof_of([*WORKED, paper("sales_return", "SR-3", 2, purpose="no_credit")])
    assert (proof.returned_free, proof.accepted, proof.differences) == (2, 75, (0, 0, 0))


def test_a_line_invoiced_straight_from_the_order_ties_out_by_what_the_order_stands_for() -> None:
    ahead = [
        paper("sales_order", "SO-1", 10, purpose="ahead"),
        paper("sales_invoice", "SI-1", 10, source_no="SO-1", source_kind="sales_order", delivery_no=""),
        paper("delivery_note", "DN-1", 4, purpose="ahead"),
    ]
    proof = proof_of(ahead)
    assert (proof.open, proof.to_bill, proof.billed, proof.uninvoiced) == (6, 10, 10, 0)
    assert (proof.accepted, proof.issued, proof.differences) == (4, 4, (0, 0, 0))


def test_a_service_is_finished_when_it_is_invoiced() -> None:
    service = [paper("sales_order", "SO-1", 10, purpose="service")]
    proof = proof_of(service)
    assert (proof.uninvoiced, proof.differences, proof.is_finished) == (10, (0, 0, 0), False)
    invoice = paper("sales_invoice", "SI-1", 10, source_no="SO-1", source_kind="sales_order", delivery_no="")
    assert proof_of([*service, invoice]).is_finished


def test_between_a_return_and_its_credit_note_more_is_claimed_than_accepted_and_that_is_no_error() -> None:
    proof = proof_of([*WORKED[:5], paper("sales_return", "SR-2", 20)])
    assert (proof.accepted, proof.uninvoiced, proof.differences) == (61, -19, (0, 0, 0))
    assert not proof.is_over_billed


def test_more_invoiced_than_was_ever_sent_is_an_error() -> None:
    assert proof_of([*WORKED, paper("sales_invoice", "SI-2", 17)]).is_over_billed


def test_the_three_quantities_tie_out_also_when_over_delivered() -> None:
    book = check_documents(
        """
        document  refers_to  item    quantity | problem
        SO-1                 BOLT-8       100 |
        DN-1      SO-1       BOLT-8       105 |
        SI-1      DN-1       BOLT-8        80 |
        """,
        facts(rules=RuleSettings(over_delivery_percent=Decimal(5))),
    )
    postings = [posting for lines in book.posted.values() for posting in lines]
    balances = {key: line.balance for key, line in book.facts.lines.items()}
    (proof,) = tie_outs(postings, balances).values()
    assert (proof.open, proof.excess, proof.uninvoiced) == (0, 5, 25)
    assert proof.differences == (0, 0, 0)


def test_a_balance_that_drifted_shows_as_a_difference_of_the_first_equation() -> None:
    balances = fold(WORKED)
    balances[ORDER].refused -= 1
    (proof,) = tie_outs(WORKED, balances).values()
    assert (proof.open, proof.order_difference) == (18, 1)


def test_an_invoice_that_names_another_order_than_its_delivery_shows_as_a_difference_of_the_second() -> None:
    strayed = [posting.model_copy(update={"order_no": "SO-2"}) if posting.kind == "sales_invoice" else posting
               for posting in WORKED]  # fmt: skip
    assert proof_of(strayed).differences == (0, 80, 0)


def test_a_return_that_names_another_order_than_its_delivery_shows_as_a_difference_of_the_third() -> None:
    strayed = [posting.model_copy(update={"delivery_no": "DN-9"}) if posting.document_no == "SR-2" else posting
               for posting in WORKED]  # fmt: skip
    assert proof_of(strayed).stock_difference == 6


def test_what_is_refused_of_a_closed_line_is_given_up_with_the_rest() -> None:
    closed = [
        paper("sales_order", "SO-1", 100), paper("delivery_note", "DN-1", 90), paper("closing", "CL-1", 10),
        paper("sign_off", "SG-1", 85, refused_quantity=5, purpose="closed"),
    ]  # fmt: skip
    (proof,) = tie_outs(closed, fold(closed)).values()
    assert (proof.given_up, proof.open, proof.net_sent) == (15, 0, 85)
    assert proof.differences == (0, 0, 0)
