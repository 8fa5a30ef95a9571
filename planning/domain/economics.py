"""Money over time: day-proportional cost, totals by year, phase and currency, broken limits."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from planning.domain.plans import CENT, DAY, DaySpan, PlannedInitiative, horizon, quarters, years

Edges = Sequence[date]
Convert = Callable[[Decimal, str], Decimal | None]
NONE = Decimal(0)
NO_CENTS = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount over periods; `before + sum(inside) + after` is the amount, to the cent.

    Attributes:
        inside: share of each period [currency].
        before: what falls before the first period.
        after: what falls behind the last one.
    """

    inside: tuple[Decimal, ...]
    before: Decimal
    after: Decimal


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, halves to even."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def one_off_until(item: PlannedInitiative, day: date) -> Decimal:
    """Return the one-off cost of an item before a day [currency, to the cent].

    The cost grows evenly by calendar day from the first to the last day.

    Source: docs/method.md#cost-over-time.
    """
    if day <= item.starts_on:
        return NO_CENTS
    if day > item.ends_on:
        return cents(item.planned_cost)
    whole = (item.ends_on - item.starts_on).days + 1
    return cents(item.planned_cost * (day - item.starts_on).days / whole)


def running_until(item: PlannedInitiative, day: date) -> Decimal:
    """Return the running cost of an item before a day [currency, to the cent].

    Use begins the day after the end; a year's cost spreads evenly over the days of that year.
    """
    start = item.ends_on + DAY
    if day <= start or not item.running_cost:
        return NONE
    total = NONE
    for year in years(DaySpan(start, day)):
        total += item.running_cost * year.days / _days_of(year.start.year)
    return cents(total)


@cache  # three years of a plan, asked for each end of each quarter
def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def spread_one_off(item: PlannedInitiative, periods: Sequence[DaySpan]) -> Spread:
    """Return the one-off cost over periods; nothing of it is lost.

    Args:
        item: the initiative.
        periods: stretches in order, without a gap, at least one.

    Returns:
        Differences of the rounded cost up to each edge, so that the parts add up to the cent.
    """
    upto = [one_off_until(item, day) for day in _edges(periods)]
    inside = tuple(b - a for a, b in itertools.pairwise(upto))
    return Spread(inside, upto[0], cents(item.planned_cost) - upto[-1])


def spread_running(item: PlannedInitiative, periods: Sequence[DaySpan]) -> tuple[Decimal, ...]:
    """Return the running cost in each period; it goes on behind the last one."""
    if not item.running_cost:
        return (NONE,) * len(periods)
    upto = [running_until(item, day) for day in _edges(periods)]
    return tuple(b - a for a, b in itertools.pairwise(upto))


def _edges(periods: Sequence[DaySpan]) -> Edges:
    return [period.start for period in periods] + [periods[-1].end]


@dataclass(frozen=True, slots=True)
class Cell:
    """The money of one year, phase and currency."""

    year: int
    phase: str
    currency: str
    one_off: Decimal
    running: Decimal

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.one_off + self.running


