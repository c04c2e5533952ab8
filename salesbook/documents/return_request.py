"""Return request (退貨申請): what a customer wants to send back, agreed upon before it comes."""

from typing import ClassVar

from salesbook.documents.facts import Facts
from salesbook.documents.goods import paper_postings
from salesbook.documents.posting import PaperKind, Posting
from salesbook.documents.returning import ReturnPaper, check_agreed, check_return, complete_return
from salesbook.problems import Problem


class ReturnRequest(ReturnPaper):
    """Goods that are to come back. Lines name their delivery, if it is known."""

    kind: ClassVar[PaperKind] = "return_request"
    source_kinds: ClassVar[tuple[PaperKind, ...]] = ("delivery_note",)


def complete(request: ReturnRequest, facts: Facts) -> ReturnRequest:
    """Fill customer, product, unit and price from the delivery."""
    return complete_return(request, facts)


def check(request: ReturnRequest, facts: Facts) -> list[Problem]:
    """What stops the request, in one pass, and who has to agree."""
    return [*check_return(request, facts), *check_agreed(request, request.lines, facts)]


def postings(request: ReturnRequest) -> list[Posting]:
    """The ledger lines of a completed request."""
    return paper_postings(request)
