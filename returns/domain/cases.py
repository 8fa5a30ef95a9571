"""The money of initiatives by quarter: what they cost, and what they bring. See docs/method.md#business-case.

Every amount is in one currency, to the cent, out and in both positive. One-off cost is what the plan
says; running cost and benefits are in prices of the first year and grow with inflation from there.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planning.domain.economics import cents, spread_one_off, spread_running
from planning.domain.estimates import ThreePoint
from planning.domain.flows import ONE, CashFlow
from planning.domain.plans import DAY, DaySpan, PlannedInitiative, add_months, quarter_start
from returns.domain.ramp import shares

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gain:
    """A hard benefit as it counts: after the haircut of its evidence.

    Attributes:
        yearly: amount of a year of the whole effect [currency, prices of the first year].
        ramp_months: months until it is whole.
        goal: id of the goal that it serves; None for none.
    """

    yearly: ThreePoint
    ramp_months: int = 0
    goal: int | None = None


@dataclass(frozen=True, slots=True)
class CaseItem:
    """An initiative of a business case.

    Attributes:
        item: as planned, in the currency of the case.
        one_off: its one-off cost between its ends; None if nobody gave any.
        days: its duration between its ends [calendar days]; None if nobody gave any.
        gains: what it brings.
        soft: what it brings beside, in no other sum [currency a year].
    """

    item: PlannedInitiative
    one_off: ThreePoint | None = None
    days: ThreePoint | None = None
    gains: tuple[Gain, ...] = ()
    soft: Decimal = NONE

    @property
    def is_open(self) -> bool:
        """Whether its cost and end are still to come."""
        return not (self.item.is_done or self.item.is_stopped)

    @property
    def cost(self) -> ThreePoint:
        """Its one-off cost; closed work and work without ends has one figure."""
        if self.one_off is not None and self.is_open:
            return self.one_off
        return ThreePoint(*[self.item.planned_cost] * 3)

    @property
    def yearly_gain(self) -> Decimal:
        """What it brings in a year of the whole effect; nothing if it is stopped."""
        if self.item.is_stopped:
            return NONE
        return sum((gain.yearly.likely for gain in self.gains), NONE)


@dataclass(frozen=True, slots=True)
class CaseFrame:
    """The quarters of a business case, and how prices grow.

    Attributes:
        periods: quarters without a gap, at least one.
        inflation: of the currency, a share a year.
    """

    periods: tuple[DaySpan, ...]
    inflation: Decimal = NONE

    @property
    def first_year(self) -> int:
        """The year of t = 0."""
        return self.periods[0].start.year

    def grown(self, amount: Decimal, period: DaySpan) -> Decimal:
        """Return an amount of the first year's prices in those of a period, to the cent."""
        return cents(amount * (ONE + self.inflation) ** (period.start.year - self.first_year))


def frame_of(
    first: date, starts: Iterable[date], horizon_years: int, inflation: Decimal = NONE
) -> CaseFrame:
    """Return the quarters from the plan's first one, or earlier work, for some years.

    Args:
        first: first day of the plan.
        starts: first days of its initiatives.
        horizon_years: years from the plan's first quarter on.
        inflation: a share a year.
    """
    begin = quarter_start(min([first, *starts]))
    end = add_months(quarter_start(first), 12 * horizon_years)
    count = ((end.year - begin.year) * 12 + end.month - begin.month) // 3
    edges = [add_months(begin, 3 * number) for number in range(count + 1)]
    return CaseFrame(tuple(DaySpan(a, b) for a, b in itertools.pairwise(edges)), inflation)


@dataclass(frozen=True, slots=True)
class QuarterMoney:
    """The money of one quarter; `net` and `cash` turn it into what comes and goes.

    Attributes:
        unstated: initiatives in use of which nobody stated the running cost; it is in no sum.
    """

    period: DaySpan
    one_off: ThreePoint
    running: Decimal
    gain: ThreePoint
    unstated: int = 0

    @property
    def last_day(self) -> date:
        """The day on which the quarter's money is reckoned."""
        return self.period.end - DAY

    @property
    def cost(self) -> Decimal:
        """What goes."""
        return self.one_off.likely + self.running

    @property
    def net(self) -> Decimal:
        """What comes less what goes."""
        return self.gain.likely - self.cost

    @property
    def cash_out(self) -> ThreePoint:
        """What goes, as a cash flow: the highest cost is the lowest flow."""
        ends = (self.one_off.high, self.one_off.likely, self.one_off.low)
        low, likely, high = (-amount - self.running for amount in ends)
        return ThreePoint(low, likely, high)


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """The money of some initiatives over the quarters of a case.

    Attributes:
        quarters: each quarter of the frame.
        beyond: one-off cost behind the last quarter, in no other sum.
    """

    quarters: tuple[QuarterMoney, ...]
    beyond: Decimal = NONE

    @property
    def one_off(self) -> Decimal:
        """One-off cost inside."""
        return sum((quarter.one_off.likely for quarter in self.quarters), NONE)

    @property
    def gains(self) -> Decimal:
        """Benefits inside."""
        return sum((quarter.gain.likely for quarter in self.quarters), NONE)

    def flows(self, amount: Callable[[QuarterMoney], Decimal]) -> list[CashFlow]:
        """Return a flow for each quarter, also of none: the first year stays t = 0."""
        return [CashFlow(quarter.last_day, amount(quarter)) for quarter in self.quarters]


