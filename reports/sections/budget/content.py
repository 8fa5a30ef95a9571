"""The money of the plan by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import Form, MoneyScale, money_scale

MILLIONS = 6  # from here on a sum in a sentence has two decimals of its unit


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the plan in plant currency and in the group's; cost by phase in order.

    `quarters` is how many of its four belong to the plan; the limit is that of the whole year.
    """

    year: int
    by_phase: tuple[Decimal, Decimal, Decimal]
    planned: Decimal
    limit: Decimal | None
    group: Decimal | None
    quarters: int = 4

    @property
    def above(self) -> Decimal:
        """What is planned above the limit."""
        return Decimal(0) if self.limit is None else max(self.planned - self.limit, Decimal(0))


@dataclass(frozen=True, slots=True)
class Release:
    """Money that is decided on now.

    Attributes:
        year: calendar year.
        amount: what the plan costs in it [currency of the plan]; of the running year only what work
            costs that begins from today on.
        above: how much of it lies above the limit of the year.
        begins_from: today, for the running year.
        gated: what of it belongs to phases whose gate is closed.
    """

    year: int
    amount: Decimal
    above: Decimal = Decimal(0)
    begins_from: date | None = None
    gated: Decimal = Decimal(0)

    @property
    def later(self) -> Decimal:
        """What waits for a gate, as printed."""
        return self._parts[1]

    @property
    def now(self) -> Decimal:
        """What is released without a condition, as printed."""
        return self._parts[0]

    @property
    def _parts(self) -> tuple[Decimal, Decimal]:
        """Return what is released now and later; together they round to the printed sum.

        A part below a million is printed in full, as every such sum is: it is not rounded here.
        """
        now, later = self.amount - self.gated, self.gated
        if max(now, later).adjusted() < MILLIONS or not later:
            return now, later
        if later.adjusted() < MILLIONS:
            return self._printed(self.amount) - self._printed(later), later
        rest = self._printed(self.amount) - self._printed(now)
        return (now if now.adjusted() < MILLIONS else self._printed(now)), rest

    def _printed(self, amount: Decimal) -> Decimal:
        """Return an amount with the last digit that the whole sum shows in a sentence."""
        size = self.amount.adjusted()
        step = size - size % 3 - 2 if size >= MILLIONS else 0
        return amount.quantize(Decimal(1).scaleb(step)).quantize(Decimal(1))


@dataclass(frozen=True, slots=True)
class ThisYear:
    """What the plan costs in the running year, told apart by its work [currency of the plan].

    Attributes:
        fresh: of work that begins from today on; only that is asked for.
        gated: of it, work of phases whose gate is closed.
        late: of work that should have begun and has not: without new dates nobody knows when it is due.
        begun: of work that has begun; it was decided on before.
    """

    fresh: Decimal = Decimal(0)
    late: Decimal = Decimal(0)
    begun: Decimal = Decimal(0)
    gated: Decimal = Decimal(0)


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
        yearly: running cost a year once everything runs, as far as it is stated; None if nobody
            stated any.
        without: initiatives of which nobody stated the running cost.
        bearing: all that are not stopped.
        uncovered: one-off cost of those without.
        share: that of the one-off cost; None where all state it.
        spent: what people recorded as spent; None if nobody did.
        expected: what the plan expects to have cost by today.
        forecast: one-off cost at completion, by what was spent and is still to do.
    """

    yearly: Decimal | None
    without: int
    bearing: int
    uncovered: Decimal
    spent: Decimal | None
    expected: Decimal
    forecast: Decimal
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gains:
    """What the goals of the plan return [currency of the plan].

    Attributes:
        yearly: sum over the goals that the plan serves, each once; None if none names a return.
        counted: goals in it.
        unserved: returns of goals that no initiative serves; not in `yearly`.
        unserved_goals: how many those are.
        silent: goals that name no return.
        payback: years until the one-off cost has come back: by the business case where there is one,
            else of full use by these returns; None if it never does or no return is named.
        is_of_case: it is that of the business case.
        pays_in: calendar year in which that has paid.
        hard: hard benefit a year of that case, as it counts; None without one.
    """

    yearly: Decimal | None
    counted: int
    unserved: Decimal
    unserved_goals: int
    silent: int
    payback: Decimal | None
    is_of_case: bool = False
    pays_in: int | None = None
    hard: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The sums of the plan, inside its years and beyond them.

    `outside_by_phase` is what falls before and after the years, in the order of the phases; `closed`
    are the places of phases whose gate is closed. `needs` are those of a start of production ahead,
    `covered` those of them that the sums hold.
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
    this_year: ThisYear = ThisYear()
    outside_by_phase: tuple[Decimal, Decimal, Decimal] = (Decimal(0), Decimal(0), Decimal(0))
    closed: tuple[int, ...] = ()
    needs: int = 0
    covered: int = 0

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
        if not self.outside:
            return Decimal(0)  # what is left then comes from rounding to cents
        return self.group_total - sum(years, Decimal(0))

    def scale(self, form: Form) -> MoneyScale:
        """Return the one unit in which a document counts the money of the plan."""
        sums = (self.total, self.limit)
        parts = [
            amount for year in self.years for amount in (*year.by_phase, year.planned, year.limit)
        ]
        unit = money_scale(sums, self.money.currency, form)
        return unit.refined((*sums, *parts, self.outside, *self.outside_by_phase))

    def group_scale(self, form: Form) -> MoneyScale:
        """Return the one unit of the same sums in the money of the group."""
        sums = [self.group_total, self.group_outside, *(year.group for year in self.years)]
        return money_scale(sums, self.money.group_currency, form)

    def releases(self, today: date) -> tuple[Release, ...]:
        """Return the money that is decided on now.

        Of the running year what work costs that begins from today on, and the whole of the next one
        if the quarter that begins next belongs to it.

        Returns:
            By year; nothing of a year that costs nothing.

        Source: docs/method.md#decision.
        """
        following = next((start.year for start in self.starts if start > today), None)
        found = []
        for line in self.years:
            if line.year == today.year and self.this_year.fresh:
                fresh = self.this_year.fresh
                gated = self.this_year.gated
                found.append(Release(line.year, fresh, min(line.above, fresh), today, gated))
            elif line.year == following and line.year > today.year and line.planned:
                gated = sum((line.by_phase[place] for place in self.closed), Decimal(0))
                found.append(Release(line.year, line.planned, line.above, gated=gated))
        return tuple(found)

    @property
    def partial_years(self) -> list[YearLine]:
        """The years with a limit of which the plan holds some quarters only."""
        return [year for year in self.years if year.limit is not None and year.quarters < 4]

    @property
    def phase_totals(self) -> list[Decimal]:
        """The sum of each phase, inside the years and outside."""
        return [
            sum((year.by_phase[n] for year in self.years), self.outside_by_phase[n])
            for n in range(3)
        ]


@dataclass(frozen=True, slots=True)
class BudgetChapter:
    """The chapter."""

    plan: BudgetPlan | None
