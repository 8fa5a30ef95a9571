"""A first plan: accepted catalog items in twelve quarters, or the reason why one does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from advice.domain.candidates import Candidate, SliceWish, halves
from advice.domain.opening import Expectation, Opening, opening
from planning.domain.economics import one_off_until, running_until
from planning.domain.plans import (
    DAY,
    PHASES,
    DaySpan,
    PlannedInitiative,
    add_months,
    horizon,
    years,
)

GOVERNANCE_MONTHS = 12

Why = Literal["prerequisite", "gate", "governance", "time", "capacity", "budget"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its first dates.

    Attributes:
        id: catalog id.
        starts_on: first day.
        ends_on: last day.
        one_off: one-off cost [currency of the plan].
        yearly: cost of a year of use [currency of the plan].
        need: of a slice, the launch need that it meets; else empty.
        is_remainder: whether it is what a slice leaves.
    """

    id: str
    starts_on: date
    ends_on: date
    one_off: Decimal
    yearly: Decimal
    need: str = ""
    is_remainder: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item that does not fit, with the reason.

    Attributes:
        id: catalog id.
        why: "prerequisite" (one of `needs` is not in the plan), "gate" (the gate of its phase is
            not expected to open; `needs` says what stays too low), "governance" (it belongs to
            the first year and cannot start there), "time" (no start leaves room before the end
            of the twelve quarters), "capacity" (as many initiatives as the plant can carry run
            at every start), "budget" (every other start breaks the limit of a year).
        needs: prerequisites, questions or dimensions that stand in the way.
        earliest: first day on which it could start, where that is known.
        months: its duration [months].
        years: year -> excess over its limit [currency], at the start with the least excess.
        is_remainder: whether it is what a slice leaves that does not fit; the slice is placed.
    """

    id: str
    why: Why
    needs: tuple[str, ...] = ()
    earliest: date | None = None
    months: int = 0
    years: Mapping[int, Decimal] = field(default_factory=dict)
    is_remainder: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """What fits and what does not, in the order in which it was tried."""

    placed: tuple[Placed, ...]
    refused: tuple[Refusal, ...]


def place(
    candidates: Sequence[Candidate],
    *,
    first: date,
    limits: Mapping[int, Decimal],
    planned: Iterable[PlannedInitiative] = (),
    in_place: frozenset[str] = frozenset(),
    not_before: date | None = None,
    at_once: int | None = None,
    expectation: Expectation | None = None,
) -> Placement:
    """Find a first start for every accepted item, or say why there is none.

    Items of governance are taken first, then those whose phase is open, then those behind each
    closed gate; inside that as given, prerequisites first. Each gets the first month in which its
    own prerequisites have ended, and what stands behind those in place, the gate of its phase is
    open or expected to be, fewer than `at_once` others run, the twelve quarters leave room, and no year goes over its limit.
    An item with a slice is two: the slice waits for slices only and for no gate, the remainder for all
    of that and for the start of production.

    Args:
        candidates: accepted items, the most wanted first.
        first: any day of the first quarter.
        limits: year -> limit [currency of the plan]; a year without one is free.
        planned: initiatives already in the plan, with their catalog ids as ids; their cost and
            their time count, and they stay where they are.
        in_place: catalog ids that the plant has already.
        not_before: no item starts earlier; the first day of the plan if absent.
        at_once: how many initiatives the plant can carry in one month; None for no bound.
        expectation: the closed gates and what opens them; None if nothing was measured, and then
            no gate stands in the way.

    Returns:
        Every candidate exactly once, placed or refused; one with a slice twice, slice and remainder,
        unless it is refused as a whole. The same input gives the same plan.

    Complexity: candidates x 36 months x years.
    Source: docs/method.md#first-placement.
    """
    frame = horizon(first)
    desk = _Desk(
        frame=frame,
        opening=max(frame.start, not_before) if not_before else frame.start,
        limits=limits,
        planned=tuple(planned),
        in_place=in_place,
        at_once=at_once,
        expectation=expectation,
    )
    closed = frozenset(expectation.gates) if expectation else frozenset()
    for candidate in ordered(candidates, closed):
        desk.take(candidate)
    return Placement(tuple(desk.placed), tuple(desk.refused))


def ordered(
    candidates: Sequence[Candidate], closed: frozenset[str] = frozenset()
) -> list[Candidate]:
    """Return items in the order in which they are placed, each prerequisite before its user.

    Governance first, then the open phases as given, then each closed phase.
    """
    known = {candidate.id: candidate for candidate in candidates}
    rank = sorted(known.values(), key=lambda candidate: _turn(candidate, closed))
    done: dict[str, Candidate] = {}

    def take(candidate: Candidate, above: frozenset[str]) -> None:
        if candidate.id in done or candidate.id in above:
            return
        for name in candidate.predecessors:
            if name in known:
                take(known[name], above | {candidate.id})
        done[candidate.id] = candidate

    for candidate in rank:
        take(candidate, frozenset())
    return list(done.values())


def _turn(candidate: Candidate, closed: frozenset[str]) -> int:
    if candidate.is_governance:
        return -1
    return PHASES.index(candidate.phase) if candidate.phase in closed else 0


@dataclass(slots=True)
class _Desk:
    """The plan while it grows."""

    frame: DaySpan
    opening: date
    limits: Mapping[int, Decimal]
    planned: tuple[PlannedInitiative, ...]
    in_place: frozenset[str]
    at_once: int | None
    expectation: Expectation | None
    placed: list[Placed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    items: dict[str, PlannedInitiative] = field(init=False)
    used: dict[int, Decimal] = field(init=False)
    openings: dict[str, Opening] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = {item.id: item for item in self.planned}
        self.used = {year.start.year: Decimal(0) for year in years(self.frame)}
        for item in self.planned:
            self._use(item)

    def take(self, candidate: Candidate) -> None:
        """Place one item or refuse it; one with a slice as two."""
        part = candidate.slice
        if part is None:
            self._take(candidate)
            return
        first, rest = halves(candidate, part)
        if first.id in self.items or self._take_slice(candidate, first, part):
            self._take(rest, behind=max(part.start, self.items[first.id].ends_on))

    def _take(self, candidate: Candidate, behind: date | None = None) -> None:
        """Place what waits for prerequisites, gate and, as a remainder, for a day, or refuse it."""
        is_rest = behind is not None
        needs = tuple(
            name
            for name in candidate.prerequisites
            if name not in self.items and name not in self.in_place
        )
        if needs:
            self._refuse(candidate, "prerequisite", needs=needs, is_rest=is_rest)
            return
        gate = self._gate(candidate.phase)
        if gate.on is None:
            self._refuse(candidate, "gate", needs=gate.lacks, is_rest=is_rest)
            return
        start = self._earliest(candidate, max(gate.on, behind + DAY) if behind else gate.on)
        tries = list(self._tries(candidate, start))
        for item in tries:
            if self._has_room(item) and not self._excess(item):
                self._put(item, Placed(*_named(candidate.id, item), is_remainder=is_rest))
                return
        self._refuse_dates(candidate, start, tries, is_rest=is_rest)

    def _take_slice(self, whole: Candidate, first: Candidate, part: SliceWish) -> bool:
        """Place a slice, or refuse the whole item; return whether it is placed.

        A start of production waits for nobody: where no month has room before it, the slice takes
        the first that has money.
        """
        start = self._earliest(first, self.opening)
        tries = list(self._slice_tries(first, part, start))
        paid = [item for item in tries if not self._excess(item)]
        roomy = (item for item in paid if self._has_room(item) and item.ends_on < part.start)
        chosen = next(roomy, next(iter(paid), None))
        if chosen is None:
            least = min(map(self._excess, tries), key=lambda years: sum(years.values()), default={})
            why: Why = "budget" if tries else "time"
            self.refused.append(Refusal(whole.id, why, (), start, whole.months, least))
            return False
        self._put(chosen, Placed(*_named(whole.id, chosen), need=part.need))
        return True

    def _slice_tries(
        self, first: Candidate, part: SliceWish, start: date
    ) -> Iterable[PlannedInitiative]:
        spans = [part.span] if part.span else []
        while not part.span and (end := part.length.end_of(start)) <= self.frame.end:
            spans.append(DaySpan(start, end))
            start = add_months(start, 1)
        for span in spans:
            yield PlannedInitiative(
                first.id, first.phase, span.start, span.end - DAY, first.one_off, first.yearly
            )

    def _gate(self, phase: str) -> Opening:
        """Return when the gate of a phase opens, by what is placed before its first item."""
        gate = self.expectation.gates.get(phase) if self.expectation else None
        if gate is None or self.expectation is None:
            return Opening(self.opening)
        if phase not in self.openings:
            ends = [(name, item.ends_on) for name, item in self.items.items() if _counts(item)]
            before = self._gate(gate.after)
            found = opening(gate, self.expectation, ends, before.on or self.opening)
            self.openings[phase] = found if before.on else before
        return self.openings[phase]

    def _earliest(self, candidate: Candidate, opens_on: date) -> date:
        """Return the first of a month on which only people or money could stand in the way."""
        day = max(self.opening, opens_on)
        for name in candidate.predecessors:
            item = self.items.get(name)
            if item and name not in self.in_place and not item.is_done:
                day = max(day, item.ends_on + DAY)
        return day if day.day == 1 else add_months(day, 1)

    def _tries(self, candidate: Candidate, start: date) -> Iterable[PlannedInitiative]:
        last = self.frame.end
        if candidate.is_governance:
            last = min(last, add_months(self.opening, GOVERNANCE_MONTHS - 1 + candidate.months))
        while (end := add_months(start, candidate.months)) <= last:
            yield PlannedInitiative(
                candidate.id,
                candidate.phase,
                start,
                end - DAY,
                candidate.one_off,
                candidate.yearly,
            )
            start = add_months(start, 1)

    def _has_room(self, item: PlannedInitiative) -> bool:
        """Tell whether fewer than the bound of others run in each month of an item."""
        if self.at_once is None:
            return True
        running = [other for other in self.items.values() if _counts(other) and not other.is_done]
        month = item.starts_on
        while month <= item.ends_on:
            after = add_months(month, 1)
            busy = sum(1 for o in running if o.starts_on < after and o.ends_on >= month)
            if busy >= self.at_once:
                return False
            month = after
        return True

    def _cost(self, item: PlannedInitiative) -> dict[int, Decimal]:
        """Return what an item costs in each year of the plan."""
        cost = {}
        for year in years(self.frame):
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

    def _put(self, item: PlannedInitiative, placed: Placed) -> None:
        self.items[item.id] = item
        self._use(item)
        self.placed.append(placed)

    def _refuse(
        self, candidate: Candidate, why: Why, *, needs: tuple[str, ...], is_rest: bool
    ) -> None:
        months = candidate.months
        self.refused.append(Refusal(candidate.id, why, needs, None, months, is_remainder=is_rest))

    def _refuse_dates(
        self, candidate: Candidate, start: date, tries: list[PlannedInitiative], *, is_rest: bool
    ) -> None:
        excesses = [self._excess(item) for item in tries if self._has_room(item)]
        why: Why = "budget"
        if not excesses:
            why = "capacity" if tries else "governance" if candidate.is_governance else "time"
        least = min(excesses, key=lambda excess: sum(excess.values()), default={})
        self.refused.append(
            Refusal(candidate.id, why, (), start, candidate.months, least, is_remainder=is_rest)
        )


def _named(name: str, item: PlannedInitiative) -> tuple[str, date, date, Decimal, Decimal]:
    """Return what a placed item says under its catalog id."""
    return name, item.starts_on, item.ends_on, item.one_off, item.running_cost


def _counts(item: PlannedInitiative) -> bool:
    return not item.is_stopped