@dataclass(frozen=True, slots=True)
class Overrun:
    """A year whose cost is above its limit [currency of the plan]."""

    year: int
    planned: Decimal
    limit: Decimal

    @property
    def excess(self) -> Decimal:
        """What is above the limit."""
        return self.planned - self.limit


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """The money of a plan, told apart by its twelve quarters [currency of the plan].

    The one place where a plan is summed up: screen, summary, budget and decision read it here.

    Attributes:
        before: one-off cost ahead of the first quarter.
        one_off: one-off cost inside the twelve quarters.
        running: running cost inside the twelve quarters; it goes on behind them and is not
            counted there.
        beyond: one-off cost behind the last quarter.
    """

    before: Decimal = NONE
    one_off: Decimal = NONE
    running: Decimal = NONE
    beyond: Decimal = NONE

    def __add__(self, other: PlanTotals) -> PlanTotals:
        """Return both together."""
        return PlanTotals(
            self.before + other.before,
            self.one_off + other.one_off,
            self.running + other.running,
            self.beyond + other.beyond,
        )

    @property
    def inside(self) -> Decimal:
        """Everything inside the twelve quarters."""
        return self.one_off + self.running

    @property
    def outside(self) -> Decimal:
        """One-off cost ahead of the first and behind the last quarter."""
        return self.before + self.beyond

    @property
    def invested(self) -> Decimal:
        """The whole one-off cost."""
        return self.before + self.one_off + self.beyond

    @property
    def whole(self) -> Decimal:
        """Everything: before, inside and beyond."""
        return self.before + self.inside + self.beyond


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of a plan.

    Attributes:
        currency: currency of all sums but those in `cells` and `unconverted`.
        quarters: one-off and yearly cost of each of the twelve quarters.
        years: the same by calendar year.
        phases: the totals of each phase.
        totals: the totals of the plan: the sum of `phases`.
        cells: by year, phase and currency, unconverted.
        unconverted: one-off and running sums by currency for which there is no rate; they are
            in no other sum.
    """

    currency: str
    quarters: tuple[Decimal, ...]
    years: Mapping[int, Decimal]
    phases: Mapping[str, PlanTotals]
    totals: PlanTotals
    cells: tuple[Cell, ...]
    unconverted: Mapping[str, Decimal] = field(default_factory=dict)


def budget(
    items: Iterable[PlannedInitiative], first: date, currency: str, convert: Convert
) -> Budget:
    """Return the money of a plan.

    Args:
        items: the initiatives.
        first: any day of the first quarter.
        currency: of the sums.
        convert: amount and its currency -> amount in `currency` by a dated rate, None without
            one; never asked for `currency` itself.

    Returns:
        The sums. Every item's one-off cost is in `inside`, `outside` or `unconverted`.

    Source: docs/method.md#cost-over-time.
    """
    periods = quarters(first)
    table = _CostTable()
    by_quarter = [NONE] * len(periods)
    by_phase: dict[str, PlanTotals] = {}
    unconverted: dict[str, Decimal] = {}
    for item in items:
        spread, use = spread_one_off(item, periods), spread_running(item, periods)
        table.add(item, periods, spread.inside, use)
        rate = Decimal(1) if item.currency == currency else convert(Decimal(1), item.currency)
        if rate is None:
            lost = cents(item.planned_cost) + sum(use, NONE)
            unconverted[item.currency] = unconverted.get(item.currency, NONE) + lost
            continue
        parts = _converted([a + b for a, b in zip(spread.inside, use, strict=True)], rate)
        by_quarter = [a + b for a, b in zip(by_quarter, parts, strict=True)]
        own = _totals(spread, sum(parts, NONE), rate)
        by_phase[item.phase] = by_phase.get(item.phase, PlanTotals()) + own
    return Budget(
        currency=currency,
        quarters=tuple(by_quarter),
        years=_by_year(periods, by_quarter),
        phases=by_phase,
        totals=sum(by_phase.values(), PlanTotals()),
        cells=table.cells(),
        unconverted=unconverted,
    )


def _totals(spread: Spread, inside: Decimal, rate: Decimal) -> PlanTotals:
    """Return the converted totals of one item; one-off and running add up to `inside`."""
    one_off = cents(sum(spread.inside, NONE) * rate)
    return PlanTotals(
        before=cents(spread.before * rate),
        one_off=one_off,
        running=inside - one_off,
        beyond=cents(spread.after * rate),
    )


def _converted(parts: Sequence[Decimal], rate: Decimal) -> list[Decimal]:
    """Convert parts so that they add up to the converted sum, to the cent."""
    amounts, before, total = [], NONE, NONE
    for part in parts:
        total += part
        upto = cents(total * rate)
        amounts.append(upto - before)
        before = upto
    return amounts


def _by_year(periods: Sequence[DaySpan], values: Sequence[Decimal]) -> dict[int, Decimal]:
    years: dict[int, Decimal] = {}
    for period, value in zip(periods, values, strict=True):
        years[period.start.year] = years.get(period.start.year, NONE) + value
    return years


class _CostTable:
    """Collects one-off and running cost by year, phase and currency."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, str, str], list[Decimal]] = {}

    def add(
        self,
        item: PlannedInitiative,
        periods: Sequence[DaySpan],
        one_off: Sequence[Decimal],
        running: Sequence[Decimal],
    ) -> None:
        """Add an item's parts."""
        for period, once, use in zip(periods, one_off, running, strict=True):
            if once or use:
                key = (period.start.year, item.phase, item.currency)
                sums = self._sums.setdefault(key, [NONE, NONE])
                sums[0] += once
                sums[1] += use

    def cells(self) -> tuple[Cell, ...]:
        """Return what was collected, by year, phase and currency."""
        return tuple(Cell(*key, *self._sums[key]) for key in sorted(self._sums))


def limit_inside(limits: Mapping[int, Decimal], first: date) -> Decimal | None:
    """Return the limits of the calendar years that the plan touches; None without any.

    Args:
        limits: year -> limit [currency of the plan].
        first: any day of the first quarter.

    Returns:
        The sum of whole years: nobody said how a year's limit spreads over its quarters. Which
        years the plan holds in part, `limited_in_part` says, and stands wherever the sum stands.

    Source: docs/method.md#cost-over-time.
    """
    parts = [limits[span.start.year] for span in years(horizon(first)) if span.start.year in limits]
    return sum(parts, NONE) if parts else None


def limited_in_part(limits: Mapping[int, Decimal], first: date) -> dict[int, int]:
    """Return the years with a limit of which the plan holds some quarters only, and how many."""
    held = Counter(period.start.year for period in quarters(first))
    return {year: count for year, count in held.items() if count < 4 and year in limits}


def overruns(planned: Mapping[int, Decimal], limits: Mapping[int, Decimal]) -> tuple[Overrun, ...]:
    """Return the years whose cost is above their limit; a year without a limit has none."""
    return tuple(
        Overrun(year, amount, limits[year])
        for year, amount in sorted(planned.items())
        if year in limits and amount > limits[year]
    )
