"""What is said when a dashboard was written: its tiles in one sentence, or as JSON for a script."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesbook.messages import text
from salesbook.money import round_half_up
from salesbook.units import plain

if TYPE_CHECKING:
    from salesbook.actions.company import Company
    from salesbook.planning.standing import Standing


def dashboard_words(found: "Standing", path: Path, company: "Company") -> str:
    """The month in one sentence."""
    from salesbook.printing import money_words
    from salesbook.workbooks.dashboard_figures import tile_values

    tiles = tile_values(found)
    sold, target = (
        round_half_up(Fraction(tiles[name] or 0), company.settings.rules.decimals) for name in ("sold", "target")
    )
    return text(
        "dashboard-done",
        company.settings.language,
        workbook=path.name,
        month=found.month,
        sold=money_words(sold, company),
        target=money_words(target, company) if target else "",
        pace=_rounded(tiles["pace"]) or "",
        alerts=str(len(found.alerts) + len(found.slow_people)),
    )


def dashboard_json(found: "Standing", path: Path) -> dict[str, Any]:
    """The tiles and the alerts for a script."""
    from salesbook.workbooks.dashboard_figures import tile_values

    tiles = tile_values(found)
    percents = {name: _rounded(tiles.pop(name)) for name in ("attainment", "pace")}
    return {
        "file": str(path), "day": found.day, "month": found.month, "ledger_version": found.version,
        **{name: plain(round_half_up(Fraction(value or 0), 4)) for name, value in tiles.items()}, **percents,
        "alerts": [
            {"kind": alert.kind, "code": alert.code, "amount": plain(alert.amount)} for alert in found.alerts
        ] + [{"kind": "slow", "code": person.code} for person in found.slow_people],
    }  # fmt: skip


def _rounded(percent: Decimal | Fraction | None) -> str | None:
    return None if percent is None else plain(round_half_up(Fraction(percent), 1))
