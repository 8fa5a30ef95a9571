"""The money of the plan by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the plan in plant currency and in the group's; cost by phase in order."""

    year: int
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    limit: Decimal | None
    group: Decimal | None


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies of the plan, and the dated rate between them."""

    currency: str
    group_currency: str
    rate: Decimal | None
    dated_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The sums of the plan, inside its years and beyond them."""

    starts: tuple[date, ...]
    years: tuple[YearLine, ...]
    one_off: Decimal
    running: Decimal
    outside: Decimal
    total: Decimal
    limit: Decimal | None
    group_total: Decimal | None
    money: Money

    def next_budget(self, today: date) -> YearLine | None:
        """Return the year whose money is decided on now: that of the quarter which begins next.

        Returns:
            None after the last quarter has begun.
        """
        year = next((start.year for start in self.starts if start > today), None)
        return next((line for line in self.years if line.year == year), None)

    @property
    def phase_totals(self) -> list[Decimal]:
        """The sum of each phase inside the years."""
        return [sum((year.by_phase[n] for year in self.years), Decimal(0)) for n in range(3)]


@dataclass(frozen=True, slots=True)
class BudgetChapter:
    """The chapter."""

    plan: BudgetPlan | None
