"""How the files of one origin are read: which column is which field. Kept beside the company, for people to change."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from salesbook.problems import Reason, SettingsError
from salesbook.settings import first_finding
from salesbook.units import plain

FOLDER = "imports"
"""The folder of the profiles, in the company folder."""


class ImportProfile(BaseModel, frozen=True, extra="forbid"):
    """How files of one origin are read.

    Attributes:
        kind: Of what they hold.
        columns: The header of each field that has a column.
        fixed: What stands in a field of every row; ``{sheet}`` is the title of the sheet.
        only: Text by header that a row must have to be read; the other rows are for another profile.
        multiply: By how much numbers of a field are multiplied, such as 10000 where they are in 萬.
        shown_as_dates: Fields whose codes are numbers that the file shows as dates.
        markup: Header of the column that is added to the unit price; blank for none.
        repeated_rows: What becomes of a document in which two rows say the same.
    """

    kind: str
    columns: dict[str, str] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)
    only: dict[str, str] = Field(default_factory=dict)
    multiply: dict[str, Decimal] = Field(default_factory=dict)
    shown_as_dates: tuple[str, ...] = ()
    markup: str = ""
    repeated_rows: Literal["post", "warn", "refuse"] = "refuse"


def read_profiles(folder: Path) -> dict[str, ImportProfile]:
    """The profiles of a company by their names.

    Raises:
        SettingsError: One of them is no profile; the sentence names the file and the key.
    """
    return {path.stem: _read(path) for path in sorted((folder / FOLDER).glob("*.toml"))}


def _read(path: Path) -> ImportProfile:
    try:
        return ImportProfile.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("settings-unreadable", file=path, reason=Reason("reason-profile")) from error
    except ValidationError as error:
        key, found, reason = first_finding(error)
        raise SettingsError("setting-wrong", file=path, key=key, found=found, reason=reason) from None


def keep_profile(folder: Path, name: str, profile: ImportProfile) -> None:
    """Keep a profile under its name. A file that says the same already stays as people have written it."""
    import tomlkit

    path = folder / FOLDER / f"{name}.toml"
    if path.exists() and _read(path) == profile:
        return
    text = tomlkit.document()
    text.add(tomlkit.comment("Which column is which field. Change it and import again; see salesbook import --help."))
    for key, value in profile.model_dump().items():
        if isinstance(value, Mapping):
            table = tomlkit.table()
            for field, said in value.items():
                table.add(field, plain(said) if isinstance(said, Decimal) else said)
            text[key] = table
        else:
            text[key] = list(value) if isinstance(value, tuple) else value
    path.parent.mkdir(exist_ok=True)
    path.write_text(tomlkit.dumps(text), encoding="utf-8")
