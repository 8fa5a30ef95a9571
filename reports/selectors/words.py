"""Words in both languages, from what the product holds in one place or another."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import translation

from core.text import LANGUAGES, LocalizedText
from core.wording.money import money_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def said(text: StrPromise | str) -> LocalizedText:
    """Return a text of the product's own in both languages."""
    versions = []
    for language in LANGUAGES:
        with translation.override(language):
            versions.append(str(text))
    return LocalizedText.of(*versions)


def money_words(amount: Decimal, currency: str) -> LocalizedText:
    """Return a sum as it stands in a sentence of each language."""
    versions = []
    for language in LANGUAGES:
        with translation.override(language):
            versions.append(money_text(amount, currency))
    return LocalizedText.of(*versions)


def same(text: str) -> LocalizedText:
    """Return people's own words, which exist once."""
    return LocalizedText.of(en=text, zh_hans=text)


def stored(text: Mapping[str, str]) -> LocalizedText:
    """Return a stored pair of words; a missing language borrows from the other."""
    english, chinese = text.get("en", ""), text.get("zh-hans", "")
    return LocalizedText.of(en=english or chinese, zh_hans=chinese or english)
