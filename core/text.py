"""Text in several languages, pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One sentence in each of the product's languages."""

    en: str
    zh_hans: str

    def in_language(self, language: str) -> str:
        """Return the text in a language; an unknown language falls back to English."""
        return self.zh_hans if language.lower().startswith("zh") else self.en

    def as_dict(self) -> dict[str, str]:
        """Return the mapping used in packs and stored snapshots."""
        return {"en": self.en, "zh-hans": self.zh_hans}

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> LocalizedText:
        """Build from the mapping used in packs; a missing language is an error of the caller."""
        return cls(en=values["en"], zh_hans=values["zh-hans"])
