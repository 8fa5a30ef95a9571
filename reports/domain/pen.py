"""In which language a document is set."""

from __future__ import annotations

from dataclasses import dataclass

from core.money import Form
from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Pen:
    """Sets one document: its language, and whether the other one stands beside it.

    `goals` is how many goals of a horizon the summary has room for; what is beyond is counted.
    `squeeze` is by how much it is pressed onto its page [0-4]: smaller letters, then without examples
    of gaps and risks, then goals and open points counted only, then without a drawing.
    """

    language: str
    is_bilingual: bool
    goals: int = 1
    squeeze: int = 0

    @property
    def form(self) -> Form:
        """The language form, which decides in what money is counted."""
        if self.is_bilingual:
            return "bilingual"
        return "en" if self.language == "en" else "zh-hans"

    def main(self, text: LocalizedText) -> str:
        """Return a text in the document's language."""
        return text.in_language(self.language)

    def companion(self, text: LocalizedText) -> str:
        """Return the text in the other language of a bilingual document, else nothing."""
        if not self.is_bilingual:
            return ""
        other = text.zh_hans if self.language == "en" else text.en
        return "" if other == self.main(text) else other
