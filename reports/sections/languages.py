"""Saying a thing in one language, in both, or in those of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils import translation

from core.text import LANGUAGES, LocalizedText
from reports.domain.pen import Pen

SlideWords = TypeVar("SlideWords")


def under(language: str, tell: Callable[[], SlideWords]) -> SlideWords:
    """Return what is told while a language is active."""
    with translation.override(language):
        return tell()


def in_both(tell: Callable[[], str]) -> LocalizedText:
    """Return what is told in each language."""
    return LocalizedText.of(*(under(language, tell) for language in LANGUAGES))


def below(pen: Pen, text: LocalizedText) -> str:
    """Return a text as a drawing takes it in lines: in bilingual documents one for each language."""
    return "\n".join(filter(None, (pen.main(text), pen.companion(text))))


def beside(pen: Pen, text: LocalizedText) -> str:
    """Return a text as a drawing takes it: in bilingual documents with the other language behind."""
    other = pen.companion(text)
    return f"{pen.main(text)} {other}" if other else pen.main(text)
