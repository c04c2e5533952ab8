"""Is everything in the wheel, and does every module of it import? Run by a Python that has the wheel installed.

Usage: wheel.py WHEEL < list of the project's files, one a line
"""

import importlib
import sys
import zipfile
from pathlib import PurePosixPath

import salesbook

PACKED = ("salesbook/", "workbook_templates/")


def main() -> None:
    """Print how much was imported, or exit with the names of what is missing."""
    inside = set(zipfile.ZipFile(sys.argv[1]).namelist())
    listed = [name.strip() for name in sys.stdin if name.startswith(PACKED)]
    expected = {name if name.startswith("salesbook/") else f"salesbook/{name}" for name in listed}
    if missing := sorted(expected - inside):
        sys.exit("Not in the wheel: " + ", ".join(missing))
    modules = [
        ".".join(PurePosixPath(name.removesuffix("/__init__.py")).with_suffix("").parts)
        for name in sorted(inside)
        if name.endswith(".py")
    ]
    for module in modules:
        importlib.import_module(module)
    if "site-packages" not in str(salesbook.__file__):
        sys.exit(f"Imported from {salesbook.__file__}, not from the wheel.")
    print(f"{len(inside)} files in the wheel, {len(modules)} modules imported.")


if __name__ == "__main__":
    main()
