"""Words of every page in the reader's language: localized texts, the comma, the dash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, override, pgettext

from core.text import LANGUAGES, LocalizedText

DASH = "–"


def lt(value: object, language: str | None = None) -> str:
    """Say a localized text (object or `{en, zh-hans}`) in the reader's language."""
    code = language or get_language() or "en"
    if value is None:
        return ""
    if isinstance(value, LocalizedText):
        return value.in_language(code)
    if isinstance(value, Mapping):
        return str(value.get(code) or value.get(code.replace("-", "_")) or value.get("en") or "")
    return str(value)


def in_each(say: Callable[[], str]) -> dict[str, str]:
    """Return language -> what a function says in it, for words that are stored."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = say()
    return found


def comma() -> str:
    """Return the comma between two words of a page, full-width in Chinese."""
    return pgettext("mark between two words", ", ")


def semicolons(words: Iterable[object], language: str) -> str:
    """Write clauses one after the other, with full-width marks in Chinese.

    Args:
        words: the clauses.
        language: the reader's, "en" or "zh-hans".
    """
    with override(language):
        mark = pgettext("mark between clauses", "; ")
    return mark.join(str(word) for word in words)


def listed(words: Iterable[object]) -> str:
    """Write several names as a list: "A, B", in Chinese "A、B"."""
    return pgettext("mark between names of a list", ", ").join(str(word) for word in words)


def coded(row: Any) -> str:
    """Name a row with a code and a title in both languages: "R-07 One item master"."""
    return f"{row.code} {lt(row.title)}"
