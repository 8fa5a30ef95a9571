"""A first plan: accepted catalog items in twelve quarters, or the reason why one does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from typing import Literal

from roadmap.domain.economics import one_off_until, running_until
from roadmap.domain.types import DAY, PHASES, DaySpan, PlannedInitiative, add_months, horizon, years

DIGITS = 3

Why = Literal["prerequisite", "time", "budget"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An accepted item of the catalog.

    Attributes:
        id: catalog id.
        phase: digitize, integrate or optimize.
        months: duration [whole calendar months, at least 1].
        one_off: one-off cost [currency of the plan].
        yearly: cost of a year of use [currency of the plan].
        prerequisites: catalog ids that must have ended before.
    """

    id: str
    phase: str
    months: int
    one_off: Decimal
    yearly: Decimal
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its first dates."""

    id: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item that does not fit, with the reason.

    Attributes:
        id: catalog id.
        why: "prerequisite" (one of `needs` is not in the plan), "time" (no start leaves room
            before the end of the twelve quarters), "budget" (every start with room breaks the
            limit of a year).
        needs: prerequisites that are not in the plan.
        earliest: first day on which it could start, where that is known.
        months: its duration [months].
        years: year -> excess over its limit [currency], at the start with the least excess.
    """

    id: str
    why: Why
    needs: tuple[str, ...] = ()
    earliest: date | None = None
    months: int = 0
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """What fits and what does not, in the order in which it was tried."""

    placed: tuple[Placed, ...]
    refused: tuple[Refusal, ...]


def months_of(duration: tuple[Decimal, Decimal]) -> int:
    """Return the planned months of a range: its middle, rounded up, at least one."""
    middle = sum(duration, Decimal(0)) / 2
    return max(1, int(middle.to_integral_value(rounding=ROUND_CEILING)))


