"""Dependencies: which link is broken and by how many days, circles, earliest start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planning.domain.durations import Duration
from planning.domain.network import LinkType, WorkLink
from planning.domain.passes import start_after
from planning.domain.plans import DAY, PlanLink, PlannedInitiative


@dataclass(frozen=True, slots=True)
class Violation:
    """A link that the dates do not respect.

    Attributes:
        link: the broken link.
        days: how many days the successor comes too early, at least 1.
    """

    link: PlanLink
    days: int


def shortfall(before: PlannedInitiative, after: PlannedInitiative, link: PlanLink) -> int:
    """Return by how many days the successor comes too early [days]; 0 or less if it does not.

    Source: docs/method.md#dependencies.
    """
    lag = timedelta(days=link.lag_days)
    if link.kind == "FS":
        return (before.ends_on + DAY + lag - after.starts_on).days
    if link.kind == "SS":
        return (before.starts_on + lag - after.starts_on).days
    return (before.ends_on + lag - after.ends_on).days


def violations(
    items: Iterable[PlannedInitiative], links: Iterable[PlanLink]
) -> tuple[Violation, ...]:
    """Return every broken link, the worst first.

    Args:
        items: the bars; a stopped one binds nobody and waits for nobody.
        links: the dependencies; those that name an unknown item are passed over.

    Returns:
        Broken links by days descending, then by the two ids.
    """
    known = {item.id: item for item in items if not item.is_stopped}
    broken = []
    for link in links:
        before, after = known.get(link.before), known.get(link.after)
        if before is None or after is None:
            continue
        days = shortfall(before, after, link)
        if days > 0:
            broken.append(Violation(link, days))
    return tuple(sorted(broken, key=lambda v: (-v.days, v.link.before, v.link.after)))


def earliest_start(
    item: PlannedInitiative,
    items: Mapping[str, PlannedInitiative],
    broken: Iterable[Violation],
    length: Duration,
) -> date | None:
    """Return the first working day on which a bar holds its broken links, moved as a whole.

    A bar in calendar days may begin on a closed day; none is proposed.

    Args:
        item: the successor.
        items: all bars at their present dates, by id.
        broken: links that are broken; those into other bars are passed over.
        length: how long the successor takes on its calendar.

    Returns:
        The day; None if no link into the bar is broken.

    Raises:
        RuleError: it lies outside of 1900 to 2100.

    Source: docs/method.md#dependencies.
    """
    starts = [
        start_after(length, work_link(one.link), *days_of(items[one.link.before]))
        for one in broken
        if one.link.after == item.id
    ]
    if not starts:
        return None
    return length.calendar.working.first_from(max(item.starts_on + DAY, *starts))


def work_link(link: PlanLink) -> WorkLink:
    """Return a link as the passes see it."""
    return WorkLink(link.before, LinkType(link.kind), link.lag_days)


def days_of(item: PlannedInitiative) -> tuple[date, date]:
    """Return the days of a bar, its end not included."""
    return item.starts_on, item.ends_on + DAY


def circle(links: Iterable[PlanLink]) -> tuple[str, ...]:
    """Return the ids of one circle of dependencies, in order; empty if there is none.

    The search goes through ids in order, so that the same links name the same circle.
    """
    after: dict[str, list[str]] = {}
    for link in sorted(links, key=lambda entry: (entry.before, entry.after)):
        after.setdefault(link.before, []).append(link.after)
    done: set[str] = set()
    for start in sorted(after):
        chain = _walk(start, after, done)
        if chain:
            return chain
    return ()


def _walk(start: str, after: Mapping[str, list[str]], done: set[str]) -> tuple[str, ...]:
    """Follow the links from an id without recursion; return the first circle met."""
    path: list[str] = [start]
    waiting: list[list[str]] = [list(reversed(after.get(start, ())))]
    while path:
        if not waiting[-1]:
            done.add(path.pop())
            waiting.pop()
            continue
        nearest = waiting[-1].pop()
        if nearest in path:
            return tuple(path[path.index(nearest) :])
        if nearest not in done:
            path.append(nearest)
            waiting.append(list(reversed(after.get(nearest, ()))))
    return ()
