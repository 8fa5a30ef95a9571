"""Every answer of the run."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class AppendixLine:
    """One answer of the appendix."""

    question: str
    topic: LocalizedText
    dimension: str
    answer: LocalizedText
    level: int | None
    target: int | None
    not_applicable: bool
    is_proposed: bool
    reason: LocalizedText
    note: LocalizedText
    answered_by: str
    evidence: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class AnswerChapter:
    """The appendix, by dimension."""

    groups: tuple[tuple[LocalizedText, tuple[AppendixLine, ...]], ...]