def money(entries: Sequence[CaseItem], frame: CaseFrame) -> CaseMoney:
    """Return the money of initiatives by quarter; see `of_item`."""
    return together([of_item(entry, frame) for entry in entries], frame)


def together(parts: Sequence[CaseMoney], frame: CaseFrame) -> CaseMoney:
    """Return the sum of the money of initiatives of one frame."""
    quarters = []
    for place, period in enumerate(frame.periods):
        column = [part.quarters[place] for part in parts]
        quarters.append(
            QuarterMoney(
                period,
                _total(quarter.one_off for quarter in column),
                sum((quarter.running for quarter in column), NONE),
                _total(quarter.gain for quarter in column),
                sum(quarter.unstated for quarter in column),
            )
        )
    return CaseMoney(tuple(quarters), sum((part.beyond for part in parts), NONE))


def _total(parts: Iterable[ThreePoint]) -> ThreePoint:
    low = likely = high = NONE
    for part in parts:
        low, likely, high = low + part.low, likely + part.likely, high + part.high
    return ThreePoint(low, likely, high)


def of_item(entry: CaseItem, frame: CaseFrame) -> CaseMoney:
    """Return the money of an initiative by quarter.

    Stopped work costs what was spent and brings nothing.
    """
    item, periods = entry.item, frame.periods
    low, likely, high = (
        spread_one_off(replace(item, one_off=amount), periods)
        for amount in (entry.cost.low, item.one_off, entry.cost.high)
    )
    once = zip(low.inside, likely.inside, high.inside, strict=True)
    quarters = [
        QuarterMoney(
            period, ThreePoint(*ends), frame.grown(use, period), gain, int(_is_silent(item, period))
        )
        for period, ends, use, gain in zip(
            periods, once, spread_running(item, periods), _gains(entry, frame), strict=True
        )
    ]
    return CaseMoney(tuple(quarters), likely.after)


def _is_silent(item: PlannedInitiative, period: DaySpan) -> bool:
    """Tell whether an initiative is in use in a period and nobody said what that costs."""
    return item.lacks_running and item.ends_on + DAY < period.end


def _gains(entry: CaseItem, frame: CaseFrame) -> list[ThreePoint]:
    found = [ThreePoint(NONE, NONE, NONE)] * len(frame.periods)
    if entry.item.is_stopped:
        return found
    for gain in entry.gains:
        parts = shares(entry.item.ends_on, gain.ramp_months, frame.periods)
        for place, (share, period) in enumerate(zip(parts, frame.periods, strict=True)):
            ends = (gain.yearly.low, gain.yearly.likely, gain.yearly.high)
            grown = ThreePoint(*(frame.grown(end * share, period) for end in ends))
            found[place] = _total((found[place], grown))
    return found


def counted(yearly: ThreePoint, haircut: Decimal) -> ThreePoint:
    """Return the share of a benefit that its evidence lets count."""
    return ThreePoint(yearly.low * haircut, yearly.likely * haircut, yearly.high * haircut)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of a calendar year; `total` is what came in all since the beginning.

    `unstated` are the initiatives in use of which nobody stated the running cost.
    """

    year: int
    one_off: Decimal
    running: Decimal
    gain: Decimal
    total: Decimal
    unstated: int = 0

    @property
    def net(self) -> Decimal:
        """What comes less what goes."""
        return self.gain - self.one_off - self.running


def by_years(found: CaseMoney) -> tuple[YearMoney, ...]:
    """Return the quarters by calendar year, with the sum since the beginning."""
    rows: list[YearMoney] = []
    total = NONE
    for year, group in itertools.groupby(found.quarters, key=lambda one: one.period.start.year):
        quarters = list(group)
        total += sum((quarter.net for quarter in quarters), NONE)
        rows.append(
            YearMoney(
                year,
                sum((quarter.one_off.likely for quarter in quarters), NONE),
                sum((quarter.running for quarter in quarters), NONE),
                sum((quarter.gain.likely for quarter in quarters), NONE),
                total,
                quarters[-1].unstated,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An initiative, a goal or the plan in one line [currency of the plan].

    Attributes:
        estimated: one-off cost by the plan.
        committed, spent: what is recorded; None if nobody recorded anything.
        forecast: one-off cost at completion.
        running: cost of a year of use, as far as it is stated; None if nobody stated any.
        gain: hard benefit of a year of the whole effect, as it counts.
        soft: benefit beside, in no other sum.
        npv: None without settings or a hard benefit.
        count: initiatives in it.
        committing: of them those that name what is committed.
        bearing: of them those that are not stopped.
        unstated: of these those of which nobody stated the running cost.
        uncovered: their one-off cost by the plan.
    """

    estimated: Decimal
    committed: Decimal | None
    spent: Decimal | None
    forecast: Decimal
    running: Decimal | None
    gain: Decimal
    soft: Decimal
    npv: Decimal | None
    count: int
    committing: int = 0
    bearing: int = 0
    unstated: int = 0
    uncovered: Decimal = NONE

    @property
    def uncovered_share(self) -> Decimal | None:
        """Share of the one-off cost that stands without its running cost; None if nothing does."""
        return self.uncovered / self.estimated if self.uncovered and self.estimated else None
