"""LibreOffice as a printer: a workbook in, a PDF out, without a window and without touching anybody's settings."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from salesbook.problems import HostError

LONGEST_WAIT = 120
"""Seconds for some files; the first start on a slow computer takes some of them."""

AT_ONCE = 40
"""Files that LibreOffice gets at a time."""

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Linguistic/General">
<prop oor:name="DefaultLocale_CJK" oor:op="fuse"><value>{chinese}</value></prop></item>
</oor:items>
"""
"""A font for all of East Asia draws 戶 as each place writes it, and asks the program where it is read."""

_NOT_FOR_OTHERS = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
"""LibreOffice has a Python of its own, which these would mislead."""


def find_libreoffice() -> str | None:
    """The program, where it is installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def installed_font(font: str, language: str) -> str:
    """The font of this computer that comes nearest to one: LibreOffice takes Chinese and Latin from different ones.

    Only where fontconfig decides about fonts, which is where those of Excel are mostly missing; else the same font.

    Args:
        font: The one that is wanted.
        language: Whose letters it must have, as fontconfig calls it, such as ``zh-tw``.
    """
    program = shutil.which("fc-match")
    if program is None:
        return font
    command = [program, "--format=%{family[0]}", f"{font}:lang={language}"]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    return found.stdout.strip() or font


def to_pdf(workbook: Path, target: Path) -> None:
    """Print a workbook into a PDF; a file that is there is replaced.

    Raises:
        HostError: LibreOffice is not installed, takes too long, or makes no PDF.
    """
    with TemporaryDirectory(prefix="salesbook-pdf-", ignore_cleanup_errors=True) as folder:
        to_pdfs({workbook: target}, Path(folder))
        shutil.move(Path(folder) / f"{workbook.stem}.pdf", target)


def to_pdfs(workbooks: Mapping[Path, Path], folder: Path, chinese: str = "zh-CN") -> None:
    """Print workbooks of different names into PDFs of the same names in a folder.

    Args:
        workbooks: Each with the file that people know it by.
        folder: That is there.
        chinese: Where Chinese signs have their forms from: ``zh-TW`` or ``zh-CN``.

    Raises:
        HostError: LibreOffice is not installed, takes too long, or makes no PDF.
    """
    _convert(workbooks, folder, "pdf:calc_pdf_Export", chinese)


def recalculated(workbook: Path, folder: Path) -> Path:
    """A copy of a workbook whose formulas were reckoned, for reading what they come to; it lies in a folder.

    Raises:
        HostError: LibreOffice is not installed, takes too long, or makes no copy.
    """
    _convert({workbook: workbook}, folder, "xlsx:Calc MS Excel 2007 XML")
    return folder / f"{workbook.stem}.xlsx"


def _convert(workbooks: Mapping[Path, Path], folder: Path, kind: str, chinese: str = "zh-CN") -> None:
    """What LibreOffice makes of workbooks. A profile of its own lets it run beside one that somebody has open."""
    program = find_libreoffice()
    if program is None:
        raise HostError("pdf-needs-libreoffice")
    with TemporaryDirectory(prefix="salesbook-profile-", ignore_cleanup_errors=True) as own:
        settings = Path(own) / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE.format(chinese=chinese), encoding="utf-8")
        profile = f"-env:UserInstallation={(Path(own) / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", kind]
        # A line of command is not endless, on Windows least of all.
        for some in batched(workbooks, AT_ONCE):
            _run([program, profile, *options, "--outdir", str(folder), *map(str, some)])
    for workbook, target in workbooks.items():
        if not (folder / f"{workbook.stem}.{kind.partition(':')[0]}").is_file():
            raise HostError("pdf-failed", file=target.name, program=program)


def batched(workbooks: Iterable[Path], most: int) -> Iterator[list[Path]]:
    """Some at a time."""
    waiting = list(workbooks)
    while waiting:
        yield waiting[:most]
        waiting = waiting[most:]


def said_in_pdf(pdf: Path) -> bytes:
    """What a PDF says, without the moment at which it was made."""
    return re.sub(rb"/CreationDate\([^)]*\)|/ID \[[^]]*\]|/DocChecksum /[0-9A-F]+", b"", pdf.read_bytes())


def _run(command: list[str]) -> None:
    """Wait for a program; what takes too long is ended with everything that it has started."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_OTHERS}
    nothing = subprocess.DEVNULL
    program = subprocess.Popen(  # noqa: S603 - no shell, and nothing of it was typed
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        env=kept,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        program.wait(LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        raise HostError("pdf-too-slow", seconds=LONGEST_WAIT) from None
    finally:
        if program.poll() is None:
            if sys.platform != "win32":
                os.killpg(program.pid, signal.SIGKILL)
            else:
                program.kill()
            program.wait()
