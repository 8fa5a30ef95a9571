"""Goals by horizon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal."""

    horizon: str
    title: LocalizedText
    owner: str
    driver: LocalizedText
    baseline: LocalizedText
    target: LocalizedText
    due: date
    expected_return: Decimal | None
    currency: str
    indicator: str
    initiatives: int


HORIZONS = ("short", "mid", "long")


@dataclass(frozen=True, slots=True)
class GoalChapter:
    """The chapter."""

    goals: tuple[GoalLine, ...]

    @property
    def horizons(self) -> list[tuple[str, list[GoalLine]]]:
        """The goals of each horizon, also of those without any."""
        return [(name, [goal for goal in self.goals if goal.horizon == name]) for name in HORIZONS]
