"""Complaints (客訴): what a customer is not content with, whose fault it is, what was promised and what came of it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from salesbook.documents.posting import PaperKind
from salesbook.documents.record import Record
from salesbook.problems import Place, Problem

if TYPE_CHECKING:
    from salesbook.documents.facts import Facts, PostedDocument

ABOUT_KINDS: tuple[PaperKind, ...] = ("sales_order", "delivery_note", "sales_invoice")
"""What a complaint can be about."""

CAUSES = ("ours", "customer", "carrier")
TROUBLES = ("quality", "quantity", "late", "price", "other")
ACTIONS = ("none", "return_goods", "credit_note")


class Complaint(Record):
    """One complaint; its newest version says how it stands.

    Attributes:
        about_no: Number of the order, delivery or invoice.
        about_line: Of that document; ``None`` for all of it.
        quantity_in_question: Of that line; ``None`` for all of it.
        caused_by: Whose fault it is, as far as it is known.
        owner_no: The salesperson who takes care of it; blank for the one of the document.
        promised_on: The day by which the customer was promised an answer.
        satisfaction: The customer's word afterwards, 1 to 5.
        action: What was decided; blank while nothing is.
        led_to_no: Number of the return or credit note that came of it.
    """

    kind: ClassVar[str] = "complaint"
    key_fields: ClassVar[tuple[str, ...]] = ("complaint_no",)
    complaint_no: str
    customer_no: str
    about_no: str
    about_line: int | None = Field(default=None, ge=1)
    quantity_in_question: Decimal | None = Field(default=None, gt=0)
    opened_on: date
    caused_by: Literal["", "ours", "customer", "carrier"] = ""
    trouble: Literal["", "quality", "quantity", "late", "price", "other"] = ""
    what_happened: str = ""
    owner_no: str = ""
    promised_on: date | None = None
    closed_on: date | None = None
    satisfaction: int | None = Field(default=None, ge=1, le=5)
    action: Literal["", "none", "return_goods", "credit_note"] = ""
    led_to_no: str = ""

    @property
    def record_date(self) -> date:
        """The day it was opened."""
        return self.opened_on

    def is_open_on(self, day: date) -> bool:
        """Whether it is still to be closed at the end of a day."""
        return self.opened_on <= day and (self.closed_on is None or self.closed_on > day)

    @property
    def is_in_time(self) -> bool:
        """Whether it was closed by the day that was promised; without a promise, closing it is enough."""
        return self.closed_on is not None and (self.promised_on is None or self.closed_on <= self.promised_on)

    def own_problems(self) -> list[Problem]:
        """Days in their order, and nothing is closed without saying what was done."""
        problems = [
            Problem(code, Place(name), {"opened": str(self.opened_on), "found": str(day)})
            for code, name, day in (
                ("complaint-promised-before-opened", "promised_on", self.promised_on),
                ("complaint-closed-before-opened", "closed_on", self.closed_on),
            )
            if day is not None and day < self.opened_on
        ]
        if self.closed_on and not self.action:
            problems.append(Problem("complaint-closed-without-action", Place("action"), {"code": self.complaint_no}))
        if self.quantity_in_question and not self.about_line:
            problems.append(Problem("complaint-quantity-without-line", Place("about_line"), {"code": self.about_no}))
        return problems

    def problems_among(self, facts: "Facts") -> list[Problem]:
        """What it is about is there and the customer's; nobody else takes care of the same thing already."""
        problems = [
            Problem("complaint-day-ahead", Place(name), {"found": str(day), "today": str(facts.today)})
            for name, day in (("opened_on", self.opened_on), ("closed_on", self.closed_on))
            if day is not None and day > facts.today
        ]
        about = next((facts.documents[kind, self.about_no] for kind in ABOUT_KINDS
                      if (kind, self.about_no) in facts.documents), None)  # fmt: skip
        if about is None:
            problems.append(Problem("complaint-about-unknown", Place("about_no"), {"code": self.about_no}))
        else:
            problems += self._check_about(about, facts)
        if self.led_to_no and not any(number == self.led_to_no for _, number in facts.documents):
            problems.append(Problem("complaint-led-to-unknown", Place("led_to_no"), {"code": self.led_to_no}))
        return problems + self._similar(facts)

    def _check_about(self, about: "PostedDocument", facts: "Facts") -> list[Problem]:
        problems = []
        if about.customer_no != self.customer_no:
            values = {"code": self.about_no, "source_customer": about.customer_no, "customer": self.customer_no}
            problems.append(Problem("source-of-other-customer", Place("about_no"), values))
        if about.reversed_by:
            values = {"code": self.about_no, "reversal": about.reversed_by}
            problems.append(Problem("complaint-about-reversed", Place("about_no"), values, "warning"))
        lines = facts.lines_of(about.kind, self.about_no)
        if self.about_line and self.about_line > len(lines):
            values = {"code": self.about_no, "line": str(self.about_line), "last": str(len(lines))}
            problems.append(Problem("complaint-no-such-line", Place("about_line"), values))
        return problems

    def _similar(self, facts: "Facts") -> list[Problem]:
        """Two people may be on their way to the same customer; both should know."""
        if self.closed_on:
            return []
        others = [
            other.complaint_no
            for other in facts.complaints.values()
            if other.about_no == self.about_no and other.complaint_no != self.complaint_no and not other.closed_on
            and (not other.about_line or not self.about_line or other.about_line == self.about_line)
        ]  # fmt: skip
        values = {"code": self.about_no, "others": ", ".join(sorted(others))}
        return [Problem("similar-complaint-exists", Place("about_no"), values, "warning")] if others else []