def cost_of(cost: tuple[Decimal, Decimal], rate: Decimal) -> Decimal:
    """Return the planned cost of a range: its middle at a rate, to three digits.

    A range for a plant size is an order of magnitude; more digits would pretend to know more.
    """
    middle = sum(cost, Decimal(0)) / 2 * rate
    if not middle:
        return Decimal(0)
    step = Decimal(1).scaleb(max(middle.adjusted() - DIGITS + 1, -2))
    return (middle / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step


def place(
    candidates: Sequence[Candidate],
    *,
    first: date,
    limits: Mapping[int, Decimal],
    planned: Iterable[PlannedInitiative] = (),
    in_place: frozenset[str] = frozenset(),
    not_before: date | None = None,
) -> Placement:
    """Find a first start for every accepted item, or say why there is none.

    Items are taken by phase and, inside a phase, as given, prerequisites first. Each gets the
    first month in which all its prerequisites have ended, every item of the earlier phases is
    past its half, the twelve quarters leave room, and no year goes over its limit.

    Args:
        candidates: accepted items, the most wanted first.
        first: any day of the first quarter.
        limits: year -> limit [currency of the plan]; a year without one is free.
        planned: initiatives already in the plan, with their catalog ids as ids; their cost
            counts, and they stay where they are.
        in_place: catalog ids that the plant has already.
        not_before: no item starts earlier; the first day of the plan if absent.

    Returns:
        Every candidate exactly once, placed or refused. The same input gives the same plan.

    Complexity: candidates x 36 months x years.
    Source: docs/method.md#first-placement.
    """
    frame = horizon(first)
    opening = max(frame.start, not_before) if not_before else frame.start
    desk = _Desk(frame, opening, limits, tuple(planned), in_place)
    for candidate in ordered(candidates):
        desk.take(candidate)
    return Placement(tuple(desk.placed), tuple(desk.refused))


def ordered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return items by phase, as given inside a phase, each prerequisite before what needs it."""
    known = {candidate.id: candidate for candidate in candidates}
    rank = sorted(known.values(), key=lambda candidate: PHASES.index(candidate.phase))
    done: dict[str, Candidate] = {}

    def take(candidate: Candidate, above: frozenset[str]) -> None:
        if candidate.id in done or candidate.id in above:
            return
        for name in candidate.prerequisites:
            if name in known:
                take(known[name], above | {candidate.id})
        done[candidate.id] = candidate

    for candidate in rank:
        take(candidate, frozenset())
    return list(done.values())


class _Desk:
    """The plan while it grows."""

    def __init__(
        self,
        frame: DaySpan,
        opening: date,
        limits: Mapping[int, Decimal],
        planned: tuple[PlannedInitiative, ...],
        in_place: frozenset[str],
    ) -> None:
        self.frame = frame
        self.opening = opening
        self.years = years(frame)
        self.limits = limits
        self.in_place = in_place
        self.items = {item.id: item for item in planned}
        self.used = {year.start.year: Decimal(0) for year in self.years}
        for item in planned:
            self._use(item)
        self.placed: list[Placed] = []
        self.refused: list[Refusal] = []

    def take(self, candidate: Candidate) -> None:
        """Place one item or refuse it."""
        needs = tuple(
            name
            for name in candidate.prerequisites
            if name not in self.items and name not in self.in_place
        )
        if needs:
            self.refused.append(
                Refusal(candidate.id, "prerequisite", needs=needs, months=candidate.months)
            )
            return
        start = self._earliest(candidate)
        tries = list(self._tries(candidate, start))
        for item in tries:
            if not self._excess(item):
                self._put(item)
                return
        self.refused.append(self._refusal(candidate, start, tries))

    def _earliest(self, candidate: Candidate) -> date:
        """Return the first of a month on which nothing but money could stand in the way."""
        day = self.opening
        for name in candidate.prerequisites:
            if name in self.items:
                day = max(day, self.items[name].ends_on + DAY)
        rank = PHASES.index(candidate.phase)
        for item in self.items.values():
            if PHASES.index(item.phase) < rank and not item.is_stopped:
                half = ((item.ends_on - item.starts_on).days + 1) // 2
                day = max(day, item.starts_on + timedelta(days=half))
        return day if day.day == 1 else add_months(day, 1)

    def _tries(self, candidate: Candidate, start: date) -> Iterable[PlannedInitiative]:
        while (end := add_months(start, candidate.months)) <= self.frame.end:
            yield PlannedInitiative(
                candidate.id,
                candidate.phase,
                start,
                end - DAY,
                candidate.one_off,
                candidate.yearly,
            )
            start = add_months(start, 1)

    def _cost(self, item: PlannedInitiative) -> dict[int, Decimal]:
        """Return what an item costs in each year of the plan."""
        cost = {}
        for year in self.years:
            both = [
                one_off_until(item, day) + running_until(item, day)
                for day in (year.start, year.end)
            ]
            cost[year.start.year] = both[1] - both[0]
        return cost

    def _excess(self, item: PlannedInitiative) -> dict[int, Decimal]:
        """Return the years an item would push over their limit, with the excess.

        A year that is over its limit already takes nothing more.
        """
        excess = {}
        for year, cost in self._cost(item).items():
            if year in self.limits and cost > 0:
                above = self.used[year] + cost - self.limits[year]
                if above > 0:
                    excess[year] = above
        return excess

    def _use(self, item: PlannedInitiative) -> None:
        for year, cost in self._cost(item).items():
            self.used[year] += cost

    def _put(self, item: PlannedInitiative) -> None:
        self.items[item.id] = item
        self._use(item)
        self.placed.append(Placed(item.id, item.starts_on, item.ends_on))

    def _refusal(
        self, candidate: Candidate, start: date, tries: list[PlannedInitiative]
    ) -> Refusal:
        if not tries:
            return Refusal(candidate.id, "time", earliest=start, months=candidate.months)
        least = min((self._excess(item) for item in tries), key=lambda excess: sum(excess.values()))
        return Refusal(candidate.id, "budget", earliest=start, months=candidate.months, years=least)
