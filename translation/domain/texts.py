"""One free text beside its other language, and what a translator may do with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from core.errors import RuleError
from core.phrases import phrase
from core.text import (
    Pair,
    is_current,
    missing_language,
    other_language,
    other_of,
    place_of,
    readable,
)
from organizations.domain.translated import BLUEPRINT, KPI_BASELINE

DOCUMENTS = {
    BLUEPRINT: phrase("Strategy blueprint"),
    KPI_BASELINE: phrase("KPI baseline"),
}


class TextState(StrEnum):
    """How a text stands in the two languages."""

    BOTH = "both"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text that people typed and a document prints.

    Attributes:
        key: model, row and column, such as `goals.goal:12:title`.
        document: the kind of report that prints it; empty for one that stands on pages only.
        place: what the row is, in the reader's language.
        item: the row itself.
        part: name of the column.
        text: as typed.
        pair: language -> text of when it was translated; empty if it never was.
        longest: most characters the column takes; 0 without a limit.
    """

    key: str
    document: str
    place: str
    item: str
    part: str
    text: str
    pair: Pair
    longest: int = 0

    @property
    def language(self) -> str:
        """The language in which the text stands."""
        return place_of(self.text, self.pair)

    @property
    def other_code(self) -> str:
        """The language into which it is translated."""
        return other_language(self.language)

    @property
    def other(self) -> str:
        """The text in the other language; where the text has changed since, the former words."""
        return other_of(self.text, self.pair)

    @property
    def is_same(self) -> bool:
        """Whether it is marked as reading the same in both languages."""
        return is_current(self.text, self.pair) and self.other == self.text

    @property
    def state(self) -> TextState:
        """Whether it exists in both languages, in one, or has changed since it did."""
        if not missing_language(self.text, self.pair):
            return TextState.BOTH
        return TextState.CHANGED if self.pair else TextState.MISSING

    @property
    def seen(self) -> str:
        """A short digest of text and pair, by which a later save knows what its editor saw."""
        words = "\x1f".join([self.text, *(f"{k}={v}" for k, v in sorted(self.pair.items()))])
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def checked(text: FreeText, other: str, too_long: str) -> str:
    """Return the other language's words as they are stored.

    Args:
        text: what is translated.
        other: as entered.
        too_long: what to say where the column takes fewer characters; `%(n)s` is the limit.

    Raises:
        RuleError: it is longer than the column of the text.
    """
    words = readable(other).strip()
    if text.longest and len(words) > text.longest:
        raise RuleError(too_long % {"n": text.longest}, field=text.key)
    return words
