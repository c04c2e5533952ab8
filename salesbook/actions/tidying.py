"""Keep the ledger quick: by itself at sensible points, or when somebody asks for it."""

import subprocess
import sys
from contextlib import suppress

from salesbook.actions.company import Company
from salesbook.ledger.upkeep import DAY, LedgerStats, UpkeepReport, UpkeepRules, is_due, look_after, stats


def tidy(company: Company, *, by_hand: bool = True) -> UpkeepReport:
    """Merge files, make a checkpoint, clean up.

    Args:
        by_hand: Also where there is little to do.

    Raises:
        LedgerError: The ledger is damaged, or the disk refused.
    """
    return look_after(company.store, upkeep_rules(company), by_hand=by_hand, turn=company.turn)


def ledger_stats(company: Company) -> LedgerStats:
    """How large the ledger is and what tidying up would find."""
    return stats(company.store, upkeep_rules(company))


def begin_tidying(company: Company, version: int) -> None:
    """Start a program of its own that looks after the ledger, if this version is a point for it.

    Nobody waits for it. Should it not start or not get done, the next such point makes it good.
    """
    if not (company.settings.upkeep.by_itself and is_due(version, upkeep_rules(company))):
        return
    command = [sys.executable, "-m", "salesbook", "ledger", "compact", "--if-due", "--company", str(company.folder)]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    _begun[:] = [program for program in _begun if program.poll() is None]
    with suppress(OSError):
        nothing = subprocess.DEVNULL
        program = subprocess.Popen(  # noqa: S603 - our own program, and no shell
            command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, creationflags=flags
        )
        _begun.append(program)


_begun: list["subprocess.Popen[bytes]"] = []
"""Programs that were started and may still run; a program that stays open must not collect the finished ones."""


def upkeep_rules(company: Company) -> UpkeepRules:
    """The rules that the settings ask for."""
    wished = company.settings.upkeep
    return UpkeepRules(
        small_files=wished.every,
        versions=wished.every,
        keep_files=wished.keep_files_days * DAY,
        keep_log=wished.keep_log_days * DAY,
    )
