"""Do the pins in requirements/ still fit pyproject.toml? Answers without asking a package index."""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REMAKE = "requirements/README.md says how to make the pins anew."


def pins(file: Path) -> dict[str, set[tuple[str, str]]]:
    """The versions of each package in a pin file, each with the condition under which it is taken."""
    found: dict[str, set[tuple[str, str]]] = {}
    for line in file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if "--hash=sha256:" not in line:
            raise SystemExit(f"{file}: a line without a hash: {line.strip()[:80]}")
        pinned = Requirement(line.split("--hash=", 1)[0])
        (version,) = (part.version for part in pinned.specifier if part.operator == "==")
        found.setdefault(canonicalize_name(pinned.name), set()).add((version, str(pinned.marker or "")))
    return found


def group(groups: dict[str, list[str | dict[str, str]]], name: str) -> list[str]:
    """The requirements of a dependency group, with those of the groups that it includes."""
    wanted: list[str] = []
    for entry in groups[name]:
        wanted += [entry] if isinstance(entry, str) else group(groups, entry["include-group"])
    return wanted


def unmet(wanted: list[str], pinned: dict[str, set[tuple[str, str]]], file: str) -> list[str]:
    """The requirements that a pin file does not meet, as sentences."""
    problems = []
    for requirement in map(Requirement, dict.fromkeys(wanted)):
        versions = [version for version, _ in pinned.get(canonicalize_name(requirement.name), ())]
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            problems.append(f"{file}: {requirement} is asked for, {', '.join(versions) or 'nothing'} is pinned.")
    return problems


def main() -> None:
    """Print what does not fit and exit with 1, or say that all is well."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    run, dev = (pins(Path("requirements") / name) for name in ("run.txt", "dev.txt"))
    needed = project["project"]["dependencies"]
    limits = project["tool"]["uv"]["constraint-dependencies"]
    problems = unmet(needed, run, "run.txt")
    problems += unmet([*needed, *group(project["dependency-groups"], "dev"), *limits], dev, "dev.txt")
    problems += [f"run.txt and dev.txt pin {name} differently." for name in run if run[name] != dev.get(name)]
    if problems:
        sys.exit("\n".join([*problems, REMAKE]))
    print(f"{len(run)} packages to run, {len(dev)} to develop: as pyproject.toml asks.")


if __name__ == "__main__":
    main()
