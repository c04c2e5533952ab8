"""Incidents (事件): what happened, who looks into it, and what a confirmed one costs in the appraisal (DOMAIN 14).

They are reported by hand, or together with a paper whose prices somebody forced through. Only confirmed ones count.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from salesbook.appraisal.scorecard import Deduction
from salesbook.documents.authority import PriceCut
from salesbook.documents.goods import GoodsPaper
from salesbook.documents.record import Record
from salesbook.money import UNIT_PRICE_DECIMALS, round_half_up
from salesbook.problems import Place, Problem
from salesbook.units import plain

IncidentCase = Literal[
    "unauthorised_price_cut", "cheating", "selling_for_others", "leaking_plans", "refusing_arrangement",
]  # fmt: skip
IncidentStage = Literal["reported", "under_review", "confirmed", "dismissed"]

POINTS: dict[IncidentCase, tuple[Decimal, Decimal | None]] = {
    "unauthorised_price_cut": (Decimal(5), Decimal(15)),
    "cheating": (Decimal(10), None),
    "selling_for_others": (Decimal(10), None),
    "leaking_plans": (Decimal(10), None),
    "refusing_arrangement": (Decimal(5), None),
}
"""What one confirmed incident takes off, and the most that all of its kind take off in a period."""


class IncidentRecord(Record):
    """One incident of one person. Each step of the review is a new version of it.

    Attributes:
        document: Number of the paper it is about.
        evidence: What it is founded on.
    """

    kind: ClassVar[str] = "incident"
    key_fields: ClassVar[tuple[str, ...]] = ("incident_no",)
    incident_no: str
    incident_date: date
    salesperson_no: str = ""
    case: IncidentCase
    stage: IncidentStage = "reported"
    document: str = ""
    evidence: str = ""
    decided_on: date | None = None
    decided_by: str = ""

    @property
    def record_date(self) -> date:
        """The day it happened, or was decided."""
        return self.decided_on or self.incident_date

    def own_problems(self) -> list[Problem]:
        """A decision names who decided, and what on."""
        problems = []
        if self.stage in ("confirmed", "dismissed"):
            blank = [name for name in ("decided_by", "evidence") if not getattr(self, name)]
            problems += [Problem("incident-undecided", Place(name), {"incident": self.incident_no}) for name in blank]
        return problems

    def about(self, document_no: str) -> "IncidentRecord":
        """The incident of a paper that has got its number."""
        return self.model_copy(update={"incident_no": f"IN-{document_no}", "document": document_no})

    def as_deduction(self) -> Deduction:
        """The incident as scoring knows it."""
        points, at_most = POINTS[self.case]
        return Deduction(
            incident_no=self.incident_no, kind=self.case, evidence=self.evidence, decided_on=self.decided_on,
            decided_by=self.decided_by, status=self.stage, points=points, at_most=at_most,
        )  # fmt: skip


def price_cut_incident(paper: GoodsPaper, cuts: Sequence[PriceCut]) -> IncidentRecord:
    """What is reported when a paper is posted in spite of prices that nobody approved (擅自降價)."""
    lines = (
        f"{cut.line.product_no} {plain(cut.line.quantity)} × "
        f"{plain(round_half_up(cut.effective, UNIT_PRICE_DECIMALS))} < {plain(cut.limit)} (−{plain(cut.given_away)})"
        for cut in cuts
    )
    return IncidentRecord(
        incident_no="", incident_date=paper.document_date, salesperson_no=paper.salesperson_no,
        case="unauthorised_price_cut", evidence="; ".join(dict.fromkeys(lines)),
    )  # fmt: skip


def deductions_of(incidents: Iterable[IncidentRecord], salesperson_no: str, first: date, last: date) -> list[Deduction]:
    """What the confirmed incidents of a person in a period take off."""
    return [
        incident.as_deduction()
        for incident in incidents
        if incident.salesperson_no == salesperson_no
        and incident.stage == "confirmed"
        and first <= incident.incident_date <= last
    ]
