"""The plan in the blueprint: goals, initiatives, their links and their money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale
from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal."""

    horizon: str
    title: str
    owner: str
    driver: LocalizedText
    baseline: str
    target: str
    due: date
    expected_return: Decimal | None
    currency: str
    indicator: str
    initiatives: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone."""

    title: str
    due: date
    reached: date | None
    acceptance: str


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative of the plan; `key` is its number within the phase, such as D3."""

    id: str
    key: str
    title: LocalizedText
    phase: str
    start: date
    end: date
    one_off: Decimal
    yearly: Decimal
    currency: str
    owner: str
    status: str
    status_words: LocalizedText
    progress: int
    is_broken: bool
    lifts: tuple[tuple[LocalizedText, Decimal], ...]
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A dependency between two initiatives, by id."""

    before: str
    after: str
    kind: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the plan in plant currency and in the group's; cost by phase in order."""

    year: int
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    limit: Decimal | None
    group: Decimal | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The money of one quarter; the end is exclusive."""

    start: date
    end: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies of the plan, and the dated rate between them."""

    currency: str
    group_currency: str
    rate: Decimal | None
    dated_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class PlanChapter:
    """The roadmap over twelve quarters."""

    starts_on: date
    ends_on: date
    initiatives: tuple[InitiativeLine, ...]
    links: tuple[LinkLine, ...]
    quarters: tuple[Quarter, ...]
    years: tuple[YearLine, ...]
    one_off: Decimal
    running: Decimal
    outside: Decimal
    total: Decimal
    limit: Decimal | None
    group_total: Decimal | None
    progress: Decimal | None
    planned_progress: Decimal | None
    violations: tuple[LocalizedText, ...]
    money: Money

    def scale(self, form: Form) -> MoneyScale:
        """Return the one unit in which the document counts the money of the plan."""
        sums = (self.total, self.limit)
        parts = [
            amount for year in self.years for amount in (*year.by_phase, year.planned, year.limit)
        ]
        unit = money_scale(sums, self.money.currency, form)
        return unit.refined((*sums, *parts, self.outside))

    def cost_scale(self, form: Form) -> MoneyScale:
        """Return the same unit with the decimals of the initiatives."""
        costs = [
            cost
            for row in self.initiatives
            if row.currency == self.money.currency
            for cost in (row.one_off, row.yearly)
        ]
        return self.scale(form).refined([*costs, self.one_off])

    def quarter_scale(self, form: Form) -> MoneyScale:
        """Return the same unit with the decimals of the quarters."""
        return self.scale(form).refined(quarter.amount for quarter in self.quarters)

    def group_scale(self, form: Form) -> MoneyScale:
        """Return the one unit of the same sums in the money of the group."""
        sums = [self.group_total, *(year.group for year in self.years)]
        return money_scale(sums, self.money.group_currency, form)

    def next_budget(self, today: date) -> YearLine | None:
        """Return the year whose money is decided on now: that of the quarter which begins next.

        Returns:
            None after the last quarter has begun.
        """
        year = next((span.start.year for span in self.quarters if span.start > today), None)
        return next((line for line in self.years if line.year == year), None)
