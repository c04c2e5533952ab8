"""Every case of the peer is played on the real product; what it expects must be what the ledger adds up to.

``pytest tests/cases --cases FILE`` plays the cases of any further file of the same schema.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.cases.case_files import MORE_FILE, PEER_FILE, is_peer_case, read_cases
from tests.cases.peer_answers import answer, differences
from tests.cases.peer_play import Play

EXPECTED_LATER: dict[str, str] = {}


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
