"""Gaps and the requirements that follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap, the requirement that follows, and what answers it in the plan."""

    question: str
    topic: LocalizedText
    dimension: LocalizedText
    current: Decimal
    target: Decimal
    worth: Decimal
    requirement: str
    answered_by: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class UnknownGap:
    """A target without an answer: how far away it is, is not known."""

    question: str
    topic: LocalizedText
    target: Decimal


@dataclass(frozen=True, slots=True)
class GapChapter:
    """The chapter; of `gap_count` gaps the most valuable ones are printed, after the unknown."""

    has_run: bool
    gaps: tuple[GapLine, ...]
    gap_count: int
    unknown: tuple[UnknownGap, ...] = ()
