"""The whole document on a page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.domain.state import OpenPoint
from reports.sections.budget.content import BudgetPlan, YearLine
from reports.sections.capability.content import DimensionLine
from reports.sections.compliance.content import Compliance
from reports.sections.goals.content import HORIZONS, GoalLine
from reports.sections.indicators.content import IndicatorLine
from reports.sections.readiness.content import Readiness
from reports.sections.risks.content import RiskLine


@dataclass(frozen=True, slots=True)
class SummaryChapter:
    """What the other chapters say in short, and what is asked of the board."""

    first_year: int
    last_year: int
    readiness: Readiness | None
    dimensions: tuple[DimensionLine, ...]
    plan: BudgetPlan | None
    initiatives: int
    progress: Decimal | None
    planned_progress: Decimal | None
    violations: int
    release: YearLine | None
    goals: tuple[GoalLine, ...]
    compliance: Compliance
    indicators: tuple[IndicatorLine, ...]
    risks: tuple[RiskLine, ...]
    open_points: tuple[OpenPoint, ...]

    @property
    def horizons(self) -> list[tuple[str, list[GoalLine]]]:
        """The goals of each horizon, also of those without any."""
        return [(name, [goal for goal in self.goals if goal.horizon == name]) for name in HORIZONS]

    @property
    def on_path(self) -> int:
        """Number of indicators on their path or ahead of it."""
        return sum(line.standing in ("on", "ahead") for line in self.indicators)

    @property
    def behind(self) -> int:
        """Number of indicators behind their path."""
        return sum(line.standing == "behind" for line in self.indicators)
