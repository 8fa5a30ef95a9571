"""The money of the plan by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the plan in plant currency and in the group's; cost by phase in order."""

    year: int
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    limit: Decimal | None
    group: Decimal | None


@dataclass(frozen=True, slots=True)
class Release:
    """Money that is decided on now.

    Attributes:
        year: calendar year.
        amount: what the plan costs in it [currency of the plan]; of the running year only what costs
            work that has not begun.
        is_rest: whether it is the running year.
    """

    year: int
    amount: Decimal
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies of the plan, and the dated rate between them."""

    currency: str
    group_currency: str
    rate: Decimal | None
    dated_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Costs:
    """What the plan costs [currency of the plan].

    Attributes:
        yearly: running cost a year once everything runs; zero if none is stated.
        without: initiatives with a one-off cost for which no running cost is stated.
        uncovered: their one-off cost.
        spent: what people recorded as spent; None if nobody did.
        expected: what the plan expects to have cost by today.
        forecast: one-off cost at completion, by what was spent and is still to do.
    """

    yearly: Decimal
    without: int
    uncovered: Decimal
    spent: Decimal | None
    expected: Decimal
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class Gains:
    """What the goals of the plan return [currency of the plan].

    Attributes:
        yearly: sum over the goals that the plan serves, each once; None if none names a return.
        counted: goals in it.
        unserved: returns of goals that no initiative serves; not in `yearly`.
        unserved_goals: how many those are.
        silent: goals that name no return.
        payback: years of full use until the one-off cost has come back; None if it never does or
            no return is named.
    """

    yearly: Decimal | None
    counted: int
    unserved: Decimal
    unserved_goals: int
    silent: int
    payback: Decimal | None


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The sums of the plan, inside its years and beyond them.

    `unbegun` is what falls into the running year for work that has not begun.
    """

    starts: tuple[date, ...]
    years: tuple[YearLine, ...]
    one_off: Decimal
    running: Decimal
    outside: Decimal
    total: Decimal
    limit: Decimal | None
    group_total: Decimal | None
    money: Money
    costs: Costs
    gains: Gains
    unbegun: Decimal = Decimal(0)

    @property
    def inside(self) -> Decimal:
        """What falls into the years of the plan."""
        return self.total - self.outside

    @property
    def group_outside(self) -> Decimal | None:
        """What falls outside them, in the money of the group: the rest of its total."""
        years = [year.group for year in self.years if year.group is not None]
        if self.group_total is None or len(years) < len(self.years):
            return None
        return self.group_total - sum(years, Decimal(0))

    def scale(self, form: Form) -> MoneyScale:
        """Return the one unit in which a document counts the money of the plan."""
        sums = (self.total, self.limit)
        parts = [
            amount for year in self.years for amount in (*year.by_phase, year.planned, year.limit)
        ]
        unit = money_scale(sums, self.money.currency, form)
        return unit.refined((*sums, *parts, self.outside))

    def group_scale(self, form: Form) -> MoneyScale:
        """Return the one unit of the same sums in the money of the group."""
        sums = [self.group_total, *(year.group for year in self.years)]
        return money_scale(sums, self.money.group_currency, form)

    def releases(self, today: date) -> tuple[Release, ...]:
        """Return the money that is decided on now.

        The year of the quarter that begins next, and before it what the running year still costs for
        work that has not begun: nobody else is asked for that.

        Returns:
            By year; nothing of a year that costs nothing.

        Source: docs/method.md#decision.
        """
        following = next((start.year for start in self.starts if start > today), None)
        lines = [
            Release(line.year, line.planned)
            for line in self.years
            if line.year == following and line.planned
        ]
        is_asked = following == today.year or not self.unbegun
        rest = [] if is_asked else [Release(today.year, self.unbegun, is_rest=True)]
        return (*rest, *lines)

    @property
    def phase_totals(self) -> list[Decimal]:
        """The sum of each phase inside the years."""
        return [sum((year.by_phase[n] for year in self.years), Decimal(0)) for n in range(3)]


@dataclass(frozen=True, slots=True)
class BudgetChapter:
    """The chapter."""

    plan: BudgetPlan | None
