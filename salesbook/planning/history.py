"""What the seats of a plan sold before: the weights that a split starts from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from salesbook.money import ZERO, split
from salesbook.planning.attainment import Actual
from salesbook.planning.targets import VACANCY, PlanSeat, TerritoryTree

CENT = Decimal("0.01")


def history_of_seats(
    seats: Sequence[PlanSeat], actuals: Iterable[Actual], tree: TerritoryTree, unit: Decimal = CENT
) -> dict[PlanSeat, Decimal]:
    """Past sales by seat; nothing is lost, except where no seat can take it.

    Sales of a person in a territory go to that seat. Where a sale is known only for a wider territory
    (a region), it is spread evenly over the person's seats beneath it, else over all the person's seats.
    Sales of people without a seat go to the vacancy rows of their territory.

    Args:
        seats: Of the new plan.
        actuals: Of one measure; a negative sum counts as zero.
        tree: The territories.
        unit: Smallest share.

    >>> tree = TerritoryTree.of({"East": "", "E1": "East", "E2": "East"})
    >>> seats = [PlanSeat(territory_code=code, salesperson_no="P1") for code in ("E1", "E2")]
    >>> sold = Actual(territory_code="East", salesperson_no="P1", month="2025-01", measure="amount", actual=Decimal(9))
    >>> [str(history) for history in history_of_seats(seats, [sold], tree).values()]
    ['4.50', '4.50']
    """
    sold: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for actual in actuals:
        sold[actual.territory_code, actual.salesperson_no] += actual.actual
    history = dict.fromkeys(seats, ZERO)
    for (territory_code, salesperson_no), amount in sorted(sold.items()):
        takers = _takers(seats, territory_code, salesperson_no, tree)
        if takers and amount > 0:
            shares = split(amount, {(seat.territory_code, seat.salesperson_no): Decimal(1) for seat in takers}, unit)
            for seat in takers:
                history[seat] += shares[seat.territory_code, seat.salesperson_no]
    return history


def _takers(seats: Sequence[PlanSeat], territory_code: str, salesperson_no: str, tree: TerritoryTree) -> list[PlanSeat]:
    """The seats that a sale counts for, the nearest first found."""
    beneath = {territory_code, *tree.descendants(territory_code)} if tree.has(territory_code) else set()
    own = [seat for seat in seats if seat.salesperson_no == salesperson_no]
    vacant = [seat for seat in seats if seat.salesperson_no == VACANCY and seat.territory_code in beneath]
    exact = [seat for seat in own if seat.territory_code == territory_code]
    return exact or [seat for seat in own if seat.territory_code in beneath] or own or vacant
