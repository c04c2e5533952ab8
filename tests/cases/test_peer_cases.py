"""Every case of the peer is played on the real product; what it expects must be what the ledger adds up to.

``pytest tests/cases --cases FILE`` plays the cases of any further file of the same schema.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salesbook.settings import RuleSettings
from tests.cases.case_files import MORE_FILE, PEER_FILE, is_peer_case, read_cases
from tests.cases.peer_answers import answer, differences
from tests.cases.peer_company import POLICIES
from tests.cases.peer_play import Play

EXPECTED_LATER: dict[str, str] = {}
"""Cases that are not played yet, with the feature that is missing."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        cases = read_cases(PEER_FILE) | read_cases(MORE_FILE)
        for path in metafunc.config.getoption("--cases"):
            cases |= read_cases(Path(path))
        runnable = [case for case in cases.values() if is_peer_case(case) and case["id"] not in EXPECTED_LATER]
        absent = pytest.param({}, id="none", marks=pytest.mark.skip("the folder of shared cases is not here"))
        metafunc.parametrize("case", [pytest.param(case, id=case["id"]) for case in runnable] or [absent])


def test_peer_case(case: dict[str, Any], tmp_path: Path) -> None:
    play = Play(tmp_path / "company", case, answer)
    play.run()
    if found := differences(case["expect"], answer(play, case["expect"])):
        pytest.fail("; ".join(found))


def test_a_policy_of_the_peer_is_another_one_than_ours_and_can_be_chosen() -> None:
    ours = RuleSettings()
    chosen = RuleSettings.model_validate({policy.setting: policy.value for policy in POLICIES})
    same = [policy.setting for policy in POLICIES if getattr(ours, policy.setting) == getattr(chosen, policy.setting)]
    assert not same, "no choice of the peer: leave it out"


def test_a_word_that_the_schema_does_not_have_is_told(tmp_path: Path) -> None:
    case = {"given": {"customers": {"A": {}}, "steps": [{"do": "dance"}]}, "expect": {"errors": []}}
    with pytest.raises(AssertionError, match="no step dance"):
        Play(tmp_path / "company", case, answer).run()
    quiet = {"given": {"customers": {"B": {}}, "steps": []}, "expect": {"errors": [], "weather": "fine"}}
    play = Play(tmp_path / "other", quiet, answer)
    with pytest.raises(AssertionError, match="weather"):
        answer(play, quiet["expect"])


def test_what_is_expected_and_not_found_is_a_difference() -> None:
    expected = {"orders": {"S1": {"status": "done", "total": "50.00", "lines": [{"ordered": 2}]}}}
    found = {"orders": {"S1": {"status": "done", "total": Decimal("50.01"), "lines": []}, "S2": {}}}
    assert differences(expected, found) == [
        "orders: also ['S2']",
        "orders.S1.total: expected 50.00, found 50.01",
        "orders.S1.lines: expected [{'ordered': 2}], found []",
    ]
