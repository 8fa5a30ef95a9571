"""What can no longer be kept, and what there is to choose. See docs/method.md#launch-binds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from core.text import LocalizedText
from launch.domain.outlook import Conflict, LaunchOutlook, conflicts
from launch.domain.wording import conflict_told
from packs.schema.launch import LaunchNeed
from planning.domain.passes import Timetable


@dataclass(frozen=True, slots=True)
class Bind:
    """Needs whose last responsible start lies before the earliest day on which they can begin.

    Attributes:
        needs: their ids: the one at the root, then those that are late because it is.
        latest: last responsible start of the one at the root.
        due: milestone at which the work must stand.
        days: calendar days by which that milestone would have to move, so that all holds, from 1.
        pair: what cannot be kept, in words.
        spans_closure: whether these are fewer days than the pair says, as closed days lie between.
        keeps_day: whether all, and what hangs on them, stand on their days, with less reserve.
        until: the later milestone until which the one at the root may follow; empty if it may not.
    """

    needs: tuple[str, ...]
    latest: dt.date
    due: str
    days: int
    pair: LocalizedText
    spans_closure: bool = False
    keeps_day: bool = False
    until: str = ""


def binds(found: LaunchOutlook) -> tuple[Bind, ...]:
    """Return what can no longer be kept by the safe dates.

    First what misses its milestone and cannot wait, the one that must begin first before. Nothing planned later or earlier keeps it: only a milestone that moves, a shorter lead time or
    something else in its place. Work under way is left out, its start is past.

    Source: docs/method.md#launch-binds.
    """
    hanging: dict[str, list[str]] = defaultdict(list)
    for name, dates in found.safe.dates.items():
        if dates.float_days < 0 and name not in found.case.under_way:
            root = _root(found.safe, name)
            if root != name:
                hanging[root].append(name)
    listed = [
        _bind(found, pair, hanging[pair.collision.item])
        for pair in conflicts(found)
        if pair.collision.item not in found.case.under_way
    ]
    return tuple(sorted(listed, key=lambda bind: (bind.keeps_day or bool(bind.until), bind.latest)))


def _root(table: Timetable, name: str) -> str:
    """Return the first piece of work that is too late, along what holds the start of one."""
    dates = table.dates[name]
    while dates.early.own <= dates.late.start and dates.early.drivers:
        name = dates.early.drivers[0].before
        dates = table.dates[name]
    return name


def _bind(found: LaunchOutlook, pair: Conflict, others: list[str]) -> Bind:
    last = found.safe.dates[pair.collision.through]
    days = max(1, (last.early.end - last.late.end).days)
    names = (pair.collision.item, *others)
    entries = {entry.need.id: entry.need for entry in found.case.planned}
    root = entries[pair.collision.item]
    return Bind(
        needs=names,
        latest=pair.collision.must_start,
        due=pair.collision.due,
        days=days,
        pair=conflict_told(found.case, pair),
        spans_closure=days < pair.collision.days,
        keeps_day=all(_stands(found, entries[name]) for name in (*names, pair.collision.through)),
        until="" if root.id in found.case.waiting else root.may_wait_until or "",
    )


def _stands(found: LaunchOutlook, need: LaunchNeed) -> bool:
    """Return whether a need stands on the day of its milestone, whatever is left of its reserve."""
    due = found.case.milestones[found.case.due_of(need)]
    return found.safe.dates[need.id].early.end <= due
