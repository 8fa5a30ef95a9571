"""Text in several languages, pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENGLISH = "en"
# In which people's own words exist, one being the second language of the other; those of the product
# are as many as it has catalogs for, see core.phrases.
LANGUAGES = (ENGLISH, "zh-hans")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
Pair = Mapping[str, str]
# What nobody sees: controls but line breaks and tabs, marks of direction, letters without width, halves
# of letters. Joiners (U+200C, U+200D) stay between letters whose form they change.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]|(?<![^\x00-\u02ff])[\u200c\u200d]+"
    "|[\u200c\u200d]+(?![^\x00-\u02ff])"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


@dataclass(frozen=True, slots=True, init=False)
class LocalizedText:
    """One text in some languages, English among them: immutable, comparable, hashable.

    A text that two languages have alike, a name or a code, reads the same in every language.

    Attributes:
        words: pairs of language and text, English first.
    """

    words: tuple[tuple[str, str], ...]

    def __init__(self, words: Mapping[str, str]) -> None:
        """Keep the words of each language; English is missing only by an error of the caller."""
        rest = sorted(pair for pair in words.items() if pair[0] != ENGLISH)
        object.__setattr__(self, "words", ((ENGLISH, words[ENGLISH]), *rest))

    @property
    def en(self) -> str:
        """The English text, for which every other one stands."""
        return self.words[0][1]

    @property
    def zh_hans(self) -> str:
        """The Chinese text, else the English one."""
        return self.in_language("zh-hans")

    def has(self, language: str) -> bool:
        """Return whether the text exists in a language; one without a translation in none but its own."""
        for name, _text in self.words:  # a loop: a sheet of scores asks ten thousand times
            if name == language:
                return True
        return self.is_same

    @property
    def is_same(self) -> bool:
        """Whether the text reads the same in every language."""
        return len(self.words) > 1 and len({text for _name, text in self.words}) == 1

    def in_language(self, language: str) -> str:
        """Return the text in a language, else the whole of it in English."""
        wanted = language.lower()
        for name, text in self.words:  # a loop, as above
            if name == wanted:
                return text
        return self.words[0][1]

    def as_dict(self) -> dict[str, str]:
        """Return the mapping used in packs and stored snapshots."""
        return dict(self.words)

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> LocalizedText:
        """Build from the mapping used in packs; without English it is an error of the caller."""
        return cls(values)

    @classmethod
    def of(cls, en: str, zh_hans: str) -> LocalizedText:
        """Build from data that are kept in the two languages of people's own words."""
        return cls({"en": en, "zh-hans": zh_hans})


def same(text: str) -> LocalizedText:
    """Return a text that reads the same in every language: a name, a code, people's own words."""
    return LocalizedText(dict.fromkeys(LANGUAGES, text))


def readable(text: str) -> str:
    """Return a text as people see it: the one rule for what forms, files and exports hold.

    Args:
        text: as typed, pasted or read from a file.

    Returns:
        The text with one kind of line break and without characters that nobody sees, with which two
        names look alike and are not. Spaces stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def language_of(text: str) -> str:
    """Return the language in which a text was typed: Chinese where it holds Chinese characters."""
    return "zh-hans" if HAN.search(text) else "en"


def other_language(language: str) -> str:
    """Return the other of the product's languages."""
    return "en" if language == "zh-hans" else "zh-hans"


def is_wordless(text: str) -> bool:
    """Return whether a text reads the same in every language: it has no letter, as "98 %"."""
    return not any(letter.isalpha() for letter in text)


def paired(text: str, other: str, language: str = "") -> dict[str, str]:
    """Return a text typed by a person and the same in the other language, by language.

    Args:
        text: as typed.
        other: the other one; equal to the text where it reads the same in both languages.
        language: of the text, where it is known; Chinese characters say so themselves.

    Returns:
        Language -> text; empty without another one.
    """
    if not text or not other:
        return {}
    language = "zh-hans" if HAN.search(text) else language or "en"
    return {language: text, other_language(language): other}


def is_current(text: str, pair: Pair) -> bool:
    """Return whether a pair still holds: the text has not changed since it was translated."""
    return len(pair) == len(LANGUAGES) and text in pair.values()


def other_of(text: str, pair: Pair) -> str:
    """Return the other language's words of a pair, also where the text has changed since."""
    if not pair:
        return ""
    return pair.get(other_language(place_of(text, pair)), "")


def place_of(text: str, pair: Pair) -> str:
    """Return the language under which a text stands in its pair, else that of its script."""
    return next((name for name in LANGUAGES if pair.get(name) == text), language_of(text))


def missing_language(text: str, pair: Pair) -> str:
    """Return the language in which a text does not exist; empty if it exists in both.

    Args:
        text: as typed.
        pair: language -> text of when it was translated; empty if it never was. A pair whose text
            has changed since does not count: figures in it may be other ones.
    """
    if not text or is_wordless(text) or is_current(text, pair):
        return ""
    return other_language(language_of(text))


def localized(text: str, pair: Pair) -> LocalizedText:
    """Return a text in both languages; where one is missing, as it was typed."""
    if is_current(text, pair):
        return LocalizedText.from_dict(pair)
    return same(text)


def pairs_put_back(
    stored: Mapping[str, Pair], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Pair]:
    """Return the second languages of a row whose texts an undo puts back.

    Args:
        stored: field -> language -> text as it stands now.
        before: the row before the step that is undone, with its `translations`; a row of before
            there were second languages has none.
        after: the row after it; empty if the step removed the row.

    Returns:
        Of a field that the step changed the pair of then, of every other one that of now.
    """
    then, later = before.get("translations") or {}, after.get("translations") or {}
    changed = {name for name in before if not after or before[name] != after.get(name)}
    changed |= {name for name in {**then, **later} if then.get(name) != later.get(name)}
    kept = {name: pair for name, pair in stored.items() if name not in changed}
    return kept | {name: pair for name, pair in then.items() if name in changed}
