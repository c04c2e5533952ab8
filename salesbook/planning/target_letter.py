"""What one person is told of a stored plan (目標確認書): his own targets by territory and month, and nobody else's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesbook.money import ZERO
from salesbook.planning.targets import VACANCY, TargetLine


@dataclass(frozen=True)
class PersonTargets:
    """The targets of one person for one year.

    Attributes:
        territories: In the order of their codes.
        months: In the order of the fiscal year.
        lines: Those of this person.
    """

    salesperson_no: str
    territories: tuple[str, ...]
    months: tuple[str, ...]
    lines: tuple[TargetLine, ...]

    def target(self, territory_code: str, month: str) -> Decimal:
        """Of one territory in one month."""
        return self._sum(line for line in self.lines if (line.territory_code, line.month) == (territory_code, month))

    def of_month(self, month: str) -> Decimal:
        """Of all territories."""
        return self._sum(line for line in self.lines if line.month == month)

    def of_territory(self, territory_code: str) -> Decimal:
        """Of the year in one territory."""
        return self._sum(line for line in self.lines if line.territory_code == territory_code)

    def until(self, month: str) -> Decimal:
        """From the beginning of the year up to a month."""
        return self._sum(line for line in self.lines if line.month <= month)

    @property
    def total(self) -> Decimal:
        """Of the year."""
        return self._sum(self.lines)

    @staticmethod
    def _sum(lines: Iterable[TargetLine]) -> Decimal:
        return sum((line.target for line in lines), ZERO)


def targets_by_person(lines: Sequence[TargetLine]) -> list[PersonTargets]:
    """The targets of each person, by number; a vacancy is nobody's."""
    months = tuple(sorted({line.month for line in lines}))
    found = []
    for person in sorted({line.salesperson_no for line in lines} - {VACANCY}):
        own = tuple(line for line in lines if line.salesperson_no == person)
        found.append(PersonTargets(person, tuple(sorted({line.territory_code for line in own})), months, own))
    return found


def vacant_territories(lines: Iterable[TargetLine]) -> list[str]:
    """Territories with a target that nobody carries."""
    return sorted({line.territory_code for line in lines if line.salesperson_no == VACANCY and line.target})
