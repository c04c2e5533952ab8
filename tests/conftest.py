"""A small company for each test, and the options of the field cases and golden files."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.small_company import Desk, build_company, move_in
from tests.terminal import Run, as_typed


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", action="append", default=[], metavar="FILE", help="also run this file's field cases")
    parser.addoption("--whole", action="store_true", help="post all of the largest data set, which takes minutes")
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew, to review in the diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where LibreOffice is not installed, its tests are left out; on CI, which installs it, they fail without it."""
    if os.environ.get("CI") == "true" or (shutil.which("soffice") and shutil.which("pdftotext")):
        return
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip("LibreOffice and poppler-utils are not installed; .ci/run installs them"))


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
    return move_in(_built_company, tmp_path, monkeypatch)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as typed, from inside the company folder."""
    monkeypatch.chdir(desk.folder)
    return as_typed(capsys)


@pytest.fixture
def soffice(tmp_path: Path) -> Any:
    """Converts a file with LibreOffice, as if somebody had opened and saved it."""
    program = shutil.which("soffice", path="/usr/bin:/bin") or shutil.which("soffice")
    assert program, "a test that asks for it is marked as one for LibreOffice"

    def convert(path: Path, ending: str) -> Path:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        target = tmp_path / "opened"
        command = [program, "--headless", profile, "--convert-to", ending, "--outdir", str(target), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300, env={"PATH": "/usr/bin:/bin"})
        return target / f"{path.stem}.{ending}"

    return convert


@pytest.fixture
def recalculated(tmp_path: Path, soffice: Any) -> Callable[[Path], Path]:
    """Opens a workbook with LibreOffice, has every formula calculated and saves it."""
    setting = (
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item>"
    )
    profile = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    profile.parent.mkdir(parents=True)
    profile.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{setting}</oor:items>"
    )
    return lambda path: soffice(path, "xlsx")
