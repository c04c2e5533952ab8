"""Settings that would give two documents one number are refused, with both keys named."""

from pathlib import Path

import pytest

from salesbook.messages import error_sentence
from salesbook.problems import SettingsError
from salesbook.settings import SETTINGS_FILE, CompanySettings, load_settings


def load(folder: Path, numbering: str) -> CompanySettings:
    """The settings of a file with these lines under ``[numbering]``."""
    (folder / SETTINGS_FILE).write_text(f'name = "Acme"\n[numbering]\n{numbering}\n', encoding="utf-8")
    return load_settings(folder)


@pytest.mark.parametrize(
    ("numbering", "key", "other"),
    [
        ('reversal = "SO-{year}-{number:05}"', "reversal", "sales_order"),
        ('quotation = "SO-{year}-{number:05}"', "quotation", "sales_order"),
        ('sales_order = "{year}-{number}"\ndelivery_note = "{year}-{number:01}"', "delivery_note", "sales_order"),
        ('quotation = "TP-{year}-{number:05}"', "quotation", "target_plan"),
    ],
)
def test_two_kinds_may_not_share_their_numbers(tmp_path: Path, numbering: str, key: str, other: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, numbering)
    error = caught.value
    assert (error.code, error.values["key"]) == ("setting-wrong", f"numbering.{key}")
    assert (error.reasons["reason"].code, error.reasons["reason"].values) == (
        "reason-pattern-twice",
        {"other": f"numbering.{other}"},
    )
    said = error_sentence(error, "en")
    assert f"numbering.{key} " in said
    assert f"numbering.{other} gives the same numbers" in said


def test_kinds_may_swap_their_numbers(tmp_path: Path) -> None:
    settings = load(tmp_path, 'sales_order = "DN-{year}-{number:05}"\ndelivery_note = "SO-{year}-{number:05}"')
    assert settings.number("sales_order", 2026, 1) == "DN-2026-00001"
