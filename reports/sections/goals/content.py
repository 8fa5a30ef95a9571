"""Goals by horizon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from goals.domain.tree import HORIZONS

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class GoalGauge:
    """An indicator of a goal; values in its unit.

    Attributes:
        progress: share of the way from baseline to target [%]; None where it cannot be said.
        places: decimals of the current value.
    """

    code: str
    unit: LocalizedText
    baseline: Decimal | None
    target: Decimal | None
    current: Decimal | None
    period: date | None
    progress: Decimal | None
    places: int


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal.

    Attributes:
        depth: 0 for a goal that serves none.
        is_measurable: an indicator has a baseline and a target as numbers.
    """

    horizon: str
    title: LocalizedText
    owner: str
    driver: LocalizedText
    baseline: LocalizedText
    target: LocalizedText
    due: date
    expected_return: Decimal | None
    currency: str
    gauges: tuple[GoalGauge, ...]
    initiatives: int
    depth: int
    is_measurable: bool

    @property
    def indent(self) -> int:
        """Steps to the right on paper."""
        return min(self.depth, DEEPEST)


@dataclass(frozen=True, slots=True)
class GoalChapter:
    """The chapter; beside a business case returns are what the owners of the goals expect, no more."""

    goals: tuple[GoalLine, ...]
    is_beside_case: bool = False

    @property
    def horizons(self) -> list[tuple[str, list[GoalLine]]]:
        """The trees by the horizon of the goal at their root, also of horizons without any."""
        trees: dict[str, list[GoalLine]] = {name: [] for name in HORIZONS}
        root = HORIZONS[0]
        for goal in self.goals:
            root = goal.horizon if goal.depth == 0 else root
            trees[root].append(goal)
        return list(trees.items())
