"""Plays the steps of a peer's case: each step becomes the papers that a sales admin would post.

The methods named ``do_...`` are the steps of the schema, in the words of its header. Amounts are never reckoned
here: they are what the rules make of the rows.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cases.peer_bills import BillSteps
from tests.cases.peer_company import found_company
from tests.cases.peer_orders import OrderSteps
from tests.cases.peer_papers import Given
from tests.cases.peer_service import ServiceSteps


class Play(OrderSteps, BillSteps, ServiceSteps):
    """One case from its first step to its last."""

    def __init__(self, folder: Path, case: Given, answer: Callable[["Play", Given], Any]) -> None:
        super().__init__(found_company(folder, case["given"]), case)
        self.answer = answer
        self.complaints = {}
        self.reminders = []

    def run(self) -> None:
        """All steps in order."""
        for step in self.given["steps"]:
            self.step_no += 1
            method = getattr(self, f"do_{step['do']}", None)
            assert method is not None, f"the schema has no step {step['do']}"
            if "day" in step:
                self.desk.set_day(int(step["day"]))
            method(step)
            self.look_at_drafts()

    def do_check(self, step: Given) -> None:
        """Take a snapshot."""
        self.checkpoints[step["label"]] = self.answer(self, self.expect["checkpoints"][step["label"]])
