"""A small company for each test, and the options of the field cases and golden files."""

import shutil
from pathlib import Path

import pytest

from tests.small_company import Desk, build_company


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", action="append", default=[], metavar="FILE", help="also run the field cases of this file")
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew, for review in the diff")


@pytest.fixture(scope="session")
def _built_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(folder / "cache"))
        build_company(folder / "Acme")
    return folder


@pytest.fixture
def desk(_built_company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A company with master data and nothing sold yet; a folder of its own for each test."""
    for part in ("Acme", "cache"):
        shutil.copytree(_built_company / part, tmp_path / part)
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    return Desk(tmp_path / "Acme")
