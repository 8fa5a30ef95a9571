"""The money of the plan by quarter and phase, and by initiative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale
from core.text import LocalizedText
from reports.sections.budget.content import Money


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter: cost by phase in order, in all, and with the quarters before it.

    Attributes:
        start: first day.
        by_phase: cost of each phase [currency of the plan].
        planned: cost of the quarter [currency of the plan].
        so_far: cost of the plan's quarters up to this one [currency of the plan].
        group: cost of the quarter in the money of the group; None without a rate.
    """

    start: date
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    so_far: Decimal
    group: Decimal | None


@dataclass(frozen=True, slots=True)
class WorkCost:
    """What one initiative costs: once, and a year after its end; of what was given up what was spent.

    The yearly cost is None where nobody stated it.
    """

    key: str
    title: LocalizedText
    one_off: Decimal
    yearly: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class QuarterChapter:
    """The chapter; without a plan it has no quarter.

    Attributes:
        bearing: initiatives that are not stopped.
        without: of them those of which nobody stated the running cost; no sum holds it.
    """

    quarters: tuple[QuarterLine, ...]
    works: tuple[WorkCost, ...]
    money: Money | None
    bearing: int = 0
    without: int = 0

    def scale(self, form: Form) -> MoneyScale | None:
        """Return the unit of the quarters; None without a plan."""
        if self.money is None:
            return None
        amounts = [amount for line in self.quarters for amount in (*line.by_phase, line.planned)]
        whole = self.quarters[-1].so_far if self.quarters else None
        return money_scale((whole,), self.money.currency, form).refined(amounts)

    def group_scale(self, form: Form) -> MoneyScale | None:
        """Return the unit of the same sums in the money of the group; None without a rate."""
        if self.money is None or self.money.rate is None:
            return None
        return money_scale((line.group for line in self.quarters), self.money.group_currency, form)

    def cost_scale(self, form: Form) -> MoneyScale | None:
        """Return the unit of the initiatives' cost; None without a plan."""
        if self.money is None:
            return None
        own = [work for work in self.works if work.currency == self.money.currency]
        amounts = [amount for work in own for amount in (work.one_off, work.yearly)]
        return money_scale(amounts, self.money.currency, form)
