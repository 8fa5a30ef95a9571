"""Risks of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk of the plan with what answers it."""

    title: LocalizedText
    answer: LocalizedText
    probability: int
    impact: int
    concerns: str

    @property
    def score(self) -> int:
        """Probability times impact [1-25]."""
        return self.probability * self.impact

    @property
    def level(self) -> str:
        """Return high, medium or low.

        Source: docs/method.md#risk-score (high from 15, or impact 5 with probability 3 and
        above; medium from 8, or impact 5).
        """
        if self.score >= 15 or (self.impact == 5 and self.probability >= 3):
            return "high"
        return "medium" if self.score >= 8 or self.impact == 5 else "low"


@dataclass(frozen=True, slots=True)
class RiskChapter:
    """The chapter, the gravest first."""

    risks: tuple[RiskLine, ...]
