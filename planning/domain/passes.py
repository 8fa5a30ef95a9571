"""Forward from today and backward from the milestones: early and late dates, float, what decides.

Source: J. E. Kelley, Critical-path planning and scheduling, Operations Research 9 (1961); for
links other than finish to start: precedence diagramming (J. W. Fondahl 1961, PMI's practice
standard for scheduling). Rules and limits: docs/method.md#passes. Each pass takes O(items + links).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.errors import RuleError
from planning.domain.durations import Duration, moved
from planning.domain.network import (
    LinkType,
    PlanError,
    WorkItem,
    WorkLink,
    WorkPlan,
    in_order,
    refuse_wrong_names,
)


@dataclass(frozen=True, slots=True)
class EarlyDates:
    """When an item can be.

    Attributes:
        start, end: its earliest days; the end is not included.
        own: earliest start without its links: today, its own day, its enabling milestone.
        drivers: the links that hold its start where it is.
    """

    start: dt.date
    end: dt.date
    own: dt.date
    drivers: tuple[WorkLink, ...]


@dataclass(frozen=True, slots=True)
class LateDates:
    """When an item must be, so that every milestone behind it holds.

    Attributes:
        start: last responsible start.
        end: latest end, not included.
        reached: the day work ends that begins on `start`; before `end` where days between are closed.
        follower: id of the item whose late dates decide; empty where its own milestone or the end
            of the plan does.
    """

    start: dt.date
    end: dt.date
    reached: dt.date
    follower: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Both passes of one item."""

    early: EarlyDates
    late: LateDates

    @property
    def float_days(self) -> int:
        """Calendar days from early to late start; negative where the plan cannot hold."""
        return (self.late.start - self.early.start).days

    @property
    def slack_days(self) -> int:
        """The same between starts or between ends, where that is less.

        Closed days between the starts are float in days, but none in work: then the ends tell.
        """
        return min(self.float_days, (self.late.reached - self.early.end).days)

    @property
    def is_critical(self) -> bool:
        """Whether it cannot begin or end a day later without moving what is behind it."""
        return self.slack_days <= 0


@dataclass(frozen=True, slots=True)
class Timetable:
    """A computed plan.

    Attributes:
        plan: what was computed.
        dates: of each item by id, in the order of the plan.
        end: the day after the last early end; today for a plan without items.
        critical_path: the chain of items that decides, first to last; empty where all have float.
    """

    plan: WorkPlan
    dates: Mapping[str, Dates]
    end: dt.date
    critical_path: tuple[str, ...]


def timetable(plan: WorkPlan) -> Timetable:
    """Return early and late dates, float and critical chain of a plan.

    An item whose milestones and followers set no end may end with the last of the plan.

    Raises:
        PlanError: an id that stands twice or that nothing bears, items in a circle, or dates
            outside of 1900 to 2100; it names the item.
    """
    refuse_wrong_names(plan)
    order = in_order(plan.items)
    early = forward(plan, order)
    end = max((dates.end for dates in early.values()), default=plan.today)
    late = _backward(plan, order, end)
    dates = {item.id: Dates(early[item.id], late[item.id]) for item in plan.items}
    return Timetable(plan, dates, end, _critical_path(plan, dates))


# --- forward ----------------------------------------------------------------------------------


def forward(plan: WorkPlan, order: list[WorkItem]) -> dict[str, EarlyDates]:
    """Return the earliest dates of items that stand in working order.

    Raises:
        PlanError: outside of 1900 to 2100.
    """
    early: dict[str, EarlyDates] = {}
    for item in order:
        try:
            early[item.id] = _early(plan, item, early)
        except RuleError as error:
            raise PlanError(f"item {item.id}: {error.message}", field=item.id) from error
    return early


