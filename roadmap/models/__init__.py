"""Tables of goals and the three-year plan."""

from roadmap.models.goal import Goal
from roadmap.models.plan import (
    BudgetYear,
    Dependency,
    Initiative,
    InitiativeIndicator,
    Milestone,
    Roadmap,
    RoadmapChange,
    StoredSums,
)

__all__ = [
    "BudgetYear",
    "Dependency",
    "Goal",
    "Initiative",
    "InitiativeIndicator",
    "Milestone",
    "Roadmap",
    "RoadmapChange",
    "StoredSums",
]
