"""Looking after the ledger never comes between the decision and the commit of somebody who posts."""

import threading

from salesbook.actions.tidying import tidy
from tests.small_company import Desk

ORDERS = "Ref  Date        Customer  Product  Quantity\nA{}   2026-03-05  C-1       BOLT-8   1"


def test_tidying_up_waits_for_its_turn(desk: Desk) -> None:
    for number in range(3):
        desk.post(desk.orders(ORDERS.format(number), f"{number}.xlsx"))
    company, before = desk.company, desk.version
    done = threading.Event()

    def look_after() -> None:
        tidy(desk.company)
        done.set()

    with company.turn():
        program = threading.Thread(target=look_after)
        program.start()
        assert not done.wait(1.5), "it has merged and made a checkpoint while another one was deciding"
        assert desk.version == before
    program.join(60)
    assert done.is_set()
    assert desk.version > before
