"""What is decided, who signs, and the seals."""

from __future__ import annotations

from dataclasses import dataclass

from reports.sections.budget.content import BudgetPlan, YearLine
from reports.sections.readiness.content import Readiness


@dataclass(frozen=True, slots=True)
class SignatureChapter:
    """The chapter: what the board decides on, and the seals of what it rests on."""

    first_year: int
    last_year: int
    plan: BudgetPlan | None
    violations: int
    release: YearLine | None
    readiness: Readiness | None
