"""What moves when bars move: the bars behind them, and the milestones inside them.

See docs/method.md#cascade.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.errors import RuleError
from planning.domain.durations import Duration
from planning.domain.network import PlanError
from planning.domain.passes import start_after
from planning.domain.plans import DAY, DaySpan, PlanLink, PlannedInitiative
from roadmap.domain.conflicts import DatedMilestone
from roadmap.domain.schedule import Violation, days_of, violations, work_link


@dataclass(frozen=True, slots=True)
class Cascade:
    """What follows when bars move.

    Attributes:
        spans: new days of each bar that has to follow, by id, in working order. A bar that was
            moved itself is among them only where it has to go further than it was moved.
        held: links out of bars that moved which stay broken, because the bar behind them is done
            or waits for itself in a circle; the worst first.
    """

    spans: Mapping[str, DaySpan]
    held: tuple[Violation, ...]


def span_of(item: PlannedInitiative) -> DaySpan:
    """Return the days of a bar, half-open."""
    return DaySpan(item.starts_on, item.ends_on + DAY)


def placed(item: PlannedInitiative, span: DaySpan) -> PlannedInitiative:
    """Return a bar on other days."""
    return replace(item, starts_on=span.start, ends_on=span.end - DAY)


def cascade(
    items: Mapping[str, PlannedInitiative],
    links: Iterable[PlanLink],
    moved: Iterable[str],
    lengths: Mapping[str, Duration],
    fresh: Collection[PlanLink] = (),
) -> Cascade:
    """Return what has to follow so that no link out of a bar that moves is broken.

    A bar goes only as far as it has to, keeps its length in its unit, and then holds all of its
    links. It never moves to an earlier day. What was broken before, elsewhere, stays as it is.

    Args:
        items: all bars, those that moved on their new days. A stopped one binds nobody and waits
            for nobody; one that is done stays where it was.
        links: the dependencies; those that name an unknown bar are passed over.
        moved: ids of the bars that moved.
        lengths: how long each bar takes on its calendar.
        fresh: those of the links that were added or changed: they bind though no bar moved.

    Raises:
        PlanError: a bar would have to go beyond 2100; `field` is its id.

    Source: docs/method.md#cascade; O(bars + links).
    """
    alive = {key: item for key, item in items.items() if not item.is_stopped}
    known = [link for link in links if link.before in alive and link.after in alive]
    into: dict[str, list[PlanLink]] = defaultdict(list)
    for link in known:
        into[link.after].append(link)
    changed = {key for key in moved if key in alive}
    spans: dict[str, DaySpan] = {}
    for key in _in_order(alive, known):
        binding = [link for link in into[key] if link.before in changed or link in fresh]
        if not binding or alive[key].is_done:
            continue
        span = _pushed(key, alive, into[key], binding, lengths[key])
        if span != span_of(alive[key]):
            changed.add(key)
            spans[key] = span
            alive[key] = placed(alive[key], span)
    bound = (link for link in known if link.before in changed or link in fresh)
    broken = violations(alive.values(), bound)
    return Cascade(spans, broken)


def _pushed(
    key: str,
    items: Mapping[str, PlannedInitiative],
    links: Sequence[PlanLink],
    binding: Sequence[PlanLink],
    length: Duration,
) -> DaySpan:
    """Return where a bar has to go; where it is, if the bars that moved leave it there."""
    item = items[key]
    try:
        while broken := violations([item, *(items[link.before] for link in binding)], binding):
            binding = list(links)
            starts = [
                start_after(length, work_link(one.link), *days_of(items[one.link.before]))
                for one in broken
            ]
            start = max([item.starts_on, *starts])
            item = placed(item, DaySpan(start, max(length.end_of(start), start + DAY)))
    except RuleError as error:
        raise PlanError(error.message, field=key) from error
    return span_of(item)


def _in_order(items: Iterable[str], links: Sequence[PlanLink]) -> list[str]:
    """Return ids so that each stands behind what it waits for; those in a circle are left out."""
    waiting = dict.fromkeys(items, 0)
    after: dict[str, list[str]] = defaultdict(list)
    for link in links:
        waiting[link.after] += 1
        after[link.before].append(link.after)
    ready = [key for key, count in waiting.items() if not count]
    for key in ready:  # grows while it is read
        for follower in after[key]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return ready


def carried(stones: Iterable[DatedMilestone], before: DaySpan, after: DaySpan) -> dict[str, date]:
    """Return new days of the milestones of a bar that moved or changed its length, by id.

    One on the last day of the bar stays on its last day. The others move by as many days as the
    start did where both ends moved, and then stay inside the bar. A milestone that is reached
    stays where it was.

    Args:
        stones: the milestones of the bar.
        before: its days, half-open.
        after: its new days.

    Returns:
        Only what changes.
    """
    is_shift = before.start != after.start and before.end != after.end
    offset = (after.start - before.start) if is_shift else DAY * 0
    last, found = after.end - DAY, {}
    for stone in stones:
        inside = min(max(stone.due_on + offset, after.start), last)
        day = last if stone.due_on == before.end - DAY else inside
        if not stone.is_reached and day != stone.due_on:
            found[stone.id] = day
    return found