def _early(plan: WorkPlan, item: WorkItem, early: Mapping[str, EarlyDates]) -> EarlyDates:
    duration = item.duration
    bounds = [plan.today]
    if item.earliest is not None:
        bounds.append(item.earliest)
    if item.enabling:
        bounds.append(plan.milestones[item.enabling])
    own = duration.earliest_start(max(bounds))
    starts = {
        link: start_after(duration, link, early[link.before].start, early[link.before].end)
        for link in item.after
    }
    begins = (day for link, day in starts.items() if link.type is not LinkType.FINISH_FINISH)
    start = max([own, *begins])
    ends = [
        moved(early[link.before].end, link.lag)
        for link in item.after
        if link.type is LinkType.FINISH_FINISH
    ]
    if ends and duration.end_of(start) < max(ends):
        start = duration.start_reaching(max(ends))
    drivers = tuple(link for link, day in starts.items() if day >= start)
    return EarlyDates(start, duration.end_of(start), own, drivers)


def start_after(duration: Duration, link: WorkLink, start: dt.date, end: dt.date) -> dt.date:
    """Return the earliest start that one link leaves to work behind what is in [start, end).

    Raises:
        RuleError: outside of 1900 to 2100.
    """
    if link.type is LinkType.FINISH_START:
        return duration.earliest_start(moved(end, link.lag))
    if link.type is LinkType.START_START:
        return duration.earliest_start(moved(start, link.lag))
    return duration.start_reaching(moved(end, link.lag))


# --- backward ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Limit:
    """The latest day of a start or an end, and whose it is."""

    day: dt.date
    follower: str


def _backward(plan: WorkPlan, order: list[WorkItem], end: dt.date) -> dict[str, LateDates]:
    followers: dict[str, list[tuple[str, WorkLink]]] = {item.id: [] for item in order}
    for item in order:
        for link in item.after:
            followers[link.before].append((item.id, link))
    late: dict[str, LateDates] = {}
    for item in reversed(order):
        try:
            ends = [*_own_end(plan, item), *_end_limits(followers[item.id], late)]
            starts = list(_start_limits(item, followers[item.id], late))
            late[item.id] = _late(item, ends or [_Limit(end, "")], starts)
        except RuleError as error:
            raise PlanError(f"item {item.id}: {error.message}", field=item.id) from error
    return late


def _own_end(plan: WorkPlan, item: WorkItem) -> Iterator[_Limit]:
    if item.due:
        yield _Limit(moved(plan.milestones[item.due], -item.buffer_days), "")


def _end_limits(
    followers: list[tuple[str, WorkLink]], late: Mapping[str, LateDates]
) -> Iterator[_Limit]:
    for follower, link in followers:
        if link.type is LinkType.FINISH_START:
            yield _Limit(moved(late[follower].start, -link.lag), follower)
        elif link.type is LinkType.FINISH_FINISH:
            yield _Limit(moved(late[follower].reached, -link.lag), follower)


def _start_limits(
    item: WorkItem, followers: list[tuple[str, WorkLink]], late: Mapping[str, LateDates]
) -> Iterator[_Limit]:
    for follower, link in followers:
        if link.type is LinkType.START_START:
            day = item.duration.last_start(moved(late[follower].start, -link.lag))
            yield _Limit(day, follower)


def _late(item: WorkItem, ends: list[_Limit], starts: list[_Limit]) -> LateDates:
    last = min(ends, key=lambda limit: limit.day)
    by_end = _Limit(item.duration.latest_start(last.day), last.follower)
    start = min([by_end, *starts], key=lambda limit: limit.day)
    reached = item.duration.end_of(start.day)
    end = item.duration.last_end(last.day) if start is by_end else reached
    return LateDates(start.day, end, reached, start.follower)


# --- what decides -----------------------------------------------------------------------------


def _critical_path(plan: WorkPlan, dates: Mapping[str, Dates]) -> tuple[str, ...]:
    """Return one critical chain, back along the links that hold each start.

    Of several it is the one with the least slack, then the one that ends last.
    """
    critical = [item.id for item in plan.items if dates[item.id].is_critical]
    leading = {link.before for name in critical for link in dates[name].early.drivers}
    ends = [name for name in critical if name not in leading]
    if not ends:
        return ()
    path = [min(ends, key=lambda name: (dates[name].slack_days, -_last(dates[name])))]
    while True:
        drivers = [link.before for link in dates[path[-1]].early.drivers]
        before = [name for name in drivers if dates[name].is_critical]
        if not before:
            return tuple(reversed(path))
        path.append(min(before, key=lambda name: dates[name].slack_days))


def _last(dates: Dates) -> int:
    return dates.early.end.toordinal()
