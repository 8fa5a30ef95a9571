"""The whole document on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from goals.domain.tree import HORIZONS
from indicators.domain.series import PlantSummary
from reports.domain.decision import Decision
from reports.domain.state import OpenPoint
from reports.sections.budget.content import BudgetPlan, Release, ThisYear
from reports.sections.business_case.content import CaseWorth
from reports.sections.reach.content import Reach
from reports.sections.readiness.content import Readiness
from reports.sections.risks.content import RiskLine
from scoring.domain.matrix import Figures


@dataclass(frozen=True, slots=True)
class Motion:
    """What is put to the board, with the sums it names; `left` is what it does not ask for.

    `forecast` is the one-off cost at completion, where it differs from the planned `one_off`, or where
    `sure` is known: what the one-off cost does not exceed in 80 % of the draws. `late_end` is the day by
    which the work ends in 80 % of them, where that lies after the plan. `worth` is that of its business
    case; None without one.
    """

    decision: Decision
    first_year: int
    last_year: int
    currency: str
    total: Decimal | None
    release: tuple[Release, ...]
    left: ThisYear | None
    one_off: Decimal | None = None
    forecast: Decimal | None = None
    sure: Decimal | None = None
    late_end: date | None = None
    worth: CaseWorth | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal in short."""

    horizon: str
    title: LocalizedText
    target: LocalizedText
    due: date


@dataclass(frozen=True, slots=True)
class Strength:
    """One dimension: now, and what is wanted; `low` and `high` where now is a range."""

    title: LocalizedText
    current: Decimal | None
    target: Decimal | None
    figures: Figures
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How far the plan is [0-1]."""

    actual: Decimal
    planned: Decimal


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """The duties of the plant in numbers; None in the summary while none is derived."""

    met: int
    applicable: int
    overdue: int
    to_confirm: int
    review_due: int
    unproven: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Gaps that the roadmap does not answer: the most valuable ones by name."""

    open: int
    count: int
    topics: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class SummaryChapter:
    """What the other chapters say in short, and what is asked of the board."""

    readiness: Readiness | None
    dimensions: tuple[Strength, ...]
    plan: BudgetPlan | None
    initiatives: int
    progress: PlanProgress | None
    reach: Reach | None
    goals: tuple[Aim, ...]
    duties: DutyCounts | None
    indicators: PlantSummary
    gaps: Uncovered
    risks: tuple[RiskLine, ...]
    risk_count: int
    motion: Motion
    open_points: tuple[OpenPoint, ...]
    holding: tuple[LocalizedText, ...] = ()
    worth: CaseWorth | None = None
    missing: LocalizedText | None = None

    @property
    def horizons(self) -> list[tuple[str, list[Aim]]]:
        """The goals of each horizon, also of those without any."""
        return [(name, [aim for aim in self.goals if aim.horizon == name]) for name in HORIZONS]
