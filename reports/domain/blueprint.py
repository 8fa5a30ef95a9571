"""Everything that the strategy blueprint says, in one frozen object.

Texts that exist in both languages are kept in both (`LocalizedText`), so that one content gives the
English, the Chinese and the bilingual document. Numbers are exact; rounding is the renderer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from reports.domain.capability import AppendixLine, Capability, GapLine, Readiness
from reports.domain.compliance import Compliance
from reports.domain.plan import GoalLine, PlanChapter
from reports.domain.plant import Head, PlantFacts, Stamp, SystemLine
from reports.domain.state import OpenPoint


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator with where it started and where it goes.

    `last` is the newest reading that counts; `left_out` the period of a newer one that does not.
    """

    code: str
    title: LocalizedText
    unit: LocalizedText
    places: int
    baseline: Decimal | None
    grade: str
    last: Decimal | None
    last_period: date | None
    left_out: date | None
    target: Decimal | None
    target_on: date | None
    standing: str


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
class StepLine:
    """A next step with its date."""

    text: LocalizedText
    owner: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The whole document; of `gap_count` gaps the most valuable ones are printed."""

    stamp: Stamp
    head: Head
    first_year: int
    last_year: int
    plant: PlantFacts
    readiness: Readiness | None
    capability: Capability
    gaps: tuple[GapLine, ...]
    gap_count: int
    systems: tuple[SystemLine, ...]
    goals: tuple[GoalLine, ...]
    plan: PlanChapter | None
    compliance: Compliance
    indicators: tuple[IndicatorLine, ...]
    risks: tuple[RiskLine, ...]
    steps: tuple[StepLine, ...]
    answers: tuple[AppendixLine, ...]
    open_points: tuple[OpenPoint, ...]
