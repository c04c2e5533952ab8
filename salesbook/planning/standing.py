"""How a company stands on a day, seat by seat: what a dashboard adds up for any territory and any person.

A seat is a territory and a person. Every figure here is one that another question defines already (progress,
receivables, month-end); it is only kept apart by seat, so that whoever shows it can add up the seats chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from salesbook.documents.costs import Margin
from salesbook.money import ZERO
from salesbook.planning.targets import COMPANY, TerritoryTree

TOP = 10
"""How many customers and products are shown, and how many bars a chart has."""

SLOW_PACE = 90
"""A pace index below it needs a look (DOMAIN 13)."""

SumLevel = Literal["territory", "person"]

AlertKind = Literal["overdue", "order_late", "quotation_ends", "approval"]
ALERT_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)


class Seat(NamedTuple):
    """A territory and a person; both may be blank."""

    territory_code: str
    salesperson_no: str


@dataclass(frozen=True, slots=True)
class SeatMonth:
    """What a seat sold in a month of the year, and what it was to sell.

    Attributes:
        number: Of the month in the fiscal year, from 1.
    """

    seat: Seat
    number: int
    sold: Decimal
    target: Decimal


@dataclass(slots=True)
class SeatYear:
    """The figures of a seat. Home currency; without tax, but for ``received`` and the receivables.

    Attributes:
        actual: Sold since the year began; so are the sums of papers, from ``quoted`` to ``invoiced``.
        target_to_date: Of the months that have begun.
        expected: What pace is measured by, not rounded.
        intake: Ordered this month.
        open_orders: Ordered and not delivered.
        buckets: Receivables that are not disputed: not due first, then by age.
    """

    actual: Decimal = ZERO
    target_to_date: Decimal = ZERO
    expected: Fraction = Fraction(0)
    intake: Decimal = ZERO
    open_orders: Decimal = ZERO
    quoted: Decimal = ZERO
    ordered: Decimal = ZERO
    delivered: Decimal = ZERO
    invoiced: Decimal = ZERO
    received: Decimal = ZERO
    buckets: tuple[Decimal, ...] = ()
    disputed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Place:
    """A territory or a person that figures are shown for.

    Attributes:
        first: Number of its own; the territories beneath have the numbers up to ``last``.
        is_shown: It has a bar of its own.
    """

    code: str
    name: str
    first: int
    last: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class SoldOf:
    """What a seat sold of a product or to a customer this year."""

    code: str
    name: str
    seat: Seat
    amount: Decimal


@dataclass(frozen=True, slots=True)
class GroupMargin:
    """What a seat earned on a group of products this year."""

    group: str
    seat: Seat
    margin: Margin


@dataclass(frozen=True, slots=True)
class Alert:
    """What needs a look.

    Attributes:
        code: Number of the document.
        name: Of the customer.
        amount: In home currency; of an approval, in the currency of its document.
        day: Due, or valid until.
        days: How late an invoice is.
        document_kind: Of what waits for an approval; ``reference`` and ``person`` likewise.
    """

    kind: AlertKind
    code: str
    name: str
    seat: Seat
    amount: Decimal
    day: date | None = None
    days: int = 0
    document_kind: str = ""
    reference: str = ""
    person: str = ""


@dataclass(frozen=True)
class Standing:
    """How a company stands on a day.

    Attributes:
        version: Of the ledger.
        actuals_from: The kind of paper that counts as sold.
        months: Of the fiscal year; ``month`` is the one of the day.
        has_plan: Targets are stored for the year.
        margins: ``None`` where nobody asked for them.
    """

    day: date
    version: int
    actuals_from: str
    fiscal_year: int
    months: Sequence[str]
    month: str
    has_plan: bool
    territories: Sequence[Place]
    people: Sequence[Place]
    seat_months: Sequence[SeatMonth]
    seats: Mapping[Seat, SeatYear]
    ageing_days: tuple[int, ...]
    customers: Sequence[SoldOf]
    products: Sequence[SoldOf]
    alerts: Sequence[Alert]
    margins: Sequence[GroupMargin] | None = None
    territory_places: Mapping[str, int] = field(default_factory=dict)
    person_places: Mapping[str, int] = field(default_factory=dict)

    @property
    def month_number(self) -> int:
        """Of the day, in the fiscal year, from 1."""
        return self.months.index(self.month) + 1

    def place_of(self, seat: Seat) -> tuple[int, int]:
        """The numbers of territory and person; 0 for one that nobody knows, which counts for the company alone."""
        return self.territory_places.get(seat.territory_code, 0), self.person_places.get(seat.salesperson_no, 0)

    def sum_of(self, name: str) -> Fraction:
        """A figure of all seats together."""
        return sum((Fraction(getattr(year, name)) for year in self.seats.values()), Fraction(0))

    def month_sum(self, name: str, number: int) -> Decimal:
        """What was sold, or was to be, by all seats in a month."""
        return sum((getattr(row, name) for row in self.seat_months if row.number == number), ZERO)

    @property
    def attained_percent(self) -> Fraction | None:
        """Sales of the month by its whole target; ``None`` without target."""
        sold, target = (self.month_sum(name, self.month_number) for name in ("sold", "target"))
        return Fraction(sold) * 100 / Fraction(target) if target else None

    @property
    def pace_index(self) -> Fraction | None:
        """Of the company, for the year; 100 is on course."""
        return index_of(self.sum_of("actual"), self.sum_of("expected"))

    def pace_of(self, person: Place) -> Fraction | None:
        """The pace index of a person."""
        sums = self.sums_of(person, "person")
        return index_of(sums["actual"], sums["expected"])

    def sums_of(self, place: Place, level: SumLevel) -> dict[str, Fraction]:
        """What pace and attainment of a territory with all beneath it, or of a person, are made of."""
        index = 0 if level == "territory" else 1
        own = [year for seat, year in self.seats.items() if place.first <= self.place_of(seat)[index] <= place.last]
        return {name: sum((Fraction(getattr(year, name)) for year in own), Fraction(0)) for name in PACE_SUMS}

    @property
    def slow_people(self) -> list[Place]:
        """Whose pace needs a look."""
        paces = [(person, self.pace_of(person)) for person in self.people if person.is_shown]
        return [person for person, pace in paces if pace is not None and pace < SLOW_PACE]

    @property
    def overdue(self) -> Decimal:
        """Receivables that are late and not disputed."""
        return sum((sum(year.buckets[1:], ZERO) for year in self.seats.values()), ZERO)


PACE_SUMS = ("actual", "target_to_date", "expected")
"""Figures of a seat that attainment and pace are made of."""


def index_of(actual: Fraction, base: Fraction) -> Fraction | None:
    """Actual in percent of a base; ``None`` where there is none."""
    return actual * 100 / base if base else None


def places_of(tree: TerritoryTree, shown: Iterable[str]) -> list[Place]:
    """The territories in the order of the tree, numbered so that what lies beneath one follows it.

    >>> tree = TerritoryTree.of({"North": "", "N1": "North", "South": ""})
    >>> [(place.code, place.first, place.last) for place in places_of(tree, ())]
    [('North', 1, 2), ('N1', 2, 2), ('South', 3, 3)]
    """
    names = {node.territory_code: node.name for node in tree.nodes}
    are_shown = frozenset(shown)
    return [
        Place(code, names[code], number, number + len(tree.descendants(code)), code in are_shown)
        for number, code in enumerate(tree.descendants(COMPANY), start=1)
    ]


def leaders(sums: Mapping[tuple[str, Seat], Decimal], tree: TerritoryTree, count: int = TOP) -> set[str]:
    """The codes that are among the first of any territory and any person, alone or together.

    Whoever chooses among these finds the right ones, without the many that are never among them.
    """
    chosen: dict[tuple[str, str | None], dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for (code, seat), amount in sums.items():
        for territory in (COMPANY, *tree.path(seat.territory_code)):
            for person in (None, seat.salesperson_no):
                chosen[territory, person][code] += amount
    return {
        code
        for found in chosen.values()
        for code, amount in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:count]
        if amount > 0
    }
