"""Programs that are killed at random moments while they post and tidy up, and what must be true afterwards."""

import random
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.verifying import verify
from salesbook.ledger.cache import CacheFile
from tests.ledger.clerks import PATIENCE, order_row, post, post_until_killed, processes

PROOFS = 8
"""How often, over all kills, the whole ledger is proved."""


def kill_again_and_again(company: Company, cache: Path, kills: int) -> int:
    """Kill so many programs in mid-work, and look after each what is there.

    Returns:
        How many orders were acknowledged; all of them are in the ledger, whole, and once.
    """
    moments = random.Random(20260305)
    acknowledged: list[str] = []
    balances = CacheFile(company.store, company.cache_path)
    for kill in range(kills):
        acknowledged += killed_at(company, cache, f"kill {kill}", moments.uniform(0, 0.06))
        with balances.use() as current:
            orders = {document.document_no for document in current.documents_of("sales_order")}
            lines = current.lines_of([("sales_order", number) for number in orders])
        assert orders >= set(acknowledged), "an acknowledged order is gone"
        assert [lines[key].balance.quantity for key in sorted(lines)] == [Decimal(3), Decimal(4)] * len(orders)
        if kill % (kills // PROOFS) == 0:
            assert verify(company).is_good
            rows = [order_row(f"after {kill}", 3), order_row(f"after {kill}", 4, "NUT-8")]
            (decision,) = post(company.folder, "sales_order", rows).decisions
            assert decision.outcome == "posted"
            acknowledged.append(decision.document_no)
    balances.close()
    assert len(set(acknowledged)) == len(acknowledged), "a number was given twice"
    assert verify(company).is_good
    return len(acknowledged)


def killed_at(company: Company, cache: Path, name: str, moment: float) -> list[str]:
    """What a program had acknowledged when it was killed, some moment after its first order."""
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=post_until_killed, args=(company.folder, cache, name, sender))
    process.start()
    sender.close()
    with receiver:
        assert receiver.poll(PATIENCE)
        told = [receiver.recv()]
        time.sleep(moment)
        process.kill()
        process.join(PATIENCE)
        told += _rest(receiver)
    process.close()
    return told


def _rest(receiver: Any) -> list[str]:
    told = []
    try:
        while True:
            told.append(receiver.recv())
    except EOFError:
        return told
