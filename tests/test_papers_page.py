"""The page of papers names every state with its words, and only sentences that there are."""

import re
from pathlib import Path
from typing import get_args

from salesbook.documents.states import State
from salesbook.messages import MESSAGES
from salesbook.sheets.columns import KIND_WORDS, LISTS

PAGE = (Path(__file__).parents[1] / "docs" / "papers.md").read_text(encoding="utf-8")


def test_every_state_stands_on_the_page_with_its_words() -> None:
    words = {state: MESSAGES[f"state-{state}"].words for state in get_args(State)}
    missing = [state for state, said in words.items() if f"\n| {said.en} | {said.hant} | {said.hans} | " not in PAGE]
    assert missing == []


def test_every_paper_stands_on_the_page_with_its_name() -> None:
    assert [kind for kind in LISTS if KIND_WORDS[kind].en.lower() not in PAGE.lower()] == []
    assert [kind for kind in LISTS if KIND_WORDS[kind].hant not in PAGE] == []


def test_every_rule_on_the_page_has_its_sentence() -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))
    assert len(named) > 80
    assert sorted(named - set(MESSAGES)) == []
