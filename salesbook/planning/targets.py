"""What a plan is made of: the territory tree, the seats on it, the plan as typed and the lines it becomes.

Only ``TargetLine`` is stored, one per seat and month; everything above is a sum (DOMAIN 11), so levels can
never disagree. How a plan becomes lines stands in ``breakdown``.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from salesbook.problems import PlanError

Measure = Literal["amount", "quantity"]

COMPANY = ""
"""Code of the company, which stands above every root of the tree and is no row of it."""

VACANCY = ""
"""Salesperson number of the vacancy row 空缺: the target of customers who have no salesperson."""

Weight = Annotated[Decimal, Field(ge=0)]
Weights = tuple[Weight, ...]


class TerritoryNode(BaseModel, frozen=True, extra="forbid"):
    """One row of the territory tree.

    Attributes:
        parent_code: Empty for a root.
    """

    territory_code: Annotated[str, Field(min_length=1)]
    parent_code: str = COMPANY
    name: str = ""


class TerritoryTree(BaseModel, frozen=True, extra="forbid"):
    """The sales territories. Several roots are allowed: the company stands above them all.

    Every list it gives is in order of the codes, whatever the order of the rows.

    Raises:
        PlanError: A code stands twice, a parent is unknown, or territories are each other's parents.

    >>> tree = TerritoryTree.of({"North": "", "N1": "North", "N2": "North", "South": ""})
    >>> tree.children("North"), tree.path("N2"), tree.leaves()
    (['N1', 'N2'], ['North', 'N2'], ['N1', 'N2', 'South'])
    """

    nodes: tuple[TerritoryNode, ...]

    @classmethod
    def of(cls, parents: Mapping[str, str]) -> "TerritoryTree":
        """A tree from the parent of each code."""
        return cls(nodes=tuple(TerritoryNode(territory_code=code, parent_code=up) for code, up in parents.items()))

    @model_validator(mode="after")
    def _is_a_tree(self) -> "TerritoryTree":
        counts = Counter(node.territory_code for node in self.nodes)
        if twice := sorted(code for code, count in counts.items() if count > 1):
            raise PlanError("territory-twice", territories=", ".join(twice))
        for node in sorted(self.nodes, key=lambda node: node.territory_code):
            if node.parent_code != COMPANY and node.parent_code not in counts:
                raise PlanError("territory-parent-unknown", territory=node.territory_code, parent=node.parent_code)
        # With every parent known, only the members of a cycle and what hangs on it are out of the company's reach.
        if unreached := sorted(set(counts) - set(self.descendants(COMPANY))):
            raise PlanError("territory-cycle", territories=", ".join(unreached))
        return self

    @cached_property
    def parents(self) -> dict[str, str]:
        """The parent of each territory."""
        return {node.territory_code: node.parent_code for node in self.nodes}

    @cached_property
    def children_by_parent(self) -> dict[str, list[str]]:
        """The children of each territory that has some, and of the company."""
        children: defaultdict[str, list[str]] = defaultdict(list)
        for code in sorted(self.parents):
            children[self.parents[code]].append(code)
        return dict(children)

    def has(self, territory_code: str) -> bool:
        """Whether the territory is a row of the tree; the company is not."""
        return territory_code in self.parents

    def children(self, territory_code: str) -> list[str]:
        """The territories directly beneath one, or beneath the company."""
        return list(self.children_by_parent.get(territory_code, []))

    def descendants(self, territory_code: str) -> list[str]:
        """All territories beneath, parents always before their children; not the territory itself."""
        found: list[str] = []
        waiting = self.children(territory_code)[::-1]
        while waiting:
            code = waiting.pop()
            found.append(code)
            waiting.extend(self.children(code)[::-1])
        return found

    def leaves(self) -> list[str]:
        """The territories that have none beneath them."""
        return [code for code in sorted(self.parents) if code not in self.children_by_parent]

    def path(self, territory_code: str) -> list[str]:
        """The territories from the root down to this one, both included; the company is left out.

        An unknown code has no path, and neither has the company.
        """
        upwards: list[str] = []
        while territory_code in self.parents:
            upwards.append(territory_code)
            territory_code = self.parents[territory_code]
        return upwards[::-1]


class PlanSeat(BaseModel, frozen=True, extra="forbid"):
    """Who carries a target and where. It may stand on any territory, not only on a leaf.

    Attributes:
        salesperson_no: Empty for the vacancy row 空缺 of the territory.
    """

    territory_code: str
    salesperson_no: str = VACANCY

    @property
    def label(self) -> str:
        """How sentences name the seat, such as ``North/P1``; the vacancy is ``North/-``."""
        return f"{self.territory_code}/{self.salesperson_no or '-'}"


class SeatWeight(BaseModel, frozen=True, extra="forbid"):
    """A seat's claim on the plan.

    Attributes:
        weight: On the same scale for all seats of the plan: sales of last year, percent or plain parts.
        locked_amount: The seat gets exactly this for the year; its weight still counts for the territory.
        month_weights: Hand-set shape of the seat's twelve months; ``None`` takes the plan's.
    """

    seat: PlanSeat
    weight: Weight
    locked_amount: Weight | None = None
    month_weights: Weights | None = None


class TargetPlan(BaseModel, frozen=True, extra="forbid"):
    """A year's target for one measure, as the planner typed it.

    Attributes:
        total: The company's target for the fiscal year, zero or more.
        rounding_unit: Territories and persons get whole multiples of it, such as 1, 0.01 or 1000. What locks
            or an odd total leave over below one unit goes to the part with the largest weight.
        node_locks: Territories that get exactly this amount.
        month_weights: Twelve in the order of the fiscal year, on any scale; none, or all zero, means even.

    Raises:
        PlanError: No seats, a seat twice, or month weights that are not twelve.
    """

    fiscal_year: int
    measure: Measure = "amount"
    total: Weight
    rounding_unit: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    seats: tuple[SeatWeight, ...]
    node_locks: Mapping[str, Weight] = Field(default_factory=dict)
    month_weights: Weights = ()

    @model_validator(mode="after")
    def _is_complete(self) -> "TargetPlan":
        if not self.seats:
            raise PlanError("plan-without-seats", fiscal_year=self.fiscal_year)
        counts = Counter(claim.seat.label for claim in self.seats)
        if twice := sorted(label for label, count in counts.items() if count > 1):
            raise PlanError("seat-twice", seats=", ".join(twice))
        for shape in (self.month_weights, *(claim.month_weights or () for claim in self.seats)):
            if len(shape) not in (0, 12):
                raise PlanError("month-weights-not-12", found=len(shape))
        return self


class TargetLine(BaseModel, frozen=True, extra="forbid"):
    """The target of one seat in one month: the only level that is stored.

    Attributes:
        month: As ``2026-03``.
        target: Net of tax for the measure ``amount``.
    """

    territory_code: str
    salesperson_no: str
    month: str
    measure: Measure
    target: Decimal

    @property
    def seat(self) -> PlanSeat:
        """Who carries it."""
        return PlanSeat(territory_code=self.territory_code, salesperson_no=self.salesperson_no)
