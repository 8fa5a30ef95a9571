"""Words of every page in the reader's language: localized texts, the comma, the dash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from core.text import LocalizedText

DASH = "–"


def is_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (get_language() or "en").startswith("zh")


def lt(value: object, language: str | None = None) -> str:
    """Say a localized text (object or `{en, zh-hans}`) in the reader's language."""
    code = language or get_language() or "en"
    if value is None:
        return ""
    if isinstance(value, LocalizedText):
        return value.in_language(code)
    if isinstance(value, Mapping):
        chinese = value.get("zh-hans") or value.get("zh_hans")
        return str((chinese if code.startswith("zh") else "") or value.get("en") or "")
    return str(value)


def comma() -> str:
    """Return the comma between two words of a page, full-width in Chinese."""
    return "，" if is_chinese() else ", "


def semicolons(words: Iterable[object], language: str) -> str:
    """Write clauses one after the other, with full-width marks in Chinese.

    Args:
        words: the clauses.
        language: the reader's, "en" or "zh-hans".
    """
    return ("；" if language.startswith("zh") else "; ").join(str(word) for word in words)


def listed(words: Iterable[object]) -> str:
    """Write several names as a list: "A, B", in Chinese "A、B"."""
    return ("、" if is_chinese() else ", ").join(str(word) for word in words)


def coded(row: Any) -> str:
    """Name a row with a code and a title in both languages: "R-07 One item master"."""
    return f"{row.code} {lt(row.title)}"
