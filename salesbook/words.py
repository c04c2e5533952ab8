"""A word in the three languages people work in. Terms are those of the trade (DOMAIN 1)."""

from typing import NamedTuple

from salesbook.settings import Language


class Words(NamedTuple):
    """English, 繁體中文, 简体中文."""

    en: str
    hant: str
    hans: str

    def get(self, language: Language) -> str:
        """The word in one language."""
        return {"en": self.en, "zh-Hant": self.hant, "zh-Hans": self.hans}[language]


def words(en: str, hant: str, hans: str = "") -> Words:
    """A word; the simplified form is left out where it is written like the traditional one."""
    return Words(en, hant, hans or hant)
