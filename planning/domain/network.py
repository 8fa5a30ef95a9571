"""Work, what it follows, and in which order it can be computed. See docs/method.md#links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import RuleError
from planning.domain.durations import Duration

LAG_MAX = 73_000


class LinkType(StrEnum):
    """Which end of the successor waits for which end of the predecessor."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"


@dataclass(frozen=True, slots=True)
class WorkLink:
    """What a piece of work waits for.

    Attributes:
        before: id of the predecessor.
        type: which ends are tied.
        lag: calendar days between them; negative for an overlap.
    """

    before: str
    type: LinkType = LinkType.FINISH_START
    lag: int = 0


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work.

    Attributes:
        id: its name in links and answers.
        duration: how long it takes.
        earliest: it does not begin before this day.
        enabling: milestone that must have come before it can begin.
        due: milestone at which it must stand.
        buffer_days: calendar days that it should stand before `due`.
        after: what it waits for.
    """

    id: str
    duration: Duration
    earliest: dt.date | None = None
    enabling: str = ""
    due: str = ""
    buffer_days: int = 0
    after: tuple[WorkLink, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """Work with the days that hold it.

    Attributes:
        today: nothing begins before.
        milestones: day of each milestone by id.
        items: the work, each id once.
    """

    today: dt.date
    milestones: Mapping[str, dt.date] = field(default_factory=dict)
    items: tuple[WorkItem, ...] = ()


class PlanError(RuleError):
    """A plan cannot be computed; `field` names the item or milestone at fault."""


def refuse_wrong_names(plan: WorkPlan) -> None:
    """Refuse ids that stand twice, or that nothing bears.

    Raises:
        PlanError: names the item.
    """
    seen: set[str] = set()
    for item in plan.items:
        if item.id in seen:
            raise PlanError(f"item {item.id}: this id stands twice", field=item.id)
        seen.add(item.id)
    for item in plan.items:
        for milestone in filter(None, (item.enabling, item.due)):
            if milestone not in plan.milestones:
                raise PlanError(f"item {item.id}: unknown milestone {milestone}", field=item.id)
        for link in item.after:
            if link.before not in seen:
                raise PlanError(f"item {item.id}: unknown item {link.before}", field=item.id)


def in_order(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Return the items so that each stands behind what it waits for, else as they are given.

    Source: A. B. Kahn, Topological sorting of large networks, CACM 5 (1962); O(items + links).

    Raises:
        PlanError: some wait for each other in a circle; the message names it.
    """
    waiting = {item.id: len(item.after) for item in items}
    followers: dict[str, list[WorkItem]] = {item.id: [] for item in items}
    for item in items:
        for link in item.after:
            followers[link.before].append(item)
    ready = [item for item in items if not item.after]
    for item in ready:  # grows while it is read
        for follower in followers[item.id]:
            waiting[follower.id] -= 1
            if not waiting[follower.id]:
                ready.append(follower)
    if len(ready) < len(items):
        circle = _circle({item.id: item for item in items if waiting[item.id]})
        words = f"items wait for each other: {' → '.join(circle)}"
        raise PlanError(words, field=circle[0])
    return ready


def _circle(stuck: Mapping[str, WorkItem]) -> list[str]:
    """Return one circle among items of which each waits for another of them, in working order."""
    place: dict[str, int] = {}
    path: list[str] = []
    here = next(iter(stuck))
    while here not in place:
        place[here] = len(path)
        path.append(here)
        here = next(link.before for link in stuck[here].after if link.before in stuck)
    circle = path[place[here] :][::-1]
    first = circle.index(min(circle))
    circle = circle[first:] + circle[:first]
    return [*circle, circle[0]]
