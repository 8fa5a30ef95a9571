"""Gaps, those without an answer in the roadmap first, and the requirements that follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap, the requirement that follows, and what answers it in the plan.

    `rank` counts the gaps by what closing them is worth, after vetoes that hold the plant's level.
    """

    rank: int
    question: str
    topic: LocalizedText
    dimension: LocalizedText
    current: Decimal
    target: Decimal
    worth: Decimal
    requirement: str
    holds: bool
    answered_by: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class UnknownGap:
    """A target without an answer: how far away it is, is not known."""

    question: str
    topic: LocalizedText
    target: Decimal


@dataclass(frozen=True, slots=True)
class GapChapter:
    """The chapter; of `count` gaps the most valuable ones are printed, `open` have no answer.

    `unknown` are targets of questions that nobody answered; without any target nothing can fall short.
    """

    has_run: bool
    has_plan: bool
    gaps: tuple[GapLine, ...]
    count: int
    open: int
    unknown: tuple[UnknownGap, ...] = ()
    has_targets: bool = True

    @property
    def groups(self) -> list[tuple[bool, list[GapLine]]]:
        """The printed gaps: those without an answer first, then the answered ones."""
        parted = [
            (answered, [gap for gap in self.gaps if bool(gap.answered_by) is answered])
            for answered in (False, True)
        ]
        return [(answered, gaps) for answered, gaps in parted if gaps]
